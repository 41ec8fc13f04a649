/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-users-page"

#include "config.h"

#include "rail-users-page.h"

#include "rail-project.h"
#include "rail-user-dialog.h"

#include <glib/gi18n.h>

struct _RailUsersPage
{
  AdwBin        parent_instance;

  /* Template widgets */
  GtkStack     *stack;       /* “open”, “protected” */
  GtkLabel     *reason_label;
  GtkListBox   *list;

  /* Owned references */
  RailProject  *project;
  GSignalGroup *project_signals;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailUsersPage, rail_users_page, ADW_TYPE_BIN)

static gboolean
is_administrator (RailUsersPage *self)
{
  RailUser *user = rail_protection_get_user (rail_project_get_protection (self->project));

  return user != NULL && rail_user_get_role (user) == RAIL_ROLE_ADMINISTRATOR;
}

static gboolean
is_oneself (RailUsersPage *self,
            const char    *name)
{
  RailUser *user = rail_protection_get_user (rail_project_get_protection (self->project));

  return user != NULL && g_str_equal (rail_user_get_name (user), name);
}

static gboolean
is_last_administrator (RailUsersPage *self,
                       RailUser      *user)
{
  GListModel *users = rail_protection_get_users (rail_project_get_protection (self->project));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr(RailUser) other = g_list_model_get_item (users, i);

      n += rail_user_get_role (other) == RAIL_ROLE_ADMINISTRATOR;
    }
  return n == 1 && rail_user_get_role (user) == RAIL_ROLE_ADMINISTRATOR;
}

static void
do_with_user (RailUsersPage *self,
              RailUserTask   what,
              const char    *user)
{
  gtk_window_present (GTK_WINDOW (rail_user_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                        self->project, what, user)));
}

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  do_with_user (RAIL_USERS_PAGE (widget), RAIL_USER_ADD, NULL);
}

static void
change_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  const char *user;
  guint what;

  g_variant_get (parameter, "(u&s)", &what, &user);
  do_with_user (RAIL_USERS_PAGE (widget), what, user);
}

static void
append (GMenu        *menu,
        const char   *label,
        RailUserTask  what,
        const char   *user)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "users.change", "(us)", what, user);
  g_menu_append_item (menu, item);
}

static GtkWidget *
create_menu_button (RailUsersPage *self,
                    RailUser      *user)
{
  const char *name = rail_user_get_name (user);
  gboolean administrator = rail_user_get_role (user) == RAIL_ROLE_ADMINISTRATOR;
  gboolean last = is_last_administrator (self, user);
  g_autofree char *label = g_strdup_printf (_("What can be done with “%s”"), name);
  g_autoptr(GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  append (menu, _("Change _password…"), RAIL_USER_PASSWORD, name);
  if (is_administrator (self))
    {
      append (menu, _("_Rename…"), RAIL_USER_RENAME, name);
      if (!administrator)
        append (menu, _("Make _administrator…"), RAIL_USER_PROMOTE, name);
      else if (!last && !is_oneself (self, name))
        append (menu, _("Make _standard user…"), RAIL_USER_DEMOTE, name);
      if (!last && !is_oneself (self, name))
        append (menu, _("Re_move…"), RAIL_USER_REMOVE, name);
    }
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (button)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  return button;
}

static char *
dup_description (RailUsersPage *self,
                 RailUser      *user)
{
  g_autoptr(GString) text = g_string_new (rail_user_get_role (user) == RAIL_ROLE_ADMINISTRATOR ? _("Administrator")
                                                                                                : _("Standard user"));

  if (is_last_administrator (self, user))
    g_string_append_printf (text, " · %s", _("the only one, and so can be neither removed nor made a standard user"));
  if (rail_user_needs_new_password (user))
    g_string_append_printf (text, " · %s", _("the password is to be changed"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  RailUsersPage *self = RAIL_USERS_PAGE (user_data);
  RailUser *user = RAIL_USER (item);
  g_autofree char *description = dup_description (self, user);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rail_user_get_name (user));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "avatar-default-symbolic");
  if (is_oneself (self, rail_user_get_name (user)))
    {
      GtkWidget *label = gtk_label_new (_("Logged in"));

      gtk_widget_add_css_class (label, "dim-label");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  if (is_administrator (self) || is_oneself (self, rail_user_get_name (user)))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_menu_button (self, user));
  return row;
}

/* All rows anew: who is the last administrator, for one, changes with other rows. */
static void
update (RailUsersPage *self)
{
  RailProtection *protection = self->project != NULL ? rail_project_get_protection (self->project) : NULL;
  gboolean administrator = protection != NULL && is_administrator (self);

  gtk_stack_set_visible_child_name (self->stack, protection != NULL ? "protected" : "open");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), protection != NULL && !administrator);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "users.add", administrator);
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  if (protection != NULL)
    gtk_list_box_bind_model (self->list, rail_protection_get_users (protection), create_row_cb, self, NULL);
}

static void
rail_users_page_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  RailUsersPage *self = RAIL_USERS_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_users_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  RailUsersPage *self = RAIL_USERS_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      if (g_set_object (&self->project, g_value_get_object (value)))
        {
          g_signal_group_set_target (self->project_signals, self->project);
          update (self);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_users_page_dispose (GObject *object)
{
  RailUsersPage *self = RAIL_USERS_PAGE (object);

  g_clear_object (&self->project_signals);
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_users_page_parent_class)->dispose (object);
}

static void
rail_users_page_class_init (RailUsersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_users_page_dispose;
  object_class->get_property = rail_users_page_get_property;
  object_class->set_property = rail_users_page_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-users-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailUsersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RailUsersPage, reason_label);
  gtk_widget_class_bind_template_child (widget_class, RailUsersPage, list);
  gtk_widget_class_install_action (widget_class, "users.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "users.change", "(us)", change_action);
}

static void
rail_users_page_init (RailUsersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Every change of a user is noted in the journal, and makes the project a modified one. */
  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  g_signal_group_connect_swapped (self->project_signals, "notify", G_CALLBACK (update), self);
}
