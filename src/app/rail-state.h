/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the windows remember from one run to the next: sizes and recent projects. Never anything from inside a project. */
#define RAIL_TYPE_STATE (rail_state_get_type ())
G_DECLARE_FINAL_TYPE (RailState, rail_state, RAIL, STATE, GObject)

RailState  *rail_state_new           (const char  *path);
RailState  *rail_state_get_default   (void);
int         rail_state_get_int       (RailState   *self,
                                      const char  *group,
                                      const char  *key,
                                      int          fallback);
void        rail_state_set_int       (RailState   *self,
                                      const char  *group,
                                      const char  *key,
                                      int          value);
char       *rail_state_get_string    (RailState   *self,
                                      const char  *group,
                                      const char  *key);
void        rail_state_set_string    (RailState   *self,
                                      const char  *group,
                                      const char  *key,
                                      const char  *value);
GListModel *rail_state_get_recent    (RailState   *self);
void        rail_state_add_recent    (RailState   *self,
                                      GFile       *file);
void        rail_state_remove_recent (RailState   *self,
                                      GFile       *file);
void        rail_state_write         (RailState   *self);

G_END_DECLS
