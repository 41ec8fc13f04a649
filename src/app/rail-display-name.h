/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *rail_display_name_dup       (GFile *file);
char *rail_display_name_dup_title (GFile *file);

G_END_DECLS
