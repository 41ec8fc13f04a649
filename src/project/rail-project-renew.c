/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-renewal-private.h"

#include "rail-entry-private.h"
#include "rail-job.h"
#include "rail-project-error.h"
#include "rail-project-lists-private.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

/* What a renewal said when it began; the form may change while the certificates are made. */
typedef struct
{
  GPtrArray *items;          /* of RailRenewalItem, in the order of the jobs */
  GPtrArray *certificates;   /* the one that each entry had */
  gboolean   revoke_old;
  char      *note;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_ptr_array_unref (step->items);
  g_ptr_array_unref (step->certificates);
  g_free (step->note);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static Step *
step_new (RailRenewal *renewal)
{
  GListModel *items = rail_renewal_get_items (renewal);
  Step *step = g_new0 (Step, 1);

  step->items = g_ptr_array_new_with_free_func (g_object_unref);
  step->certificates = g_ptr_array_new_with_free_func (g_object_unref);
  step->revoke_old = rail_renewal_get_revoke_old (renewal);
  step->note = g_strdup (rail_renewal_get_note (renewal));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      RailRenewalItem *item = g_list_model_get_item (items, i);

      g_ptr_array_add (step->items, item);
      g_ptr_array_add (step->certificates,
                       g_object_ref (rail_entry_get_certificate (rail_renewal_item_get_entry (item))));
    }
  return step;
}

static GPtrArray *
make_jobs (Step *step)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_job_free);
  g_autoptr(GHashTable) by_item = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < step->items->len; i++)
    {
      RailRenewalItem *item = step->items->pdata[i];
      RailRenewalItem *parent = rail_renewal_item_get_parent (item);
      RailEntry *entry = rail_renewal_item_get_entry (item);
      RailJob *job;

      job = rail_job_new_for_key (rail_renewal_item_get_request (item), rail_renewal_item_get_issuer (item),
                                  parent != NULL ? g_hash_table_lookup (by_item, parent) : NULL,
                                  rail_renewal_item_keeps_key (item) ? rail_entry_get_key (entry) : NULL);
      g_hash_table_insert (by_item, item, job);
      g_ptr_array_add (jobs, job);
    }
  return jobs;
}

/* All that can be wrong before the first key is made. */
static Step *
begin (RailProject  *self,
       RailRenewal  *renewal,
       GError      **error)
{
  g_return_val_if_fail (rail_renewal_get_project (renewal) == self, NULL);

  if ((rail_renewal_validate (renewal) & RAIL_RENEWAL_ERRORS) != 0)
    {
      rail_renewal_set_error (renewal, error);
      return NULL;
    }
  return step_new (renewal);
}

/* What can have happened to the project while the certificates were made. */
static gboolean
check_item (RailProject      *self,
            RailRenewalItem  *item,
            RailCertificate  *certificate,
            GError          **error)
{
  RailEntry *entry = rail_renewal_item_get_entry (item);
  RailEntry *issuer = rail_renewal_item_get_issuer (item);
  RailCertificate *signer = rail_certificate_request_get_issuer (rail_renewal_item_get_request (item));

  if (!rail_project_holds (self, entry) || rail_entry_get_certificate (entry) != certificate)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("The certificate with ID %u was deleted or changed while it was renewed; nothing was renewed."),
                   rail_entry_get_id (entry));
      return FALSE;
    }
  if (issuer != NULL &&
      (!rail_project_holds (self, issuer) || rail_entry_get_certificate (issuer) != signer ||
       (rail_renewal_item_get_parent (item) == NULL && rail_entry_is_revoked (issuer, NULL, NULL))))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("The issuer with ID %u was deleted, changed or revoked while it was signing; nothing was renewed."),
                   rail_entry_get_id (issuer));
      return FALSE;
    }
  return TRUE;
}

/* The certificate that an entry had until now, revoked if it was, or if the user wants that and a list can say so. */
static RailGeneration *
make_generation (RailProject     *self,
                 Step            *step,
                 RailRenewalItem *item,
                 RailEntryState  *state)
{
  RailEntry *cause = rail_renewal_item_get_cause (item);
  RailGenerationReason reason = cause != NULL ? RAIL_GENERATION_REISSUED : RAIL_GENERATION_RENEWED;
  gint64 now = rail_environment_get_now (rail_project_get_environment (self));
  g_autoptr(RailGeneration) generation = NULL;

  generation = rail_generation_new (state->certificate, state->key, state->sealed_key, now, reason,
                                    rail_project_get_user_name (self), step->note);
  if (state->revoked)
    return rail_generation_new_revoked (generation, state->revocation_date, state->revocation_reason);
  if (step->revoke_old && rail_renewal_item_get_issuer (item) != NULL)
    return rail_generation_new_revoked (generation, now, RAIL_REVOCATION_SUPERSEDED);
  return g_steal_pointer (&generation);
}

static char *
make_text (Step *step)
{
  if (step->items->len == 1)
    return g_strdup_printf (_("Renew “%s”"), rail_entry_get_name (rail_renewal_item_get_entry (step->items->pdata[0])));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Renew %u certificate", "Renew %u certificates",
                                       step->items->len), step->items->len);
}

/* An authority that has published a list signs it anew, with its new key and for as long as it lives now. */
static gboolean
renew_lists (RailProject  *self,
             Step         *step,
             GHashTable   *states,
             GError      **error)
{
  for (guint i = 0; i < step->items->len; i++)
    {
      RailEntry *entry = rail_renewal_item_get_entry (step->items->pdata[i]);
      RailEntryState *state = g_hash_table_lookup (states, entry);
      g_autoptr(RailRevocationList) list = NULL;

      if (state->list == NULL)
        continue;
      list = rail_project_sign_list (self, entry, state->certificate, state->key, state->list_days, states, error);
      if (list == NULL)
        return FALSE;
      rail_entry_state_set_list (state, list);
    }
  return TRUE;
}

static gboolean
apply (RailProject  *self,
       Step         *step,
       GPtrArray    *jobs,
       GError      **error)
{
  g_autoptr(GHashTable) states = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) rail_entry_state_unref);
  RailChange *change;

  for (guint i = 0; i < step->items->len; i++)
    {
      RailJob *job = jobs->pdata[i];
      RailEntry *entry = rail_renewal_item_get_entry (step->items->pdata[i]);
      RailEntryState *state;
      g_autoptr(RailGeneration) generation = NULL;

      if (!check_item (self, step->items->pdata[i], step->certificates->pdata[i], error))
        return FALSE;
      state = rail_entry_state_copy (rail_entry_get_state (entry));
      g_hash_table_insert (states, entry, state);
      generation = make_generation (self, step, step->items->pdata[i], state);
      rail_entry_state_add_generation (state, generation);
      rail_entry_state_set_certificate (state, job->certificate, job->key);
    }
  if (!renew_lists (self, step, states, error))
    return FALSE;

  change = rail_change_new (RAIL_ACTION_RENEW, make_text (step));
  rail_change_set_detail (change, step->note);
  for (guint i = 0; i < step->items->len; i++)
    {
      RailEntry *entry = rail_renewal_item_get_entry (step->items->pdata[i]);

      rail_change_set_entry (change, entry, g_hash_table_lookup (states, entry));
    }
  rail_project_apply (self, change);
  return TRUE;
}

/**
 * rail_project_renew:
 * @self: a project
 * @renewal: what is to be renewed, and how
 * @error: return location for an error
 *
 * Issues what rail_renewal_get_items() lists, on all cores, all or nothing. Every entry keeps its ID, its device and
 * everything that is assigned to it; the earlier certificates stay in the history of the entries. Blocks until it is
 * done; windows use rail_project_renew_async().
 *
 * Returns: whether all are renewed; otherwise an error of the project or of the signing, and nothing is changed
 */
gboolean
rail_project_renew (RailProject  *self,
                    RailRenewal  *renewal,
                    GError      **error)
{
  g_autoptr(Step) step = NULL;
  g_autoptr(GPtrArray) jobs = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_RENEWAL (renewal), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  step = begin (self, renewal, error);
  if (step == NULL)
    return FALSE;
  jobs = make_jobs (step);
  return rail_jobs_run (jobs, NULL, NULL, NULL, error) && apply (self, step, jobs, error);
}

/**
 * rail_project_renew_async:
 * @self: a project
 * @renewal: what is to be renewed, and how; may change as soon as this returns
 * @progress: (nullable): told how many certificates are done, on the main thread, until @callback is called
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing is renewed
 * @callback: called on the main thread, calls rail_project_renew_finish()
 * @user_data: for @callback
 *
 * Like rail_project_renew(), in the background. The project changes only in rail_project_renew_finish().
 */
void
rail_project_renew_async (RailProject         *self,
                          RailRenewal         *renewal,
                          RailProgress         progress,
                          gpointer             progress_data,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GPtrArray) jobs = NULL;
  GError *error = NULL;
  Step *step;

  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (RAIL_IS_RENEWAL (renewal));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_renew_async);
  step = begin (self, renewal, &error);
  if (step == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* The task's own data is the run. */
  g_object_set_data_full (G_OBJECT (task), "rail-step", step, step_free);
  jobs = make_jobs (step);
  rail_jobs_run_async (jobs, task, progress, progress_data);
}

/**
 * rail_project_renew_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Puts the certificates into the entries, unless they were cancelled, failed, or lost their issuer meanwhile.
 *
 * Returns: as rail_project_renew()
 */
gboolean
rail_project_renew_finish (RailProject   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  GPtrArray *jobs;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  jobs = rail_jobs_run_finish (G_TASK (result), error);
  return jobs != NULL && apply (self, g_object_get_data (G_OBJECT (result), "rail-step"), jobs, error);
}

/**
 * rail_project_list_expiring:
 * @self: a project
 * @before: a time, in seconds since 1970 UTC
 *
 * Finds what is to be renewed in time: the present certificates, expired ones included, that are neither revoked nor of
 * somebody else.
 *
 * Returns: (transfer full) (element-type RailEntry): the entries whose certificate ends before @before, by ID
 */
GPtrArray *
rail_project_list_expiring (RailProject *self,
                            gint64       before)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (RAIL_IS_PROJECT (self), list);

  for (guint i = 0; i < g_list_model_get_n_items (rail_project_get_entries (self)); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (rail_project_get_entries (self), i);

      if (rail_entry_get_kind (entry) != RAIL_ENTRY_TRUSTED && !rail_entry_is_revoked (entry, NULL, NULL) &&
          rail_certificate_get_not_after (rail_entry_get_certificate (entry)) < before)
        g_ptr_array_add (list, g_steal_pointer (&entry));
    }
  return list;
}
