/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-entry.h"

G_BEGIN_DECLS

/* Expiry is always said three times: by a colour, an icon and a word. */
const char *rail_status_get_icon_name (RailStatus   status);
const char *rail_status_get_css_class (RailStatus   status);
void        rail_status_show          (GtkImage    *icon,
                                       GtkLabel    *label,
                                       RailStatus   status,
                                       const char  *text);
RailStatus  rail_status_find_worst    (GListModel  *entries,
                                       const char  *device,
                                       gint64       now,
                                       guint       *out_count);

G_END_DECLS
