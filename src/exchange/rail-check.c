/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance-private.h"

#include <glib/gi18n-lib.h>

struct _RailCheck
{
  GObject          parent_instance;

  /* Owned References */
  char            *reason;
  char            *repair;

  /* Borrowed References: literals */
  const char      *label;
  const char      *code;
  const char      *alert;
  const char      *source;

  /* State Fields */
  RailRuleKind     kind;
  RailCheckStatus  status;
  RailRemedy       remedy;
};

G_DEFINE_FINAL_TYPE (RailCheck, rail_check, G_TYPE_OBJECT)

/**
 * rail_check_status_get_type:
 *
 * Returns: the type of #RailCheckStatus
 */
G_DEFINE_ENUM_TYPE (RailCheckStatus, rail_check_status,
                    G_DEFINE_ENUM_VALUE (RAIL_CHECK_PASSED, "passed"),
                    G_DEFINE_ENUM_VALUE (RAIL_CHECK_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (RAIL_CHECK_NOT_MADE, "not-made"))

static const struct
{
  const char *nick;
  const char *label;
} statuses[] = {
  [RAIL_CHECK_PASSED] = { "passed", N_("Passed") },
  [RAIL_CHECK_FAILED] = { "failed", N_("Failed") },
  [RAIL_CHECK_NOT_MADE] = { "not-made", N_("Not checked") },
};

static const char * const kind_nicks[] = {
  [RAIL_RULE_STRUCTURE] = "structure",
  [RAIL_RULE_CHAIN] = "chain",
  [RAIL_RULE_SIGNATURE] = "signature",
  [RAIL_RULE_KEY_KIND] = "key-kind",
  [RAIL_RULE_POLICY] = "policy",
  [RAIL_RULE_KEY_LENGTH] = "key-length",
  [RAIL_RULE_HASH] = "hash",
  [RAIL_RULE_TRUST] = "trust",
  [RAIL_RULE_TIME] = "time",
  [RAIL_RULE_HOST] = "host",
  [RAIL_RULE_ADDRESS] = "address",
  [RAIL_RULE_URI] = "uri",
  [RAIL_RULE_KEY_USAGE] = "key-usage",
  [RAIL_RULE_PURPOSE] = "purpose",
  [RAIL_RULE_NOT_CA] = "not-ca",
  [RAIL_RULE_AUTHORITY] = "authority",
  [RAIL_RULE_PATH_LENGTH] = "path-length",
  [RAIL_RULE_LIST] = "list",
  [RAIL_RULE_LIST_CURRENT] = "list-current",
  [RAIL_RULE_REVOKED] = "revoked",
};

/*
 * Overrides
 */

static void
rail_check_finalize (GObject *object)
{
  RailCheck *self = RAIL_CHECK (object);

  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->repair, g_free);

  G_OBJECT_CLASS (rail_check_parent_class)->finalize (object);
}

static void
rail_check_class_init (RailCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_check_finalize;
}

static void
rail_check_init (RailCheck *self)
{
}

/*
 * Public methods
 */

/* Takes the texts out of @outcome; the others are literals. */
RailCheck *
rail_check_new (RailRuleKind  kind,
                const char   *label,
                RailOutcome  *outcome,
                const char   *code,
                const char   *alert,
                const char   *source,
                RailRemedy    remedy)
{
  RailCheck *self = g_object_new (RAIL_TYPE_CHECK, NULL);

  self->kind = kind;
  self->label = label;
  self->status = outcome->status;
  self->reason = g_steal_pointer (&outcome->reason);
  self->repair = g_steal_pointer (&outcome->repair);
  self->code = code;
  self->alert = alert;
  self->source = source;
  self->remedy = remedy;
  return self;
}

/**
 * rail_check_status_get_nick:
 * @status: how a check ends
 *
 * Returns: (transfer none): the word for it that scripts get
 */
const char *
rail_check_status_get_nick (RailCheckStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (statuses), NULL);

  return statuses[status].nick;
}

/**
 * rail_check_status_get_label:
 * @status: how a check ends
 *
 * Returns: (transfer none): the translated word for it
 */
const char *
rail_check_status_get_label (RailCheckStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (statuses), NULL);

  return _(statuses[status].label);
}

/**
 * rail_check_get_nick:
 * @self: a check
 *
 * Returns: (transfer none): the word for what is checked that scripts get; a partner may check it of a certificate
 *   and of its authorities at different times, so it can be there twice
 */
const char *
rail_check_get_nick (RailCheck *self)
{
  g_return_val_if_fail (RAIL_IS_CHECK (self), NULL);

  return kind_nicks[self->kind];
}

/**
 * rail_check_get_label:
 * @self: a check
 *
 * Returns: (transfer none): what is checked, translated
 */
const char *
rail_check_get_label (RailCheck *self)
{
  g_return_val_if_fail (RAIL_IS_CHECK (self), NULL);

  return _(self->label);
}

/**
 * rail_check_get_status:
 * @self: a check
 *
 * Returns: how it ends
 */
RailCheckStatus
rail_check_get_status (RailCheck *self)
{
  g_return_val_if_fail (RAIL_IS_CHECK (self), RAIL_CHECK_NOT_MADE);

  return self->status;
}

/**
 * rail_check_get_code:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): what the partner logs when it fails; %NULL if it has not
 */
const char *
rail_check_get_code (RailCheck *self)
{
  g_return_val_if_fail (RAIL_IS_CHECK (self), NULL);

  return self->status == RAIL_CHECK_FAILED ? self->code : NULL;
}

/**
 * rail_check_get_alert:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): the TLS alert (RFC 8446 §6.2) that the other side sees when it fails; %NULL if
 *   it has not, or without TLS
 */
const char *
rail_check_get_alert (RailCheck *self)
{
  g_return_val_if_fail (RAIL_IS_CHECK (self), NULL);

  return self->status == RAIL_CHECK_FAILED ? self->alert : NULL;
}

/**
 * rail_check_get_reason:
 * @self: a check
 *
 * Returns: (transfer none): why it ends so, a translated sentence
 */
const char *
rail_check_get_reason (RailCheck *self)
{
  g_return_val_if_fail (RAIL_IS_CHECK (self), NULL);

  return self->reason;
}

/**
 * rail_check_get_repair:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): what mends it, a translated sentence
 */
const char *
rail_check_get_repair (RailCheck *self)
{
  g_return_val_if_fail (RAIL_IS_CHECK (self), NULL);

  return self->repair;
}

/**
 * rail_check_get_remedy:
 * @self: a check
 *
 * Returns: what of this program does what rail_check_get_repair() tells; nothing unless it has failed
 */
RailRemedy
rail_check_get_remedy (RailCheck *self)
{
  g_return_val_if_fail (RAIL_IS_CHECK (self), RAIL_REMEDY_NONE);

  return self->remedy;
}

/**
 * rail_check_get_source:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): where the rule comes from
 */
const char *
rail_check_get_source (RailCheck *self)
{
  g_return_val_if_fail (RAIL_IS_CHECK (self), NULL);

  return self->source;
}
