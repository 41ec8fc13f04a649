/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-trust-store.h"

G_BEGIN_DECLS

RailTrustItem *rail_trust_item_new        (guint             id,
                                           RailCertificate  *certificate,
                                           gboolean          is_earlier,
                                           const char       *refusal);
void           rail_trust_item_set_level  (RailTrustItem    *self,
                                           RailTrustLevel    level);

/* Each finds the stores of one program below a home folder, and appends them. */
void           rail_trust_find_chromium   (GListStore       *stores,
                                           const char       *home);
void           rail_trust_find_firefox    (GListStore       *stores,
                                           const char       *home);
void           rail_trust_find_system     (GListStore       *stores);

void           rail_trust_store_set_problem (RailTrustStore *self,
                                           char             *problem);

/* By NSS's certutil; they wait for it, so call them from a worker. @levels: SHA-256 fingerprint to RailTrustLevel. */
gboolean       rail_trust_nss_read        (const char       *path,
                                           GHashTable       *levels,
                                           GCancellable     *cancellable,
                                           GError          **error);
gboolean       rail_trust_nss_add         (RailTrustStore   *store,
                                           RailCertificate  *certificate,
                                           GCancellable     *cancellable,
                                           GError          **error);
gboolean       rail_trust_nss_remove      (RailTrustStore   *store,
                                           RailCertificate  *certificate,
                                           GCancellable     *cancellable,
                                           GError          **error);

/* By p11-kit's trust, if the system lets it. */
gboolean       rail_trust_system_read     (const char       *path,
                                           GPtrArray        *items,
                                           GCancellable     *cancellable,
                                           GError          **error);
gboolean       rail_trust_system_set      (RailTrustStore   *store,
                                           RailCertificate  *certificate,
                                           gboolean          trusted,
                                           GCancellable     *cancellable,
                                           GError          **error);

/* One run of a program, without a shell and without a terminal that it could ask. */
gboolean       rail_trust_run             (const char * const *arguments,
                                           GBytes           *input,
                                           char            **out_output,
                                           char            **out_errors,
                                           gboolean         *out_success,
                                           GCancellable     *cancellable,
                                           GError          **error);

G_END_DECLS
