/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-section.h"

#include "rail-section-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *attribute;
  const char *label;
} attributes[] = {
  { "CN", N_("Common name") },
  { "O", N_("Organization") },
  { "OU", N_("Organizational unit") },
  { "L", N_("Locality") },
  { "ST", N_("State or province") },
  { "C", N_("Country") },
  { "STREET", N_("Street") },
  { "DC", N_("Domain component") },
  { "UID", N_("User ID") },
  { "EMAIL", N_("E-mail address") },
  { "serialNumber", N_("Device serial number") },
};

static const char *
get_attribute_label (const char *attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (g_ascii_strcasecmp (attribute, attributes[i].attribute) == 0)
      return _(attributes[i].label);
  return attribute;
}

/* A value up to the next separator that is not escaped; RFC 4514 §2.4. */
static char *
read_value (const char **rest)
{
  g_autoptr(GString) value = g_string_new (NULL);
  const char *p = *rest;

  while (*p != '\0' && *p != ',' && *p != '+')
    {
      if (*p == '\\' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
        {
          g_string_append_c (value, (char) (g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2])));
          p += 3;
          continue;
        }
      if (*p == '\\' && p[1] != '\0')
        p++;
      g_string_append_c (value, *p++);
    }
  *rest = *p != '\0' ? p + 1 : p;
  return g_utf8_make_valid (value->str, (gssize) value->len);
}

static gboolean
read_part (const char **rest,
           char       **out_attribute,
           char       **out_value)
{
  const char *equals = strchr (*rest, '=');

  if (equals == NULL)
    return FALSE;
  *out_attribute = g_strstrip (g_strndup (*rest, (gsize) (equals - *rest)));
  *rest = equals + 1;
  *out_value = read_value (rest);
  return TRUE;
}

static void
add_name_section (GListStore *sections,
                  const char *title,
                  const char *name)
{
  g_autoptr(RailSection) section = rail_section_new (title);
  const char *rest = name;

  for (;;)
    {
      g_autofree char *attribute = NULL;
      g_autofree char *value = NULL;

      if (!read_part (&rest, &attribute, &value))
        break;
      rail_section_add (section, get_attribute_label (attribute), value, FALSE);
    }
  if (*name == '\0')
    rail_section_add (section, _("Name"), _("Empty"), FALSE);
  g_list_store_append (sections, section);
}

static void
add_code (RailSection *section,
          const char  *label,
          const char  *hex)
{
  g_autofree char *code = rail_format_hex (hex);

  rail_section_add (section, label, code, TRUE);
}

static void
add_general (GListStore      *sections,
             RailCertificate *certificate)
{
  g_autoptr(RailSection) section = rail_section_new (_("General"));
  g_autofree char *version = g_strdup_printf ("%u", rail_certificate_get_version (certificate));
  gboolean critical = FALSE;

  rail_section_add (section, _("Version"), version, FALSE);
  add_code (section, _("Serial number"), rail_certificate_get_serial (certificate));
  rail_section_add (section, _("Issued"),
                    rail_certificate_is_self_signed (certificate) ? _("Self-signed") : _("By an authority"), FALSE);
  if (rail_certificate_has_basic_constraints (certificate, &critical))
    {
      int path_length = rail_certificate_get_path_length (certificate);
      g_autofree char *limited = NULL;
      const char *text = _("No");

      if (rail_certificate_is_ca (certificate) && path_length >= 0)
        limited = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Yes, with at most %d authority below it",
                                                "Yes, with at most %d authorities below it", path_length),
                                   path_length);
      if (rail_certificate_is_ca (certificate))
        text = limited != NULL ? limited : _("Yes");
      rail_section_add (section, _("Certificate authority"), text, FALSE);
    }
  else
    rail_section_add (section, _("Certificate authority"), _("Not stated"), FALSE);
  g_list_store_append (sections, section);
}

static void
add_validity (GListStore      *sections,
              RailCertificate *certificate)
{
  g_autoptr(RailSection) section = rail_section_new (_("Validity"));
  g_autofree char *from = rail_format_date (rail_certificate_get_not_before (certificate));
  g_autofree char *to = rail_format_date (rail_certificate_get_not_after (certificate));

  rail_section_add (section, _("Valid from"), from, FALSE);
  rail_section_add (section, _("Valid to"), to, FALSE);
  g_list_store_append (sections, section);
}

static void
add_public_key (GListStore      *sections,
                RailCertificate *certificate)
{
  g_autoptr(RailSection) section = rail_section_new (_("Public key"));
  RailKeyKind kind = rail_certificate_get_key_kind (certificate);
  g_autofree char *length = g_strdup_printf (_("%u bits"), rail_certificate_get_key_bits (certificate));

  rail_section_add (section, _("Algorithm"), rail_certificate_get_key_algorithm (certificate), FALSE);
  if (kind != RAIL_KEY_KIND_OTHER)
    rail_section_add (section, _("Kind"), rail_key_kind_get_label (kind), FALSE);
  rail_section_add (section, _("Length"), length, FALSE);
  g_list_store_append (sections, section);
}

static const char *
get_critical_text (gboolean critical)
{
  return critical ? _("Yes") : _("No");
}

static void
add_key_usage (GListStore      *sections,
               RailCertificate *certificate)
{
  g_autoptr(RailSection) section = rail_section_new (_("Key usage"));
  const char * const *oids = rail_certificate_get_purpose_oids (certificate);
  gboolean usage_critical = FALSE;
  gboolean purposes_critical = FALSE;
  RailKeyUsage usage = rail_certificate_get_key_usage (certificate, &usage_critical);
  RailPurpose purposes = rail_certificate_get_purposes (certificate, &purposes_critical);

  if (usage != 0)
    {
      g_autofree char *text = rail_key_usage_to_string (usage);

      rail_section_add (section, _("Key usage"), text, FALSE);
      rail_section_add (section, _("Key usage is critical"), get_critical_text (usage_critical), FALSE);
    }
  if (purposes != 0)
    {
      g_autofree char *text = rail_purpose_to_string (purposes);

      rail_section_add (section, _("Extended key usage"), text, FALSE);
      rail_section_add (section, _("Extended key usage is critical"), get_critical_text (purposes_critical), FALSE);
    }
  if ((purposes & RAIL_PURPOSE_OTHER) && oids != NULL)
    {
      g_autofree char *list = g_strjoinv (", ", (char **) oids);

      rail_section_add (section, _("Object identifiers"), list, TRUE);
    }
  if (usage == 0 && purposes == 0)
    rail_section_add (section, _("Key usage"), _("Not limited"), FALSE);
  g_list_store_append (sections, section);
}

static void
add_names (GListStore      *sections,
           RailCertificate *certificate)
{
  g_autoptr(RailSection) section = rail_section_new (_("Subject alternative names"));
  GListModel *names = rail_certificate_get_names (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      rail_section_add (section, rail_name_type_get_label (rail_alternative_name_get_name_type (name)),
                        rail_alternative_name_get_value (name), TRUE);
    }
  if (g_list_model_get_n_items (names) > 0)
    g_list_store_append (sections, section);
}

static void
add_key_id (GListStore *sections,
            const char *title,
            GBytes     *id)
{
  g_autoptr(RailSection) section = rail_section_new (title);
  g_autoptr(GString) hex = g_string_new (NULL);
  const guint8 *data;
  gsize size;

  if (id == NULL)
    return;

  data = g_bytes_get_data (id, &size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02X", data[i]);
  add_code (section, _("Key identifier"), hex->str);
  g_list_store_append (sections, section);
}

static void
add_signature (GListStore      *sections,
               RailCertificate *certificate)
{
  g_autoptr(RailSection) section = rail_section_new (_("Signature"));

  rail_section_add (section, _("Algorithm"), rail_certificate_get_signature_algorithm (certificate), FALSE);
  if (rail_certificate_is_signed_with_sha1 (certificate))
    rail_section_add (section, _("Note"), _("SHA-1 is deprecated: use it only for partners that know nothing newer"),
                      FALSE);
  g_list_store_append (sections, section);
}

static void
add_fingerprints (GListStore      *sections,
                  RailCertificate *certificate)
{
  g_autoptr(RailSection) section = rail_section_new (_("Fingerprints"));

  add_code (section, "SHA-256", rail_certificate_get_fingerprint (certificate));
  /* Windows and UaExpert still name certificates by it. */
  add_code (section, "SHA-1", rail_certificate_get_fingerprint_sha1 (certificate));
  g_list_store_append (sections, section);
}

/**
 * rail_certificate_describe:
 * @certificate: a certificate
 *
 * Puts a certificate into words, for the inspector and for the command line. A section whose extension the certificate
 * lacks is left out.
 *
 * Returns: (transfer full) (element-type RailSection): the sections, in the order in which they are read
 */
GListModel *
rail_certificate_describe (RailCertificate *certificate)
{
  GListStore *sections;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);

  sections = g_list_store_new (RAIL_TYPE_SECTION);
  add_general (sections, certificate);
  add_name_section (sections, _("Subject"), rail_certificate_get_subject (certificate));
  add_name_section (sections, _("Issuer"), rail_certificate_get_issuer (certificate));
  add_validity (sections, certificate);
  add_public_key (sections, certificate);
  add_key_usage (sections, certificate);
  add_names (sections, certificate);
  add_key_id (sections, _("Authority key identifier"), rail_certificate_get_authority_key_id (certificate));
  add_key_id (sections, _("Subject key identifier"), rail_certificate_get_subject_key_id (certificate));
  add_signature (sections, certificate);
  add_fingerprints (sections, certificate);
  return G_LIST_MODEL (sections);
}

/**
 * rail_certificate_dup_subject_part:
 * @certificate: a certificate
 * @attribute: the short name of an attribute, such as `O`
 *
 * Returns: (transfer full) (nullable): the value of the first such attribute of the subject
 */
char *
rail_certificate_dup_subject_part (RailCertificate *certificate,
                                   const char      *attribute)
{
  const char *rest;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (attribute != NULL, NULL);

  rest = rail_certificate_get_subject (certificate);
  for (;;)
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (!read_part (&rest, &name, &value))
        return NULL;
      if (g_ascii_strcasecmp (name, attribute) == 0)
        return g_steal_pointer (&value);
    }
}

/**
 * rail_certificate_dup_text:
 * @certificate: a certificate
 *
 * Returns: (transfer full): all that rail_certificate_describe() tells, as plain text for a mail or a report
 */
char *
rail_certificate_dup_text (RailCertificate *certificate)
{
  g_autoptr(GListModel) sections = NULL;
  GString *text;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);

  text = g_string_new (NULL);
  sections = rail_certificate_describe (certificate);
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr(RailSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = rail_section_get_fields (section);

      g_string_append_printf (text, "%s\n", rail_section_get_title (section));
      for (guint n = 0; n < g_list_model_get_n_items (fields); n++)
        {
          g_autoptr(RailField) field = g_list_model_get_item (fields, n);

          g_string_append_printf (text, "  %s: %s\n", rail_field_get_label (field), rail_field_get_value (field));
        }
    }
  return g_string_free (text, FALSE);
}
