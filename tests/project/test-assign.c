/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Assigning certificates to devices, and the global security settings. */

#include "rail-device-operations.h"
#include "rail-replacement.h"
#include "rail-request.h"

#include "project-fixture.h"

typedef struct
{
  RailProject *project;
  RailEntry   *authority;
  RailEntry   *server;      /* OPC UA server */
  RailEntry   *client;      /* OPC UA client */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(RailDevice) one = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(RailDevice) two = rail_device_new ("PLC_2", RAIL_FAMILY_S7_1500);

  fixture->project = fixture_new_protected ();
  g_assert_true (rail_project_add_device (fixture->project, one, NULL));
  g_assert_true (rail_project_add_device (fixture->project, two, NULL));
  fixture->authority = fixture_create_simple (fixture->project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  fixture->server = fixture_create_simple (fixture->project, RAIL_USAGE_OPCUA_SERVER, "Server", fixture->authority);
  fixture->client = fixture_create_simple (fixture->project, RAIL_USAGE_OPCUA_CLIENT, "Client", fixture->authority);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->project);
}

/* As it is now: every change puts another object into its place. */
static RailDevice *
get (Fixture    *fixture,
     const char *name)
{
  return rail_project_get_device (fixture->project, name);
}

static void
assign (Fixture     *fixture,
        RailEntry   *entry,
        const char  *device,
        RailUsedAs   role,
        RailService  service)
{
  g_autoptr(GError) error = NULL;

  rail_project_assign (fixture->project, entry, get (fixture, device), role, service, &error);
  g_assert_no_error (error);
}

static void
assert_refused (Fixture     *fixture,
                RailEntry   *entry,
                const char  *device,
                RailUsedAs   role,
                RailService  service,
                const char  *word)
{
  g_autofree char *before = fixture_dump (fixture->project);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_project_assign (fixture->project, entry, get (fixture, device), role, service, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”", error->message, word);
  after = fixture_dump (fixture->project);
  g_assert_cmpstr (after, ==, before);
}

static void
test_service (Fixture       *fixture,
              gconstpointer  data)
{
  RailEntry *other = fixture_create_simple (fixture->project, RAIL_USAGE_OPCUA_SERVER, "Other", NULL);
  RailEntry *replaced = NULL;

  assign (fixture, fixture->server, "PLC_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER);
  g_assert_cmpstr (rail_entry_get_device (fixture->server), ==, "PLC_1");
  g_assert_true (rail_device_is_service_on (get (fixture, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER));
  g_assert_cmpuint (rail_device_get_service_certificate (get (fixture, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER), ==,
                    rail_entry_get_id (fixture->server));

  /* There is one for a service, and the one that goes is named before. */
  g_assert_true (rail_project_check_assign (fixture->project, other, get (fixture, "PLC_1"), RAIL_USED_AS_SERVICE,
                                            RAIL_SERVICE_OPCUA_SERVER, &replaced, NULL));
  g_assert_true (replaced == fixture->server);
  assign (fixture, other, "PLC_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER);
  g_assert_cmpuint (rail_device_get_service_certificate (get (fixture, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER), ==,
                    rail_entry_get_id (other));
  g_assert_cmpstr (rail_entry_get_device (fixture->server), ==, "PLC_1");
}

static void
test_partners (Fixture       *fixture,
               gconstpointer  data)
{
  RailDevice *device;

  assign (fixture, fixture->authority, "PLC_1", RAIL_USED_AS_TRUSTED, 0);
  assign (fixture, fixture->authority, "PLC_2", RAIL_USED_AS_TRUSTED, 0);
  assign (fixture, fixture->client, "PLC_1", RAIL_USED_AS_CLIENT, 0);
  device = get (fixture, "PLC_1");
  g_assert_true (rail_device_has_partner (device, rail_entry_get_id (fixture->authority)));
  g_assert_false (rail_device_has_client (device, rail_entry_get_id (fixture->authority)));
  g_assert_true (rail_device_has_partner (device, rail_entry_get_id (fixture->client)));
  g_assert_true (rail_device_has_client (device, rail_entry_get_id (fixture->client)));
  g_assert_true (rail_device_has_partner (get (fixture, "PLC_2"), rail_entry_get_id (fixture->authority)));
  g_assert_null (rail_entry_get_device (fixture->client));

  g_assert_true (rail_project_unassign (fixture->project, fixture->client, device, RAIL_USED_AS_CLIENT, 0, NULL));
  device = get (fixture, "PLC_1");
  g_assert_true (rail_device_has_partner (device, rail_entry_get_id (fixture->client)));
  g_assert_false (rail_device_has_client (device, rail_entry_get_id (fixture->client)));
  g_assert_true (rail_project_unassign (fixture->project, fixture->client, device, RAIL_USED_AS_TRUSTED, 0, NULL));
  g_assert_false (rail_device_has_partner (get (fixture, "PLC_1"), rail_entry_get_id (fixture->client)));
}

/* All or none, and one step. */
static void
test_several (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) partners = fixture_list (fixture->authority, fixture->client, NULL);
  g_autoptr(GPtrArray) mixed = fixture_list (fixture->client, fixture->server, NULL);
  guint authority = rail_entry_get_id (fixture->authority);
  guint client = rail_entry_get_id (fixture->client);
  g_autofree char *before = fixture_dump (fixture->project);
  g_autofree char *between = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (rail_project_assign_all (fixture->project, partners, get (fixture, "PLC_1"), RAIL_USED_AS_TRUSTED, NULL));
  g_assert_true (rail_device_has_partner (get (fixture, "PLC_1"), authority));
  g_assert_true (rail_device_has_partner (get (fixture, "PLC_1"), client));
  g_assert_true (rail_project_unassign_all (fixture->project, partners, get (fixture, "PLC_1"), RAIL_USED_AS_TRUSTED, NULL));
  g_assert_false (rail_device_has_partner (get (fixture, "PLC_1"), authority));
  g_assert_false (rail_device_has_partner (get (fixture, "PLC_1"), client));
  g_assert_true (rail_project_undo (fixture->project));
  g_assert_true (rail_device_has_partner (get (fixture, "PLC_1"), authority));
  g_assert_true (rail_project_undo (fixture->project));
  between = fixture_dump (fixture->project);
  g_assert_cmpstr (between, ==, before);

  /* One of them is no partner. */
  assign (fixture, fixture->server, "PLC_1", RAIL_USED_AS_DEVICE, 0);
  g_assert_false (rail_project_assign_all (fixture->project, mixed, get (fixture, "PLC_1"), RAIL_USED_AS_TRUSTED, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_true (rail_project_undo (fixture->project));
  after = fixture_dump (fixture->project);
  g_assert_cmpstr (after, ==, before);
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) revoked = fixture_list (fixture->client, NULL);

  assert_refused (fixture, fixture->authority, "PLC_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_WEB_SERVER, "no device certificate");
  assert_refused (fixture, fixture->client, "PLC_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER, "extended key usage");
  assign (fixture, fixture->server, "PLC_1", RAIL_USED_AS_DEVICE, 0);
  assert_refused (fixture, fixture->server, "PLC_2", RAIL_USED_AS_DEVICE, 0, "PLC_1");
  assert_refused (fixture, fixture->server, "PLC_1", RAIL_USED_AS_TRUSTED, 0, "itself");
  g_assert_true (rail_project_revoke (fixture->project, revoked, RAIL_REVOCATION_SUPERSEDED, NULL));
  assert_refused (fixture, fixture->client, "PLC_2", RAIL_USED_AS_TRUSTED, 0, "revoked");
}

static void
test_no_step (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *text = NULL;

  assign (fixture, fixture->authority, "PLC_1", RAIL_USED_AS_TRUSTED, 0);
  text = g_strdup (rail_project_get_undo_text (fixture->project));
  rail_project_rename (fixture->project, "Elsewhere", NULL);
  assign (fixture, fixture->authority, "PLC_1", RAIL_USED_AS_TRUSTED, 0);
  g_assert_true (g_str_has_prefix (rail_project_get_undo_text (fixture->project), "Rename"));
  g_assert_true (rail_project_undo (fixture->project));
  g_assert_cmpstr (rail_project_get_undo_text (fixture->project), ==, text);
}

static void
test_deletion (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) all = fixture_list (fixture->authority, fixture->server, fixture->client, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  guint n_partners;

  assign (fixture, fixture->server, "PLC_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER);
  assign (fixture, fixture->authority, "PLC_1", RAIL_USED_AS_TRUSTED, 0);
  assign (fixture, fixture->client, "PLC_1", RAIL_USED_AS_CLIENT, 0);
  before = fixture_dump (fixture->project);
  rail_project_delete_entries (fixture->project, all, &error);
  g_assert_no_error (error);
  rail_device_get_partners (get (fixture, "PLC_1"), &n_partners);
  g_assert_cmpuint (n_partners, ==, 0);
  g_assert_cmpuint (rail_device_get_service_certificate (get (fixture, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER), ==, 0);
  g_assert_true (rail_project_check (fixture->project, &error));
  g_assert_true (rail_project_undo (fixture->project));
  after = fixture_dump (fixture->project);
  g_assert_cmpstr (after, ==, before);
}

static void
test_left (Fixture       *fixture,
           gconstpointer  data)
{
  assign (fixture, fixture->server, "PLC_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER);
  g_assert_true (rail_project_unassign (fixture->project, fixture->server, get (fixture, "PLC_1"), RAIL_USED_AS_SERVICE,
                                        RAIL_SERVICE_OPCUA_SERVER, NULL));
  g_assert_cmpuint (rail_device_get_service_certificate (get (fixture, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER), ==, 0);
  g_assert_cmpstr (rail_entry_get_device (fixture->server), ==, "PLC_1");
  assign (fixture, fixture->server, "PLC_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER);
  g_assert_true (rail_project_unassign (fixture->project, fixture->server, get (fixture, "PLC_1"), RAIL_USED_AS_DEVICE,
                                        0, NULL));
  g_assert_cmpuint (rail_device_get_service_certificate (get (fixture, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER), ==, 0);
  g_assert_null (rail_entry_get_device (fixture->server));
}

/* C4: what the local manager holds goes with its keys, and nothing outside is known before. */
static void
test_global_security (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(RailDevice) device = rail_device_new ("Panel", RAIL_FAMILY_HMI);
  static const char * const addresses[] = { "192.168.0.9", NULL };
  g_autofree char *text = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *entry;
  guint id;

  rail_device_set_global_security (device, FALSE);
  rail_device_set_addresses (device, addresses);
  g_assert_true (rail_project_add_device (fixture->project, device, NULL));
  entry = rail_project_switch_on (fixture->project, get (fixture, "Panel"), RAIL_SERVICE_WEB_SERVER, &error);
  g_assert_no_error (error);
  id = rail_entry_get_id (entry);
  g_assert_true (rail_project_is_local (fixture->project, entry));
  g_assert_true (rail_certificate_is_self_signed (rail_entry_get_certificate (entry)));
  assert_refused (fixture, fixture->authority, "Panel", RAIL_USED_AS_TRUSTED, 0, "global security");
  assert_refused (fixture, entry, "PLC_1", RAIL_USED_AS_TRUSTED, 0, "local certificate manager");

  text = rail_project_describe_global_security (fixture->project, get (fixture, "Panel"));
  g_assert_nonnull (strstr (text, "Panel/Webserver-"));
  before = fixture_dump (fixture->project);
  g_assert_true (rail_project_set_global_security (fixture->project, get (fixture, "Panel"), TRUE, &error));
  g_assert_null (rail_project_get_entry (fixture->project, id));
  g_assert_true (rail_device_uses_global_security (get (fixture, "Panel")));
  g_assert_true (rail_device_is_service_on (get (fixture, "Panel"), RAIL_SERVICE_WEB_SERVER));
  g_assert_cmpuint (rail_device_get_service_certificate (get (fixture, "Panel"), RAIL_SERVICE_WEB_SERVER), ==, 0);
  assign (fixture, fixture->authority, "Panel", RAIL_USED_AS_TRUSTED, 0);
  g_assert_true (rail_project_undo (fixture->project));
  g_assert_true (rail_project_undo (fixture->project));
  after = fixture_dump (fixture->project);
  g_assert_cmpstr (after, ==, before);
}

/* C4: the local manager makes, exports without the key, and deletes. */
static void
test_local_limits (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(RailDevice) device = rail_device_new ("Panel", RAIL_FAMILY_HMI);
  static const char * const addresses[] = { "192.168.0.9", NULL };
  g_autoptr(RailReplacement) replacement = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *entry;

  rail_device_set_global_security (device, FALSE);
  rail_device_set_addresses (device, addresses);
  g_assert_true (rail_project_add_device (fixture->project, device, NULL));
  entry = rail_project_switch_on (fixture->project, get (fixture, "Panel"), RAIL_SERVICE_WEB_SERVER, NULL);
  g_assert_null (rail_project_request (fixture->project, entry, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);
  replacement = rail_replacement_new (fixture->project, entry, rail_entry_get_certificate (fixture->server),
                                      rail_entry_get_key (fixture->server));
  rail_replacement_set_force (replacement, TRUE);
  g_assert_false (rail_project_replace (fixture->project, replacement, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_object (&replacement);
}

static void
test_global_security_off (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  guint n_partners;

  assign (fixture, fixture->server, "PLC_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER);
  assign (fixture, fixture->authority, "PLC_1", RAIL_USED_AS_TRUSTED, 0);
  g_assert_true (rail_project_set_global_security (fixture->project, get (fixture, "PLC_1"), FALSE, &error));
  g_assert_null (rail_entry_get_device (fixture->server));
  rail_device_get_partners (get (fixture, "PLC_1"), &n_partners);
  g_assert_cmpuint (n_partners, ==, 0);
  g_assert_cmpuint (rail_device_get_service_certificate (get (fixture, "PLC_1"), RAIL_SERVICE_OPCUA_SERVER), ==, 0);
}

static void
test_unprotected (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  g_assert_true (rail_project_add_device (project, device, NULL));
  g_assert_false (rail_project_set_global_security (project, device, TRUE, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED);
}

static void
test_local_device_goes_with_certificates (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr(RailDevice) device = rail_device_new ("Panel", RAIL_FAMILY_HMI);
  static const char * const addresses[] = { "192.168.0.9", NULL };
  g_autoptr(GError) error = NULL;
  guint id;

  rail_device_set_global_security (device, FALSE);
  rail_device_set_addresses (device, addresses);
  g_assert_true (rail_project_add_device (fixture->project, device, NULL));
  id = rail_entry_get_id (rail_project_switch_on (fixture->project, get (fixture, "Panel"), RAIL_SERVICE_WEB_SERVER, NULL));
  assign (fixture, fixture->server, "PLC_1", RAIL_USED_AS_DEVICE, 0);
  g_assert_true (rail_project_delete_device (fixture->project, get (fixture, "Panel"), &error));
  g_assert_null (rail_project_get_entry (fixture->project, id));
  g_assert_true (rail_project_delete_device (fixture->project, get (fixture, "PLC_1"), &error));
  g_assert_null (rail_entry_get_device (fixture->server));
}

/* Whoever wrote the file: nothing may refer to what is gone, or the project could not be saved. */
static void
test_strange_partner_goes_with_device (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr(RailDevice) panel = rail_device_new ("Panel", RAIL_FAMILY_HMI);
  g_autoptr(RailDevice) strange = NULL;
  static const char * const addresses[] = { "192.168.0.9", NULL };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  guint id;

  rail_device_set_global_security (panel, FALSE);
  rail_device_set_addresses (panel, addresses);
  g_assert_true (rail_project_add_device (fixture->project, panel, NULL));
  id = rail_entry_get_id (rail_project_switch_on (fixture->project, get (fixture, "Panel"), RAIL_SERVICE_WEB_SERVER, NULL));
  strange = rail_device_copy (get (fixture, "PLC_2"));
  rail_device_set_partner (strange, id, TRUE);
  rail_project_change_device (fixture->project, get (fixture, "PLC_2"), strange, &error);
  g_assert_no_error (error);

  before = fixture_dump (fixture->project);
  g_assert_true (rail_project_delete_device (fixture->project, get (fixture, "Panel"), &error));
  g_assert_false (rail_device_has_partner (get (fixture, "PLC_2"), id));
  g_assert_true (rail_project_undo (fixture->project));
  after = fixture_dump (fixture->project);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (rail_device_has_partner (get (fixture, "PLC_2"), id));
}

static void
test_duplicate_has_no_more_services (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr(RailDevice) device = rail_device_new ("PLC_7", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;
  RailDevice *copy;

  rail_device_set_firmware (device, "2.9");
  g_assert_true (rail_project_add_device (fixture->project, device, NULL));
  g_assert_true (rail_device_is_service_on (get (fixture, "PLC_7"), RAIL_SERVICE_PG_HMI));
  rail_project_switch_off (fixture->project, get (fixture, "PLC_7"), RAIL_SERVICE_PG_HMI, FALSE, &error);
  g_assert_no_error (error);
  copy = rail_project_duplicate_device (fixture->project, get (fixture, "PLC_7"), "PLC_8", &error);
  g_assert_no_error (error);
  g_assert_false (rail_device_is_service_on (copy, RAIL_SERVICE_PG_HMI));
}

static void
test_duplicate (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  RailDevice *copy;

  assign (fixture, fixture->server, "PLC_1", RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER);
  assign (fixture, fixture->client, "PLC_1", RAIL_USED_AS_CLIENT, 0);
  g_assert_null (rail_project_duplicate_device (fixture->project, get (fixture, "PLC_1"), "PLC_2", &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS);
  g_clear_error (&error);
  copy = rail_project_duplicate_device (fixture->project, get (fixture, "PLC_1"), "PLC_3", &error);
  g_assert_no_error (error);
  g_assert_true (rail_device_is_service_on (copy, RAIL_SERVICE_OPCUA_SERVER));
  g_assert_cmpuint (rail_device_get_service_certificate (copy, RAIL_SERVICE_OPCUA_SERVER), ==, 0);
  g_assert_true (rail_device_has_client (copy, rail_entry_get_id (fixture->client)));
}

static void
test_opcua (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (rail_project_configure_opcua (fixture->project, get (fixture, "PLC_1"), RAIL_POLICY_BASIC256_SHA256,
                                               RAIL_MODE_SIGN_AND_ENCRYPT, TRUE, &error));
  g_assert_cmpint (rail_device_get_policies (get (fixture, "PLC_1")), ==, RAIL_POLICY_BASIC256_SHA256);
  g_assert_cmpint (rail_device_get_modes (get (fixture, "PLC_1")), ==, RAIL_MODE_SIGN_AND_ENCRYPT);
  g_assert_true (rail_device_accepts_clients (get (fixture, "PLC_1")));
  g_assert_false (rail_project_configure_opcua (fixture->project, get (fixture, "PLC_1"), RAIL_POLICY_BASIC256_SHA256,
                                                RAIL_MODE_NONE, TRUE, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/project/assign/one-certificate-a-service", test_service);
  add ("/project/assign/partners-and-clients", test_partners);
  add ("/project/assign/several-are-one-step", test_several);
  add ("/project/assign/what-does-not-fit-is-refused", test_refusals);
  add ("/project/assign/twice-is-once", test_no_step);
  add ("/project/assign/deleted-certificates-leave-no-reference", test_deletion);
  add ("/project/assign/taken-back", test_left);
  add ("/project/global-security/on-deletes-what-is-local", test_global_security);
  add ("/project/global-security/local-manager-has-its-limits", test_local_limits);
  add ("/project/global-security/off-lets-certificates-go", test_global_security_off);
  g_test_add_func ("/project/global-security/needs-protection", test_unprotected);
  add ("/project/devices/local-certificates-go-with-their-device", test_local_device_goes_with_certificates);
  add ("/project/devices/duplicate-has-no-more-services", test_duplicate_has_no_more_services);
  add ("/project/devices/strange-partners-go-with-their-device", test_strange_partner_goes_with_device);
  add ("/project/devices/duplicated", test_duplicate);
  add ("/project/devices/opcua-server-is-set-up", test_opcua);
  return g_test_run ();
}
