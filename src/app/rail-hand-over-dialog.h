/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Writes the folder that a partner such as UaExpert needs. */
#define RAIL_TYPE_HAND_OVER_DIALOG (rail_hand_over_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailHandOverDialog, rail_hand_over_dialog, RAIL, HAND_OVER_DIALOG, RailTaskDialog)

GtkWindow *rail_hand_over_dialog_new (GtkWindow   *parent,
                                      GtkWidget   *origin,
                                      RailProject *project,
                                      GPtrArray   *selected);

G_END_DECLS
