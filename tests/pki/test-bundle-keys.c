/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Private keys in the forms that programs write, encrypted and not. */

#include <string.h>

#include "peer.h"
#include "rail-bundle-private.h"
#include "rail-test.h"

#define PASSWORD "Pass w\xc3\xb6rd"

typedef struct
{
  char            *folder;
  RailCertificate *rsa;
  RailCertificate *ec;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = rail_test_make_folder ();
  if (!rail_test_need ("openssl"))
    return;
  g_free (peer_run (fixture->folder,
                    "openssl genrsa -out rsa.key 2048 2>/dev/null\n"
                    "openssl ecparam -name secp384r1 -genkey -out ec.key\n"
                    "openssl req -x509 -key rsa.key -out rsa.pem -subj /CN=RSA\n"
                    "openssl req -x509 -key ec.key -out ec.pem -subj /CN=EC\n"));
  fixture->rsa = peer_certificate (fixture->folder, "rsa.pem");
  fixture->ec = peer_certificate (fixture->folder, "ec.pem");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_clear_object (&fixture->rsa);
  g_clear_object (&fixture->ec);
}

static void
check_key (RailBundle      *bundle,
           RailCertificate *certificate)
{
  RailBundleItem *item = peer_item (bundle, 0, RAIL_BUNDLE_KEY);

  g_assert_true (rail_certificate_matches_key (certificate, rail_bundle_item_get_key (item)));
  g_assert_null (rail_bundle_item_get_certificate (item));
  g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 1);
  g_assert_cmpint (rail_bundle_get_flags (bundle), ==, 0);
}

/* $K is rsa or ec. Some forms are only for one of them. */
static const char *const plain_forms[] = {
  "cat $K.key",
  "openssl pkcs8 -topk8 -nocrypt -in $K.key",
  "openssl pkcs8 -topk8 -nocrypt -in $K.key -outform DER",
  "openssl pkey -traditional -in $K.key",
  "openssl $K -in $K.key -outform DER -traditional 2>/dev/null || openssl $K -in $K.key -outform DER",
  "openssl pkcs8 -topk8 -nocrypt -in $K.key -outform DER | base64",
  "openssl pkey -in $K.key | sed 's/PRIVATE KEY/RSA PRIVATE KEY/'",
};

static const char *const encrypted_forms[] = {
  "openssl pkcs8 -topk8 -in $K.key -passout file:password",
  "openssl pkcs8 -topk8 -in $K.key -passout file:password -outform DER",
  "openssl pkcs8 -topk8 -in $K.key -passout file:password -v2 aes-128-cbc -v2prf hmacWithSHA512",
  "openssl pkcs8 -topk8 -in $K.key -passout file:password -v2 des3 -v2prf hmacWithSHA1",
  "openssl pkcs8 -topk8 -in $K.key -passout file:password -v2 camellia-256-cbc",
  "openssl pkcs8 -topk8 -in $K.key -passout file:password -v1 PBE-MD5-DES -provider legacy -provider default",
  "openssl pkcs8 -topk8 -in $K.key -passout file:password -v1 PBE-SHA1-3DES",
  "openssl $K -in $K.key -aes256 -passout file:password -traditional 2>/dev/null || "
  "openssl $K -in $K.key -aes256 -passout file:password 2>/dev/null",
  "openssl pkey -traditional -in $K.key -aes-128-cbc -passout file:password",
  "openssl pkey -traditional -in $K.key -des3 -passout file:password",
  "openssl pkey -traditional -in $K.key -camellia-192-cbc -passout file:password",
  "openssl pkey -traditional -in $K.key -des3 -passout file:password | sed 's/$/\\r/; s/^/> /'",
};

static void
run_forms (Fixture           *fixture,
           const char *const *forms,
           gsize              n_forms,
           gboolean           encrypted)
{
  const char *const kinds[] = { "rsa", "ec" };

  rail_test_write (fixture->folder, "password", PASSWORD "\n", -1);
  for (gsize i = 0; i < n_forms; i++)
    for (guint kind = 0; kind < 2; kind++)
      {
        RailCertificate *certificate = kind == 0 ? fixture->rsa : fixture->ec;
        g_autoptr(RailBundle) open = NULL;
        g_autoptr(RailBundle) wrong = NULL;
        g_autoptr(RailBundle) without = NULL;
        RailBundleItem *item;

        g_test_message ("%s: %s", kinds[kind], forms[i]);
        g_free (peer_run (fixture->folder, "K=%s; (%s) > form", kinds[kind], forms[i]));
        open = peer_bundle (fixture->folder, "form", encrypted ? PASSWORD : NULL);
        check_key (open, certificate);
        if (!encrypted)
          continue;

        wrong = peer_bundle (fixture->folder, "form", "Password");
        item = peer_item (wrong, 0, RAIL_BUNDLE_LOCKED);
        g_assert_true (rail_bundle_item_is_password_wrong (item));
        rail_assert_contains (rail_bundle_item_get_reason (item), "wrong");
        g_assert_cmpint (rail_bundle_get_flags (wrong), ==, RAIL_BUNDLE_NEEDS_PASSWORD | RAIL_BUNDLE_WRONG_PASSWORD);
        without = peer_bundle (fixture->folder, "form", NULL);
        item = peer_item (without, 0, RAIL_BUNDLE_LOCKED);
        g_assert_false (rail_bundle_item_is_password_wrong (item));
        rail_assert_contains (rail_bundle_item_get_reason (item), "needs its password");
        g_assert_cmpint (rail_bundle_get_flags (without), ==, RAIL_BUNDLE_NEEDS_PASSWORD);
      }
}

static void
test_plain_forms (Fixture       *fixture,
                  gconstpointer  user_data)
{
  if (fixture->rsa != NULL)
    run_forms (fixture, plain_forms, G_N_ELEMENTS (plain_forms), FALSE);
}

static void
test_encrypted_forms (Fixture       *fixture,
                      gconstpointer  user_data)
{
  if (fixture->rsa != NULL)
    run_forms (fixture, encrypted_forms, G_N_ELEMENTS (encrypted_forms), TRUE);
}

/* As Java writes them, and some others: the public half is left away. */
static void
test_keys_without_public_half (Fixture       *fixture,
                               gconstpointer  user_data)
{
  const char *const curves[] = { "prime256v1", "secp384r1", "secp521r1" };

  if (fixture->rsa == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      const char *const names[] = { "short.sec1", "short.p8", "short.pem" };
      g_autoptr(RailCertificate) certificate = NULL;

      g_free (peer_run (fixture->folder,
                        "openssl ecparam -name %s -genkey -noout -out k.pem\n"
                        "openssl req -x509 -key k.pem -subj /CN=x -out c.pem\n"
                        "openssl ec -in k.pem -no_public -outform DER -out short.sec1 2>&1\n"
                        "openssl ec -in k.pem -no_public -out short.pem 2>&1\n"
                                          "openssl ec -in k.pem -no_public 2>&1 | openssl pkcs8 -topk8 -nocrypt -outform DER -out short.p8",
                        curves[i]));
      certificate = peer_certificate (fixture->folder, "c.pem");
      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          g_autoptr(RailBundle) bundle = peer_bundle (fixture->folder, names[j], NULL);

          check_key (bundle, certificate);
        }
    }
}

static void
test_windows_password (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr(RailBundle) bundle = NULL;

  if (fixture->rsa == NULL)
    return;
  g_free (peer_run (fixture->folder, "printf 'Pass w\\366rd\\n' > latin;"
                                     "openssl pkcs8 -topk8 -in rsa.key -passout file:latin -out form"));
  bundle = peer_bundle (fixture->folder, "form", PASSWORD);
  check_key (bundle, fixture->rsa);
}

static void
test_certtool_keys (Fixture       *fixture,
                    gconstpointer  user_data)
{
  const char *const ciphers[] = { "aes-256", "aes-192", "3des", "3des-pkcs12", "rc2-40", "arcfour" };

  if (fixture->rsa == NULL || !rail_test_need ("certtool"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ciphers); i++)
    {
      g_autoptr(RailBundle) bundle = NULL;

      g_test_message ("%s", ciphers[i]);
      g_free (peer_run (fixture->folder,
                        "certtool --to-p8 --load-privkey rsa.key --password abc --pkcs-cipher %s --outfile form", ciphers[i]));
      bundle = peer_bundle (fixture->folder, "form", "abc");
      check_key (bundle, fixture->rsa);
    }
}

/* The true reason, never a wrong password. */
static const struct
{
  const char *command;
  const char *reason;
} refusals[] = {
  { "openssl pkcs8 -topk8 -in rsa.key -passout pass:abc -scrypt", "scrypt" },
  { "openssl pkcs8 -topk8 -in rsa.key -passout pass:abc -v1 PBE-SHA1-RC2-128 -provider legacy -provider default",
    "RC2-128" },
  { "openssl pkcs8 -topk8 -in rsa.key -passout pass:abc -v2 aria-256-cbc", "1.2.410.200046.1.1.12" },
  { "openssl pkey -traditional -in rsa.key -aes256 -passout pass:abc | sed 's/AES-256-CBC/IDEA-CBC/'", "IDEA-CBC" },
  { "openssl pkey -traditional -in rsa.key -aes256 -passout pass:abc | sed 's/AES-256-CBC,../AES-256-CBC,/'",
    "DEK-Info" },
};

static void
test_unknown_encryption_is_named (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  if (fixture->rsa == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr(RailBundle) bundle = NULL;
      RailBundleItem *item;

      g_test_message ("%s", refusals[i].command);
      g_free (peer_run (fixture->folder, "(%s) > form", refusals[i].command));
      bundle = peer_bundle (fixture->folder, "form", "abc");
      item = peer_item (bundle, 0, RAIL_BUNDLE_UNREADABLE);
      rail_assert_contains (rail_bundle_item_get_reason (item), refusals[i].reason);
      g_assert_cmpint (rail_bundle_get_flags (bundle), ==, 0);
    }
}

static void
test_too_many_rounds (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("abc");
  g_autoptr(GError) error = NULL;
  g_autoptr(RailBundle) refused = NULL;
  g_autoptr(RailBundle) read = NULL;

  if (fixture->rsa == NULL)
    return;
  g_free (peer_run (fixture->folder, "openssl pkcs8 -topk8 -in rsa.key -passout pass:abc -iter 5000 -out form"));
  bytes = rail_test_read (fixture->folder, "form");
  refused = rail_bundle_read_within (bytes, password, 4999, &error);
  g_assert_no_error (error);
  rail_assert_contains (rail_bundle_item_get_reason (peer_item (refused, 0, RAIL_BUNDLE_UNREADABLE)), "5000 rounds");
  read = rail_bundle_read_within (bytes, password, 5000, &error);
  g_assert_no_error (error);
  check_key (read, fixture->rsa);
}

#define ADD(name, function) g_test_add ("/pki/bundle-keys/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("plain-key-is-read-in-every-form", test_plain_forms);
  ADD ("encrypted-key-opens-with-its-password-only", test_encrypted_forms);
  ADD ("public-half-is-found-where-it-lacks", test_keys_without_public_half);
  ADD ("password-of-windows-opens", test_windows_password);
  ADD ("keys-of-certtool-open", test_certtool_keys);
  ADD ("unknown-encryption-is-named", test_unknown_encryption_is_named);
  ADD ("too-many-rounds-are-refused", test_too_many_rounds);

  return g_test_run ();
}
