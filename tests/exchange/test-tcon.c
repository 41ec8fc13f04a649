/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables of 109769068 V2.0, chapters 2.6.2 and 2.6.3, value by value. */

#include <string.h>

#include "plant.h"
#include "rail-device-operations.h"
#include "rail-export.h"
#include "rail-tcon.h"

#define ROOT 3
#define SERVER 9
#define CLIENT 11

typedef struct
{
  const char *name;
  const char *data_type;
  const char *value;
} Line;

static const Line document_server[] = {
  { "Connection", "TCON_IP_V4_SEC", "" },
  { "ConnPara", "TCON_IP_v4", "" },
  { "InterfaceId", "HW_ANY", "64" },
  { "ID", "CONN_OUC", "1" },
  { "ConnectionType", "Byte", "11" },
  { "ActiveEstablished", "Bool", "false" },
  { "RemoteAddress", "IP_V4", "" },
  { "ADDR", "Array[1..4] of Byte", "" },
  { "ADDR[1]", "Byte", "192" },
  { "ADDR[2]", "Byte", "168" },
  { "ADDR[3]", "Byte", "0" },
  { "ADDR[4]", "Byte", "2" },
  { "RemotePort", "UInt", "0" },
  { "LocalPort", "UInt", "2000" },
  { "ActivateSecureConn", "Bool", "true" },
  { "TLSServerReqClientCert", "Bool", "true" },
  { "ExtTLSCapabilities", "Word", "16#0" },
  { "TLSServerCertRef", "UDInt", "9" },
  { "TLSClientCertRef", "UDInt", "3" },
};

static const Line document_client[] = {
  { "Connection", "TCON_IP_V4_SEC", "" },
  { "ConnPara", "TCON_IP_v4", "" },
  { "InterfaceId", "HW_ANY", "64" },
  { "ID", "CONN_OUC", "1" },
  { "ConnectionType", "Byte", "11" },
  { "ActiveEstablished", "Bool", "true" },
  { "RemoteAddress", "IP_V4", "" },
  { "ADDR", "Array[1..4] of Byte", "" },
  { "ADDR[1]", "Byte", "192" },
  { "ADDR[2]", "Byte", "168" },
  { "ADDR[3]", "Byte", "0" },
  { "ADDR[4]", "Byte", "1" },
  { "RemotePort", "UInt", "2000" },
  { "LocalPort", "UInt", "0" },
  { "ActivateSecureConn", "Bool", "true" },
  { "TLSServerReqClientCert", "Bool", "false" },
  { "ExtTLSCapabilities", "Word", "16#0" },
  { "TLSServerCertRef", "UDInt", "3" },
  { "TLSClientCertRef", "UDInt", "11" },
};

static void
assert_table (RailTcon    *tcon,
              RailTconEnd  end,
              const Line  *lines,
              guint        n_lines)
{
  GPtrArray *rows = rail_tcon_get_rows (tcon, end);

  g_assert_cmpuint (rows->len, ==, n_lines);
  for (guint i = 0; i < n_lines; i++)
    {
      RailTconRow *row = rows->pdata[i];

      g_assert_cmpstr (row->name, ==, lines[i].name);
      g_assert_cmpstr (row->data_type, ==, lines[i].data_type);
      g_assert_cmpstr (row->value, ==, lines[i].value);
    }
}

static const char *
get_value (RailTcon    *tcon,
           RailTconEnd  end,
           const char  *name)
{
  GPtrArray *rows = rail_tcon_get_rows (tcon, end);

  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (((RailTconRow *) rows->pdata[i])->name, name))
      return ((RailTconRow *) rows->pdata[i])->value;
  g_error ("There is no line “%s”", name);
}

static gboolean
warns_of (RailTcon   *tcon,
          const char *part)
{
  GPtrArray *warnings = rail_tcon_get_warnings (tcon);

  for (guint i = 0; i < warnings->len; i++)
    if (strstr (((RailTconWarning *) warnings->pdata[i])->text, part) != NULL)
      return TRUE;
  return FALSE;
}

static void
assert_about (RailTconWarning *warning,
              RailTconEnd      end,
              const char      *field,
              gboolean         is_missing)
{
  g_assert_cmpint (warning->end, ==, end);
  g_assert_cmpstr (warning->field, ==, field);
  g_assert_cmpint (warning->is_missing, ==, is_missing);
}

static RailEntry *
renumber (RailEntry  *entry,
          guint       id,
          const char *device)
{
  RailEntry *copy = rail_entry_new (id, rail_entry_get_kind (entry), rail_entry_get_usage (entry),
                                    rail_entry_get_certificate (entry), rail_entry_get_key (entry));

  if (device != NULL)
    rail_entry_set_device (copy, device);
  return copy;
}

static RailDevice *
new_device (const char *name,
            const char *address,
            const char *dns_name,
            guint       certificate)
{
  const char * const addresses[] = { address, dns_name, NULL };
  RailDevice *device = rail_device_new (name, RAIL_FAMILY_S7_1500);

  rail_device_set_firmware (device, "2.9");
  rail_device_set_addresses (device, addresses);
  rail_device_set_service (device, RAIL_SERVICE_SECURE_OUC, TRUE, certificate);
  rail_device_set_partner (device, ROOT, TRUE);
  return device;
}

/* As the document has it: PLC_1 at 192.168.0.1 with certificate 9, PLC_2 at 192.168.0.2 with 11, both of authority
 * 3. */
static void
set_up (Plant         *plant,
        gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(RailProject) project = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *server, *client;

  plant_set_up (plant, data);
  server = plant_create (plant, RAIL_USAGE_TLS_CLIENT_SERVER, "PLC-1/Communication-9", plant->root);
  client = plant_create (plant, RAIL_USAGE_TLS_CLIENT_SERVER, "PLC-2/Communication-11", plant->root);
  g_ptr_array_add (entries, renumber (plant->root, ROOT, NULL));
  g_ptr_array_add (entries, renumber (server, SERVER, "PLC_1"));
  g_ptr_array_add (entries, renumber (client, CLIENT, "PLC_2"));
  g_ptr_array_add (devices, new_device ("PLC_1", "192.168.0.1", "plc-1.plant.example", SERVER));
  g_ptr_array_add (devices, new_device ("PLC_2", "192.168.0.2", "plc-2.plant.example", CLIENT));
  project = rail_project_new (rail_project_get_environment (plant->project), "TIA project");
  rail_project_restore (project, CLIENT + 1, rail_project_get_protection (plant->project), entries, devices, &error);
  g_assert_no_error (error);
  g_set_object (&plant->project, project);
}

static RailTcon *
make (Plant                 *plant,
      const RailTconOptions *options)
{
  g_autoptr(GError) error = NULL;
  RailTcon *tcon = rail_tcon_new (plant->project, rail_project_get_device (plant->project, "PLC_1"),
                                  rail_project_get_device (plant->project, "PLC_2"), options, &error);

  g_assert_no_error (error);
  return tcon;
}

static void
change (Plant      *plant,
        const char *name,
        RailDevice *changed)
{
  g_autoptr(GError) error = NULL;

  rail_project_change_device (plant->project, rail_project_get_device (plant->project, name), changed, &error);
  g_assert_no_error (error);
}

static void
replays_the_document (Plant         *plant,
                      gconstpointer  data)
{
  const RailTconOptions options = RAIL_TCON_OPTIONS_INIT;
  g_autoptr(RailTcon) tcon = make (plant, &options);

  assert_table (tcon, RAIL_TCON_SERVER, document_server, G_N_ELEMENTS (document_server));
  assert_table (tcon, RAIL_TCON_CLIENT, document_client, G_N_ELEMENTS (document_client));
  g_assert_cmpuint (rail_tcon_get_warnings (tcon)->len, ==, 0);
  g_assert_true (rail_tcon_is_complete (tcon));
}

static void
source_sets_each_value (Plant         *plant,
                        gconstpointer  data)
{
  const RailTconOptions options = RAIL_TCON_OPTIONS_INIT;
  g_autoptr(RailTcon) tcon = make (plant, &options);
  g_autofree char *server = rail_tcon_to_scl (tcon, RAIL_TCON_SERVER);
  g_autofree char *table = rail_tcon_to_table (tcon, RAIL_TCON_CLIENT);

  g_assert_cmpstr (server, ==,
                   "DATA_BLOCK \"Server_Connection_Parameters\"\r\n"
                   "{ S7_Optimized_Access := 'TRUE' }\r\n"
                   "VERSION : 0.1\r\n"
                   "NON_RETAIN\r\n"
                   "   VAR\r\n"
                   "      Connection : TCON_IP_V4_SEC;\r\n"
                   "   END_VAR\r\n"
                   "\r\n"
                   "BEGIN\r\n"
                   "   Connection.ConnPara.InterfaceId := 64;\r\n"
                   "   Connection.ConnPara.ID := 1;\r\n"
                   "   Connection.ConnPara.ConnectionType := 11;\r\n"
                   "   Connection.ConnPara.ActiveEstablished := FALSE;\r\n"
                   "   Connection.ConnPara.RemoteAddress.ADDR[1] := 192;\r\n"
                   "   Connection.ConnPara.RemoteAddress.ADDR[2] := 168;\r\n"
                   "   Connection.ConnPara.RemoteAddress.ADDR[3] := 0;\r\n"
                   "   Connection.ConnPara.RemoteAddress.ADDR[4] := 2;\r\n"
                   "   Connection.ConnPara.RemotePort := 0;\r\n"
                   "   Connection.ConnPara.LocalPort := 2000;\r\n"
                   "   Connection.ActivateSecureConn := TRUE;\r\n"
                   "   Connection.TLSServerReqClientCert := TRUE;\r\n"
                   "   Connection.ExtTLSCapabilities := 16#0;\r\n"
                   "   Connection.TLSServerCertRef := 9;\r\n"
                   "   Connection.TLSClientCertRef := 3;\r\n"
                   "END_DATA_BLOCK\r\n");
  rail_assert_contains (table, "TLSClientCertRef\tUDInt\t11\n");
}

static void
one_way_has_no_client (Plant         *plant,
                       gconstpointer  data)
{
  RailTconOptions options = RAIL_TCON_OPTIONS_INIT;
  g_autoptr(RailTcon) tcon = NULL;

  options.is_mutual = FALSE;
  options.checks_name = TRUE;
  tcon = make (plant, &options);
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_SERVER, "TLSServerReqClientCert"), ==, "false");
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_SERVER, "TLSServerCertRef"), ==, "9");
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_SERVER, "TLSClientCertRef"), ==, "0");
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_CLIENT, "TLSServerCertRef"), ==, "3");
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_CLIENT, "TLSClientCertRef"), ==, "0");
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_CLIENT, "ExtTLSCapabilities"), ==, "16#1");
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_SERVER, "ExtTLSCapabilities"), ==, "16#0");
}

/* The plant's certificates have 192.168.0.1 and no DNS name, which is what a client would look for here. */
static void
names_end_with_a_dot (Plant         *plant,
                      gconstpointer  data)
{
  RailTconOptions options = RAIL_TCON_OPTIONS_INIT;
  g_autoptr(RailTcon) tcon = NULL;
  g_autofree char *scl = NULL;

  options.type = RAIL_TCON_QDN_SEC;
  tcon = make (plant, &options);
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_CLIENT, "RemoteQDN"), ==, "'plc-1.plant.example.'");
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_SERVER, "RemoteQDN"), ==, "'plc-2.plant.example.'");
  g_assert_true (warns_of (tcon, "16#80E1"));
  scl = rail_tcon_to_scl (tcon, RAIL_TCON_CLIENT);
  rail_assert_contains (scl, "Connection : TCON_QDN_SEC;\r\n");
  rail_assert_contains (scl, "Connection.ConnPara.RemoteQDN := 'plc-1.plant.example.';\r\n");
}

static void
address_outside_the_certificate_is_told (Plant         *plant,
                                         gconstpointer  data)
{
  const char * const addresses[] = { "10.0.0.1", NULL };
  const char * const none[] = { NULL };
  const RailTconOptions options = RAIL_TCON_OPTIONS_INIT;
  g_autoptr(RailDevice) moved = rail_device_copy (rail_project_get_device (plant->project, "PLC_1"));
  g_autoptr(RailDevice) lost = NULL;
  g_autoptr(RailTcon) tcon = NULL;
  g_autoptr(RailTcon) nowhere = NULL;

  rail_device_set_addresses (moved, addresses);
  change (plant, "PLC_1", moved);
  tcon = make (plant, &options);
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_CLIENT, "ADDR[1]"), ==, "10");
  g_assert_true (warns_of (tcon, "10.0.0.1"));

  lost = rail_device_copy (moved);
  rail_device_set_addresses (lost, none);
  change (plant, "PLC_1", lost);
  nowhere = make (plant, &options);
  g_assert_cmpstr (get_value (nowhere, RAIL_TCON_CLIENT, "ADDR[1]"), ==, "0");
  g_assert_true (warns_of (nowhere, "no IPv4 address"));
  g_assert_true (rail_tcon_is_complete (tcon));
  g_assert_false (rail_tcon_is_complete (nowhere));
}

static void
what_is_missing_is_told (Plant         *plant,
                         gconstpointer  data)
{
  const RailTconOptions options = RAIL_TCON_OPTIONS_INIT;
  g_autoptr(RailDevice) bare = rail_device_copy (rail_project_get_device (plant->project, "PLC_2"));
  g_autoptr(RailTcon) tcon = NULL;
  GPtrArray *warnings;

  rail_device_set_partner (bare, ROOT, FALSE);
  rail_device_set_service (bare, RAIL_SERVICE_SECURE_OUC, FALSE, 0);
  change (plant, "PLC_2", bare);
  tcon = make (plant, &options);
  g_assert_true (warns_of (tcon, "“PLC_2” has no certificate for secure open user communication"));
  g_assert_true (warns_of (tcon, "is not among the certificates of the partner devices of “PLC_2”"));
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_CLIENT, "TLSClientCertRef"), ==, "0");
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_SERVER, "TLSClientCertRef"), ==, "0");
  g_assert_cmpstr (get_value (tcon, RAIL_TCON_CLIENT, "TLSServerCertRef"), ==, "3");

  /* The own certificate is missing at the client; the authority is there, and only not assigned. */
  warnings = rail_tcon_get_warnings (tcon);
  g_assert_cmpuint (warnings->len, ==, 2);
  assert_about (warnings->pdata[0], RAIL_TCON_CLIENT, "TLSClientCertRef", TRUE);
  assert_about (warnings->pdata[1], RAIL_TCON_CLIENT, "TLSServerCertRef", FALSE);
  g_assert_false (rail_tcon_is_complete (tcon));
}

static void
assert_refused (Plant                 *plant,
                const char            *server,
                const char            *client,
                const RailTconOptions *options)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_tcon_new (plant->project, rail_project_get_device (plant->project, server),
                                rail_project_get_device (plant->project, client), options, &error));
  g_assert_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID);
}

static void
nonsense_is_refused (Plant         *plant,
                     gconstpointer  data)
{
  RailTconOptions options = RAIL_TCON_OPTIONS_INIT;
  g_autoptr(RailDevice) old = rail_device_new ("Old", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;

  assert_refused (plant, "PLC_1", "PLC_1", &options);
  rail_device_set_firmware (old, "1.8");
  rail_project_add_device (plant->project, old, &error);
  g_assert_no_error (error);
  assert_refused (plant, "Old", "PLC_1", &options);
  options.port = 0;
  assert_refused (plant, "PLC_1", "PLC_2", &options);
  options.port = 65536;
  assert_refused (plant, "PLC_1", "PLC_2", &options);
  options.port = 65535;
  options.connection = 4096;
  assert_refused (plant, "PLC_1", "PLC_2", &options);
}

#define tcon_test(path, function) g_test_add (path, Plant, NULL, set_up, function, plant_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  tcon_test ("/exchange/tcon/replays-the-document", replays_the_document);
  tcon_test ("/exchange/tcon/source-sets-each-value", source_sets_each_value);
  tcon_test ("/exchange/tcon/one-way-has-no-client", one_way_has_no_client);
  tcon_test ("/exchange/tcon/names-end-with-a-dot", names_end_with_a_dot);
  tcon_test ("/exchange/tcon/address-outside-the-certificate-is-told", address_outside_the_certificate_is_told);
  tcon_test ("/exchange/tcon/what-is-missing-is-told", what_is_missing_is_told);
  tcon_test ("/exchange/tcon/nonsense-is-refused", nonsense_is_refused);

  return g_test_run ();
}
