/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of certificates, keys and requests, told by what is in them. */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"

static void
set_file_error (GError     **error,
                const char  *path,
                const char  *reason)
{
  g_autofree char *name = g_filename_display_name (path);

  /* Translators: a file name and a reason */
  g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("“%s” cannot be read: %s"), name, reason);
}

/**
 * rail_cli_read_bundle:
 * @path: a file
 * @password_file: (nullable): a file with its password
 * @error: return location for an error
 *
 * Reads a file, and asks for its password if it has one, @password_file is not given and there is somebody to ask.
 *
 * Returns: (transfer full): what is in it
 */
RailBundle *
rail_cli_read_bundle (const char  *path,
                      const char  *password_file,
                      GError     **error)
{
  g_autoptr(RailSecret) password = NULL;
  g_autoptr(RailBundle) bundle = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *question = NULL;
  g_autofree char *name = g_filename_display_name (path);
  char *data;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, error))
    return NULL;
  bytes = g_bytes_new_take (data, size);
  if (password_file != NULL)
    {
      password = rail_cli_read_password (password_file, error);
      if (password == NULL)
        return NULL;
    }

  bundle = rail_bundle_read (bytes, password, &local_error);
  if (bundle != NULL && rail_bundle_get_flags (bundle) & RAIL_BUNDLE_NEEDS_PASSWORD && password == NULL &&
      rail_cli_has_terminal (FALSE))
    {
      question = g_strdup_printf (_("Password of “%s”: "), name);
      password = rail_cli_ask_password (question, FALSE, "--file-password-file FILE", error);
      if (password == NULL)
        return NULL;
      g_clear_object (&bundle);
      bundle = rail_bundle_read (bytes, password, &local_error);
    }
  if (bundle == NULL)
    {
      set_file_error (error, path, local_error->message);
      return NULL;
    }
  return g_steal_pointer (&bundle);
}

/**
 * rail_cli_find_in_bundle:
 * @bundle: what is in a file
 * @path: its path
 * @kind: what is wanted
 * @error: return location for an error
 *
 * Returns: (transfer full): the first of that kind, or %NULL with an error that says why there is none
 */
RailBundleItem *
rail_cli_find_in_bundle (RailBundle          *bundle,
                         const char          *path,
                         RailBundleItemKind   kind,
                         GError             **error)
{
  GListModel *items = rail_bundle_get_items (bundle);
  g_autofree char *reason = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailBundleItem) item = g_list_model_get_item (items, i);

      if (rail_bundle_item_get_kind (item) == kind)
        return g_steal_pointer (&item);
      if (reason == NULL)
        reason = g_strdup (rail_bundle_item_get_reason (item));
    }
  if (reason == NULL)
    reason = g_strdup (kind == RAIL_BUNDLE_SIGNING_REQUEST ? _("there is no request in it")
                       : kind == RAIL_BUNDLE_KEY ? _("there is no private key in it")
                                                 : _("there is no certificate in it"));
  set_file_error (error, path, reason);
  return NULL;
}

/**
 * rail_cli_list_in_bundle:
 * @bundle: what is in a file
 *
 * Returns: (transfer full) (element-type RailCertificate): the certificates in it, in their order
 */
GPtrArray *
rail_cli_list_in_bundle (RailBundle *bundle)
{
  GPtrArray *certificates = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *items = rail_bundle_get_items (bundle);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailBundleItem) item = g_list_model_get_item (items, i);

      if (rail_bundle_item_get_kind (item) == RAIL_BUNDLE_CERTIFICATE)
        g_ptr_array_add (certificates, g_object_ref (rail_bundle_item_get_certificate (item)));
    }
  return certificates;
}
