/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* What differs from the last version that an administrator sealed; see rail_project_get_unsealed(). */
#define RAIL_TYPE_UNSEALED (rail_unsealed_get_type ())
G_DECLARE_FINAL_TYPE (RailUnsealed, rail_unsealed, RAIL, UNSEALED, GObject)

/* One of the differences, with the property "text". */
#define RAIL_TYPE_UNSEALED_CHANGE (rail_unsealed_change_get_type ())
G_DECLARE_FINAL_TYPE (RailUnsealedChange, rail_unsealed_change, RAIL, UNSEALED_CHANGE, GObject)

GListModel *rail_unsealed_get_changes            (RailUnsealed        *self);
gboolean    rail_unsealed_can_discard            (RailUnsealed        *self);
char       *rail_unsealed_dup_summary            (RailUnsealed        *self);

const char *rail_unsealed_change_get_text        (RailUnsealedChange  *self);

/* Property "unsealed" of the project; while it is not NULL, the project is not saved. */
RailUnsealed *rail_project_get_unsealed          (RailProject         *self);
gboolean    rail_project_keep_unsealed           (RailProject         *self,
                                                  GError             **error);
gboolean    rail_project_discard_unsealed        (RailProject         *self,
                                                  GError             **error);

G_END_DECLS
