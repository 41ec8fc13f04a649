/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-busy.h"
#include "rail-cipher.h"
#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-lock-memory.h"
#include "rail-operations.h"
#include "rail-project-file.h"
#include "rail-project-writer.h"
#include "rail-unsealed-dialog.h"

#include <glib/gi18n.h>

/* What keeps the window from being locked may end at any time, and not all of it says so. */
#define RETRY_MS 100
/* Workers may take a moment to end. */
#define CLEAN_AGAIN_MS 1000
#define PLACE_PURPOSE "certrail place"

/* While the project is being sealed. */
typedef struct
{
  RailWindow      *window;     /* the callback keeps it */
  RailProject     *project;
  RailProject     *snapshot;
  GFile           *file;       /* (nullable): to be read again instead */
  char            *name;
} Sealing;

/* What is kept of the project while it is locked. */
typedef struct
{
  RailEnvironment *environment;
  char            *user;
  GBytes          *place;      /* sealed */
  RailRecoveryItem *item;      /* (nullable): the unsaved changes as they are on the disk, too */
  gboolean         modified;
} Locked;

static void
sealing_free (gpointer data)
{
  Sealing *self = data;

  g_clear_object (&self->project);
  g_clear_object (&self->snapshot);
  g_clear_object (&self->file);
  g_free (self->name);
  g_free (self);
}

static void
locked_free (gpointer data)
{
  Locked *self = data;

  g_object_unref (self->environment);
  g_free (self->user);
  g_clear_pointer (&self->place, g_bytes_unref);
  g_clear_object (&self->item);
  g_free (self);
}

static Locked *
get_locked (RailWindow *self)
{
  return g_object_get_data (G_OBJECT (self->lock_page), "rail-locked");
}

static RailSecret *
derive_place_key (RailProject *project)
{
  return rail_cipher_derive_subkey (rail_protection_get_project_key (rail_project_get_protection (project)),
                                    PLACE_PURPOSE);
}

static GBytes *
seal_place (RailProject *project,
            GVariant    *place)
{
  g_autoptr(RailSecret) key = derive_place_key (project);

  return rail_cipher_encrypt (rail_project_get_environment (project), key, g_variant_get_data (place),
                              g_variant_get_size (place), NULL);
}

/* Nothing, when it was sealed under other keys; then the user begins where a project begins. */
static GVariant *
open_place (RailProject *project,
            GBytes      *sealed)
{
  g_autoptr(RailSecret) key = derive_place_key (project);
  g_autoptr(RailSecret) plain = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gconstpointer data;
  gsize size;

  if (sealed == NULL)
    return NULL;
  data = g_bytes_get_data (sealed, &size);
  plain = rail_cipher_decrypt (key, data, size, NULL);
  if (plain == NULL)
    return NULL;
  data = rail_secret_get_data (plain, &size);
  bytes = g_bytes_new (data, size);
  return g_variant_ref_sink (g_variant_new_from_bytes (RAIL_PLACE_TYPE, bytes, FALSE));
}

/* Our windows above this one. Closing is asked for as the user would, so that questions are answered with “cancel”. */
void
_rail_window_close_dialogs (RailWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr(GPtrArray) above = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      for (GtkWindow *parent = gtk_window_get_transient_for (window); parent != NULL;
           parent = gtk_window_get_transient_for (parent))
        if (parent == GTK_WINDOW (self))
          {
            g_ptr_array_add (above, g_steal_pointer (&window));
            break;
          }
    }
  for (guint i = 0; i < above->len; i++)
    {
      GtkWindow *window = g_ptr_array_index (above, i);

      gtk_window_close (window);
      gtk_window_destroy (window);
    }
}

static void
forget_clipboard (GdkClipboard *clipboard)
{
  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
}

static gboolean
clean_cb (gpointer user_data)
{
  rail_lock_memory_clean ();
  return G_SOURCE_REMOVE;
}

/* What is on the stack of the caller cannot be wiped by it. */
static void
clean_soon (void)
{
  g_idle_add_full (G_PRIORITY_LOW, clean_cb, NULL, NULL);
  g_timeout_add (CLEAN_AGAIN_MS, clean_cb, NULL);
}

static void
show_place (RailWindow *self,
            GVariant   *place)
{
  if (place != NULL && self->view != NULL)
    rail_project_view_set_place (self->view, place);
}

static void
remove_lock_page (RailWindow *self)
{
  RailLockPage *page = g_steal_pointer (&self->lock_page);

  gtk_stack_remove (self->stack, GTK_WIDGET (page));
}

/* The window's file, its lock and what it is expected to be are as they were. */
static void
show_again (RailWindow  *self,
            RailProject *project)
{
  Locked *locked = get_locked (self);
  g_autoptr(GVariant) place = open_place (project, locked->place);
  g_autoptr(RailRecoveryItem) item = g_steal_pointer (&locked->item);

  _rail_window_show_project (self, project);
  _rail_window_keep_changes (self, item);
  _rail_window_update (self);
  show_place (self, place);
}

static void
unlocked_cb (RailWindow  *self,
             RailProject *project)
{
  if (get_locked (self)->modified)
    /* No state has this number, so none is the saved one. */
    rail_project_mark_state_saved (project, G_MAXUINT64);
  show_again (self, project);
  rail_unsealed_dialog_show (GTK_WINDOW (self), project);
}

static void
seal_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Sealing *sealing = task_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RailXmlWriter) writer = NULL;
  g_autoptr(GBytes) bytes = NULL;
  RailProjectFile *project_file = NULL;
  const char *text;
  gsize size;

  if (sealing->file != NULL)
    project_file = rail_project_file_open (sealing->file, NULL, &error);
  else
    writer = rail_project_write (sealing->snapshot, sealing->name, &error);
  if (writer != NULL)
    {
      text = rail_xml_writer_peek (writer, &size);
      bytes = g_bytes_new (text, size);
      project_file = rail_project_file_new_from_bytes (bytes, sealing->name, &error);
    }
  if (project_file != NULL)
    g_task_return_pointer (task, project_file, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
sealed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(RailWindow) self = user_data;
  Sealing *sealing = g_task_get_task_data (G_TASK (result));
  g_autoptr(RailProject) project = g_steal_pointer (&sealing->project);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) project_file = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_object (&sealing->snapshot);
  if (self->lock_page == NULL || self->stack == NULL)
    return;

  if (project_file == NULL)
    {
      /* Rather an open project than a lost one. */
      show_again (self, project);
      rail_error_dialog_show (GTK_WIDGET (self), _("The project was not locked"), error);
      return;
    }
  rail_lock_page_set_sealed (self->lock_page, project_file, get_locked (self)->environment, get_locked (self)->user);
  _rail_window_update (self);
  g_clear_object (&project);
  clean_soon ();
}

static void
flushed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailWindow *self = ((Sealing *) g_task_get_task_data (task))->window;
  g_autoptr(RailRecovery) recovery = RAIL_RECOVERY (object);
  g_autoptr(RailRecoveryItem) item = NULL;

  /* Without room on the disk, the sealed bytes in memory are all there is. */
  rail_recovery_flush_finish (recovery, result, NULL);
  item = rail_recovery_leave (recovery);
  if (self->lock_page != NULL)
    g_set_object (&get_locked (self)->item, item);
  g_task_run_in_thread (task, seal_thread);
}

static void
show_lock_page (RailWindow *self,
                Locked     *locked)
{
  gboolean had_steps = rail_project_get_undo_text (self->project) != NULL ||
                       rail_project_get_redo_text (self->project) != NULL;
  g_autofree char *title = self->file != NULL ? rail_display_name_dup (self->file) : g_strdup (_("Unsaved project"));

  self->lock_page = RAIL_LOCK_PAGE (rail_lock_page_new (title, had_steps));
  g_object_set_data_full (G_OBJECT (self->lock_page), "rail-locked", locked, locked_free);
  g_signal_connect_object (self->lock_page, "unlocked", G_CALLBACK (unlocked_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->lock_page), "locked");
}

static void
lock_now (RailWindow *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  g_autoptr(RailProject) project = g_object_ref (self->project);
  RailUser *user = rail_protection_get_user (rail_project_get_protection (project));
  g_autoptr(GVariant) place = rail_project_view_dup_place (self->view);
  /* Without a source object: the worker may be the last to let go of the task, and windows are not freed in threads. */
  g_autoptr(GTask) task = g_task_new (NULL, NULL, sealed_cb, g_object_ref (self));
  Sealing *sealing = g_new0 (Sealing, 1);
  Locked *locked = g_new0 (Locked, 1);

  locked->environment = g_object_ref (rail_project_get_environment (project));
  locked->user = g_strdup (rail_user_get_name (user));
  locked->modified = _rail_window_is_modified (self);
  locked->place = seal_place (project, place);
  sealing->window = self;
  sealing->project = g_object_ref (project);
  sealing->snapshot = rail_project_copy (project);
  sealing->name = self->file != NULL ? rail_display_name_dup (self->file) : g_strdup ("");
  /* Until somebody has decided about it, what was changed without the vault key is not written. */
  if (_rail_window_has_unsealed (self) && !locked->modified && self->file != NULL)
    sealing->file = g_object_ref (self->file);
  g_task_set_task_data (task, sealing, sealing_free);

  _rail_window_close_dialogs (self);
  forget_clipboard (gdk_display_get_clipboard (display));
  forget_clipboard (gdk_display_get_primary_clipboard (display));
  show_lock_page (self, locked);
  _rail_window_drop_project (self);
  if (self->recovery != NULL)
    rail_recovery_flush_async (g_steal_pointer (&self->recovery), flushed_cb, g_object_ref (task));
  else
    g_task_run_in_thread (task, seal_thread);
}

static gboolean
is_at_work (RailWindow *self)
{
  return self->saving || rail_busy_find_dialog (GTK_WINDOW (self)) != NULL ||
         (self->view != NULL && rail_project_view_is_busy (self->view));
}

/* What waits for an answer is not at work, and nobody may be there to give one. A closed question counts as “cancel”. */
static void
answer_questions (RailWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func (g_object_unref);

  rail_file_chooser_dismiss (GTK_WINDOW (self));
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      GtkWindow *parent = gtk_window_get_transient_for (window);

      while (parent != NULL && parent != GTK_WINDOW (self))
        parent = gtk_window_get_transient_for (parent);
      if (parent != NULL && ADW_IS_MESSAGE_DIALOG (window))
        g_ptr_array_add (questions, g_steal_pointer (&window));
    }
  for (guint i = 0; i < questions->len; i++)
    gtk_window_close (questions->pdata[i]);
}

static gboolean
retry_cb (gpointer user_data)
{
  RailWindow *self = RAIL_WINDOW (user_data);

  if (!_rail_window_can_lock (self))
    {
      self->lock_source = 0;
      return G_SOURCE_REMOVE;
    }
  if (is_at_work (self))
    answer_questions (self);
  if (is_at_work (self))
    return G_SOURCE_CONTINUE;

  self->lock_source = 0;
  lock_now (self);
  return G_SOURCE_REMOVE;
}

/* Whether there is something to lock: without a password there is no way back. */
gboolean
_rail_window_can_lock (RailWindow *self)
{
  return self->project != NULL && rail_project_is_protected (self->project);
}

/* The window goes, and with it what was to be locked. */
void
_rail_window_cancel_lock (RailWindow *self)
{
  g_clear_handle_id (&self->lock_source, g_source_remove);
}

/* Leaves the lock page for what comes after it. */
void
_rail_window_leave_lock_page (RailWindow *self)
{
  if (self->lock_page == NULL)
    return;

  rail_lock_page_stop (self->lock_page);
  remove_lock_page (self);
  clean_soon ();
}

/* Whether locking has kept changes that are in no file. */
gboolean
_rail_window_is_locked_modified (RailWindow *self)
{
  return self->lock_page != NULL && get_locked (self)->modified;
}

/* Whether they are still there when the window is closed. */
gboolean
_rail_window_has_kept_changes (RailWindow *self)
{
  return self->lock_page != NULL && get_locked (self)->item != NULL;
}

/* The user gives up the changes. */
void
_rail_window_discard_locked (RailWindow *self)
{
  if (self->lock_page != NULL && get_locked (self)->item != NULL)
    rail_recovery_item_discard (get_locked (self)->item);
}

/**
 * rail_window_lock:
 * @self: a window
 *
 * Takes the project out of memory, with its keys, its pages and its dialogs, and asks for the password to put it back
 * where it was. Changes that are not saved are kept, encrypted as in the file; the steps that could be undone are not.
 * Work that is under way ends first, and its questions are answered with “cancel”. Does nothing when no protected
 * project is open.
 */
void
rail_window_lock (RailWindow *self)
{
  g_return_if_fail (RAIL_IS_WINDOW (self));

  if (!_rail_window_can_lock (self) || self->lock_source != 0)
    return;

  rail_file_chooser_dismiss (GTK_WINDOW (self));
  self->lock_source = g_timeout_add (RETRY_MS, retry_cb, self);
  if (is_at_work (self))
    answer_questions (self);
  if (!is_at_work (self))
    {
      g_clear_handle_id (&self->lock_source, g_source_remove);
      lock_now (self);
    }
}

/**
 * rail_window_is_locked:
 * @self: a window
 *
 * Returns: whether the window waits for a password with nothing of its project in memory
 */
gboolean
rail_window_is_locked (RailWindow *self)
{
  g_return_val_if_fail (RAIL_IS_WINDOW (self), FALSE);

  return self->lock_page != NULL && rail_lock_page_is_ready (self->lock_page);
}
