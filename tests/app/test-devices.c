/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Devices through the tree, their dialog and their page. */

#include "config.h"

#include "rail-app-test.h"
#include "rail-create-dialog-private.h"
#include "rail-device-dialog.h"
#include "rail-device-operations.h"
#include "rail-operations.h"
#include "rail-project-tree.h"

typedef struct
{
  RailWindow      *window;
  RailProject     *project;
  RailProjectTree *tree;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  RailApplication *application = rail_app_test_get_application ();

  fixture->window = rail_app_test_new_window (application);
  fixture->project = rail_project_new (rail_application_get_environment (application), "Line 3");
  rail_window_set_project (fixture->window, fixture->project, NULL);
  fixture->tree = rail_app_test_find (fixture->window, "tree");
  rail_app_test_settle ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  /* A window that is closed takes all it knows of the project with it. */
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  rail_app_test_settle ();
  g_assert_null (fixture->window);
  g_assert_finalize_object (fixture->project);
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (rail_app_test_find (fixture->window, "pages"));
}

static const char *
get_selected_device (Fixture *fixture)
{
  RailPlace *place = rail_project_tree_get_place (fixture->tree);
  RailDevice *device = rail_place_get_device (place);

  return device != NULL ? rail_device_get_name (device) : NULL;
}

static GtkEditable *
get_address_row (gpointer dialog)
{
  return rail_app_test_find_type (rail_app_test_find (dialog, "address_group"), ADW_TYPE_ENTRY_ROW);
}

static void
add_device (Fixture    *fixture,
            const char *name)
{
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "win.add-device", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_DEVICE_DIALOG, NULL);
  g_assert_false (gtk_widget_get_sensitive (rail_app_test_find (dialog, "accept_button")));
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), name);
  rail_app_test_type (rail_app_test_find (dialog, "firmware_row"), "V3.1");
  rail_app_test_type (get_address_row (dialog), "192.168.0.1");
  rail_app_test_screenshot (dialog, "device-dialog");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_gone (RAIL_TYPE_DEVICE_DIALOG);
}

static void
test_add_leads_to_its_page (Fixture       *fixture,
                            gconstpointer  data)
{
  RailDevice *device;

  rail_app_test_activate (fixture->window, "win.go", "devices");
  rail_app_test_screenshot (fixture->window, "devices-empty");
  add_device (fixture, "PLC_1");

  device = rail_project_get_device (fixture->project, "PLC_1");
  g_assert_nonnull (device);
  g_assert_cmpint (rail_device_get_family (device), ==, RAIL_FAMILY_S7_1500);
  g_assert_cmpstr (rail_device_get_firmware (device), ==, "3.1");
  g_assert_cmpstr (rail_device_get_addresses (device)[0], ==, "192.168.0.1");
  g_assert_cmpstr (get_page (fixture), ==, "device");
  g_assert_cmpstr (get_selected_device (fixture), ==, "PLC_1");
  rail_app_test_screenshot (fixture->window, "device");
  rail_app_test_activate (fixture->window, "win.go", "devices");
  rail_app_test_screenshot (fixture->window, "devices");
}

/* What the dialog does not ask for stays. */
static void
test_change_keeps_the_rest (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailDevice) set_up = NULL;
  RailDevice *device;
  GtkWidget *dialog;
  guint certificate;

  add_device (fixture, "PLC_1");
  device = rail_project_get_device (fixture->project, "PLC_1");
  rail_project_switch_on (fixture->project, device, RAIL_SERVICE_WEB_SERVER, &error);
  g_assert_no_error (error);
  device = rail_project_get_device (fixture->project, "PLC_1");
  g_assert_true (rail_project_configure_opcua (fixture->project, device, RAIL_POLICY_BASIC256_SHA256, RAIL_MODE_SIGN, TRUE,
                                               &error));
  g_set_object (&set_up, rail_project_get_device (fixture->project, "PLC_1"));
  certificate = rail_device_get_service_certificate (set_up, RAIL_SERVICE_WEB_SERVER);

  rail_app_test_activate (fixture->window, "win.change-device", "PLC_1");
  dialog = rail_app_test_wait_window (RAIL_TYPE_DEVICE_DIALOG, NULL);
  rail_app_test_type (rail_app_test_find (dialog, "comment_row"), "Left of the door");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_gone (RAIL_TYPE_DEVICE_DIALOG);

  device = rail_project_get_device (fixture->project, "PLC_1");
  g_assert_true (device != set_up);
  g_assert_cmpstr (rail_device_get_comment (device), ==, "Left of the door");
  g_assert_true (rail_device_is_service_on (device, RAIL_SERVICE_WEB_SERVER));
  g_assert_cmpuint (rail_device_get_service_certificate (device, RAIL_SERVICE_WEB_SERVER), ==, certificate);
  rail_device_set_comment (device, "");
  g_assert_true (rail_device_equal (device, set_up));
}

static void
test_its_page_creates_its_certificate (Fixture       *fixture,
                                       gconstpointer  data)
{
  RailCreateDialog *dialog;

  add_device (fixture, "PLC_1");
  rail_app_test_activate (fixture->window, "win.create-certificate", "PLC_1");
  dialog = rail_app_test_wait_window (RAIL_TYPE_CREATE_DIALOG, NULL);
  g_assert_cmpstr (get_page (fixture), ==, "device");
  g_assert_cmpstr (rail_creation_get_device (dialog->creation), ==, "PLC_1");
  g_assert_cmpint (rail_certificate_request_get_usage (rail_creation_get_request (dialog->creation)), ==,
                   RAIL_USAGE_OPCUA_SERVER);
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_CREATE_DIALOG);
}

static void
test_wrong_fields_are_said_in_place (Fixture       *fixture,
                                     gconstpointer  data)
{
  GtkWidget *dialog;
  GtkWidget *accept;

  add_device (fixture, "PLC_1");
  rail_app_test_activate (fixture->window, "win.add-device", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_DEVICE_DIALOG, NULL);
  accept = rail_app_test_find (dialog, "accept_button");

  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "PLC_1");
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (dialog, "name_error")));
  g_assert_true (gtk_widget_has_css_class (rail_app_test_find (dialog, "name_row"), "error"));
  rail_app_test_type (rail_app_test_find (dialog, "firmware_row"), "new");
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (dialog, "firmware_error")));
  rail_app_test_type (get_address_row (dialog), "192.168.0.300 or so");
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (dialog, "address_error")));
  g_assert_false (gtk_widget_get_sensitive (accept));
  rail_app_test_screenshot (dialog, "device-dialog-wrong");

  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "PLC_2");
  rail_app_test_type (rail_app_test_find (dialog, "firmware_row"), "");
  rail_app_test_type (get_address_row (dialog), "");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (dialog, "name_error")));
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (dialog, "firmware_error")));
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (dialog, "address_error")));
  g_assert_true (gtk_widget_get_sensitive (accept));
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_DEVICE_DIALOG);
  g_assert_null (rail_project_get_device (fixture->project, "PLC_2"));
}

static void
test_rename_keeps_the_selection_and_can_be_undone (Fixture       *fixture,
                                                   gconstpointer  data)
{
  GtkWidget *dialog;
  GtkLabel *title = rail_app_test_find (rail_app_test_find (fixture->window, "device_page"), "name_label");

  add_device (fixture, "PLC_1");
  rail_app_test_activate (fixture->window, "win.change-device", "PLC_1");
  dialog = rail_app_test_wait_window (RAIL_TYPE_DEVICE_DIALOG, NULL);
  g_assert_cmpstr (gtk_editable_get_text (get_address_row (dialog)), ==, "192.168.0.1");
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "PLC_9");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_gone (RAIL_TYPE_DEVICE_DIALOG);

  g_assert_cmpstr (get_selected_device (fixture), ==, "PLC_9");
  g_assert_cmpstr (gtk_label_get_label (title), ==, "PLC_9");
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  rail_app_test_settle ();
  g_assert_cmpstr (get_selected_device (fixture), ==, "PLC_1");
  g_assert_cmpstr (gtk_label_get_label (title), ==, "PLC_1");
}

/* Its certificate goes with it, so that is asked about. */
static void
delete_device (Fixture    *fixture,
               const char *name)
{
  rail_app_test_activate (fixture->window, "win.delete-device", name);
  rail_app_test_respond (rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "delete-device"), "delete");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
}

static void
test_delete_can_be_undone (Fixture       *fixture,
                           gconstpointer  data)
{
  add_device (fixture, "PLC_1");
  add_device (fixture, "PLC_2");
  delete_device (fixture, "PLC_1");
  g_assert_null (rail_project_get_device (fixture->project, "PLC_1"));
  rail_app_test_find_type (fixture->window, ADW_TYPE_TOAST_OVERLAY);
  rail_app_test_screenshot (fixture->window, "device-deleted");

  rail_app_test_activate (fixture->window, "win.undo", NULL);
  rail_app_test_settle ();
  g_assert_nonnull (rail_project_get_device (fixture->project, "PLC_1"));

  /* The last device gone leaves the page of a device. */
  delete_device (fixture, "PLC_1");
  delete_device (fixture, "PLC_2");
  g_assert_cmpstr (get_page (fixture), !=, "device");
}

static void
test_each_place_has_its_page (Fixture       *fixture,
                              gconstpointer  data)
{
  static const struct
  {
    const char *where;
    const char *page;
  } cases[] = {
    { "project", "project" },
    { "protection", "protection" },
    { "certificates", "certificates" },
    { "devices", "devices" },
    { "device:PLC_1", "device" },
  };

  add_device (fixture, "PLC_1");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      rail_app_test_activate (fixture->window, "win.go", cases[i].where);
      g_assert_cmpstr (get_page (fixture), ==, cases[i].page);
      rail_app_test_settle ();
    }

  /* Nowhere to go to: one stays. */
  rail_app_test_activate (fixture->window, "win.go", "device:PLC_7");
  g_assert_cmpstr (get_page (fixture), ==, "device");
  rail_app_test_activate (fixture->window, "win.go", "protection");
  rail_app_test_screenshot (fixture->window, "protection-open");
}

static void
test_long_names_do_not_widen_the_window (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autofree char *name = g_strnfill (60, 'W');
  int before = gtk_widget_get_width (GTK_WIDGET (fixture->window));

  add_device (fixture, name);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), ==, before);
  rail_app_test_screenshot (fixture->window, "device-long");
  rail_app_test_activate (fixture->window, "win.go", "devices");
  rail_app_test_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), ==, before);
}

#define ADD(name, function) g_test_add ("/app/devices/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  ADD ("add-leads-to-its-page", test_add_leads_to_its_page);
  ADD ("changing-one-keeps-its-services", test_change_keeps_the_rest);
  ADD ("its-page-creates-its-certificate", test_its_page_creates_its_certificate);
  ADD ("wrong-fields-are-said-in-place", test_wrong_fields_are_said_in_place);
  ADD ("rename-keeps-the-selection-and-can-be-undone", test_rename_keeps_the_selection_and_can_be_undone);
  ADD ("delete-can-be-undone", test_delete_can_be_undone);
  ADD ("each-place-has-its-page", test_each_place_has_its_page);
  ADD ("long-names-do-not-widen-the-window", test_long_names_do_not_widen_the_window);
  return rail_app_test_run ();
}
