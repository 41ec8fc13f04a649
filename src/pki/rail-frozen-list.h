/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A list that never changes, and that any threads may read at once. */
#define RAIL_TYPE_FROZEN_LIST (rail_frozen_list_get_type ())
G_DECLARE_FINAL_TYPE (RailFrozenList, rail_frozen_list, RAIL, FROZEN_LIST, GObject)

RailFrozenList *rail_frozen_list_new (GListModel *list);

G_END_DECLS
