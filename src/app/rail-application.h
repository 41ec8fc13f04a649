/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-environment.h"

G_BEGIN_DECLS

#define RAIL_TYPE_APPLICATION (rail_application_get_type ())
G_DECLARE_FINAL_TYPE (RailApplication, rail_application, RAIL, APPLICATION, AdwApplication)

RailApplication *rail_application_new              (void);
RailEnvironment *rail_application_get_environment  (RailApplication *self);
guint            rail_application_get_idle_minutes (RailApplication *self);
void             rail_application_set_idle_minutes (RailApplication *self,
                                                    guint            minutes);
guint            rail_application_get_n_versions   (void);
void             rail_application_set_n_versions   (guint            n);

G_END_DECLS
