/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-acceptance.h"
#include "rail-cli.h"

/* The options as typed. */
typedef struct
{
  char *partner;
  char *device;
  char *uri;
  char *host;
  char *policy;
  char *role;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->partner);
  g_free (options->device);
  g_free (options->uri);
  g_free (options->host);
  g_free (options->policy);
  g_free (options->role);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_partner (const Options  *options,
               RailPartner    *out_partner,
               GError        **error)
{
  g_autoptr(GString) known = g_string_new (NULL);

  if (options->partner != NULL && rail_partner_parse (options->partner, out_partner))
    return TRUE;
  for (guint i = 0; i < RAIL_N_PARTNERS; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", rail_partner_get_nick (i));
  return options->partner == NULL
           ? rail_cli_set_usage_error (error, _("Say with --by PARTNER who is to judge; there are %s."), known->str)
           : rail_cli_set_usage_error (error, _("“%s” is no partner; there are %s."), options->partner, known->str);
}

static gboolean
parse_options (const Options        *options,
               RailPartner          *out_partner,
               RailShownAs          *out_shown_as,
               RailSecurityPolicies *out_policy,
               GError              **error)
{
  if (!parse_partner (options, out_partner, error))
    return FALSE;
  if (options->role == NULL)
    *out_shown_as = RAIL_SHOWN_AS_EITHER;
  else if (g_str_equal (options->role, "server"))
    *out_shown_as = RAIL_SHOWN_AS_SERVER;
  else if (g_str_equal (options->role, "client"))
    *out_shown_as = RAIL_SHOWN_AS_CLIENT;
  else
    return rail_cli_set_usage_error (error, _("“%s” is no role; there are server and client."), options->role);
  if (options->policy != NULL && !rail_security_policy_parse (options->policy, out_policy))
    return rail_cli_set_usage_error (error, _("“%s” is no security policy, such as basic256sha256."), options->policy);
  if (!rail_partner_is_opcua (*out_partner) && (options->policy != NULL || options->uri != NULL))
    return rail_cli_set_usage_error (error, _("--policy and --uri are only for partners that speak OPC UA."));
  if ((options->uri != NULL && !g_utf8_validate (options->uri, -1, NULL)) ||
      (options->host != NULL && !g_utf8_validate (options->host, -1, NULL)))
    return rail_cli_set_usage_error (error, _("The URI or the host is not in UTF-8."));
  return TRUE;
}

static void
print_checks (RailPresentation *presentation,
              GPtrArray        *checks)
{
  g_autofree char *text = rail_presentation_dup_text (presentation, checks);

  rail_cli_print ("%s", text);
}

static void
add_check (JsonBuilder *builder,
           RailCheck   *check)
{
  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "check", rail_check_get_nick (check));
  rail_cli_add_text (builder, "label", rail_check_get_label (check));
  rail_cli_add_text (builder, "status", rail_check_status_get_nick (rail_check_get_status (check)));
  rail_cli_add_text (builder, "code", rail_check_get_code (check));
  rail_cli_add_text (builder, "alert", rail_check_get_alert (check));
  rail_cli_add_text (builder, "reason", rail_check_get_reason (check));
  rail_cli_add_text (builder, "repair", rail_check_get_repair (check));
  rail_cli_add_text (builder, "source", rail_check_get_source (check));
  json_builder_end_object (builder);
}

static void
print_json (RailPresentation *presentation,
            RailEntry        *entry,
            GPtrArray        *checks)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  RailCheck *failed = rail_checks_get_first_failed (checks);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_int_value (builder, rail_entry_get_id (entry));
  rail_cli_add_text (builder, "partner", rail_partner_get_nick (presentation->partner));
  rail_cli_add_text (builder, "basis", rail_partner_get_basis (presentation->partner));
  rail_cli_add_text (builder, "role", presentation->is_server ? "server" : "client");
  rail_cli_add_text (builder, "uri", presentation->uri);
  rail_cli_add_text (builder, "host", presentation->host);
  json_builder_set_member_name (builder, "accepted");
  json_builder_add_boolean_value (builder, failed == NULL);
  rail_cli_add_text (builder, "code", failed != NULL ? rail_check_get_code (failed) : NULL);
  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < checks->len; i++)
    add_check (builder, checks->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  rail_cli_print_json (builder);
}

static RailPresentation *
make_presentation (RailCli        *self,
                   const Options  *options,
                   RailEntry      *entry,
                   RailPartner     partner,
                   RailShownAs     shown_as,
                   GError        **error)
{
  RailDevice *device = NULL;
  RailPresentation *presentation;

  if (options->device != NULL && (device = rail_cli_find_device (self, options->device, error)) == NULL)
    return NULL;
  presentation = rail_presentation_new_for_entry (self->project, entry, partner, device, shown_as, error);
  if (presentation == NULL)
    return NULL;
  if (options->uri != NULL)
    {
      g_free (presentation->uri);
      presentation->uri = g_strdup (options->uri);
    }
  if (options->host != NULL)
    {
      g_free (presentation->host);
      presentation->host = g_strdup (options->host);
    }
  return presentation;
}

/* Tells whether a partner will accept a certificate. */
gboolean
rail_command_accept (RailCli  *self,
                     char    **arguments,
                     GError  **error)
{
  g_auto(Options) options = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailPresentation) presentation = NULL;
  g_autoptr(GPtrArray) checks = NULL;
  RailPartner partner = RAIL_PARTNER_S7_1500;
  RailShownAs shown_as = RAIL_SHOWN_AS_EITHER;
  RailSecurityPolicies policy = 0;
  RailEntry *entry;
  const GOptionEntry entries[] = {
    { "by", 0, 0, G_OPTION_ARG_STRING, &options.partner,
      N_("Who judges: s7-1500, open62541, opcua-net, node-opcua, milo, browser or tls-peer"), N_("PARTNER") },
    { "device", 0, 0, G_OPTION_ARG_FILENAME, &options.device,
      N_("The device of this project that judges, with what its tables hold; else what a hand-over gives"),
      N_("NAME") },
    { "uri", 0, 0, G_OPTION_ARG_FILENAME, &options.uri, N_("The ApplicationUri of the certificate's owner"),
      N_("URI") },
    { "host", 0, 0, G_OPTION_ARG_FILENAME, &options.host, N_("The name or address that the owner is called by"),
      N_("HOST") },
    { "policy", 0, 0, G_OPTION_ARG_STRING, &options.policy, N_("The security policy, such as basic256sha256"),
      N_("POLICY") },
    { "role", 0, 0, G_OPTION_ARG_STRING, &options.role, N_("What the owner is: server or client"), N_("ROLE") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, _("Exit status 4 says that the partner refuses the certificate."), arguments, 2,
                         2, error);
  if (rest == NULL || !parse_options (&options, &partner, &shown_as, &policy, error) ||
      !rail_cli_open (self, rest[0], error))
    return FALSE;
  entry = rail_cli_find_entry (self, rest[1], error);
  if (entry == NULL)
    return FALSE;
  presentation = make_presentation (self, &options, entry, partner, shown_as, error);
  if (presentation == NULL)
    return FALSE;
  presentation->policy = policy;
  checks = rail_presentation_judge (presentation);
  if (self->json)
    print_json (presentation, entry, checks);
  else
    print_checks (presentation, checks);
  if (!rail_checks_accept (checks))
    self->exit_code = RAIL_EXIT_NOT_ACCEPTED;
  return TRUE;
}
