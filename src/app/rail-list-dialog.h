/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Signs a new revocation list of an authority, and saves it as a file if wanted. */
#define RAIL_TYPE_LIST_DIALOG (rail_list_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailListDialog, rail_list_dialog, RAIL, LIST_DIALOG, RailTaskDialog)

GtkWindow *rail_list_dialog_new (GtkWindow   *parent,
                                 GtkWidget   *origin,
                                 RailProject *project,
                                 RailEntry   *authority);

G_END_DECLS
