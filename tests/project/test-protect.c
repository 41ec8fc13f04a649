/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "project-fixture.h"

static RailProject *
new_protected (const char *name)
{
  RailProject *project = fixture_new_project ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GError) error = NULL;

  rail_project_set_name (project, name);
  rail_project_protect (project, "admin", password, &error);
  g_assert_no_error (error);
  return project;
}

static void
test_default_authorities (void)
{
  g_autoptr(RailProject) project = NULL;
  g_autofree char *folder = NULL;
  const struct
  {
    const char *file;
    const char *common_name;
    const char *algorithm;
  } cases[] = {
    { "1.pem", "Certrail Project - Bottling line 3 (SHA-1)", "sha1WithRSAEncryption" },
    { "2.pem", "Certrail Project - Bottling line 3 (SHA-256)", "sha256WithRSAEncryption" },
  };

  if (!rail_test_need ("openssl"))
    return;
  project = new_protected ("Bottling line 3");
  folder = rail_test_make_folder ();
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 2);
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 3);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RailEntry *entry = rail_project_get_entry (project, i + 1);
      g_autofree char *output = NULL;
      g_autofree char *subject = NULL;
      g_autofree char *common_name = g_strdup_printf ("CN=%s\n", cases[i].common_name);

      g_assert_cmpint (rail_entry_get_kind (entry), ==, RAIL_ENTRY_CA);
      g_assert_nonnull (rail_entry_get_key (entry));
      fixture_write_pem (folder, cases[i].file, entry);
      g_assert_cmpint (rail_test_run (folder, &output, "openssl", "x509", "-in", cases[i].file, "-noout", "-text", NULL),
                       ==, 0);
      rail_assert_contains (output, cases[i].algorithm);
      rail_assert_contains (output, "Public-Key: (2048 bit)");
      rail_assert_contains (output, "CA:TRUE");
      rail_assert_contains (output, "Certificate Sign, CRL Sign");
      rail_assert_contains (output, "Not After : Dec 31 23:59:59 2037 GMT");
      g_assert_null (strstr (output, "pathlen"));
      g_assert_cmpint (rail_test_run (folder, &subject, "openssl", "x509", "-in", cases[i].file, "-noout",
                                      "-subject", "-nameopt", "multiline,-align,-space_eq,sname,-lname", NULL), ==, 0);
      rail_assert_contains (subject, common_name);
      rail_assert_contains (subject, "O=Bottling line 3\n");
      g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "verify", "-CAfile", cases[i].file,
                                      "-auth_level", "0", cases[i].file, NULL), ==, 0);
    }
  rail_test_remove_folder (folder);
}

static void
test_after_other_ids (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  RailEntry *local = fixture_create_simple (project, RAIL_USAGE_WEB_SERVER, "PLC-1", NULL);
  FixtureCounter counter;

  fixture_count (project, "notify::protected", &counter);
  g_assert_true (rail_project_protect (project, "admin", password, NULL));
  g_assert_cmpuint (counter.count, ==, 1);
  g_assert_true (rail_project_get_entry (project, 1) == local);
  g_assert_true (rail_certificate_is_signed_with_sha1
                 (rail_entry_get_certificate (rail_project_get_entry (project, 2))));
  g_assert_false (rail_certificate_is_signed_with_sha1
                  (rail_entry_get_certificate (rail_project_get_entry (project, 3))));
  g_assert_null (rail_project_get_undo_text (project));
  g_assert_true (rail_project_get_modified (project));
}

static void
test_long_name (void)
{
  g_autofree char *name = g_strnfill (120, 'x');
  g_autoptr(RailProject) project = new_protected (name);

  for (guint id = 1; id <= 2; id++)
    {
      const char *common_name =
        rail_certificate_get_common_name (rail_entry_get_certificate (rail_project_get_entry (project, id)));

      g_assert_cmpuint (strlen (common_name), ==, 64);
      g_assert_true (g_str_has_suffix (common_name, id == 1 ? " (SHA-1)" : " (SHA-256)"));
    }
}

/* From 2028 on, the end of 2037 is too near. */
static void
test_late_clock (void)
{
  g_autoptr(GDateTime) late = g_date_time_new_utc (2030, 6, 1, 0, 0, 0);
  g_autoptr(GDateTime) end = g_date_time_new_utc (2050, 6, 1, 0, 0, 0);
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");

  rail_environment_set_now (rail_project_get_environment (project), g_date_time_to_unix (late));
  g_assert_true (rail_project_protect (project, "admin", password, NULL));
  g_assert_cmpint (rail_certificate_get_not_after (rail_entry_get_certificate (rail_project_get_entry (project, 1))),
                   ==, g_date_time_to_unix (end));
}

static void
test_twice (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_project_protect (project, "admin", password, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_PROTECTED);
}

typedef struct
{
  gboolean  called;
  gboolean  result;
  GError   *error;
} Outcome;

static void
protected_cb (GObject      *source_object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->result = rail_project_protect_finish (RAIL_PROJECT (source_object), result, &outcome->error);
  outcome->called = TRUE;
}

static void
test_async (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  Outcome first = { 0 };
  Outcome second = { 0 };
  Outcome *refused;

  rail_project_protect_async (project, "admin", password, NULL, protected_cb, &first);
  rail_project_protect_async (project, "other", password, NULL, protected_cb, &second);
  g_assert_false (rail_project_is_protected (project));
  rail_test_wait (&first.called);
  rail_test_wait (&second.called);
  g_assert_true (first.result != second.result);
  refused = first.result ? &second : &first;
  g_assert_error (refused->error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_PROTECTED);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (project)), ==, 2);
  g_clear_error (&first.error);
  g_clear_error (&second.error);
}

static void
test_refused (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailSecret) empty = rail_secret_new_from_string ("");
  Outcome outcome = { 0 };

  rail_project_protect_async (project, "admin", empty, NULL, protected_cb, &outcome);
  rail_test_wait (&outcome.called);
  g_assert_error (outcome.error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_assert_false (rail_project_is_protected (project));
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 1);
  g_clear_error (&outcome.error);
}

static void
test_cancelled (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Outcome outcome = { 0 };

  rail_project_protect_async (project, "admin", password, cancellable, protected_cb, &outcome);
  g_cancellable_cancel (cancellable);
  rail_test_wait (&outcome.called);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (rail_project_is_protected (project));
  g_assert_cmpuint (rail_project_get_next_id (project), ==, 1);
  g_clear_error (&outcome.error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/protect/makes-authorities-1-and-2", test_default_authorities);
  g_test_add_func ("/project/protect/takes-the-next-free-ids", test_after_other_ids);
  g_test_add_func ("/project/protect/cuts-long-names-before-the-hash", test_long_name);
  g_test_add_func ("/project/protect/ends-later-when-2037-is-near", test_late_clock);
  g_test_add_func ("/project/protect/refuses-a-second-time", test_twice);
  g_test_add_func ("/project/protect/works-in-the-background", test_async);
  g_test_add_func ("/project/protect/refuses-an-empty-password", test_refused);
  g_test_add_func ("/project/protect/cancel-leaves-the-project-alone", test_cancelled);
  return g_test_run ();
}
