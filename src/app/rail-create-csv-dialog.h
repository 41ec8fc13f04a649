/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-csv-dialog.h"

G_BEGIN_DECLS

/* Shows what a table of certificates asks for, row by row, and creates them. */
#define RAIL_TYPE_CREATE_CSV_DIALOG (rail_create_csv_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailCreateCsvDialog, rail_create_csv_dialog, RAIL, CREATE_CSV_DIALOG, RailCsvDialog)

GtkWindow *rail_create_csv_dialog_new (GtkWindow   *parent,
                                       GtkWidget   *origin,
                                       RailProject *project);

G_END_DECLS
