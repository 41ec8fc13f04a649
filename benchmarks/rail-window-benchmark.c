/* SPDX-License-Identifier: GPL-3.0-or-later */

/* rail-window-benchmark [--smoke | N]: what people wait for in the real window, with up to 50,000 certificates, and how
 * long XCA takes to start. Needs a display: tests/app/run-headless.sh gives it one. Each size
 * has a process of its own, so that memory is that of this size. */

#include "config.h"

#include "plant.h"

#include "rail-application.h"
#include "rail-certificate-columns.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-operations.h"
#include "rail-project-file.h"
#include "rail-window.h"

#include <locale.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define USER "admin"
#define PASSWORD "correct horse"
#define ITERATIONS 1000
#define N_SCROLLS 120

typedef enum
{
  OPEN,
  FIRST_FRAME,
  KEYSTROKE,
  TYPE_ON,
  SORT,
  TAB,
  SCROLL,
  GENERATE,
  SAVE,
  MEMORY,
  N_FIGURES,
} Figure;

/* Limits of docs/performance.md, with 10,000 certificates; 0 is none. */
static const struct
{
  const char *name;
  const char *unit;
  double      limit;
} figures[N_FIGURES] = {
  [OPEN]        = { "Read the file, key derived", "ms", 1000 },
  [FIRST_FRAME] = { "First frame of the window with them", "ms", 1000 },
  [KEYSTROKE]   = { "First letter in the filter", "ms", 0 },
  [TYPE_ON]     = { "Next letter in the filter, worst of 7", "ms", 0 },
  [SORT]        = { "Sort by a column, worst of 4", "ms", 0 },
  [TAB]         = { "Switch the tab, worst of 4", "ms", 50 },
  [SCROLL]      = { "Longest frame while scrolling", "ms", 50 },
  [GENERATE]    = { "Longest frame while an RSA 4096 key is made", "ms", 50 },
  [SAVE]        = { "Longest frame while saving", "ms", 50 },
  [MEMORY]      = { "Memory for each certificate", "kB", 10 },
};

static void
check (gboolean      good,
       const GError *error)
{
  if (!good)
    g_error ("%s", error != NULL ? error->message : "failed");
}

/* Bytes of this process in main memory, from the kernel. */
static double
get_resident_bytes (void)
{
  g_autofree char *text = NULL;
  unsigned long total, resident;

  malloc_trim (0);
  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) || sscanf (text, "%lu %lu", &total, &resident) != 2)
    return 0;
  return (double) resident * sysconf (_SC_PAGESIZE);
}

/*
 * The longest time between two frames while something else goes on
 */

typedef struct
{
  GtkWidget *widget;
  guint      tick;
  gint64     last;
  gint64     longest;
  gboolean   done;
} Watch;

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Watch *watch = user_data;
  gint64 now = g_get_monotonic_time ();

  if (watch->last != 0)
    watch->longest = MAX (watch->longest, now - watch->last);
  watch->last = now;
  return G_SOURCE_CONTINUE;
}

static void
watch_begin (Watch     *watch,
             GtkWidget *widget)
{
  *watch = (Watch) { .widget = widget };
  watch->tick = gtk_widget_add_tick_callback (widget, tick_cb, watch, NULL);
}

static double
watch_end (Watch *watch)
{
  while (!watch->done)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (watch->widget, watch->tick);
  return (double) watch->longest / 1000;
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = rail_project_create_finish (RAIL_PROJECT (source), result, &error);

  check (entries != NULL, error);
  ((Watch *) user_data)->done = TRUE;
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  check (rail_project_save_finish (RAIL_PROJECT (source), result, &error), error);
  ((Watch *) user_data)->done = TRUE;
}

static double
measure_generation (RailProject *project,
                    GtkWidget   *window)
{
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(RailCreation) creation = rail_creation_new (project);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  Watch watch;

  rail_creation_apply_template (creation, RAIL_USAGE_TLS_CLIENT);
  rail_certificate_request_set_common_name (request, "One more");
  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_RSA_4096);
  g_list_store_append (creations, creation);
  watch_begin (&watch, window);
  rail_project_create_async (project, G_LIST_MODEL (creations), NULL, NULL, NULL, created_cb, &watch);
  return watch_end (&watch);
}

static double
measure_save (RailProject *project,
              GFile       *file,
              GtkWidget   *window)
{
  Watch watch;

  watch_begin (&watch, window);
  rail_project_save_async (project, file, NULL, saved_cb, &watch);
  return watch_end (&watch);
}

/*
 * What one does at the table
 */

static double
measure_search (RailCertificateManagerPage *page,
                GtkWindow                  *window,
                const char                 *text)
{
  gint64 start = g_get_monotonic_time ();
  double result;

  gtk_editable_set_text (page->search, text);
  /* The entry waits a moment for the next letter; what is measured is what comes after that. */
  g_signal_emit_by_name (page->search, "search-changed");
  result = plant_wait_painted (window, start);
  plant_settle ();
  return result;
}

static double
measure_sort (RailCertificateTable *table,
              GtkWindow            *window)
{
  static const RailColumn columns[] = {
    RAIL_COLUMN_COMMON_NAME, RAIL_COLUMN_VALID_TO, RAIL_COLUMN_ISSUER, RAIL_COLUMN_ID,
  };
  GtkColumnView *view =
    GTK_COLUMN_VIEW (gtk_widget_get_template_child (GTK_WIDGET (table), RAIL_TYPE_CERTIFICATE_TABLE, "view"));
  double worst = 0;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      gint64 start = g_get_monotonic_time ();

      gtk_column_view_sort_by_column (view, rail_certificate_columns_find (view, columns[i]), GTK_SORT_ASCENDING);
      worst = MAX (worst, plant_wait_painted (window, start));
      plant_settle ();
    }
  return worst;
}

static double
measure_tabs (RailCertificateManagerPage *page,
              GtkWindow                  *window)
{
  static const char * const names[] = { "ca", "device", "trusted", "device" };
  double worst = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gint64 start = g_get_monotonic_time ();

      gtk_stack_set_visible_child_name (GTK_STACK (page->tabs), names[i]);
      worst = MAX (worst, plant_wait_painted (window, start));
      plant_settle ();
    }
  return worst;
}

static double
measure_scroll (RailCertificateTable *table,
                GtkWindow            *window)
{
  GtkWidget *view = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (table), RAIL_TYPE_CERTIFICATE_TABLE, "view"));
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  double step = gtk_adjustment_get_upper (adjustment) / N_SCROLLS;
  double worst = 0;

  for (guint i = 1; i <= N_SCROLLS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      gtk_adjustment_set_value (adjustment, i * step);
      worst = MAX (worst, plant_wait_painted (window, start));
    }
  gtk_adjustment_set_value (adjustment, 0);
  plant_settle ();
  return worst;
}

static RailProject *
read_project (RailEnvironment *environment,
              GFile           *file)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) project_file = rail_project_file_open (file, NULL, &error);
  RailProject *project;

  check (project_file != NULL, error);
  project = rail_project_file_read (project_file, environment, USER, password, &error);
  check (project != NULL, error);
  return project;
}

static RailCertificateManagerPage *
find_page (GtkWidget *widget)
{
  RailCertificateManagerPage *page = NULL;

  if (RAIL_IS_CERTIFICATE_MANAGER_PAGE (widget))
    return RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && page == NULL;
       child = gtk_widget_get_next_sibling (child))
    page = find_page (child);
  return page;
}

/* In a process of its own: prints a figure a line. */
static void
measure (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(RailApplication) application = rail_application_new ();
  g_autoptr(RailProject) project = NULL;
  g_autoptr(GError) error = NULL;
  RailCertificateManagerPage *page = NULL;
  RailCertificateTable *table;
  RailWindow *window;
  double values[N_FIGURES] = { 0 };
  double before;
  gint64 start;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  check (g_application_register (G_APPLICATION (application), NULL, &error), error);
  g_application_set_default (G_APPLICATION (application));
  window = rail_window_new (application);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 760);
  gtk_window_present (GTK_WINDOW (window));
  plant_settle ();
  before = get_resident_bytes ();

  start = g_get_monotonic_time ();
  project = read_project (rail_application_get_environment (application), file);
  values[OPEN] = (double) (g_get_monotonic_time () - start) / 1000;

  start = g_get_monotonic_time ();
  rail_window_set_project (window, project, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go", "s", "certificates");
  page = find_page (GTK_WIDGET (window));
  gtk_stack_set_visible_child_name (GTK_STACK (page->tabs), "device");
  values[FIRST_FRAME] = plant_wait_painted (GTK_WINDOW (window), start);
  plant_settle ();

  table = page->tables[RAIL_ENTRY_DEVICE];
  values[SCROLL] = measure_scroll (table, GTK_WINDOW (window));
  values[SORT] = measure_sort (table, GTK_WINDOW (window));
  values[TAB] = measure_tabs (page, GTK_WINDOW (window));
  values[KEYSTROKE] = measure_search (page, GTK_WINDOW (window), "d");
  for (guint i = 2; i <= strlen ("drive-77"); i++)
    {
      g_autofree char *text = g_strndup ("drive-77", i);

      values[TYPE_ON] = MAX (values[TYPE_ON], measure_search (page, GTK_WINDOW (window), text));
    }
  measure_search (page, GTK_WINDOW (window), "");
  values[MEMORY] = (get_resident_bytes () - before) / 1024;
  values[GENERATE] = measure_generation (project, GTK_WIDGET (window));
  values[SAVE] = measure_save (project, file, GTK_WIDGET (window));
  for (guint i = 0; i < N_FIGURES; i++)
    g_print ("%.2f\n", values[i]);
  gtk_window_destroy (GTK_WINDOW (window));
}

/*
 * Processes
 */

/* Makes a project file with so many certificates, and measures it. */
static void
measure_size (const char *program,
              const char *folder,
              guint       n,
              double     *values)
{
  g_autofree char *path = g_strdup_printf ("%s/%u.certrail", folder, n);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(RailProject) project = plant_make (n);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;

  rail_environment_set_iterations (rail_project_get_environment (project), ITERATIONS);
  check (rail_project_protect (project, USER, password, &error), error);
  check (rail_project_save (project, file, &error), error);
  g_clear_object (&project);

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--one", path, NULL);
  check (process != NULL, error);
  check (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error), error);
  lines = g_strsplit (output, "\n", -1);
  check (g_subprocess_get_successful (process) && g_strv_length (lines) >= N_FIGURES, NULL);
  for (guint i = 0; i < N_FIGURES; i++)
    values[i] = g_ascii_strtod (lines[i], NULL);
}

/* Milliseconds until a program that is started has a window of that title on the screen; -1 if it cannot be measured here. */
static double
measure_start (const char * const *argv,
               const char         *title)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_autoptr(GSubprocess) finder = NULL;
  double result = -1;

  if (process == NULL)
    return -1;
  finder = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, "timeout", "60", "xdotool", "search", "--sync",
                             "--onlyvisible", "--name", title, NULL);
  if (finder != NULL && g_subprocess_wait_check (finder, NULL, NULL))
    result = (double) (g_get_monotonic_time () - start) / 1000;
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  return result;
}

/* Seconds that a shell script takes; -1 if it fails. */
static double
measure_script (const char *folder,
                const char *script)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr(GSubprocess) process = NULL;

  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawn (launcher, NULL, "sh", "-c", script, NULL);
  if (process == NULL || !g_subprocess_wait_check (process, NULL, NULL))
    return -1;
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static void
print_figure (double      value,
              int         n_digits,
              const char *unit)
{
  if (value < 0)
    g_print (" %10s |", "–");
  else
    g_print (" %7.*f %s |", n_digits, value, unit);
}

/* Both are started empty: XCA makes a database only where it can ask a terminal for its password. */
static void
compare_with_xca (const char *bin)
{
  g_autofree char *program = g_build_filename (bin, "src/app/certrail", NULL);
  const char *ours[] = { program, NULL };
  const char *theirs[] = { "xca", NULL };

  g_print ("\n| %-30s | %10s | %10s |\n|--------------------------------|-----------:|-----------:|\n", "", "Certrail", "XCA");
  g_print ("| %-30s |", "Start until the window is there");
  print_figure (measure_start (ours, "Certrail"), 0, "ms");
  print_figure (measure_start (theirs, "X Certificate"), 0, "ms");
  g_print ("\n");
}

/* FALSE if a limit is broken. */
static gboolean
print_table (const guint *sizes,
             guint        n_sizes,
             double       values[][N_FIGURES])
{
  gboolean fine = TRUE;

  g_print ("| %-42s |", "");
  for (guint i = 0; i < n_sizes; i++)
    g_print (" %10u |", sizes[i]);
  g_print (" limit at 10000 |\n|--------------------------------------------|");
  for (guint i = 0; i < n_sizes; i++)
    g_print ("-----------:|");
  g_print ("---------------:|\n");
  for (guint figure = 0; figure < N_FIGURES; figure++)
    {
      g_print ("| %-42s |", figures[figure].name);
      for (guint i = 0; i < n_sizes; i++)
        {
          double value = values[i][figure];

          /* What a window with a page takes once is not of each certificate; the first size shows it. */
          if (figure == MEMORY)
            value = i > 0 ? (value - values[0][figure]) / sizes[i] : -1;
          print_figure (value, figure == MEMORY ? 1 : 0, figures[figure].unit);
          if (sizes[i] == 10000 && figures[figure].limit > 0 && value > figures[figure].limit)
            fine = FALSE;
        }
      if (figures[figure].limit > 0)
        g_print (" %11.0f %s |\n", figures[figure].limit, figures[figure].unit);
      else
        g_print (" %14s |\n", "–");
    }
  return fine;
}

int
main (int    argc,
      char **argv)
{
  static const guint full[] = { 1, 1000, 10000, 50000 };
  static const guint smoke[] = { 1, 40 };
  gboolean is_smoke = argc > 1 && g_str_equal (argv[1], "--smoke");
  guint one = argc == 2 && !is_smoke ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 0;
  const guint some[] = { 1, one };
  const guint *sizes = is_smoke ? smoke : one > 0 ? some : full;
  guint n_sizes = is_smoke || one > 0 ? G_N_ELEMENTS (smoke) : G_N_ELEMENTS (full);
  double values[G_N_ELEMENTS (full)][N_FIGURES] = { { 0 } };
  g_autofree char *folder = NULL;
  g_autofree char *bin = NULL;
  g_autofree char *remove = NULL;
  g_autoptr(GError) error = NULL;
  gboolean fine;

  setlocale (LC_ALL, "C.UTF-8");
  if (argc == 3 && g_str_equal (argv[1], "--one"))
    {
      gtk_init ();
      adw_init ();
      g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
      measure (argv[2]);
      return EXIT_SUCCESS;
    }

  folder = g_dir_make_tmp ("certrail-benchmark-XXXXXX", &error);
  check (folder != NULL, error);
  g_setenv ("HOME", folder, TRUE);
  g_setenv ("CERTRAIL_PASSWORD", PASSWORD, TRUE);
  for (guint i = 0; i < n_sizes; i++)
    measure_size (argv[0], folder, sizes[i], values[i]);
  fine = print_table (sizes, n_sizes, values);
  bin = g_path_get_dirname (argv[0]);
  if (!is_smoke && one == 0)
    {
      g_autofree char *folder_of_program = g_canonicalize_filename (bin, NULL);
      g_autofree char *build = g_path_get_dirname (folder_of_program);

      compare_with_xca (build);
    }
  remove = g_strdup_printf ("rm -rf '%s'", folder);
  measure_script ("/", remove);
  if (!is_smoke && !fine)
    g_printerr ("A limit of docs/performance.md is broken.\n");
  return fine || is_smoke ? EXIT_SUCCESS : EXIT_FAILURE;
}
