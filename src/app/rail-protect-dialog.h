/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project.h"

G_BEGIN_DECLS

#define RAIL_TYPE_PROTECT_DIALOG (rail_protect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailProtectDialog, rail_protect_dialog, RAIL, PROTECT_DIALOG, AdwWindow)

GtkWidget *rail_protect_dialog_new (GtkWindow   *parent,
                                    RailProject *project);

G_END_DECLS
