/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* Asks for everything that a new certificate needs, and makes it. Signal "created": the new RailEntry. */
#define RAIL_TYPE_CREATE_DIALOG (rail_create_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailCreateDialog, rail_create_dialog, RAIL, CREATE_DIALOG, AdwWindow)

GtkWindow *rail_create_dialog_new (GtkWindow    *parent,
                                   RailProject  *project,
                                   RailCreation *creation);

G_END_DECLS
