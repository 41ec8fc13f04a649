/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any sequence of operations, taken back, gives the same project: byte for byte, as it would be saved. */

#include "random-walk.h"
#include "storage-fixture.h"

#define N_SEQUENCES 8
#define N_OPERATIONS 100

static void
add_key (GString *text,
         RailKey *key)
{
  g_autofree char *sum = NULL;
  const guint8 *data;
  gsize size;

  if (key == NULL)
    return;
  data = rail_secret_get_data (rail_key_get_pkcs8 (key), &size);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
  g_string_append_printf (text, "key %s\n", sum);
}

/* Saved keys are encrypted anew each time, so they are compared by themselves. */
static void
add_keys (GString     *text,
          RailProject *project)
{
  GListModel *entries = rail_project_get_entries (project);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      add_key (text, rail_entry_get_key (entry));
      for (guint n = 0; n < rail_entry_get_n_generations (entry); n++)
        add_key (text, rail_generation_get_key (rail_entry_get_generation (entry, n)));
    }
}

/* What the writer makes of the project, without what only ever goes on, the next ID and the journal, and without what is
 * encrypted, and the seal over all of it. */
static char *
serialise (RailProject *project)
{
  static const char * const left_out[] = {
    " next-id=\"[0-9]+\"", "<journal(/>|>.*</journal>)", "<users.*</users>", "<seal>.*</seal>", "<key>.*?</key>"
  };
  g_autofree char *outside = storage_write (project);
  char *xml = storage_open_inside (outside, rail_protection_get_project_key (rail_project_get_protection (project)));
  GString *text;

  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (left_out[i], G_REGEX_DOTALL, 0, NULL);
      g_autofree char *whole = xml;

      xml = g_regex_replace_literal (regex, whole, -1, 0, "", 0, NULL);
      g_assert_nonnull (xml);
    }
  text = g_string_new (xml);
  g_free (xml);
  add_keys (text, project);
  return g_string_free (text, FALSE);
}

/* Says where they part; the whole would be long. */
static void
assert_same (const char *text,
             const char *expected)
{
  gsize same = 0;

  while (text[same] != '\0' && text[same] == expected[same])
    same++;
  if (text[same] != expected[same])
    g_error ("after %.*s there is “%.80s”, and not “%.80s”", (int) MIN (same, 400), text + same - MIN (same, 400),
             text + same, expected + same);
}

/* Saved and read again, it is the same, too. */
static void
assert_read_back (RailProject *project)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "plant.certrail", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *before = serialise (project);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) copy = NULL;

  storage_save (project, file);
  copy = storage_open (file, "admin", "correct horse", &error);
  g_assert_no_error (error);
  after = serialise (copy);
  assert_same (after, before);
  rail_test_remove_folder (folder);
}

static void
test_undo_gives_the_same_bytes (void)
{
  for (guint i = 0; i < N_SEQUENCES; i++)
    {
      g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
      RandomWalk walk;

      random_walk_begin (&walk);
      g_ptr_array_add (texts, serialise (walk.project));
      for (guint n = 0; n < N_OPERATIONS; n++)
        if (random_walk_step (&walk))
          g_ptr_array_add (texts, serialise (walk.project));
      assert_read_back (walk.project);
      for (guint n = texts->len - 1; n > 0; n--)
        {
          g_autofree char *text = NULL;

          g_assert_true (rail_project_undo (walk.project));
          text = serialise (walk.project);
          assert_same (text, texts->pdata[n - 1]);
        }
      g_assert_false (rail_project_undo (walk.project));
      random_walk_end (&walk);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/storage/random-steps/undo-gives-the-same-bytes", test_undo_gives_the_same_bytes);
  return g_test_run ();
}
