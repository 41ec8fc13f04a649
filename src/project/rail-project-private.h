/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-change.h"
#include "rail-project.h"

G_BEGIN_DECLS

#define RAIL_PROJECT_MAX_ID (1u << 31)

/* The bare changes that operations are made of. None of them can fail, and none is undone by itself. */

void      rail_project_insert_entries   (RailProject    *self,
                                         GPtrArray      *entries);
void      rail_project_remove_entries   (RailProject    *self,
                                         GPtrArray      *entries);
void      rail_project_splice_devices   (RailProject    *self,
                                         guint           position,
                                         RailDevice     *removed,
                                         RailDevice     *added);
guint     rail_project_take_id          (RailProject    *self);
guint64   rail_project_take_list_number (RailProject    *self,
                                         gint64          now);
void      rail_project_set_next_id      (RailProject    *self,
                                         guint           next_id);
void      rail_project_set_protection   (RailProject    *self,
                                         RailProtection *protection);

void      rail_project_push_change      (RailProject    *self,
                                         RailChange     *change,
                                         gboolean        gave_ids);
void      rail_project_clear_changes    (RailProject    *self);

GPtrArray *rail_project_get_authorities (RailProject    *self,
                                         const char     *subject);
gboolean  rail_project_holds            (RailProject    *self,
                                         RailEntry      *entry);

G_END_DECLS
