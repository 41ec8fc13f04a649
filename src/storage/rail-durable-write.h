/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean rail_durable_write (const char     *path,
                             gconstpointer   data,
                             gsize           size,
                             GCancellable   *cancellable,
                             GError        **error);

G_END_DECLS
