/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-durable-write.h"
#include "rail-project-file.h"
#include "rail-project-writer.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define PEEK_SIZE 4096

typedef struct
{
  RailProject *snapshot;
  GFile       *file;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *self = data;

  g_object_unref (self->snapshot);
  g_object_unref (self->file);
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
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  gboolean is_protected = FALSE;

  if (fd < 0)
    return FALSE;
  if (read (fd, text, PEEK_SIZE) > 0)
    {
      const char *start = skip_prolog (text);

      is_protected = start != NULL && g_str_has_prefix (start, root) &&
                     strchr (" \t\r\n>", start[strlen (root)]) != NULL;
    }
  explicit_bzero (text, sizeof text);
  close (fd);
  return is_protected;
}

static gboolean
save (RailProject   *project,
      GFile         *file,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = NULL;
  g_autoptr(RailXmlWriter) writer = NULL;
  const char *text;
  gsize size;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_parse_name (file);

      g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
                   _("“%s” could not be saved because it is not in a folder of this computer; save the project in one "
                     "that is."), uri);
      return FALSE;
    }
  name = g_filename_display_basename (path);
  writer = rail_project_write (project, name, error);
  if (writer == NULL)
    return FALSE;
  text = rail_xml_writer_peek (writer, &size);
  return rail_durable_write (path, text, size, rail_project_is_protected (project) ? is_protected_file : NULL, cancellable,
                             error);
}

static void
save_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Saving *saving = task_data;
  g_autoptr(GError) error = NULL;

  if (save (saving->snapshot, saving->file, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* On the main thread. */
static void
thread_done_cb (GObject      *source_object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * rail_project_save:
 * @project: a project
 * @file: where to
 * @error: return location for an error
 *
 * Saves the project, encrypted if it is protected, and marks it as saved. The file is replaced as a whole or not at
 * all, is readable by its owner only, and the previous version stays as `NAME~`. But a protected project leaves no
 * unprotected version beside itself.
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

  if (!save (project, file, NULL, error))
    return FALSE;
  rail_project_mark_saved (project);
  return TRUE;
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
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) work = NULL;
  Saving *saving;
  guint64 *state;

  g_return_if_fail (RAIL_IS_PROJECT (project));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  saving = g_new0 (Saving, 1);
  saving->snapshot = rail_project_copy (project);
  saving->file = g_object_ref (file);

  state = g_new (guint64, 1);
  *state = rail_project_get_state (project);
  task = g_task_new (project, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_save_async);
  g_task_set_task_data (task, state, g_free);
  /* What was written counts as saved, even if the cancellation came a moment too late. */
  g_task_set_check_cancellable (task, FALSE);

  /* A task of its own, so that the worker holds no reference to the project and can never be the one to free it. */
  work = g_task_new (NULL, cancellable, thread_done_cb, g_object_ref (task));
  g_task_set_source_tag (work, rail_project_save_async);
  g_task_set_task_data (work, saving, saving_free);
  g_task_set_check_cancellable (work, FALSE);
  g_task_run_in_thread (work, save_thread);
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
  const guint64 *state;

  g_return_val_if_fail (g_task_is_valid (result, project), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  state = g_task_get_task_data (G_TASK (result));
  rail_project_mark_state_saved (project, *state);
  return TRUE;
}
