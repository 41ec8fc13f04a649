/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-device-page"

#include "config.h"

#include "rail-device-page.h"

#include "rail-place.h"
#include "rail-status-look.h"

#include <glib/gi18n.h>

struct _RailDevicePage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkImage           *icon;
  GtkLabel           *name_label;
  GtkLabel           *family_label;
  GtkLabel           *firmware_label;
  GtkLabel           *addresses_label;
  GtkLabel           *comment_label;
  GtkWidget          *comment_row;
  GtkActionable      *change_button;
  GtkActionable      *delete_button;
  GtkActionable      *create_certificate_button;
  GtkListBox         *certificate_list;
  GtkWidget          *no_certificates_row;

  /* Owned references */
  RailProject        *project;
  RailDevice         *device;
  GtkCustomFilter    *filter;
  GtkFilterListModel *certificates;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailDevicePage, rail_device_page, ADW_TYPE_BIN)

static gboolean
is_of_device_cb (gpointer item,
                 gpointer user_data)
{
  RailDevicePage *self = RAIL_DEVICE_PAGE (user_data);

  return self->device != NULL &&
         g_strcmp0 (rail_entry_get_device (RAIL_ENTRY (item)), rail_device_get_name (self->device)) == 0;
}

static GtkWidget *
create_status (RailEntry *entry,
               gint64     now)
{
  RailStatus status = rail_entry_get_status (entry, now, NULL);
  g_autofree char *text = rail_entry_dup_status_text (entry, now);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (rail_status_get_icon_name (status)));
  gtk_box_append (GTK_BOX (box), gtk_label_new (text));
  gtk_widget_add_css_class (box, rail_status_get_css_class (status));
  return box;
}

static GtkWidget *
create_certificate_row_cb (gpointer item,
                           gpointer user_data)
{
  RailDevicePage *self = RAIL_DEVICE_PAGE (user_data);
  RailEntry *entry = item;
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));
  /* Translators: the ID of a certificate and what it is used as */
  g_autofree char *subtitle = g_strdup_printf (_("ID %u · %s"), rail_entry_get_id (entry),
                                               rail_profile_get_label (rail_profile_get (rail_entry_get_usage (entry))));
  const char *title = rail_certificate_get_common_name (rail_entry_get_certificate (entry));
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "rail-certificate-symbolic");
  gtk_widget_set_tooltip_text (row, title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_status (entry, now));
  return row;
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gboolean empty = text == NULL || *text == '\0';

  gtk_label_set_label (label, empty ? "–" : text);
}

static void
update (RailDevicePage *self)
{
  g_autofree char *addresses = NULL;
  g_autofree char *firmware = NULL;
  const char *name;

  if (self->device == NULL)
    return;

  name = rail_device_get_name (self->device);
  addresses = g_strjoinv ("\n", (char **) rail_device_get_addresses (self->device));
  if (*rail_device_get_firmware (self->device) != '\0')
    firmware = g_strdup_printf ("V%s", rail_device_get_firmware (self->device));

  gtk_image_set_from_icon_name (self->icon, rail_family_get_icon_name (rail_device_get_family (self->device)));
  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), name);
  set_text (self->family_label, rail_family_get_label (rail_device_get_family (self->device)));
  set_text (self->firmware_label, firmware);
  set_text (self->addresses_label, addresses);
  set_text (self->comment_label, rail_device_get_comment (self->device));
  gtk_widget_set_visible (self->comment_row, *rail_device_get_comment (self->device) != '\0');
  gtk_actionable_set_action_target (self->change_button, "s", name);
  gtk_actionable_set_action_target (self->delete_button, "s", name);
  gtk_actionable_set_action_target (self->create_certificate_button, "s", name);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
update_empty (RailDevicePage *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->certificates)) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->certificate_list), any);
  gtk_widget_set_visible (self->no_certificates_row, !any);
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
  /* Rows are made with the project's clock, so the old ones go first. */
  gtk_filter_list_model_set_model (self->certificates, NULL);
  g_set_object (&self->project, project);
  g_clear_object (&self->device);
  gtk_filter_list_model_set_model (self->certificates, project != NULL ? rail_project_get_entries (project) : NULL);
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

  if (self->certificate_list != NULL)
    gtk_list_box_bind_model (self->certificate_list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->certificates);
  g_clear_object (&self->filter);
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

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-device-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, icon);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, name_label);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, family_label);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, firmware_label);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, addresses_label);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, comment_label);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, comment_row);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, change_button);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, delete_button);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, certificate_list);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, no_certificates_row);
  gtk_widget_class_bind_template_child (widget_class, RailDevicePage, create_certificate_button);
}

static void
rail_device_page_init (RailDevicePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->filter = gtk_custom_filter_new (is_of_device_cb, self, NULL);
  self->certificates = gtk_filter_list_model_new (NULL, g_object_ref (GTK_FILTER (self->filter)));
  gtk_list_box_bind_model (self->certificate_list, G_LIST_MODEL (self->certificates),
                           create_certificate_row_cb, self, NULL);
  g_signal_connect_object (self->certificates, "items-changed", G_CALLBACK (update_empty), self, G_CONNECT_SWAPPED);
  update_empty (self);
}

/**
 * rail_device_page_set_device:
 * @self: the page
 * @device: (nullable): the device to show
 */
void
rail_device_page_set_device (RailDevicePage *self,
                             RailDevice     *device)
{
  g_return_if_fail (RAIL_IS_DEVICE_PAGE (self));
  g_return_if_fail (device == NULL || RAIL_IS_DEVICE (device));

  if (g_set_object (&self->device, device))
    update (self);
}
