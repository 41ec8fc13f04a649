/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* Shows what the browsers of this user and the system trust of a project, and changes it. */
#define RAIL_TYPE_TRUST_DIALOG (rail_trust_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailTrustDialog, rail_trust_dialog, RAIL, TRUST_DIALOG, AdwWindow)

GtkWindow *rail_trust_dialog_new (GtkWindow   *parent,
                                  RailProject *project,
                                  const char  *home);

G_END_DECLS
