/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-bundle"

#include "config.h"

#include "rail-bundle-private.h"

#include <glib/gi18n-lib.h>

#define BAG_OID "1.2.840.113549.1.12.10.1."
#define KEY_BAG_OID BAG_OID "1"
#define SHROUDED_KEY_BAG_OID BAG_OID "2"
#define CERTIFICATE_BAG_OID BAG_OID "3"
#define LIST_BAG_OID BAG_OID "4"
#define SECRET_BAG_OID BAG_OID "5"
#define CONTENTS_BAG_OID BAG_OID "6"

#define X509_CERTIFICATE_OID "1.2.840.113549.1.9.22.1"
#define X509_LIST_OID "1.2.840.113549.1.9.23.1"
#define FRIENDLY_NAME_OID "1.2.840.113549.1.9.20"
#define LOCAL_KEY_ID_OID "1.2.840.113549.1.9.21"

#define MAX_BAGS 10000
#define MAX_ATTRIBUTES 64
#define MAX_DEPTH 4

/* A name is a BMPString in DER. GnuTLS knows how to read any string. */
static char *
read_name (GBytes *der)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (der, &size);
  g_autofree char *utf8 = NULL;
  const guchar *contents;
  guint contents_size;
  gsize utf8_size = 0;

  if (asn1_decode_simple_der (ASN1_ETYPE_BMP_STRING, data, size, &contents, &contents_size) != ASN1_SUCCESS)
    return NULL;
  utf8 = g_convert ((const char *) contents, contents_size, "UTF-8", "UTF-16BE", NULL, &utf8_size, NULL);
  return utf8 != NULL && utf8_size > 0 ? rail_pki_text_from_bytes (utf8, utf8_size) : NULL;
}

/* The two attributes that mean something here. Java and Microsoft have more of their own. */
static void
read_attributes (asn1_node_const   contents,
                 guint             index,
                 char            **out_name,
                 GBytes          **out_key_id)
{
  g_autofree char *field = g_strdup_printf ("?%u.bagAttributes", index);
  guint n_attributes = MIN (rail_asn1_count (contents, field), MAX_ATTRIBUTES);

  for (guint i = 1; i <= n_attributes; i++)
    {
      g_autofree char *type = g_strdup_printf ("%s.?%u.type", field, i);
      g_autofree char *value = g_strdup_printf ("%s.?%u.values.?1", field, i);
      g_autoptr(GBytes) der = NULL;
      char oid[RAIL_ASN1_OID_SIZE];

      if (!rail_asn1_read_oid (contents, type, oid) || (der = rail_asn1_read (contents, value)) == NULL)
        continue;
      if (g_str_equal (oid, FRIENDLY_NAME_OID) && *out_name == NULL)
        *out_name = read_name (der);
      if (g_str_equal (oid, LOCAL_KEY_ID_OID) && *out_key_id == NULL)
        {
          g_autoptr(RailSecret) id = rail_asn1_read_octets (g_bytes_get_data (der, NULL), g_bytes_get_size (der));

          if (id != NULL)
            *out_key_id = g_bytes_new (rail_secret_get_data (id, NULL), rail_secret_get_size (id));
        }
    }
}

/* A certificate or a list in its wrapping. */
static void
read_wrapped (RailBundleReader      *reader,
              const RailBundlePlace *place,
              const guint8          *data,
              gsize                  size,
              gboolean               is_list)
{
  g_auto(asn1_node) wrapping = rail_asn1_decode_lax (RAIL_ASN1_VALUE_BAG, data, size);
  g_autoptr(GBytes) value = wrapping != NULL ? rail_asn1_read (wrapping, "value") : NULL;
  g_autoptr(RailSecret) octets = NULL;
  g_autoptr(GError) error = NULL;
  const char *label = is_list ? _("Revocation list") : _("Certificate");
  char oid[RAIL_ASN1_OID_SIZE] = "";
  gsize octets_size;
  const guint8 *contents;

  if (value != NULL && rail_asn1_read_oid (wrapping, "valueId", oid)
      && g_str_equal (oid, is_list ? X509_LIST_OID : X509_CERTIFICATE_OID))
    octets = rail_asn1_read_octets (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  if (octets == NULL)
    {
      rail_bundle_add_unreadable (reader, place, label, _("It is not in the form of X.509."));
      return;
    }
  contents = rail_secret_get_data (octets, &octets_size);
  if (is_list)
    rail_bundle_read_list (reader, place, contents, octets_size, &error);
  else
    rail_bundle_read_certificate (reader, place, contents, octets_size, &error);
  if (error != NULL)
    rail_bundle_add_unreadable (reader, place, label, error->message);
}

static void
read_nested (RailBundleReader      *reader,
             const RailBundlePlace *place,
             const guint8          *data,
             gsize                  size)
{
  g_auto(asn1_node) contents = NULL;

  if (reader->depth < MAX_DEPTH)
    contents = rail_asn1_decode_lax (RAIL_ASN1_SAFE_CONTENTS, data, size);
  if (contents == NULL)
    {
      rail_bundle_add_unreadable (reader, place, _("PKCS#12 part"), _("It is damaged."));
      return;
    }
  reader->depth++;
  rail_bundle_read_bags (reader, place, contents);
  reader->depth--;
}

static void
read_bag (RailBundleReader      *reader,
          const RailBundlePlace *place,
          const char            *oid,
          const guint8          *data,
          gsize                  size)
{
  g_autoptr(GError) error = NULL;

  if (g_str_equal (oid, CERTIFICATE_BAG_OID) || g_str_equal (oid, LIST_BAG_OID))
    read_wrapped (reader, place, data, size, g_str_equal (oid, LIST_BAG_OID));
  else if (g_str_equal (oid, CONTENTS_BAG_OID))
    read_nested (reader, place, data, size);
  else if (g_str_equal (oid, SECRET_BAG_OID))
    rail_bundle_add_unreadable (reader, place, _("Secret key"),
                                _("A secret key belongs to no certificate, and was left out."));
  else if (g_str_equal (oid, KEY_BAG_OID))
    {
      if (!rail_bundle_read_pkcs8 (reader, place, data, size, &error))
        rail_bundle_add_unreadable (reader, place, _("Key"), error->message);
    }
  else if (!g_str_equal (oid, SHROUDED_KEY_BAG_OID) || !rail_bundle_read_encrypted_pkcs8 (reader, place, data, size))
    rail_bundle_add_unreadable (reader, place, _("PKCS#12 part"), _("It is nothing that is known."));
}

/*< private >
 * rail_bundle_read_bags:
 * @reader: a file under way
 * @place: where the bags are
 * @contents: a SafeContents, decrypted
 *
 * Adds what is in the bags of a PKCS#12 file (RFC 7292 §4.2), each for itself: one that is odd spoils no other.
 */
void
rail_bundle_read_bags (RailBundleReader      *reader,
                       const RailBundlePlace *place,
                       asn1_node_const        contents)
{
  guint n_bags = rail_asn1_count (contents, "");

  for (guint i = 1; i <= MIN (n_bags, MAX_BAGS) && !reader->full; i++)
    {
      g_autofree char *id = g_strdup_printf ("?%u.bagId", i);
      g_autofree char *value = g_strdup_printf ("?%u.bagValue", i);
      g_autoptr(RailSecret) data = rail_asn1_read_secret (contents, value);
      g_autofree char *friendly_name = NULL;
      g_autoptr(GBytes) key_id = NULL;
      RailBundlePlace inner = { .format = "PKCS#12", .where = place->where };
      char oid[RAIL_ASN1_OID_SIZE];

      if (data == NULL || !rail_asn1_read_oid (contents, id, oid))
        continue;
      read_attributes (contents, i, &friendly_name, &key_id);
      inner.friendly_name = friendly_name;
      inner.local_key_id = key_id;
      read_bag (reader, &inner, oid, rail_secret_get_data (data, NULL), rail_secret_get_size (data));
    }
  if (n_bags > MAX_BAGS)
    reader->full = TRUE;
}
