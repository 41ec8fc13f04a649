/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

/* Chapter 2.4.6. The CPU is on the left, its client on the right, and between them who gives them their
 * certificates. */

#define COLUMN_DEVICE 0
#define COLUMN_PROJECT 1

typedef struct
{
  RailDiagramPair         own;           /* where the server's certificate comes from */
  RailDiagramPair         other;         /* the client's */
  RailDiagramItem        *client;        /* (nullable): the client's certificate in the project */
  RailDiagramAuthorities  project;       /* in this project */
  RailDiagramAuthorities  outside;       /* where they are at home, if that is not here */
} Parts;

static void
parts_clear (Parts *parts)
{
  rail_diagram_authorities_clear (&parts->project);
  rail_diagram_authorities_clear (&parts->outside);
}

/* A client that an authority of the table has issued needs no place of its own, unless nobody has one (chapter
 * 2.4.4). */
static gboolean
needs_client (RailDiagramBuilder *self)
{
  guint n_clients;

  if (self->other == NULL)
    return FALSE;
  rail_device_get_clients (self->device, &n_clients);
  return n_clients == 0 || self->other_chain->len == 0 || rail_device_accepts_clients (self->device) ||
         rail_device_has_client (self->device, rail_entry_get_id (self->other));
}

static void
add_project (RailDiagramBuilder *self,
             Parts              *parts,
             GPtrArray          *authorities)
{
  gboolean central = self->info->scenario == RAIL_SCENARIO_OPCUA_CENTRAL;
  gboolean own_authority = self->info->scenario == RAIL_SCENARIO_OPCUA_PROJECT;

  rail_diagram_add_project_box (self, COLUMN_PROJECT, _("Certificate manager"));
  rail_diagram_add_store (self, _("Device certificates"));
  parts->own = rail_diagram_add_pair (self, self->own, self->own_missing);
  if (!central)
    parts->other = rail_diagram_add_pair (self, self->other, self->other_missing);
  if (!central && self->other != NULL)
    parts->client = parts->other.certificate;
  if (authorities->len > 0 || !self->own_complete || !own_authority)
    rail_diagram_add_store (self, own_authority ? _("Certificate authority (CA)")
                                                : _("Trusted certificates and root certificates"));
  if (central && needs_client (self))
    {
      parts->client = rail_diagram_add_certificate (self, self->other, NULL);
    }
  rail_diagram_add_authorities (self, &parts->project, authorities, TRUE,
                                own_authority ? _("stays in the project") : NULL);
}

/* The authority outside, and what goes to it and comes back. */
static void
add_outside (RailDiagramBuilder *self,
             Parts              *parts,
             GPtrArray          *authorities)
{
  guint step;
  RailDiagramItem *request = NULL;

  rail_diagram_add_box (self, RAIL_DIAGRAM_OUTSIDE, COLUMN_PROJECT, _("Authority outside"),
                        _("Signs requests of this project"), NULL);
  rail_diagram_add_store (self, _("Certificate authority (CA)"));
  rail_diagram_add_authorities (self, &parts->outside, authorities, TRUE, _("stays outside"));
  rail_diagram_add_store (self, _("Requests"));
  request = rail_diagram_add_request (self, _("for each certificate that it is to issue"));

  add_project (self, parts, authorities);
  step = rail_diagram_add_step (self, _("Make a request for each certificate here, so that its key stays here, and "
                                        "have it signed outside."));
  rail_diagram_add_arrow (self, parts->own.certificate, request, step);
  rail_diagram_carry_authorities (self, &parts->outside, &parts->project,
                                  _("Take the answers, and import the authority with its revocation list."));
}

/* The central manager, which makes certificates and their keys. */
static void
add_central (RailDiagramBuilder *self,
             Parts              *parts,
             GPtrArray          *authorities)
{
  RailDiagramPair issued = { NULL, NULL };

  add_project (self, parts, authorities);
  rail_diagram_add_box (self, RAIL_DIAGRAM_OUTSIDE, COLUMN_PROJECT + 1, _("Central certificate manager"),
                        _("Issues for clients and servers"), NULL);
  rail_diagram_add_store (self, _("Certificates and their keys"));
  issued.certificate = rail_diagram_add_certificate (self, self->own, self->own_missing);
  if (self->own != NULL)
    {
      issued.key = rail_diagram_add_kept_key (self, self->own, NULL);
    }
  parts->other.certificate = rail_diagram_add_certificate (self, self->other, self->other_missing);
  rail_diagram_add_store (self, _("Certificate authority (CA)"));
  rail_diagram_add_authorities (self, &parts->outside, authorities, TRUE, _("stays there"));

  rail_diagram_carry_pair (self, issued, parts->own, _("Import the server's certificate with its key from the central "
                                                       "manager (.p12), or replace the present one by it."));
  rail_diagram_carry_authorities (self, &parts->outside, &parts->project,
                                  _("Import the authority with its revocation list."));
}

static void
add_controller (RailDiagramBuilder *self,
                Parts              *parts,
                GPtrArray          *authorities)
{
  RailDiagramPair to;

  rail_diagram_add_device_box (self, COLUMN_DEVICE, self->device);
  rail_diagram_add_store (self, _("Device certificates"));
  to = rail_diagram_add_pair (self, self->own, self->own_missing);
  rail_diagram_carry_pair (self, parts->own, to, _("Load the server's certificate with its key into the CPU: export "
                                                   "it as .p12, replace it in TIA Portal, and load the hardware."));
  if (needs_client (self))
    {
      RailDiagramItem *client = NULL;

      rail_diagram_add_store (self, _("Trusted clients"));
      client = rail_diagram_add_client (self, self->other);
      if (parts->client != NULL)
        rail_diagram_add_arrow (self, parts->client, client,
                                rail_diagram_add_step (self, _("Add the client to the trusted clients of the OPC UA "
                                                               "server, and load it.")));
    }
  rail_diagram_add_partner_table (self, authorities, &parts->project,
                                  _("Every authority of a chain has to be in the table of the partners' certificates; "
                                    "compiling carries those of the server's certificate there."));
}

void
rail_diagram_build_opcua (RailDiagramBuilder *self)
{
  g_autoptr(GPtrArray) authorities = rail_diagram_join (self->own_chain, self->other_chain);
  Parts parts = { { NULL, NULL }, { NULL, NULL }, NULL, { NULL, }, { NULL, } };
  guint column = COLUMN_PROJECT + 1;

  switch (self->info->scenario)
    {
    case RAIL_SCENARIO_OPCUA_OUTSIDE:
      add_outside (self, &parts, authorities);
      break;
    case RAIL_SCENARIO_OPCUA_CENTRAL:
      add_central (self, &parts, authorities);
      column++;
      break;
    default:
      add_project (self, &parts, authorities);
      break;
    }
  add_controller (self, &parts, authorities);
  rail_diagram_add_client_box (self, column, parts.other,
                               parts.outside.entries != NULL && column > COLUMN_PROJECT + 1 ? &parts.outside
                                                                                           : &parts.project);
  parts_clear (&parts);
}
