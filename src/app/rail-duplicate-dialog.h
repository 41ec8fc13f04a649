/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-operations.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Asks for the name of a device that is like another. Signal "done": that name. */
#define RAIL_TYPE_DUPLICATE_DIALOG (rail_duplicate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailDuplicateDialog, rail_duplicate_dialog, RAIL, DUPLICATE_DIALOG, RailTaskDialog)

GtkWindow *rail_duplicate_dialog_new (GtkWindow   *parent,
                                      GtkWidget   *origin,
                                      RailProject *project,
                                      RailDevice  *device);

G_END_DECLS
