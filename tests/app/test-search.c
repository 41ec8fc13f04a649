/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search over the whole project, with the keyboard alone. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-operations.h"
#include "rail-search-dialog.h"

typedef struct
{
  RailProject                *project;
  RailCertificateManagerPage *page;
  RailWindow                 *window;
  GtkWidget                  *dialog;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
  rail_app_test_activate (fixture->window, "win.go", "journal");
  rail_app_test_activate (fixture->window, "win.search", NULL);
  fixture->dialog = rail_app_test_wait_window (RAIL_TYPE_SEARCH_DIALOG, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static void
type_text (Fixture    *fixture,
           const char *text)
{
  GtkWidget *entry = rail_app_test_find (fixture->dialog, "entry");

  rail_app_test_type (entry, text);
  /* A search entry tells of its text only after a while. */
  g_signal_emit_by_name (entry, "search-changed");
}

/* (transfer full): the title of the result that Enter would take */
static char *
dup_chosen (Fixture *fixture)
{
  GtkSingleSelection *selection =
    GTK_SINGLE_SELECTION (gtk_list_view_get_model (rail_app_test_find (fixture->dialog, "list")));
  gpointer result = gtk_single_selection_get_selected_item (selection);

  return result != NULL ? g_strdup (rail_search_result_get_title (result)) : g_strdup ("");
}

static void
assert_chosen (Fixture    *fixture,
               const char *text,
               const char *expected)
{
  g_autofree char *chosen = NULL;

  type_text (fixture, text);
  chosen = dup_chosen (fixture);
  g_assert_cmpstr (chosen, ==, expected);
}

static void
press_enter (Fixture *fixture)
{
  g_signal_emit_by_name (rail_app_test_find (fixture->dialog, "entry"), "activate");
  rail_app_test_settle ();
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (rail_app_test_find (rail_app_test_find (fixture->window, "RailProjectView"),
                                                               "pages"));
}

static void
test_certificate (Fixture       *fixture,
                  gconstpointer  data)
{
  RailCertificate *client = rail_entry_get_certificate (rail_project_get_entry (fixture->project, ID_CLIENT));
  g_autofree char *begin = g_strndup (rail_certificate_get_fingerprint (client), 12);

  assert_chosen (fixture, "5", "UaExpert");
  assert_chosen (fixture, "uaex", "UaExpert");
  assert_chosen (fixture, rail_certificate_get_serial (client), "UaExpert");
  assert_chosen (fixture, begin, "UaExpert");
  rail_app_test_screenshot (fixture->dialog, "search");
  press_enter (fixture);
  g_assert_null (rail_app_test_look_for ("RailSearchDialog"));
  g_assert_cmpstr (get_page (fixture), ==, "certificates");
}

static void
test_device (Fixture       *fixture,
             gconstpointer  data)
{
  assert_chosen (fixture, "plc_", "PLC_1");
  press_enter (fixture);
  g_assert_cmpstr (get_page (fixture), ==, "device");
}

static void
test_command (Fixture       *fixture,
              gconstpointer  data)
{
  assert_chosen (fixture, "add dev", "Add Device");
  rail_app_test_screenshot (fixture->dialog, "search-command");
  press_enter (fixture);
  g_assert_nonnull (rail_app_test_look_for ("RailDeviceDialog"));
}

/* What can be done only in the certificate manager is done there. */
static void
test_command_elsewhere (Fixture       *fixture,
                        gconstpointer  data)
{
  assert_chosen (fixture, "create: certificate auth", "Create: Certificate Authority");
  press_enter (fixture);
  g_assert_nonnull (rail_app_test_look_for ("RailCreateDialog"));
  g_assert_cmpstr (get_page (fixture), ==, "certificates");
}

/* Nothing is selected, and there is nothing to be done again. */
static void
test_disabled_command (Fixture       *fixture,
                       gconstpointer  data)
{
  assert_chosen (fixture, "revoke", "");
  assert_chosen (fixture, "redo", "");
}

static void
test_arrows (Fixture       *fixture,
             gconstpointer  data)
{
  GtkSingleSelection *selection =
    GTK_SINGLE_SELECTION (gtk_list_view_get_model (rail_app_test_find (fixture->dialog, "list")));

  type_text (fixture, "plc");
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), >=, 3);
  gtk_single_selection_set_selected (selection, 1);
  type_text (fixture, "plc-1");
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 0);
}

static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  GtkStack *stack = rail_app_test_find (fixture->dialog, "stack");

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "begin");
  assert_chosen (fixture, "no such thing", "");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "nothing");
  press_enter (fixture);
  g_assert_nonnull (rail_app_test_look_for ("RailSearchDialog"));
}

static gboolean
press (GtkWidget       *widget,
       guint            keyval,
       GdkModifierType  state)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &taken);
    }
  return taken;
}

static void
test_type_ahead (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *table = rail_app_test_find (fixture->page, "ca_table");
  GtkWidget *filter = rail_app_test_find (fixture->page, "search");

  gtk_window_close (GTK_WINDOW (fixture->dialog));
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  gtk_widget_child_focus (table, GTK_DIR_TAB_FORWARD);
  g_assert_true (press (table, GDK_KEY_u, 0));
  g_assert_true (press (table, GDK_KEY_A, GDK_SHIFT_MASK));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (filter)), ==, "uA");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), filter));
  g_assert_false (press (table, GDK_KEY_c, GDK_CONTROL_MASK));
  g_assert_false (press (table, GDK_KEY_Delete, 0));
  g_assert_false (press (table, GDK_KEY_space, 0));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (filter)), ==, "uA");
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  g_test_add ("/app/search/goes-to-certificate", Fixture, NULL, set_up, test_certificate, tear_down);
  g_test_add ("/app/search/goes-to-device", Fixture, NULL, set_up, test_device, tear_down);
  g_test_add ("/app/search/gives-command", Fixture, NULL, set_up, test_command, tear_down);
  g_test_add ("/app/search/gives-command-of-the-manager-there", Fixture, NULL, set_up, test_command_elsewhere, tear_down);
  g_test_add ("/app/search/offers-only-what-can-be-done", Fixture, NULL, set_up, test_disabled_command, tear_down);
  g_test_add ("/app/search/chooses-the-best-first", Fixture, NULL, set_up, test_arrows, tear_down);
  g_test_add ("/app/search/says-when-nothing-is-found", Fixture, NULL, set_up, test_nothing, tear_down);
  g_test_add ("/app/search/letters-typed-at-a-table-filter-it", Fixture, NULL, set_up, test_type_ahead, tear_down);
  return rail_app_test_run ();
}
