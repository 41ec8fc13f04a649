/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-operations.h"

#include "rail-project-delete-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"
#include "rail-service-jobs.h"

#include <glib/gi18n-lib.h>

/* What is being switched on, or gets a certificate. */
typedef struct
{
  char            *device;   /* its name; the object may be another one when the certificate is there */
  RailService      service;
  RailServiceJobs *jobs;     /* (nullable): the certificate that the service has is kept */
} Step;

static void
step_free (gpointer data)
{
  Step *self = data;

  g_free (self->device);
  g_clear_pointer (&self->jobs, rail_service_jobs_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

/* Returns: (transfer none) (nullable): the certificate that the service has, if it can present it */
static RailEntry *
find_fitting (RailProject *self,
              RailDevice  *device,
              RailService  service)
{
  RailEntry *entry = rail_project_get_entry (self, rail_device_get_service_certificate (device, service));

  if (entry == NULL || rail_entry_is_revoked (entry, NULL, NULL) ||
      rail_entry_get_status (entry, rail_environment_get_now (rail_project_get_environment (self)), NULL) ==
        RAIL_STATUS_EXPIRED)
    return NULL;
  return rail_service_check_certificate (service, rail_entry_get_certificate (entry), NULL) ? entry : NULL;
}

static gboolean
check_switch_on (RailProject  *self,
                 RailDevice   *device,
                 RailService   service,
                 GError      **error)
{
  g_autofree char *reason = NULL;

  if (!rail_project_check_device (self, device, error))
    return FALSE;
  if (rail_service_is_available (service, rail_device_get_family (device), rail_device_get_firmware (device), &reason))
    return TRUE;
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID, reason);
  return FALSE;
}

static Step *
begin (RailProject  *self,
       RailDevice   *device,
       RailService   service,
       gboolean      always_new,
       GError      **error)
{
  g_autoptr(Step) step = g_new0 (Step, 1);

  if (!check_switch_on (self, device, service, error))
    return NULL;
  step->device = g_strdup (rail_device_get_name (device));
  step->service = service;
  if (!always_new && find_fitting (self, device, service) != NULL)
    return g_steal_pointer (&step);
  step->jobs = rail_service_jobs_new (self);
  if (!rail_service_jobs_add (step->jobs, device, service, error))
    return NULL;
  return g_steal_pointer (&step);
}

static RailEntry *
apply (RailProject  *self,
       Step         *step,
       GError      **error)
{
  RailDevice *device = rail_project_get_device (self, step->device);
  g_autoptr(RailDeviceEdits) edits = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  RailChange *change;
  guint id;

  if (device == NULL)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("The device “%s” was deleted or renamed while its certificate was made; nothing was created."),
                   step->device);
      return NULL;
    }
  /* What was true of it when the keys were begun need not be so now. */
  if (!check_switch_on (self, device, step->service, error) ||
      (step->jobs != NULL && !rail_jobs_check_devices (rail_service_jobs_get_jobs (step->jobs), self, error)))
    return NULL;
  if (step->jobs == NULL && find_fitting (self, device, step->service) == NULL)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("The certificate for “%s” of “%s” was changed meanwhile; try again."),
                   rail_service_get_label (step->service), step->device);
      return NULL;
    }
  if (step->jobs != NULL)
    entries = rail_service_jobs_finish (step->jobs, error);
  else
    entries = g_ptr_array_new ();
  if (entries == NULL)
    return NULL;

  id = step->jobs != NULL ? rail_service_jobs_get_id (step->jobs, 0)
                          : rail_device_get_service_certificate (device, step->service);
  if (entries->len == 0 && rail_device_is_service_on (device, step->service))
    return rail_project_get_entry (self, id);

  change = rail_change_new (RAIL_ACTION_SWITCH_ON,
                            /* Translators: a service and a device */
                            g_strdup_printf (_("Switch on “%s” of “%s”"), rail_service_get_label (step->service),
                                             step->device));
  edits = rail_device_edits_new (self);
  rail_device_set_service (rail_device_edits_get (edits, device), step->service, TRUE, id);
  rail_change_add_entries (change, entries);
  rail_device_edits_add_to (edits, change);
  rail_change_set_detail (change, step->device);
  rail_project_apply (self, change);
  return rail_project_get_entry (self, id);
}

static RailEntry *
run (RailProject  *self,
     RailDevice   *device,
     RailService   service,
     gboolean      always_new,
     GError      **error)
{
  g_autoptr(Step) step = begin (self, device, service, always_new, error);

  if (step == NULL || (step->jobs != NULL &&
                       !rail_jobs_run (rail_service_jobs_get_jobs (step->jobs), NULL, NULL, NULL, error)))
    return NULL;
  return apply (self, step, error);
}

static void
run_async (RailProject         *self,
           RailDevice          *device,
           RailService          service,
           gboolean             always_new,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data,
           gpointer             source_tag)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GPtrArray) nothing = NULL;
  GError *error = NULL;
  Step *step;

  g_task_set_source_tag (task, source_tag);
  step = begin (self, device, service, always_new, &error);
  if (step == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* The task's own data is the run. */
  g_object_set_data_full (G_OBJECT (task), "rail-step", step, step_free);
  nothing = g_ptr_array_new ();
  rail_jobs_run_async (step->jobs != NULL ? rail_service_jobs_get_jobs (step->jobs) : nothing, task, NULL, NULL);
}

static RailEntry *
run_finish (RailProject   *self,
            GAsyncResult  *result,
            GError       **error)
{
  if (rail_jobs_run_finish (G_TASK (result), error) == NULL)
    return NULL;
  return apply (self, g_object_get_data (G_OBJECT (result), "rail-step"), error);
}

/**
 * rail_project_switch_on:
 * @self: a project
 * @device: a device of it
 * @service: a service
 * @error: return location for an error
 *
 * Switches a service on. It keeps the certificate it had, if that still serves; otherwise one is made and assigned to it, with
 * TIA Portal's name and alternative names. With the global security settings an authority of the project issues it: for
 * web server and PG/HMI the one with an elliptic curve, which is made on first need (chapters 2.4.3 and 2.5.2). Blocks
 * until the key is there; windows use rail_project_switch_on_async().
 *
 * Returns: (transfer none) (nullable): the certificate of the service; or %NULL with RAIL_PROJECT_ERROR_INVALID when the
 *   firmware does not have the service or the device has no address, RAIL_PROJECT_ERROR_LOCKED for standard users,
 *   RAIL_PROJECT_ERROR_NO_KEY, RAIL_PROJECT_ERROR_NOT_FOUND, or an error of the signing
 */
RailEntry *
rail_project_switch_on (RailProject  *self,
                        RailDevice   *device,
                        RailService   service,
                        GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return run (self, device, service, FALSE, error);
}

/**
 * rail_project_switch_on_async:
 * @self: a project
 * @device: a device of it
 * @service: a service
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing changes
 * @callback: called on the main thread, calls rail_project_switch_on_finish()
 * @user_data: for @callback
 *
 * Like rail_project_switch_on(), in the background. The project changes only in rail_project_switch_on_finish().
 */
void
rail_project_switch_on_async (RailProject         *self,
                              RailDevice          *device,
                              RailService          service,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (RAIL_IS_DEVICE (device));

  run_async (self, device, service, FALSE, cancellable, callback, user_data, rail_project_switch_on_async);
}

/**
 * rail_project_switch_on_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): as rail_project_switch_on()
 */
RailEntry *
rail_project_switch_on_finish (RailProject   *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return run_finish (self, result, error);
}

/**
 * rail_project_make_service_certificate:
 * @self: a project
 * @device: a device of it
 * @service: a service
 * @error: return location for an error
 *
 * Like rail_project_switch_on(), with a new certificate in any case. The one that it takes the place of stays among the
 * device's own.
 *
 * Returns: (transfer none) (nullable): the new certificate, or %NULL with an error as rail_project_switch_on()
 */
RailEntry *
rail_project_make_service_certificate (RailProject  *self,
                                       RailDevice   *device,
                                       RailService   service,
                                       GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return run (self, device, service, TRUE, error);
}

/**
 * rail_project_make_service_certificate_async:
 * @self: a project
 * @device: a device of it
 * @service: a service
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing changes
 * @callback: called on the main thread, calls rail_project_make_service_certificate_finish()
 * @user_data: for @callback
 *
 * Like rail_project_make_service_certificate(), in the background.
 */
void
rail_project_make_service_certificate_async (RailProject         *self,
                                             RailDevice          *device,
                                             RailService          service,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (RAIL_IS_DEVICE (device));

  run_async (self, device, service, TRUE, cancellable, callback, user_data, rail_project_make_service_certificate_async);
}

/**
 * rail_project_make_service_certificate_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): as rail_project_make_service_certificate()
 */
RailEntry *
rail_project_make_service_certificate_finish (RailProject   *self,
                                              GAsyncResult  *result,
                                              GError       **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return run_finish (self, result, error);
}

/* Looks whether nothing but the service uses its certificate. */
static gboolean
check_unshared (RailProject  *self,
                RailDevice   *device,
                RailService   service,
                RailEntry    *entry,
                GError      **error)
{
  g_autoptr(GPtrArray) uses = rail_project_list_uses (self, entry);

  for (guint i = 0; i < uses->len; i++)
    {
      const RailUse *use = uses->pdata[i];
      g_autofree char *text = NULL;

      if (use->device == device && use->role == RAIL_USED_AS_SERVICE && use->service == service)
        continue;
      text = rail_use_describe (use);
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE,
                   /* Translators: a name, an ID, a service, and another use, such as “Web server of PLC_1” */
                   _("“%s” (ID %u) is not only used by “%s”, but also as: %s. Switch the service off and keep the "
                     "certificate."), rail_certificate_get_common_name (rail_entry_get_certificate (entry)),
                   rail_entry_get_id (entry), rail_service_get_label (service), text);
      return FALSE;
    }
  return TRUE;
}

/**
 * rail_project_switch_off:
 * @self: a project
 * @device: a device of it
 * @service: a service
 * @delete_certificate: whether its certificate goes, too, which nothing else uses; otherwise the service has it again when it
 *   is switched on
 * @error: return location for an error
 *
 * Switches a service off.
 *
 * Returns: whether it is off; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, or RAIL_PROJECT_ERROR_IN_USE when something
 *   else uses the certificate, or it cannot be deleted, and nothing changes
 */
gboolean
rail_project_switch_off (RailProject  *self,
                         RailDevice   *device,
                         RailService   service,
                         gboolean      delete_certificate,
                         GError      **error)
{
  g_autoptr(RailDeviceEdits) edits = NULL;
  g_autoptr(RailChange) change = NULL;
  RailEntry *entry;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), FALSE);
  g_return_val_if_fail ((guint) service < RAIL_N_SERVICES, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_check_device (self, device, error))
    return FALSE;
  entry = rail_project_get_entry (self, rail_device_get_service_certificate (device, service));
  if (!rail_device_is_service_on (device, service) && (entry == NULL || !delete_certificate))
    return TRUE;
  if (delete_certificate && entry != NULL && !check_unshared (self, device, service, entry, error))
    return FALSE;

  change = rail_change_new (RAIL_ACTION_SWITCH_OFF,
                            g_strdup_printf (_("Switch off “%s” of “%s”"), rail_service_get_label (service),
                                             rail_device_get_name (device)));
  edits = rail_device_edits_new (self);
  rail_device_set_service (rail_device_edits_get (edits, device), service, FALSE,
                           rail_device_get_service_certificate (device, service));
  if (delete_certificate && entry != NULL)
    {
      g_autoptr(GPtrArray) entries = g_ptr_array_new ();

      g_ptr_array_add (entries, entry);
      if (!rail_project_collect_delete (self, entries, edits, change, error))
        return FALSE;
    }
  rail_device_edits_add_to (edits, change);
  rail_change_set_detail (change, rail_device_get_name (device));
  rail_project_apply (self, g_steal_pointer (&change));
  return TRUE;
}
