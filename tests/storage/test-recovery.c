/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-operations.h"
#include "rail-project-save.h"
#include "rail-recovery.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* The state folder is one for the whole process, see main(). */
static char *state_folder;

typedef struct
{
  char  *folder;
  GFile *file;
} Fixture;

static char *
dup_recovery_folder (void)
{
  return g_build_filename (state_folder, "certrail", "recovery", NULL);
}

static guint
count_files (void)
{
  g_autofree char *folder = dup_recovery_folder ();
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->file = g_file_new_build_filename (fixture->folder, "plant.certrail", NULL);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autofree char *folder = dup_recovery_folder ();

  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->file);
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    rail_test_remove_folder (folder);
}

static RailFileIdentity *
save (Fixture     *fixture,
      RailProject *project)
{
  g_autoptr(GError) error = NULL;
  RailFileIdentity *identity = NULL;

  rail_project_save_with (project, fixture->file, NULL, &identity, &error);
  g_assert_no_error (error);
  return identity;
}

static RailProject *
open_item (RailRecoveryItem *item)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) file = rail_project_file_open (rail_recovery_item_get_file (item), NULL, &error);
  RailProject *project;

  g_assert_no_error (error);
  project = rail_project_file_read (file, storage_get_environment (), STORAGE_USER, password, &error);
  g_assert_no_error (error);
  return project;
}

static void
flushed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  gboolean *done = user_data;
  g_autoptr(GError) error = NULL;

  rail_recovery_flush_finish (RAIL_RECOVERY (object), result, &error);
  g_assert_no_error (error);
  *done = TRUE;
}

static void
flush (RailRecovery *recovery)
{
  gboolean done = FALSE;

  rail_recovery_flush_async (recovery, flushed_cb, &done);
  rail_test_wait (&done);
}

static void
rename_project (RailProject *project,
                const char  *name)
{
  g_autoptr(GError) error = NULL;

  rail_project_rename (project, name, &error);
  g_assert_no_error (error);
  g_assert_true (rail_project_get_modified (project));
}

/* What the other process does. */
static int
work_until_killed (const char *path,
                   const char *name,
                   gboolean    is_protected)
{
  Fixture fixture = { .file = g_file_new_for_path (path) };
  g_autoptr(RailProject) project = storage_new_rich_project (is_protected);
  g_autoptr(RailFileIdentity) identity = save (&fixture, project);
  RailRecovery *recovery = rail_recovery_new (project, fixture.file, identity);

  rename_project (project, name);
  flush (recovery);
  raise (SIGKILL);
  return 1;
}

/* The files of a process that was killed stay, and nobody holds them. */
static RailRecoveryItem *
crash (Fixture     *fixture,
       const char  *name,
       gboolean     is_protected)
{
  /* Not the link itself, which valgrind would follow to valgrind. */
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr(GListModel) items = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, is_protected ? "--protected" : "--unprotected",
                      path, name, NULL);

  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (process) && g_subprocess_get_term_sig (process) == SIGKILL);
  items = rail_recovery_list ();
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 1);
  return g_list_model_get_item (items, 0);
}

static void
test_crash_loses_nothing (Fixture       *fixture,
                          gconstpointer  user_data)
{
  g_autoptr(RailRecoveryItem) item = crash (fixture, "Unsaved", GPOINTER_TO_INT (user_data));
  g_autoptr(RailProject) project = open_item (item);
  g_autoptr(RailRecovery) recovery = NULL;
  g_autoptr(RailFileIdentity) identity = NULL;
  g_autoptr(GListModel) none = NULL;
  g_autoptr(GError) error = NULL;
  RailSaveOptions options = { .n_versions = 5 };

  g_assert_cmpstr (rail_project_get_name (project), ==, "Unsaved");
  g_assert_true (g_file_equal (rail_recovery_item_get_project (item), fixture->file));
  g_assert_false (rail_recovery_item_has_changed (item));
  g_assert_cmpint (ABS (rail_recovery_item_get_written (item) - g_get_real_time () / G_USEC_PER_SEC), <, 60);

  recovery = rail_recovery_new_from_item (project, item, &error);
  g_assert_no_error (error);
  g_assert_true (rail_project_get_modified (project));
  none = rail_recovery_list ();
  g_assert_cmpuint (g_list_model_get_n_items (none), ==, 0);
  g_assert_cmpuint (count_files (), ==, 2);

  options.expected = rail_recovery_item_get_identity (item);
  g_assert_true (rail_project_save_with (project, fixture->file, &options, &identity, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_discarded_is_gone (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autoptr(RailRecoveryItem) item = crash (fixture, "Unsaved", TRUE);

  rail_recovery_item_discard (item);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_changed_file_is_noticed (Fixture       *fixture,
                              gconstpointer  user_data)
{
  g_autoptr(RailRecoveryItem) item = crash (fixture, "Unsaved", TRUE);
  g_autoptr(RailProject) other = storage_new_project (NULL, 1);
  g_autoptr(RailFileIdentity) identity = save (fixture, other);

  g_assert_true (rail_recovery_item_has_changed (item));
}

static gboolean
folder_has (const char    *folder,
            gconstpointer  text,
            gsize          size)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  while (!found && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr(GBytes) bytes = rail_test_read (folder, name);

      found = memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, size) != NULL;
    }
  return found;
}

static void
test_protected_work_is_encrypted (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  g_autoptr(RailRecoveryItem) item = crash (fixture, "Geheimes Werk", TRUE);
  g_autofree char *folder = dup_recovery_folder ();
  g_autofree char *path = g_file_get_path (rail_recovery_item_get_file (item));
  GStatBuf status;
  gsize size;
  const guint8 *key = rail_secret_get_data (rail_key_get_pkcs8 (storage_get_key (STORAGE_PAIR_RSA)), &size);
  g_autofree char *base64 = g_base64_encode (key, size);

  g_assert_false (folder_has (folder, "Geheimes Werk", strlen ("Geheimes Werk")));
  g_assert_false (folder_has (folder, "PLC_1", strlen ("PLC_1")));
  g_assert_false (folder_has (folder, STORAGE_PASSWORD, strlen (STORAGE_PASSWORD)));
  g_assert_false (folder_has (folder, key, size));
  g_assert_false (folder_has (folder, base64, 60));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_written_some_time_after_a_change (Fixture       *fixture,
                                       gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 2);
  g_autoptr(RailFileIdentity) identity = save (fixture, project);
  g_autoptr(RailRecovery) recovery = rail_recovery_new (project, fixture->file, identity);
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  rail_recovery_set_delay (recovery, 20);
  rename_project (project, "Unsaved");
  g_assert_cmpuint (count_files (), ==, 0);
  while (count_files () != 2 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (count_files (), ==, 2);

  /* Back to what is in the file: nothing is unsaved. */
  rail_project_undo (project);
  g_assert_false (rail_project_get_modified (project));
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_never_saved_is_kept (Fixture       *fixture,
                          gconstpointer  user_data)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 2);
  g_autoptr(RailRecovery) recovery = rail_recovery_new (project, NULL, NULL);
  g_autoptr(RailRecoveryItem) item = NULL;

  rename_project (project, "Unsaved");
  flush (recovery);
  item = rail_recovery_leave (recovery);
  g_assert_null (rail_recovery_item_get_project (item));
  g_assert_null (rail_recovery_item_get_identity (item));
  g_assert_false (rail_recovery_item_has_changed (item));
}

static void
test_closed_is_gone (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 2);
  RailRecovery *recovery = rail_recovery_new (project, NULL, NULL);

  rename_project (project, "Unsaved");
  flush (recovery);
  g_assert_cmpuint (count_files (), ==, 2);
  g_object_unref (recovery);
  g_assert_cmpuint (count_files (), ==, 0);

  /* Even if it is being written. */
  recovery = rail_recovery_new (project, NULL, NULL);
  rail_recovery_flush_async (recovery, NULL, NULL);
  rail_recovery_close (recovery);
  g_object_unref (recovery);
  for (guint i = 0; i < 100; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (count_files (), ==, 0);
}

/* As when the window is locked and opened again. */
static void
test_left_work_is_taken_up (Fixture       *fixture,
                            gconstpointer  user_data)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 2);
  g_autoptr(RailFileIdentity) identity = save (fixture, project);
  g_autoptr(RailRecovery) first = rail_recovery_new (project, fixture->file, identity);
  g_autoptr(RailRecoveryItem) nothing = rail_recovery_leave (first);
  g_autoptr(RailRecovery) second = rail_recovery_new (project, fixture->file, identity);
  g_autoptr(RailRecoveryItem) item = NULL;
  g_autoptr(RailProject) again = NULL;
  g_autoptr(RailRecovery) third = NULL;
  g_autoptr(GListModel) listed = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (nothing);
  rename_project (project, "Unsaved");
  flush (second);
  item = rail_recovery_leave (second);
  g_clear_object (&second);
  g_assert_nonnull (item);
  listed = rail_recovery_list ();
  g_assert_cmpuint (g_list_model_get_n_items (listed), ==, 0);

  again = open_item (item);
  third = rail_recovery_new_from_item (again, item, &error);
  g_assert_no_error (error);
  storage_assert_equal (project, again);
  rail_recovery_close (third);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_two_windows_do_not_share (Fixture       *fixture,
                               gconstpointer  user_data)
{
  g_autoptr(RailRecoveryItem) item = crash (fixture, "Unsaved", FALSE);
  g_autoptr(GListModel) items = rail_recovery_list ();
  g_autoptr(RailRecoveryItem) same = g_list_model_get_item (items, 0);
  g_autoptr(RailProject) project = open_item (item);
  g_autoptr(RailRecovery) recovery = rail_recovery_new_from_item (project, item, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_recovery_new_from_item (project, same, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED);
  rail_recovery_item_discard (same);
  g_assert_cmpuint (count_files (), ==, 2);
}

static void
failed_cb (RailRecovery *recovery,
           const char   *text,
           char        **out_text)
{
  g_assert_null (*out_text);
  *out_text = g_strdup (text);
}

static void
test_failure_is_said_once (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autofree char *parent = g_build_filename (state_folder, "certrail", NULL);
  g_autoptr(RailProject) project = storage_new_project (NULL, 1);
  g_autoptr(RailRecovery) recovery = NULL;
  g_autofree char *text = NULL;
  gint64 end;

  if (g_file_test (parent, G_FILE_TEST_IS_DIR))
    rail_test_remove_folder (parent);
  rail_test_write (state_folder, "certrail", "in the way", -1);
  recovery = rail_recovery_new (project, NULL, NULL);
  g_signal_connect (recovery, "failed", G_CALLBACK (failed_cb), &text);
  rail_recovery_set_delay (recovery, 5);
  rename_project (project, "Unsaved");
  end = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_nonnull (text);
  rail_assert_contains (text, g_strerror (ENOTDIR));
  /* A write that is under way keeps the object, and would succeed now. */
  rail_recovery_close (recovery);
  g_assert_cmpint (g_unlink (parent), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  int code;

  if (argc == 4 && g_str_has_suffix (argv[1], "protected"))
    return work_until_killed (argv[2], argv[3], g_str_equal (argv[1], "--protected"));

  state_folder = rail_test_make_folder ();
  g_setenv ("XDG_STATE_HOME", state_folder, TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, function) \
  g_test_add ("/storage/recovery/" name, Fixture, GINT_TO_POINTER (data), set_up, function, tear_down)
  ADD ("crash-loses-nothing/protected", TRUE, test_crash_loses_nothing);
  ADD ("crash-loses-nothing/unprotected", FALSE, test_crash_loses_nothing);
  ADD ("discarded-is-gone", 0, test_discarded_is_gone);
  ADD ("changed-file-is-noticed", 0, test_changed_file_is_noticed);
  ADD ("protected-work-is-encrypted", 0, test_protected_work_is_encrypted);
  ADD ("two-windows-do-not-share", 0, test_two_windows_do_not_share);
  ADD ("written-some-time-after-a-change", 0, test_written_some_time_after_a_change);
  ADD ("never-saved-is-kept", 0, test_never_saved_is_kept);
  ADD ("closed-is-gone", 0, test_closed_is_gone);
  ADD ("left-work-is-taken-up", 0, test_left_work_is_taken_up);
  ADD ("failure-is-said-once", 0, test_failure_is_said_once);
#undef ADD

  code = g_test_run ();
  rail_test_remove_folder (state_folder);
  g_free (state_folder);
  return code;
}
