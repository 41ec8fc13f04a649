/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-device-table"

#include "config.h"

#include "rail-device-table.h"

#include "rail-certificate-columns.h"
#include "rail-entry-drag.h"
#include "rail-section.h"
#include "rail-status-cell.h"
#include "rail-text-column.h"
#include "rail-use-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RailDeviceTable
{
  GtkWidget           parent_instance;

  /* Template widgets */
  GtkWidget          *stack;        /* "rows" or "empty" */
  GtkColumnView      *view;
  GtkPopover         *menu;
  GtkLabel           *empty_label;

  /* Owned references */
  RailProject        *project;      /* (nullable) */
  GListStore         *rows;
  GtkMultiSelection  *selection;
  GMenuModel         *menu_model;   /* (nullable) */
  gboolean            partners;
};

enum
{
  PROP_PARTNERS = 1,
  PROP_LABEL,
  PROP_EMPTY_TEXT,
  PROP_MENU,
  N_PROPS
};

enum
{
  SELECTION_CHANGED,
  ACTIVATED,
  DROPPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailDeviceTable, rail_device_table, GTK_TYPE_WIDGET)

static RailCertificate *
get_certificate (gpointer item)
{
  return rail_entry_get_certificate (rail_use_row_get_entry (item));
}

static char *
dup_id (gpointer item)
{
  return g_strdup_printf ("%u", rail_entry_get_id (rail_use_row_get_entry (item)));
}

static char *
dup_common_name (gpointer item)
{
  return g_strdup (rail_certificate_get_common_name (get_certificate (item)));
}

static char *
dup_issuer (gpointer item)
{
  return g_strdup (rail_certificate_get_issuer_label (get_certificate (item)));
}

static char *
dup_valid_to (gpointer item)
{
  return rail_format_day (rail_certificate_get_not_after (get_certificate (item)));
}

static char *
dup_used_as (gpointer item)
{
  return g_strdup (rail_use_row_get_used_as (item));
}

static const RailTextColumn columns[] = {
  { N_("ID"), .min_chars = 3, .nat_chars = 4, .numeric = TRUE, .dup_text = dup_id },
  { N_("Common name of subject"), .min_chars = 10, .nat_chars = 22, .expand = TRUE, .tooltip = TRUE,
    .dup_text = dup_common_name },
  { N_("Issuer"), .min_chars = 8, .nat_chars = 16, .tooltip = TRUE, .dup_text = dup_issuer },
  { N_("Valid to"), .min_chars = 10, .nat_chars = 10, .numeric = TRUE, .dup_text = dup_valid_to },
  { N_("Used as"), .min_chars = 30, .nat_chars = 40, .expand = TRUE, .tooltip = TRUE, .dup_text = dup_used_as },
};

static void
fill_status (GtkListItem *list_item)
{
  RailUseRow *row = gtk_list_item_get_item (list_item);
  g_autofree char *text = rail_use_row_dup_status (row);

  rail_status_cell_set (RAIL_STATUS_CELL (gtk_list_item_get_child (list_item)), rail_use_row_get_status (row), text);
}

static void
setup_status_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *list_item)
{
  gtk_list_item_set_child (list_item, rail_status_cell_new ());
}

static void
row_changed_cb (RailUseRow  *row,
                GParamSpec  *pspec,
                GtkListItem *list_item)
{
  fill_status (list_item);
}

static void
bind_status_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *list_item)
{
  fill_status (list_item);
  g_signal_connect (gtk_list_item_get_item (list_item), "notify", G_CALLBACK (row_changed_cb), list_item);
}

static void
unbind_status_cb (GtkSignalListItemFactory *factory,
                  GtkListItem              *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), row_changed_cb, list_item);
}

static void
append_status_column (GtkColumnView *view)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_status_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_status_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_status_cb), NULL);
  column = gtk_column_view_column_new (_("Status"), factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (view, column);
  g_object_unref (column);
}

static void
selection_cb (RailDeviceTable *self)
{
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static void
activate_cb (RailDeviceTable *self,
             guint            position)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* What is dragged is the selection, unless the drag began on a row outside it. */
static GPtrArray *
get_dragged (GtkWidget     *widget,
             double         x,
             double         y,
             RailDragForm  *out_form,
             RailProject  **out_project)
{
  RailDeviceTable *self = RAIL_DEVICE_TABLE (widget);
  guint position = rail_certificate_columns_find_position (self->view, x, y);

  if (position == GTK_INVALID_LIST_POSITION)
    return NULL;
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  return rail_device_table_get_selected (self);
}

static gboolean
drop_cb (RailDeviceTable *self,
         const GValue    *value)
{
  g_signal_emit (self, signals[DROPPED], 0, g_value_get_boxed (value));
  return TRUE;
}

static void
show_menu (RailDeviceTable *self,
           double           x,
           double           y)
{
  GdkRectangle point = { (int) x, (int) y, 1, 1 };

  if (self->menu_model == NULL)
    return;
  gtk_popover_set_pointing_to (self->menu, &point);
  gtk_popover_popup (self->menu);
}

static void
pressed_cb (RailDeviceTable *self,
            int              n_press,
            double           x,
            double           y,
            GtkGesture      *gesture)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_translate_coordinates (view, GTK_WIDGET (self), x, y, &x, &y);
  show_menu (self, x, y);
}

static void
menu_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  double x = 0;
  double y = 0;

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    gtk_widget_translate_coordinates (focus, widget, 48, gtk_widget_get_height (focus), &x, &y);
  show_menu (RAIL_DEVICE_TABLE (widget), x, y);
}

/* What goes from the table of the partners stays in the project. */
static void
delete_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  gtk_widget_activate_action (widget, RAIL_DEVICE_TABLE (widget)->partners ? "local.remove-partner" : "local.delete", NULL);
}

static void
set_menu (RailDeviceTable *self,
          GMenuModel      *menu)
{
  g_set_object (&self->menu_model, menu);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), menu);
}

static void
rail_device_table_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  RailDeviceTable *self = RAIL_DEVICE_TABLE (object);

  switch (prop_id)
    {
    case PROP_PARTNERS:
      self->partners = g_value_get_boolean (value);
      break;
    case PROP_LABEL:
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, g_value_get_string (value), -1);
      break;
    case PROP_EMPTY_TEXT:
      gtk_label_set_label (self->empty_label, g_value_get_string (value));
      break;
    case PROP_MENU:
      set_menu (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_device_table_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  GTK_WIDGET_CLASS (rail_device_table_parent_class)->size_allocate (widget, width, height, baseline);
  gtk_popover_present (RAIL_DEVICE_TABLE (widget)->menu);
}

static void
rail_device_table_dispose (GObject *object)
{
  RailDeviceTable *self = RAIL_DEVICE_TABLE (object);

  if (self->selection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->selection, self);
      gtk_column_view_set_model (self->view, NULL);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->menu_model);
  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_DEVICE_TABLE);
  G_OBJECT_CLASS (rail_device_table_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_PARTNERS] = g_param_spec_boolean ("partners", NULL, NULL, FALSE, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  properties[PROP_MENU] = g_param_spec_object ("menu", NULL, NULL, G_TYPE_MENU_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_device_table_class_init (RailDeviceTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_device_table_dispose;
  object_class->set_property = rail_device_table_set_property;
  widget_class->size_allocate = rail_device_table_size_allocate;
  install_properties (object_class);

  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", RAIL_TYPE_DEVICE_TABLE, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", RAIL_TYPE_DEVICE_TABLE, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DROPPED] = g_signal_new ("dropped", RAIL_TYPE_DEVICE_TABLE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_ENTRY_LIST);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-device-table.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDeviceTable, stack);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceTable, view);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceTable, menu);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceTable, empty_label);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_install_action (widget_class, "table.menu", NULL, menu_cb);
  gtk_widget_class_install_action (widget_class, "table.delete", NULL, delete_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "table.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "table.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "table.menu", NULL);
}

static void
rail_device_table_init (RailDeviceTable *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (RAIL_TYPE_ENTRY_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    rail_text_column_append (self->view, &columns[i]);
  append_status_column (self->view);

  self->rows = g_list_store_new (RAIL_TYPE_USE_ROW);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_cb), self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));

  gtk_widget_add_controller (GTK_WIDGET (self->view),
                             GTK_EVENT_CONTROLLER (rail_entry_drag_new (GTK_WIDGET (self), get_dragged)));
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/* Rows of entries that stay are kept, and with them the selection. */
static RailUseRow *
dup_row (RailDeviceTable *self,
         RailEntry       *entry)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr(RailUseRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (rail_use_row_get_entry (row) == entry)
        return g_steal_pointer (&row);
    }
  return rail_use_row_new (self->project, entry);
}

static gboolean
has_rows (RailDeviceTable *self,
          GPtrArray       *rows)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) != rows->len)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr(RailUseRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (row != g_ptr_array_index (rows, i))
        return FALSE;
    }
  return TRUE;
}

static void
select_again (RailDeviceTable *self,
              GPtrArray       *entries)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr(RailUseRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (g_ptr_array_find (entries, rail_use_row_get_entry (row), NULL))
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, FALSE);
    }
}

/* Only what is shown counts for the size. A stack with pages of several heights would do so, too, but it asks how wide
 * a page is at its least height, and that is all columns side by side. */
static void
show_rows (RailDeviceTable *self,
           gboolean         any)
{
  GtkWidget *empty = gtk_stack_get_child_by_name (GTK_STACK (self->stack), "empty");
  GtkWidget *rows = gtk_stack_get_child_by_name (GTK_STACK (self->stack), "rows");

  gtk_widget_set_visible (any ? rows : empty, TRUE);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), any ? rows : empty);
  gtk_widget_set_visible (any ? empty : rows, FALSE);
}

/**
 * rail_device_table_show:
 * @self: a table
 * @project: (nullable): the project
 * @device: (nullable): a device of it, as it is now
 *
 * Shows the table of @device.
 */
void
rail_device_table_show (RailDeviceTable *self,
                        RailProject     *project,
                        RailDevice      *device)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) entries = NULL;

  g_return_if_fail (RAIL_IS_DEVICE_TABLE (self));
  g_return_if_fail (project == NULL || RAIL_IS_PROJECT (project));
  g_return_if_fail (device == NULL || (RAIL_IS_DEVICE (device) && project != NULL));

  g_set_object (&self->project, project);
  if (device != NULL)
    entries = self->partners ? rail_project_list_partners (project, device) : rail_project_list_own (project, device);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      RailUseRow *row = dup_row (self, g_ptr_array_index (entries, i));

      rail_use_row_update (row, device, self->partners);
      g_ptr_array_add (rows, row);
    }
  if (!has_rows (self, rows))
    {
      g_autoptr(GPtrArray) selected = rail_device_table_get_selected (self);

      g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows->pdata, rows->len);
      select_again (self, selected);
    }
  show_rows (self, rows->len > 0);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

/**
 * rail_device_table_get_selected:
 * @self: a table
 *
 * Returns: (transfer full) (element-type RailEntry): the entries of the selected rows
 */
GPtrArray *
rail_device_table_get_selected (RailDeviceTable *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (RAIL_IS_DEVICE_TABLE (self), entries);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr(RailUseRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
        g_ptr_array_add (entries, g_object_ref (rail_use_row_get_entry (row)));
    }
  return entries;
}

/**
 * rail_device_table_get_n_rows:
 * @self: a table
 *
 * Returns: how many certificates it shows
 */
guint
rail_device_table_get_n_rows (RailDeviceTable *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE_TABLE (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

/**
 * rail_device_table_select:
 * @self: a table
 * @entry: an entry
 *
 * Selects the row of @entry and no other.
 *
 * Returns: whether there is one
 */
gboolean
rail_device_table_select (RailDeviceTable *self,
                          RailEntry       *entry)
{
  g_return_val_if_fail (RAIL_IS_DEVICE_TABLE (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr(RailUseRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (rail_use_row_get_entry (row) == entry)
        return gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, TRUE);
    }
  return FALSE;
}
