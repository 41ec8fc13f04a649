/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-project-save.h"
#include "rail-save-changes.h"
#include "rail-state.h"

#include <glib/gi18n.h>

/* Saving */

/* The data of a task that saves. */
typedef struct
{
  GFile           *file;
  RailProjectLock *lock;   /* (nullable): of another file than the present one */
  gboolean         deletes_earlier;
} Saving;

static void choose_name (GTask *task);
static void save_to     (GTask *task,
                         GFile *file);

static void
saving_free (gpointer data)
{
  Saving *self = data;

  g_clear_object (&self->file);
  g_clear_object (&self->lock);
  g_free (self);
}

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

/* What the file has become since it was read, or who took it over, is not overwritten without a word. */

static void
changed_cb (AdwMessageDialog *dialog,
            const char       *response,
            gpointer          user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  RailWindow *self = g_task_get_source_object (task);

  if (g_str_equal (response, "save"))
    {
      g_clear_pointer (&self->identity, rail_file_identity_unref);
      save_to (task, self->file);
    }
  else if (g_str_equal (response, "save-as"))
    choose_name (task);
  else
    {
      saving_done (self, task, FALSE);
      if (g_str_equal (response, "reload"))
        _rail_window_reload (self);
    }
}

static void
ask_about_changed_file (GTask        *task,
                        const GError *error)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (g_task_get_source_object (task),
                                                                         _("The file has changed"), NULL));
  g_autofree char *body = g_strdup_printf (_("%s\n\nNothing has been written. Reloading gives up the changes made here; "
                                             "saving anyway replaces what somebody else has saved."), error->message);

  adw_message_dialog_set_body (dialog, body);
  gtk_widget_set_name (GTK_WIDGET (dialog), "rail-changed-file");
  adw_message_dialog_add_responses (dialog,
                                    "cancel", _("_Cancel"),
                                    "reload", _("_Reload"),
                                    "save", _("Save _anyway"),
                                    "save-as", _("_Save as…"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "reload", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save-as", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save-as");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (changed_cb), g_object_ref (task));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
saving_failed (GTask        *task,
               GFile        *file,
               const GError *error)
{
  RailWindow *self = g_task_get_source_object (task);

  if (g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_CHANGED))
    {
      ask_about_changed_file (task, error);
      return;
    }
  if (g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED) && self->file == file)
    {
      g_autoptr(RailLockHolder) holder = rail_project_lock_get_holder (file);

      /* Without a holder it is gone with its folder, and may come back with it. */
      if (holder != NULL)
        _rail_window_set_read_only (self, error->message);
    }
  rail_error_dialog_show (GTK_WIDGET (self), _("The project was not saved"), error);
  saving_done (self, task, FALSE);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailWindow *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);
  g_autoptr(RailFileIdentity) identity = NULL;
  g_autoptr(GError) error = NULL;

  if (!rail_project_save_with_finish (RAIL_PROJECT (object), result, &identity, &error))
    {
      /* So late a failure that the file is the new one all the same. */
      if (identity != NULL && self->project == RAIL_PROJECT (object) && saving->lock == NULL)
        _rail_window_set_saved (self, self->file, NULL, identity);
      saving_failed (task, saving->file, error);
      return;
    }

  rail_state_add_recent (rail_state_get_default (), saving->file);
  if (self->project == RAIL_PROJECT (object))
    {
      self->deletes_earlier = self->deletes_earlier && !saving->deletes_earlier;
      _rail_window_set_saved (self, saving->file, saving->lock, identity);
    }
  saving_done (self, task, TRUE);
}

static gboolean
is_own_file (RailWindow *self,
             GFile      *file)
{
  return self->file != NULL && g_file_equal (self->file, file) && self->kind == RAIL_OPEN_FILE && self->read_only == NULL;
}

static void
save_to (GTask *task,
         GFile *file)
{
  RailWindow *self = g_task_get_source_object (task);
  Saving *saving = g_new0 (Saving, 1);
  RailSaveOptions options = { .n_versions = rail_application_get_n_versions () };
  g_autoptr(GError) error = NULL;

  saving->file = g_object_ref (file);
  if (is_own_file (self, file))
    {
      options.lock = self->write_lock;
      options.expected = self->identity;
      options.deletes_earlier = saving->deletes_earlier = self->deletes_earlier;
    }
  else
    options.lock = saving->lock = rail_project_lock_acquire (file, RAIL_TAKE_STALE, &error);
  g_task_set_task_data (task, saving, saving_free);
  if (error != NULL)
    {
      saving_failed (task, NULL, error);
      return;
    }

  rail_project_save_with_async (self->project, file, &options, NULL, saved_cb, g_object_ref (task));
}

static void
replace_cb (AdwMessageDialog *dialog,
            const char       *response,
            gpointer          user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GFile) file = g_object_ref (((Saving *) g_task_get_task_data (task))->file);

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
  RailWindow *other = _rail_window_find (self, file);
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
  Saving *saving;

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
  saving = g_new0 (Saving, 1);
  saving->file = g_object_ref (file);
  g_task_set_task_data (task, saving, saving_free);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                           G_PRIORITY_DEFAULT, NULL, looked_cb, g_steal_pointer (&task));
}

static void
choose_name (GTask *task)
{
  RailWindow *self = g_task_get_source_object (task);
  g_autofree char *name = dup_suggested_name (self);

  rail_file_chooser_save_async (GTK_WINDOW (self), _("Save Project"), name, _("Projects"), "*.certrail", NULL,
                                name_cb, g_object_ref (task));
}

/* Saves the project, and asks for a name when it has none that it may be saved under or @ask_for_name. A failure is
 * told to the user here. */
void
_rail_window_save_async (RailWindow          *self,
                         gboolean             ask_for_name,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, _rail_window_save_async);
  if (self->project == NULL || self->saving)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  self->saving = TRUE;
  _rail_window_update (self);
  if (self->file != NULL && is_own_file (self, self->file) && !ask_for_name)
    save_to (task, self->file);
  else
    choose_name (task);
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
  if (g_str_equal (response, "discard"))
    _rail_window_discard_locked (self);
  g_task_return_boolean (task, !g_str_equal (response, "cancel"));
}

/* A locked project cannot be saved: what would be written has to be unlocked to be checked. */
static void
ask_to_close_locked (RailWindow *self,
                     GTask      *task)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Close without the unsaved changes?"),
                                              _("The project was locked with changes that are not saved. To save them, "
                                                "unlock it first. Kept changes are offered the next time that it is "
                                                "opened."));

  gtk_widget_set_name (dialog, "rail-close-locked");
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "discard", _("_Discard changes"),
                                    NULL);
  if (_rail_window_has_kept_changes (self))
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "keep", _("_Keep Changes"));
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
