/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-load-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef void (*ListValues) (RailDevice *device, GStrvBuilder *values);
typedef const char * (*GetLabel) (const char *value);

static void
list_name (RailDevice   *device,
           GStrvBuilder *values)
{
  g_strv_builder_add (values, rail_device_get_name (device));
}

static void
list_family (RailDevice   *device,
             GStrvBuilder *values)
{
  g_strv_builder_add (values, rail_family_get_nick (rail_device_get_family (device)));
}

static const char *
get_family_label (const char *value)
{
  RailFamily family;

  return rail_family_parse (value, &family) ? rail_family_get_label (family) : value;
}

static void
list_firmware (RailDevice   *device,
               GStrvBuilder *values)
{
  if (*rail_device_get_firmware (device) != '\0')
    g_strv_builder_add (values, rail_device_get_firmware (device));
}

static void
list_addresses (RailDevice   *device,
                GStrvBuilder *values)
{
  g_strv_builder_addv (values, (const char **) rail_device_get_addresses (device));
}

static void
list_services (RailDevice   *device,
               GStrvBuilder *values)
{
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (rail_device_is_service_on (device, (RailService) i))
      g_strv_builder_add (values, rail_service_get ((RailService) i)->nick);
}

static const char *
get_service_label (const char *value)
{
  RailService service;

  return rail_service_parse (value, &service) ? rail_service_get_label (service) : value;
}

static void
list_policies (RailDevice   *device,
               GStrvBuilder *values)
{
  guint n_policies;
  const RailSecurityPolicyInfo *policies = rail_security_policy_get_all (&n_policies);

  for (guint i = 0; i < n_policies; i++)
    if (rail_device_get_policies (device) & policies[i].policy)
      g_strv_builder_add (values, policies[i].nick);
}

static const char *
get_policy_label (const char *value)
{
  guint n_policies;
  const RailSecurityPolicyInfo *policies = rail_security_policy_get_all (&n_policies);

  for (guint i = 0; i < n_policies; i++)
    if (g_str_equal (policies[i].nick, value))
      return policies[i].label;
  return value;
}

static void
list_modes (RailDevice   *device,
            GStrvBuilder *values)
{
  for (RailSecurityModes mode = RAIL_MODE_NONE; mode <= RAIL_MODE_SIGN_AND_ENCRYPT; mode <<= 1)
    if (rail_device_get_modes (device) & mode)
      g_strv_builder_add (values, rail_security_mode_get_nick (mode));
}

static const char *
get_mode_label (const char *value)
{
  RailSecurityModes mode;

  return rail_security_mode_parse (value, &mode) ? rail_security_mode_get_label (mode) : value;
}

static void
list_accepts (RailDevice   *device,
              GStrvBuilder *values)
{
  g_strv_builder_add (values, rail_device_accepts_clients (device) ? "on" : "off");
}

static void
list_global (RailDevice   *device,
             GStrvBuilder *values)
{
  g_strv_builder_add (values, rail_device_uses_global_security (device) ? "on" : "off");
}

static const char *
get_switch_label (const char *value)
{
  return g_str_equal (value, "on") ? C_("setting", "on") : C_("setting", "off");
}

/* What of a device belongs to its hardware configuration, in the order in which it is written. */
static const struct
{
  const char *key;
  const char *label;
  ListValues  list;
  GetLabel    get_label;   /* (nullable): a value is its own label */
} settings[] = {
  { "name", N_("Name"), list_name, NULL },
  { "family", N_("Family"), list_family, get_family_label },
  { "firmware", N_("Firmware"), list_firmware, NULL },
  { "addresses", N_("Addresses"), list_addresses, NULL },
  { "services", N_("Services"), list_services, get_service_label },
  { "policies", N_("Security policies"), list_policies, get_policy_label },
  { "modes", N_("Security modes"), list_modes, get_mode_label },
  { "accept-clients", N_("Accept client certificates automatically"), list_accepts, get_switch_label },
  { "global-security", N_("Use global security settings"), list_global, get_switch_label },
};

/*< private >
 * rail_load_write_settings:
 * @device: a device
 *
 * Writes the settings that are loaded into a device as one line, `name=PLC_1 family=s7-1500 firmware=3.1`
 * and so on: always all of them, in the same order, so that equal lines mean equal settings.
 *
 * Returns: (transfer full): the line
 */
char *
rail_load_write_settings (RailDevice *device)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
      g_auto(GStrv) values = NULL;

      settings[i].list (device, builder);
      values = g_strv_builder_end (builder);
      g_string_append_printf (line, "%s%s=", i > 0 ? " " : "", settings[i].key);
      for (guint j = 0; values[j] != NULL; j++)
        {
          g_autofree char *escaped = g_uri_escape_string (values[j], ":", TRUE);

          g_string_append_printf (line, "%s%s", j > 0 ? "," : "", escaped);
        }
    }
  return g_string_free (line, FALSE);
}

/* Returns: (transfer full): key → value as it was written */
static GHashTable *
parse_settings (const char *line)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *value = strchr (words[i], '=');

      if (value != NULL)
        g_hash_table_insert (values, g_strndup (words[i], value - words[i]), g_strdup (value + 1));
    }
  return values;
}

/* Returns: (transfer full): the value that was written; one that no device can have stays as it stands in the file */
static char *
unescape (const char *text)
{
  g_autofree char *value = g_uri_unescape_string (text, NULL);
  gboolean is_text = value != NULL && g_utf8_validate (value, -1, NULL);

  for (const char *p = value; is_text && *p != '\0'; p = g_utf8_next_char (p))
    is_text = !g_unichar_iscntrl (g_utf8_get_char (p));
  return is_text ? g_steal_pointer (&value) : g_strdup (text);
}

static char *
describe_value (const char *value,
                GetLabel    get_label)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(GStrv) items = g_strsplit (value != NULL ? value : "", ",", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_autofree char *word = unescape (items[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", get_label != NULL ? get_label (word) : word);
    }
  return g_strdup (text->len > 0 ? text->str : C_("setting", "none"));
}

/*< private >
 * rail_load_compare_settings:
 * @before: a line as rail_load_write_settings() writes it, perhaps by another version of the program
 * @after: another
 *
 * Returns: (transfer full) (element-type utf8): what differs, a translated sentence for each setting
 */
GPtrArray *
rail_load_compare_settings (const char *before,
                            const char *after)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) old_values = NULL;
  g_autoptr(GHashTable) new_values = NULL;

  if (g_str_equal (before, after))
    return lines;

  old_values = parse_settings (before);
  new_values = parse_settings (after);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const char *old_value = g_hash_table_lookup (old_values, settings[i].key);
      const char *new_value = g_hash_table_lookup (new_values, settings[i].key);
      g_autofree char *old_text = NULL;
      g_autofree char *new_text = NULL;

      if (g_strcmp0 (old_value, new_value) == 0)
        continue;
      old_text = describe_value (old_value, settings[i].get_label);
      new_text = describe_value (new_value, settings[i].get_label);
      /* Translators: a setting of a device, and its two values: “Firmware: 3.0 when the device was loaded, 3.1 now.” */
      g_ptr_array_add (lines, g_strdup_printf (_("%s: %s when the device was loaded, %s now."), _(settings[i].label),
                                               old_text, new_text));
    }
  if (lines->len == 0)
    g_ptr_array_add (lines, g_strdup (_("Settings are not what they were when the device was loaded.")));
  return lines;
}
