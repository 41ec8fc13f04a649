/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl.h"

#include <stdio.h>
#include <stdlib.h>
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

/* Another implementation of XML Encryption. Before 1.3 it had no derivation from a password. */
static gboolean
need_xmlsec (Ctl *ctl)
{
  g_autofree char *output = NULL;
  g_autofree char *reason = NULL;
  const char *version;
  guint major = 0, minor = 0;

  if (!rail_test_need ("xmlsec1"))
    return FALSE;
  g_assert_cmpint (rail_test_run (ctl->folder, &output, "xmlsec1", "--version", NULL), ==, 0);
  version = strchr (output, ' ') != NULL ? strchr (output, ' ') + 1 : output;
  if (sscanf (version, "%u.%u", &major, &minor) == 2 && (major > 1 || minor >= 3))
    return TRUE;
  reason = g_strdup_printf ("%s is too old: 1.3 was the first that derives keys from passwords", g_strchomp (output));
  g_test_skip (reason);
  return FALSE;
}

/* Lines “ID FINGERPRINT [key]” of that reader. */
static void
assert_same_line (JsonObject *ours,
                  const char *line)
{
  g_autofree char *fingerprint = g_ascii_strdown (json_object_get_string_member (ours, "fingerprint_sha256"), -1);
  g_auto(GStrv) parts = g_strsplit (line, " ", -1);
  g_auto(GStrv) bytes = g_strsplit (fingerprint, ":", -1);
  g_autofree char *plain = g_strjoinv ("", bytes);

  g_assert_cmpuint (g_strv_length (parts), >=, 2);
  g_assert_cmpint (json_object_get_int_member (ours, "id"), ==, atoi (parts[0]));
  g_assert_cmpstr (plain, ==, parts[1]);
  g_assert_true (json_object_get_boolean_member (ours, "private_key") == (g_strcmp0 (parts[2], "key") == 0));
}

static void
test_xmlsec_opens_it (Ctl           *ctl,
                      gconstpointer  data)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "storage", "open-with-xmlsec.sh", NULL);
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonArray *entries;

  if (!need_xmlsec (ctl) || !rail_test_need ("xmllint") || !rail_test_need ("openssl"))
    return;

  root = ctl_json (ctl, "list", "--json", "plant.certrail", NULL);
  entries = json_node_get_array (root);
  if (rail_test_run (ctl->folder, &output, "sh", script, "plant.certrail", CTL_USER, CTL_PASSWORD, "opened", NULL) != 0)
    g_error ("the reader failed: %s", output);
  lines = g_strsplit (g_strchomp (output), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, json_array_get_length (entries));
  for (guint i = 0; lines[i] != NULL; i++)
    assert_same_line (json_array_get_object_element (entries, i), lines[i]);
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
  ctl_test ("/cli/other-reader/xmlsec-opens-it", test_xmlsec_opens_it);

  return g_test_run ();
}
