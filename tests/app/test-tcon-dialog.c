/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Connection parameters of secure open user communication; the values are those of 109769068 V2.0, chapter 2.6.2. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-device-operations.h"
#include "rail-device-page.h"
#include "rail-file-chooser.h"
#include "rail-message-row.h"
#include "rail-operations.h"
#include "rail-project-tree.h"
#include "rail-tcon-dialog.h"
#include "rail-tcon-table.h"

typedef struct
{
  RailProject *project;
  RailWindow  *window;
  guint        ids[2];       /* of the certificates of PLC_1 and PLC_2 */
} Fixture;

static void
add_device (Fixture    *fixture,
            const char *name,
            const char *address)
{
  g_autoptr(RailDevice) device = rail_device_new (name, RAIL_FAMILY_S7_1500);
  const char *addresses[] = { address, NULL };
  g_autoptr(GError) error = NULL;

  rail_device_set_firmware (device, "2.9");
  rail_device_set_addresses (device, addresses);
  rail_project_add_device (fixture->project, device, &error);
  g_assert_no_error (error);
}

/* The device with a certificate of its own, and the authority that both have. */
static guint
give_certificate (Fixture    *fixture,
                  const char *name,
                  const char *address)
{
  g_autofree char *names = g_strconcat ("IP:", address, NULL);
  g_autofree char *common_name = g_strconcat (name, "/Communication", NULL);
  RailDevice *device = rail_project_get_device (fixture->project, name);
  g_autoptr(RailDevice) changed = rail_device_copy (device);
  RailEntry *entry = manager_fixture_create (fixture->project, RAIL_USAGE_TLS_CLIENT_SERVER, common_name, ID_ROOT, 0, 0,
                                             names);
  g_autoptr(GError) error = NULL;

  rail_device_set_service (changed, RAIL_SERVICE_SECURE_OUC, TRUE, rail_entry_get_id (entry));
  rail_device_set_partner (changed, ID_ROOT, TRUE);
  rail_project_change_device (fixture->project, device, changed, &error);
  g_assert_no_error (error);
  return rail_entry_get_id (entry);
}

static void
open_window (Fixture *fixture)
{
  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_set_project (fixture->window, fixture->project, NULL);
  rail_app_test_settle ();
}

static void
set_up_bare (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GError) error = NULL;

  fixture->project = manager_fixture_unprotected ();
  rail_project_protect (fixture->project, "admin", password, &error);
  g_assert_no_error (error);
  add_device (fixture, "PLC_1", "192.168.0.1");
  open_window (fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  set_up_bare (fixture, data);
  add_device (fixture, "PLC_2", "192.168.0.2");
  fixture->ids[0] = give_certificate (fixture, "PLC_1", "192.168.0.1");
  fixture->ids[1] = give_certificate (fixture, "PLC_2", "192.168.0.2");
  rail_app_test_settle ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static GtkWidget *
open_dialog (Fixture *fixture)
{
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "win.tcon", "PLC_1");
  dialog = rail_app_test_wait_window (RAIL_TYPE_TCON_DIALOG, NULL);
  rail_app_test_settle ();
  return dialog;
}

static const char *
get_state (GtkWidget *dialog)
{
  return gtk_stack_get_visible_child_name (rail_app_test_find (dialog, "state"));
}

static void
text_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static gboolean
has_text_cb (gpointer user_data)
{
  return *(char **) user_data != NULL;
}

static char *
dup_clipboard (GtkWidget *widget)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, text_cb, &text);
  rail_app_test_wait_for (has_text_cb, &text, "the text in the clipboard");
  return text;
}

static char *
copy_table (GtkWidget  *dialog,
            const char *table)
{
  GtkWidget *widget = rail_app_test_find (dialog, table);

  rail_app_test_activate (widget, "tcon.copy", "table");
  return dup_clipboard (widget);
}

static void
assert_line (const char *table,
             const char *name,
             const char *type,
             const char *value)
{
  g_autofree char *line = g_strdup_printf ("\n%s\t%s\t%s\n", name, type, value);

  rail_assert_contains (table, line);
}

static void
assert_id (const char *table,
           const char *name,
           guint       id)
{
  g_autofree char *value = g_strdup_printf ("%u", id);

  assert_line (table, name, "UDInt", value);
}

static void
test_both_tables (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *dialog = open_dialog (fixture);
  g_autofree char *server = copy_table (dialog, "server_table");
  g_autofree char *client = copy_table (dialog, "client_table");

  g_assert_cmpstr (get_state (dialog), ==, "values");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (dialog, "warnings_frame")));
  g_assert_true (g_str_has_prefix (server, "Name\tData type\tStart value\nConnection\tTCON_IP_V4_SEC\t\n"));
  assert_line (server, "ActiveEstablished", "Bool", "false");
  assert_line (server, "ADDR[4]", "Byte", "2");
  assert_line (server, "LocalPort", "UInt", "2000");
  assert_line (server, "TLSServerReqClientCert", "Bool", "true");
  assert_id (server, "TLSServerCertRef", fixture->ids[0]);
  assert_id (server, "TLSClientCertRef", ID_ROOT);
  assert_line (client, "ActiveEstablished", "Bool", "true");
  assert_line (client, "RemotePort", "UInt", "2000");
  assert_id (client, "TLSServerCertRef", ID_ROOT);
  assert_id (client, "TLSClientCertRef", fixture->ids[1]);
  rail_app_test_screenshot (dialog, "tcon");
}

static void
test_form_counts (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *dialog = open_dialog (fixture);
  g_autofree char *one_way = NULL;
  g_autofree char *swapped = NULL;

  gtk_spin_button_set_value (rail_app_test_find (dialog, "port"), 2001);
  gtk_spin_button_set_value (rail_app_test_find (dialog, "connection"), 7);
  gtk_spin_button_set_value (rail_app_test_find (dialog, "interface"), 72);
  gtk_switch_set_active (rail_app_test_find (dialog, "mutual"), FALSE);
  gtk_switch_set_active (rail_app_test_find (dialog, "checks_name"), TRUE);
  one_way = copy_table (dialog, "client_table");
  assert_line (one_way, "RemotePort", "UInt", "2001");
  assert_line (one_way, "ID", "CONN_OUC", "7");
  assert_line (one_way, "InterfaceId", "HW_ANY", "72");
  assert_line (one_way, "ExtTLSCapabilities", "Word", "16#1");
  assert_id (one_way, "TLSClientCertRef", 0);

  rail_app_test_click (rail_app_test_find (dialog, "swap_button"));
  rail_app_test_settle ();
  swapped = copy_table (dialog, "server_table");
  assert_id (swapped, "TLSServerCertRef", fixture->ids[1]);
  assert_line (swapped, "LocalPort", "UInt", "2001");
}

/* Without its name a device cannot be called by it: said on top, at the device and in the line, which has no value. */
static void
test_warnings_beside_field (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(RailDevice) bare = rail_device_copy (rail_project_get_device (fixture->project, "PLC_2"));
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;
  GtkWidget *warning;

  rail_device_set_partner (bare, ID_ROOT, FALSE);
  rail_device_set_service (bare, RAIL_SERVICE_SECURE_OUC, FALSE, 0);
  rail_project_change_device (fixture->project, rail_project_get_device (fixture->project, "PLC_2"), bare, &error);
  g_assert_no_error (error);
  dialog = open_dialog (fixture);
  g_assert_cmpstr (get_state (dialog), ==, "values");
  rail_assert_contains (rail_message_row_get_text (rail_app_test_find (dialog, "client_message")),
                        "“PLC_2” has no certificate for secure open user communication");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (dialog, "server_message")));
  warning = gtk_widget_get_first_child (rail_app_test_find (dialog, "warnings"));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (warning)), ==, "Client: TLSClientCertRef");
  warning = gtk_widget_get_next_sibling (warning);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (warning)), ==, "Client: TLSServerCertRef");
  rail_assert_contains (adw_action_row_get_subtitle (ADW_ACTION_ROW (warning)), "partner devices of “PLC_2”");
  gtk_stack_set_visible_child_name (rail_app_test_find (dialog, "pages"), "client");
  rail_app_test_settle ();
  rail_app_test_screenshot (dialog, "tcon-warnings");
}

static void
test_wrong_choice (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWidget *dialog = open_dialog (fixture);

  adw_combo_row_set_selected (rail_app_test_find (dialog, "client_device"), 0);
  rail_app_test_settle ();
  g_assert_cmpstr (get_state (dialog), ==, "wrong");
  rail_assert_contains (rail_message_row_get_text (rail_app_test_find (dialog, "client_message")),
                        "cannot be both ends of a connection");
  rail_app_test_screenshot (dialog, "tcon-wrong");
}

static void
test_one_device (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *dialog = open_dialog (fixture);

  g_assert_cmpstr (get_state (dialog), ==, "none");
  rail_app_test_screenshot (dialog, "tcon-none");
}

static void
test_copies_rows_and_cells (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *dialog = open_dialog (fixture);
  GtkWidget *table = rail_app_test_find (dialog, "server_table");
  GtkSelectionModel *model = gtk_column_view_get_model (rail_app_test_find (table, "view"));
  g_autofree char *rows = NULL;
  g_autofree char *cell = NULL;

  /* ActiveEstablished and the structure below it */
  gtk_selection_model_select_range (model, 5, 2, TRUE);
  rail_app_test_activate (table, "tcon.copy", "rows");
  rows = dup_clipboard (table);
  g_assert_cmpstr (rows, ==, "ActiveEstablished\tBool\tfalse\nRemoteAddress\tIP_V4\t\n");
  gtk_selection_model_select_item (model, 13, TRUE);
  rail_app_test_activate (table, "tcon.copy", "cell");
  cell = dup_clipboard (table);
  g_assert_cmpstr (cell, ==, "2000");
}

static GtkWidget *
find_label (GtkWidget  *widget,
            const char *text)
{
  GtkWidget *found = GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0 ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

static GPtrArray *
drag_line (GtkWidget  *table,
           const char *name)
{
  GtkWidget *view = rail_app_test_find (table, "view");
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (find_label (view, name), view, &bounds));
  return manager_fixture_drag (view, bounds.origin.x + 4, bounds.origin.y + bounds.size.height / 2);
}

/* A line with an ID stands for the certificate, any other for nothing. */
static void
test_drags_certificates (Fixture       *fixture,
                         gconstpointer  data)
{
  GtkWidget *dialog = open_dialog (fixture);
  GtkWidget *table = rail_app_test_find (dialog, "server_table");
  g_autoptr(GPtrArray) entries = NULL;

  gtk_window_set_default_size (GTK_WINDOW (dialog), 1120, 790);
  rail_app_test_settle ();
  entries = drag_line (table, "TLSServerCertRef");
  g_assert_nonnull (entries);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpuint (rail_entry_get_id (g_ptr_array_index (entries, 0)), ==, fixture->ids[0]);
  g_assert_null (drag_line (table, "LocalPort"));
}

static gboolean
exists_cb (gpointer user_data)
{
  return g_file_test (user_data, G_FILE_TEST_EXISTS);
}

static void
test_saves_source (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "client.scl", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  g_autofree char *copied = NULL;
  g_autofree char *reference = g_strdup_printf ("   Connection.TLSClientCertRef := %u;\r\nEND_DATA_BLOCK\r\n", fixture->ids[1]);
  GtkWidget *dialog = open_dialog (fixture);

  gtk_stack_set_visible_child_name (rail_app_test_find (dialog, "pages"), "scl");
  rail_app_test_settle ();
  rail_app_test_screenshot (dialog, "tcon-scl");
  rail_file_chooser_preset (file);
  rail_app_test_click (rail_app_test_find (dialog, "client_save"));
  rail_app_test_wait_for (exists_cb, path, "the source");
  rail_app_test_settle ();
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "DATA_BLOCK \"Client_Connection_Parameters\"\r\n"));
  g_assert_true (g_str_has_suffix (text, reference));
  rail_app_test_click (rail_app_test_find (dialog, "client_copy"));
  copied = dup_clipboard (dialog);
  g_assert_cmpstr (copied, ==, text);
  rail_test_remove_folder (folder);
}

static GtkWidget *
find_named (GtkWidget  *widget,
            const char *name)
{
  GtkWidget *found = g_strcmp0 (gtk_widget_get_name (widget), name) == 0 ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_named (child, name);
  return found;
}

static void
test_reached_from_the_device (Fixture       *fixture,
                              gconstpointer  data)
{
  GtkWidget *page;
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "win.go", "device:PLC_2");
  rail_app_test_settle ();
  page = rail_app_test_find_type (fixture->window, RAIL_TYPE_DEVICE_PAGE);
  rail_device_page_set_view (RAIL_DEVICE_PAGE (page), "device");
  rail_app_test_settle ();
  rail_app_test_screenshot (fixture->window, "tcon-service-row");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (find_named (page, "web-server"), "tcon_button")));
  rail_app_test_click (rail_app_test_find (find_named (page, "secure-ouc"), "tcon_button"));
  dialog = rail_app_test_wait_window (RAIL_TYPE_TCON_DIALOG, NULL);
  g_assert_cmpuint (adw_combo_row_get_selected (rail_app_test_find (dialog, "server_device")), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (rail_app_test_find (dialog, "client_device")), ==, 0);
}

static void
add (const char *path,
     void      (*start) (Fixture *, gconstpointer),
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, start, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  add ("/app/tcon-dialog/both-ends-as-in-the-document", set_up, test_both_tables);
  add ("/app/tcon-dialog/form-counts-at-once", set_up, test_form_counts);
  add ("/app/tcon-dialog/warnings-stand-beside-their-field", set_up, test_warnings_beside_field);
  add ("/app/tcon-dialog/device-with-itself-is-refused", set_up, test_wrong_choice);
  add ("/app/tcon-dialog/one-device-says-what-is-needed", set_up_bare, test_one_device);
  add ("/app/tcon-dialog/copies-rows-and-cells", set_up, test_copies_rows_and_cells);
  add ("/app/tcon-dialog/drags-certificates", set_up, test_drags_certificates);
  add ("/app/tcon-dialog/saves-and-copies-the-source", set_up, test_saves_source);
  add ("/app/tcon-dialog/reached-from-the-device", set_up, test_reached_from_the_device);

  return rail_app_test_run ();
}
