/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance-private.h"

#include <glib/gi18n-lib.h>

#include "rail-section.h"

static gboolean
is_rsa (RailCertificate *certificate)
{
  return g_strcmp0 (rail_certificate_get_key_algorithm (certificate), "RSA") == 0;
}

static gboolean
is_trusted (const RailJudge *judge,
            guint            depth)
{
  return depth < judge->chain->len &&
         rail_acceptance_holds (judge->presentation->trusted, rail_judge_get (judge, depth));
}

/* What certificates have to look like at all. */
void
rail_rule_structure (const RailJudge *judge,
                     const RailRule  *rule,
                     guint            depth,
                     RailOutcome     *outcome)
{
  RailCertificate *certificate = rail_judge_get (judge, depth);
  const char *subject = rail_certificate_get_subject (certificate);
  const char *issuer = rail_certificate_get_issuer (certificate);

  if (rail_certificate_get_version (certificate) < 3)
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("“%s” is an X.509 certificate of version %u, which has no extensions."),
                                        rail_judge_get_name (judge, depth), rail_certificate_get_version (certificate)),
                       _("Create a new certificate."));
  else if (subject == NULL || *subject == '\0' || issuer == NULL || *issuer == '\0')
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("“%s” has an empty subject or issuer."), rail_judge_get_name (judge, depth)),
                       _("Create a new certificate with a common name."));
  else
    rail_outcome_pass (outcome, _("It is of version 3 and has a subject and an issuer."));
}

void
rail_rule_time (const RailJudge *judge,
                const RailRule  *rule,
                guint            depth,
                RailOutcome     *outcome)
{
  RailCertificate *certificate = rail_judge_get (judge, depth);
  gint64 now = judge->presentation->now;
  gint64 not_before = rail_certificate_get_not_before (certificate);
  gint64 not_after = rail_certificate_get_not_after (certificate);
  g_autofree char *date = rail_format_date (not_before > now ? not_before : not_after);

  /* node-opcua asks whether it trusts an authority before it looks at the dates, and then does not mind. */
  if ((rule->flags & RAIL_RULE_IF_TRUSTED) != 0 && !is_trusted (judge, depth) && !is_trusted (judge, depth + 1))
    {
      rail_outcome_skip (outcome,
                         _("The partner does not look at the validity of an authority that it does not trust."));
      return;
    }

  outcome->is_other = not_before > now;
  if (not_before > now)
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("“%s” is only valid from %s on."), rail_judge_get_name (judge, depth), date),
                       _("Set the partner's clock, or create a certificate that is valid already."));
  else if (not_after <= now)
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("“%s” has expired on %s."), rail_judge_get_name (judge, depth), date),
                       depth == 0 ? _("Renew the certificate.")
                                  : _("Renew the authority, and the certificates that it has issued."));
  else
    rail_outcome_pass (outcome, depth == 0 ? _("It is valid at the time.")
                                           : _("The authorities are valid at the time."));
}

/* The bounds of a security policy are those of the whole chain (OPC 10000-4 §6.1.3), but an authority may have
 * another kind of key than what it has signed. */
void
rail_rule_policy (const RailJudge *judge,
                  const RailRule  *rule,
                  guint            depth,
                  RailOutcome     *outcome)
{
  RailSecurityPolicies policy = judge->presentation->policy;
  g_autofree char *reason = NULL;

  if (policy == 0)
    rail_outcome_skip (outcome, _("It is not known which security policy is meant."));
  else if (depth > 0 && is_rsa (rail_judge_get (judge, depth)) != is_rsa (judge->presentation->certificate))
    rail_outcome_pass (outcome, _("Its key and its signature suit the security policy."));
  else if (!rail_security_policy_fits (policy, rail_judge_get (judge, depth), &reason))
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("“%s” does not suit the security policy: %s"),
                                        rail_judge_get_name (judge, depth), reason),
                       _("Create a certificate with another key, or use another security policy."));
  else
    rail_outcome_pass (outcome, _("Its key and its signature suit the security policy."));
}

/* node-opcua-pki 5 reads no other keys than RSA ones of usual lengths, and gives up with an exception. */
void
rail_rule_key_kind (const RailJudge *judge,
                    const RailRule  *rule,
                    guint            depth,
                    RailOutcome     *outcome)
{
  RailCertificate *certificate = rail_judge_get (judge, depth);
  guint bits = rail_certificate_get_key_bits (certificate);

  if (!is_rsa (certificate))
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("The key of “%s” is not an RSA key, and the partner can read no other."),
                                        rail_judge_get_name (judge, depth)),
                       _("Create a new certificate with an RSA key."));
  else if (bits != 1024 && bits != 2048 && bits != 3072 && bits != 4096)
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("The key of “%s” has %u bits, a length that the partner cannot read."),
                                        rail_judge_get_name (judge, depth), bits),
                       _("Create a new certificate with a key of 2048, 3072 or 4096 bits."));
  else
    rail_outcome_pass (outcome, _("The partner can read the keys."));
}

void
rail_rule_key_length (const RailJudge *judge,
                      const RailRule  *rule,
                      guint            depth,
                      RailOutcome     *outcome)
{
  RailCertificate *certificate = rail_judge_get (judge, depth);
  guint bits = rail_certificate_get_key_bits (certificate);

  if (is_rsa (certificate) && bits < rule->value)
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("The key of “%s” has %u bits; at least %u are asked for."),
                                        rail_judge_get_name (judge, depth), bits, rule->value),
                       _("Create a new certificate with a longer key."));
  else
    rail_outcome_pass (outcome, _("The keys are long enough."));
}

/* The signature of a root protects nothing: it is trusted for what it is. */
void
rail_rule_hash (const RailJudge *judge,
                const RailRule  *rule,
                guint            depth,
                RailOutcome     *outcome)
{
  RailCertificate *certificate = rail_judge_get (judge, depth);
  gboolean is_root = (rule->flags & RAIL_RULE_NOT_ROOT) != 0 && rail_certificate_is_self_signed (certificate);

  if (!is_root && rail_certificate_is_signed_with_sha1 (certificate))
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("“%s” is signed with SHA-1."), rail_judge_get_name (judge, depth)),
                       _("Renew it with SHA-256."));
  else
    rail_outcome_pass (outcome, _("Nothing is signed with SHA-1."));
}
