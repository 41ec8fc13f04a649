/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-pki-error"

#include "config.h"

#include "rail-pki-error.h"

#include "rail-pki-private.h"

G_DEFINE_QUARK (rail-pki-error-quark, rail_pki_error)

static RailPkiError
error_from_gnutls (int code)
{
  switch (code)
    {
    case GNUTLS_E_DECRYPTION_FAILED:
    case GNUTLS_E_MAC_VERIFY_FAILED:
      return RAIL_PKI_ERROR_WRONG_PASSWORD;

    case GNUTLS_E_ASN1_ELEMENT_NOT_FOUND:
    case GNUTLS_E_ASN1_IDENTIFIER_NOT_FOUND:
    case GNUTLS_E_ASN1_DER_ERROR:
    case GNUTLS_E_ASN1_VALUE_NOT_FOUND:
    case GNUTLS_E_ASN1_GENERIC_ERROR:
    case GNUTLS_E_ASN1_VALUE_NOT_VALID:
    case GNUTLS_E_ASN1_TAG_ERROR:
    case GNUTLS_E_ASN1_TAG_IMPLICIT:
    case GNUTLS_E_ASN1_TYPE_ANY_ERROR:
    case GNUTLS_E_ASN1_SYNTAX_ERROR:
    case GNUTLS_E_ASN1_DER_OVERFLOW:
    case GNUTLS_E_ASN1_EMBEDDED_NULL_IN_STRING:
    case GNUTLS_E_ASN1_TIME_ERROR:
    case GNUTLS_E_BASE64_DECODING_ERROR:
    case GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR:
    case GNUTLS_E_CERTIFICATE_ERROR:
    case GNUTLS_E_ILLEGAL_PARAMETER:
    case GNUTLS_E_INVALID_UTF8_STRING:
    case GNUTLS_E_NO_CERTIFICATE_FOUND:
    case GNUTLS_E_PARSING_ERROR:
    case GNUTLS_E_PK_INVALID_PRIVKEY:
    case GNUTLS_E_PK_INVALID_PUBKEY:
    case GNUTLS_E_PRIVKEY_VERIFICATION_ERROR:
    case GNUTLS_E_X509_DUPLICATE_EXTENSION:
    case GNUTLS_E_X509_UNKNOWN_SAN:
      return RAIL_PKI_ERROR_MALFORMED;

    case GNUTLS_E_ECC_UNSUPPORTED_CURVE:
    case GNUTLS_E_UNIMPLEMENTED_FEATURE:
    case GNUTLS_E_UNKNOWN_CIPHER_TYPE:
    case GNUTLS_E_UNKNOWN_HASH_ALGORITHM:
    case GNUTLS_E_UNKNOWN_PK_ALGORITHM:
    case GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM:
    case GNUTLS_E_X509_UNSUPPORTED_ATTRIBUTE:
    case GNUTLS_E_X509_UNSUPPORTED_CRITICAL_EXTENSION:
    case GNUTLS_E_X509_UNSUPPORTED_EXTENSION:
    case GNUTLS_E_X509_UNSUPPORTED_OID:
      return RAIL_PKI_ERROR_UNSUPPORTED;

    default:
      return RAIL_PKI_ERROR_FAILED;
    }
}

/*< private >
 * rail_pki_set_gnutls_error:
 * @error: (nullable): where to put the error
 * @code: what a GnuTLS function returned, below 0
 * @format: what could not be done, translated, without a full stop
 *
 * Turns the code of GnuTLS into an error a caller can act on. Its own reason ends the message.
 */
void
rail_pki_set_gnutls_error (GError     **error,
                           int          code,
                           const char  *format,
                           ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_error (error, RAIL_PKI_ERROR, error_from_gnutls (code), "%s: %s", what, gnutls_strerror (code));
}
