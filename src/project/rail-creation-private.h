/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-creation.h"
#include "rail-device.h"

G_BEGIN_DECLS

RailProject *rail_creation_get_project      (RailCreation *self);
gboolean     rail_creation_is_issuer_chosen (RailCreation *self);
void         rail_creation_propose_issuer   (RailCreation *self,
                                             RailEntry    *issuer);
GHashTable  *rail_creation_get_proposed     (RailCreation *self);

/* rail-creation-template.c */
gboolean     rail_creation_prefers_curve    (RailUsage     usage);
RailEntry   *rail_creation_find_issuer      (RailProject  *project,
                                             RailUsage     usage);
GPtrArray   *rail_creation_list_names       (RailDevice   *device,
                                             RailUsage     usage);

G_END_DECLS
