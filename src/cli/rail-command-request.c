/* SPDX-License-Identifier: GPL-3.0-or-later */

/* request, answer, sign */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-request.h"
#include "rail-section.h"
#include "rail-signing.h"

#define DAY_SECONDS G_GINT64_CONSTANT (86400)
#define MAX_DAYS 3000000     /* the year 9999 is closer */
#define NO_DAYS G_MININT

static gboolean
print_entry (RailCli   *self,
             RailEntry *entry,
             gboolean   is_new)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();

  g_ptr_array_add (entries, entry);
  if (self->json)
    rail_cli_print_entries (self, entries);
  else if (is_new)
    rail_cli_print ("%u\n", rail_entry_get_id (entry));
  return TRUE;
}

/* PEM unless the file is called .der; in text without a file. */
static gboolean
write_request (RailSigningRequest  *request,
               const char          *path,
               GError             **error)
{
  g_autofree char *pem = rail_signing_request_to_pem (request);
  GBytes *der = rail_signing_request_get_der (request);

  if (path == NULL)
    {
      g_print ("%s", pem);
      return TRUE;
    }
  if (g_str_has_suffix (path, ".der"))
    return g_file_set_contents (path, g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der), error);
  return g_file_set_contents (path, pem, -1, error);
}

/* Makes a request for an authority outside; the entry waits for the answer. */
gboolean
rail_command_request (RailCli  *self,
                      char    **arguments,
                      GError  **error)
{
  g_autofree char *output = NULL;
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailSigningRequest) request = NULL;
  RailEntry *entry;
  const GOptionEntry options[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Where to write it; otherwise it is printed"), N_("FILE") },
    { NULL }
  };

  rest = rail_cli_parse (self, options,
                         _("The request (PKCS#10) asks for a certificate like the one of ID, with its key, which stays in "
                           "the project."), arguments, 2, 2, error);
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  entry = rail_cli_find_entry (self, rest[1], error);
  if (entry == NULL)
    return FALSE;
  request = rail_project_request (self->project, entry, error);
  /* First the file: a request that nobody can read is none. */
  return request != NULL && write_request (request, output, error) && rail_cli_save (self, error);
}

/* Takes what an authority outside made of a request. */
gboolean
rail_command_answer (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailBundle) bundle = NULL;
  g_autoptr(RailBundleItem) first = NULL;
  g_autoptr(GPtrArray) certificates = NULL;
  RailCertificate *answer;
  RailEntry *entry;

  rest = rail_cli_parse (self, NULL,
                         _("CERTIFICATE is the file that the authority sent. Further certificates in it become trusted "
                           "ones. The ID, the key and the device stay."), arguments, 3, 3, error);
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  entry = rail_cli_find_entry (self, rest[1], error);
  if (entry == NULL)
    return FALSE;
  bundle = rail_cli_read_bundle (rest[2], NULL, error);
  if (bundle == NULL)
    return FALSE;
  first = rail_cli_find_in_bundle (bundle, rest[2], RAIL_BUNDLE_CERTIFICATE, error);
  if (first == NULL)
    return FALSE;

  answer = rail_bundle_item_get_certificate (first);
  certificates = rail_cli_list_in_bundle (bundle);
  for (guint i = 0; i < certificates->len; i++)
    if (g_bytes_equal (rail_certificate_get_key_id (certificates->pdata[i]),
                       rail_certificate_get_key_id (rail_entry_get_certificate (entry))))
      answer = certificates->pdata[i];
  if (!rail_project_answer (self->project, entry, answer, certificates, error) || !rail_cli_save (self, error))
    return FALSE;
  return print_entry (self, entry, FALSE);
}

/* The options of sign as typed. */
typedef struct
{
  char     *issuer;
  char     *usage;
  char     *hash;
  char     *not_after;
  int       days;
  char     *device;
  char    **names;
  gboolean  verbatim;
  gboolean  no_subject;
  gboolean  no_names;
  gboolean  no_usages;
  gboolean  outlive_issuer;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->issuer);
  g_free (options->usage);
  g_free (options->hash);
  g_free (options->not_after);
  g_free (options->device);
  g_strfreev (options->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
set_request (RailCli                 *self,
             RailCertificateRequest  *request,
             const Options           *options,
             GError                 **error)
{
  gint64 not_before = rail_certificate_request_get_not_before (request);
  gint64 not_after = rail_environment_get_now (self->environment) + options->days * DAY_SECONDS;
  RailHash hash;

  if (options->hash != NULL)
    {
      if (!rail_hash_parse (options->hash, &hash))
        return rail_cli_set_usage_error (error, _("“%s” is no hash; “create --help” lists them."), options->hash);
      rail_certificate_request_set_hash (request, hash);
    }
  for (gsize i = 0; options->names != NULL && options->names[i] != NULL; i++)
    {
      g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (options->names[i], NULL);

      if (name == NULL)
        return rail_cli_set_usage_error (error, _("“%s” is no alternative name; “create --help” lists them."),
                                         options->names[i]);
      g_list_store_append (rail_certificate_request_get_names (request), name);
    }
  g_object_set (request, "outlive-issuer", options->outlive_issuer, NULL);
  if (options->not_after == NULL && options->days == NO_DAYS)
    return TRUE;
  if (options->not_after != NULL && !rail_parse_date (options->not_after, TRUE, &not_after))
    return rail_cli_set_usage_error (error, _("“%s” is no date; write it as 2037-01-14 or 2037-01-14T12:00:00Z."),
                                     options->not_after);
  rail_certificate_request_set_validity (request, not_before, not_after);
  return TRUE;
}

static RailHonour
choose_honour (const Options *options)
{
  RailHonour honour = RAIL_HONOUR_SUBJECT | RAIL_HONOUR_NAMES | RAIL_HONOUR_KEY_USAGE | RAIL_HONOUR_PURPOSES;

  if (options->no_subject)
    honour &= ~RAIL_HONOUR_SUBJECT;
  if (options->no_names)
    honour &= ~RAIL_HONOUR_NAMES;
  if (options->no_usages)
    honour &= ~(RAIL_HONOUR_KEY_USAGE | RAIL_HONOUR_PURPOSES);
  return options->verbatim ? honour | RAIL_HONOUR_VERBATIM : honour;
}

static RailEntry *
sign (RailCli             *self,
      RailSigningRequest  *signing_request,
      const Options       *options,
      GError             **error)
{
  g_autoptr(RailSigning) signing = rail_signing_new (self->project, signing_request);
  const RailProfile *profile = options->usage != NULL ? rail_profile_find (options->usage) : NULL;
  RailEntry *issuer;

  if (options->usage != NULL && profile == NULL)
    {
      rail_cli_set_usage_error (error, _("“%s” is no usage; “create --help” lists them."), options->usage);
      return NULL;
    }
  issuer = rail_cli_find_entry (self, options->issuer, error);
  if (issuer == NULL)
    return NULL;
  rail_signing_set_issuer (signing, issuer);
  if (profile != NULL)
    g_object_set (signing, "usage", profile->usage, NULL);
  g_object_set (signing, "honour", choose_honour (options), "device", options->device, NULL);
  if (!set_request (self, rail_signing_get_request (signing), options, error))
    return NULL;
  return rail_project_sign (self->project, signing, error);
}

static gboolean
check_options (const Options  *options,
               GError        **error)
{
  const char *problem = NULL;

  if (options->issuer == NULL)
    problem = _("Name the authority that signs with --issuer ID.");
  else if (options->days != NO_DAYS && (options->days < 1 || options->days > MAX_DAYS))
    problem = _("--days needs a number of days from 1 on.");
  else if (options->days != NO_DAYS && options->not_after != NULL)
    problem = _("--days and --not-after both say when the certificate ends; give one of them.");
  else if (options->verbatim && (options->no_names || options->no_usages))
    problem = _("With --verbatim every extension is as it was asked for; leave --no-names and --no-usages out.");
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE, problem);
  return FALSE;
}

static GStrv
parse_options (RailCli   *self,
               Options   *options,
               char     **arguments,
               GError   **error)
{
  g_auto(GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "issuer", 0, 0, G_OPTION_ARG_STRING, &options->issuer, N_("Issuing authority"), N_("ID") },
    { "usage", 0, 0, G_OPTION_ARG_STRING, &options->usage,
      N_("What the certificate is for; otherwise what the request looks like"), N_("USAGE") },
    { "verbatim", 0, 0, G_OPTION_ARG_NONE, &options->verbatim,
      N_("Every extension exactly as it was asked for, whether critical or not"), NULL },
    { "no-subject", 0, 0, G_OPTION_ARG_NONE, &options->no_subject, N_("Do not take the subject over"), NULL },
    { "no-names", 0, 0, G_OPTION_ARG_NONE, &options->no_names, N_("Do not take the alternative names over"), NULL },
    { "no-usages", 0, 0, G_OPTION_ARG_NONE, &options->no_usages,
      N_("Key usage and extended key usage of USAGE, whatever was asked for"), NULL },
    { "san", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->names, N_("Further alternative name; as often as needed"),
      N_("TYPE:VALUE") },
    { "hash", 0, 0, G_OPTION_ARG_STRING, &options->hash, N_("Hash of the signature"), N_("HASH") },
    { "not-after", 0, 0, G_OPTION_ARG_STRING, &options->not_after, N_("Valid until"), N_("TIME") },
    { "days", 0, 0, G_OPTION_ARG_INT, &options->days, N_("Valid for so many days"), N_("DAYS") },
    { "outlive-issuer", 0, 0, G_OPTION_ARG_NONE, &options->outlive_issuer,
      N_("Allow the certificate to end after its issuer"), NULL },
    { "device", 0, 0, G_OPTION_ARG_STRING, &options->device, N_("Device it is made for"), N_("NAME") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries,
                         _("Signs a request (PKCS#10) that somebody else has made, and prints the new ID. The private key "
                           "stays with its owner."), arguments, 2, 2, error);
  if (rest == NULL || !check_options (options, error))
    return NULL;
  return g_steal_pointer (&rest);
}

/* Signs somebody's request and prints the ID of the certificate. */
gboolean
rail_command_sign (RailCli  *self,
                   char    **arguments,
                   GError  **error)
{
  g_auto(Options) options = { .days = NO_DAYS };
  g_auto(GStrv) rest = parse_options (self, &options, arguments, error);
  g_autoptr(RailBundle) bundle = NULL;
  g_autoptr(RailBundleItem) item = NULL;
  RailEntry *entry;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  bundle = rail_cli_read_bundle (rest[1], NULL, error);
  if (bundle == NULL)
    return FALSE;
  item = rail_cli_find_in_bundle (bundle, rest[1], RAIL_BUNDLE_SIGNING_REQUEST, error);
  if (item == NULL)
    return FALSE;
  entry = sign (self, rail_bundle_item_get_signing_request (item), &options, error);
  if (entry == NULL || !rail_cli_save (self, error))
    return FALSE;
  return print_entry (self, entry, TRUE);
}
