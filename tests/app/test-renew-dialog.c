/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-date-row.h"
#include "rail-message-row.h"
#include "rail-operations.h"
#include "rail-project-lists.h"
#include "rail-renewal.h"
#include "rail-test.h"

#include <adwaita.h>
#include <string.h>

typedef struct
{
  RailProject                *project;
  RailCertificateManagerPage *page;
  RailWindow                 *window;
  GtkWindow                  *dialog;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static RailCertificate *
get_certificate (Fixture *fixture,
                 guint    id)
{
  return rail_entry_get_certificate (rail_project_get_entry (fixture->project, id));
}

static void
open_dialog (Fixture    *fixture,
             guint       id,
             const char *action,
             const char *type_name)
{
  if (id != 0)
    rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, id));
  rail_app_test_activate (fixture->page, action, NULL);
  fixture->dialog = rail_app_test_look_for (type_name);
  g_assert_nonnull (fixture->dialog);
  rail_app_test_settle ();
}

static GListModel *
get_items (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_column_view_get_model (rail_app_test_find (fixture->dialog, "view")));
}

static void
perform (Fixture    *fixture,
         const char *type_name)
{
  rail_app_test_click (rail_app_test_find (fixture->dialog, "perform"));
  rail_app_test_wait_gone (g_type_from_name (type_name));
}

static void
test_one (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(RailCertificate) old = g_object_ref (get_certificate (fixture, ID_SERVER));
  RailCertificate *renewed;

  open_dialog (fixture, ID_SERVER, "manager.renew", "RailRenewDialog");
  g_assert_cmpuint (g_list_model_get_n_items (get_items (fixture)), ==, 1);
  gtk_expander_set_expanded (rail_app_test_find (fixture->dialog, "details"), TRUE);
  rail_app_test_screenshot (fixture->dialog, "renew-one");
  rail_assert_contains (gtk_label_get_text (rail_app_test_find (fixture->dialog, "details_label")), "URI:");
  rail_app_test_type (rail_app_test_find (fixture->dialog, "note"), "Before the audit");
  perform (fixture, "RailRenewDialog");

  renewed = get_certificate (fixture, ID_SERVER);
  g_assert_cmpstr (rail_certificate_get_common_name (renewed), ==, rail_certificate_get_common_name (old));
  g_assert_cmpstr (rail_certificate_get_serial (renewed), !=, rail_certificate_get_serial (old));
  g_assert_false (g_bytes_equal (rail_certificate_get_key_id (renewed), rail_certificate_get_key_id (old)));
  rail_app_test_activate (fixture->window, "win.undo", NULL);
  g_assert_true (get_certificate (fixture, ID_SERVER) == old);
}

static void
test_form (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(RailCertificate) old = g_object_ref (get_certificate (fixture, ID_CLIENT));
  RailCertificate *renewed;
  RailDateRow *until;

  open_dialog (fixture, ID_CLIENT, "manager.renew", "RailRenewDialog");
  adw_combo_row_set_selected (rail_app_test_find (fixture->dialog, "key"), 1);
  adw_combo_row_set_selected (rail_app_test_find (fixture->dialog, "validity"), RAIL_VALIDITY_UNTIL);
  until = rail_app_test_find (fixture->dialog, "until");
  rail_app_test_type (until, "31.12.2031");
  rail_app_test_screenshot (fixture->dialog, "renew-wrong-date");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
  rail_app_test_type (until, "2031-12-31");
  perform (fixture, "RailRenewDialog");
  renewed = get_certificate (fixture, ID_CLIENT);
  g_assert_true (g_bytes_equal (rail_certificate_get_key_id (renewed), rail_certificate_get_key_id (old)));
  /* date -u -d 2031-12-31 +%s */
  g_assert_cmpint (rail_certificate_get_not_after (renewed), ==, 1956441600);
}

static void
test_expiring (Fixture       *fixture,
               gconstpointer  data)
{
  RailDateRow *before;
  guint n;

  open_dialog (fixture, 0, "manager.renew-expiring", "RailRenewDialog");
  n = g_list_model_get_n_items (get_items (fixture));
  g_assert_cmpuint (n, >=, 1);
  rail_app_test_screenshot (fixture->dialog, "renew-expiring");
  before = rail_app_test_find (fixture->dialog, "before");
  rail_app_test_type (before, "2001-01-01");
  g_assert_cmpuint (g_list_model_get_n_items (get_items (fixture)), ==, 0);
  rail_app_test_screenshot (fixture->dialog, "renew-none");
  g_assert_false (gtk_widget_is_sensitive (rail_app_test_find (fixture->dialog, "perform")));
  rail_app_test_type (before, "soon");
  g_assert_nonnull (rail_message_row_get_text (rail_app_test_find (fixture->dialog, "before_message")));
  rail_app_test_type (before, "2099-01-01");
  g_assert_cmpuint (g_list_model_get_n_items (get_items (fixture)), >, n);

  /* One is left out. */
  n = g_list_model_get_n_items (get_items (fixture));
  rail_app_test_click (rail_app_test_find (fixture->dialog, "leave_out"));
  g_assert_cmpuint (g_list_model_get_n_items (get_items (fixture)), <, n);
}

static void
test_authority (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(RailCertificate) old = g_object_ref (get_certificate (fixture, ID_SERVER));

  open_dialog (fixture, ID_ROOT, "manager.renew", "RailRenewDialog");
  g_assert_cmpuint (g_list_model_get_n_items (get_items (fixture)), ==, 1);
  rail_app_test_screenshot (fixture->dialog, "renew-authority");
  gtk_switch_set_active (rail_app_test_find (fixture->dialog, "reissue"), TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (get_items (fixture)), >, 3);
  rail_app_test_screenshot (fixture->dialog, "renew-reissue");
  if (gtk_widget_get_visible (rail_app_test_find (fixture->dialog, "leave_out_bad")))
    rail_app_test_click (rail_app_test_find (fixture->dialog, "leave_out_bad"));
  perform (fixture, "RailRenewDialog");
  g_assert_true (get_certificate (fixture, ID_SERVER) != old);
  g_assert_true (rail_certificate_is_issued_by (get_certificate (fixture, ID_SERVER), get_certificate (fixture, ID_ROOT)));
  g_assert_true (g_bytes_equal (rail_certificate_get_key_id (get_certificate (fixture, ID_SERVER)),
                                rail_certificate_get_key_id (old)));
}

static gboolean
is_half_way_cb (gpointer dialog)
{
  double fraction = gtk_progress_bar_get_fraction (rail_app_test_find (dialog, "progress"));

  return fraction > 0 && fraction < 1;
}

/* Keys of 4096 bits take long enough to be stopped among them. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *entries = rail_project_get_entries (fixture->project);
  guint n;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("Gateway %u", i);

      manager_fixture_create (fixture->project, RAIL_USAGE_TLS_CLIENT, name, ID_ROOT, MANAGER_NOW - 86400,
                              MANAGER_NOW + 86400 * 30, "");
    }
  n = g_list_model_get_n_items (entries);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      g_ptr_array_add (before, g_object_ref (rail_entry_get_certificate (entry)));
    }
  open_dialog (fixture, 0, "manager.renew-expiring", "RailRenewDialog");
  if (gtk_widget_get_visible (rail_app_test_find (fixture->dialog, "leave_out_bad")))
    rail_app_test_click (rail_app_test_find (fixture->dialog, "leave_out_bad"));
  adw_combo_row_set_selected (rail_app_test_find (fixture->dialog, "key_kind"), RAIL_KEY_KIND_RSA_4096 + 1);
  rail_app_test_click (rail_app_test_find (fixture->dialog, "perform"));
  rail_app_test_wait_for (is_half_way_cb, fixture->dialog, "the renewal to be half-way");
  rail_app_test_screenshot (fixture->dialog, "renew-working");
  rail_app_test_click (rail_app_test_find (fixture->dialog, "cancel"));
  rail_app_test_wait_for (is_idle_cb, fixture->dialog, "the renewal to be cancelled");
  rail_app_test_screenshot (fixture->dialog, "renew-cancelled");
  rail_assert_contains (gtk_label_get_text (rail_app_test_find (fixture->dialog, "notice_label")), "as it was");
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      g_assert_true (rail_entry_get_certificate (entry) == g_ptr_array_index (before, i));
    }
  rail_app_test_click (rail_app_test_find (fixture->dialog, "cancel"));
  rail_app_test_wait_gone (g_type_from_name ("RailRenewDialog"));
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  RailEntry *root = rail_project_get_entry (fixture->project, ID_ROOT);

  open_dialog (fixture, ID_ROOT, "manager.publish-list", "RailListDialog");
  rail_app_test_screenshot (fixture->dialog, "list-publish");
  adw_combo_row_set_selected (rail_app_test_find (fixture->dialog, "validity"), 1);
  gtk_spin_button_set_value (rail_app_test_find (fixture->dialog, "days"), 14);
  perform (fixture, "RailListDialog");
  g_assert_nonnull (rail_entry_get_list (root));
  g_assert_cmpint (rail_project_get_list_status (fixture->project, root), ==, RAIL_LIST_CURRENT);
  g_assert_cmpint (rail_revocation_list_get_next_update (rail_entry_get_list (root)), ==, MANAGER_NOW + 14 * 86400);
}

static void
test_hold (Fixture       *fixture,
           gconstpointer  data)
{
  RailEntry *entry = rail_project_get_entry (fixture->project, ID_CLIENT);

  open_dialog (fixture, ID_CLIENT, "manager.revoke", "RailRevokeDialog");
  adw_combo_row_set_selected (rail_app_test_find (fixture->dialog, "reason"), RAIL_REVOCATION_CERTIFICATE_HOLD);
  rail_app_test_screenshot (fixture->dialog, "revoke-hold");
  perform (fixture, "RailRevokeDialog");
  g_assert_true (rail_entry_is_revoked (entry, NULL, NULL));
  rail_app_test_activate (fixture->page, "manager.unrevoke", NULL);
  g_assert_false (rail_entry_is_revoked (entry, NULL, NULL));
}

#define ADD(name, test) g_test_add ("/app/renew/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  ADD ("one-is-renewed-and-undone", test_one);
  ADD ("the-form-is-followed", test_form);
  ADD ("all-that-expire-are-listed", test_expiring);
  ADD ("an-authority-brings-what-it-issued", test_authority);
  ADD ("cancelling-half-way-changes-nothing", test_cancel);
  ADD ("a-revocation-list-is-published", test_list);
  ADD ("a-hold-is-released", test_hold);
  return rail_app_test_run ();
}
