/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-device-operations.h"

G_BEGIN_DECLS

/* The OPC UA server of a device: its certificate, its security policies and modes, and whom it trusts. */
#define RAIL_TYPE_OPCUA_VIEW (rail_opcua_view_get_type ())
G_DECLARE_FINAL_TYPE (RailOpcuaView, rail_opcua_view, RAIL, OPCUA_VIEW, AdwBin)

void rail_opcua_view_show (RailOpcuaView *self,
                           RailProject   *project,
                           RailDevice    *device);

G_END_DECLS
