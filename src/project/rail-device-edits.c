/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-edits.h"

struct _RailDeviceEdits
{
  GListModel *devices;
  GHashTable *copies;     /* device → its copy */
};

/*< private >
 * rail_device_edits_new:
 * @project: a project, which must not change before rail_device_edits_add_to()
 *
 * Returns: (transfer full): edits of nothing yet
 */
RailDeviceEdits *
rail_device_edits_new (RailProject *project)
{
  RailDeviceEdits *self = g_new0 (RailDeviceEdits, 1);

  self->devices = g_object_ref (rail_project_get_devices (project));
  self->copies = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  return self;
}

/*< private >
 * rail_device_edits_free:
 * @self: edits
 */
void
rail_device_edits_free (RailDeviceEdits *self)
{
  g_hash_table_unref (self->copies);
  g_object_unref (self->devices);
  g_free (self);
}

/*< private >
 * rail_device_edits_get:
 * @self: edits
 * @device: a device of the project
 *
 * Returns: (transfer none): what it is to become, to be written to
 */
RailDevice *
rail_device_edits_get (RailDeviceEdits *self,
                       RailDevice      *device)
{
  RailDevice *copy = g_hash_table_lookup (self->copies, device);

  if (copy == NULL)
    {
      copy = rail_device_copy (device);
      g_hash_table_insert (self->copies, device, copy);
    }
  return copy;
}

/*< private >
 * rail_device_edits_drop:
 * @self: edits
 * @device: a device of the project that goes itself
 *
 * Leaves the device out.
 */
void
rail_device_edits_drop (RailDeviceEdits *self,
                        RailDevice      *device)
{
  g_hash_table_remove (self->copies, device);
}

/* Returns: whether the device refers to the certificate */
static gboolean
refers_to (RailDevice *device,
           guint       id)
{
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (rail_device_get_service_certificate (device, i) == id)
      return TRUE;
  return rail_device_has_partner (device, id);
}

/*< private >
 * rail_device_edits_forget:
 * @self: edits
 * @entries: (element-type RailEntry): certificates that go
 *
 * Takes them out of all tables and services of all devices. The services stay as they are, on or off.
 */
void
rail_device_edits_forget (RailDeviceEdits *self,
                          GPtrArray       *entries)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (self->devices, i);

      for (guint n = 0; n < entries->len; n++)
        {
          guint id = rail_entry_get_id (entries->pdata[n]);
          RailDevice *copy;

          if (!refers_to (device, id))
            continue;
          copy = rail_device_edits_get (self, device);
          rail_device_set_partner (copy, id, FALSE);
          for (guint service = 0; service < RAIL_N_SERVICES; service++)
            if (rail_device_get_service_certificate (copy, service) == id)
              rail_device_set_service (copy, service, rail_device_is_service_on (copy, service), 0);
        }
    }
}

/*< private >
 * rail_device_edits_add_to:
 * @self: edits
 * @change: the change of the project that they belong to
 *
 * Adds what differs, in the order of the list of devices.
 */
void
rail_device_edits_add_to (RailDeviceEdits *self,
                          RailChange      *change)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (self->devices, i);
      RailDevice *copy = g_hash_table_lookup (self->copies, device);

      if (copy != NULL && !rail_device_equal (device, copy))
        rail_change_set_device (change, i, device, copy);
    }
}
