/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-renewal-private.h"

#include "project-fixture.h"

static gint64
parse (const char *text)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

/* Taken from the calendar, not from the code. */
static void
test_calendar (void)
{
  static const struct
  {
    const char *from;
    const char *to;
    int         months;
    gint64      rest;
    const char *new_from;
    const char *new_to;
  } cases[] = {
    /* ten years stay ten years, whatever leap years are between */
    { "2016-01-14T00:00:00Z", "2026-01-14T00:00:00Z", 120, 0, "2026-01-10T00:00:00Z", "2036-01-10T00:00:00Z" },
    { "2016-02-29T00:00:00Z", "2026-02-28T00:00:00Z", 120, 0, "2024-02-29T00:00:00Z", "2034-02-28T00:00:00Z" },
    /* a month from the last of January */
    { "2026-03-10T00:00:00Z", "2026-04-10T00:00:00Z", 1, 0, "2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z" },
    { "2026-03-10T00:00:00Z", "2026-04-10T00:00:00Z", 1, 0, "2028-01-31T00:00:00Z", "2028-02-29T00:00:00Z" },
    { "2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", 1, 0, "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z" },
    /* the last second of the last day is a whole month, too */
    { "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z", 12, -1, "2026-03-01T00:00:00Z", "2027-02-28T23:59:59Z" },
    { "2026-01-01T00:00:00Z", "2026-01-31T23:59:59Z", 1, -1, "2026-02-01T00:00:00Z", "2026-02-28T23:59:59Z" },
    /* what is no whole month is days */
    { "2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z", 0, 7 * 86400, "2026-02-25T00:00:00Z", "2026-03-04T00:00:00Z" },
    { "2026-01-15T12:00:00Z", "2027-01-20T12:00:00Z", 12, 5 * 86400, "2026-06-01T00:00:00Z", "2027-06-06T00:00:00Z" },
    { "2026-01-01T00:00:00Z", "2026-01-01T00:00:10Z", 0, 10, "2026-06-01T00:00:00Z", "2026-06-01T00:00:10Z" },
    /* the calendar ends with the year 9999 */
    { "2000-01-01T00:00:00Z", "9000-01-01T00:00:00Z", 84000, 0, "3026-01-01T00:00:00Z", "9999-12-31T23:59:59Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RailSpan span = rail_span_measure (parse (cases[i].from), parse (cases[i].to));

      g_test_message ("%s to %s", cases[i].from, cases[i].to);
      g_assert_cmpint (span.months, ==, cases[i].months);
      g_assert_cmpint (span.rest, ==, cases[i].rest);
      g_assert_cmpint (rail_span_add (span, parse (cases[i].from)), ==, parse (cases[i].to));
      g_assert_cmpint (rail_span_add (span, parse (cases[i].new_from)), ==, parse (cases[i].new_to));
    }
}

/* Whatever the two dates: measuring and adding from the same beginning gives the same end. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      gint64 from = (gint64) g_random_int_range (0, G_MAXINT32);
      gint64 to = from + (gint64) g_random_int_range (1, G_MAXINT32);
      RailSpan span;

      if (i % 2 == 0)
        {
          from -= from % 86400;
          to -= to % 86400;
        }
      if (to < from)
        continue;
      span = rail_span_measure (from, to);
      g_assert_cmpint (rail_span_add (span, from), ==, to);
      g_assert_cmpint (span.rest, >=, -1);
      g_assert_cmpint (span.rest, <, 31 * 86400);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/span/follows-the-calendar", test_calendar);
  g_test_add_func ("/project/span/measures-what-it-adds", test_round_trip);
  return g_test_run ();
}
