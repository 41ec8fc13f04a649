/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-key.h"
#include "rail-profile.h"

G_BEGIN_DECLS

#define RAIL_TYPE_CERTIFICATE (rail_certificate_get_type ())
G_DECLARE_FINAL_TYPE (RailCertificate, rail_certificate, RAIL, CERTIFICATE, GObject)

RailCertificate *rail_certificate_new_from_der    (GBytes          *der,
                                                   GError         **error);
RailCertificate *rail_certificate_new_from_pem    (const char      *pem,
                                                   gssize           length,
                                                   GError         **error);

GBytes          *rail_certificate_get_der         (RailCertificate *self);
char            *rail_certificate_to_pem          (RailCertificate *self);
gboolean         rail_certificate_equal           (RailCertificate *self,
                                                   RailCertificate *other);

guint            rail_certificate_get_version     (RailCertificate *self);
const char      *rail_certificate_get_serial      (RailCertificate *self);
const char      *rail_certificate_get_subject     (RailCertificate *self);
const char      *rail_certificate_get_issuer      (RailCertificate *self);
const char      *rail_certificate_get_common_name (RailCertificate *self);
const char      *rail_certificate_get_issuer_label (RailCertificate *self);
gint64           rail_certificate_get_not_before  (RailCertificate *self);
gint64           rail_certificate_get_not_after   (RailCertificate *self);
const char      *rail_certificate_get_fingerprint (RailCertificate *self);
const char      *rail_certificate_get_fingerprint_sha1 (RailCertificate *self);

const char      *rail_certificate_get_key_algorithm (RailCertificate *self);
RailKeyKind      rail_certificate_get_key_kind    (RailCertificate *self);
guint            rail_certificate_get_key_bits    (RailCertificate *self);
GBytes          *rail_certificate_get_key_id      (RailCertificate *self);
const char      *rail_certificate_get_signature_algorithm (RailCertificate *self);
gboolean         rail_certificate_is_signed_with_sha1 (RailCertificate *self);

GListModel      *rail_certificate_get_names       (RailCertificate *self);
RailKeyUsage     rail_certificate_get_key_usage   (RailCertificate *self,
                                                   gboolean        *out_critical);
RailPurpose      rail_certificate_get_purposes    (RailCertificate *self,
                                                   gboolean        *out_critical);
const char * const *rail_certificate_get_purpose_oids (RailCertificate *self);
gboolean         rail_certificate_is_ca           (RailCertificate *self);
int              rail_certificate_get_path_length (RailCertificate *self);
gboolean         rail_certificate_has_basic_constraints (RailCertificate *self,
                                                         gboolean        *out_critical);
GBytes          *rail_certificate_get_subject_key_id (RailCertificate *self);
GBytes          *rail_certificate_get_authority_key_id (RailCertificate *self);
gboolean         rail_certificate_is_self_signed  (RailCertificate *self);
gboolean         rail_certificate_is_issued_by    (RailCertificate *self,
                                                   RailCertificate *issuer);
gboolean         rail_certificate_matches_key     (RailCertificate *self,
                                                   RailKey         *key);
guint            rail_certificate_hash_key        (RailCertificate *self);
RailUsage        rail_certificate_guess_usage     (RailCertificate *self);

G_END_DECLS
