/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-pkcs12"

#include "config.h"

#include "rail-pkcs12.h"

#include <glib/gi18n-lib.h>

#include "rail-pki-private.h"

#define KEY_ID_SIZE 20

/* Both bags and the integrity check of one age: Windows before 10 1709 refuses SHA-2 in the check as well as AES in the
 * bags, and RC2, which it used to write, is refused by OpenSSL 3. */
typedef struct
{
  guint                  encryption;
  gnutls_mac_algorithm_t mac;
} Form;

static const Form forms[] = {
  [RAIL_PKCS12_MODERN] = { GNUTLS_PKCS_PBES2_AES_256, GNUTLS_MAC_SHA256 },
  [RAIL_PKCS12_COMPATIBLE] = { GNUTLS_PKCS_PKCS12_3DES, GNUTLS_MAC_SHA1 },
};

G_DEFINE_ENUM_TYPE (RailPkcs12Form, rail_pkcs12_form,
                    G_DEFINE_ENUM_VALUE (RAIL_PKCS12_MODERN, "modern"),
                    G_DEFINE_ENUM_VALUE (RAIL_PKCS12_COMPATIBLE, "compatible"))

/* GnuTLS takes each byte of a friendly name for a character of the BMPString that it writes. So a name in Latin-1 comes out
 * right; of others the letters without their marks do. */
static char *
encode_name (const char *name)
{
  char *latin = g_convert (name, -1, "ISO-8859-1", "UTF-8", NULL, NULL, NULL);

  return latin != NULL ? latin : g_str_to_ascii (name, NULL);
}

/* The localKeyId that ties key and certificate together. Readers take it as opaque; the SHA-1 of the certificate is what
 * openssl and Windows write. */
static int
mark_item (gnutls_pkcs12_bag_t  bag,
           int                  index,
           RailCertificate     *certificate,
           const char          *friendly_name)
{
  GBytes *der = rail_certificate_get_der (certificate);
  guint8 digest[KEY_ID_SIZE];
  gnutls_datum_t id = { digest, sizeof digest };
  int code = gnutls_hash_fast (GNUTLS_DIG_SHA1, g_bytes_get_data (der, NULL), g_bytes_get_size (der), digest);

  if (code >= 0)
    code = gnutls_pkcs12_bag_set_key_id (bag, index, &id);
  if (code >= 0 && friendly_name != NULL && friendly_name[0] != '\0')
    {
      g_autofree char *name = encode_name (friendly_name);

      code = gnutls_pkcs12_bag_set_friendly_name (bag, index, name);
    }
  return code;
}

/* Adds to a bag. Returns the index of the item, or a code below 0. */
static int
add_certificate (gnutls_pkcs12_bag_t  bag,
                 RailCertificate     *certificate)
{
  gnutls_datum_t der = rail_pki_borrow_bytes (rail_certificate_get_der (certificate));

  return gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_CERTIFICATE, &der);
}

static int
write_certificates (gnutls_pkcs12_t   bundle,
                    RailCertificate  *certificate,
                    gboolean          has_key,
                    GPtrArray        *chain,
                    const char       *friendly_name,
                    const char       *password,
                    const Form       *form)
{
  g_auto(gnutls_pkcs12_bag_t) bag = NULL;
  int code = gnutls_pkcs12_bag_init (&bag);

  if (code >= 0)
    code = add_certificate (bag, certificate);
  if (code >= 0 && has_key)
    code = mark_item (bag, code, certificate, friendly_name);
  for (guint i = 0; chain != NULL && i < chain->len && code >= 0; i++)
    if (!rail_certificate_equal (chain->pdata[i], certificate))
      code = add_certificate (bag, chain->pdata[i]);
  if (code >= 0)
    code = gnutls_pkcs12_bag_encrypt (bag, password, form->encryption);
  if (code >= 0)
    code = gnutls_pkcs12_set_bag (bundle, bag);
  return code;
}

static int
write_key (gnutls_pkcs12_t         bundle,
           RailCertificate        *certificate,
           gnutls_x509_privkey_t   key,
           const char             *friendly_name,
           const char             *password,
           const Form             *form)
{
  g_auto(gnutls_pkcs12_bag_t) bag = NULL;
  g_auto(gnutls_datum_t) shrouded = { NULL, 0 };
  int code = gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, password, form->encryption, &shrouded);

  if (code >= 0)
    code = gnutls_pkcs12_bag_init (&bag);
  if (code >= 0)
    code = gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, &shrouded);
  if (code >= 0)
    code = mark_item (bag, code, certificate, friendly_name);
  if (code >= 0)
    code = gnutls_pkcs12_set_bag (bundle, bag);
  return code;
}

/**
 * rail_pkcs12_write:
 * @certificate: the certificate
 * @key: (nullable): its key, or %NULL to bundle certificates alone
 * @chain: (nullable) (element-type RailCertificate): the issuers to put in; @certificate itself is left out of it
 * @friendly_name: (nullable): the name that key stores show, UTF-8; %NULL for the common name. Letters beyond Latin-1 are
 *   written as the nearest ones of ASCII.
 * @password: the password; an empty one is a password, too
 * @form: for whom the file is
 * @error: return location
 *
 * Writes a PKCS#12 file (RFC 7292). Everything in it is encrypted, the certificates, too. GnuTLS takes 600,000 rounds for
 * each part, some tenths of a second in all: call it in a worker. Safe in any thread.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with RAIL_PKI_ERROR_INVALID_REQUEST when @key is not the key
 *   of @certificate, RAIL_PKI_ERROR_FAILED when it could not be written
 */
RailSecret *
rail_pkcs12_write (RailCertificate  *certificate,
                   RailKey          *key,
                   GPtrArray        *chain,
                   const char       *friendly_name,
                   RailSecret       *password,
                   RailPkcs12Form    form,
                   GError          **error)
{
  g_auto(gnutls_pkcs12_t) bundle = NULL;
  g_auto(gnutls_x509_privkey_t) opened = NULL;
  g_auto(gnutls_datum_t) der = { NULL, 0 };
  const char *name = friendly_name != NULL ? friendly_name : rail_certificate_get_common_name (certificate);
  const char *text;
  int code;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (key == NULL || RAIL_IS_KEY (key), NULL);
  g_return_val_if_fail (password != NULL, NULL);
  g_return_val_if_fail ((guint) form < G_N_ELEMENTS (forms), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (key != NULL && !rail_certificate_matches_key (certificate, key))
    {
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST,
                   _("“%s” cannot be bundled with this key, which belongs to another certificate"), name);
      return NULL;
    }
  if (key != NULL && !rail_key_open_x509 (key, &opened, error))
    return NULL;

  text = rail_secret_get_text (password);
  code = gnutls_pkcs12_init (&bundle);
  if (code >= 0)
    code = write_certificates (bundle, certificate, key != NULL, chain, name, text, &forms[form]);
  if (code >= 0 && key != NULL)
    code = write_key (bundle, certificate, opened, name, text, &forms[form]);
  if (code >= 0)
    code = gnutls_pkcs12_generate_mac2 (bundle, forms[form].mac, text);
  if (code >= 0)
    code = gnutls_pkcs12_export2 (bundle, GNUTLS_X509_FMT_DER, &der);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The PKCS#12 file for “%s” could not be written"), name);
      return NULL;
    }
  return rail_secret_new_from_datum (&der);
}
