/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "rail-app-tour.h"

#include "manager-fixture.h"
#include "rail-compare-dialog.h"
#include "rail-device.h"
#include "rail-error-dialog.h"
#include "rail-login-dialog.h"
#include "rail-operations.h"
#include "rail-project-file.h"
#include "rail-project-save.h"
#include "rail-project-view.h"
#include "rail-save-changes.h"
#include "rail-user-dialog.h"
#include "rail-users-page.h"
#include "rail-users.h"

typedef struct
{
  RailAppTourVisit visit;
  gpointer         user_data;
  RailWindow      *window;
  RailProject     *project;
} Tour;

/* What an action opens, and what it is opened with. */
typedef struct
{
  const char *action;
  const char *target;
} Step;

/*
 * Going by
 */

/* A stack whose pages are visited by going there: it is the window's own, or that of the open project. */
static gboolean
is_frame (GtkWidget *stack)
{
  GtkWidget *owner = stack;

  while (owner != NULL && !g_str_has_prefix (G_OBJECT_TYPE_NAME (owner), "Rail"))
    owner = gtk_widget_get_parent (owner);
  return RAIL_IS_WINDOW (owner) || RAIL_IS_PROJECT_VIEW (owner);
}

static void
collect_stacks (GtkWidget *widget,
                GPtrArray *stacks)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_STACK (widget) && !is_frame (widget))
    {
      /* Those inside follow when their page is in sight. */
      g_ptr_array_add (stacks, widget);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_stacks (child, stacks);
}

static void visit_stacks (Tour       *tour,
                          GtkWindow  *window,
                          GtkWidget  *root,
                          const char *name);

static void
visit_stack (Tour       *tour,
             GtkWindow  *window,
             GtkStack   *stack,
             const char *name)
{
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (stack));
  GtkWidget *shown = gtk_stack_get_visible_child (stack);
  g_autoptr(GListModel) pages = G_LIST_MODEL (gtk_stack_get_pages (stack));

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (pages, i);
      GtkStackPage *page = GTK_STACK_PAGE (item);
      GtkWidget *child = gtk_stack_page_get_child (page);
      g_autofree char *place = g_strdup_printf ("%s-%s-%s", name, id, gtk_stack_page_get_name (page));

      if (!gtk_stack_page_get_visible (page))
        continue;
      gtk_stack_set_visible_child (stack, child);
      rail_app_test_settle ();
      if (child != shown)
        tour->visit (window, place, tour->user_data);
      visit_stacks (tour, window, child, place);
    }
  if (shown != NULL)
    gtk_stack_set_visible_child (stack, shown);
  rail_app_test_settle ();
}

static void
visit_stacks (Tour       *tour,
              GtkWindow  *window,
              GtkWidget  *root,
              const char *name)
{
  g_autoptr(GPtrArray) stacks = g_ptr_array_new ();

  collect_stacks (root, stacks);
  for (guint i = 0; i < stacks->len; i++)
    visit_stack (tour, window, g_ptr_array_index (stacks, i), name);
}

static void
visit (Tour       *tour,
       gpointer    window,
       const char *name)
{
  g_autoptr(GtkWindow) held = g_object_ref (window);

  rail_app_test_settle ();
  tour->visit (held, name, tour->user_data);
  visit_stacks (tour, held, GTK_WIDGET (held), name);
}

/*
 * Dialogs
 */

typedef struct
{
  GHashTable *before;   /* the windows that were in sight */
  GtkWindow  *opened;
} Opening;

static void
opening_begin (Opening *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  self->opened = NULL;
  self->before = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (window))
        g_hash_table_add (self->before, g_steal_pointer (&window));
    }
}

static gboolean
is_opened_cb (gpointer user_data)
{
  Opening *self = user_data;
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (!g_hash_table_contains (self->before, window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        self->opened = window;
    }
  return self->opened != NULL;
}

/* The window that has come since opening_begin(). */
static GtkWindow *
opening_end (Opening    *self,
             const char *what)
{
  rail_app_test_wait_for (is_opened_cb, self, what);
  g_clear_pointer (&self->before, g_hash_table_unref);
  rail_app_test_settle ();
  return self->opened;
}

static void
close_window (GtkWindow *window)
{
  g_autoptr(GtkWindow) held = g_object_ref (window);

  gtk_window_close (held);
  rail_app_test_settle ();
  if (gtk_widget_get_mapped (GTK_WIDGET (held)))
    gtk_window_destroy (held);
  rail_app_test_settle ();
}

static void
visit_dialog (Tour       *tour,
              Opening    *opening,
              const char *name)
{
  GtkWindow *dialog = opening_end (opening, name);

  visit (tour, dialog, name);
  close_window (dialog);
}

static void
visit_dialogs (Tour       *tour,
               gpointer    widget,
               const Step *steps,
               gsize       n_steps)
{
  for (gsize i = 0; i < n_steps; i++)
    {
      Opening opening;
      g_autofree char *name = g_strdelimit (g_strdup (steps[i].action), ".", '-');

      opening_begin (&opening);
      rail_app_test_activate (widget, steps[i].action, steps[i].target);
      visit_dialog (tour, &opening, name);
    }
}

/*
 * The way
 */

static void
go (Tour       *tour,
    const char *place)
{
  g_autofree char *name = g_strdelimit (g_strdup (place), ":", '-');

  rail_app_test_activate (tour->window, "win.go", place);
  visit (tour, tour->window, name);
}

static void
go_through (Tour               *tour,
            const char * const *places)
{
  for (gsize i = 0; places[i] != NULL; i++)
    go (tour, places[i]);
}

static gboolean
has_shown_error_cb (gpointer user_data)
{
  return gtk_widget_get_visible (user_data);
}

static void
visit_new_window (Tour *tour)
{
  static const Step steps[] = {
    { "app.new" }, { "app.preferences" }, { "app.about" }, { "win.show-help-overlay" },
  };

  visit (tour, tour->window, "welcome");
  visit_dialogs (tour, tour->window, steps, G_N_ELEMENTS (steps));
}

static void
visit_unprotected (Tour *tour)
{
  static const char * const places[] = {
    "project", "protection", "users", "certificates", "validity", "journal", "devices", NULL,
  };
  g_autoptr(RailProject) project = manager_fixture_unprotected ();
  Opening opening;
  GtkWindow *dialog;

  rail_window_set_project (tour->window, project, NULL);
  go_through (tour, places);
  opening_begin (&opening);
  rail_app_test_activate (tour->window, "win.protect", NULL);
  dialog = opening_end (&opening, "the dialog to protect");
  visit (tour, dialog, "protect");
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), "short");
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), "longer");
  visit (tour, dialog, "protect-differs");
  close_window (dialog);
}

static void
visit_questions (Tour *tour)
{
  g_autoptr(GError) error = g_error_new (G_FILE_ERROR, G_FILE_ERROR_NOSPC, "%s", "192.168.0.1");
  Opening opening;

  opening_begin (&opening);
  rail_save_changes_async (GTK_WINDOW (tour->window), "PLC_1", NULL, NULL);
  visit_dialog (tour, &opening, "save-changes");
  opening_begin (&opening);
  rail_error_dialog_show (GTK_WIDGET (tour->window), "PLC_1", error);
  visit_dialog (tour, &opening, "error");
}

static void
visit_manager (Tour *tour)
{
  static const Step for_any[] = {
    { "manager.create" }, { "manager.create-authority" }, { "manager.import" }, { "manager.import-csv" },
    { "manager.export" }, { "manager.hand-over" }, { "manager.renew" }, { "manager.renew-expiring" },
    { "manager.replace" }, { "manager.assign" }, { "manager.revoke" }, { "manager.request" },
    { "manager.answer" }, { "manager.sign" }, { "manager.trust" },
  };
  static const Step for_authorities[] = { { "manager.publish-list" }, { "manager.renew" } };
  RailCertificateManagerPage *page;
  RailCertificate *left = rail_entry_get_certificate (rail_project_get_entry (tour->project, ID_SERVER));
  RailCertificate *right = rail_entry_get_certificate (rail_project_get_entry (tour->project, ID_CLIENT));
  Opening opening;

  go (tour, "certificates");
  page = rail_app_test_find_type (tour->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  for (guint id = ID_ROOT_SHA1; id <= ID_LONG; id++)
    {
      g_autofree char *name = g_strdup_printf ("certificate-%u", id);

      rail_certificate_manager_page_select_entry (page, rail_project_get_entry (tour->project, id));
      rail_app_test_settle ();
      tour->visit (GTK_WINDOW (tour->window), name, tour->user_data);
    }
  rail_certificate_manager_page_select_entry (page, rail_project_get_entry (tour->project, ID_CLIENT));
  visit (tour, tour->window, "certificate-selected");
  visit_dialogs (tour, page, for_any, G_N_ELEMENTS (for_any));
  rail_certificate_manager_page_select_entry (page, rail_project_get_entry (tour->project, ID_INTERMEDIATE));
  visit_dialogs (tour, page, for_authorities, G_N_ELEMENTS (for_authorities));

  opening_begin (&opening);
  gtk_window_present (rail_compare_dialog_new (GTK_WINDOW (tour->window), left, "PLC_1", right, "UaExpert"));
  visit_dialog (tour, &opening, "compare");
}

static void
visit_users (Tour *tour)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("four staples in a battery");
  g_autoptr(GError) error = NULL;
  RailUsersPage *page;

  rail_project_add_user (tour->project, "erika", RAIL_ROLE_STANDARD, password, &error);
  g_assert_no_error (error);
  go (tour, "users");
  page = rail_app_test_find_type (tour->window, RAIL_TYPE_USERS_PAGE);
  for (guint task = RAIL_USER_ADD; task <= RAIL_USER_REMOVE; task++)
    {
      g_autofree char *name = g_strdup_printf ("user-%u", task);
      Opening opening;

      opening_begin (&opening);
      if (task == RAIL_USER_ADD)
        gtk_widget_activate_action (GTK_WIDGET (page), "users.add", NULL);
      else
        gtk_widget_activate_action (GTK_WIDGET (page), "users.change", "(us)", task, "erika");
      visit_dialog (tour, &opening, name);
    }
}

static void
visit_devices (Tour *tour)
{
  static const char * const places[] = { "devices", "device:HMI_1", "device:PLC_2", "device:PLC_1", NULL };
  static const Step for_device[] = {
    { "win.add-device" }, { "win.add-devices" }, { "win.change-device", "PLC_1" }, { "win.duplicate-device", "PLC_1" },
    { "win.load", "PLC_1" }, { "win.load", "" },
  };
  static const Step in_manager[] = { { "local.create" }, { "local.add-partner" } };
  static const Step in_server[] = { { "opcua.add-client" } };
  g_autoptr(RailDevice) hmi = rail_device_new ("HMI_1", RAIL_FAMILY_HMI);
  g_autoptr(RailDevice) plc = rail_device_new ("PLC_2", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  rail_project_add_device (tour->project, hmi, &error);
  g_assert_no_error (error);
  rail_project_add_device (tour->project, plc, &error);
  g_assert_no_error (error);
  go_through (tour, places);
  visit_dialogs (tour, tour->window, for_device, G_N_ELEMENTS (for_device));
  visit_dialogs (tour, rail_app_test_find_type (tour->window, g_type_from_name ("RailLocalManagerView")), in_manager,
                 G_N_ELEMENTS (in_manager));
  visit_dialogs (tour, rail_app_test_find_type (tour->window, g_type_from_name ("RailOpcuaView")), in_server,
                 G_N_ELEMENTS (in_server));
}

static void
visit_protected (Tour *tour)
{
  static const char * const places[] = { "project", "protection", "validity", "journal", NULL };
  g_autofree char *folder = rail_test_make_folder ();
  g_autoptr(GFile) file = g_file_new_build_filename (folder, "Line 3.certrail", NULL);
  const RailSaveOptions options = { .n_versions = 3 };
  static const Step steps[] = { { "win.save-copy" }, { "win.versions" } };
  g_autoptr(RailProject) project = manager_fixture_project ();
  g_autoptr(GError) error = NULL;

  tour->project = project;
  for (guint i = 0; i < 2; i++)
    {
      rail_project_save_with (project, file, &options, NULL, &error);
      g_assert_no_error (error);
    }
  rail_window_set_project (tour->window, project, file);
  go_through (tour, places);
  visit_manager (tour);
  visit_users (tour);
  visit_devices (tour);
  visit_questions (tour);
  visit_dialogs (tour, tour->window, steps, 1);
  visit_dialogs (tour, tour->window, steps + 1, 1);
  rail_window_lock (tour->window);
  visit (tour, tour->window, "locked");
  rail_test_remove_folder (folder);
  tour->project = NULL;
}

/* One finding of each kind. */
static void
visit_example (Tour *tour)
{
  static const char * const places[] = { "certificates", "validity", "devices", NULL };
  static const Step steps[] = {
    { "win.delete-device", "PLC_1" }, { "win.tcon", "PLC_1" }, { "win.report" }, { "win.search" },
  };
  Opening opening;
  GtkWindow *dialog;
  GListModel *devices;

  opening_begin (&opening);
  rail_app_test_activate (tour->window, "app.open-example", NULL);
  dialog = opening_end (&opening, "the login of the example");
  visit (tour, dialog, "login");
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), "wrong");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_for (has_shown_error_cb, rail_app_test_find (dialog, "error_label"), "the password to be refused");
  visit (tour, dialog, "login-refused");
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), "Certrail-example-1");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_for (has_project_cb, tour->window, "the example");
  rail_app_test_wait_gone (RAIL_TYPE_LOGIN_DIALOG);

  go_through (tour, places);
  devices = rail_project_get_devices (rail_window_get_project (tour->window));
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      g_autofree char *place = g_strconcat ("device:", rail_device_get_name (device), NULL);

      go (tour, place);
    }
  rail_app_test_activate (tour->window, "win.compile-project", NULL);
  rail_app_test_settle ();
  rail_app_test_settle ();
  visit (tour, tour->window, "compiled");
  visit_dialogs (tour, tour->window, steps, G_N_ELEMENTS (steps));
}

void
rail_app_tour (RailAppTourVisit what,
               gpointer         user_data)
{
  static void (* const parts[]) (Tour *tour) = { visit_new_window, visit_unprotected, visit_protected, visit_example };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      Tour tour = { .visit = what, .user_data = user_data };

      tour.window = rail_app_test_new_window (rail_app_test_get_application ());
      parts[i] (&tour);
      while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
        {
          g_autoptr(GtkWindow) window = g_list_model_get_item (gtk_window_get_toplevels (), 0);

          gtk_window_destroy (window);
        }
      rail_app_test_settle ();
    }
}
