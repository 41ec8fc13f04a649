/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A sentence in words and colour, under the row of a form that it is about. */
#define RAIL_TYPE_MESSAGE_ROW (rail_message_row_get_type ())
G_DECLARE_FINAL_TYPE (RailMessageRow, rail_message_row, RAIL, MESSAGE_ROW, AdwPreferencesRow)

void        rail_message_row_set_error   (RailMessageRow *self,
                                          const char     *text);
void        rail_message_row_set_advice  (RailMessageRow *self,
                                          const char     *text);
const char *rail_message_row_get_text    (RailMessageRow *self);

G_END_DECLS
