/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-comparison.h"

#include "project-fixture.h"

static RailEntry *
create (RailProject *project,
        RailUsage    usage,
        const char  *common_name,
        const char  *names)
{
  g_autoptr(RailCreation) creation = fixture_new_creation (project, usage, common_name, NULL);
  GListStore *list = rail_certificate_request_get_names (rail_creation_get_request (creation));
  g_auto(GStrv) parts = g_strsplit (names, "|", -1);

  g_list_store_remove_all (list);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (parts[i], NULL);

      g_assert_nonnull (name);
      g_list_store_append (list, name);
    }
  return fixture_create (creation, project);
}

/* One line a row: “!” where it differs, then section/label=left|right. */
static char *
dump (GListModel *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailComparison) row = g_list_model_get_item (rows, i);
      const char *left = rail_comparison_get_left (row);
      const char *right = rail_comparison_get_right (row);

      g_string_append_printf (text, "%s%s/%s=%s|%s\n", rail_comparison_differs (row) ? "!" : " ",
                              rail_comparison_get_section (row), rail_comparison_get_label (row),
                              left != NULL ? left : "-", right != NULL ? right : "-");
    }
  return g_string_free (text, FALSE);
}

static void
test_same (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *entry = create (project, RAIL_USAGE_WEB_SERVER, "PLC-1", "IP:10.0.0.1");
  g_autoptr(GListModel) rows = rail_certificate_compare (rail_entry_get_certificate (entry),
                                                         rail_entry_get_certificate (entry));
  g_autoptr(GListModel) sections = rail_certificate_describe (rail_entry_get_certificate (entry));
  guint n_fields = 0;

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr(RailSection) section = g_list_model_get_item (sections, i);

      n_fields += g_list_model_get_n_items (rail_section_get_fields (section));
    }
  g_assert_cmpuint (rail_comparison_count_differences (rows), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, n_fields);
}

static void
test_differences (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *one = create (project, RAIL_USAGE_WEB_SERVER, "PLC-1", "IP:10.0.0.1");
  RailEntry *other = create (project, RAIL_USAGE_WEB_SERVER, "PLC-2", "IP:10.0.0.2");
  g_autoptr(GListModel) rows = rail_certificate_compare (rail_entry_get_certificate (one),
                                                         rail_entry_get_certificate (other));
  g_autofree char *text = dump (rows);

  rail_assert_contains (text, "!Subject/Common name=PLC-1|PLC-2\n");
  rail_assert_contains (text, "!Subject alternative names/IP address=10.0.0.1|10.0.0.2\n");
  rail_assert_contains (text, " Public key/Algorithm=");
  rail_assert_contains (text, "!Fingerprints/SHA-256=");
  g_assert_null (strstr (text, "!Validity"));
}

/* Two lists in another order are the same list; what only one has stands beside nothing. */
static void
test_lists (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *one = create (project, RAIL_USAGE_TLS_SERVER, "PLC-1", "DNS:a.example|DNS:b.example|IP:10.0.0.1");
  RailEntry *other = create (project, RAIL_USAGE_TLS_SERVER, "PLC-1", "IP:10.0.0.1|DNS:b.example|DNS:a.example|DNS:c.example");
  g_autoptr(GListModel) rows = rail_certificate_compare (rail_entry_get_certificate (one),
                                                         rail_entry_get_certificate (other));
  g_autofree char *text = dump (rows);

  rail_assert_contains (text, " Subject alternative names/DNS name=a.example|a.example\n");
  rail_assert_contains (text, " Subject alternative names/DNS name=b.example|b.example\n");
  rail_assert_contains (text, " Subject alternative names/IP address=10.0.0.1|10.0.0.1\n");
  rail_assert_contains (text, "!Subject alternative names/DNS name=-|c.example\n");
}

/* A section that only one certificate has keeps its place, whichever side it is on. */
static void
test_sections (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *authority = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = create (project, RAIL_USAGE_TLS_SERVER, "PLC-1", "DNS:a.example");
  RailCertificate *certificates[] = { rail_entry_get_certificate (authority), rail_entry_get_certificate (leaf) };
  static const char * const expected[] = { "!Subject alternative names/DNS name=-|a.example\n",
                                           "!Subject alternative names/DNS name=a.example|-\n" };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GListModel) rows = rail_certificate_compare (certificates[i], certificates[1 - i]);
      g_autofree char *text = dump (rows);
      const char *names = strstr (text, "Subject alternative names");

      rail_assert_contains (text, expected[i]);
      g_assert_true (strstr (text, "Key usage/") < names);
      g_assert_true (names < strstr (text, "Signature/"));
      g_assert_nonnull (strstr (names, "Fingerprints/"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/project/comparison/certificate-equals-itself-in-all-fields", test_same);
  g_test_add_func ("/project/comparison/what-differs-is-marked", test_differences);
  g_test_add_func ("/project/comparison/order-of-a-list-is-no-difference", test_lists);
  g_test_add_func ("/project/comparison/missing-section-keeps-its-place", test_sections);

  return g_test_run ();
}
