/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-byte-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

/* It lies behind every text, because some file systems keep others from reading what is locked. */
#define LOCKED_BYTE (1 << 30)

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
