/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include "rail-loaded.h"
#include "rail-operations.h"
#include "rail-project-error.h"
#include "rail-unsealed.h"
#include "rail-users.h"

#include <string.h>

#define OPERATOR_PASSWORD "operator’s password"

static RailProject *
read_as (const char *text,
         const char *user,
         const char *password_text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(RailSecret) password = rail_secret_new_from_string (password_text);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) file = rail_project_file_new_from_bytes (bytes, "plant.certrail", &error);
  RailProject *project;

  g_assert_no_error (error);
  project = rail_project_file_read (file, storage_get_environment (), user, password, &error);
  g_assert_no_error (error);
  return project;
}

static RailProject *
read_as_admin (const char *text)
{
  return read_as (text, STORAGE_USER, STORAGE_PASSWORD);
}

/* The rich project with a standard user, “operator”, as its file. */
static char *
new_text (void)
{
  g_autoptr(RailProject) project = storage_new_rich_project (TRUE);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (OPERATOR_PASSWORD);
  g_autoptr(GError) error = NULL;

  rail_project_add_user (project, "operator", RAIL_ROLE_STANDARD, password, &error);
  g_assert_no_error (error);
  return storage_write (project);
}

/* The file after the operator has added a device, renamed the project and deleted a certificate. */
static char *
change_as_operator (const char *text)
{
  g_autoptr(RailProject) project = read_as (text, "operator", OPERATOR_PASSWORD);
  g_autoptr(RailDevice) device = rail_device_new ("New device", RAIL_FAMILY_HMI);
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  rail_project_rename (project, "Renamed", &error);
  g_assert_no_error (error);
  g_ptr_array_add (entries, rail_project_get_entry (project, 78));
  g_assert_nonnull (entries->pdata[0]);
  rail_project_delete_entries (project, entries, &error);
  g_assert_no_error (error);
  return storage_write (project);
}

static char *
join_changes (RailUnsealed *unsealed)
{
  GListModel *changes = rail_unsealed_get_changes (unsealed);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr(RailUnsealedChange) change = g_list_model_get_item (changes, i);

      g_string_append_printf (text, "%s\n", rail_unsealed_change_get_text (change));
    }
  return g_string_free (text, FALSE);
}

static void
test_standard_user_hands_on_keys (void)
{
  g_autofree char *text = new_text ();
  g_autoptr(RailProject) before = read_as_admin (text);
  g_autoptr(RailProject) as_operator = read_as (text, "operator", OPERATOR_PASSWORD);
  GListModel *entries = rail_project_get_entries (as_operator);
  g_autofree char *again = storage_write (as_operator);
  g_autoptr(RailProject) after = read_as_admin (again);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailEntry *original = rail_project_get_entry (before, rail_entry_get_id (entry));

      g_assert_null (rail_entry_get_key (entry));
      g_assert_cmpint (rail_entry_has_key (entry), ==, rail_entry_has_key (original));
    }
  storage_assert_equal (before, after);
}

/* Nothing has changed, but nobody has sealed that either. */
static void
test_unchanged_project_is_unsealed (void)
{
  g_autofree char *text = new_text ();
  g_autoptr(RailProject) sealed = read_as_admin (text);
  g_autoptr(RailProject) as_operator = read_as (text, "operator", OPERATOR_PASSWORD);
  g_autofree char *again = storage_write (as_operator);
  g_autoptr(RailProject) unsealed = read_as_admin (again);

  g_assert_null (rail_project_get_unsealed (sealed));
  g_assert_null (rail_project_get_unsealed (as_operator));
  g_assert_nonnull (rail_project_get_unsealed (unsealed));
  g_assert_cmpuint (g_list_model_get_n_items (rail_unsealed_get_changes (rail_project_get_unsealed (unsealed))), ==, 0);
}

static void
test_administrator_is_shown_what_changed (void)
{
  g_autofree char *text = new_text ();
  g_autofree char *changed = change_as_operator (text);
  g_autoptr(RailProject) project = read_as_admin (changed);
  RailUnsealed *unsealed = rail_project_get_unsealed (project);
  g_autofree char *changes = NULL;
  g_autofree char *summary = NULL;

  g_assert_nonnull (unsealed);
  changes = join_changes (unsealed);
  rail_assert_contains (changes, "Certificate 78, ");
  rail_assert_contains (changes, "was deleted\n");
  rail_assert_contains (changes, "Device “New device” was added\n");
  rail_assert_contains (changes, "to “Renamed”\n");
  g_assert_cmpuint (g_list_model_get_n_items (rail_unsealed_get_changes (unsealed)), ==, 3);
  summary = rail_unsealed_dup_summary (unsealed);
  rail_assert_contains (summary, "“operator”, which is not proven");
  g_assert_true (rail_unsealed_can_discard (unsealed));
  g_assert_false (rail_project_can_use_keys (project));
}

/* What the operator does to a copy of a device, and what the administrator is told of it. */
static void
change_everything (RailDevice *device)
{
  g_autoptr(RailLoaded) loaded = rail_loaded_new (1, NULL, "");
  guint n_clients;
  const guint *clients = rail_device_get_clients (device, &n_clients);

  g_assert_cmpuint (n_clients, >, 0);
  rail_device_set_client (device, clients[0], FALSE);
  rail_device_set_service (device, RAIL_SERVICE_SYSLOG, FALSE, 0);
  rail_device_set_global_security (device, FALSE);
  rail_device_set_accepts_clients (device, FALSE);
  rail_device_set_loaded (device, loaded);
  rail_device_set_firmware (device, "4.0");
  rail_device_set_addresses (device, NULL);
  rail_device_set_comment (device, NULL);
}

static void
trust_less (RailDevice *device)
{
  guint n_partners;
  const guint *partners = rail_device_get_partners (device, &n_partners);

  for (guint i = 0; i < n_partners; i++)
    if (!rail_device_has_client (device, partners[i]))
      {
        rail_device_set_partner (device, partners[i], FALSE);
        return;
      }
  g_assert_not_reached ();
}

static void
offer_less (RailDevice *device)
{
  rail_device_set_policies (device, RAIL_POLICY_NONE);
}

static void
test_changes_of_devices_are_told_apart (void)
{
  static const struct
  {
    void      (*change) (RailDevice *device);
    const char *says;
  } cases[] = {
    { change_everything, ": trusted clients, services, global security settings, OPC UA security, what it was loaded with, "
                         "firmware, addresses, comment\n" },
    { trust_less, ": certificates of the partner devices\n" },
    { offer_less, ": OPC UA security\n" },
  };
  g_autofree char *text = new_text ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailProject) as_operator = read_as (text, "operator", OPERATOR_PASSWORD);
      g_autoptr(RailDevice) device = g_list_model_get_item (rail_project_get_devices (as_operator), 0);
      g_autoptr(RailDevice) changed = rail_device_copy (device);
      g_autoptr(RailProject) project = NULL;
      g_autofree char *written = NULL;
      g_autofree char *changes = NULL;
      g_autofree char *expected = NULL;
      g_autoptr(GError) error = NULL;

      cases[i].change (changed);
      rail_project_change_device (as_operator, device, changed, &error);
      g_assert_no_error (error);
      written = storage_write (as_operator);
      project = read_as_admin (written);
      changes = join_changes (rail_project_get_unsealed (project));
      expected = g_strdup_printf ("Device “%s” was changed%s", rail_device_get_name (device), cases[i].says);
      g_assert_cmpstr (changes, ==, expected);
    }
}

static void
test_nothing_is_saved_undecided (void)
{
  g_autofree char *text = new_text ();
  g_autofree char *changed = change_as_operator (text);
  g_autoptr(RailProject) project = read_as_admin (changed);
  g_autoptr(GFile) target = g_file_new_for_path ("/nonexistent/x.certrail");
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_project_save (project, target, &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED);
  rail_assert_contains (error->message, "keep or discard");
}

/* New keys would make the sealed user table worthless, which a decision may put back. */
static void
test_users_stay_undecided (void)
{
  g_autofree char *text = new_text ();
  g_autofree char *changed = change_as_operator (text);
  g_autoptr(RailProject) project = read_as_admin (changed);
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_project_remove_user (project, "operator", NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED);
  rail_assert_contains (error->message, "keep or discard");
  g_clear_error (&error);
  rail_project_discard_unsealed (project, &error);
  g_assert_no_error (error);
  rail_project_remove_user (project, "operator", NULL, &error);
  g_assert_no_error (error);
}

/* As when the window is locked before there was a decision. */
static void
test_undecided_project_stays_undecided (void)
{
  g_autofree char *text = new_text ();
  g_autofree char *changed = change_as_operator (text);
  g_autoptr(RailProject) project = read_as_admin (changed);
  g_autofree char *changes = join_changes (rail_project_get_unsealed (project));
  g_autofree char *again_text = storage_write (project);
  g_autoptr(RailProject) again = read_as_admin (again_text);
  g_autofree char *again_changes = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (rail_project_get_unsealed (again));
  again_changes = join_changes (rail_project_get_unsealed (again));
  g_assert_cmpstr (again_changes, ==, changes);
  rail_project_discard_unsealed (again, &error);
  g_assert_no_error (error);
  g_assert_nonnull (rail_entry_get_key (rail_project_get_entry (again, 78)));
}

static void
test_kept_changes_are_sealed (void)
{
  g_autofree char *text = new_text ();
  g_autofree char *changed = change_as_operator (text);
  g_autofree char *kept = NULL;
  g_autoptr(RailProject) project = read_as_admin (changed);
  g_autoptr(RailProject) again = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_keep_unsealed (project, &error);
  g_assert_no_error (error);
  g_assert_null (rail_project_get_unsealed (project));
  g_assert_true (rail_project_can_use_keys (project));
  g_assert_true (rail_project_get_modified (project));
  kept = storage_write (project);
  again = read_as_admin (kept);
  g_assert_null (rail_project_get_unsealed (again));
  g_assert_cmpstr (rail_project_get_name (again), ==, "Renamed");
  g_assert_null (rail_project_get_entry (again, 78));
  storage_assert_equal (project, again);
  g_assert_false (rail_project_keep_unsealed (again, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
}

static void
test_discarded_changes_are_gone (void)
{
  g_autofree char *text = new_text ();
  g_autofree char *changed = change_as_operator (text);
  g_autoptr(RailProject) before = read_as_admin (text);
  g_autoptr(RailProject) project = read_as_admin (changed);
  g_autoptr(RailProject) again = NULL;
  g_autofree char *discarded = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_discard_unsealed (project, &error);
  g_assert_no_error (error);
  g_assert_null (rail_project_get_unsealed (project));
  discarded = storage_write (project);
  again = read_as_admin (discarded);
  g_assert_null (rail_project_get_unsealed (again));
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_journal (again)), ==,
                    g_list_model_get_n_items (rail_project_get_journal (before)) + 1);
  g_assert_cmpstr (rail_project_get_name (again), ==, rail_project_get_name (before));
  g_assert_nonnull (rail_entry_get_key (rail_project_get_entry (again, 78)));
  g_assert_null (rail_project_get_device (again, "New device"));
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (again)), ==,
                    g_list_model_get_n_items (rail_project_get_entries (before)));
}

/* The second save of a standard user carries the same sealed version as the first. */
static void
test_several_saves_carry_one_seal (void)
{
  g_autofree char *text = new_text ();
  g_autofree char *changed = change_as_operator (text);
  g_autoptr(RailProject) as_operator = read_as (changed, "operator", OPERATOR_PASSWORD);
  g_autofree char *again = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autofree char *changes = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_rename (as_operator, "Twice", &error);
  g_assert_no_error (error);
  again = storage_write (as_operator);
  g_assert_cmpuint (strlen (again), <, 2 * strlen (changed));
  project = read_as_admin (again);
  changes = join_changes (rail_project_get_unsealed (project));
  rail_assert_contains (changes, "to “Twice”\n");
  rail_assert_contains (changes, "Certificate 78, ");
}

static void
test_own_password_is_changed (void)
{
  g_autofree char *text = new_text ();
  g_autoptr(RailProject) as_operator = read_as (text, "operator", OPERATOR_PASSWORD);
  g_autoptr(RailSecret) old_password = rail_secret_new_from_string (OPERATOR_PASSWORD);
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("operator’s own");
  g_autoptr(RailProject) project = NULL;
  g_autoptr(RailProject) later = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_change_password (as_operator, "operator", old_password, password, &error);
  g_assert_no_error (error);
  changed = storage_write (as_operator);
  project = read_as_admin (changed);
  changes = join_changes (rail_project_get_unsealed (project));
  g_assert_cmpstr (changes, ==, "The password or role of user “operator” was changed\n");
  rail_project_keep_unsealed (project, &error);
  g_assert_no_error (error);
  kept = storage_write (project);
  later = read_as (kept, "operator", "operator’s own");
}

/* A standard user makes a row that says administrator. Without the vault key it cannot be one, and keeping does not make it one. */
static void
test_forged_administrator_is_not_kept (void)
{
  g_autofree char *text = new_text ();
  g_autoptr(RailProject) as_operator = read_as (text, "operator", OPERATOR_PASSWORD);
  RailProtection *protection = rail_project_get_protection (as_operator);
  RailUser *operator = rail_protection_find_user (protection, "operator");
  g_autoptr(RailUser) forged = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *changes = NULL;
  g_autoptr(GError) error = NULL;
  RailUser *kept;

  forged = rail_user_new ("mallory", RAIL_ROLE_ADMINISTRATOR, rail_user_get_salt (operator),
                          rail_user_get_iterations (operator), rail_user_get_wrapped_project_key (operator),
                          rail_user_get_wrapped_project_key (operator));
  g_list_store_append (G_LIST_STORE (rail_protection_get_users (protection)), forged);
  changed = storage_write (as_operator);
  project = read_as_admin (changed);
  changes = join_changes (rail_project_get_unsealed (project));
  g_assert_cmpstr (changes, ==, "User “mallory” was added to the user table\n");
  rail_project_keep_unsealed (project, &error);
  g_assert_no_error (error);
  protection = rail_project_get_protection (project);
  g_assert_null (rail_protection_find_user (protection, "mallory"));
  kept = rail_protection_find_user (protection, "operator");
  g_assert_cmpint (rail_user_get_role (kept), ==, RAIL_ROLE_STANDARD);
}

/* Somebody has taken the mark from their row that says that their password is due; their keys are the same. */
static void
test_due_password_stays_due (void)
{
  g_autofree char *text = new_text ();
  g_autoptr(RailProject) before = read_as_admin (text);
  g_autoptr(RailProject) as_operator = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autofree char *due = NULL;
  g_autofree char *changed = NULL;
  g_autoptr(GError) error = NULL;
  RailUser *user = rail_protection_find_user (rail_project_get_protection (before), "operator");

  rail_user_set_password_state (user, 0, TRUE);
  due = storage_write (before);
  as_operator = read_as (due, "operator", OPERATOR_PASSWORD);
  user = rail_protection_find_user (rail_project_get_protection (as_operator), "operator");
  g_assert_true (rail_user_needs_new_password (user));
  rail_user_set_password_state (user, 0, FALSE);
  changed = storage_write (as_operator);

  project = read_as_admin (changed);
  rail_project_keep_unsealed (project, &error);
  g_assert_no_error (error);
  user = rail_protection_find_user (rail_project_get_protection (project), "operator");
  g_assert_true (rail_user_needs_new_password (user));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/seal/standard-user-hands-on-keys", test_standard_user_hands_on_keys);
  g_test_add_func ("/storage/seal/unchanged-project-is-unsealed", test_unchanged_project_is_unsealed);
  g_test_add_func ("/storage/seal/administrator-is-shown-what-changed", test_administrator_is_shown_what_changed);
  g_test_add_func ("/storage/seal/changes-of-devices-are-told-apart", test_changes_of_devices_are_told_apart);
  g_test_add_func ("/storage/seal/nothing-is-saved-undecided", test_nothing_is_saved_undecided);
  g_test_add_func ("/storage/seal/users-stay-undecided", test_users_stay_undecided);
  g_test_add_func ("/storage/seal/undecided-project-stays-undecided", test_undecided_project_stays_undecided);
  g_test_add_func ("/storage/seal/kept-changes-are-sealed", test_kept_changes_are_sealed);
  g_test_add_func ("/storage/seal/discarded-changes-are-gone", test_discarded_changes_are_gone);
  g_test_add_func ("/storage/seal/several-saves-carry-one-seal", test_several_saves_carry_one_seal);
  g_test_add_func ("/storage/seal/own-password-is-changed", test_own_password_is_changed);
  g_test_add_func ("/storage/seal/due-password-stays-due", test_due_password_stays_due);
  g_test_add_func ("/storage/seal/forged-administrator-is-not-kept", test_forged_administrator_is_not_kept);

  return g_test_run ();
}
