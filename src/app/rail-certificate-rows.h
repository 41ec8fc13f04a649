/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-row.h"
#include "rail-project.h"

G_BEGIN_DECLS

/* The rows of a project for the tables: one list a kind, that of the authorities with what they have issued below. */
#define RAIL_TYPE_CERTIFICATE_ROWS (rail_certificate_rows_get_type ())
G_DECLARE_FINAL_TYPE (RailCertificateRows, rail_certificate_rows, RAIL, CERTIFICATE_ROWS, GObject)

RailCertificateRows *rail_certificate_rows_new     (RailProject         *project);
void                 rail_certificate_rows_update  (RailCertificateRows *self);
GListModel          *rail_certificate_rows_get     (RailCertificateRows *self,
                                                    RailEntryKind        kind);
guint                rail_certificate_rows_count   (RailCertificateRows *self,
                                                    RailEntryKind        kind);
guint                rail_certificate_rows_count_ended (RailCertificateRows *self,
                                                        RailEntryKind        kind);
RailCertificateRow  *rail_certificate_rows_find    (RailCertificateRows *self,
                                                    RailEntry           *entry);

G_END_DECLS
