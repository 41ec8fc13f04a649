/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-intake.h"
#include "rail-project-lists.h"
#include "rail-replacement.h"

#include "project-fixture.h"

/* A project with an OPC UA server, ID 2, under a root, and a workshop that makes certificates for it. */
typedef struct
{
  RailProject *project;
  RailProject *workshop;
  RailEntry   *root;
  RailEntry   *server;
} Plant;

static void
plant_init (Plant *plant)
{
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(RailCreation) creation = NULL;

  plant->project = fixture_new_protected ();
  plant->workshop = fixture_new_protected ();
  g_assert_true (rail_project_add_device (plant->project, device, NULL));
  plant->root = fixture_create_simple (plant->project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  creation = fixture_new_creation (plant->project, RAIL_USAGE_OPCUA_SERVER, "PLC-1", plant->root);
  rail_creation_set_device (creation, "PLC_1");
  plant->server = fixture_create (creation, plant->project);
}

static void
plant_clear (Plant *plant)
{
  g_clear_object (&plant->project);
  g_clear_object (&plant->workshop);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plant, plant_clear)

static RailReplacement *
new_replacement (Plant     *plant,
                 RailEntry *entry,
                 RailEntry *source,
                 gboolean   with_key)
{
  return rail_replacement_new (plant->project, entry, rail_entry_get_certificate (source),
                               with_key ? rail_entry_get_key (source) : NULL);
}

static void
assert_refused (Plant            *plant,
                RailReplacement  *replacement,
                RailProjectError  code)
{
  g_autofree char *before = fixture_dump (plant->project);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_replacement_is_possible (replacement));
  g_assert_false (rail_project_replace (plant->project, replacement, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, (int) code);
  after = fixture_dump (plant->project);
  g_assert_cmpstr (after, ==, before);
}

static void
replace (Plant           *plant,
         RailReplacement *replacement)
{
  g_autoptr(GError) error = NULL;

  rail_project_replace (plant->project, replacement, &error);
  g_assert_no_error (error);
}

static void
test_replace (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailReplacement) replacement = NULL;
  g_autoptr(RailCertificate) old = NULL;
  g_autoptr(GListModel) comparison = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  RailEntry *source;

  plant_init (&plant);
  old = g_object_ref (rail_entry_get_certificate (plant.server));
  source = fixture_create_simple (plant.workshop, RAIL_USAGE_OPCUA_SERVER, "PLC-1", NULL);
  replacement = new_replacement (&plant, plant.server, source, TRUE);
  g_assert_cmpuint (rail_replacement_validate (replacement), ==, 0);
  comparison = rail_replacement_get_comparison (replacement);
  g_assert_cmpuint (rail_comparison_count_differences (comparison), >, 0);

  before = fixture_dump (plant.project);
  replace (&plant, replacement);
  g_assert_cmpstr (rail_project_get_undo_text (plant.project), ==, "Replace “PLC-1”");
  g_assert_true (rail_project_get_entry (plant.project, 2) == plant.server);
  g_assert_cmpstr (rail_entry_get_device (plant.server), ==, "PLC_1");
  g_assert_true (rail_entry_get_certificate (plant.server) == rail_entry_get_certificate (source));
  g_assert_true (rail_entry_get_key (plant.server) == rail_entry_get_key (source));
  g_assert_true (rail_generation_get_certificate (rail_entry_get_generation (plant.server, 0)) == old);
  g_assert_cmpint (rail_generation_get_reason (rail_entry_get_generation (plant.server, 0)), ==,
                   RAIL_GENERATION_REPLACED);
  g_assert_true (rail_project_undo (plant.project));
  after = fixture_dump (plant.project);
  g_assert_cmpstr (after, ==, before);
}

/* What does not belong together is never put together, whoever says so. */
static void
test_never_forced (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailReplacement) wrong_key = NULL;
  g_autoptr(RailReplacement) same = NULL;
  g_autoptr(RailReplacement) taken = NULL;
  RailEntry *source, *other;

  plant_init (&plant);
  source = fixture_create_simple (plant.workshop, RAIL_USAGE_OPCUA_SERVER, "PLC-1", NULL);
  other = fixture_create_simple (plant.project, RAIL_USAGE_OPCUA_SERVER, "PLC-2", NULL);
  wrong_key = rail_replacement_new (plant.project, plant.server, rail_entry_get_certificate (source),
                                    rail_entry_get_key (plant.server));
  same = new_replacement (&plant, plant.server, plant.server, TRUE);
  taken = new_replacement (&plant, plant.server, other, TRUE);
  rail_replacement_set_force (wrong_key, TRUE);
  rail_replacement_set_force (same, TRUE);
  rail_replacement_set_force (taken, TRUE);
  assert_refused (&plant, wrong_key, RAIL_PROJECT_ERROR_INVALID);
  assert_refused (&plant, same, RAIL_PROJECT_ERROR_INVALID);
  assert_refused (&plant, taken, RAIL_PROJECT_ERROR_EXISTS);
}

static void
test_forced (void)
{
  static const struct
  {
    RailUsage               usage;
    gboolean                with_key;
    RailReplacementProblems problem;
    RailEntryKind           kind;
  } cases[] = {
    { RAIL_USAGE_OPCUA_SERVER, FALSE, RAIL_REPLACEMENT_KEY_MISSING, RAIL_ENTRY_DEVICE },
    { RAIL_USAGE_CA_ROOT, TRUE, RAIL_REPLACEMENT_KIND, RAIL_ENTRY_CA },
    { RAIL_USAGE_OPCUA_CLIENT, TRUE, RAIL_REPLACEMENT_USAGES, RAIL_ENTRY_DEVICE },
    { RAIL_USAGE_TLS_CLIENT_SERVER, TRUE, RAIL_REPLACEMENT_NAMES, RAIL_ENTRY_DEVICE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Plant) plant = { 0 };
      g_autoptr(RailReplacement) replacement = NULL;
      RailEntry *source;

      plant_init (&plant);
      source = fixture_create_simple (plant.workshop, cases[i].usage, "PLC-1", NULL);
      replacement = new_replacement (&plant, plant.server, source, cases[i].with_key);
      g_test_message ("%s", rail_profile_get (cases[i].usage)->nick);
      g_assert_true (rail_replacement_validate (replacement) & cases[i].problem);
      assert_refused (&plant, replacement, cases[i].problem == RAIL_REPLACEMENT_KEY_MISSING
                                             ? RAIL_PROJECT_ERROR_NO_KEY : RAIL_PROJECT_ERROR_INVALID);
      rail_replacement_set_force (replacement, TRUE);
      replace (&plant, replacement);
      g_assert_cmpint (rail_entry_get_kind (plant.server), ==, cases[i].kind);
      g_assert_cmpint (rail_entry_has_key (plant.server), ==, cases[i].with_key);
      g_assert_true (rail_project_undo (plant.project));
      g_assert_cmpint (rail_entry_get_kind (plant.server), ==, RAIL_ENTRY_DEVICE);
      g_assert_true (rail_entry_has_key (plant.server));
    }
}

static void
test_expired (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailCreation) creation = NULL;
  g_autoptr(RailReplacement) replacement = NULL;
  RailEntry *source;

  plant_init (&plant);
  creation = fixture_new_creation (plant.workshop, RAIL_USAGE_OPCUA_SERVER, "PLC-1", NULL);
  rail_certificate_request_set_validity (rail_creation_get_request (creation), FIXTURE_NOW - 10 * FIXTURE_DAY,
                                         FIXTURE_NOW - FIXTURE_DAY);
  source = fixture_create (creation, plant.workshop);
  replacement = new_replacement (&plant, plant.server, source, TRUE);
  g_assert_cmpuint (rail_replacement_validate (replacement), ==,
                    RAIL_REPLACEMENT_EXPIRED | RAIL_REPLACEMENT_ADVICE_EARLIER);
}

/* The authority's own key fits a certificate that comes without one: cross-signed by somebody outside, say. */
static void
test_own_key_fits (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailCertificateRequest) request = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(RailReplacement) replacement = NULL;
  g_autoptr(RailKey) key = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *outside;

  plant_init (&plant);
  key = g_object_ref (rail_entry_get_key (plant.server));
  outside = fixture_create_simple (plant.workshop, RAIL_USAGE_CA_ROOT, "Outside", NULL);
  request = rail_certificate_request_new_from_certificate (rail_project_get_environment (plant.project),
                                                           rail_entry_get_certificate (plant.server),
                                                           RAIL_USAGE_OPCUA_SERVER);
  rail_certificate_request_set_issuer (request, rail_entry_get_certificate (outside));
  certificate = rail_certificate_request_issue (request, key, rail_entry_get_key (outside), &error);
  g_assert_no_error (error);
  replacement = rail_replacement_new (plant.project, plant.server, certificate, NULL);
  g_assert_cmpuint (rail_replacement_validate (replacement), ==, RAIL_REPLACEMENT_ADVICE_CHAIN);
  replace (&plant, replacement);
  g_assert_true (rail_entry_get_key (plant.server) == key);
}

/* With its key, somebody else's certificate becomes one of our own, as with an import. */
static void
test_trusted (void)
{
  const gboolean same[] = { TRUE, FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_auto(Plant) plant = { 0 };
      g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_intake_free);
      g_autoptr(GPtrArray) taken = NULL;
      g_autoptr(RailReplacement) replacement = NULL;
      RailEntry *source, *other, *trusted;

      plant_init (&plant);
      source = fixture_create_simple (plant.workshop, RAIL_USAGE_OPCUA_SERVER, "PLC-1", NULL);
      other = fixture_create_simple (plant.workshop, RAIL_USAGE_CA_ROOT, "Outside", NULL);
      g_ptr_array_add (intakes, rail_intake_new (rail_entry_get_certificate (other), NULL));
      taken = rail_project_import (plant.project, intakes, NULL);
      trusted = taken->pdata[0];
      g_assert_cmpint (rail_entry_get_kind (trusted), ==, RAIL_ENTRY_TRUSTED);
      replacement = new_replacement (&plant, trusted, same[i] ? other : source, TRUE);
      replace (&plant, replacement);
      g_assert_cmpint (rail_entry_get_kind (trusted), ==, same[i] ? RAIL_ENTRY_CA : RAIL_ENTRY_DEVICE);
      g_assert_cmpint (rail_entry_get_usage (trusted), ==, same[i] ? RAIL_USAGE_CA_ROOT : RAIL_USAGE_OPCUA_SERVER);
      g_assert_true (rail_project_undo (plant.project));
      g_assert_cmpint (rail_entry_get_kind (trusted), ==, RAIL_ENTRY_TRUSTED);
    }
}

/* A project without protection takes no key that it would not import, not even if that is forced. */
static void
test_unprotected (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailProject) open_project = fixture_new_project ();
  RailEntry *entry = fixture_create_simple (open_project, RAIL_USAGE_OPCUA_SERVER, "PLC-1", NULL);
  RailEntry *sources[2];

  plant_init (&plant);
  sources[0] = plant.root;
  sources[1] = plant.server;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr(RailReplacement) replacement = NULL;
      g_autoptr(GError) error = NULL;

      replacement = rail_replacement_new (open_project, entry, rail_entry_get_certificate (sources[i]),
                                          rail_entry_get_key (sources[i]));
      rail_replacement_set_force (replacement, TRUE);
      g_assert_false (rail_project_replace (open_project, replacement, &error));
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED);
      g_assert_cmpuint (rail_entry_get_n_generations (entry), ==, 0);
    }
}

/* A list belongs to an authority; what takes its place may be none. */
static void
test_list_goes_with_authority (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailReplacement) replacement = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *root, *source;

  plant_init (&plant);
  root = fixture_create_simple (plant.project, RAIL_USAGE_CA_ROOT, "Lonely root", NULL);
  g_assert_true (rail_project_publish_list (plant.project, root, 30, &error));
  source = fixture_create_simple (plant.workshop, RAIL_USAGE_TLS_CLIENT, "Leaf", NULL);
  replacement = new_replacement (&plant, root, source, TRUE);
  rail_replacement_set_force (replacement, TRUE);
  replace (&plant, replacement);
  g_assert_null (rail_entry_get_list (root));
  rail_project_check (plant.project, &error);
  g_assert_no_error (error);
}

/* An authority without its key is an authority all the same. */
static void
test_unprotected_takes_no_authority (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailProject) open_project = fixture_new_project ();
  RailEntry *entry = fixture_create_simple (open_project, RAIL_USAGE_TLS_CLIENT, "Own", NULL);
  g_autoptr(RailReplacement) authority = NULL;
  g_autoptr(RailReplacement) self_signed = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *source;

  plant_init (&plant);
  authority = rail_replacement_new (open_project, entry, rail_entry_get_certificate (plant.root), NULL);
  rail_replacement_set_force (authority, TRUE);
  g_assert_false (rail_project_replace (open_project, authority, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED);
  g_clear_error (&error);

  source = fixture_create_simple (plant.workshop, RAIL_USAGE_TLS_CLIENT, "Other", NULL);
  self_signed = rail_replacement_new (open_project, entry, rail_entry_get_certificate (source), rail_entry_get_key (source));
  rail_project_replace (open_project, self_signed, &error);
  g_assert_no_error (error);
  rail_project_check (open_project, &error);
  g_assert_no_error (error);
}

/* An authority that has issued something, and has published a list. */
static void
test_authority (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailReplacement) replacement = NULL;
  g_autoptr(RailReplacement) uri = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) chain = NULL;
  RailEntry *source, *other;

  plant_init (&plant);
  g_assert_true (rail_project_publish_list (plant.project, plant.root, 30, &error));
  source = fixture_create_simple (plant.workshop, RAIL_USAGE_CA_ROOT, "Other root", NULL);
  replacement = new_replacement (&plant, plant.root, source, TRUE);
  g_assert_cmpuint (rail_replacement_validate (replacement), ==, RAIL_REPLACEMENT_ADVICE_ISSUED);
  replace (&plant, replacement);
  g_assert_true (rail_project_get_issuer (plant.project, plant.server) == plant.root);
  chain = rail_project_get_chain_certificates (plant.project, plant.server, NULL);
  g_assert_cmpuint (chain->len, ==, 2);
  g_assert_cmpint (rail_project_get_list_status (plant.project, plant.root), ==, RAIL_LIST_CURRENT);

  other = fixture_create_simple (plant.workshop, RAIL_USAGE_OPCUA_SERVER, "PLC-7", NULL);
  uri = new_replacement (&plant, plant.server, other, TRUE);
  g_assert_cmpuint (rail_replacement_validate (uri), ==, RAIL_REPLACEMENT_ADVICE_URI);
}

static void
test_sentences (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailReplacement) replacement = NULL;
  g_autoptr(GFlagsClass) flags = g_type_class_ref (RAIL_TYPE_REPLACEMENT_PROBLEMS);

  plant_init (&plant);
  replacement = new_replacement (&plant, plant.server, plant.root, TRUE);
  for (guint i = 0; i < flags->n_values; i++)
    {
      g_autofree char *text = rail_replacement_describe (replacement, flags->values[i].value);

      g_assert_true (g_str_has_suffix (text, "."));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/replacement/keeps-id-and-device", test_replace);
  g_test_add_func ("/project/replacement/key-that-does-not-fit-is-never-forced", test_never_forced);
  g_test_add_func ("/project/replacement/what-cannot-serve-is-only-forced", test_forced);
  g_test_add_func ("/project/replacement/expired-is-named", test_expired);
  g_test_add_func ("/project/replacement/own-key-stays-if-it-fits", test_own_key_fits);
  g_test_add_func ("/project/replacement/authority-keeps-its-chains-and-list", test_authority);
  g_test_add_func ("/project/replacement/trusted-with-key-becomes-our-own", test_trusted);
  g_test_add_func ("/project/replacement/unprotected-project-takes-no-key-of-an-authority", test_unprotected);
  g_test_add_func ("/project/replacement/list-goes-with-the-authority", test_list_goes_with_authority);
  g_test_add_func ("/project/replacement/unprotected-project-takes-no-authority", test_unprotected_takes_no_authority);
  g_test_add_func ("/project/replacement/each-problem-is-a-sentence", test_sentences);
  return g_test_run ();
}
