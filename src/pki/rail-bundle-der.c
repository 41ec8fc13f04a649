/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-bundle"

#include "config.h"

#include "rail-bundle-private.h"

#include <glib/gi18n-lib.h>

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

/* One certificate or list of a PKCS#7 file. */
static void
read_member (RailBundleReader      *reader,
             const RailBundlePlace *place,
             Read                   read,
             const char            *label,
             int                    code,
             const gnutls_datum_t  *datum)
{
  g_autoptr(GError) error = NULL;

  if (code < 0)
    rail_pki_set_gnutls_error (&error, code, "%s", label);
  else
    read (reader, place, datum->data, datum->size, &error);
  if (error != NULL)
    rail_bundle_add_unreadable (reader, place, label, error->message);
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
  gnutls_datum_t datum = { (guint8 *) data, size };
  g_auto(gnutls_pkcs7_t) container = NULL;
  int n_certificates;
  int n_lists;
  int code = gnutls_pkcs7_init (&container);

  if (code >= 0)
    code = gnutls_pkcs7_import (container, &datum, GNUTLS_X509_FMT_DER);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The PKCS#7 container cannot be read"));
      return FALSE;
    }

  rail_bundle_set_format (reader, "PKCS#7");
  inner.format = "PKCS#7";
  n_certificates = gnutls_pkcs7_get_crt_count (container);
  n_lists = gnutls_pkcs7_get_crl_count (container);
  for (int i = 0; i < n_certificates && !reader->full; i++)
    {
      g_auto(gnutls_datum_t) member = { NULL, 0 };
      int got = gnutls_pkcs7_get_crt_raw2 (container, i, &member);

      read_member (reader, &inner, rail_bundle_read_certificate, _("Certificate"), got, &member);
    }
  for (int i = 0; i < n_lists && !reader->full; i++)
    {
      g_auto(gnutls_datum_t) member = { NULL, 0 };
      int got = gnutls_pkcs7_get_crl_raw2 (container, i, &member);

      read_member (reader, &inner, rail_bundle_read_list, _("Revocation list"), got, &member);
    }
  if (n_certificates <= 0 && n_lists <= 0)
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
        is_only ? NULL : g_strdup_printf (_("byte %" G_GSIZE_FORMAT), start + 1);
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
