/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-chain.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

#define DAY G_GINT64_CONSTANT (86400)

static gboolean
names_issuer (RailCertificate *certificate,
              RailCertificate *issuer)
{
  GBytes *authority_key_id = rail_certificate_get_authority_key_id (certificate);
  GBytes *subject_key_id = rail_certificate_get_subject_key_id (issuer);

  return authority_key_id == NULL || subject_key_id == NULL || g_bytes_equal (authority_key_id, subject_key_id);
}

/* By name and key identifiers, without the signature: a table asks this for each of ten thousand rows. */
static gboolean
looks_self_signed (RailCertificate *certificate)
{
  return g_str_equal (rail_certificate_get_subject (certificate), rail_certificate_get_issuer (certificate)) &&
         names_issuer (certificate, certificate);
}

/**
 * rail_project_get_issuer:
 * @self: a project
 * @entry: an entry of it
 *
 * Finds the authority that issued an entry, by name and key identifiers. Only if they leave a choice, signatures are
 * verified. rail_project_get_chain() always verifies them.
 *
 * Returns: (transfer none) (nullable): the issuer's entry; %NULL if @entry is self-signed or its issuer is not here
 */
RailEntry *
rail_project_get_issuer (RailProject *self,
                         RailEntry   *entry)
{
  RailCertificate *certificate;
  RailEntry *found = NULL;
  GPtrArray *namesakes;
  gboolean certain = TRUE;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);

  certificate = rail_entry_get_certificate (entry);
  namesakes = rail_project_get_authorities (self, rail_certificate_get_issuer (certificate));
  if (namesakes == NULL || looks_self_signed (certificate))
    return NULL;

  for (guint i = 0; i < namesakes->len; i++)
    {
      RailCertificate *candidate = rail_entry_get_certificate (namesakes->pdata[i]);

      if (!names_issuer (certificate, candidate) || namesakes->pdata[i] == entry)
        continue;
      certain = found == NULL && rail_certificate_get_authority_key_id (certificate) != NULL &&
                rail_certificate_get_subject_key_id (candidate) != NULL;
      if (found == NULL)
        found = namesakes->pdata[i];
      if (!certain)
        break;
    }
  if (certain)
    return found;

  /* The same authority may also be there as a trusted certificate; the one with the key is the issuer. */
  found = NULL;
  for (guint i = 0; i < namesakes->len; i++)
    {
      RailEntry *candidate = namesakes->pdata[i];

      if (candidate == entry || (found != NULL && rail_entry_get_key (candidate) == NULL) ||
          !rail_certificate_is_issued_by (certificate, rail_entry_get_certificate (candidate)))
        continue;
      found = candidate;
      if (rail_entry_get_key (found) != NULL)
        break;
    }
  return found;
}

/* Everything that can be in the chain, judged by names alone, with the way back from certificate to entry. */
static GHashTable *
collect_authorities (RailProject *self,
                     RailEntry   *entry,
                     GListStore  *authorities)
{
  g_autoptr(GHashTable) entries = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) waiting = g_ptr_array_new ();

  g_ptr_array_add (waiting, entry);
  for (guint i = 0; i < waiting->len; i++)
    {
      const char *issuer = rail_certificate_get_issuer (rail_entry_get_certificate (waiting->pdata[i]));
      GPtrArray *namesakes = rail_project_get_authorities (self, issuer);

      for (guint n = 0; namesakes != NULL && n < namesakes->len; n++)
        {
          RailCertificate *certificate = rail_entry_get_certificate (namesakes->pdata[n]);

          if (!g_hash_table_insert (entries, certificate, namesakes->pdata[n]))
            continue;
          g_list_store_append (authorities, certificate);
          g_ptr_array_add (waiting, namesakes->pdata[n]);
        }
    }
  g_hash_table_insert (entries, rail_entry_get_certificate (entry), entry);
  return g_steal_pointer (&entries);
}

/**
 * rail_project_get_chain:
 * @self: a project
 * @entry: an entry of it
 * @out_complete: (out) (optional): whether the chain ends in a self-signed certificate
 *
 * Follows the signatures from @entry upwards, through every authority of the project, trusted ones included.
 *
 * Returns: (transfer container) (element-type RailEntry): the chain, @entry first
 */
GPtrArray *
rail_project_get_chain (RailProject *self,
                        RailEntry   *entry,
                        gboolean    *out_complete)
{
  g_autoptr(GListStore) authorities = g_list_store_new (RAIL_TYPE_CERTIFICATE);
  g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GHashTable) entries = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);

  entries = collect_authorities (self, entry, authorities);
  certificates = rail_chain_build (rail_entry_get_certificate (entry), G_LIST_MODEL (authorities), out_complete);
  for (guint i = 0; i < certificates->len; i++)
    {
      RailEntry *link = g_hash_table_lookup (entries, certificates->pdata[i]);

      g_assert (link != NULL);
      g_ptr_array_add (chain, g_object_ref (link));
    }
  return g_steal_pointer (&chain);
}

/**
 * rail_project_issue_revocation_list:
 * @self: a project, or a snapshot of one
 * @authority: an authority of it, whose key is here
 * @error: return location for an error
 *
 * Signs a list of all that @authority issued in this project and that is revoked, or an empty list: partners such as
 * node-opcua refuse a chain without one. Its number is the time, or one
 * more than the last list's if that was made in the same second, so it grows (RFC 5280 §5.2.3). It holds as long as the
 * authority does, because nobody in a plant fetches a new one by itself.
 *
 * Returns: (transfer full): the list, or %NULL with RAIL_PROJECT_ERROR_NO_KEY, RAIL_PROJECT_ERROR_INVALID or an
 *   error of the signing
 */
RailRevocationList *
rail_project_issue_revocation_list (RailProject  *self,
                                    RailEntry    *authority,
                                    GError      **error)
{
  g_autoptr(GArray) revoked = NULL;
  RailCertificate *issuer;
  gint64 now;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (authority), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  issuer = rail_entry_get_certificate (authority);
  if (!rail_certificate_is_ca (issuer))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("“%s” is no certificate authority, so it has no revocation list."),
                   rail_certificate_get_common_name (issuer));
      return NULL;
    }
  if (rail_entry_get_key (authority) == NULL)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY,
                   _("The private key of “%s” is not in this project, so no revocation list can be signed."),
                   rail_certificate_get_common_name (issuer));
      return NULL;
    }

  revoked = g_array_new (FALSE, FALSE, sizeof (RailRevokedSerial));
  for (guint i = 0; i < g_list_model_get_n_items (rail_project_get_entries (self)); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (rail_project_get_entries (self), i);
      RailRevokedSerial item;

      if (!rail_entry_is_revoked (entry, &item.date, NULL) || rail_project_get_issuer (self, entry) != authority)
        continue;
      item.serial = (char *) rail_certificate_get_serial (rail_entry_get_certificate (entry));
      g_array_append_val (revoked, item);
    }

  now = rail_environment_get_now (rail_project_get_environment (self));
  /* An expired authority can still say what is revoked; a list must not end before it begins. */
  return rail_revocation_list_issue (issuer, rail_entry_get_key (authority), revoked,
                                     rail_project_take_list_number (self, now), now,
                                     MAX (rail_certificate_get_not_after (issuer), now + DAY), error);
}
