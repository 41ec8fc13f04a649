/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-loaded.h"

#include <string.h>

#define LOADED_FINGERPRINT "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
#define EXAMPLE_USER "admin"
#define EXAMPLE_PASSWORD "Certrail-example-1"

/* docs/project-file.md promises that its script opens a project. The script is taken from the page, so it stays true. */

static char *
get_source_path (const char *folder,
                 const char *name)
{
  g_autofree char *path = g_build_filename (g_test_get_dir (G_TEST_DIST), "..", folder, name, NULL);

  return g_canonicalize_filename (path, NULL);
}

static char *
extract_script (void)
{
  g_autofree char *path = get_source_path ("docs", "project-file.md");
  g_autofree char *page = NULL;
  g_autoptr(GError) error = NULL;
  const char *start, *end;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  start = strstr (page, "\n```sh\n");
  g_assert_nonnull (start);
  start += strlen ("\n```sh\n");
  end = strstr (start, "\n```\n");
  g_assert_nonnull (end);
  return g_strndup (start, end + 1 - start);
}

static gboolean
need_all (const char * const *programs)
{
  for (guint i = 0; programs[i] != NULL; i++)
    if (!rail_test_need (programs[i]))
      return FALSE;
  return TRUE;
}

static char *
run_script (const char *folder,
            const char *file,
            const char *user,
            const char *password)
{
  g_autofree char *script = extract_script ();
  char *output = NULL;

  rail_test_write (folder, "open-project.sh", script, -1);
  if (rail_test_run (folder, &output, "sh", "open-project.sh", file, user, password, "opened", NULL) != 0)
    g_error ("the script failed: %s", output);
  return output;
}

/* The certificate's public key, from openssl, is the one that the script got from the private key. */
static void
assert_key_matches (const char *folder,
                    guint       id)
{
  g_autofree char *certificate = g_strdup_printf ("opened/%u.cer", id);
  g_autofree char *public_name = g_strdup_printf ("opened/%u.pub", id);
  g_autofree char *public_key = NULL;
  g_autoptr(GBytes) extracted = rail_test_read (folder, public_name);

  g_assert_cmpint (rail_test_run (folder, &public_key, "openssl", "x509", "-inform", "DER", "-in", certificate,
                                  "-noout", "-pubkey", NULL), ==, 0);
  rail_assert_contains (public_key, "BEGIN PUBLIC KEY");
  g_assert_cmpmem (g_bytes_get_data (extracted, NULL), g_bytes_get_size (extracted), public_key, strlen (public_key));
}

static void
test_script_opens_project (void)
{
  static const char * const programs[] = { "sh", "xmllint", "openssl", "base64", "od", NULL };
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;
  GListModel *entries;

  if (!need_all (programs))
    return;
  folder = rail_test_make_folder ();
  path = g_build_filename (folder, "plant.certrail", NULL);
  file = g_file_new_for_path (path);
  project = storage_new_rich_project (TRUE);
  rail_project_save (project, file, &error);
  g_assert_no_error (error);

  output = run_script (folder, "plant.certrail", STORAGE_USER, STORAGE_PASSWORD);
  entries = rail_project_get_entries (project);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));
      g_autofree char *line = g_strdup_printf ("%u: subject=CN = %s\n", rail_entry_get_id (entry), name);

      rail_assert_contains (output, line);
      if (rail_entry_get_key (entry) != NULL)
        assert_key_matches (folder, rail_entry_get_id (entry));
    }
  rail_test_remove_folder (folder);
}

static void
test_script_opens_example (void)
{
  static const char * const programs[] = { "sh", "xmllint", "openssl", "base64", "od", NULL };
  g_autofree char *example = get_source_path ("data", "example.certrail");
  g_autofree char *folder = NULL;
  g_autofree char *output = NULL;

  if (!g_file_test (example, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no data/example.certrail");
      return;
    }
  if (!need_all (programs))
    return;
  folder = rail_test_make_folder ();
  output = run_script (folder, example, EXAMPLE_USER, EXAMPLE_PASSWORD);
  rail_assert_contains (output, "1: subject=");
  assert_key_matches (folder, 1);
  assert_key_matches (folder, 3);
  rail_test_remove_folder (folder);
}

static void
test_node_opens_project (void)
{
  g_autofree char *reader = get_source_path ("tests", "storage/open-project.mjs");
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;

  if (!rail_test_need ("node"))
    return;
  folder = rail_test_make_folder ();
  path = g_build_filename (folder, "plant.certrail", NULL);
  file = g_file_new_for_path (path);
  project = storage_new_rich_project (TRUE);
  rail_project_save (project, file, &error);
  g_assert_no_error (error);

  if (rail_test_run (folder, &output, "node", reader, "plant.certrail", STORAGE_USER, STORAGE_PASSWORD, NULL) != 0)
    g_error ("the reader failed: %s", output);
  lines = g_strsplit (g_strchomp (output), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, g_list_model_get_n_items (rail_project_get_entries (project)));
  rail_assert_contains (output, "CN=Plant CA");
  rail_assert_contains (output, "\"keyMatches\":true");
  g_assert_null (strstr (output, "\"keyMatches\":false"));
  g_assert_cmpint (rail_test_run (folder, &wrong, "node", reader, "plant.certrail", STORAGE_USER, "wrong", NULL), !=,
                   0);
  rail_test_remove_folder (folder);
}

/* A project of a device that does something with every certificate, and one that does nothing. */
static RailProject *
new_project_of_devices (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  RailProject *project = rail_project_new (storage_get_environment (), "Plant");
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  RailDevice *device = rail_device_new ("PLC <1> & \"Ofen\"", RAIL_FAMILY_S7_1500);
  g_autoptr(RailLoaded) loaded = rail_loaded_new (1790000000, "Größe", "a & b");
  g_autoptr(GError) error = NULL;

  for (guint id = 1; id <= 4; id++)
    g_ptr_array_add (entries, rail_entry_new (id, RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT,
                                              storage_get_certificate (STORAGE_PAIR_EC),
                                              storage_get_key (STORAGE_PAIR_EC)));
  g_ptr_array_add (devices, device);
  g_ptr_array_add (devices, rail_device_new ("PLC_2", RAIL_FAMILY_S7_1200));
  rail_entry_set_device (entries->pdata[0], rail_device_get_name (device));
  rail_device_set_service (device, RAIL_SERVICE_OPCUA_SERVER, TRUE, 1);
  rail_device_set_service (device, RAIL_SERVICE_SYSLOG, TRUE, 0);
  rail_device_set_policies (device, RAIL_POLICY_NONE | RAIL_POLICY_ECC_NIST_P256);
  rail_device_set_modes (device, RAIL_MODE_SIGN_AND_ENCRYPT);
  rail_device_set_accepts_clients (device, TRUE);
  rail_device_set_partner (device, 4, TRUE);
  rail_device_set_client (device, 2, TRUE);
  rail_loaded_add (loaded, RAIL_USED_AS_SERVICE, RAIL_SERVICE_SYSLOG, 1, LOADED_FINGERPRINT);
  rail_loaded_add (loaded, RAIL_USED_AS_CLIENT, 0, 5, LOADED_FINGERPRINT);
  rail_device_set_loaded (device, loaded);
  rail_device_set_global_security (devices->pdata[1], FALSE);
  rail_project_restore (project, 6, protection, entries, devices, &error);
  g_assert_no_error (error);
  return project;
}

/* Written down by hand. */
static void
test_node_reads_devices (StorageFolder *fixture,
                         gconstpointer  user_data)
{
  static const char expected[] =
    "{\"name\":\"PLC <1> & \\\"Ofen\\\"\",\"globalSecurity\":true,"
    "\"services\":[{\"name\":\"opcua-server\",\"on\":true,\"certificate\":1},"
    "{\"name\":\"syslog\",\"on\":true,\"certificate\":0}],"
    "\"policies\":[\"none\",\"ecc-nistp256\"],\"modes\":[\"sign-and-encrypt\"],\"acceptsClients\":true,"
    "\"partners\":[2,4],\"clients\":[2],"
    "\"loaded\":{\"date\":1790000000,\"by\":\"Größe\",\"settings\":\"a & b\",\"items\":["
    "{\"role\":\"service\",\"service\":\"syslog\",\"id\":1,\"fingerprint\":\"" LOADED_FINGERPRINT "\"},"
    "{\"role\":\"client\",\"id\":5,\"fingerprint\":\"" LOADED_FINGERPRINT "\"}]}}\n"
    "{\"name\":\"PLC_2\",\"globalSecurity\":false,\"services\":[],"
    "\"policies\":[\"basic256sha256\",\"aes128-sha256-rsaoaep\",\"aes256-sha256-rsapss\"],"
    "\"modes\":[\"sign\",\"sign-and-encrypt\"],\"acceptsClients\":false,\"partners\":[],\"clients\":[]}\n";
  g_autofree char *reader = get_source_path ("tests", "storage/open-project.mjs");
  g_autoptr(RailProject) project = NULL;
  g_autofree char *output = NULL;

  if (!rail_test_need ("node"))
    return;
  project = new_project_of_devices ();
  storage_save (project, fixture->file);
  if (rail_test_run (fixture->folder, &output, "node", reader, "plant.certrail", STORAGE_USER, STORAGE_PASSWORD, "devices",
                     NULL) != 0)
    g_error ("the reader failed: %s", output);
  g_assert_cmpstr (output, ==, expected);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/project-document/script-opens-project", test_script_opens_project);
  g_test_add_func ("/storage/project-document/script-opens-example", test_script_opens_example);
  g_test_add_func ("/storage/project-document/node-opens-project", test_node_opens_project);
  g_test_add ("/storage/project-document/node-reads-devices", StorageFolder, NULL, storage_folder_set_up,
              test_node_reads_devices, storage_folder_tear_down);

  return g_test_run ();
}
