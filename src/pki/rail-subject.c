/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-subject"

#include "config.h"

#include "rail-certificate-request-private.h"

#include "rail-pki-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const RailSubjectPartInfo part_infos[RAIL_SUBJECT_N_PARTS] = {
  [RAIL_SUBJECT_COUNTRY] = { "C", "2.5.4.6", 2 },
  [RAIL_SUBJECT_STATE] = { "ST", "2.5.4.8", 128 },
  [RAIL_SUBJECT_LOCALITY] = { "L", "2.5.4.7", 128 },
  [RAIL_SUBJECT_ORGANIZATION] = { "O", "2.5.4.10", 64 },
  [RAIL_SUBJECT_ORGANIZATIONAL_UNIT] = { "OU", "2.5.4.11", 64 },
  [RAIL_SUBJECT_COMMON_NAME] = { "CN", "2.5.4.3", 64 },
};

static gboolean
find_part (const char       *key,
           RailSubjectPart  *out_part,
           GError          **error)
{
  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    if (g_ascii_strcasecmp (key, part_infos[i].key) == 0 || g_str_equal (key, part_infos[i].oid))
      {
        *out_part = i;
        return TRUE;
      }
  g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
               _("The subject names “%s”, which is none of CN, O, OU, L, ST and C; leave it out"), key);
  return FALSE;
}

/* Reads one backslash escape, RFC 4514 §2.4: a special character as itself, any octet as two hexadecimal digits. */
static gboolean
read_escape (const char **cursor,
             GString     *value)
{
  const char *escape = *cursor + 1;

  if (escape[0] != '\0' && strchr ("\\\"+,;<> #=", escape[0]) != NULL)
    {
      g_string_append_c (value, escape[0]);
      *cursor += 2;
      return TRUE;
    }
  if (g_ascii_isxdigit (escape[0]) && g_ascii_isxdigit (escape[1]))
    {
      g_string_append_c (value, g_ascii_xdigit_value (escape[0]) << 4 | g_ascii_xdigit_value (escape[1]));
      *cursor += 3;
      return TRUE;
    }
  return FALSE;
}

/* Reads a value up to its comma and leaves @cursor there. Spaces around it do not count unless they are escaped. */
static char *
read_value (const char  **cursor,
            const char   *key,
            GError      **error)
{
  g_autoptr(GString) value = g_string_new (NULL);
  gsize kept = 0;
  gboolean fine = **cursor != '#';

  while (fine && **cursor != '\0' && **cursor != ',')
    {
      if (**cursor == '\\')
        {
          fine = read_escape (cursor, value);
          kept = value->len;
          continue;
        }
      fine = strchr ("\"+;<>", **cursor) == NULL;
      g_string_append_c (value, **cursor);
      if (**cursor != ' ')
        kept = value->len;
      *cursor += 1;
    }
  g_string_truncate (value, kept);

  if (!fine || strlen (value->str) != value->len || !g_utf8_validate (value->str, value->len, NULL))
    {
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                   _("The value of “%s” in the subject cannot be read; put a backslash before each of \\ \" + , ; < >"),
                   key);
      return NULL;
    }
  return g_strdup (value->str);
}

/**
 * rail_subject_part_get_info:
 * @part: a part of a subject
 *
 * Returns: (transfer none): its short name, object identifier and limit
 */
const RailSubjectPartInfo *
rail_subject_part_get_info (RailSubjectPart part)
{
  g_return_val_if_fail ((guint) part < RAIL_SUBJECT_N_PARTS, NULL);

  return &part_infos[part];
}

/**
 * rail_subject_parse:
 * @rfc4514: a subject as text, such as `O=Waterworks\, North,C=DE`
 * @parts: (out): the parts it names, each (transfer full); %NULL where it does not
 *
 * Takes a distinguished name in the string form of RFC 4514 apart. Every part may occur once; relative names of several
 * values (joined by “+”) and values in hexadecimal (“#…”) are refused. On an error @parts is all %NULL.
 *
 * Returns: %FALSE with @error, RAIL_PKI_ERROR_MALFORMED, when @rfc4514 cannot be read
 */
gboolean
rail_subject_parse (const char  *rfc4514,
                    char        *parts[RAIL_SUBJECT_N_PARTS],
                    GError     **error)
{
  g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  const char *cursor = rfc4514;

  g_return_val_if_fail (rfc4514 != NULL, FALSE);

  g_ptr_array_set_size (owned, RAIL_SUBJECT_N_PARTS);
  memset (parts, 0, sizeof *parts * RAIL_SUBJECT_N_PARTS);
  while (*(cursor += strspn (cursor, " ")) != '\0')
    {
      const char *equals = cursor + strcspn (cursor, "=,");
      g_autofree char *key = g_strchomp (g_strndup (cursor, equals - cursor));
      RailSubjectPart part;
      char *value;

      if (*equals != '=')
        {
          g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                       _("“%s” in the subject has no “=”; write parts like O=Company,C=DE"), key);
          return FALSE;
        }
      if (!find_part (key, &part, error))
        return FALSE;
      if (owned->pdata[part] != NULL)
        {
          g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                       _("The subject names “%s” twice; keep one of them"), key);
          return FALSE;
        }
      cursor = equals + 1 + strspn (equals + 1, " ");
      if ((value = read_value (&cursor, key, error)) == NULL)
        return FALSE;
      owned->pdata[part] = value;
      cursor += *cursor == ',';
    }

  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    parts[i] = g_steal_pointer (&owned->pdata[i]);
  return TRUE;
}
