/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A point in time to be typed or picked from a calendar. Property "time": seconds since 1970, UTC. */
#define RAIL_TYPE_DATE_ROW (rail_date_row_get_type ())
G_DECLARE_FINAL_TYPE (RailDateRow, rail_date_row, RAIL, DATE_ROW, AdwEntryRow)

gint64   rail_date_row_get_time (RailDateRow *self);
void     rail_date_row_set_time (RailDateRow *self,
                                 gint64       unix_utc);
gboolean rail_date_row_is_valid (RailDateRow *self);

G_END_DECLS
