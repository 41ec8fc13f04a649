/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guided tour of the example. */

#include "config.h"

#include "rail-app-test.h"
#include "rail-login-dialog.h"
#include "rail-tour-bar.h"

static RailWindow *
open_example (const char *action)
{
  RailWindow *window = rail_app_test_new_window (rail_app_test_get_application ());
  GtkWidget *dialog;

  rail_app_test_activate (window, action, NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), "Certrail-example-1");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_for (has_project_cb, window, "the example");
  rail_app_test_wait_gone (RAIL_TYPE_LOGIN_DIALOG);
  return window;
}

static void
test_five_steps (void)
{
  RailWindow *window = open_example ("app.tour");
  RailTourBar *bar = rail_app_test_find (window, "tour");
  GtkWidget *next = rail_app_test_find (bar, "next_button");
  g_autofree char *first = g_strdup (gtk_label_get_label (rail_app_test_find (bar, "text")));

  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (bar)));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == next);
  g_assert_false (gtk_widget_get_sensitive (rail_app_test_find (bar, "back_button")));
  for (int i = 0; i < RAIL_TOUR_N_STEPS; i++)
    {
      g_autofree char *picture = g_strdup_printf ("tour-%d", i + 1);

      g_assert_cmpint (rail_tour_bar_get_step (bar), ==, i);
      rail_app_test_settle ();
      rail_app_test_screenshot (window, picture);
      if (i == 1)
        {
          rail_app_test_click (rail_app_test_find (bar, "back_button"));
          g_assert_cmpstr (gtk_label_get_label (rail_app_test_find (bar, "text")), ==, first);
          rail_app_test_click (next);
        }
      rail_app_test_click (next);
    }
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (bar)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_closed (void)
{
  RailWindow *window = open_example ("app.tour");
  RailTourBar *bar = rail_app_test_find (window, "tour");

  rail_app_test_click (rail_app_test_find (bar, "close_button"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (bar)));
  g_assert_cmpint (rail_tour_bar_get_step (bar), ==, -1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_not_unasked (void)
{
  RailWindow *window = open_example ("app.open-example");

  g_assert_false (gtk_widget_get_mapped (rail_app_test_find (window, "tour")));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Who cancels the login does not find the tour in the next project. */
static void
test_cancelled (void)
{
  RailWindow *window = rail_app_test_new_window (rail_app_test_get_application ());
  GtkWidget *dialog;

  rail_app_test_activate (window, "app.tour", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_LOGIN_DIALOG);
  g_assert_false (gtk_widget_get_mapped (rail_app_test_find (window, "tour")));
  g_assert_true (rail_window_is_free (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = NULL;

  rail_app_test_init (&argc, &argv);
  data = g_test_build_filename (G_TEST_DIST, "..", "data", NULL);
  g_setenv ("CERTRAIL_DATA_DIR", data, TRUE);
  g_test_add_func ("/app/tour/has-five-steps", test_five_steps);
  g_test_add_func ("/app/tour/can-be-closed", test_closed);
  g_test_add_func ("/app/tour/does-not-come-unasked", test_not_unasked);
  g_test_add_func ("/app/tour/ends-with-the-login", test_cancelled);
  return rail_app_test_run ();
}
