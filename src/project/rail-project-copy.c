/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-entry-private.h"
#include "rail-project-private.h"

static RailGeneration *
generation_without_key (RailGeneration *generation)
{
  g_autoptr(RailGeneration) copy = rail_generation_new (rail_generation_get_certificate (generation), NULL, NULL,
                                                        rail_generation_get_until (generation),
                                                        rail_generation_get_reason (generation),
                                                        rail_generation_get_by (generation),
                                                        rail_generation_get_note (generation));
  RailRevocationReason reason;
  gint64 date;

  if (rail_generation_is_revoked (generation, &date, &reason))
    return rail_generation_new_revoked (copy, date, reason);
  return g_steal_pointer (&copy);
}

static RailEntry *
entry_without_key (RailEntry *entry)
{
  RailEntryState *state = rail_entry_state_copy (rail_entry_get_state (entry));

  rail_entry_state_set_key (state, NULL);
  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    {
      g_autoptr(RailGeneration) generation = generation_without_key (rail_entry_get_generation (entry, i));

      rail_entry_state_set_generation (state, i, generation);
    }
  return rail_entry_new_with_state (rail_entry_get_id (entry), state);
}

/**
 * rail_project_copy_without_keys:
 * @self: a project, or a snapshot of one in a worker
 * @protection: users and keys of the copy
 *
 * A project of its own to be handed to others: certificates, devices, revocations and IDs are the same, but it has no
 * private key, not even sealed or of an earlier generation, and no journal, which names people.
 *
 * Returns: (transfer full): the copy
 */
RailProject *
rail_project_copy_without_keys (RailProject    *self,
                                RailProtection *protection)
{
  RailProject *copy;
  GListModel *entries, *devices;
  g_autoptr(GPtrArray) stripped = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_PROTECTION (protection), NULL);

  copy = rail_project_new (rail_project_get_environment (self), rail_project_get_name (self));
  entries = rail_project_get_entries (self);
  devices = rail_project_get_devices (self);
  rail_project_set_protection (copy, protection);
  rail_project_set_next_id (copy, rail_project_get_next_id (self));
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      g_ptr_array_add (stripped, entry_without_key (entry));
    }
  rail_project_insert_entries (copy, stripped);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      g_autoptr(RailDevice) device_copy = rail_device_copy (device);

      rail_project_splice_devices (copy, i, NULL, device_copy);
    }
  return copy;
}
