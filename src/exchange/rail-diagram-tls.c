/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

/*
 * HTTPS (chapter 2.5.5): a web server and who looks at it. Browsers present no certificate.
 */

static void
add_outside_box (RailDiagramBuilder *self,
                 guint               column)
{
  gboolean central = self->info->scenario == RAIL_SCENARIO_HTTPS_CENTRAL;

  rail_diagram_add_box (self, RAIL_DIAGRAM_OUTSIDE, column,
                        central ? _("Central certificate manager") : _("Authority outside"),
                        central ? _("Issues for web servers") : _("Signs requests of this project"), NULL);
}

static void
add_outside_authorities (RailDiagramBuilder     *self,
                         RailDiagramAuthorities *out_authorities)
{
  gboolean central = self->info->scenario == RAIL_SCENARIO_HTTPS_CENTRAL;

  rail_diagram_add_store (self, _("Certificate authority (CA)"));
  rail_diagram_add_authorities (self, out_authorities, self->own_chain, FALSE,
                                central ? _("stays there") : _("stays outside"));
}

/* The project's box, with its authorities where it is they that issue, or that came from outside. */
static RailDiagramPair
add_project (RailDiagramBuilder     *self,
             RailDiagramAuthorities *out_authorities)
{
  RailDiagramPair own;
  gboolean is_own = self->info->origin == RAIL_ORIGIN_PROJECT;

  rail_diagram_add_project_box (self, 1, _("Certificate manager"));
  rail_diagram_add_store (self, _("Device certificates"));
  own = rail_diagram_add_pair (self, self->own, self->own_missing);
  if (self->own_chain->len > 0 || !self->own_complete || self->info->origin == RAIL_ORIGIN_OUTSIDE)
    rail_diagram_add_store (self, is_own ? _("Certificate authority (CA)")
                                         : _("Trusted certificates and root certificates"));
  rail_diagram_add_authorities (self, out_authorities, self->own_chain, FALSE,
                                is_own ? _("stays in the project") : NULL);
  return own;
}

static void
add_web_server (RailDiagramBuilder     *self,
                RailDiagramPair         own,
                RailDiagramAuthorities *authorities)
{
  RailDiagramPair to;

  rail_diagram_add_device_box (self, 0, self->device);
  rail_diagram_add_store (self, _("Device certificates"));
  to = rail_diagram_add_pair (self, self->own, self->own_missing);
  rail_diagram_carry_pair (self, own, to, _("Load the web server's certificate with its key into the CPU: export it "
                                            "as .p12, replace it in TIA Portal, and load the hardware."));
  rail_diagram_add_partner_table (self, self->own_chain, authorities,
                                  _("Compiling carries the authorities of the web server's certificate into the "
                                    "table of the partners' certificates."));
}

void
rail_diagram_build_https (RailDiagramBuilder *self)
{
  RailDiagramAuthorities project = { NULL, };
  RailDiagramAuthorities outside = { NULL, };
  RailDiagramPair issued = { NULL, NULL };
  RailDiagramPair own;
  gboolean central = self->info->scenario == RAIL_SCENARIO_HTTPS_CENTRAL;
  RailDiagramItem *request = NULL;

  if (self->info->scenario == RAIL_SCENARIO_HTTPS_OUTSIDE)
    {
      add_outside_box (self, 1);
      add_outside_authorities (self, &outside);
      rail_diagram_add_store (self, _("Requests"));
      request = rail_diagram_add_request (self, _("for the web server's certificate"));
    }
  own = add_project (self, &project);
  if (central)
    {
      add_outside_box (self, 2);
      rail_diagram_add_store (self, _("Certificates and their keys"));
      issued.certificate = rail_diagram_add_certificate (self, self->own, self->own_missing);
      if (self->own != NULL)
        {
          issued.key = rail_diagram_add_kept_key (self, self->own, NULL);
        }
      add_outside_authorities (self, &outside);
      rail_diagram_carry_pair (self, issued, own, _("Import the certificate with its key from the central manager "
                                                    "(.p12), or replace the present one by it."));
    }
  if (request != NULL)
    rail_diagram_add_arrow (self, own.certificate, request,
                            rail_diagram_add_step (self, _("Make a request here, so that the key stays here, have it "
                                                           "signed outside, and take the answer.")));
  if (outside.entries != NULL)
    rail_diagram_carry_authorities (self, &outside, &project, _("Import the authority into this project."));
  add_web_server (self, own, &project);
  rail_diagram_add_browser_box (self, central ? 3 : 2, central ? &outside : &project,
                                self->own_chain->len == 0 && self->own_complete && self->own != NULL
                                  ? (central ? issued.certificate : own.certificate) : NULL);
  rail_diagram_authorities_clear (&project);
  rail_diagram_authorities_clear (&outside);
}

/*
 * Secure open user communication (chapter 2.6): a TLS server and its client
 */

static void
refer (RailDiagramItem *item,
       const char      *field)
{
  g_autofree char *detail = NULL;

  if (item == NULL || item->entry == NULL)
    return;
  detail = g_strdup_printf ("%s = %u", field, rail_entry_get_id (item->entry));
  rail_diagram_item_set_detail (item, detail);
}

/* Whom an end has to know to verify the other one: all above its certificate, or itself if it is self-signed. */
static GPtrArray *
list_anchors (RailEntry *entry,
              GPtrArray *chain,
              gboolean   complete)
{
  g_autoptr(GPtrArray) self_signed = g_ptr_array_new ();

  if (entry != NULL && chain->len == 0 && complete)
    g_ptr_array_add (self_signed, entry);
  return rail_diagram_join (chain, self_signed);
}

/* One end: what it presents, and what it verifies the other one by. */
static void
add_end (RailDiagramBuilder     *self,
         guint                   column,
         RailDevice             *device,
         RailDiagramPair         from,
         RailEntry              *entry,
         const char             *own_field,
         GPtrArray              *anchors,
         const char             *anchor_field,
         RailDiagramAuthorities *authorities)
{
  gboolean is_server = device == self->device;

  rail_diagram_add_device_box (self, column, device);
  if (own_field != NULL)
    {
      RailDiagramPair to;

      rail_diagram_add_store (self, _("Device certificates"));
      to = rail_diagram_add_pair (self, entry, is_server ? self->own_missing : self->other_missing);
      refer (to.certificate, own_field);
      rail_diagram_carry_pair (self, from, to, is_server ? _("Load the server's certificate with its key into its CPU.")
                                                         : _("Load the client's certificate with its key into its "
                                                             "CPU."));
    }
  if (anchor_field == NULL)
    return;
  rail_diagram_add_partner_table (self, anchors, authorities,
                                  is_server ? _("Assign the authorities of the client's certificate to the server, as "
                                                "trusted.")
                                            : _("Assign the authorities of the server's certificate to the client, as "
                                                "trusted."));
  if (anchors->len > 0)
    {
      RailDiagramStore *store = self->store;

      refer (store->items->pdata[store->items->len - 1], anchor_field);
    }
}

void
rail_diagram_build_ouc (RailDiagramBuilder *self)
{
  gboolean mutual = self->info->scenario == RAIL_SCENARIO_OUC_MUTUAL;
  g_autoptr(GPtrArray) server_anchors = list_anchors (self->own, self->own_chain, self->own_complete);
  g_autoptr(GPtrArray) client_anchors = list_anchors (self->other, self->other_chain, self->other_complete);
  g_autoptr(GPtrArray) all = rail_diagram_join (server_anchors, mutual ? client_anchors : NULL);
  RailDiagramAuthorities project = { NULL, };
  RailDiagramPair server, client = { NULL, NULL };

  if (!mutual)
    self->other = NULL;
  rail_diagram_add_project_box (self, 1, _("Certificate manager"));
  rail_diagram_add_store (self, _("Device certificates"));
  server = rail_diagram_add_pair (self, self->own, self->own_missing);
  if (mutual && self->peer != NULL)
    client = rail_diagram_add_pair (self, self->other, self->other_missing);
  if (all->len > 0)
    rail_diagram_add_store (self, _("Certificate authority (CA)"));
  rail_diagram_add_authorities (self, &project, all, FALSE, NULL);

  add_end (self, 0, self->device, server, self->own, "TLSServerCertRef", client_anchors,
           mutual ? "TLSClientCertRef" : NULL, &project);
  if (self->peer != NULL)
    add_end (self, 2, self->peer, client, self->other, mutual ? "TLSClientCertRef" : NULL, server_anchors,
             "TLSServerCertRef", &project);
  rail_diagram_authorities_clear (&project);
}
