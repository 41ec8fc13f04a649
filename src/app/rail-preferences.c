/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-preferences"

#include "config.h"

#include "rail-preferences.h"

#include "rail-combo.h"
#include "rail-export.h"
#include "rail-settings.h"
#include "rail-text-scale.h"

#define N_SPINS 6

struct _RailPreferences
{
  AdwPreferencesWindow parent_instance;

  /* Template widgets */
  GtkSpinButton *spins[N_SPINS];   /* as spin_keys */
  AdwComboRow   *format;

  gboolean       filling;
};

static const struct
{
  const char *id;
  const char *key;
} spin_keys[N_SPINS] = {
  { "authority_years", "authority-years" },
  { "certificate_years", "certificate-years" },
  { "warning_days", "warning-days" },
  { "notice_days", "notice-days" },
  { "idle_minutes", "idle-minutes" },
  { "kept_versions", "kept-versions" },
};

G_DEFINE_FINAL_TYPE (RailPreferences, rail_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
fill (RailPreferences *self)
{
  RailSettings *settings = rail_settings_get_default ();
  g_autofree char *nick = rail_settings_dup_string (settings, "export-format");
  RailFormat format;

  self->filling = TRUE;
  for (guint i = 0; i < N_SPINS; i++)
    gtk_spin_button_set_value (self->spins[i], rail_settings_get_uint (settings, spin_keys[i].key));
  if (rail_format_parse (nick, &format))
    adw_combo_row_set_selected (self->format, format);
  self->filling = FALSE;
}

static void
spin_cb (RailPreferences *self,
         GtkSpinButton   *spin)
{
  for (guint i = 0; i < N_SPINS && !self->filling; i++)
    if (self->spins[i] == spin)
      rail_settings_set_uint (rail_settings_get_default (), spin_keys[i].key,
                              (guint) gtk_spin_button_get_value_as_int (spin));
}

static void
format_cb (RailPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->format);

  if (!self->filling && selected <= RAIL_FORMAT_P12)
    rail_settings_set_string (rail_settings_get_default (), "export-format", rail_format_get_nick (selected));
}

static void
rail_preferences_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RAIL_TYPE_PREFERENCES);

  G_OBJECT_CLASS (rail_preferences_parent_class)->dispose (object);
}

static void
rail_preferences_class_init (RailPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-preferences.ui");
  for (guint i = 0; i < N_SPINS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, spin_keys[i].id, FALSE,
                                               G_STRUCT_OFFSET (RailPreferences, spins[0]) +
                                                 (gssize) (i * sizeof (gpointer)));
  gtk_widget_class_bind_template_child (widget_class, RailPreferences, format);
  gtk_widget_class_bind_template_callback (widget_class, spin_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_preferences_init (RailPreferences *self)
{
  g_autoptr(GtkStringList) formats = gtk_string_list_new (NULL);

  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
  rail_combo_show_whole (self->format);
  for (RailFormat i = 0; i <= RAIL_FORMAT_P12; i++)
    gtk_string_list_append (formats, rail_format_get_label (i));
  adw_combo_row_set_model (self->format, G_LIST_MODEL (formats));
  fill (self);
  /* Another window may change them, too. */
  g_signal_connect_object (rail_settings_get_default (), "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
}

/**
 * rail_preferences_new:
 * @parent: the window above which it stands
 *
 * Each change holds at once.
 *
 * Returns: (transfer none): the window
 */
GtkWindow *
rail_preferences_new (GtkWindow *parent)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  return g_object_new (RAIL_TYPE_PREFERENCES, "transient-for", parent, NULL);
}
