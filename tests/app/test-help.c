/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F1: which chapter of the manual is opened, and that there is one for each place. */

#include "config.h"

#include "window-fixture.h"
#include "manager-fixture.h"

#include "rail-help.h"
#include "rail-place.h"

#include <string.h>

#define TEMPLATES "/org/certrail/Certrail/ui/"

static char *folder;   /* of the program that opens web pages */

static void
assert_chapter_exists (const char *chapter,
                       const char *what)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = rail_help_find_file (chapter, &error);

  if (file == NULL)
    g_error ("%s: %s", what, error->message);
}

/* Parts of pages have the chapter of their page, unless they have one themselves. */
static gboolean
needs_chapter (const char *class_name,
               const char *parent)
{
  static const char * const bases[] = { "RailTaskDialog", "RailCsvDialog", "RailWindow", NULL };

  if (g_strv_contains (bases, class_name))
    return FALSE;
  return g_str_has_suffix (class_name, "Page") || g_str_has_suffix (class_name, "Dialog") ||
         g_str_has_suffix (parent, "Window") || g_str_equal (parent, "RailTaskDialog");
}

static void
test_every_page_and_dialog_has_a_chapter (void)
{
  g_autoptr(GRegex) regex = g_regex_new ("<template class=\"(\\w+)\" parent=\"(\\w+)\"", 0, 0, NULL);
  g_auto(GStrv) names = g_resources_enumerate_children (TEMPLATES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint n_checked = 0;

  g_assert_nonnull (names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (TEMPLATES, names[i], NULL);
      g_autoptr(GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_autoptr(GMatchInfo) match = NULL;
      g_autofree char *class_name = NULL;
      g_autofree char *parent = NULL;
      const char *chapter;

      if (!g_regex_match (regex, text, 0, &match))
        continue;
      class_name = g_match_info_fetch (match, 1);
      parent = g_match_info_fetch (match, 2);
      chapter = rail_help_get_chapter (class_name);
      if (chapter != NULL)
        assert_chapter_exists (chapter, class_name);
      else if (needs_chapter (class_name, parent))
        g_error ("%s has no chapter of the manual; give it one in rail-help.c", class_name);
      n_checked += chapter != NULL;
    }
  g_assert_cmpuint (n_checked, >, 30);
  assert_chapter_exists ("index", "the table of contents");
}

static void
test_the_page_in_sight_decides (void)
{
  static const struct
  {
    const char *place;
    const char *chapter;
  } places[] = {
    { "project", "project-file" },
    { "protection", "first-project" },
    { "users", "users" },
    { "certificates", "create" },
    { "validity", "reports" },
    { "diagram", "where" },
    { "journal", "reports" },
    { "devices", "devices" },
    { "device:PLC_1", "devices" },
  };
  RailProject *project = manager_fixture_project ();
  RailCertificateManagerPage *page;
  RailWindow *window = manager_fixture_window (project, &page);
  GtkWidget *question;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      rail_app_test_activate (window, "win.go", places[i].place);
      rail_app_test_settle ();
      gtk_window_set_focus (GTK_WINDOW (window), NULL);
      g_assert_cmpstr (rail_help_find_chapter (GTK_WINDOW (window)), ==, places[i].chapter);
    }

  /* A dialog has its own, and a question without one is about the dialog that it was asked in. */
  rail_app_test_activate (window, "win.load", "PLC_1");
  rail_app_test_settle ();
  g_assert_cmpstr (rail_help_find_chapter (rail_app_test_look_for ("RailLoadDialog")), ==, "load");
  question = adw_message_dialog_new (rail_app_test_look_for ("RailLoadDialog"), "Really?", NULL);
  g_assert_cmpstr (rail_help_find_chapter (GTK_WINDOW (question)), ==, "load");
  gtk_window_destroy (GTK_WINDOW (question));
  manager_fixture_close (project);
}

static void
test_part_with_the_focus_decides (void)
{
  RailProject *project = manager_fixture_project ();
  RailCertificateManagerPage *page;
  RailWindow *window = manager_fixture_window (project, &page);
  GtkWidget *inspector = rail_app_test_find (page, "inspector");

  rail_certificate_manager_page_select_entry (page, rail_project_get_entry (project, ID_CLIENT));
  gtk_stack_set_visible_child_name (rail_app_test_find (inspector, "stack"), "acceptance");
  rail_app_test_settle ();
  g_assert_true (gtk_widget_child_focus (gtk_stack_get_visible_child (rail_app_test_find (inspector, "stack")),
                                         GTK_DIR_TAB_FORWARD));
  g_assert_cmpstr (rail_help_find_chapter (GTK_WINDOW (window)), ==, "accepted");
  manager_fixture_close (project);
}

static void
test_without_a_project (void)
{
  RailWindow *window = rail_app_test_new_window (rail_app_test_get_application ());

  g_assert_cmpstr (rail_help_find_chapter (GTK_WINDOW (window)), ==, "first-project");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_written_cb (gpointer user_data)
{
  g_autofree char *path = g_build_filename (folder, "opened", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strchr (text, '\n') != NULL;
}

static gboolean
opens_nothing_cb (gpointer user_data)
{
  g_autoptr(GAppInfo) program = g_app_info_get_default_for_type ("text/html", FALSE);

  return program == NULL;
}

static gboolean
opens_something_cb (gpointer user_data)
{
  return !opens_nothing_cb (user_data);
}

/* Which programs the user wants for web pages and texts: @wanted, and none of those that this computer has. */
static void
set_programs (const char *wanted)
{
  static const char * const types[] = { "text/html", "text/markdown", "text/plain" };
  g_autoptr(GString) text = g_string_new ("[Removed Associations]\n");

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GList *programs = g_app_info_get_all_for_type (types[i]);

      g_string_append_printf (text, "%s=", types[i]);
      for (GList *link = programs; link != NULL; link = link->next)
        if (g_strcmp0 (g_app_info_get_id (link->data), wanted) != 0)
          g_string_append_printf (text, "%s;", g_app_info_get_id (link->data));
      g_string_append_c (text, '\n');
      g_list_free_full (programs, g_object_unref);
    }
  g_string_append (text, "[Default Applications]\n");
  for (guint i = 0; wanted != NULL && i < G_N_ELEMENTS (types); i++)
    g_string_append_printf (text, "%s=%s\n", types[i], wanted);
  rail_test_write (g_get_user_config_dir (), "mimeapps.list", text->str, -1);
}

/* A desktop with one program for web pages, which writes down what it shall show. */
static void
add_browser (void)
{
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *opened = g_build_filename (folder, "opened", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\necho \"$1\" > '%s'\n", opened);
  g_autofree char *script_path = g_build_filename (folder, "browser", NULL);
  g_autofree char *desktop = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Browser\nExec=sh '%s' %%u\n"
                                              "MimeType=text/html;text/markdown;text/plain;\n", script_path);

  g_assert_cmpint (g_mkdir_with_parents (applications, 0700), ==, 0);
  rail_test_write (applications, "browser.desktop", desktop, -1);
  rail_test_write (folder, "browser", script, -1);
  set_programs ("browser.desktop");
  rail_app_test_wait_for (opens_something_cb, NULL, "a program for web pages");
}

static void
test_help_opens_the_chapter (void)
{
  RailWindow *window = rail_app_test_new_window (rail_app_test_get_application ());
  g_autoptr(GBytes) opened = NULL;
  g_autofree char *text = NULL;
  GtkApplication *application = GTK_APPLICATION (rail_app_test_get_application ());
  g_auto(GStrv) keys = gtk_application_get_accels_for_action (application, "app.help");

  g_assert_cmpstr (keys[0], ==, "F1");
  add_browser ();
  rail_app_test_activate (window, "app.help", NULL);
  rail_app_test_wait_for (is_written_cb, NULL, "the browser");
  opened = rail_test_read (folder, "opened");
  text = g_strndup (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened));
  rail_assert_contains (text, "/first-project.");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_a_missing_manual_is_said (void)
{
  g_autofree char *manual = g_strdup (g_getenv ("CERTRAIL_MANUAL_DIR"));
  RailWindow *window = rail_app_test_new_window (rail_app_test_get_application ());
  GtkWidget *dialog;

  g_setenv ("CERTRAIL_MANUAL_DIR", "/nowhere", TRUE);
  rail_app_test_activate (window, "app.help", NULL);
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-error-dialog");
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==, "The manual was not opened");
  rail_assert_contains (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                        "There is no chapter “first-project” in “/nowhere”");
  g_setenv ("CERTRAIL_MANUAL_DIR", manual, TRUE);
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_a_missing_browser_is_said (void)
{
  RailWindow *window = rail_app_test_new_window (rail_app_test_get_application ());
  GtkWidget *dialog;

  set_programs (NULL);
  rail_app_test_wait_for (opens_nothing_cb, NULL, "a desktop without a program for web pages");
  rail_app_test_activate (window, "app.help", NULL);
  dialog = rail_app_test_wait_window (ADW_TYPE_MESSAGE_DIALOG, "rail-error-dialog");
  rail_assert_contains (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "No program here shows “");
  rail_assert_contains (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "/first-project.");
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  int result;

  rail_app_test_init (&argc, &argv);
  folder = rail_test_make_folder ();
  g_test_add_func ("/app/help/every-page-and-dialog-has-a-chapter", test_every_page_and_dialog_has_a_chapter);
  g_test_add_func ("/app/help/the-page-in-sight-decides", test_the_page_in_sight_decides);
  g_test_add_func ("/app/help/the-part-with-the-focus-decides", test_part_with_the_focus_decides);
  g_test_add_func ("/app/help/without-a-project", test_without_a_project);
  g_test_add_func ("/app/help/a-missing-manual-is-said", test_a_missing_manual_is_said);
  /* In this order: a program that opens web pages stays known. */
  g_test_add_func ("/app/help/a-missing-browser-is-said", test_a_missing_browser_is_said);
  g_test_add_func ("/app/help/opens-the-chapter", test_help_opens_the_chapter);
  result = rail_app_test_run ();
  rail_test_remove_folder (folder);
  g_free (folder);
  return result;
}
