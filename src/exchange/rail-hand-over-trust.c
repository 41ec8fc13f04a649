/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What browsers and Linux get on other computers than this one, whose stores Certrail changes itself: the anchor, one in a
 * file, PEM in “.crt” as update-ca-certificates(8) wants it, and for a browser the certificate that it shows.
 */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"
#include "rail-trust-store.h"
#include "rail-windows-script.h"

static gboolean
has_purpose (RailEntry   *entry,
             RailPurpose  purpose)
{
  RailPurpose purposes = rail_certificate_get_purposes (rail_entry_get_certificate (entry), NULL);

  return !rail_certificate_is_ca (rail_entry_get_certificate (entry)) && (purposes == 0 || (purposes & purpose) != 0);
}

/* Its own is that of a person or program that logs in; trusted are servers, or a root itself. */
gboolean
rail_hand_over_accepts_browser (RailEntry *entry,
                                gboolean   as_partner)
{
  if (as_partner)
    return rail_hand_over_accepts_linux (entry, TRUE);
  return has_purpose (entry, RAIL_PURPOSE_CLIENT_AUTH) && rail_entry_get_key (entry) != NULL;
}

gboolean
rail_hand_over_accepts_linux (RailEntry *entry,
                              gboolean   as_partner)
{
  return as_partner && (has_purpose (entry, RAIL_PURPOSE_SERVER_AUTH) ||
                        rail_trust_store_accepts (rail_entry_get_certificate (entry), NULL));
}

static char *
make_name (RailEntry       *entry,
           RailCertificate *certificate,
           const char      *extension)
{
  return rail_windows_script_dup_file_name (rail_hand_over_get_name (entry),
                                            rail_certificate_get_fingerprint_sha1 (certificate), extension);
}

/* The root above @partner, or @partner itself. */
static gboolean
add_anchor (RailHandOver  *self,
            RailEntry     *partner,
            GError       **error)
{
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GPtrArray) authorities = rail_hand_over_get_authorities (self, partner, &certificates, error);
  RailEntry *anchor;
  RailCertificate *certificate;
  g_autofree char *name = NULL;

  if (authorities == NULL)
    return FALSE;
  anchor = authorities->len > 0 ? g_ptr_array_index (authorities, authorities->len - 1) : partner;
  certificate = authorities->len > 0 ? g_ptr_array_index (certificates, authorities->len - 1)
                                     : rail_entry_get_certificate (partner);
  if (!rail_trust_store_accepts (certificate, NULL))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” cannot be trusted as a server; choose a server, or the root above it."),
                   rail_hand_over_get_name (partner));
      return FALSE;
    }
  name = make_name (anchor, certificate, "crt");
  rail_hand_over_add_file (self, RAIL_CONTENT_CERTIFICATE_PEM, NULL, name, anchor, certificate,
                           g_strdup_printf (rail_certificate_is_ca (certificate)
                                              ? _("Root “%s”, whose certificates are trusted")
                                              : _("“%s”, self-signed and trusted by itself"),
                                            rail_hand_over_get_name (anchor)));
  return TRUE;
}

/* Fills @self with the anchor, and the certificate that the browser logs in with if there is one. */
gboolean
rail_hand_over_plan_browser (RailHandOver  *self,
                             GError       **error)
{
  RailEntry *own = rail_hand_over_get_certificate (self);
  RailEntry *partner = rail_hand_over_get_server (self);
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GPtrArray) authorities = NULL;
  g_autofree char *name = NULL;

  if (own == NULL && partner == NULL)
    {
      g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                           _("A browser needs a server that it opens, or a certificate to log in with; choose one of them."));
      return FALSE;
    }
  if (partner != NULL && !add_anchor (self, partner, error))
    return FALSE;
  if (own == NULL)
    return TRUE;
  if (!has_purpose (own, RAIL_PURPOSE_CLIENT_AUTH))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” is not the certificate of a TLS client; choose one that a client may present."),
                   rail_hand_over_get_name (own));
      return FALSE;
    }
  if (!rail_hand_over_check_key (self, own, error))
    return FALSE;
  authorities = rail_hand_over_get_authorities (self, own, &certificates, error);
  if (authorities == NULL)
    return FALSE;
  name = make_name (own, rail_entry_get_certificate (own), "p12");
  rail_hand_over_file_set_chain (
    rail_hand_over_add_file (self, RAIL_CONTENT_PKCS12, NULL, name, own, rail_entry_get_certificate (own),
                             g_strdup_printf (_("Certificate and private key of “%s”, under the password"),
                                              rail_hand_over_get_name (own))),
    NULL, certificates);
  return TRUE;
}

/* Fills @self with the anchor. */
gboolean
rail_hand_over_plan_linux (RailHandOver  *self,
                           GError       **error)
{
  return add_anchor (self, rail_hand_over_get_server (self), error);
}
