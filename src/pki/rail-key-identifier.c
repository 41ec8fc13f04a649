/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-key-identifier"

#include "config.h"

#include "rail-key-identifier-private.h"

#include <glib/gi18n-lib.h>

#include "rail-der-private.h"

#define SHA1_SIZE 20

/* SubjectPublicKeyInfo ::= SEQUENCE { algorithm SEQUENCE, subjectPublicKey BIT STRING }, RFC 5280 §4.1 */
static gboolean
find_key_bits (const gnutls_datum_t *info,
               RailDer              *out_bits)
{
  RailDer rest = { info->data, info->size };

  if (!rail_der_take (&rest, RAIL_DER_SEQUENCE, NULL, &rest)
      || !rail_der_take (&rest, RAIL_DER_SEQUENCE, NULL, NULL)
      || !rail_der_take (&rest, RAIL_DER_BIT_STRING, NULL, out_bits)
      || out_bits->size == 0)
    return FALSE;
  /* The first byte of a BIT STRING counts the bits that are not used; a key has none. */
  out_bits->data++;
  out_bits->size--;
  return TRUE;
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
  g_auto(gnutls_datum_t) info = { NULL, 0 };
  guint8 digest[SHA1_SIZE];
  RailDer bits;
  int code = gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &info);

  if (code >= 0)
    code = find_key_bits (&info, &bits) ? gnutls_hash_fast (GNUTLS_DIG_SHA1, bits.data, bits.size, digest)
                                        : GNUTLS_E_ASN1_DER_ERROR;
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
