/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does with keys, files that are open twice and dialogs that are at work. */

#include "config.h"

#include "rail-app-test.h"
#include "rail-device.h"
#include "rail-file-chooser.h"
#include "rail-operations.h"
#include "rail-project-file.h"

typedef struct
{
  RailApplication *application;
  RailWindow      *window;
  char            *folder;
  GFile           *file;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->file = g_file_new_build_filename (fixture->folder, "Line 3.certrail", NULL);
  fixture->application = rail_app_test_get_application ();
  fixture->window = rail_app_test_new_window (fixture->application);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (GTK_APPLICATION (fixture->application))) != NULL)
    gtk_window_destroy (windows->data);
  rail_app_test_settle ();
  g_object_unref (fixture->file);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

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

/* What GTK does with Ctrl+Z that reaches the window: runs its shortcut, which must come after the widget with the focus. */
static gboolean
press_undo (RailWindow *window)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  g_autoptr(GtkShortcutTrigger) keys = gtk_shortcut_trigger_parse_string ("<Control>z");
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
  g_assert_false (press_undo (fixture->window));
  g_assert_cmpstr (rail_project_get_name (project), ==, "Line 4");

  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_true (press_undo (fixture->window));
  g_assert_cmpstr (rail_project_get_name (project), ==, "Line 3");
}

#define ADD(name, function) g_test_add ("/app/window/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  ADD ("undo-keys-leave-text-alone", test_undo_keys_leave_text_alone);
  return rail_app_test_run ();
}
