/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-cipher.h"
#include "rail-operations.h"
#include "rail-project-error.h"
#include "rail-project-save.h"

#include <string.h>

#define GUEST "guest"
#define GUEST_PASSWORD "For-our-supplier-1"

typedef struct
{
  gboolean  done;
  GError   *error;
} Saved;

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Saved *saved = user_data;

  rail_project_save_copy_without_keys_finish (RAIL_PROJECT (object), result, &saved->error);
  saved->done = TRUE;
}

static GError *
save_copy (RailProject *project,
           GFile       *file,
           const char  *user_name,
           const char  *password_text)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string (password_text);
  Saved saved = { 0 };

  rail_project_save_copy_without_keys_async (project, file, user_name, password, NULL, saved_cb, &saved);
  rail_test_wait (&saved.done);
  return saved.error;
}

/* A certificate that was renewed keeps its old key, too. */
static void
test_copy_has_all_but_keys (StorageFolder *folder,
                            gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (GPOINTER_TO_INT (user_data));
  GListModel *entries = rail_project_get_entries (project), *devices = rail_project_get_devices (project), *copies;
  g_autoptr(GError) error = save_copy (project, folder->file, GUEST, GUEST_PASSWORD);
  g_autoptr(RailProject) copy = NULL;

  g_assert_no_error (error);
  g_assert_null (storage_open (folder->file, STORAGE_USER, STORAGE_PASSWORD, NULL));
  copy = storage_open (folder->file, GUEST, GUEST_PASSWORD, &error);
  g_assert_no_error (error);

  copies = rail_project_get_devices (copy);
  g_assert_cmpstr (rail_project_get_name (copy), ==, rail_project_get_name (project));
  g_assert_cmpuint (rail_project_get_next_id (copy), ==, rail_project_get_next_id (project));
  g_assert_cmpuint (g_list_model_get_n_items (copies), ==, g_list_model_get_n_items (devices));
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      g_autoptr(RailDevice) other = g_list_model_get_item (copies, i);

      storage_assert_devices_equal (device, other);
    }
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_journal (copy)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (copy)), ==, g_list_model_get_n_items (entries));
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailEntry *other = rail_project_get_entry (copy, rail_entry_get_id (entry));
      gint64 date, other_date;
      RailRevocationReason reason, other_reason;

      g_assert_true (rail_certificate_equal (rail_entry_get_certificate (entry), rail_entry_get_certificate (other)));
      g_assert_cmpstr (rail_entry_get_device (entry), ==, rail_entry_get_device (other));
      g_assert_cmpint (rail_entry_is_revoked (entry, &date, &reason), ==,
                       rail_entry_is_revoked (other, &other_date, &other_reason));
      g_assert_false (rail_entry_has_key (other));
      g_assert_null (rail_entry_get_key (other));
    }
}

static void
test_project_itself_is_not_touched (StorageFolder *folder,
                                    gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(GError) error = NULL;
  GListModel *entries = rail_project_get_entries (project);
  g_autoptr(RailEntry) entry = g_list_model_get_item (entries, 0);

  rail_project_rename (project, "Unsaved", NULL);
  error = save_copy (project, folder->file, GUEST, GUEST_PASSWORD);
  g_assert_no_error (error);
  g_assert_true (rail_project_get_modified (project));
  g_assert_nonnull (rail_entry_get_key (entry));
}

/* Not even encrypted: whoever breaks the password of the copy finds no key in it. */
static void
test_no_key_is_in_the_file (StorageFolder *folder,
                            gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(GError) error = save_copy (project, folder->file, GUEST, GUEST_PASSWORD);
  g_autoptr(RailProject) copy = NULL;
  g_autofree char *text = NULL;
  g_autofree char *inside = NULL;
  const char *start;
  g_autofree guchar *sealed = NULL;
  g_autoptr(RailSecret) plain = NULL;
  gsize size;

  g_assert_no_error (error);
  copy = storage_open (folder->file, GUEST, GUEST_PASSWORD, &error);
  g_assert_no_error (error);
  text = storage_write (copy);
  start = g_strrstr (text, "<xenc:CipherValue>") + strlen ("<xenc:CipherValue>");
  inside = g_strndup (start, strcspn (start, "<"));
  sealed = g_base64_decode (inside, &size);
  plain = rail_cipher_decrypt (rail_protection_get_project_key (rail_project_get_protection (copy)), sealed, size, &error);
  g_assert_no_error (error);
  rail_assert_contains (rail_secret_get_text (plain), "<certificate>");
  g_assert_null (strstr (rail_secret_get_text (plain), "<key"));
}

static void
test_bad_user_and_place_are_said (StorageFolder *folder,
                                  gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autoptr(GFile) nowhere = g_file_new_for_path ("/nonexistent/copy.certrail");
  g_autoptr(GError) first = save_copy (project, folder->file, "", GUEST_PASSWORD);
  g_autoptr(GError) second = save_copy (project, folder->file, GUEST, "");
  g_autoptr(GError) third = save_copy (project, nowhere, GUEST, GUEST_PASSWORD);

  g_assert_error (first, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_error (second, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_error (third, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  g_assert_false (g_file_query_exists (folder->file, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, function) \
  g_test_add ("/storage/copy-without-keys/" name, StorageFolder, GINT_TO_POINTER (data), storage_folder_set_up, function, \
              storage_folder_tear_down)
  ADD ("has-all-but-keys/unprotected", FALSE, test_copy_has_all_but_keys);
  ADD ("has-all-but-keys/protected", TRUE, test_copy_has_all_but_keys);
  ADD ("project-itself-is-not-touched", 0, test_project_itself_is_not_touched);
  ADD ("no-key-is-in-the-file", 0, test_no_key_is_in_the_file);
  ADD ("bad-user-and-place-are-said", 0, test_bad_user_and_place_are_said);
#undef ADD

  return g_test_run ();
}
