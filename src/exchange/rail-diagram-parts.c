/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

#include "rail-file-name.h"

/* What several scenarios have in common. */

/* A certificate and its key, in the store that is filled. */
RailDiagramPair
rail_diagram_add_pair (RailDiagramBuilder *self,
                       RailEntry          *entry,
                       const char         *missing)
{
  RailDiagramPair pair = { rail_diagram_add_certificate (self, entry, missing), NULL };

  if (entry != NULL)
    {
      pair.key = rail_diagram_add_key (self, entry);
    }
  return pair;
}

void
rail_diagram_add_project_box (RailDiagramBuilder *self,
                              guint               column,
                              const char         *subtitle)
{
  rail_diagram_add_box (self, RAIL_DIAGRAM_PROJECT, column, rail_project_get_name (self->project), subtitle, NULL);
}

void
rail_diagram_add_device_box (RailDiagramBuilder *self,
                             guint               column,
                             RailDevice         *device)
{
  const char *firmware = rail_device_get_firmware (device);
  const char *family = rail_family_get_label (rail_device_get_family (device));
  g_autofree char *subtitle = firmware != NULL && *firmware != '\0'
                                ? g_strdup_printf (C_("diagram", "%s, firmware %s"), family, firmware)
                                : g_strdup (family);

  rail_diagram_add_box (self, RAIL_DIAGRAM_CONTROLLER, column, rail_device_get_name (device), subtitle, device);
}

/* (transfer full): the entries of both, each once. Those of the longer chain come first, so that roots are last in
 * all stores and arrows do not cross. */
GPtrArray *
rail_diagram_join (GPtrArray *first,
                   GPtrArray *second)
{
  GPtrArray *joined = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_longer = second != NULL && second->len > first->len;
  GPtrArray * const parts[] = { is_longer ? second : first, is_longer ? first : second };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    for (guint j = 0; parts[i] != NULL && j < parts[i]->len; j++)
      if (!g_ptr_array_find (joined, parts[i]->pdata[j], NULL))
        g_ptr_array_add (joined, g_object_ref (parts[i]->pdata[j]));
  return joined;
}

/* @kept_keys: (nullable): what is said of the authorities' keys, which stay where they are */
void
rail_diagram_add_authorities (RailDiagramBuilder     *self,
                              RailDiagramAuthorities *out_authorities,
                              GPtrArray              *entries,
                              gboolean                with_lists,
                              const char             *kept_keys)
{
  out_authorities->entries = g_ptr_array_ref (entries);
  out_authorities->certificates = g_ptr_array_new ();
  out_authorities->lists = with_lists ? g_ptr_array_new () : NULL;
  for (guint i = 0; i < entries->len; i++)
    {
      RailEntry *entry = entries->pdata[i];

      g_ptr_array_add (out_authorities->certificates, rail_diagram_add_certificate (self, entry, NULL));
      if (with_lists)
        g_ptr_array_add (out_authorities->lists, rail_diagram_add_list (self, entry));
      if (kept_keys != NULL)
        rail_diagram_add_kept_key (self, entry, kept_keys);
    }
  if (self->own != NULL && !self->own_complete)
    out_authorities->below = self->own;
  else if (self->other != NULL && !self->other_complete)
    out_authorities->below = self->other;
  if (out_authorities->below != NULL || (self->info->origin == RAIL_ORIGIN_OUTSIDE && entries->len == 0))
    out_authorities->unknown = rail_diagram_add_unknown (self, out_authorities->below);
}

/* The authority that is not in the project is missing in each store where it belongs. */
void
rail_diagram_carry_unknown (RailDiagramBuilder     *self,
                            RailDiagramAuthorities *from,
                            guint                   step)
{
  if (from->unknown != NULL)
    rail_diagram_add_arrow (self, from->unknown, rail_diagram_add_unknown (self, from->below), step);
}

/* From outside into this project. */
void
rail_diagram_carry_authorities (RailDiagramBuilder     *self,
                                RailDiagramAuthorities *from,
                                RailDiagramAuthorities *to,
                                const char             *step)
{
  guint number;

  if (from->certificates->len == 0 && from->unknown == NULL)
    return;
  number = rail_diagram_add_step (self, step);
  for (guint i = 0; i < from->certificates->len; i++)
    {
      rail_diagram_add_arrow (self, from->certificates->pdata[i], to->certificates->pdata[i], number);
      if (from->lists != NULL && to->lists != NULL)
        rail_diagram_add_arrow (self, from->lists->pdata[i], to->lists->pdata[i], number);
    }
  if (from->unknown != NULL && to->unknown != NULL)
    rail_diagram_add_arrow (self, from->unknown, to->unknown, number);
}

void
rail_diagram_authorities_clear (RailDiagramAuthorities *self)
{
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
}

/* (nullable) */
RailDiagramItem *
rail_diagram_authorities_find (RailDiagramAuthorities *self,
                               RailEntry              *entry,
                               gboolean                list)
{
  GPtrArray *items = list ? self->lists : self->certificates;
  guint index;

  if (items == NULL || !g_ptr_array_find (self->entries, entry, &index))
    return NULL;
  return items->pdata[index];
}

/* The table “Certificates of the partner devices” of the box, with @entries, which come from where @from has them. */
void
rail_diagram_add_partner_table (RailDiagramBuilder     *self,
                                GPtrArray              *entries,
                                RailDiagramAuthorities *from,
                                const char             *step)
{
  guint number = 0;
  gboolean has_step = FALSE;

  if (entries->len == 0 && from->unknown == NULL)
    return;
  rail_diagram_add_store (self, _("Certificates of the partner devices"));
  for (guint i = 0; i < entries->len; i++)
    {
      RailDiagramItem *item = rail_diagram_add_trusted (self, entries->pdata[i]);
      RailDiagramItem *source = rail_diagram_authorities_find (from, entries->pdata[i], FALSE);

      if (source == NULL)
        continue;
      if (!has_step)
        number = rail_diagram_add_step (self, step);
      has_step = TRUE;
      rail_diagram_add_arrow (self, source, item, number);
    }
  if (from->unknown != NULL)
    rail_diagram_carry_unknown (self, from, has_step ? number : rail_diagram_add_step (self, step));
}

void
rail_diagram_carry_pair (RailDiagramBuilder *self,
                         RailDiagramPair     from,
                         RailDiagramPair     to,
                         const char         *step)
{
  guint number;

  if (from.certificate == NULL || to.certificate == NULL)
    return;
  number = rail_diagram_add_step (self, step);
  rail_diagram_add_arrow (self, from.certificate, to.certificate, number);
  if (from.key != NULL && to.key != NULL)
    rail_diagram_add_arrow (self, from.key, to.key, number);
}

/*
 * Partners that are no controllers
 */

static const char *
get_client_name (RailDiagramBuilder *self)
{
  GObject *partner = self->diagram->partner;

  return RAIL_IS_ENTRY (partner) ? rail_scenario_get_entry_name (RAIL_ENTRY (partner)) : _("OPC UA client");
}

/* As the hand-over to UaExpert has it: roots are trusted, and who issued the server; what else is above is known. */
static gboolean
is_trusted_by_client (RailDiagramBuilder *self,
                      RailEntry          *authority)
{
  GPtrArray *own = self->own_chain;
  GPtrArray *other = self->other_chain;

  return (own->len > 0 && (authority == own->pdata[0] || authority == own->pdata[own->len - 1])) ||
         (other->len > 0 && authority == other->pdata[other->len - 1]);
}

static void
add_client_stores (RailDiagramBuilder     *self,
                   gboolean                trusted,
                   RailDiagramAuthorities *authorities,
                   guint                   step)
{
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();
  gboolean is_self_signed = trusted && self->own != NULL && self->own_complete && self->own_chain->len == 0;

  for (guint i = 0; i < authorities->entries->len; i++)
    if (is_trusted_by_client (self, authorities->entries->pdata[i]) == trusted)
      g_ptr_array_add (chosen, authorities->entries->pdata[i]);
  if (chosen->len == 0 && !is_self_signed && (!trusted || authorities->unknown == NULL))
    return;

  rail_diagram_add_store (self, trusted ? "trusted/certs" : "issuers/certs");
  if (is_self_signed)
    {
      RailDiagramItem *item = rail_diagram_add_trusted (self, self->own);

      rail_diagram_item_set_file (item, rail_file_name_for_store (item->certificate, "der"));
    }
  for (guint i = 0; i < chosen->len; i++)
    {
      RailDiagramItem *item = trusted ? rail_diagram_add_trusted (self, chosen->pdata[i])
                                                : rail_diagram_add_certificate (self, chosen->pdata[i], NULL);

      rail_diagram_item_set_file (item, rail_file_name_for_store (item->certificate, "der"));
      rail_diagram_add_arrow (self, rail_diagram_authorities_find (authorities, chosen->pdata[i], FALSE), item, step);
    }
  if (trusted)
    rail_diagram_carry_unknown (self, authorities, step);
  if (chosen->len == 0)
    return;
  rail_diagram_add_store (self, trusted ? "trusted/crl" : "issuers/crl");
  for (guint i = 0; i < chosen->len; i++)
    {
      RailDiagramItem *item = rail_diagram_add_list (self, chosen->pdata[i]);

      rail_diagram_item_set_file (item, rail_file_name_for_store (item->certificate, "crl"));
      rail_diagram_add_arrow (self, rail_diagram_authorities_find (authorities, chosen->pdata[i], TRUE), item, step);
    }
}

/* The folders of UaExpert (chapter 2.4.4), which other clients have, too. */
void
rail_diagram_add_client_box (RailDiagramBuilder     *self,
                             guint                   column,
                             RailDiagramPair         from,
                             RailDiagramAuthorities *authorities)
{
  RailDiagramPair to = { NULL, NULL };
  g_autofree char *text = NULL;
  gboolean central = from.key == NULL && from.certificate != NULL;

  rail_diagram_add_box (self, RAIL_DIAGRAM_CLIENT, column, get_client_name (self),
                        self->peer != NULL ? rail_device_get_name (self->peer) : NULL, self->peer);
  rail_diagram_add_store (self, "own/certs");
  to.certificate = rail_diagram_add_certificate (self, self->other, self->other_missing);
  if (self->other != NULL)
    {
      rail_diagram_item_set_file (to.certificate, g_strdup ("uaexpert.der"));
      rail_diagram_add_store (self, "own/private");
      to.key = central ? rail_diagram_add_kept_key (self, self->other, NULL) : rail_diagram_add_key (self, self->other);
      rail_diagram_item_set_file (to.key, g_strdup ("uaexpert_key.pem"));
    }
  /* Translators: what an OPC UA client is called */
  text = g_strdup_printf (_("Give “%s” its certificate as a DER file and its key as a PEM file that is not encrypted."),
                          get_client_name (self));
  rail_diagram_carry_pair (self, from, to, text);
  if (authorities->entries->len > 0 || authorities->unknown != NULL)
    {
      guint step = rail_diagram_add_step (self, _("Give it the authorities, and a revocation list of each: without a "
                                                  "list UaExpert trusts nothing that they have issued."));

      add_client_stores (self, TRUE, authorities, step);
      add_client_stores (self, FALSE, authorities, step);
    }
  else
    add_client_stores (self, TRUE, authorities, 0);
}

/* A browser on Windows (chapter 2.5.3). @self_signed is the certificate itself where no authority has issued it. */
void
rail_diagram_add_browser_box (RailDiagramBuilder     *self,
                              guint                   column,
                              RailDiagramAuthorities *authorities,
                              RailDiagramItem        *self_signed)
{
  GPtrArray *chain = self->own_chain;
  RailEntry *root = chain->len > 0 ? chain->pdata[chain->len - 1] : NULL;
  guint step;

  rail_diagram_add_box (self, RAIL_DIAGRAM_BROWSER, column,
                        self->peer != NULL ? rail_device_get_name (self->peer) : _("Any computer"), _("Browser"),
                        self->peer);
  rail_diagram_add_store (self, _("Trusted Root Certification Authorities"));
  if (root == NULL && authorities->unknown != NULL)
    {
      rail_diagram_carry_unknown (self, authorities,
                                  rail_diagram_add_step (self, _("Install the authority on the computer, for the local "
                                                                 "machine.")));
      return;
    }
  if (root == NULL && self_signed == NULL)
    {
      rail_diagram_add_certificate (self, NULL, _("There is no certificate that could be trusted yet."));
      return;
    }
  step = rail_diagram_add_step (self, root != NULL
                                        ? _("Install the authority on the computer, for the local machine; then every "
                                            "browser that uses the store of the system trusts the web server.")
                                        : _("Install the certificate itself on the computer, as nobody else has "
                                            "signed it."));
  if (root != NULL)
    {
      RailDiagramItem *item = rail_diagram_add_trusted (self, root);

      rail_diagram_add_arrow (self, rail_diagram_authorities_find (authorities, root, FALSE), item, step);
    }
  else
    {
      RailDiagramItem *item = rail_diagram_add_trusted (self, self_signed->entry);

      rail_diagram_add_arrow (self, self_signed, item, step);
    }
  if (chain->len < 2)
    return;
  rail_diagram_add_store (self, _("Intermediate Certification Authorities"));
  for (guint i = 0; i + 1 < chain->len; i++)
    {
      RailDiagramItem *item = rail_diagram_add_certificate (self, chain->pdata[i], NULL);

      rail_diagram_add_arrow (self, rail_diagram_authorities_find (authorities, chain->pdata[i], FALSE), item, step);
    }
}
