/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-project.h"
#include "rail-row-filter.h"

G_BEGIN_DECLS

/* The button beside the text filter, with everything else that a table can be filtered by below it. */
#define RAIL_TYPE_FILTER_BUTTON (rail_filter_button_get_type ())
G_DECLARE_FINAL_TYPE (RailFilterButton, rail_filter_button, RAIL, FILTER_BUTTON, GtkWidget)

void       rail_filter_button_set_project     (RailFilterButton *self,
                                               RailProject      *project);
void       rail_filter_button_get_criteria    (RailFilterButton *self,
                                               RailRowCriteria  *criteria);
gboolean   rail_filter_button_is_on           (RailFilterButton *self);
char      *rail_filter_button_describe        (RailFilterButton *self);
void       rail_filter_button_clear           (RailFilterButton *self);
GStrv      rail_filter_button_dup_choices     (RailFilterButton *self);
void       rail_filter_button_set_choices     (RailFilterButton *self,
                                               const char * const *choices);

G_END_DECLS
