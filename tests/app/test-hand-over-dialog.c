/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-file-chooser.h"
#include "rail-folder-item.h"
#include "rail-hand-over-dialog.h"
#include "rail-message-row.h"
#include "rail-task-dialog.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  RailProject                *project;
  RailCertificateManagerPage *page;
  RailWindow                 *window;
  char                       *folder;
  GtkWindow                  *dialog;
} Fixture;

static void
open_dialog (Fixture *fixture,
             guint    id)
{
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, id));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.hand-over", NULL);
  fixture->dialog = rail_app_test_wait_window (RAIL_TYPE_HAND_OVER_DIALOG, NULL);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
  fixture->folder = rail_test_make_folder ();
  open_dialog (fixture, ID_CLIENT);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gpointer
find (Fixture    *fixture,
      const char *id)
{
  return rail_app_test_find (fixture->dialog, id);
}

static void
choose_target (Fixture    *fixture,
               RailTarget  target)
{
  adw_combo_row_set_selected (find (fixture, "target"), target);
}

static gboolean
is_idle (gpointer dialog)
{
  return !rail_task_dialog_is_busy (RAIL_TASK_DIALOG (dialog));
}

static gboolean
is_compared (gpointer dialog)
{
  return g_str_equal (gtk_button_get_label (rail_app_test_find (dialog, "perform")), "_Hand Over") && is_idle (dialog);
}

static void
choose_folder (Fixture *fixture)
{
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);

  rail_file_chooser_preset (folder);
  rail_app_test_click (find (fixture, "choose"));
  rail_app_test_wait_for (is_compared, fixture->dialog, "the comparison");
}

static void
perform (Fixture *fixture)
{
  rail_app_test_click (find (fixture, "perform"));
  rail_app_test_wait_gone (RAIL_TYPE_HAND_OVER_DIALOG);
}

static void
put (Fixture    *fixture,
     const char *path,
     guint       id)
{
  g_autofree char *whole = g_build_filename (fixture->folder, path, NULL);
  g_autofree char *folder = g_path_get_dirname (whole);
  GBytes *der = rail_certificate_get_der (rail_entry_get_certificate (rail_project_get_entry (fixture->project, id)));

  g_mkdir_with_parents (folder, 0777);
  rail_test_write (fixture->folder, path, g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der));
}

static gboolean
exists (Fixture    *fixture,
        const char *path)
{
  g_autofree char *whole = g_build_filename (fixture->folder, path, NULL);

  return g_file_test (whole, G_FILE_TEST_EXISTS);
}

static guint
count_rows (Fixture    *fixture,
            const char *list)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (find (fixture, list), (int) n) != NULL)
    n++;
  return n;
}

static GtkWidget *
find_row (Fixture    *fixture,
          const char *list,
          const char *part)
{
  for (guint i = 0; i < count_rows (fixture, list); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (find (fixture, list), (int) i);

      if (strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), part) != NULL)
        return GTK_WIDGET (row);
    }
  g_error ("no row “%s”", part);
}

static gboolean
can_perform (Fixture *fixture)
{
  return gtk_widget_is_sensitive (find (fixture, "perform"));
}

static gboolean
is_visible (Fixture    *fixture,
            const char *id)
{
  return gtk_widget_get_visible (find (fixture, id));
}

static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  for (guint target = 0; target < rail_target_get_count (); target++)
    {
      choose_target (fixture, target);
      g_assert_cmpstr (adw_preferences_row_get_title (find (fixture, "certificate")), ==,
                       rail_target_get_certificate_label (target));
      g_assert_true (is_visible (fixture, "server") == (rail_target_needs_partner (target) != RAIL_NEED_NONE));
      g_assert_true (is_visible (fixture, "protection") == rail_target_has_password (target));
      if (rail_target_needs_partner (target) != RAIL_NEED_NONE)
        g_assert_cmpstr (adw_preferences_row_get_title (find (fixture, "server")), ==, rail_target_get_partner_label (target));
    }

  /* A web server is nobody's choice for UaExpert, and the first of a TLS server. */
  choose_target (fixture, RAIL_TARGET_TLS_SERVER);
  g_assert_cmpuint (count_rows (fixture, "files"), >=, 3);
  g_assert_nonnull (find_row (fixture, "files", "fullchain.pem"));
}

static void
test_proposal (Fixture       *fixture,
               gconstpointer  data)
{
  gtk_window_close (fixture->dialog);
  rail_app_test_wait_gone (RAIL_TYPE_HAND_OVER_DIALOG);
  open_dialog (fixture, ID_EXPIRING);
  g_assert_cmpuint (adw_combo_row_get_selected (find (fixture, "target")), ==, RAIL_TARGET_TLS_SERVER);
}

static void
test_passwords (Fixture       *fixture,
                gconstpointer  data)
{
  choose_target (fixture, RAIL_TARGET_MILO);
  g_assert_false (can_perform (fixture));
  rail_assert_contains (rail_message_row_get_text (find (fixture, "password_message")), "no empty password");
  gtk_editable_set_text (find (fixture, "password"), "Kettle-7");
  g_assert_true (can_perform (fixture));
  g_assert_null (rail_message_row_get_text (find (fixture, "password_message")));

  /* A typed password is not for the next partner. */
  choose_target (fixture, RAIL_TARGET_TIA);
  g_assert_cmpstr (gtk_editable_get_text (find (fixture, "password")), ==, "");
  g_assert_true (can_perform (fixture));
  rail_assert_contains (rail_message_row_get_text (find (fixture, "password_message")), "project’s name");
  g_assert_cmpuint (adw_combo_row_get_selected (find (fixture, "p12_form")), ==, RAIL_PKCS12_COMPATIBLE);
  rail_app_test_screenshot (fixture->dialog, "hand-over-password");
}

static void
test_password_protects (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *output = NULL;

  if (!rail_test_need ("openssl"))
    return;
  choose_target (fixture, RAIL_TARGET_TIA);
  gtk_editable_set_text (find (fixture, "password"), "Kettle-7");
  choose_folder (fixture);
  perform (fixture);
  g_assert_cmpint (rail_test_run (fixture->folder, &output, "sh", "-c",
                                  "openssl pkcs12 -in *.p12 -passin pass:Kettle-7 -noout", NULL), ==, 0);
}

static GtkWidget *
find_check (GtkWidget *row)
{
  return rail_app_test_find_type (row, GTK_TYPE_CHECK_BUTTON);
}

static void
test_comparison (Fixture       *fixture,
                 gconstpointer  data)
{
  put (fixture, "trusted/certs/laptop.der", ID_REVOKED);
  put (fixture, "trusted/certs/gateway.der", ID_EXPIRED);
  put (fixture, "own/certs/uaexpert.der", ID_SERVER);
  rail_test_write (fixture->folder, "trusted/certs/notes.txt", "mine", -1);
  choose_folder (fixture);
  rail_app_test_screenshot (fixture->dialog, "hand-over-compared");
  g_assert_cmpuint (count_rows (fixture, "others"), ==, 3);
  rail_assert_contains (adw_action_row_get_subtitle (ADW_ACTION_ROW (find_row (fixture, "files", "uaexpert.der"))),
                        "Replaces “PLC-1/OPCUA-1-4” of this project");
  g_assert_false (exists (fixture, "own/private/uaexpert_key.pem"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (find_row (fixture, "others", "gateway"))), TRUE);
  perform (fixture);
  g_assert_true (exists (fixture, "own/private/uaexpert_key.pem"));
  g_assert_true (exists (fixture, "trusted/certs/laptop.der"));
  g_assert_false (exists (fixture, "trusted/certs/gateway.der"));
  g_assert_true (exists (fixture, "trusted/certs/notes.txt"));
}

static void
test_compared_anew (Fixture       *fixture,
                    gconstpointer  data)
{
  put (fixture, "trusted/certs/laptop.der", ID_REVOKED);
  choose_folder (fixture);
  g_assert_true (is_visible (fixture, "others_group"));
  adw_combo_row_set_selected (find (fixture, "server"), 1);
  rail_app_test_wait_for (is_compared, fixture->dialog, "another comparison");
  g_assert_true (is_visible (fixture, "others_group"));

  /* The folder was one of UaExpert's. */
  choose_target (fixture, RAIL_TARGET_OPCUA_NET);
  rail_app_test_wait_for (is_idle, fixture->dialog, "nothing more");
  g_assert_false (is_visible (fixture, "others_group"));
  g_assert_cmpstr (gtk_button_get_label (find (fixture, "perform")), ==, "_Choose Folder…");
}

static void
test_blocked (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "own", "certs", "uaexpert.der", NULL);

  g_mkdir_with_parents (path, 0777);
  choose_folder (fixture);
  g_assert_false (can_perform (fixture));
  rail_assert_contains (gtk_label_get_text (find (fixture, "notice_label")), "in the way");
  rail_app_test_screenshot (fixture->dialog, "hand-over-blocked");
}

static GtkEventController *
find_drag_source (GtkWidget *row)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (row);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DRAG_SOURCE (controller))
        return controller;   /* the row keeps it */
    }
  return NULL;
}

static char *
drag (GtkWidget *row)
{
  g_autoptr(GdkContentProvider) provider = NULL;
  g_auto(GValue) value = G_VALUE_INIT;
  g_autoptr(GError) error = NULL;
  GSList *files;

  g_signal_emit_by_name (find_drag_source (row), "prepare", 4.0, 4.0, &provider);
  g_assert_nonnull (provider);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_assert_true (gdk_content_provider_get_value (provider, &value, &error));
  files = g_value_get_boxed (&value);
  g_assert_cmpuint (g_slist_length (files), ==, 1);
  return g_file_get_path (files->data);
}

/* A key leaves by its own row alone, and nothing stays behind. */
static void
test_drag (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *certificate = drag (find_row (fixture, "files", "uaexpert.der"));
  g_autofree char *key = drag (find_row (fixture, "files", "uaexpert_key.pem"));
  g_autofree char *name = g_path_get_basename (key);
  g_autofree char *key_folder = g_path_get_dirname (key);
  g_autofree char *folder = g_path_get_dirname (certificate);
  g_autofree char *text = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  GStatBuf info;

  g_assert_cmpstr (name, ==, "uaexpert_key.pem");
  g_assert_cmpint (g_stat (key, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0600);
  g_assert_cmpint (g_stat (key_folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0700);
  g_assert_true (g_file_get_contents (key, &text, NULL, NULL));
  rail_assert_contains (text, "BEGIN PRIVATE KEY");
  g_assert_cmpstr (folder, !=, key_folder);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "uaexpert.der");
  g_assert_null (g_dir_read_name (dir));

  gtk_window_close (fixture->dialog);
  rail_app_test_wait_gone (RAIL_TYPE_HAND_OVER_DIALOG);
  g_assert_false (g_file_test (key_folder, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_drag_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GdkContentProvider) provider = NULL;

  choose_target (fixture, RAIL_TARGET_MILO);
  g_signal_emit_by_name (find_drag_source (find_row (fixture, "files", "keystore.p12")), "prepare", 4.0, 4.0, &provider);
  g_assert_null (provider);
  rail_assert_contains (gtk_label_get_text (find (fixture, "notice_label")), "empty password");
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(RailProject) project = manager_fixture_unprotected ();
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  GtkWindow *dialog = rail_hand_over_dialog_new (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page), project, nothing);

  gtk_window_present (dialog);
  rail_app_test_settle ();
  rail_assert_contains (rail_message_row_get_text (rail_app_test_find (dialog, "message")), "OPC UA client certificate");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (dialog, "perform")));
  rail_app_test_screenshot (dialog, "hand-over-empty");
  gtk_window_destroy (dialog);
}

static void
test_looks (Fixture       *fixture,
            gconstpointer  data)
{
  rail_app_test_screenshot (fixture->dialog, "hand-over");
  put (fixture, "trusted/certs/a-name-that-somebody-has-given-without-thinking-of-those-who-read-it-in-a-narrow-window.der",
       ID_LONG);
  put (fixture, "trusted/certs/laptop.der", ID_REVOKED);
  gtk_window_set_default_size (fixture->dialog, 680, 1000);
  choose_folder (fixture);
  rail_app_test_screenshot (fixture->dialog, "hand-over-long");
  rail_assert_contains (adw_preferences_group_get_description (find (fixture, "files_group")),
                        "4 new, 1 leftover, 1 left alone");
}

/* Another certificate's private key is not handed over because the one that was selected does not fit. */
static void
test_nothing_unasked (Fixture       *fixture,
                      gconstpointer  data)
{
  AdwComboRow *own = find (fixture, "certificate");
  AdwComboRow *server = find (fixture, "server");
  guint client = adw_combo_row_get_selected (own);

  choose_target (fixture, RAIL_TARGET_TLS_SERVER);
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (own)), >, 0);
  g_assert_cmpuint (adw_combo_row_get_selected (own), ==, GTK_INVALID_LIST_POSITION);
  g_assert_true (gtk_widget_get_visible (find (fixture, "message")));
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "perform")));
  rail_app_test_screenshot (fixture->dialog, "hand-over-does-not-fit");

  choose_target (fixture, RAIL_TARGET_UAEXPERT);
  g_assert_cmpuint (adw_combo_row_get_selected (own), ==, client);
  g_assert_true (gtk_widget_get_sensitive (find (fixture, "perform")));

  /* A client and server may be both, but is not its own partner. */
  choose_target (fixture, RAIL_TARGET_OPCUA_NET);
  g_assert_cmpuint (adw_combo_row_get_selected (own), !=, GTK_INVALID_LIST_POSITION);
  if (adw_combo_row_get_selected_item (server) != NULL)
    g_assert_cmpstr (gtk_string_object_get_string (adw_combo_row_get_selected_item (server)), !=,
                     gtk_string_object_get_string (adw_combo_row_get_selected_item (own)));
}

#define ADD(name, function) \
  g_test_add ("/app/hand-over-dialog/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  ADD ("each-partner-has-its-choices", test_choices);
  ADD ("what-is-selected-chooses-the-partner", test_proposal);
  ADD ("nothing-is-chosen-unasked", test_nothing_unasked);
  ADD ("an-empty-password-is-said", test_passwords);
  ADD ("the-password-protects-the-key", test_password_protects);
  ADD ("leftovers-go-when-ticked", test_comparison);
  ADD ("another-choice-is-compared-anew", test_compared_anew);
  ADD ("what-is-in-the-way-is-said", test_blocked);
  ADD ("a-row-is-dragged-as-its-file", test_drag);
  ADD ("a-drag-that-fails-says-why", test_drag_fails);
  ADD ("without-a-certificate-it-says-so", test_missing);
  ADD ("it-looks-right", test_looks);
  return rail_app_test_run ();
}
