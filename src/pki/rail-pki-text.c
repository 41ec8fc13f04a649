/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-pki-text"

#include "config.h"

#include "rail-pki-private.h"

#include <string.h>

/*< private >
 * rail_pki_datum_clear:
 * @datum: bytes that GnuTLS allocated, or none
 *
 * Wipes and frees the bytes. What GnuTLS hands out may be a private key, so everything is wiped.
 */
void
rail_pki_datum_clear (gnutls_datum_t *datum)
{
  if (datum->data == NULL)
    return;

  gnutls_memset (datum->data, 0, datum->size);
  gnutls_free (datum->data);
  datum->data = NULL;
  datum->size = 0;
}

/*< private >
 * rail_pki_borrow_bytes:
 * @bytes: bytes
 *
 * Returns: the same bytes in the form that GnuTLS takes; valid as long as @bytes
 */
gnutls_datum_t
rail_pki_borrow_bytes (GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return (gnutls_datum_t) { (guint8 *) data, size };
}

/* Control characters break lines and tables; the direction marks make a name look like another one. */
static gboolean
is_harmful (gunichar character)
{
  return g_unichar_iscntrl (character)
         || (character >= 0x200e && character <= 0x200f)
         || (character >= 0x2028 && character <= 0x202e)
         || (character >= 0x2066 && character <= 0x2069);
}

/*< private >
 * rail_pki_text_from_bytes:
 * @data: (nullable): bytes that should be UTF-8
 * @size: their number
 *
 * Makes text out of what a certificate says that is safe to show: what is not UTF-8, control characters and marks that
 * change the direction of writing become U+FFFD.
 *
 * Returns: (transfer full): valid UTF-8 in one line
 */
char *
rail_pki_text_from_bytes (gconstpointer data,
                          gsize         size)
{
  g_autoptr(GString) text = NULL;
  g_autofree char *valid = NULL;

  if (size == 0)
    return g_strdup ("");

  valid = g_utf8_make_valid (data, size);
  text = g_string_sized_new (size);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      g_string_append_unichar (text, is_harmful (character) ? 0xfffd : character);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/*< private >
 * rail_pki_hex_from_bytes:
 * @data: (nullable): bytes
 * @size: their number
 *
 * Returns: (transfer full): two upper-case hexadecimal digits for each byte
 */
char *
rail_pki_hex_from_bytes (gconstpointer data,
                         gsize         size)
{
  static const char digits[] = "0123456789ABCDEF";
  const guint8 *bytes = data;
  char *hex = g_malloc (2 * size + 1);

  for (gsize i = 0; i < size; i++)
    {
      hex[2 * i] = digits[bytes[i] >> 4];
      hex[2 * i + 1] = digits[bytes[i] & 15];
    }
  hex[2 * size] = '\0';
  return hex;
}

/*< private >
 * rail_pki_hex_to_bytes:
 * @hex: hexadecimal digits of either case
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL if @hex is something else
 */
GBytes *
rail_pki_hex_to_bytes (const char *hex)
{
  gsize size = strlen (hex) / 2;
  g_autofree guint8 *data = g_malloc (size + 1);

  if (strlen (hex) % 2 != 0)
    return NULL;
  for (gsize i = 0; i < size; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = g_ascii_xdigit_value (hex[2 * i + 1]);

      if (high < 0 || low < 0)
        return NULL;
      data[i] = high << 4 | low;
    }
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/* Two's complement, big end first, in place. */
static void
negate (guint8 *bytes,
        gsize   size)
{
  guint carry = 1;

  for (gsize i = size; i > 0; i--)
    {
      guint sum = (guint8) ~bytes[i - 1] + carry;

      bytes[i - 1] = sum & 0xff;
      carry = sum >> 8;
    }
}

/*< private >
 * rail_pki_serial_to_hex:
 * @data: the content bytes of an INTEGER: two's complement, big end first
 * @size: their number
 *
 * Writes a serial number as openssl does: upper-case, whole bytes, without the zero byte that only marks it as
 * positive, and a minus before a negative one (forbidden by RFC 5280, seen in the field).
 *
 * Returns: (transfer full): the text, "00" for zero or nothing
 */
char *
rail_pki_serial_to_hex (gconstpointer data,
                        gsize         size)
{
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  g_autofree char *hex = NULL;
  gboolean negative = size > 0 && (bytes[0] & 0x80) != 0;
  gsize start = 0;

  if (negative)
    negate (bytes, size);
  while (start + 1 < size && bytes[start] == 0)
    start++;
  if (size == 0)
    return g_strdup ("00");

  hex = rail_pki_hex_from_bytes (bytes + start, size - start);
  return negative ? g_strconcat ("-", hex, NULL) : g_steal_pointer (&hex);
}

/*< private >
 * rail_pki_serial_from_hex:
 * @hex: what rail_pki_serial_to_hex() made
 *
 * Returns: (transfer full) (nullable): the shortest content bytes of the INTEGER, or %NULL if @hex is no serial number
 */
GBytes *
rail_pki_serial_from_hex (const char *hex)
{
  gboolean negative = hex[0] == '-';
  g_autoptr(GBytes) magnitude = rail_pki_hex_to_bytes (negative ? hex + 1 : hex);
  g_autofree guint8 *bytes = NULL;
  gsize start = 0;
  gsize size;

  if (magnitude == NULL || g_bytes_get_size (magnitude) == 0)
    return NULL;

  /* One more byte in front for the sign, then as many away as say nothing. */
  size = g_bytes_get_size (magnitude) + 1;
  bytes = g_malloc0 (size);
  memcpy (bytes + 1, g_bytes_get_data (magnitude, NULL), size - 1);
  if (negative)
    negate (bytes, size);
  while (start + 1 < size
         && ((bytes[start] == 0x00 && (bytes[start + 1] & 0x80) == 0)
             || (bytes[start] == 0xff && (bytes[start + 1] & 0x80) != 0)))
    start++;
  return g_bytes_new (bytes + start, size - start);
}
