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
  RailProject *project;
  RailWindow  *window;
  char        *home;
  char        *path;
  GtkWindow   *dialog;
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
  fixture->window = manager_fixture_window (fixture->project, NULL);
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
is_idle_cb (gpointer dialog)
{
  return !gtk_widget_get_visible (rail_app_test_find (dialog, "spinner"));
}

static void
wait_until_idle (Fixture *fixture)
{
  rail_app_test_wait_for (is_idle_cb, fixture->dialog, "the stores to be read");
  rail_app_test_settle ();
}

static void
open_dialog (Fixture *fixture)
{
  fixture->dialog = rail_trust_dialog_new (GTK_WINDOW (fixture->window), fixture->project, fixture->home);
  gtk_window_present (fixture->dialog);
  wait_until_idle (fixture);
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

static void
flip (Fixture *fixture,
      guint    n)
{
  gtk_widget_activate (get_nth (fixture, GTK_TYPE_SWITCH, n));
  rail_app_test_settle ();
  wait_until_idle (fixture);
}

#define MAKE_PROFILE "mkdir -p .mozilla/firefox/work .config/chromium;" \
                     "printf '[Profile0]\\nName=work\\nIsRelative=1\\nPath=work\\n' > .mozilla/firefox/profiles.ini;" \
                     "certutil -N -d sql:.mozilla/firefox/work --empty-password;"

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
  shell (fixture, "! certutil -L -d sql:.mozilla/firefox/work | grep 'C,,'");

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

  if (!rail_test_need ("certutil"))
    return;
  shell (fixture, MAKE_PROFILE "echo geheim > word; rm .mozilla/firefox/work/*; rm -r .config;"
                  "certutil -N -d sql:.mozilla/firefox/work -f word");
  open_dialog (fixture);
  flip (fixture, 0);
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
  open_dialog (fixture);
  rail_app_test_screenshot (fixture->dialog, "trust-none");
  g_assert_null (get_nth (fixture, GTK_TYPE_SWITCH, 0));
  gtk_window_close (fixture->dialog);
}

/* Closed while it works: what it waits for comes to nobody. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  if (!rail_test_need ("certutil"))
    return;
  shell (fixture, MAKE_PROFILE);
  open_dialog (fixture);
  gtk_widget_activate (get_nth (fixture, GTK_TYPE_SWITCH, 0));
  gtk_window_close (fixture->dialog);
  rail_app_test_settle ();
  g_assert_null (rail_app_test_look_for ("RailTrustDialog"));
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
  add ("/app/trust/may-be-closed-at-work", test_closed);

  return rail_app_test_run ();
}
