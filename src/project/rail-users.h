/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* What can be done with the users of a protected project. None of it can be undone; each is noted in the journal. The list
 * of rail_protection_get_users() follows. Start passwords are a table of user names and #RailSecret. */

char     **rail_project_list_users_without_login_key (RailProject *self);

gboolean   rail_project_add_user               (RailProject          *self,
                                                const char           *name,
                                                RailRole              role,
                                                RailSecret           *password,
                                                GError              **error);
void       rail_project_add_user_async         (RailProject          *self,
                                                const char           *name,
                                                RailRole              role,
                                                RailSecret           *password,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean   rail_project_remove_user            (RailProject          *self,
                                                const char           *name,
                                                GHashTable           *start_passwords,
                                                GError              **error);
void       rail_project_remove_user_async      (RailProject          *self,
                                                const char           *name,
                                                GHashTable           *start_passwords,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean   rail_project_set_role               (RailProject          *self,
                                                const char           *name,
                                                RailRole              role,
                                                GHashTable           *start_passwords,
                                                GError              **error);
void       rail_project_set_role_async         (RailProject          *self,
                                                const char           *name,
                                                RailRole              role,
                                                GHashTable           *start_passwords,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean   rail_project_change_password        (RailProject          *self,
                                                const char           *name,
                                                RailSecret           *old_password,
                                                RailSecret           *password,
                                                GError              **error);
void       rail_project_change_password_async  (RailProject          *self,
                                                const char           *name,
                                                RailSecret           *old_password,
                                                RailSecret           *password,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean   rail_project_change_users_finish    (RailProject          *self,
                                                GAsyncResult         *result,
                                                GError              **error);
gboolean   rail_project_rename_user            (RailProject          *self,
                                                const char           *name,
                                                const char           *new_name,
                                                GError              **error);

G_END_DECLS
