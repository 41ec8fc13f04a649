/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include "rail-cli.h"

#include "rail-journal-csv.h"

#include <glib/gi18n.h>
#include <stdio.h>

static char *
format_date (RailJournalLine *line)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (rail_journal_line_get_date (line));

  return g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
}

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

static void
add_line (JsonBuilder     *builder,
          RailJournalLine *line)
{
  static const char * const turns[] = { "done", "undone", "redone" };
  g_autofree char *date = format_date (line);
  guint n_ids;
  const guint *ids = rail_journal_line_get_ids (line, &n_ids);

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "date", date);
  rail_cli_add_text (builder, "user", rail_journal_line_get_user (line));
  rail_cli_add_text (builder, "action", rail_action_get_nick (rail_journal_line_get_action (line)));
  rail_cli_add_text (builder, "turn", turns[rail_journal_line_get_turn (line)]);
  json_builder_set_member_name (builder, "ids");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_ids; i++)
    json_builder_add_int_value (builder, ids[i]);
  json_builder_end_array (builder);
  rail_cli_add_text (builder, "detail", rail_journal_line_get_detail (line));
  json_builder_end_object (builder);
}

static void
print_json (GListModel *journal)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (journal); i++)
    {
      g_autoptr(RailJournalLine) line = g_list_model_get_item (journal, i);

      add_line (builder, line);
    }
  json_builder_end_array (builder);
  rail_cli_print_json (builder);
}

static void
print_table (GListModel *journal)
{
  const char *titles[] = { _("Date"), _("User"), _("Action"), _("IDs"), _("Detail"), NULL };
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_ptr_array_add (rows, g_strdupv ((char **) titles));
  for (guint i = 0; i < g_list_model_get_n_items (journal); i++)
    {
      g_autoptr(RailJournalLine) line = g_list_model_get_item (journal, i);
      const char *user = rail_journal_line_get_user (line);
      char **row = g_new0 (char *, 6);

      row[0] = format_date (line);
      row[1] = g_strdup (user != NULL ? user : "");
      row[2] = rail_journal_line_dup_text (line);
      row[3] = join_ids (line);
      row[4] = rail_journal_line_dup_detail_text (line);
      g_ptr_array_add (rows, row);
    }
  if (rows->len > 1)
    rail_cli_print_table (rows);
}

/* Tells who did what to which certificates, and when. */
gboolean
rail_command_journal (RailCli  *self,
                      char    **arguments,
                      GError  **error)
{
  gboolean csv = FALSE;
  g_auto(GStrv) rest = NULL;
  GListModel *journal;
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_("Print a table for a spreadsheet"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 1, 1, error);
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  journal = rail_project_get_journal (self->project);
  if (csv)
    {
      g_autoptr(GBytes) table = rail_journal_csv_write (journal);

      fwrite (g_bytes_get_data (table, NULL), 1, g_bytes_get_size (table), stdout);
    }
  else if (self->json)
    print_json (journal);
  else
    print_table (journal);
  return TRUE;
}
