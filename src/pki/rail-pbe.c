/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-pbe"

#include "config.h"

#include "rail-pbe-private.h"

#include <glib/gi18n-lib.h>

#define PBES2_OID "1.2.840.113549.1.5.13"
#define PBKDF2_OID "1.2.840.113549.1.5.12"
#define SCRYPT_OID "1.3.6.1.4.1.11591.4.11"

typedef struct
{
  const char *oid;
  const char *cipher;
  const char *hash;
  gboolean    readable;     /* by GnuTLS */
} Scheme;

/* PBES1 and the schemes of PKCS#12. Those that cannot be read have their names here, so that the user is told the true
 * reason. */
static const Scheme schemes[] = {
  { "1.2.840.113549.1.12.1.1", "RC4-128", "SHA-1", TRUE },
  { "1.2.840.113549.1.12.1.2", "RC4-40", "SHA-1", FALSE },
  { "1.2.840.113549.1.12.1.3", "3DES", "SHA-1", TRUE },
  { "1.2.840.113549.1.12.1.4", "3DES-112", "SHA-1", FALSE },
  { "1.2.840.113549.1.12.1.5", "RC2-128", "SHA-1", FALSE },
  { "1.2.840.113549.1.12.1.6", "RC2-40", "SHA-1", TRUE },
  { "1.2.840.113549.1.5.1", "DES", "MD2", FALSE },
  { "1.2.840.113549.1.5.3", "DES", "MD5", TRUE },
  { "1.2.840.113549.1.5.4", "RC2", "MD2", FALSE },
  { "1.2.840.113549.1.5.6", "RC2", "MD5", FALSE },
  { "1.2.840.113549.1.5.10", "DES", "SHA-1", TRUE },
  { "1.2.840.113549.1.5.11", "RC2", "SHA-1", FALSE },
};

typedef struct
{
  const char *oid;
  const char *name;
  int         algorithm;     /* GNUTLS_CIPHER_UNKNOWN: cannot be read */
} Cipher;

static const Cipher ciphers[] = {
  { "2.16.840.1.101.3.4.1.2", "AES-128", GNUTLS_CIPHER_AES_128_CBC },
  { "2.16.840.1.101.3.4.1.22", "AES-192", GNUTLS_CIPHER_AES_192_CBC },
  { "2.16.840.1.101.3.4.1.42", "AES-256", GNUTLS_CIPHER_AES_256_CBC },
  { "1.2.840.113549.3.7", "3DES", GNUTLS_CIPHER_3DES_CBC },
  { "1.3.14.3.2.7", "DES", GNUTLS_CIPHER_DES_CBC },
  { "1.2.392.200011.61.1.1.1.2", "Camellia-128", GNUTLS_CIPHER_CAMELLIA_128_CBC },
  { "1.2.392.200011.61.1.1.1.3", "Camellia-192", GNUTLS_CIPHER_CAMELLIA_192_CBC },
  { "1.2.392.200011.61.1.1.1.4", "Camellia-256", GNUTLS_CIPHER_CAMELLIA_256_CBC },
  { "2.16.840.1.101.3.4.1.6", "AES-128-GCM", GNUTLS_CIPHER_UNKNOWN },
  { "2.16.840.1.101.3.4.1.26", "AES-192-GCM", GNUTLS_CIPHER_UNKNOWN },
  { "2.16.840.1.101.3.4.1.46", "AES-256-GCM", GNUTLS_CIPHER_UNKNOWN },
  { "1.2.840.113549.3.2", "RC2", GNUTLS_CIPHER_UNKNOWN },
  { "1.2.840.113549.3.9", "RC5", GNUTLS_CIPHER_UNKNOWN },
};

typedef struct
{
  const char *oid;
  const char *name;
  int         mac;
} Function;

static const Function functions[] = {
  { "1.2.840.113549.2.7", "SHA-1", GNUTLS_MAC_SHA1 },     { "1.2.840.113549.2.8", "SHA-224", GNUTLS_MAC_SHA224 },
  { "1.2.840.113549.2.9", "SHA-256", GNUTLS_MAC_SHA256 }, { "1.2.840.113549.2.10", "SHA-384", GNUTLS_MAC_SHA384 },
  { "1.2.840.113549.2.11", "SHA-512", GNUTLS_MAC_SHA512 },
};

static gboolean
refuse (const char  *name,
        GError     **error)
{
  g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_UNSUPPORTED,
               _("it is encrypted with %s, which cannot be read here; write it anew with AES-256"), name);
  return FALSE;
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                       _("the description of its encryption is damaged"));
  return FALSE;
}

static asn1_node
decode_field (asn1_node_const  value,
              const char      *field,
              const char      *type)
{
  g_autoptr(GBytes) der = rail_asn1_read (value, field);

  return der != NULL ? rail_asn1_decode_lax (type, g_bytes_get_data (der, NULL), g_bytes_get_size (der)) : NULL;
}

static gboolean
read_function (RailPbe          *self,
               asn1_node_const   derivation,
               GError          **error)
{
  char oid[RAIL_ASN1_OID_SIZE] = "1.2.840.113549.2.7";     /* what is meant without one, RFC 8018 appendix A.2 */

  rail_asn1_read_oid (derivation, "prf.algorithm", oid);
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (functions[i].oid, oid))
      {
        self->hash = functions[i].name;
        self->mac = functions[i].mac;
        return TRUE;
      }
  return refuse (oid, error);
}

static gboolean
read_derivation (RailPbe          *self,
                 asn1_node_const   parameters,
                 GError          **error)
{
  g_auto(asn1_node) derivation = NULL;
  char oid[RAIL_ASN1_OID_SIZE];
  guint64 key_size = 0;

  if (!rail_asn1_read_oid (parameters, "keyDerivationFunc.algorithm", oid))
    return fail (error);
  if (!g_str_equal (oid, PBKDF2_OID))
    return refuse (g_str_equal (oid, SCRYPT_OID) ? "scrypt" : oid, error);

  derivation = decode_field (parameters, "keyDerivationFunc.parameters", RAIL_ASN1_PBKDF2_PARAMS);
  if (derivation == NULL || !rail_asn1_read_number (derivation, "iterationCount", &self->iterations)
      || self->iterations == 0 || (self->salt = rail_asn1_read (derivation, "salt")) == NULL)
    return fail (error);
  if (rail_asn1_read_number (derivation, "keyLength", &key_size) && key_size != self->key_size)
    return fail (error);
  return read_function (self, derivation, error);
}

static gboolean
read_cipher (RailPbe          *self,
             asn1_node_const   parameters,
             GError          **error)
{
  char oid[RAIL_ASN1_OID_SIZE];
  const Cipher *cipher = NULL;
  g_autoptr(GBytes) der = NULL;
  g_autoptr(RailSecret) iv = NULL;

  if (!rail_asn1_read_oid (parameters, "encryptionScheme.algorithm", oid))
    return fail (error);
  for (gsize i = 0; i < G_N_ELEMENTS (ciphers) && cipher == NULL; i++)
    if (g_str_equal (ciphers[i].oid, oid))
      cipher = &ciphers[i];
  if (cipher == NULL || cipher->algorithm == GNUTLS_CIPHER_UNKNOWN)
    return refuse (cipher != NULL ? cipher->name : oid, error);

  der = rail_asn1_read (parameters, "encryptionScheme.parameters");
  if (der != NULL)
    iv = rail_asn1_read_octets (g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  if (iv == NULL || rail_secret_get_size (iv) != gnutls_cipher_get_iv_size (cipher->algorithm))
    return fail (error);
  self->iv = g_bytes_new (rail_secret_get_data (iv, NULL), rail_secret_get_size (iv));
  self->cipher = cipher->name;
  self->algorithm = cipher->algorithm;
  self->key_size = gnutls_cipher_get_key_size (cipher->algorithm);
  return TRUE;
}

static gboolean
read_pbes2 (RailPbe          *self,
            asn1_node_const   value,
            const char       *field,
            GError          **error)
{
  g_auto(asn1_node) parameters = decode_field (value, field, RAIL_ASN1_PBES2_PARAMS);

  self->is_pbes2 = TRUE;
  if (parameters == NULL)
    return fail (error);
  return read_cipher (self, parameters, error) && read_derivation (self, parameters, error);
}

static gboolean
read_scheme (RailPbe          *self,
             const char       *oid,
             asn1_node_const   value,
             const char       *field,
             GError          **error)
{
  g_auto(asn1_node) parameters = NULL;
  const Scheme *scheme = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (schemes) && scheme == NULL; i++)
    if (g_str_equal (schemes[i].oid, oid))
      scheme = &schemes[i];
  if (scheme == NULL || !scheme->readable)
    return refuse (scheme != NULL ? scheme->cipher : oid, error);

  self->cipher = scheme->cipher;
  self->hash = scheme->hash;
  parameters = decode_field (value, field, RAIL_ASN1_PBE_PARAMS);
  if (parameters == NULL || !rail_asn1_read_number (parameters, "iterations", &self->iterations)
      || self->iterations == 0)
    return fail (error);
  return TRUE;
}

/*< private >
 * rail_pbe_read:
 * @self: (out caller-allocates): what it is; zeros
 * @value: a value
 * @field: one of its fields, an AlgorithmIdentifier
 * @error: return location
 *
 * Reads how something is encrypted. An error is the second half of a sentence.
 *
 * Returns: whether it can be decrypted, with %RAIL_PKI_ERROR_UNSUPPORTED or %RAIL_PKI_ERROR_MALFORMED otherwise
 */
gboolean
rail_pbe_read (RailPbe          *self,
               asn1_node_const   value,
               const char       *field,
               GError          **error)
{
  g_autofree char *algorithm = g_strconcat (field, ".algorithm", NULL);
  g_autofree char *parameters = g_strconcat (field, ".parameters", NULL);
  char oid[RAIL_ASN1_OID_SIZE];

  if (!rail_asn1_read_oid (value, algorithm, oid))
    return fail (error);
  if (g_str_equal (oid, PBES2_OID))
    return read_pbes2 (self, value, parameters, error);
  return read_scheme (self, oid, value, parameters, error);
}

/*< private >
 * rail_pbe_clear:
 * @self: what rail_pbe_read() has read, or zeros
 */
void
rail_pbe_clear (RailPbe *self)
{
  g_clear_pointer (&self->salt, g_bytes_unref);
  g_clear_pointer (&self->iv, g_bytes_unref);
}

/*< private >
 * rail_pbe_decrypt:
 * @self: how it is encrypted, with PBES2
 * @password: the password, bytes in the encoding of who wrote it
 * @data: what is encrypted
 *
 * Decrypts. The padding is the only check: of 256 wrong passwords one gives something.
 *
 * Returns: (transfer full) (nullable): the plain bytes, %NULL when the password is wrong
 */
RailSecret *
rail_pbe_decrypt (const RailPbe    *self,
                  const RailSecret *password,
                  GBytes           *data)
{
  gnutls_datum_t secret = { NULL, 0 };
  gnutls_datum_t salt = rail_pki_borrow_bytes (self->salt);
  gnutls_datum_t iv = rail_pki_borrow_bytes (self->iv);
  gnutls_datum_t encrypted = rail_pki_borrow_bytes (data);
  g_autoptr(RailSecret) key = NULL;
  g_autoptr(RailSecret) plain = NULL;
  g_autoptr(RailSecret) result = NULL;
  gnutls_cipher_hd_t cipher = NULL;
  gnutls_datum_t key_datum = { NULL, self->key_size };
  guint8 *plain_data;
  gsize password_size;
  size_t plain_size = encrypted.size;
  int code;

  g_return_val_if_fail (self->is_pbes2, NULL);

  if (encrypted.size == 0 || encrypted.size % gnutls_cipher_get_block_size (self->algorithm) != 0
      || self->iterations > G_MAXUINT)
    return NULL;
  secret.data = (guint8 *) rail_secret_get_data (password, &password_size);
  secret.size = password_size;
  key = rail_secret_new_uninitialized (self->key_size, &key_datum.data);
  plain = rail_secret_new_uninitialized (encrypted.size, &plain_data);
  code = gnutls_pbkdf2 (self->mac, &secret, &salt, self->iterations, key_datum.data, key_datum.size);
  if (code >= 0)
    code = gnutls_cipher_init (&cipher, self->algorithm, &key_datum, &iv);
  if (code >= 0)
    {
      code = gnutls_cipher_decrypt3 (cipher, encrypted.data, encrypted.size, plain_data, &plain_size,
                                     GNUTLS_CIPHER_PADDING_PKCS7);
      gnutls_cipher_deinit (cipher);
    }
  if (code >= 0 && plain_size > 0 && plain_size < encrypted.size)
    result = rail_secret_new (plain_data, plain_size);
  return g_steal_pointer (&result);
}
