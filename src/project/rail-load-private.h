/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-load.h"

G_BEGIN_DECLS

char      *rail_load_write_settings   (RailDevice *device);
GPtrArray *rail_load_compare_settings (const char *before,
                                       const char *after);

G_END_DECLS
