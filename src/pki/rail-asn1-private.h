/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <libtasn1.h>

#include "rail-secret.h"

G_BEGIN_DECLS

/* Types of rail.asn. */
#define RAIL_ASN1_CERTIFICATE_LIST "Certrail.CertificateList"
#define RAIL_ASN1_REVOKED_CERTIFICATE "Certrail.RevokedCertificate"
#define RAIL_ASN1_CRL_REASON "Certrail.CRLReason"
#define RAIL_ASN1_SUBJECT_PUBLIC_KEY_INFO "Certrail.SubjectPublicKeyInfo"
#define RAIL_ASN1_CERTIFICATE "Certrail.Certificate"
#define RAIL_ASN1_EXTENSIONS "Certrail.Extensions"
#define RAIL_ASN1_GENERAL_NAMES "Certrail.GeneralNames"
#define RAIL_ASN1_CERTIFICATION_REQUEST "Certrail.CertificationRequest"
#define RAIL_ASN1_PFX "Certrail.PFX"
#define RAIL_ASN1_AUTHENTICATED_SAFE "Certrail.AuthenticatedSafe"
#define RAIL_ASN1_SAFE_CONTENTS "Certrail.SafeContents"
#define RAIL_ASN1_VALUE_BAG "Certrail.ValueBag"
#define RAIL_ASN1_CONTENT_INFO "Certrail.ContentInfo"
#define RAIL_ASN1_SIGNED_DATA "Certrail.SignedData"
#define RAIL_ASN1_ENCRYPTED_DATA "Certrail.EncryptedData"
#define RAIL_ASN1_ENCRYPTED_PRIVATE_KEY_INFO "Certrail.EncryptedPrivateKeyInfo"
#define RAIL_ASN1_PRIVATE_KEY_INFO "Certrail.PrivateKeyInfo"
#define RAIL_ASN1_EC_PRIVATE_KEY "Certrail.ECPrivateKey"
#define RAIL_ASN1_PBES2_PARAMS "Certrail.PBES2-params"
#define RAIL_ASN1_PBKDF2_PARAMS "Certrail.PBKDF2-params"
#define RAIL_ASN1_PBE_PARAMS "Certrail.PBE-params"

/* What an object identifier has room for, with the NUL. */
#define RAIL_ASN1_OID_SIZE 128

/* The nodes may hold private keys, so they are wiped. */
void       rail_asn1_clear       (asn1_node       *value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (asn1_node, rail_asn1_clear)

/* What asn1Parser makes of rail.asn. */
extern const asn1_static_node rail_asn1_definitions[];

asn1_node  rail_asn1_decode      (const char      *type,
                                  gconstpointer    data,
                                  gsize            size);
asn1_node  rail_asn1_decode_lax  (const char      *type,
                                  gconstpointer    data,
                                  gsize            size);
asn1_node  rail_asn1_create      (const char      *type);
gssize     rail_asn1_measure     (gconstpointer    data,
                                  gsize            size);
guint      rail_asn1_count       (asn1_node_const  value,
                                  const char      *field);
GBytes    *rail_asn1_read        (asn1_node_const  value,
                                  const char      *field);
RailSecret *rail_asn1_read_secret (asn1_node_const value,
                                   const char     *field);
gboolean   rail_asn1_read_oid    (asn1_node_const  value,
                                  const char      *field,
                                  char             oid[RAIL_ASN1_OID_SIZE]);
gboolean   rail_asn1_read_number (asn1_node_const  value,
                                  const char      *field,
                                  guint64         *out_number);
RailSecret *rail_asn1_read_octets (gconstpointer   data,
                                   gsize           size);
GBytes    *rail_asn1_encode      (asn1_node_const  value,
                                  const char      *field);
RailSecret *rail_asn1_encode_secret (asn1_node_const value,
                                     const char     *field);
GBytes    *rail_asn1_read_bits   (asn1_node_const  value,
                                  const char      *field);
GBytes    *rail_asn1_encode_utf8 (const char      *text);

G_END_DECLS
