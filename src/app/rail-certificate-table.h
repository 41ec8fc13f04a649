/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-certificate-row.h"
#include "rail-row-filter.h"

G_BEGIN_DECLS

#define RAIL_TYPE_CERTIFICATE_TABLE (rail_certificate_table_get_type ())
G_DECLARE_FINAL_TYPE (RailCertificateTable, rail_certificate_table, RAIL, CERTIFICATE_TABLE, GtkWidget)

GtkWidget  *rail_certificate_table_new          (void);
void        rail_certificate_table_set_rows     (RailCertificateTable *self,
                                                 GListModel           *rows);
void        rail_certificate_table_set_filter   (RailCertificateTable *self,
                                                 const RailRowCriteria *criteria);
GActionGroup *rail_certificate_table_get_columns (RailCertificateTable *self);
GPtrArray  *rail_certificate_table_dup_lines    (RailCertificateTable *self,
                                                 gboolean              selected_only);
void        rail_certificate_table_refresh      (RailCertificateTable *self,
                                                 GHashTable           *rows);
GListModel *rail_certificate_table_get_visible  (RailCertificateTable *self);
RailEntry  *rail_certificate_table_find_at      (RailCertificateTable *self,
                                                 double                x,
                                                 double                y);
GPtrArray  *rail_certificate_table_get_selected (RailCertificateTable *self);
gboolean    rail_certificate_table_select       (RailCertificateTable *self,
                                                 RailCertificateRow   *row);
void        rail_certificate_table_set_menu     (RailCertificateTable *self,
                                                 GMenuModel           *menu);

G_END_DECLS
