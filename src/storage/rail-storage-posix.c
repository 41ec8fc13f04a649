/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-storage-posix.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gfiledescriptorbased.h>
#include <glib/gstdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* It lies behind every text, because some file systems keep others from reading what is locked. */
#define LOCKED_BYTE (1 << 30)

/* Never waits for the other end of a pipe, and is never handed to a program that is started. */
int
rail_storage_open (const char    *path,
                   RailOpenFlags  flags,
                   int            mode)
{
  return open (path,
               ((flags & RAIL_OPEN_TO_WRITE) != 0 ? O_RDWR : O_RDONLY) |
               ((flags & RAIL_OPEN_OR_CREATE) != 0 ? O_CREAT : 0) |
               ((flags & RAIL_OPEN_BY_LINK) != 0 ? 0 : O_NOFOLLOW) |
               O_NONBLOCK | O_CLOEXEC, mode);
}

/* @path: ends in XXXXXX, in whose place comes what makes it a new file */
int
rail_storage_make_temporary (char *path,
                             int   mode)
{
  return g_mkstemp_full (path, O_RDWR | O_CLOEXEC, mode);
}

/* -1 if there is none, because the file is of another computer */
int
rail_storage_get_descriptor (GInputStream *stream)
{
  return G_IS_FILE_DESCRIPTOR_BASED (stream) ? g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (stream)) : -1;
}

void
rail_storage_close (int fd)
{
  close (fd);
}

gssize
rail_storage_read (int    fd,
                   void  *data,
                   gsize  size)
{
  return read (fd, data, size);
}

/* Leaves the place where the next read begins. Returns 0 if nothing can be read. */
gsize
rail_storage_read_start (int    fd,
                         void  *data,
                         gsize  size)
{
  gssize n = pread (fd, data, size, 0);

  return n > 0 ? (gsize) n : 0;
}

/* All of it, whatever signals come. */
gboolean
rail_storage_write (int            fd,
                    gconstpointer  data,
                    gsize          size)
{
  const guint8 *rest = data;

  while (size > 0)
    {
      gssize written = write (fd, rest, MIN (size, G_MAXSSIZE));

      if (written < 0 && errno != EINTR)
        return FALSE;
      if (written > 0)
        {
          rest += written;
          size -= written;
        }
    }
  return TRUE;
}

/* In the place of all that was there; not for what a crash must not lose. */
gboolean
rail_storage_overwrite (int            fd,
                        gconstpointer  data,
                        gsize          size)
{
  return ftruncate (fd, 0) == 0 && pwrite (fd, data, size, 0) == (gssize) size;
}

gboolean
rail_storage_sync (int fd)
{
  return fsync (fd) == 0;
}

/* Brings the names in a folder to the disk. Some file systems cannot do it and say EINVAL, and a folder that one may
 * not list says EACCES: then the system does it in its own time. */
gboolean
rail_storage_sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
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

static void
take_status (const struct stat *status,
             RailFileStatus    *out_status)
{
  out_status->is_regular = S_ISREG (status->st_mode);
  out_status->size = (guint64) status->st_size;
  out_status->device = status->st_dev;
  out_status->inode = status->st_ino;
  out_status->seconds = status->st_mtim.tv_sec;
  out_status->nanoseconds = status->st_mtim.tv_nsec;
}

gboolean
rail_storage_get_status (int             fd,
                         RailFileStatus *out_status)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return FALSE;
  take_status (&status, out_status);
  return TRUE;
}

/* Of a link itself, if @path is one. */
gboolean
rail_storage_get_path_status (const char     *path,
                              RailFileStatus *out_status)
{
  struct stat status;

  if (lstat (path, &status) != 0)
    return FALSE;
  take_status (&status, out_status);
  return TRUE;
}

/* Gives a file a second name; EEXIST if that is taken. */
gboolean
rail_storage_link (const char *path,
                   const char *second_path)
{
  return link (path, second_path) == 0;
}

/* @number: an errno */
gboolean
rail_storage_is_out_of_space (int number)
{
  return number == ENOSPC || number == EDQUOT;
}

static struct flock
describe (void)
{
  return (struct flock) { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCKED_BYTE, .l_len = 1 };
}

/**
 * rail_byte_lock_take:
 * @fd: a file that is open for writing
 *
 * Locks a file for as long as it is open, or until the process ends in whatever way. These are open file description
 * locks: they belong to what open() returned and not to the process, so that closing another descriptor of the file does
 * not lose them, and two parts of one process exclude each other. Network file systems pass them on, too.
 *
 * Returns: %RAIL_BYTE_FREE if it is ours now
 */
RailByteLock
rail_byte_lock_take (int fd)
{
  struct flock lock = describe ();

  if (fcntl (fd, F_OFD_SETLK, &lock) == 0)
    return RAIL_BYTE_FREE;
  return errno == EAGAIN || errno == EACCES ? RAIL_BYTE_HELD : RAIL_BYTE_UNKNOWN;
}

/**
 * rail_byte_lock_look:
 * @fd: an open file
 *
 * Looks whether somebody else has the lock without touching it, so that nobody's attempt fails because of it.
 *
 * Returns: what it is
 */
RailByteLock
rail_byte_lock_look (int fd)
{
  struct flock lock = describe ();

  if (fcntl (fd, F_OFD_GETLK, &lock) != 0)
    return RAIL_BYTE_UNKNOWN;
  return lock.l_type == F_UNLCK ? RAIL_BYTE_FREE : RAIL_BYTE_HELD;
}

/**
 * rail_byte_lock_is_there:
 * @fd: an open file
 * @path: where it was
 *
 * Returns: whether the file at @path is still this one; between opening and locking, it may have been deleted or replaced
 */
gboolean
rail_byte_lock_is_there (int         fd,
                         const char *path)
{
  struct stat open_status, status;

  return fstat (fd, &open_status) == 0 && lstat (path, &status) == 0 && open_status.st_dev == status.st_dev &&
         open_status.st_ino == status.st_ino;
}

guint
rail_storage_get_process (void)
{
  return (guint) getpid ();
}

/* No file with the memory of the process, and on Linux no look into it for other processes of the user, either. Returns
 * FALSE if one of the two was refused. */
gboolean
rail_storage_forbid_core_dump (void)
{
  const struct rlimit none = { 0, 0 };
  gboolean has_limit = setrlimit (RLIMIT_CORE, &none) == 0;

  return prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && has_limit;
}
