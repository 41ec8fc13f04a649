/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-finding.h"
#include "rail-load.h"
#include "rail-renewal.h"
#include "rail-replacement.h"

#include "use-fixture.h"

/* A root (ID 1), the web server certificate of PLC_1 (2), another of its certificates (3), and UaExpert (4), a client
 * that it trusts. */
static RailProject *
new_plant (RailFamily  family,
           const char *firmware)
{
  RailProject *project = fixture_new_protected ();
  RailEntry *root, *web, *client;

  use_fixture_add_device (project, "PLC_1", family, firmware);
  root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Plant root", NULL);
  web = use_fixture_create (project, RAIL_USAGE_WEB_SERVER, "PLC-1/Webserver-2", root, "PLC_1");
  use_fixture_create (project, RAIL_USAGE_TLS_CLIENT, "PLC-1/TLS-3", root, "PLC_1");
  client = fixture_create_simple (project, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", NULL);
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_PG_HMI, FALSE, NULL);
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_WEB_SERVER, TRUE, web);
  use_fixture_set_partner (project, "PLC_1", root, TRUE);
  use_fixture_set_client (project, "PLC_1", client, TRUE);
  return project;
}

static void
mark (RailProject *project,
      const char  *name)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (devices, rail_project_get_device (project, name));
  rail_project_mark_loaded (project, devices, &error);
  g_assert_no_error (error);
}

static RailProject *
new_loaded_plant (RailFamily  family,
                  const char *firmware)
{
  RailProject *project = new_plant (family, firmware);

  mark (project, "PLC_1");
  return project;
}

static void
renew (RailProject *project,
       guint        id)
{
  g_autoptr(GPtrArray) entries = fixture_list (rail_project_get_entry (project, id), NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (project, entries);
  g_autoptr(GError) error = NULL;

  rail_project_renew (project, renewal, &error);
  g_assert_no_error (error);
}

/* The preview as one text: the verdict, then kind, role, service and ID of each line. */
static char *
preview (RailProject *project,
         char       **out_reason)
{
  g_autoptr(RailLoad) load = rail_load_new (project, rail_project_get_device (project, "PLC_1"));
  GString *text = g_string_new (rail_load_verdict_get_nick (rail_load_get_verdict (load)));

  g_assert_true (rail_load_get_device (load) == rail_project_get_device (project, "PLC_1"));
  g_assert_true (g_str_has_suffix (rail_load_get_reason (load), "."));
  if (out_reason != NULL)
    *out_reason = g_strdup (rail_load_get_reason (load));
  for (guint i = 0; i < rail_load_get_n_lines (load); i++)
    {
      const RailLoadLine *line = rail_load_get_line (load, i);

      g_assert_true (g_str_has_suffix (line->text, "."));
      g_string_append_printf (text, ", %s", rail_load_kind_get_nick (line->kind));
      if (line->kind != RAIL_LOAD_SETTINGS)
        g_string_append_printf (text, " %s %u", line->role == RAIL_USED_AS_SERVICE ? rail_service_get (line->service)->nick
                                                : rail_used_as_get_nick (line->role), line->id);
    }
  return g_string_free (text, FALSE);
}

static void
assert_preview (RailProject *project,
                const char  *expected)
{
  g_autofree char *text = preview (project, NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_never_loaded (void)
{
  g_autoptr(RailProject) project = new_plant (RAIL_FAMILY_S7_1500, "3.1");

  assert_preview (project, "stop, added web-server 2, added device 3, added trusted 1, added trusted 4, "
                  "added client 4, settings");
  mark (project, "PLC_1");
  assert_preview (project, "nothing");
  g_assert_true (rail_project_undo (project));
  assert_preview (project, "stop, added web-server 2, added device 3, added trusted 1, added trusted 4, "
                  "added client 4, settings");
}

/* TIA Portal compiles before it loads, and puts the authority of a service into the device: an ID that the CPU does not
 * have, which it takes in STOP only. */
static void
test_pending_compile_stops (void)
{
  g_autoptr(RailProject) project = new_plant (RAIL_FAMILY_S7_1500, "3.1");
  g_autoptr(RailCompilation) compilation = NULL;
  g_autoptr(GError) error = NULL;

  use_fixture_set_partner (project, "PLC_1", rail_project_get_entry (project, 1), FALSE);
  assert_preview (project, "stop, added web-server 2, added device 3, added trusted 4, added trusted 1, "
                  "added client 4, settings");
  use_fixture_set_partner (project, "PLC_1", rail_project_get_entry (project, 1), TRUE);
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_WEB_SERVER, FALSE, NULL);
  use_fixture_set_partner (project, "PLC_1", rail_project_get_entry (project, 1), FALSE);
  mark (project, "PLC_1");
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_WEB_SERVER, TRUE, rail_project_get_entry (project, 2));
  assert_preview (project, "stop, added web-server 2, added trusted 1, removed device 2, settings");

  mark (project, "PLC_1");
  compilation = rail_project_compile (project, rail_project_get_device (project, "PLC_1"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (compilation->changes->len, ==, 1);
  assert_preview (project, "nothing");
}

/* Chapter 2.3.4: TIA Portal V19 and firmware 3.1 load renewed certificates in RUN. */
static void
test_run_needs_firmware (void)
{
  const struct
  {
    RailFamily  family;
    const char *firmware;
    const char *verdict;
    const char *said;
  } cases[] = {
    { RAIL_FAMILY_S7_1500, "3.1", "run", "RUN" },
    { RAIL_FAMILY_S7_1500, "3.1.4", "run", "RUN" },
    { RAIL_FAMILY_S7_1500, "3.10", "run", "RUN" },
    { RAIL_FAMILY_S7_1500, "4.0", "run", "RUN" },
    { RAIL_FAMILY_S7_1500, "3.0", "stop", "V3.1" },
    { RAIL_FAMILY_S7_1500, "2.9", "stop", "V2.9" },
    { RAIL_FAMILY_S7_1500, "", "stop", "V3.1" },
    { RAIL_FAMILY_S7_1200, "4.6", "stop", "V3.1" },
    { RAIL_FAMILY_CP, "3.3", "stop", "STOP" },
    { RAIL_FAMILY_HMI, "18.0", "stop", "HMI" },
    { RAIL_FAMILY_PC, "", "stop", "PC" },
    { RAIL_FAMILY_OTHER, "9.9", "stop", "interruption" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailProject) project = new_loaded_plant (cases[i].family, cases[i].firmware);
      g_autofree char *expected = g_strdup_printf ("%s, renewed web-server 2", cases[i].verdict);
      g_autofree char *text = NULL;
      g_autofree char *reason = NULL;

      renew (project, 2);
      text = preview (project, &reason);
      g_assert_cmpstr (text, ==, expected);
      rail_assert_contains (reason, cases[i].said);
      g_assert_true (rail_project_undo (project));
      assert_preview (project, "nothing");
    }
}

static void
test_replaced_is_renewed (void)
{
  g_autoptr(RailProject) project = new_loaded_plant (RAIL_FAMILY_S7_1500, "3.1");
  g_autoptr(RailProject) workshop = fixture_new_protected ();
  RailEntry *source = fixture_create_simple (workshop, RAIL_USAGE_WEB_SERVER, "PLC-1/Webserver-2", NULL);
  g_autoptr(RailReplacement) replacement = NULL;
  g_autoptr(GError) error = NULL;

  replacement = rail_replacement_new (project, rail_project_get_entry (project, 2), rail_entry_get_certificate (source),
                                      rail_entry_get_key (source));
  rail_replacement_set_force (replacement, TRUE);
  rail_project_replace (project, replacement, &error);
  g_assert_no_error (error);
  assert_preview (project, "run, renewed web-server 2");
  /* An authority among the partners and a trusted client, too. */
  renew (project, 4);
  assert_preview (project, "run, renewed web-server 2, renewed trusted 4, renewed client 4");
}

static void
test_other_ids_stop (void)
{
  g_autoptr(RailProject) project = new_loaded_plant (RAIL_FAMILY_S7_1500, "3.1");
  RailEntry *root = rail_project_get_entry (project, 1);
  RailEntry *client = rail_project_get_entry (project, 4);

  use_fixture_create (project, RAIL_USAGE_TLS_CLIENT, "PLC-1/TLS-5", root, "PLC_1");
  assert_preview (project, "stop, added device 5");
  g_assert_true (rail_project_undo (project));
  use_fixture_set_partner (project, "PLC_1", client, FALSE);
  assert_preview (project, "stop, removed trusted 4, removed client 4");
  g_assert_true (rail_project_undo (project));
  use_fixture_set_client (project, "PLC_1", client, FALSE);
  assert_preview (project, "stop, removed client 4");
  g_assert_true (rail_project_undo (project));
  /* Another certificate for the service, even if the device has it. */
  use_fixture_set_service (project, "PLC_1", RAIL_SERVICE_WEB_SERVER, TRUE, rail_project_get_entry (project, 3));
  assert_preview (project, "stop, added web-server 3, added device 2, removed web-server 2, removed device 3");
  g_assert_true (rail_project_undo (project));
  /* Renewed, and something else besides. */
  renew (project, 2);
  use_fixture_set_client (project, "PLC_1", client, FALSE);
  assert_preview (project, "stop, removed client 4, renewed web-server 2");
}

static void
test_deleted_is_removed (void)
{
  g_autoptr(RailProject) project = new_loaded_plant (RAIL_FAMILY_S7_1500, "3.1");
  g_autoptr(GPtrArray) entries = fixture_list (rail_project_get_entry (project, 3), NULL);
  g_autoptr(RailLoad) load = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_delete_entries (project, entries, &error);
  g_assert_no_error (error);
  assert_preview (project, "stop, removed device 3");
  load = rail_load_new (project, rail_project_get_device (project, "PLC_1"));
  g_assert_cmpstr (rail_load_get_line (load, 0)->text, ==,
                   "The deleted certificate with ID 3 goes as “Device certificate (not specified)”.");
}

typedef enum
{
  SET_FIRMWARE,
  SET_ADDRESSES,
  SET_SERVICE,
  SET_POLICIES,
  SET_MODES,
  SET_ACCEPTS,
  SET_GLOBAL,
  N_SETTINGS
} Setting;

static void
set (RailDevice *device,
     Setting     setting)
{
  static const char * const addresses[] = { "10.0.0.7", "fe80::1", "plc-1.example", NULL };

  if (setting == SET_FIRMWARE)
    rail_device_set_firmware (device, "4.0");
  else if (setting == SET_ADDRESSES)
    rail_device_set_addresses (device, addresses);
  else if (setting == SET_SERVICE)
    rail_device_set_service (device, RAIL_SERVICE_SYSLOG, TRUE, 0);
  else if (setting == SET_POLICIES)
    rail_device_set_policies (device, RAIL_POLICY_BASIC256_SHA256);
  else if (setting == SET_MODES)
    rail_device_set_modes (device, RAIL_MODE_SIGN_AND_ENCRYPT);
  else if (setting == SET_ACCEPTS)
    rail_device_set_accepts_clients (device, TRUE);
  else
    rail_device_set_global_security (device, FALSE);
}

static void
test_settings_stop (void)
{
  g_autoptr(RailProject) project = new_plant (RAIL_FAMILY_S7_1500, "3.1");
  static const char * const sentences[N_SETTINGS] = {
    [SET_FIRMWARE] = "Firmware: 3.1 when the device was loaded, 4.0 now.",
    [SET_ADDRESSES] = "Addresses: none when the device was loaded, 10.0.0.7, fe80::1, plc-1.example now.",
    [SET_SERVICE] = "Services: Web server when the device was loaded, Web server, Syslog client now.",
    [SET_POLICIES] = "Security policies: Basic256Sha256, Aes128_Sha256_RsaOaep, Aes256_Sha256_RsaPss when the device "
                     "was loaded, Basic256Sha256 now.",
    [SET_MODES] = "Security modes: Sign, Sign & Encrypt when the device was loaded, Sign & Encrypt now.",
    [SET_ACCEPTS] = "Accept client certificates automatically: off when the device was loaded, on now.",
    [SET_GLOBAL] = "Use global security settings: on when the device was loaded, off now.",
  };
  g_autoptr(RailDevice) commented = NULL;

  mark (project, "PLC_1");
  for (guint i = 0; i < N_SETTINGS; i++)
    {
      g_autoptr(RailDevice) device = use_fixture_edit (project, "PLC_1");
      g_autoptr(RailLoad) load = NULL;

      set (device, i);
      use_fixture_put (project, "PLC_1", device);
      assert_preview (project, "stop, settings");
      load = rail_load_new (project, rail_project_get_device (project, "PLC_1"));
      g_assert_cmpstr (rail_load_get_line (load, 0)->text, ==, sentences[i]);
      g_assert_true (rail_project_undo (project));
    }
  commented = use_fixture_edit (project, "PLC_1");
  rail_device_set_comment (commented, "In the cabinet at the door");
  use_fixture_put (project, "PLC_1", commented);
  assert_preview (project, "nothing");
}

/* Chapter 2.3.4: the same ID in the global certificate manager. The local one has no Renew. */
static void
test_local_stops (void)
{
  static const char * const addresses[] = { "192.168.0.1", NULL };
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;
  g_autoptr(GError) error = NULL;

  rail_device_set_firmware (device, "3.1");
  rail_device_set_addresses (device, addresses);
  rail_device_set_global_security (device, FALSE);
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  mark (project, "PLC_1");
  renew (project, rail_device_get_service_certificate (rail_project_get_device (project, "PLC_1"), RAIL_SERVICE_PG_HMI));
  text = preview (project, &reason);
  g_assert_cmpstr (text, ==, "stop, renewed pg-hmi 1");
  rail_assert_contains (reason, "global certificate manager");
}

/* The name of a CPU is in its hardware configuration, and in its application URI. */
static void
test_name_stops (void)
{
  g_autoptr(RailProject) project = new_loaded_plant (RAIL_FAMILY_S7_1500, "3.1");
  RailDevice *device = rail_project_get_device (project, "PLC_1");
  g_autoptr(RailDevice) copy = rail_device_copy_as (device, "PLC 2", RAIL_FAMILY_S7_1500);
  g_autoptr(RailLoad) load = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_change_device (project, device, copy, &error);
  g_assert_no_error (error);
  load = rail_load_new (project, rail_project_get_device (project, "PLC 2"));
  g_assert_cmpint (rail_load_get_verdict (load), ==, RAIL_LOAD_STOP);
  g_assert_cmpuint (rail_load_get_n_lines (load), ==, 1);
  g_assert_cmpstr (rail_load_get_line (load, 0)->text, ==, "Name: PLC_1 when the device was loaded, PLC 2 now.");
}

/* What stands in a file gets to terminals and windows. */
static void
test_strange_settings (void)
{
  g_autoptr(RailProject) project = new_plant (RAIL_FAMILY_S7_1500, "3.1");
  g_autoptr(RailLoaded) loaded = rail_loaded_new (0, NULL, "name=%1B%5B2J,%FF family=%zz firmware");
  g_autoptr(RailDevice) device = use_fixture_edit (project, "PLC_1");
  g_autoptr(RailLoad) load = NULL;
  gboolean found = FALSE;

  rail_device_set_loaded (device, loaded);
  use_fixture_put (project, "PLC_1", device);
  load = rail_load_new (project, rail_project_get_device (project, "PLC_1"));
  for (guint i = 0; i < rail_load_get_n_lines (load); i++)
    {
      const char *text = rail_load_get_line (load, i)->text;

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_null (strchr (text, '\033'));
      found = found || g_str_equal (text, "Name: %1B%5B2J, %FF when the device was loaded, PLC_1 now.");
    }
  g_assert_true (found);
}

static void
test_mark_several (void)
{
  g_autoptr(RailProject) project = new_plant (RAIL_FAMILY_S7_1500, "3.1");
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  g_autoptr(RailJournalLine) line = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  GListModel *journal = rail_project_get_journal (project);
  RailLoaded *loaded;

  use_fixture_add_device (project, "PLC_2", RAIL_FAMILY_S7_1500, "2.9");
  use_fixture_add_device (project, "HMI_1", RAIL_FAMILY_HMI, "");
  mark (project, "HMI_1");
  loaded = rail_device_get_loaded (rail_project_get_device (project, "HMI_1"));
  before = fixture_dump (project);
  rail_environment_set_now (rail_project_get_environment (project), FIXTURE_NOW + FIXTURE_DAY);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (devices, rail_project_get_device (project, ((const char *[]) { "PLC_2", "HMI_1", "PLC_1" })[i]));
  rail_project_mark_loaded (project, devices, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rail_project_get_undo_text (project), ==, "Mark 2 devices as loaded");

  line = g_list_model_get_item (journal, g_list_model_get_n_items (journal) - 1);
  g_assert_cmpstr (rail_action_get_nick (rail_journal_line_get_action (line)), ==, "load");
  g_assert_cmpstr (rail_journal_line_get_detail (line), ==, "PLC_1, PLC_2");
  /* What was loaded yesterday was not loaded again. */
  g_assert_true (rail_device_get_loaded (rail_project_get_device (project, "HMI_1")) == loaded);
  loaded = rail_device_get_loaded (rail_project_get_device (project, "PLC_1"));
  g_assert_cmpint (rail_loaded_get_date (loaded), ==, FIXTURE_NOW + FIXTURE_DAY);
  g_assert_cmpstr (rail_loaded_get_user (loaded), ==, "admin");
  g_assert_cmpuint (rail_loaded_get_n_items (loaded), ==, 5);

  g_assert_true (rail_project_undo (project));
  after = fixture_dump (project);
  g_assert_cmpstr (after, ==, before);
  g_assert_null (rail_device_get_loaded (rail_project_get_device (project, "PLC_1")));
}

static void
test_mark_nothing (void)
{
  g_autoptr(RailProject) project = new_loaded_plant (RAIL_FAMILY_S7_1500, "3.1");
  g_autoptr(RailDevice) stranger = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  guint64 state = rail_project_get_state (project);

  g_assert_true (rail_project_mark_loaded (project, devices, &error));
  g_assert_no_error (error);
  mark (project, "PLC_1");
  g_assert_cmpuint (rail_project_get_state (project), ==, state);

  renew (project, 2);
  state = rail_project_get_state (project);
  g_ptr_array_add (devices, rail_project_get_device (project, "PLC_1"));
  g_ptr_array_add (devices, stranger);
  g_assert_false (rail_project_mark_loaded (project, devices, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_assert_cmpuint (rail_project_get_state (project), ==, state);
}

static void
test_words (void)
{
  static const char * const kinds[] = { "added", "removed", "renewed", "settings" };
  static const char * const verdicts[] = { "nothing", "run", "stop" };
  RailAction action = RAIL_ACTION_CREATE;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_assert_cmpstr (rail_load_kind_get_nick ((RailLoadKind) i), ==, kinds[i]);
      g_assert_cmpstr (rail_load_kind_get_label ((RailLoadKind) i), !=, "");
    }
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_assert_cmpstr (rail_load_verdict_get_nick ((RailLoadVerdict) i), ==, verdicts[i]);
      g_assert_cmpstr (rail_load_verdict_get_label ((RailLoadVerdict) i), !=, "");
    }
  g_assert_true (rail_action_parse ("load", &action));
  g_assert_cmpint (action, ==, RAIL_ACTION_LOAD);
  g_assert_cmpstr (rail_action_get_label (action), ==, "Mark as loaded");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/load/never-loaded-stops", test_never_loaded);
  g_test_add_func ("/project/load/pending-compile-stops", test_pending_compile_stops);
  g_test_add_func ("/project/load/local-certificates-stop", test_local_stops);
  g_test_add_func ("/project/load/another-name-stops", test_name_stops);
  g_test_add_func ("/project/load/run-needs-an-s7-1500-with-firmware-3-1", test_run_needs_firmware);
  g_test_add_func ("/project/load/replaced-is-renewed", test_replaced_is_renewed);
  g_test_add_func ("/project/load/other-ids-stop", test_other_ids_stop);
  g_test_add_func ("/project/load/deleted-is-removed", test_deleted_is_removed);
  g_test_add_func ("/project/load/settings-stop-and-are-named", test_settings_stop);
  g_test_add_func ("/project/load/strange-settings-are-shown-as-they-stand", test_strange_settings);
  g_test_add_func ("/project/load/several-are-marked-in-one-step", test_mark_several);
  g_test_add_func ("/project/load/nothing-to-mark-is-no-step", test_mark_nothing);
  g_test_add_func ("/project/load/words-are-stable", test_words);
  return g_test_run ();
}
