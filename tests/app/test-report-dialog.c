/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reports through their dialog, and the inventory on paper. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-file-chooser.h"
#include "rail-report-dialog.h"
#include "rail-report-print.h"
#include "rail-report.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  RailProject *project;
  RailWindow  *window;
  char        *folder;
} Fixture;

static void
open_project (Fixture     *fixture,
              RailProject *project)
{
  fixture->project = project;
  fixture->folder = rail_test_make_folder ();
  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_set_project (fixture->window, project, NULL);
  rail_app_test_settle ();
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  open_project (fixture, manager_fixture_project ());
}

static void
set_up_empty (Fixture       *fixture,
              gconstpointer  data)
{
  open_project (fixture, manager_fixture_unprotected ());
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static GtkWidget *
open_dialog (Fixture *fixture)
{
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "win.report", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_REPORT_DIALOG, NULL);
  rail_app_test_settle ();
  return dialog;
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

static char *
save (Fixture    *fixture,
      const char *format)
{
  g_autofree char *name = g_strconcat ("report.", format, NULL);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GtkWidget *dialog = open_dialog (fixture);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_named (dialog, format)), TRUE);
  rail_file_chooser_preset (file);
  rail_app_test_click (rail_app_test_find (dialog, "perform"));
  rail_app_test_wait_gone (RAIL_TYPE_REPORT_DIALOG);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_each_format (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *dialog = open_dialog (fixture);
  g_autofree char *csv = NULL;
  g_autofree char *html = NULL;
  g_autofree char *ics = NULL;

  rail_app_test_screenshot (dialog, "report");
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_wait_gone (RAIL_TYPE_REPORT_DIALOG);

  csv = save (fixture, "csv");
  g_assert_true (g_str_has_prefix (csv, "\xef\xbb\xbfID,Kind,Common name of subject,"));
  html = save (fixture, "html");
  g_assert_true (g_str_has_prefix (html, "<!DOCTYPE html>"));
  rail_assert_contains (html, "Filling &amp; capping &lt;station 12&gt;");
  ics = save (fixture, "ics");
  g_assert_true (g_str_has_prefix (ics, "BEGIN:VCALENDAR\r\n"));
  rail_assert_contains (ics, "PLC-1/Webserver-6");
}

static gboolean
has_error_cb (gpointer user_data)
{
  return gtk_widget_get_visible (rail_app_test_find (user_data, "notice"));
}

static void
test_failure_is_said (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GFile) nowhere = g_file_new_build_filename (fixture->folder, "gone", "report.html", NULL);
  GtkWidget *dialog = open_dialog (fixture);

  rail_file_chooser_preset (nowhere);
  rail_app_test_click (rail_app_test_find (dialog, "perform"));
  rail_app_test_wait_for (has_error_cb, dialog, "the error");
  rail_app_test_screenshot (dialog, "report-failed");
  g_assert_true (gtk_widget_is_sensitive (rail_app_test_find (dialog, "perform")));
}

/* Prints into a file. Returns: how many pages there are */
static int
print (Fixture    *fixture,
       const char *paper,
       const char *name,
       GError    **error)
{
  g_autoptr(GtkPrintOperation) operation = rail_report_print_new (fixture->project);
  g_autoptr(GtkPageSetup) setup = gtk_page_setup_new ();
  GtkPaperSize *size = gtk_paper_size_new (paper);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  const char *pictures = g_getenv ("CERTRAIL_SCREENSHOTS");
  g_autofree char *kept = pictures != NULL ? g_build_filename (pictures, name, NULL) : NULL;
  GtkPrintOperationResult result;
  int n_pages = 0;

  gtk_page_setup_set_paper_size_and_default_margins (setup, size);
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_export_filename (operation, kept != NULL ? kept : path);
  result = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, GTK_WINDOW (fixture->window), error);
  if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    {
      g_autofree char *content = NULL;

      g_assert_true (g_file_get_contents (kept != NULL ? kept : path, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, "%PDF-"));
    }
  g_object_get (operation, "n-pages-to-print", &n_pages, NULL);
  gtk_paper_size_free (size);
  return n_pages;
}

static void
test_prints (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  int few, many;

  few = print (fixture, GTK_PAPER_NAME_A4, "inventory-a4.pdf", &error);
  g_assert_no_error (error);
  g_assert_cmpint (few, ==, 1);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("Station %u", i);

      manager_fixture_create (fixture->project, RAIL_USAGE_TLS_SERVER, name, ID_INTERMEDIATE, 0, 0,
                              "DNS:station.line-3.plant.example.org|IP:192.168.0.200|IP:fd00:3::200");
    }
  many = print (fixture, GTK_PAPER_NAME_A4, "inventory-a4-many.pdf", &error);
  g_assert_no_error (error);
  g_assert_cmpint (many, >, 2);
  g_assert_cmpint (print (fixture, GTK_PAPER_NAME_LETTER, "inventory-letter-many.pdf", &error), >, 2);
  g_assert_no_error (error);
  /* A row is never divided, but rows are as high as they are on a small paper, too. */
  g_assert_cmpint (print (fixture, GTK_PAPER_NAME_A5, "inventory-a5-many.pdf", &error), >, many);
  g_assert_no_error (error);
}

static void
test_print_failure (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GtkPrintOperation) operation = rail_report_print_new (fixture->project);
  g_autofree char *path = g_build_filename (fixture->folder, "gone", "inventory.pdf", NULL);
  g_autoptr(GError) error = NULL;
  GtkPrintOperationResult result;

  gtk_print_operation_set_export_filename (operation, path);
  result = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, GTK_WINDOW (fixture->window), &error);
  g_assert_cmpint (result, ==, GTK_PRINT_OPERATION_RESULT_ERROR);
  g_assert_nonnull (error);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *csv = save (fixture, "csv");

  g_assert_true (g_str_has_suffix (csv, "SHA-256 fingerprint\r\n"));
  g_assert_cmpint (print (fixture, GTK_PAPER_NAME_A4, "inventory-empty.pdf", &error), ==, 1);
  g_assert_no_error (error);
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

  add ("/app/report-dialog/each-format-is-saved", set_up, test_each_format);
  add ("/app/report-dialog/failure-is-said-and-kept-open", set_up, test_failure_is_said);
  add ("/app/report-dialog/inventory-fits-its-pages", set_up, test_prints);
  add ("/app/report-dialog/print-failure-is-an-error", set_up, test_print_failure);
  add ("/app/report-dialog/empty-project-has-empty-reports", set_up_empty, test_empty);

  return rail_app_test_run ();
}
