/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads many files on all cores. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-import-private.h"

static void
read_source_cb (gpointer data,
                gpointer user_data)
{
  RailImportSource *source = data;
  RailImportRun *run = user_data;

  if (!g_cancellable_is_cancelled (run->cancellable))
    rail_import_source_read (source, run->passwords, run->unprotected);
  g_atomic_int_inc (&run->n_read);
}

/*< private >
 * rail_import_run_new:
 * @files: (nullable) (element-type GFile): files and folders to be found and read
 * @sources: (nullable) (element-type RailImportSource): or files to be read
 * @passwords: (element-type RailSecret): what to try
 * @unprotected: whether it is for a project without protection
 * @cancellable: (nullable): stops the run before the next file
 *
 * Returns: (transfer full): a run
 */
RailImportRun *
rail_import_run_new (GPtrArray    *files,
                     GPtrArray    *sources,
                     GPtrArray    *passwords,
                     gboolean      unprotected,
                     GCancellable *cancellable)
{
  RailImportRun *self = g_atomic_rc_box_new0 (RailImportRun);

  self->files = files != NULL ? g_ptr_array_ref (files) : NULL;
  self->sources = sources != NULL ? g_ptr_array_ref (sources) : NULL;
  self->passwords = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_secret_unref);
  for (guint i = 0; i < passwords->len; i++)
    g_ptr_array_add (self->passwords, rail_secret_ref (passwords->pdata[i]));
  self->unprotected = unprotected;
  g_set_object (&self->cancellable, cancellable);
  return self;
}

/*< private >
 * rail_import_run_ref:
 * @self: a run
 *
 * Returns: (transfer full): @self
 */
RailImportRun *
rail_import_run_ref (RailImportRun *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
run_clear (gpointer data)
{
  RailImportRun *self = data;

  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->passwords, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
}

/*< private >
 * rail_import_run_unref:
 * @self: a run
 */
void
rail_import_run_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, run_clear);
}

/*< private >
 * rail_import_run_work:
 * @self: a run
 * @error: return location for an error
 *
 * Does the work, on all cores, and returns when it is done.
 *
 * Returns: whether all files were read; their own troubles are told by themselves
 */
gboolean
rail_import_run_work (RailImportRun  *self,
                      GError        **error)
{
  GThreadPool *pool;

  if (self->sources == NULL)
    self->sources = rail_import_walk (self->files, self->cancellable, error);
  if (self->sources == NULL)
    return FALSE;

  g_atomic_int_set (&self->n_found, (int) self->sources->len);
  pool = g_thread_pool_new (read_source_cb, self, (int) g_get_num_processors (), FALSE, NULL);
  for (guint i = 0; i < self->sources->len; i++)
    g_thread_pool_push (pool, self->sources->pdata[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}
