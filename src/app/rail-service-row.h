/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-device-operations.h"

G_BEGIN_DECLS

/* A service of a device: its switch and its certificate. */
#define RAIL_TYPE_SERVICE_ROW (rail_service_row_get_type ())
G_DECLARE_FINAL_TYPE (RailServiceRow, rail_service_row, RAIL, SERVICE_ROW, AdwActionRow)

GtkWidget *rail_service_row_new     (RailService     service);
void       rail_service_row_show    (RailServiceRow *self,
                                     RailProject    *project,
                                     RailDevice     *device);
gboolean   rail_service_row_is_busy (RailServiceRow *self);

G_END_DECLS
