/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes what was planned. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-job.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rail-export.h"
#include "rail-folder-private.h"

void
rail_hand_over_job_free (RailHandOverJob *job)
{
  rail_hand_over_source_clear (&job->source);
  g_array_unref (job->folders);
  g_object_unref (job->files);
  g_ptr_array_unref (job->removed);
  g_clear_pointer (&job->leftovers, g_ptr_array_unref);
  g_object_unref (job->output);
  g_free (job);
}

/* The partner's folder as a path. */
char *
rail_hand_over_job_dup_root (RailHandOverJob  *job,
                             GError          **error)
{
  const char *path = g_file_peek_path (job->output);
  g_autofree char *uri = NULL;

  if (path != NULL)
    return g_strdup (path);
  uri = g_file_get_uri (job->output);
  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
               _("“%s” is not a place in this computer's file system; choose a local folder."), uri);
  return NULL;
}

/* Whether there is something at @path that can be taken away; a folder of that name stays. */
gboolean
rail_hand_over_can_move (const char *root,
                         const char *path)
{
  g_autofree char *whole = g_build_filename (root, path, NULL);
  GStatBuf info;

  return g_lstat (whole, &info) == 0 && (S_ISREG (info.st_mode) || S_ISLNK (info.st_mode));
}

static gboolean
check_link (const char  *root,
            const char  *folder,
            GError     **error)
{
  g_autofree char *link = strcmp (folder, ".") != 0 ? rail_folder_find_link (root, folder) : NULL;

  if (link == NULL)
    return TRUE;
  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
               _("“%s” in the partner's folder is a link, and what it leads to is not written to; put a folder in its "
                 "place."), link);
  return FALSE;
}

/* Nothing goes where a link in the partner's folder leads, a private key least of all. */
static gboolean
check_links (RailHandOverJob  *job,
             const char       *root,
             GError          **error)
{
  for (guint i = 0; i < job->folders->len; i++)
    if (!check_link (root, g_array_index (job->folders, RailHandOverFolder, i).path, error))
      return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job->files)); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (G_LIST_MODEL (job->files), i);
      g_autofree char *folder = g_path_get_dirname (rail_hand_over_file_get_path (file));

      if (!check_link (root, folder, error))
        return FALSE;
    }
  return TRUE;
}

/* What was shown as a leftover is looked at once more: somebody else may have put another file there since. */
static gboolean
remove_leftovers (RailHandOverJob  *job,
                  RailFileSet      *set,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autoptr(GListModel) items = NULL;

  if (job->leftovers == NULL)
    return TRUE;
  items = rail_hand_over_job_compare (job, cancellable, error);
  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (items, i);
      const char *path = rail_folder_item_get_path (item);

      if (rail_folder_item_get_kind (item) == RAIL_FOLDER_LEFTOVER &&
          g_ptr_array_find_with_equal_func (job->leftovers, path, g_str_equal, NULL))
        rail_file_set_remove_one (set, path);
    }
  return TRUE;
}

/* The work behind rail_hand_over_write(). */
GPtrArray *
rail_hand_over_job_write (RailHandOverJob  *job,
                          GCancellable     *cancellable,
                          GError          **error)
{
  g_autofree char *root = rail_hand_over_job_dup_root (job, error);
  g_autoptr(RailFileSet) set = NULL;

  if (root == NULL || !check_links (job, root, error))
    return NULL;

  set = rail_file_set_new (root);
  for (guint i = 0; i < job->folders->len; i++)
    {
      const RailHandOverFolder *item = &g_array_index (job->folders, RailHandOverFolder, i);

      rail_file_set_add_folder (set, item->path, item->is_private);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job->files)); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (G_LIST_MODEL (job->files), i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !rail_hand_over_file_add_to (file, &job->source, set, rail_hand_over_file_get_path (file), error))
        return NULL;
    }
  for (guint i = 0; i < job->removed->len; i++)
    rail_file_set_remove (set, g_ptr_array_index (job->removed, i));
  if (!remove_leftovers (job, set, cancellable, error))
    return NULL;
  return rail_file_set_write (set, cancellable, error);
}
