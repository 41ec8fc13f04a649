/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Locking a window: what goes, what asks, and what is there again after the password. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-busy.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-create-dialog.h"
#include "rail-lock-page.h"
#include "rail-lock-watch.h"
#include "rail-operations.h"
#include "rail-place.h"
#include "rail-project-file.h"
#include "rail-project-tree.h"
#include "window-fixture.h"

typedef WindowFixture Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(RailProject) project = manager_fixture_project ();
  g_autoptr(GError) error = NULL;

  window_fixture_set_up (fixture, data);
  rail_project_save (project, fixture->file, &error);
  g_assert_no_error (error);
  rail_window_set_project (fixture->window, project, fixture->file);
  rail_app_test_settle ();
}

static gboolean
is_locked_cb (gpointer user_data)
{
  return rail_window_is_locked (user_data);
}

static gboolean
is_unlocked_cb (gpointer user_data)
{
  return rail_window_get_project (user_data) != NULL;
}

static gboolean
is_visible_cb (gpointer user_data)
{
  return gtk_widget_get_visible (user_data);
}

static GtkWidget *
lock (Fixture *fixture)
{
  rail_app_test_activate (fixture->window, "win.lock", NULL);
  rail_app_test_wait_for (is_locked_cb, fixture->window, "a locked window");
  rail_app_test_settle ();
  return rail_app_test_find_type (fixture->window, RAIL_TYPE_LOCK_PAGE);
}

static void
unlock (Fixture    *fixture,
        GtkWidget  *page,
        const char *password)
{
  rail_app_test_type (rail_app_test_find (page, "password_row"), password);
  rail_app_test_click (rail_app_test_find (page, "unlock_button"));
}

static void
unlock_rightly (Fixture   *fixture,
                GtkWidget *page)
{
  unlock (fixture, page, WINDOW_PASSWORD);
  rail_app_test_wait_for (is_unlocked_cb, fixture->window, "an unlocked window");
  rail_app_test_settle ();
}

static void
test_project_is_gone (Fixture       *fixture,
                      gconstpointer  data)
{
  RailProject *project = rail_window_get_project (fixture->window);
  GtkWidget *page;
  GtkLabel *title;

  g_object_add_weak_pointer (G_OBJECT (project), (gpointer *) &project);
  page = lock (fixture);
  title = rail_app_test_find (page, "title_label");

  g_assert_null (project);
  g_assert_null (rail_window_get_project (fixture->window));
  g_assert_cmpstr (gtk_label_get_label (title), ==, "Line 3.certrail");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Certrail");
  g_assert_false (rail_window_is_free (fixture->window));
  rail_app_test_screenshot (fixture->window, "locked");
}

static void
test_wrong_password (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *page = lock (fixture);
  GtkWidget *error = rail_app_test_find (page, "error_label");

  g_assert_false (gtk_widget_get_visible (error));
  unlock (fixture, page, "wrong horse");
  rail_app_test_wait_for (is_visible_cb, error, "a sentence about the wrong password");
  g_assert_true (rail_window_is_locked (fixture->window));
  g_assert_cmpstr (gtk_editable_get_text (rail_app_test_find (page, "password_row")), ==, "");
  rail_app_test_screenshot (fixture->window, "locked-wrong");

  unlock_rightly (fixture, page);
  g_assert_false (rail_window_is_locked (fixture->window));
}

static void
test_place_is_kept (Fixture       *fixture,
                    gconstpointer  data)
{
  RailPlace *place;
  GtkWidget *page;

  rail_app_test_activate (fixture->window, "win.go", "device:PLC_1");
  rail_app_test_settle ();
  page = lock (fixture);
  unlock_rightly (fixture, page);

  place = rail_project_tree_get_place (rail_app_test_find (fixture->window, "tree"));
  g_assert_cmpint (rail_place_get_kind (place), ==, RAIL_PLACE_DEVICE);
  g_assert_cmpstr (rail_device_get_name (rail_place_get_device (place)), ==, "PLC_1");
  g_assert_false (rail_project_get_modified (rail_window_get_project (fixture->window)));
}

static void
test_manager_is_as_it_was (Fixture       *fixture,
                           gconstpointer  data)
{
  RailCertificateManagerPage *manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  RailProject *project = rail_window_get_project (fixture->window);
  g_autofree char *tab = NULL;
  g_autoptr(GPtrArray) selected = NULL;
  gboolean inspect;
  GtkWidget *page;

  rail_app_test_type (rail_app_test_find (manager, "search"), "PLC-1");
  rail_app_test_settle ();
  rail_certificate_manager_page_select_entry (manager, rail_project_get_entry (project, ID_SERVER));
  g_object_set (manager, "tab", "device", "inspect", FALSE, NULL);
  rail_certificate_manager_page_select_entry (manager, rail_project_get_entry (project, ID_SERVER));
  page = lock (fixture);
  unlock_rightly (fixture, page);

  manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  g_object_get (manager, "tab", &tab, "inspect", &inspect, NULL);
  g_assert_cmpstr (tab, ==, "device");
  g_assert_false (inspect);
  g_assert_cmpstr (gtk_editable_get_text (rail_app_test_find (manager, "search")), ==, "PLC-1");
  selected = _rail_certificate_manager_page_get_selected (manager);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpuint (rail_entry_get_id (g_ptr_array_index (selected, 0)), ==, ID_SERVER);
  g_object_set (manager, "inspect", TRUE, NULL);
}

static GtkDropDown *
find_filter (Fixture    *fixture,
             const char *id)
{
  return rail_app_test_find (rail_app_test_find (fixture->window, "filter"), id);
}

static void
test_filter_is_as_it_was (Fixture       *fixture,
                          gconstpointer  data)
{
  static const char * const ids[] = { "status", "usage", "issuer", "device" };
  guint before[G_N_ELEMENTS (ids)] = { 1 + RAIL_STATUS_VALID, 2, 1, 1 };
  GtkWidget *manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  g_autofree char *text = NULL;
  GtkWidget *page;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    gtk_drop_down_set_selected (find_filter (fixture, ids[i]), before[i]);
  rail_app_test_settle ();
  text = g_strdup (gtk_label_get_text (rail_app_test_find (manager, "filter_text")));
  page = lock (fixture);
  unlock_rightly (fixture, page);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpuint (gtk_drop_down_get_selected (find_filter (fixture, ids[i])), ==, before[i]);
  manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  g_assert_cmpstr (gtk_label_get_text (rail_app_test_find (manager, "filter_text")), ==, text);
}

static GtkAdjustment *
find_scrolled (Fixture *fixture)
{
  RailCertificateManagerPage *manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  GtkWidget *table = GTK_WIDGET (manager->tables[RAIL_ENTRY_DEVICE]);

  return gtk_scrolled_window_get_vadjustment (rail_app_test_find_type (table, GTK_TYPE_SCROLLED_WINDOW));
}

static gboolean
is_long_cb (gpointer user_data)
{
  GtkAdjustment *adjustment = find_scrolled (user_data);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) > 400;
}

static gboolean
is_scrolled_cb (gpointer user_data)
{
  return gtk_adjustment_get_value (find_scrolled (user_data)) == 400;
}

static void
test_scrolled_and_selected_as_it_was (Fixture       *fixture,
                                      gconstpointer  data)
{
  RailCertificateManagerPage *manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  RailProject *project = rail_window_get_project (fixture->window);
  g_autoptr(GPtrArray) selected = NULL;
  GtkWidget *page;

  for (guint i = 0; i < 40; i++)
    manager_fixture_create (project, RAIL_USAGE_TLS_CLIENT, "Many", ID_INTERMEDIATE, 0, 0, "");
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  g_object_set (manager, "tab", "device", NULL);
  rail_app_test_wait_for (is_long_cb, fixture, "a table that scrolls");
  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (rail_certificate_table_get_visible (manager->tables[RAIL_ENTRY_DEVICE])), 3, 5, TRUE);
  rail_app_test_settle ();
  gtk_adjustment_set_value (find_scrolled (fixture), 400);
  rail_app_test_settle ();
  page = lock (fixture);
  unlock_rightly (fixture, page);

  rail_app_test_wait_for (is_scrolled_cb, fixture, "the place in the table");
  manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  selected = _rail_certificate_manager_page_get_selected (manager);
  g_assert_cmpuint (selected->len, ==, 5);
}

/* Only when there were any. */
static void
test_lost_steps_are_said (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(RailDevice) device = rail_device_new ("Robot", RAIL_FAMILY_OTHER);
  GtkWidget *page;

  rail_project_add_device (rail_window_get_project (fixture->window), device, NULL);
  page = lock (fixture);
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (page, "steps_label")));
  rail_app_test_screenshot (fixture->window, "locked-with-steps");
  unlock_rightly (fixture, page);

  page = lock (fixture);
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (page, "steps_label")));
}

static void
test_changes_are_kept (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(RailDevice) device = rail_device_new ("Robot", RAIL_FAMILY_OTHER);
  g_autoptr(RailProjectFile) project_file = NULL;
  g_autoptr(GError) error = NULL;
  RailProject *project;
  GtkWidget *page;

  rail_project_add_device (rail_window_get_project (fixture->window), device, &error);
  g_assert_no_error (error);
  page = lock (fixture);
  unlock_rightly (fixture, page);

  project = rail_window_get_project (fixture->window);
  g_assert_nonnull (rail_project_get_device (project, "Robot"));
  g_assert_true (rail_project_get_modified (project));
  g_assert_null (rail_project_get_undo_text (project));
  g_assert_true (g_file_equal (rail_window_get_file (fixture->window), fixture->file));
}

static void
not_busy_cb (GtkWindow *dialog)
{
  rail_busy_set (dialog, FALSE);
}

static void
test_dialogs_close (Fixture       *fixture,
                    gconstpointer  data)
{
  rail_app_test_activate (fixture->window, "win.add-device", NULL);
  rail_app_test_settle ();
  g_assert_nonnull (rail_app_test_look_for ("RailDeviceDialog"));

  lock (fixture);
  g_assert_null (rail_app_test_look_for ("RailDeviceDialog"));
}

static void
test_lock_waits (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "win.add-device", NULL);
  rail_app_test_settle ();
  dialog = rail_app_test_look_for ("RailDeviceDialog");
  rail_busy_set (GTK_WINDOW (dialog), TRUE);
  rail_window_lock (fixture->window);
  for (guint i = 0; i < 5; i++)
    rail_app_test_settle ();
  g_assert_nonnull (rail_window_get_project (fixture->window));

  rail_busy_set (GTK_WINDOW (dialog), FALSE);
  rail_app_test_wait_for (is_locked_cb, fixture->window, "a window locked after the work");
}

/* Work that has stopped at a question, when nobody is there to answer. */
static void
test_questions_are_cancelled (Fixture       *fixture,
                              gconstpointer  data)
{
  GtkWindow *dialog;
  GtkWidget *question;

  rail_app_test_activate (fixture->window, "win.add-device", NULL);
  rail_app_test_settle ();
  dialog = GTK_WINDOW (rail_app_test_look_for ("RailDeviceDialog"));
  question = adw_message_dialog_new (dialog, "Replace?", NULL);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (question), "cancel", "Cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "cancel");
  g_signal_connect_object (question, "response", G_CALLBACK (not_busy_cb), dialog, G_CONNECT_SWAPPED);
  rail_busy_set (dialog, TRUE);
  gtk_window_present (GTK_WINDOW (question));
  rail_app_test_settle ();

  rail_window_lock (fixture->window);
  rail_app_test_wait_for (is_locked_cb, fixture->window, "a window locked in spite of the question");
}

static void
test_closing_asks (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(RailDevice) device = rail_device_new ("Robot", RAIL_FAMILY_OTHER);
  g_autoptr(GError) error = NULL;
  GtkWidget *question;

  rail_project_add_device (rail_window_get_project (fixture->window), device, &error);
  g_assert_no_error (error);
  lock (fixture);
  rail_app_test_activate (fixture->window, "win.close-project", NULL);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-close-locked");
  rail_app_test_screenshot (question, "close-locked");
  rail_app_test_respond (question, "cancel");
  rail_app_test_settle ();
  g_assert_true (rail_window_is_locked (fixture->window));

  rail_app_test_activate (fixture->window, "win.close-project", NULL);
  question = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-close-locked");
  rail_app_test_respond (question, "discard");
  rail_app_test_settle ();
  g_assert_true (rail_window_is_free (fixture->window));
}

static void
test_unprotected_has_no_lock (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr(RailProject) project = manager_fixture_unprotected ();

  rail_window_set_project (fixture->window, project, NULL);
  rail_app_test_settle ();
  rail_window_lock (fixture->window);
  g_assert_true (rail_window_get_project (fixture->window) == project);
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->window, "lock_button")));
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (fixture->window, "unprotected_button")));
}

/* The watch */

static void
lock_seen_cb (gboolean *seen)
{
  *seen = TRUE;
}

static void
test_idle (void)
{
  g_autoptr(RailLockWatch) watch = rail_lock_watch_new (GTK_APPLICATION (rail_app_test_get_application ()));
  gboolean seen = FALSE;

  g_signal_connect_swapped (watch, "lock", G_CALLBACK (lock_seen_cb), &seen);
  rail_lock_watch_set_idle (watch, 1);
  rail_app_test_wait_for (is_true_cb, &seen, "a lock after a second without input");
}

static const char login_xml[] =
  "<node>"
  "  <interface name='org.freedesktop.login1.Manager'>"
  "    <method name='GetSessionByPID'><arg type='u' direction='in'/><arg type='o' direction='out'/></method>"
  "  </interface>"
  "</node>";

static void
login_call_cb (GDBusConnection       *connection,
               const char            *sender,
               const char            *path,
               const char            *interface,
               const char            *method,
               GVariant              *parameters,
               GDBusMethodInvocation *invocation,
               gpointer               user_data)
{
  gboolean *asked = user_data;

  *asked = TRUE;
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/org/freedesktop/login1/session/c2"));
}

static void
name_cb (GDBusConnection *connection,
         const char      *name,
         gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

static gboolean
emit_cb (gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  g_dbus_connection_emit_signal (user_data, NULL, "/org/freedesktop/login1/session/c2",
                                 "org.freedesktop.login1.Session", "Lock", NULL, &error);
  g_assert_no_error (error);
  return G_SOURCE_CONTINUE;
}

/* The session bus of this test plays the system's. */
static void
test_session_lock (void)
{
  static const GDBusInterfaceVTable table = { login_call_cb, NULL, NULL, { 0 } };
  g_autoptr(GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (login_xml, NULL);
  g_autoptr(GDBusConnection) bus = NULL;
  g_autoptr(RailLockWatch) watch = NULL;
  g_autoptr(GError) error = NULL;
  gboolean owned = FALSE;
  gboolean asked = FALSE;
  gboolean seen = FALSE;
  guint name;
  guint object;
  guint source;

  bus = g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SYSTEM_BUS_ADDRESS"),
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &error);
  g_assert_no_error (error);
  object = g_dbus_connection_register_object (bus, "/org/freedesktop/login1", info->interfaces[0], &table, &asked,
                                              NULL, &error);
  g_assert_no_error (error);
  name = g_bus_own_name_on_connection (bus, "org.freedesktop.login1", G_BUS_NAME_OWNER_FLAGS_NONE, name_cb, NULL,
                                       &owned, NULL);
  rail_app_test_wait_for (is_true_cb, &owned, "the name of logind");

  watch = rail_lock_watch_new (GTK_APPLICATION (rail_app_test_get_application ()));
  g_signal_connect_swapped (watch, "lock", G_CALLBACK (lock_seen_cb), &seen);
  rail_app_test_wait_for (is_true_cb, &asked, "the question for the session");
  source = g_timeout_add (50, emit_cb, bus);
  rail_app_test_wait_for (is_true_cb, &seen, "a lock with the session");

  g_source_remove (source);
  g_bus_unown_name (name);
  g_dbus_connection_unregister_object (bus, object);
}

static void
test_idle_minutes_are_kept (void)
{
  RailApplication *application = rail_app_test_get_application ();

  g_assert_cmpuint (rail_application_get_idle_minutes (application), ==, RAIL_LOCK_DEFAULT_MINUTES);
  rail_application_set_idle_minutes (application, 0);
  g_assert_cmpuint (rail_application_get_idle_minutes (application), ==, 0);
  rail_application_set_idle_minutes (application, RAIL_LOCK_DEFAULT_MINUTES);
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, window_fixture_tear_down);
}

/* A whole session until the program is told to quit, in which nothing may be complained about. */
static void
test_session (Fixture       *fixture,
              gconstpointer  data)
{
  GtkApplication *application = GTK_APPLICATION (rail_app_test_get_application ());
  g_autofree char *path = g_build_filename (fixture->folder, "partner.pem", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  const char *uris[] = { uri, NULL };
  RailCertificateManagerPage *page;
  GtkWindow *dialog;

  if (!rail_test_need ("openssl"))
    return;
  g_assert_cmpint (rail_test_run (fixture->folder, NULL, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                  "ec_paramgen_curve:P-256", "-nodes", "-days", "3000", "-subj", "/CN=Partner", "-keyout",
                                  "partner.key", "-out", "partner.pem", NULL), ==, 0);
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  for (guint round = 0; round < 2; round++)
    {
      page = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "manager.import-files", "^as", uris));
      dialog = rail_app_test_look_for ("RailImportDialog");
      rail_app_test_wait_for (is_idle_cb, dialog, "the files to be read");
      rail_app_test_settle ();
      if (round == 0)
        rail_app_test_click (rail_app_test_find (dialog, "perform"));
      else
        gtk_window_close (dialog);
      rail_app_test_wait_gone (g_type_from_name ("RailImportDialog"));
      unlock_rightly (fixture, lock (fixture));
    }
  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_settle ();
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  rail_app_test_wait_gone (RAIL_TYPE_WINDOW);
  rail_app_test_settle ();
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_getenv ("DBUS_SESSION_BUS_ADDRESS"), TRUE);
  rail_app_test_init (&argc, &argv);

  add ("/app/lock/project-is-gone", test_project_is_gone);
  add ("/app/lock/wrong-password-is-told", test_wrong_password);
  add ("/app/lock/window-is-where-it-was", test_place_is_kept);
  add ("/app/lock/certificate-manager-is-as-it-was", test_manager_is_as_it_was);
  add ("/app/lock/filter-is-as-it-was", test_filter_is_as_it_was);
  add ("/app/lock/scrolled-and-selected-as-it-was", test_scrolled_and_selected_as_it_was);
  add ("/app/lock/lost-steps-are-said", test_lost_steps_are_said);
  add ("/app/lock/unsaved-changes-are-kept", test_changes_are_kept);
  add ("/app/lock/dialogs-close", test_dialogs_close);
  add ("/app/lock/work-ends-first", test_lock_waits);
  add ("/app/lock/questions-are-cancelled", test_questions_are_cancelled);
  add ("/app/lock/closing-with-changes-asks", test_closing_asks);
  add ("/app/lock/session-with-an-import-ends-quietly", test_session);
  add ("/app/lock/unprotected-project-has-no-lock", test_unprotected_has_no_lock);
  g_test_add_func ("/app/lock/idle-window-locks", test_idle);
  g_test_add_func ("/app/lock/locks-with-session", test_session_lock);
  g_test_add_func ("/app/lock/idle-minutes-are-kept", test_idle_minutes_are_kept);

  return rail_app_test_run ();
}
