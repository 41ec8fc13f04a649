/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project.h"

G_BEGIN_DECLS

#define RAIL_TYPE_NEW_PROJECT_DIALOG (rail_new_project_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailNewProjectDialog, rail_new_project_dialog, RAIL, NEW_PROJECT_DIALOG, AdwWindow)

GtkWidget *rail_new_project_dialog_new (GtkWindow       *parent,
                                        RailEnvironment *environment);

G_END_DECLS
