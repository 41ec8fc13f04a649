/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-operations.h"
#include "rail-project-save.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534

static GListModel *
list (StorageFolder *folder)
{
  g_autoptr(GError) error = NULL;
  GListModel *versions = rail_versions_list (folder->file, &error);

  g_assert_no_error (error);
  return versions;
}

static guint
count (StorageFolder *folder)
{
  g_autoptr(GListModel) versions = list (folder);

  return g_list_model_get_n_items (versions);
}

static char *
dup_versions_folder (StorageFolder *folder)
{
  return g_build_filename (folder->folder, "plant.certrail.versions", NULL);
}

static RailFileIdentity *
save_named (StorageFolder    *folder,
            RailProject      *project,
            const char       *name,
            RailFileIdentity *expected,
            guint             n_versions)
{
  const RailSaveOptions options = { NULL, expected, n_versions };
  RailFileIdentity *identity = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_set_name (project, name);
  rail_project_save_with (project, folder->file, &options, &identity, &error);
  g_assert_no_error (error);
  g_assert_nonnull (identity);
  return identity;
}

static void
save_times (StorageFolder *folder,
            RailProject   *project,
            guint          first,
            guint          last,
            guint          n_versions)
{
  for (guint i = first; i <= last; i++)
    {
      g_autofree char *name = g_strdup_printf ("State %u", i);
      g_autoptr(RailFileIdentity) identity = save_named (folder, project, name, NULL, n_versions);
    }
}

static void
assert_name (GFile      *file,
             const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = storage_open (file, STORAGE_USER, STORAGE_PASSWORD, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (rail_project_get_name (project), ==, name);
}

static void
test_newest_are_kept (StorageFolder *folder,
                      gconstpointer  user_data)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 1);
  g_autoptr(GListModel) versions = NULL;
  g_autofree char *path = dup_versions_folder (folder);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  GStatBuf status;

  g_assert_cmpuint (count (folder), ==, 0);
  save_times (folder, project, 1, 8, 3);
  versions = list (folder);
  g_assert_cmpuint (g_list_model_get_n_items (versions), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(RailFileVersion) version = g_list_model_get_item (versions, i);
      g_autofree char *name = g_strdup_printf ("State %u", 7 - i);

      assert_name (rail_file_version_get_file (version), name);
      g_assert_cmpint (ABS (rail_file_version_get_saved (version) - now), <, 60);
      g_assert_cmpint (rail_file_version_get_size (version), >, 1000);
    }
  assert_name (folder->file, "State 8");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

/* The previous version is the same file as the newest of the versions and the backup: kept without writing a byte. */
static void
test_versions_are_no_copies (StorageFolder *folder,
                             gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autoptr(GListModel) versions = NULL;
  g_autoptr(RailFileVersion) version = NULL;
  g_autofree char *path = g_file_get_path (folder->file);
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  g_autofree char *version_path = NULL;
  GStatBuf before, status;

  save_times (folder, project, 1, 1, 5);
  g_assert_cmpint (g_stat (path, &before), ==, 0);
  save_times (folder, project, 2, 2, 5);
  versions = list (folder);
  version = g_list_model_get_item (versions, 0);
  version_path = g_file_get_path (rail_file_version_get_file (version));
  g_assert_cmpint (g_stat (version_path, &status), ==, 0);
  g_assert_cmpuint (status.st_ino, ==, before.st_ino);
  g_assert_cmpint (g_stat (backup, &status), ==, 0);
  g_assert_cmpuint (status.st_ino, ==, before.st_ino);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_number_can_change (StorageFolder *folder,
                        gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autofree char *path = dup_versions_folder (folder);

  save_times (folder, project, 1, 6, 5);
  g_assert_cmpuint (count (folder), ==, 5);
  save_times (folder, project, 7, 7, 2);
  g_assert_cmpuint (count (folder), ==, 2);
  save_times (folder, project, 8, 8, 0);
  g_assert_cmpuint (count (folder), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  storage_save (project, folder->file);
  g_assert_cmpuint (count (folder), ==, 0);
}

static void
test_other_files_are_left_alone (StorageFolder *folder,
                                 gconstpointer  user_data)
{
  static const char * const names[] = {
    "2026-11-22T211500.123456789Z.certrail~", "2026-13-22T211500.123456789Z.certrail", "notes.certrail",
    "2026-11-22T211500.12345678xZ.certrail", "2026-11-22T211500,123456789Z.certrail",
  };
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autofree char *path = dup_versions_folder (folder);

  save_times (folder, project, 1, 3, 5);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    rail_test_write (path, names[i], "mine", -1);
  g_assert_cmpuint (count (folder), ==, 2);
  save_times (folder, project, 4, 4, 0);
  g_assert_cmpuint (count (folder), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *other = g_build_filename (path, names[i], NULL);

      g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
    }
}

static void
test_protecting_drops_clear_versions (StorageFolder *folder,
                                      gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autofree char *path = dup_versions_folder (folder);
  g_autoptr(GError) error = NULL;

  save_times (folder, project, 1, 4, 5);
  g_assert_cmpuint (count (folder), ==, 3);
  rail_project_protect (project, STORAGE_USER, password, &error);
  g_assert_no_error (error);
  save_times (folder, project, 5, 5, 5);
  g_assert_cmpuint (count (folder), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  save_times (folder, project, 6, 7, 5);
  g_assert_cmpuint (count (folder), ==, 2);
}

static void
test_all_can_be_deleted (StorageFolder *folder,
                         gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autofree char *path = g_file_get_path (folder->file);
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  g_autoptr(GError) error = NULL;

  save_times (folder, project, 1, 4, 5);
  g_assert_true (rail_versions_delete_all (folder->file, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (folder), ==, 0);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
  assert_name (folder->file, "State 4");
  g_assert_true (rail_versions_delete_all (folder->file, &error));
}

/* Also the one that the save itself makes. */
static void
test_save_can_delete_all (StorageFolder *folder,
                          gconstpointer  user_data)
{
  const RailSaveOptions options = { .n_versions = 5, .deletes_earlier = TRUE };
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autofree char *path = g_file_get_path (folder->file);
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  g_autoptr(GError) error = NULL;

  save_times (folder, project, 1, 4, 5);
  rail_project_set_name (project, "Last");
  g_assert_true (rail_project_save_with (project, folder->file, &options, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (folder), ==, 0);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
  assert_name (folder->file, "Last");
}

/* A versions folder that cannot be written keeps nobody from saving. */
static void
test_blocked_versions_do_not_stop_a_save (StorageFolder *folder,
                                          gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);

  rail_test_write (folder->folder, "plant.certrail.versions", "in the way", -1);
  save_times (folder, project, 1, 3, 5);
  g_assert_cmpuint (count (folder), ==, 0);
  assert_name (folder->file, "State 3");
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GListModel **versions = user_data;

  *versions = rail_versions_list_finish (result, NULL);
}

static void
test_async_lists (StorageFolder *folder,
                  gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autoptr(GListModel) versions = NULL;

  save_times (folder, project, 1, 3, 5);
  rail_versions_list_async (folder->file, NULL, listed_cb, &versions);
  while (versions == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (versions), ==, 2);
}

static void
test_changed_file_is_not_replaced (StorageFolder *folder,
                                   gconstpointer  user_data)
{
  g_autoptr(RailProject) mine = storage_new_project (NULL, 1);
  g_autoptr(RailProject) theirs = storage_new_project (NULL, 2);
  g_autoptr(RailFileIdentity) first = save_named (folder, mine, "Mine", NULL, 5);
  g_autoptr(RailFileIdentity) second = save_named (folder, mine, "Mine again", first, 5);
  const RailSaveOptions options = { NULL, second, 5 };
  RailFileIdentity *identity = NULL;
  g_autoptr(GError) error = NULL;

  storage_save (theirs, folder->file);
  rail_project_set_name (mine, "Mine once more");
  g_assert_false (rail_project_save_with (mine, folder->file, &options, &identity, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_CHANGED);
  rail_assert_contains (error->message, "plant.certrail");
  g_assert_null (identity);
  g_assert_true (rail_project_get_modified (mine));
  assert_name (folder->file, "Plant");
}

/* Copied away and back, touched, or deleted: nobody's work is lost by writing it. */
static void
test_same_or_missing_file_is_replaced (StorageFolder *folder,
                                       gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autoptr(RailFileIdentity) first = save_named (folder, project, "One", NULL, 0);
  g_autoptr(RailFileIdentity) second = NULL;
  g_autoptr(RailFileIdentity) third = NULL;
  g_autoptr(GBytes) bytes = rail_test_read (folder->folder, "plant.certrail");

  g_assert_true (g_file_delete (folder->file, NULL, NULL));
  rail_test_write (folder->folder, "plant.certrail", g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  second = save_named (folder, project, "Two", first, 0);
  g_assert_true (g_file_delete (folder->file, NULL, NULL));
  third = save_named (folder, project, "Three", second, 0);
}

static void
test_identity_is_what_was_read (StorageFolder *folder,
                                gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autoptr(RailFileIdentity) saved = save_named (folder, project, "One", NULL, 0);
  g_autoptr(RailProjectFile) file = rail_project_file_open (folder->file, NULL, NULL);
  RailFileIdentity *read = rail_project_file_get_identity (file);
  g_autofree char *text = rail_file_identity_to_text (saved);
  g_autofree char *read_text = rail_file_identity_to_text (read);
  g_autoptr(RailFileIdentity) parsed = rail_file_identity_new_from_text (text);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (text, ==, read_text);
  g_assert_true (rail_file_identity_matches (parsed, folder->file));
  g_assert_null (rail_file_identity_new_from_text (""));
  g_assert_null (rail_file_identity_new_from_text ("abc 1 2 3 4 5"));
  text[70] = '\0';
  g_assert_null (rail_file_identity_new_from_text (text));

  /* One byte in place, and the time put back: only the content tells. */
  rail_test_write (folder->folder, "plant.certrail", "x", 1);
  g_assert_false (rail_file_identity_matches (parsed, folder->file));
}

static void
test_lost_lock_is_not_written_under (StorageFolder *folder,
                                     gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autoptr(RailFileIdentity) identity = save_named (folder, project, "One", NULL, 0);
  g_autoptr(RailProjectLock) lock = rail_project_lock_acquire (folder->file, RAIL_TAKE_NONE, NULL);
  g_autoptr(RailProjectLock) thief = rail_project_lock_acquire (folder->file, RAIL_TAKE_ANY, NULL);
  const RailSaveOptions options = { lock, identity, 0 };
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_project_save_with (project, folder->file, &options, NULL, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED);
}

static void
assert_writable (StorageFolder *folder,
                 gboolean       is_writable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) file = rail_project_file_open (folder->file, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (rail_project_file_is_writable (file) == is_writable);
}

static void
test_read_only_is_known_at_opening (StorageFolder *folder,
                                    gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autofree char *path = g_file_get_path (folder->file);
  gboolean is_root = geteuid () == 0;

  storage_save (project, folder->file);
  assert_writable (folder, TRUE);
  /* access() asks for the real user. */
  if (is_root)
    {
      g_assert_cmpint (chown (path, NOBODY, (gid_t) -1), ==, 0);
      g_assert_cmpint (chown (folder->folder, NOBODY, (gid_t) -1), ==, 0);
      g_assert_cmpint (setresuid (NOBODY, NOBODY, 0), ==, 0);
    }
  assert_writable (folder, TRUE);
  g_assert_cmpint (g_chmod (path, 0400), ==, 0);
  assert_writable (folder, FALSE);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_assert_cmpint (g_chmod (folder->folder, 0500), ==, 0);
  assert_writable (folder, FALSE);
  g_assert_cmpint (g_chmod (folder->folder, 0700), ==, 0);
  if (is_root)
    g_assert_cmpint (setresuid (0, 0, 0), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/storage/format-versions/" name, StorageFolder, NULL, storage_folder_set_up, function, \
              storage_folder_tear_down)
  /* First, because it changes the user, which is no good with threads. */
  ADD ("read-only-is-known-at-opening", test_read_only_is_known_at_opening);
  ADD ("newest-are-kept", test_newest_are_kept);
  ADD ("versions-are-no-copies", test_versions_are_no_copies);
  ADD ("number-can-change", test_number_can_change);
  ADD ("other-files-are-left-alone", test_other_files_are_left_alone);
  ADD ("protecting-drops-clear-versions", test_protecting_drops_clear_versions);
  ADD ("all-can-be-deleted", test_all_can_be_deleted);
  ADD ("save-can-delete-allsave-can-delete-all", test_save_can_delete_all);
  ADD ("blocked-versions-do-not-stop-a-save", test_blocked_versions_do_not_stop_a_save);
  ADD ("async-lists", test_async_lists);
  ADD ("changed-file-is-not-replaced", test_changed_file_is_not_replaced);
  ADD ("same-or-missing-file-is-replaced", test_same_or_missing_file_is_replaced);
  ADD ("identity-is-what-was-read", test_identity_is_what_was_read);
  ADD ("lost-lock-is-not-written-under", test_lost_lock_is_not_written_under);
#undef ADD

  return g_test_run ();
}
