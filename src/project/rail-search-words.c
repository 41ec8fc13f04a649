/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-search-words"

#include "config.h"

#include "rail-search-words.h"

#include <string.h>

/* Fewer digits are in so many serial numbers and fingerprints that finding them there is no help. */
#define MIN_CODE 4

typedef struct
{
  char  *text;
  char  *code;   /* (nullable): the word as a code without its separators */
  guint  id;     /* of “#12”; 0 when it is no such word */
} Word;

struct _RailSearchWords
{
  char   *text;
  GArray *words;     /* of Word */
  char   *code;      /* (nullable): all of it as one code: “0a 1b 2c 3d” */
  guint   n_codes;
  guint   n_ids;
};

static void
clear_word (gpointer data)
{
  Word *word = data;

  g_free (word->text);
  g_free (word->code);
}

/* (nullable): @text without the separators that programs write between the digits, if it is a code at all */
static char *
read_code (const char *text)
{
  g_autoptr(GString) code = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isxdigit (*p))
        g_string_append_c (code, g_ascii_tolower (*p));
      else if (strchr (": -", *p) == NULL)
        return NULL;
    }
  return code->len >= MIN_CODE ? g_strdup (code->str) : NULL;
}

static void
add_word (RailSearchWords *self,
          const char      *text)
{
  Word word = { g_strdup (text), read_code (text), 0 };
  guint64 id;

  if (text[0] == '#' && g_ascii_string_to_unsigned (text + 1, 10, 1, G_MAXUINT, &id, NULL))
    word.id = (guint) id;
  self->n_codes += word.code != NULL ? 1 : 0;
  self->n_ids += word.id != 0 ? 1 : 0;
  g_array_append_val (self->words, word);
}

/**
 * rail_search_fold:
 * @text: a text
 *
 * Returns: (transfer full): @text in the form in which texts are searched, without a difference of case
 */
char *
rail_search_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}

/**
 * rail_search_words_new:
 * @text: (nullable): what was typed
 *
 * Returns: (transfer full): its words
 */
RailSearchWords *
rail_search_words_new (const char *text)
{
  RailSearchWords *self = g_new0 (RailSearchWords, 1);
  g_auto(GStrv) parts = NULL;

  self->text = rail_search_fold (text != NULL ? text : "");
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (self->words, clear_word);
  parts = g_strsplit_set (self->text, " \t\n", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      add_word (self, parts[i]);
  self->code = read_code (self->text);
  return self;
}

/**
 * rail_search_words_free:
 * @self: words
 */
void
rail_search_words_free (RailSearchWords *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->words);
  g_free (self->text);
  g_free (self->code);
  g_free (self);
}

/**
 * rail_search_words_is_empty:
 * @self: words
 *
 * Returns: whether there is none, so that everything matches
 */
gboolean
rail_search_words_is_empty (RailSearchWords *self)
{
  return self->words->len == 0;
}

/**
 * rail_search_words_get_text:
 * @self: words
 *
 * Returns: all that was typed, folded
 */
const char *
rail_search_words_get_text (RailSearchWords *self)
{
  return self->text;
}

/**
 * rail_search_words_get_code:
 * @self: words
 *
 * Returns: (nullable): all that was typed as the digits of one code, if it can be one
 */
const char *
rail_search_words_get_code (RailSearchWords *self)
{
  return self->code;
}

/**
 * rail_search_words_equal:
 * @self: words
 * @other: other words
 *
 * Returns: whether the same was typed
 */
gboolean
rail_search_words_equal (RailSearchWords *self,
                         RailSearchWords *other)
{
  return g_str_equal (self->text, other->text);
}

/**
 * rail_search_words_narrows:
 * @self: words
 * @other: the words of before
 *
 * Tells when only the rows that @other has left need to be looked at, which is what keeps typing fast in large tables.
 *
 * Returns: whether it is certain that all that matches @self also matches @other
 */
gboolean
rail_search_words_narrows (RailSearchWords *self,
                           RailSearchWords *other)
{
  /* Where the old text begins the new one, each old word begins a new one. A word that becomes long enough to be a code
   * is looked for in more places than before, and “#12” is not a part of “#123”. */
  return g_str_has_prefix (self->text, other->text) && self->n_codes <= other->n_codes && self->n_ids == 0 &&
         other->n_ids == 0 && (self->code == NULL || other->code != NULL);
}

/**
 * rail_search_words_match:
 * @self: words
 * @text: what a certificate can be found by
 *
 * Returns: whether each word is somewhere in @text, or all of them together are one of its codes
 */
gboolean
rail_search_words_match (RailSearchWords      *self,
                         const RailSearchText *text)
{
  gboolean all = TRUE;

  for (guint i = 0; i < self->words->len && all; i++)
    {
      Word *word = &g_array_index (self->words, Word, i);

      all = word->id != 0 ? word->id == text->id
                          : strstr (text->text, word->text) != NULL ||
                            (word->code != NULL && strstr (text->codes, word->code) != NULL);
    }
  return all || (self->code != NULL && strstr (text->codes, self->code) != NULL);
}
