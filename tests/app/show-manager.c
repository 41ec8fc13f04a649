/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows the certificate manager with a project made up in memory, for looking at it and for pictures:
 *   show-manager [--dark] [--unprotected] [--rows N] [--tab T] [--select ID,ID] [--action manager.create]
 *                [--time] [--picture FILE.png] */

#include "config.h"

#include "manager-fixture.h"

#include "rail-certificate-manager-page-private.h"
#include "rail-operations.h"

#include <stdlib.h>
#include <string.h>

static gboolean dark;
static gboolean unprotected;
static int n_rows;
static char *tab;
static char *selected;
static char *action;
static char *inspector_tab;
static char *picture;
static char *usage;
static gboolean time_it;

static const GOptionEntry options[] = {
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark style", NULL },
  { "unprotected", 0, 0, G_OPTION_ARG_NONE, &unprotected, "An unprotected project", NULL },
  { "rows", 0, 0, G_OPTION_ARG_INT, &n_rows, "As many device certificates more", "N" },
  { "tab", 0, 0, G_OPTION_ARG_STRING, &tab, "ca, device or trusted", "TAB" },
  { "select", 0, 0, G_OPTION_ARG_STRING, &selected, "IDs to select", "ID,…" },
  { "action", 0, 0, G_OPTION_ARG_STRING, &action, "Action to activate", "NAME" },
  { "inspector", 0, 0, G_OPTION_ARG_STRING, &inspector_tab, "certificate or chain", "TAB" },
  { "usage", 0, 0, G_OPTION_ARG_STRING, &usage, "Template of the create dialog", "NICK" },
  { "time", 0, 0, G_OPTION_ARG_NONE, &time_it, "Print how long sorting and filtering take until they are painted", NULL },
  { "picture", 0, 0, G_OPTION_ARG_FILENAME, &picture, "Draw the window into a file and leave", "FILE" },
  { NULL }
};

static void
add_rows (RailProject *project)
{
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < n_rows; i++)
    {
      g_autoptr(RailCreation) creation = rail_creation_new (project);
      RailCertificateRequest *request = rail_creation_get_request (creation);
      g_autofree char *name = g_strdup_printf ("Drive %d/%d", (i * 7919) % n_rows, i);

      rail_creation_apply_template (creation, RAIL_USAGE_TLS_CLIENT);
      rail_certificate_request_set_common_name (request, name);
      rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
      g_list_store_append (creations, creation);
    }
  entries = rail_project_create (project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
}

static void
save_picture (GtkWidget *widget)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node, NULL);
  gdk_texture_save_to_png (texture, picture);
}

static void
select_ids (RailCertificateManagerPage *page,
            RailProject                *project)
{
  g_auto(GStrv) ids = g_strsplit (selected, ",", -1);
  RailCertificateTable *table = page->tables[_rail_certificate_manager_page_get_tab (page)];

  rail_certificate_manager_page_select_entry (page, rail_project_get_entry (project, atoi (ids[0])));
  for (guint i = 1; ids[i] != NULL; i++)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (rail_certificate_table_get_visible (table)), atoi (ids[i]), FALSE);
}

static void
painted_cb (gboolean *painted)
{
  *painted = TRUE;
}

/* Prints the milliseconds since @start until the next two frames are painted. */
static void
print_painted (GtkWindow  *window,
               const char *what,
               gint64      start)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gint64 model = g_get_monotonic_time ();

  for (guint i = 0; i < 2; i++)
    {
      gboolean painted = FALSE;
      gulong handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

      gtk_widget_queue_draw (GTK_WIDGET (window));
      while (!painted)
        g_main_context_iteration (NULL, TRUE);
      g_signal_handler_disconnect (clock, handler);
    }
  g_print ("%-36s %6.1f ms, of it %6.1f in the model\n", what, (g_get_monotonic_time () - start) / 1000.0,
           (model - start) / 1000.0);
}

static void
time_sort (GtkWindow            *window,
           RailCertificateTable *table,
           RailColumn            column,
           GtkSortType           direction,
           const char           *what)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (manager_fixture_child (table, RAIL_TYPE_CERTIFICATE_TABLE, "view"));
  g_autoptr(GtkColumnViewColumn) object = g_list_model_get_item (gtk_column_view_get_columns (view), column);
  gint64 start = g_get_monotonic_time ();

  gtk_column_view_sort_by_column (view, object, direction);
  print_painted (window, what, start);
}

static void
time_filter (GtkWindow            *window,
             RailCertificateTable *table,
             const char           *text)
{
  g_autofree char *what = g_strdup_printf ("filter “%s”", text);
  gint64 start = g_get_monotonic_time ();

  rail_certificate_table_set_filter (table, text, RAIL_STATUS_ANY);
  print_painted (window, what, start);
}

static void
time_table (RailProject *project)
{
  RailCertificateManagerPage *page;
  gint64 start = g_get_monotonic_time ();
  GtkWindow *window = manager_fixture_window (project, &page);
  static const char * const tabs[] = { "ca", "device" };

  print_painted (window, "open (with 120 ms of waiting)", start);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      RailCertificateTable *table = page->tables[i];

      start = g_get_monotonic_time ();
      g_object_set (page, "tab", tabs[i], NULL);
      print_painted (window, tabs[i], start);
      time_sort (window, table, RAIL_COLUMN_COMMON_NAME, GTK_SORT_ASCENDING, "sort by name, the first time");
      time_sort (window, table, RAIL_COLUMN_COMMON_NAME, GTK_SORT_DESCENDING, "the other way round");
      time_sort (window, table, RAIL_COLUMN_VALID_TO, GTK_SORT_ASCENDING, "sort by date");
      time_sort (window, table, RAIL_COLUMN_COMMON_NAME, GTK_SORT_ASCENDING, "sort by name again");
      time_filter (window, table, "d");
      time_filter (window, table, "dr");
      time_filter (window, table, "drive 77");
      time_filter (window, table, "");
      start = g_get_monotonic_time ();
      gtk_selection_model_select_all (GTK_SELECTION_MODEL (rail_certificate_table_get_visible (table)));
      print_painted (window, "select all", start);
      gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (rail_certificate_table_get_visible (table)));
    }
  start = g_get_monotonic_time ();
  manager_fixture_create (project, RAIL_USAGE_TLS_CLIENT, "One more", ID_INTERMEDIATE, 0, 0, "");
  print_painted (window, "one more, with its RSA key", start);
}

static void
load_style (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/certrail/Certrail/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/org/certrail/Certrail/icons");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(RailProject) project = NULL;
  RailCertificateManagerPage *page;
  GtkWindow *window;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL))
    return 2;
  adw_init ();
  load_style ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  project = unprotected ? manager_fixture_unprotected () : manager_fixture_project ();
  if (n_rows > 0)
    add_rows (project);
  if (time_it)
    {
      time_table (project);
      return 0;
    }
  window = manager_fixture_window (project, &page);
  if (tab != NULL)
    g_object_set (page, "tab", tab, NULL);
  if (selected != NULL)
    select_ids (page, project);
  if (inspector_tab != NULL)
    gtk_stack_set_visible_child_name (GTK_STACK (manager_fixture_child (page->inspector, RAIL_TYPE_CERTIFICATE_INSPECTOR,
                                                                        "stack")), inspector_tab);
  if (usage != NULL)
    rail_certificate_manager_page_create (page, rail_profile_find (usage)->usage, NULL);
  if (action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (page), action, NULL);
  manager_fixture_settle ();
  manager_fixture_settle ();

  if (picture != NULL)
    {
      GListModel *toplevels = gtk_window_get_toplevels ();

      manager_fixture_settle ();
      for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
        {
          g_autoptr(GtkWidget) top = g_list_model_get_item (toplevels, i);

          if ((top != GTK_WIDGET (window)) == (action != NULL || usage != NULL) && gtk_widget_get_mapped (top))
            save_picture (top);
        }
      return 0;
    }
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
