/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-alternative-name.h"

G_BEGIN_DECLS

/* One subject alternative name to be edited: type, value, and what is wrong with it. */
#define RAIL_TYPE_NAME_ROW (rail_name_row_get_type ())
G_DECLARE_FINAL_TYPE (RailNameRow, rail_name_row, RAIL, NAME_ROW, AdwPreferencesRow)

GtkWidget           *rail_name_row_new      (RailAlternativeName *name);
RailAlternativeName *rail_name_row_get_name (RailNameRow         *self);

G_END_DECLS
