/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Shows what files hold and what the project would take of it, asks for passwords, and takes what is chosen. */
#define RAIL_TYPE_IMPORT_DIALOG (rail_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailImportDialog, rail_import_dialog, RAIL, IMPORT_DIALOG, RailTaskDialog)

GtkWindow *rail_import_dialog_new       (GtkWindow        *parent,
                                         GtkWidget        *origin,
                                         RailProject      *project);
void       rail_import_dialog_add_files (RailImportDialog *self,
                                         GListModel       *files);
void       rail_import_dialog_add_text  (RailImportDialog *self,
                                         RailSecret       *text);

G_END_DECLS
