/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-diagram-draw"

#include "config.h"

#include "rail-diagram-draw.h"

#include <math.h>

#define HEAD 8.0

/*
 * Colours
 */

static GdkRGBA
look_up (GtkWidget  *widget,
         const char *name,
         const char *fallback)
{
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &colour))
    gdk_rgba_parse (&colour, fallback);
  return colour;
}

static GdkRGBA
with_alpha (GdkRGBA colour,
            float   alpha)
{
  colour.alpha *= alpha;
  return colour;
}

/**
 * rail_diagram_palette_init_from_widget:
 * @self: (out caller-allocates): colours
 * @widget: whose theme counts
 *
 * Takes the colours of the theme, so that light, dark and high contrast follow by themselves.
 */
void
rail_diagram_palette_init_from_widget (RailDiagramPalette *self,
                                       GtkWidget          *widget)
{
  self->text = look_up (widget, "view_fg_color", "#1d1d20");
  self->dim = with_alpha (self->text, 0.7f);
  self->page = look_up (widget, "view_bg_color", "#ffffff");
  self->box = with_alpha (self->text, 0.05f);
  self->line = with_alpha (self->text, 0.45f);
  self->accent = look_up (widget, "accent_color", "#1c71d8");
  self->project = with_alpha (self->accent, 0.1f);
  self->on_accent = self->page;
  self->error = look_up (widget, "error_color", "#c01c28");
  self->warning = look_up (widget, "warning_color", "#9c6e03");
}

/**
 * rail_diagram_palette_init_for_paper:
 * @self: (out caller-allocates): colours
 *
 * Takes dark colours on white.
 */
void
rail_diagram_palette_init_for_paper (RailDiagramPalette *self)
{
  gdk_rgba_parse (&self->text, "#000000");
  gdk_rgba_parse (&self->dim, "#505058");
  gdk_rgba_parse (&self->page, "#ffffff");
  gdk_rgba_parse (&self->box, "#f6f6f8");
  gdk_rgba_parse (&self->line, "#8f8f96");
  gdk_rgba_parse (&self->project, "#eaf1fb");
  gdk_rgba_parse (&self->accent, "#3465a4");
  gdk_rgba_parse (&self->on_accent, "#ffffff");
  gdk_rgba_parse (&self->error, "#a51019");
  gdk_rgba_parse (&self->warning, "#8a4b00");
}

/*
 * Texts
 */

static PangoLayout *
make_layout (PangoContext    *context,
             const char      *text,
             RailDiagramFont  font)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *description = pango_font_description_copy (pango_context_get_font_description (context));

  pango_font_description_set_absolute_size (description, rail_diagram_font_get_size (font) * PANGO_SCALE);
  pango_font_description_set_weight (description,
                                     rail_diagram_font_is_bold (font) ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (description);
  return layout;
}

/**
 * rail_diagram_create_context:
 * @widget: whose fonts are taken
 *
 * Makes a context whose letters keep their distances at every size. Those of a widget are rounded to whole pixels at
 * 100 %, and blanks close up where it is drawn smaller.
 *
 * Returns: (transfer full): the context
 */
PangoContext *
rail_diagram_create_context (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_create_pango_context (widget);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
  return context;
}

/**
 * rail_diagram_measure_pango:
 * @text: a line
 * @font: what it is written in
 * @context: a #PangoContext
 *
 * A #RailDiagramMeasure for what is drawn with Pango.
 *
 * Returns: the width of @text in pixels
 */
double
rail_diagram_measure_pango (const char      *text,
                            RailDiagramFont  font,
                            gpointer         context)
{
  PangoLayout *layout = make_layout (context, text, font);
  PangoRectangle rect;

  pango_layout_get_extents (layout, NULL, &rect);
  g_object_unref (layout);
  return (double) rect.width / PANGO_SCALE;
}

static const GdkRGBA *
get_ink (const RailDiagramPalette *palette,
         RailDiagramInk            ink)
{
  switch (ink)
    {
    case RAIL_DIAGRAM_INK_DIM:
      return &palette->dim;
    case RAIL_DIAGRAM_INK_WARNING:
      return &palette->warning;
    case RAIL_DIAGRAM_INK_ERROR:
      return &palette->error;
    case RAIL_DIAGRAM_INK_BADGE:
      return &palette->on_accent;
    case RAIL_DIAGRAM_INK_TEXT:
    default:
      return &palette->text;
    }
}

static void
draw_line (GtkSnapshot   *snapshot,
           PangoLayout   *layout,
           double         x,
           double         baseline,
           const GdkRGBA *colour)
{
  double ascent = (double) pango_layout_get_baseline (layout) / PANGO_SCALE;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) (baseline - ascent)));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_texts (GtkSnapshot              *snapshot,
            RailDiagramLayout        *self,
            PangoContext             *context,
            const RailDiagramPalette *palette)
{
  for (guint i = 0; i < self->texts->len; i++)
    {
      RailDiagramText *text = &g_array_index (self->texts, RailDiagramText, i);
      PangoLayout *layout = make_layout (context, text->text, text->font);
      PangoRectangle rect;
      double x = text->rect.x;

      pango_layout_get_extents (layout, NULL, &rect);
      if (self->is_mirrored)
        x += text->rect.width - (double) rect.width / PANGO_SCALE;
      draw_line (snapshot, layout, x, text->baseline, get_ink (palette, text->ink));
      g_object_unref (layout);
    }
}

static void
draw_number (GtkSnapshot              *snapshot,
             PangoContext             *context,
             const RailDiagramPalette *palette,
             double                    x,
             double                    y,
             guint                     step)
{
  g_autofree char *text = g_strdup_printf ("%u", step + 1);
  PangoLayout *layout = make_layout (context, text, RAIL_DIAGRAM_FONT_BADGE);
  PangoRectangle rect;

  pango_layout_get_extents (layout, NULL, &rect);
  draw_line (snapshot, layout, x - (double) rect.width / PANGO_SCALE / 2,
             y + rail_diagram_font_get_size (RAIL_DIAGRAM_FONT_BADGE) * 0.36, &palette->on_accent);
  g_object_unref (layout);
}

static void
draw_numbers (GtkSnapshot              *snapshot,
              RailDiagramLayout        *self,
              PangoContext             *context,
              const RailDiagramPalette *palette)
{
  for (guint i = 0; i < self->arrows->len; i++)
    {
      RailDiagramArrowShape *arrow = &g_array_index (self->arrows, RailDiagramArrowShape, i);

      draw_number (snapshot, context, palette, arrow->badge.x, arrow->badge.y, arrow->step);
    }
  for (guint i = 0; i < self->badges->len; i++)
    {
      RailDiagramStepShape *badge = &g_array_index (self->badges, RailDiagramStepShape, i);

      draw_number (snapshot, context, palette, badge->rect.x + badge->rect.width / 2,
                   badge->rect.y + badge->rect.height / 2,
                   badge->step);
    }
}

/*
 * Shapes
 */

static void
trace_rect (cairo_t               *cr,
            const RailDiagramRect *rect,
            double                 radius)
{
  /* On the middle of pixels, so that lines are sharp. */
  double x = floor (rect->x) + 0.5;
  double y = floor (rect->y) + 0.5;
  double right = x + round (rect->width) - 1;
  double bottom = y + round (rect->height) - 1;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, bottom - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
draw_rect (cairo_t               *cr,
           const RailDiagramRect *rect,
           double                 radius,
           const GdkRGBA         *fill,
           const GdkRGBA         *line,
           gboolean               is_dashed)
{
  const double dashes[] = { 5, 3 };

  trace_rect (cr, rect, radius);
  gdk_cairo_set_source_rgba (cr, fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, line);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dashes, is_dashed ? 2 : 0, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, dashes, 0, 0);
}

static void
draw_boxes (cairo_t                  *cr,
            RailDiagramLayout        *self,
            const RailDiagramPalette *palette)
{
  for (guint i = 0; i < self->boxes->len; i++)
    {
      RailDiagramBoxShape *shape = &g_array_index (self->boxes, RailDiagramBoxShape, i);
      gboolean is_project = shape->box->role == RAIL_DIAGRAM_PROJECT;

      draw_rect (cr, &shape->rect, 10, is_project ? &palette->project : &palette->box,
                 is_project ? &palette->accent : &palette->line, shape->box->role == RAIL_DIAGRAM_OUTSIDE);
    }
  for (guint i = 0; i < self->stores->len; i++)
    {
      GdkRGBA line = with_alpha (palette->line, 0.6f);

      draw_rect (cr, &g_array_index (self->stores, RailDiagramStoreShape, i).rect, 6, &palette->page, &line, FALSE);
    }
}

static void
draw_items (cairo_t                  *cr,
            RailDiagramLayout        *self,
            const RailDiagramPalette *palette,
            RailDiagramItem          *selected,
            gboolean                  has_focus)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      RailDiagramItemShape *shape = &g_array_index (self->items, RailDiagramItemShape, i);
      RailDiagramState state = rail_diagram_item_get_state (shape->item);
      const GdkRGBA *colour = state == RAIL_DIAGRAM_WARNING ? &palette->warning : &palette->error;
      GdkRGBA fill = with_alpha (*colour, 0.12f);

      if (state != RAIL_DIAGRAM_FINE)
        draw_rect (cr, &shape->rect, 5, &fill, colour, state == RAIL_DIAGRAM_MISSING);
      if (shape->item == selected)
        {
          /* What is red stays on red, or it could not be read. */
          fill = with_alpha (palette->accent, state == RAIL_DIAGRAM_FINE ? 0.18f : 0);
          trace_rect (cr, &shape->rect, 5);
          gdk_cairo_set_source_rgba (cr, &fill);
          cairo_fill_preserve (cr);
          gdk_cairo_set_source_rgba (cr, &palette->accent);
          cairo_set_line_width (cr, has_focus ? 3 : 2);
          cairo_stroke (cr);
        }
    }
}

static void
draw_arrow (cairo_t                     *cr,
            const RailDiagramArrowShape *shape,
            const GdkRGBA               *colour)
{
  RailDiagramPoint end = shape->points[shape->n_points - 1];
  RailDiagramPoint before = shape->points[shape->n_points - 2];
  double dx = end.x > before.x ? 1 : end.x < before.x ? -1 : 0;
  double dy = dx != 0 ? 0 : end.y > before.y ? 1 : -1;
  const double dashes[] = { 5, 3 };

  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, 1.6);
  cairo_set_dash (cr, dashes, shape->is_broken ? 2 : 0, 0);
  for (guint i = 0; i + 1 < shape->n_points; i++)
    cairo_line_to (cr, shape->points[i].x, shape->points[i].y);
  cairo_line_to (cr, end.x - dx * HEAD, end.y - dy * HEAD);
  cairo_stroke (cr);
  cairo_set_dash (cr, dashes, 0, 0);
  cairo_move_to (cr, end.x, end.y);
  cairo_line_to (cr, end.x - dx * HEAD + dy * HEAD / 2, end.y - dy * HEAD + dx * HEAD / 2);
  cairo_line_to (cr, end.x - dx * HEAD - dy * HEAD / 2, end.y - dy * HEAD - dx * HEAD / 2);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_badge (cairo_t       *cr,
            double         x,
            double         y,
            const GdkRGBA *colour)
{
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, RAIL_DIAGRAM_BADGE_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_arrows (cairo_t                  *cr,
             RailDiagramLayout        *self,
             const RailDiagramPalette *palette)
{
  for (guint i = 0; i < self->arrows->len; i++)
    {
      RailDiagramArrowShape *shape = &g_array_index (self->arrows, RailDiagramArrowShape, i);

      draw_arrow (cr, shape, shape->is_broken ? &palette->error : &palette->accent);
    }
  for (guint i = 0; i < self->arrows->len; i++)
    {
      RailDiagramArrowShape *shape = &g_array_index (self->arrows, RailDiagramArrowShape, i);

      draw_badge (cr, shape->badge.x, shape->badge.y, shape->is_broken ? &palette->error : &palette->accent);
    }
  for (guint i = 0; i < self->badges->len; i++)
    {
      RailDiagramRect *rect = &g_array_index (self->badges, RailDiagramStepShape, i).rect;

      draw_badge (cr, rect->x + rect->width / 2, rect->y + rect->height / 2, &palette->accent);
    }
}

/*
 * Icons
 */

/**
 * rail_diagram_kind_get_icon_name:
 * @kind: a kind
 *
 * Returns: (transfer none): its symbolic icon
 */
const char *
rail_diagram_kind_get_icon_name (RailDiagramKind kind)
{
  switch (kind)
    {
    case RAIL_DIAGRAM_KEY:
      return "dialog-password-symbolic";
    case RAIL_DIAGRAM_AUTHORITY:
      return "rail-shield-symbolic";
    case RAIL_DIAGRAM_LIST:
      return "view-list-symbolic";
    case RAIL_DIAGRAM_REQUEST:
      return "document-send-symbolic";
    case RAIL_DIAGRAM_CERTIFICATE:
    default:
      return "rail-certificate-symbolic";
    }
}

static void
draw_icon (GtkSnapshot           *snapshot,
           GtkWidget             *widget,
           const char            *name,
           const RailDiagramRect *rect,
           int                    scale,
           const GdkRGBA         *colour)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr(GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (theme, name, NULL, (int) rect->width, scale,
                                                                 GTK_TEXT_DIR_NONE, 0);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) rect->x, (float) rect->y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, rect->width, rect->height,
                                            colour, 1);
  gtk_snapshot_restore (snapshot);
}

static void
draw_icons (GtkSnapshot              *snapshot,
            RailDiagramLayout        *self,
            GtkWidget                *widget,
            const RailDiagramPalette *palette,
            int                       scale)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      RailDiagramItemShape *shape = &g_array_index (self->items, RailDiagramItemShape, i);
      RailDiagramState state = rail_diagram_item_get_state (shape->item);
      RailDiagramKind kind = rail_diagram_item_get_kind (shape->item);

      /* Keys are marked: they are what must not get about. */
      draw_icon (snapshot, widget, rail_diagram_kind_get_icon_name (kind), &shape->icon, scale,
                 kind == RAIL_DIAGRAM_KEY ? &palette->warning : &palette->text);
      if (state != RAIL_DIAGRAM_FINE)
        draw_icon (snapshot, widget,
                   state == RAIL_DIAGRAM_WARNING ? "dialog-warning-symbolic" : "dialog-error-symbolic",
                   &shape->state_icon, scale,
                   state == RAIL_DIAGRAM_WARNING ? &palette->warning : &palette->error);
    }
}

/**
 * rail_diagram_draw:
 * @snapshot: where to draw
 * @layout: what to draw
 * @widget: whose display has the icons
 * @context: for the texts; @layout was measured with it
 * @palette: the colours
 * @icon_scale: how many pixels of the device a pixel has
 * @selected: (nullable): the item that is selected
 * @has_focus: whether it has the keyboard, too
 *
 * Draws a diagram, on the screen as on paper.
 */
void
rail_diagram_draw (GtkSnapshot              *snapshot,
                   RailDiagramLayout        *layout,
                   GtkWidget                *widget,
                   PangoContext             *context,
                   const RailDiagramPalette *palette,
                   int                       icon_scale,
                   RailDiagramItem          *selected,
                   gboolean                  has_focus)
{
  graphene_rect_t page = GRAPHENE_RECT_INIT (0, 0, (float) layout->width, (float) layout->height);
  cairo_t *cr;

  gtk_snapshot_append_color (snapshot, &palette->page, &page);
  cr = gtk_snapshot_append_cairo (snapshot, &page);
  draw_boxes (cr, layout, palette);
  draw_items (cr, layout, palette, selected, has_focus);
  draw_arrows (cr, layout, palette);
  cairo_destroy (cr);
  draw_icons (snapshot, layout, widget, palette, icon_scale);
  draw_texts (snapshot, layout, context, palette);
  draw_numbers (snapshot, layout, context, palette);
}
