/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-finding.h"

G_BEGIN_DECLS

/* One line of the messages: a finding with its repair, or what was changed automatically. Signal "repair". */
#define RAIL_TYPE_FINDING_ROW (rail_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (RailFindingRow, rail_finding_row, RAIL, FINDING_ROW, GtkWidget)

GtkWidget   *rail_finding_row_new         (void);
void         rail_finding_row_set_finding (RailFindingRow *self,
                                           RailFinding    *finding,
                                           gboolean        can_repair);
void         rail_finding_row_set_change  (RailFindingRow *self,
                                           const char     *text);
RailFinding *rail_finding_row_get_finding (RailFindingRow *self);

G_END_DECLS
