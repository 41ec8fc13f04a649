/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a project tells of certificates that end soon when it is opened. Each test has certificates of its own: the same ones
 * are told about once while the program runs. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-operations.h"
#include "rail-operations.h"
#include "rail-renew-dialog.h"
#include "rail-renewal.h"
#include "rail-settings.h"

typedef struct
{
  RailProject                *project;
  RailCertificateManagerPage *page;
  RailWindow                 *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static gint64 n_tests = 0;

  rail_settings_set_uint (rail_settings_get_default (), "notice-days", 30);
  fixture->project = manager_fixture_project ();
  /* One that no other test has. */
  manager_fixture_create (fixture->project, RAIL_USAGE_WEB_SERVER, "Own", ID_ROOT, MANAGER_NOW - 86400,
                          MANAGER_NOW + (5 + n_tests++) * 86400, "IP:192.168.0.9");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static gboolean
tells (Fixture *fixture)
{
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
  return gtk_widget_get_mapped (rail_app_test_find (fixture->window, "expiry"));
}

static void
test_told (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_true (tells (fixture));
  /* “PLC-1/Webserver-6” in 12 days and the test's own; “Old gateway” three days ago. */
  g_assert_cmpstr (gtk_label_get_label (rail_app_test_find (fixture->window, "expiry_label")), ==,
                   "1 certificate has expired, 2 certificates expire within 30 days");
  rail_app_test_screenshot (fixture->window, "expiry");
}

static void
test_renewed (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *dialog;
  GListModel *rows;

  g_assert_true (tells (fixture));
  rail_app_test_activate (fixture->window, "win.renew-expiring", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_RENEW_DIALOG, NULL);
  rows = G_LIST_MODEL (gtk_column_view_get_model (rail_app_test_find (dialog, "view")));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 3);
  g_assert_false (gtk_widget_get_mapped (rail_app_test_find (fixture->window, "expiry")));
}

static void
test_once (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_true (tells (fixture));
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_false (tells (fixture));
  gtk_window_destroy (GTK_WINDOW (fixture->window));

  /* Another one is another matter. */
  manager_fixture_create (fixture->project, RAIL_USAGE_WEB_SERVER, "Another", ID_ROOT, MANAGER_NOW - 86400,
                          MANAGER_NOW + 86400, "IP:192.168.0.8");
  g_assert_true (tells (fixture));
}

static void
test_never (Fixture       *fixture,
            gconstpointer  data)
{
  rail_settings_set_uint (rail_settings_get_default (), "notice-days", 0);
  g_assert_false (tells (fixture));
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *bar;

  g_assert_true (tells (fixture));
  bar = rail_app_test_find (fixture->window, "expiry");
  gtk_info_bar_response (GTK_INFO_BAR (bar), GTK_RESPONSE_CLOSE);
  rail_app_test_settle ();
  g_assert_false (gtk_widget_get_mapped (bar));
}

static void
delete (Fixture *fixture,
        guint    id)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (entries, rail_project_get_entry (fixture->project, id));
  rail_project_delete_entries (fixture->project, entries, &error);
  g_assert_no_error (error);
  rail_app_test_settle ();
}

/* What is told holds until the bar is closed. */
static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *bar;
  g_autoptr(GPtrArray) rest = NULL;

  g_assert_true (tells (fixture));
  bar = rail_app_test_find (fixture->window, "expiry");
  delete (fixture, ID_EXPIRED);
  g_assert_cmpstr (gtk_label_get_label (rail_app_test_find (fixture->window, "expiry_label")), ==,
                   "2 certificates expire within 30 days");
  rest = rail_project_list_expiring (fixture->project, MANAGER_NOW + 31 * 86400);
  for (guint i = 0; i < rest->len; i++)
    delete (fixture, rail_entry_get_id (rest->pdata[i]));
  g_assert_false (gtk_widget_get_mapped (bar));
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  g_test_add ("/app/expiry/is-told-at-opening", Fixture, NULL, set_up, test_told, tear_down);
  g_test_add ("/app/expiry/renews-just-these", Fixture, NULL, set_up, test_renewed, tear_down);
  g_test_add ("/app/expiry/is-told-once", Fixture, NULL, set_up, test_once, tear_down);
  g_test_add ("/app/expiry/is-never-told-if-not-wanted", Fixture, NULL, set_up, test_never, tear_down);
  g_test_add ("/app/expiry/can-be-closed", Fixture, NULL, set_up, test_closed, tear_down);
  g_test_add ("/app/expiry/follows-the-project", Fixture, NULL, set_up, test_follows, tear_down);
  return rail_app_test_run ();
}
