/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-recovery-store.h"

#include "rail-durable-write.h"
#include "rail-project-file.h"
#include "rail-storage-posix.h"
#include "rail-temporary-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define EXTENSION ".certrail"
#define INFO_EXTENSION ".info"
#define GROUP "Certrail recovery"
#define PROJECT "project"
#define IDENTITY "identity"

/* Shared by the main thread and the worker that writes. */
struct _RailRecoveryStore
{
  char   *path;         /* of the project */
  char   *info_path;
  GMutex  mutex;
  int     fd;           /* of the info, locked; -1 before the first write */
};

void
rail_recovery_origin_set (RailRecoveryOrigin *self,
                          GFile              *project,
                          RailFileIdentity   *identity)
{
  if (identity != NULL)
    rail_file_identity_ref (identity);
  g_set_object (&self->project, project);
  g_clear_pointer (&self->identity, rail_file_identity_unref);
  self->identity = identity;
}

static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "certrail", "recovery", NULL);
}

static RailRecoveryStore *
new_named (const char *name)
{
  RailRecoveryStore *self = g_atomic_rc_box_new0 (RailRecoveryStore);
  g_autofree char *folder = dup_folder ();
  g_autofree char *base = g_build_filename (folder, name, NULL);

  self->path = g_strconcat (base, EXTENSION, NULL);
  self->info_path = g_strconcat (base, INFO_EXTENSION, NULL);
  g_mutex_init (&self->mutex);
  self->fd = -1;
  return self;
}

/* A place for unsaved work in which nothing is yet, not even on the disk. */
RailRecoveryStore *
rail_recovery_store_new (void)
{
  g_autofree char *name = g_uuid_string_random ();

  return new_named (name);
}

RailRecoveryStore *
rail_recovery_store_ref (RailRecoveryStore *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  RailRecoveryStore *self = data;

  if (self->fd >= 0)
    rail_storage_close (self->fd);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self->info_path);
}

void
rail_recovery_store_unref (RailRecoveryStore *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const char *
rail_recovery_store_get_path (RailRecoveryStore *self)
{
  return self->path;
}

/* What the work belongs to, as far as the info tells. */
void
rail_recovery_store_read (RailRecoveryStore  *self,
                          RailRecoveryOrigin *out_origin)
{
  g_autoptr(GKeyFile) info = g_key_file_new ();
  g_autofree char *uri = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GFile) project = NULL;
  g_autoptr(RailFileIdentity) identity = NULL;

  g_key_file_load_from_file (info, self->info_path, G_KEY_FILE_NONE, NULL);
  uri = g_key_file_get_string (info, GROUP, PROJECT, NULL);
  text = g_key_file_get_string (info, GROUP, IDENTITY, NULL);
  project = uri != NULL ? g_file_new_for_uri (uri) : NULL;
  identity = text != NULL ? rail_file_identity_new_from_text (text) : NULL;
  rail_recovery_origin_set (out_origin, project, identity);
}

/* Takes work that another process has left. */
gboolean
rail_recovery_store_claim (RailRecoveryStore  *self,
                           GError            **error)
{
  int fd;

  if (self->fd >= 0)
    return TRUE;
  fd = rail_storage_open (self->info_path, RAIL_OPEN_TO_WRITE, 0);
  if (fd >= 0 && rail_byte_lock_take (fd) != RAIL_BYTE_HELD && rail_byte_lock_is_there (fd, self->info_path))
    {
      self->fd = fd;
      return TRUE;
    }
  if (fd >= 0)
    rail_storage_close (fd);
  g_set_error_literal (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED,
                       _("This unsaved work is being recovered in another window already."));
  return FALSE;
}

/* The new info is locked before it takes the place of the old one, so that at no time anybody can claim it. */
static gboolean
write_info (RailRecoveryStore         *self,
            const RailRecoveryOrigin  *origin)
{
  g_autoptr(GKeyFile) info = g_key_file_new ();
  g_auto(RailTemporaryFile) temporary = RAIL_TEMPORARY_FILE_INIT;
  g_autofree char *uri = origin->project != NULL ? g_file_get_uri (origin->project) : NULL;
  g_autofree char *identity = origin->identity != NULL ? rail_file_identity_to_text (origin->identity) : NULL;
  g_autofree char *text = NULL;
  gsize size;

  /* A group without a key is not written. */
  g_key_file_set_string (info, GROUP, "version", "1");
  if (uri != NULL)
    g_key_file_set_string (info, GROUP, PROJECT, uri);
  if (identity != NULL)
    g_key_file_set_string (info, GROUP, IDENTITY, identity);
  text = g_key_file_to_data (info, &size, NULL);
  if (!rail_temporary_file_write (&temporary, self->info_path, text, size) ||
      g_rename (temporary.path, self->info_path) != 0)
    return FALSE;
  if (self->fd >= 0)
    rail_storage_close (self->fd);
  self->fd = temporary.fd;
  temporary.fd = -1;
  g_clear_pointer (&temporary.path, g_free);
  return TRUE;
}

/* Writes the work, and first what it belongs to. Not on the main thread. Does nothing when cancelled. */
gboolean
rail_recovery_store_write (RailRecoveryStore         *self,
                           const RailRecoveryOrigin  *origin,
                           gconstpointer              data,
                           gsize                      size,
                           GCancellable              *cancellable,
                           GError                   **error)
{
  const RailDurableOptions options = { .no_backup = TRUE };
  g_autofree char *folder = dup_folder ();
  gboolean success = FALSE;

  g_mutex_lock (&self->mutex);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      if (g_mkdir_with_parents (folder, 0700) == 0 && write_info (self, origin))
        success = rail_durable_write (self->path, data, size, &options, NULL, cancellable, error);
      else
        g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
                     _("Unsaved changes cannot be kept in “%s” in case of a crash: %s; save often."), folder,
                     g_strerror (errno));
    }
  g_mutex_unlock (&self->mutex);
  return success;
}

/* Takes the work away. Waits for a write that is under way. */
void
rail_recovery_store_remove (RailRecoveryStore *self)
{
  g_mutex_lock (&self->mutex);
  if (self->fd >= 0)
    {
      g_unlink (self->path);
      g_unlink (self->info_path);
      rail_storage_close (self->fd);
      self->fd = -1;
    }
  g_mutex_unlock (&self->mutex);
}

static gboolean
is_left (RailRecoveryStore *self)
{
  int fd = rail_storage_open (self->info_path, RAIL_OPEN_TO_WRITE, 0);
  gboolean is_held = fd < 0 || rail_byte_lock_look (fd) == RAIL_BYTE_HELD;
  GStatBuf status;

  if (fd >= 0)
    rail_storage_close (fd);
  return !is_held && g_lstat (self->path, &status) == 0 && S_ISREG (status.st_mode);
}

/* The work that processes have left which are no more. */
GPtrArray *
rail_recovery_store_list (void)
{
  GPtrArray *stores = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_recovery_store_unref);
  g_autofree char *folder = dup_folder ();
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file_name;

  while (dir != NULL && (file_name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (file_name, INFO_EXTENSION) && *file_name != '.')
      {
        g_autofree char *name = g_strndup (file_name, strlen (file_name) - strlen (INFO_EXTENSION));
        g_autoptr(RailRecoveryStore) store = new_named (name);

        if (is_left (store))
          g_ptr_array_add (stores, g_steal_pointer (&store));
      }
  return stores;
}
