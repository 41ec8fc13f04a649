/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RAIL_LOCK_DEFAULT_MINUTES 15
#define RAIL_LOCK_MAX_MINUTES 1440

/* Notices that nobody is at the computer any more: no input for a while, or the session or its screen was locked. */
#define RAIL_TYPE_LOCK_WATCH (rail_lock_watch_get_type ())
G_DECLARE_FINAL_TYPE (RailLockWatch, rail_lock_watch, RAIL, LOCK_WATCH, GObject)

RailLockWatch *rail_lock_watch_new      (GtkApplication *application);
void           rail_lock_watch_set_idle (RailLockWatch  *self,
                                         guint           seconds);

G_END_DECLS
