/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-device-operations.h"

G_BEGIN_DECLS

/* What a device is, its services, and what would be loaded into it. */
#define RAIL_TYPE_DEVICE_VIEW (rail_device_view_get_type ())
G_DECLARE_FINAL_TYPE (RailDeviceView, rail_device_view, RAIL, DEVICE_VIEW, AdwBin)

void     rail_device_view_show    (RailDeviceView *self,
                                   RailProject    *project,
                                   RailDevice     *device);
gboolean rail_device_view_is_busy (RailDeviceView *self);

G_END_DECLS
