/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-project-lists.h"
#include "rail-renewal.h"

#include "project-fixture.h"

#define EXTENSIONS "subjectAltName,keyUsage,extendedKeyUsage,basicConstraints"

static RailRenewal *
new_renewal (RailProject *project,
             RailEntry   *entry)
{
  g_autoptr(GPtrArray) entries = fixture_list (entry, NULL);

  return rail_renewal_new (project, entries);
}

static void
renew (RailRenewal *renewal,
       RailProject *project)
{
  g_autoptr(GError) error = NULL;

  rail_project_renew (project, renewal, &error);
  g_assert_no_error (error);
}

static RailRenewalItem *
get_item (RailRenewal *renewal,
          guint        position)
{
  g_autoptr(RailRenewalItem) item = g_list_model_get_item (rail_renewal_get_items (renewal), position);

  g_assert_nonnull (item);
  return item;   /* the list keeps it */
}

static char *
describe_with_openssl (const char *folder,
                       const char *file)
{
  char *output = NULL;

  g_assert_cmpint (rail_test_run (folder, &output, "openssl", "x509", "-in", file, "-noout", "-subject", "-ext",
                                  EXTENSIONS, NULL), ==, 0);
  return output;
}

static void
write_certificate (const char      *folder,
                   const char      *name,
                   RailCertificate *certificate)
{
  g_autofree char *pem = rail_certificate_to_pem (certificate);

  rail_test_write (folder, name, pem, -1);
}

/* The chain of an entry as a partner gets it, verified by openssl at the time of the fixture. */
static void
assert_openssl_verifies (const char  *folder,
                         RailProject *project,
                         RailEntry   *entry)
{
  gboolean complete = FALSE;
  g_autoptr(GPtrArray) chain = rail_project_get_chain_certificates (project, entry, &complete);
  g_autoptr(GString) authorities = g_string_new (NULL);
  g_autofree char *output = NULL;

  g_assert_true (complete);
  for (guint i = 0; i < chain->len; i++)
    {
      g_autofree char *pem = rail_certificate_to_pem (chain->pdata[i]);

      if (i > 0 || chain->len == 1)
        g_string_append (authorities, pem);
    }
  write_certificate (folder, "leaf.pem", chain->pdata[0]);
  rail_test_write (folder, "authorities.pem", authorities->str, -1);
  if (rail_test_run (folder, &output, "openssl", "verify", "-x509_strict", "-attime", "1768478460", "-CAfile",
                     "authorities.pem", "leaf.pem", NULL) != 0)
    g_error ("%s", output);
}

/* The earlier certificate can be revoked by itself, and openssl finds its number in the list. */
static void
assert_old_is_revocable (const char  *folder,
                         RailProject *project,
                         RailEntry   *entry)
{
  RailEntry *issuer = rail_project_get_issuer (project, entry);
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *output = NULL;

  rail_project_revoke_generation (project, entry, 0, RAIL_REVOCATION_SUPERSEDED, &error);
  g_assert_no_error (error);
  g_assert_false (rail_entry_is_revoked (entry, NULL, NULL));
  list = rail_project_issue_revocation_list (project, issuer, &error);
  g_assert_no_error (error);
  pem = rail_revocation_list_to_pem (list);
  rail_test_write (folder, "list.crl", pem, -1);
  g_assert_cmpint (rail_test_run (folder, &output, "openssl", "crl", "-in", "list.crl", "-noout", "-text", NULL), ==, 0);
  rail_assert_contains (output, rail_certificate_get_serial (rail_generation_get_certificate (
                                  rail_entry_get_generation (entry, 0))));
  g_assert_null (strstr (output, rail_certificate_get_serial (rail_entry_get_certificate (entry))));
}

static void
check_renewed (const char  *folder,
               RailProject *project,
               RailEntry   *entry,
               gboolean     same_key)
{
  guint id = rail_entry_get_id (entry);
  RailEntryKind kind = rail_entry_get_kind (entry);
  g_autoptr(RailCertificate) old = g_object_ref (rail_entry_get_certificate (entry));
  g_autoptr(RailKey) old_key = g_object_ref (rail_entry_get_key (entry));
  g_autoptr(RailRenewal) renewal = new_renewal (project, entry);
  g_autofree char *before = fixture_dump (project);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  g_autofree char *old_text = NULL;
  g_autofree char *new_text = NULL;
  g_autofree char *promised = NULL;
  RailGeneration *generation;
  RailCertificate *certificate;

  g_object_set (renewal, "same-key", same_key, "note", "Spring cleaning", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rail_renewal_get_items (renewal)), ==, 1);
  g_assert_null (rail_renewal_item_get_problem (get_item (renewal, 0)));
  promised = g_strdup (rail_renewal_item_get_summary (get_item (renewal, 0)));
  rail_assert_contains (promised, same_key ? "same key" : "new key");
  renew (renewal, project);
  certificate = rail_entry_get_certificate (entry);

  /* The same entry with another certificate of the same content. */
  g_assert_true (rail_project_get_entry (project, id) == entry);
  g_assert_cmpstr (rail_entry_get_device (entry), ==, "PLC-1");
  g_assert_cmpint (rail_entry_get_kind (entry), ==, kind);
  g_assert_cmpstr (rail_certificate_get_serial (certificate), !=, rail_certificate_get_serial (old));
  g_assert_cmpint (rail_certificate_get_key_kind (certificate), ==, rail_certificate_get_key_kind (old));
  g_assert_cmpstr (rail_certificate_get_signature_algorithm (certificate), ==,
                   rail_certificate_get_signature_algorithm (old));
  g_assert_true (rail_certificate_matches_key (certificate, rail_entry_get_key (entry)));
  g_assert_cmpint (rail_certificate_matches_key (certificate, old_key), ==, same_key);
  g_assert_cmpint (rail_certificate_get_not_after (certificate), ==, rail_certificate_get_not_after (old));
  write_certificate (folder, "old.pem", old);
  write_certificate (folder, "new.pem", certificate);
  old_text = describe_with_openssl (folder, "old.pem");
  new_text = describe_with_openssl (folder, "new.pem");
  g_assert_cmpstr (new_text, ==, old_text);
  assert_openssl_verifies (folder, project, entry);

  /* Its history. */
  g_assert_cmpuint (rail_entry_get_n_generations (entry), ==, 1);
  generation = rail_entry_get_generation (entry, 0);
  g_assert_true (rail_generation_get_certificate (generation) == old);
  g_assert_true (rail_generation_get_key (generation) == old_key);
  g_assert_cmpint (rail_generation_get_until (generation), ==, FIXTURE_NOW);
  g_assert_cmpint (rail_generation_get_reason (generation), ==, RAIL_GENERATION_RENEWED);
  g_assert_cmpstr (rail_generation_get_by (generation), ==, "admin");
  g_assert_cmpstr (rail_generation_get_note (generation), ==, "Spring cleaning");
  g_assert_false (rail_generation_is_revoked (generation, NULL, NULL));

  after = fixture_dump (project);
  g_assert_true (rail_project_undo (project));
  undone = fixture_dump (project);
  g_assert_cmpstr (undone, ==, before);
  g_assert_true (rail_project_redo (project));
  redone = fixture_dump (project);
  g_assert_cmpstr (redone, ==, after);

  if (rail_project_get_issuer (project, entry) != NULL)
    assert_old_is_revocable (folder, project, entry);
}

static void
check_profile (const char        *folder,
               const RailProfile *profile,
               RailKeyKind        kind,
               gboolean           under_authority,
               gboolean           same_key)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailDevice) device = rail_device_new ("PLC-1", RAIL_FAMILY_S7_1500);
  g_autoptr(RailCreation) root_creation = NULL;
  g_autoptr(RailCreation) creation = NULL;
  RailEntry *root = NULL;

  g_test_message ("%s, %s, %s, %s", profile->nick, rail_key_kind_get_label (kind),
                  under_authority ? "issued" : "self-signed", same_key ? "same key" : "new key");
  g_assert_true (rail_project_add_device (project, device, NULL));
  if (under_authority)
    {
      root_creation = fixture_new_creation (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
      rail_certificate_request_set_key_kind (rail_creation_get_request (root_creation), kind);
      root = fixture_create (root_creation, project);
    }
  creation = fixture_new_creation (project, profile->usage, "PLC-1", root);
  rail_certificate_request_set_key_kind (rail_creation_get_request (creation), kind);
  g_object_set (rail_creation_get_request (creation), "common-name", "Name, with “ümlauts”", "organization", "Plant & Söhne", "country", "DE", NULL);
  rail_creation_set_device (creation, "PLC-1");
  check_renewed (folder, project, fixture_create (creation, project), same_key);
}

static void
test_profiles (gconstpointer data)
{
  RailKeyKind kind = GPOINTER_TO_INT (data);
  g_autofree char *folder = NULL;
  const RailProfile *profiles;
  guint n_profiles;

  if (!rail_test_need ("openssl"))
    return;

  folder = rail_test_make_folder ();
  profiles = rail_profile_get_all (&n_profiles);
  for (guint i = 0; i < n_profiles; i++)
    {
      const RailProfile *profile = &profiles[i];

      /* RSA keys take their time: each way once for each profile, turn by turn. */
      if (profile->usage != RAIL_USAGE_CA_ROOT)
        check_profile (folder, profile, kind, TRUE, i % 2 == 0);
      if (profile->usage != RAIL_USAGE_CA_INTERMEDIATE && (kind == RAIL_KEY_KIND_EC_P256 || profile->is_ca))
        check_profile (folder, profile, kind, FALSE, i % 2 == 1);
    }
  rail_test_remove_folder (folder);
}

/* A root with an intermediate authority and leaves under both: IDs 1 to 5. All of elliptic curves. */
typedef struct
{
  RailProject *project;
  RailEntry   *root;
  RailEntry   *middle;
  RailEntry   *leaf;
  RailEntry   *deep_leaf;
  RailEntry   *self_signed;
  char        *folder;
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
  plant->folder = rail_test_make_folder ();
}

static void
plant_clear (Plant *plant)
{
  if (plant->folder != NULL)
    rail_test_remove_folder (plant->folder);
  g_clear_pointer (&plant->folder, g_free);
  g_clear_object (&plant->project);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plant, plant_clear)

static GPtrArray *
list_item_ids (RailRenewal *renewal)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (rail_renewal_get_items (renewal)); i++)
    g_ptr_array_add (ids, GUINT_TO_POINTER (rail_entry_get_id (rail_renewal_item_get_entry (get_item (renewal, i)))));
  return ids;
}

static void
assert_item_ids (RailRenewal *renewal,
                 guint        n_ids,
                 const guint *ids)
{
  g_autoptr(GPtrArray) found = list_item_ids (renewal);

  g_assert_cmpuint (found->len, ==, n_ids);
  for (guint i = 0; i < n_ids; i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (found->pdata[i]), ==, ids[i]);
}

static void
test_authority_with_same_key (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailRenewal) renewal = NULL;
  g_autoptr(GPtrArray) chain = NULL;

  if (!rail_test_need ("openssl"))
    return;

  plant_init (&plant);
  rail_environment_set_now (rail_project_get_environment (plant.project), FIXTURE_NOW + 3600);
  renewal = new_renewal (plant.project, plant.root);
  g_object_set (renewal, "same-key", TRUE, "reissue", TRUE, NULL);
  assert_item_ids (renewal, 1, (guint[]) { 1 });   /* what it issued stays valid */
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, 0);
  renew (renewal, plant.project);

  g_assert_cmpuint (rail_entry_get_n_generations (plant.leaf), ==, 0);
  g_assert_true (rail_project_get_issuer (plant.project, plant.leaf) == plant.root);
  chain = rail_project_get_chain_certificates (plant.project, plant.deep_leaf, NULL);
  g_assert_cmpuint (chain->len, ==, 3);
  g_assert_true (chain->pdata[2] == rail_entry_get_certificate (plant.root));
  assert_openssl_verifies (plant.folder, plant.project, plant.leaf);
  assert_openssl_verifies (plant.folder, plant.project, plant.deep_leaf);
}

static void
test_authority_with_new_key (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailRenewal) renewal = NULL;
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(GPtrArray) certificates = NULL;
  RailEntry *later;

  if (!rail_test_need ("openssl"))
    return;

  plant_init (&plant);
  renewal = new_renewal (plant.project, plant.root);
  assert_item_ids (renewal, 1, (guint[]) { 1 });
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, RAIL_RENEWAL_ADVICE_OLD_ISSUED);
  renew (renewal, plant.project);

  /* What it issued before still belongs to it, and is exported with the certificate that signed. */
  g_assert_true (rail_project_get_issuer (plant.project, plant.leaf) == plant.root);
  g_assert_true (rail_project_get_issuer (plant.project, plant.middle) == plant.root);
  chain = rail_project_get_chain (plant.project, plant.deep_leaf, NULL);
  certificates = rail_project_get_chain_certificates (plant.project, plant.deep_leaf, NULL);
  g_assert_cmpuint (chain->len, ==, 3);
  g_assert_true (chain->pdata[2] == plant.root);
  g_assert_true (certificates->pdata[2] == rail_generation_get_certificate (rail_entry_get_generation (plant.root, 0)));
  assert_openssl_verifies (plant.folder, plant.project, plant.deep_leaf);

  /* What it issues from now on is signed by the new key, and the two do not mix. */
  later = fixture_create_simple (plant.project, RAIL_USAGE_TLS_SERVER, "PLC-3", plant.root);
  assert_openssl_verifies (plant.folder, plant.project, later);
  g_assert_true (rail_certificate_is_issued_by (rail_entry_get_certificate (later),
                                                rail_entry_get_certificate (plant.root)));
  g_assert_false (rail_certificate_is_issued_by (rail_entry_get_certificate (plant.leaf),
                                                 rail_entry_get_certificate (plant.root)));
}

static void
test_reissue (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailRenewal) renewal = NULL;
  g_autoptr(RailKey) key = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  RailEntry *issued[3];

  if (!rail_test_need ("openssl"))
    return;

  plant_init (&plant);
  key = g_object_ref (rail_entry_get_key (plant.leaf));
  renewal = new_renewal (plant.project, plant.root);
  g_object_set (renewal, "reissue", TRUE, NULL);
  /* The intermediate keeps its key, so what is below it stays valid. */
  assert_item_ids (renewal, 3, (guint[]) { 1, 2, 3 });
  g_assert_true (rail_renewal_item_get_cause (get_item (renewal, 1)) == plant.root);
  g_assert_true (rail_renewal_item_keeps_key (get_item (renewal, 2)));
  g_object_set (renewal, "reissue-same-keys", FALSE, NULL);
  assert_item_ids (renewal, 4, (guint[]) { 1, 2, 4, 3 });
  g_assert_true (rail_renewal_item_get_cause (get_item (renewal, 2)) == plant.middle);
  g_object_set (renewal, "reissue-same-keys", TRUE, NULL);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, 0);

  before = fixture_dump (plant.project);
  renew (renewal, plant.project);
  g_assert_cmpstr (rail_project_get_undo_text (plant.project), ==, "Renew 3 certificates");
  g_assert_true (rail_entry_get_key (plant.leaf) == key);
  g_assert_cmpint (rail_generation_get_reason (rail_entry_get_generation (plant.leaf, 0)), ==, RAIL_GENERATION_REISSUED);
  issued[0] = plant.middle;
  issued[1] = plant.leaf;
  issued[2] = plant.deep_leaf;
  for (guint i = 0; i < G_N_ELEMENTS (issued); i++)
    {
      g_autoptr(GPtrArray) chain = rail_project_get_chain_certificates (plant.project, issued[i], NULL);

      g_assert_true (chain->pdata[chain->len - 1] == rail_entry_get_certificate (plant.root));
      assert_openssl_verifies (plant.folder, plant.project, issued[i]);
    }
  g_assert_true (rail_project_undo (plant.project));
  after = fixture_dump (plant.project);
  g_assert_cmpstr (after, ==, before);
  assert_openssl_verifies (plant.folder, plant.project, plant.leaf);
}

/* A leaf that is chosen before its root, while the authority between them only follows: it goes under the new key. */
static void
test_reissue_of_what_is_chosen (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(RailRenewal) renewal = NULL;

  if (!rail_test_need ("openssl"))
    return;

  plant_init (&plant);
  entries = fixture_list (plant.deep_leaf, plant.root, NULL);
  renewal = rail_renewal_new (plant.project, entries);
  g_object_set (renewal, "reissue", TRUE, "reissue-same-keys", FALSE, NULL);
  assert_item_ids (renewal, 4, (guint[]) { 1, 2, 4, 3 });
  renew (renewal, plant.project);
  g_assert_true (rail_certificate_is_issued_by (rail_entry_get_certificate (plant.deep_leaf),
                                                rail_entry_get_certificate (plant.middle)));
  assert_openssl_verifies (plant.folder, plant.project, plant.deep_leaf);
}

/* Nothing is issued that has expired already, not even on the day on which its issuer has. */
static void
test_issuer_just_expired (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailRenewal) renewal = NULL;

  plant_init (&plant);
  renewal = new_renewal (plant.project, plant.leaf);
  rail_environment_set_now (rail_project_get_environment (plant.project),
                            rail_certificate_get_not_after (rail_entry_get_certificate (plant.root)) + 60);
  g_assert_true (rail_renewal_validate (renewal) & RAIL_RENEWAL_UNRENEWABLE);
  rail_assert_contains (rail_renewal_item_get_problem (get_item (renewal, 0)), "has expired");
}

/* With new keys all the way down, and of another kind. */
static void
test_reissue_with_new_keys (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailRenewal) renewal = NULL;

  if (!rail_test_need ("openssl"))
    return;

  plant_init (&plant);
  renewal = new_renewal (plant.project, plant.root);
  g_object_set (renewal, "reissue", TRUE, "reissue-same-keys", FALSE, "keep-key-kind", FALSE, "key-kind",
                RAIL_KEY_KIND_EC_P384, "keep-hash", FALSE, "hash", RAIL_HASH_SHA384, NULL);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, 0);
  renew (renewal, plant.project);
  g_assert_cmpint (rail_certificate_get_key_kind (rail_entry_get_certificate (plant.root)), ==, RAIL_KEY_KIND_EC_P384);
  g_assert_cmpstr (rail_certificate_get_signature_algorithm (rail_entry_get_certificate (plant.leaf)), ==,
                   "ECDSA-SHA384");
  g_assert_cmpuint (rail_entry_get_n_generations (plant.deep_leaf), ==, 1);
  assert_openssl_verifies (plant.folder, plant.project, plant.leaf);
  assert_openssl_verifies (plant.folder, plant.project, plant.deep_leaf);
}

/* An OPC UA certificate does not go under a key of another kind; the form says so before anything happens. */
static void
test_reissue_under_wrong_key (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailRenewal) renewal = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  plant_init (&plant);
  renewal = new_renewal (plant.project, plant.root);
  g_object_set (renewal, "reissue", TRUE, "keep-key-kind", FALSE, "key-kind", RAIL_KEY_KIND_RSA_2048, NULL);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, RAIL_RENEWAL_UNRENEWABLE);
  g_assert_null (rail_renewal_item_get_problem (get_item (renewal, 1)));
  rail_assert_contains (rail_renewal_item_get_problem (get_item (renewal, 2)), "OPC UA");
  before = fixture_dump (plant.project);
  g_assert_false (rail_project_renew (plant.project, renewal, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  rail_assert_contains (error->message, "“PLC-1” (ID 3)");
  after = fixture_dump (plant.project);
  g_assert_cmpstr (after, ==, before);

  g_assert_cmpuint (rail_renewal_drop_unrenewable (renewal), ==, 1);
  assert_item_ids (renewal, 2, (guint[]) { 1, 2 });
  renew (renewal, plant.project);
  g_assert_cmpuint (rail_entry_get_n_generations (plant.leaf), ==, 0);
}

/* Chosen together, in the wrong order: the authority goes first, and signs the leaf with its new key. */
static void
test_authority_and_leaf (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(RailRenewal) renewal = NULL;

  if (!rail_test_need ("openssl"))
    return;

  plant_init (&plant);
  entries = fixture_list (plant.deep_leaf, plant.middle, plant.self_signed, plant.deep_leaf, NULL);
  renewal = rail_renewal_new (plant.project, entries);
  assert_item_ids (renewal, 3, (guint[]) { 2, 4, 5 });
  g_assert_null (rail_renewal_item_get_cause (get_item (renewal, 1)));
  renew (renewal, plant.project);
  g_assert_true (rail_certificate_is_issued_by (rail_entry_get_certificate (plant.deep_leaf),
                                                rail_entry_get_certificate (plant.middle)));
  assert_openssl_verifies (plant.folder, plant.project, plant.deep_leaf);
  assert_openssl_verifies (plant.folder, plant.project, plant.self_signed);
  g_assert_cmpint (rail_generation_get_reason (rail_entry_get_generation (plant.deep_leaf, 0)), ==,
                   RAIL_GENERATION_RENEWED);
}

/* A certificate for 46 days is as long as before in 46 days again, and marked as expiring at once. */
static void
test_short_validity (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailRenewal) renewal = NULL;
  g_autofree char *text = NULL;
  RailCertificateRequest *request;

  plant_init (&plant);
  renewal = new_renewal (plant.project, plant.leaf);
  g_object_set (renewal, "validity", RAIL_VALIDITY_UNTIL, "not-after", FIXTURE_NOW + 46 * FIXTURE_DAY, NULL);
  /* Who says how long knows it. */
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, 0);
  renew (renewal, plant.project);

  g_clear_object (&renewal);
  rail_environment_set_now (rail_project_get_environment (plant.project), FIXTURE_NOW + 40 * FIXTURE_DAY);
  renewal = new_renewal (plant.project, plant.leaf);
  request = rail_renewal_item_get_request (get_item (renewal, 0));
  g_assert_cmpint (rail_certificate_request_get_not_after (request), <, FIXTURE_NOW + 90 * FIXTURE_DAY);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, RAIL_RENEWAL_ADVICE_EXPIRING);
  text = rail_renewal_describe (renewal, RAIL_RENEWAL_ADVICE_EXPIRING);
  rail_assert_contains (text, "(ID 3), so it will expire soon again");
  g_object_set (renewal, "validity", RAIL_VALIDITY_MONTHS, "months", 12, NULL);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, 0);
}

static void
test_validity (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailRenewal) renewal = NULL;
  RailCertificateRequest *request;
  gint64 root_end;

  plant_init (&plant);
  root_end = rail_certificate_get_not_after (rail_entry_get_certificate (plant.root));
  rail_environment_set_now (rail_project_get_environment (plant.project), FIXTURE_NOW + 400 * FIXTURE_DAY);
  renewal = new_renewal (plant.project, plant.leaf);

  /* As long as before would be longer than its issuer. */
  request = rail_renewal_item_get_request (get_item (renewal, 0));
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, root_end);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, RAIL_RENEWAL_ADVICE_SHORTENED);
  rail_assert_contains (rail_renewal_item_get_summary (get_item (renewal, 0)), "ends with its issuer");
  g_object_set (renewal, "outlive-issuer", TRUE, NULL);
  request = rail_renewal_item_get_request (get_item (renewal, 0));
  g_assert_cmpint (rail_certificate_request_get_not_after (request), >, root_end);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, 0);
  renew (renewal, plant.project);
  g_assert_cmpint (rail_certificate_get_not_after (rail_entry_get_certificate (plant.leaf)), >, root_end);

  /* So many months, counted in the calendar; or until a date. */
  g_clear_object (&renewal);
  renewal = new_renewal (plant.project, plant.leaf);
  g_object_set (renewal, "validity", RAIL_VALIDITY_MONTHS, "months", 0, NULL);
  g_assert_true (rail_renewal_validate (renewal) & RAIL_RENEWAL_VALIDITY);
  g_object_set (renewal, "months", 1, NULL);
  request = rail_renewal_item_get_request (get_item (renewal, 0));
  /* 2027-02-18 and 2027-03-18 */
  g_assert_cmpint (rail_certificate_request_get_not_before (request), ==, 1802908800);
  g_assert_cmpint (rail_certificate_request_get_not_after (request), ==, 1805328000);
  g_object_set (renewal, "validity", RAIL_VALIDITY_UNTIL, "not-after", FIXTURE_NOW, NULL);
  g_assert_true (rail_renewal_validate (renewal) & RAIL_RENEWAL_VALIDITY);
  g_object_set (renewal, "not-after", FIXTURE_NOW + 500 * FIXTURE_DAY, NULL);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, 0);
  renew (renewal, plant.project);
  g_assert_cmpint (rail_certificate_get_not_after (rail_entry_get_certificate (plant.leaf)), ==,
                   FIXTURE_NOW + 500 * FIXTURE_DAY);
  g_assert_cmpuint (rail_entry_get_n_generations (plant.leaf), ==, 2);
}

/* What this project cannot renew is named with the way out, and the rest is renewed only when the user says so. */
static void
test_unrenewable (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailRenewal) renewal = NULL;
  g_autoptr(GPtrArray) strangers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(GPtrArray) two = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  plant_init (&plant);
  /* ID 1: of an authority outside; ID 2: an authority without its key; ID 3: issued by that; ID 4: somebody's. */
  g_ptr_array_add (strangers, rail_entry_new (1, RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT,
                                              rail_entry_get_certificate (plant.deep_leaf),
                                              rail_entry_get_key (plant.deep_leaf)));
  g_ptr_array_add (strangers, rail_entry_new (2, RAIL_ENTRY_CA, RAIL_USAGE_CA_ROOT,
                                              rail_entry_get_certificate (plant.root), NULL));
  g_ptr_array_add (strangers, rail_entry_new (3, RAIL_ENTRY_DEVICE, RAIL_USAGE_OPCUA_SERVER,
                                              rail_entry_get_certificate (plant.leaf), rail_entry_get_key (plant.leaf)));
  g_ptr_array_add (strangers, rail_entry_new (4, RAIL_ENTRY_DEVICE, RAIL_USAGE_WEB_SERVER,
                                              rail_entry_get_certificate (plant.self_signed), NULL));
  g_ptr_array_add (strangers, rail_entry_new (5, RAIL_ENTRY_DEVICE, RAIL_USAGE_WEB_SERVER,
                                              rail_entry_get_certificate (plant.self_signed),
                                              rail_entry_get_key (plant.self_signed)));
  rail_project_restore (project, 6, rail_project_get_protection (plant.project), strangers, nothing, &error);
  g_assert_no_error (error);

  renewal = rail_renewal_new (project, strangers);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, RAIL_RENEWAL_UNRENEWABLE);
  rail_assert_contains (rail_renewal_item_get_problem (get_item (renewal, 0)), "make a request");
  g_assert_cmpuint (rail_renewal_drop_unrenewable (renewal), ==, 4);
  assert_item_ids (renewal, 1, (guint[]) { 5 });
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, 0);
  g_clear_object (&renewal);

  two = fixture_list (strangers->pdata[0], strangers->pdata[2], NULL);
  renewal = rail_renewal_new (project, two);
  g_assert_false (rail_project_renew (project, renewal, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  rail_assert_contains (error->message, "“PLC-2” (ID 1) cannot be renewed");
  rail_assert_contains (error->message, "“Middle”");
  rail_assert_contains (error->message, "1 other");
  text = g_strdup (rail_renewal_item_get_problem (get_item (renewal, 1)));
  rail_assert_contains (text, "“Root” (ID 2)");
}

typedef struct
{
  GCancellable *cancellable;
  guint         stop_at;
  guint         last;
  guint         total;
  gboolean      done;
  gboolean      renewed;
  GError       *error;
} Run;

static void
progress_cb (guint    done,
             guint    total,
             gpointer user_data)
{
  Run *run = user_data;

  g_assert_cmpuint (done, >=, run->last);
  g_assert_false (run->done);
  run->last = done;
  run->total = total;
  if (run->stop_at > 0 && done >= run->stop_at)
    g_cancellable_cancel (run->cancellable);
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Run *run = user_data;

  run->renewed = rail_project_renew_finish (RAIL_PROJECT (source), result, &run->error);
  run->done = TRUE;
}

static GPtrArray *
create_many (RailProject *project,
             RailEntry   *issuer,
             guint        count)
{
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GError) error = NULL;
  GPtrArray *entries;

  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("PLC-%u", i + 1);
      g_autoptr(RailCreation) creation = fixture_new_creation (project, RAIL_USAGE_OPCUA_SERVER, name, issuer);

      g_list_store_append (creations, creation);
    }
  entries = rail_project_create (project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  return entries;
}

static void
test_background (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(GPtrArray) entries = create_many (project, root, 20);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (project, entries);
  Run run = { 0 };

  rail_project_renew_async (project, renewal, progress_cb, &run, NULL, renewed_cb, &run);
  /* What the form says from now on is for the next time. */
  g_object_set (renewal, "same-key", TRUE, "note", "too late", NULL);
  rail_test_wait (&run.done);
  g_assert_no_error (run.error);
  g_assert_true (run.renewed);
  g_assert_cmpuint (run.last, ==, 20);
  g_assert_cmpuint (run.total, ==, 20);
  g_assert_cmpstr (rail_project_get_undo_text (project), ==, "Renew 20 certificates");
  for (guint i = 0; i < entries->len; i++)
    {
      RailGeneration *generation = rail_entry_get_generation (entries->pdata[i], 0);

      g_assert_cmpuint (rail_entry_get_id (entries->pdata[i]), ==, i + 2);
      g_assert_true (rail_generation_get_key (generation) != rail_entry_get_key (entries->pdata[i]));
      g_assert_cmpstr (rail_generation_get_note (generation), ==, NULL);
    }
}

/* Cancelled half way: every certificate is as it was. */
static void
test_cancel (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(GPtrArray) entries = create_many (project, root, 100);
  g_autoptr(GPtrArray) authority = fixture_list (root, NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (project, authority);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *before = fixture_dump (project);
  g_autofree char *undo_text = g_strdup (rail_project_get_undo_text (project));
  g_autofree char *after = NULL;
  Run run = { cancellable, 50 };

  g_object_set (renewal, "reissue", TRUE, NULL);
  rail_project_renew_async (project, renewal, progress_cb, &run, cancellable, renewed_cb, &run);
  rail_test_wait (&run.done);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (run.renewed);
  g_assert_cmpuint (run.last, >=, 50);
  after = fixture_dump (project);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (rail_project_get_undo_text (project), ==, undo_text);
  g_clear_error (&run.error);
}

/* What happens to the project while the worker is busy. */
static void
test_changed_meanwhile (void)
{
  g_auto(Plant) plant = { 0 };

  plant_init (&plant);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(RailRenewal) renewal = new_renewal (plant.project, plant.deep_leaf);
      g_autoptr(RailRenewal) other = NULL;
      g_autoptr(GPtrArray) leaf = fixture_list (plant.deep_leaf, NULL);
      g_autoptr(GPtrArray) middle = fixture_list (plant.middle, NULL);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr(GError) error = NULL;
      Run run = { 0 };

      rail_project_renew_async (plant.project, renewal, NULL, NULL, NULL, renewed_cb, &run);
      if (i == 0)
        rail_project_delete_entries (plant.project, leaf, &error);
      else if (i == 1)
        rail_project_revoke (plant.project, middle, RAIL_REVOCATION_CA_COMPROMISE, &error);
      else
        {
          other = new_renewal (plant.project, i == 2 ? plant.deep_leaf : plant.middle);
          rail_project_renew (plant.project, other, &error);
        }
      g_assert_no_error (error);
      before = fixture_dump (plant.project);
      rail_test_wait (&run.done);
      g_assert_error (run.error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
      after = fixture_dump (plant.project);
      g_assert_cmpstr (after, ==, before);
      g_clear_error (&run.error);
      g_assert_true (rail_project_undo (plant.project));
    }
}

static void
test_revoke_old (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(RailRenewal) renewal = NULL;
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(GError) error = NULL;
  RailGeneration *generation;
  gint64 date;
  RailRevocationReason reason;

  plant_init (&plant);
  entries = fixture_list (plant.leaf, plant.self_signed, NULL);
  renewal = rail_renewal_new (plant.project, entries);
  g_object_set (renewal, "revoke-old", TRUE, NULL);
  renew (renewal, plant.project);

  generation = rail_entry_get_generation (plant.leaf, 0);
  g_assert_true (rail_generation_is_revoked (generation, &date, &reason));
  g_assert_cmpint (date, ==, FIXTURE_NOW);
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_SUPERSEDED);
  /* No list could name a self-signed one. */
  g_assert_false (rail_generation_is_revoked (rail_entry_get_generation (plant.self_signed, 0), NULL, NULL));
  list = rail_project_issue_revocation_list (plant.project, plant.root, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_revocation_list_get_n_revoked (list), ==, 1);
  g_assert_true (rail_revocation_list_contains (list, rail_certificate_get_serial (
                                                        rail_generation_get_certificate (generation))));
}

/* A revoked certificate comes back with a new serial number; the old one stays revoked, and so does a known key. */
static void
test_revoked (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(RailRenewal) renewal = NULL;
  g_autoptr(GPtrArray) expiring = NULL;
  RailRevocationReason reason;

  plant_init (&plant);
  entries = fixture_list (plant.leaf, NULL);
  g_assert_true (rail_project_revoke (plant.project, entries, RAIL_REVOCATION_KEY_COMPROMISE, NULL));
  expiring = rail_project_list_expiring (plant.project, G_MAXINT64);
  g_assert_cmpuint (expiring->len, ==, 4);
  renewal = rail_renewal_new (plant.project, entries);
  g_object_set (renewal, "same-key", TRUE, NULL);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, RAIL_RENEWAL_UNRENEWABLE);
  rail_assert_contains (rail_renewal_item_get_problem (get_item (renewal, 0)), "new key");
  g_object_set (renewal, "same-key", FALSE, NULL);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, 0);
  renew (renewal, plant.project);
  g_assert_false (rail_entry_is_revoked (plant.leaf, NULL, NULL));
  g_assert_true (rail_generation_is_revoked (rail_entry_get_generation (plant.leaf, 0), NULL, &reason));
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_KEY_COMPROMISE);
}

/* An authority made elsewhere, whose key identifier is counted in another way: what it has issued names that. */
static void
test_foreign_key_identifier (void)
{
  static const char config[] = "[req]\ndistinguished_name = dn\nx509_extensions = v3\n[dn]\n[v3]\n"
                               "basicConstraints = critical, CA:TRUE\nsubjectKeyIdentifier = 0102030405\n"
                               "authorityKeyIdentifier = none\nkeyUsage = critical, keyCertSign, cRLSign\n";
  g_autoptr(RailProject) made = fixture_new_protected ();
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(RailKey) key = NULL;
  g_autoptr(RailRenewal) renewal = NULL;
  g_autoptr(GBytes) pem = NULL;
  g_autoptr(RailSecret) key_pem = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;
  RailEntry *source, *leaf;

  if (!rail_test_need ("openssl"))
    return;

  folder = rail_test_make_folder ();
  source = fixture_create_simple (made, RAIL_USAGE_CA_ROOT, "Elsewhere", NULL);
  key = g_object_ref (rail_entry_get_key (source));
  key_pem = rail_key_export_pem (key, &error);
  g_assert_no_error (error);
  rail_test_write (folder, "ca.key", rail_secret_get_text (key_pem), (gssize) rail_secret_get_size (key_pem));
  rail_test_write (folder, "ca.conf", config, -1);
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "req", "-x509", "-key", "ca.key", "-subj", "/CN=Elsewhere",
                                  "-days", "900", "-config", "ca.conf", "-out", "ca.pem", NULL), ==, 0);
  pem = rail_test_read (folder, "ca.pem");
  certificate = rail_certificate_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), &error);
  g_assert_no_error (error);
  g_ptr_array_add (entries, rail_entry_new (1, RAIL_ENTRY_CA, RAIL_USAGE_CA_ROOT, certificate, key));
  rail_project_restore (project, 2, rail_project_get_protection (made), entries, nothing, &error);
  g_assert_no_error (error);
  leaf = fixture_create_simple (project, RAIL_USAGE_TLS_SERVER, "PLC-1", entries->pdata[0]);

  renewal = new_renewal (project, entries->pdata[0]);
  g_object_set (renewal, "same-key", TRUE, NULL);
  renew (renewal, project);
  g_assert_true (rail_certificate_is_issued_by (rail_entry_get_certificate (leaf),
                                                rail_entry_get_certificate (entries->pdata[0])));
  g_assert_true (rail_project_get_issuer (project, leaf) == entries->pdata[0]);
  g_clear_object (&renewal);
  renewal = new_renewal (project, entries->pdata[0]);
  renew (renewal, project);
  g_assert_cmpuint (g_bytes_get_size (rail_certificate_get_subject_key_id (
                                        rail_entry_get_certificate (entries->pdata[0]))), ==, 20);
  rail_test_remove_folder (folder);
}

static void
test_expiring (void)
{
  g_auto(Plant) plant = { 0 };
  g_autoptr(RailCreation) creation = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GPtrArray) one = NULL;
  RailEntry *brief;

  plant_init (&plant);
  creation = fixture_new_creation (plant.project, RAIL_USAGE_TLS_CLIENT, "Brief", NULL);
  rail_certificate_request_set_validity (rail_creation_get_request (creation), FIXTURE_NOW,
                                         FIXTURE_NOW + 30 * FIXTURE_DAY);
  brief = fixture_create (creation, plant.project);
  none = rail_project_list_expiring (plant.project, FIXTURE_NOW + 30 * FIXTURE_DAY);
  one = rail_project_list_expiring (plant.project, FIXTURE_NOW + 30 * FIXTURE_DAY + 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_true (one->pdata[0] == brief);
}

static void
test_problems (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(RailRenewal) renewal = rail_renewal_new (project, nothing);
  g_autoptr(GFlagsClass) flags = g_type_class_ref (RAIL_TYPE_RENEWAL_PROBLEMS);
  g_autoptr(GError) error = NULL;
  FixtureCounter notified;

  fixture_count (renewal, "notify::problems", &notified);
  g_assert_false (rail_project_renew (project, renewal, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_cmpuint (rail_renewal_validate (renewal), ==, RAIL_RENEWAL_EMPTY);
  g_assert_cmpuint (notified.count, ==, 1);
  for (guint i = 0; i < flags->n_values; i++)
    if (flags->values[i].value != RAIL_RENEWAL_UNRENEWABLE)
      {
        g_autofree char *text = rail_renewal_describe (renewal, flags->values[i].value);

        g_assert_true (g_str_has_suffix (text, "."));
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/project/renewal/every-profile-keeps-all/ec", GINT_TO_POINTER (RAIL_KEY_KIND_EC_P256),
                        test_profiles);
  g_test_add_data_func ("/project/renewal/every-profile-keeps-all/rsa", GINT_TO_POINTER (RAIL_KEY_KIND_RSA_2048),
                        test_profiles);
  g_test_add_func ("/project/renewal/authority-with-same-key-keeps-what-it-issued", test_authority_with_same_key);
  g_test_add_func ("/project/renewal/authority-with-new-key-keeps-its-old-chains", test_authority_with_new_key);
  g_test_add_func ("/project/renewal/reissue-moves-all-to-the-new-key", test_reissue);
  g_test_add_func ("/project/renewal/reissue-with-new-keys-goes-all-the-way-down", test_reissue_with_new_keys);
  g_test_add_func ("/project/renewal/reissue-reaches-what-is-chosen-below", test_reissue_of_what_is_chosen);
  g_test_add_func ("/project/renewal/issuer-that-has-just-expired-is-named", test_issuer_just_expired);
  g_test_add_func ("/project/renewal/reissue-names-what-cannot-follow", test_reissue_under_wrong_key);
  g_test_add_func ("/project/renewal/authority-goes-before-what-it-issued", test_authority_and_leaf);
  g_test_add_func ("/project/renewal/short-validity-is-said", test_short_validity);
  g_test_add_func ("/project/renewal/validity-is-as-before-and-within-the-issuer", test_validity);
  g_test_add_func ("/project/renewal/names-what-it-cannot-renew", test_unrenewable);
  g_test_add_func ("/project/renewal/runs-in-the-background", test_background);
  g_test_add_func ("/project/renewal/cancel-leaves-all-as-it-was", test_cancel);
  g_test_add_func ("/project/renewal/changes-meanwhile-are-noticed", test_changed_meanwhile);
  g_test_add_func ("/project/renewal/revokes-the-old-ones-if-wanted", test_revoke_old);
  g_test_add_func ("/project/renewal/revoked-comes-back-with-a-new-key", test_revoked);
  g_test_add_func ("/project/renewal/same-key-keeps-its-identifier", test_foreign_key_identifier);
  g_test_add_func ("/project/renewal/lists-what-expires", test_expiring);
  g_test_add_func ("/project/renewal/describes-each-problem", test_problems);
  return g_test_run ();
}
