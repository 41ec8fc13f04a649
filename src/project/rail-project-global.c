/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-operations.h"

#include "rail-entry-private.h"
#include "rail-project-delete-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

/**
 * rail_project_is_local:
 * @self: a project
 * @entry: an entry of it
 *
 * Returns: whether only the local certificate manager of its device knows it, because the device does not use the global
 *   security settings
 */
gboolean
rail_project_is_local (RailProject *self,
                       RailEntry   *entry)
{
  RailDevice *device;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);

  if (rail_entry_get_device (entry) == NULL)
    return FALSE;
  device = rail_project_get_device (self, rail_entry_get_device (entry));
  return device != NULL && !rail_device_uses_global_security (device);
}

/**
 * rail_project_check_global:
 * @self: a project
 * @entry: an entry of it
 * @error: return location for an error
 *
 * The local certificate manager makes self-signed certificates, exports them without the private key and deletes them (chapter
 * 2.3.2). What it cannot take part in is what leads outside of the device. Renewing is possible, beyond TIA Portal: a device
 * whose addresses changed needs it (chapter 4.1.3), and so does one whose certificate expires.
 *
 * Returns: whether the global certificate manager knows @entry; otherwise RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_project_check_global (RailProject  *self,
                           RailEntry    *entry,
                           GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_is_local (self, entry))
    return TRUE;
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
               /* Translators: a name, a certificate ID, and a device */
               _("“%s” (ID %u) belongs to the local certificate manager of “%s”, which makes, deletes, and exports without the "
                 "private key only; let the device use the global security settings for more."),
               rail_entry_get_name (entry), rail_entry_get_id (entry), rail_entry_get_device (entry));
  return FALSE;
}

static char *
join_names (GPtrArray *entries)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    /* Translators: a name and a certificate ID, in a list */
    g_string_append_printf (text, _("%s“%s” (ID %u)"), i > 0 ? ", " : "", rail_entry_get_name (entries->pdata[i]),
                            rail_entry_get_id (entries->pdata[i]));
  return g_string_free (text, FALSE);
}

/**
 * rail_project_describe_global_security:
 * @self: a project
 * @device: a device of it
 *
 * Says what is lost when @device begins to use the global security settings, or stops using them: see
 * rail_project_set_global_security().
 *
 * Returns: (transfer full): a warning of a few sentences
 */
char *
rail_project_describe_global_security (RailProject *self,
                                       RailDevice  *device)
{
  g_autoptr(GPtrArray) own = NULL;
  g_autofree char *names = NULL;
  guint n_partners;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), NULL);

  own = rail_project_list_own (self, device);
  names = join_names (own);
  rail_device_get_partners (device, &n_partners);
  if (!rail_device_uses_global_security (device) && own->len == 0)
    return g_strdup_printf (_("“%s” has no local certificates. From now on its certificates are managed in the global "
                              "certificate manager, too."), rail_device_get_name (device));
  if (!rail_device_uses_global_security (device))
    return g_strdup_printf (_("The contents of the local certificate manager of “%s” are deleted with their private keys: %s. "
                              "Its services need new certificates afterwards."), rail_device_get_name (device), names);
  if (own->len == 0 && n_partners == 0)
    return g_strdup_printf (_("“%s” will know its own certificates only, and make them self-signed."),
                            rail_device_get_name (device));
  return g_strdup_printf (_("“%s” will know its own certificates only, and make them self-signed. Its table of partner "
                            "devices is emptied, and its certificates stay in the global certificate manager without a "
                            "device: %s. Its services need new certificates afterwards."), rail_device_get_name (device),
                          own->len > 0 ? names : C_("certificates", "none"));
}

static void
let_go (RailProject *self,
        GPtrArray   *own,
        RailChange  *change)
{
  for (guint i = 0; i < own->len; i++)
    {
      g_autoptr(RailEntryState) state = rail_entry_state_copy (rail_entry_get_state (own->pdata[i]));

      rail_entry_state_set_device (state, NULL);
      rail_change_set_entry (change, own->pdata[i], state);
    }
}

static void
empty_tables (RailDevice *device)
{
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    rail_device_set_service (device, i, rail_device_is_service_on (device, i), 0);
  for (;;)
    {
      guint n_partners;
      const guint *partners = rail_device_get_partners (device, &n_partners);

      if (n_partners == 0)
        break;
      rail_device_set_partner (device, partners[n_partners - 1], FALSE);
    }
}

static gboolean
check_switch (RailProject  *self,
              RailDevice   *device,
              gboolean      global,
              GError      **error)
{
  const char *reason = rail_project_get_keys_reason (self);

  if (!rail_project_check_device (self, device, error))
    return FALSE;
  if (global && !rail_project_is_protected (self))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED,
                   _("“%s” can use the global security settings only in a protected project; protect it first."),
                   rail_device_get_name (device));
      return FALSE;
    }
  if (reason != NULL)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED, reason);
      return FALSE;
    }
  return TRUE;
}

/**
 * rail_project_set_global_security:
 * @self: a project
 * @device: a device of it
 * @global: whether it is to use the global security settings
 * @error: return location for an error
 *
 * “Use global security settings for certificate manager”. Switching it on deletes what the local certificate manager holds,
 * with its keys (chapters 2.3.2 and 2.3.3); switching it off leaves the device's certificates in the global certificate
 * manager, and the device without any. Services stay on or off, and need new certificates.
 *
 * Returns: whether it is so now; otherwise RAIL_PROJECT_ERROR_UNPROTECTED, RAIL_PROJECT_ERROR_LOCKED for standard users, or
 *   RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_set_global_security (RailProject  *self,
                                  RailDevice   *device,
                                  gboolean      global,
                                  GError      **error)
{
  g_autoptr(RailChange) change = NULL;
  g_autoptr(RailDeviceEdits) edits = NULL;
  g_autoptr(GPtrArray) own = NULL;
  RailDevice *copy;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_switch (self, device, global, error))
    return FALSE;
  if (rail_device_uses_global_security (device) == global)
    return TRUE;

  change = rail_change_new (RAIL_ACTION_GLOBAL_SECURITY,
                            g_strdup_printf (global ? _("Use global security settings for “%s”")
                                                    : _("Do not use global security settings for “%s”"),
                                             rail_device_get_name (device)));
  edits = rail_device_edits_new (self);
  own = rail_project_list_own (self, device);
  copy = rail_device_edits_get (edits, device);
  rail_device_set_global_security (copy, global);
  empty_tables (copy);
  if (!global)
    let_go (self, own, change);
  else if (!rail_project_collect_delete (self, own, edits, change, error))
    return FALSE;
  rail_device_edits_add_to (edits, change);
  rail_change_set_detail (change, rail_device_get_name (device));
  rail_project_apply (self, g_steal_pointer (&change));
  return TRUE;
}
