/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance-private.h"

#include <glib/gi18n-lib.h>

/* @label is about the certificate or the whole chain, @label_of_authorities about what stands above. Rows with
 * @is_common are shown as not checked where a partner leaves them out, because people expect them. @remedy mends
 * a fault of the certificate itself. */
static const struct
{
  RailRuleFunc  check;
  const char   *label;
  const char   *label_of_authorities;
  gboolean      is_whole;    /* asked once, not of each certificate */
  gboolean      is_common;
  gboolean      is_opcua;
  RailRemedy    remedy;
} kinds[] = {
  [RAIL_RULE_STRUCTURE] = { rail_rule_structure, N_("Form of the certificate"), N_("Form of the authorities"),
                            .remedy = RAIL_REMEDY_CREATE },
  [RAIL_RULE_CHAIN] = { rail_rule_chain, N_("Chain up to the root"), NULL, TRUE, TRUE, .remedy = RAIL_REMEDY_ASSIGN },
  [RAIL_RULE_SIGNATURE] = { rail_rule_signature, N_("Signature"), N_("Signatures of the authorities"), FALSE, TRUE },
  [RAIL_RULE_KEY_KIND] = { rail_rule_key_kind, N_("Kind of the key"), N_("Kind of the authorities' keys"),
                           .remedy = RAIL_REMEDY_CREATE },
  [RAIL_RULE_POLICY] = { rail_rule_policy, N_("Security policy"), N_("Security policy"), FALSE, TRUE, TRUE,
                         .remedy = RAIL_REMEDY_CREATE },
  [RAIL_RULE_KEY_LENGTH] = { rail_rule_key_length, N_("Length of the key"), N_("Length of the authorities' keys"),
                             .remedy = RAIL_REMEDY_CREATE },
  [RAIL_RULE_HASH] = { rail_rule_hash, N_("Hash of the signature"), N_("Hash of the authorities' signatures"),
                       .remedy = RAIL_REMEDY_RENEW },
  [RAIL_RULE_TRUST] = { rail_rule_trust, N_("Trust"), NULL, TRUE, TRUE, .remedy = RAIL_REMEDY_ASSIGN },
  [RAIL_RULE_TIME] = { rail_rule_time, N_("Validity"), N_("Validity of the authorities"), FALSE, TRUE,
                       .remedy = RAIL_REMEDY_RENEW },
  [RAIL_RULE_HOST] = { rail_rule_host, N_("Host name or address"), NULL, TRUE, TRUE,
                       .remedy = RAIL_REMEDY_RENEW_NAMES },
  [RAIL_RULE_ADDRESS] = { rail_rule_address, N_("Address of the client"), NULL, TRUE,
                          .remedy = RAIL_REMEDY_RENEW_NAMES },
  [RAIL_RULE_URI] = { rail_rule_uri, N_("ApplicationUri"), NULL, TRUE, TRUE, TRUE, .remedy = RAIL_REMEDY_RENEW_NAMES },
  [RAIL_RULE_KEY_USAGE] = { rail_rule_key_usage, N_("Key usage"), NULL, TRUE, TRUE, .remedy = RAIL_REMEDY_CREATE },
  [RAIL_RULE_PURPOSE] = { rail_rule_purpose, N_("Extended key usage"), NULL, TRUE, TRUE, .remedy = RAIL_REMEDY_CREATE },
  [RAIL_RULE_NOT_CA] = { rail_rule_not_ca, N_("No authority's certificate"), NULL, TRUE, .remedy = RAIL_REMEDY_CREATE },
  [RAIL_RULE_AUTHORITY] = { rail_rule_authority, NULL, N_("Authorities' right to issue"), FALSE, TRUE },
  [RAIL_RULE_PATH_LENGTH] = { rail_rule_path_length, NULL, N_("Length of the chain") },
  [RAIL_RULE_LIST] = { rail_rule_list, N_("Revocation list of the issuer"), N_("Revocation lists above the issuer"),
                       FALSE, TRUE },
  [RAIL_RULE_LIST_CURRENT] = { rail_rule_list_current, N_("Revocation lists are current"), NULL },
  [RAIL_RULE_REVOKED] = { rail_rule_revoked, N_("Revocation"), N_("Revocation of the authorities"), FALSE, TRUE,
                          .remedy = RAIL_REMEDY_CREATE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == RAIL_N_RULES);

/*
 * For the rules
 */

RailCertificate *
rail_judge_get (const RailJudge *self,
                guint            depth)
{
  return self->chain->pdata[depth];
}

const char *
rail_judge_get_name (const RailJudge *self,
                     guint            depth)
{
  RailCertificate *certificate = rail_judge_get (self, depth);
  const char *name = rail_certificate_get_common_name (certificate);

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (certificate);
}

static void
set_outcome (RailOutcome     *self,
             RailCheckStatus  status,
             char            *reason,
             const char      *repair)
{
  self->status = status;
  g_free (self->reason);
  self->reason = reason;
  g_free (self->repair);
  self->repair = g_strdup (repair);
}

void
rail_outcome_pass (RailOutcome *self,
                   const char  *reason)
{
  set_outcome (self, RAIL_CHECK_PASSED, g_strdup (reason), NULL);
}

void
rail_outcome_skip (RailOutcome *self,
                   const char  *reason)
{
  set_outcome (self, RAIL_CHECK_NOT_MADE, g_strdup (reason), NULL);
}

/* Takes @reason over. */
void
rail_outcome_fail (RailOutcome *self,
                   char        *reason,
                   const char  *repair)
{
  set_outcome (self, RAIL_CHECK_FAILED, reason, repair);
}

static void
outcome_clear (RailOutcome *self)
{
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->repair, g_free);
}

/*
 * Judging
 */

/* Whether the partner has this row for such a certificate at all. */
static gboolean
applies (const RailJudge *judge,
         const RailRule  *rule)
{
  gboolean is_server = judge->presentation->is_server;
  gboolean is_alone = judge->chain->len == 1 && judge->complete;

  return !((rule->flags & RAIL_RULE_ONLY_CLIENT) != 0 && is_server) &&
         !((rule->flags & RAIL_RULE_ONLY_SERVER) != 0 && !is_server) &&
         !((rule->flags & RAIL_RULE_SELF_SIGNED) != 0 && !is_alone) &&
         !((rule->flags & RAIL_RULE_ISSUED) != 0 && is_alone) && rail_rule_is_for_key (judge, rule);
}

/* The nearest fault counts; what is passed by one and not asked of the next is passed. */
static void
run_rule (const RailJudge *judge,
          const RailRule  *rule,
          RailOutcome     *outcome)
{
  guint first = rule->scope == RAIL_SCOPE_AUTHORITIES ? 1 : 0;
  guint end = rule->scope == RAIL_SCOPE_LEAF || kinds[rule->kind].is_whole ? 1 : judge->chain->len;

  rail_outcome_skip (outcome, _("There is no authority above it."));
  for (guint depth = first; depth < end; depth++)
    {
      RailOutcome next = { .depth = depth };

      kinds[rule->kind].check (judge, rule, depth, &next);
      if (depth > first && next.status == RAIL_CHECK_NOT_MADE)
        {
          outcome_clear (&next);
          continue;
        }
      outcome_clear (outcome);
      *outcome = next;
      if (outcome->status == RAIL_CHECK_FAILED)
        return;
    }
}

static const char *
get_code (const RailRule    *rule,
          const RailOutcome *outcome)
{
  if (outcome->is_other && rule->other_code != NULL)
    return rule->other_code;
  if (outcome->depth > 1 && rule->far_code != NULL)
    return rule->far_code;
  if (outcome->depth > 0 && rule->near_code != NULL)
    return rule->near_code;
  return rule->code;
}

static RailCheck *
make_check (const RailJudge *judge,
            const RailRule  *rule)
{
  const char *label = rule->scope == RAIL_SCOPE_AUTHORITIES ? kinds[rule->kind].label_of_authorities
                                                            : kinds[rule->kind].label;
  RailOutcome outcome = { 0 };
  RailRemedy remedy;

  run_rule (judge, rule, &outcome);
  remedy = outcome.status == RAIL_CHECK_FAILED && (outcome.depth == 0 || kinds[rule->kind].is_whole)
             ? kinds[rule->kind].remedy
             : RAIL_REMEDY_NONE;
  return rail_check_new (rule->kind, label, &outcome, get_code (rule, &outcome),
                         outcome.is_other && rule->other_alert != NULL ? rule->other_alert : rule->alert, rule->source,
                         remedy);
}

/* What people expect to be checked, and this partner leaves out. */
static void
add_left_out (const RailJudge *judge,
              const gboolean  *is_made,
              GPtrArray       *checks)
{
  for (guint kind = 0; kind < RAIL_N_RULES; kind++)
    {
      RailOutcome outcome = { 0 };
      const char *label = kinds[kind].label != NULL ? kinds[kind].label : kinds[kind].label_of_authorities;

      if (is_made[kind] || !kinds[kind].is_common || (kinds[kind].is_opcua && !judge->partner->is_opcua))
        continue;
      rail_outcome_skip (&outcome, _("The partner does not ask for it."));
      g_ptr_array_add (checks, rail_check_new (kind, label, &outcome, NULL, NULL, judge->partner->basis,
                                               RAIL_REMEDY_NONE));
    }
}

/**
 * rail_presentation_judge:
 * @self: what is shown to whom
 *
 * Makes the checks of the partner, in the partner's order. All of them are made, also behind the first one that fails:
 * whoever mends one wants to know of the next. What the partner leaves out comes last. Safe in any thread.
 *
 * Returns: (transfer full) (element-type RailCheck): the checks
 */
GPtrArray *
rail_presentation_judge (RailPresentation *self)
{
  RailJudge judge = { .presentation = self };
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(GPtrArray) checks = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_made[RAIL_N_RULES] = { FALSE };

  g_return_val_if_fail (self != NULL, NULL);

  judge.partner = rail_partner_get_info (self->partner);
  judge.chain = chain = rail_acceptance_build_chain (self, judge.partner, &judge.complete);
  for (guint i = 0; i < judge.partner->n_rules; i++)
    {
      const RailRule *rule = &judge.partner->rules[i];

      if (!applies (&judge, rule))
        continue;
      is_made[rule->kind] = TRUE;
      g_ptr_array_add (checks, make_check (&judge, rule));
    }
  add_left_out (&judge, is_made, checks);
  return g_steal_pointer (&checks);
}

/**
 * rail_checks_accept:
 * @checks: (element-type RailCheck): as rail_presentation_judge() returns
 *
 * Returns: whether the partner accepts the certificate: no check fails
 */
gboolean
rail_checks_accept (GPtrArray *checks)
{
  return rail_checks_get_first_failed (checks) == NULL;
}

/**
 * rail_checks_get_first_failed:
 * @checks: (element-type RailCheck): as rail_presentation_judge() returns
 *
 * Returns: (transfer none) (nullable): the check whose code the partner logs; %NULL if it accepts the certificate
 */
RailCheck *
rail_checks_get_first_failed (GPtrArray *checks)
{
  g_return_val_if_fail (checks != NULL, NULL);

  for (guint i = 0; i < checks->len; i++)
    if (rail_check_get_status (checks->pdata[i]) == RAIL_CHECK_FAILED)
      return checks->pdata[i];
  return NULL;
}
