/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-place.h"

G_BEGIN_DECLS

#define RAIL_TYPE_PROJECT_TREE (rail_project_tree_get_type ())
G_DECLARE_FINAL_TYPE (RailProjectTree, rail_project_tree, RAIL, PROJECT_TREE, GtkWidget)

RailPlace *rail_project_tree_get_place (RailProjectTree *self);
gboolean   rail_project_tree_go        (RailProjectTree *self,
                                        RailPlaceKind    kind,
                                        const char      *device);

G_END_DECLS
