/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-action.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The newest lines that a project keeps. */
#define RAIL_JOURNAL_MAX_LINES 10000

typedef enum
{
  RAIL_JOURNAL_DONE,
  RAIL_JOURNAL_UNDONE,
  RAIL_JOURNAL_REDONE,
} RailJournalTurn;

/* One line of the journal: who did what to which IDs, and when. An immutable value. */
#define RAIL_TYPE_JOURNAL_LINE (rail_journal_line_get_type ())

G_DECLARE_FINAL_TYPE (RailJournalLine, rail_journal_line, RAIL, JOURNAL_LINE, GObject)

RailJournalLine *rail_journal_line_new        (gint64            date,
                                               const char       *user,
                                               RailAction        action,
                                               RailJournalTurn   turn,
                                               const guint      *ids,
                                               guint             n_ids,
                                               const char       *detail);

gint64           rail_journal_line_get_date   (RailJournalLine  *self);
const char      *rail_journal_line_get_user   (RailJournalLine  *self);
RailAction       rail_journal_line_get_action (RailJournalLine  *self);
RailJournalTurn  rail_journal_line_get_turn   (RailJournalLine  *self);
const guint     *rail_journal_line_get_ids    (RailJournalLine  *self,
                                               guint            *out_n_ids);
const char      *rail_journal_line_get_detail (RailJournalLine  *self);
char            *rail_journal_line_dup_detail_text (RailJournalLine *self);
char            *rail_journal_line_dup_text   (RailJournalLine  *self);

void             rail_journal_append          (GListStore       *journal,
                                               RailJournalLine  *line);

G_END_DECLS
