/* SPDX-License-Identifier: GPL-3.0-or-later */

/* new, protect, info, device */

#include "ctl.h"

#include <glib/gstdio.h>

static void
test_new (Ctl           *ctl,
          gconstpointer  data)
{
  g_autofree char *path = ctl_path (ctl, "Line 4.certrail");
  g_autoptr(JsonNode) info = NULL;
  JsonObject *object;
  GStatBuf status;

  ctl_done (ctl, "new", path, NULL);
  g_assert_cmpstr (ctl->out, ==, "");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
  info = ctl_json (ctl, "info", path, "--json", NULL);
  object = json_node_get_object (info);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "Line 4");
  g_assert_false (json_object_get_boolean_member (object, "protected"));
  g_assert_true (json_object_get_null_member (object, "user"));
  g_assert_cmpint (json_object_get_int_member (object, "next_id"), ==, 1);
}

static void
test_new_exists (Ctl           *ctl,
                 gconstpointer  data)
{
  g_autoptr(GBytes) before = rail_test_read (ctl->folder, "plant.certrail");
  g_autoptr(GBytes) after = NULL;

  ctl_refused (ctl, 1, "“plant.certrail” exists already", "new", "plant.certrail", "--name", "x", NULL);
  after = rail_test_read (ctl->folder, "plant.certrail");
  g_assert_true (g_bytes_equal (before, after));
  ctl_shell (ctl, "ln -s nowhere dangling.certrail");
  ctl_refused (ctl, 1, "exists already", "new", "dangling.certrail", NULL);
}

static void
assert_result (JsonNode   *node,
               const char *name,
               const char *file,
               const char *user)
{
  JsonObject *object = json_node_get_object (node);

  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, name);
  g_assert_cmpstr (json_object_get_string_member (object, "file"), ==, file);
  g_assert_cmpint (json_object_get_boolean_member (object, "protected"), ==, user != NULL);
  g_assert_cmpstr (json_object_get_string_member_with_default (object, "user", NULL), ==, user);
}

/* The first administrator has a usual name. */
static void
test_protect_default_user (Ctl           *ctl,
                           gconstpointer  data)
{
  const char *protect[] = { CERTRAILCTL, "--password-file", "word", "protect", "p.certrail", NULL };
  const char *info[] = { CERTRAILCTL, "--password-file", "word", "--user", "admin", "info", "p.certrail", NULL };

  rail_test_write (ctl->folder, "word", CTL_PASSWORD "\n", -1);
  ctl_done (ctl, "new", "p.certrail", NULL);
  ctl_run_argv (ctl, NULL, protect);
  g_assert_cmpstr (ctl->err, ==, "");
  g_assert_cmpstr (ctl->out, ==, "");
  g_assert_cmpint (ctl->code, ==, 0);
  ctl_run_argv (ctl, NULL, info);
  g_assert_cmpint (ctl->code, ==, 0);
  rail_assert_contains (ctl->out, "admin (administrator)");
}

/* The logins here cost as much as real ones. */
static void
test_protect (Ctl           *ctl,
              gconstpointer  data)
{
  g_autoptr(JsonNode) made = NULL;
  g_autoptr(JsonNode) protected = NULL;
  g_autoptr(JsonNode) list = NULL;
  JsonArray *array;

  made = ctl_json (ctl, "new", "p.certrail", "--name", "Größe", "--json", NULL);
  assert_result (made, "Größe", "p.certrail", NULL);
  protected = ctl_json (ctl, "--json", "protect", "p.certrail", "--user", "eve", NULL);
  assert_result (protected, "Größe", "p.certrail", "eve");
  ctl_shell (ctl, "grep -q '<protected-project' p.certrail; ! grep -q Größe p.certrail");
  ctl_refused (ctl, 1, "protected already", "--user", "eve", "protect", "p.certrail", NULL);
  list = ctl_json (ctl, "list", "p.certrail", "--json", NULL);
  array = json_node_get_array (list);
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);

      g_assert_cmpint (json_object_get_int_member (object, "id"), ==, i + 1);
      g_assert_cmpstr (json_object_get_string_member (object, "kind"), ==, "ca");
      g_assert_cmpstr (json_object_get_string_member (object, "signature_algorithm"), ==,
                       i == 0 ? "RSA-SHA1" : "RSA-SHA256");
    }
}

/* The name is checked wherever it comes from, and nothing is written under one that cannot be. */
static void
test_new_name (Ctl           *ctl,
               gconstpointer  data)
{
  g_autofree char *too_long = g_strnfill (300, 'x');
  const char *names[] = { "", "  ", "a\tb", too_long };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    ctl_refused (ctl, 1, "128", "new", "p.certrail", "--name", names[i], NULL);
  ctl_refused (ctl, 1, "128", "new", " .certrail", NULL);
  ctl_refused (ctl, 1, "128", "new", "a\tb.certrail", NULL);
  ctl_shell (ctl, "test \"$(ls)\" = plant.certrail");
}

static void
test_info (Ctl           *ctl,
           gconstpointer  data)
{
  g_autoptr(JsonNode) info = ctl_json (ctl, "--json", "info", "plant.certrail", NULL);
  JsonObject *object = json_node_get_object (info);
  JsonObject *certificates = json_object_get_object_member (object, "certificates");
  JsonObject *status = json_object_get_object_member (object, "status");

  g_assert_cmpstr (json_object_get_string_member (object, "file"), ==, "plant.certrail");
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "Plant");
  g_assert_true (json_object_get_boolean_member (object, "protected"));
  g_assert_cmpstr (json_object_get_string_member (object, "user"), ==, CTL_USER);
  g_assert_cmpstr (json_object_get_string_member (object, "role"), ==, "administrator");
  g_assert_cmpint (json_object_get_int_member (object, "next_id"), ==, 5);
  g_assert_cmpint (json_object_get_int_member (object, "devices"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (certificates, "ca"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (certificates, "device"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (certificates, "trusted"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (status, "valid"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (status, "expired"), ==, 1);

  ctl_done (ctl, "info", "plant.certrail", NULL);
  rail_assert_contains (ctl->out, "Plant\n");
  rail_assert_contains (ctl->out, CTL_USER);
}

/* A command that only looks leaves the file, and with it the backup, as they are. */
static void
test_untouched (Ctl           *ctl,
                gconstpointer  data)
{
  g_autoptr(GBytes) before = rail_test_read (ctl->folder, "plant.certrail");
  g_autoptr(GBytes) after = NULL;

  ctl_done (ctl, "info", "plant.certrail", NULL);
  ctl_done (ctl, "list", "plant.certrail", NULL);
  ctl_done (ctl, "show", "plant.certrail", "2", NULL);
  ctl_done (ctl, "export", "plant.certrail", "1", "--format", "crl", "--output", "root.crl", NULL);
  ctl_refused (ctl, 1, "PLC_9", "device", "remove", "plant.certrail", "PLC_9", NULL);
  after = rail_test_read (ctl->folder, "plant.certrail");
  g_assert_true (g_bytes_equal (before, after));
  ctl_shell (ctl, "! test -e plant.certrail~");
}

static void
test_devices (Ctl           *ctl,
              gconstpointer  data)
{
  g_autoptr(JsonNode) added = NULL;
  g_autoptr(JsonNode) list = NULL;
  g_autoptr(JsonNode) shown = NULL;
  JsonObject *object;
  JsonArray *addresses;

  added = ctl_json (ctl, "--json", "device", "add", "plant.certrail", "PLC 2", "--family", "s7-1500", "--firmware", "2.9",
                    "--address", "192.168.0.2", "--address", "plc2.plant.example", NULL);
  object = json_node_get_object (added);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "PLC 2");
  g_assert_cmpstr (json_object_get_string_member (object, "family"), ==, "s7-1500");
  g_assert_cmpstr (json_object_get_string_member (object, "firmware"), ==, "2.9");
  addresses = json_object_get_array_member (object, "addresses");
  g_assert_cmpuint (json_array_get_length (addresses), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (addresses, 1), ==, "plc2.plant.example");

  list = ctl_json (ctl, "device", "list", "--json", "plant.certrail", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 2);
  shown = ctl_json (ctl, "device", "show", "--json", "plant.certrail", "PLC_1", NULL);
  g_assert_cmpint (json_array_get_int_element (
                     json_object_get_array_member (json_node_get_object (shown), "certificate_ids"), 0), ==, 2);
  ctl_done (ctl, "device", "show", "plant.certrail", "PLC_1", NULL);
  rail_assert_contains (ctl->out, "2  PLC-1/OPCUA-1-2");
  ctl_done (ctl, "device", "list", "plant.certrail", NULL);
  rail_assert_contains (ctl->out, "192.168.0.2, plc2.plant.example");
  ctl_done (ctl, "device", "remove", "plant.certrail", "PLC 2", NULL);
  g_assert_cmpstr (ctl->out, ==, "");
  ctl_refused (ctl, 1, "PLC 2", "device", "show", "plant.certrail", "PLC 2", NULL);
}

static void
test_device_mistakes (Ctl           *ctl,
                      gconstpointer  data)
{
  ctl_refused (ctl, 1, "PLC_1", "device", "add", "plant.certrail", "PLC_1", NULL);
  ctl_refused (ctl, 2, "“plc”", "device", "add", "plant.certrail", "PLC_2", "--family", "plc", NULL);
  ctl_refused (ctl, 2, "device", "device", "rename", "plant.certrail", "PLC_1", NULL);
}

/* Without protection there are no authorities, and nobody is asked for a password. */
static void
test_unprotected (Ctl           *ctl,
                  gconstpointer  data)
{
  const char *list[] = { CERTRAILCTL, "list", "p.certrail", "--json", NULL };
  g_autoptr(JsonNode) shown = NULL;
  JsonObject *object;

  ctl_done (ctl, "new", "p.certrail", NULL);
  ctl_done (ctl, "list", "p.certrail", NULL);
  g_assert_cmpstr (ctl->out, ==, "No certificates yet; make one with “create”.\n");
  ctl_done (ctl, "device", "list", "p.certrail", NULL);
  g_assert_cmpstr (ctl->out, ==, "");
  ctl_run_argv (ctl, NULL, list);
  g_assert_cmpint (ctl->code, ==, 0);
  g_assert_cmpstr (ctl->out, ==, "[]\n");

  ctl_refused (ctl, 1, ".", "create", "p.certrail", "--usage", "ca-root", "--cn", "Root", NULL);
  ctl_done (ctl, "create", "p.certrail", "--usage", "tls-client", "--cn", "Local", "--key", "ec:secp256r1", NULL);
  g_assert_cmpstr (ctl->out, ==, "1\n");
  shown = ctl_json (ctl, "show", "p.certrail", "1", "--json", NULL);
  object = json_node_get_object (shown);
  g_assert_true (json_object_get_boolean_member (object, "self_signed"));
  g_assert_true (json_object_get_boolean_member (object, "private_key"));
}

/* A project that cannot be written is said to be so, and the ID that would have been given is not printed. */
static void
test_unwritable (Ctl           *ctl,
                 gconstpointer  data)
{
  ctl_refused (ctl, 1, "none", "new", "none/p.certrail", NULL);
  ctl_shell (ctl, "ln -s none/p.certrail link.certrail");
  ctl_refused (ctl, 1, "link.certrail", "create", "link.certrail", "--usage", "tls-client", "--cn", "x", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ctl_test ("/cli/projects/a-new-one-is-empty-and-private", test_new);
  ctl_test ("/cli/projects/a-new-one-overwrites-nothing", test_new_exists);
  ctl_test ("/cli/projects/a-new-one-has-a-proper-name", test_new_name);
  ctl_test ("/cli/projects/protecting-makes-two-authorities", test_protect);
  ctl_test ("/cli/projects/the-first-administrator-is-admin", test_protect_default_user);
  ctl_test ("/cli/projects/info-counts-what-is-there", test_info);
  ctl_test ("/cli/projects/looking-changes-nothing", test_untouched);
  ctl_test ("/cli/projects/devices-come-and-go", test_devices);
  ctl_test ("/cli/projects/a-wrong-device-is-said", test_device_mistakes);
  ctl_test ("/cli/projects/unprotected-means-self-signed", test_unprotected);
  ctl_test ("/cli/projects/what-cannot-be-written-is-said", test_unwritable);
  return g_test_run ();
}
