/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-project-lock.h"

#include "rail-durable-write.h"
#include "rail-lock-holder-private.h"
#include "rail-project-file.h"
#include "rail-storage-posix.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define EXTENSION ".lock"
#define MODE 0644              /* others shall read who it is */
#define MAX_SIZE 4096
#define MAX_ROUNDS 100         /* each ends because somebody else came first */
#define POLL_MICROSECONDS 50000

struct _RailProjectLock
{
  GObject  parent_instance;

  char    *name;   /* of the project file, for people */
  char    *path;   /* of the lock file */
  int      fd;     /* -1 when released */
};

G_DEFINE_FINAL_TYPE (RailProjectLock, rail_project_lock, G_TYPE_OBJECT)

typedef struct
{
  GFile        *file;
  RailTakeOver  take_over;
} Acquiring;

static void
acquiring_free (gpointer data)
{
  Acquiring *self = data;

  g_object_unref (self->file);
  g_free (self);
}

/* @path: of the lock file */
static void
set_failed (const char  *path,
            int          number,
            GError     **error)
{
  g_autofree char *target = g_strndup (path, strlen (path) - strlen (EXTENSION));
  g_autofree char *name = g_filename_display_name (target);
  const char *advice;

  if (number == ENOENT || number == ENOTDIR)
    advice = _("choose a folder that exists");
  else if (rail_storage_is_out_of_space (number))
    advice = _("make room there, or use another folder");
  else
    advice = _("only read it, or copy it to a folder that you may write to");
  /* TRANSLATORS: the path of a project file, the system's reason such as “Permission denied”, and what to do now */
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
               _("“%s” cannot be locked for writing: %s; %s."), name, g_strerror (number), advice);
}

static void
set_locked (const char      *name,
            RailLockHolder  *holder,
            GError         **error)
{
  g_autofree char *who = rail_lock_holder_describe (holder);

  switch (rail_lock_holder_get_state (holder))
    {
    case RAIL_LOCK_STALE:
      g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED,
                   _("“%s” is still marked as open by %s, whose Certrail has ended without closing it; take the lock "
                     "over."), name, who);
      break;
    case RAIL_LOCK_ELSEWHERE:
      g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED,
                   _("“%s” is open for writing by %s; ask them to close it, or take the lock over if you are sure that "
                     "it is not in use."), name, who);
      break;
    case RAIL_LOCK_LIVE:
    default:
      g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED,
                   _("“%s” is open for writing by %s; close it there first."), name, who);
      break;
    }
}

static RailLockHolder *
read_holder (int            fd,
             RailByteLock   lock,
             gsize         *out_size)
{
  char text[MAX_SIZE];

  *out_size = rail_storage_read_start (fd, text, sizeof text);
  return _rail_lock_holder_parse (text, *out_size, lock);
}

static gboolean
write_holder (int fd)
{
  gsize size;
  g_autofree char *text = _rail_lock_holder_describe_self (&size);

  return rail_storage_overwrite (fd, text, size);
}

/* Puts a file of our own in the place of one that cannot be ours otherwise. Whoever had it finds out when it saves.
 * Returns -1 with errno. */
static int
replace (const char *path)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int fd = rail_storage_make_temporary (temporary, MODE);
  int number;

  if (fd < 0)
    return -1;
  rail_byte_lock_take (fd);
  if (write_holder (fd) && g_rename (temporary, path) == 0)
    return fd;
  number = errno;
  rail_storage_close (fd);
  g_unlink (temporary);
  errno = number;
  return -1;
}

/* The file that is there, or a new one. Another user's may be open for reading only. Returns -1 with errno. */
static int
open_lock_file (const char *path,
                gboolean   *out_may_write)
{
  int fd = rail_storage_open (path, RAIL_OPEN_TO_WRITE | RAIL_OPEN_OR_CREATE, MODE);
  RailFileStatus status;

  *out_may_write = fd >= 0;
  if (fd < 0 && errno == EACCES)
    fd = rail_storage_open (path, RAIL_OPEN_TO_READ, 0);
  if (fd < 0)
    return -1;
  if (rail_storage_get_status (fd, &status) && status.is_regular)
    return fd;
  rail_storage_close (fd);
  errno = EINVAL;
  return -1;
}

static gboolean
may_take (RailLockHolder *holder,
          RailTakeOver    take_over)
{
  return take_over == RAIL_TAKE_ANY ||
         (take_over == RAIL_TAKE_STALE && rail_lock_holder_get_state (holder) == RAIL_LOCK_STALE);
}

/* One attempt. Returns the descriptor; -1 with an error; or -1 without one if somebody else came in between. */
static int
try_lock (const char    *name,
          const char    *path,
          RailTakeOver   take_over,
          GError       **error)
{
  gboolean may_write;
  int fd = open_lock_file (path, &may_write);
  g_autoptr(RailLockHolder) holder = NULL;
  RailByteLock lock;
  gsize size;
  int number;

  if (fd < 0)
    {
      set_failed (path, errno, error);
      return -1;
    }
  lock = may_write ? rail_byte_lock_take (fd) : rail_byte_lock_look (fd);
  if (!rail_byte_lock_is_there (fd, path))
    {
      rail_storage_close (fd);
      return -1;
    }

  holder = read_holder (fd, lock, &size);
  /* Empty: new, or left by somebody who came no further; or locked a moment ago, and written in the next. */
  if (size == 0 && lock == RAIL_BYTE_HELD)
    {
      rail_storage_close (fd);
      return -1;
    }
  if (size > 0 && !may_take (holder, take_over))
    {
      rail_storage_close (fd);
      set_locked (name, holder, error);
      return -1;
    }
  if (lock == RAIL_BYTE_FREE && may_write)
    {
      if (write_holder (fd))
        return fd;
      number = errno;
      g_unlink (path);
      rail_storage_close (fd);
      set_failed (path, number, error);
      return -1;
    }
  rail_storage_close (fd);
  fd = replace (path);
  if (fd < 0)
    set_failed (path, errno, error);
  return fd;
}

static char *
dup_lock_path (GFile   *file,
               GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *target = NULL;

  if (path == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (file);

      g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
                   _("“%s” cannot be locked for writing because it is not in a folder of this computer; copy it to one "
                     "that is."), name);
      return NULL;
    }
  target = rail_durable_resolve (path, error);
  return target != NULL ? g_strconcat (target, EXTENSION, NULL) : NULL;
}

static RailProjectLock *
acquire (GFile         *file,
         RailTakeOver   take_over,
         GError       **error)
{
  g_autofree char *path = dup_lock_path (file, error);
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = base != NULL ? g_filename_display_name (base) : NULL;

  if (path == NULL)
    return NULL;
  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      g_autoptr(GError) local_error = NULL;
      int fd = try_lock (name, path, take_over, &local_error);

      if (fd >= 0 && rail_byte_lock_is_there (fd, path))
        {
          RailProjectLock *self = g_object_new (RAIL_TYPE_PROJECT_LOCK, NULL);

          self->name = g_steal_pointer (&name);
          self->path = g_steal_pointer (&path);
          self->fd = fd;
          return self;
        }
      if (fd >= 0)
        rail_storage_close (fd);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      g_usleep (1000);
    }
  set_failed (path, EBUSY, error);
  return NULL;
}

static void
acquire_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Acquiring *acquiring = task_data;
  g_autoptr(GError) error = NULL;
  RailProjectLock *self = acquire (acquiring->file, acquiring->take_over, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
rail_project_lock_finalize (GObject *object)
{
  RailProjectLock *self = RAIL_PROJECT_LOCK (object);

  rail_project_lock_release (self);
  g_free (self->name);
  g_free (self->path);

  G_OBJECT_CLASS (rail_project_lock_parent_class)->finalize (object);
}

static void
rail_project_lock_class_init (RailProjectLockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_project_lock_finalize;
}

static void
rail_project_lock_init (RailProjectLock *self)
{
  self->fd = -1;
}

/**
 * rail_project_lock_acquire:
 * @file: a project file; it need not exist yet
 * @take_over: whose lock may be taken over
 * @error: return location for an error
 *
 * Takes the right to write @file, which one process of all has at a time: it is read, changed and saved under one lock.
 * The lock is a file `NAME.lock` beside the file that @file leads to, in which stands who has it, and which the system
 * keeps locked as long as the process lives. Nothing but other Certrails is kept from writing.
 *
 * Returns: (transfer full): the lock, or %NULL with RAIL_STORAGE_ERROR_LOCKED, whose message names the holder, or
 *   RAIL_STORAGE_ERROR_FAILED if the folder cannot be written to
 */
RailProjectLock *
rail_project_lock_acquire (GFile         *file,
                           RailTakeOver   take_over,
                           GError       **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return acquire (file, take_over, error);
}

/**
 * rail_project_lock_wait:
 * @file: a project file; it need not exist yet
 * @take_over: whose lock may be taken over
 * @seconds: how long to wait for the holder
 * @error: return location for an error
 *
 * As rail_project_lock_acquire(), but waits until a lock that is in use is released. Blocks: for programs without a
 * window.
 *
 * Returns: (transfer full): as rail_project_lock_acquire()
 */
RailProjectLock *
rail_project_lock_wait (GFile         *file,
                        RailTakeOver   take_over,
                        guint          seconds,
                        GError       **error)
{
  gint64 end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  while (TRUE)
    {
      g_autoptr(GError) local_error = NULL;
      RailProjectLock *self = acquire (file, take_over, &local_error);

      if (self != NULL)
        return self;
      if (!g_error_matches (local_error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED) ||
          g_get_monotonic_time () >= end)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      g_usleep (POLL_MICROSECONDS);
    }
}

/**
 * rail_project_lock_acquire_async:
 * @file: a project file; it need not exist yet
 * @take_over: whose lock may be taken over
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done; its source object is %NULL
 * @user_data: for @callback
 *
 * As rail_project_lock_acquire(), in a worker.
 */
void
rail_project_lock_acquire_async (GFile               *file,
                                 RailTakeOver         take_over,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Acquiring *acquiring;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  acquiring = g_new0 (Acquiring, 1);
  acquiring->file = g_object_ref (file);
  acquiring->take_over = take_over;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_lock_acquire_async);
  g_task_set_task_data (task, acquiring, acquiring_free);
  g_task_run_in_thread (task, acquire_thread);
}

/**
 * rail_project_lock_acquire_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): as rail_project_lock_acquire()
 */
RailProjectLock *
rail_project_lock_acquire_finish (GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rail_project_lock_get_holder:
 * @file: a project file
 *
 * Looks who has the lock, this process included, without taking part in it.
 *
 * Returns: (transfer full) (nullable): the holder; %NULL if nobody has it, or it cannot be seen
 */
RailLockHolder *
rail_project_lock_get_holder (GFile *file)
{
  g_autofree char *path = NULL;
  RailLockHolder *holder;
  gsize size;
  int fd;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  path = dup_lock_path (file, NULL);
  if (path == NULL)
    return NULL;
  fd = rail_storage_open (path, RAIL_OPEN_TO_READ, 0);
  if (fd < 0)
    return NULL;
  holder = read_holder (fd, rail_byte_lock_look (fd), &size);
  rail_storage_close (fd);
  if (size == 0)
    g_clear_object (&holder);
  return holder;
}

/**
 * rail_project_lock_check:
 * @self: a lock
 * @error: return location for an error
 *
 * Finds out whether the lock is still ours, before something is written under it: somebody may have taken it over, or
 * deleted its file.
 *
 * Returns: whether it is; otherwise RAIL_STORAGE_ERROR_LOCKED, whose message names the present holder
 */
gboolean
rail_project_lock_check (RailProjectLock  *self,
                         GError          **error)
{
  int fd;
  gsize size = 0;

  g_return_val_if_fail (RAIL_IS_PROJECT_LOCK (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->fd >= 0 && rail_byte_lock_is_there (self->fd, self->path))
    return TRUE;

  fd = rail_storage_open (self->path, RAIL_OPEN_TO_READ, 0);
  if (fd >= 0)
    {
      g_autoptr(RailLockHolder) holder = read_holder (fd, rail_byte_lock_look (fd), &size);

      if (size > 0)
        set_locked (self->name, holder, error);
      rail_storage_close (fd);
    }
  if (size == 0)
    g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED,
                 _("“%s” is not locked for you any more, because somebody deleted the lock; open it again."), self->name);
  return FALSE;
}

/**
 * rail_project_lock_release:
 * @self: a lock
 *
 * Lets others write. The lock file goes, unless it is somebody else's now. Does nothing the second time.
 */
void
rail_project_lock_release (RailProjectLock *self)
{
  g_return_if_fail (RAIL_IS_PROJECT_LOCK (self));

  if (self->fd < 0)
    return;
  if (rail_byte_lock_is_there (self->fd, self->path))
    g_unlink (self->path);
  rail_storage_close (self->fd);
  self->fd = -1;
}
