/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-device.h"

G_BEGIN_DECLS

#define RAIL_TYPE_DEVICE_PAGE (rail_device_page_get_type ())
G_DECLARE_FINAL_TYPE (RailDevicePage, rail_device_page, RAIL, DEVICE_PAGE, AdwBin)

void rail_device_page_set_device (RailDevicePage *self,
                                  RailDevice     *device);

G_END_DECLS
