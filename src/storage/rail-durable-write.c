/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-durable-write.h"

#include "rail-project-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PRIVATE_MODE 0600
#define MAX_LINKS 40   /* as the kernel */

static gboolean
set_failed (const char  *path,
            int          number,
            GError     **error)
{
  const char *advice;

  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      advice = _("make room there, or save the project in another folder");
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      advice = _("save the project in a folder that you may write to");
      break;
    default:
      advice = _("save the project in another folder");
      break;
    }
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
write_all (int            fd,
           const guint8  *data,
           gsize          size)
{
  while (size > 0)
    {
      gssize written = write (fd, data, MIN (size, G_MAXSSIZE));

      if (written < 0 && errno != EINTR)
        return FALSE;
      if (written > 0)
        {
          data += written;
          size -= written;
        }
    }
  return TRUE;
}

/* Makes a file beside @path that only its owner can read and that is on the disk. Returns its name, or NULL with
 * errno. */
static char *
write_beside (const char   *path,
              const guint8 *data,
              gsize         size)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strdup_printf (".%.100s.XXXXXX", name);
  g_autofree char *temporary = g_build_filename (folder, hidden, NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, PRIVATE_MODE);
  gboolean success;
  int number;

  if (fd < 0)
    return NULL;
  success = write_all (fd, data, size) && fsync (fd) == 0;
  number = errno;
  if (close (fd) != 0 && success)
    {
      success = FALSE;
      number = errno;
    }
  if (success)
    return g_steal_pointer (&temporary);
  g_unlink (temporary);
  errno = number;
  return NULL;
}

/* For file systems without hard links, such as that of a memory stick. */
static char *
copy_beside (const char *path)
{
  g_autoptr(GMappedFile) old = g_mapped_file_new (path, FALSE, NULL);

  if (old == NULL)
    {
      errno = EACCES;
      return NULL;
    }
  return write_beside (path, (const guint8 *) g_mapped_file_get_contents (old), g_mapped_file_get_length (old));
}

/* A second name for the file at @path, made so that a crash at any moment leaves the old backup or the new one. */
static char *
link_beside (const char *path)
{
  g_autofree char *temporary = write_beside (path, NULL, 0);

  if (temporary == NULL)
    return NULL;
  if (g_unlink (temporary) == 0 && link (path, temporary) == 0)
    return g_steal_pointer (&temporary);
  return copy_beside (path);
}

static gboolean
keep_previous (const char   *path,
               RailMayKeep   may_keep,
               GError      **error)
{
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  g_autofree char *temporary = NULL;
  GStatBuf status;

  if (g_lstat (path, &status) != 0)
    return errno == ENOENT ? TRUE : set_failed (path, errno, error);
  if (!S_ISREG (status.st_mode))
    return set_failed (path, S_ISDIR (status.st_mode) ? EISDIR : EINVAL, error);
  if (may_keep != NULL && !may_keep (path))
    return TRUE;

  /* It becomes the backup and holds keys, so it is narrowed too. Somebody else's file stays as it is: it is theirs. */
  if ((status.st_mode & 0777 & ~PRIVATE_MODE) != 0 && g_chmod (path, PRIVATE_MODE) != 0 && errno != EPERM)
    return set_failed (path, errno, error);

  temporary = link_beside (path);
  if (temporary == NULL)
    return set_failed (backup, errno, error);
  if (g_rename (temporary, backup) != 0)
    {
      int number = errno;

      g_unlink (temporary);
      return set_failed (backup, number, error);
    }
  /* Does nothing, and leaves the name, when both are the same file already, as after a save that failed at the end. */
  g_unlink (temporary);
  return TRUE;
}

/* Without this a power failure can bring the old name back. Some file systems cannot do it and say EINVAL, and a folder
 * that one may not list says EACCES: then the system does it in its own time. */
static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean success;
  int number;

  if (fd < 0)
    return errno == EACCES;
  success = fsync (fd) == 0 || errno == EINVAL;
  number = errno;
  close (fd);
  errno = number;
  return success;
}

/* Only now, with the new version on the disk: after a crash the old one or the new one is there as a whole. What is no
 * plain file is no backup of ours. Nothing is written over it first: many file systems put that somewhere else. */
static gboolean
drop_backup (const char   *path,
             RailMayKeep   may_keep,
             GError      **error)
{
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  GStatBuf status;

  if (may_keep == NULL || g_lstat (backup, &status) != 0 || !S_ISREG (status.st_mode) || may_keep (backup))
    return TRUE;
  if (g_unlink (backup) == 0 && sync_folder (path))
    return TRUE;
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
               /* TRANSLATORS: two paths, and the system's reason */
               _("“%s” was saved, but its previous version “%s”, which may hold private keys without protection, could "
                 "not be deleted: %s; delete it yourself."), path, backup, g_strerror (errno));
  return FALSE;
}

/**
 * rail_durable_write:
 * @path: the file to write, or a symbolic link that leads to it
 * @data: (array length=size): the new content
 * @size: its length in bytes
 * @may_keep: (nullable): asked about the previous version and an older backup; %NULL if all may stay
 * @cancellable: (nullable): looked at until the last moment at which nothing has changed
 * @error: return location for an error
 *
 * Replaces a file as a whole or not at all. A temporary file beside it, readable by its owner only, is written and
 * brought to disk, the previous version becomes `PATH~`, and the temporary file takes the name. When it fails the
 * file is as before and no temporary file is left.
 *
 * A previous version that @may_keep says no to becomes no backup, and neither it nor such an older backup is there
 * afterwards. The older backup is deleted last, so a crash can leave it until the next save.
 *
 * Returns: whether the new content is on the disk, and no backup that may not stay; otherwise RAIL_STORAGE_ERROR_FAILED with path and reason, or
 *   G_IO_ERROR_CANCELLED
 */
gboolean
rail_durable_write (const char     *path,
                    gconstpointer   data,
                    gsize           size,
                    RailMayKeep     may_keep,
                    GCancellable   *cancellable,
                    GError        **error)
{
  g_autofree char *target = NULL;
  g_autofree char *temporary = NULL;
  int number;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (data != NULL || size == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  target = rail_durable_resolve (path, error);
  if (target == NULL)
    return FALSE;
  temporary = write_beside (target, data, size);
  if (temporary == NULL)
    return set_failed (target, errno, error);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !keep_previous (target, may_keep, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (g_rename (temporary, target) != 0)
    {
      number = errno;
      g_unlink (temporary);
      return set_failed (target, number, error);
    }
  if (sync_folder (target))
    return drop_backup (target, may_keep, error);
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
               _("“%s” was written, but the system could not bring it to the disk: %s; save the project again, in "
                 "another folder if this stays."), target, g_strerror (errno));
  return FALSE;
}
