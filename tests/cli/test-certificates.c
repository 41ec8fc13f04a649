/* SPDX-License-Identifier: GPL-3.0-or-later */

/* list, show, create, delete, revoke */

#include "ctl.h"

#include <string.h>

static const char * const list_keys[] = {
  "id", "kind", "common_name", "serial", "issuer", "issuer_id", "not_before", "not_after", "status", "used_as",
  "private_key", "signature_algorithm", "key_length", "usage", "fingerprint_sha256",
};

static const char * const show_keys[] = {
  "version", "subject_dn", "issuer_dn", "key_algorithm", "key", "names", "key_usage", "key_usage_critical",
  "extended_key_usage", "extended_key_usage_critical", "ca", "path_length", "subject_key_id", "authority_key_id",
  "self_signed", "chain", "chain_complete", "revoked", "revocation_reason", "fingerprint_sha1", "pem",
};

static void
assert_keys (JsonObject         *object,
             const char * const *keys,
             gsize               n_keys)
{
  for (gsize i = 0; i < n_keys; i++)
    if (!json_object_has_member (object, keys[i]))
      g_error ("no member “%s”", keys[i]);
}

static void
assert_ids (Ctl        *ctl,
            JsonNode   *list,
            const char *expected)
{
  JsonArray *array = json_node_get_array (list);
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            json_object_get_int_member (json_array_get_object_element (array, i), "id"));
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_list (Ctl           *ctl,
           gconstpointer  data)
{
  g_autoptr(JsonNode) list = ctl_json (ctl, "list", "--json", "plant.certrail", NULL);
  JsonArray *array = json_node_get_array (list);
  JsonObject *server;

  g_assert_cmpuint (json_array_get_length (array), ==, 4);
  for (guint i = 0; i < 4; i++)
    assert_keys (json_array_get_object_element (array, i), list_keys, G_N_ELEMENTS (list_keys));
  g_assert_true (json_object_get_null_member (json_array_get_object_element (array, 0), "issuer_id"));
  server = json_array_get_object_element (array, 1);
  g_assert_cmpstr (json_object_get_string_member (server, "common_name"), ==, "PLC-1/OPCUA-1-2");
  g_assert_cmpint (json_object_get_int_member (server, "issuer_id"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (server, "usage"), ==, "opcua-server");
  g_assert_cmpint (json_object_get_int_member (server, "key_length"), ==, 256);
  g_assert_true (json_object_get_boolean_member (server, "private_key"));
  g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$",
                                       json_object_get_string_member (server, "not_after"), 0, 0));
}

static void
test_list_filters (Ctl           *ctl,
                   gconstpointer  data)
{
  const struct { const char *option; const char *value; const char *ids; } filters[] = {
    { "--tab", "ca", "1" },
    { "--tab", "device", "2 3 4" },
    { "--tab", "trusted", "" },
    { "--tab", "all", "1 2 3 4" },
    { "--status", "expired", "4" },
    { "--status", "revoked", "" },
    { "--expiring", "30", "4" },
    { "--expiring", "100000", "1 2 3 4" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr(JsonNode) list = ctl_json (ctl, "list", "--json", "plant.certrail", filters[i].option, filters[i].value,
                                           NULL);

      assert_ids (ctl, list, filters[i].ids);
    }
  ctl_done (ctl, "list", "plant.certrail", "--tab", "trusted", NULL);
  g_assert_cmpstr (ctl->out, ==, "No certificates match; leave the options out to list all.\n");
  ctl_refused (ctl, 2, "“tab”", "list", "plant.certrail", "--tab", "tab", NULL);
  ctl_refused (ctl, 2, "“old”", "list", "plant.certrail", "--status", "old", NULL);
  ctl_refused (ctl, 2, "days", "list", "plant.certrail", "--expiring", "-7", NULL);
}

static void
test_list_table (Ctl           *ctl,
                 gconstpointer  data)
{
  g_auto(GStrv) lines = NULL;

  ctl_done (ctl, "list", "plant.certrail", NULL);
  lines = g_strsplit (ctl->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_true (g_str_has_prefix (lines[0], "ID  Common name of subject"));
  /* Columns stand below each other. */
  for (guint i = 1; i < 5; i++)
    g_assert_cmpint (strstr (lines[i], "Plant root") != NULL, ==, TRUE);
  g_assert_true (strstr (lines[2], "Device certificate") - lines[2] == strstr (lines[0], "Used as") - lines[0]);
  rail_assert_contains (lines[4], "Expired");
}

static void
test_show (Ctl           *ctl,
           gconstpointer  data)
{
  g_autoptr(JsonNode) node = ctl_json (ctl, "show", "plant.certrail", "2", "--json", NULL);
  JsonObject *object = json_node_get_object (node);
  g_autofree char *serial = NULL;

  assert_keys (object, list_keys, G_N_ELEMENTS (list_keys));
  assert_keys (object, show_keys, G_N_ELEMENTS (show_keys));
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (object, "chain"), 1), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (object, "names"), 0), ==, "URI:urn:test");
  rail_test_write (ctl->folder, "shown.pem", json_object_get_string_member (object, "pem"), -1);
  g_assert_cmpint (rail_test_run (ctl->folder, &serial, "openssl", "x509", "-in", "shown.pem", "-noout", "-serial", NULL),
                   ==, 0);
  rail_assert_contains (serial, json_object_get_string_member (object, "serial"));

  ctl_done (ctl, "show", "plant.certrail", "2", NULL);
  rail_assert_contains (ctl->out, "PLC-1/OPCUA-1-2");
  rail_assert_contains (ctl->out, "urn:test");
  ctl_refused (ctl, 1, "ID 99", "show", "plant.certrail", "99", NULL);
  ctl_refused (ctl, 2, "“0”", "show", "plant.certrail", "0", NULL);
  ctl_refused (ctl, 2, "“all”", "show", "plant.certrail", "all", NULL);
}

static void
test_create (Ctl           *ctl,
             gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;
  JsonArray *names;

  ctl_done (ctl, "create", "plant.certrail", "--usage", "tls-client", "--cn", "Größe", "--issuer", "1", "--key",
            "ec:secp384r1", "--hash", "sha384", "--dn", "CN=B,O=Plant,C=DE", "--not-before", "2026-01-01", "--not-after",
            "2030-06-30", "--san", "URI:urn:a:b", "--san", "DNS:pc.example", "--san", "IP:10.0.0.1", NULL);
  g_assert_cmpstr (ctl->out, ==, "5\n");
  node = ctl_json (ctl, "show", "--json", "plant.certrail", "5", NULL);
  object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "key"), ==, "ec:secp384r1");
  g_assert_cmpstr (json_object_get_string_member (object, "signature_algorithm"), ==, "ECDSA-SHA384");
  g_assert_cmpstr (json_object_get_string_member (object, "not_before"), ==, "2026-01-01T00:00:00Z");
  g_assert_cmpstr (json_object_get_string_member (object, "not_after"), ==, "2030-06-30T23:59:59Z");
  rail_assert_contains (json_object_get_string_member (object, "subject_dn"), "O=Plant");
  g_assert_cmpstr (json_object_get_string_member (object, "common_name"), ==, "Größe");
  names = json_object_get_array_member (object, "names");
  g_assert_cmpuint (json_array_get_length (names), ==, 3);
  g_assert_cmpstr (json_array_get_string_element (names, 0), ==, "URI:urn:a:b");
}

static void
test_create_for_device (Ctl           *ctl,
                        gconstpointer  data)
{
  g_autoptr(JsonNode) created = NULL;
  JsonObject *object;

  ctl_done (ctl, "device", "add", "plant.certrail", "PLC_2", "--family", "s7-1500", "--address", "192.168.0.2", NULL);
  created = ctl_json (ctl, "--json", "create", "plant.certrail", "--usage", "opcua-server", "--cn", "PLC-2/OPCUA-1-5",
                      "--device", "PLC_2", "--days", "10", NULL);
  object = json_array_get_object_element (json_node_get_array (created), 0);
  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, 5);
  g_assert_cmpint (json_object_get_int_member (object, "issuer_id"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "expiring");
  g_assert_cmpstr (json_object_get_string_member (object, "device"), ==, "PLC_2");
  ctl_done (ctl, "show", "plant.certrail", "5", NULL);
  rail_assert_contains (ctl->out, "urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_2");
  rail_assert_contains (ctl->out, "192.168.0.2");
}

static void
test_create_self (Ctl           *ctl,
                  gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;

  ctl_done (ctl, "create", "plant.certrail", "--usage", "tls-client", "--cn", "Alone", "--issuer", "self", "--key",
            "ec:secp256r1", NULL);
  node = ctl_json (ctl, "show", "plant.certrail", "5", "--json", NULL);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (node), "self_signed"));
}

static void
test_create_hash (Ctl           *ctl,
                  gconstpointer  data)
{
  g_autoptr(JsonNode) list = NULL;

  ctl_done (ctl, "create", "plant.certrail", "--usage", "opcua-client", "--cn", "Client", "--issuer", "self", "--key",
            "ec:secp384r1", NULL);
  ctl_done (ctl, "create", "plant.certrail", "--usage", "ca-root", "--cn", "Root", "--key", "ec:secp384r1", NULL);
  ctl_done (ctl, "create", "plant.certrail", "--usage", "opcua-client", "--cn", "Leaf", "--issuer", "6", NULL);
  list = ctl_json (ctl, "list", "--json", "plant.certrail", NULL);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (json_object_get_string_member (
                       json_array_get_object_element (json_node_get_array (list), 4 + i), "signature_algorithm"), ==,
                     "ECDSA-SHA384");
}

static void
test_create_mistakes (Ctl           *ctl,
                      gconstpointer  data)
{
#define CREATE "create", "plant.certrail", "--usage"
  ctl_refused (ctl, 2, "--usage", "create", "plant.certrail", NULL);
  ctl_refused (ctl, 2, "“server”", CREATE, "server", "--cn", "x", NULL);
  ctl_refused (ctl, 2, "“dsa:1024”", CREATE, "tls-client", "--cn", "x", "--key", "dsa:1024", NULL);
  ctl_refused (ctl, 2, "“md5”", CREATE, "tls-client", "--cn", "x", "--hash", "md5", NULL);
  ctl_refused (ctl, 2, "“tomorrow”", CREATE, "tls-client", "--cn", "x", "--not-after", "tomorrow", NULL);
  ctl_refused (ctl, 2, "--days", CREATE, "tls-client", "--cn", "x", "--days", "-1", NULL);
  ctl_refused (ctl, 2, "--days", CREATE, "tls-client", "--cn", "x", "--days", "0", NULL);
  ctl_refused (ctl, 2, "“Plant”", CREATE, "tls-client", "--cn", "x", "--dn", "Plant", NULL);
  ctl_refused (ctl, 2, "XY", CREATE, "tls-client", "--cn", "x", "--dn", "XY=Plant", NULL);
  ctl_refused (ctl, 2, "--days", CREATE, "tls-client", "--cn", "x", "--days", "1", "--not-after", "2030-01-01", NULL);
  ctl_refused (ctl, 2, "“x”", CREATE, "tls-client", "--cn", "x", "--issuer", "x", NULL);
  ctl_refused (ctl, 2, "nonsense", CREATE, "tls-client", "--cn", "x", "--san", "nonsense", NULL);
  ctl_refused (ctl, 2, "--csv", CREATE, "tls-client", "--cn", "x", "--csv", "rows.csv", NULL);
  ctl_refused (ctl, 1, "ID 77", CREATE, "tls-client", "--cn", "x", "--issuer", "77", NULL);
  ctl_refused (ctl, 1, "IP", CREATE, "web-server", "--cn", "x", NULL);
  ctl_refused (ctl, 1, ".", CREATE, "tls-client", "--cn", "x", "--device", "PLC_9", NULL);
  ctl_refused (ctl, 1, ".", CREATE, "tls-client", "--cn", "x", "--not-after", "2099-01-01", NULL);
  ctl_refused (ctl, 1, ".", CREATE, "ca-root", "--cn", "x", "--issuer", "1", NULL);
  ctl_refused (ctl, 1, ".", CREATE, "tls-client", "--cn", "x", "--issuer", "2", NULL);
  ctl_done (ctl, CREATE, "tls-client", "--cn", "x", "--not-after", "2099-01-01", "--outlive-issuer", NULL);
  g_assert_cmpstr (ctl->out, ==, "5\n");
}

static void
test_csv (Ctl           *ctl,
          gconstpointer  data)
{
  rail_test_write (ctl->folder, "rows.csv", "usage,cn,issuer,key,san\r\n"
                                            "opcua-server,\"PLC \"\"4\"\"\",1,ec:secp256r1,URI:urn:4|IP:10.0.0.4\r\n"
                                            "tls-client,Client,self,ec:secp256r1,\r\n", -1);
  rail_test_write (ctl->folder, "wrong.csv", "usage,cn,san\nopcua-server,PLC,URI:urn:4|IP:10.0.0.4\nnothing,PLC,\n"
                                             "opcua-server,PLC,\n", -1);
  rail_test_write (ctl->folder, "bytes.csv", "usage,cn\ntls-client,\xff\n", -1);
  ctl_done (ctl, "create", "plant.certrail", "--csv", "rows.csv", NULL);
  g_assert_cmpstr (ctl->out, ==, "5\n6\n");
  ctl_run (ctl, "create", "plant.certrail", "--csv", "wrong.csv", NULL);
  g_assert_cmpint (ctl->code, ==, 1);
  g_assert_cmpstr (ctl->out, ==, "");
  rail_assert_contains (ctl->err, "certrailctl: Line 3, column “usage”: ");
  rail_assert_contains (ctl->err, "certrailctl: Line 4, column “san”: ");
  rail_assert_contains (ctl->err, "certrailctl: 2 rows are wrong, so nothing was created");
  ctl_refused (ctl, 1, "UTF-8", "create", "plant.certrail", "--csv", "bytes.csv", NULL);
  ctl_refused (ctl, 1, "none.csv", "create", "plant.certrail", "--csv", "none.csv", NULL);
  ctl_done (ctl, "list", "plant.certrail", NULL);
  rail_assert_contains (ctl->out, "PLC \"4\"");
  g_assert_null (strstr (ctl->out, "\n7 "));
  ctl_warned (ctl, "Line 4", "create", "plant.certrail", "--csv", "wrong.csv", "--skip-bad", NULL);
  g_assert_cmpstr (ctl->out, ==, "7\n");
  ctl_refused (ctl, 2, "--csv", CREATE, "tls-client", "--cn", "x", "--skip-bad", NULL);
}

static void
test_delete (Ctl           *ctl,
             gconstpointer  data)
{
  g_autoptr(JsonNode) deleted = NULL;
  g_autoptr(JsonNode) list = NULL;

  ctl_refused (ctl, 1, "Plant root", "delete", "plant.certrail", "1", NULL);
  ctl_refused (ctl, 1, "ID 9", "delete", "plant.certrail", "2", "9", NULL);
  ctl_refused (ctl, 1, "devices use “PLC-1/OPCUA-1-2” (ID 2)", "delete", "plant.certrail", "2", "4", NULL);
  deleted = ctl_json (ctl, "--json", "delete", "plant.certrail", "2", "4", "2", "--force", NULL);
  assert_ids (ctl, deleted, "2 4");
  list = ctl_json (ctl, "list", "--json", "plant.certrail", NULL);
  assert_ids (ctl, list, "1 3");
  ctl_done (ctl, "create", "plant.certrail", "--usage", "tls-client", "--cn", "x", NULL);
  g_assert_cmpstr (ctl->out, ==, "5\n");
}

static void
test_revoke (Ctl           *ctl,
             gconstpointer  data)
{
  g_autoptr(JsonNode) shown = NULL;
  JsonObject *object;

  ctl_refused (ctl, 2, "“because”", "revoke", "plant.certrail", "2", "--reason", "because", NULL);
  ctl_done (ctl, "revoke", "plant.certrail", "2", "--reason", "superseded", NULL);
  g_assert_cmpstr (ctl->out, ==, "");
  shown = ctl_json (ctl, "show", "--json", "plant.certrail", "2", NULL);
  object = json_node_get_object (shown);
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "revoked");
  g_assert_cmpstr (json_object_get_string_member (object, "revocation_reason"), ==, "superseded");
  g_assert_false (json_object_get_null_member (object, "revoked"));
}

/* A certificate is made by somebody else, and its name must not steer the terminal. */
static void
test_terminal (Ctl           *ctl,
               gconstpointer  data)
{
  ctl_done (ctl, "create", "plant.certrail", "--usage", "tls-client", "--cn", "a\xe2\x80\xae" "b", NULL);
  ctl_done (ctl, "list", "plant.certrail", NULL);
  rail_assert_contains (ctl->out, "a�b");
  g_assert_null (strstr (ctl->out, "\xe2\x80\xae"));
  ctl_refused (ctl, 2, "�[31m", "create\x1b[31m", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ctl_test ("/cli/certificates/a-list-has-its-keys", test_list);
  ctl_test ("/cli/certificates/a-list-is-filtered", test_list_filters);
  ctl_test ("/cli/certificates/a-list-is-a-table", test_list_table);
  ctl_test ("/cli/certificates/show-tells-everything", test_show);
  ctl_test ("/cli/certificates/create-takes-every-option", test_create);
  ctl_test ("/cli/certificates/create-takes-names-from-the-device", test_create_for_device);
  ctl_test ("/cli/certificates/create-signs-itself", test_create_self);
  ctl_test ("/cli/certificates/create-signs-with-the-hash-of-the-key", test_create_hash);
  ctl_test ("/cli/certificates/create-says-what-is-wrong", test_create_mistakes);
  ctl_test ("/cli/certificates/a-row-is-a-certificate-or-none-is", test_csv);
  ctl_test ("/cli/certificates/deleted-ids-are-not-given-again", test_delete);
  ctl_test ("/cli/certificates/revoked-is-said-with-its-reason", test_revoke);
  ctl_test ("/cli/certificates/a-name-does-not-steer-the-terminal", test_terminal);
  return g_test_run ();
}
