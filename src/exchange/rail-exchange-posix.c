/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-exchange-posix.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* To read, without waiting for somebody to write into a pipe. */
int
rail_exchange_open (const char *path)
{
  return open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

/* As rail_exchange_open(), but never what a link leads to. */
int
rail_exchange_open_itself (const char *path)
{
  return open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* @path: ends in XXXXXX, in whose place comes what makes it a new file */
int
rail_exchange_make_temporary (char *path,
                              int   mode)
{
  return g_mkstemp_full (path, O_WRONLY | O_CLOEXEC, mode);
}

gboolean
rail_exchange_close (int fd)
{
  return close (fd) == 0;
}

gboolean
rail_exchange_get_size (int       fd,
                        gboolean *out_is_regular,
                        goffset  *out_size)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return FALSE;
  *out_is_regular = S_ISREG (status.st_mode);
  *out_size = status.st_size;
  return TRUE;
}

/* Up to that much; 0 at the end, -1 if it fails. */
gssize
rail_exchange_read_some (int    fd,
                         void  *data,
                         gsize  size)
{
  return read (fd, data, size);
}

/* That much, or it fails. */
gboolean
rail_exchange_read (int    fd,
                    void  *data,
                    gsize  size)
{
  guint8 *rest = data;

  while (size > 0)
    {
      gssize n = read (fd, rest, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      if (n == 0)
        {
          errno = EIO;
          return FALSE;
        }
      rest += n;
      size -= (gsize) n;
    }
  return TRUE;
}

gboolean
rail_exchange_write (int           fd,
                     gconstpointer data,
                     gsize         size)
{
  const guint8 *rest = data;

  while (size > 0)
    {
      gssize written = write (fd, rest, size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      rest += written;
      size -= (gsize) written;
    }
  return TRUE;
}

gboolean
rail_exchange_sync (int fd)
{
  return fsync (fd) == 0;
}

/* Makes new names durable. Some file systems cannot sync a folder; the files themselves are safe all the same. */
void
rail_exchange_sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* With zeros, in its place, before its name goes; never what a link leads to. */
void
rail_exchange_overwrite (const char *path)
{
  static const char zeros[4096];
  int fd = open (path, O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
  gboolean is_regular = FALSE;
  goffset size = 0;

  if (fd < 0)
    return;
  if (rail_exchange_get_size (fd, &is_regular, &size) && is_regular)
    while (size > 0 && rail_exchange_write (fd, zeros, (gsize) MIN (size, (goffset) sizeof zeros)))
      size -= (goffset) sizeof zeros;
  close (fd);
}

/* Whether another program has a lock on the file. */
gboolean
rail_exchange_is_locked (const char *path)
{
  struct flock held = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  gboolean is_locked;
  int fd = rail_exchange_open_itself (path);

  if (fd < 0)
    return FALSE;
  is_locked = fcntl (fd, F_GETLK, &held) == 0 && held.l_type != F_UNLCK;
  close (fd);
  return is_locked;
}

/* Whether a file or folder is of the user who runs the program. */
gboolean
rail_exchange_is_own (const GStatBuf *status)
{
  return status->st_uid == geteuid ();
}

gboolean
rail_exchange_may_list (const char *path)
{
  return g_access (path, R_OK | X_OK) == 0;
}

gboolean
rail_exchange_may_write (const char *path)
{
  return g_access (path, W_OK) == 0;
}
