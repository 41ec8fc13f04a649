/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <libtasn1.h>

G_BEGIN_DECLS

/* Types of rail.asn. */
#define RAIL_ASN1_CERTIFICATE_LIST "Certrail.CertificateList"
#define RAIL_ASN1_SUBJECT_PUBLIC_KEY_INFO "Certrail.SubjectPublicKeyInfo"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (asn1_node, asn1_delete_structure)

/* What asn1Parser makes of rail.asn. */
extern const asn1_static_node rail_asn1_definitions[];

asn1_node  rail_asn1_decode      (const char      *type,
                                  gconstpointer    data,
                                  gsize            size);
GBytes    *rail_asn1_encode      (asn1_node_const  value,
                                  const char      *field);
GBytes    *rail_asn1_read_bits   (asn1_node_const  value,
                                  const char      *field);
GBytes    *rail_asn1_encode_utf8 (const char      *text);

G_END_DECLS
