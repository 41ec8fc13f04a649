/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-chain.h"
#include "rail-project-private.h"

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

/* The certificates that an entry had or has, the present one first; NULL behind the last one. */
static RailCertificate *
get_signer (RailEntry *entry,
            guint      index)
{
  if (index == 0)
    return rail_entry_get_certificate (entry);
  if (index <= rail_entry_get_n_generations (entry))
    return rail_generation_get_certificate (rail_entry_get_generation (entry, index - 1));
  return NULL;
}

/* The newest certificate of an authority that another one names as its issuer. What an authority has signed before it
 * was renewed with a new key names the one that it had then. */
static RailCertificate *
find_named_signer (RailCertificate *certificate,
                   RailEntry       *authority)
{
  const char *issuer = rail_certificate_get_issuer (certificate);
  RailCertificate *signer;

  for (guint i = 0; (signer = get_signer (authority, i)) != NULL; i++)
    if (rail_certificate_is_ca (signer) && g_str_equal (rail_certificate_get_subject (signer), issuer) &&
        names_issuer (certificate, signer))
      return signer;
  return NULL;
}

static gboolean
is_signed_by (RailCertificate *certificate,
              RailEntry       *authority)
{
  RailCertificate *signer;

  for (guint i = 0; (signer = get_signer (authority, i)) != NULL; i++)
    if (rail_certificate_is_issued_by (certificate, signer))
      return TRUE;
  return FALSE;
}

/*< private >
 * rail_project_find_issuer:
 * @self: a project
 * @certificate: any certificate
 * @except: (nullable): an entry that is not meant, because @certificate is or was its own
 *
 * Like rail_project_get_issuer() for a certificate that need not be the present one of an entry.
 *
 * Returns: (transfer none) (nullable): the issuer's entry
 */
RailEntry *
rail_project_find_issuer (RailProject     *self,
                          RailCertificate *certificate,
                          RailEntry       *except)
{
  GPtrArray *namesakes = rail_project_get_authorities (self, rail_certificate_get_issuer (certificate));
  RailEntry *found = NULL;
  gboolean certain = TRUE;

  if (namesakes == NULL || looks_self_signed (certificate))
    return NULL;

  for (guint i = 0; i < namesakes->len; i++)
    {
      RailCertificate *signer = namesakes->pdata[i] != except ? find_named_signer (certificate, namesakes->pdata[i]) : NULL;

      if (signer == NULL)
        continue;
      certain = found == NULL && rail_certificate_get_authority_key_id (certificate) != NULL &&
                rail_certificate_get_subject_key_id (signer) != NULL;
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

      if (candidate == except || (found != NULL && !rail_entry_has_key (candidate)) ||
          !is_signed_by (certificate, candidate))
        continue;
      found = candidate;
      if (rail_entry_has_key (found))
        break;
    }
  return found;
}

/**
 * rail_project_get_issuer:
 * @self: a project
 * @entry: an entry of it
 *
 * Finds the authority that issued an entry, by name and key identifiers, also when it was renewed since. Only if they
 * leave a choice, signatures are verified. rail_project_get_chain() always verifies them.
 *
 * Returns: (transfer none) (nullable): the issuer's entry; %NULL if @entry is self-signed or its issuer is not here
 */
RailEntry *
rail_project_get_issuer (RailProject *self,
                         RailEntry   *entry)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);

  return rail_project_find_issuer (self, rail_entry_get_certificate (entry), entry);
}

/* Of each key that an authority had, the newest certificate: what it signed is valid under any of the same key, and
 * the newest is the one to pass on. */
static void
collect_signers (RailEntry  *authority,
                 GHashTable *entries,
                 GListStore *authorities,
                 GPtrArray  *waiting)
{
  g_autoptr(GHashTable) keys = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  RailCertificate *signer;

  for (guint i = 0; (signer = get_signer (authority, i)) != NULL; i++)
    {
      if (!g_hash_table_add (keys, rail_certificate_get_key_id (signer)) ||
          !g_hash_table_insert (entries, signer, authority))
        continue;
      g_list_store_append (authorities, signer);
      g_ptr_array_add (waiting, signer);
    }
}

/* Everything that can be in the chain, judged by names alone, with the way back from certificate to entry. */
static GHashTable *
collect_authorities (RailProject *self,
                     RailEntry   *entry,
                     GListStore  *authorities)
{
  g_autoptr(GHashTable) entries = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) waiting = g_ptr_array_new ();

  g_ptr_array_add (waiting, rail_entry_get_certificate (entry));
  for (guint i = 0; i < waiting->len; i++)
    {
      GPtrArray *namesakes = rail_project_get_authorities (self, rail_certificate_get_issuer (waiting->pdata[i]));

      for (guint n = 0; namesakes != NULL && n < namesakes->len; n++)
        if (g_hash_table_add (seen, namesakes->pdata[n]))
          collect_signers (namesakes->pdata[n], entries, authorities, waiting);
    }
  g_hash_table_insert (entries, rail_entry_get_certificate (entry), entry);
  return g_steal_pointer (&entries);
}

static GPtrArray *
build_chain (RailProject *self,
             RailEntry   *entry,
             gboolean    *out_complete,
             GHashTable **out_entries)
{
  g_autoptr(GListStore) authorities = g_list_store_new (RAIL_TYPE_CERTIFICATE);

  *out_entries = collect_authorities (self, entry, authorities);
  return rail_chain_build (rail_entry_get_certificate (entry), G_LIST_MODEL (authorities), out_complete);
}

/**
 * rail_project_get_chain:
 * @self: a project
 * @entry: an entry of it
 * @out_complete: (out) (optional): whether the chain ends in a self-signed certificate
 *
 * Follows the signatures from @entry upwards, through every authority of the project, trusted ones included. An
 * authority that was renewed since is in it, too; rail_project_get_chain_certificates() tells which of its certificates.
 *
 * Returns: (transfer container) (element-type RailEntry): the chain, @entry first
 */
GPtrArray *
rail_project_get_chain (RailProject *self,
                        RailEntry   *entry,
                        gboolean    *out_complete)
{
  g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GHashTable) entries = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);

  certificates = build_chain (self, entry, out_complete, &entries);
  for (guint i = 0; i < certificates->len; i++)
    {
      RailEntry *link = g_hash_table_lookup (entries, certificates->pdata[i]);

      g_assert (link != NULL);
      g_ptr_array_add (chain, g_object_ref (link));
    }
  return g_steal_pointer (&chain);
}

/**
 * rail_project_get_chain_certificates:
 * @self: a project
 * @entry: an entry of it
 * @out_complete: (out) (optional): whether the chain ends in a self-signed certificate
 *
 * The certificates that a partner needs to verify the one of @entry, link by link those of rail_project_get_chain(). Of
 * an authority that was renewed with a new key since, it is the earlier certificate, which signed.
 *
 * Returns: (transfer full) (element-type RailCertificate): the chain, the certificate of @entry first
 */
GPtrArray *
rail_project_get_chain_certificates (RailProject *self,
                                     RailEntry   *entry,
                                     gboolean    *out_complete)
{
  g_autoptr(GHashTable) entries = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);

  return build_chain (self, entry, out_complete, &entries);
}
