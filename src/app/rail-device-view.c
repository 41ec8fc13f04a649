/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-device-view"

#include "config.h"

#include "rail-device-view.h"

#include "rail-load.h"
#include "rail-section.h"
#include "rail-service-row.h"

#include <glib/gi18n.h>

/* A count against its limit: one of the bars. */
typedef struct
{
  GtkLevelBar *bar;
  GtkLabel    *label;
} Meter;

struct _RailDeviceView
{
  AdwBin               parent_instance;

  /* Template widgets */
  GtkLabel            *family_label;
  GtkLabel            *firmware_label;
  GtkLabel            *addresses_label;
  GtkLabel            *comment_label;
  GtkWidget           *comment_row;
  AdwPreferencesGroup *service_group;
  AdwActionRow        *loaded_row;
  GtkActionable       *load_button;
  Meter                certificates;
  Meter                keys;
  Meter                trust_list;
  Meter                largest;

  /* Children of the group */
  RailServiceRow      *services[RAIL_N_SERVICES];
};

G_DEFINE_FINAL_TYPE (RailDeviceView, rail_device_view, ADW_TYPE_BIN)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gboolean empty = text == NULL || *text == '\0';

  gtk_label_set_label (label, empty ? "–" : text);
}

static void
show_device (RailDeviceView *self,
             RailDevice     *device)
{
  const char *version = rail_device_get_firmware (device);
  g_autofree char *addresses = g_strjoinv ("\n", (char **) rail_device_get_addresses (device));
  g_autofree char *firmware = *version != '\0' ? g_strdup_printf ("V%s", version) : NULL;

  set_text (self->family_label, rail_family_get_label (rail_device_get_family (device)));
  set_text (self->firmware_label, firmware);
  set_text (self->addresses_label, addresses);
  set_text (self->comment_label, rail_device_get_comment (device));
  gtk_widget_set_visible (self->comment_row, *rail_device_get_comment (device) != '\0');
}

static void
show_meter (Meter      *meter,
            double      value,
            double      limit,
            const char *text)
{
  gtk_level_bar_set_max_value (meter->bar, limit);
  gtk_level_bar_set_value (meter->bar, MIN (value, limit));
  gtk_label_set_label (meter->label, text);
  /* The colours of the offsets say when it is nearly full; beyond full, the words do, too. */
  if (value > limit)
    gtk_widget_add_css_class (GTK_WIDGET (meter->label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (meter->label), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (meter->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
show_count (Meter *meter,
            guint  count,
            guint  limit)
{
  /* Translators: a count and its limit */
  g_autofree char *text = count > limit ? g_strdup_printf (_("%u of %u: too many"), count, limit)
                                        : g_strdup_printf (_("%u of %u"), count, limit);

  show_meter (meter, count, limit, text);
}

static void
show_budget (RailDeviceView *self,
             RailProject    *project,
             RailDevice     *device)
{
  RailBudget budget = { 0 };
  g_autofree char *text = NULL;

  rail_budget_count (&budget, project, device);
  show_count (&self->certificates, budget.n_certificates, RAIL_MAX_CERTIFICATES);
  show_count (&self->keys, budget.n_keys, RAIL_MAX_CERTIFICATES);
  show_count (&self->trust_list, budget.n_trust_list, RAIL_MAX_TRUST_LIST);
  if (budget.largest_id != 0)
    text = g_strdup_printf (_("%u of %u bytes (ID %u)"), (guint) budget.largest, (guint) RAIL_MAX_ELEMENT,
                            budget.largest_id);
  else
    text = g_strdup_printf (_("%u of %u bytes"), (guint) budget.largest, (guint) RAIL_MAX_ELEMENT);
  show_meter (&self->largest, (double) budget.largest, RAIL_MAX_ELEMENT, text);
}

static void
show_loaded (RailDeviceView *self,
             RailProject    *project,
             RailDevice     *device)
{
  RailLoaded *loaded = rail_device_get_loaded (device);
  g_autoptr(RailLoad) load = rail_load_new (project, device);
  g_autofree char *time = NULL;
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;

  if (loaded == NULL)
    when = g_strdup (_("Never marked as loaded"));
  else
    {
      time = rail_format_local_time (rail_loaded_get_date (loaded));
      if (rail_loaded_get_user (loaded) != NULL && *rail_loaded_get_user (loaded) != '\0')
        when = g_strdup_printf (_("Loaded on %s by %s"), time, rail_loaded_get_user (loaded));
      else
        when = g_strdup_printf (_("Loaded on %s"), time);
    }
  /* Translators: when it was loaded, then what loading does now */
  text = g_strdup_printf (_("%s · now: %s"), when, rail_load_verdict_get_label (rail_load_get_verdict (load)));
  adw_action_row_set_subtitle (self->loaded_row, text);
  gtk_actionable_set_action_target (self->load_button, "s", rail_device_get_name (device));
}

static void
rail_device_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RAIL_TYPE_DEVICE_VIEW);
  G_OBJECT_CLASS (rail_device_view_parent_class)->dispose (object);
}

static void
bind_meter (GtkWidgetClass *widget_class,
            const char     *name,
            gsize           offset)
{
  g_autofree char *bar = g_strconcat (name, "_bar", NULL);
  g_autofree char *label = g_strconcat (name, "_label", NULL);

  gtk_widget_class_bind_template_child_full (widget_class, g_intern_string (bar), FALSE,
                                             (gssize) (offset + G_STRUCT_OFFSET (Meter, bar)));
  gtk_widget_class_bind_template_child_full (widget_class, g_intern_string (label), FALSE,
                                             (gssize) (offset + G_STRUCT_OFFSET (Meter, label)));
}

static void
rail_device_view_class_init (RailDeviceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_device_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-device-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDeviceView, family_label);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceView, firmware_label);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceView, addresses_label);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceView, comment_label);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceView, comment_row);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceView, service_group);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceView, loaded_row);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceView, load_button);
  bind_meter (widget_class, "certificates", G_STRUCT_OFFSET (RailDeviceView, certificates));
  bind_meter (widget_class, "keys", G_STRUCT_OFFSET (RailDeviceView, keys));
  bind_meter (widget_class, "trust_list", G_STRUCT_OFFSET (RailDeviceView, trust_list));
  bind_meter (widget_class, "largest", G_STRUCT_OFFSET (RailDeviceView, largest));
}

static void
rail_device_view_init (RailDeviceView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    {
      self->services[i] = RAIL_SERVICE_ROW (rail_service_row_new (i));
      gtk_widget_set_name (GTK_WIDGET (self->services[i]), rail_service_get (i)->nick);
      adw_preferences_group_add (self->service_group, GTK_WIDGET (self->services[i]));
    }
}

/**
 * rail_device_view_show:
 * @self: a view
 * @project: (nullable): the project
 * @device: (nullable): a device of it, as it is now
 *
 * Shows @device.
 */
void
rail_device_view_show (RailDeviceView *self,
                       RailProject    *project,
                       RailDevice     *device)
{
  g_return_if_fail (RAIL_IS_DEVICE_VIEW (self));
  g_return_if_fail (project == NULL || RAIL_IS_PROJECT (project));
  g_return_if_fail (device == NULL || RAIL_IS_DEVICE (device));

  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    rail_service_row_show (self->services[i], project, device);
  if (device == NULL)
    return;
  show_device (self, device);
  show_budget (self, project, device);
  show_loaded (self, project, device);
}

/**
 * rail_device_view_is_busy:
 * @self: a view
 *
 * Returns: whether a service is being switched on
 */
gboolean
rail_device_view_is_busy (RailDeviceView *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE_VIEW (self), FALSE);

  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (rail_service_row_is_busy (self->services[i]))
      return TRUE;
  return FALSE;
}
