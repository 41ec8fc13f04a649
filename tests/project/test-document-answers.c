/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The answers of chapter 4.1 of Siemens' “Using Certificates with TIA Portal”. */

#include "document-fixture.h"

/* 4.1.1: without protection there is the local certificate manager only, and self-signed certificates. */
static void
test_without_protection (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailProject) other = fixture_new_protected ();
  g_autoptr(RailCreation) authority = NULL;
  g_autoptr(RailCreation) issued = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *root = fixture_create_simple (other, RAIL_USAGE_CA_ROOT, "Root", NULL);

  document_add_plc_1 (project, "3.1");
  g_assert_false (rail_device_uses_global_security (document_get (project, "PLC_1")));
  g_assert_false (rail_project_set_global_security (project, document_get (project, "PLC_1"), TRUE, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED);

  authority = document_fill_creation (project, RAIL_USAGE_CA_ROOT, "Root", NULL, NULL);
  g_assert_true (rail_creation_validate (authority) & RAIL_CREATION_UNPROTECTED);
  issued = document_fill_creation (project, RAIL_USAGE_TLS_CLIENT_SERVER, "PLC-1/TLS-2", NULL, "PLC_1");
  g_assert_null (rail_creation_get_issuer (issued));
  rail_creation_set_issuer (issued, root);
  g_assert_true (rail_creation_validate (issued) & RAIL_CREATION_UNPROTECTED);
  for (guint service = 0; service < RAIL_N_SERVICES; service++)
    {
      RailEntry *entry = document_switch_on (project, "PLC_1", (RailService) service);

      g_assert_true (rail_certificate_is_self_signed (rail_entry_get_certificate (entry)));
      g_assert_true (rail_project_is_local (project, entry));
    }
}

static void
move (RailProject *project)
{
  static const char * const addresses[] = { "10.0.0.1", NULL };
  g_autoptr(RailDevice) copy = rail_device_copy (document_get (project, "PLC_1"));
  g_autoptr(GError) error = NULL;

  rail_device_set_addresses (copy, addresses);
  rail_project_change_device (project, document_get (project, "PLC_1"), copy, &error);
  g_assert_no_error (error);
}

/* 4.1.3: what the local manager made follows when the project is compiled; for the global one, people renew. */
static void
test_new_address (void)
{
  g_autoptr(RailProject) local = fixture_new_project ();
  g_autoptr(RailProject) global = fixture_new_protected ();

  document_add_plc_1 (local, "3.1");
  move (local);
  g_assert_true (document_finds (local, "PLC_1", "addresses-changed"));
  document_compile (local);
  document_assert_names (local, 1, "IP:10.0.0.1");
  document_assert_findings (local, "PLC_1", "");

  document_add_plc_1 (global, "3.1");
  move (global);
  document_compile (global);
  document_assert_names (global, 2, "IP:192.168.0.1 IP:192.168.1.1");
  document_assert_findings (global, "PLC_1", "addresses-changed ");
  document_repair (global, "PLC_1", "addresses-changed", RAIL_REPAIR_RENEW);
  document_assert_names (global, 2, "IP:10.0.0.1");
  document_assert_findings (global, "PLC_1", "");
}

/* 4.1.4, table 4-1: for each service, with each of the names alone, what is missing. The device has no address, so that
 * nothing else is. */
static void
test_mandatory_names (void)
{
  static const struct
  {
    RailService  service;
    const char  *firmware;
    const char  *name;
    gboolean     uri_missing;
    gboolean     ip_missing;
  } cells[] = {
    { RAIL_SERVICE_OPCUA_SERVER, "3.1", "URI:" DOCUMENT_URI, FALSE, FALSE },   /* IP is optional */
    { RAIL_SERVICE_OPCUA_SERVER, "2.5", "URI:" DOCUMENT_URI, FALSE, TRUE },    /* and mandatory with firmware 2.5 */
    { RAIL_SERVICE_OPCUA_SERVER, "3.1", "DNS:plc-1.example", TRUE, FALSE },
    { RAIL_SERVICE_OPCUA_CLIENT, "3.1", "URI:" DOCUMENT_URI, FALSE, FALSE },
    { RAIL_SERVICE_OPCUA_CLIENT, "3.1", "DNS:plc-1.example", TRUE, FALSE },
    { RAIL_SERVICE_WEB_SERVER, "3.1", "IP:192.168.0.1", FALSE, FALSE },   /* no URI, no DNS name */
    { RAIL_SERVICE_WEB_SERVER, "3.1", "DNS:plc-1.example", FALSE, TRUE },
    { RAIL_SERVICE_SECURE_OUC, "3.1", "IP:192.168.0.1", FALSE, FALSE },
    { RAIL_SERVICE_SECURE_OUC, "3.1", "DNS:plc-1.example", FALSE, TRUE },
    { RAIL_SERVICE_PG_HMI, "3.1", "IP:192.168.0.1", FALSE, FALSE },
    { RAIL_SERVICE_PG_HMI, "3.1", "DNS:plc-1.example", FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      const char * const names[] = { cells[i].name, NULL };
      g_autoptr(RailProject) project = fixture_new_protected ();
      RailUsage usage = rail_service_get (cells[i].service)->usage;
      g_autoptr(RailCreation) creation = NULL;
      g_autoptr(RailCertificate) certificate = NULL;
      g_autoptr(RailKey) key = NULL;
      g_autoptr(GError) error = NULL;
      RailEntry *entry;

      document_add_device (project, "PLC_1", RAIL_FAMILY_S7_1500, cells[i].firmware, NULL);
      /* Without a usage, the dialog lets through what the table forbids; the purposes are all allowed then. */
      creation = fixture_new_creation (project, RAIL_USAGE_CUSTOM, "PLC-1/Service-1", NULL);
      g_object_set (rail_creation_get_request (creation), "key-usage", rail_profile_get (usage)->ec_key_usage,
                    "purposes", rail_profile_get (usage)->purposes, NULL);
      document_set_names (creation, names);
      entry = fixture_create (creation, project);
      document_assign (project, entry, "PLC_1", RAIL_USED_AS_SERVICE, cells[i].service);
      g_assert_cmpint (document_finds (project, "PLC_1", "san-uri-missing"), ==, cells[i].uri_missing);
      g_assert_cmpint (document_finds (project, "PLC_1", "san-ip-missing"), ==, cells[i].ip_missing);
    }
}

/* 2.4.4, note, and table 4-1: a client needs its URI, and with firmware 2.5 of the server its IP address. */
static void
test_mandatory_names_of_clients (void)
{
  static const char * const names[] = { "URI:urn:engineering-pc:UnifiedAutomation:UaExpert", NULL };
  static const char * const firmware[] = { "2.5", "2.9", "3.1" };

  for (guint i = 0; i < G_N_ELEMENTS (firmware); i++)
    {
      g_autoptr(RailProject) project = fixture_new_protected ();
      RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
      g_autoptr(RailCreation) creation = fixture_new_creation (project, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", root);
      RailEntry *client;

      document_set_names (creation, names);
      client = fixture_create (creation, project);
      document_add_plc_1 (project, firmware[i]);
      document_switch_on (project, "PLC_1", RAIL_SERVICE_OPCUA_SERVER);
      document_assign (project, client, "PLC_1", RAIL_USED_AS_CLIENT, 0);
      document_compile (project);
      g_assert_cmpint (document_finds (project, "PLC_1", "san-ip-missing"), ==, i == 0);
      g_assert_false (document_finds (project, "PLC_1", "san-uri-missing"));
    }
}

/* 4.1.6: a client's whole chain has to be in the table, and trusting one higher up does not do, either (note). */
static void
test_incomplete_chain (void)
{
  for (guint held = 0; held < 4; held++)
    {
      g_autoptr(RailProject) project = fixture_new_protected ();
      RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
      RailEntry *middle = fixture_create_simple (project, RAIL_USAGE_CA_INTERMEDIATE, "Middle", root);
      RailEntry *client = fixture_create_simple (project, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", middle);

      document_add_plc_1 (project, "2.0");
      document_assign (project, client, "PLC_1", RAIL_USED_AS_CLIENT, 0);
      if (held & 1)
        document_assign (project, root, "PLC_1", RAIL_USED_AS_TRUSTED, 0);
      if (held & 2)
        document_assign (project, middle, "PLC_1", RAIL_USED_AS_TRUSTED, 0);
      g_assert_cmpint (document_finds (project, "PLC_1", "chain-incomplete"), ==, held != 3);
      while (document_finds (project, "PLC_1", "chain-incomplete"))
        document_repair (project, "PLC_1", "chain-incomplete", RAIL_REPAIR_COMPLETE_CHAIN);
      document_assert_tables (project, "PLC_1", "", "1 2 3 ");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/document-answers/4.1.1-unprotected-is-self-signed", test_without_protection);
  g_test_add_func ("/project/document-answers/4.1.3-new-address-needs-new-certificates", test_new_address);
  g_test_add_func ("/project/document-answers/4.1.4-mandatory-names", test_mandatory_names);
  g_test_add_func ("/project/document-answers/4.1.4-mandatory-names-of-clients", test_mandatory_names_of_clients);
  g_test_add_func ("/project/document-answers/4.1.6-incomplete-chain-is-found", test_incomplete_chain);
  return g_test_run ();
}
