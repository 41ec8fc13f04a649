/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-section.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Takes the date over. */
static char *
format (GDateTime  *date,
        const char *as)
{
  /* Outside of the years 1 to 9999, where no certificate can be. */
  char *text = date != NULL ? g_date_time_format (date, as) : g_strdup ("–");

  g_clear_pointer (&date, g_date_time_unref);
  return text;
}

static char *
format_date (gint64      unix_utc,
             const char *as)
{
  return format (g_date_time_new_from_unix_utc (unix_utc), as);
}

/**
 * rail_format_date:
 * @unix_utc: seconds since 1970 UTC
 *
 * Returns: (transfer full): date and time for people, such as “14 January 2037, 15:00:00 UTC”
 */
char *
rail_format_date (gint64 unix_utc)
{
  /* Translators: a date and time as GDateTime formats it; it always is in UTC, because certificates are */
  return format_date (unix_utc, C_("date and time", "%-d %B %Y, %H:%M:%S UTC"));
}

/**
 * rail_format_day:
 * @unix_utc: seconds since 1970 UTC
 *
 * Returns: (transfer full): the day in UTC for people, as short as a table needs it, such as “2037-01-14”
 */
char *
rail_format_day (gint64 unix_utc)
{
  /* Translators: a day in numbers as GDateTime formats it, with a year of four digits; English has one that nobody reads
   * as month before day */
  return format_date (unix_utc, C_("day", "%Y-%m-%d"));
}

/**
 * rail_format_local_time:
 * @unix_utc: seconds since 1970 UTC
 *
 * For what happened at a desk, where the clock on the wall counts.
 *
 * Returns: (transfer full): day and time in the time zone of this computer, such as “2037-01-14 15:00:00”
 */
char *
rail_format_local_time (gint64 unix_utc)
{
  /* Translators: a day and time in numbers as GDateTime formats it; the time zone is that of the computer */
  return format (g_date_time_new_from_unix_local (unix_utc), C_("local time", "%Y-%m-%d %H:%M:%S"));
}

/**
 * rail_format_date_iso:
 * @unix_utc: seconds since 1970 UTC
 *
 * Returns: (transfer full): date and time for programs, such as “2037-01-14T15:00:00Z” (ISO 8601)
 */
char *
rail_format_date_iso (gint64 unix_utc)
{
  return format_date (unix_utc, "%Y-%m-%dT%H:%M:%SZ");
}

/**
 * rail_format_hex:
 * @hex: hexadecimal digits without separators
 *
 * Returns: (transfer full): the same in pairs, such as “0A:1B:2C”
 */
char *
rail_format_hex (const char *hex)
{
  GString *text;

  g_return_val_if_fail (hex != NULL, NULL);

  text = g_string_sized_new (strlen (hex) * 3 / 2 + 1);
  for (gsize i = 0; hex[i] != '\0'; i++)
    {
      /* An odd number of digits begins with a single one. */
      if (i > 0 && (strlen (hex + i) % 2) == 0)
        g_string_append_c (text, ':');
      g_string_append_c (text, hex[i]);
    }
  return g_string_free (text, FALSE);
}

/**
 * rail_parse_date:
 * @text: “2037-01-14” or “2037-01-14T15:00:00Z” (ISO 8601); without a time zone it is UTC
 * @end_of_day: whether a day without time means its last second, as the end of a validity does
 * @out_unix_utc: (out): seconds since 1970 UTC, untouched if @text is no date
 *
 * Reads a date as people type it on the command line and in tables.
 *
 * Returns: whether @text is a date
 */
gboolean
rail_parse_date (const char *text,
                 gboolean    end_of_day,
                 gint64     *out_unix_utc)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) date = NULL;
  g_autofree char *full = NULL;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_unix_utc != NULL, FALSE);

  if (strchr (text, 'T') != NULL || strchr (text, ' ') != NULL)
    full = g_strdup (text);
  else
    full = g_strconcat (text, end_of_day ? "T23:59:59Z" : "T00:00:00Z", NULL);
  date = g_date_time_new_from_iso8601 (full, utc);
  if (date == NULL)
    return FALSE;

  *out_unix_utc = g_date_time_to_unix (date);
  return TRUE;
}
