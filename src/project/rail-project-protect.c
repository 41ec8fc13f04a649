/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-operations.h"

#include "rail-job.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

#define MAX_SUBJECT_FIELD 64   /* RFC 5280 ub-common-name, ub-organization-name */

/* Belongs to the worker until it is done. */
typedef struct
{
  RailEnvironment *environment;
  char            *user_name;
  RailSecret      *password;
  GPtrArray       *jobs;
  RailProtection  *protection;
} Protect;

static void
protect_free (gpointer data)
{
  Protect *self = data;

  g_clear_object (&self->environment);
  g_clear_pointer (&self->password, rail_secret_unref);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_object (&self->protection);
  g_free (self->user_name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Protect, protect_free)

static char *
cut (const char *text,
     glong       max_characters)
{
  return g_utf8_strlen (text, -1) <= max_characters ? g_strdup (text) : g_utf8_substring (text, 0, max_characters);
}

/* Each authority has a name of its own: partners that look for a revocation list by the issuer's name must not
 * find another one's. */
static char *
make_common_name (const char *project_name,
                  const char *label)
{
  g_autofree char *fixed = g_strdup_printf ("Certrail Project -  (%s)", label);
  g_autofree char *name = cut (project_name, MAX_SUBJECT_FIELD - g_utf8_strlen (fixed, -1));

  return g_strdup_printf ("Certrail Project - %s (%s)", name, label);
}

/* The end of 2037 lies before 2038-01-19, where clocks of 32 bits end. Nearer than ten years it is of no use. */
static gint64
find_end (gint64 now)
{
  g_autoptr(GDateTime) begin = g_date_time_new_from_unix_utc (now);
  g_autoptr(GDateTime) minimum = g_date_time_add_years (begin, 10);
  g_autoptr(GDateTime) usual = g_date_time_new_utc (2037, 12, 31, 23, 59, 59);
  g_autoptr(GDateTime) later = g_date_time_add_years (begin, 20);

  return g_date_time_to_unix (g_date_time_compare (usual, minimum) >= 0 ? usual : later);
}

/*< private >
 * rail_project_make_authority_job:
 * @self: a project
 * @kind: the kind of its key
 * @hash: the hash that it signs itself with
 * @label: what tells its name from those of the other authorities of the project
 *
 * Returns: (transfer full): a job that makes one of the project's own root authorities
 */
RailJob *
rail_project_make_authority_job (RailProject *self,
                                 RailKeyKind  kind,
                                 RailHash     hash,
                                 const char  *label)
{
  RailEnvironment *environment = rail_project_get_environment (self);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);
  g_autofree char *common_name = make_common_name (rail_project_get_name (self), label);
  g_autofree char *organization = cut (rail_project_get_name (self), MAX_SUBJECT_FIELD);

  rail_certificate_request_set_usage (request, RAIL_USAGE_CA_ROOT);
  rail_certificate_request_set_common_name (request, common_name);
  g_object_set (request, "organization", organization, NULL);
  rail_certificate_request_set_key_kind (request, kind);
  rail_certificate_request_set_hash (request, hash);
  rail_certificate_request_set_validity (request, rail_certificate_request_get_not_before (request),
                                         find_end (rail_environment_get_now (environment)));
  return rail_job_new (request, NULL, NULL);
}

static gboolean
check_unprotected (RailProject  *self,
                   GError      **error)
{
  if (rail_project_is_protected (self))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_PROTECTED,
                   _("“%s” is protected already."), rail_project_get_name (self));
      return FALSE;
    }
  if (RAIL_PROJECT_MAX_ID - rail_project_get_next_id (self) < 2)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The project has no certificate IDs left for its authorities."));
      return FALSE;
    }
  return TRUE;
}

static Protect *
protect_new (RailProject *self,
             const char  *user_name,
             RailSecret  *password)
{
  Protect *protect = g_new0 (Protect, 1);

  protect->environment = g_object_ref (rail_project_get_environment (self));
  protect->user_name = g_strdup (user_name);
  protect->password = rail_secret_ref (password);
  protect->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_job_free);
  g_ptr_array_add (protect->jobs, rail_project_make_authority_job (self, RAIL_KEY_KIND_RSA_2048, RAIL_HASH_SHA1,
                                                                   rail_hash_get_label (RAIL_HASH_SHA1)));
  g_ptr_array_add (protect->jobs, rail_project_make_authority_job (self, RAIL_KEY_KIND_RSA_2048, RAIL_HASH_SHA256,
                                                                   rail_hash_get_label (RAIL_HASH_SHA256)));
  return protect;
}

static gboolean
protect_run (Protect       *self,
             GCancellable  *cancellable,
             GError       **error)
{
  self->protection = rail_protection_new (self->environment, self->user_name, self->password, error);
  return self->protection != NULL && rail_jobs_run (self->jobs, NULL, NULL, cancellable, error);
}

static void
protect_in_thread_cb (GTask        *task,
                      gpointer      source_object,
                      gpointer      task_data,
                      GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;

  if (protect_run (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
thread_done_cb (GObject      *source_object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (result), g_object_unref);
}

static gboolean
apply (RailProject  *self,
       Protect      *protect,
       GError      **error)
{
  g_autoptr(GPtrArray) entries = NULL;
  guint ids[2];

  if (!check_unprotected (self, error))
    return FALSE;

  rail_project_set_protection (self, protect->protection);
  entries = rail_jobs_make_entries (protect->jobs, self);
  rail_project_insert_entries (self, entries);
  g_assert (entries->len == G_N_ELEMENTS (ids));
  for (guint i = 0; i < entries->len; i++)
    ids[i] = rail_entry_get_id (entries->pdata[i]);
  rail_project_note (self, RAIL_ACTION_PROTECT, RAIL_JOURNAL_DONE, ids, entries->len, protect->user_name);
  rail_project_clear_changes (self);
  return TRUE;
}

/**
 * rail_project_protect:
 * @self: a project that is not protected
 * @user_name: the first administrator
 * @password: their password, which must not be empty
 * @error: return location for an error
 *
 * Protects the project, and makes its two default authorities: RSA 2048 with SHA-1 for legacy partners, and RSA 2048
 * with SHA-256, which get IDs 1 and 2 in a project that has given none. Cannot be undone, and nothing before it can.
 * Blocks for about two seconds; windows use rail_project_protect_async().
 *
 * Returns: whether the project is protected now; otherwise RAIL_PROJECT_ERROR_PROTECTED, RAIL_PROJECT_ERROR_INVALID for
 *   a user name or password that cannot be, or an error of the cipher or the signing
 */
gboolean
rail_project_protect (RailProject  *self,
                      const char   *user_name,
                      RailSecret   *password,
                      GError      **error)
{
  g_autoptr(Protect) protect = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (user_name != NULL, FALSE);
  g_return_val_if_fail (password != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_unprotected (self, error))
    return FALSE;
  protect = protect_new (self, user_name, password);
  return protect_run (protect, NULL, error) && apply (self, protect, error);
}

/**
 * rail_project_protect_async:
 * @self: a project
 * @user_name: the first administrator
 * @password: their password
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing changes
 * @callback: called on the main thread, calls rail_project_protect_finish()
 * @user_data: for @callback
 *
 * Like rail_project_protect(), in the background. The project changes only in rail_project_protect_finish().
 */
void
rail_project_protect_async (RailProject         *self,
                            const char          *user_name,
                            RailSecret          *password,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) work = NULL;
  GError *error = NULL;

  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (user_name != NULL);
  g_return_if_fail (password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_protect_async);
  if (!check_unprotected (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* A task of its own, so that a worker that is still busy after a cancel holds no reference to the project. */
  work = g_task_new (NULL, cancellable, thread_done_cb, g_object_ref (task));
  g_task_set_task_data (work, protect_new (self, user_name, password), protect_free);
  g_task_set_return_on_cancel (work, TRUE);
  g_task_run_in_thread (work, protect_in_thread_cb);
}

/**
 * rail_project_protect_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Puts protection and authorities into the project.
 *
 * Returns: as rail_project_protect()
 */
gboolean
rail_project_protect_finish (RailProject   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_autoptr(GTask) work = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  work = g_task_propagate_pointer (G_TASK (result), error);
  return work != NULL && apply (self, g_task_get_task_data (work), error);
}
