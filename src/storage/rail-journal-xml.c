/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-journal-xml.h"

#include "rail-xml-node.h"

#include <glib/gi18n-lib.h>

static const char * const turn_nicks[] = {
  [RAIL_JOURNAL_DONE] = NULL, [RAIL_JOURNAL_UNDONE] = "undone", [RAIL_JOURNAL_REDONE] = "redone",
};

/* IDs that follow each other are written as their first and last: a step often gives thousands. */
static char *
format_ids (RailJournalLine *line)
{
  guint n_ids;
  const guint *ids = rail_journal_line_get_ids (line, &n_ids);
  g_autoptr(GString) text = g_string_new (NULL);

  if (n_ids == 0)
    return NULL;
  for (guint i = 0, end; i < n_ids; i = end)
    {
      for (end = i + 1; end < n_ids && ids[end] == ids[end - 1] + 1; end++)
        ;
      g_string_append_printf (text, i > 0 ? " %u" : "%u", ids[i]);
      if (end - i > 1)
        g_string_append_printf (text, "-%u", ids[end - 1]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
write_line (RailXmlWriter   *writer,
            RailJournalLine *line)
{
  g_autofree char *ids = format_ids (line);

  rail_xml_writer_start (writer, "line");
  rail_xml_writer_time (writer, "date", rail_journal_line_get_date (line));
  rail_xml_writer_attribute (writer, "user", rail_journal_line_get_user (line));
  rail_xml_writer_attribute (writer, "action", rail_action_get_nick (rail_journal_line_get_action (line)));
  rail_xml_writer_attribute (writer, "turn", turn_nicks[rail_journal_line_get_turn (line)]);
  rail_xml_writer_attribute (writer, "ids", ids);
  rail_xml_writer_attribute (writer, "detail", rail_journal_line_get_detail (line));
  rail_xml_writer_end (writer);
}

/* The oldest line from which on the bound on IDs is kept. */
static guint
find_first_line (GListModel *journal)
{
  guint first = g_list_model_get_n_items (journal);
  guint64 n_all = 0;

  while (first > 0)
    {
      g_autoptr(RailJournalLine) line = g_list_model_get_item (journal, first - 1);
      guint n_ids;

      rail_journal_line_get_ids (line, &n_ids);
      n_all += n_ids;
      if (n_all > RAIL_JOURNAL_MAX_IDS)
        break;
      first--;
    }
  return first;
}

/*< private >
 * rail_journal_xml_write:
 * @writer: a writer
 * @journal: (element-type RailJournalLine): a journal, oldest line first
 *
 * Writes the journal. The oldest lines are left out if all have too many IDs together.
 */
void
rail_journal_xml_write (RailXmlWriter *writer,
                        GListModel    *journal)
{
  rail_xml_writer_start (writer, "journal");
  for (guint i = find_first_line (journal); i < g_list_model_get_n_items (journal); i++)
    {
      g_autoptr(RailJournalLine) line = g_list_model_get_item (journal, i);

      write_line (writer, line);
    }
  rail_xml_writer_end (writer);
}

static gboolean
parse_id (const char  *text,
          const char **out_end,
          guint       *out_id)
{
  guint64 id;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  id = g_ascii_strtoull (text, (char **) out_end, 10);
  *out_id = (guint) id;
  return id >= 1 && id <= G_MAXINT32;
}

/* “3 5-9 12”. Returns whether it is that, with no more than @max IDs. */
static gboolean
parse_ids (const char *text,
           guint       max,
           GArray     *ids)
{
  const char *p = text;

  while (TRUE)
    {
      guint first, last;

      if (!parse_id (p, &p, &first))
        return FALSE;
      last = first;
      if (*p == '-' && (!parse_id (p + 1, &p, &last) || last <= first))
        return FALSE;
      if (last - first >= max - ids->len)
        return FALSE;
      for (guint id = first; id <= last; id++)
        g_array_append_val (ids, id);
      if (*p == '\0')
        return TRUE;
      if (*p++ != ' ')
        return FALSE;
    }
}

static gboolean
parse_turn (const char      *nick,
            RailJournalTurn *out_turn)
{
  for (guint i = 0; i < G_N_ELEMENTS (turn_nicks); i++)
    if (g_strcmp0 (nick, turn_nicks[i]) == 0)
      {
        *out_turn = (RailJournalTurn) i;
        return TRUE;
      }
  return FALSE;
}

static RailJournalLine *
read_line (const RailXmlSource  *source,
           xmlNode              *node,
           guint                 max_ids,
           GError              **error)
{
  const char *action_nick = rail_xml_node_get_attribute (node, "action");
  const char *ids_text = rail_xml_node_get_attribute (node, "ids");
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));
  RailAction action;
  RailJournalTurn turn;
  gint64 date;

  if (!rail_xml_node_read_time (source, node, "date", &date, error))
    return NULL;
  if (action_nick == NULL || !rail_action_parse (action_nick, &action) ||
      !parse_turn (rail_xml_node_get_attribute (node, "turn"), &turn))
    {
      rail_xml_source_set_damaged (source, xmlGetLineNo (node), error, _("a line of the journal has no known action"));
      return NULL;
    }
  if (ids_text != NULL && !parse_ids (ids_text, max_ids, ids))
    {
      rail_xml_source_set_damaged (source, xmlGetLineNo (node), error,
                                   _("the IDs in a line of the journal are no IDs, or too many"));
      return NULL;
    }
  return rail_journal_line_new (date, rail_xml_node_get_attribute (node, "user"), action, turn,
                                (gconstpointer) ids->data, ids->len, rail_xml_node_get_attribute (node, "detail"));
}

/*< private >
 * rail_journal_xml_read:
 * @source: where the XML comes from
 * @root: the project element
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type RailJournalLine): the lines, oldest first, or %NULL with
 *   RAIL_STORAGE_ERROR_DAMAGED or RAIL_STORAGE_ERROR_LIMIT
 */
GPtrArray *
rail_journal_xml_read (const RailXmlSource  *source,
                       xmlNode              *root,
                       GError              **error)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  guint max_ids = RAIL_JOURNAL_MAX_IDS;

  for (xmlNode *node = rail_xml_node_find (root, "journal", "line", NULL); node != NULL;
       node = rail_xml_node_get_next (node, "line"))
    {
      RailJournalLine *line;
      guint n_ids;

      if (lines->len == RAIL_JOURNAL_MAX_LINES)
        {
          rail_xml_source_set_limit (source, _("lines in its journal"), RAIL_JOURNAL_MAX_LINES, error);
          return NULL;
        }
      line = read_line (source, node, max_ids, error);
      if (line == NULL)
        return NULL;
      g_ptr_array_add (lines, line);
      rail_journal_line_get_ids (line, &n_ids);
      max_ids -= n_ids;
    }
  return g_steal_pointer (&lines);
}
