/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How much larger the user has their text than a screen of 96 dots per inch shows it. */
double rail_text_scale_get (void);
void   rail_text_scale_fit (GtkWindow *dialog);

G_END_DECLS
