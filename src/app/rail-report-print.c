/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-report-print"

#include "config.h"

#include "rail-report-print.h"

#include "rail-report.h"
#include "rail-section.h"

#include <glib/gi18n.h>

#define FONT "Sans"
#define TEXT_SIZE 7.5          /* points */
#define SMALL_SIZE 6.5
#define TITLE_SIZE 12.0
#define PADDING 3.0            /* on each side of a cell */
#define GAP 1.5                /* between the columns and the line below them */
#define MAX_LINES 4            /* of a cell; what is longer is cut, and is in the other reports */
#define ROWS_AT_ONCE 100       /* measured before the program may do something else */

/* What has a column, and its share of the width. Everything else stands in a line below. */
static const struct
{
  RailReportColumn column;
  double           share;
} columns[] = {
  { RAIL_REPORT_COLUMN_ID, 4 },
  { RAIL_REPORT_COLUMN_NAME, 20 },
  { RAIL_REPORT_COLUMN_KIND, 12 },
  { RAIL_REPORT_COLUMN_ISSUER, 15 },
  { RAIL_REPORT_COLUMN_VALID_FROM, 7.5 },
  { RAIL_REPORT_COLUMN_VALID_TO, 7.5 },
  { RAIL_REPORT_COLUMN_STATUS, 10 },
  { RAIL_REPORT_COLUMN_USED_AS, 12 },
  { RAIL_REPORT_COLUMN_DEVICE, 10 },
  { RAIL_REPORT_COLUMN_PRIVATE_KEY, 6 },
};

static const RailReportColumn details[] = {
  RAIL_REPORT_COLUMN_USAGE,
  RAIL_REPORT_COLUMN_KEY,
  RAIL_REPORT_COLUMN_SIGNATURE,
  RAIL_REPORT_COLUMN_SERIAL,
  RAIL_REPORT_COLUMN_NAMES,
  RAIL_REPORT_COLUMN_FINGERPRINT,
};

typedef struct
{
  char      *project;         /* its name */
  char      *date;
  GStrv      titles;
  GPtrArray *rows;            /* of GStrv */
  GArray    *first_rows;      /* of guint: the first row of each page */
  guint      n_measured;
  double     x[G_N_ELEMENTS (columns) + 1];
  double     width;
  double     height;          /* of a page between header and footer */
  double     top;             /* where the rows begin */
  double     filled;          /* of the page that is measured */
} Print;

static void
print_free (gpointer  data,
            GClosure *closure)
{
  Print *print = data;

  g_free (print->project);
  g_free (print->date);
  g_strfreev (print->titles);
  g_ptr_array_unref (print->rows);
  g_array_unref (print->first_rows);
  g_free (print);
}

/*
 * Text
 */

static PangoLayout *
create_layout (GtkPrintContext *context,
               const char      *text,
               double           size,
               gboolean         bold,
               double           width)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string (FONT);
  g_autofree char *clean = rail_report_make_text (text);

  pango_font_description_set_size (font, (int) (size * PANGO_SCALE));
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, clean, -1);
  if (width >= 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (layout, -MAX_LINES);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static double
get_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

static void
show (cairo_t     *cairo,
      PangoLayout *layout,
      double       x,
      double       y)
{
  cairo_move_to (cairo, x, y);
  pango_cairo_show_layout (cairo, layout);
}

/*
 * Rows
 */

/* The day is enough on paper, and all of the time would take two lines. Files have it as programs read it; this is for
 * people. */
static char *
dup_day (const char *time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (time, NULL);

  return date != NULL ? rail_format_day (g_date_time_to_unix (date)) : g_strdup (time);
}

static PangoLayout *
create_cell (Print           *print,
             GtkPrintContext *context,
             GStrv            row,
             guint            column,
             gboolean         bold)
{
  const char *text = row[columns[column].column];
  double width = print->x[column + 1] - print->x[column] - 2 * PADDING;
  g_autofree char *day = NULL;

  if (!bold && (columns[column].column == RAIL_REPORT_COLUMN_VALID_FROM ||
                columns[column].column == RAIL_REPORT_COLUMN_VALID_TO))
    text = day = dup_day (text);
  return create_layout (context, text, TEXT_SIZE, bold, width);
}

static PangoLayout *
create_details (Print           *print,
                GtkPrintContext *context,
                GStrv            row)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    {
      const char *value = row[details[i]];

      if (*value != '\0')
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? " · " : "", print->titles[details[i]], value);
    }
  return create_layout (context, text->str, SMALL_SIZE, FALSE, print->width - print->x[1] - 2 * PADDING);
}

/* Draws the row at @y, or measures it without @cairo. Returns: how high it is */
static double
do_row (Print           *print,
        GtkPrintContext *context,
        cairo_t         *cairo,
        GStrv            row,
        double           y,
        gboolean         is_title)
{
  double height = 0;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(PangoLayout) cell = create_cell (print, context, row, i, is_title);

      height = MAX (height, get_height (cell));
      if (cairo != NULL)
        show (cairo, cell, print->x[i] + PADDING, y + PADDING);
    }
  if (!is_title)
    {
      g_autoptr(PangoLayout) below = create_details (print, context, row);

      if (cairo != NULL)
        show (cairo, below, print->x[1] + PADDING, y + PADDING + height + GAP);
      height += get_height (below) + GAP;
    }
  return height + 2 * PADDING;
}

static void
draw_line (cairo_t *cairo,
           double   y,
           double   width,
           double   thickness)
{
  cairo_set_line_width (cairo, thickness);
  cairo_move_to (cairo, 0, y);
  cairo_line_to (cairo, width, y);
  cairo_stroke (cairo);
}

/*
 * Pages
 */

static void
begin_cb (GtkPrintOperation *operation,
          GtkPrintContext   *context,
          Print             *print)
{
  g_autoptr(PangoLayout) title = create_layout (context, print->project, TITLE_SIZE, TRUE, -1);
  g_autoptr(PangoLayout) footer = create_layout (context, print->project, TEXT_SIZE, FALSE, -1);
  double sum = 0;
  double used = 0;

  print->width = gtk_print_context_get_width (context);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    sum += columns[i].share;
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      print->x[i] = used / sum * print->width;
      used += columns[i].share;
    }
  print->x[G_N_ELEMENTS (columns)] = print->width;
  print->top = get_height (title) + 3 * PADDING;
  print->top += do_row (print, context, NULL, print->titles, 0, TRUE);
  print->height = gtk_print_context_get_height (context) - print->top - get_height (footer) - 3 * PADDING;
  print->n_measured = 0;
  print->filled = 0;
  g_array_set_size (print->first_rows, 0);
}

/* A row is never divided. One that is higher than a page, which takes a paper of a few centimetres, is cut. */
static gboolean
paginate_cb (GtkPrintOperation *operation,
             GtkPrintContext   *context,
             Print             *print)
{
  guint end = MIN (print->n_measured + ROWS_AT_ONCE, print->rows->len);

  if (print->first_rows->len == 0)
    g_array_append_val (print->first_rows, print->n_measured);
  for (; print->n_measured < end; print->n_measured++)
    {
      double height = do_row (print, context, NULL, print->rows->pdata[print->n_measured], 0, FALSE);

      if (print->filled > 0 && print->filled + height > print->height)
        {
          g_array_append_val (print->first_rows, print->n_measured);
          print->filled = 0;
        }
      print->filled += height;
    }
  if (print->n_measured < print->rows->len)
    return FALSE;
  gtk_print_operation_set_n_pages (operation, (int) print->first_rows->len);
  return TRUE;
}

static void
draw_header (Print           *print,
             GtkPrintContext *context,
             cairo_t         *cairo)
{
  g_autofree char *text = g_strdup_printf (_("%s: certificates"), print->project);
  g_autoptr(PangoLayout) date = create_layout (context, print->date, TEXT_SIZE, FALSE, -1);
  g_autoptr(PangoLayout) title = NULL;
  double titles_top;

  title = create_layout (context, text, TITLE_SIZE, TRUE, print->width - get_width (date) - 12);
  /* A long name keeps to its line, as the rows begin below it. */
  pango_layout_set_height (title, -1);
  show (cairo, title, 0, 0);
  show (cairo, date, print->width - get_width (date), get_height (title) - get_height (date) - 1);
  titles_top = get_height (title) + 2 * PADDING;
  cairo_save (cairo);
  cairo_set_source_rgb (cairo, 0.9, 0.9, 0.9);
  cairo_rectangle (cairo, 0, titles_top, print->width, print->top - titles_top);
  cairo_fill (cairo);
  cairo_restore (cairo);
  do_row (print, context, cairo, print->titles, titles_top, TRUE);
  draw_line (cairo, print->top, print->width, 0.8);
}

static void
draw_footer (Print           *print,
             GtkPrintContext *context,
             cairo_t         *cairo,
             guint            page)
{
  g_autofree char *text = g_strdup_printf (_("Page %u of %u"), page + 1, print->first_rows->len);
  g_autofree char *count = g_strdup_printf (ngettext ("%u certificate", "%u certificates", print->rows->len),
                                            print->rows->len);
  g_autoptr(PangoLayout) number = create_layout (context, text, TEXT_SIZE, FALSE, -1);
  g_autoptr(PangoLayout) left = create_layout (context, count, TEXT_SIZE, FALSE, -1);
  double y = gtk_print_context_get_height (context) - get_height (number);

  show (cairo, left, 0, y);
  show (cairo, number, print->width - get_width (number), y);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Print             *print)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  guint first = g_array_index (print->first_rows, guint, page);
  guint end = (guint) page + 1 < print->first_rows->len ? g_array_index (print->first_rows, guint, page + 1)
                                                        : print->rows->len;
  double y = print->top;

  cairo_set_source_rgb (cairo, 0, 0, 0);
  draw_header (print, context, cairo);
  for (guint i = first; i < end; i++)
    {
      y += do_row (print, context, cairo, print->rows->pdata[i], y, FALSE);
      draw_line (cairo, y, print->width, 0.25);
    }
  draw_footer (print, context, cairo, (guint) page);
}

/**
 * rail_report_print_new:
 * @project: a project
 *
 * Prepares the inventory for paper: all columns, a header and a page number on each page. It is of this moment; a later
 * change of the project is not in it.
 *
 * Returns: (transfer full): an operation to be run
 */
GtkPrintOperation *
rail_report_print_new (RailProject *project)
{
  GtkPrintOperation *operation;
  g_autoptr(GtkPageSetup) setup = NULL;
  g_autofree char *job = NULL;
  Print *print;
  gint64 now;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  now = rail_environment_get_now (rail_project_get_environment (project));
  print = g_new0 (Print, 1);
  print->project = g_strdup (rail_project_get_name (project));
  print->date = rail_format_date (now);
  print->titles = rail_report_make_titles ();
  print->rows = rail_report_make_rows (project);
  print->first_rows = g_array_new (FALSE, FALSE, sizeof (guint));

  /* The paper is the usual one of the country; so many columns need its long side. */
  setup = gtk_page_setup_new ();
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  operation = gtk_print_operation_new ();
  job = g_strdup_printf (_("%s: certificates"), print->project);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, job);
  gtk_print_operation_set_show_progress (operation, TRUE);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_cb), print, print_free, 0);
  g_signal_connect (operation, "paginate", G_CALLBACK (paginate_cb), print);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), print);
  return operation;
}
