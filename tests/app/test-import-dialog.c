/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-file-chooser.h"
#include "rail-import-view.h"
#include "rail-message-row.h"
#include "rail-operations.h"
#include "rail-test.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  RailProject                *project;
  RailCertificateManagerPage *page;
  RailWindow                 *window;
  char                       *folder;
  guint                       n_before;
  GtkWindow                  *dialog;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
  fixture->folder = rail_test_make_folder ();
  fixture->n_before = g_list_model_get_n_items (rail_project_get_entries (fixture->project));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static guint
count_entries (Fixture *fixture)
{
  return g_list_model_get_n_items (rail_project_get_entries (fixture->project));
}

static void
wait_until_idle (Fixture *fixture)
{
  rail_app_test_wait_for (is_idle_cb, fixture->dialog, "the dialog to be done");
  rail_app_test_settle ();
}

static void
open_dialog (Fixture *fixture)
{
  rail_app_test_activate (fixture->page, "manager.import", NULL);
  fixture->dialog = rail_app_test_look_for ("RailImportDialog");
  g_assert_nonnull (fixture->dialog);
}

/* A folder with files of another program, chosen in the dialog. */
static void
choose_folder (Fixture *fixture)
{
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);

  rail_file_chooser_preset (folder);
  rail_app_test_click (rail_app_test_find (fixture->dialog, "choose_folder"));
  rail_app_test_settle ();
  wait_until_idle (fixture);
}

static void
make (Fixture    *fixture,
      const char *name,
      const char *subject)
{
  g_autofree char *key = g_strconcat (name, ".key", NULL);
  g_autofree char *certificate = g_strconcat (name, ".crt", NULL);

  g_assert_cmpint (rail_test_run (fixture->folder, NULL, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                  "ec_paramgen_curve:P-256", "-nodes", "-days", "3000", "-subj", subject, "-keyout", key,
                                  "-out", certificate, NULL), ==, 0);
}

static void
make_p12 (Fixture    *fixture,
          const char *name,
          const char *subject,
          const char *password)
{
  g_autofree char *key = g_strconcat (name, ".key", NULL);
  g_autofree char *certificate = g_strconcat (name, ".crt", NULL);
  g_autofree char *p12 = g_strconcat (name, ".p12", NULL);
  g_autofree char *pass = g_strconcat ("pass:", password, NULL);
  g_autofree char *key_path = g_build_filename (fixture->folder, key, NULL);
  g_autofree char *certificate_path = g_build_filename (fixture->folder, certificate, NULL);

  make (fixture, name, subject);
  g_assert_cmpint (rail_test_run (fixture->folder, NULL, "openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate,
                                  "-out", p12, "-passout", pass, NULL), ==, 0);
  g_assert_cmpint (g_remove (key_path), ==, 0);
  g_assert_cmpint (g_remove (certificate_path), ==, 0);
}

static guint
count_shown (Fixture *fixture)
{
  GtkColumnView *view = rail_app_test_find (fixture->dialog, "view");

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view)));
}

static const char *
get_label (Fixture *fixture)
{
  return gtk_button_get_label (rail_app_test_find (fixture->dialog, "perform"));
}

static void
take (Fixture *fixture)
{
  rail_app_test_click (rail_app_test_find (fixture->dialog, "perform"));
  rail_app_test_wait_gone (g_type_from_name ("RailImportDialog"));
}

static RailEntry *
find_entry (Fixture    *fixture,
            const char *common_name)
{
  GListModel *entries = rail_project_get_entries (fixture->project);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (g_strcmp0 (rail_certificate_get_common_name (rail_entry_get_certificate (entry)), common_name) == 0)
        return entry;
    }
  return NULL;
}

static void
write_duplicate (Fixture *fixture)
{
  RailEntry *entry = rail_project_get_entry (fixture->project, ID_SERVER);
  GBytes *der = rail_certificate_get_der (rail_entry_get_certificate (entry));

  rail_test_write (fixture->folder, "exported earlier.cer", g_bytes_get_data (der, NULL),
                   (gssize) g_bytes_get_size (der));
}

static void
test_folder (Fixture       *fixture,
             gconstpointer  data)
{
  GtkDropDown *show;
  RailEntry *entry;

  if (!rail_test_need ("openssl"))
    return;
  make (fixture, "gateway", "/CN=Gateway");
  make (fixture, "a-very-long-name-of-a-file-that-somebody-made", "/CN=Station in hall 7 with a long name/O=Acme");
  write_duplicate (fixture);
  rail_test_write (fixture->folder, "broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", -1);
  rail_test_write (fixture->folder, "readme.txt", "Nothing of interest.\n", -1);

  open_dialog (fixture);
  rail_app_test_screenshot (fixture->dialog, "import-empty");
  choose_folder (fixture);
  rail_app_test_screenshot (fixture->dialog, "import-folder");
  g_assert_cmpstr (get_label (fixture), ==, "_Import 2");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->dialog, "locked")));

  show = rail_app_test_find (fixture->dialog, "show");
  gtk_drop_down_set_selected (show, RAIL_IMPORT_SHOW_DUPLICATES);
  g_assert_cmpuint (count_shown (fixture), ==, 1);
  gtk_drop_down_set_selected (show, RAIL_IMPORT_SHOW_NEW);
  g_assert_cmpuint (count_shown (fixture), ==, 2);
  gtk_drop_down_set_selected (show, RAIL_IMPORT_SHOW_ALL);

  take (fixture);
  g_assert_cmpuint (count_entries (fixture), ==, fixture->n_before + 2);
  entry = find_entry (fixture, "Gateway");
  g_assert_nonnull (entry);
  g_assert_true (rail_entry_has_key (entry));
  rail_app_test_screenshot (fixture->window, "import-done");
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_cmpuint (count_entries (fixture), ==, fixture->n_before);
}

static void
test_passwords (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *locked;
  GtkWidget *password;
  RailMessageRow *message;

  if (!rail_test_need ("openssl"))
    return;
  make_p12 (fixture, "plc", "/CN=Locked PLC", "secret");
  open_dialog (fixture);
  choose_folder (fixture);
  locked = rail_app_test_find (fixture->dialog, "locked");
  password = rail_app_test_find (fixture->dialog, "password");
  message = rail_app_test_find (fixture->dialog, "password_message");
  g_assert_true (gtk_widget_get_visible (locked));
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
  rail_app_test_screenshot (fixture->dialog, "import-locked");

  rail_app_test_type (password, "wrong");
  rail_app_test_click (rail_app_test_find (fixture->dialog, "unlock"));
  wait_until_idle (fixture);
  g_assert_nonnull (rail_message_row_get_text (message));
  g_assert_true (gtk_widget_has_css_class (password, "error"));
  rail_app_test_screenshot (fixture->dialog, "import-wrong-password");

  rail_app_test_type (password, "secret");
  g_assert_null (rail_message_row_get_text (message));
  g_signal_emit_by_name (password, "entry-activated");
  wait_until_idle (fixture);
  g_assert_false (gtk_widget_get_visible (locked));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (password)), ==, "");
  g_assert_cmpstr (get_label (fixture), ==, "_Import 1");
  /* The field is gone; Return goes on, and does not cancel. */
  g_assert_true (gtk_window_get_focus (fixture->dialog) == rail_app_test_find (fixture->dialog, "perform"));
  take (fixture);
  g_assert_true (rail_entry_has_key (find_entry (fixture, "Locked PLC")));
}

/* TIA Portal takes the project's name when the password was left empty. */
static void
test_project_name (Fixture       *fixture,
                   gconstpointer  data)
{
  if (!rail_test_need ("openssl"))
    return;
  make_p12 (fixture, "tia", "/CN=From TIA", rail_project_get_name (fixture->project));
  open_dialog (fixture);
  choose_folder (fixture);
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->dialog, "locked")));
  rail_app_test_click (rail_app_test_find (fixture->dialog, "try_name"));
  wait_until_idle (fixture);
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->dialog, "locked")));
  take (fixture);
  g_assert_nonnull (find_entry (fixture, "From TIA"));
}

static void
test_trusted (Fixture       *fixture,
              gconstpointer  data)
{
  RailEntry *entry;

  if (!rail_test_need ("openssl"))
    return;
  make (fixture, "partner", "/CN=Partner");
  open_dialog (fixture);
  choose_folder (fixture);
  gtk_switch_set_active (rail_app_test_find (fixture->dialog, "as_trusted"), TRUE);
  rail_app_test_screenshot (fixture->dialog, "import-trusted");
  take (fixture);
  entry = find_entry (fixture, "Partner");
  g_assert_cmpint (rail_entry_get_kind (entry), ==, RAIL_ENTRY_TRUSTED);
  g_assert_false (rail_entry_has_key (entry));
}

static void
test_choice (Fixture       *fixture,
             gconstpointer  data)
{
  GtkCheckButton *all;

  if (!rail_test_need ("openssl"))
    return;
  make (fixture, "a", "/CN=A");
  make (fixture, "b", "/CN=B");
  open_dialog (fixture);
  choose_folder (fixture);
  all = rail_app_test_find (fixture->dialog, "all");
  g_assert_true (gtk_check_button_get_active (all));
  gtk_check_button_set_active (all, FALSE);
  g_assert_cmpstr (get_label (fixture), ==, "_Import");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
  /* The first row’s own. */
  rail_app_test_settle ();
  gtk_check_button_set_active (rail_app_test_find_type (rail_app_test_find (fixture->dialog, "view"),
                                                        GTK_TYPE_CHECK_BUTTON), TRUE);
  g_assert_cmpstr (get_label (fixture), ==, "_Import 1");
  g_assert_true (gtk_check_button_get_inconsistent (all));
  take (fixture);
  g_assert_cmpuint (count_entries (fixture), ==, fixture->n_before + 1);
}

/* What was copied from an e-mail: text around it, a certificate with its key. */
static void
test_pasted (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GBytes) certificate = NULL;
  g_autoptr(GBytes) key = NULL;
  g_autofree char *text = NULL;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->page));

  if (!rail_test_need ("openssl"))
    return;
  make (fixture, "mail", "/CN=Gateway");
  certificate = rail_test_read (fixture->folder, "mail.crt");
  key = rail_test_read (fixture->folder, "mail.key");
  text = g_strdup_printf ("Hello,\r\nhere it is:\r\n%.*s\r\n%.*s\r\nRegards\r\n",
                          (int) g_bytes_get_size (certificate), (const char *) g_bytes_get_data (certificate, NULL),
                          (int) g_bytes_get_size (key), (const char *) g_bytes_get_data (key, NULL));
  gdk_clipboard_set_text (clipboard, text);
  rail_app_test_activate (fixture->page, "manager.paste", NULL);
  rail_app_test_settle ();
  fixture->dialog = rail_app_test_look_for ("RailImportDialog");
  g_assert_nonnull (fixture->dialog);
  wait_until_idle (fixture);
  rail_app_test_screenshot (fixture->dialog, "import-pasted");
  g_assert_cmpuint (count_shown (fixture), ==, 1);
  g_assert_cmpstr (get_label (fixture), ==, "_Import 1");
  take (fixture);
  g_assert_true (rail_entry_has_key (find_entry (fixture, "Gateway")));

  /* A picture, or nothing at all. */
  gdk_clipboard_set_content (clipboard, NULL);
  rail_app_test_activate (fixture->page, "manager.paste", NULL);
  rail_app_test_settle ();
  g_assert_null (rail_app_test_look_for ("RailImportDialog"));
}

/* What is dropped on the window comes by its URIs; what is not there is said. */
static void
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "exported earlier.cer", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  const char *uris[] = { uri, "file:///nowhere/at all.pem", NULL };

  write_duplicate (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.import-files", "^as", uris));
  fixture->dialog = rail_app_test_look_for ("RailImportDialog");
  wait_until_idle (fixture);
  rail_app_test_screenshot (fixture->dialog, "import-nothing-new");
  g_assert_cmpuint (count_shown (fixture), ==, 2);
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
}

/* From any page of the project, not only from the certificates. */
static void
test_dropped_on_window (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (fixture->page)));
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (window);
  g_autofree char *path = g_build_filename (fixture->folder, "exported earlier.cer", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_auto(GValue) value = G_VALUE_INIT;
  GSList files = { file, NULL };
  gboolean taken = FALSE;

  write_duplicate (fixture);
  g_assert_true (gtk_widget_activate_action (window, "win.go", "s", "users"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (&files));
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &taken);
    }
  g_assert_true (taken);
  fixture->dialog = rail_app_test_look_for ("RailImportDialog");
  wait_until_idle (fixture);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
  g_assert_cmpuint (count_shown (fixture), ==, 1);
}

#define ADD(name, test) g_test_add ("/app/import/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  ADD ("a-folder-is-shown-taken-and-undone", test_folder);
  ADD ("a-wrong-password-is-said-and-the-right-one-opens", test_passwords);
  ADD ("the-name-of-the-project-can-be-tried", test_project_name);
  ADD ("all-can-be-taken-as-trusted", test_trusted);
  ADD ("a-choice-can-be-taken", test_choice);
  ADD ("text-of-the-clipboard-is-shown-and-taken", test_pasted);
  ADD ("dropped-files-are-shown", test_dropped);
  ADD ("files-can-be-dropped-on-any-page", test_dropped_on_window);
  return rail_app_test_run ();
}
