/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A copy of the project without its keys, saved through the dialog. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-copy-dialog.h"
#include "rail-file-chooser.h"
#include "rail-project-file.h"
#include "rail-project-lock.h"
#include "rail-project-save.h"

#define USER "supplier"
#define PASSWORD "five boats on a river"

typedef struct
{
  RailWindow  *window;
  RailProject *project;
  char        *folder;
  GFile       *own_file;
  GFile       *file;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = rail_test_make_folder ();
  fixture->own_file = g_file_new_build_filename (fixture->folder, "Line 3.certrail", NULL);
  fixture->file = g_file_new_build_filename (fixture->folder, "Copy.certrail", NULL);
  fixture->project = manager_fixture_project ();
  rail_project_save (fixture->project, fixture->own_file, &error);
  g_assert_no_error (error);
  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_set_project (fixture->window, fixture->project, fixture->own_file);
  rail_app_test_settle ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
  g_object_unref (fixture->own_file);
  g_object_unref (fixture->file);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
can_perform (GtkWidget *dialog)
{
  return gtk_widget_get_sensitive (rail_app_test_find (dialog, "perform"));
}

static GtkWidget *
ask (Fixture *fixture)
{
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "win.save-copy", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_COPY_DIALOG, NULL);
  g_assert_false (can_perform (dialog));
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), USER);
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), PASSWORD);
  g_assert_false (can_perform (dialog));
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), PASSWORD);
  g_assert_true (can_perform (dialog));
  return dialog;
}

static RailProject *
open_as (GFile       *file,
         const char  *user,
         const char  *password_text,
         GError     **error)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string (password_text);
  g_autoptr(RailProjectFile) project_file = rail_project_file_open (file, NULL, error);

  return project_file != NULL ? rail_project_file_read (project_file, environment, user, password, error) : NULL;
}

static void
assert_same_without_keys (RailProject *project,
                          RailProject *copy)
{
  GListModel *entries = rail_project_get_entries (project);

  g_assert_cmpuint (g_list_model_get_n_items (entries), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (copy)), ==, g_list_model_get_n_items (entries));
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailEntry *other = rail_project_get_entry (copy, rail_entry_get_id (entry));

      g_assert_nonnull (other);
      g_assert_true (rail_certificate_equal (rail_entry_get_certificate (entry), rail_entry_get_certificate (other)));
      g_assert_true (rail_entry_has_key (entry));
      g_assert_false (rail_entry_has_key (other));
    }
}

static void
test_saved (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *dialog = ask (fixture);
  gboolean modified = rail_project_get_modified (fixture->project);
  guint64 state = rail_project_get_state (fixture->project);
  g_autoptr(RailProject) copy = NULL;
  g_autoptr(RailProject) stranger = NULL;
  g_autoptr(RailLockHolder) holder = NULL;
  g_autoptr(GError) error = NULL;

  rail_app_test_screenshot (dialog, "copy");
  rail_file_chooser_preset (fixture->file);
  rail_app_test_click (rail_app_test_find (dialog, "perform"));
  rail_app_test_wait_gone (RAIL_TYPE_COPY_DIALOG);
  rail_app_test_settle ();
  rail_app_test_screenshot (fixture->window, "copy-saved");

  copy = open_as (fixture->file, USER, PASSWORD, &error);
  g_assert_no_error (error);
  assert_same_without_keys (fixture->project, copy);
  stranger = open_as (fixture->file, "admin", "correct horse", NULL);
  g_assert_null (stranger);
  holder = rail_project_lock_get_holder (fixture->file);
  g_assert_null (holder);

  g_assert_true (rail_window_get_project (fixture->window) == fixture->project);
  g_assert_cmpint (rail_project_get_modified (fixture->project), ==, modified);
  g_assert_cmpuint (rail_project_get_state (fixture->project), ==, state);
}

static void
test_own_file (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *dialog = ask (fixture);
  GtkWidget *notice = rail_app_test_find (dialog, "notice");
  g_autoptr(GFile) without_extension = g_file_new_build_filename (fixture->folder, "Line 3", NULL);
  GFile * const chosen[] = { fixture->own_file, without_extension };
  g_autoptr(RailProject) still = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (chosen); i++)
    {
      rail_task_dialog_set_error (RAIL_TASK_DIALOG (dialog), NULL);
      rail_file_chooser_preset (chosen[i]);
      rail_app_test_click (rail_app_test_find (dialog, "perform"));
      for (guint j = 0; j < 100 && !gtk_widget_get_visible (notice); j++)
        rail_app_test_settle ();
      g_assert_true (gtk_widget_get_visible (notice));
      g_assert_true (can_perform (dialog));
      rail_app_test_screenshot (dialog, i == 0 ? "copy-own-file" : "copy-existing-file");
    }
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_settle ();

  still = open_as (fixture->own_file, "admin", "correct horse", &error);
  g_assert_no_error (error);
  g_assert_true (rail_entry_has_key (rail_project_get_entry (still, ID_ROOT)));
}

static void
test_mistyped (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *dialog = ask (fixture);

  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), "another");
  g_assert_true (gtk_widget_get_visible (rail_app_test_find (dialog, "error_label")));
  g_assert_false (can_perform (dialog));
  rail_app_test_screenshot (dialog, "copy-mistyped");
  gtk_window_close (GTK_WINDOW (dialog));
  rail_app_test_settle ();
}

static char *
dup_menu_label (RailWindow *window,
                const char *action)
{
  GMenuModel *menu = gtk_menu_button_get_menu_model (rail_app_test_find (window, "menu_button"));

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

      for (int j = 0; section != NULL && j < g_menu_model_get_n_items (section); j++)
        {
          g_autofree char *name = NULL;
          char *label = NULL;

          g_menu_model_get_item_attribute (section, j, G_MENU_ATTRIBUTE_ACTION, "s", &name);
          if (g_strcmp0 (name, action) == 0 &&
              g_menu_model_get_item_attribute (section, j, G_MENU_ATTRIBUTE_LABEL, "s", &label))
            return label;
        }
    }
  return NULL;
}

static void
test_unprotected (void)
{
  RailProject *project = manager_fixture_unprotected ();
  RailWindow *window = rail_app_test_new_window (rail_app_test_get_application ());
  g_autofree char *label = NULL;

  rail_window_set_project (window, project, NULL);
  rail_app_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (window), "win.save-copy", NULL);
  rail_app_test_settle ();
  g_assert_null (rail_app_test_look_for ("RailCopyDialog"));
  label = dup_menu_label (window, "win.save-copy");
  rail_assert_contains (label, "protect the project first");
  manager_fixture_close (project);
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

  add ("/app/copy/has-certificates-but-no-keys", test_saved);
  add ("/app/copy/never-replaces-the-project", test_own_file);
  add ("/app/copy/mistyped-password-is-said", test_mistyped);
  g_test_add_func ("/app/copy/unprotected-project-says-why-not", test_unprotected);

  return rail_app_test_run ();
}
