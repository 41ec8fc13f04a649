/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-finding-private.h"

#include <glib/gi18n-lib.h>

struct _RailFinding
{
  GObject         parent_instance;

  const RailRule *rule;
  RailRepair      repair;
  RailScope       scope;
  RailDevice     *device;
  RailEntry      *entry;
  gboolean        has_service;
  RailService     service;
  char           *place;
  char           *text;
};

G_DEFINE_FINAL_TYPE (RailFinding, rail_finding, G_TYPE_OBJECT)

/**
 * rail_severity_get_type:
 *
 * Returns: the type of #RailSeverity
 */
G_DEFINE_ENUM_TYPE (RailSeverity, rail_severity,
                    G_DEFINE_ENUM_VALUE (RAIL_SEVERITY_INFO, "info"),
                    G_DEFINE_ENUM_VALUE (RAIL_SEVERITY_WARNING, "warning"),
                    G_DEFINE_ENUM_VALUE (RAIL_SEVERITY_ERROR, "error"))

/**
 * rail_repair_get_type:
 *
 * Returns: the type of #RailRepair
 */
G_DEFINE_ENUM_TYPE (RailRepair, rail_repair,
                    G_DEFINE_ENUM_VALUE (RAIL_REPAIR_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPAIR_RENEW, "renew"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPAIR_CREATE, "create"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPAIR_SWITCH_OFF, "switch-off"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPAIR_COMPLETE_CHAIN, "complete-chain"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPAIR_REMOVE_PARTNER, "remove-partner"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPAIR_REJECT_CLIENTS, "reject-clients"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPAIR_DROP_POLICIES, "drop-policies"),
                    G_DEFINE_ENUM_VALUE (RAIL_REPAIR_PUBLISH_LIST, "publish-list"))

static const struct
{
  const char *nick;
  const char *label;
} severities[] = {
  [RAIL_SEVERITY_INFO] = { "info", NC_("severity", "Note") },
  [RAIL_SEVERITY_WARNING] = { "warning", NC_("severity", "Warning") },
  [RAIL_SEVERITY_ERROR] = { "error", NC_("severity", "Error") },
};

static const struct
{
  const char *nick;
  const char *label;
} repairs[] = {
  [RAIL_REPAIR_NONE] = { "none", NULL },
  [RAIL_REPAIR_RENEW] = { "renew", NC_("repair", "Renew") },
  [RAIL_REPAIR_CREATE] = { "create", NC_("repair", "Create certificate") },
  [RAIL_REPAIR_SWITCH_OFF] = { "switch-off", NC_("repair", "Switch off") },
  [RAIL_REPAIR_COMPLETE_CHAIN] = { "complete-chain", NC_("repair", "Complete chain") },
  [RAIL_REPAIR_REMOVE_PARTNER] = { "remove-partner", NC_("repair", "Remove from table") },
  [RAIL_REPAIR_REJECT_CLIENTS] = { "reject-clients", NC_("repair", "Accept only trusted clients") },
  [RAIL_REPAIR_DROP_POLICIES] = { "drop-policies", NC_("repair", "Switch off policy") },
  [RAIL_REPAIR_PUBLISH_LIST] = { "publish-list", NC_("repair", "Publish revocation list") },
};

static void
rail_finding_finalize (GObject *object)
{
  RailFinding *self = RAIL_FINDING (object);

  g_clear_object (&self->device);
  g_clear_object (&self->entry);
  g_free (self->place);
  g_free (self->text);

  G_OBJECT_CLASS (rail_finding_parent_class)->finalize (object);
}

static void
rail_finding_class_init (RailFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_finding_finalize;
}

static void
rail_finding_init (RailFinding *self)
{
}

static char *
describe_place (const RailInspection *inspection)
{
  const char *device = rail_device_get_name (inspection->device);

  if (inspection->has_service)
    /* Translators: a device and one of its services */
    return g_strdup_printf (C_("place", "%s: %s"), device, rail_service_get_label (inspection->service));
  if (inspection->scope == RAIL_SCOPE_OWN)
    return g_strdup_printf (_("%s: device certificates"), device);
  if (inspection->scope == RAIL_SCOPE_PARTNER)
    return g_strdup_printf (_("%s: certificates of the partner devices"), device);
  return g_strdup (device);
}

/*< private >
 * rail_finding_new:
 * @rule: the rule that was broken
 * @inspection: where
 * @text: (transfer full): what is wrong, in a sentence
 *
 * Returns: (transfer full): a finding
 */
RailFinding *
rail_finding_new (const RailRule       *rule,
                  const RailInspection *inspection,
                  char                 *text)
{
  RailFinding *self = g_object_new (RAIL_TYPE_FINDING, NULL);

  self->rule = rule;
  self->repair = inspection->repair;
  self->scope = inspection->scope;
  g_set_object (&self->device, inspection->device);
  g_set_object (&self->entry, inspection->entry);
  self->has_service = inspection->has_service;
  self->service = inspection->service;
  self->place = describe_place (inspection);
  self->text = text;
  return self;
}

/*< private >
 * rail_finding_get_scope:
 * @self: a finding
 *
 * Returns: what its rule looked at
 */
RailScope
rail_finding_get_scope (RailFinding *self)
{
  return self->scope;
}

/**
 * rail_severity_get_nick:
 * @severity: a severity
 *
 * Returns: (transfer none): the word for it on command lines
 */
const char *
rail_severity_get_nick (RailSeverity severity)
{
  g_return_val_if_fail ((guint) severity < G_N_ELEMENTS (severities), NULL);

  return severities[severity].nick;
}

/**
 * rail_severity_get_label:
 * @severity: a severity
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
rail_severity_get_label (RailSeverity severity)
{
  g_return_val_if_fail ((guint) severity < G_N_ELEMENTS (severities), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "severity", severities[severity].label);
}

/**
 * rail_repair_get_nick:
 * @repair: a repair
 *
 * Returns: (transfer none): the word for it on command lines
 */
const char *
rail_repair_get_nick (RailRepair repair)
{
  g_return_val_if_fail ((guint) repair < G_N_ELEMENTS (repairs), NULL);

  return repairs[repair].nick;
}

/**
 * rail_repair_get_label:
 * @repair: a repair
 *
 * Returns: (transfer none) (nullable): what its button says; %NULL for %RAIL_REPAIR_NONE
 */
const char *
rail_repair_get_label (RailRepair repair)
{
  g_return_val_if_fail ((guint) repair < G_N_ELEMENTS (repairs), NULL);

  return repairs[repair].label != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, "repair", repairs[repair].label) : NULL;
}

/**
 * rail_finding_get_code:
 * @self: a finding
 *
 * Returns: (transfer none): the word for its rule, which never changes; docs/findings.md lists them
 */
const char *
rail_finding_get_code (RailFinding *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING (self), NULL);

  return self->rule->code;
}

/**
 * rail_finding_get_severity:
 * @self: a finding
 *
 * Returns: how bad it is
 */
RailSeverity
rail_finding_get_severity (RailFinding *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING (self), RAIL_SEVERITY_INFO);

  return self->rule->severity;
}

/**
 * rail_finding_get_device:
 * @self: a finding
 *
 * Returns: (transfer none): the device, as it was when it was looked at
 */
RailDevice *
rail_finding_get_device (RailFinding *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING (self), NULL);

  return self->device;
}

/**
 * rail_finding_get_entry:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): the certificate that it is about
 */
RailEntry *
rail_finding_get_entry (RailFinding *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING (self), NULL);

  return self->entry;
}

/**
 * rail_finding_get_service:
 * @self: a finding
 * @out_service: (out) (optional): the service that it is about
 *
 * Returns: whether it is about a service
 */
gboolean
rail_finding_get_service (RailFinding *self,
                          RailService *out_service)
{
  g_return_val_if_fail (RAIL_IS_FINDING (self), FALSE);

  if (self->has_service && out_service != NULL)
    *out_service = self->service;
  return self->has_service;
}

/**
 * rail_finding_get_place:
 * @self: a finding
 *
 * Returns: (transfer none): device and service, or table, in words
 */
const char *
rail_finding_get_place (RailFinding *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING (self), NULL);

  return self->place;
}

/**
 * rail_finding_get_text:
 * @self: a finding
 *
 * Returns: (transfer none): what is wrong, and why, in a sentence
 */
const char *
rail_finding_get_text (RailFinding *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING (self), NULL);

  return self->text;
}

/**
 * rail_finding_get_source:
 * @self: a finding
 *
 * Returns: (transfer none): the chapter or the section of a specification that its rule comes from
 */
const char *
rail_finding_get_source (RailFinding *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING (self), NULL);

  return self->rule->source;
}

/**
 * rail_finding_get_repair:
 * @self: a finding
 *
 * Returns: what rail_project_repair() does about it
 */
RailRepair
rail_finding_get_repair (RailFinding *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING (self), RAIL_REPAIR_NONE);

  return self->repair;
}

/**
 * rail_findings_get_worst:
 * @findings: (element-type RailFinding): findings
 *
 * Returns: the worst severity among them; %RAIL_SEVERITY_INFO if there are none
 */
RailSeverity
rail_findings_get_worst (GPtrArray *findings)
{
  RailSeverity worst = RAIL_SEVERITY_INFO;

  g_return_val_if_fail (findings != NULL, RAIL_SEVERITY_INFO);

  for (guint i = 0; i < findings->len; i++)
    worst = MAX (worst, rail_finding_get_severity (findings->pdata[i]));
  return worst;
}
