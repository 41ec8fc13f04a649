/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-timeline-strip"

#include "config.h"

#include "rail-timeline-strip.h"

#include "rail-section.h"
#include "rail-text-scale.h"

#include <glib/gi18n.h>

#define HEIGHT 26
#define TICK_DISTANCE 96   /* pixels, for text of the usual size */
#define BAR_HEIGHT 14
#define LEAST_WIDTH 3      /* of a bar that would be too short to be seen */
#define STRIPE 7           /* pixels from one stripe of a pattern to the next */

struct _RailTimelineStrip
{
  GtkWidget         parent_instance;

  RailTimeline     *timeline;    /* (nullable) */
  RailTimelineSpan  span;
};

G_DEFINE_FINAL_TYPE (RailTimelineStrip, rail_timeline_strip, GTK_TYPE_WIDGET)

/*
 * Shared with the axis
 */

/**
 * rail_timeline_get_tick_distance:
 * @width: of the axis
 *
 * Returns: how far ticks are from each other, so that their labels have room and a narrow axis still has some
 */
double
rail_timeline_get_tick_distance (double width)
{
  return MAX (MIN (TICK_DISTANCE * rail_text_scale_get (), width / 2), 1);
}

/**
 * rail_timeline_find_colour:
 * @widget: where it is drawn
 * @name: a colour of libadwaita
 * @alpha: how much of it
 * @out_colour: (out): the colour, in the light or dark that is shown now
 *
 * Returns: (transfer none): @out_colour
 */
const GdkRGBA *
rail_timeline_find_colour (GtkWidget  *widget,
                           const char *name,
                           double      alpha,
                           GdkRGBA    *out_colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, out_colour))
    gtk_style_context_get_color (context, out_colour);
  out_colour->alpha *= (float) alpha;
  return out_colour;
}

/**
 * rail_timeline_get_colour_name:
 * @status: a status
 *
 * Returns: (transfer none): its colour, the same as in `style.css`
 */
const char *
rail_timeline_get_colour_name (RailStatus status)
{
  switch (status)
    {
    case RAIL_STATUS_EXPIRING:
      return "warning_color";
    case RAIL_STATUS_EXPIRED:
    case RAIL_STATUS_REVOKED:
      return "error_color";
    case RAIL_STATUS_NOT_YET_VALID:
      return "accent_color";
    case RAIL_STATUS_VALID:
    default:
      return "success_color";
    }
}

static void
draw_line (GtkSnapshot   *snapshot,
           const GdkRGBA *colour,
           double         x,
           double         top,
           double         height,
           double         thickness)
{
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT ((float) (x - thickness / 2), (float) top, (float) thickness,
                                                  (float) height));
}

/**
 * rail_timeline_draw_times:
 * @widget: where it is drawn
 * @snapshot: what it is drawn into
 * @timeline: the time axis
 * @top: where the lines begin
 *
 * Draws a line for each tick, and the one of today.
 */
void
rail_timeline_draw_times (GtkWidget    *widget,
                          GtkSnapshot  *snapshot,
                          RailTimeline *timeline,
                          double        top)
{
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget) - top;
  g_autoptr(GArray) ticks = rail_timeline_list_ticks (timeline, width, rail_timeline_get_tick_distance (width));
  double today = rail_timeline_get_x (timeline, rail_timeline_get_now (timeline), width);
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= 0.12f;
  for (guint i = 0; i < ticks->len; i++)
    draw_line (snapshot, &colour, g_array_index (ticks, RailTimelineTick, i).x, top, height, 1);
  if (today >= 0 && today <= width)
    draw_line (snapshot, rail_timeline_find_colour (widget, "accent_color", 1, &colour), today, top, height, 2);
}

/*
 * Drawing
 */

/* Stripes from (0, 0) towards (x, y) over the bar. */
static void
draw_stripes (GtkSnapshot           *snapshot,
              const graphene_rect_t *bounds,
              const GdkRGBA         *colour,
              float                  x,
              float                  y)
{
  const GdkRGBA nothing = { colour->red, colour->green, colour->blue, 0 };
  const GskColorStop stops[] = { { 0, *colour }, { 0.4f, *colour }, { 0.4f, nothing }, { 1, nothing } };

  gtk_snapshot_append_repeating_linear_gradient (snapshot, bounds, &bounds->origin,
                                                 &GRAPHENE_POINT_INIT (bounds->origin.x + x, bounds->origin.y + y),
                                                 stops, G_N_ELEMENTS (stops));
}

/* Not by colour alone: what has expired is hatched, what is revoked is hatched twice, what expires has upright stripes,
 * and what is not valid yet is empty. */
static void
draw_pattern (RailTimelineStrip     *self,
              GtkSnapshot           *snapshot,
              const graphene_rect_t *bounds)
{
  const char *name = rail_timeline_get_colour_name (self->span.status);
  GdkRGBA full, pale;

  rail_timeline_find_colour (GTK_WIDGET (self), name, 1, &full);
  rail_timeline_find_colour (GTK_WIDGET (self), name, 0.25, &pale);
  switch (self->span.status)
    {
    case RAIL_STATUS_EXPIRING:
      gtk_snapshot_append_color (snapshot, &pale, bounds);
      draw_stripes (snapshot, bounds, &full, STRIPE, 0);
      break;
    case RAIL_STATUS_EXPIRED:
      gtk_snapshot_append_color (snapshot, &pale, bounds);
      draw_stripes (snapshot, bounds, &full, STRIPE / 2.0f, STRIPE / 2.0f);
      break;
    case RAIL_STATUS_REVOKED:
      draw_stripes (snapshot, bounds, &full, STRIPE / 2.0f, STRIPE / 2.0f);
      draw_stripes (snapshot, bounds, &full, STRIPE / 2.0f, -STRIPE / 2.0f);
      break;
    case RAIL_STATUS_NOT_YET_VALID:
      gtk_snapshot_append_color (snapshot, &pale, bounds);
      break;
    case RAIL_STATUS_VALID:
    default:
      rail_timeline_find_colour (GTK_WIDGET (self), name, 0.7, &full);
      gtk_snapshot_append_color (snapshot, &full, bounds);
      break;
    }
}

/* An end that is not in sight has no round corners. */
static void
draw_bar (RailTimelineStrip     *self,
          GtkSnapshot           *snapshot,
          const RailTimelineBar *bar)
{
  float left = bar->cut_start ? 0 : 3;
  float right = bar->cut_end ? 0 : 3;
  int top = (gtk_widget_get_height (GTK_WIDGET (self)) - BAR_HEIGHT) / 2;
  GskRoundedRect rounded;
  GdkRGBA colour;

  gsk_rounded_rect_init (&rounded,
                         &GRAPHENE_RECT_INIT ((float) bar->x, top, (float) MAX (bar->width, LEAST_WIDTH), BAR_HEIGHT),
                         &GRAPHENE_SIZE_INIT (left, left), &GRAPHENE_SIZE_INIT (right, right),
                         &GRAPHENE_SIZE_INIT (right, right), &GRAPHENE_SIZE_INIT (left, left));
  rail_timeline_find_colour (GTK_WIDGET (self), rail_timeline_get_colour_name (self->span.status), 1, &colour);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  draw_pattern (self, snapshot, &rounded.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &rounded, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { colour, colour, colour, colour });
}

/* Where the bar is, if it is beside what is shown. */
static void
draw_hint (RailTimelineStrip     *self,
           GtkSnapshot           *snapshot,
           const RailTimelineBar *bar)
{
  g_autofree char *day = rail_format_day (bar->is_before ? self->span.to : self->span.from);
  g_autofree char *text = g_strdup_printf (bar->is_before ? _("◂ until %s") : _("from %s ▸"), day);
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA colour;
  int width, height, x, y;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= 0.65f;
  gtk_snapshot_save (snapshot);
  x = bar->is_before ? 4 : gtk_widget_get_width (GTK_WIDGET (self)) - width - 4;
  y = (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2;
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
rail_timeline_strip_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  RailTimelineStrip *self = RAIL_TIMELINE_STRIP (widget);
  RailTimelineBar bar;

  if (self->timeline == NULL)
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                         gtk_widget_get_height (widget)));
  rail_timeline_get_bar (self->timeline, &self->span, gtk_widget_get_width (widget), &bar);
  rail_timeline_draw_times (widget, snapshot, self->timeline, 0);
  if (bar.is_before || bar.is_after)
    draw_hint (self, snapshot, &bar);
  else
    draw_bar (self, snapshot, &bar);
  gtk_snapshot_pop (snapshot);
}

static void
rail_timeline_strip_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 120;
}

/*
 * Overrides
 */

static void
rail_timeline_strip_dispose (GObject *object)
{
  rail_timeline_strip_show (RAIL_TIMELINE_STRIP (object), NULL, NULL);
  G_OBJECT_CLASS (rail_timeline_strip_parent_class)->dispose (object);
}

static void
rail_timeline_strip_class_init (RailTimelineStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_timeline_strip_dispose;
  widget_class->measure = rail_timeline_strip_measure;
  widget_class->snapshot = rail_timeline_strip_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
rail_timeline_strip_init (RailTimelineStrip *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

/**
 * rail_timeline_strip_new:
 *
 * Returns: (transfer floating): a strip of nothing
 */
GtkWidget *
rail_timeline_strip_new (void)
{
  return g_object_new (RAIL_TYPE_TIMELINE_STRIP, NULL);
}

/**
 * rail_timeline_strip_show:
 * @self: a strip
 * @timeline: (nullable): the time axis
 * @span: (nullable): one of its spans; it is copied
 *
 * Shows @span, and follows what is shown of @timeline.
 */
void
rail_timeline_strip_show (RailTimelineStrip      *self,
                          RailTimeline           *timeline,
                          const RailTimelineSpan *span)
{
  g_return_if_fail (RAIL_IS_TIMELINE_STRIP (self));
  g_return_if_fail ((timeline == NULL) == (span == NULL));

  if (self->timeline != timeline)
    {
      if (self->timeline != NULL)
        g_signal_handlers_disconnect_by_func (self->timeline, gtk_widget_queue_draw, self);
      g_set_object (&self->timeline, timeline);
      if (timeline != NULL)
        g_signal_connect_object (timeline, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
    }
  if (span != NULL)
    self->span = *span;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
