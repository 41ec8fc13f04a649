/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant-pairs.h"
#include "rail-finding-private.h"

static RailFinding *
look_everywhere (Plant      *plant,
                 const char *code)
{
  g_autoptr(GPtrArray) findings = rail_project_list_findings (plant->project, NULL);

  return plant_find (findings, code);
}

static void
test_rule_fires_and_stays_silent (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr(Plant) spoiled = plant_new ();
  g_autoptr(Plant) spared = plant_new ();
  g_autoptr(RailFinding) found = NULL;
  g_autoptr(RailFinding) silent = NULL;

  plant_pairs[index].spoil (spoiled);
  found = look_everywhere (spoiled, plant_pairs[index].code);
  g_assert_nonnull (found);
  g_assert_cmpstr (rail_finding_get_text (found), !=, "");
  g_assert_cmpstr (rail_finding_get_place (found), !=, "");
  g_assert_cmpstr (rail_finding_get_source (found), !=, "");
  g_assert_cmpstr (rail_repair_get_nick (rail_finding_get_repair (found)), ==,
                   rail_repair_get_nick (plant_pairs[index].repair));
  g_assert_true (rail_project_get_device (spoiled->project, rail_device_get_name (rail_finding_get_device (found))) ==
                 rail_finding_get_device (found));

  plant_pairs[index].spare (spared);
  silent = look_everywhere (spared, plant_pairs[index].code);
  g_assert_null (silent);
}

static void
test_repair_mends_and_is_undone (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(RailFinding) found = NULL;
  g_autoptr(RailFinding) left = NULL;
  g_autoptr(RailFinding) again = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  plant_pairs[index].spoil (plant);
  found = look_everywhere (plant, plant_pairs[index].code);
  before = fixture_dump (plant->project);
  if (plant_pairs[index].repair == RAIL_REPAIR_NONE)
    {
      g_assert_false (rail_project_repair (plant->project, found, &error));
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
      rail_assert_contains (error->message, rail_finding_get_place (found));
      after = fixture_dump (plant->project);
      g_assert_cmpstr (before, ==, after);
      return;
    }

  rail_project_repair (plant->project, found, &error);
  g_assert_no_error (error);
  left = look_everywhere (plant, plant_pairs[index].code);
  g_assert_null (left);

  /* The finding is about what is not there any more. */
  g_assert_false (rail_project_repair (plant->project, found, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);

  g_assert_true (rail_project_undo (plant->project));
  after = fixture_dump (plant->project);
  g_assert_cmpstr (before, ==, after);
  again = look_everywhere (plant, plant_pairs[index].code);
  g_assert_nonnull (again);
}

static void
test_every_rule_has_its_pair (void)
{
  guint n_rules;
  const RailRule *rules = rail_rule_get_all (&n_rules);

  g_assert_cmpuint (n_rules, ==, plant_n_pairs);
  for (guint i = 0; i < n_rules; i++)
    {
      g_assert_cmpstr (rules[i].code, ==, plant_pairs[i].code);
      g_assert_nonnull (rules[i].source);
      for (guint n = 0; n < i; n++)
        g_assert_cmpstr (rules[i].code, !=, rules[n].code);
    }
}

/* docs/findings.md says the same as the table: code, severity, source and repair in one line. */
static void
test_every_rule_is_documented (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "findings.md", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  guint n_rules, n_rows = 0;
  const RailRule *rules = rail_rule_get_all (&n_rules);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    n_rows += g_str_has_prefix (lines[i], "| `");
  g_assert_cmpuint (n_rows, ==, n_rules);
  for (guint i = 0; i < n_rules; i++)
    {
      g_autofree char *start = g_strdup_printf ("| `%s` | %s | ", rules[i].code, rail_severity_get_nick (rules[i].severity));
      g_autofree char *end = g_strdup_printf (" | %s | %s |", rules[i].source, rail_repair_get_nick (rules[i].repair));
      gboolean found = FALSE;

      for (guint n = 0; lines[n] != NULL && !found; n++)
        found = g_str_has_prefix (lines[n], start) && g_str_has_suffix (lines[n], end);
      if (!found)
        g_error ("docs/findings.md has no row “%s…%s”", start, end);
    }
}

static void
test_healthy_plant_has_no_findings (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(Plant) local = plant_new_local ();
  g_autoptr(GPtrArray) findings = rail_project_list_findings (plant->project, NULL);
  g_autoptr(GPtrArray) local_findings = rail_project_list_findings (local->project, NULL);

  for (guint i = 0; i < findings->len; i++)
    g_error ("%s: %s", rail_finding_get_place (findings->pdata[i]), rail_finding_get_text (findings->pdata[i]));
  /* Nobody has said who its clients are; it has no table of partners to trust them in. */
  g_assert_cmpuint (local_findings->len, ==, 1);
  g_assert_cmpstr (rail_finding_get_code (local_findings->pdata[0]), ==, "no-trusted-client");
}

/* Table 4-1: with firmware 2.5 OPC UA wants an IP address, of the server and of its clients. */
static void
test_firmware_2_5_wants_ip_of_clients (void)
{
  static const struct
  {
    const char *firmware;
    gboolean    fires;
  } cases[] = { { "2.4", FALSE }, { "2.5", TRUE }, { "2.5.2", TRUE }, { "2.6", FALSE }, { "", FALSE } };
  g_autoptr(Plant) plant = plant_new ();

  plant_spare (plant, "san-ip-missing");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailFinding) finding = NULL;

      plant_set_firmware (plant, cases[i].firmware);
      finding = plant_look_for (plant, "san-ip-missing");
      g_assert_cmpint (finding != NULL, ==, cases[i].fires);
      if (finding != NULL)
        rail_assert_contains (rail_finding_get_text (finding), "Desk 3");
    }
}

/* Without security there are no certificates of clients. */
static void
test_no_security_needs_no_clients (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(RailDevice) device = plant_copy (plant);
  g_autoptr(RailFinding) silent = NULL;
  g_autoptr(RailFinding) found = NULL;

  rail_device_set_client (device, rail_entry_get_id (plant->client), FALSE);
  rail_device_set_policies (device, RAIL_POLICY_NONE);
  plant_change (plant, device);
  silent = plant_look_for (plant, "no-trusted-client");
  g_assert_null (silent);
  found = plant_look_for (plant, "policy-none");
  g_assert_nonnull (found);
}

static void
test_addresses_are_compared_by_value (void)
{
  static const char * const spelled[] = { "2001:DB8:0:0::1", "PLC-1.example", NULL };
  static const char * const moved[] = { "2001:db8::2", "plc-1.example", NULL };
  static const char * const more_names[] = { "2001:db8::1", NULL };
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(RailFinding) same = NULL;
  g_autoptr(RailFinding) gone = NULL;
  g_autoptr(RailFinding) alias = NULL;
  g_autoptr(RailCreation) creation = NULL;

  creation = plant_new_creation (plant, RAIL_USAGE_WEB_SERVER, "Web", plant->root, "PLC_1", "IP:2001:db8::1",
                                 "DNS:plc-1.example", NULL);
  plant_set_service (plant, RAIL_SERVICE_WEB_SERVER, fixture_create (creation, plant->project));
  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER, NULL);
  rail_entry_set_device (plant->server, NULL);

  plant_set_addresses (plant, spelled);
  same = plant_look_for (plant, "addresses-changed");
  g_assert_null (same);
  plant_set_addresses (plant, moved);
  gone = plant_look_for (plant, "addresses-changed");
  g_assert_nonnull (gone);
  rail_assert_contains (rail_finding_get_text (gone), "2001:db8::2");
  /* A name that the device does not know may be an alias. */
  plant_set_addresses (plant, more_names);
  alias = plant_look_for (plant, "addresses-changed");
  g_assert_null (alias);
}

static void
test_errors_come_first (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  plant_add_device (plant, "PLC_9", RAIL_FAMILY_S7_1500, "192.168.0.9");
  plant_spoil (plant, "accepts-all-clients");
  plant_spoil (plant, "addresses-changed");
  plant_spoil (plant, "policy-none");
  findings = rail_project_list_findings (plant->project, NULL);
  g_assert_cmpuint (findings->len, >=, 3);
  for (guint i = 1; i < findings->len; i++)
    g_assert_cmpint (rail_finding_get_severity (findings->pdata[i - 1]), >=,
                     rail_finding_get_severity (findings->pdata[i]));
  g_assert_cmpint (rail_findings_get_worst (findings), ==, RAIL_SEVERITY_ERROR);
  g_assert_cmpint (rail_findings_get_worst (none), ==, RAIL_SEVERITY_INFO);
}

static void
test_looking_changes_nothing (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(GPtrArray) findings = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  rail_project_mark_saved (plant->project);
  before = fixture_dump (plant->project);
  findings = rail_project_list_findings (plant->project, NULL);
  after = fixture_dump (plant->project);
  g_assert_cmpstr (before, ==, after);
  g_assert_false (rail_project_get_modified (plant->project));
}

static void
test_words_are_stable (void)
{
  static const char * const repairs[] = { "none", "renew", "create", "switch-off", "complete-chain", "remove-partner",
                                          "reject-clients", "drop-policies", "publish-list" };
  static const char * const severities[] = { "info", "warning", "error" };

  for (guint i = 0; i < G_N_ELEMENTS (repairs); i++)
    {
      g_assert_cmpstr (rail_repair_get_nick ((RailRepair) i), ==, repairs[i]);
      g_assert_cmpint (rail_repair_get_label ((RailRepair) i) == NULL, ==, i == RAIL_REPAIR_NONE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (severities); i++)
    {
      g_assert_cmpstr (rail_severity_get_nick ((RailSeverity) i), ==, severities[i]);
      g_assert_cmpstr (rail_severity_get_label ((RailSeverity) i), !=, "");
    }
}

/* A button that ends in an error is none: the URI of a panel and the address of a device without one are for people to
 * enter. */
static void
test_what_the_device_does_not_know_is_no_repair (void)
{
  g_autoptr(Plant) plant = plant_new ();
  g_autoptr(RailCreation) creation = NULL;
  g_autoptr(RailFinding) without_uri = NULL;
  g_autoptr(RailFinding) without_certificate = NULL;
  g_autoptr(RailDevice) copy = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *entry;

  plant_add_device (plant, "HMI_1", RAIL_FAMILY_HMI, "192.168.0.10");
  creation = plant_new_creation (plant, RAIL_USAGE_CUSTOM, "HMI-1/View", plant->root, "HMI_1", "IP:192.168.0.10", NULL);
  entry = fixture_create (creation, plant->project);
  rail_project_assign (plant->project, entry, rail_project_get_device (plant->project, "HMI_1"), RAIL_USED_AS_SERVICE,
                       RAIL_SERVICE_OPCUA_CLIENT, &error);
  g_assert_no_error (error);
  without_uri = look_everywhere (plant, "san-uri-missing");
  g_assert_nonnull (without_uri);
  g_assert_cmpint (rail_finding_get_repair (without_uri), ==, RAIL_REPAIR_NONE);

  copy = plant_copy (plant);
  rail_device_set_addresses (copy, NULL);
  rail_device_set_service (copy, RAIL_SERVICE_SECURE_OUC, TRUE, 0);
  plant_change (plant, copy);
  without_certificate = plant_look_for (plant, "service-without-certificate");
  g_assert_nonnull (without_certificate);
  g_assert_cmpint (rail_finding_get_repair (without_certificate), ==, RAIL_REPAIR_NONE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/project/findings/every-rule-has-its-pair", test_every_rule_has_its_pair);
  g_test_add_func ("/project/findings/every-rule-is-documented", test_every_rule_is_documented);
  g_test_add_func ("/project/findings/healthy-plant-has-none", test_healthy_plant_has_no_findings);
  for (guint i = 0; i < plant_n_pairs; i++)
    {
      g_autofree char *path = g_strconcat ("/project/findings/fires-and-stays-silent/", plant_pairs[i].code, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_rule_fires_and_stays_silent);
    }
  for (guint i = 0; i < plant_n_pairs; i++)
    {
      g_autofree char *path = g_strconcat ("/project/findings/repair-mends-and-is-undone/", plant_pairs[i].code, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_repair_mends_and_is_undone);
    }
  g_test_add_func ("/project/findings/firmware-2-5-wants-ip-of-clients", test_firmware_2_5_wants_ip_of_clients);
  g_test_add_func ("/project/findings/what-the-device-does-not-know-is-no-repair",
                   test_what_the_device_does_not_know_is_no_repair);
  g_test_add_func ("/project/findings/no-security-needs-no-clients", test_no_security_needs_no_clients);
  g_test_add_func ("/project/findings/addresses-are-compared-by-value", test_addresses_are_compared_by_value);
  g_test_add_func ("/project/findings/errors-come-first", test_errors_come_first);
  g_test_add_func ("/project/findings/looking-changes-nothing", test_looking_changes_nothing);
  g_test_add_func ("/project/findings/words-are-stable", test_words_are_stable);

  return g_test_run ();
}
