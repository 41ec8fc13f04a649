/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-login-dialog"

#include "config.h"

#include "rail-login-dialog.h"

#include "rail-display-name.h"
#include "rail-field-error.h"
#include "rail-text-scale.h"

struct _RailLoginDialog
{
  AdwWindow        parent_instance;

  /* Template widgets */
  GtkWidget       *accept_button;
  GtkStack        *accept_stack;
  GtkSpinner      *spinner;
  GtkWidget       *form;
  GtkLabel        *name_label;
  GtkLabel        *folder_label;
  AdwComboRow     *user_choice_row;
  GtkEditable     *user_row;
  GtkEditable     *password_row;
  GtkLabel        *error_label;
  GtkLabel        *hint_label;

  /* Owned references */
  GFile           *file;
  RailProjectFile *project_file;
  RailEnvironment *environment;
  GCancellable    *cancellable;   /* (nullable): while the file is being decrypted */
};

enum
{
  SIGNAL_LOGGED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailLoginDialog, rail_login_dialog, ADW_TYPE_WINDOW)

static char *
dup_user (RailLoginDialog *self)
{
  GtkStringObject *choice;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->user_choice_row)))
    return g_strdup (gtk_editable_get_text (self->user_row));

  choice = adw_combo_row_get_selected_item (self->user_choice_row);
  return g_strdup (gtk_string_object_get_string (choice));
}

static void
update (RailLoginDialog *self)
{
  g_autofree char *user = dup_user (self);
  const char *password = gtk_editable_get_text (self->password_row);

  gtk_widget_set_sensitive (self->accept_button,
                            *user != '\0' && *password != '\0' && self->cancellable == NULL);
}

static void
changed_cb (RailLoginDialog *self)
{
  rail_field_error_show (GTK_WIDGET (self->password_row), self->error_label, NULL);
  update (self);
}

static void
set_busy (RailLoginDialog *self,
          gboolean         busy)
{
  g_clear_object (&self->cancellable);
  if (busy)
    {
      self->cancellable = g_cancellable_new ();
      /* An entry that goes insensitive while it has the focus is not told that it lost it. */
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
    }
  gtk_stack_set_visible_child_name (self->accept_stack, busy ? "busy" : "label");
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->form, !busy);
  update (self);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(RailLoginDialog) self = RAIL_LOGIN_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = rail_project_file_read_finish (RAIL_PROJECT_FILE (object), result, &error);

  /* The dialog has been closed, which cancelled the work. It may have been too late for that. */
  if (g_cancellable_is_cancelled (self->cancellable) || !gtk_widget_get_realized (GTK_WIDGET (self)))
    return;

  set_busy (self, FALSE);
  gtk_editable_set_text (self->password_row, "");
  if (project != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_LOGGED_IN], 0, project);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  rail_field_error_show (GTK_WIDGET (self->password_row), self->error_label, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
accept_cb (RailLoginDialog *self)
{
  g_autofree char *user = dup_user (self);
  g_autoptr(RailSecret) password = NULL;

  if (!gtk_widget_get_sensitive (self->accept_button))
    return;

  password = rail_secret_new_from_string (gtk_editable_get_text (self->password_row));
  set_busy (self, TRUE);
  rail_project_file_read_async (self->project_file, self->environment, user, password, self->cancellable,
                                read_cb, g_object_ref (self));
}

static void
fill_in_users (RailLoginDialog *self)
{
  GListModel *users = rail_project_file_get_users (self->project_file);
  guint n = g_list_model_get_n_items (users);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (users, i);

      gtk_string_list_append (names, rail_user_get_name (user));
    }

  gtk_widget_set_visible (GTK_WIDGET (self->user_choice_row), n > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->user_row), n <= 1);
  adw_combo_row_set_model (self->user_choice_row, G_LIST_MODEL (names));
  if (n > 0)
    gtk_editable_set_text (self->user_row, gtk_string_list_get_string (names, 0));
}

static void
fill_in_file (RailLoginDialog *self)
{
  g_autofree char *name = rail_display_name_dup (self->file);
  g_autoptr(GFile) parent = g_file_get_parent (self->file);
  g_autofree char *folder = parent != NULL ? g_file_get_parse_name (parent) : NULL;

  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), name);
  gtk_label_set_label (self->folder_label, folder != NULL ? folder : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->folder_label), folder);
}

static gboolean
rail_login_dialog_close_request (GtkWindow *window)
{
  RailLoginDialog *self = RAIL_LOGIN_DIALOG (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  gtk_editable_set_text (self->password_row, "");
  return GTK_WINDOW_CLASS (rail_login_dialog_parent_class)->close_request (window);
}

static void
rail_login_dialog_dispose (GObject *object)
{
  RailLoginDialog *self = RAIL_LOGIN_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_LOGIN_DIALOG);
  g_clear_object (&self->file);
  g_clear_object (&self->project_file);
  g_clear_object (&self->environment);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (rail_login_dialog_parent_class)->dispose (object);
}

static void
rail_login_dialog_class_init (RailLoginDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_login_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = rail_login_dialog_close_request;

  /**
   * RailLoginDialog::logged-in:
   * @project: the project, unlocked
   */
  signals[SIGNAL_LOGGED_IN] = g_signal_new ("logged-in", RAIL_TYPE_LOGIN_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_PROJECT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-login-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, accept_stack);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, form);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, folder_label);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, user_choice_row);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, user_row);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, password_row);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, RailLoginDialog, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_login_dialog_init (RailLoginDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
}

/**
 * rail_login_dialog_new:
 * @parent: the window above which it stands
 * @file: where the project is kept, to be named
 * @project_file: the protected project file
 * @environment: for the project
 *
 * Asks for user and password and opens the project with them. A wrong password is said below its field; the dialog stays
 * until it is right or given up.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
rail_login_dialog_new (GtkWindow       *parent,
                       GFile           *file,
                       RailProjectFile *project_file,
                       RailEnvironment *environment)
{
  RailLoginDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT_FILE (project_file), NULL);
  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);

  self = g_object_new (RAIL_TYPE_LOGIN_DIALOG, "transient-for", parent, NULL);
  self->file = g_object_ref (file);
  self->project_file = g_object_ref (project_file);
  self->environment = g_object_ref (environment);
  fill_in_file (self);
  fill_in_users (self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  return GTK_WIDGET (self);
}

/**
 * rail_login_dialog_set_hint:
 * @self: a login dialog
 * @hint: a sentence below the fields
 *
 * Only for the example, whose login is no secret.
 */
void
rail_login_dialog_set_hint (RailLoginDialog *self,
                            const char      *hint)
{
  g_return_if_fail (RAIL_IS_LOGIN_DIALOG (self));
  g_return_if_fail (hint != NULL);

  gtk_label_set_label (self->hint_label, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), TRUE);
}
