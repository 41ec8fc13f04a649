/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-finding.h"

G_BEGIN_DECLS

/* Knows how many findings each device of a project has, for marks. It looks again after each change of the project, in small
 * steps while the program has nothing else to do, and says "changed" when it has seen all. */
#define RAIL_TYPE_FINDING_WATCH (rail_finding_watch_get_type ())
G_DECLARE_FINAL_TYPE (RailFindingWatch, rail_finding_watch, RAIL, FINDING_WATCH, GObject)

RailFindingWatch *rail_finding_watch_get         (RailProject      *project);
gboolean          rail_finding_watch_is_done     (RailFindingWatch *self);
gboolean          rail_finding_watch_count       (RailFindingWatch *self,
                                                  RailDevice       *device,
                                                  RailSeverity     *out_worst,
                                                  char            **out_text);

G_END_DECLS
