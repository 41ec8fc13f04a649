/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The certificate store of an OPC UA application: the same folders everywhere, under names that differ. What differs stands in
 * the table of targets. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"
#include "rail-file-name.h"
#include "rail-target-private.h"

/* What the .NET stack writes “+” for. */
#define NET_FORBIDDEN "<>:\"/\\|?*"

/* What is planned, for the functions below. */
typedef struct
{
  RailHandOver        *hand_over;
  const RailTargetRow *row;
  GHashTable          *placed;      /* of RailCertificate: authorities that have their place */
  gboolean             with_lists;
} Plan;

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

/* Whether it can play one of the parts of @purpose. An application certificate names its application in a URI; without extended
 * key usage it may play either part. */
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
      return (purpose & RAIL_PURPOSE_CLIENT_AUTH) != 0;
    case RAIL_USAGE_OPCUA_SERVER:
      return (purpose & RAIL_PURPOSE_SERVER_AUTH) != 0;
    case RAIL_USAGE_CUSTOM:
      return !rail_certificate_is_ca (certificate) && has_uri (certificate) &&
             (purposes == 0 || (purposes & purpose) != 0);
    default:
      return FALSE;
    }
}

/* Whether UaExpert can have @entry as its own, or shall trust it as a server. What it signs with has to be here. */
gboolean
rail_hand_over_accepts_uaexpert (RailEntry *entry,
                                 gboolean   as_partner)
{
  if (as_partner)
    return can_be (entry, RAIL_PURPOSE_SERVER_AUTH);
  return can_be (entry, RAIL_PURPOSE_CLIENT_AUTH) && rail_entry_get_key (entry) != NULL;
}

/* A stack is for clients and for servers; either talks to the other, and a client of both kinds to anybody. */
gboolean
rail_hand_over_accepts_opcua (RailEntry *entry,
                              gboolean   as_partner)
{
  return can_be (entry, RAIL_PURPOSE_SERVER_AUTH | RAIL_PURPOSE_CLIENT_AUTH) &&
         (as_partner || rail_entry_get_key (entry) != NULL);
}

static gboolean
check (RailHandOver  *self,
       GError       **error)
{
  gboolean for_client = rail_hand_over_get_target (self) == RAIL_TARGET_UAEXPERT;
  RailEntry *certificate = rail_hand_over_get_certificate (self);
  RailEntry *partner = rail_hand_over_get_server (self);
  RailPurpose any = RAIL_PURPOSE_SERVER_AUTH | RAIL_PURPOSE_CLIENT_AUTH;

  if (!can_be (certificate, for_client ? RAIL_PURPOSE_CLIENT_AUTH : any))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   for_client ? _("“%s” is not the certificate of an OPC UA client; choose one that was created with the "
                                  "usage “OPC UA client”.")
                              : _("“%s” is not the certificate of an OPC UA application; choose one that was created with "
                                  "the usage “OPC UA client” or “OPC UA server”."),
                   rail_hand_over_get_name (certificate));
      return FALSE;
    }
  if (!rail_hand_over_check_key (self, certificate, error))
    return FALSE;
  if (partner != NULL && !can_be (partner, for_client ? RAIL_PURPOSE_SERVER_AUTH : any))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   for_client ? _("“%s” is not the certificate of an OPC UA server; choose one that was created with the "
                                  "usage “OPC UA server”.")
                              : _("“%s” is not the certificate of an OPC UA application; choose one that was created with "
                                  "the usage “OPC UA client” or “OPC UA server”."),
                   rail_hand_over_get_name (partner));
      return FALSE;
    }
  return TRUE;
}

static char *
make_name (const RailTargetRow *row,
           RailCertificate     *certificate,
           const char          *extension)
{
  const char *thumbprint = rail_certificate_get_fingerprint_sha1 (certificate);
  const char *common_name = rail_certificate_get_common_name (certificate);
  g_autofree char *name = g_strdup (common_name != NULL ? common_name : "");
  g_autofree char *stem = NULL;

  switch (row->naming)
    {
    case RAIL_NAMING_NET:
      stem = rail_file_name_sanitize (g_strdelimit (name, NET_FORBIDDEN, '+'));
      return g_strdup_printf ("%s [%s].%s", stem, thumbprint, extension);
    case RAIL_NAMING_OPEN62541:
      stem = rail_file_name_sanitize (name);
      return g_strdup_printf ("%s[%s]", stem, thumbprint);
    case RAIL_NAMING_THUMBPRINT:
      stem = g_ascii_strdown (thumbprint, -1);
      return g_strdup_printf ("%s.%s", stem, extension);
    case RAIL_NAMING_STORE:
      return rail_file_name_for_store (certificate, extension);
    case RAIL_NAMING_FIXED:
    case RAIL_NAMING_COMMON_NAME:
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
add_folders (Plan *plan)
{
  const RailTargetRow *row = plan->row;
  const char *open[] = {
    row->trusted_certs, row->trusted_crl, row->issuer_certs, row->issuer_crl, row->rejected,
  };

  if (row->own_certs != NULL)
    rail_hand_over_add_folder (plan->hand_over, row->own_certs, FALSE);
  rail_hand_over_add_folder (plan->hand_over, row->own_private, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (open); i++)
    rail_hand_over_add_folder (plan->hand_over, open[i], FALSE);
}

static void
add_list (Plan            *plan,
          RailEntry       *authority,
          RailCertificate *certificate,
          const char      *folder,
          const char      *name)
{
  RailHandOverFile *file =
    rail_hand_over_add_file (plan->hand_over, RAIL_CONTENT_REVOCATION_LIST, folder, name, authority, certificate,
                             g_strdup_printf (_("Revocation list of “%s”"), rail_hand_over_get_name (authority)));

  if (plan->row->renews_lists)
    rail_hand_over_file_set_renewed (file);
}

static char *
describe_authority (RailEntry *authority,
                    gboolean   is_trusted,
                    gboolean   has_list)
{
  const char *name = rail_hand_over_get_name (authority);

  if (is_trusted && has_list)
    return g_strdup_printf (_("Authority “%s”, whose certificates are trusted"), name);
  if (is_trusted)
    return g_strdup_printf (_("Authority “%s”, whose certificates are trusted; without a revocation list, which cannot be "
                              "had of every authority here"), name);
  if (has_list)
    return g_strdup_printf (_("Authority “%s”, needed to complete a chain"), name);
  return g_strdup_printf (_("Authority “%s”, needed to complete a chain; without a revocation list, which cannot be had of "
                            "every authority here"), name);
}

/* An authority whose place has changed since an earlier hand-over must not stay in the old one: there it would be trusted all
 * the same, or keep a list that does not know of the latest revocations. */
static void
add_authority (Plan            *plan,
               RailEntry       *authority,
               RailCertificate *certificate,
               gboolean         is_trusted)
{
  const RailTargetRow *row = plan->row;
  gboolean has_list = plan->with_lists && rail_hand_over_has_list (plan->hand_over, authority, certificate);
  g_autofree char *file_name = make_name (row, certificate, "der");
  g_autofree char *list_name = make_name (row, certificate, "crl");

  rail_hand_over_add_file (plan->hand_over, RAIL_CONTENT_CERTIFICATE, is_trusted ? row->trusted_certs : row->issuer_certs,
                           file_name, authority, certificate,
                           describe_authority (authority, is_trusted, has_list));
  if (has_list)
    add_list (plan, authority, certificate, is_trusted ? row->trusted_crl : row->issuer_crl, list_name);
  rail_hand_over_remove_file (plan->hand_over, is_trusted ? row->issuer_certs : row->trusted_certs, file_name);
  rail_hand_over_remove_file (plan->hand_over, is_trusted ? row->issuer_crl : row->trusted_crl, list_name);
}

/*
 * Trusted are the roots, and the authority that issued the partner: node-opcua trusts a certificate only if its direct issuer
 * is trusted, not for its root. What stands between is known, but not trusted by itself.
 */
static void
add_chain (Plan      *plan,
           GPtrArray *authorities,
           GPtrArray *certificates,
           gboolean   issuer_is_trusted)
{
  for (guint i = 0; i < authorities->len; i++)
    {
      RailCertificate *certificate = g_ptr_array_index (certificates, i);
      gboolean is_root = i == authorities->len - 1;

      if (g_hash_table_add (plan->placed, certificate))
        add_authority (plan, g_ptr_array_index (authorities, i), certificate, is_root || (i == 0 && issuer_is_trusted));
    }
}

static void
add_partner (Plan      *plan,
             RailEntry *partner)
{
  RailCertificate *certificate = rail_entry_get_certificate (partner);
  g_autofree char *file_name = make_name (plan->row, certificate, "der");

  rail_hand_over_add_file (plan->hand_over, RAIL_CONTENT_CERTIFICATE, plan->row->trusted_certs, file_name, partner,
                           certificate,
                           g_strdup_printf (rail_hand_over_get_target (plan->hand_over) == RAIL_TARGET_UAEXPERT
                                              ? _("Server “%s”, self-signed and trusted by itself")
                                              : _("Partner “%s”, self-signed and trusted by itself"),
                                            rail_hand_over_get_name (partner)));
}

static void
add_own (Plan      *plan,
         RailEntry *entry,
         GPtrArray *chain)
{
  const RailTargetRow *row = plan->row;
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  const char *name = can_be (entry, RAIL_PURPOSE_SERVER_AUTH) || row->own_client_name == NULL ? row->own_name
                                                                                              : row->own_client_name;
  g_autofree char *file_name = name != NULL ? g_strdup (name) : make_name (row, certificate, "der");
  g_autofree char *key_name = row->key_name != NULL ? g_strdup (row->key_name) : make_name (row, certificate, "pem");

  if (row->own_certs != NULL)
    rail_hand_over_add_file (plan->hand_over,
                             row->own_form == RAIL_CERTIFICATE_FORM_PEM ? RAIL_CONTENT_CERTIFICATE_PEM
                                                                        : RAIL_CONTENT_CERTIFICATE,
                             row->own_certs, file_name, entry, certificate,
                             g_strdup_printf (_("Own certificate “%s”"), rail_hand_over_get_name (entry)));
  if (row->key == RAIL_KEY_FORM_PKCS12)
    rail_hand_over_file_set_chain (
      rail_hand_over_add_file (plan->hand_over, RAIL_CONTENT_PKCS12, row->own_private, key_name, entry, certificate,
                               g_strdup_printf (_("Certificate and private key of “%s”, under the password"),
                                                rail_hand_over_get_name (entry))),
      NULL, chain);
  else
    rail_hand_over_add_file (plan->hand_over, RAIL_CONTENT_KEY, row->own_private, key_name, entry, certificate,
                             g_strdup_printf (_("Private key of “%s”, not encrypted"), rail_hand_over_get_name (entry)));
}

/* Fills @self with what an OPC UA application needs to present itself and to trust its partner. */
gboolean
rail_hand_over_plan_opcua (RailHandOver  *self,
                           GError       **error)
{
  RailEntry *certificate = rail_hand_over_get_certificate (self);
  RailEntry *partner = rail_hand_over_get_server (self);
  g_autoptr(GPtrArray) own_chain = NULL;
  g_autoptr(GPtrArray) own_certificates = NULL;
  g_autoptr(GPtrArray) partner_chain = NULL;
  g_autoptr(GPtrArray) partner_certificates = NULL;
  g_autoptr(GHashTable) placed = g_hash_table_new (NULL, NULL);
  Plan plan = { self, rail_target_get_row (rail_hand_over_get_target (self)), placed, TRUE };

  if (!check (self, error))
    return FALSE;
  own_chain = rail_hand_over_get_authorities (self, certificate, &own_certificates, error);
  if (own_chain == NULL)
    return FALSE;
  if (partner != NULL &&
      (partner_chain = rail_hand_over_get_authorities (self, partner, &partner_certificates, error)) == NULL)
    return FALSE;
  if (plan.row->all_lists_or_none)
    plan.with_lists = rail_hand_over_have_lists (self, own_chain, own_certificates) &&
                      (partner == NULL || rail_hand_over_have_lists (self, partner_chain, partner_certificates));

  add_folders (&plan);
  add_own (&plan, certificate, own_certificates);

  /* The partner's chain first: its issuer may stand in the middle of the own chain, and is to be trusted there, too. */
  if (partner_chain != NULL && partner_chain->len == 0)
    add_partner (&plan, partner);
  if (partner_chain != NULL)
    add_chain (&plan, partner_chain, partner_certificates, TRUE);
  add_chain (&plan, own_chain, own_certificates, partner == NULL);
  return TRUE;
}
