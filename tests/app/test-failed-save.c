/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A save that the disk refuses: the window stays, its data stays, the file stays, and the sentence says what and what now. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-login-dialog.h"
#include "rail-operations.h"
#include "rail-project-file.h"
#include "window-fixture.h"

#include <errno.h>
#include <glib/gstdio.h>

typedef WindowFixture Fixture;

static void
open_file (Fixture *fixture)
{
  rail_window_open (fixture->window, fixture->file);
  window_fixture_log_in (fixture->window);
}

static void
change (RailWindow *window,
        const char *name)
{
  g_autoptr(RailDevice) device = rail_device_new (name, RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  rail_project_add_device (rail_window_get_project (window), device, &error);
  g_assert_no_error (error);
  rail_app_test_settle ();
}

/* From now on all calls of a kind end with an error, in the folder of the test; 0 lets them go on. */
static void
let_fail (Fixture    *fixture,
          const char *kind,
          int         number)
{
  const char *path = g_getenv ("CERTRAIL_FAULT_SWITCH");
  g_autofree char *text = g_strdup_printf ("%s %d %s", kind, number, fixture->folder);
  g_autoptr(GError) error = NULL;

  if (number == 0)
    g_unlink (path);
  else
    g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
assert_nothing_lost (Fixture *fixture,
                     GBytes  *before)
{
  g_autoptr(GBytes) after = rail_test_read (fixture->folder, "Line 3.certrail");
  RailProject *project = rail_window_get_project (fixture->window);

  g_assert_true (g_bytes_equal (before, after));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  g_assert_true (rail_project_get_modified (project));
  g_assert_nonnull (rail_project_get_device (project, "Robot"));
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr(GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

typedef struct
{
  const char *name;
  const char *kind;
  int         number;
  const char *reason;
  const char *advice;
} Failure;

static const Failure failures[] = {
  { "disk-full", "write", ENOSPC, "No space left on device", "make room there" },
  { "disk-full-at-the-end", "fsync", ENOSPC, "No space left on device", "make room there" },
  { "quota", "write", EDQUOT, "Disk quota exceeded", "make room there" },
  { "permission-lost", "open", EACCES, "Permission denied", "a folder that you may write to" },
  { "read-only-again", "open", EROFS, "Read-only file system", "a folder that you may write to" },
  { "rename-forbidden", "rename", EPERM, "Operation not permitted", "a folder that you may write to" },
  { "disk-broken", "write", EIO, "Input/output error", "save the project in another folder" },
};

static void
test_failed_save_loses_nothing (Fixture       *fixture,
                                gconstpointer  data)
{
  const Failure *failure = data;
  g_autoptr(GBytes) before = NULL;
  GtkWidget *question;
  const char *body;
  guint n_files;

  open_file (fixture);
  change (fixture->window, "Robot");
  before = rail_test_read (fixture->folder, "Line 3.certrail");
  n_files = count_files (fixture);

  let_fail (fixture, failure->kind, failure->number);
  rail_app_test_activate (fixture->window, "win.save", NULL);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-error-dialog");
  body = adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question));
  g_test_message ("%s", body);
  rail_assert_contains (body, "Line 3.certrail");
  rail_assert_contains (body, failure->reason);
  rail_assert_contains (body, failure->advice);
  rail_app_test_screenshot (question, failure->name);
  gtk_window_close (GTK_WINDOW (question));
  rail_app_test_settle ();
  assert_nothing_lost (fixture, before);

  /* Not even closing the window loses it: it asks, and after a failed save it stays. */
  gtk_window_close (GTK_WINDOW (fixture->window));
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, NULL);
  rail_app_test_respond (question, "save");
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-error-dialog");
  gtk_window_close (GTK_WINDOW (question));
  rail_app_test_settle ();
  assert_nothing_lost (fixture, before);
  g_assert_cmpuint (count_files (fixture), <=, n_files + 1);

  let_fail (fixture, failure->kind, 0);
  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_wait_for (is_saved_cb, fixture->window, "a project saved when the disk was well again");
}

static void
test_lost_folder_loses_nothing (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *moved = g_strconcat (fixture->folder, "-moved", NULL);
  GtkWidget *question;

  open_file (fixture);
  change (fixture->window, "Robot");
  g_assert_cmpint (g_rename (fixture->folder, moved), ==, 0);
  rail_app_test_activate (fixture->window, "win.save", NULL);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, NULL);
  rail_app_test_screenshot (question, "folder-gone");
  gtk_window_close (GTK_WINDOW (question));
  rail_app_test_settle ();
  g_assert_true (rail_project_get_modified (rail_window_get_project (fixture->window)));
  g_assert_nonnull (rail_project_get_device (rail_window_get_project (fixture->window), "Robot"));

  g_assert_cmpint (g_rename (moved, fixture->folder), ==, 0);
  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_wait_for (is_saved_cb, fixture->window, "a project saved when its folder was back");
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  int result;

  rail_app_test_init (&argc, &argv);
  folder = rail_test_make_folder ();
  path = g_build_filename (folder, "switch", NULL);
  g_setenv ("CERTRAIL_FAULT_SWITCH", path, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *name = g_strconcat ("/app/failed-save/", failures[i].name, NULL);

      g_test_add (name, Fixture, &failures[i], window_fixture_set_up_file, test_failed_save_loses_nothing, window_fixture_tear_down);
    }
  g_test_add ("/app/failed-save/folder-gone", Fixture, NULL, window_fixture_set_up_file, test_lost_folder_loses_nothing, window_fixture_tear_down);
  result = rail_app_test_run ();
  rail_test_remove_folder (folder);
  return result;
}
