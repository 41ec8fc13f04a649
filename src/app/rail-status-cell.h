/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-entry.h"

G_BEGIN_DECLS

/* The state of a certificate as colour, icon and words. */
#define RAIL_TYPE_STATUS_CELL (rail_status_cell_get_type ())
G_DECLARE_FINAL_TYPE (RailStatusCell, rail_status_cell, RAIL, STATUS_CELL, GtkWidget)

GtkWidget  *rail_status_cell_new      (void);
void        rail_status_cell_set      (RailStatusCell *self,
                                       RailStatus      status,
                                       const char     *text);
const char *rail_status_cell_get_text (RailStatusCell *self);
gboolean    rail_status_cell_is_cut   (RailStatusCell *self);

G_END_DECLS
