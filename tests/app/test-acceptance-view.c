/* SPDX-License-Identifier: GPL-3.0-or-later */

/* “Will it be accepted?” of the selected certificate, in the inspector. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-acceptance-view.h"
#include "rail-acceptance.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-device-operations.h"
#include "rail-operations.h"
#include "rail-renew-dialog.h"
#include "rail-assign-dialog.h"

typedef struct
{
  RailProject                *project;
  RailWindow                 *window;
  RailCertificateManagerPage *page;
  GtkWidget                  *inspector;
  GtkWidget                  *view;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
  fixture->inspector = rail_app_test_find (fixture->page, "inspector");
  fixture->view = rail_app_test_find_type (fixture->inspector, RAIL_TYPE_ACCEPTANCE_VIEW);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static void
show (Fixture *fixture,
      guint    id)
{
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, id));
  gtk_stack_set_visible_child_name (rail_app_test_find (fixture->inspector, "stack"), "acceptance");
  /* Room for some checks. */
  gtk_paned_set_position (GTK_PANED (gtk_widget_get_ancestor (fixture->inspector, GTK_TYPE_PANED)), 260);
  rail_app_test_settle ();
}

static void
choose (Fixture    *fixture,
        const char *id,
        guint       position)
{
  gtk_drop_down_set_selected (rail_app_test_find (fixture->view, id), position);
  rail_app_test_settle ();
}

static const char *
get_verdict (Fixture *fixture)
{
  return gtk_label_get_text (rail_app_test_find (fixture->view, "verdict"));
}

/* The words of the labels of a row, and whether one of them can be marked with the mouse. */
static void
collect (GtkWidget *widget,
         GString   *text,
         gboolean  *out_selectable)
{
  if (GTK_IS_LABEL (widget))
    {
      g_string_append_printf (text, "%s|", gtk_label_get_text (GTK_LABEL (widget)));
      *out_selectable = *out_selectable || gtk_label_get_selectable (GTK_LABEL (widget));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, text, out_selectable);
}

/* There is a check that ends like this; a partner may have one of the certificate and one of its authorities. */
static GtkWidget *
assert_row (Fixture    *fixture,
            const char *check,
            const char *word,
            const char *code)
{
  GtkWidget *row = gtk_widget_get_first_child (rail_app_test_find (fixture->view, "list"));

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      g_autoptr(GString) text = g_string_new (NULL);
      gboolean selectable = FALSE;

      collect (row, text, &selectable);
      if (g_strcmp0 (gtk_widget_get_name (row), check) != 0 || !g_str_has_prefix (text->str, word))
        continue;
      g_assert_cmpint (selectable, ==, code != NULL);
      if (code != NULL)
        rail_assert_contains (text->str, code);
      return row;
    }
  g_error ("There is no check “%s” that ends with “%s”", check, word);
}

/* In the order of docs/acceptance.md: what the partner finds first comes first. */
static void
test_checks_in_order (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char * const s7_1500[] = { "chain", "signature", "policy", "trust", "time", "time", "uri" };
  GtkWidget *row;

  show (fixture, ID_SERVER);
  g_assert_cmpstr (get_verdict (fixture), ==, "S7-1500 accepts it.");
  row = gtk_widget_get_first_child (rail_app_test_find (fixture->view, "list"));
  for (guint i = 0; i < G_N_ELEMENTS (s7_1500); i++, row = gtk_widget_get_next_sibling (row))
    g_assert_cmpstr (gtk_widget_get_name (row), ==, s7_1500[i]);
  assert_row (fixture, "chain", "Passed", NULL);
  assert_row (fixture, "policy", "Not checked", NULL);
  rail_app_test_screenshot (fixture->window, "acceptance-accepted");
}

/* A CPU whose tables lack the authority refuses, until it is assigned there. */
static void
test_follows_the_project (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailDevice) changed = NULL;
  GtkWidget *row;

  show (fixture, ID_SERVER);
  choose (fixture, "device", 1);
  g_assert_cmpstr (get_verdict (fixture), ==, "S7-1500 refuses it with BadCertificateChainIncomplete.");
  row = assert_row (fixture, "chain", "Failed", "BadCertificateChainIncomplete");
  rail_app_test_screenshot (fixture->window, "acceptance-refused");
  rail_app_test_click (rail_app_test_find_type (row, GTK_TYPE_BUTTON));
  rail_app_test_settle ();
  gtk_window_close (rail_app_test_wait_window (RAIL_TYPE_ASSIGN_DIALOG, NULL));
  rail_app_test_wait_gone (RAIL_TYPE_ASSIGN_DIALOG);

  changed = rail_device_copy (rail_project_get_device (fixture->project, "PLC_1"));
  rail_device_set_partner (changed, ID_ROOT, TRUE);
  rail_project_change_device (fixture->project, rail_project_get_device (fixture->project, "PLC_1"), changed, &error);
  g_assert_no_error (error);
  rail_app_test_settle ();
  g_assert_cmpstr (get_verdict (fixture), ==, "S7-1500 accepts it.");

  rail_app_test_activate (fixture->window, "win.undo", NULL);
  rail_app_test_settle ();
  g_assert_cmpstr (get_verdict (fixture), ==, "S7-1500 refuses it with BadCertificateChainIncomplete.");
}

/* What changed while another tab was in front counts, too. */
static void
test_is_current_when_shown (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(GPtrArray) revoked = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  show (fixture, ID_CLIENT);
  choose (fixture, "partner", RAIL_PARTNER_OPCUA_NET);
  rail_assert_contains (get_verdict (fixture), "accepts it");
  gtk_stack_set_visible_child_name (rail_app_test_find (fixture->inspector, "stack"), "chain");
  rail_app_test_settle ();
  g_ptr_array_add (revoked, rail_project_get_entry (fixture->project, ID_CLIENT));
  rail_project_revoke (fixture->project, revoked, RAIL_REVOCATION_KEY_COMPROMISE, &error);
  g_assert_no_error (error);
  rail_app_test_settle ();
  gtk_stack_set_visible_child_name (rail_app_test_find (fixture->inspector, "stack"), "acceptance");
  rail_app_test_settle ();
  rail_assert_contains (get_verdict (fixture), "BadCertificateRevoked");
}

static void
test_expired_offers_to_renew (Fixture       *fixture,
                              gconstpointer  data)
{
  GtkWidget *row;

  show (fixture, ID_EXPIRED);
  choose (fixture, "partner", RAIL_PARTNER_TLS_PEER);
  rail_assert_contains (get_verdict (fixture), "X509_V_ERR_CERT_HAS_EXPIRED");
  rail_assert_contains (get_verdict (fixture), "certificate_expired");
  g_assert_cmpstr (gtk_label_get_text (rail_app_test_find (fixture->view, "reason")), ==,
                   "“Old gateway” has expired on 19 November 2026, 12:00:00 UTC.");
  row = assert_row (fixture, "time", "Failed", "X509_V_ERR_CERT_HAS_EXPIRED");
  rail_app_test_screenshot (fixture->window, "acceptance-expired");
  rail_app_test_click (rail_app_test_find_type (row, GTK_TYPE_BUTTON));
  gtk_window_close (rail_app_test_wait_window (RAIL_TYPE_RENEW_DIALOG, NULL));
  rail_app_test_wait_gone (RAIL_TYPE_RENEW_DIALOG);
}

static void
test_role_counts (Fixture       *fixture,
                  gconstpointer  data)
{
  show (fixture, ID_CLIENT);
  choose (fixture, "partner", RAIL_PARTNER_TLS_PEER);
  rail_assert_contains (get_verdict (fixture), "accepts it");
  choose (fixture, "role", RAIL_SHOWN_AS_SERVER);
  rail_assert_contains (get_verdict (fixture), "X509_V_ERR_INVALID_PURPOSE");
  /* A browser is shown servers only. */
  choose (fixture, "partner", RAIL_PARTNER_BROWSER);
  g_assert_false (gtk_widget_get_sensitive (rail_app_test_find (fixture->view, "role")));
  rail_assert_contains (get_verdict (fixture), "refuses it with");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->view, "device")));
}

static void
text_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **text = user_data;
  g_autoptr(GError) error = NULL;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, &error);
  g_assert_no_error (error);
}

static gboolean
has_text_cb (gpointer user_data)
{
  return *(char **) user_data != NULL;
}

static void
test_copies_as_text (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *text = NULL;

  show (fixture, ID_LONG);
  choose (fixture, "partner", RAIL_PARTNER_BROWSER);
  rail_app_test_screenshot (fixture->window, "acceptance-long");
  rail_app_test_click (rail_app_test_find (fixture->view, "copy_button"));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->view), NULL, text_cb, &text);
  rail_app_test_wait_for (has_text_cb, &text, "the text in the clipboard");
  g_assert_true (g_str_has_prefix (text, "10 · Filling & capping <station 12>, conveyor B, drive cabinet 0007\n"));
  rail_assert_contains (text, get_verdict (fixture));
  rail_assert_contains (text, "Chain up to the root: ");
}

static void
test_drags_its_certificate (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = NULL;

  show (fixture, ID_CLIENT);
  entries = manager_fixture_drag (rail_app_test_find (fixture->view, "verdict_box"), 4, 4);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpuint (rail_entry_get_id (g_ptr_array_index (entries, 0)), ==, ID_CLIENT);
}

static void
test_other_selections (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkSelectionModel *model;
  RailCertificateTable *table;

  show (fixture, ID_SERVER);
  table = fixture->page->tables[_rail_certificate_manager_page_get_tab (fixture->page)];
  model = GTK_SELECTION_MODEL (rail_certificate_table_get_visible (table));
  gtk_selection_model_select_all (model);
  rail_app_test_settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (fixture->inspector, "pages")), ==, "many");
  gtk_selection_model_unselect_all (model);
  rail_app_test_settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (rail_app_test_find (fixture->inspector, "pages")), ==, "nothing");
  /* And back to one, of which the same tab is shown. */
  show (fixture, ID_REVOKED);
  choose (fixture, "partner", RAIL_PARTNER_OPCUA_NET);
  rail_assert_contains (get_verdict (fixture), "BadCertificateRevoked");
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  add ("/app/acceptance-view/checks-in-the-partners-order", test_checks_in_order);
  add ("/app/acceptance-view/follows-the-project", test_follows_the_project);
  add ("/app/acceptance-view/is-current-when-shown-again", test_is_current_when_shown);
  add ("/app/acceptance-view/expired-offers-to-renew", test_expired_offers_to_renew);
  add ("/app/acceptance-view/role-counts", test_role_counts);
  add ("/app/acceptance-view/copies-as-text", test_copies_as_text);
  add ("/app/acceptance-view/drags-its-certificate", test_drags_its_certificate);
  add ("/app/acceptance-view/none-and-many-say-so", test_other_selections);

  return rail_app_test_run ();
}
