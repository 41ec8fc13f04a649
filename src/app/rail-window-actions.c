/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-copy-dialog.h"
#include "rail-operations.h"
#include "rail-core-dump.h"
#include "rail-protect-dialog.h"
#include "rail-report-dialog.h"
#include "rail-toast.h"
#include "rail-unsealed-dialog.h"
#include "rail-versions-dialog.h"

#include <glib/gi18n.h>

static void
save_done_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  RailWindow *self = RAIL_WINDOW (object);

  if (_rail_window_save_finish (self, result))
    rail_toast_show (GTK_WIDGET (self->stack), _("Project saved"), NULL, NULL);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  _rail_window_save_async (RAIL_WINDOW (widget), FALSE, save_done_cb, NULL);
}

static void
save_as_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  _rail_window_save_async (RAIL_WINDOW (widget), TRUE, save_done_cb, NULL);
}

static void
save_copy_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);

  gtk_window_present (rail_copy_dialog_new (GTK_WINDOW (self), GTK_WIDGET (self->stack), self->project, self->file));
}

static void
report_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);

  gtk_window_present (rail_report_dialog_new (GTK_WINDOW (self), GTK_WIDGET (self->stack), self->project));
}

static void
close_confirmed_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  RailWindow *self = RAIL_WINDOW (object);

  if (_rail_window_confirm_finish (self, result))
    rail_window_set_project (self, NULL, NULL);
}

static void
close_project_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);

  if (self->project != NULL || self->lock_page != NULL)
    _rail_window_confirm_async (self, close_confirmed_cb, NULL);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
reload_confirmed_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  RailWindow *self = RAIL_WINDOW (object);

  if (_rail_window_confirm_finish (self, result) && self->file != NULL)
    _rail_window_reload (self);
}

static void
reload_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  _rail_window_confirm_async (RAIL_WINDOW (widget), reload_confirmed_cb, NULL);
}

/* What is saved next becomes one of them, so they go when it is. */
static void
delete_versions_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);

  self->deletes_earlier = TRUE;
  rail_toast_show (GTK_WIDGET (self->stack), _("The earlier versions will be deleted when the project is saved"), NULL, NULL);
}

static void
restore_version_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  _rail_window_restore_version (RAIL_WINDOW (widget));
}

static void
decide_unsealed_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  rail_unsealed_dialog_show (GTK_WINDOW (widget), RAIL_WINDOW (widget)->project);
}

static void
version_chosen_cb (RailWindow      *self,
                   RailFileVersion *version)
{
  rail_window_open_version (self, self->file, version);
}

static void
versions_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  GtkWidget *dialog = rail_versions_dialog_new (GTK_WINDOW (self), self->file);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (version_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
lock_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  rail_window_lock (RAIL_WINDOW (widget));
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  g_autofree char *text = g_strdup (rail_project_get_undo_text (self->project));

  if (rail_project_undo (self->project) && text != NULL)
    {
      /* Translators: %s is what was done, such as “Delete PLC_1” */
      g_autofree char *toast = g_strdup_printf (_("Undone: %s"), text);

      rail_toast_show (GTK_WIDGET (self->stack), toast, NULL, NULL);
    }
}

static void
redo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  g_autofree char *text = g_strdup (rail_project_get_redo_text (self->project));

  if (rail_project_redo (self->project) && text != NULL)
    {
      /* Translators: %s is what was done again, such as “Delete PLC_1” */
      g_autofree char *toast = g_strdup_printf (_("Redone: %s"), text);

      rail_toast_show (GTK_WIDGET (self->stack), toast, NULL, NULL);
    }
}

/* Not an accelerator of the application: those come before the widgets, and a text field has its own undo for the same
 * keys. A field that has nothing to undo passes the keys on, and still does not mean the project. */
static gboolean
undo_keys_cb (GtkWidget *widget,
              GVariant  *arguments,
              gpointer   user_data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));

  if (focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus)))
    return GDK_EVENT_PROPAGATE;

  return gtk_widget_activate_action (widget, g_variant_get_boolean (arguments) ? "win.redo" : "win.undo", NULL);
}

static void
protected_cb (RailWindow *self)
{
  rail_core_dump_forbid ();
  rail_toast_show (GTK_WIDGET (self->stack), _("The project is protected. Save it to protect the file, too."),
                   NULL, NULL);
  _rail_window_go (self, RAIL_PLACE_CERTIFICATES, NULL);
}

static void
protect_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  _rail_window_protect (RAIL_WINDOW (widget));
}

static void
go_action (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  const char *where = g_variant_get_string (parameter, NULL);

  if (g_str_has_prefix (where, "device:"))
    _rail_window_go (self, RAIL_PLACE_DEVICE, where + strlen ("device:"));
  else if (g_str_equal (where, "protection"))
    _rail_window_go (self, RAIL_PLACE_PROTECTION, NULL);
  else if (g_str_equal (where, "users"))
    _rail_window_go (self, RAIL_PLACE_USERS, NULL);
  else if (g_str_equal (where, "validity"))
    _rail_window_go (self, RAIL_PLACE_VALIDITY, NULL);
  else if (g_str_equal (where, "journal"))
    _rail_window_go (self, RAIL_PLACE_JOURNAL, NULL);
  else if (g_str_equal (where, "diagram"))
    _rail_window_go (self, RAIL_PLACE_DIAGRAM, NULL);
  else if (g_str_equal (where, "certificates"))
    _rail_window_go (self, RAIL_PLACE_CERTIFICATES, NULL);
  else if (g_str_equal (where, "devices"))
    _rail_window_go (self, RAIL_PLACE_DEVICES, NULL);
  else
    _rail_window_go (self, RAIL_PLACE_PROJECT, NULL);
}

void
_rail_window_class_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.save", NULL, save_action);
  gtk_widget_class_install_action (klass, "win.save-as", NULL, save_as_action);
  gtk_widget_class_install_action (klass, "win.save-copy", NULL, save_copy_action);
  gtk_widget_class_install_action (klass, "win.report", NULL, report_action);
  gtk_widget_class_install_action (klass, "win.close-project", NULL, close_project_action);
  gtk_widget_class_install_action (klass, "win.decide-unsealed", NULL, decide_unsealed_action);
  gtk_widget_class_install_action (klass, "win.reload", NULL, reload_action);
  gtk_widget_class_install_action (klass, "win.delete-versions", NULL, delete_versions_action);
  gtk_widget_class_install_action (klass, "win.versions", NULL, versions_action);
  gtk_widget_class_install_action (klass, "win.restore-version", NULL, restore_version_action);
  gtk_widget_class_install_action (klass, "win.lock", NULL, lock_action);
  gtk_widget_class_install_action (klass, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (klass, "win.redo", NULL, redo_action);
  gtk_widget_class_install_action (klass, "win.protect", NULL, protect_action);
  gtk_widget_class_install_action (klass, "win.go", "s", go_action);
  _rail_window_class_device_actions (klass);
  _rail_window_class_search (klass);
  _rail_window_class_expiry (klass);
  gtk_widget_class_add_binding (klass, GDK_KEY_z, GDK_CONTROL_MASK, undo_keys_cb, "b", FALSE);
  gtk_widget_class_add_binding (klass, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, undo_keys_cb, "b", TRUE);
  gtk_widget_class_add_binding (klass, GDK_KEY_y, GDK_CONTROL_MASK, undo_keys_cb, "b", TRUE);
}

void
_rail_window_update_actions (RailWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean open = self->project != NULL;
  gboolean unsaved = open && (rail_project_get_modified (self->project) || self->file == NULL);

  gtk_widget_action_set_enabled (widget, "win.save", unsaved && !self->saving && self->read_only == NULL &&
                                 !_rail_window_has_unsealed (self));
  gtk_widget_action_set_enabled (widget, "win.decide-unsealed", _rail_window_has_unsealed (self));
  gtk_widget_action_set_enabled (widget, "win.reload", open && _rail_window_get_stale (self) != NULL);
  gtk_widget_action_set_enabled (widget, "win.versions", open && self->file != NULL);
  gtk_widget_action_set_enabled (widget, "win.restore-version",
                                 open && self->kind == RAIL_OPEN_VERSION && !self->saving);
  gtk_widget_action_set_enabled (widget, "win.save-as", open && !self->saving);
  /* The copy is sealed anew, so what nobody has decided about would pass for sealed in it. */
  gtk_widget_action_set_enabled (widget, "win.save-copy", open && rail_project_is_protected (self->project) &&
                                 !_rail_window_has_unsealed (self));
  gtk_widget_action_set_enabled (widget, "win.report", open);
  gtk_widget_action_set_enabled (widget, "win.lock", _rail_window_can_lock (self));
  gtk_widget_action_set_enabled (widget, "win.undo", open && rail_project_get_undo_text (self->project) != NULL);
  gtk_widget_action_set_enabled (widget, "win.redo", open && rail_project_get_redo_text (self->project) != NULL);
  gtk_widget_action_set_enabled (widget, "win.protect", open && !rail_project_is_protected (self->project));
  gtk_widget_action_set_enabled (widget, "win.go", open);
  gtk_widget_action_set_enabled (widget, "win.search", open);
  _rail_window_update_device_actions (self);
}

/* Asks for the first administrator of the project. */
void
_rail_window_protect (RailWindow *self)
{
  GtkWidget *dialog = rail_protect_dialog_new (GTK_WINDOW (self), self->project);

  g_signal_connect_object (dialog, "protected", G_CALLBACK (protected_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
