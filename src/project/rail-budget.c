/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-budget-private.h"

static void
measure (RailBudget *self,
         GBytes     *der,
         guint       id,
         gboolean    is_list)
{
  if (g_bytes_get_size (der) <= self->largest)
    return;

  self->largest = g_bytes_get_size (der);
  self->largest_id = id;
  self->largest_is_list = is_list;
}

static void
count_certificate (RailBudget *self,
                   GHashTable *counted,
                   RailEntry  *entry)
{
  if (!g_hash_table_add (counted, entry))
    return;

  self->n_certificates++;
  measure (self, rail_certificate_get_der (rail_entry_get_certificate (entry)), rail_entry_get_id (entry), FALSE);
}

/* A service that is switched on takes an entry for its certificate and one for the key; services that share a
 * certificate share them. */
static void
count_services (RailBudget  *self,
                GHashTable  *listed,
                RailProject *project,
                RailDevice  *device)
{
  const RailService services[] = { RAIL_SERVICE_WEB_SERVER, RAIL_SERVICE_OPCUA_SERVER };

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      guint id = rail_device_get_service_certificate (device, services[i]);
      RailEntry *entry = id != 0 ? rail_project_get_entry (project, id) : NULL;

      if (entry == NULL || !rail_device_is_service_on (device, services[i]) || !g_hash_table_add (listed, entry))
        continue;
      self->n_trust_list += rail_entry_has_key (entry) ? 2 : 1;
    }
}

/*< private >
 * rail_budget_count_own:
 * @self: (out): the counts
 * @project: a project
 * @device: a device of it
 * @own: (nullable) (element-type RailEntry): its own certificates, so that nobody has to look for them among all
 *
 * Like rail_budget_count(), for who counts many devices.
 */
void
rail_budget_count_own (RailBudget  *self,
                       RailProject *project,
                       RailDevice  *device,
                       GPtrArray   *own)
{
  g_autoptr(GPtrArray) partners = NULL;
  g_autoptr(GHashTable) counted = NULL;
  g_autoptr(GHashTable) listed = NULL;

  *self = (RailBudget) { 0 };
  partners = rail_project_list_partners (project, device);
  counted = g_hash_table_new (NULL, NULL);
  listed = g_hash_table_new (NULL, NULL);
  for (guint i = 0; own != NULL && i < own->len; i++)
    {
      count_certificate (self, counted, own->pdata[i]);
      self->n_keys += rail_entry_has_key (own->pdata[i]);
    }
  count_services (self, listed, project, device);
  for (guint i = 0; i < partners->len; i++)
    {
      RailEntry *entry = partners->pdata[i];
      RailRevocationList *list = rail_entry_get_list (entry);

      count_certificate (self, counted, entry);
      self->n_trust_list += g_hash_table_add (listed, entry);
      if (list != NULL)
        measure (self, rail_revocation_list_get_der (list), rail_entry_get_id (entry), TRUE);
      if (list != NULL || (rail_certificate_is_ca (rail_entry_get_certificate (entry)) && rail_entry_has_key (entry)))
        self->n_trust_list++;
    }
}

/**
 * rail_budget_count:
 * @self: (out): the counts
 * @project: a project
 * @device: a device of it
 *
 * Counts what would be loaded into a device, against the limits of chapter 4.2.5. A certificate counts once, whatever
 * it is used as, and its key, if it is one of the device's own. The trust list takes an entry for the certificate and
 * one for the key of the web server and of the OPC UA server, where they are switched on; one for each other
 * certificate of a partner; and one for each revocation list of an authority among them that there is, or that could be
 * signed with its key.
 *
 * The size is that of certificates and of lists that were published or imported. A list that is not signed yet has
 * none, and grows: it passes 4096 bytes at about 100 revoked certificates. Keys are not measured.
 */
void
rail_budget_count (RailBudget  *self,
                   RailProject *project,
                   RailDevice  *device)
{
  g_autoptr(GPtrArray) own = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (RAIL_IS_PROJECT (project));
  g_return_if_fail (RAIL_IS_DEVICE (device));

  own = rail_project_list_own (project, device);
  rail_budget_count_own (self, project, device, own);
}
