/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a standard user, who cannot use private keys, is offered and told. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-export.h"
#include "rail-file-chooser.h"
#include "rail-login-dialog.h"
#include "rail-project-save.h"
#include "rail-users.h"

#define ADMINISTRATOR_PASSWORD "correct horse"
#define USER "Erika"
#define PASSWORD "four staples in a battery"

typedef struct
{
  RailWindow                 *window;
  RailCertificateManagerPage *page;
  char                       *folder;
} Fixture;

static void
save_project (GFile *file)
{
  g_autoptr(RailProject) project = manager_fixture_project ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(GError) error = NULL;

  rail_project_add_user (project, USER, RAIL_ROLE_STANDARD, password, &error);
  g_assert_no_error (error);
  rail_project_save (project, file, &error);
  g_assert_no_error (error);
}

/* With several users the dialog offers them all. */
static void
choose_user (GtkWidget  *dialog,
             const char *user)
{
  AdwComboRow *row = rail_app_test_find (dialog, "user_choice_row");
  GListModel *names = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (names), i), user))
      adw_combo_row_set_selected (row, i);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user)
{
  g_autoptr(GFile) file = NULL;
  GtkWidget *dialog;

  fixture->folder = rail_test_make_folder ();
  file = g_file_new_build_filename (fixture->folder, "Line 3.certrail", NULL);
  save_project (file);
  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_open (fixture->window, file);
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
  choose_user (dialog, user);
  rail_app_test_type (rail_app_test_find (dialog, "password_row"),
                      g_str_equal (user, USER) ? PASSWORD : ADMINISTRATOR_PASSWORD);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_for (has_project_cb, fixture->window, "an open project");
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  rail_app_test_settle ();
  fixture->page = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user)
{
  manager_fixture_close (g_object_ref (rail_window_get_project (fixture->window)));
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
select_entry (Fixture *fixture,
              guint    id)
{
  rail_certificate_manager_page_select_entry (fixture->page,
                                              rail_project_get_entry (rail_window_get_project (fixture->window), id));
  rail_app_test_settle ();
}

static guint
count_windows (void)
{
  return g_list_model_get_n_items (gtk_window_get_toplevels ());
}

static void
test_banner (Fixture       *fixture,
             gconstpointer  user)
{
  RailProject *project = rail_window_get_project (fixture->window);
  GtkWidget *banner = rail_app_test_find (fixture->page, "keys_banner");
  GtkWidget *renew = rail_app_test_find (fixture->page, "renew_button");
  GtkWidget *create = rail_app_test_find (fixture->page, "create_button");
  const char *reason = rail_project_get_keys_reason (project);

  select_entry (fixture, ID_SERVER);
  if (g_str_equal (user, USER))
    {
      g_assert_true (gtk_widget_get_mapped (banner));
      g_assert_cmpstr (gtk_label_get_text (rail_app_test_find (fixture->page, "keys_reason")), ==, reason);
      g_assert_cmpstr (gtk_widget_get_tooltip_text (renew), ==, reason);
      g_assert_cmpstr (gtk_widget_get_tooltip_text (create), ==, reason);
      g_assert_false (gtk_widget_is_sensitive (renew));
      rail_app_test_screenshot (fixture->window, "standard-user");
    }
  else
    {
      g_assert_null (reason);
      g_assert_false (gtk_widget_get_visible (banner));
      g_assert_true (gtk_widget_is_sensitive (renew));
    }
}

/* Whatever is pressed or asked for, nothing opens that would end in a refusal. */
static void
test_actions (Fixture       *fixture,
              gconstpointer  user)
{
  static const char * const actions[] = {
    "manager.create", "manager.create-authority", "manager.import-csv", "manager.renew", "manager.renew-expiring",
    "manager.request", "manager.answer", "manager.sign", "manager.publish-list",
  };
  static const guint selected[] = { ID_ROOT, ID_SERVER, ID_EXPIRED };

  for (guint i = 0; i < G_N_ELEMENTS (selected); i++)
    {
      guint n_windows;

      select_entry (fixture, selected[i]);
      n_windows = count_windows ();
      for (guint j = 0; j < G_N_ELEMENTS (actions); j++)
        {
          gtk_widget_activate_action (GTK_WIDGET (fixture->page), actions[j], NULL);
          rail_app_test_settle ();
          if (count_windows () != n_windows)
            g_error ("a standard user is offered %s", actions[j]);
        }
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.create-certificate", "s", "PLC_1");
      rail_app_test_settle ();
      g_assert_cmpuint (count_windows (), ==, n_windows);
    }
}

static void
test_export (Fixture       *fixture,
             gconstpointer  user)
{
  g_autoptr(GFile) file = g_file_new_build_filename (fixture->folder, "server.cer", NULL);
  RailEntry *entry = rail_project_get_entry (rail_window_get_project (fixture->window), ID_SERVER);
  g_autoptr(GBytes) written = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;
  guint n_windows;

  select_entry (fixture, ID_SERVER);
  n_windows = count_windows ();
  rail_app_test_activate (fixture->page, "manager.export", NULL);
  rail_app_test_settle ();
  dialog = rail_app_test_look_for ("RailExportDialog");
  adw_combo_row_set_selected (rail_app_test_find (dialog, "format"), RAIL_FORMAT_PEM);
  gtk_switch_set_active (rail_app_test_find (dialog, "private_key"), TRUE);
  rail_app_test_settle ();
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (dialog, "perform")));
  rail_app_test_screenshot (dialog, "standard-user-export");

  adw_combo_row_set_selected (rail_app_test_find (dialog, "format"), RAIL_FORMAT_CER);
  gtk_switch_set_active (rail_app_test_find (dialog, "private_key"), FALSE);
  rail_file_chooser_preset (file);
  rail_app_test_click (rail_app_test_find (dialog, "perform"));
  for (guint i = 0; i < 100 && count_windows () != n_windows; i++)
    rail_app_test_settle ();
  g_assert_cmpuint (count_windows (), ==, n_windows);
  written = g_file_load_bytes (file, NULL, NULL, &error);
  g_assert_no_error (error);
  certificate = rail_certificate_new_from_der (written, &error);
  g_assert_no_error (error);
  g_assert_true (rail_certificate_equal (certificate, rail_entry_get_certificate (entry)));
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

#define ADD(name, user, function) g_test_add ("/app/standard-user/" name, Fixture, user, set_up, function, tear_down)
  ADD ("is-told-why-keys-cannot-be-used", USER, test_banner);
  ADD ("administrator-is-told-nothing", "admin", test_banner);
  ADD ("is-offered-nothing-that-needs-a-key", USER, test_actions);
  ADD ("exports-certificates", USER, test_export);
#undef ADD

  return rail_app_test_run ();
}
