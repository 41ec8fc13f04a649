/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-entry.h"

G_BEGIN_DECLS

GtkWidget *rail_entry_line_new (RailEntry *entry,
                                gint64     now);

G_END_DECLS
