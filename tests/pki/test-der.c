/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-der-private.h"

#include <string.h>

static void
test_written_elements_can_be_read (void)
{
  /* Around each length at which the header grows, with the header that X.690 §8.1.3 gives it. */
  const struct
  {
    gsize       size;
    gsize       header_size;
    const char *header;
  } cases[] = {
    { 0, 2, "\x30\x00" }, { 127, 2, "\x30\x7f" }, { 128, 3, "\x30\x81\x80" }, { 255, 3, "\x30\x81\xff" },
    { 256, 4, "\x30\x82\x01\x00" }, { 65535, 4, "\x30\x82\xff\xff" }, { 65536, 5, "\x30\x83\x01\x00\x00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *contents = g_malloc0 (cases[i].size + 1);
      g_autoptr(GByteArray) written = g_byte_array_new ();
      RailDer rest;
      RailDer whole;
      RailDer read;

      memset (contents, 'x', cases[i].size);
      rail_der_append (written, RAIL_DER_SEQUENCE, contents, cases[i].size);
      g_assert_cmpuint (written->len, ==, cases[i].header_size + cases[i].size);
      g_assert_cmpmem (written->data, cases[i].header_size, cases[i].header, cases[i].header_size);
      rest = (RailDer) { written->data, written->len };
      g_assert_true (rail_der_take (&rest, RAIL_DER_SEQUENCE, &whole, &read));
      g_assert_cmpuint (rest.size, ==, 0);
      g_assert_cmpmem (whole.data, whole.size, written->data, written->len);
      g_assert_cmpmem (read.data, read.size, contents, cases[i].size);
    }
}

static void
test_broken_elements_are_refused (void)
{
  const struct
  {
    const char *data;
    gsize       size;
  } cases[] = {
    { "", 0 }, { "\x30", 1 }, { "\x31\x00", 2 }, { "\x30\x01", 2 }, { "\x30\x81", 2 }, { "\x30\x82\x00", 3 },
    { "\x30\x84\xff\xff\xff\xff", 6 }, { "\x30\x85\x00\x00\x00\x00\x00", 7 },
    { "\x30\x80\x00\x00", 4 },   /* of indefinite length, which DER does not have */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* A copy of exactly this size, so that reading beyond it is noticed. */
      g_autofree guint8 *data = g_memdup2 (cases[i].data, cases[i].size);
      RailDer rest = { data, cases[i].size };

      g_assert_false (rail_der_take (&rest, RAIL_DER_SEQUENCE, NULL, NULL));
      g_assert_true (rest.data == data);
      g_assert_cmpuint (rest.size, ==, cases[i].size);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pki/der/written-elements-can-be-read", test_written_elements_can_be_read);
  g_test_add_func ("/pki/der/broken-elements-are-refused", test_broken_elements_are_refused);
  return g_test_run ();
}
