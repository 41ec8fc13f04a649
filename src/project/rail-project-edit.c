/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-operations.h"

#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

/**
 * rail_project_rename:
 * @self: a project
 * @name: its new name
 * @error: return location for an error
 *
 * Renames the project. Certificates that carry the old name keep it.
 *
 * Returns: whether it has that name now; otherwise RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_project_rename (RailProject  *self,
                     const char   *name,
                     GError      **error)
{
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_check_name (name, error))
    return FALSE;
  if (g_str_equal (rail_project_get_name (self), name))
    return TRUE;

  change = rail_change_new (RAIL_ACTION_RENAME, g_strdup_printf (_("Rename project to “%s”"), name));
  rail_change_set_name (change, rail_project_get_name (self), name);
  rail_change_set_detail (change, name);
  rail_project_apply (self, change);
  return TRUE;
}
