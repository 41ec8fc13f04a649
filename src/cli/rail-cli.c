/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include "rail-cli.h"
#include "rail-language.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (rail-cli-error-quark, rail_cli_error)

/**
 * rail_cli_set_usage_error:
 * @error: (out): return location for an error
 * @format: what is wrong with the command line, as in printf()
 * @...: its arguments
 *
 * Sets %RAIL_CLI_ERROR_USAGE.
 *
 * Returns: %FALSE
 */
gboolean
rail_cli_set_usage_error (GError     **error,
                          const char  *format,
                          ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE, text);
  return FALSE;
}

/**
 * rail_cli_dup_options:
 * @self: a run of the program
 *
 * Returns: (transfer full): the options that may stand before or behind any command, up to one without a name
 */
GOptionEntry *
rail_cli_dup_options (RailCli *self)
{
  const GOptionEntry entries[] = {
    { "user", 'u', 0, G_OPTION_ARG_STRING, &self->user,
      N_("Who opens the project; not needed with one user"), N_("NAME") },
    { "password-file", 'p', 0, G_OPTION_ARG_FILENAME, &self->password_file,
      N_("Read the password from the first line of FILE"), N_("FILE") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self->json,
      N_("Print one JSON document"), NULL },
    { "warning-days", 0, 0, G_OPTION_ARG_INT, &self->warning_days,
      N_("How many days before its end a certificate counts as expiring; 90 unless given"), N_("DAYS") },
    { "wait", 0, 0, G_OPTION_ARG_INT, &self->wait,
      N_("How long to wait for somebody else who has the project open for writing; 5 unless given"), N_("SECONDS") },
    { "take-over", 0, 0, G_OPTION_ARG_NONE, &self->take_over,
      N_("Write even if somebody else has the project open for writing"), NULL },
    { NULL }
  };

  return g_memdup2 (entries, sizeof entries);
}

/**
 * rail_cli_add_options:
 * @self: a run of the program
 * @context: the command line of the program or of a command
 *
 * Adds the options of rail_cli_dup_options().
 */
void
rail_cli_add_options (RailCli        *self,
                      GOptionContext *context)
{
  g_autofree GOptionEntry *entries = rail_cli_dup_options (self);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

static GStrv
dup_rest (char   **rest,
          guint    n_least,
          guint    n_most,
          GError **error)
{
  guint n = rest != NULL ? g_strv_length (rest) : 0;

  if (n >= n_least && n <= n_most)
    return rest != NULL ? g_strdupv (rest) : g_new0 (char *, 1);
  if (n < n_least)
    g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE,
                         _("Something is missing behind the command; add --help to see what it takes."));
  else
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE,
                 _("“%s” is one word too many; add --help to see what the command takes."), rest[n_most]);
  return NULL;
}

/**
 * rail_cli_parse:
 * @self: a run of the program
 * @entries: (nullable): the options of its command
 * @details: (nullable): what --help says below the options
 * @arguments: what stands behind the command, with the program's name first
 * @n_least: how many words there must be beside the options
 * @n_most: how many there may be
 * @error: %G_OPTION_ERROR or %RAIL_CLI_ERROR_USAGE
 *
 * Parses the command line of a command. With --help, prints it and ends the program.
 *
 * Returns: (transfer full): the words beside the options
 */
GStrv
rail_cli_parse (RailCli             *self,
                const GOptionEntry  *entries,
                const char          *details,
                char               **arguments,
                guint                n_least,
                guint                n_most,
                GError             **error)
{
  g_autofree char *synopsis = g_strdup_printf ("%s %s", self->command->name, self->command->synopsis);
  g_autoptr(GOptionContext) context = g_option_context_new (synopsis);
  g_auto(GStrv) rest = NULL;
  g_auto(GStrv) words = g_strdupv (arguments);
  const GOptionEntry rest_entry[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    { NULL }
  };

  if (self->description != NULL)
    {
      rail_cli_describe_command (self, entries, details);
      g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE, "");
      return NULL;
    }
  g_option_context_set_summary (context, _(self->command->summary));
  g_option_context_set_description (context, details);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, rest_entry, NULL);
  rail_cli_add_options (self, context);
  if (!g_option_context_parse_strv (context, &words, error))
    return NULL;
  if (self->json)
    rail_language_clear ();
  if (self->warning_days < 1 || self->warning_days > RAIL_EXPIRING_DAYS_MAX)
    {
      rail_cli_set_usage_error (error, _("%d is no number of days to warn before; give 1 to %d."), self->warning_days,
                                RAIL_EXPIRING_DAYS_MAX);
      return NULL;
    }
  rail_expiring_days_set ((guint) self->warning_days);
  return dup_rest (rest, n_least, n_most, error);
}

static RailSecret *
ask_for_login (RailCli          *self,
               RailProjectFile  *file,
               const char      **out_user,
               GError          **error)
{
  GListModel *users = rail_project_file_get_users (file);
  g_autoptr(RailUser) first = g_list_model_get_item (users, 0);
  g_autofree char *question = NULL;

  if (self->user == NULL && g_list_model_get_n_items (users) != 1)
    {
      g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE,
                           _("Several users can open this project; say which one you are with --user NAME."));
      return NULL;
    }

  /* The file keeps its users as long as it lives. */
  *out_user = self->user != NULL ? self->user : rail_user_get_name (first);
  question = g_strdup_printf (_("Password of %s: "), *out_user);
  return rail_cli_get_password (self, question, FALSE, error);
}

/**
 * rail_cli_lock:
 * @self: a run of the program
 * @path: a project file
 * @error: %RAIL_CLI_ERROR_USAGE or what locking says
 *
 * Takes the right to write the project, until the program ends. The lock of a program that was killed is taken over.
 *
 * Returns: whether it is taken
 */
gboolean
rail_cli_lock (RailCli     *self,
               const char  *path,
               GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);

  if (self->wait < 0)
    return rail_cli_set_usage_error (error, _("%d is no number of seconds to wait; give 0 or more."), self->wait);
  if (self->lock == NULL)
    self->lock = rail_project_lock_wait (file, self->take_over ? RAIL_TAKE_ANY : RAIL_TAKE_STALE, (guint) self->wait,
                                         error);
  return self->lock != NULL;
}

static void
warn (RailCli         *self,
      RailProjectFile *file)
{
  g_autofree char *damage = rail_project_dup_key_damage (self->project);
  g_autofree char *warning = rail_project_file_dup_warning (file, self->project);

  if (damage != NULL)
    g_printerr ("certrailctl: %s\n", damage);
  if (warning != NULL)
    g_printerr ("certrailctl: %s\n", warning);
}

/**
 * rail_cli_open:
 * @self: a run of the program
 * @path: a project file
 * @error: what reading says, or %RAIL_CLI_ERROR_USAGE if there is no password to open it with
 *
 * Opens the project that the command works on, with a login if it is protected. A command that writes locks it first,
 * but not while it waits for somebody to type a password.
 *
 * Returns: whether it is open
 */
gboolean
rail_cli_open (RailCli     *self,
               const char  *path,
               GError     **error)
{
  g_autoptr(RailProjectFile) file = NULL;
  g_autoptr(RailProjectFile) locked_file = NULL;
  g_autoptr(RailSecret) password = NULL;
  const char *user = NULL;

  self->file = g_file_new_for_path (path);
  file = rail_project_file_open (self->file, NULL, error);
  if (file == NULL)
    return FALSE;
  if (rail_project_file_is_protected (file))
    {
      password = ask_for_login (self, file, &user, error);
      if (password == NULL)
        return FALSE;
    }
  if (!self->command->only_reads && !self->only_reads)
    {
      /* What was read before may be old by now. */
      if (!rail_cli_lock (self, path, error))
        return FALSE;
      locked_file = rail_project_file_open (self->file, NULL, error);
      if (locked_file == NULL)
        return FALSE;
      if (rail_project_file_is_protected (locked_file) != rail_project_file_is_protected (file))
        {
          g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                               _("Somebody else has protected the project in the meantime; try again."));
          return FALSE;
        }
    }
  if (locked_file != NULL)
    self->identity = rail_file_identity_ref (rail_project_file_get_identity (locked_file));
  self->project = rail_project_file_read (locked_file != NULL ? locked_file : file, self->environment, user, password,
                                          error);
  self->login_password = g_steal_pointer (&password);
  if (self->project == NULL)
    return FALSE;
  warn (self, locked_file != NULL ? locked_file : file);
  return TRUE;
}

/* The usual number, or more if there are more: the user has asked for that in the window. */
static guint
count_versions (RailCli *self)
{
  g_autoptr(GListModel) versions = rail_versions_list (self->file, NULL);

  return MAX (versions != NULL ? g_list_model_get_n_items (versions) : 0, RAIL_VERSIONS_DEFAULT);
}

/**
 * rail_cli_save:
 * @self: a run of the program with an open project
 * @error: what saving says
 *
 * Writes the project, if the command has changed it.
 *
 * Returns: whether the file is as the project now
 */
gboolean
rail_cli_save (RailCli  *self,
               GError  **error)
{
  const RailSaveOptions options = { self->lock, self->identity, count_versions (self), self->deletes_earlier };

  g_assert (!rail_project_get_modified (self->project) || self->lock != NULL);

  return !rail_project_get_modified (self->project) ||
         rail_project_save_with (self->project, self->file, &options, NULL, error);
}

/**
 * rail_cli_find_entry:
 * @self: a run of the program with an open project
 * @id: a certificate ID as typed
 * @error: %RAIL_CLI_ERROR_USAGE if that is no number, %RAIL_CLI_ERROR_REFUSED if there is no such certificate
 *
 * Returns: (transfer none): the entry
 */
RailEntry *
rail_cli_find_entry (RailCli     *self,
                     const char  *id,
                     GError     **error)
{
  guint64 number = 0;
  RailEntry *entry;

  if (!g_ascii_string_to_unsigned (id, 10, 1, G_MAXUINT, &number, NULL))
    {
      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE,
                   _("“%s” is no certificate ID; IDs are the numbers in the first column of “list”."), id);
      return NULL;
    }
  entry = rail_project_get_entry (self->project, (guint) number);
  if (entry == NULL)
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                 _("There is no certificate with ID %s in this project; “list” shows those that there are."), id);
  return entry;
}

/**
 * rail_cli_find_entries:
 * @self: a run of the program with an open project
 * @ids: certificate IDs as typed
 * @error: as in rail_cli_find_entry()
 *
 * Returns: (transfer full) (element-type RailEntry): the entries, each once
 */
GPtrArray *
rail_cli_find_entries (RailCli  *self,
                       char    **ids,
                       GError  **error)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      RailEntry *entry = rail_cli_find_entry (self, ids[i], error);

      if (entry == NULL)
        return NULL;
      if (!g_ptr_array_find (entries, entry, NULL))
        g_ptr_array_add (entries, g_object_ref (entry));
    }
  return g_steal_pointer (&entries);
}
