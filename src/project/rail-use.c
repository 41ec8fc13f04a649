/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-operations.h"

/**
 * rail_project_list_own:
 * @self: a project
 * @device: a device of it
 *
 * Returns: (transfer full) (element-type RailEntry): its table “Device certificates”, by ID
 */
GPtrArray *
rail_project_list_own (RailProject *self,
                       RailDevice  *device)
{
  GListModel *entries;
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (RAIL_IS_PROJECT (self), found);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), found);

  entries = rail_project_get_entries (self);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) == 0)
        g_ptr_array_add (found, g_steal_pointer (&entry));
    }
  return found;
}
