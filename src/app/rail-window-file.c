/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-login-dialog.h"
#include "rail-project-file.h"
#include "rail-save-changes.h"
#include "rail-state.h"

#include <glib/gi18n.h>

/* Opening */

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
  if (g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED) && !g_file_query_exists (file, NULL))
    rail_state_remove_recent (rail_state_get_default (), file);
  rail_error_dialog_show (GTK_WIDGET (self), _("The project was not opened"), error);
}

static void
opened (RailWindow  *self,
        RailProject *project,
        GFile       *file)
{
  g_clear_object (&self->loading);
  g_clear_object (&self->opening);
  if (!self->example)
    rail_state_add_recent (rail_state_get_default (), file);
  rail_window_set_project (self, project, self->example ? NULL : file);
}

static void
logged_in_cb (RailWindow  *self,
              RailProject *project,
              GtkWidget   *dialog)
{
  g_assert (RAIL_IS_PROJECT (project));

  opened (self, project, rail_login_dialog_get_file (RAIL_LOGIN_DIALOG (dialog)));
}

/* At once: the dialog itself lives until the derivation that it started has noticed that nobody waits for it. */
static gboolean
login_dismissed_cb (RailWindow *self)
{
  _rail_window_stop_loading (self);
  return GDK_EVENT_PROPAGATE;
}

static void
show_login (RailWindow      *self,
            GFile           *file,
            RailProjectFile *project_file)
{
  RailApplication *application = RAIL_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  GtkWidget *dialog = rail_login_dialog_new (GTK_WINDOW (self), file, project_file,
                                             rail_application_get_environment (application));

  if (self->example)
    rail_login_dialog_set_hint (RAIL_LOGIN_DIALOG (dialog), _("User “admin”, password “Certrail-example-1”"));
  g_signal_connect_object (dialog, "logged-in", G_CALLBACK (logged_in_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "close-request", G_CALLBACK (login_dismissed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailWindow *self = g_task_get_source_object (task);
  GFile *file = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = rail_project_file_read_finish (RAIL_PROJECT_FILE (object), result, &error);

  if (is_given_up (task))
    return;

  if (project == NULL)
    loading_failed (self, file, error);
  else
    opened (self, project, file);
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailWindow *self = g_task_get_source_object (task);
  GFile *file = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) project_file = rail_project_file_open_finish (result, &error);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (is_given_up (task))
    return;

  if (project_file == NULL)
    loading_failed (self, file, error);
  else if (rail_project_file_is_protected (project_file))
    show_login (self, file, project_file);
  else
    rail_project_file_read_async (project_file, rail_application_get_environment (RAIL_APPLICATION (application)),
                                  NULL, NULL, self->loading, read_cb, g_steal_pointer (&task));
}

static void
load (RailWindow *self,
      GFile      *file,
      gboolean    example)
{
  g_autofree char *name = rail_display_name_dup (file);
  g_autofree char *text = g_strdup_printf (_("Opening “%s”…"), name);
  g_autoptr(GTask) task = NULL;

  g_assert (rail_window_is_free (self));

  self->example = example;
  self->loading = g_cancellable_new ();
  g_set_object (&self->opening, file);
  gtk_label_set_label (self->loading_label, text);
  _rail_window_update (self);

  task = g_task_new (self, self->loading, NULL, NULL);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  rail_project_file_open_async (file, self->loading, open_cb, g_steal_pointer (&task));
}

/* The window in which @file is open, or will be. The example has no file of its own there, see opened(). */
static RailWindow *
find_window_of (RailWindow *self,
                GFile      *file)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    {
      RailWindow *window = RAIL_IS_WINDOW (link->data) ? link->data : NULL;

      if (window == NULL)
        continue;
      if (window->file != NULL && g_file_equal (window->file, file))
        return window;
      if (window->opening != NULL && !window->example && g_file_equal (window->opening, file))
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

/* Saving */

static char *
dup_suggested_name (RailWindow *self)
{
  g_autofree char *name = g_strdup (rail_project_get_name (self->project));

  if (self->file != NULL)
    return rail_display_name_dup (self->file);

  g_strdelimit (name, "/\\:*?\"<>|", '-');
  return g_strdup_printf ("%s.certrail", name);
}

static void
saving_done (RailWindow *self,
             GTask      *task,
             gboolean    saved)
{
  self->saving = FALSE;
  _rail_window_update (self);
  g_task_return_boolean (task, saved);

  if (self->close_after_save && saved)
    gtk_window_close (GTK_WINDOW (self));
  self->close_after_save = FALSE;
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailWindow *self = g_task_get_source_object (task);
  GFile *file = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!rail_project_save_finish (RAIL_PROJECT (object), result, &error))
    {
      rail_error_dialog_show (GTK_WIDGET (self), _("The project was not saved"), error);
      saving_done (self, task, FALSE);
      return;
    }

  rail_state_add_recent (rail_state_get_default (), file);
  if (self->project == RAIL_PROJECT (object))
    rail_window_set_project (self, self->project, file);
  saving_done (self, task, TRUE);
}

static void
save_to (GTask *task,
         GFile *file)
{
  RailWindow *self = g_task_get_source_object (task);

  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  rail_project_save_async (self->project, file, NULL, saved_cb, g_object_ref (task));
}

static void
replace_cb (AdwMessageDialog *dialog,
            const char       *response,
            gpointer          user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GFile) file = g_object_ref (g_task_get_task_data (task));

  if (g_str_equal (response, "replace"))
    save_to (task, file);
  else
    saving_done (g_task_get_source_object (task), task, FALSE);
}

static void
ask_to_replace (GTask *task,
                GFile *file)
{
  g_autofree char *name = rail_display_name_dup (file);
  g_autofree char *heading = g_strdup_printf (_("Replace “%s”?"), name);
  GtkWidget *dialog = adw_message_dialog_new (g_task_get_source_object (task), heading,
                                              _("There is a file with this name in the folder already. Saving "
                                                "replaces it, and what is in it is lost."));

  gtk_widget_set_name (dialog, "rail-replace-file");
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "replace", _("_Replace"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (replace_cb), g_object_ref (task));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GFile *file = G_FILE (object);
  g_autoptr(GFileInfo) info = g_file_query_info_finish (file, result, NULL);

  if (info != NULL)
    ask_to_replace (task, file);
  else
    save_to (task, file);
}

static gboolean
refuse_open_file (GTask *task,
                  GFile *file)
{
  RailWindow *self = g_task_get_source_object (task);
  RailWindow *other = find_window_of (self, file);
  g_autofree char *name = rail_display_name_dup (file);
  g_autoptr(GError) error = NULL;

  if (other == NULL || other == self)
    return FALSE;

  g_set_error (&error, G_IO_ERROR, G_IO_ERROR_BUSY,
               _("“%s” is open in another window; choose another name, or close it there first."), name);
  rail_error_dialog_show (GTK_WIDGET (self), _("The project was not saved"), error);
  saving_done (self, task, FALSE);
  return TRUE;
}

static void
name_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFile) chosen = rail_file_chooser_finish (result, NULL);
  g_autofree char *name = chosen != NULL ? g_file_get_basename (chosen) : NULL;
  g_autofree char *full_name = NULL;
  g_autoptr(GFile) parent = NULL;
  g_autoptr(GFile) file = NULL;

  if (chosen == NULL)
    {
      saving_done (g_task_get_source_object (task), task, FALSE);
      return;
    }
  if (g_str_has_suffix (name, ".certrail"))
    {
      if (!refuse_open_file (task, chosen))
        save_to (task, chosen);
      return;
    }

  /* The file chooser asked about the name that was typed in, not about the one that it is completed to. */
  full_name = g_strconcat (name, ".certrail", NULL);
  parent = g_file_get_parent (chosen);
  file = g_file_get_child (parent, full_name);
  if (refuse_open_file (task, file))
    return;
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                           G_PRIORITY_DEFAULT, NULL, looked_cb, g_steal_pointer (&task));
}

/* Saves the project, and asks for a name when it has none or @ask_for_name. A failure is told to the user here. */
void
_rail_window_save_async (RailWindow          *self,
                         gboolean             ask_for_name,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *name = NULL;

  g_task_set_source_tag (task, _rail_window_save_async);
  if (self->project == NULL || self->saving)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  self->saving = TRUE;
  _rail_window_update (self);
  if (self->file != NULL && !ask_for_name)
    {
      save_to (task, self->file);
      return;
    }

  name = dup_suggested_name (self);
  rail_file_chooser_save_async (GTK_WINDOW (self), _("Save project"), name, _("Projects"), "*.certrail", NULL,
                                name_cb, g_steal_pointer (&task));
}

gboolean
_rail_window_save_finish (RailWindow   *self,
                          GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/* Asking before changes are lost */

static void
saved_before_close_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  RailWindow *self = RAIL_WINDOW (object);
  g_autoptr(GTask) task = user_data;

  /* Something may have been changed while the file was being written. */
  g_task_return_boolean (task, _rail_window_save_finish (self, result) && !_rail_window_is_modified (self));
}

static void
close_locked_cb (AdwMessageDialog *dialog,
                 const char       *response,
                 gpointer          user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  RailWindow *self = g_task_get_source_object (task);

  self->asking = FALSE;
  g_task_return_boolean (task, g_str_equal (response, "discard"));
}

/* A locked project cannot be saved: what would be written has to be unlocked to be checked. */
static void
ask_to_close_locked (RailWindow *self,
                     GTask      *task)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Close without the unsaved changes?"),
                                              _("The project was locked with changes that are not saved. To save them, "
                                                "unlock it first."));

  gtk_widget_set_name (dialog, "rail-close-locked");
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "discard", _("_Discard changes"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (close_locked_cb), g_object_ref (task));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_changes_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailWindow *self = g_task_get_source_object (task);

  self->asking = FALSE;
  switch (rail_save_changes_finish (result))
    {
    case RAIL_SAVE_CHANGES_SAVE:
      _rail_window_save_async (self, FALSE, saved_before_close_cb, g_steal_pointer (&task));
      break;
    case RAIL_SAVE_CHANGES_DISCARD:
      g_task_return_boolean (task, TRUE);
      break;
    case RAIL_SAVE_CHANGES_CANCEL:
    default:
      g_task_return_boolean (task, FALSE);
      break;
    }
}

/* Finishes with TRUE when the project may go: nothing to lose, saved now, or given up by its owner. */
void
_rail_window_confirm_async (RailWindow          *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, _rail_window_confirm_async);
  if (self->asking || self->saving)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  if (_rail_window_is_locked_modified (self))
    {
      self->asking = TRUE;
      ask_to_close_locked (self, task);
      return;
    }
  if (!_rail_window_is_modified (self))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  self->asking = TRUE;
  rail_save_changes_async (GTK_WINDOW (self), rail_project_get_name (self->project), save_changes_cb,
                           g_steal_pointer (&task));
}

gboolean
_rail_window_confirm_finish (RailWindow   *self,
                             GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
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

/**
 * rail_window_open:
 * @self: a window
 * @file: a project file
 *
 * Opens @file here if nothing is open here, otherwise in a window of its own. A file that is open already comes to the
 * front.
 */
void
rail_window_open (RailWindow *self,
                  GFile      *file)
{
  RailWindow *window;

  g_return_if_fail (RAIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  window = find_window_of (self, file);
  if (window == NULL)
    {
      window = find_free_window (self);
      load (window, file, FALSE);
    }
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * rail_window_open_example:
 * @self: a window
 *
 * Opens the example project as one that has no file yet: whatever is done with it, the installed one stays as it is.
 */
void
rail_window_open_example (RailWindow *self)
{
  const char *folder = g_getenv ("CERTRAIL_DATA_DIR");
  g_autoptr(GFile) file = NULL;
  RailWindow *window;

  g_return_if_fail (RAIL_IS_WINDOW (self));

  file = g_file_new_build_filename (folder != NULL ? folder : RAIL_DATA_DIR, "example.certrail", NULL);
  window = find_free_window (self);
  load (window, file, TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
