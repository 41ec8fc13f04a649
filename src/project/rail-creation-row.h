/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-creation.h"

G_BEGIN_DECLS

/* One row of a table of certificates to be made: what it asks for, or why that cannot be had. Immutable. */
#define RAIL_TYPE_CREATION_ROW (rail_creation_row_get_type ())
G_DECLARE_FINAL_TYPE (RailCreationRow, rail_creation_row, RAIL, CREATION_ROW, GObject)

RailCreationRow *rail_creation_row_new             (guint            line,
                                                    const char      *common_name,
                                                    const char      *usage,
                                                    RailCreation    *creation);
RailCreationRow *rail_creation_row_new_bad         (guint            line,
                                                    const char      *common_name,
                                                    const char      *usage,
                                                    const char      *column,
                                                    const char      *problem);
guint            rail_creation_row_get_line        (RailCreationRow *self);
const char      *rail_creation_row_get_common_name (RailCreationRow *self);
const char      *rail_creation_row_get_usage       (RailCreationRow *self);
RailCreation    *rail_creation_row_get_creation    (RailCreationRow *self);
const char      *rail_creation_row_get_column      (RailCreationRow *self);
const char      *rail_creation_row_get_problem     (RailCreationRow *self);
char            *rail_creation_row_dup_message     (RailCreationRow *self);

GListModel      *rail_creation_rows_list_good      (GListModel      *rows);
guint            rail_creation_rows_count_bad      (GListModel      *rows);

G_END_DECLS
