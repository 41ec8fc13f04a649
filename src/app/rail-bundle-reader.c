/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-bundle-reader"

#include "config.h"

#include "rail-bundle-reader.h"

#include "rail-display-name.h"

#include <glib/gi18n.h>

#define MAX_SIZE (64 * 1024 * 1024)   /* what a bundle may have */

typedef struct
{
  GPtrArray  *files;      /* of GFile */
  RailSecret *password;   /* (nullable) */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->files);
  g_clear_pointer (&job->password, rail_secret_unref);
  g_free (job);
}

static GBytes *
load (GFile         *file,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr(GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable,
                                                 error);
  g_autofree char *name = rail_display_name_dup (file);

  if (info == NULL)
    return NULL;
  if (g_file_info_get_size (info) > MAX_SIZE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is too big for a certificate."), name);
      return NULL;
    }
  return g_file_load_bytes (file, cancellable, NULL, error);
}

static void
read_in_thread_cb (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr(GPtrArray) bundles = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;

  for (guint i = 0; i < job->files->len; i++)
    {
      GFile *file = g_ptr_array_index (job->files, i);
      g_autoptr(GBytes) bytes = load (file, cancellable, &error);
      RailBundle *bundle = bytes != NULL ? rail_bundle_read (bytes, job->password, &error) : NULL;

      if (bundle == NULL)
        {
          g_autofree char *name = rail_display_name_dup (file);

          if (bytes != NULL)
            /* Translators: the name of a file, and what is wrong with it */
            g_prefix_error (&error, _("“%s”: "), name);
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (bundles, bundle);
    }
  g_task_return_pointer (task, g_steal_pointer (&bundles), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * rail_bundle_reader_read_async:
 * @files: (element-type GFile): the files
 * @password: (nullable): what to try on what is locked
 * @cancellable: (nullable): as in GIO
 * @callback: called on the main thread, calls rail_bundle_reader_read_finish()
 * @user_data: for @callback
 *
 * Reads all of @files, whatever they are called.
 */
void
rail_bundle_reader_read_async (GListModel          *files,
                               RailSecret          *password,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (G_IS_LIST_MODEL (files));

  job->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (job->files, g_list_model_get_item (files, i));
  job->password = password != NULL ? rail_secret_ref (password) : NULL;
  g_task_set_source_tag (task, rail_bundle_reader_read_async);
  g_task_set_task_data (task, job, job_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, read_in_thread_cb);
}

/**
 * rail_bundle_reader_read_finish:
 * @result: what the callback got
 * @out_flags: (out): what was locked
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type RailBundle): what each file holds
 */
GPtrArray *
rail_bundle_reader_read_finish (GAsyncResult     *result,
                                RailBundleFlags  *out_flags,
                                GError          **error)
{
  GPtrArray *bundles;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (out_flags != NULL, NULL);

  *out_flags = 0;
  bundles = g_task_propagate_pointer (G_TASK (result), error);
  for (guint i = 0; bundles != NULL && i < bundles->len; i++)
    *out_flags |= rail_bundle_get_flags (g_ptr_array_index (bundles, i));
  return bundles;
}

/* All items of a kind. */
static GPtrArray *
list_items (GPtrArray          *bundles,
            RailBundleItemKind  kind)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < bundles->len; i++)
    {
      GListModel *model = rail_bundle_get_items (g_ptr_array_index (bundles, i));

      for (guint k = 0; k < g_list_model_get_n_items (model); k++)
        {
          g_autoptr(RailBundleItem) item = g_list_model_get_item (model, k);

          if (rail_bundle_item_get_kind (item) == kind)
            g_ptr_array_add (items, g_steal_pointer (&item));
        }
    }
  return items;
}

/**
 * rail_bundle_reader_list_certificates:
 * @bundles: (element-type RailBundle): what was read
 *
 * Returns: (transfer full) (element-type RailCertificate): the certificates, each once
 */
GPtrArray *
rail_bundle_reader_list_certificates (GPtrArray *bundles)
{
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *certificates = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (bundles != NULL, NULL);

  items = list_items (bundles, RAIL_BUNDLE_CERTIFICATE);
  for (guint i = 0; i < items->len; i++)
    {
      RailCertificate *certificate = rail_bundle_item_get_certificate (g_ptr_array_index (items, i));

      if (g_hash_table_add (seen, (gpointer) rail_certificate_get_fingerprint (certificate)))
        g_ptr_array_add (certificates, g_object_ref (certificate));
    }
  return certificates;
}

/**
 * rail_bundle_reader_find_key:
 * @bundles: (element-type RailBundle): what was read
 * @certificate: a certificate
 *
 * Returns: (transfer none) (nullable): the private key of @certificate
 */
RailKey *
rail_bundle_reader_find_key (GPtrArray       *bundles,
                             RailCertificate *certificate)
{
  g_autoptr(GPtrArray) items = NULL;

  g_return_val_if_fail (bundles != NULL, NULL);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);

  items = list_items (bundles, RAIL_BUNDLE_KEY);
  for (guint i = 0; i < items->len; i++)
    {
      RailKey *key = rail_bundle_item_get_key (g_ptr_array_index (items, i));

      if (g_bytes_equal (rail_key_get_id (key), rail_certificate_get_key_id (certificate)))
        return key;   /* its bundle keeps it */
    }
  return NULL;
}

/**
 * rail_bundle_reader_find_request:
 * @bundles: (element-type RailBundle): what was read
 *
 * Returns: (transfer none) (nullable): the first signing request
 */
RailSigningRequest *
rail_bundle_reader_find_request (GPtrArray *bundles)
{
  g_autoptr(GPtrArray) items = NULL;

  g_return_val_if_fail (bundles != NULL, NULL);

  items = list_items (bundles, RAIL_BUNDLE_SIGNING_REQUEST);
  return items->len > 0 ? rail_bundle_item_get_signing_request (g_ptr_array_index (items, 0)) : NULL;
}
