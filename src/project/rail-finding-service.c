/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-finding-private.h"

#include "rail-entry-private.h"

#include <glib/gi18n-lib.h>

#define MAX_DEPTH 32   /* of a chain; names can lead in a circle */

/* A renewal is no repair as long as its device does not know the name to put into it, nor is it for what is somebody
 * else's. */
static void
choose_repair (RailInspection *self,
               RailNameType    missing)
{
  RailEntry *issuer = rail_inspection_get_issuer (self, self->entry);
  const char *name = rail_entry_get_device (self->entry);
  RailDevice *holder = name != NULL ? rail_project_get_device (self->project, name) : NULL;

  if (rail_entry_get_kind (self->entry) != RAIL_ENTRY_DEVICE || !rail_entry_has_key (self->entry) || holder == NULL ||
      (issuer != NULL && !rail_entry_has_key (issuer)))
    self->repair = self->has_service ? RAIL_REPAIR_CREATE : RAIL_REPAIR_NONE;
  else if (!rail_device_knows_names (holder, rail_device_get_names_usage (holder, self->entry), missing))
    self->repair = RAIL_REPAIR_NONE;
}

/* OPC UA in this place: a service of the device, or a client that its server is to trust by its own certificate. */
static gboolean
is_opcua (RailInspection *self)
{
  if (self->has_service)
    return rail_service_get (self->service)->is_opcua;
  return rail_device_is_service_on (self->device, RAIL_SERVICE_OPCUA_SERVER) &&
         rail_device_has_client (self->device, rail_entry_get_id (self->entry)) &&
         !rail_certificate_is_ca (rail_entry_get_certificate (self->entry));
}

/*< private >
 * rail_check_firmware:
 * @self: an inspection that stands at a service
 *
 * Returns: (transfer full) (nullable): that the firmware does not have it
 */
char *
rail_check_firmware (RailInspection *self)
{
  char *reason;

  rail_service_is_available (self->service, rail_device_get_family (self->device),
                             rail_device_get_firmware (self->device), &reason);
  return reason;
}

/*< private >
 * rail_check_certificate:
 * @self: an inspection that stands at a service
 *
 * Returns: (transfer full) (nullable): that it has no certificate
 */
char *
rail_check_certificate (RailInspection *self)
{
  if (self->entry != NULL)
    return NULL;
  return g_strdup_printf (_("“%s” of “%s” is on and has no certificate; create one, or switch it off."),
                          rail_service_get_label (self->service), rail_device_get_name (self->device));
}

/*< private >
 * rail_check_ip:
 * @self: an inspection that stands at a service or at a partner's certificate
 *
 * Returns: (transfer full) (nullable): that there is no IP address where table 4-1 wants one
 */
char *
rail_check_ip (RailInspection *self)
{
  gboolean is_tls = self->has_service && rail_service_get (self->service)->is_tls;

  if (self->entry == NULL || rail_certificate_has_name (rail_entry_get_certificate (self->entry), RAIL_NAME_TYPE_IP) ||
      (!is_tls && !(rail_device_needs_ip (self->device) && is_opcua (self))))
    return NULL;
  choose_repair (self, RAIL_NAME_TYPE_IP);
  if (is_tls)
    return g_strdup_printf (_("“%s” (ID %u) names no IP address; “%s” needs one."), rail_entry_get_name (self->entry),
                            rail_entry_get_id (self->entry), rail_service_get_label (self->service));
  return g_strdup_printf (_("“%s” (ID %u) names no IP address; OPC UA with firmware V2.5 needs one in the certificates of "
                            "servers and of clients."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry));
}

/*< private >
 * rail_check_uri_missing:
 * @self: an inspection that stands at a service or at a partner's certificate
 *
 * Returns: (transfer full) (nullable): that OPC UA has no URI
 */
char *
rail_check_uri_missing (RailInspection *self)
{
  if (self->entry == NULL || !is_opcua (self) ||
      rail_certificate_has_name (rail_entry_get_certificate (self->entry), RAIL_NAME_TYPE_URI))
    return NULL;
  choose_repair (self, RAIL_NAME_TYPE_URI);
  return g_strdup_printf (_("“%s” (ID %u) has no URI among its alternative names, and OPC UA tells applications apart by "
                            "it."), rail_entry_get_name (self->entry), rail_entry_get_id (self->entry));
}

/*< private >
 * rail_check_uri:
 * @self: an inspection that stands at a service
 *
 * Returns: (transfer full) (nullable): that the URI is not the one that the CPU gives itself
 */
char *
rail_check_uri (RailInspection *self)
{
  char *text = NULL;

  if (self->entry != NULL && is_opcua (self))
    text = rail_device_describe_uri (self->device, self->entry, rail_service_get (self->service)->usage);
  if (text != NULL)
    choose_repair (self, RAIL_NAME_TYPE_URI);
  return text;
}

/*< private >
 * rail_check_usage:
 * @self: an inspection that stands at a service
 *
 * Returns: (transfer full) (nullable): why its certificate cannot serve it
 */
char *
rail_check_usage (RailInspection *self)
{
  g_autoptr(GError) error = NULL;

  if (self->entry == NULL ||
      rail_service_check_certificate (self->service, rail_entry_get_certificate (self->entry), &error))
    return NULL;
  return g_strdup (error->message);
}

/* The policies that the certificate of an OPC UA server cannot be used with, it or an authority above it. */
static RailSecurityPolicies
list_unfit (RailInspection  *self,
            char           **out_reason)
{
  RailSecurityPolicies enabled = rail_device_get_policies (self->device);
  RailSecurityPolicies unfit = 0;
  guint n_policies;
  const RailSecurityPolicyInfo *policies = rail_security_policy_get_all (&n_policies);
  RailEntry *link = self->entry;

  for (guint depth = 0; link != NULL && depth < MAX_DEPTH; depth++)
    {
      for (guint i = 0; i < n_policies; i++)
        {
          RailSecurityPolicies policy = policies[i].policy;
          g_autofree char *reason = NULL;

          if ((enabled & ~unfit & policy) == 0 ||
              rail_security_policy_fits (policy, rail_entry_get_certificate (link), &reason))
            continue;
          if (unfit == 0 && out_reason != NULL)
            /* Translators: a certificate, its ID, and a sentence why a security policy does not take it */
            *out_reason = g_strdup_printf (_("“%s” (ID %u): %s"), rail_entry_get_name (link), rail_entry_get_id (link),
                                           reason);
          unfit |= policy;
        }
      link = rail_inspection_get_issuer (self, link);
    }
  return unfit;
}

/*< private >
 * rail_check_policies:
 * @self: an inspection that stands at a service
 *
 * Returns: (transfer full) (nullable): which security policy does not take the certificate
 */
char *
rail_check_policies (RailInspection *self)
{
  char *reason = NULL;
  RailSecurityPolicies unfit;

  if (self->service != RAIL_SERVICE_OPCUA_SERVER || self->entry == NULL)
    return NULL;
  unfit = list_unfit (self, &reason);
  /* A server cannot be left without any. */
  if (unfit != 0 && (rail_device_get_policies (self->device) & ~unfit) == 0)
    self->repair = RAIL_REPAIR_CREATE;
  return reason;
}

/*< private >
 * rail_device_list_bad_policies:
 * @self: an inspection that stands where the finding was
 * @code: the code of a rule about security policies
 *
 * Returns: the policies of the OPC UA server that are to be switched off
 */
RailSecurityPolicies
rail_device_list_bad_policies (RailInspection *self,
                               const char     *code)
{
  RailSecurityPolicies bad = 0;
  guint n_policies;
  const RailSecurityPolicyInfo *policies = rail_security_policy_get_all (&n_policies);

  if (g_str_equal (code, "key-not-in-policy"))
    return list_unfit (self, NULL);
  for (guint i = 0; i < n_policies; i++)
    if (g_str_equal (code, "policy-none") ? policies[i].policy == RAIL_POLICY_NONE : policies[i].is_deprecated)
      bad |= policies[i].policy;
  return bad & rail_device_get_policies (self->device);
}
