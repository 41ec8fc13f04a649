/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-recovery.h"

#include "rail-project-writer.h"
#include "rail-recovery-store.h"

#include <glib/gstdio.h>

#define DELAY 3000               /* milliseconds */
#define NEVER_SAVED G_MAXUINT64  /* no state of a project that was just read */

struct _RailRecovery
{
  GObject            parent_instance;

  RailProject       *project;      /* NULL when closed */
  RailRecoveryOrigin origin;
  RailRecoveryStore *store;
  guint              delay;
  guint              timeout;      /* 0 if none runs */
  GCancellable      *cancellable;  /* of the write that is under way, otherwise NULL */
  guint64            written_state;
  gboolean           is_written;
  gboolean           has_failed;   /* told once */
};

G_DEFINE_FINAL_TYPE (RailRecovery, rail_recovery, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  RailProject        *snapshot;
  guint64             state;
  RailRecoveryOrigin  origin;
  RailRecoveryStore  *store;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *self = data;

  g_object_unref (self->snapshot);
  rail_recovery_origin_set (&self->origin, NULL, NULL);
  rail_recovery_store_unref (self->store);
  g_free (self);
}

static gboolean
due_cb (gpointer user_data)
{
  RailRecovery *self = user_data;

  self->timeout = 0;
  rail_recovery_flush_async (self, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
take_away (RailRecovery *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  rail_recovery_store_remove (self->store);
  self->is_written = FALSE;
}

static gboolean
is_up_to_date (RailRecovery *self)
{
  return self->is_written && self->written_state == rail_project_get_state (self->project);
}

static void
changed_cb (RailRecovery *self)
{
  if (!rail_project_get_modified (self->project))
    take_away (self);
  else if (self->timeout == 0 && !is_up_to_date (self))
    self->timeout = g_timeout_add (self->delay, due_cb, self);
}

static void
write_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Writing *writing = task_data;
  g_autoptr(RailXmlWriter) writer = NULL;
  g_autoptr(GError) error = NULL;
  const char *text;
  gsize size;

  writer = rail_project_write (writing->snapshot, rail_project_get_name (writing->snapshot), &error);
  if (writer != NULL)
    {
      text = rail_xml_writer_peek (writer, &size);
      rail_recovery_store_write (writing->store, &writing->origin, text, size, cancellable, &error);
    }
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* On the main thread, with the flush that waits for it. */
static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailRecovery *self = g_task_get_source_object (task);
  Writing *writing = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  /* Another one may be under way by now. */
  if (self->cancellable == g_task_get_cancellable (G_TASK (result)))
    g_clear_object (&self->cancellable);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      self->is_written = TRUE;
      self->has_failed = FALSE;
      self->written_state = writing->state;
    }
  else if (!self->has_failed && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->has_failed = TRUE;
      g_signal_emit (self, signals[FAILED], 0, error->message);
    }
  if (self->project != NULL)
    changed_cb (self);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
watch (RailRecovery *self)
{
  g_signal_connect_object (self->project, "notify", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rail_project_get_journal (self->project), "items-changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
unwatch (RailRecovery *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->project == NULL)
    return;
  g_signal_handlers_disconnect_by_func (rail_project_get_journal (self->project), changed_cb, self);
  g_signal_handlers_disconnect_by_func (self->project, changed_cb, self);
  g_clear_object (&self->project);
}

static void
rail_recovery_dispose (GObject *object)
{
  rail_recovery_close (RAIL_RECOVERY (object));

  G_OBJECT_CLASS (rail_recovery_parent_class)->dispose (object);
}

static void
rail_recovery_finalize (GObject *object)
{
  RailRecovery *self = RAIL_RECOVERY (object);

  rail_recovery_origin_set (&self->origin, NULL, NULL);
  rail_recovery_store_unref (self->store);

  G_OBJECT_CLASS (rail_recovery_parent_class)->finalize (object);
}

static void
rail_recovery_class_init (RailRecoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rail_recovery_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_recovery_finalize;

  /* With a sentence for the user; again only after it went well in between. */
  signals[FAILED] = g_signal_new ("failed", RAIL_TYPE_RECOVERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
}

static void
rail_recovery_init (RailRecovery *self)
{
  self->delay = DELAY;
}

/**
 * rail_recovery_new:
 * @project: an open project
 * @file: (nullable): its file; %NULL if it has never been saved
 * @identity: (nullable): what the file was when it was read or saved
 *
 * Keeps the unsaved work of @project in the state folder of the user, from some seconds after a change until it is saved or
 * given up, or this object is gone. It is a project file like any other: encrypted under the same keys if the project is
 * protected, readable by its owner only. An unprotected project has no keys to encrypt it with.
 *
 * The signal “failed” says in a sentence that it could not be written.
 *
 * Returns: (transfer full): the keeper
 */
RailRecovery *
rail_recovery_new (RailProject      *project,
                   GFile            *file,
                   RailFileIdentity *identity)
{
  RailRecovery *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), NULL);

  self = g_object_new (RAIL_TYPE_RECOVERY, NULL);
  self->project = g_object_ref (project);
  self->store = rail_recovery_store_new ();
  rail_recovery_origin_set (&self->origin, file, identity);
  watch (self);
  changed_cb (self);
  return self;
}

/**
 * rail_recovery_set_file:
 * @self: a keeper
 * @file: (nullable): the file that the project belongs to now
 * @identity: (nullable): what it was when it was saved
 *
 * To be called after each save, before or after rail_project_save_with_finish().
 */
void
rail_recovery_set_file (RailRecovery     *self,
                        GFile            *file,
                        RailFileIdentity *identity)
{
  g_return_if_fail (RAIL_IS_RECOVERY (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  rail_recovery_origin_set (&self->origin, file, identity);
  if (self->project == NULL)
    return;
  /* What was written before names the file before. */
  self->is_written = FALSE;
  changed_cb (self);
}

/**
 * rail_recovery_set_delay:
 * @self: a keeper
 * @milliseconds: how long after a change it is written; 3000 unless set
 */
void
rail_recovery_set_delay (RailRecovery *self,
                         guint         milliseconds)
{
  g_return_if_fail (RAIL_IS_RECOVERY (self));

  self->delay = milliseconds;
}

/**
 * rail_recovery_flush_async:
 * @self: a keeper
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * Writes now what is not saved, in a worker, as before the project is locked. A write that is under way is repeated.
 */
void
rail_recovery_flush_async (RailRecovery        *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) work = NULL;
  Writing *writing;

  g_return_if_fail (RAIL_IS_RECOVERY (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, rail_recovery_flush_async);
  if (self->project == NULL || !rail_project_get_modified (self->project) || is_up_to_date (self))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  writing = g_new0 (Writing, 1);
  writing->snapshot = rail_project_copy (self->project);
  writing->state = rail_project_get_state (self->project);
  writing->store = rail_recovery_store_ref (self->store);
  rail_recovery_origin_set (&writing->origin, self->origin.project, self->origin.identity);

  /* A task of its own, so that the worker is never the one to free the project. */
  work = g_task_new (NULL, self->cancellable, written_cb, g_steal_pointer (&task));
  g_task_set_source_tag (work, rail_recovery_flush_async);
  g_task_set_task_data (work, writing, writing_free);
  g_task_set_check_cancellable (work, FALSE);
  g_task_run_in_thread (work, write_thread);
}

/**
 * rail_recovery_flush_finish:
 * @self: a keeper
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether all unsaved work is on the disk; otherwise RAIL_STORAGE_ERROR_FAILED or RAIL_STORAGE_ERROR_LIMIT, or
 *   G_IO_ERROR_CANCELLED if it was saved or given up in between, or another flush came
 */
gboolean
rail_recovery_flush_finish (RailRecovery  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rail_recovery_close:
 * @self: a keeper
 *
 * Takes the work away, because it is saved or given up. Nothing is kept from now on.
 */
void
rail_recovery_close (RailRecovery *self)
{
  g_return_if_fail (RAIL_IS_RECOVERY (self));

  if (self->project == NULL)
    return;
  unwatch (self);
  take_away (self);
}

/* Unsaved work */

struct _RailRecoveryItem
{
  GObject             parent_instance;

  RailRecoveryStore  *store;
  RailRecoveryOrigin  origin;
  GFile              *file;
  gint64              written;
};

G_DEFINE_FINAL_TYPE (RailRecoveryItem, rail_recovery_item, G_TYPE_OBJECT)

static RailRecoveryItem *
item_new (RailRecoveryStore *store)
{
  RailRecoveryItem *self = g_object_new (RAIL_TYPE_RECOVERY_ITEM, NULL);
  const char *path = rail_recovery_store_get_path (store);
  GStatBuf status;

  self->store = rail_recovery_store_ref (store);
  self->file = g_file_new_for_path (path);
  if (g_stat (path, &status) == 0)
    self->written = status.st_mtime;
  rail_recovery_store_read (store, &self->origin);
  return self;
}

static void
rail_recovery_item_finalize (GObject *object)
{
  RailRecoveryItem *self = RAIL_RECOVERY_ITEM (object);

  rail_recovery_origin_set (&self->origin, NULL, NULL);
  rail_recovery_store_unref (self->store);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (rail_recovery_item_parent_class)->finalize (object);
}

static void
rail_recovery_item_class_init (RailRecoveryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_recovery_item_finalize;
}

static void
rail_recovery_item_init (RailRecoveryItem *self)
{
}

/**
 * rail_recovery_item_get_file:
 * @self: unsaved work
 *
 * Returns: (transfer none): the file with it, to be opened as any project file, with the same login
 */
GFile *
rail_recovery_item_get_file (RailRecoveryItem *self)
{
  g_return_val_if_fail (RAIL_IS_RECOVERY_ITEM (self), NULL);

  return self->file;
}

/**
 * rail_recovery_item_get_project:
 * @self: unsaved work
 *
 * Returns: (transfer none) (nullable): the project file that it belongs to; %NULL if it has never been saved
 */
GFile *
rail_recovery_item_get_project (RailRecoveryItem *self)
{
  g_return_val_if_fail (RAIL_IS_RECOVERY_ITEM (self), NULL);

  return self->origin.project;
}

/**
 * rail_recovery_item_get_identity:
 * @self: unsaved work
 *
 * Returns: (transfer none) (nullable): what the project file was when the work began, to be expected when it is saved
 */
RailFileIdentity *
rail_recovery_item_get_identity (RailRecoveryItem *self)
{
  g_return_val_if_fail (RAIL_IS_RECOVERY_ITEM (self), NULL);

  return self->origin.identity;
}

/**
 * rail_recovery_item_get_written:
 * @self: unsaved work
 *
 * Returns: when it was written last, in seconds since 1970
 */
gint64
rail_recovery_item_get_written (RailRecoveryItem *self)
{
  g_return_val_if_fail (RAIL_IS_RECOVERY_ITEM (self), 0);

  return self->written;
}

/**
 * rail_recovery_item_has_changed:
 * @self: unsaved work
 *
 * Returns: whether the project file that it belongs to is another one by now, so that saving would replace what somebody
 *   else did
 */
gboolean
rail_recovery_item_has_changed (RailRecoveryItem *self)
{
  g_return_val_if_fail (RAIL_IS_RECOVERY_ITEM (self), FALSE);

  return self->origin.project != NULL && self->origin.identity != NULL &&
         !rail_file_identity_matches (self->origin.identity, self->origin.project);
}

/**
 * rail_recovery_item_discard:
 * @self: unsaved work
 *
 * Deletes it, unless another process has it.
 */
void
rail_recovery_item_discard (RailRecoveryItem *self)
{
  g_return_if_fail (RAIL_IS_RECOVERY_ITEM (self));

  if (rail_recovery_store_claim (self->store, NULL))
    rail_recovery_store_remove (self->store);
}

static int
compare_items_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  const RailRecoveryItem *first = a, *second = b;

  return (first->written < second->written) - (first->written > second->written);
}

/**
 * rail_recovery_list:
 *
 * Finds the unsaved work of processes that are no more, newest first. What a process still keeps is not listed.
 *
 * Returns: (transfer full) (element-type RailRecoveryItem): the items
 */
GListModel *
rail_recovery_list (void)
{
  GListStore *items = g_list_store_new (RAIL_TYPE_RECOVERY_ITEM);
  g_autoptr(GPtrArray) stores = rail_recovery_store_list ();

  for (guint i = 0; i < stores->len; i++)
    {
      g_autoptr(RailRecoveryItem) item = item_new (stores->pdata[i]);

      g_list_store_insert_sorted (items, item, compare_items_cb, NULL);
    }
  return G_LIST_MODEL (items);
}

/**
 * rail_recovery_new_from_item:
 * @project: what was read from the file of @item
 * @item: unsaved work
 * @error: return location for an error
 *
 * Goes on with unsaved work, which stays on the disk until it is saved or given up. The project counts as modified from
 * now on.
 *
 * Returns: (transfer full): the keeper, or %NULL with RAIL_STORAGE_ERROR_LOCKED if somebody else goes on with it
 */
RailRecovery *
rail_recovery_new_from_item (RailProject       *project,
                             RailRecoveryItem  *item,
                             GError           **error)
{
  RailRecovery *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_RECOVERY_ITEM (item), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!rail_recovery_store_claim (item->store, error))
    return NULL;
  rail_project_mark_state_saved (project, NEVER_SAVED);
  self = g_object_new (RAIL_TYPE_RECOVERY, NULL);
  self->project = g_object_ref (project);
  self->store = rail_recovery_store_ref (item->store);
  self->is_written = TRUE;
  self->written_state = rail_project_get_state (project);
  rail_recovery_origin_set (&self->origin, item->origin.project, item->origin.identity);
  watch (self);
  return self;
}

/**
 * rail_recovery_leave:
 * @self: a keeper that rail_recovery_flush_async() was called for
 *
 * Ends keeping, but leaves the work on the disk and ours: for a project that is locked and read again after the next login.
 *
 * Returns: (transfer full) (nullable): the work, for rail_recovery_new_from_item(); %NULL if there was nothing unsaved
 */
RailRecoveryItem *
rail_recovery_leave (RailRecovery *self)
{
  RailRecoveryItem *item = NULL;

  g_return_val_if_fail (RAIL_IS_RECOVERY (self), NULL);

  if (self->project == NULL)
    return NULL;
  if (self->is_written && rail_project_get_modified (self->project))
    item = item_new (self->store);
  else
    take_away (self);
  unwatch (self);
  return item;
}
