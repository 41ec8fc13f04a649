/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Asks for a format and its options, then for a place, and writes the files. */
#define RAIL_TYPE_EXPORT_DIALOG (rail_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailExportDialog, rail_export_dialog, RAIL, EXPORT_DIALOG, RailTaskDialog)

GtkWindow *rail_export_dialog_new (GtkWindow   *parent,
                                   GtkWidget   *origin,
                                   RailProject *project,
                                   GPtrArray   *entries);

G_END_DECLS
