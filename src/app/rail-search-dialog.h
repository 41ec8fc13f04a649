/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-search-result.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Finds devices, certificates and commands while one types; Enter goes to the chosen one. */
#define RAIL_TYPE_SEARCH_DIALOG (rail_search_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailSearchDialog, rail_search_dialog, RAIL, SEARCH_DIALOG, AdwWindow)

GtkWindow *rail_search_dialog_new (GtkWindow   *parent,
                                   RailProject *project,
                                   GPtrArray   *commands);

G_END_DECLS
