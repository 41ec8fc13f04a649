/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include <libxml/xmlmemory.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* Whatever libxml2 gives back holds no part of a private key: its allocator here looks before it frees. */

#define PART_SIZE 24

static char *key_text;      /* base64, as it stands in a file; NULL while nobody looks */
static guint n_freed;
static guint n_found;

static void
look (const void *memory)
{
  gsize size = malloc_usable_size ((void *) memory);
  gsize key_size = key_text != NULL ? strlen (key_text) : 0;

  n_freed++;
  for (gsize i = 0; i + PART_SIZE <= key_size; i += PART_SIZE)
    if (memmem (memory, size, key_text + i, PART_SIZE) != NULL)
      n_found++;
}

static void
free_cb (void *memory)
{
  if (memory != NULL)
    look (memory);
  free (memory);
}

/* All of a block is looked at, so all of it has a value. */
static void *
malloc_cb (size_t size)
{
  return calloc (1, size);
}

/* Never in place, so that what is left behind is seen. */
static void *
realloc_cb (void   *memory,
            size_t  size)
{
  void *other = malloc_cb (size);

  if (memory != NULL)
    {
      memcpy (other, memory, MIN (size, malloc_usable_size (memory)));
      free_cb (memory);
    }
  return other;
}

static char *
dup_key_text (void)
{
  gsize size;
  const guint8 *der = rail_secret_get_data (rail_key_get_pkcs8 (storage_get_key (STORAGE_PAIR_EC)), &size);

  return g_base64_encode (der, size);
}

static void
assert_wiped (const char *text)
{
  g_autofree char *key = dup_key_text ();
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(RailSecret) password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autoptr(RailProjectFile) file = NULL;
  g_autoptr(RailProject) project = NULL;

  n_freed = n_found = 0;
  key_text = key;
  file = rail_project_file_new_from_bytes (bytes, "plant.certrail", NULL);
  if (file != NULL)
    project = rail_project_file_read (file, storage_get_environment (), STORAGE_USER, password, NULL);
  g_clear_object (&file);
  key_text = NULL;
  g_assert_cmpuint (n_freed, >, 10);
  g_assert_cmpuint (n_found, ==, 0);
}

/* The other tests would pass if nothing were ever found. */
static void
test_keys_are_found_if_not_wiped (void)
{
  g_autofree char *key = dup_key_text ();
  char *copy = xmlMemStrdup (key);

  n_found = 0;
  key_text = key;
  xmlFree (copy);
  key_text = NULL;
  g_assert_cmpuint (n_found, >, 0);
}

static void
test_unprotected_is_wiped (void)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 3);
  g_autofree char *text = storage_write (project);

  assert_wiped (text);
}

static void
test_refused_is_wiped (void)
{
  static const char * const edits[][2] = {
    { "next-id=\"4\"", "next-id=\"2\"" }, { "</project>", "</projekt>" }, { "</project>", "" }, { "<devices/>", "" },
    { "</entries>", "<a/></entries>" },
  };
  g_autoptr(RailProject) project = storage_new_project (NULL, 3);
  g_autofree char *text = storage_write (project);

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *edited = storage_replace (text, edits[i][0], edits[i][1]);

      assert_wiped (edited);
    }
}

int
main (int   argc,
      char *argv[])
{
  xmlMemSetup (free_cb, malloc_cb, realloc_cb, strdup);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/wiped-xml/keys-are-found-if-not-wiped", test_keys_are_found_if_not_wiped);
  g_test_add_func ("/storage/wiped-xml/unprotected-is-wiped", test_unprotected_is_wiped);
  g_test_add_func ("/storage/wiped-xml/refused-is-wiped", test_refused_is_wiped);

  return g_test_run ();
}
