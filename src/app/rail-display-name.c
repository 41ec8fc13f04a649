/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-display-name"

#include "config.h"

#include "rail-display-name.h"

/**
 * rail_display_name_dup:
 * @file: a file
 *
 * The name of a file is bytes in an encoding that nobody wrote down; labels take valid UTF-8 only.
 *
 * Returns: (transfer full): the name of @file without its folder, to be shown
 */
char *
rail_display_name_dup (GFile *file)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = g_file_get_basename (file);
  return name != NULL ? g_filename_display_name (name) : g_file_get_parse_name (file);
}

/**
 * rail_display_name_dup_title:
 * @file: a project file
 *
 * Returns: (transfer full): the name of @file without folder and suffix, to be shown
 */
char *
rail_display_name_dup_title (GFile *file)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = rail_display_name_dup (file);
  if (g_str_has_suffix (name, ".certrail"))
    name[strlen (name) - strlen (".certrail")] = '\0';
  return g_steal_pointer (&name);
}
