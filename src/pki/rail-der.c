/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-der"

#include "config.h"

#include "rail-der-private.h"

#include <libtasn1.h>

/* A tag of one byte, and a length of up to 32 bits behind its own length. */
#define MAX_HEADER_SIZE 6

/*< private >
 * rail_der_take:
 * @rest: what is left to read; the element is taken off its front
 * @tag: the tag that the element must have, or 0 for any
 * @out_whole: (out) (optional): the element
 * @out_contents: (out) (optional): the element without its header; may be @rest, to go on inside
 *
 * Takes one DER element apart with libtasn1. Only for the few places that GnuTLS gives no access to: the bits of a public
 * key (RFC 5280 §4.2.1.2) and the optional field of a revocation list that GnuTLS writes empty.
 *
 * Returns: %FALSE, with @rest as it was, if there is no such element
 */
gboolean
rail_der_take (RailDer *rest,
               guint8   tag,
               RailDer *out_whole,
               RailDer *out_contents)
{
  unsigned char class;
  unsigned long number;
  int tag_size;
  int length_size;
  long length;
  RailDer whole;
  gsize header;

  if (rest->size == 0 || rest->size > G_MAXINT || (tag != 0 && rest->data[0] != tag))
    return FALSE;
  if (asn1_get_tag_der (rest->data, rest->size, &class, &tag_size, &number) != ASN1_SUCCESS)
    return FALSE;
  length = asn1_get_length_der (rest->data + tag_size, rest->size - tag_size, &length_size);
  if (length < 0)
    return FALSE;

  header = tag_size + length_size;
  whole = (RailDer) { rest->data, header + length };
  rest->data += whole.size;
  rest->size -= whole.size;
  if (out_whole != NULL)
    *out_whole = whole;
  if (out_contents != NULL)
    *out_contents = (RailDer) { whole.data + header, length };
  return TRUE;
}

/*< private >
 * rail_der_append:
 * @out: where to write
 * @tag: the tag of the element, one byte
 * @contents: (nullable): what it contains
 * @size: the number of bytes of @contents
 *
 * Writes one DER element.
 */
void
rail_der_append (GByteArray    *out,
                 guint8         tag,
                 gconstpointer  contents,
                 gsize          size)
{
  guint8 header[MAX_HEADER_SIZE] = { tag };
  int length_size = sizeof header - 1;

  g_return_if_fail (size <= G_MAXUINT32);

  asn1_length_der (size, header + 1, &length_size);
  g_byte_array_append (out, header, 1 + length_size);
  g_byte_array_append (out, contents, size);
}
