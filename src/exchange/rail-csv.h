/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *rail_csv_write        (GPtrArray  *lines);
char   *rail_tab_separated    (GPtrArray  *lines);

G_END_DECLS
