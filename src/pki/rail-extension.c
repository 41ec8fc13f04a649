/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-extension"

#include "config.h"

#include "rail-extension-private.h"

/* A certificate has some ten. */
#define MAX_EXTENSIONS 256

static RailExtension *
extension_new (const char *oid,
               gboolean    critical,
               GBytes     *value)
{
  RailExtension *self = g_new0 (RailExtension, 1);

  self->oid = g_strdup (oid);
  self->critical = critical;
  self->value = g_bytes_ref (value);
  return self;
}

static void
extension_free (gpointer data)
{
  RailExtension *self = data;

  g_free (self->oid);
  g_bytes_unref (self->value);
  g_free (self);
}

/*< private >
 * rail_extensions_new:
 *
 * Returns: (transfer full) (element-type RailExtension): an empty list
 */
GPtrArray *
rail_extensions_new (void)
{
  return g_ptr_array_new_with_free_func (extension_free);
}

/*< private >
 * rail_extensions_copy:
 * @extensions: (nullable): a list
 *
 * Returns: (transfer full) (nullable) (element-type RailExtension): a list of the same, %NULL if there was none
 */
GPtrArray *
rail_extensions_copy (GPtrArray *extensions)
{
  GPtrArray *copy = extensions != NULL ? rail_extensions_new () : NULL;

  for (guint i = 0; extensions != NULL && i < extensions->len; i++)
    {
      const RailExtension *extension = extensions->pdata[i];

      rail_extensions_add (copy, extension->oid, extension->critical, extension->value);
    }
  return copy;
}

/*< private >
 * rail_extensions_add:
 * @extensions: a list
 * @oid: the identifier of an extension
 * @critical: whether it is critical
 * @value: what it says, DER
 *
 * Adds an extension at the end of a list.
 */
void
rail_extensions_add (GPtrArray  *extensions,
                     const char *oid,
                     gboolean    critical,
                     GBytes     *value)
{
  g_ptr_array_add (extensions, extension_new (oid, critical, value));
}

/*< private >
 * rail_extensions_read:
 * @extensions: a list
 * @value: a value
 * @field: one of its fields, Extensions (RFC 5280 §4.1)
 *
 * Adds extensions to a list. Of two with one identifier the first counts, because a certificate has each only once
 * (RFC 5280 §4.2).
 */
void
rail_extensions_read (GPtrArray       *extensions,
                      asn1_node_const  value,
                      const char      *field)
{
  guint n_extensions = MIN (rail_asn1_count (value, field), MAX_EXTENSIONS);
  const char *separator = field[0] != '\0' ? "." : "";

  for (guint i = 1; i <= n_extensions; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s%s?%u.extnID", field, separator, i);
      g_autofree char *critical = g_strdup_printf ("%s%s?%u.critical", field, separator, i);
      g_autofree char *contents = g_strdup_printf ("%s%s?%u.extnValue", field, separator, i);
      g_autoptr(GBytes) der = rail_asn1_read (value, contents);
      char oid[RAIL_ASN1_OID_SIZE];
      char text[8] = "FALSE";
      int size = sizeof text;

      if (der == NULL || !rail_asn1_read_oid (value, id, oid) || rail_extensions_find (extensions, oid) != NULL)
        continue;
      asn1_read_value (value, critical, text, &size);
      rail_extensions_add (extensions, oid, text[0] == 'T', der);
    }
}

/*< private >
 * rail_extensions_find:
 * @extensions: (nullable): a list
 * @oid: the identifier of an extension
 *
 * Returns: (transfer none) (nullable): the extension, %NULL if it is not in the list
 */
const RailExtension *
rail_extensions_find (GPtrArray  *extensions,
                      const char *oid)
{
  for (guint i = 0; extensions != NULL && i < extensions->len; i++)
    {
      const RailExtension *extension = extensions->pdata[i];

      if (g_str_equal (extension->oid, oid))
        return extension;
    }
  return NULL;
}

/*< private >
 * rail_extensions_drop:
 * @extensions: (nullable): a list
 * @oid: the identifier of an extension
 *
 * Takes an extension out of a list, if it is in there.
 */
void
rail_extensions_drop (GPtrArray  *extensions,
                      const char *oid)
{
  for (guint i = 0; extensions != NULL && i < extensions->len; i++)
    if (g_str_equal (((const RailExtension *) extensions->pdata[i])->oid, oid))
      {
        g_ptr_array_remove_index (extensions, i);
        return;
      }
}

/*< private >
 * rail_extension_write:
 * @extension: an extension
 * @value: a value
 * @field: one of its fields, Extensions, or "" if it is that itself
 *
 * Adds the extension at the end of the list.
 *
 * Returns: whether it was added
 */
gboolean
rail_extension_write (const RailExtension *extension,
                      asn1_node            value,
                      const char          *field)
{
  const char *separator = field[0] != '\0' ? "." : "";
  g_autofree char *id = g_strdup_printf ("%s%s?LAST.extnID", field, separator);
  g_autofree char *critical = g_strdup_printf ("%s%s?LAST.critical", field, separator);
  g_autofree char *contents = g_strdup_printf ("%s%s?LAST.extnValue", field, separator);

  return asn1_write_value (value, field, "NEW", 1) == ASN1_SUCCESS
         && asn1_write_value (value, id, extension->oid, 1) == ASN1_SUCCESS
         && asn1_write_value (value, critical, extension->critical ? "TRUE" : "FALSE", 1) == ASN1_SUCCESS
         && asn1_write_value (value, contents, g_bytes_get_data (extension->value, NULL),
                              g_bytes_get_size (extension->value)) == ASN1_SUCCESS;
}
