/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any sequence of operations, taken back and done again, gives the same project each time. */

#include "random-walk.h"

#define N_SEQUENCES 12
#define N_OPERATIONS 120
#define N_KEPT 100   /* steps that can be taken back */

static void
assert_dump (RandomWalk *walk,
             const char *expected)
{
  g_autofree char *dump = fixture_dump (walk->project);

  g_assert_cmpstr (dump, ==, expected);
}

static void
walk_there_and_back (RandomWalk *walk)
{
  g_autoptr(GPtrArray) dumps = g_ptr_array_new_with_free_func (g_free);
  guint next_id;
  guint oldest;

  g_ptr_array_add (dumps, fixture_dump (walk->project));
  for (guint n = 0; n < N_OPERATIONS; n++)
    {
      if (random_walk_step (walk))
        g_ptr_array_add (dumps, fixture_dump (walk->project));
      else
        assert_dump (walk, dumps->pdata[dumps->len - 1]);
    }
  next_id = rail_project_get_next_id (walk->project);
  oldest = dumps->len - 1 > N_KEPT ? dumps->len - 1 - N_KEPT : 0;
  for (guint n = dumps->len - 1; n > oldest; n--)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (rail_project_undo (walk->project));
      assert_dump (walk, dumps->pdata[n - 1]);
      rail_project_check (walk->project, &error);
      g_assert_no_error (error);
    }
  g_assert_false (rail_project_undo (walk->project));
  g_assert_cmpuint (rail_project_get_next_id (walk->project), ==, next_id);
  for (guint n = oldest + 1; n < dumps->len; n++)
    {
      g_assert_true (rail_project_redo (walk->project));
      assert_dump (walk, dumps->pdata[n]);
    }
  g_assert_false (rail_project_redo (walk->project));

  /* And from the middle another way: what is made there gets IDs that nothing had. */
  for (guint n = 0; n < dumps->len / 2; n++)
    g_assert_true (rail_project_undo (walk->project));
  for (guint n = 0; n < N_OPERATIONS / 4; n++)
    random_walk_step (walk);
}

static void
test_random_steps (void)
{
  for (guint i = 0; i < N_SEQUENCES; i++)
    {
      RandomWalk walk;

      random_walk_begin (&walk);
      walk_there_and_back (&walk);
      random_walk_end (&walk);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/random-steps/undo-and-redo-give-the-same-project", test_random_steps);
  return g_test_run ();
}
