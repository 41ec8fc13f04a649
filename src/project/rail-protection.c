/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-protection-private.h"

#include "rail-cipher.h"
#include "rail-pki-error.h"
#include "rail-project-error.h"

#include <glib/gi18n-lib.h>

#define SALT_SIZE 16
#define MAX_USER_NAME 64
#define MIN_ITERATIONS 1000000

G_DEFINE_FINAL_TYPE (RailProtection, rail_protection, G_TYPE_OBJECT)

static GBytes *
wrap_key (RailEnvironment  *environment,
          RailSecret       *wrapping_key,
          RailSecret       *key,
          GError          **error)
{
  gsize size;
  const guint8 *data = rail_secret_get_data (key, &size);

  return rail_cipher_encrypt (environment, wrapping_key, data, size, error);
}

/* A user whose login key is known. A standard user gets no vault key, but theirs is kept under it all the same. */
static RailUser *
wrap_keys (RailEnvironment  *environment,
           const char       *name,
           RailRole          role,
           GBytes           *salt,
           guint             iterations,
           RailSecret       *login_key,
           RailSecret       *project_key,
           RailSecret       *vault_key,
           GError          **error)
{
  g_autoptr(GBytes) wrapped_project_key = wrap_key (environment, login_key, project_key, error);
  g_autoptr(GBytes) wrapped_vault_key = NULL;
  g_autoptr(GBytes) wrapped_login_key = NULL;
  RailUser *user;

  if (wrapped_project_key == NULL)
    return NULL;
  if (role == RAIL_ROLE_ADMINISTRATOR)
    {
      wrapped_vault_key = wrap_key (environment, login_key, vault_key, error);
      if (wrapped_vault_key == NULL)
        return NULL;
    }
  if (vault_key != NULL)
    {
      wrapped_login_key = wrap_key (environment, vault_key, login_key, error);
      if (wrapped_login_key == NULL)
        return NULL;
    }
  user = rail_user_new (name, role, salt, iterations, wrapped_project_key, wrapped_vault_key);
  rail_user_set_wrapped_login_key (user, wrapped_login_key);
  return user;
}

/*< private >
 * rail_protection_check_user_name:
 * @name: a login name
 * @error: return location for an error
 *
 * Returns: whether a user can have this name; otherwise RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_protection_check_user_name (const char  *name,
                                 GError     **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));

  if (*stripped == '\0' || !g_str_equal (stripped, name) || !g_utf8_validate (name, -1, NULL) ||
      g_utf8_strlen (name, -1) > MAX_USER_NAME)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("The user name must have 1 to %d characters and no space at its ends."), MAX_USER_NAME);
      return FALSE;
    }
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      {
        g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                             _("The user name contains a control character, such as a line break."));
        return FALSE;
      }
  return TRUE;
}

/*< private >
 * rail_protection_check_password:
 * @password: a new password
 * @error: return location for an error
 *
 * Returns: whether there is one; otherwise RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_protection_check_password (RailSecret  *password,
                                GError     **error)
{
  if (rail_secret_get_size (password) > 0)
    return TRUE;
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("The password is empty; a protected project needs one."));
  return FALSE;
}

/*< private >
 * rail_protection_make_user:
 * @environment: where salt, IVs, time and the iteration count come from
 * @name: a login name
 * @role: a role
 * @password: the password
 * @min_iterations: the least iterations, so that a slower machine does not weaken what a faster one chose
 * @project_key: the project key
 * @vault_key: (nullable): the vault key; without it nobody but the user can log in as them, ever
 * @error: return location for an error
 *
 * Derives the login key with a new salt, which takes about a second, and wraps the project's keys with it.
 *
 * Returns: (transfer full): the user, or %NULL with an error of the cipher
 */
RailUser *
rail_protection_make_user (RailEnvironment  *environment,
                           const char       *name,
                           RailRole          role,
                           RailSecret       *password,
                           guint             min_iterations,
                           RailSecret       *project_key,
                           RailSecret       *vault_key,
                           GError          **error)
{
  guint iterations = MAX (rail_environment_get_iterations (environment), min_iterations);
  guint8 random[SALT_SIZE];
  g_autoptr(GBytes) salt = NULL;
  g_autoptr(RailSecret) login_key = NULL;
  RailUser *user;

  rail_environment_fill_random (environment, random, sizeof random);
  salt = g_bytes_new (random, sizeof random);
  login_key = rail_cipher_derive_key (password, salt, iterations, error);
  if (login_key == NULL)
    return NULL;
  user = wrap_keys (environment, name, role, salt, iterations, login_key, project_key, vault_key, error);
  if (user != NULL)
    rail_user_set_password_state (user, rail_environment_get_now (environment), FALSE);
  return user;
}

/*< private >
 * rail_protection_wrap_user:
 * @environment: where IVs come from
 * @user: a user
 * @role: the role that they have from now on
 * @login_key: what their password is derived to
 * @project_key: the project key that they get
 * @vault_key: the vault key; wrapped for administrators only
 * @error: return location for an error
 *
 * Returns: (transfer full): the same user with other keys and the same password, or %NULL with an error of the cipher
 */
RailUser *
rail_protection_wrap_user (RailEnvironment  *environment,
                           RailUser         *user,
                           RailRole          role,
                           RailSecret       *login_key,
                           RailSecret       *project_key,
                           RailSecret       *vault_key,
                           GError          **error)
{
  RailUser *wrapped = wrap_keys (environment, rail_user_get_name (user), role, rail_user_get_salt (user),
                                 rail_user_get_iterations (user), login_key, project_key, vault_key, error);

  if (wrapped != NULL)
    rail_user_set_password_state (wrapped, rail_user_get_password_date (user), rail_user_needs_new_password (user));
  return wrapped;
}

/*< private >
 * rail_protection_unwrap_key:
 * @wrapping_key: the key that it is sealed with
 * @wrapped: a sealed key
 * @error: return location for an error
 *
 * Returns: (transfer full): the key, or %NULL: what cannot be opened with this key is RAIL_PKI_ERROR_WRONG_PASSWORD,
 *   what cannot be a key RAIL_PROJECT_ERROR_INVALID
 */
RailSecret *
rail_protection_unwrap_key (RailSecret  *wrapping_key,
                            GBytes      *wrapped,
                            GError     **error)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (wrapped, &size);

  if (size != RAIL_CIPHER_KEY_SIZE + RAIL_CIPHER_OVERHEAD)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The user's wrapped key has the wrong length: the user table of the project is damaged."));
      return NULL;
    }
  return rail_cipher_decrypt (wrapping_key, data, size, error);
}

static gboolean
opens (RailSecret *login_key,
       GBytes     *wrapped,
       RailSecret *key)
{
  g_autoptr(RailSecret) unwrapped = rail_protection_unwrap_key (login_key, wrapped, NULL);

  return unwrapped != NULL && rail_secret_equal (unwrapped, key);
}

/*< private >
 * rail_protection_open_login_key:
 * @self: a protection that an administrator has unlocked
 * @user: a user of it
 *
 * Believes a login key only if it opens the keys that the user has: a standard user can put their own in the place of
 * another's, but cannot wrap the vault key with it.
 *
 * Returns: (transfer full) (nullable): what the user's password is derived to; %NULL if it is not there
 */
RailSecret *
rail_protection_open_login_key (RailProtection *self,
                                RailUser       *user)
{
  GBytes *vault_key = rail_user_get_wrapped_vault_key (user);
  g_autoptr(RailSecret) login_key = NULL;

  if (self->vault_key == NULL || rail_user_get_wrapped_login_key (user) == NULL)
    return NULL;
  login_key = rail_protection_unwrap_key (self->vault_key, rail_user_get_wrapped_login_key (user), NULL);
  if (login_key == NULL || !opens (login_key, rail_user_get_wrapped_project_key (user), self->project_key) ||
      (vault_key != NULL && !opens (login_key, vault_key, self->vault_key)))
    return NULL;
  return g_steal_pointer (&login_key);
}

static void
set_wrong_password (GError **error)
{
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_WRONG_PASSWORD,
                       _("The user name or the password is wrong."));
}

static void
rail_protection_finalize (GObject *object)
{
  RailProtection *self = RAIL_PROTECTION (object);

  g_clear_object (&self->users);
  g_clear_object (&self->user);
  g_clear_pointer (&self->project_key, rail_secret_unref);
  g_clear_pointer (&self->vault_key, rail_secret_unref);
  g_clear_pointer (&self->login_key, rail_secret_unref);

  G_OBJECT_CLASS (rail_protection_parent_class)->finalize (object);
}

static void
rail_protection_class_init (RailProtectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_protection_finalize;
}

static void
rail_protection_init (RailProtection *self)
{
  self->users = g_list_store_new (RAIL_TYPE_USER);
}

/**
 * rail_protection_new:
 * @environment: where salts, keys and the iteration count come from
 * @user_name: the first administrator
 * @password: their password, which must not be empty
 * @error: return location for an error
 *
 * Makes the two random keys of a project and wraps them for its first administrator. The result is unlocked.
 * Derives a key, which takes about a second: call it in a worker.
 *
 * Returns: (transfer full): a protection, or %NULL with RAIL_PROJECT_ERROR_INVALID or an error of the cipher
 */
RailProtection *
rail_protection_new (RailEnvironment  *environment,
                     const char       *user_name,
                     RailSecret       *password,
                     GError          **error)
{
  g_autoptr(RailProtection) self = NULL;

  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);
  g_return_val_if_fail (user_name != NULL, NULL);
  g_return_val_if_fail (password != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!rail_protection_check_user_name (user_name, error) || !rail_protection_check_password (password, error))
    return NULL;

  self = g_object_new (RAIL_TYPE_PROTECTION, NULL);
  self->project_key = rail_environment_new_random_secret (environment, RAIL_CIPHER_KEY_SIZE);
  self->vault_key = rail_environment_new_random_secret (environment, RAIL_CIPHER_KEY_SIZE);
  self->user = rail_protection_make_user (environment, user_name, RAIL_ROLE_ADMINISTRATOR, password, 0,
                                          self->project_key, self->vault_key, error);
  if (self->user == NULL)
    return NULL;
  g_list_store_append (self->users, self->user);
  return g_steal_pointer (&self);
}

/**
 * rail_protection_new_locked:
 * @users: (element-type RailUser): the users as they stand in a project file
 *
 * Returns: (transfer full): a protection whose keys wait for rail_protection_unlock()
 */
RailProtection *
rail_protection_new_locked (GListModel *users)
{
  RailProtection *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (users), NULL);
  g_return_val_if_fail (g_type_is_a (g_list_model_get_item_type (users), RAIL_TYPE_USER), NULL);

  self = g_object_new (RAIL_TYPE_PROTECTION, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (users, i);

      g_list_store_append (self->users, user);
    }
  return self;
}

/**
 * rail_protection_new_for_users:
 * @users: (element-type RailUser): the users as they stand in a project file
 *
 * As rail_protection_new_locked(), for a worker, which may not read a list of the main thread.
 *
 * Returns: (transfer full): a protection whose keys wait for rail_protection_unlock()
 */
RailProtection *
rail_protection_new_for_users (GPtrArray *users)
{
  RailProtection *self;

  g_return_val_if_fail (users != NULL, NULL);

  self = g_object_new (RAIL_TYPE_PROTECTION, NULL);
  g_list_store_splice (self->users, 0, 0, users->pdata, users->len);
  return self;
}

/**
 * rail_protection_copy:
 * @self: a protection
 *
 * A copy for another thread. Users and keys never change and are shared; the list of users is the copy's own, because
 * not even two readers may use one list at a time: it remembers where it was read last.
 *
 * Returns: (transfer full): a copy, unlocked if @self is
 */
RailProtection *
rail_protection_copy (RailProtection *self)
{
  RailProtection *copy;

  g_return_val_if_fail (RAIL_IS_PROTECTION (self), NULL);

  copy = rail_protection_new_locked (G_LIST_MODEL (self->users));
  g_set_object (&copy->user, self->user);
  copy->project_key = self->project_key != NULL ? rail_secret_ref (self->project_key) : NULL;
  copy->vault_key = self->vault_key != NULL ? rail_secret_ref (self->vault_key) : NULL;
  copy->serial = self->serial;
  return copy;
}

/**
 * rail_protection_get_users:
 * @self: a protection
 *
 * Returns: (transfer none) (element-type RailUser): all users
 */
GListModel *
rail_protection_get_users (RailProtection *self)
{
  g_return_val_if_fail (RAIL_IS_PROTECTION (self), NULL);

  return G_LIST_MODEL (self->users);
}

/* Where the login key of an administrator is missing, as in files of version 1, or is not theirs. */
static void
keep_login_key (RailProtection  *self,
                RailEnvironment *environment)
{
  g_autoptr(RailSecret) kept = rail_protection_open_login_key (self, self->user);
  g_autoptr(GBytes) wrapped = NULL;

  self->is_bound = kept != NULL;
  if (kept != NULL || self->login_key == NULL)
    return;
  wrapped = wrap_key (environment, self->vault_key, self->login_key, NULL);
  rail_user_set_wrapped_login_key (self->user, wrapped);
}

/**
 * rail_protection_set_users:
 * @self: an unlocked protection that nobody else has yet
 * @environment: where IVs come from
 * @users: (element-type RailUser): the users as they stand inside of the file, where more is known of them
 *
 * Puts the table that decides in the place of the one that was there for the login. The logged-in administrator's login
 * key is kept in it from now on.
 */
void
rail_protection_set_users (RailProtection  *self,
                           RailEnvironment *environment,
                           GPtrArray       *users)
{
  RailUser *user;

  g_return_if_fail (RAIL_IS_PROTECTION (self));
  g_return_if_fail (RAIL_IS_ENVIRONMENT (environment));
  g_return_if_fail (users != NULL);

  g_list_store_splice (self->users, 0, g_list_model_get_n_items (G_LIST_MODEL (self->users)), users->pdata, users->len);
  user = self->user != NULL ? rail_protection_find_user (self, rail_user_get_name (self->user)) : NULL;
  g_set_object (&self->user, user);
  if (self->user != NULL && self->vault_key != NULL)
    keep_login_key (self, environment);
  g_clear_pointer (&self->login_key, rail_secret_unref);
}

/**
 * rail_protection_is_bound:
 * @self: a protection that an administrator has unlocked, after rail_protection_set_users()
 *
 * Every key that was ever wrapped for an administrator opens with their password, also the project's key and keys that were
 * replaced since. A standard user who knows one of these can put it where the vault key belongs, and seal with it; but
 * nobody can encrypt the administrator's login key with it who does not know that.
 *
 * Returns: whether the table had the login key of the administrator under the vault key
 */
gboolean
rail_protection_is_bound (RailProtection *self)
{
  g_return_val_if_fail (RAIL_IS_PROTECTION (self), FALSE);

  return self->is_bound;
}

/**
 * rail_protection_find_user:
 * @self: a protection
 * @name: a login name
 *
 * Returns: (transfer none) (nullable): the user of that name
 */
RailUser *
rail_protection_find_user (RailProtection *self,
                           const char     *name)
{
  g_return_val_if_fail (RAIL_IS_PROTECTION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->users)); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (G_LIST_MODEL (self->users), i);

      if (g_str_equal (rail_user_get_name (user), name))
        return user;   /* the store keeps it */
    }
  return NULL;
}

/**
 * rail_protection_unlock:
 * @self: a protection
 * @user_name: a login name
 * @password: the password
 * @error: return location for an error
 *
 * Opens the keys. An unknown user costs the same derivation and gives the same error as a wrong password, so a login
 * does not tell who has an account. Takes about a second: call it in a worker.
 *
 * Returns: whether the keys are open; otherwise RAIL_PROJECT_ERROR_WRONG_PASSWORD, or RAIL_PROJECT_ERROR_INVALID for a
 *   user table that is damaged
 */
gboolean
rail_protection_unlock (RailProtection  *self,
                        const char      *user_name,
                        RailSecret      *password,
                        GError         **error)
{
  static const guint8 no_salt[SALT_SIZE];
  g_autoptr(RailUser) first = NULL;
  g_autoptr(GBytes) salt = NULL;
  g_autoptr(RailSecret) wrapping_key = NULL;
  g_autoptr(RailSecret) project_key = NULL;
  g_autoptr(RailSecret) vault_key = NULL;
  g_autoptr(GError) local_error = NULL;
  RailUser *user, *model;

  g_return_val_if_fail (RAIL_IS_PROTECTION (self), FALSE);
  g_return_val_if_fail (user_name != NULL, FALSE);
  g_return_val_if_fail (password != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  user = rail_protection_find_user (self, user_name);
  first = g_list_model_get_item (G_LIST_MODEL (self->users), 0);
  model = user != NULL ? user : first;
  salt = user != NULL ? g_bytes_ref (rail_user_get_salt (user)) : g_bytes_new_static (no_salt, sizeof no_salt);
  wrapping_key = rail_cipher_derive_key (password, salt,
                                         model != NULL ? rail_user_get_iterations (model) : MIN_ITERATIONS, error);
  if (wrapping_key == NULL)
    return FALSE;
  if (user == NULL)
    {
      set_wrong_password (error);
      return FALSE;
    }

  project_key = rail_protection_unwrap_key (wrapping_key, rail_user_get_wrapped_project_key (user), &local_error);
  if (project_key == NULL)
    {
      if (g_error_matches (local_error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_WRONG_PASSWORD))
        set_wrong_password (error);
      else
        g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (rail_user_get_wrapped_vault_key (user) != NULL)
    {
      vault_key = rail_protection_unwrap_key (wrapping_key, rail_user_get_wrapped_vault_key (user), NULL);
      /* Standard users have the project key: put in the place of the vault key, it would let them seal, and read keys. */
      if (vault_key == NULL || rail_secret_equal (vault_key, project_key))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("The password of “%s” opens the project, but not its private keys: the user table of the "
                         "project is damaged."), user_name);
          return FALSE;
        }
    }

  g_set_object (&self->user, user);
  g_clear_pointer (&self->project_key, rail_secret_unref);
  g_clear_pointer (&self->vault_key, rail_secret_unref);
  self->project_key = g_steal_pointer (&project_key);
  self->vault_key = g_steal_pointer (&vault_key);
  g_clear_pointer (&self->login_key, rail_secret_unref);
  self->login_key = self->vault_key != NULL ? g_steal_pointer (&wrapping_key) : NULL;
  return TRUE;
}

/**
 * rail_protection_unlock_again:
 * @self: a protection
 * @known: an unlocked one of an earlier version of the same project
 * @error: return location for an error
 *
 * Opens the keys without a password, if the user of @known has the same row in the table of @self: then it wraps the keys that
 * @known has. The version is another one, and its keys may be, too.
 *
 * Returns: whether the keys are open; otherwise RAIL_PROJECT_ERROR_LOCKED
 */
gboolean
rail_protection_unlock_again (RailProtection  *self,
                              RailProtection  *known,
                              GError         **error)
{
  RailUser *user;

  g_return_val_if_fail (RAIL_IS_PROTECTION (self), FALSE);
  g_return_val_if_fail (RAIL_IS_PROTECTION (known), FALSE);
  g_return_val_if_fail (known->user != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  user = rail_protection_find_user (self, rail_user_get_name (known->user));
  if (user == NULL || !rail_user_has_same_keys (user, known->user))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED,
                   _("The keys of “%s” have been changed or taken away since the login; log in again."),
                   rail_user_get_name (known->user));
      return FALSE;
    }
  g_set_object (&self->user, user);
  g_clear_pointer (&self->project_key, rail_secret_unref);
  g_clear_pointer (&self->vault_key, rail_secret_unref);
  g_clear_pointer (&self->login_key, rail_secret_unref);
  self->project_key = rail_secret_ref (known->project_key);
  self->vault_key = known->vault_key != NULL ? rail_secret_ref (known->vault_key) : NULL;
  self->login_key = rail_protection_open_login_key (known, known->user);
  return TRUE;
}

/**
 * rail_protection_get_user:
 * @self: a protection
 *
 * Returns: (transfer none) (nullable): who is logged in
 */
RailUser *
rail_protection_get_user (RailProtection *self)
{
  g_return_val_if_fail (RAIL_IS_PROTECTION (self), NULL);

  return self->user;
}

/**
 * rail_protection_get_project_key:
 * @self: a protection
 *
 * Returns: (transfer none) (nullable): the key to everything but private keys; %NULL while locked
 */
RailSecret *
rail_protection_get_project_key (RailProtection *self)
{
  g_return_val_if_fail (RAIL_IS_PROTECTION (self), NULL);

  return self->project_key;
}

/**
 * rail_protection_get_vault_key:
 * @self: a protection
 *
 * Returns: (transfer none) (nullable): the key to the private keys; %NULL while locked and for standard users
 */
RailSecret *
rail_protection_get_vault_key (RailProtection *self)
{
  g_return_val_if_fail (RAIL_IS_PROTECTION (self), NULL);

  return self->vault_key;
}
