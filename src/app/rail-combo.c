/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-combo"

#include "config.h"

#include "rail-combo.h"

#define MAX_CHARS 64

/* Returns: (transfer full): what the list of @row says about one of its choices */
static char *
dup_text (AdwComboRow *row,
          GObject     *object)
{
  GtkExpression *expression = adw_combo_row_get_expression (row);
  g_auto(GValue) value = G_VALUE_INIT;

  if (GTK_IS_STRING_OBJECT (object))
    return g_strdup (gtk_string_object_get_string (GTK_STRING_OBJECT (object)));
  if (object != NULL && expression != NULL && gtk_expression_evaluate (expression, object, &value))
    return g_value_dup_string (&value);
  return NULL;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         AdwComboRow              *row)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  GObject *object = gtk_list_item_get_item (item);
  g_autofree char *text = dup_text (row, object);

  gtk_label_set_label (label, text != NULL ? text : "");
  /* As wide as its text: a fixed width would widen every list. */
  gtk_label_set_width_chars (label, (int) MIN (g_utf8_strlen (gtk_label_get_label (label), -1), MAX_CHARS));
}

/* The row itself has the room that its title leaves. */
static void
selected_cb (AdwComboRow *row)
{
  g_autofree char *text = dup_text (row, adw_combo_row_get_selected_item (row));

  gtk_widget_set_tooltip_text (GTK_WIDGET (row), text);
}

/**
 * rail_combo_show_whole:
 * @row: a row whose choices have long names
 *
 * Lets the list of choices be as wide as they are. The list that libadwaita makes itself cuts them at 20 characters, where
 * several look the same. What is chosen can be read whole in a tooltip.
 */
void
rail_combo_show_whole (AdwComboRow *row)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (ADW_IS_COMBO_ROW (row));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), row, 0);
  adw_combo_row_set_list_factory (row, factory);
  g_signal_connect (row, "notify::selected-item", G_CALLBACK (selected_cb), NULL);
  selected_cb (row);
}
