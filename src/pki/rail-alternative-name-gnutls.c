/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-alternative-name"

#include "config.h"

#include "rail-alternative-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-asn1-private.h"
#include "rail-pki-private.h"

#define SUBJECT_ALTERNATIVE_NAME_OID "2.5.29.17"

/* The time to read names grows with the square of their number. Real certificates have fewer than a hundred. */
#define MAXIMUM_EXTENSION_SIZE (16 * 1024)
#define MAXIMUM_NAMES 1024

/* The one kind of other name whose value is a bare UTF8String for GnuTLS, which lets it read such values for any OID. */
#define XMPP_OID "1.3.6.1.5.5.7.8.5"

static char *
read_ip (const gnutls_datum_t *value)
{
  g_autoptr(GInetAddress) address = NULL;

  if (value->size == 4)
    address = g_inet_address_new_from_bytes (value->data, G_SOCKET_FAMILY_IPV4);
  else if (value->size == 16)
    address = g_inet_address_new_from_bytes (value->data, G_SOCKET_FAMILY_IPV6);
  return address != NULL ? g_inet_address_to_string (address) : rail_pki_hex_from_bytes (value->data, value->size);
}

static char *
read_other (const gnutls_datum_t *value,
            const gnutls_datum_t *oid)
{
  g_autofree char *oid_text = rail_pki_text_from_bytes (oid->data, oid->size);
  g_auto(gnutls_datum_t) utf8 = { NULL, 0 };
  g_autofree char *text = NULL;
  guint type;

  if (gnutls_x509_othername_to_virtual (XMPP_OID, value, &type, &utf8) >= 0 && utf8.size > 0)
    {
      text = rail_pki_text_from_bytes (utf8.data, utf8.size);
      return g_strconcat (oid_text, ";utf8:", text, NULL);
    }
  text = rail_pki_hex_from_bytes (value->data, value->size);
  return g_strconcat (oid_text, ";hex:", text, NULL);
}

static RailAlternativeName *
read_name (guint                 type,
           const gnutls_datum_t *value,
           const gnutls_datum_t *oid)
{
  g_autofree char *text = NULL;
  g_autofree char *directory = NULL;

  switch (type)
    {
    case GNUTLS_SAN_IPADDRESS:
      text = read_ip (value);
      return rail_alternative_name_new (RAIL_NAME_TYPE_IP, text);

    case GNUTLS_SAN_OTHERNAME:
      text = read_other (value, oid);
      return rail_alternative_name_new (RAIL_NAME_TYPE_OTHER, text);

    case GNUTLS_SAN_URI:
      text = rail_pki_text_from_bytes (value->data, value->size);
      return rail_alternative_name_new (RAIL_NAME_TYPE_URI, text);

    case GNUTLS_SAN_DNSNAME:
      text = rail_pki_text_from_bytes (value->data, value->size);
      return rail_alternative_name_new (RAIL_NAME_TYPE_DNS, text);

    case GNUTLS_SAN_RFC822NAME:
      text = rail_pki_text_from_bytes (value->data, value->size);
      return rail_alternative_name_new (RAIL_NAME_TYPE_EMAIL, text);

    case GNUTLS_SAN_REGISTERED_ID:
      text = rail_pki_text_from_bytes (value->data, value->size);
      return rail_alternative_name_new (RAIL_NAME_TYPE_RID, text);

    case GNUTLS_SAN_DN:
      directory = rail_pki_text_from_bytes (value->data, value->size);
      text = g_strconcat ("directory:", directory, NULL);
      return rail_alternative_name_new (RAIL_NAME_TYPE_OTHER, text);

    default:
      return NULL;
    }
}

/*< private >
 * rail_alternative_names_read_value:
 * @value: the value of a SubjectAltName extension (RFC 5280 §4.2.1.6)
 *
 * Reads the alternative names in their order. Names that GnuTLS cannot read end the list.
 *
 * Returns: (transfer full): a list of #RailAlternativeName
 */
GListStore *
rail_alternative_names_read_value (const gnutls_datum_t *value)
{
  GListStore *names = g_list_store_new (RAIL_TYPE_ALTERNATIVE_NAME);
  g_auto(gnutls_subject_alt_names_t) list = NULL;

  if (value->size > MAXIMUM_EXTENSION_SIZE
      || gnutls_subject_alt_names_init (&list) < 0
      || gnutls_x509_ext_import_subject_alt_names (value, list, 0) < 0)
    return names;

  for (guint i = 0;; i++)
    {
      g_autoptr(RailAlternativeName) name = NULL;
      gnutls_datum_t text = { NULL, 0 };
      gnutls_datum_t oid = { NULL, 0 };
      guint type;

      if (gnutls_subject_alt_names_get (list, i, &type, &text, &oid) < 0)
        return names;
      name = read_name (type, &text, &oid);
      if (name != NULL)
        g_list_store_append (names, name);
    }
}

/*< private >
 * rail_alternative_names_read:
 * @certificate: a certificate
 *
 * Reads the subject alternative names in their order. Names that GnuTLS cannot read end the list: it is for display,
 * nothing is decided by a name that is missing.
 *
 * Returns: (transfer full): a list of #RailAlternativeName, empty without the extension
 */
GListStore *
rail_alternative_names_read (gnutls_x509_crt_t certificate)
{
  g_auto(gnutls_datum_t) extension = { NULL, 0 };

  if (gnutls_x509_crt_get_extension_by_oid2 (certificate, SUBJECT_ALTERNATIVE_NAME_OID, 0, &extension, NULL) < 0)
    return g_list_store_new (RAIL_TYPE_ALTERNATIVE_NAME);
  return rail_alternative_names_read_value (&extension);
}

static int
write_ip (gnutls_x509_crt_t  certificate,
          const char        *value)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (value);

  if (address == NULL)
    return GNUTLS_E_ILLEGAL_PARAMETER;
  return gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address),
                                               g_inet_address_get_native_size (address), GNUTLS_FSAN_APPEND);
}

static int
write_other (gnutls_x509_crt_t  certificate,
             const char        *value)
{
  const char *semicolon = strchr (value, ';');
  const char *colon = semicolon != NULL ? strchr (semicolon, ':') : NULL;
  g_autofree char *oid = NULL;

  if (colon == NULL)
    return GNUTLS_E_ILLEGAL_PARAMETER;

  oid = g_strndup (value, semicolon - value);
  if (g_ascii_strncasecmp (semicolon, ";hex", 4) == 0)
    {
      g_autoptr(GBytes) bytes = rail_pki_hex_to_bytes (colon + 1);

      if (bytes == NULL)
        return GNUTLS_E_ILLEGAL_PARAMETER;
      return gnutls_x509_crt_set_subject_alt_othername (certificate, oid, g_bytes_get_data (bytes, NULL),
                                                        g_bytes_get_size (bytes), GNUTLS_FSAN_APPEND);
    }
  return gnutls_x509_crt_set_subject_alt_othername (certificate, oid, colon + 1, strlen (colon + 1),
                                                    GNUTLS_FSAN_APPEND | GNUTLS_FSAN_ENCODE_UTF8_STRING);
}

static int
write_name (gnutls_x509_crt_t    certificate,
            RailAlternativeName *name)
{
  const char *value = rail_alternative_name_get_value (name);
  gnutls_x509_subject_alt_name_t type = GNUTLS_SAN_URI;

  switch (rail_alternative_name_get_name_type (name))
    {
    case RAIL_NAME_TYPE_IP:
      return write_ip (certificate, value);

    case RAIL_NAME_TYPE_OTHER:
      return write_other (certificate, value);

    case RAIL_NAME_TYPE_DNS:
      type = GNUTLS_SAN_DNSNAME;
      break;

    case RAIL_NAME_TYPE_RID:
      type = GNUTLS_SAN_REGISTERED_ID;
      break;

    case RAIL_NAME_TYPE_EMAIL:
      type = GNUTLS_SAN_RFC822NAME;
      break;

    case RAIL_NAME_TYPE_URI:
    default:
      break;
    }
  return gnutls_x509_crt_set_subject_alt_name (certificate, type, value, strlen (value), GNUTLS_FSAN_APPEND);
}

static gboolean
write_row (gnutls_x509_crt_t     certificate,
           RailAlternativeName  *name,
           GError              **error)
{
  int code;

  if (!rail_alternative_name_validate (name, error))
    return FALSE;
  code = write_name (certificate, name);
  if (code < 0)
    rail_pki_set_gnutls_error (error, code, _("The alternative name “%s” cannot be written"),
                               rail_alternative_name_get_value (name));
  return code >= 0;
}

/* What GnuTLS makes of one row, as a GeneralName. */
static GBytes *
encode_row (RailAlternativeName  *name,
            GError              **error)
{
  g_auto(gnutls_x509_crt_t) carrier = NULL;
  g_auto(gnutls_datum_t) extension = { NULL, 0 };
  g_auto(asn1_node) list = NULL;
  GBytes *element = NULL;

  if (gnutls_x509_crt_init (&carrier) >= 0 && !write_row (carrier, name, error))
    return NULL;
  if (gnutls_x509_crt_get_extension_by_oid2 (carrier, SUBJECT_ALTERNATIVE_NAME_OID, 0, &extension, NULL) >= 0)
    list = rail_asn1_decode_lax (RAIL_ASN1_GENERAL_NAMES, extension.data, extension.size);
  if (list != NULL)
    element = rail_asn1_read (list, "?1");
  if (element == NULL)
    rail_pki_set_gnutls_error (error, GNUTLS_E_ASN1_GENERIC_ERROR, _("The alternative name “%s” cannot be written"),
                               rail_alternative_name_get_value (name));
  return element;
}

/* Names that were read go back as they came; GnuTLS does not know all of them. */
static gboolean
write_exactly (GListModel         *names,
               gnutls_x509_crt_t   certificate,
               gboolean            critical,
               GError            **error)
{
  g_auto(asn1_node) list = rail_asn1_create (RAIL_ASN1_GENERAL_NAMES);
  g_autoptr(GBytes) der = NULL;
  int code = GNUTLS_E_ASN1_GENERIC_ERROR;

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      GBytes *origin = rail_alternative_name_get_origin (name);
      g_autoptr(GBytes) element = origin != NULL ? g_bytes_ref (origin) : encode_row (name, error);

      if (element == NULL)
        return FALSE;
      if (asn1_write_value (list, "", "NEW", 1) != ASN1_SUCCESS
          || asn1_write_value (list, "?LAST", g_bytes_get_data (element, NULL), g_bytes_get_size (element))
               != ASN1_SUCCESS)
        break;
    }
  der = rail_asn1_encode (list, "");
  if (der != NULL)
    code = gnutls_x509_crt_set_extension_by_oid (certificate, SUBJECT_ALTERNATIVE_NAME_OID,
                                                 g_bytes_get_data (der, NULL), g_bytes_get_size (der), critical);
  if (code < 0)
    rail_pki_set_gnutls_error (error, code, _("The alternative names cannot be written"));
  return code >= 0;
}

static gboolean
has_origins (GListModel *names)
{
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (rail_alternative_name_get_origin (name) != NULL)
        return TRUE;
    }
  return FALSE;
}

static RailAlternativeName *
read_element (GBytes *element)
{
  g_auto(asn1_node) single = rail_asn1_create (RAIL_ASN1_GENERAL_NAMES);
  g_autoptr(GBytes) der = NULL;
  g_autoptr(GListStore) names = NULL;
  g_autoptr(RailAlternativeName) name = NULL;
  g_autofree char *hex = NULL;

  if (asn1_write_value (single, "", "NEW", 1) == ASN1_SUCCESS
      && asn1_write_value (single, "?1", g_bytes_get_data (element, NULL), g_bytes_get_size (element)) == ASN1_SUCCESS)
    der = rail_asn1_encode (single, "");
  if (der != NULL)
    {
      gnutls_datum_t value = rail_pki_borrow_bytes (der);

      names = rail_alternative_names_read_value (&value);
      name = g_list_model_get_item (G_LIST_MODEL (names), 0);
    }
  if (name != NULL)
    return rail_alternative_name_new_from_origin (rail_alternative_name_get_name_type (name),
                                                  rail_alternative_name_get_value (name), element);
  hex = rail_pki_hex_from_bytes (g_bytes_get_data (element, NULL), g_bytes_get_size (element));
  return rail_alternative_name_new_from_origin (RAIL_NAME_TYPE_OTHER, hex, element);
}

/*< private >
 * rail_alternative_names_read_exact:
 * @value: the value of a SubjectAltName extension (RFC 5280 §4.2.1.6)
 *
 * Reads the alternative names for taking them over: every one is there, and remembers its bytes.
 *
 * Returns: (transfer full) (element-type RailAlternativeName): the names in their order
 */
GPtrArray *
rail_alternative_names_read_exact (GBytes *value)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto(asn1_node) list =
    rail_asn1_decode_lax (RAIL_ASN1_GENERAL_NAMES, g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  guint n_names = list != NULL ? rail_asn1_count (list, "") : 0;

  for (guint i = 1; i <= MIN (n_names, MAXIMUM_NAMES); i++)
    {
      g_autofree char *field = g_strdup_printf ("?%u", i);
      g_autoptr(GBytes) element = rail_asn1_read (list, field);

      if (element != NULL)
        g_ptr_array_add (names, read_element (element));
    }
  return names;
}

/*< private >
 * rail_alternative_names_write:
 * @names: a list of #RailAlternativeName
 * @certificate: a certificate in the making
 * @critical: whether the extension shall be critical
 * @error: return location for an error
 *
 * Writes the names in their order. An empty list writes no extension.
 *
 * Returns: whether all were written; each must be valid
 */
gboolean
rail_alternative_names_write (GListModel         *names,
                              gnutls_x509_crt_t   certificate,
                              gboolean            critical,
                              GError            **error)
{
  guint n_names = g_list_model_get_n_items (names);

  if (n_names > 0 && (critical || has_origins (names)))
    return write_exactly (names, certificate, critical, error);

  for (guint i = 0; i < n_names; i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (!write_row (certificate, name, error))
        return FALSE;
    }
  return TRUE;
}
