/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-load.h"

/*
 * Auxiliary methods
 */

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

/*
 * Commands
 */

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

      rail_cli_add_device (builder, self, device);
      g_ptr_array_add (rows, make_row (device));
    }
  json_builder_end_array (builder);
  if (self->json)
    rail_cli_print_json (builder);
  else if (rows->len > 1)
    rail_cli_print_table (rows);
  return TRUE;
}

static const char *
on_or_off (gboolean on)
{
  return on ? C_("setting", "on") : C_("setting", "off");
}

static void
show_services (RailCli    *self,
               RailDevice *device)
{
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    {
      RailEntry *entry = rail_project_get_entry (self->project, rail_device_get_service_certificate (device, i));

      if (!rail_device_is_service_on (device, i) && entry == NULL)
        continue;
      /* Translators: a service, “on” or “off” */
      rail_cli_print (_("Service:       %s: %s\n"), rail_service_get_label (i),
                      on_or_off (rail_device_is_service_on (device, i)));
      if (entry != NULL)
        rail_cli_print (_("               with ID %u\n"), rail_entry_get_id (entry));
    }
}

static void
show_certificates (const char *format,
                   GPtrArray  *entries)
{
  for (guint i = 0; i < entries->len; i++)
    rail_cli_print ("%s%u  %s\n", format, rail_entry_get_id (entries->pdata[i]),
                    rail_certificate_get_common_name (rail_entry_get_certificate (entries->pdata[i])));
}

static void
show_budget (RailCli    *self,
             RailDevice *device)
{
  RailBudget budget;

  rail_budget_count (&budget, self->project, device);
  rail_cli_print (_("Certificates:  %u of %u, keys: %u of %u, trust list: %u of %u\n"), budget.n_certificates,
                  RAIL_MAX_CERTIFICATES, budget.n_keys, RAIL_MAX_CERTIFICATES, budget.n_trust_list, RAIL_MAX_TRUST_LIST);
}

/* Shows a device, its services, and the certificates in its tables. */
gboolean
rail_command_device_show (RailCli  *self,
                          char    **arguments,
                          GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, NULL, arguments, 2, 2, error);
  g_autofree char *addresses = NULL;
  g_autoptr(GPtrArray) own = NULL;
  g_autoptr(GPtrArray) partners = NULL;
  RailDevice *device;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  device = rail_cli_find_device (self, rest[1], error);
  if (device == NULL)
    return FALSE;
  if (self->json)
    {
      rail_cli_print_device (self, device);
      return TRUE;
    }

  addresses = join_addresses (device);
  rail_cli_print (_("Name:          %s\n"), rail_device_get_name (device));
  rail_cli_print (_("Family:        %s\n"), rail_family_get_label (rail_device_get_family (device)));
  rail_cli_print (_("Firmware:      %s\n"), or_empty (rail_device_get_firmware (device)));
  rail_cli_print (_("Addresses:     %s\n"), addresses);
  rail_cli_print (_("Comment:       %s\n"), or_empty (rail_device_get_comment (device)));
  rail_cli_print (_("Global security settings: %s\n"), on_or_off (rail_device_uses_global_security (device)));
  show_services (self, device);
  own = rail_project_list_own (self->project, device);
  show_certificates (_("Certificate:   "), own);
  partners = rail_project_list_partners (self->project, device);
  show_certificates (_("Partner:       "), partners);
  show_budget (self, device);
  return TRUE;
}

/* Removes a device. Local certificates go with it, and a script that deletes keys has to say so. */
gboolean
rail_command_device_remove (RailCli  *self,
                            char    **arguments,
                            GError  **error)
{
  gboolean delete_certificate = FALSE;
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailDevice) device = NULL;
  g_autoptr(GPtrArray) own = NULL;
  const GOptionEntry options[] = {
    { "delete-certificate", 0, 0, G_OPTION_ARG_NONE, &delete_certificate,
      N_("Delete its local certificates with their keys, if it has any"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, options, NULL, arguments, 2, 2, error);
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  g_set_object (&device, rail_cli_find_device (self, rest[1], error));
  if (device == NULL)
    return FALSE;
  own = rail_project_list_own (self->project, device);
  if (own->len > 0 && !rail_device_uses_global_security (device) && !delete_certificate)
    {
      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                   g_dngettext (GETTEXT_PACKAGE,
                                "“%s” has %u local certificate, which would go with its key. Say so with "
                                "--delete-certificate.",
                                "“%s” has %u local certificates, which would go with their keys. Say so with "
                                "--delete-certificate.", own->len), rail_device_get_name (device), own->len);
      return FALSE;
    }
  if (!rail_project_delete_device (self->project, device, error) || !rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    rail_cli_print_device (self, device);
  return TRUE;
}
