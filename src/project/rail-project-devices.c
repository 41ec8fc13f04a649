/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-operations.h"

#include "rail-entry-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

static GPtrArray *
find_entries (RailProject *self,
              RailDevice  *device)
{
  GListModel *entries = rail_project_get_entries (self);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; device != NULL && i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) == 0)
        g_ptr_array_add (found, g_steal_pointer (&entry));
    }
  return found;
}

static gboolean
find_device (RailProject  *self,
             RailDevice   *device,
             guint        *out_position,
             GError      **error)
{
  if (g_list_store_find (G_LIST_STORE (rail_project_get_devices (self)), device, out_position))
    return TRUE;
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
               _("There is no device “%s” in this project."), rail_device_get_name (device));
  return FALSE;
}

static gboolean
check_new_name (RailProject  *self,
                RailDevice   *device,
                RailDevice   *replaced,
                GError      **error)
{
  RailDevice *namesake = rail_project_get_device (self, rail_device_get_name (device));

  if (namesake == NULL || namesake == replaced)
    return TRUE;
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS,
               _("There is a device “%s” already."), rail_device_get_name (device));
  return FALSE;
}

/* The certificates of the device follow it to its new name, or are not assigned any more. */
static void
apply (RailProject *self,
       RailAction   action,
       guint        position,
       RailDevice  *before,
       RailDevice  *after,
       char        *text)
{
  RailChange *change = rail_change_new (action, text);
  const char *name = after != NULL ? rail_device_get_name (after) : NULL;
  g_autoptr(GPtrArray) entries = find_entries (self, before);

  rail_change_set_device (change, position, before, after);
  for (guint i = 0; i < entries->len; i++)
    {
      g_autoptr(RailEntryState) state = rail_entry_state_copy (rail_entry_get_state (entries->pdata[i]));

      if (g_strcmp0 (state->device, name) == 0)
        continue;
      rail_entry_state_set_device (state, name);
      rail_change_set_entry (change, entries->pdata[i], state);
    }
  rail_change_set_detail (change, rail_device_get_name (before != NULL ? before : after));
  rail_project_apply (self, change);
}

/**
 * rail_project_add_device:
 * @self: a project
 * @device: a device; the project takes a reference, and nobody else changes it from now on
 * @error: return location for an error
 *
 * Adds a device at the end of the list.
 *
 * Returns: whether it was added; otherwise RAIL_PROJECT_ERROR_EXISTS or RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_project_add_device (RailProject  *self,
                         RailDevice   *device,
                         GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_device_validate (device, error) || !check_new_name (self, device, NULL, error))
    return FALSE;

  apply (self, RAIL_ACTION_ADD_DEVICE, g_list_model_get_n_items (rail_project_get_devices (self)), NULL, device,
         g_strdup_printf (_("Add device “%s”"), rail_device_get_name (device)));
  return TRUE;
}

/**
 * rail_project_change_device:
 * @self: a project
 * @device: a device of it
 * @replacement: what it is to be; see rail_device_copy(); the project takes a reference
 * @error: return location for an error
 *
 * Puts @replacement in the place of @device. With a new name, the certificates of the device follow.
 *
 * Returns: whether it was changed; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, RAIL_PROJECT_ERROR_EXISTS or
 *   RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_project_change_device (RailProject  *self,
                            RailDevice   *device,
                            RailDevice   *replacement,
                            GError      **error)
{
  guint position;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (replacement) && replacement != device, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!find_device (self, device, &position, error) ||
      !rail_device_validate (replacement, error) ||
      !check_new_name (self, replacement, device, error))
    return FALSE;

  apply (self, RAIL_ACTION_CHANGE_DEVICE, position, device, replacement,
         g_strdup_printf (_("Change device “%s”"), rail_device_get_name (device)));
  return TRUE;
}

/**
 * rail_project_delete_device:
 * @self: a project
 * @device: a device of it
 * @error: return location for an error
 *
 * Deletes a device. Its certificates stay, and are not assigned any more.
 *
 * Returns: whether it was deleted; otherwise RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_delete_device (RailProject  *self,
                            RailDevice   *device,
                            GError      **error)
{
  guint position;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!find_device (self, device, &position, error))
    return FALSE;

  apply (self, RAIL_ACTION_DELETE_DEVICE, position, device, NULL,
         g_strdup_printf (_("Delete device “%s”"), rail_device_get_name (device)));
  return TRUE;
}
