/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* What uses an entry: its device, and the certificates that it has issued. */
#define RAIL_TYPE_USED_BY_VIEW (rail_used_by_view_get_type ())
G_DECLARE_FINAL_TYPE (RailUsedByView, rail_used_by_view, RAIL, USED_BY_VIEW, GtkWidget)

void       rail_used_by_view_set_entry (RailUsedByView *self,
                                        RailProject    *project,
                                        RailEntry      *entry);

G_END_DECLS
