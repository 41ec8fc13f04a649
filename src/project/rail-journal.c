/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-journal.h"

#include "rail-revocation-list.h"

#include <glib/gi18n-lib.h>

struct _RailJournalLine
{
  GObject          parent_instance;

  gint64           date;
  char            *user;
  RailAction       action;
  RailJournalTurn  turn;
  GArray          *ids;
  char            *detail;
};

G_DEFINE_FINAL_TYPE (RailJournalLine, rail_journal_line, G_TYPE_OBJECT)

static void
rail_journal_line_finalize (GObject *object)
{
  RailJournalLine *self = RAIL_JOURNAL_LINE (object);

  g_free (self->user);
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self->detail);

  G_OBJECT_CLASS (rail_journal_line_parent_class)->finalize (object);
}

static void
rail_journal_line_class_init (RailJournalLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_journal_line_finalize;
}

static void
rail_journal_line_init (RailJournalLine *self)
{
}

/**
 * rail_journal_line_new:
 * @date: when, in seconds since 1970
 * @user: (nullable): the name of the user; a project without protection has none
 * @action: what
 * @turn: whether it was done, undone or done again
 * @ids: (array length=n_ids) (nullable): the IDs of the certificates
 * @n_ids: how many
 * @detail: (nullable): what else it was done to, such as a device or a user
 *
 * Returns: (transfer full): a line
 */
RailJournalLine *
rail_journal_line_new (gint64           date,
                       const char      *user,
                       RailAction       action,
                       RailJournalTurn  turn,
                       const guint     *ids,
                       guint            n_ids,
                       const char      *detail)
{
  RailJournalLine *self = g_object_new (RAIL_TYPE_JOURNAL_LINE, NULL);

  self->date = date;
  self->user = g_strdup (user);
  self->action = action;
  self->turn = turn;
  self->ids = g_array_sized_new (FALSE, FALSE, sizeof (guint), n_ids);
  g_array_append_vals (self->ids, ids, n_ids);
  self->detail = g_strdup (detail);
  return self;
}

/**
 * rail_journal_line_get_date:
 * @self: a line
 *
 * Returns: when, in seconds since 1970
 */
gint64
rail_journal_line_get_date (RailJournalLine *self)
{
  g_return_val_if_fail (RAIL_IS_JOURNAL_LINE (self), 0);

  return self->date;
}

/**
 * rail_journal_line_get_user:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): who
 */
const char *
rail_journal_line_get_user (RailJournalLine *self)
{
  g_return_val_if_fail (RAIL_IS_JOURNAL_LINE (self), NULL);

  return self->user;
}

/**
 * rail_journal_line_get_action:
 * @self: a line
 *
 * Returns: what
 */
RailAction
rail_journal_line_get_action (RailJournalLine *self)
{
  g_return_val_if_fail (RAIL_IS_JOURNAL_LINE (self), RAIL_ACTION_CREATE);

  return self->action;
}

/**
 * rail_journal_line_get_turn:
 * @self: a line
 *
 * Returns: whether it was done, undone or done again
 */
RailJournalTurn
rail_journal_line_get_turn (RailJournalLine *self)
{
  g_return_val_if_fail (RAIL_IS_JOURNAL_LINE (self), RAIL_JOURNAL_DONE);

  return self->turn;
}

/**
 * rail_journal_line_get_ids:
 * @self: a line
 * @out_n_ids: (out): how many
 *
 * Returns: (transfer none) (array length=out_n_ids): the IDs of the certificates that it was done to
 */
const guint *
rail_journal_line_get_ids (RailJournalLine *self,
                           guint           *out_n_ids)
{
  g_return_val_if_fail (RAIL_IS_JOURNAL_LINE (self), NULL);
  g_return_val_if_fail (out_n_ids != NULL, NULL);

  *out_n_ids = self->ids->len;
  return (gconstpointer) self->ids->data;
}

/**
 * rail_journal_line_dup_detail_text:
 * @self: a line
 *
 * Returns: (transfer full): the detail for people; empty if there is none
 */
char *
rail_journal_line_dup_detail_text (RailJournalLine *self)
{
  RailRevocationReason reason;

  g_return_val_if_fail (RAIL_IS_JOURNAL_LINE (self), NULL);

  if (self->detail == NULL)
    return g_strdup ("");
  /* The file has the name that the standard gives the reason. */
  if (self->action == RAIL_ACTION_REVOKE && rail_revocation_reason_parse (self->detail, &reason))
    return g_strdup (rail_revocation_reason_get_label (reason));
  return g_strdup (self->detail);
}

/**
 * rail_journal_line_get_detail:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): what else it was done to
 */
const char *
rail_journal_line_get_detail (RailJournalLine *self)
{
  g_return_val_if_fail (RAIL_IS_JOURNAL_LINE (self), NULL);

  return self->detail;
}

/**
 * rail_journal_line_dup_text:
 * @self: a line
 *
 * Returns: (transfer full): what was done in the user's language, such as “Undo: Renew”
 */
char *
rail_journal_line_dup_text (RailJournalLine *self)
{
  const char *label;

  g_return_val_if_fail (RAIL_IS_JOURNAL_LINE (self), NULL);

  label = rail_action_get_label (self->action);
  switch (self->turn)
    {
    case RAIL_JOURNAL_UNDONE:
      /* Translators: a line of the journal; the rest is what was undone, such as “Renew” */
      return g_strdup_printf (C_("journal", "Undo: %s"), label);
    case RAIL_JOURNAL_REDONE:
      /* Translators: a line of the journal; the rest is what was done again, such as “Renew” */
      return g_strdup_printf (C_("journal", "Redo: %s"), label);
    case RAIL_JOURNAL_DONE:
    default:
      return g_strdup (label);
    }
}

/**
 * rail_journal_append:
 * @journal: (element-type RailJournalLine): a journal, oldest line first
 * @line: what happened last
 *
 * Adds a line and drops the oldest one if there are too many.
 */
void
rail_journal_append (GListStore      *journal,
                     RailJournalLine *line)
{
  g_return_if_fail (G_IS_LIST_STORE (journal));
  g_return_if_fail (RAIL_IS_JOURNAL_LINE (line));

  g_list_store_append (journal, line);
  if (g_list_model_get_n_items (G_LIST_MODEL (journal)) > RAIL_JOURNAL_MAX_LINES)
    g_list_store_remove (journal, 0);
}
