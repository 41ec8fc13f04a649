/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks every page and every dialog. CERTRAIL_LOOK says how they look: “large” for text of 200 %, “contrast”, “rtl” for
 * languages written from right to left, “motion” for animations, which all others are without, or nothing. */

#include "config.h"

#include "manager-fixture.h"
#include "widget-walk.h"

#include "rail-create-dialog.h"
#include "rail-device-page.h"
#include "rail-file-chooser.h"
#include "rail-login-dialog.h"
#include "rail-operations.h"
#include "rail-project-view.h"
#include "rail-users-page.h"

#define SCREEN_WIDTH 1280
#define SCREEN_HEIGHT 800

typedef struct
{
  RailProject                *project;
  RailCertificateManagerPage *page;
  RailWindow                 *window;
  guint                       n_flaws;
} Fixture;

static const char *
get_look (void)
{
  const char *look = g_getenv ("CERTRAIL_LOOK");

  return look != NULL ? look : "plain";
}

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
take_lines (Fixture    *fixture,
            const char *where,
            const char *flaw,
            GPtrArray  *lines)
{
  for (guint i = 0; i < lines->len; i++)
    g_test_message ("%s: %s: %s", where, flaw, (const char *) g_ptr_array_index (lines, i));
  fixture->n_flaws += lines->len;
  g_ptr_array_unref (lines);
}

static void
check_size (Fixture    *fixture,
            GtkWindow  *window,
            const char *where)
{
  int width = gtk_widget_get_width (GTK_WIDGET (window));
  int height = gtk_widget_get_height (GTK_WIDGET (window));

  if (width <= SCREEN_WIDTH && height <= SCREEN_HEIGHT)
    return;
  g_test_message ("%s: %d × %d is larger than the screen", where, width, height);
  fixture->n_flaws++;
}

/* Looks at all that @window shows now. */
static void
look_at (Fixture    *fixture,
         gpointer    window,
         const char *where)
{
  g_autofree char *picture = g_strdup_printf ("look-%s-%s", get_look (), where);

  take_lines (fixture, where, "nameless", widget_walk_list_nameless (window));
  take_lines (fixture, where, "not reached", widget_walk_list_unreached (window));
  take_lines (fixture, where, "one mnemonic twice", widget_walk_list_doubles (window));
  take_lines (fixture, where, "cut off", widget_walk_list_cut (window));
  check_size (fixture, window, where);
  rail_app_test_screenshot (window, picture);
}

/* The window on top of @window. */
static GtkWindow *
find_dialog (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (fixture->window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static void
check_focus (Fixture    *fixture,
             GtkWidget  *before,
             const char *where)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  if (focus != NULL && gtk_widget_get_mapped (focus) && (before == NULL || focus == before))
    return;
  g_test_message ("%s: the focus was at a %s, and is at %s when the dialog is closed", where,
                  before != NULL ? G_OBJECT_TYPE_NAME (before) : "nothing",
                  focus != NULL ? G_OBJECT_TYPE_NAME (focus) : "nothing");
  fixture->n_flaws++;
}

static void
look_at_dialog (Fixture    *fixture,
                const char *where)
{
  GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  GtkWindow *dialog;

  rail_app_test_settle ();
  dialog = find_dialog (fixture);
  if (dialog == NULL)
    g_error ("“%s” opens no dialog", where);
  look_at (fixture, dialog, where);
  gtk_window_close (dialog);
  rail_app_test_settle ();
  if (find_dialog (fixture) != NULL)
    g_error ("“%s” opens a dialog that stays", where);
  check_focus (fixture, before, where);
}

static void
open_dialog (Fixture    *fixture,
             gpointer    widget,
             const char *action,
             const char *target)
{
  /* Opened from a control, as a person does it. */
  gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
  rail_app_test_activate (widget, action, target);
  look_at_dialog (fixture, strchr (action, '.') + 1);
}

static void
select_entries (Fixture *fixture,
                guint    id)
{
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, id));
  rail_app_test_settle ();
}

static void
assert_no_flaw (Fixture *fixture)
{
  if (fixture->n_flaws > 0)
    g_test_fail_printf ("%u flaws; the messages above name them", fixture->n_flaws);
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const places[] = { "project", "protection", "users", "validity", "journal", "certificates",
                                         "devices", "device:PLC_1" };
  static const guint selected[] = { ID_ROOT, ID_SERVER, ID_EXPIRED, ID_REVOKED };
  static const char * const views[] = { "device", "local-manager", "opcua" };
  GtkWidget *device_page;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *where = g_strdelimit (g_strdup_printf ("page-%s", places[i]), ":", '-');

      rail_app_test_activate (fixture->window, "win.go", places[i]);
      rail_app_test_settle ();
      look_at (fixture, fixture->window, where);
    }
  device_page = rail_app_test_find_type (fixture->window, RAIL_TYPE_DEVICE_PAGE);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *where = g_strdup_printf ("device-view-%s", views[i]);

      rail_device_page_set_view (RAIL_DEVICE_PAGE (device_page), views[i]);
      rail_app_test_settle ();
      look_at (fixture, fixture->window, where);
    }
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  for (guint i = 0; i < G_N_ELEMENTS (selected); i++)
    {
      g_autofree char *where = g_strdup_printf ("certificate-%u", selected[i]);

      select_entries (fixture, selected[i]);
      look_at (fixture, fixture->window, where);
    }
  rail_app_test_activate (fixture->window, "win.compile", "");
  rail_app_test_settle ();
  look_at (fixture, fixture->window, "messages");
  assert_no_flaw (fixture);
}

static void
test_inspector (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *inspector = rail_app_test_find (fixture->page, "inspector");
  GtkStack *stack = rail_app_test_find (inspector, "stack");
  GtkSelectionModel *pages = gtk_stack_get_pages (stack);

  select_entries (fixture, ID_SERVER);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autofree char *where = g_strdup_printf ("inspector-%u", i);

      gtk_selection_model_select_item (pages, i, TRUE);
      rail_app_test_settle ();
      look_at (fixture, fixture->window, where);
    }
  assert_no_flaw (fixture);
}

static void
test_certificate_dialogs (Fixture       *fixture,
                          gconstpointer  data)
{
  static const char * const of_one[] = {
    "manager.export", "manager.hand-over", "manager.assign", "manager.renew", "manager.replace", "manager.request",
    "manager.revoke",
  };
  static const char * const of_none[] = {
    "manager.create", "manager.create-authority", "manager.import", "manager.import-csv", "manager.renew-expiring",
    "manager.answer", "manager.sign",
  };

  select_entries (fixture, ID_SERVER);
  for (guint i = 0; i < G_N_ELEMENTS (of_one); i++)
    open_dialog (fixture, fixture->page, of_one[i], NULL);
  for (guint i = 0; i < G_N_ELEMENTS (of_none); i++)
    open_dialog (fixture, fixture->page, of_none[i], NULL);
  select_entries (fixture, ID_ROOT);
  open_dialog (fixture, fixture->page, "manager.publish-list", NULL);
  assert_no_flaw (fixture);
}

static void
test_project_dialogs (Fixture       *fixture,
                      gconstpointer  data)
{
  open_dialog (fixture, fixture->window, "app.new", NULL);
  open_dialog (fixture, fixture->window, "app.preferences", NULL);
  open_dialog (fixture, fixture->window, "app.about", NULL);
  open_dialog (fixture, fixture->window, "win.show-help-overlay", NULL);
  open_dialog (fixture, fixture->window, "win.search", NULL);
  open_dialog (fixture, fixture->window, "win.save-copy", NULL);
  open_dialog (fixture, fixture->window, "win.add-device", NULL);
  open_dialog (fixture, fixture->window, "win.add-devices", NULL);
  open_dialog (fixture, fixture->window, "win.change-device", "PLC_1");
  open_dialog (fixture, fixture->window, "win.duplicate-device", "PLC_1");
  open_dialog (fixture, fixture->window, "win.create-certificate", "PLC_1");
  open_dialog (fixture, fixture->window, "win.load", "");
  open_dialog (fixture, fixture->window, "win.report", NULL);
  open_dialog (fixture, fixture->window, "win.tcon", "PLC_1");
  rail_app_test_activate (fixture->window, "win.go", "users");
  open_dialog (fixture, rail_app_test_find_type (fixture->window, RAIL_TYPE_USERS_PAGE), "users.add", NULL);
  assert_no_flaw (fixture);
}

static void
test_unprotected (Fixture       *fixture,
                  gconstpointer  data)
{
  fixture->project = manager_fixture_unprotected ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
  look_at (fixture, fixture->window, "unprotected-certificates");
  rail_app_test_activate (fixture->window, "win.go", "devices");
  rail_app_test_settle ();
  look_at (fixture, fixture->window, "empty-devices");
  rail_app_test_activate (fixture->window, "win.go", "protection");
  rail_app_test_settle ();
  look_at (fixture, fixture->window, "unprotected-protection");
  open_dialog (fixture, fixture->window, "win.protect", NULL);
  manager_fixture_close (fixture->project);
  assert_no_flaw (fixture);
}

static void
test_example (void)
{
  Fixture fixture = { .window = rail_app_test_new_window (rail_app_test_get_application ()) };
  RailWindow *window = fixture.window;
  GListModel *devices;
  GtkWidget *dialog;

  look_at (&fixture, window, "welcome");
  rail_app_test_activate (window, "app.open-example", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
  look_at (&fixture, dialog, "login");
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), "Certrail-example-1");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_gone (RAIL_TYPE_LOGIN_DIALOG);
  devices = rail_project_get_devices (rail_window_get_project (window));
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      g_autofree char *target = g_strconcat ("device:", rail_device_get_name (device), NULL);
      g_autofree char *where = g_strconcat ("example-", rail_device_get_name (device), NULL);

      rail_app_test_activate (window, "win.go", target);
      rail_app_test_settle ();
      look_at (&fixture, window, where);
    }
  rail_app_test_activate (window, "win.compile-project", NULL);
  rail_app_test_settle ();
  look_at (&fixture, window, "example-messages");
  rail_app_test_activate (window, "win.lock", NULL);
  rail_app_test_wait_for ((RailTestCondition) rail_window_is_locked, window, "the lock page");
  rail_app_test_settle ();
  look_at (&fixture, window, "lock");
  gtk_window_destroy (GTK_WINDOW (window));
  assert_no_flaw (&fixture);
}

/* What does not fit is cut off at the bottom, never at the top, where nobody could scroll to it. */
static void
test_small_window (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char * const places[] = { "certificates", "diagram", "validity", "journal", "users" };
  GtkWidget *view = rail_app_test_find_type (fixture->window, RAIL_TYPE_PROJECT_VIEW);
  GtkWidget *place = gtk_widget_get_parent (view);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 640, 560);
  rail_app_test_activate (fixture->window, "win.compile", "");
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *picture = g_strdup_printf ("look-%s-small-%s", get_look (), places[i]);

      rail_app_test_activate (fixture->window, "win.go", places[i]);
      rail_app_test_settle ();
      rail_app_test_screenshot (fixture->window, picture);
      g_test_message ("%s: %d of %d pixels", places[i], gtk_widget_get_height (view), gtk_widget_get_height (place));
      g_assert_cmpint (gtk_widget_get_height (view), <=, gtk_widget_get_height (place));
    }
}

static void
set_look (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  if (g_str_equal (get_look (), "rtl"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  else if (g_str_equal (get_look (), "motion"))
    g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  else if (g_str_equal (get_look (), "large"))
    {
      g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
      g_object_set (settings, "gtk-xft-dpi", 2 * (dpi > 0 ? dpi : 96 * PANGO_SCALE), NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = NULL;

  /* Looked at before there is a display. */
  if (g_str_equal (get_look (), "contrast"))
    g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
  rail_app_test_init (&argc, &argv);
  set_look ();
  data = g_test_build_filename (G_TEST_DIST, "..", "data", NULL);
  g_setenv ("CERTRAIL_DATA_DIR", data, TRUE);
  g_test_add ("/app/accessibility/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/app/accessibility/inspector", Fixture, NULL, set_up, test_inspector, tear_down);
  g_test_add ("/app/accessibility/certificate-dialogs", Fixture, NULL, set_up, test_certificate_dialogs, tear_down);
  g_test_add ("/app/accessibility/project-dialogs", Fixture, NULL, set_up, test_project_dialogs, tear_down);
  if (!g_str_equal (get_look (), "large"))
    g_test_add ("/app/accessibility/small-window", Fixture, NULL, set_up, test_small_window, tear_down);
  g_test_add ("/app/accessibility/unprotected", Fixture, NULL, NULL, test_unprotected, NULL);
  g_test_add_func ("/app/accessibility/example", test_example);
  return rail_app_test_run ();
}
