/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-benchmark"

#include "config.h"

#include "import-benchmark.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "rail-import.h"

/* For 10,000 certificates with their keys; more may take as much more. */
#define LIMIT_IMPORT 3.0
#define LIMIT_CERTIFICATES 10000

/* To make an RSA key takes a tenth of a second. To read one takes the same whether it comes once or again. */
#define MAX_KEYS 100

static void
check (gboolean  success,
       GError   *error)
{
  if (!success)
    g_error ("%s", error->message);
}

static RailCertificate *
issue (RailProject *project,
       RailEntry   *authority,
       RailKey     *key,
       guint        number)
{
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (rail_project_get_environment (project));
  g_autoptr(RailAlternativeName) name = rail_alternative_name_new (RAIL_NAME_TYPE_IP, "10.0.0.1");
  g_autofree char *common_name = g_strdup_printf ("Device %u", number);
  g_autoptr(GError) error = NULL;
  RailCertificate *certificate;

  rail_certificate_request_set_usage (request, RAIL_USAGE_TLS_SERVER);
  rail_certificate_request_set_issuer (request, rail_entry_get_certificate (authority));
  rail_certificate_request_set_common_name (request, common_name);
  rail_certificate_request_set_key_kind (request, rail_key_get_kind (key));
  g_list_store_append (rail_certificate_request_get_names (request), name);
  certificate = rail_certificate_request_issue (request, key, rail_entry_get_key (authority), &error);
  check (certificate != NULL, error);
  return certificate;
}

static void
write_pair (FILE            *file,
            RailCertificate *certificate,
            RailSecret      *key)
{
  g_autofree char *pem = rail_certificate_to_pem (certificate);

  fputs (pem, file);
  fputs (rail_secret_get_text (key), file);
}

/* One file for each pair in a folder, and all pairs in one file beside it. */
static void
write_files (RailProject *project,
             RailEntry   *authority,
             RailKeyKind  kind,
             guint        n_certificates,
             const char  *folder,
             const char  *whole)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_secret_unref);
  FILE *all = fopen (whole, "w");

  g_mkdir (folder, 0700);
  g_assert (all != NULL);
  for (guint i = 0; i < MIN (n_certificates, MAX_KEYS); i++)
    {
      g_ptr_array_add (keys, rail_key_generate (kind, NULL));
      g_ptr_array_add (texts, rail_key_export_pem (keys->pdata[i], NULL));
    }
  for (guint i = 0; i < n_certificates; i++)
    {
      RailKey *key = keys->pdata[i % keys->len];
      g_autoptr(RailCertificate) certificate = issue (project, authority, key, i);
      g_autofree char *path = g_strdup_printf ("%s/%u.pem", folder, i);
      FILE *file = fopen (path, "w");

      g_assert (file != NULL);
      write_pair (file, certificate, texts->pdata[i % texts->len]);
      write_pair (all, certificate, texts->pdata[i % texts->len]);
      fclose (file);
    }
  fclose (all);
}

static void
remove_files (guint       n_certificates,
              const char *folder,
              const char *whole)
{
  for (guint i = 0; i < n_certificates; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.pem", folder, i);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_unlink (whole);
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
get_processor_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* From files to entries of a project that has none of them. */
static double
import (RailProject *project,
        const char  *path,
        guint        n_certificates,
        double      *out_processor)
{
  g_autoptr(RailImport) rail_import = rail_import_new (project);
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  double processor = get_processor_seconds ();
  double seconds;

  g_list_store_append (files, file);
  check (rail_import_add_files (rail_import, G_LIST_MODEL (files), NULL, &error), error);
  entries = rail_import_take (rail_import, &error);
  check (entries != NULL, error);
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  *out_processor = get_processor_seconds () - processor;
  if (entries->len != n_certificates || rail_entry_get_kind (entries->pdata[0]) != RAIL_ENTRY_DEVICE)
    g_error ("%u of %u were imported", entries->len, n_certificates);
  rail_project_undo (project);
  return seconds;
}

static void
measure (RailProject *project,
         const char  *path,
         const char  *what,
         guint        n_certificates,
         guint        n_rounds)
{
  g_autofree double *seconds = g_new0 (double, n_rounds);
  g_autofree double *processor = g_new0 (double, n_rounds);
  double limit = LIMIT_IMPORT * MAX (n_certificates, LIMIT_CERTIFICATES) / LIMIT_CERTIFICATES;

  for (guint i = 0; i < n_rounds; i++)
    seconds[i] = import (project, path, n_certificates, &processor[i]);
  qsort (seconds, n_rounds, sizeof *seconds, compare_doubles_cb);
  qsort (processor, n_rounds, sizeof *processor, compare_doubles_cb);
  g_print ("| %-34s | %8.3f s | %8.3f s processor  | %11s | ≤ %.2f s |\n", what, seconds[n_rounds / 2],
           processor[n_rounds / 2], "", limit);
}

/* Prints what it takes to import certificates with their keys, from one file each and from one file. */
void
import_benchmark_run (RailProject *project,
                      RailEntry   *authority,
                      const char  *folder,
                      RailKeyKind  kind,
                      guint        n_certificates,
                      guint        n_rounds)
{
  g_autofree char *files = g_build_filename (folder, "pairs", NULL);
  g_autofree char *whole = g_build_filename (folder, "pairs.pem", NULL);
  g_autofree char *many = g_strdup_printf ("Import %u %s, a file each", n_certificates, rail_key_kind_get_label (kind));
  g_autofree char *one = g_strdup_printf ("Import %u %s, one file", n_certificates, rail_key_kind_get_label (kind));

  write_files (project, authority, kind, n_certificates, files, whole);
  measure (project, files, many, n_certificates, n_rounds);
  measure (project, whole, one, n_certificates, n_rounds);
  remove_files (n_certificates, files, whole);
}
