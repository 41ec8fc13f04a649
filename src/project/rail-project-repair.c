/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-finding-private.h"

#include "rail-device-edits.h"
#include "rail-entry-private.h"
#include "rail-project-error.h"
#include "rail-project-lists.h"
#include "rail-project-private.h"
#include "rail-renewal.h"

#include <glib/gi18n-lib.h>

#define MAX_DEPTH 32   /* of a chain; names can lead in a circle */

/* The finding as it is in the project now; what was found may have been mended otherwise since. */
static RailFinding *
find_current (RailProject  *self,
              RailFinding  *finding,
              GError      **error)
{
  RailFinding *current = rail_project_find_again (self, finding);

  if (current == NULL)
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                 _("There is nothing to repair any more at “%s”; compile again to see what is left."),
                 rail_finding_get_place (finding));
  return current;
}

/* With a new key, because the old one has served long enough, or others may know it; but not when only names are wrong, or when
 * that would cut off what an authority has issued, unless its key is the reason. */
static RailRenewal *
make_renewal (RailProject *self,
              RailFinding *finding)
{
  const char *code = rail_finding_get_code (finding);
  RailEntry *entry = rail_finding_get_entry (finding);
  RailDevice *holder = rail_entry_get_device (entry) != NULL ? rail_project_get_device (self, rail_entry_get_device (entry))
                                                            : NULL;
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  RailRenewal *renewal;
  gboolean only_names = g_str_equal (code, "addresses-changed") || g_str_equal (code, "san-ip-missing") ||
                        g_str_equal (code, "san-uri-missing") || g_str_equal (code, "uri-mismatch") ||
                        g_str_equal (code, "name-changed") || g_str_equal (code, "issuer-renewed");

  g_ptr_array_add (entries, entry);
  renewal = rail_renewal_new (self, entries);
  g_object_set (renewal, "same-key",
                only_names || (rail_certificate_is_ca (rail_entry_get_certificate (entry)) &&
                               !g_str_equal (code, "key-too-short") && !g_str_equal (code, "certificate-revoked")), NULL);
  if (g_str_equal (code, "sha1-signature"))
    g_object_set (renewal, "keep-hash", FALSE, "hash", RAIL_HASH_SHA256, NULL);
  if (g_str_equal (code, "key-too-short"))
    g_object_set (renewal, "keep-key-kind", FALSE, "key-kind", RAIL_KEY_KIND_RSA_2048, NULL);
  if (holder != NULL)
    rail_device_set_names (holder, renewal, entry);
  return renewal;
}

/* All the authorities above a certificate that are in the project. */
static gboolean
complete_chain (RailProject  *self,
                RailFinding  *finding,
                GError      **error)
{
  RailDevice *device = rail_finding_get_device (finding);
  RailEntry *entry = rail_finding_get_entry (finding);
  RailEntry *issuer = rail_project_get_issuer (self, entry);
  g_autoptr(RailDeviceEdits) edits = rail_device_edits_new (self);
  g_autoptr(RailChange) change = NULL;

  change = rail_change_new (RAIL_ACTION_ASSIGN, g_strdup_printf (_("Complete the chain of “%s” in “%s”"),
                                                                 rail_entry_get_name (entry),
                                                                 rail_device_get_name (device)));
  for (guint depth = 0; issuer != NULL && depth < MAX_DEPTH; depth++)
    {
      guint id = rail_entry_get_id (issuer);

      if (!rail_device_has_partner (device, id))
        {
          if (!rail_project_check_assign (self, issuer, device, RAIL_USED_AS_TRUSTED, 0, NULL, error))
            return FALSE;
          rail_device_set_partner (rail_device_edits_get (edits, device), id, TRUE);
          rail_change_note_id (change, id);
        }
      issuer = rail_project_get_issuer (self, issuer);
    }
  rail_device_edits_add_to (edits, change);
  rail_change_set_detail (change, rail_device_get_name (device));
  rail_project_apply (self, g_steal_pointer (&change));
  return TRUE;
}

static gboolean
drop_policies (RailProject  *self,
               RailFinding  *finding,
               GError      **error)
{
  RailDevice *device = rail_finding_get_device (finding);
  RailInspection inspection;
  RailSecurityPolicies bad;

  rail_inspection_init_bare (&inspection, self);
  inspection.device = device;
  inspection.entry = rail_finding_get_entry (finding);
  bad = rail_device_list_bad_policies (&inspection, rail_finding_get_code (finding));
  rail_inspection_clear (&inspection);
  return rail_project_configure_opcua (self, device, rail_device_get_policies (device) & ~bad,
                                       rail_device_get_modes (device), rail_device_accepts_clients (device), error);
}

/* What needs no key of its own, or signs so little that nobody waits for it. */
static gboolean
repair_at_once (RailProject  *self,
                RailFinding  *finding,
                GError      **error)
{
  RailDevice *device = rail_finding_get_device (finding);
  RailEntry *entry = rail_finding_get_entry (finding);
  RailService service = 0;

  rail_finding_get_service (finding, &service);
  switch (rail_finding_get_repair (finding))
    {
    case RAIL_REPAIR_SWITCH_OFF:
      return rail_project_switch_off (self, device, service, FALSE, error);
    case RAIL_REPAIR_COMPLETE_CHAIN:
      return complete_chain (self, finding, error);
    case RAIL_REPAIR_REMOVE_PARTNER:
      return rail_project_unassign (self, entry, device, RAIL_USED_AS_TRUSTED, 0, error);
    case RAIL_REPAIR_REJECT_CLIENTS:
      return rail_project_configure_opcua (self, device, rail_device_get_policies (device),
                                           rail_device_get_modes (device), FALSE, error);
    case RAIL_REPAIR_DROP_POLICIES:
      return drop_policies (self, finding, error);
    case RAIL_REPAIR_PUBLISH_LIST:
      return rail_project_publish_list (self, entry, rail_entry_get_list_days (entry), error);
    case RAIL_REPAIR_NONE:
    case RAIL_REPAIR_RENEW:
    case RAIL_REPAIR_CREATE:
    default:
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("What is wrong at “%s” cannot be repaired by itself: %s"), rail_finding_get_place (finding),
                   rail_finding_get_text (finding));
      return FALSE;
    }
}

/**
 * rail_project_repair:
 * @self: a project
 * @finding: what rail_project_list_findings() or rail_project_compile() found
 * @error: return location for an error
 *
 * Does what rail_finding_get_repair() says, as one step: an operation that people could have chosen themselves. It looks
 * first whether the reason is still there. Blocks; windows use rail_project_repair_async().
 *
 * Returns: whether it is done; otherwise RAIL_PROJECT_ERROR_NOT_FOUND when there is nothing to repair any more,
 *   RAIL_PROJECT_ERROR_INVALID when nothing can be done here, or an error of the operation, and nothing is changed
 */
gboolean
rail_project_repair (RailProject  *self,
                     RailFinding  *finding,
                     GError      **error)
{
  g_autoptr(RailFinding) current = NULL;
  g_autoptr(RailRenewal) renewal = NULL;
  RailService service;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_FINDING (finding), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  current = find_current (self, finding, error);
  if (current == NULL)
    return FALSE;
  if (rail_finding_get_repair (current) == RAIL_REPAIR_RENEW)
    {
      renewal = make_renewal (self, current);
      return rail_project_renew (self, renewal, error);
    }
  if (rail_finding_get_repair (current) == RAIL_REPAIR_CREATE && rail_finding_get_service (current, &service))
    return rail_project_make_service_certificate (self, rail_finding_get_device (current), service, error) != NULL;
  return repair_at_once (self, current, error);
}

static void
renewed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (rail_project_renew_finish (RAIL_PROJECT (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
created_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (rail_project_make_service_certificate_finish (RAIL_PROJECT (object), result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * rail_project_repair_async:
 * @self: a project
 * @finding: what rail_project_list_findings() or rail_project_compile() found
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing changes
 * @callback: called on the main thread, calls rail_project_repair_finish()
 * @user_data: for @callback
 *
 * Like rail_project_repair(); keys are made in the background.
 */
void
rail_project_repair_async (RailProject         *self,
                           RailFinding         *finding,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(RailFinding) current = NULL;
  g_autoptr(RailRenewal) renewal = NULL;
  GError *error = NULL;
  RailService service;

  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (RAIL_IS_FINDING (finding));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_repair_async);
  /* What was cancelled has not happened, and what has happened was not cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  current = find_current (self, finding, &error);
  if (current != NULL && rail_finding_get_repair (current) == RAIL_REPAIR_RENEW)
    {
      renewal = make_renewal (self, current);
      rail_project_renew_async (self, renewal, NULL, NULL, cancellable, renewed_cb, g_steal_pointer (&task));
      return;
    }
  if (current != NULL && rail_finding_get_repair (current) == RAIL_REPAIR_CREATE &&
      rail_finding_get_service (current, &service))
    {
      rail_project_make_service_certificate_async (self, rail_finding_get_device (current), service, cancellable,
                                                   created_cb, g_steal_pointer (&task));
      return;
    }
  if (current != NULL && repair_at_once (self, current, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * rail_project_repair_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: as rail_project_repair()
 */
gboolean
rail_project_repair_finish (RailProject   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
