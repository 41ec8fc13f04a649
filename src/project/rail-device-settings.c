/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-private.h"

#include "rail-loaded.h"

/* Returns: the place of the ID, or where it belongs */
static guint
find_id (GArray   *ids,
         guint     id,
         gboolean *out_found)
{
  guint low = 0, high = ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (ids, guint, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  *out_found = low < ids->len && g_array_index (ids, guint, low) == id;
  return low;
}

static gboolean
has_id (GArray *ids,
        guint   id)
{
  gboolean found;

  find_id (ids, id, &found);
  return found;
}

static void
set_id (GArray   *ids,
        guint     id,
        gboolean  wanted)
{
  gboolean found;
  guint place = find_id (ids, id, &found);

  if (wanted && !found)
    g_array_insert_val (ids, place, id);
  else if (!wanted && found)
    g_array_remove_index (ids, place);
}

static gboolean
ids_equal (GArray *a,
           GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (guint)) == 0);
}

/**
 * rail_device_copy_as:
 * @self: a device
 * @name: the name that the copy gets
 * @family: and its family, both of which never change afterwards
 *
 * Returns: (transfer full): an independent copy
 */
RailDevice *
rail_device_copy_as (RailDevice *self,
                     const char *name,
                     RailFamily  family)
{
  RailDevice *copy;

  g_return_val_if_fail (RAIL_IS_DEVICE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  copy = rail_device_new (name, family);
  rail_device_set_firmware (copy, self->firmware);
  rail_device_set_addresses (copy, (const char * const *) self->addresses);
  rail_device_set_comment (copy, self->comment);
  copy->global_security = self->global_security;
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    copy->services[i] = self->services[i];
  copy->policies = self->policies;
  copy->modes = self->modes;
  copy->accepts_clients = self->accepts_clients;
  g_array_append_vals (copy->partners, self->partners->data, self->partners->len);
  g_array_append_vals (copy->clients, self->clients->data, self->clients->len);
  g_set_object (&copy->loaded, self->loaded);
  return copy;
}

/**
 * rail_device_equal:
 * @self: a device
 * @other: another
 *
 * Returns: whether nothing tells them apart, what they were loaded with included
 */
gboolean
rail_device_equal (RailDevice *self,
                   RailDevice *other)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), FALSE);
  g_return_val_if_fail (RAIL_IS_DEVICE (other), FALSE);

  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (self->services[i].on != other->services[i].on || self->services[i].certificate != other->services[i].certificate)
      return FALSE;
  return g_str_equal (self->name, other->name) && self->family == other->family &&
         g_str_equal (self->firmware, other->firmware) && g_str_equal (self->comment, other->comment) &&
         g_strv_equal ((const char * const *) self->addresses, (const char * const *) other->addresses) &&
         self->global_security == other->global_security && self->policies == other->policies &&
         self->modes == other->modes && self->accepts_clients == other->accepts_clients &&
         ids_equal (self->partners, other->partners) && ids_equal (self->clients, other->clients) &&
         rail_loaded_equal (self->loaded, other->loaded);
}

/**
 * rail_device_uses_global_security:
 * @self: a device
 *
 * “Use global security settings for certificate manager”. A device without them knows its own certificates only, and makes
 * them self-signed (chapter 2.3.1). In a project without protection no device has them.
 *
 * Returns: whether it uses them
 */
gboolean
rail_device_uses_global_security (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), FALSE);

  return self->global_security;
}

/**
 * rail_device_set_global_security:
 * @self: a device that is in no project; see rail_project_set_global_security()
 * @global: whether it uses the global security settings
 */
void
rail_device_set_global_security (RailDevice *self,
                                 gboolean    global)
{
  g_return_if_fail (RAIL_IS_DEVICE (self));

  self->global_security = global;
}

/**
 * rail_device_is_service_on:
 * @self: a device
 * @service: a service
 *
 * Returns: whether it is switched on
 */
gboolean
rail_device_is_service_on (RailDevice  *self,
                           RailService  service)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), FALSE);
  g_return_val_if_fail ((guint) service < RAIL_N_SERVICES, FALSE);

  return self->services[service].on;
}

/**
 * rail_device_get_service_certificate:
 * @self: a device
 * @service: a service
 *
 * Returns: the ID of the certificate that the service presents; 0 if it has none
 */
guint
rail_device_get_service_certificate (RailDevice  *self,
                                     RailService  service)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), 0);
  g_return_val_if_fail ((guint) service < RAIL_N_SERVICES, 0);

  return self->services[service].certificate;
}

/**
 * rail_device_set_service:
 * @self: a device that is in no project; see rail_project_switch_on()
 * @service: a service
 * @on: whether it is switched on
 * @certificate: the ID of its certificate, one of the device's own; 0 for none
 */
void
rail_device_set_service (RailDevice  *self,
                         RailService  service,
                         gboolean     on,
                         guint        certificate)
{
  g_return_if_fail (RAIL_IS_DEVICE (self));
  g_return_if_fail ((guint) service < RAIL_N_SERVICES);

  self->services[service].on = on;
  self->services[service].certificate = certificate;
}

/**
 * rail_device_get_policies:
 * @self: a device
 *
 * Returns: the security policies of its OPC UA server
 */
RailSecurityPolicies
rail_device_get_policies (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), 0);

  return self->policies;
}

/**
 * rail_device_set_policies:
 * @self: a device that is in no project
 * @policies: the security policies that its OPC UA server offers
 */
void
rail_device_set_policies (RailDevice           *self,
                          RailSecurityPolicies  policies)
{
  g_return_if_fail (RAIL_IS_DEVICE (self));

  self->policies = policies;
}

/**
 * rail_device_get_modes:
 * @self: a device
 *
 * Returns: the security modes that its OPC UA server offers for policies other than None
 */
RailSecurityModes
rail_device_get_modes (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), 0);

  return self->modes;
}

/**
 * rail_device_set_modes:
 * @self: a device that is in no project
 * @modes: the security modes that its OPC UA server offers
 */
void
rail_device_set_modes (RailDevice        *self,
                       RailSecurityModes  modes)
{
  g_return_if_fail (RAIL_IS_DEVICE (self));

  self->modes = modes;
}

/**
 * rail_device_accepts_clients:
 * @self: a device
 *
 * Returns: “Automatically accept client certificates during runtime”
 */
gboolean
rail_device_accepts_clients (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), FALSE);

  return self->accepts_clients;
}

/**
 * rail_device_set_accepts_clients:
 * @self: a device that is in no project
 * @accepts: whether its OPC UA server accepts every client
 */
void
rail_device_set_accepts_clients (RailDevice *self,
                                 gboolean    accepts)
{
  g_return_if_fail (RAIL_IS_DEVICE (self));

  self->accepts_clients = accepts;
}

/**
 * rail_device_get_partners:
 * @self: a device
 * @out_n_partners: (out): how many there are
 *
 * Returns: (transfer none) (array length=out_n_partners): the IDs in its table “Certificates of the partner devices”, rising
 */
const guint *
rail_device_get_partners (RailDevice *self,
                          guint      *out_n_partners)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), NULL);
  g_return_val_if_fail (out_n_partners != NULL, NULL);

  *out_n_partners = self->partners->len;
  return (const guint *) self->partners->data;
}

/**
 * rail_device_has_partner:
 * @self: a device
 * @id: the ID of a certificate
 *
 * Returns: whether it is among the certificates of its partner devices
 */
gboolean
rail_device_has_partner (RailDevice *self,
                         guint       id)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), FALSE);

  return has_id (self->partners, id);
}

/**
 * rail_device_set_partner:
 * @self: a device that is in no project; see rail_project_assign()
 * @id: the ID of a certificate
 * @is_partner: whether it is among the certificates of the partner devices; if not, it is no trusted client, either
 */
void
rail_device_set_partner (RailDevice *self,
                         guint       id,
                         gboolean    is_partner)
{
  g_return_if_fail (RAIL_IS_DEVICE (self));

  set_id (self->partners, id, is_partner);
  if (!is_partner)
    set_id (self->clients, id, FALSE);
}

/**
 * rail_device_get_clients:
 * @self: a device
 * @out_n_clients: (out): how many there are
 *
 * Returns: (transfer none) (array length=out_n_clients): the IDs of the clients, or of their authorities, that its OPC UA
 *   server trusts, rising; each is a partner, too
 */
const guint *
rail_device_get_clients (RailDevice *self,
                         guint      *out_n_clients)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), NULL);
  g_return_val_if_fail (out_n_clients != NULL, NULL);

  *out_n_clients = self->clients->len;
  return (const guint *) self->clients->data;
}

/**
 * rail_device_has_client:
 * @self: a device
 * @id: the ID of a certificate
 *
 * Returns: whether its OPC UA server trusts it as a client
 */
gboolean
rail_device_has_client (RailDevice *self,
                        guint       id)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), FALSE);

  return has_id (self->clients, id);
}

/**
 * rail_device_set_client:
 * @self: a device that is in no project; see rail_project_assign()
 * @id: the ID of a certificate
 * @is_client: whether its OPC UA server trusts it as a client; if so, it is a partner, too
 */
void
rail_device_set_client (RailDevice *self,
                        guint       id,
                        gboolean    is_client)
{
  g_return_if_fail (RAIL_IS_DEVICE (self));

  if (is_client)
    set_id (self->partners, id, TRUE);
  set_id (self->clients, id, is_client);
}

/**
 * rail_device_get_loaded:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): what it was loaded with last; %NULL if it never was
 */
RailLoaded *
rail_device_get_loaded (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), NULL);

  return self->loaded;
}

/**
 * rail_device_set_loaded:
 * @self: a device that is in no project
 * @loaded: (nullable): what it was loaded with; never changes from now on
 */
void
rail_device_set_loaded (RailDevice *self,
                        RailLoaded *loaded)
{
  g_return_if_fail (RAIL_IS_DEVICE (self));
  g_return_if_fail (loaded == NULL || RAIL_IS_LOADED (loaded));

  g_set_object (&self->loaded, loaded);
}
