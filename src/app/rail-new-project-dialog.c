/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-new-project-dialog"

#include "config.h"

#include "rail-new-project-dialog.h"

#include "rail-busy.h"
#include "rail-display-name.h"
#include "rail-field-error.h"
#include "rail-file-chooser.h"
#include "rail-operations.h"
#include "rail-project-file.h"
#include "rail-text-scale.h"

#include <glib/gi18n.h>

struct _RailNewProjectDialog
{
  AdwWindow        parent_instance;

  /* Template widgets */
  GtkWidget       *accept_button;
  GtkWidget       *form;
  GtkEditable     *name_row;
  AdwActionRow    *folder_row;
  GtkSwitch       *protect_switch;
  GtkLabel        *error_label;

  /* Owned references */
  RailEnvironment *environment;
  GFile           *folder;
  GCancellable    *cancellable;
  gboolean         writing;
};

/* What is being made; the fields are only looked at when “Create” is pressed. */
typedef struct
{
  char     *name;
  GFile    *file;
  gboolean  protect;
} Order;

enum
{
  SIGNAL_CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailNewProjectDialog, rail_new_project_dialog, ADW_TYPE_WINDOW)

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->name);
  g_object_unref (order->file);
  g_free (order);
}

static char *
dup_name (RailNewProjectDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static GFile *
create_file (RailNewProjectDialog *self)
{
  g_autofree char *name = dup_name (self);
  g_autofree char *file_name = NULL;

  /* Names of projects are free text; these characters are not allowed in a file name on one system or another. */
  g_strdelimit (name, "/\\:*?\"<>|", '-');
  file_name = g_strconcat (name, ".certrail", NULL);
  return g_file_get_child (self->folder, file_name);
}

static void
show_problem (RailNewProjectDialog *self,
              const char           *problem)
{
  rail_field_error_show (GTK_WIDGET (self->name_row), self->error_label, problem);
}

static void
update (RailNewProjectDialog *self)
{
  g_autofree char *name = dup_name (self);
  g_autoptr(GFile) file = *name != '\0' ? create_file (self) : NULL;
  g_autofree char *path = g_file_get_parse_name (file != NULL ? file : self->folder);

  adw_action_row_set_subtitle (self->folder_row, path);
  gtk_widget_set_sensitive (self->accept_button, *name != '\0' && !self->writing);
}

static void
changed_cb (RailNewProjectDialog *self)
{
  show_problem (self, NULL);
  update (self);
}

static void
folder_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  RailNewProjectDialog *self = RAIL_NEW_PROJECT_DIALOG (object);
  g_autoptr(GFile) folder = rail_file_chooser_finish (result, NULL);

  if (folder == NULL)
    return;
  g_set_object (&self->folder, folder);
  changed_cb (self);
}

static void
choose_folder_cb (RailNewProjectDialog *self)
{
  rail_file_chooser_folder_async (GTK_WINDOW (self), _("Folder of the Project"), self->folder, self->cancellable,
                                  folder_cb, NULL);
}

static void
set_writing (RailNewProjectDialog *self,
             gboolean              writing)
{
  self->writing = writing;
  rail_busy_set (GTK_WINDOW (self), writing);
  /* An entry that goes insensitive while it has the focus is not told that it lost it. */
  if (writing)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (self->form, !writing);
  update (self);
}

static void
failed (RailNewProjectDialog *self,
        const char           *problem)
{
  set_writing (self, FALSE);
  show_problem (self, problem);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

/* Whether the dialog has been closed; it lives on until its work has noticed that. */
static gboolean
is_given_up (RailNewProjectDialog *self)
{
  return g_cancellable_is_cancelled (self->cancellable) || !gtk_widget_get_realized (GTK_WIDGET (self));
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailNewProjectDialog *self = g_task_get_source_object (task);
  Order *order = g_task_get_task_data (task);
  RailProject *project = RAIL_PROJECT (object);
  g_autoptr(GError) error = NULL;
  gboolean saved = rail_project_save_finish (project, result, &error);

  if (is_given_up (self))
    {
      /* Too late to stop the write. There was no such file before, and nobody wants it now. */
      if (saved)
        g_file_delete (order->file, NULL, NULL);
      return;
    }
  if (!saved)
    {
      failed (self, error->message);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_CREATED], 0, project, order->file, order->protect);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RailNewProjectDialog *self = g_task_get_source_object (task);
  Order *order = g_task_get_task_data (task);
  g_autoptr(GFileInfo) info = g_file_query_info_finish (order->file, result, NULL);
  g_autoptr(RailProject) project = NULL;

  if (is_given_up (self))
    return;
  if (info != NULL)
    {
      g_autofree char *file_name = rail_display_name_dup (order->file);
      g_autofree char *problem = g_strdup_printf (_("There is a file “%s” in this folder already; choose another name "
                                                    "or open that one."), file_name);

      failed (self, problem);
      return;
    }

  /* Written at once: a folder that cannot be written to is better known now than after an hour of work. */
  project = rail_project_new (self->environment, order->name);
  rail_project_save_async (project, order->file, self->cancellable, saved_cb, g_steal_pointer (&task));
}

static gboolean
check_name (RailNewProjectDialog *self,
            const char           *name)
{
  g_autoptr(RailProject) probe = rail_project_new (self->environment, "x");
  g_autoptr(GError) error = NULL;

  if (rail_project_rename (probe, name, &error))
    return TRUE;
  show_problem (self, error->message);
  return FALSE;
}

static void
accept_cb (RailNewProjectDialog *self)
{
  g_autofree char *name = dup_name (self);
  g_autoptr(GTask) task = NULL;
  Order *order;

  if (!gtk_widget_get_sensitive (self->accept_button) || !check_name (self, name))
    return;

  order = g_new0 (Order, 1);
  order->name = g_steal_pointer (&name);
  order->file = create_file (self);
  order->protect = gtk_switch_get_active (self->protect_switch);
  task = g_task_new (self, self->cancellable, NULL, NULL);
  g_task_set_task_data (task, order, order_free);

  set_writing (self, TRUE);
  g_file_query_info_async (order->file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                           G_PRIORITY_DEFAULT, self->cancellable, looked_cb, g_steal_pointer (&task));
}

static gboolean
rail_new_project_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (RAIL_NEW_PROJECT_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (rail_new_project_dialog_parent_class)->close_request (window);
}

static void
rail_new_project_dialog_dispose (GObject *object)
{
  RailNewProjectDialog *self = RAIL_NEW_PROJECT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_NEW_PROJECT_DIALOG);
  g_clear_object (&self->environment);
  g_clear_object (&self->folder);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (rail_new_project_dialog_parent_class)->dispose (object);
}

static void
rail_new_project_dialog_class_init (RailNewProjectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_new_project_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = rail_new_project_dialog_close_request;

  /**
   * RailNewProjectDialog::created:
   * @project: the new project, saved
   * @file: where it is kept
   * @protect: whether it is to be protected now
   */
  signals[SIGNAL_CREATED] = g_signal_new ("created", RAIL_TYPE_NEW_PROJECT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL,
                                          G_TYPE_NONE, 3, RAIL_TYPE_PROJECT, G_TYPE_FILE, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-new-project-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailNewProjectDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, RailNewProjectDialog, form);
  gtk_widget_class_bind_template_child (widget_class, RailNewProjectDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, RailNewProjectDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, RailNewProjectDialog, protect_switch);
  gtk_widget_class_bind_template_child (widget_class, RailNewProjectDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_new_project_dialog_init (RailNewProjectDialog *self)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
  self->folder = g_file_new_for_path (documents != NULL ? documents : g_get_home_dir ());
  self->cancellable = g_cancellable_new ();
  update (self);
}

/**
 * rail_new_project_dialog_new:
 * @parent: the window above which it stands
 * @environment: for the new project
 *
 * Asks for name and folder of a new project, and writes it there. Never replaces a file.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
rail_new_project_dialog_new (GtkWindow       *parent,
                             RailEnvironment *environment)
{
  RailNewProjectDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);

  self = g_object_new (RAIL_TYPE_NEW_PROJECT_DIALOG, "transient-for", parent, NULL);
  self->environment = g_object_ref (environment);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return GTK_WIDGET (self);
}
