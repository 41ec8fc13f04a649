/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The example as it is delivered, opened the way the welcome page offers it. */

#include "config.h"

#include "rail-app-test.h"
#include "rail-certificate-manager-page.h"
#include "rail-diagram-page.h"
#include "rail-file-chooser.h"
#include "rail-login-dialog.h"

static gboolean
has_file_cb (gpointer user_data)
{
  return rail_window_get_file (user_data) != NULL;
}

static RailWindow *
open_example (void)
{
  RailWindow *window = rail_app_test_new_window (rail_app_test_get_application ());
  GtkWidget *dialog;

  rail_app_test_activate (window, "app.open-example", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (dialog, "hint_label")));
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), "Certrail-example-1");
  rail_app_test_screenshot (dialog, "login-example");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_screenshot (dialog, "login-busy");
  rail_app_test_wait_for (has_project_cb, window, "the example");
  rail_app_test_wait_gone (RAIL_TYPE_LOGIN_DIALOG);
  return window;
}

/* The certificate that the README is about, with the inspector below the tables. */
static void
show_client (RailWindow *window)
{
  RailCertificateManagerPage *page = rail_app_test_find_type (window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  GListModel *entries = rail_project_get_entries (rail_window_get_project (window));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (g_str_equal (rail_certificate_get_common_name (rail_entry_get_certificate (entry)), "UaExpert"))
        {
          rail_certificate_manager_page_select_entry (page, entry);
          return;
        }
    }
  g_assert_not_reached ();
}

/* Each scenario, light and dark. */
static void
show_diagrams (RailWindow *window)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkDropDown *scenarios;

  rail_app_test_activate (window, "win.go", "diagram");
  rail_app_test_settle ();
  scenarios = rail_app_test_find (rail_app_test_find_type (window, RAIL_TYPE_DIAGRAM_PAGE), "scenarios");
  for (RailScenario scenario = 0; scenario < RAIL_N_SCENARIOS; scenario++)
    {
      g_autofree char *light = g_strdup_printf ("example-diagram-%s", rail_scenario_get_nick (scenario));
      g_autofree char *dark = g_strdup_printf ("%s-dark", light);
      RailDiagram *diagram;

      gtk_drop_down_set_selected (scenarios, scenario);
      rail_app_test_settle ();
      diagram = rail_diagram_page_get_diagram (rail_app_test_find_type (window, RAIL_TYPE_DIAGRAM_PAGE));
      g_assert_cmpint (rail_diagram_get_scenario (diagram), ==, scenario);
      g_assert_cmpuint (rail_diagram_get_boxes (diagram)->len, >, 2);
      rail_app_test_screenshot (window, light);
      adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
      rail_app_test_screenshot (window, dark);
      adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
    }
}

static void
test_the_example_shows_every_page (void)
{
  RailWindow *window = open_example ();
  RailProject *project = rail_window_get_project (window);
  GListModel *devices = rail_project_get_devices (project);

  g_assert_cmpuint (g_list_model_get_n_items (devices), ==, 9);
  rail_app_test_screenshot (window, "example-certificates");
  show_client (window);
  rail_app_test_screenshot (window, "window");
  rail_app_test_activate (window, "win.go", "project");
  rail_app_test_screenshot (window, "example-project");
  show_diagrams (window);
  rail_app_test_activate (window, "win.go", "devices");
  rail_app_test_screenshot (window, "example-devices");
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      g_autofree char *target = g_strconcat ("device:", rail_device_get_name (device), NULL);
      g_autofree char *picture = g_strconcat ("example-device-", rail_device_get_name (device), NULL);

      rail_app_test_activate (window, "win.go", target);
      rail_app_test_screenshot (window, picture);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_the_example_is_a_copy (void)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autoptr(GFile) copy = g_file_new_build_filename (folder, "mine.certrail", NULL);
  RailWindow *window = open_example ();

  g_assert_null (rail_window_get_file (window));
  rail_file_chooser_preset (copy);
  rail_app_test_activate (window, "win.save", NULL);
  rail_app_test_wait_for (has_file_cb, window, "the copy");
  g_assert_true (g_file_equal (rail_window_get_file (window), copy));
  g_assert_true (g_file_query_exists (copy, NULL));

  gtk_window_destroy (GTK_WINDOW (window));
  rail_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = NULL;

  rail_app_test_init (&argc, &argv);
  data = g_test_build_filename (G_TEST_DIST, "..", "data", NULL);
  g_setenv ("CERTRAIL_DATA_DIR", data, TRUE);
  g_test_add_func ("/app/example/shows-every-page", test_the_example_shows_every_page);
  g_test_add_func ("/app/example/is-a-copy", test_the_example_is_a_copy);
  return rail_app_test_run ();
}
