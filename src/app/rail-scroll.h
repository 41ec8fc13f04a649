/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

double rail_scroll_get     (GtkWidget *widget);
void   rail_scroll_restore (GtkWidget *widget,
                            double     value);

G_END_DECLS
