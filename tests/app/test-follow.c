/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window that shows a file which somebody else has open shows what they save there. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-login-dialog.h"
#include "rail-operations.h"
#include "rail-place.h"
#include "rail-project-save.h"
#include "rail-project-tree.h"
#include "rail-users.h"
#include "window-fixture.h"

typedef struct
{
  RailWindow      *window;    /* of the one who looks on */
  char            *folder;
  GFile           *file;
  RailProject     *project;   /* of the holder, as they have it open */
  RailProjectLock *lock;
} Fixture;

static RailProject *
open_elsewhere (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) project_file = rail_project_file_open (fixture->file, NULL, &error);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (WINDOW_PASSWORD);
  RailProject *project;

  g_assert_no_error (error);
  project = rail_project_file_read (project_file,
                                    rail_application_get_environment (rail_app_test_get_application ()), "admin",
                                    password, &error);
  g_assert_no_error (error);
  return project;
}

static void
save_elsewhere (Fixture *fixture)
{
  const RailSaveOptions options = { .lock = fixture->lock, .n_versions = 5 };
  g_autoptr(GError) error = NULL;

  rail_project_save_with (fixture->project, fixture->file, &options, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(RailProject) project = manager_fixture_project ();
  g_autoptr(GError) error = NULL;
  GtkWidget *question;

  fixture->folder = rail_test_make_folder ();
  fixture->file = g_file_new_build_filename (fixture->folder, "Line 3.certrail", NULL);
  rail_project_save (project, fixture->file, &error);
  g_assert_no_error (error);
  fixture->lock = rail_project_lock_acquire (fixture->file, RAIL_TAKE_NONE, &error);
  g_assert_no_error (error);
  fixture->project = open_elsewhere (fixture);

  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_open (fixture->window, fixture->file);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-held");
  rail_app_test_respond (question, "read-only");
  window_fixture_log_in (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  GtkApplication *application = GTK_APPLICATION (rail_app_test_get_application ());
  GList *windows;

  while ((windows = gtk_application_get_windows (application)) != NULL)
    gtk_window_destroy (windows->data);
  rail_app_test_settle ();
  rail_project_lock_release (fixture->lock);
  g_object_unref (fixture->lock);
  g_object_unref (fixture->project);
  g_object_unref (fixture->file);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
add_device (RailProject *project,
            const char  *name)
{
  g_autoptr(RailDevice) device = rail_device_new (name, RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
}

static gboolean
shows_robot_cb (gpointer user_data)
{
  RailProject *project = rail_window_get_project (user_data);

  return project != NULL && rail_project_get_device (project, "Robot") != NULL;
}

static gboolean
is_renamed_cb (gpointer user_data)
{
  return g_str_equal (rail_project_get_name (rail_window_get_project (user_data)), "Renamed");
}

static gboolean
is_locked_cb (gpointer user_data)
{
  return rail_window_is_locked (user_data);
}

static gboolean
offers_reload_cb (gpointer user_data)
{
  return gtk_widget_get_visible (rail_app_test_find (user_data, "reload_button"));
}

static const char *
get_notice (Fixture *fixture)
{
  return gtk_label_get_label (rail_app_test_find (fixture->window, "notice_label"));
}

static GtkDropDown *
find_status (Fixture *fixture)
{
  return rail_app_test_find (rail_app_test_find (fixture->window, "filter"), "status");
}

static void
test_later_save_is_shown (Fixture       *fixture,
                          gconstpointer  data)
{
  RailProject *before = rail_window_get_project (fixture->window);

  g_object_add_weak_pointer (G_OBJECT (before), (gpointer *) &before);
  add_device (fixture->project, "Robot");
  save_elsewhere (fixture);
  rail_app_test_wait_for (shows_robot_cb, fixture->window, "what was saved by somebody else");
  rail_app_test_settle ();

  /* Nobody was asked for a password, and nothing of before is kept. */
  g_assert_null (rail_app_test_look_for ("RailLoginDialog"));
  g_assert_null (before);
  rail_assert_contains (get_notice (fixture), "to be looked at only");
  g_assert_false (offers_reload_cb (fixture->window));
  g_assert_false (gtk_widget_get_sensitive (rail_app_test_find (fixture->window, "save_button")));
  rail_app_test_screenshot (fixture->window, "followed");

  /* And the one after that. */
  rail_project_set_name (fixture->project, "Renamed");
  save_elsewhere (fixture);
  rail_app_test_wait_for (is_renamed_cb, fixture->window, "the second save by somebody else");
}

static void
test_place_is_kept (Fixture       *fixture,
                    gconstpointer  data)
{
  RailCertificateManagerPage *manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  RailProject *project = rail_window_get_project (fixture->window);
  g_autoptr(GPtrArray) selected = NULL;
  g_autofree char *tab = NULL;

  rail_app_test_activate (fixture->window, "win.go", "certificates");
  g_object_set (manager, "tab", "device", NULL);
  gtk_drop_down_set_selected (find_status (fixture), 1 + RAIL_STATUS_VALID);
  rail_certificate_manager_page_select_entry (manager, rail_project_get_entry (project, ID_CLIENT));
  rail_app_test_settle ();

  add_device (fixture->project, "Robot");
  save_elsewhere (fixture);
  rail_app_test_wait_for (shows_robot_cb, fixture->window, "what was saved by somebody else");
  rail_app_test_settle ();

  manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  g_object_get (manager, "tab", &tab, NULL);
  g_assert_cmpstr (tab, ==, "device");
  g_assert_cmpuint (gtk_drop_down_get_selected (find_status (fixture)), ==, 1 + RAIL_STATUS_VALID);
  selected = _rail_certificate_manager_page_get_selected (manager);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpuint (rail_entry_get_id (selected->pdata[0]), ==, ID_CLIENT);
}

/* Removing a user makes new keys, and wraps them anew for everybody. */
static void
test_new_keys_ask_to_open_again (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("Robert-tables-9");
  g_autoptr(GError) error = NULL;
  GtkWidget *question;

  rail_project_add_user (fixture->project, "robert", RAIL_ROLE_STANDARD, password, &error);
  g_assert_no_error (error);
  rail_project_remove_user (fixture->project, "robert", NULL, &error);
  g_assert_no_error (error);
  add_device (fixture->project, "Robot");
  save_elsewhere (fixture);
  rail_app_test_wait_for (offers_reload_cb, fixture->window, "the offer to open again");

  rail_assert_contains (get_notice (fixture), "log in again");
  g_assert_false (shows_robot_cb (fixture->window));
  rail_app_test_screenshot (fixture->window, "follow-new-keys");

  rail_app_test_click (rail_app_test_find (fixture->window, "reload_button"));
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-held");
  rail_app_test_respond (question, "read-only");
  window_fixture_log_in (fixture->window);
  g_assert_true (shows_robot_cb (fixture->window));
  g_assert_false (offers_reload_cb (fixture->window));
}

/* What was tried out in the window is not thrown away. */
static void
test_own_changes_are_kept (Fixture       *fixture,
                           gconstpointer  data)
{
  add_device (rail_window_get_project (fixture->window), "Mine");
  rail_app_test_settle ();
  add_device (fixture->project, "Robot");
  save_elsewhere (fixture);
  rail_app_test_wait_for (offers_reload_cb, fixture->window, "the offer to open again");

  rail_assert_contains (get_notice (fixture), "saved by somebody else");
  g_assert_nonnull (rail_project_get_device (rail_window_get_project (fixture->window), "Mine"));
  g_assert_false (shows_robot_cb (fixture->window));

  rail_project_undo (rail_window_get_project (fixture->window));
  rail_app_test_wait_for (shows_robot_cb, fixture->window, "what was saved by somebody else");
}

static void
test_locked_window_follows_after_unlock (Fixture       *fixture,
                                         gconstpointer  data)
{
  rail_app_test_activate (fixture->window, "win.lock", NULL);
  rail_app_test_wait_for (is_locked_cb, fixture->window, "a locked window");
  add_device (fixture->project, "Robot");
  save_elsewhere (fixture);
  rail_app_test_settle ();
  g_assert_true (rail_window_is_locked (fixture->window));

  rail_app_test_type (rail_app_test_find (fixture->window, "password_row"), WINDOW_PASSWORD);
  rail_app_test_click (rail_app_test_find (fixture->window, "unlock_button"));
  rail_app_test_wait_for (shows_robot_cb, fixture->window, "what was saved by somebody else");
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

#define ADD(path, test) g_test_add ("/app/follow/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("later-save-is-shown", test_later_save_is_shown);
  ADD ("place-is-kept", test_place_is_kept);
  ADD ("new-keys-ask-to-open-again", test_new_keys_ask_to_open_again);
  ADD ("own-changes-are-kept", test_own_changes_are_kept);
  ADD ("locked-window-follows-after-unlock", test_locked_window_follows_after_unlock);
#undef ADD

  return rail_app_test_run ();
}
