/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the system says about the lock of a file. */
typedef enum
{
  RAIL_BYTE_FREE,
  RAIL_BYTE_HELD,
  RAIL_BYTE_UNKNOWN,   /* the file system has no locks */
} RailByteLock;

RailByteLock rail_byte_lock_take        (int         fd);
RailByteLock rail_byte_lock_look        (int         fd);
gboolean     rail_byte_lock_is_there    (int         fd,
                                         const char *path);

G_END_DECLS
