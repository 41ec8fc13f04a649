/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-copy-dialog"

#include "config.h"

#include "rail-copy-dialog.h"

#include "rail-display-name.h"
#include "rail-field-error.h"
#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-project-lock.h"
#include "rail-project-save.h"
#include "rail-strength-meter.h"

#include <glib/gi18n.h>

#define EXTENSION ".certrail"

struct _RailCopyDialog
{
  RailTaskDialog   parent_instance;

  /* Template widgets */
  GtkEditable     *name_row;
  GtkEditable     *password_row;
  GtkEditable     *repeat_row;
  GtkLabel        *error_label;
  RailStrengthMeter *strength_meter;

  /* Owned references */
  RailProject     *project;
  GFile           *own_file;   /* (nullable): the file of the project itself */
  GFile           *file;       /* (nullable): that of the copy, while it is written */
  RailProjectLock *lock;       /* (nullable): of @file */
};

G_DEFINE_FINAL_TYPE (RailCopyDialog, rail_copy_dialog, RAIL_TYPE_TASK_DIALOG)

static char *
dup_user (RailCopyDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static void
update (RailCopyDialog *self)
{
  g_autofree char *user = dup_user (self);
  const char *password = gtk_editable_get_text (self->password_row);
  const char *repeat = gtk_editable_get_text (self->repeat_row);
  RailPasswordStrength strength = rail_strength_meter_measure (self->strength_meter, password, user);
  gboolean differs = *repeat != '\0' && !g_str_has_prefix (password, repeat);

  rail_field_error_show (GTK_WIDGET (self->repeat_row), self->error_label,
                         differs ? _("The passwords differ.") : NULL);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self),
                              *user != '\0' && strength > RAIL_STRENGTH_TOO_SHORT && g_str_equal (password, repeat));
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailCopyDialog) self = RAIL_COPY_DIALOG (user_data);
  g_autoptr(GFile) file = g_steal_pointer (&self->file);
  g_autofree char *name = rail_display_name_dup (file);
  g_autofree char *text = g_strdup_printf (_("Copy without keys saved as “%s”"), name);
  g_autoptr(GError) error = NULL;

  rail_project_save_copy_without_keys_finish (RAIL_PROJECT (object), result, &error);
  rail_project_lock_release (self->lock);
  g_clear_object (&self->lock);
  if (rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), text, FALSE);
}

/* The file chooser asks about the name that was typed in, not about the one that it is completed to. */
static GFile *
complete_name (GFile   *chosen,
               GError **error)
{
  g_autofree char *name = g_file_get_basename (chosen);
  g_autofree char *full_name = NULL;
  g_autoptr(GFile) parent = g_file_get_parent (chosen);
  g_autoptr(GFile) file = NULL;

  if (g_str_has_suffix (name, EXTENSION) || parent == NULL)
    return g_object_ref (chosen);

  full_name = g_strconcat (name, EXTENSION, NULL);
  file = g_file_get_child (parent, full_name);
  if (g_file_query_exists (file, NULL))
    {
      g_autofree char *shown = rail_display_name_dup (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   _("There is a file “%s” in the folder already; choose it, or another name."), shown);
      return NULL;
    }
  return g_steal_pointer (&file);
}

/* What has no keys must never take the place of what has them: neither of this project nor of one that is open elsewhere. */
static gboolean
take_file (RailCopyDialog  *self,
           GFile           *chosen,
           GError         **error)
{
  g_autoptr(GFile) file = complete_name (chosen, error);

  if (file == NULL)
    return FALSE;
  if (self->own_file != NULL && g_file_equal (file, self->own_file))
    {
      g_autofree char *shown = rail_display_name_dup (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   _("“%s” is the project itself, whose keys would be lost; choose another name for the copy."), shown);
      return FALSE;
    }
  self->lock = rail_project_lock_acquire (file, RAIL_TAKE_STALE, error);
  if (self->lock == NULL)
    return FALSE;
  self->file = g_steal_pointer (&file);
  return TRUE;
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailCopyDialog) self = RAIL_COPY_DIALOG (user_data);
  RailTaskDialog *dialog = RAIL_TASK_DIALOG (self);
  g_autoptr(GFile) chosen = rail_file_chooser_finish (result, NULL);
  g_autofree char *user = NULL;
  g_autoptr(RailSecret) password = NULL;
  g_autoptr(GError) error = NULL;

  /* The dialog may have gone while the file was chosen. */
  if (chosen == NULL || self->project == NULL)
    return;
  if (!take_file (self, chosen, &error))
    {
      rail_task_dialog_set_error (dialog, error->message);
      return;
    }
  user = dup_user (self);
  password = rail_secret_new_from_string (gtk_editable_get_text (self->password_row));
  rail_project_save_copy_without_keys_async (self->project, self->file, user, password,
                                             rail_task_dialog_begin (dialog, _("Saving the copy…")), saved_cb,
                                             g_object_ref (self));
}

static void
rail_copy_dialog_perform (RailTaskDialog *dialog)
{
  RailCopyDialog *self = RAIL_COPY_DIALOG (dialog);
  g_autofree char *stem = rail_file_name_sanitize (rail_project_get_name (self->project));
  /* Translators: the name of a file; %s is that of the project */
  g_autofree char *name = g_strdup_printf (_("%s (without keys).certrail"), stem);

  rail_file_chooser_save_async (GTK_WINDOW (self), _("Save a Copy Without Keys"), name, _("Projects"), "*" EXTENSION,
                                NULL, file_chosen_cb, g_object_ref (self));
}

static void
rail_copy_dialog_forget (RailTaskDialog *dialog)
{
  RailCopyDialog *self = RAIL_COPY_DIALOG (dialog);

  gtk_editable_set_text (self->password_row, "");
  gtk_editable_set_text (self->repeat_row, "");
}

static void
rail_copy_dialog_dispose (GObject *object)
{
  RailCopyDialog *self = RAIL_COPY_DIALOG (object);

  /* What is being written ends in its callback, which needs its file and lock. */
  g_clear_object (&self->project);
  g_clear_object (&self->own_file);
  G_OBJECT_CLASS (rail_copy_dialog_parent_class)->dispose (object);
}

static void
rail_copy_dialog_class_init (RailCopyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_copy_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_copy_dialog_perform;
  RAIL_TASK_DIALOG_CLASS (klass)->forget = rail_copy_dialog_forget;

  g_type_ensure (RAIL_TYPE_STRENGTH_METER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-copy-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCopyDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, RailCopyDialog, password_row);
  gtk_widget_class_bind_template_child (widget_class, RailCopyDialog, repeat_row);
  gtk_widget_class_bind_template_child (widget_class, RailCopyDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, RailCopyDialog, strength_meter);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
rail_copy_dialog_init (RailCopyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_copy_dialog_new:
 * @parent: the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @file: (nullable): its file, which the copy may not replace
 *
 * Asks for the login of the copy, then for its file, and writes it. @project stays as it is, saved or not.
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_copy_dialog_new (GtkWindow   *parent,
                      GtkWidget   *origin,
                      RailProject *project,
                      GFile       *file)
{
  RailCopyDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), NULL);

  self = g_object_new (RAIL_TYPE_COPY_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  g_set_object (&self->own_file, file);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return GTK_WINDOW (self);
}
