/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-alternative-name.h"

#include <string.h>

#include "peer.h"
#include "rail-pki-private.h"
#include "rail-test.h"

static const struct
{
  const char   *text;
  RailNameType  type;
  const char   *value;
} good[] = {
  { "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1", RAIL_NAME_TYPE_URI,
    "urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1" },
  { "uri:urn:a b%20c", RAIL_NAME_TYPE_URI, "urn:a b%20c" },
  { "URI:http://host/path?x=y", RAIL_NAME_TYPE_URI, "http://host/path?x=y" },
  { "IP:10.0.0.1", RAIL_NAME_TYPE_IP, "10.0.0.1" },
  { "IP:2001:db8::1", RAIL_NAME_TYPE_IP, "2001:db8::1" },
  { "DNS:plc-1.line_2.example.com", RAIL_NAME_TYPE_DNS, "plc-1.line_2.example.com" },
  { "DNS:*.example.com", RAIL_NAME_TYPE_DNS, "*.example.com" },
  { "RID:1.3.6.1.4.1.4329", RAIL_NAME_TYPE_RID, "1.3.6.1.4.1.4329" },
  { "RID:2.999.1", RAIL_NAME_TYPE_RID, "2.999.1" },
  { "Email:first.last+tag@example.com", RAIL_NAME_TYPE_EMAIL, "first.last+tag@example.com" },
  { "OTHER:1.3.6.1.4.1.4329.1;utf8:Süd; 1", RAIL_NAME_TYPE_OTHER, "1.3.6.1.4.1.4329.1;utf8:Süd; 1" },
  { "OTHER:1.2.3;hex:0101FF", RAIL_NAME_TYPE_OTHER, "1.2.3;hex:0101FF" },
};

static const char *bad[] = {
  "", "urn:x", "10.0.0.1", "DIR:CN=x",
  "URI:", "URI:x", "URI::x", "URI:urn:", "URI:1a:x", "URI:urn:\n", "URI:urn:Süd", "URI:\xff:x",
  "IP:", "IP:10.0.0", "IP:10.0.0.256", "IP:host", "IP:2001:db8::1::2", "IP:10.0.0.1/24", "IP: 10.0.0.1",
  "IP:0x0a000001", "IP:167772161", "IP:010.0.0.1", "IP:fe80::1%1",
  "DNS:", "DNS:a..b", "DNS:.a", "DNS:a.", "DNS:-a", "DNS:a-", "DNS:a b", "DNS:a*.b", "DNS:*.", "DNS:*", "DNS:ü",
  "DNS:a.*.b", "DNS:0123456789012345678901234567890123456789012345678901234567890123.de",
  "RID:", "RID:1", "RID:1.", "RID:.1", "RID:3.1", "RID:1.40", "RID:1.2.x", "RID:1.02", "RID:1.-2", "RID:1.2.99999999999",
  "EMAIL:", "EMAIL:a", "EMAIL:@b", "EMAIL:a@", "EMAIL:a b@c", "EMAIL:a@b@c", "EMAIL:ü@c", "EMAIL:a@*.c",
  "OTHER:", "OTHER:1.2.3", "OTHER:1.2.3;", "OTHER:1.2.3;utf8:", "OTHER:1.2.3;ia5:x", "OTHER:x;utf8:y", "OTHER:;utf8:y",
  "OTHER:1.2.3;hex:0", "OTHER:1.2.3;hex:", "OTHER:1.2.3;hex:zz",
};

static void
test_text_form_round_trips (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (good[i].text, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (rail_alternative_name_get_name_type (name), ==, good[i].type);
      g_assert_cmpstr (rail_alternative_name_get_value (name), ==, good[i].value);
      text = rail_alternative_name_to_string (name);
      g_assert_cmpint (g_ascii_strcasecmp (text, good[i].text), ==, 0);
    }
}

static void
test_bad_text_is_refused_with_a_reason (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *escaped = g_strescape (bad[i], NULL);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", escaped);
      g_assert_null (rail_alternative_name_parse (bad[i], &error));
      g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
      g_assert_cmpuint (strlen (error->message), >, 20);
    }
}

static void
test_long_values_are_refused (void)
{
  g_autofree char *host = g_strnfill (60, 'a');
  g_autofree char *long_host = g_strjoin (".", host, host, host, host, host, NULL);
  g_autofree char *tail = g_strnfill (2048, 'x');
  g_autofree char *long_uri = g_strconcat ("urn:", tail, NULL);
  g_autoptr(RailAlternativeName) dns = rail_alternative_name_new (RAIL_NAME_TYPE_DNS, long_host);
  g_autoptr(RailAlternativeName) uri = rail_alternative_name_new (RAIL_NAME_TYPE_URI, long_uri);

  g_assert_false (rail_alternative_name_validate (dns, NULL));
  g_assert_false (rail_alternative_name_validate (uri, NULL));
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *count)
{
  (*count)++;
}

static void
test_properties_notify_when_they_change (void)
{
  g_autoptr(RailAlternativeName) name = g_object_new (RAIL_TYPE_ALTERNATIVE_NAME, NULL);
  RailNameType type;
  char *value;
  guint n_types = 0;
  guint n_values = 0;

  g_signal_connect (name, "notify::name-type", G_CALLBACK (count_cb), &n_types);
  g_signal_connect (name, "notify::value", G_CALLBACK (count_cb), &n_values);
  g_object_get (name, "name-type", &type, "value", &value, NULL);
  g_assert_cmpint (type, ==, RAIL_NAME_TYPE_URI);
  g_assert_cmpstr (value, ==, "");
  g_free (value);

  g_object_set (name, "name-type", RAIL_NAME_TYPE_IP, "value", "10.0.0.1", NULL);
  g_object_set (name, "name-type", RAIL_NAME_TYPE_IP, "value", "10.0.0.1", NULL);
  g_object_get (name, "name-type", &type, "value", &value, NULL);
  g_assert_cmpint (type, ==, RAIL_NAME_TYPE_IP);
  g_assert_cmpstr (value, ==, "10.0.0.1");
  g_free (value);
  g_assert_cmpuint (n_types, ==, 1);
  g_assert_cmpuint (n_values, ==, 1);

  g_object_set (name, "value", NULL, NULL);
  g_assert_cmpstr (rail_alternative_name_get_value (name), ==, "");
  g_assert_finalize_object (g_steal_pointer (&name));
}

static void
test_each_type_has_a_label (void)
{
  g_autoptr(GFlagsClass) klass = g_type_class_ref (RAIL_TYPE_NAME_TYPE);

  g_assert_cmpuint (klass->n_values, ==, 6);
  for (guint i = 0; i < klass->n_values; i++)
    g_assert_cmpstr (rail_name_type_get_label (klass->values[i].value), !=, "");
}

/* All that can be written into a certificate reads back the same, in the same order. That openssl reads it too is
 * tested with issued certificates. */
static void
test_names_round_trip_through_a_certificate (void)
{
  g_autoptr(GListStore) names = g_list_store_new (RAIL_TYPE_ALTERNATIVE_NAME);
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  g_autoptr(GListStore) read = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (good[i].text, &error);

      g_list_store_append (names, name);
    }
  g_assert_cmpint (gnutls_x509_crt_init (&certificate), >=, 0);
  g_assert_true (rail_alternative_names_write (G_LIST_MODEL (names), certificate, FALSE, &error));
  g_assert_no_error (error);

  read = rail_alternative_names_read (certificate);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (read)), ==, G_N_ELEMENTS (good));
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (G_LIST_MODEL (read), i);

      g_assert_cmpint (rail_alternative_name_get_name_type (name), ==, good[i].type);
      g_assert_cmpstr (rail_alternative_name_get_value (name), ==, good[i].value);
    }
}

static void
test_invalid_name_is_not_written (void)
{
  g_autoptr(GListStore) names = g_list_store_new (RAIL_TYPE_ALTERNATIVE_NAME);
  g_autoptr(RailAlternativeName) name = rail_alternative_name_new (RAIL_NAME_TYPE_IP, "10.0.0.300");
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  g_autoptr(GError) error = NULL;

  g_list_store_append (names, name);
  g_assert_cmpint (gnutls_x509_crt_init (&certificate), >=, 0);
  g_assert_false (rail_alternative_names_write (G_LIST_MODEL (names), certificate, FALSE, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
  rail_assert_contains (error->message, "“10.0.0.300”");
}

static void
test_serial_numbers_round_trip_as_text (void)
{
  const struct
  {
    const char *content;
    const char *text;
    const char *back;       /* NULL: as content */
  } cases[] = {
    { "00", "00", NULL }, { "01", "01", NULL }, { "7F", "7F", NULL }, { "0080", "80", NULL }, { "00FF", "FF", NULL },
    { "0123", "0123", NULL }, { "000001", "01", "01" }, { "FF", "-01", NULL }, { "80", "-80", NULL },
    { "FB", "-05", NULL }, { "FF7F", "-81", NULL }, { "FF00", "-0100", NULL },
    { "00D3A5C8F1024B7E9900112233445566", "D3A5C8F1024B7E9900112233445566", NULL },
  };
  const char *no_serials[] = { "", "-", "0", "123", "xx", "--01", "01 " };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) content = rail_pki_hex_to_bytes (cases[i].content);
      g_autofree char *text = rail_pki_serial_to_hex (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
      g_autoptr(GBytes) back = rail_pki_serial_from_hex (cases[i].text);
      g_autofree char *back_hex = rail_pki_hex_from_bytes (g_bytes_get_data (back, NULL), g_bytes_get_size (back));

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (back_hex, ==, cases[i].back != NULL ? cases[i].back : cases[i].content);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (no_serials); i++)
    g_assert_null (rail_pki_serial_from_hex (no_serials[i]));
}

static void
test_harmful_text_is_made_harmless (void)
{
  const struct
  {
    const char *bytes;
    const char *text;
  } cases[] = {
    { "PLC-1/OPCUA", "PLC-1/OPCUA" }, { "Süd", "Süd" }, { "a\nb\x7f" "c", "a�b�c" }, { "a\xff" "b", "a�b" },
    { "exe.\xe2\x80\xae" "cod", "exe.�cod" }, { "a\xe2\x80\xa8" "b", "a�b" }, { "\xc2\x9b" "31m", "�31m" },
  };
  g_autofree char *nul = rail_pki_text_from_bytes ("a\0b", 3);

  g_assert_cmpstr (nul, ==, "a�b");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = rail_pki_text_from_bytes (cases[i].bytes, strlen (cases[i].bytes));

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pki/alternative-name/text-form-round-trips", test_text_form_round_trips);
  g_test_add_func ("/pki/alternative-name/bad-text-is-refused-with-a-reason", test_bad_text_is_refused_with_a_reason);
  g_test_add_func ("/pki/alternative-name/long-values-are-refused", test_long_values_are_refused);
  g_test_add_func ("/pki/alternative-name/properties-notify-when-they-change", test_properties_notify_when_they_change);
  g_test_add_func ("/pki/alternative-name/each-type-has-a-label", test_each_type_has_a_label);
  g_test_add_func ("/pki/alternative-name/names-round-trip-through-a-certificate",
                   test_names_round_trip_through_a_certificate);
  g_test_add_func ("/pki/alternative-name/invalid-name-is-not-written", test_invalid_name_is_not_written);
  g_test_add_func ("/pki/text/serial-numbers-round-trip-as-text", test_serial_numbers_round_trip_as_text);
  g_test_add_func ("/pki/text/harmful-text-is-made-harmless", test_harmful_text_is_made_harmless);

  return g_test_run ();
}
