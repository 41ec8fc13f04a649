/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is chosen in the preferences has its effect at once, and only there where it belongs. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-certificate-manager-page-private.h"
#include "rail-create-dialog-private.h"
#include "rail-export.h"
#include "rail-operations.h"
#include "rail-preferences.h"
#include "rail-settings.h"

#include <string.h>

typedef struct
{
  RailProject                *project;
  RailCertificateManagerPage *page;
  RailWindow                 *window;
  GtkWidget                  *preferences;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->project = manager_fixture_project ();
  fixture->window = manager_fixture_window (fixture->project, &fixture->page);
  rail_app_test_activate (fixture->window, "app.preferences", NULL);
  fixture->preferences = rail_app_test_wait_window (RAIL_TYPE_PREFERENCES, NULL);
}

/* (transfer full) */
static GSettings *
new_settings (void)
{
  return g_settings_new ("org.certrail.Certrail");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GSettings) settings = new_settings ();
  g_autoptr(GSettingsSchema) schema = NULL;
  g_auto(GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  manager_fixture_close (fixture->project);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
}

static void
set_spin (Fixture    *fixture,
          const char *id,
          int         value)
{
  gtk_spin_button_set_value (rail_app_test_find (fixture->preferences, id), value);
  rail_app_test_settle ();
}

static const char *
get_status (Fixture *fixture,
            guint    id)
{
  RailEntry *entry = rail_project_get_entry (fixture->project, id);

  return rail_certificate_row_get_text (rail_certificate_rows_find (fixture->page->rows, entry), RAIL_COLUMN_STATUS);
}

static void
test_warning (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_cmpstr (get_status (fixture, ID_EXPIRING), ==, "Expires in 12 days");
  set_spin (fixture, "warning_days", 11);
  g_assert_cmpstr (get_status (fixture, ID_EXPIRING), ==, "Valid");
  set_spin (fixture, "warning_days", 12);
  g_assert_cmpstr (get_status (fixture, ID_EXPIRING), ==, "Expires in 12 days");
}

static GDateYear
propose_end (RailProject *project,
             RailUsage    usage)
{
  g_autoptr(RailCreation) creation = rail_creation_new (project);
  g_autoptr(GDateTime) end = NULL;

  rail_creation_set_issuer (creation, NULL);
  rail_creation_apply_template (creation, usage);
  rail_creation_set_issuer (creation, NULL);
  end = g_date_time_new_from_unix_utc (rail_certificate_request_get_not_after (rail_creation_get_request (creation)));
  return (GDateYear) g_date_time_get_year (end);
}

/* Projects that are made or opened by the program have its environment; the fixture's has its own. */
static void
test_validity (Fixture       *fixture,
               gconstpointer  data)
{
  RailEnvironment *environment = rail_application_get_environment (rail_app_test_get_application ());
  g_autoptr(RailProject) project = rail_project_new (environment, "Line 4");
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (rail_environment_get_now (environment) - 24 * 60 * 60);
  int year = g_date_time_get_year (now);

  g_assert_cmpint (propose_end (project, RAIL_USAGE_TLS_SERVER), ==, year + 10);
  set_spin (fixture, "certificate_years", 2);
  set_spin (fixture, "authority_years", 25);
  g_assert_cmpint (propose_end (project, RAIL_USAGE_TLS_SERVER), ==, year + 2);
  g_assert_cmpint (propose_end (project, RAIL_USAGE_CA_ROOT), ==, year + 25);
}

static void
test_other_numbers (Fixture       *fixture,
                    gconstpointer  data)
{
  RailApplication *application = rail_app_test_get_application ();

  set_spin (fixture, "idle_minutes", 3);
  set_spin (fixture, "kept_versions", 17);
  g_assert_cmpuint (rail_application_get_idle_minutes (application), ==, 3);
  g_assert_cmpuint (rail_application_get_n_versions (), ==, 17);
  rail_application_set_n_versions (4);
  rail_app_test_settle ();
  g_assert_cmpint (gtk_spin_button_get_value_as_int (rail_app_test_find (fixture->preferences, "kept_versions")), ==, 4);
  rail_app_test_screenshot (fixture->preferences, "preferences");
}

static void
test_format (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *dialog;

  adw_combo_row_set_selected (rail_app_test_find (fixture->preferences, "format"), RAIL_FORMAT_PEM);
  gtk_window_close (GTK_WINDOW (fixture->preferences));
  rail_certificate_manager_page_select_entry (fixture->page, rail_project_get_entry (fixture->project, ID_SERVER));
  rail_app_test_activate (fixture->page, "manager.export", NULL);
  rail_app_test_settle ();
  dialog = rail_app_test_look_for ("RailExportDialog");
  g_assert_nonnull (dialog);
  g_assert_cmpuint (adw_combo_row_get_selected (rail_app_test_find (dialog, "format")), ==, RAIL_FORMAT_PEM);
}

/* Kept by the desktop, so that the next run has it. */
static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GSettings) settings = new_settings ();

  set_spin (fixture, "warning_days", 45);
  g_assert_cmpuint (g_settings_get_uint (settings, "warning-days"), ==, 45);
  g_settings_set_uint (settings, "warning-days", 60);
  rail_app_test_settle ();
  g_assert_cmpuint (rail_expiring_days_get (), ==, 60);
}

static guint
count_preferences (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GObject) window = g_list_model_get_item (toplevels, i);

      n += RAIL_IS_PREFERENCES (window);
    }
  return n;
}

/* The shortcut works in the preferences, too. */
static void
test_once (Fixture       *fixture,
           gconstpointer  data)
{
  rail_app_test_activate (fixture->window, "app.preferences", NULL);
  rail_app_test_settle ();
  g_assert_cmpuint (count_preferences (), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);
  g_test_add ("/app/preferences/warning-marks-certificates", Fixture, NULL, set_up, test_warning, tear_down);
  g_test_add ("/app/preferences/validity-is-proposed", Fixture, NULL, set_up, test_validity, tear_down);
  g_test_add ("/app/preferences/idle-and-versions-hold", Fixture, NULL, set_up, test_other_numbers, tear_down);
  g_test_add ("/app/preferences/export-begins-with-format", Fixture, NULL, set_up, test_format, tear_down);
  g_test_add ("/app/preferences/are-kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/app/preferences/open-once", Fixture, NULL, set_up, test_once, tear_down);
  return rail_app_test_run ();
}
