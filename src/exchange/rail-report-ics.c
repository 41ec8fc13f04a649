/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-report-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LINE 75   /* octets without the line end, RFC 5545 §3.1 */

/*
 * Lines
 */

/* Folds a line, but not inside of a character: a space begins each further part. */
static void
add_line (GString    *text,
          const char *line)
{
  gsize length = 0;

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize size = (gsize) (g_utf8_next_char (p) - p);

      if (length + size > MAX_LINE)
        {
          g_string_append (text, "\r\n ");
          length = 1;
        }
      g_string_append_len (text, p, (gssize) size);
      length += size;
    }
  g_string_append (text, "\r\n");
}

/* RFC 5545 §3.3.11: TEXT has a backslash before commas, semicolons and backslashes. */
static void
add_text (GString    *text,
          const char *property,
          const char *value)
{
  g_autofree char *clean = rail_report_make_text (value);
  g_autoptr(GString) line = g_string_new (property);

  g_string_append_c (line, ':');
  for (const char *p = clean; *p != '\0'; p++)
    {
      if (strchr ("\\;,", *p) != NULL)
        g_string_append_c (line, '\\');
      g_string_append_c (line, *p);
    }
  add_line (text, line->str);
}

static void
add_date (GString    *text,
          const char *property,
          gint64      date)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (date);
  g_autofree char *value = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  g_autofree char *line = g_strconcat (property, ":", value, NULL);

  add_line (text, line);
}

/*
 * Events
 */

/* @key makes the identifier, which stays the same in each report, so that a calendar updates the event. */
static void
add_event (GString    *text,
           const char *key,
           gint64      now,
           gint64      date,
           const char *summary,
           const char *description)
{
  g_autofree char *identifier = g_strconcat (key, "@certrail", NULL);
  g_autofree char *trigger = g_strdup_printf ("TRIGGER:-P%uD", rail_expiring_days_get ());

  add_line (text, "BEGIN:VEVENT");
  add_text (text, "UID", identifier);
  add_date (text, "DTSTAMP", now);
  add_date (text, "DTSTART", date);
  add_text (text, "SUMMARY", summary);
  add_text (text, "DESCRIPTION", description);
  add_line (text, "TRANSP:TRANSPARENT");
  add_line (text, "BEGIN:VALARM");
  add_line (text, "ACTION:DISPLAY");
  add_text (text, "DESCRIPTION", summary);
  add_line (text, trigger);
  add_line (text, "END:VALARM");
  add_line (text, "END:VEVENT");
}

static char *
describe (RailProject *project,
          RailEntry   *entry)
{
  const char *device = rail_entry_get_device (entry);

  if (device != NULL)
    /* Translators: a project, an ID and a device */
    return g_strdup_printf (_("Project “%s”, certificate ID %u, device “%s”"), rail_project_get_name (project),
                            rail_entry_get_id (entry), device);
  /* Translators: a project and an ID */
  return g_strdup_printf (_("Project “%s”, certificate ID %u"), rail_project_get_name (project),
                          rail_entry_get_id (entry));
}

static void
add_expiry (GString     *text,
            RailProject *project,
            RailEntry   *entry,
            gint64       now)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  g_autofree char *summary = g_strdup_printf (_("“%s” expires"), rail_report_get_name (entry));
  g_autofree char *description = describe (project, entry);

  add_event (text, rail_certificate_get_fingerprint (certificate), now, rail_certificate_get_not_after (certificate),
             summary, description);
}

/* When an authority has to publish again, or partners refuse everything of it. */
static void
add_list (GString     *text,
          RailProject *project,
          RailEntry   *entry,
          gint64       now)
{
  RailRevocationList *list = rail_entry_get_list (entry);
  g_autofree char *summary = NULL;
  g_autofree char *description = NULL;
  g_autofree char *key = NULL;

  if (list == NULL || rail_revocation_list_get_next_update (list) <= now)
    return;
  summary = g_strdup_printf (_("Revocation list of “%s” is due"), rail_report_get_name (entry));
  description = describe (project, entry);
  key = g_strconcat ("list-", rail_certificate_get_fingerprint (rail_entry_get_certificate (entry)), NULL);
  add_event (text, key, now, rail_revocation_list_get_next_update (list), summary, description);
}

/* A calendar of what will expire, as RFC 5545 has it, each event with a reminder. */
GBytes *
rail_report_write_ics (RailProject *project)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));
  g_autoptr(GPtrArray) expiries = rail_report_list_expiries (project);
  GString *text = g_string_new (NULL);

  add_line (text, "BEGIN:VCALENDAR");
  add_line (text, "VERSION:2.0");
  add_line (text, "PRODID:-//Certrail//Certrail " RAIL_VERSION "//EN");
  add_line (text, "CALSCALE:GREGORIAN");
  add_line (text, "METHOD:PUBLISH");
  for (guint i = 0; i < expiries->len; i++)
    {
      add_expiry (text, project, expiries->pdata[i], now);
      add_list (text, project, expiries->pdata[i], now);
    }
  add_line (text, "END:VCALENDAR");
  return g_string_free_to_bytes (text);
}
