/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-cipher.h"
#include "rail-loaded.h"
#include "rail-unsealed.h"

#include <string.h>

/* Whatever happens to a small protected project, outside or inside: a clear error, or the project as it was, or, for changes
 * inside by somebody who has the project key, a project that says that nobody has sealed it. */

typedef struct
{
  gsize start;
  gsize end;      /* behind its end tag */
  int   next;     /* the sibling behind it, -1 if there is none */
} Element;

typedef struct
{
  RailProtection *protection;
  RailProject    *project;
  char           *outside;
  char           *inside;
} Subject;

typedef struct
{
  guint n_refused;
  guint n_identical;
  guint n_unsealed;
} Counts;

static void
find_payload (const char  *text,
              const char **out_start,
              const char **out_end)
{
  *out_start = g_strrstr (text, "<xenc:CipherValue>") + strlen ("<xenc:CipherValue>");
  *out_end = strchr (*out_start, '<');
}

static char *
open_inside (Subject *self)
{
  const char *start, *end;
  g_autofree char *base64 = NULL;
  g_autofree guchar *sealed = NULL;
  g_autoptr(RailSecret) inside = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  find_payload (self->outside, &start, &end);
  base64 = g_strndup (start, end - start);
  sealed = g_base64_decode (base64, &size);
  inside = rail_cipher_decrypt (rail_protection_get_project_key (self->protection), sealed, size, &error);
  g_assert_no_error (error);
  return g_strdup (rail_secret_get_text (inside));
}

/* As whoever has the project key can: the seal does not fit any more. */
static char *
close_inside (Subject    *self,
              const char *inside,
              gsize       size)
{
  const char *start, *end;
  g_autofree char *before = NULL;
  g_autofree char *base64 = NULL;
  g_autoptr(GBytes) sealed = NULL;
  g_autoptr(GError) error = NULL;

  sealed = rail_cipher_encrypt (storage_get_environment (), rail_protection_get_project_key (self->protection), inside,
                                size, &error);
  g_assert_no_error (error);
  base64 = g_base64_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  find_payload (self->outside, &start, &end);
  before = g_strndup (self->outside, start - self->outside);
  return g_strconcat (before, base64, end, NULL);
}

/* As an administrator can. NULL if there is no seal left. */
static char *
seal_again (Subject    *self,
            const char *inside)
{
  const char *start = g_strrstr (inside, "<seal>");
  g_autoptr(RailSecret) key = rail_cipher_derive_subkey (rail_protection_get_vault_key (self->protection),
                                                         "certrail seal");
  g_autoptr(GBytes) seal = NULL;
  g_autofree char *before = NULL;
  g_autofree char *base64 = NULL;

  if (start == NULL)
    return NULL;
  seal = rail_cipher_authenticate (key, inside, start - inside);
  before = g_strndup (inside, start - inside);
  base64 = g_base64_encode (g_bytes_get_data (seal, NULL), g_bytes_get_size (seal));
  return g_strconcat (before, "<seal>", base64, "</seal>\n</project>", NULL);
}

static void
add_uses (RailDevice *first,
          RailDevice *second)
{
  g_autoptr(RailLoaded) loaded = rail_loaded_new (1700000000, "admin", "3.1");
  const char *fingerprint = rail_certificate_get_fingerprint (storage_get_certificate (STORAGE_PAIR_EC));

  rail_device_set_service (first, RAIL_SERVICE_OPCUA_SERVER, TRUE, 1);
  rail_device_set_service (first, RAIL_SERVICE_WEB_SERVER, FALSE, 2);
  rail_device_set_policies (first, RAIL_POLICY_BASIC256 | RAIL_POLICY_BASIC256_SHA256);
  rail_device_set_partner (second, 1, TRUE);
  rail_device_set_client (second, 2, TRUE);
  rail_device_set_global_security (second, FALSE);
  rail_loaded_add (loaded, RAIL_USED_AS_SERVICE, RAIL_SERVICE_SYSLOG, 1, fingerprint);
  rail_loaded_add (loaded, RAIL_USED_AS_TRUSTED, 0, 2, fingerprint);
  rail_device_set_loaded (second, loaded);
}

static void
set_up (Subject       *self,
        gconstpointer  user_data)
{
  g_autoptr(RailDevice) first = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(RailDevice) second = rail_device_new ("PLC_2", RAIL_FAMILY_HMI);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  const char *addresses[] = { "192.168.0.1", "192.168.0.2", NULL };
  g_autoptr(GError) error = NULL;

  self->protection = storage_new_protection ();
  self->project = rail_project_new (storage_get_environment (), "Plant");
  rail_device_set_addresses (first, addresses);
  add_uses (first, second);
  g_ptr_array_add (devices, first);
  g_ptr_array_add (devices, second);
  for (guint id = 1; id <= 2; id++)
    {
      RailEntry *entry = rail_entry_new (id, RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT,
                                         storage_get_certificate (STORAGE_PAIR_EC), storage_get_key (STORAGE_PAIR_EC));

      rail_entry_set_device (entry, "PLC_1");
      if (id == 2)
        rail_entry_set_revoked (entry, 1800000000, RAIL_REVOCATION_SUPERSEDED);
      g_ptr_array_add (entries, entry);
    }
  rail_project_restore (self->project, 3, self->protection, entries, devices, &error);
  g_assert_no_error (error);
  self->outside = storage_write (self->project);
  self->inside = open_inside (self);
}

static void
tear_down (Subject       *self,
           gconstpointer  user_data)
{
  g_object_unref (self->project);
  g_object_unref (self->protection);
  g_free (self->outside);
  g_free (self->inside);
}

static void
assert_refused_or_identical (Subject    *self,
                             const char *text,
                             gsize       size,
                             Counts     *counts)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) again = storage_read (text, (gssize) size, &error);

  if (again != NULL && rail_project_get_unsealed (again) != NULL)
    {
      g_assert_false (rail_project_can_use_keys (again));
      counts->n_unsealed++;
      return;
    }
  if (again != NULL)
    {
      storage_assert_equal (self->project, again);
      counts->n_identical++;
      return;
    }
  g_assert_cmpint (error->domain, ==, RAIL_STORAGE_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (g_str_has_suffix (error->message, "."));
  counts->n_refused++;
}

/* One byte after the other becomes another one; which, the seed says. */
static void
test_outer_bytes (Subject       *self,
                  gconstpointer  user_data)
{
  gsize size = strlen (self->outside);
  Counts counts = { 0 };

  for (gsize i = 0; i < size; i++)
    {
      char before = self->outside[i];

      self->outside[i] ^= (char) g_test_rand_int_range (1, 256);
      assert_refused_or_identical (self, self->outside, size, &counts);
      self->outside[i] = before;
    }
  g_test_message ("%" G_GSIZE_FORMAT " bytes: %u refused, %u mean nothing", size, counts.n_refused, counts.n_identical);
  g_assert_cmpuint (counts.n_identical, <, 100);
  g_assert_cmpuint (counts.n_unsealed, ==, 0);
}

static void
test_inner_bytes (Subject       *self,
                  gconstpointer  user_data)
{
  gsize size = strlen (self->inside);
  Counts counts = { 0 };

  for (gsize i = 0; i < size; i++)
    {
      char before = self->inside[i];
      g_autofree char *text = NULL;

      self->inside[i] ^= (char) g_test_rand_int_range (1, 256);
      text = close_inside (self, self->inside, size);
      self->inside[i] = before;
      assert_refused_or_identical (self, text, strlen (text), &counts);
    }
  g_test_message ("%" G_GSIZE_FORMAT " bytes: %u refused, %u unsealed, %u mean nothing", size, counts.n_refused,
                  counts.n_unsealed, counts.n_identical);
  /* Behind the seal there is the end of the line. */
  g_assert_cmpuint (counts.n_identical, <, 10);
}

/* The elements of a text that we have written, in the order of their start tags. */
static GArray *
find_elements (const char *text)
{
  GArray *elements = g_array_new (FALSE, FALSE, sizeof (Element));
  g_autoptr(GArray) open = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr(GArray) last = g_array_new (FALSE, FALSE, sizeof (int));   /* child of each that is open */
  int none = -1;

  g_array_append_val (last, none);
  for (const char *at = strchr (text, '<'); at != NULL; at = strchr (at + 1, '<'))
    {
      const char *end = strchr (at, '>') + 1;

      if (at[1] == '?' || at[1] == '!')
        continue;
      if (at[1] == '/')
        {
          int index = g_array_index (open, int, open->len - 1);

          g_array_index (elements, Element, index).end = end - text;
          g_array_set_size (open, open->len - 1);
          g_array_set_size (last, last->len - 1);
          continue;
        }
      {
        Element element = { at - text, end - text, -1 };
        int index = (int) elements->len;
        int *sibling = &g_array_index (last, int, last->len - 1);

        if (*sibling >= 0)
          g_array_index (elements, Element, *sibling).next = index;
        *sibling = index;
        g_array_append_val (elements, element);
        if (end[-2] != '/')
          {
            g_array_append_val (open, index);
            g_array_append_val (last, none);
          }
      }
    }
  g_assert_cmpuint (open->len, ==, 0);
  return elements;
}

typedef char *(*Edit) (const char    *text,
                       const Element *element,
                       const Element *next);

static char *
remove_element (const char    *text,
                const Element *element,
                const Element *next)
{
  GString *result = g_string_new (text);

  g_string_erase (result, (gssize) element->start, (gssize) (element->end - element->start));
  return g_string_free (result, FALSE);
}

static char *
duplicate_element (const char    *text,
                   const Element *element,
                   const Element *next)
{
  GString *result = g_string_new (text);

  g_string_insert_len (result, (gssize) element->end, text + element->start, (gssize) (element->end - element->start));
  return g_string_free (result, FALSE);
}

static char *
swap_elements (const char    *text,
               const Element *element,
               const Element *next)
{
  GString *result;

  if (next == NULL)
    return NULL;
  result = g_string_new_len (text, (gssize) element->start);
  g_string_append_len (result, text + next->start, (gssize) (next->end - next->start));
  g_string_append_len (result, text + element->end, (gssize) (next->start - element->end));
  g_string_append_len (result, text + element->start, (gssize) (element->end - element->start));
  g_string_append (result, text + next->end);
  return g_string_free (result, FALSE);
}

static const struct
{
  const char *name;
  Edit        edit;
} edits[] = {
  { "removed", remove_element },
  { "duplicated", duplicate_element },
  { "swapped", swap_elements },
};

typedef void (*Check) (Subject    *self,
                       const char *edited,
                       Counts     *counts);

static void check_inside (Subject    *self,
                          const char *edited,
                          Counts     *counts);

static void
edit_all (Subject    *self,
          const char *text,
          Check       check)
{
  g_autoptr(GArray) elements = find_elements (text);

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      Counts counts = { 0 };

      for (guint j = 0; j < elements->len; j++)
        {
          const Element *element = &g_array_index (elements, Element, j);
          const Element *next = element->next >= 0 ? &g_array_index (elements, Element, element->next) : NULL;
          g_autofree char *edited = edits[i].edit (text, element, next);

          if (edited != NULL)
            check (self, edited, &counts);
        }
      g_test_message ("%u elements %s: %u refused, %u unsealed, %u harmless", elements->len, edits[i].name,
                      counts.n_refused, counts.n_unsealed, counts.n_identical);
      g_assert_true (check == check_inside || counts.n_unsealed == 0);
      g_assert_cmpuint (counts.n_refused, >, 10);
    }
}

static void
check_outside (Subject    *self,
               const char *edited,
               Counts     *counts)
{
  assert_refused_or_identical (self, edited, strlen (edited), counts);
}

static void
test_outer_elements (Subject       *self,
                     gconstpointer  user_data)
{
  edit_all (self, self->outside, check_outside);
}

static void
check_inside (Subject    *self,
              const char *edited,
              Counts     *counts)
{
  g_autofree char *text = close_inside (self, edited, strlen (edited));

  assert_refused_or_identical (self, text, strlen (text), counts);
}

static void
test_inner_elements (Subject       *self,
                     gconstpointer  user_data)
{
  edit_all (self, self->inside, check_inside);
}

/* Under a seal that fits, what is there is what an administrator wanted: refused, or a project that is whole. */
static void
check_sealed (Subject    *self,
              const char *edited,
              Counts     *counts)
{
  g_autofree char *sealed = seal_again (self, edited);
  g_autofree char *text = sealed != NULL ? close_inside (self, sealed, strlen (sealed)) : NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = text != NULL ? storage_read (text, -1, &error) : NULL;
  g_autoptr(RailProject) again = NULL;
  g_autofree char *written = NULL;

  if (project == NULL)
    {
      g_assert_true (text == NULL || error->domain == RAIL_STORAGE_ERROR);
      counts->n_refused++;
      return;
    }
  written = storage_write (project);
  again = storage_read (written, -1, &error);
  g_assert_no_error (error);
  storage_assert_equal (project, again);
  counts->n_identical++;
}

static void
test_sealed_elements (Subject       *self,
                      gconstpointer  user_data)
{
  edit_all (self, self->inside, check_sealed);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/storage/flipped-file/" name, Subject, NULL, set_up, function, tear_down)
  ADD ("outer-bytes", test_outer_bytes);
  ADD ("inner-bytes", test_inner_bytes);
  ADD ("outer-elements", test_outer_elements);
  ADD ("inner-elements", test_inner_elements);
  ADD ("sealed-elements", test_sealed_elements);
#undef ADD

  return g_test_run ();
}
