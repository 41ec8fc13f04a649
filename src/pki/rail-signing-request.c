/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-signing-request"

#include "config.h"

#include "rail-signing-request.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-signing-request-private.h"

/* The attribute that holds the wanted extensions, and Microsoft's own for the same (RFC 2985 §5.4.2). */
#define EXTENSIONS_OID "1.2.840.113549.1.9.14"
#define MICROSOFT_EXTENSIONS_OID "1.3.6.1.4.1.311.2.1.14"

#define MAX_ATTRIBUTES 64
#define KEY_ID_SIZE 32

struct _RailSigningRequest
{
  GObject                 parent_instance;

  /* Set once, before anybody else sees the object. */
  GBytes                 *der;
  GBytes                 *subject_der;
  char                   *subject;
  char                   *common_name;
  char                   *fingerprint;
  GBytes                 *key_id;
  const char             *signature_algorithm;  /* static or interned */
  gboolean                signed_with_sha1;
  GListStore             *names;
  GPtrArray              *extensions;           /* RailExtension */
  char                  **extension_oids;
  RailCertificateDetails  details;
};

G_DEFINE_FINAL_TYPE (RailSigningRequest, rail_signing_request, G_TYPE_OBJECT)

G_DEFINE_FLAGS_TYPE (RailHonour, rail_honour,
                     G_DEFINE_ENUM_VALUE (RAIL_HONOUR_SUBJECT, "subject"),
                     G_DEFINE_ENUM_VALUE (RAIL_HONOUR_NAMES, "names"),
                     G_DEFINE_ENUM_VALUE (RAIL_HONOUR_KEY_USAGE, "key-usage"),
                     G_DEFINE_ENUM_VALUE (RAIL_HONOUR_PURPOSES, "purposes"),
                     G_DEFINE_ENUM_VALUE (RAIL_HONOUR_VERBATIM, "verbatim"))

static gboolean
open_request (GBytes             *der,
              gnutls_x509_crq_t  *out_request,
              GError            **error)
{
  g_auto(gnutls_x509_crq_t) request = NULL;
  gnutls_datum_t datum = rail_pki_borrow_bytes (der);
  int code = gnutls_x509_crq_init (&request);

  if (code >= 0)
    code = gnutls_x509_crq_import (request, &datum, GNUTLS_X509_FMT_DER);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The signing request cannot be read"));
      return FALSE;
    }
  *out_request = g_steal_pointer (&request);
  return TRUE;
}

/* The signature shows that who asks has the key. Any hash will do for that. */
static gboolean
verify (gnutls_x509_crq_t   request,
        GError            **error)
{
  int code = gnutls_x509_crq_verify (request, GNUTLS_VERIFY_ALLOW_BROKEN);

  if (code >= 0)
    return TRUE;
  if (code == GNUTLS_E_PK_SIG_VERIFY_FAILED)
    g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                         _("The signing request is not signed with the key that it is for, so it was changed or damaged "
                           "on its way; make it anew."));
  else
    rail_pki_set_gnutls_error (error, code, _("The signature of the signing request cannot be checked"));
  return FALSE;
}

static void
read_attribute (RailSigningRequest *self,
                asn1_node_const     request,
                guint               index)
{
  g_autofree char *type = g_strdup_printf ("certificationRequestInfo.attributes.?%u.type", index);
  g_autofree char *value = g_strdup_printf ("certificationRequestInfo.attributes.?%u.values.?1", index);
  g_autoptr(GBytes) der = NULL;
  g_auto(asn1_node) extensions = NULL;
  char oid[RAIL_ASN1_OID_SIZE];

  if (!rail_asn1_read_oid (request, type, oid)
      || (!g_str_equal (oid, EXTENSIONS_OID) && !g_str_equal (oid, MICROSOFT_EXTENSIONS_OID)))
    return;
  der = rail_asn1_read (request, value);
  if (der != NULL)
    extensions = rail_asn1_decode_lax (RAIL_ASN1_EXTENSIONS, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  if (extensions != NULL)
    rail_extensions_read (self->extensions, extensions, "");
}

static void
read_extensions (RailSigningRequest *self,
                 asn1_node_const     request)
{
  guint n_attributes = MIN (rail_asn1_count (request, "certificationRequestInfo.attributes"), MAX_ATTRIBUTES);
  const RailExtension *names;

  for (guint i = 1; i <= n_attributes; i++)
    read_attribute (self, request, i);
  rail_certificate_details_read_list (&self->details, self->extensions);

  names = rail_extensions_find (self->extensions, RAIL_NAMES_OID);
  if (names != NULL)
    {
      gnutls_datum_t value = rail_pki_borrow_bytes (names->value);

      self->names = rail_alternative_names_read_value (&value);
    }
  else
    self->names = g_list_store_new (RAIL_TYPE_ALTERNATIVE_NAME);

  self->extension_oids = g_new0 (char *, self->extensions->len + 1);
  for (guint i = 0; i < self->extensions->len; i++)
    self->extension_oids[i] = g_strdup (((const RailExtension *) self->extensions->pdata[i])->oid);
}

static gboolean
read_key (RailSigningRequest  *self,
          gnutls_x509_crq_t    request,
          GError             **error)
{
  g_auto(gnutls_pubkey_t) key = NULL;
  guint8 id[KEY_ID_SIZE];
  size_t id_size = sizeof id;
  int code = gnutls_pubkey_init (&key);

  if (code >= 0)
    code = gnutls_pubkey_import_x509_crq (key, request, 0);
  if (code >= 0)
    code = gnutls_pubkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, id, &id_size);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The public key in the signing request cannot be read"));
      return FALSE;
    }
  self->key_id = g_bytes_new (id, id_size);
  rail_public_key_read (&self->details.public_key, key);
  self->details.key_algorithm = rail_public_key_name_algorithm (self->details.public_key.algorithm);
  return TRUE;
}

static void
read_signature_algorithm (RailSigningRequest *self,
                          gnutls_x509_crq_t   request)
{
  int algorithm = gnutls_x509_crq_get_signature_algorithm (request);
  char oid[RAIL_ASN1_OID_SIZE];
  size_t size = sizeof oid;

  self->signature_algorithm = algorithm > GNUTLS_SIGN_UNKNOWN ? gnutls_sign_get_name (algorithm) : NULL;
  self->signed_with_sha1 = algorithm > GNUTLS_SIGN_UNKNOWN
                           && gnutls_sign_get_hash_algorithm (algorithm) == GNUTLS_DIG_SHA1;
  if (self->signature_algorithm == NULL)
    self->signature_algorithm =
      gnutls_x509_crq_get_signature_oid (request, oid, &size) >= 0 ? g_intern_string (oid) : "";
}

static void
rail_signing_request_finalize (GObject *object)
{
  RailSigningRequest *self = RAIL_SIGNING_REQUEST (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->subject_der, g_bytes_unref);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->common_name, g_free);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->key_id, g_bytes_unref);
  g_clear_object (&self->names);
  g_clear_pointer (&self->extensions, g_ptr_array_unref);
  g_clear_pointer (&self->extension_oids, g_strfreev);
  rail_certificate_details_clear (&self->details);

  G_OBJECT_CLASS (rail_signing_request_parent_class)->finalize (object);
}

static void
rail_signing_request_class_init (RailSigningRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_signing_request_finalize;
}

static void
rail_signing_request_init (RailSigningRequest *self)
{
  self->extensions = rail_extensions_new ();
}

/**
 * rail_signing_request_new_from_der:
 * @der: a CertificationRequest in DER (PKCS#10, RFC 2986 §4), at most 64 KiB
 * @error: return location for an error
 *
 * Reads a signing request and checks its signature, which shows that its author has the key. Text goes through
 * rail_bundle_read(). Safe in any thread.
 *
 * Returns: (transfer full) (nullable): the request, immutable, or %NULL with %RAIL_PKI_ERROR_MALFORMED or
 *   %RAIL_PKI_ERROR_UNSUPPORTED
 */
RailSigningRequest *
rail_signing_request_new_from_der (GBytes  *der,
                                   GError **error)
{
  g_autoptr(RailSigningRequest) self = NULL;
  g_auto(gnutls_x509_crq_t) request = NULL;
  g_auto(asn1_node) value = NULL;
  gsize size;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  size = g_bytes_get_size (der);
  if (size == 0 || size > RAIL_PKI_MAX_DER_SIZE)
    {
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                   _("The signing request cannot be read: it has %zu bytes, and 1 to %d are possible"), size,
                   RAIL_PKI_MAX_DER_SIZE);
      return NULL;
    }
  if (!open_request (der, &request, error) || !verify (request, error))
    return NULL;

  self = g_object_new (RAIL_TYPE_SIGNING_REQUEST, NULL);
  if (!read_key (self, request, error))
    return NULL;
  value = rail_asn1_decode_lax (RAIL_ASN1_CERTIFICATION_REQUEST, g_bytes_get_data (der, NULL), size);
  self->subject_der = value != NULL ? rail_asn1_read (value, "certificationRequestInfo.subject") : NULL;
  if (self->subject_der == NULL)
    {
      g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                           _("The subject of the signing request cannot be read"));
      return NULL;
    }
  self->der = g_bytes_ref (der);
  rail_subject_read (self->subject_der, &self->subject, &self->common_name);
  read_signature_algorithm (self, request);
  read_extensions (self, value);
  self->fingerprint = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  for (char *at = self->fingerprint; *at != '\0'; at++)
    *at = g_ascii_toupper (*at);
  return g_steal_pointer (&self);
}

/**
 * rail_signing_request_get_der:
 * @self: a signing request
 *
 * Returns: (transfer none): its bytes, as they came
 */
GBytes *
rail_signing_request_get_der (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return self->der;
}

/**
 * rail_signing_request_to_pem:
 * @self: a signing request
 *
 * Returns: (transfer full): it as text ("BEGIN CERTIFICATE REQUEST", RFC 7468 §7), with a line break at the end
 */
char *
rail_signing_request_to_pem (RailSigningRequest *self)
{
  g_auto(gnutls_datum_t) pem = { NULL, 0 };
  gnutls_datum_t der;

  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  der = rail_pki_borrow_bytes (self->der);
  /* Only a lack of memory prevents it. */
  if (gnutls_pem_base64_encode2 ("CERTIFICATE REQUEST", &der, &pem) < 0)
    g_error ("a signing request cannot be written as text");
  return g_strndup ((const char *) pem.data, pem.size);
}

/**
 * rail_signing_request_get_fingerprint:
 * @self: a signing request
 *
 * Returns: (transfer none): the SHA-256 of its bytes, upper-case hexadecimal; what both sides can compare by telephone
 */
const char *
rail_signing_request_get_fingerprint (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return self->fingerprint;
}

/**
 * rail_signing_request_get_subject:
 * @self: a signing request
 *
 * Returns: (transfer none): the subject as RFC 4514 writes it; "" if it is empty
 */
const char *
rail_signing_request_get_subject (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return self->subject;
}

/**
 * rail_signing_request_get_common_name:
 * @self: a signing request
 *
 * Returns: (transfer none): the common name of the subject, "" without one
 */
const char *
rail_signing_request_get_common_name (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return self->common_name;
}

/**
 * rail_signing_request_get_key_algorithm:
 * @self: a signing request
 *
 * Returns: (transfer none): "RSA", "EC", or the name that GnuTLS has for another one
 */
const char *
rail_signing_request_get_key_algorithm (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return self->details.key_algorithm;
}

/**
 * rail_signing_request_get_key_kind:
 * @self: a signing request
 *
 * Returns: the kind of its public key, %RAIL_KEY_KIND_OTHER if Certrail does not make such keys
 */
RailKeyKind
rail_signing_request_get_key_kind (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), RAIL_KEY_KIND_OTHER);

  return self->details.public_key.kind;
}

/**
 * rail_signing_request_get_key_bits:
 * @self: a signing request
 *
 * Returns: the length of its public key in bits
 */
guint
rail_signing_request_get_key_bits (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), 0);

  return self->details.public_key.bits;
}

/**
 * rail_signing_request_get_key_id:
 * @self: a signing request
 *
 * Returns: (transfer none): the SHA-256 of its SubjectPublicKeyInfo, the same as rail_key_get_id() of its key
 */
GBytes *
rail_signing_request_get_key_id (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return self->key_id;
}

/**
 * rail_signing_request_get_signature_algorithm:
 * @self: a signing request
 *
 * Returns: (transfer none): such as "RSA-SHA256", or an object identifier
 */
const char *
rail_signing_request_get_signature_algorithm (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return self->signature_algorithm;
}

/**
 * rail_signing_request_is_signed_with_sha1:
 * @self: a signing request
 *
 * Returns: whether it is signed with SHA-1, which says nothing about the certificate that is made of it
 */
gboolean
rail_signing_request_is_signed_with_sha1 (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), FALSE);

  return self->signed_with_sha1;
}

/**
 * rail_signing_request_get_names:
 * @self: a signing request
 *
 * Returns: (transfer none): the #RailAlternativeName that it asks for, only to be read
 */
GListModel *
rail_signing_request_get_names (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return G_LIST_MODEL (self->names);
}

/**
 * rail_signing_request_get_key_usage:
 * @self: a signing request
 * @out_critical: (out) (optional): whether the extension is asked for as critical
 *
 * Returns: the KeyUsage bits that it asks for, 0 if it asks for none
 */
RailKeyUsage
rail_signing_request_get_key_usage (RailSigningRequest *self,
                                    gboolean           *out_critical)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), 0);

  if (out_critical != NULL)
    *out_critical = self->details.key_usage_critical;
  return self->details.key_usage;
}

/**
 * rail_signing_request_get_purposes:
 * @self: a signing request
 * @out_critical: (out) (optional): whether the extension is asked for as critical
 *
 * Returns: the ExtendedKeyUsage that it asks for, 0 if it asks for none
 */
RailPurpose
rail_signing_request_get_purposes (RailSigningRequest *self,
                                   gboolean           *out_critical)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), 0);

  if (out_critical != NULL)
    *out_critical = self->details.purposes_critical;
  return self->details.purposes;
}

/**
 * rail_signing_request_get_purpose_oids:
 * @self: a signing request
 *
 * Returns: (transfer none) (array zero-terminated=1): the object identifiers of the ExtendedKeyUsage in their order
 */
const char * const *
rail_signing_request_get_purpose_oids (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return (const char * const *) self->details.purpose_oids;
}

/**
 * rail_signing_request_get_extension_oids:
 * @self: a signing request
 *
 * Returns: (transfer none) (array zero-terminated=1): the object identifiers of all extensions that it asks for
 */
const char * const *
rail_signing_request_get_extension_oids (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), NULL);

  return (const char * const *) self->extension_oids;
}

/**
 * rail_signing_request_is_ca:
 * @self: a signing request
 *
 * Returns: whether it asks for the certificate of an authority
 */
gboolean
rail_signing_request_is_ca (RailSigningRequest *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), FALSE);

  return self->details.is_ca;
}

/**
 * rail_signing_request_matches_key:
 * @self: a signing request
 * @key: a private key
 *
 * Returns: whether @key belongs to the public key of @self
 */
gboolean
rail_signing_request_matches_key (RailSigningRequest *self,
                                  RailKey            *key)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), FALSE);
  g_return_val_if_fail (RAIL_IS_KEY (key), FALSE);

  return g_bytes_equal (self->key_id, rail_key_get_id (key));
}

/**
 * rail_signing_request_matches_certificate:
 * @self: a signing request
 * @certificate: a certificate
 *
 * Returns: whether @certificate is for the public key of @self
 */
gboolean
rail_signing_request_matches_certificate (RailSigningRequest *self,
                                          RailCertificate    *certificate)
{
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (self), FALSE);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), FALSE);

  return g_bytes_equal (self->key_id, rail_certificate_get_key_id (certificate));
}

/*< private >
 * rail_signing_request_get_details:
 * @self: a signing request
 *
 * Returns: (transfer none): public key and extensions
 */
const RailCertificateDetails *
rail_signing_request_get_details (RailSigningRequest *self)
{
  return &self->details;
}

/*< private >
 * rail_signing_request_get_extensions:
 * @self: a signing request
 *
 * Returns: (transfer none) (element-type RailExtension): the extensions as they are
 */
GPtrArray *
rail_signing_request_get_extensions (RailSigningRequest *self)
{
  return self->extensions;
}

/*< private >
 * rail_signing_request_get_subject_der:
 * @self: a signing request
 *
 * Returns: (transfer none): the subject as it is
 */
GBytes *
rail_signing_request_get_subject_der (RailSigningRequest *self)
{
  return self->subject_der;
}

/*< private >
 * rail_signing_request_open_public_key:
 * @self: a signing request
 * @out_key: (out): its public key; a g_auto variable frees it
 * @error: return location
 *
 * Returns: whether it could be read; only a lack of memory prevents it
 */
gboolean
rail_signing_request_open_public_key (RailSigningRequest  *self,
                                      gnutls_pubkey_t     *out_key,
                                      GError             **error)
{
  g_auto(gnutls_x509_crq_t) request = NULL;
  g_auto(gnutls_pubkey_t) key = NULL;
  int code;

  if (!open_request (self->der, &request, error))
    return FALSE;
  code = gnutls_pubkey_init (&key);
  if (code >= 0)
    code = gnutls_pubkey_import_x509_crq (key, request, 0);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The public key in the signing request cannot be read"));
      return FALSE;
    }
  *out_key = g_steal_pointer (&key);
  return TRUE;
}
