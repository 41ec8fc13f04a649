/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-job.h"

#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

/* What all threads of one run share. */
typedef struct
{
  GCancellable *cancellable;
  RailProgress  progress;
  gpointer      progress_data;
  guint         total;

  GMutex        mutex;
  guint         done;
  gboolean      failed;
} Run;

static void
do_job_cb (gpointer data,
           gpointer user_data)
{
  RailJob *job = data;
  Run *run = user_data;
  gboolean stop;

  g_mutex_lock (&run->mutex);
  stop = run->failed || g_cancellable_is_cancelled (run->cancellable);
  g_mutex_unlock (&run->mutex);
  if (stop)
    return;

  if (job->key == NULL)
    job->key = rail_key_generate (rail_certificate_request_get_key_kind (job->request), &job->error);
  if (job->parent != NULL)
    {
      rail_certificate_request_set_issuer (job->request, job->parent->certificate);
      g_set_object (&job->issuer_key, job->parent->key);
    }
  if (job->key != NULL)
    job->certificate = rail_certificate_request_issue (job->request, job->key, job->issuer_key, &job->error);

  g_mutex_lock (&run->mutex);
  if (job->certificate == NULL)
    run->failed = TRUE;
  else
    run->done++;
  /* Under the lock, so that numbers never go down. */
  if (run->progress != NULL && job->certificate != NULL)
    run->progress (run->done, run->total, run->progress_data);
  g_mutex_unlock (&run->mutex);
}

/*< private >
 * rail_job_new:
 * @request: a request; a copy is kept
 * @issuer: (nullable): the authority that signs
 * @device: (nullable): the device that the entry is for
 *
 * Returns: (transfer full): a job
 */
RailJob *
rail_job_new (RailCertificateRequest *request,
              RailEntry              *issuer,
              const char             *device)
{
  RailJob *self = g_new0 (RailJob, 1);

  self->request = rail_certificate_request_copy (request);
  if (issuer != NULL)
    {
      self->issuer = g_object_ref (issuer);
      self->issuer_key = g_object_ref (rail_entry_get_key (issuer));
    }
  self->device = g_strdup (device);
  return self;
}

/*< private >
 * rail_job_new_for_key:
 * @request: a request; a copy is kept
 * @issuer: (nullable): the authority that signs
 * @parent: (nullable): the job that makes the certificate of @issuer; it must stand before this one in the list
 * @key: (nullable): the key that the certificate is for; %NULL makes a new one
 *
 * Returns: (transfer full): a job
 */
RailJob *
rail_job_new_for_key (RailCertificateRequest *request,
                      RailEntry              *issuer,
                      RailJob                *parent,
                      RailKey                *key)
{
  RailJob *self = rail_job_new (request, issuer, NULL);

  self->parent = parent;
  self->depth = parent != NULL ? parent->depth + 1 : 0;
  g_set_object (&self->key, key);
  return self;
}

/*< private >
 * rail_job_free:
 * @self: a job
 */
void
rail_job_free (RailJob *self)
{
  g_clear_object (&self->request);
  g_clear_object (&self->issuer);
  g_clear_object (&self->issuer_key);
  g_clear_object (&self->key);
  g_clear_object (&self->certificate);
  g_clear_error (&self->error);
  g_free (self->device);
  g_free (self);
}

/* Jobs of one depth do not need each other. */
static void
run_depth (GPtrArray *jobs,
           guint      depth,
           Run       *run)
{
  /* A pool that is not exclusive is always there: it starts threads when it can, and cannot fail. */
  GThreadPool *pool = g_thread_pool_new (do_job_cb, run, (int) g_get_num_processors (), FALSE, NULL);

  for (guint i = 0; i < jobs->len; i++)
    {
      RailJob *job = jobs->pdata[i];

      if (job->depth == depth)
        g_thread_pool_push (pool, job, NULL);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
}

/*< private >
 * rail_jobs_run:
 * @jobs: (element-type RailJob): the jobs
 * @progress: (nullable): called after each certificate, in the threads that make them, one at a time
 * @progress_data: for @progress
 * @cancellable: (nullable): stops the run before the next certificate
 * @error: return location for an error
 *
 * Makes keys and certificates on all cores, and returns when they are there. The first one that fails stops the rest.
 *
 * Returns: whether all are there; otherwise the error of the first job that has one
 */
gboolean
rail_jobs_run (GPtrArray     *jobs,
               RailProgress   progress,
               gpointer       progress_data,
               GCancellable  *cancellable,
               GError       **error)
{
  Run run = { cancellable, progress, progress_data, jobs->len };
  guint deepest = 0;

  for (guint i = 0; i < jobs->len; i++)
    deepest = MAX (deepest, ((RailJob *) jobs->pdata[i])->depth);

  g_mutex_init (&run.mutex);
  for (guint depth = 0; depth <= deepest; depth++)
    run_depth (jobs, depth, &run);
  g_mutex_clear (&run.mutex);

  for (guint i = 0; i < jobs->len; i++)
    {
      RailJob *job = jobs->pdata[i];

      if (job->error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&job->error));
          return FALSE;
        }
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/*< private >
 * rail_jobs_check_issuers:
 * @jobs: (element-type RailJob): jobs that are done
 * @project: the project that they were begun for, which may have changed since
 * @error: return location for an error
 *
 * Returns: whether all that signed may sign still; otherwise RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_jobs_check_issuers (GPtrArray    *jobs,
                         RailProject  *project,
                         GError      **error)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      RailEntry *issuer = ((RailJob *) jobs->pdata[i])->issuer;

      if (issuer == NULL || (rail_project_holds (project, issuer) && !rail_entry_is_revoked (issuer, NULL, NULL)))
        continue;
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("The issuer with ID %u was deleted or revoked while it was signing; nothing was created."),
                   rail_entry_get_id (issuer));
      return FALSE;
    }
  return TRUE;
}

/*< private >
 * rail_jobs_check_devices:
 * @jobs: (element-type RailJob): jobs that are done
 * @project: the project that they were begun for, which may have changed since
 * @error: return location for an error
 *
 * Returns: whether the devices still take what was made for them; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, or
 *   RAIL_PROJECT_ERROR_INVALID when one makes its certificates itself by now
 */
gboolean
rail_jobs_check_devices (GPtrArray    *jobs,
                         RailProject  *project,
                         GError      **error)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      RailJob *job = jobs->pdata[i];
      RailDevice *device = job->device != NULL ? rail_project_get_device (project, job->device) : NULL;

      if (job->device != NULL && device == NULL)
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                       _("The device “%s” was deleted or renamed while its certificate was made; nothing was created."),
                       job->device);
          return FALSE;
        }
      if (device != NULL && !rail_device_uses_global_security (device) && (job->issuer != NULL || job->parent != NULL))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("“%s” stopped using the global security settings while its certificate was made, so an authority "
                         "cannot issue it; nothing was created."), job->device);
          return FALSE;
        }
    }
  return TRUE;
}

/*< private >
 * rail_jobs_make_entries:
 * @jobs: (element-type RailJob): jobs that are done
 * @project: the project, which gives IDs, in the order of the jobs, to those that were not given one before
 *
 * Returns: (transfer full) (element-type RailEntry): the entries, not yet in the project
 */
GPtrArray *
rail_jobs_make_entries (GPtrArray   *jobs,
                        RailProject *project)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  /* Every creation listens to the project: told of each ID, thousands of them would look at thousands of notifications. */
  g_object_freeze_notify (G_OBJECT (project));
  for (guint i = 0; i < jobs->len; i++)
    {
      RailJob *job = jobs->pdata[i];
      RailUsage usage = rail_certificate_request_get_usage (job->request);
      RailEntryKind kind = rail_certificate_is_ca (job->certificate) ? RAIL_ENTRY_CA : RAIL_ENTRY_DEVICE;
      guint id = job->id != 0 ? job->id : rail_project_take_id (project);
      RailEntry *entry = rail_entry_new (id, kind, usage, job->certificate, job->key);

      rail_entry_set_device (entry, job->device);
      g_ptr_array_add (entries, entry);
    }
  g_object_thaw_notify (G_OBJECT (project));
  return entries;
}
