/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

#include "rail-project-lists.h"
#include "rail-service.h"

/*
 * Items, and what speaks against them
 */

/* @title is taken over. (transfer none) */
static RailDiagramItem *
add_item (RailDiagramBuilder *self,
          RailDiagramKind     kind,
          RailEntry          *entry,
          char               *title)
{
  RailDiagramItem *item = g_object_new (RAIL_TYPE_DIAGRAM_ITEM, NULL);

  item->kind = kind;
  item->entry = entry != NULL ? g_object_ref (entry) : NULL;
  item->certificate = entry != NULL ? g_object_ref (rail_entry_get_certificate (entry)) : NULL;
  item->title = title;
  item->box = g_strdup (self->box->title);
  item->store = g_strdup (self->store->title);
  g_list_store_append (self->diagram->items, item);
  g_ptr_array_add (self->store->items, item);
  return item;
}

/* The chain of the certificate that is judged may go through an earlier certificate of a renewed authority. */
static void
take_signer (RailDiagramBuilder *self,
             RailDiagramItem    *item)
{
  GPtrArray * const chains[] = { self->own_chain, self->other_chain };
  GPtrArray * const certificates[] = { self->own_certificates, self->other_certificates };

  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    for (guint j = 0; j < chains[i]->len && j + 1 < certificates[i]->len; j++)
      if (chains[i]->pdata[j] == item->entry)
        {
          g_set_object (&item->certificate, certificates[i]->pdata[j + 1]);
          return;
        }
}

static GPtrArray *
get_findings (RailDiagramBuilder *self)
{
  if (self->box_device == NULL)
    return NULL;
  return self->box_device == self->device ? self->findings : self->peer_findings;
}

static void
take_finding (RailDiagramItem  *item,
              RailFinding      *finding,
              RailDiagramState  state)
{
  if (state <= item->state)
    return;
  rail_diagram_item_complain (item, state, g_strdup (rail_finding_get_text (finding)));
  if (rail_finding_get_repair (finding) == RAIL_REPAIR_NONE)
    return;
  item->repair = RAIL_DIAGRAM_REPAIR_FINDING;
  item->finding = g_object_ref (finding);
}

static gboolean
is_about (RailFinding     *finding,
          RailDiagramItem *item)
{
  const char *code = rail_finding_get_code (finding);
  gboolean about_key = g_str_equal (code, "private-key-missing");
  gboolean about_list = g_str_equal (code, "authority-without-list") || g_str_equal (code, "list-overdue");

  if (rail_finding_get_entry (finding) != item->entry)
    return FALSE;
  switch (item->kind)
    {
    case RAIL_DIAGRAM_KEY:
      return about_key;
    case RAIL_DIAGRAM_LIST:
      return about_list;
    case RAIL_DIAGRAM_CERTIFICATE:
    case RAIL_DIAGRAM_AUTHORITY:
    case RAIL_DIAGRAM_REQUEST:
    default:
      return !about_key && !about_list;
    }
}

/* What compiling says about it where it lies. Notes are left to compiling: nothing is refused for them. */
static void
judge_by_findings (RailDiagramBuilder *self,
                   RailDiagramItem    *item)
{
  GPtrArray *findings = get_findings (self);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      RailFinding *finding = findings->pdata[i];
      RailSeverity severity = rail_finding_get_severity (finding);

      if (severity != RAIL_SEVERITY_INFO && is_about (finding, item))
        take_finding (item, finding, severity == RAIL_SEVERITY_ERROR ? RAIL_DIAGRAM_WRONG : RAIL_DIAGRAM_WARNING);
    }
}

static void
judge_by_status (RailDiagramBuilder *self,
                 RailDiagramItem    *item)
{
  const char *name = rail_scenario_get_entry_name (item->entry);
  guint id = rail_entry_get_id (item->entry);
  int days;

  switch (rail_entry_get_status (item->entry, self->now, &days))
    {
    case RAIL_STATUS_EXPIRED:
      rail_diagram_item_complain (item, RAIL_DIAGRAM_WRONG,
                                  g_strdup_printf (_("“%s” with ID %u has expired; renew it."), name, id));
      break;
    case RAIL_STATUS_REVOKED:
      rail_diagram_item_complain (item, RAIL_DIAGRAM_WRONG,
                                  g_strdup_printf (_("“%s” with ID %u is revoked; create a new certificate."), name,
                                                   id));
      break;
    case RAIL_STATUS_NOT_YET_VALID:
      rail_diagram_item_complain (item, RAIL_DIAGRAM_WRONG,
                                  g_strdup_printf (_("“%s” with ID %u is not valid yet; check the clock."), name, id));
      break;
    case RAIL_STATUS_EXPIRING:
      rail_diagram_item_complain (item, RAIL_DIAGRAM_WARNING,
                                  g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                                "“%s” with ID %u expires in %d day; renew it.",
                                                                "“%s” with ID %u expires in %d days; renew it.",
                                                                (gulong) days), name, id, days));
      break;
    case RAIL_STATUS_VALID:
    default:
      break;
    }
}

static char *
make_title (RailEntry *entry)
{
  return g_strdup_printf (C_("diagram", "%u · %s"), rail_entry_get_id (entry), rail_scenario_get_entry_name (entry));
}

/* Why the service of the device that the box is of has no certificate. */
static void
take_missing (RailDiagramBuilder *self,
              RailDiagramItem    *item,
              const char         *missing)
{
  GPtrArray *findings = get_findings (self);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      RailFinding *finding = findings->pdata[i];
      RailService service;

      if (g_str_equal (rail_finding_get_code (finding), "service-without-certificate") &&
          rail_finding_get_service (finding, &service) && service == self->info->service)
        take_finding (item, finding, RAIL_DIAGRAM_MISSING);
    }
  rail_diagram_item_complain (item, RAIL_DIAGRAM_MISSING, g_strdup (missing));
}

/* Adds a certificate. Without @entry it is one that is missing, because of what the device's findings say, or of
 * @missing. */
RailDiagramItem *
rail_diagram_add_certificate (RailDiagramBuilder *self,
                              RailEntry          *entry,
                              const char         *missing)
{
  RailDiagramItem *item;

  if (entry == NULL)
    {
      item = add_item (self, RAIL_DIAGRAM_CERTIFICATE, NULL, g_strdup (_("No certificate")));
      take_missing (self, item, missing);
      return item;
    }
  item = add_item (self, rail_certificate_is_ca (rail_entry_get_certificate (entry)) ? RAIL_DIAGRAM_AUTHORITY
                                                                                     : RAIL_DIAGRAM_CERTIFICATE,
                   entry, make_title (entry));
  if (item->kind == RAIL_DIAGRAM_AUTHORITY)
    take_signer (self, item);
  judge_by_findings (self, item);
  judge_by_status (self, item);
  return item;
}

/* Adds the private key of @entry, which has to be in this project. */
RailDiagramItem *
rail_diagram_add_key (RailDiagramBuilder *self,
                      RailEntry          *entry)
{
  RailDiagramItem *item = rail_diagram_add_kept_key (self, entry, NULL);

  judge_by_findings (self, item);
  if (!rail_entry_has_key (entry))
    rail_diagram_item_complain (item, RAIL_DIAGRAM_MISSING,
                                g_strdup_printf (_("The private key of “%s” with ID %u is not in this project; "
                                                   "import it, or create a new certificate."),
                                                 rail_scenario_get_entry_name (entry), rail_entry_get_id (entry)));
  return item;
}

/* Adds the private key of @entry, which is where it is and goes nowhere. */
RailDiagramItem *
rail_diagram_add_kept_key (RailDiagramBuilder *self,
                           RailEntry          *entry,
                           const char         *detail)
{
  RailDiagramItem *item = add_item (self, RAIL_DIAGRAM_KEY, entry,
                                    g_strdup_printf (_("Private key of %u"), rail_entry_get_id (entry)));

  item->detail = g_strdup (detail);
  return item;
}

/* Adds the revocation list of @authority: hand-overs sign it anew where the key is here, else it is what was
 * imported. */
RailDiagramItem *
rail_diagram_add_list (RailDiagramBuilder *self,
                       RailEntry          *authority)
{
  RailDiagramItem *item = add_item (self, RAIL_DIAGRAM_LIST, authority,
                                    g_strdup_printf (_("Revocation list of %u"), rail_entry_get_id (authority)));
  RailListStatus status = rail_project_get_list_status (self->project, authority);
  const char *name = rail_scenario_get_entry_name (authority);

  take_signer (self, item);
  judge_by_findings (self, item);
  if (rail_entry_has_key (authority))
    return item;
  if (status == RAIL_LIST_NONE)
    rail_diagram_item_complain (item, RAIL_DIAGRAM_MISSING,
                                g_strdup_printf (_("The revocation list of “%s” is not in this project; import it "
                                                   "from the authority."), name));
  else if (status == RAIL_LIST_OVERDUE)
    rail_diagram_item_complain (item, RAIL_DIAGRAM_WRONG, rail_project_describe_list (self->project, authority));
  return item;
}

/* Adds a request for a certificate, which nobody keeps. */
RailDiagramItem *
rail_diagram_add_request (RailDiagramBuilder *self,
                          const char         *detail)
{
  RailDiagramItem *item = add_item (self, RAIL_DIAGRAM_REQUEST, NULL, g_strdup (_("Request (PKCS #10)")));

  item->detail = g_strdup (detail);
  return item;
}

static void
offer_assign (RailDiagramBuilder *self,
              RailDiagramItem    *item,
              RailUsedAs          role)
{
  g_autoptr(GError) error = NULL;

  if (!rail_project_check_assign (self->project, item->entry, self->box_device, role, 0, NULL, &error))
    {
      g_free (item->reason);
      item->reason = g_strdup (error->message);
      return;
    }
  item->repair = RAIL_DIAGRAM_REPAIR_ASSIGN;
  item->role = role;
  item->device = g_strdup (rail_device_get_name (self->box_device));
}

/* Adds what the device of the box has to trust. Where the partner is none of the project, nobody knows whether it
 * does. */
RailDiagramItem *
rail_diagram_add_trusted (RailDiagramBuilder *self,
                          RailEntry          *entry)
{
  RailDiagramItem *item = rail_diagram_add_certificate (self, entry, NULL);
  guint id = rail_entry_get_id (entry);

  if (self->box_device == NULL || rail_device_has_partner (self->box_device, id) ||
      rail_device_has_client (self->box_device, id))
    return item;
  rail_diagram_item_complain (item, RAIL_DIAGRAM_MISSING,
                              g_strdup_printf (_("“%s” with ID %u is not among the certificates of the partner "
                                                 "devices of "
                                                 "“%s”; assign it there."), rail_scenario_get_entry_name (entry), id,
                                               rail_device_get_name (self->box_device)));
  offer_assign (self, item, RAIL_USED_AS_TRUSTED);
  return item;
}

/* Adds a client that the OPC UA server of the box has to trust. */
RailDiagramItem *
rail_diagram_add_client (RailDiagramBuilder *self,
                         RailEntry          *entry)
{
  RailDiagramItem *item = rail_diagram_add_certificate (self, entry, NULL);
  GPtrArray *findings = get_findings (self);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    if (g_str_equal (rail_finding_get_code (findings->pdata[i]), "accepts-all-clients"))
      take_finding (item, findings->pdata[i], RAIL_DIAGRAM_WARNING);
  if (rail_device_has_client (self->box_device, rail_entry_get_id (entry)) ||
      rail_device_accepts_clients (self->box_device))
    return item;
  rail_diagram_item_complain (item, RAIL_DIAGRAM_MISSING,
                              g_strdup_printf (_("“%s” with ID %u is not among the trusted clients of “%s”; add it."),
                                               rail_scenario_get_entry_name (entry), rail_entry_get_id (entry),
                                               rail_device_get_name (self->box_device)));
  offer_assign (self, item, RAIL_USED_AS_CLIENT);
  return item;
}

/* Adds the authority that issued @below and is not in the project, or without @below one that nothing is of yet. */
RailDiagramItem *
rail_diagram_add_unknown (RailDiagramBuilder *self,
                          RailEntry          *below)
{
  const char *issuer = below != NULL ? rail_certificate_get_issuer_label (rail_entry_get_certificate (below)) : NULL;
  RailDiagramItem *item = add_item (self, RAIL_DIAGRAM_AUTHORITY, NULL,
                                    g_strdup (issuer != NULL ? issuer : _("No authority")));

  rail_diagram_item_complain (item, RAIL_DIAGRAM_MISSING,
                              below == NULL
                                ? g_strdup (_("No certificate here is of an authority outside; import its "
                                              "certificate as trusted."))
                                : g_strdup_printf (_("The authority of “%s” with ID %u is not in this project; "
                                                     "import it."),
                                                   rail_scenario_get_entry_name (below), rail_entry_get_id (below)));
  return item;
}
