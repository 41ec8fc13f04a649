/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-hand-over.h"

G_BEGIN_DECLS

GtkDragSource *rail_file_drag_new (GtkWidget        *widget,
                                   RailHandOver     *hand_over,
                                   RailHandOverFile *file);

G_END_DECLS
