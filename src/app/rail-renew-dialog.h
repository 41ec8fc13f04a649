/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Shows exactly what a renewal would issue for one certificate, for several, or for all that expire before a date. */
#define RAIL_TYPE_RENEW_DIALOG (rail_renew_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailRenewDialog, rail_renew_dialog, RAIL, RENEW_DIALOG, RailTaskDialog)

GtkWindow *rail_renew_dialog_new          (GtkWindow   *parent,
                                           GtkWidget   *origin,
                                           RailProject *project,
                                           GPtrArray   *entries);
GtkWindow *rail_renew_dialog_new_expiring (GtkWindow   *parent,
                                           GtkWidget   *origin,
                                           RailProject *project);

G_END_DECLS
