/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-key-kind"

#include "config.h"

#include "rail-key.h"

#include <glib/gi18n-lib.h>

#include "rail-pki-private.h"

typedef struct
{
  RailKeyKind         kind;
  const char         *nick;
  const char         *label;
  const char         *aliases[5];   /* what else people and programs call it */
  guint               bits;
  gnutls_ecc_curve_t  curve;        /* GNUTLS_ECC_CURVE_INVALID: RSA */
} KindRow;

static const KindRow kinds[] = {
  { RAIL_KEY_KIND_RSA_2048, "rsa:2048", "RSA 2048", { "rsa2048", "rsa" }, 2048, GNUTLS_ECC_CURVE_INVALID },
  { RAIL_KEY_KIND_RSA_3072, "rsa:3072", "RSA 3072", { "rsa3072" }, 3072, GNUTLS_ECC_CURVE_INVALID },
  { RAIL_KEY_KIND_RSA_4096, "rsa:4096", "RSA 4096", { "rsa4096" }, 4096, GNUTLS_ECC_CURVE_INVALID },
  { RAIL_KEY_KIND_EC_P256, "ec:secp256r1", "EC P-256", { "secp256r1", "prime256v1", "P-256", "ec" }, 256,
    GNUTLS_ECC_CURVE_SECP256R1 },
  { RAIL_KEY_KIND_EC_P384, "ec:secp384r1", "EC P-384", { "secp384r1", "P-384" }, 384, GNUTLS_ECC_CURVE_SECP384R1 },
  { RAIL_KEY_KIND_EC_P521, "ec:secp521r1", "EC P-521", { "secp521r1", "P-521" }, 521, GNUTLS_ECC_CURVE_SECP521R1 },
};

typedef struct
{
  RailHash                  hash;
  const char               *nick;
  const char               *label;
  gnutls_digest_algorithm_t digest;
} HashRow;

static const HashRow hashes[] = {
  { RAIL_HASH_SHA1, "sha1", "SHA-1", GNUTLS_DIG_SHA1 },
  { RAIL_HASH_SHA256, "sha256", "SHA-256", GNUTLS_DIG_SHA256 },
  { RAIL_HASH_SHA384, "sha384", "SHA-384", GNUTLS_DIG_SHA384 },
  { RAIL_HASH_SHA512, "sha512", "SHA-512", GNUTLS_DIG_SHA512 },
};

G_DEFINE_ENUM_TYPE (RailKeyKind, rail_key_kind,
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_KIND_RSA_2048, "rsa:2048"),
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_KIND_RSA_3072, "rsa:3072"),
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_KIND_RSA_4096, "rsa:4096"),
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_KIND_EC_P256, "ec:secp256r1"),
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_KIND_EC_P384, "ec:secp384r1"),
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_KIND_EC_P521, "ec:secp521r1"),
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_KIND_OTHER, "other"))

G_DEFINE_ENUM_TYPE (RailHash, rail_hash,
                    G_DEFINE_ENUM_VALUE (RAIL_HASH_SHA1, "sha1"),
                    G_DEFINE_ENUM_VALUE (RAIL_HASH_SHA256, "sha256"),
                    G_DEFINE_ENUM_VALUE (RAIL_HASH_SHA384, "sha384"),
                    G_DEFINE_ENUM_VALUE (RAIL_HASH_SHA512, "sha512"))

G_DEFINE_ENUM_TYPE (RailKeyCipher, rail_key_cipher,
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_CIPHER_AES_256, "aes-256"),
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_CIPHER_AES_192, "aes-192"),
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_CIPHER_AES_128, "aes-128"),
                    G_DEFINE_ENUM_VALUE (RAIL_KEY_CIPHER_3DES, "3des"))

static const KindRow *
find_kind (RailKeyKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind)
      return &kinds[i];
  return NULL;
}

static const HashRow *
find_hash (RailHash hash)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    if (hashes[i].hash == hash)
      return &hashes[i];
  return NULL;
}

/**
 * rail_key_kind_get_nick:
 * @kind: a kind of key
 *
 * Returns: (transfer none): its name in files and commands, such as "ec:secp256r1"; "other" for foreign kinds
 */
const char *
rail_key_kind_get_nick (RailKeyKind kind)
{
  const KindRow *row = find_kind (kind);

  return row != NULL ? row->nick : "other";
}

/**
 * rail_key_kind_get_label:
 * @kind: a kind of key
 *
 * Returns: (transfer none): its name for people, such as "EC P-256"
 */
const char *
rail_key_kind_get_label (RailKeyKind kind)
{
  const KindRow *row = find_kind (kind);

  return row != NULL ? row->label : C_("kind of key", "Other");
}

/**
 * rail_key_kind_is_rsa:
 * @kind: a kind of key
 *
 * Returns: whether it is one of the RSA kinds; %FALSE for %RAIL_KEY_KIND_OTHER
 */
gboolean
rail_key_kind_is_rsa (RailKeyKind kind)
{
  const KindRow *row = find_kind (kind);

  return row != NULL && row->curve == GNUTLS_ECC_CURVE_INVALID;
}

/**
 * rail_key_kind_parse:
 * @nick: a name such as "rsa:2048", "ec:secp256r1", "prime256v1", "P-256", in either case
 * @out_kind: (out): the kind
 *
 * Returns: whether @nick names a kind that can be made
 */
gboolean
rail_key_kind_parse (const char  *nick,
                     RailKeyKind *out_kind)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_kind != NULL, FALSE);

  if (g_ascii_strncasecmp (nick, "ec:", 3) == 0)
    nick += 3;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gboolean found = g_ascii_strcasecmp (nick, kinds[i].nick) == 0 || g_ascii_strcasecmp (nick, kinds[i].label) == 0;

      for (gsize j = 0; kinds[i].aliases[j] != NULL && !found; j++)
        found = g_ascii_strcasecmp (nick, kinds[i].aliases[j]) == 0;
      if (found)
        {
          *out_kind = kinds[i].kind;
          return TRUE;
        }
    }
  return FALSE;
}

/*< private >
 * rail_key_kind_from_gnutls:
 * @algorithm: the algorithm of a public key
 * @bits: its length
 * @curve: its curve, if it has one
 *
 * Returns: the kind, %RAIL_KEY_KIND_OTHER if it is none that can be made
 */
RailKeyKind
rail_key_kind_from_gnutls (gnutls_pk_algorithm_t algorithm,
                           guint                 bits,
                           gnutls_ecc_curve_t    curve)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (algorithm == GNUTLS_PK_RSA ? kinds[i].curve == GNUTLS_ECC_CURVE_INVALID && kinds[i].bits == bits
                                   : algorithm == GNUTLS_PK_ECDSA && kinds[i].curve == curve
                                     && curve != GNUTLS_ECC_CURVE_INVALID)
      return kinds[i].kind;
  return RAIL_KEY_KIND_OTHER;
}

/*< private >
 * rail_key_kind_get_bits:
 * @kind: a kind of key
 *
 * Returns: its length in bits, 0 for foreign kinds. GnuTLS rounds P-521 up to 528.
 */
guint
rail_key_kind_get_bits (RailKeyKind kind)
{
  const KindRow *row = find_kind (kind);

  return row != NULL ? row->bits : 0;
}

/*< private >
 * rail_key_kind_to_gnutls:
 * @kind: a kind that can be made
 * @out_algorithm: (out): its algorithm
 * @out_bits: (out): its length, or the curve in the form that key generation takes
 *
 * Returns: whether keys of this kind can be made
 */
gboolean
rail_key_kind_to_gnutls (RailKeyKind            kind,
                         gnutls_pk_algorithm_t *out_algorithm,
                         guint                 *out_bits)
{
  const KindRow *row = find_kind (kind);

  if (row == NULL)
    return FALSE;
  *out_algorithm = row->curve == GNUTLS_ECC_CURVE_INVALID ? GNUTLS_PK_RSA : GNUTLS_PK_ECDSA;
  *out_bits = row->curve == GNUTLS_ECC_CURVE_INVALID ? row->bits : GNUTLS_CURVE_TO_BITS (row->curve);
  return TRUE;
}

/**
 * rail_hash_get_nick:
 * @hash: a hash algorithm
 *
 * Returns: (transfer none): its name in files and commands, such as "sha256"
 */
const char *
rail_hash_get_nick (RailHash hash)
{
  const HashRow *row = find_hash (hash);

  g_return_val_if_fail (row != NULL, NULL);

  return row->nick;
}

/**
 * rail_hash_get_label:
 * @hash: a hash algorithm
 *
 * Returns: (transfer none): its name for people, such as "SHA-256"
 */
const char *
rail_hash_get_label (RailHash hash)
{
  const HashRow *row = find_hash (hash);

  g_return_val_if_fail (row != NULL, NULL);

  return row->label;
}

/**
 * rail_hash_parse:
 * @nick: a name such as "sha256" or "SHA-256"
 * @out_hash: (out): the algorithm
 *
 * Returns: whether @nick names a known algorithm
 */
gboolean
rail_hash_parse (const char *nick,
                 RailHash   *out_hash)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_hash != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    if (g_ascii_strcasecmp (nick, hashes[i].nick) == 0 || g_ascii_strcasecmp (nick, hashes[i].label) == 0)
      {
        *out_hash = hashes[i].hash;
        return TRUE;
      }
  return FALSE;
}

/*< private >
 * rail_hash_to_gnutls:
 * @hash: a hash algorithm
 *
 * Returns: the same for GnuTLS
 */
gnutls_digest_algorithm_t
rail_hash_to_gnutls (RailHash hash)
{
  const HashRow *row = find_hash (hash);

  g_return_val_if_fail (row != NULL, GNUTLS_DIG_UNKNOWN);

  return row->digest;
}
