/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-report-private.h"

#include <glib/gi18n-lib.h>

#include "rail-csv.h"
#include "rail-section.h"

/**
 * rail_report_format_get_type:
 *
 * Returns: the type of #RailReportFormat
 */
G_DEFINE_ENUM_TYPE (RailReportFormat, rail_report_format,
                    G_DEFINE_ENUM_VALUE (RAIL_REPORT_CSV, "csv"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPORT_HTML, "html"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPORT_ICS, "ics"))

static const struct
{
  const char *nick;
  const char *label;
  const char *description;
} formats[] = {
  [RAIL_REPORT_CSV] = { "csv", N_("Table (CSV)"),
                        N_("The inventory for a spreadsheet: a line for each certificate, with all columns") },
  [RAIL_REPORT_HTML] = { "html", N_("Web page (HTML)"),
                         N_("Findings, what expires next, inventory and devices on one page, for the screen and for "
                            "paper") },
  [RAIL_REPORT_ICS] = { "ics", N_("Calendar (iCalendar)"),
                        N_("A date for each certificate that will expire, with a reminder when it begins to be "
                            "marked as expiring") },
};

static const char * const titles[RAIL_N_REPORT_COLUMNS] = {
  [RAIL_REPORT_COLUMN_ID] = N_("ID"),
  [RAIL_REPORT_COLUMN_KIND] = N_("Kind"),
  [RAIL_REPORT_COLUMN_NAME] = N_("Common name of subject"),
  [RAIL_REPORT_COLUMN_SERIAL] = N_("Serial number"),
  [RAIL_REPORT_COLUMN_ISSUER] = N_("Issuer"),
  [RAIL_REPORT_COLUMN_VALID_FROM] = N_("Valid from"),
  [RAIL_REPORT_COLUMN_VALID_TO] = N_("Valid to"),
  [RAIL_REPORT_COLUMN_STATUS] = N_("Status"),
  [RAIL_REPORT_COLUMN_USED_AS] = N_("Used as"),
  [RAIL_REPORT_COLUMN_USAGE] = N_("Usage"),
  [RAIL_REPORT_COLUMN_DEVICE] = N_("Device"),
  [RAIL_REPORT_COLUMN_PRIVATE_KEY] = N_("Private key"),
  [RAIL_REPORT_COLUMN_SIGNATURE] = N_("Signature (algorithm)"),
  [RAIL_REPORT_COLUMN_KEY] = N_("Key length"),
  [RAIL_REPORT_COLUMN_NAMES] = N_("Alternative names"),
  [RAIL_REPORT_COLUMN_FINGERPRINT] = N_("SHA-256 fingerprint"),
};

static const char * const kinds[] = {
  [RAIL_ENTRY_CA] = N_("Certificate authority"),
  [RAIL_ENTRY_DEVICE] = N_("Device certificate"),
  [RAIL_ENTRY_TRUSTED] = N_("Trusted certificate"),
};

/*
 * Auxiliary methods
 */

static char *
join_names (RailCertificate *certificate)
{
  GListModel *names = rail_certificate_get_names (certificate);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *item = rail_alternative_name_to_string (name);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", item);
    }
  return g_string_free (text, FALSE);
}

static char *
copy (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

static GStrv
make_row (RailEntry *entry,
          gint64     now)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  GStrv row = g_new0 (char *, RAIL_N_REPORT_COLUMNS + 1);

  row[RAIL_REPORT_COLUMN_ID] = g_strdup_printf ("%u", rail_entry_get_id (entry));
  row[RAIL_REPORT_COLUMN_KIND] = g_strdup (_(kinds[rail_entry_get_kind (entry)]));
  row[RAIL_REPORT_COLUMN_NAME] = g_strdup (rail_report_get_name (entry));
  row[RAIL_REPORT_COLUMN_SERIAL] = copy (rail_certificate_get_serial (certificate));
  row[RAIL_REPORT_COLUMN_ISSUER] = copy (rail_certificate_get_issuer_label (certificate));
  row[RAIL_REPORT_COLUMN_VALID_FROM] = rail_format_date_iso (rail_certificate_get_not_before (certificate));
  row[RAIL_REPORT_COLUMN_VALID_TO] = rail_format_date_iso (rail_certificate_get_not_after (certificate));
  row[RAIL_REPORT_COLUMN_STATUS] = rail_entry_dup_status_text (entry, now);
  row[RAIL_REPORT_COLUMN_USED_AS] = rail_entry_dup_used_as (entry);
  row[RAIL_REPORT_COLUMN_USAGE] = g_strdup (rail_profile_get_label (rail_profile_get (rail_entry_get_usage (entry))));
  row[RAIL_REPORT_COLUMN_DEVICE] = copy (rail_entry_get_device (entry));
  row[RAIL_REPORT_COLUMN_PRIVATE_KEY] = g_strdup (rail_entry_has_key (entry) ? _("Yes") : _("No"));
  row[RAIL_REPORT_COLUMN_SIGNATURE] = copy (rail_certificate_get_signature_algorithm (certificate));
  row[RAIL_REPORT_COLUMN_KEY] = g_strdup_printf (_("%u bit"), rail_certificate_get_key_bits (certificate));
  row[RAIL_REPORT_COLUMN_NAMES] = join_names (certificate);
  row[RAIL_REPORT_COLUMN_FINGERPRINT] = copy (rail_certificate_get_fingerprint (certificate));
  return row;
}

static int
compare_expiries_cb (gconstpointer a,
                     gconstpointer b)
{
  gint64 time_a = rail_certificate_get_not_after (rail_entry_get_certificate (*(RailEntry **) a));
  gint64 time_b = rail_certificate_get_not_after (rail_entry_get_certificate (*(RailEntry **) b));

  return time_a < time_b ? -1 : time_a > time_b;
}

static GBytes *
write_csv (RailProject *project)
{
  g_autoptr(GPtrArray) rows = rail_report_make_rows (project);

  g_ptr_array_insert (rows, 0, rail_report_make_titles ());
  return rail_csv_write (rows);
}

/*
 * For the formats
 */

const char *
rail_report_get_name (RailEntry *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (rail_entry_get_certificate (entry));
}

/* What will expire, the next first. What has expired or is revoked needs nobody to remember it. */
GPtrArray *
rail_report_list_expiries (RailProject *project)
{
  GListModel *entries = rail_project_get_entries (project);
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));
  GPtrArray *expiries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailStatus status = rail_entry_get_status (entry, now, NULL);

      if (status != RAIL_STATUS_EXPIRED && status != RAIL_STATUS_REVOKED && rail_entry_get_requested (entry) == 0)
        g_ptr_array_add (expiries, g_steal_pointer (&entry));
    }
  g_ptr_array_sort (expiries, compare_expiries_cb);
  return expiries;
}

/*
 * Public methods
 */

/**
 * rail_report_format_get_nick:
 * @format: a format
 *
 * Returns: (transfer none): the word for it on command lines, and the extension of its files
 */
const char *
rail_report_format_get_nick (RailReportFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);

  return formats[format].nick;
}

/**
 * rail_report_format_get_label:
 * @format: a format
 *
 * Returns: (transfer none): its translated name
 */
const char *
rail_report_format_get_label (RailReportFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);

  return _(formats[format].label);
}

/**
 * rail_report_format_get_description:
 * @format: a format
 *
 * Returns: (transfer none): what is in it and what it is for, translated
 */
const char *
rail_report_format_get_description (RailReportFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);

  return _(formats[format].description);
}

/**
 * rail_report_format_parse:
 * @nick: a word as rail_report_format_get_nick() returns
 * @out_format: (out): the format, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_report_format_parse (const char       *nick,
                          RailReportFormat *out_format)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_format != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (nick, formats[i].nick))
      {
        *out_format = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_report_make_titles:
 *
 * Returns: (transfer full): the translated titles of the columns, by #RailReportColumn
 */
GStrv
rail_report_make_titles (void)
{
  GStrv row = g_new0 (char *, RAIL_N_REPORT_COLUMNS + 1);

  for (guint i = 0; i < RAIL_N_REPORT_COLUMNS; i++)
    row[i] = g_strdup (_(titles[i]));
  return row;
}

/**
 * rail_report_make_rows:
 * @project: a project, or a snapshot of one
 *
 * Returns: (transfer full) (element-type GStrv): the inventory: the cells of each certificate, ascending by ID
 */
GPtrArray *
rail_report_make_rows (RailProject *project)
{
  GListModel *entries = rail_project_get_entries (project);
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      g_ptr_array_add (rows, make_row (entry, now));
    }
  return rows;
}

/**
 * rail_report_make_text:
 * @text: text out of a certificate, which is somebody else's
 *
 * Returns: (transfer full): the same without what steers a program or turns the reading direction: that becomes “�”
 */
char *
rail_report_make_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (character);

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
          type == G_UNICODE_PARAGRAPH_SEPARATOR || type == G_UNICODE_UNASSIGNED)
        character = 0xfffd;
      g_string_append_unichar (clean, character);
    }
  return g_string_free (clean, FALSE);
}

/**
 * rail_report_write:
 * @project: a project, or a snapshot of one
 * @format: what to write
 *
 * Writes a report of the project. It has no secret in it. Needs the main thread, or a snapshot.
 *
 * Returns: (transfer full): the file
 */
GBytes *
rail_report_write (RailProject      *project,
                   RailReportFormat  format)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  switch (format)
    {
    case RAIL_REPORT_CSV:
      return write_csv (project);
    case RAIL_REPORT_HTML:
      return rail_report_write_html (project);
    case RAIL_REPORT_ICS:
      return rail_report_write_ics (project);
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
write_thread_cb (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  RailProject *snapshot = task_data;
  RailReportFormat format = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), "format"));

  g_task_return_pointer (task, rail_report_write (snapshot, format), (GDestroyNotify) g_bytes_unref);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * rail_report_write_async:
 * @project: a project
 * @format: what to write
 * @cancellable: (nullable): cancels it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Does the work of rail_report_write() in a worker, on a snapshot of the project.
 */
void
rail_report_write_async (RailProject         *project,
                         RailReportFormat     format,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) work = NULL;

  g_return_if_fail (RAIL_IS_PROJECT (project));

  task = g_task_new (project, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_report_write_async);

  /* A task of its own, so that the worker never holds the project of the main thread. */
  work = g_task_new (NULL, cancellable, written_cb, g_steal_pointer (&task));
  g_task_set_task_data (work, rail_project_copy (project), g_object_unref);
  g_object_set_data (G_OBJECT (work), "format", GUINT_TO_POINTER (format));
  g_task_run_in_thread (work, write_thread_cb);
}

/**
 * rail_report_write_finish:
 * @project: the project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): the file, or %NULL with %G_IO_ERROR_CANCELLED
 */
GBytes *
rail_report_write_finish (RailProject   *project,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, project), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
