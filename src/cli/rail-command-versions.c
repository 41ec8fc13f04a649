/* SPDX-License-Identifier: GPL-3.0-or-later */

/* versions */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"

static char *
dup_time (RailFileVersion *version)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (rail_file_version_get_saved (version));

  return g_date_time_format_iso8601 (date);
}

static void
print_json (GListModel *versions)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (versions); i++)
    {
      g_autoptr(RailFileVersion) version = g_list_model_get_item (versions, i);
      g_autofree char *saved = dup_time (version);
      g_autofree char *path = g_file_get_parse_name (rail_file_version_get_file (version));

      json_builder_begin_object (builder);
      rail_cli_add_text (builder, "saved", saved);
      json_builder_set_member_name (builder, "size");
      json_builder_add_int_value (builder, rail_file_version_get_size (version));
      rail_cli_add_text (builder, "file", path);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  rail_cli_print_json (builder);
}

static void
print_table (GListModel *versions)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (g_list_model_get_n_items (versions) == 0)
    {
      rail_cli_print ("%s\n", _("No earlier versions are kept."));
      return;
    }
  g_ptr_array_add (rows, g_strdupv ((char *[]) { _("Saved"), _("Size"), _("File"), NULL }));
  for (guint i = 0; i < g_list_model_get_n_items (versions); i++)
    {
      g_autoptr(RailFileVersion) version = g_list_model_get_item (versions, i);
      g_autofree char *saved = dup_time (version);
      g_autofree char *size = g_format_size ((guint64) rail_file_version_get_size (version));
      g_autofree char *path = g_file_get_parse_name (rail_file_version_get_file (version));

      g_ptr_array_add (rows, g_strdupv ((char *[]) { saved, size, path, NULL }));
    }
  rail_cli_print_table (rows);
}

/* Lists the earlier versions that saves have kept; each is a project file and opens with the password of its time. */
gboolean
rail_command_versions (RailCli  *self,
                       char    **arguments,
                       GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 1, 1, error);
  g_autoptr(GListModel) versions = NULL;

  if (rest == NULL)
    return FALSE;
  self->file = g_file_new_for_path (rest[0]);
  if (!g_file_query_exists (self->file, NULL))
    {
      g_autofree char *path = g_filename_display_name (rest[0]);

      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("There is no file “%s”."), path);
      return FALSE;
    }
  versions = rail_versions_list (self->file, error);
  if (versions == NULL)
    return FALSE;
  if (self->json)
    print_json (versions);
  else
    print_table (versions);
  return TRUE;
}
