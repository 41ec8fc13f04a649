/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-operations.h"

G_BEGIN_DECLS

/* What the tables of a device show of one entry. */
#define RAIL_TYPE_USE_ROW (rail_use_row_get_type ())
G_DECLARE_FINAL_TYPE (RailUseRow, rail_use_row, RAIL, USE_ROW, GObject)

RailUseRow *rail_use_row_new         (RailProject *project,
                                      RailEntry   *entry);
RailEntry  *rail_use_row_get_entry   (RailUseRow  *self);
const char *rail_use_row_get_used_as (RailUseRow  *self);
RailStatus  rail_use_row_get_status  (RailUseRow  *self);
char       *rail_use_row_dup_status  (RailUseRow  *self);
void        rail_use_row_update      (RailUseRow  *self,
                                      RailDevice  *device,
                                      gboolean     is_partner);

G_END_DECLS
