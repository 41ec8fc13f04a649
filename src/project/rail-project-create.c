/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-operations.h"

#include "rail-creation-private.h"
#include "rail-entry-private.h"
#include "rail-job.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

static gboolean
check_creation (RailProject   *self,
                RailCreation  *creation,
                guint          number,
                guint          total,
                GError       **error)
{
  RailEntry *issuer = rail_creation_get_issuer (creation);
  g_autoptr(GError) local_error = NULL;
  const char *name;

  if (issuer != NULL && !rail_project_holds (self, issuer))
    g_set_error (&local_error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                 _("The issuer with ID %u is not in the project."), rail_entry_get_id (issuer));
  else if (rail_creation_validate (creation) != 0)
    rail_creation_set_error (creation, &local_error);
  if (local_error == NULL)
    return TRUE;

  name = rail_certificate_request_get_common_name (rail_creation_get_request (creation));
  if (total > 1)
    /* Translators: two numbers, a name, and a sentence */
    g_prefix_error (&local_error, _("Certificate %u of %u, “%s”: "), number, total, name != NULL ? name : "");
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static GPtrArray *
make_jobs (RailProject  *self,
           GListModel   *creations,
           GError      **error)
{
  g_autoptr(GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_job_free);
  guint n_creations = g_list_model_get_n_items (creations);
  RailProtection *protection = rail_project_get_protection (self);

  if (protection != NULL && rail_protection_get_vault_key (protection) == NULL)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED,
                           _("Private keys are made only while an administrator is logged in."));
      return NULL;
    }
  if (n_creations > RAIL_PROJECT_MAX_ID - rail_project_get_next_id (self))
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The project has no certificate IDs left for these certificates."));
      return NULL;
    }
  for (guint i = 0; i < n_creations; i++)
    {
      g_autoptr(RailCreation) creation = g_list_model_get_item (creations, i);

      g_return_val_if_fail (rail_creation_get_project (creation) == self, NULL);
      if (!check_creation (self, creation, i + 1, n_creations, error))
        return NULL;
      g_ptr_array_add (jobs, rail_job_new (rail_creation_get_request (creation),
                                           rail_creation_get_issuer (creation),
                                           rail_creation_get_device (creation)));
    }
  return g_steal_pointer (&jobs);
}

static GPtrArray *
apply_jobs (RailProject  *self,
            GPtrArray    *jobs,
            GError      **error)
{
  g_autoptr(GPtrArray) entries = NULL;
  RailChange *change;
  char *text;

  if (!rail_jobs_check_issuers (jobs, self, error) || !rail_jobs_check_devices (jobs, self, error))
    return NULL;

  entries = rail_jobs_make_entries (jobs, self);
  if (entries->len == 0)
    return g_steal_pointer (&entries);
  if (entries->len == 1)
    text = g_strdup_printf (_("Create “%s”"), rail_entry_get_name (entries->pdata[0]));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Create %u certificate", "Create %u certificates",
                                         entries->len), entries->len);
  change = rail_change_new (RAIL_ACTION_CREATE, text);
  rail_change_add_entries (change, entries);
  rail_project_apply (self, change);
  return g_steal_pointer (&entries);
}

/**
 * rail_project_create:
 * @self: a project
 * @creations: (element-type RailCreation): what to create
 * @error: return location for an error
 *
 * Makes certificates with their keys, on all cores, all or none. They get IDs in the order of the list. Blocks until
 * they are there; windows use rail_project_create_async().
 *
 * Returns: (transfer full) (element-type RailEntry): the new entries, or %NULL with an error of the project or of the
 *   signing
 */
GPtrArray *
rail_project_create (RailProject  *self,
                     GListModel   *creations,
                     GError      **error)
{
  g_autoptr(GPtrArray) jobs = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (creations), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  jobs = make_jobs (self, creations, error);
  if (jobs == NULL || !rail_jobs_run (jobs, NULL, NULL, NULL, error))
    return NULL;
  return apply_jobs (self, jobs, error);
}

/**
 * rail_project_create_async:
 * @self: a project
 * @creations: (element-type RailCreation): what to create; may change as soon as this returns
 * @progress: (nullable): told how many certificates are done, on the main thread, until @callback is called
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing is created
 * @callback: called on the main thread, calls rail_project_create_finish()
 * @user_data: for @callback
 *
 * Like rail_project_create(), in the background. The project changes only in rail_project_create_finish().
 */
void
rail_project_create_async (RailProject         *self,
                           GListModel          *creations,
                           RailProgress         progress,
                           gpointer             progress_data,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GPtrArray) jobs = NULL;
  GError *error = NULL;

  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (G_IS_LIST_MODEL (creations));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_create_async);
  jobs = make_jobs (self, creations, &error);
  if (jobs == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  rail_jobs_run_async (jobs, task, progress, progress_data);
}

/**
 * rail_project_create_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Puts the certificates into the project, unless they were cancelled, failed, or lost their issuer meanwhile.
 *
 * Returns: (transfer full) (element-type RailEntry): as rail_project_create()
 */
GPtrArray *
rail_project_create_finish (RailProject   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  GPtrArray *jobs;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  jobs = rail_jobs_run_finish (G_TASK (result), error);
  return jobs != NULL ? apply_jobs (self, jobs, error) : NULL;
}
