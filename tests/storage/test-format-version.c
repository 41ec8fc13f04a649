/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-unsealed.h"

#include <string.h>

/* The files of each version were written by a Certrail that wrote no later one. */

static RailProjectFile *
open_old (guint       version,
          const char *name)
{
  g_autofree char *folder = g_strdup_printf ("version-%u", version);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "storage", folder, name, NULL);
  g_autoptr(GFile) gfile = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  RailProjectFile *file = rail_project_file_open (gfile, NULL, &error);

  g_assert_no_error (error);
  return file;
}

static RailProject *
read_old (guint       version,
          const char *name,
          const char *user,
          const char *password)
{
  g_autoptr(RailProjectFile) file = open_old (version, name);
  g_autoptr(RailSecret) secret = password != NULL ? rail_secret_new_from_string (password) : NULL;
  g_autoptr(GError) error = NULL;
  RailProject *project = rail_project_file_read (file, storage_get_environment (), user, secret, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rail_project_file_get_version (file), ==, version);
  return project;
}

/* Saves in the present version and reads that. */
static void
assert_migrated (RailProject *project,
                 const char  *user,
                 const char  *password)
{
  g_autofree char *folder = rail_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "plant.certrail", NULL);
  g_autoptr(GFile) gfile = g_file_new_for_path (path);
  g_autoptr(RailSecret) secret = password != NULL ? rail_secret_new_from_string (password) : NULL;
  g_autoptr(RailProjectFile) file = NULL;
  g_autoptr(RailProject) again = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_project_get_modified (project));
  rail_project_save (project, gfile, &error);
  g_assert_no_error (error);
  file = rail_project_file_open (gfile, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_project_file_get_version (file), ==, 3);
  again = rail_project_file_read (file, storage_get_environment (), user, secret, &error);
  g_assert_no_error (error);
  storage_assert_equal (project, again);
  rail_test_remove_folder (folder);
}

/* There was no such setting before version 3, so it was on wherever there were global certificates, and nothing else was known
 * of a device. */
static void
assert_global_security (RailProject *project,
                        gboolean     is_on)
{
  GListModel *devices = rail_project_get_devices (project);

  g_assert_cmpuint (g_list_model_get_n_items (devices), >, 0);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      guint n_partners;

      g_assert_true (rail_device_uses_global_security (device) == is_on);
      rail_device_get_partners (device, &n_partners);
      g_assert_cmpuint (n_partners, ==, 0);
      g_assert_null (rail_device_get_loaded (device));
      for (RailService service = 0; service < RAIL_N_SERVICES; service++)
        g_assert_false (rail_device_is_service_on (device, service));
    }
}

static void
test_old_protected_file_is_migrated (void)
{
  g_autoptr(RailProject) project = read_old (1, "example.certrail", "admin", "Certrail-example-1");
  RailEntry *leaf = rail_project_get_entry (project, 13);

  g_assert_cmpstr (rail_project_get_name (project), ==, "Bottling line 3");
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 14);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 13);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_devices (project)), ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_journal (project)), ==, 0);
  g_assert_nonnull (rail_entry_get_key (leaf));
  g_assert_cmpuint (rail_entry_get_n_generations (leaf), ==, 0);
  g_assert_true (rail_entry_is_revoked (rail_project_get_entry (project, 11), NULL, NULL));
  assert_global_security (project, TRUE);
  assert_migrated (project, "admin", "Certrail-example-1");
}

/* Nothing in it shows where its vault key is from, see test-tampered-file.c. */
static void
test_administrator_is_told_of_old_file (void)
{
  g_autoptr(RailProjectFile) file = open_old (1, "example.certrail");
  g_autoptr(RailProject) project = read_old (1, "example.certrail", "admin", "Certrail-example-1");
  g_autofree char *warning = rail_project_file_dup_warning (file, project);
  g_autofree char *text = storage_write (project);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) migrated = rail_project_file_new_from_bytes (bytes, "example.certrail", &error);

  g_assert_no_error (error);
  rail_assert_contains (warning, "somebody has put this file in its place");
  g_assert_null (rail_project_file_dup_warning (migrated, project));
}

static void
test_old_unprotected_file_is_migrated (void)
{
  g_autoptr(RailProject) project = read_old (1, "unprotected.certrail", NULL, NULL);

  g_assert_cmpstr (rail_project_get_name (project), ==, "Ofen 1");
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 2);
  g_assert_nonnull (rail_entry_get_key (rail_project_get_entry (project, 2)));
  assert_global_security (project, FALSE);
  assert_migrated (project, NULL, NULL);
}

static void
test_old_file_of_two_users_is_migrated (void)
{
  g_autoptr(RailProject) project = read_old (1, "two-users.certrail", STORAGE_USER, STORAGE_PASSWORD);
  g_autoptr(RailProject) as_operator = read_old (1, "two-users.certrail", "operator", "operator’s password");

  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 19);
  g_assert_true (rail_project_can_use_keys (project));
  assert_migrated (project, STORAGE_USER, STORAGE_PASSWORD);

  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (as_operator)), ==, 19);
  g_assert_false (rail_project_can_use_keys (as_operator));
  g_assert_null (rail_entry_get_key (rail_project_get_entry (as_operator, 1)));
}

static void
test_second_protected_file_is_migrated (void)
{
  g_autoptr(RailProject) project = read_old (2, "example.certrail", "admin", "Certrail-example-1");
  RailEntry *leaf = rail_project_get_entry (project, 3);

  g_assert_cmpstr (rail_project_get_name (project), ==, "Bottling line 3");
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_devices (project)), ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_journal (project)), >, 0);
  g_assert_nonnull (rail_entry_get_key (leaf));
  g_assert_cmpstr (rail_entry_get_device (leaf), ==, "PLC_1");
  assert_global_security (project, TRUE);
  assert_migrated (project, "admin", "Certrail-example-1");
}

static void
test_second_unprotected_file_is_migrated (void)
{
  g_autoptr(RailProject) project = read_old (2, "unprotected.certrail", NULL, NULL);

  g_assert_cmpstr (rail_project_get_name (project), ==, "Ofen 2");
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_devices (project)), ==, 2);
  assert_global_security (project, FALSE);
  assert_migrated (project, NULL, NULL);
}

/* A standard user has added a device. What an administrator sealed before is of version 2, too, and stays so inside of a
 * later file: migrated, it differs in nothing else. */
static void
test_second_sealed_version_is_migrated (void)
{
  static const char * const passwords[] = { NULL, "For the late shift 3" };

  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr(RailProject) as_operator =
        passwords[i] != NULL ? read_old (2, "unsealed.certrail", "operator", passwords[i]) : NULL;
      g_autofree char *saved = as_operator != NULL ? storage_write (as_operator) : NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(RailProject) project = saved != NULL ? storage_read (saved, -1, &error)
                                                     : read_old (2, "unsealed.certrail", STORAGE_USER, STORAGE_PASSWORD);
      RailUnsealed *unsealed;
      g_autoptr(RailUnsealedChange) change = NULL;

      g_assert_no_error (error);
      unsealed = rail_project_get_unsealed (project);
      g_assert_nonnull (unsealed);
      g_assert_true (rail_unsealed_can_discard (unsealed));
      g_assert_cmpuint (g_list_model_get_n_items (rail_unsealed_get_changes (unsealed)), ==, 1);
      change = g_list_model_get_item (rail_unsealed_get_changes (unsealed), 0);
      g_assert_cmpstr (rail_unsealed_change_get_text (change), ==, "Device “PLC_9” was added");
      assert_global_security (project, TRUE);
      rail_project_discard_unsealed (project, &error);
      g_assert_no_error (error);
      g_assert_null (rail_project_get_device (project, "PLC_9"));
      assert_global_security (project, TRUE);
    }
}

/* What only the next version has is nothing that a version may have. */
static void
test_old_version_keeps_its_grammar (void)
{
  static const struct
  {
    guint       version;
    const char *find, *replacement;
  } cases[] = {
    { 1, "</entries>", "</entries><journal/>" },
    { 1, "project:1", "project:2" },
    { 1, "project:1", "project:3" },
    { 1, "name=\"PLC_1\"", "name=\"PLC_1\" global-security=\"false\"" },
    { 2, "project:2", "project:1" },
    { 2, "project:2", "project:3" },
    { 2, "name=\"PLC_1\"", "name=\"PLC_1\" global-security=\"false\"" },
    { 2, "</address>", "</address><service name=\"syslog\" on=\"true\"/>" },
    { 2, "</address>", "</address><partner id=\"1\"/>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = g_strdup_printf ("version-%u", cases[i].version);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "storage", folder, "unprotected.certrail", NULL);
      g_autofree char *text = NULL;
      g_autofree char *plain = NULL;
      g_autofree char *edited = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      plain = storage_drop_checksum (text);
      edited = storage_replace (plain, cases[i].find, cases[i].replacement);
      g_assert_null (storage_read (edited, -1, &error));
      g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_DAMAGED);
    }
}

/* The outside of a protected file may not claim a version that its inside does not have. */
static void
test_versions_of_outside_and_inside_agree (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 1);
  g_autofree char *text = storage_write (project);
  g_autofree char *renumbered = storage_replace (text, "project:3", "project:2");
  g_autoptr(GError) error = NULL;

  g_assert_null (storage_read (renumbered, -1, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_DAMAGED);
  rail_assert_contains (error->message, "format version");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/format-version/old-protected-file-is-migrated", test_old_protected_file_is_migrated);
  g_test_add_func ("/storage/format-version/old-unprotected-file-is-migrated", test_old_unprotected_file_is_migrated);
  g_test_add_func ("/storage/format-version/administrator-is-told-of-old-fileadministrator-is-told-of-old-file", test_administrator_is_told_of_old_file);
  g_test_add_func ("/storage/format-version/old-file-of-two-users-is-migrated", test_old_file_of_two_users_is_migrated);
  g_test_add_func ("/storage/format-version/second-protected-file-is-migrated", test_second_protected_file_is_migrated);
  g_test_add_func ("/storage/format-version/second-unprotected-file-is-migrated",
                   test_second_unprotected_file_is_migrated);
  g_test_add_func ("/storage/format-version/second-sealed-version-is-migrated", test_second_sealed_version_is_migrated);
  g_test_add_func ("/storage/format-version/old-version-keeps-its-grammar", test_old_version_keeps_its_grammar);
  g_test_add_func ("/storage/format-version/versions-of-outside-and-inside-agree",
                   test_versions_of_outside_and_inside_agree);

  return g_test_run ();
}
