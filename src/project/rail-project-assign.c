/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-operations.h"

#include "rail-entry-private.h"
#include "rail-fit.h"
#include "rail-project-delete-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

static gboolean G_GNUC_PRINTF (2, 3)
refuse (GError     **error,
        const char  *format,
        ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID, text);
  return FALSE;
}

/**
 * rail_service_check_certificate:
 * @service: a service
 * @certificate: a certificate
 * @error: return location for an error
 *
 * Looks whether a service can present a certificate: its key usages and purposes allow it, and it is no authority. What its
 * alternative names lack is a matter of the device, and of compiling.
 *
 * Returns: whether it can; otherwise RAIL_PROJECT_ERROR_INVALID with the reason
 */
gboolean
rail_service_check_certificate (RailService       service,
                                RailCertificate  *certificate,
                                GError          **error)
{
  const RailServiceInfo *info = rail_service_get (service);

  g_return_val_if_fail (info != NULL, FALSE);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (rail_certificate_is_ca (certificate))
    return refuse (error, _("“%s” is a certification authority, which “%s” cannot present; choose a device certificate."),
                   rail_certificate_get_common_name (certificate), rail_service_get_label (service));
  if (!rail_fit_has_purposes (certificate, info->purposes))
    {
      g_autofree char *purposes = rail_purpose_to_string (info->purposes);

      /* Translators: a name, a service, and a list of purposes such as “Server authentication” */
      return refuse (error, _("“%s” does not serve for “%s”: its extended key usage lacks %s."),
                     rail_certificate_get_common_name (certificate), rail_service_get_label (service), purposes);
    }
  if (!rail_fit_has_key_usage (certificate, rail_profile_get (info->usage)))
    return refuse (error, _("“%s” does not serve for “%s”: its key usage does not allow all that the service does."),
                   rail_certificate_get_common_name (certificate), rail_service_get_label (service));
  return TRUE;
}

static gboolean
check_partner (RailEntry   *entry,
               RailDevice  *device,
               RailUsedAs    role,
               GError     **error)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);

  if (g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) == 0)
    return refuse (error, _("“%s” is a certificate of “%s” itself; partners are other devices."),
                   rail_entry_get_name (entry), rail_device_get_name (device));
  if (role == RAIL_USED_AS_CLIENT && !rail_certificate_is_ca (certificate) &&
      !rail_fit_has_purposes (certificate, RAIL_PURPOSE_CLIENT_AUTH))
    return refuse (error, _("“%s” is no certificate of a client: its extended key usage lacks client authentication."),
                   rail_entry_get_name (entry));
  return TRUE;
}

static gboolean
check_own (RailEntry    *entry,
           RailDevice   *device,
           RailUsedAs    role,
           RailService   service,
           GError      **error)
{
  const char *holder = rail_entry_get_device (entry);
  g_autofree char *reason = NULL;

  if (rail_entry_get_kind (entry) != RAIL_ENTRY_DEVICE)
    return refuse (error, _("“%s” is no device certificate; it can be assigned as a trusted certificate."),
                   rail_entry_get_name (entry));
  if (!rail_entry_has_key (entry))
    return refuse (error, _("The private key of “%s” is not in this project, so the device could not use it; replace the "
                            "certificate by one with its key, or assign it as a trusted certificate."),
                   rail_entry_get_name (entry));
  if (holder != NULL && !g_str_equal (holder, rail_device_get_name (device)))
    return refuse (error, _("“%s” is a device certificate of “%s” already, and a private key belongs into one device; take "
                            "that assignment back first."), rail_entry_get_name (entry), holder);
  if (role != RAIL_USED_AS_SERVICE)
    return TRUE;
  if (!rail_service_is_available (service, rail_device_get_family (device), rail_device_get_firmware (device), &reason))
    return refuse (error, "%s", reason);
  return rail_service_check_certificate (service, rail_entry_get_certificate (entry), error);
}

/**
 * rail_project_check_assign:
 * @self: a project
 * @entry: an entry of it
 * @device: a device of it
 * @role: what it is to be used as
 * @service: by which service, with %RAIL_USED_AS_SERVICE
 * @out_replaced: (out) (optional) (transfer none) (nullable): the certificate that the service has now, and then no more
 * @error: return location for an error
 *
 * Looks whether rail_project_assign() is possible.
 *
 * Returns: whether it is; otherwise RAIL_PROJECT_ERROR_INVALID with the reason, or RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_check_assign (RailProject  *self,
                           RailEntry    *entry,
                           RailDevice   *device,
                           RailUsedAs    role,
                           RailService   service,
                           RailEntry   **out_replaced,
                           GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (out_replaced != NULL)
    *out_replaced = NULL;
  if (!rail_project_holds (self, entry))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("There is no certificate with ID %u in this project."), rail_entry_get_id (entry));
      return FALSE;
    }
  if (!rail_project_check_device (self, device, error))
    return FALSE;
  if (!rail_device_uses_global_security (device) &&
      (role == RAIL_USED_AS_TRUSTED || role == RAIL_USED_AS_CLIENT ||
       g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) != 0))
    return refuse (error, _("“%s” does not use the global security settings, so it knows its own certificates only; let it "
                            "use them first."), rail_device_get_name (device));
  if (rail_project_is_local (self, entry) &&
      g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) != 0)
    return refuse (error, _("“%s” belongs to the local certificate manager of “%s”, which nothing outside knows."),
                   rail_entry_get_name (entry), rail_entry_get_device (entry));
  if (rail_entry_is_revoked (entry, NULL, NULL))
    return refuse (error, _("“%s” is revoked; renew it first, or choose another certificate."),
                   rail_entry_get_name (entry));
  if (role == RAIL_USED_AS_TRUSTED || role == RAIL_USED_AS_CLIENT)
    return check_partner (entry, device, role, error);
  if (!check_own (entry, device, role, service, error))
    return FALSE;
  if (out_replaced != NULL && role == RAIL_USED_AS_SERVICE &&
      rail_device_get_service_certificate (device, service) != rail_entry_get_id (entry))
    *out_replaced = rail_project_get_entry (self, rail_device_get_service_certificate (device, service));
  return TRUE;
}

static void
set_entry_device (RailChange *change,
                  RailEntry  *entry,
                  const char *device)
{
  g_autoptr(RailEntryState) state = NULL;

  if (g_strcmp0 (rail_entry_get_device (entry), device) == 0)
    return;
  state = rail_entry_state_copy (rail_entry_get_state (entry));
  rail_entry_state_set_device (state, device);
  rail_change_set_entry (change, entry, state);
}

/* Nothing that is nothing becomes a step. */
static void
apply (RailProject     *self,
       RailChange      *change,
       RailDeviceEdits *edits,
       RailDevice      *device,
       gboolean         entry_changes)
{
  if (!entry_changes && rail_device_equal (device, rail_device_edits_get (edits, device)))
    {
      rail_change_free (change);
      return;
    }
  rail_device_edits_add_to (edits, change);
  rail_change_set_detail (change, rail_device_get_name (device));
  rail_project_apply (self, change);
}

/* Returns: whether the entry itself changes */
static gboolean
assign_one (RailChange      *change,
            RailDeviceEdits *edits,
            RailEntry       *entry,
            RailDevice      *device,
            RailUsedAs       role,
            RailService      service)
{
  RailDevice *copy = rail_device_edits_get (edits, device);
  guint id = rail_entry_get_id (entry);
  gboolean moves = (role == RAIL_USED_AS_DEVICE || role == RAIL_USED_AS_SERVICE) && rail_entry_get_device (entry) == NULL;

  /* The journal names the certificate, whether it changes itself or not. */
  rail_change_note_id (change, id);
  if (moves)
    {
      set_entry_device (change, entry, rail_device_get_name (device));
      /* It is no partner of itself. */
      rail_device_set_partner (copy, id, FALSE);
    }
  if (role == RAIL_USED_AS_SERVICE)
    rail_device_set_service (copy, service, TRUE, id);
  else if (role == RAIL_USED_AS_TRUSTED)
    rail_device_set_partner (copy, id, TRUE);
  else if (role == RAIL_USED_AS_CLIENT)
    rail_device_set_client (copy, id, TRUE);
  return moves;
}

/**
 * rail_project_assign:
 * @self: a project
 * @entry: an entry of it
 * @device: a device of it
 * @role: what it is to be used as
 * @service: by which service, with %RAIL_USED_AS_SERVICE
 * @error: return location for an error
 *
 * “Assign certificate with ID x to device” (chapter 2.3.3). As the certificate of a service it takes the place of the one that
 * the service has, which stays among the device certificates, and the service is switched on.
 *
 * Returns: whether it is assigned now; otherwise an error as rail_project_check_assign()
 */
gboolean
rail_project_assign (RailProject  *self,
                     RailEntry    *entry,
                     RailDevice   *device,
                     RailUsedAs    role,
                     RailService   service,
                     GError      **error)
{
  g_autoptr(RailDeviceEdits) edits = NULL;
  RailChange *change;

  if (!rail_project_check_assign (self, entry, device, role, service, NULL, error))
    return FALSE;

  change = rail_change_new (RAIL_ACTION_ASSIGN, g_strdup_printf (_("Assign “%s” to “%s”"), rail_entry_get_name (entry),
                                                                 rail_device_get_name (device)));
  edits = rail_device_edits_new (self);
  apply (self, change, edits, device, assign_one (change, edits, entry, device, role, service));
  return TRUE;
}

/**
 * rail_project_assign_all:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it
 * @device: a device of it
 * @role: what they are to be used as; not %RAIL_USED_AS_SERVICE, of which there is one only
 * @error: return location for an error
 *
 * As rail_project_assign() for several certificates, in one step. If one of them is refused, none is assigned.
 *
 * Returns: whether all are assigned now; otherwise an error as rail_project_check_assign()
 */
gboolean
rail_project_assign_all (RailProject  *self,
                         GPtrArray    *entries,
                         RailDevice   *device,
                         RailUsedAs    role,
                         GError      **error)
{
  g_autoptr(RailDeviceEdits) edits = NULL;
  RailChange *change;
  gboolean moves = FALSE;

  g_return_val_if_fail (entries != NULL && entries->len > 0, FALSE);
  g_return_val_if_fail (role != RAIL_USED_AS_SERVICE, FALSE);

  if (entries->len == 1)
    return rail_project_assign (self, g_ptr_array_index (entries, 0), device, role, 0, error);
  for (guint i = 0; i < entries->len; i++)
    if (!rail_project_check_assign (self, g_ptr_array_index (entries, i), device, role, 0, NULL, error))
      return FALSE;

  change = rail_change_new (RAIL_ACTION_ASSIGN,
                            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Assign %u certificate to “%s”",
                                                          "Assign %u certificates to “%s”", entries->len),
                                             entries->len, rail_device_get_name (device)));
  edits = rail_device_edits_new (self);
  for (guint i = 0; i < entries->len; i++)
    moves |= assign_one (change, edits, g_ptr_array_index (entries, i), device, role, 0);
  apply (self, change, edits, device, moves);
  return TRUE;
}

static gboolean
is_own (RailEntry  *entry,
        RailDevice *device)
{
  return g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) == 0;
}

static gboolean
is_assigned (RailEntry   *entry,
             RailDevice  *device,
             RailUsedAs   role,
             RailService  service)
{
  guint id = rail_entry_get_id (entry);

  switch (role)
    {
    case RAIL_USED_AS_SERVICE:
      return rail_device_get_service_certificate (device, service) == id;
    case RAIL_USED_AS_TRUSTED:
      return rail_device_has_partner (device, id);
    case RAIL_USED_AS_CLIENT:
      return rail_device_has_client (device, id);
    case RAIL_USED_AS_DEVICE:
    default:
      return is_own (entry, device);
    }
}

static gboolean
check_unassign (RailProject  *self,
                RailEntry    *entry,
                RailDevice   *device,
                RailUsedAs    role,
                RailService   service,
                GError      **error)
{
  if (role == RAIL_USED_AS_DEVICE && is_own (entry, device) && rail_project_is_local (self, entry))
    return refuse (error, _("“%s” belongs to the local certificate manager of “%s”; it can only be deleted."),
                   rail_entry_get_name (entry), rail_device_get_name (device));
  if (is_assigned (entry, device, role, service))
    return TRUE;
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
               /* Translators: a name, a device, and a use such as “Trusted certificate” */
               _("“%s” is not assigned to “%s” as “%s”."), rail_entry_get_name (entry), rail_device_get_name (device),
               rail_used_as_get_label (role, service));
  return FALSE;
}

/* Returns: whether the entry itself changes */
static gboolean
unassign_one (RailChange      *change,
              RailDeviceEdits *edits,
              RailEntry       *entry,
              RailDevice      *device,
              RailUsedAs       role,
              RailService      service)
{
  RailDevice *copy = rail_device_edits_get (edits, device);
  guint id = rail_entry_get_id (entry);
  gboolean leaves = role == RAIL_USED_AS_DEVICE && is_own (entry, device);

  rail_change_note_id (change, id);
  if (leaves)
    set_entry_device (change, entry, NULL);
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (rail_device_get_service_certificate (device, i) == id &&
        (leaves || (role == RAIL_USED_AS_SERVICE && service == i)))
      rail_device_set_service (copy, i, rail_device_is_service_on (device, i), 0);
  if (role == RAIL_USED_AS_TRUSTED)
    rail_device_set_partner (copy, id, FALSE);
  else if (role == RAIL_USED_AS_CLIENT)
    rail_device_set_client (copy, id, FALSE);
  return leaves;
}

/**
 * rail_project_unassign:
 * @self: a project
 * @entry: an entry of it
 * @device: a device of it
 * @role: what it is used as
 * @service: by which service, with %RAIL_USED_AS_SERVICE
 * @error: return location for an error
 *
 * Takes an assignment back. The certificate of a service stays among the device certificates, and the service is on without
 * one; a trusted client stays among the partners. As a device certificate it leaves the device, with its services.
 *
 * Returns: whether it is not assigned so any more; otherwise RAIL_PROJECT_ERROR_INVALID for a local certificate, which can only
 *   be deleted, or RAIL_PROJECT_ERROR_NOT_FOUND, also when it never was
 */
gboolean
rail_project_unassign (RailProject  *self,
                       RailEntry    *entry,
                       RailDevice   *device,
                       RailUsedAs    role,
                       RailService   service,
                       GError      **error)
{
  g_autoptr(RailDeviceEdits) edits = NULL;
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_check_device (self, device, error) || !check_unassign (self, entry, device, role, service, error))
    return FALSE;

  change = rail_change_new (RAIL_ACTION_UNASSIGN, g_strdup_printf (_("Take “%s” from “%s”"), rail_entry_get_name (entry),
                                                                   rail_device_get_name (device)));
  edits = rail_device_edits_new (self);
  apply (self, change, edits, device, unassign_one (change, edits, entry, device, role, service));
  return TRUE;
}

/**
 * rail_project_unassign_all:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it
 * @device: a device of it
 * @role: what they are used as; not %RAIL_USED_AS_SERVICE
 * @error: return location for an error
 *
 * As rail_project_unassign() for several certificates, in one step. If one of them is refused, all stay assigned.
 *
 * Returns: whether none is assigned so any more; otherwise an error as rail_project_unassign()
 */
gboolean
rail_project_unassign_all (RailProject  *self,
                           GPtrArray    *entries,
                           RailDevice   *device,
                           RailUsedAs    role,
                           GError      **error)
{
  g_autoptr(RailDeviceEdits) edits = NULL;
  RailChange *change;
  gboolean leaves = FALSE;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (entries != NULL && entries->len > 0, FALSE);
  g_return_val_if_fail (role != RAIL_USED_AS_SERVICE, FALSE);

  if (entries->len == 1)
    return rail_project_unassign (self, g_ptr_array_index (entries, 0), device, role, 0, error);
  if (!rail_project_check_device (self, device, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!check_unassign (self, g_ptr_array_index (entries, i), device, role, 0, error))
      return FALSE;

  change = rail_change_new (RAIL_ACTION_UNASSIGN,
                            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Take %u certificate from “%s”",
                                                          "Take %u certificates from “%s”", entries->len),
                                             entries->len, rail_device_get_name (device)));
  edits = rail_device_edits_new (self);
  for (guint i = 0; i < entries->len; i++)
    leaves |= unassign_one (change, edits, g_ptr_array_index (entries, i), device, role, 0);
  apply (self, change, edits, device, leaves);
  return TRUE;
}
