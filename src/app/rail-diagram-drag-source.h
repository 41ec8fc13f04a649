/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-diagram.h"

G_BEGIN_DECLS

/* (nullable) (transfer none): the item that a drag from that point takes along, and its diagram */
typedef RailDiagramItem *(*RailDiagramDragFunc) (GtkWidget    *widget,
                                                 double        x,
                                                 double        y,
                                                 RailDiagram **out_diagram);

GtkDragSource *rail_diagram_drag_source_new (GtkWidget           *widget,
                                             RailDiagramDragFunc  get_item);

G_END_DECLS
