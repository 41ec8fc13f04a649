/* SPDX-License-Identifier: GPL-3.0-or-later */

/* import */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-import.h"
#include "rail-pki-error.h"

/* How often somebody at a terminal may mistype the password of one file. */
#define MAX_TRIES 3

/* The options as typed. */
typedef struct
{
  gboolean   trusted;
  gboolean   dry_run;
  char     **password_files;
} Options;

static gboolean
add_files (RailImport  *import,
           char       **paths,
           GError     **error)
{
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (char **path = paths; *path != NULL; path++)
    {
      g_autoptr(GFile) file = g_file_new_for_path (*path);

      g_list_store_append (files, file);
    }
  return rail_import_add_files (import, G_LIST_MODEL (files), NULL, error);
}

/* A password that opens nothing is no error: the files that stay locked say so themselves. */
static gboolean
try_password (RailImport        *import,
              RailImportLocked  *locked,
              RailSecret        *password,
              gboolean          *out_opened,
              GError           **error)
{
  g_autoptr(GError) local_error = NULL;

  *out_opened = rail_import_unlock (import, locked, password, &local_error);
  if (*out_opened || g_error_matches (local_error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_WRONG_PASSWORD))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
has_locked (RailImport *import)
{
  return g_list_model_get_n_items (rail_import_get_locked (import)) > 0;
}

static gboolean
try_password_files (RailImport  *import,
                    char       **paths,
                    GError     **error)
{
  for (char **path = paths; path != NULL && *path != NULL; path++)
    {
      g_autoptr(RailSecret) password = rail_cli_read_password (*path, error);
      gboolean opened;

      if (password == NULL || (has_locked (import) && !try_password (import, NULL, password, &opened, error)))
        return FALSE;
    }
  return TRUE;
}

/* Asks for the password of one file. Each one is tried on all of them, since files of one plant often share it. */
static gboolean
ask_for (RailImport        *import,
         RailImportLocked  *locked,
         GHashTable        *given_up,
         GError           **error)
{
  const char *name = rail_import_locked_get_name (locked);
  g_autofree char *question = g_strdup_printf (_("Password of “%s” (nothing to leave it out): "), name);
  g_autofree char *printable = rail_cli_make_printable (question);
  gboolean opened = FALSE;

  for (guint i = 0; i < MAX_TRIES && !opened; i++)
    {
      g_autoptr(RailSecret) password = rail_cli_ask_password (printable, FALSE, "--file-password-file FILE", error);

      if (password == NULL)
        return FALSE;
      if (rail_secret_get_size (password) == 0)
        break;
      if (!try_password (import, NULL, password, &opened, error))
        return FALSE;
    }
  if (!opened)
    g_hash_table_add (given_up, g_strdup (name));
  return TRUE;
}

static RailImportLocked *
find_unasked (RailImport *import,
              GHashTable *given_up)
{
  GListModel *files = rail_import_get_locked (import);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(RailImportLocked) locked = g_list_model_get_item (files, i);

      if (!g_hash_table_contains (given_up, rail_import_locked_get_name (locked)))
        return g_steal_pointer (&locked);
    }
  return NULL;
}

static gboolean
ask_for_passwords (RailImport  *import,
                   GError     **error)
{
  g_autoptr(GHashTable) given_up = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!rail_cli_can_ask ())
    return TRUE;
  for (;;)
    {
      g_autoptr(RailImportLocked) locked = find_unasked (import, given_up);

      if (locked == NULL)
        return TRUE;
      if (!ask_for (import, locked, given_up, error))
        return FALSE;
    }
}

static void
add_row (GPtrArray  *rows,
         const char *id,
         const char *name,
         const char *what,
         const char *source)
{
  const char *cells[] = { id, name, what, source, NULL };

  g_ptr_array_add (rows, g_strdupv ((char **) cells));
}

static char *
describe_id (RailImportItem *item)
{
  RailEntry *entry = rail_import_item_get_chosen (item) ? rail_import_item_get_entry (item) : NULL;

  return entry != NULL ? g_strdup_printf ("%u", rail_entry_get_id (entry)) : g_strdup ("–");
}

static void
print_items (RailImport *import)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  GListModel *items = rail_import_get_items (import);
  guint n_ignored = rail_import_get_n_ignored (import);

  add_row (rows, _("ID"), _("Name"), _("Result"), _("File"));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailImportItem) item = g_list_model_get_item (items, i);
      g_autofree char *id = describe_id (item);
      gboolean taken = rail_import_item_get_chosen (item);

      add_row (rows, id, rail_import_item_get_name (item),
               taken ? rail_import_item_get_becomes (item) : rail_import_item_get_state_text (item),
               rail_import_item_get_source (item));
    }
  if (rows->len > 1)
    rail_cli_print_table (rows);
  if (n_ignored > 0)
    rail_cli_print (ngettext ("%u other file was ignored.\n", "%u other files were ignored.\n", n_ignored), n_ignored);
}

static void
add_item (JsonBuilder    *builder,
          RailImportItem *item)
{
  RailCertificate *certificate = rail_import_item_get_certificate (item);
  RailEntry *entry = rail_import_item_get_entry (item);

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "name", rail_import_item_get_name (item));
  rail_cli_add_text (builder, "file", rail_import_item_get_source (item));
  rail_cli_add_text (builder, "state", rail_import_state_get_nick (rail_import_item_get_state (item)));
  rail_cli_add_text (builder, "reason", rail_import_item_get_state_text (item));
  json_builder_set_member_name (builder, "taken");
  json_builder_add_boolean_value (builder, rail_import_item_get_chosen (item));
  json_builder_set_member_name (builder, "id");
  if (entry != NULL)
    json_builder_add_int_value (builder, rail_entry_get_id (entry));
  else
    json_builder_add_null_value (builder);
  rail_cli_add_text (builder, "kind", entry != NULL ? rail_entry_kind_get_nick (rail_entry_get_kind (entry)) : NULL);
  rail_cli_add_text (builder, "fingerprint_sha256",
                     certificate != NULL ? rail_certificate_get_fingerprint (certificate) : NULL);
  json_builder_end_object (builder);
}

static void
print_json (RailImport *import)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  GListModel *items = rail_import_get_items (import);

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailImportItem) item = g_list_model_get_item (items, i);

      add_item (builder, item);
    }
  json_builder_end_array (builder);
  rail_cli_print_json (builder);
}

static void
print_result (RailCli    *self,
              RailImport *import)
{
  if (self->json)
    print_json (import);
  else
    print_items (import);
}

/* What could not be read is no reason to leave out the rest, but a script has to learn of it. */
static gboolean
check_left_out (RailImport  *import,
                GError     **error)
{
  GListModel *items = rail_import_get_items (import);
  g_autoptr(RailImportItem) first = NULL;
  guint n_left_out = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailImportItem) item = g_list_model_get_item (items, i);
      RailImportState state = rail_import_item_get_state (item);

      if (state != RAIL_IMPORT_STATE_LOCKED && state != RAIL_IMPORT_STATE_UNREADABLE)
        continue;
      if (n_left_out++ == 0)
        g_set_object (&first, item);
    }
  if (n_left_out == 0)
    return TRUE;
  g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
               /* Translators: a count, a file name, and why it could not be read, which is a sentence */
               ngettext ("The rest was imported, but %u part of the files was left out. “%s”: %s",
                         "The rest was imported, but %u parts of the files were left out. The first is of “%s”: %s",
                         n_left_out), n_left_out, rail_import_item_get_source (first),
               rail_import_item_get_state_text (first));
  return FALSE;
}

/* Why there was nothing to take; the table before it has the reason of each file. */
static const char *
get_refusal (RailImport *import)
{
  if (g_list_model_get_n_items (rail_import_get_locked (import)) > 0)
    return _("Nothing was imported: give the password of the protected files with --file-password-file FILE.");
  if (rail_import_get_n_unreadable (import) == g_list_model_get_n_items (rail_import_get_items (import)))
    return _("Nothing was imported: none of these files can be taken.");
  return _("Nothing was imported: these files hold nothing new that the project could take.");
}

static gboolean
take (RailCli     *self,
      RailImport  *import,
      GError     **error)
{
  g_autoptr(GPtrArray) entries = NULL;

  if (rail_import_get_n_chosen (import) == 0)
    {
      print_result (self, import);
      g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, get_refusal (import));
      return FALSE;
    }
  entries = rail_import_take (import, error);
  if (entries == NULL || !rail_cli_save (self, error))
    return FALSE;
  print_result (self, import);
  return check_left_out (import, error);
}

/* Takes certificates, keys and revocation lists from files and folders. */
gboolean
rail_command_import (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  g_auto(GStrv) rest = NULL;
  g_auto(GStrv) password_files = NULL;
  g_autoptr(RailImport) import = NULL;
  Options options = { FALSE };
  const GOptionEntry entries[] = {
    { "trusted", 't', 0, G_OPTION_ARG_NONE, &options.trusted,
      N_("Take all certificates as trusted, without their keys"), NULL },
    { "file-password-file", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.password_files,
      N_("Try the first line of FILE as password of the files; may be given several times"), N_("FILE") },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.dry_run, N_("Only tell what would be taken"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 2, G_MAXUINT, error);
  password_files = options.password_files;
  self->only_reads = options.dry_run;
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;

  import = rail_import_new (self->project);
  rail_import_set_take_all_as_trusted (import, options.trusted);
  if (!add_files (import, rest + 1, error) || !try_password_files (import, password_files, error) ||
      !ask_for_passwords (import, error))
    return FALSE;
  if (!options.dry_run)
    return take (self, import, error);
  print_result (self, import);
  return TRUE;
}
