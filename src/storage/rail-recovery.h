/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-file-identity.h"
#include "rail-project.h"

G_BEGIN_DECLS

/* Unsaved work that a process has left, or that waits for a login. */
#define RAIL_TYPE_RECOVERY_ITEM (rail_recovery_item_get_type ())
G_DECLARE_FINAL_TYPE (RailRecoveryItem, rail_recovery_item, RAIL, RECOVERY_ITEM, GObject)

GFile            *rail_recovery_item_get_file     (RailRecoveryItem *self);
GFile            *rail_recovery_item_get_project  (RailRecoveryItem *self);
RailFileIdentity *rail_recovery_item_get_identity (RailRecoveryItem *self);
gint64            rail_recovery_item_get_written  (RailRecoveryItem *self);
gboolean          rail_recovery_item_has_changed  (RailRecoveryItem *self);
void              rail_recovery_item_discard      (RailRecoveryItem *self);

GListModel       *rail_recovery_list              (void);

/* Keeps the unsaved work of an open project where a crash leaves it, for as long as the object lives. */
#define RAIL_TYPE_RECOVERY (rail_recovery_get_type ())
G_DECLARE_FINAL_TYPE (RailRecovery, rail_recovery, RAIL, RECOVERY, GObject)

RailRecovery     *rail_recovery_new               (RailProject          *project,
                                                   GFile                *file,
                                                   RailFileIdentity     *identity);
RailRecovery     *rail_recovery_new_from_item     (RailProject          *project,
                                                   RailRecoveryItem     *item,
                                                   GError              **error);
void              rail_recovery_set_file          (RailRecovery         *self,
                                                   GFile                *file,
                                                   RailFileIdentity     *identity);
void              rail_recovery_set_delay         (RailRecovery         *self,
                                                   guint                 milliseconds);
void              rail_recovery_flush_async       (RailRecovery         *self,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean          rail_recovery_flush_finish      (RailRecovery         *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
RailRecoveryItem *rail_recovery_leave             (RailRecovery         *self);
void              rail_recovery_close             (RailRecovery         *self);

G_END_DECLS
