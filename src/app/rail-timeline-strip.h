/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-timeline.h"

G_BEGIN_DECLS

/* One span on the time axis: a bar in the colour and the pattern of its status, with today behind it. */
#define RAIL_TYPE_TIMELINE_STRIP (rail_timeline_strip_get_type ())
G_DECLARE_FINAL_TYPE (RailTimelineStrip, rail_timeline_strip, RAIL, TIMELINE_STRIP, GtkWidget)

GtkWidget *rail_timeline_strip_new  (void);
void       rail_timeline_strip_show (RailTimelineStrip      *self,
                                     RailTimeline           *timeline,
                                     const RailTimelineSpan *span);

/* What strips and the axis above them share. */
double     rail_timeline_get_tick_distance (double     width);
const GdkRGBA *rail_timeline_find_colour (GtkWidget      *widget,
                                          const char     *name,
                                          double          alpha,
                                          GdkRGBA        *out_colour);
const char *rail_timeline_get_colour_name (RailStatus     status);
void       rail_timeline_draw_times     (GtkWidget       *widget,
                                         GtkSnapshot     *snapshot,
                                         RailTimeline    *timeline,
                                         double           top);

G_END_DECLS
