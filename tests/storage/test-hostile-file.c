/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include <string.h>

/* What was done to a text, and what must be said about it. */
typedef struct
{
  const char       *find;
  const char       *replacement;
  RailStorageError  code;
  const char       *says;
} Edit;

static void
assert_refused (const char       *text,
                gssize            size,
                RailStorageError  code,
                const char       *says)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = storage_read (text, size, &error);

  g_assert_null (project);
  g_assert_error (error, RAIL_STORAGE_ERROR, (int) code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  rail_assert_contains (error->message, "“plant.certrail”");
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_null (strchr (error->message, '\n'));
  rail_assert_contains (error->message, says);
}

static void
assert_edits_refused (const char *text,
                      const Edit *edits,
                      gsize       n_edits)
{
  for (gsize i = 0; i < n_edits; i++)
    {
      g_autofree char *edited = storage_replace (text, edits[i].find, edits[i].replacement);
      g_autofree char *shown = g_strescape (edits[i].replacement, NULL);

      g_test_message ("%s -> %.60s", edits[i].find, shown);
      assert_refused (edited, -1, edits[i].code, edits[i].says);
    }
}

/* The project "Plant" with two entries, without checksum. */
static char *
new_plain_text (void)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 2);
  g_autofree char *text = storage_write (project);

  return storage_drop_checksum (text);
}

static char *
new_protected_text (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 2);

  return storage_write (project);
}

static void
test_plain_text_is_read (void)
{
  g_autofree char *text = new_plain_text ();
  g_autofree char *commented = storage_replace (text, "<devices/>", "<!-- by hand --><?editor x?><devices></devices>");
  g_autofree char *marked = g_strconcat ("\xef\xbb\xbf", text, NULL);
  const char * const texts[] = { text, commented, marked };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RailProject) project = storage_read (texts[i], -1, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 2);
    }
}

static void
test_something_else_is_no_project (void)
{
  static const char * const texts[] = {
    "hello", "\x89PNG\r\n\x1a\n", "<html><body>project</body></html>", "<project/>", "<project xmlns=\"urn:other\"/>",
    "<plant xmlns=\"urn:certrail:project:3\"/>", "<project xmlns=\"urn:certrail:project:x\"/>",
    "<project xmlns=\"urn:certrail:project:0\"/>", "-----BEGIN CERTIFICATE-----\n", "\xff\xfe<\0p\0", "{}\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], -1, RAIL_STORAGE_ERROR_NOT_A_PROJECT, "is not a Certrail project");
  assert_refused ("<project xmlns=\"urn:certrail:project:3\">\0</project>", 51, RAIL_STORAGE_ERROR_DAMAGED, "byte 41");
  assert_refused ("", 0, RAIL_STORAGE_ERROR_TRUNCATED, "ends too early");
}

static void
test_newer_version_is_named (void)
{
  g_autofree char *plain = new_plain_text ();
  g_autofree char *protected = new_protected_text ();
  static const Edit edits[] = {
    { "urn:certrail:project:3", "urn:certrail:project:4", RAIL_STORAGE_ERROR_NEWER_VERSION, "version is 4 " },
    { "urn:certrail:project:3", "urn:certrail:project:12", RAIL_STORAGE_ERROR_NEWER_VERSION, "version is 12 " },
  };

  assert_edits_refused (plain, edits, G_N_ELEMENTS (edits));
  assert_edits_refused (protected, edits, G_N_ELEMENTS (edits));
}

static void
test_doctype_is_refused (void)
{
  static const char * const doctypes[] = {
    "<!DOCTYPE project>",
    "<!DOCTYPE project SYSTEM \"http://127.0.0.1:1/x.dtd\">",
    "<!DOCTYPE project [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
    "<!DOCTYPE project [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">"
    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\">]>",
  };
  g_autofree char *plain = new_plain_text ();
  g_autofree char *protected = new_protected_text ();

  for (guint i = 0; i < G_N_ELEMENTS (doctypes); i++)
    {
      g_autofree char *header = g_strconcat ("?>", doctypes[i], NULL);
      g_autofree char *first = storage_replace (plain, "?>", header);
      g_autofree char *laughs = storage_replace (first, "name=\"Plant\"", "name=\"&e;&x;\"");
      g_autofree char *second = storage_replace (protected, "?>", header);

      assert_refused (first, -1, RAIL_STORAGE_ERROR_DOCTYPE, "DOCTYPE");
      assert_refused (laughs, -1, RAIL_STORAGE_ERROR_DOCTYPE, "DOCTYPE");
      assert_refused (second, -1, RAIL_STORAGE_ERROR_DOCTYPE, "DOCTYPE");
    }
}

static void
test_undeclared_entity_is_damage (void)
{
  static const Edit edits[] = {
    { "name=\"Plant\"", "name=\"&e;\"", RAIL_STORAGE_ERROR_DAMAGED, "line 2" },
    { "<devices/>", "<devices>&e;</devices>", RAIL_STORAGE_ERROR_DAMAGED, "line " },
  };
  g_autofree char *plain = new_plain_text ();

  assert_edits_refused (plain, edits, G_N_ELEMENTS (edits));
}

static void
test_nesting_is_bounded (void)
{
  static const guint depths[] = { 33, 1000, 200000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autoptr(GString) text = g_string_new ("<project xmlns=\"urn:certrail:project:3\">");

      for (guint j = 0; j < depths[i]; j++)
        g_string_append (text, "<a>");
      assert_refused (text->str, text->len, RAIL_STORAGE_ERROR_LIMIT, "nest more than 32 deep");
    }
}

static void
test_nodes_are_bounded (void)
{
  g_autoptr(GString) text = g_string_new ("<project xmlns=\"urn:certrail:project:3\">");

  for (guint i = 0; i < 4000000; i++)
    g_string_append (text, "<a/>");
  assert_refused (text->str, text->len, RAIL_STORAGE_ERROR_LIMIT, "more than 4000000 elements and attributes");
}

#define DEVICE(name, family, inside) \
  "<device name=\"" name "\" family=\"" family "\" global-security=\"false\">" inside "</device>"
#define DEVICES(devices) "<devices>" devices "</devices>"

static void
test_devices_are_bounded (void)
{
  g_autofree char *plain = new_plain_text ();
  g_autoptr(GString) devices = g_string_new ("<devices>");
  g_autofree char *edited = NULL;

  for (guint i = 0; i <= 10000; i++)
    g_string_append_printf (devices, DEVICE ("PLC_%u", "s7-1500", ""), i);
  g_string_append (devices, "</devices>");
  edited = storage_replace (plain, "<devices/>", devices->str);
  assert_refused (edited, -1, RAIL_STORAGE_ERROR_LIMIT, "more than 10000 devices");
}

/* libxml2 names the element or the one after it, so these ask for a line; where the reader counts, for the right one. */
static void
test_plain_rules_are_kept (void)
{
  static const Edit edits[] = {
    { "id=\"2\"", "id=\"1\"", RAIL_STORAGE_ERROR_DAMAGED, "1" },
    { "next-id=\"3\"", "next-id=\"2\"", RAIL_STORAGE_ERROR_DAMAGED, "2" },
    { "next-id=\"3\"", "next-id=\"0\"", RAIL_STORAGE_ERROR_DAMAGED, "line 2" },
    { "next-id=\"3\"", "next-id=\"2147483648\"", RAIL_STORAGE_ERROR_DAMAGED, "not a number from 1 to 2147483647" },
    { "next-id=\"3\"", "next-id=\"99999999999999999999999\"", RAIL_STORAGE_ERROR_DAMAGED, "line 2" },
    { "id=\"2\"", "id=\"4294967298\"", RAIL_STORAGE_ERROR_DAMAGED,
      "line 9 (the ID is not a number from 1 to 2147483647)" },
    { "id=\"2\"", "id=\"-2\"", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "id=\"2\"", "id=\"2.0\"", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "id=\"2\"", "id=\"0x2\"", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "id=\"2\"", "id=\"\"", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "id=\"2\" ", "", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "id=\"2\"", "id=\"2\" id=\"3\"", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "id=\"2\"", "id=\"2\" colour=\"red\"", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "usage=\"tls-client\"", "usage=\"tls-clown\"", RAIL_STORAGE_ERROR_DAMAGED, "usage of ID 1 is unknown" },
    { "kind=\"device\"", "kind=\"ca\"", RAIL_STORAGE_ERROR_DAMAGED, "1" },
    { "kind=\"device\"", "kind=\"toaster\"", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "kind=\"device\"", "kind=\"device\" device=\"PLC_9\"", RAIL_STORAGE_ERROR_DAMAGED, "PLC_9" },
    { "<devices/>", "<devices/><gifts/>", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "<devices/>", "", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "<devices/>", DEVICES (DEVICE ("a", "toaster", "")), RAIL_STORAGE_ERROR_DAMAGED, "family" },
    { "<devices/>", DEVICES (DEVICE ("", "pc", "")), RAIL_STORAGE_ERROR_DAMAGED, "no name" },
    { "<devices/>", DEVICES (DEVICE ("a", "pc", "") DEVICE ("a", "pc", "")), RAIL_STORAGE_ERROR_DAMAGED, "“a”" },
    { "<certificate>", "<certificate>*", RAIL_STORAGE_ERROR_DAMAGED, "base64" },
    { "<certificate>", "<certificate>A", RAIL_STORAGE_ERROR_DAMAGED, "base64" },
    { "<certificate>", "<certificate>AAAA", RAIL_STORAGE_ERROR_DAMAGED, "line 6" },
    { "<certificate>", "<certificate>AA==", RAIL_STORAGE_ERROR_DAMAGED, "base64" },
    { "<certificate>", "<certificate/><certificate>", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "</key>", "</key><key>AAAA</key>", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "<key>", "<key>AAAA", RAIL_STORAGE_ERROR_DAMAGED, "line 7" },
    { "</key>", "</key><revoked date=\"2026-02-30T00:00:00Z\" reason=\"superseded\"/>", RAIL_STORAGE_ERROR_DAMAGED,
      "line 7" },
    { "</key>", "</key><list>AAAA</list>", RAIL_STORAGE_ERROR_DAMAGED, "line 7" },
    { "</key>", "</key><generations/>", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "</key>", "</key><generations><generation until=\"2026-02-03T00:00:00Z\" reason=\"boredom\">"
      "<certificate>AAAA</certificate></generation></generations>", RAIL_STORAGE_ERROR_DAMAGED, "no known reason" },
    { "</key>", "</key><generations><generation until=\"2026-02-03T00:00:00+01:00\" reason=\"renewed\">"
      "<certificate>AAAA</certificate></generation></generations>", RAIL_STORAGE_ERROR_DAMAGED, "“until”" },
    { "</key>", "</key><generations><generation until=\"2026-02-03T00:00:00Z\" reason=\"renewed\">"
      "<certificate>AAAA</certificate></generation></generations>", RAIL_STORAGE_ERROR_DAMAGED, "line 7" },
    { "id=\"1\" ", "id=\"1\" requested=\"2026-02-03\" ", RAIL_STORAGE_ERROR_DAMAGED, "line 5" },
    { "id=\"1\" ", "id=\"1\" list-days=\"0\" ", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "id=\"1\" ", "id=\"1\" list-days=\"36501\" ", RAIL_STORAGE_ERROR_DAMAGED, "1 to 36500" },
    { "id=\"1\" ", "id=\"1\" list-days=\"30\" ", RAIL_STORAGE_ERROR_DAMAGED, "not that of an authority" },
    { "<journal/>", "", RAIL_STORAGE_ERROR_DAMAGED, "line" },
    { "<journal/>", "<journal><line date=\"2026-02-03T00:00:00Z\" action=\"sabotage\"/></journal>",
      RAIL_STORAGE_ERROR_DAMAGED, "no known action" },
    { "<journal/>", "<journal><line date=\"2026-02-03T00:00:00Z\" action=\"create\" turn=\"around\"/></journal>",
      RAIL_STORAGE_ERROR_DAMAGED, "line" },
    { "<journal/>", "<journal><line date=\"yesterday\" action=\"create\"/></journal>", RAIL_STORAGE_ERROR_DAMAGED,
      "line" },
    { "</key>", "</key><revoked date=\"2026-02-03T00:00:00\" reason=\"superseded\"/>", RAIL_STORAGE_ERROR_DAMAGED,
      "UTC" },
    { "</key>", "</key><revoked date=\"2026-02-03T00:00:00Z\" reason=\"boredom\"/>", RAIL_STORAGE_ERROR_DAMAGED,
      "reason" },
    { "</project>", "<seal>AAAA</seal></project>", RAIL_STORAGE_ERROR_DAMAGED, "only there" },
    { "</project>", "<checksum>AAAA</checksum></project>", RAIL_STORAGE_ERROR_DAMAGED, "checksum" },
    { "<devices/>", "<users><user name=\"a\" role=\"standard\" iterations=\"1000\"><salt>AAAA</salt>"
      "<project-key>AAAA</project-key></user></users><devices/>", RAIL_STORAGE_ERROR_DAMAGED, "only there" },
    { "</project>", "</projekt>", RAIL_STORAGE_ERROR_DAMAGED, "line" },
    { "</project>", "</project><project/>", RAIL_STORAGE_ERROR_DAMAGED, "line" },
    { "name=\"Plant\"", "name=\"Pl\x01nt\"", RAIL_STORAGE_ERROR_DAMAGED, "line 2" },
    { "name=\"Plant\"", "name=\"Pl\xc3(nt\"", RAIL_STORAGE_ERROR_DAMAGED, "byte " },
  };
  g_autofree char *plain = new_plain_text ();

  assert_edits_refused (plain, edits, G_N_ELEMENTS (edits));
}

/* What stands inside of a device on line 3, and what must be said about it. The certificates 1 and 2 belong to nobody. */
static void
test_rules_of_devices_are_kept (void)
{
#define FINGERPRINT "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
#define LOADED(item) "<loaded date=\"2026-11-22T18:00:00Z\" settings=\"\">" item "</loaded>"
  static const struct
  {
    const char *inside, *says;
  } cases[] = {
    { "<service name=\"toaster\" on=\"true\"/>", "line 3 (a service of a device is unknown)" },
    { "<service name=\"\" on=\"true\"/>", "line " },
    { "<service on=\"true\"/>", "line " },
    { "<service name=\"syslog\"/>", "line " },
    { "<service name=\"syslog\" on=\"yes\"/>", "line " },
    { "<service name=\"syslog\" on=\"true\"/><service name=\"syslog\" on=\"false\"/>",
      "line 3 (a device has the service “syslog” twice)" },
    { "<service name=\"syslog\" on=\"true\" certificate=\"0\"/>", "line " },
    { "<service name=\"syslog\" on=\"true\" certificate=\"2147483648\"/>",
      "line 3 (the ID is not a number from 1 to 2147483647)" },
    { "<service name=\"syslog\" on=\"true\" certificate=\"x\"/>", "line " },
    { "<service name=\"syslog\" on=\"true\" certificate=\"1\"/>",
      "“PLC_1” uses the certificate with ID 1 for “Syslog client”, but has no such certificate" },
    { "<service name=\"syslog\" on=\"false\" certificate=\"9\"/>",
      "“PLC_1” uses the certificate with ID 9 for “Syslog client”, but has no such certificate" },
    { "<service name=\"syslog\" on=\"true\"/><address>192.168.0.1</address>", "line " },
    { "<opcua policies=\"\" modes=\"\"/>", "line " },
    { "<opcua policies=\"basic257\" modes=\"\" accept-clients=\"false\"/>",
      "line 3 (the words in “policies” are not known, or one is there twice)" },
    { "<opcua policies=\"basic256 basic256\" modes=\"\" accept-clients=\"false\"/>", "“policies”" },
    { "<opcua policies=\"basic256  none\" modes=\"\" accept-clients=\"false\"/>", "“policies”" },
    { "<opcua policies=\" \" modes=\"\" accept-clients=\"false\"/>", "“policies”" },
    { "<opcua policies=\"Basic256\" modes=\"\" accept-clients=\"false\"/>", "“policies”" },
    { "<opcua policies=\"none\" modes=\"sign encrypt\" accept-clients=\"false\"/>",
      "line 3 (the words in “modes” are not known, or one is there twice)" },
    { "<opcua policies=\"none\" modes=\"sign sign\" accept-clients=\"false\"/>", "“modes”" },
    { "<opcua policies=\"none\" modes=\"sign\" accept-clients=\"1\"/>", "line " },
    { "<opcua policies=\"\" modes=\"\" accept-clients=\"false\"/><opcua policies=\"\" modes=\"\" "
      "accept-clients=\"false\"/>", "line " },
    { "<partner id=\"0\"/>", "line " },
    { "<partner id=\"-1\"/>", "line " },
    { "<partner id=\"4294967297\"/>", "line 3 (the ID is not a number from 1 to 2147483647)" },
    { "<partner/>", "line " },
    { "<partner id=\"1\" client=\"false\"/>", "line " },
    { "<partner id=\"1\"/><partner id=\"1\"/>", "line 3 (the IDs of a device's partner certificates do not rise)" },
    { "<partner id=\"2\"/><partner id=\"1\"/>", "line 3 (the IDs of a device's partner certificates do not rise)" },
    { "<partner id=\"1\"/><partner id=\"3\"/>",
      "“PLC_1” has the certificate with ID 3 of a partner, but there is no such certificate" },
    { "<partner id=\"3\" client=\"true\"/>", "there is no such certificate" },
    { "<partner id=\"1\"/><service name=\"syslog\" on=\"true\"/>", "line " },
    { "<loaded settings=\"\"/>", "line " },
    { "<loaded date=\"2026-11-22T18:00:00Z\"/>", "line " },
    { "<loaded date=\"yesterday\" settings=\"\"/>", "line " },
    { "<loaded date=\"2026-11-22T18:00:00+01:00\" settings=\"\"/>", "line 3 (the time in “date” is no date in UTC)" },
    { LOADED ("") LOADED (""), "line " },
    { LOADED ("<item role=\"toaster\" id=\"1\" fingerprint=\"" FINGERPRINT "\"/>"),
      "line 3 (a device was loaded with a certificate that has no known role)" },
    { LOADED ("<item role=\"service\" id=\"1\" fingerprint=\"" FINGERPRINT "\"/>"), "no known role" },
    { LOADED ("<item role=\"client\" service=\"syslog\" id=\"1\" fingerprint=\"" FINGERPRINT "\"/>"), "no known role" },
    { LOADED ("<item role=\"service\" service=\"toaster\" id=\"1\" fingerprint=\"" FINGERPRINT "\"/>"),
      "line 3 (a service of a device is unknown)" },
    { LOADED ("<item role=\"device\" id=\"0\" fingerprint=\"" FINGERPRINT "\"/>"), "line " },
    { LOADED ("<item role=\"device\" id=\"2147483648\" fingerprint=\"" FINGERPRINT "\"/>"), "from 1 to 2147483647" },
    { LOADED ("<item role=\"device\" id=\"3\" fingerprint=\"" FINGERPRINT "\"/>"),
      "“PLC_1” was loaded with the certificate with ID 3, but only IDs from 1 to 2 were ever given" },
    { LOADED ("<item role=\"device\" id=\"1\" fingerprint=\"" FINGERPRINT "0\"/>"),
      "line 3 (the fingerprint of a loaded certificate is none of SHA-256)" },
    { LOADED ("<item role=\"device\" id=\"1\" fingerprint=\"\"/>"), "none of SHA-256" },
    { LOADED ("<item role=\"device\" id=\"1\"/>"), "line " },
    { LOADED ("<item id=\"1\" fingerprint=\"" FINGERPRINT "\"/>"), "line " },
  };
  g_autofree char *plain = new_plain_text ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *device = g_strconcat ("<devices><device name=\"PLC_1\" family=\"pc\" global-security=\"false\">",
                                             cases[i].inside, "</device></devices>", NULL);
      g_autofree char *edited = storage_replace (plain, "<devices/>", device);

      g_test_message ("%s", cases[i].inside);
      assert_refused (edited, -1, RAIL_STORAGE_ERROR_DAMAGED, cases[i].says);
    }
#undef LOADED
#undef FINGERPRINT
}

static void
test_global_security_is_for_protected_projects (void)
{
  static const Edit edits[] = {
    { "<devices/>", "<devices><device name=\"a\" family=\"pc\" global-security=\"true\"/></devices>",
      RAIL_STORAGE_ERROR_DAMAGED, "“a” uses the global security settings" },
    { "<devices/>", "<devices><device name=\"a\" family=\"pc\" global-security=\"maybe\"/></devices>",
      RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "<devices/>", "<devices><device name=\"a\" family=\"pc\"/></devices>", RAIL_STORAGE_ERROR_DAMAGED, "line " },
  };
  g_autofree char *plain = new_plain_text ();

  assert_edits_refused (plain, edits, G_N_ELEMENTS (edits));
}

static void
test_key_of_another_certificate_is_refused (void)
{
  gsize size;
  const guint8 *der = rail_secret_get_data (rail_key_get_pkcs8 (storage_get_key (STORAGE_PAIR_EC)), &size);
  g_autofree char *own = g_base64_encode (der, size);
  const guint8 *other_der = rail_secret_get_data (rail_key_get_pkcs8 (storage_get_key (STORAGE_PAIR_RSA)), &size);
  g_autofree char *other = g_base64_encode (other_der, size);
  g_autofree char *plain = new_plain_text ();
  g_autofree char *edited = storage_replace (plain, own, other);

  assert_refused (edited, -1, RAIL_STORAGE_ERROR_DAMAGED, "line 5 (the private key of ID 1");
}

static void
test_outside_rules_are_kept (void)
{
  static const Edit edits[] = {
    { "IterationCount>1000<", "IterationCount>999<", RAIL_STORAGE_ERROR_LIMIT, "999" },
    { "IterationCount>1000<", "IterationCount>20000001<", RAIL_STORAGE_ERROR_LIMIT, "20000001" },
    { "IterationCount>1000<", "IterationCount>4294967297000<", RAIL_STORAGE_ERROR_DAMAGED, "iteration count" },
    { "IterationCount>1000<", "IterationCount>-1<", RAIL_STORAGE_ERROR_DAMAGED, "line" },
    { "KeyLength>32<", "KeyLength>16<", RAIL_STORAGE_ERROR_DAMAGED, "line" },
    { "hmac-sha512", "hmac-sha1", RAIL_STORAGE_ERROR_DAMAGED, "line" },
    { "aes256-gcm", "aes128-cbc", RAIL_STORAGE_ERROR_DAMAGED, "line" },
    { "role=\"administrator\"", "role=\"standard\"", RAIL_STORAGE_ERROR_DAMAGED, "role" },
    { "role=\"administrator\"", "role=\"emperor\"", RAIL_STORAGE_ERROR_DAMAGED, "line " },
    { "MasterKeyName>admin<", "MasterKeyName>root<", RAIL_STORAGE_ERROR_DAMAGED, "“admin”" },
    { "CarriedKeyName>vault<", "CarriedKeyName>project<", RAIL_STORAGE_ERROR_DAMAGED, "vault" },
    { "<xenc11:Specified>", "<xenc11:Specified>AAAA", RAIL_STORAGE_ERROR_DAMAGED, "19 bytes instead of 16" },
    { "<xenc:CipherValue>", "<xenc:CipherValue>AAAA", RAIL_STORAGE_ERROR_DAMAGED, "63 bytes instead of 60" },
    { "<xenc:CipherValue>", "<xenc:CipherValue>!", RAIL_STORAGE_ERROR_DAMAGED, "base64" },
    { "<user ", "<!-- no user --><gast ", RAIL_STORAGE_ERROR_DAMAGED, "line " },
  };
  g_autofree char *protected = new_protected_text ();

  assert_edits_refused (protected, edits, G_N_ELEMENTS (edits));
}

static void
test_users_are_bounded (void)
{
  g_autofree char *protected = new_protected_text ();
  const char *start = strstr (protected, "<user ");
  const char *end = strstr (protected, "</user>") + strlen ("</user>");
  g_autoptr(GString) text = g_string_new_len (protected, start - protected);

  for (guint i = 0; i < 101; i++)
    g_string_append_len (text, start, end - start);
  g_string_append (text, end);
  assert_refused (text->str, text->len, RAIL_STORAGE_ERROR_LIMIT, "more than 100 users");
}

/* A line of the journal may name IDs that are gone, but not what cannot be an ID, nor so many that memory runs out. */
static void
test_journal_ids_are_bounded (void)
{
  static const char * const ids[] = {
    "", " ", "0", "-1", "1-", "3-3", "3-2", "1,2", "1  2", "1 2 ", "x", "2147483648", "1-2147483647", "1-1000001",
    "99999999999999999999", "1-600000 1-600000", "+1", "1 -2",
  };
  static const char * const fine[] = { "1", "2147483647", "3 5-9 4", "1-1000000", "7 7" };
  g_autofree char *plain = new_plain_text ();

  for (guint i = 0; i < G_N_ELEMENTS (ids) + G_N_ELEMENTS (fine); i++)
    {
      gboolean is_fine = i >= G_N_ELEMENTS (ids);
      g_autofree char *line = g_strdup_printf ("<journal><line date=\"2026-02-03T00:00:00Z\" action=\"create\" "
                                               "ids=\"%s\"/></journal>", is_fine ? fine[i - G_N_ELEMENTS (ids)] : ids[i]);
      g_autofree char *edited = storage_replace (plain, "<journal/>", line);
      g_autoptr(GError) error = NULL;
      g_autoptr(RailProject) project = NULL;

      if (!is_fine)
        {
          assert_refused (edited, -1, RAIL_STORAGE_ERROR_DAMAGED, "IDs in a line of the journal");
          continue;
        }
      project = storage_read (edited, -1, &error);
      g_assert_no_error (error);
    }
}

static void
test_journal_lines_are_bounded (void)
{
  g_autofree char *plain = new_plain_text ();
  g_autoptr(GString) lines = g_string_new ("<journal>");
  g_autofree char *edited = NULL;

  for (guint i = 0; i < RAIL_JOURNAL_MAX_LINES + 1; i++)
    g_string_append (lines, "<line date=\"2026-02-03T00:00:00Z\" action=\"create\"/>");
  g_string_append (lines, "</journal>");
  edited = storage_replace (plain, "<journal/>", lines->str);
  assert_refused (edited, -1, RAIL_STORAGE_ERROR_LIMIT, "more than 10000 lines");
}

/* Each beginning of a file is refused, and no project comes of it. */
static void
test_cut_off_is_refused (gconstpointer user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (GPOINTER_TO_INT (user_data));
  g_autofree char *text = storage_write (project);
  gsize size = strlen (text);

  for (gsize i = 0; i < size - 1; i += 97)
    assert_refused (text, i, RAIL_STORAGE_ERROR_TRUNCATED, "ends too early");
  for (const char *slash = strstr (text, "/>"); slash != NULL; slash = strstr (slash + 1, "/>"))
    assert_refused (text, slash + 1 - text, RAIL_STORAGE_ERROR_TRUNCATED, "ends too early");
  for (gsize i = size - 30; i < size - 1; i++)
    assert_refused (text, i, RAIL_STORAGE_ERROR_TRUNCATED, "ends too early");
}

/* Either an error of ours, or, where the byte means nothing (the XML declaration), the project as it was. */
static void
test_flipped_byte_is_refused (gconstpointer user_data)
{
  static const char flips[] = { 0x01, 0x20, (char) 0x80 };
  g_autoptr(RailProtection) protection = GPOINTER_TO_INT (user_data) ? storage_new_protection () : NULL;
  g_autoptr(RailProject) project = storage_new_project (protection, 2);
  g_autofree char *text = storage_write (project);
  gsize size = strlen (text);
  guint n_unnoticed = 0;

  for (gsize i = 0; i < size; i += 13)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RailProject) again = NULL;
      char before = text[i];

      text[i] ^= flips[(i / 13) % G_N_ELEMENTS (flips)];
      again = storage_read (text, size, &error);
      text[i] = before;
      if (again == NULL)
        g_assert_cmpint (error->domain, ==, RAIL_STORAGE_ERROR);
      else
        {
          storage_assert_equal (project, again);
          n_unnoticed++;
        }
    }
  g_test_message ("%u flips changed nothing", n_unnoticed);
  g_assert_cmpuint (n_unnoticed, <, 40);
}

static void
test_nothing_is_printed (void)
{
  if (g_test_subprocess ())
    {
      static const char * const texts[] = {
        "<a", "<project xmlns=\"urn:certrail:project:3\"><a></b>", "<project xmlns=\"urn:certrail:project:3\"/>",
        "<project xmlns=\"urn:certrail:project:3\" xmlns:a=\"\" b:c=\"\"/>", "\xff\xff",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/\"><a/>",
      };

      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          g_autoptr(RailProject) project = storage_read (texts[i], -1, NULL);

          g_assert_null (project);
        }
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/hostile-file/plain-text-is-read", test_plain_text_is_read);
  g_test_add_func ("/storage/hostile-file/something-else-is-no-project", test_something_else_is_no_project);
  g_test_add_func ("/storage/hostile-file/newer-version-is-named", test_newer_version_is_named);
  g_test_add_func ("/storage/hostile-file/doctype-is-refused", test_doctype_is_refused);
  g_test_add_func ("/storage/hostile-file/undeclared-entity-is-damage", test_undeclared_entity_is_damage);
  g_test_add_func ("/storage/hostile-file/nesting-is-bounded", test_nesting_is_bounded);
  g_test_add_func ("/storage/hostile-file/nodes-are-bounded", test_nodes_are_bounded);
  g_test_add_func ("/storage/hostile-file/devices-are-bounded", test_devices_are_bounded);
  g_test_add_func ("/storage/hostile-file/users-are-bounded", test_users_are_bounded);
  g_test_add_func ("/storage/hostile-file/plain-rules-are-kept", test_plain_rules_are_kept);
  g_test_add_func ("/storage/hostile-file/rules-of-devices-are-kept", test_rules_of_devices_are_kept);
  g_test_add_func ("/storage/hostile-file/global-security-is-for-protected-projects",
                   test_global_security_is_for_protected_projects);
  g_test_add_func ("/storage/hostile-file/key-of-another-certificate-is-refused",
                   test_key_of_another_certificate_is_refused);
  g_test_add_func ("/storage/hostile-file/journal-ids-are-bounded", test_journal_ids_are_bounded);
  g_test_add_func ("/storage/hostile-file/journal-lines-are-bounded", test_journal_lines_are_bounded);
  g_test_add_func ("/storage/hostile-file/outside-rules-are-kept", test_outside_rules_are_kept);
  g_test_add_data_func ("/storage/hostile-file/cut-off-is-refused/unprotected", GINT_TO_POINTER (FALSE),
                        test_cut_off_is_refused);
  g_test_add_data_func ("/storage/hostile-file/cut-off-is-refused/protected", GINT_TO_POINTER (TRUE),
                        test_cut_off_is_refused);
  g_test_add_data_func ("/storage/hostile-file/flipped-byte-is-refused/unprotected", GINT_TO_POINTER (FALSE),
                        test_flipped_byte_is_refused);
  g_test_add_data_func ("/storage/hostile-file/flipped-byte-is-refused/protected", GINT_TO_POINTER (TRUE),
                        test_flipped_byte_is_refused);
  g_test_add_func ("/storage/hostile-file/nothing-is-printed", test_nothing_is_printed);

  return g_test_run ();
}
