/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-diagram-paper"

#include "config.h"

#include "rail-diagram-paper.h"

#include "rail-diagram-draw.h"

#include <glib/gi18n.h>
#include <math.h>

#define SCALE 2        /* of an image, so that it can be read on any screen */
#define ICON_SCALE 4

/* What is drawn, in its own size. */
static GskRenderNode *
make_node (RailDiagram *diagram,
           GtkWidget   *widget,
           double      *out_width,
           double      *out_height)
{
  PangoContext *context = rail_diagram_create_context (widget);
  g_autoptr(RailDiagramLayout) layout = NULL;
  RailDiagramPalette palette;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  layout = rail_diagram_layout_new (diagram, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
                                    rail_diagram_measure_pango, context);
  rail_diagram_palette_init_for_paper (&palette);
  rail_diagram_draw (snapshot, layout, widget, context, &palette, ICON_SCALE, NULL, FALSE);
  *out_width = layout->width;
  *out_height = layout->height;
  g_object_unref (context);
  return gtk_snapshot_free_to_node (snapshot);
}

static cairo_status_t
write_cb (void                *user_data,
          const unsigned char *data,
          unsigned int         length)
{
  g_byte_array_append (user_data, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * rail_diagram_write_png:
 * @diagram: a diagram
 * @widget: whose fonts and icons are taken
 * @error: return location for an error
 *
 * Draws @diagram as an image, dark on white.
 *
 * Returns: (transfer full): the file
 */
GBytes *
rail_diagram_write_png (RailDiagram  *diagram,
                        GtkWidget    *widget,
                        GError      **error)
{
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  double width, height;
  cairo_t *cr;

  g_return_val_if_fail (RAIL_IS_DIAGRAM (diagram), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  node = make_node (diagram, widget, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (width * SCALE), (int) ceil (height * SCALE));
  cr = cairo_create (surface);
  cairo_scale (cr, SCALE, SCALE);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The picture cannot be made into an image: %s; save it as SVG "
                                                       "instead."),
               cairo_status_to_string (status));
  return NULL;
}

/*
 * Print
 */

typedef struct
{
  RailDiagram *diagram;
  GtkWidget   *widget;
} Job;

static void
job_free (gpointer  data,
          GClosure *closure)
{
  Job *job = data;

  g_object_unref (job->diagram);
  g_object_unref (job->widget);
  g_free (job);
}

/* One page, however large: a picture in pieces shows nothing. */
static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Job               *job)
{
  g_autoptr(GskRenderNode) node = NULL;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width, height, scale;

  node = make_node (job->diagram, job->widget, &width, &height);
  scale = MIN (gtk_print_context_get_width (context) / width, gtk_print_context_get_height (context) / height);
  cairo_scale (cr, scale, scale);
  gsk_render_node_draw (node, cr);
}

/**
 * rail_diagram_print_new:
 * @diagram: a diagram
 * @widget: whose fonts and icons are taken
 *
 * Returns: (transfer full): what prints @diagram on one page, to be run
 */
GtkPrintOperation *
rail_diagram_print_new (RailDiagram *diagram,
                        GtkWidget   *widget)
{
  GtkPrintOperation *operation;
  g_autoptr(GtkPageSetup) setup = gtk_page_setup_new ();
  Job *job = g_new0 (Job, 1);

  g_return_val_if_fail (RAIL_IS_DIAGRAM (diagram), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  job->diagram = g_object_ref (diagram);
  job->widget = g_object_ref (widget);
  operation = gtk_print_operation_new ();
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_job_name (operation, rail_diagram_get_title (diagram));
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), job, job_free, 0);
  return operation;
}
