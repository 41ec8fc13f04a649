/* SPDX-License-Identifier: GPL-3.0-or-later */

/* compile, load */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-finding.h"
#include "rail-load.h"

static void
add_finding (JsonBuilder *builder,
             RailFinding *finding)
{
  RailEntry *entry = rail_finding_get_entry (finding);

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "code", rail_finding_get_code (finding));
  rail_cli_add_text (builder, "severity", rail_severity_get_nick (rail_finding_get_severity (finding)));
  rail_cli_add_text (builder, "place", rail_finding_get_place (finding));
  json_builder_set_member_name (builder, "id");
  if (entry != NULL)
    json_builder_add_int_value (builder, rail_entry_get_id (entry));
  else
    json_builder_add_null_value (builder);
  rail_cli_add_text (builder, "text", rail_finding_get_text (finding));
  rail_cli_add_text (builder, "source", rail_finding_get_source (finding));
  rail_cli_add_text (builder, "repair", rail_repair_get_nick (rail_finding_get_repair (finding)));
  json_builder_end_object (builder);
}

static void
print_findings (RailCli         *self,
                RailCompilation *compilation)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < compilation->findings->len; i++)
    {
      RailFinding *finding = compilation->findings->pdata[i];

      add_finding (builder, finding);
      if (!self->json)
        rail_cli_print ("%s: %s: %s [%s]\n", rail_severity_get_label (rail_finding_get_severity (finding)),
                        rail_finding_get_place (finding), rail_finding_get_text (finding),
                        rail_finding_get_code (finding));
    }
  json_builder_end_array (builder);
  if (self->json)
    rail_cli_print_json (builder);
}

/* Returns: (transfer full): what tells a finding from others that are to be repaired; a certificate that takes another's
 *   place is not another finding, so that none is made again and again */
static char *
make_key (RailFinding *finding)
{
  RailEntry *entry = rail_finding_get_repair (finding) != RAIL_REPAIR_CREATE ? rail_finding_get_entry (finding) : NULL;

  return g_strdup_printf ("%s %u %s", rail_finding_get_code (finding), entry != NULL ? rail_entry_get_id (entry) : 0,
                          rail_finding_get_place (finding));
}

/* Returns: how many of the findings were mended */
static guint
repair_round (RailCli    *self,
              GPtrArray  *findings,
              GHashTable *done)
{
  guint n_mended = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      RailFinding *finding = findings->pdata[i];
      g_autofree char *key = make_key (finding);
      g_autoptr(GError) error = NULL;

      if (rail_finding_get_repair (finding) == RAIL_REPAIR_NONE || g_hash_table_contains (done, key))
        continue;
      /* An earlier repair may have mended this one, too, and then there is nothing left to do. */
      if (rail_project_repair (self->project, finding, &error))
        {
          if (!self->json)
            /* Translators: a place, a sentence, and what was done about it, such as “Renew” */
            rail_cli_print (_("Repaired: %s: %s (%s)\n"), rail_finding_get_place (finding), rail_finding_get_text (finding),
                            rail_repair_get_label (rail_finding_get_repair (finding)));
          g_hash_table_add (done, g_steal_pointer (&key));
          n_mended++;
        }
      else
        g_debug ("Not repaired: %s", error->message);
    }
  return n_mended;
}

/* Mends what it can; the findings are those that are left. A repair can put what another one is about into another
 * place, as switching a service off does with its certificate: so there is a further round while one helps, and nothing
 * is done twice. */
static gboolean
repair_all (RailCli          *self,
            const char       *name,
            RailCompilation **compilation,
            GError          **error)
{
  g_autoptr(GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  while (repair_round (self, (*compilation)->findings, done) > 0)
    {
      RailDevice *device = name != NULL ? rail_project_get_device (self->project, name) : NULL;

      rail_compilation_free (*compilation);
      *compilation = rail_project_compile (self->project, device, error);
      if (*compilation == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Makes the automatic changes, and says what is wrong. */
gboolean
rail_command_compile (RailCli  *self,
                      char    **arguments,
                      GError  **error)
{
  gboolean repair = FALSE;
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailCompilation) compilation = NULL;
  RailDevice *device = NULL;
  const GOptionEntry options[] = {
    { "repair", 0, 0, G_OPTION_ARG_NONE, &repair, N_("Do what repairs the findings, where there is something"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, options, _("Exit status 4 says that there are errors among the findings."), arguments, 1, 2,
                         error);
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  if (rest[1] != NULL)
    {
      device = rail_cli_find_device (self, rest[1], error);
      if (device == NULL)
        return FALSE;
    }
  compilation = rail_project_compile (self->project, device, error);
  if (compilation == NULL)
    return FALSE;
  for (guint i = 0; i < compilation->changes->len && !self->json; i++)
    rail_cli_print ("%s\n", (const char *) compilation->changes->pdata[i]);
  if (repair && !repair_all (self, rest[1], &compilation, error))
    return FALSE;
  if (rail_project_get_modified (self->project) && !rail_cli_save (self, error))
    return FALSE;
  print_findings (self, compilation);
  if (rail_findings_get_worst (compilation->findings) == RAIL_SEVERITY_ERROR && compilation->findings->len > 0)
    self->exit_code = RAIL_EXIT_FINDINGS;
  return TRUE;
}

static void
print_load (RailCli  *self,
            RailLoad *load)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "device", rail_device_get_name (rail_load_get_device (load)));
  rail_cli_add_text (builder, "verdict", rail_load_verdict_get_nick (rail_load_get_verdict (load)));
  rail_cli_add_text (builder, "reason", rail_load_get_reason (load));
  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rail_load_get_n_lines (load); i++)
    {
      const RailLoadLine *line = rail_load_get_line (load, i);

      json_builder_begin_object (builder);
      rail_cli_add_text (builder, "kind", rail_load_kind_get_nick (line->kind));
      json_builder_set_member_name (builder, "id");
      if (line->id != 0)
        json_builder_add_int_value (builder, line->id);
      else
        json_builder_add_null_value (builder);
      rail_cli_add_text (builder, "text", line->text);
      json_builder_end_object (builder);
      if (!self->json)
        rail_cli_print ("%s: %s\n", rail_load_kind_get_label (line->kind), line->text);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (self->json)
    rail_cli_print_json (builder);
  else
    rail_cli_print ("%s: %s\n", rail_load_verdict_get_label (rail_load_get_verdict (load)), rail_load_get_reason (load));
}

/* Tells what loading a device would change, and notes that it was loaded. */
gboolean
rail_command_load (RailCli  *self,
                   char    **arguments,
                   GError  **error)
{
  gboolean mark = FALSE;
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailLoad) load = NULL;
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  RailDevice *device;
  const GOptionEntry options[] = {
    { "mark", 0, 0, G_OPTION_ARG_NONE, &mark, N_("Note that the device is loaded with what it has here"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, options, NULL, arguments, 2, 2, error);
  self->only_reads = !mark;
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  device = rail_cli_find_device (self, rest[1], error);
  if (device == NULL)
    return FALSE;
  load = rail_load_new (self->project, device);
  g_ptr_array_add (devices, device);
  if (mark && (!rail_project_mark_loaded (self->project, devices, error) ||
               (rail_project_get_modified (self->project) && !rail_cli_save (self, error))))
    return FALSE;
  print_load (self, load);
  return TRUE;
}
