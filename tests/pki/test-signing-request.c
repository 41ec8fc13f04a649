/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-signing-request.h"

#include <string.h>

#include "make.h"
#include "peer.h"
#include "rail-pki-error.h"
#include "rail-test.h"

#define NOW G_GINT64_CONSTANT (1772366400)   /* 2026-03-01T12:00:00Z */

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = rail_test_make_folder ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
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

static void
test_fields_are_read (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailAlternativeName) name = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *wanted = NULL;
  gboolean critical = FALSE;

  if (!rail_test_need ("openssl"))
    return;
  g_free (peer_run (fixture->folder,
                    "openssl req -new -newkey rsa:3072 -nodes -keyout k.pem -subj '/C=DE/O=Werk/CN=PLC_1' -sha384 "
                    "-addext 'subjectAltName=URI:urn:x,IP:10.0.0.1' -addext 'keyUsage=critical,digitalSignature,keyAgreement' "
                    "-addext 'extendedKeyUsage=serverAuth,1.2.3' -addext 'basicConstraints=critical,CA:TRUE' "
                    "-outform DER -out r.der 2>&1; openssl req -inform DER -in r.der -out r.pem"));
  request = read_request (fixture, "r.der");
  g_assert_cmpstr (rail_signing_request_get_subject (request), ==, "CN=PLC_1,O=Werk,C=DE");
  g_assert_cmpstr (rail_signing_request_get_common_name (request), ==, "PLC_1");
  g_assert_cmpstr (rail_signing_request_get_key_algorithm (request), ==, "RSA");
  g_assert_cmpint (rail_signing_request_get_key_kind (request), ==, RAIL_KEY_KIND_RSA_3072);
  g_assert_cmpuint (rail_signing_request_get_key_bits (request), ==, 3072);
  g_assert_cmpstr (rail_signing_request_get_signature_algorithm (request), ==, "RSA-SHA384");
  g_assert_false (rail_signing_request_is_signed_with_sha1 (request));
  g_assert_cmpint (rail_signing_request_get_key_usage (request, &critical), ==,
                   RAIL_KEY_USAGE_DIGITAL_SIGNATURE | RAIL_KEY_USAGE_KEY_AGREEMENT);
  g_assert_true (critical);
  g_assert_cmpint (rail_signing_request_get_purposes (request, &critical), ==,
                   RAIL_PURPOSE_SERVER_AUTH | RAIL_PURPOSE_OTHER);
  g_assert_false (critical);
  g_assert_cmpstr (rail_signing_request_get_purpose_oids (request)[1], ==, "1.2.3");
  g_assert_cmpuint (g_strv_length ((char **) rail_signing_request_get_extension_oids (request)), ==, 4);
  g_assert_true (rail_signing_request_is_ca (request));
  g_assert_cmpuint (g_list_model_get_n_items (rail_signing_request_get_names (request)), ==, 2);
  name = g_list_model_get_item (rail_signing_request_get_names (request), 1);
  g_assert_cmpstr (rail_alternative_name_get_value (name), ==, "10.0.0.1");
  digest = peer_run (fixture->folder, "openssl sha256 -r r.der | cut -c -64 | tr a-f A-F");
  g_assert_cmpstr (rail_signing_request_get_fingerprint (request), ==, digest);
  pem = rail_signing_request_to_pem (request);
  wanted = peer_run (fixture->folder, "cat r.pem");
  g_assert_cmpstr (g_strchomp (pem), ==, wanted);
}

/* What odd programs ask for is either read, or refused with a sentence. */
static void
test_odd_requests (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(RailSigningRequest) bare = NULL;
  g_autoptr(RailSigningRequest) sha1 = NULL;
  g_autoptr(RailSigningRequest) nameless = NULL;
  g_autoptr(RailSigningRequest) password = NULL;

  if (!rail_test_need ("openssl"))
    return;
  g_free (peer_run (fixture->folder,
                    "openssl ecparam -name prime256v1 -genkey -noout -out k.pem\n"
                    "openssl genrsa -out r.pem 1024 2>&1\n"
                    "openssl req -new -key k.pem -subj /CN=x -outform DER -out bare.der\n"
                    "openssl req -new -key r.pem -subj /CN=x -sha1 -outform DER -out sha1.der\n"
                    "openssl req -new -key k.pem -subj / -outform DER -out nameless.der\n"
                    "printf '[req]\\nprompt=no\\ndistinguished_name=d\\nattributes=a\\n[d]\\nCN=x\\n[a]\\n"
                    "challengePassword=secret\\nunstructuredName=y\\n1.3.6.1.4.1.311.13.2.3=6.1.7601.2\\n' > a.cnf\n"
                    "openssl req -new -key k.pem -config a.cnf -outform DER -out password.der"));
  bare = read_request (fixture, "bare.der");
  g_assert_cmpuint (g_list_model_get_n_items (rail_signing_request_get_names (bare)), ==, 0);
  g_assert_false (rail_signing_request_is_ca (bare));
  sha1 = read_request (fixture, "sha1.der");
  g_assert_true (rail_signing_request_is_signed_with_sha1 (sha1));
  g_assert_cmpint (rail_signing_request_get_key_kind (sha1), ==, RAIL_KEY_KIND_OTHER);
  nameless = read_request (fixture, "nameless.der");
  g_assert_cmpstr (rail_signing_request_get_subject (nameless), ==, "");
  password = read_request (fixture, "password.der");
  g_assert_cmpstr (rail_signing_request_get_common_name (password), ==, "x");
}

static void
test_changed_request (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(GBytes) der = NULL;
  g_autoptr(GBytes) cut = NULL;
  g_autoptr(GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(GError) error = NULL;

  if (!rail_test_need ("openssl"))
    return;
  g_free (peer_run (fixture->folder, "openssl req -new -newkey rsa:2048 -nodes -keyout k.pem -subj /CN=Honest "
                                     "-outform DER -out r.der 2>&1"));
  peer_patch (fixture->folder, "r.der", "Honest", "Hacked");
  der = rail_test_read (fixture->folder, "r.der");
  g_assert_null (rail_signing_request_new_from_der (der, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
  rail_assert_contains (error->message, "not signed with the key");
  g_clear_error (&error);
  cut = g_bytes_new_from_bytes (der, 0, g_bytes_get_size (der) - 1);
  g_assert_null (rail_signing_request_new_from_der (cut, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (rail_signing_request_new_from_der (rubbish, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (rail_signing_request_new_from_der (nothing, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
}

/* For every usage and both kinds of key openssl and certtool read the same as from the certificate. */
static void
test_made_like_a_certificate (Fixture       *fixture,
                              gconstpointer  user_data)
{
  const char *const keys[] = { "rsa-device", "ec-device" };
  const RailProfile *profiles;
  guint n_profiles;

  if (!rail_test_need ("openssl") || !rail_test_need ("certtool"))
    return;
  profiles = rail_profile_get_all (&n_profiles);
  for (guint i = 0; i < n_profiles * 2; i++)
    {
      g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 5);
      g_autoptr(RailKey) key = make_key (keys[i % 2]);
      g_autoptr(RailKey) root_key = make_key (i % 2 == 0 ? "rsa-authority" : "ec-authority");
      g_autoptr(RailCertificate) root = make_root (environment, root_key, "Root");
      RailUsage usage = profiles[i / 2].usage;
      g_autoptr(RailCertificateRequest) form =
        make_request (environment, usage, rail_key_get_kind (key), usage == RAIL_USAGE_CA_ROOT ? NULL : root);
      g_autoptr(RailCertificate) certificate = make_certificate (form, key, root_key);
      g_autoptr(GError) error = NULL;
      g_autoptr(RailSigningRequest) request = rail_signing_request_make (certificate, key, &error);
      g_autofree char *pem = NULL;
      g_autofree char *same = NULL;

      g_assert_no_error (error);
      pem = rail_signing_request_to_pem (request);
      rail_test_write (fixture->folder, "r.pem", pem, -1);
      make_files (fixture->folder, "c", certificate);
      /* The lines of all extensions but the key identifiers, which no request has. */
      same = peer_run (fixture->folder,
                       "openssl req -in r.pem -noout -verify 2>&1 | grep -q OK; certtool --crq-info --infile r.pem > info\n"
                       "openssl req -in r.pem -noout -subject > r.subject; openssl x509 -in c.pem -noout -subject > c.subject\n"
                       "cmp r.subject c.subject\n"
                       "openssl x509 -in c.pem -noout -ext subjectAltName,keyUsage,extendedKeyUsage,basicConstraints 2>&1 "
                       "| grep -v 'No ext' | sed 's/^ *//; s/ *$//' | grep . > wanted\n"
                       "openssl req -in r.pem -noout -text | sed 's/^ *//; s/ *$//' > got\n"
                       "while read -r line; do grep -qxF \"$line\" got || echo missing: $line; done < wanted; "
                       "test -s wanted");
      g_assert_cmpstr (same, ==, "");
      g_assert_true (rail_signing_request_matches_key (request, key));
      g_assert_true (rail_signing_request_matches_certificate (request, certificate));
      g_assert_true (g_bytes_equal (rail_signing_request_get_key_id (request), rail_key_get_id (key)));
      g_assert_cmpstr (rail_signing_request_get_subject (request), ==, rail_certificate_get_subject (certificate));
      g_assert_cmpint (rail_signing_request_is_ca (request), ==, rail_certificate_is_ca (certificate));
    }
}

#define ADD(name, function) g_test_add ("/pki/signing-request/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("fields-are-read", test_fields_are_read);
  ADD ("odd-requests-are-read", test_odd_requests);
  ADD ("changed-request-is-refused", test_changed_request);
  ADD ("made-like-a-certificate", test_made_like_a_certificate);

  return g_test_run ();
}
