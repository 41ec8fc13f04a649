/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-file-set.h"
#include "rail-report.h"

static gboolean
write_report (RailCli           *self,
              RailReportFormat   format,
              const char        *output,
              GError           **error)
{
  g_autofree char *folder = g_path_get_dirname (output);
  g_autofree char *name = g_path_get_basename (output);
  g_autoptr(GBytes) content = rail_report_write (self->project, format);
  g_autoptr(RailFileSet) set = rail_file_set_new (folder);
  g_autoptr(GPtrArray) files = NULL;

  rail_file_set_add (set, name, content);
  files = rail_file_set_write (set, NULL, error);
  if (files == NULL)
    return FALSE;
  if (self->json)
    rail_cli_print_files (self, files);
  return TRUE;
}

/* Writes a report of the project. */
gboolean
rail_command_report (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  g_autofree char *nick = NULL;
  g_autofree char *output = NULL;
  g_auto(GStrv) rest = NULL;
  RailReportFormat format = RAIL_REPORT_HTML;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &nick,
      N_("csv: the inventory; html: everything, to be read and printed; ics: a calendar of what expires"),
      N_("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Where to write it"), N_("FILE") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 1, 1, error);
  if (rest == NULL)
    return FALSE;
  if (nick == NULL || output == NULL)
    return rail_cli_set_usage_error (error, _("A report needs --format FORMAT and --output FILE; “report --help” tells "
                                              "more."));
  if (!rail_report_format_parse (nick, &format))
    return rail_cli_set_usage_error (error, _("“%s” is no format of a report; there are csv, html and ics."), nick);
  return rail_cli_open (self, rest[0], error) && write_report (self, format, output, error);
}
