/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAIL_TYPE_DEVICES_PAGE (rail_devices_page_get_type ())
G_DECLARE_FINAL_TYPE (RailDevicesPage, rail_devices_page, RAIL, DEVICES_PAGE, AdwBin)

G_END_DECLS
