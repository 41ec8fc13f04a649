/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance-private.h"

#include <glib/gi18n-lib.h>

#include "rail-section.h"

/*
 * Auxiliary methods
 */

static RailCertificate *
get_issuer (const RailJudge *judge,
            guint            depth)
{
  if (depth + 1 < judge->chain->len)
    return rail_judge_get (judge, depth + 1);
  return judge->complete ? rail_judge_get (judge, depth) : NULL;
}

static gboolean
is_root (const RailJudge *judge,
         guint            depth)
{
  return judge->complete && depth + 1 == judge->chain->len;
}

static gboolean
is_trusted (const RailJudge *judge,
            guint            depth)
{
  return rail_acceptance_holds (judge->presentation->trusted, rail_judge_get (judge, depth));
}

static guint
count_lists (const RailJudge *judge)
{
  return g_list_model_get_n_items (G_LIST_MODEL (judge->presentation->lists));
}

static gboolean
is_current (const RailJudge    *judge,
            RailRevocationList *list,
            RailCertificate    *issuer)
{
  gint64 now = judge->presentation->now;
  gint64 next_update = rail_revocation_list_get_next_update (list);

  return rail_revocation_list_get_this_update (list) <= now && (next_update <= 0 || next_update > now) &&
         issuer != NULL && rail_revocation_list_is_issued_by (list, issuer);
}

/* The next list, from *position on, that names the issuer of a certificate; partners find lists by this name. */
static RailRevocationList *
next_list (const RailJudge *judge,
           guint            depth,
           gboolean         only_current,
           guint           *position)
{
  const char *issuer = rail_certificate_get_issuer (rail_judge_get (judge, depth));
  GListModel *lists = G_LIST_MODEL (judge->presentation->lists);

  while (*position < g_list_model_get_n_items (lists))
    {
      g_autoptr(RailRevocationList) list = g_list_model_get_item (lists, (*position)++);

      if (g_strcmp0 (rail_revocation_list_get_issuer (list), issuer) == 0 &&
          (!only_current || is_current (judge, list, get_issuer (judge, depth))))
        return list;   /* the presentation keeps it */
    }
  return NULL;
}

/* What is not asked of anybody: the self-signed end of a chain, and without lists everything. */
static gboolean
skip_list (const RailJudge *judge,
           const RailRule  *rule,
           guint            depth,
           RailOutcome     *outcome)
{
  if ((rule->flags & RAIL_RULE_IF_ANY_LIST) != 0 && count_lists (judge) == 0)
    rail_outcome_skip (outcome, _("The partner has no revocation list at all, so it does not ask for any."));
  else if ((rule->flags & RAIL_RULE_NOT_ROOT) != 0 && is_root (judge, depth))
    rail_outcome_skip (outcome, _("Nobody revokes a self-signed certificate."));
  else if (!judge->complete && depth + 1 == judge->chain->len)
    rail_outcome_skip (outcome, _("Its issuer is not known, so there is nobody whose list could be asked."));
  else
    return FALSE;
  return TRUE;
}

/*
 * Rules
 */

void
rail_rule_chain (const RailJudge *judge,
                 const RailRule  *rule,
                 guint            depth,
                 RailOutcome     *outcome)
{
  guint last = judge->chain->len - 1;

  if (judge->complete)
    {
      rail_outcome_pass (outcome, last == 0 ? _("It is self-signed, so it needs no authority.")
                                            : _("The partner knows all authorities up to the root."));
      return;
    }
  outcome->depth = last;
  if (rail_certificate_get_authority_key_id (rail_judge_get (judge, last)) == NULL &&
      judge->partner->finder == RAIL_FIND_BY_NAME_AND_KEY)
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("“%s” has no authority key identifier, by which the partner would find the "
                                          "issuer."),
                                        rail_judge_get_name (judge, last)),
                       _("Renew it; Certrail gives every certificate its key identifiers."));
  else
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("The issuer of “%s”, “%s”, is not known to the partner."),
                                        rail_judge_get_name (judge, last),
                                        rail_certificate_get_issuer_label (rail_judge_get (judge, last))),
                       _("Hand this authority over to the partner, too."));
}

void
rail_rule_signature (const RailJudge *judge,
                     const RailRule  *rule,
                     guint            depth,
                     RailOutcome     *outcome)
{
  RailCertificate *issuer = get_issuer (judge, depth);
  RailCertificate *certificate = rail_judge_get (judge, depth);

  if ((rule->flags & RAIL_RULE_NOT_ROOT) != 0 && is_root (judge, depth))
    {
      rail_outcome_skip (outcome, _("The partner does not verify what a root says of itself."));
      return;
    }

  /* What has no issuer for node-opcua is not verified by it either. */
  if (issuer == NULL || (issuer == certificate && judge->partner->finder == RAIL_FIND_BY_KEY &&
                         rail_certificate_get_authority_key_id (certificate) == NULL))
    rail_outcome_skip (outcome, _("Without its issuer, the signature cannot be verified."));
  else if (!rail_certificate_is_issued_by (certificate, issuer))
    rail_outcome_fail (outcome,
                       g_strdup_printf (_("The signature of “%s” was not made with the key of “%s”."),
                                        rail_judge_get_name (judge, depth),
                                        issuer == certificate ? rail_judge_get_name (judge, depth)
                                                              : rail_judge_get_name (judge, depth + 1)),
                       _("Hand over the certificate that the authority had when it signed, or renew this one."));
  else
    rail_outcome_pass (outcome, _("The signatures are right."));
}

/* Which certificates of the chain may be the trusted one; returns whether one is. */
static gboolean
find_trusted (const RailJudge *judge)
{
  guint last = judge->chain->len - 1;
  gboolean all = last > 0;

  switch (judge->partner->trust)
    {
    case RAIL_TRUST_ANY:
      for (guint i = 0; i <= last; i++)
        if (is_trusted (judge, i))
          return TRUE;
      return FALSE;
    case RAIL_TRUST_LEAF_OR_ISSUER:
      /* node-opcua looks for all that was sent as if it were one certificate. */
      return (is_trusted (judge, 0) && g_list_model_get_n_items (G_LIST_MODEL (judge->presentation->presented)) == 0) ||
             (last > 0 && is_trusted (judge, 1));
    case RAIL_TRUST_WHOLE:
      for (guint i = 1; i <= last; i++)
        all = all && is_trusted (judge, i);
      /* With its chain complete, a certificate that is trusted by itself needs no more. */
      return all || (judge->complete && is_trusted (judge, 0));
    case RAIL_TRUST_ROOT:
      return is_trusted (judge, last);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static const char *
get_trust_repair (const RailJudge *judge)
{
  if (judge->chain->len == 1)
    return _("Put the certificate itself among those that the partner trusts.");
  switch (judge->partner->trust)
    {
    case RAIL_TRUST_LEAF_OR_ISSUER:
      return _("Put its direct issuer among those that the partner trusts.");
    case RAIL_TRUST_WHOLE:
      return _("Put all authorities of its chain among those that the partner trusts.");
    case RAIL_TRUST_ROOT:
      return _("Put the root among the authorities that the partner trusts.");
    case RAIL_TRUST_ANY:
    default:
      return _("Put the certificate or one of its authorities among those that the partner trusts.");
    }
}

void
rail_rule_trust (const RailJudge *judge,
                 const RailRule  *rule,
                 guint            depth,
                 RailOutcome     *outcome)
{
  if (judge->presentation->trusts_all)
    rail_outcome_skip (outcome, _("The partner accepts all clients without a question."));
  else if (find_trusted (judge))
    rail_outcome_pass (outcome, _("The partner trusts it."));
  else
    {
      outcome->depth = judge->chain->len > 1 ? judge->chain->len - 1 : 0;
      rail_outcome_fail (outcome,
                         judge->chain->len > 1
                           ? g_strdup_printf (_("The partner does not trust the authorities of “%s” as it has to."),
                                              rail_judge_get_name (judge, 0))
                           : g_strdup_printf (_("The partner does not trust “%s”."), rail_judge_get_name (judge, 0)),
                         get_trust_repair (judge));
    }
}

void
rail_rule_list (const RailJudge *judge,
                const RailRule  *rule,
                guint            depth,
                RailOutcome     *outcome)
{
  guint position = 0;
  gboolean only_current = (rule->flags & RAIL_RULE_CURRENT_LIST) != 0;

  if (skip_list (judge, rule, depth, outcome))
    return;
  if (next_list (judge, depth, only_current, &position) != NULL)
    rail_outcome_pass (outcome, _("The partner has the revocation lists that it asks for."));
  else if ((rule->flags & RAIL_RULE_OPTIONAL) != 0)
    rail_outcome_skip (outcome,
                       _("The partner has no current revocation list of the issuer, and does without by default."));
  else
    rail_outcome_fail (outcome,
                       g_strdup_printf (only_current ? _("The partner has no current revocation list of “%s”.")
                                                     : _("The partner has no revocation list of “%s”."),
                                        rail_certificate_get_issuer_label (rail_judge_get (judge, depth))),
                       _("Hand over the authority's revocation list, too, even if it is empty."));
}

/* As OpenSSL, which tells a missing list from one that is over. */
void
rail_rule_list_current (const RailJudge *judge,
                        const RailRule  *rule,
                        guint            depth,
                        RailOutcome     *outcome)
{
  guint position = 0;
  RailRevocationList *list;

  if (skip_list (judge, rule, depth, outcome))
    return;
  list = next_list (judge, depth, FALSE, &position);
  position = 0;
  if (list == NULL)
    rail_outcome_skip (outcome, _("There is no list."));
  else if (next_list (judge, depth, TRUE, &position) == NULL)
    {
      g_autofree char *date = rail_format_date (rail_revocation_list_get_next_update (list));

      rail_outcome_fail (outcome,
                         g_strdup_printf (_("The revocation list of “%s” is not current: its next update was due on "
                                            "%s."),
                                          rail_certificate_get_issuer_label (rail_judge_get (judge, depth)), date),
                         _("Publish the authority's revocation list anew and hand it over."));
    }
  else
    rail_outcome_pass (outcome, _("The revocation lists are current."));
}

void
rail_rule_revoked (const RailJudge *judge,
                   const RailRule  *rule,
                   guint            depth,
                   RailOutcome     *outcome)
{
  const char *serial = rail_certificate_get_serial (rail_judge_get (judge, depth));
  gboolean only_current = (rule->flags & RAIL_RULE_CURRENT_LIST) != 0;
  RailRevocationList *list;
  guint position = 0;

  if (skip_list (judge, rule, depth, outcome))
    return;
  while ((list = next_list (judge, depth, only_current, &position)) != NULL)
    if (rail_revocation_list_contains (list, serial))
      {
        rail_outcome_fail (outcome,
                           g_strdup_printf (_("“%s” is on the revocation list of its issuer."),
                                            rail_judge_get_name (judge, depth)),
                           depth == 0 ? _("Create a new certificate.")
                                      : _("Create a new authority, and the certificates of the old one anew."));
        return;
      }
  position = 0;
  if (next_list (judge, depth, only_current, &position) == NULL)
    rail_outcome_skip (outcome, _("There is no list on which it could stand."));
  else
    rail_outcome_pass (outcome, _("Nothing of the chain is revoked."));
}
