/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of files that openssl made, and that the project takes nothing that it should not. */

#include "desk.h"
#include "rail-export.h"

static void
test_key_finds_its_certificate (Desk          *desk,
                                gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; leaf two Two");
  desk_add (desk, "two.key", "one.pem", "two.pem", "one.key", NULL);
  desk_shows (desk, "new | One | Device certificate\n"
                    "new | Two | Device certificate\n");
  g_assert_cmpstr (rail_import_item_get_kind_text (desk_get_item (desk, 0)), ==, "Certificate with private key");
  g_assert_cmpuint (rail_import_get_n_chosen (desk->import), ==, 2);
  desk_takes (desk, "1 device One +key\n2 device Two +key\n");
}

static void
test_authority_needs_its_key (Desk          *desk,
                              gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "ca root Root; ca sub Sub root; leaf leaf Leaf sub; cat leaf.pem sub.pem root.pem sub.key > all.pem");
  desk_add (desk, "all.pem", NULL);
  desk_shows (desk, "new | Leaf | Trusted certificate\n"
                    "new | Sub | Certificate authority\n"
                    "new | Root | Trusted certificate\n");
  desk_takes (desk, "1 trusted Leaf\n2 ca Sub +key\n3 trusted Root\n");
  g_assert_true (rail_project_get_issuer (desk->project, rail_project_get_entry (desk->project, 1)) ==
                 rail_project_get_entry (desk->project, 2));
}

static void
test_nothing_is_taken_before_it_is_told_to (Desk          *desk,
                                            gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One");
  desk_add (desk, "one.pem", NULL);
  desk_has (desk, "");
  g_assert_false (rail_project_get_modified (desk->project));
}

static void
test_undo_takes_all_back_in_one_step (Desk          *desk,
                                      gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "ca root Root; leaf one One root; leaf two Two root; crl root root.crl 01");
  desk_add (desk, "root.pem", "root.key", "one.pem", "two.pem", NULL);
  desk_takes (desk, "1 ca Root +key\n2 trusted One\n3 trusted Two\n");
  g_assert_cmpstr (rail_project_get_undo_text (desk->project), ==, "Import 3 certificates");
  g_assert_true (rail_project_undo (desk->project));
  desk_has (desk, "");
  g_assert_true (rail_project_redo (desk->project));
  desk_has (desk, "1 ca Root +key\n2 trusted One\n3 trusted Two\n");
}

static void
test_the_same_certificate_is_told_and_not_taken_twice (Desk          *desk,
                                                       gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; openssl x509 -in one.pem -outform DER -out copy.cer");
  desk_add (desk, "one.pem", "copy.cer", NULL);
  desk_shows (desk, "new | One | Trusted certificate\nduplicate | One | \n");
  rail_assert_contains (rail_import_item_get_state_text (desk_get_item (desk, 1)), "“one.pem");
  desk_takes (desk, "1 trusted One\n");

  desk_restart (desk);
  desk_add (desk, "copy.cer", NULL);
  desk_shows (desk, "duplicate | One | \n");
  g_assert_cmpstr (rail_import_item_get_state_text (desk_get_item (desk, 0)), ==, "In the project already, with ID 1.");
  g_assert_cmpuint (rail_import_get_n_chosen (desk->import), ==, 0);
  g_assert_cmpuint (rail_import_get_n_duplicates (desk->import), ==, 1);
}

static void
test_nothing_to_take_is_an_error (Desk          *desk,
                                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_import_take (desk->import, &error));
  g_assert_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID);
}

static void
test_key_file_finds_its_entry (Desk          *desk,
                               gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; ca root Root");
  desk_add (desk, "one.pem", "root.pem", NULL);
  desk_takes (desk, "1 trusted One\n2 trusted Root\n");

  desk_restart (desk);
  desk_add (desk, "one.key", "root.key", NULL);
  desk_shows (desk, "key-found | one.key | Private key of ID 1\nkey-found | root.key | Private key of ID 2\n");
  desk_takes (desk, "1 device One +key\n2 ca Root +key\n");
  g_assert_true (rail_project_undo (desk->project));
  desk_has (desk, "1 trusted One\n2 trusted Root\n");
  g_assert_true (rail_project_redo (desk->project));

  desk_restart (desk);
  desk_add (desk, "one.key", NULL);
  desk_shows (desk, "duplicate | one.key | \n");
}

static void
test_key_without_certificate_is_told (Desk          *desk,
                                      gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; leaf two Two");
  desk_add (desk, "one.pem", "two.key", NULL);
  desk_shows (desk, "new | One | Trusted certificate\norphan | two.key | \n");
  g_assert_cmpuint (rail_import_get_n_unreadable (desk->import), ==, 1);
}

static void
test_one_key_serves_renewed_certificates (Desk          *desk,
                                          gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; openssl x509 -req -in one.csr -signkey one.key -days 5 -out again.pem");
  desk_add (desk, "one.pem", "again.pem", "one.key", NULL);
  desk_takes (desk, "1 device One +key\n2 device One +key\n");
}

static void
test_password_opens_all_files_that_it_fits (Desk          *desk,
                                            gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; leaf two Two; leaf three Three\n"
                  "for n in one two; do openssl pkcs12 -export -in $n.pem -inkey $n.key -passout pass:secret -out $n.p12; done\n"
                  "openssl pkcs12 -export -in three.pem -inkey three.key -passout pass:other -out three.p12");
  desk_add (desk, "one.p12", "three.p12", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_locked (desk->import)), ==, 2);
  g_assert_cmpuint (rail_import_get_n_chosen (desk->import), ==, 0);

  g_assert_false (desk_unlock (desk, "wrong"));
  g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_locked (desk->import)), ==, 2);
  g_assert_true (desk_unlock (desk, "secret"));
  g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_locked (desk->import)), ==, 1);

  /* A password that worked is tried on what comes later. */
  desk_add (desk, "two.p12", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_locked (desk->import)), ==, 1);
  g_assert_true (desk_unlock (desk, "other"));
  g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_locked (desk->import)), ==, 0);
  desk_takes (desk, "1 device One +key\n2 device Three +key\n3 device Two +key\n");
}

static void
test_keys_of_one_file_can_have_different_passwords (Desk          *desk,
                                                    gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; leaf two Two\n"
                  "openssl pkcs8 -topk8 -in one.key -passout pass:first -out a\n"
                  "openssl pkcs8 -topk8 -in two.key -passout pass:second -out b\n"
                  "cat one.pem two.pem a b > all.pem");
  desk_add (desk, "all.pem", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_items (desk->import)), ==, 4);
  g_assert_true (desk_unlock (desk, "second"));
  g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_locked (desk->import)), ==, 1);
  g_assert_false (desk_unlock (desk, "second"));
  g_assert_true (desk_unlock (desk, "first"));
  desk_shows (desk, "new | One | Device certificate\nnew | Two | Device certificate\n");
  desk_takes (desk, "1 device One +key\n2 device Two +key\n");
}

/* What TIA Portal takes when the field was left empty (§2.3.3). It is offered, never tried silently. */
static void
test_hint_is_the_name_of_the_project (Desk          *desk,
                                      gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; openssl pkcs12 -export -in one.pem -inkey one.key -passout 'pass:Bottling line 3' -out one.p12");
  /* Twice, as when a file is chosen by itself and with its folder. */
  desk_add (desk, "one.p12", "one.p12", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_locked (desk->import)), ==, 2);
  g_assert_true (desk_unlock (desk, rail_import_get_password_hint (desk->import)));
  g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_locked (desk->import)), ==, 0);
  desk_takes (desk, "1 device One +key\n");
}

static void
test_list_goes_to_its_authority_and_revokes (Desk          *desk,
                                             gconstpointer  data)
{
  RailEntry *root, *one;
  gint64 date;

  desk_protect (desk);
  desk_run (desk, "ca root Root; ca other Other; leaf one One root; leaf two Two root\n"
                  "serial=$(openssl x509 -in one.pem -noout -serial | sed s/.*=//)\n"
                  "crl root root.crl 05 $serial; crl other other.crl 01");
  desk_add (desk, "other.crl", "root.crl", "root.pem", "one.pem", "two.pem", NULL);
  desk_shows (desk, "new | Root | Trusted certificate\n"
                    "new | One | Trusted certificate\n"
                    "new | Two | Trusted certificate\n"
                    "refused | CN=Other | \n"
                    "new | CN=Root | Revocation list of “Root”\n");

  /* The list comes only with its authority. */
  rail_import_item_set_chosen (desk_get_item (desk, 0), FALSE);
  g_assert_false (rail_import_item_get_can_choose (desk_get_item (desk, 4)));
  g_assert_cmpuint (rail_import_get_n_chosen (desk->import), ==, 2);
  rail_import_item_set_chosen (desk_get_item (desk, 0), TRUE);
  g_assert_cmpuint (rail_import_get_n_chosen (desk->import), ==, 4);

  desk_takes (desk, "1 trusted Root\n2 trusted One revoked\n3 trusted Two\n");
  root = rail_project_get_entry (desk->project, 1);
  one = rail_project_get_entry (desk->project, 2);
  g_assert_cmpuint (rail_revocation_list_get_number (rail_entry_get_list (root)), ==, 5);
  g_assert_true (rail_entry_is_revoked (one, &date, NULL));
  g_assert_cmpint (date, ==, 1767323045);   /* 2026-01-02 03:04:05 UTC */
  g_assert_true (rail_project_undo (desk->project));
  desk_has (desk, "");
}

static void
test_only_a_newer_list_is_taken (Desk          *desk,
                                 gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "ca root Root; leaf one One root; serial=$(openssl x509 -in one.pem -noout -serial | sed s/.*=//)\n"
                  "crl root old.crl 01; sleep 1.1; crl root new.crl 02 $serial");
  desk_add (desk, "root.pem", "one.pem", "old.crl", "new.crl", NULL);
  desk_shows (desk, "new | Root | Trusted certificate\n"
                    "new | One | Trusted certificate\n"
                    "duplicate | CN=Root | \n"
                    "new | CN=Root | Revocation list of “Root”\n");
  desk_takes (desk, "1 trusted Root\n2 trusted One revoked\n");
  desk_restart (desk);
  desk_add (desk, "old.crl", "new.crl", NULL);
  desk_shows (desk, "duplicate | CN=Root | \nduplicate | CN=Root | \n");
  rail_assert_contains (rail_import_item_get_state_text (desk_get_item (desk, 0)), "newer");
}

static void
test_forged_list_is_refused (Desk          *desk,
                             gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "ca root Root; ca fake Root; crl fake fake.crl 09");
  desk_add (desk, "root.pem", "fake.crl", NULL);
  desk_shows (desk, "new | Root | Trusted certificate\nrefused | CN=Root | \n");
}

static void
test_unprotected_project_takes_what_it_may (Desk          *desk,
                                            gconstpointer  data)
{
  desk_run (desk, "ca root Root; leaf issued Issued root; leaf self Self");
  desk_add (desk, "root.pem", "root.key", "issued.pem", "issued.key", "self.pem", "self.key", NULL);
  desk_shows (desk, "refused | Root | \n"
                    "refused | Issued | \n"
                    "new | Self | Device certificate\n");
  rail_assert_contains (rail_import_item_get_state_text (desk_get_item (desk, 0)), "protect this one");
  rail_assert_contains (rail_import_item_get_state_text (desk_get_item (desk, 1)), "issued by an authority");
  g_assert_cmpuint (rail_import_get_n_chosen (desk->import), ==, 1);

  rail_import_item_set_as_trusted (desk_get_item (desk, 0), TRUE);
  desk_shows (desk, "new | Root | Trusted certificate\n"
                    "refused | Issued | \n"
                    "new | Self | Device certificate\n");
  desk_takes (desk, "1 trusted Root\n2 device Self +key\n");
}

static void
test_all_can_be_taken_as_trusted (Desk          *desk,
                                  gconstpointer  data)
{
  desk_run (desk, "ca root Root; leaf self Self");
  rail_import_set_take_all_as_trusted (desk->import, TRUE);
  desk_add (desk, "root.pem", "root.key", "self.pem", "self.key", NULL);
  desk_shows (desk, "new | Root | Trusted certificate\nnew | Self | Trusted certificate\n");
  desk_takes (desk, "1 trusted Root\n2 trusted Self\n");
}

static void
test_folders_are_walked (Desk          *desk,
                         gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "mkdir -p in/b/c; leaf in/b/c/deep Deep; leaf in/a A; rm -f in/*.c?? in/b/c/*.c??\n"
                  "echo text > in/readme.txt; : > in/empty; ln -s .. in/b/up; mkfifo in/pipe\n"
                  "printf -- '-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n' > in/z.pem");
  desk_add (desk, "in", NULL);
  desk_shows (desk, "new | A | Device certificate\nnew | Deep | Device certificate\nunreadable | in/z.pem | \n");
  g_assert_cmpuint (rail_import_get_n_ignored (desk->import), ==, 3);
  g_assert_true (g_str_has_prefix (rail_import_item_get_source (desk_get_item (desk, 1)), "in/b/c/deep.pem"));

  /* Chosen by itself, each of them says why it is nothing. */
  desk_restart (desk);
  desk_add (desk, "in/readme.txt", "in/empty", "in/pipe", "missing", NULL);
  desk_shows (desk, "unreadable | readme.txt | \nunreadable | empty | \nunreadable | pipe | \nunreadable | missing | \n");
}

static void
test_signing_request_is_offered_not_taken (Desk          *desk,
                                           gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One");
  desk_add (desk, "one.csr", NULL);
  desk_shows (desk, "request | CN=One | \n");
  g_assert_nonnull (rail_import_item_get_signing_request (desk_get_item (desk, 0)));
}

static void
test_friendly_name_is_shown (Desk          *desk,
                             gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; openssl pkcs12 -export -in one.pem -inkey one.key -name 'Anlage Süd' -passout pass: -out one.p12");
  desk_add (desk, "one.p12", NULL);
  desk_shows (desk, "new | One (Anlage Süd) | Device certificate\n");
}

static void
test_choice_survives_more_files (Desk          *desk,
                                 gconstpointer  data)
{
  desk_protect (desk);
  desk_run (desk, "leaf one One; leaf two Two");
  desk_add (desk, "one.pem", NULL);
  rail_import_item_set_chosen (desk_get_item (desk, 0), FALSE);
  desk_add (desk, "two.pem", "one.key", NULL);
  g_assert_false (rail_import_item_get_chosen (desk_get_item (desk, 0)));
  desk_takes (desk, "1 trusted Two\n");
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  gboolean *done = user_data;
  g_autoptr(GError) error = NULL;

  rail_import_add_files_finish (RAIL_IMPORT (source), result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *done = TRUE;
}

static void
test_cancel_adds_nothing (Desk          *desk,
                          gconstpointer  data)
{
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr(GFile) folder = g_file_new_for_path (desk->folder);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  gboolean done = FALSE;

  desk_protect (desk);
  desk_run (desk, "leaf one One; for i in 1 2 3 4 5 6 7 8 9; do cat one.pem one.key > $i.pem; done");
  g_list_store_append (files, folder);
  rail_import_add_files_async (desk->import, G_LIST_MODEL (files), cancellable, added_cb, &done);
  g_cancellable_cancel (cancellable);
  rail_test_wait (&done);
  desk_shows (desk, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/exchange/import/key-finds-its-certificate", test_key_finds_its_certificate);
  desk_test ("/exchange/import/authority-needs-its-key", test_authority_needs_its_key);
  desk_test ("/exchange/import/nothing-is-taken-before-it-is-told-to", test_nothing_is_taken_before_it_is_told_to);
  desk_test ("/exchange/import/undo-takes-all-back-in-one-step", test_undo_takes_all_back_in_one_step);
  desk_test ("/exchange/import/the-same-certificate-is-told-and-not-taken-twice",
             test_the_same_certificate_is_told_and_not_taken_twice);
  desk_test ("/exchange/import/nothing-to-take-is-an-error", test_nothing_to_take_is_an_error);
  desk_test ("/exchange/import/key-file-finds-its-entry", test_key_file_finds_its_entry);
  desk_test ("/exchange/import/key-without-certificate-is-told", test_key_without_certificate_is_told);
  desk_test ("/exchange/import/one-key-serves-renewed-certificates", test_one_key_serves_renewed_certificates);
  desk_test ("/exchange/import/password-opens-all-files-that-it-fits", test_password_opens_all_files_that_it_fits);
  desk_test ("/exchange/import/keys-of-one-file-can-have-different-passwords",
             test_keys_of_one_file_can_have_different_passwords);
  desk_test ("/exchange/import/hint-is-the-name-of-the-project", test_hint_is_the_name_of_the_project);
  desk_test ("/exchange/import/list-goes-to-its-authority-and-revokes", test_list_goes_to_its_authority_and_revokes);
  desk_test ("/exchange/import/only-a-newer-list-is-taken", test_only_a_newer_list_is_taken);
  desk_test ("/exchange/import/forged-list-is-refused", test_forged_list_is_refused);
  desk_test ("/exchange/import/unprotected-project-takes-what-it-may", test_unprotected_project_takes_what_it_may);
  desk_test ("/exchange/import/all-can-be-taken-as-trusted", test_all_can_be_taken_as_trusted);
  desk_test ("/exchange/import/folders-are-walked", test_folders_are_walked);
  desk_test ("/exchange/import/signing-request-is-offered-not-taken", test_signing_request_is_offered_not_taken);
  desk_test ("/exchange/import/friendly-name-is-shown", test_friendly_name_is_shown);
  desk_test ("/exchange/import/choice-survives-more-files", test_choice_survives_more_files);
  desk_test ("/exchange/import/cancel-adds-nothing", test_cancel_adds_nothing);
  return g_test_run ();
}
