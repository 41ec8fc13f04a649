/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-operations.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* “Assign certificate with ID x to device”: asks for the device and what it uses the certificate as. */
#define RAIL_TYPE_ASSIGN_DIALOG (rail_assign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailAssignDialog, rail_assign_dialog, RAIL, ASSIGN_DIALOG, RailTaskDialog)

GtkWindow *rail_assign_dialog_new (GtkWindow   *parent,
                                   GtkWidget   *origin,
                                   RailProject *project,
                                   GPtrArray   *entries,
                                   RailDevice  *device);

G_END_DECLS
