/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Services of devices: which firmware has them, what certificate they get, and what becomes of it. */

#include "rail-device-operations.h"
#include "rail-renewal.h"

#include "project-fixture.h"

static RailDevice *
add_plc (RailProject *project,
         const char  *name,
         const char  *firmware)
{
  static const char * const addresses[] = { "192.168.0.1", "192.168.1.1", NULL };
  g_autoptr(RailDevice) device = rail_device_new (name, RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  rail_device_set_firmware (device, firmware);
  rail_device_set_addresses (device, addresses);
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  return rail_project_get_device (project, name);
}

static RailProject *
new_with_authorities (void)
{
  RailProject *project = fixture_new_project ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GError) error = NULL;

  rail_project_protect (project, "admin", password, &error);
  g_assert_no_error (error);
  return project;
}

static RailEntry *
switch_on (RailProject *project,
           RailDevice  *device,
           RailService  service)
{
  g_autoptr(GError) error = NULL;
  RailEntry *entry = rail_project_switch_on (project, device, service, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);
  return entry;
}

static void
assert_names (RailEntry  *entry,
              const char *expected)
{
  GListModel *names = rail_certificate_get_names (rail_entry_get_certificate (entry));
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", rail_alternative_name_get_value (name));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* The table of chapter 2.3.1, and the sentence below it. */
static void
test_firmware (void)
{
  static const struct
  {
    RailService  service;
    RailFamily   family;
    const char  *firmware;
    gboolean     available;
  } cases[] = {
    { RAIL_SERVICE_WEB_SERVER, RAIL_FAMILY_S7_1500, "1.8", FALSE },
    { RAIL_SERVICE_WEB_SERVER, RAIL_FAMILY_S7_1500, "2.0", TRUE },
    { RAIL_SERVICE_SECURE_OUC, RAIL_FAMILY_S7_1500, "1.8.5", FALSE },
    { RAIL_SERVICE_SECURE_OUC, RAIL_FAMILY_S7_1500, "2.0", TRUE },
    { RAIL_SERVICE_OPCUA_SERVER, RAIL_FAMILY_S7_1500, "1.8", FALSE },
    { RAIL_SERVICE_OPCUA_SERVER, RAIL_FAMILY_S7_1500, "2.0", TRUE },
    { RAIL_SERVICE_OPCUA_CLIENT, RAIL_FAMILY_S7_1500, "2.5", FALSE },
    { RAIL_SERVICE_OPCUA_CLIENT, RAIL_FAMILY_S7_1500, "2.6", TRUE },
    { RAIL_SERVICE_PG_HMI, RAIL_FAMILY_S7_1500, "2.8.3", FALSE },
    { RAIL_SERVICE_PG_HMI, RAIL_FAMILY_S7_1500, "2.9", TRUE },
    { RAIL_SERVICE_PG_HMI, RAIL_FAMILY_S7_1500, "2.10", TRUE },
    { RAIL_SERVICE_SYSLOG, RAIL_FAMILY_S7_1500, "3.0", FALSE },
    { RAIL_SERVICE_SYSLOG, RAIL_FAMILY_S7_1500, "3.1", TRUE },
    { RAIL_SERVICE_OPCUA_SERVER, RAIL_FAMILY_S7_1200, "4.3", FALSE },
    { RAIL_SERVICE_OPCUA_SERVER, RAIL_FAMILY_S7_1200, "4.4", TRUE },
    { RAIL_SERVICE_OPCUA_CLIENT, RAIL_FAMILY_S7_1200, "4.6", FALSE },
    { RAIL_SERVICE_SYSLOG, RAIL_FAMILY_S7_1500, "", TRUE },
    { RAIL_SERVICE_SYSLOG, RAIL_FAMILY_PC, "1.0", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = NULL;
      gboolean available =
        rail_service_is_available (cases[i].service, cases[i].family, cases[i].firmware, &reason);

      g_assert_cmpint (available, ==, cases[i].available);
      g_assert_true ((reason == NULL) == available);
      if (!available && cases[i].family == RAIL_FAMILY_S7_1500)
        g_assert_nonnull (strstr (reason, rail_service_get (cases[i].service)->since_1500));
    }
}

static void
test_firmware_order (void)
{
  g_assert_cmpint (rail_firmware_compare ("2.9", "2.10"), <, 0);
  g_assert_cmpint (rail_firmware_compare ("3.1", "2.10"), >, 0);
  g_assert_cmpint (rail_firmware_compare ("3.1", "3.1.0"), ==, 0);
  g_assert_cmpint (rail_firmware_compare ("3.1.1", "3.1"), >, 0);
}

/* Chapters 2.4.3 and 2.5.2: the server's certificate comes from ID 2, those of web server and PG/HMI from ID 3, which is made
 * when it is needed first. */
static void
test_certificates (void)
{
  g_autoptr(RailProject) project = new_with_authorities ();
  RailDevice *device = add_plc (project, "PLC_1", "3.1");
  RailEntry *authority = rail_project_get_entry (project, 3);
  RailEntry *communication = rail_project_get_entry (project, 4);
  RailEntry *server;
  RailEntry *web;

  g_assert_true (rail_device_is_service_on (device, RAIL_SERVICE_PG_HMI));
  g_assert_cmpuint (rail_device_get_service_certificate (device, RAIL_SERVICE_PG_HMI), ==, 4);
  g_assert_cmpint (rail_entry_get_kind (authority), ==, RAIL_ENTRY_CA);
  g_assert_cmpint (rail_certificate_get_key_kind (rail_entry_get_certificate (authority)), ==, RAIL_KEY_KIND_EC_P256);
  g_assert_cmpstr (rail_certificate_get_common_name (rail_entry_get_certificate (communication)), ==,
                   "PLC-1/Communication-4");
  g_assert_true (rail_project_get_issuer (project, communication) == authority);
  g_assert_cmpstr (rail_entry_get_device (communication), ==, "PLC_1");

  server = switch_on (project, device, RAIL_SERVICE_OPCUA_SERVER);
  g_assert_cmpuint (rail_entry_get_id (server), ==, 5);
  g_assert_cmpstr (rail_certificate_get_common_name (rail_entry_get_certificate (server)), ==, "PLC-1/OPCUA-1-5");
  g_assert_true (rail_project_get_issuer (project, server) == rail_project_get_entry (project, 2));
  g_assert_cmpint (rail_certificate_get_key_kind (rail_entry_get_certificate (server)), ==, RAIL_KEY_KIND_RSA_2048);
  assert_names (server, "urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1 192.168.0.1 192.168.1.1");

  device = rail_project_get_device (project, "PLC_1");
  web = switch_on (project, device, RAIL_SERVICE_WEB_SERVER);
  g_assert_cmpstr (rail_certificate_get_common_name (rail_entry_get_certificate (web)), ==, "PLC-1/Webserver-6");
  g_assert_true (rail_project_get_issuer (project, web) == authority);
  assert_names (web, "192.168.0.1 192.168.1.1");
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 6);
}

static void
test_one_step (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailDevice *device = add_plc (project, "PLC_1", "2.0");
  g_autofree char *before = fixture_dump (project);
  g_autofree char *after = NULL;

  switch_on (project, device, RAIL_SERVICE_WEB_SERVER);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 2);
  g_assert_true (rail_project_undo (project));
  after = fixture_dump (project);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 3);
  g_assert_true (rail_project_redo (project));
  device = rail_project_get_device (project, "PLC_1");
  g_assert_cmpuint (rail_device_get_service_certificate (device, RAIL_SERVICE_WEB_SERVER), ==, 2);
}

static void
test_refusals (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailDevice *old = add_plc (project, "Old", "2.5");
  g_autoptr(RailDevice) bare = rail_device_new ("Bare", RAIL_FAMILY_S7_1500);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (rail_project_add_device (project, bare, NULL));
  before = fixture_dump (project);
  g_assert_null (rail_project_switch_on (project, old, RAIL_SERVICE_PG_HMI, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "2.9"));
  g_clear_error (&error);
  g_assert_null (rail_project_switch_on (project, bare, RAIL_SERVICE_WEB_SERVER, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "IP address"));
  g_clear_error (&error);
  /* There is no authority with an RSA key here, and none is made for OPC UA. */
  g_assert_null (rail_project_switch_on (project, old, RAIL_SERVICE_OPCUA_SERVER, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY);
  after = fixture_dump (project);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 1);
}

/* Chapter 4.1.1: without protection, everything is self-signed and local. */
static void
test_unprotected (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  RailDevice *device = add_plc (project, "PLC_1", "3.1");
  RailEntry *communication = rail_project_get_entry (project, 1);
  RailEntry *server;

  g_assert_false (rail_device_uses_global_security (device));
  g_assert_cmpuint (rail_device_get_service_certificate (device, RAIL_SERVICE_PG_HMI), ==, 1);
  g_assert_true (rail_certificate_is_self_signed (rail_entry_get_certificate (communication)));
  server = switch_on (project, device, RAIL_SERVICE_OPCUA_SERVER);
  g_assert_true (rail_certificate_is_self_signed (rail_entry_get_certificate (server)));
  g_assert_cmpstr (rail_certificate_get_common_name (rail_entry_get_certificate (server)), ==, "PLC-1/OPCUA-1-2");
  g_assert_true (rail_project_is_local (project, server));
}

static void
test_kept (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailDevice *device = add_plc (project, "PLC_1", "2.0");
  RailEntry *web = switch_on (project, device, RAIL_SERVICE_WEB_SERVER);
  g_autoptr(GError) error = NULL;

  device = rail_project_get_device (project, "PLC_1");
  g_assert_true (rail_project_switch_off (project, device, RAIL_SERVICE_WEB_SERVER, FALSE, &error));
  device = rail_project_get_device (project, "PLC_1");
  g_assert_false (rail_device_is_service_on (device, RAIL_SERVICE_WEB_SERVER));
  g_assert_cmpstr (rail_entry_get_device (web), ==, "PLC_1");

  /* It is the same one again, and no other is made. */
  g_assert_true (switch_on (project, device, RAIL_SERVICE_WEB_SERVER) == web);
  device = rail_project_get_device (project, "PLC_1");
  g_assert_true (rail_project_make_service_certificate (project, device, RAIL_SERVICE_WEB_SERVER, &error) != web);
  g_assert_no_error (error);
  device = rail_project_get_device (project, "PLC_1");
  g_assert_cmpuint (rail_device_get_service_certificate (device, RAIL_SERVICE_WEB_SERVER), ==, 3);
  g_assert_cmpstr (rail_entry_get_device (web), ==, "PLC_1");
}

static void
test_deleted (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailDevice *device = add_plc (project, "PLC_1", "2.0");
  guint id = rail_entry_get_id (switch_on (project, device, RAIL_SERVICE_WEB_SERVER));
  g_autoptr(GError) error = NULL;

  device = rail_project_get_device (project, "PLC_1");
  g_assert_true (rail_project_switch_off (project, device, RAIL_SERVICE_WEB_SERVER, TRUE, &error));
  device = rail_project_get_device (project, "PLC_1");
  g_assert_cmpuint (rail_device_get_service_certificate (device, RAIL_SERVICE_WEB_SERVER), ==, 0);
  g_assert_null (rail_project_get_entry (project, id));
  g_assert_true (rail_project_undo (project));
  device = rail_project_get_device (project, "PLC_1");
  g_assert_true (rail_device_is_service_on (device, RAIL_SERVICE_WEB_SERVER));
  g_assert_cmpuint (rail_device_get_service_certificate (device, RAIL_SERVICE_WEB_SERVER), ==, id);
}

/* What something else uses does not go with one service. */
static void
test_shared_is_not_deleted (void)
{
  g_autoptr(RailProject) project = new_with_authorities ();
  RailDevice *device = add_plc (project, "PLC_1", "2.0");
  RailEntry *entry = switch_on (project, device, RAIL_SERVICE_SECURE_OUC);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_assign (project, entry, rail_project_get_device (project, "PLC_1"), RAIL_USED_AS_SERVICE,
                       RAIL_SERVICE_WEB_SERVER, &error);
  g_assert_no_error (error);
  before = fixture_dump (project);
  g_assert_false (rail_project_switch_off (project, rail_project_get_device (project, "PLC_1"), RAIL_SERVICE_SECURE_OUC,
                                           TRUE, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE);
  rail_assert_contains (error->message, "Web server of PLC_1");
  after = fixture_dump (project);
  g_assert_cmpstr (before, ==, after);
  g_clear_error (&error);
  g_assert_true (rail_project_switch_off (project, rail_project_get_device (project, "PLC_1"), RAIL_SERVICE_SECURE_OUC,
                                          FALSE, &error));
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_object_ref (result);
  *(GAsyncResult **) user_data = result;
}

static void
test_deleted_meanwhile (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailDevice *device = add_plc (project, "PLC_1", "2.0");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_switch_on_async (project, device, RAIL_SERVICE_WEB_SERVER, NULL, finished_cb, &result);
  g_assert_true (rail_project_delete_device (project, device, NULL));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (rail_project_switch_on_finish (project, result, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 0);
}

/* A local certificate manager holds what it signed itself, and nothing else. */
static void
test_local_meanwhile (void)
{
  g_autoptr(RailProject) project = new_with_authorities ();
  RailDevice *device = add_plc (project, "PLC_1", "2.0");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_switch_on_async (project, device, RAIL_SERVICE_OPCUA_SERVER, NULL, finished_cb, &result);
  g_assert_true (rail_project_set_global_security (project, device, FALSE, NULL));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (rail_project_switch_on_finish (project, result, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 2);
}

static void
test_older_firmware_meanwhile (void)
{
  g_autoptr(RailProject) project = new_with_authorities ();
  RailDevice *device = add_plc (project, "PLC_1", "2.0");
  g_autoptr(RailDevice) copy = rail_device_copy (device);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_switch_on_async (project, device, RAIL_SERVICE_OPCUA_SERVER, NULL, finished_cb, &result);
  rail_device_set_firmware (copy, "1.8");
  g_assert_true (rail_project_change_device (project, device, copy, NULL));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (rail_project_switch_on_finish (project, result, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_false (rail_device_is_service_on (rail_project_get_device (project, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER));
}

/* Two would have the same name, and partners that look for a revocation list by it could find the other one's. */
static void
test_one_authority (void)
{
  g_autoptr(RailProject) project = new_with_authorities ();
  RailDevice *one = add_plc (project, "PLC_1", "2.0");
  RailDevice *two = add_plc (project, "PLC_2", "2.0");
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_switch_on_async (project, one, RAIL_SERVICE_WEB_SERVER, NULL, finished_cb, &first);
  rail_project_switch_on_async (project, two, RAIL_SERVICE_WEB_SERVER, NULL, finished_cb, &second);
  while (first == NULL || second == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (rail_project_switch_on_finish (project, first, &error));
  g_assert_no_error (error);
  g_assert_null (rail_project_switch_on_finish (project, second, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS);
  switch_on (project, rail_project_get_device (project, "PLC_2"), RAIL_SERVICE_WEB_SERVER);
  /* Three authorities, and the two. */
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 5);
}

static void
test_certificate_deleted_meanwhile (void)
{
  g_autoptr(RailProject) project = new_with_authorities ();
  RailEntry *entry = switch_on (project, add_plc (project, "PLC_1", "2.0"), RAIL_SERVICE_WEB_SERVER);
  g_autoptr(GPtrArray) entries = fixture_list (entry, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_switch_off (project, rail_project_get_device (project, "PLC_1"), RAIL_SERVICE_WEB_SERVER, FALSE, NULL);
  rail_project_switch_on_async (project, rail_project_get_device (project, "PLC_1"), RAIL_SERVICE_WEB_SERVER, NULL,
                                finished_cb, &result);
  g_assert_true (rail_project_delete_entries (project, entries, NULL));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (rail_project_switch_on_finish (project, result, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_assert_false (rail_device_is_service_on (rail_project_get_device (project, "PLC_1"), RAIL_SERVICE_WEB_SERVER));
}

static void
test_in_background (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailDevice *device = add_plc (project, "PLC_1", "2.0");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *entry;

  rail_project_switch_on_async (project, device, RAIL_SERVICE_WEB_SERVER, NULL, finished_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  entry = rail_project_switch_on_finish (project, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_entry_get_id (entry), ==, 2);
}

static void
test_long_name (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailDevice *device = add_plc (project, "Station_for_filling_and_capping_of_bottles_in_the_northern_hall_2", "2.0");
  RailEntry *entry = switch_on (project, device, RAIL_SERVICE_WEB_SERVER);
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

  g_assert_cmpuint (strlen (name), ==, 64);
  g_assert_true (g_str_has_prefix (name, "Station-for-filling-and-capping-of-bottles-in-the-no"));
  g_assert_true (g_str_has_suffix (name, "/Webserver-2"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/services/firmware-decides", test_firmware);
  g_test_add_func ("/project/services/firmware-versions-are-numbers", test_firmware_order);
  g_test_add_func ("/project/services/get-certificates-as-tia-portal-makes-them", test_certificates);
  g_test_add_func ("/project/services/switching-on-is-one-step", test_one_step);
  g_test_add_func ("/project/services/what-lacks-is-said-and-nothing-changes", test_refusals);
  g_test_add_func ("/project/services/are-self-signed-without-protection", test_unprotected);
  g_test_add_func ("/project/services/switched-off-keeps-the-certificate", test_kept);
  g_test_add_func ("/project/services/switched-off-deletes-the-certificate", test_deleted);
  g_test_add_func ("/project/services/shared-certificate-is-not-deleted", test_shared_is_not_deleted);
  g_test_add_func ("/project/services/device-deleted-meanwhile", test_deleted_meanwhile);
  g_test_add_func ("/project/services/local-meanwhile-refuses-an-authority", test_local_meanwhile);
  g_test_add_func ("/project/services/older-firmware-meanwhile-is-refused", test_older_firmware_meanwhile);
  g_test_add_func ("/project/services/there-is-one-authority-for-curves", test_one_authority);
  g_test_add_func ("/project/services/certificate-deleted-meanwhile-is-said", test_certificate_deleted_meanwhile);
  g_test_add_func ("/project/services/switched-on-in-the-background", test_in_background);
  g_test_add_func ("/project/services/long-names-are-cut", test_long_name);
  return g_test_run ();
}
