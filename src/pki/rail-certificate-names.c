/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate"

#include "config.h"

#include "rail-certificate-private.h"

#include <string.h>

/* Universal tags of the strings that a name can hold (X.680 §8.4). */
enum
{
  TAG_TELETEX_STRING = 0x14,
  TAG_UNIVERSAL_STRING = 0x1c,
  TAG_BMP_STRING = 0x1e,
};

/* A hostile name can have thousands of parts. */
#define MAXIMUM_PARTS 64

static char *
text_of_value (const gnutls_x509_ava_st *part)
{
  const char *from = NULL;
  g_autofree char *converted = NULL;
  gsize size;

  if (part->value_tag == TAG_BMP_STRING)
    from = "UTF-16BE";
  else if (part->value_tag == TAG_UNIVERSAL_STRING)
    from = "UTF-32BE";
  else if (part->value_tag == TAG_TELETEX_STRING && !g_utf8_validate ((char *) part->value.data, part->value.size, NULL))
    from = "ISO-8859-1";

  if (from != NULL)
    converted = g_convert ((char *) part->value.data, part->value.size, "UTF-8", from, NULL, &size, NULL);
  if (converted != NULL)
    return rail_pki_text_from_bytes (converted, size);
  return rail_pki_text_from_bytes (part->value.data, part->value.size);
}

static gboolean
oid_is (const gnutls_x509_ava_st *part,
        const char               *oid)
{
  gsize size = strlen (oid);

  return part->oid.size >= size && strncmp ((char *) part->oid.data, oid, part->oid.size) == 0
         && (part->oid.size == size || part->oid.data[size] == '\0');
}

/* The last of several counts, as it is the most specific one. */
static void
take_part (RailDistinguishedName    *name,
           const gnutls_x509_ava_st *part)
{
  char **field = NULL;

  if (oid_is (part, GNUTLS_OID_X520_COMMON_NAME))
    field = &name->common_name;
  else if (oid_is (part, GNUTLS_OID_X520_ORGANIZATION_NAME))
    field = &name->organization;
  else if (oid_is (part, GNUTLS_OID_X520_COUNTRY_NAME))
    field = &name->country;
  if (field == NULL)
    return;

  g_free (*field);
  *field = text_of_value (part);
}

/*< private >
 * rail_distinguished_name_read:
 * @certificate: a certificate
 * @of_issuer: whether the issuer's name is wanted, not the subject's
 * @out_name: (out caller-allocates): the name; its text is "" if it is empty or cannot be read
 *
 * Reads a name once for all its uses.
 */
void
rail_distinguished_name_read (gnutls_x509_crt_t      certificate,
                              gboolean               of_issuer,
                              RailDistinguishedName *out_name)
{
  g_auto(gnutls_datum_t) text = { NULL, 0 };
  gnutls_x509_dn_t dn;     /* belongs to the certificate */
  int code;

  memset (out_name, 0, sizeof *out_name);
  code = of_issuer ? gnutls_x509_crt_get_issuer (certificate, &dn) : gnutls_x509_crt_get_subject (certificate, &dn);
  if (code < 0 || gnutls_x509_dn_get_str2 (dn, &text, 0) < 0)
    {
      out_name->text = g_strdup ("");
      return;
    }

  out_name->text = rail_pki_text_from_bytes (text.data, text.size);
  for (int i = 0; i < MAXIMUM_PARTS; i++)
    for (int j = 0; j < MAXIMUM_PARTS; j++)
      {
        gnutls_x509_ava_st part;

        code = gnutls_x509_dn_get_rdn_ava (dn, i, j, &part);
        if (code < 0 && j == 0)
          return;
        if (code < 0)
          break;
        take_part (out_name, &part);
      }
}

/*< private >
 * rail_distinguished_name_clear:
 * @name: a name
 *
 * Frees what rail_distinguished_name_read() made and nobody took.
 */
void
rail_distinguished_name_clear (RailDistinguishedName *name)
{
  g_clear_pointer (&name->text, g_free);
  g_clear_pointer (&name->common_name, g_free);
  g_clear_pointer (&name->organization, g_free);
  g_clear_pointer (&name->country, g_free);
}
