/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every profile with RSA and EC, self-signed and issued by an authority, as openssl and certtool read it. What they must
 * read is written down here a second time, from OPC 10000-6 §6.2, RFC 5280 and Table 4-1 of the Siemens document, and not
 * taken from rail_profile_get(). */

#include "rail-certificate-request.h"

#include <string.h>

#include "make.h"
#include "rail-pki-error.h"
#include "rail-test.h"

#define NOW G_GINT64_CONSTANT (1772366400)   /* 2026-03-01T12:00:00Z */

/* Key usage: S digitalSignature, N nonRepudiation, E keyEncipherment, D dataEncipherment, C keyCertSign, R cRLSign.
 * Purposes: s server, c client; upper case: critical. */
typedef struct
{
  RailUsage   usage;
  const char *rsa;
  const char *ec;
  const char *self_signed;   /* more bits */
  const char *rsa_purposes;
  const char *ec_purposes;
  int         path_length;   /* −2: no CA, −1: none */
} Expected;

static const Expected table[] = {
  { RAIL_USAGE_CUSTOM, "SE", "S", "", "", "", -2 },
  { RAIL_USAGE_CA_ROOT, "CR", "CR", "", "", "", -1 },
  { RAIL_USAGE_CA_INTERMEDIATE, "CR", "CR", "", "", "", 0 },
  { RAIL_USAGE_OPCUA_SERVER, "SNED", "S", "C", "SC", "sc", -2 },
  { RAIL_USAGE_OPCUA_CLIENT, "SNED", "S", "C", "C", "c", -2 },
  { RAIL_USAGE_OPCUA_CLIENT_SERVER, "SNED", "S", "C", "SC", "sc", -2 },
  { RAIL_USAGE_TLS_SERVER, "SE", "S", "", "s", "s", -2 },
  { RAIL_USAGE_TLS_CLIENT, "S", "S", "", "c", "c", -2 },
  { RAIL_USAGE_TLS_CLIENT_SERVER, "SE", "S", "", "sc", "sc", -2 },
  { RAIL_USAGE_WEB_SERVER, "SE", "S", "", "s", "s", -2 },
  { RAIL_USAGE_PG_HMI, "SE", "S", "", "s", "s", -2 },
  { RAIL_USAGE_SYSLOG_CLIENT, "S", "S", "", "c", "c", -2 },
};

typedef struct
{
  char        mark;
  const char *openssl;
  const char *certtool;
} Wording;

static const Wording usage_words[] = {
  { 'S', "Digital Signature", "Digital signature." },
  { 'N', "Non Repudiation", "Non repudiation." },
  { 'E', "Key Encipherment", "Key encipherment." },
  { 'D', "Data Encipherment", "Data encipherment." },
  { 'C', "Certificate Sign", "Certificate signing." },
  { 'R', "CRL Sign", "CRL signing." },
};

static const Wording purpose_words[] = {
  { 's', "TLS Web Server Authentication", "TLS WWW Server." },
  { 'c', "TLS Web Client Authentication", "TLS WWW Client." },
};

typedef struct
{
  char            *folder;
  RailEnvironment *environment;
  RailKey         *authority_key[2];   /* RSA, EC */
  RailKey         *device_key[2];
  RailCertificate *authority[2];
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->environment = rail_environment_new_frozen (NOW, 7);
  fixture->authority_key[0] = make_key ("rsa-authority");
  fixture->authority_key[1] = make_key ("ec-authority");
  fixture->device_key[0] = make_key ("rsa-device");
  fixture->device_key[1] = make_key ("ec-device");
  for (guint i = 0; i < 2; i++)
    {
      fixture->authority[i] = make_root (fixture->environment, fixture->authority_key[i], "Authority");
      make_files (fixture->folder, i == 0 ? "authority-rsa" : "authority-ec", fixture->authority[i]);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->environment);
  for (guint i = 0; i < 2; i++)
    {
      g_object_unref (fixture->authority_key[i]);
      g_object_unref (fixture->device_key[i]);
      g_object_unref (fixture->authority[i]);
    }
}

static char *
spell (const char    *marks,
       const Wording *words,
       guint          n_words,
       gboolean       for_openssl)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();

  for (guint i = 0; i < n_words; i++)
    if (strchr (marks, words[i].mark) != NULL)
      g_ptr_array_add (parts, (gpointer) (for_openssl ? words[i].openssl : words[i].certtool));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (for_openssl ? ", " : " ", (char **) parts->pdata);
}

/* The lines below a title of either program's output, without their indentation, joined by spaces; NULL without it. */
static char *
read_section (const char *text,
              const char *title)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr(GString) section = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize indent = strspn (lines[i], " \t");

      if (!g_str_equal (g_strchomp (lines[i]) + indent, title))
        continue;
      for (i++; lines[i] != NULL && strspn (lines[i], " \t") > indent; i++)
        g_string_append_printf (section, "%s%s", section->len > 0 ? " " : "", g_strstrip (lines[i]));
      return g_strdup (section->str);
    }
  return NULL;
}

static void
assert_section (const char *text,
                const char *title,
                const char *expected)
{
  g_autofree char *section = read_section (text, title);

  if (g_strcmp0 (section, expected) != 0)
    g_error ("“%s” is “%s” and should be “%s” in:\n%s", title, section, expected, text);
}

static void
check_with_openssl (const Expected *expected,
                    const char     *text,
                    const char     *usage_marks,
                    const char     *purpose_marks,
                    gboolean        critical)
{
  g_autofree char *usage = spell (usage_marks, usage_words, G_N_ELEMENTS (usage_words), TRUE);
  g_autofree char *purposes = spell (purpose_marks, purpose_words, G_N_ELEMENTS (purpose_words), TRUE);

  rail_assert_contains (text, "Version: 3 (0x2)");
  assert_section (text, "X509v3 Basic Constraints: critical",
                  expected->path_length == -2 ? "CA:FALSE"
                                              : expected->path_length == 0 ? "CA:TRUE, pathlen:0" : "CA:TRUE");
  assert_section (text, "X509v3 Key Usage: critical", usage);
  assert_section (text, "X509v3 Extended Key Usage: critical", critical ? purposes : NULL);
  assert_section (text, "X509v3 Extended Key Usage:", critical || purposes[0] == '\0' ? NULL : purposes);
}

static void
check_with_certtool (const Expected *expected,
                     const char     *text,
                     const char     *usage_marks,
                     const char     *purpose_marks,
                     gboolean        critical)
{
  g_autofree char *usage = spell (usage_marks, usage_words, G_N_ELEMENTS (usage_words), FALSE);
  g_autofree char *purposes = spell (purpose_marks, purpose_words, G_N_ELEMENTS (purpose_words), FALSE);

  rail_assert_contains (text, "Version: 3");
  assert_section (text, "Basic Constraints (critical):",
                  expected->path_length == -2 ? "Certificate Authority (CA): FALSE"
                                              : expected->path_length == 0
                                                  ? "Certificate Authority (CA): TRUE Path Length Constraint: 0"
                                                  : "Certificate Authority (CA): TRUE");
  assert_section (text, "Key Usage (critical):", usage);
  assert_section (text, "Key Purpose (critical):", critical ? purposes : NULL);
  assert_section (text, "Key Purpose (not critical):", critical || purposes[0] == '\0' ? NULL : purposes);
}

/* openssl's own idea of the identifier of a key, by a throw-away certificate that it makes. */
static char *
identify_key (Fixture    *fixture,
              const char *key)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "pki", "golden", key, NULL);
  g_autofree char *text = NULL;
  char *identifier;

  make_success (fixture->folder, "openssl", "req", "-x509", "-new", "-key", path, "-subj", "/CN=x", "-out", "x");
  text = make_output (fixture->folder, "openssl", "x509", "-in", "x", "-noout", "-ext", "subjectKeyIdentifier");
  identifier = read_section (text, "X509v3 Subject Key Identifier:");
  g_assert_nonnull (identifier);
  return identifier;
}

static void
check_profile (Fixture        *fixture,
               const Expected *expected,
               gboolean        ec,
               gboolean        self_signed,
               const char     *own_id,
               const char     *authority_id)
{
  g_autoptr(RailCertificateRequest) request =
    make_request (fixture->environment, expected->usage, ec ? RAIL_KEY_KIND_EC_P256 : RAIL_KEY_KIND_RSA_2048,
                  self_signed ? NULL : fixture->authority[ec]);
  g_autoptr(RailCertificate) certificate = make_certificate (request, fixture->device_key[ec],
                                                             fixture->authority_key[ec]);
  g_autofree char *usage = g_strconcat (ec ? expected->ec : expected->rsa, self_signed ? expected->self_signed : "", NULL);
  const char *given = ec ? expected->ec_purposes : expected->rsa_purposes;
  g_autofree char *purposes = g_ascii_strdown (given, -1);
  gboolean critical = given[0] != '\0' && g_ascii_isupper (given[0]);
  gboolean is_opcua = expected->usage >= RAIL_USAGE_OPCUA_SERVER && expected->usage <= RAIL_USAGE_OPCUA_CLIENT_SERVER;
  g_autofree char *openssl = NULL;
  g_autofree char *certtool = NULL;

  g_test_message ("%s %s %s", rail_profile_get (expected->usage)->nick, ec ? "EC" : "RSA", self_signed ? "self" : "CA");
  make_files (fixture->folder, "certificate", certificate);
  openssl = make_output (fixture->folder, "openssl", "x509", "-in", "certificate.pem", "-noout", "-text");
  certtool = make_output (fixture->folder, "certtool", "-i", "--infile", "certificate.pem");

  check_with_openssl (expected, openssl, usage, purposes, critical);
  check_with_certtool (expected, certtool, usage, purposes, critical);
  assert_section (openssl, "X509v3 Subject Key Identifier:", own_id);
  assert_section (openssl, "X509v3 Authority Key Identifier:", self_signed ? own_id : authority_id);
  assert_section (openssl, "X509v3 Subject Alternative Name:",
                  expected->path_length != -2 ? NULL
                  : is_opcua ? "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1, IP Address:192.168.0.1, DNS:plc-1.example"
                             : "IP Address:192.168.0.1, DNS:plc-1.example");
  assert_section (certtool, "Subject Alternative Name (not critical):",
                  expected->path_length != -2 ? NULL
                  : is_opcua ? "URI: urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1 IPAddress: 192.168.0.1 DNSname: plc-1.example"
                             : "IPAddress: 192.168.0.1 DNSname: plc-1.example");
  g_assert_cmpint (rail_certificate_is_self_signed (certificate), ==, self_signed);
  make_success (fixture->folder, "openssl", "verify", "-CAfile",
                self_signed ? "certificate.pem" : ec ? "authority-ec.pem" : "authority-rsa.pem",
                "-attime", "1772366400", "certificate.pem");
}

static void
test_profiles_read_as_the_specification_says (Fixture       *fixture,
                                              gconstpointer  user_data)
{
  g_autofree char *rsa_device = identify_key (fixture, "rsa-device.key");
  g_autofree char *ec_device = identify_key (fixture, "ec-device.key");
  g_autofree char *rsa_authority = identify_key (fixture, "rsa-authority.key");
  g_autofree char *ec_authority = identify_key (fixture, "ec-authority.key");
  const char *device_ids[2] = { rsa_device, ec_device };
  const char *authority_ids[2] = { rsa_authority, ec_authority };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    for (guint ec = 0; ec < 2; ec++)
      {
        if (table[i].usage != RAIL_USAGE_CA_INTERMEDIATE)
          check_profile (fixture, &table[i], ec, TRUE, device_ids[ec], authority_ids[ec]);
        if (table[i].usage != RAIL_USAGE_CA_ROOT)
          check_profile (fixture, &table[i], ec, FALSE, device_ids[ec], authority_ids[ec]);
      }
}

static void
test_path_length_of_an_intermediate_holds (Fixture       *fixture,
                                           gconstpointer  user_data)
{
  g_autoptr(RailCertificateRequest) intermediate_request =
    make_request (fixture->environment, RAIL_USAGE_CA_INTERMEDIATE, RAIL_KEY_KIND_EC_P256, fixture->authority[1]);
  g_autoptr(RailCertificateRequest) leaf_request =
    make_request (fixture->environment, RAIL_USAGE_OPCUA_SERVER, RAIL_KEY_KIND_EC_P256, NULL);
  g_autoptr(RailCertificateRequest) lower =
    make_request (fixture->environment, RAIL_USAGE_CA_INTERMEDIATE, RAIL_KEY_KIND_EC_P256, NULL);
  g_autoptr(RailCertificate) intermediate = NULL;
  g_autoptr(RailCertificate) leaf = NULL;
  g_autoptr(RailCertificate) refused = NULL;
  g_autoptr(GError) error = NULL;

  rail_certificate_request_set_common_name (intermediate_request, "Intermediate");
  intermediate = make_certificate (intermediate_request, fixture->device_key[1], fixture->authority_key[1]);
  rail_certificate_request_set_issuer (leaf_request, intermediate);
  leaf = make_certificate (leaf_request, fixture->device_key[1], fixture->device_key[1]);
  make_files (fixture->folder, "intermediate", intermediate);
  make_files (fixture->folder, "leaf", leaf);
  make_success (fixture->folder, "openssl", "verify", "-x509_strict", "-attime", "1772366400",
                "-CAfile", "authority-ec.pem", "-untrusted", "intermediate.pem", "leaf.pem");

  rail_certificate_request_set_issuer (lower, intermediate);
  g_assert_cmpint (rail_certificate_request_validate (lower) & RAIL_REQUEST_ERRORS, ==, RAIL_REQUEST_ISSUER_PATH_LENGTH);
  refused = rail_certificate_request_issue (lower, fixture->device_key[1], fixture->device_key[1], &error);
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST);
  g_assert_null (refused);
}

/* The path length is not only our own rule: openssl, made to issue an authority below the intermediate, does not believe
 * it afterwards. */
static void
test_openssl_refuses_a_path_that_is_too_long (Fixture       *fixture,
                                              gconstpointer  user_data)
{
  g_autoptr(RailCertificateRequest) request =
    make_request (fixture->environment, RAIL_USAGE_CA_INTERMEDIATE, RAIL_KEY_KIND_EC_P256, fixture->authority[1]);
  g_autoptr(RailCertificate) intermediate = NULL;
  g_autofree char *key = g_test_build_filename (G_TEST_DIST, "pki", "golden", "ec-device.key", NULL);
  g_autofree char *output = NULL;

  rail_certificate_request_set_common_name (request, "Intermediate");
  intermediate = make_certificate (request, fixture->device_key[1], fixture->authority_key[1]);
  make_files (fixture->folder, "intermediate", intermediate);
  rail_test_write (fixture->folder, "extensions", "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n", -1);
  make_success (fixture->folder, "openssl", "req", "-new", "-key", key, "-subj", "/CN=Lower", "-out", "request");
  make_success (fixture->folder, "openssl", "x509", "-req", "-in", "request", "-CA", "intermediate.pem", "-CAkey", key,
                "-extfile", "extensions", "-out", "lower.pem");
  make_success (fixture->folder, "openssl", "req", "-new", "-key", key, "-subj", "/CN=Leaf", "-out", "request");
  make_success (fixture->folder, "openssl", "x509", "-req", "-in", "request", "-CA", "lower.pem", "-CAkey", key,
                "-out", "leaf.pem");
  g_assert_cmpint (rail_test_run (fixture->folder, &output, "openssl", "verify", "-no_check_time", "-CAfile",
                                  "authority-ec.pem", "-untrusted", "intermediate.pem", "-untrusted", "lower.pem",
                                  "leaf.pem", NULL), !=, 0);
  rail_assert_contains (output, "path length constraint exceeded");
}

static void
test_leaf_of_a_leaf_is_refused (Fixture       *fixture,
                                gconstpointer  user_data)
{
  g_autoptr(RailCertificateRequest) request =
    make_request (fixture->environment, RAIL_USAGE_OPCUA_SERVER, RAIL_KEY_KIND_RSA_2048, NULL);
  g_autoptr(RailCertificate) leaf = make_certificate (request, fixture->device_key[0], NULL);
  g_autoptr(RailCertificate) refused = NULL;
  g_autoptr(GError) error = NULL;

  rail_certificate_request_set_issuer (request, leaf);
  refused = rail_certificate_request_issue (request, fixture->device_key[0], fixture->device_key[0], &error);
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST);
  g_assert_null (refused);
}

static void
test_keys_that_do_not_fit_are_refused (Fixture       *fixture,
                                       gconstpointer  user_data)
{
  g_autoptr(RailCertificateRequest) request =
    make_request (fixture->environment, RAIL_USAGE_TLS_SERVER, RAIL_KEY_KIND_RSA_2048, fixture->authority[0]);
  RailKey *wrong[][2] = {
    { fixture->device_key[1], fixture->authority_key[0] },   /* not of the kind that was requested */
    { fixture->device_key[0], fixture->device_key[0] },      /* not the issuer's */
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RailCertificate) refused = rail_certificate_request_issue (request, wrong[i][0], wrong[i][1], &error);

      g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST);
      g_assert_null (refused);
    }
}

static char *
show (Fixture         *fixture,
      RailCertificate *certificate)
{
  make_files (fixture->folder, "shown", certificate);
  return make_output (fixture->folder, "openssl", "x509", "-in", "shown.pem", "-noout", "-text",
                      "-nameopt", "RFC2253,-esc_msb,utf8");
}

static void
test_signature_follows_key_and_hash (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  const struct
  {
    const char *key;
    int         hash;   /* −1: as proposed */
    const char *signature;
  } cases[] = {
    { "rsa-authority", -1, "sha256WithRSAEncryption" },
    { "rsa-authority", RAIL_HASH_SHA1, "sha1WithRSAEncryption" },
    { "rsa-authority", RAIL_HASH_SHA384, "sha384WithRSAEncryption" },
    { "rsa-authority", RAIL_HASH_SHA512, "sha512WithRSAEncryption" },
    { "ec-authority", -1, "ecdsa-with-SHA256" },
    { "ec384-authority", -1, "ecdsa-with-SHA384" },
    { "ec521-authority", -1, "ecdsa-with-SHA512" },
    { "ec384-authority", RAIL_HASH_SHA256, "ecdsa-with-SHA256" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailKey) key = make_key (cases[i].key);
      g_autoptr(RailCertificateRequest) request =
        make_request (fixture->environment, RAIL_USAGE_CA_ROOT, rail_key_get_kind (key), NULL);
      g_autoptr(RailCertificate) certificate = NULL;
      g_autofree char *line = g_strconcat ("Signature Algorithm: ", cases[i].signature, "\n", NULL);
      g_autofree char *text = NULL;

      if (cases[i].hash >= 0)
        rail_certificate_request_set_hash (request, cases[i].hash);
      certificate = make_certificate (request, key, NULL);
      text = show (fixture, certificate);
      rail_assert_contains (text, line);
      make_success (fixture->folder, "openssl", "verify", "-check_ss_sig", "-auth_level", "0", "-attime", "1772366400",
                    "-CAfile", "shown.pem", "shown.pem");
    }
}

static void
test_dates_reach_to_the_end_of_time (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  const struct
  {
    gint64      from;
    gint64      to;
    const char *from_text;
    const char *to_text;
  } cases[] = {
    { 0, 1, "Jan  1 00:00:00 1970 GMT", "Jan  1 00:00:01 1970 GMT" },
    { NOW, 2147483647, "Mar  1 12:00:00 2026 GMT", "Jan 19 03:14:07 2038 GMT" },
    { NOW, 2147483648, "Mar  1 12:00:00 2026 GMT", "Jan 19 03:14:08 2038 GMT" },
    { NOW, 2524607999, "Mar  1 12:00:00 2026 GMT", "Dec 31 23:59:59 2049 GMT" },
    { NOW, 2524608000, "Mar  1 12:00:00 2026 GMT", "Jan  1 00:00:00 2050 GMT" },
    { 2524608000, 253402300799, "Jan  1 00:00:00 2050 GMT", "Dec 31 23:59:59 9999 GMT" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailCertificateRequest) request =
        make_request (fixture->environment, RAIL_USAGE_CA_ROOT, RAIL_KEY_KIND_EC_P256, NULL);
      g_autoptr(RailCertificate) certificate = NULL;
      g_autofree char *from = g_strconcat ("Not Before: ", cases[i].from_text, "\n", NULL);
      g_autofree char *to = g_strconcat ("Not After : ", cases[i].to_text, "\n", NULL);
      g_autofree char *text = NULL;

      rail_certificate_request_set_validity (request, cases[i].from, cases[i].to);
      certificate = make_certificate (request, fixture->authority_key[1], NULL);
      text = show (fixture, certificate);
      rail_assert_contains (text, from);
      rail_assert_contains (text, to);
      g_assert_cmpint (rail_certificate_get_not_before (certificate), ==, cases[i].from);
      g_assert_cmpint (rail_certificate_get_not_after (certificate), ==, cases[i].to);
    }
}

static void
test_subject_is_utf8_from_the_country_down (Fixture       *fixture,
                                            gconstpointer  user_data)
{
  g_autoptr(RailCertificateRequest) request =
    make_request (fixture->environment, RAIL_USAGE_CA_ROOT, RAIL_KEY_KIND_EC_P256, NULL);
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(GString) longest = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *text = NULL;
  g_autofree char *asn1 = NULL;

  for (guint i = 0; i < 128; i++)
    g_string_append (longest, i % 2 != 0 ? "ü" : "水");   /* 320 bytes: a length of two bytes */
  subject = g_strdup_printf ("CN=PLC-1/OPCUA\\, 4,OU=Halle 1,O=Wasserwerk Süd,L=%s,ST=Bayern,C=de", longest->str);
  expected = g_strdup_printf ("Subject: CN=PLC-1/OPCUA\\, 4,OU=Halle 1,O=Wasserwerk Süd,L=%s,ST=Bayern,C=DE\n",
                              longest->str);
  rail_certificate_request_set_subject (request, subject, &error);
  g_assert_no_error (error);
  certificate = make_certificate (request, fixture->authority_key[1], NULL);
  text = show (fixture, certificate);
  rail_assert_contains (text, expected);

  asn1 = make_output (fixture->folder, "openssl", "asn1parse", "-in", "shown.pem");
  rail_assert_contains (asn1, "PRINTABLESTRING   :DE");
  rail_assert_contains (asn1, "UTF8STRING        :Bayern");
  rail_assert_contains (asn1, "UTF8STRING        :PLC-1/OPCUA, 4");
}

static void
test_every_type_of_name_arrives (Fixture       *fixture,
                                 gconstpointer  user_data)
{
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (fixture->environment);
  g_autoptr(RailCertificate) certificate = NULL;
  g_autofree char *text = NULL;

  rail_certificate_request_set_common_name (request, "names");
  make_name (request, "EMAIL:plant@example.com");
  make_name (request, "RID:1.3.6.1.4.1.4329");
  make_name (request, "DNS:*.plant.example");
  make_name (request, "IP:fe80::1");
  make_name (request, "URI:urn:SIMATIC.S7-1500 OPC:PLC 1");
  certificate = make_certificate (request, fixture->device_key[0], NULL);
  text = show (fixture, certificate);
  assert_section (text, "X509v3 Subject Alternative Name:",
                  "URI:urn:SIMATIC.S7-1500 OPC:PLC 1, email:plant@example.com, Registered ID:1.3.6.1.4.1.4329, "
                  "DNS:*.plant.example, IP Address:FE80:0:0:0:0:0:0:1");
}

/* An authority from elsewhere may have an identifier of another making, or none. */
static void
test_identifiers_of_foreign_authorities_are_kept (Fixture       *fixture,
                                                  gconstpointer  user_data)
{
  const struct
  {
    const char *option;
    const char *identifier;   /* NULL: openssl's own of this key */
  } cases[] = {
    { "subjectKeyIdentifier=0102030405", "01:02:03:04:05" },
    { "subjectKeyIdentifier=none", NULL },
  };
  g_autofree char *key_path = g_test_build_filename (G_TEST_DIST, "pki", "golden", "rsa-authority.key", NULL);
  g_autofree char *usual = identify_key (fixture, "rsa-authority.key");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) pem = NULL;
      g_autoptr(RailCertificate) issuer = NULL;
      g_autoptr(RailCertificateRequest) request = NULL;
      g_autoptr(RailCertificate) certificate = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;

      make_success (fixture->folder, "openssl", "req", "-x509", "-new", "-key", key_path, "-subj", "/CN=Foreign",
                    "-days", "3650", "-addext", cases[i].option, "-addext", "authorityKeyIdentifier=none",
                    "-out", "foreign.pem");
      pem = rail_test_read (fixture->folder, "foreign.pem");
      issuer = rail_certificate_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), &error);
      g_assert_no_error (error);
      request = make_request (fixture->environment, RAIL_USAGE_OPCUA_SERVER, RAIL_KEY_KIND_RSA_2048, issuer);
      certificate = make_certificate (request, fixture->device_key[0], fixture->authority_key[0]);
      text = show (fixture, certificate);
      assert_section (text, "X509v3 Authority Key Identifier:", cases[i].identifier != NULL ? cases[i].identifier : usual);
      make_success (fixture->folder, "openssl", "verify", "-no_check_time", "-CAfile", "foreign.pem", "shown.pem");
    }
}

static void
test_serial_numbers_are_long_and_all_different (Fixture       *fixture,
                                                gconstpointer  user_data)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr(RailCertificate) root = make_root (environment, fixture->authority_key[1], "Root");
      const char *serial = rail_certificate_get_serial (root);

      g_assert_cmpuint (strlen (serial), ==, 32);
      g_assert_cmpint (g_ascii_xdigit_value (serial[0]), <, 8);
      g_assert_true (g_hash_table_add (seen, g_strdup (serial)));
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!rail_test_need ("openssl") || !rail_test_need ("certtool"))
    return 77;
  ADD ("/pki/issue/profiles-read-as-the-specification-says", test_profiles_read_as_the_specification_says);
  ADD ("/pki/issue/path-length-of-an-intermediate-holds", test_path_length_of_an_intermediate_holds);
  ADD ("/pki/issue/openssl-refuses-a-path-that-is-too-long", test_openssl_refuses_a_path_that_is_too_long);
  ADD ("/pki/issue/leaf-of-a-leaf-is-refused", test_leaf_of_a_leaf_is_refused);
  ADD ("/pki/issue/keys-that-do-not-fit-are-refused", test_keys_that_do_not_fit_are_refused);
  ADD ("/pki/issue/signature-follows-key-and-hash", test_signature_follows_key_and_hash);
  ADD ("/pki/issue/dates-reach-to-the-end-of-time", test_dates_reach_to_the_end_of_time);
  ADD ("/pki/issue/subject-is-utf8-from-the-country-down", test_subject_is_utf8_from_the_country_down);
  ADD ("/pki/issue/every-type-of-name-arrives", test_every_type_of_name_arrives);
  ADD ("/pki/issue/identifiers-of-foreign-authorities-are-kept", test_identifiers_of_foreign_authorities_are_kept);
  ADD ("/pki/issue/serial-numbers-are-long-and-all-different", test_serial_numbers_are_long_and_all_different);
  return g_test_run ();
}
