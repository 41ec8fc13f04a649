/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate"

#include "config.h"

#include "rail-certificate-private.h"

#include <string.h>

/* Reading one purpose costs a look at all of them, so a hostile list must end somewhere. */
#define MAXIMUM_PURPOSES 64

static const struct
{
  guint        gnutls;
  RailKeyUsage usage;
} key_usages[] = {
  { GNUTLS_KEY_DIGITAL_SIGNATURE, RAIL_KEY_USAGE_DIGITAL_SIGNATURE },
  { GNUTLS_KEY_NON_REPUDIATION, RAIL_KEY_USAGE_NON_REPUDIATION },
  { GNUTLS_KEY_KEY_ENCIPHERMENT, RAIL_KEY_USAGE_KEY_ENCIPHERMENT },
  { GNUTLS_KEY_DATA_ENCIPHERMENT, RAIL_KEY_USAGE_DATA_ENCIPHERMENT },
  { GNUTLS_KEY_KEY_AGREEMENT, RAIL_KEY_USAGE_KEY_AGREEMENT },
  { GNUTLS_KEY_KEY_CERT_SIGN, RAIL_KEY_USAGE_KEY_CERT_SIGN },
  { GNUTLS_KEY_CRL_SIGN, RAIL_KEY_USAGE_CRL_SIGN },
  { GNUTLS_KEY_ENCIPHER_ONLY, RAIL_KEY_USAGE_ENCIPHER_ONLY },
  { GNUTLS_KEY_DECIPHER_ONLY, RAIL_KEY_USAGE_DECIPHER_ONLY },
};

static const char *
name_key_algorithm (gnutls_x509_crt_t certificate,
                    int               algorithm)
{
  const char *name = rail_public_key_name_algorithm (algorithm);
  char oid[128];
  size_t size = sizeof oid;

  if (name[0] == '\0' && gnutls_x509_crt_get_pk_oid (certificate, oid, &size) >= 0)
    return g_intern_string (oid);
  return name;
}

static void
take_key_usage (RailCertificateDetails *self,
                guint                   usage,
                gboolean                critical)
{
  self->key_usage_critical = critical;
  for (gsize i = 0; i < G_N_ELEMENTS (key_usages); i++)
    if ((usage & key_usages[i].gnutls) != 0)
      self->key_usage |= key_usages[i].usage;
}

static void
read_key_usage (RailCertificateDetails *self,
                gnutls_x509_crt_t       certificate)
{
  guint usage = 0;
  guint critical = 0;

  if (gnutls_x509_crt_get_key_usage (certificate, &usage, &critical) < 0)
    return;

  take_key_usage (self, usage, critical != 0);
}

static void
take_purpose (RailCertificateDetails *self,
              GPtrArray              *oids,
              const char             *oid)
{
  if (strcmp (oid, GNUTLS_KP_TLS_WWW_SERVER) == 0)
    self->purposes |= RAIL_PURPOSE_SERVER_AUTH;
  else if (strcmp (oid, GNUTLS_KP_TLS_WWW_CLIENT) == 0)
    self->purposes |= RAIL_PURPOSE_CLIENT_AUTH;
  else
    self->purposes |= RAIL_PURPOSE_OTHER;
  g_ptr_array_add (oids, g_strdup (oid));
}

static void
read_purposes (RailCertificateDetails *self,
               gnutls_x509_crt_t       certificate)
{
  g_autoptr(GPtrArray) oids = g_ptr_array_new ();

  for (guint i = 0; i < MAXIMUM_PURPOSES; i++)
    {
      char oid[128];
      size_t size = sizeof oid;
      guint critical = 0;

      if (gnutls_x509_crt_get_key_purpose_oid (certificate, i, oid, &size, &critical) < 0)
        break;
      self->purposes_critical = critical != 0;
      take_purpose (self, oids, oid);
    }
  g_ptr_array_add (oids, NULL);
  self->purpose_oids = (char **) g_ptr_array_steal (oids, NULL);
}

static void
read_basic_constraints (RailCertificateDetails *self,
                        gnutls_x509_crt_t       certificate)
{
  guint critical = 0;
  guint is_ca = 0;
  int path_length = -1;

  if (gnutls_x509_crt_get_basic_constraints (certificate, &critical, &is_ca, &path_length) < 0)
    return;

  self->has_basic_constraints = TRUE;
  self->basic_constraints_critical = critical != 0;
  self->is_ca = is_ca != 0;
  self->path_length = is_ca != 0 ? path_length : -1;
}

static GBytes *
read_key_identifier (gnutls_x509_crt_t certificate,
                     int             (*read) (gnutls_x509_crt_t  certificate,
                                              void              *data,
                                              size_t            *size,
                                              unsigned int      *critical))
{
  guint8 data[128];
  size_t size = sizeof data;

  /* Longer ones than any hash are useless for finding an issuer, which then goes by name and signature. */
  return read (certificate, data, &size, NULL) >= 0 ? g_bytes_new (data, size) : NULL;
}

/*< private >
 * rail_certificate_details_read:
 * @self: where to; zeros
 * @certificate: a certificate
 *
 * Reads public key and extensions. An extension that cannot be read counts as absent.
 */
void
rail_certificate_details_read (RailCertificateDetails *self,
                               gnutls_x509_crt_t       certificate)
{
  rail_public_key_read_certificate (&self->public_key, certificate);
  self->key_algorithm = name_key_algorithm (certificate, self->public_key.algorithm);
  self->path_length = -1;
  read_key_usage (self, certificate);
  read_purposes (self, certificate);
  read_basic_constraints (self, certificate);
  self->subject_key_id = read_key_identifier (certificate, gnutls_x509_crt_get_subject_key_id);
  self->authority_key_id = read_key_identifier (certificate, gnutls_x509_crt_get_authority_key_id);
}

static void
read_purpose_list (RailCertificateDetails *self,
                   const gnutls_datum_t   *value,
                   gboolean                critical)
{
  g_autoptr(GPtrArray) oids = g_ptr_array_new ();
  gnutls_x509_key_purposes_t list = NULL;

  self->purposes_critical = critical;
  if (gnutls_x509_key_purpose_init (&list) >= 0)
    {
      gnutls_datum_t oid;     /* belongs to the list */

      if (gnutls_x509_ext_import_key_purposes (value, list, 0) >= 0)
        for (guint i = 0; i < MAXIMUM_PURPOSES && gnutls_x509_key_purpose_get (list, i, &oid) >= 0; i++)
          {
            g_autofree char *text = g_strndup ((const char *) oid.data, oid.size);

            take_purpose (self, oids, text);
          }
      gnutls_x509_key_purpose_deinit (list);
    }
  g_ptr_array_add (oids, NULL);
  g_strfreev (self->purpose_oids);
  self->purpose_oids = (char **) g_ptr_array_steal (oids, NULL);
}

/*< private >
 * rail_certificate_details_read_list:
 * @self: where to; zeros
 * @extensions: (element-type RailExtension): extensions of a signing request
 *
 * Reads what extensions say. One that cannot be read counts as absent.
 */
void
rail_certificate_details_read_list (RailCertificateDetails *self,
                                    GPtrArray              *extensions)
{
  const RailExtension *constraints = rail_extensions_find (extensions, RAIL_BASIC_CONSTRAINTS_OID);
  const RailExtension *key_usage = rail_extensions_find (extensions, RAIL_KEY_USAGE_OID);
  const RailExtension *purposes = rail_extensions_find (extensions, RAIL_PURPOSES_OID);
  gnutls_datum_t value;
  guint usage = 0;
  guint is_ca = 0;
  int path_length = -1;

  self->path_length = -1;
  self->purpose_oids = g_new0 (char *, 1);
  if (key_usage != NULL)
    {
      value = rail_pki_borrow_bytes (key_usage->value);
      if (gnutls_x509_ext_import_key_usage (&value, &usage) >= 0)
        take_key_usage (self, usage, key_usage->critical);
    }
  if (purposes != NULL)
    {
      value = rail_pki_borrow_bytes (purposes->value);
      read_purpose_list (self, &value, purposes->critical);
    }
  if (constraints != NULL)
    {
      value = rail_pki_borrow_bytes (constraints->value);
      self->has_basic_constraints = gnutls_x509_ext_import_basic_constraints (&value, &is_ca, &path_length) >= 0;
      self->basic_constraints_critical = constraints->critical;
      self->is_ca = self->has_basic_constraints && is_ca != 0;
      self->path_length = self->is_ca ? path_length : -1;
    }
}

/*< private >
 * rail_certificate_details_clear:
 * @self: details, or zeros
 *
 * Frees what rail_certificate_details_read() made.
 */
void
rail_certificate_details_clear (RailCertificateDetails *self)
{
  g_clear_pointer (&self->purpose_oids, g_strfreev);
  g_clear_pointer (&self->subject_key_id, g_bytes_unref);
  g_clear_pointer (&self->authority_key_id, g_bytes_unref);
}

/**
 * rail_certificate_get_key_algorithm:
 * @self: a certificate
 *
 * Returns: (transfer none): "RSA", "EC", the name that GnuTLS has for another one, or an object identifier
 */
const char *
rail_certificate_get_key_algorithm (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return rail_certificate_get_details (self)->key_algorithm;
}

/**
 * rail_certificate_get_key_kind:
 * @self: a certificate
 *
 * Returns: the kind of its public key, %RAIL_KEY_KIND_OTHER if Certrail does not make such keys
 */
RailKeyKind
rail_certificate_get_key_kind (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), RAIL_KEY_KIND_OTHER);

  return rail_certificate_get_details (self)->public_key.kind;
}

/**
 * rail_certificate_get_key_bits:
 * @self: a certificate
 *
 * Returns: the length of its public key in bits, 0 if it is not known
 */
guint
rail_certificate_get_key_bits (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), 0);

  return rail_certificate_get_details (self)->public_key.bits;
}

/**
 * rail_certificate_get_key_usage:
 * @self: a certificate
 * @out_critical: (out) (optional): whether the extension is critical
 *
 * Returns: the KeyUsage bits (RFC 5280 §4.2.1.3), 0 without the extension
 */
RailKeyUsage
rail_certificate_get_key_usage (RailCertificate *self,
                                gboolean        *out_critical)
{
  const RailCertificateDetails *details;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), 0);

  details = rail_certificate_get_details (self);
  if (out_critical != NULL)
    *out_critical = details->key_usage_critical;
  return details->key_usage;
}

/**
 * rail_certificate_get_purposes:
 * @self: a certificate
 * @out_critical: (out) (optional): whether the extension is critical
 *
 * Returns: the ExtendedKeyUsage (RFC 5280 §4.2.1.12), 0 without the extension
 */
RailPurpose
rail_certificate_get_purposes (RailCertificate *self,
                               gboolean        *out_critical)
{
  const RailCertificateDetails *details;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), 0);

  details = rail_certificate_get_details (self);
  if (out_critical != NULL)
    *out_critical = details->purposes_critical;
  return details->purposes;
}

/**
 * rail_certificate_get_purpose_oids:
 * @self: a certificate
 *
 * Returns: (transfer none) (array zero-terminated=1): the object identifiers of the ExtendedKeyUsage in their order
 */
const char * const *
rail_certificate_get_purpose_oids (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return (const char * const *) rail_certificate_get_details (self)->purpose_oids;
}

/**
 * rail_certificate_is_ca:
 * @self: a certificate
 *
 * Tells a certification authority by its BasicConstraints only. The keyCertSign bit does not make one: OPC UA wants
 * it on self-signed application certificates (OPC 10000-6 §6.2.2).
 *
 * Returns: whether it may issue certificates
 */
gboolean
rail_certificate_is_ca (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), FALSE);

  return rail_certificate_get_details (self)->is_ca;
}

/**
 * rail_certificate_get_path_length:
 * @self: a certificate
 *
 * Returns: how many authorities may follow below it, −1 for any number or if it is no authority
 */
int
rail_certificate_get_path_length (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), -1);

  return rail_certificate_get_details (self)->path_length;
}

/**
 * rail_certificate_has_basic_constraints:
 * @self: a certificate
 * @out_critical: (out) (optional): whether the extension is critical
 *
 * Returns: whether it has BasicConstraints at all
 */
gboolean
rail_certificate_has_basic_constraints (RailCertificate *self,
                                        gboolean        *out_critical)
{
  const RailCertificateDetails *details;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), FALSE);

  details = rail_certificate_get_details (self);
  if (out_critical != NULL)
    *out_critical = details->basic_constraints_critical;
  return details->has_basic_constraints;
}

/**
 * rail_certificate_get_subject_key_id:
 * @self: a certificate
 *
 * Returns: (transfer none) (nullable): the SubjectKeyIdentifier, %NULL without the extension
 */
GBytes *
rail_certificate_get_subject_key_id (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return rail_certificate_get_details (self)->subject_key_id;
}

/**
 * rail_certificate_get_authority_key_id:
 * @self: a certificate
 *
 * Returns: (transfer none) (nullable): the key identifier of the AuthorityKeyIdentifier, %NULL without one
 */
GBytes *
rail_certificate_get_authority_key_id (RailCertificate *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), NULL);

  return rail_certificate_get_details (self)->authority_key_id;
}
