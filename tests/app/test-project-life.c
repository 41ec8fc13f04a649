/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the welcome page to a protected file and back, through the real windows. */

#include "config.h"

#include "rail-app-test.h"
#include "rail-device.h"
#include "rail-file-chooser.h"
#include "rail-login-dialog.h"
#include "rail-new-project-dialog.h"
#include "rail-operations.h"
#include "rail-place.h"
#include "rail-project-file.h"
#include "rail-protect-dialog.h"
#include "rail-state.h"
#include "window-fixture.h"

#include <glib/gstdio.h>

#define PASSWORD "Bottling-line-3 is wet"

typedef WindowFixture Fixture;

static gboolean
has_no_project_cb (gpointer user_data)
{
  return rail_window_get_project (user_data) == NULL;
}

static gboolean
is_error_shown_cb (gpointer user_data)
{
  return gtk_widget_get_visible (user_data);
}

/* An unprotected project with one device, saved. */
static RailProject *
create_project (Fixture *fixture)
{
  RailEnvironment *environment = rail_application_get_environment (fixture->application);
  g_autoptr(RailProject) project = rail_project_new (environment, "Line 3");
  g_autoptr(GError) error = NULL;

  rail_project_save (project, fixture->file, &error);
  g_assert_no_error (error);
  rail_window_set_project (fixture->window, project, fixture->file);
  rail_app_test_settle ();
  return rail_window_get_project (fixture->window);
}

static void
change_project (Fixture    *fixture,
                const char *device_name)
{
  g_autoptr(RailDevice) device = rail_device_new (device_name, RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  rail_project_add_device (rail_window_get_project (fixture->window), device, &error);
  g_assert_no_error (error);
  rail_app_test_settle ();
}

static void
log_in (const char *password)
{
  GtkWidget *dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);

  rail_app_test_type (rail_app_test_find (dialog, "password_row"), password);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
}

static void
create_in_dialog (Fixture    *fixture,
                  const char *name)
{
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "app.new", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_NEW_PROJECT_DIALOG, NULL);
  g_assert_false (gtk_widget_get_sensitive (rail_app_test_find (dialog, "accept_button")));

  rail_file_chooser_preset (folder);
  rail_app_test_click (rail_app_test_find (dialog, "folder_button"));
  rail_app_test_settle ();
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), name);
  rail_app_test_screenshot (dialog, "new-project");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
}

static void
protect_in_dialog (Fixture *fixture)
{
  GtkWidget *dialog = rail_app_test_wait_window (RAIL_TYPE_PROTECT_DIALOG, NULL);
  GtkWidget *accept = rail_app_test_find (dialog, "accept_button");

  rail_app_test_screenshot (dialog, "protect-empty");
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), "short");
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), "short");
  g_assert_false (gtk_widget_get_sensitive (accept));
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), PASSWORD);
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), "Bottling-line-4");
  g_assert_false (gtk_widget_get_sensitive (accept));
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (dialog, "error_label")));
  rail_app_test_screenshot (dialog, "protect-differs");
  /* A beginning of the password is not scolded while it is being typed, but when it is meant to be all. */
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), "Bottling");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (dialog, "error_label")));
  g_signal_emit_by_name (rail_app_test_find (dialog, "repeat_row"), "entry-activated");
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (dialog, "error_label")));
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), PASSWORD);
  rail_app_test_screenshot (dialog, "protect-good");
  rail_app_test_click (accept);
  rail_app_test_screenshot (dialog, "protect-busy");
  rail_app_test_wait_gone (RAIL_TYPE_PROTECT_DIALOG);
}

static void
test_from_new_to_login (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *dialog;
  GtkWidget *label;
  GtkEditable *password;

  rail_app_test_screenshot (fixture->window, "welcome");
  create_in_dialog (fixture, "Line 3");
  rail_app_test_wait_for (has_project_cb, fixture->window, "the new project");
  g_assert_true (g_file_query_exists (fixture->file, NULL));

  protect_in_dialog (fixture);
  g_assert_true (rail_project_is_protected (rail_window_get_project (fixture->window)));
  g_assert_true (rail_project_get_modified (rail_window_get_project (fixture->window)));
  g_assert_true (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (fixture->window)), "• "));

  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_wait_for (is_saved_cb, fixture->window, "the save");
  rail_app_test_screenshot (fixture->window, "certificates");
  rail_app_test_activate (fixture->window, "win.go", "protection");
  rail_app_test_screenshot (fixture->window, "protection");
  rail_app_test_activate (fixture->window, "win.close-project", NULL);
  rail_app_test_wait_for (has_no_project_cb, fixture->window, "the welcome page");
  rail_app_test_screenshot (fixture->window, "welcome-recent");

  rail_file_chooser_preset (fixture->file);
  rail_app_test_activate (fixture->window, "app.open", NULL);
  log_in ("wrong");
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
  label = rail_app_test_find (dialog, "error_label");
  password = rail_app_test_find (dialog, "password_row");
  rail_app_test_wait_for (is_error_shown_cb, label, "the sentence about the wrong password");
  rail_app_test_screenshot (dialog, "login-wrong");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), !=, "");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (password), "error"));
  g_assert_cmpstr (gtk_editable_get_text (password), ==, "");
  g_assert_null (rail_window_get_project (fixture->window));

  log_in (PASSWORD);
  rail_app_test_wait_for (has_project_cb, fixture->window, "the login");
  rail_app_test_wait_gone (RAIL_TYPE_LOGIN_DIALOG);
  g_assert_cmpstr (rail_project_get_name (rail_window_get_project (fixture->window)), ==, "Line 3");
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (rail_window_get_project (fixture->window))), ==, 2);
}

static void
test_login_given_up_leads_back (Fixture       *fixture,
                                gconstpointer  data)
{
  RailProject *project = create_project (fixture);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  rail_project_protect (project, "admin", password, &error);
  g_assert_no_error (error);
  rail_project_save (project, fixture->file, &error);
  g_assert_no_error (error);
  rail_window_set_project (fixture->window, NULL, NULL);

  rail_window_open (fixture->window, fixture->file);
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
  rail_app_test_screenshot (dialog, "login");
  g_assert_false (rail_window_is_free (fixture->window));
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_LOGIN_DIALOG);
  g_assert_true (rail_window_is_free (fixture->window));
}

static void
test_cancelled_protection_changes_nothing (Fixture       *fixture,
                                           gconstpointer  data)
{
  RailProject *project = create_project (fixture);
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "win.protect", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_PROTECT_DIALOG, NULL);
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), PASSWORD);
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), PASSWORD);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_PROTECT_DIALOG);
  g_usleep (300 * 1000);
  rail_app_test_settle ();

  g_assert_false (rail_project_is_protected (project));
  g_assert_false (rail_project_get_modified (project));
}

static void
test_new_never_replaces_a_file (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr(GBytes) before = NULL;
  g_autoptr(GBytes) after = NULL;
  GtkWidget *dialog;

  rail_test_write (fixture->folder, "Line 3.certrail", "precious", -1);
  before = rail_test_read (fixture->folder, "Line 3.certrail");
  create_in_dialog (fixture, "Line 3");
  dialog = rail_app_test_wait_window (RAIL_TYPE_NEW_PROJECT_DIALOG, NULL);
  rail_app_test_wait_for (is_error_shown_cb, rail_app_test_find (dialog, "error_label"), "the refusal");
  rail_app_test_screenshot (dialog, "new-project-exists");

  after = rail_test_read (fixture->folder, "Line 3.certrail");
  g_assert_true (g_bytes_equal (before, after));
  g_assert_null (rail_window_get_project (fixture->window));
}

static void
test_a_failed_save_keeps_all (Fixture       *fixture,
                              gconstpointer  data)
{
  RailProject *project = create_project (fixture);
  g_autoptr(GFile) nowhere = g_file_new_build_filename (fixture->folder, "missing", "x.certrail", NULL);
  GtkWidget *dialog;

  change_project (fixture, "PLC_1");
  rail_file_chooser_preset (nowhere);
  rail_app_test_activate (fixture->window, "win.save-as", NULL);
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-error-dialog");
  rail_app_test_screenshot (dialog, "save-failed");

  g_assert_true (rail_project_get_modified (project));
  g_assert_true (rail_window_get_project (fixture->window) == project);
  g_assert_true (g_file_equal (rail_window_get_file (fixture->window), fixture->file));
  rail_app_test_respond (dialog, "close");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);

  /* Closing with “save” that fails must not close. */
  rail_window_set_project (fixture->window, project, nowhere);
  gtk_window_close (GTK_WINDOW (fixture->window));
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-save-changes");
  rail_app_test_respond (dialog, "save");
  rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-error-dialog");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  g_assert_true (rail_project_get_modified (project));
}

static void
test_unsaved_changes_are_asked_about (Fixture       *fixture,
                                      gconstpointer  data)
{
  RailProject *project = create_project (fixture);
  GtkWidget *dialog;

  change_project (fixture, "PLC_1");
  gtk_window_close (GTK_WINDOW (fixture->window));
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-save-changes");
  rail_app_test_screenshot (dialog, "save-changes");
  rail_app_test_respond (dialog, "cancel");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_true (rail_window_get_project (fixture->window) == project);

  rail_app_test_activate (fixture->window, "win.close-project", NULL);
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-save-changes");
  rail_app_test_respond (dialog, "save");
  rail_app_test_wait_for (has_no_project_cb, fixture->window, "the save before closing");

  rail_window_open (fixture->window, fixture->file);
  rail_app_test_wait_for (has_project_cb, fixture->window, "the saved project");
  g_assert_nonnull (rail_project_get_device (rail_window_get_project (fixture->window), "PLC_1"));

  change_project (fixture, "PLC_2");
  gtk_window_close (GTK_WINDOW (fixture->window));
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-save-changes");
  rail_app_test_respond (dialog, "discard");
  rail_app_test_wait_gone (RAIL_TYPE_WINDOW);
}

static void
test_a_broken_file_is_named (Fixture       *fixture,
                             gconstpointer  data)
{
  GtkWidget *dialog;

  rail_test_write (fixture->folder, "Line 3.certrail", "<html/>", -1);
  rail_window_open (fixture->window, fixture->file);
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-error-dialog");
  rail_app_test_screenshot (dialog, "open-failed");
  rail_assert_contains (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "Line 3.certrail");
  g_assert_true (rail_window_is_free (fixture->window));
}

static void
test_a_missing_recent_project_is_forgotten (Fixture       *fixture,
                                            gconstpointer  data)
{
  RailState *state = rail_state_get_default ();
  guint before;

  rail_state_add_recent (state, fixture->file);
  before = g_list_model_get_n_items (rail_state_get_recent (state));
  rail_window_open (fixture->window, fixture->file);
  rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-error-dialog");
  g_assert_cmpuint (g_list_model_get_n_items (rail_state_get_recent (state)), ==, before - 1);
}

static void
test_a_second_project_gets_its_own_window (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autoptr(GFile) other = g_file_new_build_filename (fixture->folder, "Other.certrail", NULL);
  RailProject *project = create_project (fixture);
  g_autoptr(GError) error = NULL;

  rail_project_save (project, other, &error);
  g_assert_no_error (error);
  rail_window_open (fixture->window, other);
  rail_app_test_settle ();
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (GTK_APPLICATION (fixture->application))), ==, 2);
  g_assert_true (rail_window_get_project (fixture->window) == project);

  /* The same file again comes to the front instead. */
  rail_window_open (fixture->window, other);
  rail_window_open (fixture->window, fixture->file);
  rail_app_test_settle ();
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (GTK_APPLICATION (fixture->application))), ==, 2);
}

static void
test_the_project_page_renames (Fixture       *fixture,
                               gconstpointer  data)
{
  RailProject *project = create_project (fixture);
  GtkEditable *name = rail_app_test_find (rail_app_test_find (fixture->window, "pages"), "name_row");

  rail_app_test_activate (fixture->window, "win.go", "project");
  rail_app_test_type (name, "Line 4");
  g_signal_emit_by_name (name, "apply");
  g_assert_cmpstr (rail_project_get_name (project), ==, "Line 4");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "• Line 4");
  rail_app_test_screenshot (fixture->window, "project");

  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Line 3");
}

static void
test_help_windows_open (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *about;

  create_project (fixture);
  rail_app_test_activate (fixture->window, "win.show-help-overlay", NULL);
  rail_app_test_screenshot (rail_app_test_wait_window (GTK_TYPE_SHORTCUTS_WINDOW, NULL), "shortcuts");
  gtk_window_close (rail_app_test_wait_window (GTK_TYPE_SHORTCUTS_WINDOW, NULL));

  rail_app_test_activate (fixture->window, "app.about", NULL);
  about = rail_app_test_wait_window (ADW_TYPE_ABOUT_WINDOW, NULL);
  g_assert_cmpstr (adw_about_window_get_version (ADW_ABOUT_WINDOW (about)), ==, RAIL_VERSION);
  rail_app_test_screenshot (about, "about");
  gtk_window_close (GTK_WINDOW (about));
}

static void
test_closing_waits_for_a_save (Fixture       *fixture,
                               gconstpointer  data)
{
  create_project (fixture);
  change_project (fixture, "PLC_1");
  rail_app_test_activate (fixture->window, "win.save", NULL);
  gtk_window_close (GTK_WINDOW (fixture->window));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  rail_app_test_wait_gone (RAIL_TYPE_WINDOW);
}

#define ADD(name, function) g_test_add ("/app/project-life/" name, Fixture, NULL, window_fixture_set_up, function, window_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  ADD ("from-new-to-login", test_from_new_to_login);
  ADD ("login-given-up-leads-back", test_login_given_up_leads_back);
  ADD ("cancelled-protection-changes-nothing", test_cancelled_protection_changes_nothing);
  ADD ("new-never-replaces-a-file", test_new_never_replaces_a_file);
  ADD ("failed-save-keeps-all", test_a_failed_save_keeps_all);
  ADD ("unsaved-changes-are-asked-about", test_unsaved_changes_are_asked_about);
  ADD ("broken-file-is-named", test_a_broken_file_is_named);
  ADD ("missing-recent-project-is-forgotten", test_a_missing_recent_project_is_forgotten);
  ADD ("second-project-gets-its-own-window", test_a_second_project_gets_its_own_window);
  ADD ("help-windows-open", test_help_windows_open);
  ADD ("closing-waits-for-a-save", test_closing_waits_for_a_save);
  ADD ("project-page-renames", test_the_project_page_renames);
  return rail_app_test_run ();
}
