/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

G_BEGIN_DECLS

/* All that this room asks of POSIX. Nothing else in it includes such a header: another system brings this file anew.
 * Whatever fails leaves errno. */

int      rail_exchange_open           (const char     *path);
int      rail_exchange_open_itself    (const char     *path);
int      rail_exchange_make_temporary (char           *path,
                                       int             mode);
gboolean rail_exchange_close          (int             fd);

gboolean rail_exchange_get_size       (int             fd,
                                       gboolean       *out_is_regular,
                                       goffset        *out_size);
gssize   rail_exchange_read_some      (int             fd,
                                       void           *data,
                                       gsize           size);
gboolean rail_exchange_read           (int             fd,
                                       void           *data,
                                       gsize           size);
gboolean rail_exchange_write          (int             fd,
                                       gconstpointer   data,
                                       gsize           size);
gboolean rail_exchange_sync           (int             fd);
void     rail_exchange_sync_folder    (const char     *path);
void     rail_exchange_overwrite      (const char     *path);

gboolean rail_exchange_is_locked      (const char     *path);
gboolean rail_exchange_is_own         (const GStatBuf *status);
gboolean rail_exchange_may_list       (const char     *path);
gboolean rail_exchange_may_write      (const char     *path);

G_END_DECLS
