/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-operations.h"

#include "rail-entry-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

/* A set of entries, each once. FALSE with an error if one is not in the project. */
static GHashTable *
collect (RailProject  *self,
         GPtrArray    *entries,
         GError      **error)
{
  g_autoptr(GHashTable) set = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      if (!rail_project_holds (self, entries->pdata[i]))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                       _("There is no certificate with ID %u in this project."),
                       rail_entry_get_id (entries->pdata[i]));
          return NULL;
        }
      g_hash_table_add (set, entries->pdata[i]);
    }
  return g_steal_pointer (&set);
}

static GPtrArray *
list_entries (GHashTable *set)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &entry, NULL))
    g_ptr_array_add (entries, g_object_ref (entry));
  return entries;
}

static gboolean
check_deletable (RailProject  *self,
                 GHashTable   *doomed,
                 GError      **error)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (self));

  for (guint i = 0; i < g_list_model_get_n_items (rail_project_get_entries (self)); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (rail_project_get_entries (self), i);
      RailEntry *issuer = rail_project_get_issuer (self, entry);
      gboolean entry_goes = g_hash_table_contains (doomed, entry);
      gboolean issuer_goes = issuer != NULL && g_hash_table_contains (doomed, issuer);

      if (issuer_goes && !entry_goes)
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE,
                       _("“%s” with ID %u cannot be deleted alone: it issued “%s” with ID %u."),
                       rail_entry_get_name (issuer), rail_entry_get_id (issuer),
                       rail_entry_get_name (entry), rail_entry_get_id (entry));
          return FALSE;
        }
      /* RFC 5280 §3.3: what is revoked stays on the list until it has expired. */
      if (entry_goes && issuer != NULL && !issuer_goes && rail_entry_is_revoked (entry, NULL, NULL) &&
          now <= rail_certificate_get_not_after (rail_entry_get_certificate (entry)))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE,
                       _("“%s” with ID %u is revoked and has not expired: without it the revocation list of “%s” would "
                         "let it in again."),
                       rail_entry_get_name (entry), rail_entry_get_id (entry), rail_entry_get_name (issuer));
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * rail_project_delete_entries:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it
 * @error: return location for an error
 *
 * Deletes entries with their keys, all or none. An authority goes only together with all that it issued, and what is
 * revoked only when it has expired or together with its issuer.
 *
 * Returns: whether they are deleted; otherwise RAIL_PROJECT_ERROR_IN_USE or RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_delete_entries (RailProject  *self,
                             GPtrArray    *entries,
                             GError      **error)
{
  g_autoptr(GHashTable) doomed = NULL;
  g_autoptr(GPtrArray) deleted = NULL;
  RailChange *change;
  char *text;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  doomed = collect (self, entries, error);
  if (doomed == NULL || !check_deletable (self, doomed, error))
    return FALSE;
  if (g_hash_table_size (doomed) == 0)
    return TRUE;

  deleted = list_entries (doomed);
  if (deleted->len == 1)
    text = g_strdup_printf (_("Delete “%s”"), rail_entry_get_name (deleted->pdata[0]));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Delete %u certificate", "Delete %u certificates",
                                         deleted->len), deleted->len);
  change = rail_change_new (RAIL_ACTION_DELETE, text);
  rail_change_remove_entries (change, deleted);
  rail_project_apply (self, change);
  return TRUE;
}

static gboolean
check_revocable (RailProject  *self,
                 RailEntry    *entry,
                 GError      **error)
{
  RailEntry *issuer = rail_project_get_issuer (self, entry);

  if (issuer == NULL)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("“%s” with ID %u was not issued by an authority of this project, so no revocation list can name "
                     "it; take it out of the partners' trust lists instead."),
                   rail_entry_get_name (entry), rail_entry_get_id (entry));
      return FALSE;
    }
  if (rail_entry_get_key (issuer) == NULL)
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
 * Revokes certificates from now on, all or none. Those that are revoked already keep their date and reason. Partners
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
  g_autoptr(GHashTable) set = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) revoked = g_ptr_array_new ();
  RailChange *change;
  gint64 now;
  char *text;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  set = collect (self, entries, error);
  if (set == NULL)
    return FALSE;
  list = list_entries (set);
  for (guint i = 0; i < list->len; i++)
    {
      if (!check_revocable (self, list->pdata[i], error))
        return FALSE;
      if (!rail_entry_is_revoked (list->pdata[i], NULL, NULL))
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
    if (rail_entry_is_revoked (entries->pdata[i], NULL, NULL) || !check_revocable (self, entries->pdata[i], NULL))
      return FALSE;
  return entries->len > 0;
}

/**
 * rail_project_rename:
 * @self: a project
 * @name: its new name
 * @error: return location for an error
 *
 * Renames the project. Certificates that carry the old name keep it.
 *
 * Returns: whether it has that name now; otherwise RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_project_rename (RailProject  *self,
                     const char   *name,
                     GError      **error)
{
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_check_name (name, error))
    return FALSE;
  if (g_str_equal (rail_project_get_name (self), name))
    return TRUE;

  change = rail_change_new (RAIL_ACTION_RENAME, g_strdup_printf (_("Rename project to “%s”"), name));
  rail_change_set_name (change, rail_project_get_name (self), name);
  rail_change_set_detail (change, name);
  rail_project_apply (self, change);
  return TRUE;
}
