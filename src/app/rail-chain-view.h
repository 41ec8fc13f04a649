/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* The way from a certificate up to its root, and whether it gets there. */
#define RAIL_TYPE_CHAIN_VIEW (rail_chain_view_get_type ())
G_DECLARE_FINAL_TYPE (RailChainView, rail_chain_view, RAIL, CHAIN_VIEW, GtkWidget)

void rail_chain_view_set_entry (RailChainView *self,
                                RailProject   *project,
                                RailEntry     *entry);

G_END_DECLS
