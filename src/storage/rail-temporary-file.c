/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-temporary-file.h"

#include "rail-storage-posix.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define PRIVATE_MODE 0600
#define SUFFIX_SIZE 6
#define MAX_ROUNDS 100
#define DAY_SECONDS 86400

/* The part of the name that all temporary files of a file have. Long names are cut so that there is room. */
static char *
dup_prefix (const char *target)
{
  g_autofree char *name = g_path_get_basename (target);

  return g_strdup_printf (".%.100s.saving-", name);
}

static char *
dup_template (const char *target)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *prefix = dup_prefix (target);
  g_autofree char *name = g_strconcat (prefix, "XXXXXX", NULL);

  return g_build_filename (folder, name, NULL);
}

/* Locked, which tells others that its process is still at work. Whoever cleans up may have been faster between the two. */
static gboolean
make (RailTemporaryFile *self,
      const char        *target)
{
  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      self->path = dup_template (target);
      self->fd = rail_storage_make_temporary (self->path, PRIVATE_MODE);
      if (self->fd < 0)
        {
          g_clear_pointer (&self->path, g_free);
          return FALSE;
        }
      if (rail_byte_lock_take (self->fd) != RAIL_BYTE_HELD && rail_byte_lock_is_there (self->fd, self->path))
        return TRUE;
      rail_temporary_file_clear (self);
    }
  errno = EBUSY;
  return FALSE;
}

/**
 * rail_temporary_file_write:
 * @self: an empty one
 * @target: the file that it is for
 * @data: (array length=size): its content
 * @size: the length of that in bytes
 *
 * Makes a file beside @target and brings it to the disk.
 *
 * Returns: whether it is there; otherwise errno says why not, and @self is empty
 */
gboolean
rail_temporary_file_write (RailTemporaryFile *self,
                           const char        *target,
                           gconstpointer      data,
                           gsize              size)
{
  int number;

  if (!make (self, target))
    return FALSE;
  if (rail_storage_write (self->fd, data, size) && rail_storage_sync (self->fd))
    return TRUE;
  number = errno;
  rail_temporary_file_clear (self);
  errno = number;
  return FALSE;
}

/* For file systems without hard links, such as that of a memory stick. */
static gboolean
copy (RailTemporaryFile *self,
      const char        *target)
{
  g_autoptr(GMappedFile) old = g_mapped_file_new (target, FALSE, NULL);

  if (old == NULL)
    {
      errno = EACCES;
      return FALSE;
    }
  return rail_temporary_file_write (self, target, g_mapped_file_get_contents (old), g_mapped_file_get_length (old));
}

/**
 * rail_temporary_file_link:
 * @self: an empty one
 * @target: a file
 *
 * Makes a second name for @target beside it, or a copy where there are no second names.
 *
 * Returns: whether it is there; otherwise errno says why not, and @self is empty
 */
gboolean
rail_temporary_file_link (RailTemporaryFile *self,
                          const char        *target)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";

  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      g_autofree char *path = dup_template (target);
      char *suffix = path + strlen (path) - SUFFIX_SIZE;

      for (guint j = 0; j < SUFFIX_SIZE; j++)
        suffix[j] = letters[g_random_int_range (0, sizeof letters - 1)];
      if (rail_storage_link (target, path))
        {
          self->path = g_steal_pointer (&path);
          return TRUE;
        }
      if (errno != EEXIST)
        break;
    }
  return copy (self, target);
}

/**
 * rail_temporary_file_rename:
 * @self: a temporary file
 * @path: its name from now on, in the same folder; what has that name is replaced
 *
 * Returns: whether it has the name, and @self is empty; otherwise errno says why not
 */
gboolean
rail_temporary_file_rename (RailTemporaryFile *self,
                            const char        *path)
{
  if (g_rename (self->path, path) != 0)
    return FALSE;
  /* Both may be one file already, as after a save that failed at the end; then nothing was done and the name stays. */
  g_unlink (self->path);
  g_clear_pointer (&self->path, g_free);
  rail_temporary_file_clear (self);
  return TRUE;
}

/**
 * rail_temporary_file_clear:
 * @self: a temporary file, or an empty one
 *
 * Takes it away.
 */
void
rail_temporary_file_clear (RailTemporaryFile *self)
{
  if (self->path != NULL)
    g_unlink (self->path);
  if (self->fd >= 0)
    rail_storage_close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->path, g_free);
}

/* Nobody's, because its process is no more. Where there are no locks, nobody writes for a day. */
static void
remove_stale (const char *path)
{
  int fd = rail_storage_open (path, RAIL_OPEN_TO_WRITE, 0);
  RailFileStatus status;

  if (fd < 0)
    return;
  if (rail_storage_get_status (fd, &status) && status.is_regular)
    switch (rail_byte_lock_take (fd))
      {
      case RAIL_BYTE_FREE:
        g_unlink (path);
        break;
      case RAIL_BYTE_UNKNOWN:
        if (status.seconds < g_get_real_time () / G_USEC_PER_SEC - DAY_SECONDS)
          g_unlink (path);
        break;
      case RAIL_BYTE_HELD:
      default:
        break;
      }
  rail_storage_close (fd);
}

/**
 * rail_temporary_file_clean_up:
 * @target: a file
 *
 * Deletes the temporary files of @target that processes have left which were killed or lost their power. Those of a
 * process that is at work stay.
 */
void
rail_temporary_file_clean_up (const char *target)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *prefix = dup_prefix (target);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix) && strlen (name) == strlen (prefix) + SUFFIX_SIZE)
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        remove_stale (path);
      }
}
