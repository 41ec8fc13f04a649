/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-certificate-columns.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-entry-drag.h"
#include "rail-entry-private.h"
#include "rail-operations.h"
#include "rail-project-private.h"

#include <string.h>

#define DAY G_GINT64_CONSTANT (86400)

RailProject *
manager_fixture_unprotected (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (MANAGER_NOW, 2);

  rail_environment_set_iterations (environment, 1000);
  return rail_project_new (environment, "Bottling line 3");
}

RailEntry *
manager_fixture_create (RailProject *project,
                        RailUsage    usage,
                        const char  *common_name,
                        guint        issuer,
                        gint64       not_before,
                        gint64       not_after,
                        const char  *names)
{
  g_autoptr(RailCreation) creation = rail_creation_new (project);
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) parts = g_strsplit (names, "|", -1);
  RailEntry *authority = issuer != 0 ? rail_project_get_entry (project, issuer) : NULL;

  rail_creation_set_issuer (creation, authority);
  rail_creation_apply_template (creation, usage);
  rail_certificate_request_set_common_name (request, common_name);
  if (authority != NULL && !rail_key_kind_is_rsa (rail_certificate_get_key_kind (rail_entry_get_certificate (authority))))
    rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
  if (not_before != 0)
    rail_certificate_request_set_validity (request, not_before, not_after);
  g_list_store_remove_all (rail_certificate_request_get_names (request));
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (parts[i], &error);

      g_assert_no_error (error);
      g_list_store_append (rail_certificate_request_get_names (request), name);
    }
  g_list_store_append (creations, creation);
  entries = rail_project_create (project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  return g_ptr_array_index (entries, 0);
}

RailProject *
manager_fixture_project (void)
{
  RailProject *project = manager_fixture_unprotected ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GPtrArray) revoked = g_ptr_array_new ();
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  static const char * const addresses[] = { "192.168.0.1", NULL };
  g_autoptr(GError) error = NULL;

  rail_project_protect (project, "admin", password, &error);
  g_assert_no_error (error);
  rail_device_set_addresses (device, addresses);
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);

  manager_fixture_create (project, RAIL_USAGE_CA_INTERMEDIATE, "Line 3 Issuing CA", ID_ROOT, 0, 0, "");
  manager_fixture_create (project, RAIL_USAGE_OPCUA_SERVER, "PLC-1/OPCUA-1-4", ID_ROOT, 0, 0,
                          "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1|IP:192.168.0.1");
  manager_fixture_create (project, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", ID_ROOT, 0, 0,
                          "URI:urn:engineering:UnifiedAutomation:UaExpert|DNS:engineering");
  manager_fixture_create (project, RAIL_USAGE_WEB_SERVER, "PLC-1/Webserver-6", ID_INTERMEDIATE,
                          MANAGER_NOW - 700 * DAY, MANAGER_NOW + 12 * DAY, "IP:192.168.0.1");
  manager_fixture_create (project, RAIL_USAGE_TLS_SERVER, "Old gateway", ID_ROOT,
                          MANAGER_NOW - 700 * DAY, MANAGER_NOW - 3 * DAY, "DNS:gateway");
  manager_fixture_create (project, RAIL_USAGE_TLS_CLIENT, "Historian", ID_INTERMEDIATE,
                          MANAGER_NOW + 30 * DAY, MANAGER_NOW + 900 * DAY, "");
  g_ptr_array_add (revoked, manager_fixture_create (project, RAIL_USAGE_OPCUA_CLIENT, "Lost laptop", ID_ROOT, 0, 0,
                                                    "URI:urn:laptop:UnifiedAutomation:UaExpert"));
  rail_project_revoke (project, revoked, RAIL_REVOCATION_KEY_COMPROMISE, &error);
  g_assert_no_error (error);
  manager_fixture_create (project, RAIL_USAGE_TLS_SERVER,
                          "Filling & capping <station 12>, conveyor B, drive cabinet 0007", ID_ROOT_SHA1, 0, 0,
                          "DNS:filling-and-capping-station-12.line-3.plant.example.org");
  return project;
}

void
manager_fixture_renew (RailProject *project,
                       guint        id,
                       RailEntry   *other)
{
  RailEntry *entry = rail_project_get_entry (project, id);
  RailChange *change = rail_change_new (RAIL_ACTION_RENEW, g_strdup ("Renew a certificate"));
  g_autoptr(RailEntryState) state = rail_entry_state_copy (rail_entry_get_state (entry));
  g_autoptr(RailGeneration) generation =
    rail_generation_new (rail_entry_get_certificate (entry), rail_entry_get_key (entry), NULL, MANAGER_NOW,
                         RAIL_GENERATION_RENEWED, "admin", "The old key was on a lost laptop");

  rail_entry_state_set_certificate (state, rail_entry_get_certificate (other), rail_entry_get_key (other));
  rail_entry_state_add_generation (state, generation);
  rail_change_set_entry (change, entry, state);
  rail_project_apply (project, change);
}

RailWindow *
manager_fixture_window (RailProject                 *project,
                        RailCertificateManagerPage **out_page)
{
  RailWindow *window = rail_app_test_new_window (rail_app_test_get_application ());

  rail_window_set_project (window, project, NULL);
  rail_app_test_activate (window, "win.go", "certificates");
  rail_app_test_settle ();
  *out_page = rail_app_test_find_type (window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  return window;
}

/* The IDs as the table shows them, from top to bottom. */
static char *
dup_ids (RailCertificateManagerPage *page,
         RailEntryKind               tab)
{
  GListModel *rows = rail_certificate_table_get_visible (page->tables[tab]);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (rows, i);
      RailEntry *entry = rail_certificate_row_get_entry (rail_certificate_row_from_item (item));

      g_string_append_printf (text, "%s%u", i > 0 ? " " : "", rail_entry_get_id (entry));
    }
  return g_strdup (text->str);
}

void
manager_fixture_assert_ids (RailCertificateManagerPage *page,
                            RailEntryKind               tab,
                            const char                 *expected)
{
  g_autofree char *ids = dup_ids (page, tab);

  g_assert_cmpstr (ids, ==, expected);
}

GPtrArray *
manager_fixture_drag (gpointer widget,
                      double   x,
                      double   y)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);
  g_autoptr(GdkContentProvider) provider = NULL;
  g_auto(GValue) entries = G_VALUE_INIT;
  g_auto(GValue) files = G_VALUE_INIT;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && provider == NULL; i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DRAG_SOURCE (controller))
        g_signal_emit_by_name (controller, "prepare", x, y, &provider);
    }
  if (provider == NULL)
    return NULL;
  g_value_init (&entries, RAIL_TYPE_ENTRY_LIST);
  gdk_content_provider_get_value (provider, &entries, &error);
  g_assert_no_error (error);
  g_value_init (&files, GDK_TYPE_FILE_LIST);
  gdk_content_provider_get_value (provider, &files, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_slist_length (g_value_get_boxed (&files)), ==, ((GPtrArray *) g_value_get_boxed (&entries))->len);
  return g_value_dup_boxed (&entries);
}

void
manager_fixture_close (RailProject *project)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  while (g_list_model_get_n_items (toplevels) > 0)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (toplevels, 0);

      gtk_window_destroy (window);
    }
  rail_app_test_settle ();
  g_assert_finalize_object (project);
}
