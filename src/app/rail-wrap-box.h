/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row of widgets, such as the buttons of a tool bar, that goes on in a line below where it is too narrow for all. */
#define RAIL_TYPE_WRAP_BOX (rail_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (RailWrapBox, rail_wrap_box, RAIL, WRAP_BOX, GtkWidget)

G_END_DECLS
