/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-operations.h"

#include "rail-entry-private.h"
#include "rail-project-delete-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"
#include "rail-service-jobs.h"

#include <glib/gi18n-lib.h>

/**
 * rail_project_check_device:
 * @self: a project
 * @device: a device
 * @error: return location for an error
 *
 * Returns: whether the project holds it; otherwise RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_check_device (RailProject  *self,
                           RailDevice   *device,
                           GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (rail_project_get_device (self, rail_device_get_name (device)) == device)
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

/* PG/HMI communication is on where the firmware is known to have it (chapter 2.3.2). */
static gboolean
starts_with_pg_hmi (RailDevice *device)
{
  RailFamily family = rail_device_get_family (device);

  return (family == RAIL_FAMILY_S7_1500 || family == RAIL_FAMILY_S7_1200) && *rail_device_get_firmware (device) != '\0' &&
         rail_service_is_available (RAIL_SERVICE_PG_HMI, family, rail_device_get_firmware (device), NULL) &&
         rail_device_get_service_certificate (device, RAIL_SERVICE_PG_HMI) == 0;
}

/* The certificates are quickly made, with elliptic curves. When they cannot be, for want of an address or of the keys, the
 * services are on all the same, and compiling says what they lack. */
static GPtrArray *
make_pg_hmi (RailProject  *self,
             GPtrArray    *devices,
             GError      **error)
{
  g_autoptr(RailServiceJobs) jobs = rail_service_jobs_new (self);
  guint n = 0;

  for (guint i = 0; i < devices->len; i++)
    {
      RailDevice *device = devices->pdata[i];

      if (!starts_with_pg_hmi (device))
        continue;
      if (rail_service_jobs_add (jobs, device, RAIL_SERVICE_PG_HMI, NULL))
        rail_device_set_service (device, RAIL_SERVICE_PG_HMI, TRUE, rail_service_jobs_get_id (jobs, n++));
      else
        rail_device_set_service (device, RAIL_SERVICE_PG_HMI, TRUE, 0);
    }
  if (!rail_jobs_run (rail_service_jobs_get_jobs (jobs), NULL, NULL, NULL, error))
    return NULL;
  return rail_service_jobs_finish (jobs, error);
}

static gboolean
check_devices (RailProject  *self,
               GPtrArray    *devices,
               GError      **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < devices->len; i++)
    {
      if (!rail_device_validate (devices->pdata[i], error) || !check_new_name (self, devices->pdata[i], NULL, error))
        return FALSE;
      if (!g_hash_table_add (names, (gpointer) rail_device_get_name (devices->pdata[i])))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS, _("There are two devices named “%s”."),
                       rail_device_get_name (devices->pdata[i]));
          return FALSE;
        }
    }
  return TRUE;
}

/* The devices are fine by themselves. */
static gboolean
add_devices (RailProject  *self,
             GPtrArray    *devices,
             gboolean      starts_pg_hmi,
             GError      **error)
{
  g_autoptr(GPtrArray) entries = NULL;
  RailChange *change;
  guint position;

  for (guint i = 0; i < devices->len && !rail_project_is_protected (self); i++)
    rail_device_set_global_security (devices->pdata[i], FALSE);
  if (starts_pg_hmi)
    entries = make_pg_hmi (self, devices, error);
  else
    entries = g_ptr_array_new ();
  if (entries == NULL)
    return FALSE;

  change = rail_change_new (RAIL_ACTION_ADD_DEVICE, devices->len == 1
                              ? g_strdup_printf (_("Add device “%s”"), rail_device_get_name (devices->pdata[0]))
                              : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Add %u device", "Add %u devices",
                                                              devices->len), devices->len));
  position = g_list_model_get_n_items (rail_project_get_devices (self));
  for (guint i = 0; i < devices->len; i++)
    rail_change_set_device (change, position + i, NULL, devices->pdata[i]);
  rail_change_add_entries (change, entries);
  rail_change_set_detail (change, rail_device_get_name (devices->pdata[0]));
  rail_project_apply (self, change);
  return TRUE;
}

/**
 * rail_project_add_devices:
 * @self: a project
 * @devices: (element-type RailDevice): devices; the project takes references, and nobody else changes them from now on
 * @error: return location for an error
 *
 * Adds devices at the end of the list, all or none, in one step. In a project without protection none of them uses the global
 * security settings, because there are none. Secure PG/HMI communication is switched on, with its certificate, where the
 * firmware has it.
 *
 * Returns: whether they were added; otherwise RAIL_PROJECT_ERROR_EXISTS or RAIL_PROJECT_ERROR_INVALID, or an error of the
 *   signing
 */
gboolean
rail_project_add_devices (RailProject  *self,
                          GPtrArray    *devices,
                          GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (devices != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_devices (self, devices, error))
    return FALSE;
  return devices->len == 0 || add_devices (self, devices, TRUE, error);
}

/**
 * rail_project_add_device:
 * @self: a project
 * @device: a device; the project takes a reference, and nobody else changes it from now on
 * @error: return location for an error
 *
 * Adds a device at the end of the list; see rail_project_add_devices().
 *
 * Returns: whether it was added; otherwise RAIL_PROJECT_ERROR_EXISTS or RAIL_PROJECT_ERROR_INVALID, or an error of the
 *   signing
 */
gboolean
rail_project_add_device (RailProject  *self,
                         RailDevice   *device,
                         GError      **error)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_ptr_array_add (devices, device);
  return rail_project_add_devices (self, devices, error);
}

/**
 * rail_project_duplicate_device:
 * @self: a project
 * @device: a device of it
 * @name: the name of the new one
 * @error: return location for an error
 *
 * Adds a device like @device, with the same settings and partners. Certificates and addresses are a device's own: the new
 * one has the services switched on that @device has, without certificates, and no address.
 *
 * Returns: (transfer none): the new device; or %NULL with RAIL_PROJECT_ERROR_NOT_FOUND, RAIL_PROJECT_ERROR_EXISTS or
 *   RAIL_PROJECT_ERROR_INVALID
 */
RailDevice *
rail_project_duplicate_device (RailProject  *self,
                               RailDevice   *device,
                               const char   *name,
                               GError      **error)
{
  g_autoptr(RailDevice) copy = NULL;
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!rail_project_check_device (self, device, error))
    return NULL;
  copy = rail_device_copy_as (device, name, rail_device_get_family (device));
  rail_device_set_addresses (copy, NULL);
  rail_device_set_loaded (copy, NULL);
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    rail_device_set_service (copy, i, rail_device_is_service_on (device, i), 0);
  g_ptr_array_add (devices, copy);
  if (!check_devices (self, devices, error) || !add_devices (self, devices, FALSE, error))
    return NULL;
  return rail_project_get_device (self, name);
}

/* Its certificates follow a device to its new name. */
static void
move_certificates (RailProject *self,
                   RailDevice  *device,
                   const char  *name,
                   RailChange  *change)
{
  g_autoptr(GPtrArray) entries = rail_project_list_own (self, device);

  for (guint i = 0; i < entries->len; i++)
    {
      g_autoptr(RailEntryState) state = rail_entry_state_copy (rail_entry_get_state (entries->pdata[i]));

      rail_entry_state_set_device (state, name);
      rail_change_set_entry (change, entries->pdata[i], state);
    }
}

/* Collects what becomes of one device; the change is applied if there is anything to it. */
static gboolean
replace_device (RailProject *self,
                RailDevice  *device,
                RailDevice  *replacement,
                RailAction   action,
                char        *text)
{
  g_autoptr(RailChange) change = rail_change_new (action, text);
  const char *name = rail_device_get_name (replacement);
  guint position;

  if (rail_device_equal (device, replacement) ||
      !g_list_store_find (G_LIST_STORE (rail_project_get_devices (self)), device, &position))
    return TRUE;
  rail_change_set_device (change, position, device, replacement);
  if (!g_str_equal (rail_device_get_name (device), name))
    move_certificates (self, device, name, change);
  rail_change_set_detail (change, rail_device_get_name (device));
  rail_project_apply (self, g_steal_pointer (&change));
  return TRUE;
}

/**
 * rail_project_change_device:
 * @self: a project
 * @device: a device of it
 * @replacement: what it is to be, made with rail_device_copy() or rail_device_copy_as(); the project takes a reference
 * @error: return location for an error
 *
 * Puts @replacement in the place of @device: another name, firmware, family or comment, other addresses. With a new name, the
 * certificates of the device follow. Nothing happens if nothing differs.
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
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (replacement) && replacement != device, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_check_device (self, device, error) ||
      !rail_device_validate (replacement, error) ||
      !check_new_name (self, replacement, device, error))
    return FALSE;
  return replace_device (self, device, replacement, RAIL_ACTION_CHANGE_DEVICE,
                         g_strdup_printf (_("Change device “%s”"), rail_device_get_name (device)));
}

/**
 * rail_project_configure_opcua:
 * @self: a project
 * @device: a device of it
 * @policies: the security policies that its OPC UA server offers
 * @modes: the security modes
 * @accepts_clients: “Automatically accept client certificates during runtime”
 * @error: return location for an error
 *
 * Changes the security settings of the OPC UA server (chapter 2.4.2).
 *
 * Returns: whether it has them now; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, or RAIL_PROJECT_ERROR_INVALID when nothing is
 *   left that a client could use
 */
gboolean
rail_project_configure_opcua (RailProject           *self,
                              RailDevice            *device,
                              RailSecurityPolicies   policies,
                              RailSecurityModes      modes,
                              gboolean               accepts_clients,
                              GError               **error)
{
  g_autoptr(RailDevice) copy = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_check_device (self, device, error))
    return FALSE;
  if (policies == 0 || ((policies & ~RAIL_POLICY_NONE) != 0 && (modes & ~RAIL_MODE_NONE) == 0))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("No client could connect to the OPC UA server of “%s”; leave one security policy, and a security mode "
                     "for it."), rail_device_get_name (device));
      return FALSE;
    }
  copy = rail_device_copy (device);
  rail_device_set_policies (copy, policies);
  rail_device_set_modes (copy, modes);
  rail_device_set_accepts_clients (copy, accepts_clients);
  return replace_device (self, device, copy, RAIL_ACTION_CHANGE_DEVICE,
                         g_strdup_printf (_("Change the OPC UA server of “%s”"), rail_device_get_name (device)));
}

/**
 * rail_project_delete_device:
 * @self: a project
 * @device: a device of it
 * @error: return location for an error
 *
 * Deletes a device. Its certificates stay in the global certificate manager, and are not assigned any more; those of a
 * device that does not use the global security settings go with it.
 *
 * Returns: whether it was deleted; otherwise RAIL_PROJECT_ERROR_NOT_FOUND or RAIL_PROJECT_ERROR_IN_USE
 */
gboolean
rail_project_delete_device (RailProject  *self,
                            RailDevice   *device,
                            GError      **error)
{
  g_autoptr(RailChange) change = NULL;
  g_autoptr(RailDeviceEdits) edits = NULL;
  g_autoptr(GPtrArray) own = NULL;
  guint position;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_check_device (self, device, error) ||
      !g_list_store_find (G_LIST_STORE (rail_project_get_devices (self)), device, &position))
    return FALSE;

  change = rail_change_new (RAIL_ACTION_DELETE_DEVICE,
                            g_strdup_printf (_("Delete device “%s”"), rail_device_get_name (device)));
  edits = rail_device_edits_new (self);
  own = rail_project_list_own (self, device);
  if (rail_device_uses_global_security (device))
    move_certificates (self, device, NULL, change);
  else if (!rail_project_collect_delete (self, own, edits, change, error))
    return FALSE;
  rail_device_edits_drop (edits, device);
  rail_device_edits_add_to (edits, change);
  rail_change_set_device (change, position, device, NULL);
  rail_change_set_detail (change, rail_device_get_name (device));
  rail_project_apply (self, g_steal_pointer (&change));
  return TRUE;
}
