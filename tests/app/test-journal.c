/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal of a project, through its page. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-file-chooser.h"
#include "rail-journal-page.h"
#include "rail-operations.h"

typedef struct
{
  RailWindow    *window;
  RailProject   *project;
  GtkWidget     *page;
  GtkColumnView *view;
} Fixture;

static void
open_project (Fixture     *fixture,
              RailProject *project)
{
  fixture->project = project;
  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_set_project (fixture->window, project, NULL);
  rail_app_test_activate (fixture->window, "win.go", "journal");
  rail_app_test_settle ();
  fixture->page = rail_app_test_find_type (fixture->window, RAIL_TYPE_JOURNAL_PAGE);
  fixture->view = rail_app_test_find (fixture->page, "view");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  open_project (fixture, manager_fixture_project ());
}

static void
set_up_unprotected (Fixture       *fixture,
                    gconstpointer  data)
{
  open_project (fixture, manager_fixture_unprotected ());
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (fixture->view)));
}

/* Line @position from the top as “Undo: Create 4 5” */
static char *
dup_line (Fixture *fixture,
          guint    position)
{
  g_autoptr(RailJournalLine) line =
    g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (fixture->view)), position);
  guint n_ids;
  const guint *ids = rail_journal_line_get_ids (line, &n_ids);
  g_autofree char *action = rail_journal_line_dup_text (line);
  GString *text = g_string_new (action);

  for (guint i = 0; i < n_ids; i++)
    g_string_append_printf (text, " %u", ids[i]);
  return g_string_free (text, FALSE);
}

static void
assert_line (Fixture    *fixture,
             guint       position,
             const char *expected)
{
  g_autofree char *line = dup_line (fixture, position);

  g_assert_cmpstr (line, ==, expected);
}

static const char *
get_state (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (rail_app_test_find (fixture->page, "stack"));
}

static gboolean
has_inscription (GtkWidget  *widget,
                 const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_INSCRIPTION (widget) && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_inscription (child, text))
      return TRUE;
  return FALSE;
}

/* The button that says @ids, from the top; (nullable) */
static GtkWidget *
find_button (GtkWidget  *widget,
             const char *ids)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && GTK_IS_INSCRIPTION (gtk_button_get_child (GTK_BUTTON (widget))) &&
      has_inscription (widget, ids))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, ids);
  return found;
}

static RailEntry *
create_client (Fixture *fixture)
{
  return manager_fixture_create (fixture->project, RAIL_USAGE_TLS_CLIENT, "Recipe server", ID_ROOT, 0, 0, "");
}

static void
filter (Fixture    *fixture,
        const char *text)
{
  GtkWidget *search = rail_app_test_find (fixture->page, "search");

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  g_signal_emit_by_name (search, "search-changed");
  rail_app_test_settle ();
}

static void
assert_selected (Fixture *fixture,
                 guint    id)
{
  RailCertificateManagerPage *manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (manager);

  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (fixture->window, "pages")), ==, "certificates");
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpuint (rail_entry_get_id (g_ptr_array_index (selected, 0)), ==, id);
}

static void
test_newest_first (Fixture       *fixture,
                   gconstpointer  data)
{
  guint n = g_list_model_get_n_items (rail_project_get_journal (fixture->project));

  g_assert_cmpstr (get_state (fixture), ==, "lines");
  g_assert_cmpuint (count (fixture), ==, n);
  assert_line (fixture, 0, "Create 10");
  assert_line (fixture, 1, "Revoke 9");
  assert_line (fixture, n - 1, "Protect the project 1 2");
  g_assert_true (has_inscription (GTK_WIDGET (fixture->view), "admin"));
  rail_app_test_screenshot (fixture->window, "journal");
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  guint n = count (fixture);

  create_client (fixture);
  rail_app_test_settle ();
  g_assert_cmpuint (count (fixture), ==, n + 1);
  assert_line (fixture, 0, "Create 11");
  g_assert_true (gtk_widget_get_sensitive (find_button (GTK_WIDGET (fixture->view), "11")));

  rail_app_test_activate (fixture->window, "win.undo", NULL);
  rail_app_test_settle ();
  g_assert_cmpuint (count (fixture), ==, n + 2);
  assert_line (fixture, 0, "Undo: Create 11");
  assert_line (fixture, 1, "Create 11");
  g_assert_true (has_inscription (GTK_WIDGET (fixture->view), "Undo: Create"));

  rail_app_test_activate (fixture->window, "win.redo", NULL);
  rail_app_test_settle ();
  assert_line (fixture, 0, "Redo: Create 11");
}

/* What is new comes into sight, also above more lines than fit. */
static void
test_new_line_in_sight (Fixture       *fixture,
                        gconstpointer  data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_assert_true (rail_project_undo (fixture->project));
      g_assert_true (rail_project_redo (fixture->project));
    }
  rail_app_test_settle ();
  create_client (fixture);
  rail_app_test_settle ();
  g_assert_cmpuint (count (fixture), >, 40);
  g_assert_true (has_inscription (GTK_WIDGET (fixture->view), "11"));
  g_assert_cmpfloat (gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (fixture->view))), ==, 0);
}

static void
test_filter (Fixture       *fixture,
             gconstpointer  data)
{
  guint n = count (fixture);

  filter (fixture, "#9");
  g_assert_cmpuint (count (fixture), ==, 2);
  assert_line (fixture, 0, "Revoke 9");
  assert_line (fixture, 1, "Create 9");
  filter (fixture, "9 revoke");
  g_assert_cmpuint (count (fixture), ==, 1);
  filter (fixture, "ADMIN");
  g_assert_cmpuint (count (fixture), ==, n);
  filter (fixture, "plc_1");
  g_assert_cmpuint (count (fixture), ==, 1);
  assert_line (fixture, 0, "Add a device");
  /* An ID is not a part of another. */
  filter (fixture, "#0");
  g_assert_cmpstr (get_state (fixture), ==, "nothing");
  rail_app_test_screenshot (fixture->window, "journal-no-match");

  rail_app_test_activate (fixture->page, "journal.clear-filter", NULL);
  rail_app_test_settle ();
  g_assert_cmpuint (count (fixture), ==, n);
}

static void
test_goes_to_certificate (Fixture       *fixture,
                          gconstpointer  data)
{
  g_signal_emit_by_name (fixture->view, "activate", 1);
  rail_app_test_settle ();
  assert_selected (fixture, ID_REVOKED);

  rail_app_test_activate (fixture->window, "win.go", "journal");
  rail_app_test_settle ();
  rail_app_test_click (find_button (GTK_WIDGET (fixture->view), "1, 2"));
  rail_app_test_settle ();
  assert_selected (fixture, ID_ROOT_SHA1);
}

static void
test_deleted (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *button;

  create_client (fixture);
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  rail_app_test_settle ();
  button = find_button (GTK_WIDGET (fixture->view), "11");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Certificate 11 is not in the project any more");

  g_signal_emit_by_name (fixture->view, "activate", 1);
  rail_app_test_settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (fixture->window, "pages")), ==, "journal");
  rail_app_test_screenshot (fixture->window, "journal-deleted");

  rail_app_test_activate (fixture->window, "win.redo", NULL);
  rail_app_test_settle ();
  g_assert_true (gtk_widget_get_sensitive (find_button (GTK_WIDGET (fixture->view), "11")));
}

/* As on the command line: all lines, oldest first, times in UTC. */
static void
test_csv (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "journal.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  guint n = count (fixture);

  filter (fixture, "#9");
  rail_file_chooser_preset (file);
  rail_app_test_activate (fixture->page, "journal.save-csv", NULL);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    rail_app_test_settle ();
  rail_app_test_settle ();

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + n + 1);
  g_assert_cmpstr (lines[0], ==, "\xef\xbb\xbf" "Date,User,Action,IDs,Detail");
  g_assert_cmpstr (lines[1], ==, "2026-11-22T12:00:00Z,admin,Protect the project,1 2,admin");
  g_assert_true (g_str_has_prefix (lines[n], "2026-11-22T12:00:00Z,admin,Create,10,"));
  g_assert_cmpstr (lines[n + 1], ==, "");
  rail_test_remove_folder (folder);
}

static void
test_unprotected (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GtkColumnViewColumn) user = g_list_model_get_item (gtk_column_view_get_columns (fixture->view), 1);
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (get_state (fixture), ==, "empty");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->page, "toolbar")));
  rail_app_test_screenshot (fixture->window, "journal-empty");

  rail_project_add_device (fixture->project, device, &error);
  g_assert_no_error (error);
  rail_app_test_settle ();
  g_assert_cmpstr (get_state (fixture), ==, "lines");
  g_assert_cmpuint (count (fixture), ==, 1);
  assert_line (fixture, 0, "Add a device");
  g_assert_false (gtk_column_view_column_get_visible (user));
  rail_app_test_screenshot (fixture->window, "journal-unprotected");
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

  add ("/app/journal/newest-line-first", set_up, test_newest_first);
  add ("/app/journal/create-undo-redo-are-lines", set_up, test_follows);
  add ("/app/journal/new-line-comes-into-sight", set_up, test_new_line_in_sight);
  add ("/app/journal/found-by-words-and-ids", set_up, test_filter);
  add ("/app/journal/line-goes-to-certificate", set_up, test_goes_to_certificate);
  add ("/app/journal/deleted-certificate-says-so", set_up, test_deleted);
  add ("/app/journal/saved-as-the-command-line-prints-it", set_up, test_csv);
  add ("/app/journal/unprotected-project-starts-empty", set_up_unprotected, test_unprotected);

  return rail_app_test_run ();
}
