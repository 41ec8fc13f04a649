/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-durable-write.h"
#include "rail-project-file.h"
#include "rail-test.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "plant.certrail", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
write_text (const char *path,
            const char *text)
{
  g_autoptr(GError) error = NULL;

  rail_durable_write (path, text, strlen (text), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_failure (const char *path,
                const char *text,
                gsize       size,
                const char *says)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_durable_write (path, text, size, NULL, NULL, NULL, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  rail_assert_contains (error->message, says);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
assert_content (Fixture    *fixture,
                const char *name,
                const char *text)
{
  g_autoptr(GBytes) bytes = rail_test_read (fixture->folder, name);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
assert_mode (Fixture    *fixture,
             const char *name,
             guint       mode)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  GStatBuf status;

  g_assert_cmpint (g_lstat (path, &status), ==, 0);
  g_assert_true (S_ISREG (status.st_mode));
  g_assert_cmpint (status.st_mode & 07777, ==, mode);
}

/* Nothing else may be left: no temporary file. */
static void
assert_n_files (Fixture *fixture,
                guint    n_files)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, n_files);
}

static void
test_new_file_is_private (Fixture       *fixture,
                          gconstpointer  user_data)
{
  mode_t mask = umask (0);

  write_text (fixture->path, "one");
  umask (mask);
  assert_content (fixture, "plant.certrail", "one");
  assert_mode (fixture, "plant.certrail", 0600);
  assert_n_files (fixture, 1);
}

static void
test_previous_is_kept (Fixture       *fixture,
                       gconstpointer  user_data)
{
  write_text (fixture->path, "one");
  write_text (fixture->path, "two");
  assert_content (fixture, "plant.certrail", "two");
  assert_content (fixture, "plant.certrail~", "one");
  write_text (fixture->path, "three");
  assert_content (fixture, "plant.certrail", "three");
  assert_content (fixture, "plant.certrail~", "two");
  assert_n_files (fixture, 2);
}

static void
test_wide_mode_is_narrowed (Fixture       *fixture,
                            gconstpointer  user_data)
{
  rail_test_write (fixture->folder, "plant.certrail", "one", 3);
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  write_text (fixture->path, "two");
  assert_mode (fixture, "plant.certrail", 0600);
  assert_mode (fixture, "plant.certrail~", 0600);
}

static void
test_link_is_followed (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autofree char *link_path = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *second_path = g_build_filename (fixture->folder, "second", NULL);

  g_assert_cmpint (symlink ("plant.certrail", link_path), ==, 0);
  g_assert_cmpint (symlink (link_path, second_path), ==, 0);
  write_text (link_path, "one");        /* leads to nothing yet */
  write_text (second_path, "two");
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (second_path, G_FILE_TEST_IS_SYMLINK));
  assert_content (fixture, "plant.certrail", "two");
  assert_content (fixture, "plant.certrail~", "one");
  assert_n_files (fixture, 4);
}

static void
test_link_loop_is_said (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_assert_cmpint (symlink ("plant.certrail", fixture->path), ==, 0);
  assert_failure (fixture->path, "one", 3, fixture->path);
  assert_n_files (fixture, 1);
}

static void
test_missing_folder_is_said (Fixture       *fixture,
                             gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "missing", "plant.certrail", NULL);

  assert_failure (path, "one", 3, path);
  assert_failure (path, "one", 3, g_strerror (ENOENT));
}

static void
test_folder_and_pipe_are_refused (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "folder", NULL);
  g_autofree char *pipe_path = g_build_filename (fixture->folder, "pipe", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  assert_failure (folder, "one", 3, g_strerror (EISDIR));
  assert_failure (pipe_path, "one", 3, pipe_path);
  assert_n_files (fixture, 2);
}

static void
test_unwritable_folder_keeps_file (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  gboolean is_root = geteuid () == 0;

  write_text (fixture->path, "one");
  /* Root may write everywhere, so the test becomes nobody for a moment; everybody may look into the folder. */
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  assert_failure (fixture->path, "two", 3, g_strerror (EACCES));
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
  assert_content (fixture, "plant.certrail", "one");
  assert_n_files (fixture, 1);
}

/* A folder that one may write to but not list cannot be brought to the disk; that does not undo the save. */
static void
test_unreadable_folder_is_saved_in (Fixture       *fixture,
                                    gconstpointer  user_data)
{
  gboolean is_root = geteuid () == 0;

  g_assert_cmpint (g_chmod (fixture->folder, 0333), ==, 0);
  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  write_text (fixture->path, "one");
  write_text (fixture->path, "two");
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
  assert_content (fixture, "plant.certrail", "two");
  assert_content (fixture, "plant.certrail~", "one");
  assert_n_files (fixture, 2);
}

static void
test_proc_is_said (void)
{
  if (!g_file_test ("/proc/self", G_FILE_TEST_IS_DIR))
    g_test_skip ("there is no /proc");
  else
    assert_failure ("/proc/self/plant.certrail", "one", 3, "/proc/self/plant.certrail");
}

/* A file size limit fails in the middle of the write, as a full disk does. */
static void
test_no_room_keeps_file (Fixture       *fixture,
                         gconstpointer  user_data)
{
  g_autofree char *large = g_malloc0 (100000);
  struct rlimit before, limit;

  write_text (fixture->path, "one");
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_failure (fixture->path, large, 100000, "make room");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  assert_content (fixture, "plant.certrail", "one");
  assert_n_files (fixture, 1);

  write_text (fixture->path, "two");
  assert_content (fixture, "plant.certrail~", "one");
}

/* A tmpfs of one page or so, where the system lets us. */
static void
test_full_disk_keeps_file (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autofree char *large = g_malloc0 (1000000);
  g_autofree char *output = NULL;

  if (!rail_test_need ("mount"))
    return;
  if (rail_test_run (NULL, &output, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", fixture->folder, NULL) != 0)
    {
      g_test_skip ("no right to mount a small file system");
      return;
    }
  write_text (fixture->path, "one");
  assert_failure (fixture->path, large, 1000000, g_strerror (ENOSPC));
  assert_content (fixture, "plant.certrail", "one");
  assert_n_files (fixture, 1);
  g_assert_cmpint (rail_test_run (NULL, NULL, "umount", fixture->folder, NULL), ==, 0);
}

/* The backup's name is taken by something that no file can replace: the last thing that can fail before the change. */
static void
test_blocked_backup_keeps_file (Fixture       *fixture,
                                gconstpointer  user_data)
{
  g_autofree char *backup = g_strconcat (fixture->path, "~", NULL);

  write_text (fixture->path, "one");
  g_assert_cmpint (g_mkdir (backup, 0700), ==, 0);
  assert_failure (fixture->path, "two", 3, backup);
  assert_content (fixture, "plant.certrail", "one");
  assert_n_files (fixture, 2);
}

static void
test_cancelled_keeps_file (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  write_text (fixture->path, "one");
  g_cancellable_cancel (cancellable);
  g_assert_false (rail_durable_write (fixture->path, "two", 3, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_content (fixture, "plant.certrail", "one");
  assert_n_files (fixture, 1);
}

static gboolean
is_sealed (const char *path)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_str_has_prefix (text, "sealed");
}

static const RailDurableOptions sealed_options = { .may_keep = is_sealed, .n_versions = RAIL_DURABLE_VERSIONS_STAY };

static void
write_sealed (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  rail_durable_write (fixture->path, "sealed", 6, &sealed_options, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_content (fixture, "plant.certrail", "sealed");
}

static void
test_clear_versions_go (Fixture       *fixture,
                        gconstpointer  user_data)
{
  write_text (fixture->path, "one");
  write_text (fixture->path, "two");
  write_sealed (fixture);
  assert_n_files (fixture, 1);
  write_sealed (fixture);
  assert_content (fixture, "plant.certrail~", "sealed");
  assert_n_files (fixture, 2);
}

/* As after a crash just before the old backup was to be deleted. */
static void
test_next_save_drops_clear_backup (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  write_sealed (fixture);
  rail_test_write (fixture->folder, "plant.certrail~", "one", 3);
  write_sealed (fixture);
  assert_content (fixture, "plant.certrail~", "sealed");
  assert_n_files (fixture, 2);
}

static void
test_failed_write_drops_nothing (Fixture       *fixture,
                                 gconstpointer  user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  write_text (fixture->path, "one");
  write_text (fixture->path, "two");
  g_cancellable_cancel (cancellable);
  g_assert_false (rail_durable_write (fixture->path, "sealed", 6, &sealed_options, NULL, cancellable, NULL));
  assert_content (fixture, "plant.certrail", "two");
  assert_content (fixture, "plant.certrail~", "one");
  assert_n_files (fixture, 2);
}

/* Other people's backup in a folder for all, such as /tmp. */
static void
test_backup_that_stays_is_said (Fixture       *fixture,
                                gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  if (geteuid () != 0)
    {
      g_test_skip ("needs a second user, which only root can become");
      return;
    }
  rail_test_write (fixture->folder, "plant.certrail~", "one", 3);
  g_assert_cmpint (g_chmod (fixture->folder, 01777), ==, 0);
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  g_assert_false (rail_durable_write (fixture->path, "sealed", 6, &sealed_options, NULL, NULL, &error));
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  rail_assert_contains (error->message, "plant.certrail~”");
  rail_assert_contains (error->message, g_strerror (EPERM));
  assert_content (fixture, "plant.certrail", "sealed");
}

static void
test_long_name_works (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autofree char *name = g_strnfill (250, 'x');
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  write_text (path, "one");
  write_text (path, "two");
  assert_content (fixture, name, "two");
  assert_n_files (fixture, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/storage/durable-write/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("new-file-is-private", test_new_file_is_private);
  ADD ("previous-is-kept", test_previous_is_kept);
  ADD ("wide-mode-is-narrowed", test_wide_mode_is_narrowed);
  ADD ("link-is-followed", test_link_is_followed);
  ADD ("link-loop-is-said", test_link_loop_is_said);
  ADD ("missing-folder-is-said", test_missing_folder_is_said);
  ADD ("folder-and-pipe-are-refused", test_folder_and_pipe_are_refused);
  ADD ("unwritable-folder-keeps-file", test_unwritable_folder_keeps_file);
  ADD ("unreadable-folder-is-saved-in", test_unreadable_folder_is_saved_in);
  ADD ("no-room-keeps-file", test_no_room_keeps_file);
  ADD ("full-disk-keeps-file", test_full_disk_keeps_file);
  ADD ("blocked-backup-keeps-file", test_blocked_backup_keeps_file);
  ADD ("cancelled-keeps-file", test_cancelled_keeps_file);
  ADD ("clear-versions-go", test_clear_versions_go);
  ADD ("next-save-drops-clear-backup", test_next_save_drops_clear_backup);
  ADD ("failed-write-drops-nothing", test_failed_write_drops_nothing);
  ADD ("backup-that-stays-is-said", test_backup_that_stays_is_said);
  ADD ("long-name-works", test_long_name_works);
#undef ADD
  g_test_add_func ("/storage/durable-write/proc-is-said", test_proc_is_said);

  return g_test_run ();
}
