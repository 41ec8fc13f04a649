/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The folder of UaExpert (Windows: %APPDATA%\unifiedautomation\uaexpert\PKI): Using certificates with TIA Portal, §2.4.4.
 * Its names are close to, but not those of OPC UA Part 12, Annex F.1: “issuers” has an s, and the own certificate and
 * key have fixed names.
 */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"
#include "rail-file-name.h"

#define OWN_CERTIFICATE "uaexpert.der"

/* In the order in which they are made: a private folder does not make its parents private. */
static const struct
{
  const char *path;
  gboolean    is_private;
} folders[] = {
  { "own/certs", FALSE },
  { "own/private", TRUE },
  { "trusted/certs", FALSE },
  { "trusted/crl", FALSE },
  { "issuers/certs", FALSE },
  { "issuers/crl", FALSE },
  { "rejected", FALSE },
};

static const char *
get_name (RailEntry *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

  return name != NULL ? name : "";
}

static gboolean
has_uri (RailCertificate *certificate)
{
  GListModel *names = rail_certificate_get_names (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (rail_alternative_name_get_name_type (name) == RAIL_NAME_TYPE_URI)
        return TRUE;
    }
  return FALSE;
}

/* An application certificate names its application in a URI; without extended key usage it may play either part. */
static gboolean
can_be (RailEntry   *entry,
        RailPurpose  purpose)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  RailPurpose purposes = rail_certificate_get_purposes (certificate, NULL);

  switch (rail_entry_get_usage (entry))
    {
    case RAIL_USAGE_OPCUA_CLIENT_SERVER:
      return TRUE;
    case RAIL_USAGE_OPCUA_CLIENT:
      return purpose == RAIL_PURPOSE_CLIENT_AUTH;
    case RAIL_USAGE_OPCUA_SERVER:
      return purpose == RAIL_PURPOSE_SERVER_AUTH;
    case RAIL_USAGE_CUSTOM:
      return !rail_certificate_is_ca (certificate) && has_uri (certificate) &&
             (purposes == 0 || (purposes & purpose) != 0);
    default:
      return FALSE;
    }
}

/* Whether UaExpert can have @entry as its own, or shall trust it as a server. What it signs with has to be here. */
gboolean
rail_hand_over_uaexpert_accepts (RailEntry *entry,
                                 gboolean   as_server)
{
  if (as_server)
    return can_be (entry, RAIL_PURPOSE_SERVER_AUTH);
  return can_be (entry, RAIL_PURPOSE_CLIENT_AUTH) && rail_entry_get_key (entry) != NULL;
}

static gboolean
check (RailEntry  *certificate,
       RailEntry  *server,
       GError    **error)
{
  if (!can_be (certificate, RAIL_PURPOSE_CLIENT_AUTH))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” is not the certificate of an OPC UA client; choose one that was created with the usage "
                     "“OPC UA client”."), get_name (certificate));
      return FALSE;
    }
  if (rail_entry_get_key (certificate) == NULL)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_KEY,
                   _("The private key of “%s” is not in this project, and UaExpert cannot sign without it; choose a "
                     "certificate with its key."), get_name (certificate));
      return FALSE;
    }
  if (server != NULL && !can_be (server, RAIL_PURPOSE_SERVER_AUTH))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” is not the certificate of an OPC UA server; choose one that was created with the usage "
                     "“OPC UA server”."), get_name (server));
      return FALSE;
    }
  return TRUE;
}

/* An authority whose place has changed since an earlier hand-over must not stay in the old one: there it would be trusted all
 * the same, or keep a list that does not know of the latest revocations. */
static void
add_authority (RailHandOver    *self,
               RailEntry       *authority,
               RailCertificate *certificate,
               gboolean         is_trusted)
{
  g_autofree char *file_name = rail_file_name_for_store (certificate, "der");
  g_autofree char *list_name = rail_file_name_for_store (certificate, "crl");

  rail_hand_over_add_file (self, RAIL_CONTENT_CERTIFICATE, is_trusted ? "trusted/certs" : "issuers/certs", file_name,
                           authority, certificate,
                           g_strdup_printf (is_trusted ? _("Authority “%s”, whose certificates are trusted")
                                                       : _("Authority “%s”, needed to complete a chain"),
                                            get_name (authority)));
  rail_hand_over_add_file (self, RAIL_CONTENT_REVOCATION_LIST, is_trusted ? "trusted/crl" : "issuers/crl", list_name,
                           authority, certificate,
                           g_strdup_printf (_("Revocation list of “%s”"), get_name (authority)));
  rail_hand_over_remove_file (self, is_trusted ? "issuers/certs" : "trusted/certs", file_name);
  rail_hand_over_remove_file (self, is_trusted ? "issuers/crl" : "trusted/crl", list_name);
}

/*
 * Trusted are the roots, and the authority that issued the server: node-opcua trusts a certificate only if its direct issuer
 * is trusted, not for its root. What stands between is known, but not trusted by itself.
 */
static void
add_chain (RailHandOver *self,
           GPtrArray    *authorities,
           GPtrArray    *certificates,
           gboolean      issuer_is_trusted,
           GHashTable   *placed)
{
  for (guint i = 0; i < authorities->len; i++)
    {
      RailCertificate *certificate = g_ptr_array_index (certificates, i);
      gboolean is_root = i == authorities->len - 1;

      if (g_hash_table_add (placed, certificate))
        add_authority (self, g_ptr_array_index (authorities, i), certificate, is_root || (i == 0 && issuer_is_trusted));
    }
}

static void
add_server (RailHandOver *self,
            RailEntry    *server)
{
  RailCertificate *certificate = rail_entry_get_certificate (server);
  g_autofree char *file_name = rail_file_name_for_store (certificate, "der");

  rail_hand_over_add_file (self, RAIL_CONTENT_CERTIFICATE, "trusted/certs", file_name, server, certificate,
                           g_strdup_printf (_("Server “%s”, self-signed and trusted by itself"), get_name (server)));
}

static void
add_own (RailHandOver *self,
         RailEntry    *certificate)
{
  g_autofree char *key_name = rail_file_name_for_key (OWN_CERTIFICATE);

  rail_hand_over_add_file (self, RAIL_CONTENT_CERTIFICATE, "own/certs", OWN_CERTIFICATE, certificate,
                           rail_entry_get_certificate (certificate),
                           g_strdup_printf (_("UaExpert's own certificate “%s”"), get_name (certificate)));
  rail_hand_over_add_file (self, RAIL_CONTENT_KEY, "own/private", key_name, certificate,
                           rail_entry_get_certificate (certificate),
                           g_strdup_printf (_("Private key of “%s”, not encrypted"), get_name (certificate)));
}

/* Fills @self with what UaExpert needs to present itself and to trust the server. */
gboolean
rail_hand_over_plan_uaexpert (RailHandOver  *self,
                              GError       **error)
{
  RailEntry *certificate = rail_hand_over_get_certificate (self);
  RailEntry *server = rail_hand_over_get_server (self);
  g_autoptr(GPtrArray) own_chain = NULL;
  g_autoptr(GPtrArray) own_certificates = NULL;
  g_autoptr(GPtrArray) server_chain = NULL;
  g_autoptr(GPtrArray) server_certificates = NULL;
  g_autoptr(GHashTable) placed = g_hash_table_new (NULL, NULL);

  if (!check (certificate, server, error))
    return FALSE;
  own_chain = rail_hand_over_get_authorities (self, certificate, &own_certificates, error);
  if (own_chain == NULL)
    return FALSE;
  if (server != NULL &&
      (server_chain = rail_hand_over_get_authorities (self, server, &server_certificates, error)) == NULL)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    rail_hand_over_add_folder (self, folders[i].path, folders[i].is_private);
  add_own (self, certificate);

  /* The server's chain first: its issuer may stand in the middle of the own chain, and is to be trusted there, too. */
  if (server_chain != NULL && server_chain->len == 0)
    add_server (self, server);
  if (server_chain != NULL)
    add_chain (self, server_chain, server_certificates, TRUE, placed);
  add_chain (self, own_chain, own_certificates, server == NULL, placed);
  return TRUE;
}
