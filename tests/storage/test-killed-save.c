/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-project-save.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* A project whose name counts its saves is saved by another process, which is killed or whose calls fail. Afterwards it
 * must be what was saved last, or what was being saved, as a whole. */

#define N_KILLS 300
#define MOST_MICROSECONDS 25000
#define N_ENTRIES 8
#define FIRST 100u
#define MAX_CALLS 200

static RailProject *reference;

static void
make_project (StorageFolder *folder)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();

  reference = storage_new_project (protection, N_ENTRIES);
  rail_project_set_name (reference, "100");
  storage_save (reference, folder->file);
}

/* Whole, and which it is. */
static guint
assert_whole (GFile *file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = storage_open (file, STORAGE_USER, STORAGE_PASSWORD, &error);

  g_assert_no_error (error);
  rail_project_set_name (reference, rail_project_get_name (project));
  storage_assert_equal (reference, project);
  return (guint) atoi (rail_project_get_name (project));
}

static gboolean
is_temporary (const char *name)
{
  return g_str_has_prefix (name, ".plant.certrail.saving-") && strlen (name) == strlen (".plant.certrail.saving-") + 6;
}

/* Nothing is there that does not belong there. Returns whether there is something to be cleaned up. */
static gboolean
assert_recognised (StorageFolder *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder->folder, 0, NULL);
  gboolean has_rest = FALSE;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      gboolean is_rest = is_temporary (name) || g_str_equal (name, "plant.certrail.lock");

      has_rest = has_rest || is_rest;
      if (!is_rest && !g_str_equal (name, "plant.certrail") && !g_str_equal (name, "plant.certrail~") &&
          !g_str_equal (name, "plant.certrail.versions"))
        g_error ("“%s” was left behind", name);
    }
  return has_rest;
}

static void
assert_all_whole (StorageFolder *folder,
                  guint          least,
                  guint          most)
{
  g_autofree char *path = g_file_get_path (folder->file);
  g_autofree char *backup_path = g_strconcat (path, "~", NULL);
  g_autoptr(GFile) backup = g_file_new_for_path (backup_path);
  g_autoptr(GListModel) versions = rail_versions_list (folder->file, NULL);
  guint number = assert_whole (folder->file);

  g_assert_cmpuint (number, >=, least);
  g_assert_cmpuint (number, <=, most);
  if (g_file_query_exists (backup, NULL))
    assert_whole (backup);
  for (guint i = 0; i < g_list_model_get_n_items (versions); i++)
    {
      g_autoptr(RailFileVersion) version = g_list_model_get_item (versions, i);

      assert_whole (rail_file_version_get_file (version));
    }
}

/* As the next Certrail does, which may run into the lock of the one that was killed. */
static void
assert_next_save_cleans_up (StorageFolder *folder)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectLock) lock = rail_project_lock_acquire (folder->file, RAIL_TAKE_STALE, &error);
  RailSaveOptions options = { lock, NULL, 2 };

  g_assert_no_error (error);
  rail_project_save_with (reference, folder->file, &options, NULL, &error);
  g_assert_no_error (error);
  rail_project_lock_release (lock);
  g_assert_false (assert_recognised (folder));
}

static GSubprocess *
start_saver (StorageFolder *folder,
             const char    *count,
             guint          call,
             const char    *action)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *path = g_file_get_path (folder->file);
  g_autofree char *mark = g_strconcat (folder->folder, ".mark", NULL);
  g_autofree char *number = g_strdup_printf ("%u", call);
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  if (call > 0)
    {
      g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", STORAGE_FAULT, TRUE);
      /* It is no part of the sanitizer, and its functions have to come before those. */
      g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0", TRUE);
      g_subprocess_launcher_setenv (launcher, "CERTRAIL_FAULT_FOLDER", folder->folder, TRUE);
      g_subprocess_launcher_setenv (launcher, "CERTRAIL_FAULT_CALL", number, TRUE);
      g_subprocess_launcher_setenv (launcher, "CERTRAIL_FAULT_ACTION", action, TRUE);
      g_subprocess_launcher_setenv (launcher, "CERTRAIL_FAULT_MARK", mark, TRUE);
    }
  process = g_subprocess_launcher_spawn (launcher, &error, STORAGE_SAVER, path, count, NULL);
  g_assert_no_error (error);
  return process;
}

static gboolean
take_mark (StorageFolder *folder)
{
  g_autofree char *mark = g_strconcat (folder->folder, ".mark", NULL);

  return g_unlink (mark) == 0;
}

/* Lines until the end; the last one that it was told that it has saved, or @last. */
static guint
read_saved (GDataInputStream *lines,
            guint             last)
{
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL)
    {
      if (g_ascii_isdigit (*line))
        last = (guint) atoi (line);
      g_free (line);
    }
  return last;
}

static void
test_killed_at_any_time (StorageFolder *folder,
                         gconstpointer  user_data)
{
  guint saved = FIRST, n_rests = 0, n_new = 0;

  make_project (folder);
  for (guint i = 0; i < N_KILLS; i++)
    {
      guint delay = (guint) g_test_rand_int_range (0, MOST_MICROSECONDS);
      g_autoptr(GSubprocess) process = start_saver (folder, "1000000", 0, NULL);
      g_autoptr(GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
      g_autofree char *ready = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      guint last;

      g_assert_cmpstr (ready, ==, "ready");
      g_usleep (delay);
      g_subprocess_force_exit (process);
      last = read_saved (lines, saved);
      g_subprocess_wait (process, NULL, NULL);

      n_rests += assert_recognised (folder);
      /* Told or not, the one after it may have come as far as the disk. */
      assert_all_whole (folder, last, last + 1);
      saved = assert_whole (folder->file);
      n_new += saved > last;
      if (i % 10 == 0)
        assert_next_save_cleans_up (folder);
    }
  assert_next_save_cleans_up (folder);
  g_test_message ("%u kills, up to save %u; %u left something to clean up, %u came between done and told", N_KILLS, saved,
                  n_rests, n_new);
  g_clear_object (&reference);
}

/* At each call that changes something on the disk, in order, until there is none left. */
static void
test_call_goes_wrong (StorageFolder *folder,
                      gconstpointer  user_data)
{
  const char *action = user_data;
  gboolean is_kill = !g_ascii_isdigit (*action);
  guint call = 0, n_old = 0;

  make_project (folder);
  do
    {
      g_autoptr(GSubprocess) process = start_saver (folder, "1", ++call, action);
      g_autoptr(GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
      guint before = assert_whole (folder->file);
      guint told = read_saved (lines, before);
      gboolean left;

      g_subprocess_wait (process, NULL, NULL);
      left = assert_recognised (folder);
      assert_all_whole (folder, told, before + 1);
      n_old += assert_whole (folder->file) == before;
      /* A process that lives on cleans up after itself, unless it is just that which fails. */
      if (!is_kill && left && call > 1)
        g_test_message ("call %u that fails with %s leaves something behind", call, g_strerror (atoi (action)));
      assert_next_save_cleans_up (folder);
      g_assert_cmpuint (call, <, MAX_CALLS);
    }
  while (take_mark (folder));
  g_test_message ("%u calls; after %u of them the old one was there", call - 1, n_old);
  g_assert_cmpuint (call, >, 12);
  g_clear_object (&reference);
}

int
main (int   argc,
      char *argv[])
{
  static char no_room[8], input_output[8], no_permission[8];

  g_test_init (&argc, &argv, NULL);
  g_snprintf (no_room, sizeof no_room, "%d", ENOSPC);
  g_snprintf (input_output, sizeof input_output, "%d", EIO);
  g_snprintf (no_permission, sizeof no_permission, "%d", EACCES);

#define ADD(name, data, function) \
  g_test_add ("/storage/killed-save/" name, StorageFolder, data, storage_folder_set_up, function, storage_folder_tear_down)
  ADD ("at-any-time", NULL, test_killed_at_any_time);
  ADD ("before-a-call", "before", test_call_goes_wrong);
  ADD ("after-a-call", "after", test_call_goes_wrong);
  ADD ("in-the-middle-of-a-write", "half", test_call_goes_wrong);
  ADD ("no-room", no_room, test_call_goes_wrong);
  ADD ("input-output-error", input_output, test_call_goes_wrong);
  ADD ("no-permission", no_permission, test_call_goes_wrong);
#undef ADD

  return g_test_run ();
}
