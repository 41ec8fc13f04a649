/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef gboolean (*NameFunc) (const char *value,
                              const char *wanted,
                              gboolean    wildcards);

/*
 * Auxiliary methods
 */

/* The first name of a type that fits; with @only_first, the first of the type is the only one. */
static gboolean
has_name (RailCertificate *certificate,
          RailNameType     type,
          NameFunc         fits,
          const char      *wanted,
          gboolean         wildcards,
          gboolean         only_first)
{
  GListModel *names = rail_certificate_get_names (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (rail_alternative_name_get_name_type (name) != type)
        continue;
      if (fits (rail_alternative_name_get_value (name), wanted, wildcards))
        return TRUE;
      if (only_first)
        return FALSE;
    }
  return FALSE;
}

static gboolean
is_any (const char *value,
        const char *wanted,
        gboolean    wildcards)
{
  return TRUE;
}

static gboolean
is_same (const char *value,
         const char *wanted,
         gboolean    wildcards)
{
  return g_strcmp0 (value, wanted) == 0;
}

/* Addresses have many spellings: 2001:db8::1 is 2001:DB8:0::1. */
static gboolean
is_same_address (const char *value,
                 const char *wanted,
                 gboolean    wildcards)
{
  g_autoptr(GInetAddress) a = g_inet_address_new_from_string (value);
  g_autoptr(GInetAddress) b = g_inet_address_new_from_string (wanted);

  return a != NULL && b != NULL && g_inet_address_equal (a, b);
}

/* RFC 6125 §6.4: without regard to case; a wildcard stands for the whole first label and no more. */
static gboolean
is_same_host (const char *value,
              const char *wanted,
              gboolean    wildcards)
{
  const char *rest = strchr (wanted, '.');

  if (g_ascii_strcasecmp (value, wanted) == 0)
    return TRUE;
  return wildcards && g_str_has_prefix (value, "*.") && rest != NULL && strchr (value + 2, '.') != NULL &&
         g_ascii_strcasecmp (value + 1, rest) == 0;
}

/* As it stands in a certificate: in A-labels, without the root's dot and the brackets of a URL. */
static char *
normalize_host (const char *host)
{
  gsize length = strlen (host);
  g_autofree char *bare = length > 2 && host[0] == '[' && host[length - 1] == ']' ? g_strndup (host + 1, length - 2)
                                                                                 : g_strdup (host);
  char *ascii;

  length = strlen (bare);
  if (length > 1 && bare[length - 1] == '.')
    bare[length - 1] = '\0';
  ascii = g_hostname_to_ascii (bare);
  return ascii != NULL ? ascii : g_steal_pointer (&bare);
}

/*
 * For the rules
 */

/* Whether an IP address or DNS name, in any spelling, is among the alternative names of a certificate; @flags:
 * %RAIL_RULE_WILDCARDS, %RAIL_RULE_CN_COUNTS. */
gboolean
rail_acceptance_names_host (RailCertificate *certificate,
                            const char      *host,
                            RailRuleFlags    flags)
{
  const char *common_name = rail_certificate_get_common_name (certificate);
  gboolean wildcards = (flags & RAIL_RULE_WILDCARDS) != 0;
  g_autofree char *normal = normalize_host (host);

  if (g_hostname_is_ip_address (normal))
    return has_name (certificate, RAIL_NAME_TYPE_IP, is_same_address, normal, FALSE, FALSE);
  if (has_name (certificate, RAIL_NAME_TYPE_DNS, is_same_host, normal, wildcards, FALSE))
    return TRUE;
  return (flags & RAIL_RULE_CN_COUNTS) != 0 && common_name != NULL &&
         !has_name (certificate, RAIL_NAME_TYPE_DNS, is_any, NULL, FALSE, FALSE) &&
         is_same_host (common_name, normal, wildcards);
}

/*
 * Rules
 */

void
rail_rule_host (const RailJudge *judge,
                const RailRule  *rule,
                guint            depth,
                RailOutcome     *outcome)
{
  const char *host = judge->presentation->host;
  g_autofree char *normal = NULL;

  if (host == NULL || *host == '\0')
    {
      rail_outcome_skip (outcome, _("It is not known by which name or address the partner calls it."));
      return;
    }
  normal = normalize_host (host);
  outcome->is_other = g_hostname_is_ip_address (normal);
  if (rail_acceptance_names_host (judge->presentation->certificate, host, rule->flags))
    rail_outcome_pass (outcome, _("It carries the name or address that the partner calls it by."));
  else
    rail_outcome_fail (outcome,
                       outcome->is_other
                         ? g_strdup_printf (_("The IP address %s is not among its alternative names."), normal)
                         : g_strdup_printf (_("The DNS name “%s” is not among its alternative names."), normal),
                       _("Renew it with this name or address among the alternative names."));
}

/* Chapter 4.1.6: up to firmware 2.5 the server of an S7-1500 looks for the client's address. */
void
rail_rule_address (const RailJudge *judge,
                   const RailRule  *rule,
                   guint            depth,
                   RailOutcome     *outcome)
{
  const char *firmware = judge->presentation->firmware;
  RailRule address = { .kind = RAIL_RULE_HOST };
  g_autofree char *plain = firmware != NULL && (*firmware == 'V' || *firmware == 'v') ? g_strdup (firmware + 1)
                                                                                     : g_strdup (firmware);

  if (firmware == NULL || *firmware == '\0')
    rail_outcome_skip (outcome, _("It is not known which firmware the CPU has; up to 2.5 it asks for the address."));
  else if (!g_str_equal (plain, "2.5") && !g_str_has_prefix (plain, "2.5."))
    rail_outcome_skip (outcome, _("Only firmware 2.5 asks for the client's address."));
  else
    rail_rule_host (judge, &address, depth, outcome);
}

/* Byte by byte, as OPC 10000-4 §6.1.3 has it: “URN:” is not “urn:”. */
void
rail_rule_uri (const RailJudge *judge,
               const RailRule  *rule,
               guint            depth,
               RailOutcome     *outcome)
{
  const RailPresentation *presentation = judge->presentation;
  gboolean only_first = (rule->flags & RAIL_RULE_ANY_URI) == 0;
  const char *uri = presentation->uri;

  if (uri == NULL || *uri == '\0')
    rail_outcome_skip (outcome, _("It is not known which ApplicationUri its owner has."));
  else if (!has_name (presentation->certificate, RAIL_NAME_TYPE_URI, is_any, NULL, FALSE, FALSE))
    rail_outcome_fail (outcome, g_strdup (_("It has no URI among its alternative names.")),
                       _("Renew it with the ApplicationUri among the alternative names."));
  else if (!has_name (presentation->certificate, RAIL_NAME_TYPE_URI, is_same, uri, FALSE, only_first))
    rail_outcome_fail (outcome,
                       g_strdup_printf (only_first ? _("Its first URI is not “%s”, and others are not looked at.")
                                                   : _("None of its URIs is “%s”."), uri),
                       _("Renew it with exactly this URI, or set the application's ApplicationUri to that of the "
                         "certificate."));
  else
    rail_outcome_pass (outcome, _("Its URI is the ApplicationUri."));
}
