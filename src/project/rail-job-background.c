/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-job.h"

/* A run in the background. The main thread owns progress and its data; the worker only the jobs. */
typedef struct
{
  gatomicrefcount  ref_count;
  GPtrArray       *jobs;
  RailProgress     progress;
  gpointer         progress_data;
  gboolean         finished;       /* main thread: the caller was told, and must not hear of progress any more */
  GMainContext    *context;
  GCancellable    *cancellable;

  GMutex           mutex;
  guint            done;
  gboolean         reporting;      /* a report is on its way to the main thread */
} Background;

static Background *
background_ref (Background *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
background_unref (gpointer data)
{
  Background *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->jobs);
  g_clear_object (&self->cancellable);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
report_progress_cb (gpointer user_data)
{
  Background *self = user_data;
  guint done;

  g_mutex_lock (&self->mutex);
  done = self->done;
  self->reporting = FALSE;
  g_mutex_unlock (&self->mutex);

  if (!self->finished && !g_cancellable_is_cancelled (self->cancellable))
    self->progress (done, self->jobs->len, self->progress_data);
  return G_SOURCE_REMOVE;
}

/* Called by the workers. A report that is still waiting is enough for all that was done meanwhile. */
static void
note_progress_cb (guint    done,
                  guint    total,
                  gpointer user_data)
{
  Background *self = user_data;
  gboolean report;

  g_mutex_lock (&self->mutex);
  self->done = done;
  report = !self->reporting && self->progress != NULL;
  self->reporting = self->reporting || report;
  g_mutex_unlock (&self->mutex);

  if (report)
    {
      /* Not g_main_context_invoke(): while nobody runs the loop, that would call back in this thread. */
      g_autoptr(GSource) source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, report_progress_cb, background_ref (self), background_unref);
      g_source_attach (source, self->context);
    }
}

static void
run_in_thread_cb (GTask        *task,
                     gpointer      source_object,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  Background *self = task_data;
  g_autoptr(GError) error = NULL;

  if (rail_jobs_run (self->jobs, note_progress_cb, self, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* On the main thread, and when cancelled, long before the worker is done. */
static void
thread_done_cb (GObject      *source_object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/*< private >
 * rail_jobs_run_async:
 * @jobs: (element-type RailJob): the jobs, which nobody else uses from now on
 * @task: the task of the operation; it returns when the jobs are done, and calls rail_jobs_run_finish() then
 * @progress: (nullable): told how many certificates are done, in the context of @task, until it returns
 * @progress_data: for @progress
 *
 * Like rail_jobs_run() in the background. When cancelled, @task returns at once, whatever the worker still does.
 */
void
rail_jobs_run_async (GPtrArray    *jobs,
                     GTask        *task,
                     RailProgress  progress,
                     gpointer      progress_data)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GTask) work = NULL;
  Background *background;

  background = g_new0 (Background, 1);
  g_atomic_ref_count_init (&background->ref_count);
  g_mutex_init (&background->mutex);
  background->jobs = g_ptr_array_ref (jobs);
  background->progress = progress;
  background->progress_data = progress_data;
  background->context = g_main_context_ref (g_task_get_context (task));
  background->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_task_set_task_data (task, background, background_unref);

  /* A task of its own, so that a worker that is still busy after a cancel holds no reference to the project. */
  work = g_task_new (NULL, cancellable, thread_done_cb, g_object_ref (task));
  g_task_set_task_data (work, background_ref (background), background_unref);
  g_task_set_return_on_cancel (work, TRUE);
  g_task_run_in_thread (work, run_in_thread_cb);
}

/*< private >
 * rail_jobs_run_finish:
 * @task: the task
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the jobs, done; %NULL with the error of the task
 */
GPtrArray *
rail_jobs_run_finish (GTask   *task,
                      GError **error)
{
  Background *background = g_task_get_task_data (task);

  if (background != NULL)
    background->finished = TRUE;
  return g_task_propagate_boolean (task, error) ? background->jobs : NULL;
}
