/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-security-policy.h"

#include <glib/gi18n-lib.h>

#define NO_KIND RAIL_KEY_KIND_OTHER, RAIL_KEY_KIND_OTHER

/* The first six are those of chapter 2.4.2; the limits of all are those of the profiles in OPC 10000-7. A certificate for P-256
 * may have a key on P-384 (OPC 10000-12 §7.8.4.11). GnuTLS does not know the brainpool curves, so no certificate here is
 * ever for them. */
static const RailSecurityPolicyInfo policies[] = {
  { RAIL_POLICY_NONE, "none", "None", FALSE, 0, 0, TRUE, NULL, NO_KIND, NULL, "OPC 10000-7, None" },
  { RAIL_POLICY_BASIC128_RSA15, "basic128rsa15", "Basic128Rsa15", TRUE, 1024, 2048, TRUE, NULL, NO_KIND, NULL,
    "OPC 10000-7, Basic128Rsa15" },
  { RAIL_POLICY_BASIC256, "basic256", "Basic256", TRUE, 1024, 2048, TRUE, NULL, NO_KIND, NULL, "OPC 10000-7, Basic256" },
  { RAIL_POLICY_BASIC256_SHA256, "basic256sha256", "Basic256Sha256", FALSE, 2048, 4096, FALSE, NULL, NO_KIND, NULL,
    "OPC 10000-7, Basic256Sha256" },
  { RAIL_POLICY_AES128_SHA256_RSA_OAEP, "aes128-sha256-rsaoaep", "Aes128_Sha256_RsaOaep", FALSE, 2048, 4096, FALSE, NULL,
    NO_KIND, NULL, "OPC 10000-7, Aes128_Sha256_RsaOaep" },
  { RAIL_POLICY_AES256_SHA256_RSA_PSS, "aes256-sha256-rsapss", "Aes256_Sha256_RsaPss", FALSE, 2048, 4096, FALSE, NULL,
    NO_KIND, NULL, "OPC 10000-7, Aes256_Sha256_RsaPss" },
  { RAIL_POLICY_ECC_NIST_P256, "ecc-nistp256", "ECC_nistP256", FALSE, 0, 0, FALSE, "NIST P-256",
    RAIL_KEY_KIND_EC_P256, RAIL_KEY_KIND_EC_P384, NULL, "OPC 10000-7, ECC-nistP256" },
  { RAIL_POLICY_ECC_NIST_P384, "ecc-nistp384", "ECC_nistP384", FALSE, 0, 0, FALSE, "NIST P-384",
    RAIL_KEY_KIND_EC_P384, RAIL_KEY_KIND_OTHER, NULL, "OPC 10000-7, ECC-nistP384" },
  { RAIL_POLICY_ECC_BRAINPOOL_P256, "ecc-brainpoolp256r1", "ECC_brainpoolP256r1", FALSE, 0, 0, FALSE, "brainpoolP256r1",
    NO_KIND, NULL, "OPC 10000-7, ECC-brainpoolP256r1" },
  { RAIL_POLICY_ECC_BRAINPOOL_P384, "ecc-brainpoolp384r1", "ECC_brainpoolP384r1", FALSE, 0, 0, FALSE, "brainpoolP384r1",
    NO_KIND, NULL, "OPC 10000-7, ECC-brainpoolP384r1" },
  { RAIL_POLICY_ECC_CURVE25519, "ecc-curve25519", "ECC_curve25519", FALSE, 0, 0, FALSE, "Curve25519", NO_KIND,
    "EdDSA (Ed25519)", "OPC 10000-7, ECC-curve25519" },
  { RAIL_POLICY_ECC_CURVE448, "ecc-curve448", "ECC_curve448", FALSE, 0, 0, FALSE, "Curve448", NO_KIND,
    "EdDSA (Ed448)", "OPC 10000-7, ECC-curve448" },
};

static const struct
{
  RailSecurityModes  mode;
  const char        *nick;
  const char        *label;
} modes[] = {
  { RAIL_MODE_NONE, "none", NC_("security mode", "None") },
  { RAIL_MODE_SIGN, "sign", NC_("security mode", "Sign") },
  { RAIL_MODE_SIGN_AND_ENCRYPT, "sign-and-encrypt", NC_("security mode", "Sign & Encrypt") },
};

/**
 * rail_security_policies_get_type:
 *
 * Returns: the type of #RailSecurityPolicies
 */
G_DEFINE_FLAGS_TYPE (RailSecurityPolicies, rail_security_policies,
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_NONE, "none"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_BASIC128_RSA15, "basic128rsa15"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_BASIC256, "basic256"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_BASIC256_SHA256, "basic256sha256"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_AES128_SHA256_RSA_OAEP, "aes128-sha256-rsaoaep"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_AES256_SHA256_RSA_PSS, "aes256-sha256-rsapss"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_ECC_NIST_P256, "ecc-nistp256"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_ECC_NIST_P384, "ecc-nistp384"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_ECC_BRAINPOOL_P256, "ecc-brainpoolp256r1"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_ECC_BRAINPOOL_P384, "ecc-brainpoolp384r1"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_ECC_CURVE25519, "ecc-curve25519"),
                     G_DEFINE_ENUM_VALUE (RAIL_POLICY_ECC_CURVE448, "ecc-curve448"))

/**
 * rail_security_modes_get_type:
 *
 * Returns: the type of #RailSecurityModes
 */
G_DEFINE_FLAGS_TYPE (RailSecurityModes, rail_security_modes,
                     G_DEFINE_ENUM_VALUE (RAIL_MODE_NONE, "none"),
                     G_DEFINE_ENUM_VALUE (RAIL_MODE_SIGN, "sign"),
                     G_DEFINE_ENUM_VALUE (RAIL_MODE_SIGN_AND_ENCRYPT, "sign-and-encrypt"))

static const RailSecurityPolicyInfo *
find_policy (RailSecurityPolicies policy)
{
  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    if (policies[i].policy == policy)
      return &policies[i];
  return NULL;
}

/**
 * rail_security_policy_get_all:
 * @out_n_policies: (out): how many there are
 *
 * Returns: (transfer none) (array length=out_n_policies): the table of security policies, those of RSA first
 */
const RailSecurityPolicyInfo *
rail_security_policy_get_all (guint *out_n_policies)
{
  g_return_val_if_fail (out_n_policies != NULL, NULL);

  *out_n_policies = G_N_ELEMENTS (policies);
  return policies;
}

/**
 * rail_security_policy_parse:
 * @nick: a word as in #RailSecurityPolicyInfo
 * @out_policy: (out): the policy, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_security_policy_parse (const char           *nick,
                            RailSecurityPolicies *out_policy)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_policy != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    if (g_str_equal (nick, policies[i].nick))
      {
        *out_policy = policies[i].policy;
        return TRUE;
      }
  return FALSE;
}

static char *
describe_misfit (const RailSecurityPolicyInfo *info,
                 RailCertificate              *certificate)
{
  gboolean is_rsa = g_strcmp0 (rail_certificate_get_key_algorithm (certificate), "RSA") == 0;
  guint bits = rail_certificate_get_key_bits (certificate);

  if (info->min_bits == 0 && info->curve != NULL)
    return rail_certificate_get_key_kind (certificate) == info->kind ||
           rail_certificate_get_key_kind (certificate) == info->other_kind ||
           g_strcmp0 (rail_certificate_get_key_algorithm (certificate), info->algorithm) == 0
           ? NULL
           /* Translators: a security policy and a curve */
           : g_strdup_printf (_("The security policy “%s” needs a key on the curve %s."), info->label, info->curve);
  if (info->min_bits == 0)
    return NULL;
  if (!is_rsa)
    return g_strdup_printf (_("The security policy “%s” needs an RSA key."), info->label);
  if (bits < info->min_bits || bits > info->max_bits)
    /* Translators: a security policy, two limits, and the length of a key */
    return g_strdup_printf (_("The security policy “%s” needs an RSA key of %u to %u bits; this one has %u."), info->label,
                            info->min_bits, info->max_bits, bits);
  if (!info->takes_sha1 && rail_certificate_is_signed_with_sha1 (certificate))
    return g_strdup_printf (_("The security policy “%s” does not take certificates signed with SHA-1."), info->label);
  return NULL;
}

/**
 * rail_security_policy_fits:
 * @policy: one policy
 * @certificate: the certificate of an application, or of an authority above it: the limits hold for all of a chain
 * @out_reason: (out) (optional) (transfer full) (nullable): why not, in a sentence
 *
 * Holds kind and length of the key, and the hash of the signature, against what the policy allows (OPC 10000-7).
 *
 * Returns: whether the certificate can be used with the policy
 */
gboolean
rail_security_policy_fits (RailSecurityPolicies   policy,
                           RailCertificate       *certificate,
                           char                 **out_reason)
{
  const RailSecurityPolicyInfo *info = find_policy (policy);
  g_autofree char *reason = NULL;
  gboolean fits;

  g_return_val_if_fail (info != NULL, FALSE);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), FALSE);

  reason = describe_misfit (info, certificate);
  fits = reason == NULL;
  if (out_reason != NULL)
    *out_reason = g_steal_pointer (&reason);
  return fits;
}

/**
 * rail_security_mode_get_label:
 * @mode: one mode
 *
 * Returns: (transfer none): its name, translated
 */
const char *
rail_security_mode_get_label (RailSecurityModes mode)
{
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (modes[i].mode == mode)
      return g_dpgettext2 (GETTEXT_PACKAGE, "security mode", modes[i].label);
  g_return_val_if_reached (NULL);
}

/**
 * rail_security_mode_get_nick:
 * @mode: one mode
 *
 * Returns: (transfer none): the word for it in files and on command lines
 */
const char *
rail_security_mode_get_nick (RailSecurityModes mode)
{
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (modes[i].mode == mode)
      return modes[i].nick;
  g_return_val_if_reached (NULL);
}

/**
 * rail_security_mode_parse:
 * @nick: a word as rail_security_mode_get_nick() returns
 * @out_mode: (out): the mode, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_security_mode_parse (const char        *nick,
                          RailSecurityModes *out_mode)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_mode != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_str_equal (nick, modes[i].nick))
      {
        *out_mode = modes[i].mode;
        return TRUE;
      }
  return FALSE;
}
