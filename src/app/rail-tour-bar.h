/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAIL_TOUR_N_STEPS 5

/* The guided tour of the example: a bar that tells, step by step, what the marked part of the window is for. */
#define RAIL_TYPE_TOUR_BAR (rail_tour_bar_get_type ())
G_DECLARE_FINAL_TYPE (RailTourBar, rail_tour_bar, RAIL, TOUR_BAR, AdwBin)

void rail_tour_bar_start    (RailTourBar *self);
void rail_tour_bar_stop     (RailTourBar *self);
int  rail_tour_bar_get_step (RailTourBar *self);
void rail_tour_bar_mark     (RailTourBar *self,
                             GtkWidget   *target);

G_END_DECLS
