/* SPDX-License-Identifier: GPL-3.0-or-later */

/* delete */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-operations.h"

#define MANY G_MAXUINT

/* What a device uses goes only on demand; what else uses a certificate, rail_project_delete_entries() refuses itself. */
static gboolean
check_uses (RailCli    *self,
            GPtrArray  *entries,
            gboolean    force,
            GError    **error)
{
  gboolean deletable = TRUE;
  g_autofree char *uses = rail_project_describe_uses (self->project, entries, &deletable);

  if (uses == NULL || !deletable || force)
    return TRUE;
  g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("%s Give --force to delete all the same."), uses);
  return FALSE;
}

/* Deletes certificates with their keys. */
gboolean
rail_command_delete (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  gboolean force = FALSE;
  const GOptionEntry options[] = {
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_("Also what a device uses"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = rail_cli_parse (self, options, NULL, arguments, 2, MANY, error);
  g_autoptr(GPtrArray) entries = NULL;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  entries = rail_cli_find_entries (self, rest + 1, error);
  if (entries == NULL || !check_uses (self, entries, force, error) ||
      !rail_project_delete_entries (self->project, entries, error) || !rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    rail_cli_print_entries (self, entries);
  return TRUE;
}
