/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-replacement.h"

G_BEGIN_DECLS

RailProject *rail_replacement_get_project (RailReplacement *self);
RailKey     *rail_replacement_get_new_key (RailReplacement *self);

G_END_DECLS
