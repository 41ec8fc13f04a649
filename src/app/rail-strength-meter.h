/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-password-strength.h"

G_BEGIN_DECLS

/* How strong a new password is, and why, below the row that it is typed into. */
#define RAIL_TYPE_STRENGTH_METER (rail_strength_meter_get_type ())
G_DECLARE_FINAL_TYPE (RailStrengthMeter, rail_strength_meter, RAIL, STRENGTH_METER, AdwBin)

RailPasswordStrength  rail_strength_meter_measure (RailStrengthMeter *self,
                                                   const char        *password,
                                                   const char        *user);

G_END_DECLS
