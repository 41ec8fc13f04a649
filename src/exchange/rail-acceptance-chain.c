/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance-private.h"

/* As open62541; node-opcua stops at five, which no plant has either. */
#define MAXIMUM_DEPTH 10

/*
 * Auxiliary methods
 */

static gboolean
same_name (RailCertificate *certificate,
           RailCertificate *issuer)
{
  return g_strcmp0 (rail_certificate_get_issuer (certificate), rail_certificate_get_subject (issuer)) == 0;
}

/* What @unknown says where one of them has no identifier. */
static gboolean
same_key (RailCertificate *certificate,
          RailCertificate *issuer,
          gboolean         unknown)
{
  GBytes *wanted = rail_certificate_get_authority_key_id (certificate);
  GBytes *offered = rail_certificate_get_subject_key_id (issuer);

  return wanted != NULL && offered != NULL ? g_bytes_equal (wanted, offered) : unknown;
}

static gboolean
is_candidate (RailFinder       finder,
              RailCertificate *certificate,
              RailCertificate *issuer)
{
  switch (finder)
    {
    case RAIL_FIND_BY_NAME:
      return same_name (certificate, issuer) && same_key (certificate, issuer, TRUE);
    case RAIL_FIND_BY_NAME_ALONE:
      return same_name (certificate, issuer);
    case RAIL_FIND_BY_NAME_AND_KEY:
      return same_name (certificate, issuer) && same_key (certificate, issuer, FALSE);
    case RAIL_FIND_BY_KEY:
      return same_key (certificate, issuer, FALSE);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
contains (GPtrArray       *chain,
          RailCertificate *certificate)
{
  for (guint i = 0; i < chain->len; i++)
    if (rail_certificate_equal (chain->pdata[i], certificate))
      return TRUE;
  return FALSE;
}

/* The first that has really signed; else the first that looks as if, so that the wrong signature can be told. */
static RailCertificate *
find_in (GListStore       *store,
         GPtrArray        *chain,
         RailFinder        finder,
         RailCertificate **first)
{
  RailCertificate *last = chain->pdata[chain->len - 1];

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr(RailCertificate) candidate = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (contains (chain, candidate) || !is_candidate (finder, last, candidate))
        continue;
      if (rail_certificate_is_issued_by (last, candidate))
        return candidate;   /* the store keeps it */
      if (*first == NULL)
        *first = candidate;
    }
  return NULL;
}

static RailCertificate *
find_issuer (const RailPresentation *presentation,
             const RailPartnerInfo  *partner,
             GPtrArray              *chain)
{
  RailCertificate *first = NULL;
  RailCertificate *issuer = find_in (presentation->trusted, chain, partner->finder, &first);

  if (issuer == NULL)
    issuer = find_in (presentation->issuers, chain, partner->finder, &first);
  if (issuer == NULL && !partner->ignores_presented)
    issuer = find_in (presentation->presented, chain, partner->finder, &first);
  return issuer != NULL ? issuer : first;
}

/*
 * For the rules
 */

/* Whether a partner looks for nobody above @certificate. */
gboolean
rail_acceptance_ends_chain (RailFinder       finder,
                            RailCertificate *certificate)
{
  GBytes *authority_key_id = rail_certificate_get_authority_key_id (certificate);

  /* To node-opcua, what names no issuer has none, and what names itself is its own. Names do not count. */
  if (finder == RAIL_FIND_BY_KEY)
    return authority_key_id == NULL || same_key (certificate, certificate, FALSE);
  return same_name (certificate, certificate) && same_key (certificate, certificate, TRUE);
}

gboolean
rail_acceptance_holds (GListStore      *store,
                       RailCertificate *certificate)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr(RailCertificate) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (rail_certificate_equal (item, certificate))
        return TRUE;
    }
  return FALSE;
}

/* The chain as the partner builds it: other partners may find other issuers for the same certificate, or none. */
GPtrArray *
rail_acceptance_build_chain (const RailPresentation *presentation,
                             const RailPartnerInfo  *partner,
                             gboolean               *out_complete)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (chain, g_object_ref (presentation->certificate));
  while (chain->len < MAXIMUM_DEPTH)
    {
      RailCertificate *issuer;

      *out_complete = rail_acceptance_ends_chain (partner->finder, chain->pdata[chain->len - 1]);
      if (*out_complete)
        break;
      issuer = find_issuer (presentation, partner, chain);
      if (issuer == NULL)
        break;
      g_ptr_array_add (chain, g_object_ref (issuer));
    }
  return chain;
}
