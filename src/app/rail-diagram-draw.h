/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-diagram-layout.h"

G_BEGIN_DECLS

/* The colours of a picture: those of the theme on the screen, dark on white on paper. */
typedef struct
{
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA page;
  GdkRGBA box;
  GdkRGBA line;
  GdkRGBA project;
  GdkRGBA accent;
  GdkRGBA on_accent;
  GdkRGBA error;
  GdkRGBA warning;
} RailDiagramPalette;

void        rail_diagram_palette_init_from_widget (RailDiagramPalette       *self,
                                                   GtkWidget                *widget);
void        rail_diagram_palette_init_for_paper   (RailDiagramPalette       *self);

PangoContext *rail_diagram_create_context         (GtkWidget                *widget);
double      rail_diagram_measure_pango            (const char               *text,
                                                   RailDiagramFont           font,
                                                   gpointer                  context);
const char *rail_diagram_kind_get_icon_name       (RailDiagramKind           kind);
void        rail_diagram_draw                     (GtkSnapshot              *snapshot,
                                                   RailDiagramLayout        *layout,
                                                   GtkWidget                *widget,
                                                   PangoContext             *context,
                                                   const RailDiagramPalette *palette,
                                                   int                       icon_scale,
                                                   RailDiagramItem          *selected,
                                                   gboolean                  has_focus);

G_END_DECLS
