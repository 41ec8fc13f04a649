/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "rail-cli.h"
#include "rail-section.h"

#define DAY_SECONDS G_GINT64_CONSTANT (86400)

typedef struct
{
  char *tab;
  char *status;
  int   expiring;         /* days, or −1 */
} Filter;

static void
filter_clear (Filter *filter)
{
  g_free (filter->tab);
  g_free (filter->status);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filter, filter_clear)

static gboolean
check_filter (const Filter  *filter,
              GError       **error)
{
  RailEntryKind kind;
  RailStatus status;

  if (filter->tab != NULL && g_strcmp0 (filter->tab, "all") != 0 && !rail_entry_kind_parse (filter->tab, &kind))
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE, _("“%s” is no tab; there are ca, device, trusted and all."),
                 filter->tab);
  else if (filter->status != NULL && !rail_status_parse (filter->status, &status))
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE,
                 _("“%s” is no status; there are valid, expiring, expired, not-yet-valid and revoked."), filter->status);
  else if (filter->expiring < -1)
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE, _("--expiring needs a number of days."));
  else
    return TRUE;
  return FALSE;
}

static gboolean
matches (const Filter *filter,
         RailEntry    *entry,
         gint64        now)
{
  const char *kind = rail_entry_kind_get_nick (rail_entry_get_kind (entry));
  const char *status = rail_status_get_nick (rail_entry_get_status (entry, now, NULL));
  gint64 not_after = rail_certificate_get_not_after (rail_entry_get_certificate (entry));

  return (filter->tab == NULL || g_str_equal (filter->tab, "all") || g_str_equal (filter->tab, kind)) &&
         (filter->status == NULL || g_str_equal (filter->status, status)) &&
         (filter->expiring < 0 || not_after <= now + filter->expiring * DAY_SECONDS);
}

static GStrv
make_row (RailEntry *entry,
          gint64     now)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  g_autoptr(GStrvBuilder) row = g_strv_builder_new ();
  g_autofree char *id = g_strdup_printf ("%u", rail_entry_get_id (entry));
  g_autofree char *valid_to = rail_format_date_iso (rail_certificate_get_not_after (certificate));
  g_autofree char *status = rail_entry_dup_status_text (entry, now);
  g_autofree char *used_as = rail_entry_dup_used_as (entry);

  /* The day is enough for a table; --json has the second. */
  valid_to[strcspn (valid_to, "T")] = '\0';
  g_strv_builder_add_many (row, id, rail_certificate_get_common_name (certificate),
                           rail_certificate_get_issuer_label (certificate), valid_to, status, used_as,
                           rail_entry_get_key (entry) != NULL ? C_("private key", "yes")
                           : rail_entry_has_key (entry) ? C_("private key", "locked")
                           : rail_entry_is_key_damaged (entry) ? C_("private key", "damaged")
                           : C_("private key", "no"),
                           rail_certificate_get_signature_algorithm (certificate), NULL);
  return g_strv_builder_end (row);
}

static void
print_entries (GPtrArray *entries,
               gboolean   is_filtered,
               gint64     now)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *titles[] = { _("ID"), _("Common name of subject"), _("Issuer"), _("Valid to"), _("Status"), _("Used as"),
                           _("Private key"), _("Signature algorithm"), NULL };

  if (entries->len == 0)
    {
      rail_cli_print ("%s\n", is_filtered ? _("No certificates match; leave the options out to list all.")
                                         : _("No certificates yet; make one with “create”."));
      return;
    }
  g_ptr_array_add (rows, g_strdupv ((char **) titles));
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (rows, make_row (g_ptr_array_index (entries, i), now));
  rail_cli_print_table (rows);
}

/* Lists certificates. */
gboolean
rail_command_list (RailCli  *self,
                   char    **arguments,
                   GError  **error)
{
  g_auto(Filter) filter = { NULL, NULL, -1 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 now = rail_environment_get_now (self->environment);
  GListModel *all;
  const GOptionEntry options[] = {
    { "tab", 't', 0, G_OPTION_ARG_STRING, &filter.tab, N_("ca, device, trusted or all"), N_("TAB") },
    { "status", 's', 0, G_OPTION_ARG_STRING, &filter.status,
      N_("valid, expiring, expired, not-yet-valid or revoked"), N_("STATUS") },
    { "expiring", 'e', 0, G_OPTION_ARG_INT, &filter.expiring,
      N_("What ends within DAYS days or has ended"), N_("DAYS") },
    { NULL }
  };

  rest = rail_cli_parse (self, options, NULL, arguments, 1, 1, error);
  if (rest == NULL || !check_filter (&filter, error) || !rail_cli_open (self, rest[0], error))
    return FALSE;

  all = rail_project_get_entries (self->project);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (all, i);

      if (matches (&filter, entry, now))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }
  if (self->json)
    rail_cli_print_entries (self, entries);
  else
    print_entries (entries, entries->len < g_list_model_get_n_items (all), now);
  return TRUE;
}
