/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-layout.h"

#include <math.h>
#include <string.h>

#define ELLIPSIS "…"
#define LINE_HEIGHT 1.36

static const struct
{
  double   size;
  gboolean is_bold;
} fonts[] = {
  [RAIL_DIAGRAM_FONT_TITLE] = { 18, TRUE },
  [RAIL_DIAGRAM_FONT_BOX] = { 15, TRUE },
  [RAIL_DIAGRAM_FONT_CAPTION] = { 12, FALSE },
  [RAIL_DIAGRAM_FONT_STORE] = { 12, TRUE },
  [RAIL_DIAGRAM_FONT_ITEM] = { 13, FALSE },
  [RAIL_DIAGRAM_FONT_DETAIL] = { 11, FALSE },
  [RAIL_DIAGRAM_FONT_BADGE] = { 11, TRUE },
};

/**
 * rail_diagram_font_get_size:
 * @font: a font
 *
 * Returns: its size in pixels
 */
double
rail_diagram_font_get_size (RailDiagramFont font)
{
  g_return_val_if_fail (font < G_N_ELEMENTS (fonts), 0);

  return fonts[font].size;
}

/**
 * rail_diagram_font_is_bold:
 * @font: a font
 *
 * Returns: whether it is bold
 */
gboolean
rail_diagram_font_is_bold (RailDiagramFont font)
{
  g_return_val_if_fail (font < G_N_ELEMENTS (fonts), FALSE);

  return fonts[font].is_bold;
}

/**
 * rail_diagram_font_get_height:
 * @font: a font
 *
 * Returns: the height of a line in pixels
 */
double
rail_diagram_font_get_height (RailDiagramFont font)
{
  return round (rail_diagram_font_get_size (font) * LINE_HEIGHT);
}

/* Widths in thousandths of the size, of DejaVu Sans, which is the widest of those that people have. */
static guint
get_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  if (g_unichar_iswide (c))
    return 1000;
  if (c > 0x7f)
    return c == 0x00b7 ? 318 : c == 0x2026 ? 1000 : 700;
  if (strchr ("ijlI'|", (int) c) != NULL)
    return 295;
  if (strchr (" .,:;/\\[]()!ftr-", (int) c) != NULL)
    return 405;
  if (strchr ("mMWw@%", (int) c) != NULL)
    return 980;
  if (g_ascii_isupper ((gchar) c) || strchr ("=+<>_#&", (int) c) != NULL)
    return 790;
  return 640;
}

/**
 * rail_diagram_estimate:
 * @text: a line
 * @font: what it is written in
 * @unused: nothing
 *
 * A #RailDiagramMeasure for where there are no fonts: what it says is rather too wide than too narrow.
 *
 * Returns: the width of @text in pixels
 */
double
rail_diagram_estimate (const char      *text,
                       RailDiagramFont  font,
                       gpointer         unused)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += get_width (g_utf8_get_char (p));
  return width * rail_diagram_font_get_size (font) * (rail_diagram_font_is_bold (font) ? 1.1 : 1) / 1000;
}

/*
 * Lines
 */

static gboolean
fits (const char         *text,
      gsize               length,
      const char         *end,
      RailDiagramFont     font,
      double              width,
      RailDiagramMeasure  measure,
      gpointer            user_data)
{
  g_autofree char *line = g_strdup_printf ("%.*s%s", (int) length, text, end);

  return measure (g_strchomp (line), font, user_data) <= width;
}

static gboolean
joins (const char *text)
{
  return *text != '\0' && strchr ("/-.:@", *text) != NULL;
}

/* Behind @text, where a line may end: after a blank, and after what joins the parts of names, but not behind “.” in
 * “.p12”. */
static const char *
find_break (const char *text)
{
  const char *p = text;

  while (joins (p))
    p++;
  while (*p != '\0' && *p != ' ' && !joins (p))
    p = g_utf8_next_char (p);
  while (joins (p))
    p++;
  while (*p == ' ')
    p++;
  return p;
}

/* How many bytes of @text, at least one character, fit with @end behind them. Marks stay with what they are on. */
static gsize
fit_characters (const char         *text,
                const char         *end,
                RailDiagramFont     font,
                double              width,
                RailDiagramMeasure  measure,
                gpointer            user_data)
{
  gsize fitting = 0;

  for (const char *p = text; *p != '\0';)
    {
      do
        p = g_utf8_next_char (p);
      while (*p != '\0' && g_unichar_ismark (g_utf8_get_char (p)));
      if (fitting > 0 && !fits (text, (gsize) (p - text), end, font, width, measure, user_data))
        break;
      fitting = (gsize) (p - text);
    }
  return fitting;
}

static gsize
fit_line (const char         *text,
          RailDiagramFont     font,
          double              width,
          RailDiagramMeasure  measure,
          gpointer            user_data)
{
  gsize fitting = 0;

  while (text[fitting] != '\0')
    {
      gsize next = (gsize) (find_break (text + fitting) - text);

      if (!fits (text, next, "", font, width, measure, user_data))
        break;
      fitting = next;
    }
  return fitting > 0 ? fitting : fit_characters (text, "", font, width, measure, user_data);
}

/* Line ends and what else is not to be drawn become blanks. */
static char *
make_line (const char *text)
{
  GString *line = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (line, g_unichar_iscntrl (c) ? ' ' : c);
    }
  return g_strstrip (g_string_free (line, FALSE));
}

/**
 * rail_diagram_wrap:
 * @text: any text
 * @font: what it is written in
 * @width: of a line, in pixels
 * @max_lines: how many lines there is room for
 * @measure: (scope call): tells the width of a line
 * @user_data: for @measure
 *
 * Breaks @text into lines. What does not fit into the last one is cut off there, and an ellipsis put in its place.
 *
 * Returns: (transfer full) (element-type utf8): the lines
 */
GPtrArray *
rail_diagram_wrap (const char         *text,
                   RailDiagramFont     font,
                   double              width,
                   guint               max_lines,
                   RailDiagramMeasure  measure,
                   gpointer            user_data)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *whole = make_line (text);
  const char *rest = whole;

  while (*rest != '\0' && lines->len < max_lines)
    {
      gsize length = fit_line (rest, font, width, measure, user_data);

      if (rest[length] != '\0' && lines->len + 1 == max_lines)
        {
          gsize kept_length = fit_characters (rest, ELLIPSIS, font, width, measure, user_data);
          g_autofree char *kept = g_strchomp (g_strndup (rest, kept_length));

          g_ptr_array_add (lines, g_strconcat (kept, ELLIPSIS, NULL));
          break;
        }
      g_ptr_array_add (lines, g_strchomp (g_strndup (rest, length)));
      rest += length;
      while (*rest == ' ')
        rest++;
    }
  return lines;
}

/**
 * rail_diagram_shorten:
 * @text: a name, such as that of a file
 * @font: what it is written in
 * @width: of the line, in pixels
 * @measure: (scope call): tells the width of a line
 * @user_data: for @measure
 *
 * Cuts a long name in its middle, as the ends tell more: whose it is, and what kind of file.
 *
 * Returns: (transfer full): the line
 */
char *
rail_diagram_shorten (const char         *text,
                      RailDiagramFont     font,
                      double              width,
                      RailDiagramMeasure  measure,
                      gpointer            user_data)
{
  g_autofree char *whole = make_line (text);
  glong n = g_utf8_strlen (whole, -1);

  if (measure (whole, font, user_data) <= width)
    return g_steal_pointer (&whole);
  for (glong kept = n - 1; kept > 2; kept--)
    {
      glong behind = MIN (kept / 2, 12);
      g_autofree char *head = g_utf8_substring (whole, 0, kept - behind);
      g_autofree char *tail = g_utf8_substring (whole, n - behind, n);
      char *line = g_strconcat (head, ELLIPSIS, tail, NULL);

      if (measure (line, font, user_data) <= width)
        return line;
      g_free (line);
    }
  return g_strdup (ELLIPSIS);
}
