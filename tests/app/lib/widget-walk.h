/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full): what is said to a screen reader about @widget, or NULL when it is nothing but the name of a C type. */
char      *widget_walk_dup_name        (GtkWidget *widget);

/* (transfer full) (element-type utf8): a line for each control in sight below @root that has no name. */
GPtrArray *widget_walk_list_nameless   (GtkWidget *root);

/* (transfer full) (element-type utf8): a line for each control in sight in @window that takes the focus, but that neither
 * Tab nor the arrow keys within a table, a list or a group of radio buttons come to. The focus is where it was afterwards. */
GPtrArray *widget_walk_list_unreached  (GtkWindow *window);

/* (transfer full) (element-type utf8): a line for each mnemonic that two labels in sight in @window share. */
GPtrArray *widget_walk_list_doubles    (GtkWidget *root);

/* (transfer full) (element-type utf8): a line for each label in sight that is cut off and cannot be read in a tooltip. */
GPtrArray *widget_walk_list_cut        (GtkWidget *root);

G_END_DECLS
