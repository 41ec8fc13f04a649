/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-table"

#include "config.h"

#include "rail-certificate-table.h"

#include "rail-certificate-columns.h"
#include "rail-entry-drag.h"
#include "rail-state.h"

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

  GActionGroup      *columns;

  gboolean           tree;
  char              *memory;      /* (nullable): the group of the state that keeps the columns */
  guint              store_source;
};

G_DEFINE_FINAL_TYPE (RailCertificateTable, rail_certificate_table, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TREE,
  PROP_MEMORY,
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
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_menu (self, x, y);
  /* The menu takes the release of the button, and the gesture would wait for it instead of seeing the next press. */
  gtk_event_controller_reset (GTK_EVENT_CONTROLLER (gesture));
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
  GtkColumnView *view = RAIL_CERTIFICATE_TABLE (widget)->view;

  gtk_column_view_column_set_visible (rail_certificate_columns_find (view, g_variant_get_uint32 (parameter)), FALSE);
}

static void
store_columns (RailCertificateTable *self)
{
  g_autofree char *stored = rail_certificate_columns_store (self->view);

  rail_state_set_string (rail_state_get_default (), self->memory, "columns", stored);
  rail_state_write (rail_state_get_default ());
}

static gboolean
store_cb (gpointer user_data)
{
  RailCertificateTable *self = user_data;

  self->store_source = 0;
  store_columns (self);
  return G_SOURCE_REMOVE;
}

/* A width changes with each pixel that its edge is dragged. */
static void
columns_changed_cb (RailCertificateTable *self)
{
  /* The view takes its columns down when the table goes. */
  if (self->columns != NULL && self->store_source == 0)
    self->store_source = g_timeout_add (500, store_cb, self);
}

static void
remember_columns (RailCertificateTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autofree char *stored = rail_state_get_string (rail_state_get_default (), self->memory, "columns");

  if (stored != NULL)
    rail_certificate_columns_restore (self->view, stored);
  g_signal_connect_object (columns, "items-changed", G_CALLBACK (columns_changed_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      g_signal_connect_object (column, "notify::visible", G_CALLBACK (columns_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (columns_changed_cb), self, G_CONNECT_SWAPPED);
    }
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
  self->columns = rail_certificate_columns_make_actions (self->view);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", self->columns);
  if (self->memory != NULL)
    remember_columns (self);
}

static void
rail_certificate_table_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  RailCertificateTable *self = RAIL_CERTIFICATE_TABLE (object);

  switch (prop_id)
    {
    case PROP_TREE:
      g_value_set_boolean (value, self->tree);
      break;
    case PROP_MEMORY:
      g_value_set_string (value, self->memory);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_certificate_table_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  RailCertificateTable *self = RAIL_CERTIFICATE_TABLE (object);

  switch (prop_id)
    {
    case PROP_TREE:
      self->tree = g_value_get_boolean (value);
      break;
    case PROP_MEMORY:
      self->memory = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_certificate_table_dispose (GObject *object)
{
  RailCertificateTable *self = RAIL_CERTIFICATE_TABLE (object);

  if (self->store_source != 0)
    store_columns (self);
  g_clear_handle_id (&self->store_source, g_source_remove);
  if (self->selection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->selection, self);
      gtk_column_view_set_model (self->view, NULL);
    }
  g_clear_object (&self->selection);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", NULL);
  g_clear_object (&self->columns);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_CERTIFICATE_TABLE);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->bound, g_hash_table_unref);
  G_OBJECT_CLASS (rail_certificate_table_parent_class)->dispose (object);
}

static void
rail_certificate_table_finalize (GObject *object)
{
  g_free (RAIL_CERTIFICATE_TABLE (object)->memory);
  G_OBJECT_CLASS (rail_certificate_table_parent_class)->finalize (object);
}

static void
rail_certificate_table_class_init (RailCertificateTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = rail_certificate_table_constructed;
  object_class->dispose = rail_certificate_table_dispose;
  object_class->finalize = rail_certificate_table_finalize;
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
  /**
   * RailCertificateTable:memory:
   *
   * The group of the window's state that keeps the columns from one run to the next; %NULL to forget them.
   */
  properties[PROP_MEMORY] = g_param_spec_string ("memory", NULL, NULL, NULL,
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
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "manager.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "manager.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "manager.copy", "s", "rows");
}

/* What is dragged is the selection, unless the drag began on a row outside it. */
static GPtrArray *
get_dragged (GtkWidget     *widget,
             double         x,
             double         y,
             RailDragForm  *out_form,
             RailProject  **out_project)
{
  RailCertificateTable *self = RAIL_CERTIFICATE_TABLE (widget);
  guint position = rail_certificate_columns_find_position (self->view, x, y);

  if (position == GTK_INVALID_LIST_POSITION)
    return NULL;
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  return rail_certificate_table_get_selected (self);
}

static void
rail_certificate_table_init (RailCertificateTable *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
  self->filter = rail_row_filter_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_controller (GTK_WIDGET (self->view),
                             GTK_EVENT_CONTROLLER (rail_entry_drag_new (GTK_WIDGET (self), get_dragged)));
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
 * @criteria: which rows to show
 */
void
rail_certificate_table_set_filter (RailCertificateTable  *self,
                                   const RailRowCriteria *criteria)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_TABLE (self));
  rail_row_filter_set (RAIL_ROW_FILTER (self->filter), criteria);
}

/**
 * rail_certificate_table_get_columns:
 * @self: a table
 *
 * Returns: (transfer none): the actions that choose its columns; see rail_certificate_columns_make_menu()
 */
GActionGroup *
rail_certificate_table_get_columns (RailCertificateTable *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_TABLE (self), NULL);
  return self->columns;
}

static void
add_cells (GPtrArray          *lines,
           GListModel         *columns,
           RailCertificateRow *row)
{
  g_autoptr(GStrvBuilder) cells = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) object = g_list_model_get_item (columns, i);
      RailColumn column = rail_certificate_columns_identify (object);
      g_autofree char *cell = row != NULL ? rail_certificate_row_dup_cell (row, column) : NULL;

      if (gtk_column_view_column_get_visible (object))
        g_strv_builder_add (cells, cell != NULL ? cell : rail_column_get_title (column));
    }
  g_ptr_array_add (lines, g_strv_builder_end (cells));
}

/**
 * rail_certificate_table_dup_lines:
 * @self: a table
 * @selected_only: only the selected rows instead of all that are shown
 *
 * Returns: (transfer full) (element-type GStrv): the titles of the columns, then the rows, both as they are shown, but for
 *   days; see rail_certificate_row_dup_cell()
 */
GPtrArray *
rail_certificate_table_dup_lines (RailCertificateTable *self,
                                  gboolean              selected_only)
{
  GPtrArray *lines;
  GListModel *columns;
  guint n;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_TABLE (self), NULL);

  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  columns = gtk_column_view_get_columns (self->view);
  n = self->selection != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->selection)) : 0;
  add_cells (lines, columns, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GObject) item = NULL;

      if (selected_only && !gtk_selection_model_is_selected (self->selection, i))
        continue;
      item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);
      add_cells (lines, columns, rail_certificate_row_from_item (item));
    }
  return lines;
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
 * rail_certificate_table_find_at:
 * @self: a table
 * @x: from its left edge
 * @y: from its top edge
 *
 * Returns: (transfer none) (nullable): the entry whose row is at that point
 */
RailEntry *
rail_certificate_table_find_at (RailCertificateTable *self,
                                double                x,
                                double                y)
{
  guint position;
  g_autoptr(GObject) item = NULL;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_TABLE (self), NULL);

  if (self->selection == NULL ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (self->view), x, y, &x, &y))
    return NULL;
  position = rail_certificate_columns_find_position (self->view, x, y);
  if (position == GTK_INVALID_LIST_POSITION)
    return NULL;
  item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  return rail_certificate_row_get_entry (rail_certificate_row_from_item (item));
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
  /* On a low screen the menu scrolls, and a bar that hides itself would not tell that it goes on. */
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (gtk_popover_get_child (GTK_POPOVER (self->menu))), FALSE);
}
