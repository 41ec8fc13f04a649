/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-users.h"

#include "project-fixture.h"

#include <string.h>

static RailSecret *
secret (const char *text)
{
  return rail_secret_new_from_string (text);
}

/* A project of the administrator “anna”. */
static RailProject *
new_project (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) password = secret ("anna’s password");
  g_autoptr(RailProtection) protection = NULL;
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  RailProject *project;

  rail_environment_set_iterations (environment, 1000);
  project = rail_project_new (environment, "Plant");
  protection = rail_protection_new (environment, "anna", password, &error);
  g_assert_no_error (error);
  rail_project_restore (project, 1, protection, nothing, nothing, &error);
  g_assert_no_error (error);
  return project;
}

static void
add (RailProject *project,
     const char  *name,
     RailRole     role,
     const char  *password_text)
{
  g_autoptr(RailSecret) password = secret (password_text);
  g_autoptr(GError) error = NULL;

  rail_project_add_user (project, name, role, password, &error);
  g_assert_no_error (error);
}

/* What a later login with the table as it is now gives. */
static RailProtection *
login (RailProject *project,
       const char  *name,
       const char  *password_text)
{
  RailProtection *protection = rail_project_get_protection (project);
  g_autoptr(RailSecret) password = secret (password_text);
  g_autoptr(RailProtection) later = rail_protection_new_locked (rail_protection_get_users (protection));

  if (!rail_protection_unlock (later, name, password, NULL))
    return NULL;
  return g_steal_pointer (&later);
}

static void
assert_login (RailProject *project,
              const char  *name,
              const char  *password)
{
  RailProtection *protection = rail_project_get_protection (project);
  g_autoptr(RailProtection) later = login (project, name, password);
  RailUser *user = rail_protection_find_user (protection, name);

  g_assert_nonnull (later);
  g_assert_true (rail_secret_equal (rail_protection_get_project_key (later),
                                    rail_protection_get_project_key (protection)));
  g_assert_cmpint (rail_protection_get_vault_key (later) != NULL, ==,
                   rail_user_get_role (user) == RAIL_ROLE_ADMINISTRATOR);
  if (rail_protection_get_vault_key (later) != NULL)
    g_assert_true (rail_secret_equal (rail_protection_get_vault_key (later), rail_protection_get_vault_key (protection)));
}

static void
assert_no_login (RailProject *project,
                 const char  *name,
                 const char  *password)
{
  g_autoptr(RailProtection) later = login (project, name, password);

  g_assert_null (later);
}

/* The same project as somebody else sees it after a login. */
static RailProject *
reopen (RailProject *project,
        const char  *name,
        const char  *password)
{
  g_autoptr(RailProtection) protection = login (project, name, password);
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  RailProject *again = rail_project_new (rail_project_get_environment (project), "Plant");
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (protection);
  rail_project_restore (again, 1, protection, nothing, nothing, &error);
  g_assert_no_error (error);
  return again;
}

static void
assert_last_line (RailProject *project,
                  RailAction   action,
                  const char  *detail)
{
  GListModel *journal = rail_project_get_journal (project);
  g_autoptr(RailJournalLine) line = g_list_model_get_item (journal, g_list_model_get_n_items (journal) - 1);

  g_assert_nonnull (line);
  g_assert_cmpint (rail_journal_line_get_action (line), ==, action);
  g_assert_cmpstr (rail_journal_line_get_detail (line), ==, detail);
}

static void
test_added_users_log_in (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(RailSecret) password = secret ("x");
  g_autoptr(RailSecret) empty = secret ("");
  g_autoptr(GError) error = NULL;
  static const char * const names[] = { "", " ", "a ", "a\nb" };

  g_assert_false (rail_project_get_modified (project));
  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  g_assert_true (rail_project_get_modified (project));
  add (project, "ida", RAIL_ROLE_ADMINISTRATOR, "ida’s password");
  assert_last_line (project, RAIL_ACTION_ADD_USER, "ida");
  assert_login (project, "anna", "anna’s password");
  assert_login (project, "otto", "otto’s password");
  assert_login (project, "ida", "ida’s password");
  assert_no_login (project, "otto", "ida’s password");
  g_assert_cmpint (rail_user_get_password_date (rail_protection_find_user (rail_project_get_protection (project), "ida")),
                   >, 0);

  g_assert_false (rail_project_add_user (project, "ida", RAIL_ROLE_STANDARD, password, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (rail_project_add_user (project, "new", RAIL_ROLE_STANDARD, empty, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_clear_error (&error);
      g_assert_false (rail_project_add_user (project, names[i], RAIL_ROLE_STANDARD, password, &error));
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
    }
}

/* Both keys are new, the removed user's are of no use, and the others notice nothing. */
static void
test_removal_makes_new_keys (void)
{
  g_autoptr(RailProject) project = new_project ();
  RailProtection *protection = rail_project_get_protection (project);
  g_autoptr(RailSecret) project_key = NULL;
  g_autoptr(RailSecret) vault_key = NULL;
  g_autoptr(GError) error = NULL;

  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  add (project, "ida", RAIL_ROLE_ADMINISTRATOR, "ida’s password");
  add (project, "max", RAIL_ROLE_STANDARD, "max’ password");
  project_key = rail_secret_ref (rail_protection_get_project_key (protection));
  vault_key = rail_secret_ref (rail_protection_get_vault_key (protection));

  rail_project_remove_user (project, "max", NULL, &error);
  g_assert_no_error (error);
  assert_last_line (project, RAIL_ACTION_REMOVE_USER, "max");
  g_assert_cmpuint (g_list_model_get_n_items (rail_protection_get_users (protection)), ==, 3);
  g_assert_false (rail_secret_equal (project_key, rail_protection_get_project_key (protection)));
  g_assert_false (rail_secret_equal (vault_key, rail_protection_get_vault_key (protection)));
  assert_login (project, "anna", "anna’s password");
  assert_login (project, "otto", "otto’s password");
  assert_login (project, "ida", "ida’s password");
  assert_no_login (project, "max", "max’ password");
  g_assert_false (rail_user_needs_new_password (rail_protection_find_user (protection, "otto")));

  /* Once more, with the kept login keys under the new vault key. */
  rail_project_remove_user (project, "otto", NULL, &error);
  g_assert_no_error (error);
  assert_login (project, "ida", "ida’s password");
}

static void
test_removed_administrator_makes_passwords_due (void)
{
  g_autoptr(RailProject) project = new_project ();
  RailProtection *protection = rail_project_get_protection (project);
  g_autoptr(RailSecret) old_password = secret ("anna’s password");
  g_autoptr(RailSecret) password = secret ("anna’s next password");
  g_autoptr(GHashTable) starts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) rail_secret_unref);
  g_autoptr(GError) error = NULL;

  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  add (project, "max", RAIL_ROLE_STANDARD, "max’ password");
  add (project, "ida", RAIL_ROLE_ADMINISTRATOR, "ida’s password");
  g_hash_table_insert (starts, (gpointer) "max", secret ("max’ start"));
  rail_project_remove_user (project, "ida", starts, &error);
  g_assert_no_error (error);

  g_assert_true (rail_user_needs_new_password (rail_protection_find_user (protection, "anna")));
  g_assert_true (rail_user_needs_new_password (rail_protection_find_user (protection, "otto")));
  g_assert_false (rail_user_needs_new_password (rail_protection_find_user (protection, "max")));
  assert_login (project, "max", "max’ start");
  assert_no_login (project, "max", "max’ password");

  rail_project_change_password (project, "anna", old_password, password, &error);
  g_assert_no_error (error);
  g_assert_false (rail_user_needs_new_password (rail_protection_find_user (protection, "anna")));
  assert_login (project, "anna", "anna’s next password");
}

static void
test_last_administrator_stays (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(RailProject) as_ida = NULL;
  g_autoptr(GError) error = NULL;

  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  g_assert_false (rail_project_remove_user (project, "anna", NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE);
  rail_assert_contains (error->message, "last administrator");
  g_clear_error (&error);
  g_assert_false (rail_project_set_role (project, "anna", RAIL_ROLE_STANDARD, NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE);
  g_clear_error (&error);

  add (project, "ida", RAIL_ROLE_ADMINISTRATOR, "ida’s password");
  g_assert_false (rail_project_remove_user (project, "anna", NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE);
  rail_assert_contains (error->message, "logged in");
  g_clear_error (&error);
  g_assert_false (rail_project_remove_user (project, "nobody", NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_clear_error (&error);

  as_ida = reopen (project, "ida", "ida’s password");
  rail_project_remove_user (as_ida, "anna", NULL, &error);
  g_assert_no_error (error);
  assert_login (as_ida, "ida", "ida’s password");
}

static void
test_roles_change_keys (void)
{
  g_autoptr(RailProject) project = new_project ();
  RailProtection *protection = rail_project_get_protection (project);
  g_autoptr(RailSecret) vault_key = NULL;
  g_autoptr(GError) error = NULL;

  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  rail_project_set_role (project, "otto", RAIL_ROLE_ADMINISTRATOR, NULL, &error);
  g_assert_no_error (error);
  assert_last_line (project, RAIL_ACTION_CHANGE_USER, "otto: administrator");
  assert_login (project, "otto", "otto’s password");

  vault_key = rail_secret_ref (rail_protection_get_vault_key (protection));
  rail_project_set_role (project, "otto", RAIL_ROLE_STANDARD, NULL, &error);
  g_assert_no_error (error);
  assert_login (project, "otto", "otto’s password");
  g_assert_false (rail_secret_equal (vault_key, rail_protection_get_vault_key (protection)));
  g_assert_true (rail_user_needs_new_password (rail_protection_find_user (protection, "anna")));
}

static void
test_renamed_user_keeps_password (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(GError) error = NULL;

  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  rail_project_rename_user (project, "otto", "Otto M.", &error);
  g_assert_no_error (error);
  assert_last_line (project, RAIL_ACTION_CHANGE_USER, "otto → Otto M.");
  assert_login (project, "Otto M.", "otto’s password");
  assert_no_login (project, "otto", "otto’s password");
  rail_project_rename_user (project, "anna", "Anna", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rail_user_get_name (rail_protection_get_user (rail_project_get_protection (project))), ==, "Anna");
  g_assert_false (rail_project_rename_user (project, "Anna", "Otto M.", &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS);
  g_clear_error (&error);
  rail_project_remove_user (project, "Otto M.", NULL, &error);
  g_assert_no_error (error);
  assert_login (project, "Anna", "anna’s password");
}

static void
test_passwords (void)
{
  g_autoptr(RailProject) project = new_project ();
  RailProtection *protection = rail_project_get_protection (project);
  g_autoptr(RailSecret) wrong = secret ("wrong");
  g_autoptr(RailSecret) old_password = secret ("anna’s password");
  g_autoptr(RailSecret) password = secret ("next");
  g_autoptr(RailSecret) empty = secret ("");
  g_autoptr(GError) error = NULL;

  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  g_assert_false (rail_project_change_password (project, "anna", wrong, password, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_WRONG_PASSWORD);
  g_clear_error (&error);
  g_assert_false (rail_project_change_password (project, "anna", NULL, password, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (rail_project_change_password (project, "anna", old_password, empty, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);

  /* Stronger defaults than at the last change are taken on silently, weaker ones are not. */
  rail_environment_set_iterations (rail_project_get_environment (project), 2000);
  rail_project_change_password (project, "anna", old_password, password, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_user_get_iterations (rail_protection_find_user (protection, "anna")), ==, 2000);
  rail_environment_set_iterations (rail_project_get_environment (project), 1000);
  rail_project_change_password (project, "anna", password, old_password, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_user_get_iterations (rail_protection_find_user (protection, "anna")), ==, 2000);
  assert_login (project, "anna", "anna’s password");

  rail_project_change_password (project, "otto", NULL, password, &error);
  g_assert_no_error (error);
  assert_last_line (project, RAIL_ACTION_CHANGE_PASSWORD, "otto");
  assert_login (project, "otto", "next");
}

/* Nobody but the user knows a password that a standard user set, so whoever removes somebody else must give a new one. */
static void
test_standard_users_change_only_their_password (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(RailProject) as_otto = NULL;
  g_autoptr(RailProject) as_anna = NULL;
  g_autoptr(RailSecret) old_password = secret ("otto’s password");
  g_autoptr(RailSecret) password = secret ("otto’s own");
  g_autoptr(GHashTable) starts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) rail_secret_unref);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) none = NULL;
  g_auto(GStrv) names = NULL;

  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  add (project, "max", RAIL_ROLE_STANDARD, "max’ password");
  none = rail_project_list_users_without_login_key (project);
  g_assert_cmpuint (g_strv_length (none), ==, 0);

  as_otto = reopen (project, "otto", "otto’s password");
  g_assert_false (rail_project_can_use_keys (as_otto));
  g_assert_nonnull (rail_project_get_keys_reason (as_otto));
  g_assert_false (rail_project_add_user (as_otto, "eva", RAIL_ROLE_STANDARD, password, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (rail_project_remove_user (as_otto, "max", NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (rail_project_set_role (as_otto, "otto", RAIL_ROLE_ADMINISTRATOR, NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (rail_project_rename_user (as_otto, "max", "moritz", &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (rail_project_change_password (as_otto, "max", old_password, password, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED);
  g_clear_error (&error);

  rail_project_change_password (as_otto, "otto", old_password, password, &error);
  g_assert_no_error (error);
  as_anna = reopen (as_otto, "anna", "anna’s password");
  names = rail_project_list_users_without_login_key (as_anna);
  g_assert_cmpuint (g_strv_length (names), ==, 1);
  g_assert_cmpstr (names[0], ==, "otto");
  g_assert_false (rail_project_remove_user (as_anna, "max", NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY);
  rail_assert_contains (error->message, "“otto”");
  g_clear_error (&error);

  g_hash_table_insert (starts, (gpointer) "otto", secret ("otto’s start"));
  rail_project_remove_user (as_anna, "max", starts, &error);
  g_assert_no_error (error);
  assert_login (as_anna, "otto", "otto’s start");
}

/* A standard user puts their own login key into the administrator's row, to be given the new vault key. */
static void
test_planted_login_key_is_not_believed (void)
{
  g_autoptr(RailProject) project = new_project ();
  RailProtection *protection = rail_project_get_protection (project);
  g_autoptr(RailProject) forged = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) names = NULL;
  RailUser *otto, *ida;

  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  add (project, "ida", RAIL_ROLE_ADMINISTRATOR, "ida’s password");
  add (project, "max", RAIL_ROLE_STANDARD, "max’ password");
  otto = rail_protection_find_user (protection, "otto");
  ida = rail_protection_find_user (protection, "ida");
  rail_user_set_wrapped_login_key (ida, rail_user_get_wrapped_login_key (otto));
  forged = reopen (project, "anna", "anna’s password");
  names = rail_project_list_users_without_login_key (forged);
  g_assert_cmpuint (g_strv_length (names), ==, 1);
  g_assert_cmpstr (names[0], ==, "ida");
  g_assert_false (rail_project_remove_user (forged, "max", NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY);
}

static void
done_cb (GObject      *source_object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

static void
test_in_the_background (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(RailSecret) password = secret ("otto’s password");
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_add_user_async (project, "otto", RAIL_ROLE_STANDARD, password, NULL, done_cb, &first);
  rail_project_add_user_async (project, "eva", RAIL_ROLE_STANDARD, password, NULL, done_cb, &second);
  while (first == NULL || second == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (rail_protection_get_users (rail_project_get_protection (project))), ==, 1);
  rail_project_change_users_finish (project, first, &error);
  g_assert_no_error (error);
  assert_login (project, "otto", "otto’s password");

  /* Both began with the same table; the second must not take back the first. */
  g_assert_false (rail_project_change_users_finish (project, second, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  assert_login (project, "otto", "otto’s password");
}

/* Users cannot be undone, but what can be undone around them still can, and counts as unsaved. */
static void
test_undo_goes_on (void)
{
  g_autoptr(RailProject) project = new_project ();
  g_autoptr(GError) error = NULL;

  rail_project_rename (project, "First", &error);
  g_assert_no_error (error);
  rail_project_rename (project, "Second", &error);
  g_assert_no_error (error);
  g_assert_true (rail_project_undo (project));
  rail_project_mark_saved (project);
  add (project, "otto", RAIL_ROLE_STANDARD, "otto’s password");
  g_assert_true (rail_project_get_modified (project));
  g_assert_true (rail_project_undo (project));
  g_assert_cmpstr (rail_project_get_name (project), ==, "Plant");
  g_assert_true (rail_project_get_modified (project));
  g_assert_true (rail_project_redo (project));
  g_assert_true (rail_project_get_modified (project));
  rail_project_mark_saved (project);
  g_assert_true (rail_project_undo (project));
  g_assert_true (rail_project_redo (project));
  g_assert_false (rail_project_get_modified (project));
  g_assert_true (rail_project_redo (project));
  g_assert_cmpstr (rail_project_get_name (project), ==, "Second");
  assert_login (project, "otto", "otto’s password");
}

static void
test_unprotected_project_has_no_users (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailSecret) password = secret ("x");
  g_autoptr(GError) error = NULL;

  g_assert_true (rail_project_can_use_keys (project));
  g_assert_false (rail_project_add_user (project, "otto", RAIL_ROLE_STANDARD, password, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/project/users/added-users-log-in", test_added_users_log_in);
  g_test_add_func ("/project/users/removal-makes-new-keys", test_removal_makes_new_keys);
  g_test_add_func ("/project/users/removed-administrator-makes-passwords-due",
                   test_removed_administrator_makes_passwords_due);
  g_test_add_func ("/project/users/last-administrator-stays", test_last_administrator_stays);
  g_test_add_func ("/project/users/roles-change-keys", test_roles_change_keys);
  g_test_add_func ("/project/users/renamed-user-keeps-password", test_renamed_user_keeps_password);
  g_test_add_func ("/project/users/passwords", test_passwords);
  g_test_add_func ("/project/users/standard-users-change-only-their-password",
                   test_standard_users_change_only_their_password);
  g_test_add_func ("/project/users/planted-login-key-is-not-believed", test_planted_login_key_is_not_believed);
  g_test_add_func ("/project/users/in-the-background", test_in_the_background);
  g_test_add_func ("/project/users/undo-goes-on", test_undo_goes_on);
  g_test_add_func ("/project/users/unprotected-project-has-no-users", test_unprotected_project_has_no_users);

  return g_test_run ();
}
