/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-load.h"

G_BEGIN_DECLS

/* A device in the load preview: what loading does to it, and whether it is to be marked. */
#define RAIL_TYPE_LOAD_ITEM (rail_load_item_get_type ())
G_DECLARE_FINAL_TYPE (RailLoadItem, rail_load_item, RAIL, LOAD_ITEM, GObject)

RailLoadItem *rail_load_item_new        (RailProject  *project,
                                         RailDevice   *device);
RailLoad     *rail_load_item_get_load   (RailLoadItem *self);
const char   *rail_load_item_get_mark   (RailLoadItem *self);
gboolean      rail_load_item_get_chosen (RailLoadItem *self);
void          rail_load_item_set_chosen (RailLoadItem *self,
                                         gboolean      chosen);

G_END_DECLS
