/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cipher"

#include "config.h"

#include "rail-cipher.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-pki-private.h"

#define IV_SIZE 12
#define TAG_SIZE 16
#define HMAC_SIZE 64

/* A file may not keep us busy for hours: this takes a minute or two on a slow machine. */
#define MAXIMUM_ITERATIONS 100000000

static gboolean
open_cipher (RailSecret               *key,
             gnutls_aead_cipher_hd_t  *out_cipher,
             GError                  **error)
{
  gsize size;
  const guint8 *data = rail_secret_get_data (key, &size);
  const gnutls_datum_t datum = { (guint8 *) data, size };
  int code = gnutls_aead_cipher_init (out_cipher, GNUTLS_CIPHER_AES_256_GCM, &datum);

  if (code < 0)
    {
      *out_cipher = NULL;
      rail_pki_set_gnutls_error (error, code, _("AES-256-GCM is not available"));
    }
  return code >= 0;
}

/**
 * rail_cipher_derive_key:
 * @password: UTF-8 text
 * @salt: random bytes stored beside the result
 * @iterations: rounds, 1 to 100,000,000
 * @error: return location for an error
 *
 * Turns a password into a key of 32 bytes by PBKDF2 with HMAC-SHA-512 (RFC 8018 §5.2). Slow on purpose: about one
 * second with the rounds that rail_environment_get_iterations() gives. Safe in any thread.
 *
 * Returns: (transfer full) (nullable): the key, or %NULL with %RAIL_PKI_ERROR_UNSUPPORTED if the rounds are out of range
 */
RailSecret *
rail_cipher_derive_key (RailSecret  *password,
                        GBytes      *salt,
                        guint        iterations,
                        GError     **error)
{
  g_autoptr(RailSecret) key = NULL;
  gnutls_datum_t password_datum;
  gnutls_datum_t salt_datum;
  guint8 *data;
  int code;

  g_return_val_if_fail (password != NULL, NULL);
  g_return_val_if_fail (salt != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (iterations == 0 || iterations > MAXIMUM_ITERATIONS)
    {
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_UNSUPPORTED,
                   _("A key derivation with %u rounds is out of the range of 1 to %u"),
                   iterations, MAXIMUM_ITERATIONS);
      return NULL;
    }

  password_datum.data = (guint8 *) rail_secret_get_data (password, NULL);
  password_datum.size = rail_secret_get_size (password);
  salt_datum = rail_pki_borrow_bytes (salt);
  key = rail_secret_new_uninitialized (RAIL_CIPHER_KEY_SIZE, &data);
  code = gnutls_pbkdf2 (GNUTLS_MAC_SHA512, &password_datum, &salt_datum, iterations, data, RAIL_CIPHER_KEY_SIZE);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("No key could be derived from the password"));
      return NULL;
    }

  return g_steal_pointer (&key);
}

/**
 * rail_cipher_encrypt:
 * @environment: where the IV comes from
 * @key: 32 bytes
 * @plaintext: (nullable): what to seal
 * @size: its size in bytes
 * @error: return location for an error
 *
 * Seals bytes with AES-256-GCM under a fresh IV. The result is IV (12 bytes), ciphertext, tag (16 bytes), which is
 * what XML Encryption 1.1 §5.2.4 puts into CipherValue.
 *
 * Returns: (transfer full) (nullable): @size + %RAIL_CIPHER_OVERHEAD bytes, or %NULL on failure
 */
GBytes *
rail_cipher_encrypt (RailEnvironment  *environment,
                     RailSecret       *key,
                     gconstpointer     plaintext,
                     gsize             size,
                     GError          **error)
{
  g_auto(gnutls_aead_cipher_hd_t) cipher = NULL;
  g_autofree guint8 *sealed = NULL;
  gsize sealed_size = size + TAG_SIZE;
  int code;

  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);
  g_return_val_if_fail (key != NULL && rail_secret_get_size (key) == RAIL_CIPHER_KEY_SIZE, NULL);
  g_return_val_if_fail (plaintext != NULL || size == 0, NULL);
  g_return_val_if_fail (size <= G_MAXSIZE - RAIL_CIPHER_OVERHEAD, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!open_cipher (key, &cipher, error))
    return NULL;

  sealed = g_malloc (size + RAIL_CIPHER_OVERHEAD);
  rail_environment_fill_random (environment, sealed, IV_SIZE);
  code = gnutls_aead_cipher_encrypt (cipher, sealed, IV_SIZE, NULL, 0, TAG_SIZE,
                                     plaintext != NULL ? plaintext : "", size, sealed + IV_SIZE, &sealed_size);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The data cannot be encrypted"));
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&sealed), IV_SIZE + sealed_size);
}

/**
 * rail_cipher_decrypt:
 * @key: 32 bytes
 * @sealed: what rail_cipher_encrypt() made
 * @size: its size in bytes
 * @error: return location for an error
 *
 * Opens what was sealed. One flipped bit and a wrong key look the same: both give %RAIL_PKI_ERROR_WRONG_PASSWORD.
 * Fewer bytes than IV and tag need give %RAIL_PKI_ERROR_MALFORMED.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL on failure
 */
RailSecret *
rail_cipher_decrypt (RailSecret     *key,
                     gconstpointer   sealed,
                     gsize           size,
                     GError        **error)
{
  g_auto(gnutls_aead_cipher_hd_t) cipher = NULL;
  g_autoptr(RailSecret) plaintext = NULL;
  const guint8 *bytes = sealed;
  gsize plaintext_size;
  guint8 *data;
  int code;

  g_return_val_if_fail (key != NULL && rail_secret_get_size (key) == RAIL_CIPHER_KEY_SIZE, NULL);
  g_return_val_if_fail (sealed != NULL || size == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (size < RAIL_CIPHER_OVERHEAD)
    {
      g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED, _("The encrypted data is cut off"));
      return NULL;
    }
  if (!open_cipher (key, &cipher, error))
    return NULL;

  plaintext_size = size - RAIL_CIPHER_OVERHEAD;
  plaintext = rail_secret_new_uninitialized (plaintext_size, &data);
  code = gnutls_aead_cipher_decrypt (cipher, bytes, IV_SIZE, NULL, 0, TAG_SIZE,
                                     bytes + IV_SIZE, size - IV_SIZE, data, &plaintext_size);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The data cannot be decrypted with this password"));
      return NULL;
    }

  return g_steal_pointer (&plaintext);
}

/**
 * rail_cipher_authenticate:
 * @key: the key, of any size
 * @data: (nullable): the bytes to authenticate
 * @size: their number
 *
 * Computes HMAC-SHA-512 (RFC 2104). Compare with gnutls_memcmp() or rail_secret_equal(), not with memcmp().
 *
 * Returns: (transfer full): 64 bytes
 */
GBytes *
rail_cipher_authenticate (RailSecret    *key,
                          gconstpointer  data,
                          gsize          size)
{
  guint8 digest[HMAC_SIZE];
  int code;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (data != NULL || size == 0, NULL);

  code = gnutls_hmac_fast (GNUTLS_MAC_SHA512, rail_secret_get_data (key, NULL), rail_secret_get_size (key),
                           data != NULL ? data : "", size, digest);
  /* Only a GnuTLS without SHA-512 or without memory fails here, and nothing could be saved or opened then. */
  if (code < 0)
    g_error ("no HMAC-SHA-512: %s", gnutls_strerror (code));
  return g_bytes_new (digest, sizeof digest);
}

/**
 * rail_cipher_derive_subkey:
 * @key: a key
 * @purpose: what the subkey is for, such as "certrail seal"
 *
 * Makes a key of its own for one purpose: the first 32 bytes of HMAC-SHA-512 of @purpose under @key.
 *
 * Returns: (transfer full): 32 bytes
 */
RailSecret *
rail_cipher_derive_subkey (RailSecret *key,
                           const char *purpose)
{
  guint8 digest[HMAC_SIZE];
  RailSecret *subkey;
  int code;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (purpose != NULL, NULL);

  code = gnutls_hmac_fast (GNUTLS_MAC_SHA512, rail_secret_get_data (key, NULL), rail_secret_get_size (key),
                           purpose, strlen (purpose), digest);
  if (code < 0)
    g_error ("no HMAC-SHA-512: %s", gnutls_strerror (code));
  subkey = rail_secret_new (digest, RAIL_CIPHER_KEY_SIZE);
  gnutls_memset (digest, 0, sizeof digest);
  return subkey;
}
