/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-file-identity.h"

#include "rail-storage-posix.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define BUFFER_SIZE (16 * 1024)
#define DIGEST_SIZE 64   /* hexadecimal digits of SHA-256 */

struct _RailFileIdentity
{
  char    *digest;
  guint64  size;

  /* All 0 if the file has none, because it is not of this computer. */
  guint64  device;
  guint64  inode;
  gint64   seconds;        /* of the last change of the content */
  gint64   nanoseconds;
};

G_DEFINE_BOXED_TYPE (RailFileIdentity, rail_file_identity, rail_file_identity_ref, rail_file_identity_unref)

/**
 * rail_file_identity_new:
 * @data: (array length=size): the content of a file
 * @size: its length in bytes
 * @fd: the file that it was read from or written to; -1 if there is none
 *
 * Returns: (transfer full): what the file is now
 */
RailFileIdentity *
rail_file_identity_new (gconstpointer data,
                        gsize         size,
                        int           fd)
{
  RailFileIdentity *self = g_atomic_rc_box_new0 (RailFileIdentity);
  RailFileStatus status;

  self->digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data != NULL ? data : "", size);
  self->size = size;
  if (fd >= 0 && rail_storage_get_status (fd, &status))
    {
      self->device = status.device;
      self->inode = status.inode;
      self->seconds = status.seconds;
      self->nanoseconds = status.nanoseconds;
    }
  return self;
}

/**
 * rail_file_identity_new_from_text:
 * @text: from rail_file_identity_to_text(), or anything
 *
 * Returns: (transfer full) (nullable): the identity, or %NULL if @text is none
 */
RailFileIdentity *
rail_file_identity_new_from_text (const char *text)
{
  g_autoptr(RailFileIdentity) self = g_atomic_rc_box_new0 (RailFileIdentity);
  char digest[DIGEST_SIZE + 1] = "";

  g_return_val_if_fail (text != NULL, NULL);

  if (sscanf (text, "%64[0-9a-f] %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT
              " %" G_GINT64_FORMAT, digest, &self->size, &self->device, &self->inode, &self->seconds,
              &self->nanoseconds) != 6 || strlen (digest) != DIGEST_SIZE)
    return NULL;
  self->digest = g_strdup (digest);
  return g_steal_pointer (&self);
}

/**
 * rail_file_identity_to_text:
 * @self: an identity
 *
 * Returns: (transfer full): a line for rail_file_identity_new_from_text()
 */
char *
rail_file_identity_to_text (RailFileIdentity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %"
                          G_GINT64_FORMAT, self->digest, self->size, self->device, self->inode, self->seconds,
                          self->nanoseconds);
}

/**
 * rail_file_identity_ref:
 * @self: an identity
 *
 * Returns: (transfer full): @self
 */
RailFileIdentity *
rail_file_identity_ref (RailFileIdentity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  RailFileIdentity *self = data;

  g_free (self->digest);
}

/**
 * rail_file_identity_unref:
 * @self: (transfer full): an identity
 */
void
rail_file_identity_unref (RailFileIdentity *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear);
}

static char *
compute_digest (int fd)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 buffer[BUFFER_SIZE];
  gssize size;

  while ((size = rail_storage_read (fd, buffer, BUFFER_SIZE)) != 0)
    {
      if (size < 0 && errno != EINTR)
        break;
      if (size > 0)
        g_checksum_update (checksum, buffer, size);
    }
  /* The file may hold keys in clear. */
  explicit_bzero (buffer, sizeof buffer);
  return size == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

/**
 * rail_file_identity_matches:
 * @self: what a file was
 * @file: the file that is there now
 *
 * Compares place, size and time, and if they differ, as after a copy to another disk and back, the content.
 *
 * Returns: whether @file still is what it was, or is gone, so that nothing in it can be lost
 */
gboolean
rail_file_identity_matches (RailFileIdentity *self,
                            GFile            *file)
{
  g_autofree char *path = NULL;
  g_autofree char *digest = NULL;
  RailFileStatus status;
  int fd;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = g_file_get_path (file);
  if (path == NULL)
    return FALSE;
  fd = rail_storage_open (path, RAIL_OPEN_TO_READ | RAIL_OPEN_BY_LINK, 0);
  if (fd < 0)
    return errno == ENOENT;
  if (!rail_storage_get_status (fd, &status) || !status.is_regular || status.size != self->size)
    {
      rail_storage_close (fd);
      return FALSE;
    }
  if (self->inode != 0 && status.device == self->device && status.inode == self->inode &&
      status.seconds == self->seconds && status.nanoseconds == self->nanoseconds)
    {
      rail_storage_close (fd);
      return TRUE;
    }
  digest = compute_digest (fd);
  rail_storage_close (fd);
  return g_strcmp0 (digest, self->digest) == 0;
}
