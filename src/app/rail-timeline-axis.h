/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-timeline.h"

G_BEGIN_DECLS

/* What stands above the strips: the dates, today, and where certificates end together. */
#define RAIL_TYPE_TIMELINE_AXIS (rail_timeline_axis_get_type ())
G_DECLARE_FINAL_TYPE (RailTimelineAxis, rail_timeline_axis, RAIL, TIMELINE_AXIS, GtkWidget)

void       rail_timeline_axis_set_timeline (RailTimelineAxis *self,
                                            RailTimeline     *timeline);
guint      rail_timeline_axis_get_n_clusters (RailTimelineAxis *self);

G_END_DECLS
