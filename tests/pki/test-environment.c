/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-environment.h"

#include <string.h>

static void
test_real_clock_runs (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;
  gint64 now = rail_environment_get_now (environment);

  g_assert_false (rail_environment_is_frozen (environment));
  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time () / G_USEC_PER_SEC);
}

static void
test_frozen_clock_stands (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (1700000000, 1);

  g_assert_true (rail_environment_is_frozen (environment));
  g_assert_cmpint (rail_environment_get_now (environment), ==, 1700000000);
  rail_environment_set_now (environment, -5);
  g_assert_cmpint (rail_environment_get_now (environment), ==, -5);
}

/* Time stands still, and all else goes on as it does. */
static void
test_real_clock_can_be_stopped (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();

  rail_environment_set_now (environment, 1700000000);
  g_assert_cmpint (rail_environment_get_now (environment), ==, 1700000000);
  g_assert_false (rail_environment_is_frozen (environment));
}

static void
test_random_secrets_differ (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) a = rail_environment_new_random_secret (environment, 32);
  g_autoptr(RailSecret) b = rail_environment_new_random_secret (environment, 32);

  g_assert_cmpuint (rail_secret_get_size (a), ==, 32);
  g_assert_false (rail_secret_equal (a, b));
}

static void
test_frozen_bytes_repeat (void)
{
  g_autoptr(RailEnvironment) a = rail_environment_new_frozen (0, 7);
  g_autoptr(RailEnvironment) b = rail_environment_new_frozen (1, 7);
  g_autoptr(RailEnvironment) c = rail_environment_new_frozen (0, 8);
  guint8 data[3][100] = { { 0 } };

  rail_environment_fill_random (a, data[0], 100);
  rail_environment_fill_random (b, data[1], 100);
  rail_environment_fill_random (c, data[2], 100);
  g_assert_cmpmem (data[0], 100, data[1], 100);
  g_assert_true (memcmp (data[0], data[2], 100) != 0);

  rail_environment_fill_random (b, data[1], 100);
  g_assert_true (memcmp (data[0], data[1], 100) != 0);
}

/* The stream is SHA-256 of seed and counter, both 64 bits with the big end first: here of 16 bytes, the 8th a one.
 * A second source: printf '\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0' | sha256sum */
static void
test_frozen_bytes_are_documented_hashes (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (0, 1);
  const guint8 input[16] = { 0, 0, 0, 0, 0, 0, 0, 1 };
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 expected[32];
  gsize size = sizeof expected;
  guint8 data[32];

  g_checksum_update (checksum, input, sizeof input);
  g_checksum_get_digest (checksum, expected, &size);
  rail_environment_fill_random (environment, data, sizeof data);
  g_assert_cmpmem (data, sizeof data, expected, size);
}

static void
check_serials (RailEnvironment *environment)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  for (guint i = 0; i < 2000; i++)
    {
      GBytes *serial = rail_environment_new_serial (environment);
      gsize size;
      const guint8 *bytes = g_bytes_get_data (serial, &size);

      g_assert_cmpuint (size, ==, 16);
      g_assert_cmpuint (bytes[0], >=, 0x01);
      g_assert_cmpuint (bytes[0], <=, 0x7f);
      g_assert_true (g_hash_table_add (seen, serial));
    }
}

static void
test_serials_are_positive_and_distinct (void)
{
  g_autoptr(RailEnvironment) real = rail_environment_new ();
  g_autoptr(RailEnvironment) frozen = rail_environment_new_frozen (0, 3);

  check_serials (real);
  check_serials (frozen);
}

static void
test_iterations_are_measured_once_and_can_be_set (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  guint measured = rail_environment_get_iterations (environment);

  g_assert_cmpuint (measured, >=, 1000000);
  g_assert_cmpuint (rail_environment_get_iterations (environment), ==, measured);
  rail_environment_set_iterations (environment, 1000);
  g_assert_cmpuint (rail_environment_get_iterations (environment), ==, 1000);
  rail_environment_set_iterations (environment, 0);
  g_assert_cmpuint (rail_environment_get_iterations (environment), >=, 1000000);
}

static void
test_frozen_iterations_do_not_depend_on_the_machine (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (0, 0);

  g_assert_cmpuint (rail_environment_get_iterations (environment), ==, 1000000);
  rail_environment_set_iterations (environment, 0);
  g_assert_cmpuint (rail_environment_get_iterations (environment), ==, 1000000);
}

static gpointer
serial_thread (gpointer data)
{
  GPtrArray *serials = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < 500; i++)
    g_ptr_array_add (serials, rail_environment_new_serial (data));
  return serials;
}

static void
test_threads_never_get_the_same_bytes (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (0, 9);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  GPtrArray *serials[4];
  GThread *threads[4];

  for (guint i = 0; i < 4; i++)
    threads[i] = g_thread_new ("serial", serial_thread, environment);
  for (guint i = 0; i < 4; i++)
    {
      serials[i] = g_thread_join (threads[i]);
      for (guint j = 0; j < serials[i]->len; j++)
        g_assert_true (g_hash_table_add (seen, serials[i]->pdata[j]));
    }
  for (guint i = 0; i < 4; i++)
    g_ptr_array_unref (serials[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pki/environment/real-clock-runs", test_real_clock_runs);
  g_test_add_func ("/pki/environment/frozen-clock-stands", test_frozen_clock_stands);
  g_test_add_func ("/pki/environment/real-clock-can-be-stopped", test_real_clock_can_be_stopped);
  g_test_add_func ("/pki/environment/random-secrets-differ", test_random_secrets_differ);
  g_test_add_func ("/pki/environment/frozen-bytes-repeat", test_frozen_bytes_repeat);
  g_test_add_func ("/pki/environment/frozen-bytes-are-documented-hashes", test_frozen_bytes_are_documented_hashes);
  g_test_add_func ("/pki/environment/serials-are-positive-and-distinct", test_serials_are_positive_and_distinct);
  g_test_add_func ("/pki/environment/iterations-are-measured-once-and-can-be-set",
                   test_iterations_are_measured_once_and_can_be_set);
  g_test_add_func ("/pki/environment/frozen-iterations-do-not-depend-on-the-machine",
                   test_frozen_iterations_do_not_depend_on_the_machine);
  g_test_add_func ("/pki/environment/threads-never-get-the-same-bytes", test_threads_never_get_the_same_bytes);

  return g_test_run ();
}
