/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-fit.h"

#define ANY_PURPOSE "2.5.29.37.0"   /* anyExtendedKeyUsage, RFC 5280 §4.2.1.12 */

/*< private >
 * rail_fit_has_purposes:
 * @certificate: a certificate
 * @purposes: what it is wanted for
 *
 * Returns: whether its extended key usage allows all of them; without the extension everything is allowed (RFC 5280
 *   §4.2.1.12)
 */
gboolean
rail_fit_has_purposes (RailCertificate *certificate,
                       RailPurpose      purposes)
{
  const char * const *oids = rail_certificate_get_purpose_oids (certificate);

  return oids == NULL || oids[0] == NULL || g_strv_contains (oids, ANY_PURPOSE) ||
         (purposes & ~rail_certificate_get_purposes (certificate, NULL)) == 0;
}

/*< private >
 * rail_fit_has_key_usage:
 * @certificate: a certificate
 * @profile: what it is wanted for
 *
 * Returns: whether its key usage allows all that the profile needs; without the extension everything is allowed (RFC 5280
 *   §4.2.1.3)
 */
gboolean
rail_fit_has_key_usage (RailCertificate   *certificate,
                        const RailProfile *profile)
{
  gboolean is_rsa = g_strcmp0 (rail_certificate_get_key_algorithm (certificate), "RSA") == 0;
  RailKeyUsage wanted = is_rsa ? profile->rsa_key_usage : profile->ec_key_usage;
  RailKeyUsage usage = rail_certificate_get_key_usage (certificate, NULL);

  if (profile->is_ca)
    wanted = RAIL_KEY_USAGE_KEY_CERT_SIGN;
  return usage == 0 || (wanted & ~usage) == 0;
}
