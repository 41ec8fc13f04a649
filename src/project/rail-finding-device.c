/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-finding-private.h"

#include "rail-entry-private.h"

#include <glib/gi18n-lib.h>

static gboolean
has_server (RailInspection *self)
{
  return rail_device_is_service_on (self->device, RAIL_SERVICE_OPCUA_SERVER);
}

/* The limits are those of Siemens' CPUs; nobody knows those of a PC. */
static gboolean
is_cpu (RailInspection *self)
{
  RailFamily family = rail_device_get_family (self->device);

  return family == RAIL_FAMILY_S7_1500 || family == RAIL_FAMILY_S7_1200 || family == RAIL_FAMILY_CP;
}

/* Once for all rules about it. */
static const RailBudget *
count (RailInspection *self)
{
  if (self->counted == self->device)
    return &self->budget;
  self->counted = self->device;
  self->budget = (RailBudget) { 0 };
  if (is_cpu (self))
    rail_budget_count_own (&self->budget, self->project, self->device, rail_inspection_get_own (self, self->device));
  return &self->budget;
}

/* Returns: (transfer none) (nullable): the label of the first of some policies */
static const char *
find_label (RailSecurityPolicies set)
{
  guint n_policies;
  const RailSecurityPolicyInfo *policies = rail_security_policy_get_all (&n_policies);

  for (guint i = 0; i < n_policies; i++)
    if ((policies[i].policy & set) != 0)
      return policies[i].label;
  return NULL;
}

/*< private >
 * rail_check_policy_deprecated:
 * @self: an inspection that stands at a device
 *
 * Returns: (transfer full) (nullable): which security policy is out of date
 */
char *
rail_check_policy_deprecated (RailInspection *self)
{
  RailSecurityPolicies bad = has_server (self) ? rail_device_list_bad_policies (self, "policy-deprecated") : 0;

  if (bad == 0)
    return NULL;
  if ((rail_device_get_policies (self->device) & ~bad) == 0)
    self->repair = RAIL_REPAIR_NONE;
  return g_strdup_printf (_("The OPC UA server of “%s” offers the security policy “%s”, which the OPC Foundation has "
                            "withdrawn; let clients use a newer one."),
                          rail_device_get_name (self->device), find_label (bad));
}

/*< private >
 * rail_check_policy_none:
 * @self: an inspection that stands at a device
 *
 * Returns: (transfer full) (nullable): that an OPC UA server offers connections without security
 */
char *
rail_check_policy_none (RailInspection *self)
{
  RailSecurityPolicies policies = rail_device_get_policies (self->device);

  if (!has_server (self) || (policies & RAIL_POLICY_NONE) == 0)
    return NULL;
  if ((policies & ~RAIL_POLICY_NONE) == 0)
    self->repair = RAIL_REPAIR_NONE;
  return g_strdup_printf (_("The OPC UA server of “%s” offers the security policy “None”: everybody can connect, and "
                            "everybody can read along."), rail_device_get_name (self->device));
}

/*< private >
 * rail_check_clients:
 * @self: an inspection that stands at a device
 *
 * Returns: (transfer full) (nullable): that no client can connect with its OPC UA server
 */
char *
rail_check_clients (RailInspection *self)
{
  guint n_clients;

  rail_device_get_clients (self->device, &n_clients);
  if (!has_server (self) || n_clients > 0 || rail_device_accepts_clients (self->device) ||
      rail_device_get_policies (self->device) == RAIL_POLICY_NONE)
    return NULL;
  if (!rail_device_uses_global_security (self->device))
    return g_strdup_printf (_("The OPC UA server of “%s” trusts no client; let it use the global security settings, and add "
                              "one to its trusted clients."), rail_device_get_name (self->device));
  return g_strdup_printf (_("The OPC UA server of “%s” trusts no client; add one to its trusted clients."),
                          rail_device_get_name (self->device));
}

/*< private >
 * rail_check_accepts_clients:
 * @self: an inspection that stands at a device
 *
 * Returns: (transfer full) (nullable): that its OPC UA server accepts every client
 */
char *
rail_check_accepts_clients (RailInspection *self)
{
  if (!has_server (self) || !rail_device_accepts_clients (self->device))
    return NULL;
  return g_strdup_printf (_("The OPC UA server of “%s” accepts the certificate of every client; that is for commissioning "
                            "only."), rail_device_get_name (self->device));
}

/*< private >
 * rail_check_n_certificates:
 * @self: an inspection that stands at a device
 *
 * Returns: (transfer full) (nullable): that more certificates would be loaded than fit
 */
char *
rail_check_n_certificates (RailInspection *self)
{
  const RailBudget *budget = count (self);

  if (budget->n_certificates <= RAIL_MAX_CERTIFICATES)
    return NULL;
  return g_strdup_printf (_("“%s” would be loaded with %u certificates, and holds %d; trust an authority in place of what "
                            "it issued."),
                          rail_device_get_name (self->device), budget->n_certificates, RAIL_MAX_CERTIFICATES);
}

/*< private >
 * rail_check_n_keys:
 * @self: an inspection that stands at a device
 *
 * Returns: (transfer full) (nullable): that more keys would be loaded than fit
 */
char *
rail_check_n_keys (RailInspection *self)
{
  const RailBudget *budget = count (self);

  if (budget->n_keys <= RAIL_MAX_CERTIFICATES)
    return NULL;
  return g_strdup_printf (_("“%s” would be loaded with %u private keys, and holds %d; let services share a certificate, or "
                            "delete device certificates that nothing uses."),
                          rail_device_get_name (self->device), budget->n_keys, RAIL_MAX_CERTIFICATES);
}

/*< private >
 * rail_check_trust_list:
 * @self: an inspection that stands at a device
 *
 * Returns: (transfer full) (nullable): that its trust list would not hold all
 */
char *
rail_check_trust_list (RailInspection *self)
{
  const RailBudget *budget = count (self);

  if (budget->n_trust_list <= RAIL_MAX_TRUST_LIST)
    return NULL;
  return g_strdup_printf (_("The trust list of “%s” would have %u entries, and holds %d; trust an authority in place of "
                            "what it issued."),
                          rail_device_get_name (self->device), budget->n_trust_list, RAIL_MAX_TRUST_LIST);
}

/*< private >
 * rail_check_largest:
 * @self: an inspection that stands at a device
 *
 * Returns: (transfer full) (nullable): which certificate is too large for it
 */
char *
rail_check_largest (RailInspection *self)
{
  const RailBudget *budget = count (self);
  RailEntry *entry;

  entry = budget->largest > RAIL_MAX_ELEMENT ? rail_project_get_entry (self->project, budget->largest_id) : NULL;
  if (entry == NULL)
    return NULL;
  if (budget->largest_is_list)
    return g_strdup_printf (_("The revocation list of “%s” (ID %u) has %zu bytes, and “%s” takes at most %d in one "
                              "element; let a new authority issue from now on."),
                            rail_entry_get_name (entry), rail_entry_get_id (entry), budget->largest,
                            rail_device_get_name (self->device), RAIL_MAX_ELEMENT);
  return g_strdup_printf (_("“%s” (ID %u) has %zu bytes, and “%s” takes at most %d in one element; use a shorter "
                            "key or fewer names."),
                          rail_entry_get_name (entry), rail_entry_get_id (entry), budget->largest,
                          rail_device_get_name (self->device), RAIL_MAX_ELEMENT);
}
