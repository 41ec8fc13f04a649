/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-device-page"

#include "config.h"

#include "rail-device-page.h"

#include "rail-device-view.h"
#include "rail-local-manager-view.h"
#include "rail-opcua-view.h"
#include "rail-place.h"
#include "rail-wrap-box.h"

struct _RailDevicePage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkImage             *icon;
  GtkLabel             *name_label;
  GtkWidget            *switcher;
  GtkActionable        *duplicate_button;
  GtkActionable        *change_button;
  GtkActionable        *delete_button;
  GtkStack             *views;            /* "device", "local-manager" or "opcua" */
  GtkStackPage         *opcua_page;
  RailDeviceView       *device_view;
  RailLocalManagerView *manager_view;
  RailOpcuaView        *opcua_view;

  /* Owned references */
  RailProject          *project;
  RailDevice           *device;
  GSignalGroup         *project_signals;
  guint                 update_source;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailDevicePage, rail_device_page, ADW_TYPE_BIN)

static void
update_header (RailDevicePage *self)
{
  const char *name = rail_device_get_name (self->device);

  gtk_image_set_from_icon_name (self->icon, rail_family_get_icon_name (rail_device_get_family (self->device)));
  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), name);
  gtk_actionable_set_action_target (self->duplicate_button, "s", name);
  gtk_actionable_set_action_target (self->change_button, "s", name);
  gtk_actionable_set_action_target (self->delete_button, "s", name);
}

static void
update (RailDevicePage *self)
{
  gboolean has_server;

  if (self->device == NULL)
    return;

  /* A server that the firmware has lost still has to be switched off, so it stays in sight while it is on. */
  has_server = rail_device_is_service_on (self->device, RAIL_SERVICE_OPCUA_SERVER) ||
               rail_service_is_available (RAIL_SERVICE_OPCUA_SERVER, rail_device_get_family (self->device),
                                          rail_device_get_firmware (self->device), NULL);
  update_header (self);
  rail_device_view_show (self->device_view, self->project, self->device);
  rail_local_manager_view_show (self->manager_view, self->project, self->device);
  gtk_stack_page_set_visible (self->opcua_page, has_server);
  if (has_server)
    rail_opcua_view_show (self->opcua_view, self->project, self->device);
  else if (gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->opcua_view))
    gtk_stack_set_visible_child_name (self->views, "device");
}

/* Nothing of a device may stay behind in the views. */
static void
forget_device (RailDevicePage *self)
{
  g_clear_object (&self->device);
  rail_device_view_show (self->device_view, NULL, NULL);
  rail_local_manager_view_show (self->manager_view, NULL, NULL);
  rail_opcua_view_show (self->opcua_view, NULL, NULL);
}

static gboolean
update_cb (gpointer user_data)
{
  RailDevicePage *self = user_data;

  self->update_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* A step of the project says so last, when all of it is done; while the page is not in sight, its map will do. */
static void
project_changed_cb (RailDevicePage *self)
{
  if (self->device != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && self->update_source == 0)
    self->update_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

static void
rail_device_page_map (GtkWidget *widget)
{
  update (RAIL_DEVICE_PAGE (widget));
  GTK_WIDGET_CLASS (rail_device_page_parent_class)->map (widget);
}

static void
rail_device_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  RailDevicePage *self = RAIL_DEVICE_PAGE (object);

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
set_project (RailDevicePage *self,
             RailProject    *project)
{
  forget_device (self);
  g_set_object (&self->project, project);
  g_signal_group_set_target (self->project_signals, project);
}

static void
rail_device_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  RailDevicePage *self = RAIL_DEVICE_PAGE (object);

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
rail_device_page_dispose (GObject *object)
{
  RailDevicePage *self = RAIL_DEVICE_PAGE (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_object (&self->project_signals);
  g_clear_object (&self->device);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_device_page_parent_class)->dispose (object);
}

static void
rail_device_page_class_init (RailDevicePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_device_page_dispose;
  object_class->get_property = rail_device_page_get_property;
  object_class->set_property = rail_device_page_set_property;
  widget_class->map = rail_device_page_map;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RAIL_TYPE_DEVICE_VIEW);
  g_type_ensure (RAIL_TYPE_LOCAL_MANAGER_VIEW);
  g_type_ensure (RAIL_TYPE_OPCUA_VIEW);
  g_type_ensure (RAIL_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-device-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, icon);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, name_label);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, switcher);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, duplicate_button);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, change_button);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, delete_button);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, views);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, opcua_page);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, device_view);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, manager_view);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, opcua_view);
}

static void
rail_device_page_init (RailDevicePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_remove_css_class (self->switcher, "linked");

  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  g_signal_group_connect_swapped (self->project_signals, "notify", G_CALLBACK (project_changed_cb), self);
}

/**
 * rail_device_page_set_device:
 * @self: the page
 * @device: (nullable): the device to show
 *
 * Shows @device, in the view that was shown last.
 */
void
rail_device_page_set_device (RailDevicePage *self,
                             RailDevice     *device)
{
  g_return_if_fail (RAIL_IS_DEVICE_PAGE (self));
  g_return_if_fail (device == NULL || RAIL_IS_DEVICE (device));

  if (device == NULL)
    {
      forget_device (self);
      return;
    }
  if (!g_set_object (&self->device, device))
    return;

  /* The project may be in the middle of a step, whose other parts come after this one. */
  update_header (self);
  if (self->update_source == 0)
    self->update_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

/**
 * rail_device_page_set_view:
 * @self: the page
 * @name: `device`, `local-manager` or `opcua`
 *
 * Turns to one of the views.
 */
void
rail_device_page_set_view (RailDevicePage *self,
                           const char     *name)
{
  g_return_if_fail (RAIL_IS_DEVICE_PAGE (self));
  g_return_if_fail (name != NULL);

  update (self);
  if (!g_str_equal (name, "opcua") || gtk_stack_page_get_visible (self->opcua_page))
    gtk_stack_set_visible_child_name (self->views, name);
}

/**
 * rail_device_page_select_entry:
 * @self: the page
 * @entry: (nullable): a certificate in a table of the device
 *
 * Selects @entry in the local certificate manager.
 */
void
rail_device_page_select_entry (RailDevicePage *self,
                               RailEntry      *entry)
{
  g_return_if_fail (RAIL_IS_DEVICE_PAGE (self));
  g_return_if_fail (entry == NULL || RAIL_IS_ENTRY (entry));

  if (entry != NULL)
    rail_local_manager_view_select_entry (self->manager_view, entry);
}

/**
 * rail_device_page_is_busy:
 * @self: the page
 *
 * Returns: whether something is being done to the device at the moment
 */
gboolean
rail_device_page_is_busy (RailDevicePage *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE_PAGE (self), FALSE);

  return rail_device_view_is_busy (self->device_view);
}
