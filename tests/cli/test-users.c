/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Users and the journal */

#include "ctl.h"

#include <string.h>

static void
add_users (Ctl *ctl)
{
  rail_test_write (ctl->folder, "otto", "velvet-Orbit-28-cactus\n", -1);
  rail_test_write (ctl->folder, "ida", "marble.Tundra.71.piano\n", -1);
  ctl_done (ctl, "user", "add", "plant.certrail", "otto", "--new-password-file", "otto", NULL);
  ctl_done (ctl, "user", "add", "plant.certrail", "ida", "--role", "administrator", "--new-password-file", "ida",
            "--user", CTL_USER, NULL);
}

static void
assert_login (Ctl        *ctl,
              const char *user,
              const char *password_file,
              int         code)
{
  ctl_run (ctl, "info", "plant.certrail", "--user", user, "--password-file", password_file, NULL);
  g_assert_cmpint (ctl->code, ==, code);
}

static gboolean
has_earlier_versions (Ctl *ctl)
{
  g_autofree char *backup = ctl_path (ctl, "plant.certrail~");
  g_autofree char *versions = ctl_path (ctl, "plant.certrail.versions");

  return g_file_test (backup, G_FILE_TEST_EXISTS) || g_file_test (versions, G_FILE_TEST_EXISTS);
}

static void
test_removed_user_cannot_open_what_is_deleted (Ctl           *ctl,
                                               gconstpointer  data)
{
  add_users (ctl);
  g_assert_true (has_earlier_versions (ctl));
  ctl_done (ctl, "user", "remove", "plant.certrail", "otto", "--user", CTL_USER, NULL);
  g_assert_true (has_earlier_versions (ctl));
  ctl_done (ctl, "user", "role", "plant.certrail", "ida", "--role", "standard", "--delete-versions", "--user", CTL_USER,
            NULL);
  g_assert_false (has_earlier_versions (ctl));
  ctl_done (ctl, "user", "remove", "plant.certrail", "ida", "--delete-versions", "--user", CTL_USER, NULL);
  g_assert_false (has_earlier_versions (ctl));
  assert_login (ctl, CTL_USER, "ida", 3);
  ctl_done (ctl, "info", "plant.certrail", NULL);
}

static void
test_protecting_with_a_weak_password_warns (Ctl           *ctl,
                                            gconstpointer  data)
{
  const char *argv[] = { CERTRAILCTL, "protect", "open.certrail", NULL };

  ctl_done (ctl, "new", "open.certrail", NULL);
  ctl_run_argv (ctl, "password1", argv);
  g_assert_cmpint (ctl->code, ==, 0);
  rail_assert_contains (ctl->err, "easy to guess");
}

static void
test_users (Ctl           *ctl,
            gconstpointer  data)
{
  g_autoptr(JsonNode) users = NULL;

  add_users (ctl);
  assert_login (ctl, "otto", "otto", 0);
  assert_login (ctl, "ida", "ida", 0);
  assert_login (ctl, "otto", "ida", 3);
  users = ctl_json (ctl, "user", "list", "plant.certrail", "--json", "--user", CTL_USER, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (users)), ==, 3);
  ctl_done (ctl, "info", "plant.certrail", "--user", CTL_USER, NULL);
  rail_assert_contains (ctl->out, "otto (standard)");
  rail_assert_contains (ctl->out, "ida (administrator)");

  ctl_done (ctl, "user", "rename", "plant.certrail", "otto", "Otto", "--user", CTL_USER, NULL);
  assert_login (ctl, "Otto", "otto", 0);
  ctl_done (ctl, "user", "role", "plant.certrail", "Otto", "--role", "administrator", "--user", CTL_USER, NULL);
  assert_login (ctl, "Otto", "otto", 0);
  ctl_done (ctl, "user", "remove", "plant.certrail", "ida", "--user", CTL_USER, NULL);
  assert_login (ctl, "ida", "ida", 3);
  assert_login (ctl, "Otto", "otto", 0);
  ctl_done (ctl, "user", "list", "plant.certrail", "--user", CTL_USER, NULL);
  rail_assert_contains (ctl->out, "password to be changed");
  ctl_done (ctl, "user", "password", "plant.certrail", "Otto", "--new-password-file", "ida", "--user", CTL_USER, NULL);
  assert_login (ctl, "Otto", "ida", 0);
  ctl_done (ctl, "user", "password", "plant.certrail", "Otto", "--user", "Otto", "--password-file", "ida",
            "--new-password-file", "otto", NULL);
  assert_login (ctl, "Otto", "otto", 0);
}

/* Whose key is there, but not for them, must not read that it is not. */
static void
test_locked_keys (Ctl           *ctl,
                  gconstpointer  data)
{
  add_users (ctl);
  ctl_done (ctl, "show", "plant.certrail", "1", "--user", CTL_USER, NULL);
  rail_assert_contains (ctl->out, "private key in this project\n");
  ctl_done (ctl, "show", "plant.certrail", "1", "--user", "otto", "--password-file", "otto", NULL);
  rail_assert_contains (ctl->out, "private key in this project, for administrators\n");
  ctl_done (ctl, "list", "plant.certrail", "--user", "otto", "--password-file", "otto", NULL);
  rail_assert_contains (ctl->out, "locked");
}

static void
test_refusals (Ctl           *ctl,
               gconstpointer  data)
{
  rail_test_write (ctl->folder, "empty", "\n", -1);
  rail_test_write (ctl->folder, "weak", "password\n", -1);
  ctl_refused (ctl, 1, "empty", "user", "add", "plant.certrail", "eva", "--new-password-file", "empty", NULL);
  ctl_refused (ctl, 2, "no role", "user", "add", "plant.certrail", "eva", "--role", "boss", "--new-password-file", "weak",
               NULL);
  ctl_refused (ctl, 1, "last administrator", "user", "remove", "plant.certrail", CTL_USER, NULL);
  ctl_refused (ctl, 1, "last administrator", "user", "role", "plant.certrail", CTL_USER, "--role", "standard", NULL);
  ctl_refused (ctl, 1, "no user “eva”", "user", "rename", "plant.certrail", "eva", "ava", NULL);
  ctl_refused (ctl, 2, "Say which role", "user", "role", "plant.certrail", CTL_USER, NULL);
  ctl_refused (ctl, 2, "NAME=FILE", "user", "remove", "plant.certrail", "eva", "--start-password", "x", NULL);
  ctl_warned (ctl, "easy to guess", "user", "add", "plant.certrail", "eva", "--new-password-file", "weak", NULL);
  ctl_refused (ctl, 1, "already", "user", "add", "plant.certrail", "eva", "--new-password-file", "empty", "--user", CTL_USER,
               NULL);
}

static void
test_journal (Ctl           *ctl,
              gconstpointer  data)
{
  g_autoptr(JsonNode) lines = NULL;
  JsonObject *last;
  JsonArray *array;

  rail_test_write (ctl->folder, "otto", "velvet-Orbit-28-cactus\n", -1);
  ctl_done (ctl, "revoke", "plant.certrail", "2", NULL);
  ctl_done (ctl, "user", "add", "plant.certrail", "=otto", "--new-password-file", "otto", NULL);
  lines = ctl_json (ctl, "journal", "plant.certrail", "--json", "--user", CTL_USER, NULL);
  array = json_node_get_array (lines);
  last = json_array_get_object_element (array, json_array_get_length (array) - 2);
  g_assert_cmpstr (json_object_get_string_member (last, "action"), ==, "revoke");
  g_assert_cmpstr (json_object_get_string_member (last, "user"), ==, CTL_USER);
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (last, "ids"), 0), ==, 2);

  ctl_done (ctl, "journal", "plant.certrail", "--user", CTL_USER, NULL);
  rail_assert_contains (ctl->out, "Add a user");
  ctl_done (ctl, "journal", "plant.certrail", "--csv", "--user", CTL_USER, NULL);
  g_assert_true (g_str_has_prefix (ctl->out, "\xef\xbb\xbf" "Date,User,Action,IDs,Detail\r\n"));
  rail_assert_contains (ctl->out, "Z," CTL_USER ",Revoke,2,");
  rail_assert_contains (ctl->out, ",Add a user,,'=otto\r\n");
}

/* A standard user changes something; an administrator is shown it, and decides. */
static void
test_seal (Ctl           *ctl,
           gconstpointer  data)
{
  g_autoptr(JsonNode) seal = NULL;

  rail_test_write (ctl->folder, "otto", "velvet-Orbit-28-cactus\n", -1);
  ctl_done (ctl, "user", "add", "plant.certrail", "otto", "--new-password-file", "otto", NULL);
  ctl_done (ctl, "seal", "plant.certrail", "--user", CTL_USER, NULL);
  rail_assert_contains (ctl->out, "sealed");
  ctl_refused (ctl, 1, "nothing to decide", "seal", "plant.certrail", "--keep", "--user", CTL_USER, NULL);

  ctl_done (ctl, "device", "add", "plant.certrail", "HMI_9", "--user", "otto", "--password-file", "otto", NULL);
  ctl_done (ctl, "seal", "plant.certrail", "--user", CTL_USER, NULL);
  rail_assert_contains (ctl->out, "Device “HMI_9” was added");
  rail_assert_contains (ctl->out, "“otto”, which is not proven");
  seal = ctl_json (ctl, "seal", "plant.certrail", "--json", "--user", CTL_USER, NULL);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (seal), "sealed"));
  ctl_refused (ctl, 1, "keep or discard", "device", "add", "plant.certrail", "HMI_10", "--user", CTL_USER, NULL);
  ctl_refused (ctl, 2, "not both", "seal", "plant.certrail", "--keep", "--discard", "--user", CTL_USER, NULL);

  ctl_done (ctl, "seal", "plant.certrail", "--discard", "--user", CTL_USER, NULL);
  ctl_refused (ctl, 1, "HMI_9", "device", "show", "plant.certrail", "HMI_9", "--user", CTL_USER, NULL);
  ctl_done (ctl, "device", "add", "plant.certrail", "HMI_9", "--user", "otto", "--password-file", "otto", NULL);
  ctl_done (ctl, "seal", "plant.certrail", "--keep", "--user", CTL_USER, NULL);
  ctl_done (ctl, "device", "show", "plant.certrail", "HMI_9", "--user", CTL_USER, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ctl_test ("/cli/users/added-renamed-and-removed", test_users);
  ctl_test ("/cli/users/removed-user-cannot-open-what-is-deleted", test_removed_user_cannot_open_what_is_deleted);
  ctl_test ("/cli/users/protecting-with-a-weak-password-warns", test_protecting_with_a_weak_password_warns);
  ctl_test ("/cli/users/keys-for-administrators-are-locked", test_locked_keys);
  ctl_test ("/cli/users/refusals-say-why", test_refusals);
  ctl_test ("/cli/users/journal-tells-who-did-what", test_journal);

  ctl_test ("/cli/users/unsealed-changes-are-kept-or-discarded", test_seal);

  return g_test_run ();
}
