/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-der"

#include "config.h"

#include "rail-der-private.h"

/* No element of what this room handles is longer. */
#define MAX_LENGTH_BYTES 4

/*< private >
 * rail_der_take:
 * @rest: what is left to read; the element is taken off its front
 * @tag: the tag that the element must have, or 0 for any
 * @out_whole: (out) (optional): the element
 * @out_contents: (out) (optional): the element without its header; may be @rest, to go on inside
 *
 * Reads the header of one DER element (X.690 §8.1). Only for the few places that GnuTLS gives no access to.
 *
 * Returns: %FALSE, with @rest as it was, if there is no such element
 */
gboolean
rail_der_take (RailDer *rest,
               guint8   tag,
               RailDer *out_whole,
               RailDer *out_contents)
{
  gsize header = 2;
  gsize length;
  RailDer whole;

  if (rest->size < header || (tag != 0 && rest->data[0] != tag))
    return FALSE;
  length = rest->data[1];
  if ((length & 0x80) != 0)
    {
      gsize n_length_bytes = length & 0x7f;

      if (n_length_bytes == 0 || n_length_bytes > MAX_LENGTH_BYTES || rest->size < header + n_length_bytes)
        return FALSE;
      length = 0;
      for (gsize i = 0; i < n_length_bytes; i++)
        length = length << 8 | rest->data[header + i];
      header += n_length_bytes;
    }
  if (length > rest->size - header)
    return FALSE;

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
 * @tag: the tag of the element
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
  guint8 header[2 + MAX_LENGTH_BYTES] = { tag };
  gsize n_length_bytes = 0;

  g_return_if_fail (size <= G_MAXUINT32);

  if (size < 0x80)
    header[1] = size;
  else
    {
      for (gsize left = size; left > 0; left >>= 8)
        n_length_bytes++;
      header[1] = 0x80 | n_length_bytes;
      for (gsize i = 0; i < n_length_bytes; i++)
        header[2 + i] = size >> (8 * (n_length_bytes - 1 - i));
    }
  g_byte_array_append (out, header, 2 + n_length_bytes);
  g_byte_array_append (out, contents, size);
}
