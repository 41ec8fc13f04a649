/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-certificate-columns.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-operations.h"
#include "rail-test.h"

#include <string.h>

typedef struct
{
  RailProject                *project;
  RailCertificateManagerPage *page;
  RailWindow                 *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = data == NULL ? manager_fixture_project () : manager_fixture_unprotected ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

/* The IDs as the table shows them, from top to bottom. */
static char *
get_ids (Fixture       *fixture,
         RailEntryKind  tab)
{
  GListModel *rows = rail_certificate_table_get_visible (fixture->page->tables[tab]);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (rows, i);
      RailEntry *entry = rail_certificate_row_get_entry (rail_certificate_row_from_item (item));

      g_string_append_printf (text, "%s%u", i > 0 ? " " : "", rail_entry_get_id (entry));
    }
  return g_strdup (text->str);
}

static void
assert_ids (Fixture       *fixture,
            RailEntryKind  tab,
            const char    *expected)
{
  g_autofree char *ids = get_ids (fixture, tab);

  g_assert_cmpstr (ids, ==, expected);
}

static GtkColumnView *
get_view (Fixture       *fixture,
          RailEntryKind  tab)
{
  return GTK_COLUMN_VIEW (rail_app_test_find (fixture->page->tables[tab], "view"));
}

static void
sort_by (Fixture       *fixture,
         RailEntryKind  tab,
         RailColumn     column,
         GtkSortType    direction)
{
  GtkColumnView *view = get_view (fixture, tab);
  g_autoptr(GtkColumnViewColumn) object =
    g_list_model_get_item (gtk_column_view_get_columns (view), column);

  g_assert_cmpstr (gtk_column_view_column_get_title (object), ==, rail_column_get_title (column));
  gtk_column_view_sort_by_column (view, object, direction);
}

static void
filter (Fixture    *fixture,
        const char *text,
        guint       status)
{
  gtk_editable_set_text (fixture->page->search, text);
  gtk_drop_down_set_selected (fixture->page->status, status);
  g_signal_emit_by_name (fixture->page->search, "search-changed");
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *action)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, action);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_enabled (Fixture    *fixture,
            const char *action)
{
  return gtk_widget_is_sensitive (find_button (GTK_WIDGET (fixture->page), action));
}

static void
test_tabs (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpstr (gtk_label_get_text (fixture->page->counts[RAIL_ENTRY_CA]), ==, "3");
  g_assert_cmpstr (gtk_label_get_text (fixture->page->counts[RAIL_ENTRY_DEVICE]), ==, "7");
  g_assert_cmpstr (gtk_label_get_text (fixture->page->counts[RAIL_ENTRY_TRUSTED]), ==, "0");
  assert_ids (fixture, RAIL_ENTRY_CA, "1 10 2 3 6 8 4 5 7 9");
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "4 5 6 7 8 9 10");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (fixture->page->bodies[RAIL_ENTRY_TRUSTED])), ==, "empty");
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_COMMON_NAME, GTK_SORT_ASCENDING);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "10 8 9 7 4 6 5");
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_COMMON_NAME, GTK_SORT_DESCENDING);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "5 6 4 7 9 8 10");
  /* Three end on the same day as each other; a stable sort leaves them in the order of their IDs. */
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_VALID_TO, GTK_SORT_ASCENDING);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "7 6 8 4 5 9 10");
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_STATUS, GTK_SORT_ASCENDING);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "9 7 8 6 4 5 10");
}

static void
test_sort_tree (Fixture       *fixture,
                gconstpointer  data)
{
  sort_by (fixture, RAIL_ENTRY_CA, RAIL_COLUMN_ID, GTK_SORT_DESCENDING);
  assert_ids (fixture, RAIL_ENTRY_CA, "2 9 7 5 4 3 8 6 1 10");
  sort_by (fixture, RAIL_ENTRY_CA, RAIL_COLUMN_COMMON_NAME, GTK_SORT_ASCENDING);
  assert_ids (fixture, RAIL_ENTRY_CA, "1 10 2 3 8 6 9 7 4 5");
}

static void
test_filter (Fixture       *fixture,
             gconstpointer  data)
{
  filter (fixture, "webSERVER", 0);
  assert_ids (fixture, RAIL_ENTRY_CA, "2 3 6");
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "6");
  filter (fixture, "plc sha256", 0);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "4 6");
  filter (fixture, "plc sha256 web", 0);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "6");
  filter (fixture, "plc", 0);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "4 6");
  filter (fixture, "nothing like it", 0);
  assert_ids (fixture, RAIL_ENTRY_CA, "");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.clear-filter", NULL);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "4 5 6 7 8 9 10");
}

static void
test_filter_status (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char * const expected[] = { "4 5 6 7 8 9 10", "4 5 10", "6", "7", "8", "9" };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      filter (fixture, "", i);
      assert_ids (fixture, RAIL_ENTRY_DEVICE, expected[i]);
    }
  assert_ids (fixture, RAIL_ENTRY_CA, "2 9");
}

static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  GtkColumnView *view = get_view (fixture, RAIL_ENTRY_DEVICE);
  g_autoptr(GtkColumnViewColumn) serial =
    g_list_model_get_item (gtk_column_view_get_columns (view), RAIL_COLUMN_SERIAL);

  gtk_widget_activate_action (GTK_WIDGET (view), "table.hide-column", "u", (guint) RAIL_COLUMN_SERIAL);
  g_assert_false (gtk_column_view_column_get_visible (serial));
  gtk_widget_activate_action (GTK_WIDGET (view), "table.show-columns", NULL);
  g_assert_true (gtk_column_view_column_get_visible (serial));
}

static void
test_follows_project (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GPtrArray) gone = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  manager_fixture_create (fixture->project, RAIL_USAGE_TLS_CLIENT, "New one", ID_INTERMEDIATE, 0, 0, "");
  assert_ids (fixture, RAIL_ENTRY_CA, "1 10 2 3 6 8 11 4 5 7 9");
  g_ptr_array_add (gone, rail_project_get_entry (fixture->project, ID_LONG));
  g_assert_true (rail_project_delete_entries (fixture->project, gone, &error));
  assert_ids (fixture, RAIL_ENTRY_CA, "1 2 3 6 8 11 4 5 7 9");
  g_assert_true (rail_project_undo (fixture->project));
  assert_ids (fixture, RAIL_ENTRY_CA, "1 10 2 3 6 8 11 4 5 7 9");
}

static void
test_actions (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_true (is_enabled (fixture, "manager.create"));
  g_assert_true (is_enabled (fixture, "manager.hand-over"));
  g_assert_false (is_enabled (fixture, "manager.export"));
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  g_assert_true (is_enabled (fixture, "manager.export"));
}

static void
test_drop_down_name (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *child = gtk_widget_get_first_child (fixture->page->create_button);

  while (child != NULL && !GTK_IS_MENU_BUTTON (child))
    child = gtk_widget_get_next_sibling (child);
  g_assert_nonnull (child);
  gtk_test_accessible_assert_property (child, GTK_ACCESSIBLE_PROPERTY_LABEL, "Choose what to create");
  child = gtk_widget_get_first_child (child);
  gtk_test_accessible_assert_property (child, GTK_ACCESSIBLE_PROPERTY_LABEL, "Choose what to create");
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.delete", NULL);
  g_assert_null (rail_project_get_entry (fixture->project, ID_SERVER));
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "5 6 7 8 9 10");
  g_assert_true (rail_project_undo (fixture->project));
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "4 5 6 7 8 9 10");
}

/* The button of a toast, gone when the toast is; a toast that goes takes its time to slide out. */
static GtkWidget *
find_undo_button (Fixture *fixture)
{
  GtkWidget *overlay = rail_app_test_find_type (fixture->window, ADW_TYPE_TOAST_OVERLAY);

  for (guint i = 0; i < 12; i++)
    rail_app_test_settle ();
  for (GtkWidget *child = gtk_widget_get_first_child (overlay); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (gtk_widget_get_css_name (child), "toast"))
      return find_button (child, "win.undo");
  return NULL;
}

/* An “Undo” that is still there after a further change would undo that one. */
static void
test_undo_toast (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) other = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  GtkWidget *button;

  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.delete", NULL);
  button = find_undo_button (fixture);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  g_assert_nonnull (rail_project_get_entry (fixture->project, ID_SERVER));
  g_assert_null (find_undo_button (fixture));

  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.delete", NULL);
  g_assert_nonnull (find_undo_button (fixture));
  g_ptr_array_add (other, rail_project_get_entry (fixture->project, ID_CLIENT));
  g_assert_true (rail_project_revoke (fixture->project, other, RAIL_REVOCATION_SUPERSEDED, &error));
  g_assert_null (find_undo_button (fixture));
}

static void
test_delete_in_use (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWindow *dialog;

  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_INTERMEDIATE));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.delete", NULL);
  dialog = rail_app_test_look_for ("AdwMessageDialog");
  g_assert_nonnull (dialog);
  rail_assert_contains (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "PLC-1/Webserver-6");
  g_assert_nonnull (rail_project_get_entry (fixture->project, ID_INTERMEDIATE));
}

static void
test_inspector (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *inspector = GTK_WIDGET (fixture->page->inspector);
  GtkWidget *stack = rail_app_test_find (inspector, "stack");
  GtkWidget *chain = rail_app_test_find (inspector, "chain");
  GtkLabel *verdict = GTK_LABEL (rail_app_test_find (chain, "verdict"));
  GtkListBox *list = GTK_LIST_BOX (rail_app_test_find (chain, "list"));
  g_autoptr(GPtrArray) selected = NULL;

  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_EXPIRING));
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "chain");
  rail_assert_contains (gtk_label_get_text (verdict), "complete");
  g_assert_nonnull (gtk_list_box_get_row_at_index (list, 2));
  g_assert_null (gtk_list_box_get_row_at_index (list, 3));

  /* The root comes first; a click on it selects it. */
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
  selected = _rail_certificate_manager_page_get_selected (fixture->page);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpuint (rail_entry_get_id (g_ptr_array_index (selected, 0)), ==, ID_ROOT);
}

static GtkEventController *
find_drag_source (GtkColumnView *view)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DRAG_SOURCE (controller))
        return controller;
    }
  return NULL;
}

static gboolean
find_point (GtkColumnView *view,
            guint          position,
            double        *out_y)
{
  for (*out_y = 0; *out_y < gtk_widget_get_height (GTK_WIDGET (view)); *out_y += 2)
    if (rail_certificate_columns_find_position (view, 120, *out_y) == position)
      return TRUE;
  return FALSE;
}

static void
test_drag (Fixture       *fixture,
           gconstpointer  data)
{
  GtkColumnView *view;
  g_autoptr(GdkContentProvider) provider = NULL;
  g_autoptr(GdkContentFormats) formats = NULL;
  g_auto(GValue) value = G_VALUE_INIT;
  g_autoptr(GError) error = NULL;
  double y;
  GSList *files;

  g_object_set (fixture->page, "tab", "device", NULL);
  rail_app_test_settle ();
  view = get_view (fixture, RAIL_ENTRY_DEVICE);
  gtk_selection_model_select_item (gtk_column_view_get_model (view), 0, TRUE);
  gtk_selection_model_select_item (gtk_column_view_get_model (view), 1, FALSE);
  g_assert_true (find_point (view, 1, &y));
  g_signal_emit_by_name (find_drag_source (view), "prepare", 120.0, y, &provider);
  g_assert_nonnull (provider);

  formats = gdk_content_formats_union_serialize_mime_types (gdk_content_provider_ref_formats (provider));
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "text/uri-list"));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_assert_true (gdk_content_provider_get_value (provider, &value, &error));
  files = g_value_get_boxed (&value);
  g_assert_cmpuint (g_slist_length (files), ==, 2);
  for (GSList *link = files; link != NULL; link = link->next)
    {
      g_autoptr(GBytes) bytes = g_file_load_bytes (link->data, NULL, NULL, &error);
      g_autoptr(RailCertificate) certificate = NULL;

      g_assert_no_error (error);
      certificate = rail_certificate_new_from_der (bytes, &error);
      g_assert_no_error (error);
    }
}

static gboolean
count_cb (GSignalInvocationHint *hint,
          guint                  n_values,
          const GValue          *values,
          gpointer               user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

/* Each filter looks at all rows, so it may not look once for each of many changes. */
static void
test_many_changes (Fixture       *fixture,
                   gconstpointer  data)
{
  static const guint ids[] = { ID_SERVER, ID_CLIENT, ID_EXPIRING, ID_NOT_YET, ID_LONG };
  guint signal = g_signal_lookup ("changed", GTK_TYPE_FILTER);
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  guint n = 0;
  gulong hook;

  filter (fixture, "", 1 + RAIL_STATUS_REVOKED);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "9");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_ptr_array_add (entries, rail_project_get_entry (fixture->project, ids[i]));
  hook = g_signal_add_emission_hook (signal, 0, count_cb, &n, NULL);
  g_assert_true (rail_project_revoke (fixture->project, entries, RAIL_REVOCATION_SUPERSEDED, &error));
  g_assert_no_error (error);
  rail_app_test_settle ();
  g_assert_cmpuint (n, <=, RAIL_N_TABS);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "4 5 6 8 9 10");
  n = 0;
  g_assert_true (rail_project_undo (fixture->project));
  rail_app_test_settle ();
  g_assert_cmpuint (n, <=, RAIL_N_TABS);
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "9");
  g_signal_remove_emission_hook (signal, hook);
}

/* The authorities end in the last second of a day in UTC, which is another day here; see main(). */
static void
test_utc (Fixture       *fixture,
          gconstpointer  data)
{
  RailEntry *root = rail_project_get_entry (fixture->project, ID_ROOT);
  RailCertificateRow *row = rail_certificate_rows_find (fixture->page->rows, root);
  g_autoptr(GDateTime) here =
    g_date_time_new_from_unix_local (rail_certificate_get_not_after (rail_entry_get_certificate (root)));

  g_assert_cmpint (g_date_time_get_year (here), ==, 2038);
  g_assert_cmpstr (rail_certificate_row_get_text (row, RAIL_COLUMN_VALID_TO), ==, "2037-12-31");
}

/* Asks every point of the table, as the mouse would. */
static void
assert_dates_are_whole (GtkColumnView *view)
{
  g_autoptr(GRegex) date = g_regex_new ("^\\d{4}-\\d{2}-\\d{2}$", 0, 0, NULL);

  for (int y = 0; y < gtk_widget_get_height (GTK_WIDGET (view)); y += 10)
    for (int x = 0; x < gtk_widget_get_width (GTK_WIDGET (view)); x += 10)
      {
        GtkWidget *cell;
        const char *text = rail_certificate_columns_find_cut_text (view, x, y, &cell);

        g_assert_false (text != NULL && g_regex_match (date, text, 0, NULL));
      }
}

static void
test_dates_fit (Fixture       *fixture,
                gconstpointer  data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *usual = NULL;
  static const char * const fonts[] = { NULL, "Cantarell 11", "Sans 11" };

  g_object_get (settings, "gtk-font-name", &usual, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fonts); i++)
    {
      g_object_set (settings, "gtk-font-name", fonts[i] != NULL ? fonts[i] : usual, NULL);
      for (guint j = RAIL_ENTRY_CA; j <= RAIL_ENTRY_DEVICE; j++)
        {
          g_object_set (fixture->page, "tab", j == RAIL_ENTRY_CA ? "ca" : "device", NULL);
          rail_app_test_settle ();
          assert_dates_are_whole (get_view (fixture, j));
        }
    }
  g_object_set (settings, "gtk-font-name", usual, NULL);
}

static void
test_unprotected (Fixture       *fixture,
                  gconstpointer  data)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (fixture->page->pages)), ==, "protect");
  g_assert_nonnull (find_button (GTK_WIDGET (fixture->page), "win.protect"));
  manager_fixture_create (fixture->project, RAIL_USAGE_TLS_CLIENT, "Lonely", 0, 0, 0, "");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (fixture->page->pages)), ==, "manager");
  g_assert_true (gtk_widget_get_visible (fixture->page->banner));
  assert_ids (fixture, RAIL_ENTRY_DEVICE, "1");
}

#define ADD(name, data, test) g_test_add ("/app/manager/" name, Fixture, data, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  /* Far from Greenwich, so that a time which is not shown in UTC stands out. */
  g_setenv ("TZ", "+14:00", TRUE);
  rail_app_test_init (&argc, &argv);

  ADD ("tree-has-issued-certificates-below-their-authority", NULL, test_tabs);
  ADD ("columns-sort-both-ways", NULL, test_sort);
  ADD ("tree-sorts-within-each-level", NULL, test_sort_tree);
  ADD ("text-filter-keeps-authority-of-a-match", NULL, test_filter);
  ADD ("status-filter-shows-one-status", NULL, test_filter_status);
  ADD ("columns-can-be-hidden", NULL, test_columns);
  ADD ("table-follows-create-delete-undo", NULL, test_follows_project);
  ADD ("actions-follow-selection", NULL, test_actions);
  ADD ("create-menu-has-a-name", NULL, test_drop_down_name);
  ADD ("delete-is-undone", NULL, test_delete);
  ADD ("undo-of-a-toast-is-the-change-it-names", NULL, test_undo_toast);
  ADD ("delete-of-authority-in-use-names-its-certificates", NULL, test_delete_in_use);
  ADD ("chain-member-selects-its-row", NULL, test_inspector);
  ADD ("drag-offers-certificate-files", NULL, test_drag);
  ADD ("many-changes-are-filtered-once", NULL, test_many_changes);
  ADD ("valid-to-is-in-utc", NULL, test_utc);
  ADD ("dates-are-never-cut", NULL, test_dates_fit);
  ADD ("unprotected-project-offers-protection", GINT_TO_POINTER (1), test_unprotected);
  return rail_app_test_run ();
}
