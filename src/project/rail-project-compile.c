/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-finding-private.h"

#include "rail-device-edits.h"
#include "rail-entry-private.h"
#include "rail-job.h"
#include "rail-project-error.h"
#include "rail-project-private.h"
#include "rail-renewal-private.h"

#include <glib/gi18n-lib.h>

#define MAX_DEPTH 32   /* of a chain; names can lead in a circle */

/* One compilation under way. The project may change while keys sign. */
typedef struct
{
  char      *device;         /* (nullable): the name of the only one */
  GPtrArray *entries;        /* local certificates that are renewed, in the order of the jobs */
  GPtrArray *certificates;   /* the one that each entry had */
  GPtrArray *jobs;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->device);
  g_ptr_array_unref (step->entries);
  g_ptr_array_unref (step->certificates);
  g_ptr_array_unref (step->jobs);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

/* Returns: (transfer full) (element-type RailDevice): the devices that are compiled, as they are now */
static GPtrArray *
list_devices (RailProject *self,
              Step        *step)
{
  GPtrArray *devices = g_ptr_array_new_with_free_func (g_object_unref);
  RailDevice *only = step->device != NULL ? rail_project_get_device (self, step->device) : NULL;

  if (only != NULL)
    g_ptr_array_add (devices, g_object_ref (only));
  for (guint i = 0; step->device == NULL && i < g_list_model_get_n_items (rail_project_get_devices (self)); i++)
    g_ptr_array_add (devices, g_list_model_get_item (rail_project_get_devices (self), i));
  return devices;
}

/* Chapter 4.1.3: what the local certificate manager made follows its device by itself. */
static gboolean
must_follow (RailDevice *device,
             RailEntry  *entry)
{
  RailUsage usage = rail_device_get_names_usage (device, entry);
  g_autofree char *names = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *common_name = NULL;

  if (rail_entry_get_key (entry) == NULL || rail_entry_is_revoked (entry, NULL, NULL))
    return FALSE;
  names = rail_device_describe_names (device, entry, usage);
  uri = rail_device_describe_uri (device, entry, usage);
  common_name = rail_device_find_common_name (device, entry);
  return (names != NULL || uri != NULL || common_name != NULL) &&
         rail_certificate_is_self_signed (rail_entry_get_certificate (entry));
}

static void
collect_renewals (RailProject *self,
                  Step        *step,
                  GPtrArray   *entries)
{
  g_autoptr(RailRenewal) renewal = rail_renewal_new (self, entries);
  GListModel *items;

  g_object_set (renewal, "same-key", TRUE, NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      RailDevice *device = rail_project_get_device (self, rail_entry_get_device (entries->pdata[i]));

      rail_device_set_names (device, renewal, entries->pdata[i]);
    }
  items = rail_renewal_get_items (renewal);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (items, i);
      RailEntry *entry = rail_renewal_item_get_entry (item);

      /* What cannot be renewed stays as a finding. */
      if (rail_renewal_item_get_problem (item) != NULL)
        continue;
      g_ptr_array_add (step->entries, g_object_ref (entry));
      g_ptr_array_add (step->certificates, g_object_ref (rail_entry_get_certificate (entry)));
      g_ptr_array_add (step->jobs, rail_job_new_for_key (rail_renewal_item_get_request (item), NULL, NULL,
                                                         rail_entry_get_key (entry)));
    }
}

static Step *
begin (RailProject *self,
       RailDevice  *device)
{
  Step *step = g_new0 (Step, 1);
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  RailInspection inspection;

  step->device = device != NULL ? g_strdup (rail_device_get_name (device)) : NULL;
  step->entries = g_ptr_array_new_with_free_func (g_object_unref);
  step->certificates = g_ptr_array_new_with_free_func (g_object_unref);
  step->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_job_free);
  /* For a standard user nothing is signed; what would have been is found afterwards. */
  if (!rail_project_can_use_keys (self))
    return step;

  devices = list_devices (self, step);
  rail_inspection_init (&inspection, self, device);
  for (guint i = 0; i < devices->len; i++)
    {
      GPtrArray *own = rail_inspection_get_own (&inspection, devices->pdata[i]);

      for (guint n = 0; own != NULL && !rail_device_uses_global_security (devices->pdata[i]) && n < own->len; n++)
        if (must_follow (devices->pdata[i], own->pdata[n]))
          g_ptr_array_add (entries, own->pdata[n]);
    }
  if (entries->len > 0)
    collect_renewals (self, step, entries);
  rail_inspection_clear (&inspection);
  return step;
}

/* Puts the new certificates under their IDs, unless somebody changed them meanwhile. */
static gboolean
renew (RailProject  *self,
       Step         *step,
       RailChange   *change,
       GPtrArray    *sentences,
       GError      **error)
{
  for (guint i = 0; i < step->entries->len; i++)
    {
      RailEntry *entry = step->entries->pdata[i];
      RailJob *job = step->jobs->pdata[i];
      g_autoptr(RailEntryState) state = NULL;

      if (!rail_project_holds (self, entry) || rail_entry_get_certificate (entry) != step->certificates->pdata[i])
        continue;
      state = rail_project_supersede (self, entry, job->certificate, job->key, RAIL_GENERATION_RENEWED, error);
      if (state == NULL)
        return FALSE;
      rail_change_set_entry (change, entry, state);
      g_ptr_array_add (sentences,
                       /* Translators: a certificate, its ID, a device */
                       g_strdup_printf (_("“%s” (ID %u) was renewed for the names and addresses that “%s” has now."),
                                        rail_entry_get_name (entry), rail_entry_get_id (entry),
                                        rail_entry_get_device (entry)));
    }
  return TRUE;
}

/* Who issued the certificate of a service, and who is above, up to the root (chapter 4.1.6). */
static void
add_missing (RailInspection *inspection,
             RailDevice     *device,
             RailEntry      *entry,
             GPtrArray      *missing)
{
  RailEntry *issuer = rail_inspection_get_issuer (inspection, entry);

  for (guint depth = 0; issuer != NULL && depth < MAX_DEPTH; depth++)
    {
      if (rail_entry_is_revoked (issuer, NULL, NULL))
        return;
      if (!rail_device_has_partner (device, rail_entry_get_id (issuer)) && !g_ptr_array_find (missing, issuer, NULL))
        g_ptr_array_add (missing, issuer);
      issuer = rail_inspection_get_issuer (inspection, issuer);
    }
}

/*< private >
 * rail_inspection_list_missing:
 * @self: an inspection, perhaps a bare one
 * @device: a device of its project
 *
 * Chapter 2.4.3: who issued the certificate of a service stands in the table of its device. Compiling puts there what this
 * lists, and so does loading, before which TIA Portal compiles.
 *
 * Returns: (transfer container) (element-type RailEntry): the authorities that are not there yet
 */
GPtrArray *
rail_inspection_list_missing (RailInspection *self,
                              RailDevice     *device)
{
  GPtrArray *missing = g_ptr_array_new ();

  for (guint service = 0; rail_device_uses_global_security (device) && service < RAIL_N_SERVICES; service++)
    {
      guint id = rail_device_get_service_certificate (device, (RailService) service);
      RailEntry *entry = rail_device_is_service_on (device, (RailService) service)
                           ? rail_project_get_entry (self->project, id) : NULL;

      if (entry != NULL)
        add_missing (self, device, entry, missing);
    }
  return missing;
}

static void
carry_all (RailProject     *self,
           Step            *step,
           RailDeviceEdits *edits,
           GPtrArray       *sentences)
{
  g_autoptr(GPtrArray) devices = list_devices (self, step);
  RailInspection inspection;

  /* Its services name their certificates, so the tables of devices are not needed. */
  rail_inspection_init_bare (&inspection, self);
  for (guint i = 0; i < devices->len; i++)
    {
      RailDevice *device = devices->pdata[i];
      g_autoptr(GPtrArray) missing = rail_inspection_list_missing (&inspection, device);

      for (guint n = 0; n < missing->len; n++)
        {
          guint id = rail_entry_get_id (missing->pdata[n]);

          rail_device_set_partner (rail_device_edits_get (edits, device), id, TRUE);
          g_ptr_array_add (sentences,
                           /* Translators: a certificate, its ID, a device */
                           g_strdup_printf (_("“%s” (ID %u) was added to the certificates of the partner devices of “%s”."),
                                            rail_entry_get_name (missing->pdata[n]), id, rail_device_get_name (device)));
        }
    }
  rail_inspection_clear (&inspection);
}

static char *
make_text (Step *step)
{
  if (step->device != NULL)
    return g_strdup_printf (_("Compile “%s”"), step->device);
  return g_strdup (_("Compile the project"));
}

static RailCompilation *
apply (RailProject  *self,
       Step         *step,
       GError      **error)
{
  g_autoptr(RailCompilation) compilation = g_new0 (RailCompilation, 1);
  g_autoptr(RailChange) change = rail_change_new (RAIL_ACTION_COMPILE, make_text (step));
  g_autoptr(RailDeviceEdits) edits = rail_device_edits_new (self);
  RailDevice *device = step->device != NULL ? rail_project_get_device (self, step->device) : NULL;

  if (step->device != NULL && device == NULL)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("“%s” was deleted or renamed while it was compiled; nothing was changed."), step->device);
      return NULL;
    }
  compilation->changes = g_ptr_array_new_with_free_func (g_free);
  if (!renew (self, step, change, compilation->changes, error))
    return NULL;
  carry_all (self, step, edits, compilation->changes);
  rail_device_edits_add_to (edits, change);
  if (compilation->changes->len > 0)
    {
      rail_change_set_detail (change, step->device);
      rail_project_apply (self, g_steal_pointer (&change));
      device = step->device != NULL ? rail_project_get_device (self, step->device) : NULL;
    }
  compilation->findings = rail_project_list_findings (self, device);
  return g_steal_pointer (&compilation);
}

/**
 * rail_compilation_free:
 * @self: (nullable): a compilation
 */
void
rail_compilation_free (RailCompilation *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

/**
 * rail_project_compile:
 * @self: a project
 * @device: (nullable): the only device to compile
 * @error: return location for an error
 *
 * Makes the changes that TIA Portal makes when it compiles, as one step, and looks what is wrong then. With the global
 * security settings, the authorities above the certificates of services get into the tables of their devices (chapter 2.4.3).
 * Without them, self-signed certificates are renewed whose device has other names or addresses now, under the same ID and
 * with the same key (chapter 4.1.3); certificates of the global manager are renewed by people only. When there is nothing to
 * change, there is no step. Blocks; windows use rail_project_compile_async().
 *
 * Returns: (transfer full) (nullable): what was done and found, or %NULL with RAIL_PROJECT_ERROR_NOT_FOUND or an error of
 *   the signing, and nothing is changed
 */
RailCompilation *
rail_project_compile (RailProject  *self,
                      RailDevice   *device,
                      GError      **error)
{
  g_autoptr(Step) step = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (device == NULL || RAIL_IS_DEVICE (device), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (device != NULL && !rail_project_check_device (self, device, error))
    return NULL;
  step = begin (self, device);
  if (!rail_jobs_run (step->jobs, NULL, NULL, NULL, error))
    return NULL;
  return apply (self, step, error);
}

/**
 * rail_project_compile_async:
 * @self: a project
 * @device: (nullable): the only device to compile
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing changes
 * @callback: called on the main thread, calls rail_project_compile_finish()
 * @user_data: for @callback
 *
 * Like rail_project_compile(); keys sign in the background. The project changes only in rail_project_compile_finish().
 */
void
rail_project_compile_async (RailProject         *self,
                            RailDevice          *device,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  Step *step;

  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (device == NULL || RAIL_IS_DEVICE (device));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_compile_async);
  if (device != NULL && !rail_project_check_device (self, device, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  step = begin (self, device);
  /* The task's own data is the run. */
  g_object_set_data_full (G_OBJECT (task), "rail-step", step, step_free);
  rail_jobs_run_async (step->jobs, task, NULL, NULL);
}

/**
 * rail_project_compile_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Puts the new certificates in their places, except those that somebody changed meanwhile.
 *
 * Returns: (transfer full) (nullable): as rail_project_compile()
 */
RailCompilation *
rail_project_compile_finish (RailProject   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (rail_jobs_run_finish (G_TASK (result), error) == NULL)
    return NULL;
  return apply (self, g_object_get_data (G_OBJECT (result), "rail-step"), error);
}
