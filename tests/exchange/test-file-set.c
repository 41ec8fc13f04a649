/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-export.h"
#include "rail-file-set.h"
#include "rail-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = rail_test_make_folder ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static GBytes *
bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
assert_content (Fixture    *fixture,
                const char *name,
                const char *text)
{
  g_autoptr(GBytes) content = rail_test_read (fixture->folder, name);
  g_autoptr(GBytes) expected = bytes (text);

  g_assert_true (g_bytes_equal (content, expected));
}

static guint
get_mode (Fixture    *fixture,
          const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  GStatBuf info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static guint
count_files (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_modes (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(RailFileSet) set = rail_file_set_new (fixture->folder);
  g_autoptr(GBytes) open = bytes ("certificate");
  g_autoptr(RailSecret) secret = rail_secret_new_from_string ("key");
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;
  mode_t mask = umask (022);

  rail_file_set_add_folder (set, "own/certs", FALSE);
  rail_file_set_add_folder (set, "own/private", TRUE);
  rail_file_set_add (set, "own/certs/a.der", open);
  rail_file_set_add_secret (set, "own/private/a.pem", secret);
  files = rail_file_set_write (set, NULL, &error);
  umask (mask);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 2);
  g_assert_cmpuint (get_mode (fixture, "own"), ==, 0755);
  g_assert_cmpuint (get_mode (fixture, "own/certs"), ==, 0755);
  g_assert_cmpuint (get_mode (fixture, "own/private"), ==, 0700);
  g_assert_cmpuint (get_mode (fixture, "own/certs/a.der"), ==, 0644);
  g_assert_cmpuint (get_mode (fixture, "own/private/a.pem"), ==, 0600);
  assert_content (fixture, "own/private/a.pem", "key");
}

/* A key that replaces a file everybody could read is not readable by everybody. */
static void
test_replaced_mode (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(RailFileSet) set = rail_file_set_new (fixture->folder);
  g_autoptr(RailSecret) secret = rail_secret_new_from_string ("key");
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  rail_test_write (fixture->folder, "a.pem", "old", -1);
  rail_file_set_add_secret (set, "a.pem", secret);
  files = rail_file_set_write (set, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (get_mode (fixture, "a.pem"), ==, 0600);
  assert_content (fixture, "a.pem", "key");
}

/* Somebody who may write into the folder must not steer a key elsewhere. */
static void
test_link (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(RailFileSet) set = rail_file_set_new (fixture->folder);
  g_autoptr(RailSecret) secret = rail_secret_new_from_string ("key");
  g_autofree char *link = g_build_filename (fixture->folder, "a.pem", NULL);
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  rail_test_write (fixture->folder, "victim", "old", -1);
  g_assert_cmpint (symlink ("victim", link), ==, 0);
  rail_file_set_add_secret (set, "a.pem", secret);
  files = rail_file_set_write (set, NULL, &error);
  g_assert_no_error (error);
  assert_content (fixture, "victim", "old");
  g_assert_false (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *obstacle = g_build_filename (fixture->folder, "b.der", NULL);
  g_autoptr(RailFileSet) set = rail_file_set_new (fixture->folder);
  g_autoptr(GBytes) content = bytes ("new");
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  rail_test_write (fixture->folder, "a.der", "old", -1);
  g_assert_cmpint (g_mkdir (obstacle, 0755), ==, 0);
  rail_file_set_add (set, "a.der", content);
  rail_file_set_add (set, "b.der", content);
  files = rail_file_set_write (set, NULL, &error);
  g_assert_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED);
  rail_assert_contains (error->message, "b.der");
  g_assert_null (files);
  g_clear_pointer (&set, rail_file_set_free);
  assert_content (fixture, "a.der", "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 2);
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "file", NULL);
  g_autoptr(RailFileSet) set = rail_file_set_new (path);
  g_autoptr(GBytes) content = bytes ("new");
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  rail_test_write (fixture->folder, "file", "old", -1);
  rail_file_set_add (set, "a.der", content);
  files = rail_file_set_write (set, NULL, &error);
  g_assert_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED);
  assert_content (fixture, "file", "old");
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(RailFileSet) set = rail_file_set_new (fixture->folder);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GBytes) content = bytes ("new");
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  rail_file_set_add (set, "a.der", content);
  files = rail_file_set_write (set, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

static void
write_renewed (Fixture    *fixture,
               const char *text,
               const char *expected_name)
{
  g_autoptr(RailFileSet) set = rail_file_set_new (fixture->folder);
  g_autoptr(GBytes) content = bytes (text);
  g_autoptr(GPtrArray) files = NULL;
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;

  rail_file_set_add_renewed (set, "ca.crl", content);
  files = rail_file_set_write (set, NULL, &error);
  g_assert_no_error (error);
  name = g_file_get_basename (files->pdata[0]);
  g_assert_cmpstr (name, ==, expected_name);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  assert_content (fixture, expected_name, text);
}

static void
test_renewed (Fixture       *fixture,
              gconstpointer  data)
{
  write_renewed (fixture, "first", "ca.crl");
  write_renewed (fixture, "second", "ca (2).crl");
  write_renewed (fixture, "third", "ca.crl");
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/exchange/file-set/only-the-owner-reads-a-key", test_modes);
  add ("/exchange/file-set/a-key-does-not-inherit-an-open-mode", test_replaced_mode);
  add ("/exchange/file-set/a-link-is-replaced-not-followed", test_link);
  add ("/exchange/file-set/a-failure-leaves-everything-as-it-was", test_failure);
  add ("/exchange/file-set/a-file-is-no-folder", test_no_folder);
  add ("/exchange/file-set/cancelling-leaves-nothing", test_cancelled);
  add ("/exchange/file-set/a-renewed-file-comes-under-another-name", test_renewed);
  return g_test_run ();
}
