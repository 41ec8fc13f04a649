/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-tcon.h"

G_BEGIN_DECLS

/* The connection parameters of one end, as TIA Portal shows a data block, to be copied by cell, row or as a whole. */
#define RAIL_TYPE_TCON_TABLE (rail_tcon_table_get_type ())
G_DECLARE_FINAL_TYPE (RailTconTable, rail_tcon_table, RAIL, TCON_TABLE, GtkWidget)

void       rail_tcon_table_show (RailTconTable *self,
                                 RailProject   *project,
                                 RailTcon      *tcon,
                                 RailTconEnd    end);

G_END_DECLS
