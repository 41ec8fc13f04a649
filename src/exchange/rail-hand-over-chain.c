/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands above a certificate that is handed over, and whether it may go out. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"
#include "rail-target-private.h"

/* What a message calls an entry. */
const char *
rail_hand_over_get_name (RailEntry *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (rail_entry_get_certificate (entry));
}

static gint64
get_now (RailHandOver *self)
{
  return rail_environment_get_now (rail_project_get_environment (rail_hand_over_get_project (self)));
}

/* The key that signs for @certificate: the authority's own, or the one that it had with an earlier certificate. */
static RailKey *
get_signing_key (RailEntry       *authority,
                 RailCertificate *certificate)
{
  if (g_bytes_equal (rail_certificate_get_key_id (rail_entry_get_certificate (authority)),
                     rail_certificate_get_key_id (certificate)))
    return rail_entry_get_key (authority);

  for (guint i = 0; i < rail_entry_get_n_generations (authority); i++)
    {
      RailGeneration *generation = rail_entry_get_generation (authority, i);

      if (rail_certificate_equal (rail_generation_get_certificate (generation), certificate))
        return rail_generation_get_key (generation);
    }
  return NULL;
}

/* Whether a list of @authority can be handed over: one that is signed now, or the imported one of an authority outside as
 * long as it may be used. */
gboolean
rail_hand_over_has_list (RailHandOver    *self,
                         RailEntry       *authority,
                         RailCertificate *certificate)
{
  RailRevocationList *list = rail_entry_get_list (authority);
  gint64 next;

  if (get_signing_key (authority, certificate) != NULL)
    return TRUE;
  if (list == NULL || rail_entry_has_key (authority) || !rail_revocation_list_is_issued_by (list, certificate))
    return FALSE;
  next = rail_revocation_list_get_next_update (list);
  return next == 0 || next >= get_now (self);
}

/* Whether that is so of each of @authorities. */
gboolean
rail_hand_over_have_lists (RailHandOver *self,
                           GPtrArray    *authorities,
                           GPtrArray    *certificates)
{
  for (guint i = 0; i < authorities->len; i++)
    if (!rail_hand_over_has_list (self, g_ptr_array_index (authorities, i), g_ptr_array_index (certificates, i)))
      return FALSE;
  return TRUE;
}

/* Whether the key is there, and nobody may use it with this login; @error says so then. */
static gboolean
is_locked (RailHandOver  *self,
           RailEntry     *entry,
           GError       **error)
{
  const char *reason = rail_project_get_keys_reason (rail_hand_over_get_project (self));

  if (reason == NULL || !rail_entry_has_key (entry))
    return FALSE;
  g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_KEY, reason);
  return TRUE;
}

/* The key that a partner needs goes out with it, if it may. */
gboolean
rail_hand_over_check_key (RailHandOver  *self,
                          RailEntry     *entry,
                          GError       **error)
{
  if (rail_entry_get_key (entry) != NULL)
    return TRUE;
  if (is_locked (self, entry, error))
    return FALSE;
  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_KEY,
               _("The private key of “%s” is not in this project, and %s cannot sign without it; choose a certificate with "
                 "its key."), rail_hand_over_get_name (entry), rail_target_get_label (rail_hand_over_get_target (self)));
  return FALSE;
}

/* A partner refuses what is revoked or over, and all below it, so that is said here and not found out at the machine. */
gboolean
rail_hand_over_check_status (RailHandOver  *self,
                             RailEntry     *entry,
                             GError       **error)
{
  gint64 now = get_now (self);

  switch (rail_entry_get_status (entry, now, NULL))
    {
    case RAIL_STATUS_REVOKED:
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” is revoked, so it is not handed over; create a new certificate and hand that over."),
                   rail_hand_over_get_name (entry));
      return FALSE;
    case RAIL_STATUS_EXPIRED:
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” has expired, so it is not handed over; create a new certificate and hand that over."),
                   rail_hand_over_get_name (entry));
      return FALSE;
    default:
      return TRUE;
    }
}

/* The same for a certificate that an authority had before it was renewed, and that still stands above what it signed. */
static gboolean
check_earlier (RailHandOver     *self,
               RailEntry        *authority,
               RailCertificate  *certificate,
               GError          **error)
{
  gboolean over =
    rail_certificate_get_not_after (certificate) < get_now (self);

  for (guint i = 0; !over && i < rail_entry_get_n_generations (authority); i++)
    {
      RailGeneration *generation = rail_entry_get_generation (authority, i);

      over = rail_generation_get_certificate (generation) == certificate &&
             rail_generation_is_revoked (generation, NULL, NULL);
    }
  if (!over)
    return TRUE;
  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
               _("The earlier certificate of “%s”, with which it has signed, has expired or is revoked; renew what it has "
                 "signed and hand that over."), rail_hand_over_get_name (authority));
  return FALSE;
}

/*
 * The authorities above @entry, its issuer first and the root last; none above a self-signed one. All must be valid, and for a
 * partner that needs revocation lists each must have one: it refuses all that an authority without has issued.
 * @out_certificates are theirs that have signed: of one that was renewed with a new key since, an earlier one.
 */
GPtrArray *
rail_hand_over_get_authorities (RailHandOver  *self,
                                RailEntry     *entry,
                                GPtrArray    **out_certificates,
                                GError       **error)
{
  const RailTargetRow *row = rail_target_get_row (rail_hand_over_get_target (self));
  gboolean complete = FALSE;
  g_autoptr(GPtrArray) chain = rail_project_get_chain (rail_hand_over_get_project (self), entry, &complete);
  g_autoptr(GPtrArray) certificates = rail_project_get_chain_certificates (rail_hand_over_get_project (self), entry, NULL);
  g_autoptr(GPtrArray) authorities = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < chain->len; i++)
    {
      RailEntry *link = g_ptr_array_index (chain, i);
      RailCertificate *certificate = g_ptr_array_index (certificates, i);

      if (certificate == rail_entry_get_certificate (link) ? !rail_hand_over_check_status (self, link, error)
                                                           : !check_earlier (self, link, certificate, error))
        return NULL;
    }
  if (!complete)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_ISSUER,
                   _("The chain of “%s” does not reach a root in this project; add the missing certificate authority."),
                   rail_hand_over_get_name (entry));
      return NULL;
    }
  for (guint i = 1; i < chain->len; i++)
    {
      RailEntry *authority = g_ptr_array_index (chain, i);

      if (row->lists == RAIL_NEED_REQUIRED &&
          !rail_hand_over_has_list (self, authority, g_ptr_array_index (certificates, i)))
        {
          if (is_locked (self, authority, error))
            return NULL;
          g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_KEY,
                       _("The private key of “%s” is not in this project, so no revocation list can be signed for the "
                         "partner; add the key of this certificate authority."), rail_hand_over_get_name (authority));
          return NULL;
        }
      g_ptr_array_add (authorities, g_object_ref (authority));
    }
  g_ptr_array_remove_index (certificates, 0);
  *out_certificates = g_steal_pointer (&certificates);
  return g_steal_pointer (&authorities);
}
