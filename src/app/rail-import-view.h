/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What of an import is shown. */
typedef enum
{
  RAIL_IMPORT_SHOW_ALL,
  RAIL_IMPORT_SHOW_NEW,          /* what can be taken */
  RAIL_IMPORT_SHOW_DUPLICATES,
  RAIL_IMPORT_SHOW_REST,         /* what cannot be read or taken */
} RailImportShow;

/* The preview of an import in a column view: what can be taken first, then what is there already, then the rest. */
GListModel *rail_import_view_set_up (GtkColumnView *view,
                                     GListModel    *items,
                                     GtkDropDown   *show);

G_END_DECLS
