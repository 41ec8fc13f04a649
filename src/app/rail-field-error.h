/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rail_field_error_show (GtkWidget  *row,
                            GtkLabel   *label,
                            const char *problem);

G_END_DECLS
