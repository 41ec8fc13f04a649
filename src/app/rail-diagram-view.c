/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-diagram-view"

#include "config.h"

#include "rail-diagram-view-private.h"

#include "rail-diagram-drag-source.h"
#include "rail-diagram-draw.h"

#include <math.h>

#define MIN_ZOOM 0.25
#define MAX_ZOOM 4.0
#define ZOOM_STEP 1.2
#define SCROLL_MARGIN 12
#define READABLE_ZOOM 0.65  /* below it, one scrolls rather than reads */

struct _RailDiagramView
{
  GtkWidget          parent_instance;

  /* Owned references */
  RailDiagram       *diagram;       /* (nullable) */
  RailDiagramItem   *selected;      /* (nullable) */
  RailDiagramLayout *layout;        /* (nullable): made anew when fonts or direction change */
  PangoContext      *context;       /* (nullable): likewise */
  GtkDragSource     *drag;          /* not owned: a controller */

  double             zoom;
  gboolean           is_fitted;     /* until somebody zooms, it follows the room there is */
  guint              fit_id;
  double             pinch_zoom;    /* when the pinch began */
};

enum
{
  PROP_SELECTED = 1,
  PROP_ZOOM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailDiagramView, rail_diagram_view, GTK_TYPE_WIDGET)

/*
 * Auxiliary methods
 */

/* (nullable) (transfer none): where everything is drawn */
RailDiagramLayout *
_rail_diagram_view_get_layout (RailDiagramView *self)
{
  if (self->context == NULL)
    self->context = rail_diagram_create_context (GTK_WIDGET (self));
  if (self->layout == NULL && self->diagram != NULL)
    self->layout = rail_diagram_layout_new (self->diagram,
                                            gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL,
                                            rail_diagram_measure_pango, self->context);
  return self->layout;
}

static void
forget_layout (RailDiagramView *self)
{
  g_clear_pointer (&self->layout, rail_diagram_layout_free);
  g_clear_object (&self->context);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static RailDiagramItem *
find_at (RailDiagramView *self,
         double           x,
         double           y)
{
  RailDiagramLayout *layout = _rail_diagram_view_get_layout (self);

  return layout != NULL ? rail_diagram_layout_find (layout, x / self->zoom, y / self->zoom) : NULL;
}

static GtkAdjustment *
get_adjustment (RailDiagramView *self,
                GtkOrientation   orientation)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);

  if (scroller == NULL)
    return NULL;
  return orientation == GTK_ORIENTATION_HORIZONTAL
           ? gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller))
           : gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static void
scroll_to_selected (RailDiagramView *self)
{
  GtkAdjustment *horizontal = get_adjustment (self, GTK_ORIENTATION_HORIZONTAL);
  GtkAdjustment *vertical = get_adjustment (self, GTK_ORIENTATION_VERTICAL);
  RailDiagramRect rect;

  if (self->selected == NULL || horizontal == NULL || _rail_diagram_view_get_layout (self) == NULL ||
      !rail_diagram_layout_get_rect (self->layout, self->selected, &rect))
    return;
  gtk_adjustment_clamp_page (horizontal, rect.x * self->zoom - SCROLL_MARGIN,
                             (rect.x + rect.width) * self->zoom + SCROLL_MARGIN);
  gtk_adjustment_clamp_page (vertical, rect.y * self->zoom - SCROLL_MARGIN,
                             (rect.y + rect.height) * self->zoom + SCROLL_MARGIN);
}

static void
set_zoom (RailDiagramView *self,
          double           zoom)
{
  zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);
  if (fabs (zoom - self->zoom) < 0.001)
    return;
  self->zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

/* Its width is what counts while one reads: the room below changes with what is selected. */
static void
fit (RailDiagramView *self,
     double           least,
     gboolean         whole)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  RailDiagramLayout *layout = _rail_diagram_view_get_layout (self);
  double zoom;

  if (scroller == NULL || layout == NULL || gtk_widget_get_width (scroller) <= 0)
    return;
  zoom = gtk_widget_get_width (scroller) / layout->width;
  if (whole)
    zoom = MIN (zoom, gtk_widget_get_height (scroller) / layout->height);
  set_zoom (self, CLAMP (zoom, least, 1));
}

static gboolean
fit_cb (gpointer user_data)
{
  RailDiagramView *self = user_data;

  self->fit_id = 0;
  fit (self, READABLE_ZOOM, FALSE);
  return G_SOURCE_REMOVE;
}

/* Not at once: the room changes while widgets are given their places. */
static void
queue_fit (RailDiagramView *self)
{
  if (self->is_fitted && self->fit_id == 0)
    self->fit_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

/* A picture cannot be read; its name tells where the user is in it, and its description all of it. */
static void
update_accessible (RailDiagramView *self)
{
  g_autofree char *item = self->selected != NULL ? rail_diagram_item_dup_text (self->selected) : NULL;
  g_autofree char *label = NULL;
  g_autofree char *description = NULL;

  if (self->diagram == NULL)
    return;
  if (item != NULL)
    label = g_strdup_printf ("%s. %s, %s: %s", rail_diagram_get_title (self->diagram),
                             rail_diagram_item_get_box (self->selected),
                             rail_diagram_item_get_store (self->selected), item);
  else
    label = g_strdup (rail_diagram_get_title (self->diagram));
  description = rail_diagram_dup_description (self->diagram);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

/*
 * Callbacks
 */

static void
pressed_cb (RailDiagramView *self,
            int              n_press,
            double           x,
            double           y)
{
  RailDiagramItem *item = find_at (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (item == NULL)
    return;
  rail_diagram_view_set_selected (self, item);
  if (n_press == 2)
    g_signal_emit (self, signals[ACTIVATED], 0, item);
}

static gboolean
scroll_cb (RailDiagramView          *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0 || dy == 0)
    return FALSE;
  rail_diagram_view_zoom_by (self, dy < 0 ? 1 : -1);
  return TRUE;
}

static void
pinch_begin_cb (RailDiagramView *self)
{
  self->pinch_zoom = self->zoom;
}

static void
pinch_cb (RailDiagramView *self,
          double           scale)
{
  rail_diagram_view_set_zoom (self, self->pinch_zoom * scale);
}

/* The page is dragged where no item is, and with the middle button everywhere. */
static void
pan_begin_cb (RailDiagramView *self,
              double           x,
              double           y,
              GtkGesture      *gesture)
{
  GtkAdjustment *horizontal = get_adjustment (self, GTK_ORIENTATION_HORIZONTAL);
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (horizontal == NULL ||
      (button != GDK_BUTTON_MIDDLE && (button != GDK_BUTTON_PRIMARY || find_at (self, x, y) != NULL)))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
}

/* The offsets are in the widget, which moves below the pointer while the page does. */
static void
pan_cb (RailDiagramView *self,
        double           dx,
        double           dy)
{
  GtkAdjustment *horizontal = get_adjustment (self, GTK_ORIENTATION_HORIZONTAL);
  GtkAdjustment *vertical = get_adjustment (self, GTK_ORIENTATION_VERTICAL);

  if (horizontal == NULL)
    return;
  gtk_adjustment_set_value (horizontal, gtk_adjustment_get_value (horizontal) - dx);
  gtk_adjustment_set_value (vertical, gtk_adjustment_get_value (vertical) - dy);
}

static RailDiagramItem *
dragged_cb (GtkWidget    *widget,
            double        x,
            double        y,
            RailDiagram **out_diagram)
{
  RailDiagramView *self = RAIL_DIAGRAM_VIEW (widget);

  *out_diagram = self->diagram;
  return find_at (self, x, y);
}

static gboolean
tooltip_cb (RailDiagramView *self,
            int              x,
            int              y,
            gboolean         by_keyboard,
            GtkTooltip      *tooltip)
{
  RailDiagramItem *item = by_keyboard ? self->selected : find_at (self, x, y);
  g_autofree char *text = NULL;
  RailDiagramRect rect;
  GdkRectangle area;

  if (item == NULL || !rail_diagram_layout_get_rect (self->layout, item, &rect))
    return FALSE;
  text = rail_diagram_item_dup_text (item);
  area = (GdkRectangle) { (int) (rect.x * self->zoom), (int) (rect.y * self->zoom), (int) (rect.width * self->zoom),
                          (int) (rect.height * self->zoom) };
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

/*
 * Overrides
 */

static void
rail_diagram_view_root (GtkWidget *widget)
{
  GtkAdjustment *horizontal;

  GTK_WIDGET_CLASS (rail_diagram_view_parent_class)->root (widget);
  horizontal = get_adjustment (RAIL_DIAGRAM_VIEW (widget), GTK_ORIENTATION_HORIZONTAL);
  if (horizontal != NULL)
    g_signal_connect_object (horizontal, "notify::page-size", G_CALLBACK (queue_fit), widget, G_CONNECT_SWAPPED);
}

static void
rail_diagram_view_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  RailDiagramView *self = RAIL_DIAGRAM_VIEW (widget);
  RailDiagramLayout *layout = _rail_diagram_view_get_layout (self);
  double size = 0;

  if (layout != NULL)
    size = orientation == GTK_ORIENTATION_HORIZONTAL ? layout->width : layout->height;
  *minimum = *natural = (int) ceil (size * self->zoom);
}

static void
rail_diagram_view_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  RailDiagramView *self = RAIL_DIAGRAM_VIEW (widget);
  RailDiagramLayout *layout = _rail_diagram_view_get_layout (self);
  RailDiagramPalette palette;

  if (layout == NULL)
    return;
  rail_diagram_palette_init_from_widget (&palette, widget);
  gtk_snapshot_append_color (snapshot, &palette.page, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                                           (float) gtk_widget_get_height (widget)));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, (float) self->zoom, (float) self->zoom);
  rail_diagram_draw (snapshot, layout, widget, self->context, &palette,
                     gtk_widget_get_scale_factor (widget) * (int) ceil (self->zoom), self->selected,
                     gtk_widget_has_focus (widget));
  gtk_snapshot_restore (snapshot);
}

static void
rail_diagram_view_system_setting_changed (GtkWidget        *widget,
                                          GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (rail_diagram_view_parent_class)->system_setting_changed (widget, setting);
  forget_layout (RAIL_DIAGRAM_VIEW (widget));
}

static void
rail_diagram_view_direction_changed (GtkWidget        *widget,
                                     GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (rail_diagram_view_parent_class)->direction_changed (widget, previous);
  forget_layout (RAIL_DIAGRAM_VIEW (widget));
}

static void
rail_diagram_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RailDiagramView *self = RAIL_DIAGRAM_VIEW (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_diagram_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  RailDiagramView *self = RAIL_DIAGRAM_VIEW (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      rail_diagram_view_set_selected (self, g_value_get_object (value));
      break;
    case PROP_ZOOM:
      rail_diagram_view_set_zoom (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_diagram_view_dispose (GObject *object)
{
  RailDiagramView *self = RAIL_DIAGRAM_VIEW (object);

  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_pointer (&self->layout, rail_diagram_layout_free);
  g_clear_object (&self->context);
  g_clear_object (&self->selected);
  g_clear_object (&self->diagram);

  G_OBJECT_CLASS (rail_diagram_view_parent_class)->dispose (object);
}

static void
rail_diagram_view_class_init (RailDiagramViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_diagram_view_dispose;
  object_class->get_property = rail_diagram_view_get_property;
  object_class->set_property = rail_diagram_view_set_property;
  widget_class->root = rail_diagram_view_root;
  widget_class->measure = rail_diagram_view_measure;
  widget_class->snapshot = rail_diagram_view_snapshot;
  widget_class->system_setting_changed = rail_diagram_view_system_setting_changed;
  widget_class->direction_changed = rail_diagram_view_direction_changed;

  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, RAIL_TYPE_DIAGRAM_ITEM,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, MIN_ZOOM, MAX_ZOOM, 1,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * RailDiagramView::activated:
   * @item: what the user wants to see
   */
  signals[ACTIVATED] = g_signal_new ("activated", RAIL_TYPE_DIAGRAM_VIEW, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_DIAGRAM_ITEM);

  gtk_widget_class_set_css_name (widget_class, "diagram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  _rail_diagram_view_bind_keys (widget_class);
}

static void
add_controllers (RailDiagramView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *pan = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL |
                                                                GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (pan), 0);
  g_signal_connect_swapped (pan, "drag-begin", G_CALLBACK (pan_begin_cb), self);
  g_signal_connect_swapped (pan, "drag-update", G_CALLBACK (pan_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (gtk_widget_queue_draw), self);
  self->drag = rail_diagram_drag_source_new (GTK_WIDGET (self), dragged_cb);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pan));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->drag));
}

static void
rail_diagram_view_init (RailDiagramView *self)
{
  self->zoom = 1;
  self->is_fitted = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  add_controllers (self);
}

/*
 * Public API
 */

/**
 * rail_diagram_view_set_diagram:
 * @self: a view
 * @diagram: (nullable): what to show
 *
 * Shows another diagram. What was selected stays so if it is in this one, too.
 */
void
rail_diagram_view_set_diagram (RailDiagramView *self,
                               RailDiagram     *diagram)
{
  RailDiagramItem *selected;

  g_return_if_fail (RAIL_IS_DIAGRAM_VIEW (self));
  g_return_if_fail (diagram == NULL || RAIL_IS_DIAGRAM (diagram));

  selected = diagram != NULL && self->selected != NULL ? rail_diagram_find_like (diagram, self->selected)
                                                      : NULL;
  /* The geometry refers to what is in the diagram, so it goes first. */
  forget_layout (self);
  g_set_object (&self->diagram, diagram);
  g_set_object (&self->selected, selected);
  update_accessible (self);
  queue_fit (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/**
 * rail_diagram_view_get_selected:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the item that is selected
 */
RailDiagramItem *
rail_diagram_view_get_selected (RailDiagramView *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_VIEW (self), NULL);

  return self->selected;
}

/**
 * rail_diagram_view_set_selected:
 * @self: a view
 * @item: (nullable): an item of its diagram
 *
 * Selects @item and brings it into sight.
 */
void
rail_diagram_view_set_selected (RailDiagramView *self,
                                RailDiagramItem *item)
{
  g_return_if_fail (RAIL_IS_DIAGRAM_VIEW (self));
  g_return_if_fail (item == NULL || RAIL_IS_DIAGRAM_ITEM (item));

  if (!g_set_object (&self->selected, item))
    return;
  scroll_to_selected (self);
  update_accessible (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/**
 * rail_diagram_view_get_zoom:
 * @self: a view
 *
 * Returns: how large it is drawn; 1 is its own size
 */
double
rail_diagram_view_get_zoom (RailDiagramView *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_VIEW (self), 1);

  return self->zoom;
}

/**
 * rail_diagram_view_set_zoom:
 * @self: a view
 * @zoom: how large to draw it, kept between a quarter and four times
 */
void
rail_diagram_view_set_zoom (RailDiagramView *self,
                            double           zoom)
{
  g_return_if_fail (RAIL_IS_DIAGRAM_VIEW (self));

  self->is_fitted = FALSE;
  set_zoom (self, zoom);
}

/**
 * rail_diagram_view_zoom_by:
 * @self: a view
 * @steps: how many steps larger; less than 0 for smaller
 */
void
rail_diagram_view_zoom_by (RailDiagramView *self,
                           int              steps)
{
  g_return_if_fail (RAIL_IS_DIAGRAM_VIEW (self));

  rail_diagram_view_set_zoom (self, self->zoom * pow (ZOOM_STEP, steps));
}

/**
 * rail_diagram_view_fit:
 * @self: a view in a scrolled window
 *
 * Draws it so that all of it is in sight, but not larger than its own size.
 */
void
rail_diagram_view_fit (RailDiagramView *self)
{
  g_return_if_fail (RAIL_IS_DIAGRAM_VIEW (self));

  self->is_fitted = FALSE;
  fit (self, MIN_ZOOM, TRUE);
}

/**
 * rail_diagram_view_get_drag:
 * @self: a view
 *
 * Returns: (transfer none): what files are dragged out of it by
 */
GtkDragSource *
rail_diagram_view_get_drag (RailDiagramView *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_VIEW (self), NULL);

  return self->drag;
}
