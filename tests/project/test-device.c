/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-device.h"
#include "rail-loaded.h"
#include "rail-project-error.h"

#include "project-fixture.h"

static void
test_families (void)
{
  static const char * const nicks[] = { "s7-1500", "s7-1200", "cp", "hmi", "pc", "other" };
  RailFamily family = RAIL_FAMILY_OTHER;

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      g_assert_true (rail_family_parse (nicks[i], &family));
      g_assert_cmpint (family, ==, i);
      g_assert_cmpstr (rail_family_get_nick (family), ==, nicks[i]);
      g_assert_cmpstr (rail_family_get_label (family), !=, "");
    }
  family = RAIL_FAMILY_CP;
  g_assert_false (rail_family_parse ("S7-300", &family));
  g_assert_cmpint (family, ==, RAIL_FAMILY_CP);
}

static void
test_properties (void)
{
  static const char * const addresses[] = { "192.168.0.1", "plc-1.example", NULL };
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autofree char *name = NULL;
  g_autofree char *firmware = NULL;
  g_autofree char *comment = NULL;
  g_auto(GStrv) read = NULL;
  RailFamily family;
  FixtureCounter counter;

  fixture_count (device, "notify", &counter);
  g_object_set (device, "firmware", " V2.9 ", "addresses", addresses, "comment", "left", NULL);
  g_assert_cmpuint (counter.count, ==, 3);
  g_object_set (device, "firmware", "2.9", "addresses", addresses, "comment", "left", NULL);
  g_assert_cmpuint (counter.count, ==, 3);

  g_object_get (device, "name", &name, "family", &family, "firmware", &firmware, "addresses", &read,
                "comment", &comment, NULL);
  g_assert_cmpstr (name, ==, "PLC_1");
  g_assert_cmpint (family, ==, RAIL_FAMILY_S7_1500);
  g_assert_cmpstr (firmware, ==, "2.9");
  g_assert_true (g_strv_equal ((const char * const *) read, addresses));
  g_assert_cmpstr (comment, ==, "left");

  rail_device_set_addresses (device, NULL);
  rail_device_set_firmware (device, NULL);
  rail_device_set_comment (device, NULL);
  g_assert_null (rail_device_get_addresses (device)[0]);
  g_assert_cmpstr (rail_device_get_firmware (device), ==, "");
  g_assert_cmpstr (rail_device_get_comment (device), ==, "");
}

static void
test_copy (void)
{
  static const char * const addresses[] = { "fe80::1", NULL };
  RailDevice *device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1200);
  g_autoptr(RailDevice) copy = NULL;

  rail_device_set_firmware (device, "v4.4");
  rail_device_set_addresses (device, addresses);
  rail_device_set_comment (device, "Hall 2");
  copy = rail_device_copy (device);
  g_assert_finalize_object (device);

  g_assert_cmpstr (rail_device_get_name (copy), ==, "PLC_1");
  g_assert_cmpint (rail_device_get_family (copy), ==, RAIL_FAMILY_S7_1200);
  g_assert_cmpstr (rail_device_get_firmware (copy), ==, "4.4");
  g_assert_cmpstr (rail_device_get_addresses (copy)[0], ==, "fe80::1");
  g_assert_cmpstr (rail_device_get_comment (copy), ==, "Hall 2");
}

static RailLoaded *
new_loaded (gint64      date,
            const char *user,
            const char *settings,
            RailUsedAs  role,
            guint       id,
            const char *fingerprint)
{
  RailLoaded *loaded = rail_loaded_new (date, user, settings);

  rail_loaded_add (loaded, role, RAIL_SERVICE_SYSLOG, id, fingerprint);
  return loaded;
}

static void
set_loaded (RailDevice *device,
            RailLoaded *loaded)
{
  rail_device_set_loaded (device, loaded);
  g_object_unref (loaded);
}

/* A device that does something of everything. */
static RailDevice *
new_busy_device (void)
{
  RailDevice *device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);

  rail_device_set_service (device, RAIL_SERVICE_SYSLOG, TRUE, 3);
  rail_device_set_partner (device, 7, TRUE);
  rail_device_set_client (device, 5, TRUE);
  set_loaded (device, new_loaded (1, "anna", "a", RAIL_USED_AS_SERVICE, 3, "AB"));
  return device;
}

/* Makes the change with a number to a device. Returns FALSE behind the last. */
static gboolean
change (RailDevice *device,
        guint       number)
{
  static const char * const addresses[] = { "192.168.0.1", NULL };

  switch (number)
    {
    case 0: rail_device_set_firmware (device, "3.1"); return TRUE;
    case 1: rail_device_set_addresses (device, addresses); return TRUE;
    case 2: rail_device_set_comment (device, "Hall 2"); return TRUE;
    case 3: rail_device_set_global_security (device, FALSE); return TRUE;
    case 4: rail_device_set_service (device, RAIL_SERVICE_SYSLOG, FALSE, 3); return TRUE;
    case 5: rail_device_set_service (device, RAIL_SERVICE_SYSLOG, TRUE, 4); return TRUE;
    case 6: rail_device_set_service (device, RAIL_SERVICE_WEB_SERVER, TRUE, 0); return TRUE;
    case 7: rail_device_set_policies (device, RAIL_POLICY_NONE); return TRUE;
    case 8: rail_device_set_modes (device, RAIL_MODE_NONE); return TRUE;
    case 9: rail_device_set_accepts_clients (device, TRUE); return TRUE;
    case 10: rail_device_set_partner (device, 6, TRUE); return TRUE;
    case 11: rail_device_set_partner (device, 7, FALSE); return TRUE;
    case 12: rail_device_set_client (device, 7, TRUE); return TRUE;
    case 13: rail_device_set_client (device, 5, FALSE); return TRUE;
    case 14: rail_device_set_loaded (device, NULL); return TRUE;
    case 15: set_loaded (device, new_loaded (2, "anna", "a", RAIL_USED_AS_SERVICE, 3, "AB")); return TRUE;
    case 16: set_loaded (device, new_loaded (1, NULL, "a", RAIL_USED_AS_SERVICE, 3, "AB")); return TRUE;
    case 17: set_loaded (device, new_loaded (1, "anna", "b", RAIL_USED_AS_SERVICE, 3, "AB")); return TRUE;
    case 18: set_loaded (device, new_loaded (1, "anna", "a", RAIL_USED_AS_CLIENT, 3, "AB")); return TRUE;
    case 19: set_loaded (device, new_loaded (1, "anna", "a", RAIL_USED_AS_SERVICE, 4, "AB")); return TRUE;
    case 20: set_loaded (device, new_loaded (1, "anna", "a", RAIL_USED_AS_SERVICE, 3, "CD")); return TRUE;
    default: return FALSE;
    }
}

/* Whatever is set tells devices apart, a copy has it too, and what is done to the copy does not reach the original. */
static void
test_equality (void)
{
  g_autoptr(RailDevice) device = new_busy_device ();
  g_autoptr(RailDevice) twin = new_busy_device ();
  g_autoptr(RailDevice) renamed = rail_device_copy_as (device, "PLC_2", RAIL_FAMILY_S7_1500);
  g_autoptr(RailDevice) other_family = rail_device_copy_as (device, "PLC_1", RAIL_FAMILY_HMI);
  guint n_changes = 0;

  g_assert_true (rail_device_equal (device, twin));
  g_assert_false (rail_device_equal (device, renamed));
  g_assert_false (rail_device_equal (device, other_family));
  for (gboolean is_one = TRUE; is_one; n_changes++)
    {
      g_autoptr(RailDevice) changed = rail_device_copy (device);
      g_autoptr(RailDevice) copy = NULL;

      g_assert_true (rail_device_equal (device, changed));
      is_one = change (changed, n_changes);
      g_assert_true (rail_device_equal (device, changed) == !is_one);
      g_assert_true (rail_device_equal (device, twin));
      copy = rail_device_copy (changed);
      g_assert_true (rail_device_equal (changed, copy));
    }
  g_assert_cmpuint (n_changes, ==, 22);
}

static void
test_clients_are_partners (void)
{
  g_autoptr(RailDevice) device = new_busy_device ();
  guint n_ids;

  g_assert_true (rail_device_has_partner (device, 5));
  rail_device_set_client (device, 5, FALSE);
  g_assert_true (rail_device_has_partner (device, 5));
  rail_device_set_client (device, 5, TRUE);
  rail_device_set_partner (device, 5, FALSE);
  g_assert_false (rail_device_has_client (device, 5));
  rail_device_get_clients (device, &n_ids);
  g_assert_cmpuint (n_ids, ==, 0);
  rail_device_set_partner (device, 7, TRUE);
  rail_device_get_partners (device, &n_ids);
  g_assert_cmpuint (n_ids, ==, 1);
}

static void
test_names (void)
{
  g_autofree char *longest = g_strnfill (128, 'x');
  g_autofree char *too_long = g_strnfill (129, 'x');
  const struct
  {
    const char *name;
    gboolean    fine;
  } cases[] = {
    { "PLC_1", TRUE }, { "Software PLC_1", TRUE }, { "Förderer α", TRUE }, { longest, TRUE },
    { "", FALSE }, { "  ", FALSE }, { " PLC_1", FALSE }, { "PLC_1 ", FALSE }, { "PLC\n1", FALSE }, { too_long, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailDevice) device = rail_device_new (cases[i].name, RAIL_FAMILY_OTHER);
      g_autoptr(GError) error = NULL;

      g_assert_true (rail_device_validate (device, &error) == cases[i].fine);
      if (!cases[i].fine)
        g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
    }
}

static void
test_firmware (void)
{
  static const struct
  {
    const char *firmware;
    gboolean    fine;
  } cases[] = {
    { "", TRUE }, { "2.5", TRUE }, { "V2.9", TRUE }, { "v3.1.2", TRUE }, { "30.0.0.1", TRUE },
    { "2", FALSE }, { "2.", FALSE }, { "2.x", FALSE }, { "VV2.9", FALSE }, { "2.9\n", TRUE }, { "2 9", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);

      rail_device_set_firmware (device, cases[i].firmware);
      g_assert_true (rail_device_validate (device, NULL) == cases[i].fine);
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *address;
    gboolean    fine;
  } cases[] = {
    { "192.168.0.1", TRUE }, { "fe80::1", TRUE }, { "plc-1", TRUE }, { "plc-1.line3.example", TRUE },
    { "192.168.0.256", FALSE }, { "192.168.0", FALSE }, { "", FALSE }, { "plc 1", FALSE }, { "-plc", FALSE },
    { "http://plc", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
      const char * const addresses[] = { "10.0.0.1", cases[i].address, NULL };
      g_autoptr(GError) error = NULL;

      rail_device_set_addresses (device, addresses);
      g_assert_true (rail_device_validate (device, &error) == cases[i].fine);
      if (!cases[i].fine)
        rail_assert_contains (error->message, cases[i].address);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/device/families-have-nicks-and-labels", test_families);
  g_test_add_func ("/project/device/properties-notify-only-changes", test_properties);
  g_test_add_func ("/project/device/copy-is-complete-and-independent", test_copy);
  g_test_add_func ("/project/device/equality-sees-everything", test_equality);
  g_test_add_func ("/project/device/clients-are-partners", test_clients_are_partners);
  g_test_add_func ("/project/device/names-are-checked", test_names);
  g_test_add_func ("/project/device/firmware-is-normalised-and-checked", test_firmware);
  g_test_add_func ("/project/device/addresses-are-checked", test_addresses);
  return g_test_run ();
}
