/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-section.h"

G_BEGIN_DECLS

/* One line of two certificates side by side. A side that does not have the field has no text. */
#define RAIL_TYPE_COMPARISON (rail_comparison_get_type ())
G_DECLARE_FINAL_TYPE (RailComparison, rail_comparison, RAIL, COMPARISON, GObject)

const char *rail_comparison_get_section  (RailComparison  *self);
const char *rail_comparison_get_label    (RailComparison  *self);
const char *rail_comparison_get_left     (RailComparison  *self);
const char *rail_comparison_get_right    (RailComparison  *self);
gboolean    rail_comparison_differs      (RailComparison  *self);
gboolean    rail_comparison_is_code      (RailComparison  *self);

GListModel *rail_certificate_compare     (RailCertificate *left,
                                          RailCertificate *right);
guint       rail_comparison_count_differences (GListModel *rows);

G_END_DECLS
