/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant.h"
#include "rail-drag-files.h"
#include "rail-hand-over.h"

#include <glib/gstdio.h>
#include <utime.h>

static void
assert_is_certificate_of (GFile     *file,
                          RailEntry *entry)
{
  g_autoptr(GBytes) content = g_file_load_bytes (file, NULL, NULL, NULL);

  g_assert_nonnull (content);
  g_assert_true (g_bytes_equal (content, rail_certificate_get_der (rail_entry_get_certificate (entry))));
}

static void
test_files (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->client, plant->server, plant->root, NULL);
  g_autoptr(GError) error = NULL;
  RailDragFiles *drag = rail_drag_files_new (entries, &error);
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  GPtrArray *files;
  GStatBuf info;

  g_assert_no_error (error);
  files = rail_drag_files_get_files (drag);
  g_assert_cmpuint (files->len, ==, 3);
  name = g_file_get_basename (files->pdata[0]);
  g_assert_cmpstr (name, ==, "uaexpert.der");
  for (guint i = 0; i < files->len; i++)
    assert_is_certificate_of (files->pdata[i], entries->pdata[i]);

  folder = g_path_get_dirname (g_file_peek_path (files->pdata[0]));
  g_assert_true (g_str_has_prefix (folder, g_get_user_runtime_dir ()));
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0700);

  g_assert_finalize_object (drag);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_same_names (Plant         *plant,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->lonely, plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "lonely", NULL),
                                             NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailDragFiles) drag = rail_drag_files_new (entries, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    assert_is_certificate_of (rail_drag_files_get_files (drag)->pdata[i], entries->pdata[i]);
}

/* A file that was dragged away by moving is not missed, and one that was put there is not deleted. */
static void
test_moved (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->client, NULL);
  g_autoptr(GError) error = NULL;
  RailDragFiles *drag = rail_drag_files_new (entries, &error);
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *foreign = NULL;

  g_assert_no_error (error);
  path = g_file_get_path (rail_drag_files_get_files (drag)->pdata[0]);
  folder = g_path_get_dirname (path);
  foreign = g_build_filename (folder, "foreign", NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  rail_test_write (folder, "foreign", "x", -1);
  g_assert_finalize_object (drag);
  g_assert_true (g_file_test (foreign, G_FILE_TEST_EXISTS));
  rail_test_remove_folder (folder);
}

/* What a killed program has left goes the next day; what somebody else put there, or what is fresh, stays. */
static void
test_sweep (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->client, NULL);
  g_autofree char *old = g_build_filename (g_get_user_runtime_dir (), "certrail-drag-old", NULL);
  g_autofree char *fresh = g_build_filename (g_get_user_runtime_dir (), "certrail-drag-fresh", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailDragFiles) drag = NULL;
  struct utimbuf times = { 0 };

  times.actime = times.modtime = time (NULL) - 25 * 60 * 60;
  g_assert_cmpint (g_mkdir (old, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (fresh, 0700), ==, 0);
  rail_test_write (old, "uaexpert.der", "x", -1);
  g_assert_cmpint (g_utime (old, &times), ==, 0);
  drag = rail_drag_files_new (entries, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fresh, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (fresh), ==, 0);
}

static void
test_no_runtime_folder (void)
{
  g_autofree char *output = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (g_test_subprocess ())
    return;
  g_assert_cmpint (rail_test_run ("/", &output, "env", "XDG_RUNTIME_DIR=/nonexistent", program, "-p",
                                  "/exchange/drag-files/the-folder-goes-with-the-drag-elsewhere", NULL), ==, 0);
}

static void
test_elsewhere (Plant         *plant,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->client, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailDragFiles) drag = rail_drag_files_new (entries, &error);

  g_assert_no_error (error);
  assert_is_certificate_of (rail_drag_files_get_files (drag)->pdata[0], plant->client);
}

/* A second name shows what is left of a file when its own is gone. */
static void
test_key_is_overwritten (Plant         *plant,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailHandOver) hand_over =
    rail_hand_over_new (plant->project, RAIL_TARGET_UAEXPERT, plant->client, NULL, &error);
  GListModel *files = rail_hand_over_get_files (hand_over);
  guint n_keys = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (files, i);
      g_autofree char *command = NULL;
      RailDragFiles *drag;

      if (!rail_hand_over_file_is_private (file))
        continue;
      n_keys++;
      drag = rail_drag_files_new_for_hand_over (hand_over, file, &error);
      g_assert_no_error (error);
      command = g_strdup_printf ("ln '%s' second 2> /dev/null || exit 0; grep -q PRIVATE second",
                                 g_file_peek_path (rail_drag_files_get_files (drag)->pdata[0]));
      g_free (plant_run (plant, command));
      g_assert_finalize_object (drag);
      g_free (plant_run (plant, "test ! -e second || ! tr -d '\\000' < second | grep -q ."));
    }
  g_assert_cmpuint (n_keys, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *runtime = g_dir_make_tmp ("rail-runtime-XXXXXX", NULL);
  int result;

  if (g_strcmp0 (g_getenv ("XDG_RUNTIME_DIR"), "/nonexistent") != 0)
    g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  plant_test ("/exchange/drag-files/certificates-lie-in-a-private-folder", test_files);
  plant_test ("/exchange/drag-files/two-of-one-name-are-two-files", test_same_names);
  plant_test ("/exchange/drag-files/what-was-left-behind-is-swept-away", test_sweep);
  plant_test ("/exchange/drag-files/only-own-files-are-removed", test_moved);
  plant_test ("/exchange/drag-files/a-key-is-overwritten", test_key_is_overwritten);
  plant_test ("/exchange/drag-files/the-folder-goes-with-the-drag-elsewhere", test_elsewhere);
  g_test_add_func ("/exchange/drag-files/no-runtime-folder-is-no-obstacle", test_no_runtime_folder);
  result = g_test_run ();
  g_rmdir (runtime);
  return result;
}
