/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a table as RFC 4180 has it, row by row. */
typedef struct
{
  const char *rest;
  char        separator;
  guint       line;        /* of rest */
  guint       row_line;    /* where the last row began */
} RailTableReader;

gboolean   rail_table_reader_init      (RailTableReader    *self,
                                        const char         *text,
                                        GError            **error);
gboolean   rail_table_reader_is_at_end (RailTableReader    *self);
GPtrArray *rail_table_reader_read_row  (RailTableReader    *self);
gboolean   rail_table_row_is_blank     (GPtrArray          *fields);
gboolean   rail_table_map_columns      (GPtrArray          *header,
                                        const char * const *names,
                                        guint               n_names,
                                        int                *positions,
                                        const char        **out_column,
                                        const char        **out_problem);

G_END_DECLS
