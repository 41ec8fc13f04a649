/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-message-row"

#include "config.h"

#include "rail-message-row.h"

struct _RailMessageRow
{
  AdwPreferencesRow parent_instance;

  GtkImage *icon;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (RailMessageRow, rail_message_row, ADW_TYPE_PREFERENCES_ROW)

static void
rail_message_row_class_init (RailMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-message-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RailMessageRow, icon);
  gtk_widget_class_bind_template_child (widget_class, RailMessageRow, label);
}

static void
rail_message_row_init (RailMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
say (RailMessageRow *self,
     const char     *text,
     const char     *icon_name,
     const char     *css_class,
     const char     *other_class)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_set_visible (widget, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (self->label, text);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), other_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), css_class);
  gtk_widget_remove_css_class (GTK_WIDGET (self->label), other_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), css_class);
}

/**
 * rail_message_row_set_error:
 * @self: a row
 * @text: (nullable): what has to be put right; %NULL hides the row
 */
void
rail_message_row_set_error (RailMessageRow *self,
                            const char     *text)
{
  g_return_if_fail (RAIL_IS_MESSAGE_ROW (self));
  say (self, text, "dialog-error-symbolic", "error", "warning");
}

/**
 * rail_message_row_set_advice:
 * @self: a row
 * @text: (nullable): what is allowed but unwise; %NULL hides the row
 */
void
rail_message_row_set_advice (RailMessageRow *self,
                             const char     *text)
{
  g_return_if_fail (RAIL_IS_MESSAGE_ROW (self));
  say (self, text, "dialog-warning-symbolic", "warning", "error");
}

/**
 * rail_message_row_get_text:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it says now
 */
const char *
rail_message_row_get_text (RailMessageRow *self)
{
  g_return_val_if_fail (RAIL_IS_MESSAGE_ROW (self), NULL);
  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_text (self->label) : NULL;
}
