/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-certificate-request.h"

#include <string.h>

#include "make.h"
#include "peer.h"
#include "rail-pki-error.h"
#include "rail-test.h"

#define NOW G_GINT64_CONSTANT (1772366400)   /* 2026-03-01T12:00:00Z */

/* An authority of ours, and a folder in which openssl makes what others have made. */
typedef struct
{
  char            *folder;
  RailEnvironment *environment;
  RailKey         *root_key;
  RailCertificate *root;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->environment = rail_environment_new_frozen (NOW, 4);
  fixture->root_key = make_key ("ec-authority");
  fixture->root = make_root (fixture->environment, fixture->root_key, "Root");
  make_files (fixture->folder, "root", fixture->root);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->environment);
  g_object_unref (fixture->root_key);
  g_object_unref (fixture->root);
}

static RailKey *
read_key (Fixture    *fixture,
          const char *name)
{
  g_autoptr(RailSecret) der = peer_secret (fixture->folder, name);
  g_autoptr(GError) error = NULL;
  RailKey *key = rail_key_new_from_pkcs8 (der, &error);

  g_assert_no_error (error);
  return key;
}

static RailSigningRequest *
read_request (Fixture    *fixture,
              const char *name)
{
  g_autoptr(GBytes) der = rail_test_read (fixture->folder, name);
  g_autoptr(GError) error = NULL;
  RailSigningRequest *request = rail_signing_request_new_from_der (der, &error);

  g_assert_no_error (error);
  return request;
}

/* The extensions as openssl takes them apart, but for the two key identifiers. */
static char *
dump_extensions (Fixture    *fixture,
                 const char *name)
{
  return peer_run (fixture->folder,
                   "openssl asn1parse -inform DER -in %s | "
                   "awk '/OBJECT/ { keep = $0 !~ /Subject Key Identifier|Authority Key Identifier/ } "
                   "     /OBJECT +:(X509v3|Netscape|1\\.2\\.3)|BOOLEAN|OCTET STRING/ { if (keep) { sub (/^.*(prim|cons): /, \"\"); print } }'",
                   name);
}

/* The same extensions, in whatever order. */
static void
check_same_lines (const char *wanted,
                  const char *got)
{
  g_auto(GStrv) lines = g_strsplit (wanted, "\n", -1);
  g_auto(GStrv) others = g_strsplit (got, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), >=, 15);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (others));
  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) others, lines[i]))
      g_error ("no “%s” in:\n%s", lines[i], got);
}

static char *
dump_subject (Fixture    *fixture,
              const char *name)
{
  return peer_run (fixture->folder, "openssl x509 -inform DER -in %s -noout -subject -nameopt oid,dump_all,dump_der,sep_multiline",
                   name);
}

static void
write_certificate (Fixture         *fixture,
                   const char      *name,
                   RailCertificate *certificate)
{
  GBytes *der = rail_certificate_get_der (certificate);

  rail_test_write (fixture->folder, name, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
}

static RailCertificate *
issue (RailCertificateRequest *request,
       RailKey                *key,
       RailKey                *issuer_key)
{
  g_autoptr(GError) error = NULL;
  RailCertificate *certificate = rail_certificate_request_issue (request, key, issuer_key, &error);

  g_assert_no_error (error);
  return certificate;
}

/* A certificate such as no form can express: parts of the subject in several types and in one part, other purposes, a
 * directory name, and an extension of somebody's own. */
static void
make_foreign (Fixture *fixture)
{
  g_free (peer_run (fixture->folder,
                    "cat > foreign.cnf <<'END'\n"
                    "[req]\nprompt=no\nutf8=yes\nstring_mask=default\ndistinguished_name=dn\n"
                    "[dn]\nDC=example\nO=Werk S\xc3\xbc" "d\n0.OU=North\n1.OU=Line 4\nserialNumber=77\nCN=PLC_1\n+emailAddress=plc@example.com\n"
                    "[ext]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n"
                    "extendedKeyUsage=critical,serverAuth,codeSigning,1.2.3.4.5\n"
                    "subjectAltName=critical,DNS:host_1,URI:urn:x y,IP:10.0.0.1,RID:1.2.3,email:a@example.com,"
                    "otherName:1.2.3.4;UTF8:text,dirName:dir\n"
                    "1.2.3.4.6=ASN1:UTF8String:own\nnsComment=x\n"
                    "[dir]\nC=DE\nCN=Directory\n"
                    "END\n"
                    "openssl ecparam -name prime256v1 -genkey -noout -out key.pem\n"
                    "openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.der\n"
                    "openssl req -x509 -new -key key.pem -days 90 -config foreign.cnf -extensions ext -sha384 "
                    "  -outform DER -out old.der\n"
                    "openssl req -new -key key.pem -config foreign.cnf -reqexts ext -outform DER -out request.der"));
}

static void
test_renewal_keeps_everything (Fixture       *fixture,
                               gconstpointer  user_data)
{
  g_autoptr(RailCertificate) old = NULL;
  g_autoptr(RailCertificateRequest) request = NULL;
  g_autoptr(RailCertificateRequest) copy = NULL;
  g_autoptr(RailKey) key = NULL;
  g_autoptr(RailCertificate) renewed = NULL;
  g_autofree char *old_extensions = NULL;
  g_autofree char *new_extensions = NULL;
  g_autofree char *old_subject = NULL;
  g_autofree char *new_subject = NULL;

  if (!rail_test_need ("openssl"))
    return;
  make_foreign (fixture);
  old = peer_certificate (fixture->folder, "old.der");
  key = read_key (fixture, "key.der");
  request = rail_certificate_request_new_from_certificate (fixture->environment, old, RAIL_USAGE_CUSTOM);
  g_assert_cmpint (rail_certificate_request_get_hash (request), ==, RAIL_HASH_SHA384);
  g_assert_cmpint (rail_certificate_request_get_key_kind (request), ==, RAIL_KEY_KIND_EC_P256);
  g_assert_cmpstr (rail_certificate_request_get_common_name (request), ==, "PLC_1");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rail_certificate_request_get_names (request))), ==, 7);

  copy = rail_certificate_request_copy (request);
  g_assert_cmpuint (rail_certificate_request_validate (copy) & RAIL_REQUEST_ERRORS, ==, 0);
  renewed = issue (copy, key, NULL);
  write_certificate (fixture, "new.der", renewed);
  old_extensions = dump_extensions (fixture, "old.der");
  new_extensions = dump_extensions (fixture, "new.der");
  check_same_lines (old_extensions, new_extensions);
  old_subject = dump_subject (fixture, "old.der");
  new_subject = dump_subject (fixture, "new.der");
  g_assert_cmpstr (old_subject, ==, new_subject);
  g_assert_cmpstr (rail_certificate_get_signature_algorithm (renewed), ==, "ECDSA-SHA384");
  g_assert_cmpstr (rail_certificate_get_serial (renewed), !=, rail_certificate_get_serial (old));
  g_assert_true (rail_certificate_is_self_signed (renewed));
}

static void
test_subject_changes_with_the_form (Fixture       *fixture,
                                    gconstpointer  user_data)
{
  g_autoptr(RailCertificate) old = NULL;
  g_autoptr(RailCertificateRequest) request = NULL;
  g_autoptr(RailKey) key = NULL;
  g_autoptr(RailCertificate) renewed = NULL;
  g_autofree char *exact = NULL;

  if (!rail_test_need ("openssl"))
    return;
  make_foreign (fixture);
  old = peer_certificate (fixture->folder, "old.der");
  key = read_key (fixture, "key.der");
  request = rail_certificate_request_new_from_certificate (fixture->environment, old, RAIL_USAGE_CUSTOM);
  exact = rail_certificate_request_dup_exact_subject (request);
  rail_assert_contains (exact, "serialNumber=77");
  rail_certificate_request_set_common_name (request, "PLC_2");
  g_assert_null (rail_certificate_request_dup_exact_subject (request));
  renewed = issue (request, key, NULL);
  g_assert_cmpstr (rail_certificate_get_subject (renewed), ==, "CN=PLC_2,OU=Line 4,O=Werk Süd");
}

/* What Certrail has made comes out the same but for serial number and dates, for every usage. */
static void
test_own_renewal (Fixture       *fixture,
                  gconstpointer  user_data)
{
  const RailProfile *profiles;
  guint n_profiles;

  if (!rail_test_need ("openssl"))
    return;
  profiles = rail_profile_get_all (&n_profiles);
  for (guint i = 0; i < n_profiles; i++)
    {
      RailUsage usage = profiles[i].usage;
      RailCertificate *issuer = usage == RAIL_USAGE_CA_ROOT ? NULL : fixture->root;
      g_autoptr(RailKey) key = make_key ("ec-device");
      g_autoptr(RailCertificateRequest) form =
        make_request (fixture->environment, usage, RAIL_KEY_KIND_EC_P256, issuer);
      g_autoptr(RailCertificate) old = make_certificate (form, key, fixture->root_key);
      g_autoptr(RailCertificateRequest) request =
        rail_certificate_request_new_from_certificate (fixture->environment, old, usage);
      g_autoptr(RailCertificate) renewed = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      g_test_message ("%s", profiles[i].nick);
      rail_certificate_request_set_issuer (request, issuer);
      renewed = issue (request, key, fixture->root_key);
      write_certificate (fixture, "before.der", old);
      write_certificate (fixture, "after.der", renewed);
      before = peer_run (fixture->folder, "openssl x509 -inform DER -in before.der -noout -text | "
                                          "grep -A99 'Subject:' | grep -v -e Serial | sed '/Signature Algorithm/,$d'");
      after = peer_run (fixture->folder, "openssl x509 -inform DER -in after.der -noout -text | "
                                         "grep -A99 'Subject:' | grep -v -e Serial | sed '/Signature Algorithm/,$d'");
      g_assert_cmpuint (strlen (before), >, 200);
      if (g_strcmp0 (before, after) != 0)
        g_test_message ("%s\n%s", before, after);
      g_assert_true (rail_certificate_is_issued_by (renewed, issuer != NULL ? issuer : renewed));
      for (char *line = strtok (before, "\n"); line != NULL; line = strtok (NULL, "\n"))
        rail_assert_contains (after, line);
    }
}

static void
test_other_key_brings_the_profile (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  g_autoptr(RailKey) key = make_key ("ec-device");
  g_autoptr(RailKey) root_key = make_key ("rsa-authority");
  g_autoptr(RailKey) rsa = make_key ("rsa-device");
  g_autoptr(RailCertificate) root = make_root (fixture->environment, root_key, "RSA");
  g_autoptr(RailCertificateRequest) form =
    make_request (fixture->environment, RAIL_USAGE_TLS_SERVER, RAIL_KEY_KIND_EC_P256, fixture->root);
  g_autoptr(RailCertificate) old = make_certificate (form, key, fixture->root_key);
  g_autoptr(RailCertificateRequest) request =
    rail_certificate_request_new_from_certificate (fixture->environment, old, RAIL_USAGE_TLS_SERVER);
  g_autoptr(RailCertificate) renewed = NULL;

  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_RSA_2048);
  rail_certificate_request_set_issuer (request, root);
  renewed = issue (request, rsa, root_key);
  g_assert_cmpint (rail_certificate_get_key_usage (renewed, NULL), ==,
                   rail_profile_get (RAIL_USAGE_TLS_SERVER)->rsa_key_usage);
  g_assert_cmpstr (rail_certificate_get_subject (renewed), ==, rail_certificate_get_subject (old));
}

static RailCertificateRequest *
sign_form (Fixture            *fixture,
           RailSigningRequest *request,
           RailHonour          honour)
{
  RailCertificateRequest *form = rail_certificate_request_new (fixture->environment);

  rail_certificate_request_set_usage (form, RAIL_USAGE_TLS_SERVER);
  rail_certificate_request_set_issuer (form, fixture->root);
  rail_certificate_request_set_common_name (form, "Form");
  rail_certificate_request_set_signing_request (form, request, honour);
  return form;
}

static void
test_verbatim_is_exact (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailCertificateRequest) form = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *got = NULL;
  g_autofree char *subject = NULL;

  if (!rail_test_need ("openssl"))
    return;
  make_foreign (fixture);
  request = read_request (fixture, "request.der");
  form = sign_form (fixture, request, RAIL_HONOUR_SUBJECT | RAIL_HONOUR_VERBATIM);
  certificate = issue (form, NULL, fixture->root_key);
  write_certificate (fixture, "new.der", certificate);
  g_free (peer_run (fixture->folder, "openssl verify -x509_strict -purpose any -ignore_critical -CAfile root.pem new.der"));
  wanted = dump_extensions (fixture, "request.der");
  got = dump_extensions (fixture, "new.der");
  check_same_lines (wanted, got);
  subject = dump_subject (fixture, "new.der");
  rail_assert_contains (subject, "2.5.4.5");
  g_assert_true (rail_signing_request_matches_certificate (request, certificate));
  g_assert_true (rail_certificate_is_issued_by (certificate, fixture->root));
}

static void
make_request_of (Fixture    *fixture,
                 const char *extensions)
{
  g_free (peer_run (fixture->folder,
                    "openssl ecparam -name prime256v1 -genkey -noout -out key.pem\n"
                    "openssl req -new -key key.pem -subj /O=Theirs/CN=Theirs -outform DER -out request.der %s", extensions));
}

static void
test_chosen_parts (Fixture       *fixture,
                   gconstpointer  user_data)
{
  const RailProfile *profile = rail_profile_get (RAIL_USAGE_TLS_SERVER);
  g_autoptr(RailSigningRequest) request = NULL;

  if (!rail_test_need ("openssl"))
    return;
  make_request_of (fixture, "-addext subjectAltName=URI:urn:theirs,DNS:theirs -addext keyUsage=nonRepudiation,keyCertSign "
                            "-addext extendedKeyUsage=critical,1.2.3 -addext basicConstraints=CA:TRUE");
  request = read_request (fixture, "request.der");
  for (guint honour = 0; honour < RAIL_HONOUR_VERBATIM; honour++)
    {
      g_autoptr(RailCertificateRequest) form = sign_form (fixture, request, RAIL_HONOUR_VERBATIM | RAIL_HONOUR_SUBJECT);
      g_autoptr(RailCertificate) certificate = NULL;
      g_autofree char *text = NULL;
      gboolean names = (honour & RAIL_HONOUR_NAMES) != 0;
      gboolean critical = FALSE;

      /* The last choice counts, and the user's own name stays. */
      make_name (form, "DNS:mine");
      rail_certificate_request_set_common_name (form, "Form");
      rail_certificate_request_set_signing_request (form, request, honour);
      g_assert_cmpint (rail_certificate_request_get_honour (form), ==, honour);
      certificate = issue (form, NULL, fixture->root_key);
      write_certificate (fixture, "new.der", certificate);
      text = peer_run (fixture->folder, "openssl x509 -inform DER -in new.der -noout -text;"
                                        "openssl verify -x509_strict -CAfile root.pem new.der");
      g_assert_cmpstr (rail_certificate_get_common_name (certificate), ==,
                       (honour & RAIL_HONOUR_SUBJECT) != 0 ? "Theirs" : "Form");
      rail_assert_contains (text, names ? "URI:urn:theirs, DNS:theirs, DNS:mine" : "DNS:mine");
      g_assert_true (names || strstr (text, "theirs") == NULL);
      g_assert_cmpint (rail_certificate_get_key_usage (certificate, &critical), ==,
                       (honour & RAIL_HONOUR_KEY_USAGE) != 0 ? RAIL_KEY_USAGE_NON_REPUDIATION
                                                             : profile->ec_key_usage);
      if ((honour & RAIL_HONOUR_PURPOSES) != 0)
        g_assert_cmpstr (rail_certificate_get_purpose_oids (certificate)[0], ==, "1.2.3");
      else
        g_assert_cmpint (rail_certificate_get_purposes (certificate, &critical), ==, profile->purposes);
      g_assert_false (rail_certificate_is_ca (certificate));
      g_assert_nonnull (rail_certificate_get_subject_key_id (certificate));
      g_assert_nonnull (rail_certificate_get_authority_key_id (certificate));
    }
}

/* Extensions of the request and of the profile are never both there (RFC 5280 §4.2). */
static void
test_nothing_twice (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr(RailSigningRequest) request = NULL;
  const RailHonour choices[] = { 0xf, RAIL_HONOUR_VERBATIM | RAIL_HONOUR_SUBJECT, 0x1f };

  if (!rail_test_need ("openssl"))
    return;
  make_request_of (fixture, "-addext subjectAltName=DNS:theirs -addext keyUsage=digitalSignature "
                            "-addext extendedKeyUsage=serverAuth -addext basicConstraints=critical,CA:FALSE "
                            "-addext subjectKeyIdentifier=01020304");
  request = read_request (fixture, "request.der");
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr(RailCertificateRequest) form = sign_form (fixture, request, choices[i]);
      g_autoptr(RailCertificate) certificate = NULL;
      g_autofree char *twice = NULL;

      make_name (form, "IP:10.0.0.9");
      certificate = issue (form, NULL, fixture->root_key);
      write_certificate (fixture, "new.der", certificate);
      twice = peer_run (fixture->folder, "openssl asn1parse -inform DER -in new.der | grep X509v3 | sort | "
                                         "sed 's/.*://' | uniq -d");
      g_assert_cmpstr (twice, ==, "");
      g_assert_cmpuint (g_list_model_get_n_items (rail_certificate_get_names (certificate)), ==, 2);
      /* The identifier is ours, not the wished one. */
      g_assert_cmpuint (g_bytes_get_size (rail_certificate_get_subject_key_id (certificate)), ==, 20);
    }
}

static void
test_authority_is_refused (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailCertificateRequest) form = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(GError) error = NULL;

  if (!rail_test_need ("openssl"))
    return;
  make_request_of (fixture, "-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign");
  request = read_request (fixture, "request.der");
  form = sign_form (fixture, request, RAIL_HONOUR_SUBJECT | RAIL_HONOUR_VERBATIM);
  rail_certificate_request_set_usage (form, RAIL_USAGE_CUSTOM);
  g_assert_cmpint (rail_certificate_request_validate (form) & RAIL_REQUEST_ERRORS, ==, RAIL_REQUEST_AUTHORITY_REFUSED);
  g_assert_null (rail_certificate_request_issue (form, NULL, fixture->root_key, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST);
  rail_assert_contains (error->message, "authority");

  rail_certificate_request_set_usage (form, RAIL_USAGE_CA_INTERMEDIATE);
  certificate = issue (form, NULL, fixture->root_key);
  g_assert_true (rail_certificate_is_ca (certificate));
}

/* What we cannot read, others may: OpenSSL finds an authority in both. */
static void
test_hidden_authority (Fixture       *fixture,
                       gconstpointer  user_data)
{
  static const char * const constraints[] = { "30:03:01:01:ff:05:00", "30:80:01:01:ff:00:00" };

  if (!rail_test_need ("openssl"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (constraints); i++)
    {
      g_autofree char *options = g_strdup_printf ("-addext keyUsage=critical,keyCertSign "
                                                  "-addext basicConstraints=critical,DER:%s", constraints[i]);
      g_autoptr(RailSigningRequest) request = NULL;
      g_autoptr(RailCertificateRequest) form = NULL;
      g_autoptr(RailCertificate) certificate = NULL;
      g_autofree char *text = NULL;

      make_request_of (fixture, options);
      request = read_request (fixture, "request.der");
      form = sign_form (fixture, request, RAIL_HONOUR_SUBJECT | RAIL_HONOUR_VERBATIM);
      rail_certificate_request_set_usage (form, RAIL_USAGE_CUSTOM);
      certificate = issue (form, NULL, fixture->root_key);
      write_certificate (fixture, "new.der", certificate);
      text = peer_run (fixture->folder, "openssl x509 -inform DER -in new.der -noout -ext basicConstraints");
      rail_assert_contains (text, "CA:FALSE");
    }
}

static void
test_issuer_and_key_are_asked_for (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailCertificateRequest) form = NULL;
  g_autoptr(RailKey) other = make_key ("ec-device");
  g_autoptr(GError) error = NULL;

  if (!rail_test_need ("openssl"))
    return;
  make_request_of (fixture, "-addext subjectAltName=DNS:theirs");
  request = read_request (fixture, "request.der");
  form = sign_form (fixture, request, RAIL_HONOUR_SUBJECT | RAIL_HONOUR_NAMES);
  g_assert_null (rail_certificate_request_issue (form, other, fixture->root_key, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST);
  rail_assert_contains (error->message, "another one");
  g_clear_error (&error);

  rail_certificate_request_set_issuer (form, NULL);
  g_assert_null (rail_certificate_request_issue (form, NULL, NULL, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST);
  rail_assert_contains (error->message, "choose the authority");
  g_clear_error (&error);

  /* Without the request the form is one of the user's own again. */
  rail_certificate_request_set_issuer (form, fixture->root);
  rail_certificate_request_set_signing_request (form, NULL, 0);
  g_assert_null (rail_certificate_request_get_signing_request (form));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rail_certificate_request_get_names (form))), ==, 0);
}

#define ADD(name, function) g_test_add ("/pki/request-source/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("renewal-keeps-everything", test_renewal_keeps_everything);
  ADD ("subject-changes-with-the-form", test_subject_changes_with_the_form);
  ADD ("own-certificate-is-renewed-as-it-was", test_own_renewal);
  ADD ("other-key-brings-the-profile", test_other_key_brings_the_profile);
  ADD ("verbatim-is-exact", test_verbatim_is_exact);
  ADD ("what-is-chosen-is-honoured", test_chosen_parts);
  ADD ("no-extension-is-there-twice", test_nothing_twice);
  ADD ("authority-is-refused-for-a-leaf", test_authority_is_refused);
  ADD ("authority-cannot-hide-from-us", test_hidden_authority);
  ADD ("issuer-and-key-must-fit", test_issuer_and_key_are_asked_for);

  return g_test_run ();
}
