/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include "rail-cli.h"

#include "rail-users.h"

#include <glib/gi18n.h>
#include <string.h>

static RailSecret *
get_new_password (const char  *path,
                  const char  *user,
                  GError     **error)
{
  g_autofree char *question = g_strdup_printf (_("New password of %s: "), user);
  RailSecret *password = path != NULL ? rail_cli_read_password (path, error)
                                      : rail_cli_ask_password (question, TRUE, "--new-password-file FILE", error);

  if (password != NULL)
    rail_cli_warn_of_weak_password (password, user);
  return password;
}

static gboolean
parse_role (const char  *nick,
            RailRole    *out_role,
            GError     **error)
{
  if (nick == NULL || rail_role_parse (nick, out_role))
    return TRUE;
  return rail_cli_set_usage_error (error, _("“%s” is no role; there are administrator and standard."), nick);
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  return g_utf8_validate (name, -1, NULL) || rail_cli_set_usage_error (error, _("The user name is not in UTF-8."));
}

/* NAME=FILE, as often as somebody needs a start password. */
static GHashTable *
read_start_passwords (char   **pairs,
                      GError **error)
{
  g_autoptr(GHashTable) passwords =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) rail_secret_unref);

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');
      RailSecret *password;
      g_autofree char *name = NULL;

      if (equals == NULL)
        {
          rail_cli_set_usage_error (error, _("“%s” is not NAME=FILE."), pairs[i]);
          return NULL;
        }
      name = g_strndup (pairs[i], equals - pairs[i]);
      password = rail_cli_read_password (equals + 1, error);
      if (password == NULL)
        return NULL;
      rail_cli_warn_of_weak_password (password, name);
      g_hash_table_insert (passwords, g_steal_pointer (&name), password);
    }
  return g_steal_pointer (&passwords);
}

static char *
format_date (gint64 date)
{
  g_autoptr(GDateTime) time = date != 0 ? g_date_time_new_from_unix_utc (date) : NULL;

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}

static char **
make_row (RailUser *user)
{
  char **row = g_new0 (char *, 5);

  row[0] = g_strdup (rail_user_get_name (user));
  row[1] = g_strdup (rail_role_get_nick (rail_user_get_role (user)));
  row[2] = format_date (rail_user_get_password_date (user));
  row[3] = g_strdup (rail_user_needs_new_password (user) ? _("password to be changed") : "");
  return row;
}

static void
add_user (JsonBuilder *builder,
          RailUser    *user)
{
  g_autofree char *date = format_date (rail_user_get_password_date (user));

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "name", rail_user_get_name (user));
  rail_cli_add_text (builder, "role", rail_role_get_nick (rail_user_get_role (user)));
  rail_cli_add_text (builder, "password_date", *date != '\0' ? date : NULL);
  json_builder_set_member_name (builder, "needs_new_password");
  json_builder_add_boolean_value (builder, rail_user_needs_new_password (user));
  json_builder_end_object (builder);
}

/*
 * Commands
 */

/* Lists the users. */
gboolean
rail_command_user_list (RailCli  *self,
                        char    **arguments,
                        GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 1, 1, error);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *titles[] = { _("Name"), _("Role"), _("Password set"), "", NULL };
  RailProtection *protection;
  GListModel *users;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  protection = rail_project_get_protection (self->project);
  users = protection != NULL ? rail_protection_get_users (protection) : NULL;
  g_ptr_array_add (rows, g_strdupv ((char **) titles));
  json_builder_begin_array (builder);
  for (guint i = 0; users != NULL && i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (users, i);

      add_user (builder, user);
      g_ptr_array_add (rows, make_row (user));
    }
  json_builder_end_array (builder);
  if (self->json)
    rail_cli_print_json (builder);
  else if (rows->len > 1)
    rail_cli_print_table (rows);
  return TRUE;
}

/* Adds a user. */
gboolean
rail_command_user_add (RailCli  *self,
                       char    **arguments,
                       GError  **error)
{
  g_autofree char *role_nick = NULL;
  g_autofree char *path = NULL;
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailSecret) password = NULL;
  RailRole role = RAIL_ROLE_STANDARD;
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &role_nick, N_("administrator or standard, which cannot read private keys"),
      N_("ROLE") },
    { "new-password-file", 0, 0, G_OPTION_ARG_FILENAME, &path, N_("Read the new password from the first line of FILE"),
      N_("FILE") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 2, 2, error);
  if (rest == NULL || !parse_role (role_nick, &role, error) || !check_name (rest[1], error) ||
      !rail_cli_open (self, rest[0], error))
    return FALSE;
  password = get_new_password (path, rest[1], error);
  return password != NULL && rail_project_add_user (self->project, rest[1], role, password, error) &&
         rail_cli_save (self, error);
}

/* Removes a user and makes new keys. */
gboolean
rail_command_user_remove (RailCli  *self,
                          char    **arguments,
                          GError  **error)
{
  g_auto(GStrv) pairs = NULL;
  g_auto(GStrv) rest = NULL;
  g_autoptr(GHashTable) passwords = NULL;
  const GOptionEntry entries[] = {
    { "start-password", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &pairs,
      N_("A new password, from the first line of FILE, for a user that stays; as often as needed"), N_("NAME=FILE") },
    { "delete-versions", 0, 0, G_OPTION_ARG_NONE, &self->deletes_earlier,
      N_("Delete the earlier versions, which the user can still open"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 2, 2, error);
  if (rest == NULL || !check_name (rest[1], error) || !rail_cli_open (self, rest[0], error))
    return FALSE;
  passwords = read_start_passwords (pairs, error);
  return passwords != NULL && rail_project_remove_user (self->project, rest[1], passwords, error) &&
         rail_cli_save (self, error);
}

/* Gives a user another name. */
gboolean
rail_command_user_rename (RailCli  *self,
                          char    **arguments,
                          GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 3, 3, error);

  return rest != NULL && check_name (rest[1], error) && check_name (rest[2], error) &&
         rail_cli_open (self, rest[0], error) &&
         rail_project_rename_user (self->project, rest[1], rest[2], error) && rail_cli_save (self, error);
}

/* Gives a user another role. */
gboolean
rail_command_user_role (RailCli  *self,
                        char    **arguments,
                        GError  **error)
{
  g_autofree char *role_nick = NULL;
  g_auto(GStrv) pairs = NULL;
  g_auto(GStrv) rest = NULL;
  g_autoptr(GHashTable) passwords = NULL;
  RailRole role = RAIL_ROLE_STANDARD;
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &role_nick, N_("administrator or standard, which cannot read private keys"),
      N_("ROLE") },
    { "start-password", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &pairs,
      N_("A new password, from the first line of FILE, for a user; as often as needed"), N_("NAME=FILE") },
    { "delete-versions", 0, 0, G_OPTION_ARG_NONE, &self->deletes_earlier,
      N_("Delete the earlier versions, which the user can still open"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 2, 2, error);
  if (rest == NULL || !check_name (rest[1], error) || !parse_role (role_nick, &role, error))
    return FALSE;
  if (role_nick == NULL)
    return rail_cli_set_usage_error (error, _("Say which role with --role administrator or --role standard."));
  if (!rail_cli_open (self, rest[0], error))
    return FALSE;
  passwords = read_start_passwords (pairs, error);
  return passwords != NULL && rail_project_set_role (self->project, rest[1], role, passwords, error) &&
         rail_cli_save (self, error);
}

/* Changes a password: one's own, or somebody else's. */
gboolean
rail_command_user_password (RailCli  *self,
                            char    **arguments,
                            GError  **error)
{
  g_autofree char *path = NULL;
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailSecret) password = NULL;
  const GOptionEntry entries[] = {
    { "new-password-file", 0, 0, G_OPTION_ARG_FILENAME, &path, N_("Read the new password from the first line of FILE"),
      N_("FILE") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 2, 2, error);
  if (rest == NULL || !check_name (rest[1], error) || !rail_cli_open (self, rest[0], error))
    return FALSE;
  password = get_new_password (path, rest[1], error);
  /* The password that opened the file a moment ago is the old one, if the user changes their own. */
  return password != NULL &&
         rail_project_change_password (self->project, rest[1], self->login_password, password, error) &&
         rail_cli_save (self, error);
}
