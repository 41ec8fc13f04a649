/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The example of Siemens' “Using Certificates with TIA Portal”, step by step: chapters 2.3 to 2.6. What is expected
 * is what stands there; comments say where. */

#include "document-fixture.h"

static void
test_local_manager (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailCreation) creation = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *created;

  /* 2.3.2, Access: a device with secure PG/PC and HMI communication has a certificate for it by itself. */
  document_add_plc_1 (project, "3.1");
  g_assert_true (rail_device_is_service_on (document_get (project, "PLC_1"), RAIL_SERVICE_PG_HMI));
  document_assert_entry (project, 1, "PLC-1/Communication-1", 0, "ECDSA-SHA256", 256);
  document_assert_tables (project, "PLC_1", "1 ", "");

  /* 2.3.2, Creating: “Create” makes self-signed ones only. */
  creation = document_fill_creation (project, RAIL_USAGE_TLS_CLIENT_SERVER, "PLC-1/TLS-2", NULL, "PLC_1");
  g_assert_null (rail_creation_get_issuer (creation));
  created = fixture_create (creation, project);
  g_assert_true (rail_certificate_is_self_signed (rail_entry_get_certificate (created)));

  /* 2.3.2, Creating: web and OPC UA server add theirs when they are activated. */
  document_switch_on (project, "PLC_1", RAIL_SERVICE_WEB_SERVER);
  document_switch_on (project, "PLC_1", RAIL_SERVICE_OPCUA_SERVER);
  document_assert_entry (project, 3, "PLC-1/Webserver-3", 0, "ECDSA-SHA256", 256);
  document_assert_entry (project, 4, "PLC-1/OPCUA-1-4", 0, "RSA-SHA256", 2048);
  document_assert_tables (project, "PLC_1", "1 2 3 4 ", "");

  /* 2.3.2, first note: what can be done with them is creating, exporting and deleting. */
  entries = fixture_list (created, NULL);
  g_assert_false (rail_project_check_global (project, created, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);
  rail_project_delete_entries (project, entries, &error);
  g_assert_no_error (error);
  document_assert_tables (project, "PLC_1", "1 3 4 ", "");
}

static void
test_global_settings_empty_the_local_manager (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GError) error = NULL;
  g_autofree char *warning = NULL;
  RailEntry *web;

  document_add_plc_1 (project, "3.1");
  document_switch_on (project, "PLC_1", RAIL_SERVICE_WEB_SERVER);
  document_protect (project);
  document_assert_tables (project, "PLC_1", "1 2 ", "");

  /* 2.3.3, Access to the security settings, step 3: there is a message to confirm. */
  warning = rail_project_describe_global_security (project, document_get (project, "PLC_1"));
  rail_assert_contains (warning, "deleted with their private keys");
  rail_project_set_global_security (project, document_get (project, "PLC_1"), TRUE, &error);
  g_assert_no_error (error);

  /* 2.3.2, last note, and 2.3.3, note: the contents are deleted … */
  document_assert_tables (project, "PLC_1", "", "");
  g_assert_null (rail_project_get_entry (project, 1));
  g_assert_null (rail_project_get_entry (project, 2));
  /* … and what was in use needs new certificates. */
  g_assert_true (rail_device_is_service_on (document_get (project, "PLC_1"), RAIL_SERVICE_WEB_SERVER));
  document_assert_findings (project, "PLC_1", "service-without-certificate service-without-certificate ");
  document_repair (project, "PLC_1", "service-without-certificate", RAIL_REPAIR_CREATE);
  document_repair (project, "PLC_1", "service-without-certificate", RAIL_REPAIR_CREATE);
  document_assert_findings (project, "PLC_1", "");

  /* 2.3.3, last note but one: created from the CPU, and managed globally all the same. */
  web = rail_project_get_entry (project, rail_device_get_service_certificate (document_get (project, "PLC_1"),
                                                                              RAIL_SERVICE_WEB_SERVER));
  g_assert_false (rail_project_is_local (project, web));
  g_assert_true (rail_project_get_issuer (project, web) != NULL);
  g_assert_false (rail_certificate_is_self_signed (rail_entry_get_certificate (web)));
}

/* 2.3.3, the dialog “Create certificate”. The project has three authorities and a CPU without PG/HMI communication, so
 * the certificate gets the ID that it has there. */
static void
test_create_dialog (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailCreation) creation = NULL;
  RailCertificateRequest *request;
  RailEntry *entry;

  document_protect (project);
  fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Third", NULL);
  document_add_plc_1 (project, "2.8");

  creation = document_fill_creation (project, RAIL_USAGE_OPCUA_SERVER, "PLC-1/OPCUA-1-4",
                                     rail_project_get_entry (project, 2), "PLC_1");
  request = rail_creation_get_request (creation);
  g_assert_cmpuint (rail_certificate_request_get_key_usage (request), ==,
                    RAIL_KEY_USAGE_NON_REPUDIATION | RAIL_KEY_USAGE_DIGITAL_SIGNATURE |
                      RAIL_KEY_USAGE_KEY_ENCIPHERMENT | RAIL_KEY_USAGE_DATA_ENCIPHERMENT);
  g_assert_cmpint (rail_certificate_request_get_key_kind (request), ==, RAIL_KEY_KIND_RSA_2048);
  g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA256);
  entry = fixture_create (creation, project);
  g_assert_cmpuint (rail_entry_get_id (entry), ==, 4);
  document_assert_entry (project, 4, "PLC-1/OPCUA-1-4", 2, "RSA-SHA256", 2048);
  document_assert_names (project, 4, "URI:" DOCUMENT_URI " IP:192.168.0.1 IP:192.168.1.1");

  /* Switching on gives the same without a dialog. */
  entry = document_switch_on (project, "PLC_1", RAIL_SERVICE_OPCUA_SERVER);
  document_assert_entry (project, 5, "PLC-1/OPCUA-1-5", 2, "RSA-SHA256", 2048);
  document_assert_names (project, 5, "URI:" DOCUMENT_URI " IP:192.168.0.1 IP:192.168.1.1");
}

/* 2.3.3, Assigning certificates, to a communications processor. */
static void
test_assign (void)
{
  static const char * const addresses[] = { "192.168.0.5", NULL };
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *web = fixture_create_simple (project, RAIL_USAGE_WEB_SERVER, "CP/Webserver-2", root);
  RailEntry *partner = fixture_create_simple (project, RAIL_USAGE_OPCUA_CLIENT_SERVER, "Partner", root);
  RailEntry *other = fixture_create_simple (project, RAIL_USAGE_WEB_SERVER, "CP/Webserver-4", root);
  RailEntry *replaced = NULL;

  document_add_device (project, "CP_1", RAIL_FAMILY_CP, "", addresses);
  /* Step 4, “Used as”: a device certificate without a service, one of the web server, a trusted one. */
  document_assign (project, web, "CP_1", RAIL_USED_AS_DEVICE, 0);
  document_assign (project, web, "CP_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_WEB_SERVER);
  document_assign (project, partner, "CP_1", RAIL_USED_AS_TRUSTED, 0);
  document_assert_tables (project, "CP_1", "2 ", "3 ");

  /* Below: one for each purpose, so another takes its place. */
  g_assert_true (rail_project_check_assign (project, other, document_get (project, "CP_1"), RAIL_USED_AS_SERVICE,
                                            RAIL_SERVICE_WEB_SERVER, &replaced, NULL));
  g_assert_true (replaced == web);
  document_assign (project, other, "CP_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_WEB_SERVER);
  document_assert_service (project, "CP_1", RAIL_SERVICE_WEB_SERVER, 4);
}

/* 2.3.3: protecting gives two authorities, and the CPU is commissioned with the global security settings: the authority
 * with an elliptic curve and the certificate for PG/HMI communication are IDs 3 and 4 from now on (table of 2.5.2). */
static void
protect_project (RailProject *project)
{
  document_protect (project);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 2);
  document_assert_entry (project, 1, NULL, 0, "RSA-SHA1", 2048);
  document_assert_entry (project, 2, NULL, 0, "RSA-SHA256", 2048);

  document_add_plc_1 (project, "3.1");
  document_assert_entry (project, 3, NULL, 0, "ECDSA-SHA256", 256);
  document_assert_entry (project, 4, "PLC-1/Communication-4", 3, "ECDSA-SHA256", 256);
  document_compile (project);
  document_assert_tables (project, "PLC_1", "4 ", "3 ");
  document_assert_findings (project, "PLC_1", "");
}

static void
accept_clients (RailProject *project,
                gboolean     accepts)
{
  g_autoptr(GError) error = NULL;

  rail_project_configure_opcua (project, document_get (project, "PLC_1"), RAIL_POLICIES_DEFAULT, RAIL_MODES_DEFAULT,
                                accepts, &error);
  g_assert_no_error (error);
}

/* 2.4.3 */
static void
set_up_opcua_server (RailProject *project)
{
  g_autoptr(GError) error = NULL;
  RailEntry *created;

  /* It is off, and gets a certificate of ID 2 by itself when it is switched on. */
  g_assert_false (rail_device_is_service_on (document_get (project, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER));
  document_switch_on (project, "PLC_1", RAIL_SERVICE_OPCUA_SERVER);
  document_assert_entry (project, 5, "PLC-1/OPCUA-1-5", 2, "RSA-SHA256", 2048);

  /* The endpoints are chosen, and automatic acceptance has to be off to keep others out. */
  accept_clients (project, TRUE);
  g_assert_true (document_finds (project, "PLC_1", "accepts-all-clients"));
  accept_clients (project, FALSE);

  /* “Create a new server certificate”: with the names that it needs; the one before stays in the list. */
  created = rail_project_make_service_certificate (project, document_get (project, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER,
                                                   &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_entry_get_id (created), ==, 6);
  document_assert_entry (project, 6, "PLC-1/OPCUA-1-6", 2, "RSA-SHA256", 2048);
  document_assert_names (project, 6, "URI:" DOCUMENT_URI " IP:192.168.0.1 IP:192.168.1.1");
  document_assert_service (project, "PLC_1", RAIL_SERVICE_OPCUA_SERVER, 6);

  /* Last step: the authority's certificate gets into the table of the CPU when the project is compiled. */
  document_assert_tables (project, "PLC_1", "4 5 6 ", "3 ");
  document_compile (project);
  document_assert_tables (project, "PLC_1", "4 5 6 ", "2 3 ");
  document_assert_findings (project, "PLC_1", "no-trusted-client ");
}

/* 2.4.4 */
static void
set_up_opcua_client (RailProject *project)
{
  static const char * const names[] = {
    "URI:urn:engineering-pc:UnifiedAutomation:UaExpert", "IP:192.168.0.20", "DNS:engineering-pc", NULL
  };
  RailEntry *authority = rail_project_get_entry (project, 2);
  g_autoptr(RailCreation) creation = NULL;
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *client;

  /* Steps 1 and 2: created in the global manager, issued by ID 2, with three names. */
  creation = document_fill_creation (project, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", authority, NULL);
  document_set_names (creation, names);
  client = fixture_create (creation, project);
  g_assert_cmpuint (rail_entry_get_id (client), ==, 7);
  document_assert_entry (project, 7, "UaExpert", 2, "RSA-SHA256", 2048);

  /* “Import the CA to UaExpert”: the root goes there with its revocation list, which revokes nothing. */
  list = rail_project_issue_revocation_list (project, authority, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_revocation_list_get_n_revoked (list), ==, 0);
  g_assert_true (rail_revocation_list_is_issued_by (list, rail_entry_get_certificate (authority)));

  /* “Creation of the client's certificate”: the server trusts the client through the authority that both have. */
  g_assert_true (rail_device_has_partner (document_get (project, "PLC_1"), 2));
  document_assign (project, authority, "PLC_1", RAIL_USED_AS_CLIENT, 0);
  document_assert_tables (project, "PLC_1", "4 5 6 ", "2 3 ");
  document_assert_findings (project, "PLC_1", "");
}

/* 2.5.2 */
static void
set_up_web_server (RailProject *project)
{
  /* Step 2 and the bullet below: the certificate is there by itself, and ID 3 has issued it. */
  document_switch_on (project, "PLC_1", RAIL_SERVICE_WEB_SERVER);
  document_compile (project);

  /* The table: ID 3 has issued this and the one for PG/HMI communication, and nothing else. */
  document_assert_entry (project, 1, NULL, 0, "RSA-SHA1", 2048);
  document_assert_entry (project, 2, NULL, 0, "RSA-SHA256", 2048);
  document_assert_entry (project, 3, NULL, 0, "ECDSA-SHA256", 256);
  document_assert_entry (project, 4, "PLC-1/Communication-4", 3, "ECDSA-SHA256", 256);
  document_assert_entry (project, 8, "PLC-1/Webserver-8", 3, "ECDSA-SHA256", 256);
  for (guint id = 1; id <= 8; id++)
    if (id != 4 && id != 8)
      g_assert_true (rail_project_get_issuer (project, rail_project_get_entry (project, id)) !=
                     rail_project_get_entry (project, 3));
  document_assert_tables (project, "PLC_1", "4 5 6 8 ", "2 3 ");
  document_assert_findings (project, "PLC_1", "");
}

/* A certificate for secure OUC, as 2.6.2 and 2.6.3 have it: of the usage “TLS client/server”, issued by ID 3. */
static RailEntry *
create_for_blocks (RailProject *project,
                   const char  *device,
                   const char  *common_name)
{
  g_autoptr(RailCreation) creation = document_fill_creation (project, RAIL_USAGE_TLS_CLIENT_SERVER, common_name,
                                                             rail_project_get_entry (project, 3), device);
  RailEntry *entry = fixture_create (creation, project);

  document_assign (project, entry, device, RAIL_USED_AS_SERVICE, RAIL_SERVICE_SECURE_OUC);
  return entry;
}

/* 2.6.2 */
static void
set_up_tls_server (RailProject *project)
{
  /* Steps 2 and 3: created among the device certificates; the names come by themselves. */
  create_for_blocks (project, "PLC_1", "PLC-1/TLS-9");
  document_assert_entry (project, 9, "PLC-1/TLS-9", 3, "ECDSA-SHA256", 256);
  document_assert_names (project, 9, "IP:192.168.0.1 IP:192.168.1.1");
  document_compile (project);

  /* Server_Connection_Parameters: TLSServerCertRef is 9, and TLSClientCertRef 3, who issues the client's: both must be
   * in the tables of the server. */
  document_assert_service (project, "PLC_1", RAIL_SERVICE_SECURE_OUC, 9);
  document_assert_tables (project, "PLC_1", "4 5 6 8 9 ", "2 3 ");
  document_assert_findings (project, "PLC_1", "");
}

/* 2.6.3 */
static void
set_up_tls_client (RailProject *project)
{
  static const char * const addresses[] = { "192.168.0.2", NULL };

  /* Commissioning: a second CPU with addresses of its own, the global security settings, and a certificate for PG/HMI
   * communication. */
  document_add_device (project, "PLC_2", RAIL_FAMILY_S7_1500, "3.1", addresses);
  g_assert_true (rail_device_uses_global_security (document_get (project, "PLC_2")));
  document_assert_entry (project, 10, "PLC-2/Communication-10", 3, "ECDSA-SHA256", 256);

  /* Creation, step 3: issued by ID 3. */
  create_for_blocks (project, "PLC_2", "PLC-2/TLS-11");
  document_assert_entry (project, 11, "PLC-2/TLS-11", 3, "ECDSA-SHA256", 256);
  document_assert_names (project, 11, "IP:192.168.0.2");
  document_compile (project);

  /* Client_Connection_Parameters: TLSServerCertRef is 3, who issued the server's, and TLSClientCertRef 11. */
  document_assert_service (project, "PLC_2", RAIL_SERVICE_SECURE_OUC, 11);
  document_assert_tables (project, "PLC_2", "10 11 ", "3 ");
  document_assert_findings (project, "PLC_2", "");
  document_assert_findings (project, "PLC_1", "");
}

static void
test_global_manager (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();

  protect_project (project);
  set_up_opcua_server (project);
  set_up_opcua_client (project);
  set_up_web_server (project);
  set_up_tls_server (project);
  set_up_tls_client (project);
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 12);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/document/2.3.2-local-manager-makes-self-signed-ones", test_local_manager);
  g_test_add_func ("/project/document/2.3.3-global-settings-empty-the-local-manager",
                   test_global_settings_empty_the_local_manager);
  g_test_add_func ("/project/document/2.3.3-create-dialog-is-filled", test_create_dialog);
  g_test_add_func ("/project/document/2.3.3-assigned-certificates-are-in-the-tables", test_assign);
  g_test_add_func ("/project/document/2.3.3-to-2.6.3-ids-names-issuers-and-tables", test_global_manager);
  return g_test_run ();
}
