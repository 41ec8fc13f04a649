/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom a project file belongs to, and what it has become meanwhile: held by others, changed underneath, left by a crash,
 * earlier versions. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-file-chooser.h"
#include "rail-lock-page.h"
#include "rail-login-dialog.h"
#include "rail-operations.h"
#include "rail-project-save.h"
#include "rail-recovery.h"
#include "rail-users.h"
#include "rail-versions-dialog.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

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

static gboolean
can_save (RailWindow *window)
{
  return gtk_widget_get_sensitive (rail_app_test_find (window, "save_button"));
}

static char *
get_lock_path (Fixture *fixture)
{
  return g_build_filename (fixture->folder, "Line 3.certrail.lock", NULL);
}

static void
test_lock_is_held (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(RailLockHolder) holder = NULL;

  open_file (fixture);
  holder = rail_project_lock_get_holder (fixture->file);
  g_assert_nonnull (holder);
  g_assert_cmpuint (rail_lock_holder_get_process (holder), ==, getpid ());
  g_clear_object (&holder);

  rail_app_test_activate (fixture->window, "win.close-project", NULL);
  rail_app_test_settle ();
  g_assert_null (rail_project_lock_get_holder (fixture->file));
}

/* Somebody else: a lock of this process that no window has. */
static void
test_held_opens_read_only (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectLock) lock = rail_project_lock_acquire (fixture->file, RAIL_TAKE_NONE, &error);
  g_autoptr(GFile) other = g_file_get_child (g_file_get_parent (fixture->file), "Mine.certrail");
  GtkWidget *question;

  g_assert_no_error (error);
  rail_window_open (fixture->window, fixture->file);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-held");
  rail_assert_contains (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), g_get_host_name ());
  g_assert_false (adw_message_dialog_has_response (ADW_MESSAGE_DIALOG (question), "take-over"));
  rail_app_test_screenshot (question, "held");
  rail_app_test_respond (question, "read-only");
  window_fixture_log_in (fixture->window);

  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->window, "notice")));
  change (fixture->window, "Robot");
  g_assert_false (can_save (fixture->window));
  rail_app_test_screenshot (fixture->window, "read-only");

  rail_file_chooser_preset (other);
  rail_app_test_activate (fixture->window, "win.save-as", NULL);
  rail_app_test_wait_for (is_saved_cb, fixture->window, "a project saved under another name");
  rail_app_test_settle ();
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->window, "notice")));
  g_assert_true (g_file_equal (rail_window_get_file (fixture->window), other));
}

static void
test_stale_is_taken_over (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *path = get_lock_path (fixture);
  g_autoptr(RailProjectLock) lock = rail_project_lock_acquire (fixture->file, RAIL_TAKE_NONE, NULL);
  g_autofree char *text = NULL;
  g_autofree char *left = NULL;
  g_autofree char *own = g_strdup_printf ("%d", (int) getpid ());
  g_auto(GStrv) parts = NULL;
  GtkWidget *question;

  /* What a process that is no more has left: our own lock file with the number of another. */
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  rail_project_lock_release (lock);
  parts = g_strsplit (text, own, 2);
  left = g_strjoinv ("4194303", parts);
  g_assert_true (g_file_set_contents (path, left, -1, NULL));

  rail_window_open (fixture->window, fixture->file);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-held");
  rail_app_test_screenshot (question, "held-stale");
  rail_app_test_respond (question, "take-over");
  window_fixture_log_in (fixture->window);
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->window, "notice")));
  change (fixture->window, "Robot");
  g_assert_true (can_save (fixture->window));
}

static void
change_underneath (Fixture *fixture)
{
  g_autoptr(RailProject) project = manager_fixture_project ();
  g_autoptr(GError) error = NULL;

  rail_project_save (project, fixture->file, &error);
  g_assert_no_error (error);
}

static GtkWidget *
save_changed_file (Fixture *fixture)
{
  GtkWidget *question;

  open_file (fixture);
  change (fixture->window, "Robot");
  change_underneath (fixture);
  rail_app_test_activate (fixture->window, "win.save", NULL);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-changed-file");
  return question;
}

static void
test_changed_file_is_told (Fixture       *fixture,
                           gconstpointer  data)
{
  GtkWidget *question = save_changed_file (fixture);

  rail_app_test_screenshot (question, "changed-file");
  rail_app_test_respond (question, "cancel");
  rail_app_test_settle ();
  g_assert_true (rail_project_get_modified (rail_window_get_project (fixture->window)));

  rail_app_test_activate (fixture->window, "win.save", NULL);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-changed-file");
  rail_app_test_respond (question, "save");
  rail_app_test_wait_for (is_saved_cb, fixture->window, "a project saved anyway");
}

static void
test_changed_file_is_reloaded (Fixture       *fixture,
                               gconstpointer  data)
{
  GtkWidget *question = save_changed_file (fixture);

  rail_app_test_respond (question, "reload");
  window_fixture_log_in (fixture->window);
  g_assert_null (rail_project_get_device (rail_window_get_project (fixture->window), "Robot"));
  g_assert_false (rail_project_get_modified (rail_window_get_project (fixture->window)));
}

static void
flushed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  rail_recovery_flush_finish (RAIL_RECOVERY (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
has_unsaved_work_cb (gpointer user_data)
{
  g_autoptr(GListModel) items = rail_recovery_list ();

  return g_list_model_get_n_items (items) > 0;
}

/* As a crash leaves it. The worker that has written it lets go of it a moment later. */
static void
leave_unsaved_work (Fixture *fixture)
{
  g_autoptr(RailProjectFile) project_file = rail_project_file_open (fixture->file, NULL, NULL);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (WINDOW_PASSWORD);
  g_autoptr(RailDevice) device = rail_device_new ("Unsaved robot", RAIL_FAMILY_OTHER);
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailProject) project = NULL;
  g_autoptr(RailRecovery) recovery = NULL;
  g_autoptr(RailRecoveryItem) item = NULL;
  g_autoptr(GError) error = NULL;
  gboolean done = FALSE;

  project = rail_project_file_read (project_file, environment, "admin", password, &error);
  g_assert_no_error (error);
  recovery = rail_recovery_new (project, fixture->file, rail_project_file_get_identity (project_file));
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  rail_recovery_flush_async (recovery, flushed_cb, &done);
  rail_app_test_wait_for (is_true_cb, &done, "unsaved work on the disk");
  item = rail_recovery_leave (recovery);
  g_assert_nonnull (item);
  g_clear_object (&item);
  g_clear_object (&recovery);
  rail_app_test_wait_for (has_unsaved_work_cb, NULL, "unsaved work that nobody keeps");
}

static void
test_unsaved_work_is_recovered (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr(GListModel) items = NULL;
  GtkWidget *question;
  RailProject *project;

  leave_unsaved_work (fixture);
  rail_window_open (fixture->window, fixture->file);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-recover");
  rail_app_test_screenshot (question, "recover");
  rail_app_test_respond (question, "recover");
  window_fixture_log_in (fixture->window);

  project = rail_window_get_project (fixture->window);
  g_assert_nonnull (rail_project_get_device (project, "Unsaved robot"));
  g_assert_true (rail_project_get_modified (project));
  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_wait_for (is_saved_cb, fixture->window, "recovered work that is saved");
  rail_app_test_activate (fixture->window, "win.close-project", NULL);
  rail_app_test_settle ();
  items = rail_recovery_list ();
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 0);
}

static void
test_unsaved_work_is_discarded (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr(GListModel) items = NULL;
  GtkWidget *question;

  leave_unsaved_work (fixture);
  rail_window_recover (fixture->window);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-recover");
  rail_app_test_respond (question, "discard");
  window_fixture_log_in (fixture->window);
  g_assert_null (rail_project_get_device (rail_window_get_project (fixture->window), "Unsaved robot"));
  items = rail_recovery_list ();
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 0);
}

static gboolean
has_rows_cb (gpointer user_data)
{
  return gtk_list_box_get_row_at_index (user_data, 0) != NULL;
}

static RailWindow *
find_other_window (RailWindow *window)
{
  GtkApplication *application = GTK_APPLICATION (rail_app_test_get_application ());

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    if (RAIL_IS_WINDOW (link->data) && link->data != window)
      return link->data;
  return NULL;
}

static gboolean
has_no_robot_cb (gpointer user_data)
{
  RailProject *project = rail_window_get_project (user_data);

  return project != NULL && rail_project_get_device (project, "Robot") == NULL;
}

static void
test_earlier_version_comes_back (Fixture       *fixture,
                                 gconstpointer  data)
{
  RailWindow *other;
  GtkWidget *dialog;
  GtkListBox *list;

  open_file (fixture);
  change (fixture->window, "Robot");
  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_wait_for (is_saved_cb, fixture->window, "a saved project");
  rail_app_test_settle ();

  rail_app_test_activate (fixture->window, "win.versions", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_VERSIONS_DIALOG, NULL);
  list = rail_app_test_find (dialog, "list");
  rail_app_test_wait_for (has_rows_cb, list, "an earlier version");
  rail_app_test_settle ();
  rail_app_test_screenshot (dialog, "versions");
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
  rail_app_test_settle ();
  other = find_other_window (fixture->window);
  g_assert_nonnull (other);
  window_fixture_log_in (other);
  g_assert_null (rail_project_get_device (rail_window_get_project (other), "Robot"));
  g_assert_false (can_save (other));
  rail_app_test_screenshot (other, "version");

  rail_app_test_activate (other, "win.restore-version", NULL);
  rail_app_test_wait_for (has_no_robot_cb, fixture->window, "the earlier version in the window of the project");
  rail_app_test_settle ();
  g_assert_null (find_other_window (fixture->window));
  change (fixture->window, "Another robot");
  g_assert_true (can_save (fixture->window));
}

/* What a standard user saves has no right seal. */
static void
save_as_standard_user (Fixture *fixture)
{
  g_autoptr(RailProject) project = manager_fixture_project ();
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("four staples in a battery");
  g_autoptr(RailDevice) device = rail_device_new ("Robot", RAIL_FAMILY_OTHER);
  g_autoptr(RailProjectFile) project_file = NULL;
  g_autoptr(RailProject) of_erika = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_add_user (project, "Erika", RAIL_ROLE_STANDARD, password, &error);
  g_assert_no_error (error);
  rail_project_save (project, fixture->file, &error);
  g_assert_no_error (error);
  project_file = rail_project_file_open (fixture->file, NULL, &error);
  g_assert_no_error (error);
  of_erika = rail_project_file_read (project_file, environment, "Erika", password, &error);
  g_assert_no_error (error);
  rail_project_add_device (of_erika, device, &error);
  g_assert_no_error (error);
  rail_project_save (of_erika, fixture->file, &error);
  g_assert_no_error (error);
}

static void
decide_about_unsealed (Fixture    *fixture,
                       const char *response)
{
  GtkWidget *question;

  save_as_standard_user (fixture);
  open_file (fixture);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-unsealed");
  rail_app_test_screenshot (question, "unsealed");
  rail_app_test_respond (question, "later");
  rail_app_test_settle ();
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->window, "notice")));
  g_assert_false (can_save (fixture->window));
  rail_app_test_screenshot (fixture->window, "unsealed-window");

  rail_app_test_click (rail_app_test_find (fixture->window, "decide_button"));
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-unsealed");
  rail_app_test_respond (question, response);
  rail_app_test_settle ();
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->window, "notice")));
  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_wait_for (is_saved_cb, fixture->window, "a project that is sealed again");
}

static void
test_unsealed_is_kept (Fixture       *fixture,
                       gconstpointer  data)
{
  decide_about_unsealed (fixture, "keep");
  g_assert_nonnull (rail_project_get_device (rail_window_get_project (fixture->window), "Robot"));
}

static gboolean
is_locked_cb (gpointer user_data)
{
  return rail_window_is_locked (user_data);
}

static void
test_unsealed_is_locked (Fixture       *fixture,
                         gconstpointer  data)
{
  GtkWidget *page;

  save_as_standard_user (fixture);
  open_file (fixture);
  rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-unsealed");
  rail_window_lock (fixture->window);
  rail_app_test_wait_for (is_locked_cb, fixture->window, "a locked window");

  page = rail_app_test_find_type (fixture->window, RAIL_TYPE_LOCK_PAGE);
  rail_app_test_type (rail_app_test_find (page, "password_row"), WINDOW_PASSWORD);
  rail_app_test_click (rail_app_test_find (page, "unlock_button"));
  rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-unsealed");
}

static void
test_unsealed_is_discarded (Fixture       *fixture,
                            gconstpointer  data)
{
  decide_about_unsealed (fixture, "discard");
  g_assert_null (rail_project_get_device (rail_window_get_project (fixture->window), "Robot"));
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, window_fixture_set_up_file, test, window_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  add ("/app/file/lock-is-held-while-open", test_lock_is_held);
  add ("/app/file/held-file-opens-read-only", test_held_opens_read_only);
  add ("/app/file/stale-lock-is-taken-over", test_stale_is_taken_over);
  add ("/app/file/changed-file-is-told-before-saving", test_changed_file_is_told);
  add ("/app/file/changed-file-is-reloaded", test_changed_file_is_reloaded);
  add ("/app/file/unsaved-work-is-recovered", test_unsaved_work_is_recovered);
  add ("/app/file/unsaved-work-is-discarded", test_unsaved_work_is_discarded);
  add ("/app/file/earlier-version-comes-back", test_earlier_version_comes_back);

  add ("/app/file/unsealed-changes-are-kept", test_unsealed_is_kept);
  add ("/app/file/unsealed-changes-can-be-locked", test_unsealed_is_locked);
  add ("/app/file/unsealed-changes-are-discarded", test_unsealed_is_discarded);

  return rail_app_test_run ();
}
