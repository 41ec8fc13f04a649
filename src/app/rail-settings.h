/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-environment.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the user has chosen for all projects. Each key is described in data/org.certrail.Certrail.gschema.xml. */
#define RAIL_TYPE_SETTINGS (rail_settings_get_type ())
G_DECLARE_FINAL_TYPE (RailSettings, rail_settings, RAIL, SETTINGS, GObject)

RailSettings *rail_settings_get_default (void);
guint         rail_settings_get_uint    (RailSettings    *self,
                                         const char      *key);
void          rail_settings_set_uint    (RailSettings    *self,
                                         const char      *key,
                                         guint            value);
char         *rail_settings_dup_string  (RailSettings    *self,
                                         const char      *key);
void          rail_settings_set_string  (RailSettings    *self,
                                         const char      *key,
                                         const char      *value);
void          rail_settings_apply       (RailSettings    *self,
                                         RailEnvironment *environment);

G_END_DECLS
