/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-environment.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_ROLE_ADMINISTRATOR,
  RAIL_ROLE_STANDARD,
} RailRole;

#define RAIL_TYPE_ROLE (rail_role_get_type ())
GType           rail_role_get_type  (void);
const char     *rail_role_get_nick  (RailRole     role);
gboolean        rail_role_parse     (const char  *nick,
                                     RailRole    *out_role);

/* A user and the project's keys as wrapped for them; all public data, stored as it stands. */
#define RAIL_TYPE_USER (rail_user_get_type ())
G_DECLARE_FINAL_TYPE (RailUser, rail_user, RAIL, USER, GObject)

RailUser       *rail_user_new              (const char  *name,
                                            RailRole     role,
                                            GBytes      *salt,
                                            guint        iterations,
                                            GBytes      *wrapped_project_key,
                                            GBytes      *wrapped_vault_key);
const char     *rail_user_get_name         (RailUser    *self);
RailRole        rail_user_get_role         (RailUser    *self);
GBytes         *rail_user_get_salt         (RailUser    *self);
guint           rail_user_get_iterations   (RailUser    *self);
GBytes         *rail_user_get_wrapped_project_key (RailUser *self);
GBytes         *rail_user_get_wrapped_vault_key   (RailUser *self);
gboolean        rail_user_has_same_keys           (RailUser *self,
                                                   RailUser *other);
GBytes         *rail_user_get_wrapped_login_key   (RailUser *self);
gint64          rail_user_get_password_date       (RailUser *self);
gboolean        rail_user_needs_new_password      (RailUser *self);

/* For whoever makes a user, until somebody else has it. */
void            rail_user_set_wrapped_login_key   (RailUser *self,
                                                   GBytes   *wrapped_login_key);
void            rail_user_set_password_state      (RailUser *self,
                                                   gint64    date,
                                                   gboolean  needs_new);

#define RAIL_PROTECTION_MAX_USERS 100

#define RAIL_TYPE_PROTECTION (rail_protection_get_type ())
G_DECLARE_FINAL_TYPE (RailProtection, rail_protection, RAIL, PROTECTION, GObject)

RailProtection *rail_protection_new          (RailEnvironment  *environment,
                                              const char       *user_name,
                                              RailSecret       *password,
                                              GError          **error);
RailProtection *rail_protection_new_locked   (GListModel       *users);
RailProtection *rail_protection_new_for_users (GPtrArray       *users);
RailProtection *rail_protection_copy         (RailProtection   *self);
GListModel     *rail_protection_get_users    (RailProtection   *self);
void            rail_protection_set_users    (RailProtection   *self,
                                              RailEnvironment  *environment,
                                              GPtrArray        *users);
gboolean        rail_protection_is_bound     (RailProtection   *self);
RailUser       *rail_protection_find_user    (RailProtection   *self,
                                              const char       *name);
gboolean        rail_protection_unlock       (RailProtection   *self,
                                              const char       *user_name,
                                              RailSecret       *password,
                                              GError          **error);
gboolean        rail_protection_unlock_again (RailProtection   *self,
                                              RailProtection   *known,
                                              GError          **error);
RailUser       *rail_protection_get_user     (RailProtection   *self);
RailSecret     *rail_protection_get_project_key (RailProtection *self);
RailSecret     *rail_protection_get_vault_key   (RailProtection *self);

G_END_DECLS
