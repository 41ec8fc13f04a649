/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Puts a certificate from files in the place of one of the project, after showing what differs. */
#define RAIL_TYPE_REPLACE_DIALOG (rail_replace_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailReplaceDialog, rail_replace_dialog, RAIL, REPLACE_DIALOG, RailTaskDialog)

GtkWindow *rail_replace_dialog_new       (GtkWindow         *parent,
                                          GtkWidget         *origin,
                                          RailProject       *project,
                                          RailEntry         *entry);
void       rail_replace_dialog_set_files (RailReplaceDialog *self,
                                          GListModel        *files);

G_END_DECLS
