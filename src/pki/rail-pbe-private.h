/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Password-based encryption (RFC 8018, RFC 7292 appendix C), as far as reading other programs' files needs it. */

#include "rail-asn1-private.h"
#include "rail-pki-private.h"

G_BEGIN_DECLS

typedef struct
{
  const char *cipher;          /* for people, such as "AES-256" */
  const char *hash;            /* of the key derivation, such as "SHA-256" */
  guint64     iterations;

  /* With PBES2 only, which rail_pbe_decrypt() reads. All else is for GnuTLS. */
  gboolean    is_pbes2;
  int         mac;             /* gnutls_mac_algorithm_t */
  int         algorithm;       /* gnutls_cipher_algorithm_t */
  guint       key_size;
  GBytes     *salt;
  GBytes     *iv;
} RailPbe;

gboolean    rail_pbe_read    (RailPbe          *self,
                              asn1_node_const   value,
                              const char       *field,
                              GError          **error);
void        rail_pbe_clear   (RailPbe          *self);
RailSecret *rail_pbe_decrypt (const RailPbe    *self,
                              const RailSecret *password,
                              GBytes           *data);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RailPbe, rail_pbe_clear)

G_END_DECLS
