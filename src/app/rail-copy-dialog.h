/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Saves a copy of a project that has no private keys, with a login of its own. */
#define RAIL_TYPE_COPY_DIALOG (rail_copy_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailCopyDialog, rail_copy_dialog, RAIL, COPY_DIALOG, RailTaskDialog)

GtkWindow *rail_copy_dialog_new (GtkWindow   *parent,
                                 GtkWidget   *origin,
                                 RailProject *project,
                                 GFile       *file);

G_END_DECLS
