/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project.h"

G_BEGIN_DECLS

#define RAIL_TYPE_DEVICE_DIALOG (rail_device_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailDeviceDialog, rail_device_dialog, RAIL, DEVICE_DIALOG, AdwWindow)

GtkWidget *rail_device_dialog_new (GtkWindow   *parent,
                                   RailProject *project,
                                   RailDevice  *device);

G_END_DECLS
