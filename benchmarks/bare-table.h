/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-certificate-row.h"

G_BEGIN_DECLS

/* What GTK itself costs: a column view with the columns of ours, over rows whose texts and keys are made beforehand. */
typedef struct
{
  GtkColumnView *view;
  GtkFilter     *filter;
  char          *text;        /* what is filtered by */
} BareTable;

BareTable *bare_table_new    (GListModel *rows);
void       bare_table_free   (BareTable  *self);
void       bare_table_filter (BareTable  *self,
                              const char *text);

G_END_DECLS
