/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-bundle"

#include "config.h"

#include "rail-bundle-private.h"

#include <glib/gi18n-lib.h>

#define SIGNED_DATA_OID "1.2.840.113549.1.7.2"

/* libtasn1 counts its way to each of them. */
#define MAX_MEMBERS 20000

/* What the first element within the outer SEQUENCE is, which halves the guesses. */
typedef enum
{
  SHAPE_NONE,
  SHAPE_SEQUENCE,     /* certificate, revocation list, signing request, encrypted PKCS#8 */
  SHAPE_INTEGER,      /* PKCS#8, PKCS#12, a key of its own form */
  SHAPE_OID,          /* PKCS#7 */
} Shape;

typedef gboolean (*Read) (RailBundleReader      *reader,
                          const RailBundlePlace *place,
                          const guint8          *data,
                          gsize                  size,
                          GError               **error);

static gboolean
read_tag (const guint8 *data,
          gsize         size,
          gulong       *out_tag,
          gsize        *out_header)
{
  guchar class;
  int tag_size;
  int length_size;

  if (size > G_MAXINT || asn1_get_tag_der (data, size, &class, &tag_size, out_tag) != ASN1_SUCCESS
      || (class & ~ASN1_CLASS_STRUCTURED) != ASN1_CLASS_UNIVERSAL || (gsize) tag_size >= size
      || asn1_get_length_der (data + tag_size, size - tag_size, &length_size) < -1)
    return FALSE;
  *out_header = tag_size + length_size;
  return *out_header < size;
}

static Shape
find_shape (const guint8 *data,
            gsize         size)
{
  gulong tag;
  gsize header;
  gsize inner;

  if (!read_tag (data, size, &tag, &header) || tag != ASN1_TAG_SEQUENCE
      || !read_tag (data + header, size - header, &tag, &inner))
    return SHAPE_NONE;
  if (tag == ASN1_TAG_SEQUENCE)
    return SHAPE_SEQUENCE;
  if (tag == ASN1_TAG_INTEGER)
    return SHAPE_INTEGER;
  return tag == ASN1_TAG_OBJECT_ID ? SHAPE_OID : SHAPE_NONE;
}

static gboolean
is_line_end (const guint8 *data,
             gsize         size)
{
  while (size > 0 && (data[size - 1] == '\r' || data[size - 1] == '\n'))
    size--;
  return size == 0;
}

/* Whether it has the form of a signing request, so that what is wrong with it is worth telling. */
static gboolean
is_request (const guint8 *data,
            gsize         size)
{
  g_auto(asn1_node) request = rail_asn1_decode_lax (RAIL_ASN1_CERTIFICATION_REQUEST, data, size);

  return request != NULL;
}

static gboolean
read_any_sequence (RailBundleReader      *reader,
                   const RailBundlePlace *place,
                   const guint8          *data,
                   gsize                  size)
{
  g_autoptr(GError) error = NULL;

  if (rail_bundle_read_certificate (reader, place, data, size, NULL)
      || rail_bundle_read_list (reader, place, data, size, NULL)
      || rail_bundle_read_encrypted_pkcs8 (reader, place, data, size)
      || rail_bundle_read_request (reader, place, data, size, &error))
    return TRUE;
  if (!is_request (data, size))
    return FALSE;
  rail_bundle_add_unreadable (reader, place, _("Signing request"), error->message);
  return TRUE;
}

/*< private >
 * rail_bundle_read_certificate:
 * @reader: a file under way
 * @place: where it was found
 * @data: DER
 * @size: its size
 * @error: return location
 *
 * Returns: whether it was a certificate, which was added
 */
gboolean
rail_bundle_read_certificate (RailBundleReader       *reader,
                              const RailBundlePlace  *place,
                              const guint8           *data,
                              gsize                   size,
                              GError                **error)
{
  g_autoptr(GBytes) der = g_bytes_new (data, size);
  RailCertificate *certificate = rail_certificate_new_from_der (der, error);

  if (certificate != NULL)
    rail_bundle_add (reader, place, RAIL_BUNDLE_CERTIFICATE, certificate);
  return certificate != NULL;
}

/*< private >
 * rail_bundle_read_list:
 * @reader: a file under way
 * @place: where it was found
 * @data: DER
 * @size: its size
 * @error: return location
 *
 * Returns: whether it was a revocation list, which was added
 */
gboolean
rail_bundle_read_list (RailBundleReader       *reader,
                       const RailBundlePlace  *place,
                       const guint8           *data,
                       gsize                   size,
                       GError                **error)
{
  g_autoptr(GBytes) der = g_bytes_new (data, size);
  RailRevocationList *list = rail_revocation_list_new_from_der (der, error);

  if (list != NULL)
    rail_bundle_add (reader, place, RAIL_BUNDLE_REVOCATION_LIST, list);
  return list != NULL;
}

/*< private >
 * rail_bundle_read_request:
 * @reader: a file under way
 * @place: where it was found
 * @data: DER
 * @size: its size
 * @error: return location
 *
 * Returns: whether it was a signing request, which was added
 */
gboolean
rail_bundle_read_request (RailBundleReader       *reader,
                          const RailBundlePlace  *place,
                          const guint8           *data,
                          gsize                   size,
                          GError                **error)
{
  g_autoptr(GBytes) der = g_bytes_new (data, size);
  RailSigningRequest *request = rail_signing_request_new_from_der (der, error);

  if (request != NULL)
    rail_bundle_add (reader, place, RAIL_BUNDLE_SIGNING_REQUEST, request);
  return request != NULL;
}

/* The certificates or the lists of a container. GnuTLS would take apart all of it for each of them. */
static guint
read_members (RailBundleReader      *reader,
              const RailBundlePlace *place,
              asn1_node_const        container,
              const char            *field,
              const char            *label,
              Read                   read)
{
  guint n_members = rail_asn1_count (container, field);

  for (guint i = 1; i <= MIN (n_members, MAX_MEMBERS) && !reader->full; i++)
    {
      g_autofree char *member = g_strdup_printf ("%s.?%u", field, i);
      g_autoptr(GBytes) der = rail_asn1_read (container, member);
      g_autoptr(GError) error = NULL;

      if (der != NULL && !read (reader, place, g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error))
        rail_bundle_add_unreadable (reader, place, label, error->message);
    }
  reader->full = reader->full || n_members > MAX_MEMBERS;
  return n_members;
}

static asn1_node
open_container (const guint8 *data,
                gsize         size)
{
  g_auto(asn1_node) outer = rail_asn1_decode_lax (RAIL_ASN1_CONTENT_INFO, data, size);
  g_autoptr(GBytes) content = NULL;
  char oid[RAIL_ASN1_OID_SIZE];

  if (outer == NULL || !rail_asn1_read_oid (outer, "contentType", oid) || !g_str_equal (oid, SIGNED_DATA_OID))
    return NULL;
  content = rail_asn1_read (outer, "content");
  if (content == NULL)
    return NULL;
  return rail_asn1_decode_lax (RAIL_ASN1_SIGNED_DATA, g_bytes_get_data (content, NULL), g_bytes_get_size (content));
}

/*< private >
 * rail_bundle_read_pkcs7:
 * @reader: a file under way
 * @place: where it was found
 * @data: BER
 * @size: its size
 * @error: return location
 *
 * Reads the certificates and revocation lists of a SignedData (RFC 5652 §5.1). Who signed it is not asked: as a container
 * of certificates it has no signature.
 *
 * Returns: whether it was one
 */
gboolean
rail_bundle_read_pkcs7 (RailBundleReader       *reader,
                        const RailBundlePlace  *place,
                        const guint8           *data,
                        gsize                   size,
                        GError                **error)
{
  RailBundlePlace inner = *place;
  g_auto(asn1_node) container = open_container (data, size);
  guint n_members;

  if (container == NULL)
    {
      g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                           _("The PKCS#7 container cannot be read: it is damaged, or holds something else"));
      return FALSE;
    }
  rail_bundle_set_format (reader, "PKCS#7");
  inner.format = "PKCS#7";
  n_members = read_members (reader, &inner, container, "certificates", _("Certificate"), rail_bundle_read_certificate);
  n_members += read_members (reader, &inner, container, "crls", _("Revocation list"), rail_bundle_read_list);
  if (n_members == 0)
    rail_bundle_add_unreadable (reader, &inner, "PKCS#7",
                                _("The PKCS#7 container holds neither certificates nor revocation lists."));
  return TRUE;
}

/*< private >
 * rail_bundle_read_element:
 * @reader: a file under way
 * @place: where it was found
 * @data: DER
 * @size: its size
 *
 * Reads one thing of any kind.
 *
 * Returns: whether it was anything that is known; nothing was added otherwise
 */
gboolean
rail_bundle_read_element (RailBundleReader      *reader,
                          const RailBundlePlace *place,
                          const guint8          *data,
                          gsize                  size)
{
  switch (find_shape (data, size))
    {
    case SHAPE_SEQUENCE:
      return read_any_sequence (reader, place, data, size);

    case SHAPE_INTEGER:
      return rail_bundle_read_pkcs8 (reader, place, data, size, NULL)
             || rail_bundle_read_pkcs12 (reader, place, data, size)
             || rail_bundle_read_old_key (reader, place, data, size, NULL);

    case SHAPE_OID:
      return rail_bundle_read_pkcs7 (reader, place, data, size, NULL);

    case SHAPE_NONE:
    default:
      return FALSE;
    }
}

/*< private >
 * rail_bundle_read_elements:
 * @reader: a file under way
 * @format: what the bytes are, such as "DER"
 * @data: DER, one value after the other, as OPC UA puts a chain together (OPC 10000-6 §6.2.6)
 * @size: its size
 *
 * Reads the values, to the first that is nothing known.
 *
 * Returns: whether the first was anything that is known; nothing was added otherwise
 */
gboolean
rail_bundle_read_elements (RailBundleReader *reader,
                           const char       *format,
                           const guint8     *data,
                           gsize             size)
{
  gsize start = 0;

  while (start < size && !reader->full)
    {
      gssize length = rail_asn1_measure (data + start, size - start);
      gboolean is_only = start == 0 && length == (gssize) size;
      g_autofree char *where =
        is_only ? NULL : g_strdup_printf (_("byte %zu"), start + 1);
      RailBundlePlace place = { .format = format, .where = where };

      if (length <= 0 || !rail_bundle_read_element (reader, &place, data + start, length))
        {
          /* A line break at the end is what editors add. */
          gboolean is_blank = start > 0 && is_line_end (data + start, size - start);

          if (start == 0)
            return FALSE;
          if (!is_blank)
            rail_bundle_add_unreadable (reader, &place, _("Bytes"),
                                        _("What follows is nothing that is known, and was left out."));
          break;
        }
      rail_bundle_set_format (reader, format);
      start += length;
    }
  return start > 0;
}
