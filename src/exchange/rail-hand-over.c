/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-device-operations.h"
#include "rail-export.h"
#include "rail-hand-over-compare.h"
#include "rail-hand-over-job.h"
#include "rail-target-private.h"

struct _RailHandOver
{
  GObject       parent_instance;

  /* Owned References */
  RailProject  *project;        /* a copy: what was planned is what gets written */
  RailSecret   *password;       /* of a PKCS #12 file, or NULL */
  RailEntry    *certificate;    /* or NULL */
  RailEntry    *server;         /* or NULL */
  GArray       *folders;        /* of RailHandOverFolder */
  GListStore   *files;          /* of RailHandOverFile */
  GPtrArray    *removed;        /* of paths below the partner's folder, that may be there from an earlier hand-over */
  GPtrArray    *leftovers;      /* of paths, to be removed; or NULL */

  RailTarget      target;
  RailPkcs12Form  form;
};

G_DEFINE_FINAL_TYPE (RailHandOver, rail_hand_over, G_TYPE_OBJECT)

/*
 * Auxiliary methods
 */

static void
folder_clear (gpointer data)
{
  g_free (((RailHandOverFolder *) data)->path);
}

static void
fill_source (RailHandOver       *self,
             RailHandOverSource *source)
{
  source->project = g_object_ref (self->project);
  source->password = self->password != NULL ? rail_secret_ref (self->password) : NULL;
  source->form = self->form;
  source->empty_is_project_name =
    rail_target_get_row (self->target)->empty_password == RAIL_EMPTY_PASSWORD_PROJECT_NAME;
}

static RailHandOverJob *
job_new (RailHandOver *self,
         GFile        *output)
{
  RailHandOverJob *job = g_new0 (RailHandOverJob, 1);

  fill_source (self, &job->source);
  job->folders = g_array_ref (self->folders);
  job->files = g_object_ref (self->files);
  job->removed = g_ptr_array_ref (self->removed);
  job->leftovers = self->leftovers != NULL ? g_ptr_array_ref (self->leftovers) : NULL;
  job->rejected = rail_target_get_row (self->target)->rejected;
  job->output = g_object_ref (output);
  return job;
}

static gboolean
check_needs (RailHandOver  *self,
             GError       **error)
{
  const RailTargetRow *row = rail_target_get_row (self->target);

  if (self->certificate == NULL && row->certificate == RAIL_NEED_REQUIRED)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("%s needs a certificate of its own; choose one."), rail_target_get_label (self->target));
      return FALSE;
    }
  if (self->certificate != NULL && row->certificate == RAIL_NEED_NONE)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("%s has no certificate of its own; leave it out."), rail_target_get_label (self->target));
      return FALSE;
    }
  if (self->server != NULL && row->partner == RAIL_NEED_NONE)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("Nobody can be named whom %s shall trust; leave that certificate out."),
                   rail_target_get_label (self->target));
      return FALSE;
    }
  if (self->server == NULL && row->partner == RAIL_NEED_REQUIRED)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("For %s, choose the certificate of the one whom it shall trust."),
                   rail_target_get_label (self->target));
      return FALSE;
    }
  return TRUE;
}

/* C4: the local certificate manager gives no key away. */
static gboolean
check_local (RailHandOver  *self,
             GError       **error)
{
  if (self->certificate == NULL || rail_target_get_row (self->target)->key == RAIL_KEY_FORM_NONE ||
      !rail_project_is_local (self->project, self->certificate))
    return TRUE;
  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_KEY,
               _("“%s” belongs to the local certificate manager of “%s”, which gives no private key away, and the partner "
                 "needs that; let the device use the global security settings for it."),
               rail_hand_over_get_name (self->certificate), rail_entry_get_device (self->certificate));
  return FALSE;
}

/*
 * Callbacks
 */

static void
write_thread_cb (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *files = rail_hand_over_job_write (task_data, cancellable, &error);

  if (files != NULL)
    g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
compare_thread_cb (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;
  GListModel *items = rail_hand_over_job_compare (task_data, cancellable, &error);

  if (items != NULL)
    g_task_return_pointer (task, items, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* What a worker did goes on as it is; the finish function takes it apart. */
static void
worked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  g_task_return_pointer (task, g_object_ref (result), g_object_unref);
}

/* A task of its own, so that the worker never holds the plan. A plan has its own copy of the project and never changes, so
 * the worker may read both as they are. */
static void
start_work (RailHandOver        *self,
            GFile               *folder,
            gpointer             tag,
            GTaskThreadFunc      thread_cb,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GTask) work = NULL;

  g_task_set_source_tag (task, tag);
  work = g_task_new (NULL, cancellable, worked_cb, g_steal_pointer (&task));
  g_task_set_task_data (work, job_new (self, folder), (GDestroyNotify) rail_hand_over_job_free);
  g_task_run_in_thread (work, thread_cb);
}

static gpointer
finish_work (RailHandOver  *self,
             GAsyncResult  *result,
             GError       **error)
{
  g_autoptr(GTask) work = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  work = g_task_propagate_pointer (G_TASK (result), error);
  return work != NULL ? g_task_propagate_pointer (work, error) : NULL;
}

/*
 * Overrides
 */

static void
rail_hand_over_finalize (GObject *object)
{
  RailHandOver *self = RAIL_HAND_OVER (object);

  g_clear_object (&self->project);
  g_clear_pointer (&self->password, rail_secret_unref);
  g_clear_object (&self->certificate);
  g_clear_object (&self->server);
  g_clear_object (&self->files);
  g_clear_pointer (&self->folders, g_array_unref);
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  g_clear_pointer (&self->leftovers, g_ptr_array_unref);

  G_OBJECT_CLASS (rail_hand_over_parent_class)->finalize (object);
}

static void
rail_hand_over_class_init (RailHandOverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_hand_over_finalize;
}

static void
rail_hand_over_init (RailHandOver *self)
{
  self->folders = g_array_new (FALSE, TRUE, sizeof (RailHandOverFolder));
  g_array_set_clear_func (self->folders, folder_clear);
  self->files = g_list_store_new (RAIL_TYPE_HAND_OVER_FILE);
  self->removed = g_ptr_array_new_with_free_func (g_free);
}

/*
 * For the targets' plans
 */

/* The copy that is handed over from; what belongs to it is the plan's. */
RailProject *
rail_hand_over_get_project (RailHandOver *self)
{
  return self->project;
}

/* The certificate that the partner gets as its own, or NULL. */
RailEntry *
rail_hand_over_get_certificate (RailHandOver *self)
{
  return self->certificate;
}

/* The one whom the partner shall trust, such as the server that it connects to, or NULL. */
RailEntry *
rail_hand_over_get_server (RailHandOver *self)
{
  return self->server;
}

/* A folder that the partner expects even when it stays empty. */
void
rail_hand_over_add_folder (RailHandOver *self,
                           const char   *path,
                           gboolean      is_private)
{
  RailHandOverFolder folder = { g_strdup (path), is_private };

  g_array_append_val (self->folders, folder);
}

/* @description is taken over. What is planned twice, because two chains meet, is written once. Returns the file. */
RailHandOverFile *
rail_hand_over_add_file (RailHandOver    *self,
                         RailContent      content,
                         const char      *folder,
                         const char      *name,
                         RailEntry       *entry,
                         RailCertificate *certificate,
                         char            *description)
{
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : g_strdup (name);
  g_autofree char *owned = description;
  g_autoptr(RailHandOverFile) file = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->files)); i++)
    {
      g_autoptr(RailHandOverFile) other = g_list_model_get_item (G_LIST_MODEL (self->files), i);

      if (g_strcmp0 (rail_hand_over_file_get_path (other), path) == 0)
        return other;
    }
  file = rail_hand_over_file_new (content, path, entry, certificate, g_steal_pointer (&owned));
  g_list_store_append (self->files, file);
  return file;
}

/* A file of an earlier hand-over that this one replaces by another in another folder. */
void
rail_hand_over_remove_file (RailHandOver *self,
                            const char   *folder,
                            const char   *name)
{
  g_ptr_array_add (self->removed, g_build_filename (folder, name, NULL));
}

/* One file of the plan alone, under another path. */
gboolean
rail_hand_over_add_to_set (RailHandOver      *self,
                           RailHandOverFile  *file,
                           RailFileSet       *set,
                           const char        *path,
                           GError           **error)
{
  RailHandOverSource source = { 0 };
  gboolean is_added;

  fill_source (self, &source);
  is_added = rail_hand_over_file_add_to (file, &source, set, path, error);
  rail_hand_over_source_clear (&source);
  return is_added;
}

/*
 * Public API
 */

/**
 * rail_hand_over_accepts_certificate:
 * @target: a partner
 * @entry: an entry
 *
 * Returns: whether @entry can be the partner's own certificate: of the right kind, and with its key. Whether the rest of
 *   what is needed is there, rail_hand_over_new() says.
 */
gboolean
rail_hand_over_accepts_certificate (RailTarget  target,
                                    RailEntry  *entry)
{
  g_return_val_if_fail (target < rail_target_get_count (), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);

  return rail_target_get_row (target)->accepts (entry, FALSE);
}

/**
 * rail_hand_over_accepts_server:
 * @target: a partner
 * @entry: an entry
 *
 * Returns: whether @entry can be the certificate of a server that the partner shall trust
 */
gboolean
rail_hand_over_accepts_server (RailTarget  target,
                               RailEntry  *entry)
{
  g_return_val_if_fail (target < rail_target_get_count (), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);

  return rail_target_get_row (target)->accepts (entry, TRUE);
}

/**
 * rail_hand_over_new:
 * @project: the project, unlocked
 * @target: the partner whose folder is to be written
 * @certificate: (nullable): the partner's own certificate, with its key in @project; %NULL for a partner that needs none
 * @server: (nullable): the certificate of the one whom the partner shall trust, such as the server that it connects to;
 *   %NULL: whatever the authority of @certificate has issued
 * @error: #RailExchangeError: %RAIL_EXCHANGE_ERROR_INVALID if a certificate does not fit its part, is
 *   revoked or has expired, %RAIL_EXCHANGE_ERROR_NO_KEY or %RAIL_EXCHANGE_ERROR_NO_ISSUER if something needed is not in
 *   the project
 *
 * Plans a hand-over on a copy of @project; nothing is signed or written yet.
 *
 * Returns: (transfer full): the plan
 */
RailHandOver *
rail_hand_over_new (RailProject  *project,
                    RailTarget    target,
                    RailEntry    *certificate,
                    RailEntry    *server,
                    GError      **error)
{
  g_autoptr(RailHandOver) self = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (target < rail_target_get_count (), NULL);
  g_return_val_if_fail (certificate == NULL || RAIL_IS_ENTRY (certificate), NULL);
  g_return_val_if_fail (server == NULL || RAIL_IS_ENTRY (server), NULL);

  self = g_object_new (RAIL_TYPE_HAND_OVER, NULL);
  self->target = target;
  self->form = rail_target_get_form (target);
  self->project = rail_project_copy (project);
  if (certificate != NULL)
    g_set_object (&self->certificate, rail_project_get_entry (self->project, rail_entry_get_id (certificate)));
  if (server != NULL)
    g_set_object (&self->server, rail_project_get_entry (self->project, rail_entry_get_id (server)));
  g_return_val_if_fail (certificate == NULL || self->certificate != NULL, NULL);
  g_return_val_if_fail (server == NULL || self->server != NULL, NULL);

  if (!check_needs (self, error) || !check_local (self, error) || !rail_target_get_row (target)->plan (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * rail_hand_over_get_target:
 * @self: a plan
 *
 * Returns: whom it is for
 */
RailTarget
rail_hand_over_get_target (RailHandOver *self)
{
  g_return_val_if_fail (RAIL_IS_HAND_OVER (self), RAIL_TARGET_UAEXPERT);

  return self->target;
}

/**
 * rail_hand_over_set_password:
 * @self: a plan
 * @password: (nullable): protects the private key in a PKCS#12 file; %NULL or empty: the project's name if the target takes
 *   that, see rail_hand_over_uses_project_name()
 */
void
rail_hand_over_set_password (RailHandOver *self,
                             RailSecret   *password)
{
  g_return_if_fail (RAIL_IS_HAND_OVER (self));

  if (password != NULL)
    rail_secret_ref (password);
  g_clear_pointer (&self->password, rail_secret_unref);
  self->password = password;
}

/**
 * rail_hand_over_set_form:
 * @self: a plan
 * @form: for whom a PKCS#12 file is; rail_target_get_form() until it is set
 */
void
rail_hand_over_set_form (RailHandOver   *self,
                         RailPkcs12Form  form)
{
  g_return_if_fail (RAIL_IS_HAND_OVER (self));

  self->form = form;
}

/**
 * rail_hand_over_uses_project_name:
 * @self: a plan
 *
 * Returns: whether the project's name will be the password of a private key, because no other was set and the target takes
 *   an empty one for that. That name stands in the authorities' certificates: nobody should come to it unawares.
 */
gboolean
rail_hand_over_uses_project_name (RailHandOver *self)
{
  g_return_val_if_fail (RAIL_IS_HAND_OVER (self), FALSE);

  return rail_target_has_password (self->target) &&
         rail_target_get_row (self->target)->empty_password == RAIL_EMPTY_PASSWORD_PROJECT_NAME &&
         (self->password == NULL || rail_secret_get_size (self->password) == 0);
}

/**
 * rail_hand_over_get_files:
 * @self: a plan
 *
 * Returns: (transfer none): its files, of type #RailHandOverFile
 */
GListModel *
rail_hand_over_get_files (RailHandOver *self)
{
  g_return_val_if_fail (RAIL_IS_HAND_OVER (self), NULL);

  return G_LIST_MODEL (self->files);
}

/**
 * rail_hand_over_write:
 * @self: a plan
 * @folder: the partner's folder; made if need be
 * @error: #RailExchangeError, or what signing says
 *
 * Signs the revocation lists and writes all files, each complete or not at all. What an earlier hand-over has put for an
 * authority that now belongs into another folder goes, and so do the leftovers of rail_hand_over_take_leftovers(). Files that
 * the partner or somebody else keeps are left alone. Links in @folder are not followed.
 *
 * Returns: (transfer full) (element-type GFile): the files that were written
 */
GPtrArray *
rail_hand_over_write (RailHandOver  *self,
                      GFile         *folder,
                      GError       **error)
{
  g_autoptr(RailHandOverJob) job = NULL;

  g_return_val_if_fail (RAIL_IS_HAND_OVER (self), NULL);
  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  job = job_new (self, folder);
  return rail_hand_over_job_write (job, NULL, error);
}

/**
 * rail_hand_over_write_async:
 * @self: a plan
 * @folder: the partner's folder; made if need be
 * @cancellable: (nullable): stops the work before the first file takes its place
 * @callback: called on this thread's main context
 * @user_data: for @callback
 *
 * Does the work of rail_hand_over_write() in a worker.
 */
void
rail_hand_over_write_async (RailHandOver        *self,
                            GFile               *folder,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (RAIL_IS_HAND_OVER (self));
  g_return_if_fail (G_IS_FILE (folder));

  start_work (self, folder, rail_hand_over_write_async, write_thread_cb, cancellable, callback, user_data);
}

/**
 * rail_hand_over_write_finish:
 * @self: a plan
 * @result: what the callback got
 * @error: as in rail_hand_over_write(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type GFile): the files that were written
 */
GPtrArray *
rail_hand_over_write_finish (RailHandOver  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return finish_work (self, result, error);
}

/**
 * rail_hand_over_compare:
 * @self: a plan
 * @folder: the partner's folder, which need not exist
 * @error: #RailExchangeError, or what signing says
 *
 * Tells what rail_hand_over_write() would do to each file of @folder, and what else is there, without changing
 * anything. What is a leftover, the content says: a certificate that this project has or had and that has expired, is
 * revoked or was replaced, its key, or a revocation list that has run out or is followed by another one. Looks only
 * into the folders that the partner reads, at files of a sensible size, and at not too many of them.
 *
 * Returns: (transfer full): a list of #RailFolderItem: those of the plan in its order, then what goes, what may go, what stays
 */
GListModel *
rail_hand_over_compare (RailHandOver  *self,
                        GFile         *folder,
                        GError       **error)
{
  g_autoptr(RailHandOverJob) job = NULL;

  g_return_val_if_fail (RAIL_IS_HAND_OVER (self), NULL);
  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  job = job_new (self, folder);
  return rail_hand_over_job_compare (job, NULL, error);
}

/**
 * rail_hand_over_compare_async:
 * @self: a plan
 * @folder: the partner's folder, which need not exist
 * @cancellable: (nullable): stops the work
 * @callback: called on this thread's main context
 * @user_data: for @callback
 *
 * Does the work of rail_hand_over_compare() in a worker.
 */
void
rail_hand_over_compare_async (RailHandOver        *self,
                              GFile               *folder,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (RAIL_IS_HAND_OVER (self));
  g_return_if_fail (G_IS_FILE (folder));

  start_work (self, folder, rail_hand_over_compare_async, compare_thread_cb, cancellable, callback, user_data);
}

/**
 * rail_hand_over_compare_finish:
 * @self: a plan
 * @result: what the callback got
 * @error: as in rail_hand_over_compare(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): as in rail_hand_over_compare()
 */
GListModel *
rail_hand_over_compare_finish (RailHandOver  *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return finish_work (self, result, error);
}

/**
 * rail_hand_over_take_leftovers:
 * @self: a plan
 * @items: (nullable): what rail_hand_over_compare() gave
 *
 * Has the leftovers of @items that shall be removed go with the next writing into that folder, each if it still is one by
 * then; %NULL: none.
 */
void
rail_hand_over_take_leftovers (RailHandOver *self,
                               GListModel   *items)
{
  g_return_if_fail (RAIL_IS_HAND_OVER (self));
  g_return_if_fail (items == NULL || G_IS_LIST_MODEL (items));

  g_clear_pointer (&self->leftovers, g_ptr_array_unref);
  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (items, i);

      if (!rail_folder_item_get_remove (item))
        continue;
      if (self->leftovers == NULL)
        self->leftovers = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->leftovers, g_strdup (rail_folder_item_get_path (item)));
    }
}
