/* SPDX-License-Identifier: GPL-3.0-or-later */

/* export */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "rail-cli.h"
#include "rail-export.h"

/* The options as typed. */
typedef struct
{
  char     *format;
  char     *output;
  gboolean  private_key;
  char     *cipher;
  char     *password_file;
  gboolean  chain;
  gboolean  bundle;
  gboolean  project_name;
  char     *form;
  gboolean  force;
} Options;

/* What “--cipher” says for a key that nothing protects. */
#define NO_CIPHER "none"

static void
options_clear (Options *options)
{
  g_free (options->format);
  g_free (options->output);
  g_free (options->cipher);
  g_free (options->password_file);
  g_free (options->form);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_enum (GType        type,
            const char  *nick,
            int         *out_value)
{
  g_autoptr(GEnumClass) values = g_type_class_ref (type);
  GEnumValue *value = g_enum_get_value_by_nick (values, nick);

  if (value != NULL)
    *out_value = value->value;
  return value != NULL;
}

/* An option that its format does not have is a mistake; to drop it silently would export something else than was asked for. */
static gboolean
check_options (const Options  *options,
               RailFormat     *out_format,
               GError        **error)
{
  RailExportOptions offered;
  int value;

  if (options->format == NULL || options->output == NULL)
    return rail_cli_set_usage_error (error, _("An export needs --format FORMAT and --output PATH; “export --help” tells "
                                           "more."));
  if (!rail_format_parse (options->format, out_format))
    return rail_cli_set_usage_error (error, _("“%s” is no format; there are cer, der, crt, pem, crl and p12."),
                                     options->format);

  offered = rail_format_get_options (*out_format);
  if (options->private_key && *out_format == RAIL_FORMAT_CRL)
    return rail_cli_set_usage_error (error, _("A file of format %s has no private key; leave --private-key out."),
                            options->format);
  if (options->cipher != NULL && strcmp (options->cipher, NO_CIPHER) != 0 && !(offered & RAIL_EXPORT_OPTION_ENCRYPTION))
    return rail_cli_set_usage_error (error, _("--cipher does not fit format %s; it is for crt and pem."), options->format);
  if (options->password_file != NULL && !(offered & RAIL_EXPORT_OPTION_PASSWORD))
    return rail_cli_set_usage_error (error, _("--export-password-file does not fit format %s; it is for crt, pem and p12."),
                            options->format);
  if (options->chain && !(offered & RAIL_EXPORT_OPTION_CHAIN))
    return rail_cli_set_usage_error (error, _("--chain does not fit format %s; it is for crt, pem and p12."), options->format);
  if (options->bundle && !(offered & RAIL_EXPORT_OPTION_BUNDLE))
    return rail_cli_set_usage_error (error, _("--bundle does not fit format %s; it is for crt and pem."), options->format);
  if (options->bundle && options->private_key)
    return rail_cli_set_usage_error (error, _("A bundle is for trust stores and has no keys; leave --private-key out."));
  if (options->form != NULL && !(offered & RAIL_EXPORT_OPTION_FORM))
    return rail_cli_set_usage_error (error, _("--form does not fit format %s; it is for p12."), options->format);
  if (options->cipher != NULL && strcmp (options->cipher, NO_CIPHER) != 0 &&
      !parse_enum (RAIL_TYPE_KEY_CIPHER, options->cipher, &value))
    return rail_cli_set_usage_error (error, _("“%s” is no cipher; there are aes-256, aes-192, aes-128, 3des and none."),
                                     options->cipher);
  if (g_strcmp0 (options->cipher, NO_CIPHER) == 0 &&
      (options->password_file != NULL || options->project_name || !(offered & RAIL_EXPORT_OPTION_PRIVATE_KEY)))
    return rail_cli_set_usage_error (error, _("--cipher none is for a key that nothing protects, and has no password."));
  if (options->form != NULL && !parse_enum (RAIL_TYPE_PKCS12_FORM, options->form, &value))
    return rail_cli_set_usage_error (error, _("“%s” is no form; there are modern and compatible."), options->form);
  if (options->project_name && (options->password_file != NULL || !(offered & RAIL_EXPORT_OPTION_PASSWORD)))
    return rail_cli_set_usage_error (error, _("--password-is-project-name is for a key in a crt, pem or p12 file without "
                                              "--export-password-file."));
  if ((options->cipher != NULL ||
       ((options->password_file != NULL || options->project_name) && *out_format != RAIL_FORMAT_P12)) &&
      !options->private_key)
    return rail_cli_set_usage_error (error, _("There is nothing to encrypt without --private-key."));
  return TRUE;
}

static gboolean
wants_encryption (const Options *options)
{
  return options->password_file != NULL || options->project_name ||
         (options->cipher != NULL && strcmp (options->cipher, NO_CIPHER) != 0);
}

/* Nobody shall find a key in the open who has not asked for it. */
static gboolean
check_plain_key (const Options  *options,
                 RailFormat      format,
                 GError        **error)
{
  if (!options->private_key || options->cipher != NULL || format == RAIL_FORMAT_P12 || wants_encryption (options))
    return TRUE;
  if (!rail_cli_can_ask ())
    return rail_cli_set_usage_error (error, _("Without protection a private key is written only with --cipher none; "
                                              "--cipher aes-256 protects one in a crt or pem file."));
  return rail_cli_ask (_("The private key will be written without any protection. Write it? [y/N] "), error);
}

/* A file that is there is somebody's. */
static gboolean
check_existing (RailExport     *export,
                const Options  *options,
                GFile          *output,
                GError        **error)
{
  g_autoptr(GPtrArray) paths = rail_export_dup_paths (export, output);
  g_autofree char *first = NULL;
  guint n_existing = 0;

  for (guint i = 0; i < paths->len; i++)
    if (g_file_test (paths->pdata[i], G_FILE_TEST_EXISTS))
      {
        if (first == NULL)
          first = g_filename_display_name (paths->pdata[i]);
        n_existing++;
      }
  if (n_existing == 0 || options->force)
    return TRUE;
  if (n_existing == 1)
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                 _("“%s” exists; --force replaces it."), first);
  else
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                 ngettext ("“%s” and %u more file exist; --force replaces them.",
                           "“%s” and %u more files exist; --force replaces them.", n_existing - 1), first, n_existing - 1);
  return FALSE;
}

static RailExport *
make_export (RailCli        *self,
             GPtrArray      *entries,
             const Options  *options,
             RailFormat      format,
             GError        **error)
{
  g_autoptr(RailExport) export = rail_export_new (self->project, entries);
  int value;

  g_object_set (export, "format", format, "private-key", options->private_key, "chain", options->chain,
                "bundle", options->bundle, "encrypt", wants_encryption (options), NULL);
  if (options->cipher != NULL && parse_enum (RAIL_TYPE_KEY_CIPHER, options->cipher, &value))
    g_object_set (export, "cipher", value, NULL);
  if (options->form != NULL && parse_enum (RAIL_TYPE_PKCS12_FORM, options->form, &value))
    g_object_set (export, "form", value, NULL);
  if (options->password_file != NULL)
    {
      g_autoptr(RailSecret) password = rail_cli_read_password (options->password_file, error);

      if (password == NULL)
        return NULL;
      g_object_set (export, "password", password, NULL);
    }
  return g_steal_pointer (&export);
}

/* An empty password means the project's name, as in TIA Portal (§2.3.3, table 2-3). That name stands in the authorities'
 * certificates, so nobody should come to it unawares. */
static gboolean
check_password (RailExport     *export,
                const Options  *options,
                GError        **error)
{
  if (!rail_export_uses_project_name (export) || options->project_name)
    return TRUE;
  if (!rail_cli_can_ask ())
    return rail_cli_set_usage_error (error, _("Without a password the project's name protects the private key, and that is "
                                              "no secret; give --export-password-file FILE, or "
                                              "--password-is-project-name."));
  return rail_cli_ask (_("The password of the private key will be the project's name, which is no secret. "
                         "Write it? [y/N] "), error);
}

/* Writes certificates, keys, revocation lists and bundles to files. */
gboolean
rail_command_export (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  g_auto(Options) options = { NULL };
  g_auto(GStrv) rest = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(RailExport) export = NULL;
  g_autoptr(GFile) output = NULL;
  g_autoptr(GPtrArray) files = NULL;
  RailFormat format;
  const GOptionEntry option_entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options.format, N_("cer, der, crt, pem, crl or p12"), N_("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_("File, or folder; for several certificates always a folder, but for a bundle"), N_("PATH") },
    { "private-key", 'k', 0, G_OPTION_ARG_NONE, &options.private_key,
      N_("With the private key; p12 always has it"), NULL },
    { "cipher", 'c', 0, G_OPTION_ARG_STRING, &options.cipher,
      N_("What the key is encrypted with: aes-256, aes-192, aes-128, 3des or none"), N_("CIPHER") },
    { "export-password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file,
      N_("Encrypt with the first line of FILE"), N_("FILE") },
    { "password-is-project-name", 0, 0, G_OPTION_ARG_NONE, &options.project_name,
      N_("Encrypt with the project's name, as TIA Portal does; it is no secret"), NULL },
    { "chain", 0, 0, G_OPTION_ARG_NONE, &options.chain, N_("With the certificates of all issuers"), NULL },
    { "bundle", 0, 0, G_OPTION_ARG_NONE, &options.bundle,
      N_("All certificates in one crt or pem file, without keys, for a trust store"), NULL },
    { "form", 0, 0, G_OPTION_ARG_STRING, &options.form,
      N_("Form of a p12 file: modern or compatible, which older Windows reads"), N_("FORM") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options.force, N_("Replace files that exist"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, option_entries, NULL, arguments, 2, G_MAXUINT, error);
  if (rest == NULL || !check_options (&options, &format, error) || !check_plain_key (&options, format, error) ||
      !rail_cli_open (self, rest[0], error))
    return FALSE;
  entries = rail_cli_find_entries (self, rest + 1, error);
  if (entries == NULL)
    return FALSE;
  export = make_export (self, entries, &options, format, error);
  if (export == NULL || !check_password (export, &options, error))
    return FALSE;
  output = g_file_new_for_path (options.output);
  if (!check_existing (export, &options, output, error))
    return FALSE;
  files = rail_export_write (export, output, error);
  if (files == NULL)
    return FALSE;
  rail_cli_print_files (self, files);
  return TRUE;
}
