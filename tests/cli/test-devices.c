/* SPDX-License-Identifier: GPL-3.0-or-later */

/* device set, device duplicate, assign, unassign, compile, load */

#include "ctl.h"

#include <string.h>

static JsonObject *
show (Ctl         *ctl,
      const char  *device,
      JsonNode   **out_node)
{
  *out_node = ctl_json (ctl, "device", "show", "--json", "plant.certrail", device, NULL);
  return json_node_get_object (*out_node);
}

static gboolean
has_id (JsonObject *object,
        const char *member,
        gint64      id)
{
  JsonArray *ids = json_object_get_array_member (object, member);

  for (guint i = 0; i < json_array_get_length (ids); i++)
    if (json_array_get_int_element (ids, i) == id)
      return TRUE;
  return FALSE;
}

/* Returns: the service of the device, or NULL */
static JsonObject *
get_service (JsonObject *object,
             const char *nick)
{
  JsonArray *services = json_object_get_array_member (object, "services");

  for (guint i = 0; i < json_array_get_length (services); i++)
    {
      JsonObject *service = json_array_get_object_element (services, i);

      if (g_str_equal (json_object_get_string_member (service, "service"), nick))
        return service;
    }
  return NULL;
}

static void
test_services (Ctl           *ctl,
               gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonNode) off = NULL;
  JsonObject *service;

  ctl_done (ctl, "device", "set", "plant.certrail", "PLC_1", "--address", "192.168.0.1", "--service", "web-server=on", NULL);
  service = get_service (show (ctl, "PLC_1", &node), "web-server");
  g_assert_true (json_object_get_boolean_member (service, "on"));
  /* 5 is the authority with an elliptic curve, if the root there is not one already. */
  g_assert_true (has_id (json_node_get_object (node), "certificate_ids",
                         json_object_get_int_member (service, "certificate_id")));
  ctl_done (ctl, "device", "set", "plant.certrail", "PLC_1", "--service", "web-server=off", "--delete-certificate", NULL);
  g_assert_null (get_service (show (ctl, "PLC_1", &off), "web-server"));

  ctl_refused (ctl, 2, "“telnet”", "device", "set", "plant.certrail", "PLC_1", "--service", "telnet=on", NULL);
  ctl_refused (ctl, 2, "“maybe”", "device", "set", "plant.certrail", "PLC_1", "--service", "syslog=maybe", NULL);
  ctl_done (ctl, "device", "set", "plant.certrail", "PLC_1", "--firmware", "2.5", NULL);
  ctl_refused (ctl, 1, "V3.1", "device", "set", "plant.certrail", "PLC_1", "--service", "syslog=on", NULL);
}

static void
test_opcua (Ctl           *ctl,
            gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;

  ctl_done (ctl, "device", "set", "plant.certrail", "PLC_1", "--policy", "basic256sha256", "--mode", "sign-and-encrypt",
            "--accept-clients", "on", NULL);
  object = show (ctl, "PLC_1", &node);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "policies")), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (object, "modes"), 0), ==,
                   "sign-and-encrypt");
  g_assert_true (json_object_get_boolean_member (object, "accepts_clients"));
  ctl_refused (ctl, 2, "“des”", "device", "set", "plant.certrail", "PLC_1", "--policy", "des", NULL);
}

static void
test_assign (Ctl           *ctl,
             gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonNode) after = NULL;

  ctl_done (ctl, "assign", "plant.certrail", "2", "PLC_1", "--as", "opcua-server", NULL);
  ctl_done (ctl, "assign", "plant.certrail", "3", "PLC_1", "--as", "trusted-client", NULL);
  ctl_done (ctl, "assign", "plant.certrail", "1", "PLC_1", "--as", "trusted", NULL);
  g_assert_cmpint (json_object_get_int_member (get_service (show (ctl, "PLC_1", &node), "opcua-server"), "certificate_id"),
                   ==, 2);
  g_assert_true (has_id (json_node_get_object (node), "partner_ids", 1));
  g_assert_true (has_id (json_node_get_object (node), "client_ids", 3));
  ctl_done (ctl, "unassign", "plant.certrail", "3", "PLC_1", "--as", "trusted", NULL);
  g_assert_false (has_id (show (ctl, "PLC_1", &after), "client_ids", 3));

  ctl_refused (ctl, 1, "not assigned", "unassign", "plant.certrail", "3", "PLC_1", "--as", "trusted", NULL);
  ctl_refused (ctl, 1, "extended key usage", "assign", "plant.certrail", "3", "PLC_1", "--as", "opcua-server", NULL);
  ctl_refused (ctl, 2, "--as", "assign", "plant.certrail", "3", "PLC_1", NULL);
  ctl_refused (ctl, 2, "“decoration”", "assign", "plant.certrail", "3", "PLC_1", "--as", "decoration", NULL);
  ctl_refused (ctl, 1, "PLC_9", "assign", "plant.certrail", "3", "PLC_9", "--as", "trusted", NULL);
}

static void
test_many (Ctl           *ctl,
           gconstpointer  data)
{
  g_autoptr(JsonNode) list = NULL;

  rail_test_write (ctl->folder, "devices.csv", "name,family,addresses\nA,hmi,192.168.0.8\nB,pc,192.168.0.9|b.example\n", -1);
  rail_test_write (ctl->folder, "bad.csv", "name,family\nC,toaster\n", -1);
  ctl_done (ctl, "device", "add", "plant.certrail", "--csv", "devices.csv", NULL);
  ctl_refused (ctl, 1, "Line 2", "device", "add", "plant.certrail", "--csv", "bad.csv", NULL);
  ctl_refused (ctl, 2, "either", "device", "add", "plant.certrail", NULL);
  ctl_done (ctl, "device", "duplicate", "plant.certrail", "A", "A2", NULL);
  ctl_done (ctl, "device", "set", "plant.certrail", "A2", "--name", "A3", "--comment", "spare", NULL);
  list = ctl_json (ctl, "device", "list", "--json", "plant.certrail", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 4);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (json_node_get_array (list), 3), "name"),
                   ==, "A3");
}

/* Keys are not deleted by a script that does not say so. */
static void
test_global_security (Ctl           *ctl,
                      gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;

  ctl_done (ctl, "device", "add", "plant.certrail", "Panel", "--family", "hmi", "--address", "192.168.0.8",
            "--global-security", "off", "--service", "web-server=on", NULL);
  ctl_refused (ctl, 1, "--delete-certificate", "device", "set", "plant.certrail", "Panel", "--global-security", "on", NULL);
  ctl_refused (ctl, 1, "--delete-certificate", "device", "remove", "plant.certrail", "Panel", NULL);
  ctl_done (ctl, "device", "set", "plant.certrail", "Panel", "--global-security", "on", "--delete-certificate", NULL);
  g_assert_true (json_object_get_boolean_member (show (ctl, "Panel", &node), "global_security"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (node), "certificate_ids")),
                    ==, 0);
}

static gboolean
has_code (JsonNode   *findings,
          const char *code)
{
  JsonArray *array = json_node_get_array (findings);

  for (guint i = 0; i < json_array_get_length (array); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (array, i), "code"), code))
      return TRUE;
  return FALSE;
}

static JsonNode *
compile (Ctl        *ctl,
         int         code,
         const char *option)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node;

  ctl_run (ctl, "compile", "--json", "plant.certrail", "PLC_1", option, NULL);
  g_assert_cmpint (ctl->code, ==, code);
  g_assert_cmpstr (ctl->err, ==, "");
  node = json_from_string (ctl->out, &error);
  g_assert_no_error (error);
  return node;
}

static void
test_compile (Ctl           *ctl,
              gconstpointer  data)
{
  g_autoptr(JsonNode) before = NULL;
  g_autoptr(JsonNode) shown = NULL;
  g_autoptr(JsonNode) after = NULL;
  g_autoptr(JsonNode) node = NULL;

  ctl_done (ctl, "device", "set", "plant.certrail", "PLC_1", "--firmware", "3.1", "--address", "192.168.0.77", NULL);
  ctl_done (ctl, "assign", "plant.certrail", "2", "PLC_1", "--as", "opcua-server", NULL);
  before = compile (ctl, 4, NULL);
  g_assert_true (has_code (before, "addresses-changed"));
  g_assert_true (has_code (before, "no-trusted-client"));
  /* Chapter 2.4.3: the issuer went into the table by itself. */
  g_assert_true (has_id (show (ctl, "PLC_1", &shown), "partner_ids", 1));

  ctl_run (ctl, "compile", "plant.certrail", "PLC_1", "--repair", NULL);
  g_assert_cmpint (ctl->code, !=, 1);
  ctl_run (ctl, "compile", "--json", "plant.certrail", "PLC_1", NULL);
  after = json_from_string (ctl->out, NULL);
  g_assert_false (has_code (after, "addresses-changed"));
  ctl_done (ctl, "show", "plant.certrail", "2", NULL);
  rail_assert_contains (ctl->out, "192.168.0.77");
  ctl_refused (ctl, 1, "PLC_9", "compile", "plant.certrail", "PLC_9", NULL);
}

static void
test_load (Ctl           *ctl,
           gconstpointer  data)
{
  g_autoptr(JsonNode) first = NULL;
  g_autoptr(JsonNode) nothing = NULL;
  g_autoptr(JsonNode) renewed = NULL;
  g_autoptr(JsonNode) more = NULL;

  ctl_done (ctl, "device", "set", "plant.certrail", "PLC_1", "--firmware", "3.1", NULL);
  ctl_done (ctl, "assign", "plant.certrail", "2", "PLC_1", "--as", "opcua-server", NULL);
  first = ctl_json (ctl, "load", "--json", "plant.certrail", "PLC_1", "--mark", NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (first), "verdict"), ==, "stop");
  nothing = ctl_json (ctl, "load", "--json", "plant.certrail", "PLC_1", NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (nothing), "verdict"), ==, "nothing");
  ctl_done (ctl, "renew", "plant.certrail", "2", "--months", "12", NULL);
  renewed = ctl_json (ctl, "load", "--json", "plant.certrail", "PLC_1", NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (renewed), "verdict"), ==, "run");
  ctl_done (ctl, "assign", "plant.certrail", "3", "PLC_1", "--as", "trusted-client", NULL);
  more = ctl_json (ctl, "load", "--json", "plant.certrail", "PLC_1", NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (more), "verdict"), ==, "stop");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ctl_test ("/cli/devices/services-are-switched", test_services);
  ctl_test ("/cli/devices/opcua-server-is-set-up", test_opcua);
  ctl_test ("/cli/devices/certificates-are-assigned", test_assign);
  ctl_test ("/cli/devices/many-from-a-table", test_many);
  ctl_test ("/cli/devices/local-keys-go-only-when-asked", test_global_security);
  ctl_test ("/cli/devices/compiling-finds-and-repairs", test_compile);
  ctl_test ("/cli/devices/loading-says-run-or-stop", test_load);
  return g_test_run ();
}
