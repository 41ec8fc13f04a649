/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-diagram-layout.h"
#include "rail-file-set.h"

/* The options as typed. */
typedef struct
{
  char *scenario;
  char *device;
  char *partner;
  char *certificate;
  char *output;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->scenario);
  g_free (options->device);
  g_free (options->partner);
  g_free (options->certificate);
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char *
list_scenarios (void)
{
  GString *text = g_string_new (_("Scenarios (chapters of Siemens 109769068 V2.0):"));

  for (RailScenario scenario = 0; scenario < RAIL_N_SCENARIOS; scenario++)
    g_string_append_printf (text, "\n  %-18s%s (%s)", rail_scenario_get_nick (scenario),
                            rail_scenario_get_label (scenario),
                            rail_scenario_get_source (scenario));
  return g_string_free (text, FALSE);
}

static gboolean
check_options (const Options  *options,
               RailScenario   *out_scenario,
               GError        **error)
{
  if (options->scenario == NULL)
    return rail_cli_set_usage_error (error, _("A diagram needs --scenario SCENARIO; “diagram --help” lists them."));
  if (!rail_scenario_parse (options->scenario, out_scenario))
    return rail_cli_set_usage_error (error, _("“%s” is no scenario; “diagram --help” lists them."), options->scenario);
  if (options->partner != NULL && options->certificate != NULL)
    return rail_cli_set_usage_error (error, _("--partner and --certificate exclude each other; give one of them."));
  return TRUE;
}

/* A choice that the scenario does not know is refused; the window does not offer it. */
static gboolean
check_choice (RailDiagram    *diagram,
              GPtrArray      *choices,
              gpointer        wanted,
              const char     *word,
              GError        **error)
{
  if (wanted == NULL || g_ptr_array_find (choices, wanted, NULL))
    return TRUE;
  g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
               _("“%s” has no part in the scenario “%s”; leave it out, and one that has is taken."), word,
               rail_scenario_get_label (rail_diagram_get_scenario (diagram)));
  return FALSE;
}

static gboolean
check_choices (RailDiagram    *diagram,
               const Options  *options,
               RailDevice     *device,
               GObject        *partner,
               GError        **error)
{
  RailScenario scenario = rail_diagram_get_scenario (diagram);
  RailProject *project = rail_diagram_get_project (diagram);
  g_autoptr(GPtrArray) devices = rail_scenario_list_devices (scenario, project);
  g_autoptr(GPtrArray) partners = NULL;

  if (!check_choice (diagram, devices, device, options->device, error))
    return FALSE;
  if (rail_diagram_get_device (diagram) == NULL)
    return TRUE;
  partners = rail_scenario_list_partners (scenario, project, rail_diagram_get_device (diagram));
  return check_choice (diagram, partners, partner,
                       options->partner != NULL ? options->partner : options->certificate, error);
}

/*
 * Output
 */

static void
add_item (JsonBuilder     *builder,
          RailDiagramItem *item)
{
  RailEntry *entry = rail_diagram_item_get_entry (item);

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "kind", rail_diagram_kind_get_nick (rail_diagram_item_get_kind (item)));
  if (entry != NULL)
    {
      json_builder_set_member_name (builder, "id");
      json_builder_add_int_value (builder, rail_entry_get_id (entry));
    }
  rail_cli_add_text (builder, "title", rail_diagram_item_get_title (item));
  rail_cli_add_text (builder, "detail", rail_diagram_item_get_detail (item));
  rail_cli_add_text (builder, "state", rail_diagram_state_get_nick (rail_diagram_item_get_state (item)));
  rail_cli_add_text (builder, "reason", rail_diagram_item_get_reason (item));
  rail_cli_add_text (builder, "repair", rail_diagram_item_get_repair_nick (item));
  json_builder_end_object (builder);
}

static void
add_box (JsonBuilder    *builder,
         RailDiagramBox *box)
{
  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "title", box->title);
  rail_cli_add_text (builder, "subtitle", box->subtitle);
  json_builder_set_member_name (builder, "stores");
  json_builder_begin_array (builder);
  for (guint i = 0; i < box->stores->len; i++)
    {
      RailDiagramStore *store = box->stores->pdata[i];

      json_builder_begin_object (builder);
      rail_cli_add_text (builder, "title", store->title);
      json_builder_set_member_name (builder, "items");
      json_builder_begin_array (builder);
      for (guint j = 0; j < store->items->len; j++)
        add_item (builder, store->items->pdata[j]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_arrow (JsonBuilder      *builder,
           RailDiagramArrow *arrow)
{
  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "what", rail_diagram_item_get_title (arrow->from));
  rail_cli_add_text (builder, "from", rail_diagram_item_get_box (arrow->from));
  rail_cli_add_text (builder, "to", rail_diagram_item_get_box (arrow->to));
  rail_cli_add_text (builder, "store", rail_diagram_item_get_store (arrow->to));
  json_builder_set_member_name (builder, "step");
  json_builder_add_int_value (builder, arrow->step + 1);
  json_builder_end_object (builder);
}

static void
print_json (RailDiagram *diagram)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  GPtrArray *boxes = rail_diagram_get_boxes (diagram);
  GPtrArray *arrows = rail_diagram_get_arrows (diagram);
  GPtrArray *steps = rail_diagram_get_steps (diagram);

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "scenario", rail_scenario_get_nick (rail_diagram_get_scenario (diagram)));
  rail_cli_add_text (builder, "title", rail_diagram_get_title (diagram));
  rail_cli_add_text (builder, "source", rail_scenario_get_source (rail_diagram_get_scenario (diagram)));
  rail_cli_add_text (builder, "needed", rail_diagram_get_needed (diagram));
  json_builder_set_member_name (builder, "boxes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < boxes->len; i++)
    add_box (builder, boxes->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "arrows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < arrows->len; i++)
    add_arrow (builder, arrows->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < steps->len; i++)
    json_builder_add_string_value (builder, steps->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  rail_cli_print_json (builder);
}

static gboolean
write_svg (RailDiagram  *diagram,
           const char   *output,
           GError      **error)
{
  g_autofree char *folder = g_path_get_dirname (output);
  g_autofree char *name = g_path_get_basename (output);
  g_autoptr(GBytes) content = rail_diagram_write_svg (diagram, FALSE);
  g_autoptr(RailFileSet) set = rail_file_set_new (folder);
  g_autoptr(GPtrArray) files = NULL;

  rail_file_set_add (set, name, content);
  files = rail_file_set_write (set, NULL, error);
  return files != NULL;
}

static gboolean
run (RailCli        *self,
     RailScenario    scenario,
     const Options  *options,
     GError        **error)
{
  RailDevice *device = NULL;
  GObject *partner = NULL;
  g_autoptr(RailDiagram) diagram = NULL;

  if (options->device != NULL && (device = rail_cli_find_device (self, options->device, error)) == NULL)
    return FALSE;
  if (options->partner != NULL && (partner = (GObject *) rail_cli_find_device (self, options->partner, error)) == NULL)
    return FALSE;
  if (options->certificate != NULL && (partner = (GObject *) rail_cli_find_entry (self, options->certificate,
                                                                                  error)) == NULL)
    return FALSE;
  diagram = rail_diagram_new (self->project, scenario, device, partner);
  if (!check_choices (diagram, options, device, partner, error))
    return FALSE;
  if (options->output != NULL && !write_svg (diagram, options->output, error))
    return FALSE;
  if (self->json)
    print_json (diagram);
  else if (options->output == NULL)
    {
      g_autofree char *text = rail_diagram_dup_description (diagram);

      rail_cli_print ("%s\n%s", rail_diagram_get_title (diagram), text);
    }
  return TRUE;
}

/* Tells or draws where each certificate belongs. */
gboolean
rail_command_diagram (RailCli  *self,
                      char    **arguments,
                      GError  **error)
{
  g_auto(Options) options = { NULL, NULL, NULL, NULL, NULL };
  g_autofree char *details = list_scenarios ();
  g_auto(GStrv) rest = NULL;
  RailScenario scenario = 0;
  const GOptionEntry entries[] = {
    { "scenario", 0, 0, G_OPTION_ARG_STRING, &options.scenario, N_("How the partners get their certificates"),
      N_("SCENARIO") },
    { "device", 0, 0, G_OPTION_ARG_STRING, &options.device, N_("The device that serves; without it the one that fits "
                                                               "best"),
      N_("NAME") },
    { "certificate", 0, 0, G_OPTION_ARG_STRING, &options.certificate, N_("The OPC UA client's certificate"), N_("ID") },
    { "partner", 0, 0, G_OPTION_ARG_STRING, &options.partner, N_("The device with the browser, or the other end of "
                                                                 "secure OUC"),
      N_("NAME") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("Draw it into this SVG file instead of telling it"),
      N_("FILE") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, details, arguments, 1, 1, error);
  if (rest == NULL || !check_options (&options, &scenario, error) || !rail_cli_open (self, rest[0], error))
    return FALSE;
  return run (self, scenario, &options, error);
}
