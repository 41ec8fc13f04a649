/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       rail_busy_set         (GtkWindow *dialog,
                                  gboolean   busy);
GtkWindow *rail_busy_find_dialog (GtkWindow *parent);

G_END_DECLS
