/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-layout.h"

#include <string.h>

#define HEAD 8.0   /* length of an arrow's head */

/* Nothing is loaded, and nothing runs. Renderers that know no media queries take the light colours. */
static const char style[] =
  "<style>\n"
  "text { font-family: 'Cantarell', 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif; fill: #1d1d20; }\n"
  ".page { fill: #ffffff; } .box { fill: #f6f6f8; stroke: #8f8f96; } .project { fill: #eaf1fb; stroke: #3465a4; }\n"
  ".outside { fill: #f6f6f8; stroke: #8f8f96; stroke-dasharray: 6 3; } .store { fill: #ffffff; stroke: #d0d0d6; }\n"
  "text.dim { fill: #5c5c64; } text.error { fill: #a51019; } text.warning { fill: #8a4b00; }\n"
  "text.badge { fill: #ffffff; }\n"
  ".missing { fill: #fdeced; stroke: #c01c28; stroke-dasharray: 4 3; } .wrong { fill: #fdeced; stroke: #c01c28; }\n"
  ".attention { fill: #fff4e0; stroke: #c07000; } .icon { fill: none; stroke: #3d3d44; stroke-width: 1.5; }\n"
  ".key { stroke: #8a4b00; } .state-error { fill: #c01c28; } .state-warning { fill: #c07000; }\n"
  ".state-mark { fill: none; stroke: #ffffff; stroke-width: 1.6; }\n"
  ".arrow { fill: none; stroke: #3465a4; stroke-width: 1.6; } .head, .number { fill: #3465a4; }\n"
  ".broken { stroke: #c01c28; stroke-dasharray: 5 3; } .head.broken, .number.broken { fill: #c01c28; stroke: none; }\n"
  "@media (prefers-color-scheme: dark) {\n"
  "text { fill: #f2f2f4; } .page { fill: #1e1e21; } .box { fill: #2a2a2e; stroke: #77777f; }\n"
  ".project { fill: #24303f; stroke: #78aeed; } .outside { fill: #2a2a2e; stroke: #77777f; }\n"
  ".store { fill: #1e1e21; stroke: #4a4a52; } text.dim { fill: #b4b4bc; } text.error { fill: #ff9a9f; }\n"
  "text.warning { fill: #ffc26b; } text.badge { fill: #10141a; } .missing, .wrong { fill: #40191c; stroke: #ff7b84; }\n"
  ".attention { fill: #3d2e14; stroke: #e0a030; } .icon { stroke: #d6d6dc; } .key { stroke: #ffc26b; }\n"
  ".state-error { fill: #ff7b84; } .state-warning { fill: #e0a030; } .state-mark { stroke: #10141a; }\n"
  ".arrow { stroke: #78aeed; } .head, .number { fill: #78aeed; }\n"
  ".broken { stroke: #ff7b84; } .head.broken, .number.broken { fill: #ff7b84; }\n"
  "}\n"
  "@media print { .page { fill: none; } }\n"
  "</style>\n";

/* In a square of 16. */
static const char * const icons[] = {
  [RAIL_DIAGRAM_CERTIFICATE] = "M2.5 2.5h11v8h-11zM5 5.5h6M5 8h3M9.5 10.5v4l1.5-1 1.5 1v-4",
  [RAIL_DIAGRAM_KEY] = "M5 8a2.7 2.7 0 1 0 0 .1zM7.7 8h6.3v3M11.5 8v2.3M2.2 8a2.8 2.8 0 1 1 5.6 0a2.8 2.8 0 1 1 -5.6 0",
  [RAIL_DIAGRAM_AUTHORITY] = "M8 1.5l5.5 2v4.5c0 3.2-2.3 5.4-5.5 6.5c-3.2-1.1-5.5-3.3-5.5-6.5v-4.5zM5.5 7.5l2 2l3.2-3.4",
  [RAIL_DIAGRAM_LIST] = "M3.5 1.5h9v13h-9zM5.5 5h5M5.5 8h5M5.5 11h5",
  [RAIL_DIAGRAM_REQUEST] = "M3.5 1.5h6l3 3v10h-9zM8 13v-6M5.7 9.2l2.3-2.3l2.3 2.3",
};

static void
add_escaped (GString    *svg,
             const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '&')
        g_string_append (svg, "&amp;");
      else if (c == '<')
        g_string_append (svg, "&lt;");
      else if (c == '>')
        g_string_append (svg, "&gt;");
      else if (c == '"')
        g_string_append (svg, "&quot;");
      else if (c == '\n' || c == '\t')
        g_string_append_c (svg, (char) c);
      else if (c < 0x20 || c == 0x7f || (c & 0xfffe) == 0xfffe)
        g_string_append (svg, "\xef\xbf\xbd");   /* not allowed in XML in any form */
      else
        g_string_append_unichar (svg, c);
    }
}

/* Numbers have a point in every language. */
static void
add_number (GString *svg,
            double   number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (svg, g_ascii_formatd (buffer, sizeof buffer, "%.6g", number));
}

static void
add_attribute (GString    *svg,
               const char *name,
               double      value)
{
  g_string_append_printf (svg, " %s=\"", name);
  add_number (svg, value);
  g_string_append_c (svg, '"');
}

static void
add_rect (GString               *svg,
          const RailDiagramRect *rect,
          double                 radius,
          const char            *class)
{
  g_string_append_printf (svg, "<rect class=\"%s\"", class);
  add_attribute (svg, "x", rect->x);
  add_attribute (svg, "y", rect->y);
  add_attribute (svg, "width", rect->width);
  add_attribute (svg, "height", rect->height);
  add_attribute (svg, "rx", radius);
  g_string_append (svg, "/>\n");
}

static void
add_title (GString    *svg,
           const char *name,
           const char *text)
{
  g_string_append_printf (svg, "<%s>", name);
  add_escaped (svg, text);
  g_string_append_printf (svg, "</%s>\n", name);
}

/*
 * Parts
 */

static void
add_boxes (GString           *svg,
           RailDiagramLayout *layout)
{
  for (guint i = 0; i < layout->boxes->len; i++)
    {
      RailDiagramBoxShape *shape = &g_array_index (layout->boxes, RailDiagramBoxShape, i);

      add_rect (svg, &shape->rect, 10,
                shape->box->role == RAIL_DIAGRAM_PROJECT   ? "project"
                : shape->box->role == RAIL_DIAGRAM_OUTSIDE ? "outside"
                                                           : "box");
    }
  for (guint i = 0; i < layout->stores->len; i++)
    add_rect (svg, &g_array_index (layout->stores, RailDiagramStoreShape, i).rect, 6, "store");
}

static void
add_transformed (GString               *svg,
                 const RailDiagramRect *rect,
                 double                 size)
{
  g_string_append (svg, "<g transform=\"translate(");
  add_number (svg, rect->x);
  g_string_append_c (svg, ' ');
  add_number (svg, rect->y);
  g_string_append (svg, ") scale(");
  add_number (svg, rect->width / size);
  g_string_append (svg, ")\">");
}

/* A disc with a cross, or a triangle with an exclamation mark: not told apart by colour alone. */
static void
add_state_icon (GString               *svg,
                const RailDiagramRect *rect,
                gboolean               is_warning)
{
  add_transformed (svg, rect, 12);
  g_string_append (svg, is_warning ? "<path class=\"state-warning\" d=\"M6 0.5L12 11.5H0Z\"/>"
                                     "<path class=\"state-mark\" d=\"M6 4v3.6M6 8.8v1.4\"/></g>\n"
                                   : "<circle class=\"state-error\" cx=\"6\" cy=\"6\" r=\"6\"/>"
                                     "<path class=\"state-mark\" d=\"M3.6 3.6l4.8 4.8M8.4 3.6l-4.8 4.8\"/></g>\n");
}

static void
add_items (GString           *svg,
           RailDiagramLayout *layout)
{
  static const char * const classes[] = {
    [RAIL_DIAGRAM_WARNING] = "attention", [RAIL_DIAGRAM_WRONG] = "wrong", [RAIL_DIAGRAM_MISSING] = "missing",
  };

  for (guint i = 0; i < layout->items->len; i++)
    {
      RailDiagramItemShape *shape = &g_array_index (layout->items, RailDiagramItemShape, i);
      RailDiagramState state = rail_diagram_item_get_state (shape->item);
      RailDiagramKind kind = rail_diagram_item_get_kind (shape->item);
      g_autofree char *text = rail_diagram_item_dup_text (shape->item);

      g_string_append (svg, "<g>\n");
      add_title (svg, "title", text);
      if (state != RAIL_DIAGRAM_FINE)
        add_rect (svg, &shape->rect, 5, classes[state]);
      add_transformed (svg, &shape->icon, 16);
      g_string_append_printf (svg, "<path class=\"icon%s\" d=\"%s\"/></g>\n", kind == RAIL_DIAGRAM_KEY ? " key" : "",
                              icons[kind]);
      if (state != RAIL_DIAGRAM_FINE)
        add_state_icon (svg, &shape->state_icon, state == RAIL_DIAGRAM_WARNING);
      g_string_append (svg, "</g>\n");
    }
}

static void
add_text (GString               *svg,
          const RailDiagramText *text,
          gboolean               is_mirrored)
{
  static const char * const classes[] = {
    [RAIL_DIAGRAM_INK_TEXT] = "", [RAIL_DIAGRAM_INK_DIM] = " class=\"dim\"",
    [RAIL_DIAGRAM_INK_WARNING] = " class=\"warning\"", [RAIL_DIAGRAM_INK_ERROR] = " class=\"error\"",
    [RAIL_DIAGRAM_INK_BADGE] = " class=\"badge\"",
  };

  g_string_append_printf (svg, "<text%s", classes[text->ink]);
  add_attribute (svg, "x", is_mirrored ? text->rect.x + text->rect.width : text->rect.x);
  add_attribute (svg, "y", text->baseline);
  add_attribute (svg, "font-size", rail_diagram_font_get_size (text->font));
  g_string_append_printf (svg, "%s%s>", rail_diagram_font_is_bold (text->font) ? " font-weight=\"bold\"" : "",
                          is_mirrored ? " text-anchor=\"end\"" : "");
  add_escaped (svg, text->text);
  g_string_append (svg, "</text>\n");
}

static void
add_badge (GString *svg,
           double   x,
           double   y,
           guint    step,
           gboolean is_broken)
{
  g_string_append_printf (svg, "<circle class=\"number%s\"", is_broken ? " broken" : "");
  add_attribute (svg, "cx", x);
  add_attribute (svg, "cy", y);
  add_attribute (svg, "r", RAIL_DIAGRAM_BADGE_RADIUS);
  g_string_append (svg, "/><text class=\"badge\" font-weight=\"bold\" text-anchor=\"middle\"");
  add_attribute (svg, "x", x);
  add_attribute (svg, "y", y + rail_diagram_font_get_size (RAIL_DIAGRAM_FONT_BADGE) * 0.36);
  add_attribute (svg, "font-size", rail_diagram_font_get_size (RAIL_DIAGRAM_FONT_BADGE));
  g_string_append_printf (svg, ">%u</text>\n", step + 1);
}

static void
add_point (GString                *svg,
           char                    command,
           const RailDiagramPoint *point)
{
  g_string_append_c (svg, command);
  add_number (svg, point->x);
  g_string_append_c (svg, ' ');
  add_number (svg, point->y);
}

static void
add_arrow (GString                     *svg,
           const RailDiagramArrowShape *shape)
{
  RailDiagramPoint end = shape->points[shape->n_points - 1];
  RailDiagramPoint before = shape->points[shape->n_points - 2];
  double dx = end.x > before.x ? 1 : end.x < before.x ? -1 : 0;
  double dy = dx != 0 ? 0 : end.y > before.y ? 1 : -1;
  RailDiagramPoint neck = { end.x - dx * HEAD, end.y - dy * HEAD };
  RailDiagramPoint left = { neck.x + dy * HEAD / 2, neck.y + dx * HEAD / 2 };
  RailDiagramPoint right = { neck.x - dy * HEAD / 2, neck.y - dx * HEAD / 2 };

  g_string_append_printf (svg, "<path class=\"arrow%s\" d=\"", shape->is_broken ? " broken" : "");
  for (guint i = 0; i + 1 < shape->n_points; i++)
    add_point (svg, i == 0 ? 'M' : 'L', &shape->points[i]);
  add_point (svg, 'L', &neck);
  g_string_append_printf (svg, "\"/>\n<path class=\"head%s\" d=\"", shape->is_broken ? " broken" : "");
  add_point (svg, 'M', &end);
  add_point (svg, 'L', &left);
  add_point (svg, 'L', &right);
  g_string_append (svg, "Z\"/>\n");
}

static void
add_arrows (GString           *svg,
            RailDiagramLayout *layout)
{
  for (guint i = 0; i < layout->arrows->len; i++)
    add_arrow (svg, &g_array_index (layout->arrows, RailDiagramArrowShape, i));
  for (guint i = 0; i < layout->arrows->len; i++)
    {
      RailDiagramArrowShape *shape = &g_array_index (layout->arrows, RailDiagramArrowShape, i);

      add_badge (svg, shape->badge.x, shape->badge.y, shape->step, shape->is_broken);
    }
  for (guint i = 0; i < layout->badges->len; i++)
    {
      RailDiagramStepShape *shape = &g_array_index (layout->badges, RailDiagramStepShape, i);

      add_badge (svg, shape->rect.x + shape->rect.width / 2, shape->rect.y + shape->rect.height / 2, shape->step,
                 FALSE);
    }
}

/**
 * rail_diagram_write_svg:
 * @diagram: a diagram
 * @is_mirrored: whether it is for a language that is written from the right
 *
 * Draws @diagram as SVG 1.1: one file that needs no other, light or dark as the reader prefers, with its texts as
 * text, and with a title and a description for those who do not see it.
 *
 * Returns: (transfer full): the file
 */
GBytes *
rail_diagram_write_svg (RailDiagram *diagram,
                        gboolean     is_mirrored)
{
  g_autoptr(RailDiagramLayout) layout = NULL;
  g_autofree char *description = NULL;
  RailDiagramRect page = { 0, 0, 0, 0 };
  GString *svg;

  g_return_val_if_fail (RAIL_IS_DIAGRAM (diagram), NULL);

  layout = rail_diagram_layout_new (diagram, is_mirrored, rail_diagram_estimate, NULL);
  description = rail_diagram_dup_description (diagram);
  page.width = layout->width;
  page.height = layout->height;
  svg = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" role=\"img\"");
  add_attribute (svg, "width", layout->width);
  add_attribute (svg, "height", layout->height);
  g_string_append (svg, " viewBox=\"0 0 ");
  add_number (svg, layout->width);
  g_string_append_c (svg, ' ');
  add_number (svg, layout->height);
  g_string_append (svg, "\" aria-labelledby=\"title description\">\n<title id=\"title\">");
  add_escaped (svg, rail_diagram_get_title (diagram));
  g_string_append (svg, "</title>\n<desc id=\"description\">");
  add_escaped (svg, description);
  g_string_append_printf (svg, "</desc>\n%s", style);
  add_rect (svg, &page, 0, "page");
  add_boxes (svg, layout);
  add_items (svg, layout);
  for (guint i = 0; i < layout->texts->len; i++)
    add_text (svg, &g_array_index (layout->texts, RailDiagramText, i), is_mirrored);
  add_arrows (svg, layout);
  g_string_append (svg, "</svg>\n");
  return g_string_free_to_bytes (svg);
}
