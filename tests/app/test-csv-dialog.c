/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-file-chooser.h"
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
  rail_app_test_activate (fixture->page, "manager.import-csv", NULL);
  fixture->dialog = rail_app_test_look_for ("RailCreateCsvDialog");
  g_assert_nonnull (fixture->dialog);
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
choose (Fixture    *fixture,
        const char *name,
        const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  rail_test_write (fixture->folder, name, text, -1);
  rail_file_chooser_preset (file);
  rail_app_test_activate (fixture->dialog, "csv.choose", NULL);
  rail_app_test_settle ();
  rail_app_test_wait_for (is_idle_cb, fixture->dialog, "the table to be read");
}

static gboolean
may_create (Fixture *fixture)
{
  return gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform"));
}

static guint
count_shown (Fixture *fixture)
{
  GtkColumnView *view = rail_app_test_find (fixture->dialog, "view");

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view)));
}

static void
create (Fixture *fixture)
{
  rail_app_test_click (rail_app_test_find (fixture->dialog, "perform"));
  rail_app_test_wait_gone (g_type_from_name ("RailCreateCsvDialog"));
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  RailEntry *entry;

  rail_app_test_screenshot (fixture->dialog, "csv-empty");
  g_assert_false (may_create (fixture));
  choose (fixture, "rows.csv", "usage,cn,key\ntls-client,A,ec:secp256r1\nsyslog-client,B,ec:secp256r1\n");
  g_assert_cmpstr (gtk_button_get_label (rail_app_test_find (fixture->dialog, "perform")), ==, "C_reate 2");
  g_assert_cmpuint (count_shown (fixture), ==, 2);
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->dialog, "bad_row")));
  create (fixture);
  g_assert_cmpuint (count_entries (fixture), ==, fixture->n_before + 2);
  entry = rail_project_get_entry (fixture->project, ID_LONG + 2);
  g_assert_cmpstr (rail_certificate_get_common_name (rail_entry_get_certificate (entry)), ==, "B");

  /* All rows are one step. */
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_cmpuint (count_entries (fixture), ==, fixture->n_before);
}

static void
test_bad_line (Fixture       *fixture,
               gconstpointer  data)
{
  choose (fixture, "Überlange Liste aller Steuerungen der Abfüllung.csv",
          "usage,cn,key,san\n"
          "tls-client,A,ec:secp256r1,\n"
          "opcua-server,PLC-1/OPCUA with a common name that is long,rsa:2048,\n"
          "tls-client,B,dsa,\n"
          "tls-client,C,ec:secp256r1,\n");
  rail_app_test_screenshot (fixture->dialog, "csv-bad-lines");
  g_assert_false (may_create (fixture));
  g_assert_cmpuint (count_shown (fixture), ==, 4);
  rail_assert_contains (adw_action_row_get_subtitle (rail_app_test_find (fixture->dialog, "file_row")), "2 lines are wrong");

  gtk_switch_set_active (rail_app_test_find (fixture->dialog, "only_bad"), TRUE);
  g_assert_cmpuint (count_shown (fixture), ==, 2);
  gtk_switch_set_active (rail_app_test_find (fixture->dialog, "skip_bad"), TRUE);
  g_assert_true (may_create (fixture));
  create (fixture);
  g_assert_cmpuint (count_entries (fixture), ==, fixture->n_before + 2);
}

static void
test_no_table (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *notice = rail_app_test_find (fixture->dialog, "notice");

  choose (fixture, "colours.csv", "usage,cn,colour\ntls-client,A,red\n");
  rail_app_test_screenshot (fixture->dialog, "csv-no-table");
  g_assert_true (gtk_widget_get_visible (notice));
  rail_assert_contains (gtk_label_get_text (rail_app_test_find (notice, "notice_label")), "“colour”");
  g_assert_false (may_create (fixture));
  choose (fixture, "header.csv", "usage,cn\n");
  g_assert_true (gtk_widget_get_visible (notice));
  g_assert_false (may_create (fixture));

  /* The next choice is looked at afresh. */
  choose (fixture, "good.csv", "usage,cn\ntls-client,A\n");
  g_assert_false (gtk_widget_get_visible (notice));
  g_assert_true (may_create (fixture));
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("usage,cn,key\n");

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (text, "tls-client,Gateway %u,rsa:2048\n", i);
  choose (fixture, "rows.csv", text->str);
  rail_app_test_click (rail_app_test_find (fixture->dialog, "perform"));
  rail_app_test_settle ();
  rail_app_test_screenshot (fixture->dialog, "csv-working");
  rail_app_test_click (rail_app_test_find (fixture->dialog, "cancel"));
  rail_app_test_wait_for (is_idle_cb, fixture->dialog, "the work to be cancelled");
  rail_app_test_screenshot (fixture->dialog, "csv-cancelled");
  g_assert_cmpuint (count_entries (fixture), ==, fixture->n_before);
  g_assert_true (may_create (fixture));
  rail_app_test_click (rail_app_test_find (fixture->dialog, "cancel"));
  rail_app_test_wait_gone (g_type_from_name ("RailCreateCsvDialog"));
}

static gboolean
exists_cb (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The example is one: it is read without a wrong line. */
static void
test_example (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "example.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;

  rail_file_chooser_preset (file);
  rail_app_test_click (rail_app_test_find (fixture->dialog, "save_example"));
  rail_app_test_wait_for (exists_cb, path, "the example to be saved");
  rail_app_test_settle ();
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  choose (fixture, "again.csv", text);
  rail_app_test_screenshot (fixture->dialog, "csv-example");
  g_assert_true (may_create (fixture));
  g_assert_cmpuint (count_shown (fixture), ==, 6);
}

#define ADD(name, test) g_test_add ("/app/csv/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  ADD ("every-line-becomes-a-certificate", test_create);
  ADD ("a-bad-line-holds-the-others-back-until-told", test_bad_line);
  ADD ("what-is-no-table-is-said", test_no_table);
  ADD ("cancelling-leaves-the-project-as-it-was", test_cancel);
  ADD ("the-example-is-a-good-one", test_example);
  return rail_app_test_run ();
}
