/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

const char *rail_help_get_chapter  (const char *type_name);
const char *rail_help_find_chapter (GtkWindow  *window);
GFile      *rail_help_find_file    (const char *chapter,
                                    GError    **error);
void        rail_help_show         (GtkWindow  *window);

G_END_DECLS
