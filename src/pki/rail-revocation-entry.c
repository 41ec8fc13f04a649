/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-revocation-list"

#include "config.h"

#include "rail-revocation-entry-private.h"

#include <string.h>

#include "rail-extension-private.h"
#include "rail-pki-private.h"

#define REASON_OID "2.5.29.21"
#define ENTRIES "tbsCertList.revokedCertificates"

/* Reasons that this program has no word for count as final and not specified. */
static RailRevocationReason
read_reason (const RailExtension *extension)
{
  g_auto(asn1_node) value = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (extension->value, &size);
  guint64 number = 0;

  value = rail_asn1_decode_lax (RAIL_ASN1_CRL_REASON, data, size);
  if (value == NULL || !rail_asn1_read_number (value, "", &number) || number > RAIL_REVOCATION_CERTIFICATE_HOLD)
    return RAIL_REVOCATION_UNSPECIFIED;
  return (RailRevocationReason) number;
}

static void
read_entry (gconstpointer            data,
            gsize                    size,
            RailRevocationEntryFunc  func,
            gpointer                 user_data)
{
  g_auto(asn1_node) entry = rail_asn1_decode_lax (RAIL_ASN1_REVOKED_CERTIFICATE, data, size);
  g_autoptr(GPtrArray) extensions = NULL;
  g_autoptr(GBytes) number = NULL;
  g_autofree char *serial = NULL;
  const RailExtension *reason;

  if (entry == NULL || rail_asn1_count (entry, "crlEntryExtensions") == 0)
    return;
  extensions = rail_extensions_new ();
  rail_extensions_read (extensions, entry, "crlEntryExtensions");
  reason = rail_extensions_find (extensions, REASON_OID);
  number = rail_asn1_read (entry, "userCertificate");
  if (reason == NULL || number == NULL)
    return;
  serial = rail_pki_serial_to_hex (g_bytes_get_data (number, NULL), g_bytes_get_size (number));
  func (serial, read_reason (reason), user_data);
}

/*< private >
 * rail_revocation_entries_read:
 * @der: a revocation list
 * @func: called for each certificate whose reason the list says, with its serial number
 * @user_data: for @func
 *
 * Reads the reasons (RFC 5280 §5.3.1). A list that cannot be taken apart has none.
 */
void
rail_revocation_entries_read (GBytes                  *der,
                              RailRevocationEntryFunc  func,
                              gpointer                 user_data)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (der, &size);
  g_auto(asn1_node) list = rail_asn1_decode_lax (RAIL_ASN1_CERTIFICATE_LIST, data, size);
  int begin, end, last;

  /* Looking up the n-th element takes n steps, so the elements are walked through in the bytes. */
  if (list == NULL || rail_asn1_count (list, ENTRIES) == 0
      || asn1_der_decoding_startEnd (list, data, size, ENTRIES ".?1", &begin, &end) != ASN1_SUCCESS
      || asn1_der_decoding_startEnd (list, data, size, ENTRIES ".?LAST", &last, &end) != ASN1_SUCCESS)
    return;
  while (begin <= end)
    {
      gssize length = rail_asn1_measure (data + begin, end + 1 - begin);

      if (length <= 0 || length > end + 1 - begin)
        return;
      read_entry (data + begin, length, func, user_data);
      begin += length;
    }
}

/* What libtasn1 has read has no room left for a field that was not there, so a new value takes over the others. */
static gboolean
copy_entry (asn1_node_const from,
            asn1_node       to)
{
  g_autoptr(GBytes) number = rail_asn1_read (from, "userCertificate");
  char choice[16];
  int choice_size = sizeof choice;
  char date[32];
  int date_size = sizeof date;
  g_autofree char *field = NULL;

  if (number == NULL || asn1_read_value (from, "revocationDate", choice, &choice_size) != ASN1_SUCCESS)
    return FALSE;
  field = g_strconcat ("revocationDate.", choice, NULL);
  return asn1_read_value (from, field, date, &date_size) == ASN1_SUCCESS
         && asn1_write_value (to, "userCertificate", g_bytes_get_data (number, NULL), g_bytes_get_size (number))
              == ASN1_SUCCESS
         && asn1_write_value (to, "revocationDate", choice, 1) == ASN1_SUCCESS
         && asn1_write_value (to, field, date, strlen (date)) == ASN1_SUCCESS;
}

/*< private >
 * rail_revocation_entry_add_reason:
 * @entry: DER of an element of revokedCertificates, without extensions
 * @reason: why the certificate is revoked
 *
 * Returns: (transfer full) (nullable): DER of the element with the reason, or %NULL if @entry is none
 */
GBytes *
rail_revocation_entry_add_reason (GBytes               *entry,
                                  RailRevocationReason  reason)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (entry, &size);
  g_auto(asn1_node) plain = rail_asn1_decode (RAIL_ASN1_REVOKED_CERTIFICATE, data, size);
  g_auto(asn1_node) value = rail_asn1_create (RAIL_ASN1_REVOKED_CERTIFICATE);
  g_auto(asn1_node) code = rail_asn1_create (RAIL_ASN1_CRL_REASON);
  guint8 number = reason;
  RailExtension extension = { (char *) REASON_OID, FALSE, NULL };
  g_autoptr(GBytes) contents = NULL;

  if (plain == NULL || !copy_entry (plain, value) || asn1_write_value (code, "", &number, sizeof number) != ASN1_SUCCESS)
    return NULL;
  contents = rail_asn1_encode (code, "");
  extension.value = contents;
  if (contents == NULL || !rail_extension_write (&extension, value, "crlEntryExtensions"))
    return NULL;
  return rail_asn1_encode (value, "");
}
