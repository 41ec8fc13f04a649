/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-project-file.h"

#include <glib/gi18n-lib.h>

/* The first version whose user table shows that an administrator was given the vault key by one. */
#define FIRST_BOUND_VERSION 2

/**
 * rail_project_file_dup_warning:
 * @self: a project file
 * @project: what was read from it
 *
 * In a file of version 1 nothing shows that what is wrapped as an administrator's vault key is one. Somebody who knows another
 * key that was ever wrapped for this administrator, such as that of the project before a user was removed, can make
 * such a file and seal it. Whether the file should still be one of version 1 only people know, so the administrator is
 * told.
 *
 * Returns: (transfer full) (nullable): what an administrator should know before they save, in sentences; %NULL if there
 * is nothing
 */
char *
rail_project_file_dup_warning (RailProjectFile *self,
                               RailProject     *project)
{
  RailProtection *protection;

  g_return_val_if_fail (RAIL_IS_PROJECT_FILE (self), NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  protection = rail_project_get_protection (project);
  if (rail_project_file_get_version (self) >= FIRST_BOUND_VERSION || protection == NULL ||
      rail_protection_get_vault_key (protection) == NULL)
    return NULL;
  return g_strdup (_("This file is one of the first Certrail, which the first save here turns into a present one. If the "
                     "project was saved by a newer Certrail before, somebody has put this file in its place, and may know "
                     "its keys: then do not save it, open an earlier version, and find out who that was."));
}
