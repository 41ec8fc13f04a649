/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files of a TLS server or client, as nginx, Apache, Mosquitto, curl and openssl take them: PEM, one folder, names
 * that stay the same when a certificate is renewed. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"

#define CERTIFICATE_NAME "cert.pem"
#define KEY_NAME "privkey.pem"
#define CHAIN_NAME "fullchain.pem"
#define TRUSTED_NAME "ca.pem"
#define LISTS_NAME "crl.pem"

/* Whose certificates the peer presents: every authority above, and what is trusted by itself. */
typedef struct
{
  GPtrArray *authorities;   /* of RailEntry */
  GPtrArray *certificates;  /* of RailCertificate, theirs */
} Chain;

static gboolean
can_be (RailEntry   *entry,
        RailPurpose  purpose)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  RailPurpose purposes = rail_certificate_get_purposes (certificate, NULL);

  return !rail_certificate_is_ca (certificate) && (purposes == 0 || (purposes & purpose) != 0);
}

gboolean
rail_hand_over_accepts_tls_server (RailEntry *entry,
                                   gboolean   as_partner)
{
  if (as_partner)
    return can_be (entry, RAIL_PURPOSE_CLIENT_AUTH);
  return can_be (entry, RAIL_PURPOSE_SERVER_AUTH) && rail_entry_get_key (entry) != NULL;
}

gboolean
rail_hand_over_accepts_tls_client (RailEntry *entry,
                                   gboolean   as_partner)
{
  if (as_partner)
    return can_be (entry, RAIL_PURPOSE_SERVER_AUTH);
  return can_be (entry, RAIL_PURPOSE_CLIENT_AUTH) && rail_entry_get_key (entry) != NULL;
}

static gboolean
check (RailHandOver  *self,
       gboolean       for_server,
       GError       **error)
{
  RailEntry *certificate = rail_hand_over_get_certificate (self);
  RailEntry *partner = rail_hand_over_get_server (self);

  if (certificate == NULL && partner == NULL)
    {
      g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                           _("A TLS client needs a certificate of its own, or a server that it connects to; choose one of "
                             "them."));
      return FALSE;
    }
  if (certificate != NULL && !can_be (certificate, for_server ? RAIL_PURPOSE_SERVER_AUTH : RAIL_PURPOSE_CLIENT_AUTH))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   for_server ? _("“%s” is not the certificate of a TLS server; choose one that a server may present.")
                              : _("“%s” is not the certificate of a TLS client; choose one that a client may present."),
                   rail_hand_over_get_name (certificate));
      return FALSE;
    }
  if (partner != NULL && !can_be (partner, for_server ? RAIL_PURPOSE_CLIENT_AUTH : RAIL_PURPOSE_SERVER_AUTH))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   for_server ? _("“%s” is not the certificate of a TLS client; choose one that a client may present.")
                              : _("“%s” is not the certificate of a TLS server; choose one that a server may present."),
                   rail_hand_over_get_name (partner));
      return FALSE;
    }
  return certificate == NULL || rail_hand_over_check_key (self, certificate, error);
}

static gboolean
get_chain (RailHandOver  *self,
           RailEntry     *entry,
           Chain         *chain,
           GError       **error)
{
  chain->authorities = rail_hand_over_get_authorities (self, entry, &chain->certificates, error);
  return chain->authorities != NULL;
}

static void
chain_clear (Chain *chain)
{
  g_clear_pointer (&chain->authorities, g_ptr_array_unref);
  g_clear_pointer (&chain->certificates, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

/* The root stays out of what is presented (RFC 8446 §4.4.2): who does not have it would not trust it. */
static void
add_own (RailHandOver *self,
         RailEntry    *entry,
         const Chain  *chain)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  const char *name = rail_hand_over_get_name (entry);
  g_autoptr(GPtrArray) presented = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (presented, g_object_ref (certificate));
  for (guint i = 0; i + 1 < chain->certificates->len; i++)
    g_ptr_array_add (presented, g_object_ref (g_ptr_array_index (chain->certificates, i)));
  rail_hand_over_add_file (self, RAIL_CONTENT_KEY, NULL, KEY_NAME, entry, certificate,
                           g_strdup_printf (_("Private key of “%s”, not encrypted"), name));
  rail_hand_over_add_file (self, RAIL_CONTENT_CERTIFICATE_PEM, NULL, CERTIFICATE_NAME, entry, certificate,
                           g_strdup_printf (_("Own certificate “%s”"), name));
  rail_hand_over_file_set_chain (
    rail_hand_over_add_file (self, RAIL_CONTENT_CHAIN_PEM, NULL, CHAIN_NAME, entry, certificate,
                             g_strdup_printf (_("Certificate “%s” with the authorities below its root, to be presented"),
                                              name)),
    NULL, presented);
}

static void
add_trusted (RailHandOver *self,
             RailEntry    *peer,
             const Chain  *chain)
{
  RailCertificate *certificate = rail_entry_get_certificate (peer);
  g_autoptr(GPtrArray) itself = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_self_signed = chain->authorities->len == 0;

  g_ptr_array_add (itself, g_object_ref (certificate));
  rail_hand_over_file_set_chain (
    rail_hand_over_add_file (self, RAIL_CONTENT_CHAIN_PEM, NULL, TRUSTED_NAME, peer, certificate,
                             is_self_signed
                               ? g_strdup_printf (_("“%s”, self-signed and trusted by itself"),
                                                  rail_hand_over_get_name (peer))
                               : g_strdup_printf (_("Authorities above “%s”, whose certificates are trusted"),
                                                  rail_hand_over_get_name (peer))),
    NULL, is_self_signed ? itself : chain->certificates);

  /* OpenSSL asks for the list of every authority once it has any. */
  if (!is_self_signed && rail_hand_over_have_lists (self, chain->authorities, chain->certificates))
    rail_hand_over_file_set_chain (
      rail_hand_over_add_file (self, RAIL_CONTENT_REVOCATION_LIST_PEM, NULL, LISTS_NAME, peer, certificate,
                               g_strdup_printf (_("Revocation lists of the authorities above “%s”"),
                                                rail_hand_over_get_name (peer))),
      chain->authorities, chain->certificates);
}

static gboolean
plan (RailHandOver  *self,
      gboolean       for_server,
      GError       **error)
{
  RailEntry *certificate = rail_hand_over_get_certificate (self);
  RailEntry *partner = rail_hand_over_get_server (self);
  g_auto(Chain) own = { NULL };
  g_auto(Chain) trusted = { NULL };

  if (!check (self, for_server, error))
    return FALSE;
  if (certificate != NULL && !get_chain (self, certificate, &own, error))
    return FALSE;
  if (partner != NULL && !get_chain (self, partner, &trusted, error))
    return FALSE;

  if (certificate != NULL)
    add_own (self, certificate, &own);
  if (partner != NULL)
    add_trusted (self, partner, &trusted);
  else if (own.authorities->len > 0)
    add_trusted (self, certificate, &own);
  return TRUE;
}

/* Fills @self with what a server presents, and the authorities of the clients that may connect to it. */
gboolean
rail_hand_over_plan_tls_server (RailHandOver  *self,
                                GError       **error)
{
  return plan (self, TRUE, error);
}

/* Fills @self with what a client trusts, and what it presents if it has something. */
gboolean
rail_hand_over_plan_tls_client (RailHandOver  *self,
                                GError       **error)
{
  return plan (self, FALSE, error);
}
