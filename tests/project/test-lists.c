/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-finding.h"
#include "rail-intake.h"
#include "rail-project-lists.h"
#include "rail-renewal.h"

#include "project-fixture.h"

static void
set_now (RailProject *project,
         gint64       now)
{
  rail_environment_set_now (rail_project_get_environment (project), now);
}

static void
revoke_one (RailProject          *project,
            RailEntry            *entry,
            RailRevocationReason  reason)
{
  g_autoptr(GPtrArray) entries = fixture_list (entry, NULL);
  g_autoptr(GError) error = NULL;

  rail_project_revoke (project, entries, reason, &error);
  g_assert_no_error (error);
}

static RailRevocationList *
issue (RailProject *project,
       RailEntry   *authority)
{
  g_autoptr(GError) error = NULL;
  RailRevocationList *list = rail_project_issue_revocation_list (project, authority, &error);

  g_assert_no_error (error);
  return list;
}

static void
assert_status (RailProject    *project,
               RailEntry      *authority,
               RailListStatus  status)
{
  g_autofree char *text = rail_project_describe_list (project, authority);

  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_cmpstr (rail_list_status_get_nick (rail_project_get_list_status (project, authority)), ==,
                   rail_list_status_get_nick (status));
}

/* One list from publishing until something changes; what is given away is the same one. */
static void
test_life (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  g_autoptr(RailRevocationList) first = NULL;
  g_autoptr(RailRevocationList) again = NULL;
  g_autoptr(RailRevocationList) fresh = NULL;
  g_autofree char *before = fixture_dump (project);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  assert_status (project, root, RAIL_LIST_NONE);
  g_assert_true (rail_project_publish_list (project, root, 30, &error));
  g_assert_no_error (error);
  assert_status (project, root, RAIL_LIST_CURRENT);
  first = issue (project, root);
  g_assert_true (first == rail_entry_get_list (root));
  g_assert_cmpint (rail_revocation_list_get_next_update (first), ==, FIXTURE_NOW + 30 * FIXTURE_DAY);
  g_assert_true (rail_project_undo (project));
  after = fixture_dump (project);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (rail_project_redo (project));

  revoke_one (project, leaf, RAIL_REVOCATION_CERTIFICATE_HOLD);
  assert_status (project, root, RAIL_LIST_OUTDATED);
  fresh = issue (project, root);
  g_assert_true (rail_revocation_list_contains (fresh, rail_certificate_get_serial (rail_entry_get_certificate (leaf))));
  g_assert_cmpuint (rail_revocation_list_get_number (fresh), >, rail_revocation_list_get_number (first));
  g_assert_true (rail_project_undo (project));
  assert_status (project, root, RAIL_LIST_CURRENT);

  set_now (project, FIXTURE_NOW + 30 * FIXTURE_DAY);
  assert_status (project, root, RAIL_LIST_OVERDUE);
  again = issue (project, root);
  g_assert_true (again != first);
  g_assert_cmpuint (rail_revocation_list_get_number (again), >, rail_revocation_list_get_number (fresh));
  g_assert_cmpint (rail_revocation_list_get_next_update (again), ==, FIXTURE_NOW + 60 * FIXTURE_DAY);
}

/* Numbers grow even when the clock went back between two runs of the program. */
static void
test_numbers (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailProject) reopened = fixture_new_project ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(GPtrArray) entries = fixture_list (root, NULL);
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  guint64 number;

  g_assert_true (rail_project_publish_list (project, root, 0, &error));
  number = rail_revocation_list_get_number (rail_entry_get_list (root));
  g_assert_cmpint (rail_revocation_list_get_next_update (rail_entry_get_list (root)), ==,
                   rail_certificate_get_not_after (rail_entry_get_certificate (root)));

  rail_project_restore (reopened, 2, rail_project_get_protection (project), entries, nothing, &error);
  g_assert_no_error (error);
  set_now (reopened, FIXTURE_NOW - 1000 * FIXTURE_DAY);
  g_assert_true (rail_project_publish_list (reopened, root, 0, &error));
  g_assert_cmpuint (rail_revocation_list_get_number (rail_entry_get_list (root)), >, number);
}

/* Renewed with a new key: a published list is signed anew, and the old key can still sign for those who use it. */
static void
test_renewed_authority (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  g_autoptr(GPtrArray) entries = fixture_list (root, NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (project, entries);
  g_autoptr(RailCertificate) old = g_object_ref (rail_entry_get_certificate (root));
  g_autoptr(RailRevocationList) present = NULL;
  g_autoptr(RailRevocationList) earlier = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *output = NULL;
  g_autofree char *leaf_pem = NULL;
  g_autofree char *old_pem = NULL;
  g_autofree char *list_pem = NULL;
  g_autofree char *all = NULL;
  g_autoptr(GError) error = NULL;

  revoke_one (project, leaf, RAIL_REVOCATION_KEY_COMPROMISE);
  g_assert_true (rail_project_publish_list (project, root, 0, &error));
  g_assert_true (rail_project_renew (project, renewal, &error));
  g_assert_no_error (error);
  assert_status (project, root, RAIL_LIST_CURRENT);
  present = issue (project, root);
  g_assert_true (rail_revocation_list_is_issued_by (present, rail_entry_get_certificate (root)));
  g_assert_false (rail_revocation_list_is_issued_by (present, old));
  earlier = rail_project_issue_revocation_list_for (project, root, old, &error);
  g_assert_no_error (error);
  g_assert_true (rail_revocation_list_is_issued_by (earlier, old));
  g_assert_true (rail_revocation_list_contains (earlier, rail_certificate_get_serial (rail_entry_get_certificate (leaf))));
  g_assert_true (rail_revocation_list_contains (present, rail_certificate_get_serial (rail_entry_get_certificate (leaf))));
  g_assert_null (rail_project_issue_revocation_list_for (project, root, rail_entry_get_certificate (leaf), &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);

  if (!rail_test_need ("openssl"))
    return;
  folder = rail_test_make_folder ();
  leaf_pem = rail_certificate_to_pem (rail_entry_get_certificate (leaf));
  old_pem = rail_certificate_to_pem (old);
  list_pem = rail_revocation_list_to_pem (earlier);
  all = g_strconcat (old_pem, list_pem, NULL);
  rail_test_write (folder, "leaf.pem", leaf_pem, -1);
  rail_test_write (folder, "old.pem", all, -1);
  g_assert_cmpint (rail_test_run (folder, &output, "openssl", "verify", "-attime", "1768478460", "-crl_check", "-CAfile",
                                  "old.pem", "leaf.pem", NULL), !=, 0);
  rail_assert_contains (output, "certificate revoked");
  rail_test_remove_folder (folder);
}

static void
test_refused (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  g_autoptr(RailProject) other = fixture_new_project ();
  g_autoptr(RailEntry) keyless = rail_entry_new (1, RAIL_ENTRY_TRUSTED, RAIL_USAGE_CA_ROOT,
                                                 rail_entry_get_certificate (root), NULL);
  g_autoptr(GPtrArray) entries = fixture_list (keyless, NULL);
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_project_publish_list (project, leaf, 0, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (rail_project_publish_list (other, root, 0, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  rail_project_restore (other, 2, rail_project_get_protection (project), entries, nothing, &error);
  g_assert_no_error (error);
  g_assert_false (rail_project_publish_list (other, keyless, 0, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY);
  assert_status (other, keyless, RAIL_LIST_NONE);
}

/* Only a certificate on hold comes back, and only a present one is put on hold. */
static void
test_hold (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  g_autoptr(GPtrArray) entries = fixture_list (leaf, NULL);
  g_autofree char *before = fixture_dump (project);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_project_can_unrevoke (project, entries));
  revoke_one (project, leaf, RAIL_REVOCATION_CERTIFICATE_HOLD);
  g_assert_true (rail_project_can_unrevoke (project, entries));
  g_assert_true (rail_project_unrevoke (project, entries, &error));
  g_assert_cmpstr (rail_project_get_undo_text (project), ==, "Take “PLC-1” off hold");
  g_assert_false (rail_entry_is_revoked (leaf, NULL, NULL));
  g_assert_true (rail_project_undo (project));
  g_assert_true (rail_entry_is_revoked (leaf, NULL, NULL));

  /* From hold to final, but not back. */
  revoke_one (project, leaf, RAIL_REVOCATION_KEY_COMPROMISE);
  g_assert_false (rail_project_can_unrevoke (project, entries));
  g_assert_false (rail_project_unrevoke (project, entries, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_true (rail_project_undo (project));
  g_assert_true (rail_project_undo (project));
  after = fixture_dump (project);
  g_assert_cmpstr (after, ==, before);
}

static RailEntry *
import_one (RailProject        *project,
            RailEntry          *source,
            gboolean            with_key,
            RailRevocationList *list)
{
  g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_intake_free);
  g_autoptr(GPtrArray) taken = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (intakes, rail_intake_new (rail_entry_get_certificate (source),
                                             with_key ? rail_entry_get_key (source) : NULL));
  if (list != NULL)
    rail_intake_set_list (intakes->pdata[0], list);
  taken = rail_project_import (project, intakes, &error);
  g_assert_no_error (error);
  return taken->pdata[0];
}

/* An authority that moves here with its list: what that revokes stays revoked, whether the certificate comes along, later,
 * or never. */
static void
test_moved_authority (void)
{
  g_autoptr(RailProject) old = fixture_new_protected ();
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailRevocationList) moved = NULL;
  g_autoptr(RailRevocationList) given = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *old_root = fixture_create_simple (old, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *lost = fixture_create_simple (old, RAIL_USAGE_TLS_CLIENT, "Lost", old_root);
  RailEntry *late = fixture_create_simple (old, RAIL_USAGE_TLS_CLIENT, "Late", old_root);
  RailEntry *root, *leaf;

  revoke_one (old, lost, RAIL_REVOCATION_KEY_COMPROMISE);
  revoke_one (old, late, RAIL_REVOCATION_SUPERSEDED);
  moved = issue (old, old_root);
  root = import_one (project, old_root, TRUE, moved);
  assert_status (project, root, RAIL_LIST_CURRENT);
  g_assert_true (rail_entry_is_revoked (import_one (project, late, FALSE, NULL), NULL, NULL));
  assert_status (project, root, RAIL_LIST_CURRENT);

  leaf = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  revoke_one (project, leaf, RAIL_REVOCATION_SUPERSEDED);
  assert_status (project, root, RAIL_LIST_OUTDATED);
  g_assert_true (rail_project_publish_list (project, root, 0, &error));
  g_assert_no_error (error);
  given = issue (project, root);
  g_assert_cmpuint (rail_revocation_list_get_n_revoked (given), ==, 3);
  g_assert_true (rail_revocation_list_contains (given, rail_certificate_get_serial (rail_entry_get_certificate (lost))));
  g_assert_true (rail_revocation_list_contains (given, rail_certificate_get_serial (rail_entry_get_certificate (late))));
  assert_status (project, root, RAIL_LIST_CURRENT);
}

/* An authority outside, all of whose files openssl makes: it puts a certificate on hold, takes it back, and revokes it. */
#define OUTSIDE \
  "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -subj /CN=Outside " \
  "-out ca.pem -days 20000 && openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout leaf.key " \
  "-subj /CN=Leaf -out leaf.csr && openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 10 -days 9000 " \
  "-outform der -out leaf.der && openssl x509 -in ca.pem -outform der -out ca.der"

static RailCertificate *
read_certificate (const char *folder,
                  const char *name)
{
  g_autoptr(GBytes) der = rail_test_read (folder, name);
  g_autoptr(GError) error = NULL;
  RailCertificate *certificate = rail_certificate_new_from_der (der, &error);

  g_assert_no_error (error);
  return certificate;
}

static RailEntry *
import_certificate (RailProject     *project,
                    RailCertificate *certificate)
{
  g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_intake_free);
  g_autoptr(GPtrArray) taken = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (intakes, rail_intake_new (certificate, NULL));
  taken = rail_project_import (project, intakes, &error);
  g_assert_no_error (error);
  return taken->pdata[0];
}

static void
import_list (RailProject *project,
             RailEntry   *authority,
             const char  *folder,
             const char  *arguments)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "lib", "foreign-list.sh", NULL);
  g_autofree char *command = g_strdup_printf ("sh '%s' ca.key Outside %s > list.crl", script, arguments);
  g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_intake_free);
  g_autoptr(GPtrArray) taken = NULL;
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(GBytes) der = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (rail_test_run (folder, NULL, "sh", "-c", command, NULL), ==, 0);
  der = rail_test_read (folder, "list.crl");
  list = rail_revocation_list_new_from_der (der, &error);
  g_assert_no_error (error);
  g_ptr_array_add (intakes, rail_intake_new_for_entry (authority, NULL));
  rail_intake_set_list (intakes->pdata[0], list);
  taken = rail_project_import (project, intakes, &error);
  g_assert_no_error (error);
}

static void
assert_held (RailProject *project,
             RailEntry   *entry,
             gboolean     is_held)
{
  RailRevocationReason reason = RAIL_REVOCATION_UNSPECIFIED;

  g_assert_true (rail_entry_is_revoked (entry, NULL, &reason) == is_held);
  if (is_held)
    g_assert_cmpint (reason, ==, RAIL_REVOCATION_CERTIFICATE_HOLD);
}

/* A list without an end does not end. */
static void
assert_list_is_no_finding (RailProject *project,
                           RailEntry   *authority)
{
  g_autoptr(RailDevice) device = rail_device_new ("Desk", RAIL_FAMILY_PC);
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GError) error = NULL;

  rail_device_set_partner (device, rail_entry_get_id (authority), TRUE);
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  findings = rail_project_list_findings (project, device);
  for (guint i = 0; i < findings->len; i++)
    g_assert_cmpstr (rail_finding_get_code (findings->pdata[i]), !=, "list-overdue");
  g_assert_true (rail_project_undo (project));
}

static void
test_foreign_lists (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autofree char *folder = rail_test_make_folder ();
  g_autoptr(RailCertificate) authority = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autofree char *text = NULL;
  RailRevocationReason reason = RAIL_REVOCATION_UNSPECIFIED;
  RailEntry *root, *leaf;

  if (!rail_test_need ("openssl"))
    return;
  g_assert_cmpint (rail_test_run (folder, NULL, "sh", "-c", OUTSIDE, NULL), ==, 0);
  authority = read_certificate (folder, "ca.der");
  certificate = read_certificate (folder, "leaf.der");
  root = import_certificate (project, authority);
  leaf = import_certificate (project, certificate);

  import_list (project, root, folder, "1000000000000000000001 0A:6");
  assert_held (project, leaf, TRUE);
  assert_status (project, root, RAIL_LIST_CURRENT);
  text = rail_project_describe_list (project, root);
  g_assert_cmpstr (text, ==, "The revocation list of 2026-01-10 names 1 certificate; no next update is stated.");
  assert_list_is_no_finding (project, root);

  /* Nobody but the authority takes a certificate back. */
  import_list (project, root, folder, "1000000000000000000002 0B:1");
  assert_held (project, leaf, FALSE);
  g_assert_true (rail_project_undo (project));
  assert_held (project, leaf, TRUE);
  import_list (project, root, folder, "1000000000000000000003 0A:1");
  g_assert_true (rail_entry_is_revoked (leaf, NULL, &reason));
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_KEY_COMPROMISE);
  import_list (project, root, folder, "1000000000000000000004 0B:1");
  g_assert_true (rail_entry_is_revoked (leaf, NULL, NULL));
  rail_test_remove_folder (folder);
}

/* A list that says less or something else than the project is published anew. */
static void
test_reasons (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  RailEntry *leaf = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", root);
  const char *serial = rail_certificate_get_serial (rail_entry_get_certificate (leaf));
  RailRevocationReason reason = RAIL_REVOCATION_UNSPECIFIED;
  g_autoptr(GError) error = NULL;

  revoke_one (project, leaf, RAIL_REVOCATION_CERTIFICATE_HOLD);
  g_assert_true (rail_project_publish_list (project, root, 0, &error));
  g_assert_no_error (error);
  assert_status (project, root, RAIL_LIST_CURRENT);
  g_assert_true (rail_revocation_list_find (rail_entry_get_list (root), serial, NULL, &reason));
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_CERTIFICATE_HOLD);
  revoke_one (project, leaf, RAIL_REVOCATION_KEY_COMPROMISE);
  assert_status (project, root, RAIL_LIST_OUTDATED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/lists/published-one-is-kept-while-it-is-current", test_life);
  g_test_add_func ("/project/lists/numbers-grow-whatever-the-clock-says", test_numbers);
  g_test_add_func ("/project/lists/renewed-authority-signs-for-both-keys", test_renewed_authority);
  g_test_add_func ("/project/lists/need-an-authority-with-key", test_refused);
  g_test_add_func ("/project/lists/authority-brings-what-it-revoked", test_moved_authority);
  g_test_add_func ("/project/lists/hold-of-another-authority-is-its-to-end", test_foreign_lists);
  g_test_add_func ("/project/lists/reason-that-changed-makes-the-list-outdated", test_reasons);
  g_test_add_func ("/project/lists/only-hold-is-taken-back", test_hold);
  return g_test_run ();
}
