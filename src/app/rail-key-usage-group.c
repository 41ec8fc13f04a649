/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-key-usage-group"

#include "config.h"

#include "rail-key-usage-group.h"

#include <glib/gi18n.h>

/* The nine bits of key usage, then the purposes. */
#define N_KEY_USAGES 9
#define N_PURPOSES 2

struct _RailKeyUsageGroup
{
  AdwPreferencesGroup     parent_instance;

  /* Template widgets */
  AdwExpanderRow         *key_usage;
  AdwExpanderRow         *purposes;

  GtkCheckButton         *checks[N_KEY_USAGES + N_PURPOSES];
  RailCertificateRequest *request;
  gboolean                updating;
};

G_DEFINE_FINAL_TYPE (RailKeyUsageGroup, rail_key_usage_group, ADW_TYPE_PREFERENCES_GROUP)

static void
update (RailKeyUsageGroup *self)
{
  RailKeyUsage key_usage = rail_certificate_request_get_key_usage (self->request);
  RailPurpose purposes = rail_certificate_request_get_purposes (self->request);
  gboolean custom = rail_certificate_request_get_usage (self->request) == RAIL_USAGE_CUSTOM;
  g_autofree char *key_usage_text = rail_key_usage_to_string (key_usage);
  g_autofree char *purposes_text = rail_purpose_to_string (purposes);

  self->updating = TRUE;
  adw_expander_row_set_subtitle (self->key_usage, key_usage != 0 ? key_usage_text : C_("key usage", "None"));
  adw_expander_row_set_subtitle (self->purposes, purposes != 0 ? purposes_text : C_("key usage", "None"));
  for (guint i = 0; i < G_N_ELEMENTS (self->checks); i++)
    {
      gboolean active = i < N_KEY_USAGES ? (key_usage & (1u << i)) != 0 : (purposes & (1u << (i - N_KEY_USAGES))) != 0;

      gtk_check_button_set_active (self->checks[i], active);
    }
  adw_expander_row_set_enable_expansion (self->key_usage, custom);
  adw_expander_row_set_enable_expansion (self->purposes, custom);
  self->updating = FALSE;
}

static void
toggled_cb (RailKeyUsageGroup *self)
{
  RailKeyUsage key_usage = 0;
  RailPurpose purposes = 0;

  if (self->updating)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->checks); i++)
    if (!gtk_check_button_get_active (self->checks[i]))
      continue;
    else if (i < N_KEY_USAGES)
      key_usage |= 1u << i;
    else
      purposes |= 1u << (i - N_KEY_USAGES);
  g_object_set (self->request, "key-usage", key_usage, "purposes", purposes, NULL);
}

static void
add_check (RailKeyUsageGroup *self,
           guint              index)
{
  g_autofree char *label = index < N_KEY_USAGES ? rail_key_usage_to_string (1u << index)
                                                : rail_purpose_to_string (1u << (index - N_KEY_USAGES));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (index < N_KEY_USAGES ? self->key_usage : self->purposes, row);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  self->checks[index] = GTK_CHECK_BUTTON (check);
}

static void
rail_key_usage_group_dispose (GObject *object)
{
  g_clear_object (&RAIL_KEY_USAGE_GROUP (object)->request);
  G_OBJECT_CLASS (rail_key_usage_group_parent_class)->dispose (object);
}

static void
rail_key_usage_group_class_init (RailKeyUsageGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_key_usage_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-key-usage-group.ui");
  gtk_widget_class_bind_template_child (widget_class, RailKeyUsageGroup, key_usage);
  gtk_widget_class_bind_template_child (widget_class, RailKeyUsageGroup, purposes);
}

static void
rail_key_usage_group_init (RailKeyUsageGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (self->checks); i++)
    add_check (self, i);
}

/**
 * rail_key_usage_group_set_request:
 * @self: a group without request
 * @request: the request to show
 */
void
rail_key_usage_group_set_request (RailKeyUsageGroup      *self,
                                  RailCertificateRequest *request)
{
  g_return_if_fail (RAIL_IS_KEY_USAGE_GROUP (self));
  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (request));
  g_return_if_fail (self->request == NULL);

  self->request = g_object_ref (request);
  g_signal_connect_object (request, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
