/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-comparison.h"

G_BEGIN_DECLS

/* Two certificates side by side, with what differs marked. */
#define RAIL_TYPE_COMPARISON_VIEW (rail_comparison_view_get_type ())
G_DECLARE_FINAL_TYPE (RailComparisonView, rail_comparison_view, RAIL, COMPARISON_VIEW, GtkWidget)

void       rail_comparison_view_set (RailComparisonView *self,
                                     RailCertificate    *left,
                                     const char         *left_title,
                                     RailCertificate    *right,
                                     const char         *right_title);

G_END_DECLS
