/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is known about whoever wrote a lock file. */
typedef enum
{
  RAIL_LOCK_LIVE,        /* at work */
  RAIL_LOCK_STALE,       /* certainly not: a process of this computer that is no more */
  RAIL_LOCK_ELSEWHERE,   /* of another computer, which cannot be asked */
} RailLockState;

/* Who holds the lock of a project, as its lock file says. Never changes. */
#define RAIL_TYPE_LOCK_HOLDER (rail_lock_holder_get_type ())
G_DECLARE_FINAL_TYPE (RailLockHolder, rail_lock_holder, RAIL, LOCK_HOLDER, GObject)

const char     *rail_lock_holder_get_user    (RailLockHolder *self);
const char     *rail_lock_holder_get_host    (RailLockHolder *self);
guint           rail_lock_holder_get_process (RailLockHolder *self);
gint64          rail_lock_holder_get_since   (RailLockHolder *self);
RailLockState   rail_lock_holder_get_state   (RailLockHolder *self);
char           *rail_lock_holder_describe    (RailLockHolder *self);

G_END_DECLS
