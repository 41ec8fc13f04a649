/* SPDX-License-Identifier: GPL-3.0-or-later */

/* import */

#include "ctl.h"

#include <string.h>

#define IMPORT "import", "plant.certrail"
#define BUNDLE "/etc/ssl/certs/ca-certificates.crt"

#define MAKE_PAIR \
  "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout one.key -subj /CN=One -days 900 " \
  "-addext basicConstraints=critical,CA:FALSE -out one.pem;"

static JsonObject *
get_item (JsonNode *items,
          guint     position)
{
  return json_array_get_object_element (json_node_get_array (items), position);
}

#define NOTHING_NEW "these files hold nothing new that the project could take"
#define LOCKED "give the password of the protected files with --file-password-file FILE"
#define NONE "none of these files can be taken"

/* Nothing was taken: one sentence says so, and a table says why not, file by file. */
static void
took_nothing (Ctl        *ctl,
              const char *advice,
              const char *reason)
{
  g_autofree char *sentence = g_strdup_printf ("certrailctl: Nothing was imported: %s.\n", advice);

  g_assert_cmpstr (ctl->err, ==, sentence);
  rail_assert_contains (ctl->out, reason);
  g_assert_cmpint (ctl->code, ==, 1);
}

static void
test_pair_becomes_an_entry (Ctl           *ctl,
                            gconstpointer  data)
{
  g_autoptr(JsonNode) items = NULL;
  g_autoptr(JsonNode) list = NULL;

  ctl_shell (ctl, MAKE_PAIR);
  ctl_done (ctl, IMPORT, "one.pem", "one.key", "--dry-run", NULL);
  rail_assert_contains (ctl->out, "Device certificate");
  items = ctl_json (ctl, "--json", IMPORT, "one.pem", "one.key", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (items)), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (get_item (items, 0), "state"), ==, "new");
  g_assert_cmpstr (json_object_get_string_member (get_item (items, 0), "kind"), ==, "device");
  g_assert_true (json_object_get_boolean_member (get_item (items, 0), "taken"));
  g_assert_cmpint (json_object_get_int_member (get_item (items, 0), "id"), ==, 5);

  list = ctl_json (ctl, "--json", "list", "plant.certrail", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 5);
  g_assert_true (json_object_get_boolean_member (get_item (list, 4), "private_key"));
}

static void
test_again_is_refused_with_a_table (Ctl           *ctl,
                                    gconstpointer  data)
{
  ctl_shell (ctl, MAKE_PAIR);
  ctl_done (ctl, IMPORT, "one.pem", "--trusted", "one.key", NULL);
  rail_assert_contains (ctl->out, "Trusted certificate");
  ctl_run (ctl, IMPORT, "one.pem", NULL);
  took_nothing (ctl, NOTHING_NEW, "In the project already, with ID 5.");
}

static void
test_password_files_are_tried (Ctl           *ctl,
                               gconstpointer  data)
{
  ctl_shell (ctl, MAKE_PAIR "openssl pkcs12 -export -in one.pem -inkey one.key -passout pass:geheim -out one.p12;"
                  "echo wrong > wrong; echo geheim > right");
  ctl_run (ctl, IMPORT, "one.p12", NULL);
  took_nothing (ctl, LOCKED, "protected by a password");
  ctl_run (ctl, IMPORT, "one.p12", "--file-password-file", "wrong", NULL);
  took_nothing (ctl, LOCKED, "password is wrong");
  ctl_done (ctl, IMPORT, "one.p12", "--file-password-file", "wrong", "--file-password-file", "right", NULL);
  rail_assert_contains (ctl->out, "Device certificate");
}

/* A script that takes the exit code for the truth. */
static void
test_what_stays_closed_is_a_failure (Ctl           *ctl,
                                     gconstpointer  data)
{
  g_autoptr(JsonNode) list = NULL;

  ctl_shell (ctl, MAKE_PAIR "openssl pkcs12 -export -in one.pem -inkey one.key -passout pass:geheim -out one.p12;"
                  "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout two.key -subj /CN=Two "
                  "-out two.pem; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout three.key "
                  "-subj /CN=Three -out three.pem; echo nothing > text.pem; echo geheim > right");
  ctl_run (ctl, IMPORT, "two.pem", "one.p12", NULL);
  g_assert_cmpint (ctl->code, ==, 1);
  rail_assert_contains (ctl->err, "“one.p12”");
  rail_assert_contains (ctl->err, "1 part");
  ctl_run (ctl, IMPORT, "three.pem", "text.pem", NULL);
  g_assert_cmpint (ctl->code, ==, 1);
  rail_assert_contains (ctl->err, "“text.pem”");
  list = ctl_json (ctl, "--json", "list", "plant.certrail", "--tab", "trusted", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 2);
  ctl_done (ctl, IMPORT, "two.pem", "one.p12", "--file-password-file", "right", NULL);
}

/* All certificate authorities of the system, and again. */
static void
test_bundle_of_the_system_is_trusted_in_one_go (Ctl           *ctl,
                                                gconstpointer  data)
{
  g_autoptr(JsonNode) items = NULL;
  g_autoptr(JsonNode) trusted = NULL;
  g_autofree char *count = NULL;
  guint n;

  if (!g_file_test (BUNDLE, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no " BUNDLE);
      return;
    }
  g_assert_cmpint (rail_test_run (ctl->folder, &count, "grep", "-c", "BEGIN CERTIFICATE", BUNDLE, NULL), ==, 0);
  n = (guint) g_ascii_strtoull (count, NULL, 10);
  g_assert_cmpuint (n, >, 50);

  items = ctl_json (ctl, "--json", IMPORT, BUNDLE, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (items)), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (json_object_get_boolean_member (get_item (items, i), "taken"));
  trusted = ctl_json (ctl, "--json", "list", "plant.certrail", "--tab", "trusted", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (trusted)), ==, n);

  ctl_run (ctl, IMPORT, BUNDLE, NULL);
  took_nothing (ctl, NOTHING_NEW, "In the project already, with ID 5.");
}

static void
test_unprotected_project_says_what_it_cannot_hold (Ctl           *ctl,
                                                   gconstpointer  data)
{
  ctl_shell (ctl, "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -subj /CN=Root "
                  "-out ca.pem");
  ctl_done (ctl, "new", "open.certrail", "--name", "Open", NULL);
  ctl_run (ctl, "import", "open.certrail", "ca.pem", "ca.key", NULL);
  took_nothing (ctl, NONE, "protect this one");
  ctl_done (ctl, "import", "open.certrail", "ca.pem", "ca.key", "--trusted", NULL);
}

static void
test_wrong_usage_is_said (Ctl           *ctl,
                          gconstpointer  data)
{
  ctl_refused (ctl, 2, "", IMPORT, NULL);
  ctl_run (ctl, IMPORT, "missing.pem", NULL);
  took_nothing (ctl, NONE, "No such file");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ctl_test ("/cli/import/pair-becomes-an-entry", test_pair_becomes_an_entry);
  ctl_test ("/cli/import/again-is-refused-with-a-table", test_again_is_refused_with_a_table);
  ctl_test ("/cli/import/password-files-are-tried", test_password_files_are_tried);
  ctl_test ("/cli/import/what-stays-closed-is-a-failure", test_what_stays_closed_is_a_failure);
  ctl_test ("/cli/import/bundle-of-the-system-is-trusted-in-one-go", test_bundle_of_the_system_is_trusted_in_one_go);
  ctl_test ("/cli/import/unprotected-project-says-what-it-cannot-hold", test_unprotected_project_says_what_it_cannot_hold);
  ctl_test ("/cli/import/wrong-usage-is-said", test_wrong_usage_is_said);
  return g_test_run ();
}
