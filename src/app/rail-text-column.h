/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Columns of the previews in dialogs: one line of text for each item. */

/* Returns: (transfer full) (nullable): what the cell of an item says */
typedef char       *(*RailDupText)  (gpointer item);
/* Returns: (transfer none) (nullable): its style class */
typedef const char *(*RailGetClass) (gpointer item);

typedef struct
{
  const char   *title;
  guint         min_chars;
  guint         nat_chars;
  gboolean      expand;
  gboolean      numeric;
  gboolean      wrap;        /* the cell is as high as its text needs */
  gboolean      tooltip;     /* the whole text, where it may be cut */
  gboolean      cut_start;   /* what is too long is cut at its beginning, as a path */
  RailDupText   dup_text;
  RailGetClass  get_class;   /* (nullable) */
} RailTextColumn;

GtkColumnViewColumn *rail_text_column_append (GtkColumnView        *view,
                                              const RailTextColumn *column);

G_END_DECLS
