/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* Connection parameters of secure open user communication between two devices: tables and source files to take along. */
#define RAIL_TYPE_TCON_DIALOG (rail_tcon_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailTconDialog, rail_tcon_dialog, RAIL, TCON_DIALOG, AdwWindow)

GtkWindow *rail_tcon_dialog_new (GtkWindow   *parent,
                                 RailProject *project,
                                 RailDevice  *server);

G_END_DECLS
