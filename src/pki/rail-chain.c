/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-chain"

#include "config.h"

#include "rail-chain.h"

/* Deeper chains do not exist in plants; open62541 stops at the same depth. */
#define MAXIMUM_DEPTH 10

typedef struct
{
  GListModel *authorities;
  GHashTable *dead_ends;      /* certificates above which no root was found; not owned */
  GPtrArray  *path;           /* owned certificates, the leaf first */
  GPtrArray  *longest;        /* of all paths that did not reach a root */
} Search;

static gboolean
contains (GPtrArray       *path,
          RailCertificate *certificate)
{
  for (guint i = 0; i < path->len; i++)
    if (rail_certificate_equal (path->pdata[i], certificate))
      return TRUE;
  return FALSE;
}

static void
remember_longest (Search *search)
{
  if (search->path->len <= search->longest->len)
    return;

  g_ptr_array_set_size (search->longest, 0);
  for (guint i = 0; i < search->path->len; i++)
    g_ptr_array_add (search->longest, g_object_ref (search->path->pdata[i]));
}

/* Two certificates of one authority with the same key: the one that lasts longer comes first. */
static int
compare_not_after (gconstpointer a,
                   gconstpointer b)
{
  gint64 time_a = rail_certificate_get_not_after (*(RailCertificate **) a);
  gint64 time_b = rail_certificate_get_not_after (*(RailCertificate **) b);

  return time_a > time_b ? -1 : time_a < time_b;
}

static GPtrArray *
find_issuers (Search          *search,
              RailCertificate *certificate)
{
  GPtrArray *issuers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (search->authorities); i++)
    {
      g_autoptr(RailCertificate) authority = g_list_model_get_item (search->authorities, i);

      if (!g_hash_table_contains (search->dead_ends, authority)
          && !contains (search->path, authority)
          && rail_certificate_is_issued_by (certificate, authority))
        g_ptr_array_add (issuers, g_steal_pointer (&authority));
    }
  g_ptr_array_sort (issuers, compare_not_after);
  return issuers;
}

/* Extends the path from its last certificate on. */
static gboolean
climb (Search *search)
{
  RailCertificate *last = search->path->pdata[search->path->len - 1];
  g_autoptr(GPtrArray) issuers = NULL;

  if (rail_certificate_is_self_signed (last))
    return TRUE;

  remember_longest (search);
  if (search->path->len >= MAXIMUM_DEPTH)
    return FALSE;

  issuers = find_issuers (search, last);
  for (guint i = 0; i < issuers->len; i++)
    {
      g_ptr_array_add (search->path, g_object_ref (issuers->pdata[i]));
      if (climb (search))
        return TRUE;
      g_ptr_array_set_size (search->path, search->path->len - 1);
    }
  g_hash_table_add (search->dead_ends, last);
  return FALSE;
}

/**
 * rail_chain_build:
 * @leaf: where the chain begins
 * @authorities: a list of #RailCertificate to choose issuers from, in any order, with strangers and doubles
 * @out_complete: (out) (optional): whether the chain ends in a self-signed certificate
 *
 * Finds the issuers of a certificate by names, key identifiers and signatures. If there are several ways, one that
 * reaches a root is taken, and on it the authority that is valid longest. At most ten certificates. It asks neither for
 * dates nor for revocation nor whether an issuer is a CA. Safe in any thread that owns the list.
 *
 * Returns: (transfer full) (element-type RailCertificate): @leaf, its issuer and so on, as far as they are known
 */
GPtrArray *
rail_chain_build (RailCertificate *leaf,
                  GListModel      *authorities,
                  gboolean        *out_complete)
{
  g_autoptr(GHashTable) dead_ends = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) path = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) longest = g_ptr_array_new_with_free_func (g_object_unref);
  Search search = { authorities, dead_ends, path, longest };
  gboolean complete;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (leaf), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (authorities), NULL);

  g_ptr_array_add (path, g_object_ref (leaf));
  complete = climb (&search);
  if (out_complete != NULL)
    *out_complete = complete;
  return complete ? g_steal_pointer (&path) : g_steal_pointer (&longest);
}
