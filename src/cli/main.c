/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "rail-cli.h"
#include "rail-language.h"
#include "rail-pki-error.h"
#include "rail-project-error.h"

#define WAIT_SECONDS 5

static const RailCommand commands[] = {
  { "new", "FILE [--name NAME]", N_("Make an empty project"), rail_command_new },
  { "protect", "FILE [--user NAME]",
    N_("Protect a project with a first administrator (admin, unless --user names one) and two authorities"),
    rail_command_protect },
  { "info", "FILE", N_("Tell what a project holds"), rail_command_info, TRUE },
  { "list", "FILE [--tab TAB] [--status STATUS] [--expiring DAYS]", N_("List certificates"), rail_command_list, TRUE },
  { "show", "FILE ID", N_("Show everything about a certificate"), rail_command_show, TRUE },
  { "create", "FILE --usage USAGE --cn NAME … | FILE --csv ROWS", N_("Create certificates and print their IDs"),
    rail_command_create },
  { "delete", "FILE ID…", N_("Delete certificates and their keys"), rail_command_delete },
  { "import", "FILE PATH… [--trusted] [--file-password-file FILE]… [--dry-run]",
    N_("Take certificates, keys and revocation lists from files and folders"), rail_command_import },
  { "export", "FILE ID… --format FORMAT --output PATH …", N_("Write certificates, keys and revocation lists to files"),
    rail_command_export, TRUE },
  { "renew", "FILE ID… | FILE --expiring-before TIME …", N_("Renew certificates, which keep their IDs"),
    rail_command_renew },
  { "replace", "FILE ID NEW [--key-file KEY] [--force]", N_("Put a certificate from a file in the place of another"),
    rail_command_replace },
  { "revoke", "FILE ID… [--reason REASON] | FILE ID --serial SERIAL", N_("Revoke certificates"), rail_command_revoke },
  { "unrevoke", "FILE ID…", N_("Take certificates off hold"), rail_command_unrevoke },
  { "publish", "FILE ID [--days DAYS] [--output LIST]", N_("Sign the revocation list of an authority"),
    rail_command_publish },
  { "request", "FILE ID [--output REQUEST]", N_("Make a request for an authority outside"), rail_command_request },
  { "answer", "FILE ID CERTIFICATE", N_("Take the answer to a request"), rail_command_answer },
  { "sign", "FILE REQUEST --issuer ID …", N_("Sign a request that somebody else has made"), rail_command_sign },
  { "hand-over", "FILE --to PARTNER [--certificate ID] [--server ID] --output DIR [--compare|--remove-leftovers] …",
    N_("Write the files of a partner such as UaExpert, or compare its folder"), rail_command_hand_over, TRUE },
  { "trust list", "FILE [--store STORE]", N_("Show what browsers and the system trust of a project"),
    rail_command_trust_list, TRUE },
  { "trust add", "FILE ID… [--store STORE]", N_("Let browsers or the system trust roots and self-signed servers"),
    rail_command_trust_add, TRUE },
  { "trust remove", "FILE ID… [--store STORE]", N_("Take certificates out of the stores of browsers or the system"),
    rail_command_trust_remove, TRUE },
  { "versions", "FILE", N_("List the earlier versions that saves have kept"), rail_command_versions, TRUE },
  { "device add", "FILE NAME [--family FAMILY] [--firmware VERSION] [--address ADDRESS]… | FILE --csv ROWS",
    N_("Add devices"), rail_command_device_add },
  { "device set", "FILE NAME [--firmware VERSION] [--address ADDRESS]… [--service SERVICE=on|off]… …",
    N_("Change a device, switch its services on and off"), rail_command_device_set },
  { "device duplicate", "FILE NAME NEW-NAME", N_("Add a device like another"), rail_command_device_duplicate },
  { "device list", "FILE", N_("List devices"), rail_command_device_list, TRUE },
  { "device show", "FILE NAME", N_("Show a device and its certificates"), rail_command_device_show, TRUE },
  { "device remove", "FILE NAME", N_("Remove a device"), rail_command_device_remove },
  { "assign", "FILE ID DEVICE --as USE", N_("Assign a certificate to a device"), rail_command_assign },
  { "unassign", "FILE ID DEVICE --as USE", N_("Take an assignment back"), rail_command_unassign },
  { "compile", "FILE [DEVICE] [--repair]", N_("Carry authorities, renew local certificates, and say what is wrong"),
    rail_command_compile },
  { "accept", "FILE ID --by PARTNER [--device NAME] [--uri URI] [--host HOST] [--policy POLICY] [--role ROLE]",
    N_("Tell whether a partner will accept a certificate, and if not, why"), rail_command_accept, TRUE },
  { "tcon", "FILE --server DEVICE --client DEVICE [--port PORT] [--one-way] [--qdn] [--check-name] [--scl]",
    N_("Print the connection parameters of secure open user communication"), rail_command_tcon, TRUE },
  { "diagram", "FILE --scenario SCENARIO [--device NAME] [--certificate ID | --partner NAME] [--output SVG]",
    N_("Tell or draw where each certificate belongs"), rail_command_diagram, TRUE },
  { "load", "FILE DEVICE [--mark]", N_("Tell what loading a device changes, and whether it stays in RUN"),
    rail_command_load },
  { "report", "FILE --format csv|html|ics --output PATH", N_("Write a report of certificates, devices and expiry"),
    rail_command_report, TRUE },
  { "journal", "FILE [--csv]", N_("Tell who did what to which certificates, and when"), rail_command_journal, TRUE },
  { "seal", "FILE [--keep|--discard]", N_("Show, keep or discard what was changed without an administrator"),
    rail_command_seal },
  { "user list", "FILE", N_("List users"), rail_command_user_list, TRUE },
  { "user add", "FILE NAME [--role ROLE] [--new-password-file FILE]", N_("Add a user"), rail_command_user_add },
  { "user remove", "FILE NAME [--start-password NAME=FILE]… [--delete-versions]", N_("Remove a user and make new keys"),
    rail_command_user_remove },
  { "user rename", "FILE NAME NEW-NAME", N_("Give a user another name"), rail_command_user_rename },
  { "user role", "FILE NAME --role ROLE [--start-password NAME=FILE]…", N_("Give a user another role"),
    rail_command_user_role },
  { "user password", "FILE NAME [--new-password-file FILE]", N_("Change a password"), rail_command_user_password },
};

static char *
describe_commands (void)
{
  g_autoptr(GString) text = g_string_new (_("Commands:"));

  g_string_append_c (text, '\n');
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-18s%s\n", commands[i].name, _(commands[i].summary));
  g_string_append_c (text, '\n');
  g_string_append (text, _("“certrailctl COMMAND --help” tells more about a command.\n"
                           "The password comes from --password-file, from CERTRAIL_PASSWORD or from the terminal.\n"
                           "Exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 wrong user or password,\n"
                           "4 compiling found errors, or the partner refuses the certificate."));
  return g_strdup (text->str);
}

/* Finds the command in words[1], or in words[1] and words[2]; out_n_words tells which. */
static const RailCommand *
find_command (char **words,
              guint *out_n_words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const char *name = commands[i].name;
      const char *space = strchr (name, ' ');

      *out_n_words = space != NULL ? 2 : 1;
      if (space == NULL && strcmp (words[1], name) == 0)
        return &commands[i];
      if (space != NULL && strlen (words[1]) == (gsize) (space - name) && g_str_has_prefix (name, words[1]) &&
          words[2] != NULL && strcmp (words[2], space + 1) == 0)
        return &commands[i];
    }
  return NULL;
}

/* Parses the options in front of the command; what is left begins with the program's name again. */
static gboolean
parse_global (RailCli   *cli,
              char    ***words,
              GError   **error)
{
  g_autoptr(GOptionContext) context = g_option_context_new (_("COMMAND …"));
  g_autofree char *description = describe_commands ();
  gboolean version = FALSE;
  gboolean describe = FALSE;
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("Print the version"), NULL },
    /* For data/command-line.py; nobody else has to know. */
    { "describe", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &describe, NULL, NULL },
    { NULL }
  };

  rail_cli_add_options (cli, context);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Certrail's certificate manager for scripts."));
  g_option_context_set_description (context, description);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse_strv (context, words, error))
    return FALSE;
  if (!version && !describe)
    return TRUE;
  if (describe && !rail_cli_describe (cli, commands, G_N_ELEMENTS (commands), entries, error))
    return FALSE;
  if (version)
    g_print ("certrailctl %s\n", RAIL_VERSION);
  g_clear_pointer (words, g_strfreev);
  return TRUE;
}

static gboolean
run (RailCli   *cli,
     char    ***words,
     GError   **error)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  guint n_words = 0;

  if (!parse_global (cli, words, error))
    return FALSE;
  if (*words == NULL)
    return TRUE;
  if ((*words)[1] == NULL)
    {
      g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE,
                           _("No command is given; “certrailctl --help” lists them."));
      return FALSE;
    }
  cli->command = find_command (*words, &n_words);
  if (cli->command == NULL)
    {
      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE,
                   _("“%s” is no command; “certrailctl --help” lists them."), (*words)[1]);
      return FALSE;
    }

  g_ptr_array_add (arguments, (*words)[0]);
  for (char **word = *words + 1 + n_words; *word != NULL; word++)
    g_ptr_array_add (arguments, *word);
  g_ptr_array_add (arguments, NULL);
  if (!cli->command->run (cli, (char **) arguments->pdata, error))
    return FALSE;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("The result cannot be printed."));
  return FALSE;
}

static int
get_exit_code (const GError *error)
{
  if (error->domain == G_OPTION_ERROR || g_error_matches (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE))
    return RAIL_EXIT_USAGE;
  if (g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_WRONG_PASSWORD) ||
      g_error_matches (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_WRONG_PASSWORD) ||
      g_error_matches (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_WRONG_PASSWORD))
    return RAIL_EXIT_LOGIN;
  return RAIL_EXIT_REFUSED;
}

int
main (int    argc,
      char **argv)
{
  g_auto(GStrv) words = g_strdupv (argv);
  g_autoptr(GError) error = NULL;
  RailCli cli = { .wait = WAIT_SECONDS, .warning_days = RAIL_EXPIRING_DAYS };
  int code = RAIL_EXIT_DONE;

  rail_language_init ();
  g_set_prgname ("certrailctl");

  cli.environment = rail_environment_new ();
  if (!run (&cli, &words, &error))
    {
      g_autofree char *text = rail_cli_make_printable (error->message);

      g_printerr ("certrailctl: %s\n", text);
      code = get_exit_code (error);
    }

  else
    code = cli.exit_code;

  g_clear_pointer (&cli.login_password, rail_secret_unref);
  g_clear_object (&cli.lock);
  g_clear_pointer (&cli.identity, rail_file_identity_unref);
  g_clear_object (&cli.project);
  g_clear_object (&cli.file);
  g_clear_object (&cli.environment);
  g_free (cli.user);
  g_free (cli.password_file);
  return code;
}
