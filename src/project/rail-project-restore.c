/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-loaded.h"
#include "rail-project-error.h"
#include "rail-project-private.h"
#include "rail-service.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NAME 128

/**
 * rail_project_check_name:
 * @name: what a project is to be called, any bytes
 * @error: return location for an error
 *
 * The rule for names, wherever they come from: 1 to 128 characters of UTF-8, no control characters, no space at the
 * ends. An export without a password of its own uses the name, so there is always one.
 *
 * Returns: whether a project can have this name; otherwise RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_project_check_name (const char  *name,
                         GError     **error)
{
  gboolean fine;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  fine = *name != '\0' && g_utf8_validate (name, -1, NULL) && g_utf8_strlen (name, -1) <= MAX_NAME &&
         !g_unichar_isspace (g_utf8_get_char (name)) &&
         !g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (name + strlen (name))));
  for (const char *p = name; fine && *p != '\0'; p = g_utf8_next_char (p))
    fine = !g_unichar_iscntrl (g_utf8_get_char (p));
  if (!fine)
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                 _("A project's name has 1 to %d characters, no space at its ends and no control characters."),
                 MAX_NAME);
  return fine;
}

static gboolean
check_protection (RailProtection  *protection,
                  GError         **error)
{
  GListModel *users = rail_protection_get_users (protection);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean has_administrator = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (users, i);
      gboolean is_administrator = rail_user_get_role (user) == RAIL_ROLE_ADMINISTRATOR;

      if (!g_hash_table_add (names, (gpointer) rail_user_get_name (user)))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("The project has two users named “%s”."), rail_user_get_name (user));
          return FALSE;
        }
      if (is_administrator != (rail_user_get_wrapped_vault_key (user) != NULL))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("The keys of the user “%s” do not fit their role."), rail_user_get_name (user));
          return FALSE;
        }
      has_administrator = has_administrator || is_administrator;
    }
  if (!has_administrator)
    g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                         _("The project has no administrator."));
  return has_administrator;
}

/*< private >
 * rail_project_may_hold:
 * @kind: what an entry is
 * @certificate: its certificate
 * @has_key: whether its key is there, too
 *
 * Without a login nobody may hold a CA, and what has a key there is self-signed (chapter 4.1.1 of the source).
 *
 * Returns: whether a project without protection may hold that
 */
gboolean
rail_project_may_hold (RailEntryKind    kind,
                       RailCertificate *certificate,
                       gboolean         has_key)
{
  return kind != RAIL_ENTRY_CA &&
         (!has_key ||
          g_str_equal (rail_certificate_get_subject (certificate), rail_certificate_get_issuer (certificate)));
}

static gboolean
generations_fit (RailEntry *entry)
{
  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    {
      RailGeneration *generation = rail_entry_get_generation (entry, i);
      RailKey *key = rail_generation_get_key (generation);

      if (key != NULL && !rail_certificate_matches_key (rail_generation_get_certificate (generation), key))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_entry (RailEntry   *entry,
             gboolean     is_protected,
             GError     **error)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  RailKey *key = rail_entry_get_key (entry);
  RailEntryKind kind = rail_entry_get_kind (entry);
  const char *reason = NULL;

  if (kind == RAIL_ENTRY_CA && !rail_certificate_is_ca (certificate))
    reason = _("it is listed as an authority, but its certificate is none");
  else if (kind == RAIL_ENTRY_DEVICE && rail_profile_get (rail_entry_get_usage (entry))->is_ca)
    reason = _("it is listed with the device certificates, but has the usage of an authority");
  else if (kind == RAIL_ENTRY_CA && !rail_profile_get (rail_entry_get_usage (entry))->is_ca &&
           rail_entry_get_usage (entry) != RAIL_USAGE_CUSTOM)
    reason = _("it is listed as an authority, but has the usage of a device certificate");
  else if (key != NULL && !rail_certificate_matches_key (certificate, key))
    reason = _("its private key does not belong to its certificate");
  else if (!generations_fit (entry))
    reason = _("the private key of an earlier certificate does not belong to it");
  else if ((rail_entry_get_list (entry) != NULL || rail_entry_get_list_days (entry) != 0) &&
           !rail_certificate_is_ca (certificate))
    reason = _("it has a revocation list, but its certificate is not that of an authority");
  else if (!is_protected && !rail_project_may_hold (kind, certificate, rail_entry_has_key (entry)))
    reason = _("a project without protection has no authorities and nothing issued by one");

  if (reason != NULL)
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                 /* Translators: the second part is a reason, one of the sentences without a full stop */
                 _("The certificate with ID %u cannot be right: %s."), rail_entry_get_id (entry), reason);
  return reason == NULL;
}

static gboolean
check_entries (GPtrArray   *entries,
               guint        next_id,
               gboolean     is_protected,
               GError     **error)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (NULL, NULL);

  if (next_id < 1 || next_id > RAIL_PROJECT_MAX_ID)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("The next certificate ID, %u, is out of range."), next_id);
      return FALSE;
    }
  for (guint i = 0; i < entries->len; i++)
    {
      guint id = rail_entry_get_id (entries->pdata[i]);

      if (id < 1 || id >= next_id)
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("The certificate ID %u is out of range: only IDs from 1 to %u were ever given."),
                       id, next_id - 1);
          return FALSE;
        }
      if (!g_hash_table_add (ids, GUINT_TO_POINTER (id)))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("The certificate ID %u is there twice."), id);
          return FALSE;
        }
      if (!check_entry (entries->pdata[i], is_protected, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_services (RailDevice  *device,
                GHashTable  *by_id,
                GError     **error)
{
  for (RailService service = 0; service < RAIL_N_SERVICES; service++)
    {
      guint id = rail_device_get_service_certificate (device, service);
      RailEntry *entry = g_hash_table_lookup (by_id, GUINT_TO_POINTER (id));

      if (id == 0 || (entry != NULL && g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) == 0))
        continue;
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   /* Translators: a device, an ID, and a service */
                   _("The device “%s” uses the certificate with ID %u for “%s”, but has no such certificate."),
                   rail_device_get_name (device), id, rail_service_get_label (service));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_partners (RailDevice  *device,
                GHashTable  *by_id,
                GError     **error)
{
  guint n_partners, n_clients;
  const guint *partners = rail_device_get_partners (device, &n_partners);
  const guint *clients = rail_device_get_clients (device, &n_clients);

  for (guint i = 0; i < n_partners; i++)
    if (!g_hash_table_contains (by_id, GUINT_TO_POINTER (partners[i])))
      {
        g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                     _("The device “%s” has the certificate with ID %u of a partner, but there is no such certificate."),
                     rail_device_get_name (device), partners[i]);
        return FALSE;
      }
  for (guint i = 0; i < n_clients; i++)
    if (!rail_device_has_partner (device, clients[i]))
      {
        g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                     _("The device “%s” trusts the client with ID %u, which is not among its partners."),
                     rail_device_get_name (device), clients[i]);
        return FALSE;
      }
  return TRUE;
}

/* What was loaded may be gone meanwhile. */
static gboolean
check_loaded (RailDevice  *device,
              guint        next_id,
              GError     **error)
{
  RailLoaded *loaded = rail_device_get_loaded (device);

  for (guint i = 0; loaded != NULL && i < rail_loaded_get_n_items (loaded); i++)
    {
      guint id = rail_loaded_get_item (loaded, i)->id;

      if (id >= 1 && id < next_id)
        continue;
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("The device “%s” was loaded with the certificate with ID %u, but only IDs from 1 to %u were ever "
                     "given."),
                   rail_device_get_name (device), id, next_id - 1);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_device (RailDevice  *device,
              GHashTable  *by_id,
              guint        next_id,
              gboolean     is_protected,
              GError     **error)
{
  if (!rail_device_validate (device, error))
    return FALSE;
  if (!is_protected && rail_device_uses_global_security (device))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("The device “%s” uses the global security settings, which a project without protection does not "
                     "have."),
                   rail_device_get_name (device));
      return FALSE;
    }
  return check_services (device, by_id, error) && check_partners (device, by_id, error) &&
         check_loaded (device, next_id, error);
}

static gboolean
check_devices (GPtrArray   *devices,
               GPtrArray   *entries,
               guint        next_id,
               gboolean     is_protected,
               GError     **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) by_id = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_insert (by_id, GUINT_TO_POINTER (rail_entry_get_id (entries->pdata[i])), entries->pdata[i]);
  for (guint i = 0; i < devices->len; i++)
    {
      const char *name = rail_device_get_name (devices->pdata[i]);

      if (!check_device (devices->pdata[i], by_id, next_id, is_protected, error))
        return FALSE;
      if (!g_hash_table_add (names, (gpointer) name))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("There are two devices named “%s”."), name);
          return FALSE;
        }
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const char *device = rail_entry_get_device (entries->pdata[i]);

      if (device != NULL && !g_hash_table_contains (names, device))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("The certificate with ID %u is assigned to “%s”, but there is no such device."),
                       rail_entry_get_id (entries->pdata[i]), device);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * rail_project_restore:
 * @self: a project as rail_project_new() made it
 * @next_id: the next certificate ID
 * @protection: (nullable): users and keys
 * @entries: (element-type RailEntry): all entries, in any order
 * @devices: (element-type RailDevice): all devices
 * @error: return location for an error
 *
 * Fills the project with what a file contains, after checking it and the name: IDs are there once and below @next_id,
 * which is at most 2^31; devices have valid names of their own, and services and partners only with certificates that are
 * there; entries fit their kind, usage, key and device. Nothing can be undone afterwards, and the project is not modified.
 * Takes time in proportion to the number of entries.
 *
 * Returns: whether the content is fine; otherwise RAIL_PROJECT_ERROR_INVALID, and @self is as before
 */
gboolean
rail_project_restore (RailProject     *self,
                      guint            next_id,
                      RailProtection  *protection,
                      GPtrArray       *entries,
                      GPtrArray       *devices,
                      GError         **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (protection == NULL || RAIL_IS_PROTECTION (protection), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);
  g_return_val_if_fail (devices != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  g_return_val_if_fail (g_list_model_get_n_items (rail_project_get_entries (self)) == 0, FALSE);
  g_return_val_if_fail (g_list_model_get_n_items (rail_project_get_devices (self)) == 0, FALSE);

  if (!rail_project_check_name (rail_project_get_name (self), error) ||
      (protection != NULL && !check_protection (protection, error)) ||
      !check_entries (entries, next_id, protection != NULL, error) ||
      !check_devices (devices, entries, next_id, protection != NULL, error))
    return FALSE;

  rail_project_set_protection (self, protection);
  rail_project_set_next_id (self, next_id);
  for (guint i = 0; i < devices->len; i++)
    rail_project_splice_devices (self, i, NULL, devices->pdata[i]);
  rail_project_insert_entries (self, entries);
  rail_project_clear_changes (self);
  rail_project_mark_saved (self);
  return TRUE;
}

static GPtrArray *
list_items (GListModel *model)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));
  return items;
}

/**
 * rail_project_check:
 * @self: a project, or a snapshot of one in a worker
 * @error: return location for an error
 *
 * Checks what rail_project_restore() checks, so that nothing is saved that could not be opened again. Takes time in
 * proportion to the number of entries.
 *
 * Returns: whether the content is fine; otherwise RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_project_check (RailProject  *self,
                    GError      **error)
{
  RailProtection *protection;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GPtrArray) devices = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  protection = rail_project_get_protection (self);
  entries = list_items (rail_project_get_entries (self));
  devices = list_items (rail_project_get_devices (self));
  return rail_project_check_name (rail_project_get_name (self), error) &&
         (protection == NULL || check_protection (protection, error)) &&
         check_entries (entries, rail_project_get_next_id (self), protection != NULL, error) &&
         check_devices (devices, entries, rail_project_get_next_id (self), protection != NULL, error);
}
