/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-certificate-manager-page-private.h"
#include "rail-compare-dialog.h"
#include "rail-comparison.h"
#include "rail-create-dialog-private.h"
#include "rail-export.h"
#include "rail-file-chooser.h"
#include "rail-name-row.h"
#include "rail-operations.h"
#include "rail-task-dialog.h"
#include "rail-test.h"

#include <string.h>

typedef struct
{
  RailProject                *project;
  RailCertificateManagerPage *page;
  RailWindow                 *window;
  char                       *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
  fixture->folder = rail_test_make_folder ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
is_gone (const char *type_name)
{
  return rail_app_test_look_for (type_name) == NULL;
}

static void
wait_until_gone (const char *type_name)
{
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (!is_gone (type_name))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

static RailCreateDialog *
open_create (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.create", NULL);
  rail_app_test_settle ();
  return RAIL_CREATE_DIALOG (rail_app_test_look_for ("RailCreateDialog"));
}

static void
type_text (gpointer    row,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static GtkWidget *
find_name_row (GtkWidget    *widget,
               RailNameType  type)
{
  if (RAIL_IS_NAME_ROW (widget) &&
      rail_alternative_name_get_name_type (rail_name_row_get_name (RAIL_NAME_ROW (widget))) == type)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_name_row (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type_name (RailCreateDialog *dialog,
           RailNameType      type,
           const char       *value)
{
  GtkWidget *row = find_name_row (GTK_WIDGET (dialog), type);

  g_assert_nonnull (row);
  type_text (rail_app_test_find (row, "value"), value);
}

static void
fill_server (RailCreateDialog *dialog)
{
  type_text (dialog->common_name, "PLC-2/OPCUA-1-11");
  type_name (dialog, RAIL_NAME_TYPE_URI, "urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_2");
  type_name (dialog, RAIL_NAME_TYPE_IP, "192.168.0.2");
}

static void
activate_create (RailCreateDialog *dialog)
{
  g_assert_true (gtk_widget_is_sensitive (dialog->create));
  g_signal_emit_by_name (dialog->create, "clicked");
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  RailCreateDialog *dialog = open_create (fixture);
  g_autoptr(GPtrArray) selected = NULL;
  RailEntry *entry;

  fill_server (dialog);
  activate_create (dialog);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (dialog->pages)), ==, "progress");
  wait_until_gone ("RailCreateDialog");

  entry = rail_project_get_entry (fixture->project, ID_LONG + 1);
  g_assert_nonnull (entry);
  g_assert_cmpstr (rail_certificate_get_common_name (rail_entry_get_certificate (entry)), ==, "PLC-2/OPCUA-1-11");
  g_assert_true (rail_project_get_issuer (fixture->project, entry) == rail_project_get_entry (fixture->project, ID_ROOT));
  selected = _rail_certificate_manager_page_get_selected (fixture->page);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_true (g_ptr_array_index (selected, 0) == entry);
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  RailCreateDialog *dialog = open_create (fixture);
  RailMessageRow *message = RAIL_MESSAGE_ROW (rail_app_test_find (dialog->names, "message"));

  g_assert_false (gtk_widget_is_sensitive (dialog->create));
  type_text (dialog->common_name, "PLC-2");
  g_assert_false (gtk_widget_is_sensitive (dialog->create));
  g_assert_nonnull (rail_message_row_get_text (message));
  g_assert_true (gtk_widget_get_visible (dialog->summary_bar));

  type_name (dialog, RAIL_NAME_TYPE_URI, "urn:plc-2");
  type_name (dialog, RAIL_NAME_TYPE_IP, "192.168.0.999");
  g_assert_false (gtk_widget_is_sensitive (dialog->create));
  type_name (dialog, RAIL_NAME_TYPE_IP, "192.168.0.9");
  g_assert_true (gtk_widget_is_sensitive (dialog->create));
  g_assert_null (rail_message_row_get_text (message));

  type_text (dialog->common_name, "");
  g_assert_nonnull (rail_message_row_get_text (dialog->common_name_message));
  g_assert_true (gtk_widget_has_css_class (dialog->common_name, "error"));
  g_assert_false (gtk_widget_is_sensitive (dialog->create));
}

/* Two fields that are wrong share the place where that is said. */
static void
test_two_problems (Fixture       *fixture,
                   gconstpointer  data)
{
  RailCreateDialog *dialog = open_create (fixture);
  g_autofree char *too_long = g_strnfill (65, 'x');
  g_autofree char *one = NULL;

  fill_server (dialog);
  type_text (dialog->organization, too_long);
  one = g_strdup (rail_message_row_get_text (dialog->subject_message));
  g_assert_nonnull (one);
  type_text (dialog->country, "Germany");
  rail_assert_contains (rail_message_row_get_text (dialog->subject_message), one);
  g_assert_cmpuint (strlen (rail_message_row_get_text (dialog->subject_message)), >, strlen (one));
  type_text (dialog->country, "DE");
  g_assert_cmpstr (rail_message_row_get_text (dialog->subject_message), ==, one);
  type_text (dialog->organization, "");
  g_assert_null (rail_message_row_get_text (dialog->subject_message));
}

static void
test_dates (Fixture       *fixture,
            gconstpointer  data)
{
  RailCreateDialog *dialog = open_create (fixture);

  fill_server (dialog);
  g_assert_true (gtk_widget_is_sensitive (dialog->create));
  type_text (dialog->not_after, "31.12.2030");
  g_assert_nonnull (rail_message_row_get_text (dialog->not_after_message));
  g_assert_false (gtk_widget_is_sensitive (dialog->create));
  type_text (dialog->not_after, "2001-02-03");
  g_assert_false (gtk_widget_is_sensitive (dialog->create));
  type_text (dialog->not_after, "2030-12-31 23:59");
  g_assert_true (gtk_widget_is_sensitive (dialog->create));
  g_assert_cmpint (rail_certificate_request_get_not_after (rail_creation_get_request (dialog->creation)), ==, 1924991940);

  /* Beyond the end of the issuer only when told so. */
  type_text (dialog->not_after, "2060-01-01");
  g_assert_false (gtk_widget_is_sensitive (dialog->create));
  g_assert_true (gtk_widget_get_visible (dialog->outlive_row));
  gtk_switch_set_active (GTK_SWITCH (dialog->outlive), TRUE);
  g_assert_true (gtk_widget_is_sensitive (dialog->create));
}

static void
test_issuer (Fixture       *fixture,
             gconstpointer  data)
{
  RailCreateDialog *dialog = open_create (fixture);
  RailEntry *entry;

  fill_server (dialog);
  adw_combo_row_set_selected (dialog->issuer, 0);
  g_assert_null (rail_creation_get_issuer (dialog->creation));
  adw_combo_row_set_selected (dialog->hash, RAIL_HASH_SHA1);
  g_assert_nonnull (rail_message_row_get_text (dialog->hash_message));
  adw_combo_row_set_selected (dialog->hash, RAIL_HASH_SHA256);
  adw_combo_row_set_selected (dialog->key_kind, RAIL_KEY_KIND_EC_P256);
  activate_create (dialog);
  wait_until_gone ("RailCreateDialog");

  entry = rail_project_get_entry (fixture->project, ID_LONG + 1);
  g_assert_true (rail_certificate_is_self_signed (rail_entry_get_certificate (entry)));
  g_assert_cmpint (rail_certificate_get_key_kind (rail_entry_get_certificate (entry)), ==, RAIL_KEY_KIND_EC_P256);
}

static void
test_device (Fixture       *fixture,
             gconstpointer  data)
{
  RailCreateDialog *dialog = open_create (fixture);

  type_text (dialog->common_name, "PLC-1/OPCUA-1-11");
  adw_combo_row_set_selected (dialog->device, 1);
  g_assert_cmpstr (rail_creation_get_device (dialog->creation), ==, "PLC_1");
  g_assert_true (gtk_widget_is_sensitive (dialog->create));
  g_assert_cmpstr (rail_alternative_name_get_value (rail_name_row_get_name (
                     RAIL_NAME_ROW (find_name_row (GTK_WIDGET (dialog), RAIL_NAME_TYPE_IP)))), ==, "192.168.0.1");
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  RailCreateDialog *dialog = open_create (fixture);
  guint n = g_list_model_get_n_items (rail_project_get_entries (fixture->project));

  fill_server (dialog);
  adw_combo_row_set_selected (dialog->issuer, 0);
  adw_combo_row_set_selected (dialog->key_kind, RAIL_KEY_KIND_RSA_4096);
  activate_create (dialog);
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.cancel", NULL);
  for (guint i = 0; i < 600 && gtk_stack_get_visible_child_name (GTK_STACK (dialog->pages))[0] != 'f'; i++)
    rail_app_test_settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (dialog->pages)), ==, "form");
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (fixture->project)), ==, n);
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.cancel", NULL);
  rail_app_test_settle ();
  g_assert_true (is_gone ("RailCreateDialog"));
}

static void
answer_question (const char *response,
                 const char *named)
{
  GtkWindow *question = rail_app_test_look_for ("AdwMessageDialog");

  g_assert_nonnull (question);
  rail_assert_contains (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), named);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), response);
  rail_app_test_settle ();
}

/* Exports one entry through the dialog; returns the folder's listing of that name. */
static void
export_one (Fixture    *fixture,
            guint       id,
            RailFormat  format,
            gboolean    key,
            gboolean    chain,
            const char *password,
            const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GtkWindow *dialog;

  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, id));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.export", NULL);
  dialog = rail_app_test_look_for ("RailExportDialog");
  adw_combo_row_set_selected (ADW_COMBO_ROW (rail_app_test_find (dialog, "format")), format);
  gtk_switch_set_active (GTK_SWITCH (rail_app_test_find (dialog, "private_key")), key);
  gtk_switch_set_active (GTK_SWITCH (rail_app_test_find (dialog, "chain")), chain);
  gtk_switch_set_active (GTK_SWITCH (rail_app_test_find (dialog, "encrypt")), password != NULL);
  type_text (rail_app_test_find (dialog, "password"), password != NULL ? password : "");
  rail_file_chooser_preset (file);
  g_signal_emit_by_name (rail_app_test_find (dialog, "perform"), "clicked");
  if (key && password == NULL)
    {
      rail_app_test_settle ();
      answer_question ("write", "pose as its owner");
    }
  else if (password != NULL && *password == '\0')
    {
      rail_app_test_settle ();
      answer_question ("write", "is no secret");
    }
  wait_until_gone ("RailExportDialog");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_export (Fixture       *fixture,
             gconstpointer  data)
{
  const char *folder = fixture->folder;
  g_autofree char *output = NULL;

  if (!rail_test_need ("openssl"))
    return;

  export_one (fixture, ID_SERVER, RAIL_FORMAT_CER, FALSE, FALSE, NULL, "a.cer");
  export_one (fixture, ID_SERVER, RAIL_FORMAT_DER, FALSE, FALSE, NULL, "a.der");
  export_one (fixture, ID_SERVER, RAIL_FORMAT_CRT, TRUE, FALSE, NULL, "a.crt");
  export_one (fixture, ID_SERVER, RAIL_FORMAT_PEM, TRUE, TRUE, "secret", "a.pem");
  export_one (fixture, ID_ROOT, RAIL_FORMAT_CRL, FALSE, FALSE, NULL, "a.crl");
  export_one (fixture, ID_SERVER, RAIL_FORMAT_P12, FALSE, TRUE, "", "a.p12");
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "x509", "-in", "a.cer", "-inform", "DER", "-noout", NULL), ==, 0);
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "x509", "-in", "a.der", "-inform", "DER", "-noout", NULL), ==, 0);
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "pkey", "-in", "a.crt", "-noout", NULL), ==, 0);
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "pkey", "-in", "a.pem", "-passin", "pass:secret", "-noout", NULL),
                   ==, 0);
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "pkey", "-in", "a.pem", "-passin", "pass:wrong", "-noout", NULL),
                   !=, 0);
  g_assert_cmpint (rail_test_run (folder, &output, "openssl", "crl", "-in", "a.crl", "-inform", "DER", "-noout", "-text",
                                  NULL), ==, 0);
  rail_assert_contains (output, "Serial Number");
  /* An empty password is the project's name. */
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "pkcs12", "-in", "a.p12", "-passin", "pass:Bottling line 3",
                                  "-nodes", "-noout", NULL), ==, 0);
}

static void
test_export_several (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr(GDir) dir = NULL;
  GtkWindow *dialog;
  guint n = 0;

  g_object_set (fixture->page, "tab", "device", NULL);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (
    rail_certificate_table_get_visible (fixture->page->tables[RAIL_ENTRY_DEVICE])));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.export", NULL);
  dialog = rail_app_test_look_for ("RailExportDialog");
  rail_file_chooser_preset (folder);
  g_signal_emit_by_name (rail_app_test_find (dialog, "perform"), "clicked");
  wait_until_gone ("RailExportDialog");
  dir = g_dir_open (fixture->folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, 7);
}

/* A trust store: one file, read back by openssl, with each certificate once. */
static void
test_export_bundle (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "trust", NULL);
  g_autofree char *output = NULL;
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GtkWindow *dialog;

  g_object_set (fixture->page, "tab", "device", NULL);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (
    rail_certificate_table_get_visible (fixture->page->tables[RAIL_ENTRY_DEVICE])));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.export", NULL);
  dialog = rail_app_test_look_for ("RailExportDialog");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (dialog, "bundle_row")));
  adw_combo_row_set_selected (ADW_COMBO_ROW (rail_app_test_find (dialog, "format")), RAIL_FORMAT_PEM);
  gtk_switch_set_active (GTK_SWITCH (rail_app_test_find (dialog, "private_key")), TRUE);
  gtk_switch_set_active (GTK_SWITCH (rail_app_test_find (dialog, "bundle")), TRUE);
  g_assert_cmpstr (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (rail_app_test_find (dialog, "what"))), ==,
                   "7 certificates in one file");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (dialog, "private_key_row")));
  rail_app_test_screenshot (dialog, "export-bundle");
  rail_file_chooser_preset (file);
  g_signal_emit_by_name (rail_app_test_find (dialog, "perform"), "clicked");
  wait_until_gone ("RailExportDialog");
  g_assert_cmpint (rail_test_run (fixture->folder, &output, "sh", "-c", "ls; grep -c 'BEGIN CERT' trust.pem; "
                                  "grep -c PRIVATE trust.pem; openssl crl2pkcs7 -nocrl -certfile trust.pem | "
                                  "openssl pkcs7 -print_certs -noout | grep -c subject", NULL), ==, 0);
  g_assert_cmpstr (output, ==, "trust.pem\n7\n0\n7\n");
}

/* Without a password the project's name is taken, but not unawares. */
static void
test_export_under_project_name (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.p12", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GtkWindow *dialog;

  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.export", NULL);
  dialog = rail_app_test_look_for ("RailExportDialog");
  adw_combo_row_set_selected (ADW_COMBO_ROW (rail_app_test_find (dialog, "format")), RAIL_FORMAT_P12);
  rail_file_chooser_preset (file);
  g_signal_emit_by_name (rail_app_test_find (dialog, "perform"), "clicked");
  rail_app_test_settle ();
  answer_question ("cancel", "is no secret");
  rail_app_test_settle ();
  g_assert_false (is_gone ("RailExportDialog"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_signal_emit_by_name (rail_app_test_find (dialog, "perform"), "clicked");
  rail_app_test_settle ();
  answer_question ("write", "is no secret");
  wait_until_gone ("RailExportDialog");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The file chooser asks only about the one name that was chosen in it. */
static void
test_export_asks (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plc", NULL);
  g_autofree char *key = g_build_filename (fixture->folder, "plc_key.pem", NULL);
  g_autofree char *certificate = g_build_filename (fixture->folder, "plc.cer", NULL);
  g_autofree char *content = NULL;
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GtkWindow *dialog;
  GtkWidget *write;

  rail_test_write (fixture->folder, "plc_key.pem", "precious", -1);
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.export", NULL);
  dialog = rail_app_test_look_for ("RailExportDialog");
  gtk_switch_set_active (GTK_SWITCH (rail_app_test_find (dialog, "private_key")), TRUE);
  write = rail_app_test_find (dialog, "perform");
  /* Who says no to a key in the open is not asked for a place. */
  g_signal_emit_by_name (write, "clicked");
  rail_app_test_settle ();
  answer_question ("cancel", "pose as its owner");
  rail_app_test_settle ();
  g_assert_false (g_file_test (certificate, G_FILE_TEST_EXISTS));

  rail_file_chooser_preset (file);
  g_signal_emit_by_name (write, "clicked");
  rail_app_test_settle ();
  answer_question ("write", "pose as its owner");
  rail_app_test_settle ();
  answer_question ("cancel", "“plc_key.pem”");
  g_assert_true (g_file_get_contents (key, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "precious");
  g_assert_false (is_gone ("RailExportDialog"));

  rail_file_chooser_preset (file);
  g_signal_emit_by_name (write, "clicked");
  rail_app_test_settle ();
  answer_question ("write", "pose as its owner");
  rail_app_test_settle ();
  answer_question ("replace", "“plc_key.pem”");
  wait_until_gone ("RailExportDialog");
  g_clear_pointer (&content, g_free);
  g_assert_true (g_file_get_contents (key, &content, NULL, NULL));
  g_assert_cmpstr (content, !=, "precious");
  g_assert_true (g_file_test (certificate, G_FILE_TEST_EXISTS));
}

static void
test_export_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWindow *dialog;

  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.export", NULL);
  dialog = rail_app_test_look_for ("RailExportDialog");
  adw_combo_row_set_selected (ADW_COMBO_ROW (rail_app_test_find (dialog, "format")),
                              RAIL_FORMAT_CRL);
  g_assert_nonnull (rail_message_row_get_text (RAIL_MESSAGE_ROW (rail_app_test_find (dialog, "message"))));
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (dialog, "perform")));
}

/* The folder is looked into, and the button now writes. */
static gboolean
is_compared (gpointer dialog)
{
  return g_str_equal (gtk_button_get_label (rail_app_test_find (dialog, "perform")), "_Hand Over") &&
         !rail_task_dialog_is_busy (RAIL_TASK_DIALOG (dialog));
}

static void
test_hand_over (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);
  g_autofree char *key = g_build_filename (fixture->folder, "own", "private", "uaexpert_key.pem", NULL);
  g_autofree char *certificate = g_build_filename (fixture->folder, "own", "certs", "uaexpert.der", NULL);
  GtkWindow *dialog;

  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_CLIENT));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.hand-over", NULL);
  dialog = rail_app_test_look_for ("RailHandOverDialog");
  rail_file_chooser_preset (folder);
  g_signal_emit_by_name (rail_app_test_find (dialog, "perform"), "clicked");
  rail_app_test_wait_for (is_compared, dialog, "the comparison");
  g_assert_false (g_file_test (key, G_FILE_TEST_EXISTS));
  g_signal_emit_by_name (rail_app_test_find (dialog, "perform"), "clicked");
  wait_until_gone ("RailHandOverDialog");
  g_assert_true (g_file_test (key, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (certificate, G_FILE_TEST_EXISTS));
}

static void
test_revoke (Fixture       *fixture,
             gconstpointer  data)
{
  RailEntry *entry = rail_project_get_entry (fixture->project, ID_CLIENT);
  RailRevocationReason reason;
  gint64 date;
  GtkWindow *dialog;

  rail_certificate_manager_page_select_entry (fixture->page, entry);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.revoke", NULL);
  dialog = rail_app_test_look_for ("RailRevokeDialog");
  adw_combo_row_set_selected (ADW_COMBO_ROW (rail_app_test_find (dialog, "reason")),
                              RAIL_REVOCATION_SUPERSEDED);
  g_signal_emit_by_name (rail_app_test_find (dialog, "perform"), "clicked");
  wait_until_gone ("RailRevokeDialog");
  g_assert_true (rail_entry_is_revoked (entry, &date, &reason));
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_SUPERSEDED);
  g_assert_cmpint (date, ==, MANAGER_NOW);
}

static guint
count_marks (GtkWidget *widget)
{
  guint n = gtk_widget_has_css_class (widget, "difference-mark") ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_marks (child);
  return n;
}

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

static void
test_compare (Fixture       *fixture,
              gconstpointer  data)
{
  RailCertificate *client = rail_entry_get_certificate (rail_project_get_entry (fixture->project, ID_CLIENT));
  RailCertificate *lost = rail_entry_get_certificate (rail_project_get_entry (fixture->project, ID_REVOKED));
  g_autoptr(GListModel) rows = rail_certificate_compare (client, lost);
  guint n = rail_comparison_count_differences (rows);
  g_autofree char *expected = g_strdup_printf ("%u differences", n);
  GtkSelectionModel *selection;
  GtkWindow *dialog;
  GtkWidget *grid;
  guint all;

  g_object_set (fixture->page, "tab", "device", NULL);
  selection = GTK_SELECTION_MODEL (rail_certificate_table_get_visible (fixture->page->tables[RAIL_ENTRY_DEVICE]));
  gtk_selection_model_select_item (selection, ID_CLIENT - ID_SERVER, TRUE);
  gtk_selection_model_select_item (selection, ID_REVOKED - ID_SERVER, FALSE);
  rail_app_test_activate (fixture->page, "manager.compare", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_COMPARE_DIALOG, NULL);
  rail_app_test_screenshot (dialog, "compare");
  g_assert_cmpstr (gtk_label_get_text (rail_app_test_find (dialog, "summary")), ==, expected);
  grid = rail_app_test_find (dialog, "grid");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), 1, 0))), ==, "5 · UaExpert");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), 2, 0))), ==, "9 · Lost laptop");
  g_assert_cmpuint (count_marks (grid), ==, n);
  all = count_children (grid);

  gtk_check_button_set_active (rail_app_test_find (dialog, "differences_only"), TRUE);
  rail_app_test_settle ();
  rail_app_test_screenshot (dialog, "compare-differences");
  g_assert_cmpuint (count_marks (grid), ==, n);
  g_assert_cmpuint (count_children (grid), <, all);
  gtk_window_close (dialog);
  rail_app_test_wait_gone (RAIL_TYPE_COMPARE_DIALOG);
}

#define ADD(name, test) g_test_add ("/app/manager/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  ADD ("create-makes-and-selects-the-certificate", test_create);
  ADD ("create-says-what-is-missing", test_missing);
  ADD ("create-says-all-that-is-wrong-in-the-subject", test_two_problems);
  ADD ("create-checks-dates-while-typing", test_dates);
  ADD ("create-lets-choose-the-issuer", test_issuer);
  ADD ("create-takes-addresses-from-the-device", test_device);
  ADD ("create-can-be-cancelled", test_cancel);
  ADD ("export-writes-every-format", test_export);
  ADD ("export-of-several-fills-a-folder", test_export_several);
  ADD ("export-of-several-makes-one-trust-store", test_export_bundle);
  ADD ("export-asks-before-it-takes-the-name-of-the-project-as-password", test_export_under_project_name);
  ADD ("export-asks-before-it-replaces-what-the-chooser-did-not-name", test_export_asks);
  ADD ("export-says-what-does-not-fit", test_export_refused);
  ADD ("hand-over-writes-the-folder", test_hand_over);
  ADD ("revoke-takes-date-and-reason", test_revoke);
  ADD ("compare-marks-what-differs", test_compare);
  return rail_app_test_run ();
}
