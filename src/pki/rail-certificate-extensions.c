/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate"

#include "config.h"

#include "rail-certificate-private.h"

#include <string.h>

#define KEY_ID_SIZE 32

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
  char oid[128];
  size_t size = sizeof oid;

  switch (algorithm)
    {
    case GNUTLS_PK_RSA:
    case GNUTLS_PK_RSA_PSS:
      return "RSA";

    case GNUTLS_PK_ECDSA:
      return "EC";

    default:
      if (algorithm > GNUTLS_PK_UNKNOWN)
        return gnutls_pk_get_name (algorithm);
      if (gnutls_x509_crt_get_pk_oid (certificate, oid, &size) >= 0)
        return g_intern_string (oid);
      return "";
    }
}

static void
read_key (RailCertificateDetails *self,
          gnutls_x509_crt_t       certificate)
{
  gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
  guint8 id[KEY_ID_SIZE];
  size_t id_size = sizeof id;
  int algorithm = gnutls_x509_crt_get_pk_algorithm (certificate, &self->key_bits);

  if (algorithm == GNUTLS_PK_ECDSA && gnutls_x509_crt_get_pk_ecc_raw (certificate, &curve, NULL, NULL) < 0)
    curve = GNUTLS_ECC_CURVE_INVALID;
  self->key_algorithm = name_key_algorithm (certificate, algorithm);
  self->key_kind = rail_key_kind_from_gnutls (algorithm, self->key_bits, curve);
  if (self->key_kind != RAIL_KEY_KIND_OTHER)
    self->key_bits = rail_key_kind_get_bits (self->key_kind);

  if (gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, id, &id_size) < 0)
    id_size = 0;
  self->key_id = g_bytes_new (id, id_size);
}

static void
read_key_usage (RailCertificateDetails *self,
                gnutls_x509_crt_t       certificate)
{
  guint usage = 0;
  guint critical = 0;

  if (gnutls_x509_crt_get_key_usage (certificate, &usage, &critical) < 0)
    return;

  self->key_usage_critical = critical != 0;
  for (gsize i = 0; i < G_N_ELEMENTS (key_usages); i++)
    if ((usage & key_usages[i].gnutls) != 0)
      self->key_usage |= key_usages[i].usage;
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
      if (strcmp (oid, GNUTLS_KP_TLS_WWW_SERVER) == 0)
        self->purposes |= RAIL_PURPOSE_SERVER_AUTH;
      else if (strcmp (oid, GNUTLS_KP_TLS_WWW_CLIENT) == 0)
        self->purposes |= RAIL_PURPOSE_CLIENT_AUTH;
      else
        self->purposes |= RAIL_PURPOSE_OTHER;
      g_ptr_array_add (oids, g_strdup (oid));
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
 * rail_certificate_details_new:
 * @certificate: a certificate
 *
 * Reads public key and extensions. An extension that cannot be read counts as absent.
 *
 * Returns: (transfer full): what was read
 */
RailCertificateDetails *
rail_certificate_details_new (gnutls_x509_crt_t certificate)
{
  RailCertificateDetails *self = g_new0 (RailCertificateDetails, 1);

  self->path_length = -1;
  read_key (self, certificate);
  read_key_usage (self, certificate);
  read_purposes (self, certificate);
  read_basic_constraints (self, certificate);
  self->subject_key_id = read_key_identifier (certificate, gnutls_x509_crt_get_subject_key_id);
  self->authority_key_id = read_key_identifier (certificate, gnutls_x509_crt_get_authority_key_id);
  return self;
}

/*< private >
 * rail_certificate_details_free:
 * @self: (transfer full): what rail_certificate_details_new() made
 */
void
rail_certificate_details_free (RailCertificateDetails *self)
{
  g_clear_pointer (&self->key_id, g_bytes_unref);
  g_clear_pointer (&self->purpose_oids, g_strfreev);
  g_clear_pointer (&self->subject_key_id, g_bytes_unref);
  g_clear_pointer (&self->authority_key_id, g_bytes_unref);
  g_free (self);
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

  return rail_certificate_get_details (self)->key_kind;
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

  return rail_certificate_get_details (self)->key_bits;
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

  return rail_certificate_get_details (self)->key_id;
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
