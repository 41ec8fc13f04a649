/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the certificate manager shows of a selected certificate, and what goes out of it and into it by hand. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-certificate-columns.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-file-chooser.h"
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
  fixture->project = manager_fixture_project ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static void
assert_selected (Fixture *fixture,
                 guint    id)
{
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (fixture->page);

  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpuint (rail_entry_get_id (g_ptr_array_index (selected, 0)), ==, id);
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

static void
show_part (Fixture    *fixture,
           guint       id,
           const char *part)
{
  GtkStack *stack = rail_app_test_find (fixture->page->inspector, "stack");

  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, id));
  gtk_stack_set_visible_child_name (stack, part);
  rail_app_test_settle ();
}

static void
test_used_by (Fixture       *fixture,
              gconstpointer  data)
{
  RailEntry *server = rail_project_get_entry (fixture->project, ID_SERVER);
  GtkWidget *used_by;
  GtkListView *list;

  show_part (fixture, ID_INTERMEDIATE, "used-by");
  used_by = rail_app_test_find (fixture->page->inspector, "used_by");
  list = rail_app_test_find (used_by, "list");
  rail_app_test_screenshot (fixture->window, "inspector-used-by");
  g_assert_cmpstr (gtk_label_get_text (rail_app_test_find (used_by, "issued_title")), ==, "It has issued 2 certificates");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))), ==, 2);
  g_signal_emit_by_name (list, "activate", 1);
  assert_selected (fixture, ID_NOT_YET);

  rail_entry_set_device (server, "PLC_1");
  show_part (fixture, ID_SERVER, "used-by");
  g_assert_cmpstr (gtk_label_get_text (rail_app_test_find (used_by, "usage")), ==, "Used in 1 place");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))), ==, 1);
  g_signal_emit_by_name (list, "activate", 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (fixture->window, "pages")), ==, "device");
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  show_part (fixture, ID_CLIENT, "used-by");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (used_by, "scroller")));
  rail_assert_contains (gtk_label_get_text (rail_app_test_find (used_by, "usage")), "Not assigned");
}

static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "old.cer", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(RailCertificate) old = NULL;
  g_autoptr(RailCertificate) exported = NULL;
  g_autoptr(GError) error = NULL;
  GtkWidget *history;
  GtkWindow *dialog;

  show_part (fixture, ID_CLIENT, "history");
  history = rail_app_test_find (fixture->page->inspector, "history");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (history, "stack")), ==, "none");
  old = g_object_ref (rail_entry_get_certificate (rail_project_get_entry (fixture->project, ID_CLIENT)));
  manager_fixture_renew (fixture->project, ID_CLIENT, rail_project_get_entry (fixture->project, ID_NOT_YET));
  rail_app_test_settle ();
  rail_app_test_screenshot (fixture->window, "inspector-history");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (history, "stack")), ==, "list");
  /* The certificate has another issuer now, and the tree shows it there. */
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "1 10 2 3 5 6 8 4 7 9");

  gtk_widget_activate_action (history, "history.show", "u", 0);
  dialog = rail_app_test_wait_window (g_type_from_name ("RailCertificateDialog"), NULL);
  rail_app_test_screenshot (dialog, "earlier-certificate");
  g_assert_cmpstr (gtk_window_get_title (dialog), ==, "UaExpert");
  gtk_window_close (dialog);
  gtk_widget_activate_action (history, "history.compare", "u", 0);
  dialog = rail_app_test_wait_window (g_type_from_name ("RailCompareDialog"), NULL);
  rail_app_test_screenshot (dialog, "compare-with-earlier");
  gtk_window_close (dialog);

  rail_file_chooser_preset (file);
  gtk_widget_activate_action (history, "history.export", "u", 0);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    rail_app_test_settle ();
  rail_app_test_settle ();
  bytes = g_file_load_bytes (file, NULL, NULL, &error);
  g_assert_no_error (error);
  exported = rail_certificate_new_from_der (bytes, &error);
  g_assert_no_error (error);
  g_assert_true (rail_certificate_equal (exported, old));
  rail_test_remove_folder (folder);

  g_assert_true (rail_project_undo (fixture->project));
  rail_app_test_settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (history, "stack")), ==, "none");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "1 10 2 3 6 8 4 5 7 9");
}

static GtkEventController *
find_drop_target (Fixture *fixture)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->page));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return controller;
    }
  return NULL;
}

/* The real files, the real dialog. */
static void
test_drop (Fixture       *fixture,
           gconstpointer  data)
{
  static const char * const names[] = { "one.cer", "two.txt" };
  g_autofree char *folder = rail_test_make_folder ();
  g_auto(GValue) value = G_VALUE_INIT;
  GtkWindow *dialog;
  GSList *files = NULL;
  gboolean taken = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      RailEntry *entry = rail_project_get_entry (fixture->project, ID_SERVER + i);
      g_autofree char *pem = rail_certificate_to_pem (rail_entry_get_certificate (entry));
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      rail_test_write (folder, names[i], pem, -1);
      files = g_slist_append (files, g_file_new_for_path (path));
    }
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_slist_free_full (files, g_object_unref);
  g_signal_emit_by_name (find_drop_target (fixture), "drop", &value, 300.0, 200.0, &taken);
  g_assert_true (taken);
  dialog = rail_app_test_wait_window (g_type_from_name ("RailImportDialog"), NULL);
  gtk_window_close (dialog);
  rail_app_test_settle ();
  rail_test_remove_folder (folder);
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
  view = rail_app_test_find (fixture->page->tables[RAIL_ENTRY_DEVICE], "view");
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

/* The handle of the tool bar drags what is selected, in the form that its menu chooses. */
static void
test_drag_handle (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char * const forms[] = { "der", "pem", "chain" };
  static const char * const extensions[] = { ".der", ".pem", ".crt" };
  static const guint n_certificates[] = { 0, 1, 3 };
  GtkWidget *handle = GTK_WIDGET (fixture->page->drag_handle);
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (handle);
  g_autoptr(GtkEventController) source = NULL;

  g_assert_false (gtk_widget_is_sensitive (handle));
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_EXPIRING));
  g_assert_true (gtk_widget_is_sensitive (handle));
  for (guint i = 0; source == NULL && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DRAG_SOURCE (controller))
        source = g_steal_pointer (&controller);
    }
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(GdkContentProvider) provider = NULL;
      g_auto(GValue) value = G_VALUE_INIT;
      g_autoptr(GError) error = NULL;
      g_autofree char *name = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autofree char *text = NULL;
      g_auto(GStrv) parts = NULL;

      gtk_widget_activate_action (handle, "drag.form", "s", forms[i]);
      g_signal_emit_by_name (source, "prepare", 4.0, 4.0, &provider);
      g_assert_nonnull (provider);
      g_value_init (&value, GDK_TYPE_FILE_LIST);
      g_assert_true (gdk_content_provider_get_value (provider, &value, &error));
      name = g_file_get_basename (((GSList *) g_value_get_boxed (&value))->data);
      g_assert_true (g_str_has_suffix (name, extensions[i]));
      bytes = g_file_load_bytes (((GSList *) g_value_get_boxed (&value))->data, NULL, NULL, &error);
      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      parts = g_strsplit (text, "BEGIN CERTIFICATE", -1);
      g_assert_cmpuint (g_strv_length (parts) - 1, ==, n_certificates[i]);
      g_assert_null (strstr (text, "PRIVATE"));
    }
}

#define ADD(name, test) g_test_add ("/app/manager/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  ADD ("chain-member-selects-its-row", test_inspector);
  ADD ("users-of-a-certificate-are-a-click-away", test_used_by);
  ADD ("earlier-certificates-are-shown-compared-and-exported", test_history);
  ADD ("dropped-files-are-imported", test_drop);
  ADD ("drag-offers-certificate-files", test_drag);
  ADD ("drag-handle-chooses-the-form", test_drag_handle);
  return rail_app_test_run ();
}
