/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-unsealed-private.h"

#include "rail-project-error.h"
#include "rail-project-private.h"
#include "rail-protection-private.h"

#include <glib/gi18n-lib.h>

static gboolean
check_undecided (RailProject  *self,
                 GError      **error)
{
  if (rail_project_get_unsealed (self) != NULL)
    return TRUE;
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                       _("All of the project is sealed; there is nothing to decide."));
  return FALSE;
}

static RailUser *
without_login_key (RailUser *user)
{
  RailUser *copy = rail_user_new (rail_user_get_name (user), rail_user_get_role (user), rail_user_get_salt (user),
                                  rail_user_get_iterations (user), rail_user_get_wrapped_project_key (user),
                                  rail_user_get_wrapped_vault_key (user));

  rail_user_set_password_state (copy, rail_user_get_password_date (user), rail_user_needs_new_password (user));
  return copy;
}

static gboolean
is_administrator (RailUser *user)
{
  return user != NULL && rail_user_get_role (user) == RAIL_ROLE_ADMINISTRATOR;
}

/* What becomes of a user of an unsealed table. Without the vault key nobody can make an administrator, or change one: what says
 * so is forged, and not kept. Anybody can put a login key of their own under another's name. */
static RailUser *
keep_user (RailProtection *protection,
           RailUser       *user,
           RailUser       *sealed)
{
  g_autoptr(RailSecret) login_key = NULL;

  if (user == protection->user)
    return g_object_ref (user);
  /* The sealed one also says whether the password is due. */
  if (sealed != NULL && rail_user_has_same_keys (user, sealed))
    return g_object_ref (sealed);
  if (is_administrator (sealed))
    return g_object_ref (sealed);
  if (!is_administrator (user))
    return without_login_key (user);
  login_key = sealed == NULL ? rail_protection_open_login_key (protection, user) : NULL;
  return login_key != NULL ? g_object_ref (user) : NULL;
}

static GPtrArray *
keep_users (RailProtection *protection,
            RailProtection *sealed)
{
  GPtrArray *users = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *before = sealed != NULL ? rail_protection_get_users (sealed) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (protection->users)); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (G_LIST_MODEL (protection->users), i);
      RailUser *kept = keep_user (protection, user,
                                  sealed != NULL ? rail_protection_find_user (sealed, rail_user_get_name (user)) : NULL);

      if (kept != NULL)
        g_ptr_array_add (users, kept);
    }
  for (guint i = 0; before != NULL && i < g_list_model_get_n_items (before); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (before, i);

      if (is_administrator (user) && rail_protection_find_user (protection, rail_user_get_name (user)) == NULL)
        g_ptr_array_add (users, g_object_ref (user));
    }
  return users;
}

static void
decide (RailProject *self,
        RailAction   action,
        GPtrArray   *users)
{
  RailProtection *protection = rail_project_get_protection (self);
  g_autoptr(RailProtection) changed = rail_protection_copy (protection);
  RailUser *user;

  g_list_store_splice (changed->users, 0, g_list_model_get_n_items (G_LIST_MODEL (changed->users)), users->pdata,
                       users->len);
  user = rail_protection_find_user (changed, rail_user_get_name (protection->user));
  if (user == NULL)
    g_list_store_append (changed->users, protection->user);
  else
    g_set_object (&changed->user, user);
  rail_protection_take (protection, changed);
  rail_project_set_unsealed (self, NULL);
  rail_project_note (self, action, RAIL_JOURNAL_DONE, NULL, 0, NULL);
}

/**
 * rail_project_keep_unsealed:
 * @self: a project with unsealed changes, opened by an administrator
 * @error: return location for an error
 *
 * Takes the changes for the administrator's own: the next save seals them. Changes of administrators in the user table are
 * not kept, because nobody could have made them without the vault key. Cannot be undone.
 *
 * Returns: whether they are kept; otherwise RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_keep_unsealed (RailProject  *self,
                            GError      **error)
{
  g_autoptr(GPtrArray) users = NULL;
  RailProject *sealed;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);

  if (!check_undecided (self, error))
    return FALSE;
  sealed = rail_unsealed_get_sealed (rail_project_get_unsealed (self));
  users = keep_users (rail_project_get_protection (self), sealed != NULL ? rail_project_get_protection (sealed) : NULL);
  decide (self, RAIL_ACTION_KEEP_CHANGES, users);
  rail_project_touch (self);
  return TRUE;
}

static GPtrArray *
list_items (GListModel *model)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));
  return items;
}

static void
replace_devices (RailProject *self,
                 GPtrArray   *devices)
{
  g_autoptr(GPtrArray) before = list_items (rail_project_get_devices (self));

  for (guint i = before->len; i-- > 0; )
    rail_project_splice_devices (self, i, before->pdata[i], NULL);
  for (guint i = 0; i < devices->len; i++)
    rail_project_splice_devices (self, i, NULL, devices->pdata[i]);
}

/**
 * rail_project_discard_unsealed:
 * @self: a project with unsealed changes, opened by an administrator
 * @error: return location for an error
 *
 * Makes the project what it was when an administrator saved it last. IDs that were given since stay given. Cannot be undone,
 * and nothing before it can.
 *
 * Returns: whether they are gone; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, also if the last sealed version is not in the file
 */
gboolean
rail_project_discard_unsealed (RailProject  *self,
                               GError      **error)
{
  g_autoptr(RailProject) sealed = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GPtrArray) users = NULL;
  g_autoptr(GPtrArray) lines = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);

  if (!check_undecided (self, error))
    return FALSE;
  g_set_object (&sealed, rail_unsealed_get_sealed (rail_project_get_unsealed (self)));
  if (sealed == NULL)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                           _("The last version that an administrator saved is not in the file; keep the changes, or open an "
                             "earlier version."));
      return FALSE;
    }
  before = list_items (rail_project_get_entries (self));
  entries = list_items (rail_project_get_entries (sealed));
  devices = list_items (rail_project_get_devices (sealed));
  users = list_items (rail_protection_get_users (rail_project_get_protection (sealed)));
  lines = list_items (rail_project_get_journal (sealed));

  rail_project_remove_entries (self, before);
  replace_devices (self, devices);
  rail_project_insert_entries (self, entries);
  rail_project_set_name (self, rail_project_get_name (sealed));
  rail_project_set_next_id (self, MAX (rail_project_get_next_id (self), rail_project_get_next_id (sealed)));
  rail_project_restore_journal (self, lines);
  decide (self, RAIL_ACTION_DISCARD_CHANGES, users);
  rail_project_clear_changes (self);
  return TRUE;
}
