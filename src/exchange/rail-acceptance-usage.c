/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance-private.h"

#include <glib/gi18n-lib.h>

#define ANY_PURPOSE "2.5.29.37.0"   /* anyExtendedKeyUsage, RFC 5280 §4.2.1.12 */

static gboolean
is_rsa (RailCertificate *certificate)
{
  return g_strcmp0 (rail_certificate_get_key_algorithm (certificate), "RSA") == 0;
}

void
rail_rule_key_usage (const RailJudge *judge,
                     const RailRule  *rule,
                     guint            depth,
                     RailOutcome     *outcome)
{
  RailCertificate *certificate = judge->presentation->certificate;
  RailKeyUsage usage = rail_certificate_get_key_usage (certificate, NULL);
  RailKeyUsage wanted = rule->value;
  g_autofree char *text = NULL;
  gboolean enough;

  if ((rule->flags & RAIL_RULE_CERT_SIGN) != 0 && rail_certificate_is_self_signed (certificate))
    wanted |= RAIL_KEY_USAGE_KEY_CERT_SIGN;
  enough = (rule->flags & RAIL_RULE_ANY_BIT) != 0 ? (usage & wanted) != 0 : (usage & wanted) == wanted;
  if (enough || (usage == 0 && (rule->flags & RAIL_RULE_IF_PRESENT) != 0))
    {
      rail_outcome_pass (outcome, _("Its key usage allows what the partner needs."));
      return;
    }

  text = rail_key_usage_to_string ((rule->flags & RAIL_RULE_ANY_BIT) != 0 ? wanted : wanted & ~usage);
  rail_outcome_fail (outcome,
                     usage == 0 ? g_strdup (_("It has no key usage."))
                                : g_strdup_printf ((rule->flags & RAIL_RULE_ANY_BIT) != 0
                                                     ? _("Its key usage has none of: %s.")
                                                     : _("Its key usage lacks: %s."), text),
                     _("Create a new certificate with the usage that it is for."));
}

void
rail_rule_purpose (const RailJudge *judge,
                   const RailRule  *rule,
                   guint            depth,
                   RailOutcome     *outcome)
{
  RailCertificate *certificate = judge->presentation->certificate;
  RailPurpose wanted = judge->presentation->is_server ? RAIL_PURPOSE_SERVER_AUTH : RAIL_PURPOSE_CLIENT_AUTH;
  RailPurpose purposes = rail_certificate_get_purposes (certificate, NULL);
  const char * const *oids = rail_certificate_get_purpose_oids (certificate);
  gboolean is_absent = oids == NULL || oids[0] == NULL;

  if ((purposes & wanted) != 0 || (is_absent && (rule->flags & RAIL_RULE_IF_PRESENT) != 0) ||
      (!is_absent && (rule->flags & RAIL_RULE_ANY_PURPOSE) != 0 && g_strv_contains (oids, ANY_PURPOSE)))
    {
      rail_outcome_pass (outcome, _("Its extended key usage allows what the partner needs."));
      return;
    }
  rail_outcome_fail (outcome,
                     g_strdup_printf (_("Its extended key usage does not have %s."),
                                      judge->presentation->is_server ? "serverAuth" : "clientAuth"),
                     judge->presentation->is_server ? _("Create a new certificate with the usage of a server.")
                                                    : _("Create a new certificate with the usage of a client."));
}

/* What open62541 takes for an authority: it needs all of it, so a self-signed certificate with keyCertSign alone
 * is none. */
static gboolean
is_full_authority (RailCertificate *certificate)
{
  const RailKeyUsage both = RAIL_KEY_USAGE_KEY_CERT_SIGN | RAIL_KEY_USAGE_CRL_SIGN;

  return rail_certificate_is_ca (certificate) && (rail_certificate_get_key_usage (certificate, NULL) & both) == both;
}

void
rail_rule_not_ca (const RailJudge *judge,
                  const RailRule  *rule,
                  guint            depth,
                  RailOutcome     *outcome)
{
  if (is_full_authority (judge->presentation->certificate))
    rail_outcome_fail (outcome, g_strdup (_("It is the certificate of an authority, not of an application.")),
                       _("Create a certificate for the application."));
  else
    rail_outcome_pass (outcome, _("It is not the certificate of an authority."));
}

/* Where there are lists, those who sign them have to be allowed to. */
static void
check_list_signer (const RailJudge *judge,
                   guint            depth,
                   RailOutcome     *outcome)
{
  RailKeyUsage usage = rail_certificate_get_key_usage (rail_judge_get (judge, depth), NULL);

  if (g_list_model_get_n_items (G_LIST_MODEL (judge->presentation->lists)) == 0)
    rail_outcome_skip (outcome, _("The partner has no revocation list at all, so it does not ask for any."));
  else if (usage != 0 && (usage & RAIL_KEY_USAGE_CRL_SIGN) == 0)
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("The key usage of “%s” lacks cRLSign, so its revocation list does not "
                                          "count."),
                                        rail_judge_get_name (judge, depth)),
                       _("Let an authority of this project issue the certificate."));
  else
    rail_outcome_pass (outcome, _("The authorities may sign revocation lists."));
}

void
rail_rule_authority (const RailJudge *judge,
                     const RailRule  *rule,
                     guint            depth,
                     RailOutcome     *outcome)
{
  RailCertificate *authority = rail_judge_get (judge, depth);
  RailKeyUsage usage = rail_certificate_get_key_usage (authority, NULL);
  gboolean fits = (rule->flags & RAIL_RULE_NEEDS_CRL_SIGN) != 0
                    ? is_full_authority (authority)
                    : rail_certificate_is_ca (authority) &&
                        (usage == 0 || (usage & RAIL_KEY_USAGE_KEY_CERT_SIGN) != 0);

  if ((rule->flags & RAIL_RULE_IF_ANY_LIST) != 0)
    check_list_signer (judge, depth, outcome);
  else if (fits)
    rail_outcome_pass (outcome, _("The authorities may issue certificates."));
  else if (!rail_certificate_is_ca (authority))
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("“%s” is not marked as an authority."), rail_judge_get_name (judge, depth)),
                       _("Let an authority of this project issue the certificate."));
  else
    rail_outcome_fail (outcome,
                       g_strdup_printf ((rule->flags & RAIL_RULE_NEEDS_CRL_SIGN) != 0
                                          ? _("The key usage of “%s” lacks keyCertSign or cRLSign.")
                                          : _("The key usage of “%s” lacks keyCertSign."),
                                        rail_judge_get_name (judge, depth)),
                       _("Let an authority of this project issue the certificate."));
}

/* RFC 5280 §4.2.1.9: how many authorities may stand between this one and the certificate; self-issued ones do not
 * count. */
void
rail_rule_path_length (const RailJudge *judge,
                       const RailRule  *rule,
                       guint            depth,
                       RailOutcome     *outcome)
{
  int allowed = rail_certificate_get_path_length (rail_judge_get (judge, depth));
  int between = 0;

  for (guint i = 1; i < depth; i++)
    {
      RailCertificate *authority = rail_judge_get (judge, i);

      if (g_strcmp0 (rail_certificate_get_subject (authority), rail_certificate_get_issuer (authority)) != 0)
        between++;
    }
  if (allowed >= 0 && between > allowed)
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("“%s” allows %d authorities below itself, and there are %d."),
                                        rail_judge_get_name (judge, depth), allowed, between),
                       _("Let an authority further up issue the certificate."));
  else
    rail_outcome_pass (outcome, _("The chain is not longer than its authorities allow."));
}

/* Whether a rule is for keys like that of the certificate. */
gboolean
rail_rule_is_for_key (const RailJudge *judge,
                      const RailRule  *rule)
{
  gboolean rsa = is_rsa (judge->presentation->certificate);

  return !((rule->flags & RAIL_RULE_RSA_ONLY) != 0 && !rsa) && !((rule->flags & RAIL_RULE_EC_ONLY) != 0 && rsa);
}
