/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-diagram-row"

#include "config.h"

#include "rail-diagram-row.h"

#include "rail-diagram-drag-source.h"
#include "rail-diagram-draw.h"

#include <glib/gi18n.h>

#define ITEM_KEY "rail-diagram-item"
#define DIAGRAM_KEY "rail-diagram"

static RailDiagramItem *
dragged_cb (GtkWidget    *widget,
            double        x,
            double        y,
            RailDiagram **out_diagram)
{
  *out_diagram = g_object_get_data (G_OBJECT (widget), DIAGRAM_KEY);
  return g_object_get_data (G_OBJECT (widget), ITEM_KEY);
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_state_line (RailDiagramItem *item)
{
  gboolean is_warning = rail_diagram_item_get_state (item) == RAIL_DIAGRAM_WARNING;
  const char *css_class = is_warning ? "warning" : "error";
  g_autofree char *text = rail_diagram_item_dup_state_text (item);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (is_warning ? "dialog-warning-symbolic" : "dialog-error-symbolic");

  gtk_widget_add_css_class (icon, css_class);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), new_label (text, css_class));
  return line;
}

static GtkWidget *
new_repair_button (RailDiagramItem *item,
                   guint            position)
{
  GtkWidget *button = gtk_button_new_with_label (rail_diagram_item_get_repair (item));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "diagram.repair-item");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", position);
  return button;
}

/**
 * rail_diagram_row_new:
 * @diagram: a diagram
 * @item: one of its items
 * @position: which one
 *
 * Returns: (transfer floating): a row of a #GtkListBox that says all about @item, and that its file can be dragged by
 */
GtkWidget *
rail_diagram_row_new (RailDiagram     *diagram,
                      RailDiagramItem *item,
                      guint            position)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new_from_icon_name (rail_diagram_kind_get_icon_name (rail_diagram_item_get_kind (item)));
  g_autofree char *text = rail_diagram_item_dup_text (item);

  g_object_set_data_full (G_OBJECT (row), ITEM_KEY, g_object_ref (item), g_object_unref);
  g_object_set_data_full (G_OBJECT (row), DIAGRAM_KEY, g_object_ref (diagram), g_object_unref);
  if (rail_diagram_item_get_kind (item) == RAIL_DIAGRAM_KEY)
    gtk_widget_add_css_class (icon, "warning");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (words), new_label (rail_diagram_item_get_title (item), NULL));
  if (rail_diagram_item_get_detail (item) != NULL)
    gtk_box_append (GTK_BOX (words), new_label (rail_diagram_item_get_detail (item), "dim-label"));
  if (rail_diagram_item_get_state (item) != RAIL_DIAGRAM_FINE)
    gtk_box_append (GTK_BOX (words), new_state_line (item));
  if (rail_diagram_item_get_repair (item) != NULL)
    gtk_box_append (GTK_BOX (box), new_repair_button (item, position));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "diagram-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (rail_diagram_drag_source_new (row, dragged_cb)));
  return row;
}

/**
 * rail_diagram_row_get_item:
 * @row: a row as rail_diagram_row_new() makes them
 *
 * Returns: (transfer none): what it is about
 */
RailDiagramItem *
rail_diagram_row_get_item (GtkWidget *row)
{
  g_return_val_if_fail (GTK_IS_LIST_BOX_ROW (row), NULL);

  return g_object_get_data (G_OBJECT (row), ITEM_KEY);
}

/**
 * rail_diagram_row_new_header:
 * @item: the first item of a store
 *
 * Returns: (transfer floating): the words above it: whose store it is
 */
GtkWidget *
rail_diagram_row_new_header (RailDiagramItem *item)
{
  /* Translators: a partner such as a CPU, and one of its stores */
  g_autofree char *text = g_strdup_printf (_("%s – %s"), rail_diagram_item_get_box (item),
                                           rail_diagram_item_get_store (item));
  GtkWidget *label = new_label (text, "heading");

  gtk_widget_add_css_class (label, "diagram-header");
  return label;
}
