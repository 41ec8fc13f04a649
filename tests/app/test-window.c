/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does with keys, files that are open twice and dialogs that are at work. */

#include "config.h"

#include "rail-app-test.h"
#include "rail-device.h"
#include "rail-display-name.h"
#include "rail-file-chooser.h"
#include "rail-login-dialog.h"
#include "rail-new-project-dialog.h"
#include "rail-operations.h"
#include "rail-project-file.h"
#include "rail-protect-dialog.h"
#include "window-fixture.h"

#define PASSWORD "Bottling-line-3 is wet"

typedef WindowFixture Fixture;

/* An unprotected project with one device, saved in @file and open in @window. */
static RailProject *
show_project (Fixture    *fixture,
              RailWindow *window,
              GFile      *file)
{
  RailEnvironment *environment = rail_application_get_environment (fixture->application);
  g_autoptr(RailProject) project = rail_project_new (environment, "Line 3");
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  rail_project_save (project, file, &error);
  g_assert_no_error (error);
  rail_window_set_project (window, project, file);
  rail_app_test_settle ();
  return rail_window_get_project (window);
}

/* What GTK does with keys such as Ctrl+Z that reach the window: runs their shortcut, which must come after the widget with the focus. */
static gboolean
press (RailWindow *window,
       const char *keys_text)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  g_autoptr(GtkShortcutTrigger) keys = gtk_shortcut_trigger_parse_string (keys_text);
  gboolean found = FALSE;
  gboolean done = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          if (!gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), keys))
            continue;
          found = TRUE;
          g_assert_cmpint (gtk_event_controller_get_propagation_phase (controller), ==, GTK_PHASE_BUBBLE);
          done = done || gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, GTK_WIDGET (window),
                                                       gtk_shortcut_get_arguments (shortcut));
        }
    }
  g_assert_true (found);
  return done;
}

static void
test_undo_keys_leave_text_alone (Fixture       *fixture,
                                 gconstpointer  data)
{
  RailProject *project = show_project (fixture, fixture->window, fixture->file);
  g_autoptr(GError) error = NULL;
  GtkWidget *name;

  rail_project_rename (project, "Line 4", &error);
  g_assert_no_error (error);
  rail_app_test_activate (fixture->window, "win.go", "project");
  rail_app_test_settle ();

  name = rail_app_test_find (rail_app_test_find (fixture->window, "pages"), "name_row");
  gtk_widget_grab_focus (name);
  g_assert_true (GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
  g_assert_false (press (fixture->window, "<Control>z"));
  g_assert_cmpstr (rail_project_get_name (project), ==, "Line 4");

  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_true (press (fixture->window, "<Control>z"));
  g_assert_cmpstr (rail_project_get_name (project), ==, "Line 3");
}

static char *
get_menu_label (RailWindow *window,
                const char *action)
{
  GMenuModel *menu = gtk_menu_button_get_menu_model (rail_app_test_find (window, "menu_button"));

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

      for (int n = 0; n < g_menu_model_get_n_items (section); n++)
        {
          g_autofree char *name = NULL;
          char *label = NULL;

          if (g_menu_model_get_item_attribute (section, n, G_MENU_ATTRIBUTE_ACTION, "s", &name) &&
              g_str_equal (name, action) &&
              g_menu_model_get_item_attribute (section, n, G_MENU_ATTRIBUTE_LABEL, "s", &label))
            return label;
        }
    }
  return NULL;
}

static void
assert_steps (Fixture    *fixture,
              const char *undo,
              const char *redo)
{
  GtkWidget *undo_button = rail_app_test_find (fixture->window, "undo_button");
  GtkWidget *redo_button = rail_app_test_find (fixture->window, "redo_button");
  g_autofree char *undo_label = get_menu_label (fixture->window, "win.undo");
  g_autofree char *redo_label = get_menu_label (fixture->window, "win.redo");

  g_assert_cmpstr (undo_label, ==, undo);
  g_assert_cmpstr (redo_label, ==, redo);
  g_assert_cmpint (gtk_widget_is_sensitive (undo_button), ==, strchr (undo, ':') != NULL);
  g_assert_cmpint (gtk_widget_is_sensitive (redo_button), ==, strchr (redo, ':') != NULL);
}

/* With their names, in which “_” is no mark of a mnemonic. */
static void
test_undo_and_redo (Fixture       *fixture,
                    gconstpointer  data)
{
  RailProject *project = show_project (fixture, fixture->window, fixture->file);
  g_autoptr(GError) error = NULL;
  static const char added[] = "Undo: Add device “PLC__1”";

  assert_steps (fixture, added, "Redo");
  g_assert_true (rail_project_delete_device (project, rail_project_get_device (project, "PLC_1"), &error));
  assert_steps (fixture, "Undo: Delete device “PLC__1”", "Redo");
  g_assert_true (press (fixture->window, "<Control>z"));
  g_assert_nonnull (rail_project_get_device (project, "PLC_1"));
  assert_steps (fixture, added, "Redo: Delete device “PLC__1”");
  g_assert_true (press (fixture->window, "<Control><Shift>z"));
  g_assert_null (rail_project_get_device (project, "PLC_1"));
  g_assert_true (press (fixture->window, "<Control>z"));
  g_assert_true (press (fixture->window, "<Control>y"));
  g_assert_null (rail_project_get_device (project, "PLC_1"));
  assert_steps (fixture, "Undo: Delete device “PLC__1”", "Redo");
}

static guint
count_windows (Fixture *fixture)
{
  guint n = 0;

  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (fixture->application)); link != NULL; link = link->next)
    n += RAIL_IS_WINDOW (link->data);
  return n;
}

/* Makes a protected file and lets the window ask for its login. */
static GtkWidget *
show_login (Fixture *fixture)
{
  RailProject *project = show_project (fixture, fixture->window, fixture->file);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(GError) error = NULL;

  rail_project_protect (project, "admin", password, &error);
  g_assert_no_error (error);
  rail_project_save (project, fixture->file, &error);
  g_assert_no_error (error);
  rail_window_set_project (fixture->window, NULL, NULL);
  rail_window_open (fixture->window, fixture->file);
  return rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
}

static void
test_file_waiting_for_login_is_not_opened_again (Fixture       *fixture,
                                                 gconstpointer  data)
{
  show_login (fixture);
  rail_window_open (fixture->window, fixture->file);
  rail_app_test_settle ();
  g_assert_cmpuint (count_windows (fixture), ==, 1);
}

static void
test_file_being_read_is_not_opened_again (Fixture       *fixture,
                                          gconstpointer  data)
{
  show_project (fixture, fixture->window, fixture->file);
  rail_window_set_project (fixture->window, NULL, NULL);
  rail_window_open (fixture->window, fixture->file);
  rail_window_open (fixture->window, fixture->file);
  g_assert_cmpuint (count_windows (fixture), ==, 1);
  rail_app_test_wait_for (has_project_cb, fixture->window, "the project");
}

static void
test_dismissed_login_is_over_at_once (Fixture       *fixture,
                                      gconstpointer  data)
{
  GtkWidget *dialog = show_login (fixture);

  rail_app_test_type (rail_app_test_find (dialog, "password_row"), PASSWORD);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_true (rail_window_is_free (fixture->window));

  /* The derivation ends behind it, and opens nothing. */
  g_usleep (300 * 1000);
  rail_app_test_settle ();
  g_assert_null (rail_window_get_project (fixture->window));
}

static void
test_reading_can_be_cancelled (Fixture       *fixture,
                               gconstpointer  data)
{
  show_project (fixture, fixture->window, fixture->file);
  rail_window_set_project (fixture->window, NULL, NULL);
  rail_window_open (fixture->window, fixture->file);
  g_assert_false (rail_window_is_free (fixture->window));
  rail_app_test_click (rail_app_test_find (fixture->window, "cancel_loading_button"));
  g_assert_true (rail_window_is_free (fixture->window));
  rail_app_test_settle ();
  g_assert_null (rail_window_get_project (fixture->window));

  rail_window_open (fixture->window, fixture->file);
  rail_app_test_wait_for (has_project_cb, fixture->window, "the project at the second try");
}

static void
test_save_as_leaves_an_open_file_alone (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autoptr(GFile) other_file = g_file_new_build_filename (fixture->folder, "Other.certrail", NULL);
  RailWindow *other = rail_app_test_new_window (fixture->application);
  g_autoptr(GBytes) before = NULL;
  g_autoptr(GBytes) after = NULL;
  GtkWidget *dialog;

  show_project (fixture, fixture->window, fixture->file);
  show_project (fixture, other, other_file);
  before = rail_test_read (fixture->folder, "Other.certrail");

  rail_file_chooser_preset (other_file);
  rail_app_test_activate (fixture->window, "win.save-as", NULL);
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-error-dialog");
  rail_assert_contains (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "Other.certrail");
  after = rail_test_read (fixture->folder, "Other.certrail");
  g_assert_true (g_bytes_equal (before, after));
  g_assert_true (g_file_equal (rail_window_get_file (fixture->window), fixture->file));
}

static gboolean
is_kept_in_other_cb (gpointer user_data)
{
  g_autofree char *name = g_file_get_basename (rail_window_get_file (user_data));

  return g_str_equal (name, "Other.certrail");
}

static void
test_save_as_asks_about_the_completed_name (Fixture       *fixture,
                                            gconstpointer  data)
{
  g_autoptr(GFile) bare = g_file_new_build_filename (fixture->folder, "Other", NULL);
  g_autoptr(GBytes) kept = NULL;
  GtkWidget *dialog;

  show_project (fixture, fixture->window, fixture->file);
  rail_test_write (fixture->folder, "Other.certrail", "precious", -1);

  rail_file_chooser_preset (bare);
  rail_app_test_activate (fixture->window, "win.save-as", NULL);
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-replace-file");
  rail_app_test_screenshot (dialog, "save-replace");
  rail_assert_contains (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), "Other.certrail");
  rail_app_test_respond (dialog, "cancel");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  kept = rail_test_read (fixture->folder, "Other.certrail");
  g_assert_cmpmem (g_bytes_get_data (kept, NULL), g_bytes_get_size (kept), "precious", strlen ("precious"));

  rail_file_chooser_preset (bare);
  rail_app_test_activate (fixture->window, "win.save-as", NULL);
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-replace-file");
  rail_app_test_respond (dialog, "replace");
  rail_app_test_wait_for (is_kept_in_other_cb, fixture->window, "the save after the question");
}

static void
test_file_names_are_valid_text (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr(GFile) odd = g_file_new_build_filename (fixture->folder, "Line \xff.certrail", NULL);
  g_autofree char *name = rail_display_name_dup (odd);
  g_autofree char *title = rail_display_name_dup_title (fixture->file);

  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_true (g_str_has_suffix (name, ".certrail"));
  g_assert_cmpstr (title, ==, "Line 3");

  /* Labels, menus and tooltips on the way would warn, and warnings end the test. */
  show_project (fixture, fixture->window, odd);
  rail_window_set_project (fixture->window, NULL, NULL);
  rail_window_open (fixture->window, odd);
  rail_app_test_wait_for (has_project_cb, fixture->window, "the project with the odd name");
}

static GtkWidget *
start_new_project (Fixture *fixture)
{
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "app.new", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_NEW_PROJECT_DIALOG, NULL);
  rail_file_chooser_preset (folder);
  rail_app_test_click (rail_app_test_find (dialog, "folder_button"));
  rail_app_test_settle ();
  gtk_switch_set_active (rail_app_test_find (dialog, "protect_switch"), FALSE);
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "Line 3");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  return dialog;
}

static void
test_new_project_is_what_was_asked_for (Fixture       *fixture,
                                        gconstpointer  data)
{
  GtkWidget *dialog = start_new_project (fixture);

  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (dialog, "name_row")));
  gtk_editable_set_text (rail_app_test_find (dialog, "name_row"), "Something else");
  rail_app_test_wait_for (has_project_cb, fixture->window, "the new project");
  g_assert_cmpstr (rail_project_get_name (rail_window_get_project (fixture->window)), ==, "Line 3");
  g_assert_true (g_file_equal (rail_window_get_file (fixture->window), fixture->file));
  g_assert_true (g_file_query_exists (fixture->file, NULL));
}

static void
test_cancelled_new_project_is_not_made (Fixture       *fixture,
                                        gconstpointer  data)
{
  GtkWidget *dialog = start_new_project (fixture);

  gtk_window_close (GTK_WINDOW (dialog));
  g_usleep (200 * 1000);
  rail_app_test_settle ();
  rail_app_test_settle ();
  g_assert_null (rail_window_get_project (fixture->window));
  g_assert_false (g_file_query_exists (fixture->file, NULL));
}

static void
test_closing_shows_the_dialog_at_work (Fixture       *fixture,
                                       gconstpointer  data)
{
  RailProject *project = show_project (fixture, fixture->window, fixture->file);
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "win.protect", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_PROTECT_DIALOG, NULL);
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), PASSWORD);
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), PASSWORD);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_activate (fixture->window, "app.quit", NULL);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  rail_app_test_wait_gone (RAIL_TYPE_PROTECT_DIALOG);
  g_assert_true (rail_project_is_protected (project));
}

static void
assert_labelled (GtkWidget  *widget,
                 const char *label)
{
  g_autofree char *mismatch = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  g_assert_cmpstr (mismatch, ==, NULL);
}

static void
test_menu_buttons_have_names (Fixture       *fixture,
                              gconstpointer  data)
{
  GtkWidget *menu = rail_app_test_find (fixture->window, "menu_button");
  GtkWidget *open = rail_app_test_find_type (rail_app_test_find (fixture->window, "open_button"), GTK_TYPE_MENU_BUTTON);

  assert_labelled (menu, "Main menu");
  assert_labelled (gtk_widget_get_first_child (menu), "Main menu");
  assert_labelled (open, "Recent projects");
  assert_labelled (gtk_widget_get_first_child (open), "Recent projects");
}

static guint
count_spinning (GtkWidget *widget)
{
  guint n = GTK_IS_SPINNER (widget) && gtk_spinner_get_spinning (GTK_SPINNER (widget)) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_spinning (child);
  return n;
}

/* A spinner that nobody sees kept the window at work sixty times a second. */
static void
test_spinners_rest (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkStack *stack = rail_app_test_find (fixture->window, "save_stack");

  show_project (fixture, fixture->window, fixture->file);
  g_assert_cmpuint (count_spinning (GTK_WIDGET (fixture->window)), ==, 0);
  gtk_stack_set_visible_child_name (stack, "busy");
  rail_app_test_settle ();
  g_assert_cmpuint (count_spinning (GTK_WIDGET (fixture->window)), ==, 1);
  gtk_stack_set_visible_child_name (stack, "label");
  rail_app_test_settle ();
  g_assert_cmpuint (count_spinning (GTK_WIDGET (fixture->window)), ==, 0);
}

#define ADD(name, function) g_test_add ("/app/window/" name, Fixture, NULL, window_fixture_set_up, function, window_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  ADD ("undo-keys-leave-text-alone", test_undo_keys_leave_text_alone);
  ADD ("undo-and-redo-have-the-names-of-their-steps", test_undo_and_redo);
  ADD ("file-waiting-for-login-is-not-opened-again", test_file_waiting_for_login_is_not_opened_again);
  ADD ("file-being-read-is-not-opened-again", test_file_being_read_is_not_opened_again);
  ADD ("dismissed-login-is-over-at-once", test_dismissed_login_is_over_at_once);
  ADD ("reading-can-be-cancelled", test_reading_can_be_cancelled);
  ADD ("save-as-leaves-an-open-file-alone", test_save_as_leaves_an_open_file_alone);
  ADD ("save-as-asks-about-the-completed-name", test_save_as_asks_about_the_completed_name);
  ADD ("file-names-are-valid-text", test_file_names_are_valid_text);
  ADD ("new-project-is-what-was-asked-for", test_new_project_is_what_was_asked_for);
  ADD ("cancelled-new-project-is-not-made", test_cancelled_new_project_is_not_made);
  ADD ("closing-shows-the-dialog-at-work", test_closing_shows_the_dialog_at_work);
  ADD ("spinners-rest-while-nobody-sees-them", test_spinners_rest);
  ADD ("menu-buttons-have-names", test_menu_buttons_have_names);
  return rail_app_test_run ();
}
