/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *rail_text_file_load_finish (GFile         *file,
                                  GAsyncResult  *result,
                                  GError       **error);

G_END_DECLS
