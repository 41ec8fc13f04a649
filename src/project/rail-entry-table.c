/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-entry-table.h"

#include "rail-entry-private.h"

/* The position of the first entry whose ID is not below @id. */
static guint
find_position (RailEntryTable *self,
               guint          id)
{
  guint low = 0;
  guint high = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (rail_entry_get_id (rail_entry_table_peek (self, middle)) < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
index_subject (RailEntryTable  *self,
               RailEntry       *entry,
               RailCertificate *certificate)
{
  const char *subject = rail_certificate_get_subject (certificate);
  GPtrArray *namesakes;

  if (!rail_certificate_is_ca (certificate))
    return;

  namesakes = g_hash_table_lookup (self->authorities, subject);
  if (namesakes == NULL)
    {
      namesakes = g_ptr_array_new ();
      g_hash_table_insert (self->authorities, g_strdup (subject), namesakes);
    }
  if (!g_ptr_array_find (namesakes, entry, NULL))
    g_ptr_array_add (namesakes, entry);
}

static void
unindex_subject (RailEntryTable  *self,
                 RailEntry       *entry,
                 RailCertificate *certificate)
{
  const char *subject = rail_certificate_get_subject (certificate);
  GPtrArray *namesakes = g_hash_table_lookup (self->authorities, subject);

  if (namesakes == NULL)
    return;

  g_ptr_array_remove (namesakes, entry);
  if (namesakes->len == 0)
    g_hash_table_remove (self->authorities, subject);
}

static void
index_device (RailEntryTable *self,
              RailEntry      *entry)
{
  const char *device = rail_entry_get_device (entry);
  GPtrArray *own;

  if (device == NULL)
    return;

  own = g_hash_table_lookup (self->by_device, device);
  if (own == NULL)
    {
      own = g_ptr_array_new ();
      g_hash_table_insert (self->by_device, g_strdup (device), own);
    }
  g_ptr_array_add (own, entry);
  g_hash_table_insert (self->device_names, entry, g_strdup (device));
}

static void
unindex_device (RailEntryTable *self,
                RailEntry      *entry)
{
  const char *device = g_hash_table_lookup (self->device_names, entry);
  GPtrArray *own = device != NULL ? g_hash_table_lookup (self->by_device, device) : NULL;

  if (own == NULL)
    return;

  g_ptr_array_remove (own, entry);
  if (own->len == 0)
    g_hash_table_remove (self->by_device, device);
  g_hash_table_remove (self->device_names, entry);
}

/* An authority is found by the names that it had, too: what an earlier certificate of it has signed still names it. */
static void
index_entry (RailEntryTable *self,
             RailEntry      *entry)
{
  g_hash_table_insert (self->by_id, GUINT_TO_POINTER (rail_entry_get_id (entry)), entry);
  index_device (self, entry);
  index_subject (self, entry, rail_entry_get_certificate (entry));
  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    index_subject (self, entry, rail_generation_get_certificate (rail_entry_get_generation (entry, i)));
}

static void
unindex_entry (RailEntryTable *self,
               RailEntry      *entry)
{
  g_hash_table_remove (self->by_id, GUINT_TO_POINTER (rail_entry_get_id (entry)));
  unindex_device (self, entry);
  unindex_subject (self, entry, rail_entry_get_certificate (entry));
  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    unindex_subject (self, entry, rail_generation_get_certificate (rail_entry_get_generation (entry, i)));
}

static int
compare_entries_cb (gconstpointer a,
                    gconstpointer b)
{
  guint id_a = rail_entry_get_id (*(RailEntry **) a);
  guint id_b = rail_entry_get_id (*(RailEntry **) b);

  return id_a < id_b ? -1 : id_a > id_b;
}

/*< private >
 * rail_entry_table_init:
 * @self: a table
 *
 * Makes it an empty table.
 */
void
rail_entry_table_init (RailEntryTable *self)
{
  self->store = g_list_store_new (RAIL_TYPE_ENTRY);
  self->by_id = g_hash_table_new (NULL, NULL);
  self->authorities =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->by_device =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->device_names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

/*< private >
 * rail_entry_table_clear:
 * @self: a table
 *
 * Frees what the table holds.
 */
void
rail_entry_table_clear (RailEntryTable *self)
{
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->authorities);
  g_hash_table_unref (self->by_device);
  g_hash_table_unref (self->device_names);
  g_clear_object (&self->store);
}

/*< private >
 * rail_entry_table_peek:
 * @self: a table
 * @position: a position in the list
 *
 * Returns: (transfer none): the entry there
 */
RailEntry *
rail_entry_table_peek (RailEntryTable *self,
                       guint           position)
{
  g_autoptr(RailEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  return entry;
}

/*< private >
 * rail_entry_table_find:
 * @self: a table
 * @id: a certificate ID
 *
 * Returns: (transfer none) (nullable): the entry of that ID
 */
RailEntry *
rail_entry_table_find (RailEntryTable *self,
                       guint           id)
{
  return g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id));
}

/*< private >
 * rail_entry_table_list_authorities:
 * @self: a table
 *
 * Returns: (transfer container) (element-type RailEntry): all entries that are or were a CA, ascending by ID
 */
GPtrArray *
rail_entry_table_list_authorities (RailEntryTable *self)
{
  GPtrArray *list = g_ptr_array_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer namesakes;

  g_hash_table_iter_init (&iter, self->authorities);
  while (g_hash_table_iter_next (&iter, NULL, &namesakes))
    for (guint i = 0; i < ((GPtrArray *) namesakes)->len; i++)
      if (g_hash_table_add (seen, ((GPtrArray *) namesakes)->pdata[i]))
        g_ptr_array_add (list, ((GPtrArray *) namesakes)->pdata[i]);
  g_ptr_array_sort (list, compare_entries_cb);
  return list;
}

/*< private >
 * rail_entry_table_get_authorities:
 * @self: a table
 * @subject: a distinguished name
 *
 * Returns: (transfer none) (nullable) (element-type RailEntry): the entries that are a CA of that name
 */
GPtrArray *
rail_entry_table_get_authorities (RailEntryTable *self,
                                  const char     *subject)
{
  return g_hash_table_lookup (self->authorities, subject);
}

/*< private >
 * rail_entry_table_get_own:
 * @self: a table
 * @device: the name of a device
 *
 * Returns: (transfer none) (nullable) (element-type RailEntry): the entries whose device has that name, in no order
 */
GPtrArray *
rail_entry_table_get_own (RailEntryTable *self,
                          const char     *device)
{
  return g_hash_table_lookup (self->by_device, device);
}

/*< private >
 * rail_entry_table_insert:
 * @self: a table
 * @entries: (element-type RailEntry): entries of any order, whose IDs are free
 *
 * Puts entries at their places, in one splice.
 */
void
rail_entry_table_insert (RailEntryTable *self,
                         GPtrArray      *entries)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr(GPtrArray) merged = g_ptr_array_new ();
  guint first, last, next;

  if (entries->len == 0)
    return;

  for (guint i = 0; i < entries->len; i++)
    {
      g_ptr_array_add (sorted, entries->pdata[i]);
      index_entry (self, entries->pdata[i]);
    }
  g_ptr_array_sort (sorted, compare_entries_cb);

  first = find_position (self, rail_entry_get_id (sorted->pdata[0]));
  last = find_position (self, rail_entry_get_id (sorted->pdata[sorted->len - 1]));
  next = first;
  for (guint i = 0; i < sorted->len; i++)
    {
      while (next < last && rail_entry_get_id (rail_entry_table_peek (self, next)) < rail_entry_get_id (sorted->pdata[i]))
        g_ptr_array_add (merged, rail_entry_table_peek (self, next++));
      g_ptr_array_add (merged, sorted->pdata[i]);
    }
  g_list_store_splice (self->store, first, last - first, merged->pdata, merged->len);
}

/*< private >
 * rail_entry_table_remove:
 * @self: a table
 * @entries: (element-type RailEntry): entries of the table, each once
 *
 * Takes entries out, in one splice.
 */
void
rail_entry_table_remove (RailEntryTable *self,
                         GPtrArray      *entries)
{
  g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  guint first = G_MAXUINT;
  guint last = 0;

  if (entries->len == 0)
    return;

  for (guint i = 0; i < entries->len; i++)
    {
      guint position = find_position (self, rail_entry_get_id (entries->pdata[i]));

      first = MIN (first, position);
      last = MAX (last, position);
      unindex_entry (self, entries->pdata[i]);
    }
  for (guint i = first; i <= last; i++)
    if (rail_entry_table_find (self, rail_entry_get_id (rail_entry_table_peek (self, i))) != NULL)
      g_ptr_array_add (kept, g_object_ref (rail_entry_table_peek (self, i)));
  g_list_store_splice (self->store, first, last - first + 1, kept->pdata, kept->len);
}

/*< private >
 * rail_entry_table_set_state:
 * @self: a table
 * @entry: an entry in it
 * @state: what it is from now on
 *
 * Changes an entry and finds it by its new names.
 */
void
rail_entry_table_set_state (RailEntryTable *self,
                            RailEntry      *entry,
                            RailEntryState *state)
{
  unindex_entry (self, entry);
  rail_entry_set_state (entry, state);
  index_entry (self, entry);
}
