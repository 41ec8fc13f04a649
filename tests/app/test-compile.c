/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Assign, compile, repair and load through the real window. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-assign-dialog.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-device-operations.h"
#include "rail-device-page.h"
#include "rail-device-table.h"
#include "rail-duplicate-dialog.h"
#include "rail-devices-csv-dialog.h"
#include "rail-entry-drag.h"
#include "rail-file-chooser.h"
#include "rail-finding-row.h"
#include "rail-finding-watch.h"
#include "rail-load-dialog.h"
#include "rail-message-row.h"
#include "rail-messages-view.h"
#include "rail-operations.h"
#include "rail-project-tree.h"
#include "rail-tree-row.h"

typedef struct
{
  RailProject                *project;
  RailWindow                 *window;
  RailCertificateManagerPage *manager;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(RailDevice) device = NULL;
  g_autoptr(GError) error = NULL;

  fixture->project = manager_fixture_project ();
  device = rail_device_copy (rail_project_get_device (fixture->project, "PLC_1"));
  rail_device_set_firmware (device, "3.1");
  rail_project_change_device (fixture->project, rail_project_get_device (fixture->project, "PLC_1"), device, &error);
  g_assert_no_error (error);
  fixture->window = manager_fixture_window (fixture->project, &fixture->manager);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static RailDevice *
get_device (Fixture *fixture)
{
  return rail_project_get_device (fixture->project, "PLC_1");
}

static RailEntry *
get_entry (Fixture *fixture,
           guint    id)
{
  return rail_project_get_entry (fixture->project, id);
}

static gboolean
is_compiled_cb (gpointer view)
{
  return !rail_messages_view_is_busy (view);
}

static gboolean
watch_is_done_cb (gpointer project)
{
  return rail_finding_watch_is_done (rail_finding_watch_get (project));
}

static RailMessagesView *
compile (Fixture *fixture)
{
  RailMessagesView *messages = rail_app_test_find (fixture->window, "messages");

  rail_app_test_activate (fixture->window, "win.compile", "");
  rail_app_test_wait_for (is_compiled_cb, messages, "the end of compiling");
  rail_app_test_settle ();
  return messages;
}

static void
choose_use (GtkWidget  *dialog,
            const char *label)
{
  AdwComboRow *used_as = rail_app_test_find (dialog, "used_as");
  GListModel *model = adw_combo_row_get_model (used_as);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(GtkStringObject) item = g_list_model_get_item (model, i);

      if (g_str_equal (gtk_string_object_get_string (item), label))
        {
          adw_combo_row_set_selected (used_as, i);
          return;
        }
    }
  g_error ("there is no use “%s”", label);
}

static void
assign_server (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  rail_project_assign (fixture->project, get_entry (fixture, ID_SERVER), get_device (fixture), RAIL_USED_AS_SERVICE,
                       RAIL_SERVICE_OPCUA_SERVER, &error);
  g_assert_no_error (error);
}

/* Its certificates have the address that it had before. */
static void
move_device (Fixture *fixture)
{
  static const char * const addresses[] = { "192.168.0.99", NULL };
  g_autoptr(RailDevice) device = rail_device_copy (get_device (fixture));
  g_autoptr(GError) error = NULL;

  rail_device_set_addresses (device, addresses);
  rail_project_change_device (fixture->project, get_device (fixture), device, &error);
  g_assert_no_error (error);
}

static void
test_assign_says_at_once_what_does_not_fit (Fixture       *fixture,
                                            gconstpointer  data)
{
  GtkWidget *dialog;
  RailMessageRow *message;

  rail_certificate_manager_page_select_entry (fixture->manager, get_entry (fixture, ID_SERVER));
  rail_app_test_activate (fixture->manager, "manager.assign", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_ASSIGN_DIALOG, NULL);
  message = rail_app_test_find (dialog, "message");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Assign certificate with ID 4 to device");
  /* What it was made for. */
  g_assert_null (rail_message_row_get_text (message));
  rail_app_test_screenshot (dialog, "assign");

  choose_use (dialog, rail_used_as_get_label (RAIL_USED_AS_TRUSTED, 0));
  rail_app_test_settle ();
  g_assert_null (rail_message_row_get_text (message));
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_ASSIGN_DIALOG);

  rail_certificate_manager_page_select_entry (fixture->manager, get_entry (fixture, ID_ROOT));
  rail_app_test_activate (fixture->manager, "manager.assign", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_ASSIGN_DIALOG, NULL);
  message = rail_app_test_find (dialog, "message");
  choose_use (dialog, rail_used_as_get_label (RAIL_USED_AS_DEVICE, 0));
  rail_app_test_settle ();
  g_assert_nonnull (rail_message_row_get_text (message));
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (dialog, "perform")));
  rail_app_test_screenshot (dialog, "assign-refused");
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_ASSIGN_DIALOG);

  rail_certificate_manager_page_select_entry (fixture->manager, get_entry (fixture, ID_SERVER));
  rail_app_test_activate (fixture->manager, "manager.assign", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_ASSIGN_DIALOG, NULL);
  choose_use (dialog, rail_used_as_get_label (RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER));
  rail_app_test_activate (dialog, "dialog.perform", NULL);
  rail_app_test_wait_gone (RAIL_TYPE_ASSIGN_DIALOG);
  g_assert_cmpuint (rail_device_get_service_certificate (get_device (fixture), RAIL_SERVICE_OPCUA_SERVER), ==, ID_SERVER);
}

static void
test_assign_names_what_it_takes_the_place_of (Fixture       *fixture,
                                              gconstpointer  data)
{
  RailEntry *other;
  GtkWidget *dialog;

  assign_server (fixture);
  other = manager_fixture_create (fixture->project, RAIL_USAGE_OPCUA_SERVER, "Another", ID_ROOT, 0, 0,
                                  "URI:urn:other|IP:192.168.0.1");
  rail_certificate_manager_page_select_entry (fixture->manager, other);
  rail_app_test_activate (fixture->manager, "manager.assign", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_ASSIGN_DIALOG, NULL);
  rail_assert_contains (rail_message_row_get_text (rail_app_test_find (dialog, "message")), "PLC-1/OPCUA-1-4");
  rail_app_test_screenshot (dialog, "assign-replaces");
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_ASSIGN_DIALOG);
}

/* The widget's own drop target of our rows. */
static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller) &&
          gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (controller)), RAIL_TYPE_ENTRY_LIST))
        return GTK_DROP_TARGET (controller);
    }
  g_error ("there is nowhere to drop certificates");
}

static gboolean
drop (GtkWidget *widget,
      GPtrArray *entries,
      double     x,
      double     y)
{
  g_auto(GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, RAIL_TYPE_ENTRY_LIST);
  g_value_set_boxed (&value, entries);
  g_signal_emit_by_name (find_drop_target (widget), "drop", &value, x, y, &taken);
  return taken;
}

static GtkWidget *
find_tree_row (GtkWidget  *widget,
               const char *device)
{
  if (RAIL_IS_TREE_ROW (widget))
    {
      RailPlace *place = rail_tree_row_get_place (RAIL_TREE_ROW (widget));
      RailDevice *found = place != NULL ? rail_place_get_device (place) : NULL;

      return found != NULL && g_str_equal (rail_device_get_name (found), device) ? widget : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_tree_row (child, device);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_certificates_dropped_on_a_device_are_assigned (Fixture       *fixture,
                                                    gconstpointer  data)
{
  GtkWidget *tree = rail_app_test_find (fixture->window, "tree");
  GtkWidget *row = find_tree_row (tree, "PLC_1");
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  GtkWidget *dialog;
  double x, y;

  g_ptr_array_add (entries, get_entry (fixture, ID_CLIENT));
  g_ptr_array_add (entries, get_entry (fixture, ID_LONG));
  /* Beside all devices nothing happens. */
  g_assert_false (drop (tree, entries, 20, 10));

  gtk_widget_translate_coordinates (row, tree, 10, 5, &x, &y);
  g_assert_true (drop (tree, entries, x, y));
  dialog = rail_app_test_wait_window (RAIL_TYPE_ASSIGN_DIALOG, NULL);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Assign 2 certificates to device");
  rail_app_test_screenshot (dialog, "assign-many");
  rail_app_test_activate (dialog, "dialog.perform", NULL);
  rail_app_test_wait_gone (RAIL_TYPE_ASSIGN_DIALOG);
  g_assert_true (rail_device_has_partner (get_device (fixture), ID_CLIENT));
  g_assert_true (rail_device_has_partner (get_device (fixture), ID_LONG));

  /* One step. */
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_false (rail_device_has_partner (get_device (fixture), ID_CLIENT));
  g_assert_false (rail_device_has_partner (get_device (fixture), ID_LONG));

  /* In the table of the partners there is nothing to ask. */
  rail_app_test_activate (fixture->window, "win.go", "device:PLC_1");
  rail_app_test_settle ();
  rail_device_page_set_view (rail_app_test_find (fixture->window, "device_page"), "local-manager");
  rail_app_test_settle ();
  g_assert_true (drop (rail_app_test_find (fixture->window, "partner_table"), entries, 5, 5));
  rail_app_test_settle ();
  g_assert_cmpuint (rail_device_table_get_n_rows (rail_app_test_find (fixture->window, "partner_table")), ==, 2);
  rail_app_test_screenshot (fixture->window, "local-manager-partners");
}

static void
xdotool_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* Where the pointer is on a widget. Without a window manager the window stands in the corner of the screen. */
static void
find_point (Fixture   *fixture,
            GtkWidget *widget,
            int       *out_x,
            int       *out_y)
{
  graphene_rect_t bounds;
  double x, y;

  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &x, &y);
  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->window), &bounds));
  *out_x = (int) (bounds.origin.x + x + 6);
  *out_y = (int) (bounds.origin.y + y + bounds.size.height / 2);
}

static GtkWidget *
find_inscription (GtkWidget  *widget,
                  const char *text)
{
  if (GTK_IS_INSCRIPTION (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_inscription (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_the_pointer_drags_a_row_to_a_device (Fixture       *fixture,
                                          gconstpointer  data)
{
  GtkWidget *row = find_tree_row (rail_app_test_find (fixture->window, "tree"), "PLC_1");
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *script = NULL;
  GtkWidget *label, *dialog;
  gboolean done = FALSE;
  int from_x, from_y, to_x, to_y;

  if (!rail_test_need ("xdotool"))
    return;

  rail_certificate_manager_page_select_entry (fixture->manager, get_entry (fixture, ID_CLIENT));
  rail_app_test_settle ();
  label = find_inscription (GTK_WIDGET (fixture->manager), "UaExpert");
  g_assert_nonnull (label);
  find_point (fixture, label, &from_x, &from_y);
  find_point (fixture, row, &to_x, &to_y);
  script = g_strdup_printf ("xdotool mousemove %d %d sleep 0.3 mousedown 1 sleep 0.3\n"
                            "x=%d; y=%d\n"
                            "for step in 1 2 3 4 5 6 7 8 9 10 11 12; do\n"
                            "  x=$(( x + (%d - x) / 3 )); y=$(( y + (%d - y) / 3 ))\n"
                            "  xdotool mousemove $x $y sleep 0.1\n"
                            "done\n"
                            "xdotool mousemove %d %d sleep 0.5 mouseup 1\n",
                            from_x, from_y, from_x, from_y, to_x, to_y, to_x + 1, to_y + 1);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "sh", "-ec", script, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, xdotool_cb, &done);
  rail_test_wait (&done);

  dialog = rail_app_test_wait_window (RAIL_TYPE_ASSIGN_DIALOG, NULL);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Assign certificate with ID 5 to device");
  choose_use (dialog, rail_used_as_get_label (RAIL_USED_AS_TRUSTED, 0));
  rail_app_test_activate (dialog, "dialog.perform", NULL);
  rail_app_test_wait_gone (RAIL_TYPE_ASSIGN_DIALOG);
  g_assert_true (rail_device_has_partner (get_device (fixture), ID_CLIENT));
}

static RailFindingRow *
find_repairable_row (GtkWidget *widget)
{
  if (RAIL_IS_FINDING_ROW (widget))
    return gtk_widget_get_mapped (widget) && gtk_widget_get_visible (rail_app_test_find (widget, "repair_button"))
             ? RAIL_FINDING_ROW (widget) : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      RailFindingRow *found = find_repairable_row (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_code (RailMessagesView *messages,
          const char       *code,
          const char       *place)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (rail_app_test_find (messages, "view")));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(GObject) message = g_list_model_get_item (model, i);

      if (RAIL_IS_FINDING (message) && g_str_equal (rail_finding_get_code (RAIL_FINDING (message)), code) &&
          g_str_equal (rail_finding_get_place (RAIL_FINDING (message)), place))
        return TRUE;
    }
  return FALSE;
}

static void
test_a_finding_is_repaired_from_its_row (Fixture       *fixture,
                                         gconstpointer  data)
{
  RailMessagesView *messages;
  RailFindingRow *row;
  RailFinding *finding;
  g_autofree char *code = NULL;
  g_autofree char *place = NULL;

  assign_server (fixture);
  move_device (fixture);
  messages = compile (fixture);
  /* The issuing authority is carried into the table of the device. */
  g_assert_true (rail_device_has_partner (get_device (fixture), ID_ROOT));
  rail_app_test_screenshot (fixture->window, "messages");

  row = find_repairable_row (GTK_WIDGET (messages));
  g_assert_nonnull (row);
  finding = rail_finding_row_get_finding (row);
  code = g_strdup (rail_finding_get_code (finding));
  place = g_strdup (rail_finding_get_place (finding));
  rail_app_test_click (rail_app_test_find (row, "repair_button"));
  rail_app_test_wait_for (is_compiled_cb, messages, "the end of the repair");
  rail_app_test_settle ();
  g_assert_false (has_code (messages, code, place));
  rail_app_test_screenshot (fixture->window, "messages-repaired");
}

static void
test_marks_show_the_worst_finding (Fixture       *fixture,
                                   gconstpointer  data)
{
  GtkWidget *tree = rail_app_test_find (fixture->window, "tree");
  g_autoptr(RailDevice) lower = NULL;
  g_autoptr(GError) error = NULL;
  RailSeverity worst;

  assign_server (fixture);
  rail_app_test_wait_for (watch_is_done_cb, fixture->project, "the watch");
  /* A server without a certificate is an error. */
  rail_project_unassign (fixture->project, get_entry (fixture, ID_SERVER), get_device (fixture), RAIL_USED_AS_SERVICE,
                         RAIL_SERVICE_OPCUA_SERVER, &error);
  g_assert_no_error (error);
  rail_app_test_wait_for (watch_is_done_cb, fixture->project, "the watch");
  rail_app_test_settle ();
  g_assert_true (rail_finding_watch_count (rail_finding_watch_get (fixture->project), get_device (fixture), &worst, NULL));
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (find_tree_row (tree, "PLC_1"), "mark")));
  rail_app_test_screenshot (fixture->window, "tree-marks");
}

static void
test_loading_is_previewed_and_marked (Fixture       *fixture,
                                      gconstpointer  data)
{
  GtkWidget *dialog;

  assign_server (fixture);
  compile (fixture);
  rail_app_test_activate (fixture->window, "win.go", "device:PLC_1");
  rail_app_test_activate (fixture->window, "win.load", "");
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOAD_DIALOG, NULL);
  rail_app_test_screenshot (dialog, "load");
  g_assert_cmpstr (gtk_label_get_text (rail_app_test_find (dialog, "verdict")), ==,
                   rail_load_verdict_get_label (RAIL_LOAD_STOP));
  rail_app_test_activate (dialog, "dialog.perform", NULL);
  rail_app_test_wait_gone (RAIL_TYPE_LOAD_DIALOG);
  g_assert_nonnull (rail_device_get_loaded (get_device (fixture)));

  rail_app_test_activate (fixture->window, "win.load", "PLC_1");
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOAD_DIALOG, NULL);
  g_assert_cmpstr (gtk_label_get_text (rail_app_test_find (dialog, "verdict")), ==,
                   rail_load_verdict_get_label (RAIL_LOAD_NOTHING));
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_LOAD_DIALOG);
  rail_app_test_screenshot (fixture->window, "device-loaded");

  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_null (rail_device_get_loaded (get_device (fixture)));
}

static void
test_a_device_is_duplicated (Fixture       *fixture,
                             gconstpointer  data)
{
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "win.duplicate-device", "PLC_1");
  dialog = rail_app_test_wait_window (RAIL_TYPE_DUPLICATE_DIALOG, NULL);
  g_assert_cmpstr (gtk_editable_get_text (rail_app_test_find (dialog, "name_row")), ==, "PLC_2");
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "PLC_1");
  g_assert_nonnull (rail_message_row_get_text (rail_app_test_find (dialog, "message")));
  rail_app_test_screenshot (dialog, "duplicate");
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "PLC_7");
  rail_app_test_activate (dialog, "dialog.perform", NULL);
  rail_app_test_wait_gone (RAIL_TYPE_DUPLICATE_DIALOG);
  g_assert_nonnull (rail_project_get_device (fixture->project, "PLC_7"));
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_null (rail_project_get_device (fixture->project, "PLC_7"));
}

static void
test_many_devices_come_from_a_table (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "devices.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  g_file_set_contents (path, "name,family,firmware,addresses,services\n"
                             "PLC_8,s7-1500,3.1,192.168.0.8,web-server|opcua-server\n"
                             "HMI_1,hmi,,192.168.0.20,\n", -1, &error);
  g_assert_no_error (error);
  rail_app_test_activate (fixture->window, "win.add-devices", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_DEVICES_CSV_DIALOG, NULL);
  rail_app_test_screenshot (dialog, "devices-csv-empty");
  rail_file_chooser_preset (file);
  rail_app_test_activate (dialog, "csv.choose", NULL);
  rail_app_test_settle ();
  rail_app_test_screenshot (dialog, "devices-csv");
  rail_app_test_activate (dialog, "dialog.perform", NULL);
  rail_app_test_wait_gone (RAIL_TYPE_DEVICES_CSV_DIALOG);
  g_assert_nonnull (rail_project_get_device (fixture->project, "PLC_8"));
  g_assert_nonnull (rail_project_get_device (fixture->project, "HMI_1"));
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_null (rail_project_get_device (fixture->project, "PLC_8"));
  rail_test_remove_folder (folder);
}

static void
test_deleting_a_device_asks_about_its_certificates (Fixture       *fixture,
                                                    gconstpointer  data)
{
  GtkWidget *question;

  assign_server (fixture);
  rail_app_test_activate (fixture->window, "win.delete-device", "PLC_1");
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "delete-device");
  rail_app_test_respond (question, "cancel");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (get_device (fixture));
  rail_app_test_activate (fixture->window, "win.delete-device", "PLC_1");
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "delete-device");
  rail_app_test_respond (question, "delete");
  rail_app_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_null (get_device (fixture));
  g_assert_nonnull (get_entry (fixture, ID_SERVER));
}

#define ADD(name, function) g_test_add ("/app/compile/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  ADD ("assign-says-at-once-what-does-not-fit", test_assign_says_at_once_what_does_not_fit);
  ADD ("assign-names-what-it-takes-the-place-of", test_assign_names_what_it_takes_the_place_of);
  ADD ("certificates-dropped-on-a-device-are-assigned", test_certificates_dropped_on_a_device_are_assigned);
  ADD ("the-pointer-drags-a-row-to-a-device", test_the_pointer_drags_a_row_to_a_device);
  ADD ("a-finding-is-repaired-from-its-row", test_a_finding_is_repaired_from_its_row);
  ADD ("marks-show-the-worst-finding", test_marks_show_the_worst_finding);
  ADD ("loading-is-previewed-and-marked", test_loading_is_previewed_and_marked);
  ADD ("a-device-is-duplicated", test_a_device_is_duplicated);
  ADD ("many-devices-come-from-a-table", test_many_devices_come_from_a_table);
  ADD ("deleting-a-device-asks-about-its-certificates", test_deleting_a_device_asks_about_its_certificates);
  return rail_app_test_run ();
}
