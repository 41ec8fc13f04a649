/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever is done with devices and certificates, nothing dangles, it can be saved, taken back and done again. */

#include "rail-device-operations.h"
#include "rail-finding.h"
#include "rail-load.h"
#include "rail-project-lists.h"
#include "rail-renewal.h"

#include "project-fixture.h"

#define N_SEQUENCES 25
#define N_OPERATIONS 60

typedef struct
{
  RailProject *project;
  GRand       *random;
  guint        n_named;
} Walk;

static guint
choose (Walk  *walk,
        guint  n_choices)
{
  return (guint) g_rand_int_range (walk->random, 0, (gint32) n_choices);
}

/* Returns: (transfer none) (nullable): one of them, which the project keeps */
static gpointer
pick (Walk       *walk,
      GListModel *items)
{
  guint n_items = g_list_model_get_n_items (items);
  g_autoptr(GObject) item = n_items > 0 ? g_list_model_get_item (items, choose (walk, n_items)) : NULL;

  return item;
}

static RailEntry *
pick_entry (Walk *walk)
{
  return pick (walk, rail_project_get_entries (walk->project));
}

static void
create (Walk *walk)
{
  static const RailUsage usages[] = {
    RAIL_USAGE_CA_ROOT, RAIL_USAGE_CA_INTERMEDIATE, RAIL_USAGE_TLS_CLIENT_SERVER, RAIL_USAGE_WEB_SERVER,
    RAIL_USAGE_OPCUA_SERVER, RAIL_USAGE_OPCUA_CLIENT,
  };
  RailUsage usage = usages[choose (walk, G_N_ELEMENTS (usages))];
  RailEntry *issuer = usage != RAIL_USAGE_CA_ROOT ? pick_entry (walk) : NULL;
  g_autofree char *name = g_strdup_printf ("Thing-%u", ++walk->n_named);

  if (issuer != NULL && (!rail_certificate_is_ca (rail_entry_get_certificate (issuer)) ||
                         rail_certificate_get_path_length (rail_entry_get_certificate (issuer)) == 0 ||
                         rail_entry_is_revoked (issuer, NULL, NULL)))
    issuer = NULL;
  if (issuer == NULL && usage == RAIL_USAGE_CA_INTERMEDIATE)
    usage = RAIL_USAGE_CA_ROOT;
  fixture_create_simple (walk->project, usage, name, issuer);
}

static void
set_address (Walk       *walk,
             RailDevice *device)
{
  g_autofree char *address = g_strdup_printf ("10.0.%u.%u", choose (walk, 200), 1 + choose (walk, 200));
  const char * const addresses[] = { address, NULL };

  rail_device_set_addresses (device, addresses);
}

static void
add_device (Walk *walk)
{
  static const RailFamily families[] = { RAIL_FAMILY_S7_1500, RAIL_FAMILY_S7_1500, RAIL_FAMILY_PC };
  g_autofree char *name = g_strdup_printf ("Device_%u", ++walk->n_named);
  g_autoptr(RailDevice) device = rail_device_new (name, families[choose (walk, G_N_ELEMENTS (families))]);
  g_autoptr(GError) error = NULL;

  rail_device_set_firmware (device, choose (walk, 2) ? "3.1" : "2.5");
  rail_device_set_global_security (device, choose (walk, 3) > 0);
  set_address (walk, device);
  rail_project_add_device (walk->project, device, &error);
  g_assert_no_error (error);
}

static void
change_device (Walk       *walk,
               RailDevice *device)
{
  g_autofree char *name = g_strdup_printf ("Renamed_%u", ++walk->n_named);
  g_autoptr(RailDevice) copy = rail_device_copy_as (device, choose (walk, 2) ? name : rail_device_get_name (device),
                                                    rail_device_get_family (device));
  g_autoptr(GError) error = NULL;

  set_address (walk, copy);
  rail_project_change_device (walk->project, device, copy, &error);
  g_assert_no_error (error);
}

/* An operation on a device; it may be refused. */
static void
operate_on_device (Walk       *walk,
                   RailDevice *device)
{
  /* Those whose keys are quickly made. */
  RailService service = choose (walk, 2) ? RAIL_SERVICE_WEB_SERVER : RAIL_SERVICE_PG_HMI;
  RailUsedAs role = choose (walk, 4);
  RailEntry *entry = pick_entry (walk);
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  g_autofree char *name = g_strdup_printf ("Copy_%u", ++walk->n_named);

  switch (choose (walk, 12))
    {
    case 0:
      rail_project_delete_device (walk->project, device, NULL);
      break;
    case 1:
      change_device (walk, device);
      break;
    case 2:
      rail_project_duplicate_device (walk->project, device, name, NULL);
      break;
    case 3:
    case 4:
    case 5:
      rail_project_assign (walk->project, entry, device, role, choose (walk, RAIL_N_SERVICES), NULL);
      break;
    case 6:
      rail_project_unassign (walk->project, entry, device, role, choose (walk, RAIL_N_SERVICES), NULL);
      break;
    case 7:
      rail_project_switch_on (walk->project, device, service, NULL);
      break;
    case 8:
      rail_project_switch_off (walk->project, device, service, choose (walk, 2), NULL);
      break;
    case 9:
      rail_project_set_global_security (walk->project, device, choose (walk, 2), NULL);
      break;
    case 10:
      rail_project_make_service_certificate (walk->project, device, service, NULL);
      break;
    default:
      g_ptr_array_add (devices, device);
      g_assert_true (rail_project_mark_loaded (walk->project, devices, NULL));
    }
}

static void
operate_on_entry (Walk      *walk,
                  RailEntry *entry)
{
  g_autoptr(GPtrArray) entries = fixture_list (entry, NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (walk->project, entries);

  switch (choose (walk, 3))
    {
    case 0:
      rail_project_delete_entries (walk->project, entries, NULL);
      break;
    case 1:
      rail_project_renew (walk->project, renewal, NULL);
      break;
    default:
      if (rail_project_can_revoke (walk->project, entries))
        rail_project_revoke (walk->project, entries, RAIL_REVOCATION_SUPERSEDED, NULL);
    }
}

/* What compiling has done, it does not do again; what it finds, it finds again. */
static void
compile (Walk *walk)
{
  g_autoptr(RailCompilation) first = NULL;
  g_autoptr(RailCompilation) second = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  first = rail_project_compile (walk->project, NULL, &error);
  g_assert_no_error (error);
  before = fixture_dump (walk->project);
  second = rail_project_compile (walk->project, NULL, &error);
  g_assert_no_error (error);
  after = fixture_dump (walk->project);
  g_assert_cmpuint (second->changes->len, ==, 0);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (first->findings->len, ==, second->findings->len);
}

static void
repair (Walk *walk)
{
  g_autoptr(GPtrArray) findings = rail_project_list_findings (walk->project, NULL);
  g_autoptr(GError) error = NULL;
  RailFinding *finding;

  if (findings->len == 0)
    return;
  finding = findings->pdata[choose (walk, findings->len)];
  /* With keys that take long to make there is more to wait for than to learn. */
  if (rail_finding_get_repair (finding) == RAIL_REPAIR_CREATE || rail_finding_get_repair (finding) == RAIL_REPAIR_NONE)
    return;
  if (!rail_project_repair (walk->project, finding, &error))
    {
      g_test_message ("%s: %s: %s", rail_finding_get_code (finding), rail_finding_get_text (finding), error->message);
      return;
    }
  /* What was repaired is not there any more. */
  g_assert_false (rail_project_repair (walk->project, finding, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
}

static void
operate (Walk *walk)
{
  RailDevice *device = pick (walk, rail_project_get_devices (walk->project));
  RailEntry *entry = pick_entry (walk);
  guint choice = choose (walk, 20);

  if (device == NULL || choice == 0)
    add_device (walk);
  else if (entry == NULL || choice < 5)
    create (walk);
  else if (choice < 13)
    operate_on_device (walk, device);
  else if (choice < 15)
    operate_on_entry (walk, entry);
  else if (choice < 18)
    repair (walk);
  else
    compile (walk);
}

static void
assert_local (Walk       *walk,
              RailDevice *device)
{
  g_autoptr(GPtrArray) own = rail_project_list_own (walk->project, device);
  guint n_partners;

  rail_device_get_partners (device, &n_partners);
  g_assert_cmpuint (n_partners, ==, 0);
  for (guint i = 0; i < own->len; i++)
    g_assert_true (rail_certificate_is_self_signed (rail_entry_get_certificate (own->pdata[i])));
}

/* Counted by hand, without the index. */
static guint
count_uses (Walk      *walk,
            RailEntry *entry)
{
  GListModel *devices = rail_project_get_devices (walk->project);
  guint id = rail_entry_get_id (entry);
  guint n_uses = 0;
  gboolean serves = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      for (guint service = 0; service < RAIL_N_SERVICES; service++)
        if (rail_device_get_service_certificate (device, service) == id)
          {
            n_uses++;
            serves = TRUE;
          }
      n_uses += rail_device_has_partner (device, id) + rail_device_has_client (device, id);
      g_assert_false (rail_device_has_partner (device, id) && rail_project_is_local (walk->project, entry));
      g_assert_false (rail_device_has_partner (device, id) &&
                      g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (device)) == 0);
    }
  return n_uses + (rail_entry_get_device (entry) != NULL && !serves);
}

static void
assert_sound (Walk *walk)
{
  GListModel *entries = rail_project_get_entries (walk->project);
  GListModel *devices = rail_project_get_devices (walk->project);
  g_autoptr(GError) error = NULL;

  rail_project_check (walk->project, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      g_autoptr(RailLoad) load = rail_load_new (walk->project, device);

      if (!rail_device_uses_global_security (device))
        assert_local (walk, device);
      g_assert_true (rail_load_get_verdict (load) != RAIL_LOAD_NOTHING || rail_load_get_n_lines (load) == 0);
    }
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr(GPtrArray) uses = rail_project_list_uses (walk->project, entry);

      g_assert_true (rail_entry_get_device (entry) == NULL ||
                     rail_project_get_device (walk->project, rail_entry_get_device (entry)) != NULL);
      g_assert_cmpuint (uses->len, ==, count_uses (walk, entry));
    }
}

static void
test_random_devices (void)
{
  for (guint i = 0; i < N_SEQUENCES; i++)
    {
      g_autoptr(RailProject) project = fixture_new_protected ();
      g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
      g_autoptr(GPtrArray) dumps = g_ptr_array_new_with_free_func (g_free);
      Walk walk = { project, random };

      g_ptr_array_add (dumps, fixture_dump (project));
      for (guint n = 0; n < N_OPERATIONS; n++)
        {
          g_autofree char *dump = NULL;

          operate (&walk);
          assert_sound (&walk);
          dump = fixture_dump (project);
          if (!g_str_equal (dump, dumps->pdata[dumps->len - 1]))
            g_ptr_array_add (dumps, g_steal_pointer (&dump));
        }
      for (guint n = dumps->len - 1; n > 0; n--)
        {
          g_autofree char *dump = NULL;

          g_assert_true (rail_project_undo (project));
          assert_sound (&walk);
          dump = fixture_dump (project);
          g_assert_cmpstr (dump, ==, dumps->pdata[n - 1]);
        }
      g_assert_false (rail_project_undo (project));
      for (guint n = 1; n < dumps->len; n++)
        {
          g_autofree char *dump = NULL;

          g_assert_true (rail_project_redo (project));
          assert_sound (&walk);
          dump = fixture_dump (project);
          g_assert_cmpstr (dump, ==, dumps->pdata[n]);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/random-devices/nothing-dangles-and-all-is-undone", test_random_devices);
  return g_test_run ();
}
