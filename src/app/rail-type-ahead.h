/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Letters typed while a table has the focus go into the filter above it. */
void rail_type_ahead_add (GtkWidget   *table,
                          GtkEditable *filter);

G_END_DECLS
