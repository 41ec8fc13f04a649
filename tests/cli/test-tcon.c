/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tcon */

#include "ctl.h"

#include <string.h>

static void
add_devices (Ctl *ctl)
{
  ctl_done (ctl, "device", "set", "plant.certrail", "PLC_1", "--address", "192.168.0.1", "--service",
            "secure-ouc=on", NULL);
  ctl_done (ctl, "device", "add", "plant.certrail", "PLC_2", "--family", "s7-1500", "--address", "192.168.0.2", NULL);
  ctl_done (ctl, "device", "set", "plant.certrail", "PLC_2", "--service", "secure-ouc=on", NULL);
}

static JsonObject *
find_value (JsonObject *end,
            const char *name)
{
  JsonArray *values = json_object_get_array_member (end, "values");

  for (guint i = 0; i < json_array_get_length (values); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (values, i), "name"), name))
      return json_array_get_object_element (values, i);
  g_error ("There is no value “%s”", name);
}

static void
test_values (Ctl           *ctl,
             gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *server, *reference;

  add_devices (ctl);
  node = ctl_json (ctl, "tcon", "--json", "plant.certrail", "--server", "PLC_1", "--client", "PLC_2", "--port",
                   "2001", NULL);
  server = json_object_get_object_member (json_node_get_object (node), "server");
  g_assert_cmpstr (json_object_get_string_member (server, "device"), ==, "PLC_1");
  g_assert_cmpstr (json_object_get_string_member (find_value (server, "LocalPort"), "value"), ==, "2001");
  reference = find_value (server, "TLSServerCertRef");
  g_assert_cmpstr (json_object_get_string_member (reference, "path"), ==, "Connection.TLSServerCertRef");
  g_assert_cmpstr (json_object_get_string_member (reference, "value"), !=, "0");
}

/* Whatever has to be assigned first is said beside the values. */
static void
test_words (Ctl           *ctl,
            gconstpointer  data)
{
  add_devices (ctl);
  ctl_warned (ctl, "partner devices of “PLC_2”", "tcon", "plant.certrail", "--server", "PLC_1", "--client", "PLC_2",
              NULL);
  rail_assert_contains (ctl->out, "Server PLC_1\n");
  rail_assert_contains (ctl->out, "TLSServerCertRef");
  ctl_warned (ctl, "partner devices", "tcon", "plant.certrail", "--server", "PLC_1", "--client", "PLC_2", "--scl",
              "--one-way", NULL);
  rail_assert_contains (ctl->out, "DATA_BLOCK \"Client_Connection_Parameters\"\r\n");
  rail_assert_contains (ctl->out, "Connection.TLSServerReqClientCert := FALSE;\r\n");
}

/* A script that writes the output into a file gets no block that cannot connect. */
static void
test_missing_fails (Ctl           *ctl,
                    gconstpointer  data)
{
  add_devices (ctl);
  ctl_done (ctl, "device", "add", "plant.certrail", "PLC_3", "--family", "s7-1500", "--address", "192.168.0.3", NULL);
  ctl_refused (ctl, 1, "“PLC_3” has no certificate for secure open user communication", "tcon", "plant.certrail",
               "--server", "PLC_1", "--client", "PLC_3", NULL);
  ctl_refused (ctl, 1, "“PLC_3” has no certificate", "tcon", "plant.certrail", "--server", "PLC_3", "--client", "PLC_1",
               "--scl", NULL);
  ctl_refused (ctl, 1, "“PLC_1” has no DNS name", "tcon", "--json", "plant.certrail", "--server", "PLC_1", "--client",
               "PLC_2", "--qdn", NULL);
  /* One-way, the client needs none. */
  ctl_warned (ctl, "partner devices", "tcon", "plant.certrail", "--server", "PLC_1", "--client", "PLC_3", "--one-way",
              NULL);
}

static void
test_wrong_usage (Ctl           *ctl,
                  gconstpointer  data)
{
  add_devices (ctl);
  ctl_refused (ctl, 2, "--server", "tcon", "plant.certrail", NULL);
  ctl_refused (ctl, 2, "exclude", "tcon", "plant.certrail", "--server", "PLC_1", "--client", "PLC_1", "--mutual",
               "--one-way", NULL);
  ctl_refused (ctl, 2, "is no port", "tcon", "plant.certrail", "--server", "PLC_1", "--client", "PLC_1", "--port",
               "-1", NULL);
  ctl_refused (ctl, 1, "is no port", "tcon", "plant.certrail", "--server", "PLC_1", "--client", "PLC_2", "--port",
               "70000", NULL);
  ctl_refused (ctl, 1, "both ends", "tcon", "plant.certrail", "--server", "PLC_1", "--client", "PLC_1", NULL);
  ctl_refused (ctl, 1, "There is no device", "tcon", "plant.certrail", "--server", "PLC_1", "--client", "\xff", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ctl_test ("/cli/tcon/values", test_values);
  ctl_test ("/cli/tcon/words", test_words);
  ctl_test ("/cli/tcon/missing-reference-fails-and-prints-nothing", test_missing_fails);
  ctl_test ("/cli/tcon/wrong-usage-is-said", test_wrong_usage);

  return g_test_run ();
}
