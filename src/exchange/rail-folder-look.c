/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks into a folder that is somebody else's: nothing there is followed, waited for or taken for what its name says. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-folder-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rail-exchange-posix.h"

/* Reads at most @size bytes. A key may be among them. */
static RailSecret *
read_all (int    fd,
          gsize  size,
          int   *out_code)
{
  guint8 *data;
  g_autoptr(RailSecret) content = rail_secret_new_uninitialized (size, &data);
  gsize done = 0;

  while (done < size)
    {
      gssize count = rail_exchange_read_some (fd, data + done, size - done);

      if (count < 0 && errno == EINTR)
        continue;
      if (count <= 0)
        {
          *out_code = count < 0 ? errno : EIO;   /* it has become shorter meanwhile */
          return NULL;
        }
      done += (gsize) count;
    }
  return g_steal_pointer (&content);
}

/* What is at @path. Only a plain file of a sensible size is opened, and never through a link. */
void
rail_folder_look (const char     *path,
                  RailFolderLook *look)
{
  GStatBuf info;
  gboolean is_regular;
  goffset size;
  int fd;

  memset (look, 0, sizeof *look);
  if (g_lstat (path, &info) != 0)
    {
      look->what = errno == ENOENT || errno == ENOTDIR ? RAIL_LOOK_NOTHING : RAIL_LOOK_DENIED;
      look->code = errno;
      return;
    }
  if (!S_ISREG (info.st_mode))
    {
      look->what = S_ISLNK (info.st_mode)   ? RAIL_LOOK_LINK
                   : S_ISDIR (info.st_mode) ? RAIL_LOOK_FOLDER
                                            : RAIL_LOOK_SPECIAL;
      return;
    }
  if (info.st_size > RAIL_LOOK_MAX_SIZE)
    {
      look->what = RAIL_LOOK_LARGE;
      return;
    }

  /* It may have become something else between the two calls. */
  fd = rail_exchange_open_itself (path);
  if (fd >= 0 && rail_exchange_get_size (fd, &is_regular, &size) && is_regular && size <= RAIL_LOOK_MAX_SIZE)
    look->content = read_all (fd, (gsize) size, &look->code);
  else
    look->code = fd < 0 ? errno : EIO;
  if (fd >= 0)
    rail_exchange_close (fd);
  look->what = look->content != NULL ? RAIL_LOOK_FILE : RAIL_LOOK_DENIED;
}

void
rail_folder_look_clear (RailFolderLook *look)
{
  g_clear_pointer (&look->content, rail_secret_unref);
}

/* The content as bytes, which keep it alive. */
GBytes *
rail_folder_look_dup_bytes (const RailFolderLook *look)
{
  gsize size;
  const guint8 *data = rail_secret_get_data (look->content, &size);

  return g_bytes_new_with_free_func (data, size, (GDestroyNotify) rail_secret_unref, rail_secret_ref (look->content));
}

/* Why there is no content, for people. */
char *
rail_folder_look_describe (const RailFolderLook *look)
{
  switch (look->what)
    {
    case RAIL_LOOK_LINK:
      return g_strdup (_("A link, which is not followed"));
    case RAIL_LOOK_FOLDER:
      return g_strdup (_("A folder"));
    case RAIL_LOOK_SPECIAL:
      return g_strdup (_("Neither a file nor a folder"));
    case RAIL_LOOK_LARGE:
      return g_strdup_printf (_("Larger than %d MiB, so not of this project"), RAIL_LOOK_MAX_SIZE / (1024 * 1024));
    case RAIL_LOOK_DENIED:
      return g_strdup_printf (_("It cannot be read: %s"), g_strerror (look->code));
    case RAIL_LOOK_NOTHING:
    case RAIL_LOOK_FILE:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* The first part of @path below @root, itself included if it is a folder, that is a link; NULL if there is none. A link that
 * somebody has put into a partner's folder could lead the private key anywhere. @root itself is as the user has chosen it. */
char *
rail_folder_find_link (const char *root,
                       const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, G_DIR_SEPARATOR_S, -1);
  g_autoptr(GString) place = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *whole = NULL;
      GStatBuf info;

      if (place->len > 0)
        g_string_append_c (place, G_DIR_SEPARATOR);
      g_string_append (place, parts[i]);
      whole = g_build_filename (root, place->str, NULL);
      if (g_lstat (whole, &info) != 0)
        return NULL;
      if (S_ISLNK (info.st_mode))
        return g_string_free (g_steal_pointer (&place), FALSE);
    }
  return NULL;
}
