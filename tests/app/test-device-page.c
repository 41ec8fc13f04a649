/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The three views of a device: what it does, its local certificate manager, its OPC UA server. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-create-dialog-private.h"
#include "rail-certificate-dialog.h"
#include "rail-device-page.h"
#include "rail-device-table.h"
#include "rail-device-operations.h"
#include "rail-entry-chooser.h"
#include "rail-operations.h"

typedef struct
{
  RailProject    *project;
  RailWindow     *window;
  RailDevicePage *page;
} Fixture;

static void
add_device (RailProject *project,
            const char  *name,
            const char  *firmware,
            const char  *address)
{
  g_autoptr(RailDevice) device = rail_device_new (name, RAIL_FAMILY_S7_1500);
  const char *addresses[] = { address, NULL };
  g_autoptr(GError) error = NULL;

  rail_device_set_firmware (device, firmware);
  rail_device_set_addresses (device, addresses);
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
}

static void
open_window (Fixture *fixture)
{
  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_set_project (fixture->window, fixture->project, NULL);
  rail_app_test_settle ();
  fixture->page = rail_app_test_find_type (fixture->window, RAIL_TYPE_DEVICE_PAGE);
}

/* Protected, with the two authorities that this makes, and two CPUs. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GError) error = NULL;

  fixture->project = manager_fixture_unprotected ();
  rail_project_protect (fixture->project, "admin", password, &error);
  g_assert_no_error (error);
  add_device (fixture->project, "PLC_1", "2.9", "192.168.0.1");
  add_device (fixture->project, "PLC_2", "2.5", "192.168.0.2");
  open_window (fixture);
}

static void
set_up_unprotected (Fixture       *fixture,
                    gconstpointer  data)
{
  fixture->project = manager_fixture_unprotected ();
  add_device (fixture->project, "PLC_1", "2.9", "192.168.0.1");
  open_window (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static void
go (Fixture    *fixture,
    const char *device,
    const char *view)
{
  g_autofree char *where = g_strconcat ("device:", device, NULL);

  rail_app_test_activate (fixture->window, "win.go", where);
  rail_app_test_settle ();
  rail_device_page_set_view (fixture->page, view);
  rail_app_test_settle ();
}

static RailDevice *
get_device (Fixture *fixture)
{
  return rail_project_get_device (fixture->project, "PLC_1");
}

static GtkWidget *
find_named (GtkWidget  *widget,
            const char *name)
{
  if (g_strcmp0 (gtk_widget_get_name (widget), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get_service_row (Fixture    *fixture,
                 const char *service)
{
  GtkWidget *row = find_named (GTK_WIDGET (fixture->page), service);

  g_assert_nonnull (row);
  return row;
}

static gboolean
is_off_busy_cb (gpointer row)
{
  return !gtk_widget_get_visible (rail_app_test_find (row, "spinner"));
}

/* As a click does. */
static void
toggle (gpointer widget)
{
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (widget)));
  gtk_widget_activate (GTK_WIDGET (widget));
}

static void
switch_service (Fixture    *fixture,
                const char *service)
{
  GtkWidget *row = get_service_row (fixture, service);

  toggle (rail_app_test_find (row, "service_switch"));
  rail_app_test_wait_for (is_off_busy_cb, row, "the certificate of the service");
  rail_app_test_settle ();
  g_assert_true (gtk_switch_get_state (rail_app_test_find (row, "service_switch")));
}

static const char *
get_subtitle (GtkWidget *row)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
}

static void
test_a_service_makes_its_certificate_and_asks_what_becomes_of_it (Fixture       *fixture,
                                                                  gconstpointer  data)
{
  GtkWidget *row;
  GtkWidget *question;

  go (fixture, "PLC_1", "device");
  row = get_service_row (fixture, "opcua-server");
  g_assert_cmpstr (get_subtitle (row), ==, "Off");
  switch_service (fixture, "opcua-server");
  g_assert_true (rail_device_is_service_on (get_device (fixture), RAIL_SERVICE_OPCUA_SERVER));
  rail_assert_contains (get_subtitle (row), "PLC-1/OPCUA-1-");
  g_assert_true (gtk_switch_get_active (rail_app_test_find (row, "service_switch")));
  rail_app_test_screenshot (fixture->window, "device-services");

  /* One click to the certificate. */
  rail_app_test_click (rail_app_test_find (row, "go_button"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (fixture->window, "pages")), ==, "certificates");

  /* Cancelled, the switch stays where the device is. */
  go (fixture, "PLC_1", "device");
  toggle (rail_app_test_find (row, "service_switch"));
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "switch-off");
  rail_app_test_screenshot (question, "service-switch-off");
  rail_app_test_respond (question, "cancel");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_true (rail_device_is_service_on (get_device (fixture), RAIL_SERVICE_OPCUA_SERVER));
  g_assert_true (gtk_switch_get_active (rail_app_test_find (row, "service_switch")));

  toggle (rail_app_test_find (row, "service_switch"));
  rail_app_test_respond (rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "switch-off"), "delete");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_false (rail_device_is_service_on (get_device (fixture), RAIL_SERVICE_OPCUA_SERVER));
  g_assert_false (gtk_switch_get_active (rail_app_test_find (row, "service_switch")));

  rail_app_test_activate (fixture->window, "win.undo", NULL);
  rail_app_test_settle ();
  g_assert_true (gtk_switch_get_active (rail_app_test_find (row, "service_switch")));
  rail_assert_contains (get_subtitle (row), "PLC-1/OPCUA-1-");
}

static void
test_what_the_firmware_lacks_says_since_when_it_exists (Fixture       *fixture,
                                                        gconstpointer  data)
{
  GtkWidget *row;

  go (fixture, "PLC_2", "device");
  row = get_service_row (fixture, "opcua-client");
  g_assert_false (gtk_widget_is_sensitive (row));
  rail_assert_contains (get_subtitle (row), "2.6");
  g_assert_true (gtk_widget_is_sensitive (get_service_row (fixture, "opcua-server")));
  rail_app_test_screenshot (fixture->window, "device-old-firmware");
}

static void
test_global_security_is_switched_with_its_warning (Fixture       *fixture,
                                                   gconstpointer  data)
{
  GtkWidget *global;
  GtkWidget *question;
  RailDeviceTable *table;

  go (fixture, "PLC_1", "device");
  switch_service (fixture, "opcua-server");
  go (fixture, "PLC_1", "local-manager");
  rail_app_test_screenshot (fixture->window, "local-manager");
  table = rail_app_test_find (fixture->page, "own_table");
  g_assert_cmpuint (rail_device_table_get_n_rows (table), >, 0);
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->page, "renew_button")));

  global = rail_app_test_find (fixture->page, "global_switch");
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (global)));
  toggle (global);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "global-security");
  rail_app_test_screenshot (question, "global-security-off");
  rail_app_test_respond (question, "cancel");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_true (rail_device_uses_global_security (get_device (fixture)));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (global)));

  toggle (global);
  rail_app_test_respond (rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "global-security"), "go");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_false (rail_device_uses_global_security (get_device (fixture)));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (global)));
  g_assert_cmpuint (rail_device_table_get_n_rows (table), ==, 0);
  /* TIA's limited set. */
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->page, "renew_button")));
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->page, "create_button")));
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->page, "export_button")));
  rail_app_test_screenshot (fixture->window, "local-manager-local");

  /* Back again, and what is lost has a name. */
  rail_device_page_set_view (fixture->page, "device");
  switch_service (fixture, "web-server");
  rail_device_page_set_view (fixture->page, "local-manager");
  rail_app_test_settle ();
  g_assert_cmpuint (rail_device_table_get_n_rows (table), ==, 1);
  toggle (global);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "global-security");
  rail_assert_contains (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), "PLC-1/Webserver-");
  rail_app_test_screenshot (question, "global-security-on");
  rail_app_test_respond (question, "go");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_true (rail_device_uses_global_security (get_device (fixture)));
  g_assert_cmpuint (rail_device_table_get_n_rows (table), ==, 0);
}

static void
test_a_local_certificate_is_not_in_the_global_manager (Fixture       *fixture,
                                                       gconstpointer  data)
{
  RailEntry *entry;
  GtkWidget *dialog;

  go (fixture, "PLC_1", "device");
  switch_service (fixture, "web-server");
  entry = rail_project_get_entry (fixture->project,
                                  rail_device_get_service_certificate (get_device (fixture), RAIL_SERVICE_WEB_SERVER));
  g_assert_nonnull (entry);
  g_assert_true (rail_project_is_local (fixture->project, entry));

  rail_app_test_activate (fixture->window, "win.go", "certificates");
  rail_app_test_settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (
                     rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE), "pages")), ==, "protect");

  /* It is shown where it can be. */
  go (fixture, "PLC_1", "local-manager");
  rail_app_test_screenshot (fixture->window, "local-manager-unprotected");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->page, "global_row")));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-certificate", "u", rail_entry_get_id (entry));
  dialog = rail_app_test_wait_window (RAIL_TYPE_CERTIFICATE_DIALOG, NULL);
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_CERTIFICATE_DIALOG);
}

/* Chapter 2.3.2: create (self-signed), export without the private key, delete. */
static void
test_the_local_manager_creates_and_deletes (Fixture       *fixture,
                                            gconstpointer  data)
{
  RailDeviceTable *table;
  RailCreateDialog *dialog;
  RailEntry *entry;
  guint before;
  guint id;

  go (fixture, "PLC_1", "local-manager");
  table = rail_app_test_find (fixture->page, "own_table");
  before = rail_device_table_get_n_rows (table);
  id = rail_project_get_next_id (fixture->project);
  rail_app_test_click (rail_app_test_find (fixture->page, "create_button"));
  dialog = rail_app_test_wait_window (RAIL_TYPE_CREATE_DIALOG, NULL);
  rail_app_test_screenshot (dialog, "local-create");
  rail_app_test_click (dialog->create);
  rail_app_test_wait_gone (RAIL_TYPE_CREATE_DIALOG);
  g_assert_cmpuint (rail_device_table_get_n_rows (table), ==, before + 1);
  entry = rail_project_get_entry (fixture->project, id);
  g_assert_true (rail_project_get_issuer (fixture->project, entry) == NULL ||
                 rail_project_get_issuer (fixture->project, entry) == entry);

  g_assert_true (rail_device_table_select (table, entry));
  rail_app_test_settle ();
  /* As the Delete key does. */
  rail_app_test_activate (table, "table.delete", NULL);
  rail_app_test_settle ();
  g_assert_null (rail_project_get_entry (fixture->project, id));
  g_assert_cmpuint (rail_device_table_get_n_rows (table), ==, before);
}

/* Chapter 2.4.3: activate the server, choose its end points, look at its certificate, trust its clients only. */
static void
test_the_opcua_server_is_set_up (Fixture       *fixture,
                                 gconstpointer  data)
{
  RailEntry *client;
  RailEntry *server;
  GtkWidget *chooser;
  RailDevice *device;

  client = manager_fixture_create (fixture->project, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", ID_ROOT, 0, 0,
                                   "URI:urn:engineering:UnifiedAutomation:UaExpert");
  go (fixture, "PLC_1", "device");
  switch_service (fixture, "opcua-server");
  server = rail_project_get_entry (fixture->project,
                                   rail_device_get_service_certificate (get_device (fixture), RAIL_SERVICE_OPCUA_SERVER));
  g_assert_nonnull (server);
  g_assert_true (rail_project_get_issuer (fixture->project, server) == rail_project_get_entry (fixture->project, ID_ROOT));

  go (fixture, "PLC_1", "opcua");
  rail_app_test_screenshot (fixture->window, "opcua");
  rail_assert_contains (gtk_string_object_get_string (adw_combo_row_get_selected_item (
                          rail_app_test_find (fixture->page, "certificate_row"))), "PLC-1/OPCUA-1-");

  rail_app_test_activate (rail_app_test_find (fixture->page, "opcua_view"), "opcua.add-client", NULL);
  chooser = rail_app_test_wait_window (RAIL_TYPE_ENTRY_CHOOSER, NULL);
  rail_app_test_type (rail_app_test_find (chooser, "search"), "uaexpert");
  rail_app_test_settle ();
  g_signal_emit_by_name (rail_app_test_find (chooser, "search"), "search-changed");
  rail_app_test_settle ();
  gtk_check_button_set_active (rail_app_test_find_type (rail_app_test_find (chooser, "view"), GTK_TYPE_CHECK_BUTTON), TRUE);
  rail_app_test_screenshot (chooser, "client-chooser");
  rail_app_test_activate (chooser, "dialog.perform", NULL);
  rail_app_test_wait_gone (RAIL_TYPE_ENTRY_CHOOSER);
  g_assert_true (rail_device_has_client (get_device (fixture), rail_entry_get_id (client)));

  /* “To restrict connections exclusively to trusted clients” */
  if (rail_device_accepts_clients (get_device (fixture)))
    toggle (rail_app_test_find (fixture->page, "accept_switch"));
  rail_app_test_settle ();
  device = get_device (fixture);
  g_assert_false (rail_device_accepts_clients (device));
  g_assert_false (gtk_switch_get_active (rail_app_test_find (fixture->page, "accept_switch")));
  rail_app_test_screenshot (fixture->window, "opcua-clients");

  /* “If the certificate was deleted”: a new one, with the names that it needs. */
  {
    g_autoptr(GPtrArray) entries = g_ptr_array_new ();
    g_autoptr(GError) error = NULL;
    RailCreateDialog *dialog;

    g_ptr_array_add (entries, server);
    rail_project_delete_entries (fixture->project, entries, &error);
    g_assert_no_error (error);
    rail_app_test_settle ();
    rail_app_test_activate (rail_app_test_find (fixture->page, "opcua_view"), "opcua.create", NULL);
    dialog = rail_app_test_wait_window (RAIL_TYPE_CREATE_DIALOG, NULL);
    rail_app_test_screenshot (dialog, "opcua-create");
    rail_app_test_click (dialog->create);
    rail_app_test_wait_gone (RAIL_TYPE_CREATE_DIALOG);
  }
  server = rail_project_get_entry (fixture->project,
                                   rail_device_get_service_certificate (get_device (fixture), RAIL_SERVICE_OPCUA_SERVER));
  g_assert_nonnull (server);
  g_assert_cmpint (rail_entry_get_usage (server), ==, RAIL_USAGE_OPCUA_SERVER);
}

/* Chapter 2.6.2: a certificate for TLS client and server, issued by an authority, in the table of the CPU. */
static void
test_the_tls_server_is_set_up (Fixture       *fixture,
                               gconstpointer  data)
{
  RailCreateDialog *dialog;
  RailDeviceTable *table;
  GListStore *names;
  guint before;

  go (fixture, "PLC_1", "local-manager");
  table = rail_app_test_find (fixture->page, "own_table");
  before = rail_device_table_get_n_rows (table);
  rail_app_test_click (rail_app_test_find (fixture->page, "create_button"));
  dialog = rail_app_test_wait_window (RAIL_TYPE_CREATE_DIALOG, NULL);
  g_assert_cmpint (rail_certificate_request_get_usage (rail_creation_get_request (dialog->creation)), ==,
                   RAIL_USAGE_TLS_CLIENT_SERVER);
  g_assert_true (rail_creation_get_issuer (dialog->creation) == rail_project_get_entry (fixture->project, ID_ROOT));
  names = rail_certificate_request_get_names (rail_creation_get_request (dialog->creation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (names)), >, 0);
  rail_app_test_click (dialog->create);
  rail_app_test_wait_gone (RAIL_TYPE_CREATE_DIALOG);
  g_assert_cmpuint (rail_device_table_get_n_rows (table), ==, before + 1);
}

static void
test_a_policy_that_is_checked_is_in_force (Fixture       *fixture,
                                           gconstpointer  data)
{
  GtkCheckButton *first;

  go (fixture, "PLC_1", "device");
  switch_service (fixture, "opcua-server");
  go (fixture, "PLC_1", "opcua");
  first = rail_app_test_find_type (rail_app_test_find (fixture->page, "policy_group"), GTK_TYPE_CHECK_BUTTON);
  g_assert_false (gtk_check_button_get_active (first));
  gtk_check_button_set_active (first, TRUE);
  rail_app_test_settle ();
  g_assert_cmpint (rail_device_get_policies (get_device (fixture)), ==, RAIL_POLICIES_DEFAULT | RAIL_POLICY_NONE);
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->page, "policy_message")));
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  rail_app_test_settle ();
  g_assert_false (gtk_check_button_get_active (first));
}

/* Buttons, switches and check boxes say what they are, by their text or by a name for screen readers. */
static void
assert_names (GtkWidget *widget)
{
  gboolean control = GTK_IS_SWITCH (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) ||
                     (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) == NULL);

  if (control && gtk_widget_get_visible (widget) && gtk_widget_get_tooltip_text (widget) == NULL &&
      !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) &&
      !gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    g_error ("a %s in the %s has no name", G_OBJECT_TYPE_NAME (widget),
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    assert_names (child);
}

static void
scroll_to_end (gpointer view)
{
  GtkScrolledWindow *scroller = rail_app_test_find_type (view, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  rail_app_test_settle ();
}

/* Everything fits on the smallest screen, whatever it is called. */
static void
test_long_names_do_not_widen_the_window (Fixture       *fixture,
                                         gconstpointer  data)
{
  static const char * const views[] = { "device", "local-manager", "opcua" };
  const char *name = "Filling_and_capping_station_12_conveyor_B_drive_cabinet_0007";
  int before = gtk_widget_get_width (GTK_WIDGET (fixture->window));
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  add_device (fixture->project, name, "3.1", "192.168.100.177");
  go (fixture, name, "device");
  switch_service (fixture, "opcua-server");
  switch_service (fixture, "web-server");
  g_ptr_array_add (entries, rail_project_get_entry (fixture->project, ID_ROOT));
  rail_project_assign (fixture->project, g_ptr_array_index (entries, 0), rail_project_get_device (fixture->project, name),
                       RAIL_USED_AS_CLIENT, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *shot = g_strconcat ("long-", views[i], NULL);

      rail_device_page_set_view (fixture->page, views[i]);
      rail_app_test_settle ();
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), ==, before);
      assert_names (GTK_WIDGET (fixture->page));
      rail_app_test_screenshot (fixture->window, shot);
    }

  rail_device_page_set_view (fixture->page, "device");
  rail_app_test_settle ();
  scroll_to_end (rail_app_test_find (fixture->page, "device_view"));
  rail_app_test_screenshot (fixture->window, "long-device-end");
  rail_device_page_set_view (fixture->page, "opcua");
  scroll_to_end (rail_app_test_find (fixture->page, "opcua_view"));
  rail_app_test_screenshot (fixture->window, "long-opcua-end");
}

#define ADD(name, function) g_test_add ("/app/device-page/" name, Fixture, NULL, set_up, function, tear_down)
#define ADD_UNPROTECTED(name, function) \
  g_test_add ("/app/device-page/" name, Fixture, NULL, set_up_unprotected, function, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  ADD ("a-service-makes-its-certificate-and-asks-what-becomes-of-it",
       test_a_service_makes_its_certificate_and_asks_what_becomes_of_it);
  ADD ("what-the-firmware-lacks-says-since-when-it-exists", test_what_the_firmware_lacks_says_since_when_it_exists);
  ADD ("global-security-is-switched-with-its-warning", test_global_security_is_switched_with_its_warning);
  ADD_UNPROTECTED ("a-local-certificate-is-not-in-the-global-manager", test_a_local_certificate_is_not_in_the_global_manager);
  ADD_UNPROTECTED ("the-local-manager-creates-and-deletes", test_the_local_manager_creates_and_deletes);
  ADD ("the-opcua-server-is-set-up", test_the_opcua_server_is_set_up);
  ADD ("the-tls-server-is-set-up", test_the_tls_server_is_set_up);
  ADD ("long-names-do-not-widen-the-window", test_long_names_do_not_widen_the_window);
  ADD ("a-policy-that-is-checked-is-in-force", test_a_policy_that_is_checked_is_in_force);
  return rail_app_test_run ();
}
