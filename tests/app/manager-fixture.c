/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "manager-fixture.h"

#include "rail-operations.h"

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

GtkWindow *
manager_fixture_window (RailProject                 *project,
                        RailCertificateManagerPage **out_page)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = rail_certificate_manager_page_new ();

  g_object_set (page, "project", project, NULL);
  gtk_widget_set_vexpand (overlay, TRUE);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), page);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), overlay);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 960, 700);
  gtk_window_set_title (GTK_WINDOW (window), "Bottling line 3");
  gtk_window_present (GTK_WINDOW (window));
  manager_fixture_settle ();
  *out_page = RAIL_CERTIFICATE_MANAGER_PAGE (page);
  return GTK_WINDOW (window);
}

/* The part of a template by its ID. */
GtkWidget *
manager_fixture_child (gpointer    widget,
                       GType       type,
                       const char *id)
{
  GObject *child = gtk_widget_get_template_child (widget, type, id);

  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

/* (nullable): the open window of that type */
GtkWindow *
manager_fixture_dialog (const char *type_name)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), type_name))
        return window;
    }
  return NULL;
}

/* Lets the windows draw what there is to draw. */
void
manager_fixture_settle (void)
{
  gint64 end = g_get_monotonic_time () + 120 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (2000);
    }
}
