/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-pkcs12.h"

#include <string.h>

#include "make.h"
#include "rail-pkcs7.h"
#include "rail-pki-error.h"
#include "rail-test.h"

#define NOW G_GINT64_CONSTANT (1772366400)   /* 2026-03-01T12:00:00Z */

typedef struct
{
  char            *folder;
  RailKey         *key;
  RailKey         *authority_key;
  RailCertificate *certificate;
  GPtrArray       *chain;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  gboolean ec = g_strcmp0 (user_data, "ec") == 0;
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (NOW, 9);
  g_autoptr(RailCertificateRequest) request = NULL;
  RailCertificate *root;

  fixture->folder = rail_test_make_folder ();
  fixture->authority_key = make_key (ec ? "ec-authority" : "rsa-authority");
  fixture->key = make_key (ec ? "ec-device" : "rsa-device");
  root = make_root (environment, fixture->authority_key, "Root");
  request = make_request (environment, RAIL_USAGE_OPCUA_SERVER, rail_key_get_kind (fixture->key), root);
  fixture->certificate = make_certificate (request, fixture->key, fixture->authority_key);
  fixture->chain = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (fixture->chain, g_object_ref (fixture->certificate));
  g_ptr_array_add (fixture->chain, root);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->key);
  g_object_unref (fixture->authority_key);
  g_object_unref (fixture->certificate);
  g_ptr_array_unref (fixture->chain);
}

static void
write_bundle (Fixture        *fixture,
              RailKey        *key,
              const char     *friendly_name,
              const char     *password,
              RailPkcs12Form  form)
{
  g_autoptr(RailSecret) secret = rail_secret_new_from_string (password);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailSecret) bundle =
    rail_pkcs12_write (fixture->certificate, key, fixture->chain, friendly_name, secret, form, &error);
  const guint8 *data;
  gsize size;

  g_assert_no_error (error);
  data = rail_secret_get_data (bundle, &size);
  rail_test_write (fixture->folder, "bundle.p12", data, size);
}

static char *
open_bundle (Fixture    *fixture,
             const char *password)
{
  g_autofree char *pass = g_strconcat ("pass:", password, NULL);

  return make_output (fixture->folder, "openssl", "pkcs12", "-in", "bundle.p12", "-passin", pass, "-info", "-nodes");
}

static guint
count (const char *text,
       const char *part)
{
  guint n = 0;

  for (const char *found = strstr (text, part); found != NULL; found = strstr (found + 1, part))
    n++;
  return n;
}

static void
check_contents (Fixture    *fixture,
                const char *text)
{
  g_autofree char *pem = rail_certificate_to_pem (fixture->certificate);
  g_autofree char *root = rail_certificate_to_pem (fixture->chain->pdata[1]);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailSecret) key = rail_key_export_pem (fixture->key, &error);
  g_autoptr(GString) wanted = NULL;

  g_assert_no_error (error);
  wanted = g_string_new (rail_secret_get_text (key));
  g_string_replace (wanted, "\r", "", 0);
  rail_assert_contains (text, pem);
  rail_assert_contains (text, root);
  rail_assert_contains (text, wanted->str);
  g_assert_cmpuint (count (text, "BEGIN CERTIFICATE"), ==, 2);
  g_assert_cmpuint (count (text, "BEGIN PRIVATE KEY"), ==, 1);
}

static void
check_marks (const char *text,
             const char *friendly_name)
{
  g_autofree char *line = g_strconcat ("friendlyName: ", friendly_name, "\n", NULL);
  const char *first = strstr (text, "localKeyID: ");
  const char *second = first != NULL ? strstr (first + 1, "localKeyID: ") : NULL;

  g_assert_cmpuint (count (text, line), ==, 2);
  g_assert_nonnull (second);
  g_assert_cmpint (strncmp (first, second, strcspn (first, "\n")), ==, 0);
}

static void
test_modern_form_is_aes_and_sha_2 (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  g_autofree char *text = NULL;
  g_autofree char *info = NULL;

  write_bundle (fixture, fixture->key, "Anlage Süd", "geheim", RAIL_PKCS12_MODERN);
  text = open_bundle (fixture, "geheim");
  rail_assert_contains (text, "MAC: sha256,");
  rail_assert_contains (text, "PKCS7 Encrypted data: PBES2, PBKDF2, AES-256-CBC,");
  rail_assert_contains (text, "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC,");
  rail_assert_contains (text, "PRF hmacWithSHA256");
  check_contents (fixture, text);
  /* openssl shows only the lower byte of each character; test-bundle-pkcs12.c reads the name as a name. */
  check_marks (text, "Anlage S\xfc" "d");
  info = make_output (fixture->folder, "certtool", "--p12-info", "--inder", "--infile", "bundle.p12",
                      "--password", "geheim");
  rail_assert_contains (info, "MAC: SHA256");
  rail_assert_contains (info, "AES-256-CBC");
  g_assert_null (strstr (info, "3DES-"));
}

static void
test_compatible_form_is_3des_and_sha_1 (Fixture       *fixture,
                                        gconstpointer  user_data)
{
  g_autofree char *text = NULL;
  g_autofree char *info = NULL;

  write_bundle (fixture, fixture->key, NULL, "geheim", RAIL_PKCS12_COMPATIBLE);
  text = open_bundle (fixture, "geheim");
  rail_assert_contains (text, "MAC: sha1,");
  rail_assert_contains (text, "PKCS7 Encrypted data: pbeWithSHA1And3-KeyTripleDES-CBC,");
  rail_assert_contains (text, "Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC,");
  g_assert_null (strstr (text, "AES-"));
  g_assert_null (strstr (text, "RC2-"));
  check_contents (fixture, text);
  check_marks (text, "PLC_1");
  info = make_output (fixture->folder, "certtool", "--p12-info", "--inder", "--infile", "bundle.p12",
                      "--password", "geheim");
  rail_assert_contains (info, "MAC: SHA1");
  g_assert_null (strstr (info, "AES-"));
}

static void
test_wrong_password_does_not_open_it (Fixture       *fixture,
                                      gconstpointer  user_data)
{
  const char *wrong[] = { "pass:", "pass:Geheim", "pass:geheim " };

  write_bundle (fixture, fixture->key, NULL, "geheim", RAIL_PKCS12_COMPATIBLE);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *output = NULL;

      g_assert_cmpint (rail_test_run (fixture->folder, &output, "openssl", "pkcs12", "-in", "bundle.p12",
                                      "-passin", wrong[i], "-noout", NULL), !=, 0);
      rail_assert_contains (output, "invalid password");
    }
}

static void
test_odd_passwords_open_it (Fixture       *fixture,
                            gconstpointer  user_data)
{
  const char *passwords[] = { "", "pässwört €", "a b\"c'd\\e" };

  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++)
    for (guint form = RAIL_PKCS12_MODERN; form <= RAIL_PKCS12_COMPATIBLE; form++)
      {
        g_autofree char *text = NULL;

        write_bundle (fixture, fixture->key, NULL, passwords[i], form);
        text = open_bundle (fixture, passwords[i]);
        check_contents (fixture, text);
      }
}

static void
test_bundle_without_key_has_certificates_alone (Fixture       *fixture,
                                                gconstpointer  user_data)
{
  g_autofree char *text = NULL;

  write_bundle (fixture, NULL, NULL, "geheim", RAIL_PKCS12_MODERN);
  text = open_bundle (fixture, "geheim");
  g_assert_cmpuint (count (text, "BEGIN CERTIFICATE"), ==, 2);
  g_assert_null (strstr (text, "PRIVATE"));
}

static void
test_key_of_another_certificate_is_refused (Fixture       *fixture,
                                            gconstpointer  user_data)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("geheim");
  g_autoptr(GError) error = NULL;
  g_autoptr(RailSecret) refused = rail_pkcs12_write (fixture->certificate, fixture->authority_key, NULL, NULL, password,
                                                     RAIL_PKCS12_MODERN, &error);

  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST);
  g_assert_null (refused);
}

#define ADD(name, kind, function) g_test_add ("/pki/pkcs12/" name, Fixture, kind, set_up, function, tear_down)

/* RFC 2315 §9.1: certificates alone, as Windows imports them. */
static void
test_pkcs7 (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *first = rail_certificate_to_pem (fixture->certificate);
  g_autofree char *second = rail_certificate_to_pem (fixture->chain->pdata[1]);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bundle = rail_pkcs7_write (fixture->chain, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  rail_test_write (fixture->folder, "bundle.p7b", g_bytes_get_data (bundle, NULL), (gssize) g_bytes_get_size (bundle));
  text = make_output (fixture->folder, "openssl", "pkcs7", "-inform", "DER", "-in", "bundle.p7b", "-print_certs");
  rail_assert_contains (text, first);
  rail_assert_contains (text, second);
  g_assert_cmpuint (count (text, "BEGIN CERTIFICATE"), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!rail_test_need ("openssl") || !rail_test_need ("certtool"))
    return 77;
  ADD ("rsa/modern-form-is-aes-and-sha-2", "rsa", test_modern_form_is_aes_and_sha_2);
  ADD ("ec/modern-form-is-aes-and-sha-2", "ec", test_modern_form_is_aes_and_sha_2);
  ADD ("rsa/compatible-form-is-3des-and-sha-1", "rsa", test_compatible_form_is_3des_and_sha_1);
  ADD ("ec/compatible-form-is-3des-and-sha-1", "ec", test_compatible_form_is_3des_and_sha_1);
  ADD ("wrong-password-does-not-open-it", "rsa", test_wrong_password_does_not_open_it);
  ADD ("odd-passwords-open-it", "ec", test_odd_passwords_open_it);
  ADD ("bundle-without-key-has-certificates-alone", "ec", test_bundle_without_key_has_certificates_alone);
  ADD ("key-of-another-certificate-is-refused", "rsa", test_key_of_another_certificate_is_refused);
  ADD ("pkcs7-carries-all-certificates", "ec", test_pkcs7);
  return g_test_run ();
}
