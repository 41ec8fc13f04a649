/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"
#include "folders.h"

#include "rail-window-private.h"

#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-login-dialog.h"
#include "rail-project-file.h"
#include "rail-section.h"
#include "rail-state.h"

#include <glib/gi18n.h>

/* A file on its way into a window. It is the data of the window's loading task, which carries the cancellable. */
typedef struct
{
  RailOpenKind      kind;
  GFile            *file;          /* (nullable): where the project is kept; nowhere if it was never saved */
  GFile            *source;        /* what is read */
  RailProjectFile  *project_file;  /* (nullable): what was read; of unsaved work, that */
  RailFileIdentity *identity;      /* (nullable): what the file at @file is expected to be */
  RailProjectLock  *lock;          /* (nullable) */
  RailRecoveryItem *item;          /* (nullable): unsaved work to go on with */
  char             *read_only;     /* (nullable): why it cannot be saved */
  gint64            saved;         /* of an earlier version */
} Loading;

#define LOADING_KEY "rail-loading"

static void take_lock  (GTask        *task,
                        RailTakeOver  take_over);
static void show_login (GTask        *task);

static void
loading_free (gpointer data)
{
  Loading *self = data;

  if (self->lock != NULL)
    rail_project_lock_release (self->lock);
  g_clear_object (&self->lock);
  g_clear_object (&self->file);
  g_clear_object (&self->source);
  g_clear_object (&self->project_file);
  g_clear_pointer (&self->identity, rail_file_identity_unref);
  g_clear_object (&self->item);
  g_free (self->read_only);
  g_free (self);
}

/* With the lock taken from @self. */
static Loading *
loading_copy (Loading *self)
{
  Loading *copy = g_new0 (Loading, 1);

  copy->kind = self->kind;
  copy->file = self->file != NULL ? g_object_ref (self->file) : NULL;
  copy->source = g_object_ref (self->source);
  copy->project_file = g_object_ref (self->project_file);
  copy->identity = self->identity != NULL ? rail_file_identity_ref (self->identity) : NULL;
  copy->lock = g_steal_pointer (&self->lock);
  copy->item = self->item != NULL ? g_object_ref (self->item) : NULL;
  copy->read_only = g_strdup (self->read_only);
  copy->saved = self->saved;
  return copy;
}

static void
loading_done (RailWindow *self)
{
  g_clear_object (&self->loading);
  g_clear_object (&self->opening);
  _rail_window_update (self);
}

/* Whether the result of @task is of no use any more: its loading was cancelled, or its window is gone. */
static gboolean
is_given_up (GTask *task)
{
  GtkWindow *window = g_task_get_source_object (task);

  return g_cancellable_is_cancelled (g_task_get_cancellable (task)) || gtk_window_get_application (window) == NULL;
}

static void
loading_failed (RailWindow *self,
                GFile      *file,
                GError     *error)
{
  loading_done (self);
  if (file != NULL && g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED) &&
      !g_file_query_exists (file, NULL))
    rail_state_remove_recent (rail_state_get_default (), file);
  rail_error_dialog_show (GTK_WIDGET (self), _("The project was not opened"), error);
}

static void
opened (RailWindow  *self,
        Loading     *loading,
        RailProject *project)
{
  g_autoptr(RailProjectLock) lock = g_steal_pointer (&loading->lock);
  g_autofree char *warning = rail_project_file_dup_warning (loading->project_file, project);
  RailAttachment attachment = {
    .kind = loading->kind,
    .lock = lock,
    .identity = loading->identity,
    .item = loading->item,
    .read_only = loading->read_only,
    .warning = warning,
    .saved = loading->saved,
  };

  g_clear_object (&self->loading);
  g_clear_object (&self->opening);
  if (loading->kind == RAIL_OPEN_FILE && loading->file != NULL)
    rail_state_add_recent (rail_state_get_default (), loading->file);
  _rail_window_attach (self, project, loading->kind == RAIL_OPEN_EXAMPLE ? NULL : loading->file, &attachment);
}

static void
logged_in_cb (RailWindow  *self,
              RailProject *project,
              GtkWidget   *dialog)
{
  g_assert (RAIL_IS_PROJECT (project));

  opened (self, g_object_get_data (G_OBJECT (dialog), LOADING_KEY), project);
}

/* At once: the dialog itself lives until the derivation that it started has noticed that nobody waits for it. */
static gboolean
login_dismissed_cb (RailWindow *self)
{
  _rail_window_stop_loading (self);
  return GDK_EVENT_PROPAGATE;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailWindow *self = g_task_get_source_object (task);
  Loading *loading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = rail_project_file_read_finish (RAIL_PROJECT_FILE (object), result, &error);

  if (is_given_up (task))
    return;

  if (project == NULL)
    loading_failed (self, loading->file, error);
  else
    opened (self, loading, project);
}

static void
show_login (GTask *task)
{
  RailWindow *self = g_task_get_source_object (task);
  Loading *loading = g_task_get_task_data (task);
  RailApplication *application = RAIL_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  GtkWidget *dialog;

  if (!rail_project_file_is_protected (loading->project_file))
    {
      rail_project_file_read_async (loading->project_file, rail_application_get_environment (application), NULL, NULL,
                                    self->loading, read_cb, g_object_ref (task));
      return;
    }

  dialog = rail_login_dialog_new (GTK_WINDOW (self), loading->file != NULL ? loading->file : loading->source,
                                  loading->project_file,
                                  rail_application_get_environment (application));
  if (loading->kind == RAIL_OPEN_EXAMPLE)
    rail_login_dialog_set_hint (RAIL_LOGIN_DIALOG (dialog), _("User “admin”, password “Certrail-example-1”"));
  /* Not the task itself, which would keep a window that is destroyed. */
  g_object_set_data_full (G_OBJECT (dialog), LOADING_KEY, loading_copy (loading), loading_free);
  g_signal_connect_object (dialog, "logged-in", G_CALLBACK (logged_in_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "close-request", G_CALLBACK (login_dismissed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Unsaved work of an earlier run */

static gboolean
read_unsaved_work (Loading  *loading,
                   GError  **error)
{
  g_autoptr(RailProjectFile) project_file = rail_project_file_open (rail_recovery_item_get_file (loading->item), NULL,
                                                                    error);

  if (project_file == NULL)
    return FALSE;

  g_set_object (&loading->project_file, project_file);
  g_clear_pointer (&loading->identity, rail_file_identity_unref);
  if (rail_recovery_item_get_identity (loading->item) != NULL)
    loading->identity = rail_file_identity_ref (rail_recovery_item_get_identity (loading->item));
  return TRUE;
}

static void
recover_cb (AdwMessageDialog *dialog,
            const char       *response,
            gpointer          user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  RailWindow *self = g_task_get_source_object (task);
  Loading *loading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (is_given_up (task))
    return;

  if (g_str_equal (response, "cancel"))
    {
      _rail_window_stop_loading (self);
      return;
    }
  if (g_str_equal (response, "discard"))
    {
      rail_recovery_item_discard (loading->item);
      g_clear_object (&loading->item);
      if (loading->file == NULL)
        {
          _rail_window_stop_loading (self);
          return;
        }
    }
  else if (!read_unsaved_work (loading, &error))
    {
      loading_failed (self, loading->file, error);
      return;
    }
  show_login (task);
}

static void
ask_to_recover (GTask *task)
{
  Loading *loading = g_task_get_task_data (task);
  g_autofree char *name = loading->file != NULL ? rail_display_name_dup (loading->file) : NULL;
  g_autofree char *written = rail_format_local_time (rail_recovery_item_get_written (loading->item));
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  if (name == NULL)
    body = g_strdup_printf (_("Certrail ended with a project that was never saved. The last changes to it were kept on %s."),
                            written);
  else if (rail_recovery_item_has_changed (loading->item))
    body = g_strdup_printf (_("Certrail ended without saving changes to “%s”. The last of them were kept on %s. The file "
                              "itself has been saved by somebody since: before the recovered changes replace that, you "
                              "will be asked."), name, written);
  else
    body = g_strdup_printf (_("Certrail ended without saving changes to “%s”. The last of them were kept on %s, encrypted "
                              "as the project itself."), name, written);
  dialog = adw_message_dialog_new (g_task_get_source_object (task), _("Recover unsaved changes?"), NULL);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  gtk_widget_set_name (dialog, "rail-recover");
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "discard", _("_Discard"),
                                    "recover", _("_Recover"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "recover", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "recover");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (recover_cb), g_object_ref (task));
  gtk_window_present (GTK_WINDOW (dialog));
}

static RailRecoveryItem *
find_unsaved_work (GFile *file)
{
  g_autoptr(GListModel) items = rail_recovery_list ();

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRecoveryItem) item = g_list_model_get_item (items, i);
      GFile *project = rail_recovery_item_get_project (item);

      if (project != NULL && g_file_equal (project, file))
        return g_steal_pointer (&item);
    }
  return NULL;
}

/* The right to write */

static void
continue_with_lock (GTask *task)
{
  Loading *loading = g_task_get_task_data (task);

  if (loading->read_only == NULL)
    loading->item = find_unsaved_work (loading->file);
  if (loading->item != NULL)
    ask_to_recover (task);
  else
    show_login (task);
}

static void
held_cb (AdwMessageDialog *dialog,
         const char       *response,
         gpointer          user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Loading *loading = g_task_get_task_data (task);

  if (is_given_up (task))
    return;

  if (g_str_equal (response, "take-over"))
    take_lock (task, RAIL_TAKE_ANY);
  else if (g_str_equal (response, "read-only"))
    {
      g_autoptr(RailLockHolder) holder = rail_project_lock_get_holder (loading->file);
      g_autofree char *who = holder != NULL ? rail_lock_holder_describe (holder) : NULL;

      loading->read_only = who != NULL ? g_strdup_printf (_("Opened to be looked at only: it is open at %s."), who)
                                       : g_strdup (_("Opened to be looked at only."));
      show_login (task);
    }
  else
    _rail_window_stop_loading (g_task_get_source_object (task));
}

static void
say_held (GTask          *task,
          RailLockHolder *holder)
{
  Loading *loading = g_task_get_task_data (task);
  g_autofree char *name = rail_display_name_dup (loading->file);
  RailLockState state = rail_lock_holder_get_state (holder);
  g_autofree char *heading = g_strdup_printf (state == RAIL_LOCK_STALE ? _("“%s” was not closed") : _("“%s” is open already"),
                                              name);
  g_autofree char *who = rail_lock_holder_describe (holder);
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (g_task_get_source_object (task), heading, NULL));

  switch (state)
    {
    case RAIL_LOCK_STALE:
      body = g_strdup_printf (_("By %s. That program has ended without closing the project, so nobody works with it any "
                                "more. Take it over to go on, also with changes that it had not saved."), who);
      break;
    case RAIL_LOCK_ELSEWHERE:
      body = g_strdup_printf (_("By %s. Whether somebody still works with it there cannot be found out from here: ask "
                                "before you take over, or the one who saves last is kept from saving."), who);
      break;
    case RAIL_LOCK_LIVE:
    default:
      body = g_strdup_printf (_("By %s. Until it is closed there, it can be looked at here, but not saved under its name."),
                              who);
      break;
    }
  adw_message_dialog_set_body (dialog, body);
  gtk_widget_set_name (GTK_WIDGET (dialog), "rail-held");
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "read-only", _("Open _Read-Only"), NULL);
  if (state != RAIL_LOCK_LIVE)
    adw_message_dialog_add_response (dialog, "take-over", _("_Take Over"));
  adw_message_dialog_set_default_response (dialog, state == RAIL_LOCK_STALE ? "take-over" : "read-only");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (held_cb), g_object_ref (task));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
lock_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  g_autoptr(RailLockHolder) holder = NULL;
  g_autoptr(GError) error = NULL;

  loading->lock = rail_project_lock_acquire_finish (result, &error);
  if (is_given_up (task))
    return;

  if (g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED))
    holder = rail_project_lock_get_holder (loading->file);
  if (holder != NULL)
    {
      say_held (task, holder);
      return;
    }
  if (error != NULL)
    loading->read_only = g_strdup_printf (_("Opened to be looked at only: %s"), error->message);
  continue_with_lock (task);
}

static void
take_lock (GTask        *task,
           RailTakeOver  take_over)
{
  Loading *loading = g_task_get_task_data (task);

  rail_project_lock_acquire_async (loading->file, take_over, g_task_get_cancellable (task), lock_cb, g_object_ref (task));
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailWindow *self = g_task_get_source_object (task);
  Loading *loading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  loading->project_file = rail_project_file_open_finish (result, &error);
  if (is_given_up (task))
    return;

  if (loading->project_file == NULL)
    {
      loading_failed (self, loading->file, error);
      return;
    }
  if (loading->file == NULL)
    {
      ask_to_recover (task);
      return;
    }
  if (rail_project_file_get_identity (loading->project_file) != NULL)
    loading->identity = rail_file_identity_ref (rail_project_file_get_identity (loading->project_file));
  if (loading->kind == RAIL_OPEN_EXAMPLE || loading->kind == RAIL_OPEN_VERSION)
    show_login (task);
  else if (rail_project_file_is_writable (loading->project_file))
    take_lock (task, RAIL_TAKE_NONE);
  else
    {
      loading->read_only = g_strdup (_("Opened to be looked at only: the file is write-protected. It can be saved under "
                                       "another name."));
      continue_with_lock (task);
    }
}

static void
load (RailWindow       *self,
      GFile            *file,
      GFile            *source,
      RailOpenKind      kind,
      gint64            saved,
      RailRecoveryItem *item)
{
  g_autofree char *name = rail_display_name_dup (source);
  g_autofree char *text = g_strdup_printf (_("Opening “%s”…"), name);
  g_autoptr(GTask) task = NULL;
  Loading *loading = g_new0 (Loading, 1);

  g_assert (rail_window_is_free (self));

  self->loading = g_cancellable_new ();
  self->opening_kind = kind;
  g_set_object (&self->opening, file);
  gtk_label_set_label (self->loading_label, text);
  _rail_window_update (self);

  loading->kind = kind;
  loading->file = file != NULL ? g_object_ref (file) : NULL;
  loading->source = g_object_ref (source);
  loading->item = item != NULL ? g_object_ref (item) : NULL;
  loading->saved = saved;
  if (kind == RAIL_OPEN_VERSION)
    loading->read_only = g_strdup ("");
  task = g_task_new (self, self->loading, NULL, NULL);
  g_task_set_task_data (task, loading, loading_free);
  rail_project_file_open_async (source, self->loading, open_cb, g_steal_pointer (&task));
}

/* Opens @source, which is @file itself, or an earlier version of it saved at @saved. */
void
_rail_window_load (RailWindow   *self,
                   GFile        *file,
                   GFile        *source,
                   RailOpenKind  kind,
                   gint64        saved)
{
  load (self, file, source, kind, saved, NULL);
}

/* Cancels what is loading or waits for its login, and shows the welcome page again. */
void
_rail_window_stop_loading (RailWindow *self)
{
  if (self->loading == NULL)
    return;

  g_cancellable_cancel (self->loading);
  loading_done (self);
}

/* The window in which @file is open to be written, or will be. The example has no file of its own, see opened(), and
 * an earlier version is another file. */
RailWindow *
_rail_window_find (RailWindow *self,
                   GFile      *file)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    {
      RailWindow *window = RAIL_IS_WINDOW (link->data) ? link->data : NULL;

      if (window == NULL)
        continue;
      if (window->file != NULL && window->kind == RAIL_OPEN_FILE && g_file_equal (window->file, file))
        return window;
      if (window->opening != NULL && window->opening_kind == RAIL_OPEN_FILE && g_file_equal (window->opening, file))
        return window;
    }
  return NULL;
}

static RailWindow *
find_free_window (RailWindow *self)
{
  if (rail_window_is_free (self))
    return self;
  return rail_window_new (RAIL_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
}

/**
 * rail_window_open:
 * @self: a window
 * @file: a project file
 *
 * Opens @file here if nothing is open here, otherwise in a window of its own. A file that is open already comes to the
 * front. What another program has open is offered to be looked at; unsaved changes that a crash has left are offered.
 */
void
rail_window_open (RailWindow *self,
                  GFile      *file)
{
  RailWindow *window;

  g_return_if_fail (RAIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  window = _rail_window_find (self, file);
  if (window == NULL)
    {
      window = find_free_window (self);
      _rail_window_load (window, file, file, RAIL_OPEN_FILE, 0);
    }
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * rail_window_recover:
 * @self: a window
 *
 * Offers all unsaved work that a crash has left, each in a window of its own.
 */
void
rail_window_recover (RailWindow *self)
{
  g_autoptr(GListModel) items = NULL;

  g_return_if_fail (RAIL_IS_WINDOW (self));

  items = rail_recovery_list ();
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRecoveryItem) item = g_list_model_get_item (items, i);
      GFile *project = rail_recovery_item_get_project (item);

      if (project != NULL && g_file_query_exists (project, NULL))
        rail_window_open (self, project);
      else
        {
          RailWindow *window = find_free_window (self);

          load (window, NULL, rail_recovery_item_get_file (item), RAIL_OPEN_FILE, 0, item);
          gtk_window_present (GTK_WINDOW (window));
        }
    }
}

/**
 * rail_window_open_version:
 * @self: a window
 * @file: a project file
 * @version: an earlier version of it
 *
 * Opens @version in a window of its own, to be looked at, or to be made the current one.
 */
void
rail_window_open_version (RailWindow      *self,
                          GFile           *file,
                          RailFileVersion *version)
{
  RailWindow *window;

  g_return_if_fail (RAIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (RAIL_IS_FILE_VERSION (version));

  window = find_free_window (self);
  _rail_window_load (window, file, rail_file_version_get_file (version), RAIL_OPEN_VERSION,
                     rail_file_version_get_saved (version));
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * rail_window_open_example:
 * @self: a window
 *
 * Opens the example project as one that has no file yet: whatever is done with it, the installed one stays as it is.
 *
 * Returns: (transfer none): the window in which it opens
 */
RailWindow *
rail_window_open_example (RailWindow *self)
{
  const char *folder = g_getenv ("CERTRAIL_DATA_DIR");
  g_autoptr(GFile) file = NULL;
  RailWindow *window;

  g_return_val_if_fail (RAIL_IS_WINDOW (self), NULL);

  file = g_file_new_build_filename (folder != NULL ? folder : RAIL_DATA_DIR, "example.certrail", NULL);
  window = find_free_window (self);
  _rail_window_load (window, file, file, RAIL_OPEN_EXAMPLE, 0);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}
