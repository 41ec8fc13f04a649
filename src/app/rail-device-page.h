/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-device-operations.h"

G_BEGIN_DECLS

/* A device in three views: what it is and does, its local certificate manager, its OPC UA server. */
#define RAIL_TYPE_DEVICE_PAGE (rail_device_page_get_type ())
G_DECLARE_FINAL_TYPE (RailDevicePage, rail_device_page, RAIL, DEVICE_PAGE, AdwBin)

void     rail_device_page_set_device   (RailDevicePage *self,
                                        RailDevice     *device);
void     rail_device_page_set_view     (RailDevicePage *self,
                                        const char     *name);
void     rail_device_page_select_entry (RailDevicePage *self,
                                        RailEntry      *entry);
gboolean rail_device_page_is_busy      (RailDevicePage *self);

G_END_DECLS
