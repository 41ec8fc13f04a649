/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All that the window asks of POSIX, of Linux and of its C library, but for rail-lock-free.c, which is that library's
 * by its nature and not built without it. Nothing else here includes such a header. */

gint64 rail_app_get_seconds    (void);
guint  rail_app_get_process_id (void);
guint  rail_app_get_user_id    (void);
void   rail_app_return_memory  (void);

G_END_DECLS
