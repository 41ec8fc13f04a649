/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-csv-dialog.h"
#include "rail-device-operations.h"

G_BEGIN_DECLS

/* Adds one device a line of a table, after showing them. */
#define RAIL_TYPE_DEVICES_CSV_DIALOG (rail_devices_csv_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailDevicesCsvDialog, rail_devices_csv_dialog, RAIL, DEVICES_CSV_DIALOG, RailCsvDialog)

GtkWindow *rail_devices_csv_dialog_new (GtkWindow   *parent,
                                        GtkWidget   *origin,
                                        RailProject *project);

G_END_DECLS
