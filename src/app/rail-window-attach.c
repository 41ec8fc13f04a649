/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-error-dialog.h"
#include "rail-project-save.h"
#include "rail-section.h"
#include "rail-toast.h"
#include "rail-unsealed.h"
#include "rail-unsealed-dialog.h"

#include <glib/gi18n.h>

static void
not_kept_cb (RailWindow *self,
             const char *reason)
{
  rail_toast_show (GTK_WIDGET (self->stack), reason, NULL, NULL);
}

void
_rail_window_set_identity (RailWindow       *self,
                           RailFileIdentity *identity)
{
  if (identity != NULL)
    rail_file_identity_ref (identity);
  g_clear_pointer (&self->identity, rail_file_identity_unref);
  self->identity = identity;
}

/* Keeps unsaved changes of the open project for after a crash; @item are such ones. */
void
_rail_window_keep_changes (RailWindow       *self,
                           RailRecoveryItem *item)
{
  g_autoptr(GError) error = NULL;

  g_clear_object (&self->recovery);
  if (item != NULL)
    self->recovery = rail_recovery_new_from_item (self->project, item, &error);
  if (self->recovery == NULL && self->kind == RAIL_OPEN_FILE && self->read_only == NULL)
    self->recovery = rail_recovery_new (self->project, self->file, self->identity);
  if (self->recovery != NULL)
    g_signal_connect_object (self->recovery, "failed", G_CALLBACK (not_kept_cb), self, G_CONNECT_SWAPPED);
}

/* Ends what binds the window to a file. Unsaved changes are given up. */
void
_rail_window_detach (RailWindow *self)
{
  _rail_window_unfollow (self);
  if (self->recovery != NULL)
    rail_recovery_close (self->recovery);
  g_clear_object (&self->recovery);
  if (self->write_lock != NULL)
    rail_project_lock_release (self->write_lock);
  g_clear_object (&self->write_lock);
  _rail_window_set_identity (self, NULL);
  g_clear_pointer (&self->read_only, g_free);
  g_clear_pointer (&self->warning, g_free);
  self->kind = RAIL_OPEN_FILE;
  self->deletes_earlier = FALSE;
}

/* Shows @project, which belongs to @file as @attachment says. */
void
_rail_window_attach (RailWindow           *self,
                     RailProject          *project,
                     GFile                *file,
                     const RailAttachment *attachment)
{
  _rail_window_drop_project (self);
  _rail_window_detach (self);
  self->kind = attachment->kind;
  self->write_lock = attachment->lock != NULL ? g_object_ref (attachment->lock) : NULL;
  self->read_only = g_strdup (attachment->read_only);
  self->warning = g_strdup (attachment->warning);
  self->version_saved = attachment->saved;
  _rail_window_set_identity (self, attachment->identity);
  _rail_window_set_file (self, file);
  _rail_window_show_project (self, project);
  _rail_window_keep_changes (self, attachment->item);
  if (self->read_only != NULL)
    _rail_window_follow (self);
  _rail_window_update (self);
  if (self->wants_tour && self->kind == RAIL_OPEN_EXAMPLE)
    {
      /* One thing at a time. */
      _rail_window_hide_expiring (self);
      rail_tour_bar_start (self->tour);
    }
  self->wants_tour = FALSE;
  rail_unsealed_dialog_show (GTK_WINDOW (self), project);
}

/* The project was saved in @file; @lock is new when @file is. */
void
_rail_window_set_saved (RailWindow       *self,
                        GFile            *file,
                        RailProjectLock  *lock,
                        RailFileIdentity *identity)
{
  if (lock != NULL)
    {
      if (self->write_lock != NULL)
        rail_project_lock_release (self->write_lock);
      g_set_object (&self->write_lock, lock);
      g_clear_pointer (&self->read_only, g_free);
      _rail_window_unfollow (self);
      self->kind = RAIL_OPEN_FILE;
      /* Those of the file before stay with it. */
      self->deletes_earlier = FALSE;
    }
  g_clear_pointer (&self->warning, g_free);
  _rail_window_set_identity (self, identity);
  _rail_window_set_file (self, file);
  if (self->recovery != NULL)
    rail_recovery_set_file (self->recovery, file, identity);
  else
    _rail_window_keep_changes (self, NULL);
  _rail_window_update (self);
}

/* From now on the project cannot be saved under its name, because of @reason. */
void
_rail_window_set_read_only (RailWindow *self,
                            const char *reason)
{
  g_free (self->read_only);
  self->read_only = g_strdup (reason);
  if (self->write_lock != NULL)
    rail_project_lock_release (self->write_lock);
  g_clear_object (&self->write_lock);
  _rail_window_follow (self);
  _rail_window_update (self);
}

/* Reads the file again, for which the user has to log in again: it may have other keys by now. */
void
_rail_window_reload (RailWindow *self)
{
  g_autoptr(GFile) file = g_object_ref (self->file);

  rail_window_set_project (self, NULL, NULL);
  _rail_window_load (self, file, file, RAIL_OPEN_FILE, 0);
}

/* Whether an administrator has to decide about changes that were made without the vault key. */
gboolean
_rail_window_has_unsealed (RailWindow *self)
{
  return self->project != NULL && rail_project_get_unsealed (self->project) != NULL;
}

/* What the bar above an open project says about its file. */
char *
_rail_window_dup_notice (RailWindow *self)
{
  g_autofree char *time = NULL;

  if (self->project == NULL)
    return NULL;
  if (_rail_window_has_unsealed (self))
    return g_strdup (_("Somebody without the vault key has changed this project. It can be saved when you have kept or "
                       "discarded that."));
  if (_rail_window_get_stale (self) != NULL)
    return g_strdup (_rail_window_get_stale (self));
  if (self->kind != RAIL_OPEN_VERSION && self->read_only != NULL)
    return g_strdup (self->read_only);
  if (self->kind != RAIL_OPEN_VERSION && self->warning != NULL)
    return g_strdup (self->warning);
  if (self->kind != RAIL_OPEN_VERSION)
    return self->had_damage ? rail_project_dup_key_damage (self->project) : NULL;

  time = rail_format_local_time (self->version_saved);
  return g_strdup_printf (_("This is an earlier version, saved on %s. The project itself is not changed by looking at it."),
                          time);
}

/* Earlier versions */

static void
give_to (RailWindow       *self,
         RailWindow       *other,
         RailFileIdentity *identity)
{
  RailAttachment attachment = { .kind = RAIL_OPEN_FILE, .lock = other->write_lock, .identity = identity };
  g_autoptr(RailProject) project = g_object_ref (self->project);
  g_autoptr(RailProjectLock) lock = g_object_ref (other->write_lock);
  g_autoptr(GFile) file = g_object_ref (self->file);

  g_clear_object (&other->write_lock);
  if (other != self)
    rail_window_set_project (self, NULL, NULL);
  _rail_window_attach (other, project, file, &attachment);
  rail_toast_show (GTK_WIDGET (other->stack), _("The earlier version is the current one now"), NULL, NULL);
  gtk_window_present (GTK_WINDOW (other));
  if (other != self)
    {
      self->close_anyway = TRUE;
      gtk_window_close (GTK_WINDOW (self));
    }
}

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailWindow *self = g_task_get_source_object (task);
  RailWindow *other = g_task_get_task_data (task);
  g_autoptr(RailFileIdentity) identity = NULL;
  g_autoptr(GError) error = NULL;

  self->saving = other->saving = FALSE;
  if (rail_project_save_with_finish (RAIL_PROJECT (object), result, &identity, &error))
    give_to (self, other, identity);
  else
    rail_error_dialog_show (GTK_WIDGET (self), _("The earlier version was not made the current one"), error);
  _rail_window_update (self);
  _rail_window_update (other);
}

static gboolean
prepare_to_restore (RailWindow  *self,
                    RailWindow  *other,
                    GError     **error)
{
  if (other != self)
    {
      if (other->write_lock != NULL && other->project != NULL && !_rail_window_is_modified (other) && !other->saving)
        return TRUE;
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                           _("The project is open in another window, and cannot be replaced there as it is: save or close "
                             "it first."));
      return FALSE;
    }

  self->write_lock = rail_project_lock_acquire (self->file, RAIL_TAKE_STALE, error);
  return self->write_lock != NULL;
}

/* Saves the earlier version that is open over the current one, which becomes an earlier version by that. */
void
_rail_window_restore_version (RailWindow *self)
{
  RailWindow *found = _rail_window_find (self, self->file);
  RailWindow *other = found != NULL ? found : self;
  RailSaveOptions options = { .n_versions = rail_application_get_n_versions () };
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;

  if (!prepare_to_restore (self, other, &error))
    {
      rail_error_dialog_show (GTK_WIDGET (self), _("The earlier version was not made the current one"), error);
      return;
    }

  options.lock = other->write_lock;
  options.expected = other != self ? other->identity : NULL;
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, g_object_ref (other), g_object_unref);
  self->saving = other->saving = TRUE;
  _rail_window_update (self);
  _rail_window_update (other);
  rail_project_save_with_async (self->project, self->file, &options, NULL, restored_cb, g_steal_pointer (&task));
}
