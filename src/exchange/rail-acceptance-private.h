/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-acceptance.h"

G_BEGIN_DECLS

/* The checks there are, in the order of OPC 10000-4 §6.1.3, which is also that of the rows of what a partner does
 * not check. */
typedef enum
{
  RAIL_RULE_STRUCTURE,
  RAIL_RULE_CHAIN,
  RAIL_RULE_SIGNATURE,
  RAIL_RULE_KEY_KIND,
  RAIL_RULE_POLICY,
  RAIL_RULE_KEY_LENGTH,
  RAIL_RULE_HASH,
  RAIL_RULE_TRUST,
  RAIL_RULE_TIME,
  RAIL_RULE_HOST,
  RAIL_RULE_ADDRESS,
  RAIL_RULE_URI,
  RAIL_RULE_KEY_USAGE,
  RAIL_RULE_PURPOSE,
  RAIL_RULE_NOT_CA,
  RAIL_RULE_AUTHORITY,
  RAIL_RULE_PATH_LENGTH,
  RAIL_RULE_LIST,
  RAIL_RULE_LIST_CURRENT,
  RAIL_RULE_REVOKED,
} RailRuleKind;

#define RAIL_N_RULES (RAIL_RULE_REVOKED + 1)

/* Whom a row is about. */
typedef enum
{
  RAIL_SCOPE_LEAF,
  RAIL_SCOPE_AUTHORITIES,
  RAIL_SCOPE_ALL,
} RailScope;

/* How partners differ in one and the same check. */
typedef enum
{
  RAIL_RULE_ONLY_CLIENT    = 1 << 0,   /* made by servers, of a client's certificate */
  RAIL_RULE_ONLY_SERVER    = 1 << 1,   /* made by clients, of a server's certificate */
  RAIL_RULE_IF_PRESENT     = 1 << 2,   /* key usage, purposes: without the extension everything is allowed */
  RAIL_RULE_ANY_BIT        = 1 << 3,   /* key usage: one of the bits is enough */
  RAIL_RULE_CERT_SIGN      = 1 << 4,   /* key usage: a self-signed certificate needs keyCertSign, too */
  RAIL_RULE_RSA_ONLY       = 1 << 5,   /* not for elliptic curves */
  RAIL_RULE_EC_ONLY        = 1 << 6,
  RAIL_RULE_NEEDS_CRL_SIGN = 1 << 7,   /* an authority has to have cRLSign, and the extension at all */
  RAIL_RULE_ANY_URI        = 1 << 8,   /* any URI of the certificate may be the one, else the first */
  RAIL_RULE_ANY_PURPOSE    = 1 << 9,   /* anyExtendedKeyUsage stands for each */
  RAIL_RULE_CN_COUNTS      = 1 << 10,  /* the common name is taken where no DNS name is */
  RAIL_RULE_WILDCARDS      = 1 << 11,
  RAIL_RULE_IF_ANY_LIST    = 1 << 12,  /* without a single list nothing is checked */
  RAIL_RULE_CURRENT_LIST   = 1 << 13,  /* a list that is over or not signed by the authority does not count */
  RAIL_RULE_OPTIONAL       = 1 << 14,  /* a missing list is tolerated */
  RAIL_RULE_NOT_ROOT       = 1 << 15,  /* the root at the end of the chain is left out */
  RAIL_RULE_SELF_SIGNED    = 1 << 16,  /* only of a certificate without authorities */
  RAIL_RULE_ISSUED         = 1 << 17,  /* only of one with authorities */
  RAIL_RULE_IF_TRUSTED     = 1 << 18,  /* only where the certificate or its issuer is trusted */
} RailRuleFlags;

typedef struct
{
  RailRuleKind   kind;
  RailScope      scope;
  RailRuleFlags  flags;
  guint          value;        /* bits of key usage, or of a key */
  const char    *code;         /* what the partner logs */
  const char    *near_code;    /* (nullable): if it is the issuer's fault; @code */
  const char    *far_code;     /* (nullable): if it is that of an authority above the issuer; @near_code */
  const char    *alert;        /* (nullable): of TLS */
  const char    *other_code;   /* (nullable): if it is not valid yet, if it is an address that is wrong */
  const char    *other_alert;
  const char    *source;
} RailRule;

/* How a partner finds the issuer of a certificate. */
typedef enum
{
  RAIL_FIND_BY_NAME,           /* and by key identifiers where both have one */
  RAIL_FIND_BY_NAME_ALONE,
  RAIL_FIND_BY_NAME_AND_KEY,   /* one of them without a key identifier is not found */
  RAIL_FIND_BY_KEY,
} RailFinder;

/* Whom a partner has to trust. */
typedef enum
{
  RAIL_TRUST_ANY,              /* somebody in the chain */
  RAIL_TRUST_LEAF_OR_ISSUER,
  RAIL_TRUST_WHOLE,            /* all authorities, or a self-signed certificate itself */
  RAIL_TRUST_ROOT,
} RailTrust;

typedef struct
{
  RailPartner      partner;
  const char      *nick;
  const char      *label;      /* untranslated */
  const char      *basis;      /* which version the rules are from */
  gboolean         is_opcua;
  gboolean         ignores_presented;
  RailFinder       finder;
  RailTrust        trust;
  const RailRule  *rules;
  guint            n_rules;
} RailPartnerInfo;

/* A presentation with the chain that the partner builds. */
typedef struct
{
  const RailPresentation *presentation;
  const RailPartnerInfo  *partner;
  GPtrArray              *chain;       /* of RailCertificate, the leaf first */
  gboolean                complete;
} RailJudge;

typedef struct
{
  RailCheckStatus  status;
  guint            depth;      /* of the certificate that is at fault */
  gboolean         is_other;   /* see other_code of #RailRule */
  char            *reason;
  char            *repair;     /* or NULL */
} RailOutcome;

typedef void (*RailRuleFunc) (const RailJudge *judge,
                              const RailRule  *rule,
                              guint            depth,
                              RailOutcome     *outcome);

const RailPartnerInfo *rail_partner_get_info   (RailPartner        partner);

/* rail-acceptance-chain.c */
GPtrArray       *rail_acceptance_build_chain   (const RailPresentation *presentation,
                                                const RailPartnerInfo  *partner,
                                                gboolean               *out_complete);
gboolean         rail_acceptance_ends_chain    (RailFinder         finder,
                                                RailCertificate   *certificate);
gboolean         rail_acceptance_holds         (GListStore        *store,
                                                RailCertificate   *certificate);

/* For the rules. */
RailCertificate *rail_judge_get                (const RailJudge   *self,
                                                guint              depth);
const char      *rail_judge_get_name           (const RailJudge   *self,
                                                guint              depth);
void             rail_outcome_pass             (RailOutcome       *self,
                                                const char        *reason);
void             rail_outcome_skip             (RailOutcome       *self,
                                                const char        *reason);
void             rail_outcome_fail             (RailOutcome       *self,
                                                char              *reason,
                                                const char        *repair);

/* rail-acceptance-certificate.c */
void rail_rule_structure   (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_time        (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_policy      (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_key_kind    (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_key_length  (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_hash        (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);

/* rail-acceptance-names.c */
gboolean rail_acceptance_names_host (RailCertificate *certificate, const char *host, RailRuleFlags flags);
void rail_rule_host        (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_address     (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_uri         (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);

/* rail-acceptance-usage.c */
void rail_rule_key_usage   (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_purpose     (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_not_ca      (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_authority   (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_path_length (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
gboolean rail_rule_is_for_key (const RailJudge *judge, const RailRule *rule);

/* rail-acceptance-trust.c */
void rail_rule_chain       (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_signature   (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_trust       (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_list        (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_list_current (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);
void rail_rule_revoked     (const RailJudge *judge, const RailRule *rule, guint depth, RailOutcome *outcome);

/* rail-check.c */
RailCheck *rail_check_new  (RailRuleKind     kind,
                            const char      *label,
                            RailOutcome     *outcome,
                            const char      *code,
                            const char      *alert,
                            const char      *source,
                            RailRemedy       remedy);

G_END_DECLS
