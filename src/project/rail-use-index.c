/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-use-index.h"

#include "rail-entry-private.h"

static int
compare_ids_cb (gconstpointer a,
                gconstpointer b)
{
  guint id_a = *(const guint *) a;
  guint id_b = *(const guint *) b;

  return id_a < id_b ? -1 : id_a > id_b;
}

/* Returns: (transfer full) (element-type guint): the IDs that the device names, rising, perhaps some twice; clients are
 * partners, too */
static GArray *
list_ids (RailDevice *device)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint));
  const guint *partners;
  guint n_partners;

  if (device == NULL)
    return ids;

  partners = rail_device_get_partners (device, &n_partners);
  if (n_partners > 0)
    g_array_append_vals (ids, partners, n_partners);
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    {
      guint id = rail_device_get_service_certificate (device, (RailService) i);

      if (id != 0)
        g_array_append_val (ids, id);
    }
  g_array_sort (ids, compare_ids_cb);
  return ids;
}

static void
replace_user (GPtrArray  *users,
              RailDevice *before,
              RailDevice *after)
{
  guint place;

  if (before == NULL || !g_ptr_array_find (users, before, &place))
    place = users->len;
  if (place < users->len && after != NULL)
    {
      g_object_unref (users->pdata[place]);
      users->pdata[place] = g_object_ref (after);
    }
  else if (place < users->len)
    g_ptr_array_remove_index (users, place);
  else if (after != NULL)
    g_ptr_array_add (users, g_object_ref (after));
}

static void
replace_in (RailUseIndex   *self,
            RailEntryTable *entries,
            guint           id,
            RailDevice     *before,
            RailDevice     *after)
{
  GPtrArray *users = g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id));
  RailEntry *entry = rail_entry_table_find (entries, id);

  if (users == NULL)
    {
      users = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->by_id, GUINT_TO_POINTER (id), users);
    }
  replace_user (users, before, after);
  if (entry != NULL)
    rail_entry_set_users (entry, users->len > 0 ? users : NULL);
  if (users->len == 0)
    g_hash_table_remove (self->by_id, GUINT_TO_POINTER (id));
}

/*< private >
 * rail_use_index_init:
 * @self: an index
 *
 * Makes it an empty index.
 */
void
rail_use_index_init (RailUseIndex *self)
{
  self->by_id = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
}

/*< private >
 * rail_use_index_clear:
 * @self: an index
 *
 * Frees what the index holds.
 */
void
rail_use_index_clear (RailUseIndex *self)
{
  g_clear_pointer (&self->by_id, g_hash_table_unref);
}

/*< private >
 * rail_use_index_replace:
 * @self: an index
 * @entries: the entries of the project
 * @before: (nullable): a device that goes
 * @after: (nullable): the device that comes, or takes its place
 *
 * Tells the entries that one of the two names who uses them now.
 */
void
rail_use_index_replace (RailUseIndex   *self,
                        RailEntryTable *entries,
                        RailDevice     *before,
                        RailDevice     *after)
{
  g_autoptr(GArray) old = list_ids (before);
  g_autoptr(GArray) new = list_ids (after);
  guint i = 0, j = 0;

  while (i < old->len || j < new->len)
    {
      guint old_id = i < old->len ? g_array_index (old, guint, i) : G_MAXUINT;
      guint new_id = j < new->len ? g_array_index (new, guint, j) : G_MAXUINT;
      guint id = MIN (old_id, new_id);

      replace_in (self, entries, id, old_id == id ? before : NULL, new_id == id ? after : NULL);
      while (i < old->len && g_array_index (old, guint, i) == id)
        i++;
      while (j < new->len && g_array_index (new, guint, j) == id)
        j++;
    }
}

/*< private >
 * rail_use_index_tell:
 * @self: an index
 * @entries: (element-type RailEntry): entries that come into the project
 *
 * Tells entries who uses them: the devices that name them may be there before them.
 */
void
rail_use_index_tell (RailUseIndex *self,
                     GPtrArray    *entries)
{
  for (guint i = 0; i < entries->len; i++)
    rail_entry_set_users (entries->pdata[i],
                          g_hash_table_lookup (self->by_id,
                                               GUINT_TO_POINTER (rail_entry_get_id (entries->pdata[i]))));
}
