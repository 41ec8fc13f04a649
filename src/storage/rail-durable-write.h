/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether the file at a path may stay behind as a backup. */
typedef gboolean (*RailMayKeep) (const char *path);

char    *rail_durable_resolve (const char     *path,
                               GError        **error);
gboolean rail_durable_write   (const char     *path,
                               gconstpointer   data,
                               gsize           size,
                               RailMayKeep     may_keep,
                               GCancellable   *cancellable,
                               GError        **error);

G_END_DECLS
