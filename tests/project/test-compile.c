/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant-pairs.h"
#include "rail-device-operations.h"
#include "rail-project-private.h"
#include "rail-renewal.h"

static RailCompilation *
compile (Plant      *plant,
         RailDevice *device)
{
  g_autoptr(GError) error = NULL;
  RailCompilation *compilation = rail_project_compile (plant->project, device, &error);

  g_assert_no_error (error);
  return compilation;
}

/* Nothing to do, nothing done. */
static void
assert_settled (Plant *plant)
{
  g_autoptr(RailCompilation) compilation = NULL;
  g_autofree char *before = fixture_dump (plant->project);
  g_autofree char *after = NULL;

  rail_project_mark_saved (plant->project);
  compilation = compile (plant, NULL);
  after = fixture_dump (plant->project);
  g_assert_cmpuint (compilation->changes->len, ==, 0);
  g_assert_cmpstr (before, ==, after);
  g_assert_false (rail_project_get_modified (plant->project));
}

static RailEntry *
add_web_server (Plant *plant)
{
  RailEntry *between = fixture_create_simple (plant->project, RAIL_USAGE_CA_INTERMEDIATE, "Between", plant->root);
  g_autoptr(RailCreation) creation = plant_new_creation (plant, RAIL_USAGE_WEB_SERVER, "PLC-1/Webserver-5", between,
                                                         "PLC_1", "IP:192.168.0.1", NULL);

  plant_set_service (plant, RAIL_SERVICE_WEB_SERVER, fixture_create (creation, plant->project));
  return between;
}

/* Chapter 2.4.3, and chapter 4.1.6 for the chain. */
static void
test_issuers_get_into_the_table (void)
{
  g_autoptr(Plant) plant = plant_new ();
  RailEntry *between = add_web_server (plant);
  g_autoptr(RailDevice) without = plant_copy (plant);
  g_autoptr(RailCompilation) compilation = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  rail_device_set_partner (without, rail_entry_get_id (plant->root), FALSE);
  rail_device_set_partner (without, rail_entry_get_id (plant->client), FALSE);
  plant_change (plant, without);
  before = fixture_dump (plant->project);

  compilation = compile (plant, NULL);
  g_assert_cmpuint (compilation->changes->len, ==, 2);
  rail_assert_contains ((const char *) compilation->changes->pdata[0], "Between");
  rail_assert_contains ((const char *) compilation->changes->pdata[1], "Root");
  g_assert_true (rail_device_has_partner (plant_get (plant), rail_entry_get_id (plant->root)));
  g_assert_true (rail_device_has_partner (plant_get (plant), rail_entry_get_id (between)));
  /* Trusting who issued one's own certificate does not make clients of all that it issued. */
  g_assert_false (rail_device_has_client (plant_get (plant), rail_entry_get_id (plant->root)));
  assert_settled (plant);

  g_assert_true (rail_project_undo (plant->project));
  after = fixture_dump (plant->project);
  g_assert_cmpstr (before, ==, after);
}

static void
test_services_that_are_off_need_no_issuer (void)
{
  g_autoptr(Plant) plant = plant_new ();
  RailEntry *between = add_web_server (plant);
  g_autoptr(RailDevice) off = plant_copy (plant);

  rail_device_set_service (off, RAIL_SERVICE_WEB_SERVER, FALSE,
                           rail_device_get_service_certificate (off, RAIL_SERVICE_WEB_SERVER));
  plant_change (plant, off);
  assert_settled (plant);
  g_assert_false (rail_device_has_partner (plant_get (plant), rail_entry_get_id (between)));
}

static void
test_revoked_issuer_is_not_carried (void)
{
  g_autoptr(Plant) plant = plant_new ();
  RailEntry *between = add_web_server (plant);
  g_autoptr(GPtrArray) entries = fixture_list (between, NULL);
  g_autoptr(RailFinding) finding = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_revoke (plant->project, entries, RAIL_REVOCATION_KEY_COMPROMISE, &error);
  g_assert_no_error (error);
  assert_settled (plant);

  /* Nobody accepts what it has issued, either. */
  finding = plant_look_for (plant, "certificate-revoked");
  g_assert_nonnull (finding);
  rail_assert_contains (rail_finding_get_text (finding),
                        rail_certificate_get_common_name (rail_entry_get_certificate (between)));
  g_assert_cmpint (rail_finding_get_repair (finding), ==, RAIL_REPAIR_CREATE);
}

static void
test_only_the_device_is_compiled (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(RailCompilation) compilation = NULL;
  g_autoptr(RailDevice) stranger = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;
  RailEntry *between = add_web_server (plant);

  plant_add_device (plant, "PLC_2", RAIL_FAMILY_S7_1500, "192.168.0.2");
  compilation = compile (plant, rail_project_get_device (plant->project, "PLC_2"));
  g_assert_cmpuint (compilation->changes->len, ==, 0);
  g_assert_cmpuint (compilation->findings->len, ==, 0);
  g_assert_false (rail_device_has_partner (plant_get (plant), rail_entry_get_id (between)));

  g_assert_null (rail_project_compile (plant->project, stranger, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
}

/* OpenSSL reads the names, and says whether the key is the old one. */
static void
check_with_openssl (RailEntry  *entry,
                    const char *old_key_pem,
                    const char *names)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *output = NULL;

  fixture_write_pem (folder, "new.pem", entry);
  rail_test_write (folder, "old.pem", old_key_pem, -1);
  g_assert_cmpint (rail_test_run (folder, &output, "sh", "-c",
                                  "openssl x509 -in new.pem -noout -pubkey > new.pub && "
                                  "openssl x509 -in old.pem -noout -pubkey | cmp - new.pub && "
                                  "openssl verify -CAfile new.pem -no_check_time new.pem && "
                                  "openssl x509 -in new.pem -noout -subject -ext subjectAltName", NULL), ==, 0);
  rail_assert_contains (output, names);
  rail_test_remove_folder (folder);
}

/* Chapter 4.1.3: what the local certificate manager has made follows by itself. */
static void
test_local_certificate_follows_addresses (void)
{
  static const char * const addresses[] = { "192.168.0.2", "plc-1.example", NULL };
  g_autoptr(Plant) plant = plant_new_local ();
  g_autofree char *old_pem = rail_certificate_to_pem (rail_entry_get_certificate (plant->server));
  g_autoptr(RailCompilation) compilation = NULL;
  g_autoptr(RailFinding) left = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  RailKey *key = rail_entry_get_key (plant->server);

  if (!rail_test_need ("openssl"))
    return;

  assert_settled (plant);
  plant_set_addresses (plant, addresses);
  before = fixture_dump (plant->project);
  left = plant_look_for (plant, "addresses-changed");
  g_assert_nonnull (left);
  g_clear_object (&left);

  compilation = compile (plant, NULL);
  g_assert_cmpuint (compilation->changes->len, ==, 1);
  left = plant_find (compilation->findings, "addresses-changed");
  g_assert_null (left);
  g_assert_true (rail_project_get_entry (plant->project, 1) == plant->server);
  g_assert_true (rail_entry_get_key (plant->server) == key);
  g_assert_cmpuint (rail_entry_get_n_generations (plant->server), ==, 1);
  check_with_openssl (plant->server, old_pem,
                      "URI:" PLANT_URI ", IP Address:192.168.0.2, DNS:plc-1.example");
  assert_settled (plant);

  g_assert_true (rail_project_undo (plant->project));
  after = fixture_dump (plant->project);
  g_assert_cmpstr (before, ==, after);
}

static void
test_local_certificate_follows_name (void)
{
  g_autoptr(Plant) plant = plant_new_local ();
  g_autofree char *old_pem = rail_certificate_to_pem (rail_entry_get_certificate (plant->server));
  g_autoptr(RailCompilation) compilation = NULL;

  if (!rail_test_need ("openssl"))
    return;

  plant_spoil (plant, "uri-mismatch");
  compilation = compile (plant, NULL);
  g_assert_cmpuint (compilation->changes->len, ==, 1);
  check_with_openssl (plant->server, old_pem, "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_2, IP Address:192.168.0.1");
  check_with_openssl (plant->server, old_pem, "CN = PLC-2/OPCUA-1-1");
  assert_settled (plant);
}

/* Chapter 4.1.3: those of the global certificate manager are renewed by people. */
static void
test_global_certificate_waits_for_people (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(RailCompilation) compilation = NULL;
  g_autoptr(RailFinding) finding = NULL;
  RailCertificate *certificate = rail_entry_get_certificate (plant->server);

  plant_spoil (plant, "addresses-changed");
  compilation = compile (plant, NULL);
  g_assert_cmpuint (compilation->changes->len, ==, 0);
  g_assert_true (rail_entry_get_certificate (plant->server) == certificate);
  finding = plant_find (compilation->findings, "addresses-changed");
  g_assert_nonnull (finding);
  g_assert_cmpint (rail_finding_get_repair (finding), ==, RAIL_REPAIR_RENEW);
}

/* The same project, opened by somebody without the vault key; see also test-create.c. */
static void
lock (Plant *plant)
{
  RailUser *admin = rail_protection_get_user (rail_project_get_protection (plant->project));
  g_autoptr(GListStore) users = g_list_store_new (RAIL_TYPE_USER);
  g_autoptr(RailUser) anna =
    rail_user_new ("anna", RAIL_ROLE_STANDARD, rail_user_get_salt (admin), 1000,
                   rail_user_get_wrapped_project_key (admin), NULL);
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(RailProtection) protection = NULL;

  g_list_store_append (users, admin);
  g_list_store_append (users, anna);
  protection = rail_protection_new_locked (G_LIST_MODEL (users));
  g_assert_true (rail_protection_unlock (protection, "anna", password, NULL));
  rail_project_set_protection (plant->project, protection);
}

static void
test_standard_user_signs_nothing (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(RailCreation) creation = plant_new_creation (plant, RAIL_USAGE_OPCUA_SERVER, "PLC-1/OPCUA-1-4", NULL, "PLC_1",
                                                         "URI:" PLANT_URI, "IP:192.168.0.1", NULL);
  RailEntry *self_signed = fixture_create (creation, plant->project);
  RailCertificate *certificate = rail_entry_get_certificate (self_signed);
  g_autoptr(RailDevice) local = NULL;
  g_autoptr(RailCompilation) compilation = NULL;
  g_autoptr(RailFinding) finding = NULL;
  g_autoptr(GError) error = NULL;

  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER, self_signed);
  local = plant_copy (plant);
  rail_device_set_global_security (local, FALSE);
  plant_change (plant, local);
  rail_entry_set_device (plant->server, NULL);
  plant_spoil (plant, "addresses-changed");
  lock (plant);

  compilation = compile (plant, NULL);
  g_assert_cmpuint (compilation->changes->len, ==, 0);
  g_assert_true (rail_entry_get_certificate (self_signed) == certificate);
  finding = plant_find (compilation->findings, "addresses-changed");
  g_assert_nonnull (finding);
  g_assert_false (rail_project_repair (plant->project, finding, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED);
}

static void
test_journal_names_the_step (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(RailCompilation) compilation = NULL;
  g_autoptr(RailJournalLine) line = NULL;
  GListModel *journal = rail_project_get_journal (plant->project);

  add_web_server (plant);
  compilation = compile (plant, plant_get (plant));
  g_assert_cmpstr (rail_project_get_undo_text (plant->project), ==, "Compile “PLC_1”");
  line = g_list_model_get_item (journal, g_list_model_get_n_items (journal) - 1);
  g_assert_cmpint (rail_journal_line_get_action (line), ==, RAIL_ACTION_COMPILE);
  g_assert_cmpstr (rail_journal_line_get_detail (line), ==, "PLC_1");
}

typedef struct
{
  Plant           *plant;
  RailCompilation *compilation;
  gboolean         repaired;
  GError          *error;
  gboolean         done;
} Wait;

static void
compiled_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Wait *wait = user_data;

  wait->compilation = rail_project_compile_finish (RAIL_PROJECT (object), result, &wait->error);
  wait->done = TRUE;
}

static void
repaired_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Wait *wait = user_data;

  wait->repaired = rail_project_repair_finish (RAIL_PROJECT (object), result, &wait->error);
  wait->done = TRUE;
}

static void
test_compiles_in_the_background (void)
{
  static const char * const addresses[] = { "192.168.0.2", NULL };
  g_autoptr(Plant) plant = plant_new_local ();
  RailCertificate *certificate = rail_entry_get_certificate (plant->server);
  Wait wait = { plant };

  plant_set_addresses (plant, addresses);
  rail_project_compile_async (plant->project, NULL, NULL, compiled_cb, &wait);
  g_assert_true (rail_entry_get_certificate (plant->server) == certificate);
  rail_test_wait (&wait.done);
  g_assert_no_error (wait.error);
  g_assert_cmpuint (wait.compilation->changes->len, ==, 1);
  g_assert_false (rail_entry_get_certificate (plant->server) == certificate);
  rail_compilation_free (wait.compilation);
}

/* No findings would say that nothing is wrong with it. */
static void
test_device_renamed_meanwhile_is_said (void)
{
  static const char * const addresses[] = { "192.168.0.2", NULL };
  g_autoptr(Plant) plant = plant_new_local ();
  g_autoptr(RailDevice) renamed = NULL;
  RailCertificate *certificate = rail_entry_get_certificate (plant->server);
  Wait wait = { plant };

  plant_set_addresses (plant, addresses);
  rail_project_compile_async (plant->project, plant_get (plant), NULL, compiled_cb, &wait);
  renamed = rail_device_copy_as (plant_get (plant), "PLC_2", RAIL_FAMILY_S7_1500);
  plant_change (plant, renamed);
  rail_test_wait (&wait.done);
  g_assert_null (wait.compilation);
  g_assert_error (wait.error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_assert_true (rail_entry_get_certificate (plant->server) == certificate);
  g_clear_error (&wait.error);
}

/* Who renews meanwhile knows better. */
static void
test_certificate_that_changed_meanwhile_is_left_alone (void)
{
  static const char * const addresses[] = { "192.168.0.2", NULL };
  g_autoptr(Plant) plant = plant_new_local ();
  g_autoptr(GPtrArray) entries = fixture_list (plant->server, NULL);
  g_autoptr(RailRenewal) renewal = NULL;
  g_autoptr(GError) error = NULL;
  RailCertificate *certificate;
  Wait wait = { plant };

  plant_set_addresses (plant, addresses);
  rail_project_compile_async (plant->project, NULL, NULL, compiled_cb, &wait);
  renewal = rail_renewal_new (plant->project, entries);
  rail_project_renew (plant->project, renewal, &error);
  g_assert_no_error (error);
  certificate = rail_entry_get_certificate (plant->server);
  rail_test_wait (&wait.done);
  g_assert_no_error (wait.error);
  g_assert_cmpuint (wait.compilation->changes->len, ==, 0);
  g_assert_true (rail_entry_get_certificate (plant->server) == certificate);
  rail_compilation_free (wait.compilation);
}

static void
test_cancelled_compilation_changes_nothing (void)
{
  static const char * const addresses[] = { "192.168.0.2", NULL };
  g_autoptr(Plant) plant = plant_new_local ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  RailCertificate *certificate = rail_entry_get_certificate (plant->server);
  Wait wait = { plant };

  plant_set_addresses (plant, addresses);
  rail_project_compile_async (plant->project, NULL, cancellable, compiled_cb, &wait);
  g_cancellable_cancel (cancellable);
  rail_test_wait (&wait.done);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (wait.compilation);
  g_assert_true (rail_entry_get_certificate (plant->server) == certificate);
  g_error_free (wait.error);
}

static void
repair_in_background (const char *code,
                      gboolean    cancel)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(RailFinding) finding = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  Wait wait = { plant };

  plant_spoil (plant, code);
  before = fixture_dump (plant->project);
  finding = plant_look_for (plant, code);
  g_assert_nonnull (finding);
  if (cancel)
    g_cancellable_cancel (cancellable);
  rail_project_repair_async (plant->project, finding, cancellable, repaired_cb, &wait);
  rail_test_wait (&wait.done);
  if (cancel)
    {
      g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (wait.repaired);
      after = fixture_dump (plant->project);
      g_assert_cmpstr (before, ==, after);
      g_error_free (wait.error);
      return;
    }
  g_assert_no_error (wait.error);
  g_assert_true (wait.repaired);
  g_set_object (&finding, NULL);
  finding = plant_look_for (plant, code);
  g_assert_null (finding);
}

static void
test_repairs_in_the_background (void)
{
  static const char * const codes[] = { "addresses-changed", "service-without-certificate", "accepts-all-clients" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      repair_in_background (codes[i], FALSE);
      repair_in_background (codes[i], TRUE);
    }
}

/* Renewed for other addresses, a certificate keeps its key; renewed because it ends, it gets a new one. */
static void
test_renewal_keeps_a_good_key (void)
{
  static const struct
  {
    const char *code;
    gboolean    keeps_key;
  } cases[] = { { "addresses-changed", TRUE }, { "certificate-expiring", FALSE }, { "certificate-revoked", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Plant) plant = plant_new ();
      g_autoptr(RailFinding) finding = NULL;
      g_autoptr(GError) error = NULL;
      RailEntry *entry;
      RailKey *key;
      guint id;

      plant_spoil (plant, cases[i].code);
      finding = plant_look_for (plant, cases[i].code);
      entry = rail_finding_get_entry (finding);
      id = rail_entry_get_id (entry);
      key = rail_entry_get_key (entry);
      rail_project_repair (plant->project, finding, &error);
      g_assert_no_error (error);
      g_assert_true (rail_project_get_entry (plant->project, id) == entry);
      g_assert_cmpint (rail_entry_get_key (entry) == key, ==, cases[i].keeps_key);
    }
}

/* Whoever has the old key could go on signing. */
static void
test_revoked_authority_gets_another_key (void)
{
  g_autoptr(Plant) plant = plant_new ();
  RailEntry *between = fixture_create_simple (plant->project, RAIL_USAGE_CA_INTERMEDIATE, "Between", plant->root);
  RailKey *key = rail_entry_get_key (between);
  g_autoptr(RailDevice) device = plant_copy (plant);
  g_autoptr(GPtrArray) entries = fixture_list (between, NULL);
  g_autoptr(RailFinding) finding = NULL;
  g_autoptr(GError) error = NULL;

  rail_device_set_partner (device, rail_entry_get_id (between), TRUE);
  plant_change (plant, device);
  rail_project_revoke (plant->project, entries, RAIL_REVOCATION_KEY_COMPROMISE, &error);
  g_assert_no_error (error);
  finding = plant_look_for (plant, "certificate-revoked");
  g_assert_true (rail_finding_get_entry (finding) == between);
  rail_project_repair (plant->project, finding, &error);
  g_assert_no_error (error);
  g_assert_false (rail_entry_is_revoked (between, NULL, NULL));
  g_assert_false (rail_entry_get_key (between) == key);
}

/* Names that the usage does not take from the device stay. */
static void
test_renewal_keeps_names_of_no_concern (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(RailCreation) creation = plant_new_creation (plant, RAIL_USAGE_CUSTOM, "Own", plant->root, "PLC_1",
                                                         "IP:10.9.9.9", "EMAIL:plant@example.com", "RID:1.2.3.4", NULL);
  g_autoptr(RailFinding) finding = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) names = g_string_new (NULL);
  GListModel *model;
  RailEntry *entry;

  rail_certificate_request_set_validity (rail_creation_get_request (creation), FIXTURE_NOW - 300 * FIXTURE_DAY,
                                         FIXTURE_NOW + 30 * FIXTURE_DAY);
  entry = fixture_create (creation, plant->project);
  finding = plant_look_for (plant, "certificate-expiring");
  g_assert_true (rail_finding_get_entry (finding) == entry);
  rail_project_repair (plant->project, finding, &error);
  g_assert_no_error (error);
  model = rail_certificate_get_names (rail_entry_get_certificate (entry));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (model, i);
      g_autofree char *text = rail_alternative_name_to_string (name);

      g_string_append_printf (names, "%s ", text);
    }
  g_assert_cmpuint (rail_entry_get_n_generations (entry), ==, 1);
  rail_assert_contains (names->str, "IP:10.9.9.9 ");
  rail_assert_contains (names->str, "EMAIL:plant@example.com ");
  rail_assert_contains (names->str, "RID:1.2.3.4 ");
}

/* What somebody else's authority has issued cannot be renewed here. */
static void
test_expired_stranger_is_removed (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(Plant) other = plant_new ();
  g_autofree char *pem = rail_certificate_to_pem (rail_entry_get_certificate (other->root));
  g_autoptr(RailDevice) device = plant_copy (plant);
  g_autoptr(RailFinding) finding = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *stranger = plant_add_pem (plant, pem);

  rail_device_set_partner (device, rail_entry_get_id (stranger), TRUE);
  plant_change (plant, device);
  rail_environment_set_now (rail_project_get_environment (plant->project),
                            rail_certificate_get_not_after (rail_entry_get_certificate (stranger)) + 1);
  {
    g_autoptr(GPtrArray) findings = rail_project_list_findings (plant->project, NULL);

    for (guint i = 0; i < findings->len && finding == NULL; i++)
      if (rail_finding_get_entry (findings->pdata[i]) == stranger)
        finding = g_object_ref (findings->pdata[i]);
  }
  g_assert_nonnull (finding);
  g_assert_cmpstr (rail_finding_get_code (finding), ==, "certificate-expired");
  g_assert_cmpint (rail_finding_get_repair (finding), ==, RAIL_REPAIR_REMOVE_PARTNER);
  rail_project_repair (plant->project, finding, &error);
  g_assert_no_error (error);
  g_assert_false (rail_device_has_partner (plant_get (plant), rail_entry_get_id (stranger)));
  g_assert_nonnull (rail_project_get_entry (plant->project, rail_entry_get_id (stranger)));
}

/* What switching on makes is right for every device that has the service, with the authorities that protecting makes. */
static void
test_what_services_get_has_no_findings (void)
{
  static const struct
  {
    RailFamily  family;
    const char *firmware;
    gboolean    global;
  } devices[] = {
    { RAIL_FAMILY_S7_1500, "2.5", TRUE }, { RAIL_FAMILY_S7_1500, "2.9", TRUE }, { RAIL_FAMILY_S7_1500, "3.1", TRUE },
    { RAIL_FAMILY_S7_1200, "4.4", TRUE }, { RAIL_FAMILY_S7_1500, "3.1", FALSE }, { RAIL_FAMILY_CP, "", TRUE },
    { RAIL_FAMILY_HMI, "", TRUE },
  };
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(RailCompilation) compilation = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_protect (project, "admin", password, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      static const char * const addresses[] = { "192.168.0.1", "plc-1.example", NULL };
      g_autofree char *name = g_strdup_printf ("PLC_%u", i);
      g_autoptr(RailDevice) device = rail_device_new (name, devices[i].family);

      rail_device_set_firmware (device, devices[i].firmware);
      rail_device_set_addresses (device, addresses);
      rail_device_set_global_security (device, devices[i].global);
      rail_project_add_device (project, device, &error);
      g_assert_no_error (error);
      for (guint n = 0; n < RAIL_N_SERVICES; n++)
        /* Of others than Siemens' CPUs nobody knows the URI; those get their certificate from people. */
        if (rail_service_is_available ((RailService) n, devices[i].family, devices[i].firmware, NULL) &&
            (*devices[i].firmware != '\0' || !rail_service_get ((RailService) n)->is_opcua))
          {
            rail_project_switch_on (project, rail_project_get_device (project, name), (RailService) n, &error);
            g_assert_no_error (error);
          }
    }

  compilation = rail_project_compile (project, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < compilation->findings->len; i++)
    /* Nobody has said who may connect. */
    if (!g_str_equal (rail_finding_get_code (compilation->findings->pdata[i]), "no-trusted-client"))
      g_error ("%s: %s: %s", rail_finding_get_place (compilation->findings->pdata[i]),
               rail_finding_get_code (compilation->findings->pdata[i]),
               rail_finding_get_text (compilation->findings->pdata[i]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/project/compile/device-renamed-meanwhile-is-said", test_device_renamed_meanwhile_is_said);
  g_test_add_func ("/project/compile/what-services-get-has-no-findings", test_what_services_get_has_no_findings);
  g_test_add_func ("/project/compile/issuers-get-into-the-table", test_issuers_get_into_the_table);
  g_test_add_func ("/project/compile/services-that-are-off-need-no-issuer", test_services_that_are_off_need_no_issuer);
  g_test_add_func ("/project/compile/revoked-issuer-is-not-carried", test_revoked_issuer_is_not_carried);
  g_test_add_func ("/project/compile/only-the-device-is-compiled", test_only_the_device_is_compiled);
  g_test_add_func ("/project/compile/local-certificate-follows-addresses", test_local_certificate_follows_addresses);
  g_test_add_func ("/project/compile/local-certificate-follows-name", test_local_certificate_follows_name);
  g_test_add_func ("/project/compile/global-certificate-waits-for-people", test_global_certificate_waits_for_people);
  g_test_add_func ("/project/compile/standard-user-signs-nothing", test_standard_user_signs_nothing);
  g_test_add_func ("/project/compile/journal-names-the-step", test_journal_names_the_step);
  g_test_add_func ("/project/compile/runs-in-the-background", test_compiles_in_the_background);
  g_test_add_func ("/project/compile/certificate-that-changed-meanwhile-is-left-alone",
                   test_certificate_that_changed_meanwhile_is_left_alone);
  g_test_add_func ("/project/compile/cancelled-changes-nothing", test_cancelled_compilation_changes_nothing);
  g_test_add_func ("/project/repair/revoked-authority-gets-another-key", test_revoked_authority_gets_another_key);
  g_test_add_func ("/project/repair/runs-in-the-background", test_repairs_in_the_background);
  g_test_add_func ("/project/repair/renewal-keeps-a-good-key", test_renewal_keeps_a_good_key);
  g_test_add_func ("/project/repair/renewal-keeps-names-of-no-concern", test_renewal_keeps_names_of_no_concern);
  g_test_add_func ("/project/repair/expired-stranger-is-removed", test_expired_stranger_is_removed);

  return g_test_run ();
}
