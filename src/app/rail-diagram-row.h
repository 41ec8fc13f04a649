/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-diagram.h"

G_BEGIN_DECLS

/* One item of a diagram in the list that says the same as the picture. */
GtkWidget       *rail_diagram_row_new        (RailDiagram     *diagram,
                                              RailDiagramItem *item,
                                              guint            position);
RailDiagramItem *rail_diagram_row_get_item   (GtkWidget       *row);
GtkWidget       *rail_diagram_row_new_header (RailDiagramItem *item);

G_END_DECLS
