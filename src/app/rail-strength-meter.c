/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-strength-meter"

#include "config.h"

#include "rail-strength-meter.h"

#include <glib/gi18n.h>

struct _RailStrengthMeter
{
  AdwBin       parent_instance;

  /* Template widgets */
  GtkLevelBar *strength_bar;
  GtkLabel    *strength_label;
};

G_DEFINE_FINAL_TYPE (RailStrengthMeter, rail_strength_meter, ADW_TYPE_BIN)

static char *
describe (RailPasswordStrength  strength,
          const char           *reason)
{
  if (strength == RAIL_STRENGTH_NONE)
    return g_strdup_printf (ngettext ("At least %d character; several words are easy to keep and hard to guess.",
                                      "At least %d characters; several words are easy to keep and hard to guess.",
                                      RAIL_PASSWORD_MINIMUM), RAIL_PASSWORD_MINIMUM);
  if (reason != NULL)
    /* Translators: a word such as “Weak”, and a sentence that says why */
    return g_strdup_printf (_("%s: %s"), rail_password_strength_get_label (strength), reason);
  return g_strdup (rail_password_strength_get_label (strength));
}

static void
rail_strength_meter_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RAIL_TYPE_STRENGTH_METER);

  G_OBJECT_CLASS (rail_strength_meter_parent_class)->dispose (object);
}

static void
rail_strength_meter_class_init (RailStrengthMeterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_strength_meter_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-strength-meter.ui");
  gtk_widget_class_bind_template_child (widget_class, RailStrengthMeter, strength_bar);
  gtk_widget_class_bind_template_child (widget_class, RailStrengthMeter, strength_label);
}

static void
rail_strength_meter_init (RailStrengthMeter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* libadwaita has no strength meter of its own, so the levels get its colours by name, see style.css. */
  gtk_level_bar_add_offset_value (self->strength_bar, "too-short", RAIL_STRENGTH_TOO_SHORT);
  gtk_level_bar_add_offset_value (self->strength_bar, "weak", RAIL_STRENGTH_WEAK);
  gtk_level_bar_add_offset_value (self->strength_bar, "fair", RAIL_STRENGTH_FAIR);
  gtk_level_bar_add_offset_value (self->strength_bar, "good", RAIL_STRENGTH_GOOD);
  gtk_level_bar_remove_offset_value (self->strength_bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->strength_bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->strength_bar, GTK_LEVEL_BAR_OFFSET_FULL);
}

/**
 * rail_strength_meter_measure:
 * @self: a meter
 * @password: what is typed; it is not kept
 * @user: (nullable): whose it will be, because their name is no good part of it
 *
 * Shows how strong @password is, and why.
 *
 * Returns: how strong it is
 */
RailPasswordStrength
rail_strength_meter_measure (RailStrengthMeter *self,
                             const char        *password,
                             const char        *user)
{
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;
  RailPasswordStrength strength;

  g_return_val_if_fail (RAIL_IS_STRENGTH_METER (self), RAIL_STRENGTH_NONE);
  g_return_val_if_fail (password != NULL, RAIL_STRENGTH_NONE);

  strength = rail_password_strength_measure (password, user, &reason);
  text = describe (strength, reason);
  gtk_level_bar_set_value (self->strength_bar, strength);
  gtk_label_set_label (self->strength_label, text);
  return strength;
}
