/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-creation.h"
#include "rail-device.h"
#include "rail-entry.h"
#include "rail-journal.h"
#include "rail-protection.h"

G_BEGIN_DECLS

#define RAIL_TYPE_PROJECT (rail_project_get_type ())
G_DECLARE_FINAL_TYPE (RailProject, rail_project, RAIL, PROJECT, GObject)

typedef void (*RailProgress) (guint    done,
                              guint    total,
                              gpointer user_data);

gboolean         rail_project_check_name      (const char       *name,
                                               GError          **error);
RailProject     *rail_project_new             (RailEnvironment  *environment,
                                               const char       *name);
RailProject     *rail_project_copy            (RailProject      *self);
RailProject     *rail_project_copy_without_keys (RailProject    *self,
                                                 RailProtection *protection);
RailEnvironment *rail_project_get_environment (RailProject      *self);
const char      *rail_project_get_name        (RailProject      *self);
void             rail_project_set_name        (RailProject      *self,
                                               const char       *name);
RailProtection  *rail_project_get_protection  (RailProject      *self);
gboolean         rail_project_is_protected    (RailProject      *self);
gboolean         rail_project_can_use_keys    (RailProject      *self);
const char      *rail_project_get_keys_reason (RailProject      *self);
char            *rail_project_dup_key_damage  (RailProject      *self);
guint            rail_project_get_next_id     (RailProject      *self);
gboolean         rail_project_get_modified    (RailProject      *self);
void             rail_project_mark_saved      (RailProject      *self);
guint64          rail_project_get_state       (RailProject      *self);
void             rail_project_mark_state_saved (RailProject     *self,
                                                guint64          state);

GListModel      *rail_project_get_entries     (RailProject      *self);
GListModel      *rail_project_get_devices     (RailProject      *self);
GListModel      *rail_project_get_journal     (RailProject      *self);
RailEntry       *rail_project_get_entry       (RailProject      *self,
                                               guint             id);
RailDevice      *rail_project_get_device      (RailProject      *self,
                                               const char       *name);
RailEntry       *rail_project_get_issuer      (RailProject      *self,
                                               RailEntry        *entry);
GPtrArray       *rail_project_get_chain       (RailProject      *self,
                                               RailEntry        *entry,
                                               gboolean         *out_complete);
GPtrArray       *rail_project_get_chain_certificates (RailProject *self,
                                                      RailEntry   *entry,
                                                      gboolean    *out_complete);
RailRevocationList *rail_project_issue_revocation_list (RailProject  *self,
                                                        RailEntry    *authority,
                                                        GError      **error);

/* For the reader of the project file: puts back what was stored, checks IDs, leaves no undo. */
gboolean         rail_project_restore         (RailProject      *self,
                                               guint             next_id,
                                               RailProtection   *protection,
                                               GPtrArray        *entries,
                                               GPtrArray        *devices,
                                               GError          **error);
gboolean         rail_project_check           (RailProject      *self,
                                               GError          **error);
void             rail_project_restore_journal (RailProject      *self,
                                               GPtrArray        *lines);

G_END_DECLS
