/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-xml-encryption.h"

#include "rail-cipher.h"
#include "rail-xml-node.h"

#include <glib/gi18n-lib.h>

#define XENC "http://www.w3.org/2001/04/xmlenc#"
#define XENC11 "http://www.w3.org/2009/xmlenc11#"
#define DS "http://www.w3.org/2000/09/xmldsig#"
#define AES_256_GCM XENC11 "aes256-gcm"
#define PBKDF2 XENC11 "pbkdf2"
#define HMAC_SHA_512 "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512"

#define SALT_SIZE 16
#define WRAPPED_KEY_SIZE (RAIL_CIPHER_KEY_SIZE + RAIL_CIPHER_OVERHEAD)
/* Below, a password is guessed too fast; above, a hostile file would keep the login busy for minutes. */
#define MIN_ITERATIONS 1000
#define MAX_ITERATIONS 20000000

static void
write_algorithm (RailXmlWriter *writer,
                 const char    *element,
                 const char    *algorithm)
{
  rail_xml_writer_start (writer, element);
  rail_xml_writer_attribute (writer, "Algorithm", algorithm);
}

static void
write_text (RailXmlWriter *writer,
            const char    *element,
            const char    *text)
{
  rail_xml_writer_start (writer, element);
  rail_xml_writer_text (writer, text);
  rail_xml_writer_end (writer);
}

static void
write_bytes (RailXmlWriter *writer,
             const char    *element,
             GBytes        *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  rail_xml_writer_start (writer, element);
  rail_xml_writer_base64 (writer, data, size);
  rail_xml_writer_end (writer);
}

static void
write_cipher_data (RailXmlWriter *writer,
                   GBytes        *sealed)
{
  rail_xml_writer_start (writer, "xenc:CipherData");
  write_bytes (writer, "xenc:CipherValue", sealed);
  rail_xml_writer_end (writer);
}

static void
write_derived_key (RailXmlWriter *writer,
                   RailUser      *user)
{
  g_autofree char *iterations = g_strdup_printf ("%u", rail_user_get_iterations (user));

  rail_xml_writer_start (writer, "xenc11:DerivedKey");
  write_algorithm (writer, "xenc11:KeyDerivationMethod", PBKDF2);
  rail_xml_writer_start (writer, "xenc11:PBKDF2-params");
  rail_xml_writer_start (writer, "xenc11:Salt");
  write_bytes (writer, "xenc11:Specified", rail_user_get_salt (user));
  rail_xml_writer_end (writer);
  write_text (writer, "xenc11:IterationCount", iterations);
  write_text (writer, "xenc11:KeyLength", G_STRINGIFY (RAIL_CIPHER_KEY_SIZE));
  write_algorithm (writer, "xenc11:PRF", HMAC_SHA_512);
  rail_xml_writer_end (writer);
  rail_xml_writer_end (writer);
  rail_xml_writer_end (writer);
  write_text (writer, "xenc11:MasterKeyName", rail_user_get_name (user));
  rail_xml_writer_end (writer);
}

static void
write_wrapped_key (RailXmlWriter *writer,
                   RailUser      *user,
                   guint          number,
                   const char    *key_name,
                   GBytes        *wrapped)
{
  g_autofree char *id = g_strdup_printf ("%s-key-%u", key_name, number);

  rail_xml_writer_start (writer, "xenc:EncryptedKey");
  rail_xml_writer_attribute (writer, "Id", id);
  write_algorithm (writer, "xenc:EncryptionMethod", AES_256_GCM);
  rail_xml_writer_end (writer);
  rail_xml_writer_start (writer, "ds:KeyInfo");
  write_derived_key (writer, user);
  rail_xml_writer_end (writer);
  write_cipher_data (writer, wrapped);
  write_text (writer, "xenc:CarriedKeyName", key_name);
  rail_xml_writer_end (writer);
}

static gboolean
check_size (const RailXmlSource  *source,
            xmlNode              *node,
            GBytes               *bytes,
            gsize                 size,
            GError              **error)
{
  if (g_bytes_get_size (bytes) == size)
    return TRUE;
  rail_xml_source_set_damaged (source, xmlGetLineNo (node), error,
                               _("a salt or wrapped key has %zu bytes instead of %zu"),
                               g_bytes_get_size (bytes), size);
  return FALSE;
}

/* The salt, iteration count and key of one EncryptedKey, which must be for this user and of this name. */
static gboolean
read_wrapped_key (const RailXmlSource  *source,
                  xmlNode              *node,
                  const char           *user_name,
                  const char           *key_name,
                  GBytes              **out_salt,
                  guint                *out_iterations,
                  GBytes              **out_wrapped,
                  GError              **error)
{
  xmlNode *derived = rail_xml_node_find (node, "KeyInfo", "DerivedKey", NULL);
  xmlNode *parameters = rail_xml_node_find (derived, "KeyDerivationMethod", "PBKDF2-params", NULL);
  xmlNode *count = rail_xml_node_get_first (parameters, "IterationCount");
  g_autoptr(GBytes) salt = NULL;
  g_autoptr(GBytes) wrapped = NULL;

  if (!g_str_equal (rail_xml_node_get_text (rail_xml_node_get_first (node, "CarriedKeyName")), key_name) ||
      !g_str_equal (rail_xml_node_get_text (rail_xml_node_get_first (derived, "MasterKeyName")), user_name))
    {
      rail_xml_source_set_damaged (source, xmlGetLineNo (node), error,
                                   _("this is not the %s key of user “%s”"), key_name, user_name);
      return FALSE;
    }
  salt = rail_xml_node_read_bytes (source, rail_xml_node_find (parameters, "Salt", "Specified", NULL), error);
  if (salt == NULL || !check_size (source, node, salt, SALT_SIZE, error))
    return FALSE;
  wrapped = rail_xml_encryption_read_data (source, node, error);
  if (wrapped == NULL || !check_size (source, node, wrapped, WRAPPED_KEY_SIZE, error))
    return FALSE;
  if (!rail_xml_node_read_number (source, node, _("the iteration count"), rail_xml_node_get_text (count),
                                  G_MAXUINT32, out_iterations, error))
    return FALSE;
  *out_salt = g_steal_pointer (&salt);
  *out_wrapped = g_steal_pointer (&wrapped);
  return TRUE;
}

static gboolean
check_iterations (const RailXmlSource  *source,
                  guint                 iterations,
                  GError              **error)
{
  g_autofree char *reason = NULL;

  if (iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS)
    return TRUE;
  reason = g_strdup_printf (_("because its iteration count, %u, is not from %d to %d; ask whoever gave it to you"),
                            iterations, MIN_ITERATIONS, MAX_ITERATIONS);
  rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_LIMIT, reason, error);
  return FALSE;
}

/* Name and role, which the outer table and its copy inside write alike. */
static gboolean
read_login (const RailXmlSource  *source,
            xmlNode              *node,
            const char          **out_name,
            RailRole             *out_role,
            GError              **error)
{
  const char *name = rail_xml_node_get_attribute (node, "name");
  const char *role = rail_xml_node_get_attribute (node, "role");

  if (name == NULL || *name == '\0' || role == NULL || !rail_role_parse (role, out_role))
    {
      rail_xml_source_set_damaged (source, xmlGetLineNo (node), error, _("a user has no name or no role"));
      return FALSE;
    }
  *out_name = name;
  return TRUE;
}

/* Administrators have the vault key, and nobody else has. */
static gboolean
check_role (const RailXmlSource  *source,
            xmlNode              *node,
            RailRole              role,
            gboolean              has_vault_key,
            GError              **error)
{
  if ((role == RAIL_ROLE_ADMINISTRATOR) == has_vault_key)
    return TRUE;
  rail_xml_source_set_damaged (source, xmlGetLineNo (node), error,
                               _("the keys of a user do not fit the role"));
  return FALSE;
}

/**
 * rail_xml_encryption_write_namespaces:
 * @writer: a writer in a start tag
 *
 * Declares the prefixes that the other functions write.
 */
void
rail_xml_encryption_write_namespaces (RailXmlWriter *writer)
{
  rail_xml_writer_attribute (writer, "xmlns:xenc", XENC);
  rail_xml_writer_attribute (writer, "xmlns:xenc11", XENC11);
  rail_xml_writer_attribute (writer, "xmlns:ds", DS);
}

/**
 * rail_xml_encryption_write_data:
 * @writer: a writer
 * @attribute: `Type` or `MimeType`
 * @value: what was encrypted
 * @key_name: the CarriedKeyName of the key that it was encrypted with
 * @sealed: the ciphertext as rail_cipher_encrypt() makes it, which is the CipherValue of section 5.2.4 (AES-GCM)
 *
 * Writes an EncryptedData element.
 */
void
rail_xml_encryption_write_data (RailXmlWriter *writer,
                                const char    *attribute,
                                const char    *value,
                                const char    *key_name,
                                GBytes        *sealed)
{
  rail_xml_writer_start (writer, "xenc:EncryptedData");
  rail_xml_writer_attribute (writer, attribute, value);
  write_algorithm (writer, "xenc:EncryptionMethod", AES_256_GCM);
  rail_xml_writer_end (writer);
  rail_xml_writer_start (writer, "ds:KeyInfo");
  write_text (writer, "ds:KeyName", key_name);
  rail_xml_writer_end (writer);
  write_cipher_data (writer, sealed);
  rail_xml_writer_end (writer);
}

/**
 * rail_xml_encryption_write_user:
 * @writer: a writer
 * @user: a user
 * @number: the user's place in the table, for the Ids
 *
 * Writes the user with an EncryptedKey for each key they have. Each names its own derivation, as section 5.4 has it, so
 * that a program that knows only the standard finds all it needs; salt and count are the same in both.
 */
void
rail_xml_encryption_write_user (RailXmlWriter *writer,
                                RailUser      *user,
                                guint          number)
{
  GBytes *vault_key = rail_user_get_wrapped_vault_key (user);

  rail_xml_writer_start (writer, "user");
  rail_xml_writer_attribute (writer, "name", rail_user_get_name (user));
  rail_xml_writer_attribute (writer, "role", rail_role_get_nick (rail_user_get_role (user)));
  write_wrapped_key (writer, user, number, RAIL_XML_ENCRYPTION_PROJECT_KEY, rail_user_get_wrapped_project_key (user));
  if (vault_key != NULL)
    write_wrapped_key (writer, user, number, RAIL_XML_ENCRYPTION_VAULT_KEY, vault_key);
  rail_xml_writer_end (writer);
}

/**
 * rail_xml_encryption_read_data:
 * @source: where the XML comes from
 * @data: an EncryptedData or EncryptedKey element
 * @error: return location for an error
 *
 * Returns: (transfer full): what rail_cipher_decrypt() opens, or %NULL with RAIL_STORAGE_ERROR_DAMAGED
 */
GBytes *
rail_xml_encryption_read_data (const RailXmlSource  *source,
                               xmlNode              *data,
                               GError              **error)
{
  return rail_xml_node_read_bytes (source, rail_xml_node_find (data, "CipherData", "CipherValue", NULL), error);
}

/**
 * rail_xml_encryption_read_user:
 * @source: where the XML comes from
 * @node: a user of the outer table
 * @error: return location for an error
 *
 * Returns: (transfer full): the user, or %NULL with RAIL_STORAGE_ERROR_DAMAGED or RAIL_STORAGE_ERROR_LIMIT
 */
RailUser *
rail_xml_encryption_read_user (const RailXmlSource  *source,
                               xmlNode              *node,
                               GError              **error)
{
  xmlNode *first = rail_xml_node_get_first (node, "EncryptedKey");
  xmlNode *second = first != NULL ? rail_xml_node_get_next (first, "EncryptedKey") : NULL;
  g_autoptr(GBytes) salt = NULL;
  g_autoptr(GBytes) project_key = NULL;
  g_autoptr(GBytes) second_salt = NULL;
  g_autoptr(GBytes) vault_key = NULL;
  guint iterations = 0, second_iterations = 0;
  const char *name;
  RailRole role;

  if (!read_login (source, node, &name, &role, error) ||
      !check_role (source, node, role, second != NULL, error) ||
      !read_wrapped_key (source, first, name, RAIL_XML_ENCRYPTION_PROJECT_KEY, &salt, &iterations, &project_key,
                         error) ||
      !check_iterations (source, iterations, error))
    return NULL;
  if (second != NULL)
    {
      if (!read_wrapped_key (source, second, name, RAIL_XML_ENCRYPTION_VAULT_KEY, &second_salt, &second_iterations,
                             &vault_key, error))
        return NULL;
      if (!g_bytes_equal (salt, second_salt) || iterations != second_iterations)
        {
          rail_xml_source_set_damaged (source, xmlGetLineNo (second), error,
                                       _("the two keys of user “%s” are derived in different ways"), name);
          return NULL;
        }
    }
  return rail_user_new (name, role, salt, iterations, project_key, vault_key);
}

/**
 * rail_xml_encryption_write_user_copy:
 * @writer: a writer
 * @user: a user
 *
 * Writes the row of the table's copy that stands inside the ciphertext. It has all that the outer table has, and what
 * nobody needs to know before a login.
 */
void
rail_xml_encryption_write_user_copy (RailXmlWriter *writer,
                                     RailUser      *user)
{
  rail_xml_writer_start (writer, "user");
  rail_xml_writer_attribute (writer, "name", rail_user_get_name (user));
  rail_xml_writer_attribute (writer, "role", rail_role_get_nick (rail_user_get_role (user)));
  rail_xml_writer_number (writer, "iterations", rail_user_get_iterations (user));
  if (rail_user_get_password_date (user) != 0)
    rail_xml_writer_time (writer, "password-date", rail_user_get_password_date (user));
  rail_xml_writer_attribute (writer, "password-due", rail_user_needs_new_password (user) ? "true" : NULL);
  write_bytes (writer, "salt", rail_user_get_salt (user));
  write_bytes (writer, "project-key", rail_user_get_wrapped_project_key (user));
  if (rail_user_get_wrapped_vault_key (user) != NULL)
    write_bytes (writer, "vault-key", rail_user_get_wrapped_vault_key (user));
  if (rail_user_get_wrapped_login_key (user) != NULL)
    write_bytes (writer, "login-key", rail_user_get_wrapped_login_key (user));
  rail_xml_writer_end (writer);
}

static gboolean
read_password_state (const RailXmlSource  *source,
                     xmlNode              *node,
                     RailUser             *user,
                     GError              **error)
{
  xmlNode *login = rail_xml_node_get_first (node, "login-key");
  g_autoptr(GBytes) login_key = NULL;
  gint64 date = 0;

  if (rail_xml_node_get_attribute (node, "password-date") != NULL &&
      !rail_xml_node_read_time (source, node, "password-date", &date, error))
    return FALSE;
  rail_user_set_password_state (user, date, rail_xml_node_get_attribute (node, "password-due") != NULL);
  if (login == NULL)
    return TRUE;
  login_key = rail_xml_node_read_bytes (source, login, error);
  if (login_key == NULL || !check_size (source, login, login_key, WRAPPED_KEY_SIZE, error))
    return FALSE;
  rail_user_set_wrapped_login_key (user, login_key);
  return TRUE;
}

/**
 * rail_xml_encryption_read_user_copy:
 * @source: where the XML comes from
 * @node: a user of the table's copy
 * @error: return location for an error
 *
 * Returns: (transfer full): the user, or %NULL with RAIL_STORAGE_ERROR_DAMAGED
 */
RailUser *
rail_xml_encryption_read_user_copy (const RailXmlSource  *source,
                                    xmlNode              *node,
                                    GError              **error)
{
  xmlNode *vault = rail_xml_node_get_first (node, "vault-key");
  g_autoptr(GBytes) salt = NULL;
  g_autoptr(GBytes) project_key = NULL;
  g_autoptr(GBytes) vault_key = NULL;
  g_autoptr(RailUser) user = NULL;
  const char *name;
  RailRole role;
  guint iterations;

  if (!read_login (source, node, &name, &role, error) ||
      !rail_xml_node_read_number (source, node, _("the iteration count"),
                                  rail_xml_node_get_attribute (node, "iterations"), G_MAXUINT32, &iterations, error))
    return NULL;
  salt = rail_xml_node_read_bytes (source, rail_xml_node_get_first (node, "salt"), error);
  if (salt == NULL)
    return NULL;
  project_key = rail_xml_node_read_bytes (source, rail_xml_node_get_first (node, "project-key"), error);
  if (project_key == NULL)
    return NULL;
  if (vault != NULL)
    {
      vault_key = rail_xml_node_read_bytes (source, vault, error);
      if (vault_key == NULL)
        return NULL;
    }
  user = rail_user_new (name, role, salt, iterations, project_key, vault_key);
  return read_password_state (source, node, user, error) ? g_steal_pointer (&user) : NULL;
}
