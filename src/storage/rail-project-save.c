/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-project-save.h"

#include "rail-core-dump.h"
#include "rail-durable-write.h"
#include "rail-project-writer.h"
#include "rail-storage-posix.h"
#include "rail-unsealed-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PEEK_SIZE 4096

typedef struct
{
  RailProject      *snapshot;
  GFile            *file;
  RailProjectLock  *lock;
  RailFileIdentity *expected;
  int               n_versions;
  gboolean          deletes_earlier;
  RailFileIdentity *identity;     /* of what was written */

  /* For a copy without keys. */
  char             *user_name;
  RailSecret       *password;
} Saving;

static Saving *
saving_new (RailProject           *snapshot,
            GFile                 *file,
            const RailSaveOptions *options)
{
  Saving *self = g_new0 (Saving, 1);

  self->snapshot = g_object_ref (snapshot);
  self->file = g_object_ref (file);
  self->n_versions = RAIL_DURABLE_VERSIONS_STAY;
  if (options != NULL)
    {
      g_set_object (&self->lock, options->lock);
      self->expected = options->expected != NULL ? rail_file_identity_ref (options->expected) : NULL;
      self->n_versions = (int) MIN (options->n_versions, RAIL_VERSIONS_MAX);
      self->deletes_earlier = options->deletes_earlier;
    }
  return self;
}

static Saving *
saving_new_snapshot (RailProject           *project,
                     GFile                 *file,
                     const RailSaveOptions *options)
{
  g_autoptr(RailProject) snapshot = rail_project_copy (project);

  return saving_new (snapshot, file, options);
}

static void
saving_free (gpointer data)
{
  Saving *self = data;

  g_object_unref (self->snapshot);
  g_object_unref (self->file);
  g_clear_object (&self->lock);
  g_clear_pointer (&self->expected, rail_file_identity_unref);
  g_clear_pointer (&self->identity, rail_file_identity_unref);
  g_free (self->user_name);
  g_clear_pointer (&self->password, rail_secret_unref);
  g_free (self);
}

/* What the caller gets. */
typedef struct
{
  guint64           state;      /* of the project when the snapshot was taken */
  RailFileIdentity *identity;
} Saved;

static void
saved_free (gpointer data)
{
  Saved *self = data;

  g_clear_pointer (&self->identity, rail_file_identity_unref);
  g_free (self);
}

/* What may stand before the root element, as XML has it. */
static const char *
skip_prolog (const char *text)
{
  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  while (text != NULL)
    {
      text += strspn (text, " \t\r\n");
      if (g_str_has_prefix (text, "<?"))
        text = strstr (text, "?>");
      else if (g_str_has_prefix (text, "<!--"))
        text = strstr (text, "-->");
      else
        return text;
      if (text != NULL)
        text = strchr (text, '>') + 1;
    }
  return NULL;
}

/* Looks at the beginning only. What it does not know counts as unprotected, because it may hold keys in clear: for the
 * same reason no parser, which would leave them in its memory, gets to see it. */
static gboolean
is_protected_file (const char *path)
{
  static const char root[] = "<protected-project";
  char text[PEEK_SIZE + 1] = { 0 };
  int fd = rail_storage_open (path, RAIL_OPEN_TO_READ, 0);
  gboolean is_protected = FALSE;

  if (fd < 0)
    return FALSE;
  if (rail_storage_read (fd, text, PEEK_SIZE) > 0)
    {
      const char *start = skip_prolog (text);

      is_protected = start != NULL && g_str_has_prefix (start, root) &&
                     strchr (" \t\r\n>", start[strlen (root)]) != NULL;
    }
  explicit_bzero (text, sizeof text);
  rail_storage_close (fd);
  return is_protected;
}

/* What was replaced just now has become one of them. */
static gboolean
delete_earlier (Saving      *saving,
                const char  *name,
                GError     **error)
{
  g_autoptr(GError) cause = NULL;

  if (rail_versions_delete_all (saving->file, &cause))
    return TRUE;
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
               /* TRANSLATORS: a file name, and a sentence */
               _("“%s” was saved, but not all of its earlier versions are deleted. %s"), name, cause->message);
  return FALSE;
}

static gboolean
save (RailProject       *project,
      Saving            *saving,
      GCancellable      *cancellable,
      GError           **error)
{
  const RailDurableOptions options = {
    .may_keep = rail_project_is_protected (project) ? is_protected_file : NULL,
    .n_versions = saving->n_versions,
    .expected = saving->expected,
  };
  g_autofree char *path = g_file_get_path (saving->file);
  g_autofree char *name = NULL;
  g_autoptr(RailXmlWriter) writer = NULL;
  const char *text;
  gsize size;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_parse_name (saving->file);

      g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
                   _("“%s” could not be saved because it is not in a folder of this computer; save the project in one "
                     "that is."), uri);
      return FALSE;
    }
  if (saving->lock != NULL && !rail_project_lock_check (saving->lock, error))
    return FALSE;
  if (rail_project_is_protected (project))
    rail_core_dump_forbid ();
  name = g_filename_display_basename (path);
  if (rail_project_is_undecided (project))
    {
      g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
                   _("“%s” could not be saved because it has changes that no administrator has sealed; keep or discard them "
                     "first."), name);
      return FALSE;
    }
  writer = rail_project_write (project, name, error);
  if (writer == NULL)
    return FALSE;
  text = rail_xml_writer_peek (writer, &size);
  g_clear_pointer (&saving->identity, rail_file_identity_unref);
  return rail_durable_write (path, text, size, &options, &saving->identity, cancellable, error) &&
         (!saving->deletes_earlier || delete_earlier (saving, name, error));
}

static gboolean
save_copy_without_keys (Saving        *saving,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr(RailProtection) protection =
    rail_protection_new (rail_project_get_environment (saving->snapshot), saving->user_name, saving->password, error);
  g_autoptr(RailProject) copy = NULL;

  if (protection == NULL)
    return FALSE;
  copy = rail_project_copy_without_keys (saving->snapshot, protection);
  return save (copy, saving, cancellable, error);
}

static void
save_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Saving *saving = task_data;
  g_autoptr(GError) error = NULL;
  gboolean success;

  if (saving->password != NULL)
    success = save_copy_without_keys (saving, cancellable, &error);
  else
    success = save (saving->snapshot, saving, cancellable, &error);
  if (success)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* On the main thread. */
static void
thread_done_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Saving *saving = g_task_get_task_data (G_TASK (result));
  Saved *saved = g_task_get_task_data (task);
  GError *error = NULL;

  saved->identity = g_steal_pointer (&saving->identity);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start (RailProject         *project,
       Saving              *saving,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data,
       gpointer             tag)
{
  g_autoptr(GTask) task = g_task_new (project, cancellable, callback, user_data);
  g_autoptr(GTask) work = NULL;
  Saved *saved = g_new0 (Saved, 1);

  saved->state = rail_project_get_state (project);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, saved, saved_free);
  /* What was written counts as saved, even if the cancellation came a moment too late. */
  g_task_set_check_cancellable (task, FALSE);

  /* A task of its own, so that the worker holds no reference to the project and can never be the one to free it. */
  work = g_task_new (NULL, cancellable, thread_done_cb, g_object_ref (task));
  g_task_set_source_tag (work, tag);
  g_task_set_task_data (work, saving, saving_free);
  g_task_set_check_cancellable (work, FALSE);
  g_task_run_in_thread (work, save_thread);
}

static gboolean
finish (RailProject       *project,
        GAsyncResult      *result,
        RailFileIdentity **out_identity,
        GError           **error)
{
  Saved *saved = g_task_get_task_data (G_TASK (result));

  if (out_identity != NULL)
    *out_identity = g_steal_pointer (&saved->identity);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  rail_project_mark_state_saved (project, saved->state);
  return TRUE;
}

/**
 * rail_project_save:
 * @project: a project
 * @file: where to
 * @error: return location for an error
 *
 * Saves the project, encrypted if it is protected, and marks it as saved. The file is replaced as a whole or not at
 * all, is readable by its owner only, and the previous version stays as `NAME~`. But a protected project leaves no
 * unprotected version beside itself. Whatever was there is replaced; see rail_project_save_with() for a file that others
 * write to.
 *
 * Returns: whether it is saved; otherwise RAIL_STORAGE_ERROR_FAILED or RAIL_STORAGE_ERROR_LIMIT, the file is as before
 *   unless the message says otherwise, and the project still counts as modified
 */
gboolean
rail_project_save (RailProject  *project,
                   GFile        *file,
                   GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (project), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return rail_project_save_with (project, file, NULL, NULL, error);
}

/**
 * rail_project_save_async:
 * @project: a project
 * @file: where to
 * @cancellable: (nullable): a cancellable; nothing is cancelled once the file begins to change
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As rail_project_save(), in a worker: the project as it is now is saved, and may change meanwhile.
 */
void
rail_project_save_async (RailProject         *project,
                         GFile               *file,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (RAIL_IS_PROJECT (project));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  start (project, saving_new_snapshot (project, file, NULL), cancellable, callback, user_data,
         rail_project_save_async);
}

/**
 * rail_project_save_finish:
 * @project: the project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Marks what was saved as saved. A project that changed meanwhile stays modified, unless that change is undone.
 *
 * Returns: whether it is saved; otherwise as rail_project_save(), or G_IO_ERROR_CANCELLED
 */
gboolean
rail_project_save_finish (RailProject   *project,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, project), FALSE);

  return finish (project, result, NULL, error);
}

/**
 * rail_project_save_with:
 * @project: a project
 * @file: where to
 * @options: (nullable): lock, expected file and number of earlier versions; %NULL to replace what is there, and to leave
 *   its earlier versions alone
 * @out_identity: (out) (optional) (nullable) (transfer full): what was written, to be expected at the next save; also set
 *   when the save has failed so late that the file is the new one
 * @error: return location for an error
 *
 * As rail_project_save(), for a file that others may write to.
 *
 * Returns: whether it is saved; otherwise as rail_project_save(), or RAIL_STORAGE_ERROR_LOCKED if the lock is somebody
 *   else's now, or RAIL_STORAGE_ERROR_CHANGED if another file is there than was expected
 */
gboolean
rail_project_save_with (RailProject            *project,
                        GFile                  *file,
                        const RailSaveOptions  *options,
                        RailFileIdentity      **out_identity,
                        GError                **error)
{
  Saving *saving;
  gboolean success;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  saving = saving_new (project, file, options);
  success = save (project, saving, NULL, error);
  if (out_identity != NULL)
    *out_identity = g_steal_pointer (&saving->identity);
  saving_free (saving);
  if (success)
    rail_project_mark_saved (project);
  return success;
}

/**
 * rail_project_save_with_async:
 * @project: a project
 * @file: where to
 * @options: (nullable): as in rail_project_save_with()
 * @cancellable: (nullable): a cancellable; nothing is cancelled once the file begins to change
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As rail_project_save_with(), in a worker: the project as it is now is saved, and may change meanwhile.
 */
void
rail_project_save_with_async (RailProject            *project,
                              GFile                  *file,
                              const RailSaveOptions  *options,
                              GCancellable           *cancellable,
                              GAsyncReadyCallback     callback,
                              gpointer                user_data)
{
  g_return_if_fail (RAIL_IS_PROJECT (project));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  start (project, saving_new_snapshot (project, file, options), cancellable, callback, user_data,
         rail_project_save_with_async);
}

/**
 * rail_project_save_with_finish:
 * @project: the project
 * @result: what the callback got
 * @out_identity: (out) (optional) (nullable) (transfer full): as in rail_project_save_with()
 * @error: return location for an error
 *
 * Marks what was saved as saved, as rail_project_save_finish().
 *
 * Returns: whether it is saved; otherwise as rail_project_save_with(), or G_IO_ERROR_CANCELLED
 */
gboolean
rail_project_save_with_finish (RailProject       *project,
                               GAsyncResult      *result,
                               RailFileIdentity **out_identity,
                               GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, project), FALSE);

  return finish (project, result, out_identity, error);
}

/**
 * rail_project_save_copy_without_keys_async:
 * @project: a project
 * @file: where to; what is there is replaced
 * @user_name: the administrator of the copy
 * @password: their password
 * @cancellable: (nullable): a cancellable; nothing is cancelled once the file begins to change
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Writes a project of its own for handing to others: all certificates under the same IDs, but no private key and no
 * journal, with one user and new keys of the project. The project itself is not saved by it. Works in a worker; the key
 * derivation takes about a second.
 */
void
rail_project_save_copy_without_keys_async (RailProject         *project,
                                           GFile               *file,
                                           const char          *user_name,
                                           RailSecret          *password,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  Saving *saving;

  g_return_if_fail (RAIL_IS_PROJECT (project));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (user_name != NULL);
  g_return_if_fail (password != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  saving = saving_new_snapshot (project, file, NULL);
  saving->user_name = g_strdup (user_name);
  saving->password = rail_secret_ref (password);
  start (project, saving, cancellable, callback, user_data, rail_project_save_copy_without_keys_async);
}

/**
 * rail_project_save_copy_without_keys_finish:
 * @project: the project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the copy is written; otherwise RAIL_PROJECT_ERROR_INVALID for a user name or password that cannot be, as
 *   rail_project_save(), or G_IO_ERROR_CANCELLED
 */
gboolean
rail_project_save_copy_without_keys_finish (RailProject   *project,
                                            GAsyncResult  *result,
                                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, project), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
