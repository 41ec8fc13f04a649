/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-secret.h"

G_BEGIN_DECLS

#define RAIL_DEFAULT_YEARS 10   /* how long certificates hold, unless the user says otherwise */
#define RAIL_MAX_YEARS 50

#define RAIL_TYPE_ENVIRONMENT (rail_environment_get_type ())
G_DECLARE_FINAL_TYPE (RailEnvironment, rail_environment, RAIL, ENVIRONMENT, GObject)

RailEnvironment *rail_environment_new        (void);
RailEnvironment *rail_environment_new_frozen (gint64           now,
                                              guint64          seed);

gint64           rail_environment_get_now    (RailEnvironment *self);
void             rail_environment_set_now    (RailEnvironment *self,
                                              gint64           now);
gboolean         rail_environment_is_frozen  (RailEnvironment *self);
void             rail_environment_fill_random (RailEnvironment *self,
                                               guint8          *data,
                                               gsize            size);
RailSecret      *rail_environment_new_random_secret (RailEnvironment *self,
                                                     gsize            size);
GBytes          *rail_environment_new_serial (RailEnvironment *self);
guint            rail_environment_get_iterations (RailEnvironment *self);
void             rail_environment_set_iterations (RailEnvironment *self,
                                                  guint            iterations);
void             rail_environment_set_years  (RailEnvironment *self,
                                              guint            authority_years,
                                              guint            certificate_years);
guint            rail_environment_get_years  (RailEnvironment *self,
                                              gboolean         authority);

G_END_DECLS
