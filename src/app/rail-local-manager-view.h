/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-device-operations.h"

G_BEGIN_DECLS

/* The local certificate manager of a device: its certificates and those of its partners. */
#define RAIL_TYPE_LOCAL_MANAGER_VIEW (rail_local_manager_view_get_type ())
G_DECLARE_FINAL_TYPE (RailLocalManagerView, rail_local_manager_view, RAIL, LOCAL_MANAGER_VIEW, AdwBin)

void rail_local_manager_view_show         (RailLocalManagerView *self,
                                           RailProject          *project,
                                           RailDevice           *device);
void rail_local_manager_view_select_entry (RailLocalManagerView *self,
                                           RailEntry            *entry);

G_END_DECLS
