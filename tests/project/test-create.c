/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "project-fixture.h"

static void
test_all_usages (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);

  for (guint i = 0; i < n_profiles; i++)
    {
      RailUsage usage = profiles[i].usage;
      gboolean is_root = usage == RAIL_USAGE_CA_ROOT;
      RailEntry *entry = fixture_create_simple (project, usage, profiles[i].nick, is_root ? NULL : root);
      RailCertificate *certificate = rail_entry_get_certificate (entry);

      g_assert_cmpuint (rail_entry_get_id (entry), ==, i + 2);
      g_assert_cmpint (rail_entry_get_usage (entry), ==, usage);
      g_assert_cmpint (rail_entry_get_kind (entry), ==, profiles[i].is_ca ? RAIL_ENTRY_CA : RAIL_ENTRY_DEVICE);
      g_assert_cmpstr (rail_certificate_get_common_name (certificate), ==, profiles[i].nick);
      g_assert_true (rail_certificate_matches_key (certificate, rail_entry_get_key (entry)));
      g_assert_true (rail_project_get_issuer (project, entry) == (is_root ? NULL : root));
      g_assert_true (rail_certificate_is_issued_by (certificate, rail_entry_get_certificate (is_root ? entry : root)));
      g_assert_true (rail_project_get_entry (project, i + 2) == entry);
    }
}

static void
test_templates_are_enough (void)
{
  static const char * const addresses[] = { "192.168.0.1", "plc-1.example", NULL };
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);

  fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  rail_device_set_addresses (device, addresses);
  g_assert_true (rail_project_add_device (project, device, NULL));
  for (guint i = 0; i < n_profiles; i++)
    {
      g_autoptr(RailCreation) creation = rail_creation_new (project);
      RailEntry *entry;

      rail_creation_set_device (creation, "PLC_1");
      rail_creation_apply_template (creation, profiles[i].usage);
      rail_certificate_request_set_common_name (rail_creation_get_request (creation), "PLC-1");
      entry = fixture_create (creation, project);
      g_assert_cmpstr (rail_entry_get_device (entry), ==, "PLC_1");
      g_assert_true ((rail_project_get_issuer (project, entry) == NULL) == (profiles[i].usage == RAIL_USAGE_CA_ROOT));
    }
}

static void
test_unprotected_limits (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  static const RailUsage refused[] = { RAIL_USAGE_CA_ROOT, RAIL_USAGE_CA_INTERMEDIATE };
  RailEntry *entry = fixture_create_simple (project, RAIL_USAGE_WEB_SERVER, "PLC-1", NULL);

  g_assert_true (rail_certificate_is_self_signed (rail_entry_get_certificate (entry)));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(RailCreation) creation = fixture_new_creation (project, refused[i], "Root", NULL);
      g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
      g_autoptr(GError) error = NULL;

      g_list_store_append (creations, creation);
      g_assert_null (rail_project_create (project, G_LIST_MODEL (creations), &error));
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED);
    }
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 2);
}

static GListModel *
new_batch (RailProject *project,
           guint        size,
           RailEntry   *issuer)
{
  GListStore *creations = g_list_store_new (RAIL_TYPE_CREATION);

  for (guint i = 0; i < size; i++)
    {
      g_autofree char *name = g_strdup_printf ("PLC-%u", i);
      g_autoptr(RailCreation) creation = fixture_new_creation (project, RAIL_USAGE_OPCUA_SERVER, name, issuer);

      g_list_store_append (creations, creation);
    }
  return G_LIST_MODEL (creations);
}

static void
test_one_bad_row_creates_nothing (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(GListModel) creations = new_batch (project, 3, root);
  g_autoptr(RailCreation) last = g_list_model_get_item (creations, 2);
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  rail_certificate_request_set_common_name (rail_creation_get_request (last), "");
  before = fixture_dump (project);
  g_assert_null (rail_project_create (project, creations, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  rail_assert_contains (error->message, "3 of 3");
  after = fixture_dump (project);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 2);
}

typedef struct
{
  GCancellable *cancellable;
  guint         cancel_at;
  guint         last_done;
  guint         n_reports;
  gboolean      called;
  GPtrArray    *entries;
  GError       *error;
} Batch;

static void
progress_cb (guint    done,
             guint    total,
             gpointer user_data)
{
  Batch *batch = user_data;

  g_assert_false (batch->called);
  g_assert_true (g_main_context_is_owner (NULL));
  g_assert_cmpuint (done, >=, batch->last_done);
  g_assert_cmpuint (done, <=, total);
  batch->last_done = done;
  batch->n_reports++;
  if (batch->cancel_at > 0 && done >= batch->cancel_at)
    g_cancellable_cancel (batch->cancellable);
}

static void
created_cb (GObject      *source_object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Batch *batch = user_data;

  batch->entries = rail_project_create_finish (RAIL_PROJECT (source_object), result, &batch->error);
  batch->called = TRUE;
}

static void
run_batch (RailProject *project,
           GListModel  *creations,
           Batch       *batch)
{
  batch->cancellable = g_cancellable_new ();
  rail_project_create_async (project, creations, progress_cb, batch, batch->cancellable, created_cb, batch);
}

static void
batch_clear (Batch *batch)
{
  g_clear_object (&batch->cancellable);
  g_clear_pointer (&batch->entries, g_ptr_array_unref);
  g_clear_error (&batch->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static void
test_batch (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(GListModel) creations = new_batch (project, 200, root);
  g_autoptr(GHashTable) serials = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto(Batch) batch = { 0 };
  FixtureCounter splices;

  fixture_count (rail_project_get_entries (project), "items-changed", &splices);
  run_batch (project, creations, &batch);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 1);
  rail_test_wait (&batch.called);
  g_assert_no_error (batch.error);
  g_assert_cmpuint (batch.entries->len, ==, 200);
  g_assert_cmpuint (batch.last_done, ==, 200);
  g_assert_cmpuint (splices.count, ==, 1);
  for (guint i = 0; i < 200; i++)
    {
      RailEntry *entry = batch.entries->pdata[i];
      RailCertificate *certificate = rail_entry_get_certificate (entry);
      g_autofree char *name = g_strdup_printf ("PLC-%u", i);

      g_assert_cmpuint (rail_entry_get_id (entry), ==, i + 2);
      g_assert_cmpstr (rail_certificate_get_common_name (certificate), ==, name);
      g_assert_true (g_hash_table_add (serials, (gpointer) rail_certificate_get_serial (certificate)));
      g_assert_true (rail_project_get_entry (project, i + 2) == entry);
    }
  g_assert_cmpstr (rail_project_get_undo_text (project), ==, "Create 200 certificates");
}

static void
test_cancel (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(GListModel) creations = new_batch (project, 400, root);
  g_auto(Batch) batch = { .cancel_at = 3 };
  g_autofree char *before = fixture_dump (project);
  g_autofree char *after = NULL;
  RailEntry *next;

  run_batch (project, creations, &batch);
  rail_test_wait (&batch.called);
  g_assert_error (batch.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (batch.entries);
  g_assert_cmpuint (batch.last_done, <, 400);
  after = fixture_dump (project);
  g_assert_cmpstr (before, ==, after);
  next = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "Next", root);
  g_assert_cmpuint (rail_entry_get_id (next), ==, 2);
}

static void
test_cancelled_before (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GListModel) creations = new_batch (project, 2, NULL);
  g_auto(Batch) batch = { .cancellable = g_cancellable_new () };

  g_cancellable_cancel (batch.cancellable);
  rail_project_create_async (project, creations, progress_cb, &batch, batch.cancellable, created_cb, &batch);
  g_assert_false (batch.called);
  rail_test_wait (&batch.called);
  g_assert_error (batch.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 1);
}

/* The worker may still be busy when the last one who knew the project has gone. */
static void
test_cancelled_project_is_freed (void)
{
  RailProject *project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  GListModel *creations = new_batch (project, 50, root);
  g_auto(Batch) batch = { 0 };

  run_batch (project, creations, &batch);
  g_object_unref (creations);
  g_cancellable_cancel (batch.cancellable);
  rail_test_wait (&batch.called);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (project);
}

static void
test_issuer_deleted_meanwhile (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(GListModel) creations = new_batch (project, 2, root);
  g_autoptr(GPtrArray) doomed = fixture_list (root, NULL);
  g_auto(Batch) batch = { 0 };

  run_batch (project, creations, &batch);
  g_assert_true (rail_project_delete_entries (project, doomed, NULL));
  rail_test_wait (&batch.called);
  g_assert_error (batch.error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 0);
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 2);
}

static void
test_device_deleted_meanwhile (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(GListModel) creations = new_batch (project, 1, NULL);
  g_autoptr(RailCreation) creation = g_list_model_get_item (creations, 0);
  g_auto(Batch) batch = { 0 };

  g_assert_true (rail_project_add_device (project, device, NULL));
  rail_creation_set_device (creation, "PLC_1");
  run_batch (project, creations, &batch);
  g_assert_true (rail_project_delete_device (project, device, NULL));
  rail_test_wait (&batch.called);
  g_assert_error (batch.error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
}

static void
test_changes_meanwhile_are_kept (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(GListModel) creations = new_batch (project, 3, root);
  g_auto(Batch) batch = { 0 };
  RailEntry *between;

  run_batch (project, creations, &batch);
  between = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "Between", root);
  rail_test_wait (&batch.called);
  g_assert_no_error (batch.error);
  g_assert_cmpuint (rail_entry_get_id (between), ==, 2);
  g_assert_cmpuint (rail_entry_get_id (batch.entries->pdata[0]), ==, 3);
  g_assert_cmpuint (rail_entry_get_id (batch.entries->pdata[2]), ==, 5);
}

static void
test_ids_are_never_given_again (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  RailEntry *entry = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "One", NULL);
  g_autoptr(GPtrArray) list = fixture_list (entry, NULL);

  g_assert_true (rail_project_delete_entries (project, list, NULL));
  entry = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "Two", NULL);
  g_assert_cmpuint (rail_entry_get_id (entry), ==, 2);
  g_assert_true (rail_project_undo (project));
  g_assert_null (rail_project_get_entry (project, 2));
  entry = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "Three", NULL);
  g_assert_cmpuint (rail_entry_get_id (entry), ==, 3);
}

static void
test_nothing_is_no_step (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = rail_project_create (project, G_LIST_MODEL (creations), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_null (rail_project_get_undo_text (project));
  g_assert_false (rail_project_get_modified (project));
}

/* Somebody without the vault key could make a private key, but not keep it. */
static void
test_standard_user_is_refused (void)
{
  g_autoptr(RailProject) made = fixture_new_protected ();
  RailUser *admin = rail_protection_get_user (rail_project_get_protection (made));
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GListStore) users = g_list_store_new (RAIL_TYPE_USER);
  g_autoptr(RailUser) anna =
    rail_user_new ("anna", RAIL_ROLE_STANDARD, rail_user_get_salt (admin), 1000,
                   rail_user_get_wrapped_project_key (admin), NULL);
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(RailProtection) protection = NULL;
  g_autoptr(GListModel) creations = NULL;
  g_autoptr(GError) error = NULL;

  g_list_store_append (users, admin);
  g_list_store_append (users, anna);
  protection = rail_protection_new_locked (G_LIST_MODEL (users));
  g_assert_true (rail_protection_unlock (protection, "anna", password, NULL));
  g_assert_true (rail_project_restore (project, 1, protection, nothing, nothing, NULL));
  creations = new_batch (project, 1, NULL);
  g_assert_null (rail_project_create (project, creations, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/create/every-usage-makes-its-entry", test_all_usages);
  g_test_add_func ("/project/create/templates-are-enough-with-a-device", test_templates_are_enough);
  g_test_add_func ("/project/create/unprotected-makes-self-signed-only", test_unprotected_limits);
  g_test_add_func ("/project/create/one-bad-row-creates-nothing", test_one_bad_row_creates_nothing);
  g_test_add_func ("/project/create/batch-has-ids-in-order", test_batch);
  g_test_add_func ("/project/create/cancel-leaves-the-project-alone", test_cancel);
  g_test_add_func ("/project/create/cancelled-before-it-begins", test_cancelled_before);
  g_test_add_func ("/project/create/cancelled-project-is-freed", test_cancelled_project_is_freed);
  g_test_add_func ("/project/create/issuer-deleted-meanwhile-is-said", test_issuer_deleted_meanwhile);
  g_test_add_func ("/project/create/device-deleted-meanwhile-is-said", test_device_deleted_meanwhile);
  g_test_add_func ("/project/create/changes-meanwhile-are-kept", test_changes_meanwhile_are_kept);
  g_test_add_func ("/project/create/ids-are-never-given-again", test_ids_are_never_given_again);
  g_test_add_func ("/project/create/nothing-is-no-step", test_nothing_is_no_step);
  g_test_add_func ("/project/create/standard-user-is-refused", test_standard_user_is_refused);
  return g_test_run ();
}
