/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-edits.h"

G_BEGIN_DECLS

gboolean rail_project_collect_delete (RailProject      *self,
                                      GPtrArray        *entries,
                                      RailDeviceEdits  *edits,
                                      RailChange       *change,
                                      GError          **error);

G_END_DECLS
