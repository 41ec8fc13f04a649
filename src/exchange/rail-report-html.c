/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-report-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-finding.h"
#include "rail-section.h"

/* Nothing is loaded and nothing runs, even if something in the page asked for it. Every element is closed, so that
 * the file is XML as well. */
static const char head[] =
  "<meta charset=\"utf-8\"/>\n"
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
  "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
  "<meta name=\"generator\" content=\"Certrail " RAIL_VERSION "\"/>\n";

static const char style[] =
  "<style>\n"
  ":root { color-scheme: light dark; --fg: #1d1d20; --bg: #ffffff; --line: #c9c9ce; --head: #f0f0f2; --bad: #b3121d;\n"
  "  --warn: #8a5100; }\n"
  "@media (prefers-color-scheme: dark) { :root { --fg: #f2f2f4; --bg: #1d1d20; --line: #55555c; --head: #2e2e33;\n"
  "  --bad: #ff8f94; --warn: #ffc26b; } }\n"
  "body { font-family: system-ui, sans-serif; color: var(--fg); background: var(--bg); margin: 2em;\n"
  "  line-height: 1.4; }\n"
  "table { border-collapse: collapse; font-size: 0.85em; margin-block-end: 2em; }\n"
  "th, td { border: 1px solid var(--line); padding: 0.3em 0.5em; text-align: start; vertical-align: top;\n"
  "  overflow-wrap: anywhere; min-width: 3em; }\n"
  "th { background: var(--head); }\n"
  "tr.error td.status { color: var(--bad); font-weight: bold; }\n"
  "tr.warning td.status { color: var(--warn); font-weight: bold; }\n"
  "@media print { :root { --fg: #000; --bg: #fff; --line: #999; --head: #eee; --bad: #000; --warn: #000; }\n"
  "  body { margin: 0; } table { font-size: 7pt; } thead { display: table-header-group; } tr { break-inside: avoid; }\n"
  "  h2 { break-after: avoid; } @page { size: A4 landscape; margin: 12mm; } }\n"
  "</style>\n";

/*
 * Elements
 */

/* What is not allowed in XML at all is gone already, so the five characters are all there is to escape. */
static void
add_text (GString    *html,
          const char *text)
{
  g_autofree char *clean = rail_report_make_text (text != NULL ? text : "");
  g_autofree char *escaped = g_markup_escape_text (clean, -1);

  g_string_append (html, escaped);
}

static void
add_element (GString    *html,
             const char *name,
             const char *text)
{
  g_string_append_printf (html, "<%s>", name);
  add_text (html, text);
  g_string_append_printf (html, "</%s>\n", name);
}

static void
begin_table (GString    *html,
             const char *title,
             GStrv       titles)
{
  add_element (html, "h2", title);
  g_string_append (html, "<table>\n<thead><tr>");
  for (guint i = 0; titles[i] != NULL; i++)
    {
      g_string_append (html, "<th scope=\"col\">");
      add_text (html, titles[i]);
      g_string_append (html, "</th>");
    }
  g_string_append (html, "</tr></thead>\n<tbody>\n");
}

/* @status is the column that the class colours; the words in it say the same. */
static void
add_row (GString    *html,
         GStrv       cells,
         const char *class,
         guint       status)
{
  g_string_append_printf (html, "<tr%s%s%s>", class != NULL ? " class=\"" : "", class != NULL ? class : "",
                          class != NULL ? "\"" : "");
  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_string_append (html, i == status ? "<td class=\"status\" dir=\"auto\">" : "<td dir=\"auto\">");
      add_text (html, cells[i]);
      g_string_append (html, "</td>");
    }
  g_string_append (html, "</tr>\n");
}

static void
end_table (GString *html)
{
  g_string_append (html, "</tbody>\n</table>\n");
}

/*
 * Parts
 */

static const char *
get_class (RailStatus status)
{
  switch (status)
    {
    case RAIL_STATUS_EXPIRED:
    case RAIL_STATUS_REVOKED:
      return "error";
    case RAIL_STATUS_EXPIRING:
    case RAIL_STATUS_NOT_YET_VALID:
      return "warning";
    case RAIL_STATUS_VALID:
    default:
      return NULL;
    }
}

static void
add_inventory (GString     *html,
               RailProject *project)
{
  GListModel *entries = rail_project_get_entries (project);
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));
  g_autoptr(GPtrArray) rows = rail_report_make_rows (project);
  g_auto(GStrv) titles = rail_report_make_titles ();

  begin_table (html, _("Certificates"), titles);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      add_row (html, rows->pdata[i], get_class (rail_entry_get_status (entry, now, NULL)), RAIL_REPORT_COLUMN_STATUS);
    }
  end_table (html);
}

static void
add_expiries (GString     *html,
              RailProject *project)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));
  g_autoptr(GPtrArray) expiries = rail_report_list_expiries (project);
  char *titles[] = { _("Valid to"), _("Status"), _("ID"), _("Common name of subject"), _("Device"), NULL };

  begin_table (html, _("What expires next"), titles);
  for (guint i = 0; i < expiries->len; i++)
    {
      RailEntry *entry = expiries->pdata[i];
      const char *device = rail_entry_get_device (entry);
      RailCertificate *certificate = rail_entry_get_certificate (entry);
      g_autofree char *date = rail_format_date_iso (rail_certificate_get_not_after (certificate));
      g_autofree char *status = rail_entry_dup_status_text (entry, now);
      g_autofree char *id = g_strdup_printf ("%u", rail_entry_get_id (entry));
      char *cells[] = { date, status, id, (char *) rail_report_get_name (entry),
                        (char *) (device != NULL ? device : ""), NULL };

      add_row (html, cells, get_class (rail_entry_get_status (entry, now, NULL)), 1);
    }
  end_table (html);
}

static char *
list_services (RailDevice *device)
{
  GString *text = g_string_new (NULL);

  for (RailService service = 0; service < RAIL_N_SERVICES; service++)
    if (rail_device_is_service_on (device, service))
      {
        guint id = rail_device_get_service_certificate (device, service);

        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", rail_service_get_label (service));
        if (id != 0)
          g_string_append_printf (text, " (%u)", id);
      }
  return g_string_free (text, FALSE);
}

static char *
list_partners (RailDevice *device)
{
  guint n_ids;
  const guint *ids = rail_device_get_partners (device, &n_ids);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_ids; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", ids[i]);
  return g_string_free (text, FALSE);
}

static void
add_devices (GString     *html,
             RailProject *project)
{
  GListModel *devices = rail_project_get_devices (project);
  char *titles[] = { _("Name"), _("Family"), _("Firmware"), _("Addresses"), _("Services and their certificates"),
                     _("Certificates of the partner devices"), _("Comment"), NULL };

  if (g_list_model_get_n_items (devices) == 0)
    return;
  begin_table (html, _("Devices"), titles);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      const char * const *list = rail_device_get_addresses (device);
      g_autofree char *addresses = list != NULL ? g_strjoinv (", ", (char **) list) : g_strdup ("");
      g_autofree char *services = list_services (device);
      g_autofree char *partners = list_partners (device);
      const char *firmware = rail_device_get_firmware (device);
      const char *comment = rail_device_get_comment (device);
      char *cells[] = { (char *) rail_device_get_name (device),
                        (char *) rail_family_get_label (rail_device_get_family (device)),
                        (char *) (firmware != NULL ? firmware : ""), addresses, services, partners,
                        (char *) (comment != NULL ? comment : ""), NULL };

      add_row (html, cells, NULL, G_MAXUINT);
    }
  end_table (html);
}

static void
add_findings (GString     *html,
              RailProject *project)
{
  static const char * const classes[] = {
    [RAIL_SEVERITY_INFO] = NULL,
    [RAIL_SEVERITY_WARNING] = "warning",
    [RAIL_SEVERITY_ERROR] = "error",
  };
  g_autoptr(GPtrArray) findings = rail_project_list_findings (project, NULL);
  char *titles[] = { _("Place"), _("Severity"), _("What is wrong"), NULL };

  if (findings->len == 0)
    return;
  begin_table (html, _("Findings"), titles);
  for (guint i = 0; i < findings->len; i++)
    {
      RailFinding *finding = findings->pdata[i];
      RailSeverity severity = rail_finding_get_severity (finding);
      char *cells[] = { (char *) rail_finding_get_place (finding), (char *) rail_severity_get_label (severity),
                        (char *) rail_finding_get_text (finding), NULL };

      add_row (html, cells, classes[severity], 1);
    }
  end_table (html);
}

/* The language of the texts, as HTML writes it: “de-AT” for de_AT.UTF-8. */
static char *
dup_language (void)
{
  const char *name = g_get_language_names ()[0];
  gsize length = strcspn (name, ".@");
  char *language = length == 1 ? g_strdup ("en") : g_strndup (name, length);

  return g_strdelimit (language, "_", '-');
}

/* One page that needs nothing else, for the screen, light or dark, and for paper. */
GBytes *
rail_report_write_html (RailProject *project)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));
  g_autofree char *title = g_strdup_printf (_("Certificates of “%s”"), rail_project_get_name (project));
  g_autofree char *date = rail_format_date (now);
  g_autofree char *made = g_strdup_printf (_("As of %s, %u certificates, %u devices"), date,
                                           g_list_model_get_n_items (rail_project_get_entries (project)),
                                           g_list_model_get_n_items (rail_project_get_devices (project)));
  g_autofree char *language = dup_language ();
  GString *html = g_string_new ("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"");

  add_text (html, language);
  g_string_append_printf (html, "\">\n<head>\n%s", head);
  add_element (html, "title", title);
  g_string_append_printf (html, "%s</head>\n<body>\n", style);
  add_element (html, "h1", title);
  add_element (html, "p", made);
  add_findings (html, project);
  add_expiries (html, project);
  add_inventory (html, project);
  add_devices (html, project);
  g_string_append (html, "</body>\n</html>\n");
  return g_string_free_to_bytes (html);
}
