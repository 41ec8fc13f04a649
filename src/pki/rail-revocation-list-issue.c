/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-revocation-list"

#include "config.h"

#include "rail-revocation-list.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "rail-asn1-private.h"
#include "rail-certificate-request-private.h"
#include "rail-key-identifier-private.h"
#include "rail-pki-private.h"
#include "rail-revocation-entry-private.h"

/* A list that is signed with SHA-1 makes every program that refuses SHA-1 refuse it, too. So SHA-1 is kept for the
 * authorities that are for programs that know nothing else. */
static RailHash
choose_hash (RailCertificate *issuer)
{
  if (rail_certificate_is_signed_with_sha1 (issuer) &&
      g_strcmp0 (rail_certificate_get_key_algorithm (issuer), "RSA") == 0)
    return RAIL_HASH_SHA1;
  return rail_hash_for_signer (rail_certificate_get_key_algorithm (issuer), rail_certificate_get_key_bits (issuer));
}

static int
write_number (gnutls_x509_crl_t list,
              const char       *number)
{
  g_autoptr(GBytes) bytes = rail_pki_serial_from_hex (number);

  return gnutls_x509_crl_set_number (list, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static int
write_serials (gnutls_x509_crl_t list,
               GArray           *revoked)
{
  int code = 0;

  for (guint i = 0; revoked != NULL && i < revoked->len && code >= 0; i++)
    {
      const RailRevokedSerial *entry = &g_array_index (revoked, RailRevokedSerial, i);
      g_autoptr(GBytes) serial = rail_pki_serial_from_hex (entry->serial);

      if (serial == NULL)
        return GNUTLS_E_ILLEGAL_PARAMETER;
      code = gnutls_x509_crl_set_crt_serial (list, g_bytes_get_data (serial, NULL), g_bytes_get_size (serial),
                                             entry->date);
    }
  return code;
}

static int
write_list (gnutls_x509_crl_t  list,
            GBytes            *authority,
            GArray            *revoked,
            const char        *number,
            gint64             this_update,
            gint64             next_update)
{
  int code = gnutls_x509_crl_set_version (list, 2);

  if (code >= 0)
    code = gnutls_x509_crl_set_this_update (list, this_update);
  if (code >= 0)
    code = gnutls_x509_crl_set_next_update (list, next_update);
  if (code >= 0)
    code = write_serials (list, revoked);
  if (code >= 0)
    code = gnutls_x509_crl_set_authority_key_id (list, g_bytes_get_data (authority, NULL),
                                                 g_bytes_get_size (authority));
  if (code >= 0)
    code = write_number (list, number);
  return code;
}

static gboolean
has_reasons (GArray *revoked)
{
  for (guint i = 0; revoked != NULL && i < revoked->len; i++)
    if (g_array_index (revoked, RailRevokedSerial, i).reason != RAIL_REVOCATION_UNSPECIFIED)
      return TRUE;
  return FALSE;
}

static gboolean
needs_edit (GArray *revoked)
{
  return revoked == NULL || revoked->len == 0 || has_reasons (revoked);
}

/* RFC 5280 §5.3.1: the reason “unspecified” is not written. */
static gboolean
add_reasons (asn1_node  list,
             GArray    *revoked)
{
  for (guint i = 0; i < revoked->len; i++)
    {
      RailRevocationReason reason = g_array_index (revoked, RailRevokedSerial, i).reason;
      g_autofree char *field = g_strdup_printf ("tbsCertList.revokedCertificates.?%u", i + 1);
      g_autoptr(GBytes) plain = NULL;
      g_autoptr(GBytes) entry = NULL;

      if (reason == RAIL_REVOCATION_UNSPECIFIED)
        continue;
      plain = rail_asn1_read (list, field);
      entry = plain != NULL ? rail_revocation_entry_add_reason (plain, reason) : NULL;
      if (entry == NULL || asn1_write_value (list, field, g_bytes_get_data (entry, NULL), g_bytes_get_size (entry)) !=
                             ASN1_SUCCESS)
        return FALSE;
    }
  return TRUE;
}

/* RFC 5280 §5.1.2.6: revokedCertificates is absent when nothing is revoked. GnuTLS writes it empty, which strict readers
 * refuse, and it has no call for reasons. So the list that GnuTLS made is changed, and signed again. */
static int
sign_edited_list (gnutls_privkey_t            key,
                  gnutls_digest_algorithm_t   hash,
                  const gnutls_datum_t       *der,
                  GArray                     *revoked,
                  GBytes                    **out)
{
  g_auto(asn1_node) list = rail_asn1_decode (RAIL_ASN1_CERTIFICATE_LIST, der->data, der->size);
  g_autoptr(GBytes) to_sign = NULL;
  g_auto(gnutls_datum_t) signature = { NULL, 0 };
  gnutls_datum_t borrowed;
  gboolean is_edited = FALSE;
  int code;

  if (list != NULL && (revoked == NULL || revoked->len == 0))
    is_edited = asn1_write_value (list, "tbsCertList.revokedCertificates", NULL, 0) == ASN1_SUCCESS;
  else if (list != NULL)
    is_edited = add_reasons (list, revoked);
  to_sign = is_edited ? rail_asn1_encode (list, "tbsCertList") : NULL;
  if (to_sign == NULL)
    return GNUTLS_E_ASN1_DER_ERROR;

  borrowed = rail_pki_borrow_bytes (to_sign);
  code = gnutls_privkey_sign_data (key, hash, GNUTLS_PRIVKEY_FLAG_REPRODUCIBLE, &borrowed, &signature);
  if (code < 0)
    return code;
  /* The length of a BIT STRING is in bits. */
  if (asn1_write_value (list, "signature", signature.data, signature.size * 8) == ASN1_SUCCESS)
    *out = rail_asn1_encode (list, "");
  return *out != NULL ? code : GNUTLS_E_ASN1_DER_ERROR;
}

static RailRevocationList *
sign (gnutls_x509_crl_t   list,
      GArray             *revoked,
      RailCertificate    *issuer,
      RailKey            *issuer_key,
      GError            **error)
{
  gnutls_digest_algorithm_t hash = rail_hash_to_gnutls (choose_hash (issuer));
  g_auto(gnutls_x509_crt_t) authority = NULL;
  g_auto(gnutls_privkey_t) key = NULL;
  g_auto(gnutls_datum_t) der = { NULL, 0 };
  g_autoptr(GBytes) bytes = NULL;
  int code;

  if (!rail_certificate_open (issuer, &authority, error) || !rail_key_open (issuer_key, &key, error))
    return NULL;
  code = gnutls_x509_crl_privkey_sign (list, authority, key, hash, GNUTLS_PRIVKEY_FLAG_REPRODUCIBLE);
  if (code >= 0)
    code = gnutls_x509_crl_export2 (list, GNUTLS_X509_FMT_DER, &der);
  if (code >= 0 && needs_edit (revoked))
    code = sign_edited_list (key, hash, &der, revoked, &bytes);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The revocation list of “%s” could not be signed"),
                                 rail_certificate_get_common_name (issuer));
      return NULL;
    }
  if (bytes == NULL)
    bytes = g_bytes_new (der.data, der.size);
  return rail_revocation_list_new_from_der (bytes, error);
}

static RailRevocationList *
issue (RailCertificate  *issuer,
       RailKey          *issuer_key,
       GArray           *revoked,
       const char       *number,
       gint64            this_update,
       gint64            next_update,
       GError          **error)
{
  g_autoptr(GBytes) authority = NULL;
  g_auto(gnutls_x509_crl_t) list = NULL;
  int code;

  if (!rail_certificate_matches_key (issuer, issuer_key))
    {
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST,
                   _("The revocation list of “%s” cannot be signed: the given key is not the one of its certificate"),
                   rail_certificate_get_common_name (issuer));
      return NULL;
    }
  authority = rail_key_identifier_for_authority (issuer, error);
  if (authority == NULL)
    return NULL;

  code = gnutls_x509_crl_init (&list);
  if (code >= 0)
    code = write_list (list, authority, revoked, number, this_update, next_update);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The revocation list of “%s” could not be made"),
                                 rail_certificate_get_common_name (issuer));
      return NULL;
    }
  return sign (list, revoked, issuer, issuer_key, error);
}

static char *
number_to_hex (guint64 number)
{
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "X", number);
}

static char *
add_to_number (const char *hex,
               guint64     number)
{
  g_autoptr(GBytes) bytes = rail_pki_hex_to_bytes (hex);
  gsize size = MAX (g_bytes_get_size (bytes), sizeof number) + 1;   /* one more for the carry, which is the sign as well */
  g_autofree guint8 *sum = g_malloc0 (size);
  guint carry = 0;

  memcpy (sum + size - g_bytes_get_size (bytes), g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  for (gsize i = size; i > 0; i--)
    {
      carry += sum[i - 1] + (number & 0xff);
      sum[i - 1] = carry & 0xff;
      carry >>= 8;
      number >>= 8;
    }
  return rail_pki_serial_to_hex (sum, size);
}

/**
 * rail_revocation_list_issue:
 * @issuer: the certificate of the authority
 * @issuer_key: its key
 * @revoked: (nullable) (element-type RailRevokedSerial): what it has revoked; may be empty
 * @number: CRLNumber, greater than in every list before (RFC 5280 §5.2.3)
 * @this_update: date of the list, seconds since 1970 UTC
 * @next_update: date until which it may be used, seconds since 1970 UTC
 * @error: return location
 *
 * Makes a version 2 list with number, AuthorityKeyIdentifier and the reasons, signed with SHA-256, with the hash of the
 * curve, or with SHA-1 when the authority's own certificate is. Safe in any thread.
 *
 * Returns: (transfer full) (nullable): the list, or %NULL with RAIL_PKI_ERROR_INVALID_REQUEST when @issuer_key is not the
 *   key of @issuer, RAIL_PKI_ERROR_MALFORMED when a serial number is none, RAIL_PKI_ERROR_FAILED when signing fails
 */
RailRevocationList *
rail_revocation_list_issue (RailCertificate  *issuer,
                            RailKey          *issuer_key,
                            GArray           *revoked,
                            guint64           number,
                            gint64            this_update,
                            gint64            next_update,
                            GError          **error)
{
  g_autofree char *hex = number_to_hex (number);

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (issuer), NULL);
  g_return_val_if_fail (RAIL_IS_KEY (issuer_key), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return issue (issuer, issuer_key, revoked, hex, this_update, next_update, error);
}

/**
 * rail_revocation_list_issue_after:
 * @last: (nullable): the list before, perhaps of another program
 * @issuer: the certificate of the authority
 * @issuer_key: its key
 * @revoked: (nullable) (element-type RailRevokedSerial): what it has revoked; may be empty
 * @number: a number that is not 0 and grows with each list
 * @this_update: date of the list, seconds since 1970 UTC
 * @next_update: date until which it may be used, seconds since 1970 UTC
 * @error: return location
 *
 * Like rail_revocation_list_issue(), but if the number of @last is not less than @number, both together are the number:
 * so it grows, however large the numbers of another program were.
 *
 * Returns: (transfer full) (nullable): the list, or %NULL with an error as there
 */
RailRevocationList *
rail_revocation_list_issue_after (RailRevocationList  *last,
                                  RailCertificate     *issuer,
                                  RailKey             *issuer_key,
                                  GArray              *revoked,
                                  guint64              number,
                                  gint64               this_update,
                                  gint64               next_update,
                                  GError             **error)
{
  g_autofree char *hex = NULL;

  g_return_val_if_fail (last == NULL || RAIL_IS_REVOCATION_LIST (last), NULL);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (issuer), NULL);
  g_return_val_if_fail (RAIL_IS_KEY (issuer_key), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (last != NULL && rail_revocation_list_get_number (last) >= number)
    hex = add_to_number (rail_revocation_list_get_hex_number (last), number);
  else
    hex = number_to_hex (number);
  return issue (issuer, issuer_key, revoked, hex, this_update, next_update, error);
}
