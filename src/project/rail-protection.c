/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-protection.h"

#include "rail-cipher.h"
#include "rail-pki-error.h"
#include "rail-project-error.h"

#include <glib/gi18n-lib.h>

#define SALT_SIZE 16
#define MAX_USER_NAME 64
#define MIN_ITERATIONS 1000000

struct _RailProtection
{
  GObject     parent_instance;

  GListStore *users;
  RailUser   *user;
  RailSecret *project_key;
  RailSecret *vault_key;
};

G_DEFINE_FINAL_TYPE (RailProtection, rail_protection, G_TYPE_OBJECT)

static gboolean
check_credentials (const char  *user_name,
                   RailSecret  *password,
                   GError     **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (user_name));

  if (*stripped == '\0' || !g_str_equal (stripped, user_name) || !g_utf8_validate (user_name, -1, NULL) ||
      g_utf8_strlen (user_name, -1) > MAX_USER_NAME)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("The user name must have 1 to %d characters and no space at its ends."), MAX_USER_NAME);
      return FALSE;
    }
  for (const char *p = user_name; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      {
        g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                             _("The user name contains a control character, such as a line break."));
        return FALSE;
      }
  if (rail_secret_get_size (password) == 0)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The password is empty; a protected project needs one."));
      return FALSE;
    }
  return TRUE;
}

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

static RailUser *
make_user (RailEnvironment  *environment,
           const char       *name,
           RailSecret       *password,
           RailSecret       *project_key,
           RailSecret       *vault_key,
           GError          **error)
{
  guint iterations = rail_environment_get_iterations (environment);
  guint8 random[SALT_SIZE];
  g_autoptr(GBytes) salt = NULL;
  g_autoptr(RailSecret) wrapping_key = NULL;
  g_autoptr(GBytes) wrapped_project_key = NULL;
  g_autoptr(GBytes) wrapped_vault_key = NULL;

  rail_environment_fill_random (environment, random, sizeof random);
  salt = g_bytes_new (random, sizeof random);
  wrapping_key = rail_cipher_derive_key (password, salt, iterations, error);
  if (wrapping_key == NULL)
    return NULL;
  wrapped_project_key = wrap_key (environment, wrapping_key, project_key, error);
  if (wrapped_project_key == NULL)
    return NULL;
  wrapped_vault_key = wrap_key (environment, wrapping_key, vault_key, error);
  if (wrapped_vault_key == NULL)
    return NULL;
  return rail_user_new (name, RAIL_ROLE_ADMINISTRATOR, salt, iterations, wrapped_project_key, wrapped_vault_key);
}

/* What cannot be opened with this key is a wrong password; anything else keeps its own message. */
static RailSecret *
unwrap_key (RailSecret  *wrapping_key,
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

  if (!check_credentials (user_name, password, error))
    return NULL;

  self = g_object_new (RAIL_TYPE_PROTECTION, NULL);
  self->project_key = rail_environment_new_random_secret (environment, RAIL_CIPHER_KEY_SIZE);
  self->vault_key = rail_environment_new_random_secret (environment, RAIL_CIPHER_KEY_SIZE);
  self->user = make_user (environment, user_name, password, self->project_key, self->vault_key, error);
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

  project_key = unwrap_key (wrapping_key, rail_user_get_wrapped_project_key (user), &local_error);
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
      vault_key = unwrap_key (wrapping_key, rail_user_get_wrapped_vault_key (user), NULL);
      if (vault_key == NULL)
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
