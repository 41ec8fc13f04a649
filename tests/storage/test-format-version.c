/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include <string.h>

/* The files of version-1 were written by the Certrail that wrote no other version. */

static RailProjectFile *
open_old (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "storage", "version-1", name, NULL);
  g_autoptr(GFile) gfile = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  RailProjectFile *file = rail_project_file_open (gfile, NULL, &error);

  g_assert_no_error (error);
  return file;
}

static RailProject *
read_old (const char *name,
          const char *user,
          const char *password)
{
  g_autoptr(RailProjectFile) file = open_old (name);
  g_autoptr(RailSecret) secret = password != NULL ? rail_secret_new_from_string (password) : NULL;
  g_autoptr(GError) error = NULL;
  RailProject *project = rail_project_file_read (file, storage_get_environment (), user, secret, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rail_project_file_get_version (file), ==, 1);
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
  g_assert_cmpuint (rail_project_file_get_version (file), ==, 2);
  again = rail_project_file_read (file, storage_get_environment (), user, secret, &error);
  g_assert_no_error (error);
  storage_assert_equal (project, again);
  rail_test_remove_folder (folder);
}

static void
test_old_protected_file_is_migrated (void)
{
  g_autoptr(RailProject) project = read_old ("example.certrail", "admin", "Certrail-example-1");
  RailEntry *leaf = rail_project_get_entry (project, 13);

  g_assert_cmpstr (rail_project_get_name (project), ==, "Bottling line 3");
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 14);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 13);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_devices (project)), ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_journal (project)), ==, 0);
  g_assert_nonnull (rail_entry_get_key (leaf));
  g_assert_cmpuint (rail_entry_get_n_generations (leaf), ==, 0);
  g_assert_true (rail_entry_is_revoked (rail_project_get_entry (project, 11), NULL, NULL));
  assert_migrated (project, "admin", "Certrail-example-1");
}

static void
test_old_unprotected_file_is_migrated (void)
{
  g_autoptr(RailProject) project = read_old ("unprotected.certrail", NULL, NULL);

  g_assert_cmpstr (rail_project_get_name (project), ==, "Ofen 1");
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 2);
  g_assert_nonnull (rail_entry_get_key (rail_project_get_entry (project, 2)));
  assert_migrated (project, NULL, NULL);
}

static void
test_old_file_of_two_users_is_migrated (void)
{
  g_autoptr(RailProject) project = read_old ("two-users.certrail", STORAGE_USER, STORAGE_PASSWORD);
  g_autoptr(RailProject) as_operator = read_old ("two-users.certrail", "operator", "operator’s password");

  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 19);
  g_assert_true (rail_project_can_use_keys (project));
  assert_migrated (project, STORAGE_USER, STORAGE_PASSWORD);

  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (as_operator)), ==, 19);
  g_assert_false (rail_project_can_use_keys (as_operator));
  g_assert_null (rail_entry_get_key (rail_project_get_entry (as_operator, 1)));
}

/* What only version 2 has is nothing that version 1 may have. */
static void
test_old_version_keeps_its_grammar (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "storage", "version-1", "unprotected.certrail", NULL);
  g_autofree char *text = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *with_journal = NULL;
  g_autofree char *renumbered = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  plain = storage_drop_checksum (text);
  with_journal = storage_replace (plain, "</entries>", "</entries><journal/>");
  g_assert_null (storage_read (with_journal, -1, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_DAMAGED);
  g_clear_error (&error);

  renumbered = storage_replace (plain, "project:1", "project:2");
  g_assert_null (storage_read (renumbered, -1, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_DAMAGED);
}

/* The outside of a protected file may not claim a version that its inside does not have. */
static void
test_versions_of_outside_and_inside_agree (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 1);
  g_autofree char *text = storage_write (project);
  g_autofree char *renumbered = storage_replace (text, "project:2", "project:1");
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
  g_test_add_func ("/storage/format-version/old-file-of-two-users-is-migrated", test_old_file_of_two_users_is_migrated);
  g_test_add_func ("/storage/format-version/old-version-keeps-its-grammar", test_old_version_keeps_its_grammar);
  g_test_add_func ("/storage/format-version/versions-of-outside-and-inside-agree",
                   test_versions_of_outside_and_inside_agree);

  return g_test_run ();
}
