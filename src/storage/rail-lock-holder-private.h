/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-lock-holder.h"

G_BEGIN_DECLS

/* What the system says about a lock on the bytes of a file. */
typedef enum
{
  RAIL_BYTES_FREE,
  RAIL_BYTES_HELD,
  RAIL_BYTES_UNKNOWN,   /* it has no such locks there */
} RailBytesLock;

char           *_rail_lock_holder_describe_self (gsize         *out_size);
RailLockHolder *_rail_lock_holder_parse         (const char    *text,
                                                 gsize          size,
                                                 RailBytesLock  lock);

G_END_DECLS
