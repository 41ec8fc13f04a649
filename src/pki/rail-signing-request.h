/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"

G_BEGIN_DECLS

/* What of somebody's request goes into the certificate. */
typedef enum
{
  RAIL_HONOUR_SUBJECT   = 1 << 0,
  RAIL_HONOUR_NAMES     = 1 << 1,   /* the subject alternative names */
  RAIL_HONOUR_KEY_USAGE = 1 << 2,
  RAIL_HONOUR_PURPOSES  = 1 << 3,
  RAIL_HONOUR_VERBATIM  = 1 << 4,   /* every extension exactly as it was asked for, whether critical or not */
} RailHonour;

#define RAIL_TYPE_HONOUR (rail_honour_get_type ())
GType               rail_honour_get_type (void);

#define RAIL_TYPE_SIGNING_REQUEST (rail_signing_request_get_type ())
G_DECLARE_FINAL_TYPE (RailSigningRequest, rail_signing_request, RAIL, SIGNING_REQUEST, GObject)

RailSigningRequest *rail_signing_request_new_from_der    (GBytes              *der,
                                                          GError             **error);
RailSigningRequest *rail_signing_request_make            (RailCertificate     *like,
                                                          RailKey             *key,
                                                          GError             **error);

GBytes             *rail_signing_request_get_der         (RailSigningRequest  *self);
char               *rail_signing_request_to_pem          (RailSigningRequest  *self);
const char         *rail_signing_request_get_fingerprint (RailSigningRequest  *self);

const char         *rail_signing_request_get_subject     (RailSigningRequest  *self);
const char         *rail_signing_request_get_common_name (RailSigningRequest  *self);
const char         *rail_signing_request_get_key_algorithm (RailSigningRequest *self);
RailKeyKind         rail_signing_request_get_key_kind    (RailSigningRequest  *self);
guint               rail_signing_request_get_key_bits    (RailSigningRequest  *self);
GBytes             *rail_signing_request_get_key_id      (RailSigningRequest  *self);
const char         *rail_signing_request_get_signature_algorithm (RailSigningRequest *self);
gboolean            rail_signing_request_is_signed_with_sha1 (RailSigningRequest *self);

GListModel         *rail_signing_request_get_names       (RailSigningRequest  *self);
RailKeyUsage        rail_signing_request_get_key_usage   (RailSigningRequest  *self,
                                                          gboolean            *out_critical);
RailPurpose         rail_signing_request_get_purposes    (RailSigningRequest  *self,
                                                          gboolean            *out_critical);
const char * const *rail_signing_request_get_purpose_oids (RailSigningRequest *self);
const char * const *rail_signing_request_get_extension_oids (RailSigningRequest *self);
gboolean            rail_signing_request_is_ca           (RailSigningRequest  *self);
gboolean            rail_signing_request_matches_key     (RailSigningRequest  *self,
                                                          RailKey             *key);
gboolean            rail_signing_request_matches_certificate (RailSigningRequest *self,
                                                              RailCertificate    *certificate);

G_END_DECLS
