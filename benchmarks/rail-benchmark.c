/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * rail-benchmark [--smoke | --import N | --compile N | --files]: prints a table of what Certrail takes beside what its
 * work must take, measured in the same run. --smoke does a little of everything, to see that it still runs; its figures
 * mean nothing.
 * --import measures only the import, of N certificates with their keys; --compile only compiling N devices; --files only saving
 * and opening, with a derivation that takes no time.
 */

#define G_LOG_DOMAIN "rail-benchmark"

#include "config.h"

#include "bare-gnutls.h"
#include "compile-benchmark.h"
#include "import-benchmark.h"
#include "rail-cipher.h"
#include "rail-operations.h"
#include "rail-project-file.h"
#include "rail-renewal.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define USER "benchmark"
#define PASSWORD "Benchmark-1"
#define AUTHORITY_ID 2

#define N_FILES 3
#define N_PLANTS 2
#define LEAST_ITERATIONS 1000000u

/* Limits of docs/performance.md. */
#define LIMIT_ISSUE 1.25   /* times the bare loop */
#define LIMIT_FILE 0.0001  /* seconds an entry, beside key derivation */
#define LIMIT_MEMORY 10.0  /* kB an entry */

typedef struct
{
  guint n_ec;
  guint n_rsa;
  guint n_rounds;
  guint n_entries[N_FILES];   /* ascending */
  guint n_devices[N_PLANTS];
  guint iterations;           /* 0: calibrated, as users have it */
} Sizes;

static const Sizes full = { 1000, 50, 5, { 1000, 10000, 50000 }, { 1000, 10000 }, 0 };
static const Sizes smoke = { 8, 2, 1, { 20, 30, 40 }, { 4, 8 }, 1000 };

static double
get_seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

/* Of all threads of this process, in its code and in the kernel: what is left of a figure when the machine has other work. */
static double
get_processor_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
check (gboolean  success,
       GError   *error)
{
  if (!success)
    g_error ("%s", error->message);
}

static int
compare_doubles_cb (gconstpointer a,
                    gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
get_median (double *values,
            guint   n_values)
{
  qsort (values, n_values, sizeof *values, compare_doubles_cb);
  return n_values % 2 == 1 ? values[n_values / 2] : (values[n_values / 2 - 1] + values[n_values / 2]) / 2;
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

static char *
dup_processor (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL) || (line = strstr (text, "model name")) == NULL ||
      (line = strchr (line, ':')) == NULL)
    return g_strdup ("unknown processor");
  return g_strstrip (g_strndup (line + 1, strcspn (line + 1, "\n")));
}

static RailProject *
make_project (const Sizes *sizes)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(GError) error = NULL;
  RailProject *project = rail_project_new (environment, "Benchmark");

  if (sizes->iterations != 0)
    rail_environment_set_iterations (environment, sizes->iterations);
  check (rail_project_protect (project, USER, password, &error), error);
  return project;
}

static GListModel *
make_creations (RailProject *project,
                RailKeyKind  kind,
                guint        n_creations)
{
  RailEntry *issuer = rail_project_get_entry (project, AUTHORITY_ID);
  GListStore *creations = g_list_store_new (RAIL_TYPE_CREATION);

  for (guint i = 0; i < n_creations; i++)
    {
      g_autoptr(RailCreation) creation = rail_creation_new (project);
      g_autoptr(RailAlternativeName) address = rail_alternative_name_new (RAIL_NAME_TYPE_IP, "10.0.0.1");
      g_autofree char *name = g_strdup_printf ("Device %u", i);
      RailCertificateRequest *request = rail_creation_get_request (creation);

      rail_creation_apply_template (creation, RAIL_USAGE_TLS_SERVER);
      rail_creation_set_issuer (creation, issuer);
      rail_certificate_request_set_common_name (request, name);
      rail_certificate_request_set_key_kind (request, kind);
      g_list_store_remove_all (rail_certificate_request_get_names (request));
      g_list_store_append (rail_certificate_request_get_names (request), address);
      g_list_store_append (creations, creation);
    }
  return G_LIST_MODEL (creations);
}

static double
issue (RailProject *project,
       GListModel  *creations)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  double seconds;

  entries = rail_project_create (project, creations, &error);
  seconds = get_seconds_since (start);
  check (entries != NULL, error);
  return seconds;
}

/* Pairs, one after the other, so that a slow minute of the machine is in both. */
static void
measure_issuing (RailProject *project,
                 RailKeyKind  kind,
                 guint        n_certificates,
                 guint        n_rounds)
{
  RailEntry *authority = rail_project_get_entry (project, AUTHORITY_ID);
  g_autofree char *what = g_strdup_printf ("Issue %u %s", n_certificates, rail_key_kind_get_label (kind));
  g_autofree double *ours = g_new0 (double, n_rounds);
  g_autofree double *bare = g_new0 (double, n_rounds);
  g_autofree double *ratios = g_new0 (double, n_rounds);

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr(GListModel) creations = make_creations (project, kind, n_certificates);

      bare[i] = bare_gnutls_issue (rail_entry_get_certificate (authority), rail_entry_get_key (authority), kind,
                                   n_certificates, g_get_num_processors ());
      ours[i] = issue (project, creations);
      ratios[i] = ours[i] / bare[i];
      rail_project_undo (project);
    }
  g_print ("| %-34s | %8.3f s | %8.3f s bare GnuTLS | %9.2f × | ≤ %.2f × |\n", what, get_median (ours, n_rounds),
           get_median (bare, n_rounds), get_median (ratios, n_rounds), LIMIT_ISSUE);
}

static double
renew (RailProject *project,
       GPtrArray   *entries)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr(RailRenewal) renewal = rail_renewal_new (project, entries);
  g_autoptr(GError) error = NULL;
  gboolean renewed = rail_project_renew (project, renewal, &error);
  double seconds = get_seconds_since (start);

  check (renewed, error);
  return seconds;
}

/* With new keys and from the form on, beside a bare loop that only makes keys and certificates. */
static void
measure_renewal (RailProject *project,
                 guint        n_certificates,
                 guint        n_rounds)
{
  RailEntry *authority = rail_project_get_entry (project, AUTHORITY_ID);
  g_autoptr(GListModel) creations = make_creations (project, RAIL_KEY_KIND_EC_P256, n_certificates);
  g_autofree char *what = g_strdup_printf ("Renew %u EC P-256", n_certificates);
  g_autofree double *ours = g_new0 (double, n_rounds);
  g_autofree double *bare = g_new0 (double, n_rounds);
  g_autofree double *ratios = g_new0 (double, n_rounds);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  entries = rail_project_create (project, creations, &error);
  check (entries != NULL, error);
  for (guint i = 0; i < n_rounds; i++)
    {
      bare[i] = bare_gnutls_issue (rail_entry_get_certificate (authority), rail_entry_get_key (authority),
                                   RAIL_KEY_KIND_EC_P256, n_certificates, g_get_num_processors ());
      ours[i] = renew (project, entries);
      ratios[i] = ours[i] / bare[i];
      rail_project_undo (project);
    }
  rail_project_undo (project);
  g_print ("| %-34s | %8.3f s | %8.3f s bare GnuTLS | %9.2f × | ≤ %.2f × |\n", what, get_median (ours, n_rounds),
           get_median (bare, n_rounds), get_median (ratios, n_rounds), LIMIT_ISSUE);
}

static double
measure_derivation (RailProject *project)
{
  g_autoptr(RailUser) user = g_list_model_get_item (
    rail_protection_get_users (rail_project_get_protection (project)), 0);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(RailSecret) key = NULL;
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  double seconds;

  key = rail_cipher_derive_key (password, rail_user_get_salt (user), rail_user_get_iterations (user), &error);
  check (key != NULL, error);
  seconds = get_seconds_since (start);
  g_print ("| %-34s | %8.3f s | %10u iterations | %11s | %8s |\n", "Derive the key of a login", seconds,
           rail_user_get_iterations (user), "–", "–");
  /* The least that Certrail writes, which is what an attacker may hope for. */
  g_print ("| %-34s | %8.1f/s | %10u iterations | %11s | %8s |\n", "Guess passwords, on one core",
           rail_user_get_iterations (user) / (seconds * LEAST_ITERATIONS), LEAST_ITERATIONS, "–", "–");
  return seconds;
}

static void
print_file_row (const char *what,
                double     *seconds,
                double     *processor,
                guint       n_rounds,
                guint       n_entries)
{
  g_autofree char *beside = g_strdup_printf ("%.3f s processor", get_median (processor, n_rounds));

  g_print ("| %-34s | %8.3f s | %21s | %11s | ≤ %.2f s |\n", what, get_median (seconds, n_rounds), beside, "",
           LIMIT_FILE * n_entries);
}

static void
measure_save (RailProject *project,
              GFile       *file,
              guint        n_rounds)
{
  g_autofree double *seconds = g_new0 (double, n_rounds);
  g_autofree double *processor = g_new0 (double, n_rounds);
  guint n_entries = g_list_model_get_n_items (rail_project_get_entries (project));
  g_autofree char *what = g_strdup_printf ("Save %u entries", n_entries);

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      double processor_start = get_processor_seconds ();

      check (rail_project_save (project, file, &error), error);
      seconds[i] = get_seconds_since (start);
      processor[i] = get_processor_seconds () - processor_start;
    }
  print_file_row (what, seconds, processor, n_rounds, n_entries);
}

/* In a process of its own, which prints seconds, those of the processor, bytes and the number of entries: there, memory
 * holds nothing else. */
static int
open_and_report (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(RailProjectFile) project_file = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autoptr(GError) error = NULL;
  double before = get_resident_bytes ();
  gint64 start = g_get_monotonic_time ();
  double processor_start = get_processor_seconds ();
  double seconds, processor;

  project_file = rail_project_file_open (file, NULL, &error);
  check (project_file != NULL, error);
  project = rail_project_file_read (project_file, environment, USER, password, &error);
  check (project != NULL, error);
  seconds = get_seconds_since (start);
  processor = get_processor_seconds () - processor_start;
  g_clear_object (&project_file);

  g_print ("%f %f %f %u\n", seconds, processor, get_resident_bytes () - before,
           g_list_model_get_n_items (rail_project_get_entries (project)));
  return EXIT_SUCCESS;
}

static void
measure_open (const char *program,
              const char *path,
              double      derivation,
              guint       n_rounds)
{
  g_autofree double *seconds = g_new0 (double, n_rounds);
  g_autofree double *processor = g_new0 (double, n_rounds);
  g_autofree double *bytes = g_new0 (double, n_rounds);
  g_autofree char *what = NULL;
  guint n_entries = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--open", path, NULL);
      g_autofree char *output = NULL;

      check (process != NULL, error);
      check (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error), error);
      if (!g_subprocess_get_successful (process) ||
          sscanf (output, "%lf %lf %lf %u", &seconds[i], &processor[i], &bytes[i], &n_entries) != 4)
        g_error ("opening in another process failed");
      seconds[i] -= derivation;
      processor[i] -= derivation;
    }

  what = g_strdup_printf ("Open %u entries, key derived", n_entries);
  print_file_row (what, seconds, processor, n_rounds, n_entries);
  g_print ("| %-34s | %7.1f kB | %21s | %11s | ≤ %.0f kB |\n", "Memory for each entry",
           get_median (bytes, n_rounds) / n_entries / 1000, "", "", LIMIT_MEMORY);
}

static void
measure_imports (RailProject *project,
                 const char  *folder,
                 const Sizes *sizes)
{
  RailEntry *authority = rail_project_get_entry (project, AUTHORITY_ID);

  for (guint i = 0; i < N_FILES; i++)
    import_benchmark_run (project, authority, folder, RAIL_KEY_KIND_EC_P256, sizes->n_entries[i], sizes->n_rounds);
  import_benchmark_run (project, authority, folder, RAIL_KEY_KIND_RSA_2048, sizes->n_entries[1], sizes->n_rounds);
}

static void
print_head (void)
{
  g_autofree char *processor = dup_processor ();
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%F");

  g_print ("%s, %u threads, %s\n\n", processor, g_get_num_processors (), date);
  g_print ("| %-34s | %10s | %21s | %11s | %8s |\n", "What", "Certrail", "beside", "ratio", "limit");
  g_print ("|---|---|---|---|---|\n");
}

static void
measure_files (RailProject *project,
               const char  *folder,
               const Sizes *sizes,
               const char  *program)
{
  g_autofree char *path = g_build_filename (folder, "benchmark.certrail", NULL);
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  double derivation = measure_derivation (project);

  for (guint i = 0; i < N_FILES; i++)
    {
      guint n_there = g_list_model_get_n_items (rail_project_get_entries (project));
      g_autoptr(GListModel) creations = make_creations (project, RAIL_KEY_KIND_EC_P256, sizes->n_entries[i] - n_there);

      issue (project, creations);
      measure_save (project, file, sizes->n_rounds);
      measure_open (program, path, derivation, sizes->n_rounds);
    }
  g_unlink (path);
  g_unlink (backup);
}

static void
run (const Sizes *sizes,
     const char  *program)
{
  g_autofree char *folder = g_dir_make_tmp ("rail-benchmark-XXXXXX", NULL);
  g_autoptr(RailProject) project = make_project (sizes);

  print_head ();
  measure_issuing (project, RAIL_KEY_KIND_EC_P256, sizes->n_ec, sizes->n_rounds);
  measure_renewal (project, sizes->n_ec, sizes->n_rounds);
  measure_issuing (project, RAIL_KEY_KIND_RSA_2048, sizes->n_rsa, sizes->n_rounds);
  measure_imports (project, folder, sizes);
  for (guint i = 0; i < N_PLANTS; i++)
    compile_benchmark_run (project, sizes->n_devices[i], sizes->n_rounds);
  measure_files (project, folder, sizes, program);
  g_rmdir (folder);
}

/* A project of so many entries, with certificates and keys of @model again and again: to a file they are as good as others, and
 * making 50,000 takes much longer than measuring them. */
static RailProject *
repeat_entries (RailProject *model,
                guint        n_entries)
{
  RailProject *project = rail_project_new (rail_project_get_environment (model), "Benchmark");
  GListModel *entries = rail_project_get_entries (model);
  g_autoptr(GPtrArray) repeated = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n_entries; i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i % g_list_model_get_n_items (entries));

      g_ptr_array_add (repeated, rail_entry_new (i + 1, rail_entry_get_kind (entry), rail_entry_get_usage (entry),
                                                 rail_entry_get_certificate (entry), rail_entry_get_key (entry)));
    }
  check (rail_project_restore (project, n_entries + 1, rail_project_get_protection (model), repeated, devices, &error), error);
  return project;
}

static void
run_files (const char *program)
{
  g_autofree char *folder = g_dir_make_tmp ("rail-benchmark-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "benchmark.certrail", NULL);
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  Sizes sizes = full;
  g_autoptr(RailProject) model = NULL;
  g_autoptr(GListModel) creations = NULL;
  double derivation;

  sizes.iterations = smoke.iterations;
  model = make_project (&sizes);
  print_head ();
  derivation = measure_derivation (model);
  creations = make_creations (model, RAIL_KEY_KIND_EC_P256, sizes.n_entries[0] / 4);
  issue (model, creations);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autoptr(RailProject) project = repeat_entries (model, sizes.n_entries[i]);

      measure_save (project, file, sizes.n_rounds);
      measure_open (program, path, derivation, sizes.n_rounds);
    }
  g_unlink (path);
  g_unlink (backup);
  g_rmdir (folder);
}

static void
run_import (const char *number)
{
  guint n = (guint) g_ascii_strtoull (number, NULL, 10);
  Sizes sizes = smoke;
  g_autofree char *folder = g_dir_make_tmp ("rail-benchmark-XXXXXX", NULL);
  g_autoptr(RailProject) project = make_project (&sizes);
  RailEntry *authority = rail_project_get_entry (project, AUTHORITY_ID);

  import_benchmark_run (project, authority, folder, RAIL_KEY_KIND_EC_P256, n, full.n_rounds);
  import_benchmark_run (project, authority, folder, RAIL_KEY_KIND_RSA_2048, n, full.n_rounds);
  g_rmdir (folder);
}

static void
run_compile (const char *number)
{
  Sizes sizes = smoke;
  g_autoptr(RailProject) project = make_project (&sizes);

  compile_benchmark_run (project, (guint) g_ascii_strtoull (number, NULL, 10), full.n_rounds);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  if (argc == 3 && g_str_equal (argv[1], "--open"))
    return open_and_report (argv[2]);
  if (argc == 2 && g_str_equal (argv[1], "--smoke"))
    run (&smoke, argv[0]);
  else if (argc == 3 && g_str_equal (argv[1], "--import"))
    run_import (argv[2]);
  else if (argc == 3 && g_str_equal (argv[1], "--compile"))
    run_compile (argv[2]);
  else if (argc == 2 && g_str_equal (argv[1], "--files"))
    run_files (argv[0]);
  else if (argc == 1)
    run (&full, argv[0]);
  else
    {
      g_printerr ("usage: rail-benchmark [--smoke | --import N | --compile N | --files]\n");
      return 2;
    }
  return EXIT_SUCCESS;
}
