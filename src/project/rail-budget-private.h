/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-load.h"

G_BEGIN_DECLS

void rail_budget_count_own (RailBudget  *self,
                            RailProject *project,
                            RailDevice  *device,
                            GPtrArray   *own);

G_END_DECLS
