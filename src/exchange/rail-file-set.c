/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-file-set.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "rail-exchange-posix.h"
#include "rail-export.h"
#include "rail-file-name.h"

typedef struct
{
  char       *path;          /* of the file or folder, absolute */
  GBytes     *content;       /* NULL for a secret and a folder */
  RailSecret *secret;        /* NULL for anything public */
  char       *temporary;     /* complete content waits here; NULL before and after */
  char       *superseded;    /* what goes away once this file is in place */
  gboolean    is_folder;
  gboolean    is_private;
  gboolean    is_program;    /* it may be started */
  gboolean    is_fleeting;   /* not worth waiting for the disk */
  gboolean    is_removed;    /* no file: there shall be none */
} RailFileSetItem;

struct _RailFileSet
{
  char      *folder;
  GPtrArray *items;          /* of RailFileSetItem */
  gboolean   is_fleeting;
};

/*
 * Auxiliary methods
 */

static void
item_free (RailFileSetItem *item)
{
  if (item->temporary != NULL)
    g_unlink (item->temporary);
  g_free (item->path);
  g_free (item->temporary);
  g_free (item->superseded);
  g_clear_pointer (&item->content, g_bytes_unref);
  g_clear_pointer (&item->secret, rail_secret_unref);
  g_free (item);
}

static RailFileSetItem *
add_item (RailFileSet *self,
          const char  *path)
{
  RailFileSetItem *item = g_new0 (RailFileSetItem, 1);

  item->path = g_build_filename (self->folder, path, NULL);
  item->is_fleeting = self->is_fleeting;
  g_ptr_array_add (self->items, item);
  return item;
}

static gboolean
fail (GError    **error,
      const char *path,
      int         code)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
               _("“%s” cannot be written: %s; choose another place or free this one."), name, g_strerror (code));
  return FALSE;
}

static gboolean
prepare_folder (RailFileSetItem *item,
                GError         **error)
{
  g_autofree char *parent = g_path_get_dirname (item->path);

  /* A private folder does not make those above it private. */
  if (g_mkdir_with_parents (parent, 0777) != 0)
    return fail (error, parent, errno);
  if (g_mkdir_with_parents (item->path, item->is_private ? 0700 : 0777) != 0)
    return fail (error, item->path, errno);
  return TRUE;
}

/* A new file under a name nobody can guess, made with O_EXCL: a link planted at the final name is never followed. */
static gboolean
prepare_file (RailFileSetItem *item,
              GError         **error)
{
  g_autofree char *folder = g_path_get_dirname (item->path);
  g_autofree char *temporary = g_build_filename (folder, ".certrail-XXXXXX", NULL);
  const guint8 *data;
  gsize size;
  int fd;
  int code = 0;

  if (g_file_test (item->path, G_FILE_TEST_IS_DIR))
    return fail (error, item->path, EISDIR);
  if (g_mkdir_with_parents (folder, 0777) != 0)
    return fail (error, folder, errno);

  fd = rail_exchange_make_temporary (temporary, item->is_private ? 0600 : item->is_program ? 0777 : 0666);
  if (fd < 0)
    return fail (error, item->path, errno);
  item->temporary = g_steal_pointer (&temporary);

  if (item->secret != NULL)
    data = rail_secret_get_data (item->secret, &size);
  else
    data = g_bytes_get_data (item->content, &size);
  if (!rail_exchange_write (fd, data, size) || (!item->is_fleeting && !rail_exchange_sync (fd)))
    code = errno;
  if (!rail_exchange_close (fd) && code == 0)
    code = errno;
  return code == 0 || fail (error, item->path, code);
}

static gboolean
prepare (RailFileSetItem *item,
         GError         **error)
{
  if (item->is_removed)
    return TRUE;
  return item->is_folder ? prepare_folder (item, error) : prepare_file (item, error);
}

static gboolean
take_place (RailFileSetItem *item,
            GError         **error)
{
  if (item->is_folder)
    return TRUE;
  if (item->is_removed)
    return g_unlink (item->path) == 0 || errno == ENOENT || errno == EISDIR || fail (error, item->path, errno);
  if (g_rename (item->temporary, item->path) != 0)
    return fail (error, item->path, errno);
  g_clear_pointer (&item->temporary, g_free);
  if (item->superseded != NULL)
    g_unlink (item->superseded);
  return TRUE;
}

static void
sync_folders (GPtrArray *items)
{
  g_autofree char *last = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      RailFileSetItem *item = g_ptr_array_index (items, i);
      g_autofree char *folder = g_path_get_dirname (item->path);

      if (g_strcmp0 (folder, last) == 0)
        continue;
      rail_exchange_sync_folder (folder);
      g_free (last);
      last = g_steal_pointer (&folder);
    }
}

/*
 * Public API
 */

/**
 * rail_file_set_new:
 * @folder: where relative paths of the set begin
 *
 * Returns: (transfer full): a set without files
 */
RailFileSet *
rail_file_set_new (const char *folder)
{
  RailFileSet *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_new0 (RailFileSet, 1);
  self->folder = g_strdup (folder);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  return self;
}

/**
 * rail_file_set_free:
 * @self: a set
 *
 * Frees the set; files that were prepared and have not taken their place are removed.
 */
void
rail_file_set_free (RailFileSet *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->items);
  g_free (self->folder);
  g_free (self);
}

/**
 * rail_file_set_set_fleeting:
 * @self: a set without files
 * @is_fleeting: whether its files are only for a moment
 *
 * Fleeting files need not outlive a power cut, so nobody waits until the disk has them.
 */
void
rail_file_set_set_fleeting (RailFileSet *self,
                            gboolean     is_fleeting)
{
  g_return_if_fail (self != NULL);

  self->is_fleeting = is_fleeting;
}

/**
 * rail_file_set_add_folder:
 * @self: a set
 * @path: the folder below the set's own
 * @is_private: whether only this user may look into it
 *
 * Asks for a folder that must exist even when it stays empty. One that exists already keeps its mode: its owner
 * has set it.
 */
void
rail_file_set_add_folder (RailFileSet *self,
                          const char  *path,
                          gboolean     is_private)
{
  RailFileSetItem *item;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);

  item = add_item (self, path);
  item->is_folder = TRUE;
  item->is_private = is_private;
}

/**
 * rail_file_set_add:
 * @self: a set
 * @path: the file below the set's folder
 * @content: what it will contain; nothing secret
 */
void
rail_file_set_add (RailFileSet *self,
                   const char  *path,
                   GBytes      *content)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (content != NULL);

  add_item (self, path)->content = g_bytes_ref (content);
}

/**
 * rail_file_set_add_program:
 * @self: a set
 * @path: the file below the set's folder
 * @content: what it will contain; nothing secret
 *
 * As rail_file_set_add(), for a script: whoever may read it may start it.
 */
void
rail_file_set_add_program (RailFileSet *self,
                           const char  *path,
                           GBytes      *content)
{
  RailFileSetItem *item;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (content != NULL);

  item = add_item (self, path);
  item->content = g_bytes_ref (content);
  item->is_program = TRUE;
}

/**
 * rail_file_set_add_secret:
 * @self: a set
 * @path: the file below the set's folder
 * @content: what it will contain, such as a private key; the file gets mode 0600
 */
void
rail_file_set_add_secret (RailFileSet *self,
                          const char  *path,
                          RailSecret  *content)
{
  RailFileSetItem *item;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (content != NULL);

  item = add_item (self, path);
  item->secret = rail_secret_ref (content);
  item->is_private = TRUE;
}

/**
 * rail_file_set_add_renewed:
 * @self: a set
 * @path: the file below the set's folder
 * @content: what it will contain
 *
 * As rail_file_set_add(), for a reader that watches its folder for files that come and go but ignores one that changes
 * (node-opcua and its revocation lists): if @path exists, the content goes to `NAME (2).EXT` and @path is removed, and the
 * other way round. At every instant there is at least one of the two.
 */
void
rail_file_set_add_renewed (RailFileSet *self,
                           const char  *path,
                           GBytes      *content)
{
  g_autofree char *other = NULL;
  RailFileSetItem *item;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (content != NULL);

  item = add_item (self, path);
  item->content = g_bytes_ref (content);
  other = rail_file_name_with_number (item->path, 2);
  if (g_file_test (item->path, G_FILE_TEST_EXISTS))
    {
      item->superseded = item->path;
      item->path = g_steal_pointer (&other);
    }
  else
    {
      item->superseded = g_steal_pointer (&other);
    }
}

/**
 * rail_file_set_remove:
 * @self: a set
 * @path: a file below the set's folder
 *
 * Removes @path and `NAME (2).EXT`, the name that rail_file_set_add_renewed() gives, if they are there. That is done in
 * its turn: what was added before is in place by then.
 */
void
rail_file_set_remove (RailFileSet *self,
                      const char  *path)
{
  g_autofree char *other = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);

  other = rail_file_name_with_number (path, 2);
  add_item (self, path)->is_removed = TRUE;
  add_item (self, other)->is_removed = TRUE;
}

/**
 * rail_file_set_remove_one:
 * @self: a set
 * @path: a file below the set's folder
 *
 * Removes @path alone, in its turn, if it is there.
 */
void
rail_file_set_remove_one (RailFileSet *self,
                          const char  *path)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);

  add_item (self, path)->is_removed = TRUE;
}

/**
 * rail_file_set_write:
 * @self: a set; it is used up
 * @cancellable: (nullable): looked at until the first file takes its place
 * @error: #RailExchangeError, or %G_IO_ERROR_CANCELLED
 *
 * Writes all files completely and durably beside their places, then renames them into place. If anything fails before
 * that, whatever was at those places is untouched and nothing half-written stays. Other files are left alone.
 *
 * Returns: (transfer full) (element-type GFile): the files, in the order they were added
 */
GPtrArray *
rail_file_set_write (RailFileSet  *self,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      RailFileSetItem *item = g_ptr_array_index (self->items, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (!prepare (item, error))
        return NULL;
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      RailFileSetItem *item = g_ptr_array_index (self->items, i);

      if (!take_place (item, error))
        return NULL;
      if (!item->is_folder && !item->is_removed)
        g_ptr_array_add (files, g_file_new_for_path (item->path));
    }
  if (!self->is_fleeting)
    sync_folders (self->items);
  return g_steal_pointer (&files);
}
