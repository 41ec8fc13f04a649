/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "random-walk.h"

#include "rail-finding.h"
#include "rail-load.h"
#include "rail-project-lists.h"
#include "rail-renewal.h"
#include "rail-replacement.h"
#include "rail-request.h"

void
random_walk_begin (RandomWalk *walk)
{
  walk->project = fixture_new_protected ();
  walk->workshop = fixture_new_protected ();
  walk->random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  walk->ids = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  walk->n_named = 0;
}

void
random_walk_end (RandomWalk *walk)
{
  g_object_unref (walk->project);
  g_object_unref (walk->workshop);
  g_rand_free (walk->random);
  g_hash_table_unref (walk->ids);
}

static RailEntry *
pick (RandomWalk *walk)
{
  GListModel *entries = rail_project_get_entries (walk->project);
  guint n_entries = g_list_model_get_n_items (entries);
  g_autoptr(RailEntry) entry = NULL;

  if (n_entries == 0)
    return NULL;
  entry = g_list_model_get_item (entries, g_rand_int_range (walk->random, 0, (gint32) n_entries));
  return entry;   /* the project keeps it */
}

static void
create (RandomWalk *walk)
{
  static const RailUsage usages[] = { RAIL_USAGE_TLS_CLIENT, RAIL_USAGE_OPCUA_SERVER, RAIL_USAGE_CA_ROOT };
  RailUsage usage = usages[g_rand_int_range (walk->random, 0, G_N_ELEMENTS (usages))];
  RailEntry *issuer = usage == RAIL_USAGE_CA_ROOT ? NULL : pick (walk);
  g_autofree char *name = g_strdup_printf ("Thing-%u", ++walk->n_named);

  if (issuer != NULL && (!rail_certificate_is_ca (rail_entry_get_certificate (issuer)) ||
                         rail_entry_get_key (issuer) == NULL || rail_entry_is_revoked (issuer, NULL, NULL)))
    issuer = NULL;
  fixture_create_simple (walk->project, usage, name, issuer);
}

static void
renew (RandomWalk *walk)
{
  g_autoptr(GPtrArray) entries = fixture_list (pick (walk), pick (walk), NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (walk->project, entries);

  g_object_set (renewal, "same-key", g_rand_boolean (walk->random), "reissue", g_rand_boolean (walk->random),
                "revoke-old", g_rand_boolean (walk->random), NULL);
  rail_project_renew (walk->project, renewal, NULL);
}

static void
replace (RandomWalk *walk)
{
  RailEntry *entry = pick (walk);
  RailEntry *source = fixture_create_simple (walk->workshop, RAIL_USAGE_OPCUA_SERVER, "Outside", NULL);
  g_autoptr(RailReplacement) replacement = NULL;

  replacement = rail_replacement_new (walk->project, entry, rail_entry_get_certificate (source),
                                      g_rand_boolean (walk->random) ? rail_entry_get_key (source) : NULL);
  rail_replacement_set_force (replacement, g_rand_boolean (walk->random));
  rail_project_replace (walk->project, replacement, NULL);
}

static void
turn_revocation (RandomWalk *walk)
{
  RailEntry *entry = pick (walk);
  g_autoptr(GPtrArray) entries = fixture_list (entry, NULL);

  if (rail_entry_get_n_generations (entry) > 0 && g_rand_boolean (walk->random))
    rail_project_revoke_generation (walk->project, entry, 0, RAIL_REVOCATION_SUPERSEDED, NULL);
  else if (rail_project_can_unrevoke (walk->project, entries))
    rail_project_unrevoke (walk->project, entries, NULL);
  else
    rail_project_revoke (walk->project, entries, g_rand_boolean (walk->random) ? RAIL_REVOCATION_CERTIFICATE_HOLD
                                                                               : RAIL_REVOCATION_SUPERSEDED, NULL);
}

static void
delete (RandomWalk *walk)
{
  g_autoptr(GPtrArray) entries = fixture_list (pick (walk), NULL);

  rail_project_delete_entries (walk->project, entries, NULL);
}

static void
rename_project (RandomWalk *walk)
{
  g_autofree char *name = g_strdup_printf ("Plant %u", ++walk->n_named);

  rail_project_rename (walk->project, name, NULL);
}

static void
publish_or_request (RandomWalk *walk)
{
  RailEntry *entry = pick (walk);
  g_autoptr(RailSigningRequest) request = NULL;

  if (!rail_project_publish_list (walk->project, entry, 30, NULL))
    request = rail_project_request (walk->project, entry, NULL);
}

/* Firmware that has all of the services, most and none, and addresses that certificates follow. */
static void
configure (RandomWalk *walk,
           RailDevice *device)
{
  static const char * const firmware[] = { "", "1.8", "2.5", "3.1" };
  g_autofree char *address = g_strdup_printf ("192.168.0.%d", g_rand_int_range (walk->random, 1, 250));
  const char * const addresses[] = { address, NULL };

  rail_device_set_firmware (device, firmware[g_rand_int_range (walk->random, 0, G_N_ELEMENTS (firmware))]);
  rail_device_set_addresses (device, addresses);
}

static void
add_device (RandomWalk *walk)
{
  g_autofree char *name = g_strdup_printf ("Device_%u", ++walk->n_named);
  g_autoptr(RailDevice) device = NULL;

  device = rail_device_new (name, g_rand_boolean (walk->random) ? RAIL_FAMILY_S7_1500 : RAIL_FAMILY_CP);
  configure (walk, device);
  rail_device_set_global_security (device, g_rand_int_range (walk->random, 0, 3) > 0);
  rail_project_add_device (walk->project, device, NULL);
}

static void
change_device (RandomWalk *walk,
               RailDevice *device)
{
  g_autofree char *name = g_strdup_printf ("Device_%u", ++walk->n_named);
  g_autoptr(RailDevice) copy = NULL;

  copy = rail_device_copy_as (device, g_rand_boolean (walk->random) ? name : rail_device_get_name (device),
                              rail_device_get_family (device));
  configure (walk, copy);
  rail_project_change_device (walk->project, device, copy, NULL);
}

static void
duplicate_device (RandomWalk *walk,
                  RailDevice *device)
{
  g_autofree char *name = g_strdup_printf ("Device_%u", ++walk->n_named);

  rail_project_duplicate_device (walk->project, device, name, NULL);
}

static void
delete_device (RandomWalk *walk,
               RailDevice *device)
{
  rail_project_delete_device (walk->project, device, NULL);
}

static RailService
pick_service (RandomWalk *walk)
{
  return (RailService) g_rand_int_range (walk->random, 0, RAIL_N_SERVICES);
}

static void
switch_on (RandomWalk *walk,
           RailDevice *device)
{
  RailService service = pick_service (walk);

  /* Self-signed ones of other services have RSA keys, which take their time. */
  if (rail_device_uses_global_security (device) || service == RAIL_SERVICE_WEB_SERVER || service == RAIL_SERVICE_PG_HMI)
    rail_project_switch_on (walk->project, device, service, NULL);
}

static void
switch_off (RandomWalk *walk,
            RailDevice *device)
{
  rail_project_switch_off (walk->project, device, pick_service (walk), g_rand_boolean (walk->random), NULL);
}

static void
assign (RandomWalk *walk,
        RailDevice *device)
{
  RailUsedAs role = (RailUsedAs) g_rand_int_range (walk->random, 0, RAIL_USED_AS_CLIENT + 1);

  if (g_rand_int_range (walk->random, 0, 3) > 0)
    rail_project_assign (walk->project, pick (walk), device, role, pick_service (walk), NULL);
  else
    rail_project_unassign (walk->project, pick (walk), device, role, pick_service (walk), NULL);
}

static void
turn_global_security (RandomWalk *walk,
                      RailDevice *device)
{
  rail_project_set_global_security (walk->project, device, !rail_device_uses_global_security (device), NULL);
}

static void
configure_opcua (RandomWalk *walk,
                 RailDevice *device)
{
  RailSecurityPolicies policies = (RailSecurityPolicies) g_rand_int_range (walk->random, 0, 1 << 12);
  RailSecurityModes modes = (RailSecurityModes) g_rand_int_range (walk->random, 0, 1 << 3);

  rail_project_configure_opcua (walk->project, device, policies, modes, g_rand_boolean (walk->random), NULL);
}

static void
compile (RandomWalk *walk,
         RailDevice *device)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailCompilation) compilation =
    rail_project_compile (walk->project, g_rand_boolean (walk->random) ? device : NULL, &error);

  g_assert_no_error (error);
}

static void
repair (RandomWalk *walk,
        RailDevice *device)
{
  g_autoptr(GPtrArray) findings = rail_project_list_findings (walk->project, NULL);

  if (findings->len > 0)
    rail_project_repair (walk->project, findings->pdata[g_rand_int_range (walk->random, 0, (gint32) findings->len)],
                         NULL);
}

static void
mark_loaded (RandomWalk *walk,
             RailDevice *device)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();

  g_ptr_array_add (devices, device);
  rail_project_mark_loaded (walk->project, devices, NULL);
}

/* No reference dangles, and an ID that was seen once stands for the same entry for ever. */
static void
check (RandomWalk *walk)
{
  GListModel *entries = rail_project_get_entries (walk->project);
  g_autoptr(GError) error = NULL;

  rail_project_check (walk->project, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      gpointer id = GUINT_TO_POINTER (rail_entry_get_id (entry));
      RailEntry *namesake = g_hash_table_lookup (walk->ids, id);

      g_assert_true (namesake == NULL || namesake == entry);
      if (namesake == NULL)
        g_hash_table_insert (walk->ids, id, g_object_ref (entry));
    }
}

/**
 * random_walk_step:
 * @walk: a walk
 *
 * Does one thing. It may be refused, or change nothing.
 *
 * Returns: whether there is one more step to undo
 */
gboolean
random_walk_step (RandomWalk *walk)
{
  static void (* const entry_steps[]) (RandomWalk *) = {
    create, create, renew, replace, turn_revocation, delete, rename_project, publish_or_request, add_device
  };
  static void (* const device_steps[]) (RandomWalk *, RailDevice *) = {
    change_device, duplicate_device, delete_device, switch_on, switch_on, switch_on, switch_off, assign, assign, assign,
    turn_global_security, configure_opcua, compile, repair, repair, mark_loaded
  };
  GListModel *devices = rail_project_get_devices (walk->project);
  guint n_devices = g_list_model_get_n_items (devices);
  /* The text of a step belongs to it, so each has another one. */
  const char *before = rail_project_get_undo_text (walk->project);

  if (pick (walk) == NULL)
    create (walk);
  else if (n_devices == 0 || g_rand_int_range (walk->random, 0, 3) == 0)
    entry_steps[g_rand_int_range (walk->random, 0, G_N_ELEMENTS (entry_steps))] (walk);
  else
    {
      guint position = (guint) g_rand_int_range (walk->random, 0, (gint32) n_devices);
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, position);

      device_steps[g_rand_int_range (walk->random, 0, G_N_ELEMENTS (device_steps))] (walk, device);
    }
  check (walk);
  return rail_project_get_undo_text (walk->project) != before;
}
