/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-entry.h"

G_BEGIN_DECLS

RailEntry  *rail_entry_copy          (RailEntry *self);
const char *rail_entry_get_name      (RailEntry *self);
void        rail_entry_unset_revoked (RailEntry *self);

G_END_DECLS
