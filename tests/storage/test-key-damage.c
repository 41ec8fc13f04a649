/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-cipher.h"
#include "rail-intake.h"
#include "rail-operations.h"
#include "rail-unsealed.h"
#include "rail-users.h"

#include <string.h>

/* One private key that cannot be read does not take the plant's others with it, and is not lost by saving. */

#define CIPHER_VALUE "<xenc:CipherValue>"

typedef struct
{
  RailProtection *protection;
  char           *text;        /* a sealed project with IDs 1 and 2, and with a standard user */
  char           *inside;
} Subject;

static void
set_up (Subject       *self,
        gconstpointer  user_data)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 2);
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("operator");
  g_autoptr(GError) error = NULL;

  rail_project_add_user (project, "operator", RAIL_ROLE_STANDARD, password, &error);
  g_assert_no_error (error);
  self->protection = g_object_ref (rail_project_get_protection (project));
  self->text = storage_write (project);
  self->inside = storage_open_inside (self->text, rail_protection_get_project_key (self->protection));
}

static void
tear_down (Subject       *self,
           gconstpointer  user_data)
{
  g_object_unref (self->protection);
  g_free (self->text);
  g_free (self->inside);
}

/* The value of the n-th private key in a decrypted project. */
static char *
get_sealed_key (const char *inside,
                guint       n)
{
  const char *start = inside;

  for (guint i = 0; i <= n; i++)
    start = strstr (start, CIPHER_VALUE) + strlen (CIPHER_VALUE);
  return g_strndup (start, strcspn (start, "<"));
}

/* The file after somebody has put @value into the place of the first private key. */
static char *
put_key (Subject    *self,
         const char *value,
         gboolean    is_sealed)
{
  g_autofree char *old = get_sealed_key (self->inside, 0);
  g_autofree char *edited = storage_replace (self->inside, old, value);
  g_autofree char *sealed = storage_seal_again (edited, rail_protection_get_vault_key (self->protection));

  return storage_close_inside (self->text, is_sealed ? sealed : edited,
                               rail_protection_get_project_key (self->protection));
}

/* The same with another bit in it. */
static char *
damage (const char *value)
{
  g_autofree guchar *bytes = NULL;
  gsize size;

  bytes = g_base64_decode (value, &size);
  bytes[size / 2] ^= 0x10;
  return g_base64_encode (bytes, size);
}

static RailProject *
read_as (const char *text,
         const char *user,
         const char *password_text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(RailSecret) password = rail_secret_new_from_string (password_text);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) file = rail_project_file_new_from_bytes (bytes, "plant.certrail", &error);
  RailProject *project;

  g_assert_no_error (error);
  project = rail_project_file_read (file, storage_get_environment (), user, password, &error);
  g_assert_no_error (error);
  return project;
}

static RailProject *
read_as_admin (const char *text)
{
  return read_as (text, STORAGE_USER, STORAGE_PASSWORD);
}

static void
assert_first_is_damaged (RailProject *project)
{
  RailEntry *entry = rail_project_get_entry (project, 1);
  RailEntry *other = rail_project_get_entry (project, 2);
  g_autofree char *notice = rail_project_dup_key_damage (project);
  g_autofree char *sentence = rail_entry_dup_key_damage (entry);

  g_assert_true (rail_entry_is_key_damaged (entry));
  g_assert_null (rail_entry_get_key (entry));
  g_assert_false (rail_entry_has_key (entry));
  g_assert_false (rail_entry_is_key_damaged (other));
  g_assert_nonnull (rail_entry_get_key (other));
  rail_assert_contains (notice, "ID 1 is damaged");
  rail_assert_contains (notice, "Import it again");
  rail_assert_contains (sentence, "ID 1 is damaged");
}

/* What was stored for the first key is in the file that a save makes of @project, too. */
static void
assert_saved_key (RailProject *project,
                  const char  *value)
{
  g_autofree char *text = storage_write (project);
  g_autofree char *inside =
    storage_open_inside (text, rail_protection_get_project_key (rail_project_get_protection (project)));
  g_autofree char *saved = get_sealed_key (inside, 0);

  g_assert_cmpstr (saved, ==, value);
}

static void
test_damaged_key_opens_and_is_named (Subject       *self,
                                     gconstpointer  user_data)
{
  g_autofree char *value = get_sealed_key (self->inside, 0);
  g_autofree char *damaged = damage (value);
  g_autofree char *text = put_key (self, damaged, TRUE);
  g_autoptr(RailProject) project = read_as_admin (text);

  g_assert_null (rail_project_get_unsealed (project));
  g_assert_true (rail_project_can_use_keys (project));
  assert_first_is_damaged (project);
}

static void
test_saving_keeps_what_is_stored (Subject       *self,
                                  gconstpointer  user_data)
{
  g_autofree char *value = get_sealed_key (self->inside, 0);
  g_autofree char *damaged = damage (value);
  g_autofree char *text = put_key (self, damaged, TRUE);
  g_autoptr(RailProject) project = read_as_admin (text);
  g_autofree char *again = storage_write (project);
  g_autoptr(RailProject) reread = read_as_admin (again);

  assert_first_is_damaged (reread);
  assert_saved_key (reread, damaged);
}

/* It decrypts, but it is another's. */
static void
test_key_of_another_is_not_used (Subject       *self,
                                 gconstpointer  user_data)
{
  gsize size;
  const guint8 *der = rail_secret_get_data (rail_key_get_pkcs8 (storage_get_key (STORAGE_PAIR_CA)), &size);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) sealed = rail_cipher_encrypt (storage_get_environment (),
                                                  rail_protection_get_vault_key (self->protection), der, size, &error);
  g_autofree char *value = g_base64_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  g_autofree char *text = put_key (self, value, TRUE);
  g_autoptr(RailProject) project = read_as_admin (text);

  assert_first_is_damaged (project);
  assert_saved_key (project, value);
}

static void
test_importing_repairs_it (Subject       *self,
                           gconstpointer  user_data)
{
  g_autofree char *value = get_sealed_key (self->inside, 0);
  g_autofree char *damaged = damage (value);
  g_autofree char *text = put_key (self, damaged, TRUE);
  g_autoptr(RailProject) whole = read_as_admin (self->text);
  g_autoptr(RailProject) project = read_as_admin (text);
  g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_intake_free);
  g_autoptr(GPtrArray) taken = NULL;
  g_autoptr(RailProject) again = NULL;
  g_autofree char *repaired = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (intakes, rail_intake_new_for_entry (rail_project_get_entry (project, 1),
                                                       rail_entry_get_key (rail_project_get_entry (whole, 1))));
  taken = rail_project_import (project, intakes, &error);
  g_assert_no_error (error);
  g_assert_null (rail_project_dup_key_damage (project));
  repaired = storage_write (project);
  again = read_as_admin (repaired);
  g_assert_nonnull (rail_entry_get_key (rail_project_get_entry (again, 1)));

  rail_project_undo (project);
  assert_first_is_damaged (project);
  assert_saved_key (project, damaged);
}

static void
test_standard_user_carries_it (Subject       *self,
                               gconstpointer  user_data)
{
  g_autofree char *value = get_sealed_key (self->inside, 0);
  g_autofree char *damaged = damage (value);
  g_autofree char *text = put_key (self, damaged, TRUE);
  g_autoptr(RailProject) project = read_as (text, "operator", "operator");

  g_assert_null (rail_project_dup_key_damage (project));
  g_assert_true (rail_entry_has_key (rail_project_get_entry (project, 1)));
  assert_saved_key (project, damaged);
}

/* A standard user who damages a key is found out, and discarding that brings it back. */
static void
test_damage_without_seal_is_shown (Subject       *self,
                                   gconstpointer  user_data)
{
  g_autoptr(RailProject) project = read_as (self->text, "operator", "operator");
  g_autofree char *saved = storage_write (project);
  g_autofree char *inside = storage_open_inside (saved, rail_protection_get_project_key (self->protection));
  g_autofree char *value = get_sealed_key (inside, 0);
  g_autofree char *damaged = damage (value);
  g_autofree char *edited = storage_replace (inside, value, damaged);
  g_autofree char *text = storage_close_inside (saved, edited, rail_protection_get_project_key (self->protection));
  g_autoptr(RailProject) opened = read_as_admin (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailUnsealedChange) change = NULL;

  g_assert_nonnull (rail_project_get_unsealed (opened));
  change = g_list_model_get_item (rail_unsealed_get_changes (rail_project_get_unsealed (opened)), 0);
  rail_assert_contains (rail_unsealed_change_get_text (change), "Certificate 1");
  assert_first_is_damaged (opened);

  rail_project_discard_unsealed (opened, &error);
  g_assert_no_error (error);
  g_assert_nonnull (rail_entry_get_key (rail_project_get_entry (opened, 1)));
  g_assert_null (rail_project_dup_key_damage (opened));
}

static void
test_earlier_key_is_named (void)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  RailProtection *protection = rail_project_get_protection (project);
  g_autofree char *text = storage_write (project);
  g_autofree char *inside = storage_open_inside (text, rail_protection_get_project_key (protection));
  g_autofree char *value = get_sealed_key (strstr (inside, "<generation "), 0);
  g_autofree char *damaged = damage (value);
  g_autofree char *edited = storage_replace (inside, value, damaged);
  g_autofree char *sealed = storage_seal_again (edited, rail_protection_get_vault_key (protection));
  g_autofree char *file = storage_close_inside (text, sealed, rail_protection_get_project_key (protection));
  g_autoptr(RailProject) opened = read_as_admin (file);
  g_autofree char *notice = rail_project_dup_key_damage (opened);
  g_autofree char *again = storage_write (opened);
  g_autofree char *again_inside = storage_open_inside (again, rail_protection_get_project_key (protection));

  rail_assert_contains (notice, "is damaged");
  g_assert_nonnull (strstr (again_inside, damaged));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/storage/key-damage/" name, Subject, NULL, set_up, function, tear_down)
  ADD ("damaged-key-opens-and-is-named", test_damaged_key_opens_and_is_named);
  ADD ("saving-keeps-what-is-stored", test_saving_keeps_what_is_stored);
  ADD ("key-of-another-is-not-used", test_key_of_another_is_not_used);
  ADD ("importing-repairs-it", test_importing_repairs_it);
  ADD ("standard-user-carries-it", test_standard_user_carries_it);
  ADD ("damage-without-seal-is-shown", test_damage_without_seal_is_shown);
#undef ADD
  g_test_add_func ("/storage/key-damage/earlier-key-is-named", test_earlier_key_is_named);

  return g_test_run ();
}
