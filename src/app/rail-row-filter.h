/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-certificate-row.h"

G_BEGIN_DECLS

/* Lets rows through by words and by status; an authority also for the sake of what it has issued. */
#define RAIL_TYPE_ROW_FILTER (rail_row_filter_get_type ())
G_DECLARE_FINAL_TYPE (RailRowFilter, rail_row_filter, RAIL, ROW_FILTER, GtkFilter)

GtkFilter *rail_row_filter_new   (void);
void       rail_row_filter_set   (RailRowFilter      *self,
                                  const char         *text,
                                  int                 status);
void       rail_row_filter_again (RailRowFilter      *self);

G_END_DECLS
