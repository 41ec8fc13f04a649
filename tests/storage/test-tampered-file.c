/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-cipher.h"
#include "rail-unsealed.h"
#include "rail-users.h"

#include <string.h>

/* What somebody can do who has the keys and knows the format: open the inside, change it, and close it again. */

typedef enum
{
  OPENS,
  IS_UNSEALED = 1000,   /* opens, and waits for a decision */
  IS_TAMPERED = RAIL_STORAGE_ERROR_TAMPERED,
  IS_DAMAGED = RAIL_STORAGE_ERROR_DAMAGED,
  IS_DOCTYPE = RAIL_STORAGE_ERROR_DOCTYPE,
  IS_NEWER = RAIL_STORAGE_ERROR_NEWER_VERSION,
} Outcome;

static RailProject *
assert_outcome (const char *text,
                Outcome     outcome)
{
  g_autoptr(GError) error = NULL;
  RailProject *project = storage_read (text, -1, &error);

  if (outcome == OPENS || outcome == IS_UNSEALED)
    {
      g_assert_no_error (error);
      g_assert_cmpint (rail_project_get_unsealed (project) != NULL, ==, outcome == IS_UNSEALED);
      if (outcome == IS_UNSEALED)
        g_assert_false (rail_unsealed_can_discard (rail_project_get_unsealed (project)));
    }
  else
    {
      g_assert_null (project);
      g_assert_error (error, RAIL_STORAGE_ERROR, (int) outcome);
      g_test_message ("%s", error->message);
    }
  return project;
}

static void
test_inside_edited (void)
{
  static const struct
  {
    const char *find, *replacement;
    Outcome     without_seal, with_seal;
  } edits[] = {
    { "name=\"Plant\"", "name=\"Plant\"", OPENS, OPENS },
    { "name=\"Plant\"", "name=\"Fake\"", IS_UNSEALED, OPENS },
    { "next-id=\"3\"", "next-id=\"4\"", IS_UNSEALED, OPENS },
    { "role=\"administrator\"", "role=\"standard\"", IS_TAMPERED, IS_TAMPERED },
    { "iterations=\"1000\"", "iterations=\"1001\"", IS_TAMPERED, IS_TAMPERED },
    { "<user name=\"admin\"", "<user name=\"root\"", IS_TAMPERED, IS_TAMPERED },
    { "<seal>", "<!-- <seal> --><seal>", IS_UNSEALED, OPENS },
    { "<seal>", "<seal>A", IS_DAMAGED, OPENS },
    { "<seal>", "<checksum>AAAA</checksum><seal>", IS_DAMAGED, IS_DAMAGED },
    /* Only the key is damaged, see test-key-damage.c. */
    { "<xenc:CipherValue>", "<xenc:CipherValue>AAAA", IS_UNSEALED, OPENS },
    { "<key>", "<key>A", IS_DAMAGED, IS_DAMAGED },
    { "<project ", "<!DOCTYPE project><project ", IS_DOCTYPE, IS_DOCTYPE },
    { "urn:certrail:project:3", "urn:certrail:project:9", IS_NEWER, IS_NEWER },
  };
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 2);
  g_autofree char *text = storage_write (project);
  g_autofree char *inside = storage_open_inside (text, rail_protection_get_project_key (protection));

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *edited = storage_replace (inside, edits[i].find, edits[i].replacement);
      g_autofree char *sealed = storage_seal_again (edited, rail_protection_get_vault_key (protection));
      g_autofree char *first = storage_close_inside (text, edited, rail_protection_get_project_key (protection));
      g_autofree char *second = storage_close_inside (text, sealed, rail_protection_get_project_key (protection));
      g_autoptr(RailProject) first_project = NULL;
      g_autoptr(RailProject) second_project = NULL;

      g_test_message ("%s -> %s", edits[i].find, edits[i].replacement);
      first_project = assert_outcome (first, edits[i].without_seal);
      second_project = assert_outcome (second, edits[i].with_seal);
    }
}

/* Somebody who can write the file, and can log in, makes themselves another user. */
static void
test_outer_user_renamed (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 1);
  g_autofree char *text = storage_write (project);
  g_autofree char *renamed = storage_replace (text, "name=\"admin\"", "name=\"other\"");
  g_autofree char *forged = storage_replace (renamed, "MasterKeyName>admin<", "MasterKeyName>other<");
  g_autoptr(GBytes) bytes = g_bytes_new (forged, strlen (forged));
  g_autoptr(RailSecret) password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) file = rail_project_file_new_from_bytes (bytes, "plant.certrail", &error);

  g_assert_no_error (error);
  g_assert_null (rail_project_file_read (file, storage_get_environment (), "other", password, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_TAMPERED);
  rail_assert_contains (error->message, "user table");
}

/* The outer table twice: whoever is added outside is not in the copy. */
static void
test_outer_user_added (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 1);
  g_autofree char *text = storage_write (project);
  const char *start = strstr (text, "<user ");
  const char *end = strstr (text, "<xenc:EncryptedData ");
  g_autofree char *before = g_strndup (text, end - text);
  g_autofree char *user = g_strndup (start, end - start);
  g_autofree char *renamed = storage_replace (user, "admin\"", "guest\"");
  g_autofree char *added = storage_replace (renamed, "MasterKeyName>admin<", "MasterKeyName>guest<");
  g_autofree char *forged = g_strconcat (before, added, end, NULL);
  g_autoptr(RailProject) none = assert_outcome (forged, IS_TAMPERED);
}

/* Two projects of the same password: the inside of one in the other. */
static void
test_insides_swapped (void)
{
  g_autoptr(RailProtection) first_protection = storage_new_protection ();
  g_autoptr(RailProtection) second_protection = storage_new_protection ();
  g_autoptr(RailProject) first = storage_new_project (first_protection, 1);
  g_autoptr(RailProject) second = storage_new_project (second_protection, 2);
  g_autofree char *first_text = storage_write (first);
  g_autofree char *second_text = storage_write (second);
  g_autofree char *inside = storage_open_inside (second_text, rail_protection_get_project_key (second_protection));
  g_autofree char *forged = storage_close_inside (first_text, inside, rail_protection_get_project_key (first_protection));
  g_autoptr(RailProject) none = assert_outcome (forged, IS_TAMPERED);
}

static void
test_inside_under_another_key (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 1);
  g_autoptr(RailSecret) other = rail_environment_new_random_secret (storage_get_environment (), RAIL_CIPHER_KEY_SIZE);
  g_autofree char *text = storage_write (project);
  g_autofree char *inside = storage_open_inside (text, rail_protection_get_project_key (protection));
  g_autofree char *forged = storage_close_inside (text, inside, other);
  g_autoptr(RailProject) none = assert_outcome (forged, IS_DAMAGED);
}

static RailUser *
new_standard_user (RailProtection *protection,
                   const char     *name,
                   RailSecret     *password)
{
  g_autoptr(GBytes) salt = g_bytes_new_static ("0123456789abcdef", 16);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailSecret) key = rail_cipher_derive_key (password, salt, 1000, &error);
  g_autoptr(GBytes) wrapped = NULL;
  gsize size;
  const guint8 *data = rail_secret_get_data (rail_protection_get_project_key (protection), &size);

  g_assert_no_error (error);
  wrapped = rail_cipher_encrypt (storage_get_environment (), key, data, size, &error);
  g_assert_no_error (error);
  return rail_user_new (name, RAIL_ROLE_STANDARD, salt, 1000, wrapped, NULL);
}

/* The format has several users, and those without the vault key see the project without its private keys. */
static void
test_standard_user_reads_without_keys (void)
{
  g_autoptr(RailProtection) first = storage_new_protection ();
  g_autoptr(GListStore) users = g_list_store_new (RAIL_TYPE_USER);
  g_autoptr(RailSecret) admin_password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("operator’s password");
  g_autoptr(RailUser) operator = new_standard_user (first, "operator", password);
  g_autoptr(RailProtection) protection = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autoptr(RailProject) as_admin = NULL;
  g_autoptr(RailProject) as_operator = NULL;
  g_autoptr(RailProjectFile) file = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  g_list_store_append (users, rail_protection_get_user (first));
  g_list_store_append (users, operator);
  protection = rail_protection_new_locked (G_LIST_MODEL (users));
  g_assert_true (rail_protection_unlock (protection, STORAGE_USER, admin_password, NULL));
  project = storage_new_project (protection, 2);
  text = storage_write (project);

  as_admin = assert_outcome (text, OPENS);
  storage_assert_equal (project, as_admin);

  bytes = g_bytes_new (text, strlen (text));
  file = rail_project_file_new_from_bytes (bytes, "plant.certrail", &error);
  g_assert_no_error (error);
  as_operator = rail_project_file_read (file, storage_get_environment (), "operator", password, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (as_operator)), ==, 2);
  g_assert_null (rail_entry_get_key (rail_project_get_entry (as_operator, 1)));
  g_assert_true (rail_entry_has_key (rail_project_get_entry (as_operator, 1)));
}

static char *
encode (GBytes *bytes)
{
  return g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The file with @other in the place of the administrator's vault key, sealed with what the forger takes for it. */
static char *
replace_vault_key (RailProject *project,
                   GBytes      *other,
                   RailSecret  *known,
                   gboolean     keep_login_key)
{
  RailProtection *protection = rail_project_get_protection (project);
  RailSecret *project_key = rail_protection_get_project_key (protection);
  RailUser *administrator = rail_protection_get_user (protection);
  g_autofree char *text = storage_write (project);
  g_autofree char *inside = storage_open_inside (text, project_key);
  g_autofree char *vault_key = encode (rail_user_get_wrapped_vault_key (administrator));
  g_autofree char *login_key = encode (rail_user_get_wrapped_login_key (administrator));
  g_autofree char *element = g_strdup_printf ("<login-key>%s</login-key>", login_key);
  g_autofree char *replacement = encode (other);
  g_autofree char *outside = storage_replace (text, vault_key, replacement);
  g_autofree char *replaced = storage_replace (inside, vault_key, replacement);
  g_autofree char *stripped = storage_replace (replaced, element, keep_login_key ? element : "");
  g_autofree char *sealed = storage_seal_again (stripped, known);

  return storage_close_inside (outside, sealed, project_key);
}

/* A standard user, who knows the project key, and with it what is wrapped for the administrator. */
static void
test_project_key_is_no_vault_key (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 0);
  RailUser *administrator = rail_protection_get_user (protection);
  g_autofree char *forged = replace_vault_key (project, rail_user_get_wrapped_project_key (administrator),
                                               rail_protection_get_project_key (protection), FALSE);
  g_autoptr(RailProject) none = assert_outcome (forged, IS_DAMAGED);
}

/* A standard user, who knows the project key of before somebody was removed, as it stands in an earlier version. */
static void
test_former_key_is_no_vault_key (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 0);
  g_autoptr(RailSecret) former = rail_secret_ref (rail_protection_get_project_key (protection));
  g_autoptr(GBytes) wrapped = g_bytes_ref (rail_user_get_wrapped_project_key (rail_protection_get_user (protection)));
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("guest’s password");
  g_autoptr(GError) error = NULL;

  rail_project_add_user (project, "guest", RAIL_ROLE_STANDARD, password, &error);
  g_assert_no_error (error);
  rail_project_remove_user (project, "guest", NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *forged = replace_vault_key (project, wrapped, former, i == 1);
      g_autoptr(RailProject) none = assert_outcome (forged, IS_TAMPERED);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/tampered-file/inside-edited", test_inside_edited);
  g_test_add_func ("/storage/tampered-file/outer-user-renamed", test_outer_user_renamed);
  g_test_add_func ("/storage/tampered-file/outer-user-added", test_outer_user_added);
  g_test_add_func ("/storage/tampered-file/insides-swapped", test_insides_swapped);
  g_test_add_func ("/storage/tampered-file/inside-under-another-key", test_inside_under_another_key);
  g_test_add_func ("/storage/tampered-file/project-key-is-no-vault-key", test_project_key_is_no_vault_key);
  g_test_add_func ("/storage/tampered-file/former-key-is-no-vault-key", test_former_key_is_no_vault_key);
  g_test_add_func ("/storage/tampered-file/standard-user-reads-without-keys", test_standard_user_reads_without_keys);

  return g_test_run ();
}
