/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-text-column"

#include "config.h"

#include "rail-text-column.h"

#include <glib/gi18n.h>

#define CLASS_KEY "rail-text-column-class"
#define CHAR_WIDTH 8   /* pixels, for the least width of a cell that wraps */

static void
fill (GtkListItem          *list_item,
      const RailTextColumn *column)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);
  gpointer item = gtk_list_item_get_item (list_item);
  g_autofree char *text = column->dup_text (item);
  const char *css_class = column->get_class != NULL ? column->get_class (item) : NULL;
  const char *old_class = g_object_get_data (G_OBJECT (cell), CLASS_KEY);

  if (GTK_IS_LABEL (cell))
    gtk_label_set_text (GTK_LABEL (cell), text != NULL ? text : "");
  else
    gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
  gtk_widget_set_tooltip_text (cell, column->tooltip ? text : NULL);
  if (g_strcmp0 (old_class, css_class) == 0)
    return;
  if (old_class != NULL)
    gtk_widget_remove_css_class (cell, old_class);
  if (css_class != NULL)
    gtk_widget_add_css_class (cell, css_class);
  g_object_set_data (G_OBJECT (cell), CLASS_KEY, (gpointer) css_class);
}

static void
item_changed_cb (gpointer     item,
                 GParamSpec  *pspec,
                 GtkListItem *list_item)
{
  fill (list_item, g_object_get_data (G_OBJECT (list_item), CLASS_KEY));
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          const RailTextColumn     *column)
{
  GtkWidget *cell;

  if (column->wrap)
    cell = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                         "width-request", column->min_chars * CHAR_WIDTH, NULL);
  else
    cell = g_object_new (GTK_TYPE_INSCRIPTION,
                         "min-chars", column->min_chars,
                         "nat-chars", column->nat_chars,
                         "text-overflow", column->cut_start ? GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_START
                                                            : GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                         "valign", GTK_ALIGN_CENTER,
                         NULL);
  if (column->numeric)
    gtk_widget_add_css_class (cell, "numeric");
  g_object_set_data (G_OBJECT (list_item), CLASS_KEY, (gpointer) column);
  gtk_list_item_set_child (list_item, cell);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         const RailTextColumn     *column)
{
  fill (list_item, column);
  g_signal_connect (gtk_list_item_get_item (list_item), "notify", G_CALLBACK (item_changed_cb), list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), item_changed_cb, list_item);
}

/**
 * rail_text_column_append:
 * @view: a view of GObjects
 * @column: (transfer none): what the column is like; it has to outlive @view, so it is static
 *
 * Appends a column whose cells follow the properties of their items.
 *
 * Returns: (transfer none): the column
 */
GtkColumnViewColumn *
rail_text_column_append (GtkColumnView        *view,
                         const RailTextColumn *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *result;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  result = gtk_column_view_column_new (_(column->title), factory);
  gtk_column_view_column_set_expand (result, column->expand);
  gtk_column_view_column_set_resizable (result, TRUE);
  gtk_column_view_append_column (view, result);
  g_object_unref (result);
  return result;
}
