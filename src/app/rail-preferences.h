/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What holds for all projects on this computer. */
#define RAIL_TYPE_PREFERENCES (rail_preferences_get_type ())
G_DECLARE_FINAL_TYPE (RailPreferences, rail_preferences, RAIL, PREFERENCES, AdwPreferencesWindow)

GtkWindow *rail_preferences_new (GtkWindow *parent);

G_END_DECLS
