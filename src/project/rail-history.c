/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-history.h"

/* Steps behind the newest hundred stop being undoable: what they keep includes the keys of deleted entries. */
#define MAX_STEPS 100

typedef struct
{
  RailChange *change;
  guint64     state_before;
  guint64     state_after;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  rail_change_free (step->change);
  g_free (step);
}

static RailChange *
peek (GQueue *steps)
{
  Step *step = g_queue_peek_head (steps);

  return step != NULL ? step->change : NULL;
}

/* IDs stay given when the step that gave them is taken back, so the project is not what it was before any older step. */
static void
renumber (RailHistory *self)
{
  for (GList *l = self->done.head; l != NULL; l = l->next)
    ((Step *) l->data)->state_before = ++self->last_state;
}

/*< private >
 * rail_history_init:
 * @self: a history
 *
 * Makes it the history of a project that is not modified.
 */
void
rail_history_init (RailHistory *self)
{
  g_queue_init (&self->done);
  g_queue_init (&self->undone);
  self->state = self->saved_state = self->last_state = 0;
}

/*< private >
 * rail_history_clear:
 * @self: a history
 *
 * Forgets all steps.
 */
void
rail_history_clear (RailHistory *self)
{
  g_queue_clear_full (&self->done, step_free);
  g_queue_clear_full (&self->undone, step_free);
}

/*< private >
 * rail_history_peek_undo:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): what rail_history_undo() would take back
 */
RailChange *
rail_history_peek_undo (RailHistory *self)
{
  return peek (&self->done);
}

/*< private >
 * rail_history_peek_redo:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): what rail_history_redo() would do again
 */
RailChange *
rail_history_peek_redo (RailHistory *self)
{
  return peek (&self->undone);
}

/*< private >
 * rail_history_is_modified:
 * @self: a history
 *
 * Returns: whether the project differs from its file
 */
gboolean
rail_history_is_modified (RailHistory *self)
{
  return self->state != self->saved_state;
}

/*< private >
 * rail_history_touch:
 * @self: a history
 *
 * Notes that the project is as it never was before.
 */
void
rail_history_touch (RailHistory *self)
{
  self->state = ++self->last_state;
}

/*< private >
 * rail_history_renumber:
 * @self: a history
 *
 * Notes that something changed that no step knows of: neither the project as it is now, nor what it becomes by undo and redo,
 * was ever saved.
 */
void
rail_history_renumber (RailHistory *self)
{
  guint64 state;

  rail_history_touch (self);
  state = self->state;
  for (GList *l = self->done.head; l != NULL; l = l->next)
    {
      Step *step = l->data;

      step->state_after = state;
      step->state_before = state = ++self->last_state;
    }
  for (GList *l = self->undone.head; l != NULL; l = l->next)
    ((Step *) l->data)->state_after = ++self->last_state;
}

/*< private >
 * rail_history_mark_saved:
 * @self: a history
 * @state: a state of the project
 *
 * Notes that the file contains what the project did in that state.
 */
void
rail_history_mark_saved (RailHistory *self,
                         guint64      state)
{
  self->saved_state = state;
}

/*< private >
 * rail_history_apply:
 * @self: a history
 * @project: its project
 * @change: (transfer full): what is to be done
 *
 * Does a change. What was undone before cannot be done again after it.
 */
void
rail_history_apply (RailHistory *self,
                    RailProject *project,
                    RailChange  *change)
{
  Step *step = g_new0 (Step, 1);

  g_queue_clear_full (&self->undone, step_free);
  step->change = change;
  step->state_before = self->state;
  rail_change_do (change, project);
  rail_history_touch (self);
  step->state_after = self->state;
  g_queue_push_head (&self->done, step);
  if (self->done.length > MAX_STEPS)
    step_free (g_queue_pop_tail (&self->done));
}

/*< private >
 * rail_history_undo:
 * @self: a history
 * @project: its project
 *
 * Returns: (transfer none) (nullable): what was taken back; %NULL if there was nothing
 */
RailChange *
rail_history_undo (RailHistory *self,
                   RailProject *project)
{
  Step *step = g_queue_pop_head (&self->done);

  if (step == NULL)
    return NULL;

  rail_change_undo (step->change, project);
  self->state = step->state_before;
  if (rail_change_gives_ids (step->change))
    {
      rail_history_touch (self);
      renumber (self);
    }
  g_queue_push_head (&self->undone, step);
  return step->change;
}

/*< private >
 * rail_history_redo:
 * @self: a history
 * @project: its project
 *
 * Returns: (transfer none) (nullable): what was done again; %NULL if there was nothing
 */
RailChange *
rail_history_redo (RailHistory *self,
                   RailProject *project)
{
  Step *step = g_queue_pop_head (&self->undone);

  if (step == NULL)
    return NULL;

  step->state_before = self->state;
  rail_change_do (step->change, project);
  self->state = step->state_after;
  g_queue_push_head (&self->done, step);
  return step->change;
}
