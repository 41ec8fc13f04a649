/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-diagram.h"

G_BEGIN_DECLS

/* A diagram for others: as an image, or printed. */
GBytes            *rail_diagram_write_png (RailDiagram  *diagram,
                                           GtkWidget    *widget,
                                           GError      **error);
GtkPrintOperation *rail_diagram_print_new (RailDiagram  *diagram,
                                           GtkWidget    *widget);

G_END_DECLS
