/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-text-scale"

#include "config.h"

#include "rail-text-scale.h"

/* What a screen of 1280×800 has left beside the edges of the desktop. */
#define MAX_WIDTH 1240
#define MAX_HEIGHT 740

/**
 * rail_text_scale_get:
 *
 * Returns: 1 for text as it is usually, 2 for text twice as large
 */
double
rail_text_scale_get (void)
{
  int dpi = 0;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / (96.0 * PANGO_SCALE) : 1.0;
}

static int
scale (int    size,
       double factor,
       int    most)
{
  return size <= 0 ? size : (int) CLAMP (size * factor, size, MAX (most, size));
}

/**
 * rail_text_scale_fit:
 * @dialog: a window that is not shown yet
 *
 * Its size in the template is one for usual text. Larger text gets as much more room as the smallest screen has.
 */
void
rail_text_scale_fit (GtkWindow *dialog)
{
  double factor = rail_text_scale_get ();
  int width;
  int height;

  g_return_if_fail (GTK_IS_WINDOW (dialog));

  gtk_window_get_default_size (dialog, &width, &height);
  gtk_window_set_default_size (dialog, scale (width, factor, MAX_WIDTH), scale (height, factor, MAX_HEIGHT));
}
