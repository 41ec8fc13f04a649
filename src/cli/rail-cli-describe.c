/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include "rail-cli.h"

#include <glib/gi18n.h>

static void
describe_option (JsonBuilder        *builder,
                 const GOptionEntry *entry)
{
  const char short_name[] = { entry->short_name, '\0' };
  gboolean is_flag = entry->arg == G_OPTION_ARG_NONE;
  /* The same as --help says to an argument without a name. */
  const char *argument = entry->arg_description != NULL ? _(entry->arg_description) : "VALUE";

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "long", entry->long_name);
  rail_cli_add_text (builder, "short", entry->short_name != 0 ? short_name : NULL);
  rail_cli_add_text (builder, "argument", is_flag ? NULL : argument);
  rail_cli_add_text (builder, "description", entry->description != NULL ? _(entry->description) : "");
  json_builder_end_object (builder);
}

/* All but those that --help hides, and the rest of the line, which the synopsis names. */
static void
describe_options (JsonBuilder        *builder,
                  const GOptionEntry *entries)
{
  for (gsize i = 0; entries != NULL && entries[i].long_name != NULL; i++)
    if ((entries[i].flags & G_OPTION_FLAG_HIDDEN) == 0 && *entries[i].long_name != '\0')
      describe_option (builder, &entries[i]);
}

/**
 * rail_cli_describe_command:
 * @self: a run of the program that describes itself
 * @entries: (nullable): the options of its command
 * @details: (nullable): what --help says below the options
 *
 * Adds the present command to the description. rail_cli_parse() calls this in place of parsing, with what it would
 * take.
 */
void
rail_cli_describe_command (RailCli            *self,
                           const GOptionEntry *entries,
                           const char         *details)
{
  JsonBuilder *builder = self->description;

  self->is_described = TRUE;
  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "name", self->command->name);
  rail_cli_add_text (builder, "synopsis", self->command->synopsis);
  rail_cli_add_text (builder, "summary", _(self->command->summary));
  rail_cli_add_text (builder, "details", details);
  json_builder_set_member_name (builder, "options");
  json_builder_begin_array (builder);
  describe_options (builder, entries);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * rail_cli_describe:
 * @self: a run of the program
 * @commands: (array length=n_commands): all commands
 * @n_commands: how many there are
 * @entries: the options of the program, beside those of rail_cli_add_options()
 * @error: %RAIL_CLI_ERROR_REFUSED if a command does something else than to parse its arguments first
 *
 * Prints all commands and options as JSON, for what the manual page and the completion of shells are made from. Each
 * command is run up to where it would parse its arguments, so nothing has to be listed a second time.
 *
 * Returns: whether it is complete
 */
gboolean
rail_cli_describe (RailCli             *self,
                   const RailCommand   *commands,
                   gsize                n_commands,
                   const GOptionEntry  *entries,
                   GError             **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree GOptionEntry *common = rail_cli_dup_options (self);

  self->description = builder;
  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "version", RAIL_VERSION);
  json_builder_set_member_name (builder, "options");
  json_builder_begin_array (builder);
  describe_options (builder, entries);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "common_options");
  json_builder_begin_array (builder);
  describe_options (builder, common);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "commands");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n_commands; i++)
    {
      char *nothing[] = { (char *) "certrailctl", NULL };

      self->command = &commands[i];
      self->is_described = FALSE;
      self->command->run (self, nothing, NULL);
      if (!self->is_described)
        {
          g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("The command “%s” cannot be described."),
                       self->command->name);
          return FALSE;
        }
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  rail_cli_print_json (builder);
  return TRUE;
}
