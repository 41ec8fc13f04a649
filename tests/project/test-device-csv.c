/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-device-operations.h"

#include "project-fixture.h"

static void
test_table (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) devices =
    rail_device_parse_csv (NULL, "Name,family,firmware,addresses,services,comment\r\n"
                           "PLC_1,s7-1500,V3.1,192.168.0.1|plc-1.plant.example,opcua-server | web-server,\"left, below\"\r\n"
                           "\r\n"
                           "Panel,hmi,,192.168.0.9,,\r\n", &error);
  RailDevice *device;

  g_assert_no_error (error);
  g_assert_cmpuint (devices->len, ==, 2);
  device = devices->pdata[0];
  g_assert_cmpstr (rail_device_get_name (device), ==, "PLC_1");
  g_assert_cmpstr (rail_device_get_firmware (device), ==, "3.1");
  g_assert_cmpstr (rail_device_get_addresses (device)[1], ==, "plc-1.plant.example");
  g_assert_cmpstr (rail_device_get_comment (device), ==, "left, below");
  g_assert_true (rail_device_is_service_on (device, RAIL_SERVICE_OPCUA_SERVER));
  g_assert_true (rail_device_is_service_on (device, RAIL_SERVICE_WEB_SERVER));
  g_assert_false (rail_device_is_service_on (device, RAIL_SERVICE_SYSLOG));
  g_assert_cmpint (rail_device_get_family (devices->pdata[1]), ==, RAIL_FAMILY_HMI);
  g_assert_cmpstr (rail_device_get_addresses (devices->pdata[1])[0], ==, "192.168.0.9");
  g_assert_null (rail_device_get_addresses (devices->pdata[1])[1]);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } cases[] = {
    { "family\ns7-1500\n", "Line 1: The first row must name" },
    { "name,shoe\nA,B\n", "shoe" },
    { "name,family\nA,s7-300\n", "Line 2: “s7-300” is no family" },
    { "name,family\nA,hmi\nB\n", "Line 3: The row has another number" },
    { "name\n\"A\n", "Line 2: A quotation mark" },
    { "name,addresses\nA,192.168.0.300\n", "Line 2: “192.168.0.300”" },
    { "name,services\nA,telnet\n", "Line 2: “telnet” is no service" },
    { "name,family,firmware,services\nA,s7-1500,3.0,syslog\n", "V3.1" },
    { "name\n\xff\n", "UTF-8" },
    { "name\nA\nB\n\nA\n", "Line 5: A device is named “A” in line 2 already" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (rail_device_parse_csv (NULL, cases[i].text, &error));
      g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
      if (strstr (error->message, cases[i].words) == NULL)
        g_error ("“%s” does not say “%s”", error->message, cases[i].words);
    }
}

static void
test_one_step (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GPtrArray) devices = rail_device_parse_csv (NULL, "name\nA\nB\nC\n", NULL);
  g_autoptr(GPtrArray) twice = rail_device_parse_csv (NULL, "name\nD\nA\n", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) said = NULL;

  g_assert_true (rail_project_add_devices (project, devices, &error));
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_devices (project)), ==, 3);
  g_assert_false (rail_project_add_devices (project, twice, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS);
  g_assert_null (rail_device_parse_csv (project, "name\nD\nA\n", &said));
  g_assert_cmpstr (said->message, ==, "Line 3: There is a device “A” already.");
  g_assert_true (rail_project_undo (project));
  g_assert_cmpuint (g_list_model_get_n_items (rail_project_get_devices (project)), ==, 0);
}

/* Named in the table or not, the service gets what it needs. */
static void
test_pg_hmi (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autoptr(GPtrArray) devices =
    rail_device_parse_csv (NULL, "name,family,firmware,addresses,services\nA,s7-1500,3.1,192.168.0.1,pg-hmi\n"
                           "B,s7-1500,3.1,192.168.0.2,\n", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (rail_project_add_devices (project, devices, &error));
  g_assert_cmpuint (rail_device_get_service_certificate (rail_project_get_device (project, "A"), RAIL_SERVICE_PG_HMI), ==, 1);
  g_assert_cmpuint (rail_device_get_service_certificate (rail_project_get_device (project, "B"), RAIL_SERVICE_PG_HMI), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/device-csv/reads-all-columns", test_table);
  g_test_add_func ("/project/device-csv/names-the-line-that-is-wrong", test_errors);
  g_test_add_func ("/project/device-csv/pg-hmi-gets-its-certificate", test_pg_hmi);
  g_test_add_func ("/project/device-csv/adds-all-in-one-step", test_one_step);
  return g_test_run ();
}
