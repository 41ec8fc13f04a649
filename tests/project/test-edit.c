/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-intake.h"

#include "project-fixture.h"

/* A root with an intermediate authority and three leaves: IDs 1 to 5. */
typedef struct
{
  RailProject *project;
  RailEntry   *root;
  RailEntry   *middle;
  RailEntry   *leaf;
  RailEntry   *deep_leaf;
  RailEntry   *self_signed;
} Plant;

static void
plant_init (Plant *plant)
{
  plant->project = fixture_new_protected ();
  plant->root = fixture_create_simple (plant->project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  plant->middle = fixture_create_simple (plant->project, RAIL_USAGE_CA_INTERMEDIATE, "Middle", plant->root);
  plant->leaf = fixture_create_simple (plant->project, RAIL_USAGE_OPCUA_SERVER, "PLC-1", plant->root);
  plant->deep_leaf = fixture_create_simple (plant->project, RAIL_USAGE_TLS_CLIENT, "PLC-2", plant->middle);
  plant->self_signed = fixture_create_simple (plant->project, RAIL_USAGE_WEB_SERVER, "HMI", NULL);
  rail_project_mark_saved (plant->project);
}

static void
plant_clear (Plant *plant)
{
  g_clear_object (&plant->project);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plant, plant_clear)

static void
assert_undone (RailProject *project,
               const char  *before,
               const char  *undo_text)
{
  g_autofree char *changed = fixture_dump (project);
  g_autofree char *after = NULL;

  g_assert_cmpstr (changed, !=, before);
  g_assert_cmpstr (rail_project_get_undo_text (project), ==, undo_text);
  g_assert_true (rail_project_get_modified (project));
  g_assert_true (rail_project_undo (project));
  after = fixture_dump (project);
  g_assert_cmpstr (after, ==, before);
}

static void
test_delete (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) list = NULL;
  g_autofree char *before = NULL;
  FixtureCounter splices;

  plant_init (&plant);
  before = fixture_dump (plant.project);
  list = fixture_list (plant.deep_leaf, plant.leaf, plant.leaf, NULL);
  fixture_count (rail_project_get_entries (plant.project), "items-changed", &splices);
  g_assert_true (rail_project_delete_entries (plant.project, list, NULL));
  g_assert_cmpuint (splices.count, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (plant.project)), ==, 3);
  g_assert_null (rail_project_get_entry (plant.project, 3));
  g_assert_true (rail_project_get_entry (plant.project, 5) == plant.self_signed);
  assert_undone (plant.project, before, "Delete 2 certificates");
  g_assert_true (rail_project_get_entry (plant.project, 3) == plant.leaf);
  g_assert_false (rail_project_get_modified (plant.project));
}

static void
test_delete_issuer (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) alone = NULL;
  g_autoptr(GPtrArray) with_issued = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  plant_init (&plant);
  before = fixture_dump (plant.project);
  alone = fixture_list (plant.middle, NULL);
  g_assert_false (rail_project_delete_entries (plant.project, alone, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE);
  rail_assert_contains (error->message, "“Middle”");
  rail_assert_contains (error->message, "“PLC-2”");
  after = fixture_dump (plant.project);
  g_assert_cmpstr (before, ==, after);

  with_issued = fixture_list (plant.middle, plant.deep_leaf, NULL);
  g_assert_true (rail_project_delete_entries (plant.project, with_issued, NULL));
  assert_undone (plant.project, before, "Delete 2 certificates");
  g_assert_true (rail_project_get_issuer (plant.project, plant.deep_leaf) == plant.middle);
}

static void
test_delete_foreign (void)
{
  g_auto(Plant) plant = { 0 };
  g_auto(Plant) other = { 0 };
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  plant_init (&plant);
  plant_init (&other);
  list = fixture_list (other.leaf, NULL);
  g_assert_false (rail_project_delete_entries (plant.project, list, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_assert_true (rail_project_delete_entries (plant.project, nothing, NULL));
  g_assert_false (rail_project_get_modified (plant.project));
}

static void
test_delete_revoked (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) error = NULL;
  gint64 end;

  plant_init (&plant);
  list = fixture_list (plant.deep_leaf, NULL);
  g_assert_true (rail_project_revoke (plant.project, list, RAIL_REVOCATION_KEY_COMPROMISE, NULL));
  g_assert_false (rail_project_delete_entries (plant.project, list, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE);
  rail_assert_contains (error->message, "“Middle”");

  end = rail_certificate_get_not_after (rail_entry_get_certificate (plant.deep_leaf));
  rail_environment_set_now (rail_project_get_environment (plant.project), end + 1);
  g_assert_true (rail_project_delete_entries (plant.project, list, NULL));
}

/* The list of an authority elsewhere goes on naming it, whoever has it here. */
static void
test_delete_revoked_elsewhere (void)
{
  g_auto(Plant) plant = { 0 };
  g_auto(Plant) other = { 0 };
  g_autoptr(GPtrArray) revoked = NULL;
  g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_intake_free);
  g_autoptr(GPtrArray) taken = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(RailRevocationList) published = NULL;
  g_autoptr(GError) error = NULL;

  plant_init (&plant);
  plant_init (&other);
  revoked = fixture_list (other.leaf, NULL);
  g_assert_true (rail_project_revoke (other.project, revoked, RAIL_REVOCATION_SUPERSEDED, NULL));
  published = rail_project_issue_revocation_list (other.project, other.root, NULL);
  g_ptr_array_add (intakes, rail_intake_new (rail_entry_get_certificate (other.root), NULL));
  g_ptr_array_add (intakes, rail_intake_new (rail_entry_get_certificate (other.leaf), NULL));
  rail_intake_set_list (intakes->pdata[0], published);
  taken = rail_project_import (plant.project, intakes, &error);
  g_assert_no_error (error);
  g_assert_true (rail_entry_is_revoked (taken->pdata[1], NULL, NULL));
  list = fixture_list (taken->pdata[1], NULL);
  g_assert_true (rail_project_delete_entries (plant.project, list, &error));
  g_assert_no_error (error);
}

static void
test_revoke (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autofree char *before = NULL;
  gint64 date;
  RailRevocationReason reason;

  plant_init (&plant);
  list = fixture_list (plant.leaf, NULL);
  again = fixture_list (plant.leaf, plant.deep_leaf, NULL);
  g_assert_true (rail_project_revoke (plant.project, list, RAIL_REVOCATION_KEY_COMPROMISE, NULL));
  g_assert_cmpstr (rail_project_get_undo_text (plant.project), ==, "Revoke “PLC-1”");
  before = fixture_dump (plant.project);

  rail_environment_set_now (rail_project_get_environment (plant.project), FIXTURE_NOW + 60);
  g_assert_true (rail_project_revoke (plant.project, again, RAIL_REVOCATION_SUPERSEDED, NULL));
  g_assert_true (rail_entry_is_revoked (plant.leaf, &date, &reason));
  g_assert_cmpint (date, ==, FIXTURE_NOW);
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_KEY_COMPROMISE);
  g_assert_true (rail_entry_is_revoked (plant.deep_leaf, &date, &reason));
  g_assert_cmpint (date, ==, FIXTURE_NOW + 60);
  assert_undone (plant.project, before, "Revoke “PLC-2”");
  g_assert_true (rail_project_undo (plant.project));
  g_assert_false (rail_entry_is_revoked (plant.leaf, NULL, NULL));
  g_assert_false (rail_project_get_modified (plant.project));
}

static void
test_revoke_needs_an_authority (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) error = NULL;

  plant_init (&plant);
  list = fixture_list (plant.leaf, plant.self_signed, NULL);
  g_assert_false (rail_project_revoke (plant.project, list, RAIL_REVOCATION_UNSPECIFIED, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  rail_assert_contains (error->message, "“HMI”");
  g_assert_false (rail_entry_is_revoked (plant.leaf, NULL, NULL));
}

static void
test_revoked_issuer_cannot_sign (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(RailCreation) creation = NULL;
  g_autofree char *text = NULL;

  plant_init (&plant);
  list = fixture_list (plant.middle, NULL);
  g_assert_true (rail_project_revoke (plant.project, list, RAIL_REVOCATION_CA_COMPROMISE, NULL));
  creation = fixture_new_creation (plant.project, RAIL_USAGE_TLS_CLIENT, "PLC-3", plant.middle);
  g_assert_cmpint (rail_creation_validate (creation), ==, RAIL_CREATION_ISSUER_REVOKED);
  text = rail_creation_describe (creation, RAIL_CREATION_ISSUER_REVOKED);
  rail_assert_contains (text, "“Middle”");
}

static void
write_revocation_list (Plant      *plant,
                       RailEntry  *authority,
                       const char *folder,
                       const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailRevocationList) list = rail_project_issue_revocation_list (plant->project, authority, &error);
  g_autofree char *pem = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (rail_revocation_list_get_number (list), >=, FIXTURE_NOW);
  g_assert_cmpint (rail_revocation_list_get_this_update (list), ==, FIXTURE_NOW);
  g_assert_cmpint (rail_revocation_list_get_next_update (list), ==,
                   rail_certificate_get_not_after (rail_entry_get_certificate (authority)));
  pem = rail_revocation_list_to_pem (list);
  rail_test_write (folder, name, pem, -1);
}

static void
test_revocation_list (void)
{
  g_auto(Plant) plant = { 0 };
  g_autofree char *folder = NULL;
  g_autofree char *output = NULL;
  g_autofree char *empty = NULL;
  g_autoptr(GPtrArray) list = NULL;

  if (!rail_test_need ("openssl"))
    return;
  folder = rail_test_make_folder ();
  plant_init (&plant);
  list = fixture_list (plant.leaf, NULL);
  g_assert_true (rail_project_revoke (plant.project, list, RAIL_REVOCATION_KEY_COMPROMISE, NULL));
  fixture_write_pem (folder, "root.pem", plant.root);
  fixture_write_pem (folder, "middle.pem", plant.middle);
  fixture_write_pem (folder, "leaf.pem", plant.leaf);
  write_revocation_list (&plant, plant.root, folder, "root.crl");
  write_revocation_list (&plant, plant.middle, folder, "middle.crl");

  g_assert_cmpint (rail_test_run (folder, &output, "openssl", "crl", "-in", "root.crl", "-noout", "-text",
                                  "-CAfile", "root.pem", NULL), ==, 0);
  rail_assert_contains (output, "verify OK");
  rail_assert_contains (output, rail_certificate_get_serial (rail_entry_get_certificate (plant.leaf)));
  g_assert_null (strstr (output, rail_certificate_get_serial (rail_entry_get_certificate (plant.middle))));
  g_assert_cmpint (rail_test_run (folder, &empty, "openssl", "crl", "-in", "middle.crl", "-noout", "-text",
                                  "-CAfile", "middle.pem", NULL), ==, 0);
  rail_assert_contains (empty, "No Revoked Certificates");
  g_clear_pointer (&output, g_free);
  g_assert_cmpint (rail_test_run (folder, &output, "openssl", "verify", "-attime", "1768478460", "-crl_check",
                                  "-CAfile", "root.pem", "-CRLfile", "root.crl", "leaf.pem", NULL), !=, 0);
  rail_assert_contains (output, "certificate revoked");
  rail_test_remove_folder (folder);
}

static guint64
issue_number (RailProject *project,
              RailEntry   *authority)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailRevocationList) list = rail_project_issue_revocation_list (project, authority, &error);

  g_assert_no_error (error);
  return rail_revocation_list_get_number (list);
}

/* The clock stands still here. Snapshots, which workers sign from, count on. */
static void
test_revocation_list_number (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailProject) first = NULL;
  g_autoptr(RailProject) second = NULL;

  plant_init (&plant);
  first = rail_project_copy (plant.project);
  second = rail_project_copy (plant.project);
  g_assert_cmpuint (issue_number (plant.project, plant.root), ==, FIXTURE_NOW);
  g_assert_cmpuint (issue_number (first, rail_project_get_entry (first, rail_entry_get_id (plant.root))), ==,
                    FIXTURE_NOW + 1);
  g_assert_cmpuint (issue_number (second, rail_project_get_entry (second, rail_entry_get_id (plant.root))), ==,
                    FIXTURE_NOW + 2);
  g_assert_cmpuint (issue_number (plant.project, plant.root), ==, FIXTURE_NOW + 3);
}

static void
test_revocation_list_needs_a_key (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailProject) other = fixture_new_protected ();
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  plant_init (&plant);
  g_assert_null (rail_project_issue_revocation_list (plant.project, plant.leaf, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);

  g_ptr_array_add (entries, rail_entry_new (1, RAIL_ENTRY_TRUSTED, RAIL_USAGE_CA_ROOT,
                                            rail_entry_get_certificate (plant.root), NULL));
  g_assert_true (rail_project_restore (other, 2, rail_project_get_protection (other), entries, devices, NULL));
  g_assert_null (rail_project_issue_revocation_list (other, entries->pdata[0], &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY);
}

static void
test_rename (void)
{
  g_auto(Plant) plant = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *too_long = g_strnfill (129, 'x');
  const char * const refused[] = { "", " ", "Line 3 ", "Line\t3", "Line\x7f", "\xc2\x85", "\xe2\x80\x83x", "\xff",
                                  "Line\xff", too_long };
  FixtureCounter counter;

  plant_init (&plant);
  before = fixture_dump (plant.project);
  fixture_count (plant.project, "notify::name", &counter);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (rail_project_rename (plant.project, refused[i], &error));
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
    }
  g_assert_true (rail_project_rename (plant.project, "Bottling line 3", NULL));
  g_assert_false (rail_project_get_modified (plant.project));
  g_assert_true (rail_project_rename (plant.project, "Filling", NULL));
  g_assert_cmpuint (counter.count, ==, 1);
  assert_undone (plant.project, before, "Rename project to “Filling”");
  g_assert_false (rail_project_get_modified (plant.project));
}

static void
add_device (RailProject *project,
            const char  *name)
{
  g_autoptr(RailDevice) device = rail_device_new (name, RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
}

static void
test_add_device (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailDevice) twin = rail_device_new ("PLC_1", RAIL_FAMILY_HMI);
  g_autoptr(RailDevice) nameless = rail_device_new ("", RAIL_FAMILY_HMI);
  g_autoptr(GError) error = NULL;
  g_autofree char *before = fixture_dump (project);

  add_device (project, "PLC_1");
  g_assert_false (rail_project_add_device (project, twin, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (rail_project_add_device (project, nameless, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  assert_undone (project, before, "Add device “PLC_1”");
  g_assert_null (rail_project_get_device (project, "PLC_1"));
  g_assert_false (rail_project_get_modified (project));
}

static void
test_change_device (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailCreation) creation = NULL;
  g_autoptr(RailDevice) renamed = rail_device_new ("PLC_9", RAIL_FAMILY_S7_1500);
  g_autoptr(RailDevice) clash = rail_device_new ("PLC_2", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  RailEntry *entry;
  RailDevice *device;

  plant_init (&plant);
  add_device (plant.project, "PLC_1");
  add_device (plant.project, "PLC_2");
  creation = fixture_new_creation (plant.project, RAIL_USAGE_TLS_CLIENT, "PLC-1", plant.root);
  rail_creation_set_device (creation, "PLC_1");
  entry = fixture_create (creation, plant.project);
  device = rail_project_get_device (plant.project, "PLC_1");
  before = fixture_dump (plant.project);

  g_assert_false (rail_project_change_device (plant.project, device, clash, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS);
  g_assert_true (rail_project_change_device (plant.project, device, renamed, NULL));
  g_assert_cmpstr (rail_entry_get_device (entry), ==, "PLC_9");
  g_assert_null (rail_project_get_device (plant.project, "PLC_1"));
  g_assert_true (rail_project_get_device (plant.project, "PLC_9") == renamed);
  assert_undone (plant.project, before, "Change device “PLC_1”");
  g_assert_true (rail_project_get_device (plant.project, "PLC_1") == device);
}

static void
test_delete_device (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailCreation) creation = NULL;
  g_autoptr(RailDevice) stranger = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  RailEntry *entry;

  plant_init (&plant);
  add_device (plant.project, "PLC_1");
  add_device (plant.project, "PLC_2");
  creation = fixture_new_creation (plant.project, RAIL_USAGE_TLS_CLIENT, "PLC-1", plant.root);
  rail_creation_set_device (creation, "PLC_1");
  entry = fixture_create (creation, plant.project);
  before = fixture_dump (plant.project);

  g_assert_false (rail_project_delete_device (plant.project, stranger, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_assert_true (rail_project_delete_device (plant.project, rail_project_get_device (plant.project, "PLC_1"), NULL));
  g_assert_null (rail_entry_get_device (entry));
  assert_undone (plant.project, before, "Delete device “PLC_1”");
  g_assert_cmpstr (rail_entry_get_device (entry), ==, "PLC_1");
}

static void
test_undo_of_create (void)
{
  g_auto(Plant) plant = { 0 };
  g_autofree char *before = NULL;

  plant_init (&plant);
  before = fixture_dump (plant.project);
  fixture_create_simple (plant.project, RAIL_USAGE_TLS_CLIENT, "PLC-3", plant.root);
  assert_undone (plant.project, before, "Create “PLC-3”");
  /* The ID stays given, so the file is not what the project is. */
  g_assert_true (rail_project_get_modified (plant.project));
  g_assert_cmpuint (rail_project_get_next_id (plant.project), ==, 7);
}

static void
test_everything_in_turn (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) leaf = NULL;
  g_autoptr(GPtrArray) deep_leaf = NULL;
  g_autoptr(GPtrArray) dumps = g_ptr_array_new_with_free_func (g_free);

  plant_init (&plant);
  leaf = fixture_list (plant.leaf, NULL);
  deep_leaf = fixture_list (plant.deep_leaf, NULL);
  g_ptr_array_add (dumps, fixture_dump (plant.project));
  add_device (plant.project, "PLC_1");
  g_ptr_array_add (dumps, fixture_dump (plant.project));
  rail_project_revoke (plant.project, leaf, RAIL_REVOCATION_SUPERSEDED, NULL);
  g_ptr_array_add (dumps, fixture_dump (plant.project));
  rail_project_delete_entries (plant.project, deep_leaf, NULL);
  g_ptr_array_add (dumps, fixture_dump (plant.project));
  rail_project_rename (plant.project, "Filling", NULL);

  for (guint i = dumps->len; i > 0; i--)
    {
      g_autofree char *dump = NULL;

      g_assert_true (rail_project_undo (plant.project));
      dump = fixture_dump (plant.project);
      g_assert_cmpstr (dump, ==, dumps->pdata[i - 1]);
    }
  g_assert_false (rail_project_get_modified (plant.project));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/delete/undo-puts-the-same-entries-back", test_delete);
  g_test_add_func ("/project/delete/issuer-goes-only-with-what-it-issued", test_delete_issuer);
  g_test_add_func ("/project/delete/entry-of-another-project-is-not-found", test_delete_foreign);
  g_test_add_func ("/project/delete/revoked-stays-until-it-expires", test_delete_revoked);
  g_test_add_func ("/project/delete/revoked-elsewhere-does-not-stay", test_delete_revoked_elsewhere);
  g_test_add_func ("/project/revoke/keeps-earlier-dates-and-is-undone", test_revoke);
  g_test_add_func ("/project/revoke/needs-an-authority-of-the-project", test_revoke_needs_an_authority);
  g_test_add_func ("/project/revoke/revoked-issuer-cannot-sign", test_revoked_issuer_cannot_sign);
  g_test_add_func ("/project/revoke/list-names-the-serial", test_revocation_list);
  g_test_add_func ("/project/revoke/list-numbers-grow", test_revocation_list_number);
  g_test_add_func ("/project/revoke/list-needs-an-authority-with-key", test_revocation_list_needs_a_key);
  g_test_add_func ("/project/rename/is-checked-and-undone", test_rename);
  g_test_add_func ("/project/device/add-is-checked-and-undone", test_add_device);
  g_test_add_func ("/project/device/new-name-takes-certificates-along", test_change_device);
  g_test_add_func ("/project/device/delete-leaves-certificates", test_delete_device);
  g_test_add_func ("/project/undo/create-keeps-the-id-given", test_undo_of_create);
  g_test_add_func ("/project/undo/steps-go-back-one-by-one", test_everything_in_turn);
  return g_test_run ();
}
