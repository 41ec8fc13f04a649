/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

char      *rail_generation_dup_title   (RailGeneration *self);
char      *rail_generation_dup_details (RailGeneration *self);
GPtrArray *rail_project_list_issued    (RailProject    *self,
                                        RailEntry      *authority);

G_END_DECLS
