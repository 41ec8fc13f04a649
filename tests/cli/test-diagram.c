/* SPDX-License-Identifier: GPL-3.0-or-later */

/* diagram */

#include "ctl.h"

#include <string.h>

static void
add_devices (Ctl *ctl)
{
  ctl_done (ctl, "device", "set", "plant.certrail", "PLC_1", "--address", "192.168.0.1", "--service",
            "opcua-server=on", NULL);
  ctl_done (ctl, "assign", "plant.certrail", "2", "PLC_1", "--as", "opcua-server", NULL);
  ctl_done (ctl, "device", "add", "plant.certrail", "Engineering-PC", "--family", "pc", NULL);
}

static JsonObject *
get_box (JsonNode *node,
         guint     index)
{
  return json_array_get_object_element (json_object_get_array_member (json_node_get_object (node), "boxes"), index);
}

static JsonObject *
get_item (JsonObject *box,
          guint       store,
          guint       item)
{
  JsonObject *found = json_array_get_object_element (json_object_get_array_member (box, "stores"), store);

  return json_array_get_object_element (json_object_get_array_member (found, "items"), item);
}

/* 2 is the certificate of PLC_1, 3 that of UaExpert, 1 the root of both. */
static void
test_json (Ctl           *ctl,
           gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *item;

  add_devices (ctl);
  node = ctl_json (ctl, "diagram", "--json", "plant.certrail", "--scenario", "opcua-project", "--device", "PLC_1",
                   "--certificate", "3", NULL);
  g_assert_cmpstr (json_object_get_string_member (get_box (node, 0), "title"), ==, "PLC_1");
  item = get_item (get_box (node, 0), 0, 0);
  g_assert_cmpstr (json_object_get_string_member (item, "kind"), ==, "certificate");
  g_assert_cmpint (json_object_get_int_member (item, "id"), ==, 2);
  item = get_item (get_box (node, 2), 0, 0);
  g_assert_cmpint (json_object_get_int_member (item, "id"), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (item, "detail"), ==, "uaexpert.der");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (node), "steps")), >, 0);
}

static void
test_words (Ctl           *ctl,
            gconstpointer  data)
{
  add_devices (ctl);
  ctl_done (ctl, "diagram", "plant.certrail", "--scenario", "opcua-project", NULL);
  rail_assert_contains (ctl->out, "PLC_1 and UaExpert\n");
  rail_assert_contains (ctl->out, "  own/certs\n    Certificate 3 · UaExpert, uaexpert.der\n");
  rail_assert_contains (ctl->out, "1. Load the server's certificate");
  ctl_done (ctl, "diagram", "plant.certrail", "--scenario", "ouc-mutual", NULL);
  rail_assert_contains (ctl->out, "First add a device");
  ctl_done (ctl, "diagram", "--help", NULL);
  rail_assert_contains (ctl->out, "gds-request");
}

static void
test_svg (Ctl           *ctl,
          gconstpointer  data)
{
  add_devices (ctl);
  ctl_done (ctl, "diagram", "plant.certrail", "--scenario", "opcua-project", "--output", "picture.svg", NULL);
  g_assert_cmpstr (ctl->out, ==, "");
  if (rail_test_need ("xmllint"))
    ctl_shell (ctl, "test -z \"$(xmllint --noout --nonet picture.svg 2>&1)\"");
}

static void
test_wrong_usage (Ctl           *ctl,
                  gconstpointer  data)
{
  add_devices (ctl);
  ctl_refused (ctl, 2, "--scenario", "diagram", "plant.certrail", NULL);
  ctl_refused (ctl, 2, "is no scenario", "diagram", "plant.certrail", "--scenario", "smtp", NULL);
  ctl_refused (ctl, 2, "exclude", "diagram", "plant.certrail", "--scenario", "gds-key", "--partner", "PLC_1",
               "--certificate", "3", NULL);
  ctl_refused (ctl, 1, "There is no device", "diagram", "plant.certrail", "--scenario", "gds-key", "--device", "PLC_9",
               NULL);
  ctl_refused (ctl, 1, "has no part in the scenario", "diagram", "plant.certrail", "--scenario", "opcua-project",
               "--certificate", "1", NULL);
  ctl_refused (ctl, 1, "has no part in the scenario", "diagram", "plant.certrail", "--scenario", "opcua-project",
               "--device", "Engineering-PC", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ctl_test ("/cli/diagram/json-lists-boxes-stores-and-items", test_json);
  ctl_test ("/cli/diagram/told-in-words", test_words);
  ctl_test ("/cli/diagram/drawn-as-svg", test_svg);
  ctl_test ("/cli/diagram/wrong-usage-is-refused", test_wrong_usage);

  return g_test_run ();
}
