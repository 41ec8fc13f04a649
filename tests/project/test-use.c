/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-entry-private.h"

#include "use-fixture.h"

#define N_TURNS 400

static char *
describe_uses (RailProject *project,
               RailEntry   *entry)
{
  g_autoptr(GPtrArray) uses = rail_project_list_uses (project, entry);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < uses->len; i++)
    {
      g_autofree char *use = rail_use_describe (uses->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", use);
    }
  return g_string_free (text, FALSE);
}

static void
assert_uses (RailProject *project,
             RailEntry   *entry,
             const char  *expected)
{
  g_autofree char *uses = describe_uses (project, entry);

  g_assert_cmpstr (uses, ==, expected);
}

static void
assert_used_as (RailEntry  *entry,
                const char *expected)
{
  g_autofree char *text = rail_entry_dup_used_as (entry);

  g_assert_cmpstr (text, ==, expected);
}

/* A root (ID 1), PLC_1 with a web server certificate (2), UaExpert (3) without a device, and a partner's root (4). */
static RailProject *
new_plant (void)
{
  RailProject *project = fixture_new_protected ();
  RailEntry *root;

  use_fixture_add_device (project, "PLC_1", RAIL_FAMILY_S7_1500, "3.1");
  root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Plant root", NULL);
  use_fixture_create (project, RAIL_USAGE_WEB_SERVER, "PLC-1/Webserver-2", root, "PLC_1");
  fixture_create_simple (project, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", NULL);
  use_fixture_take_foreign (project, RAIL_USAGE_CA_ROOT, "Partner root");
  return project;
}

static void
test_roles (void)
{
  g_autoptr(RailProject) project = new_plant ();
  RailEntry *root = rail_project_get_entry (project, 1);
  RailEntry *web = rail_project_get_entry (project, 2);
  RailEntry *client = rail_project_get_entry (project, 3);
  RailEntry *foreign = rail_project_get_entry (project, 4);

  assert_uses (project, root, "");
  assert_used_as (root, "Certification authority");
  assert_uses (project, web, "Device certificate of PLC_1");
  assert_used_as (web, "Device certificate: PLC_1");
  assert_uses (project, client, "");
  assert_used_as (client, "Not assigned");
  assert_uses (project, foreign, "");
  assert_used_as (foreign, "Trusted certificate");

  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_WEB_SERVER, TRUE, web);
  assert_uses (project, web, "Web server of PLC_1");
  assert_used_as (web, "Web server: PLC_1");
  /* Two services share it, and one of them is off. */
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_OPCUA_SERVER, FALSE, web);
  assert_uses (project, web, "Web server of PLC_1; OPC UA server of PLC_1");
  assert_used_as (web, "Web server, OPC UA server: PLC_1");

  use_fixture_set_partner (project, "PLC_1", root, TRUE);
  assert_uses (project, root, "Trusted by PLC_1");
  assert_used_as (root, "Certification authority; Trusted certificate: PLC_1");
  use_fixture_set_client (project, "PLC_1", client, TRUE);
  assert_uses (project, client, "Trusted by PLC_1; Trusted client of PLC_1");
  assert_used_as (client, "Trusted client: PLC_1");
  use_fixture_set_partner (project, "PLC_1", foreign, TRUE);
  assert_used_as (foreign, "Trusted certificate: PLC_1");

  use_fixture_set_partner (project, "PLC_1", client, FALSE);
  assert_uses (project, client, "");
  assert_used_as (client, "Not assigned");
}

static void
test_many_devices (void)
{
  g_autoptr(RailProject) project = new_plant ();
  RailEntry *root = rail_project_get_entry (project, 1);

  use_fixture_add_device (project, "PLC_10", RAIL_FAMILY_S7_1500, "3.1");
  use_fixture_add_device (project, "PLC_2", RAIL_FAMILY_S7_1500, "3.1");
  use_fixture_set_partner (project, "PLC_10", root, TRUE);
  use_fixture_set_client (project, "PLC_2", root, TRUE);
  use_fixture_set_partner (project, "PLC_1", root, TRUE);
  assert_uses (project, root, "Trusted by PLC_1; Trusted by PLC_2; Trusted client of PLC_2; Trusted by PLC_10");
  assert_used_as (root, "Certification authority; Trusted certificate: PLC_1, PLC_10; Trusted client: PLC_2");

  for (guint i = 3; i <= 7; i++)
    {
      g_autofree char *name = g_strdup_printf ("PLC_%u", i);

      use_fixture_add_device (project, name, RAIL_FAMILY_S7_1500, "3.1");
      use_fixture_set_partner (project, name, root, TRUE);
    }
  assert_used_as (root, "Certification authority; Trusted certificate: PLC_1, PLC_3, PLC_4 and 4 more; "
                  "Trusted client: PLC_2");
}

static void
test_steps (void)
{
  g_autoptr(RailProject) project = new_plant ();
  RailEntry *root = rail_project_get_entry (project, 1);
  RailEntry *web = rail_project_get_entry (project, 2);
  g_autoptr(GPtrArray) both = fixture_list (web, NULL);
  g_autoptr(RailProject) snapshot = NULL;
  g_autoptr(RailDevice) renamed = NULL;
  g_autoptr(GError) error = NULL;
  FixtureCounter counter;

  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_WEB_SERVER, TRUE, web);
  fixture_count (root, "notify::users", &counter);
  use_fixture_set_partner (project, "PLC_1", root, TRUE);
  g_assert_cmpuint (counter.count, ==, 1);
  g_assert_true (rail_project_undo (project));
  g_assert_cmpuint (counter.count, ==, 2);
  assert_uses (project, root, "");
  g_assert_true (rail_project_redo (project));
  assert_uses (project, root, "Trusted by PLC_1");

  snapshot = rail_project_copy (project);
  assert_uses (snapshot, rail_project_get_entry (snapshot, 1), "Trusted by PLC_1");
  assert_uses (snapshot, rail_project_get_entry (snapshot, 2), "Web server of PLC_1");

  renamed = rail_device_copy_as (rail_project_get_device (project, "PLC_1"), "Mixer", RAIL_FAMILY_S7_1500);
  rail_project_change_device (project, rail_project_get_device (project, "PLC_1"), renamed, &error);
  g_assert_no_error (error);
  assert_uses (project, web, "Web server of Mixer");
  assert_used_as (root, "Certification authority; Trusted certificate: Mixer");
  g_assert_true (rail_project_undo (project));
  assert_uses (project, web, "Web server of PLC_1");

  rail_project_delete_entries (project, both, &error);
  g_assert_no_error (error);
  assert_used_as (web, "Device certificate: PLC_1");   /* what is deleted knows its device only */
  g_assert_true (rail_project_undo (project));
  assert_uses (project, web, "Web server of PLC_1");

  rail_project_delete_device (project, rail_project_get_device (project, "PLC_1"), &error);
  g_assert_no_error (error);
  assert_uses (project, root, "");
  assert_uses (project, web, "");
  assert_used_as (web, "Not assigned");
  g_assert_true (rail_project_undo (project));
  assert_uses (project, root, "Trusted by PLC_1");
  assert_uses (project, web, "Web server of PLC_1");
  assert_uses (snapshot, rail_project_get_entry (snapshot, 1), "Trusted by PLC_1");
}

static void
test_deletion_names_uses (void)
{
  g_autoptr(RailProject) project = new_plant ();
  RailEntry *web = rail_project_get_entry (project, 2);
  RailEntry *client = rail_project_get_entry (project, 3);
  g_autoptr(GPtrArray) one = fixture_list (web, NULL);
  g_autoptr(GPtrArray) two = fixture_list (web, client, NULL);
  g_autofree char *text_one = NULL;
  g_autofree char *text_two = NULL;
  gboolean deletable = FALSE;

  use_fixture_add_device (project, "PLC_2", RAIL_FAMILY_S7_1500, "2.9");
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_WEB_SERVER, TRUE, web);
  use_fixture_set_partner (project, "PLC_2", web, TRUE);
  text_one = rail_project_describe_uses (project, one, &deletable);
  g_assert_cmpstr (text_one, ==, "“PLC-1/Webserver-2” (ID 2) is in use: devices use “PLC-1/Webserver-2” (ID 2): "
                                 "Web server of PLC_1, Trusted by PLC_2.");
  g_assert_true (deletable);
  use_fixture_set_client (project, "PLC_2", client, TRUE);
  text_two = rail_project_describe_uses (project, two, &deletable);
  g_assert_cmpstr (text_two, ==, "Some of these certificates are in use: devices use “PLC-1/Webserver-2” (ID 2) and 1 "
                                 "other: Web server of PLC_1, Trusted by PLC_2.");
  g_assert_true (deletable);
}

static void
test_tables (void)
{
  g_autoptr(RailProject) project = new_plant ();
  RailDevice *device;
  g_autoptr(GPtrArray) own = NULL;
  g_autoptr(GPtrArray) partners = NULL;

  use_fixture_create (project, RAIL_USAGE_PG_HMI, "PLC-1/Communication-5", NULL, "PLC_1");
  use_fixture_set_partner (project, "PLC_1", rail_project_get_entry (project, 4), TRUE);
  use_fixture_set_partner (project, "PLC_1", rail_project_get_entry (project, 1), TRUE);
  device = rail_project_get_device (project, "PLC_1");
  own = rail_project_list_own (project, device);
  g_assert_cmpuint (own->len, ==, 2);
  g_assert_cmpuint (rail_entry_get_id (own->pdata[0]), ==, 2);
  g_assert_cmpuint (rail_entry_get_id (own->pdata[1]), ==, 5);
  partners = rail_project_list_partners (project, device);
  g_assert_cmpuint (partners->len, ==, 2);
  g_assert_cmpuint (rail_entry_get_id (partners->pdata[0]), ==, 1);
  g_assert_cmpuint (rail_entry_get_id (partners->pdata[1]), ==, 4);
}

static void
test_labels (void)
{
  /* Chapter 2.3.3 of the source */
  g_assert_cmpstr (rail_used_as_get_label (RAIL_USED_AS_DEVICE, 0), ==, "Device certificate (not specified)");
  g_assert_cmpstr (rail_used_as_get_label (RAIL_USED_AS_SERVICE, RAIL_SERVICE_WEB_SERVER), ==,
                   "Device certificate: Web server certificate");
  g_assert_cmpstr (rail_used_as_get_label (RAIL_USED_AS_TRUSTED, 0), ==, "Trusted certificate");
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    g_assert_true (g_str_has_prefix (rail_used_as_get_label (RAIL_USED_AS_SERVICE, (RailService) i),
                                     "Device certificate: "));
  g_assert_cmpstr (rail_used_as_get_label (RAIL_USED_AS_CLIENT, 0), ==, "Trusted client of the OPC UA server");
}

/* Asks every device, which is what the index is there to avoid. */
static guint
count_uses (RailProject *project,
            RailEntry   *entry)
{
  GListModel *devices = rail_project_get_devices (project);
  guint id = rail_entry_get_id (entry);
  guint n_uses = 0;

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      guint n_services = 0;

      for (guint j = 0; j < RAIL_N_SERVICES; j++)
        n_services += rail_device_get_service_certificate (device, (RailService) j) == id;
      if (n_services == 0 && g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) == 0)
        n_services = 1;
      n_uses += n_services + (guint) rail_device_has_partner (device, id) + (guint) rail_device_has_client (device, id);
    }
  return n_uses;
}

static void
assert_index_is_right (RailProject *project)
{
  GListModel *entries = rail_project_get_entries (project);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr(GPtrArray) uses = rail_project_list_uses (project, entry);

      g_assert_cmpuint (uses->len, ==, count_uses (project, entry));
    }
}

static void
turn (RailProject *project,
      GRand       *random)
{
  g_autofree char *name = g_strdup_printf ("PLC_%d", g_rand_int_range (random, 1, 4));
  RailEntry *entry = rail_project_get_entry (project, (guint) g_rand_int_range (random, 1, 5));
  gboolean yes = g_rand_boolean (random);
  g_autoptr(GError) error = NULL;

  if (entry == NULL)
    {
      rail_project_undo (project);
      return;
    }
  if (rail_project_get_device (project, name) == NULL)
    {
      use_fixture_add_device (project, name, RAIL_FAMILY_S7_1500, "3.1");
      return;
    }
  switch (g_rand_int_range (random, 0, 7))
    {
    case 0:
      if (g_strcmp0 (rail_entry_get_device (entry), name) == 0)
        use_fixture_set_service (project, name, (RailService) g_rand_int_range (random, 0, RAIL_N_SERVICES), yes,
                                 entry);
      break;
    case 1:
      use_fixture_set_partner (project, name, entry, yes);
      break;
    case 2:
      use_fixture_set_client (project, name, entry, yes);
      break;
    case 3:
      rail_project_delete_device (project, rail_project_get_device (project, name), &error);
      g_assert_no_error (error);
      break;
    case 4:
    case 5:
      rail_project_undo (project);
      break;
    default:
      rail_project_redo (project);
      break;
    }
}

static void
test_index (void)
{
  g_autoptr(RailProject) project = new_plant ();
  g_autoptr(GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < N_TURNS; i++)
    {
      turn (project, random);
      assert_index_is_right (project);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/use/each-role-is-named", test_roles);
  g_test_add_func ("/project/use/many-devices-are-named-in-order", test_many_devices);
  g_test_add_func ("/project/use/steps-and-snapshots-keep-it-right", test_steps);
  g_test_add_func ("/project/use/deletion-names-services-and-tables", test_deletion_names_uses);
  g_test_add_func ("/project/use/tables-are-sorted-by-id", test_tables);
  g_test_add_func ("/project/use/labels-are-those-of-tia-portal", test_labels);
  g_test_add_func ("/project/use/index-agrees-with-asking-every-device", test_index);
  return g_test_run ();
}
