/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is found in the whole project, and in what order. */

#include "project-fixture.h"
#include "rail-project-search.h"

typedef struct
{
  RailProject *project;
  RailEntry   *server;    /* ID 3 */
  RailEntry   *other;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char * const names[] = { "PLC_1", "PLC_10", "Old PLC_1 cabinet", "Föderband" };
  static const char * const addresses[] = { "192.168.0.1", NULL };

  fixture->project = fixture_new_protected ();
  fixture->server = fixture_create_simple (fixture->project, RAIL_USAGE_TLS_SERVER, "PLC_1/Web 3", NULL);
  fixture->other = fixture_create_simple (fixture->project, RAIL_USAGE_TLS_CLIENT, "Historian", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(RailDevice) device = rail_device_new (names[i], RAIL_FAMILY_S7_1500);
      g_autoptr(GError) error = NULL;

      if (i == 1)
        rail_device_set_addresses (device, addresses);
      rail_project_add_device (fixture->project, device, &error);
      g_assert_no_error (error);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->project);
}

/* The names of what is found, a line each. */
static char *
find (Fixture    *fixture,
      const char *text)
{
  g_autoptr(RailProjectSearch) search = rail_project_search_new (fixture->project);
  g_autoptr(GArray) hits = rail_project_search_find (search, text, 100, NULL);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++)
    {
      RailHit *hit = &g_array_index (hits, RailHit, i);

      g_assert_true ((hit->entry != NULL) != (hit->device != NULL));
      g_string_append_printf (names, "%s%s", i > 0 ? "|" : "",
                              hit->device != NULL
                                ? rail_device_get_name (hit->device)
                                : rail_certificate_get_common_name (rail_entry_get_certificate (hit->entry)));
    }
  return g_string_free (names, FALSE);
}

static void
assert_finds (Fixture    *fixture,
              const char *text,
              const char *expected)
{
  g_autofree char *found = find (fixture, text);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_best_first (Fixture       *fixture,
                 gconstpointer  data)
{
  assert_finds (fixture, "plc_1", "PLC_1|PLC_10|PLC_1/Web 3|Old PLC_1 cabinet");
  assert_finds (fixture, "  PLC_10 ", "PLC_10");
  assert_finds (fixture, "cabinet old", "Old PLC_1 cabinet");
  assert_finds (fixture, "FÖDER", "Föderband");
  assert_finds (fixture, "192.168", "PLC_10");
  assert_finds (fixture, "torian", "Historian");
}

static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  assert_finds (fixture, "", "");
  assert_finds (fixture, "   ", "");
  assert_finds (fixture, "no such thing", "");
  assert_finds (fixture, "#99", "");
}

static void
test_id (Fixture       *fixture,
         gconstpointer  data)
{
  g_autofree char *id = g_strdup_printf ("%u", rail_entry_get_id (fixture->other));
  g_autofree char *marked = g_strdup_printf ("#%u", rail_entry_get_id (fixture->other));
  g_autofree char *found = find (fixture, id);

  assert_finds (fixture, marked, "Historian");
  g_assert_true (g_str_has_prefix (found, "Historian"));
}

/* As it is read off a browser, off openssl, and off a label. */
static void
assert_code (Fixture    *fixture,
             const char *digits,
             const char *expected)
{
  g_autofree char *small = g_ascii_strdown (digits, -1);
  g_autofree char *begin = g_strndup (digits, 10);
  g_autoptr(GString) colons = g_string_new (NULL);
  g_autoptr(GString) spaces = g_string_new (NULL);

  for (guint i = 0; digits[i] != '\0'; i += 2)
    {
      g_string_append_printf (colons, "%s%.2s", i > 0 ? ":" : "", digits + i);
      g_string_append_printf (spaces, "%s%.2s", i > 0 ? " " : "", small + i);
    }
  assert_finds (fixture, digits, expected);
  assert_finds (fixture, small, expected);
  assert_finds (fixture, begin, expected);
  assert_finds (fixture, colons->str, expected);
  assert_finds (fixture, spaces->str, expected);
}

static void
test_codes (Fixture       *fixture,
            gconstpointer  data)
{
  RailCertificate *certificate = rail_entry_get_certificate (fixture->other);

  assert_code (fixture, rail_certificate_get_serial (certificate), "Historian");
  assert_code (fixture, rail_certificate_get_fingerprint (certificate), "Historian");
  assert_code (fixture, rail_certificate_get_fingerprint_sha1 (certificate), "Historian");
}

static void
test_most (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(RailProjectSearch) search = rail_project_search_new (fixture->project);
  guint n_all = 0;
  g_autoptr(GArray) hits = rail_project_search_find (search, "plc", 2, &n_all);

  g_assert_cmpuint (hits->len, ==, 2);
  g_assert_cmpuint (n_all, ==, 4);
}

static void
test_other_names (void)
{
  g_assert_cmpint (rail_project_search_match_name ("save", "Save"), ==, RAIL_MATCH_EXACT);
  g_assert_cmpint (rail_project_search_match_name ("sa", "Save"), ==, RAIL_MATCH_BEGIN);
  g_assert_cmpint (rail_project_search_match_name ("proj", "Compile the whole project"), ==, RAIL_MATCH_WORD);
  g_assert_cmpint (rail_project_search_match_name ("project compile", "Compile the whole project"), ==, RAIL_MATCH_PART);
  g_assert_cmpint (rail_project_search_match_name ("", "Save"), ==, RAIL_MATCH_NONE);
  g_assert_cmpint (rail_project_search_match_name ("load", "Save"), ==, RAIL_MATCH_NONE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/project/search/best-first", Fixture, NULL, set_up, test_best_first, tear_down);
  g_test_add ("/project/search/nothing", Fixture, NULL, set_up, test_nothing, tear_down);
  g_test_add ("/project/search/id", Fixture, NULL, set_up, test_id, tear_down);
  g_test_add ("/project/search/code-in-any-spelling", Fixture, NULL, set_up, test_codes, tear_down);
  g_test_add ("/project/search/no-more-than-wanted", Fixture, NULL, set_up, test_most, tear_down);
  g_test_add_func ("/project/search/other-names", test_other_names);
  return g_test_run ();
}
