/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-operations.h"

#include "rail-entry-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

/* Whether a list of this project can name a certificate that an entry has or had. */
static gboolean
check_revocable (RailProject      *self,
                 RailEntry        *entry,
                 RailCertificate  *certificate,
                 GError          **error)
{
  RailEntry *issuer = rail_project_find_issuer (self, certificate, entry);

  if (issuer == NULL)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("“%s” with ID %u was not issued by an authority of this project, so no revocation list can name "
                     "it; take it out of the partners' trust lists instead."),
                   rail_entry_get_name (entry), rail_entry_get_id (entry));
      return FALSE;
    }
  if (rail_entry_is_key_damaged (issuer))
    {
      g_autofree char *damage = rail_entry_dup_key_damage (issuer);

      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY, damage);
      return FALSE;
    }
  if (!rail_entry_has_key (issuer))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY,
                   _("The private key of “%s” is not in this project, so no revocation list can be signed."),
                   rail_entry_get_name (issuer));
      return FALSE;
    }
  return TRUE;
}

/**
 * rail_project_revoke:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it, issued by authorities of it
 * @reason: why
 * @error: return location for an error
 *
 * Revokes certificates from now on, all or none. Those that are revoked already keep their date and reason, unless they
 * were only on hold. Partners
 * learn of it with the next revocation list that they get; see rail_project_issue_revocation_list().
 *
 * Returns: whether they are revoked; otherwise RAIL_PROJECT_ERROR_INVALID, RAIL_PROJECT_ERROR_NO_KEY or
 *   RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_revoke (RailProject           *self,
                     GPtrArray             *entries,
                     RailRevocationReason   reason,
                     GError               **error)
{
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) revoked = g_ptr_array_new ();
  RailChange *change;
  gint64 now;
  char *text;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  list = rail_project_list_held (self, entries, error);
  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      RailRevocationReason before;
      gboolean is_revoked = rail_entry_is_revoked (list->pdata[i], NULL, &before);

      if (!check_revocable (self, list->pdata[i], rail_entry_get_certificate (list->pdata[i]), error))
        return FALSE;
      if (!is_revoked || (before == RAIL_REVOCATION_CERTIFICATE_HOLD && reason != before))
        g_ptr_array_add (revoked, list->pdata[i]);
    }
  if (revoked->len == 0)
    return TRUE;

  if (revoked->len == 1)
    text = g_strdup_printf (_("Revoke “%s”"), rail_entry_get_name (revoked->pdata[0]));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Revoke %u certificate", "Revoke %u certificates",
                                         revoked->len), revoked->len);
  change = rail_change_new (RAIL_ACTION_REVOKE, text);
  rail_change_set_detail (change, rail_revocation_reason_get_nick (reason));
  now = rail_environment_get_now (rail_project_get_environment (self));
  for (guint i = 0; i < revoked->len; i++)
    {
      g_autoptr(RailEntryState) state = rail_entry_state_copy (rail_entry_get_state (revoked->pdata[i]));

      rail_entry_state_set_revoked (state, now, reason);
      rail_change_set_entry (change, revoked->pdata[i], state);
    }
  rail_project_apply (self, change);
  return TRUE;
}

/**
 * rail_project_can_revoke:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it
 *
 * Returns: whether rail_project_revoke() would do something with each of @entries: none is revoked yet, and a revocation
 *   list can name it; %FALSE without entries
 */
gboolean
rail_project_can_revoke (RailProject *self,
                         GPtrArray   *entries)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);

  for (guint i = 0; i < entries->len; i++)
    if (rail_entry_is_revoked (entries->pdata[i], NULL, NULL) ||
        !check_revocable (self, entries->pdata[i], rail_entry_get_certificate (entries->pdata[i]), NULL))
      return FALSE;
  return entries->len > 0;
}

/**
 * rail_project_revoke_generation:
 * @self: a project
 * @entry: an entry of it
 * @index: which of its earlier certificates, 0 is the newest
 * @reason: why
 * @error: return location for an error
 *
 * Revokes a certificate that an entry had before, by its own serial number. The present one stays as it is.
 *
 * Returns: whether it is revoked; otherwise an error as of rail_project_revoke()
 */
gboolean
rail_project_revoke_generation (RailProject           *self,
                                RailEntry             *entry,
                                guint                  index,
                                RailRevocationReason   reason,
                                GError               **error)
{
  g_autoptr(RailGeneration) revoked = NULL;
  g_autoptr(RailEntryState) state = NULL;
  RailGeneration *generation;
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);
  g_return_val_if_fail (index < rail_entry_get_n_generations (entry), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  generation = rail_entry_get_generation (entry, index);
  if (!rail_project_holds (self, entry))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("There is no certificate with ID %u in this project."), rail_entry_get_id (entry));
      return FALSE;
    }
  if (reason == RAIL_REVOCATION_CERTIFICATE_HOLD)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("An earlier certificate of “%s” is not put on hold; revoke it with another reason."),
                   rail_entry_get_name (entry));
      return FALSE;
    }
  if (!check_revocable (self, entry, rail_generation_get_certificate (generation), error))
    return FALSE;
  if (rail_generation_is_revoked (generation, NULL, NULL))
    return TRUE;

  change = rail_change_new (RAIL_ACTION_REVOKE,
                            g_strdup_printf (_("Revoke an earlier certificate of “%s”"), rail_entry_get_name (entry)));
  rail_change_set_detail (change, rail_certificate_get_serial (rail_generation_get_certificate (generation)));
  revoked = rail_generation_new_revoked (generation, rail_environment_get_now (rail_project_get_environment (self)),
                                         reason);
  state = rail_entry_state_copy (rail_entry_get_state (entry));
  rail_entry_state_set_generation (state, index, revoked);
  rail_change_set_entry (change, entry, state);
  rail_project_apply (self, change);
  return TRUE;
}

static gboolean
check_on_hold (RailEntry  *entry,
               GError    **error)
{
  RailRevocationReason reason;

  if (!rail_entry_is_revoked (entry, NULL, &reason))
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID, _("“%s” with ID %u is not revoked."),
                 rail_entry_get_name (entry), rail_entry_get_id (entry));
  else if (reason != RAIL_REVOCATION_CERTIFICATE_HOLD)
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                 _("“%s” with ID %u is revoked for good, because only a certificate on hold comes back; renew it."),
                 rail_entry_get_name (entry), rail_entry_get_id (entry));
  else
    return TRUE;
  return FALSE;
}

/**
 * rail_project_unrevoke:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it that are on hold
 * @error: return location for an error
 *
 * Takes certificates off hold, all or none. Every other revocation is final (RFC 5280 §5.3.1).
 *
 * Returns: whether none is revoked any more; otherwise RAIL_PROJECT_ERROR_INVALID or RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_unrevoke (RailProject  *self,
                       GPtrArray    *entries,
                       GError      **error)
{
  g_autoptr(GPtrArray) list = NULL;
  RailChange *change;
  char *text;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  list = rail_project_list_held (self, entries, error);
  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    if (!check_on_hold (list->pdata[i], error))
      return FALSE;
  if (list->len == 0)
    return TRUE;

  if (list->len == 1)
    text = g_strdup_printf (_("Take “%s” off hold"), rail_entry_get_name (list->pdata[0]));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Take %u certificate off hold",
                                         "Take %u certificates off hold", list->len), list->len);
  change = rail_change_new (RAIL_ACTION_UNREVOKE, text);
  for (guint i = 0; i < list->len; i++)
    {
      g_autoptr(RailEntryState) state = rail_entry_state_copy (rail_entry_get_state (list->pdata[i]));

      rail_entry_state_unset_revoked (state);
      rail_change_set_entry (change, list->pdata[i], state);
    }
  rail_project_apply (self, change);
  return TRUE;
}

/**
 * rail_project_can_unrevoke:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it
 *
 * Returns: whether rail_project_unrevoke() would do something with each of @entries; %FALSE without entries
 */
gboolean
rail_project_can_unrevoke (RailProject *self,
                           GPtrArray   *entries)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);

  for (guint i = 0; i < entries->len; i++)
    if (!check_on_hold (entries->pdata[i], NULL))
      return FALSE;
  return entries->len > 0;
}
