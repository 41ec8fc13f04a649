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
  gboolean    gave_ids;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  rail_change_free (step->change);
  g_free (step);
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
  g_queue_init (&self->steps);
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
  g_queue_clear_full (&self->steps, step_free);
}

/*< private >
 * rail_history_get_text:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): what rail_history_undo() would take back
 */
const char *
rail_history_get_text (RailHistory *self)
{
  Step *step = g_queue_peek_head (&self->steps);

  return step != NULL ? rail_change_get_text (step->change) : NULL;
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
 * rail_history_push:
 * @self: a history
 * @change: (transfer full): what was just done
 * @gave_ids: whether it gave IDs, which undo does not take back: the project is then still not what it was
 */
void
rail_history_push (RailHistory *self,
                   RailChange  *change,
                   gboolean     gave_ids)
{
  Step *step = g_new0 (Step, 1);

  step->change = change;
  step->state_before = self->state;
  step->gave_ids = gave_ids;
  g_queue_push_head (&self->steps, step);
  if (self->steps.length > MAX_STEPS)
    step_free (g_queue_pop_tail (&self->steps));
  rail_history_touch (self);
}

/*< private >
 * rail_history_undo:
 * @self: a history
 * @project: its project
 *
 * Returns: whether there was a step to take back
 */
gboolean
rail_history_undo (RailHistory *self,
                   RailProject *project)
{
  Step *step = g_queue_pop_head (&self->steps);

  if (step == NULL)
    return FALSE;

  rail_change_undo (step->change, project);
  if (step->gave_ids)
    rail_history_touch (self);
  else
    self->state = step->state_before;
  step_free (step);
  return TRUE;
}
