/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-renewal-private.h"

#include "rail-entry-private.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

#define LAST_SECOND G_GINT64_CONSTANT (253402300799)   /* 9999-12-31T23:59:59Z */

/* While the items are collected: an authority stands before what it issued. */
typedef struct
{
  RailProject        *project;
  RailRenewalChoices *choices;
  GHashTable         *chosen;      /* entries that the user wants renewed */
  GHashTable         *dropped;
  GHashTable         *items;       /* entry → RailRenewalItem */
  GHashTable         *children;    /* issuer → GPtrArray of entries; NULL until somebody asks */
  GPtrArray          *list;
} Plan;

static void add_item (Plan      *plan,
                      RailEntry *entry,
                      RailEntry *cause);

/* The name that a certificate gives for its issuer, which is not here. */
static char *
describe_stranger (RailCertificate *certificate)
{
  const char *label = rail_certificate_get_issuer_label (certificate);

  return g_strdup (label != NULL && *label != '\0' ? label : rail_certificate_get_issuer (certificate));
}

/* Why nobody here can sign a new certificate for an entry. */
static char *
find_issuer_problem (RailEntry       *entry,
                     RailEntry       *issuer,
                     RailRenewalItem *parent)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);

  if (issuer == NULL && !rail_certificate_is_self_signed (certificate))
    {
      g_autofree char *stranger = describe_stranger (certificate);

      return g_strdup_printf (_("It was issued by “%s”, which is not in this project; make a request for it, and take "
                                "the answer of that authority."), stranger);
    }
  if (issuer != NULL && rail_entry_is_key_damaged (issuer))
    return rail_entry_dup_key_damage (issuer);
  if (issuer != NULL && !rail_entry_has_key (issuer))
    return g_strdup_printf (_("The private key of its issuer “%s” (ID %u) is not in this project; make a request for "
                              "it, and take the answer of that authority."),
                            rail_entry_get_name (issuer), rail_entry_get_id (issuer));
  if (issuer != NULL && parent == NULL && rail_entry_is_revoked (issuer, NULL, NULL))
    return g_strdup_printf (_("Its issuer “%s” (ID %u) is revoked; renew that one first, or create a certificate under "
                              "another authority."), rail_entry_get_name (issuer), rail_entry_get_id (issuer));
  return NULL;
}

static char *
find_key_problem (RailEntry          *entry,
                  RailRenewalChoices *choices,
                  gboolean            keeps_key)
{
  RailRevocationReason reason;

  if (rail_entry_is_key_damaged (entry))
    return rail_entry_dup_key_damage (entry);
  if (!rail_entry_has_key (entry))
    return g_strdup (_("Its private key is not in this project; ask the owner of the key for a new request, or for a "
                       "new certificate to replace it with."));
  if (keeps_key && rail_entry_is_revoked (entry, NULL, &reason) &&
      (reason == RAIL_REVOCATION_KEY_COMPROMISE || reason == RAIL_REVOCATION_CA_COMPROMISE))
    return g_strdup (_("It was revoked because somebody else may know its key; renew it with a new key."));
  if (!keeps_key && choices->keep_key_kind &&
      rail_certificate_get_key_kind (rail_entry_get_certificate (entry)) == RAIL_KEY_KIND_OTHER)
    return g_strdup_printf (_("Keys like its own, %s with %u bits, are not made here; choose a kind of key, or keep the "
                              "same key."),
                            rail_certificate_get_key_algorithm (rail_entry_get_certificate (entry)),
                            rail_certificate_get_key_bits (rail_entry_get_certificate (entry)));
  return NULL;
}

/* An elliptic-curve key signs with the hash of its size (as rail_certificate_request_propose_hash()). */
static gboolean
find_hash_of_parent (RailRenewalItem *parent,
                     RailHash        *out_hash)
{
  RailCertificateRequest *request = parent != NULL ? rail_renewal_item_get_request (parent) : NULL;

  if (request == NULL)
    return FALSE;
  switch (rail_certificate_request_get_key_kind (request))
    {
    case RAIL_KEY_KIND_EC_P256:
      *out_hash = RAIL_HASH_SHA256;
      return TRUE;
    case RAIL_KEY_KIND_EC_P384:
      *out_hash = RAIL_HASH_SHA384;
      return TRUE;
    case RAIL_KEY_KIND_EC_P521:
      *out_hash = RAIL_HASH_SHA512;
      return TRUE;
    default:
      return FALSE;
    }
}

/* What speaks against a request that the issuer's coming key is to sign: the request itself only knows the present one. */
static char *
find_parent_problem (RailCertificateRequest *request,
                     RailRenewalItem        *parent)
{
  RailCertificateRequest *issuer = parent != NULL ? rail_renewal_item_get_request (parent) : NULL;
  RailUsage usage = rail_certificate_request_get_usage (request);
  RailKeyKind kind = rail_certificate_request_get_key_kind (request);
  gboolean is_opcua = usage == RAIL_USAGE_OPCUA_SERVER || usage == RAIL_USAGE_OPCUA_CLIENT ||
                      usage == RAIL_USAGE_OPCUA_CLIENT_SERVER;
  RailHash hash;

  if (parent != NULL && rail_renewal_item_get_problem (parent) != NULL)
    return g_strdup_printf (_("Its issuer “%s” cannot be renewed, and so cannot sign it anew."),
                            rail_entry_get_name (rail_renewal_item_get_entry (parent)));
  /* OPC 10000-4 §6.1.3: no key may be longer than its issuer's, or of another kind. */
  if (issuer != NULL && is_opcua && kind != RAIL_KEY_KIND_OTHER &&
      (rail_key_kind_is_rsa (kind) != rail_key_kind_is_rsa (rail_certificate_request_get_key_kind (issuer)) ||
       kind > rail_certificate_request_get_key_kind (issuer)))
    return g_strdup_printf (_("OPC UA allows no key that is longer than its issuer's or of another kind, and the new key "
                              "of “%s” would be %s."),
                            rail_entry_get_name (rail_renewal_item_get_entry (parent)),
                            rail_key_kind_get_label (rail_certificate_request_get_key_kind (issuer)));
  if (find_hash_of_parent (parent, &hash) && rail_certificate_request_get_hash (request) != hash &&
      (is_opcua || rail_certificate_request_get_hash (request) == RAIL_HASH_SHA1))
    return g_strdup_printf (_("The new elliptic-curve key of “%s” does not go with %s; choose %s."),
                            rail_entry_get_name (rail_renewal_item_get_entry (parent)),
                            rail_hash_get_label (rail_certificate_request_get_hash (request)),
                            rail_hash_get_label (hash));
  return NULL;
}

static char *
find_request_problem (RailCertificateRequest *request,
                      RailRenewalItem        *parent)
{
  RailRequestProblems problems = rail_certificate_request_validate (request) & RAIL_REQUEST_ERRORS;

  /* These compare with the present key of the issuer. */
  if (parent != NULL)
    problems &= ~(RAIL_REQUEST_KEY_OVER_ISSUER | RAIL_REQUEST_HASH_INVALID);
  return problems != 0 ? rail_certificate_request_describe (request, problems & -problems) : NULL;
}

/* When the certificate would end if it had no issuer. What is only issued again keeps its own length: the dates chosen
 * are those of its authority. */
static gint64
choose_end (RailRenewalChoices *choices,
            RailEntry          *entry,
            gboolean            reissued,
            gint64              not_before)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  RailValidity validity = reissued ? RAIL_VALIDITY_SAME : choices->validity;
  gint64 old_end = rail_certificate_get_not_after (certificate);

  switch (validity)
    {
    case RAIL_VALIDITY_UNTIL:
      return choices->not_after;
    case RAIL_VALIDITY_MONTHS:
      return rail_span_add ((RailSpan) { (int) choices->months, 0 }, not_before);
    case RAIL_VALIDITY_SAME:
    default:
      if (old_end == LAST_SECOND)
        return old_end;
      return rail_span_add (rail_span_measure (rail_certificate_get_not_before (certificate), old_end), not_before);
    }
}

/* The end of the certificate that signs: of the new one, if the issuer is renewed as well. */
static gint64
get_issuer_end (RailEntry       *issuer,
                RailRenewalItem *parent)
{
  RailCertificateRequest *request = parent != NULL ? rail_renewal_item_get_request (parent) : NULL;

  if (request != NULL)
    return rail_certificate_request_get_not_after (request);
  return rail_certificate_get_not_after (rail_entry_get_certificate (issuer));
}

static void
set_algorithms (RailCertificateRequest *request,
                RailRenewalChoices     *choices,
                RailRenewalItem        *item)
{
  RailRenewalItem *parent = rail_renewal_item_get_parent (item);
  gboolean reissued = rail_renewal_item_get_cause (item) != NULL;
  RailHash hash;

  if (!rail_renewal_item_keeps_key (item) && !choices->keep_key_kind && !reissued)
    rail_certificate_request_set_key_kind (request, choices->key_kind);
  if (!choices->keep_hash && !reissued)
    rail_certificate_request_set_hash (request, choices->hash);
  else if (find_hash_of_parent (parent, &hash))
    rail_certificate_request_set_hash (request, hash);
}

static void
set_names (RailCertificateRequest *request,
           GPtrArray              *names,
           const char             *common_name)
{
  GListStore *rows = rail_certificate_request_get_names (request);

  if (names != NULL)
    g_list_store_splice (rows, 0, g_list_model_get_n_items (G_LIST_MODEL (rows)), names->pdata, names->len);
  if (common_name != NULL)
    rail_certificate_request_set_common_name (request, common_name);
}

static void
fill_item (Plan            *plan,
           RailRenewalItem *item,
           RailEntry       *issuer)
{
  RailEntry *entry = rail_renewal_item_get_entry (item);
  RailRenewalItem *parent = rail_renewal_item_get_parent (item);
  g_autoptr(RailCertificateRequest) request = NULL;
  gint64 not_before, not_after;
  gboolean shortened = FALSE;
  char *problem;

  request = rail_certificate_request_new_from_certificate (rail_project_get_environment (plan->project),
                                                           rail_entry_get_certificate (entry),
                                                           rail_entry_get_usage (entry));
  set_names (request, g_hash_table_lookup (plan->choices->names, entry),
             g_hash_table_lookup (plan->choices->common_names, entry));
  rail_certificate_request_set_issuer (request, issuer != NULL ? rail_entry_get_certificate (issuer) : NULL);
  set_algorithms (request, plan->choices, item);

  not_before = rail_certificate_request_get_not_before (request);
  not_after = choose_end (plan->choices, entry, rail_renewal_item_get_cause (item) != NULL, not_before);
  if (issuer != NULL && !plan->choices->outlive_issuer)
    {
      gint64 end = get_issuer_end (issuer, parent);

      shortened = end < not_after;
      not_after = MIN (not_after, end);
    }
  rail_certificate_request_set_validity (request, not_before, not_after);
  /* It was seen to above, by the new end of the issuer; the request only knows the present one. */
  if (plan->choices->outlive_issuer || parent != NULL)
    g_object_set (request, "outlive-issuer", TRUE, NULL);

  problem = find_issuer_problem (entry, issuer, parent);
  if (problem == NULL)
    problem = find_key_problem (entry, plan->choices, rail_renewal_item_keeps_key (item));
  if (problem == NULL)
    problem = find_parent_problem (request, parent);
  /* Certificates begin a day early, for clocks that are late: the end of the issuer may lie between. */
  if (problem == NULL && parent == NULL && issuer != NULL && shortened &&
      not_after <= rail_environment_get_now (rail_project_get_environment (plan->project)))
    problem = g_strdup_printf (_("Its issuer “%s” (ID %u) has expired; renew that one first, or in the same step."),
                               rail_entry_get_name (issuer), rail_entry_get_id (issuer));
  if (problem == NULL)
    problem = find_request_problem (request, parent);
  rail_renewal_item_take_request (item, g_steal_pointer (&request), shortened);
  rail_renewal_item_take_problem (item, problem);
}

static GHashTable *
find_children (RailProject *project)
{
  GHashTable *children = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  GListModel *entries = rail_project_get_entries (project);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailEntry *issuer = rail_project_get_issuer (project, entry);
      GPtrArray *list = issuer != NULL ? g_hash_table_lookup (children, issuer) : NULL;

      if (issuer == NULL)
        continue;
      if (list == NULL)
        {
          list = g_ptr_array_new ();
          g_hash_table_insert (children, issuer, list);
        }
      g_ptr_array_add (list, entry);
    }
  return children;
}

/* What an authority has issued and what is still in use. What has expired or is revoked would come back to life. */
static void
add_children (Plan      *plan,
              RailEntry *authority)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (plan->project));
  GPtrArray *children;

  if (plan->children == NULL)
    plan->children = find_children (plan->project);
  children = g_hash_table_lookup (plan->children, authority);
  for (guint i = 0; children != NULL && i < children->len; i++)
    {
      RailEntry *child = children->pdata[i];

      if (!rail_entry_is_revoked (child, NULL, NULL) &&
          rail_certificate_get_not_after (rail_entry_get_certificate (child)) >= now)
        add_item (plan, child, authority);
    }
}

static void
add_item (Plan      *plan,
          RailEntry *entry,
          RailEntry *cause)
{
  RailEntry *issuer = rail_project_get_issuer (plan->project, entry);
  gboolean is_ca = rail_certificate_is_ca (rail_entry_get_certificate (entry));
  RailRenewalItem *item;
  gboolean keeps_key;

  if (g_hash_table_contains (plan->items, entry) || g_hash_table_contains (plan->dropped, entry))
    return;
  /* So that it ends before this one begins. Names that lead in a circle find the entry taken. */
  g_hash_table_insert (plan->items, entry, NULL);
  if (issuer != NULL && g_hash_table_contains (plan->chosen, issuer))
    add_item (plan, issuer, NULL);

  keeps_key = cause != NULL && !g_hash_table_contains (plan->chosen, entry) ? plan->choices->reissue_same_keys
                                                                           : plan->choices->same_key;
  item = rail_renewal_item_new (entry, issuer != NULL ? g_hash_table_lookup (plan->items, issuer) : NULL,
                                g_hash_table_contains (plan->chosen, entry) ? NULL : cause, keeps_key);
  rail_renewal_item_set_issuer (item, issuer);
  g_hash_table_insert (plan->items, entry, item);
  fill_item (plan, item, issuer);
  g_ptr_array_add (plan->list, item);
  if (is_ca && !keeps_key && plan->choices->reissue)
    add_children (plan, entry);
}

/* What stands above an entry goes before it, at whatever distance: a chosen root that brings an authority between the two
 * along with a new key must do so before the entry looks for its issuer. */
static void
add_chosen_above (Plan       *plan,
                  RailEntry  *entry,
                  GHashTable *seen)
{
  RailEntry *issuer = rail_project_get_issuer (plan->project, entry);

  if (issuer == NULL || !g_hash_table_add (seen, issuer))
    return;
  add_chosen_above (plan, issuer, seen);
  if (g_hash_table_contains (plan->chosen, issuer))
    add_item (plan, issuer, NULL);
}

/*< private >
 * rail_renewal_plan:
 * @project: a project
 * @choices: what the form says
 * @entries: (element-type RailEntry): what is to be renewed
 * @dropped: (element-type RailEntry): a set of what is not to be issued after all
 *
 * Finds what a renewal issues: an authority before what it issued. Authorities that get a new key bring along what they
 * have issued if "reissue" is on, and so on downwards; what an authority issued that keeps its key stays valid.
 *
 * Returns: (transfer full) (element-type RailRenewalItem): the items
 */
GPtrArray *
rail_renewal_plan (RailProject        *project,
                   RailRenewalChoices *choices,
                   GPtrArray          *entries,
                   GHashTable         *dropped)
{
  g_autoptr(GHashTable) chosen = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) items = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  Plan plan = { project, choices, chosen, dropped, items, NULL, g_ptr_array_new_with_free_func (g_object_unref) };

  for (guint i = 0; i < entries->len; i++)
    if (!g_hash_table_contains (dropped, entries->pdata[i]))
      g_hash_table_add (chosen, entries->pdata[i]);
  for (guint i = 0; i < entries->len; i++)
    if (g_hash_table_contains (chosen, entries->pdata[i]) && rail_project_holds (project, entries->pdata[i]))
      {
        if (choices->reissue)
          add_chosen_above (&plan, entries->pdata[i], seen);
        add_item (&plan, entries->pdata[i], NULL);
      }
  g_clear_pointer (&plan.children, g_hash_table_unref);
  return plan.list;
}
