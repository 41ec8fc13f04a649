/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Comes by every page and dialog in the language of run-in-language.sh. */

#include "config.h"

#include "rail-app-tour.h"
#include "text-check.h"

#include <glib/gi18n.h>

static gboolean
is_pseudo (void)
{
  return g_strcmp0 (g_getenv ("LANGUAGE"), "pseudo") == 0;
}

static void
visit_cb (GtkWindow  *window,
          const char *place,
          gpointer    user_data)
{
  text_check_window (user_data, window, place);
  rail_app_test_screenshot (window, place);
}

/* Without its catalogue the tour would find nothing, or all. */
static void
test_language_is_spoken (void)
{
  if (is_pseudo ())
    g_assert_true (g_str_has_prefix (_("Save the project"), "⟦"));
  else
    g_assert_cmpstr (_("Save the project"), !=, "Save the project");
}

static void
test_all_is_translated_and_in_sight (void)
{
  TextCheck *check = text_check_new (is_pseudo ());

  rail_app_tour (visit_cb, check);
  g_assert_cmpuint (text_check_end (check), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  g_test_add_func ("/languages/tour/language-is-spoken", test_language_is_spoken);
  g_test_add_func ("/languages/tour/all-is-translated-and-in-sight", test_all_is_translated_and_in_sight);
  return rail_app_test_run ();
}
