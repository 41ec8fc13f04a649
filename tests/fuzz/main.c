/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stands in for the fuzzing engine: runs a target over the files of a corpus, each whole, cut at many places and with
 * flipped bytes. So every corpus is a normal test, too. */

#include <gio/gio.h>

#include "fuzz.h"

#define MAXIMUM_CUTS 64

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

int
main (int   argc,
      char *argv[])
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  g_test_init (&argc, &argv, NULL);
  if (argc != 2)
    g_error ("usage: %s FOLDER-OF-THE-CORPUS", argv[0]);

  name = g_path_get_basename (argv[1]);
  path = g_strdup_printf ("/fuzz/%s/corpus-is-survived", name);
  g_test_add_data_func (path, argv[1], test_corpus);

  return g_test_run ();
}
