/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-request"

#include "config.h"

#include "rail-certificate-request-private.h"

/* What can be read of a request. What changes it is in rail-certificate-request.c. */

/**
 * rail_certificate_request_get_usage:
 * @self: a request
 *
 * Returns: what the certificate will be for
 */
RailUsage
rail_certificate_request_get_usage (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), RAIL_USAGE_CUSTOM);

  return self->usage;
}

/**
 * rail_certificate_request_get_issuer:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the certificate of the authority that will sign, or %NULL for self-signed
 */
RailCertificate *
rail_certificate_request_get_issuer (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->issuer;
}

/**
 * rail_certificate_request_get_common_name:
 * @self: a request
 *
 * Returns: (transfer none): the common name, empty when there is none yet
 */
const char *
rail_certificate_request_get_common_name (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->subject[RAIL_SUBJECT_COMMON_NAME];
}

/**
 * rail_certificate_request_get_key_kind:
 * @self: a request
 *
 * Returns: the kind of the key that the certificate will hold
 */
RailKeyKind
rail_certificate_request_get_key_kind (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), RAIL_KEY_KIND_OTHER);

  return self->key_kind;
}

/**
 * rail_certificate_request_get_hash:
 * @self: a request
 *
 * Returns: the hash of the signature
 */
RailHash
rail_certificate_request_get_hash (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), RAIL_HASH_SHA256);

  return self->hash;
}

/**
 * rail_certificate_request_get_not_before:
 * @self: a request
 *
 * Returns: begin of validity, seconds since 1970 UTC
 */
gint64
rail_certificate_request_get_not_before (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), 0);

  return self->not_before;
}

/**
 * rail_certificate_request_get_not_after:
 * @self: a request
 *
 * Returns: last second of validity, seconds since 1970 UTC
 */
gint64
rail_certificate_request_get_not_after (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), 0);

  return self->not_after;
}

/**
 * rail_certificate_request_get_names:
 * @self: a request
 *
 * Gives the alternative names. Edit the list and its rows directly; the request notices.
 *
 * Returns: (transfer none): a list of #RailAlternativeName
 */
GListStore *
rail_certificate_request_get_names (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->names;
}

/**
 * rail_certificate_request_get_key_usage:
 * @self: a request
 *
 * Returns: the bits of the KeyUsage extension, always critical
 */
RailKeyUsage
rail_certificate_request_get_key_usage (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), 0);

  return self->key_usage;
}

/**
 * rail_certificate_request_get_purposes:
 * @self: a request
 *
 * Returns: the purposes of the ExtendedKeyUsage extension; without any the certificate has no such extension
 */
RailPurpose
rail_certificate_request_get_purposes (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), 0);

  return self->purposes;
}
