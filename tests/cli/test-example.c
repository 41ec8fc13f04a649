/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tools/make-example says of data/example.certrail. Nothing here depends on the day within the next years. */

#include "ctl.h"

#include <string.h>

#define EXAMPLE_PASSWORD "Certrail-example-1"

/* Each of them is found somewhere, and nothing else is. */
static const struct
{
  const char *code;
  const char *device;   /* where one of them stands */
} expected[] = {
  { "certificate-revoked", "HMI_1" },
  { "certificate-expired", "PLC_3" },
  { "certificate-not-yet-valid", "PLC_3" },
  { "private-key-missing", "CP_1" },
  { "chain-incomplete", "HMI_1" },
  { "issuer-renewed", "PLC_2" },
  { "addresses-changed", "PLC_2" },
  { "name-changed", "PLC_3" },
  { "san-ip-missing", "PLC_3" },
  { "san-uri-missing", "HMI_1" },
  { "uri-mismatch", "PLC_3" },
  { "usage-unfit", "CP_1" },
  { "sha1-signature", "PLC_3" },
  { "key-too-short", "CP_1" },
  { "key-not-in-policy", "PLC_2" },
  { "policy-deprecated", "PLC_2" },
  { "policy-none", "PLC_2" },
  { "service-not-in-firmware", "PLC_3" },
  { "service-without-certificate", "CP_1" },
  { "element-too-large", "CP_1" },
  { "authority-without-list", "Engineering-PC" },
  { "list-overdue", "CP_1" },
  { "no-trusted-client", "CP_1" },
  { "accepts-all-clients", "PLC_2" },
};

/* It is expired 45 days after the example was made, so it may be found or not. */
#define EXPIRING "certificate-expiring"

/* These take more certificates than a small plant has. */
static const char * const limits[] = { "too-many-certificates", "too-many-keys", "trust-list-full" };

static JsonNode *
run (Ctl         *ctl,
     int          code,
     const char **arguments)
{
  g_autoptr(GError) error = NULL;
  JsonNode *root;

  ctl_run_argv (ctl, EXAMPLE_PASSWORD, arguments);
  g_assert_cmpstr (ctl->err, ==, "");
  g_assert_cmpint (ctl->code, ==, code);
  root = json_from_string (ctl->out, &error);
  g_assert_no_error (error);
  return root;
}

/* Returns: a copy of the example, which may change */
static char *
copy_example (Ctl *ctl)
{
  g_autoptr(GFile) example = g_file_new_build_filename (g_getenv ("CERTRAIL_DATA_DIR"), "example.certrail", NULL);
  g_autoptr(GFile) copy = g_file_new_build_filename (ctl->folder, "example.certrail", NULL);
  g_autoptr(GError) error = NULL;

  g_file_copy (example, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return g_file_get_path (copy);
}

/* Returns: code → the places of its findings, one after the other */
static GHashTable *
collect (JsonNode *findings)
{
  GHashTable *places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonArray *array = json_node_get_array (findings);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *finding = json_array_get_object_element (array, i);
      const char *code = json_object_get_string_member (finding, "code");
      const char *before = g_hash_table_lookup (places, code);

      g_hash_table_insert (places, g_strdup (code), g_strdup_printf ("%s%s;", before != NULL ? before : "",
                                                                     json_object_get_string_member (finding, "place")));
    }
  return places;
}

static void
test_has_the_findings (Ctl           *ctl,
                       gconstpointer  data)
{
  g_autofree char *copy = copy_example (ctl);
  const char *arguments[] = { CERTRAILCTL, "compile", copy, "--json", NULL };
  g_autoptr(JsonNode) findings = run (ctl, 4, arguments);
  g_autoptr(GHashTable) places = collect (findings);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const char *found = g_hash_table_lookup (places, expected[i].code);

      if (found == NULL || strstr (found, expected[i].device) == NULL)
        g_error ("%s is not found at %s", expected[i].code, expected[i].device);
      g_hash_table_remove (places, expected[i].code);
    }
  g_hash_table_remove (places, EXPIRING);
  g_assert_cmpuint (g_hash_table_size (places), ==, 0);
}

/* Every code of docs/findings.md is in the example, or is known not to be. */
static void
test_has_every_kind (Ctl           *ctl,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (g_getenv ("CERTRAIL_DATA_DIR"), "..", "docs", "findings.md", NULL);
  g_autofree char *page = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_hash_table_add (known, (gpointer) expected[i].code);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    g_hash_table_add (known, (gpointer) limits[i]);
  g_hash_table_add (known, (gpointer) EXPIRING);

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (page, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "| `"))
      {
        *strchr (lines[i] + 3, '`') = '\0';
        if (!g_hash_table_contains (known, lines[i] + 3))
          g_error ("the example has no “%s”", lines[i] + 3);
        n++;
      }
  g_assert_cmpuint (n, ==, g_hash_table_size (known));
}

/* PLC_1 was loaded, and one certificate was renewed since. */
static void
test_stays_in_run (Ctl           *ctl,
                   gconstpointer  data)
{
  g_autofree char *copy = copy_example (ctl);
  const char *load[] = { CERTRAILCTL, "load", copy, "PLC_1", "--json", NULL };
  const char *compile[] = { CERTRAILCTL, "compile", copy, "PLC_1", "--json", NULL };
  g_autoptr(JsonNode) preview = run (ctl, 0, load);
  g_autoptr(JsonNode) findings = run (ctl, 0, compile);
  JsonObject *object = json_node_get_object (preview);

  g_assert_cmpstr (json_object_get_string_member (object, "verdict"), ==, "run");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "changes")), ==, 1);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (findings)), ==, 0);
}

/* What repairs can mend is mended, and what they cannot says so. */
static void
test_can_be_repaired (Ctl           *ctl,
                      gconstpointer  data)
{
  g_autofree char *copy = copy_example (ctl);
  const char *arguments[] = { CERTRAILCTL, "compile", copy, "--repair", "--json", NULL };
  g_autoptr(JsonNode) findings = run (ctl, 4, arguments);
  JsonArray *array = json_node_get_array (findings);
  g_autoptr(GHashTable) places = collect (findings);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *finding = json_array_get_object_element (array, i);

      if (!g_str_equal (json_object_get_string_member (finding, "repair"), "none"))
        g_error ("%s: %s", json_object_get_string_member (finding, "repair"),
                 json_object_get_string_member (finding, "text"));
    }
  /* A partner's certificates are the partner's, and whom a server trusts is for people to say. */
  g_assert_true (g_hash_table_contains (places, "element-too-large"));
  g_assert_true (g_hash_table_contains (places, "key-too-short"));
  g_assert_true (g_hash_table_contains (places, "authority-without-list"));
  g_assert_true (g_hash_table_contains (places, "list-overdue"));
  g_assert_true (g_hash_table_contains (places, "no-trusted-client"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ctl_test ("/cli/example/has-the-findings-that-it-is-to-have", test_has_the_findings);
  ctl_test ("/cli/example/has-every-kind-of-finding", test_has_every_kind);
  ctl_test ("/cli/example/loaded-device-stays-in-run", test_stays_in_run);
  ctl_test ("/cli/example/can-be-repaired", test_can_be_repaired);

  return g_test_run ();
}
