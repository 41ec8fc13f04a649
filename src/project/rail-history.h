/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-change.h"

G_BEGIN_DECLS

/* The steps that can be taken back or done again, and whether what the project contains now is what its file contains. */
typedef struct
{
  GQueue   done;           /* newest first */
  GQueue   undone;         /* the one to be done again first */
  guint64  state;          /* a number for what the project contains now … */
  guint64  saved_state;    /* … and for what its file contains */
  guint64  last_state;
} RailHistory;

void        rail_history_init          (RailHistory *self);
void        rail_history_clear         (RailHistory *self);

RailChange *rail_history_peek_undo     (RailHistory *self);
RailChange *rail_history_peek_redo     (RailHistory *self);
gboolean    rail_history_is_modified   (RailHistory *self);

void        rail_history_renumber       (RailHistory *self);
void        rail_history_touch         (RailHistory *self);
void        rail_history_mark_saved    (RailHistory *self,
                                        guint64      state);
void        rail_history_apply         (RailHistory *self,
                                        RailProject *project,
                                        RailChange  *change);
RailChange *rail_history_undo          (RailHistory *self,
                                        RailProject *project);
RailChange *rail_history_redo          (RailHistory *self,
                                        RailProject *project);

G_END_DECLS
