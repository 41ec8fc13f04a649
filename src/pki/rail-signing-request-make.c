/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-signing-request"

#include "config.h"

#include "rail-signing-request.h"

#include <glib/gi18n-lib.h>

#include "rail-certificate-request-private.h"
#include "rail-signing-request-private.h"

#define EXTENSIONS_OID "1.2.840.113549.1.9.14"
#define INFO "certificationRequestInfo"

/* What an authority should put into its certificate. Key identifiers and the like are its own business. */
static const char *const wanted[] = {
  RAIL_NAMES_OID,
  RAIL_KEY_USAGE_OID,
  RAIL_PURPOSES_OID,
  RAIL_BASIC_CONSTRAINTS_OID,
};

/* DER of a NULL, the parameters that RSA signatures have (RFC 4055 §5). */
static const guint8 null_der[] = { 0x05, 0x00 };

static gboolean
set (asn1_node      node,
     const char    *field,
     gconstpointer  data,
     int            size)
{
  return asn1_write_value (node, field, data, size) == ASN1_SUCCESS;
}

static gboolean
write_attribute (asn1_node  request,
                 GPtrArray *extensions)
{
  g_auto(asn1_node) list = rail_asn1_create (RAIL_ASN1_EXTENSIONS);
  g_autoptr(GBytes) der = NULL;
  gboolean is_empty = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const RailExtension *extension = rail_extensions_find (extensions, wanted[i]);

      if (extension != NULL && !rail_extension_write (extension, list, ""))
        return FALSE;
      is_empty = is_empty && extension == NULL;
    }
  /* The field is there in any case, as RFC 2986 §4.1 has it. */
  if (is_empty)
    return TRUE;

  der = rail_asn1_encode (list, "");
  return der != NULL
         && set (request, INFO ".attributes", "NEW", 1)
         && set (request, INFO ".attributes.?1.type", EXTENSIONS_OID, 1)
         && set (request, INFO ".attributes.?1.values", "NEW", 1)
         && set (request, INFO ".attributes.?1.values.?1", g_bytes_get_data (der, NULL), g_bytes_get_size (der));
}

static gboolean
write_key (asn1_node         request,
           gnutls_privkey_t  key)
{
  g_auto(gnutls_pubkey_t) public_key = NULL;
  g_auto(gnutls_datum_t) der = { NULL, 0 };
  g_auto(asn1_node) info = NULL;

  if (gnutls_pubkey_init (&public_key) < 0 || gnutls_pubkey_import_privkey (public_key, key, 0, 0) < 0
      || gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_DER, &der) < 0)
    return FALSE;
  info = rail_asn1_decode (RAIL_ASN1_SUBJECT_PUBLIC_KEY_INFO, der.data, der.size);
  return info != NULL && asn1_copy_node (request, INFO ".subjectPKInfo", info, "") == ASN1_SUCCESS;
}

static gboolean
write_info (asn1_node         request,
            RailCertificate  *like,
            gnutls_privkey_t  key)
{
  GBytes *der = rail_certificate_get_der (like);
  g_auto(asn1_node) certificate =
    rail_asn1_decode_lax (RAIL_ASN1_CERTIFICATE, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  g_autoptr(GBytes) subject = certificate != NULL ? rail_asn1_read (certificate, "tbsCertificate.subject") : NULL;
  g_autoptr(GPtrArray) extensions = rail_extensions_new ();
  guint8 version = 0;

  if (subject == NULL)
    return FALSE;
  rail_extensions_read (extensions, certificate, "tbsCertificate.extensions");
  return set (request, INFO ".version", &version, 1)
         && set (request, INFO ".subject", g_bytes_get_data (subject, NULL), g_bytes_get_size (subject))
         && write_key (request, key)
         && write_attribute (request, extensions);
}

/* With a hash that fits the key, and reproducibly, as certificates are signed. */
static int
sign (asn1_node         request,
      RailKey          *key,
      gnutls_privkey_t  opened)
{
  int algorithm = gnutls_privkey_get_pk_algorithm (opened, NULL);
  RailHash hash = rail_hash_for_signer (rail_public_key_name_algorithm (algorithm), rail_key_get_bits (key));
  gnutls_sign_algorithm_t signature_algorithm = gnutls_pk_to_sign (algorithm, rail_hash_to_gnutls (hash));
  const char *oid = gnutls_sign_get_oid (signature_algorithm);
  g_autoptr(GBytes) info = rail_asn1_encode (request, INFO);
  g_auto(gnutls_datum_t) signature = { NULL, 0 };
  gnutls_datum_t data;
  int code;

  if (oid == NULL || (algorithm != GNUTLS_PK_RSA && algorithm != GNUTLS_PK_ECDSA))
    return GNUTLS_E_UNKNOWN_PK_ALGORITHM;
  if (info == NULL)
    return GNUTLS_E_ASN1_DER_ERROR;

  data = rail_pki_borrow_bytes (info);
  code = gnutls_privkey_sign_data (opened, rail_hash_to_gnutls (hash), GNUTLS_PRIVKEY_FLAG_REPRODUCIBLE, &data,
                                   &signature);
  if (code < 0)
    return code;
  /* The length of a BIT STRING is in bits. */
  if (set (request, "signatureAlgorithm.algorithm", oid, 1)
      && set (request, "signatureAlgorithm.parameters", algorithm == GNUTLS_PK_RSA ? null_der : NULL,
              algorithm == GNUTLS_PK_RSA ? sizeof null_der : 0)
      && set (request, "signature", signature.data, signature.size * 8))
    return 0;
  return GNUTLS_E_ASN1_DER_ERROR;
}

/**
 * rail_signing_request_make:
 * @like: a certificate
 * @key: the key that the new certificate is for, mostly that of @like
 * @error: return location for an error
 *
 * Asks another authority for a certificate that is like @like: the same subject to the byte, and its alternative names,
 * KeyUsage, ExtendedKeyUsage and BasicConstraints with their critical flags. Safe in any thread.
 *
 * Returns: (transfer full) (nullable): the request, or %NULL with %RAIL_PKI_ERROR_UNSUPPORTED when @key is neither RSA nor
 *   of an elliptic curve, %RAIL_PKI_ERROR_FAILED or %RAIL_PKI_ERROR_MALFORMED when it cannot be made
 */
RailSigningRequest *
rail_signing_request_make (RailCertificate  *like,
                           RailKey          *key,
                           GError          **error)
{
  g_auto(asn1_node) request = NULL;
  g_auto(gnutls_privkey_t) opened = NULL;
  g_autoptr(GBytes) der = NULL;
  int code = GNUTLS_E_ASN1_DER_ERROR;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (like), NULL);
  g_return_val_if_fail (RAIL_IS_KEY (key), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!rail_key_open (key, &opened, error))
    return NULL;
  request = rail_asn1_create (RAIL_ASN1_CERTIFICATION_REQUEST);
  if (write_info (request, like, opened))
    code = sign (request, key, opened);
  if (code >= 0)
    {
      der = rail_asn1_encode (request, "");
      code = der != NULL ? 0 : GNUTLS_E_ASN1_DER_ERROR;
    }
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The signing request for “%s” could not be made"),
                                 rail_certificate_get_common_name (like));
      return NULL;
    }
  return rail_signing_request_new_from_der (der, error);
}
