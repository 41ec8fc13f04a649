/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-text-file"

#include "config.h"

#include "rail-text-file.h"

#include "rail-display-name.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * rail_text_file_load_finish:
 * @file: a file
 * @result: what the callback of g_file_load_contents_async() got
 * @error: return location for an error
 *
 * Returns: (transfer full): the text in @file, or %NULL with an error of GIO, %G_IO_ERROR_INVALID_DATA if it is none
 */
char *
rail_text_file_load_finish (GFile         *file,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_autofree char *content = NULL;
  g_autofree char *name = NULL;
  gsize size = 0;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_file_load_contents_finish (file, result, &content, &size, NULL, error))
    return NULL;
  /* A NUL would end the text early and hide lines. */
  if (memchr (content, '\0', size) == NULL)
    return g_steal_pointer (&content);

  name = rail_display_name_dup (file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is not a text in UTF-8; save it as such."), name);
  return NULL;
}
