/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-bundle"

#include "config.h"

#include "rail-bundle-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-ec-key-private.h"
#include "rail-pbe-private.h"

/* The ciphers of traditional keys. */
typedef struct
{
  const char *name;
  gsize       vector_size;     /* of the initialisation vector, and of a block */
} Dek;

static const Dek deks[] = {
  { "DES-CBC", 8 },           { "DES-EDE3-CBC", 8 },      { "AES-128-CBC", 16 },      { "AES-192-CBC", 16 },
  { "AES-256-CBC", 16 },      { "CAMELLIA-128-CBC", 16 }, { "CAMELLIA-192-CBC", 16 }, { "CAMELLIA-256-CBC", 16 },
};

/* Java leaves the public half of a key away. */
static RailKey *
key_from_plain (RailSecret  *plain,
                GError     **error)
{
  RailKey *key = rail_key_new_from_pkcs8 (plain, error);
  g_autoptr(RailSecret) completed = key == NULL ? rail_ec_key_complete_pkcs8 (plain) : NULL;

  if (completed == NULL)
    return key;
  g_clear_error (error);
  return rail_key_new_from_pkcs8 (completed, error);
}

/* A key that GnuTLS has read, in the form that a RailKey has. */
static RailKey *
key_from_gnutls (gnutls_x509_privkey_t   key,
                 GError                **error)
{
  g_auto(gnutls_datum_t) der = { NULL, 0 };
  g_autoptr(RailSecret) plain = NULL;
  int code = gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN, &der);

  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The private key cannot be read"));
      return NULL;
    }
  plain = rail_secret_new_from_datum (&der);
  return rail_key_new_from_pkcs8 (plain, error);
}

/* Under PBES2, whose plain bytes become the key as they are. Of wrong passwords one of 256 gives bytes, but no key. */
static RailKey *
open_modern (RailBundleReader  *reader,
             const RailPbe     *pbe,
             GBytes            *encrypted,
             GError           **error)
{
  for (guint i = 0; i < reader->codes->len; i++)
    {
      g_autoptr(RailSecret) plain = NULL;
      RailKey *key;

      if (!rail_bundle_spend (reader, pbe->iterations, error))
        return NULL;
      plain = rail_pbe_decrypt (pbe, reader->codes->pdata[i], encrypted);
      key = plain != NULL ? key_from_plain (plain, NULL) : NULL;
      if (key != NULL)
        return key;
    }
  return NULL;
}

/* Under the older schemes, which only GnuTLS can read. */
static RailKey *
open_old (RailBundleReader      *reader,
          const RailPbe         *pbe,
          const gnutls_datum_t  *der,
          GError               **error)
{
  for (guint i = 0; i < reader->texts->len; i++)
    {
      g_auto(gnutls_x509_privkey_t) key = NULL;
      const RailSecret *text = reader->texts->pdata[i];

      /* GnuTLS derives key and initialisation vector one after the other. */
      if (!rail_bundle_spend (reader, 2 * pbe->iterations, error))
        return NULL;
      if (gnutls_x509_privkey_init (&key) >= 0
          && gnutls_x509_privkey_import_pkcs8 (key, der, GNUTLS_X509_FMT_DER,
                                               text != NULL ? rail_secret_get_text (text) : NULL,
                                               text != NULL ? 0 : GNUTLS_PKCS_NULL_PASSWORD) >= 0)
        return key_from_gnutls (key, error);
    }
  return NULL;
}

static void
add_reason (RailBundleReader      *reader,
            const RailBundlePlace *place,
            const GError          *error)
{
  g_autofree char *reason = g_strdup_printf (_("The key cannot be read: %s."), error->message);

  rail_bundle_add_unreadable (reader, place, _("Encrypted key"), reason);
}

/*< private >
 * rail_bundle_read_pkcs8:
 * @reader: a file under way
 * @place: where it was found
 * @data: DER of a PrivateKeyInfo (RFC 5208 §5)
 * @size: its size
 * @error: return location
 *
 * Returns: whether it was a key, which was added
 */
gboolean
rail_bundle_read_pkcs8 (RailBundleReader       *reader,
                        const RailBundlePlace  *place,
                        const guint8           *data,
                        gsize                   size,
                        GError                **error)
{
  g_autoptr(RailSecret) der = rail_secret_new (data, size);
  RailKey *key = key_from_plain (der, error);

  if (key != NULL)
    rail_bundle_add (reader, place, RAIL_BUNDLE_KEY, key);
  return key != NULL;
}

/*< private >
 * rail_bundle_read_old_key:
 * @reader: a file under way
 * @place: where it was found
 * @data: DER of a key in the form of its algorithm: PKCS#1 (RFC 8017 appendix A.1.2), SEC1 (RFC 5915 §3)
 * @size: its size
 * @error: return location
 *
 * Returns: whether it was a key, which was added
 */
gboolean
rail_bundle_read_old_key (RailBundleReader       *reader,
                          const RailBundlePlace  *place,
                          const guint8           *data,
                          gsize                   size,
                          GError                **error)
{
  g_auto(gnutls_x509_privkey_t) opened = NULL;
  g_autoptr(RailSecret) completed = size <= RAIL_PKI_MAX_DER_SIZE ? rail_ec_key_complete (data, size) : NULL;
  gnutls_datum_t datum = { (guint8 *) data, size };
  RailKey *key;
  int code;

  if (completed != NULL)
    datum = (gnutls_datum_t) { (guint8 *) rail_secret_get_data (completed, NULL), rail_secret_get_size (completed) };
  if (size > RAIL_PKI_MAX_DER_SIZE)
    code = GNUTLS_E_PARSING_ERROR;
  else
    code = gnutls_x509_privkey_init (&opened);
  if (code >= 0)
    code = gnutls_x509_privkey_import (opened, &datum, GNUTLS_X509_FMT_DER);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The private key cannot be read"));
      return FALSE;
    }
  key = key_from_gnutls (opened, error);
  if (key != NULL)
    rail_bundle_add (reader, place, RAIL_BUNDLE_KEY, key);
  return key != NULL;
}

/*< private >
 * rail_bundle_read_encrypted_pkcs8:
 * @reader: a file under way
 * @place: where it was found
 * @data: DER of an EncryptedPrivateKeyInfo (RFC 5208 §6)
 * @size: its size
 *
 * Reads an encrypted key with whatever password fits.
 *
 * Returns: whether it was one, which was added as what it is, as locked or as unreadable
 */
gboolean
rail_bundle_read_encrypted_pkcs8 (RailBundleReader      *reader,
                                  const RailBundlePlace *place,
                                  const guint8          *data,
                                  gsize                  size)
{
  g_auto(asn1_node) info = NULL;
  g_auto(RailPbe) pbe = { NULL };
  g_autoptr(GBytes) encrypted = NULL;
  g_autoptr(GError) error = NULL;
  gnutls_datum_t datum = { (guint8 *) data, size };
  RailKey *key = NULL;

  if (size > RAIL_PKI_MAX_DER_SIZE)
    return FALSE;
  info = rail_asn1_decode_lax (RAIL_ASN1_ENCRYPTED_PRIVATE_KEY_INFO, data, size);
  encrypted = info != NULL ? rail_asn1_read (info, "encryptedData") : NULL;
  if (encrypted == NULL)
    return FALSE;

  if (rail_pbe_read (&pbe, info, "encryptionAlgorithm", &error))
    rail_bundle_add_cipher (reader, pbe.cipher);
  if (error == NULL)
    key = pbe.is_pbes2 ? open_modern (reader, &pbe, encrypted, &error) : open_old (reader, &pbe, &datum, &error);
  if (key != NULL)
    rail_bundle_add (reader, place, RAIL_BUNDLE_KEY, key);
  else if (error != NULL)
    add_reason (reader, place, error);
  else
    rail_bundle_add_encrypted (reader, place, _("Encrypted key"));
  return TRUE;
}

/* GnuTLS reads this form only as text, and trusts it to have the right lengths. */
static char *
make_text (const Dek *dek,
           const char    *vector,
           const guint8  *data,
           gsize          size)
{
  g_autofree char *base64 = g_base64_encode (data, size);

  return g_strdup_printf ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: %s,%s\n\n%s\n"
                          "-----END RSA PRIVATE KEY-----\n",
                          dek->name, vector, base64);
}

static const Dek *
find_dek (const char    *info,
          const char   **out_vector,
          GError       **error)
{
  const char *comma = strchr (info, ',');
  gsize length = comma != NULL ? (gsize) (comma - info) : strlen (info);
  g_autofree char *name = rail_pki_text_from_bytes (info, length);

  for (gsize i = 0; i < G_N_ELEMENTS (deks); i++)
    if (g_ascii_strcasecmp (deks[i].name, name) == 0)
      {
        if (comma != NULL && strspn (comma + 1, "0123456789abcdefABCDEF") == 2 * deks[i].vector_size
            && strlen (comma + 1) == 2 * deks[i].vector_size)
          {
            *out_vector = comma + 1;
            return &deks[i];
          }
        g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED, _("its line DEK-Info is damaged"));
        return NULL;
      }
  g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_UNSUPPORTED,
               _("it is encrypted with %s, which cannot be read here; write it anew with AES-256"), name);
  return NULL;
}

/*< private >
 * rail_bundle_read_encrypted_text:
 * @reader: a file under way
 * @place: where it was found
 * @info: what its line "DEK-Info" says
 * @data: what is encrypted
 * @size: its size
 *
 * Reads a key that the text around it says to be encrypted (RFC 1421 §4.6.1.3), as openssl writes with -traditional, and
 * adds it as what it is, as locked or as unreadable.
 */
void
rail_bundle_read_encrypted_text (RailBundleReader      *reader,
                                 const RailBundlePlace *place,
                                 const char            *info,
                                 const guint8          *data,
                                 gsize                  size)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *pem = NULL;
  const char *vector = NULL;
  const Dek *dek = find_dek (info, &vector, &error);
  RailKey *key = NULL;

  if (dek != NULL && (size == 0 || size > RAIL_PKI_MAX_DER_SIZE || size % dek->vector_size != 0))
    g_set_error_literal (&error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED, _("a part of it is missing"));
  if (error != NULL)
    {
      add_reason (reader, place, error);
      return;
    }
  pem = make_text (dek, vector, data, size);
  for (guint i = 0; i < reader->codes->len && key == NULL; i++)
    {
      gnutls_datum_t datum = { (guint8 *) pem, strlen (pem) };
      g_auto(gnutls_x509_privkey_t) opened = NULL;

      if (gnutls_x509_privkey_init (&opened) >= 0
          && gnutls_x509_privkey_import_openssl (opened, &datum, rail_secret_get_text (reader->codes->pdata[i])) >= 0)
        key = key_from_gnutls (opened, NULL);
    }
  if (key != NULL)
    rail_bundle_add (reader, place, RAIL_BUNDLE_KEY, key);
  else
    rail_bundle_add_encrypted (reader, place, _("Encrypted key"));
}
