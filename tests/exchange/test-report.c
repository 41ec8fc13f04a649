/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reports, as those see them who read them; and names that somebody hostile has chosen. */

#include <string.h>

#include "plant.h"
#include "rail-device-operations.h"
#include "rail-project-lists.h"
#include "rail-report.h"

#define SCRIPT "<script>alert('x')</script>&\"]]>"
#define LONG "Ein Name, der nicht in die Zeile passt; äöüÄÖÜßäöüÄÖÜß \\, so"

static void
add_hostile (Plant *plant)
{
  const char * const addresses[] = { "192.168.0.9", NULL };
  g_autoptr(RailDevice) device = rail_device_new ("PLC <b>9</b>", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  plant_create (plant, RAIL_USAGE_OPCUA_SERVER, SCRIPT, plant->root);
  plant_create (plant, RAIL_USAGE_CA_INTERMEDIATE, LONG, plant->root);
  plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "=cmd|' /C calc'!A0", plant->root);
  rail_device_set_addresses (device, addresses);
  rail_device_set_comment (device, "</td></table><img src=x onerror=alert(1)>\n\x01\xe2\x80\xaemoc.live");
  rail_project_add_device (plant->project, device, &error);
  g_assert_no_error (error);
}

static char *
write_report (Plant            *plant,
              RailReportFormat  format,
              const char       *name)
{
  g_autoptr(GBytes) content = rail_report_write (plant->project, format);
  gsize size;
  const char *data = g_bytes_get_data (content, &size);

  rail_test_write (plant->folder, name, data, (gssize) size);
  g_assert_true (g_utf8_validate (data, (gssize) size, NULL));
  return g_strndup (data, size);
}

static void
page_is_well_formed (Plant         *plant,
                     gconstpointer  data)
{
  g_autofree char *html = NULL;
  g_autofree char *said = NULL;

  if (!rail_test_need ("xmllint"))
    return;
  add_hostile (plant);
  html = write_report (plant, RAIL_REPORT_HTML, "report.html");
  said = plant_run (plant, "xmllint --noout report.html 2>&1 && echo good");
  g_assert_cmpstr (said, ==, "good\n");
}

static void
page_counts (Plant      *plant,
             const char *expression,
             const char *expected)
{
  g_autofree char *command = g_strdup_printf ("xmllint --xpath \"%s\" report.html", expression);
  g_autofree char *said = plant_run (plant, command);

  g_assert_cmpstr (g_strstrip (said), ==, expected);
}

/* The table below a heading. */
#define TABLE(title) "//*[local-name()='h2'][.='" title "']/following-sibling::*[1]"

static void
page_has_everything (Plant         *plant,
                     gconstpointer  data)
{
  g_autofree char *html = NULL;
  g_autofree char *n_entries = NULL;

  if (!rail_test_need ("xmllint"))
    return;
  add_hostile (plant);
  html = write_report (plant, RAIL_REPORT_HTML, "report.html");
  n_entries = g_strdup_printf ("%u", g_list_model_get_n_items (rail_project_get_entries (plant->project)));
  page_counts (plant, "count(" TABLE ("Certificates") "/*[local-name()='tbody']/*)", n_entries);
  page_counts (plant, "count(" TABLE ("Certificates") "//*[local-name()='th'])", "16");
  page_counts (plant, "count(" TABLE ("Devices") "/*[local-name()='tbody']/*)", "1");
  page_counts (plant, "string(//*[local-name()='title'])", "Certificates of “Bottling line 3”");
  page_counts (plant, "count(//*[local-name()='td'][@class='status'][.='Revoked'])", "1");
  rail_assert_contains (html, "prefers-color-scheme: dark");
  rail_assert_contains (html, "@media print");
}

/* Whatever a name has in it stays text. */
static void
page_runs_and_loads_nothing (Plant         *plant,
                             gconstpointer  data)
{
  static const char * const forbidden[] = { "<script", "<img", "href=", "url(", "@import", "\x01", "\xe2\x80\xae" };
  g_autofree char *html = NULL;

  if (!rail_test_need ("xmllint"))
    return;
  add_hostile (plant);
  html = write_report (plant, RAIL_REPORT_HTML, "report.html");
  page_counts (plant, "count(//*[local-name()='script' or local-name()='img' or local-name()='b'])", "0");
  page_counts (plant, "count(//@*[starts-with(local-name(), 'on')])", "0");
  page_counts (plant, "string(//*[local-name()='td'][starts-with(., '<script')])", SCRIPT);
  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
    g_assert_null (strstr (html, forbidden[i]));
  rail_assert_contains (html, "default-src 'none'");
}

/*
 * Calendar
 */

/* Unfolds, and looks at every line on the way: RFC 5545 §3.1. */
static GStrv
read_lines (const char *ics)
{
  g_auto(GStrv) raw = g_strsplit (ics, "\r\n", -1);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; raw[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (raw[i]), <=, 75);
      g_assert_true (g_utf8_validate (raw[i], -1, NULL));
      g_assert_null (strpbrk (raw[i], "\r\n"));
      if (raw[i][0] == ' ')
        g_string_append (text, raw[i] + 1);
      else
        g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", raw[i]);
    }
  return g_strsplit (text->str, "\n", -1);
}

static guint
count_lines (GStrv       lines,
             const char *line)
{
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_equal (lines[i], line) ? 1 : 0;
  return n;
}

static guint
find_line (GStrv       lines,
           guint       start,
           const char *prefix)
{
  for (guint i = start; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], prefix))
      return i;
  g_error ("There is no line “%s”", prefix);
}

static void
calendar_has_each_expiry (Plant         *plant,
                          gconstpointer  data)
{
  g_autofree char *ics = write_report (plant, RAIL_REPORT_ICS, "report.ics");
  g_auto(GStrv) lines = read_lines (ics);
  guint n_entries = g_list_model_get_n_items (rail_project_get_entries (plant->project));
  g_autofree char *pem = rail_certificate_to_pem (rail_entry_get_certificate (plant->server));
  g_autofree char *fingerprint = NULL;
  g_autofree char *date = NULL;
  g_autofree char *start = NULL;
  guint summary;

  if (!rail_test_need ("openssl"))
    return;
  /* One of them is revoked, which nobody has to be reminded of. */
  g_assert_cmpuint (count_lines (lines, "BEGIN:VEVENT"), ==, n_entries - 1);
  g_assert_cmpuint (count_lines (lines, "END:VEVENT"), ==, n_entries - 1);
  g_assert_cmpuint (count_lines (lines, "TRIGGER:-P90D"), ==, n_entries - 1);
  g_assert_cmpstr (lines[0], ==, "BEGIN:VCALENDAR");
  g_assert_cmpstr (lines[1], ==, "VERSION:2.0");
  g_assert_true (g_str_has_prefix (lines[2], "PRODID:-//Certrail//"));
  g_assert_true (g_str_has_suffix (ics, "END:VCALENDAR\r\n"));

  rail_test_write (plant->folder, "server.pem", pem, -1);
  date = plant_run (plant, "date -u -d \"$(openssl x509 -in server.pem -noout -enddate | cut -d= -f2)\" "
                           "+%Y%m%dT%H%M%SZ");
  start = g_strconcat ("DTSTART:", g_strstrip (date), NULL);
  fingerprint = plant_run (plant, "openssl x509 -in server.pem -noout -fingerprint -sha256 | cut -d= -f2 | "
                                  "tr -d ':\\n'");
  summary = find_line (lines, 0, "SUMMARY:“PLC-1/OPCUA-1-4” expires");
  g_assert_cmpstr (lines[summary - 1], ==, start);
  g_assert_true (g_str_has_prefix (lines[summary - 2], "DTSTAMP:"));
  g_assert_cmpstr (lines[summary + 1], ==, "DESCRIPTION:Project “Bottling line 3”\\, certificate ID 3");
  g_assert_true (g_str_has_prefix (lines[summary - 3], "UID:"));
  g_assert_true (g_str_has_suffix (lines[summary - 3], "@certrail"));
  g_assert_true (g_str_has_prefix (lines[summary - 3] + strlen ("UID:"), fingerprint));
}

static void
calendar_escapes_and_folds (Plant         *plant,
                            gconstpointer  data)
{
  g_autofree char *ics = NULL;
  g_auto(GStrv) lines = NULL;

  add_hostile (plant);
  ics = write_report (plant, RAIL_REPORT_ICS, "report.ics");
  lines = read_lines (ics);
  g_assert_cmpstr (lines[find_line (lines, 0, "SUMMARY:“Ein")], ==,
                   "SUMMARY:“Ein Name\\, der nicht in die Zeile passt\\; äöüÄÖÜßäöüÄÖÜß \\\\\\, so” expires");
}

static void
calendar_has_lists_that_are_due (Plant         *plant,
                                 gconstpointer  data)
{
  g_autofree char *ics = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_publish_list (plant->project, plant->root, 30, &error);
  g_assert_no_error (error);
  ics = write_report (plant, RAIL_REPORT_ICS, "report.ics");
  lines = read_lines (ics);
  find_line (lines, 0, "SUMMARY:Revocation list of “Plant root” is due");
}

/* When that is, the user says. */
static void
calendar_reminds_as_the_user_says (Plant         *plant,
                                   gconstpointer  data)
{
  g_autofree char *ics = NULL;
  g_auto(GStrv) lines = NULL;

  rail_expiring_days_set (30);
  ics = write_report (plant, RAIL_REPORT_ICS, "report.ics");
  rail_expiring_days_set (RAIL_EXPIRING_DAYS);
  lines = read_lines (ics);
  g_assert_cmpuint (count_lines (lines, "TRIGGER:-P90D"), ==, 0);
  find_line (lines, 0, "TRIGGER:-P30D");
  g_assert_null (strstr (rail_report_format_get_description (RAIL_REPORT_ICS), "90"));
}

static void
table_has_all_columns (Plant         *plant,
                       gconstpointer  data)
{
  g_autofree char *csv = NULL;
  g_auto(GStrv) lines = NULL;

  add_hostile (plant);
  csv = write_report (plant, RAIL_REPORT_CSV, "report.csv");
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpstr (lines[0], ==,
                   "\xef\xbb\xbfID,Kind,Common name of subject,Serial number,Issuer,Valid from,Valid to,Status,Used as,"
                   "Usage,Device,Private key,Signature (algorithm),Key length,Alternative names,SHA-256 fingerprint");
  g_assert_cmpuint (g_strv_length (lines), ==,
                    g_list_model_get_n_items (rail_project_get_entries (plant->project)) + 2);
  g_assert_true (g_str_has_prefix (lines[1], "1,Certificate authority,Plant root,"));
  rail_assert_contains (csv, ",'=cmd|' /C calc'!A0,");
  rail_assert_contains (csv, ",\"URI:urn:test:PLC-1/OPCUA-1-4, IP:192.168.0.1\",");
}

static void
formats_are_known_by_word (void)
{
  RailReportFormat format = RAIL_REPORT_CSV;

  g_assert_true (rail_report_format_parse ("ics", &format));
  g_assert_cmpint (format, ==, RAIL_REPORT_ICS);
  g_assert_false (rail_report_format_parse ("pdf", &format));
  g_assert_cmpstr (rail_report_format_get_nick (RAIL_REPORT_HTML), ==, "html");
  g_assert_nonnull (rail_report_format_get_label (RAIL_REPORT_HTML));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  plant_test ("/exchange/report/page-is-well-formed", page_is_well_formed);
  plant_test ("/exchange/report/page-has-everything", page_has_everything);
  plant_test ("/exchange/report/page-runs-and-loads-nothing", page_runs_and_loads_nothing);
  plant_test ("/exchange/report/calendar-has-each-expiry", calendar_has_each_expiry);
  plant_test ("/exchange/report/calendar-escapes-and-folds", calendar_escapes_and_folds);
  plant_test ("/exchange/report/calendar-has-lists-that-are-due", calendar_has_lists_that_are_due);
  plant_test ("/exchange/report/calendar-reminds-as-the-user-says", calendar_reminds_as_the_user_says);
  plant_test ("/exchange/report/table-has-all-columns", table_has_all_columns);
  g_test_add_func ("/exchange/report/formats-are-known-by-word", formats_are_known_by_word);

  return g_test_run ();
}
