/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "project-fixture.h"

#include "rail-creation-row.h"

/* A project with an authority of ID 1 and the device PLC_1. */
static RailProject *
new_project (void)
{
  static const char * const addresses[] = { "192.168.0.1", NULL };
  RailProject *project = fixture_new_protected ();
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);

  fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  rail_device_set_addresses (device, addresses);
  g_assert_true (rail_project_add_device (project, device, NULL));
  return project;
}

static GListModel *
parse_rows (RailProject *project,
            const char  *text)
{
  g_autoptr(GError) error = NULL;
  GListModel *rows = rail_creation_parse_csv (project, text, &error);

  g_assert_no_error (error);
  return rows;
}

/* A table without a bad row. */
static GListModel *
parse (RailProject *project,
       const char  *text)
{
  g_autoptr(GListModel) rows = parse_rows (project, text);

  g_assert_cmpuint (rail_creation_rows_count_bad (rows), ==, 0);
  return rail_creation_rows_list_good (rows);
}

/* The message of the first bad row, or of the table. */
static char *
dup_problem (RailProject *project,
             const char  *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) rows = rail_creation_parse_csv (project, text, &error);

  if (rows == NULL)
    {
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
      return g_strdup (error->message);
    }
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailCreationRow) row = g_list_model_get_item (rows, i);

      if (rail_creation_row_get_problem (row) != NULL)
        {
          g_assert_null (rail_creation_row_get_creation (row));
          return rail_creation_row_dup_message (row);
        }
    }
  g_assert_not_reached ();
}

static char *
get_names (RailCertificateRequest *request)
{
  GListModel *names = G_LIST_MODEL (rail_certificate_request_get_names (request));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *row = rail_alternative_name_to_string (name);

      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", row);
    }
  return g_string_free (text, FALSE);
}

static void
test_every_column (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(GListModel) creations =
    parse (project,
           "cn,usage,issuer,key,hash,dn,not_before,not_after,days,san,device\r\n"
           "\"PLC-1, \"\"left\"\"\",opcua-server,1,ec:secp256r1,sha256,\"O=Acme,C=DE\",2026-01-01,"
           "2030-12-31T12:00:00Z,,URI:urn:x| IP:10.0.0.1 ,PLC_1\r\n"
           "\r\n"
           "PLC-2,tls-client,self,ec:secp384r1,sha384,,,,30,,\r\n");
  g_autoptr(RailCreation) first = g_list_model_get_item (creations, 0);
  g_autoptr(RailCreation) second = g_list_model_get_item (creations, 1);
  RailCertificateRequest *request = rail_creation_get_request (first);
  g_autofree char *names = get_names (request);
  g_autofree char *organization = NULL;
  g_autofree char *country = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (creations), ==, 2);
  g_assert_cmpstr (rail_certificate_request_get_common_name (request), ==, "PLC-1, \"left\"");
  g_assert_cmpint (rail_certificate_request_get_usage (request), ==, RAIL_USAGE_OPCUA_SERVER);
  g_assert_cmpuint (rail_entry_get_id (rail_creation_get_issuer (first)), ==, 1);
  g_assert_cmpint (rail_certificate_request_get_key_kind (request), ==, RAIL_KEY_KIND_EC_P256);
  g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA256);
  g_object_get (request, "organization", &organization, "country", &country, NULL);
  g_assert_cmpstr (organization, ==, "Acme");
  g_assert_cmpstr (country, ==, "DE");
  /* date -u -d 2026-01-01T00:00:00Z +%s, and the other one likewise */
  g_assert_cmpint (rail_certificate_request_get_not_before (request), ==, 1767225600);
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, 1924948800);
  g_assert_cmpstr (names, ==, "URI:urn:x|IP:10.0.0.1");
  g_assert_cmpstr (rail_creation_get_device (first), ==, "PLC_1");

  request = rail_creation_get_request (second);
  g_assert_null (rail_creation_get_issuer (second));
  g_assert_cmpint (rail_certificate_request_get_key_kind (request), ==, RAIL_KEY_KIND_EC_P384);
  g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA384);
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, FIXTURE_NOW + 30 * FIXTURE_DAY);
  g_assert_null (rail_creation_get_device (second));
}

static void
test_template_fills_the_rest (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(GListModel) creations = parse (project, "usage,cn,device\nopcua-server,PLC-1,PLC_1\n");
  g_autoptr(RailCreation) creation = g_list_model_get_item (creations, 0);
  g_autofree char *names = get_names (rail_creation_get_request (creation));

  g_assert_cmpuint (rail_entry_get_id (rail_creation_get_issuer (creation)), ==, 1);
  g_assert_cmpstr (names, ==, "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1|IP:192.168.0.1");
}

static void
test_result_can_be_created (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(GListModel) creations =
    parse (project, "usage,cn,key\ntls-client,A,ec:secp256r1\nsyslog-client,B,ec:secp384r1");
  g_autoptr(GPtrArray) entries = rail_project_create (project, creations, NULL);

  g_assert_nonnull (entries);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpuint (rail_entry_get_id (entries->pdata[1]), ==, 3);
}

static void
test_hash_follows_the_key (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(GListModel) creations =
    parse (project, "usage,cn,issuer,key,san\nopcua-client,A,self,ec:secp384r1,URI:urn:a\nca-root,B,self,ec:secp521r1,\n");
  g_autoptr(GPtrArray) entries = rail_project_create (project, creations, NULL);

  g_assert_cmpstr (rail_certificate_get_signature_algorithm (rail_entry_get_certificate (entries->pdata[0])), ==,
                   "ECDSA-SHA384");
  g_assert_cmpstr (rail_certificate_get_signature_algorithm (rail_entry_get_certificate (entries->pdata[1])), ==,
                   "ECDSA-SHA512");
}

static void
test_spreadsheets (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(GListModel) creations =
    parse (project, "\xef\xbb\xbfUsage;CN;DN\r\ntls-client;\"Line; 3\";O=Acme,C=DE\r\n");
  g_autoptr(RailCreation) creation = g_list_model_get_item (creations, 0);

  g_assert_cmpuint (g_list_model_get_n_items (creations), ==, 1);
  g_assert_cmpstr (rail_certificate_request_get_common_name (rail_creation_get_request (creation)), ==, "Line; 3");
}

static void
test_header_only (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(GListModel) creations = parse (project, "usage,cn\n");

  g_assert_cmpuint (g_list_model_get_n_items (creations), ==, 0);
}

static void
test_errors (void)
{
  g_autoptr(RailProject) project = new_project ();
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "Line 1" },
    { "usage\n", "Line 1" },
    { "cn,usage,color\n", "Line 1, column “color”" },
    { "cn,usage,CN\n", "Line 1, column “CN”" },
    { "usage,cn\ntls-client,A\ntls-client\n", "Line 3: The row has another number of fields than the first: 1, not 2." },
    { "usage,cn\ntls-client,A,B\n", "Line 2: The row has another number of fields than the first: 3, not 2." },
    { "usage,cn\n\n\nplc,A\n", "Line 4, column “usage”" },
    { "usage,cn\n\"tls-client\n\",A\nplc,A\n", "Line 4, column “usage”" },
    { "usage,cn\ntls-client,\"A\n", "Line 2: A quotation mark" },
    { "usage,cn\ntls-client,\n", "Line 2, column “cn”" },
    { "usage,cn,issuer\ntls-client,A,7\n", "Line 2, column “issuer”" },
    { "usage,cn,issuer\ntls-client,A,-1\n", "Line 2, column “issuer”" },
    { "usage,cn,issuer\nca-intermediate,A,self\n", "Line 2, column “issuer”" },
    { "usage,cn,key\ntls-client,A,rsa:1024\n", "Line 2, column “key”" },
    { "usage,cn,hash\ntls-client,A,md5\n", "Line 2, column “hash”" },
    { "usage,cn,dn\ntls-client,A,Acme\n", "Line 2, column “dn”" },
    { "usage,cn,dn\ntls-client,A,C=Germany\n", "Line 2, column “dn”" },
    { "usage,cn,not_before\ntls-client,A,soon\n", "Line 2, column “not_before”" },
    { "usage,cn,not_after\ntls-client,A,2030-02-30\n", "Line 2, column “not_after”" },
    { "usage,cn,not_after\ntls-client,A,2001-01-01\n", "Line 2, column “not_after”" },
    { "usage,cn,days\ntls-client,A,0\n", "Line 2, column “days”" },
    { "usage,cn,days\ntls-client,A,many\n", "Line 2, column “days”" },
    { "usage,cn,days,not_after\ntls-client,A,1,2030-01-01\n", "Line 2, column “days”" },
    { "usage,cn,san\ntls-client,A,urn\n", "Line 2, column “san”" },
    { "usage,cn,san\ntls-client,A,IP:300.1.1.1\n", "Line 2, column “san”" },
    { "usage,cn\nopcua-server,A\n", "Line 2, column “san”" },
    { "usage,cn,device\ntls-client,A,PLC_7\n", "Line 2, column “device”" },
    { "usage,cn\ntls-client,\xff\n", "UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *problem = dup_problem (project, cases[i].text);

      rail_assert_contains (problem, cases[i].message);
    }
}

static void
test_unprotected (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GListModel) creations = parse (project, "usage,cn\ntls-client,A\n");
  g_autofree char *problem = dup_problem (project, "usage,cn\nca-root,A\n");

  g_assert_cmpuint (g_list_model_get_n_items (creations), ==, 1);
  rail_assert_contains (problem, "Line 2, column “usage”");
}

/* One bad row does not hide the next, and what is good stays good. */
static void
test_all_bad_rows (void)
{
  static const struct
  {
    guint       line;
    const char *name;
    const char *column;
    gboolean    good;
  } expected[] = {
    { 2, "A", NULL, TRUE }, { 3, "B", "usage", FALSE }, { 5, "C", NULL, FALSE },
    { 6, "D", "key", FALSE }, { 7, "E", NULL, TRUE }, { 8, "", NULL, FALSE },
  };
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(GListModel) rows = parse_rows (project, "usage,cn,key\ntls-client,A,\nplc,B,\n\ntls-client,C\n"
                                                    "tls-client,D,dsa\ntls-client,E,rsa:3072\ntls-client,\"F,\n");
  g_autoptr(GListModel) good = rail_creation_rows_list_good (rows);

  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, G_N_ELEMENTS (expected));
  g_assert_cmpuint (rail_creation_rows_count_bad (rows), ==, 4);
  g_assert_cmpuint (g_list_model_get_n_items (good), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr(RailCreationRow) row = g_list_model_get_item (rows, i);

      g_assert_cmpuint (rail_creation_row_get_line (row), ==, expected[i].line);
      g_assert_cmpstr (rail_creation_row_get_common_name (row), ==, expected[i].name);
      g_assert_cmpstr (rail_creation_row_get_column (row), ==, expected[i].column);
      g_assert_true ((rail_creation_row_get_creation (row) != NULL) == expected[i].good);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/csv/every-column-is-read", test_every_column);
  g_test_add_func ("/project/csv/template-fills-the-rest", test_template_fills_the_rest);
  g_test_add_func ("/project/csv/result-can-be-created", test_result_can_be_created);
  g_test_add_func ("/project/csv/hash-follows-the-key", test_hash_follows_the_key);
  g_test_add_func ("/project/csv/spreadsheets-are-understood", test_spreadsheets);
  g_test_add_func ("/project/csv/header-alone-is-nothing", test_header_only);
  g_test_add_func ("/project/csv/errors-name-line-and-column", test_errors);
  g_test_add_func ("/project/csv/every-bad-row-is-told", test_all_bad_rows);
  g_test_add_func ("/project/csv/unprotected-limits-hold", test_unprotected);
  return g_test_run ();
}
