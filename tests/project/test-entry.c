/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-entry-private.h"

#include "project-fixture.h"

/* A certificate whose validity is known to the second. */
static RailEntry *
new_entry (RailEntryKind kind,
           RailUsage     usage,
           gint64        not_before,
           gint64        not_after)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (FIXTURE_NOW, 7);
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);
  g_autoptr(RailKey) key = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(GError) error = NULL;

  rail_certificate_request_set_usage (request, RAIL_USAGE_TLS_CLIENT);
  rail_certificate_request_set_common_name (request, "PLC-1");
  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
  rail_certificate_request_set_hash (request, RAIL_HASH_SHA256);
  rail_certificate_request_set_validity (request, not_before, not_after);
  key = rail_key_generate (RAIL_KEY_KIND_EC_P256, &error);
  g_assert_no_error (error);
  certificate = rail_certificate_request_issue (request, key, NULL, &error);
  g_assert_no_error (error);
  return rail_entry_new (5, kind, usage, certificate, key);
}

static void
test_status_at_boundaries (void)
{
  const gint64 begin = FIXTURE_NOW;
  const gint64 end = FIXTURE_NOW + 365 * FIXTURE_DAY;
  g_autoptr(RailEntry) entry = new_entry (RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT, begin, end);
  const struct
  {
    gint64      now;
    RailStatus  status;
    int         days;
    const char *text;
  } cases[] = {
    { begin - 3 * FIXTURE_DAY, RAIL_STATUS_NOT_YET_VALID, 3, "Not yet valid" },
    { begin - 1, RAIL_STATUS_NOT_YET_VALID, 0, "Not yet valid" },
    { begin, RAIL_STATUS_VALID, 365, "Valid" },
    { end - 90 * FIXTURE_DAY - 1, RAIL_STATUS_VALID, 90, "Valid" },
    { end - 90 * FIXTURE_DAY, RAIL_STATUS_EXPIRING, 90, "Expires in 90 days" },
    { end - 12 * FIXTURE_DAY - 5, RAIL_STATUS_EXPIRING, 12, "Expires in 12 days" },
    { end - FIXTURE_DAY, RAIL_STATUS_EXPIRING, 1, "Expires in 1 day" },
    { end - FIXTURE_DAY + 1, RAIL_STATUS_EXPIRING, 0, "Expires within a day" },
    { end, RAIL_STATUS_EXPIRING, 0, "Expires within a day" },
    { end + 1, RAIL_STATUS_EXPIRED, 0, "Expired less than a day ago" },
    { end + FIXTURE_DAY, RAIL_STATUS_EXPIRED, 1, "Expired 1 day ago" },
    { end + 40 * FIXTURE_DAY, RAIL_STATUS_EXPIRED, 40, "Expired 40 days ago" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = rail_entry_dup_status_text (entry, cases[i].now);
      int days = -1;

      g_assert_cmpint (rail_entry_get_status (entry, cases[i].now, &days), ==, cases[i].status);
      g_assert_cmpint (days, ==, cases[i].days);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_revoked_wins (void)
{
  const gint64 end = FIXTURE_NOW + 10 * FIXTURE_DAY;
  g_autoptr(RailEntry) entry = new_entry (RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT, FIXTURE_NOW, end);
  const gint64 times[] = { FIXTURE_NOW - 1, FIXTURE_NOW, end + 1 };

  rail_entry_set_revoked (entry, FIXTURE_NOW, RAIL_REVOCATION_SUPERSEDED);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *text = rail_entry_dup_status_text (entry, times[i]);

      g_assert_cmpint (rail_entry_get_status (entry, times[i], NULL), ==, RAIL_STATUS_REVOKED);
      g_assert_cmpstr (text, ==, "Revoked");
    }
}

static void
test_revocation_data (void)
{
  g_autoptr(RailEntry) entry =
    new_entry (RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT, FIXTURE_NOW, FIXTURE_NOW + FIXTURE_DAY);
  RailRevocationReason reason = RAIL_REVOCATION_KEY_COMPROMISE;
  gint64 date = 1;
  gboolean revoked;
  FixtureCounter counter;

  g_assert_false (rail_entry_is_revoked (entry, &date, &reason));
  g_assert_cmpint (date, ==, 0);
  fixture_count (entry, "notify::revoked", &counter);
  rail_entry_set_revoked (entry, FIXTURE_NOW, RAIL_REVOCATION_SUPERSEDED);
  rail_entry_set_revoked (entry, FIXTURE_NOW + 1, RAIL_REVOCATION_CA_COMPROMISE);
  g_assert_cmpuint (counter.count, ==, 1);
  g_assert_true (rail_entry_is_revoked (entry, &date, &reason));
  g_assert_cmpint (date, ==, FIXTURE_NOW + 1);
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_CA_COMPROMISE);
  g_object_get (entry, "revoked", &revoked, NULL);
  g_assert_true (revoked);
}

static void
test_used_as (void)
{
  const struct
  {
    RailEntryKind  kind;
    RailUsage      usage;
    const char    *device;
    const char    *text;
  } cases[] = {
    { RAIL_ENTRY_CA, RAIL_USAGE_CA_ROOT, NULL, "Certification authority" },
    { RAIL_ENTRY_DEVICE, RAIL_USAGE_OPCUA_SERVER, NULL, "Not assigned" },
    { RAIL_ENTRY_DEVICE, RAIL_USAGE_OPCUA_SERVER, "PLC_1", "Device certificate: PLC_1" },
    { RAIL_ENTRY_TRUSTED, RAIL_USAGE_CUSTOM, NULL, "Trusted certificate" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailEntry) entry =
        new_entry (cases[i].kind, cases[i].usage, FIXTURE_NOW, FIXTURE_NOW + FIXTURE_DAY);
      g_autofree char *text = NULL;

      rail_entry_set_device (entry, cases[i].device);
      text = rail_entry_dup_used_as (entry);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_properties (void)
{
  g_autoptr(RailEntry) entry =
    new_entry (RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT, FIXTURE_NOW, FIXTURE_NOW + FIXTURE_DAY);
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(RailKey) key = NULL;
  g_autofree char *device = NULL;
  guint id;
  RailEntryKind kind;
  RailUsage usage;
  FixtureCounter counter;

  fixture_count (entry, "notify::device", &counter);
  rail_entry_set_device (entry, "PLC_1");
  rail_entry_set_device (entry, "PLC_1");
  g_assert_cmpuint (counter.count, ==, 1);
  g_object_get (entry, "id", &id, "kind", &kind, "usage", &usage, "certificate", &certificate, "key", &key,
                "device", &device, NULL);
  g_assert_cmpuint (id, ==, 5);
  g_assert_cmpint (kind, ==, RAIL_ENTRY_DEVICE);
  g_assert_cmpint (usage, ==, RAIL_USAGE_TLS_CLIENT);
  g_assert_true (certificate == rail_entry_get_certificate (entry));
  g_assert_true (key == rail_entry_get_key (entry));
  g_assert_cmpstr (device, ==, "PLC_1");
  rail_entry_set_device (entry, "");
  g_assert_null (rail_entry_get_device (entry));
  g_assert_cmpuint (counter.count, ==, 2);
}

static void
test_copy (void)
{
  RailEntry *entry = new_entry (RAIL_ENTRY_DEVICE, RAIL_USAGE_TLS_CLIENT, FIXTURE_NOW, FIXTURE_NOW + FIXTURE_DAY);
  g_autoptr(RailEntry) copy = NULL;
  RailRevocationReason reason;
  gint64 date;

  rail_entry_set_device (entry, "PLC_1");
  rail_entry_set_revoked (entry, FIXTURE_NOW, RAIL_REVOCATION_SUPERSEDED);
  copy = rail_entry_copy (entry);
  g_assert_true (rail_entry_get_certificate (copy) == rail_entry_get_certificate (entry));
  g_assert_true (rail_entry_get_key (copy) == rail_entry_get_key (entry));
  g_assert_finalize_object (entry);

  g_assert_cmpuint (rail_entry_get_id (copy), ==, 5);
  g_assert_cmpstr (rail_entry_get_device (copy), ==, "PLC_1");
  g_assert_true (rail_entry_is_revoked (copy, &date, &reason));
  g_assert_cmpint (date, ==, FIXTURE_NOW);
  g_assert_cmpint (reason, ==, RAIL_REVOCATION_SUPERSEDED);
}

static void
test_nicks (void)
{
  static const char * const kinds[] = { "ca", "device", "trusted" };
  static const char * const statuses[] = { "valid", "expiring", "expired", "not-yet-valid", "revoked" };
  RailEntryKind kind = RAIL_ENTRY_CA;
  RailStatus status = RAIL_STATUS_VALID;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_assert_true (rail_entry_kind_parse (kinds[i], &kind));
      g_assert_cmpint (kind, ==, i);
      g_assert_cmpstr (rail_entry_kind_get_nick (kind), ==, kinds[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_assert_true (rail_status_parse (statuses[i], &status));
      g_assert_cmpint (status, ==, i);
      g_assert_cmpstr (rail_status_get_nick (status), ==, statuses[i]);
      g_assert_cmpstr (rail_status_get_label (status), !=, "");
    }
  g_assert_false (rail_entry_kind_parse ("root", &kind));
  g_assert_false (rail_status_parse ("fine", &status));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/entry/status-changes-at-the-second", test_status_at_boundaries);
  g_test_add_func ("/project/entry/revoked-wins-over-dates", test_revoked_wins);
  g_test_add_func ("/project/entry/revocation-has-date-and-reason", test_revocation_data);
  g_test_add_func ("/project/entry/used-as-names-the-device", test_used_as);
  g_test_add_func ("/project/entry/properties-read-and-notify", test_properties);
  g_test_add_func ("/project/entry/copy-is-complete-and-independent", test_copy);
  g_test_add_func ("/project/entry/nicks-are-read-back", test_nicks);
  return g_test_run ();
}
