/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"
#include "rail-environment.h"
#include "rail-signing-request.h"

G_BEGIN_DECLS

/* What is wrong with a request. RAIL_REQUEST_ERRORS forbid issuing, the others are advice. */
typedef enum
{
  RAIL_REQUEST_COMMON_NAME_MISSING   = 1 << 0,
  RAIL_REQUEST_COMMON_NAME_LONG      = 1 << 1,   /* over 64 characters, RFC 5280 ub-common-name */
  RAIL_REQUEST_SUBJECT_INVALID       = 1 << 2,   /* O, OU, L, ST too long */
  RAIL_REQUEST_COUNTRY_INVALID       = 1 << 3,   /* not two letters */
  RAIL_REQUEST_KEY_OVER_ISSUER       = 1 << 4,   /* an OPC UA key longer than its issuer's, or of another kind */
  RAIL_REQUEST_HASH_INVALID          = 1 << 5,   /* SHA-1 with an elliptic-curve issuer key and the like */
  RAIL_REQUEST_VALIDITY_ORDER        = 1 << 6,   /* ends before it begins */
  RAIL_REQUEST_VALIDITY_OUTLIVES     = 1 << 7,   /* ends after the issuer does, and "outlive-issuer" is off */
  RAIL_REQUEST_VALIDITY_RANGE        = 1 << 8,   /* before 1970 or after 9999-12-31 */
  RAIL_REQUEST_NAME_INVALID          = 1 << 9,   /* some row is malformed */
  RAIL_REQUEST_NAME_URI_MISSING      = 1 << 10,
  RAIL_REQUEST_NAME_URI_NOT_FIRST    = 1 << 11,  /* OPC UA: exactly one URI, open62541 reads only the first */
  RAIL_REQUEST_NAME_ADDRESS_MISSING  = 1 << 12,  /* the IP or DNS row that the profile requires */
  RAIL_REQUEST_ISSUER_NOT_CA         = 1 << 13,
  RAIL_REQUEST_ISSUER_PATH_LENGTH    = 1 << 14,
  RAIL_REQUEST_ISSUER_MISSING        = 1 << 15,  /* ca-intermediate without issuer; ca-root with one */

  RAIL_REQUEST_ADVICE_SHA1           = 1 << 16,
  RAIL_REQUEST_ADVICE_ISSUER_EXPIRED = 1 << 17,
  RAIL_REQUEST_ADVICE_LONG_VALIDITY  = 1 << 18,  /* beyond 2038-01-19, where 32-bit clocks end */
  RAIL_REQUEST_ADVICE_SHA1_ISSUER    = 1 << 19,

  RAIL_REQUEST_AUTHORITY_REFUSED     = 1 << 24,  /* a signing request that wants an authority, verbatim, for a leaf */
} RailRequestProblems;

#define RAIL_REQUEST_ERRORS 0x0f00ffff

#define RAIL_TYPE_REQUEST_PROBLEMS (rail_request_problems_get_type ())
GType                   rail_request_problems_get_type (void);

#define RAIL_TYPE_CERTIFICATE_REQUEST (rail_certificate_request_get_type ())
G_DECLARE_FINAL_TYPE (RailCertificateRequest, rail_certificate_request, RAIL, CERTIFICATE_REQUEST, GObject)

RailCertificateRequest *rail_certificate_request_new          (RailEnvironment        *environment);
RailCertificateRequest *rail_certificate_request_new_from_certificate (RailEnvironment *environment,
                                                                       RailCertificate *old,
                                                                       RailUsage        usage);
RailCertificateRequest *rail_certificate_request_copy         (RailCertificateRequest *self);

RailUsage               rail_certificate_request_get_usage    (RailCertificateRequest *self);
void                    rail_certificate_request_set_usage    (RailCertificateRequest *self,
                                                               RailUsage               usage);
RailCertificate        *rail_certificate_request_get_issuer   (RailCertificateRequest *self);
void                    rail_certificate_request_set_issuer   (RailCertificateRequest *self,
                                                               RailCertificate        *issuer);
const char             *rail_certificate_request_get_common_name (RailCertificateRequest *self);
void                    rail_certificate_request_set_common_name (RailCertificateRequest *self,
                                                                  const char             *common_name);
gboolean                rail_certificate_request_set_subject  (RailCertificateRequest *self,
                                                               const char             *rfc4514,
                                                               GError                **error);
RailKeyKind             rail_certificate_request_get_key_kind (RailCertificateRequest *self);
void                    rail_certificate_request_set_key_kind (RailCertificateRequest *self,
                                                               RailKeyKind             kind);
RailHash                rail_certificate_request_get_hash     (RailCertificateRequest *self);
void                    rail_certificate_request_set_hash     (RailCertificateRequest *self,
                                                               RailHash                hash);
gint64                  rail_certificate_request_get_not_before (RailCertificateRequest *self);
gint64                  rail_certificate_request_get_not_after  (RailCertificateRequest *self);
void                    rail_certificate_request_set_validity (RailCertificateRequest *self,
                                                               gint64                  not_before,
                                                               gint64                  not_after);
GListStore             *rail_certificate_request_get_names    (RailCertificateRequest *self);
RailKeyUsage            rail_certificate_request_get_key_usage (RailCertificateRequest *self);
RailPurpose             rail_certificate_request_get_purposes (RailCertificateRequest *self);

RailSigningRequest     *rail_certificate_request_get_signing_request (RailCertificateRequest *self);
RailHonour              rail_certificate_request_get_honour   (RailCertificateRequest *self);
void                    rail_certificate_request_set_signing_request (RailCertificateRequest *self,
                                                                      RailSigningRequest     *request,
                                                                      RailHonour              honour);
char                   *rail_certificate_request_dup_exact_subject (RailCertificateRequest *self);

RailRequestProblems     rail_certificate_request_validate     (RailCertificateRequest *self);
char                   *rail_certificate_request_describe     (RailCertificateRequest *self,
                                                               RailRequestProblems     problem);
void                    rail_certificate_request_set_error    (RailCertificateRequest *self,
                                                               GError                **error);

/* Signing: the request becomes a certificate for subject_key. Safe in a worker that owns the request. */
RailCertificate        *rail_certificate_request_issue        (RailCertificateRequest *self,
                                                               RailKey                *subject_key,
                                                               RailKey                *issuer_key,
                                                               GError                **error);

G_END_DECLS
