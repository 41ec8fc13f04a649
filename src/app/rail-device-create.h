/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-create-dialog.h"
#include "rail-device-operations.h"

G_BEGIN_DECLS

GtkWindow *rail_device_create_dialog_new (GtkWidget   *origin,
                                          RailProject *project,
                                          RailDevice  *device,
                                          RailUsage    usage);

G_END_DECLS
