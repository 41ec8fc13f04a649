/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"

G_BEGIN_DECLS

/* Writes a report of the project, or prints it. */
#define RAIL_TYPE_REPORT_DIALOG (rail_report_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailReportDialog, rail_report_dialog, RAIL, REPORT_DIALOG, RailTaskDialog)

GtkWindow *rail_report_dialog_new (GtkWindow   *parent,
                                   GtkWidget   *origin,
                                   RailProject *project);

G_END_DECLS
