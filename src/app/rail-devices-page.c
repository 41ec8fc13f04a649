/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-devices-page"

#include "config.h"

#include "rail-devices-page.h"

#include "rail-place.h"
#include "rail-row-lines.h"
#include "rail-wrap-box.h"

struct _RailDevicesPage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack     *stack;
  GtkListBox   *list;

  /* Owned references */
  RailProject  *project;
  GSignalGroup *device_signals;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailDevicesPage, rail_devices_page, ADW_TYPE_BIN)

static char *
dup_summary (RailDevice *device)
{
  const char *firmware = rail_device_get_firmware (device);
  const char * const *addresses = rail_device_get_addresses (device);
  g_autoptr(GString) text = g_string_new (rail_family_get_label (rail_device_get_family (device)));

  if (firmware != NULL && *firmware != '\0')
    g_string_append_printf (text, " · V%s", firmware);
  if (addresses != NULL && addresses[0] != NULL)
    {
      g_autofree char *joined = g_strjoinv (", ", (char **) addresses);

      g_string_append_printf (text, " · %s", joined);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  RailDevice *device = item;
  g_autofree char *summary = dup_summary (device);
  g_autofree char *target = g_strconcat ("device:", rail_device_get_name (device), NULL);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rail_device_get_name (device));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), summary);
  rail_row_lines_limit (ADW_ACTION_ROW (row));
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), rail_family_get_icon_name (rail_device_get_family (device)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.go");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);
  return row;
}

static void
update (RailDevicesPage *self)
{
  gboolean any = self->project != NULL && g_list_model_get_n_items (rail_project_get_devices (self->project)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "empty");
}

static void
set_project (RailDevicesPage *self,
             RailProject     *project)
{
  GListModel *devices;

  if (!g_set_object (&self->project, project))
    return;

  devices = project != NULL ? rail_project_get_devices (project) : NULL;
  g_signal_group_set_target (self->device_signals, devices);
  gtk_list_box_bind_model (self->list, devices, create_row_cb, NULL, NULL);
  update (self);
}

static void
rail_devices_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RailDevicesPage *self = RAIL_DEVICES_PAGE (object);

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
rail_devices_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  RailDevicesPage *self = RAIL_DEVICES_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_devices_page_dispose (GObject *object)
{
  RailDevicesPage *self = RAIL_DEVICES_PAGE (object);

  g_clear_object (&self->device_signals);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_devices_page_parent_class)->dispose (object);
}

static void
rail_devices_page_class_init (RailDevicesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_devices_page_dispose;
  object_class->get_property = rail_devices_page_get_property;
  object_class->set_property = rail_devices_page_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RAIL_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-devices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDevicesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RailDevicesPage, list);
}

static void
rail_devices_page_init (RailDevicesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->device_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->device_signals, "items-changed", G_CALLBACK (update), self);
}
