/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-entry-state.h"

G_BEGIN_DECLS

RailEntry      *rail_entry_new_with_state (guint           id,
                                           RailEntryState *state);
RailEntry      *rail_entry_copy           (RailEntry      *self);
RailEntryState *rail_entry_get_state      (RailEntry      *self);
void            rail_entry_set_state      (RailEntry      *self,
                                           RailEntryState *state);
const char     *rail_entry_get_name       (RailEntry      *self);
GPtrArray      *rail_entry_get_users      (RailEntry      *self);
void            rail_entry_set_users      (RailEntry      *self,
                                           GPtrArray      *users);

G_END_DECLS
