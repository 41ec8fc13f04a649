/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-drag-files.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): the entries that a drag from that point takes along; form and project are DER and none unless
 * they are set. */
typedef GPtrArray *(*RailEntryDragFunc) (GtkWidget     *widget,
                                         double         x,
                                         double         y,
                                         RailDragForm  *out_form,
                                         RailProject  **out_project);

/* The dragged entries themselves, for widgets of this program: a boxed GPtrArray of RailEntry. */
typedef GPtrArray RailEntryList;
#define RAIL_TYPE_ENTRY_LIST (rail_entry_list_get_type ())
GType          rail_entry_list_get_type (void);

GtkDragSource *rail_entry_drag_new      (GtkWidget         *widget,
                                         RailEntryDragFunc  get_entries);

G_END_DECLS
