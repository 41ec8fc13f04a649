/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-device-operations.h"

G_BEGIN_DECLS

/* One of the two tables of a device's local certificate manager. Signals: "selection-changed", "activated". Its context menu
 * is what "menu" is set to. Entries dropped on it come with "dropped", a GPtrArray. */
#define RAIL_TYPE_DEVICE_TABLE (rail_device_table_get_type ())
G_DECLARE_FINAL_TYPE (RailDeviceTable, rail_device_table, RAIL, DEVICE_TABLE, GtkWidget)

void       rail_device_table_show         (RailDeviceTable *self,
                                           RailProject     *project,
                                           RailDevice      *device);
GPtrArray *rail_device_table_get_selected (RailDeviceTable *self);
gboolean   rail_device_table_select       (RailDeviceTable *self,
                                           RailEntry       *entry);
guint      rail_device_table_get_n_rows   (RailDeviceTable *self);

G_END_DECLS
