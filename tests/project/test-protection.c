/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-cipher.h"

#include "project-fixture.h"

static RailEnvironment *
new_environment (void)
{
  RailEnvironment *environment = rail_environment_new ();

  rail_environment_set_iterations (environment, 1000);
  return environment;
}

static RailProtection *
new_protection (const char *user_name,
                const char *password)
{
  g_autoptr(RailEnvironment) environment = new_environment ();
  g_autoptr(RailSecret) secret = rail_secret_new_from_string (password);
  g_autoptr(GError) error = NULL;
  RailProtection *protection = rail_protection_new (environment, user_name, secret, &error);

  g_assert_no_error (error);
  return protection;
}

static void
assert_refused (RailProtection *protection,
                const char     *user_name,
                const char     *password,
                int             code,
                char          **out_message)
{
  g_autoptr(RailSecret) secret = rail_secret_new_from_string (password);
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_protection_unlock (protection, user_name, secret, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, code);
  g_assert_null (rail_protection_get_project_key (protection));
  g_assert_null (rail_protection_get_vault_key (protection));
  g_assert_null (rail_protection_get_user (protection));
  if (out_message != NULL)
    *out_message = g_strdup (error->message);
}

static void
test_first_administrator (void)
{
  g_autoptr(RailProtection) protection = new_protection ("admin", "secret");
  RailUser *user = rail_protection_get_user (protection);
  g_autofree char *name = NULL;
  RailRole role;

  g_assert_cmpuint (g_list_model_get_n_items (rail_protection_get_users (protection)), ==, 1);
  g_assert_true (rail_protection_find_user (protection, "admin") == user);
  g_assert_null (rail_protection_find_user (protection, "Admin"));
  g_object_get (user, "name", &name, "role", &role, NULL);
  g_assert_cmpstr (name, ==, "admin");
  g_assert_cmpint (role, ==, RAIL_ROLE_ADMINISTRATOR);
  g_assert_cmpuint (g_bytes_get_size (rail_user_get_salt (user)), ==, 16);
  g_assert_cmpuint (rail_user_get_iterations (user), ==, 1000);
  g_assert_cmpuint (rail_secret_get_size (rail_protection_get_project_key (protection)), ==, 32);
  g_assert_cmpuint (rail_secret_get_size (rail_protection_get_vault_key (protection)), ==, 32);
  g_assert_false (rail_secret_equal (rail_protection_get_project_key (protection),
                                     rail_protection_get_vault_key (protection)));
}

static void
test_right_password (void)
{
  g_autoptr(RailProtection) made = new_protection ("admin", "pässword");
  g_autoptr(RailProtection) read = rail_protection_new_locked (rail_protection_get_users (made));
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("pässword");
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_protection_get_project_key (read));
  g_assert_true (rail_protection_unlock (read, "admin", password, &error));
  g_assert_no_error (error);
  g_assert_true (rail_secret_equal (rail_protection_get_project_key (read), rail_protection_get_project_key (made)));
  g_assert_true (rail_secret_equal (rail_protection_get_vault_key (read), rail_protection_get_vault_key (made)));
  g_assert_cmpstr (rail_user_get_name (rail_protection_get_user (read)), ==, "admin");
}

static void
test_wrong_password (void)
{
  g_autoptr(RailProtection) made = new_protection ("admin", "secret");
  g_autoptr(RailProtection) read = rail_protection_new_locked (rail_protection_get_users (made));
  g_autofree char *wrong_password = NULL;
  g_autofree char *wrong_user = NULL;

  assert_refused (read, "admin", "Secret", RAIL_PROJECT_ERROR_WRONG_PASSWORD, &wrong_password);
  assert_refused (read, "nobody", "secret", RAIL_PROJECT_ERROR_WRONG_PASSWORD, &wrong_user);
  g_assert_cmpstr (wrong_password, ==, wrong_user);
}

/* With many iterations, an unknown user answers as late as a wrong password does. */
static void
test_unknown_user_takes_as_long (void)
{
  g_autoptr(RailEnvironment) environment = new_environment ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("secret");
  g_autoptr(RailSecret) wrong = rail_secret_new_from_string ("wrong");
  g_autoptr(RailProtection) made = NULL;
  g_autoptr(RailProtection) read = NULL;
  gint64 begin, known, unknown;

  rail_environment_set_iterations (environment, 100000);
  made = rail_protection_new (environment, "admin", password, NULL);
  read = rail_protection_new_locked (rail_protection_get_users (made));
  begin = g_get_monotonic_time ();
  g_assert_false (rail_protection_unlock (read, "admin", wrong, NULL));
  known = g_get_monotonic_time () - begin;
  begin = g_get_monotonic_time ();
  g_assert_false (rail_protection_unlock (read, "nobody", wrong, NULL));
  unknown = g_get_monotonic_time () - begin;
  /* The machine may be busy; without a derivation it would be a thousand times less. */
  g_assert_cmpint (unknown, >, known / 10);
}

static void
test_runs_differ (void)
{
  g_autoptr(RailProtection) a = new_protection ("admin", "secret");
  g_autoptr(RailProtection) b = new_protection ("admin", "secret");
  RailUser *user_a = rail_protection_get_user (a);
  RailUser *user_b = rail_protection_get_user (b);

  g_assert_false (g_bytes_equal (rail_user_get_salt (user_a), rail_user_get_salt (user_b)));
  g_assert_false (g_bytes_equal (rail_user_get_wrapped_project_key (user_a),
                                 rail_user_get_wrapped_project_key (user_b)));
  g_assert_false (g_bytes_equal (rail_user_get_wrapped_vault_key (user_a),
                                 rail_user_get_wrapped_vault_key (user_b)));
  g_assert_false (rail_secret_equal (rail_protection_get_project_key (a), rail_protection_get_project_key (b)));
}

static RailProtection *
lock_with (RailUser *user,
           RailRole  role,
           GBytes   *wrapped_project_key,
           GBytes   *wrapped_vault_key)
{
  g_autoptr(GListStore) users = g_list_store_new (RAIL_TYPE_USER);
  g_autoptr(RailUser) changed =
    rail_user_new (rail_user_get_name (user), role, rail_user_get_salt (user), rail_user_get_iterations (user),
                   wrapped_project_key, wrapped_vault_key);

  g_list_store_append (users, changed);
  return rail_protection_new_locked (G_LIST_MODEL (users));
}

static void
test_standard_user (void)
{
  g_autoptr(RailProtection) made = new_protection ("anna", "secret");
  RailUser *user = rail_protection_get_user (made);
  g_autoptr(RailProtection) read =
    lock_with (user, RAIL_ROLE_STANDARD, rail_user_get_wrapped_project_key (user), NULL);
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("secret");

  g_assert_true (rail_protection_unlock (read, "anna", password, NULL));
  g_assert_nonnull (rail_protection_get_project_key (read));
  g_assert_null (rail_protection_get_vault_key (read));
}

static void
test_damaged_table (void)
{
  g_autoptr(RailProtection) made = new_protection ("admin", "secret");
  RailUser *user = rail_protection_get_user (made);
  GBytes *wrapped = rail_user_get_wrapped_project_key (user);
  g_autoptr(GBytes) cut = g_bytes_new_from_bytes (wrapped, 0, g_bytes_get_size (wrapped) - 1);
  g_autofree guint8 *flipped = g_memdup2 (g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));
  g_autoptr(GBytes) other = NULL;
  g_autoptr(RailProtection) short_key = NULL;
  g_autoptr(RailProtection) wrong_vault = NULL;

  flipped[20] ^= 1;
  other = g_bytes_new (flipped, g_bytes_get_size (wrapped));
  short_key = lock_with (user, RAIL_ROLE_ADMINISTRATOR, cut, rail_user_get_wrapped_vault_key (user));
  assert_refused (short_key, "admin", "secret", RAIL_PROJECT_ERROR_INVALID, NULL);
  wrong_vault = lock_with (user, RAIL_ROLE_ADMINISTRATOR, wrapped, other);
  assert_refused (wrong_vault, "admin", "secret", RAIL_PROJECT_ERROR_INVALID, NULL);
}

static void
test_credentials_are_checked (void)
{
  g_autoptr(RailEnvironment) environment = new_environment ();
  g_autofree char *too_long = g_strnfill (65, 'x');
  const struct
  {
    const char *name;
    const char *password;
  } cases[] = {
    { "", "secret" }, { " admin", "secret" }, { "admin ", "secret" }, { "ad\nmin", "secret" }, { too_long, "secret" },
    { "admin", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailSecret) password = rail_secret_new_from_string (cases[i].password);
      g_autoptr(GError) error = NULL;

      g_assert_null (rail_protection_new (environment, cases[i].name, password, &error));
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
    }
}

static void
test_roles (void)
{
  RailRole role = RAIL_ROLE_STANDARD;

  g_assert_true (rail_role_parse ("administrator", &role));
  g_assert_cmpint (role, ==, RAIL_ROLE_ADMINISTRATOR);
  g_assert_true (rail_role_parse ("standard", &role));
  g_assert_cmpint (role, ==, RAIL_ROLE_STANDARD);
  g_assert_false (rail_role_parse ("root", &role));
  g_assert_cmpstr (rail_role_get_nick (RAIL_ROLE_ADMINISTRATOR), ==, "administrator");
  g_assert_cmpstr (rail_role_get_nick (RAIL_ROLE_STANDARD), ==, "standard");
}

static void
test_copy (void)
{
  g_autoptr(RailProtection) made = new_protection ("admin", "secret");
  g_autoptr(RailProtection) locked = rail_protection_new_locked (rail_protection_get_users (made));
  g_autoptr(RailProtection) copy = rail_protection_copy (made);
  g_autoptr(RailProtection) locked_copy = rail_protection_copy (locked);
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("secret");
  g_autoptr(RailUser) user = g_list_model_get_item (rail_protection_get_users (copy), 0);

  g_assert_true (rail_protection_get_users (copy) != rail_protection_get_users (made));
  g_assert_cmpuint (g_list_model_get_n_items (rail_protection_get_users (copy)), ==, 1);
  g_assert_true (user == rail_protection_get_user (made));
  g_assert_true (user == rail_protection_get_user (copy));
  g_assert_true (rail_protection_get_project_key (copy) == rail_protection_get_project_key (made));
  g_assert_true (rail_protection_get_vault_key (copy) == rail_protection_get_vault_key (made));

  g_assert_null (rail_protection_get_user (locked_copy));
  g_assert_null (rail_protection_get_project_key (locked_copy));
  g_assert_true (rail_protection_unlock (locked_copy, "admin", password, NULL));
  g_assert_null (rail_protection_get_vault_key (locked));
}

static void
test_finalise (void)
{
  RailProtection *protection = new_protection ("admin", "secret");
  RailUser *user = g_object_ref (rail_protection_get_user (protection));

  g_assert_finalize_object (protection);
  g_assert_finalize_object (user);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/protection/has-one-administrator", test_first_administrator);
  g_test_add_func ("/project/protection/right-password-opens-both-keys", test_right_password);
  g_test_add_func ("/project/protection/wrong-user-and-wrong-password-look-the-same", test_wrong_password);
  g_test_add_func ("/project/protection/unknown-user-takes-as-long", test_unknown_user_takes_as_long);
  g_test_add_func ("/project/protection/wrapped-keys-differ-each-time", test_runs_differ);
  g_test_add_func ("/project/protection/standard-user-gets-no-vault-key", test_standard_user);
  g_test_add_func ("/project/protection/damaged-user-table-is-named", test_damaged_table);
  g_test_add_func ("/project/protection/credentials-are-checked", test_credentials_are_checked);
  g_test_add_func ("/project/protection/roles-have-nicks", test_roles);
  g_test_add_func ("/project/protection/copy-has-its-own-list", test_copy);
  g_test_add_func ("/project/protection/is-freed", test_finalise);
  return g_test_run ();
}
