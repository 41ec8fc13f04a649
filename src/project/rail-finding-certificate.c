/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-finding-private.h"

#include "rail-entry-private.h"
#include "rail-section.h"

#include <glib/gi18n-lib.h>

#define LEAST_RSA_BITS 2048
#define MAX_DEPTH 32   /* of a chain; names can lead in a circle */

/* Whether the project can sign a new certificate for it under the same ID. */
static gboolean
can_renew (RailInspection *self)
{
  RailEntry *issuer;

  if (rail_entry_get_kind (self->entry) == RAIL_ENTRY_TRUSTED || !rail_entry_has_key (self->entry))
    return FALSE;
  issuer = rail_inspection_get_issuer (self, self->entry);
  if (issuer == NULL)
    return rail_certificate_is_self_signed (rail_entry_get_certificate (self->entry));
  return rail_entry_has_key (issuer) && !rail_entry_is_revoked (issuer, NULL, NULL);
}

/* What is somebody else's cannot be renewed here. */
static void
choose_repair (RailInspection *self,
               gboolean        is_useless)
{
  if (can_renew (self))
    self->repair = RAIL_REPAIR_RENEW;
  else if (self->scope == RAIL_SCOPE_PARTNER)
    self->repair = is_useless ? RAIL_REPAIR_REMOVE_PARTNER : RAIL_REPAIR_NONE;
  else
    self->repair = self->has_service ? RAIL_REPAIR_CREATE : RAIL_REPAIR_NONE;
}

static gboolean
has_status (RailInspection *self,
            RailStatus      status)
{
  return rail_entry_get_status (self->entry, self->now, NULL) == status;
}

/*< private >
 * rail_check_expired:
 * @self: an inspection that stands at a certificate
 *
 * Returns: (transfer full) (nullable): that it has expired
 */
char *
rail_check_expired (RailInspection *self)
{
  g_autofree char *day = NULL;

  if (!has_status (self, RAIL_STATUS_EXPIRED))
    return NULL;
  choose_repair (self, TRUE);
  day = rail_format_date (rail_certificate_get_not_after (rail_entry_get_certificate (self->entry)));
  return g_strdup_printf (_("“%s” (ID %u) expired on %s, and partners refuse it."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry), day);
}

/*< private >
 * rail_check_expiring:
 * @self: an inspection that stands at a certificate
 *
 * Returns: (transfer full) (nullable): that it expires soon
 */
char *
rail_check_expiring (RailInspection *self)
{
  g_autofree char *day = NULL;

  if (!has_status (self, RAIL_STATUS_EXPIRING))
    return NULL;
  choose_repair (self, FALSE);
  day = rail_format_date (rail_certificate_get_not_after (rail_entry_get_certificate (self->entry)));
  return g_strdup_printf (_("“%s” (ID %u) expires on %s; renew it before partners refuse it."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry), day);
}

/*< private >
 * rail_check_not_yet_valid:
 * @self: an inspection that stands at a certificate
 *
 * Returns: (transfer full) (nullable): that it is not valid yet
 */
char *
rail_check_not_yet_valid (RailInspection *self)
{
  g_autofree char *day = NULL;

  if (!has_status (self, RAIL_STATUS_NOT_YET_VALID))
    return NULL;
  choose_repair (self, FALSE);
  day = rail_format_date (rail_certificate_get_not_before (rail_entry_get_certificate (self->entry)));
  return g_strdup_printf (_("“%s” (ID %u) is valid only from %s on, and partners refuse it until then."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry), day);
}

/* Returns: (transfer none) (nullable): the first authority above the certificate that is revoked */
static RailEntry *
find_revoked_issuer (RailInspection *self)
{
  RailEntry *issuer = rail_inspection_get_issuer (self, self->entry);

  for (guint depth = 0; issuer != NULL && depth < MAX_DEPTH; depth++)
    {
      if (rail_entry_is_revoked (issuer, NULL, NULL))
        return issuer;
      issuer = rail_inspection_get_issuer (self, issuer);
    }
  return NULL;
}

/*< private >
 * rail_check_revoked:
 * @self: an inspection that stands at a certificate
 *
 * Returns: (transfer full) (nullable): that it is revoked, or an authority above it
 */
char *
rail_check_revoked (RailInspection *self)
{
  gboolean is_revoked = rail_entry_is_revoked (self->entry, NULL, NULL);
  RailEntry *revoked = is_revoked ? self->entry : find_revoked_issuer (self);
  gint64 date;
  g_autofree char *day = NULL;

  if (revoked == NULL || !rail_entry_is_revoked (revoked, &date, NULL))
    return NULL;
  day = rail_format_date (date);
  if (is_revoked)
    {
      choose_repair (self, TRUE);
      return g_strdup_printf (_("“%s” (ID %u) was revoked on %s, and partners that know it refuse it."),
                              rail_entry_get_name (self->entry), rail_entry_get_id (self->entry), day);
    }
  /* Renewing leaves it with the issuer that it has. */
  if (self->scope == RAIL_SCOPE_PARTNER)
    self->repair = RAIL_REPAIR_REMOVE_PARTNER;
  else
    self->repair = self->has_service ? RAIL_REPAIR_CREATE : RAIL_REPAIR_NONE;
  return g_strdup_printf (_("“%s” (ID %u) depends on “%s” (ID %u), which was revoked on %s, and partners that know it refuse "
                            "both."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry), rail_entry_get_name (revoked),
                          rail_entry_get_id (revoked), day);
}

/*< private >
 * rail_check_key_missing:
 * @self: an inspection that stands at a device certificate
 *
 * What no service presents may be kept for its own sake.
 *
 * Returns: (transfer full) (nullable): that its key is not here
 */
char *
rail_check_key_missing (RailInspection *self)
{
  if (!self->has_service || rail_entry_has_key (self->entry))
    return NULL;
  return g_strdup_printf (_("The private key of “%s” (ID %u) is not in this project, so that the device cannot be loaded "
                            "with it; import the key, or create another certificate."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry));
}

/*< private >
 * rail_check_addresses:
 * @self: an inspection that stands at a device certificate
 *
 * Returns: (transfer full) (nullable): that it was made for other addresses than the device has now
 */
char *
rail_check_addresses (RailInspection *self)
{
  RailUsage usage = rail_device_get_names_usage (self->device, self->entry);
  char *text = NULL;

  /* Without any address there is more to say, see rail_check_ip(). */
  if (!self->has_service || !rail_service_get (self->service)->is_tls ||
      rail_certificate_has_name (rail_entry_get_certificate (self->entry), RAIL_NAME_TYPE_IP))
    text = rail_device_describe_names (self->device, self->entry, usage);
  if (text != NULL)
    choose_repair (self, TRUE);
  return text;
}

/*< private >
 * rail_check_name:
 * @self: an inspection that stands at a device certificate
 *
 * Returns: (transfer full) (nullable): that it was made when the device had another name
 */
char *
rail_check_name (RailInspection *self)
{
  g_autofree char *name = rail_device_find_common_name (self->device, self->entry);

  if (name == NULL)
    return NULL;
  choose_repair (self, FALSE);
  if (self->repair == RAIL_REPAIR_CREATE)
    self->repair = RAIL_REPAIR_NONE;
  return g_strdup_printf (_("“%s” (ID %u) was made when “%s” had another name; partners do not compare it, but people do."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry),
                          rail_device_get_name (self->device));
}

/*< private >
 * rail_check_sha1:
 * @self: an inspection that stands at a certificate
 *
 * Returns: (transfer full) (nullable): that it is signed with SHA-1
 */
char *
rail_check_sha1 (RailInspection *self)
{
  if (!rail_certificate_is_signed_with_sha1 (rail_entry_get_certificate (self->entry)))
    return NULL;
  choose_repair (self, FALSE);
  return g_strdup_printf (_("“%s” (ID %u) is signed with SHA-1, which can be forged and is refused by browsers and by "
                            "every security policy that is not out of date."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry));
}

/*< private >
 * rail_check_key_length:
 * @self: an inspection that stands at a certificate
 *
 * Returns: (transfer full) (nullable): that its key is too short
 */
char *
rail_check_key_length (RailInspection *self)
{
  RailCertificate *certificate = rail_entry_get_certificate (self->entry);
  guint bits = rail_certificate_get_key_bits (certificate);

  if (g_strcmp0 (rail_certificate_get_key_algorithm (certificate), "RSA") != 0 || bits >= LEAST_RSA_BITS)
    return NULL;
  choose_repair (self, FALSE);
  return g_strdup_printf (_("The RSA key of “%s” (ID %u) has %u bits; less than %u are not safe any more."),
                          rail_entry_get_name (self->entry), rail_entry_get_id (self->entry), bits, LEAST_RSA_BITS);
}
