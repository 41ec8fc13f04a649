/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Makes a request for an authority outside, to be saved or copied. */
#define RAIL_TYPE_REQUEST_DIALOG (rail_request_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailRequestDialog, rail_request_dialog, RAIL, REQUEST_DIALOG, RailTaskDialog)

GtkWindow *rail_request_dialog_new (GtkWindow   *parent,
                                    GtkWidget   *origin,
                                    RailProject *project,
                                    RailEntry   *entry);

G_END_DECLS
