/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-load.h"

static void
add_ids (JsonBuilder *builder,
         const char  *name,
         const guint *ids,
         guint        n_ids)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_ids; i++)
    json_builder_add_int_value (builder, ids[i]);
  json_builder_end_array (builder);
}

static void
add_services (JsonBuilder *builder,
              RailDevice  *device)
{
  json_builder_set_member_name (builder, "services");
  json_builder_begin_array (builder);
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    {
      guint certificate = rail_device_get_service_certificate (device, i);

      if (!rail_device_is_service_on (device, i) && certificate == 0)
        continue;
      json_builder_begin_object (builder);
      rail_cli_add_text (builder, "service", rail_service_get (i)->nick);
      json_builder_set_member_name (builder, "on");
      json_builder_add_boolean_value (builder, rail_device_is_service_on (device, i));
      json_builder_set_member_name (builder, "certificate_id");
      if (certificate != 0)
        json_builder_add_int_value (builder, certificate);
      else
        json_builder_add_null_value (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_opcua (JsonBuilder *builder,
           RailDevice  *device)
{
  guint n_policies;
  const RailSecurityPolicyInfo *policies = rail_security_policy_get_all (&n_policies);

  json_builder_set_member_name (builder, "policies");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_policies; i++)
    if (rail_device_get_policies (device) & policies[i].policy)
      json_builder_add_string_value (builder, policies[i].nick);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "modes");
  json_builder_begin_array (builder);
  for (RailSecurityModes mode = RAIL_MODE_NONE; mode <= RAIL_MODE_SIGN_AND_ENCRYPT; mode <<= 1)
    if (rail_device_get_modes (device) & mode)
      json_builder_add_string_value (builder, rail_security_mode_get_nick (mode));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "accepts_clients");
  json_builder_add_boolean_value (builder, rail_device_accepts_clients (device));
}

static void
add_budget (JsonBuilder *builder,
            RailCli     *self,
            RailDevice  *device)
{
  RailBudget budget;

  rail_budget_count (&budget, self->project, device);
  json_builder_set_member_name (builder, "budget");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "certificates");
  json_builder_add_int_value (builder, budget.n_certificates);
  json_builder_set_member_name (builder, "keys");
  json_builder_add_int_value (builder, budget.n_keys);
  json_builder_set_member_name (builder, "trust_list");
  json_builder_add_int_value (builder, budget.n_trust_list);
  json_builder_set_member_name (builder, "largest");
  json_builder_add_int_value (builder, (gint64) budget.largest);
  json_builder_end_object (builder);
}

/**
 * rail_cli_add_device:
 * @builder: a document, where an object may stand
 * @self: the run
 * @device: a device of its project
 *
 * Adds all that is known of a device.
 */
void
rail_cli_add_device (JsonBuilder *builder,
                     RailCli     *self,
                     RailDevice  *device)
{
  const char * const *addresses = rail_device_get_addresses (device);
  g_autoptr(GPtrArray) certificates = rail_project_list_own (self->project, device);
  const guint *ids;
  guint n_ids;

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "name", rail_device_get_name (device));
  rail_cli_add_text (builder, "family", rail_family_get_nick (rail_device_get_family (device)));
  rail_cli_add_text (builder, "firmware", rail_device_get_firmware (device));
  json_builder_set_member_name (builder, "addresses");
  json_builder_begin_array (builder);
  for (gsize i = 0; addresses[i] != NULL; i++)
    json_builder_add_string_value (builder, addresses[i]);
  json_builder_end_array (builder);
  rail_cli_add_text (builder, "comment", rail_device_get_comment (device));
  json_builder_set_member_name (builder, "global_security");
  json_builder_add_boolean_value (builder, rail_device_uses_global_security (device));
  add_services (builder, device);
  json_builder_set_member_name (builder, "certificate_ids");
  json_builder_begin_array (builder);
  for (guint i = 0; i < certificates->len; i++)
    json_builder_add_int_value (builder, rail_entry_get_id (certificates->pdata[i]));
  json_builder_end_array (builder);
  ids = rail_device_get_partners (device, &n_ids);
  add_ids (builder, "partner_ids", ids, n_ids);
  ids = rail_device_get_clients (device, &n_ids);
  add_ids (builder, "client_ids", ids, n_ids);
  add_opcua (builder, device);
  add_budget (builder, self, device);
  json_builder_end_object (builder);
}

/**
 * rail_cli_print_device:
 * @self: the run
 * @device: a device of its project
 *
 * Prints the device as a document of its own.
 */
void
rail_cli_print_device (RailCli    *self,
                       RailDevice *device)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  rail_cli_add_device (builder, self, device);
  rail_cli_print_json (builder);
}

/**
 * rail_cli_find_device:
 * @self: the run
 * @name: what was typed
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the device of this name
 */
RailDevice *
rail_cli_find_device (RailCli     *self,
                      const char  *name,
                      GError     **error)
{
  RailDevice *device = g_utf8_validate (name, -1, NULL) ? rail_project_get_device (self->project, name) : NULL;

  if (device == NULL)
    {
      g_autofree char *display = g_filename_display_name (name);

      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                   _("There is no device “%s” in this project; “device list” shows those that there are."), display);
    }
  return device;
}
