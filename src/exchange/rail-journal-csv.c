/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-journal-csv.h"

#include "rail-csv.h"

#include <glib/gi18n-lib.h>

static char *
join_ids (RailJournalLine *line)
{
  guint n_ids;
  const guint *ids = rail_journal_line_get_ids (line, &n_ids);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_ids; i++)
    g_string_append_printf (text, i > 0 ? " %u" : "%u", ids[i]);
  return g_string_free (text, FALSE);
}

static char **
make_row (RailJournalLine *line)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (rail_journal_line_get_date (line));
  const char *user = rail_journal_line_get_user (line);
  const char *detail = rail_journal_line_get_detail (line);
  char **row = g_new0 (char *, 6);

  row[0] = g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
  row[1] = g_strdup (user != NULL ? user : "");
  row[2] = rail_journal_line_dup_text (line);
  row[3] = join_ids (line);
  row[4] = g_strdup (detail != NULL ? detail : "");
  return row;
}

/**
 * rail_journal_csv_write:
 * @lines: (element-type RailJournalLine): lines of a journal
 *
 * Returns: (transfer full): them as a table for a spreadsheet, with a header; see rail_csv_write()
 */
GBytes *
rail_journal_csv_write (GListModel *lines)
{
  const char * const titles[] = { _("Date"), _("User"), _("Action"), _("IDs"), _("Detail"), NULL };
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_return_val_if_fail (G_IS_LIST_MODEL (lines), NULL);

  g_ptr_array_add (rows, g_strdupv ((char **) titles));
  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr(RailJournalLine) line = g_list_model_get_item (lines, i);

      g_ptr_array_add (rows, make_row (line));
    }
  return rail_csv_write (rows);
}
