/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-xml-node.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the schema has let through is not trusted any further here: what is missing reads as empty, never as NULL. */

static xmlNode *
skip_to_element (xmlNode    *node,
                 const char *name)
{
  while (node != NULL && !rail_xml_node_is (node, name))
    node = node->next;
  return node;
}

/* RFC 4648 §4: the value of each digit plus one, so that what is no digit stays 0. */
static const guint8 base64_values[256] = {
  ['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
  ['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52,
  ['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
  ['+'] = 63, ['/'] = 64,
};

/* Decodes four digits at a time, as far as there is nothing but digits: that is all of it but the end, in what Certrail
 * writes. NUL is no digit. Returns where it stopped. */
static const char *
decode_quads (const char *text,
              guint8     *out,
              gsize      *out_size)
{
  const guint8 *p = (const guint8 *) text;
  guint8 *to = out;
  guint a, b, c, d;

  while ((a = base64_values[p[0]]) != 0 && (b = base64_values[p[1]]) != 0 && (c = base64_values[p[2]]) != 0 &&
         (d = base64_values[p[3]]) != 0)
    {
      guint bits = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);

      to[0] = bits >> 16;
      to[1] = bits >> 8;
      to[2] = bits;
      p += 4;
      to += 3;
    }
  *out_size = to - out;
  return (const char *) p;
}

/* g_base64_decode() skips what it does not know, so a flipped bit would shift all that follows: this one refuses.
 * Returns the number of bytes, or −1. */
static gssize
decode_base64 (const char *text,
               guint8     *out)
{
  guint32 bits = 0;
  guint n_bits = 0, n_digits = 0, n_padding = 0;
  gsize size;

  for (const char *p = decode_quads (text, out, &size); *p != '\0'; p++)
    {
      guint value = base64_values[(guint8) *p];

      if (value != 0 && n_padding == 0)
        {
          bits = bits << 6 | (value - 1);
          n_bits += 6;
          if (n_bits >= 8)
            {
              n_bits -= 8;
              out[size++] = bits >> n_bits;
            }
        }
      else if (g_ascii_isspace (*p))
        continue;
      else if (*p != '=' || ++n_padding > 2)
        return -1;
      n_digits++;
    }
  if (n_digits % 4 != 0 || n_bits != n_padding * 2 || (bits & ((1u << n_bits) - 1)) != 0)
    return -1;
  return size;
}

static guint8 *
decode_node (const RailXmlSource  *source,
             xmlNode              *node,
             gsize                *out_size,
             GError              **error)
{
  const char *text = rail_xml_node_get_text (node);
  guint8 *data = g_malloc (strlen (text) / 4 * 3 + 3);
  gssize size = decode_base64 (text, data);

  if (size > 0)
    {
      *out_size = size;
      return data;
    }
  g_free (data);
  rail_xml_source_set_damaged (source, node != NULL ? xmlGetLineNo (node) : 0, error, _("the base64 text is broken"));
  return NULL;
}

/**
 * rail_xml_node_is:
 * @node: a node
 * @name: (nullable): a local name, or %NULL for any
 *
 * Returns: whether @node is an element of that name; the schema has checked its namespace
 */
gboolean
rail_xml_node_is (xmlNode    *node,
                  const char *name)
{
  return node->type == XML_ELEMENT_NODE && (name == NULL || xmlStrEqual (node->name, BAD_CAST name));
}

/**
 * rail_xml_node_get_first:
 * @parent: (nullable): an element
 * @name: (nullable): a local name, or %NULL for any
 *
 * Returns: (transfer none) (nullable): its first element of that name
 */
xmlNode *
rail_xml_node_get_first (xmlNode    *parent,
                         const char *name)
{
  return parent != NULL ? skip_to_element (parent->children, name) : NULL;
}

/**
 * rail_xml_node_get_next:
 * @node: an element
 * @name: (nullable): a local name, or %NULL for any
 *
 * Returns: (transfer none) (nullable): the next element of that name behind it
 */
xmlNode *
rail_xml_node_get_next (xmlNode    *node,
                        const char *name)
{
  return skip_to_element (node->next, name);
}

/**
 * rail_xml_node_find:
 * @parent: (nullable): an element
 * @...: local names, downwards, then %NULL
 *
 * Returns: (transfer none) (nullable): the element that this path leads to
 */
xmlNode *
rail_xml_node_find (xmlNode *parent,
                    ...)
{
  const char *name;
  va_list names;

  va_start (names, parent);
  while ((name = va_arg (names, const char *)) != NULL)
    parent = rail_xml_node_get_first (parent, name);
  va_end (names);
  return parent;
}

/**
 * rail_xml_node_get_text:
 * @node: (nullable): an element that holds text only
 *
 * Returns: (transfer none): the text, empty if there is none
 */
const char *
rail_xml_node_get_text (xmlNode *node)
{
  if (node == NULL || node->children == NULL || node->children->type != XML_TEXT_NODE ||
      node->children->next != NULL || node->children->content == NULL)
    return "";
  return (const char *) node->children->content;
}

/**
 * rail_xml_node_get_attribute:
 * @node: an element
 * @name: the name of an attribute without namespace
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
rail_xml_node_get_attribute (xmlNode    *node,
                             const char *name)
{
  xmlAttr *attribute = xmlHasNsProp (node, BAD_CAST name, NULL);

  return attribute != NULL ? rail_xml_node_get_text ((xmlNode *) attribute) : NULL;
}

/**
 * rail_xml_node_read_number:
 * @source: where the XML comes from
 * @node: the element, for its line
 * @what: what the number is, for the error
 * @text: (nullable): decimal digits
 * @max: the largest number allowed; the smallest is 1
 * @out_number: (out): the number
 * @error: return location for an error
 *
 * Returns: whether @text is such a number
 */
gboolean
rail_xml_node_read_number (const RailXmlSource  *source,
                           xmlNode              *node,
                           const char           *what,
                           const char           *text,
                           guint                 max,
                           guint                *out_number,
                           GError              **error)
{
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, max, &number, NULL))
    {
      rail_xml_source_set_damaged (source, xmlGetLineNo (node), error, _("%s is not a number from 1 to %u"), what,
                                   max);
      return FALSE;
    }
  *out_number = number;
  return TRUE;
}

/**
 * rail_xml_node_read_time:
 * @source: where the XML comes from
 * @node: an element
 * @attribute: the name of an attribute that must be there
 * @out_time: (out): its value, in seconds since 1970
 * @error: return location for an error
 *
 * Returns: whether it is a time in UTC
 */
gboolean
rail_xml_node_read_time (const RailXmlSource  *source,
                         xmlNode              *node,
                         const char           *attribute,
                         gint64               *out_time,
                         GError              **error)
{
  const char *text = rail_xml_node_get_attribute (node, attribute);
  g_autoptr(GDateTime) time = NULL;

  if (text != NULL && g_str_has_suffix (text, "Z"))
    time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    {
      rail_xml_source_set_damaged (source, xmlGetLineNo (node), error, _("the time in “%s” is no date in UTC"),
                                   attribute);
      return FALSE;
    }
  *out_time = g_date_time_to_unix (time);
  return TRUE;
}

/**
 * rail_xml_node_read_secret:
 * @source: where the XML comes from
 * @node: (nullable): an element that holds base64
 * @error: return location for an error
 *
 * Returns: (transfer full): the bytes in memory that is wiped, or %NULL with RAIL_STORAGE_ERROR_DAMAGED
 */
RailSecret *
rail_xml_node_read_secret (const RailXmlSource  *source,
                           xmlNode              *node,
                           GError              **error)
{
  gsize size;
  guint8 *data = decode_node (source, node, &size, error);
  RailSecret *secret;

  if (data == NULL)
    return NULL;
  secret = rail_secret_new (data, size);
  explicit_bzero (data, size);
  g_free (data);
  return secret;
}

/**
 * rail_xml_node_read_bytes:
 * @source: where the XML comes from
 * @node: (nullable): an element that holds base64
 * @error: return location for an error
 *
 * Returns: (transfer full): the bytes, at least one, or %NULL with RAIL_STORAGE_ERROR_DAMAGED
 */
GBytes *
rail_xml_node_read_bytes (const RailXmlSource  *source,
                          xmlNode              *node,
                          GError              **error)
{
  gsize size;
  guint8 *data = decode_node (source, node, &size, error);

  return data != NULL ? g_bytes_new_take (data, size) : NULL;
}
