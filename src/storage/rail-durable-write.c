/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-durable-write.h"

#include "rail-project-file.h"
#include "rail-storage-posix.h"
#include "rail-temporary-file.h"
#include "rail-versions-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define PRIVATE_MODE 0600
#define MAX_LINKS 40   /* as the kernel */
#define MAX_ROUNDS 10

static gboolean
set_failed (const char  *path,
            int          number,
            GError     **error)
{
  const char *advice;

  if (rail_storage_is_out_of_space (number) || number == EFBIG)
    advice = _("make room there, or save the project in another folder");
  else if (number == EACCES || number == EPERM || number == EROFS)
    advice = _("save the project in a folder that you may write to");
  else
    advice = _("save the project in another folder");
  /* TRANSLATORS: a path, the system's reason such as “No space left on device”, and what to do now */
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
               _("“%s” could not be saved: %s; what was in the file is still there, so %s."),
               path, g_strerror (number), advice);
  return FALSE;
}

/**
 * rail_durable_resolve:
 * @path: a file, which need not exist, or a symbolic link
 * @error: return location for an error
 *
 * Finds the file that a save to @path changes: the one that a symbolic link leads to, as everywhere. Only the last part
 * of the path counts: the kernel follows links to folders by itself.
 *
 * Returns: (transfer full): its path, or %NULL with RAIL_STORAGE_ERROR_FAILED if links lead in a circle
 */
char *
rail_durable_resolve (const char  *path,
                      GError     **error)
{
  g_autofree char *current = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *target = g_file_read_link (current, NULL);
      g_autofree char *folder = NULL;

      if (target == NULL)
        return g_steal_pointer (&current);
      folder = g_path_get_dirname (current);
      g_free (current);
      current = g_path_is_absolute (target) ? g_strdup (target) : g_build_filename (folder, target, NULL);
    }
  set_failed (path, ELOOP, error);
  return NULL;
}

static gboolean
keep_backup (const char  *path,
             GError     **error)
{
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  g_auto(RailTemporaryFile) temporary = RAIL_TEMPORARY_FILE_INIT;

  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      if (!rail_temporary_file_link (&temporary, path))
        return set_failed (backup, errno, error);
      if (rail_temporary_file_rename (&temporary, backup))
        return TRUE;
      /* Another save may have taken the second name for one that nobody needs. */
      if (errno != ENOENT)
        break;
      rail_temporary_file_clear (&temporary);
    }
  return set_failed (backup, errno, error);
}

static gboolean
keep_previous (const char                *path,
               const RailDurableOptions  *options,
               GError                   **error)
{
  GStatBuf status;

  if (g_lstat (path, &status) != 0)
    return errno == ENOENT ? TRUE : set_failed (path, errno, error);
  if (!S_ISREG (status.st_mode))
    return set_failed (path, S_ISDIR (status.st_mode) ? EISDIR : EINVAL, error);
  if (options->no_backup || (options->may_keep != NULL && !options->may_keep (path)))
    return TRUE;

  /* It becomes the backup and holds keys, so it is narrowed too. Somebody else's file stays as it is: it is theirs. */
  if ((status.st_mode & 0777 & ~PRIVATE_MODE) != 0 && g_chmod (path, PRIVATE_MODE) != 0 && errno != EPERM)
    return set_failed (path, errno, error);

  if (!keep_backup (path, error))
    return FALSE;
  if (options->n_versions > 0)
    _rail_versions_keep (path);
  return TRUE;
}

/* Without this a power failure can bring the old name back. */
static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return rail_storage_sync_folder (folder);
}

static gboolean
set_stays (const char  *path,
           const char  *stays,
           GError     **error)
{
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
               /* TRANSLATORS: two paths, and the system's reason */
               _("“%s” was saved, but its previous version “%s”, which may hold private keys without protection, could "
                 "not be deleted: %s; delete it yourself."), path, stays, g_strerror (errno));
  return FALSE;
}

/* Only now, with the new version on the disk: after a crash the old one or the new one is there as a whole. What is no
 * plain file is no backup of ours. Nothing is written over it first: many file systems put that somewhere else. */
static gboolean
drop_previous (const char                *path,
               const RailDurableOptions  *options,
               GError                   **error)
{
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  g_autofree char *stays = NULL;
  guint n_versions = options->n_versions >= 0 ? (guint) options->n_versions : G_MAXUINT;
  GStatBuf status;

  if (options->no_backup)
    return TRUE;
  if (options->may_keep != NULL && g_lstat (backup, &status) == 0 && S_ISREG (status.st_mode) &&
      !options->may_keep (backup) && (g_unlink (backup) != 0 || !sync_folder (path)))
    return set_stays (path, backup, error);
  if (!_rail_versions_prune (path, n_versions, options->may_keep, &stays))
    return set_stays (path, stays, error);
  return TRUE;
}

static gboolean
check_expected (const char        *path,
                RailFileIdentity  *expected,
                GError           **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *name = NULL;

  if (expected == NULL || rail_file_identity_matches (expected, file))
    return TRUE;
  name = g_filename_display_name (path);
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_CHANGED,
               _("“%s” was not saved, because somebody else has changed the file since it was opened here; save under another "
                 "name and compare the two, or open it again."), name);
  return FALSE;
}

static gboolean
replace (const char                *target,
         RailTemporaryFile         *temporary,
         const RailDurableOptions  *options,
         GCancellable              *cancellable,
         GError                   **error)
{
  if (!check_expected (target, options->expected, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !keep_previous (target, options, error))
    return FALSE;
  if (!rail_temporary_file_rename (temporary, target))
    return set_failed (target, errno, error);
  if (sync_folder (target))
    return drop_previous (target, options, error);
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
               _("“%s” was written, but the system could not bring it to the disk: %s; save the project again, in "
                 "another folder if this stays."), target, g_strerror (errno));
  return FALSE;
}

/**
 * rail_durable_write:
 * @path: the file to write, or a symbolic link that leads to it
 * @data: (array length=size): the new content
 * @size: its length in bytes
 * @options: (nullable): how; %NULL to keep a backup
 * @out_identity: (out) (optional) (nullable) (transfer full): what was written; also set when it has failed at the end, and
 *   the new content is there already
 * @cancellable: (nullable): looked at until the last moment at which nothing has changed
 * @error: return location for an error
 *
 * Replaces a file as a whole or not at all. A temporary file beside it, readable by its owner only, is written and
 * brought to disk, the previous version becomes `PATH~` and one of the earlier versions, and the temporary file takes the
 * name. When it fails the file is as before and no temporary file is left. Those of saves that were killed are deleted.
 *
 * A previous version that @options says no to becomes no backup, and neither it nor such an older backup or version is
 * there afterwards. These are deleted last, so a crash can leave them until the next save.
 *
 * Returns: whether the new content is on the disk, and nothing that may not stay; otherwise RAIL_STORAGE_ERROR_FAILED with
 *   path and reason, RAIL_STORAGE_ERROR_CHANGED if something else is there than was expected, or G_IO_ERROR_CANCELLED
 */
gboolean
rail_durable_write (const char                *path,
                    gconstpointer              data,
                    gsize                      size,
                    const RailDurableOptions  *options,
                    RailFileIdentity         **out_identity,
                    GCancellable              *cancellable,
                    GError                   **error)
{
  static const RailDurableOptions default_options = { .n_versions = RAIL_DURABLE_VERSIONS_STAY };
  g_autofree char *target = NULL;
  g_auto(RailTemporaryFile) temporary = RAIL_TEMPORARY_FILE_INIT;
  g_autoptr(RailFileIdentity) identity = NULL;
  gboolean success;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (data != NULL || size == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (out_identity != NULL)
    *out_identity = NULL;
  target = rail_durable_resolve (path, error);
  if (target == NULL)
    return FALSE;
  rail_temporary_file_clean_up (target);
  if (!rail_temporary_file_write (&temporary, target, data, size))
    return set_failed (target, errno, error);

  identity = rail_file_identity_new (data, size, temporary.fd);
  success = replace (target, &temporary, options != NULL ? options : &default_options, cancellable, error);
  if (out_identity != NULL && temporary.path == NULL)
    *out_identity = g_steal_pointer (&identity);
  return success;
}
