/* SPDX-License-Identifier: GPL-3.0-or-later */

/* delete, revoke */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-operations.h"

#define MANY G_MAXUINT

/* Deletes certificates with their keys. */
gboolean
rail_command_delete (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 2, MANY, error);
  g_autoptr(GPtrArray) entries = NULL;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  entries = rail_cli_find_entries (self, rest + 1, error);
  if (entries == NULL || !rail_project_delete_entries (self->project, entries, error) || !rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    rail_cli_print_entries (self, entries);
  return TRUE;
}

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

/* Revokes certificates; the next revocation list names them. */
gboolean
rail_command_revoke (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  RailRevocationReason reason = RAIL_REVOCATION_UNSPECIFIED;
  g_autofree char *details = describe_reasons ();
  g_autofree char *nick = NULL;
  g_auto(GStrv) rest = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  const GOptionEntry options[] = {
    { "reason", 'r', 0, G_OPTION_ARG_STRING, &nick, N_("Why, see below"), N_("REASON") },
    { NULL }
  };

  rest = rail_cli_parse (self, options, details, arguments, 2, MANY, error);
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
  if (entries == NULL || !rail_project_revoke (self->project, entries, reason, error) || !rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    rail_cli_print_entries (self, entries);
  return TRUE;
}
