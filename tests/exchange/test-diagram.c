/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where each certificate belongs. What is expected is derived by hand from 109769068 V2.0: the chapter stands at
 * each table. */

#include "diagram-fixture.h"

#include "rail-device-operations.h"
#include "rail-hand-over.h"

static RailDiagram *
make (Plant        *plant,
      RailScenario  scenario)
{
  return rail_diagram_new (plant->project, scenario, NULL, NULL);
}

static void
assert_items (RailDiagram *diagram,
              const char  *expected)
{
  g_autofree char *text = diagram_describe (diagram);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_arrows (RailDiagram *diagram,
               const char  *expected)
{
  g_autofree char *text = diagram_describe_arrows (diagram);

  g_assert_cmpstr (text, ==, expected);
}

static RailDiagramItem *
find_item (RailDiagram      *diagram,
           const char       *box,
           RailDiagramKind   kind,
           RailDiagramState  state)
{
  GListModel *items = rail_diagram_get_items (diagram);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailDiagramItem) item = g_list_model_get_item (items, i);

      if (g_str_equal (rail_diagram_item_get_box (item), box) && rail_diagram_item_get_kind (item) == kind &&
          rail_diagram_item_get_state (item) == state)
        return item;   /* the diagram keeps it */
    }
  g_error ("There is no such item in “%s”", box);
}

/* Chapter 2.4.3: server certificate with its key in the CPU, the authority carried into the table of trusted ones,
 * the client among the trusted clients. Chapter 2.4.4: own/certs and own/private of UaExpert, its trusted/certs and
 * trusted/crl. */
static void
opcua_with_the_projects_authority (Plant         *plant,
                                   gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);

  g_assert_null (rail_diagram_get_needed (diagram));
  assert_items (diagram,
                "PLC_1\n"
                "  Device certificates: certificate 3, key 3\n"
                "  Trusted clients: certificate 4\n"
                "  Certificates of the partner devices: authority 1\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 3, key 3, certificate 4, key 4\n"
                "  Certificate authority (CA): authority 1, list 1, key 1\n"
                "UaExpert\n"
                "  own/certs: certificate 4\n"
                "  own/private: key 4\n"
                "  trusted/certs: authority 1\n"
                "  trusted/crl: list 1\n");
  assert_arrows (diagram,
                 "1 certificate 3 > PLC_1, Device certificates\n"
                 "1 key 3 > PLC_1, Device certificates\n"
                 "2 certificate 4 > PLC_1, Trusted clients\n"
                 "3 authority 1 > PLC_1, Certificates of the partner devices\n"
                 "4 certificate 4 > UaExpert, own/certs\n"
                 "4 key 4 > UaExpert, own/private\n"
                 "5 authority 1 > UaExpert, trusted/certs\n"
                 "5 list 1 > UaExpert, trusted/crl\n");
}

/* Chapter 2.4.6, scenario 2: the authority's key is nowhere but outside, and its list has to be imported. */
static void
opcua_with_an_authority_outside (Plant         *plant,
                                 gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = NULL;

  diagram_set_outside (plant);
  diagram = make (plant, RAIL_SCENARIO_OPCUA_OUTSIDE);
  g_assert_null (rail_diagram_get_needed (diagram));
  assert_items (diagram,
                "PLC_1\n"
                "  Device certificates: certificate 3, key 3\n"
                "  Trusted clients: certificate 4\n"
                "  Certificates of the partner devices: authority 1\n"
                "Authority outside\n"
                "  Certificate authority (CA): authority 1, list 1 (missing: none), key 1\n"
                "  Requests: request\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 3, key 3, certificate 4, key 4\n"
                "  Trusted certificates and root certificates: authority 1, list 1 (missing: none)\n"
                "UaExpert\n"
                "  own/certs: certificate 4\n"
                "  own/private: key 4\n"
                "  trusted/certs: authority 1\n"
                "  trusted/crl: list 1 (missing: none)\n");
  assert_arrows (diagram,
                 "1 certificate 3 > Authority outside, Requests\n"
                 "2 authority 1 > Bottling line 3, Trusted certificates and root certificates\n"
                 "2 list 1 > Bottling line 3, Trusted certificates and root certificates\n"
                 "3 certificate 3 > PLC_1, Device certificates\n"
                 "3 key 3 > PLC_1, Device certificates\n"
                 "4 certificate 4 > PLC_1, Trusted clients\n"
                 "5 authority 1 > PLC_1, Certificates of the partner devices\n"
                 "6 certificate 4 > UaExpert, own/certs\n"
                 "6 key 4 > UaExpert, own/private\n"
                 "7 authority 1 > UaExpert, trusted/certs\n"
                 "7 list 1 > UaExpert, trusted/crl\n");
}

/* Chapter 2.4.6, scenario 3: the central manager makes the keys, too, and gives the client what is the client's. */
static void
opcua_with_a_central_manager (Plant         *plant,
                              gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = NULL;

  diagram_set_outside (plant);
  diagram = make (plant, RAIL_SCENARIO_OPCUA_CENTRAL);
  assert_items (diagram,
                "PLC_1\n"
                "  Device certificates: certificate 3, key 3\n"
                "  Trusted clients: certificate 4\n"
                "  Certificates of the partner devices: authority 1\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 3, key 3\n"
                "  Trusted certificates and root certificates: certificate 4, authority 1, list 1 (missing: none)\n"
                "Central certificate manager\n"
                "  Certificates and their keys: certificate 3, key 3, certificate 4\n"
                "  Certificate authority (CA): authority 1, list 1 (missing: none), key 1\n"
                "UaExpert\n"
                "  own/certs: certificate 4\n"
                "  own/private: key 4\n"
                "  trusted/certs: authority 1\n"
                "  trusted/crl: list 1 (missing: none)\n");
}

/* Chapters 2.5.2 and 2.5.3: the web server's certificate in the CPU, the root in Windows' store; no certificate of
 * the browser. */
static void
https_with_the_projects_authority (Plant         *plant,
                                   gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_HTTPS_PROJECT);

  assert_items (diagram,
                "PLC_1\n"
                "  Device certificates: certificate 5, key 5\n"
                "  Certificates of the partner devices: authority 1\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 5, key 5\n"
                "  Certificate authority (CA): authority 1, key 1\n"
                "Browser-PC\n"
                "  Trusted Root Certification Authorities: authority 1\n");
  assert_arrows (diagram,
                 "1 certificate 5 > PLC_1, Device certificates\n"
                 "1 key 5 > PLC_1, Device certificates\n"
                 "2 authority 1 > PLC_1, Certificates of the partner devices\n"
                 "3 authority 1 > Browser-PC, Trusted Root Certification Authorities\n");
}

/* Chapter 2.5.5, scenarios 2 and 3 */
static void
https_with_an_authority_outside (Plant         *plant,
                                 gconstpointer  data)
{
  g_autoptr(RailDiagram) outside = NULL;
  g_autoptr(RailDiagram) central = NULL;

  diagram_set_outside (plant);
  outside = make (plant, RAIL_SCENARIO_HTTPS_OUTSIDE);
  assert_items (outside,
                "PLC_1\n"
                "  Device certificates: certificate 5, key 5\n"
                "  Certificates of the partner devices: authority 1\n"
                "Authority outside\n"
                "  Certificate authority (CA): authority 1, key 1\n"
                "  Requests: request\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 5, key 5\n"
                "  Trusted certificates and root certificates: authority 1\n"
                "Browser-PC\n"
                "  Trusted Root Certification Authorities: authority 1\n");
  central = make (plant, RAIL_SCENARIO_HTTPS_CENTRAL);
  assert_arrows (central,
                 "1 certificate 5 > Bottling line 3, Device certificates\n"
                 "1 key 5 > Bottling line 3, Device certificates\n"
                 "2 authority 1 > Bottling line 3, Trusted certificates and root certificates\n"
                 "3 certificate 5 > PLC_1, Device certificates\n"
                 "3 key 5 > PLC_1, Device certificates\n"
                 "4 authority 1 > PLC_1, Certificates of the partner devices\n"
                 "5 authority 1 > Browser-PC, Trusted Root Certification Authorities\n");
}

/* Chapter 2.3.2: what the local certificate manager makes is self-signed, so it is trusted itself. */
static void
https_self_signed (Plant         *plant,
                   gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_HTTPS_SELF_SIGNED);

  assert_items (diagram,
                "PLC_2\n"
                "  Device certificates: certificate 8, key 8\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 8, key 8\n"
                "Browser-PC\n"
                "  Trusted Root Certification Authorities: certificate 8\n");
}

/* Chapter 2.6.1: only the client has to trust the server. Chapter 2.6.3: it refers to the server's authority. */
static void
ouc_one_way (Plant         *plant,
             gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OUC_ONE_WAY);

  assert_items (diagram,
                "PLC_1\n"
                "  Device certificates: certificate 6, key 6\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 6, key 6\n"
                "  Certificate authority (CA): authority 1\n"
                "PLC_2\n"
                "  Certificates of the partner devices: authority 1\n");
  g_assert_cmpstr (rail_diagram_item_get_detail (find_item (diagram, "PLC_1", RAIL_DIAGRAM_CERTIFICATE,
                                                            RAIL_DIAGRAM_FINE)),
                   ==, "TLSServerCertRef = 6");
  g_assert_cmpstr (rail_diagram_item_get_detail (find_item (diagram, "PLC_2", RAIL_DIAGRAM_AUTHORITY,
                                                            RAIL_DIAGRAM_FINE)),
                   ==, "TLSServerCertRef = 1");
}

/* Chapters 2.6.2 and 2.6.3; the client's certificate was issued below the root, so the server needs all of its chain
 * (4.1.6). */
static void
ouc_mutual (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OUC_MUTUAL);

  assert_items (diagram,
                "PLC_1\n"
                "  Device certificates: certificate 6, key 6\n"
                "  Certificates of the partner devices: authority 2, authority 1\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 6, key 6, certificate 7, key 7\n"
                "  Certificate authority (CA): authority 2, authority 1\n"
                "PLC_2\n"
                "  Device certificates: certificate 7, key 7\n"
                "  Certificates of the partner devices: authority 1\n");
}

/* Chapter 3.1.2, scenario 1: certificate and key are made in the central manager. The CPU takes RSA keys only. */
static void
gds_with_key (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_GDS_KEY);

  assert_items (diagram,
                "PLC_1\n"
                "  Certificate group of the OPC UA server: certificate 3 (wrong: none), key 3\n"
                "  Trust list: trusted certificates: authority 1\n"
                "  Trust list: trusted revocation lists: list 1\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 3 (wrong: none), key 3, certificate 4, key 4\n"
                "  Certificate authority (CA): authority 1, list 1, key 1\n"
                "UaExpert\n"
                "  own/certs: certificate 4\n"
                "  own/private: key 4\n"
                "  trusted/certs: authority 1\n"
                "  trusted/crl: list 1\n");
  assert_arrows (diagram,
                 "1 authority 1 > PLC_1, Trust list: trusted certificates\n"
                 "1 list 1 > PLC_1, Trust list: trusted revocation lists\n"
                 "2 certificate 3 > PLC_1, Certificate group of the OPC UA server\n"
                 "2 key 3 > PLC_1, Certificate group of the OPC UA server\n"
                 "3 certificate 4 > UaExpert, own/certs\n"
                 "3 key 4 > UaExpert, own/private\n"
                 "4 authority 1 > UaExpert, trusted/certs\n"
                 "4 list 1 > UaExpert, trusted/crl\n");
}

/* Chapter 3.1.2, scenario 2: the key never leaves the CPU, so no arrow carries it. */
static void
gds_by_request (Plant         *plant,
                gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_GDS_REQUEST);

  assert_arrows (diagram,
                 "1 authority 1 > PLC_1, Trust list: trusted certificates\n"
                 "1 list 1 > PLC_1, Trust list: trusted revocation lists\n"
                 "2 request 0 > Bottling line 3, Device certificates\n"
                 "3 certificate 3 > PLC_1, Certificate group of the OPC UA server\n"
                 "4 certificate 4 > UaExpert, own/certs\n"
                 "4 key 4 > UaExpert, own/private\n"
                 "5 authority 1 > UaExpert, trusted/certs\n"
                 "5 list 1 > UaExpert, trusted/crl\n");
}

/* Chapter 3.1.1: web server certificates from firmware 3.0, and trust lists are for OPC UA only. */
static void
gds_of_a_web_server (Plant         *plant,
                     gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_GDS_WEB);
  g_autoptr(RailDiagram) old = NULL;

  g_assert_null (rail_diagram_get_needed (diagram));
  assert_items (diagram,
                "PLC_1\n"
                "  Certificate group of the web server: certificate 5, key 5\n"
                "Bottling line 3\n"
                "  Device certificates: certificate 5, key 5\n"
                "  Certificate authority (CA): authority 1, key 1\n"
                "Browser-PC\n"
                "  Trusted Root Certification Authorities: authority 1\n");
  old = rail_diagram_new (plant->project, RAIL_SCENARIO_GDS_WEB, rail_project_get_device (plant->project, "PLC_2"),
                          NULL);
  rail_assert_contains (rail_diagram_get_needed (old), "issued by an authority of this project");
}

static void
old_firmware_is_needed_first (Plant         *plant,
                              gconstpointer  data)
{
  g_autoptr(RailDevice) old = rail_device_copy (rail_project_get_device (plant->project, "PLC_1"));
  g_autoptr(RailDiagram) diagram = NULL;

  rail_device_set_firmware (old, "2.8");
  diagram_change (plant, old);
  diagram = make (plant, RAIL_SCENARIO_GDS_KEY);
  rail_assert_contains (rail_diagram_get_needed (diagram), "firmware V2.8, and this needs V2.9");
}

/*
 * What is missing
 */

static void
repaired_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (rail_diagram_repair_finish (RAIL_DIAGRAM (object), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
missing_trust_is_repaired (Plant         *plant,
                           gconstpointer  data)
{
  g_autoptr(RailDevice) bare = rail_device_copy (rail_project_get_device (plant->project, "PLC_1"));
  g_autoptr(RailDiagram) diagram = NULL;
  g_autoptr(RailDiagram) after = NULL;
  gboolean done = FALSE;
  RailDiagramItem *item;

  rail_device_set_client (bare, DIAGRAM_CLIENT, FALSE);
  rail_device_set_partner (bare, DIAGRAM_CLIENT, FALSE);
  rail_device_set_partner (bare, DIAGRAM_ROOT, FALSE);
  diagram_change (plant, bare);
  diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  item = find_item (diagram, "PLC_1", RAIL_DIAGRAM_AUTHORITY, RAIL_DIAGRAM_MISSING);
  g_assert_cmpstr (rail_diagram_item_get_repair_nick (item), ==, "trust");
  rail_assert_contains (rail_diagram_item_get_reason (item), "partner devices of “PLC_1”");
  item = find_item (diagram, "PLC_1", RAIL_DIAGRAM_CERTIFICATE, RAIL_DIAGRAM_MISSING);
  g_assert_cmpstr (rail_diagram_item_get_repair (item), ==, "Add to trusted clients");

  rail_diagram_repair_async (diagram, item, NULL, repaired_cb, &done);
  rail_test_wait (&done);
  g_assert_true (rail_device_has_client (rail_project_get_device (plant->project, "PLC_1"), DIAGRAM_CLIENT));
  after = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  find_item (after, "PLC_1", RAIL_DIAGRAM_CERTIFICATE, RAIL_DIAGRAM_FINE);
  g_assert_true (rail_project_undo (plant->project));
}

/* Chapter 2.3.1: a service without its certificate, which the finding creates. */
static void
missing_certificate_has_the_findings_repair (Plant         *plant,
                                             gconstpointer  data)
{
  g_autoptr(RailDevice) bare = rail_device_copy (rail_project_get_device (plant->project, "PLC_1"));
  g_autoptr(RailDiagram) diagram = NULL;

  rail_device_set_service (bare, RAIL_SERVICE_OPCUA_SERVER, TRUE, 0);
  diagram_change (plant, bare);
  diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  g_assert_cmpstr (rail_diagram_item_get_repair_nick (find_item (diagram, "PLC_1", RAIL_DIAGRAM_CERTIFICATE,
                                                                 RAIL_DIAGRAM_MISSING)), ==, "create");
  rail_assert_contains (rail_diagram_get_needed (diagram), "has no certificate");
}

/* The picture shows what the findings say of the device: no rule of its own. */
static void
findings_are_shown (Plant         *plant,
                    gconstpointer  data)
{
  const char * const addresses[] = { "10.0.0.1", NULL };
  g_autoptr(RailDevice) moved = rail_device_copy (rail_project_get_device (plant->project, "PLC_1"));
  g_autoptr(RailDiagram) diagram = NULL;
  RailDiagramItem *item;

  rail_device_set_addresses (moved, addresses);
  diagram_change (plant, moved);
  diagram = make (plant, RAIL_SCENARIO_HTTPS_PROJECT);
  item = find_item (diagram, "PLC_1", RAIL_DIAGRAM_CERTIFICATE, RAIL_DIAGRAM_WRONG);
  g_assert_cmpstr (rail_diagram_item_get_repair_nick (item), ==, "renew");
  rail_assert_contains (rail_diagram_item_get_reason (item), "10.0.0.1");
}

static void
nothing_there_says_what_is_needed (Plant         *plant,
                                   gconstpointer  data)
{
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();

  plant_restore (plant, nothing, 1);
  for (RailScenario scenario = 0; scenario < RAIL_N_SCENARIOS; scenario++)
    {
      g_autoptr(RailDiagram) diagram = make (plant, scenario);
      g_autoptr(RailDiagramLayout) layout = rail_diagram_layout_new (diagram, FALSE, rail_diagram_estimate, NULL);

      g_assert_cmpuint (rail_diagram_get_boxes (diagram)->len, ==, 0);
      rail_assert_contains (rail_diagram_get_needed (diagram), "First add a device");
      diagram_assert_layout (diagram, layout);
    }
}

static void
wrong_origin_says_what_is_needed (Plant         *plant,
                                  gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OPCUA_CENTRAL);

  rail_assert_contains (rail_diagram_get_needed (diagram), "not issued by an authority outside");
  find_item (diagram, "UaExpert", RAIL_DIAGRAM_AUTHORITY, RAIL_DIAGRAM_MISSING);
}

/* The same files under the same names as the hand-over to UaExpert writes. */
static void
client_has_the_files_of_the_hand_over (Plant         *plant,
                                       gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  g_autoptr(RailHandOver) hand_over = NULL;
  g_autoptr(GString) expected = g_string_new (NULL);
  g_autoptr(GString) shown = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  GListModel *files;
  GListModel *items = rail_diagram_get_items (diagram);

  hand_over = rail_hand_over_new (plant->project, RAIL_TARGET_UAEXPERT, diagram_entry (plant, DIAGRAM_CLIENT),
                                  diagram_entry (plant, DIAGRAM_SERVER), &error);
  g_assert_no_error (error);
  files = rail_hand_over_get_files (hand_over);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (files, i);

      g_string_append_printf (expected, "%s\n", rail_hand_over_file_get_path (file));
    }
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailDiagramItem) item = g_list_model_get_item (items, i);
      g_autofree char *name = rail_diagram_item_dup_file_name (item);

      if (g_str_equal (rail_diagram_item_get_box (item), "UaExpert"))
        g_string_append_printf (shown, "%s/%s\n", rail_diagram_item_get_store (item), name);
    }
  g_assert_cmpstr (shown->str, ==, expected->str);
}

static char *
get_path (RailDragFiles *files)
{
  g_assert_cmpuint (rail_drag_files_get_files (files)->len, ==, 1);
  return g_file_get_path (rail_drag_files_get_files (files)->pdata[0]);
}

/* What is dragged is what openssl takes it for: the key of that certificate, and the list of that authority. */
static void
dragged_files_are_what_they_are_called (Plant         *plant,
                                        gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailDragFiles) certificate = NULL;
  g_autoptr(RailDragFiles) key = NULL;
  g_autoptr(RailDragFiles) list = NULL;
  g_autofree char *certificate_path = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *list_path = NULL;
  g_autofree char *command = NULL;

  certificate = rail_diagram_write_drag (diagram, find_item (diagram, "UaExpert", RAIL_DIAGRAM_CERTIFICATE,
                                                             RAIL_DIAGRAM_FINE), &error);
  g_assert_no_error (error);
  key = rail_diagram_write_drag (diagram, find_item (diagram, "UaExpert", RAIL_DIAGRAM_KEY, RAIL_DIAGRAM_FINE), &error);
  g_assert_no_error (error);
  list = rail_diagram_write_drag (diagram, find_item (diagram, "UaExpert", RAIL_DIAGRAM_LIST, RAIL_DIAGRAM_FINE),
                                  &error);
  g_assert_no_error (error);
  certificate_path = get_path (certificate);
  key_path = get_path (key);
  list_path = get_path (list);
  command = g_strdup_printf ("test \"$(openssl x509 -inform DER -in '%s' -noout -pubkey)\" = \"$(openssl pkey -in '%s' "
                             "-pubout)\" && openssl crl -inform DER -in '%s' -noout -issuer | grep -q 'Plant root'",
                             certificate_path, key_path, list_path);
  g_free (plant_run (plant, command));

  g_clear_object (&key);
  g_assert_false (g_file_test (key_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (list_path, G_FILE_TEST_EXISTS));
}

/* What is not in the project cannot be dragged, and says so. */
static void
missing_key_is_not_dragged (Plant         *plant,
                            gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = NULL;
  g_autoptr(GError) error = NULL;

  diagram_set_outside (plant);
  diagram = make (plant, RAIL_SCENARIO_OPCUA_OUTSIDE);
  g_assert_null (rail_diagram_write_drag (diagram, find_item (diagram, "Authority outside", RAIL_DIAGRAM_KEY,
                                                              RAIL_DIAGRAM_FINE), &error));
  rail_assert_contains (error->message, "no file of “Private key of 1”");
}

static void
scenarios_have_words (void)
{
  for (RailScenario scenario = 0; scenario < RAIL_N_SCENARIOS; scenario++)
    {
      RailScenario parsed = RAIL_N_SCENARIOS;

      g_assert_true (rail_scenario_parse (rail_scenario_get_nick (scenario), &parsed));
      g_assert_cmpint (parsed, ==, scenario);
      g_assert_nonnull (rail_scenario_get_label (scenario));
      g_assert_nonnull (rail_scenario_get_source (scenario));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/diagram/scenarios-have-words", scenarios_have_words);
  diagram_test ("/exchange/diagram/opcua-project", opcua_with_the_projects_authority);
  diagram_test ("/exchange/diagram/opcua-outside", opcua_with_an_authority_outside);
  diagram_test ("/exchange/diagram/opcua-central", opcua_with_a_central_manager);
  diagram_test ("/exchange/diagram/https-project", https_with_the_projects_authority);
  diagram_test ("/exchange/diagram/https-outside", https_with_an_authority_outside);
  diagram_test ("/exchange/diagram/https-self-signed", https_self_signed);
  diagram_test ("/exchange/diagram/ouc-one-way", ouc_one_way);
  diagram_test ("/exchange/diagram/ouc-mutual", ouc_mutual);
  diagram_test ("/exchange/diagram/gds-key", gds_with_key);
  diagram_test ("/exchange/diagram/gds-request", gds_by_request);
  diagram_test ("/exchange/diagram/gds-web", gds_of_a_web_server);
  diagram_test ("/exchange/diagram/old-firmware-is-needed-first", old_firmware_is_needed_first);
  diagram_test ("/exchange/diagram/missing-trust-is-repaired", missing_trust_is_repaired);
  diagram_test ("/exchange/diagram/missing-certificate-has-the-findings-repair",
                missing_certificate_has_the_findings_repair);
  diagram_test ("/exchange/diagram/findings-are-shown", findings_are_shown);
  diagram_test ("/exchange/diagram/nothing-there-says-what-is-needed", nothing_there_says_what_is_needed);
  diagram_test ("/exchange/diagram/wrong-origin-says-what-is-needed", wrong_origin_says_what_is_needed);
  diagram_test ("/exchange/diagram/client-has-the-files-of-the-hand-over", client_has_the_files_of_the_hand_over);

  diagram_test ("/exchange/diagram/dragged-files-are-what-they-are-called", dragged_files_are_what_they_are_called);
  diagram_test ("/exchange/diagram/missing-key-is-not-dragged", missing_key_is_not_dragged);

  return g_test_run ();
}
