/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-project.h"

G_BEGIN_DECLS

GtkPrintOperation *rail_report_print_new (RailProject *project);

G_END_DECLS
