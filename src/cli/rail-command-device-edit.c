/* SPDX-License-Identifier: GPL-3.0-or-later */

/* device add, device set, device duplicate */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "rail-cli.h"
#include "rail-device-operations.h"

/* What the options of “device add” and “device set” say of a device. */
typedef struct
{
  char      *name;
  char      *family;
  char      *firmware;
  char     **addresses;
  char      *comment;
  char      *global_security;
  char     **services;
  char     **policies;
  char     **modes;
  char      *accept_clients;
  gboolean   delete_certificate;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->name);
  g_free (self->family);
  g_free (self->firmware);
  g_strfreev (self->addresses);
  g_free (self->comment);
  g_free (self->global_security);
  g_strfreev (self->services);
  g_strfreev (self->policies);
  g_strfreev (self->modes);
  g_free (self->accept_clients);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char *
describe_words (void)
{
  g_autoptr(GString) text = g_string_new (_("Services:"));
  guint n_policies;
  const RailSecurityPolicyInfo *policies = rail_security_policy_get_all (&n_policies);

  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    g_string_append_printf (text, "\n  %-16s%s", rail_service_get (i)->nick, rail_service_get_label (i));
  g_string_append (text, "\n\n");
  g_string_append (text, _("Security policies of the OPC UA server:"));
  for (guint i = 0; i < n_policies; i++)
    g_string_append_printf (text, "\n  %-24s%s", policies[i].nick, policies[i].label);
  g_string_append (text, "\n\n");
  g_string_append (text, _("Security modes: none, sign, sign-and-encrypt. Families: s7-1500, s7-1200, cp, hmi, pc, other."));
  return g_strdup (text->str);
}

static gboolean
parse_switch (const char  *option,
              const char  *word,
              gboolean    *out_on,
              GError     **error)
{
  *out_on = g_strcmp0 (word, "on") == 0;
  if (*out_on || g_strcmp0 (word, "off") == 0)
    return TRUE;
  return rail_cli_set_usage_error (error, _("%s is “on” or “off”, not “%s”."), option, word);
}

/* SERVICE=on or SERVICE=off */
static gboolean
parse_service (const char   *text,
               RailService  *out_service,
               gboolean     *out_on,
               GError      **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *nick = equals != NULL ? g_strndup (text, equals - text) : g_strdup (text);

  if (!rail_service_parse (nick, out_service))
    return rail_cli_set_usage_error (error, _("“%s” is no service; “device set --help” lists them."), nick);
  return parse_switch ("--service", equals != NULL ? equals + 1 : "on", out_on, error);
}

static gboolean
check_services (const Options  *options,
                GError        **error)
{
  RailService service;
  gboolean on;

  for (guint i = 0; options->services != NULL && options->services[i] != NULL; i++)
    if (!parse_service (options->services[i], &service, &on, error))
      return FALSE;
  return TRUE;
}

static gboolean
parse_family (const char  *nick,
              RailFamily  *family,
              GError     **error)
{
  if (nick == NULL || rail_family_parse (nick, family))
    return TRUE;
  return rail_cli_set_usage_error (error, _("“%s” is no family; there are s7-1500, s7-1200, cp, hmi, pc and other."), nick);
}

static void
apply_texts (RailDevice    *device,
             const Options *options)
{
  if (options->firmware != NULL)
    rail_device_set_firmware (device, options->firmware);
  if (options->addresses != NULL)
    rail_device_set_addresses (device, (const char * const *) options->addresses);
  if (options->comment != NULL)
    rail_device_set_comment (device, options->comment);
}

static gboolean
apply_services (RailCli        *self,
                const char     *name,
                const Options  *options,
                GError        **error)
{
  for (guint i = 0; options->services != NULL && options->services[i] != NULL; i++)
    {
      RailDevice *device = rail_project_get_device (self->project, name);
      RailService service;
      gboolean on;

      if (!parse_service (options->services[i], &service, &on, error))
        return FALSE;
      if (on ? rail_project_switch_on (self->project, device, service, error) == NULL
             : !rail_project_switch_off (self->project, device, service, options->delete_certificate, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_opcua (RailCli        *self,
             const char     *name,
             const Options  *options,
             GError        **error)
{
  RailDevice *device = rail_project_get_device (self->project, name);
  RailSecurityPolicies policies = options->policies != NULL ? 0 : rail_device_get_policies (device);
  RailSecurityModes modes = options->modes != NULL ? 0 : rail_device_get_modes (device);
  gboolean accepts = rail_device_accepts_clients (device);

  for (guint i = 0; options->policies != NULL && options->policies[i] != NULL; i++)
    {
      RailSecurityPolicies policy;

      if (!rail_security_policy_parse (options->policies[i], &policy))
        return rail_cli_set_usage_error (error, _("“%s” is no security policy; “device set --help” lists them."),
                                         options->policies[i]);
      policies |= policy;
    }
  for (guint i = 0; options->modes != NULL && options->modes[i] != NULL; i++)
    {
      RailSecurityModes mode;

      if (!rail_security_mode_parse (options->modes[i], &mode))
        return rail_cli_set_usage_error (error, _("“%s” is no security mode; there are none, sign and sign-and-encrypt."),
                                         options->modes[i]);
      modes |= mode;
    }
  if (options->accept_clients != NULL && !parse_switch ("--accept-clients", options->accept_clients, &accepts, error))
    return FALSE;
  return rail_project_configure_opcua (self->project, device, policies, modes, accepts, error);
}

static gboolean
finish (RailCli     *self,
        const char  *name,
        GError     **error)
{
  if (!rail_cli_save (self, error))
    return FALSE;
  if (self->json)
    rail_cli_print_device (self, rail_project_get_device (self->project, name));
  return TRUE;
}

static gboolean
add_table (RailCli     *self,
           const char  *project,
           const char  *path,
           GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  if (!g_file_get_contents (path, &text, NULL, error) || !rail_cli_open (self, project, error))
    return FALSE;
  devices = rail_device_parse_csv (self->project, text, error);
  if (devices == NULL)
    {
      g_autofree char *display = g_filename_display_basename (path);

      g_prefix_error (error, _("“%s”: "), display);
      return FALSE;
    }
  if (!rail_project_add_devices (self->project, devices, error) || !rail_cli_save (self, error))
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < devices->len; i++)
    rail_cli_add_device (builder, self, devices->pdata[i]);
  json_builder_end_array (builder);
  if (self->json)
    rail_cli_print_json (builder);
  return TRUE;
}

/* Adds a device, or those of a table. */
gboolean
rail_command_device_add (RailCli  *self,
                         char    **arguments,
                         GError  **error)
{
  g_auto(Options) options = { 0 };
  g_autofree char *table = NULL;
  g_autofree char *details = describe_words ();
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailDevice) device = NULL;
  RailFamily family = RAIL_FAMILY_OTHER;
  gboolean global = TRUE;
  const GOptionEntry entries[] = {
    { "family", 0, 0, G_OPTION_ARG_STRING, &options.family, N_("s7-1500, s7-1200, cp, hmi, pc or other"), N_("FAMILY") },
    { "firmware", 0, 0, G_OPTION_ARG_STRING, &options.firmware, N_("Version of its firmware, such as 3.1"), N_("VERSION") },
    { "address", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.addresses,
      N_("IP address or DNS name; as often as needed"), N_("ADDRESS") },
    { "comment", 0, 0, G_OPTION_ARG_STRING, &options.comment, N_("A comment"), N_("TEXT") },
    { "global-security", 0, 0, G_OPTION_ARG_STRING, &options.global_security,
      N_("Whether it uses the global security settings; on, where the project is protected"), N_("on|off") },
    { "service", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.services,
      N_("A service to switch on, with its certificate; as often as needed"), N_("SERVICE=on") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &table, N_("Add the devices of a table; see docs/csv.md"), N_("ROWS") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, details, arguments, 1, 2, error);
  if (rest == NULL)
    return FALSE;
  if ((table != NULL) == (rest[1] != NULL))
    return rail_cli_set_usage_error (error, "%s", _("Give either the name of a device or --csv with a table."));
  if (table != NULL)
    return add_table (self, rest[0], table, error);

  if (!parse_family (options.family, &family, error) || !check_services (&options, error) ||
      (options.global_security != NULL && !parse_switch ("--global-security", options.global_security, &global, error)))
    return FALSE;
  if (!g_utf8_validate (rest[1], -1, NULL))
    return rail_cli_set_usage_error (error, "%s", _("The name of the device is not in UTF-8."));
  device = rail_device_new (rest[1], family);
  apply_texts (device, &options);
  rail_device_set_global_security (device, global);
  return rail_cli_open (self, rest[0], error) && rail_project_add_device (self->project, device, error) &&
         apply_services (self, rest[1], &options, error) && finish (self, rest[1], error);
}

/* A script that deletes keys has to say so. */
static gboolean
apply_global_security (RailCli        *self,
                       const char     *name,
                       const Options  *options,
                       GError        **error)
{
  RailDevice *device = rail_project_get_device (self->project, name);
  g_autoptr(GPtrArray) own = NULL;
  g_autofree char *warning = NULL;
  gboolean global;

  if (options->global_security == NULL)
    return TRUE;
  if (!parse_switch ("--global-security", options->global_security, &global, error))
    return FALSE;
  own = rail_project_list_own (self->project, device);
  if (global && !rail_device_uses_global_security (device) && own->len > 0 && !options->delete_certificate)
    {
      warning = rail_project_describe_global_security (self->project, device);
      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("%s Say so with --delete-certificate."), warning);
      return FALSE;
    }
  return rail_project_set_global_security (self->project, device, global, error);
}

/* Changes a device. */
gboolean
rail_command_device_set (RailCli  *self,
                         char    **arguments,
                         GError  **error)
{
  g_auto(Options) options = { 0 };
  g_autofree char *details = describe_words ();
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailDevice) copy = NULL;
  RailDevice *device;
  const char *name;
  RailFamily family;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name, N_("Another name"), N_("NAME") },
    { "family", 0, 0, G_OPTION_ARG_STRING, &options.family, N_("s7-1500, s7-1200, cp, hmi, pc or other"), N_("FAMILY") },
    { "firmware", 0, 0, G_OPTION_ARG_STRING, &options.firmware, N_("Version of its firmware, such as 3.1"), N_("VERSION") },
    { "address", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.addresses,
      N_("IP address or DNS name, in place of all it has; as often as needed"), N_("ADDRESS") },
    { "comment", 0, 0, G_OPTION_ARG_STRING, &options.comment, N_("A comment"), N_("TEXT") },
    { "global-security", 0, 0, G_OPTION_ARG_STRING, &options.global_security,
      N_("Whether it uses the global security settings"), N_("on|off") },
    { "service", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.services,
      N_("Switch a service on, with its certificate, or off; as often as needed"), N_("SERVICE=on|off") },
    { "delete-certificate", 0, 0, G_OPTION_ARG_NONE, &options.delete_certificate,
      N_("Delete the certificates that are not needed any more, with their keys"), NULL },
    { "policy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.policies,
      N_("Security policy of the OPC UA server, in place of those it has; as often as needed"), N_("POLICY") },
    { "mode", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.modes,
      N_("Security mode of the OPC UA server, likewise"), N_("MODE") },
    { "accept-clients", 0, 0, G_OPTION_ARG_STRING, &options.accept_clients,
      N_("Whether the OPC UA server accepts every client"), N_("on|off") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, details, arguments, 2, 2, error);
  if (rest == NULL || !check_services (&options, error) || !rail_cli_open (self, rest[0], error))
    return FALSE;
  device = rail_cli_find_device (self, rest[1], error);
  if (device == NULL)
    return FALSE;
  family = rail_device_get_family (device);
  if (!parse_family (options.family, &family, error))
    return FALSE;
  name = options.name != NULL ? options.name : rest[1];
  copy = rail_device_copy_as (device, name, family);
  apply_texts (copy, &options);
  return rail_project_change_device (self->project, device, copy, error) &&
         apply_global_security (self, name, &options, error) &&
         apply_services (self, name, &options, error) &&
         apply_opcua (self, name, &options, error) &&
         finish (self, name, error);
}

/* Adds a device like another. */
gboolean
rail_command_device_duplicate (RailCli  *self,
                               char    **arguments,
                               GError  **error)
{
  g_auto(GStrv) rest = rail_cli_parse (self, NULL, _("The new device has no addresses and no certificates yet."), arguments,
                                       3, 3, error);
  RailDevice *device;

  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  device = rail_cli_find_device (self, rest[1], error);
  return device != NULL && rail_project_duplicate_device (self->project, device, rest[2], error) != NULL &&
         finish (self, rest[2], error);
}
