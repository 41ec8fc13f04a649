/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include "rail-cli.h"

#include "rail-unsealed.h"

#include <glib/gi18n.h>

static void
print_json (RailUnsealed *unsealed)
{
  GListModel *changes = unsealed != NULL ? rail_unsealed_get_changes (unsealed) : NULL;
  g_autofree char *summary = unsealed != NULL ? rail_unsealed_dup_summary (unsealed) : NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sealed");
  json_builder_add_boolean_value (builder, unsealed == NULL);
  rail_cli_add_text (builder, "summary", summary);
  json_builder_set_member_name (builder, "can_discard");
  json_builder_add_boolean_value (builder, unsealed != NULL && rail_unsealed_can_discard (unsealed));
  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  for (guint i = 0; changes != NULL && i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr(RailUnsealedChange) change = g_list_model_get_item (changes, i);

      json_builder_add_string_value (builder, rail_unsealed_change_get_text (change));
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  rail_cli_print_json (builder);
}

static void
print_text (RailUnsealed *unsealed)
{
  GListModel *changes = rail_unsealed_get_changes (unsealed);
  g_autofree char *summary = rail_unsealed_dup_summary (unsealed);

  rail_cli_print ("%s\n", summary);
  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr(RailUnsealedChange) change = g_list_model_get_item (changes, i);

      rail_cli_print ("  %s\n", rail_unsealed_change_get_text (change));
    }
}

/* Shows what was changed since an administrator saved the project last, keeps it, or discards it. */
gboolean
rail_command_seal (RailCli  *self,
                   char    **arguments,
                   GError  **error)
{
  gboolean keep = FALSE, discard = FALSE;
  g_auto(GStrv) rest = NULL;
  RailUnsealed *unsealed;
  const GOptionEntry entries[] = {
    { "keep", 0, 0, G_OPTION_ARG_NONE, &keep, N_("Keep the changes and seal them"), NULL },
    { "discard", 0, 0, G_OPTION_ARG_NONE, &discard, N_("Go back to what an administrator saved last"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 1, 1, error);
  if (rest == NULL)
    return FALSE;
  if (keep && discard)
    return rail_cli_set_usage_error (error, _("Give --keep or --discard, not both."));
  if (!rail_cli_open (self, rest[0], error))
    return FALSE;
  if (keep || discard)
    return (keep ? rail_project_keep_unsealed (self->project, error)
                 : rail_project_discard_unsealed (self->project, error)) && rail_cli_save (self, error);

  unsealed = rail_project_get_unsealed (self->project);
  if (self->json)
    print_json (unsealed);
  else if (unsealed != NULL)
    print_text (unsealed);
  else if (rail_project_can_use_keys (self->project))
    rail_cli_print (_("All of the project is sealed by an administrator.\n"));
  else
    rail_cli_print ("%s\n", _("Only administrators can check the seal; log in as one."));
  return TRUE;
}
