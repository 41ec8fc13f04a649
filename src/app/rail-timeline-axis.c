/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-timeline-axis"

#include "config.h"

#include "rail-timeline-axis.h"

#include "rail-section.h"
#include "rail-text-scale.h"
#include "rail-timeline-strip.h"

#include <glib/gi18n.h>

/* The lanes from the top: “Today”, the clusters, the dates. */
#define TODAY_HEIGHT (17 * rail_text_scale_get ())
#define CLUSTER_HEIGHT (24 * rail_text_scale_get ())
#define TICK_HEIGHT (20 * rail_text_scale_get ())
#define MARK_HEIGHT (18 * rail_text_scale_get ())
#define DISTANCE (34 * rail_text_scale_get ())   /* how wide a cluster may be, so that two marks do not touch */

struct _RailTimelineAxis
{
  GtkWidget     parent_instance;

  RailTimeline *timeline;    /* (nullable) */
  GArray       *clusters;    /* of RailTimelineCluster, for the width below; empty when they are to be found anew */
  int           clusters_width;
  guint         current;     /* that the keyboard is at */
};

G_DEFINE_FINAL_TYPE (RailTimelineAxis, rail_timeline_axis, GTK_TYPE_WIDGET)

enum
{
  CLUSTER_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
find_clusters (RailTimelineAxis *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (self->clusters != NULL && self->clusters_width == width)
    return;
  g_clear_pointer (&self->clusters, g_array_unref);
  self->clusters_width = width;
  if (self->timeline != NULL && width > 0)
    self->clusters = rail_timeline_list_clusters (self->timeline, width, DISTANCE);
}

static guint
get_n_clusters (RailTimelineAxis *self)
{
  find_clusters (self);
  return self->clusters != NULL ? self->clusters->len : 0;
}

static const RailTimelineCluster *
get_cluster (RailTimelineAxis *self,
             guint             index)
{
  return &g_array_index (self->clusters, RailTimelineCluster, index);
}

static char *
describe (const RailTimelineCluster *cluster)
{
  g_autofree char *from = rail_format_day (cluster->from);
  g_autofree char *to = rail_format_day (cluster->to);

  if (g_str_equal (from, to))
    return g_strdup_printf (ngettext ("%u certificate ends on %s", "%u certificates end on %s", cluster->n), cluster->n,
                            from);
  return g_strdup_printf (ngettext ("%u certificate ends between %s and %s", "%u certificates end between %s and %s",
                                    cluster->n),
                          cluster->n, from, to);
}

/* What the keyboard is at is what a screen reader reads. */
static void
update_label (RailTimelineAxis *self)
{
  g_autofree char *text = NULL;

  if (self->current < get_n_clusters (self))
    text = describe (get_cluster (self, self->current));
  else
    text = g_strdup (_("No certificate ends in the time that is shown"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
changed_cb (RailTimelineAxis *self)
{
  g_clear_pointer (&self->clusters, g_array_unref);
  self->current = 0;
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/*
 * Drawing
 */

static void
draw_text (GtkWidget     *widget,
           GtkSnapshot   *snapshot,
           const char    *text,
           const GdkRGBA *colour,
           double         center,
           double         top,
           double         height,
           double         scale)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  int text_width, text_height;
  double x;

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  /* Whole, at the edges, too. */
  x = CLAMP (center - text_width / 2.0, 0, MAX (gtk_widget_get_width (widget) - text_width, 0));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) (top + (height - text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static double
get_mark_width (const RailTimelineCluster *cluster)
{
  double width = cluster->n < 10 ? 18 : cluster->n < 100 ? 22 : cluster->n < 1000 ? 28 : 36;

  return width * rail_text_scale_get ();
}

/* Whole, at the edges, too. */
static double
get_mark_x (RailTimelineAxis          *self,
            const RailTimelineCluster *cluster)
{
  double half = get_mark_width (cluster) / 2;

  return CLAMP (cluster->x, half, MAX (gtk_widget_get_width (GTK_WIDGET (self)) - half, half));
}

/* Angular where something has expired already, so that it is not only the colour. */
static void
draw_cluster (RailTimelineAxis *self,
              GtkSnapshot      *snapshot,
              guint             index)
{
  const RailTimelineCluster *cluster = get_cluster (self, index);
  g_autofree char *text = cluster->n < 1000 ? g_strdup_printf ("%u", cluster->n) : g_strdup ("999+");
  double width = get_mark_width (cluster);
  double x = get_mark_x (self, cluster);
  gboolean is_current = index == self->current && gtk_widget_has_visible_focus (GTK_WIDGET (self));
  double y = TODAY_HEIGHT + (CLUSTER_HEIGHT - MARK_HEIGHT) / 2.0;
  GskRoundedRect rounded;
  GdkRGBA colour, background;

  gsk_rounded_rect_init_from_rect (&rounded,
                                   &GRAPHENE_RECT_INIT ((float) (x - width / 2), (float) y, (float) width,
                                                        (float) MARK_HEIGHT),
                                   cluster->worst == RAIL_STATUS_EXPIRED ? 2 : (float) MARK_HEIGHT / 2);
  rail_timeline_find_colour (GTK_WIDGET (self), "window_bg_color", 1, &background);
  rail_timeline_find_colour (GTK_WIDGET (self), rail_timeline_get_colour_name (cluster->worst), 1, &colour);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &colour, &rounded.bounds);
  gtk_snapshot_pop (snapshot);
  draw_text (GTK_WIDGET (self), snapshot, text, &background, x, y, MARK_HEIGHT, 0.8);
  if (is_current)
    {
      rail_timeline_find_colour (GTK_WIDGET (self), "accent_color", 1, &colour);
      gsk_rounded_rect_shrink (&rounded, -3, -3, -3, -3);
      gtk_snapshot_append_border (snapshot, &rounded, (float[4]) { 2, 2, 2, 2 },
                                  (GdkRGBA[4]) { colour, colour, colour, colour });
    }
}

static void
rail_timeline_axis_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  RailTimelineAxis *self = RAIL_TIMELINE_AXIS (widget);
  double width = gtk_widget_get_width (widget);
  g_autoptr(GArray) ticks = NULL;
  double today;
  GdkRGBA colour;

  if (self->timeline == NULL)
    return;
  rail_timeline_draw_times (widget, snapshot, self->timeline, TODAY_HEIGHT);
  today = rail_timeline_get_x (self->timeline, rail_timeline_get_now (self->timeline), width);
  if (today >= 0 && today <= width)
    draw_text (widget, snapshot, _("Today"), rail_timeline_find_colour (widget, "accent_color", 1, &colour), today, 0,
               TODAY_HEIGHT, 0.8);
  ticks = rail_timeline_list_ticks (self->timeline, width, rail_timeline_get_tick_distance (width));
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= 0.75f;
  for (guint i = 0; i < ticks->len; i++)
    {
      RailTimelineTick *tick = &g_array_index (ticks, RailTimelineTick, i);

      draw_text (widget, snapshot, tick->label, &colour, tick->x, TODAY_HEIGHT + CLUSTER_HEIGHT, TICK_HEIGHT, 0.85);
    }
  for (guint i = 0; i < get_n_clusters (self); i++)
    draw_cluster (self, snapshot, i);
}

static void
rail_timeline_axis_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? (int) (TODAY_HEIGHT + CLUSTER_HEIGHT + TICK_HEIGHT)
                                                                : 120;
}

/*
 * Pointer and keyboard
 */

static gboolean
find_at (RailTimelineAxis *self,
         double            x,
         double            y,
         guint            *out_index)
{
  if (y < TODAY_HEIGHT || y > TODAY_HEIGHT + CLUSTER_HEIGHT)
    return FALSE;
  for (guint i = 0; i < get_n_clusters (self); i++)
    if (ABS (get_mark_x (self, get_cluster (self, i)) - x) <= get_mark_width (get_cluster (self, i)) / 2)
      {
        *out_index = i;
        return TRUE;
      }
  return FALSE;
}

static void
activate (RailTimelineAxis *self,
          guint             index)
{
  /* A copy: whoever hears of it may change what is shown. */
  const RailTimelineCluster cluster = *get_cluster (self, index);

  self->current = index;
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CLUSTER_ACTIVATED], 0, cluster.first, cluster.n);
}

static void
released_cb (RailTimelineAxis *self,
             int               n_press,
             double            x,
             double            y)
{
  guint index;

  if (find_at (self, x, y, &index))
    activate (self, index);
}

static gboolean
step_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  RailTimelineAxis *self = RAIL_TIMELINE_AXIS (widget);
  guint n = get_n_clusters (self);
  int step = g_variant_get_int32 (arguments);

  if (n == 0 || (step < 0 && self->current == 0) || (step > 0 && self->current + 1 >= n))
    return GDK_EVENT_STOP;
  self->current += step;
  update_label (self);
  gtk_widget_queue_draw (widget);
  return GDK_EVENT_STOP;
}

static gboolean
activate_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  RailTimelineAxis *self = RAIL_TIMELINE_AXIS (widget);

  if (self->current < get_n_clusters (self))
    activate (self, self->current);
  return GDK_EVENT_STOP;
}

static gboolean
rail_timeline_axis_query_tooltip (GtkWidget  *widget,
                                  int         x,
                                  int         y,
                                  gboolean    keyboard,
                                  GtkTooltip *tooltip)
{
  RailTimelineAxis *self = RAIL_TIMELINE_AXIS (widget);
  guint index = self->current;
  g_autofree char *text = NULL;

  if (keyboard ? index >= get_n_clusters (self) : !find_at (self, x, y, &index))
    return FALSE;
  text = describe (get_cluster (self, index));
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/*
 * Overrides
 */

static void
rail_timeline_axis_dispose (GObject *object)
{
  RailTimelineAxis *self = RAIL_TIMELINE_AXIS (object);

  g_clear_object (&self->timeline);
  g_clear_pointer (&self->clusters, g_array_unref);
  G_OBJECT_CLASS (rail_timeline_axis_parent_class)->dispose (object);
}

static void
rail_timeline_axis_class_init (RailTimelineAxisClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_timeline_axis_dispose;
  widget_class->measure = rail_timeline_axis_measure;
  widget_class->snapshot = rail_timeline_axis_snapshot;
  widget_class->query_tooltip = rail_timeline_axis_query_tooltip;

  /**
   * RailTimelineAxis::cluster-activated:
   * @first: position of the first span of the cluster
   * @n: how many there are
   *
   * A cluster was clicked, or Enter was pressed at it.
   */
  signals[CLUSTER_ACTIVATED] = g_signal_new ("cluster-activated", RAIL_TYPE_TIMELINE_AXIS, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, step_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, step_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, activate_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, activate_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, activate_cb, NULL);
}

static void
rail_timeline_axis_init (RailTimelineAxis *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * rail_timeline_axis_set_timeline:
 * @self: an axis without one
 * @timeline: what it shows and follows
 */
void
rail_timeline_axis_set_timeline (RailTimelineAxis *self,
                                 RailTimeline     *timeline)
{
  g_return_if_fail (RAIL_IS_TIMELINE_AXIS (self));
  g_return_if_fail (RAIL_IS_TIMELINE (timeline));
  g_return_if_fail (self->timeline == NULL);

  self->timeline = g_object_ref (timeline);
  g_signal_connect_object (timeline, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

/**
 * rail_timeline_axis_get_n_clusters:
 * @self: an axis
 *
 * Returns: how many clusters are in sight
 */
guint
rail_timeline_axis_get_n_clusters (RailTimelineAxis *self)
{
  g_return_val_if_fail (RAIL_IS_TIMELINE_AXIS (self), 0);

  return get_n_clusters (self);
}
