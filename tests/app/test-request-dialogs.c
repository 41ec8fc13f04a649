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
preset (Fixture    *fixture,
        const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  rail_file_chooser_preset (file);
}

static void
open_dialog (Fixture    *fixture,
             const char *action,
             const char *type_name)
{
  rail_app_test_activate (fixture->page, action, NULL);
  fixture->dialog = rail_app_test_look_for (type_name);
  g_assert_nonnull (fixture->dialog);
  rail_app_test_settle ();
}

static void
choose (Fixture    *fixture,
        const char *action,
        const char *name)
{
  preset (fixture, name);
  rail_app_test_activate (fixture->dialog, action, NULL);
  rail_app_test_settle ();
  rail_app_test_wait_for (is_idle_cb, fixture->dialog, "the file to be read");
  rail_app_test_settle ();
}

static void
perform (Fixture    *fixture,
         const char *type_name)
{
  rail_app_test_click (rail_app_test_find (fixture->dialog, "perform"));
  rail_app_test_wait_gone (g_type_from_name (type_name));
}

/* An authority outside, which is openssl: it copies what the request asks for. */
static void
sign_outside (Fixture *fixture)
{
  g_assert_cmpint (rail_test_run (fixture->folder, NULL, "openssl", "req", "-in", "plc.csr", "-verify", "-noout", NULL),
                   ==, 0);
  g_assert_cmpint (rail_test_run (fixture->folder, NULL, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                  "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj",
                                  "/CN=Authority outside", "-days", "3000", NULL), ==, 0);
  g_assert_cmpint (rail_test_run (fixture->folder, NULL, "openssl", "x509", "-req", "-in", "plc.csr", "-CA", "ca.pem",
                                  "-CAkey", "ca.key", "-set_serial", "77", "-copy_extensions", "copyall", "-days", "365",
                                  "-out", "answer.pem", NULL), ==, 0);
}

static void
test_request (Fixture       *fixture,
              gconstpointer  data)
{
  RailEntry *entry = rail_project_get_entry (fixture->project, ID_SERVER);
  g_autoptr(RailCertificate) old = g_object_ref (rail_entry_get_certificate (entry));

  if (!rail_test_need ("openssl"))
    return;
  rail_certificate_manager_page_select_entry (fixture->page, entry);
  open_dialog (fixture, "manager.request", "RailRequestDialog");
  rail_app_test_screenshot (fixture->dialog, "request-make");
  preset (fixture, "plc.csr");
  perform (fixture, "RailRequestDialog");
  g_assert_cmpint (rail_entry_get_requested (entry), ==, MANAGER_NOW);
  open_dialog (fixture, "manager.request", "RailRequestDialog");
  rail_app_test_screenshot (fixture->dialog, "request-again");
  g_assert_nonnull (rail_message_row_get_text (rail_app_test_find (fixture->dialog, "message")));
  rail_app_test_click (rail_app_test_find (fixture->dialog, "cancel"));

  sign_outside (fixture);
  open_dialog (fixture, "manager.answer", "RailAnswerDialog");
  rail_app_test_screenshot (fixture->dialog, "answer-empty");
  /* The authority's own certificate answers nothing. */
  choose (fixture, "answer.choose", "ca.pem");
  rail_app_test_screenshot (fixture->dialog, "answer-none");
  g_assert_nonnull (rail_message_row_get_text (rail_app_test_find (fixture->dialog, "message")));
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
  choose (fixture, "answer.choose", "answer.pem");
  rail_app_test_screenshot (fixture->dialog, "answer-compare");
  perform (fixture, "RailAnswerDialog");
  g_assert_cmpstr (rail_certificate_get_serial (rail_entry_get_certificate (entry)), ==, "4D");
  g_assert_true (g_bytes_equal (rail_certificate_get_key_id (rail_entry_get_certificate (entry)),
                                rail_certificate_get_key_id (old)));
  g_assert_cmpint (rail_entry_get_requested (entry), ==, 0);
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_true (rail_entry_get_certificate (entry) == old);
}

static void
test_sign (Fixture       *fixture,
           gconstpointer  data)
{
  RailEntry *root = rail_project_get_entry (fixture->project, ID_ROOT);
  RailEntry *entry;
  g_autofree char *output = NULL;

  if (!rail_test_need ("openssl"))
    return;
  g_assert_cmpint (rail_test_run (fixture->folder, NULL, "openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout",
                                  "drive.key", "-out", "drive.csr", "-subj", "/CN=Drive 4/O=Acme", "-addext",
                                  "subjectAltName=URI:urn:drive:4,IP:10.0.0.4", "-addext", "keyUsage=critical,"
                                  "digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment", NULL), ==, 0);
  open_dialog (fixture, "manager.sign", "RailSignDialog");
  rail_app_test_screenshot (fixture->dialog, "sign-empty");
  choose (fixture, "sign.choose", "drive.key");
  rail_app_test_screenshot (fixture->dialog, "sign-no-request");
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->dialog, "notice")));
  choose (fixture, "sign.choose", "drive.csr");
  rail_app_test_screenshot (fixture->dialog, "sign-form");
  g_assert_true (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
  rail_app_test_type (rail_app_test_find (fixture->dialog, "until"), "soon");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
  rail_app_test_type (rail_app_test_find (fixture->dialog, "until"), "2030-12-31");
  gtk_switch_set_active (rail_app_test_find (fixture->dialog, "verbatim"), TRUE);
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "honoured")));
  gtk_switch_set_active (rail_app_test_find (fixture->dialog, "verbatim"), FALSE);
  preset (fixture, "drive.crt");
  perform (fixture, "RailSignDialog");

  entry = rail_project_get_entry (fixture->project, ID_LONG + 1);
  g_assert_nonnull (entry);
  g_assert_false (rail_entry_has_key (entry));
  g_assert_cmpstr (rail_certificate_get_common_name (rail_entry_get_certificate (entry)), ==, "Drive 4");
  g_assert_true (rail_certificate_is_issued_by (rail_entry_get_certificate (entry), rail_entry_get_certificate (root)) ||
                 rail_project_get_issuer (fixture->project, entry) != NULL);
  g_assert_cmpint (rail_test_run (fixture->folder, &output, "openssl", "x509", "-in", "drive.crt", "-noout", "-text", NULL),
                   ==, 0);
  rail_assert_contains (output, "URI:urn:drive:4");
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_null (rail_project_get_entry (fixture->project, ID_LONG + 1));
}

#define ADD(name, test) g_test_add ("/app/requests/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  ADD ("a-request-is-made-and-its-answer-taken", test_request);
  ADD ("a-request-of-somebody-is-signed", test_sign);
  return rail_app_test_run ();
}
