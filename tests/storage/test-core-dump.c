/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static gboolean
may_dump (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  if (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
    return TRUE;
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
  return FALSE;
}

/* The limit may be 0 already, as the address sanitizer has it. */
static void
allow (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1, 0, 0, 0), ==, 0);
  g_assert_true (may_dump ());
}

/* Each in a process of its own: the limit cannot be raised again by everybody. */
static void
run (const char *how)
{
  gboolean is_protected = !g_str_equal (how, "unprotected");
  g_autoptr(RailProtection) protection = is_protected ? storage_new_protection () : NULL;
  g_autoptr(RailProject) project = storage_new_project (protection, 1);
  g_autofree char *text = storage_write (project);
  g_autoptr(RailProject) again = NULL;

  allow ();
  again = storage_read (text, -1, NULL);
  g_assert_nonnull (again);
  g_assert_true (may_dump () != is_protected);
  if (g_str_equal (how, "crash"))
    {
      signal (SIGABRT, SIG_DFL);
      raise (SIGABRT);
    }
}

static void
test_opening (gconstpointer user_data)
{
  if (g_test_subprocess ())
    {
      run (user_data);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_crash_leaves_nothing (void)
{
  /* Not the link itself, which valgrind would follow to valgrind. */
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "crash", NULL);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  status = g_subprocess_get_status (process);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGABRT);
  g_assert_false (WCOREDUMP (status));
}

static void
test_saving_forbids (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr(RailProtection) protection = storage_new_protection ();
      g_autoptr(RailProject) project = storage_new_project (protection, 1);
      StorageFolder folder;

      allow ();
      storage_folder_set_up (&folder, NULL);
      storage_save (project, folder.file);
      g_assert_false (may_dump ());
      storage_folder_tear_down (&folder, NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 2 && g_str_equal (argv[1], "crash"))
    {
      run (argv[1]);
      return 0;
    }
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/storage/core-dump/protected-forbids", "protected", test_opening);
  g_test_add_data_func ("/storage/core-dump/unprotected-allows", "unprotected", test_opening);
  g_test_add_func ("/storage/core-dump/saving-forbids", test_saving_forbids);
  g_test_add_func ("/storage/core-dump/crash-leaves-nothing", test_crash_leaves_nothing);

  return g_test_run ();
}
