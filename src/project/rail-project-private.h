/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-change.h"
#include "rail-project.h"

G_BEGIN_DECLS

#define RAIL_PROJECT_MAX_ID (1u << 31)

/* The bare changes that steps are made of. None of them can fail, and none is undone by itself: operations go through
 * rail_project_apply(). */

void      rail_project_insert_entries   (RailProject    *self,
                                         GPtrArray      *entries);
void      rail_project_remove_entries   (RailProject    *self,
                                         GPtrArray      *entries);
void      rail_project_set_entry_state  (RailProject    *self,
                                         RailEntry      *entry,
                                         RailEntryState *state);
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

void      rail_project_apply            (RailProject    *self,
                                         RailChange     *change);
const char *rail_project_get_user_name  (RailProject    *self);
void      rail_project_note             (RailProject    *self,
                                         RailAction      action,
                                         RailJournalTurn turn,
                                         const guint    *ids,
                                         guint           n_ids,
                                         const char     *detail);
void      rail_project_clear_changes    (RailProject    *self);
gboolean  rail_project_may_hold         (RailEntryKind   kind,
                                         RailCertificate *certificate,
                                         gboolean        has_key);
void      rail_project_touch            (RailProject    *self);

GPtrArray *rail_project_list_authorities (RailProject   *self);
GPtrArray *rail_project_get_authorities (RailProject    *self,
                                         const char     *subject);
GPtrArray *rail_project_get_own         (RailProject    *self,
                                         const char     *device);
RailEntry *rail_project_find_issuer     (RailProject     *self,
                                         RailCertificate *certificate,
                                         RailEntry       *except);
RailEntryState *rail_project_supersede  (RailProject          *self,
                                         RailEntry            *entry,
                                         RailCertificate      *certificate,
                                         RailKey              *key,
                                         RailGenerationReason  reason,
                                         GError              **error);
GPtrArray *rail_project_list_held       (RailProject    *self,
                                         GPtrArray      *entries,
                                         GError        **error);
gboolean  rail_project_holds            (RailProject    *self,
                                         RailEntry      *entry);

G_END_DECLS
