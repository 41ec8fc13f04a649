/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-renewal-private.h"

/* RFC 5280 §4.1.2.5: a certificate that ends then has no end. */
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)

static gint64
add_months (gint64 from,
            int    months)
{
  g_autoptr(GDateTime) start = g_date_time_new_from_unix_utc (from);
  g_autoptr(GDateTime) end = start != NULL ? g_date_time_add_months (start, months) : NULL;

  return end != NULL ? g_date_time_to_unix (end) : LAST_SECOND;
}

static int
count_months (gint64 time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time);

  return date != NULL ? g_date_time_get_year (date) * 12 + g_date_time_get_month (date) : 0;
}

/*< private >
 * rail_span_measure:
 * @from: a beginning, in seconds since 1970 UTC
 * @to: an end, not before it
 *
 * Measures a validity as people think of it: 1 January to 31 December, or to the next 1 January, is twelve months.
 *
 * Returns: the calendar months between the two, and what is left in seconds; −1 if the end is the last second of the
 *   last month
 */
RailSpan
rail_span_measure (gint64 from,
                   gint64 to)
{
  RailSpan span = { MAX (count_months (to) - count_months (from) + 1, 0), 0 };

  while (span.months > 0 && add_months (from, span.months) - 1 > to)
    span.months--;
  span.rest = to - add_months (from, span.months);
  return span;
}

/*< private >
 * rail_span_add:
 * @span: a span
 * @from: a beginning, in seconds since 1970 UTC
 *
 * A month from 31 January ends on the last day of February.
 *
 * Returns: the end, at most the last second of the year 9999
 */
gint64
rail_span_add (RailSpan span,
               gint64   from)
{
  return MIN (add_months (from, span.months) + span.rest, LAST_SECOND);
}
