/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-cipher.h"

#include <string.h>

#include "peer.h"
#include "rail-pki-private.h"
#include "rail-test.h"

static RailSecret *
secret_from_hex (const char *hex)
{
  g_autoptr(GBytes) bytes = rail_pki_hex_to_bytes (hex);

  return rail_secret_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_hex (gconstpointer data,
            gsize         size,
            const char   *expected)
{
  g_autofree char *hex = rail_pki_hex_from_bytes (data, size);
  g_autofree char *upper = g_ascii_strup (expected, -1);

  g_assert_cmpstr (hex, ==, upper);
}

/* The inputs of RFC 6070 with SHA-512 for SHA-1. The results are the first halves of those that were published for
 * 64 bytes and stand in the test suites of several libraries; openssl computes them again below. */
static const struct
{
  const char *password;
  const char *salt;
  guint       iterations;
  const char *key;
} derivations[] = {
  { "password", "salt", 1, "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252" },
  { "password", "salt", 2, "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53c" },
  { "password", "salt", 4096, "d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5" },
  { "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096,
    "8c0511f4c6e597c6ac6315d8f0362e225f3c501495ba23b868c005174dc4ee71" },
};

static void
test_derived_keys_are_the_published_ones (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (derivations); i++)
    {
      g_autoptr(RailSecret) password = rail_secret_new_from_string (derivations[i].password);
      g_autoptr(GBytes) salt = g_bytes_new_static (derivations[i].salt, strlen (derivations[i].salt));
      g_autoptr(GError) error = NULL;
      g_autoptr(RailSecret) key = rail_cipher_derive_key (password, salt, derivations[i].iterations, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (rail_secret_get_size (key), ==, RAIL_CIPHER_KEY_SIZE);
      assert_hex (rail_secret_get_data (key, NULL), 32, derivations[i].key);
    }
}

static void
test_openssl_derives_the_same_keys (void)
{
  if (!rail_test_need ("openssl"))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (derivations); i++)
    {
      g_autofree char *output =
        peer_run (NULL, "openssl kdf -keylen 32 -binary -kdfopt digest:SHA512 -kdfopt pass:%s -kdfopt salt:%s "
                  "-kdfopt iter:%u -kdfopt pkcs5:1 PBKDF2 | od -An -tx1 | tr -d ' \\n'",
                  derivations[i].password, derivations[i].salt, derivations[i].iterations);

      g_assert_cmpstr (output, ==, derivations[i].key);
    }
}

static void
test_empty_password_gives_a_key (void)
{
  g_autoptr(RailSecret) password = rail_secret_new (NULL, 0);
  g_autoptr(GBytes) salt = g_bytes_new_static ("salt", 4);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailSecret) key = rail_cipher_derive_key (password, salt, 1000, &error);

  g_assert_no_error (error);
  g_assert_nonnull (key);
}

static void
test_rounds_out_of_range_are_refused (void)
{
  const guint bad[] = { 0, 100000001, G_MAXUINT };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(RailSecret) password = rail_secret_new_from_string ("password");
      g_autoptr(GBytes) salt = g_bytes_new_static ("salt", 4);
      g_autoptr(GError) error = NULL;

      g_assert_null (rail_cipher_derive_key (password, salt, bad[i], &error));
      g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_UNSUPPORTED);
    }
}

/* Test cases 13 to 15 of D. McGrew and J. Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B. */
static const struct
{
  const char *key;
  const char *sealed;       /* IV, ciphertext and tag */
  const char *plaintext;
} seals[] = {
  { "0000000000000000000000000000000000000000000000000000000000000000",
    "000000000000000000000000" "530f8afbc74536b9a963b4f1c4cb738b",
    "" },
  { "0000000000000000000000000000000000000000000000000000000000000000",
    "000000000000000000000000" "cea7403d4d606b6e074ec5d3baf39d18" "d0d1c8a799996bf0265b98b5d48ab919",
    "00000000000000000000000000000000" },
  { "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
    "cafebabefacedbaddecaf888"
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
    "b094dac5d93471bdec1a502270e3cc6c",
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255" },
};

static void
test_published_seals_open (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (seals); i++)
    {
      g_autoptr(RailSecret) key = secret_from_hex (seals[i].key);
      g_autoptr(GBytes) sealed = rail_pki_hex_to_bytes (seals[i].sealed);
      g_autoptr(GError) error = NULL;
      g_autoptr(RailSecret) plaintext =
        rail_cipher_decrypt (key, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), &error);

      g_assert_no_error (error);
      assert_hex (rail_secret_get_data (plaintext, NULL), rail_secret_get_size (plaintext), seals[i].plaintext);
    }
}

static void
test_what_was_sealed_opens (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) key = rail_environment_new_random_secret (environment, RAIL_CIPHER_KEY_SIZE);
  const gsize sizes[] = { 0, 1, 15, 16, 17, 100000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *data = g_malloc0 (sizes[i] + 1);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) a = rail_cipher_encrypt (environment, key, data, sizes[i], &error);
      g_autoptr(GBytes) b = rail_cipher_encrypt (environment, key, data, sizes[i], &error);
      g_autoptr(RailSecret) opened = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (a), ==, sizes[i] + RAIL_CIPHER_OVERHEAD);
      g_assert_false (g_bytes_equal (a, b));
      opened = rail_cipher_decrypt (key, g_bytes_get_data (a, NULL), g_bytes_get_size (a), &error);
      g_assert_no_error (error);
      g_assert_cmpmem (rail_secret_get_data (opened, NULL), rail_secret_get_size (opened), data, sizes[i]);
    }
}

static void
test_each_flipped_bit_is_noticed (void)
{
  g_autoptr(RailSecret) key = secret_from_hex (seals[1].key);
  g_autoptr(GBytes) sealed = rail_pki_hex_to_bytes (seals[1].sealed);
  gsize size;
  g_autofree guint8 *data = g_bytes_unref_to_data (g_steal_pointer (&sealed), &size);

  for (gsize i = 0; i < size * 8; i++)
    {
      g_autoptr(GError) error = NULL;

      data[i / 8] ^= 1 << i % 8;
      g_assert_null (rail_cipher_decrypt (key, data, size, &error));
      g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_WRONG_PASSWORD);
      data[i / 8] ^= 1 << i % 8;
    }
}

static void
test_wrong_key_is_a_wrong_password (void)
{
  g_autoptr(RailSecret) key = secret_from_hex (seals[2].key);
  g_autoptr(GBytes) sealed = rail_pki_hex_to_bytes (seals[1].sealed);
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_cipher_decrypt (key, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_WRONG_PASSWORD);
}

static void
test_cut_off_data_is_malformed (void)
{
  g_autoptr(RailSecret) key = secret_from_hex (seals[0].key);
  const guint8 data[RAIL_CIPHER_OVERHEAD] = { 0 };

  for (gsize size = 0; size < RAIL_CIPHER_OVERHEAD; size++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (rail_cipher_decrypt (key, data, size, &error));
      g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
    }
}

/* RFC 4231, test cases 1, 2 and 6. */
static void
test_authentication_codes_are_the_published_ones (void)
{
  g_autoptr(RailSecret) first = secret_from_hex ("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
  g_autoptr(RailSecret) second = rail_secret_new_from_string ("Jefe");
  g_autoptr(RailSecret) sixth = NULL;
  guint8 *data;
  const struct
  {
    RailSecret **key;
    const char  *text;
    const char  *code;
  } cases[] = {
    { &first, "Hi There",
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
      "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854" },
    { &second, "what do ya want for nothing?",
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
      "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737" },
    { &sixth, "Test Using Larger Than Block-Size Key - Hash Key First",
      "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
      "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598" },
  };

  sixth = rail_secret_new_uninitialized (131, &data);
  memset (data, 0xaa, 131);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) code = rail_cipher_authenticate (*cases[i].key, cases[i].text, strlen (cases[i].text));

      assert_hex (g_bytes_get_data (code, NULL), g_bytes_get_size (code), cases[i].code);
    }
}

static void
test_subkey_is_the_cut_code_of_its_purpose (void)
{
  g_autoptr(RailSecret) key = rail_secret_new_from_string ("Jefe");
  g_autoptr(RailSecret) subkey = rail_cipher_derive_subkey (key, "what do ya want for nothing?");
  g_autoptr(RailSecret) other = rail_cipher_derive_subkey (key, "something else");

  assert_hex (rail_secret_get_data (subkey, NULL), rail_secret_get_size (subkey),
              "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554");
  g_assert_false (rail_secret_equal (subkey, other));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pki/cipher/derived-keys-are-the-published-ones", test_derived_keys_are_the_published_ones);
  g_test_add_func ("/pki/cipher/openssl-derives-the-same-keys", test_openssl_derives_the_same_keys);
  g_test_add_func ("/pki/cipher/empty-password-gives-a-key", test_empty_password_gives_a_key);
  g_test_add_func ("/pki/cipher/rounds-out-of-range-are-refused", test_rounds_out_of_range_are_refused);
  g_test_add_func ("/pki/cipher/published-seals-open", test_published_seals_open);
  g_test_add_func ("/pki/cipher/what-was-sealed-opens", test_what_was_sealed_opens);
  g_test_add_func ("/pki/cipher/each-flipped-bit-is-noticed", test_each_flipped_bit_is_noticed);
  g_test_add_func ("/pki/cipher/wrong-key-is-a-wrong-password", test_wrong_key_is_a_wrong_password);
  g_test_add_func ("/pki/cipher/cut-off-data-is-malformed", test_cut_off_data_is_malformed);
  g_test_add_func ("/pki/cipher/authentication-codes-are-the-published-ones",
                   test_authentication_codes_are_the_published_ones);
  g_test_add_func ("/pki/cipher/subkey-is-the-cut-code-of-its-purpose", test_subkey_is_the_cut_code_of_its_purpose);

  return g_test_run ();
}
