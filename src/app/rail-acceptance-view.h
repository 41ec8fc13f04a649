/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* “Will it be accepted?”: the checks of a partner of one certificate, with what mends those that fail. */
#define RAIL_TYPE_ACCEPTANCE_VIEW (rail_acceptance_view_get_type ())
G_DECLARE_FINAL_TYPE (RailAcceptanceView, rail_acceptance_view, RAIL, ACCEPTANCE_VIEW, GtkWidget)

void       rail_acceptance_view_set_entry (RailAcceptanceView *self,
                                           RailProject        *project,
                                           RailEntry          *entry);
gboolean   rail_acceptance_view_is_busy   (RailAcceptanceView *self);

G_END_DECLS
