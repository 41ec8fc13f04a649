/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "rail-cli.h"
#include "rail-export.h"
#include "rail-tcon.h"

/* The options as typed. */
typedef struct
{
  char     *server;
  char     *client;
  int       port;
  gboolean  is_mutual;
  gboolean  is_one_way;
  gboolean  by_name;
  gboolean  checks_name;
  gboolean  scl;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->server);
  g_free (options->client);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_options (const Options  *options,
               gboolean        json,
               GError        **error)
{
  if (options->server == NULL || options->client == NULL)
    return rail_cli_set_usage_error (error, _("A connection needs --server DEVICE and --client DEVICE."));
  if (options->is_mutual && options->is_one_way)
    return rail_cli_set_usage_error (error, _("--mutual and --one-way exclude each other; give one of them."));
  if (options->scl && json)
    return rail_cli_set_usage_error (error, _("--scl and --json exclude each other; give one of them."));
  if (options->port < 1)
    return rail_cli_set_usage_error (error, _("%d is no port; ports are 1 to 65535."), options->port);
  return TRUE;
}

/*
 * Output
 */

static void
print_end (RailTcon    *tcon,
           RailTconEnd  end)
{
  GPtrArray *lines = rail_tcon_get_rows (tcon, end);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *titles[] = { _("Name"), _("Data type"), _("Start value"), NULL };

  rail_cli_print (end == RAIL_TCON_SERVER ? _("Server %s\n") : _("Client %s\n"),
                  rail_device_get_name (rail_tcon_get_device (tcon, end)));
  g_ptr_array_add (rows, g_strdupv ((char **) titles));
  for (guint i = 0; i < lines->len; i++)
    {
      RailTconRow *line = lines->pdata[i];
      g_autofree char *name = g_strdup_printf ("%*s%s", (int) line->depth * 2, "", line->name);
      const char *cells[] = { name, line->data_type, line->value, NULL };

      g_ptr_array_add (rows, g_strdupv ((char **) cells));
    }
  rail_cli_print_table (rows);
}

static void
add_end (JsonBuilder *builder,
         RailTcon    *tcon,
         RailTconEnd  end)
{
  GPtrArray *rows = rail_tcon_get_rows (tcon, end);

  json_builder_set_member_name (builder, end == RAIL_TCON_SERVER ? "server" : "client");
  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "device", rail_device_get_name (rail_tcon_get_device (tcon, end)));
  rail_cli_add_text (builder, "block", rail_tcon_get_block_name (end));
  json_builder_set_member_name (builder, "values");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      RailTconRow *row = rows->pdata[i];

      json_builder_begin_object (builder);
      rail_cli_add_text (builder, "name", row->name);
      rail_cli_add_text (builder, "path", row->path);
      rail_cli_add_text (builder, "data_type", row->data_type);
      rail_cli_add_text (builder, "value", *row->value != '\0' ? row->value : NULL);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (RailTcon *tcon)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  GPtrArray *warnings = rail_tcon_get_warnings (tcon);

  json_builder_begin_object (builder);
  add_end (builder, tcon, RAIL_TCON_SERVER);
  add_end (builder, tcon, RAIL_TCON_CLIENT);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < warnings->len; i++)
    json_builder_add_string_value (builder, ((RailTconWarning *) warnings->pdata[i])->text);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  rail_cli_print_json (builder);
}

static void
print_words (RailTcon *tcon,
             gboolean  scl)
{
  for (RailTconEnd end = RAIL_TCON_SERVER; end <= RAIL_TCON_CLIENT; end++)
    {
      g_autofree char *source = scl ? rail_tcon_to_scl (tcon, end) : NULL;

      /* Raw, because it goes into a file: its line ends are none that a terminal prints. */
      if (scl)
        fputs (source, stdout);
      else
        print_end (tcon, end);
      if (end == RAIL_TCON_SERVER)
        fputs (scl ? "\r\n" : "\n", stdout);
    }
}

static void
print_warnings (RailTcon *tcon)
{
  GPtrArray *warnings = rail_tcon_get_warnings (tcon);

  for (guint i = 0; i < warnings->len; i++)
    {
      RailTconWarning *warning = warnings->pdata[i];
      g_autofree char *printable = rail_cli_make_printable (warning->text);

      g_printerr ("certrailctl: %s\n", printable);
    }
}

/* A block with a 0 in it compiles and loads, and fails at the machine, so a script gets none. */
static gboolean
check_complete (RailTcon  *tcon,
                GError   **error)
{
  GPtrArray *warnings = rail_tcon_get_warnings (tcon);
  g_autoptr(GString) text = g_string_new (NULL);

  if (rail_tcon_is_complete (tcon))
    return TRUE;
  for (guint i = 0; i < warnings->len; i++)
    {
      RailTconWarning *warning = warnings->pdata[i];

      if (warning->is_missing)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", warning->text);
    }
  g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID, text->str);
  return FALSE;
}

/* Prints the connection parameters of a pair of devices. */
gboolean
rail_command_tcon (RailCli  *self,
                   char    **arguments,
                   GError  **error)
{
  g_auto(Options) options = { .port = 2000 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailTcon) tcon = NULL;
  RailTconOptions values = RAIL_TCON_OPTIONS_INIT;
  RailDevice *server, *client;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_FILENAME, &options.server, N_("The device that waits for the connection"),
      N_("DEVICE") },
    { "client", 0, 0, G_OPTION_ARG_FILENAME, &options.client, N_("The device that opens it"), N_("DEVICE") },
    { "port", 0, 0, G_OPTION_ARG_INT, &options.port, N_("The server's port; 2000 unless given"), N_("PORT") },
    { "mutual", 0, 0, G_OPTION_ARG_NONE, &options.is_mutual,
      N_("The server asks for the client's certificate; so it is unless --one-way is given"), NULL },
    { "one-way", 0, 0, G_OPTION_ARG_NONE, &options.is_one_way, N_("Only the server has a certificate"), NULL },
    { "qdn", 0, 0, G_OPTION_ARG_NONE, &options.by_name, N_("Call the partner by its DNS name: TCON_QDN_SEC"), NULL },
    { "check-name", 0, 0, G_OPTION_ARG_NONE, &options.checks_name,
      N_("Let the client look for the server's address or name in its certificate"), NULL },
    { "scl", 0, 0, G_OPTION_ARG_NONE, &options.scl, N_("Print source files of the data blocks"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, entries,
                         _("If a certificate or an address is missing, nothing is printed and the exit status is 1; "
                           "what else is wrong is said on standard error."),
                         arguments, 1, 1, error);
  if (rest == NULL || !check_options (&options, self->json, error) || !rail_cli_open (self, rest[0], error))
    return FALSE;
  server = rail_cli_find_device (self, options.server, error);
  client = server != NULL ? rail_cli_find_device (self, options.client, error) : NULL;
  if (client == NULL)
    return FALSE;
  values.type = options.by_name ? RAIL_TCON_QDN_SEC : RAIL_TCON_IP_V4_SEC;
  values.port = (guint) options.port;
  values.is_mutual = !options.is_one_way;
  values.checks_name = options.checks_name;
  tcon = rail_tcon_new (self->project, server, client, &values, error);
  if (tcon == NULL || !check_complete (tcon, error))
    return FALSE;
  if (self->json)
    print_json (tcon);
  else
    {
      print_words (tcon, options.scl);
      print_warnings (tcon);
    }
  return TRUE;
}
