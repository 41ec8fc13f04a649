/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-project-file.h"
#include "rail-project-lock.h"
#include "rail-test.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

typedef struct
{
  char  *folder;
  char  *lock_path;
  GFile *file;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->lock_path = g_build_filename (fixture->folder, "plant.certrail.lock", NULL);
  fixture->file = g_file_new_build_filename (fixture->folder, "plant.certrail", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->lock_path);
  g_object_unref (fixture->file);
}

static RailProjectLock *
acquire (Fixture      *fixture,
         RailTakeOver  take_over)
{
  g_autoptr(GError) error = NULL;
  RailProjectLock *lock = rail_project_lock_acquire (fixture->file, take_over, &error);

  g_assert_no_error (error);
  g_assert_true (rail_project_lock_check (lock, NULL));
  return lock;
}

static void
assert_locked (Fixture      *fixture,
               RailTakeOver  take_over,
               const char   *says)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_project_lock_acquire (fixture->file, take_over, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED);
  rail_assert_contains (error->message, "“plant.certrail”");
  rail_assert_contains (error->message, says);
}

static void
assert_state (Fixture       *fixture,
              RailLockState  state)
{
  g_autoptr(RailLockHolder) holder = rail_project_lock_get_holder (fixture->file);

  g_assert_nonnull (holder);
  g_assert_cmpint (rail_lock_holder_get_state (holder), ==, state);
}

/* Another process takes the lock and ends without giving it back, as a crash or kill -9 does. */
static void
crash_with_lock (Fixture *fixture)
{
  pid_t process = fork ();
  int status;

  g_assert_cmpint (process, >=, 0);
  if (process == 0)
    {
      rail_project_lock_acquire (fixture->file, RAIL_TAKE_NONE, NULL);
      raise (SIGKILL);
    }
  g_assert_cmpint (waitpid (process, &status, 0), ==, process);
  g_assert_true (WIFSIGNALED (status));
}

static void
write_lock_file (Fixture    *fixture,
                 const char *find,
                 const char *replacement)
{
  g_autoptr(RailProjectLock) lock = acquire (fixture, RAIL_TAKE_NONE);
  g_autoptr(GBytes) bytes = rail_test_read (fixture->folder, "plant.certrail.lock");
  g_autoptr(GString) text = g_string_new_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr(GRegex) regex = g_regex_new (find, G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *edited = g_regex_replace (regex, text->str, -1, 0, replacement, 0, NULL);

  g_assert_cmpstr (text->str, !=, edited);
  rail_project_lock_release (lock);
  rail_test_write (fixture->folder, "plant.certrail.lock", edited, -1);
}

static void
test_second_is_refused (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autoptr(RailProjectLock) lock = acquire (fixture, RAIL_TAKE_NONE);
  g_autoptr(RailLockHolder) holder = rail_project_lock_get_holder (fixture->file);
  g_autofree char *text = rail_lock_holder_describe (holder);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  assert_locked (fixture, RAIL_TAKE_NONE, g_get_user_name ());
  assert_locked (fixture, RAIL_TAKE_STALE, g_get_host_name ());
  assert_state (fixture, RAIL_LOCK_LIVE);
  g_assert_cmpstr (rail_lock_holder_get_user (holder), ==, g_get_user_name ());
  g_assert_cmpstr (rail_lock_holder_get_host (holder), ==, g_get_host_name ());
  g_assert_cmpuint (rail_lock_holder_get_process (holder), ==, (guint) getpid ());
  g_assert_cmpint (ABS (rail_lock_holder_get_since (holder) - now), <, 5);
  rail_assert_contains (text, g_get_host_name ());
}

static void
test_release_leaves_nothing (Fixture       *fixture,
                             gconstpointer  user_data)
{
  RailProjectLock *lock = acquire (fixture, RAIL_TAKE_NONE);
  g_autoptr(RailProjectLock) next = NULL;

  g_assert_true (g_file_test (fixture->lock_path, G_FILE_TEST_EXISTS));
  rail_project_lock_release (lock);
  g_assert_false (rail_project_lock_check (lock, NULL));
  g_assert_false (g_file_test (fixture->lock_path, G_FILE_TEST_EXISTS));
  g_assert_null (rail_project_lock_get_holder (fixture->file));
  next = acquire (fixture, RAIL_TAKE_NONE);

  /* The old one is gone and has no part in the new one. */
  g_object_unref (lock);
  g_assert_true (rail_project_lock_check (next, NULL));
}

static void
test_link_and_target_are_one (Fixture       *fixture,
                              gconstpointer  user_data)
{
  g_autofree char *link_path = g_build_filename (fixture->folder, "link.certrail", NULL);
  g_autoptr(GFile) link_file = g_file_new_for_path (link_path);
  g_autoptr(RailProjectLock) lock = NULL;

  g_assert_cmpint (symlink ("plant.certrail", link_path), ==, 0);
  lock = rail_project_lock_acquire (link_file, RAIL_TAKE_NONE, NULL);
  g_assert_nonnull (lock);
  g_assert_true (g_file_test (fixture->lock_path, G_FILE_TEST_EXISTS));
  assert_locked (fixture, RAIL_TAKE_STALE, g_get_user_name ());
}

static void
test_crashed_is_stale (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr(RailProjectLock) lock = NULL;

  crash_with_lock (fixture);
  assert_state (fixture, RAIL_LOCK_STALE);
  assert_locked (fixture, RAIL_TAKE_NONE, "has ended without closing it");
  lock = acquire (fixture, RAIL_TAKE_STALE);
  assert_state (fixture, RAIL_LOCK_LIVE);
}

static void
test_other_computer_is_asked_for (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  g_autoptr(RailProjectLock) lock = NULL;

  write_lock_file (fixture, "^(host|machine)=.*", "\\1=elsewhere");
  assert_state (fixture, RAIL_LOCK_ELSEWHERE);
  assert_locked (fixture, RAIL_TAKE_NONE, "elsewhere");
  assert_locked (fixture, RAIL_TAKE_STALE, "if you are sure");
  lock = acquire (fixture, RAIL_TAKE_ANY);
  assert_state (fixture, RAIL_LOCK_LIVE);
}

/* Whoever lost the lock does not write any more, and does not take the new holder's file away. */
static void
test_taken_over_is_noticed (Fixture       *fixture,
                            gconstpointer  user_data)
{
  g_autoptr(RailProjectLock) first = acquire (fixture, RAIL_TAKE_NONE);
  g_autoptr(RailProjectLock) second = acquire (fixture, RAIL_TAKE_ANY);
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_project_lock_check (first, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED);
  rail_assert_contains (error->message, g_get_user_name ());
  rail_project_lock_release (first);
  g_assert_true (rail_project_lock_check (second, NULL));
}

static void
test_deleted_lock_is_noticed (Fixture       *fixture,
                              gconstpointer  user_data)
{
  g_autoptr(RailProjectLock) lock = acquire (fixture, RAIL_TAKE_NONE);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_unlink (fixture->lock_path), ==, 0);
  g_assert_false (rail_project_lock_check (lock, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED);
}

static void
test_empty_file_is_nobodys (Fixture       *fixture,
                            gconstpointer  user_data)
{
  g_autoptr(RailProjectLock) lock = NULL;

  rail_test_write (fixture->folder, "plant.certrail.lock", "", 0);
  g_assert_null (rail_project_lock_get_holder (fixture->file));
  lock = acquire (fixture, RAIL_TAKE_NONE);
}

/* A lock file is somebody else's text, and is shown. */
static void
test_rubbish_is_survived (Fixture       *fixture,
                          gconstpointer  user_data)
{
  static const char * const texts[] = {
    "rubbish", "[Certrail lock]\n", "\xff\xfe\x00", "[Certrail lock]\nprocess=-5\nstart=x\nsince=yesterday\n",
    "[Certrail lock]\nuser=\xff\nhost=a\\nb\\tc\n", "[Certrail lock]\nprocess=99999999999999999999\n", "[[[[", "=",
  };
  g_autofree char *large = g_strnfill (100000, '[');

  for (guint i = 0; i <= G_N_ELEMENTS (texts); i++)
    {
      const char *text = i < G_N_ELEMENTS (texts) ? texts[i] : large;
      g_autoptr(RailLockHolder) holder = NULL;
      g_autoptr(RailProjectLock) lock = NULL;
      g_autofree char *who = NULL;

      rail_test_write (fixture->folder, "plant.certrail.lock", text, (gssize) strlen (text));
      holder = rail_project_lock_get_holder (fixture->file);
      g_assert_nonnull (holder);
      who = rail_lock_holder_describe (holder);
      g_assert_true (g_utf8_validate (who, -1, NULL));
      g_assert_null (strchr (who, '\n'));
      assert_locked (fixture, RAIL_TAKE_STALE, "take the lock over");
      lock = acquire (fixture, RAIL_TAKE_ANY);
    }
}

static void
test_strange_file_is_said (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (symlink ("elsewhere", fixture->lock_path), ==, 0);
  g_assert_null (rail_project_lock_acquire (fixture->file, RAIL_TAKE_ANY, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (fixture->lock_path), ==, 0);

  g_assert_cmpint (mkfifo (fixture->lock_path, 0600), ==, 0);
  g_assert_null (rail_project_lock_acquire (fixture->file, RAIL_TAKE_ANY, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
}

static void
test_missing_folder_is_said (void)
{
  g_autoptr(GFile) file = g_file_new_for_path ("/nonexistent/plant.certrail");
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_project_lock_acquire (file, RAIL_TAKE_ANY, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  rail_assert_contains (error->message, "a folder that exists");
  g_assert_null (rail_project_lock_get_holder (file));
}

/* Somebody may read the folder, but not write there; and somebody else's lock is seen without the right to write it. */
static void
test_other_users_lock_is_seen (Fixture       *fixture,
                               gconstpointer  user_data)
{
  g_autoptr(RailProjectLock) lock = NULL;
  g_autoptr(GError) error = NULL;

  if (geteuid () != 0)
    {
      g_test_skip ("needs a second user, which only root can become");
      return;
    }
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  g_assert_null (rail_project_lock_acquire (fixture->file, RAIL_TAKE_NONE, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (seteuid (0), ==, 0);

  lock = acquire (fixture, RAIL_TAKE_NONE);
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  assert_state (fixture, RAIL_LOCK_LIVE);
  assert_locked (fixture, RAIL_TAKE_STALE, "close it there first");
  g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_child_does_not_keep_it (Fixture       *fixture,
                             gconstpointer  user_data)
{
  g_autoptr(RailProjectLock) lock = acquire (fixture, RAIL_TAKE_NONE);
  g_autoptr(RailProjectLock) next = NULL;
  g_autoptr(GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "sleep", "60", NULL);

  rail_project_lock_release (lock);
  next = acquire (fixture, RAIL_TAKE_NONE);
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
}

static void
test_wait_ends_with_holder (Fixture       *fixture,
                            gconstpointer  user_data)
{
  pid_t process = fork ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RailLockHolder) holder = NULL;
  g_autoptr(RailProjectLock) lock = NULL;
  int status;

  if (process == 0)
    {
      RailProjectLock *held = rail_project_lock_acquire (fixture->file, RAIL_TAKE_NONE, NULL);

      g_usleep (300000);
      rail_project_lock_release (held);
      _exit (0);
    }
  /* An empty lock file is still anybody's. */
  while (holder == NULL)
    holder = rail_project_lock_get_holder (fixture->file);
  assert_locked (fixture, RAIL_TAKE_NONE, "close it there first");
  lock = rail_project_lock_wait (fixture->file, RAIL_TAKE_NONE, 20, &error);
  g_assert_no_error (error);
  g_assert_cmpint (waitpid (process, &status, 0), ==, process);

  g_assert_null (rail_project_lock_wait (fixture->file, RAIL_TAKE_NONE, 0, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED);
}

static void
acquired_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  RailProjectLock **lock = user_data;
  g_autoptr(GError) error = NULL;

  *lock = rail_project_lock_acquire_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_async_acquires (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(RailProjectLock) lock = NULL;

  rail_project_lock_acquire_async (fixture->file, RAIL_TAKE_NONE, NULL, acquired_cb, &lock);
  while (lock == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (rail_project_lock_check (lock, NULL));
}

/* Many processes add one to a number in a file, each under the lock. */
static void
test_many_processes_take_turns (Fixture       *fixture,
                                gconstpointer  user_data)
{
  enum { N_PROCESSES = 8, N_ROUNDS = 25 };
  g_autoptr(GBytes) bytes = NULL;

  rail_test_write (fixture->folder, "number", "0", 1);
  for (guint i = 0; i < N_PROCESSES; i++)
    if (fork () == 0)
      {
        for (guint j = 0; j < N_ROUNDS; j++)
          {
            RailProjectLock *lock = rail_project_lock_wait (fixture->file, RAIL_TAKE_NONE, 60, NULL);
            g_autoptr(GBytes) before = rail_test_read (fixture->folder, "number");
            g_autofree char *text = g_strndup (g_bytes_get_data (before, NULL), g_bytes_get_size (before));
            g_autofree char *after = g_strdup_printf ("%d", atoi (text) + 1);

            g_assert_nonnull (lock);
            rail_test_write (fixture->folder, "number", after, -1);
            g_object_unref (lock);
          }
        _exit (0);
      }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      int status;

      g_assert_cmpint (wait (&status), >, 0);
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
    }
  bytes = rail_test_read (fixture->folder, "number");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "200", 3);
  g_assert_false (g_file_test (fixture->lock_path, G_FILE_TEST_EXISTS));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/storage/project-lock/" name, Fixture, NULL, set_up, function, tear_down)
  /* Those that fork come first: a process with threads must not. */
  ADD ("crashed-is-stale", test_crashed_is_stale);
  ADD ("wait-ends-with-holder", test_wait_ends_with_holder);
  ADD ("many-processes-take-turns", test_many_processes_take_turns);
  ADD ("second-is-refused", test_second_is_refused);
  ADD ("release-leaves-nothing", test_release_leaves_nothing);
  ADD ("link-and-target-are-one", test_link_and_target_are_one);
  ADD ("other-computer-is-asked-for", test_other_computer_is_asked_for);
  ADD ("taken-over-is-noticed", test_taken_over_is_noticed);
  ADD ("deleted-lock-is-noticed", test_deleted_lock_is_noticed);
  ADD ("empty-file-is-nobodys", test_empty_file_is_nobodys);
  ADD ("rubbish-is-survived", test_rubbish_is_survived);
  ADD ("strange-file-is-said", test_strange_file_is_said);
  ADD ("other-users-lock-is-seen", test_other_users_lock_is_seen);
  ADD ("child-does-not-keep-it", test_child_does_not_keep_it);
  ADD ("async-acquires", test_async_acquires);
#undef ADD
  g_test_add_func ("/storage/project-lock/missing-folder-is-said", test_missing_folder_is_said);

  return g_test_run ();
}
