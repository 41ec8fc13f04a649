/* SPDX-License-Identifier: GPL-3.0-or-later */

/* revoke, unrevoke, publish */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-operations.h"
#include "rail-project-lists.h"

#define MANY G_MAXUINT
#define MAX_DAYS 3000000     /* the year 9999 is closer */

static char *
describe_reasons (void)
{
  g_autoptr(GString) text = g_string_new (_("Reasons:"));
  g_autoptr(GEnumClass) reasons = g_type_class_ref (RAIL_TYPE_REVOCATION_REASON);

  for (guint i = 0; i < reasons->n_values; i++)
    {
      RailRevocationReason reason = (RailRevocationReason) reasons->values[i].value;

      g_string_append_printf (text, "\n  %-24s%s", rail_revocation_reason_get_nick (reason),
                              rail_revocation_reason_get_label (reason));
    }
  return g_strdup (text->str);
}

/* Revokes the certificate of a serial number, which the entry has or had. */
static gboolean
revoke_serial (RailCli               *self,
               RailEntry             *entry,
               const char            *typed,
               RailRevocationReason   reason,
               GError               **error)
{
  g_autofree char *serial = g_ascii_strup (typed, -1);
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_auto(GStrv) parts = g_strsplit (serial, ":", -1);
  g_autofree char *plain = g_strjoinv (NULL, parts);

  if (g_str_equal (plain, rail_certificate_get_serial (rail_entry_get_certificate (entry))))
    {
      g_ptr_array_add (entries, entry);
      return rail_project_revoke (self->project, entries, reason, error);
    }
  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    if (g_str_equal (plain, rail_certificate_get_serial (
                              rail_generation_get_certificate (rail_entry_get_generation (entry, i)))))
      return rail_project_revoke_generation (self->project, entry, i, reason, error);
  g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
               _("ID %u has and had no certificate with the serial number %s; “show” lists them."),
               rail_entry_get_id (entry), plain);
  return FALSE;
}

/* Revokes certificates; the next revocation list names them. */
gboolean
rail_command_revoke (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  RailRevocationReason reason = RAIL_REVOCATION_UNSPECIFIED;
  g_autofree char *details = describe_reasons ();
  g_autofree char *nick = NULL;
  g_autofree char *serial = NULL;
  g_auto(GStrv) rest = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  const GOptionEntry options[] = {
    { "reason", 'r', 0, G_OPTION_ARG_STRING, &nick, N_("Why, see below"), N_("REASON") },
    { "serial", 0, 0, G_OPTION_ARG_STRING, &serial,
      N_("An earlier certificate of the one ID, by its serial number"), N_("SERIAL") },
    { NULL }
  };

  rest = rail_cli_parse (self, options, details, arguments, 2, MANY, error);
  if (rest != NULL && serial != NULL && rest[2] != NULL)
    return rail_cli_set_usage_error (error, "%s", _("--serial is for one ID."));
  if (rest == NULL)
    return FALSE;
  if (nick != NULL && !rail_revocation_reason_parse (nick, &reason))
    {
      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE, _("“%s” is no reason; “revoke --help” lists them."),
                   nick);
      return FALSE;
    }
  if (!rail_cli_open (self, rest[0], error))
    return FALSE;
  entries = rail_cli_find_entries (self, rest + 1, error);
  if (entries == NULL)
    return FALSE;
  if (serial != NULL ? !revoke_serial (self, entries->pdata[0], serial, reason, error)
                     : !rail_project_revoke (self->project, entries, reason, error))
    return FALSE;
  if (!rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    rail_cli_print_entries (self, entries);
  return TRUE;
}

/* Takes certificates off hold. */
gboolean
rail_command_unrevoke (RailCli  *self,
                       char    **arguments,
                       GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, _("Only what is on hold comes back; every other revocation is final."),
                                       arguments, 2, MANY, error);
  g_autoptr(GPtrArray) entries = NULL;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  entries = rail_cli_find_entries (self, rest + 1, error);
  if (entries == NULL || !rail_project_unrevoke (self->project, entries, error) || !rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    rail_cli_print_entries (self, entries);
  return TRUE;
}

/* PEM unless the file is called .crl or .der, as partners expect it. */
static gboolean
write_list (RailRevocationList  *list,
            const char          *path,
            GError             **error)
{
  g_autofree char *pem = rail_revocation_list_to_pem (list);
  GBytes *der = rail_revocation_list_get_der (list);

  if (g_str_has_suffix (path, ".pem"))
    return g_file_set_contents (path, pem, -1, error);
  return g_file_set_contents (path, g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der), error);
}

/* Signs a revocation list and keeps it. */
gboolean
rail_command_publish (RailCli  *self,
                      char    **arguments,
                      GError  **error)
{
  int days = -1;
  g_autofree char *output = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) rest = NULL;
  RailEntry *authority;
  const GOptionEntry options[] = {
    { "days", 0, 0, G_OPTION_ARG_INT, &days,
      N_("How long the lists of this authority hold; 0: as long as the authority. Otherwise as before"), N_("DAYS") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Also write it: .crl in DER, .pem in PEM"), N_("FILE") },
    { NULL }
  };

  rest = rail_cli_parse (self, options,
                         _("Signs a revocation list of the authority, even if it is empty. Exports and hand-overs give it "
                           "away until something changes."), arguments, 2, 2, error);
  if (rest == NULL)
    return FALSE;
  if (days < -1 || days > MAX_DAYS)
    return rail_cli_set_usage_error (error, "%s", _("--days needs a number of days from 0 on."));
  if (!rail_cli_open (self, rest[0], error))
    return FALSE;
  authority = rail_cli_find_entry (self, rest[1], error);
  if (authority == NULL ||
      !rail_project_publish_list (self->project, authority,
                                  days >= 0 ? (guint) days : rail_entry_get_list_days (authority), error) ||
      !rail_cli_save (self, error))
    return FALSE;
  if (output != NULL && !write_list (rail_entry_get_list (authority), output, error))
    return FALSE;

  text = rail_project_describe_list (self->project, authority);
  if (!self->json)
    rail_cli_print ("%s\n", text);
  else
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      guint64 number = rail_revocation_list_get_number (rail_entry_get_list (authority));
      g_autofree char *number_text = rail_revocation_list_dup_number_text (rail_entry_get_list (authority));

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_int_value (builder, rail_entry_get_id (authority));
      /* A number that JSON readers would round is text. */
      if (number <= G_MAXINT64)
        {
          json_builder_set_member_name (builder, "number");
          json_builder_add_int_value (builder, (gint64) number);
        }
      else
        rail_cli_add_text (builder, "number", number_text);
      json_builder_set_member_name (builder, "revoked");
      json_builder_add_int_value (builder, rail_revocation_list_get_n_revoked (rail_entry_get_list (authority)));
      rail_cli_add_text (builder, "status",
                         rail_list_status_get_nick (rail_project_get_list_status (self->project, authority)));
      json_builder_end_object (builder);
      rail_cli_print_json (builder);
    }
  return TRUE;
}
