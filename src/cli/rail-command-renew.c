/* SPDX-License-Identifier: GPL-3.0-or-later */

/* renew */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-renewal.h"
#include "rail-section.h"

#define DAY_SECONDS G_GINT64_CONSTANT (86400)
#define MAX_DAYS 3000000     /* the year 9999 is closer */
#define MAX_MONTHS 12000
#define NO_NUMBER G_MININT   /* every number that is typed is looked at */
#define MANY G_MAXUINT

/* The options as typed. */
typedef struct
{
  char     *expiring_before;
  gboolean  same_key;
  char     *not_after;
  int       days;              /* NO_NUMBER without the option */
  int       months;
  gboolean  outlive_issuer;
  char     *key;
  char     *hash;
  gboolean  reissue;
  gboolean  new_keys;
  gboolean  revoke_old;
  char     *note;
  gboolean  skip;
  gboolean  dry_run;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->expiring_before);
  g_free (options->not_after);
  g_free (options->key);
  g_free (options->hash);
  g_free (options->note);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_options (const Options  *options,
               gboolean        has_ids,
               GError        **error)
{
  guint n_ends = (options->not_after != NULL) + (options->days != NO_NUMBER) + (options->months != NO_NUMBER);
  const char *problem = NULL;

  if (has_ids == (options->expiring_before != NULL))
    problem = _("Name the certificates by their IDs, or give --expiring-before TIME, but not both.");
  else if (n_ends > 1)
    problem = _("--not-after, --days and --months all say when the certificates end; give one of them.");
  else if (options->days != NO_NUMBER && (options->days < 1 || options->days > MAX_DAYS))
    problem = _("--days needs a number of days from 1 on.");
  else if (options->months != NO_NUMBER && (options->months < 1 || options->months > MAX_MONTHS))
    problem = _("--months needs a number of months from 1 on.");
  else if (options->same_key && options->key != NULL)
    problem = _("With --same-key the key stays as it is; leave --key out.");
  else if (options->new_keys && !options->reissue)
    problem = _("--new-keys is for what an authority has issued, and so needs --reissue.");
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE, problem);
  return FALSE;
}

static gboolean
set_algorithms (RailRenewal    *renewal,
                const Options  *options,
                GError        **error)
{
  RailKeyKind kind;
  RailHash hash;

  if (options->key != NULL)
    {
      if (!rail_key_kind_parse (options->key, &kind))
        return rail_cli_set_usage_error (error, _("“%s” is no kind of key; “create --help” lists them."), options->key);
      g_object_set (renewal, "keep-key-kind", FALSE, "key-kind", kind, NULL);
    }
  if (options->hash != NULL)
    {
      if (!rail_hash_parse (options->hash, &hash))
        return rail_cli_set_usage_error (error, _("“%s” is no hash; “create --help” lists them."), options->hash);
      g_object_set (renewal, "keep-hash", FALSE, "hash", hash, NULL);
    }
  return TRUE;
}

static gboolean
set_end (RailCli        *self,
         RailRenewal    *renewal,
         const Options  *options,
         GError        **error)
{
  gint64 end = rail_environment_get_now (self->environment) + options->days * DAY_SECONDS;

  if (options->months != NO_NUMBER)
    {
      g_object_set (renewal, "validity", RAIL_VALIDITY_MONTHS, "months", (guint) options->months, NULL);
      return TRUE;
    }
  if (options->not_after == NULL && options->days == NO_NUMBER)
    return TRUE;
  if (options->not_after != NULL && !rail_parse_date (options->not_after, TRUE, &end))
    return rail_cli_set_usage_error (error, _("“%s” is no date; write it as 2037-01-14 or 2037-01-14T12:00:00Z."),
                                     options->not_after);
  g_object_set (renewal, "validity", RAIL_VALIDITY_UNTIL, "not-after", end, NULL);
  return TRUE;
}

static GPtrArray *
find_entries (RailCli        *self,
              const Options  *options,
              char          **ids,
              GError        **error)
{
  gint64 before;

  if (options->expiring_before == NULL)
    return rail_cli_find_entries (self, ids, error);
  if (!rail_parse_date (options->expiring_before, FALSE, &before))
    {
      rail_cli_set_usage_error (error, _("“%s” is no date; write it as 2037-01-14 or 2037-01-14T12:00:00Z."),
                                options->expiring_before);
      return NULL;
    }
  return rail_project_list_expiring (self->project, before);
}

static void
warn_of_skipped (RailRenewal *renewal)
{
  GListModel *items = rail_renewal_get_items (renewal);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (items, i);
      RailEntry *entry = rail_renewal_item_get_entry (item);
      g_autofree char *text = NULL;
      g_autofree char *printable = NULL;

      if (rail_renewal_item_get_problem (item) == NULL)
        continue;
      text = g_strdup_printf (_("ID %u is left out: %s"), rail_entry_get_id (entry), rail_renewal_item_get_problem (item));
      printable = rail_cli_make_printable (text);
      g_printerr ("certrailctl: %s\n", printable);
    }
  rail_renewal_drop_unrenewable (renewal);
}

/* What a short-lived certificate becomes puzzles who looks at the table after that. */
static void
warn_of_expiring (RailRenewal *renewal)
{
  g_autofree char *text = NULL;
  g_autofree char *printable = NULL;

  if (!(rail_renewal_validate (renewal) & RAIL_RENEWAL_ADVICE_EXPIRING))
    return;
  text = rail_renewal_describe (renewal, RAIL_RENEWAL_ADVICE_EXPIRING);
  printable = rail_cli_make_printable (text);
  g_printerr ("certrailctl: %s\n", printable);
}

static char *
format_time (gint64 time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

static void
add_names (JsonBuilder            *builder,
           RailCertificateRequest *request)
{
  GListModel *names = G_LIST_MODEL (rail_certificate_request_get_names (request));

  json_builder_set_member_name (builder, "names");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *text = rail_alternative_name_to_string (name);

      json_builder_add_string_value (builder, text);
    }
  json_builder_end_array (builder);
}

/* Exactly what would be issued. */
static void
add_item (JsonBuilder     *builder,
          RailRenewalItem *item)
{
  RailEntry *entry = rail_renewal_item_get_entry (item);
  RailEntry *cause = rail_renewal_item_get_cause (item);
  RailEntry *issuer = rail_renewal_item_get_issuer (item);
  RailCertificateRequest *request = rail_renewal_item_get_request (item);
  g_autofree char *not_before = format_time (rail_certificate_request_get_not_before (request));
  g_autofree char *not_after = format_time (rail_certificate_request_get_not_after (request));

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_int_value (builder, rail_entry_get_id (entry));
  rail_cli_add_text (builder, "common_name",
                     rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
  json_builder_set_member_name (builder, "same_key");
  json_builder_add_boolean_value (builder, rail_renewal_item_keeps_key (item));
  rail_cli_add_text (builder, "key", rail_key_kind_get_label (rail_certificate_request_get_key_kind (request)));
  rail_cli_add_text (builder, "hash", rail_hash_get_nick (rail_certificate_request_get_hash (request)));
  rail_cli_add_text (builder, "not_before", not_before);
  rail_cli_add_text (builder, "not_after", not_after);
  json_builder_set_member_name (builder, "issuer_id");
  if (issuer != NULL)
    json_builder_add_int_value (builder, rail_entry_get_id (issuer));
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "reissued_because_of");
  if (cause != NULL)
    json_builder_add_int_value (builder, rail_entry_get_id (cause));
  else
    json_builder_add_null_value (builder);
  add_names (builder, request);
  rail_cli_add_text (builder, "problem", rail_renewal_item_get_problem (item));
  json_builder_end_object (builder);
}

static void
print_plan (RailCli     *self,
            RailRenewal *renewal)
{
  GListModel *items = rail_renewal_get_items (renewal);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (items, i);
      RailEntry *entry = rail_renewal_item_get_entry (item);
      const char *problem = rail_renewal_item_get_problem (item);
      const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

      if (self->json)
        add_item (builder, item);
      else
        /* Translators: a certificate ID, a name, and what will be issued or why not */
        rail_cli_print (_("%u “%s”: %s\n"), rail_entry_get_id (entry), name != NULL ? name : "",
                        problem != NULL ? problem : rail_renewal_item_get_summary (item));
    }
  json_builder_end_array (builder);
  if (self->json)
    rail_cli_print_json (builder);
}

static void
print_nothing (RailCli *self)
{
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();

  if (self->json)
    rail_cli_print_entries (self, nothing);
  else
    g_printerr ("certrailctl: %s\n", _("There is nothing to renew."));
}

static GPtrArray *
list_entries (RailRenewal *renewal)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *items = rail_renewal_get_items (renewal);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (items, i);

      g_ptr_array_add (entries, g_object_ref (rail_renewal_item_get_entry (item)));
    }
  return entries;
}

static gboolean
renew (RailCli      *self,
       RailRenewal  *renewal,
       GError      **error)
{
  g_autoptr(GPtrArray) entries = NULL;

  rail_renewal_validate (renewal);
  entries = list_entries (renewal);
  if (!rail_project_renew (self->project, renewal, error) || !rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    rail_cli_print_entries (self, entries);
  else
    for (guint i = 0; i < entries->len; i++)
      rail_cli_print ("%u\n", rail_entry_get_id (entries->pdata[i]));
  return TRUE;
}

static GStrv
parse_options (RailCli   *self,
               Options   *options,
               char     **arguments,
               GError   **error)
{
  g_auto(GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "expiring-before", 0, 0, G_OPTION_ARG_STRING, &options->expiring_before,
      N_("Renew all that expire before a time, instead of IDs"), N_("TIME") },
    { "same-key", 0, 0, G_OPTION_ARG_NONE, &options->same_key, N_("Keep the keys"), NULL },
    { "not-after", 0, 0, G_OPTION_ARG_STRING, &options->not_after,
      N_("Valid until; otherwise as long as before"), N_("TIME") },
    { "days", 0, 0, G_OPTION_ARG_INT, &options->days, N_("Valid for so many days"), N_("DAYS") },
    { "months", 0, 0, G_OPTION_ARG_INT, &options->months, N_("Valid for so many calendar months"), N_("MONTHS") },
    { "outlive-issuer", 0, 0, G_OPTION_ARG_NONE, &options->outlive_issuer,
      N_("Allow the certificates to end after their issuer"), NULL },
    { "key", 0, 0, G_OPTION_ARG_STRING, &options->key, N_("Kind of the new keys; otherwise as before"), N_("KEY") },
    { "hash", 0, 0, G_OPTION_ARG_STRING, &options->hash, N_("Hash of the signature; otherwise as before"), N_("HASH") },
    { "reissue", 0, 0, G_OPTION_ARG_NONE, &options->reissue,
      N_("Issue again what authorities with a new key have issued"), NULL },
    { "new-keys", 0, 0, G_OPTION_ARG_NONE, &options->new_keys, N_("With new keys for that, too"), NULL },
    { "revoke-old", 0, 0, G_OPTION_ARG_NONE, &options->revoke_old,
      N_("Revoke the earlier certificates as superseded"), NULL },
    { "note", 0, 0, G_OPTION_ARG_STRING, &options->note, N_("Why, for the history"), N_("TEXT") },
    { "skip-unrenewable", 0, 0, G_OPTION_ARG_NONE, &options->skip,
      N_("Leave out what cannot be renewed, and say so"), NULL },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options->dry_run, N_("Only print what would be issued"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, entries,
                         _("Every certificate keeps its ID, its device, its names and its usages; what it was goes into "
                           "its history.\nAll are renewed or none."), arguments, 1, MANY, error);
  if (rest == NULL || !check_options (options, rest[1] != NULL, error))
    return NULL;
  return g_steal_pointer (&rest);
}

/* Renews certificates and prints their IDs, which stay the same. */
gboolean
rail_command_renew (RailCli  *self,
                    char    **arguments,
                    GError  **error)
{
  g_auto(Options) options = { .days = NO_NUMBER, .months = NO_NUMBER };
  g_auto(GStrv) rest = parse_options (self, &options, arguments, error);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(RailRenewal) renewal = NULL;

  self->only_reads = options.dry_run;
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  entries = find_entries (self, &options, rest + 1, error);
  if (entries == NULL)
    return FALSE;

  renewal = rail_renewal_new (self->project, entries);
  g_object_set (renewal, "same-key", options.same_key, "outlive-issuer", options.outlive_issuer, "reissue",
                options.reissue, "reissue-same-keys", !options.new_keys, "revoke-old", options.revoke_old, "note",
                options.note, NULL);
  if (!set_algorithms (renewal, &options, error) || !set_end (self, renewal, &options, error))
    return FALSE;
  if (options.skip)
    warn_of_skipped (renewal);
  /* Nothing expires: that is no failure of a job that runs every night. */
  if (g_list_model_get_n_items (rail_renewal_get_items (renewal)) == 0 &&
      (options.expiring_before != NULL || options.dry_run))
    {
      print_nothing (self);
      return TRUE;
    }
  warn_of_expiring (renewal);
  if (options.dry_run)
    {
      print_plan (self, renewal);
      return TRUE;
    }
  return renew (self, renewal, error);
}
