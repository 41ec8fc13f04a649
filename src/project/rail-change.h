/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* One step that can be taken back: its name in words, and what puts the project back to before it. */
typedef struct _RailChange RailChange;

typedef void (*RailUndoFunc) (RailProject *project,
                              gpointer     data);

RailChange *rail_change_new       (char           *text,
                                   RailUndoFunc    undo,
                                   gpointer        data,
                                   GDestroyNotify  destroy);
void        rail_change_free      (RailChange     *self);
const char *rail_change_get_text  (RailChange     *self);
void        rail_change_undo      (RailChange     *self,
                                   RailProject    *project);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailChange, rail_change_free)

G_END_DECLS
