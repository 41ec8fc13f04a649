/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-ec-key"

#include "config.h"

#include "rail-ec-key-private.h"

#include <nettle/bignum.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <string.h>

#define EC_KEY_OID "1.2.840.10045.2.1"

/* DER of an OBJECT IDENTIFIER is compared, as it stands for the curve in both forms of a key. */
static const struct
{
  const char              *parameters;
  gsize                    parameters_size;
  const struct ecc_curve *(*get) (void);
  gsize                    size;      /* of a coordinate, in bytes */
} curves[] = {
  { "\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", 10, nettle_get_secp_256r1, 32 },
  { "\x06\x05\x2b\x81\x04\x00\x22", 7, nettle_get_secp_384r1, 48 },
  { "\x06\x05\x2b\x81\x04\x00\x23", 7, nettle_get_secp_521r1, 66 },
};

static int
find_curve (GBytes *parameters)
{
  for (gsize i = 0; parameters != NULL && i < G_N_ELEMENTS (curves); i++)
    if (g_bytes_get_size (parameters) == curves[i].parameters_size
        && memcmp (g_bytes_get_data (parameters, NULL), curves[i].parameters, curves[i].parameters_size) == 0)
      return i;
  return -1;
}

static void
wipe_number (mpz_t number)
{
  gsize n_limbs = mpz_size (number);

  if (n_limbs > 0)
    gnutls_memset (mpz_limbs_modify (number, n_limbs), 0, n_limbs * sizeof (mp_limb_t));
  mpz_clear (number);
}

/* An uncompressed point, SEC 1 §2.3.3. */
static GBytes *
compute_point (int               curve,
               const RailSecret *secret)
{
  const struct ecc_curve *ecc = curves[curve].get ();
  gsize size = curves[curve].size;
  g_autofree guint8 *point = g_malloc (1 + 2 * size);
  struct ecc_scalar scalar;
  struct ecc_point result;
  gboolean is_in_range;
  mpz_t number, x, y;

  ecc_scalar_init (&scalar, ecc);
  ecc_point_init (&result, ecc);
  mpz_init (x);
  mpz_init (y);
  nettle_mpz_init_set_str_256_u (number, rail_secret_get_size (secret), rail_secret_get_data (secret, NULL));
  is_in_range = ecc_scalar_set (&scalar, number) != 0;
  if (is_in_range)
    {
      ecc_point_mul_g (&result, &scalar);
      ecc_point_get (&result, x, y);
      point[0] = 4;
      nettle_mpz_get_str_256 (size, point + 1, x);
      nettle_mpz_get_str_256 (size, point + 1 + size, y);
      gnutls_memset (scalar.p, 0, nettle_ecc_size (ecc) * sizeof (mp_limb_t));
    }
  wipe_number (number);
  mpz_clear (x);
  mpz_clear (y);
  ecc_scalar_clear (&scalar);
  ecc_point_clear (&result);
  return is_in_range ? g_bytes_new_take (g_steal_pointer (&point), 1 + 2 * size) : NULL;
}

/* Gives a key what it lacks: the curve, if only its wrapping names it, and the public half. */
static gboolean
complete (asn1_node  key,
          GBytes    *parameters)
{
  g_autoptr(GBytes) own_parameters = rail_asn1_read (key, "parameters");
  g_autoptr(RailSecret) secret = rail_asn1_read_secret (key, "privateKey");
  g_autoptr(GBytes) existing = rail_asn1_read_bits (key, "publicKey");
  g_autoptr(GBytes) point = NULL;
  int curve = find_curve (own_parameters != NULL ? own_parameters : parameters);

  if (existing != NULL || curve < 0 || secret == NULL)
    return FALSE;
  point = compute_point (curve, secret);
  return point != NULL
         && asn1_write_value (key, "parameters", curves[curve].parameters, curves[curve].parameters_size) == ASN1_SUCCESS
         && asn1_write_value (key, "publicKey", g_bytes_get_data (point, NULL), g_bytes_get_size (point) * 8)
              == ASN1_SUCCESS;
}

/* libtasn1 takes fields that were absent out of what it has read, so a new value is filled. */
static asn1_node
copy_key (const guint8 *data,
          gsize         size)
{
  g_auto(asn1_node) read = rail_asn1_decode_lax (RAIL_ASN1_EC_PRIVATE_KEY, data, size);
  g_auto(asn1_node) key = rail_asn1_create (RAIL_ASN1_EC_PRIVATE_KEY);
  g_autoptr(RailSecret) secret = read != NULL ? rail_asn1_read_secret (read, "privateKey") : NULL;
  g_autoptr(GBytes) parameters = read != NULL ? rail_asn1_read (read, "parameters") : NULL;
  g_autoptr(GBytes) point = read != NULL ? rail_asn1_read_bits (read, "publicKey") : NULL;
  const guint8 version = 1;

  if (secret == NULL || point != NULL || asn1_write_value (key, "version", &version, 1) != ASN1_SUCCESS
      || asn1_write_value (key, "privateKey", rail_secret_get_data (secret, NULL), rail_secret_get_size (secret))
           != ASN1_SUCCESS)
    return NULL;
  if (parameters != NULL
      && asn1_write_value (key, "parameters", g_bytes_get_data (parameters, NULL), g_bytes_get_size (parameters))
           != ASN1_SUCCESS)
    return NULL;
  return g_steal_pointer (&key);
}

static RailSecret *
complete_data (const guint8 *data,
               gsize         size,
               GBytes       *parameters)
{
  g_auto(asn1_node) key = copy_key (data, size);

  return key != NULL && complete (key, parameters) ? rail_asn1_encode_secret (key, "") : NULL;
}

/*< private >
 * rail_ec_key_complete:
 * @der: a key of an elliptic curve in the form of SEC 1 (RFC 5915 §3)
 * @size: its size
 *
 * Adds the public half to a key that is without, which GnuTLS does not read.
 *
 * Returns: (transfer full) (nullable): the key in the same form, %NULL if it is something else, of another curve, or
 *   complete
 */
RailSecret *
rail_ec_key_complete (const guint8 *der,
                      gsize         size)
{
  return complete_data (der, size, NULL);
}

/*< private >
 * rail_ec_key_complete_pkcs8:
 * @der: a PrivateKeyInfo (RFC 5208 §5)
 *
 * Adds the public half to a key of an elliptic curve that is without, as Java writes them.
 *
 * Returns: (transfer full) (nullable): the key in the same form, %NULL if it is something else, of another curve, or
 *   complete
 */
RailSecret *
rail_ec_key_complete_pkcs8 (RailSecret *der)
{
  g_auto(asn1_node) info = rail_asn1_decode_lax (RAIL_ASN1_PRIVATE_KEY_INFO, rail_secret_get_data (der, NULL),
                                                 rail_secret_get_size (der));
  g_autoptr(RailSecret) inner = NULL;
  g_autoptr(RailSecret) completed = NULL;
  g_autoptr(GBytes) parameters = NULL;
  char oid[RAIL_ASN1_OID_SIZE];

  if (info == NULL || !rail_asn1_read_oid (info, "privateKeyAlgorithm.algorithm", oid) || !g_str_equal (oid, EC_KEY_OID))
    return NULL;
  parameters = rail_asn1_read (info, "privateKeyAlgorithm.parameters");
  inner = rail_asn1_read_secret (info, "privateKey");
  if (inner != NULL)
    completed = complete_data (rail_secret_get_data (inner, NULL), rail_secret_get_size (inner), parameters);
  if (completed == NULL
      || asn1_write_value (info, "privateKey", rail_secret_get_data (completed, NULL), rail_secret_get_size (completed))
           != ASN1_SUCCESS)
    return NULL;
  return rail_asn1_encode_secret (info, "");
}
