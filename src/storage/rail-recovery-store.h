/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-file-identity.h"

G_BEGIN_DECLS

/* The two files of one piece of unsaved work: what it belongs to, locked while its process lives, and the project. */
typedef struct _RailRecoveryStore RailRecoveryStore;

/* What unsaved work belongs to. */
typedef struct
{
  GFile            *project;    /* NULL if it has never been saved */
  RailFileIdentity *identity;   /* what that file was when the work began; NULL likewise */
} RailRecoveryOrigin;

void               rail_recovery_origin_set     (RailRecoveryOrigin        *self,
                                                 GFile                     *project,
                                                 RailFileIdentity          *identity);

RailRecoveryStore *rail_recovery_store_new      (void);
RailRecoveryStore *rail_recovery_store_ref      (RailRecoveryStore         *self);
void               rail_recovery_store_unref    (RailRecoveryStore         *self);
GPtrArray         *rail_recovery_store_list     (void);

const char        *rail_recovery_store_get_path (RailRecoveryStore         *self);
void               rail_recovery_store_read     (RailRecoveryStore         *self,
                                                 RailRecoveryOrigin        *out_origin);
gboolean           rail_recovery_store_claim    (RailRecoveryStore         *self,
                                                 GError                   **error);
gboolean           rail_recovery_store_write    (RailRecoveryStore         *self,
                                                 const RailRecoveryOrigin  *origin,
                                                 gconstpointer              data,
                                                 gsize                      size,
                                                 GCancellable              *cancellable,
                                                 GError                   **error);
void               rail_recovery_store_remove   (RailRecoveryStore         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailRecoveryStore, rail_recovery_store_unref)

G_END_DECLS
