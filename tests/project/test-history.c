/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-history.h"

#include "project-fixture.h"

static guint n_freed;

static void
note_free_cb (gpointer data)
{
  n_freed++;
}

static void
note_undo_cb (RailProject *project,
              gpointer     data)
{
  guint *n_undone = data;

  (*n_undone)++;
}

static RailChange *
new_change (const char *text,
            guint      *n_undone)
{
  return rail_change_new (g_strdup (text), note_undo_cb, n_undone, note_free_cb);
}

static void
test_newest_first (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  RailHistory history;
  guint first = 0;
  guint second = 0;

  n_freed = 0;
  rail_history_init (&history);
  g_assert_null (rail_history_get_text (&history));
  g_assert_false (rail_history_undo (&history, project));
  rail_history_push (&history, new_change ("first", &first), FALSE);
  rail_history_push (&history, new_change ("second", &second), FALSE);
  g_assert_cmpstr (rail_history_get_text (&history), ==, "second");
  g_assert_true (rail_history_undo (&history, project));
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (second, ==, 1);
  g_assert_cmpuint (n_freed, ==, 1);
  g_assert_cmpstr (rail_history_get_text (&history), ==, "first");
  rail_history_clear (&history);
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (n_freed, ==, 2);
}

static void
test_modified (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  RailHistory history;
  guint n_undone = 0;

  rail_history_init (&history);
  g_assert_false (rail_history_is_modified (&history));
  rail_history_push (&history, new_change ("plain", &n_undone), FALSE);
  g_assert_true (rail_history_is_modified (&history));
  g_assert_true (rail_history_undo (&history, project));
  g_assert_false (rail_history_is_modified (&history));

  /* Given IDs stay given. */
  rail_history_push (&history, new_change ("gave IDs", &n_undone), TRUE);
  g_assert_true (rail_history_undo (&history, project));
  g_assert_true (rail_history_is_modified (&history));
  rail_history_mark_saved (&history, history.state);
  g_assert_false (rail_history_is_modified (&history));
  rail_history_touch (&history);
  g_assert_true (rail_history_is_modified (&history));
  rail_history_clear (&history);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/history/newest-goes-back-first", test_newest_first);
  g_test_add_func ("/project/history/undo-finds-the-saved-state", test_modified);
  return g_test_run ();
}
