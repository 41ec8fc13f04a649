/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-pki-private.h"

static guint n_wiped;
static gsize n_wiped_bytes;

static void
wiped_cb (gconstpointer data,
          gsize         size)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < size; i++)
    g_assert_cmpuint (bytes[i], ==, 0);
  n_wiped++;
  n_wiped_bytes += size;
}

static void
test_bytes_are_kept (void)
{
  g_autoptr(RailSecret) secret = rail_secret_new ("a\0b", 3);
  gsize size;

  g_assert_cmpmem (rail_secret_get_data (secret, &size), rail_secret_get_size (secret), "a\0b", 3);
  g_assert_cmpuint (size, ==, 3);
}

static void
test_text_ends_with_nul (void)
{
  g_autoptr(RailSecret) secret = rail_secret_new_from_string ("Süd 1");

  g_assert_cmpstr (rail_secret_get_text (secret), ==, "Süd 1");
  g_assert_cmpuint (rail_secret_get_size (secret), ==, 6);
}

static void
test_empty_secret_has_text (void)
{
  g_autoptr(RailSecret) secret = rail_secret_new (NULL, 0);

  g_assert_cmpstr (rail_secret_get_text (secret), ==, "");
  g_assert_cmpuint (rail_secret_get_size (secret), ==, 0);
}

static void
test_secrets_compare_by_bytes (void)
{
  g_autoptr(RailSecret) a = rail_secret_new_from_string ("password");
  g_autoptr(RailSecret) b = rail_secret_new ("password", 8);
  g_autoptr(RailSecret) c = rail_secret_new_from_string ("Password");
  g_autoptr(RailSecret) d = rail_secret_new_from_string ("password1");

  g_assert_true (rail_secret_equal (a, b));
  g_assert_false (rail_secret_equal (a, c));
  g_assert_false (rail_secret_equal (a, d));
}

static void
test_last_unref_wipes (void)
{
  RailSecret *secret = rail_secret_new_from_string ("password");

  n_wiped = 0;
  n_wiped_bytes = 0;
  rail_secret_set_wipe_hook (wiped_cb);
  rail_secret_ref (secret);
  rail_secret_unref (secret);
  g_assert_cmpuint (n_wiped, ==, 0);
  g_assert_cmpstr (rail_secret_get_text (secret), ==, "password");
  rail_secret_unref (secret);
  rail_secret_set_wipe_hook (NULL);

  g_assert_cmpuint (n_wiped, ==, 1);
  g_assert_cmpuint (n_wiped_bytes, ==, 8);
}

static void
test_boxed_value_holds_a_reference (void)
{
  GValue value = G_VALUE_INIT;
  RailSecret *secret = rail_secret_new_from_string ("x");

  n_wiped = 0;
  rail_secret_set_wipe_hook (wiped_cb);
  g_value_init (&value, RAIL_TYPE_SECRET);
  g_value_set_boxed (&value, secret);
  rail_secret_unref (secret);
  g_assert_cmpuint (n_wiped, ==, 0);
  g_value_unset (&value);
  rail_secret_set_wipe_hook (NULL);
  g_assert_cmpuint (n_wiped, ==, 1);
}

static gpointer
share_thread (gpointer data)
{
  for (guint i = 0; i < 10000; i++)
    rail_secret_unref (rail_secret_ref (data));
  return NULL;
}

static void
test_threads_share_a_secret (void)
{
  g_autoptr(RailSecret) secret = rail_secret_new_from_string ("shared");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("share", share_thread, secret);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpstr (rail_secret_get_text (secret), ==, "shared");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pki/secret/bytes-are-kept", test_bytes_are_kept);
  g_test_add_func ("/pki/secret/text-ends-with-nul", test_text_ends_with_nul);
  g_test_add_func ("/pki/secret/empty-secret-has-text", test_empty_secret_has_text);
  g_test_add_func ("/pki/secret/secrets-compare-by-bytes", test_secrets_compare_by_bytes);
  g_test_add_func ("/pki/secret/last-unref-wipes", test_last_unref_wipes);
  g_test_add_func ("/pki/secret/boxed-value-holds-a-reference", test_boxed_value_holds_a_reference);
  g_test_add_func ("/pki/secret/threads-share-a-secret", test_threads_share_a_secret);

  return g_test_run ();
}
