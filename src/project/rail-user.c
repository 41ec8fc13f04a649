/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-protection.h"

struct _RailUser
{
  GObject   parent_instance;

  char     *name;
  RailRole  role;
  GBytes   *salt;
  guint     iterations;
  GBytes   *wrapped_project_key;
  GBytes   *wrapped_vault_key;

  GBytes   *wrapped_login_key;
  gint64    password_date;
  gboolean  needs_new_password;
};

G_DEFINE_FINAL_TYPE (RailUser, rail_user, G_TYPE_OBJECT)

/**
 * rail_role_get_type:
 *
 * Returns: the type of #RailRole
 */
G_DEFINE_ENUM_TYPE (RailRole, rail_role,
                    G_DEFINE_ENUM_VALUE (RAIL_ROLE_ADMINISTRATOR, "administrator"),
                    G_DEFINE_ENUM_VALUE (RAIL_ROLE_STANDARD, "standard"))

enum
{
  PROP_NAME = 1,
  PROP_ROLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char * const role_nicks[] = { "administrator", "standard" };

static void
rail_user_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  RailUser *self = RAIL_USER (object);

  switch (property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ROLE:
      g_value_set_enum (value, self->role);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_user_finalize (GObject *object)
{
  RailUser *self = RAIL_USER (object);

  g_free (self->name);
  g_clear_pointer (&self->salt, g_bytes_unref);
  g_clear_pointer (&self->wrapped_project_key, g_bytes_unref);
  g_clear_pointer (&self->wrapped_vault_key, g_bytes_unref);
  g_clear_pointer (&self->wrapped_login_key, g_bytes_unref);

  G_OBJECT_CLASS (rail_user_parent_class)->finalize (object);
}

static void
rail_user_class_init (RailUserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rail_user_get_property;
  object_class->finalize = rail_user_finalize;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROLE] =
    g_param_spec_enum ("role", NULL, NULL, RAIL_TYPE_ROLE, RAIL_ROLE_ADMINISTRATOR,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_user_init (RailUser *self)
{
}

/**
 * rail_role_get_nick:
 * @role: a role
 *
 * Returns: the word for @role in files and on the command line
 */
const char *
rail_role_get_nick (RailRole role)
{
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_nicks), NULL);

  return role_nicks[role];
}

/**
 * rail_role_parse:
 * @nick: a word as rail_role_get_nick() returns
 * @out_role: (out): the role, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_role_parse (const char *nick,
                 RailRole   *out_role)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_role != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (role_nicks); i++)
    if (g_str_equal (nick, role_nicks[i]))
      {
        *out_role = (RailRole) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_user_new:
 * @name: the login name
 * @role: the role
 * @salt: the salt of the key derivation, 16 bytes
 * @iterations: the iteration count of the key derivation
 * @wrapped_project_key: the project key, encrypted with the key derived from the user's password
 * @wrapped_vault_key: (nullable): the vault key likewise; %NULL for a standard user
 *
 * A user never changes; a new password makes a new object.
 *
 * Returns: (transfer full): a new user
 */
RailUser *
rail_user_new (const char *name,
               RailRole    role,
               GBytes     *salt,
               guint       iterations,
               GBytes     *wrapped_project_key,
               GBytes     *wrapped_vault_key)
{
  RailUser *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (salt != NULL, NULL);
  g_return_val_if_fail (iterations > 0, NULL);
  g_return_val_if_fail (wrapped_project_key != NULL, NULL);

  self = g_object_new (RAIL_TYPE_USER, NULL);
  self->name = g_strdup (name);
  self->role = role;
  self->salt = g_bytes_ref (salt);
  self->iterations = iterations;
  self->wrapped_project_key = g_bytes_ref (wrapped_project_key);
  self->wrapped_vault_key = wrapped_vault_key != NULL ? g_bytes_ref (wrapped_vault_key) : NULL;
  return self;
}

/**
 * rail_user_get_name:
 * @self: a user
 *
 * Returns: (transfer none): the login name
 */
const char *
rail_user_get_name (RailUser *self)
{
  g_return_val_if_fail (RAIL_IS_USER (self), NULL);

  return self->name;
}

/**
 * rail_user_get_role:
 * @self: a user
 *
 * Returns: the role
 */
RailRole
rail_user_get_role (RailUser *self)
{
  g_return_val_if_fail (RAIL_IS_USER (self), RAIL_ROLE_STANDARD);

  return self->role;
}

/**
 * rail_user_get_salt:
 * @self: a user
 *
 * Returns: (transfer none): the salt of the key derivation
 */
GBytes *
rail_user_get_salt (RailUser *self)
{
  g_return_val_if_fail (RAIL_IS_USER (self), NULL);

  return self->salt;
}

/**
 * rail_user_get_iterations:
 * @self: a user
 *
 * Returns: the iteration count of the key derivation
 */
guint
rail_user_get_iterations (RailUser *self)
{
  g_return_val_if_fail (RAIL_IS_USER (self), 0);

  return self->iterations;
}

/**
 * rail_user_get_wrapped_project_key:
 * @self: a user
 *
 * Returns: (transfer none): the project key, encrypted for this user; see rail_cipher_encrypt()
 */
GBytes *
rail_user_get_wrapped_project_key (RailUser *self)
{
  g_return_val_if_fail (RAIL_IS_USER (self), NULL);

  return self->wrapped_project_key;
}

/**
 * rail_user_get_wrapped_vault_key:
 * @self: a user
 *
 * Returns: (transfer none) (nullable): the vault key, encrypted for this user, or %NULL for a standard user
 */
GBytes *
rail_user_get_wrapped_vault_key (RailUser *self)
{
  g_return_val_if_fail (RAIL_IS_USER (self), NULL);

  return self->wrapped_vault_key;
}

/**
 * rail_user_get_wrapped_login_key:
 * @self: a user
 *
 * What the user's password is derived to, under the vault key: with it an administrator can give new keys to a user whose
 * password nobody else knows.
 *
 * Returns: (transfer none) (nullable): the sealed key; %NULL if no administrator has it
 */
GBytes *
rail_user_get_wrapped_login_key (RailUser *self)
{
  g_return_val_if_fail (RAIL_IS_USER (self), NULL);

  return self->wrapped_login_key;
}

/**
 * rail_user_get_password_date:
 * @self: a user
 *
 * Returns: when the password was set, in seconds since 1970 UTC; 0 if it is not known
 */
gint64
rail_user_get_password_date (RailUser *self)
{
  g_return_val_if_fail (RAIL_IS_USER (self), 0);

  return self->password_date;
}

/**
 * rail_user_needs_new_password:
 * @self: a user
 *
 * Returns: whether an administrator has left, who could have kept what this user's password is derived to
 */
gboolean
rail_user_needs_new_password (RailUser *self)
{
  g_return_val_if_fail (RAIL_IS_USER (self), FALSE);

  return self->needs_new_password;
}

/**
 * rail_user_set_wrapped_login_key:
 * @self: a user that nobody else has yet
 * @wrapped_login_key: (nullable): what the password is derived to, under the vault key
 */
void
rail_user_set_wrapped_login_key (RailUser *self,
                                 GBytes   *wrapped_login_key)
{
  g_return_if_fail (RAIL_IS_USER (self));

  g_clear_pointer (&self->wrapped_login_key, g_bytes_unref);
  self->wrapped_login_key = wrapped_login_key != NULL ? g_bytes_ref (wrapped_login_key) : NULL;
}

/**
 * rail_user_set_password_state:
 * @self: a user that nobody else has yet
 * @date: when the password was set, in seconds since 1970 UTC; 0 if it is not known
 * @needs_new: whether it has to be changed
 */
void
rail_user_set_password_state (RailUser *self,
                              gint64    date,
                              gboolean  needs_new)
{
  g_return_if_fail (RAIL_IS_USER (self));

  self->password_date = date;
  self->needs_new_password = needs_new;
}

/**
 * rail_user_has_same_keys:
 * @self: a user
 * @other: a user
 *
 * Returns: whether both have the same name, role, password and keys, as they stand in a user table
 */
gboolean
rail_user_has_same_keys (RailUser *self,
                         RailUser *other)
{
  g_return_val_if_fail (RAIL_IS_USER (self), FALSE);
  g_return_val_if_fail (RAIL_IS_USER (other), FALSE);

  return g_str_equal (self->name, other->name) && self->role == other->role && self->iterations == other->iterations &&
         g_bytes_equal (self->salt, other->salt) &&
         g_bytes_equal (self->wrapped_project_key, other->wrapped_project_key) &&
         (self->wrapped_vault_key == NULL) == (other->wrapped_vault_key == NULL) &&
         (self->wrapped_vault_key == NULL || g_bytes_equal (self->wrapped_vault_key, other->wrapped_vault_key));
}
