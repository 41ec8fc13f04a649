/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "project-fixture.h"
#include "rail-device-private.h"
#include "rail-loaded.h"

static void
test_new (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailEnvironment) environment = NULL;
  g_autofree char *name = NULL;
  g_autofree char *undo_text = NULL;
  gboolean modified, is_protected;
  guint next_id;

  g_object_get (project, "environment", &environment, "name", &name, "modified", &modified,
                "protected", &is_protected, "next-id", &next_id, "undo-text", &undo_text, NULL);
  g_assert_true (environment == rail_project_get_environment (project));
  g_assert_cmpstr (name, ==, "Bottling line 3");
  g_assert_false (modified);
  g_assert_false (is_protected);
  g_assert_cmpuint (next_id, ==, 1);
  g_assert_null (undo_text);
  g_assert_false (rail_project_undo (project));
  g_assert_true (g_list_model_get_item_type (rail_project_get_entries (project)) == RAIL_TYPE_ENTRY);
  g_assert_true (g_list_model_get_item_type (rail_project_get_devices (project)) == RAIL_TYPE_DEVICE);
}

static void
test_notify (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  FixtureCounter name, modified, next_id, undo_text, entries;

  fixture_count (project, "notify::name", &name);
  fixture_count (project, "notify::modified", &modified);
  fixture_count (project, "notify::next-id", &next_id);
  fixture_count (project, "notify::undo-text", &undo_text);
  fixture_count (rail_project_get_entries (project), "items-changed", &entries);

  fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "One", NULL);
  g_assert_cmpuint (entries.count, ==, 1);
  g_assert_cmpuint (next_id.count, ==, 1);
  g_assert_cmpuint (modified.count, ==, 1);
  g_assert_cmpuint (undo_text.count, ==, 1);
  rail_project_mark_saved (project);
  rail_project_mark_saved (project);
  g_assert_cmpuint (modified.count, ==, 2);
  g_assert_true (rail_project_undo (project));
  g_assert_cmpuint (entries.count, ==, 2);
  g_assert_cmpuint (modified.count, ==, 3);
  g_assert_cmpuint (undo_text.count, ==, 2);
  g_object_set (project, "name", "Filling", NULL);
  g_object_set (project, "name", "Filling", NULL);
  g_assert_cmpuint (name.count, ==, 1);
}

static void
test_saved_state (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  guint64 state;

  g_assert_true (rail_project_rename (project, "One", NULL));
  state = rail_project_get_state (project);
  g_assert_true (rail_project_rename (project, "Two", NULL));
  g_assert_cmpuint (rail_project_get_state (project), !=, state);

  /* The file was written from the state before. */
  rail_project_mark_state_saved (project, state);
  g_assert_true (rail_project_get_modified (project));
  g_assert_true (rail_project_undo (project));
  g_assert_cmpuint (rail_project_get_state (project), ==, state);
  g_assert_false (rail_project_get_modified (project));
  g_assert_true (rail_project_undo (project));
  g_assert_true (rail_project_get_modified (project));
}

static void
test_hundred_steps (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  guint steps = 0;

  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *name = g_strdup_printf ("Line %u", i);

      g_assert_true (rail_project_rename (project, name, NULL));
    }
  while (rail_project_undo (project))
    steps++;
  g_assert_cmpuint (steps, ==, 100);
  g_assert_cmpstr (rail_project_get_name (project), ==, "Line 49");
  g_assert_true (rail_project_get_modified (project));
}

static void
test_copy (void)
{
  RailProject *project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  RailDevice *device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(RailProject) copy = NULL;
  g_autoptr(RailRevocationList) list = NULL;
  RailEntry *leaf_copy;

  g_assert_true (rail_project_add_device (project, device, NULL));
  copy = rail_project_copy (project);
  /* Whatever changes when it is read must be the copy's own: a worker reads it. */
  g_assert_true (rail_protection_get_users (rail_project_get_protection (copy)) !=
                 rail_protection_get_users (rail_project_get_protection (project)));
  rail_entry_set_device (leaf, "PLC_1");
  rail_device_set_comment (device, "changed");
  g_object_unref (device);
  g_assert_finalize_object (project);

  g_assert_cmpstr (rail_project_get_name (copy), ==, "Bottling line 3");
  g_assert_true (rail_project_is_protected (copy));
  g_assert_cmpuint (rail_project_get_next_id (copy), ==, 3);
  g_assert_false (rail_project_get_modified (copy));
  g_assert_null (rail_project_get_undo_text (copy));
  leaf_copy = rail_project_get_entry (copy, 2);
  g_assert_null (rail_entry_get_device (leaf_copy));
  g_assert_cmpstr (rail_device_get_comment (rail_project_get_device (copy, "PLC_1")), ==, "");
  g_assert_true (rail_project_get_issuer (copy, leaf_copy) == rail_project_get_entry (copy, 1));
  list = rail_project_issue_revocation_list (copy, rail_project_get_entry (copy, 1), NULL);
  g_assert_nonnull (list);
}

static void
test_chain (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *middle = fixture_create_simple (project, RAIL_USAGE_CA_INTERMEDIATE, "Middle", root);
  RailEntry *leaf = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", middle);
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(GPtrArray) root_chain = NULL;
  gboolean complete = FALSE;

  chain = rail_project_get_chain (project, leaf, &complete);
  g_assert_true (complete);
  g_assert_cmpuint (chain->len, ==, 3);
  g_assert_true (chain->pdata[0] == leaf);
  g_assert_true (chain->pdata[1] == middle);
  g_assert_true (chain->pdata[2] == root);
  root_chain = rail_project_get_chain (project, root, NULL);
  g_assert_cmpuint (root_chain->len, ==, 1);
}

static gboolean
restore (RailProject *project,
         guint        next_id,
         GPtrArray   *entries,
         GError     **error)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();

  return rail_project_restore (project, next_id, rail_project_get_protection (project), entries, devices, error);
}

/* Two authorities of one name: a renewed one, or the default ones of an older program. */
static void
test_namesakes (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *first = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *second = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *of_first = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", first);
  RailEntry *of_second = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-2", second);
  g_autoptr(GPtrArray) chain = NULL;

  g_assert_true (rail_project_get_issuer (project, of_first) == first);
  g_assert_true (rail_project_get_issuer (project, of_second) == second);
  chain = rail_project_get_chain (project, of_second, NULL);
  g_assert_true (chain->pdata[1] == second);
}

static void
test_trusted_twin (void)
{
  g_autoptr(RailProject) made = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (made, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (made, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(GError) error = NULL;
  gboolean complete = FALSE;

  g_ptr_array_add (entries, rail_entry_new (9, RAIL_ENTRY_CA, RAIL_USAGE_CA_ROOT,
                                            rail_entry_get_certificate (root), rail_entry_get_key (root)));
  g_ptr_array_add (entries, rail_entry_new (4, RAIL_ENTRY_TRUSTED, RAIL_USAGE_CA_ROOT,
                                            rail_entry_get_certificate (root), NULL));
  g_ptr_array_add (entries, rail_entry_new (7, RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT,
                                            rail_entry_get_certificate (leaf), NULL));
  restore (project, 20, entries, &error);
  g_assert_no_error (error);
  g_assert_true (rail_project_get_issuer (project, entries->pdata[2]) == entries->pdata[0]);
  chain = rail_project_get_chain (project, entries->pdata[2], &complete);
  g_assert_true (complete);
  g_assert_cmpuint (chain->len, ==, 2);
}

static void
test_issuer_missing (void)
{
  g_autoptr(RailProject) made = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (made, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (made, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) chain = NULL;
  gboolean complete = TRUE;

  g_ptr_array_add (entries, rail_entry_new (1, RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT,
                                            rail_entry_get_certificate (leaf), NULL));
  g_assert_true (restore (project, 2, entries, NULL));
  g_assert_null (rail_project_get_issuer (project, entries->pdata[0]));
  chain = rail_project_get_chain (project, entries->pdata[0], &complete);
  g_assert_false (complete);
  g_assert_cmpuint (chain->len, ==, 1);
}

static void
test_restore_sorts (void)
{
  g_autoptr(RailProject) made = fixture_new_project ();
  RailEntry *entry = fixture_create_simple (made, RAIL_USAGE_TLS_CLIENT, "PLC-1", NULL);
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  static const guint ids[] = { 7, 2, 2147483647, 5 };
  static const guint sorted[] = { 2, 5, 7, 2147483647 };
  FixtureCounter splices;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_ptr_array_add (entries, rail_entry_new (ids[i], RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT,
                                              rail_entry_get_certificate (entry), rail_entry_get_key (entry)));
  fixture_count (rail_project_get_entries (project), "items-changed", &splices);
  g_assert_true (restore (project, 1u << 31, entries, NULL));
  g_assert_cmpuint (splices.count, ==, 1);
  g_assert_false (rail_project_get_modified (project));
  g_assert_null (rail_project_get_undo_text (project));
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 1u << 31);
  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++)
    {
      g_autoptr(RailEntry) item = g_list_model_get_item (rail_project_get_entries (project), i);

      g_assert_cmpuint (rail_entry_get_id (item), ==, sorted[i]);
      g_assert_true (rail_project_get_entry (project, sorted[i]) == item);
    }
}

static void
test_ids_run_out (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(RailCreation) creation = NULL;
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("secret");
  g_autoptr(GError) error = NULL;

  g_assert_true (restore (project, 1u << 31, nothing, NULL));
  creation = fixture_new_creation (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", NULL);
  g_list_store_append (creations, creation);
  g_assert_null (rail_project_create (project, G_LIST_MODEL (creations), &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (rail_project_protect (project, "admin", password, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
}

static void
assert_restore_fails (RailProject *project,
                      guint        next_id,
                      const char  *part,
                      RailEntry   *first,
                      RailEntry   *second)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (entries, first);
  if (second != NULL)
    g_ptr_array_add (entries, second);
  g_assert_false (restore (project, next_id, entries, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  rail_assert_contains (error->message, part);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 0);
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 1);
}

static RailEntry *
make (guint          id,
      RailEntryKind  kind,
      RailUsage      usage,
      RailEntry     *certificate,
      RailEntry     *key)
{
  return rail_entry_new (id, kind, usage, rail_entry_get_certificate (certificate),
                         key != NULL ? rail_entry_get_key (key) : NULL);
}

static void
test_restore_checks_entries (void)
{
  g_autoptr(RailProject) source = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (source, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (source, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailProject) open = fixture_new_project ();
  const RailUsage client = RAIL_USAGE_TLS_CLIENT;
  RailEntry *lost = make (1, RAIL_ENTRY_DEVICE, client, leaf, leaf);

  assert_restore_fails (project, 0, "out of range", make (1, RAIL_ENTRY_DEVICE, client, leaf, leaf), NULL);
  assert_restore_fails (project, (1u << 31) + 1, "out of range",
                        make (1, RAIL_ENTRY_DEVICE, client, leaf, leaf), NULL);
  assert_restore_fails (project, 5, "out of range", make (0, RAIL_ENTRY_DEVICE, client, leaf, leaf), NULL);
  assert_restore_fails (project, 5, "out of range", make (5, RAIL_ENTRY_DEVICE, client, leaf, leaf), NULL);
  assert_restore_fails (project, 5, "twice", make (4, RAIL_ENTRY_DEVICE, client, leaf, leaf),
                        make (4, RAIL_ENTRY_DEVICE, client, leaf, NULL));
  assert_restore_fails (project, 5, "its certificate is none", make (1, RAIL_ENTRY_CA, client, leaf, leaf), NULL);
  assert_restore_fails (project, 5, "usage of an authority",
                        make (1, RAIL_ENTRY_DEVICE, RAIL_USAGE_CA_ROOT, leaf, leaf), NULL);
  assert_restore_fails (project, 5, "usage of a device", make (1, RAIL_ENTRY_CA, client, root, root), NULL);
  assert_restore_fails (project, 5, "does not belong", make (1, RAIL_ENTRY_DEVICE, client, leaf, root), NULL);
  assert_restore_fails (open, 5, "without protection", make (1, RAIL_ENTRY_CA, RAIL_USAGE_CA_ROOT, root, root), NULL);
  assert_restore_fails (open, 5, "without protection", make (1, RAIL_ENTRY_DEVICE, client, leaf, leaf), NULL);
  rail_entry_set_device (lost, "PLC_1");
  assert_restore_fails (project, 5, "no such device", lost, NULL);
}

static void
test_restore_checks_the_name (void)
{
  static const char * const refused[] = { "", " ", "Line\n3", "Line\xff" };
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (FIXTURE_NOW, 1);
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(RailProject) project = rail_project_new (environment, refused[i]);
      g_autoptr(GError) error = NULL;

      g_assert_false (rail_project_restore (project, 1, NULL, nothing, nothing, &error));
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_restore_checks_devices (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (devices, rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500));
  g_ptr_array_add (devices, rail_device_new ("PLC_1", RAIL_FAMILY_HMI));
  for (guint i = 0; i < devices->len; i++)
    rail_device_set_global_security (devices->pdata[i], FALSE);
  g_assert_false (rail_project_restore (project, 1, NULL, entries, devices, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);
  rail_device_set_firmware (devices->pdata[0], "new");
  g_ptr_array_remove_index (devices, 1);
  g_assert_false (rail_project_restore (project, 1, NULL, entries, devices, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  rail_device_set_firmware (devices->pdata[0], "3.1");
  g_assert_true (rail_project_restore (project, 1, NULL, entries, devices, NULL));
  g_assert_true (rail_project_get_device (project, "PLC_1") == devices->pdata[0]);
}

/* A device of a project with a root (ID 1), its own certificate (2) and that of another device (3), once something of it
 * is wrong. */
static void
assert_device_refused (gboolean    is_protected,
                       void      (*spoil) (RailDevice *device),
                       const char *part)
{
  g_autoptr(RailProject) source = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (source, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *own = fixture_create_simple (source, RAIL_USAGE_TLS_CLIENT, "PLC-1", NULL);
  g_autoptr(RailProject) project = is_protected ? fixture_new_protected () : fixture_new_project ();
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;

  for (guint id = is_protected ? 1 : 2; id <= 3; id++)
    g_ptr_array_add (entries, id == 1 ? make (1, RAIL_ENTRY_CA, RAIL_USAGE_CA_ROOT, root, root)
                                      : make (id, RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT, own, own));
  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("PLC_%u", i);

      g_ptr_array_add (devices, rail_device_new (name, RAIL_FAMILY_S7_1500));
      rail_device_set_global_security (devices->pdata[i - 1], is_protected);
      rail_entry_set_device (entries->pdata[entries->len - 3 + i], name);
    }
  spoil (devices->pdata[0]);
  if (part == NULL)
    {
      g_assert_true (rail_project_restore (project, 5, rail_project_get_protection (project), entries, devices, &error));
      g_assert_no_error (error);
      g_assert_true (rail_project_check (project, &error));
      return;
    }
  g_assert_false (rail_project_restore (project, 5, rail_project_get_protection (project), entries, devices, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  rail_assert_contains (error->message, part);
  rail_assert_contains (error->message, "“PLC_1”");
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_devices (project)), ==, 0);
}

static void
use_all (RailDevice *device)
{
  g_autoptr(RailLoaded) loaded = rail_loaded_new (FIXTURE_NOW, "admin", "");

  rail_loaded_add (loaded, RAIL_USED_AS_DEVICE, 0, 4, "AB");
  rail_device_set_service (device, RAIL_SERVICE_SYSLOG, TRUE, 2);
  rail_device_set_service (device, RAIL_SERVICE_SECURE_OUC, FALSE, 2);
  rail_device_set_client (device, 3, TRUE);
  rail_device_set_loaded (device, loaded);
}

static void
use_certificate_of_another (RailDevice *device)
{
  rail_device_set_service (device, RAIL_SERVICE_SYSLOG, TRUE, 3);
}

static void
use_authority (RailDevice *device)
{
  rail_device_set_service (device, RAIL_SERVICE_SYSLOG, FALSE, 1);
}

static void
use_lost_certificate (RailDevice *device)
{
  rail_device_set_service (device, RAIL_SERVICE_WEB_SERVER, TRUE, 4);
}

static void
trust_lost_partner (RailDevice *device)
{
  rail_device_set_partner (device, 4, TRUE);
}

static void
trust_lost_client (RailDevice *device)
{
  rail_device_set_client (device, 4, TRUE);
}

/* As only a mistake of ours can make it. */
static void
trust_stray_client (RailDevice *device)
{
  guint id = 3;

  g_array_append_val (device->clients, id);
}

static void
load_future_certificate (RailDevice *device)
{
  g_autoptr(RailLoaded) loaded = rail_loaded_new (FIXTURE_NOW, NULL, "");

  rail_loaded_add (loaded, RAIL_USED_AS_DEVICE, 0, 5, "AB");
  rail_device_set_loaded (device, loaded);
}

static void
use_global_security (RailDevice *device)
{
  rail_device_set_global_security (device, TRUE);
}

static void
test_restore_checks_uses (void)
{
  assert_device_refused (TRUE, use_all, NULL);
  assert_device_refused (FALSE, use_all, NULL);
  assert_device_refused (TRUE, use_certificate_of_another, "ID 3 for “Syslog client”, but has no such certificate.");
  assert_device_refused (TRUE, use_authority, "ID 1 for “Syslog client”");
  assert_device_refused (FALSE, use_lost_certificate, "ID 4 for “Web server”");
  assert_device_refused (TRUE, trust_lost_partner, "ID 4 of a partner, but there is no such certificate.");
  assert_device_refused (TRUE, trust_lost_client, "ID 4 of a partner");
  assert_device_refused (TRUE, trust_stray_client, "ID 3, which is not among its partners.");
  assert_device_refused (TRUE, load_future_certificate, "only IDs from 1 to 4 were ever given.");
  assert_device_refused (TRUE, use_global_security, NULL);
  assert_device_refused (FALSE, use_global_security, "global security settings");
}

static void
test_restore_checks_users (void)
{
  g_autoptr(RailProject) made = fixture_new_protected ();
  RailUser *admin = rail_protection_get_user (rail_project_get_protection (made));
  GBytes *wrapped = rail_user_get_wrapped_project_key (admin);
  g_autoptr(RailUser) standard =
    rail_user_new ("anna", RAIL_ROLE_STANDARD, rail_user_get_salt (admin), 1000, wrapped, NULL);
  g_autoptr(RailUser) standard_with_vault =
    rail_user_new ("anna", RAIL_ROLE_STANDARD, rail_user_get_salt (admin), 1000, wrapped, wrapped);
  const struct
  {
    RailUser   *users[2];
    const char *part;
  } cases[] = {
    { { admin, admin }, "two users" },
    { { admin, standard_with_vault }, "role" },
    { { standard, NULL }, "no administrator" },
    { { NULL, NULL }, "no administrator" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailProject) project = fixture_new_project ();
      g_autoptr(GListStore) users = g_list_store_new (RAIL_TYPE_USER);
      g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
      g_autoptr(RailProtection) protection = NULL;
      g_autoptr(GError) error = NULL;

      for (guint n = 0; n < 2 && cases[i].users[n] != NULL; n++)
        g_list_store_append (users, cases[i].users[n]);
      protection = rail_protection_new_locked (G_LIST_MODEL (users));
      g_assert_false (rail_project_restore (project, 1, protection, nothing, nothing, &error));
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
      rail_assert_contains (error->message, cases[i].part);
      g_assert_false (rail_project_is_protected (project));
    }
}

/* Quadratic work would take minutes here. */
static void
test_ten_thousand (void)
{
  g_autoptr(RailProject) made = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (made, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (made, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) half = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  g_ptr_array_add (entries, make (1, RAIL_ENTRY_CA, RAIL_USAGE_CA_ROOT, root, root));
  for (guint id = 10000; id > 1; id--)
    g_ptr_array_add (entries, make (id, RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT, leaf, leaf));
  restore (project, 10001, entries, &error);
  g_assert_no_error (error);
  for (guint id = 2; id <= 10000; id++)
    {
      RailEntry *entry = rail_project_get_entry (project, id);

      g_assert_true (rail_project_get_issuer (project, entry) == entries->pdata[0]);
      if (id % 2 == 0)
        g_ptr_array_add (half, entry);
    }
  g_assert_true (rail_project_delete_entries (project, half, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 5000);
  g_assert_true (rail_project_undo (project));
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 10000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

static void
test_finalise (void)
{
  RailProject *project = fixture_new_protected ();
  RailEntry *root = g_object_ref (fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL));
  RailProtection *protection = g_object_ref (rail_project_get_protection (project));

  g_assert_finalize_object (project);
  g_assert_finalize_object (root);
  g_assert_finalize_object (protection);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/project/starts-empty", test_new);
  g_test_add_func ("/project/project/notifies-each-change-once", test_notify);
  g_test_add_func ("/project/project/saved-state-is-found-again-by-undo", test_saved_state);
  g_test_add_func ("/project/project/keeps-a-hundred-steps", test_hundred_steps);
  g_test_add_func ("/project/project/copy-is-complete-and-independent", test_copy);
  g_test_add_func ("/project/project/chain-goes-up-to-the-root", test_chain);
  g_test_add_func ("/project/project/namesakes-are-told-apart", test_namesakes);
  g_test_add_func ("/project/project/issuer-is-the-one-with-the-key", test_trusted_twin);
  g_test_add_func ("/project/project/missing-issuer-is-none", test_issuer_missing);
  g_test_add_func ("/project/project/ids-run-out-with-a-message", test_ids_run_out);
  g_test_add_func ("/project/restore/sorts-by-id", test_restore_sorts);
  g_test_add_func ("/project/restore/checks-entries", test_restore_checks_entries);
  g_test_add_func ("/project/restore/checks-the-name", test_restore_checks_the_name);
  g_test_add_func ("/project/restore/checks-devices", test_restore_checks_devices);
  g_test_add_func ("/project/restore/checks-what-devices-use", test_restore_checks_uses);
  g_test_add_func ("/project/restore/checks-users", test_restore_checks_users);
  g_test_add_func ("/project/project/ten-thousand-entries-take-no-time", test_ten_thousand);
  g_test_add_func ("/project/project/is-freed", test_finalise);
  return g_test_run ();
}
