/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-section.h"

/*
 * Words
 */

static void
print_section (RailSection *section)
{
  GListModel *fields = rail_section_get_fields (section);

  rail_cli_print ("\n%s\n", rail_section_get_title (section));
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr(RailField) field = g_list_model_get_item (fields, i);
      g_auto(GStrv) lines = g_strsplit (rail_field_get_value (field), "\n", -1);

      for (gsize line = 0; lines[line] != NULL; line++)
        {
          const char *label = line == 0 ? rail_field_get_label (field) : "";
          int padding = MAX (0, 32 - (int) g_utf8_strlen (label, -1));

          rail_cli_print ("  %s%*s %s\n", label, padding, "", lines[line]);
        }
    }
}

static void
print_entry (RailCli   *self,
             RailEntry *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  g_autoptr(GListModel) sections = rail_certificate_describe (certificate);
  g_autofree char *used_as = rail_entry_dup_used_as (entry);
  g_autofree char *status = rail_entry_dup_status_text (entry, rail_environment_get_now (self->environment));

  rail_cli_print ("%u  %s\n", rail_entry_get_id (entry), rail_certificate_get_common_name (certificate));
  rail_cli_print ("%s · %s · %s\n", used_as, status,
                  rail_entry_get_key (entry) != NULL ? _("private key in this project")
                  : rail_entry_has_key (entry) ? _("private key in this project, for administrators")
                  : rail_entry_is_key_damaged (entry) ? _("private key damaged")
                                                      : _("without private key"));
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr(RailSection) section = g_list_model_get_item (sections, i);

      print_section (section);
    }
}

/*
 * JSON
 */

static void
add_boolean (JsonBuilder *builder,
             const char  *name,
             gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_hex (JsonBuilder *builder,
         const char  *name,
         GBytes      *bytes)
{
  g_autoptr(GString) hex = g_string_new (NULL);
  gsize size = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02X", data[i]);
  rail_cli_add_text (builder, name, bytes != NULL ? hex->str : NULL);
}

/* The nicks of the flags that are set, so that a script need not know bit numbers. */
static void
add_flags (JsonBuilder *builder,
           const char  *name,
           GType        type,
           guint        value,
           gboolean     critical)
{
  g_autoptr(GFlagsClass) flags = g_type_class_ref (type);
  g_autofree char *critical_name = g_strconcat (name, "_critical", NULL);

  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < flags->n_values; i++)
    if ((value & flags->values[i].value) != 0)
      json_builder_add_string_value (builder, flags->values[i].value_nick);
  json_builder_end_array (builder);
  add_boolean (builder, critical_name, critical);
}

static void
add_names (JsonBuilder     *builder,
           RailCertificate *certificate)
{
  GListModel *names = rail_certificate_get_names (certificate);

  json_builder_set_member_name (builder, "names");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *text = rail_alternative_name_to_string (name);

      json_builder_add_string_value (builder, text);
    }
  json_builder_end_array (builder);
}

static void
add_chain (JsonBuilder *builder,
           RailCli     *self,
           RailEntry   *entry)
{
  gboolean complete = FALSE;
  g_autoptr(GPtrArray) chain = rail_project_get_chain (self->project, entry, &complete);

  json_builder_set_member_name (builder, "chain");
  json_builder_begin_array (builder);
  for (guint i = 0; i < chain->len; i++)
    json_builder_add_int_value (builder, rail_entry_get_id (g_ptr_array_index (chain, i)));
  json_builder_end_array (builder);
  add_boolean (builder, "chain_complete", complete);
}

static void
add_revocation (JsonBuilder *builder,
                RailEntry   *entry)
{
  RailRevocationReason reason;
  gint64 date;
  gboolean revoked = rail_entry_is_revoked (entry, &date, &reason);
  g_autofree char *text = revoked ? rail_format_date_iso (date) : NULL;

  rail_cli_add_text (builder, "revoked", text);
  rail_cli_add_text (builder, "revocation_reason", revoked ? rail_revocation_reason_get_nick (reason) : NULL);
}

static void
add_extensions (JsonBuilder     *builder,
                RailCertificate *certificate)
{
  gboolean critical = FALSE;
  RailKeyUsage key_usage = rail_certificate_get_key_usage (certificate, &critical);
  RailPurpose purposes;

  add_flags (builder, "key_usage", RAIL_TYPE_KEY_USAGE, key_usage, critical);
  purposes = rail_certificate_get_purposes (certificate, &critical);
  add_flags (builder, "extended_key_usage", RAIL_TYPE_PURPOSE, purposes, critical);
  add_boolean (builder, "ca", rail_certificate_is_ca (certificate));
  json_builder_set_member_name (builder, "path_length");
  if (rail_certificate_get_path_length (certificate) < 0)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, rail_certificate_get_path_length (certificate));
  add_hex (builder, "subject_key_id", rail_certificate_get_subject_key_id (certificate));
  add_hex (builder, "authority_key_id", rail_certificate_get_authority_key_id (certificate));
}

static void
print_json (RailCli   *self,
            RailEntry *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *pem = rail_certificate_to_pem (certificate);

  json_builder_begin_object (builder);
  rail_cli_add_entry (builder, self, entry);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, rail_certificate_get_version (certificate));
  rail_cli_add_text (builder, "subject_dn", rail_certificate_get_subject (certificate));
  rail_cli_add_text (builder, "issuer_dn", rail_certificate_get_issuer (certificate));
  rail_cli_add_text (builder, "key_algorithm", rail_certificate_get_key_algorithm (certificate));
  rail_cli_add_text (builder, "key", rail_key_kind_get_nick (rail_certificate_get_key_kind (certificate)));
  add_names (builder, certificate);
  add_extensions (builder, certificate);
  add_boolean (builder, "self_signed", rail_certificate_is_self_signed (certificate));
  add_chain (builder, self, entry);
  add_revocation (builder, entry);
  rail_cli_add_text (builder, "fingerprint_sha1", rail_certificate_get_fingerprint_sha1 (certificate));
  rail_cli_add_text (builder, "pem", pem);
  json_builder_end_object (builder);
  rail_cli_print_json (builder);
}

/* Shows everything about one certificate. */
gboolean
rail_command_show (RailCli  *self,
                   char    **arguments,
                   GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 2, 2, error);
  RailEntry *entry;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  entry = rail_cli_find_entry (self, rest[1], error);
  if (entry == NULL)
    return FALSE;
  if (self->json)
    print_json (self, entry);
  else
    print_entry (self, entry);
  return TRUE;
}
