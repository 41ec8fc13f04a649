/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any sequence of operations, taken back and done again, gives the same project each time. */

#include "rail-project-lists.h"
#include "rail-renewal.h"
#include "rail-replacement.h"
#include "rail-request.h"

#include "project-fixture.h"

#define N_SEQUENCES 12
#define N_OPERATIONS 40

typedef struct
{
  RailProject *project;
  RailProject *workshop;   /* where certificates from outside come from */
  GRand       *random;
  GHashTable  *ids;        /* every ID that was ever given */
  guint        n_named;
} Walk;

static RailEntry *
pick (Walk *walk)
{
  GListModel *entries = rail_project_get_entries (walk->project);
  guint n_entries = g_list_model_get_n_items (entries);
  g_autoptr(RailEntry) entry = NULL;

  if (n_entries == 0)
    return NULL;
  entry = g_list_model_get_item (entries, g_rand_int_range (walk->random, 0, (gint32) n_entries));
  return entry;   /* the project keeps it */
}

static gboolean
create (Walk *walk)
{
  static const RailUsage usages[] = { RAIL_USAGE_TLS_CLIENT, RAIL_USAGE_OPCUA_SERVER, RAIL_USAGE_CA_ROOT };
  RailUsage usage = usages[g_rand_int_range (walk->random, 0, G_N_ELEMENTS (usages))];
  RailEntry *issuer = usage == RAIL_USAGE_CA_ROOT ? NULL : pick (walk);
  g_autofree char *name = g_strdup_printf ("Thing-%u", ++walk->n_named);
  RailEntry *entry;

  if (issuer != NULL && (!rail_certificate_is_ca (rail_entry_get_certificate (issuer)) ||
                         rail_entry_get_key (issuer) == NULL || rail_entry_is_revoked (issuer, NULL, NULL)))
    issuer = NULL;
  entry = fixture_create_simple (walk->project, usage, name, issuer);
  /* Never one that was there before, whatever was undone in between. */
  g_assert_true (g_hash_table_add (walk->ids, GUINT_TO_POINTER (rail_entry_get_id (entry))));
  return TRUE;
}

static gboolean
renew (Walk *walk)
{
  g_autoptr(GPtrArray) entries = fixture_list (pick (walk), pick (walk), NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (walk->project, entries);

  g_object_set (renewal, "same-key", g_rand_boolean (walk->random), "reissue", g_rand_boolean (walk->random),
                "revoke-old", g_rand_boolean (walk->random), NULL);
  return rail_project_renew (walk->project, renewal, NULL);
}

static gboolean
replace (Walk *walk)
{
  RailEntry *entry = pick (walk);
  RailEntry *source = fixture_create_simple (walk->workshop, RAIL_USAGE_OPCUA_SERVER, "Outside", NULL);
  g_autoptr(RailReplacement) replacement = NULL;

  replacement = rail_replacement_new (walk->project, entry, rail_entry_get_certificate (source),
                                      g_rand_boolean (walk->random) ? rail_entry_get_key (source) : NULL);
  rail_replacement_set_force (replacement, g_rand_boolean (walk->random));
  return rail_project_replace (walk->project, replacement, NULL);
}

static gboolean
turn_revocation (Walk      *walk,
                 RailEntry *entry)
{
  g_autoptr(GPtrArray) entries = fixture_list (entry, NULL);

  if (rail_entry_get_n_generations (entry) > 0 && g_rand_boolean (walk->random))
    return !rail_generation_is_revoked (rail_entry_get_generation (entry, 0), NULL, NULL) &&
           rail_project_revoke_generation (walk->project, entry, 0, RAIL_REVOCATION_SUPERSEDED, NULL);
  if (rail_project_can_unrevoke (walk->project, entries))
    return rail_project_unrevoke (walk->project, entries, NULL);
  return rail_project_can_revoke (walk->project, entries) &&
         rail_project_revoke (walk->project, entries, g_rand_boolean (walk->random) ? RAIL_REVOCATION_CERTIFICATE_HOLD
                                                                                    : RAIL_REVOCATION_SUPERSEDED, NULL);
}

static gboolean
change_device (Walk *walk)
{
  GListModel *devices = rail_project_get_devices (walk->project);
  g_autoptr(RailDevice) device = g_list_model_get_item (devices, 0);
  g_autofree char *name = g_strdup_printf ("Device-%u", ++walk->n_named);
  g_autoptr(RailDevice) other = rail_device_new (name, RAIL_FAMILY_S7_1500);

  if (device == NULL)
    return rail_project_add_device (walk->project, other, NULL);
  if (g_rand_boolean (walk->random))
    return rail_project_change_device (walk->project, device, other, NULL);
  return rail_project_delete_device (walk->project, device, NULL);
}

/* Does one thing; FALSE if it was refused, which leaves no step. */
static gboolean
operate (Walk *walk)
{
  RailEntry *entry = pick (walk);
  guint choice = (guint) g_rand_int_range (walk->random, 0, 10);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(RailSigningRequest) request = NULL;
  g_autofree char *name = NULL;

  if (entry == NULL || choice < 3)
    return create (walk);
  switch (choice)
    {
    case 3:
      return renew (walk);
    case 4:
      return replace (walk);
    case 5:
      return turn_revocation (walk, entry);
    case 6:
      entries = fixture_list (entry, NULL);
      return rail_project_delete_entries (walk->project, entries, NULL);
    case 7:
      name = g_strdup_printf ("Plant %u", ++walk->n_named);
      return rail_project_rename (walk->project, name, NULL);
    case 8:
      return change_device (walk);
    default:
      if (rail_project_publish_list (walk->project, entry, 30, NULL))
        return TRUE;
      request = rail_project_request (walk->project, entry, NULL);
      return request != NULL;
    }
}

static void
assert_dump (Walk       *walk,
             const char *expected)
{
  g_autofree char *dump = fixture_dump (walk->project);

  g_assert_cmpstr (dump, ==, expected);
}

static void
test_random_steps (void)
{
  for (guint i = 0; i < N_SEQUENCES; i++)
    {
      g_autoptr(RailProject) project = fixture_new_protected ();
      g_autoptr(RailProject) workshop = fixture_new_protected ();
      g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
      g_autoptr(GHashTable) ids = g_hash_table_new (NULL, NULL);
      g_autoptr(GPtrArray) dumps = g_ptr_array_new_with_free_func (g_free);
      Walk walk = { project, workshop, random, ids };
      guint next_id;

      g_ptr_array_add (dumps, fixture_dump (project));
      for (guint n = 0; n < N_OPERATIONS; n++)
        {
          if (operate (&walk))
            g_ptr_array_add (dumps, fixture_dump (project));
          else
            assert_dump (&walk, dumps->pdata[dumps->len - 1]);
        }
      next_id = rail_project_get_next_id (project);
      for (guint n = dumps->len - 1; n > 0; n--)
        {
          g_assert_true (rail_project_undo (project));
          assert_dump (&walk, dumps->pdata[n - 1]);
        }
      g_assert_false (rail_project_undo (project));
      g_assert_cmpuint (rail_project_get_next_id (project), ==, next_id);
      for (guint n = 1; n < dumps->len; n++)
        {
          g_assert_true (rail_project_redo (project));
          assert_dump (&walk, dumps->pdata[n]);
        }
      g_assert_false (rail_project_redo (project));

      /* And from the middle another way: what is made there gets IDs that nothing had. */
      for (guint n = 0; n < dumps->len / 2; n++)
        g_assert_true (rail_project_undo (project));
      create (&walk);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/random-steps/undo-and-redo-give-the-same-project", test_random_steps);
  return g_test_run ();
}
