/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate"

#include "config.h"

#include "rail-certificate-request-private.h"

#include "rail-extension-private.h"

#define TBS "tbsCertificate"
#define SIGNATURE_OID "1.2.840.113549.1.1.11"
#define KEY_OID "1.2.840.113549.1.1.1"
#define A_DATE "700101000000Z"

static const guint8 null_der[] = { 0x05, 0x00 };

/* GnuTLS cannot put the name of an issuer into a place that has held a longer one. */
static const guint8 empty_name_der[] = { 0x30, 0x00 };

/* Something in each field, with which it can be read. All but the subject is replaced afterwards; so is the one extension,
 * without which no other can be added. */
static const struct
{
  const char    *field;
  gconstpointer  value;     /* NULL: left out */
  int            size;
} fillers[] = {
  { TBS ".version", "\x02", 1 },
  { TBS ".serialNumber", "\x01", 1 },
  { TBS ".signature.algorithm", SIGNATURE_OID, 1 },
  { TBS ".signature.parameters", null_der, sizeof null_der },
  { TBS ".issuer", empty_name_der, sizeof empty_name_der },
  { TBS ".validity.notBefore", "utcTime", 1 },
  { TBS ".validity.notBefore.utcTime", A_DATE, sizeof A_DATE - 1 },
  { TBS ".validity.notAfter", "utcTime", 1 },
  { TBS ".validity.notAfter.utcTime", A_DATE, sizeof A_DATE - 1 },
  { TBS ".subjectPublicKeyInfo.algorithm.algorithm", KEY_OID, 1 },
  { TBS ".subjectPublicKeyInfo.algorithm.parameters", null_der, sizeof null_der },
  { TBS ".subjectPublicKeyInfo.subjectPublicKey", "\x00", 8 },
  { TBS ".issuerUniqueID", NULL, 0 },
  { TBS ".subjectUniqueID", NULL, 0 },
  { TBS ".extensions", "NEW", 1 },
  { TBS ".extensions.?1.extnID", RAIL_BASIC_CONSTRAINTS_OID, 1 },
  { TBS ".extensions.?1.critical", "FALSE", 1 },
  { TBS ".extensions.?1.extnValue", "\x30\x00", 2 },
  { "signatureAlgorithm.algorithm", SIGNATURE_OID, 1 },
  { "signatureAlgorithm.parameters", null_der, sizeof null_der },
  { "signature", "\x00", 8 },
};

/*< private >
 * rail_certificate_carrier_new:
 * @subject: DER of a Name
 *
 * Makes a certificate that has a subject and nothing else of worth. GnuTLS sets names only part by part: it knows no part
 * of several values, and writes the text in its own way. But what it has read, it keeps.
 *
 * Returns: (transfer full) (nullable): DER of a certificate, or %NULL if @subject is none
 */
GBytes *
rail_certificate_carrier_new (GBytes *subject)
{
  g_auto(asn1_node) certificate = rail_asn1_create (RAIL_ASN1_CERTIFICATE);
  gsize size;
  gconstpointer data = g_bytes_get_data (subject, &size);

  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
    if (asn1_write_value (certificate, fillers[i].field, fillers[i].value, fillers[i].size) != ASN1_SUCCESS)
      return NULL;
  if (asn1_write_value (certificate, TBS ".subject", data, size) != ASN1_SUCCESS)
    return NULL;
  return rail_asn1_encode (certificate, "");
}
