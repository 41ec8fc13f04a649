/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-acceptance.h"

G_BEGIN_DECLS

GtkWidget  *rail_acceptance_row_new       (RailCheck       *check,
                                           GtkWidget       *repair_button);
const char *rail_check_status_get_icon    (RailCheckStatus  status);
const char *rail_check_status_get_class   (RailCheckStatus  status);

G_END_DECLS
