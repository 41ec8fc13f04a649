/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device.h"
#include "rail-entry-table.h"

G_BEGIN_DECLS

/* Which devices name a certificate in a service or a table, without asking every device for every certificate. */
typedef struct
{
  GHashTable *by_id;   /* ID → GPtrArray of RailDevice, which the entry of that ID shares */
} RailUseIndex;

void rail_use_index_init    (RailUseIndex   *self);
void rail_use_index_clear   (RailUseIndex   *self);
void rail_use_index_replace (RailUseIndex   *self,
                             RailEntryTable *entries,
                             RailDevice     *before,
                             RailDevice     *after);
void rail_use_index_tell    (RailUseIndex   *self,
                             GPtrArray      *entries);

G_END_DECLS
