/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-operations.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Lets certificates of the project be chosen that a device is to trust. */
#define RAIL_TYPE_ENTRY_CHOOSER (rail_entry_chooser_get_type ())
G_DECLARE_FINAL_TYPE (RailEntryChooser, rail_entry_chooser, RAIL, ENTRY_CHOOSER, RailTaskDialog)

GtkWindow *rail_entry_chooser_new (GtkWindow   *parent,
                                   GtkWidget   *origin,
                                   RailProject *project,
                                   RailDevice  *device,
                                   RailUsedAs     role);

G_END_DECLS
