/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-asn1"

#include "config.h"

#include "rail-asn1-private.h"

#include <gnutls/gnutls.h>
#include <stdlib.h>
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
 * rail_asn1_clear:
 * @value: (inout): a value, or %NULL
 *
 * Wipes and frees a value.
 */
void
rail_asn1_clear (asn1_node *value)
{
  asn1_delete_structure2 (value, ASN1_DELETE_FLAG_ZEROIZE);
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
 * rail_asn1_decode_lax:
 * @type: a type of rail.asn, with the name of the module
 * @data: BER
 * @size: the number of bytes of @data
 *
 * Reads a value as other programs write it: NSS and Windows give lengths only where they must, and split long strings
 * (X.690 §8.1.3.6, §8.7). All bytes must belong to it.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if @data is not the BER of one
 */
asn1_node
rail_asn1_decode_lax (const char    *type,
                      gconstpointer  data,
                      gsize          size)
{
  g_auto(asn1_node) value = NULL;
  int left;

  g_return_val_if_fail (size <= G_MAXINT, NULL);

  left = size;
  if (asn1_create_element (get_definitions (), type, &value) != ASN1_SUCCESS
      || asn1_der_decoding2 (&value, data, &left, 0, NULL) != ASN1_SUCCESS)
    return NULL;
  return g_steal_pointer (&value);
}

/*< private >
 * rail_asn1_create:
 * @type: a type of rail.asn, with the name of the module
 *
 * Returns: (transfer full): an empty value to be filled
 */
asn1_node
rail_asn1_create (const char *type)
{
  asn1_node value = NULL;

  if (asn1_create_element (get_definitions (), type, &value) != ASN1_SUCCESS)
    g_error ("The type %s is not in the ASN.1 definitions", type);
  return value;
}

/*< private >
 * rail_asn1_measure:
 * @data: bytes
 * @size: their number
 *
 * Finds the end of the SEQUENCE that @data begins with.
 *
 * Returns: its size, header included; @size if it does not tell its length; −1 if there is none, or it goes beyond @size
 */
gssize
rail_asn1_measure (gconstpointer data,
                   gsize         size)
{
  guchar class;
  gulong tag;
  int tag_size;
  int length_size;
  glong length;

  if (size > G_MAXINT || asn1_get_tag_der (data, size, &class, &tag_size, &tag) != ASN1_SUCCESS
      || class != (ASN1_CLASS_UNIVERSAL | ASN1_CLASS_STRUCTURED) || tag != ASN1_TAG_SEQUENCE
      || (gsize) tag_size >= size)
    return -1;
  length = asn1_get_length_der ((const guchar *) data + tag_size, size - tag_size, &length_size);
  if (length == -1)
    return size;
  return length >= 0 ? tag_size + length_size + length : -1;
}

/*< private >
 * rail_asn1_count:
 * @value: a value
 * @field: one of its fields, a SEQUENCE OF or SET OF
 *
 * Returns: how many elements it has, 0 if it is left out
 */
guint
rail_asn1_count (asn1_node_const  value,
                 const char      *field)
{
  int n_elements = 0;

  return asn1_number_of_elements (value, field, &n_elements) == ASN1_SUCCESS ? MAX (n_elements, 0) : 0;
}

/*< private >
 * rail_asn1_read:
 * @value: a value
 * @field: one of its fields: an OCTET STRING, which is given without its header, or ANY, with it
 *
 * Returns: (transfer full) (nullable): the bytes, %NULL if the field is left out
 */
GBytes *
rail_asn1_read (asn1_node_const  value,
                const char      *field)
{
  g_autofree guint8 *data = NULL;
  int size = 0;
  int code = asn1_read_value (value, field, NULL, &size);

  if (code == ASN1_SUCCESS && size == 0)
    return g_bytes_new (NULL, 0);
  if (code != ASN1_MEM_ERROR)
    return NULL;
  data = g_malloc (size);
  if (asn1_read_value (value, field, data, &size) != ASN1_SUCCESS)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/*< private >
 * rail_asn1_read_secret:
 * @value: a value
 * @field: one of its fields, as for rail_asn1_read()
 *
 * Returns: (transfer full) (nullable): the bytes, %NULL if the field is left out
 */
RailSecret *
rail_asn1_read_secret (asn1_node_const  value,
                       const char      *field)
{
  g_autoptr(RailSecret) secret = NULL;
  guint8 *data;
  int size = 0;

  if (asn1_read_value (value, field, NULL, &size) != ASN1_MEM_ERROR)
    return NULL;
  secret = rail_secret_new_uninitialized (size, &data);
  return asn1_read_value (value, field, data, &size) == ASN1_SUCCESS ? g_steal_pointer (&secret) : NULL;
}

/*< private >
 * rail_asn1_read_oid:
 * @value: a value
 * @field: one of its fields, an OBJECT IDENTIFIER
 * @oid: (out caller-allocates): it as text
 *
 * Returns: whether it is there and not too long
 */
gboolean
rail_asn1_read_oid (asn1_node_const  value,
                    const char      *field,
                    char             oid[RAIL_ASN1_OID_SIZE])
{
  int size = RAIL_ASN1_OID_SIZE;

  return asn1_read_value (value, field, oid, &size) == ASN1_SUCCESS;
}

/*< private >
 * rail_asn1_read_number:
 * @value: a value
 * @field: one of its fields, an INTEGER
 * @out_number: (out): it
 *
 * Returns: whether it is there, not negative and fits
 */
gboolean
rail_asn1_read_number (asn1_node_const  value,
                       const char      *field,
                       guint64         *out_number)
{
  guint8 bytes[sizeof *out_number + 1];
  int size = sizeof bytes;

  if (asn1_read_value (value, field, bytes, &size) != ASN1_SUCCESS || size < 1 || (bytes[0] & 0x80) != 0
      || (size == sizeof bytes && bytes[0] != 0))
    return FALSE;
  *out_number = 0;
  for (int i = 0; i < size; i++)
    *out_number = *out_number << 8 | bytes[i];
  return TRUE;
}

/*< private >
 * rail_asn1_read_octets:
 * @data: BER of an OCTET STRING, perhaps in pieces
 * @size: the number of bytes of @data
 *
 * Returns: (transfer full) (nullable): its contents, or %NULL if @data is something else
 */
RailSecret *
rail_asn1_read_octets (gconstpointer data,
                       gsize         size)
{
  RailSecret *secret;
  guchar *octets = NULL;
  guint octets_size = 0;

  g_return_val_if_fail (size <= G_MAXINT, NULL);

  if (asn1_decode_simple_ber (ASN1_ETYPE_OCTET_STRING, data, size, &octets, &octets_size, NULL) != ASN1_SUCCESS)
    return NULL;
  secret = rail_secret_new (octets, octets_size);
  gnutls_memset (octets, 0, octets_size);
  free (octets);
  return secret;
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
 * rail_asn1_encode_secret:
 * @value: a value
 * @field: one of its fields, or "" for all of it
 *
 * Writes DER of a secret.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL if the field is left out or not complete
 */
RailSecret *
rail_asn1_encode_secret (asn1_node_const  value,
                         const char      *field)
{
  g_autoptr(RailSecret) secret = NULL;
  guint8 *der;
  int size = 0;

  if (asn1_der_coding (value, field, NULL, &size, NULL) != ASN1_MEM_ERROR)
    return NULL;
  secret = rail_secret_new_uninitialized (size, &der);
  return asn1_der_coding (value, field, der, &size, NULL) == ASN1_SUCCESS ? g_steal_pointer (&secret) : NULL;
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
