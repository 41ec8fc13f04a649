/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-columns"

#include "config.h"

#include "rail-certificate-columns.h"

#include "rail-status-cell.h"

#include <string.h>

/* Widths are in characters, so that they follow the font. The cell of the status has its own, in its template. */
static const struct
{
  guint       min_chars;
  guint       nat_chars;
  float       xalign;
  gboolean    expand;
  const char *css_class;
} layouts[RAIL_N_COLUMNS] = {
  [RAIL_COLUMN_ID]          = {  3,  5, 1, FALSE, "numeric" },
  [RAIL_COLUMN_COMMON_NAME] = { 15, 30, 0, TRUE,  NULL },
  [RAIL_COLUMN_SERIAL]      = {  4, 12, 0, FALSE, "numeric" },
  [RAIL_COLUMN_ISSUER]      = {  5, 26, 0, TRUE,  NULL },
  [RAIL_COLUMN_VALID_TO]    = { 11, 11, 0, FALSE, "numeric" },
  [RAIL_COLUMN_USED_AS]     = {  6, 20, 0, FALSE, NULL },
  [RAIL_COLUMN_PRIVATE_KEY] = {  3,  8, 0, FALSE, NULL },
  [RAIL_COLUMN_SIGNATURE]   = {  8, 16, 0, FALSE, NULL },
  [RAIL_COLUMN_KEY_LENGTH]  = {  6,  8, 1, FALSE, "numeric" },
  [RAIL_COLUMN_VALID_FROM]  = { 11, 11, 0, FALSE, "numeric" },
  [RAIL_COLUMN_ORGANIZATION] = { 6, 18, 0, FALSE, NULL },
  [RAIL_COLUMN_DEVICE]      = {  6, 14, 0, FALSE, NULL },
  [RAIL_COLUMN_NAMES]       = {  8, 30, 0, FALSE, NULL },
  [RAIL_COLUMN_FINGERPRINT] = {  8, 24, 0, FALSE, "numeric" },
  [RAIL_COLUMN_HISTORY]     = {  3,  8, 1, FALSE, "numeric" },
};

/* What the factory of one column needs to know. */
typedef struct
{
  RailColumn  column;
  gboolean    expander;   /* the arrows of the tree are in this column */
  GHashTable *bound;      /* the GtkListItems that show something now */
} Column;

static void
column_free (gpointer  data,
             GClosure *closure)
{
  Column *column = data;

  g_hash_table_unref (column->bound);
  g_free (column);
}

/**
 * rail_certificate_row_from_item:
 * @item: (type GObject): an item of a table's model: a row, or the row of a tree around it
 *
 * Returns: (transfer none): the row; the item keeps it alive.
 */
RailCertificateRow *
rail_certificate_row_from_item (gpointer item)
{
  RailCertificateRow *row;

  if (!GTK_IS_TREE_LIST_ROW (item))
    return RAIL_CERTIFICATE_ROW (item);
  row = RAIL_CERTIFICATE_ROW (gtk_tree_list_row_get_item (item));
  g_object_unref (row);
  return row;
}

static GtkWidget *
get_cell (GtkListItem *list_item)
{
  GtkWidget *child = gtk_list_item_get_child (list_item);

  return GTK_IS_TREE_EXPANDER (child) ? gtk_tree_expander_get_child (GTK_TREE_EXPANDER (child)) : child;
}

static void
fill_cell (GtkListItem        *list_item,
           RailCertificateRow *row,
           RailColumn          column)
{
  GtkWidget *cell = get_cell (list_item);
  const char *text = rail_certificate_row_get_text (row, column);

  if (RAIL_IS_STATUS_CELL (cell))
    rail_status_cell_set (RAIL_STATUS_CELL (cell), rail_certificate_row_get_status (row), text);
  else
    gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          Column                   *column)
{
  /* Names of one plant begin alike and differ at their end: the ID of TIA's names, the hash of the authorities. */
  gboolean is_name = column->column == RAIL_COLUMN_COMMON_NAME;
  GtkWidget *cell;

  /* The row does this. GTK 4.8 lets cell and row act on one click, and Ctrl+click would turn the selection twice. */
  gtk_list_item_set_selectable (list_item, FALSE);
  gtk_list_item_set_activatable (list_item, FALSE);
  if (column->column == RAIL_COLUMN_STATUS)
    {
      cell = rail_status_cell_new ();
    }
  else
    {
      cell = g_object_new (GTK_TYPE_INSCRIPTION,
                           "min-chars", layouts[column->column].min_chars,
                           "nat-chars", layouts[column->column].nat_chars,
                           "text-overflow", is_name ? GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE
                                                    : GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                           "xalign", column->expander ? 0 : layouts[column->column].xalign,
                           NULL);
      if (layouts[column->column].css_class != NULL)
        gtk_widget_add_css_class (cell, layouts[column->column].css_class);
    }

  if (column->expander)
    {
      GtkWidget *expander = gtk_tree_expander_new ();

      gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), cell);
      gtk_widget_set_hexpand (cell, TRUE);
      cell = expander;
    }
  g_object_set_data (G_OBJECT (cell), "rail-list-item", list_item);
  gtk_list_item_set_child (list_item, cell);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         Column                   *column)
{
  gpointer item = gtk_list_item_get_item (list_item);

  if (column->expander)
    gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item)), item);
  fill_cell (list_item, rail_certificate_row_from_item (item), column->column);
  g_hash_table_insert (column->bound, list_item, GUINT_TO_POINTER (column->column));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           Column                   *column)
{
  if (column->expander)
    gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item)), NULL);
  g_hash_table_remove (column->bound, list_item);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      user_data)
{
  RailColumn column = GPOINTER_TO_UINT (user_data);

  return gtk_ordering_from_cmpfunc (strcmp (rail_certificate_row_get_sort_key ((RailCertificateRow *) a, column),
                                            rail_certificate_row_get_sort_key ((RailCertificateRow *) b, column)));
}

/* Straight, because the usual way through libffi takes longer than the rest of it. */
static void
marshal_number (GClosure     *closure,
                GValue       *number,
                guint         n_values,
                const GValue *values,
                gpointer      hint,
                gpointer      data)
{
  g_value_set_int64 (number, rail_certificate_row_get_number (g_value_get_object (values),
                                                              GPOINTER_TO_UINT (closure->data)));
}

static GtkSorter *
make_sorter (RailColumn column)
{
  GtkExpression *expression;

  if (!rail_column_is_numeric (column))
    return GTK_SORTER (gtk_custom_sorter_new (compare_cb, GUINT_TO_POINTER (column), NULL));

  /* The sorter asks once for each row and then sorts plain numbers, which is four times as fast as comparing rows. */
  expression = gtk_cclosure_expression_new (G_TYPE_INT64, marshal_number, 0, NULL,
                                            G_CALLBACK (rail_certificate_row_get_number), GUINT_TO_POINTER (column), NULL);
  return GTK_SORTER (gtk_numeric_sorter_new (expression));
}

static void
connect_factory (GtkListItemFactory *factory,
                 const char         *signal,
                 GCallback           callback,
                 RailColumn          column,
                 gboolean            expander,
                 GHashTable         *bound)
{
  Column *data = g_new0 (Column, 1);

  data->column = column;
  data->expander = expander;
  data->bound = g_hash_table_ref (bound);
  g_signal_connect_data (factory, signal, callback, data, column_free, 0);
}

static void
let_shrink (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    {
      gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (widget), MIN (g_utf8_strlen (gtk_label_get_text (GTK_LABEL (widget)), -1), 5));
      gtk_widget_set_tooltip_text (widget, gtk_label_get_text (GTK_LABEL (widget)));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    let_shrink (child);
}

/**
 * rail_certificate_columns_add:
 * @view: a column view of #RailCertificateRow objects
 * @tree: whether its items are #GtkTreeListRow objects around them
 * @bound: (transfer none): a table without destroy functions, in which the columns note what they show
 *
 * Adds the columns of RailColumn to @view, sorted by ID.
 */
void
rail_certificate_columns_add (GtkColumnView *view,
                              gboolean       tree,
                              GHashTable    *bound)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  for (RailColumn i = 0; i < RAIL_N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      gboolean expander = tree && i == RAIL_COLUMN_ID;
      g_autoptr(GtkColumnViewColumn) column = NULL;
      g_autoptr(GtkSorter) sorter = make_sorter (i);
      g_autoptr(GMenuModel) menu = rail_certificate_columns_make_header_menu (i);

      connect_factory (factory, "setup", G_CALLBACK (setup_cb), i, expander, bound);
      connect_factory (factory, "bind", G_CALLBACK (bind_cb), i, expander, bound);
      connect_factory (factory, "unbind", G_CALLBACK (unbind_cb), i, expander, bound);
      column = gtk_column_view_column_new (rail_column_get_title (i), factory);
      gtk_column_view_column_set_sorter (column, sorter);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_expand (column, layouts[i].expand);
      gtk_column_view_column_set_header_menu (column, menu);
      gtk_column_view_column_set_visible (column, i < RAIL_N_USUAL_COLUMNS);
      g_object_set_data (G_OBJECT (column), "rail-column", GUINT_TO_POINTER (i));
      gtk_column_view_append_column (view, column);
      if (i == RAIL_COLUMN_ID)
        gtk_column_view_sort_by_column (view, column, GTK_SORT_ASCENDING);
    }
  /* Titles that cannot shrink would push the status out of a small window. The first child is the row of titles. */
  let_shrink (gtk_widget_get_first_child (GTK_WIDGET (view)));
}

/**
 * rail_certificate_columns_refresh:
 * @bound: the table given to rail_certificate_columns_add()
 * @rows: (element-type RailCertificateRow): a set of rows whose texts have changed
 *
 * Shows the new texts of those of @rows that are on the screen.
 */
void
rail_certificate_columns_refresh (GHashTable *bound,
                                  GHashTable *rows)
{
  GHashTableIter iter;
  gpointer list_item, column;

  g_hash_table_iter_init (&iter, bound);
  while (g_hash_table_iter_next (&iter, &list_item, &column))
    {
      RailCertificateRow *row = rail_certificate_row_from_item (gtk_list_item_get_item (list_item));

      if (g_hash_table_contains (rows, row))
        fill_cell (list_item, row, GPOINTER_TO_UINT (column));
    }
}

/* GTK 4.8 does not tell which row is at a point, so ask which widget is and climb to the row around it. */
static GtkWidget *
pick_row (GtkColumnView *view,
          double         x,
          double         y,
          GtkWidget    **out_cell)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (view), x, y, GTK_PICK_DEFAULT);

  *out_cell = NULL;
  while (widget != NULL && widget != GTK_WIDGET (view))
    {
      if (strcmp (gtk_widget_get_css_name (widget), "cell") == 0)
        *out_cell = gtk_widget_get_first_child (widget);
      if (strcmp (gtk_widget_get_css_name (widget), "row") == 0)
        return widget;
      widget = gtk_widget_get_parent (widget);
    }
  return NULL;
}

/**
 * rail_certificate_columns_find_position:
 * @view: a column view with these columns
 * @x: from its left edge
 * @y: from its top edge
 *
 * Returns: the position in the model of the row at that point, %GTK_INVALID_LIST_POSITION beside the rows.
 */
guint
rail_certificate_columns_find_position (GtkColumnView *view,
                                        double         x,
                                        double         y)
{
  GtkWidget *cell;
  GtkWidget *row = pick_row (view, x, y, &cell);
  GtkWidget *child = row != NULL ? gtk_widget_get_first_child (row) : NULL;
  GtkListItem *list_item = NULL;

  if (child != NULL && gtk_widget_get_first_child (child) != NULL)
    list_item = g_object_get_data (G_OBJECT (gtk_widget_get_first_child (child)), "rail-list-item");
  return list_item != NULL ? gtk_list_item_get_position (list_item) : GTK_INVALID_LIST_POSITION;
}

/**
 * rail_certificate_columns_find_cut_text:
 * @view: a column view with these columns
 * @x: from its left edge
 * @y: from its top edge
 * @out_cell: (out) (transfer none): the cell
 *
 * Returns: (transfer none) (nullable): the whole text of the cell at that point if it does not fit there.
 */
const char *
rail_certificate_columns_find_cut_text (GtkColumnView  *view,
                                        double          x,
                                        double          y,
                                        GtkWidget     **out_cell)
{
  g_autoptr(PangoLayout) layout = NULL;
  GtkWidget *cell;
  const char *text;
  int width;

  if (pick_row (view, x, y, &cell) == NULL || cell == NULL)
    return NULL;
  if (GTK_IS_TREE_EXPANDER (cell))
    cell = gtk_tree_expander_get_child (GTK_TREE_EXPANDER (cell));

  *out_cell = cell;
  if (RAIL_IS_STATUS_CELL (cell))
    return rail_status_cell_is_cut (RAIL_STATUS_CELL (cell)) ? rail_status_cell_get_text (RAIL_STATUS_CELL (cell)) : NULL;
  text = gtk_inscription_get_text (GTK_INSCRIPTION (cell));
  if (text == NULL)
    return NULL;

  layout = gtk_widget_create_pango_layout (cell, text);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width > gtk_widget_get_width (cell) ? text : NULL;
}
