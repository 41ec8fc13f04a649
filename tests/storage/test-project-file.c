/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-cipher.h"
#include "rail-loaded.h"
#include "rail-operations.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

static void
assert_round_trip (StorageFolder *fixture,
                   RailProject   *project)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) again = NULL;

  storage_save (project, fixture->file);
  again = storage_open (fixture->file, STORAGE_USER, STORAGE_PASSWORD, &error);
  g_assert_no_error (error);
  storage_assert_equal (project, again);
  g_assert_false (rail_project_get_modified (again));
}

static void
test_round_trip (StorageFolder *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (GPOINTER_TO_INT (user_data));

  assert_round_trip (fixture, project);
}

static void
make_random_device (RailDevice *device,
                    guint       n_entries)
{
  g_autoptr(RailLoaded) loaded = rail_loaded_new (g_test_rand_int_range (0, G_MAXINT32), NULL, "settings");

  rail_device_set_policies (device, g_test_rand_int_range (0, 1 << 12));
  rail_device_set_modes (device, g_test_rand_int_range (0, 1 << 3));
  rail_device_set_accepts_clients (device, g_test_rand_bit ());
  for (RailService service = 0; service < RAIL_N_SERVICES; service++)
    rail_device_set_service (device, service, g_test_rand_bit (),
                             g_test_rand_bit () ? g_test_rand_int_range (1, n_entries + 1) : 0);
  for (guint i = g_test_rand_int_range (0, 2 * n_entries); i > 0; i--)
    {
      guint id = g_test_rand_int_range (1, n_entries + 1);

      if (g_test_rand_bit ())
        rail_device_set_client (device, id, g_test_rand_bit ());
      else
        rail_device_set_partner (device, id, g_test_rand_int_range (0, 3) > 0);
      rail_loaded_add (loaded, g_test_rand_int_range (0, RAIL_USED_AS_CLIENT + 1), g_test_rand_int_range (0, RAIL_N_SERVICES),
                       g_test_rand_int_range (1, n_entries + 1),
                       rail_certificate_get_fingerprint (storage_get_certificate (g_test_rand_int_range (0, 4))));
    }
  rail_device_set_loaded (device, g_test_rand_bit () ? loaded : NULL);
}

/* Whatever a device does with its certificates and with those of others. */
static void
test_random_devices_round_trip (void)
{
  const guint n_entries = 12;

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(RailProject) project = rail_project_new (storage_get_environment (), "Plant");
      g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr(RailProject) again = NULL;
      g_autofree char *text = NULL;
      g_autoptr(GError) error = NULL;

      g_ptr_array_add (devices, rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500));
      rail_device_set_global_security (devices->pdata[0], FALSE);
      make_random_device (devices->pdata[0], n_entries);
      for (guint id = 1; id <= n_entries; id++)
        {
          RailEntry *entry = rail_entry_new (id, RAIL_ENTRY_TRUSTED, RAIL_USAGE_CUSTOM,
                                             storage_get_certificate (STORAGE_PAIR_EC), NULL);

          rail_entry_set_device (entry, "PLC_1");
          g_ptr_array_add (entries, entry);
        }
      rail_project_restore (project, n_entries + 1, NULL, entries, devices, &error);
      g_assert_no_error (error);
      text = storage_write (project);
      again = storage_read (text, -1, &error);
      g_assert_no_error (error);
      storage_assert_equal (project, again);
    }
}

/* What has never been changed takes no room. */
static void
test_plain_device_is_one_element (void)
{
  g_autoptr(RailProject) project = rail_project_new (storage_get_environment (), "Plant");
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  text = storage_write (project);
  rail_assert_contains (text, "<device name=\"PLC_1\" family=\"s7-1500\" global-security=\"false\"/>");
}

static void
test_snapshot_has_all_of_a_device (void)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(RailProject) snapshot = rail_project_copy (project);

  storage_assert_equal (project, snapshot);
}

static void
test_round_trip_empty (StorageFolder *fixture,
                       gconstpointer  user_data)
{
  g_autoptr(RailProtection) protection = GPOINTER_TO_INT (user_data) ? storage_new_protection () : NULL;
  g_autoptr(RailProject) project = storage_new_project (protection, 0);

  assert_round_trip (fixture, project);
}

static void
test_round_trip_thousand (StorageFolder *fixture,
                          gconstpointer  user_data)
{
  g_autoptr(RailProtection) protection = GPOINTER_TO_INT (user_data) ? storage_new_protection () : NULL;
  g_autoptr(RailProject) project = storage_new_project (protection, 1000);

  assert_round_trip (fixture, project);
}

/* Ten times as many may not take much more than ten times as long; run with -m perf for the figures. The processor's time,
 * because other work on the machine does not count; it is spent on all cores. */
static void
test_round_trip_linear (StorageFolder *fixture,
                        gconstpointer  user_data)
{
  static const guint sizes[] = { 1000, 10000 };
  double opened[2];

  if (!g_test_perf ())
    {
      g_test_skip ("measures; run it with -m perf");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(RailProtection) protection = GPOINTER_TO_INT (user_data) ? storage_new_protection () : NULL;
      g_autoptr(RailProject) project = storage_new_project (protection, sizes[i]);
      g_autoptr(RailProject) again = NULL;
      g_autoptr(GError) error = NULL;
      clock_t start = clock ();
      double saved;

      storage_save (project, fixture->file);
      saved = (double) (clock () - start) / CLOCKS_PER_SEC;
      start = clock ();
      again = storage_open (fixture->file, STORAGE_USER, STORAGE_PASSWORD, &error);
      opened[i] = (double) (clock () - start) / CLOCKS_PER_SEC;
      g_assert_no_error (error);
      g_test_minimized_result (saved, "save %u entries: %.3f s", sizes[i], saved);
      g_test_minimized_result (opened[i], "open %u entries: %.3f s", sizes[i], opened[i]);
    }
  g_assert_cmpfloat (opened[1], <, 15 * opened[0]);
}

static void
test_unprotected_text_is_same_again (void)
{
  g_autoptr(RailProject) project = storage_new_rich_project (FALSE);
  g_autofree char *text = storage_write (project);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) again = storage_read (text, -1, &error);
  g_autofree char *text_again = NULL;

  g_assert_no_error (error);
  text_again = storage_write (again);
  g_assert_cmpstr (text, ==, text_again);
}

/* The schema that people get, with the reader's independent program. */
static void
test_written_files_are_valid (StorageFolder *fixture,
                              gconstpointer  user_data)
{
  g_autofree char *schema = g_test_build_filename (G_TEST_DIST, "..", "data", "certrail-project.rng", NULL);
  g_autoptr(RailProject) project = storage_new_rich_project (GPOINTER_TO_INT (user_data));
  g_autofree char *output = NULL;

  if (!rail_test_need ("xmllint"))
    return;
  storage_save (project, fixture->file);
  rail_test_run (fixture->folder, &output, "xmllint", "--noout", "--relaxng", schema, "plant.certrail",
                 NULL);
  rail_assert_contains (output, "validates");
}

static void
test_wrong_password_is_said (StorageFolder *fixture,
                             gconstpointer  user_data)
{
  static const char * const logins[][2] = {
    { STORAGE_USER, "wrong" }, { STORAGE_USER, "" }, { "nobody", STORAGE_PASSWORD }, { "Admin", STORAGE_PASSWORD },
    { "", "" },
  };
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);

  storage_save (project, fixture->file);
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RailProject) again = storage_open (fixture->file, logins[i][0], logins[i][1], &error);

      g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_WRONG_PASSWORD);
      g_assert_null (again);
      rail_assert_contains (error->message, "“plant.certrail”");
    }
}

static void
test_outside_tells_users_only (StorageFolder *fixture,
                               gconstpointer  user_data)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(RailProjectFile) file = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = storage_write (project);

  storage_save (project, fixture->file);
  file = rail_project_file_open (fixture->file, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (rail_project_file_is_protected (file));
  storage_assert_users_equal (rail_project_file_get_users (file),
                              rail_protection_get_users (rail_project_get_protection (project)));
  g_assert_null (strstr (text, "Werk <1>"));
  g_assert_null (strstr (text, "PLC_1"));
  g_assert_null (strstr (text, "<certificate"));
}

static void
test_unprotected_needs_no_login (void)
{
  g_autoptr(RailProject) project = storage_new_rich_project (FALSE);
  g_autofree char *text = storage_write (project);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) file = rail_project_file_new_from_bytes (bytes, "plant.certrail", &error);

  g_assert_no_error (error);
  g_assert_false (rail_project_file_is_protected (file));
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_file_get_users (file)), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(RailProject) again = rail_project_file_read (file, storage_get_environment (), NULL, NULL, &error);

      g_assert_no_error (error);
      storage_assert_equal (project, again);
    }
}

static void
collect_ivs (const char *text,
             GHashTable *ivs,
             guint      *n_ivs)
{
  const char *start = text;

  while ((start = strstr (start, "<xenc:CipherValue>")) != NULL)
    {
      start += strlen ("<xenc:CipherValue>");
      g_hash_table_add (ivs, g_strndup (start, 16));   /* 12 bytes */
      (*n_ivs)++;
    }
}

/* The inside as whoever has the project key sees it. */
static char *
decrypt_inside (RailProject *project,
                const char  *text)
{
  const char *start = g_strrstr (text, "<xenc:CipherValue>") + strlen ("<xenc:CipherValue>");
  g_autofree char *base64 = g_strndup (start, strchr (start, '<') - start);
  g_autofree guchar *sealed = NULL;
  g_autoptr(RailSecret) inside = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  sealed = g_base64_decode (base64, &size);
  inside = rail_cipher_decrypt (rail_protection_get_project_key (rail_project_get_protection (project)), sealed, size,
                                &error);
  g_assert_no_error (error);
  return g_strdup (rail_secret_get_text (inside));
}

static void
test_saves_share_no_iv (void)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(GHashTable) ivs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_ivs = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = storage_write (project);
      g_autofree char *inside = decrypt_inside (project, text);

      /* The wrapped keys in the user table are the same at each save; they are not encrypted anew. */
      collect_ivs (g_strrstr (text, "<xenc:EncryptedData"), ivs, &n_ivs);
      collect_ivs (inside, ivs, &n_ivs);
    }
  g_assert_cmpuint (n_ivs, >, 30);
  g_assert_cmpuint (g_hash_table_size (ivs), ==, n_ivs);
}

static void
test_private_keys_are_not_in_project_key_text (void)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autofree char *text = storage_write (project);
  g_autofree char *inside = decrypt_inside (project, text);
  gsize size;
  const guint8 *der = rail_secret_get_data (rail_key_get_pkcs8 (storage_get_key (STORAGE_PAIR_ISSUED)), &size);
  g_autofree char *key = g_base64_encode (der, size);

  rail_assert_contains (inside, "<certificate>");
  g_assert_null (strstr (inside, key));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function) g_test_add (path, StorageFolder, GINT_TO_POINTER (data), storage_folder_set_up, function, storage_folder_tear_down)
  ADD ("/storage/project-file/round-trip/unprotected", FALSE, test_round_trip);
  ADD ("/storage/project-file/round-trip/protected", TRUE, test_round_trip);
  ADD ("/storage/project-file/round-trip/empty-unprotected", FALSE, test_round_trip_empty);
  ADD ("/storage/project-file/round-trip/empty-protected", TRUE, test_round_trip_empty);
  ADD ("/storage/project-file/round-trip/thousand-unprotected", FALSE, test_round_trip_thousand);
  ADD ("/storage/project-file/round-trip/thousand-protected", TRUE, test_round_trip_thousand);
  ADD ("/storage/project-file/round-trip/linear-unprotected", FALSE, test_round_trip_linear);
  ADD ("/storage/project-file/round-trip/linear-protected", TRUE, test_round_trip_linear);
  g_test_add_func ("/storage/project-file/round-trip/random-devices", test_random_devices_round_trip);
  g_test_add_func ("/storage/project-file/plain-device-is-one-element", test_plain_device_is_one_element);
  g_test_add_func ("/storage/project-file/snapshot-has-all-of-a-device", test_snapshot_has_all_of_a_device);
  g_test_add_func ("/storage/project-file/unprotected-text-is-same-again", test_unprotected_text_is_same_again);
  ADD ("/storage/project-file/written-files-are-valid/unprotected", FALSE, test_written_files_are_valid);
  ADD ("/storage/project-file/written-files-are-valid/protected", TRUE, test_written_files_are_valid);
  ADD ("/storage/project-file/wrong-password-is-said", 0, test_wrong_password_is_said);
  ADD ("/storage/project-file/outside-tells-users-only", 0, test_outside_tells_users_only);
  g_test_add_func ("/storage/project-file/unprotected-needs-no-login", test_unprotected_needs_no_login);
  g_test_add_func ("/storage/project-file/saves-share-no-iv", test_saves_share_no_iv);
  g_test_add_func ("/storage/project-file/private-keys-are-not-in-project-key-text",
                   test_private_keys_are_not_in_project_key_text);
#undef ADD

  return g_test_run ();
}
