/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-load.h"
#include "rail-project-lists.h"

#include "use-fixture.h"

static RailBudget
count (RailProject *project)
{
  RailBudget budget;

  rail_budget_count (&budget, project, rail_project_get_device (project, "PLC_1"));
  return budget;
}

static void
assert_counts (RailProject *project,
               guint        n_certificates,
               guint        n_keys,
               guint        n_trust_list)
{
  RailBudget budget = count (project);

  g_assert_cmpuint (budget.n_certificates, ==, n_certificates);
  g_assert_cmpuint (budget.n_keys, ==, n_keys);
  g_assert_cmpuint (budget.n_trust_list, ==, n_trust_list);
}

/* The numbers are counted by hand from chapter 4.2.5: web server and OPC UA server take two entries of the trust list
 * each, unless they share the certificate; a partner's certificate and a revocation list take one. */
static void
test_counts (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root, *web, *opcua, *foreign_root, *client;

  use_fixture_add_device (project, "PLC_1", RAIL_FAMILY_S7_1500, "3.1");
  use_fixture_add_device (project, "PLC_2", RAIL_FAMILY_S7_1500, "3.1");
  root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Plant root", NULL);
  assert_counts (project, 0, 0, 0);

  web = use_fixture_create (project, RAIL_USAGE_WEB_SERVER, "PLC-1/Webserver-2", root, "PLC_1");
  assert_counts (project, 1, 1, 0);
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_WEB_SERVER, FALSE, web);
  assert_counts (project, 1, 1, 0);
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_WEB_SERVER, TRUE, web);
  assert_counts (project, 1, 1, 2);
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_OPCUA_SERVER, TRUE, web);
  assert_counts (project, 1, 1, 2);
  opcua = use_fixture_create (project, RAIL_USAGE_OPCUA_SERVER, "PLC-1/OPCUA-1-3", root, "PLC_1");
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_OPCUA_SERVER, TRUE, opcua);
  assert_counts (project, 2, 2, 4);
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_PG_HMI, TRUE,
                           use_fixture_create (project, RAIL_USAGE_PG_HMI, "PLC-1/Communication-4", root, "PLC_1"));
  assert_counts (project, 3, 3, 4);

  client = use_fixture_take_foreign (project, RAIL_USAGE_OPCUA_CLIENT, "UaExpert");
  use_fixture_set_client (project, "PLC_1", client, TRUE);
  assert_counts (project, 4, 3, 5);
  foreign_root = use_fixture_take_foreign (project, RAIL_USAGE_CA_ROOT, "Partner root");
  use_fixture_set_partner (project, "PLC_1", foreign_root, TRUE);
  assert_counts (project, 5, 3, 6);
  /* The list of this authority can be signed here. */
  use_fixture_set_partner (project, "PLC_1", root, TRUE);
  assert_counts (project, 6, 3, 8);
  /* A list that is signed is the same one. */
  g_assert_true (rail_project_publish_list (project, root, 30, NULL));
  assert_counts (project, 6, 3, 8);
  /* The device’s own certificate among its partners is there already. */
  use_fixture_set_partner (project, "PLC_1", web, TRUE);
  assert_counts (project, 6, 3, 8);
  /* Another device’s certificate, whose key is not loaded. */
  use_fixture_set_partner (project, "PLC_1",
                           use_fixture_create (project, RAIL_USAGE_TLS_SERVER, "PLC-2/TLS-7", NULL, "PLC_2"), TRUE);
  assert_counts (project, 7, 3, 9);
}

static gsize
measure_with_openssl (const char *folder,
                      const char *command,
                      const char *pem)
{
  g_autofree char *output = NULL;
  g_autoptr(GBytes) der = NULL;

  rail_test_write (folder, "element.pem", pem, -1);
  g_assert_cmpint (rail_test_run (folder, &output, "openssl", command, "-in", "element.pem", "-outform", "DER", "-out",
                                  "element.der", NULL), ==, 0);
  der = rail_test_read (folder, "element.der");
  return g_bytes_get_size (der);
}

static void
test_largest_certificate (void)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *small, *large;
  RailBudget budget;
  g_autofree char *pem = NULL;

  use_fixture_add_device (project, "PLC_1", RAIL_FAMILY_S7_1500, "3.1");
  budget = count (project);
  g_assert_cmpuint (budget.largest, ==, 0);
  g_assert_cmpuint (budget.largest_id, ==, 0);
  if (!rail_test_need ("openssl"))
    return;

  small = use_fixture_create (project, RAIL_USAGE_TLS_CLIENT, "A", NULL, "PLC_1");
  large = use_fixture_create (project, RAIL_USAGE_TLS_CLIENT, "A name that is a good deal longer", NULL, "PLC_1");
  budget = count (project);
  pem = rail_certificate_to_pem (rail_entry_get_certificate (large));
  g_assert_cmpuint (budget.largest, ==, measure_with_openssl (folder, "x509", pem));
  g_assert_cmpuint (budget.largest_id, ==, rail_entry_get_id (large));
  g_assert_cmpuint (budget.largest_id, !=, rail_entry_get_id (small));
  g_assert_false (budget.largest_is_list);
  rail_test_remove_folder (folder);
}

static void
test_long_list (void)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(GPtrArray) leaves = g_ptr_array_new ();
  RailEntry *root;
  RailBudget budget;
  g_autofree char *pem = NULL;
  g_autoptr(GError) error = NULL;

  if (!rail_test_need ("openssl"))
    return;

  use_fixture_add_device (project, "PLC_1", RAIL_FAMILY_S7_1500, "3.1");
  root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Plant root", NULL);
  use_fixture_set_partner (project, "PLC_1", root, TRUE);
  for (guint i = 0; i < 120; i++)
    g_ptr_array_add (leaves, fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "Leaf", root));
  rail_project_revoke (project, leaves, RAIL_REVOCATION_SUPERSEDED, &error);
  g_assert_no_error (error);
  budget = count (project);
  g_assert_false (budget.largest_is_list);

  rail_project_publish_list (project, root, 30, &error);
  g_assert_no_error (error);
  budget = count (project);
  pem = rail_revocation_list_to_pem (rail_entry_get_list (root));
  g_assert_true (budget.largest_is_list);
  g_assert_cmpuint (budget.largest, ==, measure_with_openssl (folder, "crl", pem));
  g_assert_cmpuint (budget.largest, >, RAIL_MAX_ELEMENT);
  g_assert_cmpuint (budget.largest_id, ==, rail_entry_get_id (root));
  rail_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/budget/counts-are-those-of-the-source", test_counts);
  g_test_add_func ("/project/budget/largest-certificate-has-openssls-size", test_largest_certificate);
  g_test_add_func ("/project/budget/long-list-is-larger-than-an-element", test_long_list);
  return g_test_run ();
}
