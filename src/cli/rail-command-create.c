/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-creation-row.h"
#include "rail-operations.h"
#include "rail-section.h"

#define DAY_SECONDS G_GINT64_CONSTANT (86400)
#define MAX_DAYS 3000000     /* the year 9999 is closer */
#define NO_DAYS G_MININT     /* every number that is typed is looked at */

/* The options as typed. */
typedef struct
{
  char     *usage;
  char     *common_name;
  char     *issuer;
  char     *key;
  char     *hash;
  char     *subject;
  char     *not_before;
  char     *not_after;
  int       days;              /* NO_DAYS without the option */
  char    **names;
  char     *device;
  char     *csv;
  gboolean  skip_bad;
  gboolean  outlive_issuer;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->usage);
  g_free (options->common_name);
  g_free (options->issuer);
  g_free (options->key);
  g_free (options->hash);
  g_free (options->subject);
  g_free (options->not_before);
  g_free (options->not_after);
  g_strfreev (options->names);
  g_free (options->device);
  g_free (options->csv);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char *
describe_choices (void)
{
  g_autoptr(GString) text = g_string_new (_("Usages:"));
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < n_profiles; i++)
    g_string_append_printf (text, "  %-21s%s\n", profiles[i].nick, rail_profile_get_label (&profiles[i]));
  g_string_append_c (text, '\n');
  g_string_append (text, _("Keys: rsa:2048 rsa:3072 rsa:4096 ec:secp256r1 ec:secp384r1 ec:secp521r1\n"
                           "Hashes: sha1 sha256 sha384 sha512\n"
                           "Alternative names: URI:… IP:… DNS:… RID:… EMAIL:… OTHER:OID;utf8:TEXT\n"
                           "Times: 2037-01-14 or 2037-01-14T12:00:00Z, in UTC\n"
                           "Columns of a CSV file, in any order; what is left empty is as the usage has it:\n"
                           "  usage                a usage from above\n"
                           "  cn                   common name\n"
                           "  issuer               ID of the authority, or self\n"
                           "  key, hash            as above\n"
                           "  dn                   further subject, such as O=Plant,C=DE\n"
                           "  not_before           when it begins\n"
                           "  not_after or days    when it ends\n"
                           "  san                  alternative names, with | between them\n"
                           "  device               the device it is made for"));
  return g_strdup (text->str);
}

static gboolean
parse_time (const char  *text,
            gboolean     is_end,
            gint64      *out_time,
            GError     **error)
{
  return rail_parse_date (text, is_end, out_time) ||
         rail_cli_set_usage_error (error, _("“%s” is no date; write it as 2037-01-14 or 2037-01-14T12:00:00Z."), text);
}

/* What does not parse is a mistake in the command line, whatever pki calls it. */
static gboolean
make_usage_error (GError **error)
{
  if (error != NULL && *error != NULL)
    {
      (*error)->domain = RAIL_CLI_ERROR;
      (*error)->code = RAIL_CLI_ERROR_USAGE;
    }
  return FALSE;
}

static gboolean
set_validity (RailCli                 *self,
              RailCertificateRequest  *request,
              const Options           *options,
              GError                 **error)
{
  gint64 not_before = rail_certificate_request_get_not_before (request);
  gint64 not_after = rail_certificate_request_get_not_after (request);
  gint64 start = rail_environment_get_now (self->environment);

  if (options->not_before != NULL && !parse_time (options->not_before, FALSE, &not_before, error))
    return FALSE;
  if (options->not_after != NULL && !parse_time (options->not_after, TRUE, &not_after, error))
    return FALSE;
  /* Without a beginning, days count from now and not from the margin that is left for slow clocks. */
  if (options->not_before != NULL)
    start = not_before;
  if (options->days != NO_DAYS)
    not_after = start + options->days * DAY_SECONDS;
  rail_certificate_request_set_validity (request, not_before, not_after);
  return TRUE;
}

static gboolean
set_algorithms (RailCertificateRequest  *request,
                const Options           *options,
                GError                 **error)
{
  RailKeyKind kind;
  RailHash hash;

  if (options->key != NULL)
    {
      if (!rail_key_kind_parse (options->key, &kind))
        return rail_cli_set_usage_error (error, _("“%s” is no kind of key; “create --help” lists them."), options->key);
      rail_certificate_request_set_key_kind (request, kind);
    }
  if (options->hash != NULL)
    {
      if (!rail_hash_parse (options->hash, &hash))
        return rail_cli_set_usage_error (error, _("“%s” is no hash; “create --help” lists them."), options->hash);
      rail_certificate_request_set_hash (request, hash);
    }
  return TRUE;
}

static gboolean
add_names (RailCertificateRequest  *request,
           const Options           *options,
           GError                 **error)
{
  GListStore *names = rail_certificate_request_get_names (request);

  for (gsize i = 0; options->names != NULL && options->names[i] != NULL; i++)
    {
      g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (options->names[i], error);

      if (name == NULL)
        return make_usage_error (error);
      g_list_store_append (names, name);
    }
  return TRUE;
}

/* A template leaves empty rows for a dialog to fill; here nobody will. What is required and missing is said all the same. */
static void
remove_empty_names (RailCertificateRequest *request)
{
  GListStore *names = rail_certificate_request_get_names (request);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (names)); i > 0; i--)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (G_LIST_MODEL (names), i - 1);

      if (rail_alternative_name_get_value (name)[0] == '\0')
        g_list_store_remove (names, i - 1);
    }
}

static gboolean
find_issuer (RailCli        *self,
             const Options  *options,
             RailEntry     **out_issuer,
             GError        **error)
{
  *out_issuer = NULL;
  if (options->issuer == NULL || g_str_equal (options->issuer, "self"))
    return TRUE;
  *out_issuer = rail_cli_find_entry (self, options->issuer, error);
  return *out_issuer != NULL;
}

/* What was typed comes before the template, which then proposes only what is still open. */
static gboolean
fill_in (RailCli        *self,
         RailCreation   *creation,
         const Options  *options,
         GError        **error)
{
  const RailProfile *profile = rail_profile_find (options->usage);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  RailEntry *issuer = NULL;

  if (profile == NULL)
    return rail_cli_set_usage_error (error, _("“%s” is no usage; “create --help” lists them."), options->usage);
  if (!find_issuer (self, options, &issuer, error) || !add_names (request, options, error))
    return FALSE;

  rail_creation_set_device (creation, options->device);
  if (options->issuer != NULL)
    rail_creation_set_issuer (creation, issuer);
  rail_creation_apply_template (creation, profile->usage);
  /* Some usages decide on their issuer themselves; then what was asked for is named as the mistake it is. */
  if (options->issuer != NULL && rail_creation_get_issuer (creation) != issuer)
    rail_creation_set_issuer (creation, issuer);
  remove_empty_names (request);

  /* As in a CSV file, the common name is the one of --cn, whatever --dn says. */
  if (options->subject != NULL && !rail_certificate_request_set_subject (request, options->subject, error))
    return make_usage_error (error);
  rail_certificate_request_set_common_name (request, options->common_name);
  g_object_set (request, "outlive-issuer", options->outlive_issuer, NULL);
  return set_algorithms (request, options, error) && set_validity (self, request, options, error);
}

static GListModel *
make_one (RailCli        *self,
          const Options  *options,
          GError        **error)
{
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(RailCreation) creation = rail_creation_new (self->project);

  if (!fill_in (self, creation, options, error))
    return NULL;
  g_list_store_append (creations, creation);
  return G_LIST_MODEL (g_steal_pointer (&creations));
}

/* Prints every bad row, so that all can be put right in one go. */
static void
print_bad_rows (GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailCreationRow) row = g_list_model_get_item (rows, i);
      g_autofree char *message = NULL;
      g_autofree char *printable = NULL;

      if (rail_creation_row_get_problem (row) == NULL)
        continue;
      message = rail_creation_row_dup_message (row);
      printable = rail_cli_make_printable (message);
      g_printerr ("certrailctl: %s\n", printable);
    }
}

static GListModel *
make_many (RailCli        *self,
           const Options  *options,
           GError        **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GListModel) rows = NULL;
  gsize length = 0;
  guint n_bad;

  if (!g_file_get_contents (options->csv, &text, &length, error))
    return NULL;
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_autofree char *name = g_filename_display_name (options->csv);

      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("“%s” is not a text in UTF-8; save it as such."),
                   name);
      return NULL;
    }
  rows = rail_creation_parse_csv (self->project, text, error);
  if (rows == NULL)
    return NULL;

  n_bad = rail_creation_rows_count_bad (rows);
  print_bad_rows (rows);
  if (n_bad > 0 && !options->skip_bad)
    {
      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                   ngettext ("%u row is wrong, so nothing was created; mend it, or leave it out with --skip-bad.",
                             "%u rows are wrong, so nothing was created; mend them, or leave them out with --skip-bad.",
                             n_bad), n_bad);
      return NULL;
    }
  return rail_creation_rows_list_good (rows);
}

static gboolean
check_options (const Options  *options,
               GError        **error)
{
  const char *problem = NULL;

  if (options->csv != NULL &&
      (options->usage != NULL || options->common_name != NULL || options->issuer != NULL || options->key != NULL ||
       options->hash != NULL || options->subject != NULL || options->not_before != NULL || options->not_after != NULL ||
       options->days != NO_DAYS || options->names != NULL || options->device != NULL || options->outlive_issuer))
    problem = _("With --csv everything stands in the file; leave the other options out.");
  else if (options->csv == NULL && options->skip_bad)
    problem = _("--skip-bad belongs to --csv.");
  else if (options->csv == NULL && (options->usage == NULL || options->common_name == NULL))
    problem = _("A certificate needs --usage USAGE and --cn NAME; “create --help” tells more.");
  else if (options->days != NO_DAYS && (options->days < 1 || options->days > MAX_DAYS))
    problem = _("--days needs a number of days from 1 on.");
  else if (options->days != NO_DAYS && options->not_after != NULL)
    problem = _("--days and --not-after both say when the certificate ends; give one of them.");
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
  g_autofree char *details = describe_choices ();
  g_auto(GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "usage", 0, 0, G_OPTION_ARG_STRING, &options->usage, N_("What the certificate is for, see below"), N_("USAGE") },
    { "cn", 0, 0, G_OPTION_ARG_STRING, &options->common_name, N_("Common name of the subject"), N_("NAME") },
    { "issuer", 0, 0, G_OPTION_ARG_STRING, &options->issuer,
      N_("Issuing authority, or self; otherwise the one that fits best"), N_("ID|self") },
    { "key", 0, 0, G_OPTION_ARG_STRING, &options->key, N_("Kind of key"), N_("KEY") },
    { "hash", 0, 0, G_OPTION_ARG_STRING, &options->hash, N_("Hash of the signature"), N_("HASH") },
    { "dn", 0, 0, G_OPTION_ARG_STRING, &options->subject, N_("Further subject, such as O=Plant,C=DE"), N_("DN") },
    { "not-before", 0, 0, G_OPTION_ARG_STRING, &options->not_before, N_("Valid from"), N_("TIME") },
    { "not-after", 0, 0, G_OPTION_ARG_STRING, &options->not_after, N_("Valid until"), N_("TIME") },
    { "days", 0, 0, G_OPTION_ARG_INT, &options->days, N_("Valid for so many days"), N_("DAYS") },
    { "outlive-issuer", 0, 0, G_OPTION_ARG_NONE, &options->outlive_issuer,
      N_("Allow the certificate to end after its issuer"), NULL },
    { "san", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->names,
      N_("Subject alternative name; as often as needed"), N_("TYPE:VALUE") },
    { "device", 0, 0, G_OPTION_ARG_STRING, &options->device, N_("Device it is made for"), N_("NAME") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &options->csv, N_("Create one certificate for each row of ROWS"), N_("ROWS") },
    { "skip-bad", 0, 0, G_OPTION_ARG_NONE, &options->skip_bad, N_("Create the good rows of ROWS though others are wrong"),
      NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, details, arguments, 1, 1, error);
  if (rest == NULL || !check_options (options, error))
    return NULL;
  return g_steal_pointer (&rest);
}

/* Creates one certificate, or one for each row of a file, and prints the IDs. */
gboolean
rail_command_create (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  g_auto(Options) options = { .days = NO_DAYS };
  g_auto(GStrv) rest = parse_options (self, &options, arguments, error);
  g_autoptr(GListModel) creations = NULL;
  g_autoptr(GPtrArray) entries = NULL;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  creations = options.csv != NULL ? make_many (self, &options, error) : make_one (self, &options, error);
  if (creations == NULL)
    return FALSE;
  entries = rail_project_create (self->project, creations, error);
  if (entries == NULL || !rail_cli_save (self, error))
    return FALSE;

  if (self->json)
    rail_cli_print_entries (self, entries);
  else
    for (guint i = 0; i < entries->len; i++)
      rail_cli_print ("%u\n", rail_entry_get_id (g_ptr_array_index (entries, i)));
  return TRUE;
}
