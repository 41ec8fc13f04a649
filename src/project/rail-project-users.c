/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-users.h"

#include "rail-project-error.h"
#include "rail-project-private.h"
#include "rail-protection-private.h"
#include "rail-unsealed-private.h"

#include <glib/gi18n-lib.h>

/* A change of the user table. It belongs to a worker until it is done. */
typedef struct
{
  RailAction       action;
  RailEnvironment *environment;
  RailProtection  *protection;     /* a copy */
  guint            serial;         /* of the original when it was copied */
  gboolean         is_undecided;   /* the project waits for a decision about its user table, too */

  char            *name;
  char            *new_name;
  gboolean         is_role;        /* of RAIL_ACTION_CHANGE_USER: not the name, but the role is to change */
  RailRole         role;
  RailSecret      *password;
  RailSecret      *old_password;
  GHashTable      *start_passwords;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_object (&self->environment);
  g_clear_object (&self->protection);
  g_free (self->name);
  g_free (self->new_name);
  g_clear_pointer (&self->password, rail_secret_unref);
  g_clear_pointer (&self->old_password, rail_secret_unref);
  g_clear_pointer (&self->start_passwords, g_hash_table_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static Work *
work_new (RailProject *project,
          RailAction   action,
          const char  *name)
{
  RailProtection *protection = rail_project_get_protection (project);
  Work *self = g_new0 (Work, 1);

  self->action = action;
  self->environment = g_object_ref (rail_project_get_environment (project));
  self->name = g_strdup (name);
  self->is_undecided = rail_project_is_undecided (project);
  if (protection != NULL)
    {
      self->protection = rail_protection_copy (protection);
      self->serial = protection->serial;
    }
  return self;
}

static void
work_take_start_passwords (Work       *self,
                           GHashTable *start_passwords)
{
  GHashTableIter iter;
  gpointer name, password;

  self->start_passwords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) rail_secret_unref);
  if (start_passwords == NULL)
    return;
  g_hash_table_iter_init (&iter, start_passwords);
  while (g_hash_table_iter_next (&iter, &name, &password))
    g_hash_table_insert (self->start_passwords, g_strdup (name), rail_secret_ref (password));
}

static gboolean
work_run (Work    *self,
          GError **error)
{
  if (self->protection == NULL)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED,
                           _("A project without protection has no users; protect it first."));
      return FALSE;
    }
  /* To discard puts back the user table of before, which new keys would make worthless. */
  if (self->is_undecided)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED,
                           _("The project has changes that no administrator has sealed; keep or discard them first."));
      return FALSE;
    }
  switch (self->action)
    {
    case RAIL_ACTION_ADD_USER:
      return rail_protection_add_user (self->protection, self->environment, self->name, self->role, self->password,
                                       error);
    case RAIL_ACTION_REMOVE_USER:
      return rail_protection_remove_user (self->protection, self->environment, self->name, self->start_passwords, error);
    case RAIL_ACTION_CHANGE_PASSWORD:
      return rail_protection_set_password (self->protection, self->environment, self->name, self->old_password,
                                           self->password, error);
    case RAIL_ACTION_CHANGE_USER:
    default:
      return self->is_role ? rail_protection_set_role (self->protection, self->environment, self->name, self->role,
                                                       self->start_passwords, error)
                           : rail_protection_rename_user (self->protection, self->name, self->new_name, error);
    }
}

static void
run_in_thread_cb (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;

  if (work_run (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
thread_done_cb (GObject      *source_object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (result), g_object_unref);
}

static gboolean
work_apply (Work         *self,
            RailProject  *project,
            GError      **error)
{
  RailProtection *protection = rail_project_get_protection (project);
  g_autofree char *detail = NULL;

  if (protection->serial != self->serial)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The users were changed meanwhile; try again."));
      return FALSE;
    }
  if (self->is_role)
    detail = g_strdup_printf ("%s: %s", self->name, rail_role_get_nick (self->role));
  else if (self->new_name != NULL)
    detail = g_strdup_printf ("%s → %s", self->name, self->new_name);
  else
    detail = g_strdup (self->name);
  rail_protection_take (protection, self->protection);
  rail_project_note (project, self->action, RAIL_JOURNAL_DONE, NULL, 0, detail);
  rail_project_touch (project);
  return TRUE;
}

static gboolean
do_now (RailProject  *self,
        Work         *work_to_take,
        GError      **error)
{
  g_autoptr(Work) work = work_to_take;

  return work_run (work, error) && work_apply (work, self, error);
}

static void
do_later (RailProject         *self,
          Work                *work_to_take,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GTask) work = NULL;

  g_task_set_source_tag (task, rail_project_change_users_finish);
  /* A task of its own, so that a worker that is still busy after a cancel holds no reference to the project. */
  work = g_task_new (NULL, cancellable, thread_done_cb, g_object_ref (task));
  g_task_set_task_data (work, work_to_take, work_free);
  g_task_set_return_on_cancel (work, TRUE);
  g_task_run_in_thread (work, run_in_thread_cb);
}

static Work *
new_add (RailProject *self,
         const char  *name,
         RailRole     role,
         RailSecret  *password)
{
  Work *work = work_new (self, RAIL_ACTION_ADD_USER, name);

  work->role = role;
  work->password = rail_secret_ref (password);
  return work;
}

static Work *
new_remove (RailProject *self,
            const char  *name,
            GHashTable  *start_passwords)
{
  Work *work = work_new (self, RAIL_ACTION_REMOVE_USER, name);

  work_take_start_passwords (work, start_passwords);
  return work;
}

static Work *
new_set_role (RailProject *self,
              const char  *name,
              RailRole     role,
              GHashTable  *start_passwords)
{
  Work *work = work_new (self, RAIL_ACTION_CHANGE_USER, name);

  work->is_role = TRUE;
  work->role = role;
  work_take_start_passwords (work, start_passwords);
  return work;
}

static Work *
new_change_password (RailProject *self,
                     const char  *name,
                     RailSecret  *old_password,
                     RailSecret  *password)
{
  Work *work = work_new (self, RAIL_ACTION_CHANGE_PASSWORD, name);

  work->old_password = old_password != NULL ? rail_secret_ref (old_password) : NULL;
  work->password = rail_secret_ref (password);
  return work;
}

/**
 * rail_project_list_users_without_login_key:
 * @self: a project
 *
 * Users who set their password without an administrator. Nobody can give new keys to them, which a removal makes,
 * unless it gives them a new password, too.
 *
 * Returns: (transfer full) (array zero-terminated=1): their names
 */
char **
rail_project_list_users_without_login_key (RailProject *self)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  RailProtection *protection;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  protection = rail_project_get_protection (self);
  for (guint i = 0; protection != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (protection->users)); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (G_LIST_MODEL (protection->users), i);
      g_autoptr(RailSecret) login_key = rail_protection_open_login_key (protection, user);

      if (login_key == NULL)
        g_strv_builder_add (names, rail_user_get_name (user));
    }
  return g_strv_builder_end (names);
}

/**
 * rail_project_add_user:
 * @self: a protected project
 * @name: a name that nobody has: 1 to 64 characters, none of them a control character, and no space at its ends
 * @role: what the user may do
 * @password: the password, which must not be empty
 * @error: return location for an error
 *
 * Blocks for about a second; windows use rail_project_add_user_async(). Cannot be undone.
 *
 * Returns: whether the user is there; otherwise RAIL_PROJECT_ERROR_UNPROTECTED, INVALID, EXISTS, or LOCKED if a standard user
 *   asks
 */
gboolean
rail_project_add_user (RailProject  *self,
                       const char   *name,
                       RailRole      role,
                       RailSecret   *password,
                       GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (password != NULL, FALSE);

  return do_now (self, new_add (self, name, role, password), error);
}

/**
 * rail_project_add_user_async:
 * @self: a project
 * @name: a name that nobody has
 * @role: what the user may do
 * @password: the password
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing changes
 * @callback: called on the main thread, calls rail_project_change_users_finish()
 * @user_data: for @callback
 *
 * As rail_project_add_user(), in a worker.
 */
void
rail_project_add_user_async (RailProject         *self,
                             const char          *name,
                             RailRole             role,
                             RailSecret          *password,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (password != NULL);

  do_later (self, new_add (self, name, role, password), cancellable, callback, user_data);
}

/**
 * rail_project_remove_user:
 * @self: a protected project
 * @name: the user who goes
 * @start_passwords: (nullable) (element-type utf8 RailSecret): new passwords for users that stay, by their names; those of
 *   rail_project_list_users_without_login_key() need one, for the others it replaces the present password
 * @error: return location for an error
 *
 * Removes a user and makes new project and vault keys, so that what the user may have kept opens nothing that is saved from
 * now on. The others log in as before. When an administrator goes, their passwords are to be changed, because an
 * administrator could have kept what they are derived to. Cannot be undone.
 *
 * Returns: whether the user is gone; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, IN_USE for the last administrator and
 *   oneself, LOCKED if a standard user asks, NO_KEY if somebody needs a start password, INVALID if one is empty
 */
gboolean
rail_project_remove_user (RailProject  *self,
                          const char   *name,
                          GHashTable   *start_passwords,
                          GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return do_now (self, new_remove (self, name, start_passwords), error);
}

/**
 * rail_project_remove_user_async:
 * @self: a project
 * @name: the user who goes
 * @start_passwords: (nullable) (element-type utf8 RailSecret): new passwords for users that stay
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing changes
 * @callback: called on the main thread, calls rail_project_change_users_finish()
 * @user_data: for @callback
 *
 * As rail_project_remove_user(), in a worker.
 */
void
rail_project_remove_user_async (RailProject         *self,
                                const char          *name,
                                GHashTable          *start_passwords,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (name != NULL);

  do_later (self, new_remove (self, name, start_passwords), cancellable, callback, user_data);
}

/**
 * rail_project_set_role:
 * @self: a protected project
 * @name: a user
 * @role: what the user may do from now on
 * @start_passwords: (nullable) (element-type utf8 RailSecret): as for rail_project_remove_user()
 * @error: return location for an error
 *
 * To make an administrator a standard user makes new keys, as a removal does. Cannot be undone.
 *
 * Returns: as rail_project_remove_user()
 */
gboolean
rail_project_set_role (RailProject  *self,
                       const char   *name,
                       RailRole      role,
                       GHashTable   *start_passwords,
                       GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return do_now (self, new_set_role (self, name, role, start_passwords), error);
}

/**
 * rail_project_set_role_async:
 * @self: a project
 * @name: a user
 * @role: what the user may do from now on
 * @start_passwords: (nullable) (element-type utf8 RailSecret): new passwords
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing changes
 * @callback: called on the main thread, calls rail_project_change_users_finish()
 * @user_data: for @callback
 *
 * As rail_project_set_role(), in a worker.
 */
void
rail_project_set_role_async (RailProject         *self,
                             const char          *name,
                             RailRole             role,
                             GHashTable          *start_passwords,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (name != NULL);

  do_later (self, new_set_role (self, name, role, start_passwords), cancellable, callback, user_data);
}

/**
 * rail_project_change_password:
 * @self: a protected project
 * @name: a user
 * @old_password: (nullable): the present password, which one's own change needs
 * @password: the new password, which must not be empty
 * @error: return location for an error
 *
 * Everybody may change their own password, administrators also those of others. Cannot be undone.
 *
 * Returns: whether it is changed; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, INVALID, LOCKED if a standard user asks for
 *   another, or WRONG_PASSWORD for the old one
 */
gboolean
rail_project_change_password (RailProject  *self,
                              const char   *name,
                              RailSecret   *old_password,
                              RailSecret   *password,
                              GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (password != NULL, FALSE);

  return do_now (self, new_change_password (self, name, old_password, password), error);
}

/**
 * rail_project_change_password_async:
 * @self: a project
 * @name: a user
 * @old_password: (nullable): the present password, which one's own change needs
 * @password: the new password
 * @cancellable: (nullable): a cancellable; @callback is then called at once, and nothing changes
 * @callback: called on the main thread, calls rail_project_change_users_finish()
 * @user_data: for @callback
 *
 * As rail_project_change_password(), in a worker.
 */
void
rail_project_change_password_async (RailProject         *self,
                                    const char          *name,
                                    RailSecret          *old_password,
                                    RailSecret          *password,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (password != NULL);

  do_later (self, new_change_password (self, name, old_password, password), cancellable, callback, user_data);
}

/**
 * rail_project_change_users_finish:
 * @self: the project
 * @result: what the callback got
 * @error: return location for an error
 *
 * Puts the changed table of users, and new keys, into the project.
 *
 * Returns: as the function without “async”; also RAIL_PROJECT_ERROR_INVALID if the users were changed meanwhile
 */
gboolean
rail_project_change_users_finish (RailProject   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_autoptr(GTask) work = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  work = g_task_propagate_pointer (G_TASK (result), error);
  return work != NULL && work_apply (g_task_get_task_data (work), self, error);
}

/**
 * rail_project_rename_user:
 * @self: a protected project
 * @name: a user
 * @new_name: a name that nobody has
 * @error: return location for an error
 *
 * The password stays. Cannot be undone, but renamed again.
 *
 * Returns: whether the user has the name; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, INVALID, EXISTS or LOCKED
 */
gboolean
rail_project_rename_user (RailProject  *self,
                          const char   *name,
                          const char   *new_name,
                          GError      **error)
{
  Work *work;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (new_name != NULL, FALSE);

  work = work_new (self, RAIL_ACTION_CHANGE_USER, name);
  work->new_name = g_strdup (new_name);
  return do_now (self, work, error);
}
