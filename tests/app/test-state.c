/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "rail-state.h"

#include "rail-test.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "certrail", "window.ini", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static char *
dup_newest (RailState *state)
{
  g_autoptr(GFile) file = g_list_model_get_item (rail_state_get_recent (state), 0);

  return file != NULL ? g_file_get_basename (file) : NULL;
}

static void
test_sizes_are_remembered (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(RailState) state = rail_state_new (fixture->path);
  g_autoptr(RailState) later = NULL;

  g_assert_cmpint (rail_state_get_int (state, "window", "width", 1200), ==, 1200);
  rail_state_set_int (state, "window", "width", 900);
  rail_state_write (state);

  later = rail_state_new (fixture->path);
  g_assert_cmpint (rail_state_get_int (later, "window", "width", 1200), ==, 900);
}

static void
test_recent_projects_are_newest_first_and_once (Fixture       *fixture,
                                                gconstpointer  data)
{
  g_autoptr(RailState) state = rail_state_new (fixture->path);
  g_autoptr(GFile) a = g_file_new_for_path ("/plant/a.certrail");
  g_autoptr(GFile) b = g_file_new_for_path ("/plant/b.certrail");
  g_autoptr(RailState) later = NULL;
  g_autofree char *newest = NULL;

  rail_state_add_recent (state, a);
  rail_state_add_recent (state, b);
  rail_state_add_recent (state, a);

  later = rail_state_new (fixture->path);
  newest = dup_newest (later);
  g_assert_cmpstr (newest, ==, "a.certrail");
  g_assert_cmpuint (g_list_model_get_n_items (rail_state_get_recent (later)), ==, 2);
}

static void
test_only_ten_recent_projects_are_kept (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autoptr(RailState) state = rail_state_new (fixture->path);
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
test_a_forgotten_project_stays_forgotten (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr(RailState) state = rail_state_new (fixture->path);
  g_autoptr(GFile) file = g_file_new_for_path ("/plant/gone.certrail");
  g_autoptr(RailState) later = NULL;
  g_autofree char *newest = NULL;

  rail_state_add_recent (state, file);
  rail_state_remove_recent (state, file);
  later = rail_state_new (fixture->path);
  newest = dup_newest (later);
  g_assert_cmpstr (newest, !=, "gone.certrail");
}

static void
test_a_broken_state_file_is_as_good_as_none (Fixture       *fixture,
                                             gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(RailState) state = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  rail_test_write (folder, "window.ini", "\x01 no key file", -1);
  state = rail_state_new (fixture->path);
  g_assert_cmpint (rail_state_get_int (state, "window", "width", 1200), ==, 1200);
  g_assert_cmpuint (g_list_model_get_n_items (rail_state_get_recent (state)), ==, 0);
}

#define ADD(name, function) g_test_add ("/app/state/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sizes-are-remembered", test_sizes_are_remembered);
  ADD ("recent-projects-are-newest-first-and-once", test_recent_projects_are_newest_first_and_once);
  ADD ("only-ten-recent-projects-are-kept", test_only_ten_recent_projects_are_kept);
  ADD ("forgotten-project-stays-forgotten", test_a_forgotten_project_stays_forgotten);
  ADD ("broken-file-is-as-good-as-none", test_a_broken_state_file_is_as_good_as_none);
  return g_test_run ();
}
