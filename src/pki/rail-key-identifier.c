/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-key-identifier"

#include "config.h"

#include "rail-key-identifier-private.h"

#include <glib/gi18n-lib.h>

#include "rail-asn1-private.h"

#define SHA1_SIZE 20

/* The contents of subjectPublicKey, RFC 5280 §4.1. */
static GBytes *
read_key_bits (const gnutls_datum_t *der)
{
  g_auto(asn1_node) info = rail_asn1_decode (RAIL_ASN1_SUBJECT_PUBLIC_KEY_INFO, der->data, der->size);

  return info != NULL ? rail_asn1_read_bits (info, "subjectPublicKey") : NULL;
}

/*< private >
 * rail_key_identifier_new:
 * @key: a public key
 * @error: return location
 *
 * Makes the usual identifier of a key: the SHA-1 of its bits, method 1 of RFC 5280 §4.2.1.2, as openssl does. SHA-1 only
 * makes a name here. GnuTLS's own key identifiers hash the whole SubjectPublicKeyInfo, which no other program repeats.
 *
 * Returns: (transfer full) (nullable): 20 bytes
 */
GBytes *
rail_key_identifier_new (gnutls_pubkey_t   key,
                         GError          **error)
{
  g_auto(gnutls_datum_t) der = { NULL, 0 };
  g_autoptr(GBytes) bits = NULL;
  guint8 digest[SHA1_SIZE];
  int code = gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &der);

  if (code >= 0)
    {
      bits = read_key_bits (&der);
      code = bits != NULL ? gnutls_hash_fast (GNUTLS_DIG_SHA1, g_bytes_get_data (bits, NULL), g_bytes_get_size (bits),
                                              digest)
                          : GNUTLS_E_ASN1_DER_ERROR;
    }
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The public key cannot be identified"));
      return NULL;
    }
  return g_bytes_new (digest, sizeof digest);
}

/*< private >
 * rail_key_identifier_for_authority:
 * @issuer: the certificate of an authority
 * @error: return location
 *
 * Gives what AuthorityKeyIdentifier must say in everything that @issuer signs: its own SubjectKeyIdentifier byte for byte
 * (RFC 5280 §4.2.1.1), however that was made, or the usual identifier of its key when it has none.
 *
 * Returns: (transfer full) (nullable): the identifier
 */
GBytes *
rail_key_identifier_for_authority (RailCertificate  *issuer,
                                   GError          **error)
{
  GBytes *own = rail_certificate_get_subject_key_id (issuer);
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  g_auto(gnutls_pubkey_t) key = NULL;
  int code;

  if (own != NULL)
    return g_bytes_ref (own);

  if (!rail_certificate_open (issuer, &certificate, error))
    return NULL;
  code = gnutls_pubkey_init (&key);
  if (code >= 0)
    code = gnutls_pubkey_import_x509 (key, certificate, 0);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The public key of “%s” cannot be read"),
                                 rail_certificate_get_common_name (issuer));
      return NULL;
    }
  return rail_key_identifier_new (key, error);
}
