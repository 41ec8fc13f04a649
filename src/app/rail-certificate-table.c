/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-table"

#include "config.h"

#include "rail-certificate-table.h"

#include "rail-certificate-columns.h"
#include "rail-row-drag.h"
#include "rail-row-filter.h"

struct _RailCertificateTable
{
  GtkWidget          parent_instance;

  /* Template widgets */
  GtkWidget         *stack;
  GtkColumnView     *view;
  GtkPopoverMenu    *menu;

  /* Owned references */
  GHashTable        *bound;
  GtkFilter         *filter;
  GtkSelectionModel *selection;

  gboolean           tree;
};

G_DEFINE_FINAL_TYPE (RailCertificateTable, rail_certificate_table, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TREE,
  N_PROPS,
};

enum
{
  SELECTION_CHANGED,
  ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GListModel *
create_children_cb (gpointer item,
                    gpointer user_data)
{
  GListStore *children = rail_certificate_row_get_children (item);

  /* Without a list there is no arrow. RailCertificateRows lets the row appear anew when there is something below it. */
  if (children == NULL || g_list_model_get_n_items (G_LIST_MODEL (children)) == 0)
    return NULL;
  return g_object_ref (G_LIST_MODEL (children));
}

static void
update_page (RailCertificateTable *self)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), empty ? "nothing" : "rows");
}

static void
selection_changed_cb (RailCertificateTable *self)
{
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static void
visible_changed_cb (RailCertificateTable *self)
{
  update_page (self);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static void
activate_cb (RailCertificateTable *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
popup_menu (RailCertificateTable *self,
            double                x,
            double                y)
{
  GdkRectangle point = { x, y, 1, 1 };

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &point);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
pressed_cb (GtkGestureClick      *gesture,
            int                   n_press,
            double                x,
            double                y,
            RailCertificateTable *self)
{
  guint position = rail_certificate_columns_find_position (self->view, x, y);

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &x, &y);
  popup_menu (self, x, y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
menu_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  RailCertificateTable *self = RAIL_CERTIFICATE_TABLE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)) &&
      gtk_widget_compute_bounds (focus, widget, &bounds))
    popup_menu (self, bounds.origin.x + 24, bounds.origin.y + bounds.size.height);
  else
    popup_menu (self, 24, 24);
}

static void
hide_column_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  rail_certificate_columns_set_visible (RAIL_CERTIFICATE_TABLE (widget)->view, g_variant_get_uint32 (parameter), FALSE);
}

static void
show_columns_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  rail_certificate_columns_set_visible (RAIL_CERTIFICATE_TABLE (widget)->view, RAIL_N_COLUMNS, TRUE);
}

static gboolean
query_tooltip_cb (RailCertificateTable *self,
                  int                   x,
                  int                   y,
                  gboolean              keyboard,
                  GtkTooltip           *tooltip)
{
  GtkWidget *cell;
  const char *text;
  graphene_rect_t bounds;

  if (keyboard)
    return FALSE;
  text = rail_certificate_columns_find_cut_text (self->view, x, y, &cell);
  if (text == NULL || !gtk_widget_compute_bounds (cell, GTK_WIDGET (self->view), &bounds))
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { bounds.origin.x, bounds.origin.y,
                                                       bounds.size.width, bounds.size.height });
  return TRUE;
}

static void
rail_certificate_table_size_allocate (GtkWidget *widget,
                                      int        width,
                                      int        height,
                                      int        baseline)
{
  RailCertificateTable *self = RAIL_CERTIFICATE_TABLE (widget);

  gtk_widget_size_allocate (self->stack, &(GtkAllocation) { 0, 0, width, height }, baseline);
  gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
rail_certificate_table_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  gtk_widget_measure (RAIL_CERTIFICATE_TABLE (widget)->stack, orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
rail_certificate_table_constructed (GObject *object)
{
  RailCertificateTable *self = RAIL_CERTIFICATE_TABLE (object);

  G_OBJECT_CLASS (rail_certificate_table_parent_class)->constructed (object);
  rail_certificate_columns_add (self->view, self->tree, self->bound);
}

static void
rail_certificate_table_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  g_assert (prop_id == PROP_TREE);
  g_value_set_boolean (value, RAIL_CERTIFICATE_TABLE (object)->tree);
}

static void
rail_certificate_table_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  g_assert (prop_id == PROP_TREE);
  RAIL_CERTIFICATE_TABLE (object)->tree = g_value_get_boolean (value);
}

static void
rail_certificate_table_dispose (GObject *object)
{
  RailCertificateTable *self = RAIL_CERTIFICATE_TABLE (object);

  if (self->selection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->selection, self);
      gtk_column_view_set_model (self->view, NULL);
    }
  g_clear_object (&self->selection);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_CERTIFICATE_TABLE);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->bound, g_hash_table_unref);
  G_OBJECT_CLASS (rail_certificate_table_parent_class)->dispose (object);
}

static void
rail_certificate_table_class_init (RailCertificateTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = rail_certificate_table_constructed;
  object_class->dispose = rail_certificate_table_dispose;
  object_class->get_property = rail_certificate_table_get_property;
  object_class->set_property = rail_certificate_table_set_property;
  widget_class->size_allocate = rail_certificate_table_size_allocate;
  widget_class->measure = rail_certificate_table_measure;

  /**
   * RailCertificateTable:tree:
   *
   * Whether what an authority has issued is shown below it.
   */
  properties[PROP_TREE] = g_param_spec_boolean ("tree", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * RailCertificateTable::selection-changed:
   *
   * Other rows are selected, or the rows have changed.
   */
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", RAIL_TYPE_CERTIFICATE_TABLE, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * RailCertificateTable::activated:
   *
   * A row was double-clicked, or Enter pressed.
   */
  signals[ACTIVATED] = g_signal_new ("activated", RAIL_TYPE_CERTIFICATE_TABLE, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-certificate-table.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCertificateTable, stack);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateTable, view);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateTable, menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);

  gtk_widget_class_install_action (widget_class, "table.menu", NULL, menu_cb);
  gtk_widget_class_install_action (widget_class, "table.hide-column", "u", hide_column_cb);
  gtk_widget_class_install_action (widget_class, "table.show-columns", NULL, show_columns_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "manager.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "manager.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "manager.copy", "s", "rows");
}

static void
rail_certificate_table_init (RailCertificateTable *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
  self->filter = rail_row_filter_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_controller (GTK_WIDGET (self->view),
                             GTK_EVENT_CONTROLLER (rail_row_drag_new (self, self->view)));
}

/**
 * rail_certificate_table_new:
 *
 * Returns: (transfer floating): a flat table without rows
 */
GtkWidget *
rail_certificate_table_new (void)
{
  return g_object_new (RAIL_TYPE_CERTIFICATE_TABLE, NULL);
}

/**
 * rail_certificate_table_set_rows:
 * @self: a table
 * @rows: (nullable): a model of #RailCertificateRow objects, the first level of a tree
 */
void
rail_certificate_table_set_rows (RailCertificateTable *self,
                                 GListModel           *rows)
{
  GListModel *model;
  GtkSorter *sorter;

  g_return_if_fail (RAIL_IS_CERTIFICATE_TABLE (self));
  g_return_if_fail (rows == NULL || G_IS_LIST_MODEL (rows));

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  if (rows == NULL)
    return;

  model = g_object_ref (rows);
  sorter = g_object_ref (gtk_column_view_get_sorter (self->view));
  if (self->tree)
    {
      model = G_LIST_MODEL (gtk_tree_list_model_new (model, FALSE, TRUE, create_children_cb, NULL, NULL));
      sorter = GTK_SORTER (gtk_tree_list_row_sorter_new (sorter));
    }
  model = G_LIST_MODEL (gtk_filter_list_model_new (model, g_object_ref (self->filter)));
  model = G_LIST_MODEL (gtk_sort_list_model_new (model, sorter));
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (model));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (visible_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, self->selection);
  update_page (self);
}

/**
 * rail_certificate_table_set_filter:
 * @self: a table
 * @text: (nullable): words to look for in all columns
 * @status: a #RailStatus, or %RAIL_STATUS_ANY
 */
void
rail_certificate_table_set_filter (RailCertificateTable *self,
                                   const char           *text,
                                   int                   status)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_TABLE (self));
  rail_row_filter_set (RAIL_ROW_FILTER (self->filter), text, status);
}

/**
 * rail_certificate_table_refresh:
 * @self: a table
 * @rows: (element-type RailCertificateRow): a set of rows whose texts have changed
 */
void
rail_certificate_table_refresh (RailCertificateTable *self,
                                GHashTable           *rows)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_TABLE (self));
  g_return_if_fail (rows != NULL);

  rail_certificate_columns_refresh (self->bound, rows);
  rail_row_filter_again (RAIL_ROW_FILTER (self->filter));
}

/**
 * rail_certificate_table_get_visible:
 * @self: a table
 *
 * Returns: (transfer none) (nullable): the rows as they are shown, filtered and sorted; see
 *   rail_certificate_row_from_item().
 */
GListModel *
rail_certificate_table_get_visible (RailCertificateTable *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_TABLE (self), NULL);
  return G_LIST_MODEL (self->selection);
}

/**
 * rail_certificate_table_get_selected:
 * @self: a table
 *
 * Returns: (transfer full) (element-type RailEntry): the selected entries, in the order of the table
 */
GPtrArray *
rail_certificate_table_get_selected (RailCertificateTable *self)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GtkBitset) selected = NULL;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_TABLE (self), NULL);

  if (self->selection == NULL)
    return g_steal_pointer (&entries);
  selected = gtk_selection_model_get_selection (self->selection);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position);
       more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
      RailCertificateRow *row = rail_certificate_row_from_item (item);

      g_ptr_array_add (entries, g_object_ref (rail_certificate_row_get_entry (row)));
    }
  return g_steal_pointer (&entries);
}

static gboolean
scroll_to (RailCertificateTable *self,
           guint                 position)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child != NULL && gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}

/**
 * rail_certificate_table_select:
 * @self: a table
 * @row: a row
 *
 * Selects @row and nothing else, and scrolls to it.
 *
 * Returns: %FALSE if the table does not show it
 */
gboolean
rail_certificate_table_select (RailCertificateTable *self,
                               RailCertificateRow   *row)
{
  GListModel *model;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_TABLE (self), FALSE);

  model = G_LIST_MODEL (self->selection);
  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (model, i);
      RailCertificateRow *shown = rail_certificate_row_from_item (item);

      if (shown == row)
        {
          gtk_selection_model_select_item (self->selection, i, TRUE);
          scroll_to (self, i);
          return TRUE;
        }
      /* A collapsed authority may hide it. Its rows come behind it, so the search goes on among them. */
      if (GTK_IS_TREE_LIST_ROW (item) && rail_certificate_row_get_children (shown) != NULL &&
          g_list_store_find (rail_certificate_row_get_children (shown), row, NULL))
        gtk_tree_list_row_set_expanded (GTK_TREE_LIST_ROW (item), TRUE);
    }
  return FALSE;
}

/**
 * rail_certificate_table_set_menu:
 * @self: a table
 * @menu: the context menu
 */
void
rail_certificate_table_set_menu (RailCertificateTable *self,
                                 GMenuModel           *menu)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_TABLE (self));
  gtk_popover_menu_set_menu_model (self->menu, menu);
}
