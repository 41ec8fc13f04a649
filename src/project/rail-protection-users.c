/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-protection-private.h"

#include "rail-cipher.h"
#include "rail-pki-error.h"
#include "rail-project-error.h"

#include <glib/gi18n-lib.h>

static gboolean
set_invalid (GError     **error,
             const char  *sentence)
{
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
check_administrator (RailProtection  *self,
                     GError         **error)
{
  if (self->vault_key != NULL)
    return TRUE;
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED,
                       _("Only administrators can change users; log in as one."));
  return FALSE;
}

static RailUser *
need_user (RailProtection  *self,
           const char      *name,
           GError         **error)
{
  RailUser *user = rail_protection_find_user (self, name);

  if (user == NULL)
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND, _("There is no user “%s” in this project."),
                 name);
  return user;
}

static gboolean
check_free_name (RailProtection  *self,
                 const char      *name,
                 GError         **error)
{
  if (!rail_protection_check_user_name (name, error))
    return FALSE;
  if (rail_protection_find_user (self, name) == NULL)
    return TRUE;
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS,
               _("There is a user “%s” already; choose another name."), name);
  return FALSE;
}

/* The last administrator cannot go, and nobody takes away from themselves what only they could give back. */
static gboolean
check_other_administrator (RailProtection  *self,
                           RailUser        *user,
                           GError         **error)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->users)); i++)
    {
      g_autoptr(RailUser) other = g_list_model_get_item (G_LIST_MODEL (self->users), i);

      n += rail_user_get_role (other) == RAIL_ROLE_ADMINISTRATOR;
    }
  if (rail_user_get_role (user) == RAIL_ROLE_ADMINISTRATOR && n == 1)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE,
                   _("“%s” is the last administrator, and without one nobody could use the private keys any more; make "
                     "somebody else an administrator first."), rail_user_get_name (user));
      return FALSE;
    }
  if (user == self->user)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE,
                           _("You are logged in as this user; another administrator can do that."));
      return FALSE;
    }
  return TRUE;
}

static RailSecret *
find_start_password (GHashTable *start_passwords,
                     RailUser   *user)
{
  return start_passwords != NULL ? g_hash_table_lookup (start_passwords, rail_user_get_name (user)) : NULL;
}

/* With new or with the present keys, for a user whose login key is known, or who gets a start password. */
static RailUser *
rewrap (RailProtection   *self,
        RailEnvironment  *environment,
        RailUser         *user,
        RailRole          role,
        RailSecret       *project_key,
        RailSecret       *vault_key,
        GHashTable       *start_passwords,
        GError          **error)
{
  RailSecret *start_password = find_start_password (start_passwords, user);
  g_autoptr(RailSecret) login_key = NULL;

  if (start_password != NULL)
    return rail_protection_check_password (start_password, error)
           ? rail_protection_make_user (environment, rail_user_get_name (user), role, start_password,
                                        rail_user_get_iterations (user), project_key, vault_key, error) : NULL;

  login_key = rail_protection_open_login_key (self, user);
  if (login_key == NULL)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY,
                   _("“%s” set their password without an administrator and cannot be given keys with it; give them a new "
                     "password in the same step."), rail_user_get_name (user));
      return NULL;
    }
  return rail_protection_wrap_user (environment, user, role, login_key, project_key, vault_key, error);
}

/* New project and vault keys, for everybody but @gone. @demoted becomes a standard user. Whoever had the vault key could have
 * read the login keys of the others, so these are to change their passwords. */
static gboolean
renew_keys (RailProtection   *self,
            RailEnvironment  *environment,
            RailUser         *gone,
            RailUser         *demoted,
            GHashTable       *start_passwords,
            GError          **error)
{
  g_autoptr(RailSecret) project_key = rail_environment_new_random_secret (environment, RAIL_CIPHER_KEY_SIZE);
  g_autoptr(RailSecret) vault_key = rail_environment_new_random_secret (environment, RAIL_CIPHER_KEY_SIZE);
  g_autoptr(GPtrArray) users = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean had_vault_key = demoted != NULL || rail_user_get_role (gone) == RAIL_ROLE_ADMINISTRATOR;
  g_autofree char *me = g_strdup (rail_user_get_name (self->user));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->users)); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (G_LIST_MODEL (self->users), i);
      RailUser *wrapped;

      if (user == gone)
        continue;
      wrapped = rewrap (self, environment, user, user == demoted ? RAIL_ROLE_STANDARD : rail_user_get_role (user),
                        project_key, vault_key, start_passwords, error);
      if (wrapped == NULL)
        return FALSE;
      g_ptr_array_add (users, wrapped);
      if (had_vault_key && user != demoted && find_start_password (start_passwords, user) == NULL)
        rail_user_set_password_state (wrapped, rail_user_get_password_date (wrapped), TRUE);
    }
  g_list_store_splice (self->users, 0, g_list_model_get_n_items (G_LIST_MODEL (self->users)), users->pdata, users->len);
  g_clear_pointer (&self->project_key, rail_secret_unref);
  g_clear_pointer (&self->vault_key, rail_secret_unref);
  self->project_key = g_steal_pointer (&project_key);
  self->vault_key = g_steal_pointer (&vault_key);
  g_set_object (&self->user, rail_protection_find_user (self, me));
  return TRUE;
}

/*< private >
 * rail_protection_replace_user:
 * @self: a protection
 * @user: a user of it
 * @replacement: what they are from now on
 */
void
rail_protection_replace_user (RailProtection *self,
                              RailUser       *user,
                              RailUser       *replacement)
{
  gpointer additions[] = { replacement };
  guint position;

  if (self->user == user)
    g_set_object (&self->user, replacement);
  if (g_list_store_find (self->users, user, &position))
    g_list_store_splice (self->users, position, 1, additions, 1);
}

/*< private >
 * rail_protection_add_user:
 * @self: a copy of an unlocked protection, in a worker
 * @environment: where random bytes and the time come from
 * @name: a name that nobody has
 * @role: a role
 * @password: the password
 * @error: return location for an error
 *
 * Derives a key once.
 *
 * Returns: whether the user is there; otherwise RAIL_PROJECT_ERROR_INVALID, EXISTS or LOCKED
 */
gboolean
rail_protection_add_user (RailProtection   *self,
                          RailEnvironment  *environment,
                          const char       *name,
                          RailRole          role,
                          RailSecret       *password,
                          GError          **error)
{
  g_autoptr(RailUser) user = NULL;

  if (!check_administrator (self, error) || !check_free_name (self, name, error) ||
      !rail_protection_check_password (password, error))
    return FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->users)) == RAIL_PROTECTION_MAX_USERS)
    return set_invalid (error, _("The project has as many users as it can have; remove somebody first."));
  user = rail_protection_make_user (environment, name, role, password, 0, self->project_key, self->vault_key, error);
  if (user == NULL)
    return FALSE;
  g_list_store_append (self->users, user);
  return TRUE;
}

/*< private >
 * rail_protection_remove_user:
 * @self: a copy of an unlocked protection, in a worker
 * @environment: where random bytes and the time come from
 * @name: the user who goes
 * @start_passwords: (nullable) (element-type utf8 RailSecret): new passwords for users that stay
 * @error: return location for an error
 *
 * Makes new project and vault keys, so that what the user may have kept opens nothing that is saved from now on. The
 * others get them with their own passwords, by the login keys that are kept under the vault key. Derives a key for each start
 * password.
 *
 * Returns: whether the user is gone; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, IN_USE, LOCKED, INVALID, or NO_KEY if
 *   somebody else needs a start password
 */
gboolean
rail_protection_remove_user (RailProtection   *self,
                             RailEnvironment  *environment,
                             const char       *name,
                             GHashTable       *start_passwords,
                             GError          **error)
{
  g_autoptr(RailUser) user = NULL;

  if (!check_administrator (self, error))
    return FALSE;
  g_set_object (&user, need_user (self, name, error));
  return user != NULL && check_other_administrator (self, user, error) &&
         renew_keys (self, environment, user, NULL, start_passwords, error);
}

/*< private >
 * rail_protection_set_role:
 * @self: a copy of an unlocked protection, in a worker
 * @environment: where random bytes and the time come from
 * @name: a user
 * @role: the new role
 * @start_passwords: (nullable) (element-type utf8 RailSecret): new passwords
 * @error: return location for an error
 *
 * Gives an administrator's keys to a standard user, or takes them away, which makes new keys as a removal does.
 *
 * Returns: as rail_protection_remove_user()
 */
gboolean
rail_protection_set_role (RailProtection   *self,
                          RailEnvironment  *environment,
                          const char       *name,
                          RailRole          role,
                          GHashTable       *start_passwords,
                          GError          **error)
{
  g_autoptr(RailUser) user = NULL;
  g_autoptr(RailUser) changed = NULL;

  if (!check_administrator (self, error))
    return FALSE;
  g_set_object (&user, need_user (self, name, error));
  if (user == NULL)
    return FALSE;
  if (rail_user_get_role (user) == role)
    return TRUE;
  if (role == RAIL_ROLE_STANDARD)
    return check_other_administrator (self, user, error) &&
           renew_keys (self, environment, NULL, user, start_passwords, error);

  changed = rewrap (self, environment, user, role, self->project_key, self->vault_key, start_passwords, error);
  if (changed == NULL)
    return FALSE;
  rail_protection_replace_user (self, user, changed);
  return TRUE;
}

static gboolean
check_old_password (RailUser    *user,
                    RailSecret  *old_password,
                    GError     **error)
{
  g_autoptr(RailSecret) login_key = NULL;
  g_autoptr(RailSecret) project_key = NULL;
  g_autoptr(GError) local_error = NULL;

  if (old_password == NULL)
    return set_invalid (error, _("Your own password can only be changed with the old one."));
  login_key = rail_cipher_derive_key (old_password, rail_user_get_salt (user), rail_user_get_iterations (user), error);
  if (login_key == NULL)
    return FALSE;
  project_key = rail_protection_unwrap_key (login_key, rail_user_get_wrapped_project_key (user), &local_error);
  if (project_key != NULL)
    return TRUE;
  if (g_error_matches (local_error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_WRONG_PASSWORD))
    g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_WRONG_PASSWORD,
                         _("The old password is wrong."));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/*< private >
 * rail_protection_set_password:
 * @self: a copy of an unlocked protection, in a worker
 * @environment: where random bytes and the time come from
 * @name: a user
 * @old_password: (nullable): the present password; needed for one's own only
 * @password: the new password
 * @error: return location for an error
 *
 * Wraps the keys anew, with the number of iterations that is usual by now if that is more than before. Everybody may change
 * their own password, administrators also those of others.
 *
 * Returns: whether it is changed; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, INVALID, LOCKED or WRONG_PASSWORD
 */
gboolean
rail_protection_set_password (RailProtection   *self,
                              RailEnvironment  *environment,
                              const char       *name,
                              RailSecret       *old_password,
                              RailSecret       *password,
                              GError          **error)
{
  g_autoptr(RailUser) user = NULL;
  g_autoptr(RailUser) changed = NULL;

  g_set_object (&user, need_user (self, name, error));
  if (user == NULL || (user != self->user && !check_administrator (self, error)) ||
      !rail_protection_check_password (password, error) ||
      (user == self->user && !check_old_password (user, old_password, error)))
    return FALSE;
  changed = rail_protection_make_user (environment, name, rail_user_get_role (user), password,
                                       rail_user_get_iterations (user), self->project_key, self->vault_key, error);
  if (changed == NULL)
    return FALSE;
  rail_protection_replace_user (self, user, changed);
  return TRUE;
}

/*< private >
 * rail_protection_rename_user:
 * @self: an unlocked protection
 * @name: a user
 * @new_name: a name that nobody has
 * @error: return location for an error
 *
 * Returns: whether the user has the name; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, INVALID, EXISTS or LOCKED
 */
gboolean
rail_protection_rename_user (RailProtection  *self,
                             const char      *name,
                             const char      *new_name,
                             GError         **error)
{
  RailUser *user = check_administrator (self, error) ? need_user (self, name, error) : NULL;
  g_autoptr(RailUser) renamed = NULL;

  if (user == NULL)
    return FALSE;
  if (g_str_equal (name, new_name))
    return TRUE;
  if (!check_free_name (self, new_name, error))
    return FALSE;
  renamed = rail_user_new (new_name, rail_user_get_role (user), rail_user_get_salt (user),
                           rail_user_get_iterations (user), rail_user_get_wrapped_project_key (user),
                           rail_user_get_wrapped_vault_key (user));
  rail_user_set_wrapped_login_key (renamed, rail_user_get_wrapped_login_key (user));
  rail_user_set_password_state (renamed, rail_user_get_password_date (user), rail_user_needs_new_password (user));
  rail_protection_replace_user (self, user, renamed);
  return TRUE;
}

/*< private >
 * rail_protection_take:
 * @self: a protection that others hold
 * @changed: a copy of it that a worker has changed
 *
 * Becomes what the copy is. The list of users stays the same object.
 */
void
rail_protection_take (RailProtection *self,
                      RailProtection *changed)
{
  g_autoptr(GPtrArray) users = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (changed->users)); i++)
    g_ptr_array_add (users, g_list_model_get_item (G_LIST_MODEL (changed->users), i));
  g_clear_pointer (&self->project_key, rail_secret_unref);
  g_clear_pointer (&self->vault_key, rail_secret_unref);
  self->project_key = rail_secret_ref (changed->project_key);
  self->vault_key = changed->vault_key != NULL ? rail_secret_ref (changed->vault_key) : NULL;
  g_set_object (&self->user, changed->user);
  self->serial++;
  g_list_store_splice (self->users, 0, g_list_model_get_n_items (G_LIST_MODEL (self->users)), users->pdata, users->len);
}
