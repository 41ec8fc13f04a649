/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-diagram.h"

G_BEGIN_DECLS

/* The picture of a diagram. Items can be selected by pointer and arrow keys, activated and dragged out as files. */
#define RAIL_TYPE_DIAGRAM_VIEW (rail_diagram_view_get_type ())
G_DECLARE_FINAL_TYPE (RailDiagramView, rail_diagram_view, RAIL, DIAGRAM_VIEW, GtkWidget)

void             rail_diagram_view_set_diagram  (RailDiagramView *self,
                                                 RailDiagram     *diagram);
RailDiagramItem *rail_diagram_view_get_selected (RailDiagramView *self);
void             rail_diagram_view_set_selected (RailDiagramView *self,
                                                 RailDiagramItem *item);
double           rail_diagram_view_get_zoom     (RailDiagramView *self);
void             rail_diagram_view_set_zoom     (RailDiagramView *self,
                                                 double           zoom);
void             rail_diagram_view_zoom_by      (RailDiagramView *self,
                                                 int              steps);
void             rail_diagram_view_fit          (RailDiagramView *self);
GtkDragSource   *rail_diagram_view_get_drag     (RailDiagramView *self);

G_END_DECLS
