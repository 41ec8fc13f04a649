/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-certificate-row.h"

G_BEGIN_DECLS

RailCertificateRow *rail_certificate_row_from_item   (gpointer             item);
void                rail_certificate_columns_add     (GtkColumnView       *view,
                                                      gboolean             tree,
                                                      GHashTable          *bound);
GMenuModel         *rail_certificate_columns_make_menu    (void);
GMenuModel         *rail_certificate_columns_make_header_menu (RailColumn  column);
GActionGroup       *rail_certificate_columns_make_actions (GtkColumnView  *view);
RailColumn          rail_certificate_columns_identify (GtkColumnViewColumn *object);
GtkColumnViewColumn *rail_certificate_columns_find   (GtkColumnView       *view,
                                                      RailColumn           column);
char               *rail_certificate_columns_store   (GtkColumnView       *view);
void                rail_certificate_columns_restore (GtkColumnView       *view,
                                                      const char          *stored);
void                rail_certificate_columns_refresh (GHashTable          *bound,
                                                      GHashTable          *rows);
guint               rail_certificate_columns_find_position (GtkColumnView *view,
                                                            double         x,
                                                            double         y);
const char         *rail_certificate_columns_find_cut_text (GtkColumnView *view,
                                                            double         x,
                                                            double         y,
                                                            GtkWidget    **out_cell);

G_END_DECLS
