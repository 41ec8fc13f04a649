/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-protection-page"

#include "config.h"

#include "rail-protection-page.h"

#include "rail-application.h"
#include "rail-project.h"

#include <glib/gi18n.h>

struct _RailProtectionPage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack      *stack;
  GtkListBox    *user_list;
  GtkSpinButton *idle_spin;
  GtkSpinButton *versions_spin;

  /* Owned references */
  RailProject   *project;
  GSignalGroup  *project_signals;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailProtectionPage, rail_protection_page, ADW_TYPE_BIN)

static GtkWidget *
create_user_row_cb (gpointer item,
                    gpointer user_data)
{
  RailProtectionPage *self = RAIL_PROTECTION_PAGE (user_data);
  RailUser *user = item;
  RailUser *current = rail_protection_get_user (rail_project_get_protection (self->project));
  gboolean logged_in = current != NULL && g_str_equal (rail_user_get_name (current), rail_user_get_name (user));
  const char *role = rail_user_get_role (user) == RAIL_ROLE_ADMINISTRATOR ? _("Administrator") : _("Standard user");
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rail_user_get_name (user));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), role);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "avatar-default-symbolic");
  if (logged_in)
    {
      GtkWidget *label = gtk_label_new (_("Logged in"));

      gtk_widget_add_css_class (label, "dim-label");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  return row;
}

static void
update (RailProtectionPage *self)
{
  RailProtection *protection = self->project != NULL ? rail_project_get_protection (self->project) : NULL;

  gtk_stack_set_visible_child_name (self->stack, protection != NULL ? "protected" : "open");
  gtk_list_box_bind_model (self->user_list, protection != NULL ? rail_protection_get_users (protection) : NULL,
                           create_user_row_cb, self, NULL);
}

static void
idle_cb (RailProtectionPage *self)
{
  rail_application_set_idle_minutes (RAIL_APPLICATION (g_application_get_default ()),
                                     gtk_spin_button_get_value_as_int (self->idle_spin));
}

static void
versions_cb (RailProtectionPage *self)
{
  rail_application_set_n_versions (gtk_spin_button_get_value_as_int (self->versions_spin));
}

/* They are the same in all windows. */
static void
rail_protection_page_map (GtkWidget *widget)
{
  RailProtectionPage *self = RAIL_PROTECTION_PAGE (widget);
  RailApplication *application = RAIL_APPLICATION (g_application_get_default ());

  gtk_spin_button_set_value (self->idle_spin, rail_application_get_idle_minutes (application));
  gtk_spin_button_set_value (self->versions_spin, rail_application_get_n_versions ());
  GTK_WIDGET_CLASS (rail_protection_page_parent_class)->map (widget);
}

static void
rail_protection_page_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  RailProtectionPage *self = RAIL_PROTECTION_PAGE (object);

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
rail_protection_page_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  RailProtectionPage *self = RAIL_PROTECTION_PAGE (object);

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
rail_protection_page_dispose (GObject *object)
{
  RailProtectionPage *self = RAIL_PROTECTION_PAGE (object);

  g_clear_object (&self->project_signals);
  if (self->user_list != NULL)
    gtk_list_box_bind_model (self->user_list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_protection_page_parent_class)->dispose (object);
}

static void
rail_protection_page_class_init (RailProtectionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_protection_page_dispose;
  object_class->get_property = rail_protection_page_get_property;
  object_class->set_property = rail_protection_page_set_property;

  widget_class->map = rail_protection_page_map;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-protection-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailProtectionPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RailProtectionPage, user_list);
  gtk_widget_class_bind_template_child (widget_class, RailProtectionPage, idle_spin);
  gtk_widget_class_bind_template_child (widget_class, RailProtectionPage, versions_spin);
  gtk_widget_class_bind_template_callback (widget_class, idle_cb);
  gtk_widget_class_bind_template_callback (widget_class, versions_cb);
}

static void
rail_protection_page_init (RailProtectionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  g_signal_group_connect_swapped (self->project_signals, "notify::protected", G_CALLBACK (update), self);
}
