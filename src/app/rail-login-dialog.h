/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project-file.h"

G_BEGIN_DECLS

#define RAIL_TYPE_LOGIN_DIALOG (rail_login_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailLoginDialog, rail_login_dialog, RAIL, LOGIN_DIALOG, AdwWindow)

GtkWidget *rail_login_dialog_new      (GtkWindow       *parent,
                                       GFile           *file,
                                       RailProjectFile *project_file,
                                       RailEnvironment *environment);
void       rail_login_dialog_set_hint (RailLoginDialog *self,
                                       const char      *hint);

G_END_DECLS
