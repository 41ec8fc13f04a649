/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-place.h"

G_BEGIN_DECLS

#define RAIL_TYPE_TREE_ROW (rail_tree_row_get_type ())
G_DECLARE_FINAL_TYPE (RailTreeRow, rail_tree_row, RAIL, TREE_ROW, GtkWidget)

GtkWidget *rail_tree_row_new       (void);
RailPlace *rail_tree_row_get_place (RailTreeRow *self);
void       rail_tree_row_set_place (RailTreeRow *self,
                                    RailPlace   *place);

G_END_DECLS
