/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl.h"

#include <glib/gstdio.h>
#include <string.h>

#include "rail-project-lock.h"

#define N_PROCESSES 8

static RailProjectLock *
lock_project (Ctl *ctl)
{
  g_autofree char *path = ctl_path (ctl, "plant.certrail");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  RailProjectLock *lock = rail_project_lock_acquire (file, RAIL_TAKE_NONE, &error);

  g_assert_no_error (error);
  return lock;
}

static void
assert_unlocked (Ctl *ctl)
{
  g_autofree char *path = ctl_path (ctl, "plant.certrail.lock");

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static GSubprocess *
start_create (Ctl   *ctl,
              guint  number)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autofree char *name = g_strdup_printf ("Client %u", number);
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_cwd (launcher, ctl->folder);
  g_subprocess_launcher_setenv (launcher, "CERTRAIL_PASSWORD", CTL_PASSWORD, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, CERTRAILCTL, "create", "plant.certrail", "--usage", "tls-client",
                                         "--cn", name, "--key", "ec:secp256r1", "--wait", "60", NULL);
  g_assert_no_error (error);
  return process;
}

/* What each says that it made is there in the end, under an ID of its own. */
static void
test_parallel_creates_lose_nothing (Ctl           *ctl,
                                    gconstpointer  data)
{
  GSubprocess *processes[N_PROCESSES];
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < N_PROCESSES; i++)
    processes[i] = start_create (ctl, i);
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *output = NULL;
      g_autoptr(GError) error = NULL;

      g_subprocess_communicate_utf8 (processes[i], NULL, NULL, &output, NULL, &error);
      g_assert_no_error (error);
      if (!g_subprocess_get_successful (processes[i]))
        g_error ("create failed: %s", output);
      g_hash_table_add (ids, g_strdup (g_strchomp (output)));
      g_object_unref (processes[i]);
    }
  g_assert_cmpuint (g_hash_table_size (ids), ==, N_PROCESSES);

  ctl_done (ctl, "list", "plant.certrail", NULL);
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("Client %u", i);

      rail_assert_contains (ctl->out, name);
    }
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    ctl_done (ctl, "show", "plant.certrail", id, NULL);
  assert_unlocked (ctl);
}

static void
test_locked_is_refused_with_name (Ctl           *ctl,
                                  gconstpointer  data)
{
  g_autoptr(RailProjectLock) lock = lock_project (ctl);

  ctl_refused (ctl, 1, g_get_user_name (), "revoke", "plant.certrail", "4", "--wait", "0", NULL);
  ctl_refused (ctl, 1, "plant.certrail", "--wait=1", "delete", "plant.certrail", "4", NULL);
  ctl_refused (ctl, 2, "seconds", "revoke", "plant.certrail", "4", "--wait", "-1", NULL);
  ctl_done (ctl, "list", "plant.certrail", NULL);
  ctl_done (ctl, "info", "plant.certrail", NULL);
  ctl_done (ctl, "load", "plant.certrail", "PLC_1", NULL);
  ctl_refused (ctl, 1, g_get_user_name (), "load", "plant.certrail", "PLC_1", "--mark", "--wait", "0", NULL);

  ctl_done (ctl, "revoke", "plant.certrail", "4", "--wait", "0", "--take-over", NULL);
  g_assert_false (rail_project_lock_check (lock, NULL));
}

static void
test_failed_command_unlocks (Ctl           *ctl,
                             gconstpointer  data)
{
  ctl_refused (ctl, 1, "99", "revoke", "plant.certrail", "99", NULL);
  assert_unlocked (ctl);
  ctl_run_argv (ctl, "wrong", (const char *[]) { CERTRAILCTL, "revoke", "plant.certrail", "4", NULL });
  g_assert_cmpint (ctl->code, ==, 3);
  assert_unlocked (ctl);
}

static void
test_versions_are_listed (Ctl           *ctl,
                          gconstpointer  data)
{
  g_autoptr(JsonNode) root = NULL;
  JsonArray *versions;
  const char *path;

  ctl_done (ctl, "versions", "plant.certrail", NULL);
  rail_assert_contains (ctl->out, "No earlier versions");
  ctl_done (ctl, "device", "add", "plant.certrail", "PLC_2", NULL);
  ctl_done (ctl, "device", "add", "plant.certrail", "PLC_3", NULL);
  ctl_done (ctl, "versions", "plant.certrail", NULL);
  rail_assert_contains (ctl->out, "plant.certrail.versions/");

  root = ctl_json (ctl, "versions", "plant.certrail", "--json", NULL);
  versions = json_node_get_array (root);
  g_assert_cmpuint (json_array_get_length (versions), ==, 2);
  path = json_object_get_string_member (json_array_get_object_element (versions, 0), "file");
  ctl_done (ctl, "device", "list", path, NULL);
  rail_assert_contains (ctl->out, "PLC_2");
  g_assert_null (strstr (ctl->out, "PLC_3"));
  ctl_refused (ctl, 1, "There is no file", "versions", "nowhere.certrail", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ctl_test ("/cli/locking/parallel-creates-lose-nothing", test_parallel_creates_lose_nothing);
  ctl_test ("/cli/locking/locked-is-refused-with-name", test_locked_is_refused_with_name);
  ctl_test ("/cli/locking/versions-are-listed", test_versions_are_listed);
  ctl_test ("/cli/locking/failed-command-unlocks", test_failed_command_unlocks);

  return g_test_run ();
}
