/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-finding-private.h"

#include "rail-entry-private.h"
#include "rail-section.h"

#include <glib/gi18n-lib.h>

#define MAX_DEPTH 32   /* of a chain; names can lead in a circle */

static gboolean
is_root (RailEntry *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);

  return g_str_equal (rail_certificate_get_subject (certificate), rail_certificate_get_issuer (certificate));
}

/* Those that want a revocation list beside every authority: UaExpert (table 2-3) and node-opcua. A CPU wants none. */
static gboolean
wants_lists (RailDevice *device)
{
  return rail_device_get_family (device) == RAIL_FAMILY_PC ||
         (rail_device_get_family (device) == RAIL_FAMILY_OTHER &&
          rail_device_is_service_on (device, RAIL_SERVICE_OPCUA_CLIENT));
}

/*< private >
 * rail_check_chain:
 * @self: an inspection that stands at a certificate
 *
 * In the table of the partners stands every authority, up to the root: trusting one of them is not enough for a CPU. What the
 * device's own certificates need there, compiling puts there; it must only be in the project.
 *
 * Returns: (transfer full) (nullable): which authority is missing
 */
char *
rail_check_chain (RailInspection *self)
{
  RailEntry *link = self->entry;

  for (guint depth = 0; depth < MAX_DEPTH; depth++)
    {
      RailEntry *issuer = rail_inspection_get_issuer (self, link);

      if (issuer == NULL)
        break;
      if (self->scope == RAIL_SCOPE_PARTNER && !rail_device_has_partner (self->device, rail_entry_get_id (issuer)))
        return g_strdup_printf (_("“%s” (ID %u) was issued by “%s” (ID %u), which is not among the certificates of the "
                                  "partner devices of “%s”; with an incomplete chain the connection is not established."),
                                rail_entry_get_name (link), rail_entry_get_id (link), rail_entry_get_name (issuer),
                                rail_entry_get_id (issuer), rail_device_get_name (self->device));
      link = issuer;
    }
  if (is_root (link))
    return NULL;
  self->repair = RAIL_REPAIR_NONE;
  return g_strdup_printf (_("“%s” (ID %u) was issued by “%s”, which is not in this project; import that authority, and all "
                            "above it."),
                          rail_entry_get_name (link), rail_entry_get_id (link),
                          rail_certificate_get_issuer_label (rail_entry_get_certificate (link)));
}

/*< private >
 * rail_check_issuer_key:
 * @self: an inspection that stands at a certificate
 *
 * A device gets the present certificate of an authority, which verifies nothing that an earlier key of it has signed.
 *
 * Returns: (transfer full) (nullable): that the authority has been renewed with a new key since
 */
char *
rail_check_issuer_key (RailInspection *self)
{
  RailCertificate *certificate = rail_entry_get_certificate (self->entry);
  RailEntry *issuer = rail_inspection_get_issuer (self, self->entry);
  GBytes *named = rail_certificate_get_authority_key_id (certificate);
  GBytes *present = NULL;

  if (issuer != NULL)
    present = rail_certificate_get_subject_key_id (rail_entry_get_certificate (issuer));
  if (named == NULL || present == NULL || g_bytes_equal (named, present))
    return NULL;
  if (rail_entry_get_kind (self->entry) == RAIL_ENTRY_TRUSTED || !rail_entry_has_key (self->entry) ||
      !rail_entry_has_key (issuer))
    self->repair = RAIL_REPAIR_NONE;
  return g_strdup_printf (_("“%s” (ID %u) was signed with an earlier key of “%s” (ID %u), but devices get the present "
                            "certificate of that authority, which does not verify it; renew it."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry), rail_entry_get_name (issuer),
                          rail_entry_get_id (issuer));
}

/*< private >
 * rail_check_list:
 * @self: an inspection that stands at a partner's certificate
 *
 * Returns: (transfer full) (nullable): that there is no revocation list for an authority
 */
char *
rail_check_list (RailInspection *self)
{
  if (!wants_lists (self->device) || !rail_certificate_is_ca (rail_entry_get_certificate (self->entry)) ||
      rail_entry_get_list (self->entry) != NULL || rail_entry_has_key (self->entry))
    return NULL;
  return g_strdup_printf (_("“%s” trusts “%s” (ID %u), but there is no revocation list of that authority, without which "
                            "UaExpert and others trust nothing that it issued; import its list."),
                          rail_device_get_name (self->device), rail_entry_get_name (self->entry),
                          rail_entry_get_id (self->entry));
}

/*< private >
 * rail_check_list_overdue:
 * @self: an inspection that stands at a partner's certificate
 *
 * Returns: (transfer full) (nullable): that the revocation list of an authority should have been followed by another one
 */
char *
rail_check_list_overdue (RailInspection *self)
{
  RailRevocationList *list = rail_entry_get_list (self->entry);
  gint64 end = list != NULL ? rail_revocation_list_get_next_update (list) : 0;
  g_autofree char *day = NULL;

  /* One that states no end has none. */
  if (end == 0 || end > self->now)
    return NULL;
  if (!rail_entry_has_key (self->entry))
    self->repair = RAIL_REPAIR_NONE;
  day = rail_format_date (end);
  return g_strdup_printf (_("The revocation list of “%s” (ID %u) ended on %s, and partners may refuse everything that the "
                            "authority issued until they get a new one."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry), day);
}
