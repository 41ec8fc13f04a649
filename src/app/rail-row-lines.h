/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void rail_row_lines_limit (AdwActionRow *row);

G_END_DECLS
