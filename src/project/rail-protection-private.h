/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-protection.h"

G_BEGIN_DECLS

struct _RailProtection
{
  GObject     parent_instance;

  GListStore *users;
  RailUser   *user;
  RailSecret *project_key;
  RailSecret *vault_key;
  RailSecret *login_key;     /* of an administrator, between rail_protection_unlock() and rail_protection_set_users() */
  gboolean    is_bound;      /* the table has the administrator's login key under the vault key */
  guint       serial;        /* of the user table, to notice that it changed meanwhile */
};

gboolean    rail_protection_check_user_name  (const char       *name,
                                              GError          **error);
gboolean    rail_protection_check_password   (RailSecret       *password,
                                              GError          **error);
RailUser   *rail_protection_make_user        (RailEnvironment  *environment,
                                              const char       *name,
                                              RailRole          role,
                                              RailSecret       *password,
                                              guint             min_iterations,
                                              RailSecret       *project_key,
                                              RailSecret       *vault_key,
                                              GError          **error);
RailUser   *rail_protection_wrap_user        (RailEnvironment  *environment,
                                              RailUser         *user,
                                              RailRole          role,
                                              RailSecret       *login_key,
                                              RailSecret       *project_key,
                                              RailSecret       *vault_key,
                                              GError          **error);
RailSecret *rail_protection_unwrap_key       (RailSecret       *wrapping_key,
                                              GBytes           *wrapped,
                                              GError          **error);
RailSecret *rail_protection_open_login_key   (RailProtection   *self,
                                              RailUser         *user);

/* Changes of the user table, for a copy in a worker; rail_protection_take() then puts them in place. */
gboolean    rail_protection_add_user         (RailProtection   *self,
                                              RailEnvironment  *environment,
                                              const char       *name,
                                              RailRole          role,
                                              RailSecret       *password,
                                              GError          **error);
gboolean    rail_protection_remove_user      (RailProtection   *self,
                                              RailEnvironment  *environment,
                                              const char       *name,
                                              GHashTable       *start_passwords,
                                              GError          **error);
gboolean    rail_protection_set_role         (RailProtection   *self,
                                              RailEnvironment  *environment,
                                              const char       *name,
                                              RailRole          role,
                                              GHashTable       *start_passwords,
                                              GError          **error);
gboolean    rail_protection_set_password     (RailProtection   *self,
                                              RailEnvironment  *environment,
                                              const char       *name,
                                              RailSecret       *old_password,
                                              RailSecret       *password,
                                              GError          **error);
gboolean    rail_protection_rename_user      (RailProtection   *self,
                                              const char       *name,
                                              const char       *new_name,
                                              GError          **error);
void        rail_protection_replace_user     (RailProtection   *self,
                                              RailUser         *user,
                                              RailUser         *replacement);
void        rail_protection_take             (RailProtection   *self,
                                              RailProtection   *changed);

G_END_DECLS
