/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-project.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_TRUST_KIND_CHROMIUM,   /* NSS, shared by Chromium, Chrome and Edge */
  RAIL_TRUST_KIND_FIREFOX,    /* NSS, one for each profile */
  RAIL_TRUST_KIND_SYSTEM,     /* what OpenSSL, GnuTLS and most programs read */
} RailTrustKind;

/* How a store stands to a certificate. */
typedef enum
{
  RAIL_TRUST_ABSENT,
  RAIL_TRUST_PRESENT,     /* it lies there, and nothing is trusted for it */
  RAIL_TRUST_PEER,        /* it alone is trusted */
  RAIL_TRUST_AUTHORITY,   /* all that it has issued is trusted */
} RailTrustLevel;

const char      *rail_trust_kind_get_nick      (RailTrustKind    kind);
const char      *rail_trust_level_get_nick     (RailTrustLevel   level);
const char      *rail_trust_level_get_label    (RailTrustLevel   level);

/* A certificate of the project, as a store has it. */
#define RAIL_TYPE_TRUST_ITEM (rail_trust_item_get_type ())
G_DECLARE_FINAL_TYPE (RailTrustItem, rail_trust_item, RAIL, TRUST_ITEM, GObject)

guint            rail_trust_item_get_id          (RailTrustItem *self);
RailCertificate *rail_trust_item_get_certificate (RailTrustItem *self);
const char      *rail_trust_item_get_name        (RailTrustItem *self);
RailTrustLevel   rail_trust_item_get_level       (RailTrustItem *self);
gboolean         rail_trust_item_is_earlier      (RailTrustItem *self);
gboolean         rail_trust_item_can_add         (RailTrustItem *self);
const char      *rail_trust_item_get_refusal     (RailTrustItem *self);

/* A place of this user, or of the system, from which programs take what they trust. */
#define RAIL_TYPE_TRUST_STORE (rail_trust_store_get_type ())
G_DECLARE_FINAL_TYPE (RailTrustStore, rail_trust_store, RAIL, TRUST_STORE, GObject)

GListModel      *rail_trust_store_find         (const char          *home);
RailTrustStore  *rail_trust_store_new          (RailTrustKind        kind,
                                                const char          *path,
                                                const char          *profile);
RailTrustKind    rail_trust_store_get_kind     (RailTrustStore      *self);
const char      *rail_trust_store_get_path     (RailTrustStore      *self);
const char      *rail_trust_store_get_label    (RailTrustStore      *self);
const char      *rail_trust_store_get_problem  (RailTrustStore      *self);
gboolean         rail_trust_store_exists       (RailTrustStore      *self);
char            *rail_trust_store_dup_commands (RailTrustStore      *self,
                                                RailCertificate     *certificate,
                                                gboolean             add);
char            *rail_trust_store_dup_script   (RailTrustStore      *self,
                                                RailCertificate     *certificate,
                                                gboolean             add);

gboolean         rail_trust_store_accepts      (RailCertificate     *certificate,
                                                RailTrustLevel      *out_level);
gboolean         rail_trust_store_check        (RailProject         *project,
                                                RailEntry           *entry,
                                                GError             **error);
GListModel      *rail_trust_store_read         (RailTrustStore      *self,
                                                RailProject         *project,
                                                GCancellable        *cancellable,
                                                GError             **error);
void             rail_trust_store_read_async   (RailTrustStore      *self,
                                                RailProject         *project,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
GListModel      *rail_trust_store_read_finish  (RailTrustStore      *self,
                                                GAsyncResult        *result,
                                                GError             **error);
gboolean         rail_trust_store_set          (RailTrustStore      *self,
                                                RailCertificate     *certificate,
                                                gboolean             trusted,
                                                GCancellable        *cancellable,
                                                GError             **error);
void             rail_trust_store_set_async    (RailTrustStore      *self,
                                                RailCertificate     *certificate,
                                                gboolean             trusted,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean         rail_trust_store_set_finish   (RailTrustStore      *self,
                                                GAsyncResult        *result,
                                                GError             **error);

G_END_DECLS
