/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-operations.h"
#include "rail-project-save.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void
test_previous_version_is_kept (StorageFolder *fixture,
                               gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (FALSE);
  g_autoptr(GBytes) first = NULL;
  g_autoptr(GBytes) backup = NULL;
  g_autofree char *path = g_file_get_path (fixture->file);
  GStatBuf status;

  storage_save (project, fixture->file);
  first = rail_test_read (fixture->folder, "plant.certrail");
  rail_project_rename (project, "Another name", NULL);
  g_assert_true (rail_project_get_modified (project));
  storage_save (project, fixture->file);
  g_assert_false (rail_project_get_modified (project));
  backup = rail_test_read (fixture->folder, "plant.certrail~");
  g_assert_true (g_bytes_equal (first, backup));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* As strings and grep over the folder: whether any file in it, a hidden one too, has the text. */
static gboolean
folder_has_text (StorageFolder *fixture,
                 const char    *text)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  while (!found && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr(GBytes) bytes = rail_test_read (fixture->folder, name);

      found = memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text)) != NULL;
    }
  return found;
}

static gboolean
folder_has_clear_key (StorageFolder *fixture,
                      StoragePair    pair)
{
  gsize size;
  const guint8 *der = rail_secret_get_data (rail_key_get_pkcs8 (storage_get_key (pair)), &size);
  g_autofree char *key = g_base64_encode (der, size);

  key[60] = '\0';   /* lines may be wrapped behind this */
  return folder_has_text (fixture, key);
}

static gboolean
has_backup (StorageFolder *fixture)
{
  g_autofree char *backup = g_build_filename (fixture->folder, "plant.certrail~", NULL);

  return g_file_test (backup, G_FILE_TEST_EXISTS);
}

static void
protect (RailProject *project)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autoptr(GError) error = NULL;

  rail_project_protect (project, STORAGE_USER, password, &error);
  g_assert_no_error (error);
}

static void
assert_nothing_clear (StorageFolder *fixture)
{
  g_assert_false (folder_has_text (fixture, "<key"));
  g_assert_false (folder_has_clear_key (fixture, STORAGE_PAIR_EC));
  g_assert_false (folder_has_clear_key (fixture, STORAGE_PAIR_RSA));
}

static void
test_protecting_leaves_no_clear_key (StorageFolder *fixture,
                                     gconstpointer  user_data)
{
  guint n_saves = GPOINTER_TO_UINT (user_data);
  g_autoptr(RailProject) project = storage_new_rich_project (FALSE);
  g_autoptr(RailProject) again = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n_saves; i++)
    storage_save (project, fixture->file);
  g_assert_true (folder_has_clear_key (fixture, STORAGE_PAIR_EC));
  g_assert_true (folder_has_clear_key (fixture, STORAGE_PAIR_RSA));
  g_assert_true (has_backup (fixture) == (n_saves > 1));

  protect (project);
  storage_save (project, fixture->file);
  assert_nothing_clear (fixture);
  g_assert_false (has_backup (fixture));
  again = storage_open (fixture->file, STORAGE_USER, STORAGE_PASSWORD, &error);
  g_assert_no_error (error);
  storage_assert_equal (project, again);

  /* From now on the previous version is protected, and kept as always. */
  storage_save (project, fixture->file);
  assert_nothing_clear (fixture);
  g_assert_true (has_backup (fixture));
}

/* Somebody moved the unprotected file away before the protected one was saved. */
static void
test_protecting_leaves_no_clear_backup_alone (StorageFolder *fixture,
                                              gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (FALSE);

  storage_save (project, fixture->file);
  storage_save (project, fixture->file);
  g_assert_true (g_file_delete (fixture->file, NULL, NULL));
  protect (project);
  storage_save (project, fixture->file);
  assert_nothing_clear (fixture);
}

/* An unprotected project took the place of a protected one, and is protected itself. */
static void
test_protected_backup_survives (StorageFolder *fixture,
                                gconstpointer  user_data)
{
  g_autoptr(RailProject) first = storage_new_rich_project (TRUE);
  g_autoptr(RailProject) second = storage_new_rich_project (FALSE);
  g_autoptr(GBytes) before = NULL;
  g_autoptr(GBytes) backup = NULL;

  storage_save (first, fixture->file);
  before = rail_test_read (fixture->folder, "plant.certrail");
  storage_save (second, fixture->file);
  protect (second);
  storage_save (second, fixture->file);
  assert_nothing_clear (fixture);
  backup = rail_test_read (fixture->folder, "plant.certrail~");
  g_assert_true (g_bytes_equal (before, backup));
}

static void
test_only_protected_projects_are_kept (StorageFolder *fixture,
                                       gconstpointer  user_data)
{
  static const struct
  {
    const char *text;
    gboolean    is_kept;
  } files[] = {
    { "<protected-project xmlns=\"urn:certrail:project:1\">", TRUE },
    { "\xef\xbb\xbf<?xml version=\"1.0\"?>\r\n<!-- a > b --><?x > ?>\n<protected-project\n", TRUE },
    { "<protected-project>", TRUE },
    { "", FALSE },
    { "<", FALSE },
    { "<?xml version=\"1.0\"", FALSE },
    { "<!-- <protected-project > -- >", FALSE },
    { "<protected-projects>", FALSE },
    { "<project xmlns=\"urn:certrail:project:1\"><key/></project><protected-project>", FALSE },
    { "text <protected-project>", FALSE },
  };
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      rail_test_write (fixture->folder, "plant.certrail", files[i].text, -1);
      rail_test_write (fixture->folder, "plant.certrail~", "old", -1);
      storage_save (project, fixture->file);
      g_test_message ("%s", files[i].text);
      g_assert_true (has_backup (fixture) == files[i].is_kept);
      if (files[i].is_kept)
        g_assert_true (folder_has_text (fixture, files[i].text));
    }
}

static void
test_failed_save_stays_modified (void)
{
  g_autoptr(RailProject) project = storage_new_rich_project (FALSE);
  g_autoptr(GFile) file = g_file_new_for_path ("/nonexistent/plant.certrail");
  g_autoptr(GFile) remote = g_file_new_for_uri ("sftp://example.org/plant.certrail");
  g_autoptr(GError) error = NULL;

  rail_project_rename (project, "Another name", NULL);
  g_assert_false (rail_project_save (project, file, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  rail_assert_contains (error->message, "/nonexistent/plant.certrail");
  g_assert_true (rail_project_get_modified (project));
  g_clear_error (&error);
  g_assert_false (rail_project_save (project, remote, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  rail_assert_contains (error->message, "sftp://");
}

static void
test_unwritable_name_is_refused (StorageFolder *fixture,
                                 gconstpointer  user_data)
{
  static const char * const names[] = { "a\001b", "caf\xe9", "\xef\xbf\xbe" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(RailProject) project = rail_project_new (storage_get_environment (), names[i]);
      g_autoptr(GError) error = NULL;

      g_assert_false (rail_project_save (project, fixture->file, &error));
      g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_false (g_file_query_exists (fixture->file, NULL));
    }
}

static void
test_missing_file_is_said (StorageFolder *fixture,
                           gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) file = rail_project_file_open (fixture->file, NULL, &error);
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);

  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  rail_assert_contains (error->message, "“plant.certrail”");
  g_assert_null (file);
  g_clear_error (&error);
  g_assert_null (rail_project_file_open (folder, NULL, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
}

typedef struct
{
  gboolean      done;
  GAsyncResult *result;
} Waiting;

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Waiting *waiting = user_data;

  waiting->result = g_object_ref (result);
  waiting->done = TRUE;
}

static void
waiting_clear (Waiting *waiting)
{
  g_clear_object (&waiting->result);
  waiting->done = FALSE;
}

static void
test_async_round_trip (StorageFolder *fixture,
                       gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autoptr(RailProjectFile) file = NULL;
  g_autoptr(RailProject) again = NULL;
  g_autoptr(GError) error = NULL;
  Waiting waiting = { 0 };

  rail_project_rename (project, "Renamed", NULL);
  rail_project_save_async (project, fixture->file, NULL, result_cb, &waiting);
  rail_test_wait (&waiting.done);
  rail_project_save_finish (project, waiting.result, &error);
  g_assert_no_error (error);
  g_assert_false (rail_project_get_modified (project));
  waiting_clear (&waiting);

  rail_project_file_open_async (fixture->file, NULL, result_cb, &waiting);
  rail_test_wait (&waiting.done);
  file = rail_project_file_open_finish (waiting.result, &error);
  g_assert_no_error (error);
  waiting_clear (&waiting);

  rail_project_file_read_async (file, storage_get_environment (), STORAGE_USER, password, NULL, result_cb, &waiting);
  rail_test_wait (&waiting.done);
  again = rail_project_file_read_finish (file, waiting.result, &error);
  g_assert_no_error (error);
  waiting_clear (&waiting);
  storage_assert_equal (project, again);
}

static void
test_change_during_save_stays_modified (StorageFolder *fixture,
                                        gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(RailProject) again = NULL;
  g_autoptr(GError) error = NULL;
  Waiting waiting = { 0 };

  rail_project_rename (project, "First", NULL);
  rail_project_save_async (project, fixture->file, NULL, result_cb, &waiting);
  rail_project_rename (project, "Second", NULL);
  rail_test_wait (&waiting.done);
  g_assert_true (rail_project_save_finish (project, waiting.result, &error));
  waiting_clear (&waiting);
  g_assert_true (rail_project_get_modified (project));
  again = storage_open (fixture->file, STORAGE_USER, STORAGE_PASSWORD, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rail_project_get_name (again), ==, "First");

  /* Back to what stands in the file. */
  rail_project_undo (project);
  g_assert_false (rail_project_get_modified (project));
}

static void
test_cancelled_save_changes_nothing (StorageFolder *fixture,
                                     gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  Waiting waiting = { 0 };

  rail_project_rename (project, "Renamed", NULL);
  g_cancellable_cancel (cancellable);
  rail_project_save_async (project, fixture->file, cancellable, result_cb, &waiting);
  rail_test_wait (&waiting.done);
  g_assert_false (rail_project_save_finish (project, waiting.result, &error));
  waiting_clear (&waiting);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (rail_project_get_modified (project));
  g_assert_false (g_file_query_exists (fixture->file, NULL));
}

typedef struct
{
  GThread  *main_thread;
  GThread  *thread;          /* atomic: which freed the project */
  gboolean  done;
} Freeing;

static void
freed_cb (gpointer  user_data,
          GObject  *where_it_was)
{
  Freeing *freeing = user_data;

  g_atomic_pointer_set (&freeing->thread, g_thread_self ());
}

static void
save_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Freeing *freeing = user_data;

  freeing->done = TRUE;
}

/* Whether main thread or worker lets go of a save last is a race, so many are run. A save that cannot be is a fast one. */
static void
test_project_is_freed_by_main_thread (void)
{
  g_autoptr(GFile) remote = g_file_new_for_uri ("sftp://example.org/plant.certrail");

  for (guint i = 0; i < 2000; i++)
    {
      RailProject *project = rail_project_new (storage_get_environment (), "Plant");
      Freeing freeing = { g_thread_self () };
      gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

      g_object_weak_ref (G_OBJECT (project), freed_cb, &freeing);
      rail_project_save_async (project, remote, NULL, save_done_cb, &freeing);
      g_object_unref (project);
      rail_test_wait (&freeing.done);
      /* No blocking wait: nobody wakes the main loop for what a worker frees. */
      while (g_atomic_pointer_get (&freeing.thread) == NULL && g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, FALSE);
      g_assert_true (g_atomic_pointer_get (&freeing.thread) == freeing.main_thread);
    }
}

static void
test_failed_async_says_why (StorageFolder *fixture,
                            gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("wrong");
  g_autoptr(RailProjectFile) file = NULL;
  g_autoptr(GError) error = NULL;
  Waiting waiting = { 0 };

  rail_project_file_open_async (fixture->file, NULL, result_cb, &waiting);
  rail_test_wait (&waiting.done);
  g_assert_null (rail_project_file_open_finish (waiting.result, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  g_clear_error (&error);
  waiting_clear (&waiting);

  storage_save (project, fixture->file);
  file = rail_project_file_open (fixture->file, NULL, NULL);
  rail_project_file_read_async (file, storage_get_environment (), STORAGE_USER, password, NULL, result_cb, &waiting);
  rail_test_wait (&waiting.done);
  g_assert_null (rail_project_file_read_finish (file, waiting.result, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_WRONG_PASSWORD);
  waiting_clear (&waiting);
}

/* No operation makes such a project, but if one did, its file must not be lost over it. */
static void
test_nothing_is_saved_that_cannot_be_opened (void)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 2);
  g_autoptr(GFile) target = g_file_new_for_path ("/nonexistent/x.certrail");
  g_autoptr(GError) error = NULL;

  rail_entry_set_device (rail_project_get_entry (project, 2), "nowhere");
  g_assert_false (rail_project_save (project, target, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  rail_assert_contains (error->message, "could not be opened again");
  rail_assert_contains (error->message, "“nowhere”");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function) g_test_add (path, StorageFolder, GINT_TO_POINTER (data), storage_folder_set_up, function, storage_folder_tear_down)
  ADD ("/storage/project-save/previous-version-is-kept", 0, test_previous_version_is_kept);
  ADD ("/storage/project-save/protecting-leaves-no-clear-key/saved-once", 1, test_protecting_leaves_no_clear_key);
  ADD ("/storage/project-save/protecting-leaves-no-clear-key/saved-twice", 2, test_protecting_leaves_no_clear_key);
  ADD ("/storage/project-save/protecting-leaves-no-clear-key/file-moved-away", 0,
       test_protecting_leaves_no_clear_backup_alone);
  ADD ("/storage/project-save/protecting-keeps-protected-backup", 0, test_protected_backup_survives);
  ADD ("/storage/project-save/only-protected-projects-are-kept", 0, test_only_protected_projects_are_kept);
  g_test_add_func ("/storage/project-save/failed-save-stays-modified", test_failed_save_stays_modified);
  ADD ("/storage/project-save/unwritable-name-is-refused", 0, test_unwritable_name_is_refused);
  ADD ("/storage/project-save/missing-file-is-said", 0, test_missing_file_is_said);
  ADD ("/storage/project-save/async/round-trip", 0, test_async_round_trip);
  ADD ("/storage/project-save/async/change-during-save-stays-modified", 0, test_change_during_save_stays_modified);
  ADD ("/storage/project-save/async/cancelled-save-changes-nothing", 0, test_cancelled_save_changes_nothing);
  g_test_add_func ("/storage/project-save/async/project-is-freed-by-main-thread",
                   test_project_is_freed_by_main_thread);
  ADD ("/storage/project-save/async/failure-says-why", 0, test_failed_async_says_why);
#undef ADD

  g_test_add_func ("/storage/project-save/nothing-is-saved-that-cannot-be-opened",
                   test_nothing_is_saved_that_cannot_be_opened);
  return g_test_run ();
}
