/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* How long something is valid. */
typedef struct
{
  guint       id;
  gint64      from;     /* seconds since 1970, UTC */
  gint64      to;       /* from RAIL_TIMELINE_NO_END on it has no end */
  RailStatus  status;
} RailTimelineSpan;

/* 9999-12-31: RFC 5280 writes “no end” as its last second; some write its first. */
#define RAIL_TIMELINE_NO_END G_GINT64_CONSTANT (253402214400)

/* A span on an axis of some width. */
typedef struct
{
  double      x;
  double      width;
  gboolean    is_before;    /* all of it is left of what is shown; then there is no width */
  gboolean    is_after;     /* … right of it */
  gboolean    cut_start;    /* it begins before what is shown */
  gboolean    cut_end;
} RailTimelineBar;

typedef struct
{
  double      x;
  gint64      time;
  char       *label;
} RailTimelineTick;

/* Ends that are too near to each other to be told apart. */
typedef struct
{
  double      x;            /* in their middle */
  guint       first;        /* position of the first one */
  guint       n;
  gint64      from;         /* when the first one ends */
  gint64      to;           /* when the last one does */
  RailStatus  worst;
} RailTimelineCluster;

/* Spans in the order of their ends, and what is shown of their time. It knows no widgets. */
#define RAIL_TYPE_TIMELINE (rail_timeline_get_type ())
G_DECLARE_FINAL_TYPE (RailTimeline, rail_timeline, RAIL, TIMELINE, GObject)

RailTimeline           *rail_timeline_new           (void);
void                    rail_timeline_set_spans     (RailTimeline           *self,
                                                     const RailTimelineSpan *spans,
                                                     guint                   n_spans,
                                                     gint64                  now);
void                    rail_timeline_set_project   (RailTimeline           *self,
                                                     RailProject            *project,
                                                     guint                   kinds);
guint                   rail_timeline_get_n_spans   (RailTimeline           *self);
const RailTimelineSpan *rail_timeline_get_span      (RailTimeline           *self,
                                                     guint                   position);
gint64                  rail_timeline_get_now       (RailTimeline           *self);
void                    rail_timeline_get_limits    (RailTimeline           *self,
                                                     gint64                 *out_from,
                                                     gint64                 *out_to);
void                    rail_timeline_get_shown     (RailTimeline           *self,
                                                     gint64                 *out_from,
                                                     gint64                 *out_to);
void                    rail_timeline_show          (RailTimeline           *self,
                                                     gint64                  from,
                                                     gint64                  to);
void                    rail_timeline_show_all      (RailTimeline           *self);
void                    rail_timeline_zoom          (RailTimeline           *self,
                                                     double                  factor,
                                                     double                  anchor);
void                    rail_timeline_move_to       (RailTimeline           *self,
                                                     gint64                  from);
gboolean                rail_timeline_can_zoom_in   (RailTimeline           *self);
gboolean                rail_timeline_can_zoom_out  (RailTimeline           *self);

double                  rail_timeline_get_x         (RailTimeline           *self,
                                                     gint64                  time,
                                                     double                  width);
void                    rail_timeline_get_bar       (RailTimeline           *self,
                                                     const RailTimelineSpan *span,
                                                     double                  width,
                                                     RailTimelineBar        *out_bar);
GArray                 *rail_timeline_list_ticks    (RailTimeline           *self,
                                                     double                  width,
                                                     double                  distance);
GArray                 *rail_timeline_list_clusters (RailTimeline           *self,
                                                     double                  width,
                                                     double                  distance);

G_END_DECLS
