/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-application.h"

G_BEGIN_DECLS

#define RAIL_TYPE_WINDOW (rail_window_get_type ())
G_DECLARE_FINAL_TYPE (RailWindow, rail_window, RAIL, WINDOW, AdwApplicationWindow)

RailWindow *rail_window_new (RailApplication *application);

G_END_DECLS
