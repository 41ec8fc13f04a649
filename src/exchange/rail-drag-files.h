/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-file-name.h"

G_BEGIN_DECLS

/* Files to be dragged out: in a folder only this user can read, removed with the object. Never a private key. */
#define RAIL_TYPE_DRAG_FILES (rail_drag_files_get_type ())
G_DECLARE_FINAL_TYPE (RailDragFiles, rail_drag_files, RAIL, DRAG_FILES, GObject)

RailDragFiles *rail_drag_files_new       (GPtrArray      *entries,
                                          GError        **error);
GPtrArray     *rail_drag_files_get_files (RailDragFiles  *self);

G_END_DECLS
