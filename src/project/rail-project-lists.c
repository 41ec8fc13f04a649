/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-project-lists.h"

#include "rail-entry-private.h"
#include "rail-project-error.h"
#include "rail-section.h"
#include "rail-project-lists-private.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

#define DAY G_GINT64_CONSTANT (86400)

/**
 * rail_list_status_get_type:
 *
 * Returns: the type of #RailListStatus
 */
G_DEFINE_ENUM_TYPE (RailListStatus, rail_list_status,
                    G_DEFINE_ENUM_VALUE (RAIL_LIST_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (RAIL_LIST_CURRENT, "current"),
                    G_DEFINE_ENUM_VALUE (RAIL_LIST_OUTDATED, "outdated"),
                    G_DEFINE_ENUM_VALUE (RAIL_LIST_OVERDUE, "overdue"))

/* A list under way. */
typedef struct
{
  RailProject        *project;
  RailEntry          *authority;
  RailRevocationList *last;      /* (nullable): of the authority */
  GHashTable         *known;     /* serial numbers of last whose certificates are in the project */
  GArray             *revoked;
} Collection;

static void
look_at (Collection      *self,
         RailEntry       *entry,
         RailCertificate *certificate,
         gboolean         is_revoked,
         gint64           date,
         RailRevocationReason reason)
{
  RailRevokedSerial item = { (char *) rail_certificate_get_serial (certificate), date, reason };
  gboolean is_listed = self->last != NULL && rail_revocation_list_contains (self->last, item.serial);

  if ((!is_revoked && !is_listed) ||
      rail_project_find_issuer (self->project, certificate, entry) != self->authority)
    return;
  if (is_revoked)
    g_array_append_val (self->revoked, item);
  if (is_listed)
    g_hash_table_add (self->known, item.serial);
}

/* What an authority revoked before it moved here, and what was deleted since: only its last list knows of it. */
static void
add_unknown (Collection *self)
{
  g_autoptr(GArray) listed = self->last != NULL ? rail_revocation_list_list_revoked (self->last) : NULL;

  for (guint i = 0; listed != NULL && i < listed->len; i++)
    {
      RailRevokedSerial item = g_array_index (listed, RailRevokedSerial, i);

      if (!g_hash_table_contains (self->known, item.serial))
        g_array_append_val (self->revoked, item);
    }
}

/*
 * All that an authority issued and that is revoked, present certificates, earlier ones, and those that are not here.
 * Nothing ever leaves the list: it is short, and a clock in a plant may be years behind, so that “expired” is no excuse
 * for leaving it out (RFC 5280 §3.3 allows to, and does not ask for it). An authority that was renewed with a new key
 * lists what it signed with the old one as well: the issuer's name and the serial number are what a partner looks for.
 *
 * states, which may be NULL, is what entries are about to become.
 */
static GArray *
collect_revoked (RailProject *self,
                 RailEntry   *authority,
                 GHashTable  *states)
{
  GArray *revoked = g_array_new (FALSE, FALSE, sizeof (RailRevokedSerial));
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  Collection collection = { self, authority, rail_entry_get_list (authority), known, revoked };
  GListModel *entries = rail_project_get_entries (self);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailEntryState *state = states != NULL ? g_hash_table_lookup (states, entry) : NULL;

      if (state == NULL)
        state = rail_entry_get_state (entry);
      look_at (&collection, entry, state->certificate, state->revoked, state->revocation_date, state->revocation_reason);
      for (guint g = 0; state->generations != NULL && g < state->generations->len; g++)
        {
          RailGeneration *generation = state->generations->pdata[g];
          gint64 date = 0;
          RailRevocationReason reason = RAIL_REVOCATION_UNSPECIFIED;
          gboolean is_revoked = rail_generation_is_revoked (generation, &date, &reason);

          look_at (&collection, entry, rail_generation_get_certificate (generation), is_revoked, date, reason);
        }
    }
  add_unknown (&collection);
  return revoked;
}

/*< private >
 * rail_project_sign_list:
 * @self: a project, or a snapshot of one
 * @authority: an authority of it
 * @certificate: its present certificate, or one that it had or is about to get
 * @key: the key of @certificate
 * @days: how long the list is valid; 0 for as long as @certificate
 * @states: (nullable) (element-type RailEntry RailEntryState): what entries are about to become
 * @error: return location for an error
 *
 * Signs a list of all that @authority issued and that is revoked, or an empty one. Its number is the time, or one more
 * than the last list's if that is not less, so that it always grows (RFC 5280 §5.2.3).
 *
 * Returns: (transfer full): the list, or %NULL with an error of the signing
 */
RailRevocationList *
rail_project_sign_list (RailProject      *self,
                        RailEntry        *authority,
                        RailCertificate  *certificate,
                        RailKey          *key,
                        guint             days,
                        GHashTable       *states,
                        GError          **error)
{
  g_autoptr(GArray) revoked = collect_revoked (self, authority, states);
  gint64 now = rail_environment_get_now (rail_project_get_environment (self));
  RailRevocationList *last = rail_entry_get_list (authority);
  guint64 number = last != NULL ? rail_revocation_list_get_number (last) : 0;
  gint64 least = number < G_MAXINT64 ? (gint64) number + 1 : 0;
  gint64 end = rail_certificate_get_not_after (certificate);

  if (days > 0)
    end = MIN (end, now + days * DAY);
  /* An expired authority can still say what is revoked; a list must not end before it begins. */
  return rail_revocation_list_issue_after (last, certificate, key, revoked,
                                           rail_project_take_list_number (self, MAX (now, least)), now,
                                           MAX (end, now + DAY), error);
}

static gboolean
check_key (RailEntry  *authority,
           gboolean    has_key,
           RailKey    *key,
           GError    **error)
{
  g_autofree char *damage = key == NULL && !has_key ? rail_entry_dup_key_damage (authority) : NULL;

  if (!rail_certificate_is_ca (rail_entry_get_certificate (authority)))
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                 _("“%s” is no certificate authority, so it has no revocation list."), rail_entry_get_name (authority));
  else if (key == NULL && has_key)
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED,
                 _("A revocation list of “%s” is signed only while an administrator is logged in."),
                 rail_entry_get_name (authority));
  else if (damage != NULL)
    g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY, damage);
  else if (key == NULL)
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY,
                 _("The private key of “%s” is not in this project, so no revocation list can be signed."),
                 rail_entry_get_name (authority));
  else
    return TRUE;
  return FALSE;
}

/* Whether a list is what would be signed now, but for its dates. */
static gboolean
is_complete (RailProject        *self,
             RailEntry          *authority,
             RailRevocationList *list)
{
  g_autoptr(GArray) revoked = NULL;

  if (!rail_revocation_list_is_issued_by (list, rail_entry_get_certificate (authority)))
    return FALSE;
  /* What an authority outside has revoked only it knows. */
  if (!rail_entry_has_key (authority))
    return TRUE;

  revoked = collect_revoked (self, authority, NULL);
  if (revoked->len != rail_revocation_list_get_n_revoked (list))
    return FALSE;
  for (guint i = 0; i < revoked->len; i++)
    {
      const RailRevokedSerial *item = &g_array_index (revoked, RailRevokedSerial, i);
      RailRevocationReason reason;

      if (!rail_revocation_list_find (list, item->serial, NULL, &reason) || reason != item->reason)
        return FALSE;
    }
  return TRUE;
}

/**
 * rail_list_status_get_nick:
 * @status: a status
 *
 * Returns: (transfer none): its name for scripts, such as `outdated`
 */
const char *
rail_list_status_get_nick (RailListStatus status)
{
  static const char * const nicks[] = { "none", "current", "outdated", "overdue" };

  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (nicks), NULL);

  return nicks[status];
}

/**
 * rail_project_get_list_status:
 * @self: a project
 * @authority: an authority of it
 *
 * Returns: how the revocation list stands that was published last, or imported from an authority outside
 */
RailListStatus
rail_project_get_list_status (RailProject *self,
                              RailEntry   *authority)
{
  RailRevocationList *list;
  gint64 now, next;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), RAIL_LIST_NONE);
  g_return_val_if_fail (RAIL_IS_ENTRY (authority), RAIL_LIST_NONE);

  list = rail_entry_get_list (authority);
  if (list == NULL)
    return RAIL_LIST_NONE;
  now = rail_environment_get_now (rail_project_get_environment (self));
  next = rail_revocation_list_get_next_update (list);
  if (next != 0 && next <= now)
    return RAIL_LIST_OVERDUE;
  return is_complete (self, authority, list) ? RAIL_LIST_CURRENT : RAIL_LIST_OUTDATED;
}

/**
 * rail_project_describe_list:
 * @self: a project
 * @authority: an authority of it
 *
 * Returns: (transfer full): how its revocation list stands and what to do, in one translated sentence
 */
char *
rail_project_describe_list (RailProject *self,
                            RailEntry   *authority)
{
  RailRevocationList *list;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  guint n_revoked;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (authority), NULL);

  list = rail_entry_get_list (authority);
  if (list == NULL)
    return g_strdup (rail_entry_has_key (authority)
                     ? _("No revocation list has been published; exports sign a fresh one each time.")
                     : _("No revocation list of this authority has been imported."));

  from = rail_format_day (rail_revocation_list_get_this_update (list));
  to = rail_format_day (rail_revocation_list_get_next_update (list));
  n_revoked = rail_revocation_list_get_n_revoked (list);
  switch (rail_project_get_list_status (self, authority))
    {
    case RAIL_LIST_OVERDUE:
      return g_strdup_printf (rail_entry_has_key (authority)
                              ? _("The revocation list of %s should have been followed by a new one on %s; publish one, "
                                  "because partners may refuse everything that this authority has issued.")
                              : _("The revocation list of %s should have been followed by a new one on %s; import it "
                                  "from the authority."), from, to);
    case RAIL_LIST_OUTDATED:
      return g_strdup_printf (_("What is revoked, or the key of the authority, has changed since the revocation list of "
                                "%s; publish a new one."), from);
    case RAIL_LIST_CURRENT:
      if (rail_revocation_list_get_next_update (list) == 0)
        return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                             "The revocation list of %s names %u certificate; no next update is stated.",
                                             "The revocation list of %s names %u certificates; no next update is stated.",
                                             n_revoked), from, n_revoked);
      G_GNUC_FALLTHROUGH;
    case RAIL_LIST_NONE:
    default:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "The revocation list of %s names %u certificate and holds until %s.",
                                           "The revocation list of %s names %u certificates and holds until %s.",
                                           n_revoked), from, n_revoked, to);
    }
}

/**
 * rail_project_publish_list:
 * @self: a project
 * @authority: an authority of it, whose key is here
 * @days: how long its lists are valid; 0 for as long as the authority, because nobody in a plant fetches a new one by
 *   itself
 * @error: return location for an error
 *
 * Signs a revocation list that is kept in the project: exports and hand-overs give away the same one until something
 * changes. It is signed anew when the authority is renewed.
 *
 * Returns: whether there is a new list; otherwise RAIL_PROJECT_ERROR_NO_KEY, RAIL_PROJECT_ERROR_LOCKED,
 *   RAIL_PROJECT_ERROR_INVALID, RAIL_PROJECT_ERROR_NOT_FOUND or an error of the signing
 */
gboolean
rail_project_publish_list (RailProject  *self,
                           RailEntry    *authority,
                           guint         days,
                           GError      **error)
{
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(RailEntryState) state = NULL;
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (authority), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_holds (self, authority))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("There is no certificate with ID %u in this project."), rail_entry_get_id (authority));
      return FALSE;
    }
  if (!check_key (authority, rail_entry_has_key (authority), rail_entry_get_key (authority), error))
    return FALSE;
  list = rail_project_sign_list (self, authority, rail_entry_get_certificate (authority),
                                 rail_entry_get_key (authority), days, NULL, error);
  if (list == NULL)
    return FALSE;

  change = rail_change_new (RAIL_ACTION_PUBLISH_LIST,
                            g_strdup_printf (_("Publish revocation list of “%s”"), rail_entry_get_name (authority)));
  state = rail_entry_state_copy (rail_entry_get_state (authority));
  rail_entry_state_set_list (state, list);
  state->list_days = days;
  rail_change_set_entry (change, authority, state);
  rail_project_apply (self, change);
  return TRUE;
}

/**
 * rail_project_issue_revocation_list:
 * @self: a project, or a snapshot of one
 * @authority: an authority of it
 * @error: return location for an error
 *
 * The list to give away: the published one as long as it is current, otherwise a fresh one, which may be empty: partners
 * such as node-opcua refuse a chain without a list. Of an authority outside it is the one that was imported.
 *
 * Returns: (transfer full): the list, or %NULL with RAIL_PROJECT_ERROR_NO_KEY, RAIL_PROJECT_ERROR_LOCKED,
 *   RAIL_PROJECT_ERROR_INVALID or an error of the signing
 */
RailRevocationList *
rail_project_issue_revocation_list (RailProject  *self,
                                    RailEntry    *authority,
                                    GError      **error)
{
  RailRevocationList *list;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (authority), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  list = rail_entry_get_list (authority);
  if (list != NULL &&
      (!rail_entry_has_key (authority) || rail_project_get_list_status (self, authority) == RAIL_LIST_CURRENT))
    return g_object_ref (list);
  if (!check_key (authority, rail_entry_has_key (authority), rail_entry_get_key (authority), error))
    return NULL;
  return rail_project_sign_list (self, authority, rail_entry_get_certificate (authority),
                                 rail_entry_get_key (authority), rail_entry_get_list_days (authority), NULL, error);
}

/**
 * rail_project_issue_revocation_list_for:
 * @self: a project, or a snapshot of one
 * @authority: an authority of it
 * @certificate: the present certificate of @authority, or an earlier one
 * @error: return location for an error
 *
 * Like rail_project_issue_revocation_list(), for partners that still use a certificate that @authority had before it was
 * renewed with a new key: they can verify only what that key has signed.
 *
 * Returns: (transfer full): the list, or %NULL with an error as there, or RAIL_PROJECT_ERROR_NOT_FOUND if @authority
 *   never had @certificate
 */
RailRevocationList *
rail_project_issue_revocation_list_for (RailProject      *self,
                                        RailEntry        *authority,
                                        RailCertificate  *certificate,
                                        GError          **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (authority), NULL);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* The same key signs for every certificate of it. */
  if (g_bytes_equal (rail_certificate_get_key_id (rail_entry_get_certificate (authority)),
                     rail_certificate_get_key_id (certificate)))
    return rail_project_issue_revocation_list (self, authority, error);

  for (guint i = 0; i < rail_entry_get_n_generations (authority); i++)
    {
      RailGeneration *generation = rail_entry_get_generation (authority, i);
      RailKey *key = rail_generation_get_key (generation);

      if (!rail_certificate_equal (rail_generation_get_certificate (generation), certificate))
        continue;
      /* What an administrator cannot read is damaged, and as good as none. */
      if (!check_key (authority, rail_generation_get_sealed_key (generation) != NULL && !rail_project_can_use_keys (self),
                      key, error))
        return NULL;
      return rail_project_sign_list (self, authority, certificate, key, rail_entry_get_list_days (authority), NULL,
                                     error);
    }
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
               _("“%s” with ID %u never had this certificate."), rail_entry_get_name (authority),
               rail_entry_get_id (authority));
  return NULL;
}
