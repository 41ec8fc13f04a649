/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-file-name.h"

#include <string.h>

/* Room for " [" + a SHA-1 fingerprint + "]", a number and an ending below the 255 bytes of common file systems. */
#define MAX_STEM_BYTES 160

/* What Windows forbids contains what everybody else forbids. */
#define FORBIDDEN "<>:\"/\\|?*"

static const char * const reserved_names[] = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", NULL };

/* Windows keeps these names for devices, alone and with any ending: “nul.der” is no file there. */
static gboolean
is_reserved (const char *name)
{
  gsize length = strcspn (name, ". ");

  for (gsize i = 0; reserved_names[i] != NULL; i++)
    if (length == strlen (reserved_names[i]) && g_ascii_strncasecmp (name, reserved_names[i], length) == 0)
      return TRUE;

  if (g_ascii_strncasecmp (name, "COM", 3) == 0 || g_ascii_strncasecmp (name, "LPT", 3) == 0)
    {
      gunichar number = g_utf8_get_char (name + 3);
      const char *rest = number == 0 ? NULL : g_utf8_next_char (name + 3);

      /* The superscript digits of Latin-1 count as digits. */
      return rest != NULL && (g_ascii_isdigit (number < 128 ? (char) number : 0) ||
                              number == 0xb9 || number == 0xb2 || number == 0xb3) &&
             (*rest == '\0' || *rest == '.' || *rest == ' ');
    }
  return FALSE;
}

/* Control characters, and the invisible ones that turn the reading direction and so hide an ending. */
static gboolean
is_printable (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
cut_to_size (GString *name,
             gsize    size)
{
  if (name->len <= size)
    return;
  while (size > 0 && ((guint8) name->str[size] & 0xc0) == 0x80)
    size--;
  g_string_truncate (name, size);
}

static const char *
find_extension (const char *file_name)
{
  const char *dot = strrchr (file_name, '.');

  return dot == NULL || dot == file_name ? file_name + strlen (file_name) : dot;
}

static gboolean
is_named_uaexpert (RailEntry *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));
  RailUsage usage = rail_entry_get_usage (entry);

  return (usage == RAIL_USAGE_OPCUA_CLIENT || usage == RAIL_USAGE_OPCUA_CLIENT_SERVER) &&
         name != NULL && g_ascii_strcasecmp (name, "UaExpert") == 0;
}

/**
 * rail_file_name_sanitize:
 * @text: any text, such as a common name
 *
 * Makes a stem that is a legal file name on Linux, macOS and Windows, whatever @text is: TIA's names contain slashes
 * (“PLC-1/OPCUA-1-4”), and imported certificates contain what their makers liked. Characters that are not allowed become
 * “_”; dots and spaces at the ends go; device names of Windows get a “_” in front; the length is bounded.
 *
 * Returns: (transfer full): the stem, never empty, at most 160 bytes of UTF-8
 */
char *
rail_file_name_sanitize (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *composed = NULL;
  g_autoptr(GString) name = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (!is_printable (character) || (character < 128 && strchr (FORBIDDEN, (int) character) != NULL))
        character = '_';
      g_string_append_unichar (name, character);
    }

  g_strstrip (name->str);
  name->len = strlen (name->str);
  cut_to_size (name, MAX_STEM_BYTES);
  while (name->len > 0 && strchr (". ", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);

  /* A leading dot hides a file, a leading dash makes an option of it in a shell. */
  if (name->len > 0 && strchr (".-", name->str[0]) != NULL)
    name->str[0] = '_';
  if (name->len == 0)
    g_string_assign (name, "certificate");
  if (is_reserved (name->str))
    g_string_prepend_c (name, '_');
  return g_strdup (name->str);
}

/**
 * rail_file_name_for_entry:
 * @entry: an entry of a project
 * @extension: the ending without its dot, such as "der"
 *
 * Names a file that carries the certificate of @entry, after its common name. A client called UaExpert gets the name that
 * UaExpert itself expects, `uaexpert.der`.
 *
 * Returns: (transfer full): the file name
 */
char *
rail_file_name_for_entry (RailEntry  *entry,
                          const char *extension)
{
  const char *common_name;
  g_autofree char *stem = NULL;

  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);
  g_return_val_if_fail (extension != NULL && extension[0] != '.', NULL);

  if (is_named_uaexpert (entry))
    return g_strconcat ("uaexpert.", extension, NULL);

  common_name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));
  stem = rail_file_name_sanitize (common_name != NULL ? common_name : "");
  return g_strconcat (stem, ".", extension, NULL);
}

/**
 * rail_file_name_for_entry_unique:
 * @entry: an entry of a project
 * @extension: the ending without its dot
 * @taken: (element-type utf8 utf8): the names in use, case-folded and freed by the table; the new one is added
 *
 * As rail_file_name_for_entry(), for several files in one folder: of two with one name the second gets its ID behind it.
 * Letter case does not tell files apart everywhere, so it does not count.
 *
 * Returns: (transfer full): the file name
 */
char *
rail_file_name_for_entry_unique (RailEntry  *entry,
                                 const char *extension,
                                 GHashTable *taken)
{
  g_autofree char *plain = rail_file_name_for_entry (entry, extension);
  g_autofree char *name = g_strdup (plain);
  g_autofree char *key = g_utf8_casefold (name, -1);
  guint number = rail_entry_get_id (entry);

  while (g_hash_table_contains (taken, key))
    {
      g_free (name);
      g_free (key);
      name = rail_file_name_with_number (plain, number++);
      key = g_utf8_casefold (name, -1);
    }
  g_hash_table_add (taken, g_steal_pointer (&key));
  return g_steal_pointer (&name);
}

/**
 * rail_file_name_for_store:
 * @certificate: a certificate
 * @extension: the ending without its dot, "der" for the certificate, "crl" for the revocation list it has signed
 *
 * Names a file in an OPC UA certificate store: common name and SHA-1 thumbprint, as the OPC Foundation's .NET stack names
 * its own. The thumbprint keeps two authorities of one name apart.
 *
 * Returns: (transfer full): the file name
 */
char *
rail_file_name_for_store (RailCertificate *certificate,
                          const char      *extension)
{
  const char *common_name;
  g_autofree char *stem = NULL;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (extension != NULL && extension[0] != '.', NULL);

  common_name = rail_certificate_get_common_name (certificate);
  stem = rail_file_name_sanitize (common_name != NULL ? common_name : "");
  return g_strdup_printf ("%s [%s].%s", stem, rail_certificate_get_fingerprint_sha1 (certificate), extension);
}

/**
 * rail_file_name_for_key:
 * @file_name: the file name of a certificate
 *
 * Names the key file that belongs to a certificate file: `uaexpert.der` has `uaexpert_key.pem`, the pair of names that
 * UaExpert reads (Using certificates with TIA Portal, §2.4.4).
 *
 * Returns: (transfer full): the file name
 */
char *
rail_file_name_for_key (const char *file_name)
{
  g_return_val_if_fail (file_name != NULL, NULL);

  return g_strdup_printf ("%.*s_key.pem", (int) (find_extension (file_name) - file_name), file_name);
}

/**
 * rail_file_name_with_extension:
 * @file_name: a file name as somebody has typed it
 * @extension: the ending without its dot
 *
 * Gives @file_name the ending if it has none. What stands behind a dot is an ending if there is a letter in it, which the
 * last part of an address (“192.168.0.1”) has not; somebody who types an ending of their own keeps it.
 *
 * Returns: (transfer full): the file name
 */
char *
rail_file_name_with_extension (const char *file_name,
                               const char *extension)
{
  g_return_val_if_fail (file_name != NULL, NULL);
  g_return_val_if_fail (extension != NULL && extension[0] != '.', NULL);

  for (const char *p = find_extension (file_name); *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      return g_strdup (file_name);
  return g_strconcat (file_name, ".", extension, NULL);
}

/**
 * rail_file_name_with_number:
 * @file_name: a file name that is taken
 * @number: what tells this file from the other
 *
 * Returns: (transfer full): `NAME (NUMBER).EXT`
 */
char *
rail_file_name_with_number (const char *file_name,
                            guint       number)
{
  const char *extension;

  g_return_val_if_fail (file_name != NULL, NULL);

  extension = find_extension (file_name);
  return g_strdup_printf ("%.*s (%u)%s", (int) (extension - file_name), file_name, number, extension);
}
