/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-section.h"

#include "project-fixture.h"

static char *
dump (RailCertificate *certificate)
{
  g_autoptr(GListModel) sections = rail_certificate_describe (certificate);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr(RailSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = rail_section_get_fields (section);

      g_assert_cmpuint (g_list_model_get_n_items (fields), >, 0);
      g_string_append_printf (text, "[%s]\n", rail_section_get_title (section));
      for (guint n = 0; n < g_list_model_get_n_items (fields); n++)
        {
          g_autoptr(RailField) field = g_list_model_get_item (fields, n);

          g_string_append_printf (text, "%s%s: %s\n", rail_field_is_code (field) ? "`" : "",
                                  rail_field_get_label (field), rail_field_get_value (field));
        }
    }
  return g_string_free (text, FALSE);
}

static void
test_leaf (void)
{
  static const char * const parts[] = {
    "[General]\nVersion: 3\n`Serial number: ",
    "Issued: By an authority\nCertificate authority: No\n[Subject]\n",
    "Common name: PLC-1\n", "Organization: Acme, \"Fill\" + Co\n", "Country: DE\n",
    "[Issuer]\nCommon name: Root\n[Validity]\n",
    "Valid from: 1 January 2026, 00:00:00 UTC\nValid to: 14 January 2035, 15:00:00 UTC\n",
    "[Public key]\nAlgorithm: EC\nKind: EC P-256\nLength: 256 bits\n[Key usage]\n",
    "Key usage is critical: Yes\n",
    "[Subject alternative names]\n", "urn:test:PLC-1\n", "192.168.0.1\n",
    "[Authority key identifier]\n`Key identifier: ", "[Subject key identifier]\n`Key identifier: ",
    "[Signature]\nAlgorithm: ECDSA-SHA256\n[Fingerprints]\n`SHA-256: ", "\n`SHA-1: ",
  };
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(RailCreation) creation = fixture_new_creation (project, RAIL_USAGE_OPCUA_SERVER, "PLC-1", root);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  g_autofree char *text = NULL;
  const char *at;

  g_object_set (request, "organization", "Acme, \"Fill\" + Co", "country", "DE", NULL);
  rail_certificate_request_set_validity (request, 1767225600, 2052399600);
  text = dump (rail_entry_get_certificate (fixture_create (creation, project)));
  at = text;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      /* The order inside a name is that of the certificate. */
      rail_assert_contains (strchr (parts[i], '[') != NULL ? at : text, parts[i]);
      if (strchr (parts[i], '[') != NULL)
        at = strstr (at, parts[i]);
    }
  g_assert_null (strstr (text, "MD5"));
}

static void
test_authorities (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *middle = fixture_create_simple (project, RAIL_USAGE_CA_INTERMEDIATE, "Middle", root);
  g_autofree char *root_text = dump (rail_entry_get_certificate (root));
  g_autofree char *middle_text = dump (rail_entry_get_certificate (middle));

  rail_assert_contains (root_text, "Issued: Self-signed\nCertificate authority: Yes\n");
  rail_assert_contains (middle_text, "Certificate authority: Yes, with at most 0 authorities below it\n");
  g_assert_null (strstr (root_text, "Subject alternative names"));
  g_assert_null (strstr (root_text, "deprecated"));
}

static void
test_sha1_is_marked (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailCreation) creation = fixture_new_creation (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autofree char *text = NULL;

  rail_certificate_request_set_key_kind (rail_creation_get_request (creation), RAIL_KEY_KIND_RSA_2048);
  rail_certificate_request_set_hash (rail_creation_get_request (creation), RAIL_HASH_SHA1);
  text = dump (rail_entry_get_certificate (fixture_create (creation, project)));
  rail_assert_contains (text, "[Signature]\nAlgorithm: RSA-SHA1\nNote: SHA-1 is deprecated");
}

/* openssl says the same fingerprint and serial number, with the same colons. */
static void
test_openssl_agrees (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  RailEntry *entry = fixture_create_simple (project, RAIL_USAGE_WEB_SERVER, "PLC-1", NULL);
  g_autofree char *text = dump (rail_entry_get_certificate (entry));
  static const char * const digests[][2] = { { "-sha256", "`SHA-256: %s\n" }, { "-sha1", "`SHA-1: %s" } };
  g_autofree char *folder = NULL;

  if (!rail_test_need ("openssl"))
    return;
  folder = rail_test_make_folder ();
  fixture_write_pem (folder, "x.pem", entry);
  for (guint i = 0; i < G_N_ELEMENTS (digests); i++)
    {
      g_autofree char *output = NULL;
      g_autofree char *value = NULL;

      g_assert_cmpint (rail_test_run (folder, &output, "openssl", "x509", "-in", "x.pem", "-noout", "-fingerprint",
                                      digests[i][0], NULL), ==, 0);
      value = g_strstrip (g_strdup (strchr (output, '=') + 1));
      rail_assert_contains (text, value);
    }
  rail_test_remove_folder (folder);
}

static void
test_properties (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  RailEntry *entry = fixture_create_simple (project, RAIL_USAGE_WEB_SERVER, "PLC-1", NULL);
  GListModel *sections = rail_certificate_describe (rail_entry_get_certificate (entry));
  RailSection *section = g_list_model_get_item (sections, 0);
  RailField *field = NULL;
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  GListModel *fields = NULL;
  gboolean is_code;

  g_object_get (section, "title", &title, "fields", &fields, NULL);
  g_assert_cmpstr (title, ==, "General");
  g_assert_true (fields == rail_section_get_fields (section));
  field = g_list_model_get_item (fields, 0);
  g_object_get (field, "label", &label, "value", &value, "is-code", &is_code, NULL);
  g_assert_cmpstr (label, ==, "Version");
  g_assert_cmpstr (value, ==, "3");
  g_assert_false (is_code);

  g_assert_finalize_object (sections);
  g_object_unref (fields);
  g_assert_finalize_object (section);
  g_assert_finalize_object (field);
}

static void
test_dates (void)
{
  static const struct
  {
    gint64      date;
    const char *text;
    const char *iso;
  } cases[] = {
    { 0, "1 January 1970, 00:00:00 UTC", "1970-01-01T00:00:00Z" },
    { 2115558000, "14 January 2037, 15:00:00 UTC", "2037-01-14T15:00:00Z" },
    { G_GINT64_CONSTANT (253402300799), "31 December 9999, 23:59:59 UTC", "9999-12-31T23:59:59Z" },
    { G_MAXINT64, "–", "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = rail_format_date (cases[i].date);
      g_autofree char *iso = rail_format_date_iso (cases[i].date);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (iso, ==, cases[i].iso);
    }
}

static void
test_parse_dates (void)
{
  static const struct
  {
    const char *text;
    gboolean    end_of_day;
    gint64      date;
  } cases[] = {
    { "2037-01-14T15:00:00Z", FALSE, 2115558000 },
    { "2037-01-14T15:00:00Z", TRUE, 2115558000 },
    { "2037-01-14T15:00:00", FALSE, 2115558000 },
    { "2037-01-14T16:00:00+01:00", FALSE, 2115558000 },
    { "2037-01-14", FALSE, 2115504000 },
    { "2037-01-14", TRUE, 2115590399 },
    { "", FALSE, -1 }, { "tomorrow", FALSE, -1 }, { "2037-13-01", FALSE, -1 }, { "2037-02-29", TRUE, -1 },
    { "14.01.2037", FALSE, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 date = -1;

      g_assert_true (rail_parse_date (cases[i].text, cases[i].end_of_day, &date) == (cases[i].date != -1));
      g_assert_cmpint (date, ==, cases[i].date);
    }
}

static void
test_hex (void)
{
  static const char * const cases[][2] = {
    { "", "" }, { "A", "A" }, { "0A", "0A" }, { "ABC", "A:BC" }, { "0A1B2C", "0A:1B:2C" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = rail_format_hex (cases[i][0]);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/section/leaf-is-described", test_leaf);
  g_test_add_func ("/project/section/authorities-say-how-deep", test_authorities);
  g_test_add_func ("/project/section/sha1-is-marked", test_sha1_is_marked);
  g_test_add_func ("/project/section/openssl-agrees", test_openssl_agrees);
  g_test_add_func ("/project/section/properties-are-read", test_properties);
  g_test_add_func ("/project/format/dates-are-utc", test_dates);
  g_test_add_func ("/project/format/dates-are-read", test_parse_dates);
  g_test_add_func ("/project/format/hex-is-in-pairs", test_hex);
  return g_test_run ();
}
