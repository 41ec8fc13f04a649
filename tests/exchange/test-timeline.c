/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The time axis. The seconds are those of “date -u -d 2026-01-01 +%s”. */

#include "plant.h"
#include "rail-timeline.h"

#define DAY G_GINT64_CONSTANT (86400)
#define Y2024 G_GINT64_CONSTANT (1704067200)
#define Y2026 G_GINT64_CONSTANT (1767225600)
#define Y2027 G_GINT64_CONSTANT (1798761600)
#define Y2028 G_GINT64_CONSTANT (1830297600)
#define Y2030 G_GINT64_CONSTANT (1893456000)
#define Y2040 G_GINT64_CONSTANT (2208988800)
#define FEB_27_2028 G_GINT64_CONSTANT (1835222400)
#define NOW (Y2026 + 100 * DAY)
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)   /* 9999-12-31T23:59:59Z */

static RailTimeline *
new_timeline (const RailTimelineSpan *spans,
              guint                   n_spans)
{
  RailTimeline *self = rail_timeline_new ();

  rail_timeline_set_spans (self, spans, n_spans, NOW);
  return self;
}

/* 2024 to 2040, so that every test can show what it wants. */
static const RailTimelineSpan wide[] = {
  { 1, Y2024, Y2040, RAIL_STATUS_VALID },
};

static void
assert_ticks (RailTimeline *self,
              gint64        from,
              gint64        to,
              double        width,
              double        distance,
              const char   *expected)
{
  g_autoptr(GArray) ticks = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  rail_timeline_show (self, from, to);
  ticks = rail_timeline_list_ticks (self, width, distance);
  for (guint i = 0; i < ticks->len; i++)
    {
      RailTimelineTick *tick = &g_array_index (ticks, RailTimelineTick, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", tick->label);
      g_assert_cmpfloat_with_epsilon (tick->x, rail_timeline_get_x (self, tick->time, width), 0.001);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
ticks_are_at_sensible_units (void)
{
  g_autoptr(RailTimeline) self = new_timeline (wide, G_N_ELEMENTS (wide));

  /* 2026 has 365 days, on 365 units a day each. */
  assert_ticks (self, Y2026, Y2027 - 1, 365, 28, "Jan 2026|Feb 2026|Mar 2026|Apr 2026|May 2026|Jun 2026|Jul 2026|"
                                                 "Aug 2026|Sep 2026|Oct 2026|Nov 2026|Dec 2026");
  assert_ticks (self, Y2026, Y2027, 365, 80, "Jan 2026|Apr 2026|Jul 2026|Oct 2026|Jan 2027");
  assert_ticks (self, Y2026, Y2030, 400, 90, "2026|2027|2028|2029|2030");
  assert_ticks (self, Y2024, Y2040, 800, 90, "2024|2026|2028|2030|2032|2034|2036|2038|2040");
  assert_ticks (self, Y2024, Y2040, 400, 90, "2025|2030|2035|2040");
  /* Weeks begin on Mondays: the 5th of January 2026 is one. */
  assert_ticks (self, Y2026, Y2026 + 28 * DAY, 400, 90, "5 Jan 2026|12 Jan 2026|19 Jan 2026|26 Jan 2026");
  assert_ticks (self, Y2026, Y2026 + 7 * DAY, 800, 90,
                "1 Jan 2026|2 Jan 2026|3 Jan 2026|4 Jan 2026|5 Jan 2026|6 Jan 2026|7 Jan 2026|8 Jan 2026");
}

/* The ticks of months are as far apart as the months are long. */
static void
leap_day_is_a_day (void)
{
  g_autoptr(RailTimeline) self = new_timeline (wide, G_N_ELEMENTS (wide));
  g_autoptr(GArray) months = NULL;

  assert_ticks (self, FEB_27_2028, FEB_27_2028 + 7 * DAY, 800, 90,
                "27 Feb 2028|28 Feb 2028|29 Feb 2028|1 Mar 2028|2 Mar 2028|3 Mar 2028|4 Mar 2028|5 Mar 2028");
  rail_timeline_show (self, Y2028, Y2028 + 366 * DAY);
  months = rail_timeline_list_ticks (self, 366, 28);
  g_assert_cmpuint (months->len, ==, 13);
  g_assert_cmpfloat_with_epsilon (g_array_index (months, RailTimelineTick, 1).x, 31, 0.001);
  g_assert_cmpfloat_with_epsilon (g_array_index (months, RailTimelineTick, 2).x, 31 + 29, 0.001);
  g_assert_cmpfloat_with_epsilon (g_array_index (months, RailTimelineTick, 12).x, 366, 0.001);
}

static void
assert_bar (RailTimeline *self,
            gint64        from,
            gint64        to,
            double        x,
            double        width,
            gboolean      cut_start,
            gboolean      cut_end)
{
  RailTimelineSpan span = { 7, from, to, RAIL_STATUS_VALID };
  RailTimelineBar bar;

  rail_timeline_get_bar (self, &span, 365, &bar);
  g_assert_false (bar.is_before || bar.is_after);
  g_assert_cmpfloat_with_epsilon (bar.x, x, 0.001);
  g_assert_cmpfloat_with_epsilon (bar.width, width, 0.001);
  g_assert_cmpint (bar.cut_start, ==, cut_start);
  g_assert_cmpint (bar.cut_end, ==, cut_end);
}

static void
bars_are_cut_at_the_edges (void)
{
  g_autoptr(RailTimeline) self = new_timeline (wide, G_N_ELEMENTS (wide));
  RailTimelineSpan before = { 1, Y2024, Y2026 - 1, RAIL_STATUS_EXPIRED };
  RailTimelineSpan after = { 2, Y2027 + 1, Y2030, RAIL_STATUS_NOT_YET_VALID };
  RailTimelineBar bar;

  rail_timeline_show (self, Y2026, Y2027);
  assert_bar (self, Y2026 + 10 * DAY, Y2026 + 30 * DAY, 10, 20, FALSE, FALSE);
  assert_bar (self, Y2024, Y2026 + 30 * DAY, 0, 30, TRUE, FALSE);
  assert_bar (self, Y2026 + 10 * DAY, Y2030, 10, 355, FALSE, TRUE);
  assert_bar (self, Y2024, Y2030, 0, 365, TRUE, TRUE);
  assert_bar (self, Y2026, Y2027, 0, 365, FALSE, FALSE);
  /* Without an end it goes on beyond every edge. */
  assert_bar (self, Y2026 + 10 * DAY, LAST_SECOND, 10, 355, FALSE, TRUE);
  assert_bar (self, Y2024, RAIL_TIMELINE_NO_END, 0, 365, TRUE, TRUE);

  rail_timeline_get_bar (self, &before, 365, &bar);
  g_assert_true (bar.is_before && !bar.is_after);
  g_assert_cmpfloat (bar.x, ==, 0);
  rail_timeline_get_bar (self, &after, 365, &bar);
  g_assert_true (bar.is_after && !bar.is_before);
  g_assert_cmpfloat (bar.x, ==, 365);
}

static void
no_end_does_not_stretch_the_axis (void)
{
  static const RailTimelineSpan spans[] = {
    { 1, Y2024, LAST_SECOND, RAIL_STATUS_VALID },
    { 2, Y2026, Y2030, RAIL_STATUS_VALID },
  };
  g_autoptr(RailTimeline) self = new_timeline (spans, G_N_ELEMENTS (spans));
  g_autoptr(GArray) clusters = NULL;
  gint64 from, to;

  rail_timeline_get_limits (self, &from, &to);
  g_assert_cmpint (from, <, Y2024);
  g_assert_cmpint (from, >, Y2024 - 366 * DAY);
  g_assert_cmpint (to, >, Y2030);
  g_assert_cmpint (to, <, Y2030 + 366 * DAY);
  /* And it never expires. */
  clusters = rail_timeline_list_clusters (self, 500, 20);
  g_assert_cmpuint (clusters->len, ==, 1);
  g_assert_cmpuint (g_array_index (clusters, RailTimelineCluster, 0).n, ==, 1);
  g_assert_cmpuint (rail_timeline_get_span (self, 1)->id, ==, 1);
}

static void
today_is_always_within (void)
{
  static const RailTimelineSpan old[] = { { 1, Y2024, Y2024 + 30 * DAY, RAIL_STATUS_EXPIRED } };
  static const RailTimelineSpan future[] = { { 1, Y2030, Y2040, RAIL_STATUS_NOT_YET_VALID } };
  g_autoptr(RailTimeline) self = rail_timeline_new ();
  gint64 from, to;

  rail_timeline_set_spans (self, NULL, 0, NOW);
  rail_timeline_get_limits (self, &from, &to);
  g_assert_true (from <= NOW && NOW < to);
  rail_timeline_set_spans (self, old, 1, NOW);
  rail_timeline_get_shown (self, &from, &to);
  g_assert_true (from < Y2024 && NOW < to);
  rail_timeline_set_spans (self, future, 1, NOW);
  rail_timeline_get_shown (self, &from, &to);
  g_assert_true (from < NOW && Y2040 < to);
}

static void
ends_near_each_other_are_one_cluster (void)
{
  static const RailTimelineSpan spans[] = {
    { 5, Y2024, Y2026 + 200 * DAY, RAIL_STATUS_VALID },
    { 4, Y2024, Y2026 + 110 * DAY, RAIL_STATUS_EXPIRING },
    { 3, Y2024, Y2026 + 100 * DAY - 1, RAIL_STATUS_EXPIRED },
    { 2, Y2024, Y2026 + 120 * DAY, RAIL_STATUS_REVOKED },
    { 1, Y2024, Y2026 + 200 * DAY, RAIL_STATUS_VALID },
    { 6, Y2024, Y2040, RAIL_STATUS_VALID },
    { 7, Y2024, Y2024 + DAY, RAIL_STATUS_EXPIRED },
  };
  g_autoptr(RailTimeline) self = new_timeline (spans, G_N_ELEMENTS (spans));
  g_autoptr(GArray) clusters = NULL;
  RailTimelineCluster *first, *second;
  guint ids[] = { 7, 3, 4, 2, 1, 5, 6 };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpuint (rail_timeline_get_span (self, i)->id, ==, ids[i]);
  rail_timeline_show (self, Y2026, Y2027);
  clusters = rail_timeline_list_clusters (self, 365, 24);
  g_assert_cmpuint (clusters->len, ==, 2);
  first = &g_array_index (clusters, RailTimelineCluster, 0);
  g_assert_cmpuint (first->first, ==, 1);
  g_assert_cmpuint (first->n, ==, 3);
  g_assert_cmpint (first->worst, ==, RAIL_STATUS_EXPIRED);
  g_assert_cmpint (first->from, ==, Y2026 + 100 * DAY - 1);
  g_assert_cmpint (first->to, ==, Y2026 + 120 * DAY);
  g_assert_cmpfloat_with_epsilon (first->x, 110, 0.001);
  second = &g_array_index (clusters, RailTimelineCluster, 1);
  g_assert_cmpuint (second->first, ==, 4);
  g_assert_cmpuint (second->n, ==, 2);
  g_assert_cmpfloat_with_epsilon (second->x, 200, 0.001);
}

static void
zoom_keeps_its_anchor_and_its_limits (void)
{
  g_autoptr(RailTimeline) self = new_timeline (wide, G_N_ELEMENTS (wide));
  gint64 limits[2];
  gint64 from, to;

  rail_timeline_show (self, Y2026, Y2026 + 400 * DAY);
  rail_timeline_zoom (self, 2, 0.25);
  rail_timeline_get_shown (self, &from, &to);
  g_assert_cmpint (from, ==, Y2026 + 50 * DAY);
  g_assert_cmpint (to, ==, Y2026 + 250 * DAY);
  rail_timeline_zoom (self, 1e6, 0.5);
  rail_timeline_get_shown (self, &from, &to);
  g_assert_cmpint (to - from, ==, 7 * DAY);
  g_assert_false (rail_timeline_can_zoom_in (self));
  rail_timeline_zoom (self, 1e-6, 0.5);
  rail_timeline_get_shown (self, &from, &to);
  rail_timeline_get_limits (self, &limits[0], &limits[1]);
  g_assert_cmpint (from, ==, limits[0]);
  g_assert_cmpint (to, ==, limits[1]);
  g_assert_false (rail_timeline_can_zoom_out (self));

  /* Nobody gets lost beyond the ends. */
  rail_timeline_show (self, Y2026, Y2027);
  rail_timeline_move_to (self, Y2040 + 10000 * DAY);
  rail_timeline_get_shown (self, &from, &to);
  g_assert_cmpint (to, ==, limits[1]);
  g_assert_cmpint (to - from, ==, Y2027 - Y2026);
  rail_timeline_move_to (self, G_MININT64 / 2);
  rail_timeline_get_shown (self, &from, &to);
  g_assert_cmpint (from, ==, limits[0]);
}

static void
shown_time_outlives_a_change (void)
{
  static const RailTimelineSpan more[] = {
    { 1, Y2024, Y2040, RAIL_STATUS_VALID },
    { 2, Y2026, Y2030, RAIL_STATUS_VALID },
  };
  g_autoptr(RailTimeline) self = new_timeline (wide, G_N_ELEMENTS (wide));
  gint64 from, to;

  rail_timeline_show (self, Y2026, Y2027);
  rail_timeline_set_spans (self, more, G_N_ELEMENTS (more), NOW);
  rail_timeline_get_shown (self, &from, &to);
  g_assert_cmpint (from, ==, Y2026);
  g_assert_cmpint (to, ==, Y2027);
}

/* From the year 1 to the year 9999, and an axis so narrow that nothing fits. */
static void
extremes_end (void)
{
  static const RailTimelineSpan spans[] = {
    { 1, G_GINT64_CONSTANT (-62135596800), RAIL_TIMELINE_NO_END - 1, RAIL_STATUS_VALID },
    { 2, Y2030, Y2026, RAIL_STATUS_EXPIRED },   /* ends before it begins */
  };
  g_autoptr(RailTimeline) self = new_timeline (spans, G_N_ELEMENTS (spans));
  g_autoptr(GArray) ticks = rail_timeline_list_ticks (self, 1000, 90);
  g_autoptr(GArray) few = rail_timeline_list_ticks (self, 1, 90);
  RailTimelineBar bar;

  g_assert_cmpstr (g_array_index (ticks, RailTimelineTick, 1).label, ==, "1000");
  g_assert_cmpuint (ticks->len, ==, 10);
  g_assert_cmpuint (few->len, <=, 10);
  rail_timeline_get_bar (self, rail_timeline_get_span (self, 0), 1000, &bar);
  g_assert_cmpfloat (bar.width, ==, 0);
}

static void
kinds_are_filtered (Plant         *plant,
                    gconstpointer  data)
{
  g_autoptr(RailTimeline) self = rail_timeline_new ();

  rail_timeline_set_project (self, plant->project, 1 << RAIL_ENTRY_CA);
  g_assert_cmpuint (rail_timeline_get_n_spans (self), ==, 2);
  rail_timeline_set_project (self, plant->project, 1 << RAIL_ENTRY_DEVICE);
  for (guint i = 0; i < rail_timeline_get_n_spans (self); i++)
    if (rail_timeline_get_span (self, i)->id == rail_entry_get_id (plant->revoked))
      g_assert_cmpint (rail_timeline_get_span (self, i)->status, ==, RAIL_STATUS_REVOKED);
  g_assert_cmpuint (rail_timeline_get_n_spans (self), ==,
                    g_list_model_get_n_items (rail_project_get_entries (plant->project)) - 2);
  rail_timeline_set_project (self, NULL, ~0u);
  g_assert_cmpuint (rail_timeline_get_n_spans (self), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/timeline/ticks-are-at-sensible-units", ticks_are_at_sensible_units);
  g_test_add_func ("/exchange/timeline/leap-day-is-a-day", leap_day_is_a_day);
  g_test_add_func ("/exchange/timeline/bars-are-cut-at-the-edges", bars_are_cut_at_the_edges);
  g_test_add_func ("/exchange/timeline/no-end-does-not-stretch-the-axis", no_end_does_not_stretch_the_axis);
  g_test_add_func ("/exchange/timeline/today-is-always-within", today_is_always_within);
  g_test_add_func ("/exchange/timeline/ends-near-each-other-are-one-cluster", ends_near_each_other_are_one_cluster);
  g_test_add_func ("/exchange/timeline/zoom-keeps-its-anchor-and-its-limits", zoom_keeps_its_anchor_and_its_limits);
  g_test_add_func ("/exchange/timeline/shown-time-outlives-a-change", shown_time_outlives_a_change);
  g_test_add_func ("/exchange/timeline/extremes-end", extremes_end);
  plant_test ("/exchange/timeline/kinds-are-filtered", kinds_are_filtered);

  return g_test_run ();
}
