/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "rail-password-strength.h"

static RailPasswordStrength
measure (const char *password,
         gboolean    with_reason)
{
  g_autofree char *reason = NULL;
  RailPasswordStrength strength = rail_password_strength_measure (password, "admin", &reason);

  g_assert_cmpint (reason != NULL, ==, with_reason);
  return strength;
}

static void
test_nothing_typed_has_no_strength (void)
{
  g_assert_cmpint (measure ("", FALSE), ==, RAIL_STRENGTH_NONE);
}

static void
test_seven_characters_are_too_short (void)
{
  g_assert_cmpint (measure ("aB3$xY9", TRUE), ==, RAIL_STRENGTH_TOO_SHORT);
  /* Characters count, not bytes: these are seven in fourteen bytes. */
  g_assert_cmpint (measure ("äöüßÄÖÜ", TRUE), ==, RAIL_STRENGTH_TOO_SHORT);
}

static void
test_dictionary_words_and_the_user_name_are_weak (void)
{
  g_assert_cmpint (measure ("password", TRUE), ==, RAIL_STRENGTH_WEAK);
  g_assert_cmpint (measure ("adminadmin", TRUE), ==, RAIL_STRENGTH_WEAK);
}

static void
test_long_and_mixed_is_good (void)
{
  g_assert_cmpint (measure ("Certrail-example-1", FALSE), >=, RAIL_STRENGTH_FAIR);
  g_assert_cmpint (measure ("correct horse battery Staple 7", FALSE), ==, RAIL_STRENGTH_GOOD);
}

static void
test_every_strength_but_none_has_a_word (void)
{
  for (int strength = RAIL_STRENGTH_TOO_SHORT; strength <= RAIL_STRENGTH_GOOD; strength++)
    g_assert_cmpstr (rail_password_strength_get_label (strength), !=, "");
  g_assert_cmpstr (rail_password_strength_get_label (RAIL_STRENGTH_NONE), ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/password-strength/nothing-typed-has-no-strength", test_nothing_typed_has_no_strength);
  g_test_add_func ("/app/password-strength/seven-characters-are-too-short", test_seven_characters_are_too_short);
  g_test_add_func ("/app/password-strength/dictionary-words-and-user-name-are-weak",
                   test_dictionary_words_and_the_user_name_are_weak);
  g_test_add_func ("/app/password-strength/long-and-mixed-is-good", test_long_and_mixed_is_good);
  g_test_add_func ("/app/password-strength/every-strength-has-a-word", test_every_strength_but_none_has_a_word);
  return g_test_run ();
}
