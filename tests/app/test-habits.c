/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people rely on without thinking of it: keys, mnemonics, and folders that are found again. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-certificate-manager-page.h"
#include "rail-file-chooser.h"
#include "rail-operations.h"
#include "rail-project-lock.h"
#include "rail-project-save.h"
#include "rail-state.h"

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
for_each_widget (GtkWidget *root,
                 void     (*function) (GtkWidget *widget, gpointer user_data),
                 gpointer   user_data)
{
  function (root, user_data);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    for_each_widget (child, function, user_data);
}

/* One spelling for “<Control>k” and “<Ctrl>K”. */
static char *
normalize (const char *accelerator)
{
  GdkModifierType modifiers = 0;
  guint key = 0;

  g_assert_true (gtk_accelerator_parse (accelerator, &key, &modifiers));
  return gtk_accelerator_name (key, modifiers);
}

typedef struct
{
  GHashTable *actions;        /* names */
  GHashTable *accelerators;   /* normalized */
} Shown;

static void
take_shown (GtkWidget *widget,
            gpointer   user_data)
{
  Shown *shown = user_data;
  g_autofree char *accelerator = NULL;
  g_autofree char *action = NULL;
  g_auto(GStrv) parts = NULL;

  if (!g_type_is_a (G_OBJECT_TYPE (widget), g_type_from_name ("GtkShortcutsShortcut")))
    return;
  g_object_get (widget, "accelerator", &accelerator, "action-name", &action, NULL);
  if (action != NULL)
    g_hash_table_add (shown->actions, g_steal_pointer (&action));
  parts = g_strsplit (accelerator != NULL && shown->accelerators != NULL ? accelerator : "", " ", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_hash_table_add (shown->accelerators, normalize (parts[i]));
}

static void
take_shortcuts (GtkWidget *widget,
                gpointer   user_data)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GObject) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          g_autofree char *trigger = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));
          guint key = 0;

          if (gtk_accelerator_parse (trigger, &key, NULL) && key != 0)
            g_hash_table_add (user_data, normalize (trigger));
        }
    }
}

static void
test_shortcuts_window (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkApplication *application = GTK_APPLICATION (rail_app_test_get_application ());
  g_autoptr(GHashTable) actions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) accelerators = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) described = gtk_application_list_action_descriptions (application);
  Shown shown = { actions, accelerators };
  GHashTableIter iter;
  gpointer key;

  for_each_widget (GTK_WIDGET (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (fixture->window))),
                   take_shown, &shown);
  g_assert_cmpuint (g_hash_table_size (accelerators), >, 5);
  for_each_widget (GTK_WIDGET (fixture->window), take_shortcuts, known);

  /* All keys of the program are told. */
  for (guint i = 0; described[i] != NULL; i++)
    {
      g_auto(GStrv) keys = gtk_application_get_accels_for_action (application, described[i]);

      for (guint j = 0; keys[j] != NULL; j++)
        {
          g_autofree char *name = normalize (keys[j]);

          if (!g_hash_table_contains (actions, described[i]) && !g_hash_table_contains (accelerators, name))
            g_test_fail_printf ("%s (%s) is not in the shortcuts window", name, described[i]);
          g_hash_table_add (known, g_steal_pointer (&name));
        }
    }

  /* And all that is told does something. */
  g_hash_table_iter_init (&iter, actions);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_auto(GStrv) keys = gtk_application_get_accels_for_action (application, key);

      if (keys[0] == NULL)
        g_test_fail_printf ("%s has no key, but is in the shortcuts window", (char *) key);
    }
  g_hash_table_iter_init (&iter, accelerators);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (known, key))
      g_test_fail_printf ("%s is in the shortcuts window, but does nothing", (char *) key);
}

static void
check_menu (GMenuModel *menu,
            GHashTable *labels)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr(GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *label = NULL;
      const char *mark;

      if (section != NULL)
        check_menu (section, labels);
      if (submenu != NULL)
        {
          g_autoptr(GHashTable) own = g_hash_table_new_full (NULL, NULL, NULL, g_free);

          check_menu (submenu, own);
        }
      if (section != NULL || !g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        continue;
      for (mark = strchr (label, '_'); mark != NULL && mark[1] == '_'; mark = strchr (mark + 2, '_'))
        ;
      if (mark != NULL)
        {
          gpointer letter = GUINT_TO_POINTER (g_unichar_tolower (g_utf8_get_char (mark + 1)));
          const char *other = g_hash_table_lookup (labels, letter);

          if (other != NULL)
            g_test_message ("“%s” and “%s”", other, label);
          if (other != NULL)
            g_test_fail_printf ("“%s” and “%s” have one mnemonic in one menu", other, label);
          g_hash_table_insert (labels, letter, g_strdup (label));
        }
    }
}

static void
check_menus (GtkWidget *widget,
             gpointer   user_data)
{
  g_autoptr(GHashTable) labels = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  GMenuModel *menu = GTK_IS_MENU_BUTTON (widget)    ? gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget))
                     : GTK_IS_POPOVER_MENU (widget) ? gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (widget))
                                                    : NULL;

  if (menu == NULL)
    return;
  check_menu (menu, labels);
  (*(guint *) user_data)++;
}

static void
test_menus (Fixture       *fixture,
            gconstpointer  data)
{
  guint n = 0;

  rail_app_test_activate (fixture->window, "win.go", "device:PLC_1");
  rail_app_test_settle ();
  for_each_widget (GTK_WIDGET (fixture->window), check_menus, &n);
  g_assert_cmpuint (n, >=, 4);
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);

  *(gboolean *) user_data = TRUE;
}

static void
choose (Fixture    *fixture,
        const char *pattern,
        GFile      *answer)
{
  gboolean done = FALSE;

  rail_file_chooser_preset (answer);
  rail_file_chooser_save_async (GTK_WINDOW (fixture->window), "Save", "name", "Files", pattern, NULL, chosen_cb, &done);
  rail_app_test_wait_for (is_true_cb, &done, "an answer");
}

static void
test_folders (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autoptr(GFile) there = g_file_new_for_path (folder);
  g_autoptr(GFile) table = g_file_get_child (there, "table.csv");
  g_autoptr(GFile) found = NULL;

  g_assert_null (rail_file_chooser_dup_folder (GTK_WINDOW (fixture->window), "*.csv"));
  choose (fixture, "*.csv", table);
  found = rail_file_chooser_dup_folder (GTK_WINDOW (fixture->window), "*.csv");
  g_assert_true (g_file_equal (found, there));
  /* Each purpose has its own, a cancelled question changes nothing, and a folder that is gone is not offered. */
  g_assert_null (rail_file_chooser_dup_folder (GTK_WINDOW (fixture->window), "*.certrail"));
  choose (fixture, "*.csv", NULL);
  g_clear_object (&found);
  found = rail_file_chooser_dup_folder (GTK_WINDOW (fixture->window), "*.csv");
  g_assert_true (g_file_equal (found, there));
  rail_test_remove_folder (folder);
  g_assert_null (rail_file_chooser_dup_folder (GTK_WINDOW (fixture->window), "*.csv"));
}

static void
find_named (GtkWidget *widget,
            gpointer   user_data)
{
  if (g_str_equal (gtk_widget_get_name (widget), "lock-state"))
    *(GtkWidget **) user_data = widget;
}

static gboolean
has_lock_icon_cb (gpointer user_data)
{
  GtkWidget *found = NULL;

  for_each_widget (user_data, find_named, &found);
  return found != NULL;
}

/* Who opens it would only be told then that it can only be looked at. */
static void
test_recent_lock (void)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autoptr(GFile) file = g_file_new_build_filename (folder, "Line 3.certrail", NULL);
  g_autoptr(RailProject) project = manager_fixture_unprotected ();
  g_autoptr(RailProjectLock) lock = NULL;
  g_autoptr(GError) error = NULL;
  RailWindow *window;

  rail_project_save (project, file, &error);
  g_assert_no_error (error);
  rail_state_add_recent (rail_state_get_default (), file);
  window = rail_app_test_new_window (rail_app_test_get_application ());
  g_assert_false (has_lock_icon_cb (window));
  gtk_window_destroy (GTK_WINDOW (window));

  lock = rail_project_lock_acquire (file, RAIL_TAKE_STALE, &error);
  g_assert_no_error (error);
  window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_app_test_wait_for (has_lock_icon_cb, window, "the lock of the recent project");
  rail_app_test_screenshot (window, "welcome-locked");
  rail_project_lock_release (lock);
  gtk_window_destroy (GTK_WINDOW (window));
  rail_state_remove_recent (rail_state_get_default (), file);
  rail_test_remove_folder (folder);
}

/* Labels with room for less than their dots were measured wrong. */
static void
test_short_names (void)
{
  g_autoptr(GFile) file = g_file_new_build_filename (g_get_home_dir (), "x.certrail", NULL);
  g_autofree char *name = NULL;
  RailWindow *window;

  /* In the font of a desktop that has not been told which. */
  g_object_get (gtk_settings_get_default (), "gtk-font-name", &name, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Sans 10", NULL);
  rail_state_add_recent (rail_state_get_default (), file);
  window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_app_test_settle ();
  gtk_window_destroy (GTK_WINDOW (window));
  rail_state_remove_recent (rail_state_get_default (), file);
  g_object_set (gtk_settings_get_default (), "gtk-font-name", name, NULL);
}

/* What is only looked at can be compiled, too: the messages open without a complaint of the toolkit. */
static void
test_read_only (void)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autoptr(GFile) file = g_file_new_build_filename (folder, "Line 3.certrail", NULL);
  g_autoptr(RailProject) project = manager_fixture_unprotected ();
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(RailProjectLock) lock = NULL;
  g_autoptr(GError) error = NULL;
  RailWindow *window;
  GtkWidget *dialog;

  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  rail_project_save (project, file, &error);
  g_assert_no_error (error);
  lock = rail_project_lock_acquire (file, RAIL_TAKE_STALE, &error);
  g_assert_no_error (error);
  window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_open (window, file);
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, NULL);
  rail_app_test_respond (dialog, "read-only");
  rail_app_test_wait_for (has_project_cb, window, "the project");
  rail_app_test_settle ();
  rail_app_test_activate (window, "win.compile-project", NULL);
  rail_app_test_settle ();
  g_assert_true (gtk_widget_get_mapped (rail_app_test_find (window, "messages")));
  rail_app_test_screenshot (window, "read-only-messages");
  rail_project_lock_release (lock);
  gtk_window_destroy (GTK_WINDOW (window));
  rail_test_remove_folder (folder);
}

/* Who folds the inspector finds it folded on the next page, and in the next run. */
static void
test_fold (void)
{
  g_autoptr(GtkWidget) first = g_object_ref_sink (g_object_new (RAIL_TYPE_CERTIFICATE_MANAGER_PAGE, NULL));
  g_autoptr(GtkWidget) second = NULL;
  gboolean is_unfolded;

  g_object_get (first, "inspect", &is_unfolded, NULL);
  g_assert_true (is_unfolded);
  g_object_set (first, "inspect", FALSE, NULL);
  second = g_object_ref_sink (g_object_new (RAIL_TYPE_CERTIFICATE_MANAGER_PAGE, NULL));
  g_object_get (second, "inspect", &is_unfolded, NULL);
  g_assert_false (is_unfolded);
  g_object_set (second, "inspect", TRUE, NULL);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  g_test_add ("/app/habits/shortcuts-window-tells-every-key", Fixture, NULL, set_up, test_shortcuts_window, tear_down);
  g_test_add ("/app/habits/no-mnemonic-is-twice-in-a-menu", Fixture, NULL, set_up, test_menus, tear_down);
  g_test_add ("/app/habits/folders-are-remembered-by-purpose", Fixture, NULL, set_up, test_folders, tear_down);
  g_test_add_func ("/app/habits/recent-projects-tell-who-has-them-open", test_recent_lock);
  g_test_add_func ("/app/habits/read-only-project-can-be-compiled", test_read_only);
  g_test_add_func ("/app/habits/short-names-are-shown", test_short_names);
  g_test_add_func ("/app/habits/folded-inspector-stays-folded", test_fold);
  return rail_app_test_run ();
}
