/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-certificate-columns.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-file-chooser.h"
#include "rail-operations.h"
#include "rail-section.h"
#include "rail-state.h"
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
  gtk_drop_down_set_selected (rail_app_test_find (fixture->page->filter, "status"), status);
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
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "1 10 2 3 6 8 4 5 7 9");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4 5 6 7 8 9 10");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (fixture->page->bodies[RAIL_ENTRY_TRUSTED])), ==, "empty");
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_COMMON_NAME, GTK_SORT_ASCENDING);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "10 8 9 7 4 6 5");
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_COMMON_NAME, GTK_SORT_DESCENDING);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "5 6 4 7 9 8 10");
  /* Three end on the same day as each other; a stable sort leaves them in the order of their IDs. */
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_VALID_TO, GTK_SORT_ASCENDING);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "7 6 8 4 5 9 10");
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_STATUS, GTK_SORT_ASCENDING);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "9 7 8 6 4 5 10");
}

static void
test_sort_tree (Fixture       *fixture,
                gconstpointer  data)
{
  sort_by (fixture, RAIL_ENTRY_CA, RAIL_COLUMN_ID, GTK_SORT_DESCENDING);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "2 9 7 5 4 3 8 6 1 10");
  sort_by (fixture, RAIL_ENTRY_CA, RAIL_COLUMN_COMMON_NAME, GTK_SORT_ASCENDING);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "1 10 2 3 8 6 9 7 4 5");
}

static void
test_filter (Fixture       *fixture,
             gconstpointer  data)
{
  filter (fixture, "webSERVER", 0);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "2 3 6");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "6");
  filter (fixture, "plc sha256", 0);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4 6");
  filter (fixture, "plc sha256 web", 0);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "6");
  filter (fixture, "plc", 0);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4 6");
  filter (fixture, "nothing like it", 0);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "manager.clear-filter", NULL);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4 5 6 7 8 9 10");
}

static void
test_filter_status (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char * const expected[] = { "4 5 6 7 8 9 10", "4 5 10", "6", "7", "8", "9" };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      filter (fixture, "", i);
      manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, expected[i]);
    }
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "2 9");
}

static void
choose (Fixture    *fixture,
        const char *drop_down,
        const char *label)
{
  GtkDropDown *choice = GTK_DROP_DOWN (rail_app_test_find (fixture->page->filter, drop_down));
  GListModel *model = gtk_drop_down_get_model (choice);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(GtkStringObject) item = g_list_model_get_item (model, i);

      if (g_str_equal (gtk_string_object_get_string (item), label))
        {
          gtk_drop_down_set_selected (choice, i);
          return;
        }
    }
  g_error ("there is no “%s” in %s, the last item is “%s”", label, drop_down,
           gtk_string_list_get_string (GTK_STRING_LIST (model), g_list_model_get_n_items (model) - 1));
}

/* A popover is a surface of its own, so two pictures show what is seen as one. */
static void
screenshot_popover (Fixture    *fixture,
                    GtkPopover *popover,
                    const char *name)
{
  g_autofree char *below = g_strconcat ("manager-below-", name, NULL);
  g_autofree char *above = g_strconcat ("manager-", name, NULL);

  rail_app_test_screenshot (fixture->window, below);
  rail_app_test_screenshot (popover, above);
}

static void
test_filter_choices (Fixture       *fixture,
                     gconstpointer  data)
{
  RailEntry *server = rail_project_get_entry (fixture->project, ID_SERVER);

  GtkMenuButton *button = rail_app_test_find (fixture->page->filter, "button");

  g_assert_false (gtk_widget_get_visible (fixture->page->filter_bar));
  gtk_menu_button_popup (button);
  rail_app_test_settle ();
  choose (fixture, "usage", "OPC UA client");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "5 9");
  choose (fixture, "status", "Revoked");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "9");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "2 9");
  screenshot_popover (fixture, gtk_menu_button_get_popover (button), "filter");
  g_assert_true (gtk_widget_get_visible (fixture->page->filter_bar));
  g_assert_cmpstr (gtk_label_get_text (fixture->page->filter_text), ==, "Only: Revoked · OPC UA client");
  rail_app_test_click (rail_app_test_find (fixture->page, "clear_button"));
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4 5 6 7 8 9 10");
  g_assert_false (gtk_widget_get_visible (fixture->page->filter_bar));

  gtk_menu_button_popdown (button);
  choose (fixture, "issuer", "Line 3 Issuing CA");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "6 8");
  choose (fixture, "issuer", "Any issuer");
  rail_entry_set_device (server, "PLC_1");
  choose (fixture, "device", "PLC_1");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4");
  choose (fixture, "device", "Not assigned");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "5 6 7 8 9 10");
  rail_app_test_activate (fixture->page, "manager.clear-filter", NULL);
}

/* Hidden from one run to the next, but never in secret, and not from somebody who asks for them. */
static void
test_hide_ended (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkCheckButton *hide = rail_app_test_find (fixture->page->filter, "hide_ended");

  g_object_set (fixture->page, "tab", "device", NULL);
  gtk_check_button_set_active (hide, TRUE);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4 5 6 8 10");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "1 10 2 3 6 8 4 5");
  g_assert_cmpstr (gtk_label_get_text (fixture->page->filter_text), ==, "2 expired or revoked certificates are hidden");
  g_assert_true (gtk_widget_get_visible (fixture->page->filter_bar));
  g_object_set (fixture->page, "tab", "trusted", NULL);
  g_assert_false (gtk_widget_get_visible (fixture->page->filter_bar));
  g_assert_cmpint (rail_state_get_int (rail_state_get_default (), "table", "hide-ended", 0), ==, 1);

  choose (fixture, "status", "Expired");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "7");
  choose (fixture, "status", "Any status");
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_REVOKED));
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4 5 6 7 8 9 10");
  g_assert_cmpint (rail_state_get_int (rail_state_get_default (), "table", "hide-ended", 1), ==, 0);
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  RailCertificate *server = rail_entry_get_certificate (rail_project_get_entry (fixture->project, ID_SERVER));
  g_autofree char *serial = rail_format_hex (rail_certificate_get_serial (server));
  g_autofree char *spaced = g_strdelimit (g_strdup (serial), ":", ' ');
  g_autofree char *small = g_ascii_strdown (rail_certificate_get_serial (server), -1);
  g_autofree char *sha1 = rail_format_hex (rail_certificate_get_fingerprint_sha1 (server));
  const char * const searches[] = {
    serial, spaced, small, sha1, rail_certificate_get_fingerprint (server), "#4", "urn:SIMATIC", "opcua-1-4 root",
  };

  filter (fixture, "OPC-UA.Application:PLC_1", 0);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4");
  for (guint i = 0; i < G_N_ELEMENTS (searches) - 1; i++)
    {
      filter (fixture, searches[i], 0);
      manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4");
      manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "2 4");
    }
  /* Letter by letter, as it is typed. */
  for (guint i = 1; serial[i - 1] != '\0'; i++)
    {
      g_autofree char *part = g_strndup (serial, i);

      filter (fixture, part, 0);
    }
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4");
  filter (fixture, "", 0);
}

static void
toggle_column (Fixture    *fixture,
               const char *nick)
{
  GActionGroup *columns =
    rail_certificate_table_get_columns (fixture->page->tables[_rail_certificate_manager_page_get_tab (fixture->page)]);

  g_action_group_activate_action (columns, nick, NULL);
}

static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  GtkColumnView *view = get_view (fixture, RAIL_ENTRY_DEVICE);
  GtkColumnViewColumn *serial = rail_certificate_columns_find (view, RAIL_COLUMN_SERIAL);
  GtkColumnViewColumn *names = rail_certificate_columns_find (view, RAIL_COLUMN_NAMES);

  g_object_set (fixture->page, "tab", "device", NULL);
  g_assert_false (gtk_column_view_column_get_visible (names));
  gtk_widget_activate_action (GTK_WIDGET (view), "table.hide-column", "u", (guint) RAIL_COLUMN_SERIAL);
  g_assert_false (gtk_column_view_column_get_visible (serial));
  toggle_column (fixture, "serial");
  g_assert_true (gtk_column_view_column_get_visible (serial));
  toggle_column (fixture, "names");
  g_assert_true (gtk_column_view_column_get_visible (names));
  rail_app_test_settle ();
  toggle_column (fixture, "reset");
  g_assert_false (gtk_column_view_column_get_visible (names));
}

/* Another window, or the next run: which columns, in what order, how wide. */
static void
test_columns_stay (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkColumnView *view = get_view (fixture, RAIL_ENTRY_DEVICE);
  g_autofree char *stored = NULL;
  RailCertificateManagerPage *page;
  GtkColumnView *next;

  g_object_set (fixture->page, "tab", "device", NULL);
  toggle_column (fixture, "used-as");
  toggle_column (fixture, "fingerprint");
  gtk_column_view_insert_column (view, 1, rail_certificate_columns_find (view, RAIL_COLUMN_FINGERPRINT));
  gtk_column_view_column_set_fixed_width (rail_certificate_columns_find (view, RAIL_COLUMN_ISSUER), 123);
  stored = rail_certificate_columns_store (view);
  g_assert_cmpstr (stored, ==, "id;fingerprint;common-name;serial;issuer=123;valid-to;private-key;signature;key-length;status");
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  rail_app_test_settle ();

  fixture->window = manager_fixture_window (fixture->project, &page);
  fixture->page = page;
  next = get_view (fixture, RAIL_ENTRY_DEVICE);
  g_free (stored);
  stored = rail_certificate_columns_store (next);
  g_assert_cmpstr (stored, ==, "id;fingerprint;common-name;serial;issuer=123;valid-to;private-key;signature;key-length;status");
  /* The other tables have their own. */
  g_assert_true (gtk_column_view_column_get_visible (
    rail_certificate_columns_find (get_view (fixture, RAIL_ENTRY_CA), RAIL_COLUMN_USED_AS)));

  /* What another version has written, or somebody by hand. */
  rail_certificate_columns_restore (next, "nonsense;valid-to=99999999;id=x;;status=80;=");
  g_free (stored);
  stored = rail_certificate_columns_store (next);
  g_assert_cmpstr (stored, ==, "valid-to;id;status=80;common-name");
  g_object_set (fixture->page, "tab", "device", NULL);
  toggle_column (fixture, "reset");
}

static void
text_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static gboolean
has_text_cb (gpointer user_data)
{
  return *(char **) user_data != NULL;
}

static char *
read_clipboard (Fixture *fixture)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->page)), NULL, text_cb, &text);
  rail_app_test_wait_for (has_text_cb, &text, "the clipboard");
  return text;
}

static void
test_copy_rows (Fixture       *fixture,
                gconstpointer  data)
{
  GtkColumnView *view = get_view (fixture, RAIL_ENTRY_DEVICE);
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  const char *serials[2];

  g_object_set (fixture->page, "tab", "device", NULL);
  toggle_column (fixture, "issuer");
  toggle_column (fixture, "private-key");
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_ID, GTK_SORT_DESCENDING);
  gtk_selection_model_select_item (gtk_column_view_get_model (view), 3, TRUE);
  gtk_selection_model_select_item (gtk_column_view_get_model (view), 5, FALSE);
  for (guint i = 0; i < 2; i++)
    serials[i] = rail_certificate_get_serial (rail_entry_get_certificate (
      rail_project_get_entry (fixture->project, i == 0 ? ID_EXPIRED : ID_CLIENT)));
  rail_app_test_activate (fixture->page, "manager.copy", "rows");
  text = read_clipboard (fixture);
  expected = g_strdup_printf (
    "ID\tCommon name of subject\tSerial number\tValid to\tUsed as\tSignature algorithm\tKey length\tStatus\n"
    "7\tOld gateway\t%s\t2026-11-19\tNot assigned\tRSA-SHA256\t2048 bit\tExpired 3 days ago\n"
    "5\tUaExpert\t%s\t2036-11-21\tNot assigned\tRSA-SHA256\t2048 bit\tValid\n", serials[0], serials[1]);
  g_assert_cmpstr (text, ==, expected);
  toggle_column (fixture, "reset");
}

static void
test_copy_certificate (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *pem = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *entry = rail_project_get_entry (fixture->project, ID_SERVER);

  rail_certificate_manager_page_select_entry (fixture->page, entry);
  rail_app_test_activate (fixture->page, "manager.copy", "text");
  text = read_clipboard (fixture);
  rail_assert_contains (text, "Subject\n  Common name: PLC-1/OPCUA-1-4\n");
  rail_app_test_activate (fixture->page, "manager.copy", "pem");
  pem = read_clipboard (fixture);
  certificate = rail_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  g_assert_true (rail_certificate_equal (certificate, rail_entry_get_certificate (entry)));
}

/* All that is in sight, and no more. */
static void
test_csv (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "table.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  manager_fixture_create (fixture->project, RAIL_USAGE_TLS_CLIENT, "=1+1", ID_INTERMEDIATE, 0, 0, "");
  g_object_set (fixture->page, "tab", "device", NULL);
  toggle_column (fixture, "serial");
  filter (fixture, "", 1 + RAIL_STATUS_VALID);
  sort_by (fixture, RAIL_ENTRY_DEVICE, RAIL_COLUMN_ID, GTK_SORT_DESCENDING);
  rail_file_chooser_preset (file);
  rail_app_test_activate (fixture->page, "manager.save-csv", NULL);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    rail_app_test_settle ();
  rail_app_test_settle ();

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_cmpstr (lines[0], ==, "\xef\xbb\xbf" "ID,Common name of subject,Issuer,Valid to,Used as,Private key,"
                                 "Signature algorithm,Key length,Status");
  g_assert_true (g_str_has_prefix (lines[1], "11,'=1+1,Line 3 Issuing CA,"));
  g_assert_true (g_str_has_prefix (lines[2], "10,\"Filling & capping <station 12>, conveyor B, drive cabinet 0007\","));
  g_assert_true (g_str_has_prefix (lines[4], "4,PLC-1/OPCUA-1-4,"));
  toggle_column (fixture, "reset");
  rail_test_remove_folder (folder);
}

static GtkPopover *
find_menu (Fixture *fixture)
{
  RailCertificateTable *table = fixture->page->tables[_rail_certificate_manager_page_get_tab (fixture->page)];

  return GTK_POPOVER (rail_app_test_find (table, "menu"));
}

/* (nullable): the text of an item that is in sight */
static GtkWidget *
find_item (GtkWidget  *widget,
           const char *label)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), label))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_item (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The binding that a key has at a widget, run as GTK runs it. */
static gboolean
press (GtkWidget  *widget,
       const char *keys)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);
  g_autoptr(GtkShortcutTrigger) trigger = gtk_shortcut_trigger_parse_string (keys);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint n = 0; n < g_list_model_get_n_items (G_LIST_MODEL (controller)); n++)
        {
          g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), n);

          if (gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), trigger))
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                                 gtk_shortcut_get_arguments (shortcut));
        }
    }
  return FALSE;
}

static void
test_context_menu (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char * const keys[] = { "<Shift>F10", "Menu" };
  static const char * const items[] = { "Show", "Export…", "Hand Over…", "Copy", "Revoke…", "Delete" };

  g_object_set (fixture->page, "tab", "device", NULL);
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  rail_app_test_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkPopover *menu = find_menu (fixture);

      g_assert_false (gtk_widget_get_visible (GTK_WIDGET (menu)));
      g_assert_true (press (GTK_WIDGET (fixture->page->tables[RAIL_ENTRY_DEVICE]), keys[i]));
      rail_app_test_settle ();
      g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (menu)));
      for (guint n = 0; n < G_N_ELEMENTS (items); n++)
        if (find_item (GTK_WIDGET (menu), items[n]) == NULL)
          g_error ("there is no “%s” in the menu", items[n]);
      /* What no part of the program does is not offered. */
      if (!_rail_certificate_manager_page_has_action (fixture->page, "manager.renew"))
        g_assert_null (find_item (GTK_WIDGET (menu), "Renew…"));
      g_assert_false (gtk_scrolled_window_get_overlay_scrolling (GTK_SCROLLED_WINDOW (gtk_popover_get_child (menu))));
      if (i == 0)
        screenshot_popover (fixture, menu, "context-menu");
      gtk_popover_popdown (menu);
      rail_app_test_settle ();
    }
}

/* The bar offers what there is, in the order of TIA Portal. */
static void
test_bar (Fixture       *fixture,
          gconstpointer  data)
{
  static const char * const actions[] = {
    "manager.create", "manager.import", "manager.export", "manager.renew", "manager.replace",
  };
  GtkWidget *child = fixture->page->create_button;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++, child = gtk_widget_get_next_sibling (child))
    {
      g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (child)), ==, actions[i]);
      g_assert_cmpint (gtk_widget_get_visible (child), ==,
                       _rail_certificate_manager_page_has_action (fixture->page, actions[i]));
    }
  child = find_button (GTK_WIDGET (fixture->page), "manager.export");
  g_assert_false (gtk_widget_is_sensitive (child));
  rail_assert_contains (gtk_widget_get_tooltip_text (child), "Select");
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  g_assert_true (gtk_widget_is_sensitive (child));
  rail_assert_contains (gtk_widget_get_tooltip_text (child), "Write");
}

static void
test_follows_project (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GPtrArray) gone = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  manager_fixture_create (fixture->project, RAIL_USAGE_TLS_CLIENT, "New one", ID_INTERMEDIATE, 0, 0, "");
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "1 10 2 3 6 8 11 4 5 7 9");
  g_ptr_array_add (gone, rail_project_get_entry (fixture->project, ID_LONG));
  g_assert_true (rail_project_delete_entries (fixture->project, gone, &error));
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "1 2 3 6 8 11 4 5 7 9");
  g_assert_true (rail_project_undo (fixture->project));
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_CA, "1 10 2 3 6 8 11 4 5 7 9");
}

static void
test_actions (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_true (is_enabled (fixture, "manager.create"));
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
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "5 6 7 8 9 10");
  g_assert_true (rail_project_undo (fixture->project));
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4 5 6 7 8 9 10");
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
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "9");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_ptr_array_add (entries, rail_project_get_entry (fixture->project, ids[i]));
  hook = g_signal_add_emission_hook (signal, 0, count_cb, &n, NULL);
  g_assert_true (rail_project_revoke (fixture->project, entries, RAIL_REVOCATION_SUPERSEDED, &error));
  g_assert_no_error (error);
  rail_app_test_settle ();
  g_assert_cmpuint (n, <=, RAIL_N_TABS);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "4 5 6 8 9 10");
  n = 0;
  g_assert_true (rail_project_undo (fixture->project));
  rail_app_test_settle ();
  g_assert_cmpuint (n, <=, RAIL_N_TABS);
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "9");
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
  manager_fixture_assert_ids (fixture->page, RAIL_ENTRY_DEVICE, "1");
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
  ADD ("filter-button-chooses-usage-issuer-and-device", NULL, test_filter_choices);
  ADD ("ended-certificates-can-be-hidden-but-not-in-secret", NULL, test_hide_ended);
  ADD ("search-finds-serials-fingerprints-names-and-ids", NULL, test_search);
  ADD ("columns-can-be-chosen", NULL, test_columns);
  ADD ("columns-stay-as-they-were-left", NULL, test_columns_stay);
  ADD ("rows-are-copied-as-they-are-shown", NULL, test_copy_rows);
  ADD ("certificate-is-copied-as-text-and-pem", NULL, test_copy_certificate);
  ADD ("table-is-saved-as-it-is-shown", NULL, test_csv);
  ADD ("keys-open-the-context-menu", NULL, test_context_menu);
  ADD ("tool-bar-has-what-is-installed-and-says-what-it-waits-for", NULL, test_bar);
  ADD ("table-follows-create-delete-undo", NULL, test_follows_project);
  ADD ("actions-follow-selection", NULL, test_actions);
  ADD ("create-menu-has-a-name", NULL, test_drop_down_name);
  ADD ("delete-is-undone", NULL, test_delete);
  ADD ("undo-of-a-toast-is-the-change-it-names", NULL, test_undo_toast);
  ADD ("delete-of-authority-in-use-names-its-certificates", NULL, test_delete_in_use);
  ADD ("many-changes-are-filtered-once", NULL, test_many_changes);
  ADD ("valid-to-is-in-utc", NULL, test_utc);
  ADD ("dates-are-never-cut", NULL, test_dates_fit);
  ADD ("unprotected-project-offers-protection", GINT_TO_POINTER (1), test_unprotected);
  return rail_app_test_run ();
}
