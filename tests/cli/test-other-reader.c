/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl.h"

#include <string.h>

#define EXAMPLE_PASSWORD "Certrail-example-1"

/* What certrailctl lists of a project is what the reader lists that was written from docs/project-file.md alone. */

static gint64
parse_time (JsonObject *object,
            const char *name)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (json_object_get_string_member (object, name), NULL);

  g_assert_nonnull (date);
  return g_date_time_to_unix (date);
}

static void
assert_same (JsonObject *ours,
             const char *line)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = json_from_string (line, &error);
  JsonObject *theirs;

  g_assert_no_error (error);
  theirs = json_node_get_object (root);
  g_assert_cmpint (json_object_get_int_member (ours, "id"), ==, json_object_get_int_member (theirs, "id"));
  g_assert_cmpstr (json_object_get_string_member (ours, "serial"), ==, json_object_get_string_member (theirs, "serial"));
  g_assert_cmpstr (json_object_get_string_member (ours, "common_name"), ==,
                   json_object_get_string_member (theirs, "commonName"));
  g_assert_cmpint (parse_time (ours, "not_after"), ==, json_object_get_int_member (theirs, "notAfter"));
  g_assert_true (json_object_get_boolean_member (ours, "private_key") ==
                 json_object_get_boolean_member_with_default (theirs, "keyMatches", FALSE));
}

static void
compare (Ctl        *ctl,
         const char *file,
         const char *user,
         const char *password)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "storage", "open-project.mjs", NULL);
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *entries;

  ctl_run_argv (ctl, password, (const char *[]) { CERTRAILCTL, "list", "--json", "--user", user, file, NULL });
  g_assert_cmpint (ctl->code, ==, 0);
  root = json_from_string (ctl->out, &error);
  g_assert_no_error (error);
  entries = json_node_get_array (root);

  if (rail_test_run (ctl->folder, &output, "node", script, file, user, password, NULL) != 0)
    g_error ("the reader failed: %s", output);
  lines = g_strsplit (g_strchomp (output), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, json_array_get_length (entries));
  g_assert_cmpuint (g_strv_length (lines), >, 2);
  for (guint i = 0; lines[i] != NULL; i++)
    assert_same (json_array_get_object_element (entries, i), lines[i]);
}

static void
test_example_is_the_same (Ctl           *ctl,
                          gconstpointer  data)
{
  g_autofree char *example = g_build_filename (g_getenv ("CERTRAIL_DATA_DIR"), "example.certrail", NULL);

  if (rail_test_need ("node"))
    compare (ctl, example, "admin", EXAMPLE_PASSWORD);
}

static void
test_saved_project_is_the_same (Ctl           *ctl,
                                gconstpointer  data)
{
  if (!rail_test_need ("node"))
    return;
  ctl_done (ctl, "revoke", "plant.certrail", "2", NULL);
  compare (ctl, "plant.certrail", CTL_USER, CTL_PASSWORD);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ctl_test ("/cli/other-reader/example-is-the-same", test_example_is_the_same);
  ctl_test ("/cli/other-reader/saved-project-is-the-same", test_saved_project_is_the_same);

  return g_test_run ();
}
