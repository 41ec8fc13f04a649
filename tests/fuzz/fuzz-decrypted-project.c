/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The inside of a protected project, from somebody who has its keys: it is refused with a sentence, or read as a whole and
 * written the same again. An input has <users/> and <seal/> where the user table and a seal that fits are put, so that most
 * of it is looked at.
 */

#include "fuzz.h"
#include "rail-cipher.h"
#include "rail-project-file.h"
#include "rail-project-reader.h"
#include "rail-project-writer.h"
#include "rail-xml-node.h"
#include "rail-xml-parser.h"

#include <string.h>

#define USER "admin"
#define PASSWORD "fuzz"
#define ITERATIONS 1000

static const RailXmlSource source = { .file_name = "fuzz.certrail", .is_inside = TRUE };
static RailEnvironment *environment;
static RailProtection *protection;
static char *users;

static RailSecret *
new_key (char letter)
{
  char key[RAIL_CIPHER_KEY_SIZE];

  memset (key, letter, sizeof key);
  return rail_secret_new (key, sizeof key);
}

static GBytes *
wrap (RailSecret *wrapping_key,
      RailSecret *key)
{
  return rail_cipher_encrypt (environment, wrapping_key, rail_secret_get_data (key, NULL), rail_secret_get_size (key), NULL);
}

/* The keys are letters, so that the private keys in the corpus stay readable whatever becomes of random numbers. */
static RailProtection *
new_protection (void)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(GBytes) salt = g_bytes_new_static ("0123456789abcdef", 16);
  g_autoptr(RailSecret) login_key = rail_cipher_derive_key (password, salt, ITERATIONS, NULL);
  g_autoptr(RailSecret) project_key = new_key ('P');
  g_autoptr(RailSecret) vault_key = new_key ('V');
  g_autoptr(GBytes) wrapped_project_key = wrap (login_key, project_key);
  g_autoptr(GBytes) wrapped_vault_key = wrap (login_key, vault_key);
  g_autoptr(GBytes) wrapped_login_key = wrap (vault_key, login_key);
  g_autoptr(RailUser) user = rail_user_new (USER, RAIL_ROLE_ADMINISTRATOR, salt, ITERATIONS, wrapped_project_key,
                                            wrapped_vault_key);
  g_autoptr(GListStore) list = g_list_store_new (RAIL_TYPE_USER);
  RailProtection *self;

  rail_user_set_wrapped_login_key (user, wrapped_login_key);
  g_list_store_append (list, user);
  self = rail_protection_new_locked (G_LIST_MODEL (list));
  g_assert_true (rail_protection_unlock (self, USER, password, NULL));
  return self;
}

/* The plaintext of what a save writes. */
static char *
write_inside (RailProject *project)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailXmlWriter) writer = rail_project_write (project, "fuzz.certrail", &error);
  g_autoptr(RailSecret) inside = NULL;
  g_autofree char *outside = NULL;
  g_autofree guchar *sealed = NULL;
  const char *text;
  char *start;
  gsize size;

  g_assert_no_error (error);
  text = rail_xml_writer_peek (writer, &size);
  outside = g_strndup (text, size);
  start = g_strrstr (outside, "<xenc:CipherValue>") + strlen ("<xenc:CipherValue>");
  *strchr (start, '<') = '\0';
  sealed = g_base64_decode (start, &size);
  inside = rail_cipher_decrypt (rail_protection_get_project_key (protection), sealed, size, &error);
  g_assert_no_error (error);
  return g_strdup (rail_secret_get_text (inside));
}

static char *
cut_out (const char *text,
         const char *from,
         const char *to)
{
  const char *start = strstr (text, from);

  return g_strndup (start, strstr (start, to) + strlen (to) - start);
}

static void
init (void)
{
  g_autoptr(RailProject) empty = NULL;
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autofree char *inside = NULL;

  environment = rail_environment_new_frozen (0, 1);
  protection = new_protection ();
  empty = rail_project_new (environment, "Fuzz");
  g_assert_true (rail_project_restore (empty, 1, protection, nothing, nothing, NULL));
  inside = write_inside (empty);
  users = cut_out (inside, "<users>", "</users>");
}

static void
fill_in (GString *text)
{
  g_autoptr(RailSecret) key = NULL;
  g_autoptr(GBytes) seal = NULL;
  g_autofree char *base64 = NULL;
  g_autofree char *element = NULL;
  const char *start;

  g_string_replace (text, "<users/>", users, 1);
  start = strstr (text->str, "<seal/>");
  if (start == NULL)
    return;
  key = rail_cipher_derive_subkey (rail_protection_get_vault_key (protection), "certrail seal");
  seal = rail_cipher_authenticate (key, text->str, start - text->str);
  base64 = g_base64_encode (g_bytes_get_data (seal, NULL), g_bytes_get_size (seal));
  element = g_strdup_printf ("<seal>%s</seal>", base64);
  g_string_replace (text, "<seal/>", element, 1);
}

static RailProject *
read_inside (const char *text,
             gsize       size,
             GError    **error)
{
  xmlDoc *document = rail_xml_parse (&source, text, size, error);
  RailProject *project;

  if (document == NULL)
    return NULL;
  if (!rail_xml_node_is (xmlDocGetRootElement (document), "project"))
    {
      rail_xml_free (document);
      return NULL;
    }
  project = rail_project_read_xml (&source, document, text, size, environment, protection, error);
  rail_xml_free (document);
  return project;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GString) text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autoptr(RailProject) again = NULL;
  g_autofree char *written = NULL;

  if (environment == NULL)
    init ();
  text = g_string_new_len ((const char *) data, (gssize) size);
  /* A NUL would end the text before the placeholders are looked for. */
  if (strlen (text->str) == size)
    fill_in (text);
  project = read_inside (text->str, text->len, &error);
  if (project == NULL)
    {
      g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  written = write_inside (project);
  again = read_inside (written, strlen (written), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_project_get_next_id (project), ==, rail_project_get_next_id (again));
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==,
                    g_list_model_get_n_items (rail_project_get_entries (again)));
  return 0;
}
