/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-lock-holder.h"

G_BEGIN_DECLS

/* Whose lock may be taken over. */
typedef enum
{
  RAIL_TAKE_NONE,
  RAIL_TAKE_STALE,   /* that of a process of this computer that is certainly no more */
  RAIL_TAKE_ANY,     /* anybody's: the user has been asked */
} RailTakeOver;

/* The right to write a project file, for as long as the object lives or until it is released. */
#define RAIL_TYPE_PROJECT_LOCK (rail_project_lock_get_type ())
G_DECLARE_FINAL_TYPE (RailProjectLock, rail_project_lock, RAIL, PROJECT_LOCK, GObject)

RailProjectLock *rail_project_lock_acquire        (GFile                *file,
                                                   RailTakeOver          take_over,
                                                   GError              **error);
RailProjectLock *rail_project_lock_wait           (GFile                *file,
                                                   RailTakeOver          take_over,
                                                   guint                 seconds,
                                                   GError              **error);
void             rail_project_lock_acquire_async  (GFile                *file,
                                                   RailTakeOver          take_over,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
RailProjectLock *rail_project_lock_acquire_finish (GAsyncResult         *result,
                                                   GError              **error);
RailLockHolder  *rail_project_lock_get_holder     (GFile                *file);
gboolean         rail_project_lock_check          (RailProjectLock      *self,
                                                   GError              **error);
void             rail_project_lock_release        (RailProjectLock      *self);

G_END_DECLS
