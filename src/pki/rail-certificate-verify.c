/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate"

#include "config.h"

#include "rail-certificate-private.h"

#include <string.h>

/* The question is only whether this key made this signature. Dates, usage and strength are told apart elsewhere, and a
 * self-signed OPC UA certificate is no CA (OPC 10000-6 §6.2.2). */
#define SIGNATURE_ONLY \
  (GNUTLS_VERIFY_DISABLE_CA_SIGN | GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS \
   | GNUTLS_VERIFY_DO_NOT_ALLOW_SAME | GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_IGNORE_UNKNOWN_CRIT_EXTENSIONS)

#define NAME_CONSTRAINTS (GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE)

/* Whether key and signature can be read and are of the same algorithm. */
static gboolean
can_verify (gnutls_x509_crt_t certificate,
            gnutls_x509_crt_t authority)
{
  g_auto(gnutls_pubkey_t) key = NULL;
  char signature[2048];
  size_t size = sizeof signature;
  int algorithm = gnutls_x509_crt_get_signature_algorithm (certificate);

  return algorithm > GNUTLS_SIGN_UNKNOWN
         && gnutls_x509_crt_get_signature (certificate, signature, &size) >= 0
         && gnutls_pubkey_init (&key) >= 0
         && gnutls_pubkey_import_x509 (key, authority, 0) >= 0
         && gnutls_sign_supports_pk_algorithm (algorithm, gnutls_pubkey_get_pk_algorithm (key, NULL)) != 0;
}

/*< private >
 * rail_certificate_verify_signature:
 * @self: a certificate
 * @issuer: a certificate whose subject is the issuer of @self; may be @self
 *
 * Returns: whether the public key of @issuer verifies the signature of @self
 */
gboolean
rail_certificate_verify_signature (RailCertificate *self,
                                   RailCertificate *issuer)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  g_auto(gnutls_x509_crt_t) authority = NULL;
  guint status = 0;

  if (!rail_certificate_open (self, &certificate, NULL) || !rail_certificate_open (issuer, &authority, NULL))
    return FALSE;
  if (gnutls_x509_crt_verify (certificate, &authority, 1, SIGNATURE_ONLY, &status) < 0)
    return FALSE;

  /* Anything else means no: a key that cannot be read leaves the status "invalid" without a reason. Name constraints
   * cannot be switched off. They are told beside a wrong signature, but a key that cannot be read hides behind them. */
  return status == 0 || (status == NAME_CONSTRAINTS && can_verify (certificate, authority));
}

/* Both key identifiers, where they exist, must say the same. */
static gboolean
key_ids_agree (RailCertificate *self,
               RailCertificate *issuer)
{
  GBytes *wanted = rail_certificate_get_authority_key_id (self);
  GBytes *offered = rail_certificate_get_subject_key_id (issuer);

  return wanted == NULL || offered == NULL || g_bytes_equal (wanted, offered);
}

/**
 * rail_certificate_is_issued_by:
 * @self: a certificate
 * @issuer: a possible issuer
 *
 * Tells whether @issuer signed @self: the names match, the key identifiers match where both have one, and the key
 * verifies the signature. It asks neither for dates nor whether @issuer is a CA. Safe in any thread.
 *
 * Returns: whether it did
 */
gboolean
rail_certificate_is_issued_by (RailCertificate *self,
                               RailCertificate *issuer)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), FALSE);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (issuer), FALSE);

  if (g_strcmp0 (rail_certificate_get_issuer (self), rail_certificate_get_subject (issuer)) != 0
      || !key_ids_agree (self, issuer))
    return FALSE;
  if (rail_certificate_equal (self, issuer))
    return rail_certificate_is_self_signed (self);
  return rail_certificate_verify_signature (self, issuer);
}

/**
 * rail_certificate_matches_key:
 * @self: a certificate
 * @key: a private key
 *
 * Returns: whether @key belongs to the public key of @self
 */
gboolean
rail_certificate_matches_key (RailCertificate *self,
                              RailKey         *key)
{
  const RailPublicKey *ours, *its;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), FALSE);
  g_return_val_if_fail (RAIL_IS_KEY (key), FALSE);

  ours = &rail_certificate_get_details (self)->public_key;
  its = rail_key_get_public_key (key);
  if (ours->has_digest || its->has_digest)
    return ours->has_digest && its->has_digest && memcmp (ours->digest, its->digest, sizeof ours->digest) == 0;
  return g_bytes_equal (rail_certificate_get_key_id (self), rail_key_get_id (key));
}

/**
 * rail_certificate_hash_key:
 * @self: a certificate
 *
 * Returns: a number that is the same for the public key of @self and for its private key, see rail_key_hash(); to find
 *   candidates for rail_certificate_matches_key() among many
 */
guint
rail_certificate_hash_key (RailCertificate *self)
{
  const RailPublicKey *public_key;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), 0);

  public_key = &rail_certificate_get_details (self)->public_key;
  return public_key->has_digest ? rail_public_key_hash (public_key)
                                : g_bytes_hash (rail_certificate_get_key_id (self));
}

static RailNameType
collect_name_types (RailCertificate *self)
{
  GListModel *names = rail_certificate_get_names (self);
  RailNameType types = 0;

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      types |= rail_alternative_name_get_name_type (name);
    }
  return types;
}

static gboolean
profile_fits (const RailProfile *profile,
              RailCertificate   *self,
              RailNameType       names)
{
  RailKeyUsage usage = rail_certificate_get_key_usage (self, NULL);
  RailKeyUsage wanted = rail_certificate_get_key_kind (self) == RAIL_KEY_KIND_OTHER
                            || rail_key_kind_is_rsa (rail_certificate_get_key_kind (self))
                          ? profile->rsa_key_usage
                          : profile->ec_key_usage;

  return profile->usage != RAIL_USAGE_CUSTOM
         && !profile->is_ca
         && (usage & wanted) == wanted
         && rail_certificate_get_purposes (self, NULL) == profile->purposes
         && (names & profile->required_names) == profile->required_names
         && (profile->required_one_of == 0 || (names & profile->required_one_of) != 0);
}

/**
 * rail_certificate_guess_usage:
 * @self: a certificate, of any origin
 *
 * Finds the usage that a certificate was most likely made for: the first row of the table of profiles whose key
 * usage, purposes and names it has.
 *
 * Returns: the usage, %RAIL_USAGE_CUSTOM if nothing fits
 */
RailUsage
rail_certificate_guess_usage (RailCertificate *self)
{
  const RailProfile *profiles;
  RailNameType names;
  guint n_profiles;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (self), RAIL_USAGE_CUSTOM);

  if (rail_certificate_is_ca (self))
    return rail_certificate_is_self_signed (self) ? RAIL_USAGE_CA_ROOT : RAIL_USAGE_CA_INTERMEDIATE;

  names = collect_name_types (self);
  profiles = rail_profile_get_all (&n_profiles);
  for (guint i = 0; i < n_profiles; i++)
    if (profile_fits (&profiles[i], self, names))
      return profiles[i].usage;
  return RAIL_USAGE_CUSTOM;
}
