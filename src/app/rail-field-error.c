/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-field-error"

#include "config.h"

#include "rail-field-error.h"

/**
 * rail_field_error_show:
 * @row: (nullable): the field
 * @label: (nullable): the label beside it
 * @problem: (nullable): what is wrong with the field, in a sentence; %NULL when it is right
 *
 * Says beside a field what is wrong with it, by colour, in words, and to a screen reader.
 */
void
rail_field_error_show (GtkWidget  *row,
                       GtkLabel   *label,
                       const char *problem)
{
  g_return_if_fail (row == NULL || GTK_IS_WIDGET (row));
  g_return_if_fail (label == NULL || GTK_IS_LABEL (label));

  if (row != NULL)
    {
      if (problem != NULL)
        gtk_widget_add_css_class (row, "error");
      else
        gtk_widget_remove_css_class (row, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                                   problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
    }
  if (label != NULL)
    {
      gtk_label_set_label (label, problem != NULL ? problem : "");
      gtk_widget_set_visible (GTK_WIDGET (label), problem != NULL);
    }
}
