/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-versions.h"

#include "rail-project-file.h"
#include "rail-storage-posix.h"
#include "rail-temporary-file.h"
#include "rail-versions-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* NAME.versions/2026-11-22T211500.123456789Z.certrail: the time that the file was written, so that names are in order. */
#define FOLDER_EXTENSION ".versions"
#define EXTENSION ".certrail"
#define TIME_FORMAT "%Y-%m-%dT%H%M%S"
#define TIME_SIZE 17
#define NAME_SIZE (TIME_SIZE + 11 + sizeof EXTENSION - 1)

struct _RailFileVersion
{
  GObject  parent_instance;

  GFile   *file;
  gint64   saved;
  goffset  size;
};

G_DEFINE_FINAL_TYPE (RailFileVersion, rail_file_version, G_TYPE_OBJECT)

static char *
dup_folder (const char *path)
{
  return g_strconcat (path, FOLDER_EXTENSION, NULL);
}

static char *
dup_name (const RailFileStatus *status)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (status->seconds);
  g_autofree char *time = date != NULL ? g_date_time_format (date, TIME_FORMAT) : NULL;

  return time != NULL ? g_strdup_printf ("%s.%09" G_GINT64_FORMAT "Z" EXTENSION, time, status->nanoseconds) : NULL;
}

/* Whether a file in the folder is one of ours; people may put there what they like. */
static gboolean
parse_name (const char *name,
            gint64     *out_saved)
{
  g_autofree char *time = g_strndup (name, TIME_SIZE);
  g_autofree char *text = NULL;
  g_autoptr(GDateTime) date = NULL;

  if (strlen (name) != NAME_SIZE || !g_str_has_suffix (name, "Z" EXTENSION) || name[TIME_SIZE] != '.' ||
      strspn (name + TIME_SIZE + 1, "0123456789") != 9)
    return FALSE;
  text = g_strconcat (time, "Z", NULL);
  date = g_date_time_new_from_iso8601 (text, NULL);
  if (date == NULL)
    return FALSE;
  *out_saved = g_date_time_to_unix (date);
  return TRUE;
}

static int
compare_names_cb (gconstpointer a,
                  gconstpointer b)
{
  return -strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* The names in the folder, newest first; empty if there is none. */
static GPtrArray *
list_names (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gint64 saved;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (parse_name (name, &saved))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names_cb);
  return names;
}

/* Gives the file at @path a second name among the versions, before the first one goes to the next version. Not a byte is
 * written, where the file system has second names. A version that cannot be kept does not stop a save: the backup
 * beside the file is there, too. */
void
_rail_versions_keep (const char *path)
{
  g_autofree char *folder = dup_folder (path);
  g_autofree char *name = NULL;
  g_autofree char *version = NULL;
  g_auto(RailTemporaryFile) temporary = RAIL_TEMPORARY_FILE_INIT;
  RailFileStatus status;

  if (!rail_storage_get_path_status (path, &status) || !status.is_regular)
    return;
  name = dup_name (&status);
  if (name == NULL || (g_mkdir (folder, 0700) != 0 && errno != EEXIST))
    return;
  version = g_build_filename (folder, name, NULL);
  if (rail_temporary_file_link (&temporary, path) && rail_temporary_file_rename (&temporary, version))
    rail_storage_sync_folder (folder);
}

/* Deletes all but the newest, and those that may not stay. Returns FALSE, with errno and in *out_stays the path, if one of
 * the latter cannot be deleted. */
gboolean
_rail_versions_prune (const char   *path,
                      guint         n_versions,
                      RailMayKeep   may_keep,
                      char        **out_stays)
{
  g_autofree char *folder = dup_folder (path);
  g_autoptr(GPtrArray) names = list_names (folder);
  gboolean success = TRUE;
  guint n_kept = 0;

  for (guint i = 0; success && i < names->len; i++)
    {
      g_autofree char *version = g_build_filename (folder, names->pdata[i], NULL);
      gboolean may_stay = may_keep == NULL || may_keep (version);

      if (may_stay && n_kept < n_versions)
        n_kept++;
      else if (g_unlink (version) != 0 && errno != ENOENT && !may_stay)
        {
          *out_stays = g_steal_pointer (&version);
          success = FALSE;
        }
    }
  if (success)
    g_rmdir (folder);   /* if it is empty */
  return success;
}

static char *
dup_target (GFile   *project,
            GError **error)
{
  g_autofree char *path = g_file_get_path (project);

  if (path != NULL)
    return rail_durable_resolve (path, error);
  g_set_error_literal (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
                       _("Earlier versions are kept for files in folders of this computer only."));
  return NULL;
}

static GListModel *
list (GFile   *project,
      GError **error)
{
  g_autofree char *path = dup_target (project, error);
  g_autofree char *folder = NULL;
  g_autoptr(GPtrArray) names = NULL;
  g_autoptr(GListStore) versions = NULL;

  if (path == NULL)
    return NULL;
  folder = dup_folder (path);
  names = list_names (folder);
  versions = g_list_store_new (RAIL_TYPE_FILE_VERSION);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *version_path = g_build_filename (folder, names->pdata[i], NULL);
      g_autoptr(RailFileVersion) version = NULL;
      GStatBuf status;

      if (g_lstat (version_path, &status) != 0 || !S_ISREG (status.st_mode))
        continue;
      version = g_object_new (RAIL_TYPE_FILE_VERSION, NULL);
      version->file = g_file_new_for_path (version_path);
      version->size = status.st_size;
      parse_name (names->pdata[i], &version->saved);
      g_list_store_append (versions, version);
    }
  return G_LIST_MODEL (g_steal_pointer (&versions));
}

static gboolean
delete (const char  *path,
        GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
               _("The earlier version “%s” could not be deleted: %s; delete it yourself."), name, g_strerror (errno));
  return FALSE;
}

static void
list_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  GListModel *versions = list (task_data, &error);

  if (versions != NULL)
    g_task_return_pointer (task, versions, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
rail_file_version_finalize (GObject *object)
{
  RailFileVersion *self = RAIL_FILE_VERSION (object);

  g_clear_object (&self->file);

  G_OBJECT_CLASS (rail_file_version_parent_class)->finalize (object);
}

static void
rail_file_version_class_init (RailFileVersionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_file_version_finalize;
}

static void
rail_file_version_init (RailFileVersion *self)
{
}

/**
 * rail_file_version_get_file:
 * @self: a version
 *
 * Returns: (transfer none): the file, to be opened as any project file. It is not for writing: a save would replace it
 */
GFile *
rail_file_version_get_file (RailFileVersion *self)
{
  g_return_val_if_fail (RAIL_IS_FILE_VERSION (self), NULL);

  return self->file;
}

/**
 * rail_file_version_get_saved:
 * @self: a version
 *
 * Returns: when it was saved, in seconds since 1970
 */
gint64
rail_file_version_get_saved (RailFileVersion *self)
{
  g_return_val_if_fail (RAIL_IS_FILE_VERSION (self), 0);

  return self->saved;
}

/**
 * rail_file_version_get_size:
 * @self: a version
 *
 * Returns: its size in bytes
 */
goffset
rail_file_version_get_size (RailFileVersion *self)
{
  g_return_val_if_fail (RAIL_IS_FILE_VERSION (self), 0);

  return self->size;
}

/**
 * rail_versions_list:
 * @project: a project file
 * @error: return location for an error
 *
 * Finds the earlier versions that saves have kept beside a project. They are files of their own and open with the
 * passwords of their time.
 *
 * Returns: (transfer full) (element-type RailFileVersion): the versions, newest first; or %NULL with
 *   RAIL_STORAGE_ERROR_FAILED if @project is on another computer
 */
GListModel *
rail_versions_list (GFile   *project,
                    GError **error)
{
  g_return_val_if_fail (G_IS_FILE (project), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return list (project, error);
}

/**
 * rail_versions_list_async:
 * @project: a project file
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done; its source object is %NULL
 * @user_data: for @callback
 *
 * As rail_versions_list(), in a worker.
 */
void
rail_versions_list_async (GFile               *project,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (project));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_versions_list_async);
  g_task_set_task_data (task, g_object_ref (project), g_object_unref);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, list_thread);
}

/**
 * rail_versions_list_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type RailFileVersion): as rail_versions_list()
 */
GListModel *
rail_versions_list_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rail_versions_delete_all:
 * @project: a project file
 * @error: return location for an error
 *
 * Deletes all earlier versions of a project, and its backup `NAME~`: for when somebody who knows a password of theirs
 * shall not open them any more. Their names go, their bytes stay on the disk until it uses their place again.
 *
 * Returns: whether none is left; otherwise RAIL_STORAGE_ERROR_FAILED, which names the one that could not be deleted
 */
gboolean
rail_versions_delete_all (GFile   *project,
                          GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *backup = NULL;
  g_autoptr(GPtrArray) names = NULL;

  g_return_val_if_fail (G_IS_FILE (project), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  path = dup_target (project, error);
  if (path == NULL)
    return FALSE;
  folder = dup_folder (path);
  backup = g_strconcat (path, "~", NULL);
  names = list_names (folder);
  if (!delete (backup, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *version = g_build_filename (folder, names->pdata[i], NULL);

      if (!delete (version, error))
        return FALSE;
    }
  rail_storage_sync_folder (folder);
  g_rmdir (folder);
  return TRUE;
}
