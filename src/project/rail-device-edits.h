/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-change.h"

G_BEGIN_DECLS

/* What a change does to devices: each is replaced once, however often it was touched. */
typedef struct _RailDeviceEdits RailDeviceEdits;

RailDeviceEdits *rail_device_edits_new    (RailProject     *project);
void             rail_device_edits_free   (RailDeviceEdits *self);
RailDevice      *rail_device_edits_get    (RailDeviceEdits *self,
                                           RailDevice      *device);
void             rail_device_edits_drop   (RailDeviceEdits *self,
                                           RailDevice      *device);
void             rail_device_edits_forget (RailDeviceEdits *self,
                                           GPtrArray       *entries);
void             rail_device_edits_add_to (RailDeviceEdits *self,
                                           RailChange      *change);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailDeviceEdits, rail_device_edits_free)

G_END_DECLS
