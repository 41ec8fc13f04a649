/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RAIL_PASSWORD_MINIMUM 8

typedef enum
{
  RAIL_STRENGTH_NONE,        /* nothing typed yet */
  RAIL_STRENGTH_TOO_SHORT,
  RAIL_STRENGTH_WEAK,
  RAIL_STRENGTH_FAIR,
  RAIL_STRENGTH_GOOD,
} RailPasswordStrength;

RailPasswordStrength rail_password_strength_measure   (const char           *password,
                                                       const char           *user_name,
                                                       char                **out_reason);
const char          *rail_password_strength_get_label (RailPasswordStrength  strength);

G_END_DECLS
