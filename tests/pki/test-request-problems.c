/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For each problem a request that has it, and the same request with the least change that heals it. */

#include "rail-certificate-request.h"

#include <string.h>

#include "make.h"
#include "rail-pki-error.h"
#include "rail-test.h"

#define NOW G_GINT64_CONSTANT (1772366400)           /* 2026-03-01T12:00:00Z */
#define END_OF_TIME G_GINT64_CONSTANT (253402300799) /* 9999-12-31T23:59:59Z */

typedef struct
{
  RailEnvironment        *environment;
  RailCertificate        *rsa_root;
  RailCertificate        *sha1_root;
  RailCertificate        *ec_root;
  RailCertificate        *intermediate;
  RailCertificate        *leaf;
  RailCertificateRequest *request;   /* valid, OPC UA server, RSA 2048, self-signed */
} Fixture;

static RailCertificate *
make_sha1_root (RailEnvironment *environment,
                RailKey         *key)
{
  g_autoptr(RailCertificateRequest) request =
    make_request (environment, RAIL_USAGE_CA_ROOT, RAIL_KEY_KIND_RSA_2048, NULL);

  rail_certificate_request_set_hash (request, RAIL_HASH_SHA1);
  return make_certificate (request, key, NULL);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(RailKey) rsa = make_key ("rsa-authority");
  g_autoptr(RailKey) device = make_key ("rsa-device");
  g_autoptr(RailKey) ec = make_key ("ec-authority");
  g_autoptr(RailCertificateRequest) lower = NULL;
  g_autoptr(RailCertificateRequest) leaf = NULL;

  fixture->environment = rail_environment_new_frozen (NOW, 3);
  fixture->rsa_root = make_root (fixture->environment, rsa, "RSA Root");
  fixture->ec_root = make_root (fixture->environment, ec, "EC Root");
  fixture->sha1_root = make_sha1_root (fixture->environment, rsa);
  lower = make_request (fixture->environment, RAIL_USAGE_CA_INTERMEDIATE, RAIL_KEY_KIND_RSA_2048, fixture->rsa_root);
  fixture->intermediate = make_certificate (lower, device, rsa);
  leaf = make_request (fixture->environment, RAIL_USAGE_OPCUA_SERVER, RAIL_KEY_KIND_RSA_2048, NULL);
  fixture->leaf = make_certificate (leaf, device, NULL);
  fixture->request = make_request (fixture->environment, RAIL_USAGE_OPCUA_SERVER, RAIL_KEY_KIND_RSA_2048, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_object_unref (fixture->request);
  g_object_unref (fixture->leaf);
  g_object_unref (fixture->intermediate);
  g_object_unref (fixture->sha1_root);
  g_object_unref (fixture->ec_root);
  g_object_unref (fixture->rsa_root);
  g_object_unref (fixture->environment);
}

/* Exactly these problems, a sentence for each, and refused exactly when one of them forbids it. */
static void
assert_problems (Fixture             *fixture,
                 RailRequestProblems  expected)
{
  RailRequestProblems found = rail_certificate_request_validate (fixture->request);
  g_autoptr(GFlagsClass) klass = g_type_class_ref (RAIL_TYPE_REQUEST_PROBLEMS);

  if (found != expected)
    {
      g_autofree char *a = g_flags_to_string (RAIL_TYPE_REQUEST_PROBLEMS, found);
      g_autofree char *b = g_flags_to_string (RAIL_TYPE_REQUEST_PROBLEMS, expected);

      g_error ("problems are %s and should be %s", a, b);
    }
  for (guint i = 0; i < klass->n_values; i++)
    if ((found & klass->values[i].value) != 0)
      {
        g_autofree char *sentence = rail_certificate_request_describe (fixture->request, klass->values[i].value);

        g_test_message ("%s: %s", klass->values[i].value_nick, sentence);
        g_assert_true (g_str_has_suffix (sentence, "."));
        g_assert_true (g_utf8_validate (sentence, -1, NULL));
        if ((klass->values[i].value & RAIL_REQUEST_ERRORS) != 0)
          {
            g_autoptr(GError) error = NULL;

            rail_certificate_request_set_error (fixture->request, &error);
            g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST);
            rail_assert_contains (error->message, sentence);
          }
      }
}

static void
set_text (Fixture    *fixture,
          const char *property,
          const char *character,
          guint       count)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append (text, character);
  g_object_set (fixture->request, property, text->str, NULL);
}

static void
set_names (Fixture    *fixture,
           const char *first,
           const char *second,
           const char *third)
{
  g_list_store_remove_all (rail_certificate_request_get_names (fixture->request));
  if (first != NULL)
    make_name (fixture->request, first);
  if (second != NULL)
    make_name (fixture->request, second);
  if (third != NULL)
    make_name (fixture->request, third);
}

static void
test_common_name (Fixture       *fixture,
                  gconstpointer  user_data)
{
  set_text (fixture, "common-name", "x", 0);
  assert_problems (fixture, RAIL_REQUEST_COMMON_NAME_MISSING);
  set_text (fixture, "common-name", " ", 3);
  assert_problems (fixture, RAIL_REQUEST_COMMON_NAME_MISSING);
  set_text (fixture, "common-name", "ü", 65);
  assert_problems (fixture, RAIL_REQUEST_COMMON_NAME_LONG);
  set_text (fixture, "common-name", "ü", 64);
  assert_problems (fixture, 0);
}

static void
test_subject (Fixture       *fixture,
              gconstpointer  user_data)
{
  const struct
  {
    const char *property;
    guint       limit;
  } cases[] = { { "organization", 64 }, { "organizational-unit", 64 }, { "locality", 128 }, { "state", 128 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set_text (fixture, cases[i].property, "ü", cases[i].limit + 1);
      assert_problems (fixture, RAIL_REQUEST_SUBJECT_INVALID);
      set_text (fixture, cases[i].property, "\n", 1);
      assert_problems (fixture, RAIL_REQUEST_SUBJECT_INVALID);
      set_text (fixture, cases[i].property, "\xff", 1);
      assert_problems (fixture, RAIL_REQUEST_SUBJECT_INVALID);
      set_text (fixture, cases[i].property, "ü", cases[i].limit);
      assert_problems (fixture, 0);
    }
  g_object_set (fixture->request, "common-name", "a\tb", NULL);
  assert_problems (fixture, RAIL_REQUEST_SUBJECT_INVALID);
}

static void
test_country (Fixture       *fixture,
              gconstpointer  user_data)
{
  const char *bad[] = { "D", "DEU", "D1", "ÄÖ", "D " };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_object_set (fixture->request, "country", bad[i], NULL);
      assert_problems (fixture, RAIL_REQUEST_COUNTRY_INVALID);
    }
  g_object_set (fixture->request, "country", "de", NULL);
  assert_problems (fixture, 0);
  g_object_set (fixture->request, "country", NULL, NULL);
  assert_problems (fixture, 0);
}

static void
test_key_over_issuer (Fixture       *fixture,
                      gconstpointer  user_data)
{
  rail_certificate_request_set_issuer (fixture->request, fixture->rsa_root);
  assert_problems (fixture, 0);
  rail_certificate_request_set_key_kind (fixture->request, RAIL_KEY_KIND_RSA_3072);
  assert_problems (fixture, RAIL_REQUEST_KEY_OVER_ISSUER);
  rail_certificate_request_set_key_kind (fixture->request, RAIL_KEY_KIND_EC_P256);
  assert_problems (fixture, RAIL_REQUEST_KEY_OVER_ISSUER);
  rail_certificate_request_set_issuer (fixture->request, fixture->ec_root);
  assert_problems (fixture, 0);
  rail_certificate_request_set_key_kind (fixture->request, RAIL_KEY_KIND_EC_P384);
  assert_problems (fixture, RAIL_REQUEST_KEY_OVER_ISSUER);
  rail_certificate_request_set_usage (fixture->request, RAIL_USAGE_TLS_SERVER);
  assert_problems (fixture, 0);
}

static void
test_hash (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_certificate_request_set_key_kind (fixture->request, RAIL_KEY_KIND_EC_P384);
  rail_certificate_request_set_hash (fixture->request, RAIL_HASH_SHA256);
  assert_problems (fixture, RAIL_REQUEST_HASH_INVALID);
  rail_certificate_request_set_usage (fixture->request, RAIL_USAGE_TLS_SERVER);
  assert_problems (fixture, 0);
  rail_certificate_request_set_hash (fixture->request, RAIL_HASH_SHA1);
  assert_problems (fixture, RAIL_REQUEST_HASH_INVALID | RAIL_REQUEST_ADVICE_SHA1);
  rail_certificate_request_set_key_kind (fixture->request, RAIL_KEY_KIND_RSA_2048);
  assert_problems (fixture, RAIL_REQUEST_ADVICE_SHA1);
  rail_certificate_request_set_hash (fixture->request, RAIL_HASH_SHA512);
  assert_problems (fixture, 0);
}

static void
test_validity (Fixture       *fixture,
               gconstpointer  user_data)
{
  gint64 end = rail_certificate_get_not_after (fixture->rsa_root);

  rail_certificate_request_set_validity (fixture->request, NOW, NOW);
  assert_problems (fixture, RAIL_REQUEST_VALIDITY_ORDER);
  rail_certificate_request_set_validity (fixture->request, NOW, NOW + 1);
  assert_problems (fixture, 0);
  rail_certificate_request_set_validity (fixture->request, -1, NOW);
  assert_problems (fixture, RAIL_REQUEST_VALIDITY_RANGE);
  rail_certificate_request_set_validity (fixture->request, 0, NOW);
  assert_problems (fixture, 0);
  rail_certificate_request_set_validity (fixture->request, NOW, END_OF_TIME + 1);
  assert_problems (fixture, RAIL_REQUEST_VALIDITY_RANGE | RAIL_REQUEST_ADVICE_LONG_VALIDITY);
  rail_certificate_request_set_validity (fixture->request, NOW, END_OF_TIME);
  assert_problems (fixture, RAIL_REQUEST_ADVICE_LONG_VALIDITY);
  rail_certificate_request_set_validity (fixture->request, NOW, G_MAXINT32);
  assert_problems (fixture, 0);

  rail_certificate_request_set_issuer (fixture->request, fixture->rsa_root);
  rail_certificate_request_set_validity (fixture->request, NOW, end + 1);
  assert_problems (fixture, RAIL_REQUEST_VALIDITY_OUTLIVES);
  g_object_set (fixture->request, "outlive-issuer", TRUE, NULL);
  assert_problems (fixture, 0);
  g_object_set (fixture->request, "outlive-issuer", FALSE, NULL);
  rail_certificate_request_set_validity (fixture->request, NOW, end);
  assert_problems (fixture, 0);
}

static void
test_names (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(RailAlternativeName) empty = rail_alternative_name_new (RAIL_NAME_TYPE_DNS, "");

  set_names (fixture, "IP:10.0.0.1", NULL, NULL);
  assert_problems (fixture, RAIL_REQUEST_NAME_URI_MISSING);
  set_names (fixture, "URI:urn:a", NULL, NULL);
  assert_problems (fixture, RAIL_REQUEST_NAME_ADDRESS_MISSING);
  set_names (fixture, "URI:urn:a", "EMAIL:a@example.com", NULL);
  assert_problems (fixture, RAIL_REQUEST_NAME_ADDRESS_MISSING);
  set_names (fixture, "URI:urn:a", "DNS:plc", "URI:urn:b");
  assert_problems (fixture, RAIL_REQUEST_NAME_URI_NOT_FIRST);
  set_names (fixture, "DNS:plc", "URI:urn:a", NULL);
  assert_problems (fixture, 0);
  g_list_store_append (rail_certificate_request_get_names (fixture->request), empty);
  assert_problems (fixture, RAIL_REQUEST_NAME_INVALID);
  rail_alternative_name_set_value (empty, "plc-2");
  assert_problems (fixture, 0);
}

static void
test_names_of_each_usage (Fixture       *fixture,
                          gconstpointer  user_data)
{
  const struct
  {
    RailUsage           usage;
    const char         *lacking;
    const char         *enough;
    RailRequestProblems problem;
  } cases[] = {
    { RAIL_USAGE_OPCUA_CLIENT, "DNS:a", "URI:urn:a", RAIL_REQUEST_NAME_URI_MISSING },
    { RAIL_USAGE_OPCUA_CLIENT_SERVER, "DNS:a", NULL, RAIL_REQUEST_NAME_URI_MISSING },
    { RAIL_USAGE_OPCUA_CLIENT_SERVER, "URI:urn:a", NULL, RAIL_REQUEST_NAME_ADDRESS_MISSING },
    { RAIL_USAGE_TLS_SERVER, "URI:urn:a", "DNS:a", RAIL_REQUEST_NAME_ADDRESS_MISSING },
    { RAIL_USAGE_TLS_SERVER, "EMAIL:a@b.example", "IP:10.0.0.1", RAIL_REQUEST_NAME_ADDRESS_MISSING },
    { RAIL_USAGE_TLS_CLIENT_SERVER, "DNS:a", "IP:10.0.0.1", RAIL_REQUEST_NAME_ADDRESS_MISSING },
    { RAIL_USAGE_WEB_SERVER, "DNS:a", "IP:10.0.0.1", RAIL_REQUEST_NAME_ADDRESS_MISSING },
    { RAIL_USAGE_PG_HMI, "DNS:a", "IP:::1", RAIL_REQUEST_NAME_ADDRESS_MISSING },
    { RAIL_USAGE_TLS_CLIENT, NULL, NULL, 0 },
    { RAIL_USAGE_SYSLOG_CLIENT, NULL, NULL, 0 },
    { RAIL_USAGE_CUSTOM, NULL, "URI:urn:a", 0 },
    { RAIL_USAGE_CA_ROOT, NULL, "URI:urn:a", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      rail_certificate_request_set_usage (fixture->request, cases[i].usage);
      set_names (fixture, cases[i].lacking, NULL, NULL);
      assert_problems (fixture, cases[i].problem);
      if (cases[i].enough == NULL)
        continue;
      set_names (fixture, cases[i].enough, NULL, NULL);
      assert_problems (fixture, 0);
    }
}

static void
test_issuer (Fixture       *fixture,
             gconstpointer  user_data)
{
  rail_certificate_request_set_issuer (fixture->request, fixture->leaf);
  assert_problems (fixture, RAIL_REQUEST_ISSUER_NOT_CA);
  rail_certificate_request_set_issuer (fixture->request, fixture->intermediate);
  assert_problems (fixture, 0);
  rail_certificate_request_set_usage (fixture->request, RAIL_USAGE_CA_INTERMEDIATE);
  assert_problems (fixture, RAIL_REQUEST_ISSUER_PATH_LENGTH);
  rail_certificate_request_set_issuer (fixture->request, fixture->rsa_root);
  assert_problems (fixture, 0);
  rail_certificate_request_set_issuer (fixture->request, NULL);
  assert_problems (fixture, RAIL_REQUEST_ISSUER_MISSING);
  rail_certificate_request_set_usage (fixture->request, RAIL_USAGE_CA_ROOT);
  assert_problems (fixture, 0);
  rail_certificate_request_set_issuer (fixture->request, fixture->rsa_root);
  assert_problems (fixture, RAIL_REQUEST_ISSUER_MISSING);
}

static void
test_advice_does_not_forbid (Fixture       *fixture,
                             gconstpointer  user_data)
{
  g_autoptr(RailKey) key = make_key ("rsa-authority");
  g_autoptr(RailKey) device = make_key ("rsa-device");
  g_autoptr(RailCertificate) certificate = NULL;

  rail_certificate_request_set_issuer (fixture->request, fixture->sha1_root);
  assert_problems (fixture, RAIL_REQUEST_ADVICE_SHA1_ISSUER);
  rail_certificate_request_set_hash (fixture->request, RAIL_HASH_SHA1);
  rail_environment_set_now (fixture->environment, rail_certificate_get_not_after (fixture->sha1_root) + 1);
  assert_problems (fixture, RAIL_REQUEST_ADVICE_SHA1_ISSUER | RAIL_REQUEST_ADVICE_SHA1 |
                            RAIL_REQUEST_ADVICE_ISSUER_EXPIRED);
  certificate = make_certificate (fixture->request, device, key);
  g_assert_true (rail_certificate_is_signed_with_sha1 (certificate));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/pki/request-problems/common-name", test_common_name);
  ADD ("/pki/request-problems/subject", test_subject);
  ADD ("/pki/request-problems/country", test_country);
  ADD ("/pki/request-problems/key-over-issuer", test_key_over_issuer);
  ADD ("/pki/request-problems/hash", test_hash);
  ADD ("/pki/request-problems/validity", test_validity);
  ADD ("/pki/request-problems/names", test_names);
  ADD ("/pki/request-problems/names-of-each-usage", test_names_of_each_usage);
  ADD ("/pki/request-problems/issuer", test_issuer);
  ADD ("/pki/request-problems/advice-does-not-forbid", test_advice_does_not_forbid);
  return g_test_run ();
}
