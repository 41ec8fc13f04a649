/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-tcon-private.h"

#include <gio/gio.h>

#define VARIABLE "Connection"
#define TCP_NATIVE 11   /* ConnectionType: TCP, and the only one that can be secure */

static void
row_free (gpointer data)
{
  RailTconRow *row = data;

  g_free (row->name);
  g_free (row->path);
  g_free (row->data_type);
  g_free (row->value);
  g_free (row->scl_value);
  g_free (row);
}

/* Takes @value over; @scl_value is %NULL where it is the same. */
static void
add (GPtrArray  *rows,
     guint       depth,
     const char *parent,
     const char *name,
     const char *data_type,
     char       *value,
     char       *scl_value)
{
  RailTconRow *row = g_new0 (RailTconRow, 1);

  row->depth = depth;
  row->name = g_strdup (name);
  row->path = parent == NULL ? g_strdup (name) : g_strconcat (parent, ".", name, NULL);
  row->data_type = g_strdup (data_type);
  row->value = value;
  row->scl_value = scl_value != NULL ? scl_value : g_strdup (value);
  g_ptr_array_add (rows, row);
}

static void
add_structure (GPtrArray  *rows,
               guint       depth,
               const char *parent,
               const char *name,
               const char *data_type)
{
  add (rows, depth, parent, name, data_type, g_strdup (""), NULL);
}

static void
add_number (GPtrArray  *rows,
            guint       depth,
            const char *parent,
            const char *name,
            const char *data_type,
            guint       value)
{
  add (rows, depth, parent, name, data_type, g_strdup_printf ("%u", value), NULL);
}

static void
add_boolean (GPtrArray  *rows,
             guint       depth,
             const char *parent,
             const char *name,
             gboolean    value)
{
  add (rows, depth, parent, name, "Bool", g_strdup (value ? "true" : "false"), g_strdup (value ? "TRUE" : "FALSE"));
}

/* In single quotes, with “$” before what would end the string or begin an escape. */
static char *
quote (const char *text)
{
  GString *quoted = g_string_new ("'");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\'' || *p == '$')
        g_string_append_c (quoted, '$');
      g_string_append_c (quoted, *p);
    }
  g_string_append_c (quoted, '\'');
  return g_string_free (quoted, FALSE);
}

/* Four zeros where there is no IPv4 address: to a server that means anybody. */
static void
add_address (GPtrArray  *rows,
             const char *address)
{
  g_autoptr(GInetAddress) parsed = address != NULL ? g_inet_address_new_from_string (address) : NULL;
  gboolean is_known = parsed != NULL && g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV4;

  add_structure (rows, 2, VARIABLE ".ConnPara", "RemoteAddress", "IP_V4");
  add_structure (rows, 3, VARIABLE ".ConnPara.RemoteAddress", "ADDR", "Array[1..4] of Byte");
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("ADDR[%u]", i + 1);

      add_number (rows, 4, VARIABLE ".ConnPara.RemoteAddress", name, "Byte",
                  is_known ? g_inet_address_to_bytes (parsed)[i] : 0);
    }
}

static void
add_name (GPtrArray  *rows,
          const char *name)
{
  g_autofree char *absolute = name == NULL || g_str_has_suffix (name, ".") ? g_strdup (name != NULL ? name : "")
                                                                          : g_strconcat (name, ".", NULL);

  add (rows, 2, VARIABLE ".ConnPara", "RemoteQDN", "String[254]", quote (absolute), NULL);
}

/* The values of one end, in the order of the data block: 109769068, chapters 2.6.2 and 2.6.3. */
GPtrArray *
rail_tcon_make_rows (const RailTconOptions *options,
                     const RailTconValues  *values)
{
  gboolean by_name = options->type == RAIL_TCON_QDN_SEC;
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);
  const char *para = VARIABLE ".ConnPara";

  add_structure (rows, 0, NULL, VARIABLE, by_name ? "TCON_QDN_SEC" : "TCON_IP_V4_SEC");
  add_structure (rows, 1, VARIABLE, "ConnPara", by_name ? "TCON_QDN" : "TCON_IP_v4");
  add_number (rows, 2, para, "InterfaceId", "HW_ANY", options->interface);
  add_number (rows, 2, para, "ID", "CONN_OUC", options->connection);
  add_number (rows, 2, para, "ConnectionType", "Byte", TCP_NATIVE);
  add_boolean (rows, 2, para, "ActiveEstablished", values->is_active);
  if (by_name)
    add_name (rows, values->name);
  else
    add_address (rows, values->address);
  add_number (rows, 2, para, "RemotePort", "UInt", values->remote_port);
  add_number (rows, 2, para, "LocalPort", "UInt", values->local_port);
  add_boolean (rows, 1, VARIABLE, "ActivateSecureConn", TRUE);
  add_boolean (rows, 1, VARIABLE, "TLSServerReqClientCert", values->asks_client);
  add (rows, 1, VARIABLE, "ExtTLSCapabilities", "Word", g_strdup (values->checks_name ? "16#1" : "16#0"), NULL);
  add_number (rows, 1, VARIABLE, "TLSServerCertRef", "UDInt", values->server_ref);
  add_number (rows, 1, VARIABLE, "TLSClientCertRef", "UDInt", values->client_ref);
  return rows;
}
