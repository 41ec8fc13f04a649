/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-asn1-private.h"

#include <string.h>

#include "make.h"
#include "peer.h"
#include "rail-test.h"

/* A key of 16 bits, with the algorithm 1.2.3 and NULL for its parameters. */
#define INFO "\x30\x0d\x30\x06\x06\x02\x2a\x03\x05\x00\x03\x03\x00\xab\xcd"
#define INFO_SIZE (sizeof INFO - 1)
#define BITS_OFFSET 10

static void
assert_bytes (GBytes        *bytes,
              gconstpointer  data,
              gsize          size)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, size);
}

static void
test_bits_of_a_key_are_read (void)
{
  g_auto(asn1_node) info = rail_asn1_decode (RAIL_ASN1_SUBJECT_PUBLIC_KEY_INFO, INFO, INFO_SIZE);
  g_autoptr(GBytes) bits = NULL;
  g_autoptr(GBytes) again = NULL;

  g_assert_nonnull (info);
  bits = rail_asn1_read_bits (info, "subjectPublicKey");
  assert_bytes (bits, "\xab\xcd", 2);
  again = rail_asn1_encode (info, "");
  assert_bytes (again, INFO, INFO_SIZE);
  g_assert_null (rail_asn1_read_bits (info, "privateKey"));
}

static void
test_bits_that_are_no_bytes_are_refused (void)
{
  /* None at all, and 12. */
  const char * const keys[] = { "\x03\x01\x00", "\x03\x03\x04\xab\xc0" };
  const gsize sizes[] = { 3, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      guint8 der[INFO_SIZE];
      g_auto(asn1_node) info = NULL;

      memcpy (der, INFO, BITS_OFFSET);
      memcpy (der + BITS_OFFSET, keys[i], sizes[i]);
      der[1] = BITS_OFFSET - 2 + sizes[i];
      info = rail_asn1_decode (RAIL_ASN1_SUBJECT_PUBLIC_KEY_INFO, der, BITS_OFFSET + sizes[i]);
      g_assert_nonnull (info);
      g_assert_null (rail_asn1_read_bits (info, "subjectPublicKey"));
    }
}

static void
test_empty_value_has_no_fields (void)
{
  g_auto(asn1_node) info = rail_asn1_decode (RAIL_ASN1_SUBJECT_PUBLIC_KEY_INFO, "\x30\x00", 2);

  g_assert_nonnull (info);
  g_assert_null (rail_asn1_read_bits (info, "subjectPublicKey"));
}

static void
assert_refused (gconstpointer data,
                gsize         size)
{
  /* A copy of exactly this size, so that reading beyond it is noticed. */
  g_autofree guint8 *copy = g_memdup2 (data, size);

  g_assert_null (rail_asn1_decode (RAIL_ASN1_SUBJECT_PUBLIC_KEY_INFO, copy, size));
}

static void
test_broken_values_are_refused (void)
{
  const struct
  {
    const char *data;
    gsize       size;
  } cases[] = {
    { "\x31\x00", 2 }, { "\x30\x01", 2 }, { "\x30\x81", 2 }, { "\x30\x82\x00", 3 }, { "\x30\x84\xff\xff\xff\xff", 6 },
    { "\x30\x85\x00\x00\x00\x00\x00", 7 },
    { INFO "\x00", INFO_SIZE + 1 },
    /* Of indefinite length, which DER does not have. */
    { "\x30\x80\x30\x06\x06\x02\x2a\x03\x05\x00\x03\x03\x00\xab\xcd\x00\x00", INFO_SIZE + 2 },
    /* A length that DER would write in one byte. */
    { "\x30\x81\x0d\x30\x06\x06\x02\x2a\x03\x05\x00\x03\x03\x00\xab\xcd", INFO_SIZE + 1 },
    /* A key that says to be longer than what contains it. */
    { "\x30\x0d\x30\x06\x06\x02\x2a\x03\x05\x00\x03\x7f\x00\xab\xcd", INFO_SIZE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].data, cases[i].size);
  for (gsize size = 0; size < INFO_SIZE; size++)
    assert_refused (INFO, size);
}

static void
test_lists_of_openssl_come_out_the_same (void)
{
  const char * const names[] = { "empty-rsa.crl", "empty-ec.crl", "revoked-rsa.crl" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GBytes) der = make_golden (names[i]);
      g_auto(asn1_node) list =
        rail_asn1_decode (RAIL_ASN1_CERTIFICATE_LIST, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
      g_autoptr(GBytes) again = NULL;

      g_assert_nonnull (list);
      again = rail_asn1_encode (list, "");
      assert_bytes (again, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
    }
}

static void
test_cut_off_list_is_refused (void)
{
  g_autoptr(GBytes) der = make_golden ("revoked-rsa.crl");

  for (gsize size = 0; size < g_bytes_get_size (der); size++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (der, NULL), size);

      g_assert_null (rail_asn1_decode (RAIL_ASN1_CERTIFICATE_LIST, copy, size));
    }
}

static void
test_field_left_out_is_not_written (void)
{
  g_autoptr(GBytes) der = make_golden ("revoked-rsa.crl");
  g_auto(asn1_node) list =
    rail_asn1_decode (RAIL_ASN1_CERTIFICATE_LIST, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *text = NULL;
  g_autoptr(GBytes) shorter = NULL;

  g_assert_cmpint (asn1_write_value (list, "tbsCertList.revokedCertificates", NULL, 0), ==, ASN1_SUCCESS);
  g_assert_null (rail_asn1_encode (list, "tbsCertList.revokedCertificates"));
  shorter = rail_asn1_encode (list, "");
  rail_test_write (folder, "list", g_bytes_get_data (shorter, NULL), g_bytes_get_size (shorter));
  text = peer_run (folder, "openssl crl -inform DER -in list -noout -text");
  rail_assert_contains (text, "No Revoked Certificates");
  rail_assert_contains (text, "X509v3 CRL Number");
  rail_test_remove_folder (folder);
}

static void
test_text_of_every_length_is_written (void)
{
  /* Around each length at which the header grows, with the header that X.690 §8.1.3 gives it. */
  const struct
  {
    gsize       size;
    gsize       header_size;
    const char *header;
  } cases[] = {
    { 0, 2, "\x0c\x00" }, { 127, 2, "\x0c\x7f" }, { 128, 3, "\x0c\x81\x80" }, { 255, 3, "\x0c\x81\xff" },
    { 256, 4, "\x0c\x82\x01\x00" }, { 65535, 4, "\x0c\x82\xff\xff" }, { 65536, 5, "\x0c\x83\x01\x00\x00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strnfill (cases[i].size, 'x');
      g_autofree char *expected = g_malloc (cases[i].header_size + cases[i].size);
      g_autoptr(GBytes) der = rail_asn1_encode_utf8 (text);

      memcpy (expected, cases[i].header, cases[i].header_size);
      memcpy (expected + cases[i].header_size, text, cases[i].size);
      assert_bytes (der, expected, cases[i].header_size + cases[i].size);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pki/asn1/bits-of-a-key-are-read", test_bits_of_a_key_are_read);
  g_test_add_func ("/pki/asn1/bits-that-are-no-bytes-are-refused", test_bits_that_are_no_bytes_are_refused);
  g_test_add_func ("/pki/asn1/empty-value-has-no-fields", test_empty_value_has_no_fields);
  g_test_add_func ("/pki/asn1/broken-values-are-refused", test_broken_values_are_refused);
  g_test_add_func ("/pki/asn1/lists-of-openssl-come-out-the-same", test_lists_of_openssl_come_out_the_same);
  g_test_add_func ("/pki/asn1/cut-off-list-is-refused", test_cut_off_list_is_refused);
  g_test_add_func ("/pki/asn1/field-left-out-is-not-written", test_field_left_out_is_not_written);
  g_test_add_func ("/pki/asn1/text-of-every-length-is-written", test_text_of_every_length_is_written);
  return g_test_run ();
}
