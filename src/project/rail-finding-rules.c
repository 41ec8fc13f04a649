/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-finding-private.h"

#include "rail-project-private.h"

#define DEVICE RAIL_SCOPE_DEVICE
#define SERVICE RAIL_SCOPE_SERVICE
#define OWN RAIL_SCOPE_OWN
#define PARTNER RAIL_SCOPE_PARTNER

/* docs/findings.md says for people what each means. A code that was given is never given to something else. */
static const RailRule rules[] = {
  { "certificate-revoked", RAIL_SEVERITY_ERROR, "RFC 5280 §6.3", RAIL_REPAIR_RENEW, OWN | PARTNER, rail_check_revoked },
  { "certificate-expired", RAIL_SEVERITY_ERROR, "Chapter 1.4, RFC 5280 §6.1.3", RAIL_REPAIR_RENEW, OWN | PARTNER,
    rail_check_expired },
  { "certificate-not-yet-valid", RAIL_SEVERITY_ERROR, "RFC 5280 §6.1.3", RAIL_REPAIR_RENEW, OWN | PARTNER,
    rail_check_not_yet_valid },
  { "certificate-expiring", RAIL_SEVERITY_WARNING, "Chapter 1.4", RAIL_REPAIR_RENEW, OWN | PARTNER, rail_check_expiring },
  { "private-key-missing", RAIL_SEVERITY_ERROR, "Chapter 2.3.3", RAIL_REPAIR_CREATE, OWN, rail_check_key_missing },
  { "chain-incomplete", RAIL_SEVERITY_ERROR, "Chapter 4.1.6", RAIL_REPAIR_COMPLETE_CHAIN, OWN | PARTNER,
    rail_check_chain },
  { "issuer-renewed", RAIL_SEVERITY_ERROR, "Chapter 4.1.6, RFC 5280 §4.2.1.1", RAIL_REPAIR_RENEW, OWN | PARTNER,
    rail_check_issuer_key },
  { "addresses-changed", RAIL_SEVERITY_ERROR, "Chapter 4.1.3", RAIL_REPAIR_RENEW, OWN, rail_check_addresses },
  { "name-changed", RAIL_SEVERITY_INFO, "Chapter 4.1.3", RAIL_REPAIR_RENEW, OWN, rail_check_name },
  { "san-ip-missing", RAIL_SEVERITY_ERROR, "Chapter 4.1.4, Table 4-1", RAIL_REPAIR_RENEW, SERVICE | PARTNER,
    rail_check_ip },
  { "san-uri-missing", RAIL_SEVERITY_ERROR, "Chapter 4.1.4, Table 4-1; OPC 10000-6 §6.2.2", RAIL_REPAIR_RENEW,
    SERVICE | PARTNER, rail_check_uri_missing },
  { "uri-mismatch", RAIL_SEVERITY_ERROR, "OPC 10000-4 §6.1.3", RAIL_REPAIR_RENEW, SERVICE, rail_check_uri },
  { "usage-unfit", RAIL_SEVERITY_ERROR, "OPC 10000-6 §6.2.2, RFC 5280 §4.2.1.12", RAIL_REPAIR_CREATE, SERVICE,
    rail_check_usage },
  { "sha1-signature", RAIL_SEVERITY_WARNING, "OPC 10000-7, Basic256Sha256; RFC 8446 §4.4.2.2", RAIL_REPAIR_RENEW,
    OWN | PARTNER, rail_check_sha1 },
  { "key-too-short", RAIL_SEVERITY_WARNING, "OPC 10000-7, Basic256Sha256", RAIL_REPAIR_RENEW, OWN | PARTNER,
    rail_check_key_length },
  { "key-not-in-policy", RAIL_SEVERITY_ERROR, "OPC 10000-7", RAIL_REPAIR_DROP_POLICIES, SERVICE, rail_check_policies },
  { "policy-deprecated", RAIL_SEVERITY_WARNING, "OPC 10000-7", RAIL_REPAIR_DROP_POLICIES, DEVICE,
    rail_check_policy_deprecated },
  { "policy-none", RAIL_SEVERITY_WARNING, "Chapter 2.4.2", RAIL_REPAIR_DROP_POLICIES, DEVICE, rail_check_policy_none },
  { "service-not-in-firmware", RAIL_SEVERITY_ERROR, "Chapter 2.3.1", RAIL_REPAIR_SWITCH_OFF, SERVICE,
    rail_check_firmware },
  { "service-without-certificate", RAIL_SEVERITY_ERROR, "Chapter 2.3.1", RAIL_REPAIR_CREATE, SERVICE,
    rail_check_certificate },
  { "too-many-certificates", RAIL_SEVERITY_ERROR, "Chapter 1.3", RAIL_REPAIR_NONE, DEVICE, rail_check_n_certificates },
  { "too-many-keys", RAIL_SEVERITY_ERROR, "Chapter 1.3", RAIL_REPAIR_NONE, DEVICE, rail_check_n_keys },
  { "trust-list-full", RAIL_SEVERITY_ERROR, "Chapter 4.2.5", RAIL_REPAIR_NONE, DEVICE, rail_check_trust_list },
  { "element-too-large", RAIL_SEVERITY_ERROR, "Chapter 4.2.5", RAIL_REPAIR_NONE, DEVICE, rail_check_largest },
  { "authority-without-list", RAIL_SEVERITY_WARNING, "Table 2-3", RAIL_REPAIR_NONE, PARTNER, rail_check_list },
  { "list-overdue", RAIL_SEVERITY_WARNING, "RFC 5280 §5.1.2.5", RAIL_REPAIR_PUBLISH_LIST, PARTNER,
    rail_check_list_overdue },
  { "no-trusted-client", RAIL_SEVERITY_WARNING, "Chapter 2.4.3", RAIL_REPAIR_NONE, DEVICE, rail_check_clients },
  { "accepts-all-clients", RAIL_SEVERITY_WARNING, "Chapter 2.4.3", RAIL_REPAIR_REJECT_CLIENTS, DEVICE,
    rail_check_accepts_clients },
};

#undef DEVICE
#undef SERVICE
#undef OWN
#undef PARTNER

static int
compare_findings_cb (gconstpointer a,
                     gconstpointer b)
{
  RailFinding *first = *(RailFinding * const *) a;
  RailFinding *second = *(RailFinding * const *) b;

  return (int) rail_finding_get_severity (second) - (int) rail_finding_get_severity (first);
}

static RailFinding *
apply_rule (RailInspection *self,
            const RailRule *rule)
{
  char *text;

  self->repair = rule->repair;
  text = rule->check (self);
  /* What the device does not say of itself, people have to enter first. */
  if (text != NULL && self->repair == RAIL_REPAIR_CREATE &&
      !rail_device_knows_names (self->device, rail_service_get (self->service)->usage, 0))
    self->repair = RAIL_REPAIR_NONE;
  return text != NULL ? rail_finding_new (rule, self, text) : NULL;
}

static void
apply_rules (RailInspection *self,
             RailScope       scope,
             GPtrArray      *findings)
{
  self->scope = scope;
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      RailFinding *finding = (rules[i].scopes & scope) != 0 ? apply_rule (self, &rules[i]) : NULL;

      if (finding != NULL)
        g_ptr_array_add (findings, finding);
    }
}

static void
inspect_device (RailInspection *self,
                RailDevice     *device,
                GPtrArray      *findings)
{
  GPtrArray *own = rail_inspection_get_own (self, device);
  guint n_partners;
  const guint *partners = rail_device_get_partners (device, &n_partners);

  self->device = device;
  self->entry = NULL;
  self->has_service = FALSE;
  apply_rules (self, RAIL_SCOPE_DEVICE, findings);

  self->has_service = TRUE;
  for (self->service = 0; self->service < RAIL_N_SERVICES; self->service++)
    if (rail_device_is_service_on (device, self->service))
      {
        self->entry = rail_project_get_entry (self->project, rail_device_get_service_certificate (device, self->service));
        apply_rules (self, RAIL_SCOPE_SERVICE, findings);
      }

  for (guint i = 0; own != NULL && i < own->len; i++)
    {
      self->entry = own->pdata[i];
      self->has_service = rail_inspection_find_service (device, rail_entry_get_id (self->entry), &self->service);
      apply_rules (self, RAIL_SCOPE_OWN, findings);
    }

  self->has_service = FALSE;
  for (guint i = 0; i < n_partners; i++)
    {
      self->entry = rail_project_get_entry (self->project, partners[i]);
      if (self->entry != NULL)
        apply_rules (self, RAIL_SCOPE_PARTNER, findings);
    }
}

/*< private >
 * rail_rule_get_all:
 * @out_n_rules: (out): how many there are
 *
 * Returns: (transfer none) (array length=out_n_rules): the table of rules
 */
const RailRule *
rail_rule_get_all (guint *out_n_rules)
{
  *out_n_rules = G_N_ELEMENTS (rules);
  return rules;
}

/*< private >
 * rail_inspection_init_bare:
 * @self: an inspection
 * @project: the project to look at
 *
 * Like rail_inspection_init(), without the tables of devices, for who looks at single certificates only.
 */
void
rail_inspection_init_bare (RailInspection *self,
                           RailProject    *project)
{
  *self = (RailInspection) { .project = project };
  self->now = rail_environment_get_now (rail_project_get_environment (project));
  self->issuers = g_hash_table_new (NULL, NULL);
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

/*< private >
 * rail_inspection_init:
 * @self: an inspection
 * @project: the project to look at
 * @device: (nullable): the only device that matters
 */
void
rail_inspection_init (RailInspection *self,
                      RailProject    *project,
                      RailDevice     *device)
{
  GListModel *entries = rail_project_get_entries (project);
  const char *only = device != NULL ? rail_device_get_name (device) : NULL;

  rail_inspection_init_bare (self, project);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      const char *name = rail_entry_get_device (entry);
      GPtrArray *list;

      if (name == NULL || (only != NULL && !g_str_equal (name, only)))
        continue;
      list = g_hash_table_lookup (self->own, name);
      if (list == NULL)
        {
          list = g_ptr_array_new_with_free_func (g_object_unref);
          g_hash_table_insert (self->own, g_strdup (name), list);
        }
      g_ptr_array_add (list, g_steal_pointer (&entry));
    }
}

/*< private >
 * rail_inspection_clear:
 * @self: an inspection
 */
void
rail_inspection_clear (RailInspection *self)
{
  g_clear_pointer (&self->own, g_hash_table_unref);
  g_clear_pointer (&self->issuers, g_hash_table_unref);
}

/*< private >
 * rail_inspection_get_own:
 * @self: an inspection
 * @device: a device that it was made for
 *
 * Returns: (transfer none) (nullable) (element-type RailEntry): what stands in its table “Device certificates”, by ID
 */
GPtrArray *
rail_inspection_get_own (RailInspection *self,
                         RailDevice     *device)
{
  return g_hash_table_lookup (self->own, rail_device_get_name (device));
}

/*< private >
 * rail_inspection_get_issuer:
 * @self: an inspection
 * @entry: an entry of the project
 *
 * Returns: (transfer none) (nullable): as rail_project_get_issuer(), found once in a pass
 */
RailEntry *
rail_inspection_get_issuer (RailInspection *self,
                            RailEntry      *entry)
{
  gpointer issuer;

  if (g_hash_table_lookup_extended (self->issuers, entry, NULL, &issuer))
    return issuer;
  issuer = rail_project_get_issuer (self->project, entry);
  g_hash_table_insert (self->issuers, entry, issuer);
  return issuer;
}

/*< private >
 * rail_inspection_find_service:
 * @device: a device
 * @id: the ID of one of its certificates
 * @out_service: (out): the first of its services that presents it
 *
 * Returns: whether a service that is on presents it
 */
gboolean
rail_inspection_find_service (RailDevice  *device,
                              guint        id,
                              RailService *out_service)
{
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (rail_device_is_service_on (device, (RailService) i) &&
        rail_device_get_service_certificate (device, (RailService) i) == id)
      {
        *out_service = (RailService) i;
        return TRUE;
      }
  return FALSE;
}

/*< private >
 * rail_project_find_again:
 * @self: a project
 * @finding: what was found before
 *
 * Looks whether the reason is still there, in the project as it is now.
 *
 * Returns: (transfer full) (nullable): the same finding with the device as it is now; %NULL if there is nothing to repair
 *   any more
 */
RailFinding *
rail_project_find_again (RailProject *self,
                         RailFinding *finding)
{
  RailDevice *device = rail_project_get_device (self, rail_device_get_name (rail_finding_get_device (finding)));
  g_autoptr(GPtrArray) findings = NULL;

  if (device == NULL)
    return NULL;
  findings = rail_project_list_findings (self, device);
  for (guint i = 0; i < findings->len; i++)
    {
      RailFinding *candidate = findings->pdata[i];
      RailService service = 0, other = 0;
      gboolean has_service = rail_finding_get_service (finding, &service);

      if (g_str_equal (rail_finding_get_code (candidate), rail_finding_get_code (finding)) &&
          rail_finding_get_scope (candidate) == rail_finding_get_scope (finding) &&
          rail_finding_get_entry (candidate) == rail_finding_get_entry (finding) &&
          rail_finding_get_service (candidate, &other) == has_service && service == other)
        return g_object_ref (candidate);
    }
  return NULL;
}

/**
 * rail_project_list_findings:
 * @self: a project
 * @device: (nullable): the only device to look at; all are looked at in one pass, which takes far less than one by one
 *
 * Looks at services, certificates, tables and settings of devices, by the table of rules. Changes nothing.
 *
 * Returns: (transfer full) (element-type RailFinding): what is wrong; errors first, then in the order of the devices
 */
GPtrArray *
rail_project_list_findings (RailProject *self,
                            RailDevice  *device)
{
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  RailInspection inspection;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (device == NULL || RAIL_IS_DEVICE (device), NULL);

  rail_inspection_init (&inspection, self, device);
  if (device != NULL)
    inspect_device (&inspection, device, findings);
  else
    for (guint i = 0; i < g_list_model_get_n_items (rail_project_get_devices (self)); i++)
      {
        g_autoptr(RailDevice) each = g_list_model_get_item (rail_project_get_devices (self), i);

        inspect_device (&inspection, each, findings);
      }
  rail_inspection_clear (&inspection);
  g_ptr_array_sort (findings, compare_findings_cb);   /* keeps the order of what is equally bad */
  return g_steal_pointer (&findings);
}
