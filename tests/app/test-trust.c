/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What browsers trust, shown and changed: in a home of the test's own. */

#include "config.h"

#include "manager-fixture.h"
#include "rail-message-row.h"
#include "rail-test.h"
#include "rail-trust-dialog.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  RailProject                *project;
  RailWindow                 *window;
  RailCertificateManagerPage *page;
  char                       *home;
  GtkWindow                  *dialog;
} Fixture;

static void
shell (Fixture    *fixture,
       const char *command)
{
  g_autofree char *output = NULL;

  if (rail_test_run (fixture->home, &output, "sh", "-e", "-c", command, NULL) != 0)
    g_error ("%s: %s", command, output);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
  fixture->home = rail_test_make_folder ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
  rail_test_remove_folder (fixture->home);
  g_free (fixture->home);
}

static gboolean
is_read_cb (gpointer dialog)
{
  return !gtk_widget_get_visible (rail_app_test_find (dialog, "spinner"));
}

static void
wait_until_idle (Fixture *fixture)
{
  rail_app_test_wait_for (is_read_cb, fixture->dialog, "the stores to be read");
  rail_app_test_settle ();
}

static void
open_dialog (Fixture *fixture)
{
  fixture->dialog = rail_trust_dialog_new (GTK_WINDOW (fixture->window), fixture->project, fixture->home);
  gtk_window_present (fixture->dialog);
  wait_until_idle (fixture);
}

/* With no program but certutil: a browser of this computer would be offered, too. */
static char *
hide_browsers (Fixture *fixture)
{
  char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *programs = g_build_filename (fixture->home, "bin", NULL);

  shell (fixture, "mkdir bin; ln -s \"$(command -v certutil || echo /nowhere)\" bin/certutil");
  g_setenv ("PATH", programs, TRUE);
  return path;
}

/* The n-th widget of a type below another one. */
static GtkWidget *
find_nth (GtkWidget *widget,
          GType      type,
          guint     *n)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_nth (child, type, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get_nth (Fixture *fixture,
         GType    type,
         guint    n)
{
  return find_nth (GTK_WIDGET (fixture->dialog), type, &n);
}

static GtkWidget *
get_copy_button (Fixture *fixture)
{
  for (guint n = 0;; n++)
    {
      GtkWidget *button = get_nth (fixture, GTK_TYPE_BUTTON, n);

      g_assert_nonnull (button);
      if (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (button)), "edit-copy-symbolic") == 0)
        return button;
    }
}

static void
flip (Fixture *fixture,
      guint    n)
{
  gtk_widget_activate (get_nth (fixture, GTK_TYPE_SWITCH, n));
  rail_app_test_settle ();
  wait_until_idle (fixture);
}

#define MAKE_PROFILE "mkdir -p .mozilla/firefox/plant .config/chromium;" \
                     "printf '[Profile0]\\nName=work\\nIsRelative=1\\nPath=plant\\n' > .mozilla/firefox/profiles.ini;" \
                     "certutil -N -d sql:.mozilla/firefox/plant --empty-password;"

static void
test_added (Fixture       *fixture,
            gconstpointer  data)
{
  if (!rail_test_need ("certutil"))
    return;
  shell (fixture, MAKE_PROFILE);
  open_dialog (fixture);
  rail_app_test_screenshot (fixture->dialog, "trust");
  g_assert_false (gtk_switch_get_state (GTK_SWITCH (get_nth (fixture, GTK_TYPE_SWITCH, 1))));

  flip (fixture, 1);
  g_assert_true (gtk_switch_get_state (GTK_SWITCH (get_nth (fixture, GTK_TYPE_SWITCH, 1))));
  g_assert_true (gtk_widget_has_focus (get_nth (fixture, GTK_TYPE_SWITCH, 1)));
  rail_app_test_screenshot (fixture->dialog, "trust-added");
  shell (fixture, "certutil -L -d sql:.local/share/pki/nssdb | grep -c 'C,,' | grep -x 1");
  shell (fixture, "! certutil -L -d sql:.mozilla/firefox/plant | grep 'C,,'");

  flip (fixture, 1);
  g_assert_false (gtk_switch_get_state (GTK_SWITCH (get_nth (fixture, GTK_TYPE_SWITCH, 1))));
  shell (fixture, "! certutil -L -d sql:.local/share/pki/nssdb | grep 'C,,'");
  gtk_window_close (fixture->dialog);
}

/* The switch goes back, and the store says why. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  RailMessageRow *row;
  g_autofree char *path = NULL;

  if (!rail_test_need ("certutil"))
    return;
  shell (fixture, MAKE_PROFILE "echo geheim > word; rm .mozilla/firefox/plant/*; rm -r .config;"
                  "certutil -N -d sql:.mozilla/firefox/plant -f word");
  path = hide_browsers (fixture);
  open_dialog (fixture);
  flip (fixture, 0);
  g_setenv ("PATH", path, TRUE);
  g_assert_false (gtk_switch_get_state (GTK_SWITCH (get_nth (fixture, GTK_TYPE_SWITCH, 0))));
  row = RAIL_MESSAGE_ROW (get_nth (fixture, RAIL_TYPE_MESSAGE_ROW, 0));
  rail_assert_contains (rail_message_row_get_text (row), "primary password");
  rail_app_test_screenshot (fixture->dialog, "trust-refused");
  gtk_window_close (fixture->dialog);
}

static void
test_none (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = hide_browsers (fixture);

  open_dialog (fixture);
  g_setenv ("PATH", path, TRUE);
  rail_app_test_screenshot (fixture->dialog, "trust-none");
  g_assert_null (get_nth (fixture, GTK_TYPE_SWITCH, 0));
  gtk_window_close (fixture->dialog);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_copied_cb (gpointer text)
{
  return *(char **) text != NULL;
}

/* What the system trusts is changed in a terminal: one paste has the certificate in it. */
static void
test_copied (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *pem = rail_certificate_to_pem (rail_entry_get_certificate (rail_project_get_entry (fixture->project,
                                                                                                      ID_ROOT_SHA1)));
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (!g_file_test ("/etc/ssl/certs/ca-certificates.crt", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("This system's store is elsewhere");
      return;
    }
  path = hide_browsers (fixture);
  open_dialog (fixture);
  g_setenv ("PATH", path, TRUE);
  rail_app_test_click (get_copy_button (fixture));
  rail_app_test_settle ();
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->dialog)), NULL, copied_cb, &text);
  rail_app_test_wait_for (is_copied_cb, &text, "the clipboard");
  rail_assert_contains (text, pem);
  rail_assert_contains (text, "sudo update-ca-certificates");
  gtk_window_close (fixture->dialog);
}

static gboolean
is_gone_cb (gpointer dialog)
{
  return *(GtkWindow **) dialog == NULL;
}

/* Closed while it works: what it waits for comes to nobody, and the project is let go. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *dialog = NULL;

  if (!rail_test_need ("certutil"))
    return;
  shell (fixture, MAKE_PROFILE);
  open_dialog (fixture);
  gtk_widget_activate (get_nth (fixture, GTK_TYPE_SWITCH, 0));
  g_set_weak_pointer (&dialog, fixture->dialog);
  gtk_window_close (fixture->dialog);
  rail_app_test_settle ();
  g_assert_null (rail_app_test_look_for ("RailTrustDialog"));
  rail_app_test_wait_for (is_gone_cb, &dialog, "the work to end");
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

  add ("/app/trust/a-switch-shows-what-the-store-says", test_added);
  add ("/app/trust/refusal-is-said-where-it-happened", test_refused);
  add ("/app/trust/no-browser-is-said", test_none);
  add ("/app/trust/commands-for-the-system-are-copied", test_copied);
  add ("/app/trust/may-be-closed-at-work", test_closed);

  return rail_app_test_run ();
}
