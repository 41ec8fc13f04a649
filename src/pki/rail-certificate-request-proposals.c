/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-request"

#include "config.h"

#include "rail-certificate-request-private.h"

#define SECONDS_OF_A_DAY (24 * 60 * 60)

/* Calendar years: ten years from a 29 February are a 28 February, not 3650 days. */
static gint64
add_years (gint64 seconds,
           int    years)
{
  g_autoptr(GDateTime) from = g_date_time_new_from_unix_utc (seconds);
  g_autoptr(GDateTime) to = from != NULL ? g_date_time_add_years (from, years) : NULL;

  return to != NULL ? g_date_time_to_unix (to) : seconds;
}

/**
 * rail_hash_for_signer:
 * @algorithm: of the key that signs, `RSA` or `EC`
 * @bits: of the key that signs
 *
 * An elliptic-curve key signs with the hash as long as its curve: OPC UA's ECC policies name these pairs, and
 * UA-.NETStandard refuses any other (OPC 10000-7, security policies ECC_nistP256 and ECC_nistP384).
 *
 * Returns: the hash that fits the key
 */
RailHash
rail_hash_for_signer (const char *algorithm,
                      guint       bits)
{
  if (g_strcmp0 (algorithm, "EC") != 0 || bits <= 256)
    return RAIL_HASH_SHA256;
  return bits <= 384 ? RAIL_HASH_SHA384 : RAIL_HASH_SHA512;
}

const char *
rail_certificate_request_get_signer_algorithm (RailCertificateRequest *self)
{
  if (self->issuer != NULL)
    return rail_certificate_get_key_algorithm (self->issuer);
  return rail_certificate_request_key_is_rsa (self) ? "RSA" : "EC";
}

guint
rail_certificate_request_get_signer_bits (RailCertificateRequest *self)
{
  if (self->issuer != NULL)
    return rail_certificate_get_key_bits (self->issuer);
  return rail_key_kind_get_bits (self->key_kind);
}

RailHash
rail_certificate_request_propose_hash (RailCertificateRequest *self)
{
  return rail_hash_for_signer (rail_certificate_request_get_signer_algorithm (self),
                               rail_certificate_request_get_signer_bits (self));
}

RailKeyUsage
rail_certificate_request_propose_key_usage (RailCertificateRequest *self)
{
  const RailProfile *profile = rail_profile_get (self->usage);
  RailKeyUsage key_usage =
    rail_certificate_request_key_is_rsa (self) ? profile->rsa_key_usage : profile->ec_key_usage;

  /* A signing request waits for its issuer. */
  return self->issuer == NULL && self->signing_request == NULL ? key_usage | profile->self_signed_key_usage : key_usage;
}

/* A day back and to midnight: the clock of a PLC that was never set right may be some hours behind. */
void
rail_certificate_request_propose_validity (RailCertificateRequest *self,
                                           gint64                 *out_not_before,
                                           gint64                 *out_not_after)
{
  gint64 now = rail_environment_get_now (self->environment);
  guint years = rail_environment_get_years (self->environment, rail_profile_get (self->usage)->is_ca);

  *out_not_before = now - now % SECONDS_OF_A_DAY - SECONDS_OF_A_DAY;
  *out_not_after = add_years (*out_not_before, (int) years);
  if (self->issuer != NULL && !self->outlive_issuer)
    *out_not_after = MIN (*out_not_after, rail_certificate_get_not_after (self->issuer));
}
