/* SPDX-License-Identifier: GPL-3.0-or-later */

/* “Where Certificates Belong”, through its page. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-device-operations.h"
#include "rail-diagram-draw.h"
#include "rail-diagram-layout.h"
#include "rail-diagram-page.h"
#include "rail-diagram-paper.h"
#include "rail-diagram-view.h"
#include "rail-entry-drag.h"
#include "rail-file-chooser.h"
#include "rail-hand-over-dialog.h"
#include "rail-operations.h"

#include <sys/stat.h>

typedef struct
{
  RailWindow      *window;
  RailProject     *project;
  RailDiagramPage *page;
  RailDiagramView *view;
} Fixture;

/* PLC_1 presents the server's certificate and trusts UaExpert, whose root it has not got; Browser-PC is there to
 * look. */
static void
add_plant (RailProject *project)
{
  g_autoptr(RailDevice) plc = NULL;
  g_autoptr(RailDevice) browser = rail_device_new ("Browser-PC", RAIL_FAMILY_PC);
  RailDevice *before = rail_project_get_device (project, "PLC_1");
  g_autoptr(GError) error = NULL;

  plc = before != NULL ? rail_device_copy (before) : rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  rail_device_set_firmware (plc, "3.1");
  rail_device_set_service (plc, RAIL_SERVICE_OPCUA_SERVER, TRUE, ID_SERVER);
  if (before != NULL)
    rail_project_change_device (project, before, plc, &error);
  else
    rail_project_add_device (project, plc, &error);
  g_assert_no_error (error);
  rail_project_add_device (project, browser, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  add_plant (fixture->project);
  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_set_project (fixture->window, fixture->project, NULL);
  rail_app_test_activate (fixture->window, "win.go", "diagram");
  rail_app_test_settle ();
  fixture->page = rail_app_test_find_type (fixture->window, RAIL_TYPE_DIAGRAM_PAGE);
  fixture->view = rail_app_test_find (fixture->page, "view");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static const char *
get_stack (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (rail_app_test_find (fixture->page, "stack"));
}

static RailDiagramItem *
find_item (Fixture         *fixture,
           const char      *box,
           RailDiagramKind  kind,
           guint            id)
{
  GListModel *items = rail_diagram_get_items (rail_diagram_page_get_diagram (fixture->page));

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailDiagramItem) item = g_list_model_get_item (items, i);
      RailEntry *entry = rail_diagram_item_get_entry (item);

      if (g_str_equal (rail_diagram_item_get_box (item), box) && rail_diagram_item_get_kind (item) == kind &&
          entry != NULL && rail_entry_get_id (entry) == id)
        return item;   /* the diagram keeps it */
    }
  g_error ("There is no such item in “%s”", box);
}

static void
press (Fixture         *fixture,
       guint            key,
       GdkModifierType  modifiers)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));

  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key &&
              gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers)
            {
              gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), GTK_SHORTCUT_ACTION_EXCLUSIVE,
                                            GTK_WIDGET (fixture->view), gtk_shortcut_get_arguments (shortcut));
              rail_app_test_settle ();
              return;
            }
        }
    }
  g_error ("No shortcut for key %u", key);
}

/* The file that a drag from the middle of an item offers; (nullable) */
static GFile *
drag (Fixture             *fixture,
      RailDiagramItem     *item,
      GdkContentProvider **out_provider)
{
  GtkDragSource *source = rail_diagram_view_get_drag (fixture->view);
  g_autoptr(GObject) context = G_OBJECT (rail_diagram_create_context (GTK_WIDGET (fixture->view)));
  RailDiagramLayout *layout = rail_diagram_layout_new (rail_diagram_page_get_diagram (fixture->page), FALSE,
                                                       rail_diagram_measure_pango, context);
  double zoom = rail_diagram_view_get_zoom (fixture->view);
  g_auto(GValue) value = G_VALUE_INIT;
  RailDiagramRect rect;
  GSList *files;
  GFile *file;

  g_assert_true (rail_diagram_layout_get_rect (layout, item, &rect));
  rail_diagram_layout_free (layout);
  *out_provider = NULL;
  g_signal_emit_by_name (source, "prepare", (rect.x + rect.width / 2) * zoom, (rect.y + 10) * zoom, out_provider);
  if (*out_provider == NULL)
    return NULL;
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_assert_true (gdk_content_provider_get_value (*out_provider, &value, NULL));
  files = g_value_get_boxed (&value);
  file = g_object_ref (files->data);
  return file;
}

static void
test_opens (Fixture       *fixture,
            gconstpointer  data)
{
  RailDiagram *diagram = rail_diagram_page_get_diagram (fixture->page);

  g_assert_nonnull (diagram);
  g_assert_cmpint (rail_diagram_get_scenario (diagram), ==, RAIL_SCENARIO_OPCUA_PROJECT);
  g_assert_cmpstr (rail_device_get_name (rail_diagram_get_device (diagram)), ==, "PLC_1");
  g_assert_cmpstr (get_stack (fixture), ==, "picture");
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->view)), >, 300);
  rail_app_test_screenshot (fixture->window, "diagram");
}

static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  gtk_drop_down_set_selected (rail_app_test_find (fixture->page, "scenarios"), RAIL_SCENARIO_GDS_REQUEST);
  rail_app_test_settle ();
  g_assert_cmpint (rail_diagram_get_scenario (rail_diagram_page_get_diagram (fixture->page)), ==,
                   RAIL_SCENARIO_GDS_REQUEST);
  /* Nobody here uses secure OUC. */
  gtk_drop_down_set_selected (rail_app_test_find (fixture->page, "scenarios"), RAIL_SCENARIO_OUC_MUTUAL);
  rail_app_test_settle ();
  g_assert_cmpstr (get_stack (fixture), ==, "empty");
  rail_assert_contains (adw_status_page_get_description (rail_app_test_find (fixture->page, "empty")), "First add a "
                                                                                                       "device");
  g_assert_false (gtk_widget_get_sensitive (rail_app_test_find (fixture->page, "partners")));
  rail_app_test_screenshot (fixture->window, "diagram-empty");
}

static void
test_partner (Fixture       *fixture,
              gconstpointer  data)
{
  GtkDropDown *partners = rail_app_test_find (fixture->page, "partners");
  guint n = g_list_model_get_n_items (gtk_drop_down_get_model (partners));
  GObject *before = rail_diagram_get_partner (rail_diagram_page_get_diagram (fixture->page));

  g_assert_cmpuint (n, >, 1);
  gtk_drop_down_set_selected (partners, n - 1);
  rail_app_test_settle ();
  g_assert_true (rail_diagram_get_partner (rail_diagram_page_get_diagram (fixture->page)) != before);
  g_assert_cmpuint (gtk_drop_down_get_selected (partners), ==, n - 1);
}

static void
test_keyboard (Fixture       *fixture,
               gconstpointer  data)
{
  RailDiagramItem *first, *second;

  press (fixture, GDK_KEY_Down, 0);
  first = rail_diagram_view_get_selected (fixture->view);
  g_assert_cmpstr (rail_diagram_item_get_box (first), ==, "PLC_1");
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->page, "inspector")));
  press (fixture, GDK_KEY_Right, 0);
  second = rail_diagram_view_get_selected (fixture->view);
  g_assert_cmpstr (rail_diagram_item_get_box (second), ==, rail_project_get_name (fixture->project));
  press (fixture, GDK_KEY_Left, 0);
  g_assert_true (rail_diagram_view_get_selected (fixture->view) == first);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_true (rail_diagram_view_get_selected (fixture->view) == first);
  rail_app_test_screenshot (fixture->window, "diagram-selected");

  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (fixture->window, "pages")), ==,
                   "certificates");
  {
    RailCertificateManagerPage *manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
    g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (manager);

    g_assert_cmpuint (selected->len, ==, 1);
    g_assert_cmpuint (rail_entry_get_id (selected->pdata[0]), ==, ID_SERVER);
  }
}

static void
test_zoom (Fixture       *fixture,
           gconstpointer  data)
{
  GtkButton *button = rail_app_test_find (fixture->page, "zoom_button");
  int width;

  rail_app_test_activate (fixture->page, "diagram.zoom-normal", NULL);
  g_assert_cmpfloat (rail_diagram_view_get_zoom (fixture->view), ==, 1);
  rail_app_test_settle ();
  g_assert_cmpstr (gtk_button_get_label (button), ==, "100 %");
  gtk_widget_measure (GTK_WIDGET (fixture->view), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  press (fixture, GDK_KEY_plus, GDK_CONTROL_MASK);
  g_assert_cmpfloat_with_epsilon (rail_diagram_view_get_zoom (fixture->view), 1.2, 0.001);
  g_assert_cmpstr (gtk_button_get_label (button), ==, "120 %");
  {
    int wider;

    gtk_widget_measure (GTK_WIDGET (fixture->view), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wider, NULL, NULL);
    g_assert_cmpint (wider, >, width);
  }
  for (guint i = 0; i < 20; i++)
    rail_app_test_activate (fixture->page, "diagram.zoom-in", NULL);
  g_assert_cmpfloat (rail_diagram_view_get_zoom (fixture->view), ==, 4);
  rail_app_test_activate (fixture->page, "diagram.zoom-fit", NULL);
  g_assert_cmpfloat (rail_diagram_view_get_zoom (fixture->view), <=, 1);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  GtkListBox *list = rail_app_test_find (fixture->page, "list");
  GListModel *items = rail_diagram_get_items (rail_diagram_page_get_diagram (fixture->page));
  guint n = 0;

  rail_diagram_view_set_selected (fixture->view, find_item (fixture, "UaExpert", RAIL_DIAGRAM_KEY, ID_CLIENT));
  rail_app_test_click (rail_app_test_find (fixture->page, "list_button"));
  rail_app_test_settle ();
  g_assert_cmpstr (get_stack (fixture), ==, "list");
  while (gtk_list_box_get_row_at_index (list, (int) n) != NULL)
    n++;
  g_assert_cmpuint (n, ==, g_list_model_get_n_items (items));
  g_assert_nonnull (gtk_list_box_get_selected_row (list));
  g_assert_nonnull (gtk_list_box_row_get_header (gtk_list_box_get_row_at_index (list, 0)));
  rail_app_test_screenshot (fixture->window, "diagram-list");
}

/* The picture says what it shows to those who cannot see it. */
static void
test_accessible (Fixture       *fixture,
                 gconstpointer  data)
{
  RailDiagram *diagram = rail_diagram_page_get_diagram (fixture->page);
  g_autofree char *description = rail_diagram_dup_description (diagram);

  gtk_test_accessible_assert_role (fixture->view, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_LABEL, rail_diagram_get_title (diagram));
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

/* A certificate is a file and an entry; a key is a file only, private, and there only for its own drag. */
static void
test_drag (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GdkContentProvider) provider = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GdkContentFormats) formats = NULL;
  g_autofree char *name = NULL;
  g_autofree char *content = NULL;
  struct stat info;

  file = drag (fixture, find_item (fixture, "UaExpert", RAIL_DIAGRAM_CERTIFICATE, ID_CLIENT), &provider);
  name = g_file_get_basename (file);
  g_assert_cmpstr (name, ==, "uaexpert.der");
  formats = gdk_content_provider_ref_formats (provider);
  g_assert_true (gdk_content_formats_contain_gtype (formats, RAIL_TYPE_ENTRY_LIST));
  g_clear_object (&file);
  g_clear_object (&provider);
  g_clear_pointer (&name, g_free);
  g_clear_pointer (&formats, gdk_content_formats_unref);

  file = drag (fixture, find_item (fixture, "UaExpert", RAIL_DIAGRAM_KEY, ID_CLIENT), &provider);
  name = g_file_get_basename (file);
  g_assert_cmpstr (name, ==, "uaexpert_key.pem");
  formats = gdk_content_provider_ref_formats (provider);
  g_assert_false (gdk_content_formats_contain_gtype (formats, RAIL_TYPE_ENTRY_LIST));
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &content, NULL, NULL));
  g_assert_true (g_str_has_prefix (content, "-----BEGIN PRIVATE KEY-----"));
  g_assert_cmpint (stat (g_file_peek_path (file), &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_clear_object (&provider);
  g_clear_pointer (&name, g_free);

  {
    g_autoptr(GFile) list = drag (fixture, find_item (fixture, "UaExpert", RAIL_DIAGRAM_LIST, ID_ROOT), &provider);

    name = g_file_get_basename (list);
    g_assert_true (g_str_has_suffix (name, ".crl"));
    /* The key went when the next drag began. */
    g_assert_false (g_file_query_exists (file, NULL));
  }
}

static void
test_repair (Fixture       *fixture,
             gconstpointer  data)
{
  RailDiagramItem *item = find_item (fixture, "PLC_1", RAIL_DIAGRAM_AUTHORITY, ID_ROOT);

  g_assert_cmpint (rail_diagram_item_get_state (item), ==, RAIL_DIAGRAM_MISSING);
  rail_diagram_view_set_selected (fixture->view, item);
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->page, "repair_button")));
  rail_app_test_screenshot (fixture->window, "diagram-missing");
  rail_app_test_activate (fixture->page, "diagram.repair", NULL);
  rail_app_test_settle ();
  g_assert_true (rail_device_has_partner (rail_project_get_device (fixture->project, "PLC_1"), ID_ROOT));
  /* The picture has followed, and what was selected still is. */
  item = rail_diagram_view_get_selected (fixture->view);
  g_assert_nonnull (item);
  g_assert_cmpint (rail_diagram_item_get_state (item), ==, RAIL_DIAGRAM_FINE);

  rail_app_test_activate (fixture->window, "win.undo", NULL);
  rail_app_test_settle ();
  g_assert_cmpint (rail_diagram_item_get_state (find_item (fixture, "PLC_1", RAIL_DIAGRAM_AUTHORITY, ID_ROOT)), ==,
                   RAIL_DIAGRAM_MISSING);
}

/* The CPU has got an address that its certificate does not name. A new key takes a while. */
static void
begin_renewal (Fixture *fixture)
{
  static const char * const addresses[] = { "192.168.0.99", NULL };
  RailDevice *before = rail_project_get_device (fixture->project, "PLC_1");
  g_autoptr(RailDevice) plc = rail_device_copy (before);
  g_autoptr(GError) error = NULL;

  rail_device_set_addresses (plc, addresses);
  rail_device_set_service (plc, RAIL_SERVICE_OPCUA_SERVER, TRUE, 0);
  rail_project_change_device (fixture->project, before, plc, &error);
  g_assert_no_error (error);
  rail_project_assign (fixture->project, rail_project_get_entry (fixture->project, ID_SERVER),
                       rail_project_get_device (fixture->project, "PLC_1"), RAIL_USED_AS_SERVICE,
                       RAIL_SERVICE_OPCUA_SERVER, &error);
  g_assert_no_error (error);
  rail_app_test_settle ();
  rail_diagram_view_set_selected (fixture->view, find_item (fixture, "PLC_1", RAIL_DIAGRAM_CERTIFICATE, ID_SERVER));
  rail_app_test_activate (fixture->page, "diagram.repair", NULL);
}

static gboolean
is_renewed_cb (gpointer entry)
{
  return rail_entry_get_n_generations (entry) == 1;
}

static gboolean
is_locked_cb (gpointer window)
{
  return rail_window_is_locked (window);
}

/* What is renewed when the project has gone is lost. */
static void
test_lock_waits (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(RailEntry) entry = g_object_ref (rail_project_get_entry (fixture->project, ID_SERVER));

  begin_renewal (fixture);
  g_assert_true (rail_diagram_page_is_busy (fixture->page));
  g_assert_false (is_renewed_cb (entry));
  rail_window_lock (fixture->window);
  g_assert_true (rail_window_get_project (fixture->window) == fixture->project);
  rail_app_test_wait_for (is_renewed_cb, entry, "the renewal");
  rail_app_test_wait_for (is_locked_cb, fixture->window, "a locked window");
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  static const struct { const char *action; const char *name; const char *magic; } forms[] = {
    { "diagram.save-svg", "picture.svg", "<?xml" },
    { "diagram.save-png", "picture.png", "\x89PNG" },
  };
  g_autofree char *folder = rail_test_make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_build_filename (folder, forms[i].name, NULL);
      g_autoptr(GFile) file = g_file_new_for_path (path);
      g_autofree char *content = NULL;

      rail_file_chooser_preset (file);
      rail_app_test_activate (fixture->page, forms[i].action, NULL);
      while (!g_file_test (path, G_FILE_TEST_EXISTS))
        rail_app_test_settle ();
      rail_app_test_settle ();
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, forms[i].magic));
    }
  rail_test_remove_folder (folder);
}

static void
test_print (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "picture.pdf", NULL);
  g_autoptr(GtkPrintOperation) operation = rail_diagram_print_new (rail_diagram_page_get_diagram (fixture->page),
                                                                   GTK_WIDGET (fixture->view));
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;

  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_true (g_str_has_prefix (content, "%PDF"));
  rail_test_remove_folder (folder);
}

static void
test_hand_over (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *dialog;

  rail_app_test_activate (fixture->page, "diagram.write-files", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_HAND_OVER_DIALOG, NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
  rail_app_test_settle ();
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  add ("/app/diagram/opens-with-the-pair-that-fits-best", test_opens);
  add ("/app/diagram/scenario-can-be-chosen", test_choices);
  add ("/app/diagram/partner-can-be-chosen", test_partner);
  add ("/app/diagram/keys-go-from-item-to-item", test_keyboard);
  add ("/app/diagram/zooms", test_zoom);
  add ("/app/diagram/list-says-the-same", test_list);
  add ("/app/diagram/picture-is-described", test_accessible);
  add ("/app/diagram/items-are-dragged-as-files", test_drag);
  add ("/app/diagram/missing-is-repaired-and-redrawn", test_repair);
  add ("/app/diagram/lock-waits-for-repair", test_lock_waits);
  add ("/app/diagram/saved-as-svg-and-png", test_save);
  add ("/app/diagram/printed-on-one-page", test_print);
  add ("/app/diagram/hand-over-for-the-pair", test_hand_over);

  return rail_app_test_run ();
}
