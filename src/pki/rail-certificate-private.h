/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* How rail-certificate.c, which owns the object, and the files that read one part of a certificate share the work. */

#include "rail-extension-private.h"
#include "rail-public-key-private.h"

G_BEGIN_DECLS

/* rail-certificate-names.c */
void      rail_certificate_read_subject  (gnutls_x509_crt_t       certificate,
                                          char                  **out_text,
                                          char                  **out_common_name);
void      rail_certificate_read_issuer   (gnutls_x509_crt_t       certificate,
                                          char                  **out_text,
                                          char                  **out_label);

void      rail_subject_read              (GBytes                 *der,
                                          char                  **out_text,
                                          char                  **out_common_name);

/* What rail-certificate-extensions.c reads: the public key and the extensions, but for the names. */
typedef struct
{
  RailPublicKey public_key;
  const char   *key_algorithm;             /* interned or static */

  RailKeyUsage  key_usage;
  RailPurpose   purposes;
  char        **purpose_oids;
  GBytes       *subject_key_id;            /* nullable */
  GBytes       *authority_key_id;          /* nullable */
  int           path_length;               /* −1: none */
  guint         key_usage_critical : 1;
  guint         purposes_critical : 1;
  guint         has_basic_constraints : 1;
  guint         basic_constraints_critical : 1;
  guint         is_ca : 1;
} RailCertificateDetails;

void      rail_certificate_details_read  (RailCertificateDetails *self,
                                          gnutls_x509_crt_t       certificate);
void      rail_certificate_details_read_list (RailCertificateDetails *self,
                                              GPtrArray              *extensions);
void      rail_certificate_details_clear (RailCertificateDetails *self);

/* rail-certificate.c */
const RailCertificateDetails *rail_certificate_get_details (RailCertificate *self);

/* rail-certificate-verify.c: only the signature, by the public key of issuer; no date, no usage, no trust. */
gboolean  rail_certificate_verify_signature (RailCertificate *self,
                                             RailCertificate *issuer);

G_END_DECLS
