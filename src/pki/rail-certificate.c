/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate"

#include "config.h"

#include "rail-certificate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-certificate-private.h"
#include "rail-frozen-list.h"

#define KEY_ID_SIZE 32

/* A project holds thousands of them, and to parse one takes longer than to read its fields: nearly all of them are read
 * when the certificate is made, as it is parsed then anyway; what takes long or much memory when somebody asks, in any
 * thread, once. The parsed form is never kept. */
struct _RailCertificate
{
  GObject                 parent_instance;

  GBytes                 *der;
  char                   *serial;
  char                   *subject;
  char                   *issuer;               /* counted, as many certificates share it; so is the next */
  char                   *issuer_label;
  char                   *common_name;
  const char             *signature_algorithm;  /* static or interned */
  gint64                  not_before;
  gint64                  not_after;
  guint                   version;
  gboolean                signed_with_sha1;
  RailCertificateDetails  details;

  /* Pointers that g_once_init_leave() sets. */
  GBytes                 *key_id;
  RailFrozenList         *names;
  char                   *fingerprint;
  char                   *fingerprint_sha1;
  gsize                   self_signed;          /* 0: not known, 1: no, 2: yes */
};

G_DEFINE_FINAL_TYPE (RailCertificate, rail_certificate, G_TYPE_OBJECT)

static char *
read_serial (gnutls_x509_crt_t certificate)
{
  guint8 usual[64];
  g_autofree guint8 *longer = NULL;
  guint8 *data = usual;
  size_t size = sizeof usual;
  int code = gnutls_x509_crt_get_serial (certificate, data, &size);

  /* RFC 5280 allows 20 bytes. */
  if (code == GNUTLS_E_SHORT_MEMORY_BUFFER)
    {
      size = RAIL_PKI_MAX_DER_SIZE;
      data = longer = g_malloc (size);
      code = gnutls_x509_crt_get_serial (certificate, data, &size);
    }
  return rail_pki_serial_to_hex (data, code >= 0 ? size : 0);
}

static void
read_signature_algorithm (RailCertificate   *self,
                          gnutls_x509_crt_t  certificate)
{
  int algorithm = gnutls_x509_crt_get_signature_algorithm (certificate);
  char oid[128];
  size_t size = sizeof oid;

  self->signature_algorithm = algorithm > GNUTLS_SIGN_UNKNOWN ? gnutls_sign_get_name (algorithm) : NULL;
  self->signed_with_sha1 = algorithm > GNUTLS_SIGN_UNKNOWN
                           && gnutls_sign_get_hash_algorithm (algorithm) == GNUTLS_DIG_SHA1;
  if (self->signature_algorithm == NULL)
    self->signature_algorithm =
      gnutls_x509_crt_get_signature_oid (certificate, oid, &size) >= 0 ? g_intern_string (oid) : "";
}

/* A date that cannot be read, or is from before 1970, counts as the beginning of 1970, so that it is never in force. */
static gint64
clean_time (time_t time)
{
  return time == (time_t) -1 ? 0 : time;
}

static void
read_fields (RailCertificate   *self,
             gnutls_x509_crt_t  certificate)
{
  rail_certificate_read_subject (certificate, &self->subject, &self->common_name);
  rail_certificate_read_issuer (certificate, &self->issuer, &self->issuer_label);
  self->version = MAX (gnutls_x509_crt_get_version (certificate), 1);
  self->serial = read_serial (certificate);
  self->not_before = clean_time (gnutls_x509_crt_get_activation_time (certificate));
  self->not_after = clean_time (gnutls_x509_crt_get_expiration_time (certificate));
  read_signature_algorithm (self, certificate);
  rail_certificate_details_read (&self->details, certificate);
}

static int
import (const gnutls_datum_t  *data,
        gnutls_x509_crt_fmt_t  format,
        gnutls_x509_crt_t     *out_certificate)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  int code = gnutls_x509_crt_init (&certificate);

  if (code < 0)
    return code;

  /* What breaks the rules shall be seen, not hidden: people look at it to find out why their PLC refuses it. */
  gnutls_x509_crt_set_flags (certificate, GNUTLS_X509_CRT_FLAG_IGNORE_SANITY);
  code = gnutls_x509_crt_import (certificate, data, format);
  if (code >= 0)
    *out_certificate = g_steal_pointer (&certificate);
  return code;
}

static gboolean
check_size (gsize    size,
            gsize    maximum,
            GError **error)
{
  if (size > 0 && size <= maximum)
    return TRUE;

  g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
               _("The certificate cannot be read: it has %zu bytes, and 1 to %zu are possible"), size, maximum);
  return FALSE;
}

static void
rail_certificate_finalize (GObject *object)
{
  RailCertificate *self = RAIL_CERTIFICATE (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->serial, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->issuer, g_atomic_rc_box_release);
  g_clear_pointer (&self->issuer_label, g_atomic_rc_box_release);
  g_clear_pointer (&self->common_name, g_free);
  rail_certificate_details_clear (&self->details);
  g_clear_pointer (&self->key_id, g_bytes_unref);
  g_clear_object (&self->names);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->fingerprint_sha1, g_free);

  G_OBJECT_CLASS (rail_certificate_parent_class)->finalize (object);
}

static void
rail_certificate_class_init (RailCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_certificate_finalize;
}

static void
rail_certificate_init (RailCertificate *self)
{
}

/**
 * rail_certificate_new_from_der:
 * @der: one X.509 certificate, at most 64 KiB
 * @error: return location for an error
 *
 * Reads a certificate of any origin. One that breaks rules of RFC 5280 is read as far as it goes. Safe in any thread.
 *
 * Returns: (transfer full) (nullable): the certificate, or %NULL with %RAIL_PKI_ERROR_MALFORMED
 */
RailCertificate *
rail_certificate_new_from_der (GBytes  *der,
                               GError **error)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  g_autoptr(RailCertificate) self = NULL;
  gnutls_datum_t datum;
  int code;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_size (g_bytes_get_size (der), RAIL_PKI_MAX_DER_SIZE, error))
    return NULL;

  datum = rail_pki_borrow_bytes (der);
  code = import (&datum, GNUTLS_X509_FMT_DER, &certificate);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The certificate cannot be read"));
      return NULL;
    }

  self = g_object_new (RAIL_TYPE_CERTIFICATE, NULL);
  self->der = g_bytes_ref (der);
  read_fields (self, certificate);
  return g_steal_pointer (&self);
}

/**
 * rail_certificate_new_from_pem:
 * @pem: text with a "BEGIN CERTIFICATE" block, and perhaps more
 * @length: its size in bytes, or −1 if NUL ends it; at most 1 MiB
 * @error: return location for an error
 *
 * Reads the first certificate in a text.
 *
 * Returns: (transfer full) (nullable): the certificate, or %NULL with %RAIL_PKI_ERROR_MALFORMED
 */
RailCertificate *
rail_certificate_new_from_pem (const char  *pem,
                               gssize       length,
                               GError     **error)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  g_auto(gnutls_datum_t) exported = { NULL, 0 };
  g_autoptr(GBytes) der = NULL;
  gnutls_datum_t datum;
  gsize size;
  int code;

  g_return_val_if_fail (pem != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  size = length >= 0 ? (gsize) length : strlen (pem);
  if (!check_size (size, RAIL_PKI_MAX_PEM_SIZE, error))
    return NULL;

  datum.data = (guint8 *) pem;
  datum.size = size;
  code = import (&datum, GNUTLS_X509_FMT_PEM, &certificate);
  if (code >= 0)
    code = gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &exported);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The text holds no readable certificate"));
      return NULL;
    }

  der = g_bytes_new (exported.data, exported.size);
  return rail_certificate_new_from_der (der, error);
}

/**
 * rail_certificate_get_der:
 * @self: a certificate
 *
 * Returns: (transfer none): its bytes, as they came
 */
GBytes *
rail_certificate_get_der (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return self->der;
}

/**
 * rail_certificate_to_pem:
 * @self: a certificate
 *
 * Returns: (transfer full): it as text ("BEGIN CERTIFICATE"), with a line break at the end
 */
char *
rail_certificate_to_pem (RailCertificate *self)
{
  g_auto(gnutls_datum_t) pem = { NULL, 0 };
  gnutls_datum_t der;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  der = rail_pki_borrow_bytes (self->der);
  /* Only a lack of memory prevents it. */
  if (gnutls_pem_base64_encode2 ("CERTIFICATE", &der, &pem) < 0)
    g_error ("a certificate cannot be written as text");
  return g_strndup ((char *) pem.data, pem.size);
}

/**
 * rail_certificate_equal:
 * @self: a certificate
 * @other: a certificate
 *
 * Returns: whether both are the same bytes
 */
gboolean
rail_certificate_equal (RailCertificate *self,
                        RailCertificate *other)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), FALSE);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (other), FALSE);

  return g_bytes_equal (self->der, other->der);
}

/*< private >
 * rail_certificate_open:
 * @self: a certificate
 * @out_certificate: (out): the parsed certificate; a g_auto variable frees it
 * @error: return location for an error
 *
 * Returns: whether it could be parsed; only a lack of memory prevents it
 */
gboolean
rail_certificate_open (RailCertificate    *self,
                       gnutls_x509_crt_t  *out_certificate,
                       GError            **error)
{
  gnutls_datum_t datum = rail_pki_borrow_bytes (self->der);
  int code = import (&datum, GNUTLS_X509_FMT_DER, out_certificate);

  if (code < 0)
    rail_pki_set_gnutls_error (error, code, _("The certificate cannot be read"));
  return code >= 0;
}

/*< private >
 * rail_certificate_get_details:
 * @self: a certificate
 *
 * Returns: (transfer none): public key and extensions
 */
const RailCertificateDetails *
rail_certificate_get_details (RailCertificate *self)
{
  return &self->details;
}

/**
 * rail_certificate_get_version:
 * @self: a certificate
 *
 * Returns: 1, 2 or 3
 */
guint
rail_certificate_get_version (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), 0);

  return self->version;
}

/**
 * rail_certificate_get_serial:
 * @self: a certificate
 *
 * Returns: (transfer none): the serial number as upper-case hexadecimal digits without separators, in whole bytes,
 *   with a minus in front if it is negative
 */
const char *
rail_certificate_get_serial (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return self->serial;
}

/**
 * rail_certificate_get_subject:
 * @self: a certificate
 *
 * Returns: (transfer none): the subject as RFC 4514 writes it, "" if it is empty
 */
const char *
rail_certificate_get_subject (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return self->subject;
}

/**
 * rail_certificate_get_issuer:
 * @self: a certificate
 *
 * Returns: (transfer none): the issuer as RFC 4514 writes it, "" if it is empty
 */
const char *
rail_certificate_get_issuer (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return self->issuer;
}

/**
 * rail_certificate_get_common_name:
 * @self: a certificate
 *
 * Returns: (transfer none) (not nullable): the common name of the subject, the most specific of several, "" without one
 */
const char *
rail_certificate_get_common_name (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return self->common_name;
}

/**
 * rail_certificate_get_issuer_label:
 * @self: a certificate
 *
 * Returns: (transfer none): common name, organisation and country of the issuer with commas between, as TIA Portal
 *   shows it
 */
const char *
rail_certificate_get_issuer_label (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return self->issuer_label;
}

/**
 * rail_certificate_get_not_before:
 * @self: a certificate
 *
 * Returns: when it begins to be valid, in seconds since 1970 UTC; 0 for what lies before
 */
gint64
rail_certificate_get_not_before (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), 0);

  return self->not_before;
}

/**
 * rail_certificate_get_not_after:
 * @self: a certificate
 *
 * Returns: the last second of its validity, since 1970 UTC; 0 for what lies before
 */
gint64
rail_certificate_get_not_after (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), 0);

  return self->not_after;
}

static const char *
get_fingerprint (RailCertificate  *self,
                 char            **field,
                 GChecksumType     type)
{
  if (g_once_init_enter (field))
    {
      char *lower = g_compute_checksum_for_bytes (type, self->der);

      g_once_init_leave (field, g_ascii_strup (lower, -1));
      g_free (lower);
    }
  return *field;
}

/**
 * rail_certificate_get_fingerprint:
 * @self: a certificate
 *
 * Returns: (transfer none): the SHA-256 of its bytes as upper-case hexadecimal digits
 */
const char *
rail_certificate_get_fingerprint (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return get_fingerprint (self, &self->fingerprint, G_CHECKSUM_SHA256);
}

/**
 * rail_certificate_get_fingerprint_sha1:
 * @self: a certificate
 *
 * Returns: (transfer none): the SHA-1 of its bytes as upper-case hexadecimal digits, which OPC UA and Windows call
 *   the thumbprint
 */
const char *
rail_certificate_get_fingerprint_sha1 (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return get_fingerprint (self, &self->fingerprint_sha1, G_CHECKSUM_SHA1);
}

/**
 * rail_certificate_get_signature_algorithm:
 * @self: a certificate
 *
 * Returns: (transfer none): such as "RSA-SHA256" or "ECDSA-SHA256"; the object identifier if GnuTLS does not know it
 */
const char *
rail_certificate_get_signature_algorithm (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return self->signature_algorithm;
}

/**
 * rail_certificate_is_signed_with_sha1:
 * @self: a certificate
 *
 * Returns: whether its signature uses SHA-1, which current programs refuse
 */
gboolean
rail_certificate_is_signed_with_sha1 (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), FALSE);

  return self->signed_with_sha1;
}

/**
 * rail_certificate_get_key_id:
 * @self: a certificate
 *
 * Returns: (transfer none): the SHA-256 of the SubjectPublicKeyInfo in DER, as rail_key_get_id(); empty if the key
 *   cannot be read
 */
GBytes *
rail_certificate_get_key_id (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  if (g_once_init_enter (&self->key_id))
    {
      g_auto(gnutls_x509_crt_t) certificate = NULL;
      guint8 id[KEY_ID_SIZE];
      size_t size = sizeof id;

      if (!rail_certificate_open (self, &certificate, NULL))
        g_error ("a certificate that could be read cannot be read again");
      if (gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, id, &size) < 0)
        size = 0;
      g_once_init_leave (&self->key_id, g_bytes_new (id, size));
    }
  return self->key_id;
}

/**
 * rail_certificate_get_names:
 * @self: a certificate
 *
 * Safe in any thread, and so is reading the list.
 *
 * Returns: (transfer none): a list of #RailAlternativeName that nobody changes, in the order of the certificate
 */
GListModel *
rail_certificate_get_names (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  if (g_once_init_enter (&self->names))
    {
      g_auto(gnutls_x509_crt_t) certificate = NULL;
      g_autoptr(GListStore) names = NULL;

      if (!rail_certificate_open (self, &certificate, NULL))
        g_error ("a certificate that could be read cannot be read again");
      names = rail_alternative_names_read (certificate);
      g_once_init_leave (&self->names, rail_frozen_list_new (G_LIST_MODEL (names)));
    }
  return G_LIST_MODEL (self->names);
}

/**
 * rail_certificate_is_self_signed:
 * @self: a certificate
 *
 * Returns: whether subject and issuer are the same name and its own key verifies its signature
 */
gboolean
rail_certificate_is_self_signed (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), FALSE);

  if (g_once_init_enter (&self->self_signed))
    {
      gboolean yes = g_strcmp0 (self->subject, self->issuer) == 0 && rail_certificate_verify_signature (self, self);

      g_once_init_leave (&self->self_signed, yes ? 2 : 1);
    }
  return self->self_signed == 2;
}
