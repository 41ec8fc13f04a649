/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-protect-dialog"

#include "config.h"

#include "rail-protect-dialog.h"

#include "rail-busy.h"
#include "rail-field-error.h"
#include "rail-operations.h"
#include "rail-strength-meter.h"
#include "rail-text-scale.h"

#include <glib/gi18n.h>

struct _RailProtectDialog
{
  AdwWindow     parent_instance;

  /* Template widgets */
  GtkWidget    *accept_button;
  GtkStack     *stack;
  GtkEditable  *user_row;
  GtkEditable  *password_row;
  GtkEditable  *repeat_row;
  RailStrengthMeter *strength_meter;
  GtkLabel     *error_label;
  GtkProgressBar *progress_bar;

  /* Owned references */
  RailProject  *project;
  GCancellable *cancellable;   /* (nullable): while the project is being protected */
  guint         pulse_source;
};

enum
{
  SIGNAL_PROTECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailProtectDialog, rail_protect_dialog, ADW_TYPE_WINDOW)

static char *
dup_user (RailProtectDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->user_row)));
}

static void
update (RailProtectDialog *self)
{
  g_autofree char *user = dup_user (self);
  const char *password = gtk_editable_get_text (self->password_row);
  const char *repeat = gtk_editable_get_text (self->repeat_row);
  RailPasswordStrength strength = rail_strength_meter_measure (self->strength_meter, password, user);
  gboolean differs = *repeat != '\0' && !g_str_has_prefix (password, repeat);
  gboolean complete = *user != '\0' && strength > RAIL_STRENGTH_TOO_SHORT && g_str_equal (password, repeat);

  rail_field_error_show (GTK_WIDGET (self->repeat_row), self->error_label,
                         differs ? _("The passwords differ.") : NULL);
  gtk_widget_set_sensitive (self->accept_button, complete && self->cancellable == NULL);
}

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (RAIL_PROTECT_DIALOG (user_data)->progress_bar);
  return G_SOURCE_CONTINUE;
}

static void
set_busy (RailProtectDialog *self,
          gboolean           busy)
{
  rail_busy_set (GTK_WINDOW (self), busy);
  gtk_stack_set_visible_child_name (self->stack, busy ? "busy" : "form");
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_object (&self->cancellable);
  if (busy)
    {
      self->cancellable = g_cancellable_new ();
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
      self->pulse_source = g_timeout_add (40, pulse_cb, self);
    }
}

static void
clear_passwords (RailProtectDialog *self)
{
  gtk_editable_set_text (self->password_row, "");
  gtk_editable_set_text (self->repeat_row, "");
}

static void
protected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(RailProtectDialog) self = RAIL_PROTECT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean done = rail_project_protect_finish (RAIL_PROJECT (object), result, &error);

  /* The dialog has been closed, which cancelled the work. When that was too late, the project has to be shown as it is. */
  if (!done && (g_cancellable_is_cancelled (self->cancellable) || !gtk_widget_get_realized (GTK_WIDGET (self))))
    {
      g_clear_handle_id (&self->pulse_source, g_source_remove);
      return;
    }

  set_busy (self, FALSE);
  clear_passwords (self);
  if (done)
    {
      g_signal_emit (self, signals[SIGNAL_PROTECTED], 0);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  update (self);
  rail_field_error_show (NULL, self->error_label, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
accept_cb (RailProtectDialog *self)
{
  g_autofree char *user = dup_user (self);
  g_autoptr(RailSecret) password = NULL;

  if (!gtk_widget_get_sensitive (self->accept_button))
    {
      const char *repeat = gtk_editable_get_text (self->repeat_row);

      /* Return in the second field: what is too short to differ yet is meant to be all. */
      if (*repeat != '\0' && !g_str_equal (gtk_editable_get_text (self->password_row), repeat))
        rail_field_error_show (GTK_WIDGET (self->repeat_row), self->error_label, _("The passwords differ."));
      return;
    }

  password = rail_secret_new_from_string (gtk_editable_get_text (self->password_row));
  set_busy (self, TRUE);
  gtk_widget_set_sensitive (self->accept_button, FALSE);
  rail_project_protect_async (self->project, user, password, self->cancellable, protected_cb, g_object_ref (self));
}

static gboolean
rail_protect_dialog_close_request (GtkWindow *window)
{
  RailProtectDialog *self = RAIL_PROTECT_DIALOG (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  clear_passwords (self);
  return GTK_WINDOW_CLASS (rail_protect_dialog_parent_class)->close_request (window);
}

static void
rail_protect_dialog_dispose (GObject *object)
{
  RailProtectDialog *self = RAIL_PROTECT_DIALOG (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_PROTECT_DIALOG);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_protect_dialog_parent_class)->dispose (object);
}

static void
rail_protect_dialog_class_init (RailProtectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_protect_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = rail_protect_dialog_close_request;

  /**
   * RailProtectDialog::protected:
   *
   * The project has become a protected one.
   */
  signals[SIGNAL_PROTECTED] = g_signal_new ("protected", RAIL_TYPE_PROTECT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (RAIL_TYPE_STRENGTH_METER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-protect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailProtectDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, RailProtectDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RailProtectDialog, user_row);
  gtk_widget_class_bind_template_child (widget_class, RailProtectDialog, password_row);
  gtk_widget_class_bind_template_child (widget_class, RailProtectDialog, repeat_row);
  gtk_widget_class_bind_template_child (widget_class, RailProtectDialog, strength_meter);
  gtk_widget_class_bind_template_child (widget_class, RailProtectDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, RailProtectDialog, progress_bar);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_protect_dialog_init (RailProtectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
}

/**
 * rail_protect_dialog_new:
 * @parent: the window above which it stands
 * @project: a project that is not protected
 *
 * Asks for the first administrator and protects @project. Closing the dialog while it works leaves the project as it was.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
rail_protect_dialog_new (GtkWindow   *parent,
                         RailProject *project)
{
  RailProtectDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_new (RAIL_TYPE_PROTECT_DIALOG, "transient-for", parent, NULL);
  self->project = g_object_ref (project);
  gtk_editable_set_text (self->user_row, "admin");
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  return GTK_WIDGET (self);
}
