/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The project as a row of steps: what was done, by whom, what can be undone, and whether it stands in its file. */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-operations.h"
#include "rail-project-fields.h"
#include "rail-project-private.h"

/*< private >
 * rail_project_notify_modified:
 * @self: a project
 *
 * To be called after something that may have made it differ from its file, or not any more.
 */
void
rail_project_notify_modified (RailProject *self)
{
  if (rail_history_is_modified (&self->history) == self->was_modified)
    return;

  self->was_modified = !self->was_modified;
  g_object_notify (G_OBJECT (self), "modified");
}

/**
 * rail_project_get_modified:
 * @self: a project
 *
 * Returns: whether it differs from what was last restored or saved
 */
gboolean
rail_project_get_modified (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);

  return rail_history_is_modified (&self->history);
}

/**
 * rail_project_mark_saved:
 * @self: a project
 *
 * To be called when the project, as it is now, stands in its file. What can be undone stays.
 */
void
rail_project_mark_saved (RailProject *self)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));

  rail_project_mark_state_saved (self, self->history.state);
}

/**
 * rail_project_get_state:
 * @self: a project
 *
 * Returns: a number for what the project contains now; it is another one after every change, and the old one again after
 *   undoing back to it
 */
guint64
rail_project_get_state (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), 0);

  return self->history.state;
}

/**
 * rail_project_mark_state_saved:
 * @self: a project
 * @state: what rail_project_get_state() returned when the snapshot was taken that now stands in the file
 *
 * As rail_project_mark_saved(), for a project that may have changed since: then it stays modified until it is back.
 */
void
rail_project_mark_state_saved (RailProject *self,
                               guint64      state)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));

  rail_history_mark_saved (&self->history, state);
  rail_project_notify_modified (self);
}

static void
notify_steps (RailProject *self)
{
  rail_project_notify_modified (self);
  g_object_notify (G_OBJECT (self), "undo-text");
  g_object_notify (G_OBJECT (self), "redo-text");
}

static void
note_change (RailProject     *self,
             RailChange      *change,
             RailJournalTurn  turn)
{
  g_autoptr(GArray) ids = rail_change_list_ids (change);

  rail_project_note (self, rail_change_get_action (change), turn, (gconstpointer) ids->data, ids->len,
                     rail_change_get_detail (change));
}

/*< private >
 * rail_project_get_user_name:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): who is logged in; %NULL if the project is not protected
 */
const char *
rail_project_get_user_name (RailProject *self)
{
  RailUser *user = self->protection != NULL ? rail_protection_get_user (self->protection) : NULL;

  return user != NULL ? rail_user_get_name (user) : NULL;
}

/*< private >
 * rail_project_note:
 * @self: a project
 * @action: what happened
 * @turn: whether it was done, undone or done again
 * @ids: (array length=n_ids) (nullable): the IDs of the certificates
 * @n_ids: how many
 * @detail: (nullable): what else it happened to
 *
 * Writes a line into the journal. What goes through rail_project_apply() is noted there.
 */
void
rail_project_note (RailProject     *self,
                   RailAction       action,
                   RailJournalTurn  turn,
                   const guint     *ids,
                   guint            n_ids,
                   const char      *detail)
{
  g_autoptr(RailJournalLine) line =
    rail_journal_line_new (rail_environment_get_now (self->environment), rail_project_get_user_name (self), action,
                           turn, ids, n_ids, detail);

  rail_journal_append (self->journal, line);
}

/*< private >
 * rail_project_apply:
 * @self: a project
 * @change: (transfer full): what is to become of it, collected from the project as it is now
 *
 * Does a change in one step. This is the way of every operation; it makes the step that undo takes back, and its line in the
 * journal.
 */
void
rail_project_apply (RailProject *self,
                    RailChange  *change)
{
  rail_history_apply (&self->history, self, change);
  note_change (self, change, RAIL_JOURNAL_DONE);
  notify_steps (self);
}

/*< private >
 * rail_project_clear_changes:
 * @self: a project
 *
 * Forgets all steps, after something that cannot be undone.
 */
void
rail_project_clear_changes (RailProject *self)
{
  rail_history_clear (&self->history);
  rail_history_touch (&self->history);
  notify_steps (self);
}

/*< private >
 * rail_project_touch:
 * @self: a project
 *
 * Notes a change that is no step, such as that of a user. The steps stay: they do not depend on it.
 */
void
rail_project_touch (RailProject *self)
{
  rail_history_renumber (&self->history);
  rail_project_notify_modified (self);
}

/**
 * rail_project_get_journal:
 * @self: a project
 *
 * Returns: (transfer none): who did what to which IDs and when, as a list of #RailJournalLine, oldest first
 */
GListModel *
rail_project_get_journal (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  return G_LIST_MODEL (self->journal);
}

/**
 * rail_project_restore_journal:
 * @self: a project
 * @lines: (element-type RailJournalLine): its journal, oldest line first
 *
 * Puts back the journal that a file contains, in place of the one there is.
 */
void
rail_project_restore_journal (RailProject *self,
                              GPtrArray   *lines)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (lines != NULL);

  g_list_store_splice (self->journal, 0, g_list_model_get_n_items (G_LIST_MODEL (self->journal)), lines->pdata,
                       lines->len);
}

/**
 * rail_project_get_undo_text:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): what rail_project_undo() would take back, such as “Delete 3 certificates”
 */
const char *
rail_project_get_undo_text (RailProject *self)
{
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  change = rail_history_peek_undo (&self->history);
  return change != NULL ? rail_change_get_text (change) : NULL;
}

/**
 * rail_project_get_redo_text:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): what rail_project_redo() would do again
 */
const char *
rail_project_get_redo_text (RailProject *self)
{
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  change = rail_history_peek_redo (&self->history);
  return change != NULL ? rail_change_get_text (change) : NULL;
}

/**
 * rail_project_undo:
 * @self: a project
 *
 * Takes back the last step. IDs that it gave stay given, and its line in the journal stays, too.
 *
 * Returns: whether there was one
 */
gboolean
rail_project_undo (RailProject *self)
{
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);

  change = rail_history_undo (&self->history, self);
  if (change == NULL)
    return FALSE;
  note_change (self, change, RAIL_JOURNAL_UNDONE);
  notify_steps (self);
  return TRUE;
}

/**
 * rail_project_redo:
 * @self: a project
 *
 * Does the step again that was taken back last.
 *
 * Returns: whether there was one
 */
gboolean
rail_project_redo (RailProject *self)
{
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);

  change = rail_history_redo (&self->history, self);
  if (change == NULL)
    return FALSE;
  note_change (self, change, RAIL_JOURNAL_REDONE);
  notify_steps (self);
  return TRUE;
}
