/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* How rail-certificate.c, which owns the object, and the files that read one part of a certificate share the work. */

#include "rail-pki-private.h"

G_BEGIN_DECLS

/* What rail-certificate-names.c reads out of subject and issuer. */
typedef struct
{
  char *text;           /* RFC 4514 */
  char *common_name;    /* nullable, as the next two */
  char *organization;
  char *country;
} RailDistinguishedName;

void      rail_distinguished_name_read  (gnutls_x509_crt_t       certificate,
                                         gboolean                of_issuer,
                                         RailDistinguishedName  *out_name);
void      rail_distinguished_name_clear (RailDistinguishedName  *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RailDistinguishedName, rail_distinguished_name_clear)

/* What rail-certificate-extensions.c reads: the public key and the extensions, but for the names. */
typedef struct
{
  const char  *key_algorithm;             /* interned or static */
  RailKeyKind  key_kind;
  guint        key_bits;
  GBytes      *key_id;

  RailKeyUsage key_usage;
  RailPurpose  purposes;
  char       **purpose_oids;
  GBytes      *subject_key_id;            /* nullable */
  GBytes      *authority_key_id;          /* nullable */
  int          path_length;               /* −1: none */
  guint        key_usage_critical : 1;
  guint        purposes_critical : 1;
  guint        has_basic_constraints : 1;
  guint        basic_constraints_critical : 1;
  guint        is_ca : 1;
} RailCertificateDetails;

RailCertificateDetails *rail_certificate_details_new  (gnutls_x509_crt_t       certificate);
void                    rail_certificate_details_free (RailCertificateDetails *self);

/* rail-certificate.c */
const RailCertificateDetails *rail_certificate_get_details (RailCertificate *self);

/* rail-certificate-verify.c: only the signature, by the public key of issuer; no date, no usage, no trust. */
gboolean  rail_certificate_verify_signature (RailCertificate *self,
                                             RailCertificate *issuer);

G_END_DECLS
