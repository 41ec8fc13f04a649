/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Takes what an authority outside made of a request. */
#define RAIL_TYPE_ANSWER_DIALOG (rail_answer_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailAnswerDialog, rail_answer_dialog, RAIL, ANSWER_DIALOG, RailTaskDialog)

GtkWindow *rail_answer_dialog_new (GtkWindow   *parent,
                                   GtkWidget   *origin,
                                   RailProject *project);

G_END_DECLS
