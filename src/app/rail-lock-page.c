/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-lock-page"

#include "config.h"

#include "rail-lock-page.h"

#include "rail-field-error.h"

struct _RailLockPage
{
  AdwBin           parent_instance;

  /* Template widgets */
  GtkLabel        *title_label;
  GtkWidget       *steps_label;
  GtkWidget       *form;
  AdwComboRow     *user_choice_row;
  GtkEditable     *user_row;
  GtkEditable     *password_row;
  GtkLabel        *error_label;
  GtkWidget       *unlock_button;
  GtkStack        *unlock_stack;

  /* Owned references */
  RailProjectFile *project_file;  /* (nullable): while the project is being sealed */
  RailEnvironment *environment;
  GCancellable    *cancellable;   /* (nullable): while the project is being decrypted */
};

enum
{
  SIGNAL_UNLOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailLockPage, rail_lock_page, ADW_TYPE_BIN)

static char *
dup_user (RailLockPage *self)
{
  GtkStringObject *choice;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->user_choice_row)))
    return g_strdup (gtk_editable_get_text (self->user_row));

  choice = adw_combo_row_get_selected_item (self->user_choice_row);
  return g_strdup (choice != NULL ? gtk_string_object_get_string (choice) : "");
}

static void
update (RailLockPage *self)
{
  g_autofree char *user = dup_user (self);
  gboolean busy = self->project_file == NULL || self->cancellable != NULL;

  gtk_stack_set_visible_child_name (self->unlock_stack, busy ? "busy" : "label");
  gtk_widget_set_sensitive (self->form, self->cancellable == NULL);
  gtk_widget_set_sensitive (self->unlock_button,
                            !busy && *user != '\0' && *gtk_editable_get_text (self->password_row) != '\0');
}

static void
changed_cb (RailLockPage *self)
{
  rail_field_error_show (GTK_WIDGET (self->password_row), self->error_label, NULL);
  update (self);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(RailLockPage) self = RAIL_LOCK_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = rail_project_file_read_finish (RAIL_PROJECT_FILE (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  g_clear_object (&self->cancellable);
  gtk_editable_set_text (self->password_row, "");
  if (project != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_UNLOCKED], 0, project);
      return;
    }

  update (self);
  rail_field_error_show (GTK_WIDGET (self->password_row), self->error_label, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
unlock_cb (RailLockPage *self)
{
  g_autofree char *user = dup_user (self);
  g_autoptr(RailSecret) password = NULL;

  if (!gtk_widget_get_sensitive (self->unlock_button))
    return;

  password = rail_secret_new_from_string (gtk_editable_get_text (self->password_row));
  self->cancellable = g_cancellable_new ();
  /* An entry that goes insensitive while it has the focus is not told that it lost it. */
  gtk_window_set_focus (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL);
  update (self);
  rail_project_file_read_async (self->project_file, self->environment, user, password, self->cancellable,
                                read_cb, g_object_ref (self));
}

static void
fill_in_users (RailLockPage *self,
               const char   *current)
{
  GListModel *users = rail_project_file_get_users (self->project_file);
  guint n = g_list_model_get_n_items (users);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  adw_combo_row_set_model (self->user_choice_row, G_LIST_MODEL (names));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (users, i);

      gtk_string_list_append (names, rail_user_get_name (user));
      if (g_str_equal (rail_user_get_name (user), current))
        adw_combo_row_set_selected (self->user_choice_row, i);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->user_choice_row), n > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->user_row), n <= 1);
  gtk_editable_set_text (self->user_row, current);
}

static void
rail_lock_page_map (GtkWidget *widget)
{
  RailLockPage *self = RAIL_LOCK_PAGE (widget);

  GTK_WIDGET_CLASS (rail_lock_page_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
rail_lock_page_dispose (GObject *object)
{
  RailLockPage *self = RAIL_LOCK_PAGE (object);

  g_clear_object (&self->project_file);
  g_clear_object (&self->environment);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (rail_lock_page_parent_class)->dispose (object);
}

static void
rail_lock_page_class_init (RailLockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_lock_page_dispose;
  widget_class->map = rail_lock_page_map;

  /**
   * RailLockPage::unlocked:
   * @project: the project, as it was when it was sealed
   */
  signals[SIGNAL_UNLOCKED] = g_signal_new ("unlocked", RAIL_TYPE_LOCK_PAGE, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_PROJECT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailLockPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, RailLockPage, steps_label);
  gtk_widget_class_bind_template_child (widget_class, RailLockPage, form);
  gtk_widget_class_bind_template_child (widget_class, RailLockPage, user_choice_row);
  gtk_widget_class_bind_template_child (widget_class, RailLockPage, user_row);
  gtk_widget_class_bind_template_child (widget_class, RailLockPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, RailLockPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, RailLockPage, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, RailLockPage, unlock_stack);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, unlock_cb);
}

static void
rail_lock_page_init (RailLockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * rail_lock_page_new:
 * @title: what is locked: the name of the file, because that of the project is in the file and as secret as the rest
 * @had_steps: whether there were steps that could have been undone or redone: they are gone
 *
 * Makes the page. It waits until it is given the sealed project.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
rail_lock_page_new (const char *title,
                    gboolean    had_steps)
{
  RailLockPage *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (RAIL_TYPE_LOCK_PAGE, NULL);
  gtk_label_set_label (self->title_label, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_label), title);
  gtk_widget_set_visible (self->steps_label, had_steps);
  return GTK_WIDGET (self);
}

/**
 * rail_lock_page_set_sealed:
 * @self: a lock page
 * @project_file: the project as sealed bytes
 * @environment: for the project
 * @user: who was logged in
 *
 * Lets the page ask for a password.
 */
void
rail_lock_page_set_sealed (RailLockPage    *self,
                           RailProjectFile *project_file,
                           RailEnvironment *environment,
                           const char      *user)
{
  g_return_if_fail (RAIL_IS_LOCK_PAGE (self));
  g_return_if_fail (RAIL_IS_PROJECT_FILE (project_file));
  g_return_if_fail (RAIL_IS_ENVIRONMENT (environment));
  g_return_if_fail (user != NULL);

  g_set_object (&self->project_file, project_file);
  g_set_object (&self->environment, environment);
  fill_in_users (self, user);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

/**
 * rail_lock_page_is_ready:
 * @self: a lock page
 *
 * Returns: whether the project is sealed
 */
gboolean
rail_lock_page_is_ready (RailLockPage *self)
{
  g_return_val_if_fail (RAIL_IS_LOCK_PAGE (self), FALSE);

  return self->project_file != NULL;
}

/**
 * rail_lock_page_stop:
 * @self: a lock page
 *
 * Gives up an unlocking that is under way, because the project is being closed.
 */
void
rail_lock_page_stop (RailLockPage *self)
{
  g_return_if_fail (RAIL_IS_LOCK_PAGE (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}
