/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hand-over */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-hand-over-compare.h"

/* The options as typed. */
typedef struct
{
  char     *partner;
  char     *certificate;
  char     *server;
  char     *output;
  char     *password_file;
  gboolean  project_name;
  gboolean  modern;
  gboolean  compatible;
  gboolean  compare;
  gboolean  remove_leftovers;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->partner);
  g_free (options->certificate);
  g_free (options->server);
  g_free (options->output);
  g_free (options->password_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_options (const Options  *options,
               RailTarget     *out_target,
               GError        **error)
{
  g_autofree char *nicks = NULL;

  if (options->partner == NULL || options->output == NULL)
    return rail_cli_set_usage_error (error, _("A hand-over needs --to PARTNER and --output DIR, and mostly --certificate "
                                              "ID; “hand-over --help” tells more."));
  if (!rail_target_parse (options->partner, out_target))
    {
      nicks = rail_target_list_nicks ();
      return rail_cli_set_usage_error (error, _("“%s” is no partner; there are %s."), options->partner, nicks);
    }
  if (options->certificate == NULL && rail_target_needs_certificate (*out_target) == RAIL_NEED_REQUIRED)
    return rail_cli_set_usage_error (error, _("A hand-over to %s needs --certificate ID."), options->partner);
  if (options->server == NULL && rail_target_needs_partner (*out_target) == RAIL_NEED_REQUIRED)
    return rail_cli_set_usage_error (error, _("A hand-over to %s needs --server ID."), options->partner);
  if (options->compare && options->remove_leftovers)
    return rail_cli_set_usage_error (error, _("--compare changes nothing; leave --remove-leftovers out."));
  if (options->modern && options->compatible)
    return rail_cli_set_usage_error (error, _("A PKCS#12 file is --modern or --compatible, not both."));
  if (options->project_name && options->password_file != NULL)
    return rail_cli_set_usage_error (error, _("--password-is-project-name is instead of --export-password-file."));
  if (!rail_target_has_password (*out_target) &&
      (options->password_file != NULL || options->project_name || options->modern || options->compatible))
    return rail_cli_set_usage_error (error, _("%s gets no PKCS#12 file, so there is no password and no form of it."),
                                     options->partner);
  return TRUE;
}

static RailHandOver *
plan (RailCli        *self,
      const Options  *options,
      RailTarget      target,
      GError        **error)
{
  RailEntry *certificate = NULL;
  RailEntry *server = NULL;

  if (options->certificate != NULL && (certificate = rail_cli_find_entry (self, options->certificate, error)) == NULL)
    return NULL;
  if (options->server != NULL && (server = rail_cli_find_entry (self, options->server, error)) == NULL)
    return NULL;
  return rail_hand_over_new (self->project, target, certificate, server, error);
}

/* As for an export: nobody should come to a password unawares that is no secret (§2.3.3, table 2-3). */
static gboolean
set_password (RailHandOver   *hand_over,
              const Options  *options,
              GError        **error)
{
  g_autoptr(RailSecret) password = NULL;

  if (options->modern || options->compatible)
    rail_hand_over_set_form (hand_over, options->modern ? RAIL_PKCS12_MODERN : RAIL_PKCS12_COMPATIBLE);
  if (options->password_file != NULL)
    {
      password = rail_cli_read_password (options->password_file, error);
      if (password == NULL)
        return FALSE;
      rail_hand_over_set_password (hand_over, password);
    }
  if (options->compare || !rail_target_has_password (rail_hand_over_get_target (hand_over)))
    return TRUE;
  if (!rail_hand_over_uses_project_name (hand_over))
    {
      if (options->project_name)
        return rail_cli_set_usage_error (error, _("%s takes no project's name for a password; give "
                                                  "--export-password-file FILE."), options->partner);
      return TRUE;
    }
  if (options->project_name)
    return TRUE;
  if (!rail_cli_can_ask ())
    return rail_cli_set_usage_error (error, _("Without a password the project's name protects the private key, and that is "
                                              "no secret; give --export-password-file FILE, or "
                                              "--password-is-project-name."));
  return rail_cli_ask (_("The password of the private key will be the project's name, which is no secret. Write it? [y/N] "),
                       error);
}

static void
add_item (JsonBuilder    *builder,
          RailFolderItem *item)
{
  RailHandOverFile *file = rail_folder_item_get_file (item);

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "path", rail_folder_item_get_label (item));
  rail_cli_add_text (builder, "state", rail_folder_item_kind_get_nick (rail_folder_item_get_kind (item)));
  rail_cli_add_text (builder, "description", rail_folder_item_get_description (item));
  json_builder_set_member_name (builder, "private");
  json_builder_add_boolean_value (builder, file != NULL && rail_hand_over_file_is_private (file));
  json_builder_end_object (builder);
}

static void
print_comparison (RailCli    *self,
                  GListModel *items)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (items, i);

      if (self->json)
        add_item (builder, item);
      else
        rail_cli_print ("%s: %s\n  %s\n", rail_folder_item_kind_get_label (rail_folder_item_get_kind (item)),
                        rail_folder_item_get_label (item), rail_folder_item_get_description (item));
    }
  json_builder_end_array (builder);
  if (self->json)
    rail_cli_print_json (builder);
}

/* All leftovers, with what they are. */
static GListModel *
take_leftovers (RailHandOver  *hand_over,
                GFile         *folder,
                GError       **error)
{
  GListModel *items = rail_hand_over_compare (hand_over, folder, error);

  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (items, i);

      rail_folder_item_set_remove (item, TRUE);
    }
  if (items != NULL)
    rail_hand_over_take_leftovers (hand_over, items);
  return items;
}

/* On standard error: standard output has the files that were written, for scripts. */
static void
print_removed (GListModel *items,
               GFile      *folder)
{
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (items, i);
      g_autoptr(GFile) file = g_file_resolve_relative_path (folder, rail_folder_item_get_path (item));
      g_autofree char *text = NULL;

      if (!rail_folder_item_get_remove (item) || g_file_query_exists (file, NULL))
        continue;
      text = rail_cli_make_printable (rail_folder_item_get_description (item));
      g_printerr (_("certrailctl: Removed %s: %s\n"), rail_folder_item_get_label (item), text);
    }
}

static gboolean
run (RailCli        *self,
     RailHandOver   *hand_over,
     const Options  *options,
     GError        **error)
{
  g_autoptr(GFile) folder = g_file_new_for_path (options->output);
  g_autoptr(GListModel) items = NULL;
  g_autoptr(GPtrArray) files = NULL;

  if (options->compare)
    {
      items = rail_hand_over_compare (hand_over, folder, error);
      if (items != NULL)
        print_comparison (self, items);
      return items != NULL;
    }
  if (options->remove_leftovers && (items = take_leftovers (hand_over, folder, error)) == NULL)
    return FALSE;
  files = rail_hand_over_write (hand_over, folder, error);
  if (files == NULL)
    return FALSE;
  rail_cli_print_files (self, files);
  if (items != NULL)
    print_removed (items, folder);
  return TRUE;
}

/* What --help says below the options: every partner. */
static char *
describe_targets (void)
{
  g_autoptr(GString) text = g_string_new (_("Partners:"));

  for (guint i = 0; i < rail_target_get_count (); i++)
    g_string_append_printf (text, "\n  %-14s%s", rail_target_get_nick (i), rail_target_get_label (i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Writes the files of a partner, or shows what that would do to its folder. */
gboolean
rail_command_hand_over (RailCli  *self,
                        char    **arguments,
                        GError  **error)
{
  g_auto(Options) options = { NULL };
  g_auto(GStrv) rest = NULL;
  g_autofree char *details = describe_targets ();
  g_autoptr(RailHandOver) hand_over = NULL;
  RailTarget target = 0;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.partner, N_("The partner, see below"), N_("PARTNER") },
    { "certificate", 0, 0, G_OPTION_ARG_STRING, &options.certificate, N_("The partner's own certificate"), N_("ID") },
    { "server", 0, 0, G_OPTION_ARG_STRING, &options.server,
      N_("Certificate of the server, or of whom else it shall trust"), N_("ID") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("The partner's folder; made if need be"), N_("DIR") },
    { "compare", 0, 0, G_OPTION_ARG_NONE, &options.compare,
      N_("Only show what is new, replaced, somebody else's or a leftover"), NULL },
    { "remove-leftovers", 0, 0, G_OPTION_ARG_NONE, &options.remove_leftovers,
      N_("Remove what is of this project in the folder and has expired, is revoked or was replaced"), NULL },
    { "export-password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file,
      N_("Encrypt a PKCS#12 file with the first line of FILE"), N_("FILE") },
    { "password-is-project-name", 0, 0, G_OPTION_ARG_NONE, &options.project_name,
      N_("Encrypt with the project's name, as TIA Portal does; it is no secret"), NULL },
    { "modern", 0, 0, G_OPTION_ARG_NONE, &options.modern, N_("PKCS#12 with AES-256 and SHA-256"), NULL },
    { "compatible", 0, 0, G_OPTION_ARG_NONE, &options.compatible, N_("PKCS#12 that older programs read"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, details, arguments, 1, 1, error);
  if (rest == NULL || !check_options (&options, &target, error) || !rail_cli_open (self, rest[0], error))
    return FALSE;
  hand_over = plan (self, &options, target, error);
  return hand_over != NULL && set_password (hand_over, &options, error) && run (self, hand_over, &options, error);
}
