/* SPDX-License-Identifier: GPL-3.0-or-later */

/* rail-table-benchmark [--smoke | N]: what sorting and filtering cost until they are painted, beside a bare column view in the
 * same run; the processor time of the process tells more than the clock where others work on the same machine. Needs a
 * display: tests/app/run-headless.sh gives it one. */

#include "config.h"

#include "bare-table.h"
#include "plant.h"

#include "rail-certificate-columns.h"
#include "rail-certificate-rows.h"
#include "rail-certificate-table.h"

#include <adwaita.h>
#include <stdlib.h>
#include <string.h>

#define N_SIZES 3
#define MAX_ROUNDS 7
#define IDLE_SECONDS 60

/* Limits of docs/performance.md. */
#define LIMIT_RATIO 1.3
#define LIMIT_IDLE 0.01   /* of one core */

typedef enum
{
  SORT_BY_NAME,
  REVERSE,
  SORT_BY_DATE,
  FILTER_LETTER,
  FILTER_NARROW,
  FILTER_FEW,
  FILTER_CLEAR,
  N_STEPS,
} Step;

static const char * const step_names[N_STEPS] = {
  [SORT_BY_NAME]  = "Sort by name",
  [REVERSE]       = "Reverse it",
  [SORT_BY_DATE]  = "Sort by date",
  [FILTER_LETTER] = "Filter “d”",
  [FILTER_NARROW] = "Type on: “drive-7”",
  [FILTER_FEW]    = "Type on: “drive-77”",
  [FILTER_CLEAR]  = "Clear the filter",
};

static const char * const filters[N_STEPS] = {
  [FILTER_LETTER] = "d", [FILTER_NARROW] = "drive-7", [FILTER_FEW] = "drive-77", [FILTER_CLEAR] = "",
};

typedef struct
{
  GtkWindow            *window;
  RailCertificateTable *ours;    /* NULL in the window of the bare one */
  BareTable            *bare;
  GtkColumnView        *view;
} Side;

typedef struct
{
  guint n;
  double ours[N_STEPS][MAX_ROUNDS];
  double bare[N_STEPS][MAX_ROUNDS];
  double ours_processor[N_STEPS][MAX_ROUNDS];
  double bare_processor[N_STEPS][MAX_ROUNDS];
  double first[N_STEPS];            /* ours, with everything to be made */
} Result;

static guint n_rounds = 5;

static int
compare_doubles_cb (gconstpointer a,
                    gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
get_median (const double *values)
{
  double sorted[MAX_ROUNDS];

  memcpy (sorted, values, n_rounds * sizeof *values);
  qsort (sorted, n_rounds, sizeof *sorted, compare_doubles_cb);
  return sorted[n_rounds / 2];
}

static GtkColumnViewColumn *
find_column (Side       *side,
             RailColumn  column)
{
  if (side->ours != NULL)
    return rail_certificate_columns_find (side->view, column);
  else
    {
      /* In its place, as nobody moves it there. */
      g_autoptr(GtkColumnViewColumn) object = g_list_model_get_item (gtk_column_view_get_columns (side->view), column);

      return object;
    }
}

static void
filter (Side       *side,
        const char *text)
{
  RailRowCriteria criteria = RAIL_ROW_CRITERIA_ALL;

  criteria.text = text;
  if (side->ours != NULL)
    rail_certificate_table_set_filter (side->ours, &criteria);
  else
    bare_table_filter (side->bare, text);
}

static double
run_step (Side   *side,
          Step    step,
          double *out_processor)
{
  gint64 start = g_get_monotonic_time ();
  double processor = plant_get_processor_seconds ();
  double result;

  if (filters[step] != NULL)
    filter (side, filters[step]);
  else
    gtk_column_view_sort_by_column (side->view, find_column (side, step == SORT_BY_DATE ? RAIL_COLUMN_VALID_TO
                                                                                        : RAIL_COLUMN_COMMON_NAME),
                                    step == REVERSE ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  result = plant_wait_painted (side->window, start);
  if (out_processor != NULL)
    *out_processor = (plant_get_processor_seconds () - processor) * 1000;
  plant_settle ();
  return result;
}

static GtkWindow *
make_window (GtkWidget *child)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, 1200, 700);
  gtk_window_set_child (window, child);
  return window;
}

static void
show_alone (Side *side,
            Side *other)
{
  gtk_widget_set_visible (GTK_WIDGET (other->window), FALSE);
  gtk_window_present (side->window);
  plant_settle ();
}

static void
measure (guint   n,
         Result *result)
{
  g_autoptr(RailProject) project = plant_make (n);
  g_autoptr(RailCertificateRows) rows = rail_certificate_rows_new (project);
  GListModel *list = rail_certificate_rows_get (rows, RAIL_ENTRY_DEVICE);
  Side ours = { 0 };
  Side bare = { 0 };
  GtkWidget *scroller = gtk_scrolled_window_new ();

  result->n = n;
  ours.ours = RAIL_CERTIFICATE_TABLE (rail_certificate_table_new ());
  ours.view = GTK_COLUMN_VIEW (gtk_widget_get_template_child (GTK_WIDGET (ours.ours), RAIL_TYPE_CERTIFICATE_TABLE, "view"));
  ours.window = make_window (GTK_WIDGET (ours.ours));
  rail_certificate_table_set_rows (ours.ours, list);
  gtk_window_present (ours.window);
  plant_settle ();
  for (Step i = 0; i < N_STEPS; i++)
    result->first[i] = run_step (&ours, i, NULL);

  bare.bare = bare_table_new (list);
  bare.view = bare.bare->view;
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (bare.view));
  bare.window = make_window (scroller);
  show_alone (&bare, &ours);
  for (Step i = 0; i < N_STEPS; i++)
    run_step (&bare, i, NULL);

  for (guint round = 0; round < n_rounds; round++)
    {
      show_alone (&ours, &bare);
      for (Step i = 0; i < N_STEPS; i++)
        result->ours[i][round] = run_step (&ours, i, &result->ours_processor[i][round]);
      show_alone (&bare, &ours);
      for (Step i = 0; i < N_STEPS; i++)
        result->bare[i][round] = run_step (&bare, i, &result->bare_processor[i][round]);
    }
  gtk_window_destroy (ours.window);
  gtk_window_destroy (bare.window);
  bare_table_free (bare.bare);
  plant_settle ();
}

static gboolean
quit_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* The share of a core that a window with a table uses while nobody does anything. */
static double
measure_idle (guint n,
              guint seconds)
{
  g_autoptr(RailProject) project = plant_make (n);
  g_autoptr(RailCertificateRows) rows = rail_certificate_rows_new (project);
  GtkWidget *table = rail_certificate_table_new ();
  GtkWindow *window = make_window (table);
  gboolean done = FALSE;
  double before;

  rail_certificate_table_set_rows (RAIL_CERTIFICATE_TABLE (table), rail_certificate_rows_get (rows, RAIL_ENTRY_DEVICE));
  gtk_window_present (window);
  plant_settle ();
  plant_settle ();
  before = plant_get_processor_seconds ();
  g_timeout_add_seconds (seconds, quit_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  before = (plant_get_processor_seconds () - before) / seconds;
  gtk_window_destroy (window);
  return before;
}

static void
print_row (const char *name,
           double      first,
           double      ours,
           double      bare,
           double      ours_processor,
           double      bare_processor)
{
  g_print ("| %-19s | %7.0f ms | %5.0f ms | %13.0f ms | %5.2f | %5.0f ms | %13.0f ms | %5.2f |\n", name, first, ours, bare,
           ours / bare, ours_processor, bare_processor, ours_processor / bare_processor);
}

/* FALSE if a limit is broken. */
static gboolean
print_result (const Result *result)
{
  double first = 0, ours = 0, bare = 0, ours_processor = 0, bare_processor = 0;

  g_print ("\n%u rows\n\n| What                | First time | Certrail | bare column view | ratio | "
           "processor | bare, processor | ratio |\n"
           "|---------------------|-----------:|---------:|-----------------:|------:|"
           "---------:|-----------------:|------:|\n", result->n);
  for (Step i = 0; i < N_STEPS; i++)
    {
      double mine = get_median (result->ours[i]);
      double floor_ms = get_median (result->bare[i]);
      double mine_processor = get_median (result->ours_processor[i]);
      double floor_processor = get_median (result->bare_processor[i]);

      first += result->first[i];
      ours += mine;
      bare += floor_ms;
      ours_processor += mine_processor;
      bare_processor += floor_processor;
      print_row (step_names[i], result->first[i], mine, floor_ms, mine_processor, floor_processor);
    }
  print_row ("All of it", first, ours, bare, ours_processor, bare_processor);
  return ours <= bare * LIMIT_RATIO;
}

int
main (int    argc,
      char **argv)
{
  static const guint full[N_SIZES] = { 1000, 10000, 50000 };
  static const guint smoke[N_SIZES] = { 20, 40, 60 };
  gboolean is_smoke = argc > 1 && g_str_equal (argv[1], "--smoke");
  guint one = argc > 1 && !is_smoke ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 0;
  const guint *sizes = is_smoke ? smoke : full;
  gboolean fine = TRUE;
  double idle;

  gtk_init ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  if (is_smoke)
    n_rounds = 1;
  for (guint i = 0; i < (one > 0 ? 1 : N_SIZES); i++)
    {
      g_autofree Result *result = g_new0 (Result, 1);

      measure (one > 0 ? one : sizes[i], result);
      fine = print_result (result) && fine;
    }
  if (one > 0)
    return EXIT_SUCCESS;
  idle = measure_idle (sizes[1], is_smoke ? 1 : IDLE_SECONDS);
  g_print ("\nIdle with %u rows: %.2f %% of a core\n", sizes[1], idle * 100);
  fine = fine && idle <= LIMIT_IDLE;
  if (!is_smoke && !fine)
    g_printerr ("A limit of docs/performance.md is broken.\n");
  return fine || is_smoke ? EXIT_SUCCESS : EXIT_FAILURE;
}
