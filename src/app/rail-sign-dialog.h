/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Shows what somebody asks for, and signs what of it is honoured. */
#define RAIL_TYPE_SIGN_DIALOG (rail_sign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailSignDialog, rail_sign_dialog, RAIL, SIGN_DIALOG, RailTaskDialog)

GtkWindow *rail_sign_dialog_new (GtkWindow   *parent,
                                 GtkWidget   *origin,
                                 RailProject *project);

G_END_DECLS
