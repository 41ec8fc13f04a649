/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-application.h"
#include "rail-project.h"
#include "rail-versions.h"

G_BEGIN_DECLS

#define RAIL_TYPE_WINDOW (rail_window_get_type ())
G_DECLARE_FINAL_TYPE (RailWindow, rail_window, RAIL, WINDOW, AdwApplicationWindow)

RailWindow  *rail_window_new          (RailApplication *application);
RailProject *rail_window_get_project  (RailWindow      *self);
GFile       *rail_window_get_file     (RailWindow      *self);
void         rail_window_set_project  (RailWindow      *self,
                                       RailProject     *project,
                                       GFile           *file);
void         rail_window_open         (RailWindow      *self,
                                       GFile           *file);
void         rail_window_recover      (RailWindow      *self);
void         rail_window_open_version (RailWindow      *self,
                                       GFile           *file,
                                       RailFileVersion *version);
RailWindow  *rail_window_open_example (RailWindow      *self);
void         rail_window_take_tour    (RailWindow      *self);
void         rail_window_look_again   (RailWindow      *self);
gboolean     rail_window_is_free      (RailWindow      *self);
void         rail_window_lock         (RailWindow      *self);
gboolean     rail_window_is_locked    (RailWindow      *self);

G_END_DECLS
