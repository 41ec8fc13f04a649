/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-load.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* The load preview: what has changed since each device was loaded last, and what loading does to it. */
#define RAIL_TYPE_LOAD_DIALOG (rail_load_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailLoadDialog, rail_load_dialog, RAIL, LOAD_DIALOG, RailTaskDialog)

GtkWindow *rail_load_dialog_new (GtkWindow   *parent,
                                 GtkWidget   *origin,
                                 RailProject *project,
                                 RailDevice  *device);

G_END_DECLS
