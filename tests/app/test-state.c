/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "rail-state.h"

#include "rail-test.h"

static char *
dup_newest (RailState *state)
{
  g_autoptr(GFile) file = g_list_model_get_item (rail_state_get_recent (state), 0);

  return file != NULL ? g_file_get_basename (file) : NULL;
}

static void
test_sizes_are_remembered (void)
{
  g_autoptr(RailState) state = rail_state_new ();
  g_autoptr(RailState) later = NULL;

  g_assert_cmpint (rail_state_get_int (state, "window", "width", 1200), ==, 1200);
  rail_state_set_int (state, "window", "width", 900);
  rail_state_write (state);

  later = rail_state_new ();
  g_assert_cmpint (rail_state_get_int (later, "window", "width", 1200), ==, 900);
}

static void
test_recent_projects_are_newest_first_and_once (void)
{
  g_autoptr(RailState) state = rail_state_new ();
  g_autoptr(GFile) a = g_file_new_for_path ("/plant/a.certrail");
  g_autoptr(GFile) b = g_file_new_for_path ("/plant/b.certrail");
  g_autoptr(RailState) later = NULL;
  g_autofree char *newest = NULL;

  rail_state_add_recent (state, a);
  rail_state_add_recent (state, b);
  rail_state_add_recent (state, a);

  later = rail_state_new ();
  newest = dup_newest (later);
  g_assert_cmpstr (newest, ==, "a.certrail");
  g_assert_cmpuint (g_list_model_get_n_items (rail_state_get_recent (later)), ==, 2);
}

static void
test_only_ten_recent_projects_are_kept (void)
{
  g_autoptr(RailState) state = rail_state_new ();
  g_autofree char *newest = NULL;

  for (int i = 0; i < 14; i++)
    {
      g_autofree char *path = g_strdup_printf ("/plant/%d.certrail", i);
      g_autoptr(GFile) file = g_file_new_for_path (path);

      rail_state_add_recent (state, file);
    }
  newest = dup_newest (state);
  g_assert_cmpstr (newest, ==, "13.certrail");
  g_assert_cmpuint (g_list_model_get_n_items (rail_state_get_recent (state)), ==, 10);
}

static void
test_a_forgotten_project_stays_forgotten (void)
{
  g_autoptr(RailState) state = rail_state_new ();
  g_autoptr(GFile) file = g_file_new_for_path ("/plant/gone.certrail");
  g_autoptr(RailState) later = NULL;
  g_autofree char *newest = NULL;

  rail_state_add_recent (state, file);
  rail_state_remove_recent (state, file);
  later = rail_state_new ();
  newest = dup_newest (later);
  g_assert_cmpstr (newest, !=, "gone.certrail");
}

static void
test_a_broken_state_file_is_as_good_as_none (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "certrail", NULL);
  g_autoptr(RailState) state = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  rail_test_write (folder, "window.ini", "\x01 no key file", -1);
  state = rail_state_new ();
  g_assert_cmpint (rail_state_get_int (state, "window", "width", 1200), ==, 1200);
  g_assert_cmpuint (g_list_model_get_n_items (rail_state_get_recent (state)), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/state/sizes-are-remembered", test_sizes_are_remembered);
  g_test_add_func ("/app/state/recent-projects-are-newest-first-and-once", test_recent_projects_are_newest_first_and_once);
  g_test_add_func ("/app/state/only-ten-recent-projects-are-kept", test_only_ten_recent_projects_are_kept);
  g_test_add_func ("/app/state/forgotten-project-stays-forgotten", test_a_forgotten_project_stays_forgotten);
  g_test_add_func ("/app/state/broken-file-is-as-good-as-none", test_a_broken_state_file_is_as_good_as_none);
  return g_test_run ();
}
