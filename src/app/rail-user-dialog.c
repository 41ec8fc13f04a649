/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-user-dialog"

#include "config.h"

#include "rail-user-dialog.h"

#include "rail-busy.h"
#include "rail-field-error.h"
#include "rail-strength-meter.h"
#include "rail-text-scale.h"
#include "rail-users.h"

#include <glib/gi18n.h>

struct _RailUserDialog
{
  AdwWindow            parent_instance;

  /* Template widgets */
  GtkWidget           *accept_button;
  GtkStack            *accept_stack;
  GtkLabel            *accept_label;
  GtkLabel            *intro_label;
  GtkWidget           *form;
  GtkWidget           *fields;
  GtkEditable         *name_row;
  AdwComboRow         *role_row;
  GtkEditable         *old_row;
  GtkEditable         *password_row;
  GtkEditable         *repeat_row;
  GtkLabel            *error_label;
  RailStrengthMeter *strength_meter;
  AdwPreferencesGroup *start_group;    /* a password row for each user who needs a new one */
  GtkWidget           *versions_group;
  GtkSwitch           *versions_switch;

  /* Owned references */
  RailProject         *project;
  char                *user;           /* (nullable): whom it is about */
  GPtrArray           *start_rows;     /* (element-type GtkEditable), named as their users */
  GCancellable        *cancellable;    /* (nullable): while it is done */
  RailUserTask         what;
};

G_DEFINE_FINAL_TYPE (RailUserDialog, rail_user_dialog, ADW_TYPE_WINDOW)

static gboolean
is_oneself (RailUserDialog *self)
{
  RailUser *current = rail_protection_get_user (rail_project_get_protection (self->project));

  return self->user != NULL && current != NULL && g_str_equal (rail_user_get_name (current), self->user);
}

static char *
dup_name (RailUserDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static gboolean
asks_for_password (RailUserDialog *self)
{
  return self->what == RAIL_USER_ADD || self->what == RAIL_USER_PASSWORD;
}

static gboolean
are_start_passwords_complete (RailUserDialog *self)
{
  for (guint i = 0; i < self->start_rows->len; i++)
    {
      GtkEditable *row = g_ptr_array_index (self->start_rows, i);
      RailPasswordStrength strength = rail_password_strength_measure (gtk_editable_get_text (row),
                                                                      gtk_widget_get_name (GTK_WIDGET (row)), NULL);

      if (strength <= RAIL_STRENGTH_TOO_SHORT)
        return FALSE;
    }
  return TRUE;
}

static void
update (RailUserDialog *self)
{
  g_autofree char *name = dup_name (self);
  const char *password = gtk_editable_get_text (self->password_row);
  const char *repeat = gtk_editable_get_text (self->repeat_row);
  gboolean complete = TRUE;

  if (self->what == RAIL_USER_ADD || self->what == RAIL_USER_RENAME)
    complete = *name != '\0';
  if (self->what == RAIL_USER_RENAME)
    complete = complete && !g_str_equal (name, self->user);
  rail_field_error_show (GTK_WIDGET (self->repeat_row), self->error_label,
                         *repeat != '\0' && !g_str_has_prefix (password, repeat) ? _("The passwords differ.") : NULL);
  if (asks_for_password (self))
    {
      RailPasswordStrength strength =
        rail_strength_meter_measure (self->strength_meter, password, self->user != NULL ? self->user : name);

      complete = complete && strength > RAIL_STRENGTH_TOO_SHORT && g_str_equal (password, repeat);
    }
  if (gtk_widget_get_visible (GTK_WIDGET (self->old_row)))
    complete = complete && *gtk_editable_get_text (self->old_row) != '\0';
  complete = complete && are_start_passwords_complete (self);
  gtk_widget_set_sensitive (self->accept_button, complete && self->cancellable == NULL);
}

static void
set_busy (RailUserDialog *self,
          gboolean        busy)
{
  rail_busy_set (GTK_WINDOW (self), busy);
  g_clear_object (&self->cancellable);
  if (busy)
    {
      self->cancellable = g_cancellable_new ();
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
    }
  gtk_stack_set_visible_child_name (self->accept_stack, busy ? "busy" : "label");
  gtk_widget_set_sensitive (self->form, !busy);
  update (self);
}

static void
finish (RailUserDialog *self,
        gboolean        done,
        const GError   *error)
{
  GtkWidget *row = self->form;

  if (done)
    {
      if (gtk_switch_get_active (self->versions_switch))
        gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "win.delete-versions",
                                    NULL);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  if (gtk_widget_get_visible (GTK_WIDGET (self->old_row)))
    row = GTK_WIDGET (self->old_row);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->name_row)))
    row = GTK_WIDGET (self->name_row);
  rail_field_error_show (row, self->error_label, error->message);
}

static void
changed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RailUserDialog) self = RAIL_USER_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean done = rail_project_change_users_finish (RAIL_PROJECT (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) || !gtk_widget_get_realized (GTK_WIDGET (self)))
    return;
  set_busy (self, FALSE);
  finish (self, done, error);
}

static GHashTable *
get_start_passwords (RailUserDialog *self)
{
  GHashTable *passwords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) rail_secret_unref);

  for (guint i = 0; i < self->start_rows->len; i++)
    {
      GtkEditable *row = g_ptr_array_index (self->start_rows, i);

      g_hash_table_insert (passwords, g_strdup (gtk_widget_get_name (GTK_WIDGET (row))),
                           rail_secret_new_from_string (gtk_editable_get_text (row)));
    }
  return passwords;
}

static void
start (RailUserDialog *self)
{
  g_autofree char *name = dup_name (self);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (gtk_editable_get_text (self->password_row));
  g_autoptr(RailSecret) old = NULL;
  g_autoptr(GHashTable) start_passwords = get_start_passwords (self);
  RailRole role = adw_combo_row_get_selected (self->role_row) == 0 ? RAIL_ROLE_STANDARD : RAIL_ROLE_ADMINISTRATOR;

  if (gtk_widget_get_visible (GTK_WIDGET (self->old_row)))
    old = rail_secret_new_from_string (gtk_editable_get_text (self->old_row));
  set_busy (self, TRUE);
  switch (self->what)
    {
    case RAIL_USER_ADD:
      rail_project_add_user_async (self->project, name, role, password, self->cancellable, changed_cb,
                                   g_object_ref (self));
      break;
    case RAIL_USER_PASSWORD:
      rail_project_change_password_async (self->project, self->user, old, password, self->cancellable, changed_cb,
                                          g_object_ref (self));
      break;
    case RAIL_USER_REMOVE:
      rail_project_remove_user_async (self->project, self->user, start_passwords, self->cancellable, changed_cb,
                                      g_object_ref (self));
      break;
    case RAIL_USER_PROMOTE:
    case RAIL_USER_DEMOTE:
    case RAIL_USER_RENAME:
    default:
      rail_project_set_role_async (self->project, self->user,
                                   self->what == RAIL_USER_PROMOTE ? RAIL_ROLE_ADMINISTRATOR : RAIL_ROLE_STANDARD,
                                   start_passwords, self->cancellable, changed_cb, g_object_ref (self));
      break;
    }
}

static void
accept_cb (RailUserDialog *self)
{
  g_autofree char *name = dup_name (self);
  g_autoptr(GError) error = NULL;

  if (!gtk_widget_get_sensitive (self->accept_button))
    return;

  if (self->what == RAIL_USER_RENAME)
    {
      gboolean done = rail_project_rename_user (self->project, self->user, name, &error);

      finish (self, done, error);
    }
  else
    start (self);
}

static void
add_start_rows (RailUserDialog *self)
{
  g_auto(GStrv) users = rail_project_list_users_without_login_key (self->project);
  gboolean any = FALSE;

  for (guint i = 0; users[i] != NULL; i++)
    {
      GtkWidget *row;

      if (g_strcmp0 (users[i], self->user) == 0 && self->what == RAIL_USER_REMOVE)
        continue;
      row = adw_password_entry_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), users[i]);
      gtk_widget_set_name (row, users[i]);
      g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->start_group, row);
      g_ptr_array_add (self->start_rows, row);
      any = TRUE;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->start_group), any);
}

static void
set_texts (RailUserDialog *self,
           const char     *title,
           const char     *accept,
           char           *intro)
{
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_label (self->accept_label, accept);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->accept_button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_label_set_label (self->intro_label, intro);
  g_free (intro);
}

static void
set_up (RailUserDialog *self)
{
  switch (self->what)
    {
    case RAIL_USER_ADD:
      set_texts (self, _("Add User"), _("_Add"),
                 g_strdup (_("A standard user sees certificates, but the keys of the file keep private keys from them. "
                             "Hand the password over; the user changes it after the first login.")));
      break;
    case RAIL_USER_PASSWORD:
      set_texts (self, _("Change Password"), _("C_hange"),
                 g_strdup_printf (_("A new password for “%s”. The old one opens the project no more once it is saved."),
                                  self->user));
      break;
    case RAIL_USER_RENAME:
      set_texts (self, _("Rename User"), _("_Rename"), g_strdup_printf (_("“%s” keeps the password."), self->user));
      gtk_editable_set_text (self->name_row, self->user);
      break;
    case RAIL_USER_PROMOTE:
      set_texts (self, _("Make Administrator"), _("C_hange"),
                 g_strdup_printf (_("“%s” can use private keys and change users from now on."), self->user));
      break;
    case RAIL_USER_DEMOTE:
      set_texts (self, _("Make Standard User"), _("C_hange"),
                 g_strdup_printf (_("The project gets new keys, so that “%s” opens no private key that is saved from now on. "
                                    "The others log in as before. This cannot be undone."), self->user));
      break;
    case RAIL_USER_REMOVE:
    default:
      set_texts (self, _("Remove User"), _("_Remove"),
                 g_strdup_printf (_("The project gets new keys, so that nothing that “%s” may have kept opens what is saved "
                                    "from now on. The others log in as before. This cannot be undone."), self->user));
      gtk_widget_add_css_class (self->accept_button, "destructive-action");
      gtk_widget_remove_css_class (self->accept_button, "suggested-action");
      break;
    }
  gtk_label_set_use_underline (self->accept_label, TRUE);
  gtk_widget_set_visible (self->fields, asks_for_password (self) || self->what == RAIL_USER_RENAME);
  gtk_widget_set_visible (GTK_WIDGET (self->name_row), self->what == RAIL_USER_ADD || self->what == RAIL_USER_RENAME);
  gtk_widget_set_visible (GTK_WIDGET (self->role_row), self->what == RAIL_USER_ADD);
  gtk_widget_set_visible (GTK_WIDGET (self->old_row), self->what == RAIL_USER_PASSWORD && is_oneself (self));
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), asks_for_password (self));
  gtk_widget_set_visible (GTK_WIDGET (self->repeat_row), asks_for_password (self));
  gtk_widget_set_visible (GTK_WIDGET (self->strength_meter), asks_for_password (self));
  gtk_widget_set_visible (self->versions_group, self->what == RAIL_USER_REMOVE || self->what == RAIL_USER_DEMOTE);
  if (self->what == RAIL_USER_REMOVE || self->what == RAIL_USER_DEMOTE)
    add_start_rows (self);
}

static gboolean
rail_user_dialog_close_request (GtkWindow *window)
{
  RailUserDialog *self = RAIL_USER_DIALOG (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  gtk_editable_set_text (self->old_row, "");
  gtk_editable_set_text (self->password_row, "");
  gtk_editable_set_text (self->repeat_row, "");
  return GTK_WINDOW_CLASS (rail_user_dialog_parent_class)->close_request (window);
}

static void
rail_user_dialog_dispose (GObject *object)
{
  RailUserDialog *self = RAIL_USER_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_USER_DIALOG);
  g_clear_object (&self->project);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (rail_user_dialog_parent_class)->dispose (object);
}

static void
rail_user_dialog_finalize (GObject *object)
{
  RailUserDialog *self = RAIL_USER_DIALOG (object);

  g_free (self->user);
  g_ptr_array_unref (self->start_rows);

  G_OBJECT_CLASS (rail_user_dialog_parent_class)->finalize (object);
}

static void
rail_user_dialog_class_init (RailUserDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_user_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_user_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = rail_user_dialog_close_request;

  g_type_ensure (RAIL_TYPE_STRENGTH_METER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-user-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, accept_stack);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, accept_label);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, intro_label);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, form);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, role_row);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, old_row);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, password_row);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, repeat_row);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, strength_meter);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, start_group);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, versions_group);
  gtk_widget_class_bind_template_child (widget_class, RailUserDialog, versions_switch);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_user_dialog_init (RailUserDialog *self)
{
  self->start_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
}

/* What is to be typed first. */
static void
focus_first (RailUserDialog *self)
{
  GtkEditable *rows[] = { self->name_row, self->old_row, self->password_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (gtk_widget_get_visible (GTK_WIDGET (rows[i])))
      {
        gtk_widget_grab_focus (GTK_WIDGET (rows[i]));
        return;
      }
}

/**
 * rail_user_dialog_new:
 * @parent: the window above which it stands
 * @project: a protected project
 * @what: what is to be done
 * @user: (nullable): to whom; nobody when one is added
 *
 * Asks for what is needed, names what will happen, and does it. A refusal is told in the dialog, which stays.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
rail_user_dialog_new (GtkWindow    *parent,
                      RailProject  *project,
                      RailUserTask  what,
                      const char   *user)
{
  RailUserDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project) && rail_project_is_protected (project), NULL);
  g_return_val_if_fail ((what == RAIL_USER_ADD) == (user == NULL), NULL);

  self = g_object_new (RAIL_TYPE_USER_DIALOG, "transient-for", parent, NULL);
  self->project = g_object_ref (project);
  self->what = what;
  self->user = g_strdup (user);
  set_up (self);
  update (self);
  focus_first (self);
  return GTK_WIDGET (self);
}
