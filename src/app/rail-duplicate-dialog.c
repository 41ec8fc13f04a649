/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-duplicate-dialog"

#include "config.h"

#include "rail-duplicate-dialog.h"

#include "rail-message-row.h"

#include <glib/gi18n.h>

struct _RailDuplicateDialog
{
  RailTaskDialog       parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *group;
  GtkEditable         *name_row;
  RailMessageRow      *message;

  /* Owned references */
  RailProject         *project;
  RailDevice          *device;
};

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailDuplicateDialog, rail_duplicate_dialog, RAIL_TYPE_TASK_DIALOG)

static char *
dup_name (RailDuplicateDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

/* Returns: (transfer full) (nullable): what is wrong with the name; the rules are the device's own */
static char *
find_problem (RailDuplicateDialog *self,
              const char          *name)
{
  g_autoptr(RailDevice) probe = rail_device_new (name, RAIL_FAMILY_OTHER);
  g_autoptr(GError) error = NULL;

  if (rail_project_get_device (self->project, name) != NULL)
    return g_strdup_printf (_("There is a device “%s” already."), name);
  return rail_device_validate (probe, &error) ? NULL : g_strdup (error->message);
}

static void
update (RailDuplicateDialog *self)
{
  g_autofree char *name = NULL;
  g_autofree char *problem = NULL;

  if (self->project == NULL)
    return;
  name = dup_name (self);
  problem = find_problem (self, name);
  rail_message_row_set_error (self->message, *name != '\0' ? problem : NULL);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), problem == NULL);
}

static void
activated_cb (RailDuplicateDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.perform", NULL);
}

static void
rail_duplicate_dialog_perform (RailTaskDialog *dialog)
{
  RailDuplicateDialog *self = RAIL_DUPLICATE_DIALOG (dialog);
  g_autofree char *name = dup_name (self);
  g_autofree char *text = g_strdup_printf (_("“%s” was added"), name);
  g_autoptr(GError) error = NULL;

  if (rail_project_duplicate_device (self->project, self->device, name, &error) == NULL)
    {
      rail_task_dialog_set_error (dialog, error->message);
      return;
    }
  g_signal_emit (self, signals[DONE], 0, name);
  rail_task_dialog_succeed (dialog, text, TRUE);
}

static void
rail_duplicate_dialog_dispose (GObject *object)
{
  RailDuplicateDialog *self = RAIL_DUPLICATE_DIALOG (object);

  g_clear_object (&self->device);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_duplicate_dialog_parent_class)->dispose (object);
}

static void
rail_duplicate_dialog_class_init (RailDuplicateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_duplicate_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_duplicate_dialog_perform;

  /**
   * RailDuplicateDialog::done:
   * @name: the name of the new device
   */
  signals[DONE] = g_signal_new ("done", RAIL_TYPE_DUPLICATE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-duplicate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDuplicateDialog, group);
  gtk_widget_class_bind_template_child (widget_class, RailDuplicateDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, RailDuplicateDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
rail_duplicate_dialog_init (RailDuplicateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer full): the name with its last number counted up until nobody has it */
static char *
propose_name (RailProject *project,
              const char  *name)
{
  const char *digits = name + strlen (name);
  g_autofree char *stem = NULL;
  guint64 number;

  while (digits > name && g_ascii_isdigit (digits[-1]))
    digits--;
  stem = g_strndup (name, (gsize) (digits - name));
  number = *digits != '\0' ? g_ascii_strtoull (digits, NULL, 10) : 1;
  for (;;)
    {
      g_autofree char *proposal = *digits != '\0' ? g_strdup_printf ("%s%" G_GUINT64_FORMAT, stem, ++number)
                                                  : g_strdup_printf ("%s_%" G_GUINT64_FORMAT, stem, ++number);

      if (rail_project_get_device (project, proposal) == NULL)
        return g_steal_pointer (&proposal);
    }
}

/**
 * rail_duplicate_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @device: the device that the new one is to be like
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_duplicate_dialog_new (GtkWindow   *parent,
                           GtkWidget   *origin,
                           RailProject *project,
                           RailDevice  *device)
{
  RailDuplicateDialog *self;
  g_autofree char *title = NULL;
  g_autofree char *proposal = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), NULL);

  self = g_object_new (RAIL_TYPE_DUPLICATE_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  self->device = g_object_ref (device);
  title = g_strdup_printf (_("Duplicate “%s”"), rail_device_get_name (device));
  gtk_window_set_title (GTK_WINDOW (self), title);
  proposal = propose_name (project, rail_device_get_name (device));
  gtk_editable_set_text (self->name_row, proposal);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  update (self);
  return GTK_WINDOW (self);
}
