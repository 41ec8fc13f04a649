/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-versions.h"

G_BEGIN_DECLS

/* The earlier versions of a project, to choose one from. Signal “chosen” has the RailFileVersion. */
#define RAIL_TYPE_VERSIONS_DIALOG (rail_versions_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailVersionsDialog, rail_versions_dialog, RAIL, VERSIONS_DIALOG, AdwWindow)

GtkWidget *rail_versions_dialog_new (GtkWindow *parent,
                                     GFile     *file);

G_END_DECLS
