/* SPDX-License-Identifier: GPL-3.0-or-later */

/* accept */

#include "ctl.h"

#include <string.h>

static JsonObject *
accept_json (Ctl         *ctl,
             int          code,
             JsonNode   **out_node,
             const char **arguments)
{
  g_autoptr(GError) error = NULL;

  ctl_run_argv (ctl, CTL_PASSWORD, arguments);
  g_assert_cmpint (ctl->code, ==, code);
  *out_node = json_from_string (ctl->out, &error);
  g_assert_no_error (error);
  return json_node_get_object (*out_node);
}

static void
test_accepts (Ctl           *ctl,
              gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  const char *arguments[] = { CERTRAILCTL, "accept", "--json", "plant.certrail", "3", "--by", "opcua-net", NULL };
  JsonObject *object = accept_json (ctl, 0, &node, arguments);

  g_assert_true (json_object_get_boolean_member (object, "accepted"));
  g_assert_cmpstr (json_object_get_string_member (object, "role"), ==, "client");
  g_assert_true (json_object_get_null_member (object, "code"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "checks")), >, 8);
}

static void
test_refuses (Ctl           *ctl,
              gconstpointer  data)
{
  g_autoptr(JsonNode) node = NULL;
  const char *arguments[] = { CERTRAILCTL, "accept", "--json", "plant.certrail", "3", "--by", "opcua-net", "--uri",
                              "urn:other", NULL };
  const char *words[] = { CERTRAILCTL, "accept", "plant.certrail", "4", "--by", "tls-peer", NULL };
  JsonObject *object = accept_json (ctl, 4, &node, arguments);

  g_assert_false (json_object_get_boolean_member (object, "accepted"));
  g_assert_cmpstr (json_object_get_string_member (object, "code"), ==, "BadCertificateUriInvalid");

  ctl_run_argv (ctl, CTL_PASSWORD, words);
  g_assert_cmpint (ctl->code, ==, 4);
  rail_assert_contains (ctl->out, "X509_V_ERR_CERT_HAS_EXPIRED");
  rail_assert_contains (ctl->out, "certificate_expired");
  rail_assert_contains (ctl->out, "Renew the certificate.");
}

static void
test_wrong_usage (Ctl           *ctl,
                  gconstpointer  data)
{
  ctl_refused (ctl, 2, "node-opcua", "accept", "plant.certrail", "2", NULL);
  ctl_refused (ctl, 2, "is no partner", "accept", "plant.certrail", "2", "--by", "nobody", NULL);
  ctl_refused (ctl, 2, "is no role", "accept", "plant.certrail", "2", "--by", "milo", "--role", "king", NULL);
  ctl_refused (ctl, 2, "is no security policy", "accept", "plant.certrail", "2", "--by", "milo", "--policy", "x", NULL);
  ctl_refused (ctl, 2, "OPC UA", "accept", "plant.certrail", "2", "--by", "browser", "--uri", "urn:x", NULL);
  ctl_refused (ctl, 2, "UTF-8", "accept", "plant.certrail", "2", "--by", "milo", "--uri", "\xff", NULL);
  ctl_refused (ctl, 1, "There is no certificate", "accept", "plant.certrail", "99", "--by", "milo", NULL);
  ctl_refused (ctl, 1, "There is no device", "accept", "plant.certrail", "2", "--by", "milo", "--device", "\xff", NULL);
  ctl_refused (ctl, 1, "browser", "accept", "plant.certrail", "2", "--by", "browser", "--role", "client", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ctl_test ("/cli/accept/accepts", test_accepts);
  ctl_test ("/cli/accept/refuses", test_refuses);
  ctl_test ("/cli/accept/wrong-usage-is-said", test_wrong_usage);

  return g_test_run ();
}
