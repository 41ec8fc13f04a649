/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project.h"

G_BEGIN_DECLS

void rail_unsealed_dialog_show (GtkWindow   *parent,
                                RailProject *project);

G_END_DECLS
