/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rail_toast_show (GtkWidget  *widget,
                      const char *text,
                      const char *button_label,
                      const char *action_name);

void rail_toast_dismiss (GtkWidget *widget);

G_END_DECLS
