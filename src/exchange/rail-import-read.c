/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of an import that takes time: files are read, and locked ones tried with a password, on all cores. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-import-private.h"

#include <glib/gi18n-lib.h>

#include "rail-pki-error.h"

/* How often somebody who waits is told how far it is. */
#define PROGRESS_MS 100

/*
 * Auxiliary methods
 */

static void
take_sources (RailImport    *self,
              RailImportRun *run)
{
  g_ptr_array_extend_and_steal (self->sources, g_steal_pointer (&run->sources));
  rail_import_plan_again (self);
}

static GPtrArray *
list_files (GListModel *files)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (list, g_list_model_get_item (files, i));
  return list;
}

/* Locked files as fresh copies, so that a worker touches nothing that the main thread looks at. */
static GPtrArray *
copy_locked (RailImport       *self,
             RailImportLocked *locked)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_import_source_free);

  for (guint i = 0; i < self->sources->len; i++)
    {
      RailImportSource *source = self->sources->pdata[i];

      if (source->locked->len > 0 && (locked == NULL || rail_import_locked_get_source (locked) == source))
        g_ptr_array_add (copies, rail_import_source_new_again (source));
    }
  return copies;
}

static gboolean
take_unlocked (RailImport  *self,
               GPtrArray   *copies,
               RailSecret  *password,
               GError     **error)
{
  gboolean opened = FALSE;

  for (guint i = 0; i < copies->len; i++)
    {
      RailImportSource *copy = copies->pdata[i];

      if (rail_import_source_merge (copy->origin, copy))
        opened = TRUE;
    }
  rail_import_plan_again (self);
  if (opened)
    g_ptr_array_add (self->passwords, rail_secret_ref (password));
  else
    g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_WRONG_PASSWORD,
                         _("This password opens none of the locked files; try another one."));
  return opened;
}

/*
 * Callbacks
 */

static gboolean
tick_cb (gpointer user_data)
{
  RailImport *self = user_data;

  g_object_notify (G_OBJECT (self), "files-read");
  g_object_notify (G_OBJECT (self), "files-found");
  return G_SOURCE_CONTINUE;
}

static void
set_run (RailImport    *self,
         RailImportRun *run)
{
  g_clear_handle_id (&self->ticker, g_source_remove);
  g_clear_pointer (&self->run, rail_import_run_unref);
  if (run != NULL)
    {
      self->run = rail_import_run_ref (run);
      self->ticker = g_timeout_add (PROGRESS_MS, tick_cb, self);
    }
  g_object_notify (G_OBJECT (self), "busy");
}

static void
work_in_thread_cb (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;

  if (rail_import_run_work (task_data, &error))
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

  set_run (g_task_get_source_object (task), NULL);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The worker has a task of its own, so that one that is still busy after a cancel holds no project. */
static void
start_run (RailImport    *self,
           GTask         *task,
           RailImportRun *run)
{
  g_autoptr(GTask) work = g_task_new (NULL, g_task_get_cancellable (task), thread_done_cb, g_object_ref (task));

  set_run (self, run);
  g_task_set_task_data (task, rail_import_run_ref (run), rail_import_run_unref);
  g_task_set_task_data (work, rail_import_run_ref (run), rail_import_run_unref);
  g_task_set_return_on_cancel (work, TRUE);
  g_task_run_in_thread (work, work_in_thread_cb);
}

/*
 * Public API
 */

/**
 * rail_import_add_files:
 * @self: an import
 * @files: (element-type GFile): files and folders
 * @cancellable: (nullable): stops it
 * @error: return location for an error
 *
 * Reads files on all cores, and compares them with each other and with the project. What cannot be read is an item with its
 * reason; files in folders that hold nothing of ours are only counted. Blocks; windows use rail_import_add_files_async().
 *
 * Returns: whether the files were read; %FALSE with %RAIL_EXCHANGE_ERROR_INVALID if a folder has too many, or with
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
rail_import_add_files (RailImport    *self,
                       GListModel    *files,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(GPtrArray) list = NULL;
  RailImportRun *run;
  gboolean done;

  g_return_val_if_fail (RAIL_IS_IMPORT (self), FALSE);
  g_return_val_if_fail (G_IS_LIST_MODEL (files), FALSE);
  g_return_val_if_fail (self->run == NULL, FALSE);

  list = list_files (files);
  run = rail_import_run_new (list, NULL, self->passwords, !rail_project_is_protected (self->project), cancellable);
  done = rail_import_run_work (run, error);
  if (done)
    take_sources (self, run);
  rail_import_run_unref (run);
  return done;
}

/**
 * rail_import_add_files_async:
 * @self: an import that is not busy
 * @files: (element-type GFile): files and folders
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing is added
 * @callback: called on the main thread, calls rail_import_add_files_finish()
 * @user_data: for @callback
 *
 * Like rail_import_add_files(), in the background; "files-read" and "files-found" tell how far it is.
 */
void
rail_import_add_files_async (RailImport          *self,
                             GListModel          *files,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GPtrArray) list = NULL;
  RailImportRun *run;

  g_return_if_fail (RAIL_IS_IMPORT (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));
  g_return_if_fail (self->run == NULL);

  list = list_files (files);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_import_add_files_async);
  run = rail_import_run_new (list, NULL, self->passwords, !rail_project_is_protected (self->project), cancellable);
  start_run (self, task, run);
  rail_import_run_unref (run);
}

/**
 * rail_import_add_text_async:
 * @self: an import that is not busy
 * @text: PEM, as somebody pasted it
 * @name: what people call the place that it comes from
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing is added
 * @callback: called on the main thread, calls rail_import_add_files_finish()
 * @user_data: for @callback
 *
 * Like rail_import_add_files_async(), but for text that is in no file. It may have private keys in it.
 */
void
rail_import_add_text_async (RailImport          *self,
                            RailSecret          *text,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GPtrArray) sources = NULL;
  RailImportRun *run;

  g_return_if_fail (RAIL_IS_IMPORT (self));
  g_return_if_fail (text != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (self->run == NULL);

  sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_import_source_free);
  g_ptr_array_add (sources, rail_import_source_new_for_text (text, name));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_import_add_text_async);
  run = rail_import_run_new (NULL, sources, self->passwords, !rail_project_is_protected (self->project), cancellable);
  start_run (self, task, run);
  rail_import_run_unref (run);
}

/**
 * rail_import_add_files_finish:
 * @self: an import
 * @result: what the callback got
 * @error: return location for an error
 *
 * Puts the files, or the text, into the import.
 *
 * Returns: as rail_import_add_files()
 */
gboolean
rail_import_add_files_finish (RailImport    *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  RailImportRun *run;

  g_return_val_if_fail (RAIL_IS_IMPORT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  run = g_task_get_task_data (G_TASK (result));
  take_sources (self, run);
  return TRUE;
}

/**
 * rail_import_get_password_hint:
 * @self: an import
 *
 * Returns: (transfer none): a password that is worth a try: the name of the project, which TIA Portal takes if the field
 *   was left empty (§2.3.3, table 2-3 of the source). It is never tried without being asked for.
 */
const char *
rail_import_get_password_hint (RailImport *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT (self), NULL);

  return rail_project_get_name (self->project);
}

/**
 * rail_import_unlock:
 * @self: an import
 * @locked: (nullable): one locked file, or %NULL for all of them
 * @password: what to try
 * @error: return location for an error
 *
 * Tries a password. One that opens something is also tried for files that are added later. Blocks, up to half a minute for
 * each file; windows use rail_import_unlock_async().
 *
 * Returns: whether it opened anything; otherwise %RAIL_PKI_ERROR_WRONG_PASSWORD
 */
gboolean
rail_import_unlock (RailImport        *self,
                    RailImportLocked  *locked,
                    RailSecret        *password,
                    GError           **error)
{
  g_autoptr(GPtrArray) copies = NULL;
  g_autoptr(GPtrArray) passwords = g_ptr_array_new ();
  RailImportRun *run;
  gboolean done;

  g_return_val_if_fail (RAIL_IS_IMPORT (self), FALSE);
  g_return_val_if_fail (password != NULL, FALSE);
  g_return_val_if_fail (self->run == NULL, FALSE);

  copies = copy_locked (self, locked);
  g_ptr_array_add (passwords, password);
  run = rail_import_run_new (NULL, copies, passwords, !rail_project_is_protected (self->project), NULL);
  done = rail_import_run_work (run, error) && take_unlocked (self, run->sources, password, error);
  rail_import_run_unref (run);
  return done;
}

/**
 * rail_import_unlock_async:
 * @self: an import that is not busy
 * @locked: (nullable): one locked file, or %NULL for all of them
 * @password: what to try
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing is unlocked
 * @callback: called on the main thread, calls rail_import_unlock_finish()
 * @user_data: for @callback
 *
 * Like rail_import_unlock(), in the background.
 */
void
rail_import_unlock_async (RailImport          *self,
                          RailImportLocked    *locked,
                          RailSecret          *password,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GPtrArray) copies = NULL;
  g_autoptr(GPtrArray) passwords = g_ptr_array_new ();
  RailImportRun *run;

  g_return_if_fail (RAIL_IS_IMPORT (self));
  g_return_if_fail (password != NULL);
  g_return_if_fail (self->run == NULL);

  copies = copy_locked (self, locked);
  g_ptr_array_add (passwords, password);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_import_unlock_async);
  run = rail_import_run_new (NULL, copies, passwords, !rail_project_is_protected (self->project), cancellable);
  start_run (self, task, run);
  rail_import_run_unref (run);
}

/**
 * rail_import_unlock_finish:
 * @self: an import
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: as rail_import_unlock()
 */
gboolean
rail_import_unlock_finish (RailImport    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  RailImportRun *run;

  g_return_val_if_fail (RAIL_IS_IMPORT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  run = g_task_get_task_data (G_TASK (result));
  return take_unlocked (self, run->sources, run->passwords->pdata[0], error);
}
