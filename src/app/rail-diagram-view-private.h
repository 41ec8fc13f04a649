/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-diagram-layout.h"
#include "rail-diagram-view.h"

G_BEGIN_DECLS

/* rail-diagram-view.c */
RailDiagramLayout *_rail_diagram_view_get_layout (RailDiagramView *self);

/* rail-diagram-view-keys.c */
void               _rail_diagram_view_bind_keys  (GtkWidgetClass  *widget_class);

G_END_DECLS
