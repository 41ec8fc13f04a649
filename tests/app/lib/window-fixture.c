/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "window-fixture.h"

#include "manager-fixture.h"

#include "rail-login-dialog.h"
#include "rail-project-file.h"

#include <glib/gstdio.h>

void
window_fixture_set_up (WindowFixture *fixture,
                       gconstpointer  data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->file = g_file_new_build_filename (fixture->folder, "Line 3.certrail", NULL);
  fixture->application = rail_app_test_get_application ();
  fixture->window = rail_app_test_new_window (fixture->application);
}

void
window_fixture_set_up_file (WindowFixture *fixture,
                            gconstpointer  data)
{
  g_autoptr(RailProject) project = manager_fixture_project ();
  g_autoptr(GError) error = NULL;

  window_fixture_set_up (fixture, data);
  rail_project_save (project, fixture->file, &error);
  g_assert_no_error (error);
}

void
window_fixture_tear_down (WindowFixture *fixture,
                          gconstpointer  data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (GTK_APPLICATION (fixture->application))) != NULL)
    gtk_window_destroy (windows->data);
  rail_app_test_settle ();
  g_object_unref (fixture->file);
  /* A test may have made it one that cannot be written. */
  g_chmod (fixture->folder, 0700);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

void
window_fixture_log_in (RailWindow *window)
{
  GtkWidget *dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);

  rail_app_test_type (rail_app_test_find (dialog, "password_row"), WINDOW_PASSWORD);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_for (has_project_cb, window, "an open project");
  rail_app_test_settle ();
}
