/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-revocation-list.h"

#include <string.h>

#include "make.h"
#include "rail-pki-error.h"
#include "rail-test.h"

#define NOW G_GINT64_CONSTANT (1772366400)        /* 2026-03-01T12:00:00Z */
#define LATER G_GINT64_CONSTANT (2114380800)      /* 2037-01-01T00:00:00Z */

typedef struct
{
  char            *folder;
  RailEnvironment *environment;
  RailKey         *key;
  RailKey         *device_key;
  RailCertificate *root;
  RailCertificate *leaf;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  gboolean ec = g_strcmp0 (user_data, "ec") == 0;
  g_autoptr(RailCertificateRequest) request = NULL;

  fixture->folder = rail_test_make_folder ();
  fixture->environment = rail_environment_new_frozen (NOW, 5);
  fixture->key = make_key (ec ? "ec-authority" : "rsa-authority");
  fixture->device_key = make_key (ec ? "ec-device" : "rsa-device");
  fixture->root = make_root (fixture->environment, fixture->key, "Root");
  request = make_request (fixture->environment, RAIL_USAGE_OPCUA_SERVER, rail_key_get_kind (fixture->device_key),
                          fixture->root);
  fixture->leaf = make_certificate (request, fixture->device_key, fixture->key);
  make_files (fixture->folder, "root", fixture->root);
  make_files (fixture->folder, "leaf", fixture->leaf);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->environment);
  g_object_unref (fixture->key);
  g_object_unref (fixture->device_key);
  g_object_unref (fixture->root);
  g_object_unref (fixture->leaf);
}

static RailRevocationList *
issue (Fixture    *fixture,
       guint64     number,
       const char *serial)
{
  g_autoptr(GArray) revoked = g_array_new (FALSE, FALSE, sizeof (RailRevokedSerial));
  g_autoptr(GError) error = NULL;
  RailRevokedSerial entry = { (char *) serial, NOW - 60 };
  RailRevocationList *list;

  if (serial != NULL)
    g_array_append_val (revoked, entry);
  list = rail_revocation_list_issue (fixture->root, fixture->key, revoked, number, NOW, LATER, &error);
  g_assert_no_error (error);
  return list;
}

static char *
show (Fixture            *fixture,
      RailRevocationList *list)
{
  GBytes *der = rail_revocation_list_get_der (list);
  g_autofree char *pem = rail_revocation_list_to_pem (list);

  rail_test_write (fixture->folder, "list.crl", g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  rail_test_write (fixture->folder, "list.pem", pem, -1);
  make_success (fixture->folder, "openssl", "crl", "-in", "list.pem", "-CAfile", "root.pem", "-noout");
  make_success (fixture->folder, "certtool", "--verify-crl", "--load-ca-certificate", "root.pem", "--infile", "list.pem");
  return make_output (fixture->folder, "openssl", "crl", "-inform", "der", "-in", "list.crl", "-noout", "-text");
}

static int
verify_leaf (Fixture *fixture)
{
  g_autofree char *output = NULL;

  return rail_test_run (fixture->folder, &output, "openssl", "verify", "-crl_check", "-attime", "1772366400",
                        "-CAfile", "root.pem", "-CRLfile", "list.pem", "leaf.pem", NULL);
}

static void
test_empty_list_is_good (Fixture       *fixture,
                         gconstpointer  user_data)
{
  g_autoptr(RailRevocationList) list = issue (fixture, 1772366400, NULL);
  g_autofree char *text = show (fixture, list);
  g_autofree char *ids = make_output (fixture->folder, "openssl", "x509", "-in", "root.pem", "-noout", "-ext",
                                      "subjectKeyIdentifier");
  const char *id = strchr (ids, '\n') + 1;

  rail_assert_contains (text, "Version 2 (0x1)");
  rail_assert_contains (text, "X509v3 CRL Number: \n                1772366400\n");
  rail_assert_contains (text, "X509v3 Authority Key Identifier:");
  rail_assert_contains (text, g_strchug ((char *) id));
  rail_assert_contains (text, "No Revoked Certificates.");
  rail_assert_contains (text, "Last Update: Mar  1 12:00:00 2026 GMT");
  rail_assert_contains (text, "Next Update: Jan  1 00:00:00 2037 GMT");
  g_assert_cmpint (verify_leaf (fixture), ==, 0);

  g_assert_cmpuint (rail_revocation_list_get_number (list), ==, 1772366400);
  g_assert_cmpint (rail_revocation_list_get_this_update (list), ==, NOW);
  g_assert_cmpint (rail_revocation_list_get_next_update (list), ==, LATER);
  g_assert_cmpuint (rail_revocation_list_get_n_revoked (list), ==, 0);
  g_assert_true (rail_revocation_list_is_issued_by (list, fixture->root));
}

static void
test_revoked_certificate_is_refused (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  const char *serial = rail_certificate_get_serial (fixture->leaf);
  g_autoptr(RailRevocationList) list = issue (fixture, 2, serial);
  g_autofree char *text = show (fixture, list);
  g_autofree char *line = g_strdup_printf ("Serial Number: %s\n        Revocation Date: Mar  1 11:59:00 2026 GMT", serial);
  gint64 date = 0;

  rail_assert_contains (text, line);
  g_assert_cmpint (verify_leaf (fixture), !=, 0);
  g_assert_cmpuint (rail_revocation_list_get_n_revoked (list), ==, 1);
  g_assert_true (rail_revocation_list_contains (list, serial));
  g_assert_false (rail_revocation_list_contains (list, rail_certificate_get_serial (fixture->root)));
  g_assert_true (rail_revocation_list_find (list, serial, &date, NULL));
  g_assert_cmpint (date, ==, NOW - 60);
  g_assert_false (rail_revocation_list_find (list, rail_certificate_get_serial (fixture->root), NULL, NULL));
}

static void
test_another_serial_leaves_the_certificate_good (Fixture       *fixture,
                                                 gconstpointer  user_data)
{
  /* One whose first bit is set: an INTEGER needs a zero byte before it. */
  g_autoptr(RailRevocationList) list = issue (fixture, G_MAXUINT64, "FF00000000000000000000000000AB01");
  g_autofree char *text = show (fixture, list);

  rail_assert_contains (text, "Serial Number: FF00000000000000000000000000AB01\n");
  rail_assert_contains (text, "18446744073709551615");
  g_assert_cmpint (verify_leaf (fixture), ==, 0);
  g_assert_true (rail_revocation_list_contains (list, "FF00000000000000000000000000AB01"));
  g_assert_cmpuint (rail_revocation_list_get_number (list), ==, G_MAXUINT64);
}

static void
test_another_authority_did_not_issue_it (Fixture       *fixture,
                                         gconstpointer  user_data)
{
  g_autoptr(RailRevocationList) list = issue (fixture, 1, NULL);
  g_autoptr(RailCertificate) same_name = make_root (fixture->environment, fixture->device_key, "Root");
  g_autoptr(RailCertificate) same_key = make_root (fixture->environment, fixture->key, "Other");
  g_autoptr(RailRevocationList) refused = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_revocation_list_is_issued_by (list, same_name));
  g_assert_false (rail_revocation_list_is_issued_by (list, same_key));
  refused = rail_revocation_list_issue (fixture->root, fixture->device_key, NULL, 1, NOW, LATER, &error);
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST);
  g_assert_null (refused);
}

static void
test_serial_that_is_none_is_refused (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  g_autoptr(GArray) revoked = g_array_new (FALSE, FALSE, sizeof (RailRevokedSerial));
  RailRevokedSerial entry = { (char *) "nonsense", NOW };
  g_autoptr(RailRevocationList) refused = NULL;
  g_autoptr(GError) error = NULL;

  g_array_append_val (revoked, entry);
  refused = rail_revocation_list_issue (fixture->root, fixture->key, revoked, 1, NOW, LATER, &error);
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
  g_assert_null (refused);
}

static void
test_hash_follows_the_authority (void)
{
  const struct
  {
    const char *key;
    RailHash    hash;
    const char *expected;
  } cases[] = {
    { "rsa-authority", RAIL_HASH_SHA1, "sha1WithRSAEncryption" },
    { "rsa-authority", RAIL_HASH_SHA512, "sha256WithRSAEncryption" },
    { "ec-authority", RAIL_HASH_SHA256, "ecdsa-with-SHA256" },
    { "ec384-authority", RAIL_HASH_SHA384, "ecdsa-with-SHA384" },
    { "ec521-authority", RAIL_HASH_SHA512, "ecdsa-with-SHA512" },
  };
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 5);
  g_autofree char *folder = rail_test_make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailKey) key = make_key (cases[i].key);
      g_autoptr(RailCertificateRequest) request =
        make_request (environment, RAIL_USAGE_CA_ROOT, rail_key_get_kind (key), NULL);
      g_autoptr(RailCertificate) root = NULL;
      g_autoptr(RailRevocationList) list = NULL;
      g_autofree char *pem = NULL;
      g_autofree char *text = NULL;
      g_autoptr(GError) error = NULL;

      rail_certificate_request_set_hash (request, cases[i].hash);
      root = make_certificate (request, key, NULL);
      list = rail_revocation_list_issue (root, key, NULL, 1, NOW, LATER, &error);
      g_assert_no_error (error);
      g_assert_true (rail_revocation_list_is_issued_by (list, root));
      pem = rail_revocation_list_to_pem (list);
      rail_test_write (folder, "list.pem", pem, -1);
      make_files (folder, "root", root);
      text = make_output (folder, "openssl", "crl", "-in", "list.pem", "-CAfile", "root.pem", "-noout", "-text");
      rail_assert_contains (text, cases[i].expected);
    }
  rail_test_remove_folder (folder);
}

/* Written by openssl, as no other call of it writes lists: without a next update, with a number of 13 bytes. */
static void
test_foreign_list_is_read_as_it_is (void)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "lib", "foreign-list.sh", NULL);
  g_autofree char *command =
    g_strdup_printf ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key "
                     "-subj /CN=Outside -out ca.pem -days 20000 2> log && openssl x509 -in ca.pem -outform der -out ca.der && "
                     "sh '%s' ca.key Outside 1234567890ABCDEF1234567890 0A:6 0B:1 0C 0D:9 FF000000000000000001:4 > list.crl && "
                     "sh '%s' ca.key Outside 1234567890ABCDEF1234567891 0A:6 > next.crl", script, script);
  const struct
  {
    const char           *serial;
    RailRevocationReason  reason;
  } expected[] = {
    { "0A", RAIL_REVOCATION_CERTIFICATE_HOLD }, { "0B", RAIL_REVOCATION_KEY_COMPROMISE },
    { "0C", RAIL_REVOCATION_UNSPECIFIED }, { "0D", RAIL_REVOCATION_UNSPECIFIED },
    { "FF000000000000000001", RAIL_REVOCATION_SUPERSEDED },
  };
  g_autoptr(GBytes) list_der = NULL;
  g_autoptr(GBytes) next_der = NULL;
  g_autoptr(GBytes) root_der = NULL;
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(RailRevocationList) next = NULL;
  g_autoptr(RailCertificate) root = NULL;
  g_autofree char *number = NULL;
  g_autoptr(GError) error = NULL;

  make_success (folder, "sh", "-c", command);
  list_der = rail_test_read (folder, "list.crl");
  next_der = rail_test_read (folder, "next.crl");
  root_der = rail_test_read (folder, "ca.der");
  list = rail_revocation_list_new_from_der (list_der, &error);
  g_assert_no_error (error);
  next = rail_revocation_list_new_from_der (next_der, &error);
  g_assert_no_error (error);
  root = rail_certificate_new_from_der (root_der, &error);
  g_assert_no_error (error);

  g_assert_true (rail_revocation_list_is_issued_by (list, root));
  g_assert_cmpint (rail_revocation_list_get_next_update (list), ==, 0);
  g_assert_cmpuint (rail_revocation_list_get_number (list), ==, G_MAXUINT64);
  number = rail_revocation_list_dup_number_text (list);
  g_assert_cmpstr (number, ==, "0x1234567890ABCDEF1234567890");
  g_assert_true (rail_revocation_list_is_newer (next, list));
  g_assert_false (rail_revocation_list_is_newer (list, next));
  g_assert_cmpuint (rail_revocation_list_get_n_revoked (list), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      RailRevocationReason reason = RAIL_REVOCATION_CESSATION_OF_OPERATION;
      gint64 date = 0;

      g_assert_true (rail_revocation_list_find (list, expected[i].serial, &date, &reason));
      g_assert_cmpint (reason, ==, expected[i].reason);
      g_assert_cmpint (date, ==, 1767916800);      /* 2026-01-09 */
    }
  rail_test_remove_folder (folder);
}

/* The list after one with a number of 13 bytes, and after one of the greatest of 8. */
static void
test_number_grows_beyond_64_bits (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  g_autoptr(RailRevocationList) greatest = issue (fixture, G_MAXUINT64, NULL);
  g_autoptr(RailRevocationList) beyond = NULL;
  g_autoptr(RailRevocationList) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *next_text = NULL;
  g_autoptr(GError) error = NULL;

  beyond = rail_revocation_list_issue_after (greatest, fixture->root, fixture->key, NULL, 1, NOW, LATER, &error);
  g_assert_no_error (error);
  text = show (fixture, beyond);
  rail_assert_contains (text, "X509v3 CRL Number: \n                18446744073709551616\n");
  again = rail_revocation_list_issue_after (beyond, fixture->root, fixture->key, NULL, 0xff, NOW, LATER, &error);
  g_assert_no_error (error);
  next_text = show (fixture, again);
  rail_assert_contains (next_text, "X509v3 CRL Number: \n                18446744073709551871\n");
  g_assert_true (rail_revocation_list_is_newer (beyond, greatest));
  g_assert_true (rail_revocation_list_is_newer (again, beyond));
}

static void
test_reasons_are_written (Fixture       *fixture,
                          gconstpointer  user_data)
{
  g_autoptr(GArray) revoked = g_array_new (FALSE, FALSE, sizeof (RailRevokedSerial));
  const struct
  {
    RailRevokedSerial  entry;
    const char        *label;      /* of openssl; NULL: nothing is said */
  } cases[] = {
    { { (char *) "0A", NOW, RAIL_REVOCATION_CERTIFICATE_HOLD }, "Certificate Hold" },
    { { (char *) "0B", NOW, RAIL_REVOCATION_KEY_COMPROMISE }, "Key Compromise" },
    { { (char *) "0C", NOW, RAIL_REVOCATION_UNSPECIFIED }, NULL },
    { { (char *) "0D", NOW, RAIL_REVOCATION_CA_COMPROMISE }, "CA Compromise" },
    { { (char *) "0E", NOW, RAIL_REVOCATION_AFFILIATION_CHANGED }, "Affiliation Changed" },
    { { (char *) "0F", NOW, RAIL_REVOCATION_SUPERSEDED }, "Superseded" },
    { { (char *) "1A", NOW, RAIL_REVOCATION_CESSATION_OF_OPERATION }, "Cessation Of Operation" },
  };
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_array_append_val (revoked, cases[i].entry);
  list = rail_revocation_list_issue (fixture->root, fixture->key, revoked, 7, NOW, LATER, &error);
  g_assert_no_error (error);
  g_assert_true (rail_revocation_list_is_issued_by (list, fixture->root));
  text = show (fixture, list);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = cases[i].label != NULL
        ? g_strdup_printf ("Serial Number: %s\n        Revocation Date: Mar  1 12:00:00 2026 GMT\n"
                           "        CRL entry extensions:\n            X509v3 CRL Reason Code: \n                %s\n",
                           cases[i].entry.serial, cases[i].label)
        : g_strdup_printf ("Serial Number: %s\n        Revocation Date: Mar  1 12:00:00 2026 GMT\n    Serial",
                           cases[i].entry.serial);
      RailRevocationReason reason = RAIL_REVOCATION_UNSPECIFIED;

      rail_assert_contains (text, line);
      g_assert_true (rail_revocation_list_find (list, cases[i].entry.serial, NULL, &reason));
      g_assert_cmpint (reason, ==, cases[i].entry.reason);
    }
}

static void
test_garbage_is_no_list (void)
{
  g_autoptr(GBytes) good = make_golden ("revoked-rsa.crl");
  gsize size = g_bytes_get_size (good);

  for (gsize length = 0; length < size; length += 7)
    {
      g_autoptr(GBytes) cut = g_bytes_new_from_bytes (good, 0, length);
      g_autoptr(GError) error = NULL;
      g_autoptr(RailRevocationList) list = rail_revocation_list_new_from_der (cut, &error);

      g_assert_null (list);
      g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
    }
}

static void
test_changed_byte_breaks_the_signature (void)
{
  g_autoptr(GBytes) good = make_golden ("revoked-rsa.crl");
  g_autoptr(GBytes) root_der = make_golden ("root-rsa.der");
  g_autoptr(RailCertificate) root = rail_certificate_new_from_der (root_der, NULL);
  g_autoptr(GByteArray) data = g_byte_array_new ();
  g_autoptr(GBytes) bad = NULL;
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(GError) error = NULL;

  g_byte_array_append (data, g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  data->data[data->len - 1] ^= 1;
  bad = g_byte_array_free_to_bytes (g_steal_pointer (&data));
  list = rail_revocation_list_new_from_der (bad, &error);
  g_assert_no_error (error);
  g_assert_false (rail_revocation_list_is_issued_by (list, root));
}

static void
test_reasons_round_trip (void)
{
  RailRevocationReason reason = RAIL_REVOCATION_SUPERSEDED;

  for (guint i = RAIL_REVOCATION_UNSPECIFIED; i <= RAIL_REVOCATION_CERTIFICATE_HOLD; i++)
    {
      g_autoptr(GEnumClass) klass = g_type_class_ref (RAIL_TYPE_REVOCATION_REASON);

      g_assert_true (rail_revocation_reason_parse (rail_revocation_reason_get_nick (i), &reason));
      g_assert_cmpuint (reason, ==, i);
      g_assert_cmpstr (g_enum_get_value (klass, i)->value_nick, ==, rail_revocation_reason_get_nick (i));
      g_assert_cmpuint (strlen (rail_revocation_reason_get_label (i)), >, 0);
    }
  g_assert_true (rail_revocation_reason_parse ("KEYCOMPROMISE", &reason));
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_KEY_COMPROMISE);
  g_assert_false (rail_revocation_reason_parse ("boredom", &reason));
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_KEY_COMPROMISE);
  g_assert_true (rail_revocation_reason_parse ("certificate-hold", &reason));
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_CERTIFICATE_HOLD);
  g_assert_false (rail_revocation_reason_parse ("certificate-holder", &reason));
  g_assert_false (rail_revocation_reason_parse ("", &reason));
}

#define ADD(name, function) \
  g_test_add ("/pki/revocation-list/rsa/" name, Fixture, "rsa", set_up, function, tear_down); \
  g_test_add ("/pki/revocation-list/ec/" name, Fixture, "ec", set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!rail_test_need ("openssl") || !rail_test_need ("certtool"))
    return 77;
  ADD ("empty-list-is-good", test_empty_list_is_good);
  ADD ("revoked-certificate-is-refused", test_revoked_certificate_is_refused);
  ADD ("another-serial-leaves-the-certificate-good", test_another_serial_leaves_the_certificate_good);
  ADD ("another-authority-did-not-issue-it", test_another_authority_did_not_issue_it);
  ADD ("number-grows-beyond-64-bits", test_number_grows_beyond_64_bits);
  ADD ("reasons-are-written", test_reasons_are_written);
  ADD ("serial-that-is-none-is-refused", test_serial_that_is_none_is_refused);
  g_test_add_func ("/pki/revocation-list/hash-follows-the-authority", test_hash_follows_the_authority);
  g_test_add_func ("/pki/revocation-list/foreign-list-is-read-as-it-is", test_foreign_list_is_read_as_it_is);
  g_test_add_func ("/pki/revocation-list/garbage-is-no-list", test_garbage_is_no_list);
  g_test_add_func ("/pki/revocation-list/changed-byte-breaks-the-signature", test_changed_byte_breaks_the_signature);
  g_test_add_func ("/pki/revocation-reason/round-trips", test_reasons_round_trip);
  return g_test_run ();
}
