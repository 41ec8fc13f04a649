/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-journal-filter"

#include "config.h"

#include "rail-journal-filter.h"

#include "rail-search-words.h"

#include <string.h>

static gboolean
has_id (RailJournalLine *line,
        guint            id)
{
  guint n_ids;
  const guint *ids = rail_journal_line_get_ids (line, &n_ids);

  for (guint i = 0; i < n_ids; i++)
    if (ids[i] == id)
      return TRUE;
  return FALSE;
}

/* “#12” is nothing but an ID; “12” may be a part of a name, too. */
static gboolean
match_word (RailJournalLine *line,
            const char      *words,
            const char      *word)
{
  gboolean number_sign = word[0] == '#';
  guint64 id;

  if (g_ascii_string_to_unsigned (number_sign ? word + 1 : word, 10, 1, G_MAXUINT, &id, NULL))
    {
      if (has_id (line, (guint) id))
        return TRUE;
      if (number_sign)
        return FALSE;
    }
  return strstr (words, word) != NULL;
}

/**
 * rail_journal_filter_match:
 * @line: a line of a journal
 * @text: what was typed, folded by rail_search_fold()
 *
 * Looks for words in the user, the action and the detail of a line, and for IDs as “12” or “#12”.
 *
 * Returns: whether each word of @text is somewhere in @line
 */
gboolean
rail_journal_filter_match (RailJournalLine *line,
                           const char      *text)
{
  const char *user;
  g_autofree char *action = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *folded = NULL;
  g_auto(GStrv) words = NULL;
  gboolean match = TRUE;

  g_return_val_if_fail (RAIL_IS_JOURNAL_LINE (line), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  user = rail_journal_line_get_user (line);
  detail = rail_journal_line_dup_detail_text (line);
  action = rail_journal_line_dup_text (line);
  joined = g_strjoin ("\n", user != NULL ? user : "", action, detail, NULL);
  folded = rail_search_fold (joined);
  words = g_strsplit_set (text, " \t\n", -1);
  for (guint i = 0; words[i] != NULL && match; i++)
    match = words[i][0] == '\0' || match_word (line, folded, words[i]);
  return match;
}
