/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "project-fixture.h"

static void
add_device (RailProject        *project,
            const char         *name,
            RailFamily          family,
            const char * const *addresses)
{
  g_autoptr(RailDevice) device = rail_device_new (name, family);
  g_autoptr(GError) error = NULL;

  rail_device_set_addresses (device, addresses);
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
}

static char *
dump_names (RailCreation *creation)
{
  GListModel *names = G_LIST_MODEL (rail_certificate_request_get_names (rail_creation_get_request (creation)));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *row = rail_alternative_name_to_string (name);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", row);
    }
  return g_string_free (text, FALSE);
}

static void
assert_names (RailCreation *creation,
              const char   *expected)
{
  g_autofree char *names = dump_names (creation);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_names_from_device (void)
{
  static const char * const addresses[] = { "192.168.0.1", "plc-1.example", "fe80::1", NULL };
  g_autoptr(RailProject) project = fixture_new_project ();
  const struct
  {
    const char *device;
    RailUsage   usage;
    const char *names;
  } cases[] = {
    { "PLC_1", RAIL_USAGE_OPCUA_SERVER,
      "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1 IP:192.168.0.1 IP:fe80::1 DNS:plc-1.example" },
    { "Software PLC_1", RAIL_USAGE_OPCUA_SERVER, "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:Software PLC_1 IP:" },
    { "Abfüllung 工", RAIL_USAGE_OPCUA_SERVER,
      "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:Abf%C3%BCllung %E5%B7%A5 IP:" },
    { "PLC_2", RAIL_USAGE_OPCUA_SERVER, "URI:urn:SIMATIC.S7-1200.OPC-UA.Application:PLC_2 IP:" },
    { "Station", RAIL_USAGE_OPCUA_CLIENT,
      "URI:urn:station.example:UnifiedAutomation:UaExpert IP:192.168.0.9 DNS:station.example" },
    { "Panel", RAIL_USAGE_OPCUA_CLIENT, "URI:" },
    { "PLC_1", RAIL_USAGE_WEB_SERVER, "IP:192.168.0.1 IP:fe80::1 DNS:plc-1.example" },
    { "PLC_2", RAIL_USAGE_WEB_SERVER, "IP:" },
    { "Panel", RAIL_USAGE_SYSLOG_CLIENT, "" },
  };
  static const char * const station[] = { "192.168.0.9", "station.example", NULL };

  add_device (project, "PLC_1", RAIL_FAMILY_S7_1500, addresses);
  add_device (project, "Software PLC_1", RAIL_FAMILY_S7_1500, NULL);
  add_device (project, "Abfüllung 工", RAIL_FAMILY_S7_1500, NULL);
  add_device (project, "PLC_2", RAIL_FAMILY_S7_1200, NULL);
  add_device (project, "Station", RAIL_FAMILY_PC, station);
  add_device (project, "Panel", RAIL_FAMILY_HMI, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailCreation) creation = rail_creation_new (project);

      rail_creation_set_device (creation, cases[i].device);
      rail_creation_apply_template (creation, cases[i].usage);
      assert_names (creation, cases[i].names);
    }
}

static void
test_names_without_device (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailCreation) creation = rail_creation_new (project);
  g_autofree char *uaexpert = g_strdup_printf ("URI:urn:%s:UnifiedAutomation:UaExpert", g_get_host_name ());

  rail_creation_apply_template (creation, RAIL_USAGE_OPCUA_SERVER);
  assert_names (creation, "URI: IP:");
  rail_creation_apply_template (creation, RAIL_USAGE_OPCUA_CLIENT);
  assert_names (creation, uaexpert);
  rail_creation_apply_template (creation, RAIL_USAGE_TLS_CLIENT);
  assert_names (creation, "");
}

static void
test_typed_names_stay (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailCreation) creation = rail_creation_new (project);
  GListStore *names = rail_certificate_request_get_names (rail_creation_get_request (creation));
  g_autoptr(RailAlternativeName) mail = rail_alternative_name_new (RAIL_NAME_TYPE_EMAIL, "plant@example.com");
  g_autoptr(RailAlternativeName) uri = NULL;

  rail_creation_apply_template (creation, RAIL_USAGE_OPCUA_SERVER);
  uri = g_list_model_get_item (G_LIST_MODEL (names), 0);
  rail_alternative_name_set_value (uri, "urn:mine");
  g_list_store_append (names, mail);
  rail_creation_apply_template (creation, RAIL_USAGE_OPCUA_CLIENT);
  assert_names (creation, "URI:urn:mine EMAIL:plant@example.com");
  rail_creation_apply_template (creation, RAIL_USAGE_WEB_SERVER);
  assert_names (creation, "IP: URI:urn:mine EMAIL:plant@example.com");
}

static RailEntry *
create_root (RailProject *project,
             const char  *name,
             RailKeyKind  kind,
             RailHash     hash)
{
  g_autoptr(RailCreation) creation = fixture_new_creation (project, RAIL_USAGE_CA_ROOT, name, NULL);

  rail_certificate_request_set_key_kind (rail_creation_get_request (creation), kind);
  rail_certificate_request_set_hash (rail_creation_get_request (creation), hash);
  return fixture_create (creation, project);
}

static void
test_issuer_is_proposed (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *old = create_root (project, "Old", RAIL_KEY_KIND_RSA_2048, RAIL_HASH_SHA1);
  RailEntry *usual = create_root (project, "Usual", RAIL_KEY_KIND_RSA_2048, RAIL_HASH_SHA256);
  RailEntry *curve = create_root (project, "Curve", RAIL_KEY_KIND_EC_P256, RAIL_HASH_SHA256);
  const struct
  {
    RailUsage    usage;
    RailEntry   *issuer;
    RailKeyKind  kind;
  } cases[] = {
    { RAIL_USAGE_OPCUA_SERVER, usual, RAIL_KEY_KIND_RSA_2048 },
    { RAIL_USAGE_CA_ROOT, NULL, RAIL_KEY_KIND_RSA_2048 },
    { RAIL_USAGE_CA_INTERMEDIATE, usual, RAIL_KEY_KIND_RSA_2048 },
    { RAIL_USAGE_WEB_SERVER, curve, RAIL_KEY_KIND_EC_P256 },
    { RAIL_USAGE_PG_HMI, curve, RAIL_KEY_KIND_EC_P256 },
    { RAIL_USAGE_TLS_CLIENT, usual, RAIL_KEY_KIND_RSA_2048 },
  };
  g_autoptr(RailCreation) creation = rail_creation_new (project);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RailCertificateRequest *request = rail_creation_get_request (creation);

      rail_creation_apply_template (creation, cases[i].usage);
      g_assert_true (rail_creation_get_issuer (creation) == cases[i].issuer);
      g_assert_true (rail_certificate_request_get_issuer (request) ==
                     (cases[i].issuer != NULL ? rail_entry_get_certificate (cases[i].issuer) : NULL));
      g_assert_cmpint (rail_certificate_request_get_key_kind (request), ==, cases[i].kind);
      g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA256);
    }

  rail_creation_set_issuer (creation, old);
  rail_creation_apply_template (creation, RAIL_USAGE_OPCUA_CLIENT);
  g_assert_true (rail_creation_get_issuer (creation) == old);
  rail_creation_set_issuer (creation, NULL);
  rail_creation_apply_template (creation, RAIL_USAGE_OPCUA_CLIENT);
  g_assert_null (rail_creation_get_issuer (creation));
  rail_creation_apply_template (creation, RAIL_USAGE_CA_INTERMEDIATE);
  g_assert_true (rail_creation_get_issuer (creation) == usual);
}

/* Each is worse than an authority that can be used; alone, each is none. */
static void
test_unfit_issuers (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = create_root (project, "Root", RAIL_KEY_KIND_EC_P256, RAIL_HASH_SHA256);
  RailEntry *middle = fixture_create_simple (project, RAIL_USAGE_CA_INTERMEDIATE, "Middle", root);
  g_autoptr(RailCreation) creation = rail_creation_new (project);

  rail_entry_set_revoked (root, FIXTURE_NOW, RAIL_REVOCATION_CA_COMPROMISE);
  rail_creation_apply_template (creation, RAIL_USAGE_TLS_CLIENT);
  g_assert_true (rail_creation_get_issuer (creation) == middle);
  rail_creation_apply_template (creation, RAIL_USAGE_CA_INTERMEDIATE);
  g_assert_null (rail_creation_get_issuer (creation));
  rail_environment_set_now (rail_project_get_environment (project),
                            rail_certificate_get_not_after (rail_entry_get_certificate (middle)) + 1);
  rail_creation_apply_template (creation, RAIL_USAGE_TLS_CLIENT);
  g_assert_null (rail_creation_get_issuer (creation));
}

/* The signature algorithms that RFC 5480 and OPC 10000-7 pair with the curves: the hash is as long as the key that signs. */
static void
test_hash_follows_the_signer (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailCreation) alone = rail_creation_new (project);
  g_autoptr(RailCreation) root = rail_creation_new (project);
  g_autoptr(RailCreation) leaf = rail_creation_new (project);
  g_autoptr(RailCreation) chosen = rail_creation_new (project);
  RailCreation *creations[] = { alone, root };
  RailEntry *authority = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (creations); i++)
    {
      RailCertificateRequest *request = rail_creation_get_request (creations[i]);

      rail_creation_set_issuer (creations[i], NULL);
      rail_creation_apply_template (creations[i], i == 0 ? RAIL_USAGE_OPCUA_CLIENT : RAIL_USAGE_CA_ROOT);
      rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P384);
      rail_certificate_request_set_common_name (request, "P-384");
      g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA384);
      authority = fixture_create (creations[i], project);
      g_assert_cmpstr (rail_certificate_get_signature_algorithm (rail_entry_get_certificate (authority)), ==,
                       "ECDSA-SHA384");
    }

  rail_creation_set_issuer (leaf, authority);
  rail_creation_apply_template (leaf, RAIL_USAGE_OPCUA_CLIENT);
  rail_certificate_request_set_common_name (rail_creation_get_request (leaf), "Leaf");
  g_assert_cmpstr (rail_certificate_get_signature_algorithm (
                     rail_entry_get_certificate (fixture_create (leaf, project))), ==, "ECDSA-SHA384");

  /* A choice is not taken back by a template. */
  rail_certificate_request_set_hash (rail_creation_get_request (chosen), RAIL_HASH_SHA512);
  rail_creation_apply_template (chosen, RAIL_USAGE_TLS_CLIENT);
  g_assert_cmpint (rail_certificate_request_get_hash (rail_creation_get_request (chosen)), ==, RAIL_HASH_SHA512);
}

static void
test_problems (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailProject) other = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (other, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(RailEntry) keyless =
    rail_entry_new (1, RAIL_ENTRY_TRUSTED, RAIL_USAGE_CA_ROOT, rail_entry_get_certificate (root), NULL);
  g_autoptr(RailCreation) creation = fixture_new_creation (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", NULL);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  RailCreationProblems problems;
  FixtureCounter counter;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (rail_creation_validate (creation), ==, 0);
  fixture_count (creation, "notify::problems", &counter);

  rail_certificate_request_set_common_name (request, "");
  g_assert_cmpuint (counter.count, ==, 1);
  g_object_get (creation, "problems", &problems, NULL);
  g_assert_cmpint (problems, ==, RAIL_CREATION_REQUEST_INVALID);
  rail_creation_set_error (creation, &error);
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  text = rail_certificate_request_describe (request, RAIL_REQUEST_COMMON_NAME_MISSING);
  g_assert_cmpstr (error->message, ==, text);
  g_clear_error (&error);
  rail_certificate_request_set_common_name (request, "PLC-1");
  g_assert_cmpuint (counter.count, ==, 2);

  rail_creation_set_device (creation, "PLC_1");
  g_assert_cmpint (rail_creation_validate (creation), ==, RAIL_CREATION_DEVICE_UNKNOWN);
  rail_creation_set_error (creation, &error);
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  rail_assert_contains (error->message, "“PLC_1”");
  g_clear_error (&error);
  add_device (project, "PLC_1", RAIL_FAMILY_S7_1500, NULL);
  g_assert_cmpuint (counter.count, ==, 4);
  g_object_get (creation, "problems", &problems, NULL);
  g_assert_cmpint (problems, ==, 0);

  rail_creation_set_issuer (creation, root);
  g_assert_cmpint (rail_creation_validate (creation), ==, RAIL_CREATION_UNPROTECTED);
  rail_creation_set_error (creation, &error);
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED);
  g_clear_error (&error);
  rail_creation_set_issuer (creation, keyless);
  g_assert_cmpint (rail_creation_validate (creation), ==, RAIL_CREATION_UNPROTECTED | RAIL_CREATION_ISSUER_NO_KEY);
}

static void
test_missing_key_is_named (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(RailEntry) keyless =
    rail_entry_new (9, RAIL_ENTRY_TRUSTED, RAIL_USAGE_CA_ROOT, rail_entry_get_certificate (root), NULL);
  g_autoptr(RailCreation) creation = fixture_new_creation (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", keyless);
  g_autoptr(GError) error = NULL;

  rail_creation_set_error (creation, &error);
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY);
  rail_assert_contains (error->message, "“Root”");
}

static void
test_protecting_is_noticed (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailCreation) creation = fixture_new_creation (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("secret");
  FixtureCounter counter;

  g_assert_cmpint (rail_creation_validate (creation), ==, RAIL_CREATION_UNPROTECTED);
  fixture_count (creation, "notify::problems", &counter);
  g_assert_true (rail_project_protect (project, "admin", password, NULL));
  g_assert_cmpuint (counter.count, ==, 1);
}

static void
test_properties (void)
{
  RailProject *project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailCreation *creation = rail_creation_new (project);
  FixtureCounter counter;

  fixture_count (creation, "notify", &counter);
  g_object_set (creation, "issuer", root, "device", "", NULL);
  g_object_set (creation, "issuer", root, "device", NULL, NULL);
  g_assert_cmpuint (counter.count, >=, 1);
  {
    g_autoptr(RailProject) read_project = NULL;
    g_autoptr(RailCertificateRequest) request = NULL;
    g_autoptr(RailEntry) issuer = NULL;
    g_autofree char *device = NULL;

    g_object_get (creation, "project", &read_project, "request", &request, "issuer", &issuer, "device", &device, NULL);
    g_assert_true (read_project == project);
    g_assert_true (request == rail_creation_get_request (creation));
    g_assert_true (issuer == root);
    g_assert_null (device);
  }
  g_object_unref (creation);
  g_assert_finalize_object (project);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/creation/names-come-from-the-device", test_names_from_device);
  g_test_add_func ("/project/creation/names-are-asked-for-without-device", test_names_without_device);
  g_test_add_func ("/project/creation/typed-names-stay", test_typed_names_stay);
  g_test_add_func ("/project/creation/issuer-and-key-are-proposed", test_issuer_is_proposed);
  g_test_add_func ("/project/creation/unfit-issuers-are-not-proposed", test_unfit_issuers);
  g_test_add_func ("/project/creation/hash-follows-the-signer", test_hash_follows_the_signer);
  g_test_add_func ("/project/creation/problems-come-and-go", test_problems);
  g_test_add_func ("/project/creation/issuer-without-key-is-named", test_missing_key_is_named);
  g_test_add_func ("/project/creation/protecting-is-noticed", test_protecting_is_noticed);
  g_test_add_func ("/project/creation/properties-read-and-notify", test_properties);
  return g_test_run ();
}
