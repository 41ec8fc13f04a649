/* SPDX-License-Identifier: GPL-3.0-or-later */

/* new, protect, info */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "rail-cli.h"
#include "rail-operations.h"

#define EXTENSION ".certrail"
#define FIRST_USER "admin"

static char *
dup_name_of_file (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);

  if (g_str_has_suffix (name, EXTENSION) && g_utf8_strlen (name, -1) > (glong) sizeof EXTENSION - 1)
    name[strlen (name) - strlen (EXTENSION)] = '\0';
  return g_steal_pointer (&name);
}

/* What “new” and “protect” have done, for scripts; people see that nothing went wrong. */
static void
print_result (RailCli    *self,
              const char *path)
{
  g_autoptr(JsonBuilder) builder = NULL;
  RailProtection *protection = rail_project_get_protection (self->project);
  g_autofree char *name = NULL;
  RailUser *user;

  if (!self->json)
    return;

  name = g_filename_display_name (path);
  user = protection != NULL ? rail_protection_get_user (protection) : NULL;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "name", rail_project_get_name (self->project));
  rail_cli_add_text (builder, "file", name);
  json_builder_set_member_name (builder, "protected");
  json_builder_add_boolean_value (builder, protection != NULL);
  rail_cli_add_text (builder, "user", user != NULL ? rail_user_get_name (user) : NULL);
  json_builder_end_object (builder);
  rail_cli_print_json (builder);
}

/* Makes an empty, unprotected project. */
gboolean
rail_command_new (RailCli  *self,
                  char    **arguments,
                  GError  **error)
{
  g_autofree char *name = NULL;
  g_auto(GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "name", 'n', 0, G_OPTION_ARG_STRING, &name, N_("Name of the project; otherwise that of the file"), N_("NAME") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 1, 1, error);
  if (rest == NULL)
    return FALSE;
  self->file = g_file_new_for_path (rest[0]);
  if (!rail_cli_lock (self, rest[0], error))
    return FALSE;
  if (g_file_query_file_type (self->file, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL) != G_FILE_TYPE_UNKNOWN)
    {
      g_autofree char *path = g_filename_display_name (rest[0]);

      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                   _("“%s” exists already and is not overwritten; choose another name."), path);
      return FALSE;
    }
  if (name == NULL)
    name = dup_name_of_file (rest[0]);
  if (!rail_project_check_name (name, error))
    return FALSE;
  self->project = rail_project_new (self->environment, name);
  if (!rail_project_save (self->project, self->file, error))
    return FALSE;
  print_result (self, rest[0]);
  return TRUE;
}

static gboolean
check_protectable (RailCli     *self,
                   const char  *path,
                   GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(RailProjectFile) project_file = rail_project_file_open (file, NULL, error);

  if (project_file == NULL)
    return FALSE;
  if (rail_project_file_is_protected (project_file))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("“%s” is protected already."), name);
      return FALSE;
    }
  return TRUE;
}

/* Protects a project: the user, “admin” unless --user says otherwise, becomes its first administrator. */
gboolean
rail_command_protect (RailCli  *self,
                      char    **arguments,
                      GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 1, 1, error);
  g_autoptr(RailSecret) password = NULL;
  g_autofree char *question = NULL;
  const char *user = self->user != NULL ? self->user : FIRST_USER;

  if (rest == NULL || !rail_cli_lock (self, rest[0], error) || !check_protectable (self, rest[0], error) ||
      !rail_cli_open (self, rest[0], error))
    return FALSE;
  question = g_strdup_printf (_("New password of %s: "), user);
  password = rail_cli_get_password (self, question, TRUE, error);
  if (password == NULL)
    return FALSE;
  rail_cli_warn_of_weak_password (password, user);
  if (!rail_project_protect (self->project, user, password, error) || !rail_cli_save (self, error))
    return FALSE;
  print_result (self, rest[0]);
  return TRUE;
}

/* What “info” counts. */
typedef struct
{
  guint kinds[RAIL_ENTRY_TRUSTED + 1];
  guint statuses[RAIL_STATUS_REVOKED + 1];
} Counts;

static Counts
count (RailCli *self)
{
  GListModel *entries = rail_project_get_entries (self->project);
  gint64 now = rail_environment_get_now (self->environment);
  Counts counts = { 0 };

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      counts.kinds[rail_entry_get_kind (entry)]++;
      counts.statuses[rail_entry_get_status (entry, now, NULL)]++;
    }
  return counts;
}

static void
add_counts (JsonBuilder *builder,
            Counts       counts)
{
  json_builder_set_member_name (builder, "certificates");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (counts.kinds); i++)
    {
      json_builder_set_member_name (builder, rail_entry_kind_get_nick ((RailEntryKind) i));
      json_builder_add_int_value (builder, counts.kinds[i]);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "status");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (counts.statuses); i++)
    {
      json_builder_set_member_name (builder, rail_status_get_nick ((RailStatus) i));
      json_builder_add_int_value (builder, counts.statuses[i]);
    }
  json_builder_end_object (builder);
}

static void
print_info_json (RailCli    *self,
                 const char *path,
                 RailUser   *user)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "file", path);
  rail_cli_add_text (builder, "name", rail_project_get_name (self->project));
  json_builder_set_member_name (builder, "protected");
  json_builder_add_boolean_value (builder, rail_project_is_protected (self->project));
  rail_cli_add_text (builder, "user", user != NULL ? rail_user_get_name (user) : NULL);
  rail_cli_add_text (builder, "role", user != NULL ? rail_role_get_nick (rail_user_get_role (user)) : NULL);
  json_builder_set_member_name (builder, "next_id");
  json_builder_add_int_value (builder, rail_project_get_next_id (self->project));
  add_counts (builder, count (self));
  json_builder_set_member_name (builder, "devices");
  json_builder_add_int_value (builder, g_list_model_get_n_items (rail_project_get_devices (self->project)));
  json_builder_end_object (builder);
  rail_cli_print_json (builder);
}

static void
print_users (RailCli *self)
{
  RailProtection *protection = rail_project_get_protection (self->project);
  GListModel *users = protection != NULL ? rail_protection_get_users (protection) : NULL;

  for (guint i = 0; users != NULL && i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (users, i);

      rail_cli_print (_("User:          %s (%s)\n"), rail_user_get_name (user),
                      rail_role_get_nick (rail_user_get_role (user)));
    }
}

static void
print_info (RailCli    *self,
            const char *path,
            RailUser   *user)
{
  Counts counts = count (self);

  rail_cli_print (_("Project:       %s\n"), rail_project_get_name (self->project));
  rail_cli_print (_("File:          %s\n"), path);
  if (user != NULL)
    rail_cli_print (_("Protected:     yes, opened by %s (%s)\n"), rail_user_get_name (user),
                    rail_role_get_nick (rail_user_get_role (user)));
  else
    rail_cli_print (_("Protected:     no\n"));
  print_users (self);
  rail_cli_print (_("Certificates:  %u authorities, %u of devices, %u trusted\n"), counts.kinds[RAIL_ENTRY_CA],
                  counts.kinds[RAIL_ENTRY_DEVICE], counts.kinds[RAIL_ENTRY_TRUSTED]);
  rail_cli_print (_("Status:        %u valid, %u expiring, %u expired, %u not yet valid, %u revoked\n"),
                  counts.statuses[RAIL_STATUS_VALID], counts.statuses[RAIL_STATUS_EXPIRING],
                  counts.statuses[RAIL_STATUS_EXPIRED], counts.statuses[RAIL_STATUS_NOT_YET_VALID],
                  counts.statuses[RAIL_STATUS_REVOKED]);
  rail_cli_print (_("Devices:       %u\n"), g_list_model_get_n_items (rail_project_get_devices (self->project)));
  rail_cli_print (_("Next ID:       %u\n"), rail_project_get_next_id (self->project));
}

/* Tells what a project holds. */
gboolean
rail_command_info (RailCli  *self,
                   char    **arguments,
                   GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 1, 1, error);
  g_autofree char *path = NULL;
  RailProtection *protection;
  RailUser *user;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  path = g_filename_display_name (rest[0]);
  protection = rail_project_get_protection (self->project);
  user = protection != NULL ? rail_protection_get_user (protection) : NULL;
  if (self->json)
    print_info_json (self, path, user);
  else
    print_info (self, path, user);
  return TRUE;
}
