/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-tcon-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-acceptance-private.h"
#include "rail-csv.h"
#include "rail-export.h"
#include "rail-fit.h"
#include "rail-service.h"

#define MAX_PORT 65535
#define MAX_CONNECTION 4095   /* CONN_OUC */

struct _RailTcon
{
  GObject     parent_instance;

  /* Owned References */
  RailDevice *devices[2];
  GPtrArray  *rows[2];     /* of RailTconRow */
  GPtrArray  *warnings;    /* of RailTconWarning */
};

G_DEFINE_FINAL_TYPE (RailTcon, rail_tcon, G_TYPE_OBJECT)

/* As the document names them. */
static const char * const block_names[] = { "Server_Connection_Parameters", "Client_Connection_Parameters" };

/*
 * Auxiliary methods
 */

static void
warning_free (gpointer data)
{
  RailTconWarning *warning = data;

  g_free (warning->field);
  g_free (warning->text);
  g_free (warning);
}

G_GNUC_PRINTF (5, 6)
static void
warn (RailTcon    *self,
      RailTconEnd  end,
      const char  *field,
      gboolean     is_missing,
      const char  *format,
      ...)
{
  RailTconWarning *warning = g_new0 (RailTconWarning, 1);
  va_list arguments;

  warning->end = end;
  warning->field = g_strdup (field);
  warning->is_missing = is_missing;
  va_start (arguments, format);
  warning->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (self->warnings, warning);
}

/* The line of @end that has its own certificate, and the one that has the partner's. */
static const char *
get_own_field (RailTconEnd end)
{
  return end == RAIL_TCON_SERVER ? "TLSServerCertRef" : "TLSClientCertRef";
}

static const char *
get_anchor_field (RailTconEnd end)
{
  return end == RAIL_TCON_SERVER ? "TLSClientCertRef" : "TLSServerCertRef";
}

static const char *
get_name (RailEntry *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (rail_entry_get_certificate (entry));
}

static const char *
get_device_name (RailTcon    *self,
                 RailTconEnd  end)
{
  return rail_device_get_name (self->devices[end]);
}

static const char *
find_address (RailDevice *device,
              gboolean    by_name)
{
  const char * const *addresses = rail_device_get_addresses (device);

  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (addresses[i]);

      if (by_name ? address == NULL
                  : address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
        return addresses[i];
    }
  return NULL;
}

/*
 * Certificates
 */

/* Partners refuse what is over or revoked, however right the numbers are. */
static void
check_status (RailTcon    *self,
              RailProject *project,
              RailEntry   *entry,
              RailTconEnd  end,
              const char  *field)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));
  const char *name = get_name (entry);

  switch (rail_entry_get_status (entry, now, NULL))
    {
    case RAIL_STATUS_EXPIRED:
      warn (self, end, field, FALSE, _("“%s” with ID %u has expired; renew it."), name, rail_entry_get_id (entry));
      break;
    case RAIL_STATUS_REVOKED:
      warn (self, end, field, FALSE, _("“%s” with ID %u is revoked; create a new certificate."), name,
            rail_entry_get_id (entry));
      break;
    case RAIL_STATUS_NOT_YET_VALID:
      warn (self, end, field, FALSE, _("“%s” with ID %u is not valid yet; check the clock."), name,
            rail_entry_get_id (entry));
      break;
    case RAIL_STATUS_VALID:
    case RAIL_STATUS_EXPIRING:
    default:
      break;
    }
}

static RailEntry *
find_own (RailTcon    *self,
          RailProject *project,
          RailTconEnd  end)
{
  guint id = rail_device_get_service_certificate (self->devices[end], RAIL_SERVICE_SECURE_OUC);
  RailEntry *entry = id != 0 ? rail_project_get_entry (project, id) : NULL;
  RailPurpose purpose = end == RAIL_TCON_SERVER ? RAIL_PURPOSE_SERVER_AUTH : RAIL_PURPOSE_CLIENT_AUTH;

  if (entry == NULL)
    {
      warn (self, end, get_own_field (end), TRUE,
            _("“%s” has no certificate for secure open user communication; switch the service on or assign one."),
            get_device_name (self, end));
      return NULL;
    }
  if (!rail_device_is_service_on (self->devices[end], RAIL_SERVICE_SECURE_OUC))
    warn (self, end, get_own_field (end), FALSE,
          _("Secure open user communication of “%s” is switched off; switch it on, so that its certificate is loaded."),
          get_device_name (self, end));
  if (!rail_fit_has_purposes (rail_entry_get_certificate (entry), purpose))
    warn (self, end, get_own_field (end), FALSE,
          end == RAIL_TCON_SERVER ? _("“%s” with ID %u is no certificate of a TLS server; create one that is.")
                                  : _("“%s” with ID %u is no certificate of a TLS client; create one that is."),
          get_name (entry), id);
  check_status (self, project, entry, end, get_own_field (end));
  return entry;
}

/* What @end refers to, to verify the certificate of the other end: the root of its chain, as in the document, or
 * itself if it is self-signed. It has to be among the partners' certificates of @end, or the CPU does not have it. */
static guint
find_anchor (RailTcon    *self,
             RailProject *project,
             RailTconEnd  end,
             RailEntry   *own)
{
  gboolean complete = FALSE;
  g_autoptr(GPtrArray) chain = NULL;
  RailEntry *anchor;

  if (own == NULL)
    return 0;
  chain = rail_project_get_chain (project, own, &complete);
  anchor = chain->pdata[chain->len - 1];
  if (!complete)
    {
      warn (self, end, get_anchor_field (end), TRUE,
            _("The authority of “%s” with ID %u is not in this project; import it, and assign it to “%s”."),
            get_name (own), rail_entry_get_id (own), get_device_name (self, end));
      return 0;
    }
  for (guint i = chain->len > 1 ? 1 : 0; i < chain->len; i++)
    {
      RailEntry *needed = chain->pdata[i];

      if (!rail_device_has_partner (self->devices[end], rail_entry_get_id (needed)))
        warn (self, end, get_anchor_field (end), FALSE,
              _("“%s” with ID %u is not among the certificates of the partner devices of “%s”; assign it there."),
              get_name (needed), rail_entry_get_id (needed), get_device_name (self, end));
      if (i > 0)
        check_status (self, project, needed, end, get_anchor_field (end));
    }
  return rail_entry_get_id (anchor);
}

/* With TCON_IP_V4_SEC only the address counts, with TCON_QDN_SEC only the name. */
static void
check_server_names (RailTcon   *self,
                    RailEntry  *own,
                    const char *host,
                    gboolean    by_name)
{
  const char *field = by_name ? "RemoteQDN" : "RemoteAddress";

  if (host == NULL)
    warn (self, RAIL_TCON_CLIENT, field, TRUE,
          by_name ? _("“%s” has no DNS name in this project, so its client cannot be told where to connect to; add "
                      "one.")
                  : _("“%s” has no IPv4 address in this project, so its client cannot be told where to connect to; "
                      "add one."),
          get_device_name (self, RAIL_TCON_SERVER));
  else if (by_name && strchr (host, '.') == NULL)
    warn (self, RAIL_TCON_CLIENT, field, FALSE,
          _("“%s” is no complete DNS name; with TCON_QDN_SEC it has to have its domain."), host);
  if (own != NULL && host != NULL && !rail_acceptance_names_host (rail_entry_get_certificate (own), host, 0))
    warn (self, RAIL_TCON_CLIENT, field, FALSE,
          _("“%s” is not among the alternative names of “%s” with ID %u; a client that checks it ends with 16#80E1. "
            "Renew the certificate with it."),
          host, get_name (own), rail_entry_get_id (own));
}

/*
 * The two ends
 */

static gboolean
check (RailDevice             *server,
       RailDevice             *client,
       const RailTconOptions  *options,
       GError                **error)
{
  RailDevice * const devices[] = { server, client };

  if (g_str_equal (rail_device_get_name (server), rail_device_get_name (client)))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” cannot be both ends of a connection; name two devices."), rail_device_get_name (server));
      return FALSE;
    }
  if (options->port == 0 || options->port > MAX_PORT)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("%u is no port; ports are 1 to %d."), options->port, MAX_PORT);
      return FALSE;
    }
  if (options->connection == 0 || options->connection > MAX_CONNECTION)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("%u is no ID of a connection; they are 1 to %d."), options->connection, MAX_CONNECTION);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_autofree char *reason = NULL;

      if (!rail_service_is_available (RAIL_SERVICE_SECURE_OUC, rail_device_get_family (devices[i]),
                                      rail_device_get_firmware (devices[i]), &reason))
        {
          g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID, "%s: %s",
                       rail_device_get_name (devices[i]), reason);
          return FALSE;
        }
    }
  return TRUE;
}

static void
fill (RailTcon              *self,
      RailProject           *project,
      const RailTconOptions *options)
{
  gboolean by_name = options->type == RAIL_TCON_QDN_SEC;
  const char *server_host = find_address (self->devices[RAIL_TCON_SERVER], by_name);
  const char *client_host = find_address (self->devices[RAIL_TCON_CLIENT], by_name);
  RailTconValues server = { .address = client_host, .name = client_host, .local_port = options->port };
  RailTconValues client = { .address = server_host, .name = server_host, .remote_port = options->port };
  RailEntry *server_own = find_own (self, project, RAIL_TCON_SERVER);
  RailEntry *client_own = options->is_mutual ? find_own (self, project, RAIL_TCON_CLIENT) : NULL;

  check_server_names (self, server_own, server_host, by_name);
  server.asks_client = options->is_mutual;
  server.server_ref = server_own != NULL ? rail_entry_get_id (server_own) : 0;
  client.is_active = TRUE;
  client.checks_name = options->checks_name;
  client.server_ref = find_anchor (self, project, RAIL_TCON_CLIENT, server_own);
  client.client_ref = client_own != NULL ? rail_entry_get_id (client_own) : 0;
  server.client_ref = find_anchor (self, project, RAIL_TCON_SERVER, client_own);
  self->rows[RAIL_TCON_SERVER] = rail_tcon_make_rows (options, &server);
  self->rows[RAIL_TCON_CLIENT] = rail_tcon_make_rows (options, &client);
}

/*
 * Overrides
 */

static void
rail_tcon_finalize (GObject *object)
{
  RailTcon *self = RAIL_TCON (object);

  for (guint end = 0; end < 2; end++)
    {
      g_clear_object (&self->devices[end]);
      g_clear_pointer (&self->rows[end], g_ptr_array_unref);
    }
  g_clear_pointer (&self->warnings, g_ptr_array_unref);

  G_OBJECT_CLASS (rail_tcon_parent_class)->finalize (object);
}

static void
rail_tcon_class_init (RailTconClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_tcon_finalize;
}

static void
rail_tcon_init (RailTcon *self)
{
  self->warnings = g_ptr_array_new_with_free_func (warning_free);
}

/*
 * Public methods
 */

/**
 * rail_tcon_new:
 * @project: a project
 * @server: a device of it that waits for the connection
 * @client: another one that opens it
 * @options: how they talk
 * @error: return location for an error
 *
 * Computes the start values of the connection parameters of both ends, with the certificate IDs of this project
 * (109769068, chapters 2.6.2 and 2.6.3). What is missing is 0 and told by a warning.
 *
 * Returns: (transfer full): the values, or %NULL with RAIL_EXCHANGE_ERROR_INVALID
 */
RailTcon *
rail_tcon_new (RailProject            *project,
               RailDevice             *server,
               RailDevice             *client,
               const RailTconOptions  *options,
               GError                **error)
{
  RailTcon *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (server), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (client), NULL);
  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check (server, client, options, error))
    return NULL;
  self = g_object_new (RAIL_TYPE_TCON, NULL);
  self->devices[RAIL_TCON_SERVER] = g_object_ref (server);
  self->devices[RAIL_TCON_CLIENT] = g_object_ref (client);
  fill (self, project, options);
  return self;
}

/**
 * rail_tcon_get_device:
 * @self: connection parameters
 * @end: which end
 *
 * Returns: (transfer none): the device at this end
 */
RailDevice *
rail_tcon_get_device (RailTcon    *self,
                      RailTconEnd  end)
{
  g_return_val_if_fail (RAIL_IS_TCON (self), NULL);
  g_return_val_if_fail (end <= RAIL_TCON_CLIENT, NULL);

  return self->devices[end];
}

/**
 * rail_tcon_get_rows:
 * @self: connection parameters
 * @end: which end
 *
 * Returns: (transfer none) (element-type RailTconRow): the lines of its table
 */
GPtrArray *
rail_tcon_get_rows (RailTcon    *self,
                    RailTconEnd  end)
{
  g_return_val_if_fail (RAIL_IS_TCON (self), NULL);
  g_return_val_if_fail (end <= RAIL_TCON_CLIENT, NULL);

  return self->rows[end];
}

/**
 * rail_tcon_get_warnings:
 * @self: connection parameters
 *
 * Returns: (transfer none) (element-type RailTconWarning): why the connection will not work like this
 */
GPtrArray *
rail_tcon_get_warnings (RailTcon *self)
{
  g_return_val_if_fail (RAIL_IS_TCON (self), NULL);

  return self->warnings;
}

/**
 * rail_tcon_is_complete:
 * @self: connection parameters
 *
 * Returns: whether no line that the connection needs is 0 for want of a certificate or an address
 */
gboolean
rail_tcon_is_complete (RailTcon *self)
{
  g_return_val_if_fail (RAIL_IS_TCON (self), FALSE);

  for (guint i = 0; i < self->warnings->len; i++)
    if (((RailTconWarning *) self->warnings->pdata[i])->is_missing)
      return FALSE;
  return TRUE;
}

/**
 * rail_tcon_get_block_name:
 * @end: which end
 *
 * Returns: (transfer none): the name of its data block, as in the document
 */
const char *
rail_tcon_get_block_name (RailTconEnd end)
{
  g_return_val_if_fail (end <= RAIL_TCON_CLIENT, NULL);

  return block_names[end];
}

/**
 * rail_tcon_to_table:
 * @self: connection parameters
 * @end: which end
 *
 * Returns: (transfer full): its table for the clipboard: name, data type and start value between tabulators
 */
char *
rail_tcon_to_table (RailTcon    *self,
                    RailTconEnd  end)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *titles[] = { _("Name"), _("Data type"), _("Start value"), NULL };

  g_return_val_if_fail (RAIL_IS_TCON (self), NULL);
  g_return_val_if_fail (end <= RAIL_TCON_CLIENT, NULL);

  g_ptr_array_add (lines, g_strdupv ((char **) titles));
  for (guint i = 0; i < self->rows[end]->len; i++)
    {
      RailTconRow *row = self->rows[end]->pdata[i];
      const char *cells[] = { row->name, row->data_type, row->value, NULL };

      g_ptr_array_add (lines, g_strdupv ((char **) cells));
    }
  return rail_tab_separated (lines);
}

/**
 * rail_tcon_to_scl:
 * @self: connection parameters
 * @end: which end
 *
 * Returns: (transfer full): a source file of its data block, which TIA Portal generates the block from (*External
 *   source files*, *Generate blocks from source*)
 */
char *
rail_tcon_to_scl (RailTcon    *self,
                  RailTconEnd  end)
{
  GString *text;
  RailTconRow *variable;

  g_return_val_if_fail (RAIL_IS_TCON (self), NULL);
  g_return_val_if_fail (end <= RAIL_TCON_CLIENT, NULL);

  text = g_string_new (NULL);
  variable = self->rows[end]->pdata[0];
  g_string_append_printf (text, "DATA_BLOCK \"%s\"\r\n", block_names[end]);
  g_string_append (text, "{ S7_Optimized_Access := 'TRUE' }\r\nVERSION : 0.1\r\nNON_RETAIN\r\n");
  g_string_append_printf (text, "   VAR\r\n      %s : %s;\r\n   END_VAR\r\n\r\nBEGIN\r\n", variable->name,
                          variable->data_type);
  for (guint i = 0; i < self->rows[end]->len; i++)
    {
      RailTconRow *row = self->rows[end]->pdata[i];

      if (*row->value != '\0')
        g_string_append_printf (text, "   %s := %s;\r\n", row->path, row->scl_value);
    }
  g_string_append (text, "END_DATA_BLOCK\r\n");
  return g_string_free (text, FALSE);
}
