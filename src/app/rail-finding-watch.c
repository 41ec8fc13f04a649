/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-finding-watch"

#include "config.h"

#include "rail-finding-watch.h"

#include "rail-finding-look.h"

#define PROJECT_KEY "rail-finding-watch"
#define SLICE_USEC 6000   /* of looking at once, so that no frame is late */

typedef struct
{
  guint n[RAIL_SEVERITY_ERROR + 1];
} Counts;

struct _RailFindingWatch
{
  GObject      parent_instance;

  RailProject *project;    /* not owned: it owns this */
  GHashTable  *counts;     /* name of a device → Counts; devices without findings are not in it */
  GHashTable  *next;       /* the same, of what has been seen since the last change */
  guint        position;   /* of the device that is looked at next */
  guint        source;     /* (0: all is seen) */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailFindingWatch, rail_finding_watch, G_TYPE_OBJECT)

static void
look_at (RailFindingWatch *self,
         RailDevice       *device)
{
  g_autoptr(GPtrArray) findings = rail_project_list_findings (self->project, device);
  Counts *counts;

  if (findings->len == 0)
    return;
  counts = g_new0 (Counts, 1);
  for (guint i = 0; i < findings->len; i++)
    counts->n[rail_finding_get_severity (g_ptr_array_index (findings, i))]++;
  g_hash_table_insert (self->next, g_strdup (rail_device_get_name (device)), counts);
}

static gboolean
look_cb (gpointer user_data)
{
  RailFindingWatch *self = user_data;
  GListModel *devices = rail_project_get_devices (self->project);
  gint64 end = g_get_monotonic_time () + SLICE_USEC;
  GHashTable *seen;

  while (self->position < g_list_model_get_n_items (devices))
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, self->position++);

      look_at (self, device);
      if (g_get_monotonic_time () >= end)
        return G_SOURCE_CONTINUE;
    }

  self->source = 0;
  seen = self->counts;
  self->counts = self->next;
  self->next = seen;
  g_hash_table_remove_all (self->next);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
begin (RailFindingWatch *self)
{
  self->position = 0;
  g_hash_table_remove_all (self->next);
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_LOW, look_cb, self, NULL);
}

static void
rail_finding_watch_finalize (GObject *object)
{
  RailFindingWatch *self = RAIL_FINDING_WATCH (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_hash_table_unref (self->counts);
  g_hash_table_unref (self->next);
  G_OBJECT_CLASS (rail_finding_watch_parent_class)->finalize (object);
}

static void
rail_finding_watch_class_init (RailFindingWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_finding_watch_finalize;

  /**
   * RailFindingWatch::changed:
   *
   * All devices have been looked at since the last change of the project.
   */
  signals[CHANGED] = g_signal_new ("changed", RAIL_TYPE_FINDING_WATCH, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rail_finding_watch_init (RailFindingWatch *self)
{
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->next = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
release (gpointer data)
{
  RailFindingWatch *self = data;

  /* The project goes; whoever still holds the watch finds it at rest. */
  g_clear_handle_id (&self->source, g_source_remove);
  g_hash_table_remove_all (self->counts);
  self->project = NULL;
  g_object_unref (self);
}

/**
 * rail_finding_watch_get:
 * @project: a project
 *
 * Returns: (transfer none): the watch of @project, which lives as long as it does
 */
RailFindingWatch *
rail_finding_watch_get (RailProject *project)
{
  RailFindingWatch *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_get_data (G_OBJECT (project), PROJECT_KEY);
  if (self != NULL)
    return self;

  self = g_object_new (RAIL_TYPE_FINDING_WATCH, NULL);
  self->project = project;
  /* Each step, also one that is undone or done again, changes at least one of these. */
  g_signal_connect_object (project, "notify::undo-text", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::protected", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (project), PROJECT_KEY, self, release);
  begin (self);
  return self;
}

/**
 * rail_finding_watch_is_done:
 * @self: a watch
 *
 * Returns: whether it has seen all since the last change
 */
gboolean
rail_finding_watch_is_done (RailFindingWatch *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING_WATCH (self), TRUE);

  return self->source == 0;
}

/**
 * rail_finding_watch_count:
 * @self: a watch
 * @device: (nullable): a device; all without it
 * @out_worst: (out) (optional): the worst severity
 * @out_text: (out) (optional) (transfer full) (nullable): “2 errors, 1 warning”
 *
 * Returns: whether there is an error or a warning; notes alone are nothing to be marked
 */
gboolean
rail_finding_watch_count (RailFindingWatch  *self,
                          RailDevice        *device,
                          RailSeverity      *out_worst,
                          char             **out_text)
{
  Counts sum = { { 0 } };
  gboolean any;

  g_return_val_if_fail (RAIL_IS_FINDING_WATCH (self), FALSE);

  if (device != NULL)
    {
      Counts *counts = g_hash_table_lookup (self->counts, rail_device_get_name (device));

      if (counts != NULL)
        sum = *counts;
    }
  else
    {
      GHashTableIter iter;
      gpointer counts;

      g_hash_table_iter_init (&iter, self->counts);
      while (g_hash_table_iter_next (&iter, NULL, &counts))
        for (guint i = 0; i < G_N_ELEMENTS (sum.n); i++)
          sum.n[i] += ((Counts *) counts)->n[i];
    }
  any = sum.n[RAIL_SEVERITY_ERROR] + sum.n[RAIL_SEVERITY_WARNING] > 0;
  if (out_worst != NULL)
    *out_worst = sum.n[RAIL_SEVERITY_ERROR] > 0 ? RAIL_SEVERITY_ERROR : RAIL_SEVERITY_WARNING;
  if (out_text != NULL)
    *out_text = any ? rail_severity_dup_counts (sum.n[RAIL_SEVERITY_ERROR], sum.n[RAIL_SEVERITY_WARNING],
                                                sum.n[RAIL_SEVERITY_INFO]) : NULL;
  return any;
}
