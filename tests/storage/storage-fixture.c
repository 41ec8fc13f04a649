/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-certificate-request.h"
#include "rail-cipher.h"
#include "rail-entry-private.h"
#include "rail-loaded.h"
#include "rail-project-writer.h"

#include <string.h>

static struct
{
  RailCertificate *certificate;
  RailKey         *key;
} pairs[STORAGE_N_PAIRS];

static void
make_pair (StoragePair pair)
{
  gboolean is_issued = pair == STORAGE_PAIR_ISSUED;
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (storage_get_environment ());
  g_autoptr(GError) error = NULL;

  rail_certificate_request_set_usage (request, pair == STORAGE_PAIR_CA ? RAIL_USAGE_CA_ROOT : RAIL_USAGE_TLS_CLIENT);
  if (is_issued)
    rail_certificate_request_set_issuer (request, storage_get_certificate (STORAGE_PAIR_CA));
  rail_certificate_request_set_common_name (request,
                                            pair == STORAGE_PAIR_CA ? "Plant CA" : is_issued ? "PLC_1" : "Own");
  rail_certificate_request_set_key_kind (request,
                                         pair == STORAGE_PAIR_RSA ? RAIL_KEY_KIND_RSA_2048 : RAIL_KEY_KIND_EC_P256);
  pairs[pair].key = rail_key_generate (rail_certificate_request_get_key_kind (request), &error);
  g_assert_no_error (error);
  pairs[pair].certificate =
    rail_certificate_request_issue (request, pairs[pair].key, is_issued ? storage_get_key (STORAGE_PAIR_CA) : NULL,
                                    &error);
  g_assert_no_error (error);
}

/* Iterations as low as a file may have them: the tests log in hundreds of times. */
RailEnvironment *
storage_get_environment (void)
{
  static RailEnvironment *environment;

  if (environment == NULL)
    {
      environment = rail_environment_new ();
      rail_environment_set_iterations (environment, 1000);
    }
  return environment;
}

RailCertificate *
storage_get_certificate (StoragePair pair)
{
  if (pairs[pair].certificate == NULL)
    make_pair (pair);
  return pairs[pair].certificate;
}

RailKey *
storage_get_key (StoragePair pair)
{
  if (pairs[pair].key == NULL)
    make_pair (pair);
  return pairs[pair].key;
}

RailProtection *
storage_new_protection (void)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autoptr(GError) error = NULL;
  RailProtection *protection = rail_protection_new (storage_get_environment (), STORAGE_USER, password, &error);

  g_assert_no_error (error);
  return protection;
}

static void
restore (RailProject    *project,
         RailProtection *protection,
         guint           next_id,
         GPtrArray      *entries,
         GPtrArray      *devices)
{
  g_autoptr(GError) error = NULL;

  rail_project_restore (project, next_id, protection, entries, devices, &error);
  g_assert_no_error (error);
}

RailProject *
storage_new_project (RailProtection *protection,
                     guint           n_entries)
{
  RailProject *project = rail_project_new (storage_get_environment (), "Plant");
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();

  for (guint id = 1; id <= n_entries; id++)
    g_ptr_array_add (entries, rail_entry_new (id, RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT,
                                              storage_get_certificate (STORAGE_PAIR_EC),
                                              storage_get_key (STORAGE_PAIR_EC)));
  restore (project, protection, n_entries + 1, entries, devices);
  return project;
}

static GPtrArray *
new_rich_devices (void)
{
  static const char * const addresses[] = { "192.168.0.1", "fe80::1", "plc-1.example.org", NULL };
  GPtrArray *devices = g_ptr_array_new_with_free_func (g_object_unref);
  RailDevice *device;

  device = rail_device_new ("PLC_1 <Ofen & Kühlung> \"äöü\" 'ß' 溶鉱炉 🏭", RAIL_FAMILY_S7_1500);
  rail_device_set_firmware (device, "V3.1");
  rail_device_set_comment (device, " line 1\nline 2\r\n\tindented  \"quoted\" & <tag> ]]> ");
  rail_device_set_addresses (device, addresses);
  g_ptr_array_add (devices, device);
  for (RailFamily family = RAIL_FAMILY_S7_1500; family <= RAIL_FAMILY_OTHER; family++)
    g_ptr_array_add (devices, rail_device_new (rail_family_get_nick (family), family));
  return devices;
}

/* One entry for each usage and each revocation reason, with gaps in the IDs. */
static GPtrArray *
new_rich_entries (gboolean    is_protected,
                  RailDevice *device)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  guint id = 1, n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);

  for (guint i = 0; i < n_profiles; i++, id += 7)
    {
      StoragePair pair = profiles[i].is_ca ? STORAGE_PAIR_CA : is_protected ? STORAGE_PAIR_ISSUED : STORAGE_PAIR_EC;
      RailEntry *entry;

      if (profiles[i].is_ca && !is_protected)
        continue;
      entry = rail_entry_new (id, profiles[i].is_ca ? RAIL_ENTRY_CA : RAIL_ENTRY_DEVICE, profiles[i].usage,
                              storage_get_certificate (pair), storage_get_key (pair));
      if (!profiles[i].is_ca)
        rail_entry_set_device (entry, rail_device_get_name (device));
      g_ptr_array_add (entries, entry);
    }
  for (guint reason = RAIL_REVOCATION_UNSPECIFIED; reason <= RAIL_REVOCATION_CERTIFICATE_HOLD; reason++, id++)
    {
      RailEntry *entry = rail_entry_new (id, RAIL_ENTRY_DEVICE, RAIL_USAGE_CUSTOM,
                                         storage_get_certificate (STORAGE_PAIR_RSA),
                                         storage_get_key (STORAGE_PAIR_RSA));

      rail_entry_set_revoked (entry, reason == 0 ? 0 : G_GINT64_CONSTANT (4102444800) + reason, reason);
      g_ptr_array_add (entries, entry);
    }
  g_ptr_array_add (entries, rail_entry_new (id, RAIL_ENTRY_TRUSTED, RAIL_USAGE_CUSTOM,
                                            storage_get_certificate (STORAGE_PAIR_RSA), NULL));
  return entries;
}

static RailLoaded *
new_loaded (GPtrArray *entries)
{
  RailLoaded *loaded = rail_loaded_new (1790000000, "Größe", "3.1; 192.168.0.1 & <\"web\">");

  for (guint i = 0; i < entries->len; i++)
    rail_loaded_add (loaded, i % (RAIL_USED_AS_CLIENT + 1), i % RAIL_N_SERVICES, rail_entry_get_id (entries->pdata[i]),
                     rail_certificate_get_fingerprint (rail_entry_get_certificate (entries->pdata[i])));
  return loaded;
}

/* The first device does everything, the second what only few do, the third nothing. */
static void
add_uses (GPtrArray *devices,
          GPtrArray *entries,
          gboolean   is_protected)
{
  RailDevice *first = devices->pdata[0], *second = devices->pdata[1];
  g_autoptr(RailLoaded) loaded = new_loaded (entries);
  g_autoptr(RailLoaded) nothing = rail_loaded_new (0, NULL, "");
  guint service = 0;

  for (guint i = 0; i < devices->len; i++)
    rail_device_set_global_security (devices->pdata[i], is_protected && i % 2 == 0);
  for (guint i = 0; i < entries->len; i++)
    {
      guint id = rail_entry_get_id (entries->pdata[i]);
      gboolean is_own = g_strcmp0 (rail_entry_get_device (entries->pdata[i]), rail_device_get_name (first)) == 0;

      /* On and off, and the last without a certificate. */
      if (is_own && service < RAIL_N_SERVICES - 1)
        {
          rail_device_set_service (first, service, service % 2 == 0, id);
          service++;
        }
      else if (!is_own && i % 2 == 0)
        rail_device_set_partner (first, id, TRUE);
      else if (!is_own)
        rail_device_set_client (first, id, TRUE);
    }
  rail_device_set_service (first, RAIL_N_SERVICES - 1, TRUE, 0);
  rail_device_set_policies (first, (1u << 12) - 1);
  rail_device_set_modes (first, RAIL_MODE_NONE | RAIL_MODE_SIGN | RAIL_MODE_SIGN_AND_ENCRYPT);
  rail_device_set_accepts_clients (first, TRUE);
  rail_device_set_loaded (first, loaded);
  rail_device_set_policies (second, 0);
  rail_device_set_modes (second, 0);
  rail_device_set_loaded (second, nothing);
}

/* What a project has only after years: earlier certificates, a request, a revocation list. */
static void
add_past (RailEntry *entry,
          gboolean   is_protected)
{
  static const char * const notes[] = { NULL, "", "said “yes” & <went>\n\tön" };
  StoragePair pair = is_protected ? STORAGE_PAIR_ISSUED : STORAGE_PAIR_EC;
  g_autoptr(RailEntryState) state = rail_entry_state_copy (rail_entry_get_state (entry));

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr(RailGeneration) generation =
        rail_generation_new (storage_get_certificate (pair), i % 2 == 0 ? storage_get_key (pair) : NULL, NULL,
                             G_GINT64_CONSTANT (1700000000) + i, i % 4, i % 3 == 0 ? "Größe" : NULL,
                             notes[i % G_N_ELEMENTS (notes)]);
      g_autoptr(RailGeneration) revoked = rail_generation_new_revoked (generation, 1800000000, i % 6);

      rail_entry_state_add_generation (state, i % 3 == 0 ? revoked : generation);
    }
  state->requested = 1790000000;
  rail_entry_set_state (entry, state);
}

static void
add_list (RailEntry *authority)
{
  g_autoptr(GArray) revoked = g_array_new (FALSE, FALSE, sizeof (RailRevokedSerial));
  g_autoptr(GError) error = NULL;
  g_autoptr(RailRevocationList) list =
    rail_revocation_list_issue (rail_entry_get_certificate (authority), rail_entry_get_key (authority), revoked, 12,
                                1700000000, 1800000000, &error);
  g_autoptr(RailEntryState) state = rail_entry_state_copy (rail_entry_get_state (authority));

  g_assert_no_error (error);
  rail_entry_state_set_list (state, list);
  state->list_days = 30;
  rail_entry_set_state (authority, state);
}

static void
add_journal (RailProject *project)
{
  static const guint some[] = { 3, 4, 5, 9, 8, 1, 2 };
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i <= RAIL_ACTION_DISCARD_CHANGES; i++)
    g_ptr_array_add (lines, rail_journal_line_new (1700000000 + i, i % 3 == 0 ? NULL : "anna", i, i % 3, some,
                                                   i % (G_N_ELEMENTS (some) + 1), i % 2 == 0 ? NULL : "PLC_1 <&>"));
  rail_project_restore_journal (project, lines);
}

RailProject *
storage_new_rich_project (gboolean is_protected)
{
  RailProject *project = rail_project_new (storage_get_environment (), "Werk <1> & \"Söhne\" ’ 工場");
  g_autoptr(RailProtection) protection = is_protected ? storage_new_protection () : NULL;
  g_autoptr(GPtrArray) devices = new_rich_devices ();
  g_autoptr(GPtrArray) entries = new_rich_entries (is_protected, devices->pdata[0]);

  add_uses (devices, entries, is_protected);
  add_past (entries->pdata[entries->len - 2], is_protected);
  for (guint i = 0; i < entries->len; i++)
    if (rail_entry_get_kind (entries->pdata[i]) == RAIL_ENTRY_CA)
      add_list (entries->pdata[i]);
  restore (project, protection, 4711, entries, devices);
  add_journal (project);
  return project;
}

char *
storage_write (RailProject *project)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailXmlWriter) writer = rail_project_write (project, "plant.certrail", &error);
  const char *text;
  gsize size;

  g_assert_no_error (error);
  text = rail_xml_writer_peek (writer, &size);
  return g_strndup (text, size);
}

static void
find_payload (const char  *text,
              const char **out_start,
              const char **out_end)
{
  *out_start = g_strrstr (text, "<xenc:CipherValue>") + strlen ("<xenc:CipherValue>");
  *out_end = strchr (*out_start, '<');
}

/* What is encrypted in the text of a protected project. */
char *
storage_open_inside (const char *text,
                     RailSecret *project_key)
{
  const char *start, *end;
  g_autofree char *base64 = NULL;
  g_autofree guchar *sealed = NULL;
  g_autoptr(RailSecret) inside = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  find_payload (text, &start, &end);
  base64 = g_strndup (start, end - start);
  sealed = g_base64_decode (base64, &size);
  inside = rail_cipher_decrypt (project_key, sealed, size, &error);
  g_assert_no_error (error);
  return g_strdup (rail_secret_get_text (inside));
}

/* As whoever has the project key can: the seal may not fit any more. */
char *
storage_close_inside (const char *text,
                      const char *inside,
                      RailSecret *project_key)
{
  const char *start, *end;
  g_autofree char *before = NULL;
  g_autofree char *base64 = NULL;
  g_autoptr(GBytes) sealed = NULL;
  g_autoptr(GError) error = NULL;

  sealed = rail_cipher_encrypt (storage_get_environment (), project_key, inside, strlen (inside), &error);
  g_assert_no_error (error);
  base64 = g_base64_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  find_payload (text, &start, &end);
  before = g_strndup (text, start - text);
  return g_strconcat (before, base64, end, NULL);
}

/* What only an administrator can do. */
char *
storage_seal_again (const char *inside,
                    RailSecret *vault_key)
{
  const char *start = g_strrstr (inside, "<seal>");
  g_autoptr(RailSecret) seal_key = rail_cipher_derive_subkey (vault_key, "certrail seal");
  g_autoptr(GBytes) seal = rail_cipher_authenticate (seal_key, inside, start - inside);
  g_autofree char *before = g_strndup (inside, start - inside);
  g_autofree char *base64 = g_base64_encode (g_bytes_get_data (seal, NULL), g_bytes_get_size (seal));

  return g_strconcat (before, "<seal>", base64, "</seal>\n</project>", NULL);
}

RailProject *
storage_read (const char  *text,
              gssize       size,
              GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, size >= 0 ? (gsize) size : strlen (text));
  g_autoptr(RailSecret) password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autoptr(RailProjectFile) file = rail_project_file_new_from_bytes (bytes, "plant.certrail", error);

  if (file == NULL)
    return NULL;
  return rail_project_file_read (file, storage_get_environment (), STORAGE_USER, password, error);
}

/* All of them; there must be one. */
char *
storage_replace (const char *text,
                 const char *find,
                 const char *replacement)
{
  GString *result = g_string_new (text);

  if (g_string_replace (result, find, replacement, 0) == 0)
    g_error ("no “%s” in the text", find);
  return g_string_free (result, FALSE);
}

/* A file without checksum is read too, so the tests can edit. */
char *
storage_drop_checksum (const char *text)
{
  const char *start = strstr (text, "<checksum>");
  const char *end = strstr (text, "</project>");
  g_autofree char *before = NULL;

  g_assert_nonnull (start);
  before = g_strndup (text, start - text);
  return g_strconcat (before, end, NULL);
}

static void
assert_secrets_equal (RailKey *a,
                      RailKey *b)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a != NULL)
    g_assert_true (rail_secret_equal (rail_key_get_pkcs8 (a), rail_key_get_pkcs8 (b)));
}

static void
assert_generations_equal (RailGeneration *a,
                          RailGeneration *b)
{
  gint64 date_a = 0, date_b = 0;
  RailRevocationReason reason_a = 0, reason_b = 0;

  g_assert_true (rail_certificate_equal (rail_generation_get_certificate (a), rail_generation_get_certificate (b)));
  assert_secrets_equal (rail_generation_get_key (a), rail_generation_get_key (b));
  g_assert_cmpint (rail_generation_get_until (a), ==, rail_generation_get_until (b));
  g_assert_cmpint (rail_generation_get_reason (a), ==, rail_generation_get_reason (b));
  g_assert_cmpstr (rail_generation_get_by (a), ==, rail_generation_get_by (b));
  g_assert_cmpstr (rail_generation_get_note (a), ==, rail_generation_get_note (b));
  g_assert_cmpint (rail_generation_is_revoked (a, &date_a, &reason_a), ==,
                   rail_generation_is_revoked (b, &date_b, &reason_b));
  g_assert_cmpint (date_a, ==, date_b);
  g_assert_cmpint (reason_a, ==, reason_b);
}

static void
assert_lists_equal (RailRevocationList *a,
                    RailRevocationList *b)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a != NULL)
    g_assert_true (g_bytes_equal (rail_revocation_list_get_der (a), rail_revocation_list_get_der (b)));
}

static void
assert_lines_equal (RailJournalLine *a,
                    RailJournalLine *b)
{
  guint n_a, n_b;
  const guint *ids_a = rail_journal_line_get_ids (a, &n_a), *ids_b = rail_journal_line_get_ids (b, &n_b);

  g_assert_cmpint (rail_journal_line_get_date (a), ==, rail_journal_line_get_date (b));
  g_assert_cmpstr (rail_journal_line_get_user (a), ==, rail_journal_line_get_user (b));
  g_assert_cmpint (rail_journal_line_get_action (a), ==, rail_journal_line_get_action (b));
  g_assert_cmpint (rail_journal_line_get_turn (a), ==, rail_journal_line_get_turn (b));
  g_assert_cmpstr (rail_journal_line_get_detail (a), ==, rail_journal_line_get_detail (b));
  g_assert_cmpmem (ids_a, n_a * sizeof *ids_a, ids_b, n_b * sizeof *ids_b);
}

static void
assert_journals_equal (GListModel *a,
                       GListModel *b)
{
  g_assert_cmpuint (g_list_model_get_n_items (a), ==, g_list_model_get_n_items (b));
  for (guint i = 0; i < g_list_model_get_n_items (a); i++)
    {
      g_autoptr(RailJournalLine) line_a = g_list_model_get_item (a, i);
      g_autoptr(RailJournalLine) line_b = g_list_model_get_item (b, i);

      assert_lines_equal (line_a, line_b);
    }
}

static void
assert_entries_equal (RailEntry *a,
                      RailEntry *b)
{
  gint64 date_a = 0, date_b = 0;
  RailRevocationReason reason_a = 0, reason_b = 0;

  g_assert_cmpuint (rail_entry_get_id (a), ==, rail_entry_get_id (b));
  g_assert_cmpint (rail_entry_get_kind (a), ==, rail_entry_get_kind (b));
  g_assert_cmpint (rail_entry_get_usage (a), ==, rail_entry_get_usage (b));
  g_assert_cmpstr (rail_entry_get_device (a), ==, rail_entry_get_device (b));
  g_assert_true (rail_certificate_equal (rail_entry_get_certificate (a), rail_entry_get_certificate (b)));
  assert_secrets_equal (rail_entry_get_key (a), rail_entry_get_key (b));
  g_assert_cmpint (rail_entry_is_revoked (a, &date_a, &reason_a), ==, rail_entry_is_revoked (b, &date_b, &reason_b));
  g_assert_cmpint (date_a, ==, date_b);
  g_assert_cmpint (reason_a, ==, reason_b);
  g_assert_cmpint (rail_entry_get_requested (a), ==, rail_entry_get_requested (b));
  g_assert_cmpuint (rail_entry_get_list_days (a), ==, rail_entry_get_list_days (b));
  assert_lists_equal (rail_entry_get_list (a), rail_entry_get_list (b));
  g_assert_cmpuint (rail_entry_get_n_generations (a), ==, rail_entry_get_n_generations (b));
  for (guint i = 0; i < rail_entry_get_n_generations (a); i++)
    assert_generations_equal (rail_entry_get_generation (a, i), rail_entry_get_generation (b, i));
}

static void
assert_loaded_equal (RailLoaded *a,
                     RailLoaded *b)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a == NULL)
    return;
  g_assert_cmpint (rail_loaded_get_date (a), ==, rail_loaded_get_date (b));
  g_assert_cmpstr (rail_loaded_get_user (a), ==, rail_loaded_get_user (b));
  g_assert_cmpstr (rail_loaded_get_settings (a), ==, rail_loaded_get_settings (b));
  g_assert_cmpuint (rail_loaded_get_n_items (a), ==, rail_loaded_get_n_items (b));
  for (guint i = 0; i < rail_loaded_get_n_items (a); i++)
    {
      const RailLoadedItem *item_a = rail_loaded_get_item (a, i), *item_b = rail_loaded_get_item (b, i);

      g_assert_cmpint (item_a->role, ==, item_b->role);
      g_assert_cmpint (item_a->service, ==, item_b->service);
      g_assert_cmpuint (item_a->id, ==, item_b->id);
      g_assert_cmpstr (item_a->fingerprint, ==, item_b->fingerprint);
    }
}

static void
assert_uses_equal (RailDevice *a,
                   RailDevice *b)
{
  guint n_a, n_b;
  const guint *ids_a = rail_device_get_partners (a, &n_a), *ids_b = rail_device_get_partners (b, &n_b);

  g_assert_cmpmem (ids_a, n_a * sizeof *ids_a, ids_b, n_b * sizeof *ids_b);
  ids_a = rail_device_get_clients (a, &n_a);
  ids_b = rail_device_get_clients (b, &n_b);
  g_assert_cmpmem (ids_a, n_a * sizeof *ids_a, ids_b, n_b * sizeof *ids_b);
  g_assert_cmpint (rail_device_uses_global_security (a), ==, rail_device_uses_global_security (b));
  for (RailService service = 0; service < RAIL_N_SERVICES; service++)
    {
      g_assert_cmpint (rail_device_is_service_on (a, service), ==, rail_device_is_service_on (b, service));
      g_assert_cmpuint (rail_device_get_service_certificate (a, service), ==,
                        rail_device_get_service_certificate (b, service));
    }
  g_assert_cmpuint (rail_device_get_policies (a), ==, rail_device_get_policies (b));
  g_assert_cmpuint (rail_device_get_modes (a), ==, rail_device_get_modes (b));
  g_assert_cmpint (rail_device_accepts_clients (a), ==, rail_device_accepts_clients (b));
  assert_loaded_equal (rail_device_get_loaded (a), rail_device_get_loaded (b));
}

void
storage_assert_devices_equal (RailDevice *a,
                              RailDevice *b)
{
  g_assert_cmpstr (rail_device_get_name (a), ==, rail_device_get_name (b));
  g_assert_cmpint (rail_device_get_family (a), ==, rail_device_get_family (b));
  g_assert_cmpstr (rail_device_get_firmware (a), ==, rail_device_get_firmware (b));
  g_assert_cmpstr (rail_device_get_comment (a), ==, rail_device_get_comment (b));
  g_assert_cmpstrv (rail_device_get_addresses (a), rail_device_get_addresses (b));
  assert_uses_equal (a, b);
  g_assert_true (rail_device_equal (a, b));
}

void
storage_assert_users_equal (GListModel *a,
                            GListModel *b)
{
  g_assert_cmpuint (g_list_model_get_n_items (a), ==, g_list_model_get_n_items (b));
  for (guint i = 0; i < g_list_model_get_n_items (a); i++)
    {
      g_autoptr(RailUser) user_a = g_list_model_get_item (a, i);
      g_autoptr(RailUser) user_b = g_list_model_get_item (b, i);

      g_assert_cmpstr (rail_user_get_name (user_a), ==, rail_user_get_name (user_b));
      g_assert_cmpint (rail_user_get_role (user_a), ==, rail_user_get_role (user_b));
      g_assert_cmpuint (rail_user_get_iterations (user_a), ==, rail_user_get_iterations (user_b));
      g_assert_true (g_bytes_equal (rail_user_get_salt (user_a), rail_user_get_salt (user_b)));
    }
}

/* What only the table inside has. */
static void
assert_passwords_equal (GListModel *a,
                        GListModel *b)
{
  for (guint i = 0; i < g_list_model_get_n_items (a); i++)
    {
      g_autoptr(RailUser) user_a = g_list_model_get_item (a, i);
      g_autoptr(RailUser) user_b = g_list_model_get_item (b, i);

      g_assert_cmpint (rail_user_get_password_date (user_a), ==, rail_user_get_password_date (user_b));
      g_assert_cmpint (rail_user_needs_new_password (user_a), ==, rail_user_needs_new_password (user_b));
    }
}

void
storage_assert_equal (RailProject *a,
                      RailProject *b)
{
  GListModel *entries_a = rail_project_get_entries (a), *entries_b = rail_project_get_entries (b);
  GListModel *devices_a = rail_project_get_devices (a), *devices_b = rail_project_get_devices (b);

  g_assert_cmpstr (rail_project_get_name (a), ==, rail_project_get_name (b));
  g_assert_cmpuint (rail_project_get_next_id (a), ==, rail_project_get_next_id (b));
  g_assert_cmpint (rail_project_is_protected (a), ==, rail_project_is_protected (b));
  if (rail_project_is_protected (a))
    storage_assert_users_equal (rail_protection_get_users (rail_project_get_protection (a)),
                                rail_protection_get_users (rail_project_get_protection (b)));
  if (rail_project_is_protected (a))
    assert_passwords_equal (rail_protection_get_users (rail_project_get_protection (a)),
                            rail_protection_get_users (rail_project_get_protection (b)));
  g_assert_cmpuint (g_list_model_get_n_items (entries_a), ==, g_list_model_get_n_items (entries_b));
  for (guint i = 0; i < g_list_model_get_n_items (entries_a); i++)
    {
      g_autoptr(RailEntry) entry_a = g_list_model_get_item (entries_a, i);
      g_autoptr(RailEntry) entry_b = g_list_model_get_item (entries_b, i);

      assert_entries_equal (entry_a, entry_b);
    }
  g_assert_cmpuint (g_list_model_get_n_items (devices_a), ==, g_list_model_get_n_items (devices_b));
  for (guint i = 0; i < g_list_model_get_n_items (devices_a); i++)
    {
      g_autoptr(RailDevice) device_a = g_list_model_get_item (devices_a, i);
      g_autoptr(RailDevice) device_b = g_list_model_get_item (devices_b, i);

      storage_assert_devices_equal (device_a, device_b);
    }
  assert_journals_equal (rail_project_get_journal (a), rail_project_get_journal (b));
}

void
storage_folder_set_up (StorageFolder *self,
                       gconstpointer  user_data)
{
  self->folder = rail_test_make_folder ();
  self->file = g_file_new_build_filename (self->folder, "plant.certrail", NULL);
}

void
storage_folder_tear_down (StorageFolder *self,
                          gconstpointer  user_data)
{
  rail_test_remove_folder (self->folder);
  g_free (self->folder);
  g_object_unref (self->file);
}

void
storage_save (RailProject *project,
              GFile       *file)
{
  g_autoptr(GError) error = NULL;

  rail_project_save (project, file, &error);
  g_assert_no_error (error);
}

RailProject *
storage_open (GFile       *file,
              const char  *user_name,
              const char  *password,
              GError     **error)
{
  g_autoptr(RailSecret) secret = rail_secret_new_from_string (password);
  g_autoptr(RailProjectFile) project_file = rail_project_file_open (file, NULL, error);

  if (project_file == NULL)
    return NULL;
  return rail_project_file_read (project_file, storage_get_environment (), user_name, secret, error);
}
