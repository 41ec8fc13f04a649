/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "rail-app-test.h"

#include "rail-language.h"

#ifdef __SANITIZE_ADDRESS__
/* GLib drops its first table of quarks, and says so in its source, when a program has more than 2048 of them, as one with
 * windows has. LeakSanitizer finds that, on some runs, with no name in the stack that could be suppressed. So the table is
 * remembered here: it is the first block of its size, made before main(). */
#define QUARK_TABLE_SIZE (2048 * sizeof (char *))

/* From <sanitizer/allocator_interface.h>, which not every compiler installs. */
void __sanitizer_malloc_hook (const volatile void *block,
                              size_t               size);
void __sanitizer_free_hook   (const volatile void *block);

static const volatile void *quark_table;

void
__sanitizer_malloc_hook (const volatile void *block,
                         size_t               size)
{
  if (quark_table == NULL && size == QUARK_TABLE_SIZE)
    quark_table = block;
}

void
__sanitizer_free_hook (const volatile void *block)
{
}
#endif

static char *home;

static gboolean
overrun_cb (gpointer user_data)
{
  g_error ("waited a minute for: %s", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

void
rail_app_test_init (int    *argc,
                    char ***argv)
{
  /* Not g_test's own isolation: that also hides the system's icons and settings schemas, without which GTK stops. */
  static const char * const variables[] = {
    "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
  };

  /* Texts are compared in English, but for the tests of the languages. */
  if (g_getenv ("CERTRAIL_TEST_LOCALE") == NULL)
    g_unsetenv ("LANGUAGE");
  g_setenv ("LC_ALL", g_getenv ("CERTRAIL_TEST_LOCALE") != NULL ? g_getenv ("CERTRAIL_TEST_LOCALE") : "C.UTF-8", TRUE);
  rail_language_init ();
  g_test_init (argc, argv, NULL);
  home = rail_test_make_folder ();
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    g_setenv (variables[i], home, TRUE);
  gtk_init ();
  /* The font is the one that the interface is drawn with on a Debian desktop. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-font-name", "Cantarell 11", NULL);
  adw_init ();
  if (g_strcmp0 (g_getenv ("CERTRAIL_STYLE"), "dark") == 0)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  else
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
}

int
rail_app_test_run (void)
{
  int result = g_test_run ();

  rail_test_remove_folder (home);
  g_clear_pointer (&home, g_free);
  return result;
}

RailApplication *
rail_app_test_get_application (void)
{
  static RailApplication *application;
  g_autoptr(GError) error = NULL;

  /* A process has one; tests are kept apart by their windows. */
  if (application != NULL)
    return application;

  application = rail_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_set_default (G_APPLICATION (application));

  /* A password costs a second by design; a test has many. */
  rail_environment_set_iterations (rail_application_get_environment (application), 1000);
  return application;
}

RailWindow *
rail_app_test_new_window (RailApplication *application)
{
  RailWindow *window = rail_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 760);
  gtk_window_present (GTK_WINDOW (window));
  rail_app_test_settle ();
  return window;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
rail_app_test_wait_for (RailTestCondition  condition,
                        gpointer           user_data,
                        const char        *what)
{
  guint overrun = g_timeout_add_seconds (60, overrun_cb, (gpointer) what);
  /* Something that becomes true without an event of its own is looked at again now and then. */
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_source_remove (overrun);
}

static gboolean
set_true_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
rail_app_test_settle (void)
{
  gboolean done = FALSE;

  /* A few frames: layout, then what layout causes. */
  g_timeout_add (80, set_true_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

/* The nearest one: what a part further below calls the same is not meant. */
static GtkWidget *
search (GtkWidget  *root,
        const char *id,
        GType       type)
{
  g_autoptr(GPtrArray) waiting = g_ptr_array_new ();

  g_ptr_array_add (waiting, root);
  for (guint i = 0; i < waiting->len; i++)
    {
      GtkWidget *widget = g_ptr_array_index (waiting, i);

      if (id != NULL ? g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0
                     : g_type_is_a (G_OBJECT_TYPE (widget), type))
        return widget;
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
        g_ptr_array_add (waiting, child);
    }
  return NULL;
}

gpointer
rail_app_test_find (gpointer    root,
                    const char *id)
{
  GtkWidget *widget = search (GTK_WIDGET (root), id, G_TYPE_NONE);

  if (widget == NULL)
    g_error ("there is no widget “%s” in the %s", id, G_OBJECT_TYPE_NAME (root));
  return widget;
}

gpointer
rail_app_test_find_type (gpointer root,
                         GType    type)
{
  GtkWidget *widget = search (GTK_WIDGET (root), NULL, type);

  if (widget == NULL)
    g_error ("there is no %s in the %s", g_type_name (type), G_OBJECT_TYPE_NAME (root));
  return widget;
}

typedef struct
{
  GType       type;
  const char *name;
  GtkWidget  *found;
} WindowSearch;

static gboolean
find_window_cb (gpointer user_data)
{
  WindowSearch *wanted = user_data;
  GListModel *windows = gtk_window_get_toplevels ();

  wanted->found = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), wanted->type) && gtk_widget_get_mapped (window) &&
          (wanted->name == NULL || g_str_equal (gtk_widget_get_name (window), wanted->name)))
        wanted->found = window;
    }
  return wanted->found != NULL;
}

static gboolean
window_gone_cb (gpointer user_data)
{
  return !find_window_cb (user_data);
}

gpointer
rail_app_test_wait_window (GType       type,
                           const char *name)
{
  WindowSearch wanted = { .type = type, .name = name };
  g_autofree char *what = g_strdup_printf ("a window of type %s", g_type_name (type));

  rail_app_test_wait_for (find_window_cb, &wanted, what);
  rail_app_test_settle ();
  return wanted.found;
}

void
rail_app_test_wait_gone (GType type)
{
  WindowSearch wanted = { .type = type };
  g_autofree char *what = g_strdup_printf ("the end of a %s", g_type_name (type));

  rail_app_test_wait_for (window_gone_cb, &wanted, what);
  rail_app_test_settle ();
}

gpointer
rail_app_test_look_for (const char *type_name)
{
  WindowSearch wanted = { .type = g_type_from_name (type_name) };

  return wanted.type != G_TYPE_INVALID && find_window_cb (&wanted) ? wanted.found : NULL;
}

void
rail_app_test_type (gpointer    editable,
                    const char *text)
{
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (editable)));
  gtk_editable_set_text (GTK_EDITABLE (editable), text);
}

void
rail_app_test_click (gpointer button)
{
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (button)));
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
search_button (GtkWidget  *widget,
               const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = search_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
rail_app_test_respond (gpointer    dialog,
                       const char *response)
{
  const char *label = adw_message_dialog_get_response_label (ADW_MESSAGE_DIALOG (dialog), response);
  GtkWidget *button = search_button (GTK_WIDGET (dialog), label);

  if (button == NULL)
    g_error ("there is no button “%s” in the question", label);
  rail_app_test_click (button);
}

void
rail_app_test_activate (gpointer    widget,
                        const char *action,
                        const char *target)
{
  gboolean done = target != NULL ? gtk_widget_activate_action (GTK_WIDGET (widget), action, "s", target)
                                 : gtk_widget_activate_action (GTK_WIDGET (widget), action, NULL);

  if (!done)
    g_error ("there is no action “%s” at the %s", action, G_OBJECT_TYPE_NAME (widget));
}

void
rail_app_test_screenshot (gpointer    window,
                          const char *name)
{
  const char *folder = g_getenv ("CERTRAIL_SCREENSHOTS");
  g_autoptr(GtkWidget) held = NULL;
  g_autofree char *file_name = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GdkPaintable) paintable = NULL;
  g_autoptr(GtkSnapshot) snapshot = NULL;
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  int width;
  int height;

  if (folder == NULL)
    return;

  /* A dialog that shows work may be gone when everything is drawn. */
  held = g_object_ref (window);
  rail_app_test_settle ();
  if (!gtk_widget_get_mapped (held))
    return;
  width = gtk_widget_get_width (GTK_WIDGET (window));
  height = gtk_widget_get_height (GTK_WIDGET (window));
  paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));

  file_name = g_strconcat (name, ".png", NULL);
  path = g_build_filename (folder, file_name, NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

gboolean
has_project_cb (gpointer window)
{
  return rail_window_get_project (window) != NULL;
}

gboolean
is_saved_cb (gpointer window)
{
  return !rail_project_get_modified (rail_window_get_project (window));
}

gboolean
is_true_cb (gpointer flag)
{
  return *(gboolean *) flag;
}

gboolean
is_idle_cb (gpointer dialog)
{
  return !gtk_widget_get_visible (rail_app_test_find (dialog, "progress_bar"));
}
