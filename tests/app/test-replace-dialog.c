/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-file-chooser.h"
#include "rail-message-row.h"
#include "rail-operations.h"
#include "rail-test.h"

#include <adwaita.h>
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

static void
wait_until_idle (Fixture *fixture)
{
  rail_app_test_settle ();
  rail_app_test_wait_for (is_idle_cb, fixture->dialog, "the files to be read");
  rail_app_test_settle ();
}

static void
make_p12 (Fixture    *fixture,
          const char *extensions)
{
  g_assert_cmpint (rail_test_run (fixture->folder, NULL, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
                                  "3000", "-subj", "/CN=PLC-1 from outside/O=Acme", "-addext", extensions, "-addext",
                                  "basicConstraints=critical,CA:FALSE", "-addext",
                                  "keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment",
                                  "-addext", "extendedKeyUsage=serverAuth,clientAuth", "-keyout", "new.key", "-out",
                                  "new.crt", NULL), ==, 0);
  g_assert_cmpint (rail_test_run (fixture->folder, NULL, "openssl", "pkcs12", "-export", "-inkey", "new.key", "-in",
                                  "new.crt", "-out", "new.p12", "-passout", "pass:secret", NULL), ==, 0);
}

/* The .p12 file, as if dropped on the row. */
static void
drop (Fixture *fixture,
      guint    id)
{
  g_autofree char *path = g_build_filename (fixture->folder, "new.p12", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.replace-file", "(us)", id, uri));
  fixture->dialog = rail_app_test_look_for ("RailReplaceDialog");
  g_assert_nonnull (fixture->dialog);
  wait_until_idle (fixture);
}

static void
unlock (Fixture    *fixture,
        const char *password)
{
  rail_app_test_type (rail_app_test_find (fixture->dialog, "password"), password);
  rail_app_test_click (rail_app_test_find (fixture->dialog, "unlock"));
  wait_until_idle (fixture);
}

static void
perform (Fixture *fixture)
{
  rail_app_test_click (rail_app_test_find (fixture->dialog, "perform"));
  rail_app_test_wait_gone (g_type_from_name ("RailReplaceDialog"));
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  RailEntry *entry = rail_project_get_entry (fixture->project, ID_SERVER);
  g_autoptr(RailCertificate) old = g_object_ref (rail_entry_get_certificate (entry));
  RailMessageRow *message;

  if (!rail_test_need ("openssl"))
    return;
  make_p12 (fixture, "subjectAltName=URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1,IP:192.168.0.1");
  drop (fixture, ID_SERVER);
  rail_app_test_screenshot (fixture->dialog, "replace-locked");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
  unlock (fixture, "wrong");
  message = rail_app_test_find (fixture->dialog, "password_message");
  g_assert_nonnull (rail_message_row_get_text (message));
  rail_app_test_screenshot (fixture->dialog, "replace-wrong-password");
  unlock (fixture, "secret");
  rail_app_test_screenshot (fixture->dialog, "replace-compare");
  g_assert_null (rail_message_row_get_text (rail_app_test_find (fixture->dialog, "error_message")));
  g_assert_nonnull (rail_message_row_get_text (rail_app_test_find (fixture->dialog, "advice_message")));
  perform (fixture);
  g_assert_cmpstr (rail_certificate_get_common_name (rail_entry_get_certificate (entry)), ==, "PLC-1 from outside");
  g_assert_cmpuint (rail_entry_get_id (entry), ==, ID_SERVER);
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_true (rail_entry_get_certificate (entry) == old);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  RailEntry *entry = rail_project_get_entry (fixture->project, ID_SERVER);

  if (!rail_test_need ("openssl"))
    return;
  /* An OPC UA server needs its URI. */
  make_p12 (fixture, "subjectAltName=DNS:plc");
  drop (fixture, ID_SERVER);
  unlock (fixture, "secret");
  rail_app_test_screenshot (fixture->dialog, "replace-refused");
  g_assert_nonnull (rail_message_row_get_text (rail_app_test_find (fixture->dialog, "error_message")));
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
  gtk_switch_set_active (rail_app_test_find (fixture->dialog, "force"), TRUE);
  perform (fixture);
  g_assert_cmpstr (rail_certificate_get_common_name (rail_entry_get_certificate (entry)), ==, "PLC-1 from outside");
}

/* A certificate whose key is in no file, and the one that is there already. */
static void
test_no_key (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "new.crt", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  if (!rail_test_need ("openssl"))
    return;
  make_p12 (fixture, "subjectAltName=URI:urn:x,IP:192.168.0.1");
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  rail_app_test_activate (fixture->page, "manager.replace", NULL);
  fixture->dialog = rail_app_test_look_for ("RailReplaceDialog");
  rail_app_test_screenshot (fixture->dialog, "replace-empty");
  rail_file_chooser_preset (file);
  rail_app_test_click (rail_app_test_find (fixture->dialog, "choose"));
  wait_until_idle (fixture);
  rail_app_test_screenshot (fixture->dialog, "replace-no-key");
  g_assert_nonnull (rail_message_row_get_text (rail_app_test_find (fixture->dialog, "error_message")));
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));

  rail_test_write (fixture->folder, "new.crt", "Nothing.\n", -1);
  rail_file_chooser_preset (file);
  rail_app_test_activate (fixture->dialog, "replace.choose", NULL);
  wait_until_idle (fixture);
  rail_app_test_screenshot (fixture->dialog, "replace-nothing");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
}

#define ADD(name, test) g_test_add ("/app/replace/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  ADD ("a-dropped-file-is-compared-taken-and-undone", test_replace);
  ADD ("what-cannot-serve-is-refused-unless-told-to", test_refused);
  ADD ("what-lacks-its-key-is-refused", test_no_key);
  return rail_app_test_run ();
}
