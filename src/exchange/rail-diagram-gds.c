/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

#include "rail-service.h"

/* Chapter 3.1.2: the project is the central manager that pushes to the running CPU, by the methods of its OPC UA server
 * (OPC 10000-12, 7.10). */

typedef struct
{
  RailDiagramPair         own;
  RailDiagramPair         other;
  RailDiagramItem        *request;      /* (nullable): in the project */
  RailDiagramAuthorities  authorities;
} Parts;

/* What a CPU has to have, so that anything can be pushed to it (chapter 3.1.1). */
static void
check_controller (RailDiagramBuilder *self)
{
  const char *name = rail_device_get_name (self->device);
  const char *firmware = rail_device_get_firmware (self->device);

  if (rail_device_get_family (self->device) != RAIL_FAMILY_S7_1500)
    rail_diagram_need (self, g_strdup_printf (_("“%s” is no S7-1500; GDS push is described for those only."), name));
  else if (firmware != NULL && *firmware != '\0' && rail_firmware_compare (firmware, self->info->firmware) < 0)
    rail_diagram_need (self, g_strdup_printf (_("“%s” has firmware V%s, and this needs V%s; update it first."),
                                              name, firmware,
                                              self->info->firmware));
  else if (!rail_device_is_service_on (self->device, RAIL_SERVICE_OPCUA_SERVER) ||
           (rail_device_get_modes (self->device) & RAIL_MODE_SIGN_AND_ENCRYPT) == 0)
    rail_diagram_need (self, g_strdup_printf (_("“%s” is pushed to through its OPC UA server; first switch the "
                                                "server on with the security mode “Sign and encrypt”."), name));
}

/* The group of a CPU takes certificates of the type RsaSha256 alone. */
static void
check_own (RailDiagramBuilder *self,
           RailDiagramItem    *item)
{
  if (self->own == NULL || self->info->service != RAIL_SERVICE_OPCUA_SERVER ||
      rail_key_kind_is_rsa (rail_certificate_get_key_kind (rail_entry_get_certificate (self->own))))
    return;
  rail_diagram_item_complain (item, RAIL_DIAGRAM_WRONG,
                              g_strdup_printf (_("“%s” with ID %u has no RSA key, and the CPU takes no other by GDS "
                                                 "push; create a certificate with one."),
                                               rail_scenario_get_entry_name (self->own),
                                               rail_entry_get_id (self->own)));
}

static void
add_project (RailDiagramBuilder *self,
             Parts              *parts,
             GPtrArray          *authorities)
{
  gboolean by_request = self->info->scenario == RAIL_SCENARIO_GDS_REQUEST;
  gboolean is_web = self->info->scenario == RAIL_SCENARIO_GDS_WEB;

  rail_diagram_add_project_box (self, 1, _("Central certificate manager"));
  rail_diagram_add_store (self, _("Device certificates"));
  if (by_request)
    {
      parts->request = rail_diagram_add_request (self, _("signed here"));
      parts->own.certificate = rail_diagram_add_certificate (self, self->own, self->own_missing);
      if (self->own != NULL && rail_entry_has_key (self->own))
        rail_diagram_item_complain (parts->own.certificate, RAIL_DIAGRAM_WARNING,
                                    g_strdup_printf (_("The key of ID %u is in this project; with a request it would "
                                                       "be made in the CPU and stay there. Sign a request of the CPU."),
                                                     rail_entry_get_id (self->own)));
    }
  else
    parts->own = rail_diagram_add_pair (self, self->own, self->own_missing);
  if (parts->own.certificate != NULL)
    check_own (self, parts->own.certificate);
  if (self->other != NULL)
    parts->other = rail_diagram_add_pair (self, self->other, NULL);
  if (authorities->len > 0 || !self->own_complete)
    rail_diagram_add_store (self, _("Certificate authority (CA)"));
  rail_diagram_add_authorities (self, &parts->authorities, authorities, !is_web, _("stays in the project"));
}

/* Trust list: the client's authorities are trusted; those of the CPU's own certificate have to be known before it. */
static void
add_trust_list (RailDiagramBuilder *self,
                Parts              *parts,
                gboolean            trusted,
                guint               step)
{
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();

  for (guint i = 0; i < parts->authorities.entries->len; i++)
    if (g_ptr_array_find (self->other_chain, parts->authorities.entries->pdata[i], NULL) == trusted)
      g_ptr_array_add (chosen, parts->authorities.entries->pdata[i]);
  if (chosen->len == 0)
    return;
  rail_diagram_add_store (self, trusted ? _("Trust list: trusted certificates") : _("Trust list: issuer certificates"));
  for (guint i = 0; i < chosen->len; i++)
    {
      RailDiagramItem *item = rail_diagram_add_certificate (self, chosen->pdata[i], NULL);

      rail_diagram_add_arrow (self, rail_diagram_authorities_find (&parts->authorities, chosen->pdata[i], FALSE),
                              item, step);
    }
  rail_diagram_add_store (self, trusted ? _("Trust list: trusted revocation lists")
                                        : _("Trust list: issuer revocation lists"));
  for (guint i = 0; i < chosen->len; i++)
    {
      RailDiagramItem *item = rail_diagram_add_list (self, chosen->pdata[i]);

      rail_diagram_add_arrow (self, rail_diagram_authorities_find (&parts->authorities, chosen->pdata[i], TRUE),
                              item, step);
    }
}

static void
add_own (RailDiagramBuilder *self,
         Parts              *parts)
{
  RailDiagramPair to = { NULL, NULL };

  if (self->info->scenario != RAIL_SCENARIO_GDS_REQUEST)
    {
      to = rail_diagram_add_pair (self, self->own, self->own_missing);
      check_own (self, to.certificate);
      rail_diagram_carry_pair (self, parts->own, to,
                               self->info->scenario == RAIL_SCENARIO_GDS_WEB
                                 ? _("Push the web server's certificate with its key, as PEM (UpdateCertificate, "
                                     "ApplyChanges); the CPU may be in RUN.")
                                 : _("Push the server's certificate with its key, as PEM (UpdateCertificate, "
                                     "ApplyChanges); the CPU may be in RUN."));
      return;
    }
  {
    RailDiagramItem *request = rail_diagram_add_request (self, _("made by the CPU with its own key"));

    rail_diagram_add_arrow (self, request, parts->request,
                            rail_diagram_add_step (self, _("Let the CPU make a request (CreateSigningRequest), and "
                                                           "sign it here.")));
  }
  to.certificate = rail_diagram_add_certificate (self, self->own, self->own_missing);
  check_own (self, to.certificate);
  if (self->own != NULL)
    rail_diagram_add_kept_key (self, self->own, _("made in the CPU and kept there"));
  rail_diagram_carry_pair (self, parts->own, to, _("Push the certificate alone (UpdateCertificate, ApplyChanges); "
                                                   "the CPU may be in RUN."));
}

void
rail_diagram_build_gds (RailDiagramBuilder *self)
{
  gboolean is_web = self->info->scenario == RAIL_SCENARIO_GDS_WEB;
  guint trust_step = 0;
  g_autoptr(GPtrArray) authorities = rail_diagram_join (self->own_chain, self->other_chain);
  Parts parts = { { NULL, NULL }, { NULL, NULL }, NULL, { NULL, } };

  check_controller (self);
  add_project (self, &parts, authorities);

  /* What is pushed is not in the tables that TIA Portal loads, so nothing there counts but the certificate itself. */
  rail_diagram_add_device_box (self, 0, self->device);
  rail_diagram_add_store (self, is_web ? _("Certificate group of the web server")
                                       : _("Certificate group of the OPC UA server"));
  if (!is_web && authorities->len > 0)
    trust_step = rail_diagram_add_step (self, _("Push the trust list with the authorities and their revocation "
                                                "lists; the CPU takes no certificate whose issuer it does not know."));
  add_own (self, &parts);
  if (is_web)
    rail_diagram_add_browser_box (self, 2, &parts.authorities,
                                  self->own != NULL && self->own_chain->len == 0 ? parts.own.certificate : NULL);
  else
    {
      add_trust_list (self, &parts, TRUE, trust_step);
      add_trust_list (self, &parts, FALSE, trust_step);
      rail_diagram_add_client_box (self, 2, parts.other, &parts.authorities);
    }
  rail_diagram_authorities_clear (&parts.authorities);
}
