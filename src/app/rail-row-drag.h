/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-table.h"

G_BEGIN_DECLS

GtkDragSource *rail_row_drag_new (RailCertificateTable *table,
                                  GtkColumnView        *view);

G_END_DECLS
