/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-operations.h"

/*
 * Auxiliary methods
 */

/* The certificates that are made for a device. */
static GPtrArray *
find_certificates (RailCli    *self,
                   RailDevice *device)
{
  GListModel *entries = rail_project_get_entries (self->project);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) == 0)
        g_ptr_array_add (found, g_steal_pointer (&entry));
    }
  return g_steal_pointer (&found);
}

static void
add_device (JsonBuilder *builder,
            RailCli     *self,
            RailDevice  *device)
{
  const char * const *addresses = rail_device_get_addresses (device);
  g_autoptr(GPtrArray) certificates = find_certificates (self, device);

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "name", rail_device_get_name (device));
  rail_cli_add_text (builder, "family", rail_family_get_nick (rail_device_get_family (device)));
  rail_cli_add_text (builder, "firmware", rail_device_get_firmware (device));
  json_builder_set_member_name (builder, "addresses");
  json_builder_begin_array (builder);
  for (gsize i = 0; addresses != NULL && addresses[i] != NULL; i++)
    json_builder_add_string_value (builder, addresses[i]);
  json_builder_end_array (builder);
  rail_cli_add_text (builder, "comment", rail_device_get_comment (device));
  json_builder_set_member_name (builder, "certificate_ids");
  json_builder_begin_array (builder);
  for (guint i = 0; i < certificates->len; i++)
    json_builder_add_int_value (builder, rail_entry_get_id (g_ptr_array_index (certificates, i)));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_device_json (RailCli    *self,
                   RailDevice *device)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  add_device (builder, self, device);
  rail_cli_print_json (builder);
}

static char *
join_addresses (RailDevice *device)
{
  const char * const *addresses = rail_device_get_addresses (device);

  return addresses != NULL ? g_strjoinv (", ", (char **) addresses) : g_strdup ("");
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static GStrv
make_row (RailDevice *device)
{
  g_autoptr(GStrvBuilder) row = g_strv_builder_new ();
  g_autofree char *addresses = join_addresses (device);

  g_strv_builder_add_many (row, rail_device_get_name (device), rail_family_get_label (rail_device_get_family (device)),
                           or_empty (rail_device_get_firmware (device)), addresses, NULL);
  return g_strv_builder_end (row);
}

static RailDevice *
find_device (RailCli     *self,
             const char  *name,
             GError     **error)
{
  RailDevice *device = g_utf8_validate (name, -1, NULL) ? rail_project_get_device (self->project, name) : NULL;

  if (device == NULL)
    {
      g_autofree char *display = g_filename_display_name (name);

      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                   _("There is no device “%s” in this project; “device list” shows those that there are."), display);
    }
  return device;
}

static RailDevice *
make_device (const char  *name,
             const char  *family_nick,
             const char  *firmware,
             char       **addresses,
             GError     **error)
{
  g_autoptr(RailDevice) device = NULL;
  RailFamily family = RAIL_FAMILY_OTHER;

  if (family_nick != NULL && !rail_family_parse (family_nick, &family))
    {
      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE,
                   _("“%s” is no family; there are s7-1500, s7-1200, cp, hmi, pc and other."), family_nick);
      return NULL;
    }
  if (!g_utf8_validate (name, -1, NULL))
    {
      g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE, _("The name of the device is not in UTF-8."));
      return NULL;
    }
  device = rail_device_new (name, family);
  if (firmware != NULL)
    rail_device_set_firmware (device, firmware);
  if (addresses != NULL)
    rail_device_set_addresses (device, (const char * const *) addresses);
  return g_steal_pointer (&device);
}

/*
 * Commands
 */

/* Adds a device. */
gboolean
rail_command_device_add (RailCli  *self,
                         char    **arguments,
                         GError  **error)
{
  g_autofree char *family = NULL;
  g_autofree char *firmware = NULL;
  g_auto(GStrv) addresses = NULL;
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailDevice) device = NULL;
  const GOptionEntry entries[] = {
    { "family", 0, 0, G_OPTION_ARG_STRING, &family, N_("s7-1500, s7-1200, cp, hmi, pc or other"), N_("FAMILY") },
    { "firmware", 0, 0, G_OPTION_ARG_STRING, &firmware, N_("Version of its firmware, such as 3.1"), N_("VERSION") },
    { "address", 0, 0, G_OPTION_ARG_STRING_ARRAY, &addresses,
      N_("IP address or DNS name; as often as needed"), N_("ADDRESS") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 2, 2, error);
  if (rest == NULL)
    return FALSE;
  device = make_device (rest[1], family, firmware, addresses, error);
  if (device == NULL || !rail_cli_open (self, rest[0], error) ||
      !rail_project_add_device (self->project, device, error) || !rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    print_device_json (self, device);
  return TRUE;
}

/* Lists the devices. */
gboolean
rail_command_device_list (RailCli  *self,
                          char    **arguments,
                          GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 1, 1, error);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *titles[] = { _("Name"), _("Family"), _("Firmware"), _("Addresses"), NULL };
  GListModel *devices;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  devices = rail_project_get_devices (self->project);
  g_ptr_array_add (rows, g_strdupv ((char **) titles));
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      add_device (builder, self, device);
      g_ptr_array_add (rows, make_row (device));
    }
  json_builder_end_array (builder);
  if (self->json)
    rail_cli_print_json (builder);
  else if (rows->len > 1)
    rail_cli_print_table (rows);
  return TRUE;
}

/* Shows a device and its certificates. */
gboolean
rail_command_device_show (RailCli  *self,
                          char    **arguments,
                          GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 2, 2, error);
  g_autofree char *addresses = NULL;
  g_autoptr(GPtrArray) certificates = NULL;
  RailDevice *device;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  device = find_device (self, rest[1], error);
  if (device == NULL)
    return FALSE;
  if (self->json)
    {
      print_device_json (self, device);
      return TRUE;
    }

  addresses = join_addresses (device);
  rail_cli_print (_("Name:          %s\n"), rail_device_get_name (device));
  rail_cli_print (_("Family:        %s\n"), rail_family_get_label (rail_device_get_family (device)));
  rail_cli_print (_("Firmware:      %s\n"), or_empty (rail_device_get_firmware (device)));
  rail_cli_print (_("Addresses:     %s\n"), addresses);
  rail_cli_print (_("Comment:       %s\n"), or_empty (rail_device_get_comment (device)));
  certificates = find_certificates (self, device);
  for (guint i = 0; i < certificates->len; i++)
    {
      RailEntry *entry = g_ptr_array_index (certificates, i);

      rail_cli_print (_("Certificate:   %u  %s\n"), rail_entry_get_id (entry),
                      rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
    }
  return TRUE;
}

/* Removes a device. */
gboolean
rail_command_device_remove (RailCli  *self,
                            char    **arguments,
                            GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 2, 2, error);
  g_autoptr(RailDevice) device = NULL;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  g_set_object (&device, find_device (self, rest[1], error));
  if (device == NULL || !rail_project_delete_device (self->project, device, error) || !rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    print_device_json (self, device);
  return TRUE;
}
