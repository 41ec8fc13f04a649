/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Asks for the reason and revokes certificates. */
#define RAIL_TYPE_REVOKE_DIALOG (rail_revoke_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailRevokeDialog, rail_revoke_dialog, RAIL, REVOKE_DIALOG, RailTaskDialog)

GtkWindow *rail_revoke_dialog_new (GtkWindow   *parent,
                                   GtkWidget   *origin,
                                   RailProject *project,
                                   GPtrArray   *entries);

G_END_DECLS
