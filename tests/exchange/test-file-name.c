/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant.h"
#include "rail-file-name.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *stem;
} names[] = {
  { "PLC-1/OPCUA-1-4", "PLC-1_OPCUA-1-4" },
  { "Bottling line 3", "Bottling line 3" },
  { "Größe 漢字", "Größe 漢字" },
  { "", "certificate" },
  { ".", "certificate" },
  { "..", "certificate" },
  { "...", "certificate" },
  { "   ", "certificate" },
  { "../../etc/passwd", "_._.._etc_passwd" },
  { ".hidden", "_hidden" },
  { "-rf", "_rf" },
  { "name.", "name" },
  { "name. . ", "name" },
  { " name ", "name" },
  { "a<b>c:d\"e/f\\g|h?i*j", "a_b_c_d_e_f_g_h_i_j" },
  { "two\nlines\tand\x7f", "two_lines_and_" },
  { "fdp.exe\xe2\x80\xae" "gpj", "fdp.exe_gpj" },
  { "CON", "_CON" },
  { "con", "_con" },
  { "Nul.der", "_Nul.der" },
  { "COM1", "_COM1" },
  { "lpt9.txt", "_lpt9.txt" },
  { "COM\xc2\xb2", "_COM\xc2\xb2" },
  { "CONIN$", "_CONIN$" },
  { "aux .x", "_aux .x" },
  { "COM", "COM" },
  { "COM10", "COM10" },
  { "CONTROL", "CONTROL" },
  { "broken \xff byte", "broken \xef\xbf\xbd byte" },
};

static void
test_sanitize (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *stem = rail_file_name_sanitize (names[i].text);
      g_autofree char *twice = rail_file_name_sanitize (stem);

      g_assert_cmpstr (stem, ==, names[i].stem);
      g_assert_cmpstr (twice, ==, stem);
    }
}

static void
test_long (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *stem = NULL;

  while (text->len < 5000)
    g_string_append (text, "漢字");
  stem = rail_file_name_sanitize (text->str);
  g_assert_cmpuint (strlen (stem), <=, 160);
  g_assert_cmpuint (strlen (stem), >, 150);
  g_assert_true (g_utf8_validate (stem, -1, NULL));
}

/* One character in two spellings is one file. */
static void
test_composed (void)
{
  g_autofree char *stem = rail_file_name_sanitize ("Gro\xcc\x88\xc3\x9f" "e");

  g_assert_cmpstr (stem, ==, "Gr\xc3\xb6\xc3\x9f" "e");
}

static void
test_entry (Plant         *plant,
            gconstpointer  data)
{
  g_autofree char *server = rail_file_name_for_entry (plant->server, "der");
  g_autofree char *client = rail_file_name_for_entry (plant->client, "der");
  g_autofree char *root = rail_file_name_for_entry (plant->root, "crl");

  g_assert_cmpstr (server, ==, "PLC-1_OPCUA-1-4.der");
  g_assert_cmpstr (client, ==, "uaexpert.der");
  g_assert_cmpstr (root, ==, "Plant root.crl");
}

/* Only a client gets UaExpert's name; a server of that name is somebody else. */
static void
test_not_uaexpert (Plant         *plant,
                   gconstpointer  data)
{
  RailEntry *server = plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "UaExpert", NULL);
  g_autofree char *name = rail_file_name_for_entry (server, "der");

  g_assert_cmpstr (name, ==, "UaExpert.der");
}

static void
test_unique (Plant         *plant,
             gconstpointer  data)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  RailEntry *upper = plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "LONELY", NULL);
  g_autofree char *first = rail_file_name_for_entry_unique (plant->lonely, "der", taken);
  g_autofree char *second = rail_file_name_for_entry_unique (upper, "der", taken);
  g_autofree char *third = rail_file_name_for_entry_unique (upper, "der", taken);

  g_assert_cmpstr (first, ==, "Lonely.der");
  g_assert_cmpstr (second, ==, "LONELY (9).der");
  g_assert_cmpstr (third, ==, "LONELY (10).der");
}

static void
test_store (Plant         *plant,
            gconstpointer  data)
{
  RailCertificate *certificate = rail_entry_get_certificate (plant->server);
  g_autofree char *name = rail_file_name_for_store (certificate, "der");
  g_autofree char *expected = g_strdup_printf ("PLC-1_OPCUA-1-4 [%s].der",
                                               rail_certificate_get_fingerprint_sha1 (certificate));

  g_assert_cmpstr (name, ==, expected);
}

static void
test_key (void)
{
  g_autofree char *plain = rail_file_name_for_key ("uaexpert.der");
  g_autofree char *dotted = rail_file_name_for_key ("PLC 1.5.cer");
  g_autofree char *bare = rail_file_name_for_key ("uaexpert");

  g_assert_cmpstr (plain, ==, "uaexpert_key.pem");
  g_assert_cmpstr (dotted, ==, "PLC 1.5_key.pem");
  g_assert_cmpstr (bare, ==, "uaexpert_key.pem");
}

static void
test_extension (void)
{
  static const struct
  {
    const char *typed;
    const char *name;
  } cases[] = {
    { "plc", "plc.crt" },
    { "plc.pem", "plc.pem" },
    { "192.168.0.1", "192.168.0.1.crt" },
    { "plc.", "plc..crt" },
    { ".hidden", ".hidden.crt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = rail_file_name_with_extension (cases[i].typed, "crt");

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/file-name/any-text-becomes-a-legal-name", test_sanitize);
  g_test_add_func ("/exchange/file-name/a-long-name-is-cut-between-characters", test_long);
  g_test_add_func ("/exchange/file-name/spellings-of-one-character-are-one", test_composed);
  g_test_add_func ("/exchange/file-name/a-typed-name-gets-the-ending-it-lacks", test_extension);
  g_test_add_func ("/exchange/file-name/a-key-file-goes-with-its-certificate", test_key);
  plant_test ("/exchange/file-name/a-file-is-named-after-the-subject", test_entry);
  plant_test ("/exchange/file-name/a-server-is-never-uaexpert", test_not_uaexpert);
  plant_test ("/exchange/file-name/two-of-one-name-get-two-files", test_unique);
  plant_test ("/exchange/file-name/a-store-has-name-and-thumbprint", test_store);
  return g_test_run ();
}
