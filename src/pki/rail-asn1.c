/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-asn1"

#include "config.h"

#include "rail-asn1-private.h"

#include <string.h>

static gpointer
read_definitions (gpointer unused)
{
  asn1_node definitions = NULL;

  if (asn1_array2tree (rail_asn1_definitions, &definitions, NULL) != ASN1_SUCCESS)
    g_error ("The ASN.1 definitions that this program was built with cannot be read");
  return definitions;
}

static asn1_node
get_definitions (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, read_definitions, NULL);
}

/*< private >
 * rail_asn1_decode:
 * @type: a type of rail.asn, with the name of the module
 * @data: DER
 * @size: the number of bytes of @data
 *
 * Reads a value, for the few that GnuTLS gives no access to. All bytes must belong to it. An empty SEQUENCE passes for
 * any other, as libtasn1 has it; no field can be read from it then.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if @data is not the DER of one
 */
asn1_node
rail_asn1_decode (const char    *type,
                  gconstpointer  data,
                  gsize          size)
{
  g_auto(asn1_node) value = NULL;
  g_autoptr(GBytes) given = g_bytes_new_static (data, size);
  g_autoptr(GBytes) written = NULL;
  int left;

  g_return_val_if_fail (size <= G_MAXINT, NULL);

  left = size;
  if (asn1_create_element (get_definitions (), type, &value) != ASN1_SUCCESS
      || asn1_der_decoding2 (&value, data, &left, ASN1_DECODE_FLAG_STRICT_DER, NULL) != ASN1_SUCCESS)
    return NULL;

  /* Even when strict, libtasn1 takes a length with more bytes than needed, and a cut-off one for 0. DER has one form. */
  written = rail_asn1_encode (value, "");
  return written != NULL && g_bytes_equal (written, given) ? g_steal_pointer (&value) : NULL;
}

/*< private >
 * rail_asn1_encode:
 * @value: a value
 * @field: one of its fields, or "" for all of it
 *
 * Writes DER.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL if the field is left out or not complete
 */
GBytes *
rail_asn1_encode (asn1_node_const  value,
                  const char      *field)
{
  g_autofree guint8 *der = NULL;
  int size = 0;

  if (asn1_der_coding (value, field, NULL, &size, NULL) != ASN1_MEM_ERROR)
    return NULL;
  der = g_malloc (size);
  if (asn1_der_coding (value, field, der, &size, NULL) != ASN1_SUCCESS)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&der), size);
}

/*< private >
 * rail_asn1_read_bits:
 * @value: a value
 * @field: one of its fields, a BIT STRING of whole bytes
 *
 * Gives the bits without the count of those that are not used.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL if there is no such field, or it is empty or ends within
 *   a byte
 */
GBytes *
rail_asn1_read_bits (asn1_node_const  value,
                     const char      *field)
{
  g_autofree guint8 *data = NULL;
  int n_bits = 0;
  int size;

  if (asn1_read_value (value, field, NULL, &n_bits) != ASN1_MEM_ERROR || n_bits % 8 != 0)
    return NULL;
  size = n_bits / 8;
  data = g_malloc (size);
  n_bits = size;
  if (asn1_read_value (value, field, data, &n_bits) != ASN1_SUCCESS)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/*< private >
 * rail_asn1_encode_utf8:
 * @text: text
 *
 * Writes DER of a UTF8String.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL if @text is too long for libtasn1
 */
GBytes *
rail_asn1_encode_utf8 (const char *text)
{
  guint8 header[ASN1_MAX_TL_SIZE];
  guint header_size = sizeof header;
  gsize size = strlen (text);
  GByteArray *der;
  int code;

  if (size > G_MAXINT)
    return NULL;
  code = asn1_encode_simple_der (ASN1_ETYPE_UTF8_STRING, (const guchar *) text, size, header, &header_size);
  if (code != ASN1_SUCCESS)
    return NULL;
  der = g_byte_array_sized_new (header_size + size);
  g_byte_array_append (der, header, header_size);
  g_byte_array_append (der, (const guint8 *) text, size);
  return g_byte_array_free_to_bytes (der);
}
