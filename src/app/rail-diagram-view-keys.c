/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-diagram-view"

#include "config.h"

#include "rail-diagram-view-private.h"

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  RailDiagramView *self = RAIL_DIAGRAM_VIEW (widget);
  RailDiagramLayout *layout = _rail_diagram_view_get_layout (self);
  RailDiagramDirection direction = (RailDiagramDirection) g_variant_get_int32 (arguments);
  RailDiagramItem *selected = rail_diagram_view_get_selected (self);
  RailDiagramItem *next = layout != NULL ? rail_diagram_layout_find_next (layout, selected, direction) : NULL;

  if (next != NULL)
    rail_diagram_view_set_selected (self, next);
  /* At an edge the keys do nothing: they would scroll the page away from what is selected. */
  return TRUE;
}

static gboolean
end_key_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   user_data)
{
  RailDiagramView *self = RAIL_DIAGRAM_VIEW (widget);
  RailDiagramLayout *layout = _rail_diagram_view_get_layout (self);

  if (layout == NULL || layout->items->len == 0)
    return FALSE;
  rail_diagram_view_set_selected (self, g_array_index (layout->items, RailDiagramItemShape,
                                                       g_variant_get_boolean (arguments) ? layout->items->len - 1
                                                         : 0).item);
  return TRUE;
}

static gboolean
activate_key_cb (GtkWidget *widget,
                 GVariant  *arguments,
                 gpointer   user_data)
{
  RailDiagramView *self = RAIL_DIAGRAM_VIEW (widget);

  if (rail_diagram_view_get_selected (self) == NULL)
    return FALSE;
  g_signal_emit_by_name (self, "activated", rail_diagram_view_get_selected (self));
  return TRUE;
}

static gboolean
zoom_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  int steps = g_variant_get_int32 (arguments);

  if (steps == 0)
    rail_diagram_view_set_zoom (RAIL_DIAGRAM_VIEW (widget), 1);
  else
    rail_diagram_view_zoom_by (RAIL_DIAGRAM_VIEW (widget), steps);
  return TRUE;
}

/* Arrow keys go from item to item, Home and End to the first and the last, Return opens; plus, minus and 0 zoom. */
void
_rail_diagram_view_bind_keys (GtkWidgetClass *widget_class)
{
  static const struct { guint key; RailDiagramDirection direction; } arrows[] = {
    { GDK_KEY_Left, RAIL_DIAGRAM_LEFT }, { GDK_KEY_Right, RAIL_DIAGRAM_RIGHT }, { GDK_KEY_Up, RAIL_DIAGRAM_UP },
    { GDK_KEY_Down, RAIL_DIAGRAM_DOWN }, { GDK_KEY_KP_Left, RAIL_DIAGRAM_LEFT },
    { GDK_KEY_KP_Right, RAIL_DIAGRAM_RIGHT },
    { GDK_KEY_KP_Up, RAIL_DIAGRAM_UP }, { GDK_KEY_KP_Down, RAIL_DIAGRAM_DOWN },
  };
  static const struct { guint key; int steps; } zooms[] = {
    { GDK_KEY_plus, 1 }, { GDK_KEY_equal, 1 }, { GDK_KEY_KP_Add, 1 }, { GDK_KEY_minus, -1 },
    { GDK_KEY_KP_Subtract, -1 },
    { GDK_KEY_0, 0 }, { GDK_KEY_KP_0, 0 },
  };
  static const guint activations[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_space };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    gtk_widget_class_add_binding (widget_class, arrows[i].key, 0, move_cb, "i", (int) arrows[i].direction);
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      gtk_widget_class_add_binding (widget_class, zooms[i].key, 0, zoom_key_cb, "i", zooms[i].steps);
      gtk_widget_class_add_binding (widget_class, zooms[i].key, GDK_CONTROL_MASK, zoom_key_cb, "i", zooms[i].steps);
    }
  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    gtk_widget_class_add_binding (widget_class, activations[i], 0, activate_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, end_key_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, end_key_cb, "b", TRUE);
}
