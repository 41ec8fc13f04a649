/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-storage-posix.h"
#include "rail-lock-holder.h"

G_BEGIN_DECLS

char           *_rail_lock_holder_describe_self (gsize         *out_size);
RailLockHolder *_rail_lock_holder_parse         (const char    *text,
                                                 gsize          size,
                                                 RailByteLock   lock);

G_END_DECLS
