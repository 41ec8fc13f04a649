/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-pki-private.h"

G_BEGIN_DECLS

/* A public key in short. The digest is of its numbers and of nothing else, because GnuTLS needs twice the time of reading
 * a key to encode it again for its identifier. Only RSA and elliptic curves have one. */
typedef struct
{
  int         algorithm;     /* gnutls_pk_algorithm_t, or an error of GnuTLS */
  RailKeyKind kind;
  guint       bits;
  gboolean    has_digest;
  guint8      digest[32];
} RailPublicKey;

void rail_public_key_read             (RailPublicKey         *self,
                                       gnutls_pubkey_t        key);
void rail_public_key_read_certificate (RailPublicKey         *self,
                                       gnutls_x509_crt_t      certificate);
void rail_public_key_read_private     (RailPublicKey         *self,
                                       gnutls_x509_privkey_t  key);

guint rail_public_key_hash            (const RailPublicKey   *self);
const char *rail_public_key_name_algorithm (int algorithm);

/* rail-key.c */
const RailPublicKey *rail_key_get_public_key (RailKey *self);

G_END_DECLS
