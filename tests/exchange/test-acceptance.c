/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What partners ask that no peer in the test run can tell: expected codes come from their sources, see
 * docs/acceptance.md. */

#include <string.h>

#include "plant.h"
#include "rail-acceptance.h"
#include "rail-device-operations.h"

#define SERVER_URI "urn:test:PLC-1/OPCUA-1-4"
#define SERVER_HOST "192.168.0.1"

static RailPresentation *
present (Plant       *plant,
         RailEntry   *entry,
         RailPartner  partner)
{
  g_autoptr(GError) error = NULL;
  RailPresentation *self = rail_presentation_new_for_entry (plant->project, entry, partner, NULL, RAIL_SHOWN_AS_EITHER,
                                                            &error);

  g_assert_no_error (error);
  return self;
}

/* As it should be: with the URI and the address that the plant's certificates have. */
static RailPresentation *
present_well (Plant       *plant,
              RailEntry   *entry,
              RailPartner  partner)
{
  RailPresentation *self = present (plant, entry, partner);
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

  self->uri = g_strdup_printf ("urn:test:%s", name);
  self->host = g_strdup (SERVER_HOST);
  return self;
}

/* Returns: (transfer full): what the partner logs, "Good" if it accepts */
static char *
judge (RailPresentation *presentation)
{
  g_autoptr(GPtrArray) checks = rail_presentation_judge (presentation);
  RailCheck *failed = rail_checks_get_first_failed (checks);

  g_assert_true (rail_checks_accept (checks) == (failed == NULL));
  return g_strdup (failed != NULL ? rail_check_get_code (failed) : "Good");
}

#define assert_says(presentation, expected) \
  G_STMT_START { \
    g_autofree char *said = judge (presentation); \
    g_assert_cmpstr (said, ==, expected); \
  } G_STMT_END

static RailCheck *
find (GPtrArray  *checks,
      const char *nick)
{
  for (guint i = 0; i < checks->len; i++)
    if (g_str_equal (rail_check_get_nick (checks->pdata[i]), nick))
      return checks->pdata[i];
  g_error ("There is no check “%s”", nick);
}

static void
set_string (char       **field,
            const char  *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
takes_what_was_handed_over (Plant         *plant,
                            gconstpointer  data)
{
  for (RailPartner partner = 0; partner < RAIL_N_PARTNERS; partner++)
    {
      g_autoptr(RailPresentation) server = present_well (plant, plant->server, partner);
      g_autoptr(RailPresentation) deep = present_well (plant, plant->deep, partner);

      /* The plant has elliptic curves, which node-opcua-pki 5 cannot read. */
      if (partner == RAIL_PARTNER_NODE_OPCUA)
        assert_says (server, "Invalid digest");
      else
        {
          assert_says (server, "Good");
          assert_says (deep, "Good");
        }
    }
}

static void
wrong_uri_is_refused (Plant         *plant,
                      gconstpointer  data)
{
  static const struct
  {
    RailPartner  partner;
    const char  *code;
  } expected[] = {
    { RAIL_PARTNER_S7_1500, "BadCertificateUriInvalid" },
    { RAIL_PARTNER_OPEN62541, "BadCertificateUriInvalid" },
    { RAIL_PARTNER_OPCUA_NET, "BadCertificateUriInvalid" },
    { RAIL_PARTNER_MILO, "Bad_CertificateUriInvalid" },
  };
  static const char * const wrong[] = {
    "urn:other", "URN:test:PLC-1/OPCUA-1-4", SERVER_URI " ", SERVER_URI "\n", "urn:test:",
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    for (guint n = 0; n < G_N_ELEMENTS (wrong); n++)
      {
        g_autoptr(RailPresentation) presentation = present_well (plant, plant->server, expected[i].partner);

        set_string (&presentation->uri, wrong[n]);
        assert_says (presentation, expected[i].code);
      }
}

/* A TLS peer and a browser know no ApplicationUri, and what is not known is not guessed. */
static void
unknown_names_are_not_checked (Plant         *plant,
                               gconstpointer  data)
{
  g_autoptr(RailPresentation) presentation = present (plant, plant->server, RAIL_PARTNER_OPCUA_NET);
  g_autoptr(GPtrArray) checks = rail_presentation_judge (presentation);

  g_assert_null (presentation->uri);
  g_assert_cmpint (rail_check_get_status (find (checks, "uri")), ==, RAIL_CHECK_NOT_MADE);
  g_assert_cmpint (rail_check_get_status (find (checks, "host")), ==, RAIL_CHECK_NOT_MADE);
  g_assert_cmpint (rail_check_get_status (find (checks, "policy")), ==, RAIL_CHECK_NOT_MADE);
  g_assert_null (rail_check_get_code (find (checks, "uri")));
  g_assert_nonnull (rail_check_get_reason (find (checks, "uri")));
  g_assert_true (rail_checks_accept (checks));
}

static void
host_names_are_compared_as_names (Plant         *plant,
                                  gconstpointer  data)
{
  static const struct
  {
    const char *host;
    const char *code;
  } expected[] = {
    { "192.168.0.1", "Good" },
    { "192.168.0.1.", "Good" },
    { "192.168.0.10", "NET::ERR_CERT_COMMON_NAME_INVALID" },
    { "plc.example", "NET::ERR_CERT_COMMON_NAME_INVALID" },
    { "[::1]", "NET::ERR_CERT_COMMON_NAME_INVALID" },
    { "[]", "NET::ERR_CERT_COMMON_NAME_INVALID" },
    { ".", "NET::ERR_CERT_COMMON_NAME_INVALID" },
    { "\n", "NET::ERR_CERT_COMMON_NAME_INVALID" },
    { "münchen.example", "NET::ERR_CERT_COMMON_NAME_INVALID" },
    { "a.very.long.name.that.is.not.there.at.all.............................................",
      "NET::ERR_CERT_COMMON_NAME_INVALID" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr(RailPresentation) presentation = present (plant, plant->server, RAIL_PARTNER_BROWSER);

      set_string (&presentation->host, expected[i].host);
      assert_says (presentation, expected[i].code);
    }
}

static void
revoked_is_refused (Plant         *plant,
                    gconstpointer  data)
{
  g_autoptr(RailPresentation) net = present_well (plant, plant->revoked, RAIL_PARTNER_OPCUA_NET);
  g_autoptr(RailPresentation) open = present_well (plant, plant->revoked, RAIL_PARTNER_OPEN62541);
  g_autoptr(RailPresentation) milo = present_well (plant, plant->revoked, RAIL_PARTNER_MILO);
  g_autoptr(RailPresentation) tls = present_well (plant, plant->revoked, RAIL_PARTNER_TLS_PEER);
  g_autoptr(RailPresentation) s7 = present_well (plant, plant->revoked, RAIL_PARTNER_S7_1500);
  g_autoptr(GPtrArray) checks = NULL;

  assert_says (net, "BadCertificateRevoked");
  assert_says (open, "BadCertificateRevoked");
  assert_says (milo, "Bad_CertificateRevoked");
  assert_says (tls, "X509_V_ERR_CERT_REVOKED");
  checks = rail_presentation_judge (tls);
  g_assert_cmpstr (rail_check_get_alert (rail_checks_get_first_failed (checks)), ==, "certificate_revoked");
  /* A CPU gets no lists by TIA Portal. */
  assert_says (s7, "Good");
}

/* What the .NET stack finds later is what it names. */
static void
last_fault_of_net_is_named (Plant         *plant,
                            gconstpointer  data)
{
  g_autoptr(RailPresentation) presentation = present_well (plant, plant->revoked, RAIL_PARTNER_OPCUA_NET);

  set_string (&presentation->host, "192.168.0.2");
  assert_says (presentation, "BadCertificateHostNameInvalid");
  g_list_store_remove_all (presentation->trusted);
  assert_says (presentation, "BadCertificateChainIncomplete");
}

static void
missing_lists_are_refused_where_needed (Plant         *plant,
                                        gconstpointer  data)
{
  g_autoptr(RailPresentation) milo = present_well (plant, plant->deep, RAIL_PARTNER_MILO);
  g_autoptr(RailPresentation) net = present_well (plant, plant->deep, RAIL_PARTNER_OPCUA_NET);
  g_autoptr(RailPresentation) open = present_well (plant, plant->deep, RAIL_PARTNER_OPEN62541);
  g_autoptr(RailRevocationList) root_list = g_list_model_get_item (G_LIST_MODEL (open->lists), 1);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (open->lists)), ==, 2);
  g_list_store_remove_all (milo->lists);
  assert_says (milo, "Bad_CertificateIssuerRevocationUnknown");
  g_list_store_remove_all (net->lists);
  assert_says (net, "Good");
  g_list_store_remove (open->lists, 0);
  assert_says (open, "BadCertificateRevocationUnknown");
  g_list_store_remove_all (open->lists);
  assert_says (open, "Good");
}

static void
security_policy_is_asked (Plant         *plant,
                          gconstpointer  data)
{
  g_autoptr(RailPresentation) presentation = present_well (plant, plant->server, RAIL_PARTNER_S7_1500);

  presentation->policy = RAIL_POLICY_BASIC256_SHA256;
  assert_says (presentation, "BadCertificatePolicyCheckFailed");
  presentation->policy = RAIL_POLICY_ECC_NIST_P256;
  assert_says (presentation, "Good");
}

static void
old_firmware_asks_for_the_address (Plant         *plant,
                                   gconstpointer  data)
{
  g_autoptr(RailPresentation) presentation = present_well (plant, plant->client, RAIL_PARTNER_S7_1500);

  g_assert_false (presentation->is_server);
  set_string (&presentation->host, "192.168.0.77");
  assert_says (presentation, "Good");
  set_string (&presentation->firmware, "V2.5.2");
  assert_says (presentation, "BadCertificateHostNameInvalid");
  set_string (&presentation->firmware, "2.6");
  assert_says (presentation, "Good");
  set_string (&presentation->firmware, "2.50");
  assert_says (presentation, "Good");
}

static RailDevice *
add_plc (Plant    *plant,
         gboolean  accepts)
{
  g_autoptr(RailDevice) device = rail_device_new ("PLC_2", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  rail_device_set_firmware (device, "2.5");
  rail_device_set_accepts_clients (device, accepts);
  rail_project_add_device (plant->project, device, &error);
  g_assert_no_error (error);
  return rail_project_get_device (plant->project, "PLC_2");
}

static RailPresentation *
present_to (Plant      *plant,
            RailEntry  *entry,
            RailDevice *device)
{
  g_autoptr(GError) error = NULL;
  RailPresentation *self = rail_presentation_new_for_entry (plant->project, entry, RAIL_PARTNER_S7_1500, device,
                                                            RAIL_SHOWN_AS_EITHER, &error);

  g_assert_no_error (error);
  return self;
}

static void
device_knows_what_its_tables_say (Plant         *plant,
                                  gconstpointer  data)
{
  RailDevice *device = add_plc (plant, FALSE);
  g_autoptr(RailDevice) trusting = NULL;
  g_autoptr(RailPresentation) stranger = present_to (plant, plant->server, device);
  g_autoptr(RailPresentation) friend = NULL;
  g_autoptr(RailPresentation) client = NULL;
  g_autoptr(RailPresentation) trusted_client = NULL;
  g_autoptr(RailPresentation) alone = NULL;

  assert_says (stranger, "BadCertificateChainIncomplete");
  g_assert_cmpstr (stranger->firmware, ==, "2.5");

  trusting = rail_device_copy (device);
  rail_device_set_partner (trusting, rail_entry_get_id (plant->root), TRUE);
  friend = present_to (plant, plant->server, trusting);
  assert_says (friend, "Good");
  /* Its server trusts only whom its own table has; whoever stands above them may be among the partners. */
  client = present_to (plant, plant->client, trusting);
  assert_says (client, "BadCertificateUntrusted");
  rail_device_set_client (trusting, rail_entry_get_id (plant->client), TRUE);
  trusted_client = present_to (plant, plant->client, trusting);
  assert_says (trusted_client, "Good");
  rail_device_set_partner (trusting, rail_entry_get_id (plant->root), FALSE);
  alone = present_to (plant, plant->client, trusting);
  assert_says (alone, "BadCertificateChainIncomplete");
}

static void
accepting_all_is_not_trusting (Plant         *plant,
                               gconstpointer  data)
{
  RailDevice *device = add_plc (plant, TRUE);
  g_autoptr(RailPresentation) client = present_to (plant, plant->client, device);
  g_autoptr(RailPresentation) server = present_to (plant, plant->server, device);
  g_autoptr(GPtrArray) checks = rail_presentation_judge (client);

  g_assert_true (client->trusts_all);
  g_assert_false (server->trusts_all);
  g_assert_cmpint (rail_check_get_status (find (checks, "trust")), ==, RAIL_CHECK_NOT_MADE);
}

static void
nonsense_is_said (Plant         *plant,
                  gconstpointer  data)
{
  g_autoptr(RailDevice) panel = rail_device_new ("Panel", RAIL_FAMILY_HMI);
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_presentation_new_for_entry (plant->project, plant->server, RAIL_PARTNER_S7_1500, panel,
                                                  RAIL_SHOWN_AS_EITHER, &error));
  rail_assert_contains (error->message, "Panel");
  g_clear_error (&error);
  g_assert_null (rail_presentation_new_for_entry (plant->project, plant->client, RAIL_PARTNER_BROWSER, NULL,
                                                  RAIL_SHOWN_AS_CLIENT, &error));
  rail_assert_contains (error->message, "browser");
}

/* A failed check can be acted on, and each one says where it comes from. */
static void
failures_have_repairs_and_sources (Plant         *plant,
                                   gconstpointer  data)
{
  for (RailPartner partner = 0; partner < RAIL_N_PARTNERS; partner++)
    {
      g_autoptr(RailPresentation) presentation = present (plant, plant->revoked, partner);
      g_autoptr(GPtrArray) checks = NULL;
      RailPartner parsed;

      g_assert_true (rail_partner_parse (rail_partner_get_nick (partner), &parsed));
      g_assert_cmpint (parsed, ==, partner);
      g_list_store_remove_all (presentation->trusted);
      presentation->now = G_MAXINT32 * G_GINT64_CONSTANT (10);
      set_string (&presentation->uri, "urn:other");
      set_string (&presentation->host, "other");
      checks = rail_presentation_judge (presentation);
      g_assert_false (rail_checks_accept (checks));
      for (guint i = 0; i < checks->len; i++)
        {
          gboolean failed = rail_check_get_status (checks->pdata[i]) == RAIL_CHECK_FAILED;

          g_assert_nonnull (rail_check_get_label (checks->pdata[i]));
          g_assert_nonnull (rail_check_get_reason (checks->pdata[i]));
          g_assert_nonnull (rail_check_get_source (checks->pdata[i]));
          g_assert_true (failed == (rail_check_get_code (checks->pdata[i]) != NULL));
          g_assert_true (failed == (rail_check_get_repair (checks->pdata[i]) != NULL));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  plant_test ("/exchange/acceptance/takes-what-was-handed-over", takes_what_was_handed_over);
  plant_test ("/exchange/acceptance/wrong-uri-is-refused", wrong_uri_is_refused);
  plant_test ("/exchange/acceptance/unknown-names-are-not-checked", unknown_names_are_not_checked);
  plant_test ("/exchange/acceptance/host-names-are-compared-as-names", host_names_are_compared_as_names);
  plant_test ("/exchange/acceptance/revoked-is-refused", revoked_is_refused);
  plant_test ("/exchange/acceptance/last-fault-of-net-is-named", last_fault_of_net_is_named);
  plant_test ("/exchange/acceptance/missing-lists-are-refused-where-needed", missing_lists_are_refused_where_needed);
  plant_test ("/exchange/acceptance/security-policy-is-asked", security_policy_is_asked);
  plant_test ("/exchange/acceptance/old-firmware-asks-for-the-address", old_firmware_asks_for_the_address);
  plant_test ("/exchange/acceptance/device-knows-what-its-tables-say", device_knows_what_its_tables_say);
  plant_test ("/exchange/acceptance/accepting-all-is-not-trusting", accepting_all_is_not_trusting);
  plant_test ("/exchange/acceptance/nonsense-is-said", nonsense_is_said);
  plant_test ("/exchange/acceptance/failures-have-repairs-and-sources", failures_have_repairs_and_sources);

  return g_test_run ();
}
