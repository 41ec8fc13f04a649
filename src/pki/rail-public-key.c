/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-public-key"

#include "config.h"

#include "rail-public-key-private.h"

#include <string.h>

/* Without leading zeros, which only say that a number is positive, and with its length, so that no two pairs of numbers
 * give the same bytes. */
static void
digest_number (GChecksum            *checksum,
               const gnutls_datum_t *number)
{
  const guint8 *data = number->data;
  guint32 size = number->size;
  guint32 size_big_endian;

  while (size > 0 && *data == 0)
    {
      data++;
      size--;
    }
  size_big_endian = GUINT32_TO_BE (size);
  g_checksum_update (checksum, (const guint8 *) &size_big_endian, sizeof size_big_endian);
  g_checksum_update (checksum, data, size);
}

/* GnuTLS reads coordinates that are too long for their curve, but encodes no such key. */
static gboolean
fits (const gnutls_datum_t *coordinate,
      gnutls_ecc_curve_t    curve)
{
  guint size = coordinate->size;

  for (guint i = 0; i < coordinate->size && coordinate->data[i] == 0; i++)
    size--;
  return size <= (guint) gnutls_ecc_curve_get_size (curve);
}

static void
take_numbers (RailPublicKey        *self,
              gnutls_ecc_curve_t    curve,
              const gnutls_datum_t *first,
              const gnutls_datum_t *second)
{
  g_autoptr(GChecksum) checksum = NULL;
  guint32 type[] = { self->algorithm, curve };
  gsize size = sizeof self->digest;

  if (self->algorithm == GNUTLS_PK_ECDSA && (!fits (first, curve) || !fits (second, curve)))
    return;
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guint8 *) type, sizeof type);
  digest_number (checksum, first);
  digest_number (checksum, second);
  g_checksum_get_digest (checksum, self->digest, &size);
  self->has_digest = TRUE;
}

static void
find_kind (RailPublicKey      *self,
           gnutls_ecc_curve_t  curve)
{
  self->kind = rail_key_kind_from_gnutls (self->algorithm, self->bits, curve);
  if (self->kind != RAIL_KEY_KIND_OTHER)
    self->bits = rail_key_kind_get_bits (self->kind);
}

/*< private >
 * rail_public_key_read_certificate:
 * @self: (out caller-allocates): what it is
 * @certificate: a certificate
 *
 * Reads the public key of a certificate, decoding it once. One that cannot be read is of the kind
 * %RAIL_KEY_KIND_OTHER.
 */
void
rail_public_key_read_certificate (RailPublicKey     *self,
                                  gnutls_x509_crt_t  certificate)
{
  g_auto(gnutls_pubkey_t) key = NULL;
  int code = gnutls_pubkey_init (&key);

  if (code >= 0)
    code = gnutls_pubkey_import_x509 (key, certificate, 0);
  if (code >= 0)
    {
      rail_public_key_read (self, key);
      return;
    }
  memset (self, 0, sizeof *self);
  self->algorithm = gnutls_x509_crt_get_pk_algorithm (certificate, &self->bits);
  self->kind = RAIL_KEY_KIND_OTHER;
}

/*< private >
 * rail_public_key_read:
 * @self: (out caller-allocates): what it is
 * @key: a public key
 *
 * Reads a public key.
 */
void
rail_public_key_read (RailPublicKey   *self,
                      gnutls_pubkey_t  key)
{
  g_auto(gnutls_datum_t) first = { NULL, 0 };
  g_auto(gnutls_datum_t) second = { NULL, 0 };
  gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
  int code;

  memset (self, 0, sizeof *self);
  self->algorithm = gnutls_pubkey_get_pk_algorithm (key, &self->bits);
  if (self->algorithm == GNUTLS_PK_RSA)
    code = gnutls_pubkey_export_rsa_raw (key, &first, &second);
  else if (self->algorithm == GNUTLS_PK_ECDSA)
    code = gnutls_pubkey_export_ecc_raw (key, &curve, &first, &second);
  else
    code = GNUTLS_E_INVALID_REQUEST;
  if (code >= 0)
    take_numbers (self, curve, &first, &second);
  find_kind (self, code >= 0 ? curve : GNUTLS_ECC_CURVE_INVALID);
}

/*< private >
 * rail_public_key_read_private:
 * @self: (out caller-allocates): what it is
 * @key: a private key
 *
 * Reads the public half of a private key.
 */
void
rail_public_key_read_private (RailPublicKey         *self,
                              gnutls_x509_privkey_t  key)
{
  g_auto(gnutls_datum_t) first = { NULL, 0 };
  g_auto(gnutls_datum_t) second = { NULL, 0 };
  gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
  int code = GNUTLS_E_INVALID_REQUEST;

  memset (self, 0, sizeof *self);
  self->algorithm = gnutls_x509_privkey_get_pk_algorithm2 (key, &self->bits);
  if (self->algorithm == GNUTLS_PK_RSA)
    code = gnutls_x509_privkey_export_rsa_raw2 (key, &first, &second, NULL, NULL, NULL, NULL, NULL, NULL);
  else if (self->algorithm == GNUTLS_PK_ECDSA)
    code = gnutls_x509_privkey_export_ecc_raw (key, &curve, &first, &second, NULL);
  if (code >= 0)
    take_numbers (self, curve, &first, &second);
  find_kind (self, code >= 0 ? curve : GNUTLS_ECC_CURVE_INVALID);
}

/*< private >
 * rail_public_key_hash:
 * @self: a public key with a digest
 *
 * Returns: a number for hash tables
 */
guint
rail_public_key_hash (const RailPublicKey *self)
{
  guint32 hash;

  memcpy (&hash, self->digest, sizeof hash);
  return hash;
}

/*< private >
 * rail_public_key_name_algorithm:
 * @algorithm: an algorithm of GnuTLS, or its error
 *
 * Returns: (transfer none): "RSA", "EC", the name that GnuTLS has for another one, or "" if it has none
 */
const char *
rail_public_key_name_algorithm (int algorithm)
{
  switch (algorithm)
    {
    case GNUTLS_PK_RSA:
    case GNUTLS_PK_RSA_PSS:
      return "RSA";

    case GNUTLS_PK_ECDSA:
      return "EC";

    default:
      return algorithm > GNUTLS_PK_UNKNOWN ? gnutls_pk_get_name (algorithm) : "";
    }
}
