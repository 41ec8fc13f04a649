/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The users of a project, through their page and its dialogs. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-operations.h"
#include "rail-project-save.h"
#include "rail-user-dialog.h"
#include "rail-users-page.h"

#define PASSWORD "correct horse"
#define NEW_PASSWORD "four staples in a battery"

typedef struct
{
  RailWindow  *window;
  RailProject *project;
  GtkWidget   *page;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_set_project (fixture->window, fixture->project, NULL);
  rail_app_test_activate (fixture->window, "win.go", "users");
  rail_app_test_settle ();
  fixture->page = rail_app_test_find_type (fixture->window, RAIL_TYPE_USERS_PAGE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static RailUser *
find_user (Fixture    *fixture,
           const char *name)
{
  return rail_protection_find_user (rail_project_get_protection (fixture->project), name);
}

static gboolean
is_project_saved_cb (gpointer user_data)
{
  return !rail_project_get_modified (user_data);
}

static GtkWidget *
ask (Fixture      *fixture,
     RailUserTask  what,
     const char   *user)
{
  if (user == NULL)
    gtk_widget_activate_action (fixture->page, "users.add", NULL);
  else
    gtk_widget_activate_action (fixture->page, "users.change", "(us)", what, user);
  return rail_app_test_wait_window (RAIL_TYPE_USER_DIALOG, NULL);
}

static void
type_password (GtkWidget  *dialog,
               const char *password)
{
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), password);
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), password);
}

static void
accept (GtkWidget *dialog)
{
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_gone (RAIL_TYPE_USER_DIALOG);
}

static void
add_erika (Fixture *fixture)
{
  GtkWidget *dialog = ask (fixture, RAIL_USER_ADD, NULL);

  g_assert_false (gtk_widget_get_sensitive (rail_app_test_find (dialog, "accept_button")));
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "Erika");
  type_password (dialog, NEW_PASSWORD);
  rail_app_test_screenshot (dialog, "user-add");
  accept (dialog);
}

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  add_erika (fixture);
  g_assert_nonnull (find_user (fixture, "Erika"));
  g_assert_cmpint (rail_user_get_role (find_user (fixture, "Erika")), ==, RAIL_ROLE_STANDARD);
  rail_app_test_screenshot (fixture->window, "users");
}

static void
test_existing_name (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *dialog = ask (fixture, RAIL_USER_ADD, NULL);
  GtkWidget *error = rail_app_test_find (dialog, "error_label");

  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "admin");
  type_password (dialog, NEW_PASSWORD);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  for (guint i = 0; i < 100 && !gtk_widget_get_visible (error); i++)
    rail_app_test_settle ();
  g_assert_true (gtk_widget_get_visible (error));
  rail_app_test_screenshot (dialog, "user-exists");
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_settle ();
}

static void
test_promote_rename_remove (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *dialog;

  add_erika (fixture);
  accept (ask (fixture, RAIL_USER_PROMOTE, "Erika"));
  g_assert_cmpint (rail_user_get_role (find_user (fixture, "Erika")), ==, RAIL_ROLE_ADMINISTRATOR);

  dialog = ask (fixture, RAIL_USER_RENAME, "Erika");
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "Erika M.");
  accept (dialog);
  g_assert_null (find_user (fixture, "Erika"));

  dialog = ask (fixture, RAIL_USER_REMOVE, "Erika M.");
  rail_app_test_screenshot (dialog, "user-remove");
  accept (dialog);
  g_assert_null (find_user (fixture, "Erika M."));
}

/* Robert knows a password that opens what was saved before. */
static void
test_versions_go_with_the_user (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autoptr(GFile) file = g_file_new_build_filename (folder, "Line 3.certrail", NULL);
  g_autofree char *versions = g_build_filename (folder, "Line 3.certrail.versions", NULL);
  g_autofree char *backup = g_build_filename (folder, "Line 3.certrail~", NULL);
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  add_erika (fixture);
  for (guint i = 0; i < 2; i++)
    {
      const RailSaveOptions options = { .n_versions = 5 };

      rail_project_save_with (fixture->project, file, &options, NULL, &error);
      g_assert_no_error (error);
    }
  rail_window_set_project (fixture->window, fixture->project, file);
  rail_app_test_activate (fixture->window, "win.go", "users");
  rail_app_test_settle ();
  fixture->page = rail_app_test_find_type (fixture->window, RAIL_TYPE_USERS_PAGE);
  g_assert_true (g_file_test (versions, G_FILE_TEST_IS_DIR));

  dialog = ask (fixture, RAIL_USER_REMOVE, "Erika");
  g_assert_false (gtk_switch_get_active (rail_app_test_find (dialog, "versions_switch")));
  gtk_switch_set_active (rail_app_test_find (dialog, "versions_switch"), TRUE);
  rail_app_test_screenshot (dialog, "user-remove-versions");
  accept (dialog);
  g_assert_true (g_file_test (versions, G_FILE_TEST_IS_DIR));

  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_wait_for (is_project_saved_cb, fixture->project, "a saved project");
  rail_app_test_settle ();
  g_assert_false (g_file_test (versions, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));

  /* Only that once. */
  rail_project_set_name (fixture->project, "Another name");
  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_wait_for (is_project_saved_cb, fixture->project, "a saved project");
  rail_app_test_settle ();
  g_assert_true (g_file_test (versions, G_FILE_TEST_IS_DIR));
  rail_window_set_project (fixture->window, fixture->project, NULL);
  rail_test_remove_folder (folder);
}

static void
test_own_password (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWidget *dialog = ask (fixture, RAIL_USER_PASSWORD, "admin");
  GtkWidget *error = rail_app_test_find (dialog, "error_label");

  rail_app_test_type (rail_app_test_find (dialog, "old_row"), "not that horse");
  type_password (dialog, NEW_PASSWORD);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  for (guint i = 0; i < 100 && !gtk_widget_get_visible (error); i++)
    rail_app_test_settle ();
  g_assert_true (gtk_widget_get_visible (error));
  rail_app_test_screenshot (dialog, "user-password");

  rail_app_test_type (rail_app_test_find (dialog, "old_row"), PASSWORD);
  accept (dialog);
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  add ("/app/users/added", test_add);
  add ("/app/users/existing-name-is-refused", test_existing_name);
  add ("/app/users/made-administrator-renamed-removed", test_promote_rename_remove);
  add ("/app/users/versions-go-with-the-user", test_versions_go_with_the_user);
  add ("/app/users/own-password-needs-the-old-one", test_own_password);

  return rail_app_test_run ();
}
