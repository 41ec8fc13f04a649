/* SPDX-License-Identifier: GPL-3.0-or-later */

/* assign, unassign */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-device-operations.h"

typedef gboolean (*AssignFunc) (RailProject  *project,
                                RailEntry    *entry,
                                RailDevice   *device,
                                RailUsedAs    role,
                                RailService   service,
                                GError      **error);

static gboolean
parse_role (const char   *word,
            RailUsedAs   *out_role,
            RailService  *out_service,
            GError      **error)
{
  *out_service = 0;
  *out_role = RAIL_USED_AS_SERVICE;
  if (g_strcmp0 (word, "device") == 0)
    *out_role = RAIL_USED_AS_DEVICE;
  else if (g_strcmp0 (word, "trusted") == 0)
    *out_role = RAIL_USED_AS_TRUSTED;
  else if (g_strcmp0 (word, "trusted-client") == 0)
    *out_role = RAIL_USED_AS_CLIENT;
  else if (word == NULL)
    return rail_cli_set_usage_error (error, "%s", _("--as says what the certificate is used as; see --help."));
  else if (!rail_service_parse (word, out_service))
    return rail_cli_set_usage_error (error, _("A certificate is not used as “%s”; see --help."), word);
  return TRUE;
}

static char *
describe_roles (void)
{
  g_autoptr(GString) text = g_string_new (_("Used as:"));

  g_string_append_printf (text, "\n  %-16s%s", "device", rail_used_as_get_label (RAIL_USED_AS_DEVICE, 0));
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    g_string_append_printf (text, "\n  %-16s%s", rail_service_get (i)->nick,
                            rail_used_as_get_label (RAIL_USED_AS_SERVICE, i));
  g_string_append_printf (text, "\n  %-16s%s", "trusted", rail_used_as_get_label (RAIL_USED_AS_TRUSTED, 0));
  g_string_append_printf (text, "\n  %-16s%s", "trusted-client", rail_used_as_get_label (RAIL_USED_AS_CLIENT, 0));
  return g_strdup (text->str);
}

static gboolean
run (RailCli     *self,
     char       **arguments,
     AssignFunc   function,
     GError     **error)
{
  g_autofree char *word = NULL;
  g_autofree char *details = describe_roles ();
  g_auto(GStrv) rest = NULL;
  RailUsedAs role;
  RailService service;
  RailEntry *entry;
  RailDevice *device;
  const GOptionEntry options[] = {
    { "as", 0, 0, G_OPTION_ARG_STRING, &word, N_("What the certificate is used as, see below"), N_("USE") },
    { NULL }
  };

  rest = rail_cli_parse (self, options, details, arguments, 3, 3, error);
  if (rest == NULL || !parse_role (word, &role, &service, error) || !rail_cli_open (self, rest[0], error))
    return FALSE;
  entry = rail_cli_find_entry (self, rest[1], error);
  device = entry != NULL ? rail_cli_find_device (self, rest[2], error) : NULL;
  if (device == NULL || !function (self->project, entry, device, role, service, error) || !rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    rail_cli_print_device (self, rail_project_get_device (self->project, rest[2]));
  return TRUE;
}

/* Assigns a certificate to a device. */
gboolean
rail_command_assign (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  return run (self, arguments, rail_project_assign, error);
}

/* Takes an assignment back. */
gboolean
rail_command_unassign (RailCli  *self,
                       char    **arguments,
                       GError  **error)
{
  return run (self, arguments, rail_project_unassign, error);
}
