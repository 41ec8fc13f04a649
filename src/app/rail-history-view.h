/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-entry.h"

G_BEGIN_DECLS

/* The certificates that an entry had before, newest first. */
#define RAIL_TYPE_HISTORY_VIEW (rail_history_view_get_type ())
G_DECLARE_FINAL_TYPE (RailHistoryView, rail_history_view, RAIL, HISTORY_VIEW, GtkWidget)

void       rail_history_view_set_entry (RailHistoryView *self,
                                        RailEntry       *entry);

G_END_DECLS
