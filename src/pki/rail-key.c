/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-key"

#include "config.h"

#include "rail-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-public-key-private.h"

#define KEY_ID_SIZE 32

struct _RailKey
{
  GObject        parent_instance;

  /* Set once, before anybody else sees the object. */
  RailSecret    *pkcs8;     /* DER, not encrypted */
  RailPublicKey  public_key;

  GBytes        *id;        /* set by g_once_init_leave() */
};

G_DEFINE_FINAL_TYPE (RailKey, rail_key, G_TYPE_OBJECT)

static const guint cipher_flags[] = {
  [RAIL_KEY_CIPHER_AES_256] = GNUTLS_PKCS_PBES2_AES_256,
  [RAIL_KEY_CIPHER_AES_192] = GNUTLS_PKCS_PBES2_AES_192,
  [RAIL_KEY_CIPHER_AES_128] = GNUTLS_PKCS_PBES2_AES_128,
  [RAIL_KEY_CIPHER_3DES] = GNUTLS_PKCS_PBES2_3DES,
};

static gboolean
import_pkcs8 (RailSecret             *der,
              gnutls_x509_privkey_t  *out_key,
              GError                **error)
{
  g_auto(gnutls_x509_privkey_t) key = NULL;
  gnutls_datum_t datum;
  gsize size;
  int code;

  datum.data = (guint8 *) rail_secret_get_data (der, &size);
  datum.size = size;
  code = gnutls_x509_privkey_init (&key);
  if (code >= 0)
    code = gnutls_x509_privkey_import_pkcs8 (key, &datum, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN);
  /* GnuTLS says so of anything that is not a plain key, but here is no password that could be wrong. */
  if (code == GNUTLS_E_DECRYPTION_FAILED)
    code = GNUTLS_E_ASN1_DER_ERROR;
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The private key cannot be read as unencrypted PKCS#8"));
      return FALSE;
    }

  *out_key = g_steal_pointer (&key);
  return TRUE;
}

static GBytes *
compute_id (gnutls_x509_privkey_t   key,
            GError                **error)
{
  guint8 id[KEY_ID_SIZE];
  size_t id_size = sizeof id;
  int code = gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, id, &id_size);

  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The public half of the private key cannot be read"));
      return NULL;
    }
  return g_bytes_new (id, id_size);
}

static RailKey *
take_key (RailSecret             *pkcs8,
          gnutls_x509_privkey_t   key,
          GError                **error)
{
  g_autoptr(RailKey) self = g_object_new (RAIL_TYPE_KEY, NULL);

  self->pkcs8 = rail_secret_ref (pkcs8);
  rail_public_key_read_private (&self->public_key, key);
  /* Without a digest the key is told by its identifier, which must be readable then. */
  if (!self->public_key.has_digest)
    self->id = compute_id (key, error);
  return self->public_key.has_digest || self->id != NULL ? g_steal_pointer (&self) : NULL;
}

static RailSecret *
export (gnutls_x509_privkey_t     key,
        gnutls_x509_crt_fmt_t     format,
        const char               *password,
        guint                     flags,
        GError                  **error)
{
  g_auto(gnutls_datum_t) datum = { NULL, 0 };
  /* Sized and written in one call: under a password each call makes another salt and another length. */
  int code = gnutls_x509_privkey_export2_pkcs8 (key, format, password, flags, &datum);

  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The private key cannot be written"));
      return NULL;
    }
  return rail_secret_new_from_datum (&datum);
}

static void
rail_key_finalize (GObject *object)
{
  RailKey *self = RAIL_KEY (object);

  g_clear_pointer (&self->pkcs8, rail_secret_unref);
  g_clear_pointer (&self->id, g_bytes_unref);

  G_OBJECT_CLASS (rail_key_parent_class)->finalize (object);
}

static void
rail_key_class_init (RailKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_key_finalize;
}

static void
rail_key_init (RailKey *self)
{
}

/**
 * rail_key_generate:
 * @kind: a kind other than %RAIL_KEY_KIND_OTHER
 * @error: return location for an error
 *
 * Makes a key. RSA takes from a tenth of a second to some seconds: call it in a worker. Safe in any thread.
 *
 * Returns: (transfer full) (nullable): the key, or %NULL on failure
 */
RailKey *
rail_key_generate (RailKeyKind   kind,
                   GError      **error)
{
  g_auto(gnutls_x509_privkey_t) key = NULL;
  g_autoptr(RailSecret) pkcs8 = NULL;
  gnutls_pk_algorithm_t algorithm;
  guint bits;
  gboolean known = rail_key_kind_to_gnutls (kind, &algorithm, &bits);
  int code;

  g_return_val_if_fail (known, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  code = gnutls_x509_privkey_init (&key);
  if (code >= 0)
    code = gnutls_x509_privkey_generate2 (key, algorithm, bits, 0, NULL, 0);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The key “%s” could not be made"), rail_key_kind_get_label (kind));
      return NULL;
    }

  pkcs8 = export (key, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN, error);
  return pkcs8 != NULL ? take_key (pkcs8, key, error) : NULL;
}

/**
 * rail_key_new_from_pkcs8:
 * @der: an unencrypted PKCS#8 PrivateKeyInfo in DER (RFC 5208 §5)
 * @error: return location for an error
 *
 * Reads a key. The bytes are kept as they are. Safe in any thread.
 *
 * Returns: (transfer full) (nullable): the key, or %NULL with %RAIL_PKI_ERROR_MALFORMED or
 *   %RAIL_PKI_ERROR_UNSUPPORTED
 */
RailKey *
rail_key_new_from_pkcs8 (RailSecret  *der,
                         GError     **error)
{
  g_auto(gnutls_x509_privkey_t) key = NULL;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (rail_secret_get_size (der) == 0 || rail_secret_get_size (der) > RAIL_PKI_MAX_DER_SIZE)
    {
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                   _("The private key cannot be read: it has %zu bytes, and 1 to %d are possible"),
                   rail_secret_get_size (der), RAIL_PKI_MAX_DER_SIZE);
      return NULL;
    }
  if (!import_pkcs8 (der, &key, error))
    return NULL;
  return take_key (der, key, error);
}

/**
 * rail_key_get_kind:
 * @self: a key
 *
 * Returns: its kind
 */
RailKeyKind
rail_key_get_kind (RailKey *self)
{
  g_return_val_if_fail (RAIL_IS_KEY (self), RAIL_KEY_KIND_OTHER);

  return self->public_key.kind;
}

/**
 * rail_key_get_bits:
 * @self: a key
 *
 * Returns: its length in bits; the size of the field for elliptic curves
 */
guint
rail_key_get_bits (RailKey *self)
{
  g_return_val_if_fail (RAIL_IS_KEY (self), 0);

  return self->public_key.bits;
}

/**
 * rail_key_get_id:
 * @self: a key
 *
 * Returns: (transfer none): the SHA-256 of its SubjectPublicKeyInfo in DER, the same as
 *   rail_certificate_get_key_id() of its certificates; empty if it cannot be encoded
 */
GBytes *
rail_key_get_id (RailKey *self)
{
  g_return_val_if_fail (RAIL_IS_KEY (self), NULL);

  if (g_once_init_enter (&self->id))
    {
      g_auto(gnutls_x509_privkey_t) key = NULL;
      GBytes *id = NULL;

      if (import_pkcs8 (self->pkcs8, &key, NULL))
        id = compute_id (key, NULL);
      g_once_init_leave (&self->id, id != NULL ? id : g_bytes_new (NULL, 0));
    }
  return self->id;
}

/**
 * rail_key_equal:
 * @self: a private key
 * @other: a private key
 *
 * Returns: whether both have the same public half, whatever bytes they were read from
 */
gboolean
rail_key_equal (RailKey *self,
                RailKey *other)
{
  const RailPublicKey *ours, *its;

  g_return_val_if_fail (RAIL_IS_KEY (self), FALSE);
  g_return_val_if_fail (RAIL_IS_KEY (other), FALSE);

  ours = &self->public_key;
  its = &other->public_key;
  if (ours->has_digest || its->has_digest)
    return ours->has_digest && its->has_digest && memcmp (ours->digest, its->digest, sizeof ours->digest) == 0;
  return g_bytes_equal (rail_key_get_id (self), rail_key_get_id (other));
}

/**
 * rail_key_hash:
 * @self: a private key
 *
 * Returns: a number for hash tables that goes with rail_key_equal() and rail_certificate_hash_key()
 */
guint
rail_key_hash (RailKey *self)
{
  g_return_val_if_fail (RAIL_IS_KEY (self), 0);

  return self->public_key.has_digest ? rail_public_key_hash (&self->public_key) : g_bytes_hash (rail_key_get_id (self));
}

/**
 * rail_key_get_pkcs8:
 * @self: a key
 *
 * Returns: (transfer none): the unencrypted PKCS#8 in DER
 */
RailSecret *
rail_key_get_pkcs8 (RailKey *self)
{
  g_return_val_if_fail (RAIL_IS_KEY (self), NULL);

  return self->pkcs8;
}

/**
 * rail_key_export_pem:
 * @self: a key
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): unencrypted PKCS#8 as text ("BEGIN PRIVATE KEY"), or %NULL on failure
 */
RailSecret *
rail_key_export_pem (RailKey  *self,
                     GError  **error)
{
  g_auto(gnutls_x509_privkey_t) key = NULL;

  g_return_val_if_fail (RAIL_IS_KEY (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!rail_key_open_x509 (self, &key, error))
    return NULL;
  return export (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, error);
}

/**
 * rail_key_export_encrypted_pem:
 * @self: a key
 * @password: UTF-8 text
 * @cipher: how to encrypt
 * @error: return location for an error
 *
 * Writes the key under a password by PBES2 (RFC 8018 §6.2). It takes about a tenth of a second. Safe in any thread.
 *
 * Returns: (transfer full) (nullable): PKCS#8 as text ("BEGIN ENCRYPTED PRIVATE KEY"), or %NULL on failure
 */
RailSecret *
rail_key_export_encrypted_pem (RailKey        *self,
                               RailSecret     *password,
                               RailKeyCipher   cipher,
                               GError        **error)
{
  g_auto(gnutls_x509_privkey_t) key = NULL;

  g_return_val_if_fail (RAIL_IS_KEY (self), NULL);
  g_return_val_if_fail (password != NULL, NULL);
  g_return_val_if_fail (cipher < G_N_ELEMENTS (cipher_flags), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!rail_key_open_x509 (self, &key, error))
    return NULL;
  return export (key, GNUTLS_X509_FMT_PEM, rail_secret_get_text (password), cipher_flags[cipher], error);
}

/*< private >
 * rail_key_get_public_key:
 * @self: a key
 *
 * Returns: (transfer none): its public half in short
 */
const RailPublicKey *
rail_key_get_public_key (RailKey *self)
{
  return &self->public_key;
}

/*< private >
 * rail_key_open_x509:
 * @self: a key
 * @out_key: (out): the parsed key; an autoptr variable frees it
 * @error: return location for an error
 *
 * Returns: whether it could be parsed; only a lack of memory prevents it
 */
gboolean
rail_key_open_x509 (RailKey                *self,
                    gnutls_x509_privkey_t  *out_key,
                    GError                **error)
{
  return import_pkcs8 (self->pkcs8, out_key, error);
}

/*< private >
 * rail_key_open:
 * @self: a key
 * @out_key: (out): the parsed key for signing; a g_auto variable frees it
 * @error: return location for an error
 *
 * Returns: whether it could be parsed
 */
gboolean
rail_key_open (RailKey           *self,
               gnutls_privkey_t  *out_key,
               GError           **error)
{
  g_auto(gnutls_privkey_t) key = NULL;
  gnutls_x509_privkey_t x509 = NULL;
  int code;

  if (!import_pkcs8 (self->pkcs8, &x509, error))
    return FALSE;

  code = gnutls_privkey_init (&key);
  if (code >= 0)
    code = gnutls_privkey_import_x509 (key, x509, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE);
  if (code < 0)
    {
      gnutls_x509_privkey_deinit (x509);
      rail_pki_set_gnutls_error (error, code, _("The private key cannot be used"));
      return FALSE;
    }

  *out_key = g_steal_pointer (&key);
  return TRUE;
}
