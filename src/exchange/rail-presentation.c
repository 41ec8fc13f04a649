/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance.h"

#include <glib/gi18n-lib.h>

#include "rail-creation-private.h"
#include "rail-export.h"
#include "rail-project-lists.h"

/*
 * Auxiliary methods
 */

static const char *
get_name (RailEntry *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (rail_entry_get_certificate (entry));
}

/* Signed for the question if the key is there, as a hand-over signs it; else what the authority has published. */
static void
add_list (RailPresentation *self,
          RailProject      *project,
          RailEntry        *authority,
          RailCertificate  *certificate)
{
  g_autoptr(RailRevocationList) list = NULL;

  if (rail_entry_get_key (authority) != NULL)
    list = rail_project_issue_revocation_list_for (project, authority, certificate, NULL);
  if (list == NULL && rail_entry_get_list (authority) != NULL)
    list = g_object_ref (rail_entry_get_list (authority));
  if (list != NULL)
    g_list_store_append (self->lists, list);
}

/* As a hand-over places them: node-opcua trusts a certificate only for its direct issuer, a CPU only for the whole
 * chain, and a TLS peer only for its root; what stands between is sent along there. */
static GListStore *
choose_place (RailPresentation *self,
              guint             depth,
              gboolean          is_root)
{
  if (is_root || self->partner == RAIL_PARTNER_S7_1500)
    return self->trusted;
  if (!rail_partner_is_opcua (self->partner))
    return self->presented;
  return depth == 1 ? self->trusted : self->issuers;
}

static void
add_what_is_handed_over (RailPresentation *self,
                         RailProject      *project,
                         RailEntry        *entry)
{
  gboolean complete = FALSE;
  gboolean gets_lists = self->partner != RAIL_PARTNER_S7_1500 && self->partner != RAIL_PARTNER_BROWSER;
  g_autoptr(GPtrArray) chain = rail_project_get_chain (project, entry, &complete);
  g_autoptr(GPtrArray) certificates = rail_project_get_chain_certificates (project, entry, NULL);

  if (chain->len == 1 && complete)
    g_list_store_append (self->trusted, self->certificate);
  for (guint i = 1; i < chain->len; i++)
    {
      g_list_store_append (choose_place (self, i, complete && i + 1 == chain->len), certificates->pdata[i]);
      if (gets_lists)
        add_list (self, project, chain->pdata[i], certificates->pdata[i]);
    }
}

/*
 * What the device's tables say. Its OPC UA server has a table of clients of its own, but the whole chain above a client may
 * stand among the partners: there compiling looks for it, too (chapter 4.1.6). What stands only there makes nobody a trusted
 * client.
 */
static void
add_tables (RailPresentation *self,
            RailProject      *project,
            RailDevice       *device)
{
  gboolean is_client = rail_partner_is_opcua (self->partner) && !self->is_server;
  guint n_ids;
  const guint *ids = is_client ? rail_device_get_clients (device, &n_ids) : rail_device_get_partners (device, &n_ids);

  for (guint i = 0; i < n_ids; i++)
    {
      RailEntry *partner = rail_project_get_entry (project, ids[i]);

      if (partner != NULL)
        g_list_store_append (self->trusted, rail_entry_get_certificate (partner));
    }
  ids = rail_device_get_partners (device, &n_ids);
  for (guint i = 0; is_client && i < n_ids; i++)
    {
      RailEntry *partner = rail_project_get_entry (project, ids[i]);

      if (partner != NULL && rail_certificate_is_ca (rail_entry_get_certificate (partner)) &&
          !rail_device_has_client (device, ids[i]))
        g_list_store_append (self->issuers, rail_entry_get_certificate (partner));
    }
  self->trusts_all = is_client && rail_device_accepts_clients (device);
  self->firmware = g_strdup (rail_device_get_firmware (device));
}

/* What a TLS owner sends along: all of the chain but the root. */
static void
add_sent_along (RailPresentation *self,
                RailProject      *project,
                RailEntry        *entry)
{
  gboolean complete = FALSE;
  g_autoptr(GPtrArray) certificates = rail_project_get_chain_certificates (project, entry, &complete);

  for (guint i = 1; i + (complete ? 1 : 0) < certificates->len; i++)
    g_list_store_append (self->presented, certificates->pdata[i]);
}

/* A CPU forms its ApplicationUri from its name; what other programs call themselves only their users know. */
static void
guess_names (RailPresentation *self,
             RailProject      *project,
             RailEntry        *entry)
{
  const char *name = rail_entry_get_device (entry);
  RailDevice *owner = name != NULL ? rail_project_get_device (project, name) : NULL;
  const char * const *addresses = owner != NULL ? rail_device_get_addresses (owner) : NULL;
  g_autoptr(GPtrArray) names = NULL;

  if (addresses != NULL)
    self->host = g_strdup (addresses[0]);
  if (owner == NULL || (rail_device_get_family (owner) != RAIL_FAMILY_S7_1500 &&
                        rail_device_get_family (owner) != RAIL_FAMILY_S7_1200))
    return;
  names = rail_creation_list_names (owner, self->is_server ? RAIL_USAGE_OPCUA_SERVER : RAIL_USAGE_OPCUA_CLIENT);
  for (guint i = 0; i < names->len && self->uri == NULL; i++)
    if (rail_alternative_name_get_name_type (names->pdata[i]) == RAIL_NAME_TYPE_URI)
      self->uri = g_strdup (rail_alternative_name_get_value (names->pdata[i]));
}

static gboolean
can_judge (RailEntry    *entry,
           RailPartner   partner,
           RailDevice   *device,
           RailShownAs   shown_as,
           GError      **error)
{
  if (partner == RAIL_PARTNER_BROWSER && shown_as == RAIL_SHOWN_AS_CLIENT)
    {
      g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                           _("A browser judges only servers' certificates; ask for the certificate as a server's."));
      return FALSE;
    }
  if (rail_entry_get_requested (entry) > 0)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("The request of “%s” is not answered yet, so there is no certificate to be judged; import the "
                     "answer first."), get_name (entry));
      return FALSE;
    }
  if (device != NULL && partner == RAIL_PARTNER_S7_1500 && rail_device_get_family (device) != RAIL_FAMILY_S7_1500)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” is not an S7-1500, so it does not check certificates like one; name a device that is."),
                   rail_device_get_name (device));
      return FALSE;
    }
  return TRUE;
}

/*
 * Public methods
 */

/**
 * rail_presentation_new:
 * @partner: who is shown the certificate
 * @certificate: a certificate
 * @now: the partner's clock, in seconds since 1970, UTC
 *
 * Returns: (transfer full): @certificate as a server's, if it can be one, before a partner that knows and expects
 *   nothing yet
 */
RailPresentation *
rail_presentation_new (RailPartner      partner,
                       RailCertificate *certificate,
                       gint64           now)
{
  RailPresentation *self;
  RailPurpose purposes;

  g_return_val_if_fail (partner < RAIL_N_PARTNERS, NULL);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);

  self = g_new0 (RailPresentation, 1);
  purposes = rail_certificate_get_purposes (certificate, NULL);
  self->partner = partner;
  self->certificate = g_object_ref (certificate);
  self->presented = g_list_store_new (RAIL_TYPE_CERTIFICATE);
  self->trusted = g_list_store_new (RAIL_TYPE_CERTIFICATE);
  self->issuers = g_list_store_new (RAIL_TYPE_CERTIFICATE);
  self->lists = g_list_store_new (RAIL_TYPE_REVOCATION_LIST);
  self->is_server = partner == RAIL_PARTNER_BROWSER || (purposes & RAIL_PURPOSE_SERVER_AUTH) != 0 ||
                    (purposes & RAIL_PURPOSE_CLIENT_AUTH) == 0;
  self->now = now;
  return self;
}

/**
 * rail_presentation_new_for_entry:
 * @project: a project
 * @entry: an entry of it
 * @partner: who is shown its certificate
 * @device: (nullable): which device of the project that is; it knows what its tables say
 * @shown_as: whose certificate it is shown as
 * @error: return location for an error
 *
 * Fills in what the project knows. A partner that is no device of it knows what a hand-over would give to it. The
 * ApplicationUri and the address are those of the device that the certificate is for; fields that stay %NULL are not
 * known.
 *
 * Returns: (transfer full): what is shown to whom, or %NULL with RAIL_EXCHANGE_ERROR_INVALID if that makes no sense
 */
RailPresentation *
rail_presentation_new_for_entry (RailProject  *project,
                                 RailEntry    *entry,
                                 RailPartner   partner,
                                 RailDevice   *device,
                                 RailShownAs   shown_as,
                                 GError      **error)
{
  RailPresentation *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);
  g_return_val_if_fail (partner < RAIL_N_PARTNERS, NULL);
  g_return_val_if_fail (device == NULL || RAIL_IS_DEVICE (device), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!can_judge (entry, partner, device, shown_as, error))
    return NULL;
  self = rail_presentation_new (partner, rail_entry_get_certificate (entry),
                                rail_environment_get_now (rail_project_get_environment (project)));
  if (shown_as != RAIL_SHOWN_AS_EITHER)
    self->is_server = shown_as == RAIL_SHOWN_AS_SERVER;
  if (device != NULL)
    add_tables (self, project, device);
  else
    add_what_is_handed_over (self, project, entry);
  if (device != NULL && !rail_partner_is_opcua (partner))
    add_sent_along (self, project, entry);
  guess_names (self, project, entry);
  return self;
}

/**
 * rail_presentation_free:
 * @self: (transfer full): what is shown to whom
 */
void
rail_presentation_free (RailPresentation *self)
{
  g_return_if_fail (self != NULL);

  g_object_unref (self->certificate);
  g_object_unref (self->presented);
  g_object_unref (self->trusted);
  g_object_unref (self->issuers);
  g_object_unref (self->lists);
  g_free (self->firmware);
  g_free (self->uri);
  g_free (self->host);
  g_free (self);
}
