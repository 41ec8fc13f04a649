/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-timeline.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DAY G_GINT64_CONSTANT (86400)
#define YEAR (365 * DAY + DAY / 4)
#define LEAST (7 * DAY)       /* what can be shown at least */
#define MARGIN 0.02           /* on each side of everything, as a part of it */
#define FIRST_TIME G_GINT64_CONSTANT (-62135596800)   /* 0001-01-01, before which there are no dates */

typedef enum
{
  UNIT_DAY,
  UNIT_WEEK,
  UNIT_MONTH,
  UNIT_YEAR,
} Unit;

/* The steps between ticks, from the shortest. */
static const struct
{
  Unit   unit;
  int    n;
  gint64 seconds;    /* about */
} steps[] = {
  { UNIT_DAY, 1, DAY },           { UNIT_WEEK, 1, 7 * DAY },      { UNIT_MONTH, 1, YEAR / 12 },
  { UNIT_MONTH, 3, YEAR / 4 },    { UNIT_MONTH, 6, YEAR / 2 },    { UNIT_YEAR, 1, YEAR },
  { UNIT_YEAR, 2, 2 * YEAR },     { UNIT_YEAR, 5, 5 * YEAR },     { UNIT_YEAR, 10, 10 * YEAR },
  { UNIT_YEAR, 20, 20 * YEAR },   { UNIT_YEAR, 50, 50 * YEAR },   { UNIT_YEAR, 100, 100 * YEAR },
  { UNIT_YEAR, 500, 500 * YEAR }, { UNIT_YEAR, 1000, 1000 * YEAR },
};

struct _RailTimeline
{
  GObject  parent_instance;

  GArray  *spans;       /* of RailTimelineSpan, by end */
  gint64   now;
  gint64   limits[2];   /* all there is, with today */
  gint64   shown[2];
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailTimeline, rail_timeline, G_TYPE_OBJECT)

/*
 * Auxiliary methods
 */

static int
compare_spans_cb (gconstpointer a,
                  gconstpointer b)
{
  const RailTimelineSpan *span_a = a;
  const RailTimelineSpan *span_b = b;

  if (span_a->to != span_b->to)
    return span_a->to < span_b->to ? -1 : 1;
  return span_a->id < span_b->id ? -1 : span_a->id > span_b->id;
}

/* Today is always within, and some time after it, so that an axis of nothing but old certificates has a future. */
static void
find_limits (RailTimeline *self)
{
  gint64 from = self->now;
  gint64 to = self->now + YEAR;
  gint64 margin;

  for (guint i = 0; i < self->spans->len; i++)
    {
      const RailTimelineSpan *span = &g_array_index (self->spans, RailTimelineSpan, i);

      from = MIN (from, span->from);
      if (span->to < RAIL_TIMELINE_NO_END)
        to = MAX (to, span->to);
    }
  margin = (gint64) ((double) (to - from) * MARGIN);
  self->limits[0] = MAX (from - margin, FIRST_TIME);
  self->limits[1] = MIN (to + margin, RAIL_TIMELINE_NO_END);
}

static gint64
get_length (const gint64 *range)
{
  return range[1] - range[0];
}

/* The nearest range that is within the limits and not too short. */
static gboolean
set_shown (RailTimeline *self,
           gint64        from,
           gint64        length)
{
  gint64 old[2] = { self->shown[0], self->shown[1] };

  length = CLAMP (length, MIN (LEAST, get_length (self->limits)), get_length (self->limits));
  from = CLAMP (from, self->limits[0], self->limits[1] - length);
  self->shown[0] = from;
  self->shown[1] = from + length;
  return old[0] != self->shown[0] || old[1] != self->shown[1];
}

/* What needs attention first. */
static guint
get_rank (RailStatus status)
{
  switch (status)
    {
    case RAIL_STATUS_EXPIRED:
      return 4;
    case RAIL_STATUS_EXPIRING:
      return 3;
    case RAIL_STATUS_NOT_YET_VALID:
      return 2;
    case RAIL_STATUS_VALID:
      return 1;
    case RAIL_STATUS_REVOKED:
    default:
      return 0;
    }
}

/*
 * Ticks
 */

static void
clear_tick (gpointer data)
{
  g_free (((RailTimelineTick *) data)->label);
}

/* The first one at or before a time: the calendar decides, not a number of seconds. */
static GDateTime *
floor_time (gint64 time,
            Unit   unit,
            int    n)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time);
  g_autoptr(GDateTime) day = NULL;
  int year, month, day_of_month;

  if (date == NULL)
    return NULL;
  g_date_time_get_ymd (date, &year, &month, &day_of_month);
  switch (unit)
    {
    case UNIT_MONTH:
      return g_date_time_new_utc (year, (month - 1) / n * n + 1, 1, 0, 0, 0);
    case UNIT_YEAR:
      return g_date_time_new_utc (MAX (year / n * n, 1), 1, 1, 0, 0, 0);
    case UNIT_WEEK:
      day = g_date_time_new_utc (year, month, day_of_month, 0, 0, 0);
      return g_date_time_add_days (day, 1 - g_date_time_get_day_of_week (day));
    case UNIT_DAY:
    default:
      return g_date_time_new_utc (year, month, day_of_month, 0, 0, 0);
    }
}

/* Beyond the year 9999 there is none. */
static GDateTime *
add_step (GDateTime *date,
          Unit       unit,
          int        n)
{
  switch (unit)
    {
    case UNIT_MONTH:
      return g_date_time_add_months (date, n);
    case UNIT_YEAR:
      /* Year 1 stands for 0, which there is not. */
      return g_date_time_add_years (date, g_date_time_get_year (date) == 1 ? MAX (n - 1, 1) : n);
    case UNIT_WEEK:
      return g_date_time_add_weeks (date, n);
    case UNIT_DAY:
    default:
      return g_date_time_add_days (date, n);
    }
}

static char *
make_label (GDateTime *date,
            Unit       unit)
{
  if (unit == UNIT_YEAR)
    return g_strdup_printf ("%d", g_date_time_get_year (date));
  if (unit == UNIT_MONTH)
    /* Translators: month and year on a time axis, as GDateTime formats it: “Nov 2026” */
    return g_date_time_format (date, C_("time axis", "%b %Y"));
  /* Translators: day, month and year on a time axis, as GDateTime formats it: “9 Nov 2026” */
  return g_date_time_format (date, C_("time axis", "%-d %b %Y"));
}

/*
 * Overrides
 */

static void
rail_timeline_finalize (GObject *object)
{
  g_array_unref (RAIL_TIMELINE (object)->spans);

  G_OBJECT_CLASS (rail_timeline_parent_class)->finalize (object);
}

static void
rail_timeline_class_init (RailTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_timeline_finalize;

  /**
   * RailTimeline::changed:
   *
   * There are other spans, or another time is shown.
   */
  signals[CHANGED] = g_signal_new ("changed", RAIL_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
rail_timeline_init (RailTimeline *self)
{
  self->spans = g_array_new (FALSE, FALSE, sizeof (RailTimelineSpan));
  find_limits (self);
  set_shown (self, self->limits[0], get_length (self->limits));
}

/*
 * Public methods
 */

/**
 * rail_timeline_new:
 *
 * Returns: (transfer full): a time axis of nothing
 */
RailTimeline *
rail_timeline_new (void)
{
  return g_object_new (RAIL_TYPE_TIMELINE, NULL);
}

/**
 * rail_timeline_set_spans:
 * @self: a time axis
 * @spans: (array length=n_spans): what is on it
 * @n_spans: how many
 * @now: seconds since 1970, UTC
 *
 * Replaces what is on the axis. If all was shown before, all is shown again, else the same time as far as there is one.
 */
void
rail_timeline_set_spans (RailTimeline           *self,
                         const RailTimelineSpan *spans,
                         guint                   n_spans,
                         gint64                  now)
{
  gboolean shows_all;

  g_return_if_fail (RAIL_IS_TIMELINE (self));
  g_return_if_fail (spans != NULL || n_spans == 0);

  shows_all = get_length (self->shown) == get_length (self->limits);
  g_array_set_size (self->spans, 0);
  if (n_spans > 0)
    g_array_append_vals (self->spans, spans, n_spans);
  g_array_sort (self->spans, compare_spans_cb);
  self->now = now;
  find_limits (self);
  if (shows_all)
    set_shown (self, self->limits[0], get_length (self->limits));
  else
    set_shown (self, self->shown[0], get_length (self->shown));
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * rail_timeline_set_project:
 * @self: a time axis
 * @project: (nullable): a project
 * @kinds: the kinds of entries, a bit of 1 << #RailEntryKind each
 *
 * Takes the certificates of @project. What is still requested has none yet.
 */
void
rail_timeline_set_project (RailTimeline *self,
                           RailProject  *project,
                           guint         kinds)
{
  g_autoptr(GArray) spans = g_array_new (FALSE, FALSE, sizeof (RailTimelineSpan));
  GListModel *entries;
  gint64 now;

  g_return_if_fail (RAIL_IS_TIMELINE (self));
  g_return_if_fail (project == NULL || RAIL_IS_PROJECT (project));

  entries = project != NULL ? rail_project_get_entries (project) : NULL;
  now = project != NULL ? rail_environment_get_now (rail_project_get_environment (project)) : self->now;
  for (guint i = 0; entries != NULL && i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailCertificate *certificate = rail_entry_get_certificate (entry);
      RailTimelineSpan span = { rail_entry_get_id (entry), rail_certificate_get_not_before (certificate),
                                rail_certificate_get_not_after (certificate), RAIL_STATUS_VALID };

      if ((kinds & (1u << rail_entry_get_kind (entry))) == 0 || rail_entry_get_requested (entry) != 0)
        continue;
      span.status = rail_entry_get_status (entry, now, NULL);
      g_array_append_val (spans, span);
    }
  rail_timeline_set_spans (self, (RailTimelineSpan *) (gpointer) spans->data, spans->len, now);
}

/**
 * rail_timeline_get_n_spans:
 * @self: a time axis
 *
 * Returns: how many spans there are
 */
guint
rail_timeline_get_n_spans (RailTimeline *self)
{
  g_return_val_if_fail (RAIL_IS_TIMELINE (self), 0);

  return self->spans->len;
}

/**
 * rail_timeline_get_span:
 * @self: a time axis
 * @position: which, by their ends
 *
 * Returns: (transfer none): the span
 */
const RailTimelineSpan *
rail_timeline_get_span (RailTimeline *self,
                        guint         position)
{
  g_return_val_if_fail (RAIL_IS_TIMELINE (self), NULL);
  g_return_val_if_fail (position < self->spans->len, NULL);

  return &g_array_index (self->spans, RailTimelineSpan, position);
}

/**
 * rail_timeline_get_now:
 * @self: a time axis
 *
 * Returns: today
 */
gint64
rail_timeline_get_now (RailTimeline *self)
{
  g_return_val_if_fail (RAIL_IS_TIMELINE (self), 0);

  return self->now;
}

/**
 * rail_timeline_get_limits:
 * @self: a time axis
 * @out_from: (out): the earliest time that can be shown
 * @out_to: (out): the latest one
 */
void
rail_timeline_get_limits (RailTimeline *self,
                          gint64       *out_from,
                          gint64       *out_to)
{
  g_return_if_fail (RAIL_IS_TIMELINE (self));

  *out_from = self->limits[0];
  *out_to = self->limits[1];
}

/**
 * rail_timeline_get_shown:
 * @self: a time axis
 * @out_from: (out): the time at its left end
 * @out_to: (out): the time at its right end
 */
void
rail_timeline_get_shown (RailTimeline *self,
                         gint64       *out_from,
                         gint64       *out_to)
{
  g_return_if_fail (RAIL_IS_TIMELINE (self));

  *out_from = self->shown[0];
  *out_to = self->shown[1];
}

/**
 * rail_timeline_show:
 * @self: a time axis
 * @from: the time at its left end
 * @to: the time at its right end
 *
 * Shows that time, as far as it is within the limits and not shorter than a week.
 */
void
rail_timeline_show (RailTimeline *self,
                    gint64        from,
                    gint64        to)
{
  g_return_if_fail (RAIL_IS_TIMELINE (self));
  g_return_if_fail (from <= to);

  if (set_shown (self, from, to - from))
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * rail_timeline_show_all:
 * @self: a time axis
 *
 * Shows all the time there is.
 */
void
rail_timeline_show_all (RailTimeline *self)
{
  g_return_if_fail (RAIL_IS_TIMELINE (self));

  rail_timeline_show (self, self->limits[0], self->limits[1]);
}

/**
 * rail_timeline_zoom:
 * @self: a time axis
 * @factor: how many times longer a day becomes
 * @anchor: what stays where it is, 0…1 from the left end
 */
void
rail_timeline_zoom (RailTimeline *self,
                    double        factor,
                    double        anchor)
{
  double length;
  double fixed;

  g_return_if_fail (RAIL_IS_TIMELINE (self));
  g_return_if_fail (factor > 0);

  anchor = CLAMP (anchor, 0, 1);
  fixed = (double) self->shown[0] + anchor * (double) get_length (self->shown);
  length = CLAMP ((double) get_length (self->shown) / factor, LEAST, (double) get_length (self->limits));
  if (set_shown (self, (gint64) (fixed - anchor * length), (gint64) length))
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * rail_timeline_move_to:
 * @self: a time axis
 * @from: the time at its left end
 *
 * Shows as much time as before, from there on.
 */
void
rail_timeline_move_to (RailTimeline *self,
                       gint64        from)
{
  g_return_if_fail (RAIL_IS_TIMELINE (self));

  if (set_shown (self, from, get_length (self->shown)))
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * rail_timeline_can_zoom_in:
 * @self: a time axis
 *
 * Returns: whether less time can be shown
 */
gboolean
rail_timeline_can_zoom_in (RailTimeline *self)
{
  g_return_val_if_fail (RAIL_IS_TIMELINE (self), FALSE);

  return get_length (self->shown) > LEAST;
}

/**
 * rail_timeline_can_zoom_out:
 * @self: a time axis
 *
 * Returns: whether more time can be shown
 */
gboolean
rail_timeline_can_zoom_out (RailTimeline *self)
{
  g_return_val_if_fail (RAIL_IS_TIMELINE (self), FALSE);

  return get_length (self->shown) < get_length (self->limits);
}

/**
 * rail_timeline_get_x:
 * @self: a time axis
 * @time: seconds since 1970, UTC
 * @width: of the axis
 *
 * Returns: where that time is, from the left end; it may be outside
 */
double
rail_timeline_get_x (RailTimeline *self,
                     gint64        time,
                     double        width)
{
  g_return_val_if_fail (RAIL_IS_TIMELINE (self), 0);

  return ((double) time - (double) self->shown[0]) / (double) get_length (self->shown) * width;
}

/**
 * rail_timeline_get_bar:
 * @self: a time axis
 * @span: a span
 * @width: of the axis
 * @out_bar: (out caller-allocates): where it is
 */
void
rail_timeline_get_bar (RailTimeline           *self,
                       const RailTimelineSpan *span,
                       double                  width,
                       RailTimelineBar        *out_bar)
{
  gboolean has_end;
  double left, right;

  g_return_if_fail (RAIL_IS_TIMELINE (self));
  g_return_if_fail (span != NULL);

  memset (out_bar, 0, sizeof *out_bar);
  has_end = span->to < RAIL_TIMELINE_NO_END;
  out_bar->is_before = has_end && span->to < self->shown[0];
  out_bar->is_after = span->from > self->shown[1];
  if (out_bar->is_before || out_bar->is_after)
    {
      out_bar->x = out_bar->is_before ? 0 : width;
      return;
    }
  out_bar->cut_start = span->from < self->shown[0];
  out_bar->cut_end = !has_end || span->to > self->shown[1];
  left = out_bar->cut_start ? 0 : rail_timeline_get_x (self, span->from, width);
  right = out_bar->cut_end ? width : rail_timeline_get_x (self, span->to, width);
  out_bar->x = left;
  out_bar->width = MAX (right - left, 0);
}

/**
 * rail_timeline_list_ticks:
 * @self: a time axis
 * @width: of the axis
 * @distance: how far two ticks have to be from each other, for their labels
 *
 * Returns: (transfer full) (element-type RailTimelineTick): ticks at the beginning of days, weeks, months or years
 */
GArray *
rail_timeline_list_ticks (RailTimeline *self,
                          double        width,
                          double        distance)
{
  GArray *ticks;
  g_autoptr(GDateTime) date = NULL;
  guint step = 0;

  g_return_val_if_fail (RAIL_IS_TIMELINE (self), NULL);
  g_return_val_if_fail (distance > 0, NULL);

  ticks = g_array_new (FALSE, FALSE, sizeof (RailTimelineTick));
  g_array_set_clear_func (ticks, clear_tick);
  while (step + 1 < G_N_ELEMENTS (steps) &&
         (double) steps[step].seconds / (double) get_length (self->shown) * width < distance)
    step++;
  date = floor_time (self->shown[0], steps[step].unit, steps[step].n);
  while (date != NULL && g_date_time_to_unix (date) <= self->shown[1])
    {
      GDateTime *next = add_step (date, steps[step].unit, steps[step].n);
      RailTimelineTick tick = { .time = g_date_time_to_unix (date) };

      if (tick.time >= self->shown[0])
        {
          tick.x = rail_timeline_get_x (self, tick.time, width);
          tick.label = make_label (date, steps[step].unit);
          g_array_append_val (ticks, tick);
        }
      g_date_time_unref (date);
      date = next;
    }
  return ticks;
}

/**
 * rail_timeline_list_clusters:
 * @self: a time axis
 * @width: of the axis
 * @distance: how wide a cluster may be
 *
 * Returns: (transfer full) (element-type RailTimelineCluster): the ends that are shown, from left to right; together
 *   each is in one of them
 */
GArray *
rail_timeline_list_clusters (RailTimeline *self,
                             double        width,
                             double        distance)
{
  GArray *clusters;
  double left = 0;

  g_return_val_if_fail (RAIL_IS_TIMELINE (self), NULL);

  clusters = g_array_new (FALSE, FALSE, sizeof (RailTimelineCluster));
  for (guint i = 0; i < self->spans->len; i++)
    {
      const RailTimelineSpan *span = &g_array_index (self->spans, RailTimelineSpan, i);
      double x = rail_timeline_get_x (self, span->to, width);
      RailTimelineCluster *last = clusters->len > 0 ? &g_array_index (clusters, RailTimelineCluster, clusters->len - 1)
                                                    : NULL;

      if (span->to < self->shown[0])
        continue;
      if (span->to > self->shown[1] || span->to >= RAIL_TIMELINE_NO_END)
        break;
      if (last != NULL && x - left <= distance)
        {
          last->n++;
          last->to = span->to;
          last->x = (left + x) / 2;
          if (get_rank (span->status) > get_rank (last->worst))
            last->worst = span->status;
        }
      else
        {
          RailTimelineCluster cluster = { x, i, 1, span->to, span->to, span->status };

          left = x;
          g_array_append_val (clusters, cluster);
        }
    }
  return clusters;
}
