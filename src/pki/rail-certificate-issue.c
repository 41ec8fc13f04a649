/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-issue"

#include "config.h"

#include "rail-certificate-request-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-asn1-private.h"
#include "rail-key-identifier-private.h"
#include "rail-pki-private.h"
#include "rail-signing-request-private.h"

typedef struct
{
  guint       flag;
  guint       gnutls;
} KeyUsageMap;

typedef struct
{
  guint       flag;
  const char *oid;
} PurposeMap;

static const KeyUsageMap key_usages[] = {
  { RAIL_KEY_USAGE_DIGITAL_SIGNATURE, GNUTLS_KEY_DIGITAL_SIGNATURE },
  { RAIL_KEY_USAGE_NON_REPUDIATION, GNUTLS_KEY_NON_REPUDIATION },
  { RAIL_KEY_USAGE_KEY_ENCIPHERMENT, GNUTLS_KEY_KEY_ENCIPHERMENT },
  { RAIL_KEY_USAGE_DATA_ENCIPHERMENT, GNUTLS_KEY_DATA_ENCIPHERMENT },
  { RAIL_KEY_USAGE_KEY_AGREEMENT, GNUTLS_KEY_KEY_AGREEMENT },
  { RAIL_KEY_USAGE_KEY_CERT_SIGN, GNUTLS_KEY_KEY_CERT_SIGN },
  { RAIL_KEY_USAGE_CRL_SIGN, GNUTLS_KEY_CRL_SIGN },
  { RAIL_KEY_USAGE_ENCIPHER_ONLY, GNUTLS_KEY_ENCIPHER_ONLY },
  { RAIL_KEY_USAGE_DECIPHER_ONLY, GNUTLS_KEY_DECIPHER_ONLY },
};

static const PurposeMap purposes[] = {
  { RAIL_PURPOSE_SERVER_AUTH, GNUTLS_KP_TLS_WWW_SERVER },
  { RAIL_PURPOSE_CLIENT_AUTH, GNUTLS_KP_TLS_WWW_CLIENT },
};

/* GnuTLS would write whatever fits as PrintableString. RFC 5280 §4.1.2.4 wants UTF8String, and one type for all keeps
 * names comparable byte by byte. */
static int
write_utf8_part (gnutls_x509_crt_t  certificate,
                 const char        *oid,
                 const char        *text)
{
  g_autoptr(GBytes) der = rail_asn1_encode_utf8 (text);

  if (der == NULL)
    return GNUTLS_E_ASN1_VALUE_NOT_VALID;
  return gnutls_x509_crt_set_dn_by_oid (certificate, oid, 1, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
}

/* In the order of the directory, from the country down; empty parts are left out. The country alone must be a
 * PrintableString (RFC 5280 appendix A.1). */
static int
write_subject (RailCertificateRequest *self,
               gnutls_x509_crt_t       certificate)
{
  int code = 0;

  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS && code >= 0; i++)
    {
      const char *oid = rail_subject_part_get_info (i)->oid;
      g_autofree char *text = g_strstrip (g_strdup (self->subject[i]));
      g_autofree char *upper = g_ascii_strup (text, -1);

      if (text[0] == '\0')
        continue;
      if (i == RAIL_SUBJECT_COUNTRY)
        code = gnutls_x509_crt_set_dn_by_oid (certificate, oid, 0, upper, strlen (upper));
      else
        code = write_utf8_part (certificate, oid, text);
    }
  return code;
}

static int
write_identity (RailCertificateRequest *self,
                gnutls_x509_crt_t       certificate,
                gnutls_pubkey_t         key)
{
  g_autoptr(GBytes) serial = rail_environment_new_serial (self->environment);
  int code = gnutls_x509_crt_set_version (certificate, 3);

  if (code >= 0)
    code = gnutls_x509_crt_set_serial (certificate, g_bytes_get_data (serial, NULL), g_bytes_get_size (serial));
  if (code >= 0)
    code = gnutls_x509_crt_set_activation_time (certificate, self->not_before);
  if (code >= 0)
    code = gnutls_x509_crt_set_expiration_time (certificate, self->not_after);
  if (code >= 0 && self->exact_subject == NULL)
    code = write_subject (self, certificate);
  if (code >= 0)
    code = gnutls_x509_crt_set_pubkey (certificate, key);
  return code;
}

/* Whether it was taken over, instead of being made anew. */
static gboolean
is_kept (RailCertificateRequest *self,
         const char             *oid)
{
  return rail_extensions_find (self->kept, oid) != NULL;
}

static int
write_kept (RailCertificateRequest *self,
            gnutls_x509_crt_t       certificate)
{
  int code = 0;

  for (guint i = 0; self->kept != NULL && i < self->kept->len && code >= 0; i++)
    {
      const RailExtension *extension = self->kept->pdata[i];

      code = gnutls_x509_crt_set_extension_by_oid (certificate, extension->oid,
                                                   g_bytes_get_data (extension->value, NULL),
                                                   g_bytes_get_size (extension->value), extension->critical);
    }
  return code;
}

/* BasicConstraints is there and critical with a leaf, too: OPC 10000-6 §6.2.2 demands it, and says that self-signed
 * application certificates have cA=FALSE although they have keyCertSign. */
static int
write_usages (RailCertificateRequest *self,
              gnutls_x509_crt_t       certificate)
{
  const RailProfile *profile = rail_profile_get (self->usage);
  gboolean critical = profile->rsa_purposes_critical && rail_certificate_request_key_is_rsa (self);
  guint usage = 0;
  int code = 0;

  if (!is_kept (self, RAIL_BASIC_CONSTRAINTS_OID))
    code = gnutls_x509_crt_set_basic_constraints (certificate, profile->is_ca,
                                                  profile->is_ca ? profile->path_length : -1);

  for (guint i = 0; i < G_N_ELEMENTS (key_usages); i++)
    if ((self->key_usage & key_usages[i].flag) != 0)
      usage |= key_usages[i].gnutls;
  if (code >= 0 && usage != 0 && !is_kept (self, RAIL_KEY_USAGE_OID))
    code = gnutls_x509_crt_set_key_usage (certificate, usage);
  for (guint i = 0; i < G_N_ELEMENTS (purposes) && code >= 0; i++)
    if ((self->purposes & purposes[i].flag) != 0 && !is_kept (self, RAIL_PURPOSES_OID))
      code = gnutls_x509_crt_set_key_purpose_oid (certificate, purposes[i].oid, critical);
  return code >= 0 ? write_kept (self, certificate) : code;
}

/* open62541 compares only the first URI it finds, others stop at the first name: the URI goes before all others.
 * Names that were taken over stay in their order, unless they are somebody's wish that is not to be taken to the letter. */
static gboolean
write_names (RailCertificateRequest  *self,
             gnutls_x509_crt_t        certificate,
             GError                 **error)
{
  GListModel *names = G_LIST_MODEL (self->names);
  g_autoptr(GListStore) ordered = g_list_store_new (RAIL_TYPE_ALTERNATIVE_NAME);
  gboolean is_wish = self->signing_request != NULL && (self->honour & RAIL_HONOUR_VERBATIM) == 0;
  guint n_uris = 0;

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (rail_alternative_name_get_name_type (name) == RAIL_NAME_TYPE_URI
          && (is_wish || rail_alternative_name_get_origin (name) == NULL))
        g_list_store_insert (ordered, n_uris++, name);
      else
        g_list_store_append (ordered, name);
    }
  return rail_alternative_names_write (G_LIST_MODEL (ordered), certificate, self->names_critical, error);
}

/* Both identifiers are always there: node-opcua finds issuers by them alone, and takes a certificate without them for a
 * self-signed one. */
static gboolean
write_identifiers (RailCertificateRequest  *self,
                   gnutls_x509_crt_t        certificate,
                   gnutls_pubkey_t          key,
                   GBytes                  *known,
                   GError                 **error)
{
  g_autoptr(GBytes) own = known != NULL ? g_bytes_ref (known) : rail_key_identifier_new (key, error);
  g_autoptr(GBytes) authority = NULL;
  int code;

  if (own == NULL)
    return FALSE;
  authority = self->issuer != NULL ? rail_key_identifier_for_authority (self->issuer, error) : g_bytes_ref (own);
  if (authority == NULL)
    return FALSE;

  code = gnutls_x509_crt_set_subject_key_id (certificate, g_bytes_get_data (own, NULL), g_bytes_get_size (own));
  if (code >= 0)
    code = gnutls_x509_crt_set_authority_key_id (certificate, g_bytes_get_data (authority, NULL),
                                                 g_bytes_get_size (authority));
  if (code >= 0)
    return TRUE;
  rail_pki_set_gnutls_error (error, code, _("The certificate “%s” could not be made"),
                             self->subject[RAIL_SUBJECT_COMMON_NAME]);
  return FALSE;
}

/* Gives a certificate in the making a subject as it is, since GnuTLS can only make names up anew. */
static int
fill_carrier (GBytes            *subject,
              gnutls_x509_crt_t  certificate)
{
  g_autoptr(GBytes) der = rail_certificate_carrier_new (subject);
  gnutls_datum_t datum;

  if (der == NULL)
    return GNUTLS_E_ASN1_DER_ERROR;
  datum = rail_pki_borrow_bytes (der);
  gnutls_x509_crt_set_flags (certificate, GNUTLS_X509_CRT_FLAG_IGNORE_SANITY);
  return gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_DER);
}

static gboolean
write_certificate (RailCertificateRequest  *self,
                   gnutls_x509_crt_t        certificate,
                   gnutls_pubkey_t          public_key,
                   GBytes                  *known_identifier,
                   GError                 **error)
{
  int code = self->exact_subject != NULL ? fill_carrier (self->exact_subject, certificate) : 0;

  if (code >= 0)
    code = write_identity (self, certificate, public_key);
  if (code >= 0)
    code = write_usages (self, certificate);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The certificate “%s” could not be made"),
                                 self->subject[RAIL_SUBJECT_COMMON_NAME]);
      return FALSE;
    }
  return write_names (self, certificate, error) &&
         write_identifiers (self, certificate, public_key, known_identifier, error);
}

/* Of a key that already has a certificate, which may count its identifier in another way than we do. */
static GBytes *
find_known_identifier (RailCertificateRequest *self,
                       RailKey                *subject_key)
{
  if (self->old == NULL || subject_key == NULL || !rail_certificate_matches_key (self->old, subject_key))
    return NULL;
  return rail_certificate_get_subject_key_id (self->old);
}

/* A reproducible signature derives its nonce from key and content (RFC 6979): no random source can leak the key, and
 * golden certificates exist. */
static RailCertificate *
sign (RailCertificateRequest  *self,
      gnutls_x509_crt_t        certificate,
      gnutls_x509_crt_t        issuer,
      gnutls_privkey_t         issuer_key,
      GError                 **error)
{
  g_auto(gnutls_datum_t) der = { NULL, 0 };
  g_autoptr(GBytes) bytes = NULL;
  int code = gnutls_x509_crt_privkey_sign (certificate, issuer, issuer_key, rail_hash_to_gnutls (self->hash),
                                           GNUTLS_PRIVKEY_FLAG_REPRODUCIBLE);

  if (code >= 0)
    code = gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &der);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The certificate “%s” could not be signed"),
                                 self->subject[RAIL_SUBJECT_COMMON_NAME]);
      return NULL;
    }
  bytes = g_bytes_new (der.data, der.size);
  return rail_certificate_new_from_der (bytes, error);
}

static gboolean
check_subject_key (RailCertificateRequest  *self,
                   RailKey                 *subject_key,
                   GError                 **error)
{
  if (self->signing_request != NULL)
    {
      if (subject_key == NULL || rail_signing_request_matches_key (self->signing_request, subject_key))
        return TRUE;
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST,
                   _("The certificate “%s” is for the key of a signing request, and the given key is another one"),
                   self->subject[RAIL_SUBJECT_COMMON_NAME]);
      return FALSE;
    }
  if (rail_key_get_kind (subject_key) == self->key_kind)
    return TRUE;
  g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST,
               _("The certificate “%s” was requested for a key of another kind than the given one; "
                 "it was “%s” that was requested"),
               self->subject[RAIL_SUBJECT_COMMON_NAME], rail_key_kind_get_label (self->key_kind));
  return FALSE;
}

static gboolean
check_keys (RailCertificateRequest  *self,
            RailKey                 *subject_key,
            RailKey                 *issuer_key,
            GError                 **error)
{
  if (!check_subject_key (self, subject_key, error))
    return FALSE;
  if (self->issuer != NULL && !rail_certificate_matches_key (self->issuer, issuer_key))
    {
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST,
                   _("The certificate “%s” cannot be signed: the given key is not the one of its issuer “%s”"),
                   self->subject[RAIL_SUBJECT_COMMON_NAME], rail_certificate_get_common_name (self->issuer));
      return FALSE;
    }
  return TRUE;
}

/* The public key that the certificate is for. */
static gboolean
open_public_key (RailCertificateRequest  *self,
                 gnutls_privkey_t         key,
                 gnutls_pubkey_t         *out_public_key,
                 GError                 **error)
{
  g_auto(gnutls_pubkey_t) public_key = NULL;
  int code;

  if (self->signing_request != NULL)
    return rail_signing_request_open_public_key (self->signing_request, out_public_key, error);
  code = gnutls_pubkey_init (&public_key);
  if (code >= 0)
    code = gnutls_pubkey_import_privkey (public_key, key, 0, 0);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The certificate “%s” could not be made"),
                                 self->subject[RAIL_SUBJECT_COMMON_NAME]);
      return FALSE;
    }
  *out_public_key = g_steal_pointer (&public_key);
  return TRUE;
}

/**
 * rail_certificate_request_issue:
 * @self: a request
 * @subject_key: (nullable): the key that the certificate is for, of the kind that the request names; %NULL if it is for
 *   the key of a signing request
 * @issuer_key: (nullable): the key of the request's issuer; not looked at when there is no issuer
 * @error: return location
 *
 * Makes the certificate: X.509 version 3 with a random serial number of 16 bytes, the extensions of the usage's profile or
 * those that were taken over, and always both key identifiers. Without an issuer it is signed with @subject_key. Does not
 * change @self, and is safe in a worker that owns it.
 *
 * Returns: (transfer full) (nullable): the certificate, or %NULL with RAIL_PKI_ERROR_INVALID_REQUEST when the request has
 *   a problem of %RAIL_REQUEST_ERRORS or a key does not fit, RAIL_PKI_ERROR_FAILED when signing fails
 */
RailCertificate *
rail_certificate_request_issue (RailCertificateRequest  *self,
                                RailKey                 *subject_key,
                                RailKey                 *issuer_key,
                                GError                 **error)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  g_auto(gnutls_x509_crt_t) issuer = NULL;
  g_auto(gnutls_privkey_t) key = NULL;
  g_auto(gnutls_privkey_t) signer = NULL;
  g_auto(gnutls_pubkey_t) public_key = NULL;
  int code;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), NULL);
  g_return_val_if_fail (RAIL_IS_KEY (subject_key) || (subject_key == NULL && self->signing_request != NULL), NULL);
  g_return_val_if_fail (self->issuer == NULL || RAIL_IS_KEY (issuer_key), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if ((rail_certificate_request_find_problems (self) & RAIL_REQUEST_ERRORS) != 0)
    {
      rail_certificate_request_set_error (self, error);
      return NULL;
    }
  if (!check_keys (self, subject_key, issuer_key, error)
      || (self->signing_request == NULL && !rail_key_open (subject_key, &key, error)))
    return NULL;
  if (self->issuer != NULL &&
      (!rail_certificate_open (self->issuer, &issuer, error) || !rail_key_open (issuer_key, &signer, error)))
    return NULL;
  if (!open_public_key (self, key, &public_key, error))
    return NULL;

  code = gnutls_x509_crt_init (&certificate);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The certificate “%s” could not be made"),
                                 self->subject[RAIL_SUBJECT_COMMON_NAME]);
      return NULL;
    }
  if (!write_certificate (self, certificate, public_key, find_known_identifier (self, subject_key), error))
    return NULL;
  return sign (self, certificate, issuer != NULL ? issuer : certificate, signer != NULL ? signer : key, error);
}
