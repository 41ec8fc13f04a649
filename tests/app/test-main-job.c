/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main job, through the real windows: from the welcome page to the files that UaExpert reads, and a row dragged into
 * another program. openssl and xdotool are the second opinion. */

#include "config.h"

#include "rail-app-test.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-create-dialog-private.h"
#include "rail-export-dialog.h"
#include "rail-export.h"
#include "rail-file-chooser.h"
#include "rail-hand-over-dialog.h"
#include "rail-login-dialog.h"
#include "rail-name-row.h"
#include "rail-new-project-dialog.h"
#include "rail-protect-dialog.h"
#include "rail-task-dialog.h"
#include "window-fixture.h"

#include <string.h>

#define PASSWORD "Bottling-line-3 is wet"
#define SERVER_NAME "PLC-1/OPCUA-1-3"
#define SERVER_URI "urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1"
#define CLIENT_NAME "UaExpert"
#define CLIENT_URI "urn:engineering-pc:UnifiedAutomation:UaExpert"

enum
{
  ID_CA_SHA1 = 1,
  ID_CA,
  ID_SERVER,
  ID_CLIENT,
};

typedef WindowFixture Fixture;

static RailProject *
get_project (Fixture *fixture)
{
  return rail_window_get_project (fixture->window);
}

static RailCertificateManagerPage *
get_page (Fixture *fixture)
{
  return rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
}

static gboolean
has_no_project_cb (gpointer user_data)
{
  return rail_window_get_project (user_data) == NULL;
}

static gboolean
is_visible_cb (gpointer user_data)
{
  return gtk_widget_get_visible (user_data);
}

/* What is typed first goes where it should. */
static void
assert_focus_in (GtkWidget  *dialog,
                 const char *id)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (dialog));

  g_assert_nonnull (focus);
  g_assert_true (GTK_IS_TEXT (focus));
  g_assert_true (gtk_widget_is_ancestor (focus, rail_app_test_find (dialog, id)));
}

static void
make_protected_project (Fixture *fixture)
{
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);
  GtkWidget *dialog;

  rail_app_test_activate (fixture->window, "app.new", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_NEW_PROJECT_DIALOG, NULL);
  assert_focus_in (dialog, "name_row");
  rail_file_chooser_preset (folder);
  rail_app_test_click (rail_app_test_find (dialog, "folder_button"));
  rail_app_test_settle ();
  rail_app_test_type (rail_app_test_find (dialog, "name_row"), "Line 3");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_for (has_project_cb, fixture->window, "the new project");

  dialog = rail_app_test_wait_window (RAIL_TYPE_PROTECT_DIALOG, NULL);
  assert_focus_in (dialog, "password_row");
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), PASSWORD);
  rail_app_test_type (rail_app_test_find (dialog, "repeat_row"), PASSWORD);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_gone (RAIL_TYPE_PROTECT_DIALOG);
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_entries (get_project (fixture))), ==, 2);
}

static GtkWidget *
find_name_row (GtkWidget    *widget,
               RailNameType  type)
{
  if (RAIL_IS_NAME_ROW (widget)
      && rail_alternative_name_get_name_type (rail_name_row_get_name (RAIL_NAME_ROW (widget))) == type)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_name_row (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type_name (RailCreateDialog *dialog,
           RailNameType      type,
           const char       *value)
{
  GtkWidget *row = find_name_row (GTK_WIDGET (dialog), type);

  g_assert_nonnull (row);
  rail_app_test_type (rail_app_test_find (row, "value"), value);
}

static guint
find_usage (RailUsage usage)
{
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);

  for (guint i = 0; i < n_profiles; i++)
    if (profiles[i].usage == usage)
      return i;
  g_assert_not_reached ();
}

static RailCreateDialog *
open_create (Fixture   *fixture,
             RailUsage  usage)
{
  RailCreateDialog *dialog;

  rail_app_test_activate (get_page (fixture), "manager.create", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_CREATE_DIALOG, NULL);
  adw_combo_row_set_selected (dialog->usage, find_usage (usage));
  rail_app_test_settle ();
  return dialog;
}

static void
create_certificates (Fixture *fixture)
{
  RailCreateDialog *dialog = open_create (fixture, RAIL_USAGE_OPCUA_SERVER);

  rail_app_test_type (dialog->common_name, SERVER_NAME);
  g_assert_false (gtk_widget_is_sensitive (dialog->create));
  type_name (dialog, RAIL_NAME_TYPE_URI, SERVER_URI);
  type_name (dialog, RAIL_NAME_TYPE_IP, "192.168.0.1");
  rail_app_test_click (dialog->create);
  rail_app_test_wait_gone (RAIL_TYPE_CREATE_DIALOG);

  dialog = open_create (fixture, RAIL_USAGE_OPCUA_CLIENT);
  rail_app_test_type (dialog->common_name, CLIENT_NAME);
  type_name (dialog, RAIL_NAME_TYPE_URI, CLIENT_URI);
  rail_app_test_click (dialog->create);
  rail_app_test_wait_gone (RAIL_TYPE_CREATE_DIALOG);

  g_assert_nonnull (rail_project_get_entry (get_project (fixture), ID_SERVER));
  g_assert_nonnull (rail_project_get_entry (get_project (fixture), ID_CLIENT));
}

static void
save_and_close (Fixture *fixture)
{
  rail_app_test_activate (fixture->window, "win.save", NULL);
  rail_app_test_wait_for (is_saved_cb, fixture->window, "the save");
  rail_app_test_activate (fixture->window, "win.close-project", NULL);
  rail_app_test_wait_for (has_no_project_cb, fixture->window, "the welcome page");
}

static void
reopen (Fixture *fixture)
{
  GtkWidget *dialog;

  rail_file_chooser_preset (fixture->file);
  rail_app_test_activate (fixture->window, "app.open", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_LOGIN_DIALOG, NULL);
  assert_focus_in (dialog, "password_row");
  rail_app_test_type (rail_app_test_find (dialog, "password_row"), "not the password");
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_for (is_visible_cb, rail_app_test_find (dialog, "error_label"), "the sentence on the wrong password");

  rail_app_test_type (rail_app_test_find (dialog, "password_row"), PASSWORD);
  rail_app_test_click (rail_app_test_find (dialog, "accept_button"));
  rail_app_test_wait_for (has_project_cb, fixture->window, "the login");
  rail_app_test_wait_gone (RAIL_TYPE_LOGIN_DIALOG);
}

static void
show_entry (Fixture *fixture,
            guint    id)
{
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  rail_certificate_manager_page_select_entry (get_page (fixture), rail_project_get_entry (get_project (fixture), id));
  rail_app_test_settle ();
}

/* The folder is looked into, and the button now writes. */
static gboolean
is_compared (gpointer dialog)
{
  return g_str_equal (gtk_button_get_label (rail_app_test_find (dialog, "perform")), "_Hand Over") &&
         !rail_task_dialog_is_busy (RAIL_TASK_DIALOG (dialog));
}

static void
hand_over (Fixture *fixture)
{
  g_autoptr(GFile) folder = g_file_new_build_filename (fixture->folder, "PKI", NULL);
  GtkWidget *dialog;

  show_entry (fixture, ID_CLIENT);
  rail_app_test_activate (get_page (fixture), "manager.hand-over", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_HAND_OVER_DIALOG, NULL);
  rail_file_chooser_preset (folder);
  rail_app_test_click (rail_app_test_find (dialog, "perform"));
  rail_app_test_wait_for (is_compared, dialog, "the comparison");
  rail_app_test_click (rail_app_test_find (dialog, "perform"));
  rail_app_test_wait_gone (RAIL_TYPE_HAND_OVER_DIALOG);
}

static void
export_server (Fixture *fixture)
{
  g_autoptr(GFile) file = g_file_new_build_filename (fixture->folder, "plc.p12", NULL);
  GtkWidget *dialog;

  show_entry (fixture, ID_SERVER);
  rail_app_test_activate (get_page (fixture), "manager.export", NULL);
  dialog = rail_app_test_wait_window (RAIL_TYPE_EXPORT_DIALOG, NULL);
  adw_combo_row_set_selected (rail_app_test_find (dialog, "format"), RAIL_FORMAT_P12);
  rail_app_test_type (rail_app_test_find (dialog, "password"), "hand to TIA");
  rail_file_chooser_preset (file);
  rail_app_test_click (rail_app_test_find (dialog, "perform"));
  rail_app_test_wait_gone (RAIL_TYPE_EXPORT_DIALOG);
}

/* The shell joins files whose names contain thumbprints; openssl then judges what the windows wrote. */
static void
check_files (Fixture *fixture)
{
  static const char script[] =
    "set -e\n"
    "openssl x509 -inform DER -in PKI/own/certs/uaexpert.der -out client.pem\n"
    "openssl x509 -inform DER -in PKI/trusted/certs/*.der -out ca.pem\n"
    "openssl crl -inform DER -in PKI/trusted/crl/*.crl -out ca.crl.pem\n"
    "cat ca.pem ca.crl.pem >trust.pem\n"
    "openssl verify -crl_check -CAfile trust.pem client.pem\n"
    "openssl pkcs12 -in plc.p12 -passin 'pass:hand to TIA' -nokeys -clcerts -out plc.pem\n"
    "openssl verify -crl_check -CAfile trust.pem plc.pem\n"
    "openssl pkey -in PKI/own/private/uaexpert_key.pem -pubout -out key.pub\n"
    "openssl x509 -in client.pem -noout -pubkey | cmp - key.pub\n"
    "openssl x509 -in client.pem -noout -ext subjectAltName\n"
    "openssl x509 -in plc.pem -noout -ext subjectAltName\n";
  g_autofree char *output = NULL;
  int status = rail_test_run (fixture->folder, &output, "sh", "-c", script, NULL);

  if (status != 0)
    g_test_message ("%s", output);
  g_assert_cmpint (status, ==, 0);
  rail_assert_contains (output, CLIENT_URI);
  rail_assert_contains (output, SERVER_URI);
  rail_assert_contains (output, "192.168.0.1");
}

static void
test_main_job (Fixture       *fixture,
               gconstpointer  data)
{
  if (!rail_test_need ("openssl"))
    return;

  make_protected_project (fixture);
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  create_certificates (fixture);
  save_and_close (fixture);
  reopen (fixture);
  hand_over (fixture);
  export_server (fixture);
  check_files (fixture);
}

/* A widget below @widget that shows @text. */
static GtkWidget *
find_text (GtkWidget  *widget,
           const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)
    return widget;
  if (GTK_IS_INSCRIPTION (widget) && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_text (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  gboolean  done;
  char     *output;
} Drop;

static void
dropped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Drop *drop = user_data;
  g_autoptr(GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &drop->output, NULL, &error);
  g_assert_no_error (error);
  drop->done = TRUE;
}

static void
xdotool_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  gboolean *done = user_data;
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  *done = TRUE;
}

/* Moves the real pointer while our own window goes on drawing. */
static void
run_xdotool (const char *script)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "sh", "-ec", script, NULL);
  gboolean done = FALSE;

  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, xdotool_cb, &done);
  rail_test_wait (&done);
}

/* Where the pointer is on a label. Without a window manager the window stands in the corner of the screen. */
static void
find_point (Fixture   *fixture,
            GtkWidget *label,
            int       *out_x,
            int       *out_y)
{
  GtkNative *native = GTK_NATIVE (fixture->window);
  graphene_rect_t bounds;
  double surface_x;
  double surface_y;

  gtk_native_get_surface_transform (native, &surface_x, &surface_y);
  g_assert_true (gtk_widget_compute_bounds (label, GTK_WIDGET (native), &bounds));
  *out_x = (int) (bounds.origin.x + surface_x + 6);
  *out_y = (int) (bounds.origin.y + surface_y + bounds.size.height / 2);
}

static void
drag_label (Fixture   *fixture,
            GtkWidget *label)
{
  g_autofree char *script = NULL;
  int x, y;

  find_point (fixture, label, &x, &y);
  /* Without a window manager the windows stand where they are put: ours left, the other program's over its right edge. */
  script = g_strdup_printf (
    "target=$(xdotool search --sync --onlyvisible --name '^Drop target$' | tail -n 1)\n"
    "xdotool windowmove --sync \"$target\" 980 500 windowraise \"$target\"\n"
    "xdotool mousemove %d %d sleep 0.3 mousedown 1 sleep 0.3\n"
    "x=%d; y=%d\n"
    "for step in 1 2 3 4 5 6 7 8 9 10 11 12; do\n"
    "  x=$(( x + (1100 - x) / 3 )); y=$(( y + (620 - y) / 3 ))\n"
    "  xdotool mousemove $x $y sleep 0.1\n"
    "done\n"
    "xdotool mousemove 1101 621 sleep 0.5 mouseup 1\n", x, y, x, y);
  run_xdotool (script);
}

static void
test_drag_into_another_program (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "app", "drop-target", NULL);
  g_autoptr(GSubprocess) target = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *expected = NULL;
  Drop drop = { FALSE, NULL };
  RailCertificate *certificate;
  GtkWidget *label;

  if (!rail_test_need ("xdotool"))
    return;

  make_protected_project (fixture);
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  create_certificates (fixture);
  show_entry (fixture, ID_CLIENT);
  label = find_text (GTK_WIDGET (get_page (fixture)), CLIENT_NAME);
  g_assert_nonnull (label);

  target = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (target, NULL, NULL, dropped_cb, &drop);
  drag_label (fixture, label);
  rail_test_wait (&drop.done);

  /* What arrives is the certificate, under the name that UaExpert looks for, and nothing else. */
  certificate = rail_entry_get_certificate (rail_project_get_entry (get_project (fixture), ID_CLIENT));
  digest = g_ascii_strdown (rail_certificate_get_fingerprint (certificate), -1);
  expected = g_strdup_printf ("%s uaexpert.der\n", digest);
  g_assert_cmpstr (drop.output, ==, expected);
  g_free (drop.output);
}

typedef struct
{
  RailCertificateManagerPage *page;
  guint                       n;
} Selected;

static gboolean
has_selected_cb (gpointer user_data)
{
  Selected *selected = user_data;
  g_autoptr(GPtrArray) entries = _rail_certificate_manager_page_get_selected (selected->page);

  return entries->len == selected->n;
}

static void
click_label (Fixture    *fixture,
             const char *text,
             const char *before,
             const char *after,
             guint       n_selected)
{
  Selected selected = { get_page (fixture), n_selected };
  GtkWidget *label = find_text (GTK_WIDGET (selected.page->tables[RAIL_ENTRY_DEVICE]), text);
  g_autofree char *script = NULL;
  int x, y;

  g_assert_nonnull (label);
  find_point (fixture, label, &x, &y);
  script = g_strdup_printf ("xdotool mousemove %d %d sleep 0.2 %s click 1 sleep 0.2 %s\n", x, y, before, after);
  run_xdotool (script);
  rail_app_test_settle ();
  rail_app_test_wait_for (has_selected_cb, &selected, "the rows to be selected");
}

/* GTK 4.8 lets a row and a cell of it both act on one click: Ctrl+click turned the selection twice, and added nothing. */
static void
test_control_click (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = NULL;

  if (!rail_test_need ("xdotool"))
    return;

  make_protected_project (fixture);
  rail_app_test_activate (fixture->window, "win.go", "certificates");
  create_certificates (fixture);
  show_entry (fixture, ID_CLIENT);

  click_label (fixture, SERVER_NAME, "", "", 1);
  click_label (fixture, CLIENT_NAME, "keydown ctrl", "keyup ctrl", 2);
  click_label (fixture, SERVER_NAME, "keydown ctrl", "keyup ctrl", 1);
  entries = _rail_certificate_manager_page_get_selected (get_page (fixture));
  g_assert_cmpuint (rail_entry_get_id (entries->pdata[0]), ==, ID_CLIENT);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  g_test_add ("/app/main-job/from-welcome-page-to-files", Fixture, NULL, window_fixture_set_up, test_main_job, window_fixture_tear_down);
  g_test_add ("/app/main-job/drag-into-another-program", Fixture, NULL, window_fixture_set_up, test_drag_into_another_program,
              window_fixture_tear_down);
  g_test_add ("/app/main-job/control-click-adds-a-row", Fixture, NULL, window_fixture_set_up, test_control_click, window_fixture_tear_down);
  return rail_app_test_run ();
}
