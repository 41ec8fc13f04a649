/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pictures of the manual, taken of the example project, and held against those that the manual has. With
 * CERTRAIL_SCREENSHOTS they stay in that folder; tools/screenshots puts them into the manual from there. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-create-dialog.h"
#include "rail-export.h"
#include "rail-file-chooser.h"
#include "rail-load-dialog.h"
#include "rail-login-dialog.h"
#include "rail-messages-view.h"
#include "rail-tcon-dialog.h"

#define FONT "Cantarell"

/* 2026-11-30 12:00 UTC: pictures of the example show what is left of its certificates. */
#define NOW G_GINT64_CONSTANT (1796040000)

/* How much of a picture, looked at in small, may be of another colour: fonts and their edges differ, pages do not. */
#define TOLERANCE 0.025

static char *folder;
static RailWindow *window;
static RailCertificateManagerPage *page;

/* The window with the example, for all pictures but the first. */
static void
open_example (void)
{
  GtkWidget *dialog;

  rail_environment_set_now (rail_application_get_environment (rail_app_test_get_application ()), NOW);
  window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_app_test_screenshot (window, "manual-welcome");
  rail_app_test_activate (window, "app.open-example", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), "Certrail-example-1");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_for (has_project_cb, window, "the example");
  rail_app_test_wait_gone (RAIL_TYPE_LOGIN_DIALOG);
  page = rail_app_test_find_type (window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  /* What has expired in the example says so above each page. */
  gtk_info_bar_response (rail_app_test_find (window, "expiry"), GTK_RESPONSE_CLOSE);
  rail_app_test_settle ();
}

static RailEntry *
find_entry (const char *common_name)
{
  GListModel *entries = rail_project_get_entries (rail_window_get_project (window));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (g_str_equal (rail_certificate_get_common_name (rail_entry_get_certificate (entry)), common_name))
        return entry;
    }
  g_error ("the example has no certificate “%s”", common_name);
}

static void
select_entry (const char *common_name)
{
  rail_app_test_activate (window, "win.go", "certificates");
  rail_certificate_manager_page_select_entry (page, find_entry (common_name));
  rail_app_test_settle ();
}

static void
shoot (gpointer    shown,
       const char *name)
{
  g_autofree char *file_name = g_strconcat ("manual-", name, NULL);

  rail_app_test_settle ();
  rail_app_test_screenshot (shown, file_name);
}

/* The dialog that an action of a widget opens. */
static GtkWidget *
open_dialog (gpointer    widget,
             const char *action,
             const char *target,
             const char *type_name)
{
  GtkWidget *dialog;

  rail_app_test_activate (widget, action, target);
  rail_app_test_settle ();
  dialog = rail_app_test_look_for (type_name);
  g_assert_nonnull (dialog);
  return dialog;
}

static void
finish_dialog (GtkWidget  *dialog,
               const char *name)
{
  shoot (dialog, name);
  gtk_window_destroy (GTK_WINDOW (dialog));
  rail_app_test_settle ();
}

static void
shoot_place (const char *name,
             const char *place)
{
  rail_app_test_activate (window, "win.go", place);
  shoot (window, name);
}

static void
shoot_inspector (const char *name,
                 const char *tab)
{
  GtkStack *stack = rail_app_test_find (rail_app_test_find (page, "inspector"), "stack");

  select_entry ("UaExpert");
  gtk_stack_set_visible_child_name (stack, tab);
  shoot (window, name);
  gtk_stack_set_visible_child_name (stack, "certificate");
}

static void
take_welcome (const char *name)
{
  /* Taken before the example was opened. */
}

static void
take_users (const char *name)
{
  shoot_place (name, "users");
}

static void
take_journal (const char *name)
{
  shoot_place (name, "journal");
}

static void
take_validity (const char *name)
{
  shoot_place (name, "validity");
}

static void
take_where (const char *name)
{
  shoot_place (name, "diagram");
}

static void
take_device (const char *name)
{
  shoot_place (name, "device:PLC_1");
}

static void
take_authorities (const char *name)
{
  rail_app_test_activate (window, "win.go", "certificates");
  gtk_stack_set_visible_child_name (rail_app_test_find (page, "tabs"), "ca");
  shoot (window, name);
}

static void
take_used_by (const char *name)
{
  shoot_inspector (name, "used-by");
}

static void
take_accepted (const char *name)
{
  shoot_inspector (name, "acceptance");
}

static void
take_create (const char *name)
{
  GtkWidget *dialog;

  rail_app_test_activate (window, "win.go", "certificates");
  rail_certificate_manager_page_create (page, RAIL_USAGE_OPCUA_CLIENT, NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_CREATE_DIALOG, NULL);
  rail_app_test_type (rail_app_test_find (dialog, "common_name"), "Historian");
  /* The name of this computer is nobody's business. */
  rail_app_test_type (rail_app_test_find (rail_app_test_find (dialog, "names"), "value"),
                      "urn:historian:Plant:Historian");
  finish_dialog (dialog, name);
}

/* Certificates of another plant, one that is there already, and a file that is none. */
static void
take_import (const char *name)
{
  g_autofree char *files = rail_test_make_folder ();
  g_autoptr(GFile) chosen = g_file_new_for_path (files);
  g_autoptr(RailProject) other = manager_fixture_project ();
  const RailEntry *entries[] = {
    rail_project_get_entry (other, ID_SERVER), rail_project_get_entry (other, ID_ROOT), find_entry ("UaExpert"),
  };
  static const char * const names[] = { "server.cer", "root.cer", "uaexpert.der" };
  GtkWidget *dialog = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      GBytes *der = rail_certificate_get_der (rail_entry_get_certificate ((RailEntry *) entries[i]));

      rail_test_write (files, names[i], g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der));
    }
  rail_test_write (files, "notes.cer", "call Waltraud", -1);
  rail_app_test_activate (window, "win.go", "certificates");
  dialog = open_dialog (page, "manager.import", NULL, "RailImportDialog");
  rail_file_chooser_preset (chosen);
  rail_app_test_click (rail_app_test_find (dialog, "choose_folder"));
  rail_app_test_settle ();
  rail_app_test_wait_for (is_idle_cb, dialog, "the files to be read");
  finish_dialog (dialog, name);
  rail_test_remove_folder (files);
}

static void
take_renew (const char *name)
{
  GtkWidget *dialog;

  rail_app_test_activate (window, "win.go", "certificates");
  dialog = open_dialog (page, "manager.renew-expiring", NULL, "RailRenewDialog");
  finish_dialog (dialog, name);
}

static void
take_export (const char *name)
{
  GtkWidget *dialog;

  select_entry ("UaExpert");
  dialog = open_dialog (page, "manager.export", NULL, "RailExportDialog");
  adw_combo_row_set_selected (rail_app_test_find (dialog, "format"), RAIL_FORMAT_P12);
  adw_combo_row_set_selected (rail_app_test_find (dialog, "p12_form"), 1);
  finish_dialog (dialog, name);
}

static void
take_hand_over (const char *name)
{
  GtkWidget *dialog;

  select_entry ("UaExpert");
  dialog = open_dialog (page, "manager.hand-over", NULL, "RailHandOverDialog");
  adw_combo_row_set_selected (rail_app_test_find (dialog, "server"), 1);
  finish_dialog (dialog, name);
}

static void
take_load (const char *name)
{
  finish_dialog (open_dialog (window, "win.load", "PLC_1", "RailLoadDialog"), name);
}

static void
take_connection (const char *name)
{
  finish_dialog (open_dialog (window, "win.tcon", "", "RailTconDialog"), name);
}

static gboolean
is_compiled_cb (gpointer view)
{
  return !rail_messages_view_is_busy (view);
}

/* The last one: compiling changes the project. */
static void
take_messages (const char *name)
{
  GtkWidget *messages = rail_app_test_find (window, "messages");
  GtkWidget *scrolled;
  GtkAdjustment *adjustment;

  rail_app_test_activate (window, "win.go", "device:PLC_2");
  rail_app_test_activate (window, "win.compile-project", NULL);
  rail_app_test_wait_for (is_compiled_cb, messages, "the end of compiling");
  rail_app_test_settle ();

  /* Past what was changed, to what needs somebody. */
  scrolled = gtk_widget_get_ancestor (rail_app_test_find (messages, "view"), GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 4);
  shoot (window, name);
}

/* All pictures that the manual may have, in the order in which they are taken. */
static const struct
{
  const char *name;
  void      (*take) (const char *name);
} pictures[] = {
  { "welcome", take_welcome },
  { "users", take_users },
  { "journal", take_journal },
  { "validity", take_validity },
  { "where", take_where },
  { "device", take_device },
  { "authorities", take_authorities },
  { "used-by", take_used_by },
  { "accepted", take_accepted },
  { "create", take_create },
  { "import", take_import },
  { "renew", take_renew },
  { "export", take_export },
  { "hand-over", take_hand_over },
  { "load", take_load },
  { "connection", take_connection },
  { "messages", take_messages },
};

static char *
build_manual (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "..", "docs", "manual", name, NULL);
}

/* Which pictures the chapters show. */
static GHashTable *
list_shown (void)
{
  g_autofree char *manual = build_manual (".");
  g_autoptr(GRegex) regex = g_regex_new ("\\]\\(pictures/([^)]*)\\.png\\)", 0, 0, NULL);
  g_autoptr(GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GDir) dir = g_dir_open (manual, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = build_manual (name);
      g_autofree char *text = NULL;
      g_autoptr(GMatchInfo) match = NULL;

      if (!g_str_has_suffix (name, ".md"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
        g_hash_table_add (shown, g_match_info_fetch (match, 1));
    }
  return g_steal_pointer (&shown);
}

static void
test_every_picture_is_taken (void)
{
  g_autoptr(GHashTable) shown = list_shown ();

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    if (!g_hash_table_remove (shown, pictures[i].name))
      g_error ("no chapter of the manual shows the picture “%s”", pictures[i].name);
  if (g_hash_table_size (shown) > 0)
    {
      g_autoptr(GList) names = g_hash_table_get_keys (shown);

      g_error ("the manual shows the picture “%s”, which this test does not take", (const char *) names->data);
    }
}

static void
test_pictures_are_taken (void)
{
  open_example ();
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *file_name = g_strdup_printf ("manual-%s.png", pictures[i].name);
      g_autofree char *path = g_build_filename (folder, file_name, NULL);

      pictures[i].take (pictures[i].name);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_font (void)
{
  g_autoptr(GtkWidget) label = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr(PangoFontDescription) wanted = pango_font_description_from_string (FONT " 11");
  g_autoptr(PangoFont) font = pango_context_load_font (gtk_widget_get_pango_context (label), wanted);
  g_autoptr(PangoFontDescription) got = font != NULL ? pango_font_describe (font) : NULL;

  return got != NULL && g_strcmp0 (pango_font_description_get_family (got), FONT) == 0;
}

/* The part of the picture that is of another colour, of 1. */
static double
measure_difference (const char *taken,
                    const char *kept)
{
  g_autofree char *output = NULL;

  g_assert_cmpint (rail_test_run (folder, &output, "convert", taken, kept, "-resize", "240x160!", "-colorspace", "Gray",
                                  "-compose", "difference", "-composite", "-threshold", "10%", "-format", "%[fx:mean]",
                                  "info:", NULL), ==, 0);
  return g_ascii_strtod (output, NULL);
}

static void
test_pictures_are_of_this_program (void)
{
  if (!rail_test_need ("convert"))
    return;
  if (!has_font ())
    {
      g_test_skip ("the font " FONT " is not installed, and with another one pictures look different");
      return;
    }
  if (g_strcmp0 (g_getenv ("CERTRAIL_STYLE"), "dark") == 0)
    {
      g_test_skip ("the pictures of the manual are light ones");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *taken_name = g_strdup_printf ("manual-%s.png", pictures[i].name);
      g_autofree char *kept_name = g_strdup_printf ("pictures/%s.png", pictures[i].name);
      g_autofree char *taken = g_build_filename (folder, taken_name, NULL);
      g_autofree char *kept = build_manual (kept_name);
      double difference = measure_difference (taken, kept);

      g_test_message ("%s: %.4f", pictures[i].name, difference);
      if (difference > TOLERANCE)
        {
          g_test_message ("the picture “%s” of the manual is not what the program looks like (%.3f of it differs); "
                          "run tools/screenshots --manual", pictures[i].name, difference);
          g_test_fail ();
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = NULL;
  gboolean keeps;
  int result;

  rail_app_test_init (&argc, &argv);
  data = g_test_build_filename (G_TEST_DIST, "..", "data", NULL);
  g_setenv ("CERTRAIL_DATA_DIR", data, TRUE);
  keeps = g_getenv ("CERTRAIL_SCREENSHOTS") != NULL;
  folder = keeps ? g_strdup (g_getenv ("CERTRAIL_SCREENSHOTS")) : rail_test_make_folder ();
  g_setenv ("CERTRAIL_SCREENSHOTS", folder, TRUE);

  g_test_add_func ("/app/manual/every-picture-is-taken", test_every_picture_is_taken);
  g_test_add_func ("/app/manual/pictures-are-taken", test_pictures_are_taken);
  /* The one who takes new pictures does not want to hear that they are new. */
  if (!keeps)
    g_test_add_func ("/app/manual/pictures-are-of-this-program", test_pictures_are_of_this_program);
  result = rail_app_test_run ();

  if (!keeps)
    rail_test_remove_folder (folder);
  g_free (folder);
  return result;
}
