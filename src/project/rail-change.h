/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-action.h"
#include "rail-device.h"
#include "rail-entry-state.h"
#include "rail-project.h"

G_BEGIN_DECLS

/* One step of a project as a list of what becomes of its parts. An operation collects it and gives it to
 * rail_project_apply(); undo goes through it backwards. */
typedef struct _RailChange RailChange;

RailChange *rail_change_new            (RailAction      action,
                                        char           *text);
void        rail_change_free           (RailChange     *self);

void        rail_change_add_entries    (RailChange     *self,
                                        GPtrArray      *entries);
void        rail_change_remove_entries (RailChange     *self,
                                        GPtrArray      *entries);
void        rail_change_set_entry      (RailChange     *self,
                                        RailEntry      *entry,
                                        RailEntryState *state);
void        rail_change_set_device     (RailChange     *self,
                                        guint           position,
                                        RailDevice     *before,
                                        RailDevice     *after);
void        rail_change_set_name       (RailChange     *self,
                                        const char     *before,
                                        const char     *after);
void        rail_change_set_detail     (RailChange     *self,
                                        const char     *detail);

void        rail_change_note_id        (RailChange     *self,
                                        guint           id);

RailAction  rail_change_get_action     (RailChange     *self);
const char *rail_change_get_text       (RailChange     *self);
const char *rail_change_get_detail     (RailChange     *self);
GArray     *rail_change_list_ids       (RailChange     *self);
gboolean    rail_change_gives_ids      (RailChange     *self);

void        rail_change_do             (RailChange     *self,
                                        RailProject    *project);
void        rail_change_undo           (RailChange     *self,
                                        RailProject    *project);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailChange, rail_change_free)

G_END_DECLS
