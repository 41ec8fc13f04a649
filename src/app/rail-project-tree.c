/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project-tree"

#include "config.h"

#include "rail-project-tree.h"

#include "rail-entry-drag.h"
#include "rail-tree-row.h"

#include <glib/gi18n.h>

struct _RailProjectTree
{
  GtkWidget           parent_instance;

  /* Template widgets */
  GtkWidget          *scroller;
  GtkListView        *view;
  GtkPopover         *menu;

  /* Owned references */
  RailProject        *project;
  GtkSingleSelection *selection;
  GtkWidget          *drop_row;     /* weak: the device that certificates are held above */
};

enum
{
  PROP_PROJECT = 1,
  PROP_PLACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailProjectTree, rail_project_tree, GTK_TYPE_WIDGET)

static GListModel *
create_children_cb (gpointer item,
                    gpointer user_data)
{
  GListModel *children = rail_place_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

static RailPlace *
dup_place_at (RailProjectTree *self,
              guint            position)
{
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  return row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
}

static void
set_project (RailProjectTree *self,
             RailProject     *project)
{
  g_autoptr(GListStore) roots = NULL;
  g_autoptr(RailPlace) root = NULL;
  GtkTreeListModel *tree;

  if (!g_set_object (&self->project, project))
    return;

  roots = g_list_store_new (RAIL_TYPE_PLACE);
  if (project != NULL)
    {
      root = rail_place_new_root (project);
      g_list_store_append (roots, root);
    }
  tree = gtk_tree_list_model_new (G_LIST_MODEL (g_steal_pointer (&roots)), FALSE, TRUE, create_children_cb, NULL, NULL);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (tree));
  g_object_unref (tree);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}

static void
selection_cb (RailProjectTree *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACE]);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();

  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), rail_tree_row_new ());
  gtk_list_item_set_child (item, expander);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  g_autoptr(RailPlace) place = gtk_tree_list_row_get_item (row);

  gtk_tree_expander_set_list_row (expander, row);
  rail_tree_row_set_place (RAIL_TREE_ROW (gtk_tree_expander_get_child (expander)), place);

  /* A heading only: there is no page for it. */
  gtk_list_item_set_selectable (item, rail_place_get_kind (place) != RAIL_PLACE_SECURITY);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));

  rail_tree_row_set_place (RAIL_TREE_ROW (gtk_tree_expander_get_child (expander)), NULL);
  gtk_tree_expander_set_list_row (expander, NULL);
}

static void
activate_cb (RailProjectTree *self,
             guint            position)
{
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row != NULL && gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static void
append_for_device (GMenu      *menu,
                   const char *label,
                   const char *action,
                   RailDevice *device)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", rail_device_get_name (device));
  g_menu_append_item (menu, item);
}

static void
show_menu (RailProjectTree *self,
           RailPlace       *place,
           double           x,
           double           y)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  GdkRectangle point = { (int) x, (int) y, 1, 1 };
  RailDevice *device = rail_place_get_device (place);

  if (device != NULL)
    {
      append_for_device (menu, _("C_ompile"), "win.compile", device);
      append_for_device (menu, _("_Load Preview…"), "win.load", device);
      if (rail_device_is_service_on (device, RAIL_SERVICE_SECURE_OUC))
        append_for_device (menu, _("Connection _Parameters…"), "win.tcon", device);
      append_for_device (menu, _("_Change…"), "win.change-device", device);
      append_for_device (menu, _("D_uplicate…"), "win.duplicate-device", device);
      append_for_device (menu, _("_Delete"), "win.delete-device", device);
    }
  else if (rail_place_get_kind (place) == RAIL_PLACE_DEVICES)
    {
      g_menu_append (menu, _("_Add Device…"), "win.add-device");
      g_menu_append (menu, _("Add Many from a _CSV File…"), "win.add-devices");
      g_menu_append (menu, _("C_ompile the Whole Project"), "win.compile-project");
    }
  else
    return;

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (menu));
  gtk_popover_set_pointing_to (self->menu, &point);
  gtk_popover_popup (self->menu);
}

static RailTreeRow *
find_row_at (RailProjectTree *self,
             double           x,
             double           y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  /* The pointer may be over the expander's arrow or the edge of the row, which lie outside of the row's widget. */
  for (; widget != NULL && widget != GTK_WIDGET (self); widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);

      if (RAIL_IS_TREE_ROW (widget))
        return RAIL_TREE_ROW (widget);
      if (GTK_IS_TREE_EXPANDER (child))
        widget = child;
      if (GTK_IS_TREE_EXPANDER (widget))
        return RAIL_TREE_ROW (gtk_tree_expander_get_child (GTK_TREE_EXPANDER (widget)));
    }
  return NULL;
}

static void
pressed_cb (RailProjectTree *self,
            int              n_press,
            double           x,
            double           y)
{
  RailTreeRow *row = find_row_at (self, x, y);

  if (row != NULL && rail_tree_row_get_place (row) != NULL)
    show_menu (self, rail_tree_row_get_place (row), x, y);
}

/* Certificates dropped on a device are assigned to it. */

static void
mark_drop_row (RailProjectTree *self,
               GtkWidget       *row)
{
  if (self->drop_row == row)
    return;
  if (self->drop_row != NULL)
    gtk_widget_remove_css_class (self->drop_row, "drop-here");
  g_set_weak_pointer (&self->drop_row, row);
  if (row != NULL)
    gtk_widget_add_css_class (row, "drop-here");
}

static RailDevice *
find_device_at (RailProjectTree *self,
                double           x,
                double           y,
                GtkWidget      **out_row)
{
  RailTreeRow *row = find_row_at (self, x, y);
  RailPlace *place = row != NULL ? rail_tree_row_get_place (row) : NULL;

  *out_row = GTK_WIDGET (row);
  return place != NULL ? rail_place_get_device (place) : NULL;
}

static GdkDragAction
drop_motion_cb (RailProjectTree *self,
                double           x,
                double           y)
{
  GtkWidget *row;
  RailDevice *device = find_device_at (self, x, y, &row);

  mark_drop_row (self, device != NULL ? row : NULL);
  return device != NULL ? GDK_ACTION_COPY : 0;
}

static void
drop_leave_cb (RailProjectTree *self)
{
  mark_drop_row (self, NULL);
}

static gboolean
drop_cb (RailProjectTree *self,
         const GValue    *value,
         double           x,
         double           y)
{
  GPtrArray *entries = g_value_get_boxed (value);
  GtkWidget *row;
  RailDevice *device = find_device_at (self, x, y, &row);
  GVariantBuilder ids;

  mark_drop_row (self, NULL);
  if (device == NULL)
    return FALSE;
  g_variant_builder_init (&ids, G_VARIANT_TYPE ("au"));
  for (guint i = 0; i < entries->len; i++)
    g_variant_builder_add (&ids, "u", rail_entry_get_id (g_ptr_array_index (entries, i)));
  return gtk_widget_activate_action (GTK_WIDGET (self), "win.assign", "(aus)", &ids, rail_device_get_name (device));
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  RailProjectTree *self = RAIL_PROJECT_TREE (widget);
  RailPlace *place = rail_project_tree_get_place (self);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  double x = 0;
  double y = 0;

  if (place == NULL)
    return FALSE;
  if (focus != NULL)
    gtk_widget_translate_coordinates (focus, widget, 48, gtk_widget_get_height (focus), &x, &y);
  show_menu (self, place, x, y);
  return TRUE;
}

static gboolean
device_key_cb (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  RailPlace *place = rail_project_tree_get_place (RAIL_PROJECT_TREE (widget));
  const char *action = user_data;

  if (place == NULL || rail_place_get_device (place) == NULL)
    return FALSE;
  return gtk_widget_activate_action (widget, action, "s", rail_device_get_name (rail_place_get_device (place)));
}

static void
rail_project_tree_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RailProjectTree *self = RAIL_PROJECT_TREE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_PLACE:
      g_value_set_object (value, rail_project_tree_get_place (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_project_tree_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  RailProjectTree *self = RAIL_PROJECT_TREE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_project_tree_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  GTK_WIDGET_CLASS (rail_project_tree_parent_class)->size_allocate (widget, width, height, baseline);

  gtk_popover_present (RAIL_PROJECT_TREE (widget)->menu);
}

static void
rail_project_tree_dispose (GObject *object)
{
  RailProjectTree *self = RAIL_PROJECT_TREE (object);

  g_clear_weak_pointer (&self->drop_row);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_PROJECT_TREE);
  g_clear_object (&self->selection);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_project_tree_parent_class)->dispose (object);
}

static void
rail_project_tree_class_init (RailProjectTreeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_project_tree_dispose;
  object_class->get_property = rail_project_tree_get_property;
  object_class->set_property = rail_project_tree_set_property;
  widget_class->size_allocate = rail_project_tree_size_allocate;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PLACE] = g_param_spec_object ("place", NULL, NULL, RAIL_TYPE_PLACE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-project-tree.ui");
  gtk_widget_class_bind_template_child (widget_class, RailProjectTree, scroller);
  gtk_widget_class_bind_template_child (widget_class, RailProjectTree, view);
  gtk_widget_class_bind_template_child (widget_class, RailProjectTree, menu);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
}

static void
add_shortcut (RailProjectTree       *self,
              GtkShortcutController *controller,
              guint                  key,
              const char            *action)
{
  GtkShortcutAction *shortcut_action = gtk_callback_action_new (device_key_cb, (gpointer) action, NULL);

  gtk_shortcut_controller_add_shortcut (controller,
                                        gtk_shortcut_new (gtk_keyval_trigger_new (key, 0), shortcut_action));
}

static void
rail_project_tree_init (RailProjectTree *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (RAIL_TYPE_ENTRY_LIST, GDK_ACTION_COPY);
  GtkEventController *keys;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->selection = gtk_single_selection_new (NULL);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selection_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));

  keys = gtk_shortcut_controller_new ();
  add_shortcut (self, GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_F2, "win.change-device");
  add_shortcut (self, GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_Delete, "win.delete-device");
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  g_signal_connect_swapped (drop, "enter", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect_swapped (drop, "motion", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect_swapped (drop, "leave", G_CALLBACK (drop_leave_cb), self);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/**
 * rail_project_tree_get_place:
 * @self: a tree
 *
 * Returns: (transfer none) (nullable): where the selection is; nowhere without a project
 */
RailPlace *
rail_project_tree_get_place (RailProjectTree *self)
{
  GtkTreeListRow *row;
  g_autoptr(RailPlace) place = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT_TREE (self), NULL);

  row = gtk_single_selection_get_selected_item (self->selection);
  if (row == NULL)
    return NULL;

  /* The row holds a reference of its own, so the place outlives this function. */
  place = gtk_tree_list_row_get_item (row);
  return place;
}

static void
unfold_for (RailProjectTree *self,
            guint            position,
            RailPlace       *place,
            RailPlaceKind    wanted)
{
  RailPlaceKind kind = rail_place_get_kind (place);
  g_autoptr(GtkTreeListRow) row = NULL;

  if (wanted != RAIL_PLACE_DEVICE || (kind != RAIL_PLACE_PROJECT && kind != RAIL_PLACE_DEVICES))
    return;
  row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  gtk_tree_list_row_set_expanded (row, TRUE);
}

/**
 * rail_project_tree_go:
 * @self: a tree
 * @kind: what to look for
 * @device: (nullable): the name, when @kind is %RAIL_PLACE_DEVICE
 *
 * Selects a place. Devices are found also while the place above them is folded, which then is unfolded.
 *
 * Returns: whether it was found
 */
gboolean
rail_project_tree_go (RailProjectTree *self,
                      RailPlaceKind    kind,
                      const char      *device)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_TREE (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      g_autoptr(RailPlace) place = dup_place_at (self, i);

      unfold_for (self, i, place, kind);
      if (rail_place_get_kind (place) != kind)
        continue;
      if (device != NULL && g_strcmp0 (rail_device_get_name (rail_place_get_device (place)), device) != 0)
        continue;

      gtk_single_selection_set_selected (self->selection, i);
      gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", i);
      return TRUE;
    }
  return FALSE;
}
