/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project-search"

#include "config.h"

#include "rail-project-search.h"

#include "rail-search-words.h"

#include <string.h>

/* Something that can be found. */
typedef struct
{
  RailEntry      *entry;    /* (nullable) */
  RailDevice     *device;   /* (nullable) */
  char           *name;     /* folded */
  RailSearchText  text;
} Item;

struct _RailProjectSearch
{
  GArray *items;   /* of Item: the devices, then the certificates by ID */
};

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_clear_object (&item->entry);
  g_clear_object (&item->device);
  g_free (item->name);
  g_free (item->text.text);
  g_free (item->text.codes);
}

static void
add_device (RailProjectSearch *self,
            RailDevice        *device)
{
  g_autofree char *addresses = g_strjoinv (" ", (char **) rail_device_get_addresses (device));
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s", rail_device_get_name (device), addresses,
                                           rail_family_get_label (rail_device_get_family (device)));
  Item item = {
    .device = g_object_ref (device),
    .name = rail_search_fold (rail_device_get_name (device)),
    .text = { .text = rail_search_fold (text), .codes = g_strdup ("") },
  };

  g_array_append_val (self->items, item);
}

static void
add_entry (RailProjectSearch *self,
           RailEntry         *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  const char *device = rail_entry_get_device (entry);
  g_autofree char *text = g_strdup_printf ("%u\n%s\n%s", rail_entry_get_id (entry),
                                           rail_certificate_get_common_name (certificate), device != NULL ? device : "");
  g_autofree char *codes = g_strjoin ("\n", rail_certificate_get_serial (certificate),
                                      rail_certificate_get_fingerprint (certificate),
                                      rail_certificate_get_fingerprint_sha1 (certificate), NULL);
  Item item = {
    .entry = g_object_ref (entry),
    .name = rail_search_fold (rail_certificate_get_common_name (certificate)),
    .text = { .id = rail_entry_get_id (entry), .text = rail_search_fold (text), .codes = g_ascii_strdown (codes, -1) },
  };

  g_array_append_val (self->items, item);
}

/* How well a code fits: what people compare are its first digits. */
static RailMatch
fit_codes (const char *codes,
           const char *code)
{
  gsize length = strlen (code);
  RailMatch best = RAIL_MATCH_NONE;

  for (const char *at = strstr (codes, code); at != NULL; at = strstr (at + 1, code))
    {
      gboolean begins = at == codes || at[-1] == '\n';
      gboolean ends = at[length] == '\0' || at[length] == '\n';

      best = MIN (best, begins && ends ? RAIL_MATCH_EXACT : begins ? RAIL_MATCH_BEGIN : RAIL_MATCH_PART);
    }
  return best;
}

static gboolean
begins_word (const char *name,
             const char *at)
{
  return at > name && !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

/* Both folded. */
static RailMatch
fit_name (const char *name,
          const char *text)
{
  RailMatch best = RAIL_MATCH_NONE;

  if (g_str_equal (name, text))
    return RAIL_MATCH_EXACT;
  if (g_str_has_prefix (name, text))
    return RAIL_MATCH_BEGIN;
  for (const char *at = strstr (name, text); at != NULL && best > RAIL_MATCH_WORD; at = strstr (at + 1, text))
    best = begins_word (name, at) ? RAIL_MATCH_WORD : RAIL_MATCH_PART;
  return best;
}

/* “12” and “#12” are first of all an ID. */
static gboolean
is_id (const char *text,
       guint       id)
{
  guint64 number;

  return id != 0 && g_ascii_string_to_unsigned (*text == '#' ? text + 1 : text, 10, 1, G_MAXUINT, &number, NULL) &&
         number == id;
}

static RailMatch
fit_item (const Item      *item,
          RailSearchWords *words)
{
  const char *text = rail_search_words_get_text (words);
  const char *code = rail_search_words_get_code (words);
  RailMatch fit;

  if (is_id (text, item->text.id))
    return RAIL_MATCH_EXACT;
  if (!rail_search_words_match (words, &item->text))
    return RAIL_MATCH_NONE;
  fit = fit_name (item->name, text);
  if (code != NULL)
    fit = MIN (fit, fit_codes (item->text.codes, code));
  return MIN (fit, RAIL_MATCH_PART);
}

/* The order of the items is kept among those that fit alike, and that is by name and ID. */
static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const RailHit *left = a;
  const RailHit *right = b;

  return (int) left->fit - (int) right->fit;
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const Item *left = a;
  const Item *right = b;
  int order = (left->entry != NULL) - (right->entry != NULL);

  if (order == 0)
    order = strcmp (left->name, right->name);
  return order != 0 ? order : (int) left->text.id - (int) right->text.id;
}

/**
 * rail_project_search_new:
 * @project: a project
 *
 * Takes down what devices and certificates of @project can be found by. For 10,000 certificates that takes less time than
 * drawing a frame; a search that has to know later changes is made anew.
 *
 * Returns: (transfer full): the search
 */
RailProjectSearch *
rail_project_search_new (RailProject *project)
{
  RailProjectSearch *self;
  GListModel *entries;
  GListModel *devices;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_new0 (RailProjectSearch, 1);
  entries = rail_project_get_entries (project);
  devices = rail_project_get_devices (project);
  self->items = g_array_sized_new (FALSE, FALSE, sizeof (Item), g_list_model_get_n_items (entries));
  g_array_set_clear_func (self->items, clear_item);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      add_device (self, device);
    }
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      add_entry (self, entry);
    }
  g_array_sort (self->items, compare_items);
  return self;
}

/**
 * rail_project_search_free:
 * @self: a search
 */
void
rail_project_search_free (RailProjectSearch *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_free (self);
}

/**
 * rail_project_search_find:
 * @self: a search
 * @text: what was typed: a part of a name, an ID, an address, or a serial number or fingerprint, with or without colons
 * @most: how many hits are wanted at most
 * @out_n_all: (out) (optional): how many there are
 *
 * Returns: (transfer full) (element-type RailHit): the hits, the best first; what they point at lives as long as @self
 */
GArray *
rail_project_search_find (RailProjectSearch *self,
                          const char        *text,
                          guint              most,
                          guint             *out_n_all)
{
  g_autofree char *typed = NULL;
  g_autoptr(RailSearchWords) words = NULL;
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (RailHit));

  g_return_val_if_fail (self != NULL, hits);
  g_return_val_if_fail (text != NULL, hits);

  typed = g_strstrip (g_strdup (text));
  words = rail_search_words_new (typed);
  for (guint i = 0; !rail_search_words_is_empty (words) && i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);
      RailHit hit = { item->entry, item->device, fit_item (item, words) };

      if (hit.fit != RAIL_MATCH_NONE)
        g_array_append_val (hits, hit);
    }
  /* g_array_sort() keeps the order of equals. */
  g_array_sort (hits, compare_hits);
  if (out_n_all != NULL)
    *out_n_all = hits->len;
  if (hits->len > most)
    g_array_set_size (hits, most);
  return hits;
}

/**
 * rail_project_search_match_name:
 * @text: what was typed
 * @name: the name of something that is no part of the project, such as a command
 *
 * Returns: how well the name fits
 */
RailMatch
rail_project_search_match_name (const char *text,
                         const char *name)
{
  g_autofree char *typed = NULL;
  g_autofree char *folded = NULL;
  g_autoptr(RailSearchWords) words = NULL;
  RailSearchText searched = { .codes = (char *) "" };

  g_return_val_if_fail (text != NULL && name != NULL, RAIL_MATCH_NONE);

  typed = g_strstrip (g_strdup (text));
  folded = rail_search_fold (name);
  words = rail_search_words_new (typed);
  searched.text = folded;
  if (rail_search_words_is_empty (words) || !rail_search_words_match (words, &searched))
    return RAIL_MATCH_NONE;
  return MIN (fit_name (folded, rail_search_words_get_text (words)), RAIL_MATCH_PART);
}
