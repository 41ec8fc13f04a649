/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-benchmark"

#include "config.h"

#include "compile-benchmark.h"

#include <stdlib.h>

#include "rail-finding.h"

#define LIMIT_COMPILE 1.0
#define LIMIT_DEVICES 1000

#define N_SERVICES 2

static void
check (gboolean  success,
       GError   *error)
{
  if (!success)
    g_error ("%s", error->message);
}

static RailCreation *
new_creation (RailProject *project,
              RailEntry   *authority,
              RailUsage    usage,
              guint        number)
{
  RailCreation *creation = rail_creation_new (project);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  GListStore *names = rail_certificate_request_get_names (request);
  g_autofree char *common_name = g_strdup_printf ("PLC-%u/%s", number, rail_profile_get (usage)->nick);
  g_autofree char *address = g_strdup_printf ("10.%u.%u.1", number / 256, number % 256);
  g_autofree char *uri = g_strdup_printf ("urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_%u", number);
  g_autoptr(RailAlternativeName) uri_row = rail_alternative_name_new (RAIL_NAME_TYPE_URI, uri);
  g_autoptr(RailAlternativeName) address_row = rail_alternative_name_new (RAIL_NAME_TYPE_IP, address);

  rail_creation_set_issuer (creation, authority);
  rail_creation_apply_template (creation, usage);
  rail_certificate_request_set_common_name (request, common_name);
  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
  g_list_store_remove_all (names);
  if (usage == RAIL_USAGE_OPCUA_SERVER)
    g_list_store_append (names, uri_row);
  g_list_store_append (names, address_row);
  return creation;
}

static RailDevice *
new_device (guint number,
            guint server_id,
            guint web_id)
{
  g_autofree char *name = g_strdup_printf ("PLC_%u", number);
  g_autofree char *address = g_strdup_printf ("10.%u.%u.1", number / 256, number % 256);
  const char * const addresses[] = { address, NULL };
  RailDevice *device = rail_device_new (name, RAIL_FAMILY_S7_1500);

  rail_device_set_firmware (device, "3.1");
  rail_device_set_addresses (device, addresses);
  rail_device_set_policies (device, RAIL_POLICY_ECC_NIST_P256);
  rail_device_set_accepts_clients (device, TRUE);
  rail_device_set_service (device, RAIL_SERVICE_OPCUA_SERVER, TRUE, server_id);
  rail_device_set_service (device, RAIL_SERVICE_WEB_SERVER, TRUE, web_id);
  return device;
}

/* A root with an elliptic curve, as OPC UA wants it for keys of that kind. */
static RailEntry *
create_root (RailProject *project)
{
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(RailCreation) creation = rail_creation_new (project);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  rail_creation_apply_template (creation, RAIL_USAGE_CA_ROOT);
  rail_certificate_request_set_common_name (rail_creation_get_request (creation), "Root of the benchmark");
  rail_certificate_request_set_key_kind (rail_creation_get_request (creation), RAIL_KEY_KIND_EC_P256);
  g_list_store_append (creations, creation);
  entries = rail_project_create (project, G_LIST_MODEL (creations), &error);
  check (entries != NULL, error);
  return entries->pdata[0];   /* the project keeps it */
}

/* Put together as a file would be read: to make devices one by one is not what is measured. */
static RailProject *
make_plant (RailProject *model,
            guint        n_devices)
{
  RailEntry *root = create_root (model);
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  RailProject *plant = rail_project_new (rail_project_get_environment (model), "Plant");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n_devices; i++)
    {
      g_autoptr(RailCreation) server = new_creation (model, root, RAIL_USAGE_OPCUA_SERVER, i);
      g_autoptr(RailCreation) web = new_creation (model, root, RAIL_USAGE_WEB_SERVER, i);

      g_list_store_append (creations, server);
      g_list_store_append (creations, web);
    }
  entries = rail_project_create (model, G_LIST_MODEL (creations), &error);
  check (entries != NULL, error);

  g_ptr_array_add (all, root);
  for (guint i = 0; i < n_devices; i++)
    {
      RailDevice *device = new_device (i, rail_entry_get_id (entries->pdata[N_SERVICES * i]),
                                       rail_entry_get_id (entries->pdata[N_SERVICES * i + 1]));

      g_ptr_array_add (devices, device);
      for (guint n = 0; n < N_SERVICES; n++)
        {
          rail_entry_set_device (entries->pdata[N_SERVICES * i + n], rail_device_get_name (device));
          g_ptr_array_add (all, entries->pdata[N_SERVICES * i + n]);
        }
    }
  check (rail_project_restore (plant, rail_project_get_next_id (model), rail_project_get_protection (model), all, devices,
                               &error), error);
  return plant;
}

static int
compare_doubles_cb (gconstpointer a,
                    gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Devices with an OPC UA server and a web server, none of which has its issuer in its table yet. In the first round nothing
 * of the certificates has been looked at before, as after opening. */
void
compile_benchmark_run (RailProject *project,
                       guint        n_devices,
                       guint        n_rounds)
{
  g_autofree double *seconds = g_new0 (double, n_rounds);
  g_autoptr(RailProject) plant = make_plant (project, n_devices);
  g_autofree char *what = g_strdup_printf ("Compile %u devices", n_devices);
  double first;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr(RailCompilation) compilation = NULL;
      g_autoptr(GError) error = NULL;
      gint64 start = g_get_monotonic_time ();

      compilation = rail_project_compile (plant, NULL, &error);
      seconds[i] = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
      check (compilation != NULL, error);
      if (compilation->changes->len != n_devices)
        g_error ("%u devices, %u changes", n_devices, compilation->changes->len);
      rail_project_undo (plant);
    }
  first = seconds[0];
  qsort (seconds, n_rounds, sizeof *seconds, compare_doubles_cb);
  g_print ("| %-34s | %8.3f s | %8.3f s first time   | %11s | ≤ %.2f s |\n", what, seconds[n_rounds / 2], first, "",
           LIMIT_COMPILE * n_devices / LIMIT_DEVICES);
  rail_project_undo (project);
  rail_project_undo (project);
}
