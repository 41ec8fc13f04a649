/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-operations.h"

#include "rail-entry-private.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How many devices a cell of a table names before it only counts. */
#define MAX_NAMES 3

/* The field “Used as” of the dialog “Assign certificate with ID x to device” (chapter 2.3.3); it shows three of the
 * entries, and the others follow their pattern. */
static const char * const service_roles[RAIL_N_SERVICES] = {
  [RAIL_SERVICE_WEB_SERVER] = N_("Device certificate: Web server certificate"),
  [RAIL_SERVICE_OPCUA_SERVER] = N_("Device certificate: OPC UA server certificate"),
  [RAIL_SERVICE_OPCUA_CLIENT] = N_("Device certificate: OPC UA client certificate"),
  [RAIL_SERVICE_SECURE_OUC] = N_("Device certificate: Secure OUC certificate"),
  [RAIL_SERVICE_PG_HMI] = N_("Device certificate: PG/HMI certificate"),
  [RAIL_SERVICE_SYSLOG] = N_("Device certificate: Syslog client certificate"),
};

typedef struct
{
  char       *key;      /* by which PLC_2 comes before PLC_10 */
  RailDevice *device;
} SortedDevice;

static void
sorted_device_clear (gpointer data)
{
  g_free (((SortedDevice *) data)->key);
}

static int
compare_devices_cb (gconstpointer a,
                    gconstpointer b)
{
  const SortedDevice *device_a = a;
  const SortedDevice *device_b = b;
  int order = strcmp (device_a->key, device_b->key);

  return order != 0 ? order : strcmp (rail_device_get_name (device_a->device), rail_device_get_name (device_b->device));
}

/* Returns: (transfer full) (element-type SortedDevice): the devices that name the entry, by name */
static GArray *
sort_users (RailEntry *entry)
{
  GPtrArray *users = rail_entry_get_users (entry);
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (SortedDevice));

  g_array_set_clear_func (sorted, sorted_device_clear);
  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      RailDevice *device = users->pdata[i];
      SortedDevice item = { g_utf8_collate_key_for_filename (rail_device_get_name (device), -1), device };

      g_array_append_val (sorted, item);
    }
  g_array_sort (sorted, compare_devices_cb);
  return sorted;
}

static gboolean
serves (RailDevice *device,
        guint       id)
{
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (rail_device_get_service_certificate (device, (RailService) i) == id)
      return TRUE;
  return FALSE;
}

/* Returns: whether the device has the entry in its table, and no service says what for */
static gboolean
is_unspecified (RailEntry *entry)
{
  GPtrArray *users = rail_entry_get_users (entry);
  const char *name = rail_entry_get_device (entry);

  for (guint i = 0; name != NULL && users != NULL && i < users->len; i++)
    if (g_str_equal (rail_device_get_name (users->pdata[i]), name) &&
        serves (users->pdata[i], rail_entry_get_id (entry)))
      return FALSE;
  return name != NULL;
}

static void
add_use (GPtrArray   *uses,
         RailDevice  *device,
         RailUsedAs   role,
         RailService  service)
{
  RailUse *use = g_new0 (RailUse, 1);

  use->device = g_object_ref (device);
  use->role = role;
  use->service = role == RAIL_USED_AS_SERVICE ? service : 0;
  g_ptr_array_add (uses, use);
}

/**
 * rail_project_list_uses:
 * @self: a project
 * @entry: an entry of it
 *
 * Everything that devices use a certificate for: the services that present it, first, or that it is in the table
 * *Device certificates* without one, then the tables *Certificates of the partner devices* and the trusted clients, by
 * the name of the device. A service counts whether or not it is switched on, and a trusted client counts as both of
 * what it is. Takes time in proportion to the uses, not to the devices.
 *
 * Returns: (transfer full) (element-type RailUse): the uses
 */
GPtrArray *
rail_project_list_uses (RailProject *self,
                        RailEntry   *entry)
{
  GPtrArray *uses = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_use_free);
  g_autoptr(GArray) users = NULL;
  guint id;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), uses);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), uses);

  id = rail_entry_get_id (entry);
  users = sort_users (entry);
  for (guint i = 0; i < users->len; i++)
    for (guint j = 0; j < RAIL_N_SERVICES; j++)
      {
        RailDevice *device = g_array_index (users, SortedDevice, i).device;

        if (rail_device_get_service_certificate (device, (RailService) j) == id)
          add_use (uses, device, RAIL_USED_AS_SERVICE, (RailService) j);
      }
  if (is_unspecified (entry))
    {
      RailDevice *device = rail_project_get_device (self, rail_entry_get_device (entry));

      if (device != NULL)
        add_use (uses, device, RAIL_USED_AS_DEVICE, 0);
    }
  for (guint i = 0; i < users->len; i++)
    {
      RailDevice *device = g_array_index (users, SortedDevice, i).device;

      if (rail_device_has_partner (device, id))
        add_use (uses, device, RAIL_USED_AS_TRUSTED, 0);
      if (rail_device_has_client (device, id))
        add_use (uses, device, RAIL_USED_AS_CLIENT, 0);
    }
  return uses;
}

/**
 * rail_use_free:
 * @self: (nullable): a use
 */
void
rail_use_free (RailUse *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->device);
  g_free (self);
}

/**
 * rail_use_describe:
 * @self: a use
 *
 * Returns: (transfer full): the use in words, such as “Web server of PLC_1”
 */
char *
rail_use_describe (const RailUse *self)
{
  const char *device;

  g_return_val_if_fail (self != NULL, NULL);

  device = rail_device_get_name (self->device);
  switch (self->role)
    {
    case RAIL_USED_AS_SERVICE:
      /* Translators: a service and a device */
      return g_strdup_printf (_("%s of %s"), rail_service_get_label (self->service), device);
    case RAIL_USED_AS_TRUSTED:
      return g_strdup_printf (_("Trusted by %s"), device);
    case RAIL_USED_AS_CLIENT:
      return g_strdup_printf (_("Trusted client of %s"), device);
    case RAIL_USED_AS_DEVICE:
    default:
      return g_strdup_printf (_("Device certificate of %s"), device);
    }
}

/**
 * rail_used_as_get_label:
 * @role: a role
 * @service: the service, with %RAIL_USED_AS_SERVICE; otherwise ignored
 *
 * Returns: (transfer none): what the field *Used as* of TIA Portal says
 */
const char *
rail_used_as_get_label (RailUsedAs role,
                         RailService service)
{
  switch (role)
    {
    case RAIL_USED_AS_SERVICE:
      g_return_val_if_fail ((guint) service < RAIL_N_SERVICES, NULL);
      return _(service_roles[service]);
    case RAIL_USED_AS_TRUSTED:
      return _("Trusted certificate");
    case RAIL_USED_AS_CLIENT:
      return _("Trusted client of the OPC UA server");
    case RAIL_USED_AS_DEVICE:
    default:
      return _("Device certificate (not specified)");
    }
}

static int
compare_entries_cb (gconstpointer a,
                    gconstpointer b)
{
  guint id_a = rail_entry_get_id (*(RailEntry **) a);
  guint id_b = rail_entry_get_id (*(RailEntry **) b);

  return id_a < id_b ? -1 : id_a > id_b;
}

/**
 * rail_project_list_own:
 * @self: a project
 * @device: a device of it
 *
 * Returns: (transfer full) (element-type RailEntry): its table *Device certificates*, ascending by ID
 */
GPtrArray *
rail_project_list_own (RailProject *self,
                       RailDevice  *device)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *own;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), list);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), list);

  own = rail_project_get_own (self, rail_device_get_name (device));
  for (guint i = 0; own != NULL && i < own->len; i++)
    g_ptr_array_add (list, g_object_ref (own->pdata[i]));
  g_ptr_array_sort (list, compare_entries_cb);
  return list;
}

/**
 * rail_project_list_partners:
 * @self: a project
 * @device: a device of it
 *
 * Returns: (transfer full) (element-type RailEntry): its table *Certificates of the partner devices*, ascending by ID
 */
GPtrArray *
rail_project_list_partners (RailProject *self,
                            RailDevice  *device)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  const guint *partners;
  guint n_partners;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), list);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), list);

  partners = rail_device_get_partners (device, &n_partners);
  for (guint i = 0; i < n_partners; i++)
    {
      RailEntry *entry = rail_project_get_entry (self, partners[i]);

      if (entry != NULL)
        g_ptr_array_add (list, g_object_ref (entry));
    }
  return list;
}

static void
append_part (GString    *text,
             const char *use,
             const char *devices)
{
  if (text->len > 0)
    g_string_append (text, "; ");
  /* Translators: what a certificate is used as, then the devices that use it so: “OPC UA server: PLC_1” */
  g_string_append_printf (text, C_("used as", "%s: %s"), use, devices);
}

static void
append_services (GString    *text,
                 RailDevice *device,
                 guint       id)
{
  g_autoptr(GString) services = g_string_new (NULL);

  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (rail_device_get_service_certificate (device, (RailService) i) == id)
      {
        if (services->len > 0)
          g_string_append (services, ", ");
        g_string_append (services, rail_service_get_label ((RailService) i));
      }
  if (services->len > 0)
    append_part (text, services->str, rail_device_get_name (device));
}

static void
append_partners (GString  *text,
                 GArray   *users,
                 guint     id,
                 gboolean  clients)
{
  g_autoptr(GString) names = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < users->len; i++)
    {
      RailDevice *device = g_array_index (users, SortedDevice, i).device;

      if (!rail_device_has_partner (device, id) || rail_device_has_client (device, id) != clients || n++ >= MAX_NAMES)
        continue;
      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append (names, rail_device_get_name (device));
    }
  if (n > MAX_NAMES)
    /* Translators: goes on after the first names */
    g_string_append_printf (names, g_dngettext (GETTEXT_PACKAGE, " and %u more", " and %u more", n - MAX_NAMES),
                            n - MAX_NAMES);
  if (n > 0)
    append_part (text, clients ? _("Trusted client") : _("Trusted certificate"), names->str);
}

/**
 * rail_entry_dup_used_as:
 * @self: an entry
 *
 * What the devices of its project use a certificate for. The notification of “users” says when it may have become
 * something else.
 *
 * Returns: (transfer full): the text of the column *Used as*
 */
char *
rail_entry_dup_used_as (RailEntry *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GArray) users = NULL;
  RailEntryKind kind;
  guint id;

  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);

  kind = rail_entry_get_kind (self);
  id = rail_entry_get_id (self);
  users = sort_users (self);
  if (kind == RAIL_ENTRY_CA)
    g_string_append (text, _("Certification authority"));
  if (is_unspecified (self))
    append_part (text, _("Device certificate"), rail_entry_get_device (self));
  for (guint i = 0; i < users->len; i++)
    append_services (text, g_array_index (users, SortedDevice, i).device, id);
  append_partners (text, users, id, FALSE);
  append_partners (text, users, id, TRUE);
  if (text->len == 0)
    g_string_append (text, kind == RAIL_ENTRY_TRUSTED ? _("Trusted certificate") : _("Not assigned"));
  return g_strdup (text->str);
}
