/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-unsealed.h"

G_BEGIN_DECLS

/* For the reader and the writer of the project file. */
RailUnsealed *rail_unsealed_new            (RailProject  *project,
                                            RailProject  *sealed);
RailProject  *rail_unsealed_get_sealed     (RailUnsealed *self);

void          rail_project_set_unsealed    (RailProject  *self,
                                            RailUnsealed *unsealed);
gboolean      rail_project_is_undecided    (RailProject  *self);
void          rail_project_set_sealed_text (RailProject  *self,
                                            RailSecret   *text);
RailSecret   *rail_project_get_sealed_text (RailProject  *self);

G_END_DECLS
