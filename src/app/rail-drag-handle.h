/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* What the selection can be dragged by, as files in a form that its menu chooses. */
#define RAIL_TYPE_DRAG_HANDLE (rail_drag_handle_get_type ())
G_DECLARE_FINAL_TYPE (RailDragHandle, rail_drag_handle, RAIL, DRAG_HANDLE, GtkWidget)

void       rail_drag_handle_set_entries (RailDragHandle *self,
                                         RailProject    *project,
                                         GPtrArray      *entries);

G_END_DECLS
