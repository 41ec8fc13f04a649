/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-certificate.h"

#include <string.h>

#include "peer.h"
#include "rail-pki-private.h"
#include "rail-test.h"

/* One certificate with everything in it, in the words of openssl. */
static const char full_config[] =
  "[req]\ndistinguished_name=dn\nx509_extensions=full\nprompt=no\nutf8=yes\nstring_mask=utf8only\n"
  "[dn]\nC=DE\nST=Bayern\nO=Werk, \\\"Süd\\\"\nOU=Linie 1\nCN=PLC-1/OPCUA-1-4\n"
  "[full]\nbasicConstraints=critical,CA:FALSE\n"
  "keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyCertSign\n"
  "extendedKeyUsage=critical,serverAuth,clientAuth,emailProtection\n"
  "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always\nsubjectAltName=@alt\n"
  "[alt]\nURI.1=urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1\nIP.1=10.0.0.1\nIP.2=2001:db8::7\nDNS.1=plc-1.example\n"
  "RID.1=1.3.6.1.4.1.4329\nemail.1=a@example.com\notherName.1=1.2.3.4;UTF8:text\notherName.2=1.2.3.5;IA5:abc\n"
  "dirName.1=dir\n[dir]\nCN=directory\n"
  "[ca]\nbasicConstraints=critical,CA:TRUE,pathlen:2\nkeyUsage=critical,keyCertSign,cRLSign\n"
  "[ca0]\nbasicConstraints=CA:TRUE\n"
  "[limited]\nbasicConstraints=CA:TRUE\nnameConstraints=permitted;DNS:example.com\n[bare]\n";

static char *
make_folder (void)
{
  char *folder;

  if (!rail_test_need ("openssl"))
    return NULL;

  folder = rail_test_make_folder ();
  rail_test_write (folder, "full.cnf", full_config, -1);
  return folder;
}

static const char *const ec_key = "openssl ecparam -name prime256v1 -genkey -noout -out key.pem;";

static void
run_free (char *output)
{
  g_free (output);
}

static void
assert_peer_says (const char *folder,
                  const char *command,
                  const char *expected)
{
  g_autofree char *output = peer_run (folder, "%s", command);

  g_assert_cmpstr (output, ==, expected);
}

/* "notBefore=2026-11-22 18:00:00Z" as openssl writes it. */
static gint64
peer_time (const char *folder,
           const char *file,
           const char *which)
{
  g_autofree char *output =
    peer_run (folder, "openssl x509 -in %s -noout -%s -dateopt iso_8601 | cut -d= -f2 | tr ' ' T", file, which);
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (output, NULL);

  g_assert_nonnull (date);
  return g_date_time_to_unix (date);
}

static void
assert_names (RailCertificate    *certificate,
              const char * const *expected)
{
  GListModel *names = rail_certificate_get_names (certificate);

  g_assert_cmpuint (g_list_model_get_n_items (names), ==, g_strv_length ((char **) expected));
  for (guint i = 0; expected[i] != NULL; i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *text = rail_alternative_name_to_string (name);

      g_assert_cmpstr (text, ==, expected[i]);
    }
}

static void
assert_key_id (const char      *folder,
               RailCertificate *certificate)
{
  g_autofree char *expected = peer_run (folder, "openssl x509 -in full.pem -noout -pubkey | "
                                        "openssl pkey -pubin -outform DER | openssl dgst -sha256 -r | cut -c1-64 | "
                                        "tr a-f A-F");
  GBytes *id = rail_certificate_get_key_id (certificate);
  g_autofree char *hex = rail_pki_hex_from_bytes (g_bytes_get_data (id, NULL), g_bytes_get_size (id));

  g_assert_cmpstr (hex, ==, expected);
}

static void
assert_extensions (const char      *folder,
                   RailCertificate *certificate)
{
  const char *names[] = {
    "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1", "IP:10.0.0.1", "IP:2001:db8::7", "DNS:plc-1.example",
    "RID:1.3.6.1.4.1.4329", "EMAIL:a@example.com", "OTHER:1.2.3.4;utf8:text", "OTHER:1.2.3.5;hex:1603616263",
    "OTHER:directory:CN=directory", NULL,
  };
  const char *oids[] = { "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4", NULL };
  g_autofree char *key_id = peer_run (folder, "openssl x509 -in full.pem -noout -ext subjectKeyIdentifier | "
                                      "tail -1 | tr -d ': '");
  GBytes *subject_key_id = rail_certificate_get_subject_key_id (certificate);
  g_autofree char *hex = rail_pki_hex_from_bytes (g_bytes_get_data (subject_key_id, NULL),
                                                  g_bytes_get_size (subject_key_id));
  gboolean critical = FALSE;

  assert_names (certificate, names);
  g_assert_cmpint (rail_certificate_get_key_usage (certificate, &critical), ==,
                   RAIL_KEY_USAGE_DIGITAL_SIGNATURE | RAIL_KEY_USAGE_NON_REPUDIATION | RAIL_KEY_USAGE_KEY_ENCIPHERMENT
                     | RAIL_KEY_USAGE_DATA_ENCIPHERMENT | RAIL_KEY_USAGE_KEY_CERT_SIGN);
  g_assert_true (critical);
  critical = FALSE;
  g_assert_cmpint (rail_certificate_get_purposes (certificate, &critical), ==,
                   RAIL_PURPOSE_SERVER_AUTH | RAIL_PURPOSE_CLIENT_AUTH | RAIL_PURPOSE_OTHER);
  g_assert_true (critical);
  g_assert_cmpstrv (rail_certificate_get_purpose_oids (certificate), oids);
  critical = FALSE;
  g_assert_true (rail_certificate_has_basic_constraints (certificate, &critical));
  g_assert_true (critical);
  g_assert_false (rail_certificate_is_ca (certificate));
  g_assert_cmpint (rail_certificate_get_path_length (certificate), ==, -1);
  g_assert_cmpstr (hex, ==, key_id);
  g_assert_true (g_bytes_equal (rail_certificate_get_authority_key_id (certificate), subject_key_id));
}

static void
check_full (const char  *new_key,
            const char  *hash,
            const char  *key_algorithm,
            RailKeyKind  kind,
            guint        bits,
            const char  *signature_algorithm)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *output = NULL;
  g_autofree char *serial = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *sha1 = NULL;
  g_autoptr(RailCertificate) certificate = NULL;

  if (folder == NULL)
    return;

  output = peer_run (folder, "openssl req -x509 -config full.cnf -days 20000 -%s -newkey %s -nodes -keyout key.pem "
                     "-out full.pem; openssl x509 -in full.pem -outform DER -out full.der", hash, new_key);
  certificate = peer_certificate (folder, "full.der");

  g_assert_cmpuint (rail_certificate_get_version (certificate), ==, 3);
  serial = peer_run (folder, "openssl x509 -in full.pem -noout -serial | cut -d= -f2");
  g_assert_cmpstr (rail_certificate_get_serial (certificate), ==, serial);
  g_assert_cmpstr (rail_certificate_get_subject (certificate), ==,
                   "CN=PLC-1/OPCUA-1-4,OU=Linie 1,O=Werk\\, \\\"Süd\\\",ST=Bayern,C=DE");
  g_assert_cmpstr (rail_certificate_get_issuer (certificate), ==, rail_certificate_get_subject (certificate));
  g_assert_cmpstr (rail_certificate_get_common_name (certificate), ==, "PLC-1/OPCUA-1-4");
  g_assert_cmpstr (rail_certificate_get_issuer_label (certificate), ==, "PLC-1/OPCUA-1-4, Werk, \"Süd\", DE");
  g_assert_cmpint (rail_certificate_get_not_before (certificate), ==, peer_time (folder, "full.pem", "startdate"));
  g_assert_cmpint (rail_certificate_get_not_after (certificate), ==, peer_time (folder, "full.pem", "enddate"));
  g_assert_cmpint (rail_certificate_get_not_after (certificate), >, G_GINT64_CONSTANT (2524608000));   /* 2050 */

  sha256 = peer_run (folder, "openssl x509 -in full.pem -noout -fingerprint -sha256 | cut -d= -f2 | tr -d :");
  sha1 = peer_run (folder, "openssl x509 -in full.pem -noout -fingerprint -sha1 | cut -d= -f2 | tr -d :");
  g_assert_cmpstr (rail_certificate_get_fingerprint (certificate), ==, sha256);
  g_assert_cmpstr (rail_certificate_get_fingerprint_sha1 (certificate), ==, sha1);

  g_assert_cmpstr (rail_certificate_get_key_algorithm (certificate), ==, key_algorithm);
  g_assert_cmpint (rail_certificate_get_key_kind (certificate), ==, kind);
  g_assert_cmpuint (rail_certificate_get_key_bits (certificate), ==, bits);
  g_assert_cmpstr (rail_certificate_get_signature_algorithm (certificate), ==, signature_algorithm);
  g_assert_cmpint (rail_certificate_is_signed_with_sha1 (certificate), ==, g_str_equal (hash, "sha1"));
  assert_key_id (folder, certificate);
  assert_extensions (folder, certificate);
  g_assert_true (rail_certificate_is_self_signed (certificate));
  rail_test_remove_folder (folder);
}

static void
test_every_field_is_read_with_rsa (void)
{
  check_full ("rsa:2048", "sha256", "RSA", RAIL_KEY_KIND_RSA_2048, 2048, "RSA-SHA256");
}

static void
test_every_field_is_read_with_ec (void)
{
  check_full ("ec -pkeyopt ec_paramgen_curve:P-256", "sha256", "EC", RAIL_KEY_KIND_EC_P256, 256, "ECDSA-SHA256");
  check_full ("ec -pkeyopt ec_paramgen_curve:P-521", "sha512", "EC", RAIL_KEY_KIND_EC_P521, 521, "ECDSA-SHA512");
}

static void
test_old_and_foreign_algorithms_are_read (void)
{
  check_full ("rsa:1024", "sha1", "RSA", RAIL_KEY_KIND_OTHER, 1024, "RSA-SHA1");
  check_full ("ed25519", "sha256", "EdDSA (Ed25519)", RAIL_KEY_KIND_OTHER, 256, "EdDSA-Ed25519");
}

static void
test_pem_and_der_are_the_same (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(RailCertificate) der = NULL;
  g_autoptr(RailCertificate) pem = NULL;
  g_autoptr(RailCertificate) again = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -key key.pem -out c.pem; "
                      "openssl x509 -in c.pem -outform DER -out c.der; cat key.pem c.pem >both.pem", ec_key));
  der = peer_certificate (folder, "c.der");
  pem = peer_certificate (folder, "both.pem");
  g_assert_true (rail_certificate_equal (der, pem));
  text = rail_certificate_to_pem (der);
  rail_test_write (folder, "ours.pem", text, -1);
  assert_peer_says (folder, "cmp c.pem ours.pem && echo same", "same");
  again = rail_certificate_new_from_pem (text, -1, &error);
  g_assert_no_error (error);
  g_assert_true (rail_certificate_equal (again, der));
  rail_test_remove_folder (folder);
}

static void
test_version_1_is_read (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(RailCertificate) certificate = NULL;
  gboolean critical = TRUE;

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -new -subj /CN=old -key key.pem -out c.csr; "
                      "openssl x509 -req -in c.csr -signkey key.pem -set_serial 1 -out c.pem", ec_key));
  certificate = peer_certificate (folder, "c.pem");
  g_assert_cmpuint (rail_certificate_get_version (certificate), ==, 1);
  g_assert_cmpstr (rail_certificate_get_serial (certificate), ==, "01");
  g_assert_cmpint (rail_certificate_get_key_usage (certificate, &critical), ==, 0);
  g_assert_false (critical);
  g_assert_cmpint (rail_certificate_get_purposes (certificate, NULL), ==, 0);
  g_assert_null (rail_certificate_get_purpose_oids (certificate)[0]);
  g_assert_false (rail_certificate_has_basic_constraints (certificate, NULL));
  g_assert_false (rail_certificate_is_ca (certificate));
  g_assert_null (rail_certificate_get_subject_key_id (certificate));
  g_assert_null (rail_certificate_get_authority_key_id (certificate));
  g_assert_cmpuint (g_list_model_get_n_items (rail_certificate_get_names (certificate)), ==, 0);
  g_assert_true (rail_certificate_is_self_signed (certificate));
  g_assert_cmpint (rail_certificate_guess_usage (certificate), ==, RAIL_USAGE_CUSTOM);
  rail_test_remove_folder (folder);
}

static void
test_odd_serials_and_names_are_read (void)
{
  g_autofree char *folder = make_folder ();
  const struct
  {
    const char *arguments;
    const char *serial;
    const char *common_name;
    const char *subject;
  } cases[] = {
    { "-set_serial -5 -subj /CN=x", "-05", "x", "CN=x" },
    { "-set_serial 0 -subj /CN=x", "00", "x", "CN=x" },
    { "-set_serial 0x80 -subj /", "80", "", "" },
    { "-set_serial 1 -subj /O=only", "01", "", "O=only" },
    { "-set_serial 1 -subj /CN=first/CN=second", "01", "second", "CN=second,CN=first" },
    { "-set_serial 1 -subj '/CN=a\\/b'", "01", "a/b", "CN=a/b" },
    { "-set_serial 0x7f00112233445566778899aabbccddeeff001122 -subj /CN=x", "7F00112233445566778899AABBCCDDEEFF001122",
      "x", "CN=x" },
  };

  if (folder == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailCertificate) certificate = NULL;

      run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -extensions bare -key key.pem %s -out c.pem",
                          ec_key, cases[i].arguments));
      certificate = peer_certificate (folder, "c.pem");
      g_assert_cmpstr (rail_certificate_get_serial (certificate), ==, cases[i].serial);
      g_assert_cmpstr (rail_certificate_get_common_name (certificate), ==, cases[i].common_name);
      g_assert_cmpstr (rail_certificate_get_subject (certificate), ==, cases[i].subject);
      g_assert_true (rail_certificate_is_self_signed (certificate));
    }
  rail_test_remove_folder (folder);
}

static void
test_harmful_names_are_shown_harmless (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(RailCertificate) certificate = NULL;
  const char *names[] = { "URI:urn:x�y", NULL };

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -extensions bare -key key.pem -subj /CN=ABCDEF "
                      "-addext subjectAltName=URI:urn:xQy -outform DER -out c.der", ec_key));
  /* Once in the issuer, once in the subject. */
  peer_patch (folder, "c.der", "ABCDEF", "A\n\xff\x1b" "EF");
  peer_patch (folder, "c.der", "ABCDEF", "A\n\xff\x1b" "EF");
  peer_patch (folder, "c.der", "urn:xQy", "urn:x\ny");
  certificate = peer_certificate (folder, "c.der");
  g_assert_cmpstr (rail_certificate_get_common_name (certificate), ==, "A���EF");
  assert_names (certificate, names);
  rail_test_remove_folder (folder);
}

static void
test_wide_strings_are_read (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(RailCertificate) certificate = NULL;

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "sed -i s/utf8only/MASK:0x800/ full.cnf; %s "
                      "openssl req -x509 -config full.cnf -extensions bare -key key.pem -out c.pem; "
                      "openssl asn1parse -in c.pem | grep -q BMPSTRING", ec_key));
  certificate = peer_certificate (folder, "c.pem");
  g_assert_cmpstr (rail_certificate_get_common_name (certificate), ==, "PLC-1/OPCUA-1-4");
  g_assert_cmpstr (rail_certificate_get_issuer_label (certificate), ==, "PLC-1/OPCUA-1-4, Werk, \"Süd\", DE");
  rail_test_remove_folder (folder);
}

static void
test_dates_at_the_ends_are_read (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(RailCertificate) last = NULL;
  g_autoptr(RailCertificate) broken = NULL;
  g_autofree char *date = NULL;

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -extensions bare -key key.pem -subj /CN=x "
                      "-days 20000 -outform DER -out c.der", ec_key));
  date = peer_run (folder, "openssl asn1parse -inform DER -in c.der | sed -n 's/.*GENERALIZEDTIME *://p'");
  peer_patch (folder, "c.der", date, "99991231235959Z");
  last = peer_certificate (folder, "c.der");
  g_assert_cmpint (rail_certificate_get_not_after (last), ==, G_GINT64_CONSTANT (253402300799));

  peer_patch (folder, "c.der", "99991231235959Z", "99999999999999Z");
  broken = peer_certificate (folder, "c.der");
  g_assert_cmpint (rail_certificate_get_not_after (broken), ==, 0);
  rail_test_remove_folder (folder);
}

static void
test_dates_before_1970_count_as_1970 (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(RailCertificate) certificate = NULL;
  g_autofree char *date = NULL;

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -extensions bare -key key.pem -subj /CN=x "
                      "-days 20000 -outform DER -out c.der", ec_key));
  date = peer_run (folder, "openssl asn1parse -inform DER -in c.der | sed -n 's/.*UTCTIME *://p'");
  peer_patch (folder, "c.der", date, "600101000000Z");
  certificate = peer_certificate (folder, "c.der");
  g_assert_cmpint (rail_certificate_get_not_before (certificate), ==, 0);
  rail_test_remove_folder (folder);
}

static void
test_only_basic_constraints_make_an_authority (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(RailCertificate) root = NULL;
  g_autoptr(RailCertificate) plain = NULL;
  gboolean critical = TRUE;

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -extensions ca -key key.pem -out ca.pem; "
                      "openssl req -x509 -config full.cnf -extensions ca0 -key key.pem -out ca0.pem", ec_key));
  root = peer_certificate (folder, "ca.pem");
  g_assert_true (rail_certificate_is_ca (root));
  g_assert_cmpint (rail_certificate_get_path_length (root), ==, 2);
  g_assert_cmpint (rail_certificate_guess_usage (root), ==, RAIL_USAGE_CA_ROOT);
  plain = peer_certificate (folder, "ca0.pem");
  g_assert_true (rail_certificate_has_basic_constraints (plain, &critical));
  g_assert_false (critical);
  g_assert_true (rail_certificate_is_ca (plain));
  g_assert_cmpint (rail_certificate_get_path_length (plain), ==, -1);
  rail_test_remove_folder (folder);
}

/* Keys that are told apart by their numbers, and others by their identifiers. */
static void
test_key_matches_its_certificates_only (void)
{
  static const char *const algorithms[] = {
    "EC -pkeyopt ec_paramgen_curve:P-256", "EC -pkeyopt ec_paramgen_curve:P-256", "EC -pkeyopt ec_paramgen_curve:P-521",
    "RSA -pkeyopt rsa_keygen_bits:2048", "RSA -pkeyopt rsa_keygen_bits:2048", "RSA-PSS -pkeyopt rsa_keygen_bits:2048",
    "ED25519", "ED25519",
  };
  g_autofree char *folder = make_folder ();
  g_autoptr(GPtrArray) certificates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_object_unref);

  if (folder == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autoptr(RailSecret) der = NULL;
      g_autoptr(GError) error = NULL;

      run_free (peer_run (folder, "openssl genpkey -quiet -algorithm %s -out key.pem; "
                          "openssl req -x509 -config full.cnf -key key.pem -out c.pem; "
                          "openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.der", algorithms[i]));
      der = peer_secret (folder, "key.der");
      g_ptr_array_add (certificates, peer_certificate (folder, "c.pem"));
      g_ptr_array_add (keys, rail_key_new_from_pkcs8 (der, &error));
      g_assert_no_error (error);
    }
  for (guint i = 0; i < certificates->len; i++)
    for (guint j = 0; j < keys->len; j++)
      {
        g_assert_cmpint (rail_certificate_matches_key (certificates->pdata[i], keys->pdata[j]), ==, i == j);
        g_assert_cmpint (g_bytes_equal (rail_certificate_get_key_id (certificates->pdata[i]),
                                        rail_key_get_id (keys->pdata[j])), ==, i == j);
        g_assert_cmpint (rail_certificate_hash_key (certificates->pdata[i]) == rail_key_hash (keys->pdata[j]), ==, i == j);
        g_assert_cmpint (rail_key_equal (keys->pdata[i], keys->pdata[j]), ==, i == j);
      }
  rail_test_remove_folder (folder);
}

/* The name of an issuer that comes again is not read again. */
static void
test_issuers_in_turns_are_told_apart (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(GPtrArray) ders = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (folder == NULL)
    return;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(RailCertificate) certificate = NULL;

      run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -extensions bare -key key.pem "
                          "-subj /O=Plant/CN=Line%u -out c.pem", ec_key, i));
      certificate = peer_certificate (folder, "c.pem");
      g_ptr_array_add (ders, g_bytes_ref (rail_certificate_get_der (certificate)));
    }
  for (guint i = 0; i < 6; i++)
    {
      guint which = i / 2 % 2;
      g_autofree char *name = g_strdup_printf ("CN=Line%u,O=Plant", which);
      g_autofree char *label = g_strdup_printf ("Line%u, Plant", which);
      g_autoptr(GError) error = NULL;
      g_autoptr(RailCertificate) certificate = rail_certificate_new_from_der (ders->pdata[which], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (rail_certificate_get_subject (certificate), ==, name);
      g_assert_cmpstr (rail_certificate_get_issuer (certificate), ==, name);
      g_assert_cmpstr (rail_certificate_get_issuer_label (certificate), ==, label);
    }
  rail_test_remove_folder (folder);
}

static void
assert_refused (gconstpointer data,
                gsize         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_certificate_new_from_der (bytes, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
}

static void
test_broken_input_is_malformed (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree guint8 *huge = g_malloc0 (RAIL_PKI_MAX_DER_SIZE + 1);
  g_autoptr(GBytes) der = NULL;
  g_autoptr(GError) error = NULL;

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -key key.pem -outform DER -out c.der", ec_key));
  der = rail_test_read (folder, "c.der");
  for (gsize size = 0; size < g_bytes_get_size (der); size++)
    assert_refused (g_bytes_get_data (der, NULL), size);
  assert_refused ("certificate", 11);
  assert_refused (huge, RAIL_PKI_MAX_DER_SIZE + 1);

  g_assert_null (rail_certificate_new_from_pem ("no certificate here", -1, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (rail_certificate_new_from_pem ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", -1,
                                                &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
  rail_test_remove_folder (folder);
}

/* Every byte of a certificate flipped once: whatever is still read must survive all getters, and its own
 * signature must not fit any more. */
static void
check_flipped_bytes (const char *section)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(GBytes) der = NULL;
  guint n_read = 0;
  gsize size;
  g_autofree guint8 *data = NULL;

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -extensions %s -key key.pem -outform DER -out c.der",
                      ec_key, section));
  der = rail_test_read (folder, "c.der");
  data = g_bytes_unref_to_data (g_steal_pointer (&der), &size);
  for (gsize i = 0; i < size; i++)
    {
      g_autoptr(GBytes) flipped = NULL;
      g_autoptr(RailCertificate) certificate = NULL;

      data[i] ^= 0xff;
      flipped = g_bytes_new (data, size);
      data[i] ^= 0xff;
      certificate = rail_certificate_new_from_der (flipped, NULL);
      if (certificate == NULL)
        continue;
      n_read++;
      g_assert_true (g_utf8_validate (rail_certificate_get_subject (certificate), -1, NULL));
      g_assert_nonnull (rail_certificate_get_names (certificate));
      g_assert_nonnull (rail_certificate_get_key_algorithm (certificate));
      g_assert_false (rail_certificate_is_self_signed (certificate));
    }
  g_assert_cmpuint (n_read, >, 100);
  rail_test_remove_folder (folder);
}

static void
test_flipped_bytes_neither_crash_nor_verify (void)
{
  check_flipped_bytes ("full");
  check_flipped_bytes ("limited");
}

/* A list that remembers where it was read last gives one thread what another has asked for. */
static void
read_names (RailCertificate *certificate)
{
  GListModel *names = rail_certificate_get_names (certificate);
  gpointer first[9];

  g_assert_cmpuint (g_list_model_get_n_items (names), ==, G_N_ELEMENTS (first));
  for (guint i = 0; i < 20000 * G_N_ELEMENTS (first); i++)
    {
      g_autoptr(GObject) name = g_list_model_get_item (names, i % G_N_ELEMENTS (first));

      if (i < G_N_ELEMENTS (first))
        first[i] = name;
      g_assert_true (name == first[i % G_N_ELEMENTS (first)]);
    }
  for (guint i = 1; i < G_N_ELEMENTS (first); i++)
    g_assert_true (first[i] != first[i - 1]);
}

static gpointer
read_thread (gpointer data)
{
  RailCertificate *certificate = data;

  read_names (certificate);
  g_assert_cmpstr (rail_certificate_get_key_algorithm (certificate), ==, "EC");
  g_assert_cmpuint (strlen (rail_certificate_get_fingerprint (certificate)), ==, 64);
  g_assert_true (rail_certificate_is_self_signed (certificate));
  return NULL;
}

static void
test_threads_read_one_certificate (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(RailCertificate) certificate = NULL;
  GThread *threads[8];

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -key key.pem -out c.pem", ec_key));
  certificate = peer_certificate (folder, "c.pem");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("read", read_thread, certificate);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_finalize_object (g_steal_pointer (&certificate));
  rail_test_remove_folder (folder);
}

static gpointer
parse_thread (gpointer data)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(RailCertificate) certificate = rail_certificate_new_from_der (data, NULL);

      g_assert_cmpstr (rail_certificate_get_issuer (certificate), !=, "");
    }
  return NULL;
}

/* The text of the issuer is shared between certificates, and the last one frees it. */
static void
test_threads_parse_and_free (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(RailCertificate) certificate = NULL;
  GThread *threads[4];

  if (folder == NULL)
    return;

  run_free (peer_run (folder, "%s openssl req -x509 -config full.cnf -key key.pem -out c.pem", ec_key));
  certificate = peer_certificate (folder, "c.pem");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("parse", parse_thread, rail_certificate_get_der (certificate));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  rail_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pki/certificate/every-field-is-read-with-rsa", test_every_field_is_read_with_rsa);
  g_test_add_func ("/pki/certificate/every-field-is-read-with-ec", test_every_field_is_read_with_ec);
  g_test_add_func ("/pki/certificate/old-and-foreign-algorithms-are-read", test_old_and_foreign_algorithms_are_read);
  g_test_add_func ("/pki/certificate/pem-and-der-are-the-same", test_pem_and_der_are_the_same);
  g_test_add_func ("/pki/certificate/version-1-is-read", test_version_1_is_read);
  g_test_add_func ("/pki/certificate/odd-serials-and-names-are-read", test_odd_serials_and_names_are_read);
  g_test_add_func ("/pki/certificate/harmful-names-are-shown-harmless", test_harmful_names_are_shown_harmless);
  g_test_add_func ("/pki/certificate/wide-strings-are-read", test_wide_strings_are_read);
  g_test_add_func ("/pki/certificate/dates-at-the-ends-are-read", test_dates_at_the_ends_are_read);
  g_test_add_func ("/pki/certificate/dates-before-1970-count-as-1970", test_dates_before_1970_count_as_1970);
  g_test_add_func ("/pki/certificate/only-basic-constraints-make-an-authority",
                   test_only_basic_constraints_make_an_authority);
  g_test_add_func ("/pki/certificate/key-matches-its-certificates-only", test_key_matches_its_certificates_only);
  g_test_add_func ("/pki/certificate/issuers-in-turns-are-told-apart", test_issuers_in_turns_are_told_apart);
  g_test_add_func ("/pki/certificate/broken-input-is-malformed", test_broken_input_is_malformed);
  g_test_add_func ("/pki/certificate/flipped-bytes-neither-crash-nor-verify",
                   test_flipped_bytes_neither_crash_nor_verify);
  g_test_add_func ("/pki/certificate/threads-read-one-certificate", test_threads_read_one_certificate);
  g_test_add_func ("/pki/certificate/threads-parse-and-free", test_threads_parse_and_free);

  return g_test_run ();
}
