/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stands in for the fuzzing engine: runs a target over the files of a corpus, each whole, cut at many places and with
 * flipped bytes; then for ten seconds over what random changes make of them. So every corpus is a normal test, too. GLib
 * prints the seed of a run; --seed repeats it. */

#include <gio/gio.h>
#include <string.h>

#include "fuzz.h"

#define MAXIMUM_CUTS 64
#define SECONDS 10
#define MAXIMUM_CHANGES 8

static void
run_variants (const guint8 *data,
              gsize         size)
{
  gsize step = size / MAXIMUM_CUTS + 1;

  LLVMFuzzerTestOneInput (data, size);
  for (gsize at = 0; at < size; at += step)
    {
      /* Copies of the exact size, so that a sanitizer sees a read beyond the end. */
      g_autofree guint8 *cut = g_memdup2 (data, at);
      g_autofree guint8 *flipped = g_memdup2 (data, size);

      flipped[at] ^= 0xff;
      LLVMFuzzerTestOneInput (at > 0 ? cut : (const guint8 *) "", at);
      LLVMFuzzerTestOneInput (flipped, size);
    }
}

static void
test_corpus (gconstpointer folder)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint n_files = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *data = NULL;
      gsize size;

      g_test_message ("%s", name);
      g_file_get_contents (path, &data, &size, &error);
      g_assert_no_error (error);
      run_variants ((const guint8 *) data, size);
      n_files++;
    }
  g_assert_cmpuint (n_files, >, 0);
}

static int
compare_names_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (*(const char **) a, *(const char **) b);
}

static GPtrArray *
load_corpus (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  /* In an order that a seed finds again. */
  g_ptr_array_sort (names, compare_names_cb);
  for (guint i = 0; i < names->len; i++)
    {
      char *data;
      gsize size;

      g_file_get_contents (names->pdata[i], &data, &size, &error);
      g_assert_no_error (error);
      g_ptr_array_add (files, g_bytes_new_take (data, size));
    }
  return files;
}

/* One to eight changes: a byte set, a piece taken out, a piece of another file put in. */
static GByteArray *
change (GPtrArray *files)
{
  GByteArray *data = g_byte_array_new ();
  gsize size;
  const guint8 *bytes = g_bytes_get_data (files->pdata[g_test_rand_int_range (0, (gint32) files->len)], &size);

  g_byte_array_append (data, bytes, (guint) size);
  for (gint32 left = g_test_rand_int_range (1, MAXIMUM_CHANGES + 1); left > 0 && data->len > 0; left--)
    {
      guint at = (guint) g_test_rand_int_range (0, (gint32) data->len);
      guint length = (guint) g_test_rand_int_range (1, 33);

      switch (g_test_rand_int_range (0, 3))
        {
        case 0:
          data->data[at] = (guint8) g_test_rand_int_range (0, 256);
          break;
        case 1:
          g_byte_array_remove_range (data, at, MIN (length, data->len - at));
          break;
        default:
          bytes = g_bytes_get_data (files->pdata[g_test_rand_int_range (0, (gint32) files->len)], &size);
          if (size <= length)
            break;
          for (guint from = (guint) g_test_rand_int_range (0, (gint32) (size - length)); length > 0 && at < data->len; length--)
            data->data[at++] = bytes[from++];
          break;
        }
    }
  return data;
}

static void
test_random_changes (gconstpointer folder)
{
  g_autoptr(GPtrArray) files = load_corpus (folder);
  gint64 end = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  guint n_runs = 0;

  for (; g_get_monotonic_time () < end; n_runs++)
    {
      g_autoptr(GByteArray) data = change (files);
      /* A copy of the exact size, so that a sanitizer sees a read beyond the end. */
      g_autofree guint8 *exact = g_memdup2 (data->data, data->len);

      LLVMFuzzerTestOneInput (exact != NULL ? exact : (const guint8 *) "", data->len);
    }
  g_test_message ("%u runs", n_runs);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *random_path = NULL;

  g_test_init (&argc, &argv, NULL);
  if (argc != 2)
    g_error ("usage: %s FOLDER-OF-THE-CORPUS", argv[0]);

  name = g_path_get_basename (argv[1]);
  path = g_strdup_printf ("/fuzz/%s/corpus-is-survived", name);
  g_test_add_data_func (path, argv[1], test_corpus);
  random_path = g_strdup_printf ("/fuzz/%s/ten-seconds-of-changes-are-survived", name);
  g_test_add_data_func (random_path, argv[1], test_random_changes);

  return g_test_run ();
}
