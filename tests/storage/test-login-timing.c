/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include <dlfcn.h>
#include <gnutls/crypto.h>
#include <string.h>

/* A login takes as long as its derivation. Clocks tell nothing for sure in a test, so this one counts: right or wrong, known
 * or not, there is exactly one derivation, with the same iterations over a salt of the same size. */

static guint n_derivations;
static guint iterations_seen;
static gsize salt_size_seen;

/* Stands in for the function of GnuTLS, here in the program, and calls it. */
int
gnutls_pbkdf2 (gnutls_mac_algorithm_t  mac,
               const gnutls_datum_t   *key,
               const gnutls_datum_t   *salt,
               unsigned                iterations,
               void                   *output,
               size_t                  size)
{
  int (*real) (gnutls_mac_algorithm_t, const gnutls_datum_t *, const gnutls_datum_t *, unsigned, void *, size_t) =
    (int (*) (gnutls_mac_algorithm_t, const gnutls_datum_t *, const gnutls_datum_t *, unsigned, void *, size_t))
    dlsym (RTLD_NEXT, "gnutls_pbkdf2");

  n_derivations++;
  iterations_seen = iterations;
  salt_size_seen = salt->size;
  return real (mac, key, salt, iterations, output, size);
}

static char *
new_text (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 2);

  return storage_write (project);
}

static char *
login (const char  *text,
       const char  *user_name,
       const char  *password_text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(RailSecret) password = rail_secret_new_from_string (password_text);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) file = rail_project_file_new_from_bytes (bytes, "plant.certrail", &error);
  g_autoptr(RailProject) project = NULL;

  g_assert_no_error (error);
  n_derivations = 0;
  iterations_seen = 0;
  salt_size_seen = 0;
  project = rail_project_file_read (file, storage_get_environment (), user_name, password, &error);
  g_assert_cmpuint (n_derivations, ==, 1);
  g_assert_cmpuint (iterations_seen, ==, 1000);
  g_assert_cmpuint (salt_size_seen, ==, 16);
  return project == NULL ? g_strdup (error->message) : NULL;
}

static void
test_one_derivation_each (void)
{
  g_autofree char *text = new_text ();
  g_autofree char *long_password = g_strnfill (10000, 'x');
  g_autofree char *right = login (text, STORAGE_USER, STORAGE_PASSWORD);
  g_autofree char *wrong = login (text, STORAGE_USER, "wrong");
  g_autofree char *empty = login (text, STORAGE_USER, "");
  g_autofree char *longer = login (text, STORAGE_USER, long_password);
  g_autofree char *nobody = login (text, "nobody", STORAGE_PASSWORD);
  g_autofree char *nobody_wrong = login (text, "nobody", "wrong");
  g_autofree char *nameless = login (text, "", "");

  g_assert_null (right);
  g_assert_nonnull (wrong);
  /* Nor do the words tell whether there is such a user. */
  g_assert_cmpstr (wrong, ==, empty);
  g_assert_cmpstr (wrong, ==, longer);
  g_assert_cmpstr (wrong, ==, nobody);
  g_assert_cmpstr (wrong, ==, nobody_wrong);
  g_assert_cmpstr (wrong, ==, nameless);
}

static void
test_opening_the_outside_derives_nothing (void)
{
  g_autofree char *text = new_text ();
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(RailProjectFile) file = NULL;

  n_derivations = 0;
  file = rail_project_file_new_from_bytes (bytes, "plant.certrail", NULL);
  g_assert_nonnull (file);
  g_assert_cmpuint (n_derivations, ==, 0);
}

static void
test_saving_derives_nothing (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 2);
  g_autofree char *text = NULL;

  n_derivations = 0;
  text = storage_write (project);
  g_assert_cmpuint (n_derivations, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/login-timing/one-derivation-each", test_one_derivation_each);
  g_test_add_func ("/storage/login-timing/opening-the-outside-derives-nothing", test_opening_the_outside_derives_nothing);
  g_test_add_func ("/storage/login-timing/saving-derives-nothing", test_saving_derives_nothing);

  return g_test_run ();
}
